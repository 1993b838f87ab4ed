//! What the review found, with the evidence and the ground of each question.

use super::{Book, Cell, Finding, Tint, WorkbookError, columns, head, printable};
use crate::catalogue::Catalogue;
use crate::document::chains::spot;
use crate::document::plan::product;
use crate::document::rank::facts;
use crate::document::what_if::grounds;
use crate::document::workbook::text_cell;
use crate::finding::Severity;
use crate::review;

pub(super) fn add(book: &mut Book, catalogue: &Catalogue, findings: &[Finding]) -> Result<(), WorkbookError> {
    let columns = columns([
        ("Mức độ", 12.0),
        ("Quy tắc", 8.0),
        ("Tên quy tắc", 30.0),
        ("Nội dung cần xem", 54.0),
        ("Bằng chứng", 54.0),
        ("Phương án gợi ý", 20.0),
        ("Căn cứ", 40.0),
        ("Trường", 22.0),
        ("Nơi ghi", 34.0),
    ]);
    let rows = findings.iter().map(|finding| row(catalogue, finding));
    book.table("Điểm cần xem", &columns, rows, None)
}

fn row(catalogue: &Catalogue, finding: &Finding) -> Vec<Cell> {
    let procedure = finding.code.as_deref().and_then(|code| catalogue.get(code));
    let mut cells = match procedure {
        Some(entry) => head(&entry.procedure),
        // It is about the settings of the review.
        None => vec![Cell::Empty, Cell::Empty, Cell::Empty],
    };
    let rule = review::rule(&finding.rule);
    let suggested = if finding.outcome.is_empty() {
        ""
    } else {
        product(&finding.outcome)
    };
    cells.extend([
        Cell::Tinted(finding.severity.label().to_owned(), tint(finding.severity)),
        Cell::Code(printable(rule.map_or(finding.rule.as_str(), |rule| rule.id))),
        text_cell(rule.map_or("", |rule| rule.title)),
        text_cell(&finding.message),
        text_cell(&facts(finding).join("\n")),
        text_cell(suggested),
        text_cell(&grounds(finding).join("\n")),
        text_cell(&finding.yaml_path),
        text_cell(&spot(&finding.place)),
    ]);
    cells
}

fn tint(severity: Severity) -> Tint {
    match severity {
        Severity::Error | Severity::Critical => Tint::Bad,
        Severity::High | Severity::Medium => Tint::Open,
        Severity::Low => Tint::Neutral,
    }
}
