//! How far decisions have come.

use super::file::Plan;
use super::{Desk, DeskError, Done, Filed, Subject, Why};
use crate::catalogue::values::{Date, Written};
use crate::finding::Finding;
use crate::review::decision::{Decision, Decisions, Event, Step};

/// A step that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Which; one that moves a decision ([`Step::moves`]).
    pub step: Step,
    /// When; today when absent.
    pub on: Option<Date>,
    /// Who.
    pub by: Option<String>,
    /// Number of the act it rests on, as it is written.
    pub document: Option<String>,
    /// Date of that act, as it is written.
    pub document_date: Option<String>,
    /// Remark.
    pub note: Option<String>,
}

impl Desk<'_> {
    /// Adds a step to every decision on the procedures; a selection begins one where nothing is decided yet.
    ///
    /// # Errors
    ///
    /// When one of them cannot take the step, with what is missing, and when a file is not what the person saw; nothing is
    /// written then.
    pub fn step(&self, taken: &Taken, on: &[Subject]) -> Result<Done, DeskError> {
        let entries = self.entries(on)?;
        let event = Event {
            step: taken.step.key().into(),
            on: Some(Written::new(Self::day_done(taken.on)?.to_string())),
            by: taken.by.clone(),
            document: taken.document.as_deref().map(Written::new),
            document_date: taken.document_date.as_deref().map(Written::new),
            note: taken.note.clone(),
        };
        let _lock = self.lock()?;
        let known = self.known();
        let mut plans: Vec<Plan> = Vec::new();
        for (entry, subject) in entries.into_iter().zip(on) {
            let code = entry.procedure.identity();
            match known.of(self.catalogue.name(), code) {
                Some(recorded) => {
                    // One file may hold several of the procedures.
                    let current = self.expected(&recorded.path, [subject])?;
                    match plans.iter_mut().find(|plan| plan.current.path == current.path) {
                        Some(plan) => plan.codes.push(code.to_owned()),
                        None => plans.push(self.with_step(taken.step, &event, code, current)?),
                    }
                }
                None => plans.push(self.selected(&known, taken.step, &event, code, subject)?),
            }
        }
        // Files that were there come first.
        plans.sort_by_key(|plan| plan.current.bytes.is_none());
        let files: Vec<Filed> = plans.iter().map(|plan| plan.filed(self)).collect();
        self.finish(&plans, files)
    }

    /// A decision file with one more step.
    fn with_step(
        &self,
        step: Step,
        event: &Event,
        code: &str,
        current: super::file::Current,
    ) -> Result<Plan, DeskError> {
        let mut after = self.decision(&current)?.ok_or_else(|| DeskError::Mistakes {
            path: self.file(&current.path),
        })?;
        let last = format!("qua_trinh[{}]", after.history.len());
        after.history.push(event.clone());
        let found = self.problems(&current.path, &after).into_iter();
        let found = found.filter(|finding| step >= Step::Propose || finding.yaml_path.starts_with("qua_trinh"));
        let said = found.map(|finding| match finding.yaml_path.starts_with(&last) {
            true => unwritten(finding),
            false => finding,
        });
        refuse(said.collect(), code, step)?;
        Plan::of(self, current, vec![code.to_owned()], after)
    }

    /// The beginning of a review of a procedure that nothing was decided on.
    fn selected(
        &self,
        known: &Decisions,
        step: Step,
        event: &Event,
        code: &str,
        subject: &Subject,
    ) -> Result<Plan, DeskError> {
        if step > Step::Inventory {
            return Err(DeskError::Undecided {
                code: code.to_owned(),
                revision: self.catalogue.name().to_owned(),
            });
        }
        let decision = Decision {
            code: code.into(),
            revision: self.catalogue.name().to_owned(),
            history: vec![event.clone()],
            ..Decision::default()
        };
        let day = event.on.as_ref().and_then(Written::value);
        let path = known.place_for(&self.folder, day.map_or(0, |day: &Date| day.year()), &decision);
        let found = self.problems(&path, &decision);
        refuse(found.into_iter().map(unwritten).collect(), code, step)?;
        let current = self.expected(&path, [subject])?;
        if current.bytes.is_some() {
            return Err(DeskError::Exists { path: self.file(&path) });
        }
        Plan::of(self, current, vec![code.to_owned()], decision)
    }
}

fn refuse(findings: Vec<Finding>, code: &str, step: Step) -> Result<(), DeskError> {
    if findings.is_empty() {
        return Ok(());
    }
    Err(DeskError::Refused {
        why: Why::Step {
            code: code.to_owned(),
            step,
        },
        findings,
    })
}

/// What is wrong with a step that is not in the file stands nowhere in it.
fn unwritten(mut finding: Finding) -> Finding {
    finding.yaml_path.clear();
    finding.advice.clear();
    finding
}
