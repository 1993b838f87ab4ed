//! How results look on a terminal. One place for colours, findings and machine formats.

use std::borrow::Borrow;
use std::cell::Cell;
use std::io::{self, Write};
use std::path::Path;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::{Serialize, Serializer};

use super::annotations;
use super::wrap::{self, Wrapping};
use crate::diff::words::{Mark, Span};
use crate::finding::{Finding, Severity};

/// Output formats of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FindingFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code-scanning services
    Sarif,
    /// GitHub workflow commands
    Github,
    /// GitLab Code Quality report
    Gitlab,
}

/// Text or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum PlainFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// Standard output; colours only where a terminal shows them.
pub(super) fn out() -> impl Write {
    anstream::stdout().lock()
}

/// Standard output for what programs read: every character as it is.
pub(super) fn raw() -> impl Write {
    io::stdout().lock()
}

/// Standard output for text that people read: long lines are broken at the width of the terminal.
pub(super) fn lines() -> impl Write {
    Wrapping::new(out(), wrap::width())
}

/// Prints a value as JSON with a line break at the end.
pub(super) fn json(value: &impl Serialize) -> io::Result<()> {
    let mut out = io::BufWriter::new(raw());
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    out.flush()
}

/// Prints an error with its causes and a hint.
pub(super) fn complain(error: &anyhow::Error, hint: Option<&str>) {
    let mut err = anstream::stderr().lock();
    // Nothing is left to do when even standard error is gone.
    let _ = writeln!(err, "error: {error}");
    for cause in error.chain().skip(1) {
        let _ = writeln!(err, "  caused by: {cause}");
    }
    if let Some(hint) = hint {
        let _ = writeln!(err, "hint: {hint}");
    }
}

/// Prints something the operator should know.
pub(super) fn warn(message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "warning: {message}");
}

/// Prints findings in a format and says whether one is an error.
pub(super) fn findings(findings: &[Finding], format: FindingFormat) -> io::Result<bool> {
    many_findings(|| findings.iter(), format, Path::new(""))
}

/// The same for findings that are made when they are asked for, each time they are gone through: there may be a million.
/// Their paths are relative to `base`; programs that show them beside the files are told where those are from here.
pub(super) fn many_findings<F, I>(all: impl Fn() -> I, format: FindingFormat, base: &Path) -> io::Result<bool>
where
    F: Borrow<Finding> + Serialize,
    I: Iterator<Item = F>,
{
    let failed = Cell::new(false);
    let all = || all().inspect(|finding| failed.set(failed.get() || is_error(finding.borrow())));
    match format {
        FindingFormat::Text => findings_as_text(all())?,
        FindingFormat::Json => json(&Findings {
            findings: Streamed(&all),
        })?,
        FindingFormat::Sarif => json(&annotations::sarif(&all, base))?,
        FindingFormat::Gitlab => json(&Streamed(|| {
            all().map(|finding| annotations::gitlab(finding.borrow(), base))
        }))?,
        FindingFormat::Github => {
            let mut out = io::BufWriter::new(raw());
            for finding in all() {
                writeln!(out, "{}", annotations::github(finding.borrow(), base))?;
            }
            out.flush()?;
        }
    }
    Ok(failed.get())
}

#[derive(Serialize)]
#[serde(bound = "S: Serialize")]
struct Findings<S> {
    findings: S,
}

/// A list that is made while it is written.
pub(super) struct Streamed<F>(pub(super) F);

impl<F, I> Serialize for Streamed<F>
where
    F: Fn() -> I,
    I: Iterator,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

pub(super) fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

fn findings_as_text(findings: impl Iterator<Item: Borrow<Finding>>) -> io::Result<()> {
    let renderer = Renderer::styled()
        .decor_style(DecorStyle::Ascii)
        .term_width(terminal_width());
    let mut out = io::BufWriter::new(out());
    for finding in findings {
        writeln!(out, "{}\n", renderer.render(&[group(finding.borrow())]))?;
    }
    out.flush()
}

/// The excerpts of findings are cut to the width, and need some to be of use.
fn terminal_width() -> usize {
    wrap::width().map_or(100, |width| width.max(40))
}

/// One finding with its source line, advice, evidence and grounds.
fn group(finding: &Finding) -> Group<'_> {
    let level = match finding.severity {
        Severity::Error | Severity::Critical => Level::ERROR,
        Severity::High | Severity::Medium => Level::WARNING,
        Severity::Low => Level::NOTE,
    };
    let code = finding
        .code
        .as_deref()
        .map(|code| format!("{code}: "))
        .unwrap_or_default();
    let title = format!("{code}{}", finding.message);
    let mut group = Group::with_title(
        level
            .with_name(finding.severity.label())
            .primary_title(title)
            .id(finding.rule.as_str()),
    );
    match &finding.excerpt {
        Some(excerpt) => {
            let at = |chars: usize| {
                excerpt
                    .text
                    .char_indices()
                    .nth(chars)
                    .map_or(excerpt.text.len(), |(at, _)| at)
            };
            let span = at(excerpt.start)..at(excerpt.start + excerpt.length);
            group = group.element(
                Snippet::source(excerpt.text.as_str())
                    .line_start(finding.place.line)
                    .path(finding.place.path.as_str())
                    .annotation(AnnotationKind::Primary.span(span)),
            );
        }
        None => group = group.element(Level::NOTE.with_name("tệp").message(finding.place.to_string())),
    }
    if !finding.yaml_path.is_empty() {
        group = group.element(Level::NOTE.with_name("ở").message(finding.yaml_path.as_str()));
    }
    for evidence in &finding.evidence {
        group = group.element(Level::NOTE.with_name("bằng chứng").message(match &evidence.place {
            Some(place) => format!("{}: {} ({place})", evidence.label, evidence.text),
            None => format!("{}: {}", evidence.label, evidence.text),
        }));
    }
    if !finding.grounds.is_empty() {
        let grounds: Vec<String> = finding.grounds.iter().map(ToString::to_string).collect();
        group = group.element(Level::NOTE.with_name("căn cứ").message(grounds.join("; ")));
    }
    if !finding.outcome.is_empty() {
        group = group.element(
            Level::NOTE
                .with_name("phương án gợi ý")
                .message(finding.outcome.as_str()),
        );
    }
    if !finding.advice.is_empty() {
        group = group.element(Level::HELP.with_name("cách sửa").message(finding.advice.as_str()));
    }
    group
}

/// Marked text with the removed words struck and the added ones underlined; `[-…-]` and `{+…+}` where there is no colour.
pub(super) fn marked(spans: &[Span], colour: bool) -> String {
    spans
        .iter()
        .map(|span| match (span.mark, colour) {
            (Mark::Same, _) => span.text.clone(),
            (Mark::Removed, true) => format!("\u{1b}[31;9m{}\u{1b}[0m", span.text),
            (Mark::Added, true) => format!("\u{1b}[32;4m{}\u{1b}[0m", span.text),
            (Mark::Removed, false) => format!("[-{}-]", span.text),
            (Mark::Added, false) => format!("{{+{}+}}", span.text),
        })
        .collect()
}

/// A text with the given byte ranges in bold, where the terminal shows it.
pub(super) fn highlighted(text: &str, ranges: &[(usize, usize)]) -> String {
    if !colour() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + ranges.len() * 8);
    let mut done = 0;
    for &(start, end) in ranges {
        let (Some(before), Some(marked)) = (text.get(done..start), text.get(start..end)) else {
            continue;
        };
        out.push_str(before);
        out.push_str("\u{1b}[1m");
        out.push_str(marked);
        out.push_str("\u{1b}[0m");
        done = end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Whether standard output shows colours.
pub(super) fn colour() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}
