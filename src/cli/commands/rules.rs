//! `tthc rules`

use std::io::Write;

use anyhow::bail;

use crate::catalogue::values::Date;
use crate::cli::{Exit, output};
use crate::finding::Certainty;
use crate::review::{self, RULES};

/// List the review rules, or explain one
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Name or number of a rule: R-12, identity-papers
    rule: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut out = output::lines();
    let Some(name) = &args.rule else {
        for rule in RULES {
            writeln!(
                out,
                "{}  {:<12}  {}  ({})",
                rule.id,
                rule.severity.label(),
                rule.title,
                rule.name
            )?;
        }
        return Ok(Exit::Fine);
    };
    let Some(rule) = review::rule(name) else {
        bail!("no rule called {name:?}; `tthc rules` lists them")
    };
    writeln!(out, "{} {} ({})", rule.id, rule.title, rule.name)?;
    writeln!(
        out,
        "Mức độ: {}. Phương án gợi ý: {}. Phiên bản quy tắc: {}.\n",
        rule.severity.label(),
        rule.outcome,
        rule.version
    )?;
    writeln!(out, "{}", rule.explanation)?;
    if !rule.thresholds.is_empty() {
        writeln!(out, "\nNgưỡng (chỉnh ở ra_soat.nguong của catalogue.yaml)")?;
    }
    for threshold in rule.thresholds {
        writeln!(out, "- {}: {} ({})", threshold.key, threshold.title, threshold.value)?;
    }
    writeln!(out, "\nCăn cứ")?;
    for ground in rule.grounds {
        let certainty = match ground.certainty {
            Certainty::Seen => "đã đối chiếu văn bản",
            Certainty::Known => "chưa đối chiếu lại",
            Certainty::Unverified => "cần kiểm tra trước khi dẫn",
        };
        let time = match (ground.from, ground.until) {
            (None, None) => String::new(),
            (from, until) => format!("; áp dụng {}", period(from, until)),
        };
        writeln!(out, "- {ground} ({certainty}{time})")?;
    }
    Ok(Exit::Fine)
}

/// "từ 01/07/2026 đến trước 01/03/2027", for days written as 2026-07-01.
fn period(from: Option<&str>, until: Option<&str>) -> String {
    let day = |iso: &str| {
        iso.parse::<Date>()
            .map_or_else(|_| iso.to_owned(), |day| day.to_string())
    };
    let parts = [
        from.map(|from| format!("từ {}", day(from))),
        until.map(|until| format!("đến trước {}", day(until))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
