//! What several procedures say, each thing once, with who says it.

use std::collections::HashMap;

use super::lighter::{Why, compare, lightest};
use super::{Place, Row, Section, Side, Value};
use crate::catalogue::Entry;
use crate::catalogue::fields::{self, FIELDS, Field, FieldValue, Indexing, Measure, Part};
use crate::text;

/// Every field that one of the procedures fills.
pub(super) fn sections(entries: &[&Entry]) -> Vec<Section> {
    // The code says which procedure it is, not what it says.
    let fields = FIELDS.iter().filter(|field| field.indexing != Indexing::Code);
    let sections = fields.filter_map(|field| {
        let values: Vec<FieldValue<'_>> = entries.iter().map(|entry| (field.get)(&entry.procedure)).collect();
        if values.iter().all(FieldValue::is_absent) {
            return None;
        }
        let is_list = values.iter().any(|value| matches!(value, FieldValue::Entries(_)));
        let rows = if is_list {
            listed(&values)
        } else {
            vec![single(field, &values)]
        };
        Some(Section { field, rows })
    });
    sections.collect()
}

/// A field that holds one value.
fn single(field: &Field, values: &[FieldValue<'_>]) -> Row {
    let said = values.iter().enumerate().filter_map(|(member, value)| {
        let text = value.text().filter(|text| !text.trim().is_empty())?;
        let measure = match value {
            FieldValue::Typed(typed) => typed.measure,
            _ => Measure::None,
        };
        let identity = match value {
            FieldValue::Typed(typed) => Some(typed.identity.as_str()),
            _ => None,
        };
        Some(Said {
            member,
            path: field.key.to_owned(),
            text,
            measure,
            identity,
        })
    });
    let said: Vec<Said<'_>> = said.collect();
    let silent = (0..values.len()).filter(|member| said.iter().all(|one| one.member != *member));
    let side = side("", field.label, &said, silent.collect());
    Row {
        title: String::new(),
        remark: false,
        places: said
            .iter()
            .map(|one| Place {
                member: one.member,
                path: one.path.clone(),
                group: None,
            })
            .collect(),
        sides: vec![side],
    }
}

/// An entry of a member, as it is taken into a row.
struct Own<'v, 'a> {
    member: usize,
    entry: &'v fields::Entry<'a>,
}

/// The entries of a list field, each once. Those of each procedure stay one after the other; what only a later one has stands
/// before the next that it shares with those before it, or at the end.
fn listed(values: &[FieldValue<'_>]) -> Vec<Row> {
    let mut rows: Vec<(String, Vec<Own<'_, '_>>)> = Vec::new();
    for (member, value) in values.iter().enumerate() {
        let FieldValue::Entries(entries) = value else { continue };
        let mut seen: HashMap<(String, Option<&str>), usize> = HashMap::new();
        let mut waiting: Vec<(String, Vec<Own<'_, '_>>)> = Vec::new();
        for entry in entries {
            let identity = identity(entry);
            // Twice the same in one list is two: two rows of one channel, two steps of one name.
            let count = seen.entry((identity.clone(), entry.group)).or_default();
            *count += 1;
            let key = format!("{identity}\u{0}{count}");
            let own = Own { member, entry };
            let is_own = |(known, _): &(String, Vec<Own<'_, '_>>)| *known == key;
            if let Some(row) = waiting.iter().position(is_own) {
                waiting[row].1.push(own);
            } else if let Some(row) = rows.iter().position(is_own) {
                rows[row].1.push(own);
                rows.splice(row..row, waiting.drain(..));
            } else {
                waiting.push((key, vec![own]));
            }
        }
        rows.append(&mut waiting);
    }
    rows.into_iter().map(|(_, own)| row(&own)).collect()
}

/// What makes two entries one: their words without remarks in brackets, bullets and the full stop.
fn identity(entry: &fields::Entry<'_>) -> String {
    if let Some(known) = &entry.known_identity {
        return known.clone();
    }
    let plain = |text: &str| {
        let words = text::canonical(text);
        let words = words.trim_start_matches(|c: char| !c.is_alphanumeric());
        words.trim_end_matches([' ', '.', ';', ',', ':']).to_owned()
    };
    match plain(&text::without_brackets(&entry.title)) {
        bare if bare.is_empty() => plain(&entry.title),
        bare => bare,
    }
}

fn row(own: &[Own<'_, '_>]) -> Row {
    let title = own.first().map_or("", |own| &own.entry.title);
    let mut sides = Vec::new();
    let titles: Vec<Said<'_>> = own
        .iter()
        .map(|own| Said {
            member: own.member,
            path: own.entry.path.clone(),
            text: &own.entry.title,
            measure: Measure::None,
            identity: own.entry.known_identity.as_deref(),
        })
        .collect();
    let title_side = side("", "Cách ghi", &titles, Vec::new());
    if title_side.is_conflict() {
        sides.push(title_side);
    }
    let mut keys: Vec<(&'static str, String)> = Vec::new();
    let mut by_key: HashMap<(&'static str, String), Vec<Said<'_>>> = HashMap::new();
    for own in own {
        let mut seen: HashMap<(&str, String), usize> = HashMap::new();
        for part in &own.entry.parts {
            let label = numbered(part, &mut seen);
            let key = (part.key, label);
            if !by_key.contains_key(&key) {
                keys.push(key.clone());
            }
            by_key.entry(key).or_default().push(Said {
                member: own.member,
                path: part.path.clone(),
                text: &part.value,
                measure: part.measure,
                identity: None,
            });
        }
    }
    let mut measures: Vec<Vec<Measure<'_>>> = Vec::new();
    let first = sides.len();
    for key in keys {
        let said = &by_key[&key];
        let silent = own.iter().map(|own| own.member);
        let mut silent: Vec<usize> = silent
            .filter(|member| said.iter().all(|one| one.member != *member))
            .collect();
        silent.dedup();
        sides.push(side(key.0, &key.1, said, silent));
        measures.push(said.iter().map(|one| one.measure).collect());
    }
    counts_together(own, &mut sides[first..], &by_key);
    beside(&mut sides[first..]);
    Row {
        title: title.trim().to_owned(),
        remark: own.iter().all(|own| own.entry.remark),
        places: own
            .iter()
            .map(|own| Place {
                member: own.member,
                path: own.entry.path.clone(),
                group: own.entry.group.map(str::to_owned),
            })
            .collect(),
        sides,
    }
}

/// The label of a part; of several parts of one label the later ones are numbered.
fn numbered<'p>(part: &'p Part<'_>, seen: &mut HashMap<(&'p str, String), usize>) -> String {
    let count = seen.entry((part.key, text::canonical(&part.label))).or_default();
    *count += 1;
    match *count {
        1 => part.label.to_string(),
        more => format!("{} ({more})", part.label),
    }
}

/// Originals and copies of a paper are one demand: those of the member that asks for the fewest are taken together. A member
/// that gives no number says nothing.
fn counts_together(own: &[Own<'_, '_>], sides: &mut [Side], by_key: &HashMap<(&'static str, String), Vec<Said<'_>>>) {
    let count = |measure: &Measure<'_>| match measure {
        Measure::Count(count) => Some((*count, *count)),
        Measure::Copies(count) => Some((*count, 0)),
        _ => None,
    };
    let of_entry = |own: &Own<'_, '_>| {
        let counts = own.entry.parts.iter().filter_map(|part| count(&part.measure));
        counts.fold((0, 0), |(all, originals), (more, original)| {
            (all + more, originals + original)
        })
    };
    let least = own
        .iter()
        .filter(|own| of_entry(own).0 > 0)
        .min_by_key(|own| of_entry(own));
    let Some(least) = least else { return };
    let differs = own
        .iter()
        .any(|own| of_entry(own).0 > 0 && of_entry(own) != of_entry(least));
    for side in sides.iter_mut() {
        let said = by_key
            .get(&(side.key, side.label.clone()))
            .map(Vec::as_slice)
            .unwrap_or_default();
        if !said.iter().any(|one| count(&one.measure).is_some()) {
            continue;
        }
        let prefix = format!("{}.", least.entry.path);
        side.taken = side.values.iter().position(|value| {
            let mut said = value.said.iter();
            said.any(|(member, path)| *member == least.member && path.starts_with(&prefix))
        });
        side.why = if differs { Why::Fewest } else { Why::Only };
    }
}

/// Parts that say something of another part, by their keys: they are taken from whom that one is taken.
const BESIDE: [(&str, &str); 3] = [
    ("phi_le_phi.can_cu", "phi_le_phi.muc"),
    ("phi_le_phi.ghi_chu", "phi_le_phi.muc"),
    ("ly_do_mot_phan", "muc_do"),
];

/// The basis of one fee is none of another: what belongs to a value that was chosen comes from the one who says it.
fn beside(sides: &mut [Side]) {
    let item = |side: &Side| side.label.split_once(" (").map(|(_, name)| name.to_owned());
    let chosen: Vec<(&str, Option<String>, Vec<usize>)> = sides
        .iter()
        .filter(|side| side.is_conflict())
        .filter_map(|side| {
            let said = side.taken()?.said.iter().map(|(member, _)| *member);
            Some((side.key, item(side), said.collect()))
        })
        .collect();
    for side in sides.iter_mut().filter(|side| !side.is_same()) {
        let Some((_, of)) = BESIDE.iter().find(|(key, _)| *key == side.key) else {
            continue;
        };
        let Some((_, _, members)) = chosen.iter().find(|(key, name, _)| key == of && *name == item(side)) else {
            continue;
        };
        let mut values = side.values.iter();
        side.taken = values.position(|value| value.said.iter().any(|(member, _)| members.contains(member)));
        side.why = Why::Beside;
    }
}

/// What one member says.
struct Said<'a> {
    member: usize,
    path: String,
    text: &'a str,
    measure: Measure<'a>,
    /// What is the same however it is written.
    identity: Option<&'a str>,
}

fn side(key: &'static str, label: &str, said: &[Said<'_>], silent: Vec<usize>) -> Side {
    let mut values: Vec<(Value, Measure<'_>, Option<&str>)> = Vec::new();
    for one in said {
        let known = values.iter_mut().find(|(value, measure, identity)| {
            compare(measure, &one.measure).is_some_and(std::cmp::Ordering::is_eq)
                || identity.is_some() && *identity == one.identity
                || text::same_but_for_spelling(&value.text, one.text)
        });
        let said = (one.member, one.path.clone());
        match known {
            Some((value, ..)) => value.said.push(said),
            None => {
                let value = Value {
                    text: one.text.trim().to_owned(),
                    said: vec![said],
                };
                values.push((value, one.measure, one.identity));
            }
        }
    }
    let measures: Vec<Measure<'_>> = values.iter().map(|(_, measure, _)| *measure).collect();
    let (taken, mut why) = lightest(&measures);
    if why == Why::Only && !silent.is_empty() && matches!(measures.first(), Some(Measure::Relief)) {
        why = Why::Relief;
    }
    Side {
        key,
        label: label.to_owned(),
        values: values.into_iter().map(|(value, ..)| value).collect(),
        silent,
        taken: Some(taken),
        why,
    }
}
