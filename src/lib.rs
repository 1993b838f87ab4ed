//! x
pub mod catalogue;
pub mod diff;
pub mod document;
pub mod finding;
pub mod proposal;
pub mod review;
pub mod templates;
pub mod text;
