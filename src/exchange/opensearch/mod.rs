//! To a search engine of others: files anybody can load with `curl`, and loading them so that nobody sees half of it.
//!
//! [`write()`] makes a folder: how the indexes are made, the documents for `_bulk`, and a manifest with the sums of it all.
//! [`push()`] loads such a folder into new indexes, counts and compares what arrived, and only then gives the alias to them.
//! [`Client`] is the way to the engine.

mod client;
mod files;
mod push;

pub use client::{Client, ClientError};
pub use files::{Exported, ExportedFile, FileError, Layout, write};
pub use push::{PushError, Pushed, push};

/// Name people ask for where none is given.
pub const ALIAS: &str = "tthc";

/// The sum of a document, as the engine gives it back too.
fn sum(document: &[u8]) -> blake3::Hash {
    blake3::hash(document)
}
