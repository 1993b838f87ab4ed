//! Web pages, over real connections.

mod api;
mod board;
pub(crate) mod browser;
mod client;
mod compare;
mod decide;
mod gone;
#[cfg(unix)]
mod links;
mod load;
pub(crate) mod people;
mod procedure;
mod proposal;
mod records;
mod safety;
mod search;
mod site;
mod statistics;
mod watch;
