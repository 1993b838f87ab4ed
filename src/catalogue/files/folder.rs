//! The files of a folder on disk.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::{Listed, ListedKind, Stamp};

pub(super) fn list(root: &Path) -> Vec<Listed> {
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
            Ok(entry) if !entry.file_type().is_file() && has_catalogue_ending(entry.path()) => {
                (entry.path(), ListedKind::Special)
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
pub(super) fn stamps_below(folder: &Path, relative: &str, ending: &str) -> Vec<(String, Stamp)> {
    below(folder, relative, &|kind, name| kind.is_file() && name.ends_with(ending))
}

/// Those of whatever is no folder, links too.
pub(super) fn stamps_of_all(folder: &Path) -> Vec<(String, Stamp)> {
    if super::is_link(folder) {
        return Vec::new();
    }
    below(folder, "", &|_, _| true)
}

/// Those of what is directly in a folder.
pub(super) fn stamps_here(folder: &Path) -> Vec<(String, Stamp)> {
    let mut stamped = Vec::new();
    stamps_in(folder, "", &|_, _| true, &mut stamped);
    stamped
}

/// Whether something that is no folder is wanted, by what it is and its name.
type Wanted<'w> = &'w (dyn Fn(fs::FileType, &str) -> bool + Sync);

fn below(folder: &Path, relative: &str, wanted: Wanted<'_>) -> Vec<(String, Stamp)> {
    let mut stamped = Vec::new();
    let folders = stamps_in(folder, relative, wanted, &mut stamped);
    // Small parts: whoever is done first must not wait for the other.
    let each = folders.len().div_ceil(16 * rayon::current_num_threads()).max(1);
    let deeper = folders.par_chunks(each).flat_map_iter(|folders| {
        let (mut stamped, mut waiting) = (Vec::new(), folders.to_vec());
        while let Some((folder, relative)) = waiting.pop() {
            waiting.extend(stamps_in(&folder, &relative, wanted, &mut stamped));
        }
        stamped
    });
    stamped.par_extend(deeper);
    stamped
}

/// Adds the stamps of what is wanted in a folder; returns the folders that stand in it. A link is never one of these.
fn stamps_in(
    folder: &Path,
    relative: &str,
    wanted: Wanted<'_>,
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
        } else if wanted(kind, &name) {
            // A file that goes away meanwhile is a file that is not there. A link's own stamp is taken, not that of its target.
            stamped.extend(entry.metadata().ok().map(|metadata| (path(), stamp(&metadata))));
        }
    }
    folders
}

#[cfg(unix)]
pub(super) fn stamp(metadata: &fs::Metadata) -> Stamp {
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
pub(super) fn stamp(metadata: &fs::Metadata) -> Stamp {
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

fn has_catalogue_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ["yaml", "yml", "csv"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}
