//! What the changes of a comparison come to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Burden, Change, ProcedureDiff};

/// Totals of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// All changes of content.
    pub all: Total,
    /// By field of the catalogue.
    pub by_field: BTreeMap<String, Total>,
    /// By agency that published the record.
    pub by_agency: BTreeMap<String, Total>,
}

/// What some changes of content come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Total {
    /// Procedures with a change of content.
    pub procedures: usize,
    /// Changes that make compliance lighter.
    pub lighter: usize,
    /// Heavier.
    pub heavier: usize,
    /// Neither.
    pub neutral: usize,
    /// That a person must judge.
    pub unclear: usize,
}

impl Totals {
    pub(super) fn of(procedures: &[ProcedureDiff]) -> Self {
        let mut totals = Self::default();
        for procedure in procedures {
            let by_field = totals.by_field.entry(procedure.field.clone()).or_default();
            let by_agency = totals.by_agency.entry(procedure.agency.clone()).or_default();
            for total in [&mut totals.all, by_field, by_agency] {
                total.add(procedure);
            }
        }
        totals
    }
}

impl Total {
    fn add(&mut self, procedure: &ProcedureDiff) {
        self.procedures += usize::from(procedure.substantive().next().is_some());
        procedure.substantive().for_each(|change| self.add_change(change));
    }

    fn add_change(&mut self, change: &Change) {
        let count = match change.burden {
            Burden::Lighter => &mut self.lighter,
            Burden::Heavier => &mut self.heavier,
            Burden::Neutral => &mut self.neutral,
            Burden::Unclear => &mut self.unclear,
        };
        *count += 1;
    }
}
