//! Native records of the portal's interface of 2026 (`get-formality-by-citizen`).

use serde_json::{Map, Value, json};

use super::Reader;
use super::plain::fee_kind;
use crate::catalogue::values::{Date, ProcedureKind, RegulationKind, Status};
use crate::exchange::import::columns::Target;
use crate::exchange::import::tidy::one_line;
use crate::exchange::import::{Found, cells, code, register};
use crate::finding::Severity;
use crate::text;

/// Keys that only the interface itself needs: identifiers, times of its own records, and lists that repeat others as text.
const TECHNICAL: [&str; 18] = [
    "id",
    "codeNotation",
    "createdAt",
    "updatedAt",
    "categoryIds",
    "category",
    "legalBasisIds",
    "resultIds",
    "subjectTypeIds",
    "departmentPromulgateId",
    "departmentPromulgateCode",
    "executingAgencies",
    "authorizedAgencies",
    "delegatedAgencies",
    "coordinatingAgencies",
    "serviceGroupIds",
    "cases",
    "isUndetermined",
];

/// Levels by the key that is true.
const LEVELS: [(&str, &str); 4] = [
    ("isMinistry", "Cấp bộ"),
    ("isProvince", "Cấp tỉnh"),
    ("isWard", "Cấp xã"),
    ("isOtherAgency", "Cơ quan khác"),
];

/// Agencies: our key, and the keys of single agencies and of groups of them.
const AGENCIES: [(&str, &str, &str); 4] = [
    ("co_quan_thuc_hien", "departmentsExecuting", "unitGroupsExecuting"),
    ("co_quan_tham_quyen", "departmentsAuthority", "unitGroupsAuthority"),
    ("co_quan_uy_quyen", "departmentsAuthorized", "unitGroupsAuthorized"),
    ("co_quan_phoi_hop", "departmentsCoordinating", "unitGroupsCoordinating"),
];

/// Whether a record is one of the interface.
pub(super) fn is_native(record: &Map<String, Value>) -> bool {
    record.contains_key("executionMethods") || record.contains_key("executionCases")
}

/// Reads a record; `None`, and a word about it, when it has no usable code.
pub(super) fn read(mut record: Map<String, Value>, reader: &mut Reader<'_>) -> Option<Found> {
    let text = reader.text(&mut record, "code").unwrap_or_default();
    let code::Coded::Code(code) = code::read(&text, false) else {
        let message = format!("«{text}» không phải mã thủ tục, không nhập");
        reader.tell(
            "nhap-ma",
            Severity::Error,
            message,
            "bỏ bản ghi này, hoặc sửa mã rồi nhập lại",
        );
        return None;
    };
    let mut found = Found {
        place: reader.place.clone(),
        fields: Map::new(),
        documents: Vec::new(),
        printed: None,
    };
    let fields = &mut found.fields;
    fields.insert("ma".to_owned(), code.to_string().into());
    texts(&mut record, fields, reader);
    levels(&mut record, fields);
    announcement(&mut record, fields, reader);
    set(fields, "trinh_tu", steps(&mut record, reader));
    set(fields, "cach_thuc", channels(&mut record, reader));
    set(fields, "ho_so", cases(&mut record, reader));
    set(
        fields,
        "linh_vuc",
        names(&mut record, "categoriesDetails", reader).join(", ").into(),
    );
    set(
        fields,
        "doi_tuong",
        names(&mut record, "subjectTypesDetails", reader).into(),
    );
    for (key, departments, groups) in AGENCIES {
        let mut all = names(&mut record, departments, reader);
        all.extend(names(&mut record, groups, reader));
        all.dedup();
        set(fields, key, all.into());
    }
    set(fields, "ket_qua", results(&mut record, reader));
    let related = reader.objects(&mut record, "procedureRelatedGroup").into_iter();
    let related: Vec<Value> = related
        .filter_map(|mut one| reader.text(&mut one, "code"))
        .map(Value::from)
        .collect();
    set(fields, "lien_quan", related.into());
    let mut numbers = Vec::new();
    for mut basis in reader.objects(&mut record, "legalBasisesDetails") {
        let [code, name] = ["code", "name"].map(|key| reader.text(&mut basis, key));
        let read = register::basis(code.as_deref(), name.as_deref(), None, None);
        if !numbers.contains(&read.number) {
            numbers.push(read.number);
        }
        found.documents.extend(read.document);
    }
    let rows: Vec<Value> = numbers.into_iter().map(|number| json!({ "so_hieu": number })).collect();
    set(&mut found.fields, "can_cu_phap_ly", rows.into());
    record.retain(|key, _| !TECHNICAL.contains(&key.as_str()) && !key.ends_with("Ids"));
    reader.rest("", &record);
    Some(found)
}

/// A field that says nothing is known to say nothing.
fn set(fields: &mut Map<String, Value>, key: &str, value: Value) {
    let empty = value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty);
    fields.insert(key.to_owned(), if empty { Value::Null } else { value });
}

fn texts(record: &mut Map<String, Value>, fields: &mut Map<String, Value>, reader: &mut Reader<'_>) {
    let mut text = |key: &str| reader.text(record, key).unwrap_or_default();
    set(fields, "ten", one_line(&text("name")).into());
    set(
        fields,
        "co_quan_ban_hanh",
        one_line(&text("departmentPromulgateName")).into(),
    );
    set(fields, "mo_ta", text("description").into());
    set(fields, "dia_chi_tiep_nhan", text("dossierReceivingAddresses").into());
    let requirements = text("requirementsAndConditions");
    let keywords = text("keywords");
    let [regulation, kind, status] = ["formalityType", "type", "state"].map(&mut text);
    let official = |label: Option<&str>, text: String| label.map_or(text, str::to_owned).into();
    set(
        fields,
        "loai",
        official(regulation.parse().ok().map(RegulationKind::label), regulation),
    );
    set(
        fields,
        "phan_loai",
        official(kind.parse().ok().map(ProcedureKind::label), kind),
    );
    set(
        fields,
        "trang_thai",
        official(status.parse().ok().map(Status::label), status),
    );
    let requirements = match requirements.as_str() {
        "" => Value::Null,
        text => json!([{ "noi_dung": text }]),
    };
    set(fields, "yeu_cau_dieu_kien", requirements);
    cells::put(fields, Target::Field("tu_khoa"), &keywords);
}

fn levels(record: &mut Map<String, Value>, fields: &mut Map<String, Value>) {
    let is_true = |value: Option<Value>| value == Some(Value::Bool(true));
    let levels = LEVELS
        .iter()
        .filter(|(key, _)| is_true(record.remove(*key)))
        .map(|(_, level)| (*level).into());
    let levels: Vec<Value> = levels.collect();
    set(fields, "cap_thuc_hien", levels.into());
    if is_true(record.remove("isVertical")) {
        fields.insert("nganh_doc".to_owned(), true.into());
    }
}

/// The decision that announced it, with its day: the interface gives the moment it began in Việt Nam, in milliseconds.
fn announcement(record: &mut Map<String, Value>, fields: &mut Map<String, Value>, reader: &mut Reader<'_>) {
    let Some(Value::Object(mut proposal)) = record.remove("procedureProposal") else {
        return;
    };
    let own = reader.text(record, "decisionNo");
    let number = reader.text(&mut proposal, "proposalNumber").or(own).unwrap_or_default();
    set(fields, "quyet_dinh_cong_bo", one_line(&number).into());
    let moment = proposal.get("decisionDate").and_then(Value::as_i64);
    let day = moment.and_then(|moment| Date::at(moment.div_euclid(1000)));
    set(
        fields,
        "ngay_cong_bo",
        day.map(|day| day.to_string()).unwrap_or_default().into(),
    );
}

fn names(record: &mut Map<String, Value>, key: &str, reader: &mut Reader<'_>) -> Vec<String> {
    let all = reader.objects(record, key).into_iter();
    all.filter_map(|mut one| reader.text(&mut one, "name"))
        .map(|name| one_line(&name))
        .collect()
}

fn steps(record: &mut Map<String, Value>, reader: &mut Reader<'_>) -> Value {
    let mut steps = Vec::new();
    for mut step in reader.objects(record, "executionSteps") {
        let [name, text] = ["name", "description"].map(|key| reader.text(&mut step, key));
        reader.rest("executionSteps", &step);
        match (name.map(|name| one_line(&name)), text) {
            (Some(name), Some(text)) => steps.push(json!({ "ten": name, "noi_dung": text })),
            (Some(name), None) => steps.push(json!({ "ten": name })),
            (None, Some(text)) => match cells::steps(&text) {
                Value::Array(list) => steps.extend(list),
                other => steps.push(other),
            },
            (None, None) => {}
        }
    }
    steps.into()
}

fn channels(record: &mut Map<String, Value>, reader: &mut Reader<'_>) -> Value {
    let mut rows = Vec::new();
    for mut method in reader.objects(record, "executionMethods") {
        let mut row = Map::new();
        let channel = reader.text(&mut method, "submissionMethod").unwrap_or_default();
        let label = channel
            .parse::<crate::catalogue::values::Channel>()
            .map_or(channel, |known| known.label().to_owned());
        row.insert("hinh_thuc".to_owned(), label.into());
        let amount = reader.text(&mut method, "processingTime");
        let unit = reader.text(&mut method, "processingTimeUnit");
        if let Some(limit) = time_limit(amount.as_deref(), unit.as_deref()) {
            row.insert("thoi_han".to_owned(), limit.into());
        }
        let fees: Vec<Value> = reader
            .objects(&mut method, "fees")
            .into_iter()
            .map(|fee| self::fee(fee, reader))
            .collect();
        if !fees.is_empty() {
            row.insert("phi_le_phi".to_owned(), fees.into());
        }
        if let Some(text) = reader.text(&mut method, "description") {
            row.insert("mo_ta".to_owned(), text.into());
        }
        reader.rest("executionMethods", &method);
        rows.push(Value::Object(row));
    }
    rows.into()
}

/// "05 ngày làm việc". What another unit than these means the interface does not say: it stays as it is.
fn time_limit(amount: Option<&str>, unit: Option<&str>) -> Option<String> {
    let unit = match unit {
        Some("WORKING_DAY") => "ngày làm việc",
        Some("DAY") => "ngày",
        Some("HOUR") => "giờ",
        Some("WORKING_HOUR") => "giờ làm việc",
        Some("MONTH") => "tháng",
        Some("YEAR") => "năm",
        other => other.unwrap_or_default(),
    };
    let limit = format!("{} {unit}", amount?);
    Some(limit.trim().to_owned())
}

fn fee(mut fee: Map<String, Value>, reader: &mut Reader<'_>) -> Value {
    let mut row = Map::new();
    if let Some(kind) = reader.text(&mut fee, "type") {
        row.insert("ten".to_owned(), fee_kind(&kind).into());
    }
    let currency = reader
        .text(&mut fee, "currencyName")
        .unwrap_or_else(|| "đồng".to_owned());
    let amount = fee.remove("value").filter(Value::is_number);
    if let Some(amount) = &amount {
        let written = amount
            .as_i64()
            .map_or_else(|| amount.to_string(), |whole| text::number(i128::from(whole)));
        row.insert("muc".to_owned(), format!("{written} {currency}").into());
    }
    let note = reader.text(&mut fee, "description");
    if let Some(note) = note {
        let free = text::fold(&note).contains("mien");
        if amount.as_ref().and_then(Value::as_f64) == Some(0.0) && !free {
            let message = "mức thu ghi 0 đồng nhưng ghi chú nói đến mức thu khác".to_owned();
            reader.tell(
                "nhap-gia-tri",
                Severity::Medium,
                message,
                "xem ghi chú của khoản thu trong cach_thuc",
            );
        }
        row.insert("ghi_chu".to_owned(), note.into());
    }
    fee.remove("currencyId");
    reader.rest("executionMethods.fees", &fee);
    Value::Object(row)
}

fn cases(record: &mut Map<String, Value>, reader: &mut Reader<'_>) -> Value {
    let mut cases = Vec::new();
    for mut case in reader.objects(record, "executionCases") {
        let name = reader.text(&mut case, "name");
        let mut papers = Vec::new();
        for mut component in reader.objects(&mut case, "profileComponents") {
            let mut row = Map::new();
            row.insert(
                "ten".to_owned(),
                reader.text(&mut component, "name").unwrap_or_default().into(),
            );
            let forms = reader.objects(&mut component, "attachments").into_iter();
            let forms: Vec<String> = forms
                .filter_map(|mut form| reader.text(&mut form, "fileName"))
                .collect();
            if !forms.is_empty() {
                row.insert("mau".to_owned(), forms.join("; ").into());
            }
            for (theirs, ours) in [("originalQty", "ban_chinh"), ("copyQty", "ban_sao")] {
                if let Some(count) = component.remove(theirs).and_then(|count| count.as_u64()) {
                    row.insert(ours.to_owned(), count.into());
                }
            }
            component.remove("profileComponentId");
            reader.rest("executionCases.profileComponents", &component);
            papers.push(Value::Object(row));
        }
        let mut row = Map::new();
        if let Some(name) = name {
            row.insert("truong_hop".to_owned(), one_line(&name).into());
        }
        row.insert("giay_to".to_owned(), papers.into());
        reader.rest("executionCases", &case);
        cases.push(Value::Object(row));
    }
    cases.into()
}

fn results(record: &mut Map<String, Value>, reader: &mut Reader<'_>) -> Value {
    let mut rows = Vec::new();
    for mut result in reader.objects(record, "resultsDetails") {
        let mut row = Map::new();
        row.insert(
            "ten".to_owned(),
            reader.text(&mut result, "name").unwrap_or_default().into(),
        );
        if let Some(code) = reader.text(&mut result, "code") {
            row.insert("ma_ket_qua".to_owned(), one_line(&code).into());
        }
        rows.push(Value::Object(row));
    }
    rows.into()
}
