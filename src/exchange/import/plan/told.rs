//! What a person is told of a procedure that is imported.

use super::super::table::glimpse_of;
use super::super::{Record, columns, join, remark};
use super::Change;
use crate::catalogue::fields::{FIELDS, Field, FieldValue, Required};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::ParseValueError;
use crate::finding::{Finding, Severity};

/// A difference that a person has to decide.
pub(super) fn conflict(record: &Record, path: &str, change: &Change) -> Finding {
    // Only the source changed, and the file is laid out so that the value cannot be put into it without a loss.
    let is_layout = record.printed.is_some() && change.last.as_ref() == Some(&change.disk);
    let (disk, source) = (join::shown(&change.disk), join::shown(&change.source));
    let message = if is_layout {
        format!(
            "«{}» chưa ghi được vào {path}: trong tệp là «{disk}», nguồn ghi «{source}»",
            change.label
        )
    } else {
        format!(
            "«{}» đã được sửa trong {path} và nguồn cũng khác; giữ bản đã sửa: «{disk}»; nguồn ghi «{source}»",
            change.label
        )
    };
    let mut finding = remark("nhap-xung-dot", Severity::High, record.place.clone(), message);
    finding.code = Some(record.code.base().to_owned());
    finding
        .at_path(change.key)
        .advice(match (is_layout, record.printed.is_some()) {
            (true, _) => "sửa tay giá trị này trong tệp: ghi chú # hoặc cách trình bày của tệp sẽ mất nếu ghi tự động",
            (false, true) => "chọn một giá trị, ghi vào tệp; in lại phiếu từ bản đó nếu còn sửa tiếp",
            (false, false) => "chọn một giá trị, ghi vào tệp; nhập lại với --keep để giữ bản đã sửa và không hỏi lại",
        })
}

/// What a person must finish: what the law demands and no file says, and what nobody could read.
pub(super) fn unfinished(record: &Record, procedure: &Procedure) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |rule: &str, severity, key: &str, message: String, advice: String| {
        let mut finding = remark(rule, severity, record.place.clone(), message)
            .advice(advice)
            .at_path(key);
        finding.code = Some(record.code.base().to_owned());
        findings.push(finding);
    };
    // Of a sheet that was edited only what was edited is looked at.
    let edited = |field: &&Field| record.printed.is_none() || record.fields.contains_key(field.key);
    for field in FIELDS.iter().filter(edited) {
        let value = (field.get)(procedure);
        if value.is_absent() {
            if let Required::Always(ground) = field.required {
                add(
                    "nhap-thieu",
                    Severity::Error,
                    field.key,
                    format!("thiếu «{}» ({ground})", field.label),
                    field.description.to_owned(),
                );
            }
            continue;
        }
        let mut unread = |label: &str, text: &str, problem: &ParseValueError| {
            let severity = if problem.is_free_text() {
                Severity::Medium
            } else {
                Severity::Error
            };
            let message = format!("«{label}» giữ nguyên văn, không hiểu: «{}»", glimpse_of(text));
            add("nhap-gia-tri", severity, field.key, message, problem.to_string());
        };
        match &value {
            FieldValue::Unread(text, problem) => unread(field.label, text, problem),
            FieldValue::Entries(entries) => {
                for entry in entries {
                    if let Some(problem) = &entry.problem {
                        unread(field.label, &entry.title, problem);
                    }
                    for part in &entry.parts {
                        if let Some(problem) = &part.problem {
                            unread(&part.label, &part.value, problem);
                        }
                    }
                }
                if entries.iter().any(|entry| entry.title.trim().is_empty()) {
                    let label = columns::label(columns::Target::Field(field.key));
                    add(
                        "nhap-thieu",
                        Severity::Error,
                        field.key,
                        format!("«{label}» có mục không có tên"),
                        field.description.to_owned(),
                    );
                }
            }
            _ => {}
        }
    }
    findings
}
