//! CPSV-AP: a catalogue as Turtle and JSON-LD, held against the published shapes, and read back.

mod command;
mod docs;
mod foreign;
mod round_trip;
mod same_graph;

use std::path::{Path, PathBuf};

use tthc::catalogue::Catalogue;
use tthc::catalogue::fields::{FIELDS, Field};
use tthc::catalogue::procedure::Procedure;
use tthc::catalogue::revision::Revisions;
use tthc::catalogue::values::Date;
use tthc::exchange::cpsv::map::{MAP, Place};
use tthc::exchange::cpsv::{Base, Export, Format, export};
use tthc::exchange::import;
use tthc::progress::Silent;

use crate::support::{Folder, OFFICE};

const FORMATS: [(Format, &str); 2] = [(Format::Turtle, "a.ttl"), (Format::JsonLd, "a.jsonld")];

/// The fields that have a place in CPSV-AP.
fn carried() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|field| {
        let row = MAP.iter().find(|row| row.field == field.key && row.part.is_empty());
        !matches!(row.unwrap().place, Place::Nowhere(_))
    })
}

fn loaded(path: &Path) -> Catalogue {
    Revisions::new(path).newest().unwrap().load().unwrap().catalogue
}

fn exported(catalogue: &Catalogue) -> Export {
    export(catalogue, &Base::default(), "danh mục")
}

fn bytes(export: &Export, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    export.write(format, &mut bytes).unwrap();
    bytes
}

/// A catalogue of these procedures, as files.
fn catalogue_of(procedures: &[Procedure]) -> (Folder, Catalogue) {
    let folder = Folder::new(&[("catalogue.yaml", OFFICE)]);
    for procedure in procedures {
        let path = format!("thu_tuc/thu/{}.yaml", procedure.identity());
        folder.write(&path, tthc::catalogue::yaml::write(procedure).unwrap().as_bytes());
    }
    let catalogue = loaded(folder.path());
    assert_eq!(catalogue.entries().len(), procedures.len());
    (folder, catalogue)
}

/// Imports files into a folder that is not there yet.
fn import_into(paths: &[PathBuf], out: &Path) -> Catalogue {
    let day = Date::new(2026, 7, 18).unwrap();
    let imported = import::read(paths, day, &Silent).unwrap();
    let plan = import::plan(imported, out, import::Choice::default(), day, &Silent).unwrap();
    plan.write(&Silent).unwrap();
    loaded(out)
}

/// Writes an export to a file and imports it into an empty folder.
fn through(export: &Export, format: Format, name: &str) -> (Folder, Catalogue) {
    let folder = Folder::new(&[]);
    folder.write(name, &bytes(export, format));
    let catalogue = import_into(&[folder.path().join(name)], &folder.path().join("out"));
    (folder, catalogue)
}
