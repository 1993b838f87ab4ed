//! One file a command: its arguments (whose doc comments are the help) and what it runs.

mod announce;
mod audit;
mod chain;
mod check;
mod completions;
mod cost;
mod decide;
mod decisions;
mod diff;
mod diff_driver;
mod diff_output;
mod export;
mod import;
mod index;
mod kinship;
mod lineage;
mod log;
mod man;
mod merge;
mod papers;
mod plan;
mod propose;
mod rank;
mod review;
mod rules;
mod schema;
mod search;
mod serve;
mod show;
mod stats;
mod templates;
mod textconv;
mod user;
mod what_if;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::bail;
use clap::Subcommand;

use super::{Cli, Exit};
use crate::catalogue::Catalogue;
use crate::catalogue::procedure::Procedure;
use crate::finding::Finding;
use crate::review::decision::Decisions;
use crate::text;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Search(search::Args),
    Show(show::Args),
    Similar(kinship::Args),
    Diff(diff::Args),
    Lineage(lineage::Args),
    Log(log::Args),
    DiffDriver(diff_driver::Args),
    Textconv(textconv::Args),
    Check(check::Args),
    Review(review::Args),
    Rules(rules::Args),
    Papers(papers::Args),
    Merge(merge::Args),
    Chain(chain::Args),
    Cost(cost::Args),
    WhatIf(what_if::Args),
    Stats(stats::Args),
    Audit(audit::Args),
    Decide(decide::Args),
    Decisions(decisions::Args),
    Propose(propose::Args),
    Announce(announce::Args),
    Plan(plan::Args),
    Serve(serve::Args),
    User(user::Args),
    Templates(templates::Args),
    Schema(schema::Args),
    Import(import::Args),
    Export(export::Args),
    Index(index::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Commands that take so little time that it counts how many others are known.
#[derive(Debug, Subcommand)]
pub(super) enum Quick {
    Search(Box<search::Args>),
    Index(index::Args),
}

impl From<Quick> for Command {
    fn from(quick: Quick) -> Self {
        match quick {
            Quick::Search(args) => Self::Search(*args),
            Quick::Index(args) => Self::Index(args),
        }
    }
}

pub(super) fn run(cli: &Cli) -> anyhow::Result<Exit> {
    match &cli.command {
        Command::Search(args) => search::run(cli, args),
        Command::Show(args) => show::run(cli, args),
        Command::Similar(args) => kinship::run(cli, args),
        Command::Diff(args) => diff::run(cli, args),
        Command::Lineage(args) => lineage::run(cli, args),
        Command::Log(args) => log::run(cli, args),
        Command::DiffDriver(args) => diff_driver::run(cli, args),
        Command::Textconv(args) => textconv::run(cli, args),
        Command::Check(args) => check::run(cli, args),
        Command::Review(args) => review::run(cli, args),
        Command::Rules(args) => rules::run(args),
        Command::Papers(args) => papers::run(cli, args),
        Command::Merge(args) => merge::run(cli, args),
        Command::Chain(args) => chain::run(cli, args),
        Command::Cost(args) => cost::run(cli, args),
        Command::WhatIf(args) => what_if::run(cli, args),
        Command::Stats(args) => stats::run(cli, args),
        Command::Audit(args) => audit::run(args),
        Command::Decide(args) => decide::run(cli, args),
        Command::Decisions(args) => decisions::run(cli, args),
        Command::Propose(args) => propose::run(cli, args),
        Command::Announce(args) => announce::run(cli, args),
        Command::Plan(args) => plan::run(cli, args),
        Command::Serve(args) => serve::run(cli, args),
        Command::User(args) => user::run(cli, args),
        Command::Templates(args) => templates::run(cli, args),
        Command::Schema(args) => schema::run(args),
        Command::Import(args) => import::run(cli, args),
        Command::Export(args) => export::run(cli, args),
        Command::Index(args) => index::run(cli, args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}

/// The decisions on a revision, from the folder asked for or the usual one, and what keeps them from being proposed.
fn decisions_on(cli: &Cli, folder: Option<&Path>, catalogue: &Catalogue) -> (Decisions, Vec<Finding>) {
    let usual = || Decisions::folder(cli.revisions().root());
    let (decisions, mut unusable) = Decisions::load(&folder.map_or_else(usual, Path::to_owned));
    unusable.extend(decisions.astray(&cli.revisions(), &[catalogue.name()]));
    (decisions, unusable)
}

/// Whether a procedure is of a field as somebody typed it, with or without accents.
fn is_of_field(procedure: &Procedure, field: &str) -> bool {
    text::fold(&procedure.field) == text::fold(field)
}

/// That there is such a field; the error names those there are.
fn known_field(catalogue: &Catalogue, field: &str) -> anyhow::Result<()> {
    if catalogue.procedures().any(|procedure| is_of_field(procedure, field)) {
        return Ok(());
    }
    let known: BTreeSet<&str> = catalogue
        .procedures()
        .map(|procedure| procedure.field.as_str())
        .collect();
    let known: Vec<&str> = known.into_iter().collect();
    bail!(
        "no procedure of field {field:?} in {}; fields there are: {}",
        catalogue.name(),
        known.join("; ")
    )
}
