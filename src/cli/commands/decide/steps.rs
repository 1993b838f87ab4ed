//! How far a decision has come, and that it still holds.

use std::io::Write;

use anyhow::{Context as _, bail};

use super::{Desk, read, refuse};
use crate::catalogue::lineage::base_code;
use crate::catalogue::values::{Date, Described, Written};
use crate::cli::{Exit, output};
use crate::finding::Finding;
use crate::review::decision::{
    Assessments, Changes, Decision, Decisions, Event, Recorded, State, Step, judged, record, rest_on, state, update,
};

/// Adds a step to every decision on the procedures.
pub(super) fn add(desk: &Desk<'_>, step: &str) -> anyhow::Result<Exit> {
    let args = desk.args;
    let step: Step = step
        .parse()
        .ok()
        .filter(|step: &Step| step.moves())
        .with_context(|| format!("no step {step:?}; one of {}", Step::EXAMPLES[..12].join(", ")))?;
    let event = Event {
        step: step.key().into(),
        on: Some(Written::new(desk.day_done()?.to_string())),
        by: args.by.clone(),
        document: args.document.as_deref().map(Written::new),
        document_date: args.document_date.as_deref().map(Written::new),
        note: args.note.clone(),
    };
    let (decisions, _) = Decisions::load(&desk.folder);
    let mut known: Vec<&str> = Vec::new();
    let mut begun: Vec<(String, Decision)> = Vec::new();
    // Nothing is written before every procedure can take the step.
    for entry in &desk.entries {
        let code = entry.procedure.identity();
        match decisions.of(desk.catalogue.name(), code) {
            // One file may hold several of the procedures.
            Some(decision) if known.contains(&decision.path.as_str()) => {}
            Some(decision) => {
                let in_the_way = in_the_way(desk, &decision.path, step, &event)?;
                if !in_the_way.is_empty() {
                    return refuse(&in_the_way, &format!("{code} cannot take the step {} yet", step.key()));
                }
                known.push(&decision.path);
            }
            None => {
                let (path, decision) = selected(desk, &decisions, code, step, &event)?;
                let found: Vec<Finding> = desk.problems(&path, &decision).into_iter().map(unwritten).collect();
                if !found.is_empty() {
                    return refuse(&found, &format!("{code} cannot take the step {} yet", step.key()));
                }
                begun.push((path, decision));
            }
        }
    }
    let mut out = output::out();
    for path in known {
        let file = update(&desk.folder, path, |decision| decision.history.push(event.clone()))?;
        writeln!(out, "Đã ghi bước {} vào {}", step.label(), file.display())?;
    }
    for (path, decision) in begun {
        let file = record(&desk.folder, &path, &decision, false)?;
        writeln!(out, "Đã ghi {}", file.display())?;
    }
    Ok(Exit::Fine)
}

/// What keeps a decision file from taking a step.
fn in_the_way(desk: &Desk<'_>, path: &str, step: Step, event: &Event) -> anyhow::Result<Vec<Finding>> {
    let mut after = read(&desk.folder, path)?;
    let last = format!("qua_trinh[{}]", after.history.len());
    after.history.push(event.clone());
    let found = desk.problems(path, &after).into_iter();
    let found = found.filter(|finding| step >= Step::Propose || finding.yaml_path.starts_with("qua_trinh"));
    let said = found.map(|finding| {
        if finding.yaml_path.starts_with(&last) {
            unwritten(finding)
        } else {
            finding
        }
    });
    Ok(said.collect())
}

/// What is wrong with a step that is not in the file stands nowhere in it.
fn unwritten(mut finding: Finding) -> Finding {
    finding.yaml_path.clear();
    finding.advice.clear();
    finding
}

/// The beginning of a review of a procedure that nothing was decided on, and its file.
fn selected(
    desk: &Desk<'_>,
    decisions: &Decisions,
    code: &str,
    step: Step,
    event: &Event,
) -> anyhow::Result<(String, Decision)> {
    if step > Step::Inventory {
        bail!(
            "no decision on {code} in {}; record one with --outcome, or begin with --step chon",
            desk.catalogue.name()
        );
    }
    let decision = Decision {
        code: code.into(),
        revision: desk.catalogue.name().to_owned(),
        history: vec![event.clone()],
        ..Decision::default()
    };
    let day = event.on.as_ref().and_then(Written::value);
    let year = day.map_or(0, |day: &Date| day.year());
    Ok((decisions.place_for(&desk.folder, year, &decision), decision))
}

/// Says of each decision that it still holds, after what it rests on changed.
pub(super) fn confirm(desk: &Desk<'_>) -> anyhow::Result<Exit> {
    let (decisions, _) = Decisions::load(&desk.folder);
    let (assessments, _) = Assessments::load(&desk.folder);
    let (by, day) = (desk.who()?, desk.day_done()?);
    let mut changed: Vec<(&Recorded, Changes)> = Vec::new();
    let mut out = output::lines();
    // Nothing is written before every decision was found to hold.
    for entry in &desk.entries {
        let (code, name) = (entry.procedure.identity(), desk.catalogue.name());
        let known = match &desk.args.reviewer {
            Some(reviewer) => assessments
                .of(name, code)
                .into_iter()
                .find(|own| own.decision.is_by(reviewer)),
            None => decisions.of(name, code),
        };
        let known = known.with_context(|| {
            format!(
                "no decision on {code} in {name}; `tthc decisions --carry OLD NEW` takes over those on an older revision"
            )
        })?;
        match state(&known.decision, desk.catalogue) {
            State::Stale(changes) => changed.push((known, changes)),
            State::Current | State::NoProcedure => {
                writeln!(out, "{code}: không có gì thay đổi, quyết định vẫn đúng")?;
            }
        }
    }
    for (known, changes) in &changed {
        let mut after = read(&desk.folder, &known.path)?;
        refresh(desk, known, &mut after);
        after.history.push(reread(desk, changes, by, day));
        // Of a group only this procedure was looked at again.
        let code = known.decision.code.text();
        let own = |finding: &Finding| {
            let history = finding.yaml_path.starts_with("qua_trinh");
            history || known.member.is_none() || finding.code.as_deref() == Some(code)
        };
        let in_the_way: Vec<Finding> = desk.problems(&known.path, &after).into_iter().filter(own).collect();
        if !in_the_way.is_empty() {
            return refuse(
                &in_the_way,
                "the decision does not fit the text any more; record a new one with --replace",
            );
        }
    }
    for (known, changes) in &changed {
        let event = reread(desk, changes, by, day);
        let file = update(&desk.folder, &known.path, |decision| {
            refresh(desk, known, decision);
            decision.history.push(event);
        })?;
        let code = known.decision.code.text();
        writeln!(out, "{code}: đã xem lại, quyết định vẫn đúng; {}", changes.sentence())?;
        writeln!(out, "Đã ghi {}", file.display())?;
    }
    Ok(Exit::Fine)
}

/// That a decision was looked at again, and what had changed.
fn reread(desk: &Desk<'_>, changes: &Changes, by: &str, day: Date) -> Event {
    let note = [Some(changes.sentence()), desk.args.note.clone()];
    Event {
        step: Step::Reread.key().into(),
        on: Some(Written::new(day.to_string())),
        by: Some(by.to_owned()),
        note: Some(note.into_iter().flatten().collect::<Vec<_>>().join("; ")),
        ..Event::default()
    }
}

/// Puts what a decision file rests on as it is now in the place of what it was.
fn refresh(desk: &Desk<'_>, known: &Recorded, decision: &mut Decision) {
    let entry = desk.catalogue.get(&base_code(&known.decision.code));
    let fresh = entry.map(|entry| judged(&entry.procedure)).unwrap_or_default();
    decision.rule_versions = rest_on(&decision.rules);
    match known.member {
        None => decision.judged = fresh,
        Some(place) => {
            if let Some(member) = decision.members.get_mut(place.index) {
                member.judged = fresh;
            }
        }
    }
}
