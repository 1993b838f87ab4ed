//! x
pub mod catalogue;
pub mod diff;
pub mod finding;
pub mod review;
pub mod text;
