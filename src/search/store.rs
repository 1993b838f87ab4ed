//! The index on disk: made when there is none, refreshed when files changed, made anew when it is old or damaged.
//!
//! Nothing here is an error people must repair. Where the disk cannot be used (no home, read-only, another process is
//! just writing) the index is made in memory instead.
//!
//! A commit carries a payload: the [`stamp`](super::schema::stamp) of schema and analysis, and the [`state`](Wanted::state)
//! of all fingerprints. When both are as wanted the index is current, and nothing else is looked at.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;
use tantivy::schema::Field;
use tantivy::{DocSet, TERMINATED};
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::analysis;
use super::document::{document, fingerprint};
use super::schema::{self, IndexSchema};
use crate::catalogue::{Catalogue, Entry};

/// Folder of the index inside the folder that was given; the lock stands beside it.
const FOLDER: &str = "tthc-search";
/// Below this number of procedures one thread is quicker than several.
const MANY: usize = 500;
/// Memory of one indexing thread, in bytes.
const THREAD_MEMORY: usize = 40_000_000;
/// Most indexing threads.
const MOST_THREADS: usize = 8;

/// What opening an index had to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refreshed {
    /// Procedures that were indexed now.
    pub added: usize,
    /// Procedures that were dropped.
    pub removed: usize,
    /// Procedures that were still current.
    pub kept: usize,
    /// Where the index is.
    pub place: Place,
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

/// An index that is current.
pub(super) struct Store {
    pub(super) searcher: Searcher,
    pub(super) refreshed: Refreshed,
}

/// What the index should hold.
struct Wanted<'a> {
    schema: &'a IndexSchema,
    stamp: String,
    entries: HashMap<String, &'a Entry>,
}

impl Store {
    /// Opens the index of a catalogue in a folder, or in memory where that cannot be.
    pub(super) fn open(schema: &IndexSchema, catalogue: &Catalogue, folder: Option<&Path>) -> tantivy::Result<Self> {
        let wanted = Wanted::of(schema, catalogue.entries());
        let because = match folder {
            None => "no folder for it".to_owned(),
            Some(folder) => match wanted.on_disk(folder) {
                Ok(store) => return Ok(store),
                Err(error) => error.to_string(),
            },
        };
        let mut index = Index::create_in_ram(schema.schema.clone());
        wanted.fill(&mut index, &Changes::all(&wanted), Place::Memory(because))
    }
}

/// Where the index of a catalogue belongs when nobody says otherwise: in the user's cache, by the folder it is made from.
/// A catalogue out of git has no folder.
pub(super) fn usual_folder(catalogue: &Catalogue) -> Option<PathBuf> {
    let root = catalogue.files().folder()?;
    let root = fs::canonicalize(root).ok()?;
    let hash = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex();
    Some(
        user_cache(|name| std::env::var_os(name))?
            .join("tthc")
            .join(&hash[..16]),
    )
}

fn user_cache(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .or_else(|| absolute("LOCALAPPDATA"))
}

/// What has to be done to an index.
struct Changes<'a> {
    add: Vec<&'a Entry>,
    remove: Vec<String>,
    kept: usize,
}

impl<'a> Changes<'a> {
    fn all(wanted: &Wanted<'a>) -> Self {
        Self {
            add: wanted.entries.values().copied().collect(),
            remove: Vec::new(),
            kept: 0,
        }
    }

    fn between(present: &HashSet<String>, wanted: &Wanted<'a>) -> Self {
        let missing = wanted.entries.iter().filter(|(print, _)| !present.contains(*print));
        let gone = present.iter().filter(|print| !wanted.entries.contains_key(*print));
        let remove: Vec<String> = gone.cloned().collect();
        Self {
            add: missing.map(|(_, entry)| *entry).collect(),
            kept: present.len() - remove.len(),
            remove,
        }
    }
}

impl<'a> Wanted<'a> {
    fn of(schema: &'a IndexSchema, entries: &'a [Entry]) -> Self {
        let entries = entries.iter().map(|entry| (fingerprint(entry), entry)).collect();
        Self {
            schema,
            stamp: schema::stamp(),
            entries,
        }
    }

    /// What a current index says of itself.
    fn payload(&self) -> String {
        format!("{} {}", self.stamp, self.state())
    }

    /// One hash over all fingerprints.
    fn state(&self) -> String {
        let mut prints: Vec<&String> = self.entries.keys().collect();
        prints.sort();
        let mut hasher = blake3::Hasher::new();
        for print in prints {
            hasher.update(print.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }

    fn on_disk(&self, folder: &Path) -> tantivy::Result<Store> {
        let place = folder.join(FOLDER);
        if let Ok(store) = self.current(&place) {
            return Ok(store);
        }
        fs::create_dir_all(folder)?;
        let lock = File::create(folder.join(format!("{FOLDER}.lock")))?;
        lock.try_lock().map_err(io::Error::from)?;
        // Whoever held the lock before may have done the work.
        self.current(&place).or_else(|_| self.refresh(&place))
        // The lock goes with the file handle, also when the process dies.
    }

    /// The index as it stands, if it is sound and current.
    fn current(&self, place: &Path) -> tantivy::Result<Store> {
        let index = self.sound(place)?;
        let searcher = searcher(&index)?;
        let metas = index.load_metas()?;
        let committed: HashSet<_> = metas.segments.iter().map(|segment| segment.id()).collect();
        let read = searcher
            .segment_readers()
            .iter()
            .map(|segment| segment.segment_id())
            .collect();
        if metas.payload != Some(self.payload()) || committed != read {
            return Err(not_usable("the index is not current"));
        }
        let refreshed = Refreshed {
            added: 0,
            removed: 0,
            kept: self.entries.len(),
            place: Place::Disk(place.to_owned()),
        };
        Ok(Store { searcher, refreshed })
    }

    /// Opens an index of ours whose files are whole.
    fn sound(&self, place: &Path) -> tantivy::Result<Index> {
        let mut index = Index::open_in_dir(place)?;
        let payload = index.load_metas()?.payload.unwrap_or_default();
        if !payload.starts_with(&self.stamp) || index.schema() != self.schema.schema {
            return Err(not_usable("the index is of another version"));
        }
        if !index.validate_checksum()?.is_empty() {
            return Err(not_usable("the index is damaged"));
        }
        index.set_tokenizers(analysis::tokenizers());
        Ok(index)
    }

    /// Changes what must be changed in a sound index; makes a new one otherwise. The caller holds the lock.
    fn refresh(&self, place: &Path) -> tantivy::Result<Store> {
        let at = Place::Disk(place.to_owned());
        if let Ok((mut index, changes)) = self.changes(place)
            && changes.add.len() + changes.remove.len() <= changes.kept
            && let Ok(store) = self.fill(&mut index, &changes, at.clone())
        {
            return Ok(store);
        }
        if place.exists() {
            fs::remove_dir_all(place)?;
        }
        fs::create_dir_all(place)?;
        let mut index = Index::create_in_dir(place, self.schema.schema.clone())?;
        self.fill(&mut index, &Changes::all(self), at)
    }

    fn changes(&self, place: &Path) -> tantivy::Result<(Index, Changes<'a>)> {
        let index = self.sound(place)?;
        let searcher = searcher(&index)?;
        let present = fingerprints(&searcher, self.schema.fingerprint)?;
        if present.len() as u64 != searcher.num_docs() {
            return Err(not_usable("the index holds a procedure twice"));
        }
        let changes = Changes::between(&present, self);
        Ok((index, changes))
    }

    fn fill(&self, index: &mut Index, changes: &Changes<'_>, place: Place) -> tantivy::Result<Store> {
        index.set_tokenizers(analysis::tokenizers());
        let threads = if changes.add.len() < MANY {
            1
        } else {
            rayon::current_num_threads().min(MOST_THREADS)
        };
        let mut writer: IndexWriter<TantivyDocument> =
            index.writer_with_num_threads(threads, threads * THREAD_MEMORY)?;
        for print in &changes.remove {
            writer.delete_term(Term::from_field_text(self.schema.fingerprint, print));
        }
        changes
            .add
            .par_iter()
            .try_for_each(|entry| writer.add_document(document(self.schema, entry)).map(drop))?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&self.payload());
        commit.commit()?;
        writer.wait_merging_threads()?;
        let refreshed = Refreshed {
            added: changes.add.len(),
            removed: changes.remove.len(),
            kept: changes.kept,
            place,
        };
        Ok(Store {
            searcher: searcher(index)?,
            refreshed,
        })
    }
}

fn searcher(index: &Index) -> tantivy::Result<Searcher> {
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(reader.searcher())
}

/// The fingerprints of all documents that are not deleted.
fn fingerprints(searcher: &Searcher, field: Field) -> tantivy::Result<HashSet<String>> {
    let mut found = HashSet::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted.terms().stream()?;
        while let Some((term, info)) = terms.next() {
            let mut postings = inverted.read_postings_from_terminfo(info, tantivy::schema::IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    found.insert(String::from_utf8_lossy(term).into_owned());
                }
                postings.advance();
            }
        }
    }
    Ok(found)
}

fn not_usable(why: &str) -> tantivy::TantivyError {
    io::Error::other(why).into()
}
