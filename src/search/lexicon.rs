//! Phrases of a query that mean something else: abbreviations, citizens' words, former names.
//!
//! The phrases stand as sorted lines of one text, which is looked up as it is: a lexicon of ten thousand phrases takes longer
//! to be read from YAML than a query takes to be answered, so the lines are kept beside the index.

mod lines;
mod sayings;
mod walk;

use std::collections::HashSet;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;
use tantivy::Directory;
use tantivy::directory::{MmapDirectory, OwnedBytes};

use self::lines::Line;
pub(super) use self::lines::Meaning;
pub(super) use self::sayings::FILLERS;
use self::walk::Candidate;
use super::analysis::{self, Syllable};
use super::weights::Mechanisms;
use crate::catalogue::files::write_whole;
use crate::catalogue::lexicon::Lexicon;

/// Counts up whenever the same lexicon would give another file.
const VERSION: u32 = 3;
/// Longest phrase looked for, in syllables.
const LONGEST: usize = 8;
/// From this length on a phrase is known even when its accents are typed wrongly.
const UNMISTAKABLE: usize = 3;
/// So many queries are answered by searching the lines before all their places are noted.
const SEARCHED: usize = 16;

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

    /// How it is written.
    pub(super) fn letter(self) -> &'static str {
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

/// A phrase found in a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// First syllable.
    pub(super) start: usize,
    /// Number of syllables, skipped ones among them.
    pub(super) length: usize,
    /// Number of syllables of the phrase itself.
    pub(super) said: usize,
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
        let mut lines: Vec<Line> = lexicons.into_iter().flat_map(lines::lines).collect();
        lines.sort_by(|a, b| a.order().cmp(&b.order()));
        let mut lines: Vec<String> = lines.into_iter().map(|line| line.text).collect();
        lines.dedup();
        Self::standing(OwnedBytes::new(lines.concat().into_bytes()))
    }

    /// The lines as they stand, sorted, for a search elsewhere.
    pub(super) fn all(&self) -> impl Iterator<Item = (String, lines::Meaning<'_>)> {
        let lines = self.lines.split_inclusive(|&byte| byte == b'\n');
        lines.filter_map(|line| {
            let phrase = String::from_utf8_lossy(lines::key(line)).into_owned();
            Some((phrase, lines::meaning(line)?))
        })
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
            self.places.get_or_init(|| lines::places(&self.lines));
        }
        self.places.get()
    }

    /// The phrases of a query: the longest first, none inside another; and those that overlap with a longer one.
    pub(super) fn find(&self, syllables: &[Syllable], mechanisms: &Mechanisms) -> (Vec<Found>, Vec<Found>) {
        let (mut found, mut overlapping): (Vec<Found>, Vec<Found>) = (Vec::new(), Vec::new());
        let whole: String = syllables.iter().flat_map(|syllable| [" ", &syllable.folded]).collect();
        let whole = whole + " ";
        let accented = syllables.iter().any(Syllable::is_accented);
        for Candidate { at, lines } in walk::candidates(self, syllables, mechanisms) {
            let (start, said) = (at[0], at.len());
            let end = at[said - 1] + 1;
            let taken = |found: &Found| start < found.start + found.length && found.start < end;
            let inside = |found: &Found| found.start <= start && end <= found.start + found.length;
            if found.iter().chain(&overlapping).any(inside) {
                continue;
            }
            let overlaps = found.iter().any(taken);
            let typed: Vec<&Syllable> = at.iter().map(|&at| &syllables[at]).collect();
            // Two syllables without accents that do not even stand side by side may be anything.
            if end - start > said && said < UNMISTAKABLE && !accented {
                continue;
            }
            let meanings = self.meanings(lines, &typed, &whole, mechanisms);
            if !meanings.is_empty() {
                let list = if overlaps { &mut overlapping } else { &mut found };
                list.push(Found {
                    start,
                    length: end - start,
                    said,
                    meanings,
                });
            }
        }
        found.sort_by_key(|found| found.start);
        (found, overlapping)
    }

    fn meanings(
        &self,
        lines: Range<usize>,
        typed: &[&Syllable],
        whole: &str,
        mechanisms: &Mechanisms,
    ) -> Vec<(Origin, String)> {
        let exact: Vec<&str> = typed.iter().map(|syllable| syllable.exact.as_str()).collect();
        let exact = exact.join(" ");
        let accented = typed.iter().any(|syllable| syllable.is_accented());
        let mut meanings: Vec<(Origin, String)> = Vec::new();
        let lines = self.lines[lines].split_inclusive(|&byte| byte == b'\n');
        for meaning in lines.filter_map(lines::meaning) {
            // Another form says less than a phrase that was written so.
            let mistakable = typed.len() < UNMISTAKABLE && meaning.exact != exact;
            if meaning.other_form && (!mechanisms.loose_phrases || mistakable || !meanings.is_empty()) {
                continue;
            }
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
        let mut seen = HashSet::new();
        meanings.retain(|(_, text)| seen.insert(analysis::whole(text)));
        meanings
    }
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
    use crate::catalogue::lexicon::{WordGroup, WordGroups};

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
        let candidates = || walk::candidates(&phrases, &syllables, &Mechanisms::default());
        let searched = candidates();
        assert!(searched.len() > 3);
        for _ in 0..SEARCHED {
            candidates();
        }
        assert!(phrases.places.get().is_some());
        assert_eq!(candidates(), searched);
    }

    fn of_words(groups: &[(&[&str], &str)]) -> Phrases {
        let groups = groups.iter().map(|(said, official)| WordGroup {
            said: said.iter().map(|&said| said.to_owned()).collect(),
            official: vec![(*official).to_owned()],
        });
        let words = vec![WordGroups {
            field: String::new(),
            groups: groups.collect(),
        }];
        Phrases::of([&Lexicon {
            words,
            ..Lexicon::default()
        }])
    }

    #[test]
    fn words_that_say_nothing_may_stand_inside_a_phrase() {
        let phrases = of_words(&[
            (&["mất bằng lái"], "cấp lại giấy phép lái xe"),
            (&["bị thu xe"], "thu hồi"),
        ]);
        let found = |words: &str, mechanisms: &Mechanisms| {
            let (found, _) = phrases.find(&analysis::syllables(words), mechanisms);
            let found = found.into_iter();
            found
                .map(|found| (found.start, found.length, found.said))
                .collect::<Vec<_>>()
        };
        let default = Mechanisms::default();
        assert_eq!(found("tôi mất cái bằng lái", &default), [(1, 4, 3)]);
        assert_eq!(found("toi mat cai bang lai", &default), [(1, 4, 3)]);
        assert_eq!(found("bằng lái bị mất rồi", &default), [(0, 4, 3)]);
        assert_eq!(found("hôm qua thu cái xe", &default), [(2, 3, 2)]);
        // Words that say something, too many that say nothing, and the end of a sentence keep them apart.
        for words in [
            "mất tiền bằng lái",
            "mất luôn cả cái bằng lái",
            "mất rồi. Bằng lái",
            "thu cai xe",
        ] {
            assert_eq!(found(words, &default), [], "{words}");
        }
        let strict = Mechanisms {
            loose_phrases: false,
            ..Mechanisms::default()
        };
        assert_eq!(found("mất bằng lái", &strict), [(0, 3, 3)]);
        for words in ["mất cái bằng lái", "bằng lái mất", "thu xe"] {
            assert_eq!(found(words, &strict), [], "{words}");
        }
    }

    #[test]
    fn another_form_of_a_phrase_is_behind_the_phrase_written_so() {
        let phrases = of_words(&[
            (&["đi làm nước ngoài"], "hợp đồng lao động"),
            (&["bị rách sổ"], "cấp đổi"),
            (&["rách sổ"], "cấp lại"),
            (&["người tây"], "nước ngoài"),
        ]);
        let meanings = |words: &str| {
            let (found, _) = phrases.find(&analysis::syllables(words), &Mechanisms::default());
            let meanings = found.into_iter().flat_map(|found| found.meanings);
            meanings.map(|(_, meaning)| meaning).collect::<Vec<_>>()
        };
        assert_eq!(meanings("rách sổ"), ["cấp lại"]);
        assert_eq!(meanings("bị rách sổ"), ["cấp đổi"]);
        // What is left is an official term.
        assert!(meanings("nước ngoài").is_empty());
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
