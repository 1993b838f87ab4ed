//! Places inside a legal document.

use std::fmt;
use std::str::FromStr;

use super::{Described, ParseValueError};
use crate::text;

/// A place inside a document: `điểm b khoản 2 Điều 5`, `khoản 1 mục III Phụ lục VI`. Several places stand apart by `;`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Clause(Vec<Vec<Part>>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Part {
    unit: Unit,
    numbers: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Unit {
    Point,
    Paragraph,
    Article,
    Section,
    Chapter,
    Annex,
}

/// Words of units, longest first; `Điều`, `Chương` and `Phụ lục` are printed with a capital when citing.
const UNITS: [(Unit, &str, &str); 7] = [
    (Unit::Annex, "phụ lục", "Phụ lục"),
    (Unit::Section, "tiểu mục", "tiểu mục"),
    (Unit::Chapter, "chương", "Chương"),
    (Unit::Paragraph, "khoản", "khoản"),
    (Unit::Point, "điểm", "điểm"),
    (Unit::Article, "điều", "Điều"),
    (Unit::Section, "mục", "mục"),
];

impl FromStr for Clause {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || ParseValueError::new(text, "điểm, khoản, điều", Self::EXAMPLES).or_free_text();
        let places: Option<Vec<_>> = text.split(';').map(place).collect();
        places.filter(|places| !places.is_empty()).map(Self).ok_or_else(refused)
    }
}

fn place(text: &str) -> Option<Vec<Part>> {
    let words = text::clean(text);
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = words
        .trim()
        .trim_end_matches('.')
        .trim_start_matches("các ")
        .trim_start_matches("Các ")
        .trim();
    while !rest.is_empty() {
        let lower = rest.to_lowercase();
        let (unit, word, _) = *UNITS.iter().find(|(_, word, _)| {
            lower.starts_with(word) && lower[word.len()..].starts_with(|c: char| c.is_whitespace())
        })?;
        // The words of units have one length in both cases, letter by letter.
        let after = rest.get(word.len()..)?.trim_start();
        let end = next_unit(after);
        let (numbers, tail) = after.split_at(end);
        let numbers = tidy_numbers(numbers)?;
        parts.push(Part { unit, numbers });
        rest = tail.trim_start();
    }
    (!parts.is_empty()).then_some(parts)
}

fn next_unit(text: &str) -> usize {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return text.len();
    }
    let starts = UNITS.iter().flat_map(|(_, word, _)| {
        lower
            .match_indices(word)
            .filter(|(at, _)| *at > 0 && lower[..*at].ends_with([' ', ',']))
            .map(|(at, _)| at)
    });
    starts.min().unwrap_or(text.len())
}

/// `1`, `35a`, `đ`, `VI`, and lists such as `1, 2 và 3`.
fn tidy_numbers(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(',').trim();
    let mut tidy: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let (core, comma) = word.strip_suffix(',').map_or((word, ""), |core| (core, ","));
        let figure = core.chars().count() <= 6 && core.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
        let numeric = core.starts_with(|c: char| c.is_ascii_digit());
        // "Điều 49 Bộ" is no number: two letters are a điểm, and small.
        let letter = match core.chars().count() {
            1 => true,
            2 => core.chars().all(|c| c.is_lowercase() || c.is_ascii_digit()),
            _ => false,
        };
        let roman = core.chars().all(|c| "IVXLC".contains(c));
        if core == "và" || core == "đến" || (figure && (numeric || letter || roman) && !core.is_empty()) {
            tidy.push(format!("{core}{comma}"));
        } else {
            return None;
        }
    }
    (!tidy.is_empty()).then(|| tidy.join(" "))
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, place) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            for (nth, part) in place.iter().enumerate() {
                let printed = UNITS
                    .iter()
                    .find(|(unit, ..)| *unit == part.unit)
                    .map_or(
                        "",
                        |(_, word, printed)| {
                            if *word == "tiểu mục" { "mục" } else { printed }
                        },
                    );
                let separator = match nth.checked_sub(1).map(|before| &place[before]) {
                    None => "",
                    // Not inside the one before, but beside it: "Điều 27, Điều 28", "khoản 1 và khoản 3".
                    Some(before) if part.unit <= before.unit && !before.numbers.ends_with(['à', 'n']) => ", ",
                    Some(_) => " ",
                };
                write!(f, "{separator}{printed} {}", part.numbers)?;
            }
        }
        Ok(())
    }
}

impl Described for Clause {
    const TITLE: &'static str = "Điều khoản";
    const DESCRIPTION: &'static str = "Điểm, khoản, điều; nhiều chỗ cách nhau bằng dấu chấm phẩy.";
    const EXAMPLES: &'static [&'static str] = &["khoản 1 Điều 16", "điểm b khoản 2 Điều 5", "Phụ lục I"];
}

#[cfg(test)]
mod tests {
    use super::super::assert_round_trip;
    use super::*;

    #[test]
    fn places_are_printed_with_the_official_capitals() {
        for (text, printed) in [
            ("điểm b khoản 2 Điều 5", "điểm b khoản 2 Điều 5"),
            ("Khoản 1 điều 16", "khoản 1 Điều 16"),
            ("Điều 35a", "Điều 35a"),
            ("Điểm b Khoản 1 mục III Phụ lục VI", "điểm b khoản 1 mục III Phụ lục VI"),
            ("khoản 1, 2 và 3 Điều 9; Điều 11", "khoản 1, 2 và 3 Điều 9; Điều 11"),
            ("điểm đ, khoản 2, Điều 7", "điểm đ khoản 2 Điều 7"),
            ("Chương V", "Chương V"),
            ("Điều 27, Điều 28", "Điều 27, Điều 28"),
            ("khoản 1 Điều 5, Điều 34", "khoản 1 Điều 5, Điều 34"),
            ("khoản 1 và khoản 3 Điều 9", "khoản 1 và khoản 3 Điều 9"),
            ("Điều 20 đến Điều 22", "Điều 20 đến Điều 22"),
        ] {
            assert_eq!(
                text.parse::<Clause>()
                    .unwrap_or_else(|e| panic!("{text}: {e}"))
                    .to_string(),
                printed
            );
            assert_round_trip::<Clause>(text);
        }
    }

    #[test]
    fn prose_is_not_a_place() {
        for text in [
            "",
            "theo quy định",
            "Điều",
            "Điều khoản chung",
            "Luật Đất đai",
            "Điều 49 Bộ",
        ] {
            assert!(text.parse::<Clause>().is_err(), "{text}");
        }
    }
}
