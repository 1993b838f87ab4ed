//! The table of form 03/SCM-KSTT: one block a procedure, every figure that can be worked out as a formula.

use std::collections::HashMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::document::workbook::{Cell, Column, Value, form_top, number, text_cell};
use crate::review::cost::{Cost, CostRow, Group, Origin};
use crate::text;

/// Columns of the official table; behind it what the low and the high figures come to, and where each figure comes from.
pub(super) const COLUMNS: &[Column] = &[
    ("STT", 6.0),
    ("Các công việc khi thực hiện TTHC", 42.0),
    ("Các hoạt động/cách thức thực hiện cụ thể", 24.0),
    ("Thời gian thực hiện (giờ)", 10.0),
    ("Mức TNBQ/01 giờ làm việc (đồng)", 11.0),
    ("Mức chi phí thuê tư vấn, dịch vụ (đồng)", 12.0),
    ("Mức phí, lệ phí, chi phí khác (đồng)", 13.0),
    ("Số lần thực hiện/01 năm", 9.0),
    ("Số lượng đối tượng tuân thủ/01 năm", 12.0),
    ("Chi phí thực hiện TTHC (đồng)", 15.0),
    ("Tổng chi phí thực hiện TTHC/01 năm (đồng)", 19.0),
    ("Ghi chú (mức độ thường gặp)", 26.0),
    ("Nguồn số liệu", 40.0),
    ("Giờ, mức thấp", 9.0),
    ("Giờ, mức cao", 9.0),
    ("Phí, mức thấp", 12.0),
    ("Phí, mức cao", 12.0),
    ("Chi phí, mức thấp", 15.0),
    ("Chi phí, mức cao", 15.0),
];

/// Where the parameters stand, by name.
pub(super) struct Parameters {
    /// Cell of the hourly income.
    pub(super) income: String,
    /// Row of each default, as a spreadsheet counts.
    pub(super) defaults: HashMap<String, u32>,
}

/// Rows as a spreadsheet counts them, of the last line of each block.
#[derive(Debug, Default)]
pub(super) struct Totals(HashMap<String, u32>);

impl Totals {
    /// The yearly cost of a procedure on a sheet: `'Hiện tại'!K12`.
    pub(super) fn cell(&self, sheet: &str, code: &str, column: char) -> Option<String> {
        self.0.get(code).map(|row| format!("'{sheet}'!{column}{row}"))
    }
}

/// One block: the code it is found by, the name, and its cost.
pub(super) struct Block<'a> {
    pub(super) code: &'a str,
    pub(super) title: String,
    pub(super) cost: &'a Cost,
}

/// The rows of all blocks, and where their last lines stand.
pub(super) fn rows(blocks: &[Block<'_>], parameters: &Parameters, lead: &[String]) -> (Vec<Vec<Cell>>, Totals) {
    // Spreadsheets count rows from 1.
    let top = form_top(lead) + 1;
    let mut table = Table {
        parameters,
        rows: Vec::new(),
        top,
    };
    let mut totals = Totals::default();
    for (at, block) in blocks.iter().enumerate() {
        let last = table.block(at + 1, block);
        totals.0.insert(block.code.to_owned(), last);
    }
    (table.rows, totals)
}

struct Table<'a> {
    parameters: &'a Parameters,
    rows: Vec<Vec<Cell>>,
    top: u32,
}

impl Table<'_> {
    /// The row that comes next, as a spreadsheet counts.
    fn next(&self) -> u32 {
        self.top + u32::try_from(self.rows.len()).unwrap_or(u32::MAX - self.top)
    }

    fn block(&mut self, at: usize, block: &Block<'_>) -> u32 {
        let cost = block.cost;
        let head = self.next();
        let mut heading = blank();
        heading[0] = Cell::Strong(text::number(i128::try_from(at).unwrap_or_default()));
        heading[1] = Cell::Strong(block.title.clone());
        heading[7] = Cell::Fraction(cost.times_a_year.to_f64().unwrap_or_default());
        heading[8] = number(cost.subjects);
        heading[11] = text_cell(&cost.notes.join("; "));
        heading[12] = text_cell(&format!(
            "số lần: {}; số đối tượng: {}",
            cost.times_source, cost.subjects_source
        ));
        self.rows.push(heading);
        let mut group = None;
        let mut place = 0;
        for row in &cost.rows {
            if group != Some(row.group) {
                let number = Group::ALL.iter().position(|known| *known == row.group).unwrap_or(0) + 1;
                let mut line = blank();
                line[0] = Cell::Strong(format!("{at}.{number}"));
                line[1] = Cell::Strong(row.group.label().to_owned());
                self.rows.push(line);
                (group, place) = (Some(row.group), 0);
            }
            place += 1;
            let line = self.line(at, place, row, head, cost);
            self.rows.push(line);
        }
        self.total(head, cost)
    }

    fn line(&self, at: usize, place: usize, row: &CostRow, head: u32, cost: &Cost) -> Vec<Cell> {
        let own = self.next();
        let default = self.parameters.defaults.get(row.default);
        let group = Group::ALL.iter().position(|known| *known == row.group).unwrap_or(0) + 1;
        let hours = |hours: Decimal, column: char| match default.filter(|_| row.hours_from.origin == Origin::Default) {
            Some(place) => Cell::Formula(format!("='Tham số'!{column}{place}"), Value::Fraction(hours)),
            None => Cell::Fraction(hours.to_f64().unwrap_or_default()),
        };
        let services = match default.filter(|_| row.services_from.origin == Origin::Default) {
            Some(place) if row.units == Decimal::ONE => {
                Cell::Formula(format!("='Tham số'!E{place}"), Value::Number(row.services))
            }
            Some(place) => Cell::Formula(
                format!("='Tham số'!E{place}*{}", row.units.normalize()),
                Value::Number(row.services),
            ),
            None => number(row.services),
        };
        let a_year = (row.per_case * cost.times_a_year * Decimal::from(cost.subjects))
            .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        let formula = |formula: String, value: Decimal| Cell::Formula(formula, Value::Number(value));
        let sources: Vec<String> = row
            .provenance()
            .iter()
            .map(|(name, from)| format!("{name}: {}, {}", from.origin.label(), from.source))
            .collect();
        vec![
            Cell::Code(format!("{at}.{group}.{place}")),
            text_cell(&row.work),
            text_cell(&row.activity),
            hours(row.hours, 'B'),
            formula(format!("={}", self.parameters.income), cost.income.amount),
            services,
            self.fee(row),
            Cell::Formula(format!("=H{head}"), Value::Fraction(cost.times_a_year)),
            formula(format!("=I{head}"), Decimal::from(cost.subjects)),
            formula(format!("=ROUND(D{own}*E{own}+F{own}+G{own},0)"), row.per_case),
            formula(format!("=ROUND(J{own}*H{own}*I{own},0)"), a_year),
            text_cell(if row.estimated {
                "ước tính, chưa khảo sát"
            } else {
                ""
            }),
            text_cell(&sources.join("; ")),
            hours(row.hours_low, 'C'),
            hours(row.hours_high, 'D'),
            number(row.fees_low),
            number(row.fees_high),
            formula(format!("=ROUND(N{own}*E{own}+F{own}+P{own},0)"), row.per_case_low),
            formula(format!("=ROUND(O{own}*E{own}+F{own}+Q{own},0)"), row.per_case_high),
        ]
    }

    /// A fee for each unit shows what it is made of.
    fn fee(&self, row: &CostRow) -> Cell {
        let each = row.fees.checked_div(row.units).unwrap_or_default().normalize();
        if row.units == Decimal::ONE || row.fees.is_zero() || !each.is_integer() {
            return number(row.fees);
        }
        Cell::Formula(format!("={each}*{}", row.units.normalize()), Value::Number(row.fees))
    }

    /// The last line adds the rows up and multiplies once: the rows of a year are rounded each and need not add up to it.
    fn total(&mut self, head: u32, cost: &Cost) -> u32 {
        let own = self.next();
        let (first, last) = (head + 1, own.saturating_sub(1).max(head + 1));
        // A procedure without rows would add itself up.
        let sum = |column: char, value: Decimal| match cost.rows.is_empty() {
            true => number(0),
            false => Cell::Formula(format!("=SUM({column}{first}:{column}{last})"), Value::Total(value)),
        };
        let mut line = blank();
        line[1] = Cell::Strong("TỔNG".to_owned());
        line[7] = Cell::Formula(format!("=H{head}"), Value::Fraction(cost.times_a_year));
        line[8] = Cell::Formula(format!("=I{head}"), Value::Number(Decimal::from(cost.subjects)));
        line[9] = sum('J', cost.per_case);
        line[10] = Cell::Formula(format!("=ROUND(J{own}*H{own}*I{own},0)"), Value::Total(cost.per_year));
        line[17] = sum('R', cost.per_case_low);
        line[18] = sum('S', cost.per_case_high);
        self.rows.push(line);
        own
    }
}

fn blank() -> Vec<Cell> {
    COLUMNS.iter().map(|_| Cell::Empty).collect()
}
