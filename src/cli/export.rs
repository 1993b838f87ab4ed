//! Results as files: what `--format` and `--out` ask for, and where the bytes go.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::Serialize;

use super::output;
use crate::catalogue::files::write_whole;
use crate::document::WorkbookError;

/// What tables of results are printed as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Tabular {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// A workbook
    Xlsx,
}

/// How a result is printed and where to, as options of a command.
#[derive(Debug, clap::Args)]
pub(super) struct To<F: clap::ValueEnum + Send + Sync + 'static> {
    /// How to print; by the ending of --out when absent, else text
    #[arg(long, value_enum)]
    format: Option<F>,

    /// File to write to instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl<F: clap::ValueEnum + Default + Copy + PartialEq + Send + Sync + 'static> To<F> {
    /// The format that was asked for.
    pub(super) fn format(&self) -> F {
        format(self.format, self.out())
    }

    /// The same where text is only for the screen, which is what the default format is.
    pub(super) fn format_for_files(&self) -> anyhow::Result<F> {
        let format = self.format();
        if format == F::default() && self.out.is_some() {
            let others = F::value_variants().iter().filter(|other| **other != format);
            let names = others.filter_map(|other| Some(other.to_possible_value()?.get_name().to_owned()));
            let names: Vec<String> = names.collect();
            bail!("--out writes {}; add --format, or redirect the text", either(&names));
        }
        Ok(format)
    }

    /// The file, where one is named.
    pub(super) fn out(&self) -> Option<&Path> {
        self.out.as_deref()
    }

    /// Whether standard output is free for remarks: it does not hold figures that another program reads.
    pub(super) fn leaves_room(&self) -> bool {
        self.out.is_some() || self.format() == F::default()
    }
}

/// "json, csv or xlsx".
fn either(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

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

#[cfg(test)]
mod tests {
    use super::either;

    #[test]
    fn formats_are_named_as_a_sentence_does() {
        let names = |names: &[&str]| either(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(names(&["json"]), "json");
        assert_eq!(names(&["json", "xlsx"]), "json or xlsx");
        assert_eq!(names(&["json", "csv", "xlsx"]), "json, csv or xlsx");
    }
}
