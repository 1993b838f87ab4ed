//! What a reviewer thinks, apart from the decision and unseen by the other reviewer.

use super::file::Plan;
use super::{Desk, DeskError, Done, Filed, Reviewers, Subject, Wanted, Why};
use crate::catalogue::Entry;
use crate::catalogue::values::Date;
use crate::review::decision::{Assessments, Decision, agreement, file_of_assessment, text_of};

impl Desk<'_> {
    /// Records what a reviewer thinks of each procedure in the reviewer's own files; `wanted.by` and `wanted.group` are not
    /// looked at. All are checked before anything is written.
    ///
    /// # Errors
    ///
    /// When an assessment is not complete and no draft, when enough reviewers have assessed a procedure already, when the
    /// reviewer has and does not replace it, and when a file is not what the person saw; nothing is written then.
    pub fn assess(&self, wanted: &Wanted, reviewer: &str, on: &[Subject]) -> Result<Done, DeskError> {
        if !reviewer.chars().any(char::is_alphanumeric) {
            return Err(DeskError::Nobody);
        }
        let entries = self.entries(on)?;
        let day = self.day(wanted.on)?;
        let _lock = self.lock()?;
        let (before, _) = Assessments::load(&self.folder);
        let (mut plans, mut files): (Vec<Plan>, Vec<Filed>) = (Vec::new(), Vec::new());
        for (entry, subject) in entries.into_iter().zip(on) {
            let plan = self.assessment(wanted, (reviewer, day), entry, subject, &before)?;
            let findings = self.problems(&plan.current.path, &plan.decision);
            if !findings.is_empty() && !wanted.draft {
                return Err(DeskError::Refused {
                    why: Why::Assessment,
                    findings,
                });
            }
            if plan.current.bytes.is_some() && !wanted.replace {
                return Err(DeskError::Exists {
                    path: self.file(&plan.current.path),
                });
            }
            files.push(Filed {
                findings,
                ..plan.filed(self)
            });
            plans.push(plan);
        }
        let mut done = self.finish(&plans, files)?;
        self.compare(&mut done.files);
        Ok(done)
    }

    fn assessment(
        &self,
        wanted: &Wanted,
        (reviewer, day): (&str, Date),
        entry: &Entry,
        subject: &Subject,
        before: &Assessments,
    ) -> Result<Plan, DeskError> {
        let code = entry.procedure.identity();
        let path = self.place_of_assessment(day, reviewer, code);
        if before.are_in(self.catalogue.name(), code) {
            return Err(DeskError::Settled { code: code.to_owned() });
        }
        let current = self.expected(&path, [subject])?;
        let decision = Decision {
            decided_by: Some(reviewer.to_owned()),
            ..wanted.on_one(self, day, entry)
        };
        let text = text_of(&path, &decision)?;
        Ok(Plan {
            current,
            codes: vec![code.to_owned()],
            decision,
            text,
        })
    }

    /// The file for a reviewer's assessment: never one that is somebody else's.
    pub(super) fn place_of_assessment(&self, day: Date, reviewer: &str, code: &str) -> String {
        file_of_assessment(day.year(), reviewer, code, |path| {
            let current = self.current(path).ok();
            let decision = current.and_then(|current| self.decision(&current).ok().flatten());
            decision.is_some_and(|decision| !decision.is_by(reviewer))
        })
    }

    /// How assessments that were written stand with those of the other reviewer.
    fn compare(&self, files: &mut [Filed]) {
        let (assessments, _) = Assessments::load(&self.folder);
        let conflicts = agreement(&assessments, self.catalogue).conflicts;
        for file in files {
            let is_in = |code: &String| assessments.are_in(self.catalogue.name(), code);
            let differ = conflicts
                .iter()
                .filter(|conflict| file.codes.contains(&conflict.code))
                .map(|conflict| conflict.measure.clone())
                .collect::<Vec<_>>();
            file.reviewers = Some(if !file.codes.iter().all(is_in) {
                Reviewers::Waiting
            } else if differ.is_empty() {
                Reviewers::Agree
            } else {
                Reviewers::Differ(differ)
            });
        }
    }
}
