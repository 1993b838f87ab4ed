//! What records say of the legal documents they rest on.

use crate::catalogue::document::LegalDocument;
use crate::catalogue::values::{DocumentNumber, LegalKind, Written};
use crate::text;

use super::tidy::one_line;

/// One row of legal bases.
#[derive(Debug)]
pub(super) struct Basis {
    /// The number, or the text that stands in its place.
    pub(super) number: String,
    /// The document, where its number could be read and something more is known of it.
    pub(super) document: Option<LegalDocument>,
}

/// Reads a row: number, title, day and issuer. Where the number is cut off ("12"), it is looked for in the title.
pub(super) fn basis(code: Option<&str>, name: Option<&str>, date: Option<&str>, issuer: Option<&str>) -> Basis {
    let code = code.map(one_line).unwrap_or_default();
    let name = name.map(one_line).unwrap_or_default();
    let own: Option<DocumentNumber> = code.parse().ok();
    let number = match (&own, cited(&name)) {
        (Some(_), _) => code,
        (None, Some(cited)) => cited.to_string(),
        (None, None) if code.is_empty() => name.clone(),
        (None, None) => code,
    };
    let document = number
        .parse::<DocumentNumber>()
        .ok()
        .filter(|_| !name.is_empty())
        .map(|number| LegalDocument {
            kind: kind(&number, &name),
            title: title(&number, &name).0,
            issuer: issuer.map(one_line).or(title(&number, &name).1).unwrap_or_default(),
            issued: date.map(|date| one_line(date).as_str().into()),
            number: number.to_string().as_str().into(),
            // The files do not say whether it is in force.
            to_verify: true,
            ..LegalDocument::default()
        });
    Basis { number, document }
}

/// Whether two texts are one number.
pub(super) fn same_number(a: &str, b: &str) -> bool {
    match (a.parse::<DocumentNumber>(), b.parse::<DocumentNumber>()) {
        (Ok(a), Ok(b)) => a.key() == b.key(),
        _ => text::canonical(a) == text::canonical(b),
    }
}

/// The number a title cites; `None` when it cites none or several.
fn cited(name: &str) -> Option<DocumentNumber> {
    let words = name.split([' ', ',', ';', '(', ')']).filter(|word| word.contains('/'));
    let mut numbers = words.filter_map(|word| word.trim_end_matches('.').parse::<DocumentNumber>().ok());
    let first = numbers.next()?;
    numbers.all(|other| other.key() == first.key()).then_some(first)
}

/// The type, by the symbol or, where laws and resolutions are numbered alike, by the word a title begins with.
fn kind(number: &DocumentNumber, name: &str) -> Written<LegalKind> {
    let words = text::canonical(name);
    let by_name = || {
        let begins = |kind: &&LegalKind| words.starts_with(&text::canonical(kind.label()));
        LegalKind::ALL
            .iter()
            .filter(begins)
            .max_by_key(|kind| kind.label().len())
            .copied()
    };
    number
        .kind()
        .or_else(by_name)
        .map_or_else(Written::default, |kind| kind.label().into())
}

/// The title without the type and number in front, and the issuer where it is named between: "của Chính phủ: Quy định …".
fn title(number: &DocumentNumber, name: &str) -> (String, Option<String>) {
    let is_number = |word: &str| {
        word.trim_end_matches([',', ';', ':'])
            .parse::<DocumentNumber>()
            .is_ok_and(|other| other.key() == number.key())
    };
    let mut words = name.split(' ');
    let in_front = words.by_ref().take(5).any(is_number);
    let rest: Vec<&str> = words.collect();
    let rest = rest.join(" ");
    let rest = rest.trim_start_matches(['-', '–', ':', ',', ' ']);
    if !in_front || rest.chars().count() <= 3 {
        return (name.to_owned(), None);
    }
    match rest.strip_prefix("của ").and_then(|rest| rest.split_once(": ")) {
        Some((issuer, title)) if issuer.split(' ').count() <= 8 => (title.to_owned(), Some(issuer.to_owned())),
        _ => (rest.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_was_cut_off_is_found_in_the_title() {
        let read = basis(
            Some("12"),
            Some("Quyết định số 12/2021/QĐ-TTg ngày 24/3/2021 ban hành Quy chế"),
            Some("24-03-2021"),
            Some("Thủ tướng Chính phủ"),
        );
        assert_eq!(read.number, "12/2021/QĐ-TTg");
        let document = read.document.unwrap();
        assert_eq!(document.kind.text(), "Quyết định");
        assert_eq!(document.title, "ngày 24/3/2021 ban hành Quy chế");
        assert_eq!(document.issued.unwrap().value().unwrap().to_string(), "24/03/2021");
    }

    #[test]
    fn an_issuer_in_front_of_the_title_is_the_issuer() {
        let name = "Nghị định số 122/2025/NĐ-CP của Chính phủ: Quy định về phân quyền";
        let document = basis(Some("122/2025/NĐ-CP"), Some(name), None, None).document.unwrap();
        assert_eq!(
            (document.title.as_str(), document.issuer.as_str()),
            ("Quy định về phân quyền", "Chính phủ")
        );
    }

    #[test]
    fn what_is_no_number_stays_as_it_is() {
        let read = basis(Some("12"), Some("sửa 1/2020/NĐ-CP và 2/2021/NĐ-CP"), None, None);
        assert_eq!(read.number, "12");
        assert!(read.document.is_none());
        assert_eq!(
            basis(None, Some("Luật Đất đai năm 2024"), None, None).number,
            "Luật Đất đai năm 2024"
        );
    }

    #[test]
    fn a_law_is_told_by_its_title() {
        let read = basis(
            Some("25/2008/QH12"),
            Some("Luật 25/2008/QH12 - Bảo hiểm y tế"),
            None,
            None,
        );
        let document = read.document.unwrap();
        assert_eq!(
            (document.kind.text(), document.title.as_str()),
            ("Luật", "Bảo hiểm y tế")
        );
    }
}
