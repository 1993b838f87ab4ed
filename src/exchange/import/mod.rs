//! From the files an office has to the files of a catalogue.
//!
//! A file is recognised by what is in it (`source`), read into [`Record`]s (`sheet`, `separated`, `json`, `rdf`,
//! `word`, `pdf`), one a procedure, with every value under the key it has in the catalogue; records of one code from several
//! files are joined (`join`). `plan` holds them against what was imported last and what is on disk, and nothing is
//! written before [`Plan::write`]. Whatever could not be placed is a [`Finding`] with its file and row.

mod archive;
mod cells;
mod code;
mod columns;
mod detail;
mod edited;
mod join;
mod json;
mod legacy;
mod memory;
mod origin;
mod pdf;
mod places;
mod plan;
mod rdf;
mod register;
mod separated;
mod settle;
mod sheet;
mod source;
mod table;
mod tidy;
mod word;
mod write;

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

pub use self::plan::{Change, Choice, Fate, Kept, Plan, PlanError, Planned, plan};
pub use self::source::Format;
use self::table::{Row, Table};
use self::tidy::Repairs;
pub use self::write::WriteError;
use crate::catalogue::document::LegalDocument;
use crate::catalogue::printed::Printed;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Date, ProcedureCode};
use crate::finding::{Finding, Place, Severity};
use crate::progress::{Progress, Stage};

/// Why a file was not imported. Nothing is written then.
#[derive(Debug, Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error("cannot read {path}", path = path.display())]
    Read {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is not one of the files that are read here, or not whole.
    #[error("{path}: {why}", path = path.display())]
    Refused {
        /// Its path.
        path: PathBuf,
        /// What it is, and what to do.
        why: String,
    },
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Name of the file, without its folders: where it lay on somebody's disk says nothing to others.
    pub file: String,
    /// What it turned out to be.
    pub format: Format,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, as `sha256sum` prints it.
    pub sha256: String,
    /// Day it was imported, as `2026-07-01`.
    pub imported: String,
    /// Records found in it.
    pub records: usize,
}

/// One procedure as the files say it is.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its code.
    pub code: ProcedureCode,
    /// Where it was found: file and row.
    pub place: Place,
    /// Which of the files it comes from.
    pub source: usize,
    /// Values under the catalogue's keys, in its shapes; `null` where a file has the field and says nothing in it. A key
    /// that is not here is one the files do not know.
    pub fields: Map<String, Value>,
    /// What it says of the documents it rests on.
    pub documents: Vec<LegalDocument>,
    /// What the catalogue said when the sheet was printed that a person edited; `None` for files that are no such sheet.
    pub printed: Option<Printed>,
}

/// Everything some files say.
#[derive(Debug, Default)]
pub struct Imported {
    /// The files, in the order they were named.
    pub sources: Vec<Source>,
    /// The procedures, by code.
    pub records: Vec<Record>,
    /// What a person should know: rows that are no procedures, columns nobody asked for, texts that were repaired.
    pub findings: Vec<Finding>,
}

impl Record {
    /// The procedure.
    ///
    /// # Errors
    ///
    /// When a value has not the shape of its field.
    pub fn procedure(&self) -> Result<Procedure, serde_json::Error> {
        procedure_of(&self.fields)
    }
}

fn procedure_of(fields: &Map<String, Value>) -> Result<Procedure, serde_json::Error> {
    let said = fields.iter().filter(|(_, value)| !value.is_null());
    let said: Map<String, Value> = said.map(|(key, value)| (key.clone(), value.clone())).collect();
    serde_json::from_value(Value::Object(said))
}

/// What a file says before its records are joined with those of others.
#[derive(Debug, Default)]
struct Contents {
    records: Vec<Found>,
    findings: Vec<Finding>,
    repairs: Repairs,
}

/// A record as it stands in a file, its code as it was written.
#[derive(Debug)]
struct Found {
    place: Place,
    fields: Map<String, Value>,
    documents: Vec<LegalDocument>,
    /// As [`Record::printed`].
    printed: Option<Printed>,
}

/// Reads files of any kind, in their order.
///
/// # Errors
///
/// With the first file that cannot be read or is none of those that are.
pub fn read(paths: &[PathBuf], today: Date, progress: &dyn Progress) -> Result<Imported, ImportError> {
    let mut imported = Imported::default();
    progress.begin(Stage::Reading, paths.len());
    for path in paths {
        let source = imported.sources.len();
        let opened = source::open(path)?;
        let shown = shown(path);
        let mut contents = opened.contents(&shown).map_err(|why| ImportError::Refused {
            path: path.clone(),
            why,
        })?;
        imported.findings.append(&mut contents.findings);
        imported.findings.extend(contents.repairs.findings(&shown));
        imported.sources.push(Source {
            file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            format: opened.format,
            bytes: opened.bytes.len() as u64,
            sha256: opened.sha256.clone(),
            imported: today.iso(),
            records: contents.records.len(),
        });
        join::add(&mut imported, source, contents.records);
        progress.advance(1);
    }
    imported.records.sort_by(|a, b| a.code.base().cmp(b.code.base()));
    Ok(imported)
}

/// What the row of a table says, read as it is read from a file; `None` when it is no procedure.
pub(super) fn of_row(headings: &[&str], cells: &[String]) -> Option<Procedure> {
    let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
    let mut table = Table {
        shown: String::new(),
        rows: vec![Row::of(1, headings), Row::of(2, &texts)],
    };
    let mut contents = Contents::default();
    table::read(&mut table, &mut Repairs::default(), &mut contents);
    match contents.records.as_slice() {
        [found] => procedure_of(&found.fields).ok(),
        _ => None,
    }
}

/// Whether a heading of a table is known.
#[cfg(test)]
pub(super) fn is_column(heading: &str) -> bool {
    columns::target(heading).is_some()
}

/// A procedure's values by key, without those that say nothing.
fn values(procedure: &Procedure) -> Map<String, Value> {
    match serde_json::to_value(procedure) {
        Ok(Value::Object(map)) => map
            .into_iter()
            .filter(|(_, value)| value.as_str() != Some(""))
            .collect(),
        _ => Map::new(),
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// A remark on a place in a file that was read.
fn remark(rule: &str, severity: Severity, place: Place, message: impl Into<String>) -> Finding {
    Finding::new(rule, severity, place, message)
}
