//! Where the files of a catalogue come from: a folder on disk or a tree of a git commit.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use thiserror::Error;
use walkdir::WalkDir;

/// Writes a file whole or not at all: to a temporary file beside it, synced, then renamed.
///
/// # Errors
///
/// When the folder cannot be made or the file cannot be written; what was there before is still there then.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), io::Error> {
    staged(path, bytes)?
        .persist(path)
        .map(drop)
        .map_err(|error| error.error)
}

/// Writes several files that belong together, all or none: what was there before is put back when one fails.
///
/// # Errors
///
/// With the file that cannot be written.
pub fn write_together(files: &[(PathBuf, String)]) -> Result<(), (PathBuf, io::Error)> {
    let on = |path: &PathBuf| {
        let path = path.clone();
        move |error: io::Error| (path, error)
    };
    let mut ready = Vec::with_capacity(files.len());
    for (path, text) in files {
        let before = match fs::read(path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(on(path)(error)),
        };
        let staged = staged(path, text.as_bytes()).map_err(on(path))?;
        ready.push((path, staged, before));
    }
    let mut done: Vec<(&PathBuf, Option<Vec<u8>>)> = Vec::new();
    for (path, staged, before) in ready {
        if let Err(failed) = staged.persist(path) {
            // The failure to be told is this one, whatever becomes of putting the others back.
            for (path, before) in done {
                let _ = match before {
                    Some(bytes) => write_whole(path, &bytes),
                    None => fs::remove_file(path),
                };
            }
            return Err(on(path)(failed.error));
        }
        done.push((path, before));
    }
    Ok(())
}

/// A temporary file beside `path` with its bytes on the disk.
fn staged(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, io::Error> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(readable());
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Temporary files are private by default; a document must be readable by the office.
#[cfg(unix)]
fn readable() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o644)
}

/// The files of one revision, with paths relative to it and `/` between folders.
#[derive(Clone)]
pub enum Files {
    /// A folder on disk.
    Folder(PathBuf),
    /// A tree of a git repository.
    Git(Arc<GitTree>),
}

/// A tree of a git repository: its files by path.
pub struct GitTree {
    repository: gix::ThreadSafeRepository,
    blobs: Vec<(String, gix::ObjectId)>,
}

/// One thing found in a revision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Path relative to the revision.
    pub path: String,
    /// What it is.
    pub kind: ListedKind,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListedKind {
    /// A file to read.
    File,
    /// A folder whose name looks like a file's.
    FolderNamedAsFile,
    /// A symbolic link, which is not followed.
    Link,
    /// Something that could not be looked at.
    Unreadable,
}

/// What tells without reading a file whether it is still the same.
///
/// On disk: size, time of the last change of content and of the inode (in nanoseconds), number of the inode. In git: the
/// object's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// When the content changed last.
    pub modified: i64,
    /// When the inode changed last: a content put back with its old time shows here.
    pub changed: i64,
    /// Number of the inode; the beginning of the object's name.
    pub id: u64,
}

/// Why files could not be had.
#[derive(Debug, Error)]
pub enum FilesError {
    /// A file could not be read.
    #[error("cannot read {path}")]
    Read {
        /// Path of the file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// Git could not give what was asked.
    #[error("cannot read {what} from git: {reason}")]
    Git {
        /// What was asked.
        what: String,
        /// Why not.
        reason: String,
    },
}

impl FilesError {
    fn git(what: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self::Git {
            what: what.into(),
            reason: reason.to_string(),
        }
    }
}

impl Files {
    /// Opens the folder `folder` of a git revision; `repository` is any path inside the work tree.
    ///
    /// # Errors
    ///
    /// When there is no repository, no such revision, or no such folder in it.
    pub fn git(repository: &Path, revision: &str, folder: &str) -> Result<Self, FilesError> {
        let repository = gix::discover(repository).map_err(|error| FilesError::git("the repository", error))?;
        let spec = if folder.is_empty() {
            format!("{revision}^{{tree}}")
        } else {
            format!("{revision}:{folder}")
        };
        let id = repository
            .rev_parse_single(spec.as_str())
            .map_err(|error| FilesError::git(&spec, error))?;
        let blobs = blobs_below(id, &spec)?;
        Ok(Self::Git(Arc::new(GitTree {
            repository: repository.clone().into_sync(),
            blobs,
        })))
    }

    /// Everything in the revision, sorted by path. Links are listed, never followed.
    pub fn list(&self) -> Vec<Listed> {
        let mut list = match self {
            Self::Folder(root) => list_folder(root),
            Self::Git(tree) => tree
                .blobs
                .iter()
                .map(|(path, _)| Listed {
                    path: path.clone(),
                    kind: ListedKind::File,
                })
                .collect(),
        };
        list.sort();
        list
    }

    /// The files below a folder of the revision whose names end so, sorted by path, each with its stamp. Links are left out.
    pub fn stamped(&self, folder: &str, ending: &str) -> Vec<(String, Stamp)> {
        let mut stamped = match self {
            Self::Folder(root) => stamps_below(&root.join(folder), folder, ending),
            Self::Git(tree) => {
                let below = format!("{folder}/");
                let wanted = |path: &String| path.starts_with(&below) && path.ends_with(ending);
                let blobs = tree.blobs.iter().filter(|(path, _)| wanted(path));
                blobs.map(|(path, id)| (path.clone(), stamp_of_object(id))).collect()
            }
        };
        stamped.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        stamped
    }

    /// The bytes of one file.
    ///
    /// # Errors
    ///
    /// When it is not there or cannot be read.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, FilesError> {
        match self {
            Self::Folder(root) => fs::read(root.join(path)).map_err(|source| FilesError::Read {
                path: path.to_owned(),
                source,
            }),
            Self::Git(tree) => {
                let at = tree.blobs.binary_search_by(|(known, _)| known.as_str().cmp(path));
                let id = at
                    .map(|at| tree.blobs[at].1)
                    .map_err(|_| FilesError::git(path, "not in this revision"))?;
                let repository = tree.repository.to_thread_local();
                let mut object = repository
                    .find_object(id)
                    .map_err(|error| FilesError::git(path, error))?;
                Ok(std::mem::take(&mut object.data))
            }
        }
    }

    /// How large a file is, when that is known without reading it.
    pub fn size(&self, path: &str) -> Option<u64> {
        match self {
            Self::Folder(root) => fs::metadata(root.join(path)).ok().map(|metadata| metadata.len()),
            Self::Git(_) => None,
        }
    }

    /// The folder on disk, when it is one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(root) => Some(root),
            Self::Git(_) => None,
        }
    }
}

fn blobs_below(id: gix::Id<'_>, spec: &str) -> Result<Vec<(String, gix::ObjectId)>, FilesError> {
    let tree = id
        .object()
        .map_err(|error| FilesError::git(spec, error))?
        .peel_to_tree()
        .map_err(|error| FilesError::git(spec, error))?;
    let entries = tree
        .traverse()
        .breadthfirst
        .files()
        .map_err(|error| FilesError::git(spec, error))?;
    let blobs = entries.into_iter().filter(|entry| entry.mode.is_blob());
    let mut blobs: Vec<_> = blobs.map(|entry| (entry.filepath.to_string(), entry.oid)).collect();
    blobs.sort();
    Ok(blobs)
}

fn list_folder(root: &Path) -> Vec<Listed> {
    let mut list = Vec::new();
    for entry in WalkDir::new(root).min_depth(1).follow_links(false) {
        let (path, kind) = match &entry {
            Ok(entry) if entry.path_is_symlink() => (entry.path(), ListedKind::Link),
            Ok(entry) if entry.file_type().is_dir() => {
                if !has_catalogue_ending(entry.path()) {
                    continue;
                }
                (entry.path(), ListedKind::FolderNamedAsFile)
            }
            Ok(entry) => (entry.path(), ListedKind::File),
            Err(error) => (error.path().unwrap_or(root), ListedKind::Unreadable),
        };
        let relative = path.strip_prefix(root).unwrap_or(path);
        let path = relative
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect::<Vec<_>>()
            .join("/");
        list.push(Listed { path, kind });
    }
    list
}

/// Folders are read side by side: asking for the stamps of thousands of files is most of the work of a search.
fn stamps_below(folder: &Path, relative: &str, ending: &str) -> Vec<(String, Stamp)> {
    let mut stamped = Vec::new();
    let folders = stamps_in(folder, relative, ending, &mut stamped);
    let each = folders.len().div_ceil(2 * rayon::current_num_threads()).max(1);
    let below = folders.par_chunks(each).flat_map_iter(|folders| {
        let (mut stamped, mut waiting) = (Vec::new(), folders.to_vec());
        while let Some((folder, relative)) = waiting.pop() {
            waiting.extend(stamps_in(&folder, &relative, ending, &mut stamped));
        }
        stamped
    });
    stamped.par_extend(below);
    stamped
}

/// Adds the stamps of the files that stand in a folder; returns the folders that stand in it.
fn stamps_in(
    folder: &Path,
    relative: &str,
    ending: &str,
    stamped: &mut Vec<(String, Stamp)>,
) -> Vec<(PathBuf, String)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut folders = Vec::new();
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = || [relative, "/", &name].concat();
        if kind.is_dir() {
            folders.push((entry.path(), path()));
        } else if kind.is_file() && name.ends_with(ending) {
            // A file that goes away meanwhile is a file that is not there.
            stamped.extend(entry.metadata().ok().map(|metadata| (path(), stamp(&metadata))));
        }
    }
    folders
}

#[cfg(unix)]
fn stamp(metadata: &fs::Metadata) -> Stamp {
    use std::os::unix::fs::MetadataExt;
    let nanoseconds = |seconds: i64, rest: i64| seconds.saturating_mul(1_000_000_000).saturating_add(rest);
    Stamp {
        size: metadata.size(),
        modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
        changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        id: metadata.ino(),
    }
}

#[cfg(not(unix))]
fn stamp(metadata: &fs::Metadata) -> Stamp {
    let modified = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let modified = modified
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or(0);
    Stamp {
        size: metadata.len(),
        modified,
        changed: modified,
        id: 0,
    }
}

fn stamp_of_object(id: &gix::ObjectId) -> Stamp {
    let bytes = id.as_bytes();
    let number = |at: usize| {
        let mut eight = [0; 8];
        for (to, from) in eight.iter_mut().zip(bytes.iter().skip(at)) {
            *to = *from;
        }
        u64::from_le_bytes(eight)
    };
    Stamp {
        size: number(16),
        modified: 0,
        changed: number(8) as i64,
        id: number(0),
    }
}

fn has_catalogue_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ["yaml", "yml", "csv"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(root) => f.debug_tuple("Folder").field(root).finish(),
            Self::Git(tree) => f
                .debug_struct("Git")
                .field("files", &tree.blobs.len())
                .finish_non_exhaustive(),
        }
    }
}
