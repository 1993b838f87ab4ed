//! A procedure as it was printed for editing: which value stands at which YAML path, and what a file carries of it.
//!
//! Who prints (`document`) and who reads back (`exchange`) know of one another only what stands here.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::fields::{FIELDS, Field, FieldValue};
use super::procedure::Procedure;
use crate::text;

/// Name space of the part of a Word file that carries [`Printed`] as JSON.
pub const NAMESPACE: &str = "urn:tthc:phieu-thu-tuc:1";

/// Name of the one element of that part.
pub const ELEMENT: &str = "phieu";

/// Most letters of a tag and of a title of a content control in Word.
const MOST_LETTERS: usize = 64;

/// What a printed sheet carries: whose it is, what it said, and the words around what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// Seven digits of the code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Title of the catalogue.
    #[serde(rename = "danh_muc")]
    pub catalogue: String,
    /// Revision it was printed from.
    #[serde(rename = "phien_ban")]
    pub revision: String,
    /// Every value of the procedure by key, as the catalogue had it.
    #[serde(rename = "gia_tri")]
    pub values: Map<String, Value>,
    /// The words beside the values, paragraph by paragraph.
    #[serde(rename = "ngoai", default)]
    pub around: Vec<Around>,
}

/// The words of a paragraph beside its values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around {
    /// Tags of the values in the paragraph.
    #[serde(rename = "the", default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Its other words.
    #[serde(rename = "chu", default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

impl Around {
    /// The words in the spelling in which they are compared: a running number, and signs between values, say nothing.
    pub fn said(&self) -> String {
        let plain = spelled(&self.words).replace('\n', " ");
        let plain = text::one_line(&plain);
        let sign = |c: char| c.is_whitespace() || c == ';';
        let plain = plain.trim_matches(sign);
        let number = plain.trim_end_matches('.');
        if number.bytes().all(|byte| byte.is_ascii_digit()) {
            return String::new();
        }
        plain.to_owned()
    }
}

/// A value of a procedure as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it stands in the file: `ho_so[0].giay_to[2].ten`.
    pub path: String,
    /// Official label.
    pub label: String,
    /// As it is printed.
    pub text: String,
}

/// Every value of a procedure that is printed, in the order of the record.
pub fn places(procedure: &Procedure) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut add = |path: String, label: &str, text: &str| {
        // The name of a case stands with each of its papers.
        if known.insert(path.clone()) {
            places.push(Place {
                path,
                label: label.to_owned(),
                text: text.to_owned(),
            });
        }
    };
    for field in FIELDS {
        match (field.get)(procedure) {
            FieldValue::Entries(entries) => {
                for entry in &entries {
                    if let (Some(path), Some(group)) = (entry.group_path(), entry.group) {
                        add(path, label_of(field, "truong_hop"), group);
                    }
                    if let (Some(path), Some(key)) = (entry.title_path(), entry.title_key) {
                        add(path, label_of(field, key), &entry.title);
                    }
                    for part in &entry.parts {
                        add(part.path.clone(), &part.label, &part.value);
                    }
                }
            }
            value if value.is_absent() => {}
            value => add(field.key.to_owned(), field.label, value.text().unwrap_or_default()),
        }
    }
    places
}

/// The label of a key inside the entries of a field; the field's where the entry has no keys.
pub fn label_of(field: &Field, key: &str) -> &'static str {
    let part = field.parts.iter().rev().find(|part| last(part.key) == key);
    part.map_or(field.label, |part| part.label)
}

fn last(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

/// The tag of a content control: the path, or what stands for one that is too long for a tag.
pub fn tag(path: &str) -> String {
    if path.chars().count() <= MOST_LETTERS {
        return path.to_owned();
    }
    format!("#{}", &blake3::hash(path.as_bytes()).to_hex()[..MOST_LETTERS / 2])
}

/// The title of a content control: the label, cut where Word would refuse it.
pub fn title(label: &str) -> String {
    let label = text::one_line(label);
    match label.char_indices().nth(MOST_LETTERS) {
        None => label,
        Some(_) => label.chars().take(MOST_LETTERS - 1).chain(['…']).collect(),
    }
}

/// A text as editors may not have changed it: they turn quotes, hyphens and spaces into others, take letters apart, and end
/// lines as they like.
pub fn spelled(words: &str) -> String {
    let words = text::printable(words);
    let words: String = text::clean(&words.replace(['\u{2028}', '\u{b}'], "\n"))
        .chars()
        .map(plain_sign)
        .collect();
    let lines = words.lines().map(text::one_line);
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Signs that Word puts in for others while somebody types.
pub fn plain_sign(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' => '\'',
        '“' | '”' | '„' | '‟' => '"',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::example;

    #[test]
    fn every_place_is_where_it_says_and_stands_once() {
        let procedure = example::full_procedure();
        let values = serde_json::to_value(&procedure).unwrap();
        let places = places(&procedure);
        for place in &places {
            let pointer = format!("/{}", place.path.replace(']', "").replace(['.', '['], "/"));
            let value = values.pointer(&pointer).unwrap_or_else(|| panic!("{}", place.path));
            if let Some(text) = value.as_str() {
                assert_eq!(text, place.text, "{}", place.path);
            }
            assert!(!place.label.is_empty(), "{}", place.path);
        }
        let mut paths: Vec<&str> = places.iter().map(|place| place.path.as_str()).collect();
        let all = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), all);
        assert!(paths.contains(&"ho_so[0].truong_hop"));
    }

    #[test]
    fn tags_and_titles_are_short_enough_for_word() {
        assert_eq!(tag("ho_so[0].giay_to[2].ban_chinh"), "ho_so[0].giay_to[2].ban_chinh");
        let long = format!("ho_so[0].{}", "a".repeat(80));
        assert!(tag(&long).chars().count() <= 64 && tag(&long) != tag(&format!("{long}b")));
        assert_eq!(title(&"ừ".repeat(70)).chars().count(), 64);
    }

    #[test]
    fn what_editors_do_to_spelling_is_no_edit() {
        assert_eq!(spelled("a\u{a0}“b”  c\t d\r\n\n e\u{300}"), "a \"b\" c d\nè");
        let around = |words: &str| Around {
            tags: Vec::new(),
            words: words.to_owned(),
        };
        assert_eq!(around(" 12. ").said(), "");
        assert_eq!(around("; ;").said(), "");
        assert_eq!(around("- Nội  dung: ").said(), "- Nội dung:");
    }
}
