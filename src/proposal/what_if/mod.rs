//! What would have to be done to cut so much: a small set of measures that reaches the targets, and why each is in it.
//!
//! Every saving is worked out one way: the measures are written as decisions, the decisions are applied to the record, and
//! the cost model is run again. Savings of measures that have to do with one another do not add up, so all sets of the
//! measures of one procedure, and of procedures that could be merged, are worked out; `solve.rs` chooses among the sets.

mod draft;
mod groups;
mod measures;
mod solve;
mod target;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use self::groups::Component;
use self::solve::{Gain, NO_NEED, NoPlan, STATES};
use super::apply::compared;
use crate::catalogue::Catalogue;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::Date;
use crate::finding::Finding;
use crate::review::cost::{Compared, CostError, cost, percent};
use crate::review::decision::Recorded;

pub use self::draft::drafts;
pub use self::measures::Measure;
pub use self::target::{Aim, Target, TargetError};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// What is to be cut, each aim once.
    pub targets: Vec<Target>,
    /// Codes of the procedures it is about; all when `None`.
    pub scope: Option<std::collections::HashSet<String>>,
    /// Count the time of every dossier instead of that of every procedure once.
    pub by_dossiers: bool,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct WhatIf {
    /// Each target and how far it is reached.
    pub results: Vec<Reached>,
    /// Measures of the plan, by procedure.
    pub picked: Vec<Picked>,
    /// Procedures the plan changes.
    pub touched: usize,
    /// Procedures asked about.
    pub procedures: usize,
    /// Procedures of them without a time limit that can be turned into hours.
    pub without_time: usize,
    /// Measures there were to choose from.
    pub considered: usize,
    /// Findings answered by no measure that saves anything.
    pub useless: usize,
    /// Procedures with so many measures that only the most useful were considered.
    pub shortened: Vec<String>,
    /// Procedures left alone because a person has decided on them.
    pub decided: usize,
    /// How good the plan is.
    pub quality: Quality,
}

/// How good a plan is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// No plan has fewer measures, and of those with as many none touches fewer procedures.
    Best,
    /// No plan has fewer measures than this; the plan has these or more.
    AtLeast(usize),
    /// The targets cannot be reached: the plan is as near as it gets.
    OutOfReach,
    /// Each target can be reached, but no plan that reaches all was found: the plan is near.
    NotFound,
}

/// A target and how far it is reached. Amounts are đồng a year or hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reached {
    /// The target.
    pub target: Target,
    /// As it is.
    pub before: Decimal,
    /// Saved by decisions of persons already.
    pub decided: Decimal,
    /// To be saved in all.
    pub needed: Decimal,
    /// Saved by the plan, beside what is decided.
    pub planned: Decimal,
    /// The most all measures together could save, beside what is decided.
    pub most: Decimal,
}

impl Reached {
    /// Share saved by what is decided and the plan, in percent; `None` of nothing.
    pub fn percent(&self) -> Option<Decimal> {
        percent(self.decided + self.planned, self.before)
    }

    /// The highest share there is.
    pub fn most_percent(&self) -> Option<Decimal> {
        percent(self.decided + self.most, self.before)
    }

    /// Whether enough is saved.
    pub fn met(&self) -> bool {
        self.decided + self.planned >= self.needed
    }

    /// What is missing; nothing when it is met.
    pub fn missing(&self) -> Decimal {
        (self.needed - self.decided - self.planned).max(Decimal::ZERO)
    }
}

/// A measure of the plan.
#[derive(Debug, Clone)]
pub struct Picked {
    /// The measure.
    pub measure: Measure,
    /// Name of its procedure.
    pub name: String,
    /// Field of its procedure.
    pub field: String,
    /// File of its procedure.
    pub path: String,
    /// Đồng a year it saves, after the measures before it on the same procedures.
    pub cost: Decimal,
    /// Hours it saves, in the same way.
    pub time: Decimal,
}

/// Hours go into the choice in thousandths: whole numbers add up exactly.
const THOUSAND: i64 = 1000;

/// Answers the question: `findings` are those of the review, `decided` the decisions of persons, which stay as they are.
///
/// # Errors
///
/// When a cost cannot be worked out.
pub fn what_if(
    base: &Catalogue,
    findings: &[Finding],
    decided: &[Recorded],
    question: &Question,
    day: Date,
) -> Result<WhatIf, CostError> {
    let asked = |procedure: &Procedure| {
        let scope = question.scope.as_ref();
        scope.is_none_or(|scope| scope.contains(procedure.identity()))
    };
    let yardstick = Yardstick {
        base,
        day,
        by_dossiers: question.by_dossiers,
    };
    let start = yardstick.before(&|procedure| asked(procedure))?;
    let settled = compared(base, decided, day)?;
    let in_scope = |code: &str| base.get(code).is_some_and(|entry| asked(&entry.procedure));
    let saved = settled
        .iter()
        .filter(|one| in_scope(&one.code))
        .map(|one| yardstick.gain(one));
    let saved = sum(saved);

    let closed: std::collections::HashSet<&str> = decided
        .iter()
        .filter_map(|recorded| base.get(recorded.decision.code.text()))
        .map(|entry| entry.procedure.identity())
        .collect();
    let open = |code: &str| !closed.contains(code);
    let mut measures = measures::measures(base, findings, day);
    measures.retain(|measure| {
        let heir = measure.successor.as_deref();
        in_scope(&measure.code) && open(&measure.code) && heir.is_none_or(open)
    });
    let made = groups::groups(&yardstick, measures)?;

    let need = needs(question, start.total, saved);
    let groups: Vec<solve::Group> = made
        .components
        .iter()
        .map(|component| component.group.clone())
        .collect();
    let (picks, quality) = match solve::solve(&groups, need, STATES) {
        Ok(plan) if plan.best => (plan.picks, Quality::Best),
        Ok(plan) => (plan.picks, Quality::AtLeast(plan.at_least)),
        Err(NoPlan::Impossible) => (nearest(&groups, need), Quality::OutOfReach),
        Err(NoPlan::NotFound) => (nearest(&groups, need), Quality::NotFound),
    };
    let picked = picked(&yardstick, &made.components, &picks)?;
    let planned = sum(groups
        .iter()
        .zip(&picks)
        .filter_map(|(group, pick)| Some(group.choices[(*pick)?].gain)));
    let most = |aim: Aim| solve::most(&groups, aim as usize);
    let results = question.targets.iter().map(|target| {
        let most = most(target.aim);
        reached(target, start.total, saved, planned, most)
    });
    let mut touched: Vec<&str> = picked.iter().map(|one| one.measure.code.as_str()).collect();
    touched.dedup();
    Ok(WhatIf {
        results: results.collect(),
        touched: touched.len(),
        picked,
        procedures: start.procedures,
        without_time: start.without_time,
        considered: made.components.iter().map(|component| component.measures.len()).sum(),
        useless: made.useless,
        shortened: made.shortened,
        decided: settled.iter().filter(|one| in_scope(&one.code)).count(),
        quality,
    })
}

fn reached(target: &Target, before: Gain, decided: Gain, planned: Gain, most: i64) -> Reached {
    let at = target.aim as usize;
    let amount = |gain: i64| in_units(target.aim, gain);
    Reached {
        target: *target,
        before: amount(before[at]),
        decided: amount(decided[at]),
        needed: amount(needed(target, before[at])),
        planned: amount(planned[at]),
        most: amount(most),
    }
}

/// What all procedures come to before anything is done: worked out once for a catalogue, and held against the decisions of
/// persons as often as they change.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    total: Gain,
    day: Date,
}

impl Standing {
    /// Of every procedure, the time limit of each counted once.
    ///
    /// # Errors
    ///
    /// When a cost cannot be worked out.
    pub fn of(base: &Catalogue, day: Date) -> Result<Self, CostError> {
        let total = Yardstick::once(base, day).before(&|_| true)?.total;
        Ok(Self { total, day })
    }

    /// How far decisions reach targets, without any further measure. `base` is the catalogue this was worked out of.
    ///
    /// # Errors
    ///
    /// When a cost cannot be worked out.
    pub fn reached(
        &self,
        base: &Catalogue,
        decided: &[Recorded],
        targets: &[Target],
    ) -> Result<Vec<Reached>, CostError> {
        let yardstick = Yardstick::once(base, self.day);
        let settled = compared(base, decided, self.day)?;
        let saved = sum(settled.iter().map(|one| yardstick.gain(one)));
        let each = targets.iter();
        Ok(each
            .map(|target| reached(target, self.total, saved, [0, 0], 0))
            .collect())
    }
}

fn in_units(aim: Aim, gain: i64) -> Decimal {
    match aim {
        Aim::Cost => Decimal::from(gain),
        Aim::Time => (Decimal::from(gain) / Decimal::from(THOUSAND)).normalize(),
    }
}

fn sum(gains: impl Iterator<Item = Gain>) -> Gain {
    gains.fold([0, 0], |a, b| [a[0].saturating_add(b[0]), a[1].saturating_add(b[1])])
}

/// What has to be saved of `before`, rounded up: a target is reached or it is not.
fn needed(target: &Target, before: i64) -> i64 {
    let part = Decimal::from(before) * target.percent / Decimal::ONE_HUNDRED;
    part.ceil().to_i64().unwrap_or(i64::MAX)
}

/// What is left to save; less than nothing where decisions save more than enough already.
fn needs(question: &Question, before: Gain, saved: Gain) -> Gain {
    Aim::ALL.map(|aim| {
        let at = aim as usize;
        let target = question.targets.iter().find(|target| target.aim == aim);
        target.map_or(NO_NEED, |target| needed(target, before[at]).saturating_sub(saved[at]))
    })
}

/// As near to both as it gets: of each group what covers most of what is needed, with the fewest measures.
fn nearest(groups: &[solve::Group], need: Gain) -> Vec<Option<usize>> {
    let covered = |gain: Gain| -> Decimal {
        let part = |at: usize| {
            let share = Decimal::from(gain[at]).checked_div(Decimal::from(need[at]));
            share.filter(|_| need[at] > 0).unwrap_or_default()
        };
        part(0) + part(1)
    };
    let best = |group: &solve::Group| {
        let choices = 0..group.choices.len();
        let best = choices.max_by(|a, b| {
            let (a, b) = (&group.choices[*a], &group.choices[*b]);
            // Of equals the first one: it comes out on top when compared last to first.
            covered(a.gain)
                .cmp(&covered(b.gain))
                .then_with(|| b.members.len().cmp(&a.members.len()))
                .then_with(|| solve::order(&b.members, &a.members))
        })?;
        (covered(group.choices[best].gain) > Decimal::ZERO).then_some(best)
    };
    groups.iter().map(best).collect()
}

/// What each measure of the plan adds to those before it on the same procedures.
fn picked(
    yardstick: &Yardstick<'_>,
    components: &[Component],
    picks: &[Option<usize>],
) -> Result<Vec<Picked>, CostError> {
    let mut picked = Vec::new();
    for (component, pick) in components.iter().zip(picks) {
        let Some(choice) = pick.map(|pick| &component.group.choices[pick]) else {
            continue;
        };
        let members: Vec<&Measure> = choice.members.iter().map(|at| component.measure(*at)).collect();
        let mut so_far = [0, 0];
        for count in 1..=members.len() {
            // A set that cannot be worked out is never chosen, and its beginnings are smaller sets of the same measures.
            let gain = yardstick.gain_of(&members[..count])?.unwrap_or(so_far);
            let Some(entry) = yardstick.base.get(&members[count - 1].code) else {
                continue;
            };
            picked.push(Picked {
                measure: members[count - 1].clone(),
                name: entry.procedure.name.clone(),
                field: entry.procedure.field.clone(),
                path: entry.source.path.clone(),
                cost: in_units(Aim::Cost, gain[0] - so_far[0]),
                time: in_units(Aim::Time, gain[1] - so_far[1]),
            });
            so_far = gain;
        }
    }
    picked.sort_by(|a, b| a.measure.code.cmp(&b.measure.code));
    Ok(picked)
}

/// How savings are measured.
struct Yardstick<'a> {
    base: &'a Catalogue,
    day: Date,
    by_dossiers: bool,
}

/// What there is before anything is done.
struct Start {
    total: Gain,
    procedures: usize,
    without_time: usize,
}

impl<'a> Yardstick<'a> {
    /// That counts the time of every procedure once.
    fn once(base: &'a Catalogue, day: Date) -> Self {
        Self {
            base,
            day,
            by_dossiers: false,
        }
    }

    fn before(&self, asked: &(dyn Fn(&Procedure) -> bool + Sync)) -> Result<Start, CostError> {
        use rayon::prelude::*;
        let each: Vec<(Gain, bool)> = self
            .base
            .entries()
            .par_iter()
            .filter(|entry| asked(&entry.procedure))
            .map(|entry| {
                let cost = cost(self.base, &entry.procedure, &[], self.day)?;
                let one = Compared::unchanged(&entry.procedure, cost);
                let [cost, time] = self.amounts(&one, true);
                Ok(([cost, time], one.time_before.is_none()))
            })
            .collect::<Result<_, CostError>>()?;
        Ok(Start {
            total: sum(each.iter().map(|(amounts, _)| *amounts)),
            procedures: each.len(),
            without_time: each.iter().filter(|(_, without)| *without).count(),
        })
    }

    /// Đồng and thousandths of hours, before or after.
    fn amounts(&self, one: &Compared, before: bool) -> Gain {
        let figures = one.figures();
        let (money, hours) = if before {
            (figures.cost.before, figures.hours.before)
        } else {
            (figures.cost.after, figures.hours.after)
        };
        let times = if self.by_dossiers {
            Decimal::from(one.before.subjects)
        } else {
            Decimal::ONE
        };
        let thousandths = (hours * Decimal::from(THOUSAND)).round().checked_mul(times);
        let whole = |amount: Option<Decimal>| amount.and_then(|amount| amount.to_i64()).unwrap_or(i64::MAX);
        [whole(Some(money)), whole(thousandths)]
    }

    fn gain(&self, one: &Compared) -> Gain {
        let (before, after) = (self.amounts(one, true), self.amounts(one, false));
        [before[0].saturating_sub(after[0]), before[1].saturating_sub(after[1])]
    }

    /// What measures save together; `None` when they cannot stand beside one another.
    fn gain_of(&self, measures: &[&Measure]) -> Result<Option<Gain>, CostError> {
        let Some(recorded) = draft::decisions(self.base, measures) else {
            return Ok(None);
        };
        match compared(self.base, &recorded, self.day) {
            Ok(compared) => Ok(Some(sum(compared.iter().map(|one| self.gain(one))))),
            // A cost row that another measure has taken away.
            Err(CostError::NoSuchRow { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests;
