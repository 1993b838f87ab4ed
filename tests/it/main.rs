//! The program and the library as a whole: one test binary.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on should say where, and one that is skipped should say why"
)]

#[path = "../../benches/support/golden.rs"]
mod golden;
#[path = "../../benches/support/real.rs"]
mod real;

mod announce;
mod architecture;
mod catalogue;
mod chain;
mod check;
mod cli;
mod comparison;
mod cost;
mod cpsv;
mod decisions;
mod diff;
mod diff_command;
mod docs;
mod export;
mod figures;
mod git_driver;
mod hosts;
mod import;
mod lineage;
mod log;
mod matching;
mod merge;
mod opensearch;
mod papers;
mod plan;
mod proposal;
mod rank;
mod real_changes;
mod reference;
mod revisions;
mod scale;
mod search;
mod site;
mod stats;
mod support;
mod values;
mod web;
mod what_if;
