//! Workbooks, to filter and to print: the only place that knows `rust_xlsxwriter`. What stands in them, the documents say.

mod cell;
mod fit;
mod formats;

use std::ops::RangeInclusive;

use rust_xlsxwriter::{
    Chart, ChartType, DocProperties, ExcelDateTime, FilterCondition, Workbook, Worksheet, XlsxError,
};
use thiserror::Error;

pub(super) use self::cell::{Cell, Ink, Mark, Piece, Tint, Value, number, text_cell};
use self::formats::{Formats, LINE};
use super::printable;

/// Excel refuses a sheet with more rows.
const MOST_ROWS: u32 = 1_048_576;

/// Height of a heading written upright, in points: two lines of some thirty letters.
const UPRIGHT: f64 = 170.0;

const A4: u8 = 9;

/// Height of the letterhead of a list, in points.
const LETTERHEAD: f64 = 6.0 * LINE;

/// Why a workbook was not made.
#[derive(Debug, Error)]
#[error("cannot make the workbook")]
pub struct WorkbookError(#[from] XlsxError);

/// Heading of a column and its width in characters.
pub(super) type Column = (&'static str, f64);

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
            let sheet = added(&mut self.workbook, &name, &self.footer)?;
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
        let sheet = added(&mut self.workbook, name, &self.footer)?;
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
        let sheet = added(&mut self.workbook, name, &self.footer)?;
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
        let sheet = added(&mut self.workbook, name, &self.footer)?;
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
        let sheet = added(&mut self.workbook, name, &self.footer)?;
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

/// Another sheet: A4 across, as wide as the paper, with the page numbers below.
fn added<'w>(workbook: &'w mut Workbook, name: &str, footer: &str) -> Result<&'w mut Worksheet, XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet
        .set_name(name)?
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_footer(footer);
    Ok(sheet)
}
