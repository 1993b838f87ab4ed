//! Citations: a place in a document.

use std::fmt;
use std::str::FromStr;

use super::{Clause, Described, DocumentNumber, LegalKind, ParseValueError};
use crate::text;

/// A citation: `khoản 1 Điều 8 Luật số 52/2014/QH13`, `Nghị định số 63/2010/NĐ-CP`, `281/2016/TT-BTC`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalRef {
    /// The place, when one is named.
    pub clause: Option<Clause>,
    /// The type, when it is named.
    pub kind: Option<LegalKind>,
    /// The document.
    pub document: DocumentNumber,
}

impl FromStr for LegalRef {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text)
            .ok_or_else(|| ParseValueError::new(text, "điều khoản và số hiệu văn bản", Self::EXAMPLES).or_free_text())
    }
}

/// Words between the type and the number ("Luật Hôn nhân và gia đình số 52/2014/QH13") name the document once more and
/// are passed over.
fn read(text: &str) -> Option<LegalRef> {
    let clean = text::clean(text);
    let without_date = clean.split(" ngày ").next()?.trim();
    let last = without_date
        .rsplit(char::is_whitespace)
        .find(|word| word.contains('/'))?;
    let document: DocumentNumber = last.parse().ok()?;
    let before = without_date[..without_date.rfind(last)?].trim_end();
    let lower = before.to_lowercase();
    let found = LegalKind::ALL
        .iter()
        .filter_map(|kind| lower.find(&kind.label().to_lowercase()).map(|at| (at, kind)))
        .filter(|(at, _)| *at == 0 || lower[..*at].ends_with([' ', ',']))
        // "Thông tư liên tịch" begins where "Thông tư" does.
        .min_by_key(|(at, kind)| (*at, usize::MAX - kind.label().len()));
    let clause_text = match found {
        Some((at, _)) if lower.len() == before.len() => &before[..at],
        _ => before.trim_end_matches("số"),
    };
    let clause_text = clause_text
        .trim()
        .trim_end_matches([',', ':'])
        .trim_end_matches("của")
        .trim();
    let clause = if clause_text.is_empty() {
        None
    } else {
        Some(clause_text.parse().ok()?)
    };
    Some(LegalRef {
        clause,
        kind: found.map(|(_, kind)| *kind),
        document,
    })
}

impl fmt::Display for LegalRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(clause) = &self.clause {
            write!(f, "{clause} ")?;
        }
        if let Some(kind) = self.kind {
            write!(f, "{kind} số ")?;
        }
        write!(f, "{}", self.document)
    }
}

impl Described for LegalRef {
    const TITLE: &'static str = "Căn cứ";
    const DESCRIPTION: &'static str = "Điều khoản và số hiệu văn bản.";
    const EXAMPLES: &'static [&'static str] = &["khoản 1 Điều 8 Luật số 52/2014/QH13", "281/2016/TT-BTC"];
}

#[cfg(test)]
mod tests {
    use super::super::assert_round_trip;
    use super::*;

    #[test]
    fn citations_are_taken_apart() {
        for (text, printed) in [
            (
                "khoản 1 Điều 8 Luật số 52/2014/QH13",
                "khoản 1 Điều 8 Luật số 52/2014/QH13",
            ),
            (
                "Khoản 1 Điều 8 Luật Hôn nhân và gia đình số 52/2014/QH13",
                "khoản 1 Điều 8 Luật số 52/2014/QH13",
            ),
            (
                "Điều 5 của Nghị định số 63/2010/NĐ-CP ngày 08/6/2010",
                "Điều 5 Nghị định số 63/2010/NĐ-CP",
            ),
            (
                "Điều 3 Thông tư liên tịch số 07/2016/TTLT-BYT-BTC",
                "Điều 3 Thông tư liên tịch số 07/2016/TTLT-BYT-BTC",
            ),
            (
                "khoản 1 Điều 119 của Bộ luật Lao động số 45/2019/QH14",
                "khoản 1 Điều 119 Bộ luật số 45/2019/QH14",
            ),
            (
                "Điều 3 Nghị quyết số 1210/2016/UBTVQH13",
                "Điều 3 Nghị quyết số 1210/2016/UBTVQH13",
            ),
            ("281/2016/TT-BTC", "281/2016/TT-BTC"),
            ("Điều 9 123/2015/NĐ-CP", "Điều 9 123/2015/NĐ-CP"),
        ] {
            assert_eq!(
                text.parse::<LegalRef>()
                    .unwrap_or_else(|e| panic!("{text}: {e}"))
                    .to_string(),
                printed
            );
            assert_round_trip::<LegalRef>(text);
        }
    }

    #[test]
    fn a_law_without_a_number_is_not_a_citation_yet() {
        assert!("Luật Đất đai năm 2024".parse::<LegalRef>().is_err());
    }
}
