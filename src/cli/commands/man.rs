//! `tthc man`

use std::io::Write;

use clap::CommandFactory;

use crate::cli::{Cli, Exit, output};

/// Print the manual page (roff)
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(super) fn run(_: &Args) -> anyhow::Result<Exit> {
    let command = Cli::command();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands() {
        clap_mangen::Man::new(subcommand.clone()).render(&mut page)?;
    }
    output::out().write_all(&page)?;
    Ok(Exit::Fine)
}
