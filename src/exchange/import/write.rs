//! What was planned, onto the disk: each file whole or not at all, the memory of the import last.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use rayon::prelude::*;
use thiserror::Error;

use super::memory;
use super::plan::{Plan, Planned};
use crate::catalogue::files::write_whole;
use crate::progress::{Progress, Stage};

/// Why a file could not be written. Those written before it are whole, and importing again goes on where this stopped.
#[derive(Debug, Error)]
#[error("cannot write {path}", path = path.display())]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl Plan {
    /// Files that would be written, from the folder of the revision.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let procedures = self.procedures.iter().filter(|planned| planned.text.is_some());
        self.settled
            .files
            .iter()
            .map(|(path, _)| *path)
            .chain(procedures.map(|planned| planned.path.as_str()))
    }

    /// Writes what was planned. The head comes first, so that what is there is a revision at any moment; what was imported is
    /// remembered last, so that an import that was broken off is done again, not taken for done.
    ///
    /// # Errors
    ///
    /// With the first file that cannot be written.
    pub fn write(&self, progress: &dyn Progress) -> Result<(), WriteError> {
        let on = |path: PathBuf| move |source: io::Error| WriteError { path, source };
        let full = |path: &str| self.out.join(path);
        for (path, text) in &self.settled.files {
            write_whole(&full(path), text.as_bytes()).map_err(on(full(path)))?;
        }
        let texts: Vec<(&Planned, &String)> = self
            .procedures
            .iter()
            .filter_map(|planned| Some((planned, planned.text.as_ref()?)))
            .collect();
        progress.begin(Stage::Writing, texts.len());
        texts.into_par_iter().try_for_each(|(planned, text)| {
            let written = write_whole(&full(&planned.path), text.as_bytes());
            progress.advance(1);
            written.map_err(on(full(&planned.path)))
        })?;
        let memories: &BTreeMap<_, _> = &self.memories;
        memory::save(&self.out, memories).map_err(on(full(memory::VALUES)))?;
        memory::log(&self.out, &self.sources).map_err(on(full(memory::SOURCES)))?;
        Ok(())
    }
}
