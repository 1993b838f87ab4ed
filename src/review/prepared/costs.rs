//! Yearly compliance costs of the whole catalogue.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::review::Outline;

/// Costs of the procedures that have any, dearest first.
#[derive(Debug)]
pub(in crate::review) struct Costs {
    ranks: HashMap<String, (usize, Decimal)>,
    total: Decimal,
}

impl Costs {
    /// A procedure whose cost cannot be worked out has none here; `tthc cost` says why.
    pub(in crate::review) fn of(procedures: &[Outline]) -> Self {
        let mut costs: Vec<(&str, Decimal)> = procedures
            .iter()
            .filter_map(|procedure| Some((&*procedure.code, procedure.cost?)))
            .collect();
        costs.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        Self {
            total: costs.iter().map(|(_, cost)| *cost).sum(),
            ranks: (0..)
                .zip(costs)
                .map(|(rank, (code, cost))| (code.to_owned(), (rank, cost)))
                .collect(),
        }
    }

    /// Rank from 0 and cost of a procedure.
    pub(in crate::review) fn of_procedure(&self, code: &str) -> Option<(usize, Decimal)> {
        self.ranks.get(code).copied()
    }

    /// How many procedures have a cost.
    pub(in crate::review) fn len(&self) -> usize {
        self.ranks.len()
    }

    /// The cost of all of them.
    pub(in crate::review) fn total(&self) -> Decimal {
        self.total
    }
}
