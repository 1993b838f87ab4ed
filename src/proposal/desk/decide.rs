//! A new decision: on one procedure, on a group, or the same on each of many.

use std::collections::HashSet;

use super::file::{Current, Plan};
use super::{Desk, DeskError, Done, Failed, Filed, Subject, Wanted, Why, check};
use crate::catalogue::values::{Date, Written};
use crate::finding::Finding;
use crate::review::decision::{Decision, Decisions, Event, Step};

/// How a decision is to be written.
pub(super) struct Terms {
    pub(super) day: Date,
    /// The day that stands in the history.
    pub(super) done: Date,
    pub(super) replace: bool,
    pub(super) draft: bool,
    pub(super) note: Option<String>,
}

impl Wanted {
    pub(super) fn terms(&self, day: Date) -> Terms {
        Terms {
            day,
            done: self.today.unwrap_or(day),
            replace: self.replace,
            draft: self.draft,
            note: None,
        }
    }
}

impl Desk<'_> {
    /// Records a decision on one procedure, or one measure on a group.
    ///
    /// # Errors
    ///
    /// When `propose` would refuse it and it is no draft, when something stands in its place, and when a file is not what
    /// the person saw; nothing is written then.
    pub fn decide(&self, wanted: &Wanted, on: &[Subject]) -> Result<Done, DeskError> {
        let entries = self.entries(on)?;
        let terms = wanted.terms(self.day(wanted.on)?);
        let decision = wanted.on_all(self, terms.day, &entries)?;
        let codes = entries.iter().map(|entry| entry.procedure.identity().to_owned());
        let codes = codes.collect();
        let _lock = self.lock()?;
        let known = self.known();
        let plan = self.planned(&known, decision, codes, on, &terms)?;
        self.written(&known, vec![plan], &terms)
    }

    /// Records the same decision on each of many procedures, each in a file of its own; `wanted.group` is
    /// not looked at. All are checked before anything is
    /// written.
    ///
    /// # Errors
    ///
    /// With every procedure it cannot be recorded on, and why; nothing is written then.
    pub fn decide_each(&self, wanted: &Wanted, on: &[Subject]) -> Result<Done, Vec<Failed>> {
        let all = |error: DeskError| {
            let code = on.first().map(|subject| subject.code.clone()).unwrap_or_default();
            vec![Failed { code, error }]
        };
        let terms = wanted.terms(self.day(wanted.on).map_err(all)?);
        let _lock = self.lock().map_err(all)?;
        let known = self.known();
        let (mut plans, mut failed) = (Vec::with_capacity(on.len()), Vec::new());
        let mut named = HashSet::with_capacity(on.len());
        for subject in on {
            let plan = self.entry(&subject.code).and_then(|entry| {
                let code = entry.procedure.identity();
                if !named.insert(code) {
                    return Err(DeskError::Twice { code: code.to_owned() });
                }
                let decision = wanted.on_one(self, terms.day, entry);
                self.planned(&known, decision, vec![code.to_owned()], [subject], &terms)
            });
            match plan {
                Ok(plan) => plans.push(plan),
                Err(error) => failed.push(Failed {
                    code: subject.code.clone(),
                    error,
                }),
            }
        }
        let found = self.refusals(&known, &check::of(&plans));
        if !terms.draft {
            for (plan, findings) in plans.iter().zip(&found).filter(|(_, findings)| !findings.is_empty()) {
                failed.push(Failed {
                    code: plan.codes.join(", "),
                    error: DeskError::Refused {
                        why: Why::Proposal,
                        findings: findings.clone(),
                    },
                });
            }
        }
        if !failed.is_empty() {
            return Err(failed);
        }
        self.with_dependents(&known, plans, found, &terms).map_err(all)
    }

    /// A decision and its file, where nothing that is recorded stands in its place.
    pub(super) fn planned<'s>(
        &self,
        known: &Decisions,
        decision: Decision,
        codes: Vec<String>,
        subjects: impl IntoIterator<Item = &'s Subject>,
        terms: &Terms,
    ) -> Result<Plan, DeskError> {
        let path = known.place_for(&self.folder, terms.day.year(), &decision);
        let current = self.expected(&path, subjects)?;
        let decision = self.composed(&current, decision, terms)?;
        Plan::of(self, current, codes, decision)
    }

    /// The decision with the history it goes on with. What an older one in its file went through is kept.
    pub(super) fn composed(&self, current: &Current, decision: Decision, terms: &Terms) -> Result<Decision, DeskError> {
        let mut decision = decision;
        let mut notes = Vec::from_iter(terms.note.clone());
        if let Some(before) = self.decision(current)? {
            if !before.is_planned() && !terms.replace {
                return Err(DeskError::Exists {
                    path: self.file(&current.path),
                });
            }
            if before.step() >= Step::Approve {
                return Err(DeskError::Approved {
                    path: current.path.clone(),
                });
            }
            if !before.is_planned() {
                notes.push(format!("thay phương án {}", before.outcome.text()));
            }
            decision.history = before.history;
        }
        match &decision.decided_by {
            Some(by) => decision.history.push(Event {
                step: Step::Review.key().into(),
                on: Some(Written::new(terms.done.to_string())),
                by: Some(by.clone()),
                note: Some(notes.join("; ")).filter(|note| !note.is_empty()),
                ..Event::default()
            }),
            None if decision.history.is_empty() => {}
            None => return Err(DeskError::Nobody),
        }
        Ok(decision)
    }

    /// Writes a decision that nothing stands against.
    pub(super) fn written(&self, known: &Decisions, plans: Vec<Plan>, terms: &Terms) -> Result<Done, DeskError> {
        let found = self.refusals(known, &check::of(&plans));
        if !terms.draft && found.iter().any(|findings| !findings.is_empty()) {
            return Err(DeskError::Refused {
                why: Why::Proposal,
                findings: found.into_iter().flatten().collect(),
            });
        }
        self.with_dependents(known, plans, found, terms)
    }

    fn with_dependents(
        &self,
        known: &Decisions,
        plans: Vec<Plan>,
        found: Vec<Vec<Finding>>,
        terms: &Terms,
    ) -> Result<Done, DeskError> {
        let open = self.dependents(known, &check::of(&plans), terms.day, None);
        let files = plans
            .iter()
            .zip(found)
            .zip(open)
            .map(|((plan, findings), dependents)| Filed {
                findings,
                dependents,
                ..plan.filed(self)
            });
        let files = files.collect();
        let mut done = self.finish(&plans, files)?;
        for file in &mut done.files {
            self.locate(&mut file.dependents);
        }
        Ok(done)
    }
}
