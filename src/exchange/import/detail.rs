//! The portal's detail export, from whatever file it came in: paragraphs `Nhãn: giá trị` in a fixed order, and tables.
//!
//! A label is one only where it may stand: a step that begins with "Kết quả:" is not the field of that name.

use serde_json::{Map, Value, json};

use super::code::{self, Coded};
use super::columns::{self, Target};
use super::register;
use super::table::glimpse_of;
use super::tidy::{Repairs, one_line};
use super::{Contents, Found, cells, remark};
use crate::catalogue::values::ProcedureCode;
use crate::finding::{Place, Severity};
use crate::text;

/// A paragraph or a table of a document, with the number of the paragraph it stands at.
#[derive(Debug, PartialEq)]
pub(super) enum Block {
    Text(usize, String),
    Table(usize, Vec<Vec<String>>),
}

/// Fields in the order of the export. What two portals put in other places has the same rank as its neighbours.
const ORDER: [(&str, u8); 21] = [
    ("ma", 0),
    ("quyet_dinh_cong_bo", 1),
    ("ten", 1),
    ("cap_thuc_hien", 2),
    ("loai", 2),
    ("linh_vuc", 2),
    ("trinh_tu", 3),
    ("cach_thuc", 4),
    ("ho_so", 5),
    ("so_bo", 5),
    ("doi_tuong", 6),
    ("co_quan_thuc_hien", 7),
    ("co_quan_tham_quyen", 7),
    ("dia_chi_tiep_nhan", 7),
    ("co_quan_uy_quyen", 7),
    ("co_quan_phoi_hop", 7),
    ("ket_qua", 8),
    ("can_cu_phap_ly", 9),
    ("yeu_cau_dieu_kien", 10),
    ("tu_khoa", 11),
    ("mo_ta", 12),
];

/// Longest label, in letters.
const LONGEST_LABEL: usize = 60;

/// Reads the procedures of a document.
pub(super) fn read(blocks: Vec<Block>, shown: &str) -> Result<Contents, String> {
    let texts = |block: &'_ Block| -> Vec<String> {
        match block {
            Block::Text(_, text) => vec![text.clone()],
            Block::Table(_, rows) => rows.iter().flatten().cloned().collect(),
        }
    };
    let all: Vec<String> = blocks.iter().flat_map(texts).collect();
    let mut contents = Contents {
        repairs: Repairs::of(all.iter().map(String::as_str)),
        ..Contents::default()
    };
    let mut reading = Reading {
        shown,
        contents: &mut contents,
        open: None,
    };
    for block in blocks {
        match block {
            Block::Text(number, text) => {
                let place = reading.place(number);
                let text = reading.contents.repairs.lines(&text, &place);
                reading.paragraph(number, &text);
            }
            Block::Table(number, rows) => reading.table(number, rows),
        }
    }
    reading.close();
    if contents.records.is_empty() && contents.findings.is_empty() {
        return Err("no paragraph «Mã thủ tục: …» in it: it is no detail export of the portal".to_owned());
    }
    Ok(contents)
}

/// One procedure while it is read.
struct Open {
    found: Found,
    field: &'static str,
    rank: u8,
    /// Text of the field that is read.
    text: String,
    number: usize,
    /// Papers of the dossier by case.
    cases: Vec<Value>,
}

struct Reading<'r> {
    shown: &'r str,
    contents: &'r mut Contents,
    open: Option<Open>,
}

impl Reading<'_> {
    fn place(&self, number: usize) -> Place {
        Place {
            path: self.shown.to_owned(),
            line: number,
            column: 1,
        }
    }

    fn paragraph(&mut self, number: usize, text: &str) {
        let label = label(text);
        match (label, &mut self.open) {
            (Some(("ma", rest)), _) => {
                self.close();
                self.begin(number, rest);
            }
            (Some((key, rest)), Some(open))
                if may_follow(open.rank, key) && !open.found.fields.contains_key(key) && open.field != key =>
            {
                self.finish();
                if let Some(open) = &mut self.open {
                    open.field = key;
                    open.rank = rank(key);
                    open.number = number;
                    open.text = rest.to_owned();
                }
            }
            (_, Some(open)) => {
                if !open.text.is_empty() {
                    open.text.push('\n');
                }
                open.text.push_str(text);
            }
            // A title above the first label.
            (_, None) => {}
        }
    }

    fn begin(&mut self, number: usize, text: &str) {
        let place = self.place(number);
        let Coded::Code(code) = code::read(text, false) else {
            let message = format!("«{}» không phải mã thủ tục, không nhập", glimpse_of(text));
            self.contents
                .findings
                .push(remark("nhap-ma", Severity::Error, place, message).advice("sửa mã trong tệp nguồn rồi nhập lại"));
            return;
        };
        let named = self.shown.rsplit('/').next().unwrap_or_default();
        // ChiTietTTHC_1.001193.doc; what the ending leaves of the number is no code.
        let stem = [".docx", ".doc", ".pdf"]
            .iter()
            .find_map(|ending| named.strip_suffix(ending));
        let mut parts = stem.unwrap_or(named).split(['_', ' ']);
        let other = parts.find_map(|part| part.parse::<ProcedureCode>().ok());
        if let Some(other) = other.filter(|other| other.base() != code.base()) {
            let message = format!("tên tệp ghi mã {other}, nội dung ghi mã {code}; nhập theo nội dung");
            self.contents.findings.push(
                remark("nhap-ma", Severity::High, place.clone(), message).advice("kiểm tra có tải nhầm trang không"),
            );
        }
        let mut found = Found {
            place,
            fields: Map::new(),
            documents: Vec::new(),
            printed: None,
        };
        found.fields.insert("ma".to_owned(), code.to_string().into());
        self.open = Some(Open {
            found,
            field: "ma",
            rank: 0,
            text: String::new(),
            number,
            cases: Vec::new(),
        });
    }

    /// Puts the text of the field that was read where it belongs.
    fn finish(&mut self) {
        let Some(open) = &mut self.open else { return };
        let text = std::mem::take(&mut open.text);
        let fields = &mut open.found.fields;
        let placed = match open.field {
            "ma" => cells::said(&text).is_none(),
            // The tables said it; what stands between them names cases.
            "cach_thuc" | "can_cu_phap_ly" if fields.contains_key(open.field) => cells::said(&text).is_none(),
            "cach_thuc" => {
                let value = cells::said(&text).map_or(Value::Null, |text| json!([{ "mo_ta": text }]));
                fields.insert("cach_thuc".to_owned(), value);
                true
            }
            "ho_so" => {
                let mut cases = std::mem::take(&mut open.cases);
                if let Some(rest) = case_name(&text) {
                    cases.push(json!({ "luu_y": rest }));
                }
                fields.insert(
                    "ho_so".to_owned(),
                    if cases.is_empty() { Value::Null } else { cases.into() },
                );
                true
            }
            key => cells::put(fields, Target::Field(key), &text),
        };
        if !placed {
            let label = columns::label(Target::Field(open.field));
            let message = format!("«{label}» không ghi được giá trị «{}»", glimpse_of(&text));
            let place = Place {
                path: self.shown.to_owned(),
                line: open.number,
                column: 1,
            };
            let finding = remark("nhap-gia-tri", Severity::Error, place, message);
            self.contents
                .findings
                .push(finding.advice("ghi tay giá trị này vào tệp của thủ tục"));
        }
    }

    fn close(&mut self) {
        self.finish();
        if let Some(open) = self.open.take() {
            self.contents.records.push(open.found);
        }
    }

    fn table(&mut self, number: usize, mut rows: Vec<Vec<String>>) {
        let place = self.place(number);
        for cell in rows.iter_mut().flatten() {
            *cell = self.contents.repairs.lines(cell, &place).trim().to_owned();
        }
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let Some(open) = &mut self.open else { return };
        let columns = |names: &[&str]| columns_of(&rows, names);
        let known = match open.field {
            "cach_thuc" => columns(&["hinh thuc nop", "thoi han giai quyet", "phi, le phi", "mo ta"]),
            "ho_so" => columns(&["ten giay to", "mau don, to khai", "so luong"]),
            "can_cu_phap_ly" => columns(&["so ky hieu", "trich yeu", "ngay ban hanh", "co quan ban hanh"]),
            _ => None,
        };
        let Some(known) = known else {
            let lines: Vec<String> = rows.iter().map(|row| row.join(" | ")).collect();
            let message = format!(
                "bảng không nằm trong mẫu, ghi thành chữ trong «{}»",
                columns::label(Target::Field(open.field))
            );
            self.contents
                .findings
                .push(remark("nhap-bang", Severity::Medium, place, message).advice("xem lại trường này"));
            open.text = [std::mem::take(&mut open.text), lines.join("\n")]
                .join("\n")
                .trim()
                .to_owned();
            return;
        };
        let rows = rows.iter().skip(1).map(|row| {
            known
                .iter()
                .map(|column| column.and_then(|column| row.get(column)).map_or("", String::as_str))
                .collect::<Vec<_>>()
        });
        let mut whole: Vec<Vec<String>> = Vec::new();
        for row in rows {
            match whole.last_mut() {
                // A page ended within the row before.
                Some(before) if row.first().is_some_and(|cell| cell.is_empty()) => {
                    for (cell, more) in before.iter_mut().zip(row).filter(|(_, more)| !more.is_empty()) {
                        if !cell.is_empty() {
                            cell.push(if cell.ends_with(['-', '/']) { '\n' } else { ' ' });
                        }
                        cell.push_str(more);
                    }
                }
                _ => whole.push(row.into_iter().map(str::to_owned).collect()),
            }
        }
        let rows: Vec<Vec<&str>> = whole
            .iter()
            .map(|row| row.iter().map(String::as_str).collect())
            .collect();
        match open.field {
            "cach_thuc" => {
                let channels: Vec<Value> = rows.iter().map(|row| channel(row)).collect();
                open.found.fields.insert("cach_thuc".to_owned(), channels.into());
            }
            "ho_so" => {
                let papers: Vec<Value> = rows.iter().map(|row| paper(row)).collect();
                let text = std::mem::take(&mut open.text);
                open.cases.push(match case_name(&text) {
                    Some(name) => json!({ "truong_hop": name, "giay_to": papers }),
                    None => json!({ "giay_to": papers }),
                });
            }
            _ => {
                let mut numbers = Vec::new();
                for row in &rows {
                    let [code, name, date, issuer] =
                        [0, 1, 2, 3].map(|at| row.get(at).and_then(|text| cells::said(text)));
                    let joined = date.map(|date| date.split_whitespace().collect::<String>());
                    let basis = register::basis(code.map(glued).as_deref(), name, joined.as_deref(), issuer);
                    let number = json!({ "so_hieu": basis.number });
                    // Some exports name a document once for each of its titles.
                    if !numbers.contains(&number) {
                        numbers.push(number);
                    }
                    open.found.documents.extend(basis.document);
                }
                open.found.fields.insert("can_cu_phap_ly".to_owned(), numbers.into());
            }
        }
    }
}

/// A number that a narrow column broke: "111/2013/TT-\nBTC".
fn glued(number: &str) -> String {
    number
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(if number.contains("-\n") || number.contains("/\n") {
            ""
        } else {
            " "
        })
}

/// The key of the label a paragraph begins with, and what stands behind it.
fn label(text: &str) -> Option<(&'static str, &str)> {
    let (name, rest) = text.split_once(':')?;
    if name.chars().count() > LONGEST_LABEL || name.contains('\n') {
        return None;
    }
    let key = match columns::target(name)? {
        Target::Field(key) => key,
        Target::Channel(_) | Target::Counter => return None,
    };
    // The full label of the export: "Hồ sơ:", "Tên:" and the like stand in texts.
    let words = text::fold(name).split_whitespace().count();
    let known = ORDER.iter().any(|(known, _)| *known == key);
    let short = matches!(key, "mo_ta" | "tu_khoa" | "linh_vuc") || words >= 3;
    (known && short).then(|| (key, rest.trim()))
}

fn rank(key: &str) -> u8 {
    ORDER
        .iter()
        .find(|(known, _)| *known == key)
        .map_or(0, |(_, rank)| *rank)
}

fn may_follow(before: u8, key: &str) -> bool {
    rank(key) >= before
}

/// What names a case above its papers; the export's own words name none.
fn case_name(text: &str) -> Option<String> {
    let lines = text.lines().filter_map(cells::said).filter(|line| {
        !matches!(
            text::fold(line).trim_end_matches([':', '.', ' ']),
            "bao gom" | "giay to phai nop bao gom"
        )
    });
    let name = lines.collect::<Vec<_>>().join("\n");
    (!name.is_empty()).then(|| name.trim_end_matches(':').to_owned())
}

/// Which column each of some headings has; `None` unless the first and another are there.
fn columns_of(rows: &[Vec<String>], names: &[&str]) -> Option<Vec<Option<usize>>> {
    let heads: Vec<String> = rows.first()?.iter().map(|head| text::fold(&one_line(head))).collect();
    let found: Vec<Option<usize>> = names
        .iter()
        .map(|name| heads.iter().position(|head| head == name))
        .collect();
    (found.first()?.is_some() && found.iter().flatten().count() > 1).then_some(found)
}

fn channel(row: &[&str]) -> Value {
    let mut channel = Map::new();
    let text = |at: usize| row.get(at).and_then(|text| cells::said(text));
    channel.insert("hinh_thuc".to_owned(), one_line(text(0).unwrap_or_default()).into());
    if let Some(limit) = text(1) {
        channel.insert("thoi_han".to_owned(), one_line(limit).into());
    }
    if let Some(fees) = text(2) {
        channel.insert("phi_le_phi".to_owned(), cells::fees(fees).into());
    }
    if let Some(note) = text(3) {
        channel.insert("mo_ta".to_owned(), note.into());
    }
    Value::Object(channel)
}

fn paper(row: &[&str]) -> Value {
    let mut paper = Map::new();
    let text = |at: usize| row.get(at).and_then(|text| cells::said(text));
    paper.insert("ten".to_owned(), text(0).unwrap_or_default().into());
    if let Some(form) = text(1) {
        let names: Vec<String> = form.lines().filter_map(cells::said).map(one_line).collect();
        paper.insert("mau".to_owned(), names.join("; ").into());
    }
    if let Some(amount) = text(2) {
        match cells::quantities(&one_line(amount)) {
            Some((originals, copies)) => {
                paper.insert("ban_chinh".to_owned(), originals.into());
                paper.insert("ban_sao".to_owned(), copies.into());
            }
            None => {
                paper.insert("ghi_chu".to_owned(), amount.into());
            }
        }
    }
    Value::Object(paper)
}
