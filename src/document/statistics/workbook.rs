//! The workbook of statistics: every figure with numerator and denominator, dossiers by field and year, targets.

use rust_decimal::prelude::ToPrimitive;

use super::{note, tables, verdict};
use crate::document::workbook::{Book, Cell, Column, Tint, WorkbookError, number, text_cell};
use crate::stats::{Partly, Share, Stats, TargetResult, Totals};

const FIGURES: &[Column] = &[
    ("Nhóm", 26.0),
    ("Nội dung", 46.0),
    ("Số lượng (tử số)", 14.0),
    ("Mẫu số", 12.0),
    ("Tỷ lệ", 10.0),
    ("Ghi chú", 36.0),
];

const TARGETS: &[Column] = &[
    ("STT", 5.0),
    ("Chỉ tiêu", 50.0),
    ("Mức phải đạt", 12.0),
    ("Tử số", 10.0),
    ("Mẫu số", 10.0),
    ("Kết quả", 10.0),
    ("Kết luận", 16.0),
    ("Ghi chú", 44.0),
];

/// What is counted of dossiers, as [`dossier_row`] writes it behind what they are of.
pub(in crate::document) const DOSSIERS: [Column; 12] = [
    ("Tiếp nhận", 11.0),
    ("Kỳ trước chuyển sang", 11.0),
    ("Trực tuyến", 11.0),
    ("Đã giải quyết", 11.0),
    ("Trước hạn", 11.0),
    ("Đúng hạn", 11.0),
    ("Quá hạn", 11.0),
    ("Từ chối, rút", 11.0),
    ("Đang giải quyết trong hạn", 11.0),
    ("Đang giải quyết quá hạn", 11.0),
    ("Văn bản xin lỗi", 11.0),
    ("Số hóa", 11.0),
];

/// Sheets with all figures, the targets, and dossiers by field and by year. The same figures give the same bytes.
///
/// # Errors
///
/// When the figures do not fit into a workbook.
pub fn xlsx(stats: &Stats) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(&format!("Thống kê {}", stats.revision))?;
    let lead = [stats.title.as_str(), stats.note.as_deref().unwrap_or_default()];
    let lead = lead.into_iter().filter(|line| !line.is_empty());
    // Long sentences beside the first column only: the second is wide enough to read them.
    let lead = lead.map(|line| vec![Cell::Text("Danh mục".to_owned()), text_cell(line)]);
    book.report("Tổng hợp", FIGURES, lead, figures(stats))?;
    if !stats.targets.is_empty() {
        let rows = stats
            .targets
            .iter()
            .enumerate()
            .map(|(at, result)| target(at + 1, result));
        book.table("Chỉ tiêu", TARGETS, rows, None)?;
    }
    if !stats.dossiers.by_field.is_empty() {
        let columns: Vec<Column> = std::iter::once(("Lĩnh vực", 34.0)).chain(DOSSIERS).collect();
        let rows = stats
            .dossiers
            .by_field
            .iter()
            .map(|(field, totals)| dossier_row(text_cell(field), totals));
        book.table("Hồ sơ theo lĩnh vực", &columns, rows, None)?;
        let columns: Vec<Column> = std::iter::once(("Năm", 8.0)).chain(DOSSIERS).collect();
        let rows = stats
            .dossiers
            .years
            .iter()
            .map(|year| dossier_row(Cell::Code(year.year.to_string()), &year.totals));
        book.table("Hồ sơ theo năm", &columns, rows, None)?;
    }
    book.save()
}

fn figures(stats: &Stats) -> impl Iterator<Item = Vec<Cell>> {
    tables(stats).into_iter().flat_map(|table| {
        let rows: Vec<Vec<Cell>> = table
            .rows
            .iter()
            .map(|row| {
                vec![
                    text_cell(&table.name),
                    text_cell(&row.name),
                    number(row.count),
                    row.share.map_or(Cell::Empty, |share| number(share.whole)),
                    row.share.map_or(Cell::Empty, percent),
                    text_cell(&note(&table, row)),
                ]
            })
            .collect();
        rows
    })
}

/// The exact share, which the sheet shows with two decimals; a dash of nothing.
fn percent(share: Share) -> Cell {
    match (share.part.to_f64(), share.whole.to_f64().filter(|whole| *whole > 0.0)) {
        (Some(part), Some(whole)) => Cell::Percent(part / whole),
        _ => Cell::Text("–".to_owned()),
    }
}

fn target(at: usize, result: &TargetResult) -> Vec<Cell> {
    let share = |number: fn(Share) -> Cell| result.share.map_or(Cell::Empty, number);
    let tint = match result.met {
        Some(true) => Tint::Good,
        Some(false) => Tint::Bad,
        None => Tint::Open,
    };
    vec![
        number(at),
        text_cell(&result.name),
        text_cell(&result.target),
        share(|share| number(share.part)),
        share(|share| number(share.whole)),
        share(percent),
        Cell::Tinted(verdict(result.met, result.share.is_some()).to_owned(), tint),
        text_cell(&result.note),
    ]
}

pub(in crate::document) fn dossier_row(name: Cell, totals: &Totals) -> Vec<Cell> {
    let partly = |partly: Option<Partly>| partly.map_or(Cell::Empty, |partly| number(partly.share.part));
    vec![
        name,
        number(totals.received),
        totals.carried_over.map_or(Cell::Empty, number),
        number(totals.online.part),
        number(totals.settled),
        number(totals.early.part),
        number(totals.on_time.part),
        number(totals.late.part),
        number(totals.refused),
        partly(totals.open_in_time),
        partly(totals.open_overdue),
        partly(totals.apologies),
        partly(totals.digitised),
    ]
}
