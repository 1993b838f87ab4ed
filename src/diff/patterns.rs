//! One change in many procedures is one thing to look at: a ministry renamed in 800 of them.

use std::collections::HashMap;

use serde::Serialize;

use super::{Burden, Change, Kind, ProcedureDiff, Substance};

/// From so many procedures on, the same change is a pattern.
const FEWEST: usize = 3;

/// A change that many procedures share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pattern {
    /// YAML key of the field.
    pub field: &'static str,
    /// Vietnamese label of what changed.
    pub label: String,
    /// What was done.
    pub kind: Kind,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
    /// Which way the burden moves.
    pub burden: Burden,
    /// Whether it matters in law.
    pub substance: Substance,
    /// The change as a lawyer would write it.
    pub sentence: String,
    /// The procedures that share it, by code.
    pub codes: Vec<String>,
}

/// The patterns of a comparison, most frequent first.
pub(super) fn of(procedures: &[ProcedureDiff]) -> Vec<Pattern> {
    let mut alike: HashMap<Key<'_>, (&Change, Vec<String>)> = HashMap::new();
    for procedure in procedures {
        for change in &procedure.changes {
            let (_, codes) = alike.entry(Key::of(change)).or_insert_with(|| (change, Vec::new()));
            if codes.last() != Some(&procedure.code) {
                codes.push(procedure.code.clone());
            }
        }
    }
    let mut patterns: Vec<Pattern> = alike
        .into_values()
        .filter(|(_, codes)| codes.len() >= FEWEST)
        .map(|(change, codes)| Pattern::new(change, codes))
        .collect();
    patterns.sort_by(|a, b| {
        let key = |pattern: &Pattern| (std::cmp::Reverse(pattern.codes.len()), pattern.codes.first().cloned());
        key(a).cmp(&key(b)).then_with(|| a.sentence.cmp(&b.sentence))
    });
    patterns
}

/// What two changes must have in common to be one.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    field: &'static str,
    part: Option<&'static str>,
    kind: Kind,
    old: Option<&'a str>,
    new: Option<&'a str>,
    sentence: &'a str,
}

impl<'a> Key<'a> {
    fn of(change: &'a Change) -> Self {
        Self {
            field: change.field,
            part: change.part,
            kind: change.kind,
            old: change.old.as_deref(),
            new: change.new.as_deref(),
            sentence: &change.sentence,
        }
    }
}

impl Pattern {
    fn new(change: &Change, codes: Vec<String>) -> Self {
        Self {
            field: change.field,
            label: change.label.clone(),
            kind: change.kind,
            old: change.old.clone(),
            new: change.new.clone(),
            burden: change.burden,
            substance: change.substance,
            sentence: change.sentence.clone(),
            codes,
        }
    }
}
