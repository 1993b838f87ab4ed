//! A procedure as a document of the index.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Value;

use super::analysis;
use super::columns;
use super::impact::{self, Counter, Said};
use super::schema::{IndexSchema, TextField};
use super::segment::Record;
use super::terms::{Terms, Vocabulary};
use super::verbs;
use super::weights::IndexTuning;
use crate::catalogue::fields::FieldValue;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Channel, OnlineLevel, ProcedureCode, Status, TimeLimit, Unit, Written};
use crate::text;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The facet value of a service that can be used online without the record saying how far.
pub(super) const ONLINE_UNSPECIFIED: &str = "Trực tuyến";

/// What is needed to show a hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) field: String,
    pub(super) levels: Vec<String>,
    pub(super) path: String,
}

/// What was said in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage<'a> {
    /// YAML key of the field.
    pub(super) key: &'a str,
    /// The text, one line an entry.
    pub(super) text: &'a str,
}

/// Makes records of procedures; one for each thread.
pub(super) struct DocumentMaker<'a> {
    pub(super) schema: &'a IndexSchema,
    tuning: &'a IndexTuning,
    counter: Counter,
    labels: Labels,
}

/// Values people filter by, as they were written and as the columns keep them: many records have the same ones.
#[derive(Default)]
struct Labels(FxHashMap<Box<str>, Arc<str>>);

/// Most values remembered.
const REMEMBERED: usize = 20_000;

impl Labels {
    fn kept(&mut self, written: &str) -> Arc<str> {
        if let Some(kept) = self.0.get(written) {
            return kept.clone();
        }
        if self.0.len() == REMEMBERED {
            self.0.clear();
        }
        let kept: Arc<str> = columns::kept(&text::cleaned(written)).into();
        self.0.insert(written.into(), kept.clone());
        kept
    }

    /// The values of a field: the words of an official list where there is one, each once.
    fn of(&mut self, value: &FieldValue<'_>) -> Vec<Arc<str>> {
        let mut labels: Vec<Arc<str>> = Vec::new();
        let mut add = |written: &str| {
            let label = self.kept(written);
            if !columns::is_empty(&label) && !labels.iter().any(|known| columns::are_one(known, &label)) {
                labels.push(label);
            }
        };
        match value {
            FieldValue::Entries(entries) => {
                for entry in entries {
                    add(entry.known_identity.as_deref().unwrap_or(&entry.title));
                }
            }
            _ => value.text().into_iter().for_each(add),
        }
        labels
    }
}

impl<'a> DocumentMaker<'a> {
    /// Of records whose words get numbers in a vocabulary.
    pub(super) fn new(schema: &'a IndexSchema, tuning: &'a IndexTuning, vocabulary: Arc<Vocabulary>) -> Self {
        Self {
            schema,
            tuning,
            counter: Counter::new(vocabulary),
            labels: Labels::default(),
        }
    }

    /// The record of a procedure that stands in a file.
    pub(super) fn record(&mut self, procedure: &Procedure, path: &str) -> Record {
        let schema = self.schema;
        let mut document = TantivyDocument::default();
        document.add_text(schema.path, path);
        for code in &schema.codes {
            for term in code_terms(&(code.row.get)(procedure)) {
                document.add_text(code.field, term);
            }
        }
        let terms = self.add_texts(&mut document, procedure);
        for facet in &schema.facets {
            for value in self.labels.of(&(facet.row.get)(procedure)) {
                document.add_text(facet.field, value);
            }
        }
        let head = Head::of(procedure, path);
        document.add_text(schema.whole_name, analysis::whole(&head.name));
        for syllable in impact::name_column(&head.name) {
            document.add_u64(schema.name_syllables, syllable);
        }
        document.add_u64(schema.order, order(&head.code));
        document.add_text(schema.name, &head.name);
        if let Some(online) = online(procedure) {
            document.add_text(schema.online, columns::kept(online));
        }
        for verb in verbs::of_name(&head.name) {
            document.add_text(schema.verb, columns::kept(verb.label()));
        }
        if let Some(days) = longest_days(procedure) {
            document.add_u64(schema.longest_days, days);
        }
        document.add_bool(schema.free, is_free(procedure));
        document.add_bool(schema.in_force, is_in_force(procedure));
        document.add_text(schema.head, serde_json::to_string(&head).unwrap_or_default());
        Record { document, terms }
    }

    fn add_texts(&mut self, document: &mut TantivyDocument, procedure: &Procedure) -> Terms {
        let passages = self.schema.texts.iter().map(|field| (field, passage(field, procedure)));
        let said: Vec<(&TextField, String)> = passages
            .filter(|(field, passage)| !passage[field.row.key.len()..].trim().is_empty())
            .collect();
        let fields = said.iter().map(|(field, passage)| Said {
            key: field.row.key,
            weight: field.weight,
            text: &passage[field.row.key.len() + 1..],
        });
        let terms = self.counter.count(fields, self.tuning);
        for (_, passage) in &said {
            document.add_bytes(self.schema.passage, passage.as_bytes());
        }
        terms
    }
}

/// Everything said in a field behind its key, in repaired encoding.
fn passage(field: &TextField, procedure: &Procedure) -> String {
    let mut passage = String::from(field.row.key);
    passage.push('\t');
    let start = passage.len();
    write_lines(&(field.row.get)(procedure), &mut passage);
    if let Cow::Owned(cleaned) = text::cleaned(&passage[start..]) {
        passage.truncate(start);
        passage.push_str(&cleaned);
    }
    passage
}

/// The code as a number that sorts as codes do; what is no code comes last.
fn order(code: &str) -> u64 {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|_| code.len() == 8).unwrap_or(u64::MAX)
}

impl Head {
    pub(super) fn of(procedure: &Procedure, path: &str) -> Self {
        Self {
            code: procedure.identity().to_owned(),
            name: text::clean(&procedure.name),
            field: text::clean(&procedure.field),
            levels: procedure.levels.iter().map(official).collect(),
            path: path.to_owned(),
        }
    }

    /// Reads it back.
    pub(super) fn read(schema: &IndexSchema, document: &TantivyDocument) -> Option<Self> {
        let stored = document.get_first(schema.head)?.as_str()?;
        serde_json::from_str(stored).ok()
    }
}

impl<'a> Passage<'a> {
    /// Reads back everything that was said, in the order of the record.
    pub(super) fn read_all(schema: &IndexSchema, document: &'a TantivyDocument) -> Vec<Self> {
        let stored = document.get_all(schema.passage).filter_map(|value| {
            let text = simdutf8::basic::from_utf8(value.as_bytes()?).ok()?;
            text.split_once('\t')
        });
        stored.map(|(key, text)| Self { key, text }).collect()
    }
}

/// A value in the words of its official list; what cannot be read stays as it is written.
fn official<T: std::fmt::Display>(written: &Written<T>) -> String {
    written
        .value()
        .map_or_else(|| text::clean(written.text()), T::to_string)
}

fn code_terms(value: &FieldValue<'_>) -> Vec<String> {
    let texts: Vec<&str> = match value {
        FieldValue::Entries(entries) => entries.iter().map(|entry| &*entry.title).collect(),
        _ => value.text().into_iter().collect(),
    };
    let bases = texts.iter().filter_map(|text| text.parse::<ProcedureCode>().ok());
    let mut terms: Vec<String> = bases.map(|code| code.base().to_owned()).collect();
    terms.extend(texts.iter().map(|text| text::fold(text)));
    terms.dedup();
    terms
}

/// Writes everything said in a field, one line an entry, with the names of the cases entries stand in.
fn write_lines(value: &FieldValue<'_>, out: &mut String) {
    let FieldValue::Entries(entries) = value else {
        out.push_str(value.text().unwrap_or_default());
        return;
    };
    let (start, mut group) = (out.len(), None);
    for entry in entries {
        if entry.group != group {
            group = entry.group;
            if let Some(group) = group {
                next_line(start, out);
                out.push_str(group);
            }
        }
        next_line(start, out);
        entry.write_plain(out);
    }
}

fn next_line(start: usize, out: &mut String) {
    if out.len() > start {
        out.push('\n');
    }
}

/// How far the online service goes, by the channel that goes farthest; `None` when it cannot be used online.
pub(super) fn online(procedure: &Procedure) -> Option<&'static str> {
    let channels = procedure
        .channels
        .iter()
        .filter(|row| row.channel.value() == Some(&Channel::Online));
    let levels: Vec<Option<OnlineLevel>> = channels
        .map(|row| row.online_level.as_ref().and_then(Written::value).copied())
        .collect();
    if levels.is_empty() {
        return None;
    }
    // Levels are declared from the farthest down.
    Some(
        levels
            .into_iter()
            .flatten()
            .min()
            .map_or(ONLINE_UNSPECIFIED, OnlineLevel::label),
    )
}

/// The longest time limit of any channel, in days as they are written (working or not), rounded up; `None` when a channel
/// has none that can be read, because then nothing can be promised.
fn longest_days(procedure: &Procedure) -> Option<u64> {
    let limits: Option<Vec<u64>> = procedure
        .channels
        .iter()
        .map(|row| row.time_limit.as_ref().and_then(Written::value).and_then(days))
        .collect();
    limits?.into_iter().max()
}

fn days(limit: &TimeLimit) -> Option<u64> {
    match limit {
        TimeLimit::SameDay { .. } => Some(0),
        TimeLimit::NotSet => None,
        TimeLimit::Cases(cases) => {
            let days: Option<Vec<u64>> = cases.iter().map(|(limit, _)| days(limit)).collect();
            days?.into_iter().max()
        }
        TimeLimit::Within { amount, unit, .. } => {
            let (times, parts) = match unit {
                Unit::Hour => (1, 24),
                Unit::WorkingHour => (1, 8),
                Unit::Day | Unit::WorkingDay => (1, 1),
                Unit::Month => (30, 1),
                Unit::Year => (365, 1),
            };
            amount
                .checked_mul(Decimal::from(times))?
                .checked_div(Decimal::from(parts))?
                .ceil()
                .to_u64()
        }
    }
}

/// Whether the record does not say that the procedure has ended.
fn is_in_force(procedure: &Procedure) -> bool {
    let status = procedure.status.as_ref().and_then(Written::value);
    !matches!(status, Some(Status::Expired | Status::Abolished))
}

/// Whether nothing has to be paid on any channel. A fee whose amount cannot be read may be one.
fn is_free(procedure: &Procedure) -> bool {
    procedure.fees().all(|(_, _, fee)| {
        fee.amount
            .as_ref()
            .and_then(Written::value)
            .is_some_and(|fee| !fee.is_payable())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::example::full_procedure;
    use crate::catalogue::fields;
    use crate::catalogue::yaml;

    fn procedure(yaml: &str) -> Procedure {
        yaml::read(yaml).unwrap()
    }

    #[test]
    fn the_longest_limit_counts_and_an_unreadable_one_promises_nothing() {
        let days = |limits: [&str; 2]| {
            longest_days(&procedure(&format!(
                "cach_thuc:\n  - hinh_thuc: Trực tiếp\n    thoi_han: {}\n  - hinh_thuc: Trực tuyến\n    thoi_han: {}\n",
                limits[0], limits[1]
            )))
        };
        assert_eq!(days(["05 ngày làm việc", "03 ngày làm việc"]), Some(5));
        assert_eq!(days(["7,5 ngày làm việc", "04 giờ"]), Some(8));
        assert_eq!(days(["Ngay trong ngày làm việc", "Ngay trong ngày làm việc"]), Some(0));
        assert_eq!(days(["05 ngày", "tùy trường hợp"]), None);
        assert_eq!(longest_days(&Procedure::default()), None);
    }

    #[test]
    fn a_fee_of_unknown_amount_is_not_free() {
        let free = |fee: &str| {
            is_free(&procedure(&format!(
                "cach_thuc:\n  - hinh_thuc: Trực tiếp\n    phi_le_phi:\n      - {fee}\n"
            )))
        };
        assert!(free("muc: Miễn phí"));
        assert!(!free("muc: 8.000 đồng"));
        assert!(!free("ten: Lệ phí do HĐND cấp tỉnh quy định"));
        assert!(is_free(&Procedure::default()));
    }

    #[test]
    fn the_farthest_online_channel_counts() {
        let online = |levels: &[&str]| {
            let rows: Vec<String> = levels
                .iter()
                .map(|level| format!("  - hinh_thuc: Trực tuyến\n{level}"))
                .collect();
            online(&procedure(&format!(
                "cach_thuc:\n  - hinh_thuc: Trực tiếp\n{}",
                rows.concat()
            )))
        };
        assert_eq!(online(&[]), None);
        assert_eq!(online(&[""]), Some("Trực tuyến"));
        assert_eq!(
            online(&["    muc_do: Một phần\n", "    muc_do: Toàn trình\n"]),
            Some("Toàn trình")
        );
    }

    #[test]
    fn facets_speak_the_words_of_official_lists() {
        let mut procedure = full_procedure();
        procedure.levels = vec!["Cấp bộ/ngành".into(), "Cấp bộ".into(), "cấp tỉnh".into()];
        procedure.executing_agencies = vec!["Uỷ ban nhân dân xã".to_owned(), "Ủy ban nhân dân xã".to_owned()];
        let mut labels = Labels::default();
        let mut values = |key: &str| -> Vec<String> {
            let labels = labels.of(&(fields::field(key).unwrap().get)(&procedure));
            labels.iter().map(|label| columns::shown(label).to_owned()).collect()
        };
        assert_eq!(values("cap_thuc_hien"), ["Cấp bộ", "Cấp tỉnh"]);
        assert_eq!(values("co_quan_thuc_hien"), ["Uỷ ban nhân dân xã"]);
    }
}
