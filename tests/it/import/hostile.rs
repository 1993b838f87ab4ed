//! Files made to fill the memory or the disk are refused early, with a word on why.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::made::packed;
use crate::support::{Folder, failure, tthc};

/// Nobody waits longer to be told that a file is not read; a debug build on a busy machine has time to spare.
const EARLY: Duration = Duration::from_secs(30);

/// A workbook with this sheet, and this table of texts.
fn book(sheet: &[u8], texts: &[u8]) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let workbook = format!(
        "<workbook xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let relations = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"r2\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
    );
    let main = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", main.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", texts),
    ])
}

fn refused(name: &str, bytes: &[u8]) -> String {
    let folder = Folder::new(&[]);
    folder.write(name, bytes);
    let started = Instant::now();
    let error = failure(&tthc(folder.path(), &["import", name, "--out", "out"]));
    assert!(started.elapsed() < EARLY, "{:?}: {error}", started.elapsed());
    assert!(!folder.path().join("out").exists());
    error
}

fn sheet(rows: &str) -> Vec<u8> {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

#[test]
fn a_bomb_is_refused() {
    let texts = vec![b' '; 129 * 1024 * 1024];
    let error = refused("a.xlsx", &book(&sheet(""), &texts));
    assert!(
        error.contains("xl/sharedStrings.xml unpacks to more than 128 MB"),
        "{error}"
    );
    let document = vec![b' '; 65 * 1024 * 1024];
    let error = refused("a.docx", &packed(&[("word/document.xml", &document)]));
    assert!(
        error.contains("word/document.xml unpacks to more than 64 MB"),
        "{error}"
    );
}

#[test]
fn a_sheet_of_a_million_rows_is_refused() {
    let mut rows =
        String::from("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Mã số</v></c><c r=\"B1\" t=\"str\"><v>Tên</v></c></row>");
    for row in 2..=1_048_576 {
        let _ = write!(rows, "<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>");
    }
    let error = refused("a.xlsx", &book(&sheet(&rows), b"<sst/>"));
    assert!(error.contains("sheet A, row 200001: more than 200000 rows"), "{error}");
}

#[test]
fn a_sheet_that_only_reaches_far_takes_no_memory() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Mã số</v></c><c r=\"B1\" t=\"str\"><v>Tên</v></c></row>\
        <row r=\"1048576\"><c r=\"A1048576\" t=\"str\"><v>1.000001</v></c><c r=\"B1048576\" t=\"str\"><v>Một</v></c></row>";
    let folder = Folder::new(&[]);
    folder.write("a.xlsx", &book(&sheet(rows), b"<sst/>"));
    let plan = super::made::import(&folder, &["a.xlsx"], &[], 1);
    assert_eq!(plan["procedures"][0]["code"], "1.000001");
    let wide = rows.replace("B1048576", "XFD1048576");
    let error = refused("b.xlsx", &book(&sheet(&wide), b"<sst/>"));
    assert!(error.contains("row 1048576: more than 200 columns"), "{error}");
}

#[test]
fn a_huge_file_is_refused_by_its_size() {
    let folder = Folder::new(&[]);
    let file = std::fs::File::create(folder.path().join("a.xlsx")).unwrap();
    file.set_len(300 * 1024 * 1024).unwrap();
    let started = Instant::now();
    let error = failure(&tthc(folder.path(), &["import", "a.xlsx", "--out", "out"]));
    assert!(started.elapsed() < Duration::from_secs(5));
    assert!(
        error.contains("it has 300 MB, more than the 256 MB that are read"),
        "{error}"
    );
}

#[test]
fn what_is_cut_off_or_damaged_is_told() {
    let whole = super::made::list(&[["1.000001", "Một", "Bộ", "Sở", "Đất"]]);
    assert!(refused("a.xlsx", &whole[..whole.len() / 2]).contains("not a whole file"));
    assert!(refused("a.pdf", b"%PDF-1.7\nabc").contains("damaged"));
    assert!(refused("a.json", b"{\n\"code\": \n").contains("no JSON"));
    assert!(refused("a.jsonl", b"{\"code\": \"1.000001\"}\n[1]\n").contains("line 2: expected an object"));
    assert!(refused("a.csv", b"a;b\nc;d\n").contains("no row of headings"));
    assert!(refused("a.gz", b"\x1f\x8b\x08\x00").contains("gzip"));
}
