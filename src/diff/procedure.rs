//! Two versions of one procedure, field by field.

use super::kinds::{self, substance};
use super::offices::Offices;
use super::{Burden, Change, Kind, Substance, burden, entries, parts, sentence};
use crate::catalogue::fields::{FIELDS, Field, FieldValue, Measure, Typed};
use crate::catalogue::procedure::Procedure;

/// Every change between two versions of a procedure, in the order of the record. Offices are known by the names that ship
/// with the program.
pub fn compare_procedures(old: &Procedure, new: &Procedure) -> Vec<Change> {
    compare_with(old, new, Offices::shipped())
}

/// The same with other names of offices.
pub fn compare_with(old: &Procedure, new: &Procedure, offices: &Offices) -> Vec<Change> {
    FIELDS
        .iter()
        .flat_map(|field| compare_field(field, &(field.get)(old), &(field.get)(new), offices))
        .collect()
}

pub(super) fn compare_field(
    field: &'static Field,
    old: &FieldValue<'_>,
    new: &FieldValue<'_>,
    offices: &Offices,
) -> Vec<Change> {
    use FieldValue::Entries;
    match (old, new) {
        (Entries(old), Entries(new)) => entries::compare(field, old, new, offices),
        (Entries(old), _) => entries::compare(field, old, &[], offices),
        (_, Entries(new)) => entries::compare(field, &[], new, offices),
        _ => text_change(field, old, new, offices).into_iter().collect(),
    }
}

fn text_change(field: &'static Field, old: &FieldValue<'_>, new: &FieldValue<'_>, offices: &Offices) -> Option<Change> {
    let text = |value: &FieldValue<'_>| value.text().filter(|text| !text.trim().is_empty()).map(str::to_owned);
    let (before, after) = (text(old), text(new));
    let kind = match (&before, &after) {
        (None, None) => return None,
        (Some(old), Some(new)) if old == new => return None,
        (None, Some(_)) => Kind::Added,
        (Some(_), None) => Kind::Removed,
        (Some(_), Some(_)) => Kind::Changed,
    };
    let substance = match (typed(old), typed(new)) {
        (Some(old), Some(new)) if old.identity == new.identity => Substance::Format,
        _ => of_texts(before.as_deref(), after.as_deref(), offices),
    };
    let measure = |value| typed(value).map(|typed: &Typed<'_>| typed.measure);
    let path = |side: &Option<String>| side.as_ref().map_or_else(String::new, |_| field.key.to_owned());
    Some(Change {
        old_path: path(&before),
        new_path: path(&after),
        burden: if substance == Substance::Content {
            burden::of_value(field, measure(old), measure(new))
        } else {
            Burden::Neutral
        },
        substance,
        quantity: parts::of_measures(
            measure(old).unwrap_or(Measure::None),
            measure(new).unwrap_or(Measure::None),
        ),
        sentence: sentence::of_text(field, before.as_deref(), after.as_deref(), substance),
        old: before,
        new: after,
        ..Change::new(field, kind)
    })
}

fn typed<'v, 'a>(value: &'v FieldValue<'a>) -> Option<&'v Typed<'a>> {
    match value {
        FieldValue::Typed(typed) => Some(typed),
        _ => None,
    }
}

fn of_texts(old: Option<&str>, new: Option<&str>, offices: &Offices) -> Substance {
    match (old, new) {
        (Some(old), Some(new)) => substance(old, new, offices),
        (Some(only), None) | (None, Some(only)) if kinds::says_nothing(only) => Substance::Format,
        _ => Substance::Content,
    }
}
