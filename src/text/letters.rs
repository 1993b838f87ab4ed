//! The letters of Vietnamese with their marks, and characters that stand for others.

use unicode_normalization::UnicodeNormalization;

pub(super) const VOWELS: [[char; 6]; 12] = [
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

/// The lower-case vowel without its tone and the number of the tone, 0 for none; `None` for what is no vowel.
pub fn tone(c: char) -> Option<(char, usize)> {
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

pub(super) fn with_tone(vowel: char, tone: usize) -> char {
    VOWELS.iter().find(|row| row[0] == vowel).map_or(vowel, |row| row[tone])
}

pub(super) fn base_letter(c: char) -> char {
    match c {
        'đ' => 'd',
        _ if c.is_ascii() => c,
        _ => c.nfd().next().filter(char::is_ascii).unwrap_or(c),
    }
}

/// The folded letter of every letter of Vietnamese and every digit, by code point; 0 for anything else.
pub(super) fn bases() -> &'static [u8] {
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

/// The lower case of every letter of Vietnamese and every digit, by code point.
pub(super) fn lower_letters() -> &'static [Option<char>] {
    static LOWER: std::sync::LazyLock<Vec<Option<char>>> = std::sync::LazyLock::new(|| {
        let known = bases().iter().zip(0..);
        let lower = |(&base, code)| char::from_u32(code).filter(|_| base != 0)?.to_lowercase().next();
        known.map(lower).collect()
    });
    &LOWER
}

pub(super) fn plain_dash(c: char) -> char {
    if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') {
        '-'
    } else {
        c
    }
}

pub(super) fn look_alike(c: char) -> Option<char> {
    match c {
        '\u{d0}' | '\u{189}' => Some('Đ'),
        '\u{f0}' => Some('đ'),
        _ => None,
    }
}

pub(super) fn is_odd_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
        | '\u{e000}'..='\u{f8ff}')
}

pub(super) fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}
