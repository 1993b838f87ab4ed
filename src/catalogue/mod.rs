//! Files to model: the only module that reads a catalogue, and the only one that knows YAML.
//!
//! [`revision`] finds a revision by name, [`load`] reads it, [`stock`] reads one too large to be held, [`pair`] reads of two what differs, [`check`] says what is wrong
//! with one; [`given`] reads a file of its own.
//! [`procedure`] is the model, [`fields`] the one list of its fields, [`values`] the typed values inside it.

pub mod check;
pub mod document;
pub mod example;
pub mod fields;
mod file_code;
pub mod files;
mod frame;
pub mod given;
pub mod lexicon;
pub mod lineage;
pub mod load;
pub mod observation;
pub mod pair;
pub mod printed;
pub mod procedure;
pub mod quantity;
pub mod review_settings;
pub mod revision;
pub mod schema;
pub mod settings;
mod shape;
pub mod stock;
pub mod values;
pub mod volume;
pub mod yaml;

use std::cell::LazyCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use rayon::prelude::*;

use self::files::Files;
pub use self::frame::Frame;
use self::observation::Observations;
use self::procedure::Procedure;
use self::values::ProcedureCode;
use crate::finding::{Excerpt, Finding, Place};

/// Longest line shown with a finding, in characters.
const EXCERPT_WIDTH: usize = 1000;

/// One revision of a catalogue, in memory: its [`Frame`] and every procedure.
#[derive(Debug)]
pub struct Catalogue {
    frame: Frame,
    entries: Vec<Entry>,
    by_code: HashMap<String, usize>,
}

/// A procedure and the file it came from.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The procedure.
    pub procedure: Procedure,
    /// Its file.
    pub source: Source,
}

/// The file a procedure came from.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path relative to the revision.
    pub path: String,
    /// BLAKE3 digest of the file's bytes.
    pub digest: blake3::Hash,
}

impl Catalogue {
    fn new(frame: Frame, entries: Vec<Entry>) -> Self {
        Self {
            frame,
            by_code: index(&entries),
            entries,
        }
    }

    /// The same catalogue with other procedures: what a proposal makes of it.
    #[must_use]
    pub fn with_procedures(&self, name: impl Into<String>, mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| a.procedure.identity().cmp(b.procedure.identity()));
        Self::new(self.frame.named(name), entries)
    }

    /// The same catalogue with other cost observations on one procedure.
    #[must_use]
    pub fn with_observations(mut self, code: &str, observations: Observations) -> Self {
        Arc::make_mut(&mut self.frame.observations).insert(code.to_owned(), observations);
        self
    }

    /// The same without the procedures another revision has in files that cannot be read: nobody knows what became of them.
    /// `None` when there are none.
    pub fn without_unread_of(&self, other: &Self) -> Option<Self> {
        let known = |entry: &&Entry| !other.frame.unread.contains(entry.procedure.identity());
        if other.frame.unread.is_empty() || self.entries.iter().all(|entry| known(&entry)) {
            return None;
        }
        let entries = self.entries.iter().filter(known).cloned().collect();
        Some(self.with_procedures(self.name(), entries))
    }

    /// Every procedure, by code.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every procedure, by code.
    pub fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        self.entries.iter().map(|entry| &entry.procedure)
    }

    /// The procedure with this code; a suffix, stray spaces and missing zeros at the end do not matter.
    pub fn get(&self, code: &str) -> Option<&Entry> {
        self.by_code.get(&identity(code)).map(|&at| &self.entries[at])
    }

    /// Adds procedures that none here has the code of.
    fn add(&mut self, entries: Vec<Entry>) {
        if !entries.is_empty() {
            self.entries.extend(entries);
            self.entries
                .sort_by(|a, b| a.procedure.identity().cmp(b.procedure.identity()));
            self.by_code = index(&self.entries);
        }
    }
}

impl Deref for Catalogue {
    type Target = Frame;

    fn deref(&self) -> &Frame {
        &self.frame
    }
}

/// Finds the line of a finding that names a file and a YAML path, and shows it.
///
/// Files are read again here, only for what is shown: keeping 120,000 texts in memory would serve nobody.
pub fn locate(files: &Files, finding: &mut Finding) {
    let path = finding.place.path.clone();
    locate_in_file(files, &path, [finding], true);
}

/// The same for many findings, which stay in their order; each file is read once.
pub fn locate_all(files: &Files, findings: &mut [Finding]) {
    let mut by_file: HashMap<String, Vec<&mut Finding>> = HashMap::new();
    for finding in findings {
        by_file.entry(finding.place.path.clone()).or_default().push(finding);
    }
    by_file
        .into_par_iter()
        .for_each(|(path, of_one_file)| locate_in_file(files, &path, of_one_file, true));
}

fn locate_in_file<'a>(files: &Files, path: &str, findings: impl IntoIterator<Item = &'a mut Finding>, shown: bool) {
    let Ok(bytes) = files.read(path) else { return };
    let Ok(text) = yaml::text(&bytes) else { return };
    let node = LazyCell::new(|| yaml::parse(text).ok());
    let lines = LazyCell::new(|| text.lines().collect::<Vec<_>>());
    let place_of = |yaml_path: &str| {
        let at = node.as_ref()?.position(yaml_path);
        Some(Place {
            path: path.to_owned(),
            line: at.line,
            column: at.column,
        })
    };
    for finding in findings {
        if finding.place.line == 0 && !finding.yaml_path.is_empty() {
            match place_of(&finding.yaml_path) {
                Some(place) => finding.place = place,
                None => continue,
            }
        }
        for evidence in &mut finding.evidence {
            if evidence.place.is_none() && !evidence.yaml_path.is_empty() {
                evidence.place = place_of(&evidence.yaml_path);
            }
        }
        if shown {
            let line = finding.place.line.checked_sub(1).and_then(|at| lines.get(at));
            finding.excerpt = line.map(|line| excerpt(line, finding.place.column));
        }
    }
}

/// What a code as somebody wrote it identifies a procedure by.
pub(crate) fn identity(code: &str) -> String {
    code.parse::<ProcedureCode>()
        .map_or_else(|_| code.trim().to_owned(), |code| code.base().to_owned())
}

fn index(entries: &[Entry]) -> HashMap<String, usize> {
    entries
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry.procedure.identity().to_owned(), at))
        .collect()
}

/// The line to show, cut around the marked place when it is long.
fn excerpt(line: &str, column: usize) -> Excerpt {
    let full: Vec<char> = line.chars().collect();
    let mark = column.saturating_sub(1).min(full.len());
    let first = if mark + 20 > EXCERPT_WIDTH {
        mark - EXCERPT_WIDTH / 2
    } else {
        0
    };
    let shown: String = full.iter().skip(first).take(EXCERPT_WIDTH).collect();
    let start = mark - first;
    let word = full.iter().skip(mark).take(EXCERPT_WIDTH - start).collect::<String>();
    let length = word.trim_end().chars().count().max(1);
    Excerpt {
        text: shown,
        start,
        length,
    }
}
