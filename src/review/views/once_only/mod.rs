//! The once-only matrix: papers that a database holds × procedures that still ask for them.
//!
//! Whether a procedure asks for a paper is decided by `review::papers`, as for the rules.

mod collect;
mod unlisted;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Tally;
use crate::catalogue::values::Date;
use crate::finding::{Certainty, Ground, Place};
use crate::review::Rule;
use crate::review::wording::short;

pub use self::collect::once_only;

/// The matrix on one day.
#[derive(Debug)]
pub struct OnceOnly {
    /// The day whose table and law apply.
    pub day: Date,
    /// Year of the dossier counts, if there is one that is over.
    pub year: Option<u16>,
    /// Where the counts come from.
    pub sources: Vec<String>,
    /// Rows of the table that hold on the day.
    pub rows: usize,
    /// Procedures that were looked at.
    pub looked_at: usize,
    /// Papers of the tables, those that spare most first; papers that nobody asks for stand last.
    pub papers: Vec<Held>,
    /// Papers of no table that several procedures ask for, the most demanded first.
    pub unlisted: Vec<Unlisted>,
}

/// A paper that a database holds.
#[derive(Debug, Clone)]
pub struct Held {
    /// What it is called.
    pub name: String,
    /// Family in the table; empty when only an annex strikes it.
    pub family: String,
    /// The database.
    pub database: String,
    /// The clause that frees people from handing it in, as cited.
    pub freed_by: String,
    /// How certain that clause is.
    pub certainty: Certainty,
    /// First day it holds.
    pub from: Option<Date>,
    /// First day it no longer holds.
    pub until: Option<Date>,
    /// The rule that reports it, if one does.
    pub rule: Option<&'static Rule>,
    /// Further grounds of that rule on the day.
    pub grounds: Vec<Ground>,
    /// Procedures that ask for it, by code.
    pub asked_by: Vec<Asking>,
}

/// A procedure that asks for a paper.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Field.
    pub field: String,
    /// File.
    pub path: String,
    /// Dossiers in the year; unknown when nobody counted.
    pub dossiers: Option<u64>,
    /// Everyone hands it in; else only in a case, or if any.
    pub always: bool,
    /// Where.
    pub places: Vec<Demand>,
}

/// A place where a paper is asked for.
#[derive(Debug, Clone)]
pub struct Demand {
    /// YAML path of the paper's name.
    pub yaml_path: String,
    /// File and line.
    pub place: Place,
    /// The case of the dossier, where it has a name.
    pub case: Option<String>,
    /// The paper as the dossier calls it.
    pub text: String,
    /// The row of an annex that strikes it from this procedure, as cited.
    pub struck_by: Option<String>,
}

/// A database, or all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Papers that some procedure asks for.
    pub papers: usize,
    /// Places in dossiers.
    pub places: usize,
    /// Procedures, each once however many papers it asks for, with their dossiers.
    pub dossiers: Tally,
}

/// A paper that procedures ask for and that no table knows.
#[derive(Debug, Clone)]
pub struct Unlisted {
    /// What it is called, without the form it is handed in.
    pub name: String,
    /// Procedures that ask for it.
    pub procedures: Vec<String>,
    /// Dossiers of these.
    pub dossiers: Tally,
    /// First place where it is asked for.
    pub example: Demand,
}

impl Demand {
    /// The paper, shortened when its name is a paragraph.
    pub fn short(&self) -> String {
        short(&self.text)
    }
}

impl Held {
    /// Dossiers a year of the procedures that ask for it: what it would spare at most.
    pub fn dossiers(&self) -> Tally {
        self.asked_by.iter().map(|asking| asking.dossiers).collect()
    }

    /// Of these, dossiers of procedures where everyone hands it in.
    pub fn always(&self) -> Tally {
        let always = self.asked_by.iter().filter(|asking| asking.always);
        always.map(|asking| asking.dossiers).collect()
    }

    /// Places in dossiers.
    pub fn places(&self) -> usize {
        self.asked_by.iter().map(|asking| asking.places.len()).sum()
    }
}

impl OnceOnly {
    /// Only papers and databases that satisfy a person's words. What no table knows has no database.
    pub fn narrow(&mut self, is_paper: impl Fn(&str) -> bool, is_database: Option<&dyn Fn(&str) -> bool>) {
        let is_database_of = |paper: &Held| is_database.is_none_or(|is_database| is_database(&paper.database));
        self.papers
            .retain(|paper| is_paper(&paper.name) && is_database_of(paper));
        self.unlisted
            .retain(|paper| is_database.is_none() && is_paper(&paper.name));
    }

    /// Papers that some procedure asks for.
    pub fn asked(&self) -> impl Iterator<Item = &Held> {
        self.papers.iter().filter(|paper| !paper.asked_by.is_empty())
    }

    /// All papers together.
    pub fn total(&self) -> Total {
        total(self.asked())
    }

    /// Each database, the one that spares most first.
    pub fn databases(&self) -> Vec<(&str, Total)> {
        let mut by_name: BTreeMap<&str, Vec<&Held>> = BTreeMap::new();
        for paper in &self.papers {
            by_name.entry(&paper.database).or_default().push(paper);
        }
        let sums = by_name.into_iter().map(|(name, papers)| {
            let asked = papers.into_iter().filter(|paper| !paper.asked_by.is_empty());
            (name, total(asked))
        });
        let mut sums: Vec<(&str, Total)> = sums.collect();
        sums.sort_by_key(|(_, total)| Reverse((total.dossiers.dossiers, total.dossiers.procedures())));
        sums
    }

    /// Procedures that ask for some paper, by code, each with whether it asks for each of [`Self::asked`].
    pub fn matrix(&self) -> Vec<(&Asking, Vec<Option<&Asking>>)> {
        let columns: Vec<&Held> = self.asked().collect();
        let mut rows: BTreeMap<&str, (&Asking, Vec<Option<&Asking>>)> = BTreeMap::new();
        for (at, paper) in columns.iter().enumerate() {
            for asking in &paper.asked_by {
                let row = rows.entry(&asking.code);
                let row = row.or_insert_with(|| (asking, vec![None; columns.len()]));
                row.1[at] = Some(asking);
            }
        }
        rows.into_values().collect()
    }
}

fn total<'a>(papers: impl Iterator<Item = &'a Held>) -> Total {
    let mut by_code: BTreeMap<&str, Option<u64>> = BTreeMap::new();
    let (mut count, mut places) = (0, 0);
    for paper in papers {
        count += 1;
        places += paper.places();
        by_code.extend(
            paper
                .asked_by
                .iter()
                .map(|asking| (asking.code.as_str(), asking.dossiers)),
        );
    }
    Total {
        papers: count,
        places,
        dossiers: by_code.into_values().collect(),
    }
}
