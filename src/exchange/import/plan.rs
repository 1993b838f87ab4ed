//! What an import would do: three sides are held against each other, the last import, this one, and what is on disk.
//!
//! A value only the source changed may be taken over; a value only a person changed stays; where both did, a person decides.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::{Map, Value};
use thiserror::Error;

use super::memory::{self, Memory};
use super::settle::{Folders, Settled};
use super::write::now;
use super::{Format, Imported, Record, Source, columns, join, origin, remark, values};
use crate::catalogue::fields::{FIELDS, Field, FieldValue, Required};
use crate::catalogue::files::Files;
use crate::catalogue::load::{LoadError, PROCEDURES, read_procedure};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::revision::{HEAD, Revision};
use crate::catalogue::values::{Date, ParseValueError};
use crate::catalogue::{Catalogue, Entry, yaml};
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

/// One procedure on its three sides.
struct Sides<'s> {
    out: &'s Path,
    record: &'s Record,
    catalogue: Option<&'s Catalogue>,
    entry: Option<&'s Entry>,
    last: Option<&'s Memory>,
    choice: Choice,
    /// Whether it comes from the row of a table.
    is_row: bool,
}

struct Looked {
    planned: Planned,
    findings: Vec<Finding>,
    memory: Option<Memory>,
    /// The procedure as it is written.
    after: Option<Procedure>,
    /// Fields of which the source says what a row has room for: nothing of them is remembered.
    in_a_row: Vec<&'static str>,
}

impl Sides<'_> {
    fn look(&self, path: String, sources: &[Source]) -> Looked {
        let code = self.record.code.base().to_owned();
        let planned = Planned {
            code,
            name: String::new(),
            path,
            fate: Fate::Refused,
            changes: Vec::new(),
            before: None,
            text: None,
        };
        let mut looked = Looked {
            planned,
            findings: Vec::new(),
            memory: None,
            after: None,
            in_a_row: Vec::new(),
        };
        let procedure = match self.record.procedure() {
            Ok(procedure) => procedure,
            Err(error) => {
                looked.refuse(
                    self.record,
                    format!("không ghi được thủ tục: {error}"),
                    "sửa giá trị này trong tệp nguồn",
                );
                return looked;
            }
        };
        looked.planned.name.clone_from(&procedure.name);
        match self.catalogue.map(|catalogue| origin::of(self.record, catalogue)) {
            None => {}
            Some(Ok(remark)) => looked.findings.extend(remark),
            Some(Err((why, advice))) => {
                looked.refuse(self.record, why, advice);
                return looked;
            }
        }
        match self.entry {
            Some(entry) => self.differs(entry, &procedure, &mut looked),
            None if self.record.printed.is_some() => looked.refuse(
                self.record,
                format!(
                    "phiếu này là của thủ tục {}, không có trong {}",
                    self.record.code.base(),
                    self.out.display()
                ),
                "chọn đúng thư mục phiên bản với --out",
            ),
            None if self.last.is_some() && !self.out.join(&looked.planned.path).exists() => {
                looked.planned.fate = Fate::Deleted
            }
            None => self.added(&procedure, &mut looked),
        }
        let would_be = self.would_be();
        if let Some(after) = would_be.as_ref().or(looked.after.as_ref()) {
            looked.findings.extend(unfinished(self.record, after));
        }
        if self.record.printed.is_some() {
            // A person edited, not the source: what was imported last is as it was. What nothing was written of needs nothing.
            looked.after = looked.after.filter(|_| looked.planned.text.is_some());
            return looked;
        }
        if matches!(looked.planned.fate, Fate::New | Fate::Same | Fate::Differs) {
            looked.memory = Some(self.remembered(&procedure, &looked, sources));
        }
        looked
    }

    fn added(&self, procedure: &Procedure, looked: &mut Looked) {
        if self.out.join(&looked.planned.path).exists() {
            let message = format!("tệp {} đã có nhưng không đọc được; không ghi đè", looked.planned.path);
            looked.refuse(self.record, message, "sửa tệp đó (tthc check) rồi nhập lại");
            return;
        }
        match yaml::write(procedure) {
            // What is written must be what was meant, and no larger than what is read.
            Ok(text) if read_procedure(text.as_bytes()).as_ref() == Some(procedure) => {
                looked.planned.fate = Fate::New;
                looked.planned.text = Some(text);
                looked.after = Some(procedure.clone());
            }
            Ok(text) => {
                let message = format!(
                    "thủ tục không ghi được thành tệp đọc lại được ({} KB)",
                    text.len() / 1024
                );
                looked.refuse(self.record, message, "rút bớt nội dung thừa trong tệp nguồn");
            }
            Err(error) => looked.refuse(self.record, error.message, "sửa giá trị trong tệp nguồn"),
        }
    }

    /// The procedure is on disk.
    fn differs(&self, entry: &Entry, source: &Procedure, looked: &mut Looked) {
        looked.planned.path = entry.source.path.clone();
        looked.planned.name.clone_from(&entry.procedure.name);
        let in_a_row = self.choice.in_a_row.filter(|_| self.is_row);
        let in_a_row = in_a_row.and_then(|of| of(&entry.procedure)).map(|row| values(&row));
        let (disk, source) = (values(&entry.procedure), values(source));
        let null = Value::Null;
        // What cannot be read any more is not changed, and is told where it is to be.
        let text = now(self.out, &entry.source.path).ok().flatten().unwrap_or_default();
        looked.planned.before = Some(text.clone());
        let mut remarked: Option<Vec<String>> = None;
        for field in FIELDS
            .iter()
            .filter(|field| field.key != "ma" && self.record.fields.contains_key(field.key))
        {
            let (on_disk, in_source) = (
                disk.get(field.key).unwrap_or(&null),
                source.get(field.key).unwrap_or(&null),
            );
            if same(on_disk, in_source) {
                continue;
            }
            let of_row = in_a_row.as_ref().map(|row| row.get(field.key).unwrap_or(&null));
            if of_row.is_some_and(|row| same(row, in_source)) {
                looked.in_a_row.push(field.key);
                continue;
            }
            let last = self.last_of(field.key);
            let mut kept = match last {
                Some(last) if last == in_source => Kept::Edited,
                Some(last) if last == on_disk => Kept::Proposed,
                None if on_disk.is_null() => Kept::Proposed,
                _ => Kept::Conflict,
            };
            let remarked = remarked.get_or_insert_with(|| yaml::remarked::<Procedure>(&text).unwrap_or_default());
            if kept == Kept::Proposed
                && remarked.iter().any(|key| key == field.key)
                && !self.keeps_remarks(entry, &disk, &text, field.key, in_source)
            {
                kept = Kept::Conflict;
            }
            // Of a sheet nothing is remembered: it would be asked again all the same.
            if kept == Kept::Conflict && self.choice.keep && self.record.printed.is_none() {
                kept = Kept::Edited;
            }
            looked.planned.changes.push(Change {
                key: field.key,
                label: field.label,
                kept,
                last: last.cloned(),
                disk: on_disk.clone(),
                source: in_source.clone(),
            });
        }
        let open = looked.planned.changes.iter().any(|change| change.kept != Kept::Edited);
        looked.planned.fate = if open { Fate::Differs } else { Fate::Same };
        looked.after = Some(entry.procedure.clone());
        if self.choice.apply {
            self.apply(entry, disk, &text, looked);
        }
        for change in looked
            .planned
            .changes
            .iter()
            .filter(|change| change.kept == Kept::Conflict)
        {
            looked
                .findings
                .push(conflict(self.record, &looked.planned.path, change));
        }
    }

    /// Whether a value can be written and the remarks beside it stay. Whoever puts a remark at a value has looked at it, and
    /// only a person's edit comes before that.
    fn keeps_remarks(&self, entry: &Entry, disk: &Map<String, Value>, text: &str, key: &str, value: &Value) -> bool {
        let edited = || {
            let after = with(disk.clone(), [(key, value)])?;
            yaml::edited(text, &entry.procedure, &after, &[])
        };
        self.record.printed.is_some() && edited().is_some_and(|edited| yaml::keeps_remarks(text, &edited))
    }

    /// The procedure on disk with the edits of a sheet in it; `None` for other files.
    fn would_be(&self) -> Option<Procedure> {
        self.record.printed.as_ref()?;
        let edits = self.record.fields.iter().filter(|(key, _)| *key != "ma");
        with(
            values(&self.entry?.procedure),
            edits.map(|(key, value)| (key.as_str(), value)),
        )
    }

    /// What a field was when both sides were the same: as it was printed, or as it was imported last.
    fn last_of(&self, key: &str) -> Option<&Value> {
        match &self.record.printed {
            Some(printed) => Some(printed.values.get(key).unwrap_or(&Value::Null)),
            None => self.last.and_then(|last| last.gia_tri.get(key)),
        }
    }

    /// Writes what only the source changed into the file, key by key.
    fn apply(&self, entry: &Entry, disk: Map<String, Value>, text: &str, looked: &mut Looked) {
        let proposed = |change: &&mut Change| change.kept == Kept::Proposed;
        let mut changes: Vec<&mut Change> = looked.planned.changes.iter_mut().filter(proposed).collect();
        if changes.is_empty() {
            return;
        }
        let after = with(disk, changes.iter().map(|change| (change.key, &change.source)));
        let edited = after
            .as_ref()
            .and_then(|after| yaml::edited(text, &entry.procedure, after, &[]));
        match (edited, after) {
            (Some(edited), Some(after)) => {
                changes.iter_mut().for_each(|change| change.kept = Kept::Applied);
                looked.planned.text = Some(edited);
                looked.after = Some(after);
            }
            // The file is laid out in a way that cannot be changed in place.
            _ => changes.iter_mut().for_each(|change| change.kept = Kept::Conflict),
        }
    }

    /// What to remember as imported: a value that was not taken over is not, so that it is proposed again.
    fn remembered(&self, source: &Procedure, looked: &Looked, sources: &[Source]) -> Memory {
        let mut known = self.last.map(|last| last.gia_tri.clone()).unwrap_or_default();
        let mut source = values(source);
        for key in self.record.fields.keys() {
            let open = looked.in_a_row.iter().any(|known| known == key)
                || looked
                    .planned
                    .changes
                    .iter()
                    .any(|change| change.key == key && matches!(change.kept, Kept::Proposed | Kept::Conflict));
            if !open {
                known.insert(key.clone(), source.remove(key).unwrap_or(Value::Null));
            }
        }
        let file = sources.get(self.record.source);
        Memory {
            ma: self.record.code.base().to_owned(),
            nguon: place_in_file(self.record, file),
            sha256: file.map(|file| file.sha256.clone()).unwrap_or_default(),
            ngay: file.map(|file| file.imported.clone()).unwrap_or_default(),
            gia_tri: known,
        }
    }
}

/// Whether two values say the same: a text in a block of lines ends with one, and other files have no such end.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.trim_end() == b.trim_end(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// The procedure with some values anew; `null` takes a value away.
fn with<'v>(mut values: Map<String, Value>, new: impl IntoIterator<Item = (&'v str, &'v Value)>) -> Option<Procedure> {
    values.extend(new.into_iter().map(|(key, value)| (key.to_owned(), value.clone())));
    values.retain(|_, value| !value.is_null());
    serde_json::from_value(Value::Object(values)).ok()
}

/// Where a record was found, by the name of its file alone: the import was made somewhere, the memory of it is everywhere.
fn place_in_file(record: &Record, file: Option<&Source>) -> String {
    let place = record.place.to_string();
    let name = file.map(|file| file.file.as_str()).unwrap_or_default();
    place
        .find(name)
        .map_or_else(|| place.clone(), |at| place[at..].to_owned())
}

impl Looked {
    fn refuse(&mut self, record: &Record, message: String, advice: &str) {
        self.planned.fate = Fate::Refused;
        let mut finding = remark("nhap-ghi", Severity::Error, record.place.clone(), message).advice(advice);
        finding.code = Some(self.planned.code.clone());
        self.findings.push(finding);
    }
}

fn conflict(record: &Record, path: &str, change: &Change) -> Finding {
    // Only the source changed, and the file is laid out so that the value cannot be put into it without a loss.
    let is_layout = record.printed.is_some() && change.last.as_ref() == Some(&change.disk);
    let (disk, source) = (join::shown(&change.disk), join::shown(&change.source));
    let message = if is_layout {
        format!(
            "«{}» chưa ghi được vào {path}: trong tệp là «{disk}», nguồn ghi «{source}»",
            change.label
        )
    } else {
        format!(
            "«{}» đã được sửa trong {path} và nguồn cũng khác; giữ bản đã sửa: «{disk}»; nguồn ghi «{source}»",
            change.label
        )
    };
    let mut finding = remark("nhap-xung-dot", Severity::High, record.place.clone(), message);
    finding.code = Some(record.code.base().to_owned());
    finding
        .at_path(change.key)
        .advice(match (is_layout, record.printed.is_some()) {
            (true, _) => "sửa tay giá trị này trong tệp: ghi chú # hoặc cách trình bày của tệp sẽ mất nếu ghi tự động",
            (false, true) => "chọn một giá trị, ghi vào tệp; in lại phiếu từ bản đó nếu còn sửa tiếp",
            (false, false) => "chọn một giá trị, ghi vào tệp; nhập lại với --keep để giữ bản đã sửa và không hỏi lại",
        })
}

/// What a person must finish: what the law demands and no file says, and what nobody could read.
fn unfinished(record: &Record, procedure: &Procedure) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |rule: &str, severity, key: &str, message: String, advice: String| {
        let mut finding = remark(rule, severity, record.place.clone(), message)
            .advice(advice)
            .at_path(key);
        finding.code = Some(record.code.base().to_owned());
        findings.push(finding);
    };
    // Of a sheet that was edited only what was edited is looked at.
    let edited = |field: &&Field| record.printed.is_none() || record.fields.contains_key(field.key);
    for field in FIELDS.iter().filter(edited) {
        let value = (field.get)(procedure);
        if value.is_absent() {
            if let Required::Always(ground) = field.required {
                add(
                    "nhap-thieu",
                    Severity::Error,
                    field.key,
                    format!("thiếu «{}» ({ground})", field.label),
                    field.description.to_owned(),
                );
            }
            continue;
        }
        let mut unread = |label: &str, text: &str, problem: &ParseValueError| {
            let severity = if problem.is_free_text() {
                Severity::Medium
            } else {
                Severity::Error
            };
            let message = format!(
                "«{label}» giữ nguyên văn, không hiểu: «{}»",
                super::table::glimpse_of(text)
            );
            add("nhap-gia-tri", severity, field.key, message, problem.to_string());
        };
        match &value {
            FieldValue::Unread(text, problem) => unread(field.label, text, problem),
            FieldValue::Entries(entries) => {
                for entry in entries {
                    if let Some(problem) = &entry.problem {
                        unread(field.label, &entry.title, problem);
                    }
                    for part in &entry.parts {
                        if let Some(problem) = &part.problem {
                            unread(&part.label, &part.value, problem);
                        }
                    }
                }
                if entries.iter().any(|entry| entry.title.trim().is_empty()) {
                    let label = columns::label(columns::Target::Field(field.key));
                    add(
                        "nhap-thieu",
                        Severity::Error,
                        field.key,
                        format!("«{label}» có mục không có tên"),
                        field.description.to_owned(),
                    );
                }
            }
            _ => {}
        }
    }
    findings
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
