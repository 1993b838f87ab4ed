//! The passage of a record that shows best why it was found, in the author's spelling.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rustc_hash::FxBuildHasher;

use super::analysis::{self, Syllable};
use super::document::Passage;
use super::query::Plan;
use crate::text;

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

/// What is looked for in passages, with how much each syllable tells.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    /// By folded syllable its place in `worth`.
    places: HashMap<String, usize, FxBuildHasher>,
    worth: Vec<f32>,
    /// What a passage with everything would be worth.
    most: f32,
    exact: HashSet<String>,
    pairs: HashSet<(usize, usize), FxBuildHasher>,
}

/// A syllable of a text that is looked for.
struct Mention {
    range: Range<usize>,
    /// Which one.
    place: usize,
    /// Whether its accents are as typed.
    exact: bool,
    /// Whether it follows the mention before it at once.
    joined: bool,
}

impl Matcher {
    /// From the typed syllables and the worth of each folded one.
    pub(super) fn new(plan: &Plan, telling: HashMap<String, f32>) -> Self {
        let mut matcher = Self {
            exact: plan.syllables.iter().map(|syllable| syllable.exact.clone()).collect(),
            ..Self::default()
        };
        for (place, (syllable, worth)) in telling.into_iter().enumerate() {
            matcher.places.insert(syllable, place);
            matcher.worth.push(worth);
        }
        for two in plan.syllables.windows(2).filter(|two| !two[1].after_break) {
            let place = |syllable: &Syllable| matcher.places.get(&syllable.folded).copied();
            if let (Some(first), Some(second)) = (place(&two[0]), place(&two[1])) {
                matcher.pairs.insert((first, second));
            }
        }
        let pairs = matcher
            .pairs
            .iter()
            .map(|(first, second)| matcher.worth[*first] + matcher.worth[*second]);
        matcher.most = matcher.worth.iter().sum::<f32>() + pairs.sum::<f32>();
        matcher
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
        // The first of equals is kept.
        let mut best: Option<(f32, &str, &str, Range<usize>)> = None;
        for (key, line) in lines {
            let least = best.as_ref().map_or(0.0, |best| best.0);
            if let Some((points, window)) = self.best_window(line, least) {
                best = Some((points, key, line, window));
                // Nothing further down can have more.
                if points >= self.most * 0.999 {
                    break;
                }
            }
        }
        match best {
            Some((_, key, line, window)) => self.cut(key, line, window),
            None => Snippet::default(),
        }
    }

    /// The matches in a text.
    pub(super) fn highlights(&self, text: &str) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for Mention { range, joined, .. } in self.mentions(text) {
            match found.last_mut() {
                // Neighbours are marked as one: "khai sinh", not "khai" and "sinh".
                Some(last) if joined && touches(text, last.1, range.start) => last.1 = range.end,
                _ => found.push((range.start, range.end)),
            }
        }
        found
    }

    /// Syllables that are looked for. Where some of a text agree with the typed accents, those that only look alike without
    /// accents ("đường" for "dương") are no matches.
    fn mentions(&self, text: &str) -> Vec<Mention> {
        let (mut mentions, mut folded, mut end, mut before) = (Vec::new(), String::new(), 0, false);
        let mut agreeing = vec![false; self.worth.len()];
        let mut spelt: HashMap<&str, bool, FxBuildHasher> = HashMap::default();
        for (range, word) in text::syllables(text) {
            text::fold_word(word, &mut folded);
            let broken = analysis::is_break(&text[end..range.start]);
            end = range.end;
            let Some(&place) = self.places.get(folded.as_str()) else {
                before = false;
                continue;
            };
            let exact = *spelt
                .entry(word)
                .or_insert_with(|| self.exact.contains(&text::canonical(word)));
            agreeing[place] |= exact;
            mentions.push(Mention {
                range,
                place,
                exact,
                joined: before && !broken,
            });
            before = true;
        }
        mentions.retain(|mention| mention.exact || !agreeing[mention.place]);
        mentions
    }

    /// The stretch of a line with the most telling matches, each syllable counted once and each typed pair once more, if it
    /// has more than `least`.
    fn best_window(&self, line: &str, least: f32) -> Option<(f32, Range<usize>)> {
        let mentions = self.mentions(line);
        // No stretch has more than the line.
        if self.points(&mentions) <= least {
            return None;
        }
        let mut best: Option<(f32, Range<usize>)> = None;
        let mut last_end = 0;
        for (first, start) in mentions.iter().enumerate() {
            let inside = mentions[first..]
                .iter()
                .take_while(|next| next.range.end <= start.range.start + LENGTH)
                .count()
                .max(1);
            let inside = &mentions[first..first + inside];
            let end = inside[inside.len() - 1].range.end;
            // A window inside the one before has nothing that was not counted there.
            if end == last_end {
                continue;
            }
            last_end = end;
            let points = self.points(inside);
            if points > best.as_ref().map_or(least, |best| best.0) {
                best = Some((points, start.range.start..end));
            }
        }
        best
    }

    fn points(&self, mentions: &[Mention]) -> f32 {
        let (mut seen, mut seen_pairs, mut points) = (vec![false; self.worth.len()], HashSet::new(), 0.0);
        for mention in mentions {
            if !std::mem::replace(&mut seen[mention.place], true) {
                points += self.worth[mention.place];
            }
        }
        for two in mentions.windows(2).filter(|two| two[1].joined) {
            let pair = (two[0].place, two[1].place);
            if self.pairs.contains(&pair) && seen_pairs.insert(pair) {
                points += self.worth[pair.0] + self.worth[pair.1];
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
