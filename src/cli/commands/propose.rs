//! `tthc propose`

use std::io::Write;
use std::path::PathBuf;

use super::decisions_on;
use crate::cli::output::FindingFormat;
use crate::cli::{Cli, Exit, day_of, output};
use crate::document::{self, DocumentError, Format, Mistakes, Output};
use crate::finding::{Finding, Severity};
use crate::proposal::{ProposalError, propose};
use crate::review;
use crate::text;

/// Write the abolition and simplification proposal
///
/// Applies the recorded decisions to the revision, works out what changes and what it saves, and writes the decision with
/// its annex and a manifest that traces every figure.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Folder with the decisions; ra_soat/ beside the revisions when absent
    #[arg(long, value_name = "DIR")]
    decisions: Option<PathBuf>,

    /// Use the law and parameters of this day instead of the revision's date
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// Formats to write
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = DocumentFormat::ALL.to_vec())]
    format: Vec<DocumentFormat>,

    #[command(flatten)]
    proof: ProofArgs,
}

/// Formats of documents.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum DocumentFormat {
    /// A page to print
    Html,
    /// Markdown
    Md,
    /// A Word file
    Docx,
    /// A PDF file
    #[cfg(feature = "pdf")]
    Pdf,
}

impl DocumentFormat {
    /// Every format, the ones to hand in first.
    pub(super) const ALL: &[Self] = &[
        Self::Docx,
        #[cfg(feature = "pdf")]
        Self::Pdf,
        Self::Html,
        Self::Md,
    ];

    /// As the documents know it.
    pub(super) fn format(self) -> Format {
        match self {
            Self::Html => Format::Html,
            Self::Md => Format::Markdown,
            Self::Docx => Format::Docx,
            #[cfg(feature = "pdf")]
            Self::Pdf => Format::Pdf,
        }
    }
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let templates = cli.templates()?;
    let catalogue = cli.open(None)?;
    let day = day_of(args.as_of.as_deref(), &catalogue)?;
    let (decisions, unusable) = decisions_on(cli, args.decisions.as_deref(), &catalogue);
    if !unusable.is_empty() {
        return refuse(&unusable);
    }
    let mut out = output::out();
    let findings = review::review(&catalogue, day, &review::control::active(&catalogue)).findings;
    let urgent = findings
        .iter()
        .filter(|finding| finding.severity <= Severity::High)
        .count();
    writeln!(
        out,
        "Rà soát {} thủ tục của {}: {} điểm cần xem, {urgent} từ mức Cao trở lên (tthc review)",
        catalogue.entries().len(),
        catalogue.name(),
        findings.len()
    )?;
    let proposal = match propose(&catalogue, &decisions, day) {
        Ok(proposal) => proposal,
        Err(ProposalError::Refused(refusals)) => return refuse(&refusals),
        Err(error) => return Err(error.into()),
    };
    let formats: Vec<Format> = args.format.iter().map(|format| format.format()).collect();
    let left = written(document::write_proposal(
        &templates,
        &proposal,
        &catalogue,
        &args.out,
        &formats,
        args.proof.mistakes(),
    ))?;
    let totals = proposal.totals();
    let measures = match proposal.items.len() - proposal.measures() {
        0 => String::new(),
        _ => format!(
            " ({} phương án cho {} thủ tục)",
            proposal.measures(),
            proposal.items.len()
        ),
    };
    writeln!(
        out,
        "Áp dụng {} quyết định{measures}: bãi bỏ, hợp nhất, thay thế {}; sửa đổi, bổ sung {}; giữ nguyên {}",
        proposal.items.len() + proposal.kept.len(),
        totals.abolished,
        totals.simplified,
        proposal.kept.len()
    )?;
    let percent = text::percent(totals.saving.percent);
    writeln!(
        out,
        "Chi phí tuân thủ: {} → {} đồng/năm, tiết kiệm {} đồng/năm ({percent})",
        text::decimal(totals.saving.before),
        text::decimal(totals.saving.after),
        text::decimal(totals.saving.saved)
    )?;
    say_left(&mut out, &left)?;
    Ok(Exit::Fine)
}

/// What is done with mistakes that proof-reading finds.
#[derive(Debug, clap::Args)]
pub(super) struct ProofArgs {
    /// Write the documents even where proof-reading finds mistakes that stop them, each remarked at its place
    #[arg(long)]
    draft: bool,
}

impl ProofArgs {
    pub(super) fn mistakes(&self) -> Mistakes {
        if self.draft { Mistakes::Mark } else { Mistakes::Stop }
    }
}

/// What was written. Mistakes that stop it are printed, and what proof-reading remarks in what is written.
pub(super) fn written(result: Result<Output, DocumentError>) -> anyhow::Result<Output> {
    match result {
        Ok(output) => {
            output::findings(&output.remarks, FindingFormat::Text)?;
            Ok(output)
        }
        Err(DocumentError::Mistakes(mistakes)) => {
            output::findings(&mistakes, FindingFormat::Text)?;
            let stops = mistakes.iter().filter(|finding| finding.severity == Severity::Error);
            anyhow::bail!(
                "nothing was written: proof-reading found {} mistake(s); put them right, or write a draft that has them marked \
                 (--draft)",
                stops.count()
            )
        }
        Err(error) => Err(error.into()),
    }
}

/// Says which files were written, which went and which should.
pub(super) fn say_left(out: &mut impl Write, left: &Output) -> std::io::Result<()> {
    for path in &left.written {
        writeln!(out, "Đã ghi {}", path.display())?;
    }
    for path in &left.removed {
        writeln!(out, "Đã xóa {} của lần trước", path.display())?;
    }
    for path in &left.outdated {
        output::warn(&format!(
            "{} belongs to an earlier run and was changed since; remove it or ask for its format again",
            path.display()
        ));
    }
    Ok(())
}

/// A proposal that left a decision out would be wrong, so none is written.
fn refuse(problems: &[Finding]) -> anyhow::Result<Exit> {
    output::findings(problems, FindingFormat::Text)?;
    anyhow::bail!(
        "nothing was written: {} problem(s) in the decisions must be settled first",
        problems.len()
    )
}
