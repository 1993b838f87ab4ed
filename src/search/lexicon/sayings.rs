//! How citizens say a phrase otherwise: with words between that say nothing, without its own, and turned around.

use std::collections::HashSet;
use std::sync::LazyLock;

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
pub(super) fn other_forms(syllables: &[Syllable]) -> Vec<Vec<Syllable>> {
    let left: Vec<Syllable> = syllables
        .iter()
        .filter(|syllable| !is_filler(syllable))
        .cloned()
        .collect();
    if left.len() < LEAST_LEFT {
        return Vec::new();
    }
    let mut forms = Vec::new();
    let said = exact(&left);
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

/// Every phrase of official terms.
pub(super) fn official_phrases(lexicon: &Lexicon) -> HashSet<String> {
    let mut phrases = HashSet::new();
    for official in lexicon
        .words
        .iter()
        .flat_map(|words| &words.groups)
        .flat_map(|group| &group.official)
    {
        let syllables = analysis::syllables(official);
        for length in LEAST_LEFT..=LONGEST {
            phrases.extend(syllables.windows(length).map(exact));
        }
    }
    phrases
}

/// Which syllables of a query are fillers: where it has accents they must agree.
pub(super) fn fillers(syllables: &[Syllable]) -> Vec<bool> {
    static FOLDED: LazyLock<HashSet<String>> = LazyLock::new(|| FILLERS.iter().map(|word| text::fold(word)).collect());
    let accented = syllables.iter().any(Syllable::is_accented);
    let is_filler = |syllable: &Syllable| is_filler(syllable) || !accented && FOLDED.contains(&syllable.folded);
    syllables.iter().map(is_filler).collect()
}

/// Whether a word says nothing inside a phrase.
fn is_filler(syllable: &Syllable) -> bool {
    static EXACT: LazyLock<HashSet<String>> =
        LazyLock::new(|| FILLERS.iter().map(|word| text::canonical(word)).collect());
    EXACT.contains(&syllable.exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(phrase: &str) -> Vec<String> {
        let forms = other_forms(&analysis::syllables(phrase));
        forms.iter().map(|form| exact(form)).collect()
    }

    #[test]
    fn what_happened_stands_at_either_end() {
        assert_eq!(forms("mất sổ đỏ"), ["sổ đỏ mất"]);
        assert_eq!(forms("sổ đỏ bị rách"), ["rách sổ đỏ", "sổ đỏ rách"]);
        assert_eq!(forms("giấy phép hết hạn"), ["hết hạn giấy phép"]);
        assert_eq!(forms("tách thửa"), Vec::<String>::new());
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
