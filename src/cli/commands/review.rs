//! `tthc review`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use super::rank;
use crate::catalogue::Catalogue;
use crate::cli::output::{self, FindingFormat};
use crate::cli::{Cli, Exit, day_of, export};
use crate::finding::Finding;
use crate::review::{self, RULES, Review, control};
use crate::text;

/// Find procedures to abolish or simplify, by rules that cite the law
///
/// Every finding is a question for a person, with the fields that raised it and the suggested outcome.
///
/// --rank puts the procedures in one order in which to look at them as candidates to abolish. The score is the sum of named
/// parts; each point shows the field, the figure and the ground it rests on, and each part can be left out or weighed
/// otherwise, here or in ra_soat.xep_hang of catalogue.yaml. Missing data are named and never count. The order is a
/// suggestion, never a conclusion.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only this rule, by name or number; may be given several times
    #[arg(long = "rule", value_name = "RULE")]
    rules: Vec<String>,

    /// Only procedures of this field
    #[arg(long, value_name = "FIELD")]
    field: Option<String>,

    /// Judge by the law of this day instead of the revision's date
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// How to print; by the ending of --out when absent, else text
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// File to write a ranking to instead of standard output
    #[arg(long, value_name = "FILE", requires = "rank")]
    out: Option<PathBuf>,

    /// Only the counts
    #[arg(long)]
    summary: bool,

    #[command(flatten)]
    ranking: rank::RankArgs,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code-scanning services
    Sarif,
    /// GitHub workflow commands
    Github,
    /// A workbook, of a ranking
    Xlsx,
}

/// The format of a ranking.
fn of_ranking(format: Format) -> anyhow::Result<rank::Format> {
    match format {
        Format::Text => Ok(rank::Format::Text),
        Format::Json => Ok(rank::Format::Json),
        Format::Xlsx => Ok(rank::Format::Xlsx),
        Format::Sarif | Format::Github => bail!("--rank prints text, json or xlsx"),
    }
}

/// The format of findings.
fn of_findings(format: Format) -> anyhow::Result<FindingFormat> {
    match format {
        Format::Text => Ok(FindingFormat::Text),
        Format::Json => Ok(FindingFormat::Json),
        Format::Sarif => Ok(FindingFormat::Sarif),
        Format::Github => Ok(FindingFormat::Github),
        Format::Xlsx => bail!("xlsx is for --rank; findings are printed as text, json, sarif or github"),
    }
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let format = export::format(args.format, args.out.as_deref());
    if args.ranking.is_wanted() {
        let format = of_ranking(format)?;
        let catalogue = cli.open(None)?;
        let day = day_of(args.as_of.as_deref(), &catalogue)?;
        let (field, out) = (args.field.as_deref(), args.out.as_deref());
        return rank::run(&catalogue, day, field, &args.ranking, format, out);
    }
    let format = of_findings(format)?;
    let catalogue = cli.open(None)?;
    let rules = if args.rules.is_empty() {
        control::active(&catalogue)
    } else {
        let named = args.rules.iter().map(|name| {
            review::rule(name).with_context(|| format!("no rule called {name:?}; `tthc rules` lists them"))
        });
        named.collect::<anyhow::Result<Vec<_>>>()?
    };
    let day = day_of(args.as_of.as_deref(), &catalogue)?;
    let Review { mut findings, accepted } = review::review(&catalogue, day, &rules);
    if let Some(field) = &args.field {
        let wanted = text::fold(field);
        if !catalogue
            .procedures()
            .any(|procedure| text::fold(&procedure.field) == wanted)
        {
            bail!("no procedure of field {field:?} in {}", catalogue.name());
        }
        let in_field = |finding: &Finding| {
            let entry = finding.code.as_deref().and_then(|code| catalogue.get(code));
            entry.is_none_or(|entry| text::fold(&entry.procedure.field) == wanted)
        };
        findings.retain(in_field);
    }
    if !args.summary {
        output::findings(&findings, format)?;
    }
    if args.summary || format == FindingFormat::Text {
        summary(&findings, catalogue.entries().len())?;
        set_aside(&catalogue, accepted)?;
    }
    Ok(Exit::Fine)
}

/// What was not said, so that nobody takes silence for nothing.
fn set_aside(catalogue: &Catalogue, accepted: usize) -> anyhow::Result<()> {
    let off = &catalogue.settings().review.off;
    let mut out = output::lines();
    if accepted > 0 {
        writeln!(
            out,
            "{accepted} điểm tạm chấp nhận, không báo đến hết hạn (ra_soat.tam_chap_nhan)"
        )?;
    }
    if !off.is_empty() {
        let names: Vec<&str> = off.iter().map(|row| row.rule.as_str()).collect();
        writeln!(out, "Quy tắc tắt: {} (ra_soat.tat)", names.join(", "))?;
    }
    Ok(())
}

fn summary(findings: &[Finding], procedures: usize) -> anyhow::Result<()> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule.as_str()).or_default() += 1;
    }
    let mut out = output::lines();
    for rule in RULES.iter().filter(|rule| counts.contains_key(rule.name)) {
        writeln!(
            out,
            "{}  {:>4}  {:<12}  {}",
            rule.id,
            counts[rule.name],
            rule.severity.label(),
            rule.title
        )?;
    }
    let touched: std::collections::BTreeSet<_> =
        findings.iter().filter_map(|finding| finding.code.as_deref()).collect();
    writeln!(
        out,
        "{} điểm cần xem ở {} trên {procedures} thủ tục",
        findings.len(),
        touched.len()
    )?;
    Ok(())
}
