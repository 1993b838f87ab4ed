//! The review form of a procedure.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

use super::Asked;
use crate::catalogue::Entry;
use crate::cli::output::FindingFormat;
use crate::cli::{Exit, day_of, export, output};
use crate::document::{self, Format};
use crate::finding::{Finding, Severity};
use crate::review::decision::questionnaire::{self, Form};
use crate::review::decision::write_text;
use crate::review::{self, control};
use crate::templates::Templates;
use crate::text;

/// Writes the form when there is none, lets the person fill it in where there is a terminal, and reads it back.
pub(super) fn run(asked: &Asked<'_>, templates: &dyn Fn() -> anyhow::Result<Templates>) -> anyhow::Result<Exit> {
    let entry = asked.only("--questionnaire")?;
    let code = entry.procedure.identity();
    let day = day_of(asked.args.on.as_deref(), asked.catalogue)?;
    let path = questionnaire::file_of(day.year(), code, asked.args.reviewer.as_deref());
    let full = asked.folder.join(&path);
    let mut out = output::lines();
    if !full.exists() {
        let findings = findings(asked, day);
        let mut form = questionnaire::prefilled(asked.catalogue, entry, &findings);
        let by = asked.args.reviewer.as_ref().or(asked.args.by.as_ref());
        form.filled_by.name = by.cloned().unwrap_or_default();
        let text = questionnaire::written(&form, &path)
            .map_err(|error| anyhow::anyhow!("cannot write the form as YAML: {}", error.message))?;
        write_text(&asked.folder, &path, &text)?;
        let known = form.answers.iter().filter(|answer| !answer.answer.is_empty()).count();
        writeln!(
            out,
            "Đã ghi {}: {} câu hỏi, {} câu dữ liệu đã trả lời",
            full.display(),
            form.answers.len(),
            known
        )?;
        if !edit(&full)? {
            print(asked, entry, &form, templates)?;
            writeln!(out, "Điền vào tệp rồi chạy lại lệnh này để kiểm tra")?;
            return Ok(Exit::Fine);
        }
    }
    let reading = match questionnaire::read(&asked.folder, &path, asked.catalogue.name(), &entry.procedure) {
        Ok(reading) => reading,
        Err(findings) => return said(&findings),
    };
    if !reading.findings.is_empty() {
        said(&reading.findings)?;
    }
    print(asked, entry, &reading.form, templates)?;
    let answered = reading.asked - reading.unanswered.len();
    writeln!(out, "{}: đã trả lời {answered}/{} câu", full.display(), reading.asked)?;
    if !reading.unanswered.is_empty() {
        writeln!(out, "Chưa trả lời:")?;
        for (number, about, question) in &reading.unanswered {
            let about = if about.is_empty() {
                String::new()
            } else {
                format!(" [{about}]")
            };
            writeln!(out, "  {number}{about} {question}")?;
        }
    }
    let count = text::count(reading.findings.len() as u64);
    if !reading.findings.is_empty() {
        writeln!(out, "{count} lỗi trong phiếu")?;
        return Ok(Exit::Findings);
    }
    Ok(Exit::Fine)
}

/// Writes the form as a document, where that is asked for.
fn print(
    asked: &Asked<'_>,
    entry: &Entry,
    form: &Form,
    templates: &dyn Fn() -> anyhow::Result<Templates>,
) -> anyhow::Result<()> {
    let Some(path) = &asked.args.print else { return Ok(()) };
    let Some(format) = Format::of(path) else {
        bail!("{}: a form ends in .docx, .pdf, .html or .md", path.display());
    };
    let bytes = document::form(&templates()?, form, entry, asked.catalogue, format)?;
    export::bytes(&bytes, Some(path))
}

fn findings(asked: &Asked<'_>, day: crate::catalogue::values::Date) -> Vec<Finding> {
    review::review(asked.catalogue, day, &control::active(asked.catalogue)).findings
}

fn said(findings: &[Finding]) -> anyhow::Result<Exit> {
    output::findings(findings, FindingFormat::Text)?;
    let errors = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if errors { Exit::Findings } else { Exit::Fine })
}

/// Opens the file in the person's editor; whether there was one.
fn edit(path: &Path) -> anyhow::Result<bool> {
    let named = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok());
    let there = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let Some(editor) = named.filter(|editor| there && !editor.trim().is_empty()) else {
        return Ok(false);
    };
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program)
        .args(words)
        .arg(path)
        .status()
        .with_context(|| format!("cannot start the editor {editor:?}"))?;
    if !status.success() {
        bail!("the editor {editor:?} ended with {status}");
    }
    Ok(true)
}
