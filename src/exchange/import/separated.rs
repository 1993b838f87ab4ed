//! CSV: the only place here that knows the `csv` crate's reader.

use std::borrow::Cow;

use csv::{ByteRecord, ReaderBuilder};

use super::Contents;
use super::table::{self, Cell, Row, Table};
use super::tidy::Repairs;
use crate::finding::Severity;
use crate::text;

/// Most rows and columns read. The nation has 6,000 procedures, with all local copies 120,000.
pub(super) const MOST_ROWS: usize = 200_000;

/// Most columns read.
pub(super) const MOST_COLUMNS: usize = 200;

/// Longest cell, in bytes; the longest value of a real record has 70 KB.
pub(super) const MOST_CELL: usize = 1024 * 1024;

/// Reads rows of a spreadsheet as text.
pub(super) fn read(bytes: &[u8], shown: &str) -> Result<Contents, String> {
    let (text, western) = decoded(bytes);
    let mut table = Table {
        shown: shown.to_owned(),
        rows: rows(&text)?,
    };
    let mut contents = Contents::default();
    let mut repairs = Repairs::of(table.texts());
    if western {
        let message = "tệp không phải UTF-8; đã đọc từng byte như bảng mã Windows phương Tây";
        let place = crate::finding::Place::file(shown);
        let finding = super::remark("nhap-bang-ma", Severity::Medium, place, message);
        contents
            .findings
            .push(finding.advice("xem lại vài giá trị; lưu tệp nguồn với bảng mã UTF-8 nếu chữ sai"));
    }
    if !table::read(&mut table, &mut repairs, &mut contents) {
        return Err(no_heading());
    }
    contents.repairs = repairs;
    Ok(contents)
}

/// Why a text that looks like a table is none of procedures.
pub(super) fn no_heading() -> String {
    "no row of headings with a column of codes (Mã số, Mã TTHC …) and another field in its first 50 rows".to_owned()
}

fn rows(text: &str) -> Result<Vec<Row>, String> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut rows, mut record) = (Vec::new(), ByteRecord::new());
    let mut last = (0, false);
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| format!("it is no CSV ({error})"))?
    {
        let line = record
            .position()
            .map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
        last = (line, record.iter().any(|field| field.contains(&b'\n')));
        let too_many = |what: &str, most: usize| format!("line {line}: more than {most} {what}; split the file");
        if rows.len() >= MOST_ROWS {
            return Err(too_many("rows", MOST_ROWS));
        }
        if record.len() > MOST_COLUMNS {
            return Err(too_many("columns", MOST_COLUMNS));
        }
        if record.iter().any(|field| field.len() > MOST_CELL) {
            return Err(too_many(
                "bytes in a cell (a quotation mark that is not closed?)",
                MOST_CELL,
            ));
        }
        let cell = |(column, field): (usize, &[u8])| {
            let text = String::from_utf8_lossy(field);
            (column, Cell::text(text::unguarded(&text)))
        };
        let filled = record.iter().enumerate().filter(|(_, field)| !field.is_empty());
        rows.push(Row {
            number: line,
            cells: filled.map(cell).collect(),
        });
    }
    // Whatever follows such a mark is part of the cell, without an error.
    let is_open = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    match last {
        (line, true) if is_open => Err(format!(
            "line {line}: a quotation mark is not closed, and all rows behind it are one cell; close it or take it away"
        )),
        _ => Ok(rows),
    }
}

/// The sign between columns: Excel in Vietnam writes semicolons, data sets commas or tabs. Those within quotation marks are
/// part of a text.
fn delimiter(text: &str) -> u8 {
    let start: String = text.lines().take(20).collect::<Vec<_>>().join("\n");
    let bare: String = start.split('"').step_by(2).collect();
    let count = |sign: char| bare.matches(sign).count();
    match (count(','), count(';'), count('\t')) {
        (_, _, tabs) if tabs > 0 && tabs >= count(';') && tabs * 2 >= count(',') => b'\t',
        (commas, semicolons, _) if semicolons > 0 && semicolons * 2 >= commas => b';',
        _ => b',',
    }
}

/// The text of a file, and whether its bytes had to be taken for Western letters.
pub(super) fn decoded(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => (wide(rest, u16::from_le_bytes), false),
        [0xfe, 0xff, rest @ ..] => (wide(rest, u16::from_be_bytes), false),
        _ => match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
            Ok(text) => (Cow::Borrowed(text), false),
            Err(_) => (Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()), true),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_apart_by_any_of_three_signs() {
        for sign in [",", ";", "\t"] {
            let text = format!("Mã số{sign}Tên\n1.000001{sign}\"Một{sign} hai\"\n");
            let contents = read(text.as_bytes(), "a.csv").unwrap();
            assert_eq!(
                contents.records[0].fields["ten"],
                format!("Một{sign} hai").replace("\t ", " "),
                "{sign:?}"
            );
        }
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_swallows_no_rows() {
        let open = "Mã số,Tên\n1.000001,Một\n1.000002,\"Hai\n1.000003,Ba\n";
        assert!(
            read(open.as_bytes(), "a.csv")
                .unwrap_err()
                .starts_with("line 3: a quotation mark")
        );
        // An inch is none, and lines within marks that are closed are lines of a cell.
        let sound = "Mã số,Tên\n1.000001,Ống 5\"\n1.000002,\"Hai\nhàng\"\n1.000003,Ba\n";
        assert_eq!(read(sound.as_bytes(), "a.csv").unwrap().records.len(), 3);
    }

    #[test]
    fn wide_and_old_bytes_are_read() {
        let wide: Vec<u8> = "\u{feff}Mã số;Tên\n1.000001;Một"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(read(&wide, "a.csv").unwrap().records[0].fields["ten"], "Một");
        // TCVN3, byte by byte: "Mã số;Tên;Lĩnh vực" and "Hộ tịch".
        let old = b"M\xb7 s\xe8;T\xaan;L\xdcnh v\xf9c\n1.000001;C\xcap gi\xcay ph\xd0p;H\xe9 t\xdech\n";
        let contents = read(old, "a.csv").unwrap();
        assert_eq!(contents.records[0].fields["ten"], "Cấp giấy phép");
        assert_eq!(contents.records[0].fields["linh_vuc"], "Hộ tịch");
    }

    #[test]
    fn a_file_that_is_too_much_is_refused_with_its_line() {
        let wide = format!("Mã số;Tên{}\n", ";".repeat(MOST_COLUMNS));
        assert!(
            read(wide.as_bytes(), "a.csv")
                .unwrap_err()
                .contains("line 1: more than 200 columns")
        );
        let open = format!("Mã số;Tên\n1.000001;\"{}", "a".repeat(MOST_CELL + 1));
        assert!(
            read(open.as_bytes(), "a.csv")
                .unwrap_err()
                .contains("line 2: more than")
        );
    }
}
