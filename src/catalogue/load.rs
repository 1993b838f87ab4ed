//! Folder to model. A file that does not read is a finding with its line, never the end of the work.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::LazyLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

use super::document::{LegalDocument, Register};
use super::files::{Files, FilesError, Listed, ListedKind};
use super::observation::Observations;
use super::procedure::Procedure;
use super::revision::{HEAD, Revision};
use super::settings::Settings;
use super::volume::Volumes;
use super::{Catalogue, Entry, Frame, Source, file_code, locate, locate_all, schema, shape, yaml};
use crate::finding::{Finding, Place, Severity};
use crate::progress::{Progress, Stage};

/// What stops a load altogether. A file that does not parse is a [`Finding`].
#[derive(Debug, Error)]
pub enum LoadError {
    /// The head of the revision is missing or unreadable, so nothing is known about it.
    #[error("revision {revision}: cannot use {HEAD}")]
    Head {
        /// Name of the revision.
        revision: String,
        /// Why.
        source: FilesError,
    },
}

/// A catalogue and what was wrong with its files.
#[derive(Debug)]
pub struct Loaded {
    /// What could be read.
    pub catalogue: Catalogue,
    /// One finding for each mistake in a file that could not be read.
    pub findings: Vec<Finding>,
}

/// What one file turned out to hold.
pub(super) enum Content {
    Settings(Box<Settings>),
    Procedure(Box<Procedure>),
    /// A procedure with this code that was not read: it is the same in the revision this one is compared with.
    SameProcedure(String),
    Documents(Vec<LegalDocument>),
    Observations(Box<Observations>),
    Counts(String),
    Nothing,
}

/// A file that was read.
pub(super) struct ReadFile {
    pub(super) path: String,
    pub(super) digest: blake3::Hash,
    /// Bytes that were read.
    pub(super) size: usize,
    pub(super) content: Content,
    findings: Vec<Finding>,
}

/// The path of the file that holds a code. Of several files with one code it is the first.
pub(super) type Holders = FxHashMap<String, String>;

impl Catalogue {
    /// Reads a revision, using all cores.
    ///
    /// # Errors
    ///
    /// When there is no `catalogue.yaml` to read.
    pub fn load(revision: Revision, progress: &dyn Progress) -> Result<Loaded, LoadError> {
        require_head(&revision)?;
        let Revision { name, files } = revision;
        let list = files.list();
        progress.begin(Stage::Reading, list.len());
        let read: Vec<ReadFile> = list
            .into_par_iter()
            .map(|listed| {
                let read = read_listed(&files, listed);
                progress.advance(1);
                read
            })
            .collect();
        Ok(assemble(name, files, read).0)
    }
}

/// Refuses a revision that has no head that can be read.
pub(super) fn require_head(revision: &Revision) -> Result<(), LoadError> {
    match revision.files.read(HEAD) {
        Ok(_) => Ok(()),
        Err(source) => Err(LoadError::Head {
            revision: revision.name.clone(),
            source,
        }),
    }
}

impl ReadFile {
    /// A procedure's file that is left unread.
    pub(super) fn unread(path: String, code: String) -> Self {
        Self {
            path,
            digest: blake3::hash(b""),
            size: 0,
            content: Content::SameProcedure(code),
            findings: Vec::new(),
        }
    }

    /// The procedure in the file with where it came from, when it is one, and what is wrong with the file.
    pub(super) fn into_entry(self) -> (Option<Entry>, Vec<Finding>) {
        let Content::Procedure(procedure) = self.content else {
            return (None, self.findings);
        };
        let (path, digest) = (self.path, self.digest);
        let entry = Entry {
            procedure: *procedure,
            source: Source { path, digest },
        };
        (Some(entry), self.findings)
    }
}

/// Makes a catalogue of files that were read, sorted by path.
pub(super) fn assemble(name: String, files: Files, read: Vec<ReadFile>) -> (Loaded, Holders) {
    let mut assembly = Assembly::new(name, files);
    let mut entries: Vec<Entry> = read.into_iter().filter_map(|file| assembly.add(file)).collect();
    entries.sort_by(|a, b| a.procedure.identity().cmp(b.procedure.identity()));
    let (frame, findings, holders) = assembly.finish();
    let catalogue = Catalogue::new(frame, entries);
    (Loaded { catalogue, findings }, holders)
}

/// A revision as it comes together, file by file.
pub(super) struct Assembly {
    name: String,
    files: Files,
    settings: Settings,
    documents: Register,
    volumes: Volumes,
    observations: HashMap<String, Observations>,
    first_file: Holders,
    unread: HashSet<String>,
    findings: Vec<Finding>,
}

impl Assembly {
    pub(super) fn new(name: String, files: Files) -> Self {
        Self {
            name,
            files,
            settings: Settings::default(),
            documents: Register::default(),
            volumes: Volumes::default(),
            observations: HashMap::new(),
            first_file: Holders::default(),
            unread: HashSet::new(),
            findings: Vec::new(),
        }
    }

    /// Adds what a file holds; of several with one code, the procedures' files by path. A procedure that belongs to the
    /// revision comes back.
    pub(super) fn add(&mut self, file: ReadFile) -> Option<Entry> {
        let ReadFile {
            path,
            digest,
            content,
            findings,
            ..
        } = file;
        self.findings.extend(findings);
        match content {
            Content::Settings(read) => self.settings = *read,
            Content::Procedure(procedure) => {
                let code = procedure.identity().to_owned();
                if code.trim().is_empty() {
                    self.findings.push(without_code(&path));
                } else if self.is_first(&path, code) {
                    return Some(Entry {
                        procedure: *procedure,
                        source: Source { path, digest },
                    });
                }
            }
            Content::SameProcedure(code) => {
                self.is_first(&path, code);
            }
            Content::Documents(list) => self.register(&path, list),
            Content::Observations(read) => {
                let code = read
                    .code
                    .value()
                    .map_or_else(|| read.code.text().to_owned(), |code| code.base().to_owned());
                if code.trim().is_empty() {
                    self.findings.push(without_code(&path));
                }
                self.observations.insert(code, *read);
            }
            Content::Counts(text) => self.findings.extend(self.volumes.read(&path, &text)),
            Content::Nothing => self.unread.extend(self.code_of(&path)),
        }
        None
    }

    /// The code of a procedure whose file cannot be read, as far as it says.
    fn code_of(&self, path: &str) -> Option<String> {
        matches!(Role::of(path), Some(Role::Procedure)).then_some(())?;
        // What is too large to be read is not read for its code.
        let bytes = (!is_too_large(&self.files, path)).then(|| self.files.read(path).ok());
        bytes
            .flatten()
            .and_then(|bytes| file_code::said(&bytes))
            .or_else(|| file_code::named(path))
    }

    /// Whether no file before has a code.
    fn is_first(&mut self, path: &str, code: String) -> bool {
        match self.first_file.get(&code) {
            Some(first) => {
                self.findings.push(duplicate_code(&self.files, path, &code, first));
                false
            }
            None => {
                self.first_file.insert(code, path.to_owned());
                true
            }
        }
    }

    fn register(&mut self, path: &str, list: Vec<LegalDocument>) {
        for (index, document) in list.into_iter().enumerate() {
            let number = document.number.text().to_owned();
            if !self.documents.add(document) {
                self.findings.push(
                    Finding::new(
                        "trung-van-ban",
                        Severity::Error,
                        Place::file(path),
                        format!("văn bản {number} đã có trong danh mục văn bản"),
                    )
                    .at_path(format!("[{index}].so_hieu"))
                    .advice("giữ một mục, xóa mục kia"),
                );
            }
        }
    }

    /// Everything but the procedures, what is wrong with the files by place, and who holds each code.
    pub(super) fn finish(mut self) -> (Frame, Vec<Finding>, Holders) {
        let mut findings = self.problems();
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        self.unread.retain(|code| !self.first_file.contains_key(code));
        let frame = Frame::new(
            self.name,
            self.files,
            self.settings,
            self.documents,
            self.volumes,
            self.observations,
            self.unread,
        );
        (frame, findings, self.first_file)
    }

    /// What is wrong with the files added since the last time, located.
    fn problems(&mut self) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut self.findings);
        for finding in &mut findings {
            locate(&self.files, finding);
        }
        findings
    }
}

/// Nothing can refer to such a file, so it would drop out of everything without a word.
fn without_code(path: &str) -> Finding {
    Finding::new("thieu-bo-phan", Severity::Error, Place::file(path), "thiếu mã thủ tục")
        .at_path("ma")
        .advice("thêm khóa ma, hoặc xóa tệp")
}

fn duplicate_code(files: &Files, path: &str, code: &str, first: &str) -> Finding {
    let place = yaml_place(files, path, "ma");
    Finding::new(
        "trung-ma",
        Severity::Error,
        place,
        format!("mã {code} đã dùng ở {first}"),
    )
    .at_path("ma")
    .advice("mỗi mã chỉ có một tệp: sửa mã hoặc xóa tệp thừa")
}

fn yaml_place(files: &Files, path: &str, yaml_path: &str) -> Place {
    let position = files.read(path).ok().and_then(|bytes| {
        let text = yaml::text(&bytes).ok()?;
        Some(yaml::parse(text).ok()?.position(yaml_path))
    });
    position.map_or_else(
        || Place::file(path),
        |at| Place {
            path: path.to_owned(),
            line: at.line,
            column: at.column,
        },
    )
}

pub(super) fn read_listed(files: &Files, listed: Listed) -> ReadFile {
    match not_a_file(&listed) {
        None => read_file(files, listed.path),
        Some(finding) => ReadFile {
            path: listed.path,
            digest: blake3::hash(b""),
            size: 0,
            content: Content::Nothing,
            findings: vec![finding],
        },
    }
}

/// What stands where a file should and is none.
pub(crate) fn not_a_file(listed: &Listed) -> Option<Finding> {
    let (message, advice) = match listed.kind {
        ListedKind::File => return None,
        ListedKind::FolderNamedAsFile => ("là thư mục nhưng có tên như tệp", "đổi tên thư mục"),
        ListedKind::Link => ("là liên kết tượng trưng, không được đọc", "thay liên kết bằng tệp thật"),
        ListedKind::Unreadable => ("không đọc được", "kiểm tra quyền đọc"),
        ListedKind::Special => (
            "không phải là tệp thông thường, không được đọc",
            "thay bằng tệp thật, hoặc xóa",
        ),
    };
    Some(Finding::new("tep", Severity::Error, Place::file(&listed.path), message).advice(advice))
}

/// A folder beside the revisions that is none, but leads to one elsewhere; `path` is how it is named.
pub(crate) fn linked_folder(path: &str) -> Finding {
    let message = "thư mục là liên kết tượng trưng, không được đọc";
    Finding::new("tep", Severity::Error, Place::file(path), message).advice("thay liên kết bằng thư mục thật")
}

/// A file that would be read under another name.
pub(crate) fn misplaced(path: &str, advice: &str) -> Finding {
    Finding::new("tep", Severity::Error, Place::file(path), "tệp không được đọc").advice(advice)
}

/// Reads a file for what its place says it is.
pub(super) fn read_file(files: &Files, path: String) -> ReadFile {
    let mut file = ReadFile {
        digest: blake3::hash(b""),
        size: 0,
        content: Content::Nothing,
        findings: Vec::new(),
        path,
    };
    let Some(role) = Role::of(&file.path) else {
        return file;
    };
    if let Role::Misplaced(advice) = role {
        file.findings.push(misplaced(&file.path, advice));
        return file;
    }
    if is_too_large(files, &file.path) {
        let message = format!("tệp quá lớn, giới hạn {} MB", yaml::MAX_BYTES / 1_048_576);
        file.findings.push(
            Finding::new("tep", Severity::Error, Place::file(&file.path), message).advice("bỏ phần dán nhầm vào tệp"),
        );
        return file;
    }
    match files.read(&file.path) {
        Err(error) => file.findings.push(unreadable(&file.path, &error)),
        Ok(bytes) => {
            file.digest = blake3::hash(&bytes);
            file.size = bytes.len();
            match role.read(&bytes, &file.path) {
                Ok(content) => file.content = content,
                Err(found) => file.findings = found,
            }
        }
    }
    file
}

/// Whether a file is known, unread, to be larger than any that is read.
fn is_too_large(files: &Files, path: &str) -> bool {
    files.size(path).is_some_and(|size| size > yaml::MAX_BYTES as u64)
}

/// Records of one kind in a folder beside the revisions, one a file, with their paths; what cannot be read is found, located
/// and left out. A folder that does not exist holds none.
pub fn records<T: DeserializeOwned + Send>(
    files: &Files,
    schema: &LazyLock<Value>,
) -> (Vec<(String, T)>, Vec<Finding>) {
    records_in(files, schema, |_| true)
}

/// The same for a folder that holds records of other kinds too: only those at paths that are meant.
pub fn records_in<T: DeserializeOwned + Send>(
    files: &Files,
    schema: &LazyLock<Value>,
    meant: impl Fn(&str) -> bool,
) -> (Vec<(String, T)>, Vec<Finding>) {
    let there = files.on_disk().is_some_and(Path::is_dir);
    let mut all = if there { files.list() } else { Vec::new() };
    all.retain(|listed| meant(&listed.path));
    let read: Vec<_> = all
        .into_par_iter()
        .filter_map(|listed| record(files, listed, schema))
        .collect();
    let (mut records, mut findings) = (Vec::new(), Vec::new());
    for one in read {
        match one {
            Ok(record) => records.push(record),
            Err(found) => findings.extend(found),
        }
    }
    locate_all(files, &mut findings);
    (records, findings)
}

/// The record in a file; `None` when the file is of another kind.
fn record<T: DeserializeOwned>(
    files: &Files,
    listed: Listed,
    schema: &LazyLock<Value>,
) -> Option<Result<(String, T), Vec<Finding>>> {
    if let Some(finding) = not_a_file(&listed) {
        return Some(Err(vec![finding]));
    }
    let path = listed.path;
    match path.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
        Some("yaml") => {}
        Some("yml") => return Some(Err(vec![misplaced(&path, WRONG_ENDING)])),
        _ => return None,
    }
    let read = files.read(&path).map_err(|error| vec![unreadable(&path, &error)]);
    let record = read.and_then(|bytes| read_typed(&bytes, &path, schema));
    Some(record.map(|record| (path, record)))
}

/// A file whose bytes cannot be had.
pub(super) fn unreadable(path: &str, error: &FilesError) -> Finding {
    let message = format!("không đọc được: {error}");
    Finding::new("tep", Severity::Error, Place::file(path), message)
}

/// What to do about a file that ends in `.yml`.
pub(crate) const WRONG_ENDING: &str = "đổi đuôi tệp thành .yaml";

/// What a file is for, told by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Head,
    Procedure,
    Documents,
    Observations,
    Counts,
    Misplaced(&'static str),
}

impl Role {
    /// `None` when the file is none of a catalogue's.
    pub(super) fn of(path: &str) -> Option<Self> {
        let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let folder = path.split('/').next().unwrap_or_default();
        match (ending.as_str(), folder) {
            _ if path == HEAD => Some(Self::Head),
            ("yml", _) => Some(Self::Misplaced(WRONG_ENDING)),
            ("yaml", PROCEDURES) => Some(Self::Procedure),
            ("yaml", "van_ban") => Some(Self::Documents),
            ("yaml", OBSERVATIONS) => Some(Self::Observations),
            ("csv", "thong_ke") => Some(Self::Counts),
            ("yaml" | "csv", _) => Some(Self::Misplaced(
                "chuyển tệp vào thu_tuc/, van_ban/, chi_phi/ hoặc thong_ke/",
            )),
            _ => None,
        }
    }

    fn read(&self, bytes: &[u8], path: &str) -> Result<Content, Vec<Finding>> {
        match self {
            Self::Head => {
                read_typed(bytes, path, &schema::SETTINGS).map(|settings| Content::Settings(Box::new(settings)))
            }
            Self::Procedure => {
                read_typed(bytes, path, &schema::PROCEDURE).map(|procedure| Content::Procedure(Box::new(procedure)))
            }
            Self::Documents => read_typed(bytes, path, &schema::DOCUMENTS).map(Content::Documents),
            Self::Observations => {
                read_typed(bytes, path, &schema::OBSERVATIONS).map(|read| Content::Observations(Box::new(read)))
            }
            Self::Counts => yaml::text(bytes)
                .map(|text| Content::Counts(text.to_owned()))
                .map_err(|error| vec![yaml_finding(&error, path)]),
            Self::Misplaced(_) => Ok(Content::Nothing),
        }
    }
}

/// Folder of the procedures in a revision.
pub const PROCEDURES: &str = "thu_tuc";

/// Folder of the cost observations in a revision.
pub const OBSERVATIONS: &str = "chi_phi";

/// A procedure's file read on its own; `None` when it is none that [`Catalogue::load`] would take. Why not, a load says.
pub fn read_procedure(bytes: &[u8]) -> Option<Procedure> {
    let text = yaml::text(bytes).ok()?;
    let procedure: Procedure = yaml::read(text).ok()?;
    (!procedure.identity().trim().is_empty()).then_some(procedure)
}

/// Reads a typed file. The quick reading stops at the first mistake; then the file is walked against its schema, and
/// every mistake is named.
///
/// # Errors
///
/// The mistakes, at least one.
pub fn read_typed<T: DeserializeOwned>(bytes: &[u8], path: &str, schema: &LazyLock<Value>) -> Result<T, Vec<Finding>> {
    let text = yaml::text(bytes).map_err(|error| vec![yaml_finding(&error, path)])?;
    yaml::read::<T>(text).map_err(|quick| {
        let node = match yaml::parse(text) {
            Ok(node) => node,
            Err(error) => return vec![yaml_finding(&error, path)],
        };
        let mistakes = shape::mistakes(&node, schema);
        if mistakes.is_empty() {
            return vec![yaml_finding(&quick, path)];
        }
        mistakes
            .into_iter()
            .map(|mistake| {
                let place = Place {
                    path: path.to_owned(),
                    line: mistake.at.line,
                    column: mistake.at.column,
                };
                Finding::new(mistake.check, Severity::Error, place, mistake.message)
                    .at_path(mistake.yaml_path)
                    .advice(mistake.advice)
            })
            .collect()
    })
}

fn yaml_finding(error: &yaml::YamlError, path: &str) -> Finding {
    let place = Place {
        path: path.to_owned(),
        line: error.line,
        column: error.column,
    };
    Finding::new("yaml", Severity::Error, place, &error.message).advice(&error.advice)
}
