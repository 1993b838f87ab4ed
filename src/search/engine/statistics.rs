//! What is known of the terms of an index that stands elsewhere.
//!
//! Syllables come all at once, with the index's [`Words`]: spelling is repaired from them. Of pairs and numbers there are
//! far too many; those a query needs are noted when they are asked for, and whoever asks again with their frequencies at
//! hand gets its answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::search::analysis::Form;

/// The syllables of an index with the number of documents each stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    exact: BTreeMap<String, u32>,
    folded: BTreeMap<String, u32>,
}

/// Frequencies of terms.
#[derive(Debug, Default)]
pub(in crate::search) struct Statistics {
    documents: u32,
    words: Words,
    asked: Mutex<Asked>,
}

#[derive(Debug, Default)]
struct Asked {
    known: HashMap<(Form, String), u32>,
    missing: BTreeSet<(Form, String)>,
}

impl Words {
    /// Adds the syllables of a document.
    pub(super) fn add(&mut self, form: Form, terms: impl IntoIterator<Item = String>) {
        let words = match form {
            Form::Exact => &mut self.exact,
            Form::Folded => &mut self.folded,
            Form::Pairs | Form::Numbers => return,
        };
        for term in terms {
            *words.entry(term).or_default() += 1;
        }
    }

    /// How they are kept in the engine.
    pub(super) fn to_json(&self) -> Value {
        let lines = |words: &BTreeMap<String, u32>| -> String {
            let lines = words.iter().map(|(word, count)| format!("{word} {count}\n"));
            lines.collect()
        };
        json!({ "exact": lines(&self.exact), "folded": lines(&self.folded) })
    }

    /// Reads them back; nothing where this is not what [`Words::to_json`] makes.
    pub(super) fn read(kept: &Value) -> Option<Self> {
        let words = |form: &str| -> Option<BTreeMap<String, u32>> {
            let lines = kept[form].as_str()?.lines();
            let words = lines.map(|line| {
                let (word, count) = line.rsplit_once(' ')?;
                Some((word.to_owned(), count.parse().ok()?))
            });
            words.collect()
        };
        Some(Self {
            exact: words("exact")?,
            folded: words("folded")?,
        })
    }
}

impl Statistics {
    pub(super) fn new(documents: u32, words: Words) -> Self {
        Self {
            documents,
            words,
            asked: Mutex::default(),
        }
    }

    /// Documents of the whole index.
    pub(in crate::search) fn documents(&self) -> u32 {
        self.documents
    }

    /// In how many documents a term stands; none, for now, when that has to be asked for first.
    pub(in crate::search) fn frequency(&self, form: Form, term: &str) -> u32 {
        let word = |words: &BTreeMap<String, u32>| words.get(term).copied().unwrap_or(0);
        match form {
            Form::Exact => return word(&self.words.exact),
            Form::Folded => return word(&self.words.folded),
            Form::Pairs | Form::Numbers => {}
        }
        let key = (form, term.to_owned());
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&known) = asked.known.get(&key) {
            return known;
        }
        asked.missing.insert(key);
        0
    }

    /// What was asked for and is not known, once.
    pub(super) fn missing(&self) -> Vec<(Form, String)> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut asked.missing).into_iter().collect()
    }

    /// Notes a frequency.
    pub(super) fn note(&self, form: Form, term: String, frequency: u32) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.known.insert((form, term), frequency);
    }

    /// Folded syllables at most one letter away, two letters swapped counting as one.
    pub(in crate::search) fn near(&self, word: &str) -> Vec<String> {
        let word: Vec<char> = word.chars().collect();
        let near = self.words.folded.keys().filter(|known| is_near(&word, known));
        near.cloned().collect()
    }
}

/// Whether one letter was changed, added or left out, or two next to one another were swapped.
fn is_near(word: &[char], other: &str) -> bool {
    let other: Vec<char> = other.chars().collect();
    let same = word.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (rest, others) = (&word[same..], &other[same..]);
    match (rest, others) {
        ([], [] | [_]) | ([_], []) => true,
        ([], _) | (_, []) => false,
        ([_, a @ ..], [_, b @ ..]) => {
            let swapped = matches!((rest, others), ([a, b, x @ ..], [c, d, y @ ..]) if a == d && b == c && x == y);
            a == b || rest == b || a == others || swapped
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        let mut words = Words::default();
        words.add(Form::Folded, ["khai".to_owned(), "sinh".to_owned()]);
        words.add(Form::Folded, ["khai".to_owned()]);
        words.add(Form::Pairs, ["khai_sinh".to_owned()]);
        assert_eq!(Words::read(&words.to_json()), Some(words.clone()));
        let statistics = Statistics::new(2, words);
        assert_eq!(statistics.frequency(Form::Folded, "khai"), 2);
        assert_eq!(Words::read(&json!({ "folded": "khai hai" })), None);
    }

    #[test]
    fn what_is_not_known_is_asked_for_once() {
        let statistics = Statistics::new(9, Words::default());
        assert_eq!(statistics.frequency(Form::Pairs, "khai_sinh"), 0);
        assert_eq!(statistics.missing(), [(Form::Pairs, "khai_sinh".to_owned())]);
        statistics.note(Form::Pairs, "khai_sinh".to_owned(), 7);
        assert_eq!(statistics.frequency(Form::Pairs, "khai_sinh"), 7);
        assert!(statistics.missing().is_empty());
    }

    #[test]
    fn one_slip_is_near() {
        let near = |word: &str, other| is_near(&word.chars().collect::<Vec<_>>(), other);
        for other in ["khai", "kha", "khaii", "hkai", "khia", "khoi", "xkhai", "kai"] {
            assert!(near("khai", other), "{other}");
        }
        for other in ["", "kh", "hkia", "khaiii", "sinh", "iakh"] {
            assert!(!near("khai", other), "{other}");
        }
        assert!(near("a", "") && near("", "a") && !near("", "ab"));
    }
}
