//! Numbers of legal documents.

use std::fmt;
use std::str::FromStr;

use super::{Described, LegalKind, ParseValueError};
use crate::text;

/// Number and symbol of a document: `63/2010/NĐ-CP`, `66.7/2025/NQ-CP`, `2267/QĐ-BXD`, `68-NQ/TW`.
///
/// A type in front ("Quyết định số") and a date behind are accepted and not part of the value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentNumber {
    number: String,
    year: Option<u16>,
    symbol: String,
    party: bool,
}

impl DocumentNumber {
    /// One spelling for looking the document up: without leading zeros, accents and capitals.
    pub fn key(&self) -> String {
        text::fold(
            &Self {
                number: self.number.trim_start_matches('0').to_owned(),
                ..self.clone()
            }
            .to_string(),
        )
    }

    /// Year of issue, where it is part of the number; only normative documents and laws have it there.
    pub fn year(&self) -> Option<u16> {
        self.year
    }

    /// Type, told by the symbol. The National Assembly and its standing committee number laws, codes, ordinances and
    /// resolutions alike: only the register knows which one such a number is.
    pub fn kind(&self) -> Option<LegalKind> {
        Some(match self.head() {
            "PL" => LegalKind::Ordinance,
            "NĐ" => LegalKind::Decree,
            "NQ" => LegalKind::Resolution,
            "QĐ" => LegalKind::Decision,
            "TT" => LegalKind::Circular,
            "TTLT" => LegalKind::JointCircular,
            "CT" => LegalKind::Directive,
            "KH" => LegalKind::Plan,
            "CV" => LegalKind::Letter,
            "CĐ" => LegalKind::UrgentOrder,
            _ => return None,
        })
    }

    /// With its type in front, where the symbol tells it: "Nghị định số 63/2010/NĐ-CP", "72/2025/QH15".
    pub fn citation(&self) -> String {
        self.kind()
            .map_or_else(|| self.to_string(), |kind| format!("{kind} số {self}"))
    }

    /// Symbol of the issuer: `CP`, `BTC`, `HĐND`, `TTg`.
    pub fn issuer_symbol(&self) -> &str {
        self.symbol
            .split_once('-')
            .map_or(self.symbol.as_str(), |(_, issuer)| issuer)
    }

    /// Whether it is a normative legal document: only those carry the year in their number, and only those can create a
    /// procedure.
    pub fn is_normative(&self) -> bool {
        use LegalKind::{Circular, Decision, Decree, JointCircular, Ordinance, Resolution};
        let by_kind = || {
            matches!(
                self.kind(),
                Some(Ordinance | Decree | Resolution | Decision | Circular | JointCircular)
            )
        };
        self.year.is_some() && (self.is_of_national_assembly() || by_kind())
    }

    /// Whether the National Assembly or its standing committee issued it.
    pub fn is_of_national_assembly(&self) -> bool {
        ["QH", "UBTVQH"]
            .iter()
            .any(|issuer| self.head().strip_prefix(issuer).is_some_and(is_digits))
    }

    fn head(&self) -> &str {
        self.symbol.split(['-', '/']).next().unwrap_or_default()
    }
}

impl FromStr for DocumentNumber {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text).ok_or_else(|| ParseValueError::new(text, "số, ký hiệu văn bản", Self::EXAMPLES))
    }
}

fn read(text: &str) -> Option<DocumentNumber> {
    let clean = text::clean(text).replace(['\u{2013}', '\u{2010}', '\u{2011}'], "-");
    let start = clean.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = clean.split_at(start);
    if !is_type_words(before) {
        return None;
    }
    let tidy = without_tail(rest)?;
    let tidy = tidy
        .trim_end_matches(['.', ',', ';'])
        .replace("./", "/")
        .replace("/.", "/")
        .replace('_', "-");
    if let Some((number, "TW")) = tidy.split_once('/').filter(|(number, _)| number.contains('-')) {
        let (number, symbol) = number.split_once('-')?;
        let symbol = format!("{symbol}/TW");
        return is_number(number).then(|| DocumentNumber {
            number: number.to_owned(),
            year: None,
            symbol,
            party: true,
        });
    }
    let mut parts = tidy.split('/');
    let number = parts.next()?;
    // "08.a" is 08a.
    let number = match number.rsplit_once('.') {
        Some((digits, letter)) if letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase()) => {
            format!("{digits}{letter}")
        }
        _ => number.to_lowercase(),
    };
    let mut symbol: Vec<&str> = parts.collect();
    let year = match symbol.first()?.parse::<u16>() {
        Ok(year @ 1945..=2100) if symbol[0].len() == 4 => {
            symbol.remove(0);
            Some(year)
        }
        _ => None,
    };
    // "TTLT/BYT-BTC" is written with either stroke.
    if !is_number(&number) || !symbol.iter().all(|part| part.starts_with(char::is_alphabetic)) {
        return None;
    }
    let symbol = tidy_symbol(&symbol.join("-"))?;
    Some(DocumentNumber {
        number,
        year,
        symbol,
        party: false,
    })
}

/// The number without stray spaces and without a date, issuer or remark behind it. `None` when anything else follows:
/// it could be part of the number.
fn without_tail(text: &str) -> Option<String> {
    let mut words = text.split_whitespace().peekable();
    let mut number = words.next()?.to_owned();
    let strokes = ['/', '-', '_'];
    while let Some(&next) = words.peek() {
        let stroke_before = number.ends_with(strokes);
        let stroke_after = next.starts_with(strokes);
        // "QĐ - UBND" goes on, "QĐ-UBND - Ngày hiệu lực" does not.
        let part = if next.len() == 1 {
            words.clone().nth(1).unwrap_or_default()
        } else {
            next
        };
        let part = part.trim_start_matches(strokes);
        let capitals = part.chars().take(2).filter(|c| c.is_uppercase()).count() == 2;
        if !(stroke_before || stroke_after) || !(capitals || part.starts_with(|c: char| c.is_ascii_digit())) {
            break;
        }
        number.push_str(next);
        words.next();
    }
    let tail = words.next().unwrap_or_default();
    let tail = if tail == "-" {
        words.next().unwrap_or_default()
    } else {
        tail
    };
    let harmless = tail.is_empty() || tail.starts_with('(') || matches!(tail.to_lowercase().as_str(), "ngày" | "của");
    harmless.then_some(number)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits, with a letter for inserted numbers (1075a) or a dotted part for numbered series (66.7).
fn is_number(number: &str) -> bool {
    let digits = number.trim_end_matches(|c: char| c.is_ascii_lowercase() || c.is_ascii_uppercase());
    let mut pieces = digits.split('.');
    let numeric = |piece: &str, most: usize| {
        !piece.is_empty() && piece.len() <= most && piece.bytes().all(|b| b.is_ascii_digit())
    };
    number.len() - digits.len() <= 1
        && pieces.next().is_some_and(|piece| numeric(piece, 6))
        && pieces.next().is_none_or(|piece| numeric(piece, 2))
        && pieces.next().is_none()
}

/// Letters of issuers in capitals (TTg excepted), with the accents people leave out when typing quickly.
fn tidy_symbol(symbol: &str) -> Option<String> {
    if symbol.is_empty() || symbol.len() > 40 {
        return None;
    }
    let allowed = |c: char| c.is_alphanumeric() || c == '-' || c == '&';
    if !symbol.chars().all(allowed) || !symbol.starts_with(char::is_alphabetic) || symbol.ends_with('-') {
        return None;
    }
    let upper = symbol.to_uppercase();
    let parts: Vec<&str> = upper.split('-').collect();
    // A type without its issuer, or a National Assembly without its term, is half a symbol.
    if matches!(
        upper.as_str(),
        "NĐ" | "ND" | "NQ" | "QĐ" | "QD" | "TT" | "TTLT" | "CT" | "KH" | "QH" | "UBTVQH"
    ) {
        return None;
    }
    let fixed = parts.iter().enumerate().map(|(at, part)| match *part {
        "TTG" => "TTg",
        "ND" if at == 0 => "NĐ",
        "QD" if at == 0 => "QĐ",
        "TTR" if at == 0 => "TTr",
        "HDND" => "HĐND",
        other => other,
    });
    Some(fixed.collect::<Vec<_>>().join("-"))
}

fn is_type_words(before: &str) -> bool {
    let words = text::canonical(before);
    let words = words.trim().trim_end_matches([':', ' ']);
    let (words, numbered) = words
        .strip_suffix("số")
        .map_or((words, false), |words| (words.trim_end(), true));
    let is_type = |word: &str| {
        // "Luật Giáo dục nghề nghiệp số": the title may stand between.
        words == word || numbered && words.strip_prefix(word).is_some_and(|title| title.starts_with(' '))
    };
    words.is_empty()
        || LegalKind::ALL
            .iter()
            .any(|kind| is_type(&text::canonical(kind.label())))
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.party, self.year) {
            (true, _) => write!(f, "{}-{}", self.number, self.symbol),
            (false, Some(year)) => write!(f, "{}/{year}/{}", self.number, self.symbol),
            (false, None) => write!(f, "{}/{}", self.number, self.symbol),
        }
    }
}

impl Described for DocumentNumber {
    const TITLE: &'static str = "Số, ký hiệu văn bản";
    const DESCRIPTION: &'static str = "Số, năm (nếu có) và ký hiệu.";
    const EXAMPLES: &'static [&'static str] = &["63/2010/NĐ-CP", "66.7/2025/NQ-CP", "163/QĐ-BTP", "72/2025/QH15"];
}

#[cfg(test)]
mod tests {
    use super::super::assert_round_trip;
    use super::*;

    fn number(text: &str) -> DocumentNumber {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn real_numbers_are_read_and_printed_in_one_way() {
        for (text, printed) in [
            ("63/2010/NĐ-CP", "63/2010/NĐ-CP"),
            ("66.7/2025/NQ-CP", "66.7/2025/NQ-CP"),
            ("2267/QĐ-BXD", "2267/QĐ-BXD"),
            ("Quyết định số 163/QĐ-BQP", "163/QĐ-BQP"),
            ("Quyết định số 1866/QĐ-UBND ngày 30/8/2024", "1866/QĐ-UBND"),
            ("1114/QĐ-UBND - Ngày hiệu lực: 31/05/2023", "1114/QĐ-UBND"),
            ("5349/QĐ-BCA-C06", "5349/QĐ-BCA-C06"),
            ("1075a/QĐ-NHNN", "1075a/QĐ-NHNN"),
            ("3713/QD-BTP", "3713/QĐ-BTP"),
            ("628 /QĐ-BCT", "628/QĐ-BCT"),
            ("2267./QĐ-BXD", "2267/QĐ-BXD"),
            ("1931/.QĐ-BNNMT", "1931/QĐ-BNNMT"),
            ("2045/QĐ_BYT", "2045/QĐ-BYT"),
            ("1085/QĐ-TTG", "1085/QĐ-TTg"),
            ("Luật số 72/2025/QH15", "72/2025/QH15"),
            ("68-NQ/TW", "68-NQ/TW"),
            ("07/2016/TTLT-BYT-BTC-BLĐTBXH", "07/2016/TTLT-BYT-BTC-BLĐTBXH"),
            ("191/2005/TTLT/BQP-BLĐTBXH-BTC", "191/2005/TTLT-BQP-BLĐTBXH-BTC"),
            ("198/2016/TT/BTC", "198/2016/TT-BTC"),
            ("Luật số 58/2024/QH15 của Quốc hội", "58/2024/QH15"),
            ("Luật Giáo dục nghề nghiệp số 124/2025/QH15", "124/2025/QH15"),
            ("18/2026/QĐ - UBND", "18/2026/QĐ-UBND"),
            ("63 / 2010/NĐ- CP", "63/2010/NĐ-CP"),
            ("21/2026/NQ-HĐND (thành phố Đà Nẵng)", "21/2026/NQ-HĐND"),
            ("08.a/2010/TT-BTP", "08a/2010/TT-BTP"),
        ] {
            assert_eq!(number(text).to_string(), printed);
            assert_round_trip::<DocumentNumber>(text);
        }
    }

    #[test]
    fn spelling_does_not_change_the_key() {
        assert_eq!(number("2/2017/TT-VPCP").key(), number("02/2017/TT-VPCP").key());
        assert_eq!(
            number("63/2010/ND-CP").key(),
            number("Nghị định số 63/2010/NĐ- CP").key()
        );
        assert_ne!(number("68/NQ-CP").key(), number("68-NQ/TW").key());
    }

    #[test]
    fn only_numbers_with_a_year_are_normative() {
        for text in [
            "63/2010/NĐ-CP",
            "72/2025/QH15",
            "281/2016/TT-BTC",
            "28/2026/QĐ-UBND",
            "77/2025/NQ-HĐND",
            "02/2020/UBTVQH14",
        ] {
            assert!(number(text).is_normative(), "{text}");
        }
        for text in ["163/QĐ-BTP", "66/NQ-CP", "205/TTr-SNNMT", "49/KH-UBND"] {
            assert!(!number(text).is_normative(), "{text}");
        }
        assert_eq!(number("281/2016/TT-BTC").issuer_symbol(), "BTC");
    }

    #[test]
    fn numbers_of_the_national_assembly_do_not_tell_the_type() {
        for text in [
            "72/2025/QH15",
            "198/2025/QH15",
            "02/2020/UBTVQH14",
            "1210/2016/UBTVQH13",
        ] {
            assert_eq!(number(text).kind(), None, "{text}");
        }
        assert_eq!(number("72/2025/QH15").citation(), "72/2025/QH15");
        assert_eq!(number("66.7/2025/nq-cp").citation(), "Nghị quyết số 66.7/2025/NQ-CP");
        assert_eq!(number("66.7/2025/NQ-CP").kind(), Some(LegalKind::Resolution));
        assert_eq!(number("68-NQ/TW").kind(), Some(LegalKind::Resolution));
        assert_eq!(number("11/2005/PL-UBTVQH11").kind(), Some(LegalKind::Ordinance));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "1681",
            "QĐ/0001-BCA",
            "Demo/QĐ-BCA",
            "",
            "QĐ2338-BTP",
            "Luật Đất đai 2024",
            "72/2025/",
            "72/2025/QH",
            "55/2026/QĐ",
            "01/2012/TTLT",
            "58/2014/QH13 sửa đổi",
            "09/2017/QH1409/2017/QH14",
            "19/6/2015",
        ] {
            assert!(text.parse::<DocumentNumber>().is_err(), "{text}");
        }
    }
}
