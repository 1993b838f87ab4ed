//! Which documents brought a change about, by what the records say.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::document::LegalDocument;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Date, DocumentNumber, Written};
use crate::catalogue::{Catalogue, Entry};

/// A document a record names, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Basis {
    pub(super) number: Written<DocumentNumber>,
    /// Revision, file and YAML path it was read at.
    pub(super) revision: String,
    pub(super) file: String,
    pub(super) yaml_path: String,
}

/// What the newer record names that the older ones did not.
#[derive(Debug, Default)]
pub(super) struct NewBases {
    /// Normative documents that began to apply after the older revision: these brought the change about.
    pub(super) said: Vec<Basis>,
    /// Normative documents that applied before already: they were only recorded late, and changed nothing since.
    pub(super) late: Vec<String>,
}

/// Every document a record names, with its YAML path: legal bases, what sets fees and conditions.
fn named(procedure: &Procedure) -> Vec<(String, Written<DocumentNumber>)> {
    let bases = procedure.legal_bases.iter().enumerate();
    let mut named: Vec<_> = bases
        .map(|(at, basis)| (format!("can_cu_phap_ly[{at}].so_hieu"), basis.number.clone()))
        .collect();
    named.extend(procedure.fees().filter_map(|(path, _, fee)| {
        let number = fee.basis.clone()?;
        Some((format!("{path}.can_cu"), number))
    }));
    let requirements = procedure.requirements.iter().enumerate();
    named.extend(requirements.filter_map(|(at, requirement)| {
        let document = &requirement.basis.as_ref()?.value()?.document;
        let path = format!("yeu_cau_dieu_kien[{at}].can_cu");
        Some((path, Written::new(document.to_string())))
    }));
    named
}

/// The normative documents that `after` names and none of `before` did.
pub(super) fn new_bases(after: &Entry, before: &[&Entry], old: &Catalogue, new: &Catalogue) -> NewBases {
    let known: BTreeSet<String> = before
        .iter()
        .flat_map(|entry| named(&entry.procedure))
        .filter_map(|(_, number)| number.value().map(DocumentNumber::key))
        .collect();
    let mut seen = BTreeSet::new();
    let mut found = NewBases::default();
    for (yaml_path, number) in named(&after.procedure) {
        let Some(value) = number.value().filter(|value| value.is_normative()) else {
            continue;
        };
        if known.contains(&value.key()) || !seen.insert(value.key()) {
            continue;
        }
        if is_later(value, new.documents().get(value), old.settings().day()) {
            found.said.push(Basis {
                revision: new.name().to_owned(),
                file: after.source.path.clone(),
                yaml_path,
                number,
            });
        } else {
            found.late.push(number.text().to_owned());
        }
    }
    found
}

/// Whether a document began to apply after a day. What the register does not date is told by the year of its number.
fn is_later(number: &DocumentNumber, document: Option<&LegalDocument>, day: Option<Date>) -> bool {
    let Some(day) = day else { return true };
    let date = |written: Option<&Written<Date>>| written.and_then(Written::value).copied();
    let began = document.and_then(|document| date(document.in_force.as_ref()).or(date(document.issued.as_ref())));
    match began {
        Some(began) => began > day,
        None => number
            .year()
            .is_some_and(|year| i32::from(year) > i32::from(day.year())),
    }
}

/// The documents of a register that say which procedures they abolish, by the procedure's seven digits.
pub(super) fn abolishing(catalogue: &Catalogue) -> BTreeMap<&str, Vec<Basis>> {
    let mut by_code: BTreeMap<&str, Vec<Basis>> = BTreeMap::new();
    for document in catalogue.documents().iter() {
        for code in document.abolishes.iter().filter_map(Written::value) {
            by_code.entry(code.base()).or_default().push(Basis {
                number: document.number.clone(),
                revision: catalogue.name().to_owned(),
                file: "van_ban/".to_owned(),
                yaml_path: "bai_bo_thu_tuc".to_owned(),
            });
        }
    }
    by_code
}
