//! One decision carried out: the procedure as it would be, and what that saves.

use rust_decimal::Decimal;

use super::{Enacted, Item, TimeCut};
use crate::catalogue::lineage::base_code;
use crate::catalogue::observation::{Observations, ObservedRow};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Date, Fee, Money, TimeLimit, Written};
use crate::catalogue::{Catalogue, Entry};
use crate::diff::{self, Change};
use crate::review::chains::Dependent;
use crate::review::cost::{self, Compared, Cost, CostError, Saving};
use crate::review::decision::{Effect, Method, Outcome, Recorded, carry_out, time_cut};

/// A decision that changes something, and what it makes of its procedure.
pub(super) struct Draft {
    recorded: Recorded,
    outcome: Outcome,
    before: Entry,
    after: Option<Procedure>,
    effects: Vec<(Effect, Option<String>)>,
}

impl Draft {
    /// `None` for a decision to keep the procedure. The decision has been checked.
    pub(super) fn of(base: &Catalogue, recorded: &Recorded) -> Option<Self> {
        let decision = &recorded.decision;
        let outcome = *decision.outcome.value().filter(|outcome| **outcome != Outcome::Keep)?;
        let before = base.get(&base_code(&decision.code))?.clone();
        let (after, effects) = if outcome.ends_procedure() {
            (None, Vec::new())
        } else {
            let (after, effects) = carry_out(&decision.amendments, &before.procedure);
            let reasons = decision.amendments.iter().map(|amendment| amendment.reason.clone());
            let effects = effects
                .into_iter()
                .zip(reasons)
                .filter_map(|(effect, own)| Some((effect.ok()?, own)));
            (Some(after), effects.collect())
        };
        Some(Self {
            recorded: recorded.clone(),
            outcome,
            before,
            after,
            effects,
        })
    }

    pub(super) fn identity(&self) -> &str {
        self.before.procedure.identity()
    }

    pub(super) fn recorded(&self) -> &Recorded {
        &self.recorded
    }

    /// The procedure as it would be; `None` when it is gone.
    pub(super) fn after(&self) -> Option<&Procedure> {
        self.after.as_ref()
    }

    /// Whether the decision accepts that a procedure goes on asking for a paper nobody issues any more.
    pub(super) fn accepts(&self, dependent: &Dependent) -> bool {
        let accepted = self.recorded.decision.accepted_dependents.iter();
        let mut of_paper = accepted.filter(|one| one.covers(&dependent.node.code, &dependent.paper));
        of_paper.next().is_some()
    }

    pub(super) fn heir(&self) -> Option<String> {
        self.recorded.decision.successor.as_ref().map(base_code)
    }
}

/// What the drafts make of procedures of the base revision.
pub(super) fn entries<'a>(of_base: impl Iterator<Item = &'a Entry>, drafts: &[Draft]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for entry in of_base {
        let identity = entry.procedure.identity();
        let own = drafts.iter().find(|draft| draft.identity() == identity);
        let heirs = || drafts.iter().filter(|draft| draft.heir().as_deref() == Some(identity));
        let mut next = entry.clone();
        match own.map(|draft| &draft.after) {
            Some(None) => continue,
            Some(Some(after)) => next.procedure = after.clone(),
            None => {}
        }
        for draft in heirs() {
            let code = draft.recorded.decision.code.clone();
            if draft.outcome == Outcome::Merge {
                next.procedure.merged_from.push(code);
            } else {
                next.procedure.replaces.push(code);
            }
        }
        // The digest stands for the file's bytes; a changed procedure must not look like the file it came from.
        for draft in own.into_iter().chain(heirs()) {
            next.source.digest = blake3::hash(format!("{}{}", next.source.digest, draft.recorded.path).as_bytes());
        }
        entries.push(next);
    }
    entries
}

/// The cost observations of the proposed revision, where the drafts change what they are about.
pub(super) fn observations(base: &Catalogue, drafts: &[Draft]) -> Vec<(String, Observations)> {
    let changed = drafts.iter().filter_map(|draft| {
        let observed = base.observations(draft.identity())?;
        let before = &draft.before.procedure;
        let changes = diff::compare_procedures(before, draft.after.as_ref()?);
        Some((draft.identity().to_owned(), remeasured(observed, before, &changes)))
    });
    changed.collect()
}

/// The revision as the drafts make it, of the base's procedures in `of_base`.
pub(super) fn proposed<'a>(base: &Catalogue, of_base: impl Iterator<Item = &'a Entry>, drafts: &[Draft]) -> Catalogue {
    let name = format!("{} (đề xuất)", base.name());
    let proposed = base.with_procedures(name, entries(of_base, drafts));
    observations(base, drafts)
        .into_iter()
        .fold(proposed, |proposed, (code, observed)| {
            proposed.with_observations(&code, observed)
        })
}

/// What decisions come to in a year, without the documents around them: only the procedures they are about and those
/// that serve their people afterwards are looked at.
///
/// # Errors
///
/// When a cost cannot be worked out.
pub(super) fn compared(base: &Catalogue, recorded: &[Recorded], day: Date) -> Result<Vec<Compared>, CostError> {
    let drafts: Vec<Draft> = recorded
        .iter()
        .filter_map(|recorded| Draft::of(base, recorded))
        .collect();
    let mut concerned: Vec<&Entry> = Vec::new();
    for draft in &drafts {
        let heir = draft.heir().and_then(|heir| base.get(&heir));
        for entry in base.get(draft.identity()).into_iter().chain(heir) {
            if !concerned.iter().any(|known| std::ptr::eq(*known, entry)) {
                concerned.push(entry);
            }
        }
    }
    let proposed = proposed(base, concerned.into_iter(), &drafts);
    drafts
        .iter()
        .map(|draft| draft.compared(base, &proposed, day))
        .collect()
}

impl Draft {
    fn compared(&self, base: &Catalogue, proposed: &Catalogue, day: Date) -> Result<Compared, CostError> {
        let before = &self.before.procedure;
        let (cost_before, cost_after) = self.costs(base, proposed, day)?;
        let heir = self.heir().and_then(|heir| proposed.get(&heir));
        let heir = heir.map(|entry| &entry.procedure);
        Ok(Compared::changed(
            before,
            self.after.as_ref(),
            heir,
            cost_before,
            cost_after,
        ))
    }

    /// Cost before and after; nothing has to be done any more where the second is missing.
    fn costs(&self, base: &Catalogue, proposed: &Catalogue, day: Date) -> Result<(Cost, Option<Cost>), CostError> {
        let before = cost::cost(base, &self.before.procedure, &[], day)?;
        let overrides = &self.recorded.decision.cost_after;
        let cost_of = |entry: &Entry| cost::cost(proposed, &entry.procedure, overrides, day);
        let after = match (
            proposed.get(self.identity()),
            self.heir().and_then(|heir| proposed.get(&heir)),
        ) {
            (Some(after), _) => Some(cost_of(after)?),
            // People who used a merged or replaced procedure use its successor from then on.
            (None, Some(heir)) => Some(cost_of(heir)?.for_people_of(&before)?),
            (None, None) => None,
        };
        Ok((before, after))
    }

    pub(super) fn finish(self, base: &Catalogue, proposed: &Catalogue, day: Date) -> Result<Item, CostError> {
        let decision = &self.recorded.decision;
        let before = &self.before.procedure;
        let after = proposed.get(before.identity()).map(|entry| entry.procedure.clone());
        let changes = after
            .as_ref()
            .map(|after| diff::compare_procedures(before, after))
            .unwrap_or_default();
        let (cost_before, cost_after) = self.costs(base, proposed, day)?;
        let by_time = decision.method.as_ref().and_then(Written::value) == Some(&Method::ProcessingTime);
        let by_time = if by_time {
            saved_by_time(before, after.as_ref(), &cost_before)
        } else {
            None
        };
        let enactments = decision.enactments.iter().map(|enactment| {
            let document = enactment
                .document
                .value()
                .and_then(|number| base.documents().get(number));
            let own_power = document.is_some_and(|document| base.settings().office.may_change(&document.issuer));
            Enacted {
                enactment: enactment.clone(),
                own_power,
            }
        });
        Ok(Item {
            outcome: self.outcome,
            saving: by_time.unwrap_or_else(|| cost::saving(&cost_before, cost_after.as_ref())),
            method_note: by_time.map(|_| cost::BY_PROCESSING_TIME_NOTE),
            time: match &after {
                Some(after) => shorter(before, after),
                None => self.heir().map_or_else(|| no_longer(before), |_| None),
            },
            enactments: enactments.collect(),
            source: self.before.source.path.clone(),
            after,
            effects: self.effects,
            changes,
            cost_before,
            cost_after,
            before: self.before.procedure,
            recorded: self.recorded,
        })
    }
}

/// What is left of the figures somebody measured: a paper that is dropped takes no time any more, a lower fee costs what
/// the decision says.
fn remeasured(observed: &Observations, before: &Procedure, changes: &[Change]) -> Observations {
    let change_at = |path: &str| changes.iter().find(|change| change.old_path == path);
    let gone: Vec<&str> = before
        .papers()
        .filter(|(path, ..)| change_at(path).is_some())
        .map(|(.., paper)| paper.name.as_str())
        .collect();
    let fees: Vec<(&str, Money)> = before
        .fees()
        .filter_map(|(path, _, fee)| {
            let new = change_at(&format!("{path}.muc"))?.new.as_deref()?;
            Some((fee.name.as_deref()?, Money::vnd(new.parse::<Fee>().ok()?.vnd()?)))
        })
        .collect();
    let kept = observed
        .rows
        .iter()
        .filter(|row| !gone.iter().any(|name| row.is_on("chuan_bi", name)));
    let rows = kept.map(|row| {
        let fee = fees
            .iter()
            .find(|(name, _)| row.is_on("phi", name))
            .filter(|_| row.fees.is_some());
        ObservedRow {
            fees: fee.map_or_else(|| row.fees.clone(), |(_, fee)| Some(Written::new(fee.to_string()))),
            ..row.clone()
        }
    });
    Observations {
        rows: rows.collect(),
        ..observed.clone()
    }
}

/// The saving by the simplified method of real annexes; `None` when it does not apply.
fn saved_by_time(before: &Procedure, after: Option<&Procedure>, cost: &Cost) -> Option<Saving> {
    let yearly = |limit: &str| cost::by_processing_time(&limit.parse().ok()?, cost.income.amount, cost.subjects);
    match after {
        Some(after) => {
            let (old, new, ..) = time_cut(before, after)?;
            Some(Saving::between(yearly(&old)?, yearly(&new)?))
        }
        None => {
            let (old, ..) = usual(before)?;
            Some(Saving::between(yearly(&old)?, Decimal::ZERO))
        }
    }
}

fn shorter(before: &Procedure, after: &Procedure) -> Option<TimeCut> {
    let (old, new, from, to, unit) = time_cut(before, after)?;
    Some(TimeCut {
        before: old,
        after: new,
        saved: TimeLimit::within(from - to, unit),
        percent: cost::percent(from - to, from),
    })
}

/// Nobody waits for an abolished procedure.
fn no_longer(before: &Procedure) -> Option<TimeCut> {
    let (old, limit) = usual(before)?;
    let (amount, unit) = limit.amount()?;
    Some(TimeCut {
        before: old,
        after: format!("0 {}", unit.label()),
        saved: TimeLimit::within(amount, unit),
        percent: cost::percent(amount, amount),
    })
}

/// The limit of the first channel that has one in figures.
fn usual(procedure: &Procedure) -> Option<(String, TimeLimit)> {
    let mut limits = procedure.channels.iter().filter_map(|row| row.time_limit.as_ref());
    limits.find_map(|limit| {
        let value = limit.value().filter(|value| value.amount().is_some())?;
        Some((limit.text().to_owned(), value.clone()))
    })
}
