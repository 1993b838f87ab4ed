//! How far a decision has come, and that it still holds.

use std::collections::{HashMap, HashSet};
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
    let name = desk.catalogue.name();
    let mut decided: HashMap<String, &Recorded> = HashMap::new();
    for recorded in decisions.on(name) {
        decided.entry(base_code(&recorded.decision.code)).or_insert(recorded);
    }
    let mut changed: Vec<(&Recorded, Changes)> = Vec::new();
    let mut out = output::lines();
    // Nothing is written before every decision was found to hold.
    for entry in &desk.entries {
        let code = entry.procedure.identity();
        let known = match &desk.args.reviewer {
            Some(reviewer) => assessments
                .of(name, code)
                .into_iter()
                .find(|own| own.decision.is_by(reviewer)),
            None => decided.get(code).copied(),
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
    let rereads = Reread::by_file(&changed);
    for reread in &rereads {
        let mut after = read(&desk.folder, reread.path)?;
        reread.change(desk, by, day, &mut after);
        // Of a group only these procedures were looked at again.
        let codes: HashSet<&str> = reread
            .decisions
            .iter()
            .map(|(known, _)| known.decision.code.text())
            .collect();
        let whole = reread.decisions.iter().any(|(known, _)| known.member.is_none());
        let own = |finding: &Finding| {
            let history = finding.yaml_path.starts_with("qua_trinh");
            history || whole || finding.code.as_deref().is_some_and(|code| codes.contains(code))
        };
        let in_the_way: Vec<Finding> = desk.problems(reread.path, &after).into_iter().filter(own).collect();
        if !in_the_way.is_empty() {
            return refuse(
                &in_the_way,
                "the decision does not fit the text any more; record a new one with --replace",
            );
        }
    }
    for reread in &rereads {
        let file = update(&desk.folder, reread.path, |decision| {
            reread.change(desk, by, day, decision)
        })?;
        for (known, changes) in &reread.decisions {
            let code = known.decision.code.text();
            writeln!(out, "{code}: đã xem lại, quyết định vẫn đúng; {}", changes.sentence())?;
        }
        writeln!(out, "Đã ghi {}", file.display())?;
    }
    Ok(Exit::Fine)
}

/// The decisions of one file that were looked at again: the file is changed once, however many they are.
struct Reread<'a> {
    path: &'a str,
    decisions: Vec<(&'a Recorded, &'a Changes)>,
}

impl<'a> Reread<'a> {
    /// One for each file, in the order in which the files are named first.
    fn by_file(changed: &'a [(&'a Recorded, Changes)]) -> Vec<Self> {
        let mut rereads: Vec<Self> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (known, changes) in changed {
            let path = known.path.as_str();
            let at = *places.entry(path).or_insert(rereads.len());
            if at == rereads.len() {
                rereads.push(Self {
                    path,
                    decisions: Vec::new(),
                });
            }
            rereads[at].decisions.push((known, changes));
        }
        rereads
    }

    /// What had changed, each said once.
    fn sentences(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let all = self.decisions.iter().map(|(_, changes)| changes.sentence());
        all.filter(|sentence| seen.insert(sentence.clone())).collect()
    }

    /// Puts what the decisions rest on as it is now in the place of what it was, and notes that they were looked at.
    fn change(&self, desk: &Desk<'_>, by: &str, day: Date, decision: &mut Decision) {
        decision.rule_versions = rest_on(&decision.rules);
        for (known, _) in &self.decisions {
            let entry = desk.catalogue.get(&base_code(&known.decision.code));
            let fresh = entry.map(|entry| judged(&entry.procedure)).unwrap_or_default();
            match known.member {
                None => decision.judged = fresh,
                Some(place) => {
                    if let Some(member) = decision.members.get_mut(place.index) {
                        member.judged = fresh;
                    }
                }
            }
        }
        let events = self
            .sentences()
            .into_iter()
            .map(|sentence| reread(desk, sentence, by, day));
        decision.history.extend(events);
    }
}

/// That decisions were looked at again, and what had changed.
fn reread(desk: &Desk<'_>, changes: String, by: &str, day: Date) -> Event {
    let note = [Some(changes), desk.args.note.clone()];
    Event {
        step: Step::Reread.key().into(),
        on: Some(Written::new(day.to_string())),
        by: Some(by.to_owned()),
        note: Some(note.into_iter().flatten().collect::<Vec<_>>().join("; ")),
        ..Event::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_group_is_one_change_of_one_file() {
        let recorded: Vec<Recorded> = (0..1000)
            .map(|at| Recorded {
                path: if at == 7 { "2026/khac.yaml" } else { "2026/nhom.yaml" }.to_owned(),
                decision: Decision {
                    code: Written::new(format!("1.{at:06}")),
                    ..Decision::default()
                },
                member: None,
            })
            .collect();
        let changes = |at: usize| Changes {
            fields: vec![["Số bộ", "Tên"][at % 2]],
            rules: Vec::new(),
        };
        let changed: Vec<(&Recorded, Changes)> = recorded.iter().zip((0..).map(changes)).collect();
        let rereads = Reread::by_file(&changed);
        let files: Vec<(&str, usize, usize)> = rereads
            .iter()
            .map(|reread| (reread.path, reread.decisions.len(), reread.sentences().len()))
            .collect();
        assert_eq!(files, [("2026/nhom.yaml", 999, 2), ("2026/khac.yaml", 1, 1)]);
    }
}
