//! Results as files: what `--format` and `--out` ask for, and where the bytes go.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Serialize;

use super::output;
use crate::catalogue::files::write_whole;
use crate::document::WorkbookError;

/// The format that was asked for: the one named, else the one of that name that the file ends in, else the usual one.
pub(super) fn format<F: clap::ValueEnum + Default>(named: Option<F>, out: Option<&Path>) -> F {
    let ending = || match out?.extension()?.to_str()? {
        "htm" => Some("html"),
        ending => Some(ending),
    };
    named.or_else(|| F::from_str(ending()?, false).ok()).unwrap_or_default()
}

/// Writes bytes to the file, or to standard output as they are.
pub(super) fn bytes(bytes: &[u8], out: Option<&Path>) -> anyhow::Result<()> {
    match out {
        Some(path) => {
            write_whole(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
            writeln!(output::out(), "Đã ghi {}", path.display())?;
        }
        None => output::raw().write_all(bytes)?,
    }
    Ok(())
}

/// The same for a value as JSON.
pub(super) fn json(value: &impl Serialize, out: Option<&Path>) -> anyhow::Result<()> {
    match out {
        Some(_) => bytes(&serde_json::to_vec_pretty(value)?, out),
        None => Ok(output::json(value)?),
    }
}

/// The same for a workbook, which is not made for a terminal.
pub(super) fn workbook(
    make: impl FnOnce() -> Result<Vec<u8>, WorkbookError>,
    out: Option<&Path>,
) -> anyhow::Result<()> {
    if out.is_none() && io::stdout().is_terminal() {
        bail!("a workbook is not for the terminal; add --out FILE.xlsx");
    }
    bytes(&make()?, out)
}

/// The same for rows of a spreadsheet as text.
pub(super) fn csv(
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), csv::Error>,
    out: Option<&Path>,
) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    write(&mut rows)?;
    bytes(&rows, out)
}
