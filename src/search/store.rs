//! The index on disk: made when there is none, refreshed when files changed, made anew when it is old or damaged.
//!
//! Nothing here is an error people must repair. Where the disk cannot be used (no home, read-only, full) the index is made
//! in memory instead.
//!
//! Each version of index and analysis has a folder of its own, by its [`stamp`](super::schema::stamp). In it stands the
//! index of tantivy, whose commits are all or nothing, and beside it the [`Manifest`] of the files it was made from. A commit
//! names its manifest, and the manifest is written before the commit: a process may be killed at any moment. Readers need no
//! lock; of those who would write one does, and the others wait a moment and then answer from what is there.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::Serialize;
use tantivy::index::SegmentComponent;
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, SegmentMeta, TantivyDocument, Term};

use super::document::DocumentMaker;
use super::impact;
use super::manifest::{self, IndexedFile, Manifest};
use super::schema::{self, IndexSchema};
use super::weights::IndexTuning;
use crate::catalogue::files::{Files, FilesError, Stamp, locked};
use crate::catalogue::load::{PROCEDURES, read_procedure};
use crate::catalogue::{Catalogue, Entry};

/// Folder of the indexes inside the folder that was given.
const FOLDER: &str = "tthc-search";
/// Ending of a procedure's file.
const ENDING: &str = ".yaml";
/// Below this number of procedures one thread is quicker than several.
const MANY: usize = 300;
/// Memory for indexing one procedure, in bytes. Enough for all of them means no segments to merge afterwards.
const MEMORY_EACH: usize = 30_000;
/// Least and most memory of one indexing thread, in bytes.
const MEMORY: std::ops::RangeInclusive<usize> = 20_000_000..=250_000_000;
/// Most indexing threads.
const MOST_THREADS: usize = 8;
/// How long to wait for another process that is refreshing, when there is an index to answer from.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long to wait for another process that is making the first index.
const LONG_PATIENCE: Duration = Duration::from_secs(600);
/// Indexes of other versions not used for so long are dropped.
const FORGOTTEN: Duration = Duration::from_secs(30 * 24 * 3600);

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

/// The files an index was made from.
pub(super) struct MadeFrom(Manifest);

impl MadeFrom {
    /// Whether the files of now are still those.
    pub(super) fn are(&self, now: &[(String, Stamp)]) -> bool {
        self.0.differences(now) == manifest::Differences::default()
    }
}

/// What an index is made with.
#[derive(Clone, Copy)]
pub(super) struct Maker<'a> {
    pub(super) schema: &'a IndexSchema,
    pub(super) tuning: &'a IndexTuning,
}

/// A document to be, or the reason there is none.
struct Read {
    file: IndexedFile,
    document: Option<TantivyDocument>,
}

/// Where the index of a catalogue belongs when nobody says otherwise: in the user's cache, by the folder or the archive it is
/// made from. A catalogue out of git has neither.
pub(super) fn usual_folder(files: &Files) -> Option<PathBuf> {
    let cache = user_cache(|name| std::env::var_os(name))?;
    Some(cache.join("tthc").join(folder_of(files)?))
}

/// The files that make an index, as they are now.
pub(super) fn stamped(files: &Files) -> Vec<(String, Stamp)> {
    files.stamped(PROCEDURES, ENDING)
}

/// Names the folder or the archive the files are in, wherever it is asked from.
fn folder_of(files: &Files) -> Option<String> {
    let root = fs::canonicalize(files.on_disk()?).ok()?;
    let hash = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex();
    Some(hash[..16].to_owned())
}

fn user_cache(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .or_else(|| absolute("LOCALAPPDATA"))
}

impl<'a> Maker<'a> {
    /// The index that stands in a folder of this version, whatever became of the files since.
    pub(super) fn standing(self, folder: &Path) -> tantivy::Result<(Store, MadeFrom)> {
        let place = Folder {
            path: folder.to_owned(),
        };
        let (index, name, manifest) = place.sound()?;
        let store = place.store(&index, &name, &manifest, 0, 0)?;
        Ok((store, MadeFrom(manifest)))
    }

    /// The index of a catalogue's files in a folder, or in memory where that cannot be.
    pub(super) fn open(self, files: &Files, folder: Option<&Path>) -> tantivy::Result<Store> {
        let because = match folder {
            None => "no folder for it".to_owned(),
            Some(folder) => match self.on_disk(files, folder) {
                Ok(store) => return Ok(store),
                Err(error) => error.to_string(),
            },
        };
        let read = self.read_all(files, stamped(files), SystemTime::now());
        let (mut documents, mut unreadable) = (Vec::new(), Vec::new());
        for Read { file, document } in read {
            match document {
                Some(document) => documents.push(document),
                None => unreadable.push(file.path),
            }
        }
        self.in_memory(documents, unreadable, because)
    }

    /// The index of a catalogue that was loaded, in memory.
    pub(super) fn of_catalogue(self, catalogue: &Catalogue) -> tantivy::Result<Store> {
        let documents: Vec<TantivyDocument> = catalogue
            .entries()
            .par_iter()
            .map_init(
                || DocumentMaker::new(self.schema, self.tuning),
                |maker, Entry { procedure, source }| maker.document(procedure, &source.path),
            )
            .collect();
        self.of_documents(documents)
    }

    /// The index of documents, in memory.
    pub(super) fn of_documents(self, documents: Vec<TantivyDocument>) -> tantivy::Result<Store> {
        self.in_memory(documents, Vec::new(), "the catalogue is in memory".to_owned())
    }

    fn in_memory(
        self,
        documents: Vec<TantivyDocument>,
        unreadable: Vec<String>,
        why: String,
    ) -> tantivy::Result<Store> {
        let index = Index::create_in_ram(self.schema.schema.clone());
        let added = documents.len();
        let mut writer = writer(&index, added)?;
        for document in documents {
            writer.add_document(document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(Store {
            searcher: searcher(&index)?,
            refreshed: Refreshed {
                added,
                removed: 0,
                kept: 0,
                unreadable,
                place: Place::Memory(why),
                behind: false,
            },
        })
    }

    /// The folder of this version of the index.
    fn place(self, folder: &Path) -> Folder {
        Folder {
            path: self.folder(folder),
        }
    }

    /// Where this version of the index stands in a folder.
    pub(super) fn folder(self, folder: &Path) -> PathBuf {
        folder.join(FOLDER).join(schema::stamp(self.schema, self.tuning))
    }

    fn on_disk(self, files: &Files, folder: &Path) -> tantivy::Result<Store> {
        let place = self.place(folder);
        fs::create_dir_all(&place.path)?;
        let Some(_lock) = lock(&place)? else {
            return place.as_it_stands(files);
        };
        // Whoever held the lock before may have done the work. Stamps must not be older than the moment we say we looked.
        let looked_at = SystemTime::now();
        let now = stamped(files);
        let store = place
            .sound()
            .and_then(|sound| place.current(sound, &now))
            .or_else(|_| self.refresh(files, &place, &now, looked_at))?;
        drop_forgotten(&folder.join(FOLDER), &place.path);
        Ok(store)
        // The lock goes with the file handle, also when the process dies.
    }

    /// Changes what must be changed in a sound index; makes a new one otherwise. The caller holds the lock.
    fn refresh(
        self,
        files: &Files,
        place: &Folder,
        now: &[(String, Stamp)],
        looked_at: SystemTime,
    ) -> tantivy::Result<Store> {
        if let Ok((index, name, manifest)) = place.sound() {
            let differences = manifest.differences(now);
            // What looks sound may be damaged inside: that shows when it is read.
            if differences.look_at.len() <= manifest.files.len().max(MANY)
                && let Ok(store) = self.update(files, place, (index, name, manifest), differences, looked_at)
            {
                return Ok(store);
            }
        }
        self.make_anew(files, place, now, looked_at)
    }

    fn make_anew(
        self,
        files: &Files,
        place: &Folder,
        now: &[(String, Stamp)],
        looked_at: SystemTime,
    ) -> tantivy::Result<Store> {
        let index_folder = place.index();
        match fs::remove_dir_all(&index_folder) {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(&index_folder)?,
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        fs::create_dir_all(&index_folder)?;
        let index = Index::create_in_dir(&index_folder, self.schema.schema.clone())?;
        let writer = writer(&index, now.len())?;
        // Files are read, parsed and indexed in one go: the documents of a nation would not fit into memory at once.
        let read: Vec<IndexedFile> = now
            .to_vec()
            .into_par_iter()
            .map_init(
                || DocumentMaker::new(self.schema, self.tuning),
                |maker, (path, stamp)| match read(maker, files, path, stamp, looked_at) {
                    None => Ok(None),
                    Some(Read { file, document }) => {
                        document.map_or(Ok(0), |document| writer.add_document(document))?;
                        Ok(Some(file))
                    }
                },
            )
            .filter_map(Result::transpose)
            .collect::<tantivy::Result<_>>()?;
        let mut manifest = Manifest {
            folder: folder_of(files),
            ..Manifest::default()
        };
        manifest.change(read, &[]);
        let added = manifest.indexed();
        let name = commit(writer, place, &manifest)?;
        place.store(&index, &name, &manifest, added, 0)
    }

    fn update(
        self,
        files: &Files,
        place: &Folder,
        (index, name, mut manifest): Sound,
        differences: manifest::Differences,
        looked_at: SystemTime,
    ) -> tantivy::Result<Store> {
        let read = self.read_all(files, differences.look_at, looked_at);
        let same = |read: &Read| {
            let known = manifest.file(&read.file.path);
            known.is_some_and(|known| known.digest == read.file.digest && known.indexed == read.file.indexed)
        };
        let (same, changed): (Vec<Read>, Vec<Read>) = read.into_iter().partition(same);
        if changed.is_empty() && differences.gone.is_empty() {
            // Touched, not changed: the documents are as they were. Neither are stamps worth writing that promise nothing yet.
            let before = manifest.clone();
            manifest.folder = folder_of(files);
            manifest.change(same.into_iter().map(|read| read.file).collect(), &[]);
            if manifest != before {
                manifest.write(&place.path.join(&name))?;
            }
            return place.store(&index, &name, &manifest, 0, 0);
        }
        let before = |path: &str| manifest.file(path).is_some_and(|file| file.indexed);
        let replaced = changed.iter().filter(|read| before(&read.file.path)).count();
        let removed = differences.gone.iter().filter(|path| before(path)).count() + replaced;
        let added = changed.iter().filter(|read| read.document.is_some()).count();
        let mut index_files: Vec<IndexedFile> = same.into_iter().map(|read| read.file).collect();
        let writer = writer(&index, changed.len())?;
        for path in differences
            .gone
            .iter()
            .chain(changed.iter().map(|read| &read.file.path))
        {
            writer.delete_term(Term::from_field_text(self.schema.path, path));
        }
        for Read { file, document } in changed {
            document.map_or(Ok(0), |document| writer.add_document(document))?;
            index_files.push(file);
        }
        manifest.folder = folder_of(files);
        manifest.change(index_files, &differences.gone);
        let name = commit(writer, place, &manifest)?;
        place.store(&index, &name, &manifest, added, removed)
    }

    fn read_all(self, files: &Files, stamped: Vec<(String, Stamp)>, looked_at: SystemTime) -> Vec<Read> {
        stamped
            .into_par_iter()
            .map_init(
                || DocumentMaker::new(self.schema, self.tuning),
                |maker, (path, stamp)| read(maker, files, path, stamp, looked_at),
            )
            .flatten()
            .collect()
    }
}

/// Reads a file; `None` when it went away meanwhile. One that is there and cannot be read is looked at again next time.
fn read(
    maker: &mut DocumentMaker<'_>,
    files: &Files,
    path: String,
    stamp: Stamp,
    looked_at: SystemTime,
) -> Option<Read> {
    let mut digest = [0; 16];
    let bytes = match files.read(&path) {
        Ok(bytes) => bytes,
        Err(FilesError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => return None,
        Err(_) => {
            return Some(Read {
                file: IndexedFile {
                    path,
                    stamp: None,
                    digest,
                    indexed: false,
                },
                document: None,
            });
        }
    };
    digest.copy_from_slice(&blake3::hash(&bytes).as_bytes()[..16]);
    let document = read_procedure(&bytes).map(|procedure| maker.document(&procedure, &path));
    Some(Read {
        file: IndexedFile {
            path,
            stamp: manifest::trusted(stamp, looked_at),
            digest,
            indexed: document.is_some(),
        },
        document,
    })
}

/// Writes the manifest, then the commit that names it, then drops what was left before. Returns the manifest's name.
fn commit(mut writer: IndexWriter<TantivyDocument>, place: &Folder, manifest: &Manifest) -> tantivy::Result<String> {
    let name = format!("files-{}", writer.commit_opstamp() + 1);
    let unique = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos());
    let name = format!("{name}-{unique:x}");
    manifest.write(&place.path.join(&name))?;
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&name);
    commit.commit()?;
    writer.wait_merging_threads()?;
    for entry in fs::read_dir(&place.path)?.flatten() {
        let old = entry.file_name();
        let old = old.to_string_lossy();
        // The manifests before, and files that a killed process did not finish.
        if (old.starts_with("files-") || old.starts_with(".tmp")) && *old != *name {
            // Left behind it would only take room.
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(name)
}

/// An index with the name of its manifest and the manifest.
type Sound = (Index, String, Manifest);

/// The folder of one version of the index.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn index(&self) -> PathBuf {
        self.path.join("index")
    }

    /// A sound index, if it was made from just these files.
    fn current(&self, (index, name, manifest): Sound, now: &[(String, Stamp)]) -> tantivy::Result<Store> {
        let differences = manifest.differences(now);
        if !differences.look_at.is_empty() || !differences.gone.is_empty() {
            return Err(not_usable("the index is not current"));
        }
        self.store(&index, &name, &manifest, 0, 0)
    }

    /// The last state, whatever became of the files since. Revisions may share an index folder: that of another one is no
    /// answer.
    fn as_it_stands(&self, files: &Files) -> tantivy::Result<Store> {
        let (index, name, manifest) = self.sound()?;
        if manifest.folder.is_none() || manifest.folder != folder_of(files) {
            return Err(not_usable("another process is indexing another revision there"));
        }
        let mut store = self.store(&index, &name, &manifest, 0, 0)?;
        store.refreshed.behind = true;
        Ok(store)
    }

    /// Opens an index of ours with its manifest.
    fn sound(&self) -> tantivy::Result<Sound> {
        let index = Index::open_in_dir(self.index())?;
        let metas = index.load_metas()?;
        let name = metas
            .payload
            .ok_or_else(|| not_usable("the index was never finished"))?;
        let manifest = Manifest::read(&self.path.join(&name))?;
        let documents: u64 = metas.segments.iter().map(|segment| u64::from(segment.num_docs())).sum();
        if documents != manifest.indexed() as u64 {
            return Err(not_usable("the index is not of its manifest"));
        }
        if !self.untouched(&metas.segments).unwrap_or(false) {
            return Err(not_usable("a file of the index was changed by somebody else"));
        }
        Ok((index, name, manifest))
    }

    /// Whether the files of segments are as they were when they were committed: none missing, none written to since. Reading
    /// them does not show it: a missing one may be taken for empty, and what is wrong in the middle of one for an answer.
    fn untouched(&self, segments: &[SegmentMeta]) -> io::Result<bool> {
        let written = |path: PathBuf| fs::metadata(self.index().join(path))?.modified();
        let committed = written("meta.json".into())?;
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

    fn store(
        &self,
        index: &Index,
        name: &str,
        manifest: &Manifest,
        added: usize,
        removed: usize,
    ) -> tantivy::Result<Store> {
        let searcher = searcher(index)?;
        let indexed = manifest.indexed();
        // Names are given once: what was committed before and after the searcher was opened is what it sees.
        if index.load_metas()?.payload.as_deref() != Some(name) || searcher.num_docs() != indexed as u64 {
            return Err(not_usable("the index changed while it was opened"));
        }
        Ok(Store {
            searcher,
            refreshed: Refreshed {
                added,
                removed,
                kept: indexed - added,
                unreadable: manifest.unreadable(),
                place: Place::Disk(self.path.clone()),
                behind: false,
            },
        })
    }
}

/// The right to change the index; `None` when somebody else has it for long and there is an index to answer from.
fn lock(place: &Folder) -> tantivy::Result<Option<File>> {
    let long = |waited| waited > LONG_PATIENCE || waited > PATIENCE && place.sound().is_ok();
    match locked(&place.path.join("lock"), long)? {
        Some(file) => Ok(Some(file)),
        None if place.sound().is_ok() => Ok(None),
        None => Err(not_usable("another process holds the index")),
    }
}

/// Drops indexes of other versions that nobody used for long.
fn drop_forgotten(versions: &Path, ours: &Path) {
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

fn writer(index: &Index, documents: usize) -> tantivy::Result<IndexWriter<TantivyDocument>> {
    let mut index = index.clone();
    index.set_tokenizers(impact::tokenizers());
    // Reading the files is more work than indexing them, and each thread that indexes learns all words anew.
    let threads = if documents < MANY {
        1
    } else {
        (rayon::current_num_threads() / 2).clamp(1, MOST_THREADS)
    };
    let memory = (documents * MEMORY_EACH / threads).clamp(*MEMORY.start(), *MEMORY.end());
    index.writer_with_num_threads(threads, threads * memory)
}

fn searcher(index: &Index) -> tantivy::Result<Searcher> {
    let mut index = index.clone();
    index.set_tokenizers(impact::tokenizers());
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(reader.searcher())
}

fn not_usable(why: &str) -> tantivy::TantivyError {
    io::Error::other(why).into()
}
