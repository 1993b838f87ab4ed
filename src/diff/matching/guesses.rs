//! What became of the procedures of which nobody says anything, guessed from what the texts have in common.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;

use super::assignment::{Group, Scored, Sides, assign, in_order};
use super::candidates::{Pair, among_living, pairs};
use super::profile::Profile;
use super::score::{Features, NO_RIVAL, confidence};
use crate::catalogue::procedure::Procedure;
use crate::diff::{Candidate, LineageKind};

/// From this confidence on a guess is asserted. Measured on real records (`tests/it/matching.rs`), at least 95 of 100 such
/// guesses are right.
const ASSERTED: f64 = 0.8;

/// From this confidence on a guess is worth a person's time.
const CANDIDATE: f64 = 0.3;

/// The same, where a procedure that was there all the time would have taken in another: there are many, and they are all
/// somewhat alike.
const CANDIDATE_LIVING: f64 = 0.5;

/// With more unmatched procedures than this on a side the two are no revisions of one catalogue, and nothing is guessed.
const MOST_UNMATCHED: usize = 20_000;

/// What is guessed.
#[derive(Debug, Default)]
pub(super) struct Guesses {
    /// What is sure enough to be said.
    pub(super) asserted: Vec<Candidate>,
    /// What a person must say.
    pub(super) candidates: Vec<Candidate>,
}

/// The procedures of both revisions, by whether it is known what became of them.
pub(super) struct Question<'a> {
    /// Only in the older revision, and nobody says what became of them.
    pub(super) old: Vec<&'a Procedure>,
    /// Only in the newer revision, and nobody says where they came from.
    pub(super) new: Vec<&'a Procedure>,
    /// Those of the newer revision that came from somewhere: heirs one of `old` may have been merged into.
    pub(super) heirs: Vec<&'a Procedure>,
    /// Those of the older revision that became something: origins one of `new` may have been split off from.
    pub(super) origins: Vec<&'a Procedure>,
    /// Pairs that a person rejected, both ways.
    pub(super) rejected: HashSet<(String, String)>,
}

impl Question<'_> {
    pub(super) fn guess(&self) -> Guesses {
        if self.old.len().max(self.new.len()) > MOST_UNMATCHED {
            return Guesses::default();
        }
        let profiles = |list: &[&Procedure]| -> Vec<Profile> { list.par_iter().map(|one| Profile::of(one)).collect() };
        let (old, new) = (profiles(&self.old), profiles(&self.new));
        let scored = self.scored(pairs(&old, &new), &self.old, &old, &self.new, &new);
        let seekers = (
            Living::of(self, (&self.old, &old), &self.heirs),
            Living::of(self, (&self.new, &new), &self.origins),
        );
        let known = Known {
            question: self,
            old: &old,
            new: &new,
            living: (seekers.0.best(old.len()), seekers.1.best(new.len())),
        };
        let scored = in_order(scored, &known);
        let groups = assign(&scored, &known);
        known.told(groups, &scored, &seekers)
    }

    fn scored(
        &self,
        pairs: Vec<Pair>,
        a: &[&Procedure],
        of_a: &[Profile],
        b: &[&Procedure],
        of_b: &[Profile],
    ) -> Vec<Scored> {
        let wanted = pairs
            .into_par_iter()
            .filter(|&(one, other)| !self.is_rejected(a[one], b[other]));
        wanted
            .map(|pair| Scored {
                pair,
                logit: Features::of(&of_a[pair.0], &of_b[pair.1]).logit(),
            })
            .collect()
    }

    fn is_rejected(&self, a: &Procedure, b: &Procedure) -> bool {
        let pair = (a.identity().to_owned(), b.identity().to_owned());
        !self.rejected.is_empty() && self.rejected.contains(&pair)
    }
}

/// Those that live on and may have taken in one of the unmatched, or given rise to it.
struct Living<'a> {
    procedures: Vec<&'a Procedure>,
    profiles: Vec<Profile>,
    scored: Vec<Scored>,
}

impl<'a> Living<'a> {
    /// Looked for in the fields of the unmatched only: what a procedure joins is seldom in another field, and reading all
    /// names of a nation for a few unmatched ones would be most of the work.
    fn of(question: &Question<'_>, (seekers, of_seekers): (&[&Procedure], &[Profile]), all: &[&'a Procedure]) -> Self {
        let fields: HashSet<&str> = seekers.iter().map(|seeker| seeker.field.as_str()).collect();
        let near: Vec<&Procedure> = all
            .iter()
            .copied()
            .filter(|one| fields.contains(one.field.as_str()))
            .collect();
        let names: Vec<Profile> = near.par_iter().map(|one| Profile::of_name(&one.name)).collect();
        let found = among_living(of_seekers, &names);
        let looked_at: BTreeSet<usize> = found.iter().map(|(_, at)| *at).collect();
        let looked_at: Vec<usize> = looked_at.into_iter().collect();
        let procedures: Vec<&Procedure> = looked_at.iter().map(|&at| near[at]).collect();
        let profiles: Vec<Profile> = procedures.par_iter().map(|one| Profile::of(one)).collect();
        let place = |at: usize| looked_at.binary_search(&at).ok();
        let pairs = found.into_iter().filter_map(|(seeker, at)| Some((seeker, place(at)?)));
        let scored = question.scored(pairs.collect(), seekers, of_seekers, &procedures, &profiles);
        Self {
            procedures,
            profiles,
            scored,
        }
    }

    /// How much speaks for the likest, for each seeker.
    fn best(&self, seekers: usize) -> Vec<f64> {
        let mut best = vec![NO_RIVAL; seekers];
        for Scored { pair, logit } in &self.scored {
            best[pair.0] = best[pair.0].max(*logit);
        }
        best
    }
}

/// Everything the assignment may ask.
struct Known<'a> {
    question: &'a Question<'a>,
    old: &'a [Profile],
    new: &'a [Profile],
    living: (Vec<f64>, Vec<f64>),
}

impl Sides for Known<'_> {
    fn codes(&self, (old, new): Pair) -> (&str, &str) {
        (self.question.old[old].identity(), self.question.new[new].identity())
    }

    fn together(&self, old: &[usize], new: &[usize]) -> f64 {
        let one = |profiles: &[Profile], members: &[usize]| {
            let members: Vec<&Profile> = members.iter().map(|&at| &profiles[at]).collect();
            Profile::together(&members)
        };
        Features::of(&one(self.old, old), &one(self.new, new)).logit()
    }

    fn living(&self) -> (&[f64], &[f64]) {
        (&self.living.0, &self.living.1)
    }
}

impl Known<'_> {
    /// The groups, and what is left, as they are told.
    fn told(&self, groups: Vec<Group>, scored: &[Scored], (heirs, origins): &(Living<'_>, Living<'_>)) -> Guesses {
        let mut guesses = Guesses::default();
        let mut settled = (vec![false; self.old.len()], vec![false; self.new.len()]);
        let (sure, unsure): (Vec<Group>, Vec<Group>) =
            groups.into_iter().partition(|group| group.confidence >= ASSERTED);
        for group in &sure {
            group.old.iter().for_each(|&at| settled.0[at] = true);
            group.new.iter().for_each(|&at| settled.1[at] = true);
            guesses.asserted.push(self.candidate(group));
        }
        let worth = unsure.iter().filter(|group| group.confidence >= CANDIDATE);
        guesses.candidates.extend(worth.map(|group| self.candidate(group)));
        guesses.candidates.extend(self.left_over(scored, &unsure, &settled));
        guesses.candidates.extend(self.absorbed(heirs, scored, &settled.0));
        guesses.candidates.extend(self.split_off(origins, scored, &settled.1));
        for list in [&mut guesses.asserted, &mut guesses.candidates] {
            list.sort_by(|a, b| {
                b.confidence
                    .total_cmp(&a.confidence)
                    .then_with(|| (&a.old, &a.new).cmp(&(&b.old, &b.new)))
            });
        }
        guesses
    }

    fn candidate(&self, group: &Group) -> Candidate {
        let kind = match (group.old.len(), group.new.len()) {
            (1, 1) => LineageKind::Recoded,
            (1, _) => LineageKind::Split,
            _ => LineageKind::Merged,
        };
        let pairs: Vec<Pair> = group
            .old
            .iter()
            .flat_map(|&old| group.new.iter().map(move |&new| (old, new)))
            .collect();
        let evidence = match pairs.as_slice() {
            [only] => self.evidence(*only),
            several => {
                let mut told: Vec<String> = several.iter().map(|pair| self.evidence_of_one(kind, *pair)).collect();
                told.sort();
                told
            }
        };
        Candidate {
            kind,
            old: codes(group.old.iter().map(|&at| self.question.old[at])),
            new: codes(group.new.iter().map(|&at| self.question.new[at])),
            confidence: rounded(group.confidence),
            evidence,
        }
    }

    fn evidence(&self, (old, new): Pair) -> Vec<String> {
        let features = Features::of(&self.old[old], &self.new[new]);
        features.evidence(
            (self.question.old[old], &self.old[old]),
            (self.question.new[new], &self.new[new]),
        )
    }

    fn evidence_of_one(&self, kind: LineageKind, pair: Pair) -> String {
        let (old, new) = self.codes(pair);
        let one = if kind == LineageKind::Split { new } else { old };
        format!("{one}: {}", self.evidence(pair).join(", "))
    }

    /// For everybody who is not settled the likest other, where that is not told yet: one who went another way, or who is
    /// not sure of his own.
    fn left_over(&self, scored: &[Scored], unsure: &[Group], settled: &(Vec<bool>, Vec<bool>)) -> Vec<Candidate> {
        let pairs_of = |group: &Group| -> Vec<Pair> {
            let new = |old: usize| group.new.iter().map(move |&new| (old, new));
            group.old.iter().flat_map(|&old| new(old)).collect()
        };
        let worth = unsure.iter().filter(|group| group.confidence >= CANDIDATE);
        let mut told: HashSet<Pair> = worth.flat_map(pairs_of).collect();
        let best = (
            Best::of(self.old.len(), scored.iter().map(|scored| (scored.pair.0, scored))),
            Best::of(self.new.len(), scored.iter().map(|scored| (scored.pair.1, scored))),
        );
        let likest = |best: &[Best], settled: &[bool]| -> Vec<Scored> {
            let unsettled = best.iter().zip(settled).filter(|(_, settled)| !**settled);
            unsettled.filter_map(|(best, _)| best.first).collect()
        };
        let unsettled = [likest(&best.0, &settled.0), likest(&best.1, &settled.1)].concat();
        let mut left = Vec::new();
        for Scored {
            pair: (old, new),
            logit,
        } in unsettled
        {
            if !told.insert((old, new)) {
                continue;
            }
            // Who is settled has a better partner; that is no reason not to ask about the other.
            let rival = |best: &Best, settled: bool| if settled { NO_RIVAL } else { best.beside((old, new)) };
            let rival = rival(&best.0[old], settled.0[old]).max(rival(&best.1[new], settled.1[new]));
            let living = self.living.0[old].max(self.living.1[new]);
            let confidence = confidence(logit, rival.max(living));
            if confidence < CANDIDATE {
                continue;
            }
            let kind = match (settled.0[old], settled.1[new]) {
                (false, true) => LineageKind::Merged,
                (true, false) => LineageKind::Split,
                _ => LineageKind::Recoded,
            };
            left.push(Candidate {
                kind,
                old: codes([self.question.old[old]]),
                new: codes([self.question.new[new]]),
                confidence: rounded(confidence),
                evidence: self.evidence((old, new)),
            });
        }
        left
    }

    /// Older ones that may have been merged into one that was there all the time.
    fn absorbed(&self, heirs: &Living<'_>, scored: &[Scored], settled: &[bool]) -> Vec<Candidate> {
        let rivals = Best::of(self.old.len(), scored.iter().map(|scored| (scored.pair.0, scored)));
        let likely = heirs.likely(&rivals, settled).into_iter();
        let candidates = likely.map(|(old, at, confidence)| {
            let (former, heir) = (self.question.old[old], heirs.procedures[at]);
            let features = Features::of(&self.old[old], &heirs.profiles[at]);
            Candidate {
                kind: LineageKind::Merged,
                old: codes([former]),
                new: codes([heir]),
                confidence: rounded(confidence),
                evidence: features.evidence((former, &self.old[old]), (heir, &heirs.profiles[at])),
            }
        });
        candidates.collect()
    }

    /// Newer ones that may have been split off from one that lives on.
    fn split_off(&self, origins: &Living<'_>, scored: &[Scored], settled: &[bool]) -> Vec<Candidate> {
        let rivals = Best::of(self.new.len(), scored.iter().map(|scored| (scored.pair.1, scored)));
        let likely = origins.likely(&rivals, settled).into_iter();
        let candidates = likely.map(|(new, at, confidence)| {
            let (origin, part) = (origins.procedures[at], self.question.new[new]);
            let features = Features::of(&origins.profiles[at], &self.new[new]);
            Candidate {
                kind: LineageKind::Split,
                old: codes([origin]),
                new: codes([part]),
                confidence: rounded(confidence),
                evidence: features.evidence((origin, &origins.profiles[at]), (part, &self.new[new])),
            }
        });
        candidates.collect()
    }
}

impl Living<'_> {
    /// For each seeker that is not settled the likest, where it is likely enough: seeker, place of the other, confidence.
    fn likely(&self, rivals: &[Best], settled: &[bool]) -> Vec<(usize, usize, f64)> {
        let best = Best::of(settled.len(), self.scored.iter().map(|scored| (scored.pair.0, scored)));
        let unsettled = best.iter().zip(rivals).zip(settled).filter(|(_, settled)| !**settled);
        unsettled
            .filter_map(|((Best { first, second }, rival), _)| {
                let Scored { pair, logit } = (*first)?;
                let unmatched = rival.first.map_or(NO_RIVAL, |rival| rival.logit);
                let confidence = confidence(logit, second.max(unmatched));
                (confidence >= CANDIDATE_LIVING).then_some((pair.0, pair.1, confidence))
            })
            .collect()
    }
}

/// The likest partner of somebody, and how much speaks for the next one.
#[derive(Debug, Clone)]
struct Best {
    first: Option<Scored>,
    second: f64,
}

impl Best {
    fn of<'s>(count: usize, scored: impl Iterator<Item = (usize, &'s Scored)>) -> Vec<Self> {
        let nobody = Self {
            first: None,
            second: NO_RIVAL,
        };
        let mut best = vec![nobody; count];
        for (at, scored) in scored {
            let best = &mut best[at];
            match best.first {
                Some(first) if first.logit >= scored.logit => best.second = best.second.max(scored.logit),
                first => {
                    best.second = first.map_or(best.second, |first| first.logit);
                    best.first = Some(*scored);
                }
            }
        }
        best
    }

    /// How much speaks for the likest partner in another pair than this.
    fn beside(&self, pair: Pair) -> f64 {
        match self.first {
            Some(first) if first.pair != pair => first.logit,
            _ => self.second,
        }
    }
}

fn codes<'p>(procedures: impl IntoIterator<Item = &'p Procedure>) -> Vec<String> {
    let mut codes: Vec<String> = procedures.into_iter().map(|one| one.identity().to_owned()).collect();
    codes.sort();
    codes
}

/// Two decimals are all that is known; certain only a person is.
fn rounded(confidence: f64) -> f64 {
    ((confidence * 100.0).round() / 100.0).min(0.99)
}
