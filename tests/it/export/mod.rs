//! `tthc export`: what is handed out says what the catalogue says, and comes back through `tthc import`.

mod csv;
mod jsonl;
mod xlsx;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;

use tthc::catalogue::Catalogue;
use tthc::catalogue::fields::{FIELDS, Field};
use tthc::catalogue::files::Files;
use tthc::catalogue::procedure::Procedure;
use tthc::catalogue::revision::Revision;
use tthc::progress::Silent;

use crate::support::{Folder, root, tthc};

/// The revision that comes with the program.
fn shipped() -> std::path::PathBuf {
    root().join("catalogue/2026-07-01")
}

fn load(folder: &Path) -> Catalogue {
    let revision = Revision {
        name: "thử".to_owned(),
        files: Files::Folder(folder.to_owned()),
    };
    Catalogue::load(revision, &Silent).unwrap().catalogue
}

/// Exports a revision into a file of a folder.
fn export(folder: &Folder, revision: &Path, to: &str, file: &str) -> Output {
    let catalogue = revision.to_string_lossy();
    tthc(
        folder.path(),
        &["export", "--catalogue", &catalogue, "--to", to, "--out", file],
    )
}

/// Imports a file of a folder into an empty one below it, and returns what is there then. Whether the import found something to
/// finish is not asked here.
fn imported(folder: &Folder, file: &str) -> Catalogue {
    let output = tthc(
        folder.path(),
        &["import", file, "--out", "back", "--date", "01/07/2026"],
    );
    assert_ne!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    load(&folder.path().join("back"))
}

/// In how many procedures each field came back otherwise, by its label. Every procedure must be there.
fn otherwise<'c>(catalogue: &'c Catalogue, back: &'c Catalogue) -> BTreeMap<&'static str, Vec<&'c str>> {
    assert_eq!(catalogue.entries().len(), back.entries().len());
    let differs = |field: &Field, one: &Procedure, other: &Procedure| (field.get)(one) != (field.get)(other);
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for procedure in catalogue.procedures() {
        let other = &back.get(procedure.identity()).unwrap().procedure;
        for field in FIELDS.iter().filter(|field| differs(field, procedure, other)) {
            all.entry(field.label).or_default().push(procedure.identity());
        }
    }
    all
}
