//! The index in a search engine of others (OpenSearch, Elasticsearch), for catalogues one machine is too small for.
//!
//! The engine is given the documents of our own index, term by term ([`Documents`]): it needs no Vietnamese analysis and can
//! have none of another opinion. A question is taken apart here as it always is, with the frequencies the engine counts; the
//! engine adds up the same points from constants (`clauses`), counts totals and facets over everything, and gives the best
//! documents. Those are put into an index in memory that knows the frequencies of the whole (`Statistics`), and what ranks
//! and shows hits elsewhere does it here: names looked at again, snippets, explanations.

mod clauses;
mod document;
mod facets;
mod mapping;
mod statistics;

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Value, json};

use self::facets::Filters;
pub use self::mapping::WORDS;
pub(super) use self::statistics::Statistics;
use self::statistics::Words;
use super::analysis::Form;
use super::board::{self, NEARLY, Weighed};
use super::document::DocumentMaker;
use super::lexicon::Phrases;
use super::query::Plan;
use super::ranking::{self, FacetCounts};
use super::schema::{self, IndexSchema};
use super::segment::Record;
use super::store::Maker;
use super::terms::Vocabulary;
use super::weights::Tuning;
use super::{Query, Results, Search, SearchError, Sort};
use crate::catalogue::{Catalogue, Entry};

/// Documents made at a time.
const AT_ONCE: usize = 1_000;
/// Frequencies asked for at a time.
const FREQUENCIES: usize = 500;
/// Most times a question is taken apart anew because a frequency was missing: repairs need those of pairs, and what was
/// repaired needs others.
const ROUNDS: usize = 12;
/// How deep an engine lets itself be paged.
const DEEPEST: usize = 10_000;

/// What is known of all documents where only some are at hand.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// How many were found.
    pub(super) total: usize,
    /// Counted values.
    pub(super) facets: FacetCounts,
    /// How much of the query a document has at most.
    pub(super) most: f32,
}

/// Makes the documents an engine is given.
#[derive(Debug)]
pub struct Documents {
    schema: IndexSchema,
    tuning: Tuning,
    words: Words,
}

impl Default for Documents {
    fn default() -> Self {
        Self {
            schema: IndexSchema::new(),
            tuning: Tuning::default(),
            words: Words::default(),
        }
    }
}

impl Documents {
    /// Makes the document of every procedure of a catalogue and hands each on with its file; stops where that fails.
    ///
    /// # Errors
    ///
    /// What `each` fails with.
    pub fn of<E>(
        &mut self,
        catalogue: &Catalogue,
        mut each: impl FnMut(&str, &Value) -> Result<(), E>,
    ) -> Result<(), E> {
        for entries in catalogue.entries().chunks(AT_ONCE) {
            let (schema, tuning) = (&self.schema, &self.tuning.index);
            let vocabulary = Arc::<Vocabulary>::default();
            let made: Vec<Value> = entries
                .par_iter()
                .map_init(
                    || DocumentMaker::new(schema, tuning, vocabulary.clone()),
                    |maker, Entry { procedure, source }| {
                        document::to_json(schema, &maker.record(procedure, &source.path), &vocabulary)
                    },
                )
                .collect();
            for (entry, document) in entries.iter().zip(&made) {
                self.note(document);
                each(&entry.source.path, document)?;
            }
        }
        Ok(())
    }

    fn note(&mut self, document: &Value) {
        for form in [Form::Exact, Form::Folded] {
            let terms = document[form.name()].as_array().into_iter().flatten();
            let terms = terms.filter_map(|term| Some(term.as_str()?.rsplit_once('|')?.0.to_owned()));
            self.words.add(form, terms);
        }
    }

    /// The syllables of all documents made so far, for the document [`WORDS`] of an index of its own.
    pub fn words(&self) -> Value {
        self.words.to_json()
    }

    /// The body the index of procedures is made with. `about` says what it was made from; an index without the
    /// [`stamp`] of this version is refused when it is asked.
    pub fn index(&self, shards: u32, replicas: u32, about: &Value) -> Value {
        mapping::of_documents(&self.schema, shards, replicas, about)
    }

    /// The body the index of syllables is made with.
    pub fn index_of_words(&self, replicas: u32, about: &Value) -> Value {
        mapping::of_words(replicas, about)
    }
}

/// What tells whether documents were made as this version makes them.
pub fn stamp() -> String {
    schema::stamp(&IndexSchema::new(), &Tuning::default().index)
}

/// The name of the index of syllables beside an index.
pub fn words_of(index: &str) -> String {
    format!("{index}-words")
}

/// Asks an engine.
pub trait Transport {
    /// The answer to a GET of a path, or to a POST of a body.
    ///
    /// # Errors
    ///
    /// When the engine cannot be reached, refuses, or gives something else than JSON.
    fn ask(&self, path: &str, body: Option<&Value>) -> Result<Value, Box<dyn Error + Send + Sync>>;
}

/// An index in an engine, ready to answer.
pub struct Engine<'a> {
    transport: &'a dyn Transport,
    index: String,
    schema: IndexSchema,
    tuning: Tuning,
    phrases: Arc<Phrases>,
    statistics: Arc<Statistics>,
}

/// A question with what the engine said of it.
struct Asked<'a> {
    query: &'a Query,
    filters: Filters,
    /// What a document must have of it, as the engine scores it; nothing where no words were typed.
    found: Value,
    least: Option<f32>,
    told: Told,
}

/// Records the engine gave.
#[derive(Default)]
struct Given {
    records: Vec<Record>,
    vocabulary: Arc<Vocabulary>,
}

impl<'a> Engine<'a> {
    /// Opens an index by its name or alias. The lexicon below `root` is added to the one that ships.
    ///
    /// # Errors
    ///
    /// When the engine cannot be asked, and when the index is none of ours or made by another version.
    pub fn open(transport: &'a dyn Transport, index: &str, root: Option<&Path>) -> Result<Self, SearchError> {
        let foreign = |why: &str| SearchError::Foreign(format!("{index}: {why}"));
        let about = transport
            .ask(&format!("{index}/_mapping"), None)
            .map_err(SearchError::Engine)?;
        let mut indexes = about.as_object().into_iter().flatten();
        let (Some((_, about)), None) = (indexes.next(), indexes.next()) else {
            return Err(foreign("the name stands for more than one index"));
        };
        let about = &about["mappings"]["_meta"];
        if about["stamp"].as_str() != Some(stamp().as_str()) {
            return Err(foreign(
                "it was made by another version of this program, or by something else; export and push again",
            ));
        }
        let words = format!("{}/_doc/{WORDS}", words_of(index));
        let words = transport.ask(&words, None).map_err(SearchError::Engine)?;
        let words = &words["_source"];
        if words["of"] != about["checksum"] {
            return Err(foreign(
                "it is being replaced, or its words are another index's; ask again",
            ));
        }
        let documents = about["documents"].as_u64().and_then(|count| u32::try_from(count).ok());
        let (Some(words), Some(documents)) = (Words::read(words), documents) else {
            return Err(foreign("its words cannot be read; export and push again"));
        };
        Ok(Self {
            transport,
            index: index.to_owned(),
            schema: IndexSchema::new(),
            tuning: Tuning::default(),
            phrases: Arc::new(Phrases::read(root)),
            statistics: Arc::new(Statistics::new(documents, words)),
        })
    }

    /// Answers a query as [`Search::find`] does.
    ///
    /// # Errors
    ///
    /// When a filter names what no procedure has, when the page lies deeper than engines let themselves be paged, and when
    /// the engine cannot be asked.
    pub fn find(&self, query: &Query) -> Result<Results, SearchError> {
        if query.offset.saturating_add(query.limit) > DEEPEST {
            let why = format!("a search engine shows the first {DEEPEST} hits only; narrow the search with filters");
            return Err(SearchError::Engine(why.into()));
        }
        if query.is_everything() {
            let asked = self.asked(query, json!({ "match_all": {} }), None, 0.0)?;
            return self.page(&asked);
        }
        let (plan, weighed) = self.plan(query)?;
        let found = clauses::coverage(&plan, &weighed);
        let most = found.as_ref().map_or(Ok(0.0), |found| self.most(found))?;
        let enough = board::enough(&plan, &weighed).min(most * NEARLY);
        let mut any = clauses::pinned(&plan, &self.schema, enough + 1.0);
        any.extend(found);
        let found = if any.is_empty() {
            json!({ "match_none": {} })
        } else {
            json!({ "bool": { "should": any, "minimum_should_match": 1 } })
        };
        // Numbers added up in another order differ in their last places.
        let least = (enough > 0.0).then_some(enough * (1.0 - 1e-5));
        let asked = self.asked(query, found, least, most)?;
        match query.sort {
            Sort::Relevance => self.best(&asked, &plan, &weighed),
            Sort::Name | Sort::Code => {
                let mut results = self.page(&asked)?;
                let mass: f32 = weighed.iter().map(|weighed| weighed.mass).sum();
                // What was dropped is told by the best hit, which may stand on another page.
                if most < mass * NEARLY {
                    results.dropped = self.find(&best_of(query))?.dropped;
                }
                Ok(results)
            }
        }
    }

    fn search(&self, body: &Value) -> Result<Value, SearchError> {
        let path = format!("{}/_search", self.index);
        self.transport.ask(&path, Some(body)).map_err(SearchError::Engine)
    }

    /// Takes a question apart until every frequency it needs is known.
    fn plan(&self, query: &Query) -> Result<(Plan, Vec<Weighed>), SearchError> {
        let empty = self.local(Given::default(), Told::default())?;
        let mut round = 0;
        loop {
            let plan = ranking::plan(&empty, query)?;
            let weighed = board::weighed(&plan, &empty.lists)?;
            let missing = self.statistics.missing();
            round += 1;
            if missing.is_empty() || round > ROUNDS {
                return Ok((plan, weighed));
            }
            for missing in missing.chunks(FREQUENCIES) {
                self.ask_frequencies(missing)?;
            }
        }
    }

    fn ask_frequencies(&self, terms: &[(Form, String)]) -> Result<(), SearchError> {
        let conditions: Vec<Value> = terms.iter().map(|(form, term)| clauses::having(*form, term)).collect();
        let answer = self.search(&json!({
            "size": 0,
            "track_total_hits": false,
            "aggs": { "terms": { "filters": { "filters": conditions } } },
        }))?;
        let buckets = answer["aggregations"]["terms"]["buckets"].as_array();
        let counts: Option<Vec<u64>> = buckets.and_then(|buckets| {
            let counts = buckets.iter().map(|bucket| bucket["doc_count"].as_u64());
            counts.collect()
        });
        let counts = counts.filter(|counts| counts.len() == terms.len());
        let counts = counts.ok_or_else(|| SearchError::Engine("it did not count the terms it was asked for".into()))?;
        for ((form, term), count) in terms.iter().zip(counts) {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            self.statistics.note(*form, term.clone(), count);
        }
        Ok(())
    }

    /// How much of a query a document has at most, whatever the filters.
    fn most(&self, found: &Value) -> Result<f32, SearchError> {
        let answer = self.search(&json!({
            "size": 1,
            "_source": false,
            "track_total_hits": false,
            "query": found,
        }))?;
        Ok(answer["hits"]["hits"][0]["_score"].as_f64().unwrap_or(0.0) as f32)
    }

    /// Counts what is found, and the values of its facets.
    fn asked<'q>(
        &self,
        query: &'q Query,
        found: Value,
        least: Option<f32>,
        most: f32,
    ) -> Result<Asked<'q>, SearchError> {
        let values = if facets::needs_values(&self.schema, query) {
            self.search(&json!({
                "size": 0,
                "track_total_hits": false,
                "aggs": facets::all_values(&self.schema),
            }))?
        } else {
            Value::Null
        };
        let filters = Filters::new(&self.schema, query, &values["aggregations"])?;
        let mut body = json!({
            "size": 0,
            "track_total_hits": true,
            "query": found,
            "post_filter": { "bool": { "filter": filters.all() } },
            "aggs": filters.counts(),
        });
        if let Some(least) = least {
            body["min_score"] = least.into();
        }
        let answer = self.search(&body)?;
        let total = answer["hits"]["total"]["value"].as_u64().unwrap_or(0);
        let told = Told {
            total: usize::try_from(total).unwrap_or(usize::MAX),
            facets: filters.counted(&answer["aggregations"]),
            most,
        };
        Ok(Asked {
            query,
            filters,
            found,
            least,
            told,
        })
    }

    /// The best hits: enough of those with most points that looking at their names can change what it changes elsewhere.
    fn best(&self, asked: &Asked<'_>, plan: &Plan, weighed: &[Weighed]) -> Result<Results, SearchError> {
        let query = asked.query;
        let points = clauses::points(plan, weighed, &self.schema, &self.tuning);
        let points = points.unwrap_or_else(|| json!({ "match_none": {} }));
        let needed = (query.offset + query.limit).max(1) + self.tuning.reranked;
        let mut size = needed.min(DEEPEST);
        loop {
            let given = self.records(&json!({
                "size": size,
                "track_total_hits": false,
                "query": { "bool": { "must": [points], "filter": asked.filters.all() } },
                "sort": ["_score", { "order": "asc" }, { "path": "asc" }],
            }))?;
            let exhausted = given.records.len() < size || size == DEEPEST;
            let search = self.local(given, asked.told.clone())?;
            // Some have many points by a part of the query and not enough of it to be found.
            let (results, found) = ranking::find_with_count(&search, query)?;
            if exhausted || found >= needed.min(asked.told.total) {
                return Ok(results);
            }
            size = (size * 4).min(DEEPEST);
        }
    }

    /// A page in another order than by points.
    fn page(&self, asked: &Asked<'_>) -> Result<Results, SearchError> {
        let query = asked.query;
        let mut sort = vec![json!({ "order": "asc" }), json!({ "path": "asc" })];
        if query.sort == Sort::Name {
            sort.insert(0, json!({ document::NAME_ORDER: "asc" }));
        }
        let mut body = json!({
            "from": query.offset,
            "size": query.limit,
            "track_total_hits": false,
            "query": { "bool": { "must": [asked.found], "filter": asked.filters.all() } },
            "sort": sort,
        });
        if let Some(least) = asked.least {
            body["min_score"] = least.into();
            body["track_scores"] = true.into();
        }
        let search = self.local(self.records(&body)?, asked.told.clone())?;
        let here = Query {
            offset: 0,
            ..query.clone()
        };
        ranking::find(&search, &here)
    }

    fn records(&self, body: &Value) -> Result<Given, SearchError> {
        let mut answer = self.search(body)?;
        let hits = match answer["hits"]["hits"].take() {
            Value::Array(hits) => hits,
            _ => return Err(SearchError::Engine("it gave no hits".into())),
        };
        let vocabulary = Arc::<Vocabulary>::default();
        let records = hits
            .iter()
            .map(|hit| document::from_json(&self.schema, &hit["_source"], &vocabulary));
        let records: Option<Vec<_>> = records.collect();
        match records {
            Some(records) => Ok(Given { records, vocabulary }),
            None => Err(SearchError::Foreign(format!(
                "{}: a document of it is none of ours",
                self.index
            ))),
        }
    }

    /// An index in memory of documents the engine gave.
    fn local(&self, Given { records, vocabulary }: Given, told: Told) -> Result<Search, SearchError> {
        let maker = Maker::new(&self.schema, &self.tuning.index);
        let store = maker.of_records(&records, vocabulary).map_err(super::not_opened)?;
        let search = Search::made(self.schema.clone(), self.tuning.clone(), store, self.phrases.clone());
        Ok(Search {
            lists: search.lists.told_by(self.statistics.clone()),
            elsewhere: Some(told),
            ..search
        })
    }
}

/// The same question, for its best hit.
fn best_of(query: &Query) -> Query {
    Query {
        sort: Sort::Relevance,
        limit: 1,
        offset: 0,
        ..query.clone()
    }
}
