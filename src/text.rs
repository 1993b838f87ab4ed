//! Vietnamese text: the only place that decides what "the same word" means.
//!
//! Three forms, each made from the one before: [`clean`] keeps the author's spelling and repairs only the encoding;
//! [`canonical`] unites spellings of the same words (hoà/hòa, lý/lí, capitals, dashes); [`fold`] drops all marks, for
//! the index and for typing without accents. Stored and printed text is never canonical or folded.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Repairs the encoding: NFC, look-alike letters, spaces, invisible characters. The author's spelling and dashes stay.
pub fn clean(text: &str) -> String {
    if text.chars().all(is_plain) {
        return text.to_owned();
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
    cleaned
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

/// Whether a character is one that [`clean`] leaves alone wherever it stands: nearly all of a sound text.
fn is_plain(c: char) -> bool {
    c.is_ascii()
        || matches!(c, '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{cf}' | '\u{d1}'..='\u{ef}' | '\u{f1}'..='\u{188}'
            | '\u{1a0}'..='\u{1b0}' | '\u{1ea0}'..='\u{1ef9}' | '\u{2010}'..='\u{2027}')
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

/// The lower case of every letter of Vietnamese and every digit, by code point.
fn lower_letters() -> &'static [Option<char>] {
    static LOWER: std::sync::LazyLock<Vec<Option<char>>> = std::sync::LazyLock::new(|| {
        let known = bases().iter().zip(0..);
        let lower = |(&base, code)| char::from_u32(code).filter(|_| base != 0)?.to_lowercase().next();
        known.map(lower).collect()
    });
    &LOWER
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

/// Canonical text without any marks: ố → o, đ → d.
pub fn fold(text: &str) -> String {
    let bare: String = canonical(text).chars().map(base_letter).collect();
    // A foreign mark hid its letter from the rule on i and y; without the mark the rule applies.
    canonical(&bare)
}

/// Every way to put marks on a folded syllable, in canonical spelling: `duong` → đường, dương, dưỡng … The syllable itself is
/// among them. Not all are words.
pub fn accented_forms(folded: &str) -> Vec<String> {
    let marks = |c: char| -> &[char] {
        match c {
            'a' => &['a', 'ă', 'â'],
            'e' => &['e', 'ê'],
            'o' => &['o', 'ô', 'ơ'],
            'u' => &['u', 'ư'],
            'd' => &['d', 'đ'],
            _ => &[],
        }
    };
    let mut forms: Vec<Vec<char>> = vec![Vec::new()];
    // No syllable is longer; a longer word has no marks worth guessing.
    if folded.chars().count() > 7 {
        return vec![folded.to_owned()];
    }
    for c in folded.chars() {
        let choices = if marks(c).is_empty() {
            std::slice::from_ref(&c)
        } else {
            marks(c)
        };
        forms = forms
            .iter()
            .flat_map(|form| choices.iter().map(move |&c| form.iter().copied().chain([c]).collect()))
            .collect();
    }
    let mut spelt: Vec<String> = Vec::new();
    for form in forms {
        spelt.push(form.iter().collect());
        for (at, vowel) in form.iter().enumerate().filter(|(_, c)| tone(**c).is_some()) {
            for mark in 1..6 {
                let mut toned = form.clone();
                toned[at] = with_tone(*vowel, mark);
                spelt.push(toned.iter().collect());
            }
        }
    }
    spelt.retain(|form| canonical(form) == *form);
    spelt
}

/// Writes the folded form of one word; the same as [`fold`], without the cost, for what nearly every word is made of.
pub fn fold_word(word: &str, out: &mut String) {
    out.clear();
    let bases = bases();
    for c in word.chars() {
        match bases.get(c as usize).copied().unwrap_or(0) {
            0 => {
                *out = fold(word);
                return;
            }
            base => out.push(char::from(base)),
        }
    }
    let y = match out.as_bytes() {
        [consonant, b'i'] => b"klmtshv".contains(consonant),
        [b'q', b'u', b'i'] => true,
        _ => false,
    };
    if y {
        out.pop();
        out.push('y');
    }
}

/// Visits the [`syllables`] of a text with the [`number_of_folded`] of each. Folding a whole text and then looking its words
/// up takes several times as long.
pub fn each_numbered(text: &str, mut visit: impl FnMut(Range<usize>, u64)) {
    let bases = bases();
    let mut word = NumberedWord::default();
    for (at, c) in text.char_indices() {
        match bases.get(c as usize) {
            Some(&base) if base != 0 => {
                word.start.get_or_insert(at);
                word.number = next_number(word.number, base);
            }
            _ if !c.is_ascii() && (c.is_alphanumeric() || word.start.is_some() && is_combining(c)) => {
                word.start.get_or_insert(at);
                word.is_foreign = true;
            }
            _ => std::mem::take(&mut word).finish(text, at, &mut visit),
        }
    }
    word.finish(text, text.len(), &mut visit);
}

/// A word that is being read.
#[derive(Default)]
struct NumberedWord {
    start: Option<usize>,
    number: u64,
    /// Whether it has a letter that the table of letters does not know.
    is_foreign: bool,
}

impl NumberedWord {
    #[inline]
    fn finish(self, text: &str, end: usize, visit: &mut impl FnMut(Range<usize>, u64)) {
        let Some(start) = self.start else { return };
        let number = if self.is_foreign {
            let mut folded = String::new();
            fold_word(&text[start..end], &mut folded);
            number_of_folded(&folded)
        } else if matches!(self.number.to_be_bytes(), [0, 0, 0, 0, 0, 0, consonant, b'i'] if b"klmtshv".contains(&consonant))
            || self.number == number_of_folded("qui")
        {
            self.number ^ u64::from(b'i' ^ b'y')
        } else {
            self.number
        };
        visit(start..end, number);
    }
}

/// A number for a folded word. Two words of up to eight letters never share one; longer ones hardly ever.
pub fn number_of_folded(word: &str) -> u64 {
    word.bytes().fold(0, next_number)
}

fn next_number(number: u64, letter: u8) -> u64 {
    number.rotate_left(8) ^ u64::from(letter)
}

/// The folded letter of every letter of Vietnamese and every digit, by code point; 0 for anything else.
fn bases() -> &'static [u8] {
    static BASES: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
        let mut bases = vec![0; 0x1efa];
        let mut set = |letter: char, base: u8| {
            for c in letter.to_lowercase().chain(letter.to_uppercase()) {
                if let Some(place) = bases.get_mut(c as usize) {
                    *place = base;
                }
            }
        };
        for c in (b'0'..=b'9').chain(b'a'..=b'z') {
            set(char::from(c), c);
        }
        for letter in VOWELS.iter().flatten().chain(&['đ']) {
            set(*letter, u8::try_from(base_letter(*letter)).unwrap_or(0));
        }
        bases
    });
    &BASES
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

const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'ả', 'ã', 'á', 'ạ'],
    ['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ'],
    ['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ'],
    ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'],
    ['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ'],
    ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'],
    ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'],
    ['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ'],
    ['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ'],
    ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'],
    ['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự'],
    ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'],
];

/// The vowel without its tone and the number of the tone, 0 for none.
fn tone(c: char) -> Option<(char, usize)> {
    static TONES: std::sync::LazyLock<Vec<Option<(char, usize)>>> = std::sync::LazyLock::new(|| {
        let mut tones = vec![None; 0x1efa];
        for row in VOWELS {
            for (mark, vowel) in row.iter().enumerate() {
                tones[*vowel as usize] = Some((row[0], mark));
            }
        }
        tones
    });
    TONES.get(c as usize).copied().flatten()
}

fn with_tone(vowel: char, tone: usize) -> char {
    VOWELS.iter().find(|row| row[0] == vowel).map_or(vowel, |row| row[tone])
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

fn base_letter(c: char) -> char {
    match c {
        'đ' => 'd',
        _ if c.is_ascii() => c,
        _ => c.nfd().next().filter(char::is_ascii).unwrap_or(c),
    }
}

fn plain_dash(c: char) -> char {
    if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') {
        '-'
    } else {
        c
    }
}

fn look_alike(c: char) -> Option<char> {
    match c {
        '\u{d0}' | '\u{189}' => Some('Đ'),
        '\u{f0}' => Some('đ'),
        _ => None,
    }
}

fn is_odd_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
        | '\u{e000}'..='\u{f8ff}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A character that should not stand in a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextProblem {
    /// Byte offset in the text.
    pub offset: usize,
    /// What is wrong.
    pub kind: TextProblemKind,
}

/// What is wrong with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextProblemKind {
    /// A letter written in pieces (decomposed Unicode).
    Decomposed,
    /// A letter of another alphabet that looks like a Vietnamese one.
    LookAlike(char),
    /// An invisible or private-use character.
    Invisible(char),
    /// A space that is not the ordinary one, or a tab.
    OddSpace(char),
}

impl TextProblem {
    /// What is wrong, in Vietnamese.
    pub fn message(&self) -> String {
        match self.kind {
            TextProblemKind::Decomposed => "chữ viết bằng tổ hợp rời (NFD), tìm kiếm sẽ không thấy".to_owned(),
            TextProblemKind::LookAlike(c) => format!(
                "chữ «{c}» (U+{:04X}) trông giống Đ nhưng không phải chữ Việt",
                u32::from(c)
            ),
            TextProblemKind::Invisible(c) => format!("ký tự không nhìn thấy U+{:04X}", u32::from(c)),
            TextProblemKind::OddSpace('\t') => "phím Tab trong nội dung".to_owned(),
            TextProblemKind::OddSpace(c) => format!("khoảng trắng lạ U+{:04X}", u32::from(c)),
        }
    }

    /// How to put it right, in Vietnamese.
    pub fn fix(&self) -> &'static str {
        match self.kind {
            TextProblemKind::Decomposed => "gõ lại chữ này bằng Unicode dựng sẵn (NFC)",
            TextProblemKind::LookAlike(_) => "gõ lại bằng chữ Đ, đ tiếng Việt",
            TextProblemKind::Invisible(_) => "xóa ký tự này",
            TextProblemKind::OddSpace(_) => "thay bằng dấu cách thường",
        }
    }
}

/// Characters that should not stand in a catalogue, in order.
pub fn problems(text: &str) -> Vec<TextProblem> {
    text.char_indices()
        .filter_map(|(offset, c)| {
            let kind = match c {
                _ if is_combining(c) => TextProblemKind::Decomposed,
                _ if look_alike(c).is_some() => TextProblemKind::LookAlike(c),
                _ if is_invisible(c) => TextProblemKind::Invisible(c),
                '\t' => TextProblemKind::OddSpace(c),
                _ if is_odd_space(c) => TextProblemKind::OddSpace(c),
                _ => return None,
            };
            Some(TextProblem { offset, kind })
        })
        .collect()
}

/// Orders as a Vietnamese dictionary does: a ă â b c d đ e ê …; tones decide only between words otherwise equal.
pub fn compare(a: &str, b: &str) -> Ordering {
    collation_key(a).cmp(&collation_key(b))
}

/// A key that sorts as [`compare`] orders.
pub fn collation_key(text: &str) -> (Vec<u32>, Vec<u8>) {
    const LETTERS: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
    /// Rank and tone of every letter of Vietnamese, by code point.
    static RANKS: std::sync::LazyLock<Vec<(u16, u8)>> = std::sync::LazyLock::new(|| {
        let mut ranks = vec![(0, 0); 0x1efa];
        for (rank, letter) in (1000..).zip(LETTERS.chars()) {
            let row = VOWELS.iter().find(|row| row[0] == letter);
            let forms: Vec<char> = row.map_or_else(|| vec![letter], |row| row.to_vec());
            // Dictionary order of tones: ngang, huyền, hỏi, ngã, sắc, nặng, as the rows of VOWELS stand.
            for (tone, form) in (0..).zip(forms) {
                for c in form.to_lowercase().chain(form.to_uppercase()) {
                    ranks[c as usize] = (rank, tone);
                }
            }
        }
        ranks
    });
    let (mut letters, mut tones) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len()));
    for c in clean(text).chars() {
        match RANKS.get(c as usize) {
            Some(&(rank, tone)) if rank > 0 => {
                letters.push(u32::from(rank));
                tones.push(tone);
            }
            _ => {
                for c in c.to_lowercase() {
                    let other_letter = c.is_alphanumeric() && !c.is_ascii_digit();
                    letters.push(if other_letter {
                        2000 + u32::from(c)
                    } else {
                        u32::from(c).min(999)
                    });
                    tones.push(0);
                }
            }
        }
    }
    (letters, tones)
}

/// A whole number with dots between thousands: 1.170.262.800.
pub fn number(value: impl Into<i128>) -> String {
    let value = value.into();
    let digits = value.unsigned_abs().to_string();
    let mut out = String::from(if value < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// A number with dots between thousands and a decimal comma: 1.234,5. Zeros at the end are left out.
pub fn decimal(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let whole = whole.parse::<i128>().map_or_else(|_| whole.to_owned(), number);
    if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole},{part}")
    }
}

/// The same with exactly so many decimals, rounded half up: 44,30.
pub fn fixed(value: Decimal, places: u32) -> String {
    let mut rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(places);
    let plain = rounded.to_string();
    match plain.split_once('.') {
        Some((whole, part)) => format!("{},{part}", decimal(whole.parse().unwrap_or_default())),
        None => decimal(rounded),
    }
}

/// A measure with two decimals and a decimal comma: 12,30. For scores, not for money.
pub fn points(value: f32) -> String {
    format!("{value:.2}").replace('.', ",")
}

/// A share in percent with at most two decimals: 94,48%. Of nothing there is none: "–".
pub fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let percent = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole);
    format!("{}%", decimal(percent.round_dp(2)))
}

/// A counted number as official prose writes it: 01, 02, 10, 1.733.
pub fn count(value: u64) -> String {
    if value < 10 { format!("0{value}") } else { number(value) }
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
    fn a_word_folds_as_a_text_does() {
        let mut folded = String::new();
        for vowel in VOWELS.iter().flatten() {
            for word in [
                format!("K{vowel}"),
                format!("đ{vowel}ng"),
                format!("QU{vowel}"),
                format!("{vowel}2"),
            ] {
                fold_word(&word, &mut folded);
                assert_eq!(folded, fold(&word), "{word}");
            }
        }
    }

    #[test]
    fn numbered_words_are_the_syllables_folded() {
        let check = |text: &str| {
            let mut numbered = Vec::new();
            each_numbered(text, |range, number| numbered.push((range, number)));
            let folded = |(range, word)| {
                let mut folded = String::new();
                fold_word(word, &mut folded);
                (range, number_of_folded(&folded))
            };
            let expected: Vec<_> = syllables(text).map(folded).collect();
            assert_eq!(numbered, expected, "{text}");
        };
        check("Đăng ký LÍ lịch, quí I: 63/2010/NĐ-CP; ki\u{301} café");
        arbtest::arbtest(|u| {
            check(u.arbitrary()?);
            Ok(())
        });
    }

    #[test]
    fn the_accented_forms_of_a_syllable_hold_its_words() {
        let forms = accented_forms("duong");
        for word in ["đường", "dương", "dưỡng", "dượng", "đương"] {
            assert!(forms.iter().any(|form| form == word), "{word}");
        }
        assert!(accented_forms("hoa").contains(&"hóa".to_owned()));
        assert!(accented_forms("hoa").iter().all(|form| fold(form) == "hoa"));
        assert_eq!(accented_forms("qsdd1234"), ["qsdd1234"]);
    }

    #[test]
    fn sorting_follows_the_dictionary() {
        let mut words = ["đất", "dân", "ăn", "an", "án", "ban", "âm", "01"];
        words.sort_by(|a, b| compare(a, b));
        assert_eq!(words, ["01", "an", "án", "ăn", "âm", "ban", "dân", "đất"]);
    }

    #[test]
    fn numbers_are_printed_the_vietnamese_way() {
        assert_eq!(number(1_170_262_800), "1.170.262.800");
        assert_eq!(number(-1200), "-1.200");
        assert_eq!(decimal(Decimal::new(5571, 2)), "55,71");
        assert_eq!(decimal(Decimal::new(12_345_000, 3)), "12.345");
        assert_eq!(decimal(Decimal::new(-5, 1)), "-0,5");
        assert_eq!((count(1), count(10)), ("01".to_owned(), "10".to_owned()));
    }

    #[test]
    fn first_letters_change_case_but_abbreviations_stay() {
        assert_eq!(lower_first("Địa chỉ"), "địa chỉ");
        assert_eq!(lower_first("UBND xã"), "UBND xã");
        assert_eq!(capitalise_first("ủy ban"), "Ủy ban");
    }

    #[test]
    fn odd_characters_are_named_with_their_place() {
        let found = problems("a\u{a0}b\u{d0}\u{200b}");
        assert_eq!(
            found.iter().map(|problem| problem.offset).collect::<Vec<_>>(),
            [1, 4, 6]
        );
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
