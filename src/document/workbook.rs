//! Workbooks, to filter and to print: the only file that knows `rust_xlsxwriter`. What stands in them, the documents say.

mod fit;

use std::ops::RangeInclusive;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Chart, ChartType, Color, DocProperties, ExcelDateTime, FilterCondition, Format, FormatAlign, FormatBorder, Formula,
    Workbook, Worksheet, XlsxError,
};
use thiserror::Error;

use self::fit::{fitting, wrapped};
use super::printable;
use crate::catalogue::values::Date;
use crate::text;

/// Excel refuses a sheet with more rows.
const MOST_ROWS: u32 = 1_048_576;

/// Rows are no higher than this, in points, so that one long text does not fill the screen; the cell holds all of it.
const HIGHEST: f64 = 300.0;

/// Height of a line, in points.
const LINE: f64 = 15.0;

/// Height of a heading written upright, in points: two lines of some thirty letters.
const UPRIGHT: f64 = 170.0;

const A4: u8 = 9;

/// Thousands grouped; a format with optional decimals would leave the decimal sign standing behind whole numbers.
const NUMBER: &str = "#,##0";

/// The same with two decimals.
const FRACTION: &str = "#,##0.00";

/// A day as it is written in Vietnam, whatever the reader's computer is set to.
const DAY: &str = "dd/mm/yyyy";

/// Height of the letterhead of a list, in points.
const LETTERHEAD: f64 = 6.0 * LINE;

/// Why a workbook was not made.
#[derive(Debug, Error)]
#[error("cannot make the workbook")]
pub struct WorkbookError(#[from] XlsxError);

/// Heading of a column and its width in characters.
pub(super) type Column = (&'static str, f64);

/// What stands in a cell.
pub(super) enum Cell {
    Empty,
    Number(f64),
    /// A number with decimals: hours, times a year.
    Fraction(f64),
    /// A share of one, shown as a percentage.
    Percent(f64),
    Text(String),
    /// Text that looks like a number and is none.
    Code(String),
    /// A day, to sort and to filter by.
    Date(Date),
    /// Text on a ground that says how to take it.
    Tinted(String, Tint),
    /// Text with the words that went or came.
    Marked(Vec<Piece>),
    /// A heading inside a table, or the figures of its last line.
    Strong(String),
    /// A formula and what it comes to, for programs that do not work it out.
    Formula(String, Value),
}

/// What a formula comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    Number(Decimal),
    Fraction(Decimal),
    /// A share of one, shown as a percentage; a dash when the whole is nothing.
    Percent(Option<Decimal>),
    /// A number of the last line.
    Total(Decimal),
}

/// What stands above an official list.
pub(super) struct Letterhead<'a> {
    /// The state's name.
    pub(super) state: &'a str,
    /// Its motto.
    pub(super) motto: &'a str,
    /// What is listed.
    pub(super) title: &'a str,
}

/// A bar chart of columns of a sheet.
pub(super) struct Bars<'a> {
    pub(super) sheet: &'a str,
    pub(super) title: &'a str,
    /// Column of the names.
    pub(super) names: u16,
    /// Column of each series; its heading names it.
    pub(super) series: &'a [u16],
    /// Rows of the bars, from 0.
    pub(super) rows: RangeInclusive<u32>,
    /// Row of the headings.
    pub(super) heading: u32,
    /// Where the upper left corner goes.
    pub(super) at: (u32, u16),
}

/// How a cell is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tint {
    /// Lighter, met.
    Good,
    /// Heavier, not met.
    Bad,
    /// Neither.
    Neutral,
    /// For a person to look at.
    Open,
}

/// A cell of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    /// For some only.
    Partial,
    /// For all.
    Full,
}

/// A run of text in one ink.
pub(super) struct Piece {
    pub(super) ink: Ink,
    pub(super) text: String,
}

/// What became of a run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Same,
    Removed,
    Added,
}

/// A count.
pub(super) fn number(count: impl ToPrimitive) -> Cell {
    // No count of ours is beyond what a float holds exactly.
    Cell::Number(count.to_f64().unwrap_or_default())
}

/// A text, or nothing.
pub(super) fn text_cell(value: &str) -> Cell {
    if value.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(printable(value))
    }
}

/// The workbook in the making.
pub(super) struct Book {
    workbook: Workbook,
    formats: Formats,
    title: String,
    footer: String,
}

impl Book {
    /// An empty workbook; its title stands in its properties, below its pages and above its reports.
    pub(super) fn new(title: &str) -> Result<Self, WorkbookError> {
        let mut workbook = Workbook::new();
        let title = printable(title);
        // The time of writing would make two workbooks of one content differ.
        let properties = DocProperties::new()
            .set_title(&title)
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        workbook.set_properties(&properties);
        Ok(Self {
            workbook,
            formats: Formats::new(),
            footer: format!("&L{}&RTrang &P/&N", title.replace('&', "&&")),
            title,
        })
    }

    /// A sheet with a table: header frozen and repeated in print, every column to filter by. Rows beyond what a sheet
    /// holds go on in another. `shown` sets the filter of a column.
    pub(super) fn table<S: AsRef<str>>(
        &mut self,
        name: &str,
        columns: &[(S, f64)],
        rows: impl Iterator<Item = Vec<Cell>>,
        shown: Option<(u16, &str)>,
    ) -> Result<(), WorkbookError> {
        let mut rows = rows.peekable();
        for part in 1_u32.. {
            let name = if part == 1 {
                name.to_owned()
            } else {
                format!("{name} ({part})")
            };
            let sheet = self.workbook.add_worksheet();
            sheet.set_name(name)?;
            page(sheet, &self.footer)?;
            self.formats.header(sheet, 0, columns)?;
            sheet.set_freeze_panes(1, 0)?;
            sheet.set_repeat_rows(0, 0)?;
            let mut last = 0;
            while let Some(row) = rows.next_if(|_| last + 1 < MOST_ROWS) {
                last += 1;
                self.formats.row(sheet, last, columns, row)?;
            }
            let right = u16::try_from(columns.len() - 1).unwrap_or(u16::MAX);
            sheet.autofilter(0, 0, last, right)?;
            if let Some((column, value)) = shown.filter(|_| last > 0) {
                sheet.filter_column(column, &FilterCondition::new().add_list_filter(value))?;
            }
            if rows.peek().is_none() {
                break;
            }
        }
        Ok(())
    }

    /// A list under a letterhead, as the national portal prints them: the head stays in sight and is repeated in print.
    pub(super) fn list(
        &mut self,
        name: &str,
        letterhead: &Letterhead<'_>,
        columns: &[Column],
        rows: impl Iterator<Item = Vec<Cell>>,
    ) -> Result<(), WorkbookError> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?;
        page(sheet, &self.footer)?;
        let right = u16::try_from(columns.len() - 1).unwrap_or(u16::MAX);
        let Letterhead { state, motto, title } = letterhead;
        let (state, motto, title) = (format!("{state}\n"), format!("{motto}\n\n"), printable(title));
        let formats = &self.formats;
        sheet.merge_range(0, 0, 0, right, "", &formats.letterhead)?;
        let parts = [
            (&formats.state, state.as_str()),
            (&formats.motto, &motto),
            (&formats.title, &title),
        ];
        sheet.write_rich_string_with_format(0, 0, &parts, &formats.letterhead)?;
        sheet.set_row_height(0, LETTERHEAD)?;
        formats.header(sheet, 1, columns)?;
        sheet.set_freeze_panes(2, 0)?;
        sheet.set_repeat_rows(1, 1)?;
        let mut last = 1;
        for (row, at) in rows.zip(2..MOST_ROWS) {
            formats.row(sheet, at, columns, row)?;
            last = at;
        }
        sheet.autofilter(1, 0, last, right)?;
        Ok(())
    }

    /// A sheet with the title, lines of figures under it, and one table to filter.
    pub(super) fn report(
        &mut self,
        name: &str,
        columns: &[Column],
        lead: impl Iterator<Item = Vec<Cell>>,
        rows: impl Iterator<Item = Vec<Cell>>,
    ) -> Result<(), WorkbookError> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?;
        page(sheet, &self.footer)?;
        sheet.write_string_with_format(0, 0, &self.title, &self.formats.title)?;
        let mut at = 2;
        for row in lead {
            self.formats.row(sheet, at, columns, row)?;
            at += 1;
        }
        at += 1;
        self.formats.header(sheet, at, columns)?;
        let top = at;
        for row in rows {
            at += 1;
            self.formats.row(sheet, at, columns, row)?;
        }
        let right = u16::try_from(columns.len() - 1).unwrap_or(u16::MAX);
        sheet.autofilter(top, 0, at, right)?;
        Ok(())
    }

    /// A sheet to fill in and to print: the title, lines of text under it, a heading, and rows that no filter hides.
    /// [`form_top`] says in which row the first of them stands.
    pub(super) fn form(
        &mut self,
        name: &str,
        columns: &[Column],
        lead: &[String],
        rows: impl Iterator<Item = Vec<Cell>>,
    ) -> Result<(), WorkbookError> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?;
        page(sheet, &self.footer)?;
        sheet.write_string_with_format(0, 0, &self.title, &self.formats.title)?;
        for (at, line) in (1..).zip(lead) {
            sheet.write_string_with_format(at, 0, printable(line), &self.formats.same)?;
        }
        let mut at = form_top(lead) - 1;
        self.formats.header(sheet, at, columns)?;
        sheet.set_freeze_panes(at + 1, 2)?;
        sheet.set_repeat_rows(at, at)?;
        for row in rows {
            at += 1;
            self.formats.row(sheet, at, columns, row)?;
        }
        Ok(())
    }

    /// A matrix: the first columns say what a row is, the others, their names upright, have a mark or none. The head stays in
    /// sight.
    pub(super) fn marks(
        &mut self,
        name: &str,
        head: &[Column],
        columns: &[&str],
        rows: impl Iterator<Item = (Vec<Cell>, Vec<Mark>)>,
    ) -> Result<(), WorkbookError> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?;
        page(sheet, &self.footer)?;
        self.formats.header(sheet, 0, head)?;
        let first = u16::try_from(head.len()).unwrap_or(u16::MAX);
        for (at, column) in (first..).zip(columns) {
            sheet.set_column_width(at, 5.0)?;
            sheet.write_string_with_format(0, at, printable(column), &self.formats.upright)?;
        }
        sheet.set_row_height(0, UPRIGHT)?;
        sheet.set_freeze_panes(1, first.min(2))?;
        sheet.set_repeat_rows(0, 0)?;
        let mut last = 0;
        for ((cells, marks), row) in rows.zip(1..MOST_ROWS) {
            last = row;
            self.formats.row(sheet, row, head, cells)?;
            for (at, mark) in (first..).zip(marks) {
                let sign = match mark {
                    Mark::None => "",
                    Mark::Partial => "○",
                    Mark::Full => "●",
                };
                sheet.write_string_with_format(row, at, sign, &self.formats.mark)?;
            }
        }
        let right = first + u16::try_from(columns.len()).unwrap_or_default();
        sheet.autofilter(0, 0, last, right.saturating_sub(1))?;
        Ok(())
    }

    /// Puts a bar chart on a sheet that is there already.
    pub(super) fn bars(&mut self, bars: &Bars<'_>) -> Result<(), WorkbookError> {
        let (first, last) = (*bars.rows.start(), *bars.rows.end());
        let mut chart = Chart::new(ChartType::Bar);
        chart.title().set_name(bars.title);
        for column in bars.series {
            chart
                .add_series()
                .set_name((bars.sheet, bars.heading, *column))
                .set_categories((bars.sheet, first, bars.names, last, bars.names))
                .set_values((bars.sheet, first, *column, last, *column));
        }
        // The first row on top, as in the table.
        chart.y_axis().set_reverse();
        chart.set_width(760).set_height(140 + 36 * (last - first + 1).min(30));
        let sheet = self.workbook.worksheet_from_name(bars.sheet)?;
        sheet.insert_chart(bars.at.0, bars.at.1, &chart)?;
        Ok(())
    }

    /// The finished file. The same content gives the same bytes.
    pub(super) fn save(mut self) -> Result<Vec<u8>, WorkbookError> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// Row of a form, from 0, in which its first row of figures stands.
pub(super) fn form_top(lead: &[String]) -> u32 {
    u32::try_from(lead.len()).unwrap_or(u32::MAX - 3) + 3
}

fn excel_date(day: Date) -> Option<ExcelDateTime> {
    let parts = (
        u16::try_from(day.year()),
        u8::try_from(day.month()),
        u8::try_from(day.day()),
    );
    match parts {
        (Ok(year), Ok(month), Ok(day)) => ExcelDateTime::from_ymd(year, month, day).ok(),
        _ => None,
    }
}

/// A4 across, as wide as the paper, with the page numbers below.
fn page(sheet: &mut Worksheet, footer: &str) -> Result<(), XlsxError> {
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_footer(footer);
    Ok(())
}

struct Formats {
    title: Format,
    letterhead: Format,
    state: Format,
    motto: Format,
    header: Format,
    plain: Format,
    /// For text that a spreadsheet would take for a formula as soon as somebody edits the cell.
    quoted: Format,
    code: Format,
    date: Format,
    number: Format,
    fraction: Format,
    percent: Format,
    strong: Format,
    total: Format,
    tints: [Format; 4],
    same: Format,
    removed: Format,
    added: Format,
    upright: Format,
    mark: Format,
}

impl Formats {
    fn new() -> Self {
        let font = || Format::new().set_font_name("Times New Roman").set_font_size(11);
        let grey = Color::RGB(0x00BF_BFBF);
        let plain = font()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(grey);
        let tinted = |ink: u32, ground: u32| {
            let format = plain.clone().set_font_color(Color::RGB(ink));
            format.set_background_color(Color::RGB(ground))
        };
        Self {
            title: font().set_bold().set_font_size(14),
            letterhead: font()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            state: font().set_bold().set_font_size(13),
            motto: font().set_italic().set_font_size(12),
            header: plain
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E7_E3D8)),
            quoted: plain.clone().set_quote_prefix(),
            code: plain.clone().set_num_format("@"),
            date: plain.clone().set_num_format(DAY).set_align(FormatAlign::Center),
            number: plain.clone().set_num_format(NUMBER).set_align(FormatAlign::Right),
            fraction: plain.clone().set_num_format(FRACTION).set_align(FormatAlign::Right),
            percent: plain.clone().set_num_format("0.00%").set_align(FormatAlign::Right),
            strong: plain.clone().set_bold(),
            total: plain
                .clone()
                .set_bold()
                .set_num_format(NUMBER)
                .set_align(FormatAlign::Right),
            tints: [
                tinted(0x0014_5C3A, 0x00E3_F1E8),
                tinted(0x008A_3300, 0x00FB_E9DC),
                plain.clone(),
                tinted(0x004B_3B8F, 0x00EC_EBF7),
            ],
            same: font(),
            removed: font().set_font_color(Color::RGB(0x009C_2B16)).set_font_strikethrough(),
            added: font().set_font_color(Color::RGB(0x000C_5A33)).set_bold(),
            upright: plain
                .clone()
                .set_bold()
                .set_rotation(90)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::Bottom)
                .set_background_color(Color::RGB(0x00E7_E3D8)),
            mark: plain.clone().set_align(FormatAlign::Center),
            plain,
        }
    }

    fn header<S: AsRef<str>>(&self, sheet: &mut Worksheet, row: u32, columns: &[(S, f64)]) -> Result<(), XlsxError> {
        for (at, (title, width)) in (0_u16..).zip(columns) {
            sheet.set_column_width(at, *width)?;
            sheet.write_string_with_format(row, at, title.as_ref(), &self.header)?;
        }
        sheet.set_row_height(row, 2.4 * LINE)?;
        Ok(())
    }

    fn row<S>(&self, sheet: &mut Worksheet, row: u32, columns: &[(S, f64)], cells: Vec<Cell>) -> Result<(), XlsxError> {
        let mut lines = 1;
        for ((at, (_, width)), cell) in (0_u16..).zip(columns).zip(&cells) {
            lines = lines.max(cell.lines(*width));
            self.cell(sheet, row, at, cell)?;
        }
        // Not every program works out the height of rows by itself.
        let height = lines.to_f64().unwrap_or(HIGHEST) * LINE + 2.0;
        sheet.set_row_height(row, height.min(HIGHEST))?;
        Ok(())
    }

    fn cell(&self, sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => sheet.write_blank(row, column, &self.plain)?,
            Cell::Date(day) => match excel_date(*day) {
                Some(date) => sheet.write_datetime_with_format(row, column, &date, &self.date)?,
                // No day of a calendar that begins in 1900.
                None => sheet.write_string_with_format(row, column, day.to_string(), &self.code)?,
            },
            Cell::Percent(share) => sheet.write_number_with_format(row, column, *share, &self.percent)?,
            Cell::Number(number) if number.fract() == 0.0 => {
                sheet.write_number_with_format(row, column, *number, &self.number)?
            }
            Cell::Number(number) | Cell::Fraction(number) => {
                sheet.write_number_with_format(row, column, *number, &self.fraction)?
            }
            Cell::Text(text) => sheet.write_string_with_format(row, column, fitting(text), self.text_format(text))?,
            Cell::Code(text) => sheet.write_string_with_format(row, column, fitting(text), &self.code)?,
            Cell::Tinted(text, tint) => {
                sheet.write_string_with_format(row, column, fitting(text), &self.tints[*tint as usize])?
            }
            Cell::Strong(text) => sheet.write_string_with_format(row, column, fitting(text), &self.strong)?,
            Cell::Formula(formula, value) => {
                let (result, format) = match value {
                    Value::Number(number) => (number.normalize().to_string(), &self.number),
                    Value::Fraction(number) => (number.normalize().to_string(), &self.fraction),
                    Value::Total(number) => (number.normalize().to_string(), &self.total),
                    Value::Percent(Some(share)) => (share.normalize().to_string(), &self.percent),
                    Value::Percent(None) => ("–".to_owned(), &self.percent),
                };
                sheet.write_formula_with_format(row, column, Formula::new(formula).set_result(result), format)?
            }
            Cell::Marked(runs) => {
                let parts: Vec<(&Format, &str)> =
                    runs.iter().map(|run| (self.ink(run.ink), run.text.as_str())).collect();
                let first = runs.first().map(|run| run.text.as_str()).unwrap_or_default();
                sheet.write_rich_string_with_format(row, column, &parts, self.text_format(first))?
            }
        };
        Ok(())
    }

    fn text_format(&self, text: &str) -> &Format {
        if text.starts_with('\'') || text::looks_like_formula(text) {
            &self.quoted
        } else {
            &self.plain
        }
    }

    fn ink(&self, ink: Ink) -> &Format {
        match ink {
            Ink::Same => &self.same,
            Ink::Removed => &self.removed,
            Ink::Added => &self.added,
        }
    }
}

impl Cell {
    /// On how many lines it stands in a column of so many characters.
    fn lines(&self, width: f64) -> usize {
        // The width counts figures; letters of this font are narrower.
        let width = (width * 1.2).to_usize().unwrap_or(1);
        match self {
            Self::Text(text) | Self::Code(text) | Self::Tinted(text, _) | Self::Strong(text) => wrapped(text, width),
            Self::Marked(runs) => wrapped(&runs.iter().map(|run| run.text.as_str()).collect::<String>(), width),
            Self::Empty
            | Self::Date(_)
            | Self::Number(_)
            | Self::Fraction(_)
            | Self::Percent(_)
            | Self::Formula(..) => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_keeps_its_quote() {
        let formats = Formats::new();
        for text in ["=1+1", "+84", "-1", "@a"] {
            assert!(
                std::ptr::eq(formats.text_format(text), &raw const formats.quoted),
                "{text}"
            );
        }
        assert!(std::ptr::eq(formats.text_format("a=1"), &raw const formats.plain));
    }
}
