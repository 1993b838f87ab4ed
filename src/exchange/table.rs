//! A catalogue as a table in CSV (RFC 4180): one procedure a row, under the official names of the fields.
//!
//! A row holds what [`import`] reads back from it. What it cannot hold (the number of copies of each paper, the
//! clause of a legal basis …) is not guessed from a list here: every row is read back, and what came back otherwise is told.

use std::borrow::Cow;
use std::io;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use rayon::prelude::*;

use super::import;
use crate::catalogue::fields::{Entry, FIELDS, Field, FieldValue};
use crate::catalogue::procedure::{ChannelRow, FeeRow, Procedure};
use crate::catalogue::values::Written;
use crate::catalogue::{self, Catalogue};
use crate::progress::{Progress, Stage};
use crate::text;

/// Without it Excel takes the file for one of a Western charset.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Rows made before they are written.
const BLOCK: usize = 512;

/// Key of what an entry says at length below its name.
const CONTENT: &str = "noi_dung";

/// How the record numbers what has an order.
const STEP: &str = "Bước";

/// The field whose entries have columns of their own, and the parts that do.
const CHANNELS: (&str, [&str; 3]) = ("cach_thuc", ["thoi_han", "phi_le_phi", "muc_do"]);

/// Most letters a cell of Excel holds, which counts them in UTF-16.
pub const MOST_LETTERS: usize = 32_767;

/// What whoever opens the table should know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Fields of which rows do not carry all.
    pub shortened: Vec<Remark>,
    /// Columns with texts of more than [`MOST_LETTERS`].
    pub too_long: Vec<Remark>,
}

/// Something about a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remark {
    /// Official label of the field, or of the part of it.
    pub label: &'static str,
    /// In how many procedures.
    pub procedures: usize,
}

/// A column.
#[derive(Debug, Clone, Copy)]
enum Column {
    /// What a field says.
    Field(&'static Field),
    /// What the channels say in one of their parts.
    Channels(&'static str, &'static str),
}

impl Column {
    fn heading(self) -> &'static str {
        match self {
            Self::Field(field) => field.label,
            Self::Channels(_, label) => label,
        }
    }

    fn cell(self, procedure: &Procedure) -> String {
        match self {
            Self::Field(field) => of_field(field, procedure),
            Self::Channels(part, _) => of_channels(part, procedure),
        }
    }
}

/// Writes the table, and says which fields a row has no room for and which cells are too long for Excel.
///
/// # Errors
///
/// When it cannot be written.
pub fn write(catalogue: &Catalogue, out: &mut dyn io::Write, progress: &dyn Progress) -> io::Result<Remarks> {
    let columns = columns();
    let headings: Vec<&'static str> = columns.iter().map(|column| column.heading()).collect();
    let entries = catalogue.entries();
    progress.begin(Stage::Writing, entries.len());
    out.write_all(MARK)?;
    // Texts hold semicolons, which other programs take for the sign between columns where they stand bare.
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(out);
    writer.write_record(&headings).map_err(plain)?;
    let (mut shortened, mut too_long) = (vec![0; FIELDS.len()], vec![0; columns.len()]);
    for block in entries.chunks(BLOCK) {
        let rows: Vec<(Vec<String>, Vec<bool>)> =
            block.par_iter().map(|entry| row(&columns, &headings, entry)).collect();
        for (cells, lost) in rows {
            let cells: Vec<Cow<'_, str>> = cells.iter().map(|cell| text::guarded(cell)).collect();
            writer
                .write_record(cells.iter().map(|cell| cell.as_bytes()))
                .map_err(plain)?;
            count(&mut shortened, lost);
            count(&mut too_long, cells.iter().map(|cell| is_too_long(cell)));
            progress.advance(1);
        }
    }
    writer.flush()?;
    Ok(Remarks {
        shortened: remarks(FIELDS.iter().map(|field| field.label), shortened),
        too_long: remarks(headings.into_iter(), too_long),
    })
}

fn count(counts: &mut [usize], are: impl IntoIterator<Item = bool>) {
    for (count, is) in counts.iter_mut().zip(are) {
        *count += usize::from(is);
    }
}

fn remarks(labels: impl Iterator<Item = &'static str>, counts: Vec<usize>) -> Vec<Remark> {
    let said = labels.zip(counts).filter(|(_, procedures)| *procedures > 0);
    said.map(|(label, procedures)| Remark { label, procedures }).collect()
}

fn is_too_long(cell: &str) -> bool {
    // No letter of UTF-16 takes less than a byte of UTF-8.
    cell.len() > MOST_LETTERS && cell.encode_utf16().count() > MOST_LETTERS
}

/// The error of the file below, which says more than that a table was not written: a reader of a pipe who stops early is none.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("the table cannot be written: {other:?}")),
    }
}

/// Every field, and behind the channels what they say of time limit and fees.
fn columns() -> Vec<Column> {
    let (of, parts) = CHANNELS;
    let own = |field: &'static Field| {
        let parts = parts.iter().filter(move |_| field.key == of);
        parts.filter_map(|key| {
            let part = field.parts.iter().find(|part| part.key == *key)?;
            Some(Column::Channels(part.key, part.label))
        })
    };
    FIELDS
        .iter()
        .flat_map(|field| std::iter::once(Column::Field(field)).chain(own(field)))
        .collect()
}

/// A procedure as it comes back from its row.
pub fn read_back(procedure: &Procedure) -> Option<Procedure> {
    let columns = columns();
    let headings: Vec<&str> = columns.iter().map(|column| column.heading()).collect();
    there_and_back(&columns, &headings, procedure).1
}

/// The cells of a procedure, and the procedure that is read from them.
fn there_and_back(columns: &[Column], headings: &[&str], procedure: &Procedure) -> (Vec<String>, Option<Procedure>) {
    let cells: Vec<String> = columns.iter().map(|column| column.cell(procedure)).collect();
    let back = import::of_row(headings, &cells);
    (cells, back)
}

/// The cells of a procedure, and for each field whether they say less than the record.
fn row(columns: &[Column], headings: &[&str], entry: &catalogue::Entry) -> (Vec<String>, Vec<bool>) {
    let procedure = &entry.procedure;
    let (cells, back) = there_and_back(columns, headings, procedure);
    let lost = |field: &Field| match &back {
        Some(back) => (field.get)(back) != (field.get)(procedure),
        None => !(field.get)(procedure).is_absent(),
    };
    let lost = FIELDS.iter().map(lost).collect();
    (cells, lost)
}

/// What a field says, an entry a line.
fn of_field(field: &Field, procedure: &Procedure) -> String {
    let value = (field.get)(procedure);
    let FieldValue::Entries(entries) = &value else {
        return value.plain();
    };
    let at_length = field.parts.iter().any(|part| part.key == CONTENT);
    // A remark under a heading of ours would come back as an entry of that name.
    let own = entries.iter().filter(|entry| !entry.remark || entry.parts.is_empty());
    let say = |entry: &Entry<'_>| {
        if at_length {
            whole(entry)
        } else {
            text::one_line(&entry.title)
        }
    };
    let lines: Vec<String> = own.map(say).collect();
    // Where one begins and the next ends would be lost otherwise.
    if field.ordered && lines.len() > 1 && !lines.iter().any(|line| is_numbered(line)) {
        let numbered = lines.iter().zip(1..);
        let numbered = numbered.map(|(line, number)| format!("{STEP} {number}: {line}"));
        return numbered.collect::<Vec<_>>().join("\n");
    }
    lines.join("\n")
}

fn is_numbered(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    text::canonical(first) == text::canonical(STEP)
}

/// An entry with what it says below its name.
fn whole(entry: &Entry<'_>) -> String {
    let content = entry.parts.iter().find(|part| part.key == CONTENT);
    match content {
        Some(content) => format!("{}\n{}", entry.title, content.value),
        None => entry.title.to_string(),
    }
}

/// What the channels say in one part: once where all say the same, else a line for each, "Trực tuyến: 03 ngày".
fn of_channels(part: &str, procedure: &Procedure) -> String {
    let said: Vec<Vec<String>> = procedure.channels.iter().map(|row| said(part, row)).collect();
    match said.first() {
        None => String::new(),
        Some(first) if said.iter().all(|other| other == first) => first.join("\n"),
        Some(_) => {
            let channels = procedure.channels.iter().map(|row| text::one_line(row.channel.text()));
            let lines = channels.zip(said).flat_map(|(channel, lines)| {
                lines
                    .into_iter()
                    .map(move |line| format!("{channel}: {line}"))
                    .collect::<Vec<_>>()
            });
            lines.collect::<Vec<_>>().join("\n")
        }
    }
}

fn said(part: &str, row: &ChannelRow) -> Vec<String> {
    let one = |text: Option<&str>| text.map(text::one_line).filter(|line| !line.is_empty());
    match part {
        "thoi_han" => one(row.time_limit.as_ref().map(Written::text)).into_iter().collect(),
        "muc_do" => one(row.online_level.as_ref().map(Written::text)).into_iter().collect(),
        _ => row.fees.iter().map(fee).filter(|line| !line.is_empty()).collect(),
    }
}

/// As lists of the portal print a fee: "Lệ phí: 8.000 đồng (mỗi bản sao)".
fn fee(fee: &FeeRow) -> String {
    let amount = fee
        .amount
        .as_ref()
        .map(Written::text)
        .map(text::one_line)
        .unwrap_or_default();
    let note = fee.note.as_deref().map(text::one_line).filter(|note| !note.is_empty());
    let name = fee.name.as_deref().map(text::one_line).filter(|name| !name.is_empty());
    let said = match note {
        Some(note) if amount.is_empty() => note,
        Some(note) => format!("{amount} ({note})"),
        None => amount,
    };
    match name {
        Some(name) if said.is_empty() => name,
        Some(name) => format!("{name}: {said}"),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_column_that_is_read_back() {
        let columns = columns();
        let headings: Vec<&str> = columns.iter().map(|column| column.heading()).collect();
        for field in FIELDS {
            assert!(headings.contains(&field.label), "{}", field.key);
        }
        for (at, heading) in headings.iter().enumerate() {
            assert!(!headings[..at].contains(heading), "{heading} stands twice");
            assert!(import::is_column(heading), "{heading}");
        }
        assert_eq!(columns.len(), FIELDS.len() + CHANNELS.1.len());
    }
}
