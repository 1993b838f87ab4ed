//! The search page.

use super::super::reply::{Answer, HTML, Reply};
use super::super::views::search::view;
use super::super::{asked, layout};
use crate::web::visit::Visit;

/// Hits on a page.
pub(in crate::web) const HITS: usize = 20;

/// `/`: the whole page, or with `part=results` only what changes while somebody types.
pub(in crate::web) fn page(visit: &Visit) -> Answer {
    let mut page = visit.parameters.number("page")?.unwrap_or(1).max(1);
    let mut query = asked::query(&visit.parameters, HITS, (page - 1).saturating_mul(HITS))?;
    let mut found = visit.searched(|search| search.find(&query));
    // Behind the last page is what stands on it: a link may be older than what was found then.
    let last = found.as_ref().map_or(1, |found| found.total.div_ceil(HITS).max(1));
    if page > last {
        page = last;
        query.offset = (page - 1) * HITS;
        found = visit.searched(|search| search.find(&query));
    }
    let view = view(visit, &query, page, found)?;
    let words = query.words.trim();
    let title = if words.is_empty() {
        visit.label("nav_search").to_owned()
    } else {
        format!("{words} – {}", visit.label("nav_search"))
    };
    if visit.parameters.get("part") == Some("results") {
        let part = layout::render(visit, "web/results.html.j2", &title, &view)?;
        return Ok(Reply::new(HTML, part));
    }
    layout::page(visit, "web/search.html.j2", &title, &view)
}
