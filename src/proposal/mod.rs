//! Decisions applied to the base revision: the proposed revision, what differs, what it saves.
//!
//! A proposal is not typed, it is derived. Every figure in it is computed here; what keeps a decision from being proposed
//! is a refusal that names the decision's file.

use rust_decimal::Decimal;
use thiserror::Error;

use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Date, TimeLimit, Written};
use crate::catalogue::{Catalogue, Entry};
use crate::diff::{self, CatalogueDiff, Change};
use crate::finding::Finding;
use crate::review::cost::{self, Cost, CostError, Saving};
use crate::review::decision::{Decisions, Effect, Enactment, Outcome, Recorded, problems, time_cut};

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
    pub kept: usize,
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
/// With every refusal, when a decision cannot be proposed; nothing is proposed then, because a proposal that silently
/// leaves a decision out would be wrong.
pub fn propose(base: &Catalogue, decisions: &Decisions, day: Date) -> Result<Proposal, ProposalError> {
    let recorded: Vec<&Recorded> = decisions.on(base.name()).collect();
    let mut refusals: Vec<Finding> = recorded.iter().flat_map(|recorded| problems(recorded, base)).collect();
    refusals.extend(decided_twice(&recorded));
    if !refusals.is_empty() {
        refusals.iter_mut().for_each(|refusal| decisions.locate(refusal));
        return Err(ProposalError::Refused(refusals));
    }
    let mut entries: Vec<Entry> = base.entries().to_vec();
    let mut drafts = Vec::new();
    let mut kept = 0;
    for recorded in recorded {
        let Some(outcome) = recorded.decision.outcome.value().copied() else {
            continue;
        };
        if outcome == Outcome::Keep {
            kept += 1;
        } else {
            drafts.extend(apply(&mut entries, recorded, outcome));
        }
    }
    if drafts.is_empty() {
        return Err(ProposalError::Nothing(base.name().to_owned()));
    }
    let proposed = base.with_procedures(format!("{} (đề xuất)", base.name()), entries);
    let items = drafts
        .into_iter()
        .map(|draft| draft.finish(base, &proposed, day))
        .collect::<Result<Vec<_>, _>>()?;
    let diff = diff::compare(base, &proposed);
    Ok(Proposal {
        base: base.name().to_owned(),
        day,
        items,
        kept,
        proposed,
        diff,
    })
}

fn decided_twice(recorded: &[&Recorded]) -> Vec<Finding> {
    use crate::finding::{Place, Severity};
    let pairs = recorded
        .windows(2)
        .filter(|pair| pair[0].decision.code.text() == pair[1].decision.code.text());
    pairs
        .map(|pair| {
            let message = format!(
                "thủ tục {} đã có quyết định ở {}",
                pair[1].decision.code.text(),
                pair[0].path
            );
            Finding::new("quyet-dinh", Severity::Error, Place::file(&pair[1].path), message)
                .at_path("ma")
                .advice("giữ một quyết định cho mỗi thủ tục")
        })
        .collect()
}

struct Draft {
    recorded: Recorded,
    outcome: Outcome,
    before: Entry,
    effects: Vec<(Effect, Option<String>)>,
}

/// Carries one decision out on the list of procedures.
fn apply(entries: &mut Vec<Entry>, recorded: &Recorded, outcome: Outcome) -> Option<Draft> {
    let decision = &recorded.decision;
    let code = decision.code.value().map_or(decision.code.text(), |code| code.base());
    let at = entries.iter().position(|entry| entry.procedure.identity() == code)?;
    let before = entries[at].clone();
    let mut effects = Vec::new();
    if outcome.ends_procedure() {
        entries.remove(at);
        let successor = decision.successor.as_ref().and_then(Written::value);
        let heir = successor.and_then(|code| {
            entries
                .iter_mut()
                .find(|entry| entry.procedure.identity() == code.base())
        });
        if let Some(heir) = heir {
            let list = if outcome == Outcome::Merge {
                &mut heir.procedure.merged_from
            } else {
                &mut heir.procedure.replaces
            };
            list.push(decision.code.clone());
            heir.source.digest = blake3::hash(format!("{}{}", heir.source.digest, recorded.path).as_bytes());
        }
    } else {
        let entry = &mut entries[at];
        for amendment in &decision.amendments {
            // Checked before: an amendment that does not fit was refused.
            if let Ok(effect) = amendment.apply(&mut entry.procedure) {
                effects.push((effect, amendment.reason.clone()));
            }
        }
        // The digest stands for the file's bytes; a changed procedure must not look like the file it came from.
        entry.source.digest = blake3::hash(format!("{}{}", entry.source.digest, recorded.path).as_bytes());
    }
    Some(Draft {
        recorded: recorded.clone(),
        outcome,
        before,
        effects,
    })
}

impl Draft {
    fn finish(self, base: &Catalogue, proposed: &Catalogue, day: Date) -> Result<Item, CostError> {
        let Self {
            recorded,
            outcome,
            before,
            effects,
        } = self;
        let decision = &recorded.decision;
        let code = before.procedure.identity();
        let after = proposed.get(code).map(|entry| entry.procedure.clone());
        let cost_before = cost::cost(base, &before.procedure, &[], day)?;
        let cost_after = match (&after, &decision.successor) {
            (Some(after), _) => Some(cost::cost(base, after, &decision.cost_after, day)?),
            // People who used a merged or replaced procedure use its successor from then on.
            (None, Some(successor)) => match proposed.get(successor.text()) {
                Some(entry) => Some(taken_over(
                    &cost_before,
                    cost::cost(base, &entry.procedure, &decision.cost_after, day)?,
                )),
                None => None,
            },
            (None, None) => None,
        };
        let changes = after
            .as_ref()
            .map(|after| diff::compare_procedures(&before.procedure, after))
            .unwrap_or_default();
        let time =
            after
                .as_ref()
                .and_then(|after| time_cut(&before.procedure, after))
                .map(|(old, new, from, to, unit)| TimeCut {
                    before: old,
                    after: new,
                    saved: TimeLimit::within(from - to, unit),
                    percent: cost::percent(from - to, from),
                });
        let powers = &base.settings().office.powers;
        let enactments = decision.enactments.iter().map(|enactment| {
            let document = enactment
                .document
                .value()
                .and_then(|number| base.documents().get(number));
            let own_power = document.is_some_and(|document| powers.contains(&document.issuer));
            Enacted {
                enactment: enactment.clone(),
                own_power,
            }
        });
        let enactments = enactments.collect();
        let saving = cost::saving(&cost_before, cost_after.as_ref());
        Ok(Item {
            outcome,
            source: before.source.path,
            after,
            effects,
            changes,
            cost_before,
            cost_after,
            saving,
            time,
            enactments,
            before: before.procedure,
            recorded,
        })
    }
}

/// The successor's cost for the people of the procedure that is gone: its cost a case, their number of cases.
fn taken_over(gone: &Cost, successor: Cost) -> Cost {
    let per_year = successor.per_case * gone.times_a_year * Decimal::from(gone.subjects);
    Cost {
        times_a_year: gone.times_a_year,
        subjects: gone.subjects,
        subjects_source: gone.subjects_source.clone(),
        per_year: per_year.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
        ..successor
    }
}

impl Proposal {
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
