//! Model to index to hits.
//!
//! [`Search::open`] makes or refreshes the index by itself; [`Search::find`] answers. How text becomes terms is said in
//! `analysis`, what the index holds in `schema`, what a hit earns in `scoring` with the numbers of `weights`, how the
//! index is kept in `store`.

mod analysis;
mod columns;
mod document;
mod numbers;
mod query;
mod ranking;
mod schema;
mod scoring;
mod snippet;
mod store;
mod suggest;
#[cfg(test)]
mod tests;
mod weights;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use tantivy::Searcher;
use thiserror::Error;

use self::columns::Columns;
use self::schema::IndexSchema;
use self::scoring::Scoring;
pub use self::store::{Place, Refreshed};
use self::weights::{WEIGHTS, Weights};
use crate::catalogue::Catalogue;
use crate::catalogue::values::OnlineLevel;

/// Name of the facet that says how far the online service goes.
const ONLINE: &str = "online";

/// The index of one catalogue, ready to answer.
pub struct Search {
    schema: IndexSchema,
    searcher: Searcher,
    columns: Columns,
    scoring: Scoring,
    weights: Weights,
    refreshed: Refreshed,
}

/// What is looked for. The default is everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What was typed; nothing stands for every procedure.
    pub words: String,
    /// Only these levels: `Cấp xã`, `xã`, `cap xa`.
    pub levels: Vec<String>,
    /// Only these fields; a part of the name will do.
    pub fields: Vec<String>,
    /// Only these executing agencies; a part of the name will do.
    pub agencies: Vec<String>,
    /// Only what can be used online.
    pub online: Option<Online>,
    /// Only what takes at most so many days, working or not, on every channel.
    pub max_days: Option<u32>,
    /// Only what costs nothing.
    pub free: bool,
    /// Most hits returned.
    pub limit: usize,
    /// Hits left out at the beginning.
    pub offset: usize,
    /// Order of hits.
    pub sort: Sort,
    /// Whether hits say how they earned their score.
    pub explain: bool,
}

/// How a procedure can be used online.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Online {
    /// A dossier can be handed in online.
    Any,
    /// The service goes exactly so far.
    Level(OnlineLevel),
}

/// Order of hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best hit first; by code when nothing was typed.
    #[default]
    Relevance,
    /// By name, as in a Vietnamese dictionary.
    Name,
    /// By code.
    Code,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Results {
    /// What was typed.
    pub query: String,
    /// Number of hits, not only of those returned.
    pub total: usize,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// For each facet its values with the number of hits, most first. A facet that is filtered by counts as if it were
    /// not, so that its other values show what choosing them would add.
    #[serde(serialize_with = "as_maps")]
    pub facets: BTreeMap<String, Vec<(String, usize)>>,
    /// What may have been meant, when no procedure has all the words.
    pub suggestion: Option<String>,
}

/// One procedure that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Code.
    pub code: String,
    /// Official name.
    pub name: String,
    /// Field.
    pub field: String,
    /// Levels.
    pub levels: Vec<String>,
    /// What it earned; comparable only within one query.
    pub score: f32,
    /// A passage with the words, in the author's spelling; empty when they stand only in the name.
    pub snippet: String,
    /// Byte ranges of the words in the snippet.
    pub highlights: Vec<(usize, usize)>,
    /// Label of the field the snippet comes from.
    pub snippet_label: String,
    /// Byte ranges of the words in the name.
    pub name_highlights: Vec<(usize, usize)>,
    /// File, relative to the revision.
    pub path: String,
    /// What the score is made of, when asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explanation: Vec<Points>,
}

/// A part of a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Points {
    /// What it was earned for: a syllable, a pair, a number, the name.
    pub part: String,
    /// How much.
    pub score: f32,
}

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum SearchError {
    /// No index could be made, not even in memory.
    #[error("cannot make the search index")]
    Open(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The index could not be read.
    #[error("cannot read the search index")]
    Read(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Default for Query {
    fn default() -> Self {
        Self {
            words: String::new(),
            levels: Vec::new(),
            fields: Vec::new(),
            agencies: Vec::new(),
            online: None,
            max_days: None,
            free: false,
            limit: 20,
            offset: 0,
            sort: Sort::default(),
            explain: false,
        }
    }
}

impl Query {
    /// Everything that holds these words.
    pub fn words(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            ..Self::default()
        }
    }

    /// The values people chose, by the facet's name.
    fn chosen(&self) -> [(&'static str, &[String]); 3] {
        [
            ("level", &self.levels),
            ("field", &self.fields),
            ("agency", &self.agencies),
        ]
    }
}

impl Search {
    /// Opens the index of a catalogue: makes it, or indexes what changed since it was made.
    ///
    /// It is kept in `folder`, by default in the user's cache. Where that cannot be written, or another process is just
    /// writing there, the index is made in memory. [`Search::refreshed`] says what was done.
    ///
    /// # Errors
    ///
    /// When not even an index in memory can be made.
    pub fn open(catalogue: &Catalogue, folder: Option<&Path>) -> Result<Self, SearchError> {
        let usual = folder.is_none().then(|| store::usual_folder(catalogue)).flatten();
        Self::open_in(catalogue, folder.or(usual.as_deref()))
    }

    /// Makes the index in memory and leaves the disk alone.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn in_memory(catalogue: &Catalogue) -> Result<Self, SearchError> {
        Self::open_in(catalogue, None)
    }

    fn open_in(catalogue: &Catalogue, folder: Option<&Path>) -> Result<Self, SearchError> {
        let open = || {
            let schema = IndexSchema::new();
            let store = store::Store::open(&schema, catalogue, folder)?;
            let columns = Columns::open(&schema, &store.searcher)?;
            let scoring = Scoring::open(&schema, &store.searcher, &columns, &WEIGHTS)?;
            Ok(Self {
                schema,
                searcher: store.searcher,
                columns,
                scoring,
                weights: WEIGHTS,
                refreshed: store.refreshed,
            })
        };
        open().map_err(|error: tantivy::TantivyError| SearchError::Open(Box::new(error)))
    }

    /// Where the index of a catalogue is kept by default.
    pub fn usual_folder(catalogue: &Catalogue) -> Option<PathBuf> {
        store::usual_folder(catalogue)
    }

    /// What opening had to do.
    pub fn refreshed(&self) -> &Refreshed {
        &self.refreshed
    }

    /// The values of a facet (`level`, `field`, `agency`, `online`) in Vietnamese order.
    pub fn values(&self, facet: &str) -> Vec<String> {
        self.columns.values(facet)
    }

    /// Answers a query.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn find(&self, query: &Query) -> Result<Results, SearchError> {
        ranking::find(self, query).map_err(|error| SearchError::Read(Box::new(error)))
    }
}

/// Facets as `{"level": {"Cấp xã": 3}}`, in the order they have.
fn as_maps<S: Serializer>(facets: &BTreeMap<String, Vec<(String, usize)>>, serializer: S) -> Result<S::Ok, S::Error> {
    struct Counts<'a>(&'a [(String, usize)]);
    impl Serialize for Counts<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(self.0.len()))?;
            for (value, count) in self.0 {
                map.serialize_entry(value, count)?;
            }
            map.end()
        }
    }
    let mut map = serializer.serialize_map(Some(facets.len()))?;
    for (name, counts) in facets {
        map.serialize_entry(name, &Counts(counts))?;
    }
    map.end()
}
