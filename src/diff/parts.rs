//! What two entries say beyond their titles: time limits, fees, copies, notes.

use rust_decimal::{Decimal, RoundingStrategy};

use super::kinds::{substance, words};
use super::offices::Offices;
use super::{Burden, Change, Detail, Kind, Quantity, Substance, burden, sentence};
use crate::catalogue::fields::{Entry, Field, Measure, Part};
use crate::text;

/// Changes between the parts of two entries that are one.
pub(super) fn compare(field: &'static Field, old: &Entry<'_>, new: &Entry<'_>, offices: &Offices) -> Vec<Change> {
    let mut changes = Vec::new();
    for (before, after) in pairs(&old.parts, &new.parts) {
        changes.extend(compare_part(field, (old, before), (new, after), offices));
    }
    relieved_by_copies(&old.parts, &new.parts, &mut changes);
    changes
}

/// What an entry says beyond its title.
pub(super) fn details(entry: &Entry<'_>) -> Vec<Detail> {
    let of = |part: &Part<'_>| Detail {
        key: part.key,
        label: part.label.to_string(),
        value: part.value.to_string(),
    };
    entry.parts.iter().map(of).collect()
}

/// Parts by key and label; what is left by key and value (a fee under another name), then the only ones left of their key.
fn pairs<'e, 'a>(old: &'e [Part<'a>], new: &'e [Part<'a>]) -> Vec<(Option<&'e Part<'a>>, Option<&'e Part<'a>>)> {
    let mut old_of: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    let mut join = |same: &dyn Fn(&Part<'_>, &Part<'_>) -> bool| {
        for (at, part) in new.iter().enumerate() {
            if old_of[at].is_none()
                && let Some(from) = (0..old.len()).find(|&from| !taken[from] && same(&old[from], part))
            {
                taken[from] = true;
                old_of[at] = Some(from);
            }
        }
    };
    let label = |part: &Part<'_>| (part.key, text::canonical(&part.label));
    join(&|a, b| label(a) == label(b) && a.value == b.value);
    join(&|a, b| label(a) == label(b));
    join(&|a, b| a.key == b.key && same_value(a, b));
    let lone = |parts: &[Part<'_>], key: &str| parts.iter().filter(|part| part.key == key).count() == 1;
    join(&|a, b| a.key == b.key && lone(old, a.key) && lone(new, b.key));
    let mut pairs: Vec<_> = (new.iter().zip(&old_of))
        .map(|(part, from)| (from.map(|from| &old[from]), Some(part)))
        .collect();
    pairs.extend(
        (old.iter().zip(&taken))
            .filter(|(_, taken)| !**taken)
            .map(|(part, _)| (Some(part), None)),
    );
    pairs
}

fn same_value(a: &Part<'_>, b: &Part<'_>) -> bool {
    match (&a.measure, &b.measure) {
        (Measure::None, Measure::None) => text::same_but_for_spelling(&a.value, &b.value),
        (a, b) => a == b,
    }
}

type Side<'e, 'a> = (&'e Entry<'a>, Option<&'e Part<'a>>);

fn compare_part(field: &'static Field, old: Side<'_, '_>, new: Side<'_, '_>, offices: &Offices) -> Option<Change> {
    let (before, after) = (old.1, new.1);
    let part = after.or(before)?;
    let renamed = matches!((before, after), (Some(a), Some(b)) if a.label != b.label);
    if !renamed && before.map(|part| &part.value) == after.map(|part| &part.value) {
        return None;
    }
    let kind = match (before, after) {
        (None, _) => Kind::Added,
        (_, None) => Kind::Removed,
        _ => Kind::Changed,
    };
    let substance = of_parts(before, after, offices);
    let burden = match substance {
        Substance::Content if old.0.remark && new.0.remark => Burden::Neutral,
        Substance::Content => burden::of_value(field, before.map(|part| part.measure), after.map(|part| part.measure)),
        _ => Burden::Neutral,
    };
    let said = |part: Option<&Part<'_>>| {
        part.map(|part| {
            if renamed {
                format!("{}: {}", part.label, part.value)
            } else {
                part.value.to_string()
            }
        })
    };
    let path = |part: Option<&Part<'_>>| part.map(|part| part.path.clone()).unwrap_or_default();
    Some(Change {
        part: Some(part.key),
        label: part.label.to_string(),
        old: said(before),
        new: said(after),
        old_path: path(before),
        new_path: path(after),
        burden,
        substance,
        quantity: quantity(before, after),
        details: after.filter(|_| renamed).map(detail).into_iter().collect(),
        sentence: sentence::of_part(field, new.0, before, after, substance),
        ..Change::new(field, kind)
    })
}

fn detail(part: &Part<'_>) -> Detail {
    Detail {
        key: part.key,
        label: part.label.to_string(),
        value: part.value.to_string(),
    }
}

fn of_parts(before: Option<&Part<'_>>, after: Option<&Part<'_>>, offices: &Offices) -> Substance {
    let (Some(before), Some(after)) = (before, after) else {
        return Substance::Content;
    };
    let of_labels = substance(&before.label, &after.label, offices);
    let same_measure = before.measure == after.measure && before.measure != Measure::None;
    let of_values = if same_measure || unit_came_or_went(&before.value, &after.value) {
        Substance::Format
    } else {
        substance(&before.value, &after.value, offices)
    };
    // Content weighs most; what is only spelled otherwise weighs least.
    of_labels.min(of_values)
}

/// The same with a unit of days behind it: the portal puts the unit of its form behind whatever was typed, and whoever
/// typed "7" meant days.
fn unit_came_or_went(old: &str, new: &str) -> bool {
    let (old, new) = (words(old), words(new));
    let (bare, whole) = if old.len() < new.len() { (old, new) } else { (new, old) };
    whole
        .split_last()
        .is_some_and(|(unit, said)| unit == "ngày" && said == bare && !bare.is_empty())
}

/// Copies asked for in the place of originals are no new burden.
fn relieved_by_copies(old: &[Part<'_>], new: &[Part<'_>], changes: &mut [Change]) {
    let count = |parts: &[Part<'_>], of: &dyn Fn(&Measure<'_>) -> Option<u32>| -> i64 {
        parts.iter().filter_map(|part| of(&part.measure)).map(i64::from).sum()
    };
    let originals = |measure: &Measure<'_>| match measure {
        Measure::Count(count) => Some(*count),
        _ => None,
    };
    let copies = |measure: &Measure<'_>| match measure {
        Measure::Copies(count) => Some(*count),
        _ => None,
    };
    let fewer = count(old, &originals) - count(new, &originals);
    let more = count(new, &copies) - count(old, &copies);
    // The reverse, originals in the place of copies, is heavier for the originals alone.
    let exchanged = fewer > 0 && (1..=fewer).contains(&more) || fewer < 0 && (fewer..=-1).contains(&more);
    if !exchanged {
        return;
    }
    let keys: Vec<&str> = old
        .iter()
        .chain(new)
        .filter(|part| copies(&part.measure).is_some())
        .map(|part| part.key)
        .collect();
    for change in changes
        .iter_mut()
        .filter(|change| change.part.is_some_and(|part| keys.contains(&part)))
    {
        change.burden = Burden::Neutral;
    }
}

/// The two values in one unit. What is not said of originals and copies is none.
fn quantity(before: Option<&Part<'_>>, after: Option<&Part<'_>>) -> Option<Quantity> {
    of_measures(
        before.map_or(Measure::None, |part| part.measure),
        after.map_or(Measure::None, |part| part.measure),
    )
}

/// Two measures as numbers of one unit.
pub(super) fn of_measures(before: Measure<'_>, after: Measure<'_>) -> Option<Quantity> {
    let (old, new, unit) = match (before, after) {
        (Measure::Time(a), Measure::Time(b)) => {
            let ((old, unit), (new, other)) = (a.amount()?, b.amount()?);
            // Limits that count from different days are not longer or shorter.
            a.compare(b)?;
            (unit == other).then_some((old, new, unit.label()))?
        }
        (Measure::Fee(a), Measure::Fee(b)) => {
            a.compare(b)?;
            (a.vnd()?, b.vnd()?, "đồng")
        }
        (Measure::Count(a), Measure::Count(b)) | (Measure::Copies(a), Measure::Copies(b)) => {
            (a.into(), b.into(), "bản")
        }
        (Measure::None, Measure::Count(count) | Measure::Copies(count)) => (Decimal::ZERO, count.into(), "bản"),
        (Measure::Count(count) | Measure::Copies(count), Measure::None) => (count.into(), Decimal::ZERO, "bản"),
        _ => return None,
    };
    Some(Quantity {
        old,
        new,
        unit: unit.to_owned(),
        percent: percent(old, new),
    })
}

/// How much of the old value was added or cut, to one decimal.
fn percent(old: Decimal, new: Decimal) -> Option<Decimal> {
    let more = new
        .checked_sub(old)?
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(old)?;
    Some(
        more.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
            .normalize(),
    )
}
