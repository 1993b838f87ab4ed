//! Dossier counts of the whole catalogue that one procedure's are compared with.

use std::collections::BTreeMap;

use crate::catalogue::Frame;
use crate::catalogue::values::Date;
use crate::catalogue::volume::Volume;
use crate::finding::{Evidence, Place};

/// The rows of one procedure in one year that is over.
#[derive(Debug)]
pub(in crate::review) struct Year<'a> {
    /// The year.
    pub(in crate::review) year: u16,
    /// One row a unit.
    pub(in crate::review) rows: &'a [Volume],
}

impl Year<'_> {
    /// Sum over the units.
    pub(in crate::review) fn sum(&self, of: impl Fn(&Volume) -> u64) -> u64 {
        self.rows.iter().map(of).sum()
    }

    /// A fact of the year, at its line of the statistics, with where the figures come from.
    pub(in crate::review) fn evidence(&self, label: &str, text: impl Into<String>) -> Evidence {
        let (line, source) = self.rows.first().map_or((0, ""), |row| (row.line, row.source.as_str()));
        let place = Place {
            path: format!("thong_ke/{}.csv", self.year),
            line,
            column: 1,
        };
        Evidence::in_file(
            place,
            format!("{label} năm {}", self.year),
            format!("{} ({source})", text.into()),
        )
    }
}

/// The latest years that are over, newest first, without a gap in the statistics or in the procedure's rows.
pub(in crate::review) fn complete_years<'a>(frame: &'a Frame, day: Date, code: &str, wanted: usize) -> Vec<Year<'a>> {
    let Some(last) = last_complete_year(frame, day) else {
        return Vec::new();
    };
    let rows = frame.volumes().rows_of(code).rev();
    rows.skip_while(|(year, _)| *year > last)
        .zip((0..=last).rev())
        .take_while(|((year, _), expected)| year == expected)
        .take(wanted)
        .map(|((year, rows), _)| Year { year, rows })
        .collect()
}

/// What is usual in the catalogue.
#[derive(Debug, Default)]
pub(in crate::review) struct Figures {
    /// Late and settled dossiers of each unit in the last complete year.
    by_unit: BTreeMap<String, (u64, u64)>,
    /// Complaints per thousand dossiers of each procedure that has both, ascending.
    complaints: Vec<u64>,
}

impl Figures {
    pub(in crate::review) fn of(frame: &Frame, day: Date) -> Self {
        let mut figures = Self::default();
        let Some(last) = last_complete_year(frame, day) else {
            return figures;
        };
        let mut complaints: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (_, row) in frame.volumes().rows().filter(|(year, _)| *year == last) {
            let unit = figures.by_unit.entry(row.unit.clone()).or_default();
            unit.0 += row.late;
            unit.1 += row.settled();
            if let Some(count) = row.complaints {
                let sums = complaints.entry(row.code.as_str()).or_default();
                sums.0 += count;
                sums.1 += row.received;
            }
        }
        let per_thousand = complaints.into_values().filter(|(_, received)| *received > 0);
        figures.complaints = per_thousand.map(|(count, received)| count * 1000 / received).collect();
        figures.complaints.sort_unstable();
        figures
    }

    /// Late and settled dossiers of a unit in the last complete year.
    pub(in crate::review) fn unit(&self, unit: &str) -> (u64, u64) {
        self.by_unit.get(unit).copied().unwrap_or_default()
    }

    /// Complaints per thousand dossiers that a share of the procedures stays below, and how many procedures say.
    pub(in crate::review) fn complaints_at(&self, percent: u32) -> Option<(u64, usize)> {
        let at = self.complaints.len().checked_sub(1)? * usize::try_from(percent).ok()? / 100;
        Some((*self.complaints.get(at)?, self.complaints.len()))
    }
}

/// The latest year with figures that is over.
pub(in crate::review) fn last_complete_year(frame: &Frame, day: Date) -> Option<u16> {
    let mut years = frame.volumes().years().rev();
    years.find(|year| i32::from(*year) < i32::from(day.year()))
}
