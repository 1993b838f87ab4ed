//! The real files of portals, held against what they say when they are read another way. Figures are printed:
//! `cargo test --test it import::real -- --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use serde_json::Value;

use crate::support::{real_data, real_records};
use tthc::catalogue::fields::{FIELDS, FieldValue};
use tthc::catalogue::procedure::Procedure;
use tthc::catalogue::values::Date;
use tthc::exchange::import::{Imported, read};
use tthc::progress::Silent;
use tthc::text;

const LISTS: [(&str, usize); 3] = [
    ("portal/danh-sach-tthc-BoTuPhap.xlsx", 271),
    ("portal/danh-sach-tthc-BoXayDung.xlsx", 525),
    ("portal/danh-sach-tthc-NganhangNhanuocVietNam.xlsx", 261),
];

fn imported(paths: &[PathBuf]) -> Imported {
    let started = Instant::now();
    let imported = read(paths, Date::new(2026, 7, 18).unwrap(), &Silent).unwrap();
    let size = imported.records.len();
    eprintln!("{}: {size} records read in {:?}", paths[0].display(), started.elapsed());
    imported
}

fn procedures(imported: &Imported) -> BTreeMap<String, Procedure> {
    let each = imported.records.iter();
    each.map(|record| (record.code.base().to_owned(), record.procedure().unwrap()))
        .collect()
}

/// Letters alone: what was repaired or split is the same text.
fn letters(text: &str) -> String {
    text::canonical(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn every_row_of_the_portals_lists_arrives() {
    let paths: Option<Vec<PathBuf>> = LISTS.iter().map(|(file, _)| real_data(file)).collect();
    let Some(paths) = paths else { return };
    let imported = imported(&paths);
    let procedures = procedures(&imported);
    let mut agencies = 0;
    for (path, (_, rows)) in paths.iter().zip(LISTS) {
        let mut book: Xlsx<_> = open_workbook(path).unwrap();
        let range = book.worksheet_range("Danh sách TTHC").unwrap();
        let text = |cell: &Data| cell.to_string();
        let mut seen = 0;
        for row in range.rows().skip(2) {
            let [code, name, publisher, executing, field] = [0, 1, 2, 3, 4].map(|at| text(&row[at]));
            let procedure = &procedures[code.trim()];
            assert_eq!(letters(&procedure.name), letters(&name), "{code}");
            assert_eq!(
                letters(procedure.published_by.as_deref().unwrap_or_default()),
                letters(&publisher),
                "{code}"
            );
            assert_eq!(letters(&procedure.field), letters(&field), "{code}");
            let each: BTreeSet<String> = executing.lines().map(letters).filter(|name| !name.is_empty()).collect();
            let ours: BTreeSet<String> = procedure.executing_agencies.iter().map(|name| letters(name)).collect();
            agencies += usize::from(each.len() > 1);
            assert_eq!(
                ours.iter().map(String::len).sum::<usize>(),
                each.iter().map(String::len).sum::<usize>(),
                "{code}: {ours:?}"
            );
            seen += 1;
        }
        assert_eq!(seen, rows, "{}", path.display());
    }
    assert!(
        imported
            .findings
            .iter()
            .all(|finding| matches!(finding.rule.as_str(), "nhap-dong" | "nhap-bang-ma"))
    );
    eprintln!(
        "{} procedures, {agencies} with several agencies in a cell; every row equal",
        procedures.len()
    );
}

#[test]
fn the_pdf_of_the_portal_arrives_whole() {
    let Some(path) = real_data("portal/ChiTietTTHC_2.002229.pdf") else {
        return;
    };
    let imported = imported(&[path]);
    let procedure = &procedures(&imported)["2.002229"];
    assert_eq!(
        procedure.levels.iter().map(|level| level.text()).collect::<Vec<_>>(),
        ["Cấp Bộ", "Cấp Tỉnh"]
    );
    assert_eq!(procedure.announced_by.as_ref().unwrap().text(), "3078/QĐ-BTC");
    assert_eq!(procedure.channels.len(), 3);
    assert_eq!(procedure.dossier[0].papers.len(), 3);
    assert!(
        procedure.dossier[0]
            .papers
            .iter()
            .all(|paper| (paper.originals, paper.copies) == (1, 1))
    );
    assert!(
        procedure.dossier[0].papers[2]
            .name
            .ends_with("giảm trừ gia cảnh cho tổ chức, cá nhân trả thu nhập.")
    );
    assert_eq!(procedure.applicants.len(), 4);
    assert_eq!(procedure.legal_bases.len(), 13);
    assert!(procedure.legal_bases.iter().all(|basis| basis.number.value().is_some()));
    assert_eq!(imported.records[0].documents.len(), 14);
}

/// What the interface says of one record, each value as a text, under our keys.
fn native(record: &Value) -> BTreeMap<&'static str, Vec<String>> {
    let list = |key: &str, part: &str| -> Vec<String> {
        record[key]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| one[part].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    let text = |key: &str| vec![record[key].as_str().unwrap_or_default().to_owned()];
    let both = |a: &str, b: &str| [list(a, "name"), list(b, "name")].concat();
    let mut said = BTreeMap::from([
        ("ma", text("code")),
        ("ten", text("name")),
        ("linh_vuc", list("categoriesDetails", "name")),
        ("co_quan_ban_hanh", text("departmentPromulgateName")),
        ("mo_ta", text("description")),
        ("doi_tuong", list("subjectTypesDetails", "name")),
        ("co_quan_thuc_hien", both("departmentsExecuting", "unitGroupsExecuting")),
        (
            "co_quan_tham_quyen",
            both("departmentsAuthority", "unitGroupsAuthority"),
        ),
        (
            "co_quan_phoi_hop",
            both("departmentsCoordinating", "unitGroupsCoordinating"),
        ),
        ("can_cu_phap_ly", list("legalBasisesDetails", "code")),
        ("yeu_cau_dieu_kien", text("requirementsAndConditions")),
        ("ket_qua", list("resultsDetails", "name")),
        ("ket_qua.ma", list("resultsDetails", "code")),
        (
            "quyet_dinh_cong_bo",
            vec![
                record["procedureProposal"]["proposalNumber"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
            ],
        ),
        (
            "trinh_tu",
            [list("executionSteps", "name"), list("executionSteps", "description")].concat(),
        ),
        ("cach_thuc.mo_ta", list("executionMethods", "description")),
    ]);
    let cases = record["executionCases"].as_array().into_iter().flatten();
    let papers: Vec<&Value> = cases
        .flat_map(|case| case["profileComponents"].as_array().into_iter().flatten())
        .collect();
    let counts = papers
        .iter()
        .map(|paper| format!("{} {}", paper["originalQty"], paper["copyQty"]));
    said.insert("ho_so.so_luong", counts.collect());
    said.insert(
        "ho_so",
        papers
            .iter()
            .map(|paper| paper["name"].as_str().unwrap_or_default().to_owned())
            .collect(),
    );
    let methods = || record["executionMethods"].as_array().into_iter().flatten();
    let limit = |method: &Value| {
        format!(
            "{} {}",
            method["processingTime"],
            method["processingTimeUnit"].as_str().unwrap_or_default()
        )
    };
    said.insert("cach_thuc.thoi_han", methods().map(limit).collect());
    let fees = methods().flat_map(|method| method["fees"].as_array().into_iter().flatten());
    let fee = |fee: &Value| format!("{} {}", fee["value"], fee["description"].as_str().unwrap_or_default());
    said.insert("cach_thuc.phi", fees.map(fee).collect());
    said
}

/// The same of the procedure that arrived.
fn arrived(procedure: &Procedure) -> BTreeMap<&'static str, Vec<String>> {
    let option = |text: &Option<String>| vec![text.clone().unwrap_or_default()];
    let bases = procedure.legal_bases.iter().map(|basis| basis.number.text().to_owned());
    let step = |step: &tthc::catalogue::procedure::Step| [step.name.clone(), step.text.clone()];
    let limit = |limit: &str| limit.replace("ngày làm việc", "WORKING_DAY").replace("ngày", "DAY");
    let digits = |amount: &str| amount.chars().filter(char::is_ascii_digit).collect::<String>();
    BTreeMap::from([
        ("ma", vec![procedure.code.text().to_owned()]),
        ("ten", vec![procedure.name.clone()]),
        ("linh_vuc", vec![procedure.field.clone()]),
        ("co_quan_ban_hanh", option(&procedure.published_by)),
        ("mo_ta", option(&procedure.description)),
        (
            "doi_tuong",
            procedure.applicants.iter().map(|one| one.text().to_owned()).collect(),
        ),
        ("co_quan_thuc_hien", procedure.executing_agencies.clone()),
        ("co_quan_tham_quyen", procedure.deciding_agencies.clone()),
        ("co_quan_phoi_hop", procedure.coordinating_agencies.clone()),
        ("can_cu_phap_ly", bases.collect()),
        (
            "yeu_cau_dieu_kien",
            procedure.requirements.iter().map(|one| one.text.clone()).collect(),
        ),
        (
            "ket_qua",
            procedure.results.iter().map(|one| one.name.clone()).collect(),
        ),
        (
            "ket_qua.ma",
            procedure
                .results
                .iter()
                .filter_map(|one| Some(one.code.as_ref()?.text().to_owned()))
                .collect(),
        ),
        (
            "quyet_dinh_cong_bo",
            vec![
                procedure
                    .announced_by
                    .as_ref()
                    .map(|one| one.text().to_owned())
                    .unwrap_or_default(),
            ],
        ),
        ("trinh_tu", procedure.steps.iter().flat_map(step).flatten().collect()),
        (
            "cach_thuc.mo_ta",
            procedure.channels.iter().filter_map(|row| row.note.clone()).collect(),
        ),
        (
            "ho_so",
            procedure.papers().map(|(_, _, paper)| paper.name.clone()).collect(),
        ),
        (
            "ho_so.so_luong",
            procedure
                .papers()
                .map(|(_, _, paper)| format!("{} {}", paper.originals, paper.copies))
                .collect(),
        ),
        (
            "cach_thuc.thoi_han",
            procedure
                .channels
                .iter()
                .map(|row| limit(row.time_limit.as_ref().map_or("", |one| one.text())))
                .collect(),
        ),
        (
            "cach_thuc.phi",
            procedure
                .fees()
                .map(|(_, _, fee)| {
                    format!(
                        "{} {}",
                        digits(fee.amount.as_ref().map_or("", |one| one.text())),
                        fee.note.clone().unwrap_or_default()
                    )
                })
                .collect(),
        ),
    ])
}

#[test]
fn the_records_of_the_portals_interface_arrive_field_by_field() {
    let Some(path) = real_data("portal/api-formality-16.json") else {
        return;
    };
    let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let procedures = procedures(&imported(&[path]));
    assert_eq!(procedures.len(), 16);
    let (mut values, mut differing) = (0, Vec::new());
    for record in file["records"].as_array().unwrap() {
        let record = &record["detail"];
        let procedure = &procedures[record["code"].as_str().unwrap()];
        let (theirs, ours) = (native(record), arrived(procedure));
        assert_eq!(theirs.keys().collect::<Vec<_>>(), ours.keys().collect::<Vec<_>>());
        for (field, theirs) in theirs {
            // Sorted letters of all entries: steps and agencies may be split otherwise, nothing may be lost or come in.
            let sum = |texts: &[String]| {
                let mut all: Vec<char> = texts
                    .iter()
                    .flat_map(|text| letters(text).chars().collect::<Vec<_>>())
                    .collect();
                all.sort_unstable();
                all
            };
            values += 1;
            let mut unique = theirs.clone();
            unique.dedup();
            if sum(&unique) != sum(&ours[field]) && sum(&theirs) != sum(&ours[field]) {
                differing.push(format!("{} {field}: {theirs:?} / {:?}", procedure.code, ours[field]));
            }
        }
    }
    eprintln!(
        "{values} fields of 16 records, {} differ:\n{}",
        differing.len(),
        differing.join("\n")
    );
    assert!(differing.is_empty());
}

/// How many values of a field there are, and how many of them could be read as what they should be.
fn typed(value: &FieldValue<'_>) -> (usize, usize) {
    match value {
        FieldValue::Absent => (0, 0),
        FieldValue::Text(_) | FieldValue::Typed(_) => (1, 1),
        FieldValue::Unread(..) => (1, 0),
        FieldValue::Entries(entries) => entries.iter().fold((0, 0), |(all, read), entry| {
            let parts = entry.parts.iter().filter(|part| part.problem.is_none()).count();
            (
                all + 1 + entry.parts.len(),
                read + parts + usize::from(entry.problem.is_none()),
            )
        }),
    }
}

#[test]
fn the_values_of_two_thousand_records_arrive_typed() {
    let Some(path) = real_data("procedures.jsonl.gz") else {
        return;
    };
    let Some(records) = real_records("procedures.jsonl.gz") else {
        return;
    };
    let imported = imported(&[path]);
    let procedures = procedures(&imported);
    let codes: BTreeSet<&str> = records
        .iter()
        .map(|record| record["base_code"].as_str().unwrap())
        .collect();
    assert_eq!(procedures.len(), codes.len(), "no code is lost");
    let (mut all_of_all, mut read_of_all) = (0, 0);
    for field in FIELDS {
        let counts = procedures.values().map(|procedure| typed(&(field.get)(procedure)));
        let (all, read) = counts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        if all > 0 {
            eprintln!(
                "{:<22}{all:>8} values {:>7.2} % typed",
                field.key,
                100.0 * read as f64 / all as f64
            );
        }
        all_of_all += all;
        read_of_all += read;
    }
    let share = 100.0 * read_of_all as f64 / all_of_all as f64;
    eprintln!("{:<22}{all_of_all:>8} values {share:>7.2} % typed", "all");
    assert!(share > 97.0, "{share}");
    // Texts arrive whole: of each record, all letters of the steps are there.
    for record in &records {
        let procedure = &procedures[record["base_code"].as_str().unwrap()];
        let told_twice = imported
            .findings
            .iter()
            .any(|finding| finding.rule == "nhap-trung" && finding.code.as_deref() == Some(procedure.identity()));
        let steps: String = procedure
            .steps
            .iter()
            .filter_map(|step| step.text.as_deref())
            .map(letters)
            .collect();
        assert!(
            told_twice || steps == letters(record["steps"].as_str().unwrap_or_default()),
            "{}",
            procedure.code
        );
    }
}

#[test]
fn every_row_of_the_national_list_is_read_or_told() {
    let Some(path) = real_data("national-list.jsonl.gz") else {
        return;
    };
    let imported = imported(&[path]);
    let told: Vec<&str> = imported
        .findings
        .iter()
        .filter(|finding| finding.rule == "nhap-ma")
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(imported.records.len() + told.len(), 5_608, "{told:?}");
    assert_eq!(told.len(), 3, "{told:?}");
}
