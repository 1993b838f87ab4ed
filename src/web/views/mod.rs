//! What the templates of pages see. Nothing is worked out here but how it is shown.

pub(super) mod board;
mod chain;
mod changes;
mod chart;
pub(super) mod compare;
mod cost;
pub(super) mod decide;
mod facets;
pub(super) mod finding;
pub(super) mod many;
pub(super) mod marked;
pub(super) mod procedure;
pub(super) mod proposal;
pub(super) mod search;
