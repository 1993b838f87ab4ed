//! `tthc diff`

use std::io::Write;

use anyhow::bail;

use super::diff_output::Target;
use crate::cli::revisions::Compared;
use crate::cli::{Cli, Exit, output};
use crate::diff::{self, Burden, CatalogueDiff, Change, ProcedureDiff, Status, Substance, words};
use crate::text;

/// Compare two revisions field by field
///
/// Without arguments the newest revision is compared with what was published before it: inside a git repository, when the
/// folder of the newest revision has changes that are not committed, with that folder as the last commit has it; otherwise
/// with the revision before it. With one, that one is compared with the newest. Files with the same bytes are not parsed.
/// Changes of spelling and format are counted and left out unless --all is given.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    compared: Compared,

    /// Only this procedure
    #[arg(long, value_name = "CODE")]
    code: Option<String>,

    /// Only the counts
    #[arg(long)]
    stat: bool,

    /// Also changes of spelling and format
    #[arg(long)]
    all: bool,

    #[command(flatten)]
    target: Target,

    /// Exit with 1 when something differs
    #[arg(long)]
    exit_code: bool,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let pair = cli.pair(&args.compared)?;
    let (old, new) = (&pair.old, &pair.new);
    let mut difference = diff::compare_pair(&pair);
    if let Some(code) = &args.code {
        let identity = new
            .get(code)
            .or_else(|| old.get(code))
            .map(|entry| entry.procedure.identity().to_owned());
        let Some(identity) = identity.or_else(|| pair.is_unchanged(code).then(|| code.to_owned())) else {
            bail!("no procedure {code} in {} or {}", old.name(), new.name())
        };
        difference
            .procedures
            .retain(|procedure| procedure.code == identity || procedure.replaces.contains(&identity));
    }
    match &args.code {
        _ if !args.target.is_text() => args.target.write(cli, &difference, args.all)?,
        Some(code) if difference.procedures.is_empty() => {
            writeln!(
                output::lines(),
                "Thủ tục {code} không đổi từ {} đến {}",
                old.name(),
                new.name()
            )?;
        }
        _ => print(&difference, args)?,
    }
    let differs = !difference.procedures.is_empty();
    Ok(if args.exit_code && differs {
        Exit::Findings
    } else {
        Exit::Fine
    })
}

fn print(difference: &CatalogueDiff, args: &Args) -> anyhow::Result<()> {
    let mut out = output::lines();
    writeln!(out, "So sánh {} với {}", difference.old, difference.new)?;
    if !args.stat {
        let mut fields: Vec<&str> = difference
            .procedures
            .iter()
            .map(|procedure| procedure.field.as_str())
            .collect();
        fields.sort_by_key(|field| text::collation_key(field));
        fields.dedup();
        for field in fields {
            let shown = |procedure: &&ProcedureDiff| procedure.field == field && is_shown(procedure, args.all);
            if difference.procedures.iter().filter(shown).count() == 0 {
                continue;
            }
            writeln!(out, "\n== Lĩnh vực {field} ==")?;
            for procedure in difference.procedures.iter().filter(shown) {
                print_procedure(&mut out, procedure, args.all)?;
            }
        }
        writeln!(out)?;
    }
    let summary = &difference.summary;
    writeln!(
        out,
        "Mới {}; sửa đổi, bổ sung {}; thay thế {} (thay {} thủ tục cũ); bãi bỏ {}; chỉ sửa cách viết {}; không đổi {}",
        summary.added,
        summary.changed,
        summary.replaced,
        summary.superseded,
        summary.removed,
        summary.restyled,
        summary.unchanged
    )?;
    let all = || {
        difference
            .procedures
            .iter()
            .flat_map(|procedure| procedure.substantive())
    };
    let count = |burden: Burden| all().filter(|change| change.burden == burden).count();
    writeln!(
        out,
        "Nội dung thay đổi: nhẹ hơn {}, nặng hơn {}, trung tính {}, cần xem {}",
        count(Burden::Lighter),
        count(Burden::Heavier),
        count(Burden::Neutral),
        count(Burden::Unclear)
    )?;
    Ok(())
}

fn is_shown(procedure: &ProcedureDiff, all: bool) -> bool {
    all || procedure.status != Status::Changed || procedure.substantive().next().is_some()
}

fn print_procedure(out: &mut impl Write, procedure: &ProcedureDiff, all: bool) -> anyhow::Result<()> {
    let replaces = if procedure.replaces.is_empty() {
        String::new()
    } else {
        format!(" (thay {})", procedure.replaces.join(", "))
    };
    writeln!(
        out,
        "\n[{}] {} {}{replaces}",
        procedure.status.label(),
        procedure.code,
        procedure.name
    )?;
    let hidden = procedure
        .changes
        .iter()
        .filter(|change| change.substance != Substance::Content)
        .count();
    for change in procedure
        .changes
        .iter()
        .filter(|change| all || change.substance == Substance::Content)
    {
        let mark = match change.burden {
            Burden::Lighter => "↓",
            Burden::Heavier => "↑",
            Burden::Neutral => "·",
            Burden::Unclear => "?",
        };
        writeln!(out, "  {mark} {}", change.sentence)?;
        if let Some(text) = long_text(change) {
            writeln!(out, "      {}", text.replace('\n', "\n      "))?;
        }
    }
    if hidden > 0 && !all {
        writeln!(out, "  ({hidden} thay đổi cách viết)")?;
    }
    Ok(())
}

/// The words that changed, where the sentence does not quote them.
fn long_text(change: &Change) -> Option<String> {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if change.leaves_words() => {
            Some(output::marked(&words::mark(old.trim(), new.trim()), output::colour()))
        }
        _ => None,
    }
}
