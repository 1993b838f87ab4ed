//! Views of the whole catalogue: what the rules decide about one procedure, put side by side.

pub mod merge;
pub mod once_only;

use std::collections::BTreeSet;

use serde::Serialize;

use super::prepared::{complete_years, last_complete_year};
use crate::catalogue::Catalogue;
use crate::catalogue::values::Date;

/// Dossiers received in the latest year with figures that is over.
#[derive(Debug, Clone, Copy)]
pub struct Dossiers<'a> {
    catalogue: &'a Catalogue,
    day: Date,
}

impl<'a> Dossiers<'a> {
    /// Of a catalogue, looked at on a day.
    pub fn of_catalogue(catalogue: &'a Catalogue, day: Date) -> Self {
        Self { catalogue, day }
    }

    /// The year, if there is one.
    pub fn year(&self) -> Option<u16> {
        last_complete_year(self.catalogue, self.day)
    }

    /// Of a procedure by its seven digits; `None` when nobody counted, which is not nought.
    pub fn of(&self, code: &str) -> Option<u64> {
        let year = complete_years(self.catalogue, self.day, code, 1).pop()?;
        Some(year.sum(|row| row.received))
    }

    /// Where the figures of the year come from, each source once.
    pub fn sources(&self) -> BTreeSet<&'a str> {
        let year = self.year();
        let rows = self.catalogue.volumes().rows();
        let own = rows.filter(|(of, _)| Some(*of) == year);
        own.map(|(_, row)| row.source.as_str()).collect()
    }
}

/// Dossiers of several procedures in one year, and how many of these have a figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Sum of those counted; unknown when none is.
    pub dossiers: Option<u64>,
    /// Procedures with a figure.
    pub counted: usize,
    /// Procedures without.
    pub uncounted: usize,
}

impl Tally {
    /// Procedures in it.
    pub fn procedures(&self) -> usize {
        self.counted + self.uncounted
    }
}

impl FromIterator<Option<u64>> for Tally {
    fn from_iter<I: IntoIterator<Item = Option<u64>>>(figures: I) -> Self {
        let mut tally = Self::default();
        for figure in figures {
            match figure {
                Some(count) => {
                    tally.counted += 1;
                    tally.dossiers = Some(tally.dossiers.unwrap_or(0) + count);
                }
                None => tally.uncounted += 1,
            }
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_counted_is_not_nought() {
        let tally = |figures: &[Option<u64>]| figures.iter().copied().collect::<Tally>();
        assert_eq!(tally(&[None, None]).dossiers, None);
        assert_eq!(tally(&[Some(0), None]).dossiers, Some(0));
        let both = tally(&[Some(3), None, Some(4)]);
        assert_eq!((both.dossiers, both.counted, both.uncounted), (Some(7), 2, 1));
    }
}
