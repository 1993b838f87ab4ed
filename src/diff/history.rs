//! One procedure over every revision: what changed, which decision ordered it, and what no decision explains.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::{CatalogueDiff, Change, Lineage, ProcedureDiff, Status, Substance, compare};
use crate::catalogue::lineage::Confirmed;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Date, DocumentNumber, Written};
use crate::catalogue::{Catalogue, Entry};

/// The life of a procedure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct History {
    /// Code it was asked by.
    pub code: String,
    /// Its name in the last revision that has it.
    pub name: String,
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// Changes of content that no announcing decision explains.
    pub unexplained: usize,
}

/// What a revision did to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// Name of the revision.
    pub revision: String,
    /// Date of the revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What happened; nothing but being there, in the first revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Its code in that revision, or the last one it had.
    pub code: String,
    /// Its name there.
    pub name: String,
    /// Codes of the revision before that it takes the place of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    /// How that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lineage: Option<Lineage>,
    /// The decision that announced it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Whether that decision is another than before, and so explains the changes.
    pub explained: bool,
    /// Changes.
    pub changes: Vec<Change>,
}

/// An announcing decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Its number as the record writes it.
    pub number: String,
    /// Its day as the record writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Its title, where the register of documents has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl Event {
    /// Changes of content that no decision explains; being gone without a word is one too.
    pub fn unexplained(&self) -> usize {
        let content = || {
            self.changes
                .iter()
                .filter(|change| change.substance == Substance::Content)
        };
        match self.status {
            None => 0,
            _ if self.explained => 0,
            Some(Status::Changed) => content().count(),
            Some(_) => content().count().max(1),
        }
    }
}

/// Revisions one after another, and what each changed.
#[derive(Debug)]
pub struct Timeline {
    revisions: Vec<Arc<Catalogue>>,
    diffs: Vec<CatalogueDiff>,
}

impl Timeline {
    /// Compares each of the revisions, oldest first, with the one before it, with what persons `confirmed` of the lineage.
    pub fn of(revisions: Vec<Arc<Catalogue>>, confirmed: &Confirmed) -> Self {
        let diffs = revisions
            .windows(2)
            .map(|pair| compare(&pair[0], &pair[1], confirmed))
            .collect();
        Self { revisions, diffs }
    }

    /// The revisions, oldest first.
    pub fn revisions(&self) -> &[Arc<Catalogue>] {
        &self.revisions
    }

    /// What each revision but the first changed.
    pub fn diffs(&self) -> &[CatalogueDiff] {
        &self.diffs
    }

    /// The life of the procedure with this code; `None` when no revision has it.
    ///
    /// Its predecessors are followed back and its successors forward, as the records, the persons who confirmed it and the
    /// comparison say.
    pub fn history(&self, code: &str) -> Option<History> {
        let (revisions, diffs) = (&self.revisions, &self.diffs);
        let at = revisions.iter().rposition(|revision| revision.get(code).is_some())?;
        let own = revisions[at].get(code)?.procedure.identity().to_owned();
        let family = families(revisions, diffs, at, &own);
        let mut events = Vec::new();
        let mut seen = false;
        for (at, revision) in revisions.iter().enumerate() {
            if !seen {
                let first = family[at].iter().filter_map(|code| revision.get(code));
                let before = events.len();
                events.extend(first.map(|entry| born(revision, entry, at > 0)));
                seen = events.len() > before;
                if at == 0 || seen {
                    continue;
                }
            }
            let Some(diff) = at.checked_sub(1).and_then(|at| diffs.get(at)) else {
                continue;
            };
            let of_family = |procedure: &&ProcedureDiff| is_of(procedure, &family[at - 1], &family[at]);
            events.extend(
                diff.procedures
                    .iter()
                    .filter(of_family)
                    .map(|procedure| happened(&revisions[at - 1], revision, procedure)),
            );
        }
        let last = revisions.iter().rev().find_map(|revision| revision.get(&own))?;
        Some(History {
            name: last.procedure.name.clone(),
            unexplained: events.iter().map(Event::unexplained).sum(),
            code: own,
            events,
        })
    }
}

type Codes = BTreeSet<String>;

/// The codes it has in each revision, from the one at `at` back and forth.
fn families(revisions: &[Arc<Catalogue>], diffs: &[CatalogueDiff], at: usize, code: &str) -> Vec<Codes> {
    let mut family = vec![Codes::new(); revisions.len()];
    family[at].insert(code.to_owned());
    for older in (0..at).rev() {
        let stays = family[older + 1]
            .iter()
            .filter(|code| revisions[older].get(code).is_some());
        let mut codes: Codes = stays.cloned().collect();
        let newer = &family[older + 1];
        let takers = diffs[older].procedures.iter().filter(|diff| newer.contains(&diff.code));
        codes.extend(takers.flat_map(|diff| diff.replaces.iter().cloned()));
        family[older] = codes;
    }
    for newer in at + 1..revisions.len() {
        let older = &family[newer - 1];
        let stays = older.iter().filter(|code| revisions[newer].get(code).is_some());
        let mut codes: Codes = stays.cloned().collect();
        let takers = diffs[newer - 1].procedures.iter();
        let takers = takers.filter(|diff| diff.replaces.iter().any(|code| older.contains(code)));
        codes.extend(takers.map(|diff| diff.code.clone()));
        family[newer] = codes;
    }
    family
}

fn is_of(procedure: &ProcedureDiff, older: &Codes, newer: &Codes) -> bool {
    match procedure.status {
        Status::Removed => older.contains(&procedure.code),
        _ => newer.contains(&procedure.code),
    }
}

/// The first that is known of it; in a revision after the first it is new.
fn born(revision: &Catalogue, entry: &Entry, is_new: bool) -> Event {
    Event {
        revision: revision.name().to_owned(),
        date: date_of(revision),
        status: is_new.then_some(Status::Added),
        code: entry.procedure.identity().to_owned(),
        name: entry.procedure.name.clone(),
        replaces: Vec::new(),
        lineage: None,
        decision: decision_of(revision, &entry.procedure),
        explained: entry.procedure.announced_by.is_some(),
        changes: Vec::new(),
    }
}

fn happened(old: &Catalogue, new: &Catalogue, procedure: &ProcedureDiff) -> Event {
    let after = new.get(&procedure.code);
    let former = procedure.replaces.iter().chain([&procedure.code]);
    let before: Vec<String> = former.filter_map(|code| number_of(&old.get(code)?.procedure)).collect();
    let decision = after.and_then(|entry| decision_of(new, &entry.procedure));
    let explained = after
        .and_then(|entry| number_of(&entry.procedure))
        .is_some_and(|number| !before.contains(&number));
    Event {
        revision: new.name().to_owned(),
        date: date_of(new),
        status: Some(procedure.status),
        code: procedure.code.clone(),
        name: procedure.name.clone(),
        replaces: procedure.replaces.clone(),
        lineage: procedure.lineage.clone(),
        decision,
        explained,
        changes: procedure.changes.clone(),
    }
}

fn date_of(revision: &Catalogue) -> Option<String> {
    revision.settings().day().map(|day: Date| day.to_string())
}

/// One spelling of the number of the announcing decision.
fn number_of(procedure: &Procedure) -> Option<String> {
    let number: &Written<DocumentNumber> = procedure.announced_by.as_ref()?;
    Some(
        number
            .value()
            .map_or_else(|| number.text().to_owned(), DocumentNumber::key),
    )
}

fn decision_of(revision: &Catalogue, procedure: &Procedure) -> Option<Decision> {
    let number = procedure.announced_by.as_ref()?;
    let known = number.value().and_then(|number| revision.documents().get(number));
    let written = procedure.announced_on.as_ref().map(|day| day.text().to_owned());
    let issued = known.and_then(|known| Some(known.issued.as_ref()?.text().to_owned()));
    Some(Decision {
        number: number.text().to_owned(),
        date: written.or(issued),
        title: known
            .map(|known| known.title.clone())
            .filter(|title| !title.trim().is_empty()),
    })
}
