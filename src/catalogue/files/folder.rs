//! The files of a folder on disk.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::{Below, Listed, ListedKind, Stamp};

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

/// Folders are read side by side: asking for the stamps of thousands of files is most of the work of a search. Nothing stands
/// below a link.
pub(super) fn below(folder: &Path, relative: &str, ending: &str) -> Below {
    let found = found_below(folder, relative, &|kind, name| {
        kind == Kind::File && name.ends_with(ending)
    });
    let folders = found.folders.into_iter();
    let folders = folders.map(|(path, folder)| Some((path, folder?.stamp, folder?.device)));
    let folders = folders.collect::<Option<Vec<_>>>().filter(|folders| {
        // What is mounted there may be of another kind.
        let alike = folders.iter().all(|of| of.2 == folders[0].2);
        !folders.is_empty() && alike && tells_of_names(folder)
    });
    Below {
        files: found.files,
        folders: folders.map(|folders| folders.into_iter().map(|(path, stamp, _)| (path, stamp)).collect()),
    }
}

/// Those of whatever is no folder, links too.
pub(super) fn stamps_of_all(folder: &Path) -> Vec<(String, Stamp)> {
    found_below(folder, "", &|_, _| true).files
}

/// Those of what is directly in a folder.
pub(super) fn stamps_here(folder: &Path) -> Vec<(String, Stamp)> {
    let mut found = Found::default();
    found.look_into(folder, "", &|_, _| true);
    found.files
}

/// Whether something that is no folder is wanted, by what it is and its name.
type Wanted<'w> = &'w (dyn Fn(Kind, &str) -> bool + Sync);

/// Files that are wanted, and the folders that were looked into.
#[derive(Default)]
struct Found {
    files: Vec<(String, Stamp)>,
    folders: Vec<(String, Option<Opened>)>,
}

/// A folder as it was before what stands in it was read.
#[derive(Clone, Copy)]
struct Opened {
    stamp: Stamp,
    device: u64,
}

fn found_below(folder: &Path, relative: &str, wanted: Wanted<'_>) -> Found {
    let mut found = Found::default();
    if super::is_link(folder) {
        return found;
    }
    let mut folders = found.look_into(folder, relative, wanted);
    // In the order of the paths in them: to sort what is sorted already takes hardly any time.
    let inside = |folder: &(PathBuf, String)| [&folder.1, "/"].concat();
    folders.sort_by_cached_key(inside);
    // Small parts: whoever is done first must not wait for the other.
    let each = folders.len().div_ceil(16 * rayon::current_num_threads()).max(1);
    let deeper = folders.par_chunks(each).map(|folders| {
        let (mut found, mut waiting) = (Found::default(), folders.to_vec());
        while let Some((folder, relative)) = waiting.pop() {
            waiting.extend(found.look_into(&folder, &relative, wanted));
        }
        found
    });
    for deeper in deeper.collect::<Vec<_>>() {
        found.files.extend(deeper.files);
        found.folders.extend(deeper.folders);
    }
    found
}

impl Found {
    /// Adds what is wanted of a folder; returns the folders that stand in it. A link is never one of these.
    fn look_into(&mut self, folder: &Path, relative: &str, wanted: Wanted<'_>) -> Vec<(PathBuf, String)> {
        let (mut folders, before) = (Vec::new(), self.files.len());
        // One that goes away meanwhile holds nothing.
        let opened = each_in(folder, |name, kind, stamp| {
            let shown = name.to_string_lossy();
            let path = || [relative, "/", &shown].concat();
            if kind == Kind::Folder {
                folders.push((folder.join(name), path()));
            } else if wanted(kind, &shown) {
                // A file that goes away meanwhile is a file that is not there.
                self.files.extend(stamp().map(|stamp| (path(), stamp)));
            }
        });
        self.folders.push((relative.to_owned(), opened.ok().flatten()));
        self.files[before..].sort_unstable_by(|a, b| a.0.cmp(&b.0));
        folders
    }
}

/// Whether the stamp of a folder changes with the names that stand in it, whoever changes them: systems of one machine do so,
/// those that show what is stored elsewhere may not.
#[cfg(target_os = "linux")]
fn tells_of_names(folder: &Path) -> bool {
    // ext2 to ext4, XFS, Btrfs, F2FS, tmpfs (linux/magic.h).
    const KNOWN: [u64; 5] = [0xEF53, 0x5846_5342, 0x9123_683E, 0xF2F5_2010, 0x0102_1994];
    let system = rustix::fs::statfs(folder).map(|system| system.f_type);
    system.is_ok_and(|kind| u64::try_from(kind).is_ok_and(|kind| KNOWN.contains(&kind)))
}

#[cfg(not(target_os = "linux"))]
fn tells_of_names(_: &Path) -> bool {
    false
}

/// What stands in a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    Other,
}

/// Calls with what stands in a folder: its name, what it is, and what gives its stamp. A link's own stamp is given, not that
/// of its target. Returns what the folder was before, where that is known.
#[cfg(target_os = "linux")]
fn each_in(
    folder: &Path,
    mut each: impl FnMut(&OsStr, Kind, &dyn Fn() -> Option<Stamp>),
) -> io::Result<Option<Opened>> {
    use std::mem::MaybeUninit;
    use std::os::unix::ffi::OsStrExt;

    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, fstat, openat, statat};

    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let opened = openat(CWD, folder, flags, Mode::empty())?;
    let before = fstat(&opened)?;
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
        each(OsStr::from_bytes(name.to_bytes()), kind, &|| stamp_told(&asked()?));
    }
    Ok(stamp_told(&before).map(|stamp| Opened {
        stamp,
        device: before.st_dev,
    }))
}

/// The stamp the system told.
#[cfg(target_os = "linux")]
pub(super) fn stamp_told(stat: &rustix::fs::Stat) -> Option<Stamp> {
    Some(Stamp {
        size: u64::try_from(stat.st_size).ok()?,
        modified: nanoseconds(stat.st_mtime, i64::try_from(stat.st_mtime_nsec).ok()?),
        changed: nanoseconds(stat.st_ctime, i64::try_from(stat.st_ctime_nsec).ok()?),
        id: stat.st_ino,
    })
}

#[cfg(not(target_os = "linux"))]
fn each_in(
    folder: &Path,
    mut each: impl FnMut(&OsStr, Kind, &dyn Fn() -> Option<Stamp>),
) -> io::Result<Option<Opened>> {
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
    Ok(None)
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
