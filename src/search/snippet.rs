//! The passage of a record that shows best why it was found, in the author's spelling.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::analysis::{self, Syllable};
use super::document::Passage;

/// Longest passage shown, in bytes of text without the marks of omission.
const LENGTH: usize = 220;
/// How much of a line may stand before the first match.
const LEAD: usize = 60;
/// What stands for text left out.
const OMISSION: &str = "…";

/// A passage and where the matches are in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Snippet {
    /// YAML key of the field it comes from; empty when there is no passage.
    pub(super) key: String,
    /// The passage, one line.
    pub(super) text: String,
    /// Byte ranges of the matches.
    pub(super) highlights: Vec<(usize, usize)>,
}

/// What was typed, with how much each syllable tells.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    worth: HashMap<String, f32>,
    exact: HashSet<String>,
    pairs: HashSet<(String, String)>,
}

impl Matcher {
    /// From the typed syllables and the worth of each folded one.
    pub(super) fn new(typed: &[Syllable], worth: HashMap<String, f32>) -> Self {
        let pairs = typed.windows(2).filter(|two| !two[1].after_break);
        Self {
            worth,
            exact: typed.iter().map(|syllable| syllable.exact.clone()).collect(),
            pairs: pairs
                .map(|two| (two[0].folded.clone(), two[1].folded.clone()))
                .collect(),
        }
    }

    /// The best passage outside the name, which is shown anyway.
    pub(super) fn snippet(&self, passages: &[Passage], name: &str) -> Snippet {
        let lines = passages
            .iter()
            .filter(|passage| passage.text != name)
            .flat_map(|passage| {
                passage
                    .text
                    .lines()
                    .map(move |line| (passage.key.as_str(), line.trim()))
            });
        let best = lines
            .filter_map(|(key, line)| {
                self.best_window(line)
                    .map(|(points, window)| (points, key, line, window))
            })
            // The first of equals: max_by would take the last.
            .fold(None, |best: Option<(f32, _, _, _)>, new| match best {
                Some(best) if best.0 >= new.0 => Some(best),
                _ => Some(new),
            });
        match best {
            Some((_, key, line, window)) => self.cut(key, line, window),
            None => Snippet::default(),
        }
    }

    /// The matches in a text.
    pub(super) fn highlights(&self, text: &str) -> Vec<(usize, usize)> {
        let syllables = analysis::syllables(text);
        let matches = self.matches(&syllables);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for syllable in matches {
            let Range { start, end } = syllable.range;
            match found.last_mut() {
                // Neighbours are marked as one: "khai sinh", not "khai" and "sinh".
                Some(last) if !syllable.after_break && touches(text, last.1, start) => last.1 = end,
                _ => found.push((start, end)),
            }
        }
        found
    }

    /// Syllables that were typed. Where some of a text agree with the typed accents, those that only look alike without
    /// accents ("đường" for "dương") are no matches.
    fn matches<'a>(&self, syllables: &'a [Syllable]) -> Vec<&'a Syllable> {
        let agreeing: HashSet<&str> = syllables
            .iter()
            .filter(|syllable| self.exact.contains(&syllable.exact))
            .map(|syllable| syllable.folded.as_str())
            .collect();
        let is_match = |syllable: &&Syllable| {
            self.exact.contains(&syllable.exact)
                || self.worth.contains_key(&syllable.folded) && !agreeing.contains(syllable.folded.as_str())
        };
        syllables.iter().filter(is_match).collect()
    }

    /// The stretch of a line with the most telling matches, each syllable counted once and each typed pair once more.
    fn best_window(&self, line: &str) -> Option<(f32, Range<usize>)> {
        let syllables = analysis::syllables(line);
        let matches = self.matches(&syllables);
        let mut best: Option<(f32, Range<usize>)> = None;
        for (first, start) in matches.iter().enumerate() {
            let inside = matches[first..]
                .iter()
                .take_while(|next| next.range.end <= start.range.start + LENGTH);
            let inside: Vec<&Syllable> = inside.copied().collect();
            let points = self.points(&inside);
            if points > 0.0 && best.as_ref().is_none_or(|(most, _)| points > *most) {
                let end = inside.last().map_or(start.range.end, |last| last.range.end);
                best = Some((points, start.range.start..end));
            }
        }
        best
    }

    fn points(&self, matches: &[&Syllable]) -> f32 {
        let (mut seen, mut seen_pairs, mut points) = (HashSet::new(), HashSet::new(), 0.0);
        let worth = |syllable: &Syllable| self.worth.get(&syllable.folded).copied().unwrap_or(0.0);
        for syllable in matches {
            if seen.insert(&syllable.folded) {
                points += worth(syllable);
            }
        }
        for two in matches.windows(2) {
            let pair = (two[0].folded.clone(), two[1].folded.clone());
            if self.pairs.contains(&pair) && seen_pairs.insert(pair) {
                points += worth(two[0]) + worth(two[1]);
            }
        }
        points
    }

    /// Cuts the line around the window, between words.
    fn cut(&self, key: &str, line: &str, window: Range<usize>) -> Snippet {
        let start = if window.start <= LEAD {
            0
        } else {
            word_start(line, window.start - LEAD / 2)
        };
        let end = if line.len() <= start + LENGTH {
            line.len()
        } else {
            word_end(line, (start + LENGTH).max(window.end))
        };
        let before = if start > 0 { OMISSION } else { "" };
        let after = if end < line.len() { OMISSION } else { "" };
        let text = format!("{before}{}{after}", &line[start..end]);
        Snippet {
            key: key.to_owned(),
            highlights: self.highlights(&text),
            text,
        }
    }
}

/// Whether only one sign or space stands between two places.
fn touches(text: &str, end: usize, start: usize) -> bool {
    text[end..start].chars().count() <= 1
}

/// The start of the first word at or behind a place.
fn word_start(line: &str, at: usize) -> usize {
    let at = line.floor_char_boundary(at);
    line[at..].find(char::is_whitespace).map_or(at, |space| {
        let space = at + space;
        line[space..]
            .find(|c: char| !c.is_whitespace())
            .map_or(space, |word| space + word)
    })
}

/// The end of the last word that ends at or before a place.
fn word_end(line: &str, at: usize) -> usize {
    let at = line.ceil_char_boundary(at);
    if line[at..].starts_with(char::is_whitespace) {
        return at;
    }
    line[..at]
        .rfind(char::is_whitespace)
        .map_or(at, |space| line[..space].trim_end().len())
}
