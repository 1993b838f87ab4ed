//! What the template of a procedure's page sees.

use serde::Serialize;

use super::chain::{self, ChainView};
use super::chart::{self, YearsView};
use super::cost::{self, CostView};
use super::decide::label_of;
use super::finding::{self, FindingView};
use crate::catalogue::document::{Force, LegalDocument};
use crate::catalogue::fields::{self, Required};
use crate::catalogue::procedure::{DossierCase, LegalBasis, Paper, Procedure};
use crate::catalogue::{Catalogue, Entry};
use crate::diff::Substance;
use crate::diff::history::Event;
use crate::document::record::{self, LongView, ShortView};
use crate::review::cost::cost as cost_of;
use crate::search::Similar;
use crate::web::labels::Language;
use crate::web::layout::count;
use crate::web::visit::{Parameters, Visit};

/// Parts of a procedure in the order in which decisions print them (khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP and the
/// decisions that announce procedures); what else the record says stands above or below them.
const ORDER: [&str; 13] = [
    "trinh_tu",
    "cach_thuc",
    "ho_so",
    "so_bo",
    "doi_tuong",
    "co_quan_thuc_hien",
    "co_quan_tham_quyen",
    "co_quan_uy_quyen",
    "co_quan_phoi_hop",
    "dia_chi_tiep_nhan",
    "ket_qua",
    "yeu_cau_dieu_kien",
    "can_cu_phap_ly",
];

/// The field whose entries stand side by side.
const CHANNELS: &str = "cach_thuc";
/// The field whose entries stand in a table by case.
const PAPERS: &str = "ho_so";
/// The field whose entries have a state.
const BASES: &str = "can_cu_phap_ly";
/// Formats a procedure can be had in.
pub(in crate::web) const DOWNLOADS: &[(&str, &str)] = &[
    ("docx", "Word"),
    #[cfg(feature = "pdf")]
    ("pdf", "PDF"),
    ("yaml", "YAML"),
];
/// Most procedures alike that are listed.
pub(in crate::web) const ALIKE: usize = 6;

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::web) struct ProcedureView {
    code: String,
    name: String,
    path: String,
    /// What was decided on it, where something was.
    decided: String,
    may_write: bool,
    /// What the record says before its parts.
    facts: Vec<FactView>,
    /// Findings that belong to no part.
    general: Vec<FindingView>,
    findings: String,
    parts: Vec<PartView>,
    cost: Option<CostView>,
    years: Option<YearsView>,
    events: Vec<EventView>,
    chain: ChainView,
    similar: Vec<SimilarView>,
    downloads: &'static [(&'static str, &'static str)],
}

/// A field of a few words.
#[derive(Debug, Serialize)]
struct FactView {
    label: String,
    lines: Vec<LineView>,
}

/// A line of it.
#[derive(Debug, Serialize)]
struct LineView {
    text: String,
    /// Code of the procedure it names; empty when it names none that is here.
    code: String,
}

/// A part of the procedure.
#[derive(Debug, Serialize)]
struct PartView {
    key: &'static str,
    number: usize,
    label: String,
    /// Nothing is said, and something should be.
    missing: bool,
    lines: Vec<String>,
    table: Option<LongView>,
    /// Entries side by side, the first row their titles.
    beside: Vec<RowView>,
    cases: Vec<CaseView>,
    bases: Vec<BasisView>,
    findings: Vec<FindingView>,
}

/// What entries that stand side by side say in one part.
#[derive(Debug, Serialize)]
struct RowView {
    label: String,
    /// Every entry says the same.
    same: bool,
    cells: Vec<String>,
}

/// The papers of one case.
#[derive(Debug, Serialize)]
struct CaseView {
    name: String,
    note: String,
    papers: Vec<PaperView>,
}

/// One paper, or a remark among them.
#[derive(Debug, Serialize)]
struct PaperView {
    number: usize,
    remark: bool,
    name: String,
    form: String,
    originals: u32,
    copies: u32,
    if_any: bool,
    note: String,
}

/// A legal basis with its state.
#[derive(Debug, Serialize)]
struct BasisView {
    name: String,
    title: String,
    clause: String,
    /// `in_force`, `not_yet`, `expired`, `unknown`: as its label is called.
    state: &'static str,
    since: String,
    by: Vec<String>,
    to_verify: bool,
}

/// What a revision did to it.
#[derive(Debug, Serialize)]
struct EventView {
    revision: String,
    date: String,
    status: &'static str,
    code: String,
    decision: String,
    unexplained: bool,
    changes: Vec<(crate::diff::Burden, String)>,
    others: usize,
    /// The comparison with the revision before; empty where there is none.
    compared: String,
}

/// A procedure alike.
#[derive(Debug, Serialize)]
struct SimilarView {
    code: String,
    name: String,
    kinship: &'static str,
    likeness: u8,
}

/// The view of a procedure.
pub(in crate::web) fn view(visit: &Visit, entry: &Entry, similar: Vec<Similar>) -> ProcedureView {
    let state = &visit.state;
    let (catalogue, procedure) = (&state.catalogue, &entry.procedure);
    let code = procedure.identity();
    let mut findings: Vec<FindingView> = state.findings(code).map(finding::view).collect();
    let total = findings.len();
    let record = record::view(entry, catalogue);
    let parts = parts(visit, procedure, record.short.clone(), record.long, &mut findings);
    let is_fact = |short: &ShortView| !ORDER.contains(&short.key) && !matches!(short.key, "ma" | "ten");
    let facts = record.short.into_iter().filter(is_fact).map(|short| FactView {
        label: label(visit, short.key),
        lines: lines(catalogue, &short),
    });
    let history = state.timeline().history(code);
    ProcedureView {
        code: code.to_owned(),
        name: record.name,
        path: record.path,
        decided: state
            .decisions
            .of(catalogue.name(), code)
            .map_or_else(String::new, |recorded| label_of(&recorded.decision)),
        may_write: visit.may_decide(),
        facts: facts.collect(),
        general: findings,
        findings: if total == 0 { String::new() } else { count(total) },
        parts,
        cost: cost_of(catalogue, procedure, &[], state.day)
            .ok()
            .map(|cost| cost::view(&cost)),
        years: chart::years(catalogue.volumes(), code),
        events: history
            .into_iter()
            .flat_map(|history| history.events)
            .map(|happened| event(visit, happened))
            .collect(),
        chain: chain::view(state.links(), code, &procedure.name),
        similar: similar.into_iter().map(alike).collect(),
        downloads: DOWNLOADS,
    }
}

/// The lines of a field; codes of procedures that are here come with their names.
fn lines(catalogue: &Catalogue, short: &ShortView) -> Vec<LineView> {
    let names_procedures =
        fields::field(short.key).is_some_and(|field| field.refers_to == fields::Reference::Procedures);
    let line = |text: &String| {
        let named = catalogue.get(text).filter(|_| names_procedures);
        LineView {
            code: named
                .map(|entry| entry.procedure.identity().to_owned())
                .unwrap_or_default(),
            text: named.map_or_else(|| text.clone(), |entry| format!("{text} {}", entry.procedure.name)),
        }
    };
    short.lines.iter().map(line).collect()
}

/// The label of a field in the reader's language.
fn label(visit: &Visit, key: &str) -> String {
    let field = fields::field(key);
    let label = field.map(|field| match visit.language {
        Language::Vietnamese => field.label,
        Language::English => field.label_en,
    });
    label.unwrap_or(key).to_owned()
}

/// The parts in their official order, each with the findings that speak of it, which are taken out of the list. A part that
/// is mandatory and missing is there and says so.
fn parts(
    visit: &Visit,
    procedure: &Procedure,
    mut short: Vec<ShortView>,
    mut long: Vec<LongView>,
    findings: &mut Vec<FindingView>,
) -> Vec<PartView> {
    let mut parts: Vec<PartView> = Vec::new();
    // What the record says in entries and the official order does not name comes behind.
    let others: Vec<&'static str> = long
        .iter()
        .map(|long| long.key)
        .filter(|key| !ORDER.contains(key))
        .collect();
    for key in ORDER.into_iter().chain(others) {
        let lines = short
            .iter()
            .position(|short| short.key == key)
            .map(|at| short.remove(at).lines);
        let table = long.iter().position(|long| long.key == key).map(|at| long.remove(at));
        let own = own_findings(findings, key);
        let required = fields::field(key).is_some_and(|field| matches!(field.required, Required::Always(_)));
        let missing = lines.is_none() && table.is_none();
        if missing && !required && own.is_empty() {
            continue;
        }
        let bases = if key == BASES {
            bases(visit, procedure)
        } else {
            Vec::new()
        };
        parts.push(PartView {
            key,
            number: parts.len() + 1,
            label: label(visit, key),
            missing,
            lines: if bases.is_empty() {
                lines.unwrap_or_default()
            } else {
                Vec::new()
            },
            cases: if key == PAPERS { cases(procedure) } else { Vec::new() },
            beside: table
                .as_ref()
                .filter(|_| key == CHANNELS)
                .map(beside)
                .unwrap_or_default(),
            table: table.filter(|_| bases.is_empty() && key != PAPERS),
            bases,
            findings: own,
        });
    }
    parts
}

/// The findings about a field, taken out of the list.
fn own_findings(findings: &mut Vec<FindingView>, key: &str) -> Vec<FindingView> {
    let is_own = |finding: &FindingView| {
        let rest = finding.place.strip_prefix(key);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
    };
    findings.extract_if(.., |finding| is_own(finding)).collect()
}

/// Entries side by side: a row for each thing that one of them says, below a row of their titles.
fn beside(table: &LongView) -> Vec<RowView> {
    let entries: Vec<_> = table.groups.iter().flat_map(|group| &group.entries).collect();
    let mut labels: Vec<&str> = Vec::new();
    for part in entries.iter().flat_map(|entry| &entry.parts) {
        if !labels.contains(&part.label.as_str()) {
            labels.push(&part.label);
        }
    }
    let said = |label: &str, entry: &record::EntryView| {
        let parts = entry.parts.iter().filter(|part| part.label == label);
        parts.map(|part| part.value.as_str()).collect::<Vec<_>>().join("; ")
    };
    let titles = RowView {
        label: table.noun.clone(),
        same: false,
        cells: entries.iter().map(|entry| entry.title.clone()).collect(),
    };
    let row = |label: &&str| {
        let cells: Vec<String> = entries.iter().map(|entry| said(label, entry)).collect();
        RowView {
            label: (*label).to_owned(),
            same: cells.len() > 1 && cells.iter().all(|cell| *cell == cells[0]),
            cells,
        }
    };
    std::iter::once(titles).chain(labels.iter().map(row)).collect()
}

/// The papers by case. Remarks that stand among them are not numbered.
fn cases(procedure: &Procedure) -> Vec<CaseView> {
    let mut number = 0;
    let mut paper = |paper: &Paper| {
        let remark = paper.is_remark();
        number += usize::from(!remark);
        PaperView {
            number,
            remark,
            name: paper.name.clone(),
            form: paper.form.clone().unwrap_or_default(),
            originals: paper.originals,
            copies: paper.copies,
            if_any: paper.if_any,
            note: paper.note.clone().unwrap_or_default(),
        }
    };
    let case = |case: &DossierCase| CaseView {
        name: case.case.clone().unwrap_or_default(),
        note: case.note.clone().unwrap_or_default(),
        papers: case.papers.iter().map(&mut paper).collect(),
    };
    procedure.dossier.iter().map(case).collect()
}

/// The legal bases, each with what the register of documents says of it on the day.
fn bases(visit: &Visit, procedure: &Procedure) -> Vec<BasisView> {
    let (catalogue, day) = (&visit.state.catalogue, visit.state.day);
    let view = |basis: &LegalBasis| {
        let known = basis
            .number
            .value()
            .and_then(|number| catalogue.documents().get(number));
        let (state, since) = match known.map(|known| known.force_on(day)) {
            None => ("unknown", String::new()),
            Some(Force::InForce) => ("in_force", String::new()),
            Some(Force::NotYet) => ("not_yet", since(known)),
            Some(Force::Expired(day)) => ("expired", day.to_string()),
        };
        BasisView {
            name: catalogue.documents().cite(&basis.number),
            title: known.map(|known| known.title.clone()).unwrap_or_default(),
            clause: basis
                .clause
                .as_ref()
                .map(|clause| clause.text().to_owned())
                .unwrap_or_default(),
            state,
            since,
            by: ended_by(catalogue, known),
            to_verify: known.is_some_and(|known| known.to_verify),
        }
    };
    procedure.legal_bases.iter().map(view).collect()
}

fn since(known: Option<&LegalDocument>) -> String {
    let day = known.and_then(|known| known.in_force.as_ref());
    day.map(|day| day.text().to_owned()).unwrap_or_default()
}

fn ended_by(catalogue: &Catalogue, known: Option<&LegalDocument>) -> Vec<String> {
    let by = known.into_iter().flat_map(LegalDocument::ended_by);
    by.map(|number| catalogue.documents().cite(number)).collect()
}

fn event(visit: &Visit, event: Event) -> EventView {
    let decision = event.decision.as_ref().map(|decision| match &decision.date {
        Some(date) => format!("{} ({date})", decision.number),
        None => decision.number.clone(),
    });
    let of_content = |change: &&crate::diff::Change| change.substance == Substance::Content;
    let content = event.changes.iter().filter(of_content);
    let changes: Vec<_> = content.map(|change| (change.burden, change.sentence.clone())).collect();
    EventView {
        compared: compared_with(visit, &event),
        unexplained: event.unexplained() > 0,
        others: event.changes.len() - changes.len(),
        changes,
        status: event.status.map_or("", |status| status.label()),
        decision: decision.unwrap_or_default(),
        date: event.date.unwrap_or_default(),
        revision: event.revision,
        code: event.code,
    }
}

/// Where the comparison of a revision with the one before stands.
fn compared_with(visit: &Visit, event: &Event) -> String {
    let revisions = visit.state.timeline().revisions();
    let at = revisions.iter().position(|revision| revision.name() == event.revision);
    let before = at.and_then(|at| revisions.get(at.checked_sub(1)?));
    let Some(before) = before.filter(|_| event.status.is_some()) else {
        return String::new();
    };
    let mut parameters = Parameters::default();
    parameters.push("old", before.name());
    parameters.push("new", event.revision.as_str());
    parameters.address(&format!("/so-sanh/{}", event.code))
}

fn alike(similar: Similar) -> SimilarView {
    SimilarView {
        code: similar.hit.code,
        name: similar.hit.name,
        kinship: similar.kinship.label(),
        // A share from 0 to 1.
        likeness: (similar.likeness * 100.0).round() as u8,
    }
}
