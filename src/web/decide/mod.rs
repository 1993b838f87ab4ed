//! Deciding on the pages: what a form says, and what was written last so that it can be taken back.

mod changes;
mod form;
mod undo;

pub(super) use self::changes::Changes;
pub(super) use self::form::{DocumentRow, Filled, others};
pub(super) use self::undo::Undone;

use super::access_log;
use super::state::with_causes;
use super::visit::Visit;
use crate::catalogue::procedure::Procedure;
use crate::finding::Finding;
use crate::proposal::desk::{Desk, DeskError};
use crate::review::decision::{Decisions, RecordError, judged};

/// The desk for the decisions of a request.
pub(super) fn desk(visit: &Visit) -> Desk<'_> {
    let folder = Decisions::folder(visit.state.root());
    let unreadable = visit.app.trouble().is_some();
    Desk::new(&visit.state.catalogue, folder)
        .shown_as("ra_soat")
        .unless(unreadable)
}

/// What a procedure says, in a few letters: a form carries them, so that nobody decides on a text they did not see.
pub(super) fn fingerprint(procedure: &Procedure) -> String {
    let judged: Vec<String> = judged(procedure)
        .into_iter()
        .map(|(key, hash)| format!("{key}={hash}"))
        .collect();
    blake3::hash(judged.join("\n").as_bytes()).to_hex()[..16].to_owned()
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
    /// A reason that a label says.
    pub(super) fn said(visit: &Visit, label: &str) -> Self {
        Self {
            said: visit.label(label).to_owned(),
            ..Self::default()
        }
    }

    /// What a desk answered.
    pub(super) fn of(visit: &Visit, error: DeskError) -> Self {
        let plain = |label: &str| Self::said(visit, label);
        match error {
            DeskError::Refused { findings, .. } => Self {
                findings,
                ..plain("decide_refused")
            },
            DeskError::ChangedMeanwhile { by, on, now, .. } => {
                let said = match (by, on) {
                    (Some(by), Some(on)) => visit.label("decide_changed").replace("{a}", &by).replace("{b}", &on),
                    _ => visit.label("decide_changed_by_nobody").to_owned(),
                };
                Self {
                    said,
                    now: Some(now.unwrap_or_default()),
                    findings: Vec::new(),
                }
            }
            DeskError::Gone { .. } => plain("decide_no_folder"),
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
            DeskError::Exists { .. } => plain("decide_exists"),
            DeskError::Undecided { .. } => plain("decide_undecided"),
            DeskError::Waiting { .. } => plain("decide_waiting"),
            DeskError::NoAssessment { .. } => plain("decide_no_assessment"),
            DeskError::NoProcedure { code, .. } => Self {
                said: visit.label("error_no_procedure").replace("{x}", &code),
                ..Self::default()
            },
            // What the disk or the settings say is for whoever looks after the server.
            other => {
                access_log::trouble(&with_causes(&other), &visit.path);
                plain(match other {
                    DeskError::Record(RecordError::Busy { .. }) => "decide_busy",
                    DeskError::Record(RecordError::Layout { .. }) => "decide_layout",
                    DeskError::Record(_) => "decide_not_on_disk",
                    DeskError::Cost(_) => "decide_no_cost",
                    _ => "decide_failed",
                })
            }
        }
    }
}
