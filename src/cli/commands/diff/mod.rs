//! `tthc diff`

mod print;
mod revisions;

use anyhow::bail;

use crate::catalogue::Catalogue;
use crate::cli::output::{self, PlainFormat};
use crate::cli::{Cli, Exit};
use crate::diff::{self, CatalogueDiff};

/// Compare two revisions field by field
///
/// Without arguments the newest revision is compared with the one before it; with one, that one with the newest. Changes
/// of spelling and format are counted and left out unless --all is given.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Older revision: a folder, a folder's name, a git revision, REV:path
    old: Option<String>,

    /// Newer revision
    new: Option<String>,

    /// Only this procedure
    #[arg(long, value_name = "CODE")]
    code: Option<String>,

    /// Only the counts
    #[arg(long)]
    stat: bool,

    /// Also changes of spelling and format
    #[arg(long)]
    all: bool,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: PlainFormat,

    /// Exit with 1 when something differs
    #[arg(long)]
    exit_code: bool,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let (old, new) = revisions::open(cli, args)?;
    let mut difference = diff::compare(&old, &new);
    if let Some(code) = &args.code {
        keep_only(&mut difference, code, &old, &new)?;
    }
    write(&difference, args)?;
    let differs = !difference.procedures.is_empty();
    Ok(if args.exit_code && differs {
        Exit::Findings
    } else {
        Exit::Fine
    })
}

/// Prints a comparison in the format asked for.
fn write(difference: &CatalogueDiff, args: &Args) -> anyhow::Result<()> {
    match args.format {
        PlainFormat::Json => output::json(difference)?,
        PlainFormat::Text => print::print(difference, args)?,
    }
    Ok(())
}

fn keep_only(difference: &mut CatalogueDiff, code: &str, old: &Catalogue, new: &Catalogue) -> anyhow::Result<()> {
    let entry = new.get(code).or_else(|| old.get(code));
    let Some(entry) = entry else {
        bail!("no procedure {code} in {} or {}", old.name(), new.name())
    };
    let identity = entry.procedure.identity();
    difference
        .procedures
        .retain(|procedure| procedure.code == identity || procedure.replaces.iter().any(|former| former == identity));
    Ok(())
}
