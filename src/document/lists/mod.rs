//! A catalogue as a workbook: the list as the national portal prints it, and a sheet for each question of a reviewer.
//!
//! `tthc import` reads the first sheet back. On the others a procedure stands in several rows, which are no records of it: their
//! column of codes has a heading that the import does not take for one.

mod bases;
mod channels;
mod costs;
mod dossiers;
mod findings;
mod papers;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::printable;
use super::workbook::{Book, Cell, Column, Letterhead, Tint, WorkbookError, text_cell};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Date, ParseValueError, Written};
use crate::catalogue::{Catalogue, fields};
use crate::finding::Finding;
use crate::review::cost::Compared;

/// The columns of the portal's list export, and their widths there.
const LIST: &[Column] = &[
    ("Mã số", 15.0),
    ("Tên", 45.0),
    ("Cơ quan ban hành", 35.0),
    ("Cơ quan thực hiện", 35.0),
    ("Lĩnh vực", 32.0),
];

/// What every other sheet says first: which procedure a row is about.
const HEAD: [Column; 3] = [("Mã của thủ tục", 11.0), ("Tên thủ tục", 42.0), ("Lĩnh vực", 22.0)];

/// What the sheets are made of.
#[derive(Debug, Clone, Copy)]
pub struct Views<'a> {
    /// The revision.
    pub catalogue: &'a Catalogue,
    /// Day whose law says which documents are in force.
    pub day: Date,
    /// What the review found.
    pub findings: &'a [Finding],
    /// Costs; empty where the catalogue does not say what an hour is worth, and then there is no sheet of them.
    pub costs: &'a [Compared],
}

/// The workbook. The same catalogue gives the same bytes.
///
/// # Errors
///
/// When a sheet does not fit into a workbook.
pub fn xlsx(views: &Views<'_>) -> Result<Vec<u8>, WorkbookError> {
    let catalogue = views.catalogue;
    let mut book = Book::new(&format!("{} ({})", catalogue.settings().title, catalogue.name()))?;
    let letterhead = Letterhead {
        state: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        motto: "Độc lập – Tự do – Hạnh phúc",
        title: "DANH SÁCH THỦ TỤC HÀNH CHÍNH",
    };
    book.list("Danh mục", &letterhead, LIST, catalogue.procedures().map(listed))?;
    channels::add(&mut book, catalogue)?;
    papers::add(&mut book, catalogue)?;
    bases::add(&mut book, catalogue, views.day)?;
    findings::add(&mut book, catalogue, views.findings)?;
    if !views.costs.is_empty() {
        costs::add(&mut book, views.costs)?;
    }
    dossiers::add(&mut book, catalogue)?;
    book.save()
}

fn listed(procedure: &Procedure) -> Vec<Cell> {
    vec![
        Cell::Code(printable(procedure.code.text())),
        text_cell(&procedure.name),
        text_cell(procedure.published_by.as_deref().unwrap_or_default()),
        text_cell(&procedure.executing_agencies.join("\n")),
        text_cell(&procedure.field),
    ]
}

/// The first columns of a row.
fn head(procedure: &Procedure) -> Vec<Cell> {
    vec![
        Cell::Code(printable(procedure.code.text())),
        text_cell(&procedure.name),
        text_cell(&procedure.field),
    ]
}

fn columns(own: impl IntoIterator<Item = Column>) -> Vec<Column> {
    HEAD.into_iter().chain(own).collect()
}

/// Official label of a part of a field.
fn label(field: &str, part: &'static str) -> &'static str {
    let mut parts = fields::field(field).into_iter().flat_map(|field| field.parts);
    parts.find(|known| known.key == part).map_or(part, |part| part.label)
}

fn text_of(value: Option<&String>) -> Cell {
    value.map_or(Cell::Empty, |text| text_cell(text))
}

/// A value as it was written; one that nobody could read is marked, for no figure stands beside it.
fn written<T: std::str::FromStr<Err = ParseValueError>>(value: Option<&Written<T>>) -> Cell {
    match value {
        None => Cell::Empty,
        Some(value) if value.problem().is_some() => Cell::Tinted(printable(value.text()), Tint::Open),
        Some(value) => text_cell(value.text()),
    }
}

fn decimal(value: Option<Decimal>) -> Cell {
    let number = value.and_then(|value| value.round_dp(2).to_f64());
    number.map_or(Cell::Empty, Cell::Number)
}

fn mark(is: bool) -> Cell {
    if is { Cell::Text("x".to_owned()) } else { Cell::Empty }
}
