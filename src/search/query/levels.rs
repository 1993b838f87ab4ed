//! Levels of administration that a query names.

use std::sync::OnceLock;

use crate::search::analysis::Syllable;
use crate::text;

/// Words that name a level, and the level as the records write it.
pub(in crate::search) const LEVEL_WORDS: &[(&str, &str)] = &[
    ("cấp xã", "Cấp xã"),
    ("ubnd xã", "Cấp xã"),
    ("ubnd phường", "Cấp xã"),
    ("ủy ban nhân dân xã", "Cấp xã"),
    ("ủy ban nhân dân cấp xã", "Cấp xã"),
    ("xã phường", "Cấp xã"),
    ("ở xã", "Cấp xã"),
    ("ở phường", "Cấp xã"),
    ("tại xã", "Cấp xã"),
    ("tại phường", "Cấp xã"),
    ("cấp huyện", "Cấp huyện"),
    ("ubnd huyện", "Cấp huyện"),
    ("ubnd quận", "Cấp huyện"),
    ("cấp tỉnh", "Cấp tỉnh"),
    ("ubnd tỉnh", "Cấp tỉnh"),
    ("ủy ban nhân dân tỉnh", "Cấp tỉnh"),
    ("ở tỉnh", "Cấp tỉnh"),
    ("cấp bộ", "Cấp bộ"),
    ("cấp trung ương", "Cấp bộ"),
    ("ở trung ương", "Cấp bộ"),
];

/// The levels a query names.
pub(super) fn of(read: &[Syllable]) -> Vec<&'static str> {
    let accented = read.iter().any(Syllable::is_accented);
    let spelling = |syllable: &Syllable| {
        if accented {
            syllable.exact.clone()
        } else {
            syllable.folded.clone()
        }
    };
    let typed: String = read
        .iter()
        .map(|syllable| format!(" {}", spelling(syllable)))
        .collect::<String>()
        + " ";
    let mut found = Vec::new();
    for (exact, folded, level) in level_words() {
        let words = if accented { exact } else { folded };
        if typed.contains(words) && !found.contains(level) {
            found.push(*level);
        }
    }
    found
}

/// The words that name a level, with and without accents, between spaces.
fn level_words() -> &'static [(String, String, &'static str)] {
    static WORDS: OnceLock<Vec<(String, String, &str)>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let spaced = |words: String| format!(" {words} ");
        let words = LEVEL_WORDS.iter();
        words
            .map(|(words, level)| (spaced(text::canonical(words)), spaced(text::fold(words)), *level))
            .collect()
    })
}
