//! From pairs to one consistent story: who became whom, who was merged, who was split.
//!
//! The likeliest pairs come first and take each other; who is left may join a pair, never two. Nothing depends on which
//! side is called old: what is a merger one way is a split the other way.

use std::cmp::Ordering;

use super::candidates::Pair;
use super::score::{NO_RIVAL, confidence};

/// Pairs for which less speaks are not worth a thought.
const WORTH_A_THOUGHT: f64 = -5.0;

/// How much less may speak for several taken as one than for the first of them alone.
const SLACK: f64 = 0.4;

/// A pair and how much speaks for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub(super) pair: Pair,
    pub(super) logit: f64,
}

/// Older ones that became newer ones; one of the two lists has one member.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) old: Vec<usize>,
    pub(super) new: Vec<usize>,
    pub(super) confidence: f64,
    logit: f64,
}

/// What the assignment asks about the procedures behind the positions.
pub(super) trait Sides {
    /// Codes of a pair.
    fn codes(&self, pair: Pair) -> (&str, &str);
    /// How much speaks for several, taken as one, being the others.
    fn together(&self, old: &[usize], new: &[usize]) -> f64;
    /// How much speaks for the likest of those that live on, for an older one and for a newer one.
    fn living(&self) -> (&[f64], &[f64]);
}

/// The best consistent groups of pairs that are [`in_order`].
pub(super) fn assign(scored: &[Scored], sides: &impl Sides) -> Vec<Group> {
    let mut groups = Groups::new(sides);
    scored.iter().for_each(|scored| groups.pair(scored));
    scored.iter().for_each(|scored| groups.join(scored, sides));
    groups.finish(scored, sides)
}

/// Leaves out what is not worth a thought and puts the likeliest first.
pub(super) fn in_order(mut scored: Vec<Scored>, sides: &impl Sides) -> Vec<Scored> {
    scored.retain(|scored| scored.logit >= WORTH_A_THOUGHT);
    scored.sort_by(|a, b| {
        let likeliest = b.logit.total_cmp(&a.logit);
        likeliest.then_with(|| by_codes(a.pair, b.pair, sides))
    });
    scored
}

/// The same order whichever side is called old.
fn by_codes(a: Pair, b: Pair, sides: &impl Sides) -> Ordering {
    let key = |pair: Pair| {
        let (old, new) = sides.codes(pair);
        (old.min(new).to_owned(), old.max(new).to_owned())
    };
    key(a).cmp(&key(b))
}

struct Groups {
    groups: Vec<Group>,
    /// Group of each older and of each newer one.
    of: (Vec<Option<usize>>, Vec<Option<usize>>),
    /// Who asked to join and was turned away.
    refused: (Vec<bool>, Vec<bool>),
}

impl Groups {
    fn new(sides: &impl Sides) -> Self {
        let (old, new) = sides.living();
        Self {
            groups: Vec::new(),
            of: (vec![None; old.len()], vec![None; new.len()]),
            refused: (vec![false; old.len()], vec![false; new.len()]),
        }
    }

    fn pair(&mut self, scored: &Scored) {
        let (old, new) = scored.pair;
        if self.of.0[old].is_some() || self.of.1[new].is_some() {
            return;
        }
        (self.of.0[old], self.of.1[new]) = (Some(self.groups.len()), Some(self.groups.len()));
        self.groups.push(Group {
            old: vec![old],
            new: vec![new],
            confidence: 0.0,
            logit: scored.logit,
        });
    }

    /// Who has no partner asks the group of the likest one, and only that.
    fn join(&mut self, scored: &Scored, sides: &impl Sides) {
        let (old, new) = scored.pair;
        let (at, mut old_members, mut new_members) = match (self.of.0[old], self.of.1[new]) {
            (None, Some(at)) if !self.refused.0[old] => {
                self.refused.0[old] = true;
                (at, vec![old], Vec::new())
            }
            (Some(at), None) if !self.refused.1[new] => {
                self.refused.1[new] = true;
                (at, Vec::new(), vec![new])
            }
            _ => return,
        };
        let group = &self.groups[at];
        // Several that became several is no story a lawyer could check.
        if !old_members.is_empty() && group.new.len() > 1 || !new_members.is_empty() && group.old.len() > 1 {
            return;
        }
        let (likest_old, likest_new) = sides.living();
        if likest_old[old].max(likest_new[new]) > scored.logit {
            return;
        }
        old_members.extend(&group.old);
        new_members.extend(&group.new);
        let logit = sides.together(&old_members, &new_members);
        if logit < group.logit - SLACK {
            return;
        }
        for &member in &old_members {
            self.of.0[member] = Some(at);
        }
        for &member in &new_members {
            self.of.1[member] = Some(at);
        }
        let group = &mut self.groups[at];
        (group.old, group.new, group.logit) = (old_members, new_members, logit.min(group.logit.max(scored.logit)));
    }

    fn finish(mut self, scored: &[Scored], sides: &impl Sides) -> Vec<Group> {
        let mut rivals: Vec<f64> = vec![NO_RIVAL; self.groups.len()];
        let (old_living, new_living) = sides.living();
        for (group, rival) in self.groups.iter().zip(&mut rivals) {
            let living = group.old.iter().map(|&at| old_living[at]);
            let living = living.chain(group.new.iter().map(|&at| new_living[at]));
            *rival = living.fold(*rival, f64::max);
        }
        for Scored {
            pair: (old, new),
            logit,
        } in scored
        {
            let (of_old, of_new) = (self.of.0[*old], self.of.1[*new]);
            if of_old != of_new {
                for at in of_old.into_iter().chain(of_new) {
                    rivals[at] = rivals[at].max(*logit);
                }
            }
        }
        for (group, rival) in self.groups.iter_mut().zip(rivals) {
            group.confidence = confidence(group.logit, rival);
        }
        self.groups
    }
}
