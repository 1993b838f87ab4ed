//! Plan to page: scores added up, filters applied, facets counted, the page's hits shown.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::TantivyDocument;

use super::analysis::{self, Form};
use super::board::{self, Board, SIDE_BY_SIDE, Term};
use super::columns::{Columns, Facet, ONLINE, VERB};
use super::document::{Head, ONLINE_UNSPECIFIED, Passage};
use super::explain;
use super::names::Names;
use super::query::{Choice, Plan, Planner};
use super::snippet::{Matcher, Snippet};
use super::verbs::Verb;
use super::{Hit, Online, Query, Results, Search, SearchError, Sort};
use crate::catalogue::fields;
use crate::catalogue::values::{Level, OnlineLevel};
use crate::text;

/// Most values named when a filter asked for one that is not there.
const MOST_NAMED: usize = 8;

/// For each facet its values with the number of hits.
pub(super) type FacetCounts = BTreeMap<&'static str, Vec<(Arc<str>, usize)>>;

/// The documents of a page, and what they were found by.
pub(super) struct Ranked {
    plan: Plan,
    board: Board,
    page: Vec<u32>,
    total: usize,
    facets: FacetCounts,
    /// The best of all that were found.
    best: Option<u32>,
}

/// Answers a query.
pub(super) fn find(search: &Search, query: &Query) -> Result<Results, SearchError> {
    Ok(find_with_count(search, query)?.0)
}

/// Answers a query, and says how many of the documents at hand were found.
pub(super) fn find_with_count(search: &Search, query: &Query) -> Result<(Results, usize), SearchError> {
    let ranked = ranked(search, query)?;
    let results = Results {
        query: query.words.clone(),
        total: ranked.total,
        hits: hits(search, query, &ranked, &ranked.page)?,
        suggestion: ranked.plan.suggestion(),
        dropped: dropped(search, &ranked.plan, &ranked.board, ranked.best)?,
        facets: ranked.facets,
    };
    Ok((results, ranked.board.found.len()))
}

/// The documents of a page, not shown yet.
pub(super) fn ranked(search: &Search, query: &Query) -> Result<Ranked, SearchError> {
    let columns = search.columns()?;
    let plan = plan(search, query)?;
    let mut board = Board::of(search, &plan, query.is_everything())?;
    let (mut found, total, facets) = match &search.elsewhere {
        Some(told) => (board.found.clone(), told.total, told.facets.clone()),
        None => {
            let (found, facets) = Filter::of(columns, query)?.apply(columns, &board)?;
            let total = found.len();
            (found, total, facets)
        }
    };
    let order = Order::of(columns, query.sort)?;
    let best = rerank(search, query, &plan, &mut board, &mut found, &order)?;
    page(query, &board, &mut found, &order);
    Ok(Ranked {
        plan,
        board,
        page: found,
        total,
        facets,
        best,
    })
}

/// What was typed, taken apart.
pub(super) fn plan(search: &Search, query: &Query) -> tantivy::Result<Plan> {
    let planner = Planner {
        tuning: &search.tuning,
        phrases: &search.phrases,
        known: &search.lists,
    };
    planner.plan(&query.words)
}

impl Ranked {
    /// The head of each document of the page.
    pub(super) fn heads(&self, search: &Search) -> tantivy::Result<Vec<(u32, Head)>> {
        let heads = self.page.par_iter();
        heads
            .map(|&doc| Ok((doc, head(search, &stored(search, doc)?)?)))
            .collect()
    }
}

/// Shows documents that were found.
pub(super) fn hits(search: &Search, query: &Query, ranked: &Ranked, page: &[u32]) -> tantivy::Result<Vec<Hit>> {
    let (plan, board) = (&ranked.plan, &ranked.board);
    if page.is_empty() {
        return Ok(Vec::new());
    }
    let matcher = Matcher::new(plan, board::telling_of(plan, board));
    // Reading records and choosing passages takes longer than the ranking.
    page.par_iter()
        .map(|&doc| hit(search, query, plan, board, &matcher, doc))
        .collect()
}

/// What was typed and the best document does not have, where none has everything.
fn dropped(search: &Search, plan: &Plan, board: &Board, best: Option<u32>) -> tantivy::Result<Vec<String>> {
    let mut dropped = Vec::new();
    for (clause, weighed) in plan
        .clauses
        .iter()
        .zip(&board.weighed)
        .filter(|(clause, _)| clause.counts)
    {
        let mut has = false;
        if weighed.mass > 0.0 {
            if board.is_complete() {
                continue;
            }
            for (choice, terms) in clause.choices.iter().zip(&weighed.choices) {
                has |= choice_stands(search, choice, terms, best)?;
            }
        }
        if !has {
            dropped.push(plan.typed.get(clause.range.clone()).unwrap_or_default().to_owned());
        }
    }
    Ok(dropped)
}

/// Whether a document has at least half of a choice.
fn choice_stands(search: &Search, choice: &Choice, terms: &[Term], doc: Option<u32>) -> tantivy::Result<bool> {
    let Some(doc) = doc else { return Ok(false) };
    let (mut has, mut whole) = (0.0, 0.0);
    for (wanted, term) in choice.terms.iter().zip(terms) {
        if matches!(wanted.form, Form::Folded | Form::Numbers) {
            whole += term.telling;
            has += search
                .lists
                .share(wanted.form, &wanted.term, doc)?
                .map_or(0.0, |_| term.telling);
        }
    }
    Ok(whole > 0.0 && has * 2.0 >= whole)
}

/// Looks at the best by their names, and names the best of all. Of found documents that are wanted by relevance those are
/// dropped that no page so far holds.
fn rerank(
    search: &Search,
    query: &Query,
    plan: &Plan,
    board: &mut Board,
    found: &mut Vec<u32>,
    order: &Order<'_>,
) -> tantivy::Result<Option<u32>> {
    // Whoever is not looked at again keeps its place among those that are not.
    let most = search.tuning.reranked;
    let kept = query.offset.saturating_add(query.limit).max(1).saturating_add(most);
    let mut leading = order.leading(board, found, kept);
    if most < leading.len() {
        leading.select_nth_unstable_by(most, |a, b| order.by_score(board, *a, *b));
    }
    Names::new(search, plan, board)?.add(board, &leading[..most.min(leading.len())]);
    let best = leading.iter().copied().min_by(|a, b| order.by_score(board, *a, *b));
    if query.sort == Sort::Relevance {
        *found = leading;
    }
    Ok(best)
}

/// The order of hits.
struct Order<'a> {
    sort: Sort,
    columns: &'a Columns,
    /// Places in the order of names, where that is asked for.
    names: &'a [u32],
}

impl<'a> Order<'a> {
    fn of(columns: &'a Columns, sort: Sort) -> tantivy::Result<Self> {
        let names = if sort == Sort::Name { columns.by_name()? } else { &[] };
        Ok(Self { sort, columns, names })
    }

    fn by_score(&self, board: &Board, a: u32, b: u32) -> Ordering {
        let scores = &board.scores;
        let first = scores[b as usize].total_cmp(&scores[a as usize]);
        first.then_with(|| self.by_code(a, b))
    }

    fn by_code(&self, a: u32, b: u32) -> Ordering {
        let code = |doc| self.columns.order(doc);
        code(a).cmp(&code(b)).then_with(|| a.cmp(&b))
    }

    fn compare(&self, board: &Board, a: u32, b: u32) -> Ordering {
        match self.sort {
            Sort::Relevance => self.by_score(board, a, b),
            Sort::Name => {
                let first = self.names[a as usize].cmp(&self.names[b as usize]);
                first.then_with(|| self.by_code(a, b))
            }
            Sort::Code => self.by_code(a, b),
        }
    }

    /// So many of the best by score, in no order.
    fn leading(&self, board: &Board, found: &[u32], count: usize) -> Vec<u32> {
        let mut leading = Vec::new();
        // What is worse than this is not among them.
        let mut least = f32::NEG_INFINITY;
        for &doc in found {
            if board.scores[doc as usize] >= least {
                leading.push(doc);
                if leading.len() / 2 >= count {
                    leading.select_nth_unstable_by(count - 1, |a, b| self.by_score(board, *a, *b));
                    leading.truncate(count);
                    least = board.scores[leading[count - 1] as usize];
                }
            }
        }
        if count < leading.len() {
            leading.select_nth_unstable_by(count - 1, |a, b| self.by_score(board, *a, *b));
            leading.truncate(count);
        }
        leading
    }
}

/// What documents must have besides words.
struct Filter {
    /// For each facet the values that are wanted; `None` when it is not filtered by.
    wanted: Vec<Option<Vec<bool>>>,
    max_days: Option<u64>,
    free: bool,
    in_force: bool,
}

impl Filter {
    fn of(columns: &Columns, query: &Query) -> Result<Self, SearchError> {
        let mut wanted: Vec<Option<Vec<bool>>> = Vec::new();
        for facet in &columns.facets {
            let chosen = chosen_values(query, facet.name);
            wanted.push(if chosen.is_empty() {
                None
            } else {
                let values: Vec<&str> = facet.values()?.collect();
                let known = || {
                    let counted = facet.counted(&vec![1; facet.numbers])?;
                    Ok(counted.into_iter().map(|(value, _)| value.to_string()).collect())
                };
                Some(matching(facet.name, &values, &chosen, known)?)
            });
        }
        Ok(Self {
            wanted,
            max_days: query.max_days.map(u64::from),
            free: query.free,
            in_force: query.in_force,
        })
    }

    /// The documents that pass, and how many have each value of each facet.
    fn apply(&self, columns: &Columns, board: &Board) -> tantivy::Result<(Vec<u32>, FacetCounts)> {
        let facets = &columns.facets;
        facets.iter().for_each(|facet| facet.prepare(board.found.len()));
        let (passed, nearly) = self.passing(columns, board);
        let counted = |(at, facet): (usize, &Facet)| {
            let nearly = nearly.iter().filter(|(_, against)| *against == at);
            let docs = passed.iter().chain(nearly.map(|(doc, _)| doc));
            let counts = facet.count(docs.copied());
            Ok((facet.name, facet.counted(&counts)?))
        };
        let counted: Vec<_> = if passed.len() < SIDE_BY_SIDE {
            facets.iter().enumerate().map(counted).collect::<tantivy::Result<_>>()?
        } else {
            facets
                .par_iter()
                .enumerate()
                .map(counted)
                .collect::<tantivy::Result<_>>()?
        };
        Ok((passed, counted.into_iter().collect()))
    }

    /// The documents that pass; and those that would but for one facet, with which it is: for that facet they still count,
    /// because choosing otherwise there would show them.
    fn passing(&self, columns: &Columns, board: &Board) -> (Vec<u32>, Vec<(u32, usize)>) {
        let filters: Vec<usize> = (0..self.wanted.len()).filter(|at| self.wanted[*at].is_some()).collect();
        let has_limits = self.max_days.is_some() || self.free || self.in_force;
        if filters.is_empty() && !has_limits {
            return (board.found.clone(), Vec::new());
        }
        let (mut passed, mut nearly) = (Vec::new(), Vec::new());
        for &doc in board.found.iter().filter(|doc| self.passes_limits(columns, **doc)) {
            let facets = &columns.facets;
            let mut failed = filters.iter().filter(|&&at| !self.passes(&facets[at], at, doc));
            match (failed.next(), failed.next()) {
                (None, _) => passed.push(doc),
                (Some(at), None) => nearly.push((doc, *at)),
                _ => {}
            }
        }
        (passed, nearly)
    }

    fn passes_limits(&self, columns: &Columns, doc: u32) -> bool {
        let in_time = self
            .max_days
            .is_none_or(|most| columns.longest_days(doc).is_some_and(|days| days <= most));
        in_time && (!self.free || columns.is_free(doc)) && (!self.in_force || columns.is_in_force(doc))
    }

    fn passes(&self, facet: &Facet, at: usize, doc: u32) -> bool {
        let Some(wanted) = &self.wanted[at] else { return true };
        let mut passes = false;
        facet.each(doc, |value| passes |= wanted[value as usize]);
        passes
    }
}

/// The values of a facet a query chose.
pub(super) fn chosen_values(query: &Query, facet: &str) -> Vec<String> {
    if facet == ONLINE {
        return query.online.map(online_values).unwrap_or_default();
    }
    let chosen = query.chosen().into_iter().filter(|(chosen, _)| *chosen == facet);
    chosen.flat_map(|(_, values)| values.iter().cloned()).collect()
}

fn online_values(online: Online) -> Vec<String> {
    match online {
        Online::Any => [
            OnlineLevel::Full.label(),
            OnlineLevel::Partial.label(),
            ONLINE_UNSPECIFIED,
        ]
        .map(str::to_owned)
        .into(),
        Online::Level(level) => vec![level.label().to_owned()],
    }
}

/// The values of a facet that were meant: in the same spelling, else the same without accents, else holding the words.
/// `known` gives one spelling of each, most frequent first.
pub(super) fn matching(
    facet: &'static str,
    values: &[&str],
    chosen: &[String],
    known: impl FnOnce() -> tantivy::Result<Vec<String>>,
) -> Result<Vec<bool>, SearchError> {
    let mut wanted = vec![false; values.len()];
    for choice in chosen {
        let (canonical, folded) = (text::canonical(choice), analysis::whole(choice));
        let same = |value: &str| text::canonical(value) == canonical;
        let same_folded = |value: &str| analysis::whole(value) == folded;
        let holds = |value: &str| format!(" {} ", analysis::whole(value)).contains(&format!(" {folded} "));
        let ways: [&dyn Fn(&str) -> bool; 3] = [&same, &same_folded, &holds];
        let way = ways.into_iter().find(|way| values.iter().any(|value| way(value)));
        match way {
            Some(way) => {
                for (value, wanted) in values.iter().zip(&mut wanted) {
                    *wanted |= way(value);
                }
            }
            // A value of an official list is right even when no procedure has it.
            None if is_official(facet, choice) => {}
            None => return Err(no_such_value(facet, choice, known()?)),
        }
    }
    Ok(wanted)
}

fn is_official(facet: &str, choice: &str) -> bool {
    match facet {
        "level" => choice.parse::<Level>().is_ok(),
        ONLINE => true,
        VERB => Verb::ALL
            .iter()
            .any(|verb| analysis::whole(verb.label()) == analysis::whole(choice)),
        _ => false,
    }
}

/// Names the values that share a word with what was asked for, else the first ones.
fn no_such_value(facet: &'static str, choice: &str, mut known: Vec<String>) -> SearchError {
    let words: Vec<String> = analysis::syllables(choice)
        .into_iter()
        .map(|syllable| syllable.folded)
        .collect();
    let shared = |value: &str| {
        let value = analysis::whole(value);
        value
            .split(' ')
            .filter(|syllable| words.iter().any(|word| word == syllable))
            .count()
    };
    known.sort_by_cached_key(|value| (std::cmp::Reverse(shared(value)), text::collation_key(value)));
    known.truncate(MOST_NAMED);
    SearchError::NoSuchValue {
        facet,
        value: choice.to_owned(),
        known,
    }
}

/// Cuts the found documents down to the page that was asked for, in order.
fn page(query: &Query, board: &Board, found: &mut Vec<u32>, order: &Order<'_>) {
    let compare = |a: &u32, b: &u32| order.compare(board, *a, *b);
    let end = query.offset.saturating_add(query.limit);
    if (1..found.len()).contains(&end) {
        found.select_nth_unstable_by(end - 1, compare);
    }
    found.truncate(end);
    found.sort_unstable_by(compare);
    found.drain(..query.offset.min(found.len()));
}

fn hit(
    search: &Search,
    query: &Query,
    plan: &Plan,
    board: &Board,
    matcher: &Matcher,
    doc: u32,
) -> tantivy::Result<Hit> {
    let document = stored(search, doc)?;
    let head = head(search, &document)?;
    let passages = Passage::read_all(&search.schema, &document);
    let Snippet {
        key,
        text: snippet,
        highlights,
    } = matcher.snippet(&passages, &head.name);
    Ok(Hit {
        name_highlights: matcher.highlights(&head.name),
        code: head.code,
        name: head.name,
        field: head.field,
        levels: head.levels,
        score: rounded(board.scores[doc as usize]),
        snippet,
        highlights,
        snippet_label: fields::field(&key).map_or_else(String::new, |field| field.label.to_owned()),
        path: head.path,
        explanation: if query.explain {
            explain::explain(search, plan, board, doc, &passages)?
        } else {
            Vec::new()
        },
    })
}

fn stored(search: &Search, doc: u32) -> tantivy::Result<TantivyDocument> {
    search.searcher.doc(search.lists.address(doc))
}

fn head(search: &Search, document: &TantivyDocument) -> tantivy::Result<Head> {
    Head::read(&search.schema, document)
        .ok_or_else(|| tantivy::TantivyError::InternalError("a document without a head".to_owned()))
}

pub(super) fn rounded(score: f32) -> f32 {
    (score * 1000.0).round() / 1000.0
}
