//! Writing files whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;
use walkdir::WalkDir;

use super::open::{link_on, read_below, refused};

/// How temporary files are called: a process that is killed leaves one behind.
const TEMPORARY: [&str; 2] = [".tthc-", ".tmp"];
/// Nobody writes a file for that long.
const STALE: Duration = Duration::from_secs(60 * 60);

/// Writes a file whole or not at all: to a temporary file beside it, synced, then renamed.
///
/// # Errors
///
/// When the folder cannot be made or the file cannot be written; what was there before is still there then.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), io::Error> {
    persisted(staged(path, bytes, EVERYBODY)?, path)
}

/// The same for what is too much to hold: `fill` writes it piece by piece.
///
/// # Errors
///
/// As [`write_whole`], and what `fill` fails with.
pub fn write_streamed(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), io::Error> {
    let mut file = staged(path, &[], EVERYBODY)?;
    let mut out = BufWriter::new(&mut file);
    fill(&mut out)?;
    out.flush()?;
    drop(out);
    file.as_file().sync_all()?;
    persisted(file, path)
}

/// The same for a file that only its owner may read (mode 0600 on Unix), also where another stood before.
///
/// # Errors
///
/// As [`write_whole`].
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), io::Error> {
    persisted(staged(path, bytes, OWNER)?, path)
}

fn persisted(file: NamedTempFile, path: &Path) -> Result<(), io::Error> {
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Writes several files that belong together, all or none: what was there before is put back when one fails.
///
/// # Errors
///
/// With the file that cannot be written.
pub fn write_together<T: AsRef<[u8]>>(files: &[(PathBuf, T)]) -> Result<(), (PathBuf, io::Error)> {
    let mut ready = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        let before = there(fs::read(path)).map_err(on(path))?;
        let staged = staged(path, bytes.as_ref(), EVERYBODY).map_err(on(path))?;
        ready.push((path.clone(), staged, before));
    }
    all_persisted(ready)
}

/// The same for files below `root`, which must be there; folders between are made. Nothing is written where a link leads.
///
/// # Errors
///
/// With the file that cannot be written, or that a link is on its path.
pub fn write_below<P: AsRef<str>, T: AsRef<[u8]>>(root: &Path, files: &[(P, T)]) -> Result<(), (PathBuf, io::Error)> {
    let mut ready = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        let full = root.join(path.as_ref());
        made_below(root, path.as_ref()).map_err(on(&full))?;
        let before = there(read_below(root, path.as_ref())).map_err(on(&full))?;
        let folder = full.parent().unwrap_or(root);
        let staged = staged_in(folder, bytes.as_ref(), EVERYBODY).map_err(on(&full))?;
        ready.push((full, staged, before));
    }
    all_persisted(ready)
}

/// Makes the folders that a file below `root` is to stand in.
fn made_below(root: &Path, path: &str) -> io::Result<()> {
    // Where the root is gone, a new one in its place would be another one.
    if !fs::metadata(root)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    if let Some(link) = link_on(root, path) {
        return Err(refused(&format!("{link} is a symbolic link, which is not followed")));
    }
    let mut place = root.to_owned();
    for part in Path::new(path).parent().into_iter().flatten() {
        place.push(part);
        match fs::create_dir(&place) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Removes temporary files below a folder that somebody left behind who was killed. What cannot be removed stays.
pub fn sweep(folder: &Path) {
    let [start, end] = TEMPORARY;
    for entry in WalkDir::new(folder).follow_links(false).into_iter().flatten() {
        let name = entry.file_name().to_string_lossy();
        if !name.starts_with(start) || !name.ends_with(end) || !entry.file_type().is_file() {
            continue;
        }
        let modified = entry.metadata().ok().and_then(|metadata| metadata.modified().ok());
        let age = modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
        if age.is_some_and(|age| age > STALE) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn on(path: &Path) -> impl FnOnce(io::Error) -> (PathBuf, io::Error) {
    let path = path.to_owned();
    move |error| (path, error)
}

/// What was read; `None` where nothing is.
fn there(read: io::Result<Vec<u8>>) -> io::Result<Option<Vec<u8>>> {
    match read {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts files in their places, all or none; each comes with what was there before.
fn all_persisted(ready: Vec<(PathBuf, NamedTempFile, Option<Vec<u8>>)>) -> Result<(), (PathBuf, io::Error)> {
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    for (path, staged, before) in ready {
        if let Err(failed) = staged.persist(&path) {
            // The failure to be told is this one, whatever becomes of putting the others back.
            for (path, before) in done {
                let _ = match before {
                    Some(bytes) => write_whole(&path, &bytes),
                    None => fs::remove_file(&path),
                };
            }
            return Err((path, failed.error));
        }
        done.push((path, before));
    }
    Ok(())
}

/// Removes a file, and sees that it is gone after a loss of power too.
///
/// # Errors
///
/// When it cannot be removed.
pub fn remove_whole(path: &Path) -> Result<(), io::Error> {
    fs::remove_file(path)?;
    #[cfg(unix)]
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Who may read a file: temporary ones are private by default, and a document must be readable by the office.
const EVERYBODY: u32 = 0o644;
const OWNER: u32 = 0o600;

/// A temporary file beside `path` with its bytes on the disk.
fn staged(path: &Path, bytes: &[u8], mode: u32) -> Result<NamedTempFile, io::Error> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    staged_in(folder, bytes, mode)
}

/// The same in a folder that is there.
#[cfg_attr(not(unix), expect(unused_variables, reason = "modes are Unix's"))]
fn staged_in(folder: &Path, bytes: &[u8], mode: u32) -> Result<NamedTempFile, io::Error> {
    let [start, end] = TEMPORARY;
    let mut builder = tempfile::Builder::new();
    builder.prefix(start).suffix(end);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}
