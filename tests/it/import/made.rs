//! Files as portals and offices make them, with invented content ("số liệu minh họa").

use std::io::{Cursor, Write};
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{Folder, stdout, tthc};

/// The portal's list export: a letterhead over all columns, headings, and the rows.
pub(super) fn list(rows: &[[&str; 5]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Danh sách TTHC").unwrap();
    let head = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc";
    sheet.merge_range(0, 0, 0, 4, head, &Format::new()).unwrap();
    let headings = ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"];
    sheet.write_row(1, 0, headings).unwrap();
    for (row, at) in rows.iter().zip(2..) {
        sheet.write_row(at, 0, *row).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// An archive with files of these names.
pub(super) fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::DEFAULT).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A part of the detail export.
pub(super) enum Part<'p> {
    Line(&'p str),
    Table(&'p [&'p [&'p str]]),
}

/// The detail export: a Word file, whatever its name ends in.
pub(super) fn detail(parts: &[Part<'_>]) -> Vec<u8> {
    let paragraph = |text: &str| {
        let runs: Vec<String> = text
            .split('\n')
            .map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line)))
            .collect();
        format!("<w:p><w:r>{}</w:r></w:p>", runs.join("<w:br/>"))
    };
    let mut body = paragraph("Chi tiết thủ tục hành chính");
    for part in parts {
        match part {
            Part::Line(text) => body.push_str(&paragraph(text)),
            Part::Table(rows) => {
                body.push_str("<w:tbl>");
                for row in *rows {
                    let cells: String = row
                        .iter()
                        .map(|cell| format!("<w:tc><w:p/>{}</w:tc>", paragraph(cell)))
                        .collect();
                    body.push_str(&format!("<w:tr>{cells}</w:tr>"));
                }
                body.push_str("</w:tbl>");
            }
        }
    }
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Imports files of a folder into `out` below it, and returns the plan.
pub(super) fn import(folder: &Folder, files: &[&str], options: &[&str], status: i32) -> Value {
    let mut args = vec!["import"];
    args.extend(files);
    args.extend(["--out", "out", "--date", "01/07/2026", "--format", "json"]);
    args.extend(options);
    serde_json::from_str(&stdout(&tthc(folder.path(), &args), status)).unwrap()
}

/// The file of a procedure that was written, as text.
pub(super) fn written(folder: &Folder, path: &str) -> String {
    std::fs::read_to_string(folder.path().join("out").join(path)).unwrap()
}

/// Everything below a folder with its bytes.
pub(super) fn everything(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let Ok(entries) = std::fs::read_dir(next) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                all.push((path.to_string_lossy().into_owned(), std::fs::read(&path).unwrap()));
            }
        }
    }
    all.sort();
    all
}

/// Fields of the first procedure that differ, each with what becomes of it.
pub(super) fn changes(plan: &Value) -> Vec<(String, String)> {
    let changes = plan["procedures"][0]["changes"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    changes
        .iter()
        .map(|change| (text(&change["field"]), text(&change["kept"])))
        .collect()
}

pub(super) fn change(field: &str, kept: &str) -> (String, String) {
    (field.to_owned(), kept.to_owned())
}

/// Messages of the findings of one rule, with their places.
pub(super) fn told(plan: &Value, rule: &str) -> Vec<String> {
    let findings = plan["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["rule"] == rule);
    let line = |finding: &Value| {
        format!(
            "{}:{}:{} {}",
            finding["path"].as_str().unwrap(),
            finding["line"],
            finding["column"],
            finding["message"].as_str().unwrap()
        )
    };
    findings.map(line).collect()
}

/// A procedure with every component the law demands, as a line of JSON.
pub(super) fn whole(code: &str, name: &str) -> String {
    serde_json::json!({
        "code": code, "name": name, "level": "Cấp tỉnh", "field": "Lĩnh vực mẫu", "decision_no": "1/QĐ-UBND",
        "steps": "Nộp hồ sơ.",
        "channels": [{"channel": "Trực tiếp", "deadline": "5 ngày làm việc", "fees": [{"amount": "8.000 đồng", "note": "Lệ phí"}], "description": null}],
        "dossier": [{"group": null, "name": "Đơn đề nghị", "form_files": null, "originals": 1, "copies": 0}],
        "applicant": "Công dân Việt Nam", "agency_executing": "Sở Mẫu",
        "results": [{"name": "Giấy phép mẫu", "code": null}],
        "legal_basis": [{"code": "63/2010/NĐ-CP", "name": "Nghị định số 63/2010/NĐ-CP về kiểm soát thủ tục hành chính"}],
        "legal_basis_codes": ["63/2010/NĐ-CP"],
    })
    .to_string()
}
