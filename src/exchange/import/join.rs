//! Records of one code become one; what does not agree is told.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::table::glimpse_of;
use super::{Found, Imported, Record, columns, remark, values};
use crate::catalogue::values::ProcedureCode;
use crate::finding::{Evidence, Finding, Place, Severity};
use crate::text;

/// Adds the records of a file to those of the files before it, which come first where they disagree.
pub(super) fn add(imported: &mut Imported, source: usize, found: Vec<Found>) {
    let known = imported.records.iter().enumerate();
    let mut places: HashMap<String, usize> = known.map(|(at, record)| (record.code.base().to_owned(), at)).collect();
    for one in found {
        let Some(code) = one
            .fields
            .get("ma")
            .and_then(Value::as_str)
            .and_then(|code| code.parse::<ProcedureCode>().ok())
        else {
            continue;
        };
        let record = Record {
            code,
            place: one.place,
            source,
            fields: one.fields,
            documents: one.documents,
            printed: one.printed,
        };
        imported.findings.extend(looks_like_a_trial(&record));
        match places.get(record.code.base()) {
            None => {
                places.insert(record.code.base().to_owned(), imported.records.len());
                imported.records.push(record);
            }
            Some(&at) => {
                let first = &mut imported.records[at];
                if first.printed.is_some() || record.printed.is_some() {
                    imported.findings.push(beside_a_sheet(&record));
                    continue;
                }
                let finding = if first.source == source {
                    twice(first, record)
                } else {
                    both(first, record)
                };
                imported.findings.extend(finding);
            }
        }
    }
}

/// A second record of one code in one file. The one without a suffix is that of the national database.
fn twice(first: &mut Record, mut second: Record) -> Option<Finding> {
    if second.code.suffix().is_empty() && !first.code.suffix().is_empty() {
        std::mem::swap(first, &mut second);
    }
    let differing = differing(first, &second);
    let (code, place) = (first.code.base().to_owned(), first.place.clone());
    let message = match differing.len() {
        0 => format!("mã {code} có hai lần trong tệp, nội dung như nhau; giữ một"),
        _ => format!("mã {code} có hai lần trong tệp, nội dung khác nhau; giữ bản kia"),
    };
    let severity = if differing.is_empty() {
        Severity::Low
    } else {
        Severity::High
    };
    let mut finding = remark("nhap-trung", severity, second.place.clone(), message)
        .advice("xem bằng chứng; sửa tay nếu bản bị bỏ mới đúng");
    finding.code = Some(code);
    finding.evidence = evidence(&place, &second.place, &differing);
    fill(first, second);
    Some(finding)
}

/// The same procedure in another file.
fn both(first: &mut Record, second: Record) -> Option<Finding> {
    let differing = differing(first, &second);
    let finding = (!differing.is_empty()).then(|| {
        let labels: Vec<&str> = differing.iter().map(|(label, ..)| *label).collect();
        let message = format!(
            "hai tệp ghi khác nhau: {}; giữ giá trị của tệp nêu trước",
            labels.join(", ")
        );
        let mut finding = remark("nhap-hai-nguon", Severity::Medium, second.place.clone(), message);
        finding.code = Some(first.code.base().to_owned());
        finding.evidence = evidence(&first.place, &second.place, &differing);
        finding.advice("xem bằng chứng; nêu tệp đáng tin hơn trước")
    });
    fill(first, second);
    finding
}

/// A sheet that was edited says what a person wants; other files do not join in.
fn beside_a_sheet(record: &Record) -> Finding {
    let code = record.code.base();
    let message = format!("thủ tục {code} đã có trong tệp nêu trước; phiếu sửa trong Word phải nhập riêng");
    let mut finding = remark("nhap-hai-nguon", Severity::Error, record.place.clone(), message);
    finding.code = Some(code.to_owned());
    finding.advice("nhập từng tệp một")
}

/// Takes over what the first says nothing of.
fn fill(first: &mut Record, second: Record) {
    for (key, value) in second.fields {
        let before = first.fields.get(&key);
        if before.is_none_or(Value::is_null) {
            first.fields.insert(key, value);
        }
    }
    first.documents.extend(second.documents);
}

type Differing = Vec<(&'static str, String, String)>;

/// Fields of which both say something, and not the same words.
fn differing(first: &Record, second: &Record) -> Differing {
    let said = |record: &Record| -> Map<String, Value> {
        record
            .procedure()
            .map(|procedure| values(&procedure))
            .unwrap_or_default()
    };
    let (first, second) = (said(first), said(second));
    let both = first
        .iter()
        .filter(|(key, _)| *key != "ma")
        .filter_map(|(key, value)| Some((key, value, second.get(key)?)));
    both.filter(|(_, a, b)| !same_words(a, b))
        .filter_map(|(key, a, b)| {
            let field = crate::catalogue::fields::field(key)?;
            Some((columns::label(columns::Target::Field(field.key)), shown(a), shown(b)))
        })
        .collect()
}

fn evidence(first: &Place, second: &Place, differing: &Differing) -> Vec<Evidence> {
    let each = differing.iter().flat_map(|(label, a, b)| {
        [
            Evidence::in_file(first.clone(), *label, a.clone()),
            Evidence::in_file(second.clone(), *label, b.clone()),
        ]
    });
    each.collect()
}

/// Whether two values are the same but for spelling and the order of what is listed.
fn same_words(a: &Value, b: &Value) -> bool {
    let words = |value: &Value| {
        let mut parts: Vec<String> = match value {
            Value::Array(list) => list.iter().map(|one| text::canonical(&one.to_string())).collect(),
            other => vec![text::canonical(&other.to_string())],
        };
        parts.sort();
        parts
    };
    a == b || words(a) == words(b)
}

/// A value for people: its texts, shortened.
pub(super) fn shown(value: &Value) -> String {
    glimpse_of(&text_of(value))
}

/// A value as one text for people.
pub(super) fn text_of(value: &Value) -> String {
    fn texts<'v>(value: &'v Value, out: &mut Vec<std::borrow::Cow<'v, str>>) {
        match value {
            Value::Null => {}
            Value::String(text) => out.push(text.into()),
            Value::Array(list) => list.iter().for_each(|one| texts(one, out)),
            Value::Object(map) => map.values().for_each(|one| texts(one, out)),
            other => out.push(other.to_string().into()),
        }
    }
    let mut all = Vec::new();
    texts(value, &mut all);
    match all.is_empty() {
        true => "(trống)".to_owned(),
        false => all.join("; "),
    }
}

/// Records somebody made to try the portal: a day at the end of the name, or the word.
fn looks_like_a_trial(record: &Record) -> Option<Finding> {
    let name = record.fields.get("ten").and_then(Value::as_str)?;
    let words = text::canonical(name);
    let last = words.split(' ').next_back().unwrap_or_default();
    let day = last.split('/').collect::<Vec<_>>();
    let is_day = matches!(day.as_slice(), [day, month] if is_up_to(day, 31) && is_up_to(month, 12))
        && !["ngày", "số", "mẫu", "quý"]
            .iter()
            .any(|before| words.contains(&format!("{before} {last}")));
    let has_word = words
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "test" | "demo"));
    (is_day || has_word).then(|| {
        let message = format!("có vẻ là bản ghi thử: «{}»", glimpse_of(name));
        let mut finding = remark("nhap-thu", Severity::High, record.place.clone(), message);
        finding.code = Some(record.code.base().to_owned());
        finding.advice("nếu đúng là bản ghi thử thì xóa tệp của thủ tục này; lần nhập sau không ghi lại")
    })
}

fn is_up_to(digits: &str, most: u32) -> bool {
    digits.len() <= 2 && digits.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(line: usize, fields: Value) -> Found {
        let place = Place {
            path: "a".to_owned(),
            line,
            column: 1,
        };
        let Value::Object(fields) = fields else {
            panic!("an object")
        };
        Found {
            place,
            fields,
            documents: Vec::new(),
            printed: None,
        }
    }

    #[test]
    fn files_are_joined_by_code_and_the_first_wins() {
        let mut imported = Imported::default();
        add(
            &mut imported,
            0,
            vec![found(3, json!({"ma": "1.000001", "ten": "Một", "linh_vuc": null}))],
        );
        add(
            &mut imported,
            1,
            vec![found(
                7,
                json!({"ma": "1.000001.H05", "ten": "Một khác", "linh_vuc": "Hộ tịch", "mo_ta": "M"}),
            )],
        );
        let [record] = imported.records.as_slice() else {
            panic!("one record")
        };
        assert_eq!(
            Value::Object(record.fields.clone()),
            json!({"ma": "1.000001", "ten": "Một", "linh_vuc": "Hộ tịch", "mo_ta": "M"})
        );
        assert_eq!(
            imported.findings[0].message,
            "hai tệp ghi khác nhau: Tên thủ tục; giữ giá trị của tệp nêu trước"
        );
    }

    #[test]
    fn of_two_rows_of_one_code_the_national_one_is_kept_and_the_other_told() {
        let mut imported = Imported::default();
        let rows = [
            json!({"ma": "1.000001.000.00.00.H17", "ten": "Địa phương"}),
            json!({"ma": "1.000001", "ten": "Quốc gia"}),
        ];
        add(
            &mut imported,
            0,
            rows.into_iter()
                .zip(3..)
                .map(|(fields, line)| found(line, fields))
                .collect(),
        );
        assert_eq!(imported.records[0].fields["ten"], "Quốc gia");
        let finding = &imported.findings[0];
        assert_eq!((finding.place.line, finding.evidence.len()), (3, 2));
        assert!(finding.message.contains("nội dung khác nhau"));
    }

    #[test]
    fn trial_records_are_told() {
        let told = |name: &str| {
            let mut imported = Imported::default();
            add(&mut imported, 0, vec![found(1, json!({"ma": "1.000001", "ten": name}))]);
            !imported.findings.is_empty()
        };
        assert!(told("Đăng ký kinh doanh 23/09"));
        assert!(told("Thủ tục TEST"));
        for real in [
            "Nhận tiền trợ cấp dịp 27/7/2026",
            "Cấp giấy phép theo Nghị định số 1/12",
            "Kiểm tra 24/7 tại cửa khẩu",
        ] {
            assert!(!told(real), "{real}");
        }
    }
}
