//! Whether the targets of a plan are met by what the catalogue holds.

use rust_decimal::Decimal;
use serde::Serialize;

use super::dossiers::{Partly, Totals};
use super::inventory::{self, names_standard};
use super::plan::{Indicator, Plan, Target, Threshold, named};
use super::share::Share;
use super::{Stats, is_in_force};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{FormerOnlineLevel, Level, OneStop, OnlineLevel, Written};
use crate::catalogue::{Catalogue, quantity};
use crate::text;

/// One target, what was reached, and whether that is enough.
#[derive(Debug, Clone, Serialize)]
pub struct TargetResult {
    /// Name as the plan has it.
    pub name: String,
    /// Percent reached; `None` without figures.
    #[serde(serialize_with = "quantity::optional_number")]
    pub value: Option<Decimal>,
    /// What is to be reached: `≥ 50%`.
    pub target: String,
    /// Percent to be reached.
    #[serde(serialize_with = "quantity::number")]
    pub threshold: Decimal,
    /// Whether it is; `None` when the figures do not say.
    pub met: Option<bool>,
    /// Numerator and denominator.
    #[serde(flatten)]
    pub share: Option<Share>,
    /// Of the whole, those whose records do not say.
    pub unknown: u64,
    /// What a reader must know, in Vietnamese.
    pub note: String,
}

/// What was counted for a target.
#[derive(Debug, Clone, Copy, Default)]
struct Reached {
    share: Share,
    unknown: u64,
}

/// Whether a procedure has what a target counts; `None` when its record does not say.
type Answer = Option<bool>;

pub(super) fn evaluate(catalogue: &Catalogue, stats: &Stats, plan: &Plan) -> Vec<TargetResult> {
    let mut reached: Vec<Option<Reached>> = Vec::new();
    let mut results = Vec::new();
    for target in &plan.targets {
        let own = reach(catalogue, stats, target);
        let larger = target.part_of.as_ref().and_then(|name| {
            let at = named(&plan.targets, name)?;
            Some((plan.targets[at].name.as_str(), reached.get(at).copied().flatten()?))
        });
        results.push(result(stats, target, own, larger));
        reached.push(own);
    }
    results
}

fn result(stats: &Stats, target: &Target, own: Option<Reached>, larger: Option<(&str, Reached)>) -> TargetResult {
    let threshold = target.threshold.value();
    let mut result = TargetResult {
        name: target.name.clone(),
        value: None,
        target: threshold.map_or_else(|| target.threshold.text().to_owned(), ToString::to_string),
        threshold: threshold.map(Threshold::percent).unwrap_or_default(),
        met: None,
        share: None,
        unknown: 0,
        note: String::new(),
    };
    // Where no record says anything there are no figures, whatever the whole is.
    let Some(own) = own.filter(|own| own.share.whole > own.unknown) else {
        if own.is_some_and(|own| own.share.whole == 0) {
            result.note = "không có gì thuộc diện tính".to_owned();
        }
        return result;
    };
    let mut notes = Vec::new();
    if target.indicator.as_ref().and_then(Written::value) == Some(&Indicator::Online) && !target.values.is_empty() {
        notes.push(format!("tính {}", target.values.join(", ")));
    }
    result.share = Some(own.share);
    result.value = own.share.percent();
    result.unknown = own.unknown;
    let Share { part, whole } = own.share;
    let best = Share::new((part + own.unknown).min(whole), whole);
    result.met = threshold.and_then(|threshold| verdict(threshold, own.share, best));
    if own.unknown > 0 {
        notes.push(format!("{} thủ tục chưa ghi", text::number(own.unknown)));
    }
    if let (Some((name, larger)), Some(threshold)) = (larger, threshold) {
        let within = Share::new(part, larger.share.part);
        notes.push(format!("trong số đạt «{name}»: {within}"));
        // At worst all that do not say belong to the larger set alone, at best to both.
        let worst = Share::new(part, within.whole + larger.unknown);
        let best = Share::new(part + own.unknown, within.whole.max(part) + own.unknown);
        let other = verdict(threshold, worst, best);
        if other != result.met {
            result.met = None;
            notes.push("đạt hay chưa tùy cách hiểu mẫu số".to_owned());
        }
    }
    if is_of_dossiers(target) {
        notes.extend(stats.dossiers.year.map(|year| format!("hồ sơ năm {year}")));
        notes.extend(stats.dossiers.sources.iter().cloned());
    }
    result.note = notes.join("; ");
    result
}

/// The same whichever way those would fall whose records do not say, or no answer.
fn verdict(threshold: &Threshold, worst: Share, best: Share) -> Option<bool> {
    let (least, most) = (threshold.is_met(worst)?, threshold.is_met(best)?);
    (least == most).then_some(least)
}

fn is_of_dossiers(target: &Target) -> bool {
    use Indicator::{Apologies, Digitised, InTime, OnlineDossiers, Overdue};
    let indicator = target.indicator.as_ref().and_then(Written::value);
    matches!(
        indicator,
        Some(Apologies | Digitised | InTime | OnlineDossiers | Overdue)
    )
}

fn reach(catalogue: &Catalogue, stats: &Stats, target: &Target) -> Option<Reached> {
    let known = |share: Share| Some(Reached { share, unknown: 0 });
    match target.indicator.as_ref()?.value()? {
        Indicator::Quality => Some(procedures(catalogue, target, |p| quality(target, p))),
        Indicator::OneStop => Some(procedures(catalogue, target, |p| one_stop(target, p))),
        Indicator::Online => Some(procedures(catalogue, target, |p| online(target, p))),
        Indicator::Simplified => known(stats.simplification.as_ref()?.simplified),
        Indicator::InTime => known(totals(catalogue, stats, target)?.in_time),
        Indicator::OnlineDossiers => known(totals(catalogue, stats, target)?.online),
        Indicator::Overdue => partly(totals(catalogue, stats, target)?.overdue),
        Indicator::Digitised => partly(totals(catalogue, stats, target)?.digitised),
        Indicator::Apologies => partly(totals(catalogue, stats, target)?.apologies),
    }
}

/// A share of the rows that counted it stands for the others only when they are all there.
fn partly(partly: Option<Partly>) -> Option<Reached> {
    partly
        .filter(|partly| partly.rows.part == partly.rows.whole)
        .map(|partly| Reached {
            share: partly.share,
            unknown: 0,
        })
}

fn totals(catalogue: &Catalogue, stats: &Stats, target: &Target) -> Option<Totals> {
    let year = stats.dossiers.year?;
    let rows = catalogue
        .volumes()
        .rows()
        .filter(|(of, _)| *of == year)
        .map(|(_, row)| row);
    if target.levels.is_empty() && target.fields.is_empty() {
        return Some(stats.dossiers.totals.clone());
    }
    let meant = |code: &str| {
        catalogue
            .get(code)
            .is_some_and(|entry| is_meant(target, &entry.procedure))
    };
    Some(Totals::of(rows.filter(|row| meant(&row.code))))
}

fn is_meant(target: &Target, procedure: &Procedure) -> bool {
    let levels: Vec<&Level> = target.levels.iter().filter_map(Written::value).collect();
    let at_level = levels.is_empty()
        || procedure
            .levels
            .iter()
            .filter_map(Written::value)
            .any(|level| levels.contains(&level));
    let fields = &target.fields;
    at_level
        && (fields.is_empty()
            || fields
                .iter()
                .any(|field| text::canonical(field) == text::canonical(&procedure.field)))
}

fn procedures(catalogue: &Catalogue, target: &Target, has: impl Fn(&Procedure) -> Answer) -> Reached {
    let mut reached = Reached::default();
    for procedure in catalogue.procedures().filter(|p| is_in_force(p) && is_meant(target, p)) {
        reached.share.whole += 1;
        match has(procedure) {
            Some(true) => reached.share.part += 1,
            Some(false) => {}
            None => reached.unknown += 1,
        }
    }
    reached
}

fn quality(target: &Target, procedure: &Procedure) -> Answer {
    let recorded = procedure
        .quality_standard
        .as_deref()
        .filter(|standard| !standard.trim().is_empty())?;
    let any = || !text::canonical(recorded).starts_with("không");
    Some(match target.values.as_slice() {
        [] => any(),
        wanted => wanted.iter().any(|wanted| names_standard(recorded, wanted)),
    })
}

fn one_stop(target: &Target, procedure: &Procedure) -> Answer {
    let recorded = procedure.one_stop.as_ref()?.value()?;
    let wanted: Vec<OneStop> = target.values.iter().filter_map(|value| value.parse().ok()).collect();
    Some(match wanted.as_slice() {
        [] => *recorded != OneStop::Outside,
        wanted => wanted.contains(recorded),
    })
}

/// Each scale speaks for itself: a level of one says nothing about the other.
fn online(target: &Target, procedure: &Procedure) -> Answer {
    if procedure.channels.is_empty() {
        return None;
    }
    if inventory::online_channels(procedure).next().is_none() {
        return Some(false);
    }
    let mut wanted: Vec<OnlineLevel> = target.values.iter().filter_map(|value| value.parse().ok()).collect();
    let former: Vec<FormerOnlineLevel> = target.values.iter().filter_map(|value| value.parse().ok()).collect();
    if target.values.is_empty() {
        wanted = vec![OnlineLevel::Full, OnlineLevel::Partial];
    }
    let on = |asked: bool, has: Option<bool>| has.filter(|_| asked);
    let now = on(
        !wanted.is_empty(),
        inventory::online_level(procedure).map(|level| wanted.contains(&level)),
    );
    let then = inventory::former_online_level(procedure).map(|level| former.contains(&level));
    match (now, on(!former.is_empty(), then)) {
        (None, None) => None,
        (now, then) => Some(now == Some(true) || then == Some(true)),
    }
}
