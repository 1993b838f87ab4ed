//! The rules, in the order people see them.

mod always_approved;
mod basis_expires_soon;
mod business_papers;
mod certified_copies;
mod certified_translation;
mod chain;
mod civil_status_papers;
mod complaints_cluster;
mod component_missing;
mod condition_without_basis;
mod confirmed_forms;
mod consular_legalisation;
mod cost_hot_spot;
mod cycle;
mod expired_basis;
mod fee_without_basis;
mod few_dossiers;
mod form_missing;
mod former_agency;
mod former_district;
mod high_overdue;
mod identity_papers;
mod internal_mixed_in;
mod level_too_high;
mod local_without_delegation;
mod long_deadline;
mod many_papers;
mod many_refusals;
mod mergeable_family;
mod mixed_days;
mod near_duplicate;
mod no_deadline;
mod no_dossiers;
mod no_living_basis;
mod no_online_channel;
mod non_normative_basis;
mod online_unused;
mod other_held_papers;
mod overridden_basis;
mod own_papers;
mod paper_cut_not_applied;
mod partial_without_reason;
mod powerless_basis;
mod presence_demanded;
mod repeated_supplements;
mod result_without_code;
mod several_sets;
mod slack;
mod stale_announcement;
mod step_without_actor;
mod steps_sum;
mod unclear_fee;
mod unequal_applicants;
mod unquantified_condition;
mod vague_papers;
mod wrong_number;

pub(super) use self::near_duplicate::other_of;

use super::Rule;

/// Every rule.
pub static RULES: &[&Rule] = &[
    &expired_basis::RULE,
    &non_normative_basis::RULE,
    &overridden_basis::RULE,
    &basis_expires_soon::RULE,
    &no_dossiers::RULE,
    &few_dossiers::RULE,
    &former_district::RULE,
    &former_agency::RULE,
    &near_duplicate::RULE,
    &mergeable_family::RULE,
    &identity_papers::RULE,
    &civil_status_papers::RULE,
    &business_papers::RULE,
    &other_held_papers::RULE,
    &own_papers::RULE,
    &paper_cut_not_applied::RULE,
    &certified_copies::RULE,
    &consular_legalisation::RULE,
    &several_sets::RULE,
    &vague_papers::RULE,
    &many_papers::RULE,
    &confirmed_forms::RULE,
    &no_deadline::RULE,
    &step_without_actor::RULE,
    &long_deadline::RULE,
    &slack::RULE,
    &mixed_days::RULE,
    &steps_sum::RULE,
    &fee_without_basis::RULE,
    &unclear_fee::RULE,
    &condition_without_basis::RULE,
    &unquantified_condition::RULE,
    &form_missing::RULE,
    &result_without_code::RULE,
    &component_missing::RULE,
    &no_online_channel::RULE,
    &partial_without_reason::RULE,
    &online_unused::RULE,
    &presence_demanded::RULE,
    &chain::RULE,
    &cycle::RULE,
    &high_overdue::RULE,
    &repeated_supplements::RULE,
    &many_refusals::RULE,
    &always_approved::RULE,
    &complaints_cluster::RULE,
    &level_too_high::RULE,
    &unequal_applicants::RULE,
    &stale_announcement::RULE,
    &local_without_delegation::RULE,
    &cost_hot_spot::RULE,
    &internal_mixed_in::RULE,
    &certified_translation::RULE,
    &wrong_number::RULE,
    &no_living_basis::RULE,
    &powerless_basis::RULE,
];

/// The rule that looks for a family of papers that a database holds.
pub(super) fn of_held_family(family: &str) -> Option<&'static Rule> {
    let rules: [(&[&str], &Rule); 4] = [
        (&identity_papers::FAMILIES, &identity_papers::RULE),
        (&civil_status_papers::FAMILIES, &civil_status_papers::RULE),
        (&business_papers::FAMILIES, &business_papers::RULE),
        (&other_held_papers::FAMILIES, &other_held_papers::RULE),
    ];
    let mut rules = rules.into_iter();
    rules
        .find(|(families, _)| families.contains(&family))
        .map(|(_, rule)| rule)
}

pub(super) use self::mergeable_family::RULE as MERGEABLE_FAMILY;

#[cfg(test)]
pub(super) mod tests;
