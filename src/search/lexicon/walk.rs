//! From one syllable of a query to the next, as long as some phrase goes on.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{LONGEST, Phrases, lines, sayings};
use crate::search::analysis::Syllable;
use crate::search::weights::Mechanisms;

/// Most filler words skipped in a phrase.
const MOST_FILLERS: usize = 2;

/// A phrase a query may hold: the places of its syllables, and its lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub(super) at: Vec<usize>,
    pub(super) lines: Range<usize>,
}

/// The phrases a query may hold, the longest first.
pub(super) fn candidates(phrases: &Phrases, syllables: &[Syllable], mechanisms: &Mechanisms) -> Vec<Candidate> {
    let mut walk = Walk {
        lines: &phrases.lines,
        places: phrases.places(),
        syllables,
        fillers: if mechanisms.loose_phrases {
            sayings::fillers(syllables)
        } else {
            vec![false; syllables.len()]
        },
        at: Vec::new(),
        found: Vec::new(),
    };
    for start in 0..syllables.len() {
        walk.on(start, MOST_FILLERS, &mut String::new(), 0..phrases.lines.len());
    }
    let mut found = walk.found;
    found.sort_by_key(|Candidate { at, .. }| (Reverse(at.len()), at[0], at[at.len() - 1]));
    found
}

/// Looks for phrases from one syllable to the next.
struct Walk<'a> {
    lines: &'a [u8],
    places: Option<&'a FxHashMap<Box<[u8]>, Range<usize>>>,
    syllables: &'a [Syllable],
    /// Which syllables may be skipped.
    fillers: Vec<bool>,
    /// The syllables taken so far.
    at: Vec<usize>,
    found: Vec<Candidate>,
}

impl Walk<'_> {
    /// Takes a syllable behind the phrase so far, and then the next one or, where fillers stand, one behind them. Few ways
    /// are gone to their end: only those on which some phrase goes on.
    fn on(&mut self, syllable: usize, fillers: usize, phrase: &mut String, among: Range<usize>) {
        let length = phrase.len();
        if !self.at.is_empty() {
            phrase.push(' ');
        }
        phrase.push_str(&self.syllables[syllable].folded);
        self.at.push(syllable);
        if let Some((lines, among)) = self.looked_up(phrase, among) {
            if !lines.is_empty() {
                let at = self.at.clone();
                self.found.push(Candidate { at, lines });
            }
            for skipped in 0..=fillers {
                let next = syllable + 1 + skipped;
                let in_sentence = self.syllables.get(next).is_some_and(|next| !next.after_break);
                if self.at.len() == LONGEST || !in_sentence {
                    break;
                }
                self.on(next, fillers - skipped, phrase, among.clone());
                if !self.fillers[next] {
                    break;
                }
            }
        }
        self.at.pop();
        phrase.truncate(length);
    }

    /// The lines of a phrase, and those of all that begin with it; nothing where none does.
    fn looked_up(&self, phrase: &str, among: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        if let Some(places) = self.places {
            return Some((places.get(phrase.as_bytes())?.clone(), among));
        }
        // Phrases that go on like this one stand next to one another, behind the phrase itself.
        let among = lines::beginning_with(self.lines, phrase, among);
        let is_phrase = |line: &[u8]| lines::key(line) == phrase.as_bytes();
        let found = lines::while_lines(self.lines, among.clone(), is_phrase);
        (!among.is_empty()).then_some((found, among))
    }
}
