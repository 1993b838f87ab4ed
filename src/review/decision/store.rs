//! Decision files: read with every mistake named, written whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use thiserror::Error;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Decision;
use crate::catalogue::files::{Files, FilesError, is_link, write_below};
use crate::catalogue::revision::Revisions;
use crate::catalogue::values::{ProcedureCode, Written};
use crate::catalogue::{lineage, load, locate, locate_all, schema, yaml};
use crate::finding::{Finding, Place, Severity};
use crate::text;

/// Folder of the decisions, beside the revisions.
const FOLDER: &str = "ra_soat";

/// Folders among the decisions that hold something else: what single reviewers think, and questionnaires.
pub(super) const ASSESSMENTS: &str = "danh_gia";
pub(super) const QUESTIONNAIRES: &str = "phieu";

/// What a decision's file begins with.
const HEAD: &str = "# yaml-language-server: $schema=../../schema/ra_soat.json\n";

/// Schema of a decision.
pub static SCHEMA: LazyLock<Value> = LazyLock::new(|| schema::of::<Decision>("Quyết định rà soát một thủ tục"));

/// One procedure of a group, and what was judged of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Member {
    /// Procedure.
    #[serde(rename = "ma")]
    #[schemars(title = "Mã thủ tục", description = "Mã thủ tục của nhóm.")]
    pub code: Written<ProcedureCode>,
    /// Hash of what was judged, by field.
    #[serde(rename = "da_xem", skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(
        title = "Nội dung đã xem",
        description = "Mã băm của từng trường, do tthc decide ghi."
    )]
    pub judged: BTreeMap<String, String>,
}

/// A decision on one procedure and its file. A file on a group is one of these for each procedure.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// Path of the file, from the folder that holds the revisions.
    pub path: String,
    /// The decision.
    pub decision: Decision,
    /// Its place among the procedures of a group.
    pub member: Option<Membership>,
}

/// A place in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// Place in the list of the file, from 0.
    pub index: usize,
    /// How many procedures there are.
    pub of: usize,
}

impl Recorded {
    /// A decision in a file of its own.
    pub fn new(path: impl Into<String>, decision: Decision) -> Self {
        Self {
            path: path.into(),
            decision,
            member: None,
        }
    }

    /// A decision file as decisions on single procedures.
    pub fn each(path: &str, decision: &Decision) -> Vec<Self> {
        let of = decision.members.len();
        if of == 0 {
            return vec![Self::new(path, decision.clone())];
        }
        // The list is left out first: copied for every one of its entries it would grow with its square.
        let shared = Decision {
            members: Vec::new(),
            ..decision.clone()
        };
        let member = |(index, member): (usize, &Member)| Self {
            path: path.to_owned(),
            decision: Decision {
                code: member.code.clone(),
                judged: member.judged.clone(),
                ..shared.clone()
            },
            member: Some(Membership { index, of }),
        };
        decision.members.iter().enumerate().map(member).collect()
    }

    /// Whether it is the first, or the only one, of its file: what is said of a file is said once.
    pub fn is_first(&self) -> bool {
        self.member.is_none_or(|member| member.index == 0)
    }

    /// Where something of this procedure stands in the file: the code of a group's second is `thu_tuc[1].ma`.
    pub fn own_path(&self, key: &str) -> String {
        match (self.member, key) {
            (Some(member), "") => format!("thu_tuc[{}]", member.index),
            (Some(member), key) => format!("thu_tuc[{}].{key}", member.index),
            (None, key) => key.to_owned(),
        }
    }
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
    /// The file is not laid out as one block under each key, so it cannot be changed in place.
    #[error("{path} cannot be changed in place: write one block under each key, without braces around the whole")]
    Layout {
        /// The file.
        path: PathBuf,
    },
    /// It could not be put into YAML.
    #[error("cannot write the decision as YAML: {0}")]
    Yaml(String),
    /// Somebody else has been writing decisions for long.
    #[error("another process is writing decisions in {folder}; try again")]
    Busy {
        /// The folder of the decisions.
        folder: PathBuf,
    },
    /// The folder that holds that of the decisions is gone, and the catalogue with it.
    #[error("nothing was written: the folder that holds {folder} is not there")]
    Gone {
        /// The folder of the decisions.
        folder: PathBuf,
    },
    /// What is written there would stand elsewhere.
    #[error("nothing was written: {path} is a symbolic link; put a folder in its place")]
    Link {
        /// The link.
        path: PathBuf,
    },
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
        if leads_away(folder) {
            let (list, findings) = (Vec::new(), vec![load::linked_folder("")]);
            return (Self { files, list }, findings);
        }
        let is_decision = |path: &str| !is_in(path, ASSESSMENTS) && !is_in(path, QUESTIONNAIRES);
        let (read, mut findings) = load::records_in(&files, &SCHEMA, is_decision);
        let mut list = Vec::new();
        for (path, decision) in read {
            findings.extend(misnamed(&path, &decision).map(|mut finding| {
                locate(&files, &mut finding);
                finding
            }));
            list.extend(Recorded::each(&path, &decision));
        }
        list.sort_by(|a, b| {
            let key = |recorded: &Recorded| recorded.decision.code.text().to_owned();
            (key(a), &a.path).cmp(&(key(b), &b.path))
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

    /// A decision as its file has it, a group as one; `None` when it cannot be read.
    pub fn read(folder: &Path, path: &str) -> Option<Decision> {
        let bytes = Self::bytes(folder, path).ok()?;
        yaml::text(&bytes).and_then(yaml::read).ok()
    }

    /// The bytes of a file in the folder of the decisions. No link leads to it.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn bytes(folder: &Path, path: &str) -> Result<Vec<u8>, FilesError> {
        if leads_away(folder) {
            return Err(FilesError::Read {
                path: path.to_owned(),
                source: io::Error::other("the folder is a symbolic link, which is not followed"),
            });
        }
        Files::Folder(folder.to_owned()).read(path)
    }

    /// Where a decision is to be written: over the one on its procedure and revision, else to the file of its year, or
    /// beside that where it holds a decision on another revision.
    pub fn place_for(&self, folder: &Path, year: i16, decision: &Decision) -> String {
        let code = lineage::base_code(&decision.code);
        let own = self
            .of(&decision.revision, &code)
            .filter(|known| known.member.is_none() && !code.is_empty());
        if let Some(known) = own {
            return known.path.clone();
        }
        let usual = file_of(year, decision);
        let here = |other: &Decision| folder_name(&other.revision) == folder_name(&decision.revision);
        match Self::read(folder, &usual) {
            Some(other) if !here(&other) => file_beside(&usual, &decision.revision),
            _ => usual,
        }
    }

    /// The one decision on a procedure of a revision, or the first of several.
    pub fn of<'a>(&'a self, revision: &'a str, code: &str) -> Option<&'a Recorded> {
        self.on(revision)
            .find(|recorded| lineage::base_code(&recorded.decision.code) == code)
    }

    /// Decisions on one revision, by whatever name it was opened: `2026-07-01`, `HEAD:catalogue/2026-07-01`.
    pub fn on<'a>(&'a self, revision: &'a str) -> impl Iterator<Item = &'a Recorded> {
        self.list
            .iter()
            .filter(move |recorded| folder_name(&recorded.decision.revision) == folder_name(revision))
    }

    /// The same decisions with one more file, in the place of an older one.
    #[must_use]
    pub fn with(mut self, path: &str, decision: &Decision) -> Self {
        self.list.retain(|other| other.path != path);
        self.list.extend(Recorded::each(path, decision));
        self
    }

    /// Those of the decisions that are wanted.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(&Recorded) -> bool) -> Self {
        Self {
            files: self.files.clone(),
            list: self.list.iter().filter(|recorded| wanted(recorded)).cloned().collect(),
        }
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
            if !recorded.is_first() {
                return false;
            }
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

    /// The same for many findings; each file is read once.
    pub fn locate_all(&self, findings: &mut [Finding]) {
        locate_all(&self.files, findings);
    }
}

/// What a revision is called whichever way it is opened: the name of its folder.
pub fn folder_name(name: &str) -> &str {
    let name = name.trim().trim_end_matches('/');
    name.rsplit(['/', ':']).next().unwrap_or(name)
}

/// Makes a folder of decisions where there is none. The one that holds the usual folder is the catalogue's and never made: where
/// it is gone, a new one would be another catalogue.
pub(super) fn made(folder: &Path) -> Result<(), RecordError> {
    let failed = |source| RecordError::Write {
        path: folder.to_owned(),
        source,
    };
    if leads_away(folder) {
        return Err(RecordError::Link {
            path: folder.to_owned(),
        });
    }
    if folder.file_name().is_none_or(|name| name != FOLDER) {
        return fs::create_dir_all(folder).map_err(failed);
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(RecordError::Gone {
            folder: folder.to_owned(),
        }),
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed(error)),
        _ => Ok(()),
    }
}

/// Writes a file in the folder of the decisions and returns its path. It appears whole or not at all.
///
/// # Errors
///
/// When it cannot be written, or a link leads elsewhere.
pub fn write_text(folder: &Path, path: &str, text: &str) -> Result<PathBuf, RecordError> {
    made(folder)?;
    write_below(folder, &[(path, text)]).map_err(|(path, source)| RecordError::Write { path, source })?;
    Ok(folder.join(path))
}

/// Whether the usual folder of the decisions is a link: git may have brought it. A folder of another name somebody named.
pub(super) fn leads_away(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name == FOLDER) && is_link(folder)
}

/// Whether a folder of this name is on the way to a file.
pub(super) fn is_in(path: &str, folder: &str) -> bool {
    let mut folders = path.rsplit('/').skip(1);
    folders.any(|name| name == folder)
}

/// Whether a file, from the folder of the decisions, belongs to what a single reviewer thinks.
pub fn is_assessment(path: &str) -> bool {
    is_in(path, ASSESSMENTS)
}

/// A file must say of one procedure or of a group, not of both and not of none.
fn misnamed(path: &str, decision: &Decision) -> Option<Finding> {
    let (own, listed) = (!decision.code.text().trim().is_empty(), !decision.members.is_empty());
    let titled = decision.group.as_deref().is_some_and(|title| !title.trim().is_empty());
    let (at, message, advice) = match (own, listed, titled) {
        (true, true, _) => (
            "thu_tuc",
            "ghi cả ma và thu_tuc",
            "quyết định về một nhóm chỉ ghi nhom và thu_tuc",
        ),
        (_, false, true) => (
            "nhom",
            "nhóm không có thủ tục nào",
            "ghi khóa thu_tuc với mã từng thủ tục",
        ),
        (_, true, false) => (
            "thu_tuc",
            "nhóm thủ tục không có tên",
            "ghi khóa nhom: nội dung chung của nhóm",
        ),
        _ => return None,
    };
    let finding = Finding::new("quyet-dinh", Severity::Error, Place::file(path), message);
    Some(finding.at_path(at).advice(advice))
}

/// Where a decision of a year is recorded, from the folder of the decisions: `<year>/<code>.yaml`, or
/// `<year>/nhom-<title>.yaml` for a group.
pub fn file_of(year: i16, decision: &Decision) -> String {
    let code = decision.code.value().map_or(decision.code.text(), |code| code.base());
    match &decision.group {
        Some(title) if code.is_empty() => format!("{year}/nhom-{}.yaml", text::slug(title)),
        _ => format!("{year}/{code}.yaml"),
    }
}

/// The same, where that file holds a decision on another revision: `<year>/<code>@<revision>.yaml`.
pub(super) fn file_beside(path: &str, revision: &str) -> String {
    let stem = path.strip_suffix(".yaml").unwrap_or(path);
    format!("{stem}@{}.yaml", folder_name(revision))
}

/// The text of a new file for a decision; `path` is from the folder of the decisions.
///
/// # Errors
///
/// When it cannot be put into YAML.
pub fn text_of(path: &str, decision: &Decision) -> Result<String, RecordError> {
    let body = yaml::write(decision).map_err(|error| RecordError::Yaml(error.message))?;
    let up = "../".repeat(path.matches('/').count().saturating_sub(1));
    let head = HEAD.replace("$schema=", &format!("$schema={up}"));
    Ok(format!("{head}{body}"))
}

/// The key whose list only grows.
const HISTORY: &str = "qua_trinh";

/// The text of a decision's file with a change: keys that differ are written anew, steps are added behind those that are
/// there, and everything else stays as it is, comments too. `full` is only named.
///
/// # Errors
///
/// When the file is laid out in a way that cannot be changed in place.
pub fn changed_text(full: &Path, bytes: &[u8], change: impl FnOnce(&mut Decision)) -> Result<String, RecordError> {
    let layout = || RecordError::Layout { path: full.to_owned() };
    let text = std::str::from_utf8(bytes).map_err(|_| layout())?;
    let before: Decision = yaml::text(bytes).and_then(yaml::read).map_err(|_| layout())?;
    let mut after = before.clone();
    change(&mut after);
    yaml::edited(text, &before, &after, &[HISTORY]).ok_or_else(layout)
}

/// Writes a decision to a new file, or over the one that is there, and returns the path. The file appears whole or not at
/// all.
///
/// # Errors
///
/// When there is one already and `replace` is not set, or the file cannot be written.
pub fn record(folder: &Path, path: &str, decision: &Decision, replace: bool) -> Result<PathBuf, RecordError> {
    let full = folder.join(path);
    if full.exists() && !replace {
        return Err(RecordError::Exists { path: full });
    }
    let text = text_of(path, decision)?;
    write_text(folder, path, &text)
}
