//! What is left of Vietnamese when the input method was off: Telex (`ddawng kys`) and VNI (`d9a8ng ky1`).

/// Vowels with the marks an input method puts on them, without tones.
const MARKED: &[(char, char, char, char)] = &[
    // letter, marked letter, Telex key, VNI key
    ('a', 'â', 'a', '6'),
    ('e', 'ê', 'e', '6'),
    ('o', 'ô', 'o', '6'),
    ('a', 'ă', 'w', '8'),
    ('o', 'ơ', 'w', '7'),
    ('u', 'ư', 'w', '7'),
    ('d', 'đ', 'd', '9'),
];
const TONES_TELEX: &[(char, char)] = &[
    ('s', '\u{301}'),
    ('f', '\u{300}'),
    ('r', '\u{309}'),
    ('x', '\u{303}'),
    ('j', '\u{323}'),
];
const TONES_VNI: &[(char, char)] = &[
    ('1', '\u{301}'),
    ('2', '\u{300}'),
    ('3', '\u{309}'),
    ('4', '\u{303}'),
    ('5', '\u{323}'),
];

/// An input method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Telex,
    Vni,
}

/// The syllable somebody meant to type, in canonical spelling; `None` when the letters are no residue of an input method.
pub(super) fn decode(word: &str) -> Option<String> {
    let word = word.to_lowercase();
    if !word.is_ascii() || !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let method = if word.contains(|c: char| c.is_ascii_digit()) {
        Method::Vni
    } else {
        Method::Telex
    };
    let (letters, tone) = read(&word, method)?;
    let plain: String = letters.iter().collect();
    if tone.is_none() && plain == word {
        return None;
    }
    let spelt = match tone {
        Some(tone) => with_tone(&letters, tone)?,
        None => plain,
    };
    is_syllable(&letters).then(|| crate::text::canonical(&spelt))
}

/// The letters with their marks, and the tone.
fn read(word: &str, method: Method) -> Option<(Vec<char>, Option<char>)> {
    let (mut letters, mut tone): (Vec<char>, Option<char>) = (Vec::new(), None);
    let tones = if method == Method::Telex {
        TONES_TELEX
    } else {
        TONES_VNI
    };
    for c in word.chars() {
        let has_vowel = letters.iter().any(|&letter| is_vowel(letter));
        if let Some((_, mark)) = tones.iter().find(|(key, _)| *key == c && has_vowel) {
            if tone.is_some() {
                return None;
            }
            tone = Some(*mark);
        } else if !mark(&mut letters, c, method) {
            if method == Method::Telex && c == 'w' {
                letters.push('ư');
            } else if c.is_ascii_digit() {
                return None;
            } else {
                letters.push(c);
            }
        }
    }
    Some((letters, tone))
}

/// Puts the mark a key stands for on the last letter that can carry it; says whether there was one.
fn mark(letters: &mut [char], key: char, method: Method) -> bool {
    let key_of = |row: &(char, char, char, char)| if method == Method::Telex { row.2 } else { row.3 };
    let carries = |letter: char| MARKED.iter().find(|row| row.0 == letter && key_of(row) == key);
    // A doubled letter marks only a neighbour of the same kind: "a" after "ca" of "caan", not after "ba" of "bann a".
    let Some(at) = letters.iter().rposition(|&letter| carries(letter).is_some()) else {
        return false;
    };
    if method == Method::Telex && key != 'w' && key != 'd' {
        let between = &letters[at + 1..];
        if between.iter().any(|&letter| is_vowel(letter)) {
            return false;
        }
    }
    if let Some(row) = carries(letters[at]) {
        letters[at] = row.1;
        // "uow" marks both: ươ.
        if row.1 == 'ơ' && at > 0 && letters[at - 1] == 'u' && (at < 2 || letters[at - 2] != 'q') {
            letters[at - 1] = 'ư';
        }
    }
    true
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

/// Writes the tone on the vowel that carries it.
fn with_tone(letters: &[char], tone: char) -> Option<String> {
    let vowels = vowels(letters);
    let last = letters.len();
    let marked = vowels
        .clone()
        .rev()
        .find(|&at| matches!(letters[at], 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư'));
    let at = match (marked, vowels.len()) {
        (_, 0) => return None,
        (Some(marked), _) => marked,
        (None, 1) => vowels.start,
        // Before a final consonant the last vowel carries it, in an open syllable the one before the last.
        (None, count) if vowels.end < last => vowels.start + count - 1,
        (None, count) => vowels.start + count - 2,
    };
    let mut spelt: String = letters[..=at].iter().collect();
    spelt.push(tone);
    spelt.extend(&letters[at + 1..]);
    Some(spelt)
}

/// Where the vowels of a syllable stand; the u of "qu" and the i of "gi" belong to the consonant before them.
fn vowels(letters: &[char]) -> std::ops::Range<usize> {
    let mut start = letters.iter().position(|&c| is_vowel(c)).unwrap_or(letters.len());
    let mut end = start;
    while end < letters.len() && is_vowel(letters[end]) {
        end += 1;
    }
    let glide = start > 0 && end - start > 1 && matches!((letters[start - 1], letters[start]), ('q', 'u') | ('g', 'i'));
    if glide {
        start += 1;
    }
    start..end
}

const INITIALS: &[&str] = &[
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x", "q",
];
const FINALS: &[&str] = &["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Whether the letters could be a Vietnamese syllable: an initial, one to three vowels, a final.
fn is_syllable(letters: &[char]) -> bool {
    let vowels = vowels(letters);
    let initial: String = letters[..vowels.start].iter().collect();
    let last: String = letters[vowels.end..].iter().collect();
    (1..=3).contains(&vowels.len()) && INITIALS.contains(&initial.as_str()) && FINALS.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telex_residue_is_read() {
        for (typed, meant) in [
            ("ddawng", "đăng"),
            ("kys", "ký"),
            ("thur", "thủ"),
            ("tucj", "tục"),
            ("hanhf", "hành"),
            ("chinhs", "chính"),
            ("giaays", "giấy"),
            ("giaasy", "giấy"),
            ("pheps", "phép"),
            ("dduwowngf", "đường"),
            ("dduowngf", "đường"),
            ("quyeenf", "quyền"),
            ("hoas", "hóa"),
            ("nguowif", "người"),
            ("DDaats", "đất"),
            ("suwar", "sửa"),
        ] {
            assert_eq!(decode(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn vni_residue_is_read() {
        for (typed, meant) in [
            ("d9a8ng", "đăng"),
            ("ky1", "ký"),
            ("thu3", "thủ"),
            ("tuc5", "tục"),
            ("giay61", "giấy"),
            ("gia6y1", "giấy"),
            ("d9u7o7ng2", "đường"),
            ("ket61", "kết"),
            ("ho6n", "hôn"),
        ] {
            assert_eq!(decode(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn ordinary_words_and_codes_are_no_residue() {
        for word in [
            "khai", "sinh", "63", "nđ", "ct07", "2010", "h17", "kiểm", "qsdd", "", "vb2",
        ] {
            assert_eq!(decode(word), None, "{word}");
        }
    }

    #[test]
    fn any_word_can_be_looked_at() {
        arbtest::arbtest(|u| {
            let word: String = u.arbitrary()?;
            if let Some(meant) = decode(&word) {
                assert_eq!(crate::text::canonical(&meant), meant);
            }
            Ok(())
        });
    }
}
