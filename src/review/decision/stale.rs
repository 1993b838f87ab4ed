//! Whether what a decision rests on is still so: the text it judged, and the rules whose findings it took up.

use std::collections::BTreeMap;

use super::Decision;
use crate::catalogue::Catalogue;
use crate::catalogue::fields::FIELDS;
use crate::catalogue::procedure::Procedure;
use crate::review::{self, Rule};
use crate::text;

/// Version of a rule where a decision does not say one: the first there was.
const FIRST: u32 = 1;

/// Whether a decision still rests on what it rested on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It does.
    Current,
    /// Something changed.
    Stale(Changes),
    /// The procedure is not in the revision.
    NoProcedure,
}

/// What changed since a decision was taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Vietnamese labels of the fields that changed.
    pub fields: Vec<&'static str>,
    /// Rules that say something else now: `R-12 (phiên bản 1, nay là 2)`.
    pub rules: Vec<String>,
}

impl Changes {
    /// Whether nothing did.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.rules.is_empty()
    }

    /// In Vietnamese: what changed, fields first.
    pub fn sentence(&self) -> String {
        let fields = (!self.fields.is_empty())
            .then(|| format!("thủ tục đã thay đổi sau khi xem, ở: {}", self.fields.join(", ")));
        let rules =
            (!self.rules.is_empty()).then(|| format!("quy tắc làm căn cứ đã thay đổi: {}", self.rules.join(", ")));
        fields.into_iter().chain(rules).collect::<Vec<_>>().join("; ")
    }
}

/// Whether a decision on one procedure still rests on what it rested on.
pub fn state(decision: &Decision, catalogue: &Catalogue) -> State {
    let code = decision.code.value().map_or(decision.code.text(), |code| code.base());
    match catalogue.get(code) {
        None => State::NoProcedure,
        Some(entry) => {
            let changes = changes(decision, &entry.procedure, |_| true);
            if changes.is_empty() {
                State::Current
            } else {
                State::Stale(changes)
            }
        }
    }
}

/// What changed between what a decision judged and a procedure, in the fields that count.
pub(super) fn changes(decision: &Decision, procedure: &Procedure, counts: impl Fn(&str) -> bool) -> Changes {
    let now = judged(procedure);
    let fields = FIELDS
        .iter()
        .filter(|field| counts(field.key) && now.get(field.key) != decision.judged.get(field.key))
        .map(|field| field.label);
    Changes {
        fields: fields.collect(),
        rules: outdated(decision),
    }
}

fn outdated(decision: &Decision) -> Vec<String> {
    let version = |rule: &Rule| decision.rule_versions.get(rule.id).copied().unwrap_or(FIRST);
    let known = decision.rules.iter().filter_map(|name| review::rule(name));
    known
        .filter(|rule| version(rule) != rule.version)
        .map(|rule| format!("{} (phiên bản {}, nay là {})", rule.id, version(rule), rule.version))
        .collect()
}

/// The versions of the rules of these names or numbers as they are now, by number.
pub fn rest_on(rules: &[String]) -> BTreeMap<String, u32> {
    rules
        .iter()
        .filter_map(|name| review::rule(name))
        .map(|rule| (rule.id.to_owned(), rule.version))
        .collect()
}

/// The hash of every field that says something, taken from the record itself: spelling, layout and the labels of this
/// program do not change it.
pub fn judged(procedure: &Procedure) -> BTreeMap<String, String> {
    let Ok(serde_json::Value::Object(record)) = serde_json::to_value(procedure) else {
        return BTreeMap::new();
    };
    record
        .into_iter()
        .map(|(key, value)| {
            let hash = blake3::hash(text::canonical(&value.to_string()).as_bytes());
            (key, hash.to_hex()[..12].to_owned())
        })
        .collect()
}
