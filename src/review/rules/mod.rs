//! The rules, in the order people see them.

mod business_papers;
mod civil_status_papers;
mod component_missing;
mod expired_basis;
mod fee_without_basis;
mod former_district;
mod identity_papers;
mod near_duplicate;
mod no_deadline;
mod no_dossiers;
mod non_normative_basis;
mod vague_papers;

use super::Rule;

/// Every rule.
pub static RULES: &[&Rule] = &[
    &expired_basis::RULE,
    &non_normative_basis::RULE,
    &no_dossiers::RULE,
    &former_district::RULE,
    &near_duplicate::RULE,
    &identity_papers::RULE,
    &civil_status_papers::RULE,
    &business_papers::RULE,
    &vague_papers::RULE,
    &no_deadline::RULE,
    &fee_without_basis::RULE,
    &component_missing::RULE,
];

#[cfg(test)]
pub(super) mod tests;
