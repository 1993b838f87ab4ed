//! What a decision would come to, before it is written.

use super::file::Current;
use super::{Desk, DeskError, Subject, Wanted};
use crate::catalogue::Entry;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::Date;
use crate::diff::{self, Change};
use crate::finding::Finding;
use crate::proposal::apply::compared;
use crate::review::chains::Linked;
use crate::review::cost::{Compared, cost};
use crate::review::decision::{Decision, Decisions, Effect, Recorded, Version, carry_out, text_of};

/// What a preview may take as known, so that it is quick.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The decisions there are, as they were read last.
    pub decisions: &'a Decisions,
    /// The links of the catalogue. Without them they are worked out, which takes longer than everything else; with them,
    /// papers that other decisions put in the place of others are not looked at until the decision is written.
    pub linked: Option<&'a Linked>,
}

/// A decision as it would be written, and what it would come to.
#[derive(Debug)]
pub struct Preview {
    /// Its file, from the folder of the decisions.
    pub path: String,
    /// That file as it is now; to be handed back as [`Subject::expected`].
    pub version: Version,
    /// The decision.
    pub decision: Decision,
    /// The decision as YAML. Where there is a file already, its comments and layout are kept when it is written.
    pub text: String,
    /// What stands in its place: a decision that is not to be replaced or was approved, a file with mistakes, no name.
    pub obstacle: Option<DeskError>,
    /// For what `propose` would refuse it.
    pub refusals: Vec<Finding>,
    /// What would still need the results of the procedures it ends.
    pub dependents: Vec<Finding>,
    /// What becomes of each procedure.
    pub procedures: Vec<Foreseen>,
}

/// What would become of a procedure.
#[derive(Debug)]
pub struct Foreseen {
    /// Its code.
    pub code: String,
    /// The procedure as it would be; `None` when it is gone.
    pub after: Option<Procedure>,
    /// What each amendment does, or in Vietnamese why it does not fit.
    pub effects: Vec<Result<Effect, String>>,
    /// What differs, field by field, before and after. Nothing for a procedure that is gone.
    pub changes: Vec<Change>,
    /// What it costs in a year, before and after.
    pub cost: Compared,
}

impl Desk<'_> {
    /// The decision as [`Desk::decide`] would write it, and what it would come to. Nothing is written, and nothing but the
    /// decision's own file is read.
    ///
    /// # Errors
    ///
    /// When there is no such procedure, no day or no title for several procedures, or when a cost cannot be worked out. What
    /// would only keep it from being written is told in the preview.
    pub fn preview(&self, wanted: &Wanted, on: &[Subject], around: Around<'_>) -> Result<Preview, DeskError> {
        let entries = self.entries(on)?;
        let terms = wanted.terms(self.day(wanted.on)?);
        let plain = wanted.on_all(self, terms.day, &entries)?;
        let path = around.decisions.place_for(&self.folder, terms.day.year(), &plain);
        let (current, mut obstacle) = match self.expected(&path, on) {
            Ok(current) => (current, None),
            Err(error) => (
                self.current(&path).unwrap_or(Current { path, bytes: None }),
                Some(error),
            ),
        };
        let decision = match self.composed(&current, plain.clone(), &terms) {
            Ok(decision) => decision,
            Err(error) => {
                obstacle.get_or_insert(error);
                plain
            }
        };
        let plans = [(current.path.as_str(), &decision)];
        let refusals = self.refusals(around.decisions, &plans).into_iter().flatten().collect();
        let dependents = self.dependents(around.decisions, &plans, terms.day, around.linked);
        Ok(Preview {
            version: current.version(),
            text: text_of(&current.path, &decision)?,
            obstacle,
            refusals,
            dependents: dependents.into_iter().flatten().collect(),
            procedures: self.foreseen(&entries, &decision, terms.day)?,
            decision,
            path: current.path,
        })
    }

    fn foreseen(&self, entries: &[&Entry], decision: &Decision, day: Date) -> Result<Vec<Foreseen>, DeskError> {
        let mut costs = compared(self.catalogue, &Recorded::each("", decision), day)?.into_iter();
        let outcome = decision.outcome.value().copied();
        let ends = outcome.is_some_and(|outcome| outcome.ends_procedure());
        let each = entries.iter().map(|entry| {
            let before = &entry.procedure;
            let (after, effects) = carry_out(&decision.amendments, before);
            let cost = match costs.next() {
                Some(cost) => cost,
                // Kept as it is.
                None => Compared::unchanged(before, cost(self.catalogue, before, &decision.cost_after, day)?),
            };
            Ok(Foreseen {
                code: before.identity().to_owned(),
                changes: if ends {
                    Vec::new()
                } else {
                    diff::compare_procedures(before, &after)
                },
                after: (!ends).then_some(after),
                effects,
                cost,
            })
        });
        each.collect()
    }
}
