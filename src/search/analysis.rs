//! Text to terms, the same way for the index and for what people type.
//!
//! A Vietnamese text is indexed as *syllables*: exact ones (canonical spelling, accents kept), folded ones (no accents),
//! and *pairs* of neighbouring folded syllables (`khai_sinh`), which rank words of two syllables without a dictionary.
//! No pair reaches over the end of a sentence or of an entry. Numbers of legal documents and codes of procedures become
//! terms of their own ([`numbers`](super::numbers)), because people write them in many ways.
//!
//! Offsets are byte offsets into the text as it was given.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::text;

/// What the terms of a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    /// Syllables in canonical spelling, accents kept.
    Exact,
    /// Syllables without accents.
    Folded,
    /// Two neighbouring syllables without accents.
    Pairs,
    /// Numbers of legal documents and codes of procedures.
    Numbers,
}

impl Form {
    /// Every form.
    pub(super) const ALL: [Self; 4] = [Self::Exact, Self::Folded, Self::Pairs, Self::Numbers];

    /// Name of the field of the index that holds terms of this form.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Folded => "folded",
            Self::Pairs => "pairs",
            Self::Numbers => "numbers",
        }
    }
}

/// One syllable of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Syllable {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// Canonical spelling, accents kept.
    pub(super) exact: String,
    /// Without accents.
    pub(super) folded: String,
    /// Whether a sentence or an entry ended before it.
    pub(super) after_break: bool,
}

impl Syllable {
    /// Whether it was written with an accent.
    pub(super) fn is_accented(&self) -> bool {
        self.exact != self.folded
    }
}

/// The syllables of a text.
pub(super) fn syllables(text: &str) -> Vec<Syllable> {
    let mut end = 0;
    text::syllables(text)
        .map(|(range, word)| {
            let after_break = is_break(&text[end..range.start]);
            end = range.end;
            let mut folded = String::new();
            text::fold_word(word, &mut folded);
            Syllable {
                range,
                exact: text::canonical(word),
                folded,
                after_break,
            }
        })
        .collect()
}

/// The term of two neighbouring syllables.
pub(super) fn pair(first: &str, second: &str) -> String {
    format!("{first}_{second}")
}

/// The whole text as one term: its folded syllables.
pub(super) fn whole(text: &str) -> String {
    let folded = text::fold(text);
    let syllables: Vec<&str> = text::syllables(&folded).map(|(_, syllable)| syllable).collect();
    syllables.join(" ")
}

/// A syllable as the columns of the index keep it.
pub(super) fn number_of(syllable: &str) -> u32 {
    let mut hasher = FxHasher::default();
    syllable.hash(&mut hasher);
    // The high half of this hash is the well mixed one.
    (hasher.finish() >> 32) as u32
}

/// Whether the text between two syllables ends a sentence or an entry: a new line, a mark that ends a sentence, or a
/// full stop with a space behind it (the stop of `1.001193` is none).
pub(super) fn is_break(gap: &str) -> bool {
    if gap == " " {
        return false;
    }
    gap.contains(['\n', ';', ':', '!', '?', '…', '•', '|']) || gap.contains(". ") || gap.contains(".\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> (Vec<String>, Vec<String>) {
        syllables(text)
            .into_iter()
            .map(|syllable| (syllable.exact, syllable.folded))
            .unzip()
    }

    #[test]
    fn spellings_of_one_word_give_one_term() {
        for typed in ["Hoà giải", "hòa giải", "HO\u{300}A GIA\u{309}I"] {
            assert_eq!(forms(typed).0, ["hòa", "giải"], "{typed}");
        }
        assert_eq!(forms("Đăng ký, lí lịch").1, ["dang", "ky", "ly", "lich"]);
    }

    #[test]
    fn sentences_and_entries_break() {
        let breaks: Vec<bool> = syllables("Đăng ký. Nộp hồ\nsơ 1.001193")
            .iter()
            .map(|syllable| syllable.after_break)
            .collect();
        assert_eq!(breaks, [false, false, true, false, true, false, false]);
    }

    #[test]
    fn any_text_has_syllables_with_sound_offsets() {
        arbtest::arbtest(|u| {
            let text: String = u.arbitrary()?;
            for syllable in syllables(&text) {
                let source = &text[syllable.range];
                assert_eq!(text::canonical(source), syllable.exact);
                assert_eq!(text::fold(source), syllable.folded);
            }
            Ok(())
        });
    }
}
