//! A part of a comparison, with its counts made anew.

use serde::Serialize;

use super::{CatalogueDiff, Change, ProcedureDiff, Status, Summary, Totals, patterns};

/// What was left out of a comparison, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Selection {
    /// What was asked for, as people read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<String>,
    /// Procedures of which nothing is shown.
    pub procedures_left_out: usize,
    /// Changes that are not shown.
    pub changes_left_out: usize,
    /// Shared changes that a person has accepted, and that are not shown for that reason.
    #[serde(skip_serializing_if = "Reviewed::is_nothing")]
    pub reviewed: Reviewed,
}

/// What a person has accepted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Reviewed {
    /// Shared changes.
    pub patterns: usize,
    /// Procedures that have them.
    pub procedures: usize,
    /// Changes in them.
    pub changes: usize,
}

impl Selection {
    /// Whether nothing was asked for and nothing left out.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }
}

impl Reviewed {
    fn is_nothing(&self) -> bool {
        self.patterns == 0
    }
}

impl CatalogueDiff {
    /// Keeps the changes asked for, and the procedures that have one; a procedure without changes (a new one, one that is
    /// gone) is asked for with `None`. Counts, totals and patterns are those of what is left.
    pub fn select(&mut self, keep: impl Fn(&ProcedureDiff, Option<&Change>) -> bool) {
        let mut left = std::mem::take(&mut self.procedures);
        let before = (
            left.len(),
            left.iter().map(|procedure| procedure.changes.len()).sum::<usize>(),
        );
        left.retain_mut(|procedure| {
            if procedure.changes.is_empty() {
                return keep(procedure, None);
            }
            let mut changes = std::mem::take(&mut procedure.changes);
            changes.retain(|change| keep(procedure, Some(change)));
            procedure.changes = changes;
            !procedure.changes.is_empty()
        });
        self.procedures = left;
        let changes: usize = self.procedures.iter().map(|procedure| procedure.changes.len()).sum();
        self.selection.procedures_left_out += before.0 - self.procedures.len();
        self.selection.changes_left_out += before.1 - changes;
        self.recount();
    }

    fn recount(&mut self) {
        let mut summary = Summary {
            unchanged: self.summary.unchanged,
            ..Summary::default()
        };
        self.procedures.iter().for_each(|procedure| summary.count(procedure));
        self.summary = summary;
        self.totals = Totals::of(&self.procedures);
        self.patterns = patterns::of(&self.procedures);
        let shown = |code: &String| self.procedures.iter().any(|procedure| procedure.code == *code);
        self.candidates
            .retain(|candidate| candidate.old.iter().chain(&candidate.new).any(shown));
    }
}

impl Summary {
    /// Counts a procedure that differs.
    pub(super) fn count(&mut self, procedure: &ProcedureDiff) {
        match procedure.status {
            Status::Added => self.added += 1,
            Status::Removed => self.removed += 1,
            Status::Replaced => {
                self.replaced += 1;
                self.superseded += procedure.replaces.len();
            }
            Status::Changed if procedure.substantive().next().is_none() => self.restyled += 1,
            Status::Changed => self.changed += 1,
        }
    }
}
