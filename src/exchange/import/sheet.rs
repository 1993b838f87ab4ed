//! Workbooks: the only place that knows `calamine`.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetVisible, Xlsx, XlsxError};

use super::separated::{MOST_CELL, MOST_COLUMNS, MOST_ROWS, no_heading};
use super::source::MOST_UNPACKED;
use super::table::{self, Cell, Row, Table};
use super::tidy::Repairs;
use super::{Contents, archive, remark};
use crate::catalogue::values::Date;
use crate::finding::{Place, Severity};

/// Largest sheet, in bytes of XML.
const MOST_SHEET: u64 = 256 * 1024 * 1024;

/// Largest table of texts, in bytes of XML: all of them are in memory while a sheet is read.
const MOST_TEXTS: u64 = 128 * 1024 * 1024;

/// Most cells with something in them.
const MOST_CELLS: usize = 2_000_000;

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// Reads every sheet of procedures in a workbook.
pub(super) fn read(bytes: &[u8], shown: &str) -> Result<Contents, String> {
    let most = |name: &str| match name {
        "xl/sharedStrings.xml" => MOST_TEXTS,
        _ if name.starts_with("xl/media/") => 0,
        _ => MOST_SHEET,
    };
    archive::measure(&mut archive::open(bytes)?, most, MOST_UNPACKED)?;
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let sheets = book.sheets_metadata().to_vec();
    let mut tables = Vec::new();
    for sheet in &sheets {
        // Only worksheets have cells.
        if let Some(rows) = rows(&mut book, &sheet.name)? {
            let shown = format!("{shown}!{}", sheet.name);
            tables.push((Table { shown, rows }, sheet.visible));
        }
    }
    let mut repairs = Repairs::of(tables.iter().flat_map(|(table, _)| table.texts()));
    let mut contents = Contents::default();
    let mut some = false;
    for (mut table, visible) in tables {
        let empty = table.rows.is_empty();
        let place = Place::file(&table.shown);
        if table::read(&mut table, &mut repairs, &mut contents) {
            some = true;
            if visible != SheetVisible::Visible {
                let message = "trang tính bị ẩn cũng được nhập";
                let finding = remark("nhap-trang", Severity::Medium, place, message);
                contents
                    .findings
                    .push(finding.advice("xóa trang tính này trong tệp nguồn nếu không dùng"));
            }
        } else if !empty {
            let message = "trang tính không có dòng tiêu đề với cột mã thủ tục, không nhập";
            contents
                .findings
                .push(remark("nhap-trang", Severity::Medium, place, message));
        }
    }
    if !some {
        return Err(no_heading());
    }
    contents.repairs = repairs;
    Ok(contents)
}

fn damaged(error: &XlsxError) -> String {
    format!("it is damaged ({error}); open it in Excel or LibreOffice and save it anew")
}

/// The rows of a sheet; `None` when it is a chart or another sheet without cells.
fn rows(book: &mut Book<'_>, name: &str) -> Result<Option<Vec<Row>>, String> {
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    let mut count = 0;
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(error) => return Err(format!("sheet {name}: {}", damaged(&error))),
    };
    while let Some(cell) = reader
        .next_cell()
        .map_err(|error| format!("sheet {name}: {}", damaged(&error)))?
    {
        let Some(content) = content(cell.get_value()) else {
            continue;
        };
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        count += 1;
        let too_many = |what: String| {
            Err(format!(
                "sheet {name}, row {}: {what}; delete what is not the table",
                row.saturating_add(1)
            ))
        };
        if column >= MOST_COLUMNS {
            return too_many(format!("more than {MOST_COLUMNS} columns"));
        }
        if count > MOST_CELLS {
            return too_many(format!("more than {MOST_CELLS} cells"));
        }
        if content.text.len() > MOST_CELL {
            return too_many("a cell of more than 1 MB".to_owned());
        }
        if rows.len() >= MOST_ROWS && !rows.contains_key(&row) {
            return too_many(format!("more than {MOST_ROWS} rows"));
        }
        let number = usize::try_from(row).map_or(usize::MAX, |row| row.saturating_add(1));
        let row = rows.entry(row).or_insert_with(|| Row {
            number,
            ..Row::default()
        });
        row.cells.insert(column, content);
    }
    drop(reader);
    // Only of a sheet that is not too long.
    let merged = book
        .merge_cells_by_sheet_name(name)
        .map_err(|error| format!("sheet {name}: {}", damaged(&error)))?;
    for region in &merged {
        count += spread(&mut rows, region);
        if count > MOST_CELLS {
            return Err(format!(
                "sheet {name}: merged cells make more than {MOST_CELLS}; undo the merging in Excel"
            ));
        }
    }
    Ok(Some(rows.into_values().collect()))
}

fn content(value: &DataRef<'_>) -> Option<Cell> {
    let number = |text: String| {
        Some(Cell {
            number: true,
            ..Cell::text(text)
        })
    };
    match value {
        DataRef::String(text) => Some(Cell::text(text.as_str())),
        DataRef::SharedString(text) => Some(Cell::text(*text)),
        DataRef::Int(value) => number(value.to_string()),
        DataRef::Float(value) => number(value.to_string()),
        DataRef::Bool(value) => Some(Cell::text(value.to_string())),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let date = i16::try_from(year)
                .ok()
                .zip(i8::try_from(month).ok())
                .zip(i8::try_from(day).ok());
            let date = date.and_then(|((year, month), day)| Date::new(year, month, day));
            Some(Cell::text(
                date.map_or_else(|| moment.as_f64().to_string(), |date| date.to_string()),
            ))
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Some(Cell::text(text.as_str())),
        DataRef::Error(error) => Some(Cell::text(error.to_string())),
        DataRef::Empty => None,
    }
    .filter(|cell| !cell.text.trim().is_empty())
}

/// Cells that are merged over several rows all say what the first of them does. Only rows that are there are looked at: a
/// merged column may have a million. How many cells it filled comes back.
fn spread(rows: &mut BTreeMap<u32, Row>, region: &Dimensions) -> usize {
    let (first, last) = (region.start, region.end);
    let column = usize::try_from(first.1).unwrap_or(usize::MAX);
    if last.0 <= first.0 {
        return 0;
    }
    let Some(head) = rows.get(&first.0).and_then(|row| row.cells.get(&column)).cloned() else {
        return 0;
    };
    let mut filled = 0;
    for (_, row) in rows.range_mut(first.0 + 1..=last.0) {
        filled += 1;
        let cell = Cell {
            merged: true,
            ..head.clone()
        };
        row.cells.entry(column).or_insert(cell);
    }
    filled
}
