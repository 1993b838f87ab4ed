//! x
pub mod catalogue;
pub mod finding;
pub mod text;
