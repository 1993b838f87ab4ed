//! Decision files: read with every mistake named, written whole or not at all.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use thiserror::Error;

use super::Decision;
use crate::catalogue::files::{Files, write_whole};
use crate::catalogue::revision::Revisions;
use crate::catalogue::{load, locate, schema, yaml};
use crate::finding::{Finding, Place, Severity};

/// Folder of the decisions, beside the revisions.
const FOLDER: &str = "ra_soat";

/// Schema of a decision.
pub static SCHEMA: LazyLock<Value> = LazyLock::new(|| schema::of::<Decision>("Quyết định rà soát một thủ tục"));

/// A decision and its file.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Path of the file, from the folder that holds the revisions.
    pub path: String,
    /// The decision.
    pub decision: Decision,
}

/// All decisions beside a set of revisions.
#[derive(Debug)]
pub struct Decisions {
    files: Files,
    list: Vec<Recorded>,
}

/// Why a decision was not written.
#[derive(Debug, Error)]
pub enum RecordError {
    /// There is one already.
    #[error("{path} exists already; use --replace to write a new decision in its place")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// It could not be put into YAML.
    #[error("cannot write the decision as YAML: {0}")]
    Yaml(String),
    /// The file could not be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Decisions {
    /// Reads every decision in `folder`, the `ra_soat` folder or one like it; a folder that does not exist holds none.
    pub fn load(folder: &Path) -> (Self, Vec<Finding>) {
        let files = Files::Folder(folder.to_owned());
        let (read, findings) = load::records::<Decision>(&files, &SCHEMA);
        let recorded = |(path, decision)| Recorded { path, decision };
        let mut list: Vec<Recorded> = read.into_iter().map(recorded).collect();
        list.sort_by(|a, b| {
            a.decision
                .code
                .text()
                .cmp(b.decision.code.text())
                .then(a.path.cmp(&b.path))
        });
        (Self { files, list }, findings)
    }

    /// The usual folder beside the revisions.
    pub fn folder(root: &Path) -> PathBuf {
        root.join(FOLDER)
    }

    /// Every decision, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Recorded> {
        self.list.iter()
    }

    /// Decisions on one revision, by whatever name it was opened: `2026-07-01`, `HEAD:catalogue/2026-07-01`.
    pub fn on<'a>(&'a self, revision: &'a str) -> impl Iterator<Item = &'a Recorded> {
        self.list
            .iter()
            .filter(move |recorded| folder_name(&recorded.decision.revision) == folder_name(revision))
    }

    /// The same decisions with one more, in the place of one in the same file.
    #[must_use]
    pub fn with(mut self, recorded: Recorded) -> Self {
        self.list.retain(|other| other.path != recorded.path);
        self.list.push(recorded);
        self
    }

    /// Decisions on no revision at all: neither one of the folders nor one that was `opened`. No proposal would ever
    /// take them up.
    pub fn astray(&self, revisions: &Revisions, opened: &[&str]) -> Vec<Finding> {
        let folders = revisions.folders();
        let mut known: Vec<&str> = folders
            .iter()
            .filter_map(|folder| folder.file_name()?.to_str())
            .collect();
        for name in opened.iter().map(|name| folder_name(name)) {
            if !known.contains(&name) {
                known.push(name);
            }
        }
        let astray = self.list.iter().filter(|recorded| {
            let name = recorded.decision.revision.as_str();
            let in_git = || name.contains(':') && revisions.find(name).is_ok();
            !known.contains(&folder_name(name)) && !in_git()
        });
        let findings = astray.map(|recorded| {
            let message = match recorded.decision.revision.trim() {
                "" => "quyết định không ghi phiên bản đã xem".to_owned(),
                name => format!("không có phiên bản «{name}»"),
            };
            let advice = format!("ghi phien_ban là một trong: {}", known.join(", "));
            let mut finding = Finding::new("quyet-dinh", Severity::Error, Place::file(&recorded.path), message)
                .at_path("phien_ban")
                .advice(advice);
            finding.code = Some(recorded.decision.code.text().to_owned()).filter(|code| !code.is_empty());
            self.locate(&mut finding);
            finding
        });
        findings.collect()
    }

    /// Finds the line of a finding about one of the decisions.
    pub fn locate(&self, finding: &mut Finding) {
        locate(&self.files, finding);
    }
}

/// What a revision is called whichever way it is opened: the name of its folder.
fn folder_name(name: &str) -> &str {
    let name = name.trim().trim_end_matches('/');
    name.rsplit(['/', ':']).next().unwrap_or(name)
}

/// Where a decision of a year is recorded, from the folder of the decisions: `<year>/<code>.yaml`.
pub fn file_of(year: i16, decision: &Decision) -> String {
    let code = decision.code.value().map_or(decision.code.text(), |code| code.base());
    format!("{year}/{code}.yaml")
}

/// Writes a decision to its file and returns the path. The file appears whole or not at all.
///
/// # Errors
///
/// When there is one already and `replace` is not set, or the file cannot be written.
pub fn record(folder: &Path, recorded: &Recorded, replace: bool) -> Result<PathBuf, RecordError> {
    let path = folder.join(&recorded.path);
    let failed = |source| RecordError::Write {
        path: path.clone(),
        source,
    };
    if path.exists() && !replace {
        return Err(RecordError::Exists { path });
    }
    let body = yaml::write(&recorded.decision).map_err(|error| RecordError::Yaml(error.message))?;
    let text = format!("# yaml-language-server: $schema=../../schema/ra_soat.json\n{body}");
    write_whole(&path, text.as_bytes()).map_err(failed)?;
    Ok(path)
}
