//! The passage of a record that shows best why it was found, in the author's spelling.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rustc_hash::FxHashMap;

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
    /// By number of the folded syllable its place in `worth`.
    places: FxHashMap<u64, usize>,
    seldom: Sieve,
    worth: Vec<f32>,
    /// What a passage with everything would be worth.
    most: f32,
    exact: HashSet<String>,
    /// Neighbours in the query, numbered.
    pairs: FxHashMap<(usize, usize), usize>,
    /// By number what a pair is worth.
    worth_of_pairs: Vec<f32>,
}

/// Says of most syllables that are not looked for that they are not.
#[derive(Debug, Default)]
struct Sieve([u64; 8]);

impl Sieve {
    fn place(number: u64) -> (usize, u32) {
        let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 55;
        ((mixed >> 6) as usize, (mixed & 63) as u32)
    }

    fn add(&mut self, number: u64) {
        let (word, bit) = Self::place(number);
        self.0[word] |= 1 << bit;
    }

    fn may_have(&self, number: u64) -> bool {
        let (word, bit) = Self::place(number);
        self.0[word] >> bit & 1 == 1
    }
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
            let number = text::number_of_folded(&syllable);
            matcher.places.insert(number, place);
            matcher.seldom.add(number);
            matcher.worth.push(worth);
        }
        for two in plan.syllables.windows(2).filter(|two| !two[1].after_break) {
            let place = |syllable: &Syllable| matcher.places.get(&text::number_of_folded(&syllable.folded)).copied();
            if let (Some(first), Some(second)) = (place(&two[0]), place(&two[1])) {
                let next = matcher.worth_of_pairs.len();
                if *matcher.pairs.entry((first, second)).or_insert(next) == next {
                    matcher
                        .worth_of_pairs
                        .push(matcher.worth[first] + matcher.worth[second]);
                }
            }
        }
        matcher.most = matcher.worth.iter().sum::<f32>() + matcher.worth_of_pairs.iter().sum::<f32>();
        matcher
    }

    /// The pair of the query that two mentions in a row are.
    fn pair(&self, first: &Mention, second: &Mention) -> Option<usize> {
        let pair = (first.place, second.place);
        second.joined.then(|| self.pairs.get(&pair).copied()).flatten()
    }

    /// The best passage outside the name, which is shown anyway.
    pub(super) fn snippet(&self, passages: &[Passage<'_>], name: &str) -> Snippet {
        let lines = passages
            .iter()
            .filter(|passage| passage.text != name)
            .flat_map(|passage| passage.text.lines().map(move |line| (passage.key, line.trim())));
        let (mut spelt, mut tally) = (Spelt::default(), Tally::new(self));
        // The first of equals is kept.
        let mut best: Option<(f32, &str, &str, Range<usize>)> = None;
        for (key, line) in lines {
            let least = best.as_ref().map_or(0.0, |best| best.0);
            let mentions = self.mentions(line, &mut spelt);
            if let Some((points, window)) = tally.best_window(&mentions, least) {
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
        for Mention { range, joined, .. } in self.mentions(text, &mut Spelt::default()) {
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
    fn mentions<'t>(&self, text: &'t str, spelt: &mut Spelt<'t>) -> Vec<Mention> {
        let (mut mentions, mut end, mut before) = (Vec::new(), 0, false);
        let mut agreeing = vec![false; self.worth.len()];
        text::each_numbered(text, |range, number| {
            let gap = end..range.start;
            end = range.end;
            let place = self.seldom.may_have(number).then(|| self.places.get(&number));
            let Some(&place) = place.flatten() else {
                before = false;
                return;
            };
            let word = &text[range.clone()];
            let exact = *spelt
                .entry(word)
                .or_insert_with(|| self.exact.contains(&text::canonical(word)));
            agreeing[place] |= exact;
            mentions.push(Mention {
                range,
                place,
                exact,
                joined: before && !analysis::is_break(&text[gap]),
            });
            before = true;
        });
        mentions.retain(|mention| mention.exact || !agreeing[mention.place]);
        mentions
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

/// Words of a record, and whether their accents are as typed.
type Spelt<'t> = FxHashMap<&'t str, bool>;

/// How far the sum of a stretch may be off that was kept up to date instead of added up anew.
const DRIFT: f32 = 0.01;

/// Adds up what stretches of a line are worth.
struct Tally<'m> {
    matcher: &'m Matcher,
    /// How often each syllable and each pair stands in the stretch looked at, and about what it is worth.
    syllables: Vec<u32>,
    pairs: Vec<u32>,
    sum: f32,
    /// Those that were added up.
    seen: Vec<bool>,
    seen_pairs: Vec<bool>,
}

impl<'m> Tally<'m> {
    fn new(matcher: &'m Matcher) -> Self {
        Self {
            matcher,
            syllables: vec![0; matcher.worth.len()],
            pairs: vec![0; matcher.worth_of_pairs.len()],
            sum: 0.0,
            seen: vec![false; matcher.worth.len()],
            seen_pairs: vec![false; matcher.worth_of_pairs.len()],
        }
    }

    /// The stretch of a line with the most telling matches, each syllable counted once and each typed pair once more, if it
    /// has more than `least`.
    fn best_window(&mut self, mentions: &[Mention], least: f32) -> Option<(f32, Range<usize>)> {
        // No stretch has more than the line.
        if self.points(mentions) <= least {
            return None;
        }
        let mut best: Option<(f32, Range<usize>)> = None;
        let mut end = 0;
        self.sum = 0.0;
        for (first, start) in mentions.iter().enumerate() {
            let before = end;
            while let Some(next) = mentions.get(end)
                && (end == first || next.range.end <= start.range.start + LENGTH)
            {
                self.count(&mentions[first..=end]);
                end += 1;
            }
            let most = best.as_ref().map_or(least, |best| best.0);
            // A stretch inside the one before has nothing that was not counted there.
            if end > before && self.sum > most - DRIFT {
                let points = self.points(&mentions[first..end]);
                if points > most {
                    best = Some((points, start.range.start..mentions[end - 1].range.end));
                }
            }
            self.discount(&mentions[first..end]);
        }
        best
    }

    /// Counts the last mention of a stretch.
    fn count(&mut self, stretch: &[Mention]) {
        let [.., last] = stretch else { return };
        self.syllables[last.place] += 1;
        if self.syllables[last.place] == 1 {
            self.sum += self.matcher.worth[last.place];
        }
        if let [.., before, last] = stretch
            && let Some(pair) = self.matcher.pair(before, last)
        {
            self.pairs[pair] += 1;
            if self.pairs[pair] == 1 {
                self.sum += self.matcher.worth_of_pairs[pair];
            }
        }
    }

    /// Takes the first mention of a stretch back.
    fn discount(&mut self, stretch: &[Mention]) {
        let [first, ..] = stretch else { return };
        self.syllables[first.place] -= 1;
        if self.syllables[first.place] == 0 {
            self.sum -= self.matcher.worth[first.place];
        }
        if let [first, second, ..] = stretch
            && let Some(pair) = self.matcher.pair(first, second)
        {
            self.pairs[pair] -= 1;
            if self.pairs[pair] == 0 {
                self.sum -= self.matcher.worth_of_pairs[pair];
            }
        }
    }

    /// What a stretch is worth, added up.
    fn points(&mut self, stretch: &[Mention]) -> f32 {
        let mut points = 0.0;
        for mention in stretch {
            if !std::mem::replace(&mut self.seen[mention.place], true) {
                points += self.matcher.worth[mention.place];
            }
        }
        for two in stretch.windows(2) {
            if let Some(pair) = self.matcher.pair(&two[0], &two[1])
                && !std::mem::replace(&mut self.seen_pairs[pair], true)
            {
                points += self.matcher.worth_of_pairs[pair];
            }
        }
        self.seen.fill(false);
        self.seen_pairs.fill(false);
        points
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
