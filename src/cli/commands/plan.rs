//! `tthc plan`

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;

use super::propose::{DocumentFormat, ProofArgs, say_left, written};
use super::{is_of_field, known_field};
use crate::cli::{Cli, Exit, day_from, day_of, output};
use crate::document::Format;
use crate::document::plan::{Options, Plan};
use crate::finding::Severity;
use crate::review;

/// Write the plan of a year's review
///
/// Takes the procedures of which the review found something urgent, the most urgent first, with the rules that fired as the
/// ground for choosing them, agencies from the records, and what may come of it. The manifest names every finding.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Only procedures of this field of the catalogue
    #[arg(long, value_name = "FIELD")]
    field: Option<String>,

    /// At most so many procedures
    #[arg(long, value_name = "N")]
    top: Option<usize>,

    /// Least urgent findings that still choose a procedure
    #[arg(long, value_enum, default_value_t)]
    severity: SeverityName,

    /// Year to plan; the year of the day when absent
    #[arg(long, value_name = "YEAR")]
    year: Option<i16>,

    /// First day of the review, such as 01/03/2027; left open when absent
    #[arg(long, value_name = "DATE")]
    from: Option<String>,

    /// Last day of the review; left open when absent
    #[arg(long, value_name = "DATE")]
    until: Option<String>,

    /// Use the law and settings of this day instead of the revision's date
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// Formats to write
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = DocumentFormat::ALL.to_vec())]
    format: Vec<DocumentFormat>,

    #[command(flatten)]
    proof: ProofArgs,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum SeverityName {
    /// Nghiêm trọng
    Critical,
    /// Cao
    #[default]
    High,
    /// Trung bình
    Medium,
    /// Thấp
    Low,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let templates = cli.templates()?;
    let catalogue = cli.open(None)?;
    let day = day_of(args.as_of.as_deref(), &catalogue)?;
    if let Some(field) = &args.field {
        known_field(&catalogue, field)?;
    }
    let options = Options {
        day,
        year: args.year.unwrap_or(day.year()),
        from: args.from.as_deref().map(day_from).transpose()?,
        until: args.until.as_deref().map(day_from).transpose()?,
        top: args.top,
    };
    if let (Some(from), Some(until)) = (options.from, options.until)
        && from > until
    {
        bail!("--from {from} is after --until {until}; give the days the other way round");
    }
    let severity = match args.severity {
        SeverityName::Critical => Severity::Critical,
        SeverityName::High => Severity::High,
        SeverityName::Medium => Severity::Medium,
        SeverityName::Low => Severity::Low,
    };
    let findings = review::review(&catalogue, day, &review::control::active(&catalogue)).findings;
    let plan = Plan::of(&catalogue, &findings, severity, options, |entry| {
        let field = args.field.as_deref();
        field.is_none_or(|field| is_of_field(&entry.procedure, field))
    });
    let mut out = output::out();
    if plan.is_empty() {
        writeln!(
            out,
            "Không có thủ tục nào có điểm cần xem từ mức {severity} trở lên; không ghi tệp nào."
        )?;
        return Ok(Exit::Fine);
    }
    let formats: Vec<Format> = args.format.iter().map(|format| format.format()).collect();
    let left = written(plan.write(&templates, &args.out, &formats, args.proof.mistakes()))?;
    writeln!(
        out,
        "Kế hoạch rà soát năm {}: {} thủ tục có điểm cần xem từ mức {severity} trở lên",
        options.year,
        plan.len()
    )?;
    if plan.beyond > 0 {
        writeln!(out, "Ngoài giới hạn --top: {} thủ tục khác", plan.beyond)?;
    }
    say_left(&mut out, &left)?;
    Ok(Exit::Fine)
}
