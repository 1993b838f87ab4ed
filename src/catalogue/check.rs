//! Is a catalogue well-formed and complete? What the loader could read is looked at value by value.

use std::collections::HashMap;

use rayon::prelude::*;

use super::document::LegalDocument;
use super::fields::{FIELDS, Field, FieldValue, Part, Reference, Required, Typed};
use super::files::ListedKind;
use super::load::OBSERVATIONS;
use super::quantity::Quantity;
use super::values::{Date, LegalRef, ParseValueError, Written};
use super::{Catalogue, Entry, yaml};
use crate::finding::{Finding, Place, Severity};
use crate::text;

/// Everything wrong with the files that could be read, with the line of each, in the order of the files.
pub fn check(catalogue: &Catalogue) -> Vec<Finding> {
    let known = Known::of(catalogue);
    let mut findings: Vec<Finding> = catalogue
        .entries()
        .par_iter()
        .flat_map_iter(|entry| procedure(catalogue, &known, entry))
        .collect();
    findings.extend(settings(catalogue));
    findings.extend(register(catalogue));
    findings.extend(counts(catalogue));
    findings.extend(observations(catalogue));
    findings.extend(spelling(catalogue));
    findings.par_iter_mut().for_each(|finding| catalogue.locate(finding));
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    findings
}

/// What references may point at.
struct Known {
    fields: HashMap<String, String>,
    agencies: HashMap<String, String>,
}

impl Known {
    fn of(catalogue: &Catalogue) -> Self {
        let by_canonical = |names: &mut dyn Iterator<Item = &String>| {
            names
                .map(|name| (text::canonical(name), name.clone()))
                .collect::<HashMap<_, _>>()
        };
        let settings = catalogue.settings();
        Self {
            fields: by_canonical(&mut settings.fields.iter().map(|field| &field.name)),
            agencies: by_canonical(&mut settings.agencies.iter().map(|agency| &agency.name)),
        }
    }
}

struct Report<'a> {
    path: &'a str,
    code: &'a str,
    findings: Vec<Finding>,
}

impl Report<'_> {
    fn add(&mut self, check: &str, severity: Severity, yaml_path: &str, message: String, advice: String) {
        let mut finding = Finding::new(check, severity, Place::file(self.path), message)
            .at_path(yaml_path)
            .advice(advice);
        finding.code = Some(self.code.to_owned()).filter(|code| !code.is_empty());
        self.findings.push(finding);
    }
}

fn procedure(catalogue: &Catalogue, known: &Known, entry: &Entry) -> Vec<Finding> {
    let mut report = Report {
        path: &entry.source.path,
        code: entry.procedure.identity(),
        findings: Vec::new(),
    };
    for field in FIELDS {
        let value = (field.get)(&entry.procedure);
        if value.is_absent() {
            missing(&mut report, field);
            continue;
        }
        match &value {
            FieldValue::Absent => {}
            FieldValue::Text(text) | FieldValue::Typed(Typed { text, .. }) => {
                refers(&mut report, catalogue, known, field.refers_to, field.key, text)
            }
            FieldValue::Unread(text, problem) => unread(&mut report, field.key, text, problem),
            FieldValue::Entries(entries) => {
                for entry in entries {
                    if let Some(problem) = &entry.problem {
                        unread(&mut report, &entry.path, &entry.title, problem);
                    }
                    if entry.title.trim().is_empty() {
                        let message = format!("{} không có tên, nội dung", text::lower_first(field.label));
                        report.add(
                            "thieu-ten",
                            Severity::Error,
                            &entry.path,
                            message,
                            "ghi tên hoặc xóa mục này".to_owned(),
                        );
                    }
                    refers(
                        &mut report,
                        catalogue,
                        known,
                        field.refers_to,
                        &entry.path,
                        &entry.title,
                    );
                    entry
                        .parts
                        .iter()
                        .for_each(|part| part_of(&mut report, catalogue, known, field, part));
                }
            }
        }
    }
    file_name(&mut report, catalogue, entry);
    report.findings
}

fn missing(report: &mut Report<'_>, field: &Field) {
    match field.required {
        Required::Always(ground) => {
            let message = format!("thiếu «{}» ({ground})", field.label);
            report.add(
                "thieu-bo-phan",
                Severity::Error,
                "",
                message,
                format!("thêm khóa {}: {}", field.key, field.description),
            );
        }
        Required::WhenItExists(ground) => {
            let message = format!("chưa ghi «{}» ({ground})", field.label);
            report.add(
                "thieu-bo-phan",
                Severity::Low,
                "",
                message,
                format!("nếu có thì thêm khóa {}", field.key),
            );
        }
        Required::No => {}
    }
}

fn part_of(report: &mut Report<'_>, catalogue: &Catalogue, known: &Known, field: &Field, part: &Part<'_>) {
    if let Some(problem) = &part.problem {
        unread(report, &part.path, &part.value, problem);
        return;
    }
    let reference = field
        .parts
        .iter()
        .find(|label| label.key == part.key)
        .map_or(Reference::None, |label| label.refers_to);
    refers(report, catalogue, known, reference, &part.path, &part.value);
}

/// Free text that is no time limit or fee is common in real records and only worth a look; a code, a date or a level
/// that cannot be read is a mistake.
fn unread(report: &mut Report<'_>, yaml_path: &str, text: &str, problem: &ParseValueError) {
    let severity = if problem.is_free_text() {
        Severity::Medium
    } else {
        Severity::Error
    };
    let shown: String = text.chars().take(60).collect();
    let message = format!("không hiểu giá trị «{shown}»");
    report.add("gia-tri-la", severity, yaml_path, message, problem.to_string());
}

fn refers(report: &mut Report<'_>, catalogue: &Catalogue, known: &Known, to: Reference, yaml_path: &str, text: &str) {
    let (names, what, list) = match to {
        Reference::None => return,
        Reference::Documents => return refers_to_document(report, catalogue, yaml_path, text),
        Reference::Procedures => {
            if catalogue.get(text).is_none() {
                let message = format!("không có thủ tục {text} trong phiên bản này");
                report.add(
                    "tham-chieu",
                    Severity::Error,
                    yaml_path,
                    message,
                    "sửa mã hoặc xóa dòng này".to_owned(),
                );
            }
            return;
        }
        Reference::Fields => (&known.fields, "lĩnh vực", "linh_vuc"),
        Reference::Agencies => (&known.agencies, "cơ quan", "danh_ba"),
    };
    match names.get(&text::canonical(text)) {
        Some(name) if name == text => {}
        Some(name) => {
            let message = format!("{what} «{text}» viết khác danh mục");
            report.add(
                "tham-chieu",
                Severity::Medium,
                yaml_path,
                message,
                format!("viết là «{name}»"),
            );
        }
        None => {
            let message = format!("{what} «{text}» không có trong catalogue.yaml");
            report.add(
                "tham-chieu",
                Severity::Error,
                yaml_path,
                message,
                format!("sửa tên, hoặc thêm vào {list} của catalogue.yaml"),
            );
        }
    }
}

fn refers_to_document(report: &mut Report<'_>, catalogue: &Catalogue, yaml_path: &str, text: &str) {
    let Ok(reference) = text.parse::<LegalRef>() else {
        return;
    };
    if catalogue.documents().get(&reference.document).is_none() {
        let message = format!("văn bản {} không có trong van_ban/", reference.document);
        report.add(
            "tham-chieu",
            Severity::Error,
            yaml_path,
            message,
            "sửa số hiệu, hoặc thêm văn bản vào van_ban/".to_owned(),
        );
    }
}

fn file_name(report: &mut Report<'_>, catalogue: &Catalogue, entry: &Entry) {
    let mut parts = entry.source.path.rsplit('/');
    let name = parts.next().unwrap_or_default().trim_end_matches(".yaml");
    let folder = parts.next().unwrap_or_default();
    let code = entry.procedure.identity();
    if name != code {
        let message = format!("tên tệp «{name}» khác mã thủ tục «{code}»");
        report.add(
            "ten-tep",
            Severity::Error,
            "ma",
            message,
            format!("đổi tên tệp thành {code}.yaml"),
        );
    }
    let field = catalogue
        .settings()
        .fields
        .iter()
        .find(|field| field.name == entry.procedure.field);
    if let Some(field) = field.filter(|field| field.slug != folder) {
        let message = format!(
            "tệp nằm trong thư mục «{folder}», lĩnh vực «{}» ở thư mục «{}»",
            field.name, field.slug
        );
        report.add(
            "ten-tep",
            Severity::Medium,
            "linh_vuc",
            message,
            format!("chuyển tệp vào thu_tuc/{}/", field.slug),
        );
    }
}

fn settings(catalogue: &Catalogue) -> Vec<Finding> {
    let mut report = Report {
        path: super::revision::HEAD,
        code: "",
        findings: Vec::new(),
    };
    let settings = catalogue.settings();
    if settings.title.trim().is_empty() {
        report.add(
            "thieu-bo-phan",
            Severity::Error,
            "ten",
            "thiếu tên danh mục".to_owned(),
            "thêm khóa ten".to_owned(),
        );
    }
    match settings.date.problem() {
        Some(problem) => unread(&mut report, "ngay", settings.date.text(), &problem),
        None if settings.date.text().is_empty() => {
            report.add(
                "thieu-bo-phan",
                Severity::Error,
                "ngay",
                "thiếu ngày của phiên bản".to_owned(),
                "thêm khóa ngay, ví dụ 01/07/2026".to_owned(),
            );
        }
        None => {}
    }
    if let Some((style, problem)) = settings
        .office
        .numbering
        .as_ref()
        .and_then(|style| Some((style, style.problem()?)))
    {
        unread(&mut report, "co_quan.kieu_danh_so", style.text(), &problem);
    }
    for (index, income) in settings.parameters.hourly_income.iter().enumerate() {
        if let Some(problem) = income.amount.problem() {
            unread(
                &mut report,
                &format!("tham_so.tnbq[{index}].muc"),
                income.amount.text(),
                &problem,
            );
        }
        if income.source.trim().is_empty() {
            let message = format!("thu nhập bình quân năm {} không có nguồn", income.year);
            report.add(
                "thieu-nguon",
                Severity::Error,
                &format!("tham_so.tnbq[{index}]"),
                message,
                "ghi nguồn và cách tính".to_owned(),
            );
        }
    }
    for (index, estimate) in settings.parameters.estimates.iter().enumerate() {
        let at = |key: &str| format!("tham_so.uoc_tinh[{index}].{key}");
        let hours = [
            ("gio", Some(&estimate.hours)),
            ("gio_thap", estimate.hours_low.as_ref()),
            ("gio_cao", estimate.hours_high.as_ref()),
        ];
        for (key, hours) in hours {
            if let Some((hours, problem)) = hours.and_then(|hours| Some((hours, hours.problem()?))) {
                unread(&mut report, &at(key), hours.text(), &problem);
            }
        }
        let value = |hours: &Option<Written<Quantity>>| hours.as_ref().and_then(Written::value).copied();
        let usual = estimate.hours.value().copied();
        let in_order = |low: Option<Quantity>, high: Option<Quantity>| !matches!((low, high), (Some(low), Some(high)) if high < low);
        if !in_order(value(&estimate.hours_low), usual) || !in_order(usual, value(&estimate.hours_high)) {
            report.add(
                "khoang-vo-ly",
                Severity::Error,
                &at("gio"),
                format!("việc {}: mức thấp, mức giữa, mức cao không theo thứ tự", estimate.work),
                "ghi gio_thap ≤ gio ≤ gio_cao".to_owned(),
            );
        }
    }
    report.findings
}

/// The register is looked at file by file, because a finding needs the place of the document in its file.
fn register(catalogue: &Catalogue) -> Vec<Finding> {
    let mut findings = Vec::new();
    for listed in catalogue.files().list() {
        if listed.kind != ListedKind::File || !listed.path.starts_with("van_ban/") || !listed.path.ends_with(".yaml") {
            continue;
        }
        let Ok(bytes) = catalogue.files().read(&listed.path) else {
            continue;
        };
        let Ok(documents) =
            super::load::read_typed::<Vec<LegalDocument>>(&bytes, &listed.path, &super::schema::DOCUMENTS)
        else {
            continue;
        };
        let mut report = Report {
            path: &listed.path,
            code: "",
            findings: Vec::new(),
        };
        for (index, document) in documents.iter().enumerate() {
            legal_document(&mut report, catalogue, document, index);
        }
        findings.extend(report.findings);
    }
    findings
}

fn legal_document(report: &mut Report<'_>, catalogue: &Catalogue, document: &LegalDocument, index: usize) {
    let at = |key: &str| format!("[{index}].{key}");
    let values = [
        ("so_hieu", document.number.text(), document.number.problem()),
        ("loai", document.kind.text(), document.kind.problem()),
    ];
    for (key, text, problem) in values {
        match problem {
            _ if text.trim().is_empty() => {
                report.add(
                    "thieu-bo-phan",
                    Severity::Error,
                    &format!("[{index}]"),
                    format!("văn bản thiếu {key}"),
                    format!("thêm khóa {key}"),
                );
            }
            Some(problem) => unread(report, &at(key), text, &problem),
            None => {}
        }
    }
    let dates = [
        ("ngay_ban_hanh", &document.issued),
        ("ngay_hieu_luc", &document.in_force),
        ("ngay_het_hieu_luc", &document.expires),
    ];
    for (key, date) in &dates {
        if let Some(problem) = date.as_ref().and_then(Written::problem) {
            unread(report, &at(key), date.as_ref().map_or("", Written::text), &problem);
        }
    }
    let day = |date: &Option<Written<Date>>| date.as_ref().and_then(Written::value).copied();
    for pair in dates.windows(2) {
        if let (Some(earlier), Some(later)) = (day(pair[0].1), day(pair[1].1))
            && later < earlier
        {
            let message = format!("{} ({later}) sớm hơn {} ({earlier})", pair[1].0, pair[0].0);
            report.add(
                "ngay-vo-ly",
                Severity::Error,
                &at(pair[1].0),
                message,
                "kiểm tra lại hai ngày".to_owned(),
            );
        }
    }
    for (key, number) in document.mentions() {
        let known = number
            .value()
            .is_some_and(|number| catalogue.documents().get(number).is_some());
        if !known {
            let message = format!("văn bản {} không có trong van_ban/", number.text());
            report.add(
                "tham-chieu",
                Severity::Error,
                &at(key),
                message,
                "thêm văn bản đó vào van_ban/".to_owned(),
            );
        }
    }
}

fn counts(catalogue: &Catalogue) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (year, row) in catalogue.volumes().rows() {
        let place = || Place {
            path: format!("thong_ke/{year}.csv"),
            line: row.line,
            column: 1,
        };
        if catalogue.get(&row.code).is_none() {
            let message = format!("thống kê của thủ tục {} không có trong phiên bản này", row.code);
            findings.push(Finding::new("tham-chieu", Severity::Error, place(), message).advice("sửa mã hoặc xóa dòng"));
        }
        for said in row.contradictions() {
            let message = format!("{}: {said}", row.code);
            let finding = Finding::new("thong-ke", Severity::Medium, place(), message);
            findings.push(finding.advice("kiểm tra lại các cột số hồ sơ của dòng này"));
        }
    }
    findings
}

/// Cost observations on nothing, and those whose frequency cannot be read: the cost would be counted without them.
fn observations(catalogue: &Catalogue) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (code, observed) in catalogue.all_observations() {
        let place = || Place::file(format!("{OBSERVATIONS}/{code}.yaml"));
        // A file without a code was named when it was read.
        if !code.is_empty() && catalogue.get(code).is_none() {
            let message = format!("số liệu chi phí của thủ tục {code} không có trong phiên bản này");
            let finding = Finding::new("tham-chieu", Severity::Error, place(), message);
            findings.push(finding.at_path("ma").advice("sửa mã hoặc xóa tệp"));
        }
        if let Some(times) = &observed.times_a_year
            && let Some(problem) = times.problem()
        {
            let message = format!("không đọc được «{}»: {problem}", times.text());
            let finding = Finding::new("gia-tri", Severity::Error, place(), message);
            findings.push(
                finding
                    .at_path("so_lan_nam")
                    .advice("ghi số lần trong một năm, ví dụ 1 hoặc 0,2"),
            );
        }
    }
    findings
}

/// Decomposed letters, look-alikes and invisible characters, wherever they stand in any file.
fn spelling(catalogue: &Catalogue) -> Vec<Finding> {
    let files = catalogue.files();
    let texts = files.list().into_par_iter().filter(|listed| {
        listed.kind == ListedKind::File && (listed.path.ends_with(".yaml") || listed.path.ends_with(".csv"))
    });
    texts
        .flat_map_iter(|listed| {
            let bytes = files.read(&listed.path).unwrap_or_default();
            let found = yaml::text(&bytes)
                .map(|text| spelling_of(text, &listed.path))
                .unwrap_or_default();
            found.into_iter()
        })
        .collect()
}

fn spelling_of(text: &str, path: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.is_ascii() && !line.contains('\t') {
            continue;
        }
        // A line pasted from a PDF may be decomposed letter by letter: one finding of a kind says it.
        let mut said: Vec<text::TextProblemKind> = Vec::new();
        for problem in text::problems(line) {
            if said.contains(&problem.kind) {
                continue;
            }
            said.push(problem.kind);
            let column = line[..problem.offset].chars().count() + 1;
            let place = Place {
                path: path.to_owned(),
                line: number + 1,
                column,
            };
            findings.push(Finding::new("ky-tu", Severity::Error, place, problem.message()).advice(problem.fix()));
        }
    }
    findings
}
