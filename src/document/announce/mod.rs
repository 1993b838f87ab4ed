//! The decision that announces a list of procedures: what is new, amended, replaced and abolished between two revisions.
//!
//! Every procedure that a reader must know of stands in exactly one list. What documents brought a change about is only said
//! where the records say it; where they do not, the document has "…" there and a finding names the procedure and its file.

mod bases;
pub(super) mod cells;
mod collect;
mod contents;
mod grounds;
mod manifest;
#[cfg(test)]
mod tests;
mod view;
pub mod views;

use std::path::Path;

use serde::Serialize;

use self::bases::Basis;
use super::blocks::Document;
use super::{DocumentError, Dossier, Format, Mistakes, Output, composed, proof, written};
use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Entry};
use crate::diff::{CatalogueDiff, ProcedureDiff};
use crate::finding::Finding;
use crate::templates::{TemplateError, Templates};

/// Name of the decision's files, without the ending.
const NAME: &str = "quyet-dinh-cong-bo";

/// Name of the manifest beside them.
const MANIFEST: &str = "manifest-cong-bo.json";

/// What stands in the document for what the records do not say.
const UNSAID: &str = "…";

/// Whose columns the lists have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Form {
    /// A ministry's.
    #[serde(rename = "bo")]
    Ministry,
    /// A province's.
    #[serde(rename = "tinh")]
    Province,
}

impl Form {
    /// The form of an office: people's committees announce for their province, others as a ministry.
    pub fn of(catalogue: &Catalogue) -> Self {
        let name = crate::text::canonical(&catalogue.settings().office.name);
        if name.starts_with("ủy ban nhân dân") {
            Self::Province
        } else {
            Self::Ministry
        }
    }
}

/// Whether running numbers go on through a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numbering {
    /// From the first row of a list to its last.
    #[default]
    RunOn,
    /// From one in each field.
    Restart,
}

/// How the decision is made.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whose columns.
    pub form: Form,
    /// How rows are numbered.
    pub numbering: Numbering,
    /// Whether totals by level stand above the lists.
    pub totals: bool,
    /// Changes of spelling, format and names of offices count too, and so do changes of the record alone.
    pub all: bool,
    /// The day whose law and settings apply.
    pub day: Date,
}

/// Which list a procedure stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Mới ban hành.
    #[serde(rename = "moi")]
    New,
    /// Sửa đổi, bổ sung.
    #[serde(rename = "sua_doi")]
    Amended,
    /// Thay thế.
    #[serde(rename = "thay_the")]
    Replaced,
    /// Bãi bỏ.
    #[serde(rename = "bai_bo")]
    Abolished,
}

impl List {
    /// The lists, in the order a decision has them.
    pub const ALL: [Self; 4] = [Self::New, Self::Amended, Self::Replaced, Self::Abolished];

    /// Vietnamese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "mới ban hành",
            Self::Amended => "được sửa đổi, bổ sung",
            Self::Replaced => "được thay thế",
            Self::Abolished => "bị bãi bỏ",
        }
    }
}

/// One procedure of one list.
#[derive(Debug)]
struct Row<'a> {
    list: List,
    /// The record that is shown: the newer one, of an abolished procedure the older.
    entry: &'a Entry,
    /// The same procedure in the older revision, or the ones it takes the place of.
    before: Vec<&'a Entry>,
    /// The procedure of the newer revision that took an abolished one in.
    successor: Option<&'a Entry>,
    /// Documents that brought the change about, as far as the records say.
    bases: Vec<Basis>,
    /// What the comparison found; nothing for a procedure that another took in.
    diff: Option<&'a ProcedureDiff>,
}

/// A procedure that differs and is not announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Why, in Vietnamese.
    pub reason: String,
}

/// What a decision announces.
#[derive(Debug)]
pub struct Announcement<'a> {
    old: &'a Catalogue,
    new: &'a Catalogue,
    options: Options,
    rows: Vec<Row<'a>>,
    /// Procedures that differ and are not announced.
    pub left_out: Vec<LeftOut>,
    /// What the records do not say, for a person to complete. Paths begin with the name of the revision.
    pub findings: Vec<Finding>,
}

impl<'a> Announcement<'a> {
    /// What the difference of two revisions gives to announce, of the procedures that `wanted` takes.
    pub fn of(
        old: &'a Catalogue,
        new: &'a Catalogue,
        diff: &'a CatalogueDiff,
        options: Options,
        wanted: impl Fn(&Entry) -> bool,
    ) -> Self {
        collect::collect(old, new, diff, options, &wanted)
    }

    /// How many procedures stand in a list.
    pub fn count(&self, list: List) -> usize {
        self.rows.iter().filter(|row| row.list == list).count()
    }

    /// Whether there is nothing to announce.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The decision with its annex. The same revisions give the same bytes.
    ///
    /// # Errors
    ///
    /// When a template asks for something the view does not have, or writes what is no document.
    pub fn document(&self, templates: &Templates, format: Format) -> Result<Vec<u8>, DocumentError> {
        written(&self.composed(templates)?, format)
    }

    /// What its template sees.
    pub fn view(&self) -> views::AnnouncementView {
        view::view(self)
    }

    pub(super) fn composed(&self, templates: &Templates) -> Result<Document, TemplateError> {
        composed(templates, "documents/quyet-dinh-cong-bo.xml.j2", &self.view())
    }

    /// Writes the decision in each format, and a manifest that traces every row to its file.
    ///
    /// # Errors
    ///
    /// When a template fails, proof-reading finds mistakes that stop it, or a file cannot be written. All texts are made
    /// before the first file is written, and all files are written or none.
    pub fn write(
        &self,
        templates: &Templates,
        folder: &Path,
        formats: &[Format],
        mistakes: Mistakes,
    ) -> Result<Output, DocumentError> {
        let mut document = self.composed(templates)?;
        let remarks = proof::read_alone(NAME, &mut document, self.new, mistakes)?;
        let documents = super::in_formats(&document, NAME, formats)?;
        let manifest = manifest::of(self, &documents, &remarks);
        let dossier = Dossier {
            documents,
            manifest,
            remarks,
        };
        super::leave(folder, &[NAME], MANIFEST, dossier)
    }
}
