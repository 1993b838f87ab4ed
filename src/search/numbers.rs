//! Numbers of legal documents and codes of procedures inside running text, however they are written.
//!
//! `Nghị định số 63 /2010/NĐ- CP`, `nd 63/2010`, `63/2010/ND-CP` and `nghị định 63 năm 2010` share the term `63/2010`; those
//! that name the issuer share `63/2010/ndcp` as well. `68/NQ-CP` and `68-NQ/TW` are different documents and share nothing.

use std::ops::Range;

use crate::text;

/// Most parts of an issuer's symbol: `TTLT-BYT-BTC-BLĐTBXH`.
const SYMBOL_PARTS: usize = 5;

/// A number or a code found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
    /// Its terms, the most exact one first.
    pub(super) terms: Vec<String>,
}

/// What a number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A legal document.
    Document,
    /// A procedure.
    Code,
}

/// Every number in a text, in order. None reaches over the end of a line.
pub(super) fn find(text: &str) -> Vec<Found> {
    let words: Vec<Range<usize>> = text::syllables(text).map(|(range, _)| range).collect();
    find_among(text, &words)
}

/// [`find`] in a text whose words are known.
pub(super) fn find_among(text: &str, words: &[Range<usize>]) -> Vec<Found> {
    let (mut found, mut start, mut rest) = (Vec::new(), 0, words);
    for line in text.split_inclusive('\n') {
        start += line.len();
        let (words, after) = rest.split_at(rest.partition_point(|word| word.start < start));
        let figures = |word: &Range<usize>| text.as_bytes()[word.start].is_ascii_digit();
        if words.iter().any(figures) && may_hold_number(line) {
            Scan { text, words }.find(&mut found);
        }
        rest = after;
    }
    found
}

/// Whether a closer look at a line with figures is worth it: a document's number has a slash or a year in words, a code six
/// figures behind a stop.
fn may_hold_number(line: &str) -> bool {
    let bytes = line.as_bytes();
    let figure = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let code = || memchr::memchr_iter(b'.', bytes).any(|at| (1..=6).all(|next| figure(at + next)));
    memchr::memchr(b'/', bytes).is_some() || code() || in_words(line)
}

fn in_words(line: &str) -> bool {
    ["năm ", "nam ", "NĂM ", "Năm ", "NAM "]
        .iter()
        .any(|year| line.contains(year))
}

/// Codes a person may have meant by one typed word: written in full, without its zeros (a spreadsheet eats those at the
/// end), without its dot, with a comma for the dot.
pub(super) fn meant_codes(word: &str) -> Vec<String> {
    if !word.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let word = text::fold(word);
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let mut codes = vec![word.to_owned()];
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if let Some((kind, rest)) = word
        .split_once(['.', ','])
        .filter(|(kind, _)| kind.len() == 1 && digits(kind))
    {
        let number = rest.split('.').next().unwrap_or_default();
        if digits(number) && (4..=6).contains(&number.len()) {
            codes.push(format!("{kind}.{number:0<6}"));
            codes.push(format!("{kind}.{number:0>6}"));
        }
    } else if digits(word) && word.len() == 7 {
        codes.push(format!("{}.{}", &word[..1], &word[1..]));
    } else if digits(word) && word.len() == 6 && word.starts_with('0') {
        codes.extend((1..=3).map(|kind| format!("{kind}.{word}")));
    }
    codes.dedup();
    codes
}

/// A line cut into words, with what stands between them.
struct Scan<'a> {
    text: &'a str,
    words: &'a [Range<usize>],
}

impl Scan<'_> {
    fn find(&self, found: &mut Vec<Found>) {
        let mut at = 0;
        while at < self.words.len() {
            // Whatever is looked for begins with a figure.
            let begins = self.word(at).starts_with(|c: char| c.is_ascii_digit());
            let number = || self.code(at).or_else(|| self.document(at));
            match begins.then(number).flatten() {
                Some((next, number)) => {
                    found.push(number);
                    at = next;
                }
                None => at += 1,
            }
        }
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &self.text[word.clone()])
    }

    /// What stands before a word.
    fn gap(&self, at: usize) -> &str {
        match (
            at.checked_sub(1).and_then(|before| self.words.get(before)),
            self.words.get(at),
        ) {
            (Some(before), Some(word)) => &self.text[before.end..word.start],
            _ => "",
        }
    }

    /// A slash, with the stray spaces and stops real records have around it.
    fn slash_before(&self, at: usize) -> bool {
        let gap = self.gap(at);
        !gap.contains('\n') && gap.trim_matches([' ', '.', '\u{a0}']) == "/"
    }

    /// A dash that joins: nothing stands before it ("QĐ-UBND - Ngày" does not join).
    fn dash_before(&self, at: usize) -> bool {
        matches!(self.gap(at).trim_end_matches(' '), "-" | "–" | "‐" | "_" | "&")
    }

    fn found(&self, first: usize, next: usize, kind: Kind, terms: Vec<String>) -> Option<(usize, Found)> {
        let range = self.words.get(first)?.start..self.words.get(next.checked_sub(1)?)?.end;
        Some((next, Found { range, kind, terms }))
    }

    /// Whether a word goes on with the number before it: `…/11/2025`, `…000.000`.
    fn is_inside_number(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        before.ends_with(|c: char| c.is_ascii_digit()) && matches!(self.gap(at), "/" | "." | ",")
    }

    fn code(&self, at: usize) -> Option<(usize, Found)> {
        let (kind, number) = (self.word(at), self.word(at + 1));
        let is_code = matches!(kind.as_bytes(), [b'1'..=b'9']) && self.gap(at + 1) == "." && is_digits(number, 6, 6);
        if !is_code || self.is_inside_number(at) {
            return None;
        }
        let mut next = at + 2;
        while self.is_suffix(next) {
            next += 1;
        }
        self.found(at, next, Kind::Code, vec![format!("{kind}.{number}")])
    }

    /// What portals hang behind a code: `.000.00.00.H17`, `. H05`.
    fn is_suffix(&self, at: usize) -> bool {
        let word = self.word(at);
        let publisher = word.len() == 3 && word.starts_with(['G', 'H', 'g', 'h']) && is_digits(&word[1..], 2, 2);
        match self.gap(at) {
            "." => publisher || is_digits(word, 2, 3),
            ". " => publisher,
            _ => false,
        }
    }

    fn document(&self, at: usize) -> Option<(usize, Found)> {
        let digits = self.word(at).trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if !is_digits(digits, 1, 6) || self.word(at).len() - digits.len() > 1 || self.is_inside_number(at) {
            return None;
        }
        let mut number = self.word(at).trim_start_matches('0').to_lowercase();
        let mut next = at + 1;
        if self.gap(next) == "." && is_digits(self.word(next), 1, 2) {
            number = format!("{number}.{}", self.word(next));
            next += 1;
        }
        if self.slash_before(next) {
            return match year(self.word(next)) {
                Some(year) => self.dated(at, next + 1, &format!("{number}/{year}")),
                None => self.undated(at, next, &number),
            };
        }
        self.in_words(at, next, &number)
            .or_else(|| self.of_the_party(at, next, &number))
    }

    /// `63/2010`, `63/2010/NĐ-CP`.
    fn dated(&self, at: usize, next: usize, number: &str) -> Option<(usize, Found)> {
        let mut terms = vec![number.to_owned()];
        let mut end = next;
        if self.slash_before(next)
            && let Some((after, symbol, _)) = self.symbol(next)
        {
            terms.insert(0, format!("{number}/{symbol}"));
            end = after;
        }
        self.found(at, end, Kind::Document, terms)
    }

    /// `163/QĐ-BTP`.
    fn undated(&self, at: usize, next: usize, number: &str) -> Option<(usize, Found)> {
        let (end, symbol, kind) = self.symbol(next)?;
        let mut terms = vec![format!("{number}/{symbol}"), format!("{number}/{kind}")];
        terms.dedup();
        self.found(at, end, Kind::Document, terms)
    }

    /// `68-NQ/TW`.
    fn of_the_party(&self, at: usize, next: usize, number: &str) -> Option<(usize, Found)> {
        if !self.dash_before(next) || !self.slash_before(next + 1) {
            return None;
        }
        let issuer = folded(self.word(next + 1));
        if !matches!(issuer.as_str(), "tw" | "tu") {
            return None;
        }
        let term = format!("{number}-{}/{issuer}", folded(self.word(next)));
        self.found(at, next + 2, Kind::Document, vec![term])
    }

    /// `63 năm 2010`, but not `tháng 6 năm 2010`.
    fn in_words(&self, at: usize, next: usize, number: &str) -> Option<(usize, Found)> {
        let year = year(self.word(next + 1))?;
        let in_words = folded(self.word(next)) == "nam" && self.gap(next) == " " && self.gap(next + 1) == " ";
        let is_date = || {
            at.checked_sub(1)
                .is_some_and(|before| folded(self.word(before)) == "thang")
        };
        if !in_words || is_date() {
            return None;
        }
        self.found(at, next + 2, Kind::Document, vec![format!("{number}/{year}")])
    }

    /// The symbol that begins at a word: where it ends, its letters without dashes, and its first part.
    fn symbol(&self, at: usize) -> Option<(usize, String, String)> {
        if !self.word(at).starts_with(char::is_alphabetic) {
            return None;
        }
        let kind = folded(self.word(at));
        let (mut symbol, mut next) = (kind.clone(), at + 1);
        while next < at + SYMBOL_PARTS && self.dash_before(next) && self.word(next).starts_with(char::is_alphabetic) {
            symbol.push_str(&folded(self.word(next)));
            next += 1;
        }
        Some((next, symbol, kind))
    }
}

fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    text::fold_word(word, &mut folded);
    folded
}

fn is_digits(word: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

fn year(word: &str) -> Option<u16> {
    word.parse()
        .ok()
        .filter(|year| word.len() == 4 && (1945..=2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        find(text).into_iter().flat_map(|found| found.terms).collect()
    }

    #[test]
    fn a_document_has_the_same_terms_however_it_is_written() {
        for written in [
            "63/2010/NĐ-CP",
            "Nghị định số 63/2010/ND-CP ngày 08/6/2010",
            "nđ 063 /2010/NĐ- CP",
            "63/2010/nđ_cp",
        ] {
            assert_eq!(terms(written), ["63/2010/ndcp", "63/2010"], "{written}");
        }
        for written in ["nd 63/2010", "nghị định 63 năm 2010", "NĐ-CP 63/2010"] {
            assert_eq!(terms(written), ["63/2010"], "{written}");
        }
        assert_eq!(terms("66.7/2025/NQ-CP"), ["66.7/2025/nqcp", "66.7/2025"]);
        assert_eq!(terms("72/2025/QH15"), ["72/2025/qh15", "72/2025"]);
        assert_eq!(terms("1114/QĐ-UBND - Ngày hiệu lực"), ["1114/qdubnd", "1114/qd"]);
    }

    #[test]
    fn the_party_and_the_government_number_apart() {
        assert_eq!(terms("68/NQ-CP"), ["68/nqcp", "68/nq"]);
        assert_eq!(terms("68-NQ/TW"), ["68-nq/tw"]);
    }

    #[test]
    fn dates_and_amounts_are_no_documents() {
        for text in [
            "ngày 20/11/2025",
            "ngày 08 tháng 6 năm 2010",
            "1.170.262.800 đồng",
            "3/4 số hồ sơ",
        ] {
            assert!(terms(text).is_empty(), "{text}: {:?}", terms(text));
        }
    }

    #[test]
    fn a_code_is_known_by_its_seven_digits() {
        for written in ["1.012507", "mã 1.012507.000.00.00.H05", "1.012507. H05", "(1.012507)"] {
            assert_eq!(terms(written), ["1.012507"], "{written}");
        }
        assert!(terms("11.012507").is_empty());
    }

    #[test]
    fn a_code_typed_carelessly_is_still_meant() {
        for typed in [
            "1.004880",
            "1.00488",
            "1004880",
            "1,004880",
            "1.4880",
            "1.004880.H17",
            "004880",
        ] {
            assert!(meant_codes(typed).contains(&"1.004880".to_owned()), "{typed}");
        }
        assert!(meant_codes("khai").is_empty());
    }

    #[test]
    fn ranges_cover_what_was_written() {
        let text = "theo Nghị định số 63/2010/NĐ-CP và 1.012507.H05.";
        let found: Vec<&str> = find(text).into_iter().map(|found| &text[found.range]).collect();
        assert_eq!(found, ["63/2010/NĐ-CP", "1.012507.H05"]);
    }
}
