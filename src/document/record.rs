//! The sheet of one procedure (phiếu chi tiết): every field with its official label, in the order of the record.

use serde::Serialize;

use crate::catalogue::fields::{self, FIELDS, FieldValue};
use crate::catalogue::printed::{self, Printed};
use crate::catalogue::{Catalogue, Entry};
use crate::text;

/// Most columns beside the title that still read well on upright paper.
const MOST_COLUMNS: usize = 5;

/// Most entries that still stand side by side.
const MOST_SIDE_BY_SIDE: usize = 4;

/// Widths in percent: of the running number, of a part of a word or two, and of labels beside entries.
const NUMBER: usize = 7;
const NARROW: usize = 10;
const LABELS: usize = 18;

/// What the template of the sheet sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordView {
    /// Code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Revision it was read from.
    #[serde(rename = "phien_ban")]
    pub revision: String,
    /// Day of the revision; empty when it has none.
    #[serde(rename = "ngay")]
    pub day: String,
    /// File it stands in.
    #[serde(rename = "tep")]
    pub path: String,
    /// Fields of a few words.
    #[serde(rename = "thong_tin")]
    pub short: Vec<ShortView>,
    /// Fields of entries that say more than a title, numbered from one.
    #[serde(rename = "noi_dung")]
    pub long: Vec<LongView>,
}

/// A field of a few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShortView {
    /// Key of the field.
    #[serde(rename = "khoa")]
    pub key: &'static str,
    /// Official label.
    #[serde(rename = "nhan")]
    pub label: String,
    /// Its text, one line each.
    #[serde(rename = "dong")]
    pub lines: Vec<String>,
    /// The same as values that can be edited in a Word file and brought back.
    #[serde(rename = "gia_tri")]
    pub values: Vec<ValueView>,
}

/// A value that can be edited in a Word file and brought back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ValueView {
    /// Where it stands in the record's file: `ho_so[0].giay_to[2].ten`.
    #[serde(rename = "duong_dan")]
    pub path: String,
    /// Label.
    #[serde(rename = "nhan")]
    pub label: String,
    /// What it says; empty where it can be filled in.
    #[serde(rename = "chu")]
    pub text: String,
}

/// The values of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CellView {
    /// Values, one after another; none where nothing can be edited.
    #[serde(rename = "gia_tri")]
    pub values: Vec<ValueView>,
}

/// A field of entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LongView {
    /// Key of the field.
    #[serde(rename = "khoa")]
    pub key: &'static str,
    /// Running number.
    #[serde(rename = "stt")]
    pub number: usize,
    /// Official label.
    #[serde(rename = "nhan")]
    pub label: String,
    /// What one entry is called.
    #[serde(rename = "ten_muc")]
    pub noun: String,
    /// Columns beside number and title; none where entries say too different things for a table.
    #[serde(rename = "cot")]
    pub columns: Vec<ColumnView>,
    /// Width of the column of titles in percent.
    #[serde(rename = "rong_ten")]
    pub title_width: usize,
    /// Entries side by side, one row a part, where there are few and each says much; else none.
    #[serde(rename = "song_song")]
    pub side_by_side: Vec<PartRow>,
    /// Entries by case.
    #[serde(rename = "nhom")]
    pub groups: Vec<CaseView>,
}

/// What entries that stand side by side say in one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartRow {
    /// Label; empty for the row of titles.
    #[serde(rename = "nhan")]
    pub label: String,
    /// By entry what it says.
    #[serde(rename = "o")]
    pub cells: Vec<String>,
    /// The same as values that can be edited.
    #[serde(rename = "gia_tri")]
    pub values: Vec<CellView>,
}

/// A column of a table of entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnView {
    /// Label of the part.
    #[serde(rename = "nhan")]
    pub label: String,
    /// Width in percent.
    #[serde(rename = "rong")]
    pub width: usize,
}

/// Entries of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseView {
    /// The case; empty for entries of no case.
    #[serde(rename = "ten")]
    pub name: String,
    /// The case as a value that can be edited; none where it has no name, or stood above.
    #[serde(rename = "gia_tri")]
    pub values: Vec<ValueView>,
    /// Entries.
    #[serde(rename = "muc")]
    pub entries: Vec<EntryView>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryView {
    /// Number within the field.
    #[serde(rename = "stt")]
    pub number: usize,
    /// What it is called.
    #[serde(rename = "ten")]
    pub title: String,
    /// Where it stands in the record's file: `ho_so[0].giay_to[2]`.
    #[serde(rename = "duong_dan")]
    pub path: String,
    /// What it is called as a value that can be edited; none where nobody wrote it.
    #[serde(rename = "gia_tri_ten")]
    pub title_values: Vec<ValueView>,
    /// By column what it says; empty strings where it says nothing.
    #[serde(rename = "o")]
    pub cells: Vec<String>,
    /// The same as values that can be edited.
    #[serde(rename = "gia_tri_o")]
    pub cell_values: Vec<CellView>,
    /// Everything it says.
    #[serde(rename = "phan")]
    pub parts: Vec<PartView>,
}

/// One thing an entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartView {
    /// Label.
    #[serde(rename = "nhan")]
    pub label: String,
    /// Value.
    #[serde(rename = "gia_tri")]
    pub value: String,
    /// Where it stands in the record's file: `cach_thuc[0].thoi_han`.
    #[serde(rename = "duong_dan")]
    pub path: String,
}

/// The view of an entry of a revision.
pub fn view(entry: &Entry, catalogue: &Catalogue) -> RecordView {
    let procedure = &entry.procedure;
    let (mut short, mut long) = (Vec::new(), Vec::new());
    for field in FIELDS {
        match (field.get)(procedure) {
            FieldValue::Entries(entries) if entries.iter().any(|entry| !entry.parts.is_empty()) => {
                long.push(long_view(long.len() + 1, field, &entries));
            }
            value if value.is_absent() => {}
            FieldValue::Entries(entries) => short.push(ShortView {
                key: field.key,
                label: field.label.to_owned(),
                lines: entries.iter().map(|entry| super::printable(&entry.title)).collect(),
                values: entries.iter().flat_map(|entry| title_values(field, entry)).collect(),
            }),
            value => short.push(ShortView {
                key: field.key,
                label: field.label.to_owned(),
                lines: value.plain().lines().map(super::printable).collect(),
                values: vec![value_view(field.key, field.label, &value.plain())],
            }),
        }
    }
    RecordView {
        code: procedure.identity().to_owned(),
        name: super::printable(&procedure.name),
        revision: catalogue.name().to_owned(),
        day: catalogue
            .settings()
            .day()
            .map(|day| day.to_string())
            .unwrap_or_default(),
        path: entry.source.path.clone(),
        short,
        long,
    }
}

/// What a Word file of the sheet carries so that edits of it can be read back.
pub(super) fn carried(entry: &Entry, catalogue: &Catalogue) -> Option<Printed> {
    let values = serde_json::to_value(&entry.procedure).ok()?;
    Some(Printed {
        code: entry.procedure.identity().to_owned(),
        catalogue: catalogue.settings().title.clone(),
        revision: catalogue.name().to_owned(),
        values: values.as_object()?.clone(),
        around: Vec::new(),
    })
}

fn long_view(number: usize, field: &fields::Field, entries: &[fields::Entry<'_>]) -> LongView {
    let labels = labels(entries);
    let few = entries.len() <= MOST_SIDE_BY_SIDE && entries.iter().all(|entry| entry.group.is_none());
    let (mut columns, mut side_by_side, mut title_width) = (Vec::new(), Vec::new(), 100);
    if labels.len() <= MOST_COLUMNS {
        (title_width, columns) = widths(&labels, entries);
    } else if few {
        (title_width, columns) = even(entries.len());
        side_by_side = beside(field, &labels, entries);
    }
    let mut groups: Vec<CaseView> = Vec::new();
    let mut named: Vec<String> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let name = super::printable(entry.group.unwrap_or_default());
        if groups.last().is_none_or(|last| last.name != name) {
            // A value stands once; where its case comes again, its name is repeated.
            let path = entry.group_path().filter(|path| !named.contains(path));
            named.extend(path.clone());
            let label = printed::label_of(field, "truong_hop");
            groups.push(CaseView {
                values: path.map(|path| value_view(&path, label, &name)).into_iter().collect(),
                name,
                entries: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.entries.push(entry_view(field, at + 1, entry, (&labels, entries)));
        }
    }
    LongView {
        key: field.key,
        number,
        label: field.label.to_owned(),
        noun: text::capitalise_first(field.noun),
        columns,
        title_width,
        side_by_side,
        groups,
    }
}

fn entry_view(
    field: &fields::Field,
    number: usize,
    entry: &fields::Entry<'_>,
    (labels, all): (&[&str], &[fields::Entry<'_>]),
) -> EntryView {
    let part = |part: &fields::Part<'_>| PartView {
        label: super::printable(&part.label),
        value: super::printable(&part.value),
        path: part.path.clone(),
    };
    EntryView {
        number,
        path: entry.path.clone(),
        title_values: title_values(field, entry).into_iter().collect(),
        cell_values: labels.iter().map(|label| cell_view(entry, label, all)).collect(),
        title: super::printable(&entry.title),
        cells: labels.iter().map(|label| said(entry, label)).collect(),
        parts: entry.parts.iter().map(part).collect(),
    }
}

fn value_view(path: &str, label: &str, text: &str) -> ValueView {
    ValueView {
        path: path.to_owned(),
        label: super::printable(label),
        text: super::printable(text),
    }
}

fn title_values(field: &fields::Field, entry: &fields::Entry<'_>) -> Option<ValueView> {
    let label = printed::label_of(field, entry.title_key?);
    Some(value_view(&entry.title_path()?, label, &entry.title))
}

/// The values an entry has under a label, or the one it may get there.
fn cell_view(entry: &fields::Entry<'_>, label: &str, all: &[fields::Entry<'_>]) -> CellView {
    let own = entry.parts.iter().filter(|part| part.label == label);
    let mut values: Vec<ValueView> = own.map(|part| value_view(&part.path, label, &part.value)).collect();
    if values.is_empty() {
        values.extend(room(entry, label, all).map(|path| value_view(&path, label, "")));
    }
    CellView { values }
}

/// Where an entry would say what others say under a label. What stands deeper than a key has no place without its neighbours.
fn room(entry: &fields::Entry<'_>, label: &str, all: &[fields::Entry<'_>]) -> Option<String> {
    // What a remark says is no part of the papers it stands beside.
    let beside = all.iter().filter(|other| !other.remark).find_map(|other| {
        let part = other.parts.iter().find(|part| part.label == label)?;
        part.path.strip_prefix(other.path.as_str())?.strip_prefix('.')
    })?;
    let path = fields::below(&entry.path, beside);
    let free = !entry.remark && entry.title_path().is_some_and(|title| title != path);
    (free && !beside.contains(['[', '.'])).then_some(path)
}

/// What an entry says under a label.
fn said(entry: &fields::Entry<'_>, label: &str) -> String {
    let parts = entry.parts.iter().filter(|part| part.label == label);
    let said: Vec<String> = parts.map(|part| super::printable(&part.value)).collect();
    said.join("; ")
}

/// What entries say anything under, in the order of their first words.
fn labels<'e>(entries: &'e [fields::Entry<'_>]) -> Vec<&'e str> {
    let mut labels: Vec<&str> = Vec::new();
    for part in entries.iter().flat_map(|entry| &entry.parts) {
        if !labels.contains(&&*part.label) {
            labels.push(&part.label);
        }
    }
    labels
}

/// Widths of the title and of each label's column: little for a word or two, the rest by how much is said.
fn widths(labels: &[&str], entries: &[fields::Entry<'_>]) -> (usize, Vec<ColumnView>) {
    let longest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default();
    let most: Vec<usize> = labels
        .iter()
        .map(|label| longest(&mut entries.iter().map(|entry| said(entry, label).chars().count())))
        .collect();
    let is_narrow = |length: usize| length <= 12;
    // Twice the words take less than twice the room: they run over more lines.
    let weight = |length: usize| length.clamp(16, 400).isqrt();
    let wide: usize = most
        .iter()
        .filter(|length| !is_narrow(**length))
        .map(|length| weight(*length))
        .sum();
    let title = weight(longest(&mut entries.iter().map(|entry| entry.title.chars().count())));
    let narrow = most.iter().filter(|length| is_narrow(**length)).count();
    let left = 100 - NUMBER - NARROW * narrow;
    let columns: Vec<ColumnView> = labels
        .iter()
        .zip(&most)
        .map(|(label, length)| ColumnView {
            label: super::printable(label),
            width: if is_narrow(*length) {
                NARROW
            } else {
                left * weight(*length) / (wide + title)
            },
        })
        .collect();
    let taken: usize = columns.iter().map(|column| column.width).sum();
    (100 - NUMBER - taken, columns)
}

/// Widths of the column of labels and of entries side by side.
fn even(entries: usize) -> (usize, Vec<ColumnView>) {
    let width = (100 - LABELS) / entries.max(1);
    let column = ColumnView {
        label: String::new(),
        width,
    };
    (100 - width * entries, vec![column; entries])
}

fn beside(field: &fields::Field, labels: &[&str], entries: &[fields::Entry<'_>]) -> Vec<PartRow> {
    let title = |entry: &fields::Entry<'_>| CellView {
        values: title_values(field, entry).into_iter().collect(),
    };
    let titles = PartRow {
        values: entries.iter().map(title).collect(),
        label: String::new(),
        cells: entries.iter().map(|entry| super::printable(&entry.title)).collect(),
    };
    let rows = labels.iter().map(|label| PartRow {
        values: entries.iter().map(|entry| cell_view(entry, label, entries)).collect(),
        label: super::printable(label),
        cells: entries.iter().map(|entry| said(entry, label)).collect(),
    });
    std::iter::once(titles).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Source, example};
    use crate::review::decision::tests::Fixture;

    #[test]
    fn every_field_that_says_something_stands_in_the_sheet() {
        let procedure = example::full_procedure();
        let entry = Entry {
            procedure: procedure.clone(),
            source: Source {
                path: "thu_tuc/a.yaml".to_owned(),
                digest: blake3::hash(b""),
            },
        };
        let view = view(&entry, &Fixture::new().catalogue);
        let text = serde_json::to_string(&view).unwrap();
        let said = |words: &str| {
            let quoted = serde_json::to_string(&super::super::printable(words)).unwrap();
            text.contains(quoted.trim_matches('"'))
        };
        for field in FIELDS {
            match (field.get)(&procedure) {
                FieldValue::Entries(entries) => {
                    for entry in &entries {
                        assert!(said(&entry.title), "{}: {}", field.key, entry.title);
                        for part in &entry.parts {
                            assert!(said(&part.value), "{}: {}", part.path, part.value);
                        }
                    }
                }
                value => value
                    .plain()
                    .lines()
                    .for_each(|line| assert!(said(line), "{}: {line}", field.key)),
            }
        }
        for field in &view.long {
            let width: usize = field.columns.iter().map(|column| column.width).sum();
            let number = if field.side_by_side.is_empty() { NUMBER } else { 0 };
            let whole = if field.columns.is_empty() {
                field.title_width
            } else {
                width + number + field.title_width
            };
            assert_eq!(whole, 100, "{}", field.label);
        }
    }
}
