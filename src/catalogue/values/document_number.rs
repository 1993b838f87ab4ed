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

    /// Type, told by the symbol.
    pub fn kind(&self) -> Option<LegalKind> {
        let head = self.symbol.split(['-', '/']).next().unwrap_or_default();
        Some(match head {
            _ if head.starts_with("QH") => LegalKind::Law,
            _ if head.starts_with("UBTVQH") || head == "PL" => LegalKind::Ordinance,
            "NĐ" => LegalKind::Decree,
            "NQ" => LegalKind::Resolution,
            "QĐ" => LegalKind::Decision,
            "TT" => LegalKind::Circular,
            "TTLT" => LegalKind::JointCircular,
            "CT" => LegalKind::Directive,
            "KH" => LegalKind::Plan,
            "CV" => LegalKind::Letter,
            _ => return None,
        })
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
        use LegalKind::{Circular, Decision, Decree, JointCircular, Law, Ordinance, Resolution};
        let kind = self.kind();
        self.year.is_some()
            && matches!(
                kind,
                Some(Law | Ordinance | Decree | Resolution | Decision | Circular | JointCircular)
            )
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
    let without_date = clean
        .split(" ngày ")
        .next()
        .unwrap_or_default()
        .split(" - ")
        .next()
        .unwrap_or_default();
    let start = without_date.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = without_date.split_at(start);
    if !is_type_words(before) {
        return None;
    }
    let tidy: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
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
    let second = parts.next()?;
    let (year, symbol) = match (second.parse::<u16>(), parts.next()) {
        (Ok(year @ 1945..=2100), Some(symbol)) if second.len() == 4 => (Some(year), symbol),
        (Err(_), None) => (None, second),
        _ => return None,
    };
    if parts.next().is_some() || !is_number(number) {
        return None;
    }
    let symbol = tidy_symbol(symbol)?;
    Some(DocumentNumber {
        number: number.to_lowercase(),
        year,
        symbol,
        party: false,
    })
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
    let words = words.trim().trim_end_matches(':').trim_end_matches("số").trim();
    words.is_empty() || LegalKind::ALL.iter().any(|kind| text::canonical(kind.label()) == words) || words == "bộ luật"
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
        ] {
            assert!(number(text).is_normative(), "{text}");
        }
        for text in ["163/QĐ-BTP", "66/NQ-CP", "205/TTr-SNNMT", "49/KH-UBND"] {
            assert!(!number(text).is_normative(), "{text}");
        }
        assert_eq!(number("281/2016/TT-BTC").issuer_symbol(), "BTC");
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
        ] {
            assert!(text.parse::<DocumentNumber>().is_err(), "{text}");
        }
    }
}
