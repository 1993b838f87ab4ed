//! How far a decision has come, and that it still holds.

use std::io::Write;

use anyhow::{Context as _, bail};

use super::{Desk, read, refuse};
use crate::catalogue::values::{Date, Described, Written};
use crate::cli::{Exit, output};
use crate::finding::Finding;
use crate::review::decision::{
    Assessments, Decision, Decisions, Event, RecordError, State, Step, judged, record, rest_on, state, update,
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
    let mut done: Vec<String> = Vec::new();
    for entry in &desk.entries {
        let code = entry.procedure.identity();
        let Some(known) = decisions.of(desk.catalogue.name(), code) else {
            select(desk, &decisions, code, step, &event)?;
            continue;
        };
        // One file may hold several of the procedures.
        if done.contains(&known.path) {
            continue;
        }
        let mut after = read(&desk.folder, &known.path)?;
        let last = after.history.len();
        after.history.push(event.clone());
        let in_the_way = desk.problems(&known.path, &after);
        let of_history = |finding: &Finding| finding.yaml_path.starts_with("qua_trinh");
        let new = |finding: &Finding| finding.yaml_path.starts_with(&format!("qua_trinh[{last}]"));
        let in_the_way: Vec<Finding> = in_the_way
            .into_iter()
            .filter(|finding| step >= Step::Propose || of_history(finding))
            .map(|finding| if new(&finding) { unwritten(finding) } else { finding })
            .collect();
        if !in_the_way.is_empty() {
            return refuse(&in_the_way, &format!("{code} cannot take the step {} yet", step.key()));
        }
        let file = update(&desk.folder, &known.path, |decision| {
            decision.history.push(event.clone())
        })?;
        writeln!(output::out(), "Đã ghi bước {} vào {}", step.label(), file.display())?;
        done.push(known.path.clone());
    }
    Ok(Exit::Fine)
}

/// What is wrong with a step that is not in the file stands nowhere in it.
fn unwritten(mut finding: Finding) -> Finding {
    finding.yaml_path.clear();
    finding.advice.clear();
    finding
}

/// Begins the review of a procedure that nothing was decided on.
fn select(desk: &Desk<'_>, decisions: &Decisions, code: &str, step: Step, event: &Event) -> anyhow::Result<()> {
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
    let day = event
        .on
        .as_ref()
        .and_then(Written::value)
        .map_or(0, |day: &Date| day.year());
    let path = decisions.place_for(&desk.folder, day, &decision);
    let found: Vec<Finding> = desk.problems(&path, &decision).into_iter().map(unwritten).collect();
    if !found.is_empty() {
        refuse(&found, "the step cannot be yet")?;
    }
    let file = record(&desk.folder, &path, &decision, false)?;
    writeln!(output::out(), "Đã ghi {}", file.display())?;
    Ok(())
}

/// Says of each decision that it still holds, after what it rests on changed.
pub(super) fn confirm(desk: &Desk<'_>) -> anyhow::Result<Exit> {
    let (decisions, _) = Decisions::load(&desk.folder);
    let (assessments, _) = Assessments::load(&desk.folder);
    let (by, day) = (desk.who()?, desk.day_done()?);
    let mut out = output::lines();
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
            format!("no decision on {code} in {name}; `tthc decisions --carry OLD NEW` takes over those on an older revision")
        })?;
        let changes = match state(&known.decision, desk.catalogue) {
            State::Stale(changes) => changes,
            State::Current | State::NoProcedure => {
                writeln!(out, "{code}: không có gì thay đổi, quyết định vẫn đúng")?;
                continue;
            }
        };
        let note = [Some(changes.sentence()), desk.args.note.clone()];
        let event = Event {
            step: Step::Reread.key().into(),
            on: Some(Written::new(day.to_string())),
            by: Some(by.to_owned()),
            note: Some(note.into_iter().flatten().collect::<Vec<_>>().join("; ")),
            ..Event::default()
        };
        let fresh = judged(&entry.procedure);
        let change = |decision: &mut Decision| {
            decision.rule_versions = rest_on(&decision.rules);
            match known.member {
                Some(member) => decision.members[member.index].judged = fresh.clone(),
                None => decision.judged.clone_from(&fresh),
            }
            decision.history.push(event.clone());
        };
        let mut after = read(&desk.folder, &known.path)?;
        change(&mut after);
        // Of a group only this procedure was looked at again.
        let own = |finding: &Finding| known.member.is_none() || finding.code.as_deref() == Some(code);
        let in_the_way: Vec<Finding> = desk.problems(&known.path, &after).into_iter().filter(own).collect();
        if !in_the_way.is_empty() {
            return refuse(
                &in_the_way,
                "the decision does not fit the text any more; record a new one with --replace",
            );
        }
        let file = match update(&desk.folder, &known.path, change) {
            Err(error @ RecordError::Layout { .. }) => return Err(error.into()),
            other => other?,
        };
        writeln!(out, "{code}: đã xem lại, quyết định vẫn đúng; {}", changes.sentence())?;
        writeln!(out, "Đã ghi {}", file.display())?;
    }
    Ok(Exit::Fine)
}
