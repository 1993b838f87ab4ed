//! Two lists of entries of one field to the changes between them.

use super::kinds::{self, substance};
use super::offices::Offices;
use super::pairing::{self, Pairing};
use super::parts;
use super::{Burden, Change, Detail, Kind, Substance, burden, sentence};
use crate::catalogue::fields::{self, Entry, Field};

/// Every change between two lists of entries of one field.
pub(super) fn compare(field: &'static Field, old: &[Entry<'_>], new: &[Entry<'_>], offices: &Offices) -> Vec<Change> {
    let pairing = Pairing::of(old, new);
    let mut changes = Vec::new();
    let exchanged = exchange(field, old, new, &pairing, offices);
    if exchanged.is_none() {
        changes.extend(pairing.gone().map(|at| one_sided(field, old, at, Kind::Removed)));
    }
    for at in 0..new.len() {
        match pairing.old_of(at) {
            Some(from) => changes.extend(compare_pair(field, (old, from), (new, at), offices)),
            None if exchanged.is_none() => changes.push(one_sided(field, new, at, Kind::Added)),
            None => {}
        }
    }
    changes.extend(exchanged);
    changes.extend(reordered(field, old, new, &pairing));
    if let Some(substance) = restated(old, new, &changes, offices) {
        for change in &mut changes {
            restyle(change, substance);
        }
    }
    changes
}

/// A plain list whose entries gave way to others says one thing: "chuyển từ Cấp huyện thành Cấp xã".
fn exchange(
    field: &'static Field,
    old: &[Entry<'_>],
    new: &[Entry<'_>],
    pairing: &Pairing,
    offices: &Offices,
) -> Option<Change> {
    let one_thing = matches!(field.burden, fields::Burden::Unclear | fields::Burden::LowerIsLighter);
    let plain = |entry: &Entry<'_>| entry.parts.is_empty() && entry.group.is_none();
    if !one_thing || field.ordered || !old.iter().chain(new).all(plain) {
        return None;
    }
    let gone: Vec<&Entry<'_>> = pairing.gone().map(|at| &old[at]).collect();
    let come: Vec<&Entry<'_>> = pairing.come().map(|at| &new[at]).collect();
    if gone.is_empty() || come.is_empty() {
        return None;
    }
    let names = |entries: &[&Entry<'_>]| entries.iter().map(|entry| &*entry.title).collect::<Vec<_>>().join(", ");
    let (before, after) = (names(&gone), names(&come));
    let substance = substance(&before, &after, offices);
    let details = details_of("cu", &gone).chain(details_of("moi", &come)).collect();
    Some(Change {
        old_path: field.key.to_owned(),
        new_path: field.key.to_owned(),
        burden: if substance == Substance::Content {
            burden::of_exchange(field, &gone, &come)
        } else {
            Burden::Neutral
        },
        substance,
        details,
        sentence: sentence::of_exchange(field, &gone, &come, substance),
        old: Some(before),
        new: Some(after),
        ..Change::new(field, Kind::Changed)
    })
}

/// Each entry of an exchange, by its path.
fn details_of<'a>(key: &'static str, entries: &'a [&Entry<'_>]) -> impl Iterator<Item = Detail> + 'a {
    entries.iter().map(move |entry| Detail {
        key,
        label: entry.path.clone(),
        value: entry.title.to_string(),
    })
}

fn one_sided(field: &'static Field, list: &[Entry<'_>], at: usize, kind: Kind) -> Change {
    let entry = &list[at];
    // "Không" in a list says what its absence says.
    let substance = if entry.parts.is_empty() && kinds::says_nothing(&entry.title) {
        Substance::Format
    } else {
        Substance::Content
    };
    let burden = match substance {
        Substance::Content => burden::of_entry(field, entry, kind),
        _ => Burden::Neutral,
    };
    let text = if entry.remark {
        entry.remark_text().to_owned()
    } else {
        entry.plain()
    };
    let change = Change {
        burden,
        substance,
        group: entry.group.map(str::to_owned),
        details: parts::details(entry),
        sentence: sentence::of_entry(field, entry, kind),
        ..Change::new(field, kind)
    };
    if kind == Kind::Removed {
        Change {
            old: Some(text),
            old_path: entry.path.clone(),
            old_at: Some(at),
            ..change
        }
    } else {
        Change {
            new: Some(text),
            new_path: entry.path.clone(),
            new_at: Some(at),
            ..change
        }
    }
}

type Side<'e, 'a> = (&'e [Entry<'a>], usize);

fn compare_pair(field: &'static Field, old: Side<'_, '_>, new: Side<'_, '_>, offices: &Offices) -> Vec<Change> {
    let (before, after) = (&old.0[old.1], &new.0[new.1]);
    let here = || Change {
        old_path: before.path.clone(),
        new_path: after.path.clone(),
        old_at: Some(old.1),
        new_at: Some(new.1),
        ..Change::new(field, Kind::Changed)
    };
    let mut changes = Vec::new();
    if before.title != after.title {
        let substance = of_titles(before, after, offices);
        changes.push(Change {
            old: Some(before.title.to_string()),
            new: Some(after.title.to_string()),
            burden: if substance == Substance::Content && !(before.remark && after.remark) {
                burden::of_wording(field)
            } else {
                Burden::Neutral
            },
            substance,
            sentence: sentence::of_renamed(field, (before, old.0.len()), (after, new.1, new.0.len()), substance),
            ..here()
        });
    }
    if before.group != after.group {
        changes.push(Change {
            kind: Kind::Moved,
            part: Some(GROUP),
            old: before.group.map(str::to_owned),
            new: after.group.map(str::to_owned),
            ..of_groups(field, before, after, offices, here())
        });
    }
    let of_parts = parts::compare(field, before, after, offices).into_iter();
    changes.extend(of_parts.map(|change| Change {
        old_at: Some(old.1),
        new_at: Some(new.1),
        ..change
    }));
    changes
}

/// What the case of an entry is called among its parts.
const GROUP: &str = "truong_hop";

/// Entries of one identity differ in spelling only: "Cấp bộ" and "Cấp bộ/ngành", "hoá" and "hóa".
fn of_titles(before: &Entry<'_>, after: &Entry<'_>, offices: &Offices) -> Substance {
    match substance(&before.title, &after.title, offices) {
        Substance::Content | Substance::Office if before.identity() == after.identity() => Substance::Format,
        substance => substance,
    }
}

fn of_groups(field: &'static Field, before: &Entry<'_>, after: &Entry<'_>, offices: &Offices, here: Change) -> Change {
    let (from, to) = (before.group.unwrap_or_default(), after.group.unwrap_or_default());
    let substance = match substance(from, to, offices) {
        // The only case there is may be named or not.
        Substance::Content if from.is_empty() || to.is_empty() => Substance::Format,
        substance => substance,
    };
    Change {
        burden: match substance {
            Substance::Content => burden::of_wording(field),
            _ => Burden::Neutral,
        },
        substance,
        sentence: sentence::of_moved_case(field, after, from, to),
        ..here
    }
}

/// Entries that changed their place. In a list without order that says nothing.
fn reordered(field: &'static Field, old: &[Entry<'_>], new: &[Entry<'_>], pairing: &Pairing) -> Vec<Change> {
    let moved = pairing::moved(&pairing.pairs, old, new).into_iter();
    moved
        .map(|(from, to)| Change {
            old: Some((from + 1).to_string()),
            new: Some((to + 1).to_string()),
            old_path: old[from].path.clone(),
            new_path: new[to].path.clone(),
            old_at: Some(from),
            new_at: Some(to),
            burden: Burden::Neutral,
            substance: if field.ordered {
                Substance::Content
            } else {
                Substance::Format
            },
            sentence: sentence::of_moved(field, &new[to], from, to),
            ..Change::new(field, Kind::Moved)
        })
        .collect()
}

/// Whether the lists say the same words in the same order and are only cut into entries elsewhere.
fn restated(old: &[Entry<'_>], new: &[Entry<'_>], changes: &[Change], offices: &Offices) -> Option<Substance> {
    let content = || changes.iter().filter(|change| change.substance == Substance::Content);
    let cut_elsewhere = content().any(|change| matches!(change.kind, Kind::Added | Kind::Removed));
    if !cut_elsewhere || content().any(|change| change.kind == Kind::Moved) {
        return None;
    }
    let said = |entries: &[Entry<'_>]| {
        let pieces = entries.iter().filter(|entry| !entry.remark).flat_map(|entry| {
            let parts = entry.parts.iter().map(|part| &*part.value);
            std::iter::once(&*entry.title).chain(parts)
        });
        pieces.collect::<Vec<_>>().join("\n")
    };
    match substance(&said(old), &said(new), offices) {
        Substance::Content => None,
        Substance::Spelling => Some(Substance::Format),
        substance => Some(substance),
    }
}

fn restyle(change: &mut Change, substance: Substance) {
    if change.substance == Substance::Content {
        change.substance = substance;
        change.burden = Burden::Neutral;
    }
}
