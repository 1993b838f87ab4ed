//! What a record says, as terms with levels: how much the record is about each of them.
//!
//! The mentions of a term are added up over the fields of a record, each with the field's weight and length, before they
//! saturate (BM25F). (Scored field by field, "bao lâu" would be a rare and precious word, because names of procedures do
//! not ask questions.) The outcome, between 0 and 1, is rounded to one of [`LEVELS`] levels and stands in the index as the
//! term's frequency ([`FREQUENCIES`]): a query then adds up numbers that are ready, one list a term, whatever the number of
//! fields. Nothing depends on other records, so an index refreshed many times ranks as a new one does.

use std::collections::HashMap;
use std::ops::Range;

use rustc_hash::FxBuildHasher;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::analysis::{self, is_break};
use super::numbers;
use super::weights::IndexTuning;
use crate::text;

/// How many levels there are.
pub(super) const LEVELS: usize = 4;
/// The share that the lowest and the highest level stand for.
const LOWEST: f32 = 0.1;
const HIGHEST: f32 = 0.9;

/// The frequency each level is written as, by level. A term is indexed as often as its frequency says, so the commonest level
/// has the smallest one.
const FREQUENCIES: [u8; LEVELS + 1] = [0, 4, 3, 1, 2];

/// Most spellings remembered. Vietnamese has about 7,000 syllables; the rest is numbers and names.
const REMEMBERED: usize = 60_000;

/// Name of the tokenizer of fields that hold terms with levels.
pub(super) const TOKENIZER: &str = "levels";

/// Shares are counted in parts of this size: whole numbers of them are added up many at a time.
pub(super) const PART: f32 = 1.0 / 250.0;

/// The share each frequency stands for, from frequency 1 on, in [`PART`]s.
pub(super) fn shares() -> [u8; LEVELS] {
    let mut shares = [0; LEVELS];
    for (level, frequency) in (0..).zip(&FREQUENCIES[1..]) {
        let share = LOWEST * step().powi(level);
        shares[usize::from(*frequency) - 1] = (share / PART).round() as u8;
    }
    shares
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
    let reached = thresholds.iter().filter(|least| mentions >= **least).count();
    FREQUENCIES[1 + reached]
}

/// The terms of one record, as text for the [`TOKENIZER`].
#[derive(Debug, Default)]
pub(super) struct Terms {
    pub(super) exact: String,
    pub(super) folded: String,
    pub(super) pairs: String,
    pub(super) numbers: String,
}

impl Terms {
    fn clear(&mut self) {
        for text in [&mut self.exact, &mut self.folded, &mut self.pairs, &mut self.numbers] {
            text.clear();
        }
    }
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
#[derive(Default)]
pub(super) struct Counter {
    numbers_of: HashMap<u128, (u32, u32), FxBuildHasher>,
    numbers_of_long: HashMap<Box<str>, (u32, u32), FxBuildHasher>,
    numbers_of_terms: HashMap<Box<str>, u32, FxBuildHasher>,
    terms: Vec<Box<str>>,
    /// The number of each term without accents.
    folded_of: Vec<u32>,
    words: Vec<Range<usize>>,
    syllables: Vec<(u32, u32, bool)>,
    exact: Mentions,
    folded: Mentions,
    pairs: HashMap<u64, f32, FxBuildHasher>,
    counted: Terms,
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
    fn drain(&mut self) -> impl Iterator<Item = (u32, f32)> {
        let Self { of_term, mentioned } = self;
        let taken = |term: u32| Some((term, of_term[term as usize].take()?));
        mentioned.drain(..).filter_map(taken)
    }
}

impl Counter {
    /// The terms of a record.
    pub(super) fn count<'a>(&mut self, fields: impl IntoIterator<Item = Said<'a>>, tuning: &IndexTuning) -> &Terms {
        if self.numbers_of.len() + self.numbers_of_long.len() > REMEMBERED {
            *self = Self::default();
        }
        let mut terms = std::mem::take(&mut self.counted);
        terms.clear();
        for field in fields {
            self.read(field.text);
            let weight = tuning
                .fields
                .iter()
                .find(|(key, _)| *key == field.key)
                .map_or(field.weight, |(_, weight)| *weight);
            let worth = weight / (1.0 + self.syllables.len() as f32 / tuning.half_length);
            self.add(worth);
            let found = numbers::find_among(field.text, &self.words).into_iter();
            for number in found.flat_map(|found| found.terms) {
                push(&mut terms.numbers, 1, &number);
            }
        }
        let thresholds = thresholds(tuning.saturation);
        let times = |mentions: f32| frequency(mentions, &thresholds);
        for (term, mentions) in self.exact.drain() {
            let folded = self.folded_of[term as usize];
            self.folded.add(folded, mentions);
            if folded != term {
                push(&mut terms.exact, times(mentions), &self.terms[term as usize]);
            }
        }
        for (term, mentions) in self.folded.drain() {
            push(&mut terms.folded, times(mentions), &self.terms[term as usize]);
        }
        for (pair, mentions) in self.pairs.drain() {
            let (first, second) = ((pair >> 32) as usize, (pair & 0xffff_ffff) as usize);
            terms.pairs.push(mark(times(mentions)));
            for part in [&*self.terms[first], "_", &self.terms[second], "\n"] {
                terms.pairs.push_str(part);
            }
        }
        self.counted = terms;
        &self.counted
    }

    /// Cuts a text into numbered syllables.
    fn read(&mut self, text: &str) {
        self.words.clear();
        self.syllables.clear();
        let mut end = 0;
        for (range, word) in text::syllables(text) {
            let broken = is_break(&text[end..range.start]);
            end = range.end;
            let (exact, folded) = self.number(word);
            self.words.push(range);
            self.syllables.push((exact, folded, broken));
        }
    }

    fn number(&mut self, word: &str) -> (u32, u32) {
        let packed = packed(word);
        let known = match packed {
            Some(packed) => self.numbers_of.get(&packed),
            None => self.numbers_of_long.get(word),
        };
        if let Some(&known) = known {
            return known;
        }
        let mut folded = String::new();
        text::fold_word(word, &mut folded);
        let numbers = (self.number_term(&text::canonical(word)), self.number_term(&folded));
        self.folded_of[numbers.0 as usize] = numbers.1;
        match packed {
            Some(packed) => self.numbers_of.insert(packed, numbers),
            None => self.numbers_of_long.insert(word.into(), numbers),
        };
        numbers
    }

    fn number_term(&mut self, term: &str) -> u32 {
        if let Some(&known) = self.numbers_of_terms.get(term) {
            return known;
        }
        let number = self.terms.len() as u32;
        self.terms.push(term.into());
        self.folded_of.push(number);
        self.numbers_of_terms.insert(term.into(), number);
        number
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

/// A word as a number, when it is as short as nearly all are; no word holds a zero.
fn packed(word: &str) -> Option<u128> {
    let mut bytes = [0; size_of::<u128>()];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    Some(u128::from_le_bytes(bytes))
}

/// A frequency as a character: its first byte is read back by the tokenizer.
fn mark(times: u8) -> char {
    char::from(b'@' + times)
}

/// Writes a term with its frequency.
pub(super) fn push(out: &mut String, times: u8, term: &str) {
    out.push(mark(times));
    out.push_str(term);
    out.push('\n');
}

/// The terms of a text that [`push`] wrote, each with its frequency.
pub(super) fn written(text: &str) -> impl Iterator<Item = (&str, u8)> {
    let lines = text.lines().filter(|line| line.is_char_boundary(1));
    lines.filter_map(|line| Some((&line[1..], line.as_bytes().first()?.saturating_sub(b'@'))))
}

/// The tokenizers of the index.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TOKENIZER, TextAnalyzer::from(LevelTokenizer::default()));
    manager
}

/// Reads what [`Counter::count`] wrote: each term as often as its frequency says.
#[derive(Clone, Default)]
struct LevelTokenizer {
    token: Token,
}

struct LevelStream<'a> {
    rest: &'a str,
    again: u8,
    token: &'a mut Token,
}

impl Tokenizer for LevelTokenizer {
    type TokenStream<'a> = LevelStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LevelStream<'a> {
        self.token.reset();
        LevelStream {
            rest: text,
            again: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for LevelStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.position = self.token.position.wrapping_add(1);
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        let rest = self.rest.as_bytes();
        let (Some(&times), Some(end)) = (rest.first(), memchr::memchr(b'\n', rest)) else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(&self.rest[1..end]);
        self.again = times.saturating_sub(b'@' + 1);
        self.rest = &self.rest[end + 1..];
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
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
    fn a_term_is_indexed_as_often_as_its_frequency_says() {
        let mut text = String::new();
        push(&mut text, 1, "khai");
        push(&mut text, 3, "khai_sinh");
        let mut tokenizer = LevelTokenizer::default();
        let mut stream = tokenizer.token_stream(&text);
        let mut terms = Vec::new();
        stream.process(&mut |token| terms.push(token.text.clone()));
        assert_eq!(terms, ["khai", "khai_sinh", "khai_sinh", "khai_sinh"]);
    }
}
