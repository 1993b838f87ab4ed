//! Web pages, over real connections.

mod client;
mod procedure;
mod safety;
mod search;
mod site;
mod watch;
