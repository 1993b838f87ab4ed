//! Results to documents. Wording lives in `templates/`, figures come from the modules that worked them out; here they only
//! meet.

mod agencies;
pub mod announce;
mod blocks;
pub mod chains;
mod chart;
pub mod comparison;
pub mod cost;
mod decision;
pub mod decisions;
pub mod dossier;
pub mod form;
pub mod lists;
mod manifest;
pub mod merge;
pub mod once_only;
pub mod plan;
mod proof;
pub mod rank;
pub mod record;
pub mod sheets;
pub mod statistics;
mod trace;
pub mod views;
pub mod what_if;
mod wording;
mod workbook;

use std::path::{Path, PathBuf};
use std::{fs, io};

use rayon::prelude::*;
use serde::Serialize;
use thiserror::Error;

use crate::catalogue::files::write_together;
use crate::catalogue::{Catalogue, Entry};
use crate::finding::Finding;
use crate::proposal::Proposal;
use crate::review::decision::questionnaire::Form;
use crate::templates::{Prepared, TemplateError, Templates};
use crate::text::printable;

#[cfg(feature = "pdf")]
pub use self::blocks::pdf::PdfError;
pub use self::chart::Chart;
pub use self::workbook::WorkbookError;

/// Name of the decision: of its files without the ending, and of its template.
const DECISION: &str = "quyet-dinh";

/// Every document of a proposal, in the order they lie in the file: decision, submission, report, comparison in columns,
/// changes in the text, costs.
pub const DOSSIER: [&str; 6] = [DECISION, "to-trinh", "bao-cao", "doi-chieu", "sua-doi", "chi-phi"];

/// Name of the manifest beside them.
const MANIFEST: &str = "manifest.json";

/// Formats a document can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A page to print, laid out after Nghị định 30/2020/NĐ-CP.
    Html,
    /// Plain text that reads well as it is.
    Markdown,
    /// A Word file.
    Docx,
    /// A PDF file.
    #[cfg(feature = "pdf")]
    Pdf,
}

impl Format {
    /// The format of files that end so.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "html" | "htm" => Some(Self::Html),
            "md" => Some(Self::Markdown),
            "docx" => Some(Self::Docx),
            #[cfg(feature = "pdf")]
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    /// Ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Docx => "docx",
            #[cfg(feature = "pdf")]
            Self::Pdf => "pdf",
        }
    }
}

/// Why a document was not written.
#[derive(Debug, Error)]
pub enum DocumentError {
    /// The template failed.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Proof-reading found mistakes that stop a document, and perhaps others beside them.
    #[error("nothing was written: proof-reading found mistakes")]
    Mistakes(Vec<Finding>),
    /// The parts of a Word file, or the files of a dossier, could not be packed.
    #[error("cannot pack a file")]
    Pack(#[source] io::Error),
    /// A PDF could not be made.
    #[cfg(feature = "pdf")]
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The file could not be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The decision with its annex. The same proposal gives the same bytes.
///
/// # Errors
///
/// When a template asks for something the view does not have, or writes what is no document.
pub fn decision(
    templates: &Templates,
    proposal: &Proposal,
    base: &Catalogue,
    format: Format,
) -> Result<Vec<u8>, DocumentError> {
    let name = template(DECISION);
    // Comparing every change and printing every table of costs takes longer than the whole decision does.
    let document = if templates.mentions(&name, &dossier::BESIDE) {
        composed(templates, &name, &dossier::view(proposal, base))
    } else {
        composed(templates, &name, &decision::view(proposal, base))
    };
    written(&document?, format)
}

/// The sheet of one procedure. The same procedure gives the same bytes.
///
/// # Errors
///
/// As [`decision`].
pub fn record(
    templates: &Templates,
    entry: &Entry,
    catalogue: &Catalogue,
    format: Format,
) -> Result<Vec<u8>, DocumentError> {
    let view = record::view(entry, catalogue);
    let mut document = composed(templates, &template("phieu-thu-tuc"), &view)?;
    document.printed = record::carried(entry, catalogue);
    written(&document, format)
}

/// The review form of a procedure, as far as it is filled in.
///
/// # Errors
///
/// As [`decision`].
pub fn form(
    templates: &Templates,
    form: &Form,
    entry: &Entry,
    catalogue: &Catalogue,
    format: Format,
) -> Result<Vec<u8>, DocumentError> {
    let view = form::view(form, entry, catalogue);
    written(&composed(templates, &template("phieu-ra-soat"), &view)?, format)
}

fn template(document: &str) -> String {
    format!("documents/{document}.xml.j2")
}

/// What a template makes of a view.
fn composed(templates: &Templates, name: &str, view: &impl Serialize) -> Result<blocks::Document, TemplateError> {
    let text = templates.render(name, view)?;
    blocks::read(&text).map_err(|mistake| templates.mistake(name, &text, mistake.at, mistake.message))
}

fn written(document: &blocks::Document, format: Format) -> Result<Vec<u8>, DocumentError> {
    Ok(match format {
        Format::Html => blocks::html::write(document).into_bytes(),
        Format::Markdown => blocks::markdown::write(document).into_bytes(),
        Format::Docx => blocks::docx::write(document).map_err(DocumentError::Pack)?,
        #[cfg(feature = "pdf")]
        Format::Pdf => blocks::pdf::write(document)?,
    })
}

/// Contents of files with their names.
type Files = Vec<(String, Vec<u8>)>;

/// The document in each format, once, with the names of its files.
fn in_formats(document: &blocks::Document, name: &str, formats: &[Format]) -> Result<Files, DocumentError> {
    let mut files = Files::new();
    for format in formats {
        let name = format!("{name}.{}", format.ending());
        if !files.iter().any(|(known, _)| *known == name) {
            files.push((name, written(document, *format)?));
        }
    }
    Ok(files)
}

/// What is done with a document in which proof-reading finds a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mistakes {
    /// It is not written.
    #[default]
    Stop,
    /// It is written, and the mistake is remarked at its place like everything else that has to be looked at again.
    Mark,
}

/// What a proposal left in its folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// Files of this proposal.
    pub written: Vec<PathBuf>,
    /// Files of an earlier one in formats no longer asked for, removed.
    pub removed: Vec<PathBuf>,
    /// Such files that are still there: somebody has worked on them since, or they could not be removed.
    pub outdated: Vec<PathBuf>,
    /// What proof-reading found; the same is remarked in the documents.
    pub remarks: Vec<Finding>,
}

/// Documents that belong together, in memory: what they are, what traces them, and what proof-reading found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Name and contents of each file, document after document, in the order of the formats asked for.
    pub documents: Vec<(String, Vec<u8>)>,
    /// Every figure and sentence traced to its sources, as JSON.
    pub manifest: String,
    /// What proof-reading found; the same is remarked in the documents.
    pub remarks: Vec<Finding>,
}

impl Dossier {
    /// All files with the manifest as one ZIP. The same dossier gives the same bytes.
    ///
    /// # Errors
    ///
    /// When the archive would be larger than its format allows.
    pub fn zip(&self) -> Result<Vec<u8>, DocumentError> {
        let documents = self
            .documents
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        let files = documents.chain([(MANIFEST, self.manifest.as_bytes())]);
        blocks::pack::pack(files).map_err(DocumentError::Pack)
    }
}

/// One document of the dossier, proof-read: what has to be looked at again is remarked in it, mistakes too. `name` is one of
/// [`DOSSIER`].
///
/// # Errors
///
/// When its template fails.
pub fn one_of_dossier(
    templates: &Templates,
    proposal: &Proposal,
    base: &Catalogue,
    name: &str,
    format: Format,
) -> Result<Vec<u8>, DocumentError> {
    let mut document = composed(templates, &template(name), &dossier::view(proposal, base))?;
    proof::read(name, &mut document, base);
    written(&document, format)
}

/// Makes every document of the dossier in each format, as the templates have it: nobody has read it again yet, and nothing
/// is traced. The same proposal gives the same bytes.
///
/// # Errors
///
/// When a template fails.
pub fn drafts(
    templates: &Templates,
    proposal: &Proposal,
    base: &Catalogue,
    formats: &[Format],
) -> Result<Vec<(String, Vec<u8>)>, DocumentError> {
    let prepared = Prepared::of(&dossier::view(proposal, base));
    let made: Vec<_> = DOSSIER
        .par_iter()
        .map(|name| in_formats(&composed(templates, &template(name), &prepared)?, name, formats))
        .collect::<Result<_, _>>()?;
    Ok(made.into_iter().flatten().collect())
}

/// Makes every document of the dossier in each format, proof-read and traced. The same proposal gives the same bytes.
///
/// # Errors
///
/// When a template fails, or proof-reading finds mistakes that stop it.
pub fn dossier(
    templates: &Templates,
    proposal: &Proposal,
    base: &Catalogue,
    formats: &[Format],
    mistakes: Mistakes,
) -> Result<Dossier, DocumentError> {
    let view = dossier::view(proposal, base);
    let (documents, remarks) = proof_read(templates, &view, proposal, base, formats)?;
    let remarks = proof::settled(remarks, mistakes)?;
    let traces = trace::of(&view, proposal, base);
    let manifest = manifest::of(proposal, &documents, &traces, &remarks);
    Ok(Dossier {
        documents,
        manifest,
        remarks,
    })
}

/// What proof-reading finds in the dossier, mistakes too, the gravest first. Nothing is written or traced.
///
/// # Errors
///
/// When a template fails.
pub fn remarks(templates: &Templates, proposal: &Proposal, base: &Catalogue) -> Result<Vec<Finding>, DocumentError> {
    let (_, remarks) = proof_read(templates, &dossier::view(proposal, base), proposal, base, &[])?;
    proof::settled(remarks, Mistakes::Mark)
}

/// The documents with what has to be looked at again remarked in them, in each format, and what that is.
fn proof_read(
    templates: &Templates,
    view: &dossier::DossierView,
    proposal: &Proposal,
    base: &Catalogue,
    formats: &[Format],
) -> Result<(Files, Vec<Finding>), DocumentError> {
    let prepared = Prepared::of(view);
    let made: Vec<_> = DOSSIER
        .par_iter()
        .map(|name| {
            let mut document = composed(templates, &template(name), &prepared)?;
            let found = proof::read(name, &mut document, base);
            Ok((found, in_formats(&document, name, formats)?))
        })
        .collect::<Result<_, DocumentError>>()?;
    let mut remarks = proof::records(proposal, base);
    let mut documents = Vec::new();
    for (found, files) in made {
        proof::add(&mut remarks, found);
        documents.extend(files);
    }
    Ok((documents, remarks))
}

/// Writes every document of the dossier in each format, and a manifest that traces every figure and sentence to its sources.
///
/// Documents of an earlier proposal that are not made again would contradict the new ones. The manifest of that proposal
/// names them; they are removed when they are as they were written.
///
/// # Errors
///
/// As [`dossier()`], and when a file cannot be written. All texts are made before the first file is written, and all files are
/// written or none.
pub fn write_proposal(
    templates: &Templates,
    proposal: &Proposal,
    base: &Catalogue,
    folder: &Path,
    formats: &[Format],
    mistakes: Mistakes,
) -> Result<Output, DocumentError> {
    let dossier = dossier(templates, proposal, base, formats, mistakes)?;
    leave(folder, &DOSSIER, MANIFEST, dossier)
}

/// Writes documents whose names are among `stems`, and their manifest, all or none, and takes away what an earlier manifest
/// names and is not made again.
fn leave(folder: &Path, stems: &[&str], manifest_name: &str, dossier: Dossier) -> Result<Output, DocumentError> {
    let earlier = fs::read_to_string(folder.join(manifest_name)).unwrap_or_default();
    let manifest = (manifest_name.to_owned(), dossier.manifest.into_bytes());
    let files = dossier.documents.into_iter().chain([manifest]);
    let files: Vec<(PathBuf, Vec<u8>)> = files.map(|(name, bytes)| (folder.join(name), bytes)).collect();
    write_together(&files).map_err(|(path, source)| DocumentError::Write { path, source })?;
    let mut output = Output {
        written: files.into_iter().map(|(path, _)| path).collect(),
        remarks: dossier.remarks,
        ..Output::default()
    };
    for (name, digest) in manifest::documents(&earlier) {
        let path = folder.join(&name);
        // A manifest is a file like any other: what it names is only removed when it can be a document of ours.
        let ours = stems.iter().any(|document| {
            name.strip_prefix(document)
                .is_some_and(|ending| ending.starts_with('.'))
        }) && is_file_name(&name);
        if !ours || output.written.contains(&path) || !path.is_file() {
            continue;
        }
        let untouched = fs::read(&path).is_ok_and(|bytes| manifest::digest(&bytes) == digest);
        if untouched && fs::remove_file(&path).is_ok() {
            output.removed.push(path);
        } else {
            output.outdated.push(path);
        }
    }
    Ok(output)
}

fn is_file_name(name: &str) -> bool {
    !name.contains(['/', '\\'])
}

#[cfg(test)]
mod tests;
