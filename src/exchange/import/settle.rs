//! What stands around the procedures: their folders, the fields and agencies of `catalogue.yaml`, the register of documents.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::write::now;
use super::{Record, Source, remark};
use crate::catalogue::Catalogue;
use crate::catalogue::document::{LegalDocument, Register};
use crate::catalogue::fields::{FIELDS, FieldValue, Reference};
use crate::catalogue::load::PROCEDURES;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::revision::HEAD;
use crate::catalogue::settings::{Agency, FieldName, Settings};
use crate::catalogue::values::{Date, DocumentNumber};
use crate::catalogue::yaml;
use crate::finding::{Finding, Place, Severity};
use crate::text;

/// File of the documents that imports brought.
const DOCUMENTS: &str = "van_ban/nhap.yaml";

/// Folder of procedures whose field nobody names.
const NO_FIELD: &str = "chua-phan-loai";

/// Longest name of a folder, in letters; the longest field of a real record has 130.
const LONGEST: usize = 60;

/// Which folder each field has.
#[derive(Debug, Default)]
pub(super) struct Folders {
    by_field: HashMap<String, String>,
    taken: HashSet<String>,
    /// Fields that had none, with their names.
    added: Vec<FieldName>,
}

impl Folders {
    /// Those of a revision.
    pub(super) fn of(catalogue: Option<&Catalogue>) -> Self {
        let mut folders = Self::default();
        folders.taken.insert(NO_FIELD.to_owned());
        for field in catalogue.iter().flat_map(|catalogue| &catalogue.settings().fields) {
            folders.taken.insert(field.slug.clone());
            folders
                .by_field
                .insert(text::canonical(&field.name), field.slug.clone());
        }
        folders
    }

    /// Where the file of a new procedure goes.
    pub(super) fn path_of(&mut self, record: &Record) -> String {
        let field = record
            .fields
            .get("linh_vuc")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default();
        format!("{PROCEDURES}/{}/{}.yaml", self.folder(field), record.code.base())
    }

    fn folder(&mut self, field: &str) -> String {
        let key = text::canonical(field);
        if key.is_empty() {
            return NO_FIELD.to_owned();
        }
        if let Some(folder) = self.by_field.get(&key) {
            return folder.clone();
        }
        let stem = short(&text::slug(field));
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        let mut names = std::iter::once(stem.clone()).chain(numbered);
        // There are fewer folders than numbers.
        let folder = names
            .find(|name| !name.is_empty() && !self.taken.contains(name))
            .unwrap_or(stem);
        self.taken.insert(folder.clone());
        self.by_field.insert(key, folder.clone());
        self.added.push(FieldName {
            slug: folder.clone(),
            name: field.to_owned(),
        });
        folder
    }
}

fn short(slug: &str) -> String {
    let mut short = String::new();
    for word in slug.split('-') {
        if !short.is_empty() && short.len() + word.len() >= LONGEST {
            break;
        }
        if !short.is_empty() {
            short.push('-');
        }
        short.extend(word.chars().take(LONGEST));
    }
    short
}

/// A file beside the procedures.
#[derive(Debug)]
pub(super) struct Beside {
    /// From the folder of the revision.
    pub(super) path: &'static str,
    /// As it was; `None` when there was none.
    pub(super) before: Option<String>,
    pub(super) text: String,
}

/// Files beside the procedures that an import writes.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub(super) files: Vec<Beside>,
    pub(super) findings: Vec<Finding>,
}

impl Settled {
    /// What the procedures that are written need.
    pub(super) fn of(
        out: &Path,
        catalogue: Option<&Catalogue>,
        written: &[(&Record, Procedure)],
        folders: &Folders,
        sources: &[Source],
        day: Date,
    ) -> Self {
        let mut settled = Self::default();
        settled.head(out, catalogue, written, folders, (sources, day));
        settled.documents(out, catalogue, written);
        settled
    }

    fn head(
        &mut self,
        out: &Path,
        catalogue: Option<&Catalogue>,
        written: &[(&Record, Procedure)],
        folders: &Folders,
        (sources, day): (&[Source], Date),
    ) {
        if written.is_empty() {
            return;
        }
        let before = catalogue.map(|catalogue| catalogue.settings().clone());
        let mut after = before.clone().unwrap_or_else(|| fresh(sources, day));
        let used: HashSet<String> = written
            .iter()
            .map(|(_, procedure)| text::canonical(&procedure.field))
            .collect();
        let added = folders
            .added
            .iter()
            .filter(|field| used.contains(&text::canonical(&field.name)));
        after.fields.extend(added.cloned());
        let mut known: HashSet<String> = after
            .agencies
            .iter()
            .map(|agency| text::canonical(&agency.name))
            .collect();
        for (_, procedure) in written {
            for name in agencies(procedure) {
                if known.insert(text::canonical(&name)) {
                    after.agencies.push(Agency {
                        name,
                        ..Agency::default()
                    });
                }
            }
        }
        if before.as_ref() == Some(&after) {
            return;
        }
        let on_disk = now(out, HEAD).ok().flatten();
        let text = match (&before, &on_disk) {
            (Some(before), Some(text)) => yaml::edited(text, before, &after, &["linh_vuc", "danh_ba"]),
            (Some(_), None) => None,
            (None, _) => yaml::write(&after).ok(),
        };
        match text {
            Some(text) => self.files.push(Beside {
                path: HEAD,
                before: on_disk,
                text,
            }),
            None => {
                let message = "không thêm được lĩnh vực, cơ quan mới vào tệp này";
                let finding = remark("nhap-ghi", Severity::Error, Place::file(HEAD), message);
                self.findings
                    .push(finding.advice("thêm tay theo các điểm tham-chieu của tthc check"));
            }
        }
    }

    /// Documents that the register does not have, and the files tell something of.
    fn documents(&mut self, out: &Path, catalogue: Option<&Catalogue>, written: &[(&Record, Procedure)]) {
        let empty = Register::default();
        let register = catalogue.map_or(&empty, |catalogue| catalogue.documents());
        let mut new = Register::default();
        let mut list: Vec<LegalDocument> = Vec::new();
        for (record, procedure) in written {
            let cited = |document: &&LegalDocument| {
                let same =
                    |number: &DocumentNumber| document.number.value().is_some_and(|own| own.key() == number.key());
                procedure
                    .legal_bases
                    .iter()
                    .filter_map(|basis| basis.number.value())
                    .any(same)
            };
            for document in record.documents.iter().filter(cited) {
                let there = document
                    .number
                    .value()
                    .is_none_or(|number| register.get(number).is_some());
                if !there && new.add(document.clone()) {
                    list.push(document.clone());
                }
            }
        }
        self.untitled(register, &new, written);
        if list.is_empty() {
            return;
        }
        list.sort_by_key(|document| document.number.value().map(DocumentNumber::key));
        let Ok(added) = yaml::write(&list) else { return };
        let before = now(out, DOCUMENTS).ok().flatten();
        let known = before.as_deref().unwrap_or_default().trim_end();
        let text = if known.is_empty() {
            added
        } else {
            format!("{known}\n{added}")
        };
        match yaml::text(text.as_bytes()).and_then(yaml::read::<Vec<LegalDocument>>) {
            Ok(_) => self.files.push(Beside {
                path: DOCUMENTS,
                before,
                text,
            }),
            Err(error) => {
                let message = format!("không thêm được {} văn bản vào tệp này: {}", list.len(), error.message);
                let finding = remark("nhap-ghi", Severity::Error, Place::file(DOCUMENTS), message);
                self.findings.push(finding.advice("sửa tệp này rồi nhập lại"));
            }
        }
    }
}

impl Settled {
    /// Names documents that procedures rest on and of which no file tells more than the number.
    fn untitled(&mut self, register: &Register, new: &Register, written: &[(&Record, Procedure)]) {
        for (record, procedure) in written {
            for number in procedure.legal_bases.iter().filter_map(|basis| basis.number.value()) {
                if register.get(number).is_none() && new.get(number).is_none() {
                    let message = format!("văn bản {number} chưa có trong van_ban/, nguồn chỉ ghi số hiệu");
                    let mut finding = remark("nhap-van-ban", Severity::Error, record.place.clone(), message);
                    finding.code = Some(record.code.base().to_owned());
                    self.findings
                        .push(finding.advice("thêm văn bản vào van_ban/ với tên, loại, ngày hiệu lực"));
                }
            }
        }
    }
}

/// The head of a new revision. Who keeps it and what changes with law a person adds.
fn fresh(sources: &[Source], day: Date) -> Settings {
    let files: Vec<&str> = sources.iter().map(|source| source.file.as_str()).collect();
    Settings {
        title: "Danh mục thủ tục hành chính".to_owned(),
        date: day.to_string().as_str().into(),
        note: Some(format!(
            "Nhập ngày {day} từ {}; chưa đối chiếu với quyết định công bố.",
            files.join(", ")
        )),
        ..Settings::default()
    }
}

/// Names that the register of agencies must have.
fn agencies(procedure: &Procedure) -> Vec<String> {
    let mut names = Vec::new();
    for field in FIELDS.iter().filter(|field| field.refers_to == Reference::Agencies) {
        match (field.get)(procedure) {
            FieldValue::Entries(entries) => names.extend(entries.iter().map(|entry| entry.title.to_string())),
            other => names.extend(other.text().map(str::to_owned)),
        }
    }
    names
}
