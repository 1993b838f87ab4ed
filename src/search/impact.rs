//! What a record says, as terms with levels: how much the record is about each of them.
//!
//! The mentions of a term are added up over the fields of a record, each with the field's weight and length, before they
//! saturate (BM25F). (Scored field by field, "bao lâu" would be a rare and precious word, because names of procedures do
//! not ask questions.) The outcome, between 0 and 1, is rounded to one of [`LEVELS`] levels and stands in the index as the
//! term's frequency, from 1: a query then adds up numbers that are ready, one list a term, whatever the number of fields.
//! Nothing depends on other records, so an index refreshed many times ranks as a new one does.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::analysis::{self, is_break};
use super::numbers;
use super::terms::{Terms, Vocabulary};
use super::weights::IndexTuning;
use crate::text;

/// How many levels there are.
pub(super) const LEVELS: usize = 4;
/// The share that the lowest and the highest level stand for.
const LOWEST: f32 = 0.1;
const HIGHEST: f32 = 0.9;

/// Shares are counted in parts of this size: whole numbers of them are added up many at a time.
pub(super) const PART: f32 = 1.0 / 250.0;

/// The share each frequency stands for, from frequency 1 on, in [`PART`]s.
pub(super) fn shares() -> [u8; LEVELS] {
    std::array::from_fn(|level| {
        let share = LOWEST * step().powi(level as i32);
        (share / PART).round() as u8
    })
}

fn step() -> f32 {
    (HIGHEST / LOWEST).powf(1.0 / (LEVELS as f32 - 1.0))
}

/// From how many mentions on the next level is nearer: those whose share lies in the middle between two levels.
fn thresholds(saturation: f32) -> [f32; LEVELS - 1] {
    std::array::from_fn(|level| {
        let share = LOWEST * step().powf(level as f32 + 0.5);
        saturation * share / (1.0 - share)
    })
}

/// The frequency that stands for the share of so many mentions.
fn frequency(mentions: f32, thresholds: &[f32; LEVELS - 1]) -> u8 {
    1 + thresholds.iter().filter(|least| mentions >= **least).count() as u8
}

/// A field of a record, to be counted.
pub(super) struct Said<'a> {
    /// YAML key.
    pub(super) key: &'static str,
    /// Weight of the field.
    pub(super) weight: f32,
    /// What it says.
    pub(super) text: &'a str,
}

/// Counts the terms of records. Remembers the spellings it has seen; one for each thread.
pub(super) struct Counter {
    vocabulary: Arc<Vocabulary>,
    numbers_of: HashMap<u128, (u32, u32), FxBuildHasher>,
    numbers_of_long: HashMap<Box<str>, (u32, u32), FxBuildHasher>,
    /// By the number of a word that was seen that of the word without accents.
    folded_of: Vec<u32>,
    words: Vec<Range<usize>>,
    syllables: Vec<(u32, u32, bool)>,
    exact: Mentions,
    folded: Mentions,
    pairs: HashMap<u64, f32, FxBuildHasher>,
}

/// How much the mentions of each term are worth, by its number.
#[derive(Default)]
struct Mentions {
    of_term: Vec<Option<f32>>,
    mentioned: Vec<u32>,
}

impl Mentions {
    fn add(&mut self, term: u32, worth: f32) {
        let at = term as usize;
        if at >= self.of_term.len() {
            self.of_term.resize(at + 1, None);
        }
        match &mut self.of_term[at] {
            Some(sum) => *sum += worth,
            none => {
                *none = Some(worth);
                self.mentioned.push(term);
            }
        }
    }

    /// Takes them all out.
    fn drain(&mut self) -> impl ExactSizeIterator<Item = (u32, f32)> {
        let Self { of_term, mentioned } = self;
        let taken = |term: u32| (term, of_term[term as usize].take().unwrap_or_default());
        mentioned.drain(..).map(taken)
    }
}

impl Counter {
    pub(super) fn new(vocabulary: Arc<Vocabulary>) -> Self {
        Self {
            vocabulary,
            numbers_of: HashMap::default(),
            numbers_of_long: HashMap::default(),
            folded_of: Vec::new(),
            words: Vec::new(),
            syllables: Vec::new(),
            exact: Mentions::default(),
            folded: Mentions::default(),
            pairs: HashMap::default(),
        }
    }

    /// The terms of a record.
    pub(super) fn count<'a>(&mut self, fields: impl IntoIterator<Item = Said<'a>>, tuning: &IndexTuning) -> Terms {
        let mut numbers = Vec::new();
        for field in fields {
            self.read(field.text);
            let weight = tuning
                .fields
                .iter()
                .find(|(key, _)| *key == field.key)
                .map_or(field.weight, |(_, weight)| *weight);
            let worth = weight / (1.0 + self.syllables.len() as f32 / tuning.half_length);
            self.add(worth);
            let found = numbers::find_among(field.text, &self.words);
            numbers.extend(found.into_iter().flat_map(|found| found.terms));
        }
        numbers.sort_unstable();
        numbers.dedup();
        let thresholds = thresholds(tuning.saturation);
        let times = |mentions: f32| frequency(mentions, &thresholds);
        let mut exact = Vec::with_capacity(self.exact.mentioned.len());
        for (term, mentions) in self.exact.drain() {
            let folded = self.folded_of[term as usize];
            self.folded.add(folded, mentions);
            if folded != term {
                exact.push((term, times(mentions)));
            }
        }
        let folded = self.folded.drain().map(|(term, mentions)| (term, times(mentions)));
        let pair = |(pair, mentions)| ([(pair >> 32) as u32, pair as u32], times(mentions));
        Terms {
            exact,
            folded: folded.collect(),
            pairs: self.pairs.drain().map(pair).collect(),
            numbers,
        }
    }

    /// Cuts a text into numbered syllables.
    fn read(&mut self, text: &str) {
        self.words.clear();
        self.syllables.clear();
        let mut end = 0;
        for (range, word) in text::syllables(text) {
            let broken = is_break(&text[end..range.start]);
            end = range.end;
            let (exact, folded) = self.number(word, packed(text, &range));
            self.words.push(range);
            self.syllables.push((exact, folded, broken));
        }
    }

    fn number(&mut self, word: &str, packed: Option<u128>) -> (u32, u32) {
        let known = match packed {
            Some(packed) => self.numbers_of.get(&packed),
            None => self.numbers_of_long.get(word),
        };
        if let Some(&known) = known {
            return known;
        }
        let mut folded = String::new();
        text::fold_word(word, &mut folded);
        let numbers = [text::canonical(word), folded].map(|spelled| self.vocabulary.number(&spelled));
        let (exact, folded) = (numbers[0], numbers[1]);
        for number in numbers {
            let at = number as usize;
            if at >= self.folded_of.len() {
                self.folded_of.resize(at + 1, number);
            }
            self.folded_of[at] = folded;
        }
        match packed {
            Some(packed) => self.numbers_of.insert(packed, (exact, folded)),
            None => self.numbers_of_long.insert(word.into(), (exact, folded)),
        };
        (exact, folded)
    }

    fn add(&mut self, worth: f32) {
        let mut before = None;
        for &(exact, folded, broken) in &self.syllables {
            self.exact.add(exact, worth);
            if let Some(before) = before.filter(|_| !broken) {
                *self
                    .pairs
                    .entry(u64::from(before) << 32 | u64::from(folded))
                    .or_default() += worth;
            }
            before = Some(folded);
        }
    }
}

/// A word of a text as a number, when it is as short as nearly all are; no word holds a zero.
fn packed(text: &str, word: &Range<usize>) -> Option<u128> {
    const MOST: usize = size_of::<u128>();
    if word.len() > MOST {
        return None;
    }
    // To take a fixed number of bytes and drop what is too many is quicker than to copy a few.
    if let Some(bytes) = text.as_bytes()[word.start..].first_chunk::<MOST>() {
        let unused = 8 * (MOST - word.len()) as u32;
        return Some(u128::from_le_bytes(*bytes).checked_shl(unused)? >> unused);
    }
    let mut bytes = [0; MOST];
    bytes[..word.len()].copy_from_slice(text.as_bytes().get(word.clone())?);
    Some(u128::from_le_bytes(bytes))
}

/// The syllables of a name for the columns: the folded one in the high half, the exact one in the low half.
pub(super) fn name_column(name: &str) -> Vec<u64> {
    analysis::syllables(name)
        .iter()
        .map(|syllable| {
            u64::from(analysis::number_of(&syllable.folded)) << 32 | u64::from(analysis::number_of(&syllable.exact))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_back_to_the_nearest_level() {
        let shares = shares();
        let most = step().sqrt() * 1.01;
        for share in (10..=90).map(|percent| percent as f32 / 100.0) {
            let mentions = 2.0 * share / (1.0 - share);
            let read = f32::from(shares[usize::from(frequency(mentions, &thresholds(2.0))) - 1]) * PART;
            assert!(read / share < most && share / read < most, "{share} {read}");
        }
    }

    #[test]
    fn a_word_is_the_same_number_wherever_it_stands() {
        let text = "khai sinh khai và một chữ dài: nghiêngngảnghiêng, khai";
        let words: Vec<_> = text::syllables(text).collect();
        for (range, word) in &words {
            let number = packed(text, range);
            assert_eq!(number.is_some(), word.len() <= 16, "{word}");
            assert_eq!(number, packed(word, &(0..word.len())).filter(|_| word.len() <= 16));
            let same = words.iter().filter(|(other, _)| packed(text, other) == number);
            assert_eq!(
                same.count(),
                words.iter().filter(|(_, other)| other == word).count(),
                "{word}"
            );
        }
    }
}
