//! Procedures that could be one: the families of a catalogue, and what the merged procedure would say.
//!
//! Which procedures are a family is decided by rule R-10. What they say is read through `FIELDS`, so that a field that is
//! added later is compared and merged like the others.

mod draft;
mod lighter;
mod naming;
mod union;

use super::{Dossiers, Tally};
use crate::catalogue::fields::Field;
use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Entry};
use crate::finding::Ground;
use crate::review::Context;
use crate::review::control::threshold;
use crate::review::rules::MERGEABLE_FAMILY;

pub use self::draft::{Draft, DraftError};
pub use self::lighter::Why;

/// Field whose rows are the papers.
const PAPERS: &str = "ho_so";

/// Procedures side by side.
#[derive(Debug)]
pub struct Merger<'a> {
    /// The procedures, in the order they were named.
    pub members: Vec<Member<'a>>,
    /// How much of the papers of those that are alike is common, in hundredths, the least and the most; for a family.
    pub likeness: Option<(usize, usize)>,
    /// Every field that one of them fills, in the order of the record.
    pub sections: Vec<Section>,
}

/// A procedure to be merged.
#[derive(Debug)]
pub struct Member<'a> {
    /// The procedure with its file.
    pub entry: &'a Entry,
    /// Dossiers in the year; unknown when nobody counted.
    pub dossiers: Option<u64>,
}

/// One field of all members.
#[derive(Debug)]
pub struct Section {
    /// The field.
    pub field: &'static Field,
    /// Its entries, each once; one row without a title for a field that holds one value.
    pub rows: Vec<Row>,
}

/// One entry: a paper, a step, a channel.
#[derive(Debug)]
pub struct Row {
    /// What it is called; empty for a field that holds one value.
    pub title: String,
    /// It is a remark among the papers.
    pub remark: bool,
    /// Where it stands, by member; a paper may stand in several cases of one.
    pub places: Vec<Place>,
    /// What is said of it.
    pub sides: Vec<Side>,
}

/// An entry of one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which member, from 0.
    pub member: usize,
    /// Its YAML path there.
    pub path: String,
    /// The case it stands in.
    pub group: Option<String>,
}

/// One thing said of an entry, as each member says it.
#[derive(Debug)]
pub struct Side {
    /// Key below the entry; empty for the entry's title or the value of the field.
    pub key: &'static str,
    /// Vietnamese label.
    pub label: String,
    /// Values that differ, each with who says it, in the order of the members.
    pub values: Vec<Value>,
    /// Members that have the entry and do not say.
    pub silent: Vec<usize>,
    /// Which value the draft takes; `None` leaves it out.
    pub taken: Option<usize>,
    /// Why that one.
    pub why: Why,
}

/// A value and who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// As the first of them wrote it.
    pub text: String,
    /// Who says it: the member and the YAML path there; nobody what was put together.
    pub said: Vec<(usize, String)>,
}

/// Families of the catalogue, and by which measure.
#[derive(Debug)]
pub struct FamilyList<'a> {
    /// The families, by the code of their first member.
    pub families: Vec<Merger<'a>>,
    /// Hundredths of papers that two members have in common at least.
    pub least: usize,
    /// Grounds of merging.
    pub grounds: Vec<Ground>,
}

/// The families of rule R-10, of which at least one member `is_in_scope`; its threshold unless `least` says another.
pub fn families<'a>(
    catalogue: &'a Catalogue,
    day: Date,
    least: Option<u32>,
    is_in_scope: impl Fn(&Entry) -> bool,
) -> FamilyList<'a> {
    let rule = &MERGEABLE_FAMILY;
    let least = least.unwrap_or_else(|| threshold(catalogue, day, rule, "giong_nhau")) as usize;
    let groups = Context::new(catalogue, day).families().mergeable(least);
    let families = groups.into_iter().filter_map(|group| {
        let entries = group.members.iter().filter_map(|at| catalogue.entries().get(*at));
        let entries: Vec<&Entry> = entries.collect();
        entries.iter().any(|entry| is_in_scope(entry)).then(|| Merger {
            likeness: Some(group.likeness),
            ..Merger::of(catalogue, &entries, day)
        })
    });
    let iso = day.iso();
    let grounds = rule.grounds.iter().copied().filter(|ground| ground.holds(&iso));
    FamilyList {
        families: families.collect(),
        least,
        grounds: grounds.collect(),
    }
}

impl<'a> Merger<'a> {
    /// Puts procedures side by side.
    pub fn of(catalogue: &'a Catalogue, entries: &[&'a Entry], day: Date) -> Self {
        let dossiers = Dossiers::of_catalogue(catalogue, day);
        let members = entries.iter().map(|entry| Member {
            entry,
            dossiers: dossiers.of(entry.procedure.identity()),
        });
        let mut merger = Self {
            members: members.collect(),
            likeness: None,
            sections: union::sections(entries),
        };
        merger.name_it();
        let sections = merger.sections.iter_mut();
        let announced = sections.filter(|section| draft::is_of_announcement(section.field.key));
        for side in announced
            .flat_map(|section| &mut section.rows)
            .flat_map(|row| &mut row.sides)
        {
            side.taken = None;
            side.why = Why::Unannounced;
        }
        merger
    }

    /// Code of a member.
    pub fn code(&self, member: usize) -> &'a str {
        self.members
            .get(member)
            .map_or("", |member| member.entry.procedure.identity())
    }

    /// Dossiers of all members.
    pub fn dossiers(&self) -> Tally {
        self.members.iter().map(|member| member.dossiers).collect()
    }

    /// Papers that all ask for, and all papers, remarks left out.
    pub fn papers(&self) -> (usize, usize) {
        let sections = self.sections.iter().filter(|section| section.field.key == PAPERS);
        let papers = sections.flat_map(|section| &section.rows).filter(|row| !row.remark);
        papers.fold((0, 0), |(common, all), row| {
            (common + usize::from(row.members().len() == self.members.len()), all + 1)
        })
    }

    /// Fields in which all say the same, and those in which they do not.
    pub fn fields(&self) -> (Vec<&'static Field>, Vec<&'static Field>) {
        let (same, differing): (Vec<&Section>, Vec<&Section>) = self.sections.iter().partition(|section| {
            let mut rows = section.rows.iter();
            rows.all(|row| row.is_shared(self.members.len()))
        });
        let fields = |sections: Vec<&Section>| sections.into_iter().map(|section| section.field).collect();
        (fields(same), fields(differing))
    }

    /// The drafted procedure.
    ///
    /// # Errors
    ///
    /// When what the members say does not make a procedure.
    pub fn draft(&self) -> Result<Draft, DraftError> {
        draft::draft(self)
    }
}

impl Row {
    /// Who has it, each once, ascending.
    pub fn members(&self) -> Vec<usize> {
        let mut members: Vec<usize> = self.places.iter().map(|place| place.member).collect();
        members.sort_unstable();
        members.dedup();
        members
    }

    /// Whether so many members have it and say the same of it.
    pub fn is_shared(&self, members: usize) -> bool {
        self.members().len() == members && self.sides.iter().all(Side::is_same)
    }
}

impl Side {
    /// Whether all who have the entry say one thing.
    pub fn is_same(&self) -> bool {
        self.values.len() == 1 && self.silent.is_empty()
    }

    /// Whether two say two things.
    pub fn is_conflict(&self) -> bool {
        self.values.len() > 1
    }

    /// The value the draft takes.
    pub fn taken(&self) -> Option<&Value> {
        self.values.get(self.taken?)
    }
}
