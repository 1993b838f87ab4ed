//! The files of a zip archive of a revision. Nothing is unpacked to disk; a file is unpacked when it is read.
//!
//! An archive comes from somebody else: what its directory says is checked as a whole when it is opened, and what a file
//! unpacks to is held to what the directory said.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use zip::read::{ZipArchiveMetadata, ZipFileEntry, ZipReadOptions};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::{FilesError, Listed, ListedKind, Stamp};
use crate::catalogue::yaml::MAX_BYTES;

/// Most that an archive may unpack to in proportion to its size. Text of laws packs to a tenth; a bomb to a thousandth.
const MOST_RATIO: u64 = 100;
/// What an archive may unpack to whatever its size.
const SMALL: u64 = 64 * 1024 * 1024;
/// Most names given in one message.
const MOST_NAMED: usize = 5;
/// Where macOS keeps what it knows about files beside them.
const MACOS: &str = "__MACOSX/";

/// A zip archive of a revision: its files by path.
pub struct Archive {
    path: PathBuf,
    file: Arc<Mutex<File>>,
    directory: Arc<ZipArchiveMetadata>,
    /// Sorted by path.
    entries: Vec<Packed>,
}

/// A file of an archive.
struct Packed {
    path: String,
    at: usize,
    size: u64,
    packed: u64,
    crc: u32,
    link: bool,
}

/// Reads the archive's file at its own place, whoever else reads it.
struct Shared {
    file: Arc<Mutex<File>>,
    at: u64,
}

impl Archive {
    /// Opens an archive; its revision is at its root or in the one folder that holds `head`.
    pub(super) fn open(path: &Path, head: &str) -> Result<Self, FilesError> {
        let failed = |reason: String| FilesError::Zip {
            archive: path.display().to_string(),
            reason,
        };
        let file = File::open(path).map_err(|error| failed(error.to_string()))?;
        let length = file.metadata().map_err(|error| failed(error.to_string()))?.len();
        let file = Arc::new(Mutex::new(file));
        let archive = ZipArchive::new(Shared::new(&file)).map_err(|error| failed(not_whole(&error)))?;
        if archive.has_duplicate_names() {
            return Err(failed(twice(&names(&file, archive.central_directory_start()))));
        }
        let entries = checked(&archive, length).map_err(&failed)?;
        Ok(Self {
            path: path.to_owned(),
            entries: of_revision(entries, head).map_err(&failed)?,
            directory: archive.metadata(),
            file,
        })
    }

    /// Where the archive is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn list(&self) -> impl Iterator<Item = Listed> {
        self.entries.iter().map(|entry| Listed {
            path: entry.path.clone(),
            kind: if entry.link { ListedKind::Link } else { ListedKind::File },
        })
    }

    pub(super) fn stamped(&self, below: &str, ending: &str) -> Vec<(String, Stamp)> {
        let wanted = |entry: &&Packed| !entry.link && entry.path.starts_with(below) && entry.path.ends_with(ending);
        let entries = self.entries.iter().filter(wanted);
        entries.map(|entry| (entry.path.clone(), entry.stamp())).collect()
    }

    /// The stamp of a file.
    pub(super) fn stamp(&self, path: &str) -> Option<Stamp> {
        self.entry(path).map(Packed::stamp)
    }

    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, FilesError> {
        let failed = |reason: String| FilesError::Zip {
            archive: self.path.display().to_string(),
            reason: format!("{path}: {reason}"),
        };
        let entry = self
            .entry(path)
            .ok_or_else(|| failed("not in this archive".to_owned()))?;
        let size = usize::try_from(entry.size).unwrap_or(usize::MAX);
        if size > MAX_BYTES {
            return Err(failed(format!("larger than {} MB", MAX_BYTES / 1_048_576)));
        }
        let mut bytes = Vec::with_capacity(size);
        self.unpack(entry, &mut bytes)
            .map_err(|error| failed(format!("damaged ({error})")))?;
        if bytes.len() == size {
            Ok(bytes)
        } else {
            Err(failed(
                "unpacks to another size than the archive says; pack it anew".to_owned(),
            ))
        }
    }

    fn unpack(&self, entry: &Packed, bytes: &mut Vec<u8>) -> Result<(), ZipError> {
        let mut reader = io::BufReader::new(Shared::new(&self.file));
        let file = self
            .directory
            .entry(entry.at)?
            .with_reader(&mut reader, ZipReadOptions::new())?;
        // One more than there should be: whether there is more shows, and the end is reached, where the checksum is checked.
        file.take(entry.size + 1).read_to_end(bytes)?;
        Ok(())
    }

    fn entry(&self, path: &str) -> Option<&Packed> {
        let at = self.entries.binary_search_by(|entry| entry.path.as_str().cmp(path));
        at.ok().and_then(|at| self.entries.get(at))
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

impl Packed {
    fn stamp(&self) -> Stamp {
        Stamp {
            size: self.size,
            modified: 0,
            changed: i64::from(self.crc),
            id: self.packed,
        }
    }
}

/// The files of an archive, none of which can do harm; otherwise why the archive is not to be used.
fn checked(archive: &ZipArchive<Shared>, length: u64) -> Result<Vec<Packed>, String> {
    let mut wrong: Vec<(&str, String)> = Vec::new();
    let mut entries = Vec::with_capacity(archive.len());
    let mut spans = Vec::with_capacity(archive.len());
    for at in 0..archive.len() {
        let entry = archive.by_index_data(at).map_err(|error| not_whole(&error))?;
        spans.push((entry.header_start(), entry.compressed_size()));
        let name = shown(entry.name_raw());
        match (safe_path(entry.name_raw()), mistake(&entry)) {
            (Err(why), _) | (_, Some(why)) => wrong.push((why, name)),
            (Ok(_), None) if entry.is_dir() => {}
            (Ok(path), None) => entries.push(Packed {
                path,
                at,
                size: entry.size(),
                packed: entry.compressed_size(),
                crc: entry.crc32(),
                link: entry.is_symlink(),
            }),
        }
    }
    if let Some((why, _)) = wrong.first() {
        let names: Vec<&str> = wrong
            .iter()
            .filter(|(other, _)| other == why)
            .map(|(_, name)| name.as_str())
            .collect();
        return Err(format!("{why}: {}", some_of(&names)));
    }
    entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    if entries.windows(2).any(|two| two[0].path == two[1].path) {
        return Err(twice(
            entries
                .iter()
                .map(|entry| entry.path.clone())
                .collect::<Vec<_>>()
                .as_slice(),
        ));
    }
    if overlap(spans, archive.central_directory_start()) || is_bomb(&entries, length) {
        return Err("it unpacks to far more than a catalogue can be; pack the folder anew".to_owned());
    }
    Ok(entries)
}

/// Says which of some names are there more than once.
fn twice(names: &[String]) -> String {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    let mut twice: Vec<&str> = names
        .windows(2)
        .filter(|two| two[0] == two[1])
        .map(|two| two[0])
        .collect();
    twice.dedup();
    format!("it holds a file twice: {}; pack the folder anew", some_of(&twice))
}

/// The names in the directory of an archive one by one: the reader of archives keeps only one of several that are equal.
fn names(file: &Arc<Mutex<File>>, start: u64) -> Vec<String> {
    /// Length of an entry without its name and what follows it, and where the lengths of these stand.
    const FIXED: usize = 46;
    const LENGTHS: [usize; 3] = [28, 30, 32];
    let mut reader = io::BufReader::new(Shared {
        file: Arc::clone(file),
        at: start,
    });
    let mut names = Vec::new();
    let mut fixed = [0; FIXED];
    while reader.read_exact(&mut fixed).is_ok() && fixed.starts_with(b"PK\x01\x02") {
        let [name, extra, comment] = LENGTHS.map(|at| u16::from_le_bytes([fixed[at], fixed[at + 1]]));
        let mut bytes = vec![0; usize::from(name)];
        let after = i64::from(extra) + i64::from(comment);
        if reader.read_exact(&mut bytes).is_err() || reader.seek_relative(after).is_err() {
            break;
        }
        names.push(shown(&bytes));
    }
    names
}

/// Why one file makes the archive unusable.
fn mistake(entry: &ZipFileEntry<'_>) -> Option<&'static str> {
    if entry.encrypted() {
        return Some("it is locked with a password; pack the folder without one");
    }
    let known = matches!(
        entry.compression(),
        CompressionMethod::Stored | CompressionMethod::Deflated
    );
    (!known).then_some("it is packed by a method that is not read here; pack the folder with plain zip (deflate)")
}

/// The path of a file inside the archive with `/`.
fn safe_path(name: &[u8]) -> Result<String, &'static str> {
    const OUTSIDE: &str = "it holds a path that leads out of the folder it is unpacked to";
    let name = std::str::from_utf8(name)
        .map_err(|_| "it holds a name that is not UTF-8; pack the folder with a tool that writes UTF-8 names")?;
    // Old tools on Windows write paths with backslashes.
    let name = name.replace('\\', "/");
    if name.starts_with('/') || name.contains(['\0', ':']) || name.split('/').any(|part| part == "..") {
        return Err(OUTSIDE);
    }
    let parts: Vec<&str> = name.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    Ok(parts.join("/"))
}

/// Whether files share bytes of the archive: that is how a small one unpacks to terabytes.
fn overlap(mut spans: Vec<(u64, u64)>, end: u64) -> bool {
    spans.sort_unstable();
    let ends = spans.iter().skip(1).map(|span| span.0).chain([end]);
    spans
        .iter()
        .zip(ends)
        .any(|((start, packed), next)| start.checked_add(*packed).is_none_or(|own_end| own_end > next))
}

fn is_bomb(entries: &[Packed], length: u64) -> bool {
    let unpacked = entries.iter().fold(0_u64, |sum, entry| sum.saturating_add(entry.size));
    unpacked > SMALL.max(length.saturating_mul(MOST_RATIO))
}

/// The files of the revision in an archive, with paths relative to it.
fn of_revision(entries: Vec<Packed>, head: &str) -> Result<Vec<Packed>, String> {
    let folders: BTreeSet<String> = entries
        .iter()
        .filter(|entry| !entry.path.starts_with(MACOS))
        .filter_map(|entry| {
            let folder = entry.path.strip_suffix(head)?;
            (folder.is_empty() || folder.ends_with('/')).then(|| folder.to_owned())
        })
        .collect();
    let depth = |folder: &String| folder.matches('/').count();
    let least = folders.iter().map(depth).min();
    let nearest: Vec<&str> = folders
        .iter()
        .filter(|folder| Some(depth(folder)) == least)
        .map(String::as_str)
        .collect();
    let folder = match nearest.as_slice() {
        [] => return Err(format!("no {head} in it: it is not a revision of a catalogue")),
        [folder] => (*folder).to_owned(),
        several => {
            return Err(format!(
                "it holds several revisions ({}); pack each into an archive of its own",
                some_of(several)
            ));
        }
    };
    let below = entries.into_iter().filter_map(|entry| {
        let path = entry.path.strip_prefix(&folder)?.to_owned();
        (!path.starts_with(MACOS)).then_some(Packed { path, ..entry })
    });
    Ok(below.collect())
}

fn not_whole(error: &ZipError) -> String {
    format!("it is not a whole zip archive, perhaps cut off while it was copied ({error})")
}

fn some_of(names: &[&str]) -> String {
    let named = names.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(name).escape_debug().to_string()
}

impl Shared {
    fn new(file: &Arc<Mutex<File>>) -> Self {
        Self {
            file: Arc::clone(file),
            at: 0,
        }
    }
}

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let count = file.read(buffer)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => {
                let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
                file.metadata()?.len().checked_add_signed(by)
            }
        };
        self.at = place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
