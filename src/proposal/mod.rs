//! Decisions applied to the base revision: the proposed revision, what differs, what it saves.
//!
//! A proposal is not typed, it is derived. Every figure in it is computed here; what keeps a decision from being proposed
//! is a refusal that names the decision's file.

mod apply;
mod dependents;
pub mod desk;
pub mod health;
pub mod what_if;

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;
use thiserror::Error;

use self::dependents::likely_dependents;
pub use self::dependents::open_dependents;

use self::apply::Draft;
use crate::catalogue::Catalogue;
use crate::catalogue::lineage::{Confirmed, base_code};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Date, TimeLimit};
use crate::diff::{self, CatalogueDiff, Change};
use crate::finding::{Finding, Place, Severity};
use crate::review::cost::{Compared, Cost, CostError, Saving};
use crate::review::decision::{Decisions, Effect, Enactment, Outcome, Recorded, problems};

/// What the recorded decisions make of a revision.
#[derive(Debug)]
pub struct Proposal {
    /// Name of the base revision.
    pub base: String,
    /// Day whose law and parameters apply.
    pub day: Date,
    /// One item for each decision that changes something, by code.
    pub items: Vec<Item>,
    /// Decisions to keep a procedure as it is.
    pub kept: Vec<Recorded>,
    /// The revision as it would be.
    pub proposed: Catalogue,
    /// What differs between the base and the proposed revision.
    pub diff: CatalogueDiff,
}

/// One procedure of a proposal.
#[derive(Debug, Clone)]
pub struct Item {
    /// The decision and its file.
    pub recorded: Recorded,
    /// What was decided.
    pub outcome: Outcome,
    /// The procedure as it is.
    pub before: Procedure,
    /// File of the procedure in the base revision.
    pub source: String,
    /// The procedure as it would be; `None` when it is gone.
    pub after: Option<Procedure>,
    /// What each amendment does, with its reason where it has its own.
    pub effects: Vec<(Effect, Option<String>)>,
    /// The differences, field by field.
    pub changes: Vec<Change>,
    /// Yearly cost as it is.
    pub cost_before: Cost,
    /// Yearly cost as it would be; `None` when nothing has to be done any more.
    pub cost_after: Option<Cost>,
    /// What is saved in a year.
    pub saving: Saving,
    /// What must be printed with the saving when it was not worked out by the standard cost model.
    pub method_note: Option<&'static str>,
    /// The largest cut of a time limit.
    pub time: Option<TimeCut>,
    /// Documents to amend, and who can do it.
    pub enactments: Vec<Enacted>,
}

/// A shorter time limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeCut {
    /// Before, as the record writes it.
    pub before: String,
    /// After, as the decision writes it.
    pub after: String,
    /// The difference.
    pub saved: TimeLimit,
    /// Share saved, in percent.
    pub percent: Option<Decimal>,
}

/// A document to amend, and who can do it.
#[derive(Debug, Clone)]
pub struct Enacted {
    /// As the decision writes it.
    pub enactment: Enactment,
    /// The office may amend it itself; otherwise it can only propose.
    pub own_power: bool,
}

/// Sums over all items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Procedures that would be gone.
    pub abolished: usize,
    /// Procedures that would be simplified.
    pub simplified: usize,
    /// Yearly costs and what is saved.
    pub saving: Saving,
}

/// Why there is no proposal.
#[derive(Debug, Error)]
pub enum ProposalError {
    /// Some decisions cannot be proposed.
    #[error("{} decision(s) cannot be proposed", .0.len())]
    Refused(Vec<Finding>),
    /// A cost could not be worked out.
    #[error("cannot work out the compliance cost")]
    Cost(#[from] CostError),
    /// There is nothing to propose.
    #[error("no decision on revision {0} changes anything")]
    Nothing(String),
}

/// Applies every decision on the base revision.
///
/// # Errors
///
/// With every refusal, when a decision cannot be proposed, or ends a procedure whose result another one still needs; nothing is proposed then, because a proposal that silently
/// leaves a decision out would be wrong.
pub fn propose(base: &Catalogue, decisions: &Decisions, day: Date) -> Result<Proposal, ProposalError> {
    let recorded: Vec<&Recorded> = decisions.on(base.name()).collect();
    // What is only selected for review has nothing to propose yet; a mistake in its file must not be passed over.
    let (planned, recorded): (Vec<&Recorded>, Vec<&Recorded>) = recorded
        .into_iter()
        .partition(|recorded| recorded.decision.is_planned());
    let mut refusals: Vec<Finding> = recorded.iter().flat_map(|recorded| problems(recorded, base)).collect();
    refusals.extend(planned.iter().flat_map(|recorded| problems(recorded, base)));
    refusals.extend(contradictions(&recorded));
    if !refusals.is_empty() {
        decisions.locate_all(&mut refusals);
        return Err(ProposalError::Refused(refusals));
    }
    let drafts: Vec<Draft> = recorded
        .iter()
        .filter_map(|recorded| Draft::of(base, recorded))
        .collect();
    let keeps = |recorded: &&&Recorded| recorded.decision.outcome.value() == Some(&Outcome::Keep);
    let kept = recorded
        .iter()
        .filter(keeps)
        .map(|recorded| (*recorded).clone())
        .collect();
    if drafts.is_empty() {
        return Err(ProposalError::Nothing(base.name().to_owned()));
    }
    let mut open = dependents::of_drafts(base, &drafts, day);
    if !open.is_empty() {
        decisions.locate_all(&mut open);
        return Err(ProposalError::Refused(open));
    }
    let proposed = apply::proposed(base, base.entries().iter(), &drafts);
    let items = drafts
        .into_iter()
        .map(|draft| draft.finish(base, &proposed, day))
        .collect::<Result<Vec<_>, _>>()?;
    let diff = diff::compare(base, &proposed, &Confirmed::none());
    Ok(Proposal {
        base: base.name().to_owned(),
        day,
        items,
        kept,
        proposed,
        diff,
    })
}

/// The revision cannot hold two decisions on one procedure, nor send people to a procedure that another decision ends.
pub fn contradictions(recorded: &[&Recorded]) -> Vec<Finding> {
    contradictions_shown(recorded, str::to_owned)
}

/// The same, with the files as people can open them.
fn contradictions_shown(recorded: &[&Recorded], shown: impl Fn(&str) -> String) -> Vec<Finding> {
    let code = |recorded: &Recorded| base_code(&recorded.decision.code);
    let refuse = |recorded: &Recorded, yaml_path: &str, message: String, advice: &str| {
        let mut refusal = Finding::new(
            "quyet-dinh",
            Severity::Error,
            Place::file(shown(&recorded.path)),
            message,
        )
        .at_path(yaml_path)
        .advice(advice);
        refusal.code = Some(code(recorded));
        refusal
    };
    let mut decided: HashMap<String, &Recorded> = HashMap::new();
    let mut ended: HashMap<String, &Recorded> = HashMap::new();
    for one in recorded {
        let outcome = one.decision.outcome.value();
        if outcome.is_some_and(|outcome| outcome.ends_procedure()) {
            ended.entry(code(one)).or_insert(one);
        }
    }
    let mut refusals = Vec::new();
    for one in recorded {
        if let Some(first) = decided.get(&code(one)) {
            let message = format!("thủ tục {} đã có quyết định ở {}", code(one), shown(&first.path));
            refusals.push(refuse(
                one,
                &one.own_path("ma"),
                message,
                "giữ một quyết định cho mỗi thủ tục",
            ));
        } else {
            decided.insert(code(one), one);
        }
        let heir = one.decision.successor.as_ref().map(base_code);
        if let Some(other) = heir.and_then(|heir| ended.get(&heir)) {
            let message = format!(
                "thủ tục {} cũng bị bãi bỏ, thay thế hoặc hợp nhất ở {}",
                code(other),
                shown(&other.path)
            );
            refusals.push(refuse(
                one,
                "chuyen_sang",
                message,
                "chuyển sang thủ tục còn lại sau phương án",
            ));
        }
    }
    refusals
}

impl Proposal {
    /// What an item comes to in a year, before and after, by both methods.
    pub fn compared(&self, item: &Item) -> Compared {
        let heir = item.recorded.decision.successor.as_ref().map(base_code);
        let heir = heir.and_then(|heir| self.proposed.get(&heir));
        Compared::changed(
            &item.before,
            item.after.as_ref(),
            heir.map(|entry| &entry.procedure),
            item.cost_before.clone(),
            item.cost_after.clone(),
        )
    }

    /// How many measures the items come to: one on several procedures is one.
    pub fn measures(&self) -> usize {
        let files: BTreeSet<&str> = self.items.iter().map(|item| item.recorded.path.as_str()).collect();
        files.len()
    }

    /// Sums over all items.
    pub fn totals(&self) -> Totals {
        let sum = |figure: fn(&Item) -> Decimal| self.items.iter().map(figure).sum::<Decimal>();
        let abolished = self.items.iter().filter(|item| item.after.is_none()).count();
        Totals {
            abolished,
            simplified: self.items.len() - abolished,
            saving: Saving::between(sum(|item| item.saving.before), sum(|item| item.saving.after)),
        }
    }
}

#[cfg(test)]
mod tests;
