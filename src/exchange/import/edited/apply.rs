//! From what differs to the values of the fields in which something does.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::compare::Comparison;
use super::rows::split;
use super::{Problem, spelling};
use crate::catalogue::fields;
use crate::catalogue::printed::{Printed, spelled};
use crate::catalogue::procedure::Procedure;
use crate::exchange::import::table::glimpse_of;

/// Fields as they are after the edits, and what could not be put into them.
pub(super) struct Applied {
    /// By key; `null` where nothing is left.
    pub(super) fields: Map<String, Value>,
    pub(super) problems: Vec<Problem>,
}

/// The fields in which something differs.
pub(super) fn applied(comparison: &Comparison, printed: &Printed) -> Applied {
    let mut values = Value::Object(printed.values.clone());
    let mut problems = Vec::new();
    // Lines that were added to an entry that is a text are entries of their own.
    let mut more: BTreeMap<String, BTreeMap<usize, Vec<Value>>> = BTreeMap::new();
    for (path, (text, paragraph)) in &comparison.edits {
        let before = get(&values, path)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let mut text = spelling::kept(&before, text);
        if let Some((list, index)) = split(path).filter(|_| !before.contains('\n')) {
            let mut lines = text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(str::to_owned);
            let first = lines.next().unwrap_or_default();
            let rest: Vec<Value> = lines.map(Value::from).collect();
            more.entry(list.to_owned())
                .or_default()
                .entry(index + 1)
                .or_default()
                .extend(rest);
            text = first;
        }
        if !put(&mut values, path, &text) {
            let label = comparison.labels.get(path).map_or(path.as_str(), String::as_str);
            problems.push(Problem {
                paragraph: *paragraph,
                path: path.clone(),
                message: format!("«{label}» ({path}) không nhận được «{}»", glimpse_of(&text)),
                advice: "ghi một số, ví dụ 01; hoặc có, không",
            });
        }
    }
    for row in &comparison.added {
        let mut entry = Value::Object(Map::new());
        for (suffix, words) in &row.values {
            let path = format!("{}[0]{suffix}", row.list);
            if suffix.is_empty() {
                entry = Value::from(words.clone());
            } else if !put_below(&mut entry, &row.list, suffix, words) {
                problems.push(Problem {
                    paragraph: row.paragraph,
                    path,
                    message: format!("hàng thêm vào: không nhận được «{}»", glimpse_of(words)),
                    advice: "ghi một số, ví dụ 01; hoặc có, không",
                });
            }
        }
        more.entry(row.list.clone())
            .or_default()
            .entry(row.behind)
            .or_default()
            .push(entry);
    }
    rebuild(&mut values, &comparison.deleted, more);
    let mut fields = Map::new();
    for field in fields::FIELDS {
        let none = Value::Null;
        let (before, after) = (printed.values.get(field.key), values.get(field.key));
        if before != after && !(is_nothing(before) && is_nothing(after)) {
            fields.insert(
                field.key.to_owned(),
                after.filter(|after| !is_nothing(Some(after))).unwrap_or(&none).clone(),
            );
        }
    }
    Applied { fields, problems }
}

fn is_nothing(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    }
}

/// The steps of a path: keys and numbers.
fn pointer(path: &str) -> String {
    format!("/{}", path.replace(']', "").replace(['.', '['], "/"))
}

fn get<'v>(values: &'v Value, path: &str) -> Option<&'v Value> {
    values.pointer(&pointer(path))
}

/// Puts words where a path says, as the kind of value that stands there; whether they are of that kind.
fn put(values: &mut Value, path: &str, words: &str) -> bool {
    let Some((parent, key)) = parent(path) else {
        return false;
    };
    let Some(place) = values.pointer_mut(&parent) else {
        return false;
    };
    match place {
        Value::Array(list) => {
            let slot = key.parse::<usize>().ok().and_then(|index| list.get_mut(index));
            slot.map(|slot| *slot = Value::from(words)).is_some()
        }
        Value::Object(map) if words.trim().is_empty() => {
            map.remove(key);
            true
        }
        Value::Object(map) => {
            let before = map.get(key).cloned();
            for candidate in candidates(words) {
                let Some(Value::Object(map)) = values.pointer_mut(&parent) else {
                    return false;
                };
                map.insert(key.to_owned(), candidate.clone());
                if serde_json::from_value::<Procedure>(values.clone()).is_ok() {
                    // What is not is not written.
                    if candidate == Value::Bool(false)
                        && let Some(Value::Object(map)) = values.pointer_mut(&parent)
                    {
                        map.remove(key);
                    }
                    return true;
                }
            }
            if let Some(Value::Object(map)) = values.pointer_mut(&parent) {
                match before {
                    Some(before) => map.insert(key.to_owned(), before),
                    None => map.remove(key),
                };
            }
            false
        }
        _ => false,
    }
}

/// The pointer of what a path stands in, and its last step.
fn parent(path: &str) -> Option<(String, &str)> {
    let at = path.rfind(['.', '[']);
    let (parent, key) = match at {
        Some(at) => (pointer(&path[..at]), path[at + 1..].trim_end_matches(']')),
        None => (String::new(), path),
    };
    (!key.is_empty()).then_some((parent, key))
}

/// What words may mean: a text, a number, or that something is so.
fn candidates(words: &str) -> Vec<Value> {
    let said = spelled(words);
    let lower = crate::text::canonical(&said);
    let digits: String = lower.trim_end_matches("bộ").trim().replace('.', "");
    let number = digits.parse::<u32>().ok().map(Value::from);
    let so = match lower.as_str() {
        "có" | "x" | "true" | "đúng" | "ngành dọc" => Some(true),
        "không" | "false" | "sai" => Some(false),
        _ => None,
    };
    let text = Value::from(words);
    [Some(text), number, so.map(Value::Bool)]
        .into_iter()
        .flatten()
        .collect()
}

/// The same for an entry that is not in its list yet.
fn put_below(entry: &mut Value, list: &str, suffix: &str, words: &str) -> bool {
    // A procedure of this entry alone says which kinds of values it takes.
    let mut values = Value::Object(Map::new());
    let path = format!("{list}[0]");
    let inner: Vec<&str> = suffix
        .trim_start_matches('.')
        .split(['.', '['])
        .map(|step| step.trim_end_matches(']'))
        .collect();
    grow(&mut values, &zeroed(list), entry.take());
    let target = format!("{}{suffix}", zeroed(&path));
    open(&mut values, &zeroed(&path), &inner);
    let taken = put(&mut values, &target, words);
    *entry = get(&values, &zeroed(&path)).cloned().unwrap_or_default();
    taken
}

/// A path with the first entry of each list.
fn zeroed(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        out.push_str("[0]");
        rest = rest[at..].split_once(']').map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// Builds the lists above an entry, each with one entry.
fn grow(values: &mut Value, list: &str, entry: Value) {
    let mut keys: Vec<&str> = list.split("[0].").collect();
    let last = keys.pop().unwrap_or(list);
    let mut inner = serde_json::json!({ last: [entry] });
    for key in keys.into_iter().rev() {
        inner = serde_json::json!({ key: [inner] });
    }
    *values = inner;
}

/// Opens the lists inside an entry that its first value needs.
fn open(values: &mut Value, entry: &str, steps: &[&str]) {
    let [list, index, _] = steps else { return };
    if *index != "0" {
        return;
    }
    if let Some(Value::Object(map)) = values.pointer_mut(&pointer(entry)) {
        map.entry((*list).to_owned()).or_insert_with(|| serde_json::json!([{}]));
    }
}

/// Takes entries out of their lists and puts others in.
fn rebuild(values: &mut Value, deleted: &[String], mut more: BTreeMap<String, BTreeMap<usize, Vec<Value>>>) {
    for entry in deleted {
        match split(entry) {
            Some((list, _)) => drop(more.entry(list.to_owned()).or_default()),
            None => continue,
        }
    }
    // The lists inside others first.
    let mut lists: Vec<String> = more.keys().cloned().collect();
    lists.sort_by_key(|list| std::cmp::Reverse(list.len()));
    let mut emptied: Vec<(String, usize)> = Vec::new();
    for path in lists {
        let mut new = more.remove(&path).unwrap_or_default();
        let Some(Value::Array(list)) = values.pointer_mut(&pointer(&path)) else {
            continue;
        };
        let all = list.len();
        let mut out: Vec<Value> = new.remove(&0).unwrap_or_default();
        for (index, value) in std::mem::take(list).into_iter().enumerate() {
            let entry = format!("{path}[{index}]");
            let note = value.get("luu_y").is_some() || value.get("giay_to").is_some();
            if !deleted.contains(&entry) {
                out.push(value);
            } else if note {
                let mut value = value;
                if let Value::Object(map) = &mut value {
                    map.remove("luu_y");
                }
                out.push(value);
            }
            out.extend(new.remove(&(index + 1)).unwrap_or_default());
        }
        if out.is_empty() && all > 0 && path.contains(']') {
            emptied.push((path.clone(), 0));
        }
        *list = out;
    }
    // A case without papers and without a remark says nothing.
    for (path, _) in emptied {
        let Some((outer, key)) = parent(&path) else { continue };
        let case = values.pointer_mut(&outer);
        if let Some(Value::Object(map)) = case {
            map.remove(key);
        }
    }
    let of_cases = deleted.iter().any(|entry| entry.starts_with("ho_so["));
    if let Some(Value::Array(cases)) = values.get_mut("ho_so").filter(|_| of_cases) {
        cases.retain(|case| case.get("giay_to").is_some() || case.get("luu_y").is_some());
    }
}
