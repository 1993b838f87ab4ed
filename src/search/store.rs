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
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::iter::Either;
use rayon::prelude::*;
use tantivy::{Index, IndexBuilder, IndexSettings, IndexWriter, SegmentMeta, TantivyDocument, Term};

pub(super) use super::building::Maker;
use super::document::DocumentMaker;
use super::manifest::{self, IndexedFile, Manifest, Summary};
use super::place::{
    ENDING, Folder, Place, Refreshed, Store, drop_forgotten, folder_of, lock, not_usable, searcher, stamped,
};
use super::schema;
use super::segment::{Record, Room, SegmentBuilder};
use super::terms::Vocabulary;
use crate::catalogue::files::{Files, FilesError, Stamp};
use crate::catalogue::load::{PROCEDURES, read_procedure};
use crate::catalogue::{Catalogue, Entry};

/// Folder of the indexes inside the folder that was given.
const FOLDER: &str = "tthc-search";
/// Up to this number of files that changed an index is changed, however few it has.
const FEW: usize = 300;
/// Memory of tantivy's writer, in bytes: the least it takes. It only adds finished segments.
const MEMORY: usize = 15_000_000;
/// Why the index of what was loaded is in memory.
const LOADED: &str = "the catalogue is in memory";

/// Names the manifest of the files an index was made from.
#[derive(PartialEq, Eq)]
pub(super) struct MadeFrom(String);

/// Where the index of a catalogue belongs when nobody says otherwise: in the user's cache, by the folder or the archive it is
/// made from. A catalogue out of git has neither.
pub(super) fn usual_folder(files: &Files) -> Option<PathBuf> {
    let cache = user_cache(|name| std::env::var_os(name))?;
    Some(cache.join("tthc").join(folder_of(files)?))
}

fn user_cache(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .or_else(|| absolute("LOCALAPPDATA"))
}

/// The index that stands in a folder of this version, whatever became of the files since.
pub(super) fn standing(folder: &Path) -> tantivy::Result<(Store, MadeFrom)> {
    let place = Folder {
        path: folder.to_owned(),
    };
    let (index, name, summary) = place.sound()?;
    let store = place.store(&index, &name, &summary, 0, 0)?;
    Ok((store, MadeFrom(name)))
}

/// What the index that stands in a folder of this version was made from, when the files are still that.
pub(super) fn unchanged(files: &Files, folder: &Path) -> Option<MadeFrom> {
    let place = Folder {
        path: folder.to_owned(),
    };
    let name = place.last_commit().ok()??;
    place.stands(&name, files).then_some(MadeFrom(name))
}

impl<'a> Maker<'a> {
    /// A new index, to be created somewhere.
    fn index(self) -> IndexBuilder {
        // Compressing takes less time than to wake another thread for every block.
        let settings = IndexSettings {
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        Index::builder().schema(self.schema.schema.clone()).settings(settings)
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
        let looked_at = SystemTime::now();
        let built = |index: &Index| {
            let built = self.build(index, &stamped(files), |maker, (path, stamp)| {
                read(maker, files, path, *stamp, looked_at)
            })?;
            let unreadable = built.made.into_iter().filter(|file| !file.indexed);
            Ok((built.segments, unreadable.map(|file| file.path).collect()))
        };
        self.in_memory(built, because)
    }

    /// The index of a catalogue that was loaded, in memory.
    pub(super) fn of_catalogue(self, catalogue: &Catalogue) -> tantivy::Result<Store> {
        let built = |index: &Index| {
            let built = self.build(index, catalogue.entries(), |maker, Entry { procedure, source }| {
                Some(((), Some(maker.record(procedure, &source.path))))
            })?;
            Ok((built.segments, Vec::new()))
        };
        self.in_memory(built, LOADED.to_owned())
    }

    /// The index of records whose words have their numbers in a vocabulary, in memory.
    pub(super) fn of_records(self, records: &[Record], vocabulary: Arc<Vocabulary>) -> tantivy::Result<Store> {
        let built = |index: &Index| {
            let mut builder = SegmentBuilder::new(self.schema, index, vocabulary, Room::shared_by(1))?;
            for record in records {
                if !builder.add(record)? {
                    return Err(not_usable("there are more records than one segment holds"));
                }
            }
            let segment = (builder.documents() > 0).then(|| builder.finish());
            Ok((segment.transpose()?.into_iter().collect(), Vec::new()))
        };
        self.in_memory(built, LOADED.to_owned())
    }

    /// An index in memory of segments that are built in it, with the files no record could be made of.
    fn in_memory(
        self,
        build: impl FnOnce(&Index) -> tantivy::Result<(Vec<SegmentMeta>, Vec<String>)>,
        why: String,
    ) -> tantivy::Result<Store> {
        let index = self.index().create_in_ram()?;
        let (segments, unreadable) = build(&index)?;
        let mut writer = writer(&index)?;
        for segment in segments {
            writer.add_segment(segment)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        let searcher = searcher(&index)?;
        Ok(Store {
            refreshed: Refreshed {
                added: searcher.num_docs() as usize,
                removed: 0,
                kept: 0,
                unreadable,
                place: Place::Memory(why),
                behind: false,
            },
            searcher,
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
        // Whoever held the lock before may have done the work.
        let current = place.sound().and_then(|sound| place.current(sound, files));
        let store = current.or_else(|_| self.refresh(files, &place))?;
        drop_forgotten(&folder.join(FOLDER), &place.path);
        Ok(store)
        // The lock goes with the file handle, also when the process dies.
    }

    /// Changes what must be changed in a sound index; makes a new one otherwise. The caller holds the lock.
    fn refresh(self, files: &Files, place: &Folder) -> tantivy::Result<Store> {
        // Stamps must not be older than the moment we say we looked.
        let looked_at = SystemTime::now();
        let now = files.below(PROCEDURES, ENDING);
        let found = Found {
            folder: folder_of(files),
            folders: now.folders.map(|folders| {
                let trusted = |(path, stamp)| (path, manifest::trusted(stamp, looked_at));
                folders.into_iter().map(trusted).collect()
            }),
            looked_at,
        };
        if let Ok((index, name, _)) = place.sound()
            && let Ok(manifest) = Manifest::read(&place.path.join(&name))
        {
            let differences = manifest.differences(&now.files);
            // What looks sound may be damaged inside: that shows when it is read.
            if differences.look_at.len() <= manifest.files.len().max(FEW)
                && let Ok(store) = self.update(files, place, (index, name, manifest), differences, &found)
            {
                return Ok(store);
            }
        }
        self.make_anew(files, place, &now.files, found)
    }

    fn make_anew(self, files: &Files, place: &Folder, now: &[(String, Stamp)], found: Found) -> tantivy::Result<Store> {
        let index_folder = place.index();
        match fs::remove_dir_all(&index_folder) {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(&index_folder)?,
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        fs::create_dir_all(&index_folder)?;
        let index = self.index().create_in_dir(&index_folder)?;
        // Files are read, parsed and indexed in one go: the documents of a nation would not fit into memory at once.
        let built = self.build(&index, now, |maker, (path, stamp)| {
            read(maker, files, path, *stamp, found.looked_at)
        })?;
        let mut manifest = Manifest {
            folder: found.folder,
            folders: found.folders,
            files: Vec::new(),
        };
        manifest.change(built.made, &[]);
        let writer = writer(&index)?;
        for segment in built.segments {
            writer.add_segment(segment)?;
        }
        let (name, summary) = commit(writer, place, &manifest)?;
        place.store(&index, &name, &summary, summary.indexed, 0)
    }

    fn update(
        self,
        files: &Files,
        place: &Folder,
        (index, name, mut manifest): (Index, String, Manifest),
        differences: manifest::Differences,
        found: &Found,
    ) -> tantivy::Result<Store> {
        let (touched, changed) = look(files, &manifest, differences.look_at, found.looked_at);
        if changed.is_empty() && differences.gone.is_empty() {
            let before = manifest.clone();
            found.note_in(&mut manifest);
            // Touched, not changed: the documents are as they were. Neither are stamps worth writing that promise nothing yet.
            manifest.change(touched, &[]);
            if manifest != before {
                // Where that cannot be written, all it costs is to look again next time.
                let _ = manifest.write(&place.path.join(&name));
            }
            return place.store(&index, &name, &manifest.summary(), 0, 0);
        }
        let built = self.build(&index, &changed, |maker, (path, stamp)| {
            read(maker, files, path, *stamp, found.looked_at)
        })?;
        let paths = differences.gone.iter().chain(built.made.iter().map(|file| &file.path));
        let before = paths.filter_map(|path| manifest.file(path)).filter(|file| file.indexed);
        let (writer, mut removed) = (writer(&index)?, 0);
        for file in before {
            writer.delete_term(Term::from_field_text(self.schema.path, &file.content()));
            removed += 1;
        }
        for segment in built.segments {
            writer.add_segment(segment)?;
        }
        let added = built.made.iter().filter(|file| file.indexed).count();
        found.note_in(&mut manifest);
        manifest.change(touched.into_iter().chain(built.made), &differences.gone);
        let (name, summary) = commit(writer, place, &manifest)?;
        place.store(&index, &name, &summary, added, removed)
    }
}

/// What was found when the files were listed, besides them.
struct Found {
    /// As in the [`Manifest`].
    folder: Option<String>,
    /// As in the [`Manifest`].
    folders: Option<Vec<manifest::Listed>>,
    /// When listing began.
    looked_at: SystemTime,
}

impl Found {
    fn note_in(&self, manifest: &mut Manifest) {
        manifest.folder.clone_from(&self.folder);
        manifest.folders.clone_from(&self.folders);
    }
}

/// Looks at files that may have changed: those that are as they were, and those that are not.
fn look(
    files: &Files,
    manifest: &Manifest,
    stamped: Vec<(String, Stamp)>,
    looked_at: SystemTime,
) -> (Vec<IndexedFile>, Vec<(String, Stamp)>) {
    let looked = stamped.into_par_iter().filter_map(|(path, stamp)| {
        let (mut file, _) = bytes(files, &path, stamp, looked_at)?;
        Some(match manifest.file(&path) {
            Some(known) if known.digest == file.digest => {
                file.indexed = known.indexed;
                Either::Left(file)
            }
            _ => Either::Right((path, stamp)),
        })
    });
    looked.partition_map(|looked| looked)
}

/// Reads a file and makes its record; `None` when it went away meanwhile.
fn read(
    maker: &mut DocumentMaker<'_>,
    files: &Files,
    path: &str,
    stamp: Stamp,
    looked_at: SystemTime,
) -> Option<(IndexedFile, Option<Record>)> {
    let (mut file, bytes) = bytes(files, path, stamp, looked_at)?;
    let procedure = bytes.and_then(|bytes| read_procedure(&bytes));
    let record = procedure.map(|procedure| {
        let mut record = maker.record(&procedure, path);
        record.document.add_text(maker.schema.path, file.content());
        record
    });
    file.indexed = record.is_some();
    Some((file, record))
}

/// Reads a file, not yet said to be indexed; `None` when it went away meanwhile. One that is there and cannot be read has no
/// bytes and is looked at again next time.
fn bytes(files: &Files, path: &str, stamp: Stamp, looked_at: SystemTime) -> Option<(IndexedFile, Option<Vec<u8>>)> {
    let mut file = IndexedFile {
        path: path.to_owned(),
        stamp: None,
        digest: [0; 16],
        indexed: false,
    };
    match files.read(path) {
        Ok(bytes) => {
            file.stamp = manifest::trusted(stamp, looked_at);
            file.digest.copy_from_slice(&blake3::hash(&bytes).as_bytes()[..16]);
            Some((file, Some(bytes)))
        }
        Err(FilesError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => None,
        Err(_) => Some((file, None)),
    }
}

/// Writes the manifest, then the commit that names it, then drops what was left before. Returns the manifest's name and
/// summary.
fn commit(
    mut writer: IndexWriter<TantivyDocument>,
    place: &Folder,
    manifest: &Manifest,
) -> tantivy::Result<(String, Summary)> {
    let name = format!("files-{}", writer.commit_opstamp() + 1);
    let unique = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos());
    let name = format!("{name}-{unique:x}");
    let summary = manifest.write(&place.path.join(&name))?;
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
    Ok((name, summary))
}

fn writer(index: &Index) -> tantivy::Result<IndexWriter<TantivyDocument>> {
    index.writer_with_num_threads(1, MEMORY)
}
