//! Phrases of a query that mean something else: abbreviations, citizens' words, former names.
//!
//! The phrases stand as sorted lines of one text, which is looked up as it is: a lexicon of ten thousand phrases takes longer
//! to be read from YAML than a query takes to be answered, so the lines are kept beside the index.

use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;
use tantivy::Directory;
use tantivy::directory::{MmapDirectory, OwnedBytes};

use super::analysis::{self, Syllable};
use super::weights::Mechanisms;
use crate::catalogue::files::write_whole;
use crate::catalogue::lexicon::Lexicon;

/// Counts up whenever the same lexicon would give another file.
const VERSION: u32 = 2;
/// Longest phrase looked for, in syllables.
const LONGEST: usize = 8;
/// From this length on a phrase is known even when its accents are typed wrongly.
const UNMISTAKABLE: usize = 3;
/// So many queries are answered by searching the lines before all their places are noted.
const SEARCHED: usize = 16;
/// Between the columns of a line, between entries of a column, and between the parts of an entry.
const COLUMN: char = '\t';
const ENTRY: char = '\u{1f}';
const PART: char = '\u{1e}';

/// Where a meaning comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// An abbreviation.
    Abbreviation,
    /// A citizens' word.
    CitizenWord,
    /// A former name.
    FormerName,
}

impl Origin {
    const ALL: [Self; 3] = [Self::Abbreviation, Self::CitizenWord, Self::FormerName];

    fn letter(self) -> &'static str {
        match self {
            Self::Abbreviation => "a",
            Self::CitizenWord => "c",
            Self::FormerName => "f",
        }
    }
}

/// What phrases mean.
pub(super) struct Phrases {
    /// One line a meaning: folded phrase, exact phrase, origin, what it stands for, meanings in context. Only the lines that
    /// are looked at are read as text.
    lines: OwnedBytes,
    /// How many queries were looked at.
    asked: AtomicUsize,
    /// Where the lines of each phrase and of each beginning of one stand; those of a mere beginning are none. A fresh process
    /// answers one query and does without.
    places: OnceLock<FxHashMap<Box<[u8]>, Range<usize>>>,
}

/// What one line says.
struct Meaning<'a> {
    exact: &'a str,
    origin: Origin,
    /// What it stands for, the commonest first.
    stands_for: Vec<&'a str>,
    /// Meanings with folded words of which one must stand in the query.
    in_context: Vec<(&'a str, Vec<&'a str>)>,
}

/// A phrase found in a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// First syllable.
    pub(super) start: usize,
    /// Number of syllables.
    pub(super) length: usize,
    /// What it may mean, the likeliest first.
    pub(super) meanings: Vec<(Origin, String)>,
}

impl Phrases {
    /// The phrases of the lexicon that ships and of an office's own below `root`, kept in a folder for the next time.
    pub(super) fn kept(root: Option<&Path>, folder: &Path) -> Self {
        let path = folder.join(format!("phrases-{VERSION}-{}", Lexicon::fingerprint(root)));
        if let Some(lines) = mapped(&path).and_then(opened) {
            return Self::standing(lines);
        }
        let phrases = Self::read(root);
        if write_whole(&path, &closed(&phrases.lines)).is_ok() {
            drop_others(folder, &path);
        }
        phrases
    }

    /// The phrases of the lexicon that ships and of an office's own below `root`.
    pub(super) fn read(root: Option<&Path>) -> Self {
        let own = root.map(|root| Lexicon::load(root).0);
        Self::of(std::iter::once(Lexicon::builtin()).chain(&own))
    }

    /// The phrases of lexicons; what a later one says of a phrase is added.
    pub(super) fn of<'a>(lexicons: impl IntoIterator<Item = &'a Lexicon>) -> Self {
        let mut lines: Vec<String> = lexicons.into_iter().flat_map(lines).collect();
        lines.sort_by(|a, b| key(a.as_bytes()).cmp(key(b.as_bytes())));
        lines.dedup();
        Self::standing(OwnedBytes::new(lines.concat().into_bytes()))
    }

    fn standing(lines: OwnedBytes) -> Self {
        Self {
            lines,
            asked: AtomicUsize::new(0),
            places: OnceLock::new(),
        }
    }

    /// The places of all phrases, once they are worth having.
    fn places(&self) -> Option<&FxHashMap<Box<[u8]>, Range<usize>>> {
        if self.asked.fetch_add(1, Ordering::Relaxed) >= SEARCHED {
            self.places.get_or_init(|| places(&self.lines));
        }
        self.places.get()
    }

    /// The phrases a query may hold: by first syllable and number of syllables, with their lines.
    fn candidates(&self, syllables: &[Syllable]) -> Vec<Vec<(usize, Range<usize>)>> {
        let places = self.places();
        let mut candidates = vec![Vec::new(); syllables.len()];
        for (start, candidates) in candidates.iter_mut().enumerate() {
            let (mut phrase, mut lines) = (String::new(), 0..self.lines.len());
            for (length, syllable) in (1..=LONGEST).zip(&syllables[start..]) {
                if length > 1 {
                    if syllable.after_break {
                        break;
                    }
                    phrase.push(' ');
                }
                phrase.push_str(&syllable.folded);
                let whole = if let Some(places) = places {
                    let Some(whole) = places.get(phrase.as_bytes()) else {
                        break;
                    };
                    whole.clone()
                } else {
                    // Phrases that go on like this one stand next to one another, behind the phrase itself.
                    lines = self.beginning_with(&phrase, lines);
                    if lines.is_empty() {
                        break;
                    }
                    self.while_lines(lines.clone(), |line| key(line) == phrase.as_bytes())
                };
                if !whole.is_empty() {
                    candidates.push((length, whole));
                }
            }
        }
        candidates
    }

    /// The lines among some whose phrase begins so.
    fn beginning_with(&self, phrase: &str, among: Range<usize>) -> Range<usize> {
        // A line sorts as its phrase: the sign behind it sorts before any that stands in phrases.
        let begin = |line: &[u8]| line[..phrase.len().min(line.len())].cmp(phrase.as_bytes());
        let before = self.while_lines(among.clone(), |line| begin(line).is_lt());
        self.while_lines(before.end..among.end, |line| begin(line).is_eq())
    }

    /// The first of some lines for which something is so that is not so of any behind them. Lines are bytes of the text.
    fn while_lines(&self, among: Range<usize>, is_so: impl Fn(&[u8]) -> bool) -> Range<usize> {
        // Both are where a line begins, or the end.
        let (mut low, mut high) = (among.start, among.end);
        while low < high {
            let before = &self.lines[low..low + (high - low) / 2];
            let start = memchr::memrchr(b'\n', before).map_or(low, |at| low + at + 1);
            let line = &self.lines[start..high];
            if is_so(line) {
                low = memchr::memchr(b'\n', line).map_or(high, |at| start + at + 1);
            } else {
                high = start;
            }
        }
        among.start..low
    }

    /// The phrases of a query: the longest first, none inside another; and those that overlap with a longer one.
    pub(super) fn find(&self, syllables: &[Syllable], mechanisms: &Mechanisms) -> (Vec<Found>, Vec<Found>) {
        let (mut found, mut overlapping): (Vec<Found>, Vec<Found>) = (Vec::new(), Vec::new());
        let whole: String = syllables.iter().flat_map(|syllable| [" ", &syllable.folded]).collect();
        let whole = whole + " ";
        let candidates = self.candidates(syllables);
        for length in (1..=LONGEST).rev() {
            for (start, candidates) in candidates.iter().enumerate() {
                let Some((_, lines)) = candidates.iter().find(|(long, _)| *long == length) else {
                    continue;
                };
                let end = start + length;
                let taken = |found: &Found| start < found.start + found.length && found.start < end;
                let inside = |found: &Found| found.start <= start && end <= found.start + found.length;
                if found.iter().chain(&overlapping).any(inside) {
                    continue;
                }
                let overlaps = found.iter().any(taken);
                let meanings = self.meanings(lines.clone(), &syllables[start..end], &whole, mechanisms);
                if !meanings.is_empty() {
                    let list = if overlaps { &mut overlapping } else { &mut found };
                    list.push(Found {
                        start,
                        length,
                        meanings,
                    });
                }
            }
        }
        found.sort_by_key(|found| found.start);
        (found, overlapping)
    }

    fn meanings(
        &self,
        lines: Range<usize>,
        typed: &[Syllable],
        whole: &str,
        mechanisms: &Mechanisms,
    ) -> Vec<(Origin, String)> {
        let exact: Vec<&str> = typed.iter().map(|syllable| syllable.exact.as_str()).collect();
        let exact = exact.join(" ");
        let accented = typed.iter().any(Syllable::is_accented);
        let mut meanings: Vec<(Origin, String)> = Vec::new();
        let lines = self.lines[lines].split_inclusive(|&byte| byte == b'\n');
        for meaning in lines.filter_map(meaning) {
            let wanted = match meaning.origin {
                Origin::Abbreviation => mechanisms.abbreviations,
                Origin::CitizenWord => mechanisms.citizen_words,
                Origin::FormerName => mechanisms.former_names,
            };
            // One syllable without accents may be another word.
            let mistakable = !accented && typed.len() == 1 && meaning.origin != Origin::Abbreviation;
            let other_accents = accented && typed.len() < UNMISTAKABLE;
            if !wanted || meaning.exact != exact && (mistakable || other_accents) {
                continue;
            }
            let told = meaning
                .in_context
                .iter()
                .find(|(_, near)| near.iter().any(|word| whole.contains(&format!(" {word} "))));
            match told {
                Some((told, _)) => meanings.push((meaning.origin, (*told).to_owned())),
                None => meanings.extend(
                    meaning
                        .stands_for
                        .iter()
                        .map(|text| (meaning.origin, (*text).to_owned())),
                ),
            }
        }
        let mut seen = std::collections::HashSet::new();
        meanings.retain(|(_, text)| seen.insert(analysis::whole(text)));
        meanings
    }
}

/// Where the lines of each phrase stand, and, with none, those of each beginning of one.
fn places(lines: &[u8]) -> FxHashMap<Box<[u8]>, Range<usize>> {
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

/// The lines as they are kept: behind them stands how long they are, so that a part of them is not taken for all.
fn closed(lines: &[u8]) -> Vec<u8> {
    [lines, &(lines.len() as u64).to_le_bytes()].concat()
}

/// A file without reading it: only what is looked at is fetched.
fn mapped(path: &Path) -> Option<OwnedBytes> {
    let folder = MmapDirectory::open(path.parent()?).ok()?;
    let file = folder.open_read(Path::new(path.file_name()?)).ok()?;
    file.read_bytes().ok()
}

/// The lines of a file; `None` when some are missing.
fn opened(file: OwnedBytes) -> Option<OwnedBytes> {
    let (lines, length) = file.split_last_chunk()?;
    let whole = u64::from_le_bytes(*length) == lines.len() as u64;
    whole.then(|| file.slice(0..lines.len()))
}

/// The folded phrase a line begins with.
fn key(line: &[u8]) -> &[u8] {
    let end = line.iter().position(|&byte| byte == COLUMN as u8);
    &line[..end.unwrap_or(line.len())]
}

/// Reads a line back.
fn meaning(line: &[u8]) -> Option<Meaning<'_>> {
    let line = std::str::from_utf8(line.split(|&byte| byte == b'\n').next()?).ok()?;
    let mut columns = line.split(COLUMN).skip(1);
    let (exact, letter) = (columns.next()?, columns.next()?);
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
        stands_for,
        in_context: in_context.collect(),
    })
}

/// The lines of a lexicon.
fn lines(lexicon: &Lexicon) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |phrase: &str, origin: Origin, stands_for: &[String], in_context: &str| {
        let syllables = analysis::syllables(phrase);
        if syllables.is_empty() || syllables.len() > LONGEST {
            return;
        }
        let join = |form: fn(&Syllable) -> &str| syllables.iter().map(form).collect::<Vec<_>>().join(" ");
        let stands_for: Vec<String> = stands_for.iter().map(|text| plain(text)).collect();
        lines.push(format!(
            "{}{COLUMN}{}{COLUMN}{}{COLUMN}{}{COLUMN}{in_context}\n",
            join(|syllable| &syllable.folded),
            join(|syllable| &syllable.exact),
            origin.letter(),
            stands_for.join(&ENTRY.to_string()),
        ));
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
        for short in &entry.short {
            add(short, Origin::Abbreviation, &entry.meanings, &contexts);
        }
    }
    for group in lexicon.words.iter().flat_map(|words| &words.groups) {
        for said in &group.said {
            add(said, Origin::CitizenWord, &group.official, "");
        }
    }
    for name in &lexicon.former_names {
        for former in &name.former {
            add(former, Origin::FormerName, &name.present, "");
        }
    }
    lines
}

/// A text of a lexicon without what a line is made with.
fn plain(text: &str) -> String {
    crate::text::clean(text).replace(char::is_control, " ")
}

/// Drops the lines of lexicons before.
fn drop_others(folder: &Path, ours: &Path) {
    for path in fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
    {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("phrases-") && path != ours {
            // Left behind it would only take room.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(words: &str) -> Vec<(usize, usize, String)> {
        let phrases = Phrases::of([Lexicon::builtin()]);
        phrases
            .find(&analysis::syllables(words), &Mechanisms::default())
            .0
            .into_iter()
            .map(|found| (found.start, found.length, found.meanings[0].1.clone()))
            .collect()
    }

    #[test]
    fn abbreviations_are_read_in_any_case() {
        for typed in ["UBND", "ubnd", "Ubnd"] {
            assert_eq!(meanings(typed), [(0, 1, "ủy ban nhân dân".to_owned())], "{typed}");
        }
    }

    #[test]
    fn the_lines_are_kept_until_a_lexicon_changes() {
        let (root, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let own = root.path().join("tu_dien");
        fs::create_dir(&own).unwrap();
        let phrases = |text: &str| {
            fs::write(own.join("viet_tat.yaml"), text).unwrap();
            Phrases::kept(Some(root.path()), folder.path())
        };
        let first = phrases("- viet_tat: [QQZ]\n  nghia: [quả quýt zin]\n");
        let meant = |phrases: &Phrases| {
            let (found, _) = phrases.find(&analysis::syllables("qqz"), &Mechanisms::default());
            found[0].meanings[0].1.clone()
        };
        assert_eq!(meant(&first), "quả quýt zin");
        let changed = phrases("- viet_tat: [QQZ]\n  nghia: [quả quất]\n");
        assert_eq!(meant(&changed), "quả quất");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let again = Phrases::kept(Some(root.path()), folder.path());
        assert!(*again.lines == *changed.lines);
    }

    #[test]
    fn the_places_of_phrases_are_those_a_search_finds() {
        let phrases = Phrases::of([Lexicon::builtin()]);
        let words = "làm lại sổ đỏ, bằng lái ở ubnd xã, sở tnmt, đkkd, gplx";
        let syllables = analysis::syllables(words);
        let searched = phrases.candidates(&syllables);
        assert!(searched.iter().flatten().count() > 3);
        for _ in 0..SEARCHED {
            phrases.candidates(&syllables);
        }
        assert!(phrases.places.get().is_some());
        assert_eq!(phrases.candidates(&syllables), searched);
    }

    #[test]
    fn lines_cut_off_are_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let whole = Phrases::kept(None, folder.path());
        let path = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for end in [0, 5, 8, bytes.len() / 2, bytes.len() - 1] {
            fs::write(&path, &bytes[..end]).unwrap();
            assert!(*Phrases::kept(None, folder.path()).lines == *whole.lines, "{end}");
            assert!(fs::read(&path).unwrap() == bytes, "{end}");
        }
    }

    #[test]
    fn context_decides_between_meanings() {
        let lexicon = Lexicon {
            abbreviations: vec![crate::catalogue::lexicon::Abbreviation {
                short: vec!["XX".to_owned()],
                meanings: vec!["một".to_owned(), "hai".to_owned()],
                in_context: vec![crate::catalogue::lexicon::InContext {
                    meaning: "hai".to_owned(),
                    near: vec!["đất đai".to_owned()],
                }],
            }],
            ..Lexicon::default()
        };
        let phrases = Phrases::of([&lexicon]);
        let meanings = |words: &str| {
            let (found, _) = phrases.find(&analysis::syllables(words), &Mechanisms::default());
            found[0]
                .meanings
                .iter()
                .map(|(_, text)| text.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(meanings("cấp xx"), ["một", "hai"]);
        assert_eq!(meanings("xx dat dai"), ["hai"]);
    }

    #[test]
    fn the_longest_phrase_is_meant_and_none_inside_it() {
        let found = meanings("xin giấy phép kinh doanh");
        assert!(
            found
                .iter()
                .any(|(start, length, _)| *start + *length == 5 && *length >= 4),
            "{found:?}"
        );
        let mut end = 0;
        for (start, length, _) in found {
            assert!(start >= end);
            end = start + length;
        }
    }
}
