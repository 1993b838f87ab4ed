//! Plan to page: scores added up, filters applied, facets counted, the page's hits shown.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use tantivy::TantivyDocument;

use super::analysis::{self, Form};
use super::columns::{Columns, Facet};
use super::document::{Head, ONLINE_UNSPECIFIED, Passage};
use super::query::{Group, Plan};
use super::snippet::{Matcher, Snippet};
use super::{Hit, ONLINE, Online, Points, Query, Results, Search, Sort, suggest, weights};
use crate::catalogue::fields;
use crate::catalogue::values::OnlineLevel;
use crate::text;

/// For each facet its values with the number of hits.
type FacetCounts = BTreeMap<String, Vec<(String, usize)>>;

/// Answers a query.
pub(super) fn find(search: &Search, query: &Query) -> tantivy::Result<Results> {
    let plan = Plan::of(&query.words, &search.weights);
    let board = Board::of(search, query, &plan)?;
    let filter = Filter::of(&search.columns, query);
    let (mut found, facets) = filter.apply(&search.columns, &board);
    let total = found.len();
    page(search, query, &board, &mut found)?;
    let matcher = Matcher::new(&plan.syllables, board.worth.clone());
    let hits = found
        .iter()
        .map(|&doc| hit(search, query, &plan, &board, &matcher, doc))
        .collect::<Result<_, _>>()?;
    let unknown = board.unknown(&plan);
    let suggestion = if unknown.is_empty() {
        None
    } else {
        suggest::suggestion(&search.scoring, &query.words, &plan.syllables, &unknown)?
    };
    Ok(Results {
        query: query.words.clone(),
        total,
        hits,
        facets,
        suggestion,
    })
}

/// What every document earned.
struct Board {
    scores: Vec<f32>,
    found: Vec<u32>,
    /// What each typed syllable tells.
    worth: HashMap<String, f32>,
    /// Typed syllables no document has.
    unknown: HashSet<String>,
}

impl Board {
    fn of(search: &Search, query: &Query, plan: &Plan) -> tantivy::Result<Self> {
        let documents = search.scoring.documents();
        let mut board = Self {
            scores: vec![0.0; documents as usize],
            found: Vec::new(),
            worth: HashMap::new(),
            unknown: HashSet::new(),
        };
        if query.words.trim().is_empty() {
            board.found = (0..documents)
                .filter(|doc| search.columns.alive[*doc as usize])
                .collect();
            return Ok(board);
        }
        let had = board.add_groups(search, &plan.groups)?;
        let pinned = board.add_pinned(search, plan)?;
        let most = had.iter().copied().max().unwrap_or(0);
        let known = plan.groups.iter().filter(|group| group.counts).count() - board.unknown.len();
        let enough = u16::try_from(weights::enough(known)).unwrap_or(u16::MAX).min(most);
        let found = |doc: &u32| pinned.contains(doc) || most > 0 && had[*doc as usize] >= enough;
        board.found = (0..documents).filter(found).collect();
        Ok(board)
    }

    /// Adds up what the groups earn; returns how many of the groups that count each document has.
    fn add_groups(&mut self, search: &Search, groups: &[Group]) -> tantivy::Result<Vec<u16>> {
        let mut had = vec![0_u16; self.scores.len()];
        for group in groups {
            let earned = search.scoring.earn(group, &search.weights)?;
            for (doc, points) in &earned.points {
                self.scores[*doc as usize] += points;
                had[*doc as usize] += u16::from(group.counts);
            }
            if group.form == Form::Folded {
                self.worth
                    .extend(group.terms.iter().map(|(term, _)| (term.clone(), earned.worth)));
            }
            if group.counts && earned.points.is_empty() {
                self.unknown.extend(group.terms.first().map(|(term, _)| term.clone()));
            }
        }
        Ok(had)
    }

    /// Adds what a document earns by its code and by its whole name; returns those whose code was typed.
    fn add_pinned(&mut self, search: &Search, plan: &Plan) -> tantivy::Result<HashSet<u32>> {
        let mut pinned = HashSet::new();
        for code in &search.schema.codes {
            pinned.extend(search.scoring.holders(code.field, &plan.codes)?);
        }
        for doc in &pinned {
            self.scores[*doc as usize] += search.weights.own_code;
        }
        for doc in search
            .scoring
            .holders(search.schema.whole_name, std::slice::from_ref(&plan.whole))?
        {
            self.scores[doc as usize] += search.weights.whole_name;
        }
        Ok(pinned)
    }

    /// Places of the syllables no document has.
    fn unknown(&self, plan: &Plan) -> Vec<usize> {
        let places = plan.syllables.iter().enumerate();
        places
            .filter(|(_, syllable)| self.unknown.contains(&syllable.folded))
            .map(|(at, _)| at)
            .collect()
    }
}

/// What documents must have besides words.
struct Filter {
    /// For each facet the values that are wanted; `None` when it is not filtered by.
    wanted: Vec<Option<Vec<bool>>>,
    max_days: Option<u64>,
    free: bool,
}

impl Filter {
    fn of(columns: &Columns, query: &Query) -> Self {
        let mut wanted: Vec<Option<Vec<bool>>> = Vec::new();
        for facet in &columns.facets {
            let chosen: Vec<String> = match facet.name {
                ONLINE => query.online.map(online_values).unwrap_or_default(),
                name => {
                    let chosen = query.chosen().into_iter().filter(|(chosen, _)| *chosen == name);
                    chosen.flat_map(|(_, values)| values.iter().cloned()).collect()
                }
            };
            wanted.push((!chosen.is_empty()).then(|| matching(facet, &chosen)));
        }
        Self {
            wanted,
            max_days: query.max_days.map(u64::from),
            free: query.free,
        }
    }

    /// The documents that pass, and how many have each value of each facet.
    fn apply(&self, columns: &Columns, board: &Board) -> (Vec<u32>, FacetCounts) {
        let mut counts: Vec<Vec<usize>> = columns.facets.iter().map(|facet| vec![0; facet.values.len()]).collect();
        let mut passed = Vec::new();
        for &doc in &board.found {
            if !self.passes_limits(columns, doc) {
                continue;
            }
            let failed: Vec<usize> = (0..columns.facets.len())
                .filter(|&at| !self.passes(columns, at, doc))
                .collect();
            for (at, facet) in columns.facets.iter().enumerate() {
                if failed.iter().all(|&failed| failed == at) {
                    for value in facet.of(doc) {
                        counts[at][*value as usize] += 1;
                    }
                }
            }
            if failed.is_empty() {
                passed.push(doc);
            }
        }
        let facets = columns.facets.iter().zip(counts);
        (
            passed,
            facets
                .map(|(facet, counts)| (facet.name.to_owned(), most_first(facet, &counts)))
                .collect(),
        )
    }

    fn passes_limits(&self, columns: &Columns, doc: u32) -> bool {
        let doc = doc as usize;
        let in_time = self
            .max_days
            .is_none_or(|most| columns.longest_days[doc].is_some_and(|days| days <= most));
        in_time && (!self.free || columns.free[doc])
    }

    fn passes(&self, columns: &Columns, facet: usize, doc: u32) -> bool {
        match &self.wanted[facet] {
            None => true,
            Some(wanted) => columns.facets[facet]
                .of(doc)
                .iter()
                .any(|value| wanted[*value as usize]),
        }
    }
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
fn matching(facet: &Facet, chosen: &[String]) -> Vec<bool> {
    let mut wanted = vec![false; facet.values.len()];
    for choice in chosen {
        let (canonical, folded) = (text::canonical(choice), analysis::whole(choice));
        let same = |value: &str| text::canonical(value) == canonical;
        let same_folded = |value: &str| analysis::whole(value) == folded;
        let holds = |value: &str| format!(" {} ", analysis::whole(value)).contains(&format!(" {folded} "));
        let ways: [&dyn Fn(&str) -> bool; 3] = [&same, &same_folded, &holds];
        let way = ways.into_iter().find(|way| facet.values.iter().any(|value| way(value)));
        if let Some(way) = way {
            for (value, wanted) in facet.values.iter().zip(&mut wanted) {
                *wanted |= way(value);
            }
        }
    }
    wanted
}

fn most_first(facet: &Facet, counts: &[usize]) -> Vec<(String, usize)> {
    let counted = facet.values.iter().zip(counts).filter(|(_, count)| **count > 0);
    let mut values: Vec<(String, usize)> = counted.map(|(value, count)| (value.clone(), *count)).collect();
    values.sort_by(|a, b| {
        b.1.cmp(&a.1)
            .then_with(|| text::compare(&a.0, &b.0))
            .then_with(|| a.0.cmp(&b.0))
    });
    values
}

/// Cuts the found documents down to the page that was asked for, in order.
fn page(search: &Search, query: &Query, board: &Board, found: &mut Vec<u32>) -> tantivy::Result<()> {
    let codes = search.columns.by_code()?;
    let names = if query.sort == Sort::Name {
        search.columns.by_name()?
    } else {
        codes
    };
    let by_score = |a: &u32, b: &u32| board.scores[*b as usize].total_cmp(&board.scores[*a as usize]);
    let order = |a: &u32, b: &u32| -> Ordering {
        let first = match query.sort {
            Sort::Relevance => by_score(a, b),
            Sort::Name => names[*a as usize].cmp(&names[*b as usize]),
            Sort::Code => Ordering::Equal,
        };
        first.then_with(|| codes[*a as usize].cmp(&codes[*b as usize]))
    };
    let end = query.offset.saturating_add(query.limit);
    if (1..found.len()).contains(&end) {
        found.select_nth_unstable_by(end - 1, order);
        found.truncate(end);
    }
    found.sort_unstable_by(order);
    found.truncate(end);
    found.drain(..query.offset.min(found.len()));
    Ok(())
}

fn hit(
    search: &Search,
    query: &Query,
    plan: &Plan,
    board: &Board,
    matcher: &Matcher,
    doc: u32,
) -> tantivy::Result<Hit> {
    let document: TantivyDocument = search.searcher.doc(search.scoring.address(doc))?;
    let head = Head::read(&search.schema, &document)
        .ok_or_else(|| tantivy::TantivyError::InternalError("a document without a head".to_owned()))?;
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
            explain(search, plan, doc)?
        } else {
            Vec::new()
        },
    })
}

/// What the document's score is made of.
fn explain(search: &Search, plan: &Plan, doc: u32) -> tantivy::Result<Vec<Points>> {
    let mut parts = Vec::new();
    let mut add = |part: String, score: f32| {
        if score > 0.0 {
            parts.push(Points {
                part,
                score: rounded(score),
            });
        }
    };
    for group in &plan.groups {
        let earned = search.scoring.earn(group, &search.weights)?;
        let mine = earned.points.iter().find(|(holder, _)| *holder == doc);
        let terms: Vec<&str> = group.terms.iter().map(|(term, _)| term.as_str()).collect();
        add(
            format!("{} ({})", terms.join(", "), group.form.name()),
            mine.map_or(0.0, |(_, points)| *points),
        );
    }
    for code in &search.schema.codes {
        let mine = search.scoring.holders(code.field, &plan.codes)?.contains(&doc);
        add(
            format!("{} ({})", plan.codes.join(", "), code.row.key),
            if mine { search.weights.own_code } else { 0.0 },
        );
    }
    let named = search
        .scoring
        .holders(search.schema.whole_name, std::slice::from_ref(&plan.whole))?
        .contains(&doc);
    add(
        format!("{} (whole name)", plan.whole),
        if named { search.weights.whole_name } else { 0.0 },
    );
    Ok(parts)
}

fn rounded(score: f32) -> f32 {
    (score * 1000.0).round() / 1000.0
}
