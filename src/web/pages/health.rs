//! What is wrong with the files of the catalogue, and whether the server lives.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::finding::{Finding, Severity};
use crate::web::layout::{self, count};
use crate::web::people::Refusal;
use crate::web::reply::{Answer, Reply};
use crate::web::visit::Visit;

/// Most mistakes on the page; how many more there are is said.
const MOST: usize = 200;

/// What the template sees.
#[derive(Serialize)]
struct HealthView<'a> {
    trouble: Option<String>,
    errors: String,
    others: String,
    agencies: Vec<AgencyView>,
    findings: Vec<FindingView<'a>>,
    more: String,
    unfound: &'a [String],
}

/// What is wrong in the procedures of one agency.
#[derive(Serialize)]
struct AgencyView {
    name: String,
    procedures: String,
    errors: String,
    others: String,
}

/// One mistake.
#[derive(Serialize)]
struct FindingView<'a> {
    error: bool,
    severity: &'a str,
    code: &'a str,
    place: String,
    message: &'a str,
    advice: &'a str,
}

/// `/kiem-tra`
pub(in crate::web) fn page(visit: &Visit) -> Answer {
    let state = &visit.state;
    let findings = state.problems();
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let errors = findings.iter().filter(is_error).count();
    let view = HealthView {
        trouble: visit.app.trouble(),
        errors: count(errors),
        others: count(findings.len() - errors),
        agencies: agencies(visit, findings),
        findings: findings
            .iter()
            .take(MOST)
            .map(|finding| finding_view(visit, finding))
            .collect(),
        more: match findings.len().saturating_sub(MOST) {
            0 => String::new(),
            more => count(more),
        },
        unfound: &state.search.refreshed().unreadable,
    };
    layout::page(visit, "web/health.html.j2", visit.label("nav_health"), &view)
}

fn finding_view<'a>(visit: &'a Visit, finding: &'a Finding) -> FindingView<'a> {
    FindingView {
        error: finding.severity == Severity::Error,
        severity: visit.word(finding.severity.label()),
        code: finding.code.as_deref().unwrap_or_default(),
        place: finding.place.to_string(),
        message: &finding.message,
        advice: &finding.advice,
    }
}

/// What is wrong by the agency that executes the procedure, most mistakes first; what is of no procedure stands under no
/// name.
fn agencies(visit: &Visit, findings: &[Finding]) -> Vec<AgencyView> {
    #[derive(Default)]
    struct Tally {
        errors: usize,
        others: usize,
        procedures: std::collections::BTreeSet<String>,
    }
    let catalogue = &visit.state.catalogue;
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for finding in findings {
        let entry = finding.code.as_deref().and_then(|code| catalogue.get(code));
        let agency = entry.and_then(|entry| entry.procedure.executing_agencies.first());
        let tally = tallies.entry(agency.cloned().unwrap_or_default()).or_default();
        if finding.severity == Severity::Error {
            tally.errors += 1;
        } else {
            tally.others += 1;
        }
        tally.procedures.extend(finding.code.clone());
    }
    let mut tallies: Vec<(String, Tally)> = tallies.into_iter().collect();
    tallies.sort_by_key(|(_, tally)| std::cmp::Reverse((tally.errors, tally.others)));
    let view = |(name, tally): (String, Tally)| AgencyView {
        name,
        procedures: count(tally.procedures.len()),
        errors: count(tally.errors),
        others: count(tally.others),
    };
    tallies.into_iter().map(view).collect()
}

/// What `/healthz` says.
#[derive(Serialize)]
struct Alive<'a> {
    status: &'static str,
    #[serde(flatten)]
    told: Option<Told<'a>>,
}

/// What it says to those who may read the pages.
#[derive(Serialize)]
struct Told<'a> {
    revision: &'a str,
    procedures: usize,
    unreadable_files: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
}

/// `/healthz`: for whoever watches over the server.
pub(in crate::web) fn alive(visit: &Visit) -> Answer {
    let trouble = visit.app.trouble();
    let state = &visit.state;
    Reply::json(&Alive {
        // While nobody can be let in, the server is of no use to anybody.
        status: if trouble.is_some() || !state.broken.is_empty() || visit.who.refusal == Some(Refusal::NoUsers) {
            "degraded"
        } else {
            "ok"
        },
        told: visit.who.role.map(|_| Told {
            revision: state.catalogue.name(),
            procedures: state.catalogue.entries().len(),
            unreadable_files: state.broken.len(),
            trouble,
        }),
    })
}
