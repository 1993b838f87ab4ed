//! Decisions as a list that can be narrowed.

use serde::Serialize;

use super::store::folder_name;
use super::{Agreement, Changes, Decision, Outcome, Recorded, State, Step, state};
use crate::catalogue::Catalogue;
use crate::catalogue::lineage::base_code;
use crate::catalogue::values::{Date, Written};
use crate::review;
use crate::text;

/// A decision on one procedure as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Code.
    pub code: String,
    /// Name in the revision; empty where that is not at hand.
    pub name: String,
    /// Field likewise.
    pub field: String,
    /// Revision that was reviewed.
    pub revision: String,
    /// Outcome as it is written; empty while the procedure is only selected.
    pub outcome: String,
    /// Why.
    pub reason: String,
    /// What its group shares, for one measure on several procedures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Key of the step it has come to.
    pub state: &'static str,
    /// Since when.
    pub since: Option<String>,
    /// Act of that step: number and date.
    pub document: Option<String>,
    /// Who decided.
    pub by: Option<String>,
    /// When.
    pub on: Option<String>,
    /// Rules it rests on.
    pub rules: Vec<String>,
    /// What changed since, in Vietnamese; empty when nothing did.
    pub stale: String,
    /// Whether two reviewers see it differently.
    pub conflict: bool,
    /// Questions of its review form that are answered; absent without a form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Option<usize>,
    /// File, from the folder of the decisions.
    pub path: String,
}

/// Which decisions are wanted; what is not set does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only these steps.
    pub states: Vec<Step>,
    /// Only these outcomes.
    pub outcomes: Vec<Outcome>,
    /// Only this field.
    pub field: Option<String>,
    /// Only what this person decided or did a step of.
    pub person: Option<String>,
    /// Decided on this day or later.
    pub from: Option<Date>,
    /// Decided on this day or earlier.
    pub to: Option<Date>,
    /// Only those that rest on something that changed.
    pub stale: bool,
    /// Only those that two reviewers see differently.
    pub conflict: bool,
    /// Only those that rest on this rule.
    pub rule: Option<String>,
}

/// A decision as a row. Without the revision it was taken on, name, field and staleness stay open.
pub fn row(recorded: &Recorded, catalogue: Option<&Catalogue>, agreement: Option<&Agreement>) -> Row {
    let decision = &recorded.decision;
    let code = base_code(&decision.code);
    let entry = catalogue.and_then(|catalogue| catalogue.get(&code));
    let last = decision.last_event();
    let day = |day: &Written<Date>| day.value().map_or_else(|| day.text().to_owned(), |day| day.to_string());
    let act = |event: &super::Event| {
        let number = event.document.as_ref()?.text().to_owned();
        Some(match &event.document_date {
            Some(date) => format!("{number} ngày {}", day(date)),
            None => number,
        })
    };
    Row {
        name: entry.map_or_else(String::new, |entry| entry.procedure.name.clone()),
        field: entry.map_or_else(String::new, |entry| entry.procedure.field.clone()),
        revision: folder_name(&decision.revision).to_owned(),
        outcome: decision.outcome.text().to_owned(),
        reason: decision.reason.clone(),
        group: decision.group.clone(),
        state: decision.step().key(),
        since: last
            .map_or(decision.decided_on.as_ref(), |event| event.on.as_ref())
            .map(day),
        document: last.and_then(act),
        by: decision.decided_by.clone(),
        on: decision.decided_on.as_ref().map(day),
        rules: decision.rules.clone(),
        stale: catalogue
            .map(|catalogue| stale(decision, catalogue))
            .unwrap_or_default(),
        conflict: agreement.is_some_and(|agreement| agreement.has_conflict_on(&code)),
        answered: None,
        path: recorded.path.clone(),
        code,
    }
}

fn stale(decision: &Decision, catalogue: &Catalogue) -> String {
    match state(decision, catalogue) {
        // Nothing was judged yet.
        _ if decision.is_planned() => String::new(),
        State::Current => String::new(),
        State::Stale(changes) => Changes::sentence(&changes),
        State::NoProcedure => "phiên bản không có thủ tục này".to_owned(),
    }
}

impl Wanted {
    /// Whether a decision and its row are wanted.
    pub fn wants(&self, decision: &Decision, row: &Row) -> bool {
        let same = |a: &str, b: &str| text::fold(a) == text::fold(b);
        let state = self.states.is_empty() || self.states.contains(&decision.step());
        let outcome = self.outcomes.is_empty()
            || decision
                .outcome
                .value()
                .is_some_and(|outcome| self.outcomes.contains(outcome));
        let field = self.field.as_deref().is_none_or(|field| same(field, &row.field));
        let person = self.person.as_deref().is_none_or(|person| {
            let acted = decision.history.iter().filter_map(|event| event.by.as_deref());
            acted
                .chain(decision.decided_by.as_deref())
                .any(|by| text::fold(by).contains(&text::fold(person)))
        });
        let rule = self.rule.as_deref().is_none_or(|rule| {
            let id = |name: &str| review::rule(name).map(|rule| rule.id);
            decision
                .rules
                .iter()
                .any(|own| own == rule || id(own).is_some() && id(own) == id(rule))
        });
        state
            && outcome
            && field
            && person
            && rule
            && self.in_time(decision)
            && (!self.stale || !row.stale.is_empty())
            && (!self.conflict || row.conflict)
    }

    /// By the day of the decision, or of its first step while nothing is decided.
    fn in_time(&self, decision: &Decision) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let first = || decision.history.first().and_then(|event| event.on.as_ref());
        let day = decision.decided_on.as_ref().or_else(first).and_then(Written::value);
        day.is_some_and(|day| self.from.is_none_or(|from| *day >= from) && self.to.is_none_or(|to| *day <= to))
    }
}
