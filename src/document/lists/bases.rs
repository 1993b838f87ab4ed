//! Legal bases, each with what the register says of the document on a day.

use super::{Book, Cell, Date, Procedure, Tint, WorkbookError, Written, columns, head, label, written};
use crate::catalogue::Catalogue;
use crate::catalogue::document::{Force, LegalDocument};
use crate::catalogue::procedure::LegalBasis;
use crate::catalogue::values::DocumentNumber;
use crate::document::workbook::text_cell;

const FIELD: &str = "can_cu_phap_ly";

pub(super) fn add(book: &mut Book, catalogue: &Catalogue, day: Date) -> Result<(), WorkbookError> {
    let state = format!("Tình trạng ngày {day}");
    let own = [
        (label(FIELD, "so_hieu"), 20.0),
        (label(FIELD, "dieu_khoan"), 22.0),
        ("Loại văn bản", 12.0),
        ("Trích yếu", 46.0),
        ("Cơ quan ban hành", 20.0),
        ("Ngày ban hành", 12.0),
        ("Ngày có hiệu lực", 12.0),
        ("Ngày hết hiệu lực", 12.0),
        (state.as_str(), 24.0),
        ("Thay thế, bãi bỏ bởi", 22.0),
        ("Sửa đổi, bổ sung bởi", 22.0),
    ];
    let columns: Vec<(&str, f64)> = columns([]).into_iter().chain(own).collect();
    let rows = catalogue.procedures().flat_map(|procedure| {
        let bases = procedure.legal_bases.iter();
        bases.map(move |basis| row(catalogue, procedure, basis, day))
    });
    book.table("Căn cứ pháp lý", &columns, rows, None)
}

fn row(catalogue: &Catalogue, procedure: &Procedure, basis: &LegalBasis, day: Date) -> Vec<Cell> {
    let number = basis.number.value();
    let document = number.and_then(|number| catalogue.documents().get(number));
    let mut cells = head(procedure);
    cells.extend([written(Some(&basis.number)), written(basis.clause.as_ref())]);
    let (state, tint) = match document {
        Some(document) => state(document, procedure, day),
        None if number.is_some() => ("Chưa có trong danh mục văn bản".to_owned(), Tint::Open),
        None => ("Không đọc được số hiệu".to_owned(), Tint::Open),
    };
    cells.extend([
        document.map_or(Cell::Empty, |document| written(Some(&document.kind))),
        text_cell(document.map_or("", |document| &document.title)),
        text_cell(document.map_or("", |document| &document.issuer)),
        date(document.and_then(|document| document.issued.as_ref())),
        date(document.and_then(|document| document.in_force.as_ref())),
        date(document.and_then(|document| document.expires.as_ref())),
        Cell::Tinted(state, tint),
        text_cell(&numbers(document.into_iter().flat_map(LegalDocument::ended_by))),
        text_cell(&numbers(document.into_iter().flat_map(|document| &document.amended_by))),
    ]);
    cells
}

/// Whether it is in force, and what keeps that from being certain.
fn state(document: &LegalDocument, procedure: &Procedure, day: Date) -> (String, Tint) {
    let (mut state, mut tint) = match document.force_on(day) {
        Force::InForce => ("Còn hiệu lực".to_owned(), Tint::Good),
        Force::NotYet => ("Chưa có hiệu lực".to_owned(), Tint::Open),
        Force::Expired(since) => (format!("Hết hiệu lực từ {since}"), Tint::Bad),
    };
    if let Some(doubt) = doubt(document, day) {
        state.push_str(&format!(" ({doubt})"));
        tint = Tint::Open;
    }
    let others = document.overridden_by.iter();
    for other in others.filter(|other| other.concerns(procedure.identity(), day)) {
        state.push_str(&format!("; tạm thời theo {}", other.number.text()));
        tint = Tint::Open;
    }
    if document.to_verify {
        state.push_str(" (cần kiểm tra)");
        tint = Tint::Open;
    }
    (state, tint)
}

/// Why the register does not say for certain that a document is in force; nothing of one that has ended.
fn doubt(document: &LegalDocument, day: Date) -> Option<&'static str> {
    let force = document.force_on(day);
    let days = [&document.in_force, &document.expires];
    if matches!(force, Force::Expired(_)) {
        None
    } else if days.into_iter().flatten().any(|day| day.value().is_none()) {
        Some("không đọc được ngày")
    } else if document.in_force.is_none() {
        Some("không ghi ngày có hiệu lực")
    } else {
        None
    }
}

fn date(written: Option<&Written<Date>>) -> Cell {
    match written.and_then(Written::value) {
        Some(day) => Cell::Date(*day),
        None => super::written(written),
    }
}

fn numbers<'a>(list: impl Iterator<Item = &'a Written<DocumentNumber>>) -> String {
    list.map(Written::text).collect::<Vec<_>>().join("\n")
}
