//! The phrases of a lexicon as sorted lines of text: how they are written, read back, and searched.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{LONGEST, Origin, sayings};
use crate::catalogue::lexicon::Lexicon;
use crate::search::analysis::{self, Syllable};
use crate::text;

/// Between the columns of a line, between entries of a column, and between the parts of an entry.
const COLUMN: char = '\t';
const ENTRY: char = '\u{1f}';
const PART: char = '\u{1e}';
/// Behind the letter of an origin: the phrase is another form of one that was written.
const OTHER_FORM: char = '~';

/// A line that was made.
pub(super) struct Line {
    pub(super) text: String,
    /// How long the folded phrase is that it begins with.
    phrase: usize,
    /// Whether the phrase is another form of one that was written.
    other_form: bool,
}

impl Line {
    fn new<'a>(
        syllables: impl IntoIterator<Item = &'a Syllable>,
        exact: &str,
        origin: Origin,
        other_form: bool,
        means: &str,
    ) -> Self {
        let folded = spaced(syllables.into_iter().map(|syllable| &*syllable.folded));
        let letter = origin.letter();
        let form = if other_form {
            OTHER_FORM.to_string()
        } else {
            String::new()
        };
        Self {
            text: format!("{folded}{COLUMN}{exact}{COLUMN}{letter}{form}{COLUMN}{means}\n"),
            phrase: folded.len(),
            other_form,
        }
    }

    /// How lines are sorted: other forms stand behind the phrases that were written so.
    pub(super) fn order(&self) -> (&str, bool) {
        (&self.text[..self.phrase], self.other_form)
    }
}

/// What one line says.
pub(in crate::search) struct Meaning<'a> {
    pub(in crate::search) exact: &'a str,
    pub(in crate::search) origin: Origin,
    /// Whether the phrase is another form of one that was written.
    pub(in crate::search) other_form: bool,
    /// What it stands for, the commonest first.
    pub(in crate::search) stands_for: Vec<&'a str>,
    /// Meanings with folded words of which one must stand in the query.
    pub(in crate::search) in_context: Vec<(&'a str, Vec<&'a str>)>,
}

/// The folded phrase a line begins with.
pub(super) fn key(line: &[u8]) -> &[u8] {
    let end = memchr::memchr(COLUMN as u8, line);
    &line[..end.unwrap_or(line.len())]
}

/// Reads a line back.
pub(super) fn meaning(line: &[u8]) -> Option<Meaning<'_>> {
    let line = std::str::from_utf8(line.split(|&byte| byte == b'\n').next()?).ok()?;
    let mut columns = line.split(COLUMN).skip(1);
    let (exact, letter) = (columns.next()?, columns.next()?);
    let written = letter.trim_end_matches(OTHER_FORM);
    let (letter, other_form) = (written, written != letter);
    let origin = Origin::ALL.into_iter().find(|origin| origin.letter() == letter)?;
    let stands_for = columns.next()?.split(ENTRY).filter(|text| !text.is_empty()).collect();
    let in_context = columns
        .next()?
        .split(ENTRY)
        .filter(|text| !text.is_empty())
        .map(|context| {
            let mut parts = context.split(PART);
            (parts.next().unwrap_or_default(), parts.collect())
        });
    Some(Meaning {
        exact,
        origin,
        other_form,
        stands_for,
        in_context: in_context.collect(),
    })
}

/// The lines of a lexicon.
pub(super) fn lines(lexicon: &Lexicon) -> Vec<Line> {
    let mut lines = Vec::new();
    let official = sayings::official_terms(lexicon);
    let official = sayings::phrases(&official);
    let mut add = |phrase: &str, origin: Origin, means: &str| {
        let syllables = analysis::syllables(phrase);
        if syllables.is_empty() || syllables.len() > LONGEST {
            return;
        }
        lines.push(Line::new(&syllables, &exact(&syllables), origin, false, means));
        if origin != Origin::CitizenWord {
            return;
        }
        for other in sayings::other_forms(&syllables) {
            let exact = exact(other.iter().copied());
            // What is an official term by itself is no citizens' word for another.
            if !official.contains(&*exact) {
                lines.push(Line::new(other, &exact, origin, true, means));
            }
        }
    };
    for entry in &lexicon.abbreviations {
        let contexts = entry.in_context.iter().map(|context| {
            let near = context
                .near
                .iter()
                .map(|word| format!("{PART}{}", analysis::whole(word)));
            format!("{}{}", plain(&context.meaning), near.collect::<String>())
        });
        let contexts = contexts.collect::<Vec<_>>().join(&ENTRY.to_string());
        let means = means(&entry.meanings, &contexts);
        for short in &entry.short {
            add(short, Origin::Abbreviation, &means);
        }
    }
    for group in lexicon.words.iter().flat_map(|words| &words.groups) {
        let means = means(&group.official, "");
        for said in &group.said {
            add(said, Origin::CitizenWord, &means);
        }
    }
    for name in &lexicon.former_names {
        let means = means(&name.present, "");
        for former in &name.former {
            add(former, Origin::FormerName, &means);
        }
    }
    lines
}

/// The last columns of a line.
fn means(stands_for: &[String], in_context: &str) -> String {
    let stands_for: Vec<String> = stands_for.iter().map(|text| plain(text)).collect();
    format!("{}{COLUMN}{in_context}", stands_for.join(&ENTRY.to_string()))
}

/// Syllables as one text, with accents.
pub(super) fn exact<'a>(syllables: impl IntoIterator<Item = &'a Syllable>) -> String {
    spaced(syllables.into_iter().map(|syllable| &*syllable.exact))
}

fn spaced<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// A text of a lexicon without what a line is made with.
fn plain(text: &str) -> String {
    let mut text = text::clean(text);
    if text.contains(char::is_control) {
        text = text.replace(char::is_control, " ");
    }
    text
}

/// The lines among some whose phrase begins so.
pub(super) fn beginning_with(lines: &[u8], phrase: &str, among: Range<usize>) -> Range<usize> {
    // A line sorts as its phrase: the sign behind it sorts before any that stands in phrases.
    let begin = |line: &[u8]| line[..phrase.len().min(line.len())].cmp(phrase.as_bytes());
    let before = while_lines(lines, among.clone(), |line| begin(line).is_lt());
    while_lines(lines, before.end..among.end, |line| begin(line).is_eq())
}

/// The first of some lines for which something is so that is not so of any behind them. Lines are bytes of the text.
pub(super) fn while_lines(lines: &[u8], among: Range<usize>, is_so: impl Fn(&[u8]) -> bool) -> Range<usize> {
    // Both are where a line begins, or the end.
    let (mut low, mut high) = (among.start, among.end);
    while low < high {
        let before = &lines[low..low + (high - low) / 2];
        let start = memchr::memrchr(b'\n', before).map_or(low, |at| low + at + 1);
        let line = &lines[start..high];
        if is_so(line) {
            low = memchr::memchr(b'\n', line).map_or(high, |at| start + at + 1);
        } else {
            high = start;
        }
    }
    among.start..low
}

/// Where the lines of each phrase stand, and, with none, those of each beginning of one.
pub(super) fn places(lines: &[u8]) -> FxHashMap<Box<[u8]>, Range<usize>> {
    let mut places: FxHashMap<Box<[u8]>, Range<usize>> = FxHashMap::default();
    let mut start = 0;
    for line in lines.split_inclusive(|&byte| byte == b'\n') {
        let (phrase, end) = (key(line), start + line.len());
        for beginning in memchr::memchr_iter(b' ', phrase) {
            places.entry(phrase[..beginning].into()).or_default();
        }
        let place = places.entry(phrase.into()).or_default();
        *place = if place.end == 0 { start..end } else { place.start..end };
        start = end;
    }
    places
}
