//! One procedure: what differs between the last import, this one and the disk, and what becomes of each difference.

use std::cell::LazyCell;
use std::path::Path;

use serde_json::{Map, Value};

use super::super::memory::Memory;
use super::super::write::now;
use super::super::{Record, Source, origin, remark, values};
use super::{Change, Choice, Fate, Kept, Planned, told};
use crate::catalogue::fields::FIELDS;
use crate::catalogue::load::read_procedure;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::{Catalogue, Entry, yaml};
use crate::finding::{Finding, Severity};

/// One procedure on its three sides.
pub(super) struct Sides<'s> {
    pub(super) out: &'s Path,
    pub(super) record: &'s Record,
    pub(super) catalogue: Option<&'s Catalogue>,
    pub(super) entry: Option<&'s Entry>,
    pub(super) last: Option<&'s Memory>,
    pub(super) choice: Choice,
    /// Whether it comes from the row of a table.
    pub(super) is_row: bool,
}

/// What was seen of a procedure.
pub(super) struct Looked {
    pub(super) planned: Planned,
    pub(super) findings: Vec<Finding>,
    pub(super) memory: Option<Memory>,
    /// The procedure as it is written.
    pub(super) after: Option<Procedure>,
    /// Fields of which the source says what a row has room for: nothing of them is remembered.
    in_a_row: Vec<&'static str>,
}

impl Sides<'_> {
    /// What becomes of it.
    pub(super) fn look(&self, path: String, sources: &[Source]) -> Looked {
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
            looked.findings.extend(told::unfinished(self.record, after));
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
        let of_a_row = self.choice.in_a_row.filter(|_| self.is_row);
        let in_a_row = LazyCell::new(|| of_a_row.and_then(|of| of(&entry.procedure)).map(|row| values(&row)));
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
                .push(told::conflict(self.record, &looked.planned.path, change));
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
