//! The one list of a procedure's fields.
//!
//! Index, diff, pages, tables, exports, the JSON Schema and the completeness checks walk [`FIELDS`]; none of
//! them names a field. Adding a field touches `procedure.rs` and this list (and `example.rs`, which will not
//! compile without it).

pub mod names;
mod read;
mod table;

use std::borrow::Cow;

pub use self::table::FIELDS;
use super::procedure::Procedure;
use super::values::{Fee, ParseValueError, TimeLimit};
use crate::text;

/// One field of a procedure: what it is called and how every part of the tool treats it.
#[derive(Debug)]
pub struct Field {
    /// YAML key.
    pub key: &'static str,
    /// Official Vietnamese label.
    pub label: &'static str,
    /// English label, for the English side of the web pages.
    pub label_en: &'static str,
    /// One Vietnamese sentence for the person who fills the field in.
    pub description: &'static str,
    /// Whether the law demands it.
    pub required: Required,
    /// How the search index treats it.
    pub indexing: Indexing,
    /// What one entry is called, in a Vietnamese sentence ("giấy tờ"); the label itself for plain text.
    pub noun: &'static str,
    /// What more or less of it means for the people who must follow the procedure.
    pub burden: Burden,
    /// Whether the order of its entries says something.
    pub ordered: bool,
    /// What its entries must be found in.
    pub refers_to: Reference,
    /// Keys inside one entry.
    pub parts: &'static [PartLabel],
    /// Reads the field.
    pub get: fn(&Procedure) -> FieldValue<'_>,
}

/// The name of a key inside an entry of a field.
#[derive(Debug, Clone, Copy)]
pub struct PartLabel {
    /// Key below the entry; `phi_le_phi.muc` for the nested list of fees.
    pub key: &'static str,
    /// Vietnamese label.
    pub label: &'static str,
    /// One Vietnamese sentence for the person who fills it in.
    pub description: &'static str,
    /// What its value must be found in.
    pub refers_to: Reference,
}

/// What a text must be found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// Nothing.
    None,
    /// The fields of `catalogue.yaml`.
    Fields,
    /// The agencies of `catalogue.yaml`.
    Agencies,
    /// The register of legal documents.
    Documents,
    /// The procedures of the same revision.
    Procedures,
}

/// Whether a procedure may do without a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// Mandatory component, with its place in Điều 8 NĐ 63/2010/NĐ-CP or in the national record.
    Always(&'static str),
    /// Component when it exists (điểm h khoản 2 Điều 8); its absence is worth a second look.
    WhenItExists(&'static str),
    /// Optional.
    No,
}

/// How the search index treats a field. Weights are relative; the search module tunes them as a whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Indexing {
    /// Not searched.
    No,
    /// The code: found exactly.
    Code,
    /// Full text with a weight.
    Text(f32),
    /// Full text with a weight, and a facet people filter by, under the name it has in results.
    Facet(&'static str, f32),
}

/// Which way more or less of a field moves the burden of compliance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Burden {
    /// No effect by itself.
    Neutral,
    /// Each entry costs people effort: papers, requirements, steps.
    EntriesAreHeavier,
    /// Each entry gives people a choice: channels, reception points.
    EntriesAreLighter,
    /// Entries are levels of government: what is done further down is nearer to people.
    LowerIsLighter,
    /// Effect that a person must judge.
    Unclear,
}

/// What a procedure says in one field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue<'a> {
    /// Nothing.
    Absent,
    /// One text.
    Text(Cow<'a, str>),
    /// One value.
    Typed(Typed<'a>),
    /// One text that could not be read as the value it should be.
    Unread(Cow<'a, str>, ParseValueError),
    /// A list of entries.
    Entries(Vec<Entry<'a>>),
}

/// One value of a kind that has several spellings.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed<'a> {
    /// As the author wrote it.
    pub text: Cow<'a, str>,
    /// What is the same however it is written.
    pub identity: String,
    /// The value as a quantity, when it is one.
    pub measure: Measure<'a>,
}

/// One entry of a list field.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// Where it stands: `ho_so[0].giay_to[2]`.
    pub path: String,
    /// What makes it the same entry in another revision, where that is not its title ([`Entry::identity`]).
    pub known_identity: Option<String>,
    /// The case or group it stands in.
    pub group: Option<&'a str>,
    /// The words a person would call it by.
    pub title: Cow<'a, str>,
    /// Key below the entry under which its title stands; empty where the entry is its title, `None` where nobody wrote it.
    pub title_key: Option<&'static str>,
    /// A remark beside the entries, not one of them: it is neither counted nor a burden by itself.
    pub remark: bool,
    /// Why its title could not be read as the value it should be.
    pub problem: Option<ParseValueError>,
    /// What it says beyond its title.
    pub parts: Vec<Part<'a>>,
}

/// One value inside an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'a> {
    /// Where it stands: `cach_thuc[0].phi_le_phi[1].muc`.
    pub path: String,
    /// Key below the entry, as in [`PartLabel::key`].
    pub key: &'static str,
    /// Vietnamese label; for a fee it carries the fee's name.
    pub label: Cow<'a, str>,
    /// The value as the author wrote it.
    pub value: Cow<'a, str>,
    /// The value as a quantity, when it is one.
    pub measure: Measure<'a>,
    /// Why it could not be read as the value it should be.
    pub problem: Option<ParseValueError>,
}

/// A quantity by which two values of a part can be compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure<'a> {
    /// Not a quantity.
    None,
    /// A time limit: less is lighter.
    Time(&'a TimeLimit),
    /// A fee: less is lighter.
    Fee(&'a Fee),
    /// A number of originals or sets: less is lighter.
    Count(u32),
    /// A number of plain copies: less is lighter, but for originals that were asked for before.
    Copies(u32),
    /// A place on an official scale, the lightest first.
    Step(u8),
    /// Something that is said or not, and makes it lighter when it is.
    Relief,
}

impl FieldValue<'_> {
    /// Whether the procedure says nothing in this field.
    pub fn is_absent(&self) -> bool {
        match self {
            Self::Entries(entries) => entries.is_empty(),
            _ => self.text().is_none_or(|text| text.trim().is_empty()),
        }
    }

    /// The text of a field that holds one, not a list.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Typed(Typed { text, .. }) | Self::Unread(text, _) => Some(text),
            Self::Absent | Self::Entries(_) => None,
        }
    }

    /// Everything said in the field as one text, one line an entry: what the index and tables read.
    pub fn plain(&self) -> String {
        let mut text = String::new();
        match self {
            Self::Entries(entries) => {
                for (at, entry) in entries.iter().enumerate() {
                    if at > 0 {
                        text.push('\n');
                    }
                    entry.write_plain(&mut text);
                }
            }
            _ => text.push_str(self.text().unwrap_or_default()),
        }
        text
    }
}

impl Entry<'_> {
    /// Where its title stands: `ho_so[0].giay_to[2].ten`; `None` where nobody wrote it.
    pub fn title_path(&self) -> Option<String> {
        Some(below(&self.path, self.title_key?))
    }

    /// Where the name of its case stands: `ho_so[0].truong_hop`; `None` where it has none.
    pub fn group_path(&self) -> Option<String> {
        self.group?;
        let case = &self.path[..=self.path.find(']')?];
        Some(below(case, "truong_hop"))
    }

    /// What a remark says: its own words, or those beside its title.
    pub fn remark_text(&self) -> &str {
        self.parts.first().map_or(&self.title, |part| &part.value)
    }

    /// What makes it the same entry in another revision: the official word for it, or its title in canonical spelling.
    pub fn identity(&self) -> Cow<'_, str> {
        match &self.known_identity {
            Some(identity) => Cow::Borrowed(identity),
            None => Cow::Owned(text::canonical(&self.title)),
        }
    }

    /// The title and the parts as one line.
    pub fn plain(&self) -> String {
        let mut line = String::new();
        self.write_plain(&mut line);
        line
    }

    /// Writes [`Entry::plain`] behind what stands there.
    pub fn write_plain(&self, out: &mut String) {
        let start = out.len();
        if !self.remark || self.parts.is_empty() {
            out.push_str(&self.title);
        }
        for part in &self.parts {
            if out.len() > start {
                out.push_str("; ");
            }
            for said in [&*part.label, ": ", &*part.value] {
                out.push_str(said);
            }
        }
    }
}

/// The path of a key below another path, which itself is meant where the key is empty.
pub fn below(path: &str, key: &str) -> String {
    if key.is_empty() {
        path.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// The field with this YAML key.
pub fn field(key: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.key == key)
}
