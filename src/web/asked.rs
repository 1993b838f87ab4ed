//! What the parameters of an address ask the search for; pages and programs ask alike.

use super::reply::Problem;
use super::visit::{Parameters, Visit};
use crate::catalogue::values::OnlineLevel;
use crate::search::{Online, Query, Sort};

/// Parameters that narrow a search, in the order of the page.
pub(super) const FILTERS: [&str; 7] = ["level", "field", "agency", "verb", "online", "max_days", "free"];

/// The query of an address.
///
/// # Errors
///
/// When a parameter has a value it cannot have.
pub(super) fn query(parameters: &Parameters, limit: usize, offset: usize) -> Result<Query, Problem> {
    let online = match parameters.get("online") {
        None => None,
        Some("any") => Some(Online::Any),
        Some(level) => {
            let level: Result<OnlineLevel, _> = level.parse();
            let level = level.map_err(|error| Problem::bad_parameter("online", error.text()))?;
            Some(Online::Level(level))
        }
    };
    let max_days = parameters.number("max_days")?;
    let sort = match parameters.get("sort") {
        None | Some("relevance") => Sort::Relevance,
        Some("name") => Sort::Name,
        Some("code") => Sort::Code,
        Some(other) => return Err(Problem::bad_parameter("sort", other)),
    };
    Ok(Query {
        words: parameters.get("q").unwrap_or_default().to_owned(),
        levels: parameters.all("level"),
        fields: parameters.all("field"),
        agencies: parameters.all("agency"),
        verbs: parameters.all("verb"),
        online,
        max_days: max_days.map(|days| u32::try_from(days).unwrap_or(u32::MAX)),
        free: parameters.is_on("free"),
        in_force: parameters.is_on("in_force"),
        limit,
        offset,
        sort,
        explain: parameters.is_on("explain"),
    })
}

/// The two revisions of an address, by their places in the timeline: those named, else the last two. `None` when there is
/// nothing to compare with.
///
/// # Errors
///
/// When a name is none of a revision. Only revisions beside the one that is shown are found, never a path.
pub(super) fn revisions(visit: &Visit) -> Result<Option<(usize, usize)>, Problem> {
    let revisions = visit.state.timeline().revisions();
    let place = |name: &str| {
        let found = revisions.iter().position(|revision| revision.name() == name);
        found.ok_or_else(|| Problem::no_revision(name))
    };
    let new = match visit.parameters.get("new") {
        Some(name) => place(name)?,
        None => revisions.len() - 1,
    };
    let old = match visit.parameters.get("old") {
        Some(name) => Some(place(name)?),
        None => new.checked_sub(1),
    };
    Ok(old.map(|old| (old, new)))
}

/// The year of an address, which must have figures.
///
/// # Errors
///
/// When it has none.
pub(super) fn year(visit: &Visit) -> Result<Option<u16>, Problem> {
    let Some(year) = visit.parameters.number("year")? else {
        return Ok(None);
    };
    let mut known = visit.state.catalogue.volumes().years();
    let found = known.find(|known| usize::from(*known) == year);
    found
        .map(Some)
        .ok_or_else(|| Problem::bad_parameter("year", &year.to_string()))
}
