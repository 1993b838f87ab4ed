//! Results to documents. Wording lives in `templates/`, figures come from the modules that worked them out; here they only
//! meet.

mod agencies;
mod decision;
mod manifest;
pub mod views;
mod wording;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::catalogue::Catalogue;
use crate::catalogue::files::write_whole;
use crate::proposal::Proposal;
use crate::templates::{TemplateError, Templates};

/// Formats a document can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A page to print, laid out after Nghị định 30/2020/NĐ-CP.
    Html,
    /// Plain text that reads well as it is.
    Markdown,
}

impl Format {
    /// Ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
        }
    }
}

/// Why a document was not written.
#[derive(Debug, Error)]
pub enum DocumentError {
    /// The template failed.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The file could not be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The decision with its annex, as text. The same proposal gives the same text, byte for byte.
///
/// # Errors
///
/// When a template asks for something the view does not have.
pub fn decision(
    templates: &Templates,
    proposal: &Proposal,
    base: &Catalogue,
    format: Format,
) -> Result<String, TemplateError> {
    templates.render(
        &format!("documents/quyet-dinh.{}.j2", format.ending()),
        &decision::view(proposal, base),
    )
}

/// Writes the decision in each format, and a manifest that traces every figure and sentence to its sources.
///
/// # Errors
///
/// When a template fails or a file cannot be written. All texts are made before the first file is written.
pub fn write_proposal(
    templates: &Templates,
    proposal: &Proposal,
    base: &Catalogue,
    folder: &Path,
    formats: &[Format],
) -> Result<Vec<PathBuf>, DocumentError> {
    let mut files = Vec::new();
    for format in formats {
        let text = decision(templates, proposal, base, *format)?;
        files.push((folder.join(format!("quyet-dinh.{}", format.ending())), text));
    }
    files.push((folder.join("manifest.json"), manifest::of(proposal)));
    for (path, text) in &files {
        let failed = |source| DocumentError::Write {
            path: path.clone(),
            source,
        };
        write_whole(path, text.as_bytes()).map_err(failed)?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

#[cfg(test)]
mod tests;
