//! A document of our index as the engine keeps it, and back: nothing is lost on the way.
//!
//! Terms with levels ([`impact`]) become words of their own, `khai|3`: an engine that cannot read our levels can add up
//! constants. The fields are those of the index, one by one; what only the engine needs is added beside them.

use serde_json::{Map, Value, json};
use tantivy::TantivyDocument;
use tantivy::schema::{FieldType, OwnedValue, Value as _};

use crate::search::analysis::Form;
use crate::search::impact;
use crate::search::schema::IndexSchema;
use crate::search::segment::Record;
use crate::search::terms::{Terms, Vocabulary};
use crate::text;

/// What the engine sorts names by.
pub(super) const NAME_ORDER: &str = "name_order";
/// Largest whole number of an engine; the place of what comes last.
const LAST: u64 = i64::MAX as u64;

/// A term with its level, as the engine has it.
pub(super) fn with_level(term: &str, frequency: u8) -> String {
    format!("{term}|{frequency}")
}

/// A document for the engine, of a record whose words have their numbers in a vocabulary.
pub(super) fn to_json(schema: &IndexSchema, Record { document, terms }: &Record, vocabulary: &Vocabulary) -> Value {
    let mut fields = Map::new();
    let mut add = |name: &str, value: Value| {
        let values = fields.entry(name).or_insert_with(|| json!([]));
        if let Value::Array(values) = values {
            values.push(value);
        }
    };
    for form in Form::ALL {
        for (term, frequency) in terms.spelled(form, vocabulary) {
            add(form.name(), with_level(&term, frequency).into());
        }
    }
    for (field, value) in document.field_values() {
        let name = schema.schema.get_field_name(field);
        if field == schema.name_syllables {
            add(name, value.as_u64().unwrap_or_default().to_string().into());
        } else {
            add(name, plain(&OwnedValue::from(value)));
        }
    }
    let name = document.get_first(schema.name).and_then(|name| name.as_str());
    fields.insert(NAME_ORDER.to_owned(), name_order(name.unwrap_or_default()).into());
    Value::Object(fields)
}

/// The record of a document the engine gave back; nothing where it is none of ours.
pub(super) fn from_json(schema: &IndexSchema, source: &Value, vocabulary: &Vocabulary) -> Option<Record> {
    let (mut document, mut terms) = (TantivyDocument::default(), Terms::default());
    for (name, values) in source.as_object()? {
        let Ok(field) = schema.schema.get_field(name) else {
            continue;
        };
        let values = values.as_array()?;
        if let Some(form) = schema.form(field) {
            for value in values {
                let (term, frequency) = without_level(value.as_str()?)?;
                terms.add(form, term, frequency, vocabulary)?;
            }
            continue;
        }
        for value in values {
            match schema.schema.get_field_entry(field).field_type() {
                FieldType::U64(_) if field == schema.name_syllables => {
                    document.add_u64(field, value.as_str()?.parse().ok()?);
                }
                FieldType::U64(_) => {
                    let number = value.as_u64()?;
                    document.add_u64(field, if number == LAST { u64::MAX } else { number });
                }
                FieldType::Bool(_) => document.add_bool(field, value.as_bool()?),
                FieldType::Bytes(_) => document.add_bytes(field, value.as_str()?.as_bytes()),
                _ => document.add_text(field, value.as_str()?),
            }
        }
    }
    // Whatever an engine says: a document has a term once.
    terms.dedup();
    Some(Record { document, terms })
}

/// What [`with_level`] wrote, whatever an engine says.
fn without_level(word: &str) -> Option<(&str, u8)> {
    let (term, frequency) = word.rsplit_once('|')?;
    let frequency: u8 = frequency.parse().ok()?;
    (1..=impact::LEVELS as u8)
        .contains(&frequency)
        .then_some((term, frequency))
}

fn plain(value: &OwnedValue) -> Value {
    match value {
        OwnedValue::Str(text) => text.as_str().into(),
        OwnedValue::U64(number) => (*number).min(LAST).into(),
        OwnedValue::Bool(yes) => (*yes).into(),
        OwnedValue::Bytes(text) => String::from_utf8_lossy(text).into(),
        _ => Value::Null,
    }
}

/// The order of a Vietnamese dictionary as text that sorts so.
fn name_order(name: &str) -> String {
    let (letters, tones) = text::collation_key(name);
    let mut order: String = letters.iter().map(|letter| format!("{letter:05x}")).collect();
    order.push('.');
    order.extend(tones.iter().map(|tone| char::from(b'0' + tone)));
    order
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalogue::example::full_procedure;
    use crate::search::document::DocumentMaker;
    use crate::search::weights::IndexTuning;

    #[test]
    fn a_document_comes_back_as_it_went() {
        let (schema, tuning, words) = (IndexSchema::new(), IndexTuning::default(), Arc::<Vocabulary>::default());
        let mut maker = DocumentMaker::new(&schema, &tuning, words.clone());
        let record = maker.record(&full_procedure(), "thu_tuc/a/1.000001.yaml");
        let sent = to_json(&schema, &record, &words);
        let other_words = Vocabulary::default();
        let back = from_json(&schema, &sent, &other_words).unwrap();
        assert_eq!(to_json(&schema, &back, &other_words), sent);
        let (mut was, mut is) = (values(&record.document), values(&back.document));
        was.sort();
        is.sort();
        assert_eq!(is, was);
    }

    /// Every value.
    fn values(document: &TantivyDocument) -> Vec<(u32, String)> {
        let values = document.field_values();
        let value =
            |(field, value): (tantivy::schema::Field, _)| (field.field_id(), format!("{:?}", OwnedValue::from(value)));
        values.map(value).collect()
    }

    #[test]
    fn a_term_said_twice_is_one() {
        let (schema, words) = (IndexSchema::new(), Vocabulary::default());
        let source = json!({ "folded": ["khai|2", "sinh|1", "khai|2"], "pairs": ["khai_sinh|1", "khai_sinh|3"] });
        let record = from_json(&schema, &source, &words).unwrap();
        assert_eq!((record.terms.folded.len(), record.terms.pairs.len()), (2, 1));
    }

    #[test]
    fn what_is_none_of_ours_is_no_document() {
        let schema = IndexSchema::new();
        for source in [
            json!("x"),
            json!({ "folded": "khai|1" }),
            json!({ "folded": ["khai"] }),
            json!({ "folded": ["khai|0"] }),
            json!({ "folded": ["khai|200"] }),
            json!({ "pairs": ["khai|1"] }),
            json!({ "free": ["true"] }),
            json!({ "order": [-1] }),
            json!({ "name": [7] }),
        ] {
            assert!(
                from_json(&schema, &source, &Vocabulary::default()).is_none(),
                "{source}"
            );
        }
    }

    #[test]
    fn names_sort_as_in_a_dictionary() {
        let mut names = ["Đăng ký", "Dạy nghề", "Ánh", "An", "Cấp", "cấp lại", "Ăn"];
        names.sort_by_key(|name| name_order(name));
        let by_text = {
            let mut names = names;
            names.sort_by_key(|name| text::collation_key(name));
            names
        };
        assert_eq!(names, by_text);
    }
}
