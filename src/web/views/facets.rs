//! Facets of a list that is narrowed by links: what can be chosen, how often there is one of it, what is chosen.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::text;
use crate::web::layout::count;
use crate::web::visit::{LANGUAGE, Parameters, THEME, Visit};

/// Values of a facet that stand open, and most of them on the page.
const OPEN: usize = 8;
const MOST: usize = 60;
/// Nothing is written as a dash in addresses.
const NOTHING: &str = "-";

/// What stands in such a list.
pub(super) trait Listed: Sized {
    /// Path of its page.
    const PATH: &'static str;
    /// The facets, in the order of the page.
    const FACETS: &'static [&'static str];

    /// What it is under a facet.
    fn values(&self, facet: &str) -> Vec<&str>;

    /// Key of the label of a facet.
    fn label(facet: &str) -> String;

    /// A value as it is shown.
    fn said(visit: &Visit, facet: &str, value: &str) -> String;

    /// Where a value stands among the others of its facet, before their counts matter.
    fn order(_facet: &str, _value: &str) -> usize {
        0
    }
}

/// A facet.
#[derive(Debug, Serialize)]
pub(super) struct FacetView {
    label: String,
    open: Vec<ValueView>,
    folded: Vec<ValueView>,
}

/// A value of a facet.
#[derive(Debug, Serialize)]
struct ValueView {
    label: String,
    count: String,
    address: String,
    chosen: bool,
}

/// What is chosen of the facets of a list.
pub(super) struct Chosen<'v> {
    visit: &'v Visit,
    /// All that is asked for but the page of the list.
    pub(super) asked: Parameters,
    wanted: Vec<(&'static str, Vec<String>)>,
}

impl<'v> Chosen<'v> {
    /// What an address says.
    pub(super) fn of<R: Listed>(visit: &'v Visit) -> Self {
        let asked = visit.parameters.without(&[LANGUAGE, THEME, "page", "xong", "hoan-tac"]);
        Self {
            visit,
            wanted: R::FACETS.iter().map(|facet| (*facet, asked.all(facet))).collect(),
            asked,
        }
    }

    /// Whether something is among what is chosen.
    pub(super) fn fits<R: Listed>(&self, row: &R) -> bool {
        self.fits_but(row, None)
    }

    fn fits_but<R: Listed>(&self, row: &R, but: Option<&str>) -> bool {
        let mut others = self.wanted.iter().filter(|(facet, _)| Some(*facet) != but);
        others.all(|(facet, wanted)| is_one_of(row, facet, wanted))
    }

    /// Every facet with its counts among what the others leave.
    pub(super) fn facets<R: Listed>(&self, rows: &[R]) -> Vec<FacetView> {
        let facets = R::FACETS.iter().map(|facet| {
            let left = rows.iter().filter(|row| self.fits_but(*row, Some(facet)));
            self.facet(facet, left)
        });
        facets.filter(|facet| !facet.open.is_empty()).collect()
    }

    fn facet<'r, R: Listed + 'r>(&self, facet: &'static str, rows: impl Iterator<Item = &'r R>) -> FacetView {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            for value in row.values(facet) {
                *counts.entry(value).or_default() += 1;
            }
        }
        let chosen = self.asked.all(facet);
        let chosen: Vec<String> = chosen.iter().map(|value| text::fold(written(value))).collect();
        let mut counted: Vec<(&str, usize)> = counts.into_iter().collect();
        counted.sort_by_cached_key(|(value, number)| {
            let order = R::order(facet, value);
            (order, std::cmp::Reverse(*number), text::collation_key(value))
        });
        let view = |(value, number): (&str, usize)| ValueView {
            label: R::said(self.visit, facet, value),
            count: count(number),
            address: self
                .asked
                .toggled(facet, if value.is_empty() { NOTHING } else { value })
                .address(R::PATH),
            chosen: chosen.contains(&text::fold(value)),
        };
        let mut open: Vec<ValueView> = counted.into_iter().take(MOST).map(view).collect();
        open.sort_by_key(|value| !value.chosen);
        let folded = open.split_off(open.len().min(OPEN));
        FacetView {
            label: self.visit.label(&R::label(facet)).to_owned(),
            open,
            folded,
        }
    }

    /// The filters that are on, each with the address without it.
    pub(super) fn chips<R: Listed>(&self) -> Vec<(String, String)> {
        let of_facet = |facet: &&'static str| {
            let facet = *facet;
            let chip = move |value: String| {
                let label = self.visit.label(&R::label(facet)).to_owned();
                let address = self.asked.toggled(facet, &value).address(R::PATH);
                (
                    format!("{label}: {}", R::said(self.visit, facet, written(&value))),
                    address,
                )
            };
            self.asked.all(facet).into_iter().map(chip)
        };
        R::FACETS.iter().flat_map(of_facet).collect()
    }

    /// The address without any filter.
    pub(super) fn without_filters<R: Listed>(&self) -> String {
        self.asked.without(R::FACETS).address(R::PATH)
    }
}

fn is_one_of<R: Listed>(row: &R, facet: &str, wanted: &[String]) -> bool {
    let values = row.values(facet);
    let is = |wanted: &String| {
        let wanted = text::fold(written(wanted));
        values.iter().any(|value| text::fold(value) == wanted)
    };
    wanted.is_empty() || wanted.iter().any(is)
}

fn written(value: &str) -> &str {
    if value == NOTHING { "" } else { value }
}
