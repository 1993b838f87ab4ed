//! Which entry of the older list is which of the newer: by what they are and what they say, never by where they stand.
//!
//! The answer is the same the other way round, so that a comparison mirrors its reverse.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::words::{self, Shingles};
use crate::catalogue::fields::Entry;
use crate::text;

/// Titles at least this alike are taken for one entry that was reworded, when nothing matches better.
const REWORDED: f64 = 0.72;
/// What being in the same case adds to likeness: of two reworded papers the one of the same case is meant.
const SAME_CASE: f64 = 0.1;
/// Most pairs of entries whose likeness is looked at; lists beyond that are of entries that were all replaced.
const MOST_PAIRS: usize = 250_000;

/// Pairs of positions, in the order of the newer list.
pub(super) struct Pairing {
    /// Old and new position.
    pub(super) pairs: Vec<(usize, usize)>,
    /// The old entry of each new one.
    old_of: Vec<Option<usize>>,
    /// The new entry of each old one.
    new_of: Vec<Option<usize>>,
}

impl Pairing {
    /// First by identity and case, then by identity alone, then by likeness of titles.
    pub(super) fn of(old: &[Entry<'_>], new: &[Entry<'_>]) -> Self {
        let mut pairing = Self {
            pairs: Vec::new(),
            old_of: vec![None; new.len()],
            new_of: vec![None; old.len()],
        };
        let (old_keys, new_keys) = (keys(old), keys(new));
        pairing.same(&old_keys, &new_keys, |key| (key.0.clone(), Some(key.1.clone())));
        pairing.same(&old_keys, &new_keys, |key| (key.0.clone(), None));
        pairing.alike(old, new);
        pairing.pairs = (pairing.old_of.iter().enumerate())
            .filter_map(|(at, from)| from.map(|from| (from, at)))
            .collect();
        pairing
    }

    /// The old entries without a new one.
    pub(super) fn gone(&self) -> impl Iterator<Item = usize> {
        alone(&self.new_of)
    }

    /// The new entries without an old one.
    pub(super) fn come(&self) -> impl Iterator<Item = usize> {
        alone(&self.old_of)
    }

    /// The old entry of a new one.
    pub(super) fn old_of(&self, new: usize) -> Option<usize> {
        self.old_of[new]
    }

    fn join(&mut self, from: usize, to: usize) {
        self.new_of[from] = Some(to);
        self.old_of[to] = Some(from);
    }

    /// The first of each key with the first, the second with the second: duplicates are never paired twice.
    fn same(&mut self, old: &[Key], new: &[Key], by: impl Fn(&Key) -> (String, Option<String>)) {
        let mut waiting: HashMap<_, Vec<usize>> = HashMap::new();
        for at in alone(&self.new_of).collect::<Vec<_>>().into_iter().rev() {
            waiting.entry(by(&old[at])).or_default().push(at);
        }
        for to in alone(&self.old_of).collect::<Vec<_>>() {
            if let Some(from) = waiting.get_mut(&by(&new[to])).and_then(Vec::pop) {
                self.join(from, to);
            }
        }
    }

    /// The likest of the entries still alone, likest first.
    fn alike(&mut self, old: &[Entry<'_>], new: &[Entry<'_>]) {
        let (left, right): (Vec<_>, Vec<_>) = (alone(&self.new_of).collect(), alone(&self.old_of).collect());
        if left.is_empty() || right.is_empty() || left.len().saturating_mul(right.len()) > MOST_PAIRS {
            return;
        }
        let shingles = |entry: &Entry<'_>| Shingles::of(&entry.title);
        let old_shingles: Vec<Shingles> = left.iter().map(|&at| shingles(&old[at])).collect();
        let new_shingles: Vec<Shingles> = right.iter().map(|&at| shingles(&new[at])).collect();
        let mut scored: Vec<(f64, usize, usize)> = Vec::new();
        for (&from, a) in left.iter().zip(&old_shingles) {
            for (&to, b) in right.iter().zip(&new_shingles) {
                if old[from].remark != new[to].remark {
                    continue;
                }
                let likeness = a.likeness(b);
                if likeness >= REWORDED {
                    scored.push((likeness + case_bonus(&old[from], &new[to]), from, to));
                }
            }
        }
        // Ties go to those that moved least; the key is the same with old and new exchanged.
        scored.sort_by(|a, b| {
            let place = |&(_, from, to): &(f64, usize, usize)| (from.abs_diff(to), from + to, from.min(to));
            b.0.total_cmp(&a.0).then_with(|| place(a).cmp(&place(b)))
        });
        for (_, from, to) in scored {
            if self.new_of[from].is_none() && self.old_of[to].is_none() {
                self.join(from, to);
            }
        }
    }
}

/// Identity and case of an entry, in canonical spelling.
type Key = (String, String);

fn keys(entries: &[Entry<'_>]) -> Vec<Key> {
    let group = |entry: &Entry<'_>| entry.group.map(text::canonical).unwrap_or_default();
    entries
        .iter()
        .map(|entry| (entry.identity().into_owned(), group(entry)))
        .collect()
}

fn case_bonus(old: &Entry<'_>, new: &Entry<'_>) -> f64 {
    let canonical = |entry: &Entry<'_>| entry.group.map(text::canonical);
    if canonical(old) == canonical(new) {
        SAME_CASE
    } else {
        0.0
    }
}

fn alone(partners: &[Option<usize>]) -> impl Iterator<Item = usize> {
    partners
        .iter()
        .enumerate()
        .filter(|(_, partner)| partner.is_none())
        .map(|(at, _)| at)
}

/// The pairs that changed their place among the others: the fewest, and of two that changed places the shorter text.
pub(super) fn moved(pairs: &[(usize, usize)], old: &[Entry<'_>], new: &[Entry<'_>]) -> Vec<(usize, usize)> {
    let weigh = |&(from, to): &(usize, usize)| {
        let length = old[from].title.len() + new[to].title.len();
        let told_apart = hash((
            hash_of(&old[from]).wrapping_add(hash_of(&new[to])),
            from.abs_diff(to),
            from + to,
        ));
        ((length as u128) << 64) + u128::from(told_apart as u32)
    };
    let stays = heaviest_increasing(pairs, weigh);
    let mut stays = stays.into_iter().peekable();
    let moves = |at: &usize| stays.next_if_eq(at).is_none();
    (0..pairs.len()).filter(moves).map(|at| pairs[at]).collect()
}

/// What tells two pairs as long apart, whichever list is the older.
fn hash_of(entry: &Entry<'_>) -> u64 {
    hash((entry.group, entry.plain()))
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Positions of a longest run of pairs that increases on both sides, the heaviest of them; any of them where the list is too
/// long to look at all.
fn heaviest_increasing(pairs: &[(usize, usize)], weigh: impl Fn(&(usize, usize)) -> u128) -> Vec<usize> {
    const MOST: usize = 2_000;
    let in_order = pairs.windows(2).all(|two| two[0].0 < two[1].0);
    if in_order {
        return (0..pairs.len()).collect();
    }
    if pairs.len() > MOST {
        let by_new: Vec<(usize, usize)> = pairs.iter().map(|&(from, to)| (to, from)).collect();
        let run = words::increasing(&by_new).into_iter();
        return run.filter_map(|pair| by_new.binary_search(&pair).ok()).collect();
    }
    // For each pair the best run that ends with it: length, weight, the pair before.
    let mut best: Vec<(usize, u128, Option<usize>)> = Vec::with_capacity(pairs.len());
    let of = |best: &[(usize, u128, Option<usize>)], at: usize| (best[at].0, best[at].1);
    for at in 0..pairs.len() {
        let earlier = (0..at).filter(|&earlier| pairs[earlier].0 < pairs[at].0);
        let before = earlier.max_by_key(|&earlier| of(&best, earlier));
        let (length, weight) = before.map_or((0, 0), |before| of(&best, before));
        best.push((length + 1, weight + weigh(&pairs[at]), before));
    }
    let mut run = Vec::new();
    let mut next = (0..pairs.len()).max_by_key(|&at| of(&best, at));
    while let Some(at) = next {
        run.push(at);
        next = best[at].2;
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stays(order: &[usize]) -> Vec<usize> {
        let pairs: Vec<(usize, usize)> = order.iter().copied().zip(0..).collect();
        heaviest_increasing(&pairs, |_| 1)
    }

    #[test]
    fn the_fewest_entries_are_said_to_move() {
        assert_eq!(stays(&[0, 1, 2]), [0, 1, 2]);
        assert_eq!(stays(&[2, 0, 1]), [1, 2]);
        assert_eq!(stays(&[]), Vec::<usize>::new());
        let mut long: Vec<usize> = (0..5_000).collect();
        long.swap(10, 4_000);
        assert_eq!(stays(&long).len(), 4_998);
    }
}
