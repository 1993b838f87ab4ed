//! `tthc index`

use std::io::Write;

use crate::cli::{Cli, Exit, output};
use crate::search::Place;

/// Make or refresh the search index now
///
/// Searching does this by itself; the command says what was done and where the index is.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(cli: &Cli, _: &Args) -> anyhow::Result<Exit> {
    let search = cli.search(None)?;
    let refreshed = search.refreshed();
    let place = match &refreshed.place {
        Place::Disk(folder) => folder.display().to_string(),
        Place::Memory(why) => format!("in memory ({why})"),
    };
    writeln!(
        output::out(),
        "{} added, {} removed, {} kept; {place}",
        refreshed.added,
        refreshed.removed,
        refreshed.kept
    )?;
    Ok(Exit::Fine)
}
