//! Compliance costs, a row a procedure. `tthc cost` makes the official table with its formulas.

use rust_decimal::Decimal;

use super::{Book, Cell, Compared, WorkbookError, columns, decimal, printable};
use crate::document::workbook::{number, text_cell};

pub(super) fn add(book: &mut Book, costs: &[Compared]) -> Result<(), WorkbookError> {
    let columns = columns([
        ("Chi phí một lần thực hiện (đồng)", 15.0),
        ("Mức thấp", 14.0),
        ("Mức cao", 14.0),
        ("Số lần/năm", 9.0),
        ("Số đối tượng/năm", 11.0),
        ("Chi phí một năm (đồng)", 19.0),
        ("Một năm, mức thấp", 19.0),
        ("Một năm, mức cao", 19.0),
        ("Thời hạn (giờ)", 10.0),
        ("Quy đổi thời gian (đồng/năm)", 19.0),
        ("Số đối tượng lấy từ", 30.0),
        ("Lưu ý", 40.0),
    ]);
    book.table("Chi phí tuân thủ", &columns, costs.iter().map(row), None)
}

fn row(one: &Compared) -> Vec<Cell> {
    let cost = &one.before;
    let figure = |value: Decimal| decimal(Some(value));
    let time = one.time_before.as_ref();
    vec![
        Cell::Code(printable(&one.code)),
        text_cell(&one.name),
        text_cell(&one.field),
        figure(cost.per_case),
        figure(cost.per_case_low),
        figure(cost.per_case_high),
        figure(cost.times_a_year),
        number(cost.subjects),
        figure(cost.per_year),
        figure(cost.per_year_low),
        figure(cost.per_year_high),
        decimal(time.map(|time| time.hours)),
        decimal(time.map(|time| time.per_year)),
        text_cell(&cost.subjects_source),
        text_cell(&cost.notes.join("\n")),
    ]
}
