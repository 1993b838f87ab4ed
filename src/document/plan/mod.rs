//! The plan of a year's review: which procedures, why, who, what is expected to come of it.
//!
//! Procedures are those of which rules of the review found something; the rules that fired are the ground for choosing them.

mod manifest;
pub mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use self::views::{PlanRowView, PlanView};
use super::announce::cells::one_line;
use super::blocks::Document;
use super::decision::{count, heading, lines, locality};
use super::{DocumentError, Dossier, Format, Mistakes, Output, composed, proof, written};
use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Entry};
use crate::finding::{Finding, Severity};
use crate::review::decision::Outcome;
use crate::review::{self, Rule};
use crate::templates::{TemplateError, Templates};
use crate::text;

/// Name of the plan's files, without the ending.
const NAME: &str = "ke-hoach";

/// Name of the manifest beside them.
const MANIFEST: &str = "manifest-ke-hoach.json";

/// How the plan is made.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The day whose law and settings apply.
    pub day: Date,
    /// The year that is planned.
    pub year: i16,
    /// First day of the review of a procedure; left open when absent.
    pub from: Option<Date>,
    /// Last day, likewise.
    pub until: Option<Date>,
    /// At most so many procedures.
    pub top: Option<usize>,
}

/// A procedure to review.
#[derive(Debug)]
struct Item<'a> {
    entry: &'a Entry,
    /// What was found of it, most urgent first.
    findings: Vec<&'a Finding>,
    /// Rules that fired, in the order of the findings, each once.
    rules: Vec<&'static Rule>,
    /// Dossiers of the last year counted; none when nothing was.
    dossiers: Option<(u16, u64)>,
}

/// A plan.
#[derive(Debug)]
pub struct Plan<'a> {
    catalogue: &'a Catalogue,
    options: Options,
    items: Vec<Item<'a>>,
    /// Procedures of which something was found and that the limit left out.
    pub beyond: usize,
}

impl<'a> Plan<'a> {
    /// The procedures that findings of at least `severity` name, the most urgent first: by the worst finding, then by the
    /// number of rules that fired, by dossiers a year, by code.
    pub fn of(
        catalogue: &'a Catalogue,
        findings: &'a [Finding],
        severity: Severity,
        options: Options,
        wanted: impl Fn(&Entry) -> bool,
    ) -> Self {
        let mut by_code: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.severity <= severity) {
            if let Some(code) = finding.code.as_deref() {
                by_code.entry(code).or_default().push(finding);
            }
        }
        let named = by_code.into_iter().filter_map(|(code, findings)| {
            let entry = catalogue.get(code).filter(|entry| wanted(entry))?;
            Some(item(catalogue, entry, findings))
        });
        let mut items: Vec<Item<'_>> = named.filter(|item| !item.rules.is_empty()).collect();
        items.sort_by_cached_key(|item| {
            (
                item.findings.first().map(|finding| finding.severity),
                std::cmp::Reverse(item.rules.len()),
                std::cmp::Reverse(item.dossiers.map_or(0, |(_, received)| received)),
                item.entry.procedure.identity().to_owned(),
            )
        });
        let all = items.len();
        items.truncate(options.top.unwrap_or(all));
        Self {
            catalogue,
            options,
            beyond: all - items.len(),
            items,
        }
    }

    /// How many procedures are to be reviewed.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The plan with its annex. The same revision gives the same bytes.
    ///
    /// # Errors
    ///
    /// When a template asks for something the view does not have, or writes what is no document.
    pub fn document(&self, templates: &Templates, format: Format) -> Result<Vec<u8>, DocumentError> {
        written(&self.composed(templates)?, format)
    }

    pub(super) fn composed(&self, templates: &Templates) -> Result<Document, TemplateError> {
        composed(templates, "documents/ke-hoach.xml.j2", &self.view())
    }

    /// Writes the plan in each format, and a manifest that traces every row to the findings it rests on.
    ///
    /// # Errors
    ///
    /// When a template fails, proof-reading finds mistakes that stop it, or a file cannot be written; all files are written
    /// or none.
    pub fn write(
        &self,
        templates: &Templates,
        folder: &Path,
        formats: &[Format],
        mistakes: Mistakes,
    ) -> Result<Output, DocumentError> {
        let mut document = self.composed(templates)?;
        let remarks = proof::read_alone(NAME, &mut document, self.catalogue, mistakes)?;
        let documents = super::in_formats(&document, NAME, formats)?;
        let manifest = manifest::of(self, &documents, &remarks);
        let dossier = Dossier {
            documents,
            manifest,
            remarks,
        };
        super::leave(folder, &[NAME], MANIFEST, dossier)
    }

    /// What its template sees.
    pub fn view(&self) -> PlanView {
        let settings = self.catalogue.settings();
        let office = &settings.office;
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let chairs: BTreeSet<(_, String)> = self
            .items
            .iter()
            .filter_map(|item| chair(item.entry))
            .map(|name| (text::collation_key(&name), name))
            .collect();
        let mut addressees = lines(&office.addressees, self.options.day);
        addressees.retain(|line| !line.starts_with("Như Điều") && !line.starts_with("Lưu"));
        let kept = lines(&office.addressees, self.options.day);
        let kept = kept.into_iter().find(|line| line.starts_with("Lưu"));
        addressees.push(kept.unwrap_or_else(|| "Lưu: VT".to_owned()));
        let mut heading = heading(office, self.options.day);
        heading.symbol = format!("KH-{}", office.symbol);
        PlanView {
            heading,
            locality: locality(office),
            office: office.name.clone(),
            secretariat: office.secretariat.clone(),
            collective: match text::canonical(&office.name).starts_with("ủy ban nhân dân") {
                true => "ỦY BAN NHÂN DÂN".to_owned(),
                false => String::new(),
            },
            year: self.options.year.to_string(),
            count: count(self.items.len()),
            reviewers: chairs.into_iter().map(|(_, name)| name).collect(),
            from: date(self.options.from),
            until: date(self.options.until),
            rules: self.reasons(),
            rows: self
                .items
                .iter()
                .enumerate()
                .map(|(at, item)| self.row(at + 1, item))
                .collect(),
            addressees,
            notes: settings
                .note
                .as_deref()
                .map(super::wording::sentence)
                .into_iter()
                .collect(),
            revision: self.catalogue.name().to_owned(),
        }
    }

    /// The rules that fired with the number of procedures each chose, in the order of the list of rules.
    fn reasons(&self) -> Vec<String> {
        let fired = review::RULES.iter().filter_map(|rule| {
            let chosen = |item: &&Item<'_>| item.rules.iter().any(|known| known.id == rule.id);
            let number = self.items.iter().filter(chosen).count();
            (number > 0).then(|| format!("{} ({}): {} thủ tục", rule.title, rule.id, count(number)))
        });
        fired.collect()
    }

    fn row(&self, number: usize, item: &Item<'_>) -> PlanRowView {
        let procedure = &item.entry.procedure;
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let reasons = item.rules.iter().map(|rule| format!("{} ({})", rule.title, rule.id));
        PlanRowView {
            number,
            code: procedure.identity().to_owned(),
            name: one_line(&procedure.name),
            field: one_line(&procedure.field),
            chair: chair(item.entry).unwrap_or_default(),
            others: others(item.entry),
            from: date(self.options.from),
            until: date(self.options.until),
            reasons: reasons.collect(),
            products: products(&item.rules),
        }
    }
}

fn item<'a>(catalogue: &Catalogue, entry: &'a Entry, mut findings: Vec<&'a Finding>) -> Item<'a> {
    findings.sort_by(|a, b| (a.severity, &a.rule, &a.place).cmp(&(b.severity, &b.rule, &b.place)));
    let mut rules: Vec<&'static Rule> = Vec::new();
    for finding in &findings {
        let fired = review::rule(&finding.rule).filter(|fired| rules.iter().all(|known| known.id != fired.id));
        rules.extend(fired);
    }
    let years = catalogue.volumes().of(entry.procedure.identity());
    Item {
        entry,
        findings,
        rules,
        dossiers: years
            .iter()
            .max_by_key(|year| year.year)
            .map(|year| (year.year, year.received)),
    }
}

/// Who is to review: the first agency that carries the procedure out.
fn chair(entry: &Entry) -> Option<String> {
    entry.procedure.executing_agencies.first().map(|name| one_line(name))
}

/// Who takes part: the other agencies that carry it out, and those that take part in it.
fn others(entry: &Entry) -> Vec<String> {
    let procedure = &entry.procedure;
    let chair = procedure.executing_agencies.first();
    let mut names: Vec<String> = Vec::new();
    for name in procedure
        .executing_agencies
        .iter()
        .chain(&procedure.coordinating_agencies)
    {
        let shown = one_line(name);
        if Some(name) != chair && !names.contains(&shown) {
            names.push(shown);
        }
    }
    names
}

/// A rule's suggested outcome, as plans name it.
pub fn product(outcome: &str) -> &str {
    match outcome {
        "cat_giam_dkkd" => "Cắt giảm yêu cầu, điều kiện",
        "cat_giam_ho_so" => "Cắt giảm thành phần hồ sơ",
        "chuyen_hau_kiem" => "Chuyển sang hậu kiểm",
        "don_gian_mau" => "Đơn giản hóa mẫu đơn, tờ khai",
        "giam_phi" => "Giảm phí, lệ phí",
        "giam_thoi_gian" => "Giảm thời gian giải quyết",
        other => other.parse::<Outcome>().map_or("Sửa đổi, bổ sung", Outcome::label),
    }
}

/// What may come of it: the outcomes the rules suggest, each once.
fn products(rules: &[&'static Rule]) -> Vec<String> {
    let mut products: Vec<String> = Vec::new();
    for rule in rules {
        let label = product(rule.outcome);
        if !products.iter().any(|known| known == label) {
            products.push(label.to_owned());
        }
    }
    products
}
