//! The workbook: parameters, the official table before and after, procedures, fields, a chart. Every sum is a formula:
//! who changes an hour, a fee or the hourly income sees the totals follow.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::CostReport;
use super::table::{self, Block, COLUMNS, Parameters, Totals};
use crate::document::workbook::{Bars, Book, Cell, Column, Value, WorkbookError, form_top, number, text_cell};
use crate::review::cost::{BY_PROCESSING_TIME_NOTE, Compared, Figures, ProcessingTime, Saving};
use crate::text;

const PARAMETERS: &[Column] = &[
    ("Tham số, việc", 44.0),
    ("Mức (đồng; giờ)", 14.0),
    ("Giờ, mức thấp", 10.0),
    ("Giờ, mức cao", 10.0),
    ("Chi phí (đồng)", 12.0),
    ("Nguồn", 70.0),
];

const PROCEDURES: &[Column] = &[
    ("Mã thủ tục", 11.0),
    ("Tên thủ tục hành chính", 48.0),
    ("Lĩnh vực", 28.0),
    ("Chi phí hiện tại (đồng/năm)", 19.0),
    ("Chi phí sau đơn giản hóa (đồng/năm)", 19.0),
    ("Chi phí tiết kiệm (đồng/năm)", 19.0),
    ("Tỷ lệ cắt giảm chi phí", 11.0),
    ("Hiện tại, mức thấp", 19.0),
    ("Hiện tại, mức cao", 19.0),
    ("Thời hạn hiện tại (giờ)", 11.0),
    ("Thời hạn sau (giờ)", 11.0),
    ("Số hồ sơ/năm", 11.0),
    ("Quy đổi thời gian, hiện tại (đồng/năm)", 19.0),
    ("Quy đổi thời gian, sau (đồng/năm)", 19.0),
    ("Tiết kiệm theo quy đổi (đồng/năm)", 19.0),
    ("Tỷ lệ cắt giảm thời gian", 11.0),
    ("Ghi chú", 36.0),
];

const FIELDS: &[Column] = &[
    ("Lĩnh vực", 44.0),
    ("Số thủ tục", 10.0),
    ("Hiện tại", 20.0),
    ("Sau đơn giản hóa", 20.0),
    ("Chi phí tiết kiệm (đồng/năm)", 20.0),
    ("Tỷ lệ cắt giảm chi phí", 11.0),
    ("Quy đổi thời gian, hiện tại (đồng/năm)", 20.0),
    ("Quy đổi thời gian, sau (đồng/năm)", 20.0),
];

const BEFORE: &str = "Hiện tại";
const AFTER: &str = "Sau đơn giản hóa";
const BY_PROCEDURE: &str = "Thủ tục";

/// Most bars of the chart: more cannot be read.
const MOST_BARS: usize = 25;

/// The workbook. The same figures give the same bytes.
///
/// # Errors
///
/// When the figures do not fit into a workbook.
pub fn xlsx(report: &CostReport) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new("Bảng tính chi phí tuân thủ thủ tục hành chính")?;
    let lead = report.notes();
    let mut by_field = lead.clone();
    by_field.push(
        "Đồng/năm; các ô tính là công thức: đổi số giờ, mức thu, thu nhập bình quân thì các tổng đổi theo".to_owned(),
    );

    let (parameter_rows, parameters) = parameters(report, &lead);
    let before: Vec<Block<'_>> = report.compared.iter().map(block_before).collect();
    let after: Vec<Block<'_>> = report.compared.iter().filter_map(block_after).collect();
    let (before_rows, before) = table::rows(&before, &parameters, &lead);
    let (after_rows, after) = table::rows(&after, &parameters, &lead);
    let sheets = Sheets {
        before,
        after,
        decided: report.decided,
        income: parameters.income.clone(),
    };

    let fields = fields(report, &lead);
    let bars = fields.len().saturating_sub(1).min(MOST_BARS);
    let fields_count = fields.len();
    book.form("Lĩnh vực", FIELDS, &by_field, fields.into_iter())?;
    book.form(
        BY_PROCEDURE,
        PROCEDURES,
        &lead,
        sheets.procedures(report, &lead).into_iter(),
    )?;
    book.form(BEFORE, COLUMNS, &lead, before_rows.into_iter())?;
    if report.decided {
        book.form(AFTER, COLUMNS, &lead, after_rows.into_iter())?;
    }
    book.form("Tham số", PARAMETERS, &lead, parameter_rows.into_iter())?;
    if let Some(last) = u32::try_from(bars).ok().and_then(|bars| bars.checked_sub(1)) {
        let top = form_top(&by_field);
        let series: &[u16] = if report.decided { &[2, 3] } else { &[2] };
        book.bars(&Bars {
            sheet: "Lĩnh vực",
            title: "Chi phí tuân thủ theo lĩnh vực (đồng/năm)",
            names: 0,
            series,
            rows: top..=top + last,
            heading: top - 1,
            at: (top + u32::try_from(fields_count).unwrap_or(0) + 1, 0),
        })?;
    }
    book.save()
}

fn block_before(one: &Compared) -> Block<'_> {
    Block {
        code: &one.code,
        title: format!("{} {}", one.code, one.name),
        cost: &one.before,
    }
}

/// A procedure that is gone has no table, one that is merged has that of the procedure its people use then.
fn block_after(one: &Compared) -> Option<Block<'_>> {
    let cost = one.after.as_ref()?;
    let instead = if cost.code == one.code {
        String::new()
    } else {
        format!(" (thực hiện theo thủ tục {})", cost.code)
    };
    Some(Block {
        code: &one.code,
        title: format!("{} {}{instead}", one.code, one.name),
        cost,
    })
}

fn parameters(report: &CostReport, lead: &[String]) -> (Vec<Vec<Cell>>, Parameters) {
    let top = form_top(lead) + 1;
    let mut rows = Vec::new();
    if let Some(income) = report.income() {
        rows.push(vec![
            Cell::Strong(format!("Thu nhập bình quân 01 giờ làm việc năm {} (đồng)", income.year)),
            number(income.amount),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            text_cell(&income.source),
        ]);
    }
    let mut places = std::collections::HashMap::new();
    for estimate in &report.defaults {
        let row = top + u32::try_from(rows.len()).unwrap_or_default();
        places.entry(estimate.work.clone()).or_insert(row);
        let hours = estimate.hours.value().map(|hours| hours.0).unwrap_or_default();
        let end = |written: &Option<crate::catalogue::values::Written<crate::catalogue::quantity::Quantity>>| {
            let value = written.as_ref().and_then(|written| written.value());
            value.map_or(hours, |value| value.0)
        };
        let outlay = estimate.outlay.as_ref().and_then(|outlay| outlay.value());
        let fraction = |hours: Decimal| Cell::Fraction(hours.to_f64().unwrap_or_default());
        rows.push(vec![
            Cell::Text(format!("Mặc định: {}", estimate.work)),
            fraction(hours),
            fraction(end(&estimate.hours_low).min(hours)),
            fraction(end(&estimate.hours_high).max(hours)),
            number(outlay.map(|outlay| outlay.amount).unwrap_or_default()),
            text_cell(&estimate.source),
        ]);
    }
    let parameters = Parameters {
        income: format!("'Tham số'!$B${top}"),
        defaults: places,
    };
    (rows, parameters)
}

struct Sheets {
    before: Totals,
    after: Totals,
    decided: bool,
    income: String,
}

impl Sheets {
    fn procedures(&self, report: &CostReport, lead: &[String]) -> Vec<Vec<Cell>> {
        let top = form_top(lead) + 1;
        let mut rows: Vec<Vec<Cell>> = (top..)
            .zip(&report.compared)
            .map(|(own, one)| self.procedure(own, one))
            .collect();
        if let Some(last) = u32::try_from(rows.len()).ok().and_then(|rows| rows.checked_sub(1)) {
            rows.push(total_of_procedures(top, top + last, &report.summary().total));
        }
        rows
    }

    fn procedure(&self, own: u32, one: &Compared) -> Vec<Cell> {
        let figures = one.figures();
        let number_of = |formula: Option<String>, value: Decimal| match formula {
            Some(formula) => Cell::Formula(format!("={formula}"), Value::Number(value)),
            None => number(value),
        };
        let a_year = |column: char| {
            let per_case = self.before.cell(BEFORE, &one.code, column)?;
            let (times, subjects) = (
                self.before.cell(BEFORE, &one.code, 'H')?,
                self.before.cell(BEFORE, &one.code, 'I')?,
            );
            Some(format!("ROUND({per_case}*{times}*{subjects},0)"))
        };
        let hours = |time: &Option<ProcessingTime>| match time {
            Some(time) => Cell::Fraction(time.hours.to_f64().unwrap_or_default()),
            None => Cell::Text("–".to_owned()),
        };
        let after = if self.decided {
            self.after.cell(AFTER, &one.code, 'K')
        } else {
            self.before.cell(BEFORE, &one.code, 'K')
        };
        let by_time = |column: char, value: Decimal| {
            // The dash of a limit that cannot be turned into hours counts as nothing.
            let formula = format!("=ROUND(N({column}{own})*{}*L{own},0)", self.income);
            Cell::Formula(formula, Value::Number(value))
        };
        let gone = one.changed && one.time_after.is_none() && one.time_before.is_some();
        vec![
            Cell::Code(one.code.clone()),
            text_cell(&one.name),
            text_cell(&one.field),
            number_of(self.before.cell(BEFORE, &one.code, 'K'), figures.cost.before),
            number_of(after, figures.cost.after),
            Cell::Formula(format!("=D{own}-E{own}"), Value::Number(figures.cost.saved)),
            share('F', 'D', own, &figures.cost),
            number_of(a_year('R'), figures.before_range.low),
            number_of(a_year('S'), figures.before_range.high),
            hours(&one.time_before),
            if gone { number(0) } else { hours(&one.time_after) },
            number_of(
                self.before.cell(BEFORE, &one.code, 'I'),
                Decimal::from(one.before.subjects),
            ),
            by_time('J', figures.by_time.before),
            by_time('K', figures.by_time.after),
            Cell::Formula(format!("=M{own}-N{own}"), Value::Number(figures.by_time.saved)),
            share('O', 'M', own, &figures.by_time),
            text_cell(if one.time_before.is_some() {
                ""
            } else {
                "không có thời hạn quy đổi được ra giờ làm việc"
            }),
        ]
    }
}

/// `=IF(D5=0,"–",ROUND(F5/D5,4))`
fn share(part: char, whole: char, row: u32, saving: &Saving) -> Cell {
    Cell::Formula(
        format!("=IF({whole}{row}=0,\"–\",ROUND({part}{row}/{whole}{row},4))"),
        Value::Percent(saving.percent.map(|percent| percent / Decimal::ONE_HUNDRED)),
    )
}

fn total_of_procedures(first: u32, last: u32, total: &Figures) -> Vec<Cell> {
    let own = last + 1;
    let sum = |column: char, value: Decimal| {
        Cell::Formula(format!("=SUM({column}{first}:{column}{last})"), Value::Total(value))
    };
    let mut row: Vec<Cell> = PROCEDURES.iter().map(|_| Cell::Empty).collect();
    row[1] = Cell::Strong("TỔNG".to_owned());
    row[3] = sum('D', total.cost.before);
    row[4] = sum('E', total.cost.after);
    row[5] = sum('F', total.cost.saved);
    row[6] = share('F', 'D', own, &total.cost);
    row[7] = sum('H', total.before_range.low);
    row[8] = sum('I', total.before_range.high);
    row[9] = sum('J', total.hours.before);
    row[10] = sum('K', total.hours.after);
    row[12] = sum('M', total.by_time.before);
    row[13] = sum('N', total.by_time.after);
    row[14] = sum('O', total.by_time.saved);
    row[15] = share('O', 'M', own, &total.by_time);
    row[16] = text_cell(BY_PROCESSING_TIME_NOTE);
    row
}

/// The dearest first, so that the chart shows them; the last line adds up.
fn fields(report: &CostReport, lead: &[String]) -> Vec<Vec<Cell>> {
    let summary = report.summary();
    let mut fields = summary.by_field;
    fields.sort_by(|a, b| {
        b.1.cost
            .before
            .cmp(&a.1.cost.before)
            .then_with(|| text::compare(&a.0, &b.0))
    });
    // One line more stands above this sheet than above that of the procedures.
    let top = form_top(lead) + 2;
    let first = form_top(lead) + 1;
    let last = first
        + u32::try_from(report.compared.len())
            .unwrap_or_default()
            .saturating_sub(1);
    let range = |column: char| format!("'{BY_PROCEDURE}'!${column}${first}:${column}${last}");
    let mut rows: Vec<Vec<Cell>> = (top..)
        .zip(&fields)
        .map(|(own, (name, figures))| {
            let sum = |column: char, value: Decimal| {
                let formula = format!("=SUMIF({},A{own},{})", range('C'), range(column));
                Cell::Formula(formula, Value::Number(value))
            };
            let count = format!("=COUNTIF({},A{own})", range('C'));
            vec![
                text_cell(name),
                Cell::Formula(count, Value::Number(Decimal::from(figures.procedures))),
                sum('D', figures.cost.before),
                sum('E', figures.cost.after),
                Cell::Formula(format!("=C{own}-D{own}"), Value::Number(figures.cost.saved)),
                share('E', 'C', own, &figures.cost),
                sum('M', figures.by_time.before),
                sum('N', figures.by_time.after),
            ]
        })
        .collect();
    let own = top + u32::try_from(fields.len()).unwrap_or_default();
    let total = &summary.total;
    let sum = |column: char, value: Decimal| {
        Cell::Formula(format!("=SUM({column}{top}:{column}{})", own - 1), Value::Total(value))
    };
    if !fields.is_empty() {
        rows.push(vec![
            Cell::Strong("TỔNG".to_owned()),
            sum('B', Decimal::from(total.procedures)),
            sum('C', total.cost.before),
            sum('D', total.cost.after),
            sum('E', total.cost.saved),
            share('E', 'C', own, &total.cost),
            sum('G', total.by_time.before),
            sum('H', total.by_time.after),
        ]);
    }
    rows
}
