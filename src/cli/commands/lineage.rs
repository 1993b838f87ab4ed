//! `tthc lineage`

use std::io::Write;

use anyhow::{Context as _, bail};

use crate::catalogue::lineage::{Authority, Verdict, record};
use crate::catalogue::values::{DocumentNumber, ProcedureCode};
use crate::cli::output::{self, PlainFormat};
use crate::cli::{Cli, Exit, day_from};
use crate::diff::{self, CatalogueDiff};

/// Show what became of procedures under other codes, and record what a person says of it
///
/// Lists which procedures of the newer revision took the place of which older ones: what the records say, what persons
/// confirmed, what the comparison guesses, each with its evidence; then the guesses that are not sure enough, for a person
/// to confirm or reject. Without revisions the newest is compared with the one before it.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,

    /// Older revision
    old: Option<String>,

    /// Newer revision
    new: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: PlainFormat,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Record that procedures became others
    ///
    /// Goes to pha_he.yaml beside the revisions and wins over guesses from then on. Several codes before --into were
    /// merged, several behind it are what one was split into; one that lives on stands on both sides.
    Confirm(Said),
    /// Record that procedures did not become others: it is never guessed again
    Reject(Said),
}

#[derive(Debug, clap::Args)]
struct Said {
    /// Codes before
    #[arg(required = true, value_name = "CODE")]
    former: Vec<String>,

    /// Codes after
    #[arg(long = "into", required = true, num_args = 1.., value_name = "CODE")]
    heirs: Vec<String>,

    /// Who says so
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    /// When
    #[arg(long, value_name = "DATE")]
    on: Option<String>,

    /// Number of the decision that ordered it
    #[arg(long, value_name = "NUMBER")]
    basis: Option<String>,

    /// Remarks
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,

    /// Write it in the place of what was said of the same procedures before
    #[arg(long)]
    replace: bool,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    match &args.action {
        Some(Action::Confirm(said)) => say(cli, said, true),
        Some(Action::Reject(said)) => say(cli, said, false),
        None => list(cli, args),
    }
}

fn list(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let folders = cli.revisions().folders();
    let before_newest = || {
        let folder = folders.iter().rev().nth(1)?;
        Some(folder.file_name()?.to_string_lossy().into_owned())
    };
    let Some(old) = args.old.clone().or_else(before_newest) else {
        bail!("there is only one revision; name two: tthc lineage OLD NEW");
    };
    let (old, new) = (cli.open(Some(&old))?, cli.open(args.new.as_deref())?);
    let difference = diff::compare(&old, &new, &cli.confirmed(&new));
    match args.format {
        PlainFormat::Json => output::json(&as_json(&difference))?,
        PlainFormat::Text => print(&difference)?,
    }
    Ok(Exit::Fine)
}

fn as_json(difference: &CatalogueDiff) -> serde_json::Value {
    let lineages = difference.procedures.iter().filter_map(|procedure| {
        let lineage = procedure.lineage.as_ref()?;
        Some(serde_json::json!({
            "code": procedure.code,
            "name": procedure.name,
            "replaces": procedure.replaces,
            "lineage": lineage,
        }))
    });
    serde_json::json!({
        "old": difference.old,
        "new": difference.new,
        "lineages": lineages.collect::<Vec<_>>(),
        "candidates": difference.candidates,
    })
}

fn print(difference: &CatalogueDiff) -> anyhow::Result<()> {
    let mut out = output::lines();
    writeln!(out, "Phả hệ từ {} đến {}", difference.old, difference.new)?;
    let with_lineage = difference.procedures.iter().filter(|one| one.lineage.is_some());
    let mut count = 0;
    for procedure in with_lineage {
        let Some(lineage) = &procedure.lineage else { continue };
        count += 1;
        writeln!(out, "\n{}  {}", procedure.code, procedure.name)?;
        writeln!(out, "          {}", lineage.sentence())?;
        for former in &lineage.from {
            writeln!(out, "          {}  {}", former.code, former.name)?;
        }
    }
    if !difference.candidates.is_empty() {
        writeln!(out, "\n== Cần người xác nhận ==")?;
    }
    for candidate in &difference.candidates {
        writeln!(out, "\n{}", candidate.sentence())?;
        writeln!(
            out,
            "          tthc lineage confirm {} --into {}",
            candidate.old.join(" "),
            candidate.new.join(" ")
        )?;
    }
    let candidates = difference.candidates.len();
    writeln!(out, "\n{count} thủ tục có phả hệ; {candidates} điểm cần người xác nhận")?;
    Ok(())
}

fn say(cli: &Cli, said: &Said, confirmed: bool) -> anyhow::Result<Exit> {
    let codes = |codes: &[String]| codes.iter().map(|code| base(code)).collect::<anyhow::Result<Vec<_>>>();
    let (former, heirs) = (codes(&said.former)?, codes(&said.heirs)?);
    if former == heirs {
        bail!("the codes before and after are the same");
    }
    let authority = Authority {
        by: said.by.clone(),
        on: said.on.as_deref().map(day_from).transpose()?,
        basis: said.basis.as_deref().map(number).transpose()?,
        note: said.note.clone(),
    };
    let revisions = cli.revisions();
    for code in revisions.without_procedure(former.iter().chain(&heirs)) {
        output::warn(&format!("no revision here has a procedure {code}"));
    }
    let verdict = Verdict::new(&former, &heirs, confirmed, authority);
    let path = record(revisions.root(), &verdict, said.replace)?;
    let became = if confirmed { "đã thành" } else { "không thành" };
    writeln!(
        output::out(),
        "{} {became} {}. Đã ghi {}",
        former.join(", "),
        heirs.join(", "),
        path.display()
    )?;
    Ok(Exit::Fine)
}

fn base(code: &str) -> anyhow::Result<String> {
    let code: ProcedureCode = code
        .parse()
        .ok()
        .with_context(|| format!("{code:?} is not a code; write it as 1.001193"))?;
    Ok(code.base().to_owned())
}

fn number(text: &str) -> anyhow::Result<String> {
    text.parse::<DocumentNumber>()
        .ok()
        .with_context(|| format!("{text:?} is not the number of a document; write it as 2304/QĐ-BNNMT"))?;
    Ok(text.to_owned())
}
