//! Two revisions to changes: what a lawyer must know, field by field, each as one Vietnamese sentence.
//!
//! The comparison walks [`FIELDS`](crate::catalogue::fields::FIELDS); entries of lists are matched by what they are,
//! not by where they stand. A change of spelling or of format is kept apart from a change of content.

pub mod approval;
mod burden;
mod entries;
#[cfg(test)]
mod example;
pub mod filter;
pub mod history;
mod kinds;
#[cfg(test)]
mod laws;
mod matching;
mod offices;
mod pairing;
mod parts;
mod patterns;
mod procedure;
mod selection;
mod sentence;
mod totals;
pub mod words;

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::catalogue::fields::Field;
use crate::catalogue::lineage::Confirmed;
use crate::catalogue::pair::Pair;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::quantity;
use crate::catalogue::{Catalogue, Entry};

use self::matching::{Matching, Origin};

pub use self::offices::Offices;
pub use self::patterns::{Key, Pattern};
pub use self::procedure::{compare_procedures, compare_with};
pub use self::selection::{Reviewed, Selection};
pub use self::totals::{Deadlines, Direction, Fees, Levels, Shift, Total, Totals, Turnover};

/// Everything that differs between two revisions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CatalogueDiff {
    /// Name of the older revision.
    pub old: String,
    /// Name of the newer revision.
    pub new: String,
    /// Counts.
    pub summary: Summary,
    /// What the changes come to: in all, by field of the catalogue, by agency.
    pub totals: Totals,
    /// Changes that many procedures share, most first.
    pub patterns: Vec<Pattern>,
    /// What may have become of procedures that are gone, not sure enough to be asserted; a person must say.
    pub candidates: Vec<Candidate>,
    /// What was left out, when not everything was asked for.
    #[serde(skip_serializing_if = "Selection::is_everything")]
    pub selection: Selection,
    /// Procedures that differ, by code.
    pub procedures: Vec<ProcedureDiff>,
}

/// How many procedures fared how. Every procedure of either revision is counted once: those of the newer one are `added`,
/// `replaced`, `changed`, `restyled` or `unchanged`, those of the older one `removed`, `superseded` or one of the last three.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Only in the newer revision, replacing none of the older.
    pub added: usize,
    /// Only in the older revision, replaced by none of the newer.
    pub removed: usize,
    /// In both, with changes of content, or having taken in procedures of the older revision.
    pub changed: usize,
    /// Only in the newer revision, in the place of procedures of the older.
    pub replaced: usize,
    /// Only in the older revision, and others took their place: replaced, merged into one that was there, split.
    pub superseded: usize,
    /// In both, with changes of spelling or format only.
    pub restyled: usize,
    /// In both, equal.
    pub unchanged: usize,
}

/// What happened to one procedure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProcedureDiff {
    /// Code, in the newer revision where it is there.
    pub code: String,
    /// Name, likewise.
    pub name: String,
    /// Field of the catalogue, likewise.
    #[serde(rename = "linh_vuc")]
    pub field: String,
    /// What happened.
    pub status: Status,
    /// Levels, likewise.
    #[serde(rename = "cap_thuc_hien")]
    pub levels: Vec<String>,
    /// Agency that published the record, else the first that handles it; likewise.
    #[serde(rename = "co_quan")]
    pub agency: String,
    /// Codes of the older revision that this one takes the place of; not those that live on beside it.
    pub replaces: Vec<String>,
    /// Where it came from and how that is known, when it is not simply its older self.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lineage: Option<Lineage>,
    /// Changes, in the order of the record.
    pub changes: Vec<Change>,
}

impl ProcedureDiff {
    /// Changes of content, without those of spelling and format.
    pub fn substantive(&self) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(|change| change.substance == Substance::Content)
    }

    /// Whether it is more than a matter of spelling or format. Taking in another procedure is, even where the text stays.
    pub fn is_substantive(&self) -> bool {
        self.status != Status::Changed || self.lineage.is_some() || self.substantive().next().is_some()
    }
}

/// What happened to a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// New.
    Added,
    /// Gone.
    Removed,
    /// Changed.
    Changed,
    /// New, in the place of others.
    Replaced,
}

impl Status {
    /// Vietnamese name, as in announcing decisions.
    pub fn label(self) -> &'static str {
        match self {
            Self::Added => "Mới",
            Self::Removed => "Bãi bỏ",
            Self::Changed => "Sửa đổi, bổ sung",
            Self::Replaced => "Thay thế",
        }
    }
}

/// One change of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// YAML key of the field.
    pub field: &'static str,
    /// Key below the entry, when a part of it changed: `thoi_han`, `phi_le_phi.muc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<&'static str>,
    /// Vietnamese label: of the field, or of the part that changed.
    pub label: String,
    /// What was done.
    pub kind: Kind,
    /// The case ("trường hợp") of an entry that came or went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
    /// Place of the entry in the older list of the field.
    #[serde(skip)]
    pub old_at: Option<usize>,
    /// Place in the newer list, likewise.
    #[serde(skip)]
    pub new_at: Option<usize>,
    /// YAML path in the older revision; empty when it was not there.
    pub old_path: String,
    /// YAML path in the newer revision; empty when it is no longer there.
    pub new_path: String,
    /// Which way the burden of compliance moves.
    pub burden: Burden,
    /// Whether it matters in law.
    pub substance: Substance,
    /// The values as numbers, when both are quantities of one unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// What an entry that came or went says beyond its title.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
    /// The change as a lawyer would write it.
    pub sentence: String,
}

/// Two values that can be counted in one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quantity {
    /// Before, in the unit.
    #[serde(serialize_with = "quantity::number")]
    pub old: Decimal,
    /// After, in the unit.
    #[serde(serialize_with = "quantity::number")]
    pub new: Decimal,
    /// The unit: `ngày làm việc`, `đồng`, `bản`.
    pub unit: String,
    /// How much of the old value was added (cut, when negative), in per cent to one decimal; `None` from nothing.
    #[serde(serialize_with = "quantity::optional_number")]
    pub percent: Option<Decimal>,
}

/// A value inside an entry that came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// Key below the entry.
    pub key: &'static str,
    /// Vietnamese label.
    pub label: String,
    /// The value as its author wrote it.
    pub value: String,
}

/// How it is known that a procedure took the place of others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lineage {
    /// What became of the older ones.
    pub kind: LineageKind,
    /// Who says so.
    pub source: LineageSource,
    /// How sure it is, from 0 to 1; 1 when a record or a person says so.
    pub confidence: f64,
    /// The procedures it came from.
    pub from: Vec<Predecessor>,
    /// What speaks for it, in Vietnamese.
    pub evidence: Vec<String>,
}

/// A procedure of the older revision that another one came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Predecessor {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What may have become of procedures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// What may have become of them.
    pub kind: LineageKind,
    /// Codes of the older revision.
    pub old: Vec<String>,
    /// Codes of the newer revision.
    pub new: Vec<String>,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
    /// What speaks for it, in Vietnamese.
    pub evidence: Vec<String>,
}

/// What became of procedures under other codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LineageKind {
    /// One procedure under another code.
    Recoded,
    /// Several became one.
    Merged,
    /// One became several.
    Split,
}

/// Who says what became of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LineageSource {
    /// The newer record itself: `thay_the`, `hop_nhat_tu`.
    Record,
    /// A person who confirmed it in `pha_he.yaml`.
    Confirmed,
    /// The comparison, from what the texts have in common.
    Guessed,
}

/// What was done to an entry or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It was not there before.
    Added,
    /// It is no longer there.
    Removed,
    /// It says something else.
    Changed,
    /// It stands elsewhere: another place in the order, another case.
    Moved,
}

/// Which way a change moves the burden on the people who must comply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Burden {
    /// Less to do, to wait or to pay.
    Lighter,
    /// More of it.
    Heavier,
    /// Neither.
    Neutral,
    /// A person must judge.
    Unclear,
}

/// Whether a change matters in law. What weighs most comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Substance {
    /// It says something else.
    Content,
    /// Only the name of an office or place is another since a reorganisation.
    Office,
    /// The same value written another way: "5 ngày" for "05 ngày".
    Format,
    /// The same words spelled another way: "hoá" for "hóa", capitals, spaces, punctuation.
    Spelling,
}

impl Substance {
    /// Every kind, the weightiest first.
    pub const ALL: &'static [Self] = &[Self::Content, Self::Office, Self::Format, Self::Spelling];

    /// English name, as people type it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Office => "office",
            Self::Format => "format",
            Self::Spelling => "spelling",
        }
    }

    /// Vietnamese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Content => "nội dung",
            Self::Office => "tên cơ quan",
            Self::Format => "định dạng",
            Self::Spelling => "chính tả",
        }
    }
}

impl Change {
    /// Nothing said yet of a change of a field.
    fn new(field: &'static Field, kind: Kind) -> Self {
        Self {
            field: field.key,
            part: None,
            label: field.label.to_owned(),
            kind,
            group: None,
            old: None,
            new: None,
            old_at: None,
            new_at: None,
            old_path: String::new(),
            new_path: String::new(),
            burden: Burden::Neutral,
            substance: Substance::Content,
            quantity: None,
            details: Vec::new(),
            sentence: String::new(),
        }
    }

    /// Whether the sentence leaves the words that changed to be marked in the texts ([`words::mark`]).
    pub fn leaves_words(&self) -> bool {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => {
                self.kind == Kind::Changed
                    && self.quantity.is_none()
                    && !(sentence::is_short(old) && sentence::is_short(new))
            }
            _ => false,
        }
    }
}

/// Compares two revisions of which only what differs was read.
pub fn compare_pair(pair: &Pair, confirmed: &Confirmed) -> CatalogueDiff {
    let mut difference = compare(&pair.old, &pair.new, confirmed);
    difference.summary.unchanged += pair.unchanged();
    difference
}

/// Compares two revisions; what persons `confirmed` to have become of procedures wins over guesses. A procedure whose file
/// cannot be read in one of them is left out.
pub fn compare(old: &Catalogue, new: &Catalogue, confirmed: &Confirmed) -> CatalogueDiff {
    let known = (old.without_unread_of(new), new.without_unread_of(old));
    let (old, new) = (known.0.as_ref().unwrap_or(old), known.1.as_ref().unwrap_or(new));
    let context = Context {
        old,
        new,
        matching: Matching::of(old, new, confirmed),
        offices: offices(old, new),
    };
    let codes: BTreeSet<&str> = old
        .procedures()
        .chain(new.procedures())
        .map(Procedure::identity)
        .collect();
    let mut summary = Summary {
        superseded: context.matching.superseded(),
        ..Summary::default()
    };
    let compared: Vec<_> = codes
        .into_iter()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|code| one(&context, code))
        .collect();
    let mut procedures = Vec::new();
    for outcome in compared {
        match outcome {
            Outcome::Superseded => {}
            Outcome::Unchanged => summary.unchanged += 1,
            Outcome::Differs(diff) => {
                summary.count(&diff);
                procedures.push(*diff);
            }
        }
    }
    CatalogueDiff {
        old: old.name().to_owned(),
        new: new.name().to_owned(),
        summary,
        totals: Totals::of(&procedures),
        patterns: patterns::of(&procedures),
        candidates: context.matching.candidates,
        selection: Selection::default(),
        procedures,
    }
}

enum Outcome {
    Superseded,
    Unchanged,
    Differs(Box<ProcedureDiff>),
}

impl Outcome {
    fn differs(diff: ProcedureDiff) -> Self {
        Self::Differs(Box::new(diff))
    }
}

/// Names of offices as they were by the later of the two days; an office's own lexicon stands beside its revisions.
fn offices(old: &Catalogue, new: &Catalogue) -> Offices {
    let root = [new, old].into_iter().find_map(|revision| revision.files().on_disk());
    Offices::known(
        root.and_then(Path::parent),
        old.settings().day().max(new.settings().day()),
    )
}

/// What every procedure is compared with the help of.
struct Context<'a> {
    old: &'a Catalogue,
    new: &'a Catalogue,
    matching: Matching,
    offices: Offices,
}

fn one(context: &Context<'_>, code: &str) -> Outcome {
    let matching = &context.matching;
    let origin = matching.origin(code);
    match (context.old.get(code), context.new.get(code)) {
        (Some(before), Some(after)) => {
            let changes = if before.source.digest == after.source.digest {
                Vec::new()
            } else {
                compare_with(&before.procedure, &after.procedure, &context.offices)
            };
            if changes.is_empty() && origin.is_none() {
                return Outcome::Unchanged;
            }
            Outcome::differs(described(after, Status::Changed, origin, changes))
        }
        (Some(_), None) if matching.is_superseded(code) => Outcome::Superseded,
        (Some(before), None) => Outcome::differs(described(before, Status::Removed, None, Vec::new())),
        (None, Some(after)) => {
            let status = match origin {
                Some(origin) if !origin.replaces.is_empty() => Status::Replaced,
                // What it came from lives on, so it took nobody's place.
                _ => Status::Added,
            };
            let changes = compared_with_predecessor(context, after, origin);
            Outcome::differs(described(after, status, origin, changes))
        }
        (None, None) => Outcome::Unchanged,
    }
}

/// The changes against the one procedure this one took the place of; each part of a split one is compared with the whole.
///
/// Where several were merged none of them is the text the new one came from. Compared with the nearest, or with their
/// papers taken together, each difference between the predecessors would read as a change that the law made; a lawyer is
/// told which ones they were ([`Lineage::from`]) and looks at each.
fn compared_with_predecessor(context: &Context<'_>, after: &Entry, origin: Option<&Origin>) -> Vec<Change> {
    match origin.map(|origin| (origin.replaces.as_slice(), origin.lineage.from.as_slice())) {
        Some(([only], [_])) => context.old.get(only).map_or_else(Vec::new, |before| {
            compare_with(&before.procedure, &after.procedure, &context.offices)
        }),
        _ => Vec::new(),
    }
}

fn described(entry: &Entry, status: Status, origin: Option<&Origin>, changes: Vec<Change>) -> ProcedureDiff {
    let procedure = &entry.procedure;
    ProcedureDiff {
        code: procedure.identity().to_owned(),
        name: procedure.name.clone(),
        field: procedure.field.clone(),
        levels: procedure.levels.iter().map(|level| level.text().to_owned()).collect(),
        agency: procedure
            .published_by
            .clone()
            .or_else(|| procedure.executing_agencies.first().cloned())
            .unwrap_or_default(),
        replaces: origin.map(|origin| origin.replaces.clone()).unwrap_or_default(),
        lineage: origin.map(|origin| origin.lineage.clone()),
        status,
        changes,
    }
}
