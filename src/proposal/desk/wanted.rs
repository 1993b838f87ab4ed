//! What somebody wants to decide.

use crate::catalogue::Entry;
use crate::catalogue::observation::ObservedRow;
use crate::catalogue::values::{Date, Written};
use crate::review::decision::{Amendment, Decision, Enactment, Member, Method, Outcome, judged, rest_on};

use super::{Desk, DeskError};

/// What somebody wants to decide on a procedure, on a group, or on each of many.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Outcome.
    pub outcome: Outcome,
    /// Why, in Vietnamese.
    pub reason: String,
    /// What the procedures share, when it is one measure on several of them.
    pub group: Option<String>,
    /// Documents that must be amended for it.
    pub enactments: Vec<Enactment>,
    /// What changes, for outcomes that keep the procedure.
    pub amendments: Vec<Amendment>,
    /// Code of the procedure that takes its place.
    pub successor: Option<String>,
    /// Rules it rests on, by name or number.
    pub rules: Vec<String>,
    /// When it is to be done.
    pub schedule: Option<String>,
    /// How the benefit is worked out.
    pub method: Option<Method>,
    /// Cost rows known for the time after it.
    pub cost_after: Vec<ObservedRow>,
    /// Who decides.
    pub by: Option<String>,
    /// When; the revision's own day when absent.
    pub on: Option<Date>,
    /// The day it is written down, where that is to stand in it instead; where it is filed still follows `on`.
    pub today: Option<Date>,
    /// Write it although `propose` would refuse it.
    pub draft: bool,
    /// Write it in the place of an older one, whose history is kept.
    pub replace: bool,
}

impl Wanted {
    /// An outcome and why, and nothing else.
    pub fn new(outcome: Outcome, reason: impl Into<String>) -> Self {
        Self {
            outcome,
            reason: reason.into(),
            group: None,
            enactments: Vec::new(),
            amendments: Vec::new(),
            successor: None,
            rules: Vec::new(),
            schedule: None,
            method: None,
            cost_after: Vec::new(),
            by: None,
            on: None,
            today: None,
            draft: false,
            replace: false,
        }
    }

    /// As a decision on no procedure yet.
    fn decision(&self, desk: &Desk<'_>, day: Date) -> Decision {
        Decision {
            revision: desk.catalogue.name().to_owned(),
            outcome: Written::new(self.outcome.key()),
            successor: self.successor.as_deref().map(Written::new),
            reason: self.reason.clone(),
            amendments: self.amendments.clone(),
            enactments: self.enactments.clone(),
            rule_versions: rest_on(&self.rules),
            rules: self.rules.clone(),
            schedule: self.schedule.clone(),
            method: self.method.map(|method| Written::new(method.to_string())),
            cost_after: self.cost_after.clone(),
            decided_by: self.by.clone(),
            decided_on: Some(Written::new(self.today.unwrap_or(day).to_string())),
            ..Decision::default()
        }
    }

    /// As a decision on one procedure.
    pub(super) fn on_one(&self, desk: &Desk<'_>, day: Date, entry: &Entry) -> Decision {
        Decision {
            code: Written::new(entry.procedure.identity()),
            judged: judged(&entry.procedure),
            ..self.decision(desk, day)
        }
    }

    /// As one decision: on a group where it has a title, else on one procedure.
    pub(super) fn on_all(&self, desk: &Desk<'_>, day: Date, entries: &[&Entry]) -> Result<Decision, DeskError> {
        match (&self.group, entries) {
            (None, [entry]) => Ok(self.on_one(desk, day, entry)),
            (None, _) => Err(DeskError::NoGroup),
            (Some(title), _) if !title.chars().any(char::is_alphanumeric) => Err(DeskError::NoTitle(title.clone())),
            (Some(_), []) => Err(DeskError::NoGroup),
            (Some(title), entries) => Ok(Decision {
                group: Some(title.clone()),
                members: entries
                    .iter()
                    .map(|entry| Member {
                        code: Written::new(entry.procedure.identity()),
                        judged: judged(&entry.procedure),
                    })
                    .collect(),
                ..self.decision(desk, day)
            }),
        }
    }
}
