//! Dossiers of each procedure in each year, over all units that counted.

use std::collections::BTreeSet;

use super::{Book, Cell, Procedure, WorkbookError, columns, head};
use crate::catalogue::Catalogue;
use crate::catalogue::volume::Volume;
use crate::document::statistics::{DOSSIERS, dossier_row};
use crate::document::workbook::{number, text_cell};
use crate::stats::Totals;

pub(super) fn add(book: &mut Book, catalogue: &Catalogue) -> Result<(), WorkbookError> {
    let own = [("Số đơn vị", 8.0), ("Năm", 8.0)];
    let columns = columns(own.into_iter().chain(DOSSIERS).chain([("Nguồn số liệu", 34.0)]));
    let rows = catalogue.procedures().flat_map(|procedure| {
        let years = catalogue.volumes().rows_of(procedure.identity());
        years.map(move |(year, rows)| row(procedure, year, rows))
    });
    book.table("Hồ sơ theo năm", &columns, rows, None)
}

fn row(procedure: &Procedure, year: u16, rows: &[Volume]) -> Vec<Cell> {
    let units: BTreeSet<&str> = rows.iter().map(|row| row.unit.as_str()).collect();
    let sources: BTreeSet<&str> = rows.iter().map(|row| row.source.as_str()).collect();
    let mut cells = head(procedure);
    cells.push(number(units.len()));
    cells.extend(dossier_row(Cell::Code(year.to_string()), &Totals::of(rows)));
    cells.push(text_cell(&sources.into_iter().collect::<Vec<_>>().join("; ")));
    cells
}
