//! Who may be whose successor: found by what is rare in both, never by comparing all with all.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use super::profile::{Profile, dice, hash};

/// Partners looked at closely, of each side.
const MOST_PARTNERS: usize = 12;

/// What more than so many have in common tells nobody apart.
const COMMON: usize = 200;

/// A partner among those that live on is looked at when the names, brackets apart, are at least this alike.
const NAME_OF_LIVING: f64 = 0.5;

/// A pair of positions: in the list of older ones, in the list of newer ones.
pub(super) type Pair = (usize, usize);

/// Pairs worth a close look between two lists. Exchanging the lists exchanges the ends of the pairs, nothing else.
pub(super) fn pairs(old: &[Profile], new: &[Profile]) -> Vec<Pair> {
    let signs: (Vec<_>, Vec<_>) = rayon::join(
        || old.par_iter().map(signs).collect(),
        || new.par_iter().map(signs).collect(),
    );
    let index = (Index::of(&signs.0), Index::of(&signs.1));
    let forward = signs.0.par_iter().enumerate().flat_map_iter(|(at, own)| {
        let partners = best(own, &index.1, &index.0);
        partners.into_iter().map(move |partner| (at, partner))
    });
    let backward = signs.1.par_iter().enumerate().flat_map_iter(|(at, own)| {
        let partners = best(own, &index.0, &index.1);
        partners.into_iter().map(move |partner| (partner, at))
    });
    let found: BTreeSet<Pair> = forward.chain(backward).collect();
    found.into_iter().collect()
}

/// Positions of names among `living` that may name what one of `seekers` became: for each seeker the likest few. Only
/// names are read here: those that live on are many.
pub(super) fn among_living(seekers: &[Profile], living: &[Profile]) -> Vec<Pair> {
    let name_signs = |profile: &Profile| profile.core.clone();
    let index = Index::of(&seekers.iter().map(name_signs).collect::<Vec<_>>());
    let mut found: Vec<(usize, f64, usize)> = living
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, name)| {
            let alike = index.sharing(&name.core).into_iter();
            alike
                .map(move |seeker| (seeker, dice(&seekers[seeker].core, &name.core), at))
                .filter(|(_, likeness, _)| *likeness >= NAME_OF_LIVING)
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    found
        .chunk_by(|a, b| a.0 == b.0)
        .flat_map(|one| one.iter().take(MOST_PARTNERS))
        .map(|&(seeker, _, at)| (seeker, at))
        .collect()
}

/// What a procedure may be found by.
fn signs(profile: &Profile) -> Vec<u64> {
    // Kinds are kept apart: a result named like a paper is no sign.
    let kind = |kind: u8| move |sign: &u64| hash((kind, *sign));
    let mut signs: Vec<u64> = profile.name.iter().map(kind(0)).collect();
    signs.push(hash((1_u8, &profile.core)));
    signs.extend(profile.papers.iter().map(|paper| &paper.whole).map(kind(2)));
    signs.extend(profile.results.iter().map(|result| &result.whole).map(kind(3)));
    signs.extend(profile.bases.iter().map(|(basis, _)| basis).map(kind(4)));
    signs.extend(profile.sketch.iter().take(16).map(kind(5)));
    signs
}

/// Who has a sign.
struct Index {
    holders: HashMap<u64, Vec<usize>, FxBuildHasher>,
}

impl Index {
    fn of(signs: &[Vec<u64>]) -> Self {
        let mut holders: HashMap<u64, Vec<usize>, FxBuildHasher> = HashMap::default();
        for (at, own) in signs.iter().enumerate() {
            for sign in own {
                holders.entry(*sign).or_default().push(at);
            }
        }
        Self { holders }
    }

    fn count(&self, sign: u64) -> usize {
        self.holders.get(&sign).map_or(0, Vec::len)
    }

    /// Everyone who shares a sign that is not too common, or any sign when few hold one.
    fn sharing(&self, signs: &[u64]) -> BTreeSet<usize> {
        let holders = signs.iter().filter_map(|sign| self.holders.get(sign));
        holders
            .filter(|holders| holders.len() <= COMMON)
            .flatten()
            .copied()
            .collect()
    }
}

/// The partners that share the most, rare signs counting more; all that are as good as the last one come along, so that
/// the order of the list decides nothing.
fn best(own: &[u64], partners: &Index, own_side: &Index) -> Vec<usize> {
    let mut weights: HashMap<usize, f64, FxBuildHasher> = HashMap::default();
    for sign in own {
        let count = partners.count(*sign);
        if count == 0 || count > COMMON {
            continue;
        }
        // Both sides count, so that the weight is the same whichever side asks.
        let weight = 1.0 / (count + own_side.count(*sign)) as f64;
        for partner in &partners.holders[sign] {
            *weights.entry(*partner).or_default() += weight;
        }
    }
    let mut ranked: Vec<(f64, usize)> = weights.into_iter().map(|(partner, weight)| (weight, partner)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let last = ranked.get(MOST_PARTNERS - 1).map_or(0.0, |(weight, _)| *weight);
    ranked
        .into_iter()
        .take_while(|(weight, _)| *weight >= last)
        .take(4 * MOST_PARTNERS)
        .map(|(_, partner)| partner)
        .collect()
}
