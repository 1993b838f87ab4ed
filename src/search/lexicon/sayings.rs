//! How citizens say a phrase otherwise: with words between that say nothing, without its own, and turned around.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::LONGEST;
use super::lines::exact;
use crate::catalogue::lexicon::Lexicon;
use crate::search::analysis::{self, Syllable};
use crate::text;

/// Fewest syllables that are left of a phrase without its fillers.
const LEAST_LEFT: usize = 2;
/// Words people put into a phrase without meaning another thing: "mất cái bằng lái", "sổ hồng bị cũ nát".
pub(in crate::search) const FILLERS: &[&str] = &[
    "cái", "tờ", "cuốn", "quyển", "tấm", "chiếc", "bị", "của", "cho", "được", "đã", "đang", "sắp", "sẽ", "vừa", "mới",
    "rồi", "thì", "mà", "để", "là", "lại", "luôn", "cả", "tôi", "em", "mình", "tui", "tao", "nó", "này", "kia", "đó",
    "đi", "xin", "làm", "muốn", "cần", "phải", "với", "ở", "tại", "về", "từ", "trong", "lỡ", "tự", "hay", "cũng", "có",
    "thêm",
];
/// What happens to a thing, said before it or behind it.
const EVENTS: &[&str] = &[
    "mất",
    "thất lạc",
    "rách",
    "hư",
    "hỏng",
    "cháy",
    "mờ",
    "nát",
    "ướt",
    "gãy",
    "bể",
    "sai",
    "hết hạn",
    "đổi",
    "sửa",
];

/// How a phrase is said as well: without its fillers, and with what happened at its other end ("mất sổ đỏ", "sổ đỏ bị mất").
pub(super) fn other_forms(syllables: &[Syllable]) -> Vec<Vec<&Syllable>> {
    let left: Vec<&Syllable> = syllables.iter().filter(|syllable| !is_filler(syllable)).collect();
    if left.len() < LEAST_LEFT {
        return Vec::new();
    }
    let mut forms = Vec::new();
    let said = exact(left.iter().copied());
    for event in EVENTS {
        let length = event.split(' ').count();
        let turns = if said.strip_prefix(event).is_some_and(|rest| rest.starts_with(' ')) {
            Some(length)
        } else if said.strip_suffix(event).is_some_and(|rest| rest.ends_with(' ')) {
            Some(left.len() - length)
        } else {
            None
        };
        // An object of one syllable may be any.
        if let Some(middle) = turns.filter(|_| LEAST_LEFT <= left.len() - length) {
            forms.push([&left[middle..], &left[..middle]].concat());
        }
    }
    if left.len() < syllables.len() {
        forms.push(left);
    }
    forms
}

/// The official terms, with single spaces.
pub(super) fn official_terms(lexicon: &Lexicon) -> Vec<String> {
    let groups = lexicon.words.iter().flat_map(|words| &words.groups);
    let terms = groups.flat_map(|group| &group.official);
    terms.map(|term| exact(&analysis::syllables(term))).collect()
}

/// Every phrase inside terms.
pub(super) fn phrases(terms: &[String]) -> FxHashSet<&str> {
    let mut phrases = FxHashSet::default();
    for term in terms {
        let spaces = || memchr::memchr_iter(b' ', term.as_bytes());
        let ends: Vec<usize> = spaces().chain([term.len()]).collect();
        let starts = std::iter::once(0).chain(spaces().map(|at| at + 1));
        for (first, start) in starts.enumerate() {
            let ends = ends[first..].iter().take(LONGEST).skip(LEAST_LEFT - 1);
            phrases.extend(ends.map(|&end| &term[start..end]));
        }
    }
    phrases
}

/// Which syllables of a query are fillers: where it has accents they must agree.
pub(super) fn fillers(syllables: &[Syllable]) -> Vec<bool> {
    static FOLDED: LazyLock<FxHashSet<String>> =
        LazyLock::new(|| FILLERS.iter().map(|word| text::fold(word)).collect());
    let accented = syllables.iter().any(Syllable::is_accented);
    let is_filler = |syllable: &Syllable| is_filler(syllable) || !accented && FOLDED.contains(&syllable.folded);
    syllables.iter().map(is_filler).collect()
}

/// Whether a word says nothing inside a phrase.
fn is_filler(syllable: &Syllable) -> bool {
    static EXACT: LazyLock<FxHashSet<String>> =
        LazyLock::new(|| FILLERS.iter().map(|word| text::canonical(word)).collect());
    EXACT.contains(&syllable.exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(phrase: &str) -> Vec<String> {
        let syllables = analysis::syllables(phrase);
        let forms = other_forms(&syllables);
        forms.into_iter().map(exact).collect()
    }

    #[test]
    fn what_happened_stands_at_either_end() {
        assert_eq!(forms("mất sổ đỏ"), ["sổ đỏ mất"]);
        assert_eq!(forms("sổ đỏ bị rách"), ["rách sổ đỏ", "sổ đỏ rách"]);
        assert_eq!(forms("giấy phép hết hạn"), ["hết hạn giấy phép"]);
        assert_eq!(forms("tách thửa"), Vec::<String>::new());
    }

    #[test]
    fn phrases_of_terms_have_two_syllables_or_more() {
        let terms = ["giấy phép lái xe".to_owned(), "hộ".to_owned()];
        let found = phrases(&terms);
        let phrases = [
            "giấy phép",
            "giấy phép lái",
            "giấy phép lái xe",
            "phép lái",
            "phép lái xe",
            "lái xe",
        ];
        assert_eq!(found, phrases.into_iter().collect());
    }

    #[test]
    fn one_syllable_is_left_of_no_phrase() {
        for phrase in ["mất sổ", "hàng không", "bị mất", "của tôi", "làm lại"] {
            assert_eq!(forms(phrase), Vec::<String>::new(), "{phrase}");
        }
    }

    #[test]
    fn accents_decide_where_there_are_any() {
        let fillers = |words: &str| fillers(&analysis::syllables(words));
        assert_eq!(fillers("mất cái bằng"), [false, true, false]);
        assert_eq!(fillers("mat cai bang"), [false, true, false]);
        assert_eq!(fillers("cải bằng lái"), [false, false, false]);
    }
}
