//! The shipped catalogue: it loads, it is clean of errors, and its schemas are the model's.

use std::fs;

use tthc::catalogue::check::check;
use tthc::catalogue::example::full_procedure;
use tthc::catalogue::fields::{FIELDS, FieldValue};
use tthc::catalogue::procedure::Procedure;
use tthc::catalogue::revision::Revisions;
use tthc::catalogue::{lexicon, lineage, schema, yaml};
use tthc::finding::Severity;
use tthc::review::decision;
use tthc::stats::{audit, plan};

use crate::support::root;

#[test]
fn both_revisions_are_clean_of_errors() {
    let revisions = Revisions::new(root().join("catalogue"));
    let folders = revisions.folders();
    assert!(folders.len() >= 2);
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let loaded = revisions.find(&name).unwrap().load().unwrap();
        assert_eq!(loaded.findings, [], "{name}");
        let errors: Vec<_> = check(&loaded.catalogue)
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        assert_eq!(errors, [], "{name}");
        assert!(loaded.catalogue.entries().len() >= 60, "{name}");
        assert!(loaded.catalogue.settings().fields.len() >= 12, "{name}");
    }
}

#[test]
fn the_shipped_schemas_are_the_models() {
    let folder = root().join("catalogue/schema");
    for (name, made) in [
        ("thu_tuc", &schema::PROCEDURE),
        ("van_ban", &schema::DOCUMENTS),
        ("catalogue", &schema::SETTINGS),
        ("chi_phi", &schema::OBSERVATIONS),
        ("ra_soat", &decision::SCHEMA),
        ("phieu", &decision::questionnaire::SCHEMA),
        ("so_lieu", &audit::SCHEMA),
        ("chi_tieu", &plan::SCHEMA),
        ("pha_he", &lineage::SCHEMA),
        ("viet_tat", &lexicon::ABBREVIATION_SCHEMA),
        ("tu_dan_gian", &lexicon::WORD_SCHEMA),
        ("ten_cu", &lexicon::FORMER_NAME_SCHEMA),
    ] {
        let text = fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        let shipped: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            shipped, **made,
            "run: tthc schema {name} > catalogue/schema/{name}.json"
        );
    }
}

#[test]
fn every_field_of_the_record_has_a_row_in_the_order_of_the_file() {
    let written = serde_json::to_value(full_procedure()).unwrap();
    let keys: Vec<&str> = written.as_object().unwrap().keys().map(String::as_str).collect();
    let rows: Vec<&str> = FIELDS.iter().map(|field| field.key).collect();
    assert_eq!(rows, keys);
}

#[test]
fn every_row_reads_its_field() {
    let (full, empty) = (full_procedure(), Procedure::default());
    for field in FIELDS {
        assert!(
            !(field.get)(&full).is_absent(),
            "{} reads nothing from a full procedure",
            field.key
        );
        assert!(
            (field.get)(&empty).is_absent(),
            "{} reads something from an empty procedure",
            field.key
        );
    }
}

/// A part without a label in the list would be shown by its key.
#[test]
fn every_part_of_an_entry_has_a_label() {
    let full = full_procedure();
    for field in FIELDS {
        let FieldValue::Entries(entries) = (field.get)(&full) else {
            continue;
        };
        for part in entries.iter().flat_map(|entry| &entry.parts) {
            assert!(
                field.parts.iter().any(|label| label.key == part.key),
                "{}.{}",
                field.key,
                part.key
            );
        }
    }
}

#[test]
fn every_key_of_the_schema_is_explained_in_vietnamese() {
    fn unexplained(schema: &serde_json::Value, path: &str, found: &mut Vec<String>) {
        if let Some(properties) = schema.get("properties").and_then(|properties| properties.as_object()) {
            for (key, property) in properties {
                let below = format!("{path}.{key}");
                if property.get("title").is_none() || property.get("description").is_none() {
                    found.push(below.clone());
                }
            }
        }
        for (name, definition) in schema
            .get("$defs")
            .and_then(|defs| defs.as_object())
            .into_iter()
            .flatten()
        {
            unexplained(definition, name, found);
        }
    }
    let mut found = Vec::new();
    unexplained(&schema::PROCEDURE, "thu_tuc", &mut found);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_procedure_survives_being_written_and_read() {
    let full = full_procedure();
    let text = yaml::write(&full).unwrap();
    assert_eq!(yaml::read::<Procedure>(&text).unwrap(), full, "{text}");
    let revisions = Revisions::new(root().join("catalogue"));
    for procedure in revisions.newest().unwrap().load().unwrap().catalogue.procedures() {
        let text = yaml::write(procedure).unwrap();
        assert_eq!(&yaml::read::<Procedure>(&text).unwrap(), procedure, "{text}");
    }
}
