//! What some decisions come to when they are proposed together: worked out once for each choice of them.

use std::collections::BTreeSet;

use super::state::{Snapshot, with_causes};
use crate::document;
use crate::finding::{Finding, Place, Severity};
use crate::proposal::what_if::{Reached, Standing, Target};
use crate::proposal::{Proposal, ProposalError, propose};
use crate::review::decision::{Decisions, Recorded};
use crate::templates::Templates;

/// A choice of decisions, proposed.
#[derive(Debug)]
pub(super) struct Planned {
    /// The decisions.
    pub(super) decisions: Decisions,
    /// What they make of the revision; `None` when they cannot be proposed, or when none is chosen.
    pub(super) proposal: Option<Proposal>,
    /// Why they cannot be.
    pub(super) refusals: Vec<Finding>,
    /// What proof-reading found in the documents, the gravest first.
    pub(super) remarks: Vec<Finding>,
}

impl Planned {
    /// Proposes the decisions that are in the files named.
    pub(super) fn of(state: &Snapshot, templates: &Templates, files: &BTreeSet<String>) -> Self {
        let decisions = state.decisions.only(|recorded| files.contains(&recorded.path));
        let mut planned = Self {
            decisions,
            proposal: None,
            refusals: Vec::new(),
            remarks: Vec::new(),
        };
        match propose(&state.catalogue, &planned.decisions, state.day) {
            Ok(proposal) => {
                planned.remarks = remarks(templates, &proposal, state);
                planned.proposal = Some(proposal);
            }
            Err(ProposalError::Refused(refusals)) => planned.refusals = refusals,
            Err(ProposalError::Nothing(_)) => {}
            Err(ProposalError::Cost(error)) => {
                let message = with_causes(&error);
                planned
                    .refusals
                    .push(Finding::new("chi-phi", Severity::Error, Place::default(), message));
            }
        }
        planned
    }

    /// Whether proof-reading found what keeps the documents from being handed in.
    pub(super) fn is_stopped(&self) -> bool {
        self.remarks.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// How far the decisions reach targets.
    pub(super) fn reached(&self, state: &Snapshot, standing: &Standing, targets: &[Target]) -> Vec<Reached> {
        let decided: Vec<Recorded> = self.decisions.iter().cloned().collect();
        // What cannot be worked out is among the refusals.
        standing
            .reached(&state.catalogue, &decided, targets)
            .unwrap_or_default()
    }
}

fn remarks(templates: &Templates, proposal: &Proposal, state: &Snapshot) -> Vec<Finding> {
    match document::remarks(templates, proposal, &state.catalogue) {
        Ok(remarks) => remarks,
        // A template of the office's own that fails; the page says so instead of failing with it.
        Err(error) => vec![Finding::new(
            "mau-van-ban",
            Severity::Error,
            Place::default(),
            with_causes(&error),
        )],
    }
}
