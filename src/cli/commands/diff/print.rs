//! A comparison on the terminal.

use std::io::Write;

use super::Args;
use crate::cli::output;
use crate::diff::{Burden, CatalogueDiff, Change, ProcedureDiff, Status, Substance, words};
use crate::text;

pub(super) fn print(difference: &CatalogueDiff, args: &Args) -> anyhow::Result<()> {
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
        (Some(old), Some(new)) if change.sentence.starts_with("Sửa nội dung") => {
            Some(output::marked(&words::mark(old.trim(), new.trim()), output::colour()))
        }
        _ => None,
    }
}
