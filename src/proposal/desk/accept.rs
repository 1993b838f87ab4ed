//! That a procedure may go on asking for a result nobody issues any more.

use super::file::Plan;
use super::{Desk, DeskError, Done, Subject, who};
use crate::catalogue::values::{Date, Written};
use crate::review::Context;
use crate::review::chains::Chains;
use crate::review::decision::{AcceptedDependent, Step};

/// Procedures that may go on asking for the result of one that ends, and why.
#[derive(Debug, Clone, Default)]
pub struct Acceptance {
    /// Their codes.
    pub dependents: Vec<String>,
    /// Why, in Vietnamese.
    pub reason: String,
    /// Who accepts it.
    pub by: String,
    /// When; today when absent.
    pub on: Option<Date>,
}

impl Desk<'_> {
    /// Accepts in the decision that ends a procedure that others still need its result, with their papers as they are now.
    ///
    /// # Errors
    ///
    /// When the decision does not end the procedure or was approved, when one of the others does not need its result, and
    /// when the file is not what the person saw; nothing is written then.
    pub fn accept(&self, acceptance: &Acceptance, subject: &Subject) -> Result<Done, DeskError> {
        let code = self.entry(&subject.code)?.procedure.identity();
        let _lock = self.lock()?;
        let known = self.known();
        let recorded = known
            .of(self.catalogue.name(), code)
            .ok_or_else(|| DeskError::Undecided {
                code: code.to_owned(),
                revision: self.catalogue.name().to_owned(),
            })?;
        let current = self.expected(&recorded.path, [subject])?;
        let outcome = recorded.decision.outcome.value();
        if !outcome.is_some_and(|outcome| outcome.ends_procedure()) {
            return Err(DeskError::NotEnding { code: code.to_owned() });
        }
        if recorded.decision.step() >= Step::Approve {
            return Err(DeskError::Approved {
                path: recorded.path.clone(),
            });
        }
        let accepted = self.accepted(acceptance, recorded.decision.code.text())?;
        let mut after = self.decision(&current)?.unwrap_or_default();
        for one in accepted {
            after
                .accepted_dependents
                .retain(|old| old.code.text() != one.code.text());
            after.accepted_dependents.push(one);
        }
        let plan = Plan::of(self, current, vec![code.to_owned()], after)?;
        let filed = plan.filed(self);
        self.finish(&[plan], vec![filed])
    }

    /// What is accepted, with the papers as they are now.
    fn accepted(&self, acceptance: &Acceptance, code: &str) -> Result<Vec<AcceptedDependent>, DeskError> {
        if acceptance.reason.trim().is_empty() {
            return Err(DeskError::NoReason);
        }
        let (by, day) = (who(&acceptance.by)?, Self::day_done(acceptance.on)?);
        let context = Context::new(self.catalogue, self.catalogue.day(day));
        let chains = Chains::of(self.catalogue, &context);
        let closure = chains.closure(&[code]);
        let each = acceptance.dependents.iter().map(|wanted| {
            let own = self.entry(wanted)?.procedure.identity();
            let needs = closure
                .dependents
                .iter()
                .filter(|one| one.step == 1 && one.node.code == own);
            let mut papers: Vec<String> = needs.map(|one| one.paper.clone()).collect();
            papers.sort();
            papers.dedup();
            if papers.is_empty() {
                return Err(DeskError::NoNeed {
                    code: own.to_owned(),
                    of: code.to_owned(),
                });
            }
            Ok(AcceptedDependent {
                code: Written::new(own),
                papers,
                reason: acceptance.reason.clone(),
                by: by.to_owned(),
                on: Some(Written::new(day.to_string())),
            })
        });
        each.collect()
    }
}
