//! The drafted merged procedure: the union of what the members say, with every choice noted.
//!
//! It is put together from the members' own records key by key, so that nothing a record holds is lost on the way.

mod cases;
mod heading;
mod yaml;

use serde_json::{Map, Value as Json};
use thiserror::Error;

pub(super) use self::heading::is_of_announcement;
use self::heading::is_of_heading;
use super::lighter::Why;
use super::{Merger, PAPERS, Place, Row, Section, Side};
use crate::catalogue::procedure::Procedure;

/// A drafted procedure.
#[derive(Debug)]
pub struct Draft {
    /// The procedure. Its record is not public, and it stands under the code of the first member.
    pub procedure: Procedure,
    /// What a person has to decide or to know, by the place in the draft.
    pub notes: Vec<Note>,
}

/// A remark on a place of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// YAML path in the draft; empty for the whole.
    pub path: String,
    /// Vietnamese words.
    pub text: String,
}

/// Why there is no draft.
#[derive(Debug, Error)]
pub enum DraftError {
    /// A record cannot be taken apart, or the parts do not make one.
    #[error("the records of {codes} do not go together into one")]
    Record {
        /// The members.
        codes: String,
        /// What stands against it.
        source: serde_json::Error,
    },
    /// It cannot be written.
    #[error("cannot write the draft as YAML: {0}")]
    Yaml(String),
}

/// Something put together, with remarks on places in it.
struct Made {
    value: Json,
    /// Paths below the value, with what is to be said there.
    notes: Vec<Note>,
}

struct Maker<'m, 'a> {
    merger: &'m Merger<'a>,
    records: Vec<Json>,
}

pub(super) fn draft(merger: &Merger<'_>) -> Result<Draft, DraftError> {
    let codes: Vec<&str> = (0..merger.members.len()).map(|member| merger.code(member)).collect();
    let failed = |source| DraftError::Record {
        codes: codes.join(", "),
        source,
    };
    let records = merger.members.iter();
    let records = records.map(|member| serde_json::to_value(&member.entry.procedure));
    let maker = Maker {
        merger,
        records: records.collect::<Result<_, _>>().map_err(failed)?,
    };
    let mut record = Map::new();
    let mut notes = Vec::new();
    for section in &merger.sections {
        let key = section.field.key;
        let made = maker.section(section);
        if !is_of_heading(key) {
            notes.extend(made.notes.into_iter().map(|note| note.below(key)));
        }
        record.insert(key.to_owned(), made.value);
    }
    notes.extend(maker.heading(&mut record));
    Ok(Draft {
        procedure: serde_json::from_value(Json::Object(record)).map_err(failed)?,
        notes,
    })
}

impl Maker<'_, '_> {
    fn section(&self, section: &Section) -> Made {
        if section.field.key == PAPERS {
            return self.cases(section);
        }
        match section.rows.as_slice() {
            [row] if row.places.first().is_some_and(|place| place.path == section.field.key) => self.value(row),
            rows => {
                let made = rows.iter().map(|row| self.entry(row)).collect::<Vec<_>>();
                listed(made)
            }
        }
    }

    /// A field that holds one value.
    fn value(&self, row: &Row) -> Made {
        let side = row.sides.first();
        let taken = side.and_then(Side::taken);
        let value = taken.map(|taken| match taken.said.first() {
            Some((member, path)) => self.at(*member, path).cloned().unwrap_or_default(),
            None => Json::String(taken.text.clone()),
        });
        Made {
            value: value.unwrap_or_default(),
            notes: side
                .and_then(|side| self.difference(side))
                .map(here)
                .into_iter()
                .collect(),
        }
    }

    /// An entry of a list: the first member's, with what is taken from the others.
    fn entry(&self, row: &Row) -> Made {
        let mut notes: Vec<Note> = Vec::new();
        let members = row.members();
        if members.len() < self.merger.members.len() {
            notes.push(here(format!("Chỉ có ở {}", self.codes(&members))));
        }
        let base = row.places.first().and_then(|place| self.at(place.member, &place.path));
        let mut value = base.cloned().unwrap_or_default();
        let mut nested: Vec<Item<'_>> = Vec::new();
        let mut left_out: Vec<&str> = Vec::new();
        for side in &row.sides {
            let note = self.difference(side);
            let Some((list, item, key)) = below(row, side) else {
                notes.extend(note.map(here));
                continue;
            };
            if let Some(list) = list {
                let known = nested.iter_mut().find(|known| known.is(list, side));
                match known {
                    Some(known) => known.sides.push((key, side)),
                    None => nested.push(Item {
                        list,
                        path: item.to_owned(),
                        sides: vec![(key, side)],
                    }),
                }
                continue;
            }
            if side.taken.is_none() {
                left_out.push(key);
            }
            let is_there = self.put(&mut value, key, side);
            notes.extend(note.map(|text| Note {
                path: if is_there { key.to_owned() } else { String::new() },
                text,
            }));
        }
        self.nest(&mut value, row, nested, &mut notes);
        for place in row.places.iter().skip(1) {
            fill(&mut value, self.at(place.member, &place.path), &left_out);
        }
        Made { value, notes }
    }

    /// Lists inside an entry, such as the fees of a channel.
    fn nest(&self, value: &mut Json, row: &Row, nested: Vec<Item<'_>>, notes: &mut Vec<Note>) {
        let Json::Object(entry) = value else { return };
        let mut lists: Vec<&str> = nested.iter().map(|item| item.list).collect();
        lists.dedup();
        for list in lists {
            let mut items: Vec<Json> = Vec::new();
            for item in nested.iter().filter(|item| item.list == list) {
                let at = item
                    .sides
                    .iter()
                    .find_map(|(_, side)| side.values.first()?.said.first());
                let base = at.and_then(|(member, _)| self.at(*member, &item.path));
                let mut made = base.cloned().unwrap_or_default();
                for (key, side) in &item.sides {
                    let is_there = self.put(&mut made, key, side);
                    let below = if is_there { format!(".{key}") } else { String::new() };
                    notes.extend(self.difference(side).map(|text| Note {
                        path: format!("{list}[{}]{below}", items.len()),
                        text,
                    }));
                }
                items.push(made);
            }
            // What the list of fields does not read is kept as it is.
            for place in &row.places {
                let own = self.at(place.member, &place.path).and_then(|entry| entry.get(list));
                for (at, other) in own.and_then(Json::as_array).into_iter().flatten().enumerate() {
                    let path = format!("{}.{list}[{at}].", place.path);
                    let mut said = row
                        .sides
                        .iter()
                        .flat_map(|side| &side.values)
                        .flat_map(|value| &value.said);
                    let is_read = said.any(|(member, said)| *member == place.member && said.starts_with(&path));
                    if !is_read && !items.contains(other) {
                        items.push(other.clone());
                    }
                }
            }
            entry.insert(list.to_owned(), Json::Array(items));
        }
    }

    /// Writes what is taken; says whether something stands there now.
    fn put(&self, value: &mut Json, key: &str, side: &Side) -> bool {
        let Json::Object(map) = value else { return false };
        let taken = side.taken().and_then(|value| value.said.first());
        match taken.and_then(|(member, path)| self.at(*member, path)) {
            Some(taken) => {
                map.insert(key.to_owned(), taken.clone());
                true
            }
            None => {
                map.remove(key);
                false
            }
        }
    }

    /// What stands at a YAML path of a member's record.
    fn at(&self, member: usize, path: &str) -> Option<&Json> {
        let mut steps = path.split(['.', '[']).filter(|step| !step.is_empty());
        steps.try_fold(self.records.get(member)?, |value, step| match step.strip_suffix(']') {
            Some(at) => value.get(at.parse::<usize>().ok()?),
            None => value.get(step),
        })
    }

    /// Who says what, and which the draft takes and why; nothing when all say the same.
    fn difference(&self, side: &Side) -> Option<String> {
        if side.is_same() {
            return None;
        }
        let said = side.values.iter().filter(|value| !value.said.is_empty()).map(|value| {
            let members: Vec<usize> = value.said.iter().map(|(member, _)| *member).collect();
            format!("{} ({})", value.text, self.codes(&members))
        });
        let silent = (!side.silent.is_empty()).then(|| format!("không ghi ({})", self.codes(&side.silent)));
        let said: Vec<String> = said.chain(silent).collect();
        let taken = match side.taken() {
            Some(value) if side.is_conflict() => format!(". Tạm lấy {}: {}", value.text, side.why.label()),
            Some(_) if side.why == Why::Only => String::new(),
            Some(_) => format!(". Tạm lấy: {}", side.why.label()),
            None => format!(". Tạm bỏ: {}", side.why.label()),
        };
        Some(format!("{}: {}{taken}", side.label, said.join("; ")))
    }

    fn codes(&self, members: &[usize]) -> String {
        let mut members = members.to_vec();
        members.dedup();
        let codes: Vec<&str> = members.into_iter().map(|member| self.merger.code(member)).collect();
        codes.join(", ")
    }
}

/// An item of a list inside an entry.
struct Item<'a> {
    list: &'a str,
    /// Where it stands in the first member that has it.
    path: String,
    sides: Vec<(&'a str, &'a Side)>,
}

impl Item<'_> {
    /// Whether something is said of this item: the labels carry its name.
    fn is(&self, list: &str, side: &Side) -> bool {
        let name = |side: &Side| side.label.split_once(" (").map(|(_, name)| name.to_owned());
        self.list == list && self.sides.first().is_some_and(|(_, known)| name(known) == name(side))
    }
}

/// The list inside the entry that something is said of, the path of its item, and the key; no list for the entry itself,
/// nothing for its title.
fn below<'a>(row: &'a Row, side: &'a Side) -> Option<(Option<&'a str>, &'a str, &'a str)> {
    let (member, path) = side.values.first()?.said.first()?;
    let mut own = row.places.iter().filter(|place| place.member == *member);
    let rest = own.find_map(|place: &Place| path.strip_prefix(&place.path)?.strip_prefix('.'))?;
    match rest.rsplit_once('.') {
        None => Some((None, "", rest)),
        Some((item, key)) => {
            let list = item.split('[').next().unwrap_or(item);
            let end = path.len() - key.len() - 1;
            Some((Some(list), &path[..end], key))
        }
    }
}

/// Keys that another member has and this one not.
fn fill(value: &mut Json, other: Option<&Json>, left_out: &[&str]) {
    let (Json::Object(own), Some(Json::Object(other))) = (value, other) else {
        return;
    };
    for (key, said) in other {
        if !left_out.contains(&key.as_str()) && !own.contains_key(key) {
            own.insert(key.clone(), said.clone());
        }
    }
}

fn here(text: String) -> Note {
    Note {
        path: String::new(),
        text,
    }
}

/// Entries as a list, their remarks at their places.
fn listed(made: Vec<Made>) -> Made {
    let mut list = Vec::with_capacity(made.len());
    let mut notes = Vec::new();
    for (at, made) in made.into_iter().enumerate() {
        list.push(made.value);
        notes.extend(made.notes.into_iter().map(|note| note.below(&format!("[{at}]"))));
    }
    Made {
        value: Json::Array(list),
        notes,
    }
}

impl Note {
    /// The same, seen from above.
    fn below(self, above: &str) -> Self {
        let path = match self.path.as_str() {
            "" => above.to_owned(),
            path if path.starts_with('[') => format!("{above}{path}"),
            path => format!("{above}.{path}"),
        };
        Self { path, ..self }
    }
}
