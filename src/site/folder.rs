//! The site on disk: a folder that is complete or not there.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::{Value, json};
use walkdir::WalkDir;

use super::{Site, SiteError};

/// The file that says what the folder is.
const ABOUT: &str = "site.json";
/// What it calls itself.
const KIND: &str = "tthc-site";

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Number of procedures.
    pub procedures: usize,
    /// Number of files.
    pub files: usize,
    /// Bytes of all of them.
    pub bytes: u64,
    /// Whether another site stood there before.
    pub replaced: bool,
}

impl Site {
    /// The files by their path in the folder, without the one that names them all.
    pub fn files(&self) -> &[(String, Vec<u8>)] {
        &self.files
    }

    /// What the folder is, and every file of it.
    fn about(&self) -> Vec<u8> {
        let files: Vec<&str> = self.files.iter().map(|(name, _)| name.as_str()).collect();
        let about = json!({
            "kind": KIND,
            "title": self.about.title,
            "revision": self.about.revision,
            "procedures": self.about.procedures,
            "files": files,
        });
        let mut text = serde_json::to_string_pretty(&about).unwrap_or_default();
        text.push('\n');
        text.into_bytes()
    }

    /// Writes the folder whole or not at all: beside its place, synced, then renamed. A site that stood there is replaced, as
    /// long as nobody put a file of their own into it.
    ///
    /// # Errors
    ///
    /// When something else is there, or a file cannot be written; what was there before is still there then.
    pub fn write(&self, folder: &Path) -> Result<Written, SiteError> {
        let there = what_is_there(folder)?;
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| SiteError::Write { path, source }
        };
        let parent = match folder.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(failed(parent))?;
        // Removed again unless it becomes the folder.
        let beside = tempfile::Builder::new()
            .prefix(".tthc-")
            .suffix(".tmp")
            .tempdir_in(parent);
        let beside = beside.map_err(failed(parent))?;
        let made = beside.path().join("site");
        let about = self.about();
        let files = self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        let files: Vec<(&str, &[u8])> = files.chain([(ABOUT, about.as_slice())]).collect();
        self.fill(&made, &files)?;
        if there != There::Nothing {
            let old = beside.path().join("old");
            fs::rename(folder, &old).map_err(failed(folder))?;
            if let Err(source) = fs::rename(&made, folder) {
                // The failure to be told is this one, whatever becomes of putting the other back.
                let _ = fs::rename(&old, folder);
                return Err(failed(folder)(source));
            }
        } else {
            fs::rename(&made, folder).map_err(failed(folder))?;
        }
        synced(parent).map_err(failed(parent))?;
        Ok(Written {
            procedures: self.about.procedures,
            files: files.len(),
            bytes: files.iter().map(|(_, bytes)| bytes.len() as u64).sum(),
            replaced: there == There::Site,
        })
    }

    fn fill(&self, folder: &Path, files: &[(&str, &[u8])]) -> Result<(), SiteError> {
        let mut folders: Vec<PathBuf> = files
            .iter()
            .filter_map(|(name, _)| Some(folder.join(name).parent()?.to_owned()))
            .collect();
        folders.sort_unstable();
        folders.dedup();
        for path in &folders {
            fs::create_dir_all(path).map_err(|source| SiteError::Write {
                path: path.clone(),
                source,
            })?;
        }
        files.par_iter().try_for_each(|(name, bytes)| {
            let path = folder.join(name);
            written(&path, bytes).map_err(|source| SiteError::Write { path, source })
        })?;
        folders.iter().try_for_each(|path| {
            synced(path).map_err(|source| SiteError::Write {
                path: path.clone(),
                source,
            })
        })
    }
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Sees that the names in a folder are there after a loss of power.
fn synced(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// What stands in the place of the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum There {
    Nothing,
    /// A folder with nothing in it.
    Empty,
    Site,
}

fn what_is_there(folder: &Path) -> Result<There, SiteError> {
    let taken = |reason: &str| SiteError::Taken {
        folder: folder.to_owned(),
        reason: reason.to_owned(),
    };
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(There::Nothing),
        Err(source) => {
            return Err(SiteError::Write {
                path: folder.to_owned(),
                source,
            });
        }
        Ok(there) if !there.is_dir() => return Err(taken("it is no folder")),
        Ok(_) => {}
    }
    let (mut found, mut any) = (Vec::new(), false);
    for entry in WalkDir::new(folder).min_depth(1).follow_links(false) {
        let entry = entry.map_err(|error| taken(&format!("it cannot be looked into ({error})")))?;
        any = true;
        if !entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let parts = path.components().map(|part| part.as_os_str().to_string_lossy());
            found.push(parts.collect::<Vec<_>>().join("/"));
        }
    }
    if !any {
        return Ok(There::Empty);
    }
    let about: Option<Value> = fs::read(folder.join(ABOUT))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let about = about
        .filter(|about| about["kind"] == KIND)
        .ok_or_else(|| taken(&format!("it has no {ABOUT} of one")))?;
    let listed = about["files"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    let ours: HashSet<&str> = listed.chain([ABOUT]).collect();
    match found.iter().find(|name| !ours.contains(name.as_str())) {
        Some(other) => Err(taken(&format!("{other} is none of its files"))),
        None => Ok(There::Site),
    }
}
