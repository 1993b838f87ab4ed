//! The workbook of a comparison, one row a change.

use rust_decimal::prelude::ToPrimitive;

use super::labels;
use super::passages::{self, Run};
use super::views::{self, PatternIndex};
use crate::catalogue::fields;
use crate::diff::{Burden, CatalogueDiff, Change, ProcedureDiff, Substance, Total};
use crate::document::printable;
use crate::document::workbook::{Book, Cell, Column, Ink, Piece, Tint, WorkbookError, number, text_cell};
use crate::text;

/// Words are marked in cells up to this length, in UTF-16 units, and this many marks: beyond, Excel gets slow.
const MARKED: (usize, usize) = (8_000, 80);

/// Sheets with every change, every procedure, the changes that many share, and totals. The same comparison gives the
/// same bytes. Changes of spelling, format and office names are in the sheet; without `all` the filter hides them.
///
/// # Errors
///
/// When the comparison does not fit into a workbook.
pub fn xlsx(diff: &CatalogueDiff, all: bool) -> Result<Vec<u8>, WorkbookError> {
    let title = format!("So sánh {} với {}", diff.old, diff.new);
    let mut book = Book::new(&title)?;
    let mut ordered: Vec<&ProcedureDiff> = diff.procedures.iter().collect();
    ordered.sort_by_cached_key(|procedure| text::collation_key(&procedure.field));
    let shown = (!all).then(|| (SUBSTANCE, labels::substance(Substance::Content)));
    let index = PatternIndex::of(&diff.patterns);
    book.table("Thay đổi", CHANGES, changes(&ordered, &index), shown)?;
    book.table("Thủ tục", PROCEDURES, procedures(&ordered), None)?;
    book.table("Thay đổi chung", PATTERNS, patterns(diff), None)?;
    totals(&mut book, diff)?;
    book.save()
}

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
        burden_cell(change.burden),
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
        return Cell::Marked(runs.into_iter().map(piece).collect());
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
            burden_cell(pattern.burden),
            text_cell(labels::substance(pattern.substance)),
            Cell::Code(printable(&pattern.codes.join(", "))),
        ]
    });
    numbered(rows)
}

fn totals(book: &mut Book, diff: &CatalogueDiff) -> Result<(), WorkbookError> {
    let mut columns: Vec<Column> = vec![("Phạm vi", 22.0), ("Tên", 42.0)];
    columns.extend(views::FIGURES.iter().map(|(name, _)| (*name, 14.0)));
    let fates = views::fates(diff).into_iter().map(|(name, count)| {
        let name = format!("Thủ tục: {}", text::lower_first(name));
        vec![Cell::Text(name), number(count)]
    });
    let totals = &diff.totals;
    let all = std::iter::once(("Toàn bộ", String::new(), &totals.all));
    let by_field = views::sorted_totals(&totals.by_field).into_iter();
    let by_agency = views::sorted_totals(&totals.by_agency).into_iter();
    let rows = all
        .chain(by_field.map(|(name, total)| ("Lĩnh vực", name, total)))
        .chain(by_agency.map(|(name, total)| ("Cơ quan", name, total)))
        .map(|(scope, name, total)| total_row(scope, &name, total));
    book.report("Tổng hợp", &columns, fates, rows)
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

fn burden_cell(burden: Burden) -> Cell {
    let tint = match burden {
        Burden::Lighter => Tint::Good,
        Burden::Heavier => Tint::Bad,
        Burden::Neutral => Tint::Neutral,
        Burden::Unclear => Tint::Open,
    };
    Cell::Tinted(
        format!("{} {}", labels::burden_sign(burden), labels::burden(burden)),
        tint,
    )
}

fn piece(run: Run) -> Piece {
    let ink = match run.mark {
        "bo" => Ink::Removed,
        "them" => Ink::Added,
        _ => Ink::Same,
    };
    Piece { ink, text: run.text }
}
