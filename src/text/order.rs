//! The order of a Vietnamese dictionary.

use std::cmp::Ordering;

use super::clean;
use super::letters::VOWELS;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_follows_the_dictionary() {
        let mut words = ["đất", "dân", "ăn", "an", "án", "ban", "âm", "01"];
        words.sort_by(|a, b| compare(a, b));
        assert_eq!(words, ["01", "an", "án", "ăn", "âm", "ban", "dân", "đất"]);
    }
}
