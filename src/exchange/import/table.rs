//! A table of procedures, from a workbook or a text: where its headings are, which rows are procedures, and what the others
//! are. No row is passed over without a word, except empty ones.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::code::{self, Coded};
use super::columns::{self, Target};
use super::tidy::{Repairs, one_line};
use super::{Contents, Found, cells, remark};
use crate::catalogue::values::ProcedureCode;
use crate::finding::{Finding, Place, Severity};
use crate::text;

/// Rows in which the headings are looked for.
const HEAD_ROWS: usize = 50;

/// Most letters of a row that are shown.
const SHOWN: usize = 80;

/// A cell with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Whether the file has a number here, not a text.
    pub(super) number: bool,
    /// Whether it is part of merged cells whose text stands in an earlier row.
    pub(super) merged: bool,
}

/// A row that is not empty: its number in the file, from 1, and its cells by column, from 0.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) number: usize,
    pub(super) cells: BTreeMap<usize, Cell>,
}

/// The rows of one sheet.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Path of the file, with the sheet where there are several.
    pub(super) shown: String,
    pub(super) rows: Vec<Row>,
}

/// Where the headings are and what each column holds.
struct Heading {
    /// Index of the first row of data.
    data: usize,
    /// Index of the first row of headings.
    first: usize,
    columns: BTreeMap<usize, Target>,
    code: usize,
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            number: false,
            merged: false,
        }
    }
}

impl Row {
    /// A row of texts.
    pub(super) fn of(number: usize, texts: &[&str]) -> Self {
        let filled = texts.iter().enumerate().filter(|(_, text)| !text.is_empty());
        Self {
            number,
            cells: filled.map(|(column, text)| (column, Cell::text(*text))).collect(),
        }
    }
}

impl Table {
    fn place(&self, row: usize, column: usize) -> Place {
        Place {
            path: self.shown.clone(),
            line: row,
            column: column + 1,
        }
    }

    /// Every text, for telling how it is encoded.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .flat_map(|row| row.cells.values())
            .map(|cell| cell.text.as_str())
    }
}

/// Adds the procedures of a table. `false` when it has no headings.
pub(super) fn read(table: &mut Table, repairs: &mut Repairs, contents: &mut Contents) -> bool {
    let shown = table.shown.clone();
    for row in &mut table.rows {
        for (column, cell) in &mut row.cells {
            let place = Place {
                path: shown.clone(),
                line: row.number,
                column: column + 1,
            };
            cell.text = repairs.lines(&cell.text, &place);
        }
        row.cells.retain(|_, cell| !cell.text.trim().is_empty());
    }
    table.rows.retain(|row| !row.cells.is_empty());
    let Some(heading) = heading(table) else { return false };
    unknown_columns(table, &heading, &mut contents.findings);
    for row in &table.rows[..heading.first] {
        contents
            .findings
            .push(aside(table, row, "dòng đầu bảng, không phải thủ tục"));
    }
    // Which record continues where the code's cell goes on.
    let mut last: Option<(ProcedureCode, usize)> = None;
    for row in &table.rows[heading.data..] {
        match kind(row, &heading) {
            Kind::Procedure(code) => {
                let merged = row.cells.get(&heading.code).is_some_and(|cell| cell.merged);
                let continued = last
                    .as_ref()
                    .filter(|(before, _)| merged && *before == code)
                    .map(|(_, at)| *at);
                let at = continued.unwrap_or_else(|| {
                    contents.records.push(Found {
                        place: table.place(row.number, heading.code),
                        fields: Map::new(),
                        documents: Vec::new(),
                        printed: None,
                    });
                    contents.records.len() - 1
                });
                if continued.is_none() {
                    coded(table, row, &heading, &code, &mut contents.findings);
                    contents.records[at]
                        .fields
                        .insert("ma".to_owned(), Value::from(code.to_string()));
                }
                fill(
                    table,
                    row,
                    &heading,
                    &mut contents.records[at],
                    continued.is_some(),
                    &mut contents.findings,
                );
                last = Some((code, at));
            }
            Kind::Unusable(message, advice) => {
                let place = table.place(row.number, heading.code);
                let message = format!("{message}: {}", glimpse(row));
                contents
                    .findings
                    .push(remark("nhap-ma", Severity::Error, place, message).advice(advice));
            }
            Kind::Aside(what) => contents.findings.push(aside(table, row, what)),
        }
    }
    true
}

/// What a row below the headings is.
enum Kind {
    Procedure(ProcedureCode),
    /// It should be a procedure, and has no usable code.
    Unusable(String, &'static str),
    Aside(&'static str),
}

fn kind(row: &Row, heading: &Heading) -> Kind {
    let Some(cell) = row.cells.get(&heading.code) else {
        let known = row
            .cells
            .keys()
            .filter(|column| heading.columns.contains_key(column))
            .count();
        return if known > 1 && !is_numbers(row) {
            Kind::Unusable(
                "dòng không có mã thủ tục, không nhập".to_owned(),
                "ghi mã vào tệp nguồn rồi nhập lại",
            )
        } else {
            Kind::Aside("dòng tiêu đề nhóm hoặc ghi chú, không phải thủ tục")
        };
    };
    if columns::target(&cell.text) == Some(Target::Field("ma")) {
        return Kind::Aside("dòng tiêu đề cột lặp lại");
    }
    match code::read(&cell.text, cell.number) {
        Coded::Code(code) | Coded::LostZeros(code) => Kind::Procedure(code),
        Coded::TooShort(code) => Kind::Unusable(
            format!("mã «{}» thiếu chữ số, không nhập, có thể là {code}", cell.text),
            "sửa mã trong tệp nguồn rồi nhập lại",
        ),
        Coded::Other if row.cells.len() == 1 => Kind::Aside("dòng tiêu đề nhóm hoặc ghi chú, không phải thủ tục"),
        Coded::Other if is_numbers(row) => Kind::Aside("dòng đánh số cột"),
        Coded::Other => Kind::Unusable(
            format!("«{}» không phải mã thủ tục, không nhập", glimpse_of(&cell.text)),
            "sửa mã trong tệp nguồn rồi nhập lại, hoặc bỏ dòng này",
        ),
    }
}

/// Columns are numbered below their headings: 1, (2), [3].
fn is_numbers(row: &Row) -> bool {
    row.cells.values().all(|cell| {
        let digits = cell.text.trim_matches(|c: char| !c.is_alphanumeric());
        !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Says how a code was understood where it is not what the cell shows.
fn coded(table: &Table, row: &Row, heading: &Heading, code: &ProcedureCode, findings: &mut Vec<Finding>) {
    let Some(cell) = row.cells.get(&heading.code) else {
        return;
    };
    if matches!(code::read(&cell.text, cell.number), Coded::LostZeros(_)) {
        let message = format!(
            "mã trong bảng tính là số {}, mất số 0 ở cuối; đã đọc là {code}",
            cell.text
        );
        let finding = remark(
            "nhap-ma",
            Severity::Medium,
            table.place(row.number, heading.code),
            message,
        );
        findings.push(finding.advice("đối chiếu mã này với tên thủ tục; để cột mã ở dạng Text trong Excel"));
    }
}

/// Fills a record with the cells of a row.
fn fill(table: &Table, row: &Row, heading: &Heading, found: &mut Found, more: bool, findings: &mut Vec<Finding>) {
    for (column, target) in heading.columns.iter().filter(|(column, _)| **column != heading.code) {
        let cell = row.cells.get(column);
        if cell.is_some_and(|cell| more && cell.merged) {
            continue;
        }
        let text = cell.map_or("", |cell| cell.text.as_str());
        if !cells::put(&mut found.fields, *target, text) {
            let message = format!(
                "«{}» không ghi được giá trị «{}»",
                columns::label(*target),
                glimpse_of(text)
            );
            let finding = remark(
                "nhap-gia-tri",
                Severity::Error,
                table.place(row.number, *column),
                message,
            );
            findings.push(finding.advice("ghi tay giá trị này vào tệp của thủ tục"));
        }
    }
}

fn aside(table: &Table, row: &Row, what: &str) -> Finding {
    let column = row.cells.keys().next().copied().unwrap_or(0);
    remark(
        "nhap-dong",
        Severity::Low,
        table.place(row.number, column),
        format!("{what}: {}", glimpse(row)),
    )
}

fn glimpse(row: &Row) -> String {
    let mut texts: Vec<&str> = row.cells.values().map(|cell| cell.text.as_str()).collect();
    texts.dedup();
    glimpse_of(&texts.join(" | "))
}

pub(super) fn glimpse_of(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

/// The row in which most columns are named, among them the code's; a second row below it may name the rest.
fn heading(table: &Table) -> Option<Heading> {
    let named = |row: &Row| -> BTreeMap<usize, Target> {
        row.cells
            .iter()
            .filter_map(|(column, cell)| Some((*column, columns::target(&cell.text)?)))
            .collect()
    };
    let code_of = |columns: &BTreeMap<usize, Target>| {
        columns
            .iter()
            .find(|(_, target)| **target == Target::Field("ma"))
            .map(|(column, _)| *column)
    };
    let rows = table.rows.iter().take(HEAD_ROWS).enumerate();
    let candidates = rows.filter_map(|(at, row)| {
        let columns = named(row);
        Some((at, code_of(&columns).filter(|_| columns.len() > 1)?, columns))
    });
    let (first, code, mut columns) =
        candidates.reduce(|best, next| if next.2.len() > best.2.len() { next } else { best })?;
    let mut data = first + 1;
    if let Some(below) = table.rows.get(data) {
        let more = named(below);
        let is_data = below.cells.get(&code).is_some_and(|cell| !cell.merged);
        if !more.is_empty() && !is_data {
            // The row above names a group of columns, the one below each of them.
            more.into_iter().for_each(|(column, target)| {
                columns.insert(column, target);
            });
            data += 1;
        }
    }
    Some(Heading {
        data,
        first,
        columns,
        code,
    })
}

/// Columns that are not imported are named.
fn unknown_columns(table: &Table, heading: &Heading, findings: &mut Vec<Finding>) {
    let row = &table.rows[heading.data - 1];
    for (column, cell) in row
        .cells
        .iter()
        .filter(|(column, _)| !heading.columns.contains_key(column))
    {
        let filled = table.rows[heading.data..]
            .iter()
            .filter(|row| row.cells.contains_key(column))
            .count();
        let filled = text::number(i128::try_from(filled).unwrap_or_default());
        let message = format!(
            "cột «{}» không phải trường của danh mục, không nhập ({filled} dòng có giá trị)",
            glimpse_of(&cell.text)
        );
        let finding = remark("nhap-cot", Severity::Medium, table.place(row.number, *column), message);
        findings.push(finding.advice("đổi tên cột theo tên trường (tthc schema), hoặc bỏ qua"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        Table {
            shown: "a.xlsx".to_owned(),
            rows: rows
                .iter()
                .zip(1..)
                .map(|(texts, number)| Row::of(number, texts))
                .collect(),
        }
    }

    fn told(rows: &[&[&str]]) -> (Contents, Vec<String>) {
        let mut contents = Contents::default();
        assert!(read(&mut table(rows), &mut Repairs::default(), &mut contents));
        let told = contents
            .findings
            .iter()
            .map(|finding| format!("{}: {}", finding.place, finding.message))
            .collect();
        (contents, told)
    }

    #[test]
    fn every_row_is_a_procedure_or_told() {
        let (contents, told) = told(&[
            &["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            &["STT", "Mã số", "Tên", "Lĩnh vực", "Người soạn"],
            &["1", "2", "3", "4", "5"],
            &["I. Lĩnh vực đất đai"],
            &["1", "1.000001", "Một", "Đất đai", "A"],
            &["2", "1.012507. H05", "Hai", "Đất đai"],
            &["3", "", "Ba", "Đất đai"],
            &["4", "1.00488", "Bốn", "Đất đai"],
            &["5", "1.014955-Xoa", "Năm", "Đất đai"],
            &["STT", "Mã số", "Tên", "Lĩnh vực"],
            &["", "Ghi chú: số liệu minh họa"],
        ]);
        let codes: Vec<&Value> = contents.records.iter().map(|record| &record.fields["ma"]).collect();
        assert_eq!(codes, ["1.000001", "1.012507.H05"]);
        insta::assert_snapshot!(told.join("\n"), @r"
        a.xlsx:2:5: cột «Người soạn» không phải trường của danh mục, không nhập (2 dòng có giá trị)
        a.xlsx:1:1: dòng đầu bảng, không phải thủ tục: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        a.xlsx:3:1: dòng đánh số cột: 1 | 2 | 3 | 4 | 5
        a.xlsx:4:1: dòng tiêu đề nhóm hoặc ghi chú, không phải thủ tục: I. Lĩnh vực đất đai
        a.xlsx:7:2: dòng không có mã thủ tục, không nhập: 3 | Ba | Đất đai
        a.xlsx:8:2: mã «1.00488» thiếu chữ số, không nhập, có thể là 1.004880: 4 | 1.00488 | Bốn | Đất đai
        a.xlsx:9:2: «1.014955-Xoa» không phải mã thủ tục, không nhập: 5 | 1.014955-Xoa | Năm | Đất đai
        a.xlsx:10:1: dòng tiêu đề cột lặp lại: STT | Mã số | Tên | Lĩnh vực
        a.xlsx:11:2: dòng tiêu đề nhóm hoặc ghi chú, không phải thủ tục: Ghi chú: số liệu minh họa
        ");
    }

    #[test]
    fn two_rows_of_headings_name_the_columns_between_them() {
        let mut table = table(&[
            &["Mã TTHC", "Tên TTHC", "Cách thức thực hiện"],
            &["", "", "Hình thức nộp", "Thời hạn giải quyết"],
            &["1.000001", "Một", "Trực tiếp", "05 ngày"],
        ]);
        let mut contents = Contents::default();
        assert!(read(&mut table, &mut Repairs::default(), &mut contents));
        assert_eq!(
            contents.records[0].fields["cach_thuc"],
            serde_json::json!([{"hinh_thuc": "Trực tiếp", "thoi_han": "05 ngày"}])
        );
    }

    #[test]
    fn without_a_column_of_codes_it_is_no_table_of_procedures() {
        let mut contents = Contents::default();
        assert!(!read(
            &mut table(&[&["Tên", "Lĩnh vực"], &["a", "b"]]),
            &mut Repairs::default(),
            &mut contents
        ));
    }
}
