//! What templates see of a procedure's cost.

use serde::Serialize;

use crate::review::cost::Cost;
use crate::text;

/// What the procedure costs.
#[derive(Debug, Serialize)]
pub(in crate::web) struct CostView {
    per_case: String,
    per_case_range: Option<(String, String)>,
    per_year: String,
    per_year_range: Option<(String, String)>,
    subjects: String,
    rows: Vec<CostRowView>,
    notes: Vec<String>,
    income: String,
    income_source: String,
    to_verify: bool,
}

/// A row of its table.
#[derive(Debug, Serialize)]
struct CostRowView {
    work: String,
    hours: String,
    amount: String,
    estimated: bool,
}

/// The view of a cost.
pub(in crate::web) fn view(cost: &Cost) -> CostView {
    let range = |low, high| (low != high).then(|| (text::decimal(low), text::decimal(high)));
    CostView {
        per_case: text::decimal(cost.per_case),
        per_case_range: range(cost.per_case_low, cost.per_case_high),
        per_year: text::decimal(cost.per_year),
        per_year_range: range(cost.per_year_low, cost.per_year_high),
        subjects: text::number(i128::from(cost.subjects)),
        rows: cost
            .rows
            .iter()
            .map(|row| CostRowView {
                work: row.work.clone(),
                hours: text::decimal(row.hours),
                amount: text::decimal(row.per_case),
                estimated: row.estimated,
            })
            .collect(),
        notes: cost.notes.clone(),
        income: text::decimal(cost.income.amount),
        income_source: cost.income.source.clone(),
        to_verify: cost.income.to_verify,
    }
}
