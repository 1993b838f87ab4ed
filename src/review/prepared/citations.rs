//! Which known documents have nearly the number of one that nobody knows.

use std::collections::{HashMap, HashSet};

use crate::catalogue::Catalogue;
use crate::catalogue::document::LegalDocument;
use crate::catalogue::values::DocumentNumber;
use crate::text;

/// The known documents by the parts of their numbers.
#[derive(Debug)]
pub(in crate::review) struct Citations {
    /// Keys of the register by number and year: `63/2010`.
    by_head: HashMap<String, Vec<String>>,
    known: HashSet<String>,
}

impl Citations {
    pub(in crate::review) fn of(catalogue: &Catalogue) -> Self {
        let mut by_head: HashMap<String, Vec<String>> = HashMap::new();
        let mut known = HashSet::new();
        for number in catalogue
            .documents()
            .iter()
            .filter_map(|document| document.number.value())
        {
            let key = number.key();
            by_head.entry(head(&key).to_owned()).or_default().push(key.clone());
            known.insert(key);
        }
        Self { by_head, known }
    }

    /// The known document that has a number's own figure and year, or figure and symbol, and nearly the rest.
    pub(in crate::review) fn near<'c>(
        &self,
        catalogue: &'c Catalogue,
        number: &DocumentNumber,
    ) -> Option<&'c LegalDocument> {
        let key = number.key();
        if self.known.contains(&key) {
            return None;
        }
        let same_head = self.by_head.get(head(&key)).map(Vec::as_slice).unwrap_or_default();
        let beginning = format!("{}/", number_of(&key));
        let without_year = || {
            let symbol = text::fold(&number.to_string());
            let symbol = symbol
                .split_once('/')
                .map(|(_, symbol)| symbol.to_owned())
                .unwrap_or_default();
            let years = self.known.iter();
            let mut found: Vec<&String> = years
                .filter(|other| other.starts_with(&beginning) && other.ends_with(&format!("/{symbol}")))
                .collect();
            found.sort();
            found
        };
        let candidates: Vec<&String> = match number.year() {
            Some(_) => same_head.iter().collect(),
            None => without_year(),
        };
        // More than one known document fits: which one was meant nobody can say.
        match candidates.as_slice() {
            [one] => catalogue.documents().find(one),
            _ => None,
        }
    }
}

/// Number and year of a key: `63/2010` of `63/2010/nd-cp`.
fn head(key: &str) -> &str {
    let mut strokes = key.match_indices('/').map(|(at, _)| at);
    strokes.nth(1).map_or(key, |at| &key[..at])
}

fn number_of(key: &str) -> &str {
    key.split('/').next().unwrap_or_default()
}
