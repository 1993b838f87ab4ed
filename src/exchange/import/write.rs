//! What was planned, onto the disk: each file whole or not at all, the memory of the import last.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::prelude::*;
use thiserror::Error;

use super::memory;
use super::plan::Plan;
use crate::catalogue::files::{Files, FilesError, locked, write_below};
use crate::progress::{Progress, Stage};

/// Why nothing was written, or not all.
#[derive(Debug, Error)]
pub enum WriteError {
    /// A file could not be written. Those written before it are whole, and importing again goes on where this stopped.
    #[error("cannot write {path}", path = path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Somebody wrote a file after it was looked at. Nothing was written.
    #[error("{path} was changed while the import looked at it, and nothing was written; import again", path = path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else imports into the same revision. Nothing was written.
    #[error("another import is writing in {out}; import again when it is done", out = out.display())]
    Busy {
        /// The folder of the revision.
        out: PathBuf,
    },
}

/// Lock of an import, in a folder that tells git to leave it alone.
const LOCK: &str = "nhap/.khoa/lock";
const IGNORED: &str = "nhap/.khoa/.gitignore";

/// How long another import may write.
const PATIENCE: Duration = Duration::from_secs(60);

/// A file that is to be written.
struct Wanted<'p> {
    path: &'p str,
    /// What it was when it was looked at; `None` when it was not there.
    before: Option<&'p str>,
    text: &'p str,
}

impl Plan {
    /// Files that would be written, from the folder of the revision.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.around().chain(self.records()).map(|wanted| wanted.path)
    }

    fn around(&self) -> impl Iterator<Item = Wanted<'_>> {
        self.settled.files.iter().map(|file| Wanted {
            path: file.path,
            before: file.before.as_deref(),
            text: &file.text,
        })
    }

    fn records(&self) -> impl Iterator<Item = Wanted<'_>> {
        self.procedures.iter().filter_map(|planned| {
            Some(Wanted {
                path: &planned.path,
                before: planned.before.as_deref(),
                text: planned.text.as_deref()?,
            })
        })
    }

    /// Whether there is anything to write or to remember: a file that says nothing of use makes no revision.
    pub fn has_something(&self) -> bool {
        !self.memories.is_empty() || self.records().next().is_some()
    }

    /// Writes what was planned. The head comes first, so that what is there is a revision at any moment; what was imported is
    /// remembered last, so that an import that was broken off is done again, not taken for done.
    ///
    /// # Errors
    ///
    /// When another import is at it, when somebody wrote a file after it was looked at, and with the first file that cannot be
    /// written.
    pub fn write(&self, progress: &dyn Progress) -> Result<(), WriteError> {
        if !self.has_something() {
            return Ok(());
        }
        let failed = |path: &str| {
            let path = self.out.join(path);
            |source| WriteError::Write { path, source }
        };
        fs::create_dir_all(&self.out).map_err(failed(""))?;
        let _held = self.held()?;
        for wanted in self.around().chain(self.records()) {
            if now(&self.out, wanted.path).map_err(failed(wanted.path))?.as_deref() != wanted.before {
                return Err(WriteError::Changed {
                    path: self.out.join(wanted.path),
                });
            }
        }
        for wanted in self.around() {
            self.put(wanted.path, wanted.text.as_bytes())?;
        }
        let records: Vec<Wanted<'_>> = self.records().collect();
        progress.begin(Stage::Writing, records.len());
        records.into_par_iter().try_for_each(|wanted| {
            progress.advance(1);
            self.put(wanted.path, wanted.text.as_bytes())
        })?;
        let values = memory::with(&self.out, &self.memories).map_err(failed(memory::VALUES))?;
        self.put(memory::VALUES, &values)?;
        let sources = memory::logged(&self.out, &self.sources).map_err(failed(memory::SOURCES))?;
        self.put(memory::SOURCES, &sources)
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        write_below(&self.out, &[(path, bytes)]).map_err(|(path, source)| WriteError::Write { path, source })
    }

    /// The right to write, until it is dropped.
    fn held(&self) -> Result<File, WriteError> {
        self.put(IGNORED, b"*\n")?;
        let path = self.out.join(LOCK);
        match locked(&path, |waited| waited > PATIENCE) {
            Ok(Some(file)) => Ok(file),
            Ok(None) => Err(WriteError::Busy { out: self.out.clone() }),
            Err(source) => Err(WriteError::Write { path, source }),
        }
    }
}

/// What a file says now; `None` when it is not there.
pub(super) fn now(out: &Path, path: &str) -> io::Result<Option<String>> {
    match Files::Folder(out.to_owned()).read(path) {
        Ok(bytes) => String::from_utf8(bytes)
            .map(Some)
            .map_err(|error| io::Error::new(ErrorKind::InvalidData, error)),
        Err(FilesError::Read { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
        Err(FilesError::Read { source, .. }) => Err(source),
        Err(other) => Err(io::Error::other(other)),
    }
}
