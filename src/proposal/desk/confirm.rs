//! That decisions still hold after what they rest on changed.

use std::collections::{HashMap, HashSet};

use super::file::Plan;
use super::{Desk, DeskError, Done, Filed, Subject, Why, who};
use crate::catalogue::lineage::base_code;
use crate::catalogue::values::{Date, Written};
use crate::finding::Finding;
use crate::review::decision::{Assessments, Changes, Decision, Event, Recorded, State, Step, judged, rest_on, state};

/// That somebody looked at decisions again and found that they hold.
#[derive(Debug, Clone, Default)]
pub struct Confirmation {
    /// Who looked.
    pub by: String,
    /// When; today when absent.
    pub on: Option<Date>,
    /// Remark.
    pub note: Option<String>,
    /// Whose assessments are meant; the decisions when absent.
    pub reviewer: Option<String>,
}

impl Desk<'_> {
    /// Says of the decision on each procedure that it still holds. Of a group only the procedures named were looked at.
    ///
    /// # Errors
    ///
    /// When nothing is decided on one of them, when a decision does not fit the text any more, and when a file is not what
    /// the person saw; nothing is written then.
    pub fn confirm(&self, confirmation: &Confirmation, on: &[Subject]) -> Result<Done, DeskError> {
        let entries = self.entries(on)?;
        let (by, day) = (who(&confirmation.by)?, Self::day_done(confirmation.on)?);
        let _lock = self.lock()?;
        let known = self.known();
        let (assessments, _) = Assessments::load(&self.folder);
        let name = self.catalogue.name();
        let mut decided: HashMap<String, &Recorded> = HashMap::new();
        for recorded in known.on(name) {
            decided.entry(base_code(&recorded.decision.code)).or_insert(recorded);
        }
        let mut changed: Vec<(&Recorded, &Subject, Changes)> = Vec::new();
        let mut unchanged = Vec::new();
        for (entry, subject) in entries.into_iter().zip(on) {
            let code = entry.procedure.identity();
            let recorded = match &confirmation.reviewer {
                Some(reviewer) => {
                    let mut own = assessments.shown_to(Some(reviewer), name, code).into_iter();
                    own.find(|own| own.decision.is_by(reviewer))
                }
                None => decided.get(code).copied(),
            };
            let recorded = recorded.ok_or_else(|| DeskError::Undecided {
                code: code.to_owned(),
                revision: name.to_owned(),
            })?;
            match state(&recorded.decision, self.catalogue) {
                State::Stale(changes) => changed.push((recorded, subject, changes)),
                State::Current | State::NoProcedure => unchanged.push(code.to_owned()),
            }
        }
        let rereads = Reread::by_file(&changed);
        let said = |sentence| event(confirmation, sentence, (by, day));
        let plans = rereads.iter().map(|reread| self.reread(reread, said));
        let plans = plans.collect::<Result<Vec<Plan>, _>>()?;
        let files = plans.iter().zip(&rereads).map(|(plan, reread)| Filed {
            reread: reread.changes(),
            ..plan.filed(self)
        });
        let mut done = self.finish(&plans, files.collect())?;
        done.unchanged = unchanged;
        Ok(done)
    }

    fn reread(&self, reread: &Reread<'_>, said: impl Fn(String) -> Event) -> Result<Plan, DeskError> {
        let current = self.expected(reread.path, reread.subjects.iter().copied())?;
        let mut after = self.decision(&current)?.ok_or_else(|| DeskError::Mistakes {
            path: self.file(reread.path),
        })?;
        reread.change(self, said, &mut after);
        let codes: Vec<String> = reread.changes().into_iter().map(|(code, _)| code).collect();
        let whole = reread.decisions.iter().any(|(known, _)| known.member.is_none());
        let own = |finding: &Finding| {
            let history = finding.yaml_path.starts_with("qua_trinh");
            history || whole || finding.code.as_ref().is_some_and(|code| codes.contains(code))
        };
        let mut findings = self.problems(reread.path, &after);
        findings.retain(own);
        if !findings.is_empty() {
            return Err(DeskError::Refused {
                why: Why::Text,
                findings,
            });
        }
        Plan::of(self, current, codes, after)
    }
}

/// The decisions of one file that were looked at again: the file is changed once, however many they are.
struct Reread<'a> {
    path: &'a str,
    decisions: Vec<(&'a Recorded, &'a Changes)>,
    subjects: Vec<&'a Subject>,
}

impl<'a> Reread<'a> {
    /// One for each file, in the order in which the files are named first.
    fn by_file(changed: &'a [(&'a Recorded, &'a Subject, Changes)]) -> Vec<Self> {
        let mut rereads: Vec<Self> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (known, subject, changes) in changed {
            let path = known.path.as_str();
            let at = *places.entry(path).or_insert(rereads.len());
            if at == rereads.len() {
                rereads.push(Self {
                    path,
                    decisions: Vec::new(),
                    subjects: Vec::new(),
                });
            }
            rereads[at].decisions.push((known, changes));
            rereads[at].subjects.push(subject);
        }
        rereads
    }

    /// What had changed, by code.
    fn changes(&self) -> Vec<(String, Changes)> {
        let each = self.decisions.iter();
        each.map(|(known, changes)| (known.decision.code.text().to_owned(), (*changes).clone()))
            .collect()
    }

    /// What had changed, each said once.
    fn sentences(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let all = self.decisions.iter().map(|(_, changes)| changes.sentence());
        all.filter(|sentence| seen.insert(sentence.clone())).collect()
    }

    /// Puts what the decisions rest on as it is now in the place of what it was, and notes that they were looked at.
    fn change(&self, desk: &Desk<'_>, said: impl Fn(String) -> Event, decision: &mut Decision) {
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
        decision.history.extend(self.sentences().into_iter().map(said));
    }
}

/// That decisions were looked at again, and what had changed.
fn event(confirmation: &Confirmation, changes: String, (by, day): (&str, Date)) -> Event {
    let note = [Some(changes), confirmation.note.clone()];
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
        let subject = Subject::from("1.000000");
        let changed: Vec<(&Recorded, &Subject, Changes)> = recorded
            .iter()
            .enumerate()
            .map(|(at, recorded)| (recorded, &subject, changes(at)))
            .collect();
        let rereads = Reread::by_file(&changed);
        let files: Vec<(&str, usize, usize)> = rereads
            .iter()
            .map(|reread| (reread.path, reread.decisions.len(), reread.sentences().len()))
            .collect();
        assert_eq!(files, [("2026/nhom.yaml", 999, 2), ("2026/khac.yaml", 1, 1)]);
    }
}
