//! What stands against decisions before they are written.

use std::collections::HashSet;

use super::Desk;
use super::file::Plan;
use crate::catalogue::files::Files;
use crate::catalogue::locate_all;
use crate::catalogue::values::Date;
use crate::finding::{Finding, Severity};
use crate::proposal::{contradictions_shown, likely_dependents, open_dependents};
use crate::review::chains::Linked;
use crate::review::decision::{Decision, Decisions, Recorded, problems};

impl Desk<'_> {
    /// What `propose` would refuse of a decision file alone.
    pub(super) fn problems(&self, path: &str, decision: &Decision) -> Vec<Finding> {
        let each = Recorded::each(&self.shown(path), decision);
        each.iter()
            .flat_map(|recorded| problems(recorded, self.catalogue))
            .collect()
    }

    /// Everything for which `propose` would refuse decision files, alone and beside those that are recorded already, by file.
    pub(super) fn refusals(&self, known: &Decisions, plans: &[(&str, &Decision)]) -> Vec<Vec<Finding>> {
        let shown = |path: &str| self.shown(path);
        let recorded: Vec<&Recorded> = known.on(self.catalogue.name()).collect();
        let before = contradictions_shown(&recorded, shown);
        let own = each(plans);
        let after = contradictions_shown(&beside(&recorded, plans, &own), shown);
        let mut found: Vec<Vec<Finding>> = plans
            .iter()
            .map(|(path, decision)| self.problems(path, decision))
            .collect();
        let paths: Vec<String> = plans.iter().map(|(path, _)| shown(path)).collect();
        for finding in after {
            // What they make wrong elsewhere names their file.
            let of = paths.iter().position(|path| finding.place.path == *path);
            let by = || paths.iter().position(|path| finding.message.contains(path.as_str()));
            let place = of.or_else(|| {
                if before.contains(&finding) {
                    None
                } else {
                    by().or(Some(0))
                }
            });
            if let Some(found) = place.and_then(|at| found.get_mut(at)) {
                found.push(finding);
            }
        }
        found
    }

    /// What would still need the results of the procedures that decision files end, beside what is decided already, by file.
    /// Other decisions may settle it, so it keeps nothing from being written.
    pub(super) fn dependents(
        &self,
        known: &Decisions,
        plans: &[(&str, &Decision)],
        day: Date,
        linked: Option<&Linked>,
    ) -> Vec<Vec<Finding>> {
        let mut found: Vec<Vec<Finding>> = vec![Vec::new(); plans.len()];
        let ends = |decision: &Decision| decision.outcome.value().is_some_and(|outcome| outcome.ends_procedure());
        if !plans.iter().any(|(_, decision)| ends(decision)) {
            return found;
        }
        let recorded: Vec<&Recorded> = known.on(self.catalogue.name()).collect();
        let own = each(plans);
        let all = beside(&recorded, plans, &own);
        let open = match linked {
            Some(linked) => likely_dependents(self.catalogue, &all, day, linked),
            None => open_dependents(self.catalogue, &all, day),
        };
        for mut finding in open {
            let own = plans.iter().position(|(path, _)| finding.place.path == *path);
            if let Some(found) = own.and_then(|at| found.get_mut(at)) {
                finding.severity = Severity::High;
                finding.place.path = self.shown(&finding.place.path);
                found.push(finding);
            }
        }
        found
    }

    /// Finds the lines of findings in files that are written.
    pub(super) fn locate(&self, findings: &mut [Finding]) {
        locate_all(&Files::Folder(self.folder.clone()), findings);
    }
}

fn each(plans: &[(&str, &Decision)]) -> Vec<Recorded> {
    plans
        .iter()
        .flat_map(|(path, decision)| Recorded::each(path, decision))
        .collect()
}

/// What is recorded in other files, with the new ones behind.
fn beside<'r>(recorded: &[&'r Recorded], plans: &[(&str, &Decision)], own: &'r [Recorded]) -> Vec<&'r Recorded> {
    let written: HashSet<&str> = plans.iter().map(|(path, _)| *path).collect();
    let others = recorded.iter().copied();
    others
        .filter(|recorded| !written.contains(recorded.path.as_str()))
        .chain(own)
        .collect()
}

/// The files of plans, as checks take them.
pub(super) fn of(plans: &[Plan]) -> Vec<(&str, &Decision)> {
    plans
        .iter()
        .map(|plan| (plan.current.path.as_str(), &plan.decision))
        .collect()
}
