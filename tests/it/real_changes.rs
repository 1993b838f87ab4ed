//! What the comparison says of real procedures at two real dates, against what was noted of them by hand.

use std::collections::BTreeSet;

use crate::real;
use serde_json::Value;
use tthc::diff::{Change, Substance, compare_procedures};

/// Names of what was compared by hand, and the fields they are.
const COMPARED: &[(&str, &str)] = &[
    ("name", "ten"),
    ("decision_no", "quyet_dinh_cong_bo"),
    ("level", "cap_thuc_hien"),
    ("field", "linh_vuc"),
    ("steps", "trinh_tu"),
    ("channels_or_deadline_number", "cach_thuc"),
    ("applicant", "doi_tuong"),
    ("agency_authority", "co_quan_tham_quyen"),
    ("requirements", "yeu_cau_dieu_kien"),
];

/// Whether a change is of a kind that can be compared: fees were lost in July, notes of channels were glued in June.
fn is_compared(change: &Change) -> bool {
    change.substance == Substance::Content
        && (change.field != "cach_thuc" || change.part.is_none_or(|part| part == "thoi_han"))
}

fn found(record: &Value) -> (BTreeSet<&'static str>, Vec<Change>) {
    let side = |key: &str| real::procedure(&record[key]);
    let changes = compare_procedures(&side("old"), &side("new"));
    let fields = changes
        .iter()
        .filter(|change| is_compared(change))
        .map(|change| change.field);
    let names = fields.filter_map(|key| COMPARED.iter().find(|(_, field)| *field == key).map(|(name, _)| *name));
    (names.collect(), changes)
}

/// What the hand notes and the comparison disagree in and was looked at: here the comparison is right.
///
/// The notes looked at the number of a time limit and not at its unit ("6 Tháng" became "6 ngày"), and took another spelling
/// of a name and another numbering of paragraphs for content.
const WE_ARE_RIGHT: &[(&str, &str)] = &[
    ("1.001010", "channels_or_deadline_number"),
    ("1.002947", "channels_or_deadline_number"),
    ("1.003290", "channels_or_deadline_number"),
    ("1.013067", "channels_or_deadline_number"),
    ("2.001159", "channels_or_deadline_number"),
    ("1.007797", "name"),
    ("1.008910", "steps"),
    ("3.000506", "steps"),
    ("3.000507", "steps"),
];

#[test]
fn real_changes_are_found_and_noise_is_not() {
    let Some(records) = real::records("revisions/2026-06_2026-07.jsonl.gz") else {
        eprintln!("skipped: no real revisions in {}", real::data().display());
        return;
    };
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for record in &records {
        let code = record["code"].as_str().unwrap();
        let (found, changes) = found(record);
        let noted = record["substantive_changes"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str);
        let noted: BTreeSet<&str> = noted.collect();
        right += found.intersection(&noted).count();
        for name in found.symmetric_difference(&noted) {
            let ours = found.contains(name);
            match (WE_ARE_RIGHT.contains(&(code, name)), ours) {
                (true, true) => right += 1,
                (true, false) => {}
                (false, true) => wrong += 1,
                (false, false) => missed += 1,
            }
            eprintln!("{code} {name}: {}", if ours { "only found" } else { "only noted" });
            let (_, key) = COMPARED.iter().find(|(known, _)| known == name).unwrap();
            for change in changes.iter().filter(|change| change.field == *key) {
                eprintln!("    {:?}: {}", change.substance, change.sentence);
            }
        }
    }
    let (precision, recall) = (share(right, wrong), share(right, missed));
    eprintln!(
        "{} records, {right} right, {wrong} wrong, {missed} missed: precision {precision:.3}, recall {recall:.3}",
        records.len()
    );
    assert!(precision >= 0.98 && recall >= 0.98);
}

fn share(right: usize, not: usize) -> f64 {
    right as f64 / (right + not) as f64
}
