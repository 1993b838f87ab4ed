//! Handlers of pages. Each asks the other modules, fills a view and has it rendered.

pub(super) mod board;
pub(super) mod compare;
pub(super) mod decide;
pub(super) mod health;
pub(super) mod login;
pub(super) mod problem;
pub(super) mod procedure;
pub(super) mod proposal;
pub(super) mod search;
pub(super) mod statistics;
