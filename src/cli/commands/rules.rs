//! `tthc rules`

use std::io::Write;

use anyhow::bail;

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
        "Mức độ: {}. Phương án gợi ý: {}.\n",
        rule.severity.label(),
        rule.outcome
    )?;
    writeln!(out, "{}\n\nCăn cứ", rule.explanation)?;
    for ground in rule.grounds {
        let certainty = match ground.certainty {
            Certainty::Seen => "đã đối chiếu văn bản",
            Certainty::Known => "chưa đối chiếu lại",
            Certainty::Unverified => "cần kiểm tra trước khi dẫn",
        };
        writeln!(out, "- {ground} ({certainty})")?;
    }
    Ok(Exit::Fine)
}
