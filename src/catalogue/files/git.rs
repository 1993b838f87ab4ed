//! The files of a tree of a git repository.

use std::fmt;
use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::index::entry::stat::Options;
use gix::index::entry::{Stage, Stat};

use super::{FilesError, Listed, ListedKind, Stamp};

/// A tree of a git repository: its files by path.
pub struct GitTree {
    repository: gix::ThreadSafeRepository,
    /// Sorted by path.
    blobs: Vec<(String, ObjectId)>,
}

/// What git noted about the files of a folder when it looked at them last.
pub(super) struct Noted {
    index: gix::worktree::Index,
    /// Path of the folder inside the work tree, with a slash behind it; empty for the work tree itself.
    prefix: String,
}

impl FilesError {
    fn git(what: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self::Git {
            what: what.into(),
            reason: reason.to_string(),
        }
    }
}

/// The commits of HEAD's history, by first parents and oldest first, that made the folder another than it was before.
pub(super) fn commits(repository: &Path, folder: &str) -> Result<Vec<String>, FilesError> {
    fn failed<E: fmt::Display>(folder: &str) -> impl Fn(E) -> FilesError + '_ {
        move |error| FilesError::git(format!("the history of {folder}"), error)
    }
    let repository = discover(repository)?;
    let head = repository.head_commit().map_err(failed(folder))?;
    let walk = head.ancestors().first_parent_only().all().map_err(failed(folder))?;
    let mut found: Vec<(ObjectId, String)> = Vec::new();
    for commit in walk {
        let commit = commit.map_err(failed(folder))?;
        let tree = commit
            .object()
            .map_err(failed(folder))?
            .tree()
            .map_err(failed(folder))?;
        let Some(entry) = tree.lookup_entry_by_path(folder).map_err(failed(folder))? else {
            break;
        };
        match found.last_mut() {
            // The newer one left it as it was.
            Some((known, name)) if *known == entry.object_id() => *name = commit.id.to_string(),
            _ => found.push((entry.object_id(), commit.id.to_string())),
        }
    }
    Ok(found.into_iter().rev().map(|(_, commit)| commit).collect())
}

impl GitTree {
    /// The folder `folder` of a git revision; `repository` is any path inside the work tree.
    pub(super) fn open(repository: &Path, revision: &str, folder: &str) -> Result<Self, FilesError> {
        let repository = discover(repository)?;
        let spec = if folder.is_empty() {
            format!("{revision}^{{tree}}")
        } else {
            format!("{revision}:{folder}")
        };
        let tree = tree(&repository, &spec)?;
        let entries = tree
            .traverse()
            .breadthfirst
            .files()
            .map_err(|error| FilesError::git(&spec, error))?;
        let blobs = entries.into_iter().filter(|entry| entry.mode.is_blob());
        let mut blobs: Vec<_> = blobs.map(|entry| (entry.filepath.to_string(), entry.oid)).collect();
        blobs.sort_unstable();
        let repository = repository.clone().into_sync();
        Ok(Self { repository, blobs })
    }

    pub(super) fn list(&self) -> impl Iterator<Item = Listed> {
        self.blobs.iter().map(|(path, _)| Listed {
            path: path.clone(),
            kind: ListedKind::File,
        })
    }

    pub(super) fn stamped(&self, below: &str, ending: &str) -> Vec<(String, Stamp)> {
        let wanted = |path: &String| path.starts_with(below) && path.ends_with(ending);
        let blobs = self.blobs.iter().filter(|(path, _)| wanted(path));
        blobs.map(|(path, id)| (path.clone(), stamp_of_object(id))).collect()
    }

    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, FilesError> {
        let id = self
            .id(path)
            .ok_or_else(|| FilesError::git(path, "not in this revision"))?;
        let repository = self.repository.to_thread_local();
        let mut object = repository
            .find_object(id)
            .map_err(|error| FilesError::git(path, error))?;
        Ok(std::mem::take(&mut object.data))
    }

    /// Name of the object that holds a file: the same bytes have the same name.
    pub(super) fn id(&self, path: &str) -> Option<ObjectId> {
        let at = self.blobs.binary_search_by(|(known, _)| known.as_str().cmp(path));
        at.ok().map(|at| self.blobs[at].1)
    }

    /// Whether these bytes are those of a file here; the file is not read for it.
    pub(super) fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        self.id(path).is_some_and(|id| {
            gix::objs::compute_hash(id.kind(), gix::objs::Kind::Blob, bytes).is_ok_and(|computed| computed == id)
        })
    }

    /// What git noted about a folder, when that is in the work tree of this repository.
    pub(super) fn noted(&self, folder: &Path) -> Option<Noted> {
        let repository = self.repository.to_thread_local();
        let prefix = inside(&repository, folder)?;
        let prefix = if prefix.is_empty() { prefix } else { prefix + "/" };
        let index = repository.try_index().ok()??;
        Some(Noted { index, prefix })
    }

    pub(super) fn len(&self) -> usize {
        self.blobs.len()
    }
}

impl Noted {
    /// Name of the object that a file on disk would be, when it is plain from its stamp that it was not touched since git
    /// noted it.
    pub(super) fn id(&self, folder: &Path, path: &str) -> Option<ObjectId> {
        let full = [self.prefix.as_str(), path].concat();
        let entry = self
            .index
            .entry_by_path_and_stage(full.as_str().into(), Stage::Unconflicted)?;
        let metadata = gix::index::fs::Metadata::from_path_no_follow(&folder.join(path)).ok()?;
        let now = Stat::from_fs(&metadata).ok()?;
        // A file written in the same tick as the index may have changed without its stamp showing it.
        let options = Options {
            trust_ctime: true,
            check_stat: true,
            use_nsec: true,
            use_stdev: false,
        };
        let sure = metadata.is_file()
            && entry.stat.matches(&now, options)
            && !entry.stat.is_racy(self.index.timestamp(), options);
        sure.then_some(entry.id)
    }
}

/// The folders of a git revision that hold a file called `head`, by path. What is inside such a folder is not looked at.
pub(super) fn folders_with(repository: &Path, revision: &str, head: &str) -> Result<Vec<String>, FilesError> {
    let repository = discover(repository)?;
    let spec = format!("{revision}^{{tree}}");
    let mut waiting = vec![(String::new(), tree(&repository, &spec)?)];
    let mut found = Vec::new();
    while let Some((path, tree)) = waiting.pop() {
        let failed = |error: &dyn fmt::Display| FilesError::git(format!("{revision}:{path}"), error);
        let decoded = tree.decode().map_err(|error| failed(&error))?;
        if decoded
            .entries
            .iter()
            .any(|entry| entry.mode.is_blob() && entry.filename == head)
        {
            found.push(path);
            continue;
        }
        for entry in decoded.entries.iter().filter(|entry| entry.mode.is_tree()) {
            let below = match path.as_str() {
                "" => entry.filename.to_string(),
                path => format!("{path}/{}", entry.filename),
            };
            let tree = repository.find_tree(entry.oid).map_err(|error| failed(&error))?;
            waiting.push((below, tree));
        }
    }
    Ok(found)
}

/// The path of a folder inside the work tree it is in, with `/`; `None` when it is in none.
pub(super) fn path_in_work_tree(folder: &Path) -> Option<String> {
    inside(&gix::discover(folder).ok()?, folder)
}

fn inside(repository: &gix::Repository, folder: &Path) -> Option<String> {
    let root = repository.workdir()?.canonicalize().ok()?;
    let folder: PathBuf = folder.canonicalize().ok()?;
    let inside = folder.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inside.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn discover(path: &Path) -> Result<gix::Repository, FilesError> {
    gix::discover(path).map_err(|error| FilesError::git("the repository", error))
}

fn tree<'a>(repository: &'a gix::Repository, spec: &str) -> Result<gix::Tree<'a>, FilesError> {
    repository
        .rev_parse_single(spec)
        .map_err(|error| FilesError::git(spec, error))?
        .object()
        .map_err(|error| FilesError::git(spec, error))?
        .peel_to_tree()
        .map_err(|error| FilesError::git(spec, error))
}

fn stamp_of_object(id: &ObjectId) -> Stamp {
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
