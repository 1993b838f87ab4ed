//! Which two revisions are compared.

use anyhow::bail;

use super::Args;
use crate::catalogue::Catalogue;
use crate::cli::Cli;

/// The older and the newer revision, read.
pub(super) fn open(cli: &Cli, args: &Args) -> anyhow::Result<(Catalogue, Catalogue)> {
    let Some(old) = args.old.clone().or_else(|| before_newest(cli)) else {
        bail!("there is only one revision; name two: tthc diff OLD NEW");
    };
    Ok((cli.open(Some(&old))?, cli.open(args.new.as_deref())?))
}

fn before_newest(cli: &Cli) -> Option<String> {
    let folders = cli.revisions().folders();
    let name = folders.iter().rev().nth(1)?.file_name()?;
    Some(name.to_string_lossy().into_owned())
}
