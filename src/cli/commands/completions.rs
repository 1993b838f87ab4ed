//! `tthc completions`

use clap::CommandFactory;

use crate::cli::{Cli, Exit, output};

/// Print completions for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Shell to print them for
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    clap_complete::generate(args.shell, &mut Cli::command(), "tthc", &mut output::out());
    Ok(Exit::Fine)
}
