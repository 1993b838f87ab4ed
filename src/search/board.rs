//! What every document earned, and how much of the query it has.

use std::collections::{HashMap, HashSet};

use tantivy::Searcher;
use tantivy::columnar::Column;

use super::analysis::{self, Form};
use super::query::{Choice, Clause, Plan};
use super::scoring::{Frequencies, Lists};
use super::verbs::Verb;
use super::weights::{self, STOP_WORDS, Tuning};
use super::{Search, columns};

/// The scores of all documents.
pub(super) struct Board {
    pub(super) scores: Vec<f32>,
    /// Documents that have enough of the query.
    pub(super) found: Vec<u32>,
    /// Clauses with what they are worth.
    pub(super) weighed: Vec<Weighed>,
    /// What a document with everything in its name would have earned, about.
    pub(super) total: f32,
    /// How much of the query each document has, between 0 and the sum of the clauses' masses.
    pub(super) covered: Vec<f32>,
    pub(super) mass: f32,
    /// Documents whose code was typed.
    pub(super) pinned: HashSet<u32>,
}

/// A clause with what its terms tell.
pub(super) struct Weighed {
    /// For each choice the telling of its terms.
    pub(super) choices: Vec<Vec<f32>>,
    /// What having the clause weighs among the clauses that count; nothing when the index has none of its words.
    pub(super) mass: f32,
}

/// Room for adding up the choices of one clause.
struct Scratch {
    points: Vec<f32>,
    present: Vec<f32>,
    best: Vec<f32>,
    best_present: Vec<f32>,
    touched: Vec<u32>,
    all: Vec<u32>,
}

impl Scratch {
    fn new(documents: usize) -> Self {
        Self {
            points: vec![0.0; documents],
            present: vec![0.0; documents],
            best: vec![0.0; documents],
            best_present: vec![0.0; documents],
            touched: Vec::new(),
            all: Vec::new(),
        }
    }
}

impl Board {
    pub(super) fn of(search: &Search, plan: &Plan, known: &Frequencies<'_>, everything: bool) -> tantivy::Result<Self> {
        let documents = search.lists.documents();
        let mut board = Self {
            scores: vec![0.0; documents as usize],
            covered: vec![0.0; documents as usize],
            found: Vec::new(),
            weighed: Vec::new(),
            total: 0.0,
            mass: 0.0,
            pinned: HashSet::new(),
        };
        if everything {
            board.found = (0..documents).filter(|doc| search.is_alive(*doc)).collect();
            return Ok(board);
        }
        let mut scratch = None;
        for clause in &plan.clauses {
            let weighed = weigh(clause, known)?;
            board.add(&search.lists, clause, &weighed, &mut scratch)?;
            board.mass += weighed.mass;
            board.weighed.push(weighed);
        }
        board.add_pinned(search, plan)?;
        board.find(search, plan);
        Ok(board)
    }

    fn add(
        &mut self,
        lists: &Lists,
        clause: &Clause,
        weighed: &Weighed,
        scratch: &mut Option<Scratch>,
    ) -> tantivy::Result<()> {
        let most = |choice: &Choice, telling: &[f32]| {
            choice.weight
                * choice
                    .terms
                    .iter()
                    .zip(telling)
                    .map(|(term, telling)| term.factor * telling)
                    .sum::<f32>()
        };
        let usable: Vec<(&Choice, &Vec<f32>)> = clause
            .choices
            .iter()
            .zip(&weighed.choices)
            .filter(|(_, telling)| telling.iter().any(|telling| *telling > 0.0))
            .collect();
        self.total += usable
            .iter()
            .map(|(choice, telling)| most(choice, telling))
            .fold(0.0, f32::max);
        match usable.as_slice() {
            [] => {}
            [(choice, telling)] => self.add_choice(lists, choice, telling, weighed.mass)?,
            several => {
                let scratch = scratch.get_or_insert_with(|| Scratch::new(self.scores.len()));
                self.add_best(lists, several, weighed.mass, scratch)?;
            }
        }
        Ok(())
    }

    fn add_choice(&mut self, lists: &Lists, choice: &Choice, telling: &[f32], mass: f32) -> tantivy::Result<()> {
        let whole = presence(choice, telling);
        for (term, &telling) in choice.terms.iter().zip(telling).filter(|(_, telling)| **telling > 0.0) {
            let worth = choice.weight * term.factor * telling;
            let is_number = term.form == Form::Numbers;
            let counts = matches!(term.form, Form::Folded | Form::Numbers) && mass > 0.0;
            let present = if counts { mass * telling / whole } else { 0.0 };
            let (scores, covered) = (&mut self.scores, &mut self.covered);
            lists.visit(term.form, &term.term, |doc, share| {
                scores[doc as usize] += worth * if is_number { 1.0 } else { share };
                if counts {
                    covered[doc as usize] += present;
                }
            })?;
        }
        Ok(())
    }

    /// Adds for each document what its best choice earns.
    fn add_best(
        &mut self,
        lists: &Lists,
        choices: &[(&Choice, &Vec<f32>)],
        mass: f32,
        scratch: &mut Scratch,
    ) -> tantivy::Result<()> {
        for (choice, telling) in choices {
            let whole = presence(choice, telling);
            for (term, &telling) in choice.terms.iter().zip(*telling).filter(|(_, telling)| **telling > 0.0) {
                let worth = choice.weight * term.factor * telling;
                let is_number = term.form == Form::Numbers;
                let counts = matches!(term.form, Form::Folded | Form::Numbers);
                let present = if counts { telling / whole } else { 0.0 };
                let Scratch {
                    points,
                    present: has,
                    touched,
                    ..
                } = scratch;
                lists.visit(term.form, &term.term, |doc, share| {
                    if points[doc as usize] == 0.0 {
                        touched.push(doc);
                    }
                    points[doc as usize] += worth * if is_number { 1.0 } else { share };
                    has[doc as usize] += present;
                })?;
            }
            for doc in scratch.touched.drain(..) {
                let at = doc as usize;
                if scratch.best[at] == 0.0 {
                    scratch.all.push(doc);
                }
                scratch.best[at] = scratch.best[at].max(std::mem::take(&mut scratch.points[at]));
                scratch.best_present[at] = scratch.best_present[at].max(std::mem::take(&mut scratch.present[at]));
            }
        }
        for doc in scratch.all.drain(..) {
            let at = doc as usize;
            self.scores[at] += std::mem::take(&mut scratch.best[at]);
            self.covered[at] += mass * std::mem::take(&mut scratch.best_present[at]);
        }
        Ok(())
    }

    /// Adds what a document earns by its code and by its whole name.
    fn add_pinned(&mut self, search: &Search, plan: &Plan) -> tantivy::Result<()> {
        for code in &search.schema.codes {
            self.pinned.extend(search.lists.holders(code.field, &plan.codes)?);
        }
        for doc in &self.pinned {
            self.scores[*doc as usize] += search.tuning.own_code;
        }
        for doc in search
            .lists
            .holders(search.schema.whole_name, std::slice::from_ref(&plan.whole))?
        {
            self.scores[doc as usize] += search.tuning.whole_name;
        }
        Ok(())
    }

    /// Documents that have enough of what was typed; where none has, those that have most.
    fn find(&mut self, search: &Search, plan: &Plan) {
        let words = plan
            .clauses
            .iter()
            .zip(&self.weighed)
            .filter(|(clause, weighed)| clause.counts && weighed.mass > 0.0)
            .count();
        let most = self.covered.iter().copied().fold(0.0, f32::max);
        let enough = (self.mass * weights::enough(words)).min(most * 0.999);
        let is_found = |doc: &u32| {
            let at = *doc as usize;
            (most > 0.0 && self.covered[at] >= enough || self.pinned.contains(doc)) && search.is_alive(*doc)
        };
        self.found = (0..self.scores.len() as u32).filter(is_found).collect();
    }
}

/// The telling of the terms that show a choice is there.
fn presence(choice: &Choice, telling: &[f32]) -> f32 {
    let shown = choice
        .terms
        .iter()
        .zip(telling)
        .filter(|(term, _)| matches!(term.form, Form::Folded | Form::Numbers));
    shown.map(|(_, telling)| telling).sum::<f32>().max(f32::MIN_POSITIVE)
}

fn weigh(clause: &Clause, known: &Frequencies<'_>) -> tantivy::Result<Weighed> {
    let mut choices = Vec::new();
    for choice in &clause.choices {
        let mut telling = Vec::new();
        for term in &choice.terms {
            let frequency = known.of(term.form, &term.term)?;
            telling.push(if frequency == 0 {
                0.0
            } else {
                known.lists().telling(frequency)
            });
        }
        choices.push(telling);
    }
    let mass = |(choice, telling): (&Choice, &Vec<f32>)| {
        let shown = choice
            .terms
            .iter()
            .zip(telling)
            .filter(|(term, _)| matches!(term.form, Form::Folded | Form::Numbers));
        shown.map(|(_, telling)| *telling).sum::<f32>()
    };
    let most = clause.choices.iter().zip(&choices).map(mass).fold(0.0, f32::max);
    Ok(Weighed {
        mass: if clause.counts { most } else { 0.0 },
        choices,
    })
}

/// Looks at the best documents again, by their names, verbs and levels.
pub(super) struct Names<'a> {
    search: &'a Search,
    plan: &'a Plan,
    /// For each clause that counts its mass and its choices.
    clauses: Vec<(f32, Vec<NameChoice>)>,
    asked: HashSet<u32>,
    stops: HashSet<u32>,
    /// The verb each number of the facet stands for.
    verbs: Vec<Option<Verb>>,
    /// The level each number of the facet stands for, when levels were asked for.
    levels: Vec<String>,
}

/// A syllable looked for in names.
struct NameSyllable {
    folded: u32,
    /// With its accents, where it was typed with them.
    exact: Option<u32>,
    telling: f32,
}

/// What a document earned by its name, as shares of what the whole query is worth.
struct EarnedByName {
    /// How much of the query the name has.
    covers: f32,
    /// How much of the name was asked for.
    covered: f32,
    name: f32,
    verb: f32,
    level: f32,
}

struct NameChoice {
    syllables: Vec<NameSyllable>,
    whole: f32,
    weight: f32,
}

impl<'a> Names<'a> {
    pub(super) fn new(search: &'a Search, plan: &'a Plan, board: &Board) -> tantivy::Result<Self> {
        let mut clauses = Vec::new();
        let mut asked = HashSet::new();
        for (clause, weighed) in plan.clauses.iter().zip(&board.weighed) {
            let mut choices = Vec::new();
            for (choice, telling) in clause.choices.iter().zip(&weighed.choices) {
                let mut syllables: Vec<NameSyllable> = Vec::new();
                for (term, telling) in choice.terms.iter().zip(telling) {
                    match (term.form, syllables.last_mut()) {
                        (Form::Folded, _) => syllables.push(NameSyllable {
                            folded: analysis::number_of(&term.term),
                            exact: None,
                            telling: *telling,
                        }),
                        // The exact syllable follows the folded one.
                        (Form::Exact, Some(last)) => last.exact = Some(analysis::number_of(&term.term)),
                        _ => {}
                    }
                }
                asked.extend(syllables.iter().map(|syllable| syllable.folded));
                let whole = syllables.iter().map(|syllable| syllable.telling).sum();
                choices.push(NameChoice {
                    syllables,
                    whole,
                    weight: choice.weight,
                });
            }
            if weighed.mass > 0.0 {
                clauses.push((weighed.mass, choices));
            }
        }
        let values = |facet: &str| {
            search
                .columns()?
                .facet(facet)
                .map_or_else(|| Ok(Vec::new()), |facet| facet.values())
        };
        let verb = |label: &String| Verb::ALL.into_iter().find(|verb| verb.label() == label);
        Ok(Self {
            search,
            plan,
            clauses,
            asked,
            stops: stops(),
            verbs: values(columns::VERB)?.iter().map(verb).collect(),
            levels: if plan.levels.is_empty() {
                Vec::new()
            } else {
                values("level")?
            },
        })
    }

    /// Adds what the names of the best documents earn; the others earn nothing more.
    pub(super) fn add(&self, board: &mut Board, best: &[u32]) -> tantivy::Result<()> {
        let columns = self.columns()?;
        for &doc in best {
            let more = self.earned(doc, board, &columns)?;
            board.scores[doc as usize] += (more.name + more.verb + more.level) * board.total;
        }
        Ok(())
    }

    /// What a document earned so, in words.
    pub(super) fn explain(&self, doc: u32, board: &Board) -> tantivy::Result<Vec<(String, f32)>> {
        let earned = self.earned(doc, board, &self.columns()?)?;
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
        Ok(parts
            .into_iter()
            .map(|(part, share)| (part, share * board.total))
            .collect())
    }

    fn earned(&self, doc: u32, board: &Board, columns: &[Column<u64>]) -> tantivy::Result<EarnedByName> {
        let tuning = &self.search.tuning;
        let address = self.search.lists.address(doc);
        let column = &columns[address.segment_ord as usize];
        let name: Vec<(u32, u32)> = column
            .values_for_doc(address.doc_id)
            .map(|both| ((both >> 32) as u32, both as u32))
            .collect();
        let (covers, covered) = self.covers(&name, board.mass);
        let name = tuning.name_covers_query * covers + tuning.query_covers_name * covers * covered;
        Ok(EarnedByName {
            covers,
            covered,
            name: if tuning.mechanisms.names { name } else { 0.0 },
            verb: self.by_verb(doc, tuning)?,
            level: self.by_level(doc, tuning)?,
        })
    }

    fn columns(&self) -> tantivy::Result<Vec<Column<u64>>> {
        let name = self
            .search
            .schema
            .schema
            .get_field_name(self.search.schema.name_syllables);
        self.search
            .searcher
            .segment_readers()
            .iter()
            .map(|segment| segment.fast_fields().u64(name))
            .collect()
    }

    /// How much of the query the name has, and how much of the name was asked for.
    fn covers(&self, name: &[(u32, u32)], mass: f32) -> (f32, f32) {
        if mass <= 0.0 {
            return (0.0, 0.0);
        }
        let mut covers = 0.0;
        for (mass, choices) in &self.clauses {
            let share = choices.iter().map(|choice| {
                let has: f32 = choice
                    .syllables
                    .iter()
                    .map(|syllable| self.agreement(syllable, name) * syllable.telling)
                    .sum();
                if choice.whole > 0.0 {
                    choice.weight.min(1.0) * has / choice.whole
                } else {
                    0.0
                }
            });
            covers += mass * share.fold(0.0, f32::max);
        }
        let covers = covers / mass;
        let counted = name
            .iter()
            .filter(|(folded, _)| !self.stops.contains(folded) || self.asked.contains(folded))
            .count();
        let asked = name.iter().filter(|(folded, _)| self.asked.contains(folded)).count();
        (covers, asked as f32 / counted.max(1) as f32)
    }

    /// How well a name agrees with a syllable: with its accents wholly, without them in part.
    fn agreement(&self, wanted: &NameSyllable, name: &[(u32, u32)]) -> f32 {
        let (mut folded, mut exact) = (false, false);
        for syllable in name {
            let same = syllable.0 == wanted.folded;
            folded |= same;
            exact |= same && wanted.exact.is_none_or(|wanted| wanted == syllable.1);
        }
        match (exact, folded) {
            (true, _) => 1.0,
            (false, true) => self.search.tuning.other_accents,
            (false, false) => 0.0,
        }
    }

    /// The verb asked for earns; a verb not asked for that makes the procedure a special one costs.
    fn by_verb(&self, doc: u32, tuning: &Tuning) -> tantivy::Result<f32> {
        if !tuning.mechanisms.verbs {
            return Ok(0.0);
        }
        let mut held: Vec<u32> = Vec::new();
        if let Some(facet) = self.search.columns()?.facet(columns::VERB) {
            facet.each(doc, |number| held.push(number));
        }
        let has = |verb: &Verb| {
            held.iter()
                .any(|number| self.verbs.get(*number as usize) == Some(&Some(*verb)))
        };
        let derived_has = Verb::ALL.iter().any(|verb| verb.is_derived() && has(verb));
        let plain_has = Verb::ALL.iter().any(|verb| !verb.is_derived() && has(verb));
        let asked = &self.plan.verbs;
        let derived_asked = asked.iter().any(|verb| verb.is_derived());
        let agrees = asked.iter().any(has);
        Ok(match (agrees, derived_asked) {
            (true, _) => tuning.verb,
            (false, true) => -tuning.other_verb,
            (false, false) if derived_has && !plain_has => -tuning.special_verb,
            (false, false) => 0.0,
        })
    }

    fn by_level(&self, doc: u32, tuning: &Tuning) -> tantivy::Result<f32> {
        if self.plan.levels.is_empty() {
            return Ok(0.0);
        }
        let mut agrees = false;
        if let Some(facet) = self.search.columns()?.facet("level") {
            facet.each(doc, |number| {
                let level = self.levels.get(number as usize);
                agrees |= level.is_some_and(|level| self.plan.levels.contains(&level.as_str()));
            });
        }
        Ok(if agrees { tuning.level } else { 0.0 })
    }
}

/// Stop words as names are kept in the columns.
fn stops() -> HashSet<u32> {
    static STOPS: std::sync::OnceLock<HashSet<u32>> = std::sync::OnceLock::new();
    STOPS
        .get_or_init(|| {
            let syllables = STOP_WORDS.iter().flat_map(|word| analysis::syllables(word));
            syllables
                .map(|syllable| analysis::number_of(&syllable.folded))
                .collect()
        })
        .clone()
}

/// What each syllable of the query tells, for choosing passages.
pub(super) fn telling_of(plan: &Plan, board: &Board) -> HashMap<String, f32> {
    let mut telling = HashMap::new();
    for (clause, weighed) in plan.clauses.iter().zip(&board.weighed) {
        for (choice, tells) in clause.choices.iter().zip(&weighed.choices) {
            for (term, tells) in choice.terms.iter().zip(tells) {
                if term.form == Form::Folded && *tells > 0.0 {
                    telling.insert(term.term.clone(), tells * term.factor);
                }
            }
        }
    }
    telling
}

/// Where the documents of a searcher are deleted.
pub(super) fn alive(searcher: &Searcher) -> Option<Vec<bool>> {
    let segments = searcher.segment_readers();
    if segments.iter().all(|segment| !segment.has_deletes()) {
        return None;
    }
    let alive = segments
        .iter()
        .flat_map(|segment| (0..segment.max_doc()).map(|doc| !segment.is_deleted(doc)));
    Some(alive.collect())
}
