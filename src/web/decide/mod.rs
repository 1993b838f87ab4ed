//! Deciding on the pages: what a form says, and what was written last so that it can be taken back.

mod changes;
mod form;
mod undo;

pub(super) use self::changes::Changes;
pub(super) use self::form::{DocumentRow, Filled, others};
pub(super) use self::undo::Undone;

use super::state::with_causes;
use super::visit::Visit;
use crate::finding::Finding;
use crate::proposal::desk::{Desk, DeskError};
use crate::review::decision::Decisions;

/// The desk for the decisions of a request.
pub(super) fn desk(visit: &Visit) -> Desk<'_> {
    let folder = Decisions::folder(visit.state.root());
    Desk::new(&visit.state.catalogue, folder).shown_as("ra_soat")
}

/// Why nothing was written, for the page.
#[derive(Debug, Default)]
pub(super) struct Refusal {
    /// What is the matter, in the reader's language.
    pub(super) said: String,
    /// The findings that stand against it.
    pub(super) findings: Vec<Finding>,
    /// What somebody else wrote meanwhile.
    pub(super) now: Option<String>,
}

impl Refusal {
    /// What a desk answered.
    pub(super) fn of(visit: &Visit, error: DeskError) -> Self {
        let plain = |label: &str| Self {
            said: visit.label(label).to_owned(),
            ..Self::default()
        };
        match error {
            DeskError::Refused { findings, .. } => Self {
                findings,
                ..plain("decide_refused")
            },
            DeskError::ChangedMeanwhile { by, on, now, .. } => {
                let who = by.unwrap_or_else(|| "…".to_owned());
                let said = visit.label("decide_changed").replace("{a}", &who);
                Self {
                    said: said.replace("{b}", on.as_deref().unwrap_or("…")),
                    now: Some(now.unwrap_or_default()),
                    findings: Vec::new(),
                }
            }
            DeskError::Approved { .. } => plain("decide_approved"),
            DeskError::Nobody => plain("decide_nobody"),
            DeskError::NoReason => plain("decide_no_reason"),
            DeskError::Mistakes { path } => Self {
                said: format!("{} {}", visit.label("decide_mistakes"), path.display()),
                ..Self::default()
            },
            DeskError::Settled { .. } => plain("decide_settled"),
            DeskError::Disagree(conflicts) => Self {
                said: format!(
                    "{} {}",
                    visit.label("decide_disagree"),
                    conflicts
                        .iter()
                        .map(|conflict| conflict.measure.as_str())
                        .collect::<Vec<_>>()
                        .join("; ")
                ),
                ..Self::default()
            },
            other => Self {
                said: format!("{} {}", visit.label("decide_failed"), with_causes(&other)),
                ..Self::default()
            },
        }
    }
}
