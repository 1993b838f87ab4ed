//! What every document earned, and how much of the query it has.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;
use tantivy::Searcher;

use super::Search;
use super::analysis::Form;
use super::query::{Choice, Clause, Plan};
use super::scoring::{Frequencies, Lists};
use super::weights;

/// From so many documents on, work is shared between cores.
pub(super) const SIDE_BY_SIDE: usize = 10_000;

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
    touched: Vec<usize>,
    all: Vec<usize>,
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
        for clause in &plan.clauses {
            let weighed = weigh(clause, known)?;
            board.mass += weighed.mass;
            board.total += weighed.most(clause);
            board.weighed.push(weighed);
        }
        // Segments have nothing to do with each other; but a few documents are scored before another core is awake.
        let ranges: Vec<_> = search.lists.segments().enumerate().collect();
        let earned = |&(segment, range): &(usize, &Range<u32>)| {
            let mut earned = Earned::new(&search.lists, segment, range.len());
            for (clause, weighed) in plan.clauses.iter().zip(&board.weighed) {
                earned.add(clause, weighed)?;
            }
            Ok((earned.scores, earned.covered))
        };
        let segments: Vec<(Vec<f32>, Vec<f32>)> = if (documents as usize) < SIDE_BY_SIDE {
            ranges.iter().map(earned).collect::<tantivy::Result<_>>()?
        } else {
            ranges.par_iter().map(earned).collect::<tantivy::Result<_>>()?
        };
        (board.scores, board.covered) = (Vec::new(), Vec::new());
        for (scores, covered) in segments {
            board.scores.extend(scores);
            board.covered.extend(covered);
        }
        board.add_pinned(search, plan)?;
        board.find(search, plan);
        Ok(board)
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

impl Weighed {
    /// The choices the index has something of.
    fn usable<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = (&'a Choice, &'a Vec<f32>)> {
        let choices = clause.choices.iter().zip(&self.choices);
        choices.filter(|(_, telling)| telling.iter().any(|telling| *telling > 0.0))
    }

    /// What a document would earn that has nothing but the best choice.
    fn most(&self, clause: &Clause) -> f32 {
        let most = |(choice, telling): (&Choice, &Vec<f32>)| {
            let terms = choice.terms.iter().zip(telling);
            choice.weight * terms.map(|(term, telling)| term.factor * telling).sum::<f32>()
        };
        self.usable(clause).map(most).fold(0.0, f32::max)
    }
}

/// What the documents of one segment earn.
struct Earned<'a> {
    lists: &'a Lists,
    segment: usize,
    scores: Vec<f32>,
    covered: Vec<f32>,
    scratch: Option<Scratch>,
}

impl<'a> Earned<'a> {
    fn new(lists: &'a Lists, segment: usize, documents: usize) -> Self {
        Self {
            lists,
            segment,
            scores: vec![0.0; documents],
            covered: vec![0.0; documents],
            scratch: None,
        }
    }

    fn add(&mut self, clause: &Clause, weighed: &Weighed) -> tantivy::Result<()> {
        let usable: Vec<(&Choice, &Vec<f32>)> = weighed.usable(clause).collect();
        match usable.as_slice() {
            [] => Ok(()),
            [(choice, telling)] => self.add_choice(choice, telling, weighed.mass),
            several => self.add_best(several, weighed.mass),
        }
    }

    fn add_choice(&mut self, choice: &Choice, telling: &[f32], mass: f32) -> tantivy::Result<()> {
        let whole = presence(choice, telling);
        for (term, &telling) in choice.terms.iter().zip(telling).filter(|(_, telling)| **telling > 0.0) {
            let worth = choice.weight * term.factor * telling;
            let is_number = term.form == Form::Numbers;
            let counts = matches!(term.form, Form::Folded | Form::Numbers) && mass > 0.0;
            let present = if counts { mass * telling / whole } else { 0.0 };
            let (scores, covered) = (&mut self.scores, &mut self.covered);
            self.lists.visit(self.segment, term.form, &term.term, |doc, share| {
                scores[doc] += worth * if is_number { 1.0 } else { share };
                if counts {
                    covered[doc] += present;
                }
            })?;
        }
        Ok(())
    }

    /// Adds for each document what its best choice earns.
    fn add_best(&mut self, choices: &[(&Choice, &Vec<f32>)], mass: f32) -> tantivy::Result<()> {
        let documents = self.scores.len();
        let scratch = self.scratch.get_or_insert_with(|| Scratch::new(documents));
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
                self.lists.visit(self.segment, term.form, &term.term, |doc, share| {
                    if points[doc] == 0.0 {
                        touched.push(doc);
                    }
                    points[doc] += worth * if is_number { 1.0 } else { share };
                    has[doc] += present;
                })?;
            }
            for doc in scratch.touched.drain(..) {
                if scratch.best[doc] == 0.0 {
                    scratch.all.push(doc);
                }
                scratch.best[doc] = scratch.best[doc].max(std::mem::take(&mut scratch.points[doc]));
                scratch.best_present[doc] = scratch.best_present[doc].max(std::mem::take(&mut scratch.present[doc]));
            }
        }
        for doc in scratch.all.drain(..) {
            self.scores[doc] += std::mem::take(&mut scratch.best[doc]);
            self.covered[doc] += mass * std::mem::take(&mut scratch.best_present[doc]);
        }
        Ok(())
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
