//! One reviewer's assessment becomes the decision.

use std::io::Write;

use anyhow::{Context as _, bail};

use super::{Desk, new};
use crate::cli::{Exit, day_of, output};
use crate::review::decision::{Assessments, Conflict, Decision, Decisions, REVIEWERS, Recorded, agreement};

pub(super) fn run(desk: &Desk<'_>, reviewer: &str) -> anyhow::Result<Exit> {
    let code = desk.only("--adopt")?.procedure.identity();
    let (assessments, _) = Assessments::load(&desk.folder);
    let all = assessments.of(desk.catalogue.name(), code);
    if all.len() < REVIEWERS {
        bail!(
            "{code} has {} of {REVIEWERS} assessments; it is adopted, and its content shown, when both are in",
            all.len()
        );
    }
    let chosen = all
        .iter()
        .find(|recorded| recorded.decision.is_by(reviewer))
        .with_context(|| {
            let names: Vec<&str> = all.iter().map(|recorded| name(recorded)).collect();
            format!(
                "no assessment of {code} by {reviewer:?}; there are those of {}",
                names.join(", ")
            )
        })?;
    let conflicts: Vec<Conflict> = agreement(&assessments, desk.catalogue)
        .conflicts
        .into_iter()
        .filter(|conflict| conflict.code == code)
        .collect();
    if !conflicts.is_empty() && desk.args.reason.is_none() {
        let mut out = output::lines();
        for conflict in &conflicts {
            super::super::decisions::agreement::conflict(&mut out, conflict)?;
        }
        out.flush()?;
        bail!("nothing was written: the reviewers do not agree; say with --reason why this assessment is taken");
    }
    let names: Vec<&str> = all.iter().map(|recorded| name(recorded)).collect();
    let note = if conflicts.is_empty() {
        format!("{} thống nhất", names.join(", "))
    } else {
        let measures: Vec<&str> = conflicts.iter().map(|conflict| conflict.measure.as_str()).collect();
        format!(
            "theo đánh giá của {}; không thống nhất ở: {}",
            name(chosen),
            measures.join("; ")
        )
    };
    let day = day_of(desk.args.on.as_deref(), desk.catalogue)?;
    let by = desk.args.by.clone().unwrap_or_else(|| names.join(", "));
    let decision = Decision {
        reason: desk
            .args
            .reason
            .clone()
            .unwrap_or_else(|| chosen.decision.reason.clone()),
        decided_by: Some(by),
        decided_on: Some(crate::catalogue::values::Written::new(day.to_string())),
        history: Vec::new(),
        ..chosen.decision.clone()
    };
    let (decisions, _) = Decisions::load(&desk.folder);
    let path = decisions.place_for(&desk.folder, day.year(), &decision);
    new::write(desk, &path, decision, day, Some(note))
}

fn name(recorded: &Recorded) -> &str {
    recorded.decision.decided_by.as_deref().unwrap_or_default()
}
