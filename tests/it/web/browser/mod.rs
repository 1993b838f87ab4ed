//! The pages in a real browser; skipped with a message where there is none.

pub(crate) mod accessibility;
mod decide;
pub(crate) mod driver;
mod flows;
pub(super) mod looks;
mod people;
