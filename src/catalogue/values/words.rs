//! Numbers in words: `mười lăm`, `ba trăm nghìn`.

use crate::text;

/// Reads a whole number in words, as it stands in brackets behind its digits.
pub(super) fn number_in_words(words: &str) -> Option<u64> {
    let canonical = text::canonical(words);
    let words: Vec<&str> = canonical.split_whitespace().collect();
    if words.is_empty() {
        return None;
    }
    above_thousand(
        &words,
        &[
            ("tỷ", 1_000_000_000),
            ("triệu", 1_000_000),
            ("nghìn", 1_000),
            ("ngàn", 1_000),
        ],
    )
}

/// Splits at the greatest scale present; what stands before it is multiplied, what follows is added.
fn above_thousand(words: &[&str], scales: &[(&str, u64)]) -> Option<u64> {
    let Some((&(scale, factor), smaller)) = scales.split_first() else {
        return under_thousand(words);
    };
    let Some(at) = words.iter().position(|&word| word == scale) else {
        return above_thousand(words, smaller);
    };
    let head = above_thousand(&words[..at], smaller)?;
    let tail = &words[at + 1..];
    let tail = if tail.is_empty() {
        0
    } else {
        above_thousand(tail, smaller)?
    };
    (tail < factor)
        .then(|| head.checked_mul(factor)?.checked_add(tail))
        .flatten()
}

fn under_thousand(words: &[&str]) -> Option<u64> {
    match words {
        [hundreds, "trăm"] => Some(digit(hundreds)? * 100),
        [hundreds, "trăm", "lẻ" | "linh", unit] => Some(digit(hundreds)? * 100 + digit(unit)?),
        // "Ba trăm hai" is 302 to one reader and 320 to another.
        [_, "trăm", unit] if *unit != "mười" => None,
        [hundreds, "trăm", rest @ ..] => Some(digit(hundreds)? * 100 + tens(rest)?),
        _ => tens(words),
    }
}

fn tens(words: &[&str]) -> Option<u64> {
    match words {
        [unit] if *unit != "mười" => digit(unit),
        ["mười"] => Some(10),
        ["mười", unit] => Some(10 + last_digit(unit)?),
        [tens, "mươi"] => Some(digit(tens)? * 10),
        [tens, "mươi", unit] | [tens, unit] => Some(digit(tens).filter(|&tens| tens > 1)? * 10 + last_digit(unit)?),
        _ => None,
    }
}

fn digit(word: &str) -> Option<u64> {
    const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
    let word = if word == "bẩy" { "bảy" } else { word };
    DIGITS.iter().position(|&digit| digit == word).map(|at| at as u64)
}

/// A digit behind tens, where some change their sound: hai mươi mốt, hai mươi tư, mười lăm.
fn last_digit(word: &str) -> Option<u64> {
    match word {
        "mốt" => Some(1),
        "tư" => Some(4),
        "lăm" | "nhăm" => Some(5),
        _ => digit(word).filter(|&digit| digit > 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_in_official_texts_are_read() {
        for (words, number) in [
            ("ba", 3),
            ("năm", 5),
            ("mười", 10),
            ("mười lăm", 15),
            ("Hai mươi", 20),
            ("hai mươi mốt", 21),
            ("hai mươi tư", 24),
            ("hai mươi\nlăm", 25),
            ("năm mươi", 50),
            ("một trăm linh năm", 105),
            ("một trăm hai mươi", 120),
            ("ba trăm nghìn", 300_000),
            ("hai triệu năm trăm ngàn", 2_500_000),
            ("một tỷ", 1_000_000_000),
        ] {
            assert_eq!(number_in_words(words), Some(number), "{words}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for words in [
            "",
            "ngày",
            "mười mươi",
            "lăm",
            "nghìn",
            "ba trăm hai",
            "ba trăm nghìn đồng",
            "một nghìn triệu tỷ tỷ",
        ] {
            assert_eq!(number_in_words(words), None, "{words}");
        }
    }
}
