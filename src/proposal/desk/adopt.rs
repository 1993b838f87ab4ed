//! One reviewer's assessment becomes the decision.

use super::decide::Terms;
use super::{Desk, DeskError, Done, Subject};
use crate::catalogue::values::{Date, Written};
use crate::review::decision::{Assessments, Conflict, Decision, REVIEWERS, Recorded, agreement};

/// Whose assessment is to be the decision.
#[derive(Debug, Clone, Default)]
pub struct Adoption {
    /// The reviewer.
    pub reviewer: String,
    /// Why this one, where the reviewers do not agree; the reason of the assessment when absent.
    pub reason: Option<String>,
    /// Who decides; the reviewers when absent.
    pub by: Option<String>,
    /// When; the revision's own day when absent.
    pub on: Option<Date>,
    /// The day it is written down, where that is to stand in it instead.
    pub today: Option<Date>,
    /// Write it in the place of an older decision, whose history is kept.
    pub replace: bool,
}

impl Desk<'_> {
    /// Makes a reviewer's assessment of a procedure the decision.
    ///
    /// # Errors
    ///
    /// Before both assessments are in, when they differ and there is no reason, and where [`Desk::decide`] would refuse it.
    pub fn adopt(&self, adoption: &Adoption, subject: &Subject) -> Result<Done, DeskError> {
        let code = self.entry(&subject.code)?.procedure.identity();
        let _lock = self.lock()?;
        let (assessments, _) = Assessments::load(&self.folder);
        let all = assessments.of(self.catalogue.name(), code);
        if assessments.shown_to(None, self.catalogue.name(), code).len() < REVIEWERS {
            return Err(DeskError::Waiting {
                code: code.to_owned(),
                have: all.len(),
            });
        }
        let names: Vec<&str> = all.iter().map(|recorded| name(recorded)).collect();
        let mut own = all
            .iter()
            .filter(|recorded| recorded.decision.is_by(&adoption.reviewer));
        let chosen = own.next().ok_or_else(|| DeskError::NoAssessment {
            code: code.to_owned(),
            reviewer: adoption.reviewer.clone(),
            there: names.iter().map(|name| (*name).to_owned()).collect(),
        })?;
        let mut conflicts = agreement(&assessments, self.catalogue).conflicts;
        conflicts.retain(|conflict| conflict.code == code);
        if !conflicts.is_empty() && adoption.reason.is_none() {
            return Err(DeskError::Disagree(conflicts));
        }
        let terms = Terms {
            day: self.day(adoption.on)?,
            done: match adoption.today {
                Some(today) => today,
                None => self.day(adoption.on)?,
            },
            replace: adoption.replace,
            draft: false,
            note: Some(note(&names, name(chosen), &conflicts)),
        };
        let decision = Decision {
            reason: adoption
                .reason
                .clone()
                .unwrap_or_else(|| chosen.decision.reason.clone()),
            decided_by: Some(adoption.by.clone().unwrap_or_else(|| names.join(", "))),
            decided_on: Some(Written::new(terms.done.to_string())),
            history: Vec::new(),
            ..chosen.decision.clone()
        };
        let known = self.known();
        let plan = self.planned(&known, decision, vec![code.to_owned()], [subject], &terms)?;
        self.written(&known, vec![plan], &terms)
    }
}

/// How far the reviewers agreed, for the history.
fn note(names: &[&str], chosen: &str, conflicts: &[Conflict]) -> String {
    if conflicts.is_empty() {
        return format!("{} thống nhất", names.join(", "));
    }
    let measures: Vec<&str> = conflicts.iter().map(|conflict| conflict.measure.as_str()).collect();
    format!(
        "theo đánh giá của {chosen}; không thống nhất ở: {}",
        measures.join("; ")
    )
}

fn name(recorded: &Recorded) -> &str {
    recorded.decision.decided_by.as_deref().unwrap_or_default()
}
