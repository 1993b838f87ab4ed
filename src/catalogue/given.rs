//! A file that somebody names, wherever it lies: read like those of a catalogue, its mistakes at the path it was given by.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::files::{Files, FilesError};
use super::load::{read_typed, unreadable};
use super::locate;
use crate::finding::{Finding, Place};

/// A file by its path.
#[derive(Debug)]
pub struct Given {
    path: PathBuf,
    files: Files,
    name: String,
    /// People look for the file by the path they gave, not by its name alone.
    shown: String,
}

impl Given {
    /// The file at a path, whether it is there or not.
    pub fn at(path: &Path) -> Self {
        // Whoever names a link means what it leads to.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = real.parent().filter(|folder| !folder.as_os_str().is_empty());
        Self {
            path: path.to_owned(),
            files: Files::Folder(folder.unwrap_or(Path::new(".")).to_owned()),
            name: real.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            shown: path.to_string_lossy().replace('\\', "/"),
        }
    }

    /// What is in it.
    ///
    /// # Errors
    ///
    /// That it cannot be read.
    pub fn bytes(&self) -> Result<Vec<u8>, Vec<Finding>> {
        let read = std::fs::read(&self.path).map_err(|source| FilesError::Read {
            path: self.name.clone(),
            source,
        });
        read.map_err(|error| vec![self.located(unreadable(&self.name, &error))])
    }

    /// What its bytes say.
    ///
    /// # Errors
    ///
    /// Every mistake in them, with its line.
    pub fn typed<T: DeserializeOwned>(&self, bytes: &[u8], schema: &LazyLock<Value>) -> Result<T, Vec<Finding>> {
        let read = read_typed(bytes, &self.name, schema);
        read.map_err(|mistakes| mistakes.into_iter().map(|mistake| self.located(mistake)).collect())
    }

    /// The place of a finding whose line its YAML path tells.
    pub fn start(&self) -> Place {
        Place::file(&self.name)
    }

    /// A finding with the line it stands on and the path that was given.
    pub fn located(&self, mut finding: Finding) -> Finding {
        locate(&self.files, &mut finding);
        finding.place.path.clone_from(&self.shown);
        finding
    }
}
