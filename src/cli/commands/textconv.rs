//! `tthc textconv`: what git compares in the place of a procedure's file.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;

use super::show;
use crate::catalogue::load::read_procedure;
use crate::cli::{Cli, Exit, output};

const AFTER_HELP: &str = "\
Set up:
  git config diff.tthc.textconv 'tthc textconv'
  echo 'catalogue/**/thu_tuc/**/*.yaml diff=tthc' >> .gitattributes";

/// Print a procedure's file as text, for git to compare
///
/// With it `git diff`, `git log -p` and `git blame` show official labels and no YAML. A file that cannot be read as a
/// procedure is printed as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The file
    file: PathBuf,
}

pub(super) fn run(_cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let bytes = std::fs::read(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let mut out = std::io::BufWriter::new(output::raw());
    match read_procedure(&bytes) {
        Some(procedure) => show::record(&mut out, &procedure)?,
        None => out.write_all(&bytes)?,
    }
    out.flush()?;
    Ok(Exit::Fine)
}
