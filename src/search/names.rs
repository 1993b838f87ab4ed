//! The best documents looked at again: by their names, verbs and levels.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::analysis::{self, Form};
use super::board::Board;
use super::columns::{Columns, Facet};
use super::name_table::Mark;
use super::query::Plan;
use super::verbs::Verb;
use super::weights::{STOP_WORDS, Tuning};
use super::{Search, columns};

/// Most different syllables of a query that are looked for in names.
const MOST: usize = 128;

/// What is looked for in names. Each different syllable of the query has a place; sets of them are bits.
pub(super) struct Names<'a> {
    search: &'a Search,
    columns: &'a Columns,
    clauses: Vec<NameClause>,
    /// Place of each folded syllable.
    places: FxHashMap<u32, u32>,
    /// For each place the exact syllable wanted there; `None` when any accents will do.
    exact: Vec<Option<u32>>,
    verb_facet: Option<&'a Facet>,
    /// What the query makes of the verb each number of the facet stands for.
    verbs: Vec<Verbs>,
    /// What a document earns by all its verbs.
    by_verbs: [f32; Verbs::SETS],
    /// Looked at when levels were asked for.
    level_facet: Option<&'a Facet>,
    /// Whether the level each number of the facet stands for was asked for.
    levels: Vec<bool>,
}

/// What a query makes of some verbs, as a set of bits.
#[derive(Clone, Copy, Default)]
struct Verbs(u8);

impl Verbs {
    /// One of them was asked for.
    const AGREE: u8 = 1;
    /// One makes the procedure a special one.
    const DERIVED: u8 = 1 << 1;
    /// One does not.
    const PLAIN: u8 = 1 << 2;
    /// Number of sets.
    const SETS: usize = 1 << 3;

    fn of(verb: Option<Verb>, asked: &[Verb]) -> Self {
        let Some(verb) = verb else { return Self::default() };
        let agrees = if asked.contains(&verb) { Self::AGREE } else { 0 };
        Self(agrees | if verb.is_derived() { Self::DERIVED } else { Self::PLAIN })
    }

    /// A verb asked for earns; one not asked for that makes the procedure a special one costs.
    fn earned(self, asked: &[Verb], tuning: &Tuning) -> f32 {
        let has = |verbs| self.0 & verbs != 0;
        match (has(Self::AGREE), asked.iter().any(|verb| verb.is_derived())) {
            (true, _) => tuning.verb,
            (false, true) => -tuning.other_verb,
            (false, false) if has(Self::DERIVED) && !has(Self::PLAIN) => -tuning.special_verb,
            (false, false) => 0.0,
        }
    }
}

/// A clause that counts.
struct NameClause {
    mass: f32,
    choices: Vec<NameChoice>,
}

/// One reading of it: the places of its syllables with what each tells.
struct NameChoice {
    /// The places as bits.
    places: u128,
    syllables: Vec<(u32, f32)>,
    whole: f32,
    weight: f32,
}

/// What a document earned by its name, as shares of what the whole query is worth.
struct Earned {
    /// How much of the query the name has.
    covers: f32,
    /// How much of the name was asked for.
    covered: f32,
    name: f32,
    verb: f32,
    level: f32,
}

/// The syllables of the query a name has.
#[derive(Default)]
struct Has {
    folded: u128,
    exact: u128,
    /// Syllables of the name that say something or were asked for, and those that were asked for.
    counted: u32,
    asked: u32,
}

impl<'a> Names<'a> {
    pub(super) fn new(search: &'a Search, plan: &Plan, board: &Board) -> tantivy::Result<Self> {
        let columns = search.columns()?;
        let level_facet = columns.facet("level").filter(|_| !plan.levels.is_empty());
        let verbs = columns.verbs()?.iter();
        let set = |set| Verbs(set as u8).earned(&plan.verbs, &search.tuning);
        let by_verbs = std::array::from_fn(set);
        let mut names = Self {
            search,
            columns,
            clauses: Vec::new(),
            places: FxHashMap::default(),
            exact: Vec::new(),
            verb_facet: columns.facet(columns::VERB).filter(|_| search.tuning.mechanisms.verbs),
            verbs: verbs.map(|verb| Verbs::of(*verb, &plan.verbs)).collect(),
            by_verbs,
            level_facet,
            levels: match level_facet {
                Some(facet) => facet.values()?.map(|level| plan.levels.contains(&level)).collect(),
                None => Vec::new(),
            },
        };
        for (clause, weighed) in plan.clauses.iter().zip(&board.weighed) {
            let choices = clause.choices.iter().zip(&weighed.choices);
            let choices = choices.map(|(choice, terms)| {
                let terms = choice.terms.iter().zip(terms);
                let terms = terms.map(|(wanted, term)| (wanted.form, wanted.term.as_str(), term.telling));
                names.choice(terms, choice.weight)
            });
            let choices = choices.collect();
            if weighed.mass > 0.0 {
                names.clauses.push(NameClause {
                    mass: weighed.mass,
                    choices,
                });
            }
        }
        Ok(names)
    }

    fn choice<'t>(&mut self, terms: impl Iterator<Item = (Form, &'t str, f32)>, weight: f32) -> NameChoice {
        let mut syllables: Vec<(u32, f32)> = Vec::new();
        for (form, term, telling) in terms {
            match form {
                Form::Folded if self.exact.len() < MOST => {
                    let next = self.exact.len() as u32;
                    let number = analysis::number_of(term);
                    let place = *self.places.entry(number).or_insert(next);
                    if place == next {
                        self.exact.push(None);
                    }
                    syllables.push((place, telling));
                }
                // The exact syllable follows the folded one.
                Form::Exact => {
                    if let Some((place, _)) = syllables.last() {
                        self.exact[*place as usize].get_or_insert(analysis::number_of(term));
                    }
                }
                _ => {}
            }
        }
        NameChoice {
            places: syllables.iter().fold(0, |places, (place, _)| places | 1 << place),
            whole: syllables.iter().map(|(_, telling)| telling).sum(),
            syllables,
            weight: weight.min(1.0),
        }
    }

    /// Adds what the names of the best documents earn; the others earn nothing more.
    pub(super) fn add(&self, board: &mut Board, best: &[u32]) {
        let table = self
            .columns
            .names(best.len(), |syllable| mark_unasked((syllable >> 32) as u32));
        let marked = table.map(|table| (table, table.marks(self.places.keys(), |syllable| self.mark(syllable))));
        // Most names have the same part of the query.
        let mut known = FxHashMap::default();
        for &doc in best {
            let mut has = Has::default();
            match &marked {
                Some((table, marks)) => table
                    .name(doc)
                    .iter()
                    .for_each(|number| has.add(marks[*number as usize])),
                None => self.look_at(doc, &mut has),
            }
            let covers = known.entry((has.folded, has.exact));
            let covers = *covers.or_insert_with(|| self.covers(&has, board.mass));
            let more = self.earned(doc, &has, covers);
            board.scores[doc as usize] += (more.name + more.verb + more.level) * board.total;
        }
    }

    /// What a document earned so, in words.
    pub(super) fn explain(&self, doc: u32, board: &Board) -> Vec<(String, f32)> {
        let mut has = Has::default();
        self.look_at(doc, &mut has);
        let earned = self.earned(doc, &has, self.covers(&has, board.mass));
        let verb = if earned.verb > 0.0 {
            "đúng loại việc được hỏi"
        } else {
            "khác loại việc được hỏi"
        };
        let parts = [
            (
                format!(
                    "tên thủ tục có {} % nội dung được hỏi, {} % tên được hỏi đến",
                    (earned.covers * 100.0).round(),
                    (earned.covered * 100.0).round()
                ),
                earned.name,
            ),
            (verb.to_owned(), earned.verb),
            ("đúng cấp được hỏi".to_owned(), earned.level),
        ];
        parts
            .into_iter()
            .map(|(part, share)| (part, share * board.total))
            .collect()
    }

    fn earned(&self, doc: u32, has: &Has, covers: f32) -> Earned {
        let tuning = &self.search.tuning;
        let covered = has.asked as f32 / has.counted.max(1) as f32;
        let name = tuning.name_covers_query * covers + tuning.query_covers_name * covers * covered;
        Earned {
            covers,
            covered,
            name: if tuning.mechanisms.names { name } else { 0.0 },
            verb: self.by_verb(doc),
            level: self.by_level(doc),
        }
    }

    /// Notes the syllables of a document's name.
    fn look_at(&self, doc: u32, has: &mut Has) {
        let syllables = self.columns.name_syllables(doc);
        syllables.for_each(|syllable| has.add(self.mark(syllable)));
    }

    /// What the query makes of one syllable of a name: the folded one in the high half, the exact one in the low half.
    fn mark(&self, syllable: u64) -> Mark {
        let (folded, exact) = ((syllable >> 32) as u32, syllable as u32);
        match self.places.get(&folded) {
            Some(&place) => {
                let wanted = self.exact[place as usize];
                Mark::asked(place, wanted.is_none_or(|wanted| wanted == exact))
            }
            None => mark_unasked(folded),
        }
    }

    /// How much of a query of this mass the name has: of each clause its best choice, with other accents in part.
    fn covers(&self, has: &Has, mass: f32) -> f32 {
        if mass <= 0.0 {
            return 0.0;
        }
        let other = self.search.tuning.other_accents;
        let share = |choice: &NameChoice| {
            let found = choice.syllables.iter().map(|(place, telling)| {
                match (has.exact >> place & 1, has.folded >> place & 1) {
                    (1, _) => *telling,
                    (_, 1) => other * telling,
                    _ => 0.0,
                }
            });
            if choice.whole > 0.0 && choice.places & has.folded != 0 {
                choice.weight * found.sum::<f32>() / choice.whole
            } else {
                0.0
            }
        };
        let clauses = self.clauses.iter();
        let covered = clauses.map(|clause| clause.mass * clause.choices.iter().map(share).fold(0.0, f32::max));
        covered.sum::<f32>() / mass
    }

    fn by_verb(&self, doc: u32) -> f32 {
        let Some(facet) = self.verb_facet else { return 0.0 };
        let mut has = Verbs::default();
        facet.each(doc, |number| {
            has.0 |= self.verbs.get(number as usize).map_or(0, |verb| verb.0)
        });
        self.by_verbs[usize::from(has.0)]
    }

    fn by_level(&self, doc: u32) -> f32 {
        let mut agrees = false;
        if let Some(facet) = self.level_facet {
            facet.each(doc, |number| {
                agrees |= self.levels.get(number as usize) == Some(&true);
            });
        }
        if agrees { self.search.tuning.level } else { 0.0 }
    }
}

impl Has {
    fn add(&mut self, mark: Mark) {
        self.counted += u32::from(mark.counts());
        if let Some((place, exact)) = mark.place() {
            self.asked += 1;
            self.folded |= 1 << place;
            self.exact |= u128::from(exact) << place;
        }
    }
}

/// What a query makes of a folded syllable it does not ask for.
fn mark_unasked(folded: u32) -> Mark {
    if stops().contains(&folded) {
        Mark::STOP
    } else {
        Mark::TELLING
    }
}

/// Stop words as names are kept in the columns.
fn stops() -> &'static FxHashSet<u32> {
    static STOPS: OnceLock<FxHashSet<u32>> = OnceLock::new();
    STOPS.get_or_init(|| {
        let syllables = STOP_WORDS.iter().flat_map(|word| analysis::syllables(word));
        syllables
            .map(|syllable| analysis::number_of(&syllable.folded))
            .collect()
    })
}
