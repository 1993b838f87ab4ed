//! The list of decisions and the agreement of reviewers, for spreadsheets.

use std::io;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::workbook::{Book, Cell, Column, Tint, WorkbookError, number, text_cell};
use crate::finding::{Finding, Severity};
use crate::review::decision::list::Row;
use crate::review::decision::{Agreement, Outcome, Step, Tally};
use crate::text;

const DECISIONS: &[Column] = &[
    ("Mã số TTHC", 13.0),
    ("Tên thủ tục hành chính", 40.0),
    ("Lĩnh vực", 18.0),
    ("Phiên bản", 12.0),
    ("Nhóm", 22.0),
    ("Phương án", 22.0),
    ("Lý do", 44.0),
    ("Bước", 14.0),
    ("Từ ngày", 12.0),
    ("Văn bản", 22.0),
    ("Người quyết định", 24.0),
    ("Ngày quyết định", 12.0),
    ("Quy tắc", 14.0),
    ("Phải xem lại vì", 34.0),
    ("Chưa thống nhất", 11.0),
    ("Số câu đã trả lời trong phiếu", 12.0),
    ("Tệp", 26.0),
];

const FINDINGS: &[Column] = &[
    ("Mức độ", 12.0),
    ("Mã số TTHC", 13.0),
    ("Nội dung", 60.0),
    ("Cách sửa", 50.0),
    ("Tệp", 30.0),
    ("Dòng", 8.0),
    ("Cột", 8.0),
];

const AGREEMENT: &[Column] = &[
    ("Người thứ nhất", 24.0),
    ("Người thứ hai", 24.0),
    ("Lĩnh vực", 26.0),
    ("Số thống nhất (tử số)", 12.0),
    ("Số cùng đánh giá (mẫu số)", 12.0),
    ("Tỷ lệ", 10.0),
    ("Tử số kappa", 12.0),
    ("Mẫu số kappa", 12.0),
    ("Kappa", 10.0),
];

const CONFLICTS: &[Column] = &[
    ("Mã số TTHC", 13.0),
    ("Tên thủ tục hành chính", 36.0),
    ("Lĩnh vực", 18.0),
    ("Nội dung", 36.0),
    ("Người thứ nhất", 20.0),
    ("Ý kiến", 28.0),
    ("Lý do", 36.0),
    ("Người thứ hai", 20.0),
    ("Ý kiến", 28.0),
    ("Lý do", 36.0),
];

/// Official wording of an outcome, or what stands in its place.
pub fn outcome_label(outcome: &str) -> &str {
    match outcome.parse::<Outcome>() {
        Ok(known) => known.label(),
        Err(_) => outcome,
    }
}

fn step_label(state: &str) -> &str {
    match state.parse::<Step>() {
        Ok(known) => known.label(),
        Err(_) => state,
    }
}

/// Kappa with three decimals, `–` where it is not defined.
pub fn kappa(tally: &Tally) -> String {
    tally
        .kappa
        .value
        .map_or_else(|| "–".to_owned(), |value| text::fixed(value, 3))
}

/// A row as text, in the order of the columns.
fn cells(row: &Row) -> [String; 17] {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        row.code.clone(),
        row.name.clone(),
        row.field.clone(),
        row.revision.clone(),
        or_empty(&row.group),
        outcome_label(&row.outcome).to_owned(),
        row.reason.clone(),
        step_label(row.state).to_owned(),
        or_empty(&row.since),
        or_empty(&row.document),
        or_empty(&row.by),
        or_empty(&row.on),
        row.rules.join(", "),
        row.stale.clone(),
        if row.conflict { "x" } else { "" }.to_owned(),
        row.answered.map_or_else(String::new, |answered| answered.to_string()),
        row.path.clone(),
    ]
}

/// One line a decision.
///
/// # Errors
///
/// When the output cannot be written.
pub fn csv(rows: &[Row], out: impl io::Write) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(DECISIONS.iter().map(|(title, _)| *title))?;
    for row in rows {
        writer.write_record(cells(row).iter().map(|cell| text::guarded(cell).into_owned()))?;
    }
    writer.flush()?;
    Ok(())
}

/// Sheets with the decisions, what is wrong with them and, where it was asked for, the agreement of reviewers.
///
/// # Errors
///
/// When they do not fit into a workbook.
pub fn xlsx(rows: &[Row], findings: &[Finding], agreement: Option<&Agreement>) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new("Quyết định rà soát thủ tục hành chính")?;
    book.table("Quyết định", DECISIONS, rows.iter().map(decision), None)?;
    if !findings.is_empty() {
        book.table("Điểm cần sửa", FINDINGS, findings.iter().map(finding), None)?;
    }
    if let Some(agreement) = agreement {
        let rows = agreement.pairs.iter().flat_map(|pair| {
            let overall = std::iter::once(("Tất cả", &pair.overall));
            let by_field = pair.by_field.iter().map(|field| (field.field.as_str(), &field.tally));
            overall
                .chain(by_field)
                .map(|(field, tally)| agreed(&pair.reviewers, field, tally))
        });
        book.table("Mức thống nhất", AGREEMENT, rows, None)?;
        let rows = agreement.conflicts.iter().map(|conflict| {
            let mut cells = vec![
                Cell::Code(conflict.code.clone()),
                text_cell(&conflict.name),
                text_cell(&conflict.field),
                text_cell(&conflict.measure),
            ];
            for voice in &conflict.voices {
                cells.extend([&voice.reviewer, &voice.says, &voice.reason].map(|text| text_cell(text)));
            }
            cells
        });
        book.table("Chưa thống nhất", CONFLICTS, rows, None)?;
    }
    book.save()
}

fn decision(row: &Row) -> Vec<Cell> {
    let texts = cells(row);
    texts
        .iter()
        .enumerate()
        .map(|(at, text)| match at {
            0 | 3 => Cell::Code(text.clone()),
            13 if !text.is_empty() => Cell::Tinted(text.clone(), Tint::Open),
            15 => row.answered.map_or(Cell::Empty, number),
            _ => text_cell(text),
        })
        .collect()
}

fn finding(finding: &Finding) -> Vec<Cell> {
    let tint = match finding.severity {
        Severity::Error | Severity::Critical => Tint::Bad,
        Severity::High | Severity::Medium => Tint::Open,
        Severity::Low => Tint::Neutral,
    };
    let count = |at: usize| if at == 0 { Cell::Empty } else { number(at) };
    vec![
        Cell::Tinted(finding.severity.label().to_owned(), tint),
        finding.code.clone().map_or(Cell::Empty, Cell::Code),
        text_cell(&finding.message),
        text_cell(&finding.advice),
        text_cell(&finding.place.path),
        count(finding.place.line),
        count(finding.place.column),
    ]
}

fn agreed(reviewers: &[String; 2], field: &str, tally: &Tally) -> Vec<Cell> {
    let share = |percent: Decimal| Cell::Percent((percent / Decimal::ONE_HUNDRED).to_f64().unwrap_or_default());
    vec![
        text_cell(&reviewers[0]),
        text_cell(&reviewers[1]),
        text_cell(field),
        number(tally.agreed),
        number(tally.of),
        tally.percent.map_or_else(|| text_cell("–"), share),
        number(tally.kappa.numerator),
        number(tally.kappa.denominator),
        tally
            .kappa
            .value
            .and_then(|value| value.to_f64())
            .map_or_else(|| text_cell("–"), Cell::Number),
    ]
}
