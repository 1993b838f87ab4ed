//! Where records stand in a file that has no line for each: at their codes.

use std::collections::HashMap;

use crate::finding::Place;

/// Digits of a code, with its point.
const DIGITS: usize = 8;

/// Codes of a file with the first places they stand at.
pub(super) struct Places<'t> {
    of_code: HashMap<&'t str, (bool, usize, usize)>,
}

impl<'t> Places<'t> {
    /// Of a text of any size, in one pass. Where a code is said to be a record's own counts before where it is only named.
    pub(super) fn of(text: &'t str) -> Self {
        let mut of_code: HashMap<&str, (bool, usize, usize)> = HashMap::new();
        for (line, number) in text.lines().zip(1..) {
            let (mut column, mut done) = (1, 0);
            for (at, _) in line.match_indices('.') {
                let Some(code) = at.checked_sub(1).and_then(|start| line.get(start..start + DIGITS)) else {
                    continue;
                };
                let mut bytes = code.bytes().enumerate();
                if !bytes.all(|(place, byte)| place == 1 || byte.is_ascii_digit()) || at <= done {
                    continue;
                }
                column += line[done..at - 1].chars().count();
                done = at - 1;
                let own = is_own(&line[..done]);
                let known = of_code.entry(code).or_insert((own, number, column));
                if own && !known.0 {
                    *known = (own, number, column);
                }
            }
        }
        Self { of_code }
    }

    /// Where the record of a code stands; that it is the nth, where its code is nowhere.
    pub(super) fn at(&self, code: &str, shown: &str, nth: usize) -> Place {
        let known = code.trim().get(..DIGITS).and_then(|code| self.of_code.get(code));
        let (line, column) = known.map_or((nth, 1), |(_, line, column)| (*line, *column));
        Place {
            path: shown.to_owned(),
            line,
            column,
        }
    }
}

/// Whether what stands before a code says that it is one of a record.
fn is_own(before: &str) -> bool {
    let key = before.trim_end_matches([' ', '\t', '"', ':', '[']);
    ["code", "ma", "identifier"].iter().any(|known| {
        let start = key.len().checked_sub(known.len());
        start
            .and_then(|start| key.get(start..))
            .is_some_and(|end| end.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_found_where_it_says_its_code() {
        let text = "[\n {\"lien_quan\": [\"1.000002\"], \"ma\": \"1.000001\"},\n {\"tên\": \"ố\", \"ma\": \"1.000002.H17\"}\n]";
        let places = Places::of(text);
        let at = |code: &str| places.at(code, "a.json", 7).to_string();
        assert_eq!(at("1.000001"), "a.json:2:37");
        assert_eq!(at("1.000002.H17"), "a.json:3:22");
        assert_eq!(at("1.000009"), "a.json:7:1");
        let turtle = "<a> dct:relation <b> ; dct:identifier \"1.000003\" .\n";
        assert_eq!(Places::of(turtle).at("1.000003", "a.ttl", 1).to_string(), "a.ttl:1:40");
    }

    #[test]
    fn any_text_has_places() {
        for text in ["", ".", "1.", "ố.000001", "1.00000", "..........", "1.000001.000001"] {
            Places::of(text);
        }
    }
}
