//! Words in canonical text, and quotations short enough for a line.

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
    fn a_long_quotation_is_cut_between_letters() {
        let long = "ố ".repeat(200);
        assert_eq!(short(&long).chars().count(), 159 + 2);
        assert_eq!(short(" a\n b "), "a b");
    }
}
