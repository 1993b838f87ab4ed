//! Which known documents have nearly the number of one that nobody knows.

use std::collections::BTreeSet;
use std::ops::Bound;

use crate::catalogue::Frame;
use crate::catalogue::document::LegalDocument;
use crate::catalogue::values::DocumentNumber;
use crate::text;

/// The keys of the register, in order: those of one figure, and of one figure and year, stand side by side.
#[derive(Debug)]
pub(in crate::review) struct Citations {
    known: BTreeSet<String>,
}

impl Citations {
    pub(in crate::review) fn of(frame: &Frame) -> Self {
        let numbers = frame.documents().iter().filter_map(|document| document.number.value());
        Self {
            known: numbers.map(DocumentNumber::key).collect(),
        }
    }

    /// The known document that has a number's own figure and year, or figure and symbol, and nearly the rest.
    pub(in crate::review) fn near<'c>(&self, frame: &'c Frame, number: &DocumentNumber) -> Option<&'c LegalDocument> {
        let key = number.key();
        if self.known.contains(&key) {
            return None;
        }
        let figure = format!("{}/", key.split('/').next().unwrap_or_default());
        let one = match number.year() {
            Some(_) => only(
                self.beginning_with(head(&key))
                    .filter(|known| head(known) == head(&key)),
            ),
            None => {
                let symbol = text::fold(&number.to_string());
                let end = format!("/{}", symbol.split_once('/').map_or("", |(_, symbol)| symbol));
                only(self.beginning_with(&figure).filter(|known| known.ends_with(&end)))
            }
        };
        frame.documents().find(one?)
    }

    fn beginning_with<'s, 'k>(&'s self, start: &'k str) -> impl Iterator<Item = &'s String> + use<'s, 'k> {
        let from = (Bound::Included(start), Bound::Unbounded);
        self.known
            .range::<str, _>(from)
            .take_while(move |key| key.starts_with(start))
    }
}

/// The one there is. Where more than one known document fits, nobody can say which one was meant.
fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    found.next().filter(|_| found.next().is_none())
}

/// Number and year of a key: `63/2010` of `63/2010/nd-cp`.
fn head(key: &str) -> &str {
    let mut strokes = key.match_indices('/').map(|(at, _)| at);
    strokes.nth(1).map_or(key, |at| &key[..at])
}
