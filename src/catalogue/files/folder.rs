//! The files of a folder on disk.

use std::ffi::OsStr;
use std::fs;
use std::io;
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
    below(folder, relative, &|kind, name| {
        kind == Kind::File && name.ends_with(ending)
    })
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
type Wanted<'w> = &'w (dyn Fn(Kind, &str) -> bool + Sync);

fn below(folder: &Path, relative: &str, wanted: Wanted<'_>) -> Vec<(String, Stamp)> {
    let mut stamped = Vec::new();
    let mut folders = stamps_in(folder, relative, wanted, &mut stamped);
    // In the order of the paths in them: to sort what is sorted already takes hardly any time.
    let inside = |folder: &(PathBuf, String)| [&folder.1, "/"].concat();
    folders.sort_by_cached_key(inside);
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
    let (mut folders, before) = (Vec::new(), stamped.len());
    // One that goes away meanwhile holds nothing.
    let _ = each_in(folder, |name, kind, stamp| {
        let shown = name.to_string_lossy();
        let path = || [relative, "/", &shown].concat();
        if kind == Kind::Folder {
            folders.push((folder.join(name), path()));
        } else if wanted(kind, &shown) {
            // A file that goes away meanwhile is a file that is not there.
            stamped.extend(stamp().map(|stamp| (path(), stamp)));
        }
    });
    stamped[before..].sort_unstable_by(|a, b| a.0.cmp(&b.0));
    folders
}

/// What stands in a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    Other,
}

/// Calls with what stands in a folder: its name, what it is, and what gives its stamp. A link's own stamp is given, not that
/// of its target.
#[cfg(target_os = "linux")]
fn each_in(folder: &Path, mut each: impl FnMut(&OsStr, Kind, &dyn Fn() -> Option<Stamp>)) -> io::Result<()> {
    use std::mem::MaybeUninit;
    use std::os::unix::ffi::OsStrExt;

    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, openat, statat};

    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let opened = openat(CWD, folder, flags, Mode::empty())?;
    // The standard library asks each folder what it is and gives it room of its own: a tenth of a search among many folders.
    let mut room = [const { MaybeUninit::uninit() }; 1 << 15];
    let mut entries = RawDir::new(&opened, &mut room);
    while let Some(entry) = entries.next() {
        let entry = entry?;
        let name = entry.file_name();
        if matches!(name.to_bytes(), b"." | b"..") {
            continue;
        }
        let asked = || statat(&opened, name, AtFlags::SYMLINK_NOFOLLOW).ok();
        let kind = match entry.file_type() {
            FileType::Unknown => asked().map_or(FileType::Unknown, |stat| FileType::from_raw_mode(stat.st_mode)),
            known => known,
        };
        let kind = match kind {
            FileType::RegularFile => Kind::File,
            FileType::Directory => Kind::Folder,
            _ => Kind::Other,
        };
        each(OsStr::from_bytes(name.to_bytes()), kind, &|| {
            let stat = asked()?;
            Some(Stamp {
                size: u64::try_from(stat.st_size).ok()?,
                modified: nanoseconds(stat.st_mtime, i64::try_from(stat.st_mtime_nsec).ok()?),
                changed: nanoseconds(stat.st_ctime, i64::try_from(stat.st_ctime_nsec).ok()?),
                id: stat.st_ino,
            })
        });
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn each_in(folder: &Path, mut each: impl FnMut(&OsStr, Kind, &dyn Fn() -> Option<Stamp>)) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let kind = match entry.file_type() {
            Ok(kind) if kind.is_file() => Kind::File,
            Ok(kind) if kind.is_dir() => Kind::Folder,
            Ok(_) => Kind::Other,
            Err(_) => continue,
        };
        each(&entry.file_name(), kind, &|| {
            entry.metadata().ok().map(|metadata| stamp(&metadata))
        });
    }
    Ok(())
}

#[cfg(unix)]
fn nanoseconds(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

#[cfg(unix)]
pub(super) fn stamp(metadata: &fs::Metadata) -> Stamp {
    use std::os::unix::fs::MetadataExt;
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
