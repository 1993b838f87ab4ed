//! What people typed, taken apart into terms. Never a query language: any string can be searched for.

use std::collections::HashSet;
use std::ops::Range;

use super::analysis::{self, Form, Syllable};
use super::numbers::{self, Kind};
use super::weights::{STOP_WORDS, Weights};
use crate::text;

/// Most syllables of a query that are looked at.
const MOST_SYLLABLES: usize = 250;

/// What to look for.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// Terms, each group standing for one thing that was typed.
    pub(super) groups: Vec<Group>,
    /// Codes that may be meant.
    pub(super) codes: Vec<String>,
    /// Everything that was typed as one term.
    pub(super) whole: String,
    /// The syllables that were typed.
    pub(super) syllables: Vec<Syllable>,
}

/// Terms that stand for one thing that was typed: a document has as much of it as it has of all of them.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// Which terms they are.
    pub(super) form: Form,
    /// The terms, with what a mention of each is worth.
    pub(super) terms: Vec<(String, f32)>,
    /// What the group is worth.
    pub(super) factor: f32,
    /// Whether a document should have it to be found at all.
    pub(super) counts: bool,
}

impl Group {
    fn one(form: Form, term: String, factor: f32, counts: bool) -> Self {
        Self {
            form,
            terms: vec![(term, 1.0)],
            factor,
            counts,
        }
    }
}

impl Plan {
    /// Takes apart what was typed.
    pub(super) fn of(typed: &str, weights: &Weights) -> Self {
        let typed = text::clean(typed);
        let mut plan = Self {
            whole: analysis::whole(&typed),
            ..Self::default()
        };
        let mut taken = plan.take_numbers(&typed, weights);
        plan.take_codes(&typed, &mut taken);
        let mut syllables = analysis::syllables(&typed);
        syllables.truncate(MOST_SYLLABLES);
        let stops = stop_words(&syllables);
        let only_stops = stops.iter().all(|stop| *stop);
        let mut words = Vec::new();
        for (syllable, stop) in syllables.iter().zip(stops) {
            let inside = |ranges: &[Range<usize>]| ranges.iter().any(|range| range.contains(&syllable.range.start));
            if inside(&taken.codes) {
                continue;
            }
            // The parts of a document's number ("2010", "nd") say little; the number has a group of its own.
            let part_of_number = inside(&taken.documents);
            let minor = (stop && !only_stops) || part_of_number;
            words.push(Typed {
                syllable,
                factor: if minor { weights.stop_word } else { 1.0 },
                counts: !minor,
            });
        }
        plan.add_words(&words, weights);
        plan.syllables = syllables;
        plan
    }

    fn take_numbers(&mut self, typed: &str, weights: &Weights) -> Taken {
        let mut taken = Taken::default();
        for number in numbers::find(typed) {
            match number.kind {
                Kind::Code => {
                    taken.codes.push(number.range);
                    self.codes.extend(number.terms.iter().cloned());
                }
                Kind::Document => taken.documents.push(number.range),
            }
            // Each term is rarer than the next: a document that has the first is the one that was meant.
            let worth = (0..).map(|place| 0.5_f32.powi(place));
            let terms = number.terms.into_iter().zip(worth).collect();
            self.groups.push(Group {
                form: Form::Numbers,
                terms,
                factor: weights.number,
                counts: true,
            });
        }
        taken
    }

    /// Codes typed carelessly. What has the dot of a code is not searched as words as well.
    fn take_codes(&mut self, typed: &str, taken: &mut Taken) {
        for (start, piece) in pieces(typed) {
            if taken
                .all()
                .any(|range| range.contains(&start) || (start..start + piece.len()).contains(&range.start))
            {
                continue;
            }
            let codes = numbers::meant_codes(piece);
            if codes.len() > 1 && piece.contains(['.', ',']) {
                taken.codes.push(start..start + piece.len());
            }
            self.codes.extend(codes);
        }
    }

    fn add_words(&mut self, words: &[Typed<'_>], weights: &Weights) {
        let mut seen = HashSet::new();
        for word in words {
            let Syllable { exact, folded, .. } = word.syllable;
            if seen.insert((Form::Folded, folded.clone())) {
                self.groups.push(Group::one(
                    Form::Folded,
                    folded.clone(),
                    weights.folded * word.factor,
                    word.counts,
                ));
            }
            if word.syllable.is_accented() && seen.insert((Form::Exact, exact.clone())) {
                self.groups.push(Group::one(
                    Form::Exact,
                    exact.clone(),
                    weights.exact * word.factor,
                    false,
                ));
            }
        }
        for two in words.windows(2) {
            let (first, second) = (&two[0], &two[1]);
            let pair = analysis::pair(&first.syllable.folded, &second.syllable.folded);
            if !second.syllable.after_break && seen.insert((Form::Pairs, pair.clone())) {
                let factor = weights.pairs * first.factor.min(second.factor);
                self.groups.push(Group::one(Form::Pairs, pair, factor, false));
            }
        }
    }
}

/// A syllable of the query and what it is worth.
struct Typed<'a> {
    syllable: &'a Syllable,
    factor: f32,
    counts: bool,
}

/// Parts of the query that are codes and numbers.
#[derive(Default)]
struct Taken {
    codes: Vec<Range<usize>>,
    documents: Vec<Range<usize>>,
}

impl Taken {
    fn all(&self) -> impl Iterator<Item = &Range<usize>> {
        self.codes.iter().chain(&self.documents)
    }
}

/// The pieces between white space, with where they start.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace()
        .map(|piece| (piece.as_ptr() as usize - text.as_ptr() as usize, piece))
}

/// Which syllables belong to stop words. Where the query has accents they must agree: "thu" is not "thủ".
fn stop_words(syllables: &[Syllable]) -> Vec<bool> {
    let accented = syllables.iter().any(Syllable::is_accented);
    let spelling = |syllable: &Syllable| {
        if accented {
            syllable.exact.clone()
        } else {
            syllable.folded.clone()
        }
    };
    let typed: Vec<String> = syllables.iter().map(spelling).collect();
    let mut stops = vec![false; typed.len()];
    for stop_word in STOP_WORDS {
        let stop_word = if accented {
            text::canonical(stop_word)
        } else {
            text::fold(stop_word)
        };
        let stop_word: Vec<&str> = stop_word.split(' ').collect();
        for start in 0..typed.len().saturating_sub(stop_word.len() - 1) {
            let here = start..start + stop_word.len();
            if typed[here.clone()].iter().zip(&stop_word).all(|(a, b)| a == b) {
                stops[here].fill(true);
            }
        }
    }
    stops
}
