//! What the engine is told of the index's fields before the first document.

use serde_json::{Map, Value, json};
use tantivy::schema::FieldType;

use super::document::NAME_ORDER;
use crate::search::schema::IndexSchema;

/// Longest term, in bytes: what is longer is kept, but not found. An engine refuses terms of more than 32,766 bytes.
const LONGEST: usize = 8_191;

/// The name of the one document that holds the syllables.
pub const WORDS: &str = "words";

/// The body an index of procedures is made with.
pub(super) fn of_documents(schema: &IndexSchema, shards: u32, replicas: u32, meta: &Value) -> Value {
    let mut properties = Map::new();
    for (field, entry) in schema.schema.fields() {
        let term = schema.form(field).is_some();
        let options = match entry.field_type() {
            // Hashes: read back, never asked for.
            FieldType::U64(_) if field == schema.name_syllables => kept(),
            FieldType::U64(_) => json!({ "type": "long" }),
            FieldType::Bool(_) => json!({ "type": "boolean" }),
            FieldType::Str(options) if options.is_stored() => kept(),
            FieldType::Bytes(_) => kept(),
            FieldType::Str(_) if term => {
                json!({ "type": "keyword", "doc_values": false, "ignore_above": LONGEST })
            }
            _ => json!({ "type": "keyword", "ignore_above": LONGEST }),
        };
        properties.insert(entry.name().to_owned(), options);
    }
    properties.insert(
        NAME_ORDER.to_owned(),
        json!({ "type": "keyword", "index": false, "ignore_above": LONGEST }),
    );
    body(shards, replicas, meta, properties)
}

/// The body the index of syllables is made with: one document, read whole.
pub(super) fn of_words(replicas: u32, meta: &Value) -> Value {
    let properties = ["of", "exact", "folded"].map(|name| (name.to_owned(), kept()));
    body(1, replicas, meta, properties.into_iter().collect())
}

/// What is not looked for, only given back.
fn kept() -> Value {
    json!({ "type": "text", "index": false })
}

fn body(shards: u32, replicas: u32, meta: &Value, properties: Map<String, Value>) -> Value {
    json!({
        "settings": {
            "index": {
                "number_of_shards": shards,
                "number_of_replicas": replicas,
                "refresh_interval": "60s",
            }
        },
        "mappings": { "dynamic": "strict", "_meta": meta, "properties": properties },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_only_shown_is_not_looked_for() {
        let body = of_documents(&IndexSchema::new(), 1, 0, &Value::Null);
        for name in ["head", "passage"] {
            assert_eq!(body["mappings"]["properties"][name], kept(), "{name}");
        }
    }
}
