//! What stands in the folder of an index: whether it is sound, whether it is current, and who may change it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tantivy::index::SegmentComponent;
use tantivy::{Index, ReloadPolicy, Searcher, SegmentMeta};

use super::manifest::{self, Summary};
use crate::catalogue::files::{Files, Stamp, locked};
use crate::catalogue::load::PROCEDURES;

/// Ending of a procedure's file.
pub(super) const ENDING: &str = ".yaml";
/// How long to wait for another process that is refreshing, when there is an index to answer from.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long to wait for another process that is making the first index.
const LONG_PATIENCE: Duration = Duration::from_secs(600);
/// Indexes of other versions not used for so long are dropped.
const FORGOTTEN: Duration = Duration::from_secs(30 * 24 * 3600);

/// The file in which tantivy notes a commit.
const COMMIT: &str = "meta.json";

/// The files of every segment.
const PARTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Terms,
    SegmentComponent::Store,
];

/// What opening an index had to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refreshed {
    /// Procedures that were indexed now.
    pub added: usize,
    /// Procedures that were dropped.
    pub removed: usize,
    /// Procedures that were still current.
    pub kept: usize,
    /// Files that are no sound procedures and so are not found, by path; `tthc check` says why.
    pub unreadable: Vec<String>,
    /// Where the index is.
    pub place: Place,
    /// Whether another process is refreshing the index and this one answers from its last state.
    pub behind: bool,
}

/// Where an index is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In this folder.
    Disk(PathBuf),
    /// In memory, and why.
    Memory(String),
}

/// An index that was opened.
pub(super) struct Store {
    pub(super) searcher: Searcher,
    pub(super) refreshed: Refreshed,
}

/// The files that make an index, as they are now.
pub(super) fn stamped(files: &Files) -> Vec<(String, Stamp)> {
    files.stamped(PROCEDURES, ENDING)
}

/// Names the folder or the archive the files are in, wherever it is asked from.
pub(super) fn folder_of(files: &Files) -> Option<String> {
    let root = fs::canonicalize(files.on_disk()?).ok()?;
    let hash = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex();
    Some(hash[..16].to_owned())
}

/// An index with the name of its manifest and the summary of that.
pub(super) type Sound = (Index, String, Summary);

/// The folder of one version of the index.
pub(super) struct Folder {
    pub(super) path: PathBuf,
}

impl Folder {
    pub(super) fn index(&self) -> PathBuf {
        self.path.join("index")
    }

    /// Whether the files are those of a manifest, unchanged.
    pub(super) fn stands(&self, name: &str, files: &Files) -> bool {
        manifest::stands(&self.path.join(name), files, || stamped(files)).unwrap_or(false)
    }

    /// A sound index, if it was made from just these files.
    pub(super) fn current(&self, (index, name, summary): Sound, files: &Files) -> tantivy::Result<Store> {
        if !self.stands(&name, files) {
            return Err(not_usable("the index is not current"));
        }
        self.store(&index, &name, &summary, 0, 0)
    }

    /// The last state, whatever became of the files since. Revisions may share an index folder: that of another one is no
    /// answer.
    pub(super) fn as_it_stands(&self, files: &Files) -> tantivy::Result<Store> {
        let (index, name, summary) = self.sound()?;
        if summary.folder.is_none() || summary.folder != folder_of(files) {
            return Err(not_usable("another process is indexing another revision there"));
        }
        let mut store = self.store(&index, &name, &summary, 0, 0)?;
        store.refreshed.behind = true;
        Ok(store)
    }

    /// Opens an index of ours with its manifest.
    pub(super) fn sound(&self) -> tantivy::Result<Sound> {
        let index = Index::open_in_dir(self.index())?;
        let metas = index.load_metas()?;
        let name = metas
            .payload
            .ok_or_else(|| not_usable("the index was never finished"))?;
        let summary = Summary::read(&self.path.join(&name))?;
        let documents: u64 = metas.segments.iter().map(|segment| u64::from(segment.num_docs())).sum();
        if documents != summary.indexed as u64 {
            return Err(not_usable("the index is not of its manifest"));
        }
        if !self.untouched(&metas.segments).unwrap_or(false) {
            return Err(not_usable("a file of the index was changed by somebody else"));
        }
        Ok((index, name, summary))
    }

    /// The manifest the last commit names. tantivy would read the whole schema with it.
    pub(super) fn last_commit(&self) -> io::Result<Option<String>> {
        #[derive(Deserialize)]
        struct Commit {
            payload: Option<String>,
        }
        let commit: Commit = serde_json::from_slice(&fs::read(self.index().join(COMMIT))?)?;
        Ok(commit.payload)
    }

    /// Whether the files of segments are as they were when they were committed: none missing, none written to since. Reading
    /// them does not show it: a missing one may be taken for empty, and what is wrong in the middle of one for an answer.
    fn untouched(&self, segments: &[SegmentMeta]) -> io::Result<bool> {
        let written = |path: PathBuf| fs::metadata(self.index().join(path))?.modified();
        let committed = written(COMMIT.into())?;
        for segment in segments {
            let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
            for component in PARTS.into_iter().chain(deletes) {
                if written(segment.relative_path(component))? > committed {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    pub(super) fn store(
        &self,
        index: &Index,
        name: &str,
        summary: &Summary,
        added: usize,
        removed: usize,
    ) -> tantivy::Result<Store> {
        let searcher = searcher(index)?;
        let indexed = summary.indexed;
        // Names are given once: what was committed before and after the searcher was opened is what it sees.
        if self.last_commit()?.as_deref() != Some(name) || searcher.num_docs() != indexed as u64 {
            return Err(not_usable("the index changed while it was opened"));
        }
        Ok(Store {
            searcher,
            refreshed: Refreshed {
                added,
                removed,
                kept: indexed - added,
                unreadable: summary.unreadable.clone(),
                place: Place::Disk(self.path.clone()),
                behind: false,
            },
        })
    }
}

/// The right to change the index; `None` when somebody else has it for long and there is an index to answer from.
pub(super) fn lock(place: &Folder) -> tantivy::Result<Option<File>> {
    let long = |waited| waited > LONG_PATIENCE || waited > PATIENCE && place.sound().is_ok();
    match locked(&place.path.join("lock"), long)? {
        Some(file) => Ok(Some(file)),
        None if place.sound().is_ok() => Ok(None),
        None => Err(not_usable("another process holds the index")),
    }
}

/// Drops indexes of other versions that nobody used for long.
pub(super) fn drop_forgotten(versions: &Path, ours: &Path) {
    let Ok(entries) = fs::read_dir(versions) else { return };
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| path != ours) {
        let used = fs::metadata(path.join("lock"))
            .and_then(|metadata| metadata.modified())
            .ok();
        if used
            .and_then(|used| used.elapsed().ok())
            .is_some_and(|since| since > FORGOTTEN)
        {
            // It would only take room; the next version to look tries again.
            let _ = fs::remove_dir_all(path);
        }
    }
}

pub(super) fn searcher(index: &Index) -> tantivy::Result<Searcher> {
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(reader.searcher())
}

pub(super) fn not_usable(why: &str) -> tantivy::TantivyError {
    io::Error::other(why).into()
}
