//! Words in canonical text, sentences that hold them, and quotations short enough for a line.

use crate::finding::Evidence;
use crate::text;

/// Whether a canonical text holds a phrase as whole words.
pub(super) fn contains_words(text: &str, phrase: &str) -> bool {
    words_at(text, phrase).next().is_some()
}

/// Where a canonical text holds a phrase as whole words.
pub(super) fn words_at<'t>(text: &'t str, phrase: &'t str) -> impl Iterator<Item = usize> + 't {
    let places = text.match_indices(phrase).filter(move |(at, _)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        !phrase.is_empty() && !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    });
    places.map(|(at, _)| at)
}

/// The first of some phrases, in their order, that a canonical text holds as whole words.
pub(super) fn first_of<'p>(text: &str, phrases: &[&'p str]) -> Option<&'p str> {
    phrases.iter().copied().find(|phrase| contains_words(text, phrase))
}

/// Whether a canonical text holds one of some phrases as whole words.
pub(super) fn has_one(text: &str, phrases: &[&str]) -> bool {
    first_of(text, phrases).is_some()
}

/// A phrase that was found, as a fact.
pub(super) fn evidence(phrase: impl Into<String>) -> Evidence {
    Evidence::from_elsewhere("Cụm từ", phrase)
}

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ';', '.'])
}

/// The first sentence that holds one of some phrases as it is meant, behind that phrase. What is meant is told by the
/// sentence's canonical words, those before the phrase and those behind it.
pub(super) fn sentence_with<'p, 't>(
    text: &'t str,
    phrases: &[&'p str],
    is_meant: impl Fn(&str, &str, &str) -> bool,
) -> Option<(&'p str, &'t str)> {
    sentences(text).find_map(|sentence| {
        let words = text::canonical(sentence);
        let phrase = first_of(&words, phrases)?;
        let at = words_at(&words, phrase).next()?;
        is_meant(&words, &words[..at], &words[at + phrase.len()..]).then_some((phrase, sentence.trim()))
    })
}

/// A quotation short enough for a line; what was left out stands in the evidence.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 160;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MOST) {
        None => text,
        Some((at, _)) => format!("{} …", text[..at].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_as_whole_words() {
        assert!(contains_words("bản sao giấy khai sinh", "giấy khai"));
        assert!(!contains_words("bản sao giấy khai sinh", "giấy kha"));
        assert_eq!(first_of("nộp bản gốc", &["bản sao", "bản gốc"]), Some("bản gốc"));
    }

    #[test]
    fn the_first_sentence_that_means_it_is_found() {
        let text = "Không phải có mặt.\n Hai bên phải có mặt; rồi ký";
        let found = sentence_with(text, &["phải có mặt"], |words, before, behind| {
            assert_eq!(words, format!("{before}phải có mặt{behind}"));
            !before.contains("không")
        });
        assert_eq!(found, Some(("phải có mặt", "Hai bên phải có mặt")));
        assert_eq!(sentence_with(text, &["có con"], |_, _, _| true), None);
    }

    #[test]
    fn a_long_quotation_is_cut_between_letters() {
        let long = "ố ".repeat(200);
        assert_eq!(short(&long).chars().count(), 159 + 2);
        assert_eq!(short(" a\n b "), "a b");
    }
}
