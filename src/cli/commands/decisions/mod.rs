//! `tthc decisions`

pub(super) mod agreement;
mod carry;

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::catalogue::Catalogue;
use crate::catalogue::values::Described;
use crate::cli::output::FindingFormat;
use crate::cli::{Cli, Exit, day_from, export, output};
use crate::document::decisions::{self as table, outcome_label};
use crate::finding::{Finding, Severity};
use crate::proposal::contradictions;
use crate::review::decision::list::{Row, Wanted, row};
use crate::review::decision::{
    Agreement, Assessments, Decisions, Outcome, Recorded, Step, folder_name, lints, questionnaire, standing,
};
use crate::text;

/// List decisions, what is wrong with them, and how far reviewers agree
///
/// Every decision is held against the revision it was taken on. Listed are its outcome, the step it has come to with the
/// act it rests on, and why it has to be looked at again. Below stands what is wrong: what propose would refuse, and what
/// real decisions were printed with by mistake: days that do not add up, a share of time called one of cost, a count that
/// is not that of the list, one number of dossiers for everything, less than the cited programme asks for. --draft looks
/// for the same in the text of a drafted decision. The exit status is 1 when one of them is an error.
///
/// --agreement compares the assessments of two reviewers (tthc decide --reviewer): by field and over all the share judged
/// alike and Cohen's kappa, each with numerator and denominator, "–" where it is not defined, and what they see
/// differently. An assessment without a second one is counted and not shown.
///
/// --carry takes decisions over to a newer revision where nothing they rest on changed, and says of the others what did.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only decisions that have come to this step; may be given several times
    #[arg(long = "state", value_name = "STEP")]
    states: Vec<String>,

    /// Only this outcome; may be given several times
    #[arg(long = "outcome", value_name = "OUTCOME")]
    outcomes: Vec<String>,

    /// Only procedures of this field
    #[arg(long, value_name = "FIELD")]
    field: Option<String>,

    /// Only what this person decided or took a step of; with --carry who carries over
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    /// Only what was decided on this day or later
    #[arg(long, value_name = "DATE")]
    from: Option<String>,

    /// Only what was decided on this day or earlier
    #[arg(long, value_name = "DATE")]
    to: Option<String>,

    /// Only decisions that rest on something that changed
    #[arg(long)]
    stale: bool,

    /// Only procedures on which two reviewers do not agree
    #[arg(long)]
    conflict: bool,

    /// Only decisions that rest on this rule
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,

    /// Also say how far two reviewers agree, and on what they do not
    #[arg(long)]
    agreement: bool,

    /// Take decisions on the older revision over to the newer one
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], requires = "by")]
    carry: Option<Vec<String>>,

    /// Only say what --carry would do
    #[arg(long, requires = "carry")]
    dry_run: bool,

    /// Look for mistakes in the text of a drafted decision (.txt or .md) instead
    #[arg(long, value_name = "FILE", conflicts_with_all = ["carry", "agreement"])]
    draft: Option<PathBuf>,

    #[command(flatten)]
    output: export::To<Format>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// One line a decision
    Csv,
    /// A workbook
    Xlsx,
}

impl Args {
    fn wanted(&self) -> anyhow::Result<Wanted> {
        let states = self.states.iter().map(|name| {
            let step: Option<Step> = name.parse().ok();
            step.with_context(|| format!("no step {name:?}; one of {}", Step::EXAMPLES[..12].join(", ")))
        });
        let outcomes = self.outcomes.iter().map(|name| {
            let outcome: Option<Outcome> = name.parse().ok();
            outcome.with_context(|| format!("no outcome {name:?}; one of {}", Outcome::EXAMPLES.join(", ")))
        });
        if let Some(rule) = &self.rule
            && crate::review::rule(rule).is_none()
        {
            bail!("no rule called {rule:?}; `tthc rules` lists them");
        }
        Ok(Wanted {
            states: states.collect::<anyhow::Result<_>>()?,
            outcomes: outcomes.collect::<anyhow::Result<_>>()?,
            field: self.field.clone(),
            person: self.by.clone(),
            from: self.from.as_deref().map(day_from).transpose()?,
            to: self.to.as_deref().map(day_from).transpose()?,
            stale: self.stale,
            conflict: self.conflict,
            rule: self.rule.clone(),
        })
    }
}

/// Everything there is to say.
struct Report {
    rows: Vec<Row>,
    findings: Vec<Finding>,
    agreement: Agreement,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    if let Some(path) = &args.draft {
        // Without a catalogue the dates of documents cannot be compared; the rest can.
        let catalogue = cli.open(None).ok();
        let findings = lints::draft(path, catalogue.as_ref().map(|catalogue| catalogue.documents()))?;
        let format = match args.output.format() {
            Format::Text => FindingFormat::Text,
            Format::Json => FindingFormat::Json,
            Format::Csv | Format::Xlsx => bail!("--draft prints text or json"),
        };
        let failed = output::findings(&findings, format)?;
        if format == FindingFormat::Text {
            writeln!(output::out(), "{}: {} điểm cần sửa", path.display(), findings.len())?;
        }
        return Ok(if failed { Exit::Findings } else { Exit::Fine });
    }
    if let Some(revisions) = &args.carry {
        return carry::run(cli, args, &revisions[0], &revisions[1]);
    }
    let report = report(cli, &args.wanted()?)?;
    write(args, &report)?;
    let failed = report
        .findings
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    Ok(if failed { Exit::Findings } else { Exit::Fine })
}

fn report(cli: &Cli, wanted: &Wanted) -> anyhow::Result<Report> {
    let folder = Decisions::folder(cli.revisions().root());
    let (decisions, mut broken) = Decisions::load(&folder);
    let (assessments, on_assessments) = Assessments::load(&folder);
    broken.extend(on_assessments);
    let catalogues = catalogues(cli, &decisions, &assessments)?;
    let names: Vec<&str> = catalogues.iter().map(|catalogue| catalogue.name()).collect();
    if cli.revision.is_none() {
        broken.extend(decisions.astray(&cli.revisions(), &names));
    }
    let forms = questionnaire::kept(&folder);
    let mut report = Report {
        rows: Vec::new(),
        findings: Vec::new(),
        agreement: Agreement {
            pairs: Vec::new(),
            conflicts: Vec::new(),
            waiting: 0,
        },
    };
    for catalogue in &catalogues {
        let agreement = crate::review::decision::agreement(&assessments, catalogue);
        let all: Vec<&Recorded> = decisions.on(catalogue.name()).collect();
        let rows = all.iter().map(|recorded| {
            let mut row = row(recorded, Some(catalogue), Some(&agreement));
            row.answered = forms.get(&(row.revision.clone(), row.code.clone())).copied();
            (*recorded, row)
        });
        let (chosen, rows): (Vec<&Recorded>, Vec<Row>) = rows
            .filter(|(recorded, row)| wanted.wants(&recorded.decision, row))
            .unzip();
        let mut found: Vec<Finding> = chosen
            .iter()
            .flat_map(|recorded| standing(recorded, catalogue))
            .collect();
        let files: HashSet<&str> = chosen.iter().map(|own| own.path.as_str()).collect();
        let contradictions = contradictions(&all).into_iter();
        found.extend(contradictions.filter(|finding| files.contains(finding.place.path.as_str())));
        found.extend(lints::records(&chosen, catalogue));
        decisions.locate_all(&mut found);
        report.findings.extend(found);
        report.rows.extend(rows);
        report.agreement.pairs.extend(agreement.pairs);
        report.agreement.conflicts.extend(agreement.conflicts);
        report.agreement.waiting += agreement.waiting;
    }
    report.findings.extend(broken);
    report
        .findings
        .sort_by(|a, b| (&a.place, a.severity).cmp(&(&b.place, b.severity)));
    for finding in &mut report.findings {
        finding.place.path = match finding.place.path.strip_prefix("../") {
            Some(path) => path.to_owned(),
            None => format!("ra_soat/{}", finding.place.path),
        };
    }
    Ok(report)
}

/// The revisions that something was decided on, each once; only the one that was asked for when one was.
fn catalogues(cli: &Cli, decisions: &Decisions, assessments: &Assessments) -> anyhow::Result<Vec<Catalogue>> {
    if cli.revision.is_some() {
        return Ok(vec![cli.open(None)?]);
    }
    let of = |recorded: &Recorded| recorded.decision.revision.trim().to_owned();
    let names = decisions
        .iter()
        .chain(assessments.iter())
        .map(of)
        .filter(|name| !name.is_empty());
    // One revision has several names; the shortest is that of its folder.
    let mut by_folder: BTreeMap<String, String> = BTreeMap::new();
    for name in names {
        let folder = folder_name(&name).to_owned();
        let known = by_folder.entry(folder).or_insert_with(|| name.clone());
        if name.len() < known.len() {
            *known = name;
        }
    }
    let revisions = cli.revisions();
    // Those that are nowhere are named among the findings.
    let found = by_folder.values().filter_map(|name| revisions.find(name).ok());
    found.map(crate::cli::open).collect()
}

fn write(args: &Args, report: &Report) -> anyhow::Result<()> {
    let Report {
        rows,
        findings,
        agreement,
    } = report;
    let shown = args.agreement.then_some(agreement);
    let json = || {
        let mut value = serde_json::json!({ "decisions": rows, "findings": findings, "summary": Summary::of(report) });
        if let Some(agreement) = shown {
            value["agreement"] = serde_json::json!(agreement);
        }
        value
    };
    let out = args.output.out();
    match args.output.format_for_files()? {
        Format::Text => print(args, report),
        Format::Json => export::json(&json(), out),
        Format::Csv => export::csv(|lines| table::csv(rows, lines), out),
        Format::Xlsx => export::workbook(|| table::xlsx(rows, findings, shown), out),
    }
}

/// Counts of a list. A group is one measure on each of its procedures.
#[derive(serde::Serialize)]
struct Summary {
    measures: usize,
    procedures: usize,
    stale: usize,
    conflicts: usize,
    waiting: usize,
}

impl Summary {
    fn of(report: &Report) -> Self {
        let files: std::collections::BTreeSet<&str> = report.rows.iter().map(|row| row.path.as_str()).collect();
        Self {
            measures: files.len(),
            procedures: report.rows.len(),
            stale: report.rows.iter().filter(|row| !row.stale.is_empty()).count(),
            conflicts: report.agreement.conflicts.len(),
            waiting: report.agreement.waiting,
        }
    }
}

fn print(args: &Args, report: &Report) -> anyhow::Result<()> {
    let mut out = output::lines();
    for row in &report.rows {
        print_row(&mut out, row)?;
    }
    if args.agreement {
        agreement::print(&mut out, &report.agreement)?;
    }
    out.flush()?;
    drop(out);
    if !report.findings.is_empty() {
        writeln!(output::out())?;
        output::findings(&report.findings, FindingFormat::Text)?;
    }
    let summary = Summary::of(report);
    let mut out = output::lines();
    let mut line = format!(
        "{} phương án cho {} thủ tục; {} phải xem lại; {} điểm cần sửa",
        text::count(summary.measures as u64),
        text::count(summary.procedures as u64),
        summary.stale,
        report.findings.len()
    );
    if summary.conflicts > 0 {
        line += &format!("; {} điểm chưa thống nhất", summary.conflicts);
    }
    if summary.waiting > 0 {
        line += &format!("; {} đánh giá chờ người thứ hai", summary.waiting);
    }
    writeln!(out, "{line}")?;
    out.flush()?;
    Ok(())
}

fn print_row(out: &mut impl Write, row: &Row) -> io::Result<()> {
    let outcome = match row.outcome.as_str() {
        "" => "chưa có phương án",
        outcome => outcome_label(outcome),
    };
    writeln!(out, "{}  {outcome}: {}", row.code, row.name)?;
    let step = row.state.parse::<Step>().map_or(row.state, Step::label);
    let since = row.since.as_deref().map(|day| format!(" từ {day}")).unwrap_or_default();
    let act = row
        .document
        .as_deref()
        .map(|act| format!(", {act}"))
        .unwrap_or_default();
    let parts = [
        Some(format!("{step}{since}{act}")),
        row.by.clone(),
        Some(row.rules.join(", ")).filter(|rules| !rules.is_empty()),
        row.group.as_deref().map(|title| format!("nhóm “{title}”")),
        row.answered.map(|answered| format!("phiếu đã trả lời {answered} câu")),
        Some(row.revision.clone()),
    ];
    writeln!(
        out,
        "          {}",
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    )?;
    if !row.stale.is_empty() {
        writeln!(out, "          Phải xem lại: {}", row.stale)?;
    }
    if row.conflict {
        writeln!(out, "          Hai người rà soát chưa thống nhất (--agreement)")?;
    }
    Ok(())
}
