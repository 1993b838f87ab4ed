//! What the pages search in, as scripts: a page that was opened from a folder may run scripts beside it but read no files.

use std::fmt::Write;

use serde::Serialize;
use serde_json::{Value, json};

use super::Pages;
use super::script;
use crate::search::portable::{Listed, Portable, Record, Saying};

/// How long the lists of one file are about: so many are read from a slow stick in no time, and a query needs few files.
const FILE: usize = 120_000;
/// Signs of a number in a list: the first half end it, the others go on with it. None means anything in a script.
const DIGITS: &[u8; 64] = b"#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcd";

/// The scripts by name. `pages` are the file names of the procedures' pages.
pub(super) fn files(portable: &Portable, pages: &Pages) -> Vec<(String, Vec<u8>)> {
    let (mut parts, mut firsts) = (vec![String::new()], vec![0]);
    for (at, terms) in portable.syllables.values().enumerate() {
        if parts.last().is_some_and(|part| part.len() > FILE) {
            parts.push(String::new());
            firsts.push(at);
        }
        if let Some(part) = parts.last_mut() {
            terms.iter().for_each(|term| write_term(part, term));
        }
    }
    let mut numbers = String::new();
    portable.numbers.iter().for_each(|term| write_term(&mut numbers, term));
    parts.push(numbers);
    let core = core(portable, pages, &firsts, parts.len() - 1);
    let mut files = vec![named("core", &core), named("sayings", &sayings(&portable.sayings))];
    files.extend(parts.iter().enumerate().map(|(part, text)| {
        let name = format!("data/{part}.js");
        (name, called(&part, text))
    }));
    files
}

fn named(name: &str, value: &Value) -> (String, Vec<u8>) {
    (format!("data/{name}.js"), called(&name, value))
}

/// A script that hands a value over under a name.
fn called(name: &impl Serialize, value: &impl Serialize) -> Vec<u8> {
    format!("tthcData({},{});\n", script::literal(name), script::literal(value)).into_bytes()
}

fn write_term(out: &mut String, term: &Listed) {
    out.push_str(&term.term);
    out.push('\t');
    let mut next = 0;
    for (procedure, level) in &term.procedures {
        write_number(out, (procedure - next) << 2 | u32::from(level.saturating_sub(1)));
        next = procedure + 1;
    }
    out.push('\n');
}

fn write_number(out: &mut String, number: u32) {
    let (mut rest, half) = (number, DIGITS.len() / 2);
    loop {
        let digit = rest as usize % half;
        rest /= half as u32;
        let goes_on = if rest > 0 { half } else { 0 };
        out.push(char::from(DIGITS[digit + goes_on]));
        if rest == 0 {
            return;
        }
    }
}

/// Numbers for values in the order they are first met.
#[derive(Default)]
struct Numbered<'a>(Vec<&'a str>);

impl<'a> Numbered<'a> {
    fn of(&mut self, value: &'a str) -> usize {
        let known = self.0.iter().position(|known| *known == value);
        known.unwrap_or_else(|| {
            self.0.push(value);
            self.0.len() - 1
        })
    }
}

fn core(portable: &Portable, pages: &Pages, parts: &[usize], numbers: usize) -> Value {
    let (mut fields, mut levels, mut onlines) = (Numbered::default(), Numbered::default(), Numbered::default());
    let records: Vec<Value> = portable
        .records
        .iter()
        .map(|record: &Record| {
            // What nearly every procedure has the same of is left out.
            let page = pages.of(record.entry);
            let levels: Vec<usize> = record.levels.iter().map(|level| levels.of(level)).collect();
            let online = record.online.map_or(-1, |online| onlines.of(online) as i64);
            json!([
                record.code,
                record.name,
                fields.of(&record.field),
                levels,
                online,
                record.verbs,
                if page == record.code { "" } else { page },
                record.other_codes,
            ])
        })
        .collect();
    let frequency = |terms: &Vec<Listed>| {
        let itself = terms.first().filter(|term| !term.term.starts_with(['=', '_']));
        itself.map_or(0, |term| term.procedures.len())
    };
    json!({
        "tables": portable.tables,
        "records": records,
        "fields": fields.0,
        "levels": levels.0,
        "onlines": onlines.0,
        "syllables": portable.syllables.keys().map(String::as_str).collect::<Vec<_>>().join(" "),
        "frequencies": portable.syllables.values().map(frequency).collect::<Vec<_>>(),
        "parts": parts,
        "numbers": numbers,
    })
}

/// The phrases as lines; what many of them mean stands once.
fn sayings(sayings: &[Saying]) -> Value {
    let mut meanings: Vec<&Vec<String>> = sayings.iter().map(|saying| &saying.stands_for).collect();
    meanings.sort_unstable();
    meanings.dedup();
    let contexts_of = sayings.iter().map(|saying| &saying.in_context);
    let mut contexts: Vec<_> = contexts_of.filter(|context| !context.is_empty()).collect();
    contexts.sort_unstable();
    contexts.dedup();
    let mut lines = String::new();
    for saying in sayings {
        let exact = if saying.exact == saying.folded {
            ""
        } else {
            &saying.exact
        };
        let meaning = meanings.binary_search(&&saying.stands_for).unwrap_or_default();
        let _ = write!(lines, "{}\t{exact}\t{}\t{meaning}", saying.folded, saying.origin);
        if let Ok(context) = contexts.binary_search(&&saying.in_context) {
            let _ = write!(lines, "\t{context}");
        }
        lines.push('\n');
    }
    json!({ "meanings": meanings, "contexts": contexts, "lines": lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_few_signs_and_none_that_scripts_read() {
        let written = |number| {
            let mut out = String::new();
            write_number(&mut out, number);
            out
        };
        assert_eq!([0, 31, 32, 1024].map(written), ["#", "C", "D$", "DD$"]);
        assert!(DIGITS.iter().all(|sign| !b"\"\\<\t\n".contains(sign)));
        let different: std::collections::BTreeSet<_> = DIGITS.iter().collect();
        assert_eq!(different.len(), DIGITS.len());
    }

    #[test]
    fn a_list_tells_how_far_the_next_procedure_is() {
        let term = Listed {
            term: "=phí".to_owned(),
            procedures: vec![(0, 1), (1, 4), (10, 2)],
        };
        let mut out = String::new();
        write_term(&mut out, &term);
        assert_eq!(out, "=phí\t#&E$\n");
    }
}
