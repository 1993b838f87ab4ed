//! What the template of the search page sees.

use std::sync::Arc;

use serde::Serialize;

use super::marked::{Stretch, marked};
use crate::catalogue::values::OnlineLevel;
use crate::search::{Hit, Query, Results, SearchError};
use crate::text;
use crate::web::asked::FILTERS;
use crate::web::layout::count;
use crate::web::pages::search::HITS;
use crate::web::reply::Problem;
use crate::web::visit::{LANGUAGE, Parameters, THEME, Visit};

/// Path of the page.
const PATH: &str = "/";
/// Values of a facet that stand open; the others are folded away.
const OPEN: usize = 6;
/// Most values of a facet on the page.
const MOST: usize = 40;
/// Most days offered as a filter.
const DAYS: [u32; 5] = [1, 3, 5, 10, 30];
/// Pages named on either side of the one shown.
const NEIGHBOURS: usize = 2;

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::web) struct SearchView {
    words: String,
    total: String,
    empty: bool,
    /// Nothing was asked for yet.
    blank: bool,
    /// Number of the first hit, and printed.
    start: usize,
    first: String,
    last: String,
    hits: Vec<HitView>,
    facets: Vec<FacetView>,
    /// Filters that are on, each with the address without it.
    chosen: Vec<Chip>,
    without_filters: String,
    suggestion: Option<Place>,
    dropped: Vec<String>,
    /// A filter that no procedure fits, and values there are.
    unknown: Option<Unknown>,
    sorts: Vec<Place>,
    days: Vec<Place>,
    free: Place,
    pages: Vec<PageView>,
    previous: Option<String>,
    next: Option<String>,
    /// Parameters to keep when the box is sent as a form.
    kept: Vec<(String, String)>,
    api: String,
}

/// One hit.
#[derive(Debug, Serialize)]
struct HitView {
    code: String,
    name: Vec<Stretch>,
    field: String,
    levels: String,
    snippet: Vec<Stretch>,
    snippet_label: String,
}

/// A facet.
#[derive(Debug, Serialize)]
struct FacetView {
    name: &'static str,
    label: String,
    open: Vec<Place>,
    folded: Vec<Place>,
    /// Values that are not on the page, printed; empty when none.
    more: String,
    any: Option<Place>,
}

/// Somewhere to go to, or something to switch.
#[derive(Debug, Clone, Serialize)]
struct Place {
    label: String,
    count: String,
    address: String,
    chosen: bool,
}

/// A filter that is on.
#[derive(Debug, Serialize)]
struct Chip {
    label: String,
    value: String,
    address: String,
}

/// A filter that fits nothing.
#[derive(Debug, Serialize)]
struct Unknown {
    value: String,
    known: Vec<Place>,
}

/// A page of hits; no address for a gap.
#[derive(Debug, Serialize)]
struct PageView {
    number: usize,
    address: String,
    chosen: bool,
}

/// The view of what was found.
///
/// # Errors
///
/// When the index could not be read.
pub(in crate::web) fn view(
    visit: &Visit,
    query: &Query,
    page: usize,
    found: Result<Results, SearchError>,
) -> Result<SearchView, Problem> {
    let asked = visit.parameters.without(&[LANGUAGE, THEME, "part", "page"]);
    let (found, unknown) = match found {
        Ok(found) => (found, None),
        Err(SearchError::NoSuchValue { facet, value, known }) => {
            let place = |value: String| Place {
                address: {
                    let mut parameters = asked.without(&[facet]);
                    parameters.push(facet, value.clone());
                    parameters.address(PATH)
                },
                label: value,
                count: String::new(),
                chosen: false,
            };
            let known = known.into_iter().map(place).collect();
            (nothing(query), Some(Unknown { value, known }))
        }
        Err(error) => return Err(Problem::internal(crate::web::state::with_causes(&error))),
    };
    let chosen = chips(visit, &asked);
    let pages = found.total.div_ceil(HITS);
    let at = |page: usize| asked.on_page(page).address(PATH);
    let shown = found.hits.len();
    let first = (page - 1).saturating_mul(HITS) + 1;
    Ok(SearchView {
        blank: query.words.trim().is_empty() && chosen.is_empty() && page == 1,
        empty: found.total == 0,
        total: count(found.total),
        start: first,
        first: count(if shown == 0 { 0 } else { first }),
        last: count(if shown == 0 { 0 } else { first + shown - 1 }),
        facets: facets(visit, &asked, &found),
        hits: found.hits.into_iter().map(hit).collect(),
        without_filters: asked.without(&FILTERS).address(PATH),
        suggestion: found.suggestion.map(|suggestion| {
            let mut parameters = asked.without(&["q"]);
            parameters.push("q", suggestion.clone());
            Place {
                label: suggestion,
                count: String::new(),
                address: parameters.address(PATH),
                chosen: false,
            }
        }),
        dropped: found.dropped,
        unknown,
        sorts: sorts(visit, &asked),
        days: days(visit, &asked),
        free: toggle(&asked, "free", "1", visit.label("filter_free")),
        pages: pages_around(page, pages, at),
        previous: (page > 1 && page <= pages).then(|| at(page - 1)),
        next: (page < pages).then(|| at(page + 1)),
        kept: kept(&asked),
        words: query.words.clone(),
        chosen,
        api: asked.address("/api/search"),
    })
}

fn nothing(query: &Query) -> Results {
    Results {
        query: query.words.clone(),
        total: 0,
        hits: Vec::new(),
        facets: std::collections::BTreeMap::new(),
        suggestion: None,
        dropped: Vec::new(),
    }
}

fn hit(hit: Hit) -> HitView {
    HitView {
        name: marked(&hit.name, &hit.name_highlights),
        snippet: marked(&hit.snippet, &hit.highlights),
        levels: hit.levels.join(", "),
        code: hit.code,
        field: hit.field,
        snippet_label: hit.snippet_label,
    }
}

/// The facets in the order of the page.
fn facets(visit: &Visit, asked: &Parameters, found: &Results) -> Vec<FacetView> {
    let facet = |name: &'static str| {
        let chosen: Vec<String> = asked.all(name).iter().map(|value| text::fold(value)).collect();
        let is_chosen = |value: &str| chosen.contains(&text::fold(value));
        let place = |(value, number): &(Arc<str>, usize)| Place {
            chosen: is_chosen(value),
            address: if name == "online" {
                one(asked, name, value)
            } else {
                asked.toggled(name, value)
            }
            .address(PATH),
            label: value.to_string(),
            count: count(*number),
        };
        let counts = found.facets.get(name)?;
        // What the online service does not say cannot be asked for.
        let can_be_chosen = |value: &str| name != "online" || value.parse::<OnlineLevel>().is_ok();
        let mut places: Vec<Place> = counts
            .iter()
            .filter(|(value, _)| can_be_chosen(value))
            .map(place)
            .collect();
        places.sort_by_key(|place| !place.chosen);
        let more = places.len().saturating_sub(MOST);
        places.truncate(MOST);
        let folded = places.split_off(places.len().min(OPEN));
        (!places.is_empty()).then(|| FacetView {
            name,
            label: visit.label(&format!("facet_{name}")).to_owned(),
            open: places,
            folded,
            more: if more == 0 { String::new() } else { count(more) },
            any: (name == "online").then(|| Place {
                address: one(asked, name, "any").address(PATH),
                ..toggle(asked, name, "any", visit.label("facet_online_any"))
            }),
        })
    };
    ["level", "field", "agency", "online", "verb"]
        .into_iter()
        .filter_map(facet)
        .collect()
}

/// The parameters with this one value of a parameter, or with none where it was that.
fn one(asked: &Parameters, name: &str, value: &str) -> Parameters {
    let mut others = asked.without(&[name]);
    if asked.get(name) != Some(value) {
        others.push(name, value);
    }
    others
}

fn toggle(asked: &Parameters, name: &str, value: &str, label: &str) -> Place {
    Place {
        label: label.to_owned(),
        count: String::new(),
        address: one(asked, name, value).address(PATH),
        chosen: asked.get(name) == Some(value),
    }
}

fn sorts(visit: &Visit, asked: &Parameters) -> Vec<Place> {
    let now = asked.get("sort").unwrap_or("relevance");
    let sort = |(value, label): (&str, &str)| {
        let mut parameters = asked.without(&["sort"]);
        if value != "relevance" {
            parameters.push("sort", value);
        }
        Place {
            label: visit.label(label).to_owned(),
            count: String::new(),
            address: parameters.address(PATH),
            chosen: value == now,
        }
    };
    [
        ("relevance", "sort_relevance"),
        ("name", "sort_name"),
        ("code", "sort_code"),
    ]
    .map(sort)
    .to_vec()
}

fn days(visit: &Visit, asked: &Parameters) -> Vec<Place> {
    DAYS.iter()
        .map(|days| {
            let label = visit.label("filter_days").replace("{n}", &days.to_string());
            toggle(asked, "max_days", &days.to_string(), &label)
        })
        .collect()
}

/// The filters that are on.
fn chips(visit: &Visit, asked: &Parameters) -> Vec<Chip> {
    let mut chips = Vec::new();
    for name in FILTERS {
        for value in asked.all(name) {
            let said = match name {
                "free" => visit.label("filter_free").to_owned(),
                "max_days" => visit.label("filter_days").replace("{n}", &value),
                "online" if value == "any" => visit.label("facet_online_any").to_owned(),
                _ => value.clone(),
            };
            chips.push(Chip {
                label: visit.label(&format!("facet_{name}")).to_owned(),
                value: said,
                address: asked.toggled(name, &value).address(PATH),
            });
        }
    }
    chips
}

fn kept(asked: &Parameters) -> Vec<(String, String)> {
    let names = FILTERS.iter().chain(&["sort"]);
    let pairs = names.flat_map(|name| asked.all(name).into_iter().map(|value| ((*name).to_owned(), value)));
    pairs.collect()
}

/// The first page, the last, and those around the one shown; a gap has no address.
fn pages_around(page: usize, pages: usize, address: impl Fn(usize) -> String) -> Vec<PageView> {
    if pages < 2 {
        return Vec::new();
    }
    let mut list: Vec<PageView> = Vec::new();
    let near = |number: usize| number == 1 || number == pages || number.abs_diff(page) <= NEIGHBOURS;
    for number in (1..=pages).filter(|number| near(*number)) {
        if list.last().is_some_and(|last| number > last.number + 1) {
            list.push(PageView {
                number: number - 1,
                address: String::new(),
                chosen: false,
            });
        }
        list.push(PageView {
            number,
            address: address(number),
            chosen: number == page,
        });
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_around_the_one_shown() {
        let named = |page, pages| -> Vec<String> {
            let pages = pages_around(page, pages, |page| page.to_string());
            let name = |page: &PageView| {
                if page.address.is_empty() {
                    "…".to_owned()
                } else {
                    page.address.clone()
                }
            };
            pages.iter().map(name).collect()
        };
        assert_eq!(named(1, 1), [""; 0]);
        assert_eq!(named(1, 3), ["1", "2", "3"]);
        assert_eq!(named(6, 12), ["1", "…", "4", "5", "6", "7", "8", "…", "12"]);
        assert_eq!(named(99, 3), ["1", "…", "3"]);
    }
}
