//! The folder of an export.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::json;
use thiserror::Error;

use super::client::is_name;
use super::sum;
use crate::catalogue::Catalogue;
use crate::catalogue::files::write_whole;
use crate::progress::{Progress, Stage};
use crate::search::engine::{self, Documents};

/// Name of the file that names all others.
pub(super) const MANIFEST: &str = "manifest.json";
/// How the index of documents is made, and that of syllables.
pub(super) const INDEX: &str = "index.json";
pub(super) const INDEX_OF_WORDS: &str = "words-index.json";
/// The syllables.
pub(super) const WORDS: &str = "words.ndjson";
/// Largest file of documents, in bytes, as far as documents allow: what engines take in well at once.
const LARGEST: usize = 8 << 20;
/// Longest name of a document, in bytes.
const LONGEST_ID: usize = 512;

/// How the indexes are to stand in the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Name people ask for.
    pub alias: String,
    /// Parts the documents are spread over.
    pub shards: u32,
    /// Copies of each part besides the first.
    pub replicas: u32,
}

/// What an export holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// Name people ask for.
    pub alias: String,
    /// Name of the index of this content.
    pub index: String,
    /// What tells the version of documents; see [`engine::stamp`].
    pub stamp: String,
    /// Number of documents.
    pub documents: usize,
    /// Sum of all documents, in order.
    pub checksum: String,
    /// Files for `_bulk`.
    pub files: Vec<ExportedFile>,
}

/// A file for `_bulk`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedFile {
    /// Name in the folder.
    pub name: String,
    /// Documents in it.
    pub documents: usize,
    /// Bytes.
    pub bytes: usize,
    /// BLAKE3 of them.
    pub blake3: String,
}

/// Why a folder was not written, or cannot be used.
#[derive(Debug, Error)]
pub enum FileError {
    /// The alias cannot be the name of an index.
    #[error("{alias:?} cannot be the name of an index; use lower case letters, digits and - _ .")]
    Alias {
        /// What was given.
        alias: String,
    },
    /// The folder holds something else.
    #[error("{folder} holds files that are no export for a search engine; name another folder", folder = folder.display())]
    Foreign {
        /// The folder.
        folder: PathBuf,
    },
    /// A file cannot be read or written.
    #[error("cannot use {path}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not what the manifest says.
    #[error("{path} is not as it was exported; export again", path = path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
}

pub(super) fn on(path: &Path) -> impl FnOnce(io::Error) -> FileError {
    let path = path.to_owned();
    |source| FileError::File { path, source }
}

/// Writes a catalogue for an engine into a folder; an earlier export there is replaced. The manifest comes last: a folder
/// without one is not whole.
///
/// # Errors
///
/// When the folder holds something else, and when a file cannot be written.
pub fn write(
    catalogue: &Catalogue,
    layout: &Layout,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Exported, FileError> {
    if !is_name(&layout.alias) {
        return Err(FileError::Alias {
            alias: layout.alias.clone(),
        });
    }
    cleared(folder)?;
    progress.begin(Stage::Writing, catalogue.entries().len());
    let mut lines = Lines::new(folder);
    let mut documents = Documents::default();
    documents.of(catalogue, |path, document| {
        progress.advance(1);
        lines.add(path, &document.to_string())
    })?;
    let (files, count, checksum) = lines.end()?;
    let about = json!({
        "made_by": concat!("tthc ", env!("CARGO_PKG_VERSION")),
        "catalogue": catalogue.name(),
        "stamp": engine::stamp(),
        "documents": count,
        "checksum": checksum,
    });
    let mut words = documents.words();
    words["of"] = checksum.as_str().into();
    let words = format!("{}\n{words}\n", action(engine::WORDS));
    let pretty = |value: &serde_json::Value| format!("{value:#}\n");
    for (name, text) in [
        (INDEX, pretty(&documents.index(layout.shards, layout.replicas, &about))),
        (
            INDEX_OF_WORDS,
            pretty(&documents.index_of_words(layout.replicas, &about)),
        ),
        (WORDS, words),
    ] {
        let path = folder.join(name);
        write_whole(&path, text.as_bytes()).map_err(on(&path))?;
    }
    let exported = Exported {
        index: format!("{}-{}", layout.alias, &checksum[..12]),
        alias: layout.alias.clone(),
        stamp: engine::stamp(),
        documents: count,
        checksum,
        files,
    };
    let path = folder.join(MANIFEST);
    let text = serde_json::to_string_pretty(&exported).map_err(io::Error::from);
    let text = text.map_err(on(&path))?;
    write_whole(&path, text.as_bytes()).map_err(on(&path))?;
    Ok(exported)
}

/// Reads the manifest of a folder.
pub(super) fn read(folder: &Path) -> Result<Exported, FileError> {
    let path = folder.join(MANIFEST);
    let text = fs::read(&path).map_err(on(&path))?;
    serde_json::from_slice(&text).map_err(|_| FileError::Foreign {
        folder: folder.to_owned(),
    })
}

/// The bytes of a file of an export.
pub(super) fn file(folder: &Path, file: &ExportedFile) -> Result<Vec<u8>, FileError> {
    let path = folder.join(&file.name);
    let bytes = fs::read(&path).map_err(on(&path))?;
    if sum(&bytes).to_hex().as_str() != file.blake3 {
        return Err(FileError::Changed { path });
    }
    Ok(bytes)
}

/// Makes the folder, and takes an earlier export out of it.
fn cleared(folder: &Path) -> Result<(), FileError> {
    fs::create_dir_all(folder).map_err(on(folder))?;
    let names = fs::read_dir(folder).map_err(on(folder))?;
    let names: Result<Vec<String>, io::Error> = names
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect();
    let names = names.map_err(on(folder))?;
    let own = |name: &String| {
        let fixed = [MANIFEST, INDEX, INDEX_OF_WORDS, WORDS].contains(&name.as_str());
        fixed || name.starts_with("documents-") && name.ends_with(".ndjson")
    };
    if !names.iter().all(own) {
        return Err(FileError::Foreign {
            folder: folder.to_owned(),
        });
    }
    // The manifest goes first: what is left is not taken for whole.
    let (first, others): (Vec<_>, Vec<_>) = names.iter().partition(|name| *name == MANIFEST);
    for name in first.into_iter().chain(others) {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(on(&path))?;
    }
    Ok(())
}

/// The line that says what the next one is for.
fn action(id: &str) -> String {
    json!({ "index": { "_id": id } }).to_string()
}

/// Lines for `_bulk`, file by file.
struct Lines<'a> {
    folder: &'a Path,
    files: Vec<ExportedFile>,
    text: String,
    here: usize,
    all: blake3::Hasher,
}

impl<'a> Lines<'a> {
    fn new(folder: &'a Path) -> Self {
        Self {
            folder,
            files: Vec::new(),
            text: String::new(),
            here: 0,
            all: blake3::Hasher::new(),
        }
    }

    fn add(&mut self, path: &str, document: &str) -> Result<(), FileError> {
        let id = if path.len() > LONGEST_ID {
            blake3::hash(path.as_bytes()).to_hex().to_string()
        } else {
            path.to_owned()
        };
        let action = action(&id);
        if self.here > 0 && self.text.len() + action.len() + document.len() > LARGEST {
            self.flush()?;
        }
        for line in [action.as_str(), document] {
            self.text.push_str(line);
            self.text.push('\n');
        }
        self.here += 1;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), FileError> {
        let name = format!("documents-{:04}.ndjson", self.files.len() + 1);
        let path = self.folder.join(&name);
        self.all.update(self.text.as_bytes());
        write_whole(&path, self.text.as_bytes()).map_err(on(&path))?;
        self.files.push(ExportedFile {
            name,
            documents: self.here,
            bytes: self.text.len(),
            blake3: sum(self.text.as_bytes()).to_hex().to_string(),
        });
        self.text.clear();
        self.here = 0;
        Ok(())
    }

    fn end(mut self) -> Result<(Vec<ExportedFile>, usize, String), FileError> {
        if self.here > 0 {
            self.flush()?;
        }
        let count = self.files.iter().map(|file| file.documents).sum();
        Ok((self.files, count, self.all.finalize().to_hex()[..32].to_owned()))
    }
}
