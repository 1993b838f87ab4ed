//! `tthc review`

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use super::rank;
use crate::catalogue::Frame;
use crate::catalogue::files::Files;
use crate::catalogue::stock::{Opening, Stocked};
use crate::cli::output::{self, FindingFormat};
use crate::cli::progress::Bar;
use crate::cli::{Cli, Exit, day_of, export, mention};
use crate::finding::Finding;
use crate::progress::{Progress, Stage};
use crate::review::{self, Outline, RULES, Rule, control};
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
    /// GitLab Code Quality report
    Gitlab,
    /// A workbook, of a ranking
    Xlsx,
}

/// The format of a ranking.
fn of_ranking(format: Format) -> anyhow::Result<rank::Format> {
    match format {
        Format::Text => Ok(rank::Format::Text),
        Format::Json => Ok(rank::Format::Json),
        Format::Xlsx => Ok(rank::Format::Xlsx),
        Format::Sarif | Format::Github | Format::Gitlab => bail!("--rank prints text, json or xlsx"),
    }
}

/// The format of findings.
fn of_findings(format: Format) -> anyhow::Result<FindingFormat> {
    match format {
        Format::Text => Ok(FindingFormat::Text),
        Format::Json => Ok(FindingFormat::Json),
        Format::Sarif => Ok(FindingFormat::Sarif),
        Format::Github => Ok(FindingFormat::Github),
        Format::Gitlab => Ok(FindingFormat::Gitlab),
        Format::Xlsx => bail!("xlsx is for --rank; findings are printed as text, json, sarif, github or gitlab"),
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
    let progress = Bar::new();
    let revision = cli.find(None)?;
    let base = match &revision.files {
        Files::Folder(folder) => folder.clone(),
        // Nobody has these files beside the finding.
        Files::Git(_) | Files::Zip(_) => PathBuf::new(),
    };
    let opening = Opening::of(revision)?;
    let frame = opening.frame().clone();
    let rules = rules(args, &frame)?;
    let day = day_of(args.as_of.as_deref(), &frame)?;
    let Stocked {
        stock,
        gathered,
        findings,
    } = opening.read(&progress, |entry| Outline::of(&frame, day, entry));
    progress.aside(|| mention(&frame, &findings));
    let survey = review::survey(&stock, gathered, day, &rules, &progress)?;
    let field = args.field.as_deref().map(text::fold);
    if let Some(wanted) = &field
        && !survey
            .procedures
            .iter()
            .any(|procedure| text::fold(&procedure.field) == *wanted)
    {
        bail!(
            "no procedure of field {:?} in {}",
            args.field.as_deref().unwrap_or_default(),
            frame.name()
        );
    }
    let in_field = |finding: &Finding| {
        let procedure = finding.code.as_deref().and_then(|code| survey.procedure(code));
        let of = |wanted: &String| procedure.is_none_or(|procedure| text::fold(&procedure.field) == *wanted);
        field.as_ref().is_none_or(of)
    };
    let tally = RefCell::new(Tally::default());
    let all = || survey.findings.iter().filter(|finding| in_field(finding));
    progress.begin(Stage::Writing, survey.findings.len());
    if args.summary {
        all().for_each(|finding| tally.borrow_mut().count(&finding));
    } else {
        let counted = || {
            *tally.borrow_mut() = Tally::default();
            all().inspect(|finding| {
                tally.borrow_mut().count(finding);
                progress.advance(1);
            })
        };
        output::many_findings(counted, format, &base)?;
    }
    progress.end();
    if args.summary || format == FindingFormat::Text {
        tally.borrow().print(survey.procedures.len())?;
        set_aside(&frame, survey.accepted)?;
    }
    Ok(Exit::Fine)
}

/// The rules that were asked for, else those the office has not switched off.
fn rules(args: &Args, frame: &Frame) -> anyhow::Result<Vec<&'static Rule>> {
    if args.rules.is_empty() {
        return Ok(control::active(frame));
    }
    let named = args
        .rules
        .iter()
        .map(|name| review::rule(name).with_context(|| format!("no rule called {name:?}; `tthc rules` lists them")));
    named.collect()
}

/// What was not said, so that nobody takes silence for nothing.
fn set_aside(frame: &Frame, accepted: usize) -> anyhow::Result<()> {
    let off = &frame.settings().review.off;
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

/// How many findings there are, and of which rules.
#[derive(Debug, Default)]
struct Tally {
    by_rule: BTreeMap<String, usize>,
    touched: BTreeSet<String>,
    all: usize,
}

impl Tally {
    fn count(&mut self, finding: &Finding) {
        self.all += 1;
        match self.by_rule.get_mut(&finding.rule) {
            Some(count) => *count += 1,
            None => drop(self.by_rule.insert(finding.rule.clone(), 1)),
        }
        if let Some(code) = finding.code.as_deref().filter(|code| !self.touched.contains(*code)) {
            self.touched.insert(code.to_owned());
        }
    }

    fn print(&self, procedures: usize) -> anyhow::Result<()> {
        let mut out = output::lines();
        for rule in RULES {
            let Some(count) = self.by_rule.get(rule.name) else {
                continue;
            };
            writeln!(
                out,
                "{}  {count:>4}  {:<12}  {}",
                rule.id,
                rule.severity.label(),
                rule.title
            )?;
        }
        writeln!(
            out,
            "{} điểm cần xem ở {} trên {procedures} thủ tục",
            self.all,
            self.touched.len()
        )?;
        Ok(())
    }
}
