//! Dossiers received and settled, from the counts in `thong_ke/`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::share::Share;
use crate::catalogue::Catalogue;
use crate::catalogue::volume::Volume;
use crate::text;

/// Dossiers of a year, with all years beside it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Dossiers {
    /// The year shown; `None` when there are no figures, or none of the year asked for.
    pub year: Option<u16>,
    /// All dossiers of that year.
    #[serde(flatten)]
    pub totals: Totals,
    /// The same by field, the most dossiers first.
    pub by_field: Vec<(String, Totals)>,
    /// Every year, oldest first.
    pub years: Vec<Year>,
    /// Where the figures of the year come from, as its files say.
    pub sources: Vec<String>,
}

/// Dossiers of one year.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Year {
    /// The year.
    pub year: u16,
    /// All dossiers of it.
    #[serde(flatten)]
    pub totals: Totals,
}

/// Sums of dossier counts. What not every unit counts is `None` where nobody did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Rows added up: a procedure at a unit.
    pub rows: u64,
    /// Received.
    pub received: u64,
    /// Carried over from the year before.
    pub carried_over: Option<u64>,
    /// Handed in online, of those received.
    pub online: Share,
    /// Settled, whenever.
    pub settled: u64,
    /// Settled before the limit, of those settled.
    pub early: Share,
    /// Settled on the last day, of those settled.
    pub on_time: Share,
    /// Settled early or on time, of those settled.
    pub in_time: Share,
    /// Settled late, of those settled.
    pub late: Share,
    /// Refused or withdrawn.
    pub refused: u64,
    /// Still open within the limit, of those open.
    pub open_in_time: Option<Partly>,
    /// Still open beyond the limit, of those open.
    pub open_overdue: Option<Partly>,
    /// Late or open beyond the limit, of those settled and open.
    pub overdue: Option<Partly>,
    /// Letters of apology, of dossiers late or open beyond the limit.
    pub apologies: Option<Partly>,
    /// Digitised, of those received.
    pub digitised: Option<Partly>,
}

/// A share of the rows that have its column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Partly {
    /// The share.
    #[serde(flatten)]
    pub share: Share,
    /// Rows it was counted in, of all.
    pub rows: Share,
}

/// Adds a share's numbers for the rows that have them.
#[derive(Debug, Clone, Copy, Default)]
struct Adding {
    part: u64,
    whole: u64,
    rows: u64,
}

impl Adding {
    fn add(&mut self, numbers: Option<(u64, u64)>) {
        if let Some((part, whole)) = numbers {
            self.part += part;
            self.whole += whole;
            self.rows += 1;
        }
    }

    fn partly(self, rows: u64) -> Option<Partly> {
        (self.rows > 0).then(|| Partly {
            share: Share::new(self.part, self.whole),
            rows: Share::new(self.rows, rows),
        })
    }
}

impl Totals {
    /// Adds up rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Volume>) -> Self {
        let (mut count, mut received, mut online, mut refused) = (0, 0, 0, 0);
        let (mut early, mut on_time, mut late) = (0, 0, 0);
        let mut carried = Adding::default();
        let mut open_in_time = Adding::default();
        let mut open_overdue = Adding::default();
        let mut overdue = Adding::default();
        let mut apologies = Adding::default();
        let mut digitised = Adding::default();
        for row in rows {
            count += 1;
            received += row.received;
            online += row.online;
            refused += row.refused;
            early += row.early;
            on_time += row.on_time;
            late += row.late;
            carried.add(row.carried_over.map(|carried| (carried, 0)));
            let open = row.open_in_time.zip(row.open_overdue);
            open_in_time.add(open.map(|(in_time, behind)| (in_time, in_time + behind)));
            open_overdue.add(open.map(|(in_time, behind)| (behind, in_time + behind)));
            overdue.add(open.map(|(in_time, behind)| (row.late + behind, row.settled() + in_time + behind)));
            apologies.add(
                row.apologies
                    .map(|sent| (sent, row.late + row.open_overdue.unwrap_or(0))),
            );
            digitised.add(row.digitised.map(|digitised| (digitised, row.received)));
        }
        let settled = early + on_time + late;
        let of_settled = |part: u64| Share::new(part, settled);
        Self {
            rows: count,
            received,
            carried_over: carried.partly(count).map(|carried| carried.share.part),
            online: Share::new(online, received),
            settled,
            early: of_settled(early),
            on_time: of_settled(on_time),
            in_time: of_settled(early + on_time),
            late: of_settled(late),
            refused,
            open_in_time: open_in_time.partly(count),
            open_overdue: open_overdue.partly(count),
            overdue: overdue.partly(count),
            apologies: apologies.partly(count),
            digitised: digitised.partly(count),
        }
    }
}

pub(super) fn dossiers(catalogue: &Catalogue, year: Option<u16>) -> Dossiers {
    let mut by_year: BTreeMap<u16, Vec<&Volume>> = BTreeMap::new();
    for (year, row) in catalogue.volumes().rows() {
        by_year.entry(year).or_default().push(row);
    }
    let shown = year.or_else(|| by_year.keys().next_back().copied());
    let Some(rows) = shown.and_then(|year| by_year.get(&year)) else {
        return Dossiers {
            years: years(&by_year),
            ..Dossiers::default()
        };
    };
    let mut fields: BTreeMap<&str, Vec<&Volume>> = BTreeMap::new();
    for &row in rows {
        let field = catalogue
            .get(&row.code)
            .map_or("", |entry| entry.procedure.field.as_str());
        fields.entry(field).or_default().push(row);
    }
    let mut by_field: Vec<(String, Totals)> = fields
        .into_iter()
        .map(|(field, rows)| (field.to_owned(), Totals::of(rows)))
        .collect();
    by_field.sort_by_cached_key(|(field, totals)| (std::cmp::Reverse(totals.received), text::collation_key(field)));
    let sources: BTreeSet<&str> = rows
        .iter()
        .map(|row| row.source.trim())
        .filter(|source| !source.is_empty())
        .collect();
    Dossiers {
        year: shown,
        totals: Totals::of(rows.iter().copied()),
        by_field,
        years: years(&by_year),
        sources: sources.into_iter().map(str::to_owned).collect(),
    }
}

fn years(by_year: &BTreeMap<u16, Vec<&Volume>>) -> Vec<Year> {
    let year = |(&year, rows): (&u16, &Vec<&Volume>)| Year {
        year,
        totals: Totals::of(rows.iter().copied()),
    };
    by_year.iter().map(year).collect()
}
