//! What the template of deciding on a procedure sees: what is decided, the form, and what it would come to.

use serde::Serialize;

use super::changes::{self, ChangesView};
use super::finding::{self, FindingView, RemarkView, remark};
use crate::catalogue::Entry;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Described, Written};
use crate::finding::Finding;
use crate::proposal::desk::{DeskError, Foreseen, Preview, Seen};
use crate::review::cost::Saving;
use crate::review::decision::{Action, Decision, Outcome, REVIEWERS, Recorded, State, Step, state};
use crate::review::rule;
use crate::text;
use crate::web::decide::{DocumentRow, Filled, Refusal, fingerprint, others};
use crate::web::layout::count;
use crate::web::visit::Visit;

/// Reasons that decisions of provinces give, to begin one's own with.
pub(super) const PHRASES: [&str; 5] = [
    "Trong 05 năm liên tục không phát sinh hồ sơ",
    "Các giấy tờ này có thể tra cứu thông tin trên Cơ sở dữ liệu quốc gia",
    "Cơ quan cấp phép đã có dữ liệu về các giấy chứng nhận đã cấp",
    "Cắt giảm các thành phần hồ sơ không cần thiết",
    "Thực tế giải quyết thấy có thể rút ngắn thời gian",
];
/// Rows for further documents.
const MORE_ROWS: usize = 2;

/// The page.
#[derive(Serialize)]
pub(in crate::web) struct DecideView {
    code: String,
    name: String,
    field: String,
    may_write: bool,
    findings: Vec<FindingView>,
    now: Option<NowView>,
    form: FormView,
    expected: String,
    /// What the procedure says, in a few letters.
    reading: String,
    /// What was typed for a step that was not taken.
    taken: StepView,
    /// Whether an assessment of one of two reviewers is written, and not the decision.
    assessing: bool,
    reviewers: ReviewersView,
    steps: Vec<(&'static str, &'static str)>,
    refusal: Option<RefusalView>,
    preview: Option<PreviewView>,
    /// Ticket with which what was just written can be taken back.
    undo: Option<String>,
    undone: bool,
}

/// What is decided.
#[derive(Serialize)]
struct NowView {
    outcome: String,
    reason: String,
    by: String,
    on: String,
    step: &'static str,
    stale: String,
    history: Vec<EventView>,
}

#[derive(Serialize)]
struct EventView {
    step: &'static str,
    on: String,
    by: String,
    document: String,
    note: String,
}

/// The form.
#[derive(Serialize)]
struct FormView {
    outcomes: Vec<ChoiceView>,
    phrases: [&'static str; 5],
    reason: String,
    successor: String,
    schedule: String,
    changes: ChangesView,
    documents: Vec<RowView>,
    rules: Vec<ChoiceView>,
    others: Vec<&'static str>,
    draft: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct ChoiceView {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(Serialize)]
struct RowView {
    #[serde(flatten)]
    row: DocumentRow,
    actions: Vec<ChoiceView>,
}

#[derive(Serialize)]
struct ReviewersView {
    count: String,
    wanted: String,
    shown: Vec<VoiceView>,
    both: bool,
}

#[derive(Serialize)]
struct VoiceView {
    by: String,
    outcome: String,
    reason: String,
}

#[derive(Serialize)]
struct RefusalView {
    said: String,
    findings: Vec<RemarkView>,
    now: Option<String>,
}

/// What a decision would come to.
#[derive(Default, Serialize)]
pub(in crate::web) struct PreviewView {
    gone: bool,
    effects: Vec<(bool, String)>,
    changes: Vec<ChangeView>,
    cost: Option<CostView>,
    refusals: Vec<RemarkView>,
    dependents: Vec<RemarkView>,
    obstacle: String,
    text: String,
}

#[derive(Serialize)]
struct ChangeView {
    label: String,
    old: String,
    new: String,
    burden: crate::diff::Burden,
}

#[derive(Serialize)]
struct CostView {
    before: String,
    after: String,
    saved: String,
    percent: String,
}

impl PreviewView {
    /// What stands in its place where the form cannot be read.
    pub(in crate::web) fn mistyped(said: &str) -> Self {
        Self {
            obstacle: said.to_owned(),
            ..Self::default()
        }
    }
}

/// The form of a step.
#[derive(Serialize)]
struct StepView {
    step: String,
    on: String,
    document: String,
    document_date: String,
    note: String,
}

impl StepView {
    fn sent(visit: &Visit) -> Self {
        let text = |name: &str| visit.form.get(name).unwrap_or_default().to_owned();
        Self {
            step: text("step"),
            on: text("step-on"),
            document: text("step-document"),
            document_date: text("step-document-date"),
            note: text("note"),
        }
    }
}

/// A preview alone.
#[derive(Serialize)]
pub(in crate::web) struct Previewed {
    pub(in crate::web) preview: PreviewView,
}

/// What is put beside the form.
#[derive(Default)]
pub(in crate::web) struct Beside {
    pub(in crate::web) refusal: Option<Refusal>,
    pub(in crate::web) preview: Option<PreviewView>,
    pub(in crate::web) undo: Option<String>,
    pub(in crate::web) undone: bool,
    pub(in crate::web) assessing: bool,
}

/// The view of a procedure with a form filled in so.
pub(in crate::web) fn view(visit: &Visit, entry: &Entry, seen: &Seen, filled: &Filled, beside: Beside) -> DecideView {
    let procedure = &entry.procedure;
    let code = procedure.identity();
    let recorded = visit.state.decisions.of(visit.state.catalogue.name(), code);
    DecideView {
        code: code.to_owned(),
        name: procedure.name.clone(),
        field: procedure.field.clone(),
        may_write: visit.may_decide(),
        findings: visit.state.findings(code).map(finding::view).collect(),
        now: recorded.map(|recorded| now(visit, recorded)),
        form: form(visit, procedure, seen.decision.as_ref(), filled),
        expected: seen.version.to_string(),
        reading: fingerprint(procedure),
        taken: StepView::sent(visit),
        assessing: beside.assessing,
        reviewers: reviewers(visit, code),
        steps: Step::all()
            .filter(|step| step.moves())
            .map(|step| (step.key(), step.label()))
            .collect(),
        refusal: beside.refusal.map(|refusal| RefusalView {
            said: refusal.said,
            findings: refusal.findings.iter().map(remark).collect(),
            now: refusal.now,
        }),
        preview: beside.preview,
        undo: beside.undo,
        undone: beside.undone,
    }
}

fn now(visit: &Visit, recorded: &Recorded) -> NowView {
    let decision = &recorded.decision;
    let history = decision.history.iter().map(|event| EventView {
        step: event.step.value().map_or("", |step| step.label()),
        on: written(event.on.as_ref()),
        by: event.by.clone().unwrap_or_default(),
        document: written(event.document.as_ref()),
        note: event.note.clone().unwrap_or_default(),
    });
    NowView {
        outcome: label_of(decision),
        reason: decision.reason.clone(),
        by: decision.decided_by.clone().unwrap_or_default(),
        on: written(decision.decided_on.as_ref()),
        step: decision.step().label(),
        stale: match state(decision, &visit.state.catalogue) {
            State::Stale(changes) => changes.sentence(),
            State::Current | State::NoProcedure => String::new(),
        },
        history: history.collect(),
    }
}

/// What was decided, in words.
pub(super) fn label_of(decision: &Decision) -> String {
    let outcome = decision.outcome.value().map(|outcome| outcome.label());
    outcome.unwrap_or(decision.outcome.text()).to_owned()
}

fn written<T>(value: Option<&Written<T>>) -> String {
    value.map_or_else(String::new, |value| value.text().to_owned())
}

fn reviewers(visit: &Visit, code: &str) -> ReviewersView {
    let (assessments, revision) = (&visit.state.assessments, visit.state.catalogue.name());
    let shown = assessments.shown_to(visit.acting_name(), revision, code);
    ReviewersView {
        count: count(assessments.of(revision, code).len()),
        wanted: count(REVIEWERS),
        shown: shown
            .into_iter()
            .map(|own| VoiceView {
                by: own.decision.decided_by.clone().unwrap_or_default(),
                outcome: label_of(&own.decision),
                reason: own.decision.reason.clone(),
            })
            .collect(),
        both: assessments.are_in(revision, code),
    }
}

fn choice(value: &str, label: impl Into<String>, chosen: bool) -> ChoiceView {
    ChoiceView {
        value: value.to_owned(),
        label: label.into(),
        chosen,
    }
}

/// What can be chosen, and what was chosen even where it is written in another way than we would.
pub(super) fn options(known: &[&str], chosen: &[&str]) -> Vec<ChoiceView> {
    let own = chosen.iter().filter(|one| !one.is_empty() && !known.contains(one));
    known
        .iter()
        .chain(own)
        .map(|label| choice(label, *label, chosen.contains(label)))
        .collect()
}

/// Every outcome, one of them chosen by its key.
pub(super) fn outcomes(chosen: &str) -> Vec<ChoiceView> {
    let each = Outcome::all();
    each.map(|outcome| choice(outcome.key(), outcome.label(), outcome.key() == chosen))
        .collect()
}

fn form(visit: &Visit, procedure: &Procedure, earlier: Option<&Decision>, filled: &Filled) -> FormView {
    FormView {
        outcomes: outcomes(&filled.outcome),
        phrases: PHRASES,
        reason: filled.reason.clone(),
        successor: filled.successor.clone(),
        schedule: filled.schedule.clone(),
        changes: changes::view(procedure, &filled.changes),
        documents: documents(procedure, filled),
        rules: rules(visit, procedure, filled),
        others: others(earlier)
            .into_iter()
            .filter_map(|amendment| amendment.kind_label())
            .collect(),
        draft: filled.draft,
    }
}

/// The documents that were chosen, those the procedure rests on, and room for others.
fn documents(procedure: &Procedure, filled: &Filled) -> Vec<RowView> {
    let mut rows = filled.documents.clone();
    for basis in &procedure.legal_bases {
        let number = basis.number.text();
        if !number.is_empty() && !rows.iter().any(|row| row.document == number) {
            rows.push(DocumentRow {
                document: number.to_owned(),
                given: true,
                ..DocumentRow::default()
            });
        }
    }
    rows.extend((0..MORE_ROWS).map(|_| DocumentRow::default()));
    rows.into_iter()
        .map(|row| RowView {
            actions: options(Action::EXAMPLES, &[row.action.as_str()]),
            row,
        })
        .collect()
}

/// The rules that speak of the procedure, and those it rests on already.
fn rules(visit: &Visit, procedure: &Procedure, filled: &Filled) -> Vec<ChoiceView> {
    let spoken = visit.state.findings(procedure.identity());
    let spoken = spoken.filter_map(|finding: &Finding| Some(rule(&finding.rule)?.id.to_owned()));
    let mut ids: Vec<String> = spoken.chain(filled.rules.iter().cloned()).collect();
    ids.sort_unstable();
    ids.dedup();
    let named = |id: String| {
        let title = rule(&id).map_or("", |rule| rule.title);
        choice(&id, format!("{id} {title}"), filled.rules.contains(&id))
    };
    ids.into_iter().map(named).collect()
}

/// What a decision would come to.
pub(in crate::web) fn preview(visit: &Visit, preview: Preview) -> PreviewView {
    let foreseen: Option<&Foreseen> = preview.procedures.first();
    let changes = foreseen.into_iter().flat_map(|foreseen| &foreseen.changes);
    let effects = foreseen.into_iter().flat_map(|foreseen| &foreseen.effects);
    PreviewView {
        gone: foreseen.is_some_and(|foreseen| foreseen.after.is_none()),
        effects: effects
            .map(|effect| match effect {
                Ok(effect) => (true, effect.wording.clone()),
                Err(why) => (false, why.clone()),
            })
            .collect(),
        changes: changes
            .map(|change| ChangeView {
                label: change.label.clone(),
                old: change.old.clone().unwrap_or_default(),
                new: change.new.clone().unwrap_or_default(),
                burden: change.burden,
            })
            .collect(),
        cost: foreseen.map(|foreseen| cost(&foreseen.cost.figures().cost)),
        refusals: preview.refusals.iter().map(remark).collect(),
        dependents: preview.dependents.iter().map(remark).collect(),
        obstacle: match preview.obstacle {
            Some(DeskError::Nobody) | None => String::new(),
            Some(error) => Refusal::of(visit, error).said,
        },
        text: preview.text,
    }
}

fn cost(saving: &Saving) -> CostView {
    CostView {
        before: text::decimal(saving.before),
        after: text::decimal(saving.after),
        saved: text::decimal(saving.saved),
        percent: text::percent(saving.percent),
    }
}
