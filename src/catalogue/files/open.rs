//! The one way to open a file of a catalogue. Git carries links, and a folder may hold what is no file: neither leads to
//! anything outside, and nothing is waited for.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Component, Path};

use crate::catalogue::yaml::MAX_BYTES;

/// Largest file that is read, in bytes. What is said of one that is too large to be a record is said by who reads it, as long
/// as it fits into memory many times over.
const MOST: u64 = 16 * MAX_BYTES as u64;

/// The bytes of a file below `root`, which may itself be a link: whoever named it chose it.
///
/// # Errors
///
/// When the path leads outside, there is a link on it, or what stands there is no plain file or is far too large.
pub(super) fn read_below(root: &Path, path: &str) -> io::Result<Vec<u8>> {
    let file = open(root, path).map_err(|error| explained(error, root, path))?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(refused("not a plain file"));
    }
    if metadata.len() > MOST {
        return Err(refused(&format!("larger than {} MB", MOST / 1_048_576)));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    // One that grows meanwhile is read no further than that.
    file.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The first part of a path below `root` that is a symbolic link or leads outside; nothing where there is none.
pub(super) fn link_on(root: &Path, path: &str) -> Option<String> {
    let mut place = root.to_owned();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(name) => place.push(name),
            Component::CurDir => continue,
            _ => return Some(path.to_owned()),
        }
        match place.symlink_metadata() {
            Ok(metadata) if metadata.is_symlink() => {
                let below = place.strip_prefix(root).unwrap_or(&place);
                return Some(below.display().to_string());
            }
            Ok(_) => {}
            Err(_) => return None,
        }
    }
    None
}

pub(super) fn refused(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}

/// What the system says of a link depends on the system.
fn explained(error: io::Error, root: &Path, path: &str) -> io::Error {
    match link_on(root, path) {
        Some(link) => refused(&format!("{link} is a symbolic link, which is not followed")),
        None => error,
    }
}

/// What is looked at is what is opened, whatever is put in its place meanwhile.
#[cfg(unix)]
fn open(root: &Path, path: &str) -> io::Result<File> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    if let Some(file) = open_at_once(root, path) {
        return Ok(file);
    }
    open_by_parts(root, path)
}

/// Asks the system to open no link on the way; nothing where it cannot, and where there is something wrong.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn open_at_once(root: &Path, path: &str) -> Option<File> {
    use rustix::fs::{CWD, Mode, ResolveFlags, openat, openat2};
    let down = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if root.as_os_str().is_empty() || !Path::new(path).components().all(down) {
        return None;
    }
    let root = openat(CWD, root, FOLDER, Mode::empty()).ok()?;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    openat2(&root, path, PLAIN, Mode::empty(), resolve).ok().map(File::from)
}

#[cfg(unix)]
const FOLDER: rustix::fs::OFlags = {
    use rustix::fs::OFlags;
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC)
};

/// Nothing is waited for: a named pipe opens at once, and is no plain file.
#[cfg(unix)]
const PLAIN: rustix::fs::OFlags = {
    use rustix::fs::OFlags;
    let waits = OFlags::NONBLOCK.union(OFlags::NOCTTY);
    OFlags::RDONLY
        .union(OFlags::NOFOLLOW)
        .union(OFlags::CLOEXEC)
        .union(waits)
};

/// Each folder is opened from the one before.
#[cfg(unix)]
fn open_by_parts(root: &Path, path: &str) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    let root = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    let mut at = openat(CWD, root, FOLDER, Mode::empty())?;
    let mut parts = Path::new(path).components().peekable();
    while let Some(part) = parts.next() {
        let name = match part {
            Component::Normal(name) => name,
            Component::CurDir => continue,
            _ => return Err(refused("it leads outside")),
        };
        if parts.peek().is_none() {
            return Ok(File::from(openat(&at, name, PLAIN, Mode::empty())?));
        }
        at = openat(&at, name, FOLDER | OFlags::NOFOLLOW, Mode::empty())?;
    }
    Err(refused("it names no file"))
}

#[cfg(not(unix))]
fn open(root: &Path, path: &str) -> io::Result<File> {
    match link_on(root, path) {
        Some(_) => Err(refused("it leads outside")),
        None => File::open(root.join(path)),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn only_plain_files_below_the_root_are_read() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.yaml"), "mật").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("catalogue");
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::write(root.join("a/b/x.yaml"), "x").unwrap();
        symlink(outside.path().join("secret.yaml"), root.join("a/link.yaml")).unwrap();
        symlink(outside.path(), root.join("a/away")).unwrap();
        symlink("b", root.join("a/near")).unwrap();
        symlink("/dev/zero", root.join("a/zero.yaml")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            root.join("a/pipe.yaml"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        assert_eq!(read_below(&root, "a/b/x.yaml").unwrap(), b"x");
        assert_eq!(read_below(&root, "./a/b/x.yaml").unwrap(), b"x");
        for path in [
            "a/link.yaml",
            "a/away/secret.yaml",
            "a/near/x.yaml",
            "a/zero.yaml",
            "a/pipe.yaml",
            "a/b",
            "a/../../secret.yaml",
            "/etc/hostname",
            "",
        ] {
            let error = read_below(&root, path).unwrap_err();
            assert_ne!(error.kind(), io::ErrorKind::NotFound, "{path}: {error}");
        }
        let said = read_below(&root, "a/away/secret.yaml").unwrap_err().to_string();
        assert_eq!(said, "a/away is a symbolic link, which is not followed");
        assert_eq!(
            read_below(&root, "a/none.yaml").unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
        // The root itself is where somebody said it is.
        let shortcut = folder.path().join("shortcut");
        symlink(&root, &shortcut).unwrap();
        assert_eq!(read_below(&shortcut, "a/b/x.yaml").unwrap(), b"x");
    }

    #[test]
    fn what_would_fill_the_memory_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = fs::File::create(folder.path().join("big.yaml")).unwrap();
        file.set_len(MOST + 1).unwrap();
        let said = read_below(folder.path(), "big.yaml").unwrap_err().to_string();
        assert_eq!(said, "larger than 32 MB");
    }
}
