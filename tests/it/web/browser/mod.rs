//! The pages in a real browser; skipped with a message where there is none.

mod accessibility;
mod driver;
mod flows;
mod looks;
