//! What a record says, as terms with levels: how much the record is about each of them.
//!
//! The mentions of a term are added up over the fields of a record, each with the field's weight and length, before they
//! saturate (BM25F). (Scored field by field, "bao lâu" would be a rare and precious word, because names of procedures do
//! not ask questions.) The outcome, between 0 and 1, is rounded to one of [`LEVELS`] levels and stands in the index as the
//! term's frequency: a query then adds up numbers that are ready, one list a term, whatever the number of fields. Nothing
//! depends on other records, so an index refreshed many times ranks as a new one does.

use std::collections::HashMap;
use std::fmt::Write as _;

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

/// Most spellings remembered. Vietnamese has about 7,000 syllables; the rest is numbers and names.
const REMEMBERED: usize = 60_000;

/// Name of the tokenizer of fields that hold terms with levels.
pub(super) const TOKENIZER: &str = "levels";

/// The share each level stands for, from the lowest level on.
pub(super) fn shares() -> [f32; LEVELS] {
    std::array::from_fn(|level| LOWEST * step().powi(level as i32))
}

fn step() -> f32 {
    (HIGHEST / LOWEST).powf(1.0 / (LEVELS as f32 - 1.0))
}

fn level(share: f32) -> u8 {
    let level = 1.0 + (share / LOWEST).ln() / step().ln();
    level.round().clamp(1.0, LEVELS as f32) as u8
}

/// The terms of one record, as text for the [`TOKENIZER`]; and its name for the columns.
#[derive(Debug, Default)]
pub(super) struct Terms {
    pub(super) exact: String,
    pub(super) folded: String,
    pub(super) pairs: String,
    pub(super) numbers: String,
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
    numbers_of: HashMap<Box<str>, (u32, u32), FxBuildHasher>,
    numbers_of_terms: HashMap<Box<str>, u32, FxBuildHasher>,
    terms: Vec<Box<str>>,
    syllables: Vec<(u32, u32, bool)>,
    exact: HashMap<u32, f32, FxBuildHasher>,
    folded: HashMap<u32, f32, FxBuildHasher>,
    pairs: HashMap<u64, f32, FxBuildHasher>,
}

impl Counter {
    /// The terms of a record.
    pub(super) fn count<'a>(&mut self, fields: impl IntoIterator<Item = Said<'a>>, tuning: &IndexTuning) -> Terms {
        if self.numbers_of.len() > REMEMBERED {
            *self = Self::default();
        }
        let mut terms = Terms::default();
        for field in fields {
            self.read(field.text);
            let weight = tuning
                .fields
                .iter()
                .find(|(key, _)| *key == field.key)
                .map_or(field.weight, |(_, weight)| *weight);
            let worth = weight / (1.0 + self.syllables.len() as f32 / tuning.half_length);
            self.add(worth);
            for number in numbers::find(field.text).into_iter().flat_map(|found| found.terms) {
                push(&mut terms.numbers, 1, &number);
            }
        }
        let share = |mentions: f32| level(mentions / (tuning.saturation + mentions));
        for (term, mentions) in self.exact.drain() {
            push(&mut terms.exact, share(mentions), &self.terms[term as usize]);
        }
        for (term, mentions) in self.folded.drain() {
            push(&mut terms.folded, share(mentions), &self.terms[term as usize]);
        }
        for (pair, mentions) in self.pairs.drain() {
            let (first, second) = ((pair >> 32) as usize, (pair & 0xffff_ffff) as usize);
            terms.pairs.push(mark(share(mentions)));
            let _ = writeln!(terms.pairs, "{}_{}", self.terms[first], self.terms[second]);
        }
        terms
    }

    /// Cuts a text into numbered syllables.
    fn read(&mut self, text: &str) {
        self.syllables.clear();
        let mut end = 0;
        for (range, word) in text::syllables(text) {
            let broken = is_break(&text[end..range.start]);
            end = range.end;
            let (exact, folded) = self.number(word);
            self.syllables.push((exact, folded, broken));
        }
    }

    fn number(&mut self, word: &str) -> (u32, u32) {
        if let Some(&known) = self.numbers_of.get(word) {
            return known;
        }
        let mut folded = String::new();
        text::fold_word(word, &mut folded);
        let numbers = (self.number_term(&text::canonical(word)), self.number_term(&folded));
        self.numbers_of.insert(word.into(), numbers);
        numbers
    }

    fn number_term(&mut self, term: &str) -> u32 {
        if let Some(&known) = self.numbers_of_terms.get(term) {
            return known;
        }
        let number = self.terms.len() as u32;
        self.terms.push(term.into());
        self.numbers_of_terms.insert(term.into(), number);
        number
    }

    fn add(&mut self, worth: f32) {
        let mut before = None;
        for &(exact, folded, broken) in &self.syllables {
            *self.folded.entry(folded).or_default() += worth;
            if exact != folded {
                *self.exact.entry(exact).or_default() += worth;
            }
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

/// A level as a character: its first byte is read back by the tokenizer.
fn mark(level: u8) -> char {
    char::from(b'@' + level)
}

fn push(out: &mut String, level: u8, term: &str) {
    out.push(mark(level));
    out.push_str(term);
    out.push('\n');
}

/// The tokenizers of the index.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TOKENIZER, TextAnalyzer::from(LevelTokenizer::default()));
    manager
}

/// Reads what [`Counter::count`] wrote: each term as often as its level says.
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
        let (Some(&level), Some(end)) = (self.rest.as_bytes().first(), self.rest.find('\n')) else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(&self.rest[1..end]);
        self.again = level.saturating_sub(b'@' + 1);
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
