//! `tthc import`

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::catalogue::values::Date;
use crate::cli::output::{self, PlainFormat};
use crate::cli::progress::Bar;
use crate::cli::{Cli, Exit, day_from};
use crate::diff::words::{self, Mark, Span};
use crate::exchange::import::{self, Change, Choice, Fate, Kept, Plan, Planned};
use crate::exchange::table;
use crate::finding::{Finding, Severity};
use crate::text;

/// Most procedures with changes that are printed, and most findings of one kind.
const MOST_SHOWN: usize = 20;

/// Most places named for one finding.
const MOST_PLACES: usize = 3;

/// Most letters of a change on a terminal.
const MOST_LETTERS: usize = 2_000;

/// Letters shown of what stays before and behind a change.
const BESIDE: usize = 60;

/// Bring files of others into a catalogue
///
/// Reads the portal's list export (.xlsx), its detail export (ChiTietTTHC_….doc, .docx or PDF), answers of its interface and
/// data sets (JSON, JSON Lines, also gzipped), CPSV-AP (Turtle, JSON-LD), and any workbook or CSV with the official column
/// names, in any order and old charsets too. Several files are joined by code; where they disagree, the first one named wins and the difference is told.
///
/// Importing again compares three sides: the last import, this one, and what people have written since. New procedures are
/// written; what people edited stays; what only the source changed is shown, and taken over with --apply. Where both changed, the
/// person's value stays and is asked about each time, until it is as in the source or --keep settles it. The exit status is 1
/// when a person has something to finish or to decide.
///
/// The sheet of a procedure (`tthc show CODE --out FILE.docx`) that was edited in Word comes back the same way: what was printed,
/// what the document says and what the revision says now are compared, and exactly the edits are shown, or taken over with
/// --apply. Text changed outside the content controls, controls that are gone or stand twice, and another code are told and
/// not taken over; a document with tracked changes, or without its controls, is refused.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files to import
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Revision to write to: a folder that holds catalogue.yaml, or a new one
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Show everything and write nothing
    #[arg(long)]
    dry_run: bool,

    /// Take over what only the source changed in procedures that are already there
    #[arg(long)]
    apply: bool,

    /// Where both the source and a person changed a value, the person's stays: do not ask again until the source changes again
    #[arg(long)]
    keep: bool,

    /// Day to record as that of the import; today when absent
    #[arg(long, value_name = "DATE")]
    date: Option<String>,

    /// How to print what was found
    #[arg(long, value_enum, default_value = "text")]
    format: PlainFormat,
}

pub(super) fn run(_: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let day = match &args.date {
        Some(text) => day_from(text)?,
        None => Date::today().context("the clock shows no day; give one with --date")?,
    };
    let bar = Bar::new();
    let imported = import::read(&args.files, day, &bar)?;
    let choice = Choice {
        apply: args.apply,
        keep: args.keep,
        in_a_row: Some(table::read_back),
    };
    let plan = import::plan(imported, &args.out, choice, day, &bar)?;
    if !args.dry_run {
        plan.write(&bar)?;
    }
    bar.end();
    match args.format {
        PlainFormat::Json => output::json(&as_json(&plan, args))?,
        PlainFormat::Text => as_text(&plan, args)?,
    }
    Ok(if plan.is_open() { Exit::Findings } else { Exit::Fine })
}

const FATES: [(Fate, &str, &str); 5] = [
    (Fate::New, "new", "mới"),
    (Fate::Same, "same", "không có gì mới"),
    (Fate::Differs, "differs", "nguồn khác bản đang có"),
    (Fate::Deleted, "deleted", "đã bị xóa sau lần nhập trước, không ghi lại"),
    (Fate::Refused, "refused", "không ghi được"),
];

const ENDS: [(Kept, &str, &str); 4] = [
    (Kept::Proposed, "proposed", "chỉ nguồn thay đổi, thêm --apply để nhận"),
    (Kept::Applied, "applied", "chỉ nguồn thay đổi, đã nhận"),
    (Kept::Edited, "edited", "người dùng đã sửa, giữ nguyên"),
    (Kept::Conflict, "conflict", "cả hai đều sửa, giữ bản của người dùng"),
];

fn fate_name(fate: Fate) -> &'static str {
    FATES
        .iter()
        .find(|(known, ..)| *known == fate)
        .map_or("", |(_, name, _)| name)
}

fn end_of(kept: Kept) -> (&'static str, &'static str) {
    ENDS.iter()
        .find(|(known, ..)| *known == kept)
        .map_or(("", ""), |(_, name, label)| (name, label))
}

fn as_json(plan: &Plan, args: &Args) -> Value {
    let change = |change: &Change| {
        json!({
            "field": change.key,
            "label": change.label,
            "kept": end_of(change.kept).0,
            "last": change.last,
            "disk": change.disk,
            "source": change.source,
        })
    };
    let procedure = |planned: &Planned| {
        json!({
            "code": planned.code,
            "name": planned.name,
            "path": planned.path,
            "fate": fate_name(planned.fate),
            "changes": planned.changes.iter().map(change).collect::<Vec<_>>(),
        })
    };
    let fates = FATES
        .iter()
        .map(|(fate, name, _)| ((*name).to_owned(), Value::from(plan.count(*fate))));
    let ends = ENDS
        .iter()
        .map(|(kept, name, _)| ((*name).to_owned(), Value::from(plan.fields(*kept))));
    json!({
        "out": plan.out.to_string_lossy(),
        "written": !args.dry_run,
        "sources": plan.sources,
        "summary": {
            "procedures": Value::Object(fates.collect()),
            "fields": Value::Object(ends.collect()),
        },
        "files": plan.files().collect::<Vec<_>>(),
        "procedures": plan.procedures.iter().map(procedure).collect::<Vec<_>>(),
        "findings": plan.findings,
    })
}

fn count(count: usize) -> String {
    text::number(i128::try_from(count).unwrap_or_default())
}

fn as_text(plan: &Plan, args: &Args) -> io::Result<()> {
    let mut out = output::lines();
    for source in &plan.sources {
        let sum = source.sha256.get(..12).unwrap_or_default();
        writeln!(
            out,
            "{}: {}, {} bản ghi (SHA-256 {sum}…)",
            source.file,
            source.format,
            count(source.records)
        )?;
    }
    let ends: Vec<String> = FATES
        .iter()
        .filter(|(fate, ..)| plan.count(*fate) > 0)
        .map(|(fate, _, label)| format!("{} {label}", count(plan.count(*fate))))
        .collect();
    writeln!(out, "{} thủ tục: {}", count(plan.procedures.len()), ends.join("; "))?;
    changes(&mut out, plan)?;
    findings(&mut out, plan)?;
    let files = plan.files().count();
    match args.dry_run {
        true => writeln!(
            out,
            "Chạy thử, không ghi gì; sẽ ghi {} tệp vào {}",
            count(files),
            plan.out.display()
        ),
        false if !plan.has_something() => writeln!(out, "Không ghi gì vào {}", plan.out.display()),
        false => writeln!(
            out,
            "Đã ghi {} tệp vào {}; kiểm tra: tthc check {}",
            count(files),
            plan.out.display(),
            plan.out.display()
        ),
    }
}

/// What is otherwise in the files than on disk, marked in the words of the value.
fn changes(out: &mut impl Write, plan: &Plan) -> io::Result<()> {
    let colour = output::colour();
    for (kept, _, label) in ENDS {
        let fields = plan.fields(kept);
        if fields == 0 {
            continue;
        }
        writeln!(out, "\n{} trường {label}", count(fields))?;
        // A person's edit needs no look; the source says nothing against it.
        if kept == Kept::Edited {
            continue;
        }
        let with = |planned: &&Planned| planned.changes.iter().any(|change| change.kept == kept);
        for planned in plan.procedures.iter().filter(with).take(MOST_SHOWN) {
            writeln!(out, "  {} {} ({})", planned.code, planned.name, planned.path)?;
            for change in planned.changes.iter().filter(|change| change.kept == kept) {
                let (disk, source) = change.texts();
                let marked = output::marked(&near_changes(words::mark(&disk, &source)), colour);
                let line = marked.split_whitespace().collect::<Vec<_>>().join(" ");
                let line = match line.char_indices().nth(MOST_LETTERS) {
                    Some((at, _)) if !colour => format!("{} […]", line[..at].trim_end()),
                    _ => line,
                };
                writeln!(out, "    {}: {line}", change.label)?;
            }
        }
        more(out, plan.procedures.iter().filter(with).count())?;
    }
    Ok(())
}

/// Shortens what stays: an edit at the end of a long value must be seen.
fn near_changes(spans: Vec<Span>) -> Vec<Span> {
    let last = spans.len().saturating_sub(1);
    let shorten = |(at, span): (usize, Span)| {
        let letters = span.text.chars().count();
        // At the ends of the value there is a change on one side only.
        let (before, behind) = (if at > 0 { BESIDE } else { 0 }, if at < last { BESIDE } else { 0 });
        if span.mark != Mark::Same || letters <= before + behind + 1 {
            return span;
        }
        let from_start: String = span.text.chars().take(before).collect();
        let to_end: String = span.text.chars().skip(letters - behind).collect();
        Span {
            text: format!("{from_start} … {to_end}"),
            ..span
        }
    };
    spans.into_iter().enumerate().map(shorten).collect()
}

fn more(out: &mut impl Write, all: usize) -> io::Result<()> {
    match all.saturating_sub(MOST_SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "  … và {} mục nữa (--format json ghi đủ)", count(more)),
    }
}

/// Findings of one kind together, with the first places: of 5,000 rows of a list each has no steps.
fn findings(out: &mut impl Write, plan: &Plan) -> io::Result<()> {
    let mut kinds: BTreeMap<(Severity, &str), BTreeMap<&str, Vec<&Finding>>> = BTreeMap::new();
    for finding in &plan.findings {
        let kind = kinds.entry((finding.severity, finding.rule.as_str())).or_default();
        kind.entry(finding.message.as_str()).or_default().push(finding);
    }
    for ((severity, rule), messages) in kinds {
        let all: usize = messages.values().map(Vec::len).sum();
        writeln!(out, "\n{} [{rule}], {} chỗ:", severity.label(), count(all))?;
        let several = messages.len();
        let mut messages: Vec<_> = messages.into_iter().collect();
        messages.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.1[0].place.cmp(&b.1[0].place)));
        for (message, list) in messages.iter().take(MOST_SHOWN) {
            let places: Vec<String> = list
                .iter()
                .take(MOST_PLACES)
                .map(|finding| finding.place.to_string())
                .collect();
            let rest = match list.len().saturating_sub(MOST_PLACES) {
                0 => String::new(),
                rest => format!(" và {} chỗ nữa", count(rest)),
            };
            writeln!(out, "  {message}: {}{rest}", places.join(", "))?;
            // A person has to do something; of what is only told, the message says enough.
            let advice = list.first().map_or("", |finding| finding.advice.as_str());
            if severity <= Severity::High && !advice.is_empty() {
                writeln!(out, "    → {advice}")?;
            }
        }
        more(out, several)?;
    }
    writeln!(out)
}
