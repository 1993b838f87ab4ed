//! JSON Schemas made from the models, so that an editor completes keys and explains them in Vietnamese.

use std::sync::LazyLock;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::document::LegalDocument;
use super::fields::{FIELDS, Field, Required};
use super::observation::Observations;
use super::procedure::Procedure;
use super::settings::Settings;

/// Schema of one procedure.
pub static PROCEDURE: LazyLock<Value> = LazyLock::new(procedure);
/// Schema of a file of legal documents.
pub static DOCUMENTS: LazyLock<Value> = LazyLock::new(|| of::<Vec<LegalDocument>>("Danh mục văn bản pháp luật"));
/// Schema of `catalogue.yaml`.
pub static SETTINGS: LazyLock<Value> = LazyLock::new(|| of::<Settings>("Đầu mục của phiên bản danh mục"));
/// Schema of cost observations.
pub static OBSERVATIONS: LazyLock<Value> = LazyLock::new(|| of::<Observations>("Số liệu chi phí tuân thủ"));

/// The schema of a model under a Vietnamese title. English doc comments are left out: the reader is a lawyer.
pub fn of<T: JsonSchema>(title: &str) -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema: Value = generator.into_root_schema_for::<T>().into();
    drop_english(&mut schema);
    schema["title"] = json!(title);
    schema
}

fn procedure() -> Value {
    let mut schema = of::<Procedure>("Thủ tục hành chính");
    schema["description"] = json!("Một thủ tục hành chính với đủ các bộ phận theo Điều 8 Nghị định số 63/2010/NĐ-CP.");
    schema["required"] = FIELDS
        .iter()
        .filter(|field| matches!(field.required, Required::Always(_)))
        .map(|field| field.key)
        .collect();
    for field in FIELDS {
        describe(&mut schema, field);
    }
    schema
}

/// Puts a field's label and description, and those of its parts, where the editor looks for them.
fn describe(schema: &mut Value, field: &Field) {
    annotate(&mut schema["properties"][field.key], field.label, field.description);
    for part in field.parts {
        let mut pointer = format!("/properties/{}", field.key);
        for key in part.key.split('.') {
            pointer = match definition_of_items(schema, &pointer) {
                Some(definition) => format!("{definition}/properties/{key}"),
                None => break,
            };
        }
        if let Some(property) = schema.pointer_mut(&pointer) {
            annotate(property, part.label, part.description);
        }
    }
}

fn definition_of_items(schema: &Value, pointer: &str) -> Option<String> {
    let reference = schema.pointer(pointer)?.get("items")?.get("$ref")?.as_str()?;
    Some(reference.trim_start_matches('#').to_owned())
}

fn annotate(property: &mut Value, label: &str, description: &str) {
    // A bare reference may carry a title beside it in draft 2020-12.
    property["title"] = json!(label);
    property["description"] = json!(description);
}

/// Removes descriptions that came from Rust doc comments: they are the ones without a Vietnamese title beside them.
fn drop_english(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            let text = object.get("description").and_then(Value::as_str);
            if text.is_some_and(|text| text.is_empty() || !object.contains_key("title")) {
                object.remove("description");
            }
            object.remove("default");
            object.remove("format");
            object.values_mut().for_each(drop_english);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_english),
        _ => {}
    }
}
