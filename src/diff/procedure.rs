//! Two versions of one procedure, field by field.

use crate::catalogue::fields::{FIELDS, Field, FieldValue};
use crate::catalogue::procedure::Procedure;
use crate::diff::{Burden, Change, Kind, Substance, entries, sentence};
use crate::text;

/// Every change between two versions of a procedure, in the order of the record.
pub fn compare_procedures(old: &Procedure, new: &Procedure) -> Vec<Change> {
    FIELDS
        .iter()
        .flat_map(|field| compare_field(field, &(field.get)(old), &(field.get)(new)))
        .collect()
}

fn compare_field(field: &'static Field, old: &FieldValue<'_>, new: &FieldValue<'_>) -> Vec<Change> {
    use FieldValue::{Entries, Text, Unread};
    match (old, new) {
        (Entries(old), Entries(new)) => entries::compare(field, old, new),
        (Entries(old), _) => entries::compare(field, old, &[]),
        (_, Entries(new)) => entries::compare(field, &[], new),
        _ => {
            let text_of = |value: &FieldValue<'_>| match value {
                Text(text) | Unread(text, _) if !text.trim().is_empty() => Some(text.to_string()),
                _ => None,
            };
            text_change(field, text_of(old), text_of(new)).into_iter().collect()
        }
    }
}

fn text_change(field: &'static Field, old: Option<String>, new: Option<String>) -> Option<Change> {
    let kind = match (&old, &new) {
        (None, None) => return None,
        (Some(old), Some(new)) if old == new => return None,
        (None, Some(_)) => Kind::Added,
        (Some(_), None) => Kind::Removed,
        (Some(_), Some(_)) => Kind::Changed,
    };
    let substance = substance(old.as_deref(), new.as_deref());
    let sentence = sentence::of_text(field, old.as_deref(), new.as_deref(), substance);
    Some(Change {
        field: field.key,
        part: None,
        label: field.label.to_owned(),
        kind,
        old_path: old.as_ref().map_or_else(String::new, |_| field.key.to_owned()),
        new_path: new.as_ref().map_or_else(String::new, |_| field.key.to_owned()),
        burden: match field.burden {
            crate::catalogue::fields::Burden::Neutral => Burden::Neutral,
            _ if substance != Substance::Content => Burden::Neutral,
            _ => Burden::Unclear,
        },
        substance,
        quantity: None,
        details: Vec::new(),
        sentence,
        old,
        new,
    })
}

/// Whether two texts say something else or only look different.
pub(super) fn substance(old: Option<&str>, new: Option<&str>) -> Substance {
    match (old, new) {
        (Some(old), Some(new)) if text::same_but_for_spelling(old, new) => Substance::Spelling,
        _ => Substance::Content,
    }
}
