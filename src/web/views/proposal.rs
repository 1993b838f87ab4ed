//! What the template of the proposal page sees: decisions to pick from, what they come to together, and the documents.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

use super::facets::{Chosen, FacetView, Listed};
use super::finding::{RemarkView, remark};
use crate::catalogue::lineage::base_code;
use crate::document::{DOSSIER, Format};
use crate::proposal::what_if::{Aim, Reached, Target};
use crate::proposal::{Item, Proposal};
use crate::review::cost::{Saving, percent};
use crate::review::decision::Recorded;
use crate::text;
use crate::web::layout::count;
use crate::web::planned::Planned;
use crate::web::reply::Problem;
use crate::web::state::Snapshot;
use crate::web::visit::{Parameters, Visit};

/// Path of the page.
pub(in crate::web) const PATH: &str = "/de-xuat";
/// The parameter that names the file of a decision left out.
const LEFT_OUT: &str = "bo";
/// Decisions on a page of the list.
const DECISIONS: usize = 50;
/// Remarks that stand open.
const REMARKS: usize = 20;
/// What programmes of recent years ask to be cut, in percent; people type another figure where theirs does.
const USUAL_TARGET: u8 = 30;

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::web) struct ProposalView {
    total: String,
    chosen: String,
    facets: Vec<FacetView>,
    chips: Vec<(String, String)>,
    without_filters: String,
    /// With every decision of the list, and with none.
    all: String,
    nothing: String,
    rows: Vec<RowView>,
    page_number: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
    /// Decisions that are not ready: drafts of the program, and procedures only selected so far.
    drafts: String,
    selected: String,
    broken: Vec<RemarkView>,
    totals: Option<TotalsView>,
    targets: Vec<TargetView>,
    /// Parameters the form of the targets keeps.
    kept: Vec<(String, String)>,
    refusals: Vec<RemarkView>,
    stopped: bool,
    remarks: Vec<RemarkView>,
    more_remarks: String,
    documents: Vec<DocumentView>,
    zip: String,
}

/// A decision on a procedure.
#[derive(Debug, Serialize)]
struct RowView {
    code: String,
    name: String,
    field: String,
    outcome: &'static str,
    step: &'static str,
    reason: String,
    group: String,
    saved: String,
    included: bool,
    /// The page with it taken in, or left out.
    address: String,
}

#[derive(Debug, Serialize)]
struct TotalsView {
    measures: String,
    procedures: String,
    abolished: String,
    simplified: String,
    kept: String,
    before: String,
    after: String,
    saved: String,
    percent: String,
}

#[derive(Debug, Serialize)]
struct TargetView {
    key: &'static str,
    label: &'static str,
    wanted: String,
    before: String,
    saved: String,
    unit: &'static str,
    percent: String,
    met: bool,
    missing: String,
    /// What a bar shows, from 0 to 100.
    bar: u8,
    mark: u8,
}

/// A document, with the addresses it can be had at.
#[derive(Debug, Serialize)]
struct DocumentView {
    name: &'static str,
    /// Key of the label that names it.
    label: String,
    formats: Vec<(&'static str, String)>,
    look: String,
}

/// A decision of the list.
struct Row<'s> {
    recorded: &'s Recorded,
    code: String,
    name: &'s str,
    field: &'s str,
    outcome: &'static str,
    step: &'static str,
}

impl Listed for Row<'_> {
    const PATH: &'static str = PATH;
    const FACETS: &'static [&'static str] = &["field", "outcome", "step"];

    fn values(&self, facet: &str) -> Vec<&str> {
        match facet {
            "field" => vec![self.field],
            "outcome" => vec![self.outcome],
            _ => vec![self.step],
        }
    }

    fn label(facet: &str) -> String {
        format!("proposal_{facet}")
    }

    fn said(visit: &Visit, _facet: &str, value: &str) -> String {
        match value {
            "" => visit.label("board_nothing").to_owned(),
            value => value.to_owned(),
        }
    }
}

/// What is asked for: which decisions are listed, and which of them are left out.
pub(in crate::web) struct Picked<'v> {
    visit: &'v Visit,
    chosen: Chosen<'v>,
    rows: Vec<Row<'v>>,
    left_out: BTreeSet<String>,
}

impl<'v> Picked<'v> {
    /// What an address says.
    pub(in crate::web) fn of(visit: &'v Visit) -> Self {
        Self {
            visit,
            chosen: Chosen::of::<Row<'v>>(visit),
            rows: rows(&visit.state),
            left_out: visit.parameters.all(LEFT_OUT).into_iter().collect(),
        }
    }

    fn listed(&self) -> impl Iterator<Item = &Row<'v>> {
        self.rows.iter().filter(|row| self.chosen.fits(*row))
    }

    /// The files of the decisions that are in. A group is in with all its procedures, or with none.
    pub(in crate::web) fn files(&self) -> BTreeSet<String> {
        let listed = self.listed().map(|row| &row.recorded.path);
        listed.filter(|path| !self.left_out.contains(*path)).cloned().collect()
    }

    /// What they come to.
    pub(in crate::web) fn planned(&self) -> Arc<Planned> {
        self.visit.state.planned(&self.visit.app.templates, &self.files())
    }

    /// The same choice as the address of a file.
    fn file(&self, name: &str, draft: bool) -> String {
        let mut parameters = self.chosen.asked.without(&Aim::ALL.map(Aim::key));
        if draft {
            parameters.push("draft", "1");
        }
        parameters.address(&format!("{PATH}/{name}"))
    }
}

/// Decisions of persons on the revision, by field and name.
fn rows(state: &Snapshot) -> Vec<Row<'_>> {
    let ready = |recorded: &&Recorded| !recorded.decision.is_machine_draft() && !recorded.decision.is_planned();
    let own = state.decisions.on(state.catalogue.name()).filter(ready);
    let mut rows: Vec<Row<'_>> = own
        .map(|recorded| {
            let code = base_code(&recorded.decision.code);
            let procedure = state.catalogue.get(&code).map(|entry| &entry.procedure);
            Row {
                recorded,
                name: procedure.map_or("", |procedure| procedure.name.as_str()),
                field: procedure.map_or("", |procedure| procedure.field.as_str()),
                outcome: recorded.decision.outcome.value().map_or("", |outcome| outcome.label()),
                step: recorded.decision.step().label(),
                code,
            }
        })
        .collect();
    rows.sort_by_cached_key(|row| {
        let named = (text::collation_key(row.field), text::collation_key(row.name));
        (named, row.code.clone())
    });
    rows
}

/// The view of what is asked for.
///
/// # Errors
///
/// When the page or a target is no number.
pub(in crate::web) fn view(visit: &Visit) -> Result<ProposalView, Problem> {
    let picked = Picked::of(visit);
    let targets = targets(visit)?;
    let planned = picked.planned();
    let asked = &picked.chosen.asked;
    let listed: Vec<&Row<'_>> = picked.listed().collect();
    let pages = listed.len().div_ceil(DECISIONS).max(1);
    let page = visit.parameters.number("page")?.unwrap_or(1).clamp(1, pages);
    let at = |page: usize| asked.on_page(page).address(PATH);
    let included = |row: &&&Row<'_>| !picked.left_out.contains(&row.recorded.path);
    let saved = savings(planned.proposal.as_ref());
    let stopped = planned.is_stopped();
    let shown = listed.iter().skip((page - 1) * DECISIONS).take(DECISIONS);
    Ok(ProposalView {
        total: count(listed.len()),
        chosen: count(listed.iter().filter(included).count()),
        facets: picked.chosen.facets(&picked.rows),
        chips: picked.chosen.chips::<Row<'_>>(),
        without_filters: picked.chosen.without_filters::<Row<'_>>(),
        all: asked.without(&[LEFT_OUT]).address(PATH),
        nothing: without_any(asked, &listed).address(PATH),
        rows: shown.map(|row| row_view(row, &picked, &saved, page)).collect(),
        page_number: page,
        pages,
        previous: (page > 1).then(|| at(page - 1)),
        next: (page < pages).then(|| at(page + 1)),
        drafts: some(&visit.state, |recorded| recorded.decision.is_machine_draft()),
        selected: some(&visit.state, |recorded| {
            recorded.decision.is_planned() && !recorded.decision.is_machine_draft()
        }),
        broken: visit.state.unreadable.iter().map(remark).collect(),
        totals: planned.proposal.as_ref().map(totals),
        targets: reached(visit, &planned, &targets),
        kept: asked.without(&Aim::ALL.map(Aim::key)).pairs(),
        refusals: planned.refusals.iter().map(remark).collect(),
        stopped,
        remarks: planned.remarks.iter().take(REMARKS).map(remark).collect(),
        more_remarks: match planned.remarks.len().saturating_sub(REMARKS) {
            0 => String::new(),
            more => count(more),
        },
        documents: match &planned.proposal {
            Some(_) => DOSSIER.map(|name| document(&picked, name, stopped)).into(),
            None => Vec::new(),
        },
        zip: picked.file("ho-so.zip", stopped),
    })
}

/// Every decision of the list left out.
fn without_any(asked: &Parameters, listed: &[&Row<'_>]) -> Parameters {
    let mut parameters = asked.without(&[LEFT_OUT]);
    let files: BTreeSet<&str> = listed.iter().map(|row| row.recorded.path.as_str()).collect();
    for file in files {
        parameters.push(LEFT_OUT, file);
    }
    parameters
}

/// How many decisions of the revision are so; empty when none is.
fn some(state: &Snapshot, is_so: impl Fn(&Recorded) -> bool) -> String {
    let own = state.decisions.on(state.catalogue.name());
    match own.filter(|recorded| is_so(recorded)).count() {
        0 => String::new(),
        number => count(number),
    }
}

/// What each procedure of a proposal saves.
fn savings(proposal: Option<&Proposal>) -> HashMap<&str, &Saving> {
    let items = proposal.into_iter().flat_map(|proposal| &proposal.items);
    items
        .map(|item: &Item| (item.before.identity(), &item.saving))
        .collect()
}

fn row_view(row: &Row<'_>, picked: &Picked<'_>, saved: &HashMap<&str, &Saving>, page: usize) -> RowView {
    let decision = &row.recorded.decision;
    RowView {
        name: row.name.to_owned(),
        field: row.field.to_owned(),
        outcome: row.outcome,
        step: row.step,
        reason: decision.reason.clone(),
        group: decision.group.clone().unwrap_or_default(),
        saved: saved
            .get(row.code.as_str())
            .map_or_else(String::new, |saving| text::decimal(saving.saved)),
        included: !picked.left_out.contains(&row.recorded.path),
        address: picked
            .chosen
            .asked
            .toggled(LEFT_OUT, &row.recorded.path)
            .on_page(page)
            .address(PATH),
        code: row.code.clone(),
    }
}

fn totals(proposal: &Proposal) -> TotalsView {
    let totals = proposal.totals();
    TotalsView {
        measures: count(proposal.measures()),
        procedures: count(proposal.items.len()),
        abolished: count(totals.abolished),
        simplified: count(totals.simplified),
        kept: count(proposal.kept.len()),
        before: text::decimal(totals.saving.before),
        after: text::decimal(totals.saving.after),
        saved: text::decimal(totals.saving.saved),
        percent: text::percent(totals.saving.percent),
    }
}

/// The targets asked for, each in percent from 1 to 100.
fn targets(visit: &Visit) -> Result<Vec<Target>, Problem> {
    let target = |aim: Aim| {
        let percent = visit.parameters.number(aim.key())?.unwrap_or(USUAL_TARGET.into());
        let percent = u8::try_from(percent).ok().filter(|percent| (1..=100).contains(percent));
        let percent = percent.ok_or_else(|| {
            let typed = visit.parameters.get(aim.key()).unwrap_or_default();
            Problem::bad_parameter(aim.key(), typed)
        })?;
        Ok(Target {
            aim,
            percent: percent.into(),
        })
    };
    Aim::ALL.into_iter().map(target).collect()
}

fn reached(visit: &Visit, planned: &Planned, targets: &[Target]) -> Vec<TargetView> {
    let Some(standing) = visit.state.standing() else {
        return Vec::new();
    };
    let reached = planned.reached(&visit.state, standing, targets);
    reached.iter().map(target_view).collect()
}

fn target_view(reached: &Reached) -> TargetView {
    let aim = reached.target.aim;
    let whole = |percent: Decimal| {
        let percent = percent.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED).round();
        u8::try_from(percent).unwrap_or(0)
    };
    TargetView {
        key: aim.key(),
        label: aim.label(),
        wanted: text::decimal(reached.target.percent),
        before: text::decimal(reached.before),
        saved: text::decimal(reached.decided),
        unit: crate::document::what_if::unit(aim),
        percent: text::percent(reached.percent()),
        met: reached.met() && !reached.before.is_zero(),
        missing: text::decimal(reached.missing()),
        bar: whole(percent(reached.decided, reached.before).unwrap_or_default()),
        mark: whole(reached.target.percent),
    }
}

fn document(picked: &Picked<'_>, name: &'static str, stopped: bool) -> DocumentView {
    let file = |format: Format| picked.file(&format!("{name}.{}", format.ending()), stopped);
    DocumentView {
        name,
        label: format!("document_{}", name.replace('-', "_")),
        formats: vec![
            ("Word", file(Format::Docx)),
            #[cfg(feature = "pdf")]
            ("PDF", file(Format::Pdf)),
        ],
        look: file(Format::Html),
    }
}
