//! The index as plain lists and tables, for a search that runs elsewhere: on a page that was opened from a folder.
//!
//! The terms with their levels are those of the index, and every number and word the ranking goes by is handed out with
//! them, so that the two never differ in more than the program that adds them up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Value, json};
use tantivy::schema::Value as _;

use super::analysis::{self, Form};
use super::document::{self, DocumentMaker, Head};
use super::impact;
use super::lexicon::{self, Phrases};
use super::query::LEVEL_WORDS;
use super::schema::IndexSchema;
use super::segment;
use super::spelling::CONFUSED;
use super::terms::Vocabulary;
use super::verbs::{self, Verb};
use super::weights::{self, STOP_WORDS, Tuning};
use crate::catalogue::{Catalogue, Entry};

/// Everything a search needs.
#[derive(Debug)]
pub struct Portable {
    /// The procedures by code; lists name them by their place here.
    pub records: Vec<Record>,
    /// Terms by their folded first syllable: the syllable itself, its spellings with accents, the pairs it begins.
    pub syllables: BTreeMap<String, Vec<Listed>>,
    /// Numbers of legal documents and codes.
    pub numbers: Vec<Listed>,
    /// Phrases that mean something else, sorted.
    pub sayings: Vec<Saying>,
    /// The numbers of the ranking and the words it knows.
    pub tables: Value,
}

/// What is shown of a procedure, and what it is chosen by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Place among the entries of the catalogue.
    pub entry: usize,
    /// Code.
    pub code: String,
    /// What else it is found by as by its code.
    pub other_codes: Vec<String>,
    /// Name.
    pub name: String,
    /// Field.
    pub field: String,
    /// Levels.
    pub levels: Vec<String>,
    /// How far the online service goes.
    pub online: Option<&'static str>,
    /// Numbers of the verbs the name begins with.
    pub verbs: Vec<usize>,
}

/// A term with the procedures that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The term, behind `=` when it has accents; of a pair the second syllable, behind `_`.
    pub term: String,
    /// Places of procedures, each with the number of its share among those of the tables, from 1.
    pub procedures: Vec<(u32, u8)>,
}

/// A phrase with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// Without accents.
    pub folded: String,
    /// In canonical spelling.
    pub exact: String,
    /// `a` abbreviation, `c` citizens' word, `f` former name; with `~` another form of a phrase that was written.
    pub origin: String,
    /// What it stands for, the commonest first.
    pub stands_for: Vec<String>,
    /// Meanings with folded words of which one must stand in the query.
    pub in_context: Vec<(String, Vec<String>)>,
}

/// Terms of one form with the procedures that have them.
type Lists = BTreeMap<String, Vec<(u32, u8)>>;

impl Portable {
    /// The index of a catalogue. The lexicon below `root`, where the revisions are, is added to the one that ships. The same
    /// catalogue gives the same lists.
    pub fn of(catalogue: &Catalogue, root: Option<&Path>) -> Self {
        let (schema, tuning) = (IndexSchema::new(), Tuning::default());
        let vocabulary = Arc::<Vocabulary>::default();
        let maker = || DocumentMaker::new(&schema, &tuning.index, vocabulary.clone());
        let mut read: Vec<Read> = catalogue
            .entries()
            .par_iter()
            .enumerate()
            .map_init(maker, |maker, (at, entry)| {
                Read::of(&schema, &vocabulary, maker, at, entry)
            })
            .collect();
        read.sort_by(|a, b| (a.order, &a.record.code).cmp(&(b.order, &b.record.code)));
        let mut lists = Form::ALL.map(|_| Lists::new());
        for (place, read) in (0..).zip(&mut read) {
            for (list, terms) in lists.iter_mut().zip(std::mem::take(&mut read.terms)) {
                for (term, level) in terms {
                    list.entry(term).or_default().push((place, level));
                }
            }
        }
        let [exact, folded, pairs, numbers] = lists;
        Self {
            records: read.into_iter().map(|read| read.record).collect(),
            syllables: by_syllable(exact, folded, pairs),
            numbers: numbers.into_iter().map(listed).collect(),
            sayings: sayings(&Phrases::read(root)),
            tables: tables(&tuning),
        }
    }
}

/// What the index has of a procedure.
struct Read {
    record: Record,
    /// The code as a number that sorts as codes do.
    order: u64,
    /// Its terms by form, each with the number of its share.
    terms: [Vec<(String, u8)>; 4],
}

impl Read {
    fn of(
        schema: &IndexSchema,
        vocabulary: &Vocabulary,
        maker: &mut DocumentMaker<'_>,
        at: usize,
        entry: &Entry,
    ) -> Self {
        let Entry { procedure, source } = entry;
        let segment::Record { document, terms } = maker.record(procedure, &source.path);
        let texts = |field| document.get_all(field).filter_map(|value| value.as_str());
        let head = Head::of(procedure, &source.path);
        let codes = schema.codes.iter().flat_map(|code| texts(code.field));
        let other_codes: BTreeSet<&str> = codes.filter(|code| *code != head.code).collect();
        let order = document.get_first(schema.order).and_then(|order| order.as_u64());
        Self {
            order: order.unwrap_or(u64::MAX),
            record: Record {
                entry: at,
                other_codes: other_codes.into_iter().map(str::to_owned).collect(),
                online: document::online(procedure),
                verbs: verbs::of_name(&head.name).into_iter().map(number_of).collect(),
                code: head.code,
                name: head.name,
                field: head.field,
                levels: head.levels,
            },
            terms: Form::ALL.map(|form| terms.spelled(form, vocabulary)),
        }
    }
}

fn number_of(verb: Verb) -> usize {
    Verb::ALL.iter().position(|known| *known == verb).unwrap_or_default()
}

fn listed((term, procedures): (String, Vec<(u32, u8)>)) -> Listed {
    Listed { term, procedures }
}

fn by_syllable(exact: Lists, folded: Lists, pairs: Lists) -> BTreeMap<String, Vec<Listed>> {
    let mut syllables: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    for (term, procedures) in folded {
        syllables.insert(term.clone(), vec![Listed { term, procedures }]);
    }
    for (term, procedures) in exact {
        let list = syllables.entry(analysis::whole(&term)).or_default();
        list.push(Listed {
            term: format!("={term}"),
            procedures,
        });
    }
    for (pair, procedures) in pairs {
        if let Some((first, second)) = pair.split_once('_') {
            let list = syllables.entry(first.to_owned()).or_default();
            list.push(Listed {
                term: format!("_{second}"),
                procedures,
            });
        }
    }
    syllables
}

fn sayings(phrases: &Phrases) -> Vec<Saying> {
    let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let saying = |(folded, meaning): (String, lexicon::Meaning<'_>)| Saying {
        folded,
        exact: meaning.exact.to_owned(),
        origin: format!(
            "{}{}",
            meaning.origin.letter(),
            if meaning.other_form { "~" } else { "" }
        ),
        stands_for: owned(&meaning.stands_for),
        in_context: meaning
            .in_context
            .iter()
            .map(|(meant, near)| ((*meant).to_owned(), owned(near)))
            .collect(),
    };
    phrases.all().map(saying).collect()
}

fn tables(tuning: &Tuning) -> Value {
    let verbs = Verb::ALL.map(|verb| json!([verb.label(), verb.is_derived(), verb.phrases()]));
    let enough: Vec<f32> = (0..=7).map(weights::enough).collect();
    json!({
        "shares": impact::shares().map(|share| f32::from(share) * impact::PART),
        "stop_words": STOP_WORDS,
        "fillers": lexicon::FILLERS,
        "confused": CONFUSED,
        "level_words": LEVEL_WORDS,
        "verbs": verbs,
        "between": verbs::BETWEEN,
        "no_verb_before": verbs::LEVELS,
        "enough": enough,
        "tuning": {
            "exact": tuning.exact,
            "folded": tuning.folded,
            "other_accents": tuning.other_accents,
            "pairs": tuning.pairs,
            "number": tuning.number,
            "stop_word": tuning.stop_word,
            "doubtful_stop_word": tuning.doubtful_stop_word,
            "overlapping": tuning.overlapping,
            "abbreviation": tuning.abbreviation,
            "citizen_word": tuning.citizen_word,
            "longest_meaning": tuning.longest_meaning,
            "former_name": tuning.former_name,
            "repair": tuning.repair,
            "name_covers_query": tuning.name_covers_query,
            "query_covers_name": tuning.query_covers_name,
            "verb": tuning.verb,
            "other_verb": tuning.other_verb,
            "special_verb": tuning.special_verb,
            "level": tuning.level,
            "own_code": tuning.own_code,
            "whole_name": tuning.whole_name,
            "reranked": tuning.reranked,
        },
    })
}
