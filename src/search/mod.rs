//! Model to index to hits.
//!
//! [`Search::open`] makes or refreshes the index by itself; [`Search::find`] answers. [`Search::open_and`] does both at once.
//!
//! ```text
//! index   document   what a record says ──> impact (terms with levels), columns (facets, names), passages
//!         building   records ──> segments (their terms by number: terms)
//!         store      the index on disk, made and refreshed in its place, with the manifest of the files it was made from
//! query   query      what was typed ──> clauses of choices, with the help of lexicon, spelling (typing), numbers, verbs
//!         board      clauses ──> points of every document (scoring reads the lists)
//!         names      the best of them again, by name (name_table), verb and level
//!         ranking    points ──> filters, facets, page; snippet and explain say what is shown
//! ```
//!
//! Pages that search without the program are given the same lists by `portable`.
//! Where one machine is too small, `engine` hands the same documents to a search engine, and asks it the same questions.
//!
//! Every number that decides the order stands in `weights`.

mod analysis;
mod board;
mod building;
mod columns;
mod document;
pub mod engine;
mod explain;
mod impact;
mod kinship;
mod lexicon;
mod manifest;
mod name_table;
mod names;
mod numbers;
mod place;
pub mod portable;
mod query;
mod ranking;
mod schema;
mod scoring;
mod segment;
mod snippet;
mod spelling;
mod store;
mod terms;
#[cfg(test)]
mod tests;
mod typing;
mod verbs;
mod weights;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use tantivy::Searcher;
use thiserror::Error;

use self::columns::Columns;
pub use self::kinship::{Kinship, Similar};
use self::lexicon::Phrases;
use self::place::Store;
pub use self::place::{Place, Refreshed};
use self::schema::IndexSchema;
use self::scoring::Lists;
use self::store::{MadeFrom, Maker};
pub use self::weights::{IndexTuning, Mechanisms, Tuning};
use crate::catalogue::Catalogue;
use crate::catalogue::files::Files;
use crate::catalogue::values::OnlineLevel;

/// The index of one catalogue, ready to answer.
pub struct Search {
    schema: IndexSchema,
    searcher: Searcher,
    lists: Lists,
    columns: OnceLock<Columns>,
    alive: Option<Vec<bool>>,
    /// What is known of the whole, where these are but some documents of an index elsewhere.
    elsewhere: Option<engine::Told>,
    phrases: Arc<Phrases>,
    tuning: Tuning,
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
    /// Only these verbs: `Cấp lại`, `gia hạn`.
    pub verbs: Vec<String>,
    /// Only what can be used online.
    pub online: Option<Online>,
    /// Only what takes at most so many days, working or not, on every channel.
    pub max_days: Option<u32>,
    /// Only what costs nothing.
    pub free: bool,
    /// Only what is in force: nothing that expired or was abolished.
    pub in_force: bool,
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
    pub facets: BTreeMap<&'static str, Vec<(Arc<str>, usize)>>,
    /// What may have been meant, when a word was repaired; the hits are those of what was meant.
    pub suggestion: Option<String>,
    /// Words that were typed and that the best hit does not have: without them nothing would have been found.
    pub dropped: Vec<String>,
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
    /// What it was earned for, in Vietnamese.
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
    /// A filter names a value that no procedure has.
    #[error("no {facet} {value:?} in this catalogue")]
    NoSuchValue {
        /// Name of the facet.
        facet: &'static str,
        /// What was asked for.
        value: String,
        /// Values that are near, or the most frequent ones.
        known: Vec<String>,
    },
    /// The index could not be read.
    #[error("cannot read the search index")]
    Read(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The engine that has the index could not be asked.
    #[error("cannot ask the search engine")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What the engine has is no index of ours, or one of another version.
    #[error("the search engine's index cannot be used: {0}")]
    Foreign(String),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Read(Box::new(error))
    }
}

impl Default for Query {
    fn default() -> Self {
        Self {
            words: String::new(),
            levels: Vec::new(),
            fields: Vec::new(),
            agencies: Vec::new(),
            verbs: Vec::new(),
            online: None,
            max_days: None,
            free: false,
            in_force: false,
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

    /// Whether no words were typed.
    fn is_everything(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// The values people chose, by the facet's name.
    fn chosen(&self) -> [(&'static str, &[String]); 4] {
        [
            ("level", &self.levels),
            ("field", &self.fields),
            ("agency", &self.agencies),
            (columns::VERB, &self.verbs),
        ]
    }
}

impl Search {
    /// Opens the index of a catalogue's files: makes it, or indexes what changed since it was made.
    ///
    /// It is kept in `folder`, by default in the user's cache. Where that cannot be written the index is made in memory.
    /// [`Search::refreshed`] says what was done. The lexicon below `root`, where the revisions are, is added to the one that
    /// ships.
    ///
    /// # Errors
    ///
    /// When not even an index in memory can be made.
    pub fn open(files: &Files, root: &Path, folder: Option<&Path>) -> Result<Self, SearchError> {
        Ok(Self::open_and(files, root, folder, |_| ())?.0)
    }

    /// Opens the index as [`Search::open`] does and asks it something, in no more time where nothing changed: the index is
    /// asked as it stands while the files are looked at, and again only when they turn out to be others.
    ///
    /// # Errors
    ///
    /// When not even an index in memory can be made.
    pub fn open_and<T: Send>(
        files: &Files,
        root: &Path,
        folder: Option<&Path>,
        ask: impl Fn(&Self) -> T + Sync,
    ) -> Result<(Self, T), SearchError> {
        let usual = folder.is_none().then(|| store::usual_folder(files)).flatten();
        let folder = folder.or(usual.as_deref());
        if let Some(folder) = folder {
            let (schema, tuning) = (IndexSchema::new(), Tuning::default());
            let place = Maker::new(&schema, &tuning.index).folder(folder);
            let ask_standing = || {
                let (search, made_from) = Self::standing(root, &place, (schema, tuning)).ok()?;
                let answer = ask(&search);
                Some((search, made_from, answer))
            };
            let (unchanged, standing) = rayon::join(|| store::unchanged(files, &place), ask_standing);
            if let Some((search, made_from, answer)) = standing
                && unchanged == Some(made_from)
            {
                return Ok((search, answer));
            }
        }
        let search = Self::refreshed_in(files, root, folder).map_err(not_opened)?;
        let answer = ask(&search);
        Ok((search, answer))
    }

    /// The index that stands in a folder of this version, with what it was made from.
    fn standing(
        root: &Path,
        folder: &Path,
        (schema, tuning): (IndexSchema, Tuning),
    ) -> tantivy::Result<(Self, MadeFrom)> {
        let (store, made_from) = store::standing(folder)?;
        let phrases = Phrases::kept(Some(root), folder);
        Ok((Self::made(schema, tuning, store, Arc::new(phrases)), made_from))
    }

    /// The index in a folder, made or changed as the files demand; in memory where that cannot be.
    fn refreshed_in(files: &Files, root: &Path, folder: Option<&Path>) -> tantivy::Result<Self> {
        let (schema, tuning) = (IndexSchema::new(), Tuning::default());
        let maker = Maker::new(&schema, &tuning.index);
        let phrases = || {
            folder.map_or_else(
                || Phrases::read(Some(root)),
                |folder| Phrases::kept(Some(root), &maker.folder(folder)),
            )
        };
        let (store, phrases) = rayon::join(|| maker.open(files, folder), phrases);
        Ok(Self::made(schema, tuning, store?, Arc::new(phrases)))
    }

    /// Makes the index of a loaded catalogue in memory and leaves the disk alone.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn in_memory(catalogue: &Catalogue) -> Result<Self, SearchError> {
        Self::tuned(catalogue, Tuning::default())
    }

    /// The same with other numbers, to measure what they are worth.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn tuned(catalogue: &Catalogue, tuning: Tuning) -> Result<Self, SearchError> {
        let schema = IndexSchema::new();
        let maker = Maker::new(&schema, &tuning.index);
        let store = maker.of_catalogue(catalogue).map_err(not_opened)?;
        Ok(Self::made(schema, tuning, store, Arc::new(Phrases::read(None))))
    }

    /// Goes on with other numbers on the same index; those the index is made with stay as they are.
    pub fn set_tuning(&mut self, tuning: Tuning) {
        self.tuning = Tuning {
            index: self.tuning.index.clone(),
            ..tuning
        };
    }

    fn made(schema: IndexSchema, tuning: Tuning, store: Store, phrases: Arc<Phrases>) -> Self {
        Self {
            lists: Lists::open(&schema, &store.searcher),
            columns: OnceLock::new(),
            alive: board::alive(&store.searcher),
            elsewhere: None,
            phrases,
            searcher: store.searcher,
            refreshed: store.refreshed,
            schema,
            tuning,
        }
    }

    fn columns(&self) -> tantivy::Result<&Columns> {
        if let Some(columns) = self.columns.get() {
            return Ok(columns);
        }
        let columns = Columns::open(&self.schema, &self.searcher)?;
        Ok(self.columns.get_or_init(|| columns))
    }

    fn is_alive(&self, doc: u32) -> bool {
        self.alive.as_ref().is_none_or(|alive| alive[doc as usize])
    }

    /// Where the index of a catalogue is kept by default.
    pub fn usual_folder(files: &Files) -> Option<PathBuf> {
        store::usual_folder(files)
    }

    /// What opening had to do.
    pub fn refreshed(&self) -> &Refreshed {
        &self.refreshed
    }

    /// The values of a facet (`level`, `field`, `agency`, `online`, `verb`) in Vietnamese order.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn values(&self, facet: &str) -> Result<Vec<String>, SearchError> {
        Ok(self.columns()?.values(facet)?)
    }

    /// Answers a query.
    ///
    /// # Errors
    ///
    /// When a filter names what no procedure has, and when the index cannot be read.
    pub fn find(&self, query: &Query) -> Result<Results, SearchError> {
        ranking::find(self, query)
    }

    /// Procedures alike, the nearest first: near duplicates, and those that differ in verb, level or case.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn similar(&self, code: &str, limit: usize) -> Result<Vec<Similar>, SearchError> {
        kinship::similar(self, code, limit)
    }
}

fn not_opened(error: tantivy::TantivyError) -> SearchError {
    SearchError::Open(Box::new(error))
}

/// Facets as `{"level": {"Cấp xã": 3}}`, in the order they have.
fn as_maps<S: Serializer>(
    facets: &BTreeMap<&'static str, Vec<(Arc<str>, usize)>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    struct Counts<'a>(&'a [(Arc<str>, usize)]);
    impl Serialize for Counts<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(self.0.len()))?;
            for (value, count) in self.0 {
                map.serialize_entry(&**value, count)?;
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
