//! Words without any marks, for the index and for typing without accents.

use std::ops::Range;

use super::canonical;
use super::letters::{base_letter, bases, is_combining, tone, with_tone};

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

/// Visits the [`syllables`](super::syllables) of a text with the [`number_of_folded`] of each. Folding a whole text and then looking its words
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::letters::VOWELS;
    use crate::text::syllables;

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
}
