//! Records whose keys are the official labels, the catalogue's keys, or those of the data sets made of the portal.

use serde_json::{Map, Value, json};

use super::Reader;
use crate::catalogue::document::LegalDocument;
use crate::catalogue::procedure::Procedure;
use crate::exchange::import::code::{self, Coded};
use crate::exchange::import::columns::{self, Target};
use crate::exchange::import::table::glimpse_of;
use crate::exchange::import::tidy::one_line;
use crate::exchange::import::{Found, cells, register};
use crate::finding::Severity;

/// Whether an object is a record: it has a code, or a name where one of its keys says that it is of a procedure.
pub(super) fn has_code(object: &Map<String, Value>) -> bool {
    object
        .iter()
        .any(|(key, value)| is_code(key) && (value.is_string() || value.is_number()))
}

/// The code an object says it has, as it is written.
pub(super) fn written_code(object: &Map<String, Value>) -> String {
    let code = object.iter().find(|(key, _)| is_code(key)).map(|(_, value)| value);
    match code {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

fn is_code(key: &str) -> bool {
    key == "base_code" || columns::target(key) == Some(Target::Field("ma"))
}

/// Reads a record; `None`, and a word about it, when it has no usable code.
pub(super) fn read(mut record: Map<String, Value>, reader: &mut Reader<'_>) -> Option<Found> {
    let mut found = Found {
        place: reader.place.clone(),
        fields: Map::new(),
        documents: Vec::new(),
        printed: None,
    };
    let code = code_of(&mut record, reader)?;
    found.fields.insert("ma".to_owned(), code.into());
    channels(&mut record, &mut found.fields, reader);
    dossier(&mut record, &mut found.fields, reader);
    results(&mut record, &mut found.fields, reader);
    bases(&mut record, &mut found, reader);
    let keys: Vec<String> = record.keys().cloned().collect();
    for key in keys {
        let Some(target) = columns::target(&key) else { continue };
        let Some(value) = record.remove(&key) else { continue };
        match own_shape(target, value, reader) {
            Ok((key, value)) => {
                found.fields.insert(key.to_owned(), value);
            }
            Err(value) => {
                let text = flat(&value).map(|text| reader.repairs.lines(&text, &reader.place));
                match text {
                    Some(text) if cells::put(&mut found.fields, target, &text) => {}
                    Some(text) => unplaced(target, &text, reader),
                    None => unplaced(target, &value.to_string(), reader),
                }
            }
        }
    }
    reader.rest("", &record);
    Some(found)
}

fn unplaced(target: Target, text: &str, reader: &mut Reader<'_>) {
    let message = format!(
        "«{}» không ghi được giá trị «{}»",
        columns::label(target),
        glimpse_of(text)
    );
    reader.tell(
        "nhap-gia-tri",
        Severity::Error,
        message,
        "ghi tay giá trị này vào tệp của thủ tục",
    );
}

/// The code in one spelling. The seven digits alone, which some data sets give too, say nothing more.
fn code_of(record: &mut Map<String, Value>, reader: &mut Reader<'_>) -> Option<String> {
    let key = record
        .keys()
        .find(|key| *key != "base_code" && is_code(key))
        .or_else(|| record.keys().find(|key| is_code(key)));
    let value = record.shift_remove(&key.cloned()?)?;
    let number = value.is_number();
    let text = flat(&value)
        .map(|text| reader.repairs.lines(&text, &reader.place))
        .unwrap_or_default();
    match code::read(&text, number) {
        Coded::Code(code) => {
            if record.get("base_code").and_then(Value::as_str) == Some(code.base()) {
                record.shift_remove("base_code");
            }
            return Some(code.to_string());
        }
        Coded::LostZeros(code) => {
            let message = format!("mã là số {text}, mất số 0 ở cuối; đã đọc là {code}");
            reader.tell("nhap-ma", Severity::Medium, message, "đối chiếu mã này với tên thủ tục");
            return Some(code.to_string());
        }
        Coded::TooShort(code) => {
            let message = format!("mã «{text}» thiếu chữ số, không nhập; có thể là {code}");
            reader.tell(
                "nhap-ma",
                Severity::Error,
                message,
                "sửa mã trong tệp nguồn rồi nhập lại",
            );
        }
        Coded::Other => {
            let message = format!("«{}» không phải mã thủ tục, không nhập", glimpse_of(&text));
            reader.tell(
                "nhap-ma",
                Severity::Error,
                message,
                "sửa mã trong tệp nguồn rồi nhập lại, hoặc bỏ dòng này",
            );
        }
    }
    None
}

/// A value that already has the catalogue's shape; otherwise the value.
fn own_shape(target: Target, value: Value, reader: &mut Reader<'_>) -> Result<(&'static str, Value), Value> {
    let Target::Field(key) = target else { return Err(value) };
    let structured = match &value {
        Value::Array(list) => list.iter().any(Value::is_object),
        other => other.is_object() || other.is_boolean() || other.is_u64(),
    };
    let fits = || serde_json::from_value::<Procedure>(json!({ key: value })).is_ok();
    if !structured || !fits() {
        return Err(value);
    }
    Ok((key, tidied(value, reader)))
}

fn tidied(value: Value, reader: &mut Reader<'_>) -> Value {
    match value {
        Value::String(text) => reader.repairs.lines(&text, &reader.place).into(),
        Value::Array(list) => list.into_iter().map(|value| tidied(value, reader)).collect(),
        Value::Object(object) => object
            .into_iter()
            .map(|(key, value)| (key, tidied(value, reader)))
            .collect(),
        other => other,
    }
}

/// A value as one text, a line for each of several.
fn flat(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Array(list) => list
            .iter()
            .map(flat)
            .collect::<Option<Vec<_>>>()
            .map(|lines| lines.join("\n")),
        Value::Object(_) => None,
    }
}

fn channels(record: &mut Map<String, Value>, fields: &mut Map<String, Value>, reader: &mut Reader<'_>) {
    let known = record.contains_key("channels");
    let mut rows = Vec::new();
    for mut channel in reader.objects(record, "channels") {
        let mut row = Map::new();
        let pairs = [
            ("channel", "hinh_thuc"),
            ("deadline", "thoi_han"),
            ("online_level", "muc_do"),
            ("description", "mo_ta"),
        ];
        for (theirs, ours) in pairs {
            if let Some(text) = reader.text(&mut channel, theirs) {
                let text = if ours == "mo_ta" { text } else { one_line(&text) };
                row.insert(ours.to_owned(), text.into());
            }
        }
        let fees: Vec<Value> = reader
            .objects(&mut channel, "fees")
            .into_iter()
            .flat_map(|fee| self::fee(fee, reader))
            .collect();
        if !fees.is_empty() {
            row.insert("phi_le_phi".to_owned(), fees.into());
        }
        // The row as it was printed, whose parts stand beside it.
        channel.remove("raw");
        reader.rest("channels", &channel);
        rows.push(Value::Object(row));
    }
    if let Some(text) = reader.text(record, "channels_text") {
        // A table that a reader could not take apart: a person does.
        match rows.is_empty() {
            true => rows.push(json!({ "mo_ta": text })),
            false => unplaced(Target::Field("cach_thuc"), &text, reader),
        }
    }
    if known || !rows.is_empty() {
        fields.insert("cach_thuc".to_owned(), rows.into());
    }
}

/// One fee, or several that are written as the amount of one.
fn fee(mut fee: Map<String, Value>, reader: &mut Reader<'_>) -> Vec<Value> {
    let amount = reader.text(&mut fee, "amount").unwrap_or_default();
    let mut rows = cells::fees(&amount);
    if rows.is_empty() {
        rows.push(Value::Object(Map::new()));
    }
    let kind = reader.text(&mut fee, "type");
    let note = reader.text(&mut fee, "note");
    if let Some(row) = rows.first_mut().and_then(Value::as_object_mut) {
        if let Some(kind) = kind {
            row.entry("ten").or_insert(fee_kind(&kind).into());
        }
        if let Some(note) = note {
            let note = match row.get("ghi_chu").and_then(Value::as_str) {
                Some(before) => format!("{before}; {note}"),
                None => note,
            };
            row.insert("ghi_chu".to_owned(), note.into());
        }
    }
    reader.rest("channels.fees", &fee);
    rows.retain(|row| row.as_object().is_some_and(|row| !row.is_empty()));
    rows
}

/// What the portal calls kinds of fees.
pub(super) fn fee_kind(kind: &str) -> &str {
    match kind {
        "FEE" => "Phí",
        "SERVICE_FEE" => "Lệ phí",
        other => other,
    }
}

fn dossier(record: &mut Map<String, Value>, fields: &mut Map<String, Value>, reader: &mut Reader<'_>) {
    let known = record.contains_key("dossier");
    let mut cases: Vec<(Option<String>, Vec<Value>)> = Vec::new();
    for mut paper in reader.objects(record, "dossier") {
        let case = reader.text(&mut paper, "group").map(|case| one_line(&case));
        let row = self::paper(&mut paper, reader);
        reader.rest("dossier", &paper);
        let Some(row) = row else { continue };
        match cases.last_mut() {
            Some((last, papers)) if *last == case => papers.push(row),
            _ => cases.push((case, vec![row])),
        }
    }
    let mut list: Vec<Value> = cases
        .into_iter()
        .map(|(case, papers)| match case {
            Some(case) => json!({ "truong_hop": case, "giay_to": papers }),
            None => json!({ "giay_to": papers }),
        })
        .collect();
    if let Some(text) = reader.text(record, "dossier_text") {
        list.push(json!({ "luu_y": text }));
    }
    if known || !list.is_empty() {
        fields.insert("ho_so".to_owned(), list.into());
    }
}

fn paper(paper: &mut Map<String, Value>, reader: &mut Reader<'_>) -> Option<Value> {
    let mut row = Map::new();
    row.insert("ten".to_owned(), reader.text(paper, "name")?.into());
    if let Some(form) = forms(paper.remove("form_files"), reader) {
        row.insert("mau".to_owned(), form.into());
    }
    for (theirs, ours) in [("originals", "ban_chinh"), ("copies", "ban_sao")] {
        let count = paper
            .get(theirs)
            .and_then(Value::as_u64)
            .and_then(|count| u32::try_from(count).ok());
        if let Some(count) = count {
            paper.remove(theirs);
            row.insert(ours.to_owned(), count.into());
        }
    }
    if let Some(text) = reader.text(paper, "qty_text") {
        match cells::quantities(&text) {
            Some((originals, copies)) => {
                row.insert("ban_chinh".to_owned(), originals.into());
                row.insert("ban_sao".to_owned(), copies.into());
            }
            None => {
                row.insert("ghi_chu".to_owned(), text.into());
            }
        }
    }
    Some(Value::Object(row))
}

/// Names of forms, without the addresses they were fetched from: `[Mẫu 01.docx](file:///…)`.
fn forms(value: Option<Value>, reader: &mut Reader<'_>) -> Option<String> {
    let text = flat(&value?)?;
    let text = reader.repairs.lines(&text, &reader.place);
    let mut names: Vec<String> = Vec::new();
    let mut rest = text.as_str();
    while let Some((name, after)) = rest.split_once('[').and_then(|(_, rest)| rest.split_once("](")) {
        names.push(one_line(name));
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    if names.is_empty() {
        names.extend(text.lines().filter_map(cells::said).map(one_line));
    }
    (!names.is_empty()).then(|| names.join("; "))
}

fn results(record: &mut Map<String, Value>, fields: &mut Map<String, Value>, reader: &mut Reader<'_>) {
    if !record.contains_key("results") {
        return;
    }
    let mut rows = Vec::new();
    for mut result in reader.objects(record, "results") {
        let mut row = Map::new();
        if let Some(name) = reader.text(&mut result, "name") {
            row.insert("ten".to_owned(), name.into());
        }
        if let Some(code) = reader.text(&mut result, "code") {
            row.insert("ma_ket_qua".to_owned(), one_line(&code).into());
        }
        reader.rest("results", &result);
        if !row.is_empty() {
            rows.push(Value::Object(row));
        }
    }
    fields.insert("ket_qua".to_owned(), rows.into());
}

/// Legal bases, and what is said of the documents. Numbers that also stand in a list of their own are not taken twice.
fn bases(record: &mut Map<String, Value>, found: &mut Found, reader: &mut Reader<'_>) {
    let known = record.contains_key("legal_basis") || record.contains_key("legal_basis_codes");
    let mut numbers: Vec<String> = Vec::new();
    for mut basis in reader.objects(record, "legal_basis") {
        let [code, name, date, issuer] = ["code", "name", "date", "issuer"].map(|key| reader.text(&mut basis, key));
        reader.rest("legal_basis", &basis);
        let read = register::basis(code.as_deref(), name.as_deref(), date.as_deref(), issuer.as_deref());
        numbers.push(read.number);
        found.documents.extend(read.document);
    }
    if let Some(Value::Array(codes)) = record.remove("legal_basis_codes") {
        for code in codes.iter().filter_map(Value::as_str) {
            let code = one_line(&reader.repairs.lines(code, &reader.place));
            let read: LegalDocument = LegalDocument {
                number: code.as_str().into(),
                ..LegalDocument::default()
            };
            let same = |other: &String| register::same_number(other, read.number.text());
            if !code.is_empty() && !numbers.iter().any(same) {
                numbers.push(code);
            }
        }
    }
    let text = reader.text(record, "legal_basis_text");
    if let Some(text) = text.filter(|_| numbers.is_empty()) {
        numbers.extend(text.lines().filter_map(cells::said).map(one_line));
    }
    if known || !numbers.is_empty() {
        numbers.dedup();
        let rows: Vec<Value> = numbers
            .into_iter()
            .filter(|number| !number.is_empty())
            .map(|number| json!({ "so_hieu": number }))
            .collect();
        found.fields.insert("can_cu_phap_ly".to_owned(), rows.into());
    }
}
