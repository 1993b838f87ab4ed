//! Results to pages: `tthc serve`.
//!
//! Nothing is decided here. A request becomes a `Visit`, a handler asks the other modules and answers with a
//! `Reply`, which is a page made by a template from a view, or JSON of the same shape as the command line's.
//!
//! ```text
//! server   accepts connections, within limits, until it is told to stop
//! connection  what one connection may hold: it is closed when nobody reads, and an address has its share of places
//! guard    for whom a request is (Host), what every answer carries (security headers)
//! form     what is sent: within limits, and from our own pages (Origin)
//! people   who asks and what they may do: users, passwords, sessions, proxies
//! routes   the one table of addresses with who may use each: router and OpenAPI description come from it
//! visit    what was asked by whom: parameters, form, language, theme, the state of the catalogue at that moment
//! state    a catalogue with its index, replaced whole; watch sees that files changed
//! decide   what a form of the review board says, and what was written last so that it can be taken back
//! planned  what a choice of decisions comes to when it is proposed
//! pages    handlers of pages; views is what their templates see
//! api      handlers of JSON
//! ```

mod access_log;
mod api;
mod asked;
mod assets;
mod connection;
mod decide;
mod form;
mod guard;
mod labels;
mod layout;
mod openapi;
mod pages;
pub mod people;
mod planned;
mod reply;
mod routes;
mod server;
mod state;
mod threads;
mod views;
mod visit;
mod watch;

pub use self::server::{Options, ServeError, Server, interrupted};
