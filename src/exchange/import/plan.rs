//! What an import would do: three sides are held against each other, the last import, this one, and what is on disk.
//!
//! A value only the source changed may be taken over; a value only a person changed stays; where both did, a person decides.

mod sides;
mod told;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;
use thiserror::Error;

use self::sides::{Looked, Sides};
use super::memory::{self, Memory};
use super::settle::{Folders, Settled};
use super::{Format, Imported, Record, Source, join};
use crate::catalogue::Catalogue;
use crate::catalogue::files::Files;
use crate::catalogue::load::{LoadError, PROCEDURES};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::revision::{HEAD, Revision};
use crate::catalogue::values::Date;
use crate::finding::{Finding, Severity};
use crate::progress::{Progress, Stage};

/// Why nothing can be planned.
#[derive(Debug, Error)]
pub enum PlanError {
    /// The folder has files and is no revision.
    #[error("{out} has procedures in {PROCEDURES}/ and no {HEAD}: name a revision or an empty folder", out = out.display())]
    NoRevision {
        /// The folder.
        out: PathBuf,
    },
    /// The revision there cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// What was imported last cannot be read, so nobody can tell edits from changes.
    #[error("cannot read {path}; put it back from a backup, or delete it: every difference is then shown as a conflict", path = path.display())]
    Memory {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// What an import would do.
#[derive(Debug)]
pub struct Plan {
    /// The revision it is about.
    pub out: PathBuf,
    /// The files.
    pub sources: Vec<Source>,
    /// Every procedure of the files, by code.
    pub procedures: Vec<Planned>,
    /// What a person should know, and what a person must finish.
    pub findings: Vec<Finding>,
    /// What becomes of the head and the register.
    pub(super) settled: Settled,
    pub(super) memories: BTreeMap<String, Memory>,
}

/// What becomes of one procedure.
#[derive(Debug)]
pub struct Planned {
    /// Seven digits of its code.
    pub code: String,
    /// Its name, as it is on disk or as the files have it.
    pub name: String,
    /// File of the procedure, from the folder of the revision.
    pub path: String,
    /// What happens.
    pub fate: Fate,
    /// Fields that are not on disk as the files have them.
    pub changes: Vec<Change>,
    /// Its file as it was when it was looked at; `None` when there was none.
    pub(super) before: Option<String>,
    /// What to write.
    pub(super) text: Option<String>,
}

/// What happens to a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    New,
    /// It is there as the files have it, or with edits that nothing speaks against.
    Same,
    /// Something in it is otherwise in the files.
    Differs,
    /// Somebody deleted it after the last import: it stays away.
    Deleted,
    /// It cannot be written; a finding says why.
    Refused,
}

/// A field that is otherwise in the files than on disk.
#[derive(Debug, Clone)]
pub struct Change {
    /// Key of the field.
    pub key: &'static str,
    /// Its label.
    pub label: &'static str,
    /// Why, and what becomes of it.
    pub kept: Kept,
    /// As the last import had it; `None` when it did not have the field.
    pub last: Option<Value>,
    /// As it is on disk.
    pub disk: Value,
    /// As the files have it.
    pub source: Value,
}

/// What becomes of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Only the source changed: taken over when that is asked for.
    Proposed,
    /// Proposed and taken over.
    Applied,
    /// A person edited it, and the source is as it was: the edit stays.
    Edited,
    /// Both changed, or nobody knows: a person decides.
    Conflict,
}

/// What a person decided before an import about what differs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice {
    /// Changes of the source alone are taken over.
    pub apply: bool,
    /// Where both changed, the revision is right: not asked again until the source changes again.
    pub keep: bool,
    /// What the row of a table says of a procedure. A row that says this of the one on disk says nothing new, however little
    /// of it there is room for in a row.
    pub in_a_row: Option<fn(&Procedure) -> Option<Procedure>>,
}

/// Holds what was read against a revision.
///
/// # Errors
///
/// When what is on disk cannot be read.
pub fn plan(
    imported: Imported,
    out: &Path,
    choice: Choice,
    day: Date,
    progress: &dyn Progress,
) -> Result<Plan, PlanError> {
    let catalogue = open(out, progress)?;
    let codes: HashMap<&str, &Record> = imported
        .records
        .iter()
        .map(|record| (record.code.base(), record))
        .collect();
    let last = memory::load(out, |code| codes.contains_key(code)).map_err(|source| PlanError::Memory {
        path: out.join(memory::VALUES),
        source,
    })?;
    let mut folders = Folders::of(catalogue.as_ref());
    // Folders are given in the order of the codes, so that an import gives the same whenever it is run.
    let paths: Vec<String> = imported.records.iter().map(|record| folders.path_of(record)).collect();
    progress.begin(Stage::Preparing, imported.records.len());
    let looked: Vec<Looked> = imported
        .records
        .par_iter()
        .zip(paths)
        .map(|(record, path)| {
            let side = Sides {
                out,
                record,
                catalogue: catalogue.as_ref(),
                entry: catalogue
                    .as_ref()
                    .and_then(|catalogue| catalogue.get(record.code.base())),
                last: last.get(record.code.base()),
                choice,
                is_row: imported
                    .sources
                    .get(record.source)
                    .is_some_and(|source| matches!(source.format, Format::Separated | Format::Workbook)),
            };
            let looked = side.look(path, &imported.sources);
            progress.advance(1);
            looked
        })
        .collect();
    let mut plan = Plan {
        out: out.to_owned(),
        procedures: Vec::with_capacity(looked.len()),
        findings: imported.findings,
        settled: Settled::default(),
        memories: BTreeMap::new(),
        sources: imported.sources,
    };
    let mut written: Vec<(&Record, Procedure)> = Vec::new();
    for (looked, record) in looked.into_iter().zip(&imported.records) {
        plan.findings.extend(looked.findings);
        plan.memories
            .extend(looked.memory.map(|memory| (memory.ma.clone(), memory)));
        written.extend(looked.after.map(|procedure| (record, procedure)));
        plan.procedures.push(looked.planned);
    }
    plan.settled = Settled::of(out, catalogue.as_ref(), &written, &folders, &plan.sources, day);
    plan.findings.append(&mut plan.settled.findings);
    Ok(plan)
}

fn open(out: &Path, progress: &dyn Progress) -> Result<Option<Catalogue>, PlanError> {
    if !out.join(HEAD).is_file() {
        let some = fs::read_dir(out.join(PROCEDURES)).is_ok_and(|mut entries| entries.next().is_some());
        return if some {
            Err(PlanError::NoRevision { out: out.to_owned() })
        } else {
            Ok(None)
        };
    }
    let name = out
        .file_name()
        .unwrap_or(out.as_os_str())
        .to_string_lossy()
        .into_owned();
    let revision = Revision {
        name,
        files: Files::Folder(out.to_owned()),
    };
    Ok(Some(Catalogue::load(revision, progress)?.catalogue))
}

impl Change {
    /// What is on disk and what the files have, as texts for people.
    pub fn texts(&self) -> (String, String) {
        (join::text_of(&self.disk), join::text_of(&self.source))
    }
}

impl Plan {
    /// Procedures of one fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.procedures
            .iter()
            .filter(|procedure| procedure.fate == fate)
            .count()
    }

    /// Fields that come to one end.
    pub fn fields(&self, kept: Kept) -> usize {
        let changes = self.procedures.iter().flat_map(|procedure| &procedure.changes);
        changes.filter(|change| change.kept == kept).count()
    }

    /// Whether a person has something to finish or to decide.
    pub fn is_open(&self) -> bool {
        self.fields(Kept::Conflict) > 0 || self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}
