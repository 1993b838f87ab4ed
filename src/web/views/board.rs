//! What the template of the review board sees: procedures to look at, in the order of the ranking, with facets.

use std::collections::HashMap;

use serde::Serialize;

use super::decide::label_of;
use super::facets::{Chosen, FacetView, Listed};
use super::many::BulkView;
use crate::finding::{Finding, Severity};
use crate::review::rank::Candidate;
use crate::review::{RULES, rule};
use crate::web::decide::{Filled, fingerprint};
use crate::web::layout::count;
use crate::web::reply::Problem;
use crate::web::state::Snapshot;
use crate::web::visit::Visit;

/// Path of the page.
const PATH: &str = "/ra-soat";
/// Procedures on a page.
const PROCEDURES: usize = 30;
/// Findings of a procedure that the list shows.
const FINDINGS: usize = 3;

/// Everything that is looked at, in the order of the list.
#[derive(Debug)]
pub(in crate::web) struct Board {
    rows: Vec<Row>,
}

/// A procedure of the board.
#[derive(Debug)]
struct Row {
    code: String,
    name: String,
    field: String,
    agency: String,
    levels: Vec<String>,
    /// Place among the candidates to abolish in the ranking.
    candidate: Option<usize>,
    severity: Severity,
    /// Rules that speak, by number.
    rules: Vec<&'static str>,
    findings: usize,
    /// What was decided, and how far that has come.
    decided: Option<(String, String)>,
}

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::web) struct BoardView {
    /// Whether who asks may decide, and the form for many procedures.
    may_write: bool,
    bulk: BulkView,
    /// Ticket with which decisions that were just written can be taken back, and how many they are.
    undo: Option<String>,
    written: String,
    undone: bool,
    total: String,
    findings: String,
    facets: Vec<FacetView>,
    chips: Vec<(String, String)>,
    procedures: Vec<RowView>,
    page_number: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
    without_filters: String,
    missing: Vec<(String, String)>,
}

/// A procedure.
#[derive(Debug, Serialize)]
struct RowView {
    code: String,
    /// What the procedure says, in a few letters.
    reading: String,
    name: String,
    field: String,
    agency: String,
    levels: String,
    rank: Option<usize>,
    score: i64,
    /// Parts of the score: what for, and points.
    parts: Vec<(&'static str, i64)>,
    findings: Vec<LineView>,
    more: String,
    outcome: String,
    step: String,
}

/// A finding on one line.
#[derive(Debug, Serialize)]
struct LineView {
    severity: Severity,
    severity_name: &'static str,
    rule: &'static str,
    message: String,
}

impl Board {
    /// The board of a revision with the decisions on it.
    pub(in crate::web) fn of(state: &Snapshot) -> Self {
        let ranking = state.ranking();
        let places: HashMap<&str, usize> = ranking
            .candidates
            .iter()
            .enumerate()
            .map(|(at, candidate)| (candidate.code.as_str(), at))
            .collect();
        let row = |entry: &crate::catalogue::Entry| {
            let procedure = &entry.procedure;
            let code = procedure.identity();
            let found: Vec<&Finding> = state.findings(code).collect();
            let candidate = places.get(code).copied();
            let decided = state.decisions.of(state.catalogue.name(), code);
            if found.is_empty() && candidate.is_none() && decided.is_none() {
                return None;
            }
            let mut rules: Vec<&'static str> = found.iter().filter_map(|finding| number_of(finding)).collect();
            rules.sort_unstable();
            rules.dedup();
            Some(Row {
                code: code.to_owned(),
                name: procedure.name.clone(),
                field: procedure.field.clone(),
                agency: procedure.executing_agencies.first().cloned().unwrap_or_default(),
                levels: procedure.levels.iter().map(|level| level.text().to_owned()).collect(),
                candidate,
                severity: found
                    .iter()
                    .map(|finding| finding.severity)
                    .min()
                    .unwrap_or(Severity::Low),
                rules,
                findings: found.len(),
                decided: decided.map(|recorded| {
                    let decision = &recorded.decision;
                    (label_of(decision), decision.step().label().to_owned())
                }),
            })
        };
        let mut rows: Vec<Row> = state.catalogue.entries().iter().filter_map(row).collect();
        // The ranking first; what no part of it speaks for, by what the rules say.
        rows.sort_by_key(|row| {
            let place = row.candidate.unwrap_or(usize::MAX);
            (place, row.severity, std::cmp::Reverse(row.findings))
        });
        Self { rows }
    }
}

/// The number of the rule that speaks.
fn number_of(finding: &Finding) -> Option<&'static str> {
    Some(rule(&finding.rule)?.id)
}

impl Listed for Row {
    const PATH: &'static str = PATH;
    const FACETS: &'static [&'static str] = &["severity", "rule", "field", "agency", "level", "state"];

    fn values(&self, facet: &str) -> Vec<&str> {
        match facet {
            "severity" => vec![self.severity.label()],
            "rule" => self.rules.clone(),
            "field" => vec![&self.field],
            "agency" => vec![&self.agency],
            "level" => self.levels.iter().map(String::as_str).collect(),
            _ => vec![self.decided.as_ref().map_or("", |(outcome, _)| outcome)],
        }
    }

    fn label(facet: &str) -> String {
        format!("board_{facet}")
    }

    fn said(visit: &Visit, facet: &str, value: &str) -> String {
        match (facet, value) {
            ("state", "") => visit.label("board_open").to_owned(),
            (_, "") => visit.label("board_nothing").to_owned(),
            ("rule", number) => {
                let known = RULES.iter().find(|rule| rule.id == number);
                known.map_or_else(|| number.to_owned(), |rule| format!("{number} {}", rule.title))
            }
            _ => value.to_owned(),
        }
    }

    fn order(facet: &str, value: &str) -> usize {
        let place = |severity: &Severity| severity.label() == value;
        match facet {
            "severity" => SEVERITIES.iter().position(place).unwrap_or(SEVERITIES.len()),
            _ => 0,
        }
    }
}

/// The view of what is asked for.
///
/// # Errors
///
/// When the page asked for has no number.
pub(in crate::web) fn view(visit: &Visit, board: &Board) -> Result<BoardView, Problem> {
    let chosen = Chosen::of::<Row>(visit);
    let found: Vec<&Row> = board.rows.iter().filter(|row| chosen.fits(*row)).collect();
    let pages = found.len().div_ceil(PROCEDURES).max(1);
    let page = visit.parameters.number("page")?.unwrap_or(1).clamp(1, pages);
    let at = |page: usize| chosen.asked.on_page(page).address(PATH);
    let ticket = visit.parameters.get("xong").unwrap_or_default();
    let files = visit.app.undone.files(ticket, visit.known_name());
    Ok(BoardView {
        may_write: visit.may_decide(),
        bulk: BulkView::of(&Filled::default()),
        undo: files.map(|_| ticket.to_owned()),
        written: count(files.unwrap_or_default()),
        undone: visit.parameters.is_on("hoan-tac"),
        total: count(found.len()),
        findings: count(found.iter().map(|row| row.findings).sum()),
        facets: chosen.facets(&board.rows),
        chips: chosen.chips::<Row>(),
        procedures: found
            .iter()
            .skip((page - 1) * PROCEDURES)
            .take(PROCEDURES)
            .map(|row| row_view(&visit.state, row))
            .collect(),
        page_number: page,
        pages,
        previous: (page > 1).then(|| at(page - 1)),
        next: (page < pages).then(|| at(page + 1)),
        without_filters: chosen.without_filters::<Row>(),
        missing: visit
            .state
            .ranking()
            .missing
            .iter()
            .map(|(what, number)| ((*what).to_owned(), count(*number)))
            .collect(),
    })
}

/// Severities, the most urgent first.
const SEVERITIES: [Severity; 5] = [
    Severity::Error,
    Severity::Critical,
    Severity::High,
    Severity::Medium,
    Severity::Low,
];

fn row_view(state: &Snapshot, row: &Row) -> RowView {
    let ranking = state.ranking();
    let candidate: Option<&Candidate> = row.candidate.and_then(|at| ranking.candidates.get(at));
    let title = |key: &str| {
        let part = ranking.parts.iter().find(|part| part.key == key);
        part.map_or("", |part| part.title)
    };
    let line = |finding: &Finding| LineView {
        severity: finding.severity,
        severity_name: finding.severity.label(),
        rule: number_of(finding).unwrap_or_default(),
        message: finding.message.clone(),
    };
    let (outcome, step) = row.decided.clone().unwrap_or_default();
    let entry = state.catalogue.get(&row.code);
    RowView {
        code: row.code.clone(),
        reading: entry.map_or_else(String::new, |entry| fingerprint(&entry.procedure)),
        name: row.name.clone(),
        field: row.field.clone(),
        agency: row.agency.clone(),
        levels: row.levels.join(", "),
        rank: candidate.map(|candidate| candidate.rank),
        score: candidate.map_or(0, |candidate| candidate.score),
        parts: candidate
            .map(|candidate| {
                let parts = candidate.parts.iter();
                parts.map(|scored| (title(scored.part), scored.points)).collect()
            })
            .unwrap_or_default(),
        findings: state.findings(&row.code).take(FINDINGS).map(line).collect(),
        more: match row.findings.saturating_sub(FINDINGS) {
            0 => String::new(),
            more => count(more),
        },
        outcome,
        step,
    }
}
