//! A part of a comparison, with its counts made anew.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::{CatalogueDiff, Change, ProcedureDiff, Status, Summary, Totals, patterns};
use crate::text;

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

impl Selection {
    /// One Vietnamese line for what was asked for and one for what a person has accepted already.
    pub fn notes(&self) -> Vec<String> {
        let asked = (!self.asked.is_empty()).then(|| format!("Chỉ xem {}", self.asked.join("; ")));
        let reviewed = (!self.reviewed.is_nothing()).then(|| {
            let count = |count: usize| text::number(count as i128);
            format!(
                "Đã duyệt {} thay đổi chung × {} thủ tục, không hiện",
                count(self.reviewed.patterns),
                count(self.reviewed.procedures)
            )
        });
        asked.into_iter().chain(reviewed).collect()
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
        self.select_at(|procedure, at| keep(procedure, at.and_then(|at| procedure.changes.get(at))));
    }

    /// The same by the position of the change in its procedure.
    pub(super) fn select_at(&mut self, keep: impl Fn(&ProcedureDiff, Option<usize>) -> bool) {
        let count = |procedures: &[ProcedureDiff]| -> (usize, usize) {
            let changes = procedures.iter().map(|procedure| procedure.changes.len());
            (procedures.len(), changes.sum())
        };
        let before = count(&self.procedures);
        self.procedures.retain_mut(|procedure| {
            if procedure.changes.is_empty() {
                return keep(procedure, None);
            }
            let kept: Vec<bool> = (0..procedure.changes.len())
                .map(|at| keep(procedure, Some(at)))
                .collect();
            let mut kept = kept.into_iter();
            procedure.changes.retain(|_| kept.next().unwrap_or(false));
            !procedure.changes.is_empty()
        });
        let after = count(&self.procedures);
        self.selection.procedures_left_out += before.0 - after.0;
        self.selection.changes_left_out += before.1 - after.1;
        self.recount();
    }

    /// Keeps the changes of one of the patterns.
    pub fn only_pattern(&mut self, at: usize) {
        let Some(pattern) = self.patterns.get(at) else { return };
        let members: HashSet<(usize, usize)> = pattern.members.iter().copied().collect();
        let position: HashMap<String, usize> = self
            .procedures
            .iter()
            .enumerate()
            .map(|(at, procedure)| (procedure.code.clone(), at))
            .collect();
        self.select_at(|procedure, change| match (position.get(&procedure.code), change) {
            (Some(at), Some(change)) => members.contains(&(*at, change)),
            _ => false,
        });
    }

    fn recount(&mut self) {
        let superseded: HashSet<&String> = self
            .procedures
            .iter()
            .flat_map(|procedure| &procedure.replaces)
            .collect();
        let mut summary = Summary {
            unchanged: self.summary.unchanged,
            superseded: superseded.len(),
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
            Status::Replaced => self.replaced += 1,
            Status::Changed if procedure.is_substantive() => self.changed += 1,
            Status::Changed => self.restyled += 1,
        }
    }
}
