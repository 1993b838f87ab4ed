//! The sheet of a procedure that was edited in Word (`tthc show CODE --format docx`): what people changed in it.
//!
//! Every value stands in a content control whose tag is its YAML path, and the file carries what was printed ([`Printed`]).
//! `file` reads the paragraphs, `compare` says what became of each value and row, `apply` makes values of it. What cannot be
//! placed is told and changes nothing; the rest is brought over all the same.

mod apply;
mod compare;
mod file;
mod rows;
mod spelling;

use serde_json::Value;

use self::apply::Applied;
use self::compare::Comparison;
use super::archive::{self, Archive};
use super::table::glimpse_of;
use super::{Contents, Found, remark};
use crate::catalogue::printed::Printed;
use crate::catalogue::procedure::Procedure;
use crate::finding::{Finding, Place, Severity};

/// Largest part that may carry what was printed; the longest record makes 1 MB.
const MOST_CARRIED: u64 = 16 * 1024 * 1024;

/// Most parts that are looked into for it.
const MOST_PARTS: usize = 64;

/// Name of the rule under which everything is told that could not be placed.
const RULE: &str = "nhap-phieu-word";

/// What a sheet says; `None` when the file is another document. `document` is its `word/document.xml`.
pub(super) fn read(archive: &mut Archive<'_>, document: &str, shown: &str) -> Result<Option<Contents>, String> {
    let Some(printed) = carried(archive)? else {
        return if looks_like_ours(document) {
            Err(LOST.to_owned())
        } else {
            Ok(None)
        };
    };
    let base: Procedure = serde_json::from_value(Value::Object(printed.values.clone()))
        .map_err(|error| format!("what was printed is damaged in it ({error}); {AGAIN}"))?;
    let paragraphs = file::paragraphs(document)?;
    if paragraphs.iter().all(|paragraph| paragraph.controls.is_empty()) {
        return Err(LOST.to_owned());
    }
    let comparison = Comparison::of(&printed, &base, &paragraphs);
    let Applied {
        mut fields,
        mut problems,
    } = apply::applied(&comparison, &printed);
    problems.splice(..0, comparison.problems);
    problems.sort_by_key(|problem| problem.paragraph);
    let place = |line: usize| Place {
        path: shown.to_owned(),
        line,
        column: usize::from(line > 0),
    };
    let findings = problems
        .into_iter()
        .map(|problem| problem.finding(&printed.code, place(problem.paragraph)));
    let mut contents = Contents {
        findings: findings.collect(),
        ..Contents::default()
    };
    contents.findings.extend(commented(archive, &printed.code, place(0))?);
    fields.insert("ma".to_owned(), Value::from(printed.code.clone()));
    contents.records.push(Found {
        place: place(0),
        fields,
        documents: Vec::new(),
        printed: Some(printed),
    });
    Ok(Some(contents))
}

/// What people remarked beside the text: it is for people, and is told.
fn commented(archive: &mut Archive<'_>, code: &str, place: Place) -> Result<Option<Finding>, String> {
    let Some(bytes) = archive::part(archive, "word/comments.xml", MOST_CARRIED)? else {
        return Ok(None);
    };
    let xml = String::from_utf8(bytes).map_err(|_| "word/comments.xml is not UTF-8".to_owned())?;
    let comments = file::comments(&xml)?;
    let Some(first) = comments.first() else { return Ok(None) };
    let message = format!("phiếu có nhận xét bên lề, không nhập: «{}»", glimpse_of(first));
    let mut finding = remark("nhap-nhan-xet", Severity::Medium, place, message)
        .advice("đọc các nhận xét trong Word; điều gì phải sửa thì sửa trong ô nội dung");
    finding.code = Some(code.to_owned());
    Ok(Some(finding))
}

/// What to do when the file is of no use.
const AGAIN: &str = "print the sheet again (tthc show CODE --out FILE.docx) and edit that in Word";

/// What editors other than Word do to a sheet.
const LOST: &str = "it is the sheet of a procedure without its content controls or without what was printed, as some editors \
                    other than Word save it; print the sheet again (tthc show CODE --out FILE.docx) and edit that in Word";

/// Whether a document without anything carried was once a sheet.
fn looks_like_ours(document: &str) -> bool {
    document.contains("<w:tag w:val=\"ma\"/>")
        || document.contains("(Mã TTHC ") && document.contains("; danh mục phiên bản ")
}

fn carried(archive: &mut Archive<'_>) -> Result<Option<Printed>, String> {
    let names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(std::borrow::Cow::into_owned)
        .filter(|name| name.starts_with("customXml/") && name.ends_with(".xml"))
        .take(MOST_PARTS)
        .collect();
    let mut found: Option<Printed> = None;
    for name in names {
        let Some(bytes) = archive::part(archive, &name, MOST_CARRIED)? else {
            continue;
        };
        // A part that is no UTF-8 or no XML is somebody else's.
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let Ok(Some(json)) = file::carried(&text) else { continue };
        let printed = serde_json::from_str(&json)
            .map_err(|error| format!("what was printed is damaged in it ({error}); {AGAIN}"))?;
        if found.replace(printed).is_some() {
            return Err(format!("two sheets were put into one file; {AGAIN}"));
        }
    }
    Ok(found)
}

/// Something that could not be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Problem {
    /// Paragraph of the document, from 1; 0 when none.
    paragraph: usize,
    path: String,
    message: String,
    advice: &'static str,
}

impl Problem {
    fn finding(&self, code: &str, place: Place) -> Finding {
        let mut finding = remark(RULE, Severity::Error, place, self.message.clone()).advice(self.advice);
        finding.code = Some(code.to_owned());
        finding.at_path(self.path.clone())
    }
}
