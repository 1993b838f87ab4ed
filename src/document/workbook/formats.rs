//! How cells look, and cells as they look.

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError};

use super::cell::{Cell, Ink, Value};
use super::fit::fitting;
use crate::catalogue::values::Date;
use crate::text;

/// Rows are no higher than this, in points, so that one long text does not fill the screen; the cell holds all of it.
const HIGHEST: f64 = 300.0;

/// Height of a line, in points.
pub(super) const LINE: f64 = 15.0;

/// Thousands grouped; a format with optional decimals would leave the decimal sign standing behind whole numbers.
const NUMBER: &str = "#,##0";

/// The same with two decimals.
const FRACTION: &str = "#,##0.00";

/// A day as it is written in Vietnam, whatever the reader's computer is set to.
const DAY: &str = "dd/mm/yyyy";

pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) letterhead: Format,
    pub(super) state: Format,
    pub(super) motto: Format,
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
    pub(super) same: Format,
    removed: Format,
    added: Format,
    pub(super) upright: Format,
    pub(super) mark: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
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

    pub(super) fn header<S: AsRef<str>>(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        columns: &[(S, f64)],
    ) -> Result<(), XlsxError> {
        for (at, (title, width)) in (0_u16..).zip(columns) {
            sheet.set_column_width(at, *width)?;
            sheet.write_string_with_format(row, at, title.as_ref(), &self.header)?;
        }
        sheet.set_row_height(row, 2.4 * LINE)?;
        Ok(())
    }

    pub(super) fn row<S>(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        columns: &[(S, f64)],
        cells: Vec<Cell>,
    ) -> Result<(), XlsxError> {
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
