//! The workbook of a comparison, one row a change, to filter and to print: the only file that knows `rust_xlsxwriter`.

use std::borrow::Cow;

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, FilterCondition, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use thiserror::Error;

use super::labels;
use super::passages::{self, Run, printable};
use super::views::{self, PatternIndex};
use crate::catalogue::fields;
use crate::diff::{Burden, CatalogueDiff, Change, ProcedureDiff, Substance, Total};
use crate::text;

/// Excel refuses a cell with more, counted in UTF-16 units; the note that something was cut needs some of it.
const MOST_IN_CELL: usize = 32_000;

/// Excel refuses a sheet with more rows.
const MOST_ROWS: u32 = 1_048_576;

/// Words are marked in cells up to this length, in UTF-16 units, and this many marks: beyond, Excel gets slow.
const MARKED: (usize, usize) = (8_000, 80);

/// Rows are no higher than this, in points, so that one long text does not fill the screen; the cell holds all of it.
const HIGHEST: f64 = 300.0;

/// Height of a line, in points.
const LINE: f64 = 15.0;

const A4: u8 = 9;

/// Why a workbook was not made.
#[derive(Debug, Error)]
#[error("cannot make the workbook")]
pub struct WorkbookError(#[from] XlsxError);

/// Sheets with every change, every procedure, the changes that many share, and totals. The same comparison gives the
/// same bytes. Changes of spelling, format and office names are in the sheet; without `all` the filter hides them.
///
/// # Errors
///
/// When the comparison does not fit into a workbook.
pub fn xlsx(diff: &CatalogueDiff, all: bool) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(diff)?;
    let mut ordered: Vec<&ProcedureDiff> = diff.procedures.iter().collect();
    ordered.sort_by_cached_key(|procedure| text::collation_key(&procedure.field));
    let shown = (!all).then(|| (SUBSTANCE, labels::substance(Substance::Content)));
    let index = PatternIndex::of(&diff.patterns);
    book.table("Thay đổi", CHANGES, changes(&ordered, &index), shown)?;
    book.table("Thủ tục", PROCEDURES, procedures(&ordered), None)?;
    book.table("Thay đổi chung", PATTERNS, patterns(diff), None)?;
    book.totals(diff)?;
    Ok(book.workbook.save_to_buffer()?)
}

/// Heading of a column and its width in characters.
type Column = (&'static str, f64);

const CHANGES: &[Column] = &[
    ("STT", 5.0),
    ("Lĩnh vực", 12.0),
    ("Mã TTHC", 10.0),
    ("Tên thủ tục hành chính", 24.0),
    ("Cấp thực hiện", 9.0),
    ("Cơ quan", 13.0),
    ("Tình trạng", 10.0),
    ("Phần (trường)", 13.0),
    ("Loại thay đổi", 8.0),
    ("Nội dung cũ", 28.0),
    ("Nội dung mới", 28.0),
    ("Câu mô tả", 30.0),
    ("Gánh nặng", 10.5),
    ("Tính chất", 9.5),
    ("Tăng, giảm (%)", 8.0),
    ("Thay đổi chung số", 8.0),
];

/// Column of `CHANGES` to filter content by.
const SUBSTANCE: u16 = 13;

const PROCEDURES: &[Column] = &[
    ("STT", 6.0),
    ("Lĩnh vực", 18.0),
    ("Mã TTHC", 11.0),
    ("Tên thủ tục hành chính", 46.0),
    ("Cấp thực hiện", 13.0),
    ("Cơ quan", 24.0),
    ("Tình trạng", 16.0),
    ("Thay thế các mã", 18.0),
    ("Nguồn gốc", 24.0),
    ("Thay đổi nội dung", 10.0),
    ("Nhẹ hơn", 8.0),
    ("Nặng hơn", 8.0),
    ("Trung tính", 8.0),
    ("Cần xem", 8.0),
    ("Thay đổi khác", 10.0),
];

const PATTERNS: &[Column] = &[
    ("Số", 6.0),
    ("Số thủ tục", 9.0),
    ("Phần (trường)", 18.0),
    ("Loại thay đổi", 10.0),
    ("Nội dung cũ", 36.0),
    ("Nội dung mới", 36.0),
    ("Câu mô tả", 44.0),
    ("Gánh nặng", 12.0),
    ("Tính chất", 12.0),
    ("Mã các thủ tục", 40.0),
];

/// What stands in a cell.
enum Cell {
    Empty,
    Number(f64),
    Text(String),
    /// Text that looks like a number and is none.
    Code(String),
    /// A direction of burden.
    Burden(Burden),
    /// Text with the words that went or came.
    Marked(Vec<Run>),
}

fn number(count: usize) -> Cell {
    // No count of ours is beyond what a float holds exactly.
    Cell::Number(count.to_f64().unwrap_or_default())
}

fn text_cell(value: &str) -> Cell {
    if value.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(printable(value))
    }
}

fn changes<'a>(
    ordered: &'a [&'a ProcedureDiff],
    patterns: &'a PatternIndex<'a>,
) -> impl Iterator<Item = Vec<Cell>> + 'a {
    let rows = ordered.iter().flat_map(move |procedure| {
        let whole = views::whole(procedure).map(|(kind, sentence)| {
            let mut row = head(procedure);
            row.extend([
                text_cell("Cả thủ tục"),
                text_cell(labels::kind(kind)),
                Cell::Empty,
                Cell::Empty,
                text_cell(sentence),
                Cell::Empty,
                text_cell(labels::substance(Substance::Content)),
                Cell::Empty,
                Cell::Empty,
            ]);
            row
        });
        let changed: Vec<_> = procedure
            .changes
            .iter()
            .map(|change| change_row(procedure, change, patterns.number(change).0))
            .collect();
        whole.into_iter().chain(changed)
    });
    numbered(rows)
}

/// Rows with their number before them.
fn numbered<'a>(rows: impl Iterator<Item = Vec<Cell>> + 'a) -> impl Iterator<Item = Vec<Cell>> + 'a {
    rows.enumerate().map(|(at, mut row)| {
        row.insert(0, number(at + 1));
        row
    })
}

/// What every row says of its procedure.
fn head(procedure: &ProcedureDiff) -> Vec<Cell> {
    vec![
        Cell::Text(views::named(&procedure.field)),
        Cell::Code(printable(&procedure.code)),
        text_cell(&procedure.name),
        text_cell(&procedure.levels.join(", ")),
        Cell::Text(views::named(&procedure.agency)),
        text_cell(procedure.status.label()),
    ]
}

fn change_row(procedure: &ProcedureDiff, change: &Change, pattern: usize) -> Vec<Cell> {
    let (old, new) = sides(change.old.as_deref(), change.new.as_deref());
    let percent = change.quantity.as_ref().and_then(|quantity| quantity.percent);
    let mut row = head(procedure);
    row.extend([
        Cell::Text(part(change.field, &change.label)),
        text_cell(labels::kind(change.kind)),
        old,
        new,
        text_cell(&change.sentence),
        Cell::Burden(change.burden),
        text_cell(labels::substance(change.substance)),
        percent
            .and_then(|percent| percent.to_f64())
            .map_or(Cell::Empty, Cell::Number),
        if pattern == 0 { Cell::Empty } else { number(pattern) },
    ]);
    row
}

/// "Cách thức thực hiện: Thời hạn giải quyết", the field and what of it changed.
fn part(field: &str, label: &str) -> String {
    let label = printable(label);
    match fields::field(field).map(|field| field.label) {
        Some(field) if field != label => format!("{field}: {label}"),
        _ => label,
    }
}

fn sides(old: Option<&str>, new: Option<&str>) -> (Cell, Cell) {
    let plain = |value: Option<&str>| value.map_or(Cell::Empty, text_cell);
    let (Some(before), Some(after)) = (old, new) else {
        return (plain(old), plain(new));
    };
    if before.len() + after.len() > 4 * MARKED.0 {
        return (plain(old), plain(new));
    }
    let runs = passages::runs(before, after);
    let side = |without: &str| -> Vec<Run> { runs.iter().filter(|run| run.mark != without).cloned().collect() };
    (marked(side("them")), marked(side("bo")))
}

fn marked(runs: Vec<Run>) -> Cell {
    let length: usize = runs.iter().map(|run| run.text.encode_utf16().count()).sum();
    if (2..=MARKED.1).contains(&runs.len()) && length <= MARKED.0 {
        return Cell::Marked(runs);
    }
    let text: String = runs.into_iter().map(|run| run.text).collect();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn procedures<'a>(ordered: &'a [&'a ProcedureDiff]) -> impl Iterator<Item = Vec<Cell>> + 'a {
    let rows = ordered.iter().map(|procedure| {
        let moving = |burden: Burden| number(procedure.substantive().filter(|change| change.burden == burden).count());
        let content = procedure.substantive().count();
        let mut row = head(procedure);
        row.extend([
            if procedure.replaces.is_empty() {
                Cell::Empty
            } else {
                Cell::Code(printable(&procedure.replaces.join(", ")))
            },
            procedure.lineage.as_ref().map_or(Cell::Empty, |lineage| {
                let mut lines = vec![views::lineage(lineage)];
                lines.extend(lineage.evidence.iter().cloned());
                text_cell(&lines.join("\n"))
            }),
            number(content),
        ]);
        row.extend(labels::BURDENS.map(moving));
        row.push(number(procedure.changes.len() - content));
        row
    });
    numbered(rows)
}

fn patterns(diff: &CatalogueDiff) -> impl Iterator<Item = Vec<Cell>> + '_ {
    let rows = diff.patterns.iter().map(|pattern| {
        let (old, new) = sides(pattern.old.as_deref(), pattern.new.as_deref());
        vec![
            number(pattern.codes.len()),
            Cell::Text(part(pattern.field, &pattern.label)),
            text_cell(labels::kind(pattern.kind)),
            old,
            new,
            text_cell(&pattern.sentence),
            Cell::Burden(pattern.burden),
            text_cell(labels::substance(pattern.substance)),
            Cell::Code(printable(&pattern.codes.join(", "))),
        ]
    });
    numbered(rows)
}

/// The workbook in the making.
struct Book {
    workbook: Workbook,
    formats: Formats,
    footer: String,
}

impl Book {
    fn new(diff: &CatalogueDiff) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        let title = format!("So sánh {} với {}", printable(&diff.old), printable(&diff.new));
        // The time of writing would make two workbooks of one comparison differ.
        let properties = DocProperties::new()
            .set_title(&title)
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        workbook.set_properties(&properties);
        Ok(Self {
            workbook,
            formats: Formats::new(),
            footer: format!("&L{}&RTrang &P/&N", title.replace('&', "&&")),
        })
    }

    /// A sheet with a table: header frozen and repeated in print, every column to filter by. Rows beyond what a sheet
    /// holds go on in another.
    fn table(
        &mut self,
        name: &str,
        columns: &[Column],
        rows: impl Iterator<Item = Vec<Cell>>,
        shown: Option<(u16, &str)>,
    ) -> Result<(), XlsxError> {
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

    fn totals(&mut self, diff: &CatalogueDiff) -> Result<(), XlsxError> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name("Tổng hợp")?;
        page(sheet, &self.footer)?;
        let title = format!("So sánh {} với {}", printable(&diff.old), printable(&diff.new));
        sheet.write_string_with_format(0, 0, title, &self.formats.title)?;
        let mut columns: Vec<Column> = vec![("Phạm vi", 22.0), ("Tên", 42.0)];
        columns.extend(views::FIGURES.iter().map(|(name, _)| (*name, 14.0)));
        let mut at = 2;
        for (name, count) in views::fates(diff) {
            let name = format!("Thủ tục: {}", text::lower_first(name));
            self.formats
                .row(sheet, at, &columns, vec![Cell::Text(name), number(count)])?;
            at += 1;
        }
        at += 1;
        self.formats.header(sheet, at, &columns)?;
        let top = at;
        let totals = &diff.totals;
        let all = std::iter::once(("Toàn bộ", String::new(), &totals.all));
        let by_field = views::sorted_totals(&totals.by_field).into_iter();
        let by_agency = views::sorted_totals(&totals.by_agency).into_iter();
        let rows = all
            .chain(by_field.map(|(name, total)| ("Lĩnh vực", name, total)))
            .chain(by_agency.map(|(name, total)| ("Cơ quan", name, total)));
        for (scope, name, total) in rows {
            at += 1;
            self.formats.row(sheet, at, &columns, total_row(scope, &name, total))?;
        }
        let right = u16::try_from(columns.len() - 1).unwrap_or(u16::MAX);
        sheet.autofilter(top, 0, at, right)?;
        Ok(())
    }
}

fn total_row(scope: &str, name: &str, total: &Total) -> Vec<Cell> {
    let mut row = vec![text_cell(scope), text_cell(name)];
    row.extend(
        views::FIGURES
            .iter()
            .map(|(_, figure)| Cell::Number(figure(total).to_f64().unwrap_or_default())),
    );
    row
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
    header: Format,
    plain: Format,
    /// For text that a spreadsheet would take for a formula as soon as somebody edits the cell.
    quoted: Format,
    code: Format,
    number: Format,
    burdens: [Format; 4],
    same: Format,
    removed: Format,
    added: Format,
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
            header: plain
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E7_E3D8)),
            quoted: plain.clone().set_quote_prefix(),
            code: plain.clone().set_num_format("@"),
            number: plain.clone().set_num_format("#,##0.##").set_align(FormatAlign::Right),
            burdens: [
                tinted(0x0014_5C3A, 0x00E3_F1E8),
                tinted(0x008A_3300, 0x00FB_E9DC),
                plain.clone(),
                tinted(0x004B_3B8F, 0x00EC_EBF7),
            ],
            same: font(),
            removed: font().set_font_color(Color::RGB(0x009C_2B16)).set_font_strikethrough(),
            added: font().set_font_color(Color::RGB(0x000C_5A33)).set_bold(),
            plain,
        }
    }

    fn header(&self, sheet: &mut Worksheet, row: u32, columns: &[Column]) -> Result<(), XlsxError> {
        for (at, (title, width)) in (0_u16..).zip(columns) {
            sheet.set_column_width(at, *width)?;
            sheet.write_string_with_format(row, at, *title, &self.header)?;
        }
        sheet.set_row_height(row, 2.4 * LINE)?;
        Ok(())
    }

    fn row(&self, sheet: &mut Worksheet, row: u32, columns: &[Column], cells: Vec<Cell>) -> Result<(), XlsxError> {
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
            Cell::Number(number) => sheet.write_number_with_format(row, column, *number, &self.number)?,
            Cell::Text(text) => sheet.write_string_with_format(row, column, fitting(text), self.text_format(text))?,
            Cell::Code(text) => sheet.write_string_with_format(row, column, fitting(text), &self.code)?,
            Cell::Burden(burden) => {
                let label = format!("{} {}", labels::burden_sign(*burden), labels::burden(*burden));
                let at = labels::BURDENS
                    .iter()
                    .position(|known| known == burden)
                    .unwrap_or_default();
                sheet.write_string_with_format(row, column, label, &self.burdens[at])?
            }
            Cell::Marked(runs) => {
                let parts: Vec<(&Format, &str)> = runs
                    .iter()
                    .map(|run| (self.run_format(run), run.text.as_str()))
                    .collect();
                let first = runs.first().map(|run| run.text.as_str()).unwrap_or_default();
                sheet.write_rich_string_with_format(row, column, &parts, self.text_format(first))?
            }
        };
        Ok(())
    }

    fn text_format(&self, text: &str) -> &Format {
        if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) {
            &self.quoted
        } else {
            &self.plain
        }
    }

    fn run_format(&self, run: &Run) -> &Format {
        match run.mark {
            "bo" => &self.removed,
            "them" => &self.added,
            _ => &self.same,
        }
    }
}

/// The text as far as a cell holds it, and that it goes on.
fn fitting(text: &str) -> Cow<'_, str> {
    let mut units = 0;
    let cut = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > MOST_IN_CELL
    });
    match cut {
        None => Cow::Borrowed(text),
        Some((at, _)) => {
            let left = i128::try_from(text[at..].chars().count()).unwrap_or(i128::MAX);
            let left = text::number(left);
            Cow::Owned(format!("{} … (còn {left} ký tự, xem bản HTML)", &text[..at]))
        }
    }
}

impl Cell {
    /// On how many lines it stands in a column of so many characters.
    fn lines(&self, width: f64) -> usize {
        // The width counts figures; letters of this font are narrower.
        let width = (width * 1.2).to_usize().unwrap_or(1);
        match self {
            Self::Text(text) | Self::Code(text) => wrapped(text, width),
            Self::Marked(runs) => wrapped(&runs.iter().map(|run| run.text.as_str()).collect::<String>(), width),
            Self::Empty | Self::Number(_) | Self::Burden(_) => 1,
        }
    }
}

/// Lines of a text wrapped at words; a word wider than the column is broken.
fn wrapped(text: &str, width: usize) -> usize {
    let wrap = |line: &str| {
        let (mut lines, mut filled) = (1, 0);
        for word in line.split(' ') {
            let length = word.chars().count();
            if filled > 0 && filled + 1 + length > width {
                lines += 1;
                filled = 0;
            }
            filled += usize::from(filled > 0) + length;
            lines += filled.saturating_sub(1) / width;
            filled = if filled > width {
                (filled - 1) % width + 1
            } else {
                filled
            };
        }
        lines
    };
    text.split('\n').map(wrap).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_beyond_a_cell_is_cut_and_says_so() {
        assert_eq!(fitting("ngắn"), "ngắn");
        // Each of these takes two of Excel's units.
        let long = "🙂".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.encode_utf16().count() < 32_767);
        assert!(cut.ends_with(" … (còn 4.000 ký tự, xem bản HTML)"), "{cut}");
    }

    #[test]
    fn rows_are_as_high_as_their_text() {
        for (text, lines) in [("", 1), ("a bc", 1), ("ab cde f", 2), ("abcdefghijk", 3), ("a\n\nb", 3)] {
            assert_eq!(wrapped(text, 5), lines, "{text}");
        }
    }

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
