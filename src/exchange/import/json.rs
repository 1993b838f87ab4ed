//! Records as JSON: answers of the portal's interface, data sets, and what this program writes.

mod plain;
mod portal;

use serde_json::{Map, Value};

use super::Contents;
use super::places::Places;
use super::separated::decoded;
use super::tidy::Repairs;
use crate::finding::{Finding, Place, Severity};

/// Longest line, in bytes; the longest real record has 300 KB.
const MOST_LINE: usize = 8 * 1024 * 1024;

/// Largest JSON value, in bytes: in memory it takes eight times as much.
const MOST_WHOLE: usize = 64 * 1024 * 1024;

/// Most records.
const MOST_RECORDS: usize = 200_000;

/// Reads one JSON value: a record, a list of records, or an answer that holds them.
pub(super) fn read(bytes: &[u8], shown: &str) -> Result<Contents, String> {
    if bytes.len() > MOST_WHOLE {
        return Err(format!(
            "it is one JSON value of more than {} MB; split it, or write a record a line (JSON Lines)",
            MOST_WHOLE / 1_048_576
        ));
    }
    let (text, _) = decoded(bytes);
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| wrong(&error))?;
    let mut records = Vec::new();
    collect(value, &mut records);
    if records.is_empty() {
        return Err("it is JSON without a record of a procedure in it".to_owned());
    }
    let places = Places::of(&text);
    let placed = records.into_iter().zip(1..).map(|(record, number)| {
        let place = places.at(&plain::written_code(&record), shown, number);
        (record, place)
    });
    contents(placed.collect(), shown)
}

/// Reads a JSON object a line.
pub(super) fn read_lines(bytes: &[u8], shown: &str) -> Result<Contents, String> {
    let (text, _) = decoded(bytes);
    let mut records = Vec::new();
    for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
        if line.trim().is_empty() {
            continue;
        }
        if line.len() > MOST_LINE {
            return Err(format!("line {number}: more than {} MB", MOST_LINE / 1_048_576));
        }
        let value: Value = serde_json::from_str(line).map_err(|error| format!("line {number}: {}", wrong(&error)))?;
        let Value::Object(record) = value else {
            return Err(format!("line {number}: expected an object {{…}}"));
        };
        let place = Place {
            path: shown.to_owned(),
            line: number,
            column: 1,
        };
        records.push((record, place));
    }
    contents(records, shown)
}

fn wrong(error: &serde_json::Error) -> String {
    format!("it is no JSON ({error})")
}

/// The records somewhere in an answer, in order: objects that have a code.
fn collect(value: Value, records: &mut Vec<Map<String, Value>>) {
    match value {
        Value::Array(list) => list.into_iter().for_each(|value| collect(value, records)),
        Value::Object(mut object) => {
            // What a search found stands beside what was asked for in detail.
            if let Some(detail) = object.remove("detail").filter(Value::is_object) {
                collect(detail, records);
            } else if plain::has_code(&object) {
                records.push(object);
            } else {
                object.into_iter().for_each(|(_, value)| collect(value, records));
            }
        }
        _ => {}
    }
}

fn contents(records: Vec<(Map<String, Value>, Place)>, shown: &str) -> Result<Contents, String> {
    if records.len() > MOST_RECORDS {
        return Err(format!("it has more than {MOST_RECORDS} records; split it"));
    }
    let texts = records
        .iter()
        .flat_map(|(record, _)| record.values())
        .filter_map(Value::as_str);
    let mut repairs = Repairs::of(texts);
    let mut contents = Contents::default();
    let mut unknown = Unknown::default();
    for (record, place) in records {
        let mut reader = Reader {
            place,
            repairs: &mut repairs,
            findings: &mut contents.findings,
            unknown: &mut unknown,
        };
        let found = if portal::is_native(&record) {
            portal::read(record, &mut reader)
        } else {
            plain::read(record, &mut reader)
        };
        contents.records.extend(found);
    }
    contents.findings.extend(unknown.findings(shown));
    contents.repairs = repairs;
    Ok(contents)
}

/// What a record is read with.
struct Reader<'r> {
    place: Place,
    repairs: &'r mut Repairs,
    findings: &'r mut Vec<Finding>,
    unknown: &'r mut Unknown,
}

impl Reader<'_> {
    /// A tidy text of a key that is taken out; `None` when it says nothing.
    fn text(&mut self, object: &mut Map<String, Value>, key: &str) -> Option<String> {
        let text = match object.remove(key)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Null => return None,
            other => {
                object.insert(key.to_owned(), other);
                return None;
            }
        };
        let text = self.repairs.lines(&text, &self.place);
        super::cells::said(&text).map(str::to_owned)
    }

    /// The objects of a list that is taken out.
    fn objects(&mut self, object: &mut Map<String, Value>, key: &str) -> Vec<Map<String, Value>> {
        match object.remove(key) {
            Some(Value::Array(list)) => list
                .into_iter()
                .filter_map(|value| match value {
                    Value::Object(object) => Some(object),
                    _ => None,
                })
                .collect(),
            Some(Value::Null) | None => Vec::new(),
            Some(other) => {
                object.insert(key.to_owned(), other);
                Vec::new()
            }
        }
    }

    /// Remembers keys that nobody took and that say something.
    fn rest(&mut self, below: &str, object: &Map<String, Value>) {
        for (key, value) in object {
            if !is_empty(value) {
                let name = if below.is_empty() {
                    key.clone()
                } else {
                    format!("{below}.{key}")
                };
                self.unknown.add(name, &self.place);
            }
        }
    }

    fn tell(&mut self, rule: &str, severity: Severity, message: String, advice: &str) {
        self.findings
            .push(super::remark(rule, severity, self.place.clone(), message).advice(advice));
    }
}

/// Keys that are no fields, with how often they say something and where first.
#[derive(Default)]
struct Unknown(Vec<(String, usize, Place)>);

impl Unknown {
    fn add(&mut self, name: String, place: &Place) {
        match self.0.iter_mut().find(|(known, ..)| *known == name) {
            Some((_, times, _)) => *times += 1,
            None => self.0.push((name, 1, place.clone())),
        }
    }

    fn findings(self, _: &str) -> impl Iterator<Item = Finding> {
        self.0.into_iter().map(|(name, times, place)| {
            let times = crate::text::number(i128::try_from(times).unwrap_or_default());
            let message = format!("khóa «{name}» không phải trường của danh mục, không nhập ({times} giá trị)");
            super::remark("nhap-cot", Severity::Low, place, message)
        })
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(_) => false,
        Value::String(text) => super::cells::says_nothing(text),
        Value::Array(list) => list.iter().all(is_empty),
        Value::Object(object) => object.values().all(is_empty),
    }
}
