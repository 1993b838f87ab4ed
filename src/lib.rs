//! A catalogue of Vietnamese administrative procedures (*thủ tục hành chính*, TTHC): found, compared, reviewed, and
//! turned into proposals to abolish and simplify.
//!
//! Data flows one way:
//!
//! ```text
//! files ──> catalogue ──> search                    legal staff searching
//!                     ├─> diff ─────────┐           reviewers comparing revisions
//!                     ├─> review ───────┴─> proposal ──> document
//!                     │   (rules, cost, decisions)           │
//!                     └─> stats ─────────────────────────────┘
//! ```
//!
//! [`cli`] and [`web`] hand results to people and decide nothing. `tests/it/architecture.rs` holds the modules to this picture.

pub mod catalogue;
pub mod cli;
pub mod diff;
pub mod document;
pub mod exchange;
pub mod finding;
pub mod progress;
pub mod proposal;
pub mod review;
pub mod search;
pub mod site;
pub mod stats;
pub mod templates;
pub mod text;
pub mod web;

/// Texts are made and dropped by the hundred thousand: documents are written a fifth faster with it than with the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
