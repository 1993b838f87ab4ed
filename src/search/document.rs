//! A procedure as a document of the index.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Value;

use super::analysis::{self, Form};
use super::columns;
use super::impact::{self, Counter, Said};
use super::schema::{IndexSchema, TextField};
use super::verbs;
use super::weights::IndexTuning;
use crate::catalogue::fields::{self, FieldValue};
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

/// Makes documents of procedures; one for each thread.
pub(super) struct DocumentMaker<'a> {
    schema: &'a IndexSchema,
    tuning: &'a IndexTuning,
    counter: Counter,
}

impl<'a> DocumentMaker<'a> {
    pub(super) fn new(schema: &'a IndexSchema, tuning: &'a IndexTuning) -> Self {
        Self {
            schema,
            tuning,
            counter: Counter::default(),
        }
    }

    /// The document of a procedure that stands in a file.
    pub(super) fn document(&mut self, procedure: &Procedure, path: &str) -> TantivyDocument {
        let schema = self.schema;
        let mut document = TantivyDocument::default();
        document.add_text(schema.path, path);
        for code in &schema.codes {
            for term in code_terms(&(code.row.get)(procedure)) {
                document.add_text(code.field, term);
            }
        }
        self.add_texts(&mut document, procedure);
        for facet in &schema.facets {
            for value in labels(&(facet.row.get)(procedure)) {
                document.add_text(facet.field, columns::kept(&value));
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
        document
    }

    fn add_texts(&mut self, document: &mut TantivyDocument, procedure: &Procedure) {
        let said: Vec<(&TextField, String)> = self
            .schema
            .texts
            .iter()
            .map(|field| (field, text::clean(&lines(&(field.row.get)(procedure)))))
            .filter(|(_, text)| !text.trim().is_empty())
            .collect();
        let fields = said.iter().map(|(field, text)| Said {
            key: field.row.key,
            weight: field.weight,
            text,
        });
        let terms = self.counter.count(fields, self.tuning);
        for (form, terms) in [
            (Form::Exact, &terms.exact),
            (Form::Folded, &terms.folded),
            (Form::Pairs, &terms.pairs),
            (Form::Numbers, &terms.numbers),
        ] {
            document.add_text(self.schema.part(form), terms);
        }
        for (field, text) in said {
            let passage = [field.row.key, "\t", &text].concat();
            document.add_bytes(self.schema.passage, passage.as_bytes());
        }
    }
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

/// Everything said in a field, one line an entry, with the names of the cases entries stand in.
fn lines(value: &FieldValue<'_>) -> String {
    let FieldValue::Entries(entries) = value else {
        return value.plain();
    };
    let (mut lines, mut group) = (Vec::new(), None);
    for entry in entries {
        if entry.group != group {
            group = entry.group;
            lines.extend(group.map(str::to_owned));
        }
        lines.push(entry.plain());
    }
    lines.join("\n")
}

/// The values people filter by: the words of an official list where there is one.
fn labels(value: &FieldValue<'_>) -> Vec<String> {
    let label = |entry: &fields::Entry<'_>| match &entry.known_identity {
        Some(official) => official.clone(),
        None => text::clean(&entry.title),
    };
    let mut labels: Vec<String> = match value {
        FieldValue::Entries(entries) => entries.iter().map(label).collect(),
        _ => value.text().into_iter().map(text::clean).collect(),
    };
    let mut seen = std::collections::HashSet::new();
    labels.retain(|label| !label.trim().is_empty() && seen.insert(text::canonical(label)));
    labels
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
        let values = |key| labels(&(fields::field(key).unwrap().get)(&procedure));
        assert_eq!(values("cap_thuc_hien"), ["Cấp bộ", "Cấp tỉnh"]);
        assert_eq!(values("co_quan_thuc_hien"), ["Uỷ ban nhân dân xã"]);
    }
}
