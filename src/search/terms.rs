//! Terms by number: the words of the records of one segment are spelled once, whatever the number of records.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::analysis::{self, Form};

/// The words of records that are indexed together, each with a number, counted from nothing. Shared by the threads that read
/// them.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Mutex<Words>,
}

/// Words by number, and numbers by word.
#[derive(Debug, Default)]
pub(super) struct Words {
    numbers: FxHashMap<Arc<str>, u32>,
    spelled: Vec<Arc<str>>,
}

impl Vocabulary {
    /// The number of a word, a new one when there is none.
    pub(super) fn number(&self, word: &str) -> u32 {
        let mut words = self.words();
        if let Some(&number) = words.numbers.get(word) {
            return number;
        }
        let number = words.spelled.len() as u32;
        let word: Arc<str> = word.into();
        words.spelled.push(word.clone());
        words.numbers.insert(word, number);
        number
    }

    /// All words so far.
    pub(super) fn words(&self) -> MutexGuard<'_, Words> {
        // A word is whole before it has a number, so nothing is half done that a panic elsewhere could have left behind.
        self.words.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Words {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.spelled.len()
    }

    /// A word by its number.
    pub(super) fn word(&self, number: u32) -> &str {
        self.spelled.get(number as usize).map_or("", |word| word)
    }
}

/// The terms of one record, each with the frequency that stands for its level. None stands twice in a form.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Terms {
    /// Numbers of words with accents; those that have none stand only among the folded ones.
    pub(super) exact: Vec<(u32, u8)>,
    /// Numbers of words without accents.
    pub(super) folded: Vec<(u32, u8)>,
    /// Numbers of two neighbouring words without accents.
    pub(super) pairs: Vec<([u32; 2], u8)>,
    /// Numbers of legal documents and codes; of them it counts only that they are there.
    pub(super) numbers: Vec<String>,
}

impl Terms {
    /// The terms of one form as text, each with its frequency, in their order.
    pub(super) fn spelled(&self, form: Form, vocabulary: &Vocabulary) -> Vec<(String, u8)> {
        let words = vocabulary.words();
        let one = |&(number, frequency): &(u32, u8)| (words.word(number).to_owned(), frequency);
        let mut spelled: Vec<(String, u8)> = match form {
            Form::Exact => self.exact.iter().map(one).collect(),
            Form::Folded => self.folded.iter().map(one).collect(),
            Form::Pairs => {
                let two = |&([first, second], frequency): &([u32; 2], u8)| {
                    (analysis::pair(words.word(first), words.word(second)), frequency)
                };
                self.pairs.iter().map(two).collect()
            }
            Form::Numbers => self.numbers.iter().map(|number| (number.clone(), 1)).collect(),
        };
        spelled.sort();
        spelled
    }

    /// Adds a term that [`Terms::spelled`] gave. Nothing when it is none of that form.
    pub(super) fn add(&mut self, form: Form, term: &str, frequency: u8, vocabulary: &Vocabulary) -> Option<()> {
        match form {
            Form::Exact => self.exact.push((vocabulary.number(term), frequency)),
            Form::Folded => self.folded.push((vocabulary.number(term), frequency)),
            Form::Pairs => {
                let (first, second) = term.split_once('_')?;
                let pair = [first, second].map(|word| vocabulary.number(word));
                self.pairs.push((pair, frequency));
            }
            Form::Numbers => self.numbers.push(term.to_owned()),
        }
        Some(())
    }

    /// Drops what was added twice.
    pub(super) fn dedup(&mut self) {
        for words in [&mut self.exact, &mut self.folded] {
            words.sort_unstable();
            words.dedup_by_key(|(word, _)| *word);
        }
        self.pairs.sort_unstable();
        self.pairs.dedup_by_key(|(pair, _)| *pair);
    }
}
