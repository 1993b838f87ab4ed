//! Where the files of a catalogue come from: a folder on disk, a tree of a git commit, or a zip archive.

mod again;
mod folder;
mod git;
mod lock;
mod open;
mod same;
mod write;
mod zip;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::again::Again;
pub use self::git::GitTree;
pub use self::lock::locked;
pub(super) use self::same::{Bytes, Same, Sameness};
pub use self::write::{remove_whole, sweep, write_below, write_private, write_streamed, write_together, write_whole};
pub use self::zip::Archive;

/// The files of one revision, with paths relative to it and `/` between folders.
#[derive(Clone)]
pub enum Files {
    /// A folder on disk.
    Folder(PathBuf),
    /// A tree of a git repository.
    Git(Arc<GitTree>),
    /// A zip archive.
    Zip(Arc<Archive>),
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
    /// A named pipe, a device or the like under the name of a file.
    Special,
}

/// What tells without reading a file whether it is still the same.
///
/// On disk: size, time of the last change of content and of the inode (in nanoseconds), number of the inode. In git: the
/// object's name. In an archive: size, checksum, and size as it is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// When the content changed last.
    pub modified: i64,
    /// When the inode changed last: a content put back with its old time shows here; the checksum in an archive.
    pub changed: i64,
    /// Number of the inode; the beginning of the object's name; the packed size.
    pub id: u64,
}

impl Stamp {
    /// The stamp of a file on disk.
    ///
    /// # Errors
    ///
    /// When there is none, or it cannot be looked at.
    pub fn of(path: &Path) -> io::Result<Self> {
        Ok(folder::stamp(&fs::metadata(path)?))
    }
}

/// What stands below a folder of a revision.
#[derive(Debug, Default)]
pub struct Below {
    /// Files whose names end as was asked, sorted by path, each with its stamp.
    pub files: Vec<(String, Stamp)>,
    /// The folder and all below it, sorted by path, each with its stamp before it was listed: while that stays the same, so do
    /// the names in it. None where nobody can rely on that.
    pub folders: Option<Vec<(String, Stamp)>>,
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
    /// A zip archive is damaged, dangerous, or none of a revision.
    #[error("cannot use {archive}: {reason}")]
    Zip {
        /// Path of the archive.
        archive: String,
        /// Why not.
        reason: String,
    },
}

impl Files {
    /// Opens the folder `folder` of a git revision; `repository` is any path inside the work tree.
    ///
    /// # Errors
    ///
    /// When there is no repository, no such revision, or no such folder in it.
    pub fn git(repository: &Path, revision: &str, folder: &str) -> Result<Self, FilesError> {
        GitTree::open(repository, revision, folder).map(|tree| Self::Git(Arc::new(tree)))
    }

    /// The folders of a git revision that hold a file called `head`, by path; what is inside them is not looked at.
    ///
    /// # Errors
    ///
    /// When there is no repository or no such revision.
    pub fn git_folders(repository: &Path, revision: &str, head: &str) -> Result<Vec<String>, FilesError> {
        git::folders_with(repository, revision, head)
    }

    /// Opens a zip archive of the folder that holds a file called `head`; it may stand at the root or in a folder.
    ///
    /// # Errors
    ///
    /// When it is no whole archive, does not hold exactly one such folder, or cannot be unpacked without danger: paths that
    /// lead outside, files there twice, names that are not UTF-8, passwords, far too much inside.
    pub fn zip(archive: &Path, head: &str) -> Result<Self, FilesError> {
        Archive::open(archive, head).map(|archive| Self::Zip(Arc::new(archive)))
    }

    /// The commits of HEAD's history, oldest first, that made the folder another than it was before.
    ///
    /// # Errors
    ///
    /// When the folder is in no repository, or its history cannot be read.
    pub fn git_commits(repository: &Path, folder: &str) -> Result<Vec<String>, FilesError> {
        git::commits(repository, folder)
    }

    /// Everything in the revision, sorted by path. Links are listed, never followed.
    pub fn list(&self) -> Vec<Listed> {
        let mut list = match self {
            Self::Folder(root) => folder::list(root),
            Self::Git(tree) => tree.list().collect(),
            Self::Zip(archive) => archive.list().collect(),
        };
        list.sort_unstable();
        list
    }

    /// The files below a folder of the revision whose names end so, sorted by path, each with its stamp. Links are left out.
    pub fn stamped(&self, folder: &str, ending: &str) -> Vec<(String, Stamp)> {
        self.below(folder, ending).files
    }

    /// The same, with the folders they stand in.
    pub fn below(&self, folder: &str, ending: &str) -> Below {
        let inside = format!("{folder}/");
        let elsewhere = |files| Below { files, folders: None };
        let mut below = match self {
            Self::Folder(root) => folder::below(&root.join(folder), folder, ending),
            Self::Git(tree) => elsewhere(tree.stamped(&inside, ending)),
            Self::Zip(archive) => elsewhere(archive.stamped(&inside, ending)),
        };
        for listed in [Some(&mut below.files), below.folders.as_mut()].into_iter().flatten() {
            listed.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        }
        below
    }

    /// What looks at files again that stood below folders with stamps; nothing where folders have none.
    pub fn again(&self) -> Option<Again> {
        match self {
            Self::Folder(root) => Again::below(root),
            Self::Git(_) | Self::Zip(_) => None,
        }
    }

    /// Everything below a folder on disk that is no folder, sorted by path, each with its stamp: links too, which come and go
    /// like files. A folder that is a link itself is not looked into. None for what is not on disk.
    pub(super) fn watched(&self) -> Vec<(String, Stamp)> {
        let mut stamped = match self {
            Self::Folder(root) => folder::stamps_of_all(root),
            Self::Git(_) | Self::Zip(_) => Vec::new(),
        };
        stamped.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        stamped
    }

    /// What stands directly in a folder on disk and is no folder, each with its stamp; none for what is no folder.
    pub(super) fn stamped_here(&self) -> Vec<(String, Stamp)> {
        match self {
            Self::Folder(root) => folder::stamps_here(root),
            Self::Git(_) | Self::Zip(_) => Vec::new(),
        }
    }

    /// The bytes of one file. No link is followed on the way from the folder to it.
    ///
    /// # Errors
    ///
    /// When it is not there, is no plain file, is far too large, or cannot be read.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, FilesError> {
        match self {
            Self::Folder(root) => open::read_below(root, path).map_err(|source| FilesError::Read {
                path: path.to_owned(),
                source,
            }),
            Self::Git(tree) => tree.read(path),
            Self::Zip(archive) => archive.read(path),
        }
    }

    /// How large a file is, when that is known without reading it.
    pub fn size(&self, path: &str) -> Option<u64> {
        match self {
            Self::Folder(root) => {
                let metadata = fs::symlink_metadata(root.join(path)).ok();
                metadata.map(|metadata| metadata.len())
            }
            Self::Git(_) => None,
            Self::Zip(archive) => archive.stamp(path).map(|stamp| stamp.size),
        }
    }

    /// The folder or the archive on disk; nothing for a tree of git.
    pub fn on_disk(&self) -> Option<&Path> {
        match self {
            Self::Folder(path) => Some(path),
            Self::Git(_) => None,
            Self::Zip(archive) => Some(archive.path()),
        }
    }
}

/// Whether a folder on disk is a symbolic link, so that what is in it stands elsewhere.
pub fn is_link(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_symlink())
}

/// The path of a folder inside the work tree of the git repository it is in, with `/`; `None` when it is in none.
pub(super) fn path_in_work_tree(folder: &Path) -> Option<String> {
    git::path_in_work_tree(folder)
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(root) => f.debug_tuple("Folder").field(root).finish(),
            Self::Git(tree) => f
                .debug_struct("Git")
                .field("files", &tree.len())
                .finish_non_exhaustive(),
            Self::Zip(archive) => f
                .debug_struct("Zip")
                .field("path", &archive.path())
                .field("files", &archive.len())
                .finish_non_exhaustive(),
        }
    }
}
