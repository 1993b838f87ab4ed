//! Files to model: the only module that reads a catalogue, and the only one that knows YAML.
//!
//! [`revision`] finds a revision by name, [`load`] reads it, [`pair`] reads of two what differs, [`check`] says what is wrong
//! with one; [`given`] reads a file of its own.
//! [`procedure`] is the model, [`fields`] the one list of its fields, [`values`] the typed values inside it.

pub mod check;
pub mod document;
pub mod example;
pub mod fields;
pub mod files;
pub mod given;
pub mod lexicon;
pub mod lineage;
pub mod load;
pub mod observation;
pub mod pair;
pub mod procedure;
pub mod quantity;
pub mod review_settings;
pub mod revision;
pub mod schema;
pub mod settings;
mod shape;
pub mod values;
pub mod volume;
pub mod yaml;

use std::cell::LazyCell;
use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use self::document::Register;
use self::files::Files;
use self::observation::Observations;
use self::procedure::Procedure;
use self::settings::Settings;
use self::values::{Date, ProcedureCode};
use self::volume::Volumes;
use crate::finding::{Excerpt, Finding, Place};

/// Longest line shown with a finding, in characters.
const EXCERPT_WIDTH: usize = 1000;

/// Most findings that show their line. More than these nobody reads on a screen, and their lines would fill the memory; file,
/// line and column stay.
const MOST_EXCERPTS: usize = 50_000;

/// One revision of a catalogue, in memory.
#[derive(Debug)]
pub struct Catalogue {
    name: String,
    files: Files,
    // Shared with every catalogue a proposal makes of this one: a what-if makes thousands.
    settings: Arc<Settings>,
    entries: Vec<Entry>,
    by_code: HashMap<String, usize>,
    documents: Arc<Register>,
    volumes: Arc<Volumes>,
    observations: Arc<HashMap<String, Observations>>,
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
    fn new(
        name: String,
        files: Files,
        settings: Settings,
        entries: Vec<Entry>,
        documents: Register,
        volumes: Volumes,
        observations: HashMap<String, Observations>,
    ) -> Self {
        let by_code = index(&entries);
        Self {
            name,
            files,
            settings: Arc::new(settings),
            entries,
            by_code,
            documents: Arc::new(documents),
            volumes: Arc::new(volumes),
            observations: Arc::new(observations),
        }
    }

    /// The same catalogue with other procedures: what a proposal makes of it.
    #[must_use]
    pub fn with_procedures(&self, name: impl Into<String>, mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| a.procedure.identity().cmp(b.procedure.identity()));
        Self {
            name: name.into(),
            files: self.files.clone(),
            settings: Arc::clone(&self.settings),
            by_code: index(&entries),
            entries,
            documents: Arc::clone(&self.documents),
            volumes: Arc::clone(&self.volumes),
            observations: Arc::clone(&self.observations),
        }
    }

    /// The same catalogue with other cost observations on one procedure.
    #[must_use]
    pub fn with_observations(mut self, code: &str, observations: Observations) -> Self {
        Arc::make_mut(&mut self.observations).insert(code.to_owned(), observations);
        self
    }

    /// Name of the revision.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its files.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// `catalogue.yaml`.
    pub fn settings(&self) -> &Settings {
        &self.settings
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

    /// The register of legal documents.
    pub fn documents(&self) -> &Register {
        &self.documents
    }

    /// Dossier counts.
    pub fn volumes(&self) -> &Volumes {
        &self.volumes
    }

    /// Cost observations of a procedure.
    pub fn observations(&self, code: &str) -> Option<&Observations> {
        self.observations.get(code)
    }

    /// All cost observations by the procedure's code.
    pub fn all_observations(&self) -> impl Iterator<Item = (&str, &Observations)> {
        self.observations
            .iter()
            .map(|(code, observed)| (code.as_str(), observed))
    }

    /// The day the revision speaks of, or the day given when `catalogue.yaml` does not say.
    pub fn day(&self, otherwise: Date) -> Date {
        self.settings.day().unwrap_or(otherwise)
    }

    /// Finds the line of a finding that names a file of this revision and a YAML path, and shows it.
    pub fn locate(&self, finding: &mut Finding) {
        locate(&self.files, finding);
    }

    /// The same for many findings and the facts they rest on; each file is read once. Of more than 50,000 findings none shows
    /// its line.
    pub fn locate_all(&self, findings: &mut [Finding]) {
        let shown = findings.len() <= MOST_EXCERPTS;
        findings.par_sort_by(|a, b| a.place.path.cmp(&b.place.path));
        locate_by_file(&self.files, findings, shown);
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
    locate_by_file(files, findings, true);
}

fn locate_by_file(files: &Files, findings: &mut [Finding], shown: bool) {
    let mut by_file: HashMap<String, Vec<&mut Finding>> = HashMap::new();
    for finding in findings {
        by_file.entry(finding.place.path.clone()).or_default().push(finding);
    }
    by_file
        .into_par_iter()
        .for_each(|(path, of_one_file)| locate_in_file(files, &path, of_one_file, shown));
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
fn identity(code: &str) -> String {
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
