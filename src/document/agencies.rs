//! Who carries the decision out, who is told of the result, and who gets a copy.

use std::collections::BTreeMap;

use super::decision::lines;
use crate::catalogue::Catalogue;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::settings::Office;
use crate::catalogue::values::{Date, Level};
use crate::proposal::{Item, Proposal};
use crate::text;

/// The bodies a proposal names.
pub(super) struct Agencies {
    /// Departments that handle the procedures, in dictionary order.
    departments: Vec<String>,
    /// Whether communes handle some of them.
    communes: bool,
    /// Ministries that are asked to change something.
    ministries: Vec<String>,
    /// Ministries the result is reported to: those asked, and those the office always reports to.
    pub(super) reported_to: Vec<String>,
}

/// Names in dictionary order, each once.
fn in_order<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let names: BTreeMap<_, _> = names.map(|name| (text::collation_key(name), name.to_owned())).collect();
    names.into_values().collect()
}

/// A minister's documents are his ministry's: "Bộ trưởng Bộ Y tế" stands for "Bộ Y tế".
fn ministry(issuer: &str) -> Option<&str> {
    Some(issuer.strip_prefix("Bộ trưởng ").unwrap_or(issuer)).filter(|name| name.starts_with("Bộ "))
}

impl Agencies {
    pub(super) fn of(proposal: &Proposal, base: &Catalogue) -> Self {
        let executing = || {
            proposal
                .items
                .iter()
                .flat_map(|item| &item.before.executing_agencies)
                .map(String::as_str)
        };
        let commune = |item: &Item| {
            item.before
                .levels
                .iter()
                .any(|level| level.value() == Some(&Level::Commune))
        };
        let asked = proposal
            .items
            .iter()
            .flat_map(|item| &item.enactments)
            .filter(|enacted| !enacted.own_power);
        let issuers = asked.filter_map(|enacted| {
            let number = enacted.enactment.document.value()?;
            ministry(&base.documents().get(number)?.issuer)
        });
        let ministries = in_order(issuers);
        let addressees = lines(&base.settings().office.addressees, proposal.day);
        let always = addressees.iter().filter_map(|line| ministry(line));
        Self {
            departments: in_order(executing().filter(|name| name.starts_with("Sở "))),
            communes: proposal.items.iter().any(commune),
            reported_to: in_order(always.chain(ministries.iter().map(String::as_str))),
            ministries,
        }
    }

    /// Of procedures that are carried out as they are: no ministry is asked for anything.
    pub(super) fn carrying_out<'a>(procedures: impl Iterator<Item = &'a Procedure> + Clone) -> Self {
        let executing = procedures.clone().flat_map(|procedure| &procedure.executing_agencies);
        let departments = executing.map(String::as_str).filter(|name| name.starts_with("Sở "));
        let at_commune = |procedure: &Procedure| {
            procedure
                .levels
                .iter()
                .any(|level| level.value() == Some(&Level::Commune))
        };
        Self {
            departments: in_order(departments),
            communes: procedures.clone().any(at_commune),
            ministries: Vec::new(),
            reported_to: Vec::new(),
        }
    }

    /// The department that alone carries out every one of the procedures; empty when there is none.
    pub(super) fn only_department<'a>(&self, mut procedures: impl Iterator<Item = &'a Procedure>) -> String {
        match self.departments.as_slice() {
            [only] if procedures.all(|procedure| procedure.executing_agencies == [only.as_str()]) => only.clone(),
            _ => String::new(),
        }
    }

    /// "Sở Y tế; Ủy ban nhân dân các xã, phường, đặc khu".
    pub(super) fn charged(&self) -> String {
        let communes = self
            .communes
            .then(|| "Ủy ban nhân dân các xã, phường, đặc khu".to_owned());
        let all: Vec<_> = self.departments.iter().cloned().chain(communes).collect();
        if all.is_empty() {
            "các sở, ban, ngành có liên quan".to_owned()
        } else {
            all.join("; ")
        }
    }

    /// Their heads.
    pub(super) fn heads(&self) -> Vec<String> {
        let departments = self.departments.iter().map(|name| format!("Giám đốc {name}"));
        let communes = self
            .communes
            .then(|| "Chủ tịch Ủy ban nhân dân các xã, phường, đặc khu".to_owned());
        departments.chain(communes).collect()
    }

    /// The office's own list, with what every decision needs and the ministries that are asked for something.
    pub(super) fn addressees(&self, office: &Office, day: Date) -> Vec<String> {
        let mut list = lines(&office.addressees, day);
        if !list.iter().any(|line| line.starts_with("Như Điều")) {
            list.insert(0, "Như Điều 4".to_owned());
        }
        let all_ministries = list
            .iter()
            .any(|line| line.starts_with("Các bộ") || line.starts_with("Các Bộ"));
        let after = list.iter().rposition(|line| ministry(line).is_some()).unwrap_or(0) + 1;
        let missing = self
            .ministries
            .iter()
            .filter(|name| !all_ministries && !list.contains(name));
        let missing: Vec<String> = missing.cloned().collect();
        list.splice(after..after, missing);
        if !list.iter().any(|line| line.starts_with("Lưu")) {
            list.push("Lưu: VT".to_owned());
        }
        list
    }
}
