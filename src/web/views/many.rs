//! What the template says when many procedures could not be decided on at once: which, and why.

use serde::Serialize;

use super::decide::{ChoiceView, PHRASES, options, outcomes};
use super::finding::{RemarkView, remark};
use crate::catalogue::values::Described;
use crate::review::decision::Action;
use crate::web::decide::{Filled, Refusal, fingerprint};
use crate::web::visit::Visit;

/// The page.
#[derive(Serialize)]
pub(in crate::web) struct ManyView {
    said: String,
    procedures: Vec<ProcedureView>,
    bulk: BulkView,
}

/// The form for many procedures, which the board has too.
#[derive(Debug, Serialize)]
pub(in crate::web) struct BulkView {
    outcomes: Vec<ChoiceView>,
    phrases: [&'static str; 5],
    reason: String,
    actions: Vec<ChoiceView>,
    document: String,
    clause: String,
    draft: bool,
}

impl BulkView {
    /// The form with what somebody filled in.
    pub(in crate::web) fn of(filled: &Filled) -> Self {
        let document = filled.documents.first().cloned().unwrap_or_default();
        Self {
            outcomes: outcomes(&filled.outcome),
            phrases: PHRASES,
            reason: filled.reason.clone(),
            actions: options(Action::EXAMPLES, &[&document.action]),
            document: document.document,
            clause: document.clause,
            draft: filled.draft,
        }
    }
}

#[derive(Serialize)]
struct ProcedureView {
    code: String,
    /// What it says, in a few letters.
    reading: String,
    name: String,
    said: String,
    findings: Vec<RemarkView>,
}

impl ManyView {
    /// What was asked for, and what stands against it.
    pub(in crate::web) fn of(
        visit: &Visit,
        codes: &[String],
        filled: &Filled,
        failed: Vec<(String, Refusal)>,
        said: &str,
    ) -> Self {
        let procedure = |code: &String| {
            let refusal = failed.iter().find(|(own, _)| own == code).map(|(_, refusal)| refusal);
            let entry = visit.state.catalogue.get(code);
            ProcedureView {
                code: code.clone(),
                reading: entry.map_or_else(String::new, |entry| fingerprint(&entry.procedure)),
                name: entry.map_or_else(String::new, |entry| entry.procedure.name.clone()),
                said: refusal.map_or_else(String::new, |refusal| refusal.said.clone()),
                findings: refusal.map_or_else(Vec::new, |refusal| refusal.findings.iter().map(remark).collect()),
            }
        };
        Self {
            said: said.to_owned(),
            procedures: codes.iter().map(procedure).collect(),
            bulk: BulkView::of(filled),
        }
    }
}
