//! `tthc audit`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::cli::output::{self, FindingFormat};
use crate::cli::{Exit, some_of};
use crate::finding::{Finding, Severity};
use crate::stats::audit::{self, Audit, Source, Status};

/// Say whether the figures of a report agree with one another
///
/// FILE is YAML: tables (bang) of figures as the report prints them (so_lieu), and the relations between them (quan_he):
/// sums, shares, at most and at least. A table may be the sum of others (tong_bang). `tthc schema so_lieu` explains every
/// key. Shares are judged by the decimals they were printed with: rounded half up, cut off, or wrong. What is wrong is
/// shown with its line, what it should be, and what may have been meant. The exit status is 1 when a figure is wrong; a
/// share that was cut off is mentioned, and is no error.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files with figures
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// How to print what was found
    #[arg(long, value_enum, default_value = "text")]
    format: FindingFormat,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let missing: Vec<String> = args
        .files
        .iter()
        .filter(|path| !path.is_file())
        .map(|path| path.display().to_string())
        .collect();
    if !missing.is_empty() {
        bail!("there is no file {}", some_of(&missing));
    }
    let audits: Vec<(&Path, Audit)> = args.files.iter().map(|path| (path.as_path(), audit_of(path))).collect();
    let findings: Vec<Finding> = audits.iter().flat_map(|(_, audit)| audit.findings.clone()).collect();
    match args.format {
        FindingFormat::Json => output::json(&json(&audits, &findings))?,
        format => {
            output::findings(&findings, format)?;
        }
    }
    if args.format == FindingFormat::Text {
        for (path, audit) in &audits {
            summary(path, audit)?;
        }
    }
    let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if failed { Exit::Findings } else { Exit::Fine })
}

fn audit_of(path: &Path) -> Audit {
    match Source::read(path) {
        Ok(source) => audit::audit(&source),
        Err(findings) => Audit {
            findings,
            ..Audit::default()
        },
    }
}

fn json(audits: &[(&Path, Audit)], findings: &[Finding]) -> serde_json::Value {
    let files: Vec<serde_json::Value> = audits
        .iter()
        .map(|(path, audit)| {
            serde_json::json!({
                "path": path.display().to_string(),
                "relations": audit.relations,
                "unchecked": audit.unchecked,
            })
        })
        .collect();
    serde_json::json!({ "findings": findings, "files": files })
}

/// What holds, and what nobody could check.
fn summary(path: &Path, audit: &Audit) -> io::Result<()> {
    let mut out = output::lines();
    let count = |status: Status| {
        audit
            .relations
            .iter()
            .filter(|outcome| outcome.status == status)
            .count()
    };
    writeln!(out, "{}", path.display())?;
    for outcome in audit.relations.iter().filter(|outcome| outcome.status == Status::Holds) {
        writeln!(
            out,
            "  Khớp, dòng {}: {} ({})",
            outcome.line, outcome.relation, outcome.numbers
        )?;
    }
    for figure in &audit.unchecked {
        writeln!(
            out,
            "  Không có gì để đối chiếu, dòng {}: {} {}",
            figure.line, figure.name, figure.printed
        )?;
    }
    let wrong = count(Status::Wrong) + count(Status::Unknown);
    writeln!(
        out,
        "{} quan hệ: {} khớp, {} chỉ cắt bỏ phần lẻ, {wrong} sai; {} số liệu không có gì để đối chiếu",
        audit.relations.len(),
        count(Status::Holds),
        count(Status::Truncated),
        audit.unchecked.len()
    )
}
