//! What every document earned, and how much of the query it has.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::Searcher;

use super::Search;
use super::analysis::Form;
use super::impact;
use super::query::{Choice, Clause, Plan};
use super::scoring::{self, BLOCK, Entries, List, Listed, Lists};
use super::weights;

/// From so many documents on, work is shared between cores.
pub(super) const SIDE_BY_SIDE: usize = 10_000;

/// Sums of the same numbers in another order differ by less.
pub(super) const NEARLY: f32 = 0.999;

/// The scores of all documents.
pub(super) struct Board {
    pub(super) scores: Vec<f32>,
    /// Documents that have enough of the query.
    pub(super) found: Vec<u32>,
    /// Clauses with what they are worth.
    pub(super) weighed: Vec<Weighed>,
    /// What a document with everything in its name would have earned, about.
    pub(super) total: f32,
    /// How much of the query a document has at most, between 0 and the sum of the clauses' masses.
    pub(super) most: f32,
    pub(super) mass: f32,
    /// Documents whose code was typed.
    pub(super) pinned: HashSet<u32>,
}

/// A clause with what its terms tell.
pub(super) struct Weighed {
    /// For each choice its terms.
    pub(super) choices: Vec<Vec<Term>>,
    /// What having the clause weighs among the clauses that count; nothing when the index has none of its words.
    pub(super) mass: f32,
}

/// A term of a choice, as the index has it.
pub(super) struct Term {
    listed: Arc<Listed>,
    /// How much it tells; nothing when no document has it.
    pub(super) telling: f32,
}

impl Board {
    pub(super) fn of(search: &Search, plan: &Plan, everything: bool) -> tantivy::Result<Self> {
        let documents = search.lists.documents();
        let mut board = Self {
            scores: vec![0.0; documents as usize],
            found: Vec::new(),
            weighed: Vec::new(),
            total: 0.0,
            most: 0.0,
            mass: 0.0,
            pinned: HashSet::new(),
        };
        if everything {
            board.found = (0..documents).filter(|doc| search.is_alive(*doc)).collect();
            return Ok(board);
        }
        board.weighed = weighed(plan, &search.lists)?;
        for (clause, weighed) in plan.clauses.iter().zip(&board.weighed) {
            board.mass += weighed.mass;
            board.total += weighed.most(clause);
        }
        let covered = board.earn(search, plan)?;
        board.add_pinned(search, plan)?;
        board.find(search, plan, &covered);
        Ok(board)
    }

    /// Adds what documents earn by the clauses; says how much of the query each has.
    fn earn(&mut self, search: &Search, plan: &Plan) -> tantivy::Result<Vec<f32>> {
        let clauses = plan.clauses.iter().zip(&self.weighed);
        let clauses = clauses.map(|(clause, weighed)| Earning::of(&search.lists, clause, weighed));
        let clauses: Vec<Earning<'_>> = clauses.collect::<tantivy::Result<_>>()?;
        let mut covered = vec![0.0; self.scores.len()];
        let rooms = self.scores.chunks_mut(BLOCK).zip(covered.chunks_mut(BLOCK));
        let mut blocks: Vec<Block<'_>> = rooms
            .zip(0..)
            .map(|((scores, covered), number)| Block {
                number,
                scores,
                covered,
                most: 0.0,
            })
            .collect();
        let add = |block: &mut Block<'_>| SCRATCH.with_borrow_mut(|scratch| block.add(&clauses, scratch));
        // A few documents are scored before another core is awake.
        if self.weighed.is_empty() || blocks.len() * BLOCK < SIDE_BY_SIDE {
            blocks.iter_mut().for_each(add);
        } else {
            blocks.par_iter_mut().for_each(add);
        }
        self.most = blocks.iter().map(|block| block.most).fold(0.0, larger);
        Ok(covered)
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
    fn find(&mut self, search: &Search, plan: &Plan, covered: &[f32]) {
        let elsewhere = search.elsewhere.as_ref().map_or(0.0, |told| told.most);
        self.most = larger(self.most, elsewhere);
        let enough = enough(plan, &self.weighed).min(self.most * NEARLY);
        if self.most > 0.0 {
            self.found = at_least(covered, enough);
        }
        if !self.pinned.is_empty() {
            self.found.extend(&self.pinned);
            self.found.sort_unstable();
            self.found.dedup();
        }
        if search.alive.is_some() {
            self.found.retain(|doc| search.is_alive(*doc));
        }
    }

    /// Whether a document has everything that was typed.
    pub(super) fn is_complete(&self) -> bool {
        self.most >= self.mass * NEARLY
    }
}

/// The places of numbers that are not below another one.
fn at_least(numbers: &[f32], least: f32) -> Vec<u32> {
    let blocks: Vec<(u32, &[f32])> = (0..).step_by(BLOCK).zip(numbers.chunks(BLOCK)).collect();
    if numbers.len() < SIDE_BY_SIDE {
        return blocks.into_iter().flat_map(|block| at_least_of(block, least)).collect();
    }
    let found: Vec<Vec<u32>> = blocks.into_par_iter().map(|block| at_least_of(block, least)).collect();
    found.concat()
}

/// The same of one block. A place is written whether it counts or not: which ones do cannot be guessed.
fn at_least_of((first, numbers): (u32, &[f32]), least: f32) -> Vec<u32> {
    let (mut places, mut count) = (vec![0; numbers.len()], 0);
    for (place, &number) in (first..).zip(numbers) {
        places[count] = place;
        count += usize::from(number >= least);
    }
    places.truncate(count);
    places
}

/// The largest of some numbers and nothing; many at a time.
fn most(numbers: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    let (many, few) = numbers.as_chunks::<8>();
    for chunk in many {
        lanes
            .iter_mut()
            .zip(chunk)
            .for_each(|(most, number)| *most = larger(*most, *number));
    }
    lanes.iter().chain(few).copied().fold(0.0, larger)
}

/// How much of a query a document must have to be found, where any has so much.
pub(super) fn enough(plan: &Plan, weighed: &[Weighed]) -> f32 {
    let counted = plan.clauses.iter().zip(weighed);
    let counted = counted.filter(|(clause, weighed)| clause.counts && weighed.mass > 0.0);
    let words = counted.map(|(clause, _)| clause.said).sum();
    let mass: f32 = weighed.iter().map(|weighed| weighed.mass).sum();
    mass * weights::enough(words)
}

/// The clauses of a plan with what they are worth.
pub(super) fn weighed(plan: &Plan, lists: &Lists) -> tantivy::Result<Vec<Weighed>> {
    plan.clauses.iter().map(|clause| weigh(clause, lists)).collect()
}

/// The larger of two numbers that are numbers, as processors tell it.
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

impl Weighed {
    /// The choices the index has something of.
    pub(super) fn usable<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = (&'a Choice, &'a Vec<Term>)> {
        let choices = clause.choices.iter().zip(&self.choices);
        choices.filter(|(_, terms)| terms.iter().any(|term| term.telling > 0.0))
    }

    /// What a document would earn that has nothing but the best choice.
    fn most(&self, clause: &Clause) -> f32 {
        let most = |(choice, terms): (&Choice, &Vec<Term>)| {
            let terms = choice.terms.iter().zip(terms);
            choice.weight * terms.map(|(wanted, term)| wanted.factor * term.telling).sum::<f32>()
        };
        self.usable(clause).map(most).fold(0.0, f32::max)
    }
}

/// What a clause gives to documents.
struct Earning<'a> {
    /// For each choice the lists of its terms.
    choices: Vec<Vec<Giving<'a>>>,
    mass: f32,
}

/// What a term gives to the documents of its list.
struct Giving<'a> {
    list: &'a List,
    /// The points for each part of a share, and for each level.
    part: f32,
    points: [f32; impact::LEVELS],
    /// How much of the choice is there with it.
    present: f32,
}

/// What the documents of a block earn: points, and how much of what is asked is there.
struct Gains {
    points: Box<[f32; BLOCK]>,
    present: Box<[f32; BLOCK]>,
}

impl Default for Gains {
    fn default() -> Self {
        let room = || Box::new([0.0; BLOCK]);
        Self {
            points: room(),
            present: room(),
        }
    }
}

/// Room for what is earned; all nothing between blocks.
#[derive(Default)]
struct Scratch {
    sum: Gains,
    /// By the choice looked at, and by the best choice so far of a clause.
    here: Gains,
    best: Gains,
}

thread_local! {
    /// Taken once a thread: to be given so much room takes as long as to score some clauses.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Documents next to one another with what they earn.
struct Block<'a> {
    number: usize,
    scores: &'a mut [f32],
    covered: &'a mut [f32],
    /// The most any of them has covered.
    most: f32,
}

impl<'a> Earning<'a> {
    fn of(lists: &Lists, clause: &'a Clause, weighed: &'a Weighed) -> tantivy::Result<Self> {
        let choices = weighed.usable(clause).map(|(choice, terms)| {
            let whole = presence(choice, terms);
            let known = choice.terms.iter().zip(terms).filter(|(_, term)| term.telling > 0.0);
            let given = known.map(|(wanted, term)| {
                let worth = choice.weight * wanted.factor * term.telling;
                let part = worth * impact::PART;
                let points = lists.shares().map(|share| match wanted.form {
                    Form::Numbers => worth,
                    _ => part * f32::from(share),
                });
                let shows = matches!(wanted.form, Form::Folded | Form::Numbers);
                Ok(Giving {
                    list: lists.list(wanted.form, &wanted.term, &term.listed)?,
                    part,
                    points,
                    present: if shows { term.telling / whole } else { 0.0 },
                })
            });
            given.collect()
        });
        Ok(Self {
            choices: choices.collect::<tantivy::Result<_>>()?,
            mass: weighed.mass,
        })
    }
}

impl Block<'_> {
    fn add(&mut self, clauses: &[Earning<'_>], scratch: &mut Scratch) {
        for clause in clauses {
            match clause.choices.as_slice() {
                [] => {}
                [choice] => {
                    let given = choice.iter();
                    given.for_each(|term| term.give(self.number, clause.mass, &mut scratch.sum));
                }
                several => self.add_best(several, clause.mass, scratch),
            }
        }
        let documents = self.scores.len();
        let Gains { points, present } = &mut scratch.sum;
        self.scores.copy_from_slice(&points[..documents]);
        self.covered.copy_from_slice(&present[..documents]);
        self.most = most(self.covered);
        points[..documents].fill(0.0);
        present[..documents].fill(0.0);
    }

    /// Adds for each document what its best choice earns.
    fn add_best(&self, choices: &[Vec<Giving<'_>>], mass: f32, scratch: &mut Scratch) {
        let documents = self.scores.len();
        let Scratch { sum, here, best } = scratch;
        let mut all: Vec<Entries<'_>> = Vec::new();
        for choice in choices {
            let before = all.len();
            for term in choice {
                term.give(self.number, 1.0, here);
                all.push(term.list.block(self.number));
            }
            let better = |best: &mut f32, here: &mut f32| *best = larger(*best, std::mem::take(here));
            each_touched(&all[before..], documents, best, here, better, better);
        }
        let earned = |sum: &mut f32, best: &mut f32| *sum += std::mem::take(best);
        let covered = |sum: &mut f32, best: &mut f32| *sum += mass * std::mem::take(best);
        each_touched(&all, documents, sum, best, earned, covered);
    }
}

impl Giving<'_> {
    /// Gives to the documents of a block.
    fn give(&self, block: usize, mass: f32, to: &mut Gains) {
        let present = mass * self.present;
        match self.list.block(block) {
            Entries::Sparse(entries) if present > 0.0 => {
                for (doc, level) in scoring::places(entries) {
                    to.points[doc] += self.points[level];
                    to.present[doc] += present;
                }
            }
            Entries::Sparse(entries) => {
                for (doc, level) in scoring::places(entries) {
                    to.points[doc] += self.points[level];
                }
            }
            Entries::Dense(shares) => {
                for (points, share) in to.points.iter_mut().zip(shares) {
                    *points += self.part * f32::from(*share);
                }
                if present > 0.0 {
                    for (there, share) in to.present.iter_mut().zip(shares) {
                        *there += if *share > 0 { present } else { 0.0 };
                    }
                }
            }
        }
    }
}

/// Visits, in two rooms, at least the documents of some lists; some more than once.
fn each_touched(
    lists: &[Entries<'_>],
    documents: usize,
    to: &mut Gains,
    from: &mut Gains,
    points: impl Fn(&mut f32, &mut f32),
    present: impl Fn(&mut f32, &mut f32),
) {
    let touched = lists.iter().map(|list| match list {
        Entries::Sparse(entries) => entries.len(),
        Entries::Dense(_) => BLOCK,
    });
    // One after another they are visited several times as fast.
    if touched.sum::<usize>() * 4 > documents {
        let all = to.points.iter_mut().zip(from.points.iter_mut());
        all.take(documents).for_each(|(to, from)| points(to, from));
        let all = to.present.iter_mut().zip(from.present.iter_mut());
        all.take(documents).for_each(|(to, from)| present(to, from));
        return;
    }
    for list in lists {
        let Entries::Sparse(entries) = list else { continue };
        for (doc, _) in scoring::places(entries) {
            points(&mut to.points[doc], &mut from.points[doc]);
            present(&mut to.present[doc], &mut from.present[doc]);
        }
    }
}

/// The telling of the terms that show a choice is there.
pub(super) fn presence(choice: &Choice, terms: &[Term]) -> f32 {
    shown(choice, terms).max(f32::MIN_POSITIVE)
}

fn shown(choice: &Choice, terms: &[Term]) -> f32 {
    let terms = choice.terms.iter().zip(terms);
    let shown = terms.filter(|(wanted, _)| matches!(wanted.form, Form::Folded | Form::Numbers));
    shown.map(|(_, term)| term.telling).sum()
}

fn weigh(clause: &Clause, lists: &Lists) -> tantivy::Result<Weighed> {
    let mut choices = Vec::new();
    for choice in &clause.choices {
        let terms = choice.terms.iter().map(|wanted| {
            let listed = lists.listed(wanted.form, &wanted.term)?;
            Ok(Term {
                telling: if listed.frequency == 0 {
                    0.0
                } else {
                    lists.telling(listed.frequency)
                },
                listed,
            })
        });
        choices.push(terms.collect::<tantivy::Result<Vec<Term>>>()?);
    }
    let masses = clause.choices.iter().zip(&choices);
    let most = masses.map(|(choice, terms)| shown(choice, terms)).fold(0.0, f32::max);
    Ok(Weighed {
        mass: if clause.counts { most } else { 0.0 },
        choices,
    })
}

/// What each syllable of the query tells, for choosing passages.
pub(super) fn telling_of(plan: &Plan, board: &Board) -> HashMap<String, f32> {
    let mut telling = HashMap::new();
    for (clause, weighed) in plan.clauses.iter().zip(&board.weighed) {
        for (choice, terms) in clause.choices.iter().zip(&weighed.choices) {
            for (wanted, term) in choice.terms.iter().zip(terms) {
                if wanted.form == Form::Folded && term.telling > 0.0 {
                    telling.insert(wanted.term.clone(), term.telling * wanted.factor);
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
