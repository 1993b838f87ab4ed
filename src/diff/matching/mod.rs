//! Who became whom: by code, by what records and persons say, and last by what the texts have in common.
//!
//! A procedure whose code stands in both revisions is the same one. Of the rest the records speak first (`thay_the`,
//! `hop_nhat_tu`), then persons (`pha_he.yaml`), and only where both are silent is something guessed. Guesses that are
//! sure enough are asserted, with their confidence and their evidence; the others are candidates for a person, and such
//! procedures stay added and removed.

mod assignment;
mod candidates;
mod guesses;
mod links;
mod profile;
mod score;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use self::guesses::Question;
use self::links::{Links, Source};
use super::{Candidate, Lineage, LineageKind, LineageSource, Predecessor};
use crate::catalogue::Catalogue;
use crate::catalogue::lineage::Confirmed;

/// What became of the procedures whose code is in one revision only.
#[derive(Debug, Default)]
pub(super) struct Matching {
    /// Where procedures of the newer revision came from.
    origins: BTreeMap<String, Origin>,
    /// Older codes that something took the place of.
    superseded: BTreeSet<String>,
    /// What a person must say.
    pub(super) candidates: Vec<Candidate>,
}

/// Where a procedure of the newer revision came from.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// Codes it took the place of: those that are gone.
    pub(super) replaces: Vec<String>,
    /// How that is known.
    pub(super) lineage: Lineage,
}

impl Matching {
    pub(super) fn of(old: &Catalogue, new: &Catalogue, confirmed: &Confirmed) -> Self {
        let links = Links::of(old, new, confirmed);
        let guesses = question(old, new, &links, confirmed).guess();
        let mut matching = Self {
            candidates: guesses.candidates,
            ..Self::default()
        };
        for (heir, formers) in &links.by_new {
            let lineage = known_lineage(old, new, &links, heir, formers);
            matching.add(new, heir, lineage);
        }
        for guess in guesses.asserted {
            for heir in &guess.new {
                let lineage = Lineage {
                    kind: guess.kind,
                    source: LineageSource::Guessed,
                    confidence: guess.confidence,
                    from: predecessors(old, guess.old.iter()),
                    evidence: guess.evidence.clone(),
                };
                matching.add(new, heir, lineage);
            }
        }
        matching
    }

    fn add(&mut self, new: &Catalogue, heir: &str, lineage: Lineage) {
        let gone = lineage.from.iter().filter(|former| new.get(&former.code).is_none());
        let replaces: Vec<String> = gone.map(|former| former.code.clone()).collect();
        self.superseded.extend(replaces.iter().cloned());
        self.origins.insert(heir.to_owned(), Origin { replaces, lineage });
    }

    /// Where a procedure of the newer revision came from, when it is not simply its older self.
    pub(super) fn origin(&self, code: &str) -> Option<&Origin> {
        self.origins.get(code)
    }

    /// Whether something took the place of a procedure of the older revision.
    pub(super) fn is_superseded(&self, code: &str) -> bool {
        self.superseded.contains(code)
    }

    /// How many procedures of the older revision something took the place of.
    pub(super) fn superseded(&self) -> usize {
        self.superseded.len()
    }
}

/// The procedures of which nobody says anything, and all that they may be compared with.
fn question<'a>(old: &'a Catalogue, new: &'a Catalogue, links: &Links<'_>, confirmed: &Confirmed) -> Question<'a> {
    let (gone, origins) = old
        .procedures()
        .partition(|one| new.get(one.identity()).is_none() && !links.by_old.contains_key(one.identity()));
    let (come, heirs) = new
        .procedures()
        .partition(|one| old.get(one.identity()).is_none() && !links.by_new.contains_key(one.identity()));
    let rejected = confirmed.verdicts().filter(|verdict| verdict.rejects());
    let both_ways = |(a, b): (String, String)| [(a.clone(), b.clone()), (b, a)];
    Question {
        old: gone,
        new: come,
        heirs,
        origins,
        rejected: rejected
            .flat_map(|verdict| verdict.pairs())
            .flat_map(both_ways)
            .collect(),
    }
}

/// What records and persons say of one newer procedure.
fn known_lineage(
    old: &Catalogue,
    new: &Catalogue,
    links: &Links<'_>,
    heir: &str,
    formers: &BTreeMap<String, Source<'_>>,
) -> Lineage {
    let has_other_heirs = |former: &String| {
        let heirs = links.by_old.get(former).map_or(0, BTreeSet::len);
        heirs > 1 || new.get(former).is_some()
    };
    let kind = if formers.len() > 1 || old.get(heir).is_some() {
        LineageKind::Merged
    } else if formers.keys().any(has_other_heirs) {
        LineageKind::Split
    } else {
        LineageKind::Recoded
    };
    let by_record = formers.values().any(|source| matches!(source, Source::Record(_)));
    let mut evidence: Vec<String> = Vec::new();
    for (former, source) in formers {
        let told = match source {
            Source::Record(key) => format!("mã {former} ghi trong {key}"),
            Source::Person(verdict) => verdict.authority(),
        };
        if !told.is_empty() && !evidence.contains(&told) {
            evidence.push(told);
        }
    }
    Lineage {
        kind,
        source: if by_record {
            LineageSource::Record
        } else {
            LineageSource::Confirmed
        },
        confidence: 1.0,
        from: predecessors(old, formers.keys()),
        evidence,
    }
}

fn predecessors<'c>(old: &Catalogue, codes: impl Iterator<Item = &'c String>) -> Vec<Predecessor> {
    codes
        .map(|code| Predecessor {
            code: code.clone(),
            name: old
                .get(code)
                .map(|entry| entry.procedure.name.clone())
                .unwrap_or_default(),
        })
        .collect()
}
