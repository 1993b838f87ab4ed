//! Whether files of two revisions hold the same bytes, found out with as little reading as can be.
//!
//! In git the same bytes have the same name. A file on disk that git noted and nobody touched since has the name git noted.
//! Of two files elsewhere the sizes tell most of the time, and in archives the checksums; only then are the bytes compared.

use super::git::Noted;
use super::{Archive, Files, FilesError, GitTree};
use crate::catalogue::yaml::MAX_BYTES;

/// The files of two revisions, to be compared one by one.
pub(in crate::catalogue) struct Sameness<'a> {
    old: &'a Files,
    new: &'a Files,
    /// When one of them is a folder and the other a tree of the repository it is in.
    noted: Option<Noted>,
}

/// What two files turned out to be.
#[derive(Debug)]
pub(in crate::catalogue) enum Same {
    /// They hold different bytes, or one of them cannot be read.
    No,
    /// They hold the same bytes, which did not have to be read.
    Unread,
    /// They hold these bytes.
    Read(Vec<u8>),
}

/// What tells whether files with different paths hold the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::catalogue) struct Bytes(Vec<u8>);

impl<'a> Sameness<'a> {
    pub(in crate::catalogue) fn of(old: &'a Files, new: &'a Files) -> Self {
        let noted = match (old, new) {
            (Files::Git(tree), Files::Folder(folder)) | (Files::Folder(folder), Files::Git(tree)) => tree.noted(folder),
            _ => None,
        };
        Self { old, new, noted }
    }

    /// Compares the file at a path of the older revision with the file at the same path of the newer one.
    pub(in crate::catalogue) fn at(&self, path: &str) -> Same {
        match (self.old, self.new) {
            (Files::Git(old), Files::Git(new)) => same_if(old.id(path).is_some() && old.id(path) == new.id(path)),
            (Files::Git(tree), other) | (other, Files::Git(tree)) => self.with_git(tree, other, path),
            (old, new) => by_bytes(old, new, path),
        }
    }

    fn with_git(&self, tree: &GitTree, other: &Files, path: &str) -> Same {
        if let (Some(noted), Files::Folder(folder)) = (&self.noted, other)
            && let Some(id) = noted.id(folder, path)
        {
            return same_if(tree.id(path) == Some(id));
        }
        match other.read(path) {
            Ok(bytes) if tree.holds(path, &bytes) => Same::Read(bytes),
            _ => Same::No,
        }
    }

    /// What the files of one revision are to be known by when they are looked for in the other one under other paths.
    ///
    /// # Errors
    ///
    /// When the file must be read for it and cannot.
    pub(in crate::catalogue) fn content(&self, files: &Files, path: &str) -> Result<Bytes, FilesError> {
        if let (Files::Git(_), Files::Git(_), Files::Git(tree)) = (self.old, self.new, files)
            && let Some(id) = tree.id(path)
        {
            return Ok(Bytes(id.as_bytes().to_vec()));
        }
        let bytes = files.read(path)?;
        Ok(Bytes(blake3::hash(&bytes).as_bytes().to_vec()))
    }
}

fn same_if(same: bool) -> Same {
    if same { Same::Unread } else { Same::No }
}

fn by_bytes(old: &Files, new: &Files, path: &str) -> Same {
    let checksum = |archive: &Archive| archive.stamp(path).map(|stamp| stamp.changed);
    let differ = match (old, new) {
        (Files::Zip(old), Files::Zip(new)) => checksum(old) != checksum(new),
        _ => false,
    };
    // What is too large is not read to be compared: it is a mistake on either side.
    let size = old.size(path);
    if differ || size != new.size(path) || size.is_none_or(|size| size > MAX_BYTES as u64) {
        return Same::No;
    }
    match (old.read(path), new.read(path)) {
        (Ok(old), Ok(new)) if old == new => Same::Read(new),
        _ => Same::No,
    }
}
