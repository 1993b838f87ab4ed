//! Entries of a list field: matched by what they are, then by likeness, never by position alone.

use std::collections::HashMap;

use super::procedure::substance;
use super::{Burden, Change, Kind, Substance, sentence, words};
use crate::catalogue::fields::{self, Entry, Field, Measure, Part};
use crate::text;

/// Titles at least this alike are taken for one entry that was reworded, when nothing matches better.
const REWORDED: f64 = 0.72;

/// Every change between two lists of entries of one field.
pub(super) fn compare(field: &'static Field, old: &[Entry<'_>], new: &[Entry<'_>]) -> Vec<Change> {
    let pairs = pair(old, new);
    let mut changes = Vec::new();
    if let Some(change) = moved_as_a_whole(field, old, new, &pairs) {
        changes.push(change);
        return changes;
    }
    for (at, entry) in old.iter().enumerate() {
        if !pairs.iter().any(|(from, _)| *from == at) {
            changes.push(one_sided(field, entry, Kind::Removed));
        }
    }
    for (at, entry) in new.iter().enumerate() {
        match pairs.iter().find(|(_, to)| *to == at) {
            Some((from, _)) => changes.extend(compare_entry(field, &old[*from], entry)),
            None => changes.push(one_sided(field, entry, Kind::Added)),
        }
    }
    if field.ordered {
        changes.extend(reordered(field, old, new, &pairs));
    }
    changes
}

/// Pairs of positions, first by identity and case, then by identity, then by likeness of title.
fn pair(old: &[Entry<'_>], new: &[Entry<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut taken = (vec![false; old.len()], vec![false; new.len()]);
    let key = |entry: &Entry<'_>, with_group: bool| {
        let group = if with_group {
            entry.group.map(text::canonical).unwrap_or_default()
        } else {
            String::new()
        };
        (entry.identity().into_owned(), group)
    };
    for with_group in [true, false] {
        let mut waiting: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, entry) in old.iter().enumerate().rev().filter(|(at, _)| !taken.0[*at]) {
            waiting.entry(key(entry, with_group)).or_default().push(at);
        }
        for (at, entry) in new.iter().enumerate() {
            if taken.1[at] {
                continue;
            }
            if let Some(from) = waiting.get_mut(&key(entry, with_group)).and_then(Vec::pop) {
                (taken.0[from], taken.1[at]) = (true, true);
                pairs.push((from, at));
            }
        }
    }
    pairs.extend(alike(old, new, &mut taken));
    pairs
}

/// The likest of the entries still alone, likest first. Lists too long to compare all with all are left alone.
fn alike(old: &[Entry<'_>], new: &[Entry<'_>], taken: &mut (Vec<bool>, Vec<bool>)) -> Vec<(usize, usize)> {
    const MOST: usize = 60;
    let free = |taken: &[bool]| {
        taken
            .iter()
            .enumerate()
            .filter(|(_, t)| !**t)
            .map(|(at, _)| at)
            .collect::<Vec<_>>()
    };
    let (left, right) = (free(&taken.0), free(&taken.1));
    if left.len() > MOST || right.len() > MOST {
        return Vec::new();
    }
    let mut scored: Vec<(f64, usize, usize)> = left
        .iter()
        .flat_map(|&from| right.iter().map(move |&to| (from, to)))
        .filter(|&(from, to)| old[from].remark == new[to].remark)
        .map(|(from, to)| (words::likeness(&old[from].title, &new[to].title), from, to))
        .filter(|(score, ..)| *score >= REWORDED)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut pairs = Vec::new();
    for (_, from, to) in scored {
        if !taken.0[from] && !taken.1[to] {
            (taken.0[from], taken.1[to]) = (true, true);
            pairs.push((from, to));
        }
    }
    pairs
}

/// A plain list whose entries gave way to others says one thing: "chuyển từ Cấp huyện thành Cấp xã".
fn moved_as_a_whole(
    field: &'static Field,
    old: &[Entry<'_>],
    new: &[Entry<'_>],
    pairs: &[(usize, usize)],
) -> Option<Change> {
    let plain = old
        .iter()
        .chain(new)
        .all(|entry| entry.parts.is_empty() && entry.group.is_none());
    if field.burden != fields::Burden::Unclear || !plain || pairs.len() == old.len() || pairs.len() == new.len() {
        return None;
    }
    let gone = old
        .iter()
        .enumerate()
        .filter(|(at, _)| !pairs.iter().any(|(from, _)| from == at));
    let come = new
        .iter()
        .enumerate()
        .filter(|(at, _)| !pairs.iter().any(|(_, to)| to == at));
    let names = |entries: &mut dyn Iterator<Item = (usize, &Entry<'_>)>| {
        entries
            .map(|(_, entry)| entry.title.to_string())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (gone, come) = (names(&mut gone.into_iter()), names(&mut come.into_iter()));
    let sentence = format!("{} chuyển từ {gone} thành {come}", field.label);
    Some(Change {
        field: field.key,
        part: None,
        label: field.label.to_owned(),
        kind: Kind::Changed,
        old: Some(gone),
        new: Some(come),
        old_path: field.key.to_owned(),
        new_path: field.key.to_owned(),
        burden: Burden::Unclear,
        substance: Substance::Content,
        quantity: None,
        details: Vec::new(),
        sentence,
    })
}

fn one_sided(field: &'static Field, entry: &Entry<'_>, kind: Kind) -> Change {
    let heavier = match (field.burden, kind) {
        _ if entry.remark => Burden::Neutral,
        (fields::Burden::Neutral, _) => Burden::Neutral,
        (fields::Burden::Unclear, _) => Burden::Unclear,
        (fields::Burden::EntriesAreHeavier, Kind::Added) | (fields::Burden::EntriesAreLighter, Kind::Removed) => {
            Burden::Heavier
        }
        (fields::Burden::EntriesAreHeavier | fields::Burden::EntriesAreLighter, _) => Burden::Lighter,
    };
    let text = if entry.remark {
        remark_text(entry)
    } else {
        entry.plain()
    };
    let sentence = sentence::of_entry(field, entry, kind);
    let (old, new) = if kind == Kind::Removed {
        (Some(text), None)
    } else {
        (None, Some(text))
    };
    let (old_path, new_path) = if kind == Kind::Removed {
        (entry.path.clone(), String::new())
    } else {
        (String::new(), entry.path.clone())
    };
    Change {
        field: field.key,
        part: None,
        label: field.label.to_owned(),
        kind,
        old,
        new,
        old_path,
        new_path,
        burden: heavier,
        substance: Substance::Content,
        quantity: None,
        details: Vec::new(),
        sentence,
    }
}

fn remark_text(entry: &Entry<'_>) -> String {
    entry
        .parts
        .first()
        .map(|part| part.value.to_string())
        .unwrap_or_default()
}

fn compare_entry(field: &'static Field, old: &Entry<'_>, new: &Entry<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    if old.title != new.title && !old.remark {
        // Entries of one identity differ in spelling only: "Cấp bộ" and "Cấp bộ/ngành", "hoá" and "hóa".
        let substance = if old.identity() == new.identity() {
            match substance(Some(&old.title), Some(&new.title)) {
                Substance::Spelling => Substance::Spelling,
                _ => Substance::Format,
            }
        } else {
            substance(Some(&old.title), Some(&new.title))
        };
        changes.push(Change {
            field: field.key,
            part: None,
            label: field.label.to_owned(),
            kind: Kind::Changed,
            old: Some(old.title.to_string()),
            new: Some(new.title.to_string()),
            old_path: old.path.clone(),
            new_path: new.path.clone(),
            burden: if substance == Substance::Content {
                unless_neutral(field)
            } else {
                Burden::Neutral
            },
            substance,
            quantity: None,
            details: Vec::new(),
            sentence: sentence::of_renamed(field, old, new, substance),
        });
    }
    if let (Some(from), Some(to)) = (old.group, new.group)
        && !text::same_but_for_spelling(from, to)
    {
        changes.push(Change {
            field: field.key,
            part: None,
            label: field.label.to_owned(),
            kind: Kind::Moved,
            old: Some(from.to_owned()),
            new: Some(to.to_owned()),
            old_path: old.path.clone(),
            new_path: new.path.clone(),
            burden: Burden::Unclear,
            substance: Substance::Content,
            quantity: None,
            details: Vec::new(),
            sentence: format!(
                "{} «{}» chuyển từ trường hợp «{from}» sang «{to}»",
                text::capitalise_first(field.noun),
                sentence::shortened(&new.title)
            ),
        });
    }
    changes.extend(compare_parts(field, old, new));
    changes
}

fn unless_neutral(field: &Field) -> Burden {
    if field.burden == fields::Burden::Neutral {
        Burden::Neutral
    } else {
        Burden::Unclear
    }
}

/// Parts are matched by key and label; the label of a fee carries its name.
fn compare_parts(field: &'static Field, old: &Entry<'_>, new: &Entry<'_>) -> Vec<Change> {
    let name = |part: &Part<'_>| (part.key, text::canonical(&part.label));
    let mut used = vec![false; old.parts.len()];
    let mut changes = Vec::new();
    for part in &new.parts {
        let same = old
            .parts
            .iter()
            .enumerate()
            .position(|(at, other)| !used[at] && name(other) == name(part));
        let before = same.map(|at| {
            used[at] = true;
            &old.parts[at]
        });
        changes.extend(compare_part(field, (old, before), (new, Some(part))));
    }
    for (part, _) in old.parts.iter().zip(&used).filter(|(_, used)| !**used) {
        changes.extend(compare_part(field, (old, Some(part)), (new, None)));
    }
    changes
}

type Side<'e, 'a> = (&'e Entry<'a>, Option<&'e Part<'a>>);

fn compare_part(field: &'static Field, old: Side<'_, '_>, new: Side<'_, '_>) -> Option<Change> {
    let (before, after) = (old.1, new.1);
    let value = |part: Option<&Part<'_>>| part.map(|part| part.value.to_string());
    if value(before) == value(after) {
        return None;
    }
    let part = after.or(before)?;
    let kind = match (before, after) {
        (None, _) => Kind::Added,
        (_, None) => Kind::Removed,
        _ => Kind::Changed,
    };
    let substance = match (before, after) {
        (Some(before), Some(after)) if same_measure(&before.measure, &after.measure) => Substance::Format,
        (Some(before), Some(after)) => substance(Some(&before.value), Some(&after.value)),
        _ => Substance::Content,
    };
    let burden = if substance == Substance::Content {
        burden_of(field, before, after, new.0.remark)
    } else {
        Burden::Neutral
    };
    Some(Change {
        field: field.key,
        part: Some(part.key),
        label: part.label.to_string(),
        kind,
        old: value(before),
        new: value(after),
        old_path: before.map(|part| part.path.clone()).unwrap_or_default(),
        new_path: after.map(|part| part.path.clone()).unwrap_or_default(),
        burden,
        substance,
        quantity: None,
        details: Vec::new(),
        sentence: sentence::of_part(field, new.0, before, after, substance),
    })
}

fn same_measure(a: &Measure<'_>, b: &Measure<'_>) -> bool {
    !matches!(a, Measure::None) && a == b
}

/// Less time, money or copies is lighter. What is not a quantity is for a person to judge.
fn burden_of(field: &Field, before: Option<&Part<'_>>, after: Option<&Part<'_>>, remark: bool) -> Burden {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let order = match (before.map(|part| part.measure), after.map(|part| part.measure)) {
        (Some(Measure::Time(a)), Some(Measure::Time(b))) => b.compare(a),
        (Some(Measure::Fee(a)), Some(Measure::Fee(b))) => b.compare(a),
        (Some(Measure::Count(a)), Some(Measure::Count(b))) => Some(b.cmp(&a)),
        (None, Some(Measure::Count(_))) => Some(Greater),
        (Some(Measure::Count(_)), None) => Some(Less),
        (None, Some(Measure::Fee(fee))) if fee.is_payable() => Some(Greater),
        (Some(Measure::Fee(fee)), None) if fee.is_payable() => Some(Less),
        _ => None,
    };
    match order {
        Some(Less) => Burden::Lighter,
        Some(Greater) => Burden::Heavier,
        Some(Equal) => Burden::Neutral,
        None if remark || field.burden == fields::Burden::Neutral => Burden::Neutral,
        None => Burden::Unclear,
    }
}

/// Steps that changed places: the fewest that must move so that the rest stay in order.
fn reordered(field: &'static Field, old: &[Entry<'_>], new: &[Entry<'_>], pairs: &[(usize, usize)]) -> Vec<Change> {
    let mut in_new_order = pairs.to_vec();
    in_new_order.sort_by_key(|(_, to)| *to);
    let stays = longest_increasing(&in_new_order.iter().map(|(from, _)| *from).collect::<Vec<_>>());
    let moved = in_new_order.iter().enumerate().filter(|(at, _)| !stays.contains(at));
    moved
        .map(|(_, &(from, to))| Change {
            field: field.key,
            part: None,
            label: field.label.to_owned(),
            kind: Kind::Moved,
            old: Some((from + 1).to_string()),
            new: Some((to + 1).to_string()),
            old_path: old[from].path.clone(),
            new_path: new[to].path.clone(),
            burden: Burden::Neutral,
            substance: Substance::Content,
            quantity: None,
            details: Vec::new(),
            sentence: format!(
                "{} «{}» chuyển từ thứ {} sang thứ {}",
                text::capitalise_first(field.noun),
                sentence::shortened(&new[to].title),
                from + 1,
                to + 1
            ),
        })
        .collect()
}

/// Positions of a longest increasing run of a sequence of distinct numbers.
fn longest_increasing(sequence: &[usize]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(sequence.len());
    for (at, value) in sequence.iter().enumerate() {
        let before = (0..at)
            .filter(|&earlier| sequence[earlier] < *value)
            .max_by_key(|&earlier| best[earlier].0);
        best.push((before.map_or(1, |before| best[before].0 + 1), before));
    }
    let mut run = Vec::new();
    let mut next = (0..sequence.len()).max_by_key(|&at| best[at].0);
    while let Some(at) = next {
        run.push(at);
        next = best[at].1;
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_entries_are_said_to_move() {
        assert_eq!(longest_increasing(&[0, 1, 2]), [0, 1, 2]);
        assert_eq!(longest_increasing(&[2, 0, 1]), [1, 2]);
        assert_eq!(longest_increasing(&[]), Vec::<usize>::new());
    }
}
