//! A revision without its procedures.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::document::Register;
use super::files::Files;
use super::observation::Observations;
use super::settings::Settings;
use super::values::Date;
use super::volume::Volumes;
use super::{locate, locate_in_file};
use crate::finding::Finding;

/// What a revision says beside its procedures: its settings, the register of legal documents, statistics and cost
/// observations. It is small however many procedures there are.
#[derive(Debug, Clone)]
pub struct Frame {
    name: String,
    files: Files,
    // Shared with every catalogue a proposal makes of this one: a what-if makes thousands.
    settings: Arc<Settings>,
    documents: Arc<Register>,
    volumes: Arc<Volumes>,
    pub(super) observations: Arc<HashMap<String, Observations>>,
    /// Codes of procedures whose files cannot be read.
    pub(super) unread: Arc<HashSet<String>>,
}

impl Frame {
    pub(super) fn new(
        name: String,
        files: Files,
        settings: Settings,
        documents: Register,
        volumes: Volumes,
        observations: HashMap<String, Observations>,
        unread: HashSet<String>,
    ) -> Self {
        Self {
            name,
            files,
            settings: Arc::new(settings),
            documents: Arc::new(documents),
            volumes: Arc::new(volumes),
            observations: Arc::new(observations),
            unread: Arc::new(unread),
        }
    }

    /// The same under another name.
    pub(super) fn named(&self, name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..self.clone()
        }
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

    /// The same for findings about one file and the facts they rest on; the file is read once. Their lines are shown when that
    /// is wanted.
    pub fn locate_in(&self, path: &str, findings: &mut [Finding], shown: bool) {
        locate_in_file(&self.files, path, findings, shown);
    }
}
