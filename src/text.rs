//! Vietnamese text: the only place that decides what "the same word" means.
//!
//! Three forms, each made from the one before: [`clean`] keeps the author's spelling and repairs only the encoding;
//! [`canonical`] unites spellings of the same words (hoà/hòa, lý/lí, capitals, dashes); [`fold`] drops all marks, for
//! the index and for typing without accents. Stored and printed text is never canonical or folded.

mod cells;
mod folded;
mod letters;
mod numbers;
mod order;
mod problems;
mod visible;

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, is_nfc};

pub use self::cells::{guarded, looks_like_formula, unguarded};
pub use self::folded::{accented_forms, each_numbered, fold, fold_word, number_of_folded};
pub use self::letters::tone;
use self::letters::{
    bases, is_combining, is_invisible, is_odd_space, look_alike, lower_letters, plain_dash, with_tone,
};
pub use self::numbers::{count, decimal, fixed, number, percent, points, share};
pub use self::order::{collation_key, compare};
pub use self::problems::{TextProblem, TextProblemKind, problems};
pub use self::visible::{Visible, is_hidden, printable};

/// Repairs the encoding: NFC, look-alike letters, spaces, invisible characters. The author's spelling and dashes stay.
pub fn clean(text: &str) -> String {
    cleaned(text).into_owned()
}

/// [`clean`], where the text itself will do when there is nothing to repair.
pub fn cleaned(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    // Nothing reaches over the end of a line, and most lines of a text are sound.
    for line in text.split_inclusive('\n') {
        if line.chars().all(is_plain) {
            cleaned.push_str(line);
        } else {
            clean_line(line, &mut cleaned);
        }
    }
    Cow::Owned(cleaned)
}

fn clean_line(line: &str, cleaned: &mut String) {
    let mapped: String = line
        .chars()
        .filter_map(|c| match c {
            _ if is_invisible(c) => None,
            _ if is_odd_space(c) => Some(' '),
            _ => Some(look_alike(c).unwrap_or(c)),
        })
        .collect();
    if is_nfc(&mapped) {
        cleaned.push_str(&mapped);
    } else {
        cleaned.extend(mapped.nfc());
    }
}

/// The characters that [`clean`] leaves alone wherever they stand, nearly all of a sound text, by code point: a bit each.
static PLAIN: [u64; 0x2028_usize.div_ceil(64)] = {
    let ranges = [
        (0, 0x7f),
        (0xa1, 0xac),
        (0xae, 0xcf),
        (0xd1, 0xef),
        (0xf1, 0x188),
        (0x1a0, 0x1b0),
        (0x1ea0, 0x1ef9),
        (0x2010, 0x2027),
    ];
    let (mut plain, mut range) = ([0; 0x2028_usize.div_ceil(64)], 0);
    while range < ranges.len() {
        let (mut code, last) = ranges[range];
        while code <= last {
            plain[code / 64] |= 1 << (code % 64);
            code += 1;
        }
        range += 1;
    }
    plain
};

fn is_plain(c: char) -> bool {
    let code = c as usize;
    PLAIN.get(code / 64).is_some_and(|plain| plain >> (code % 64) & 1 == 1)
}

/// One form for all spellings of the same words: lower case, tone marks on the first vowel in open oa/oe/uy, `y` after a
/// lone consonant, plain dashes, single spaces, codes without stray spaces.
pub fn canonical(text: &str) -> String {
    plain_canonical(text).unwrap_or_else(|| any_canonical(text))
}

/// [`canonical`] in one go, for texts in which every letter is one of Vietnamese and nothing needs cleaning: nearly all.
fn plain_canonical(text: &str) -> Option<String> {
    let letters = lower_letters();
    let mut out = String::with_capacity(text.len());
    // Where the word being written begins.
    let mut word: Option<usize> = None;
    for c in text.chars() {
        if let Some(Some(lower)) = letters.get(c as usize) {
            word.get_or_insert(out.len());
            out.push(*lower);
        } else if c.is_ascii() || is_plain(c) && !c.is_alphanumeric() {
            finish_word(&mut out, word.take());
            push_gap(&mut out, plain_dash(c));
        } else {
            return None;
        }
    }
    finish_word(&mut out, word);
    out.truncate(out.trim_end().len());
    Some(out)
}

fn any_canonical(text: &str) -> String {
    let cleaned;
    let text = if text.chars().all(is_plain) {
        text
    } else {
        cleaned = clean(text);
        &cleaned
    };
    let mut out = String::with_capacity(text.len());
    let bases = bases();
    let is_letter = |c: char| {
        let known = bases.get(c as usize).is_some_and(|&base| base != 0);
        known || !c.is_ascii() && c.is_alphanumeric()
    };
    let lower = lower_case(text);
    let mut rest = &*lower;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|c| !is_letter(c)).unwrap_or(rest.len()));
        let start = out.len();
        out.push_str(word);
        finish_word(&mut out, (!word.is_empty()).then_some(start));
        let (gap, after) = after.split_at(after.find(is_letter).unwrap_or(after.len()));
        gap.chars().for_each(|c| push_gap(&mut out, plain_dash(c)));
        rest = after;
    }
    out.truncate(out.trim_end().len());
    out
}

/// Lower case, composed again where that took letters apart.
fn lower_case(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    if is_nfc(&lower) {
        Cow::Owned(lower)
    } else {
        Cow::Owned(lower.nfc().collect())
    }
}

/// Brings the word that was just written to its one spelling, if it may have another.
fn finish_word(out: &mut String, start: Option<usize>) {
    let Some(start) = start else { return };
    let word = &out[start..];
    let mut letters = word.chars().rev();
    let last = letters.next().and_then(tone);
    let before = letters.next();
    let open = matches!(
        (before, last),
        (Some('o'), Some(('a' | 'e', 1..))) | (Some('u'), Some(('y', 1..)))
    );
    let short_i = matches!(last, Some(('i', _))) && letters.nth(1).is_none();
    if open || short_i {
        let united = unify_syllable(word);
        out.truncate(start);
        out.push_str(&united);
    }
}

/// Words of letters and digits with their byte ranges. Combining marks belong to the letter before them.
pub fn syllables(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let bases = bases();
    // The table knows nearly every letter; asking Unicode takes far longer.
    let is_letter =
        move |c: char| bases.get(c as usize).is_some_and(|&base| base != 0) || !c.is_ascii() && c.is_alphanumeric();
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + rest.find(is_letter)?;
        let rest = &text[start..];
        let end = start
            + rest
                .find(|c: char| !is_letter(c) && !is_combining(c))
                .unwrap_or(rest.len());
        at = end;
        Some((start..end, &text[start..end]))
    })
}

/// Where the word that a text begins with ends; a number keeps the signs inside it: `1.000.000`, `12/2020`. Nothing when
/// it begins with a sign.
pub fn end_of_word(text: &str) -> usize {
    let bases = bases();
    let is_letter = |c: char| bases.get(c as usize).is_some_and(|&base| base != 0) || c.is_alphanumeric();
    let mut end = 0;
    let mut after_digit = false;
    for (at, c) in text.char_indices() {
        let next_is_digit = || text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        let inside = after_digit && matches!(c, '.' | ',' | '/') && next_is_digit();
        if !is_letter(c) && !inside {
            break;
        }
        after_digit = c.is_ascii_digit();
        end = at + c.len_utf8();
    }
    end
}

/// A text without what stands in round brackets.
pub fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// Whether two texts hold the same words and differ only in spelling, capitals, spaces or punctuation.
pub fn same_but_for_spelling(a: &str, b: &str) -> bool {
    if have_other_letters(a, b) {
        return false;
    }
    // Spaces between words may differ; between figures they may not: "khoản 1, 2" is not "khoản 12".
    let words = |text: &str| {
        let canonical = canonical(text);
        syllables(&canonical).fold(String::new(), |mut joined, (_, word)| {
            let figure = word.chars().any(|c| c.is_ascii_digit());
            joined.push_str(if figure { "|" } else { "" });
            joined.push_str(word);
            joined.push_str(if figure { "|" } else { "" });
            joined
        })
    };
    // Numbers keep their signs: 1.000 and 1,000 may be different amounts.
    let figures = |text: &str| {
        let mut kept: Vec<String> = Vec::new();
        for piece in text.split_whitespace() {
            let piece = piece.trim_matches(|c: char| !c.is_alphanumeric());
            if piece.chars().filter(char::is_ascii_digit).count() > 1 && piece.contains(['.', ',', '/']) {
                kept.push(canonical(piece));
            }
        }
        kept
    };
    words(a) == words(b) && figures(a) == figures(b)
}

/// Whether two texts surely hold different words, told by the first bare letter or figure that is another. No spelling of a
/// text has others, but for i and y.
fn have_other_letters(a: &str, b: &str) -> bool {
    let bases = bases();
    let letter = |c: char| match bases.get(c as usize) {
        Some(b'y') => Some(Some(b'i')),
        Some(&base) if base != 0 => Some(Some(base)),
        _ if is_plain(c) && !c.is_alphanumeric() => None,
        // What it stands for is not known here.
        _ => Some(None),
    };
    let (mut a, mut b) = (a.chars().filter_map(letter), b.chars().filter_map(letter));
    loop {
        match (a.next(), b.next()) {
            (None, None) | (Some(None), _) | (_, Some(None)) => return false,
            (one, other) if one != other => return true,
            _ => {}
        }
    }
}

/// White space collapses, and is dropped inside codes: "NĐ- CP", "63 /2010".
fn push_gap(out: &mut String, c: char) {
    if c.is_whitespace() {
        let inside_code = out.ends_with('-') && out[..out.len() - 1].ends_with(char::is_alphanumeric)
            || out.ends_with('/') && out[..out.len() - 1].ends_with(|c: char| c.is_ascii_digit());
        if !out.is_empty() && !out.ends_with(' ') && !inside_code {
            out.push(' ');
        }
        return;
    }
    if c == '/' && out.ends_with(' ') && out.trim_end().ends_with(|c: char| c.is_ascii_digit()) {
        out.pop();
    }
    out.push(c);
}

/// Old position of the tone mark in open syllables (oà → òa, not after q) and `y` for `i` after one of klmtshvq.
fn unify_syllable(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let n = letters.len();
    if n >= 2
        && let (Some((first, 0)), Some((second, mark))) = (tone(letters[n - 2]), tone(letters[n - 1]))
        && mark > 0
        && matches!((first, second), ('o', 'a') | ('o', 'e') | ('u', 'y'))
        && (n < 3 || letters[n - 3] != 'q')
    {
        letters[n - 2] = with_tone(first, mark);
        letters[n - 1] = second;
    }
    let lone_consonant = match letters.as_slice() {
        [consonant, _] => "klmtshv".contains(*consonant),
        ['q', 'u', _] => true,
        _ => false,
    };
    if lone_consonant && let Some(('i', mark)) = letters.last().and_then(|&last| tone(last)) {
        letters[n - 1] = with_tone('y', mark);
    }
    letters.into_iter().collect()
}

/// A name as a file's name: folded, words joined with hyphens.
pub fn slug(name: &str) -> String {
    let folded = fold(name);
    let words = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// The text with its first letter in capitals.
pub fn capitalise_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The text with its first letter in lower case, unless it begins with an abbreviation.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if !chars.clone().next().is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// A text on one line, with single blanks.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tone_marks_come_to_one_position_in_open_syllables_only() {
        for (typed, united) in [
            ("hoà", "hòa"),
            ("Uỷ ban", "ủy ban"),
            ("quý", "quý"),
            ("hoàn", "hoàn"),
            ("ngoài", "ngoài"),
            ("khuỷu", "khuỷu"),
            ("khoẻ", "khỏe"),
            ("thuỵ", "thụy"),
            ("huỷ", "hủy"),
        ] {
            assert_eq!(canonical(typed), united, "{typed}");
        }
    }

    #[test]
    fn i_and_y_are_one_after_a_lone_consonant() {
        for (a, b) in [
            ("lí lịch", "lý lịch"),
            ("kĩ thuật", "kỹ thuật"),
            ("tỉ lệ", "tỷ lệ"),
            ("quí", "quý"),
            ("bác sĩ", "bác sỹ"),
        ] {
            assert_eq!(canonical(a), canonical(b));
        }
        assert_ne!(canonical("tai"), canonical("tay"));
    }

    #[test]
    fn decomposed_and_look_alike_letters_are_repaired() {
        assert_eq!(clean("thu\u{309} tu\u{323}c"), "thủ tục");
        assert_eq!(clean("\u{d0}ăng ký\u{200b}"), "Đăng ký");
        assert_eq!(fold("Đăng ký"), "dang ky");
        assert_eq!(fold("thu\u{309} tu\u{323}c"), "thu tuc");
    }

    #[test]
    fn plain_characters_are_those_that_cleaning_leaves_alone() {
        for c in (0..0x3000).filter_map(char::from_u32).filter(|&c| is_plain(c)) {
            assert!(
                !is_invisible(c) && !is_odd_space(c) && look_alike(c).is_none() && is_nfc(&c.to_string()),
                "{c:?}"
            );
        }
    }

    #[test]
    fn codes_lose_stray_spaces() {
        assert_eq!(canonical("số 63 /2010/NĐ- CP"), "số 63/2010/nđ-cp");
        assert_eq!(canonical("Hà Nội - Huế"), "hà nội - huế");
    }

    #[test]
    fn spelling_is_told_from_content() {
        assert!(same_but_for_spelling("Uỷ ban  nhân dân, xã", "Ủy ban nhân dân xã"));
        assert!(!same_but_for_spelling("Bản sao", "Bản chính"));
        assert!(!same_but_for_spelling("phí 1.500 đồng", "phí 15.00 đồng"));
    }

    #[test]
    fn what_is_quick_is_right() {
        let pieces = [
            "hoà",
            "hòa",
            "Hòa",
            "kĩ",
            "kỹ",
            "lý",
            "lí",
            "quí",
            "quý",
            "Ð",
            "Đ",
            "đ",
            "o\u{302}\u{301}",
            "ố",
            " ",
            "-",
            "–",
            "12",
            "1.2",
            "ở",
            "thuý",
            "thúy",
            "\u{200b}",
            "é",
            "ß",
            ",",
            "\n",
        ];
        arbtest::arbtest(|u| {
            let text = |u: &mut arbtest::arbitrary::Unstructured<'_>| -> arbtest::arbitrary::Result<String> {
                let count = u.int_in_range(0..=4)?;
                (0..count).map(|_| u.choose(&pieces).copied()).collect()
            };
            let (a, b) = (text(u)?, text(u)?);
            let letters = |text: &str| {
                syllables(&canonical(text))
                    .map(|(_, word)| word.to_owned())
                    .collect::<String>()
            };
            if let Some(plain) = plain_canonical(&a) {
                assert_eq!(plain, any_canonical(&a));
            }
            if letters(&a) == letters(&b) {
                assert!(!have_other_letters(&a, &b), "{a:?} {b:?}");
            }
            Ok(())
        });
    }

    #[test]
    fn syllables_keep_their_places() {
        let words: Vec<_> = syllables("Cấp lại, 63/2010")
            .map(|(range, word)| (range.start, word))
            .collect();
        assert_eq!(words, [(0, "Cấp"), (6, "lại"), (13, "63"), (16, "2010")]);
    }

    #[test]
    fn first_letters_change_case_but_abbreviations_stay() {
        assert_eq!(lower_first("Địa chỉ"), "địa chỉ");
        assert_eq!(lower_first("UBND xã"), "UBND xã");
        assert_eq!(capitalise_first("ủy ban"), "Ủy ban");
    }

    #[test]
    fn every_form_is_its_own_form() {
        arbtest::arbtest(|u| {
            let text: String = u.arbitrary()?;
            let canon = canonical(&text);
            assert_eq!(canonical(&canon), canon, "canonical of {text:?}");
            assert_eq!(clean(&clean(&text)), clean(&text));
            assert_eq!(fold(&canon), fold(&text));
            assert_eq!(fold(&fold(&text)), fold(&text), "fold of {text:?}");
            let mut folded = String::new();
            for (_, word) in syllables(&text) {
                fold_word(word, &mut folded);
                assert_eq!(folded, fold(word), "fold of {word:?}");
            }
            for (range, word) in syllables(&text) {
                assert_eq!(&text[range], word);
            }
            Ok(())
        });
    }
}
