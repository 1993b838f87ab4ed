//! A comparison in a format of its own, to standard output or to a file.

use std::path::PathBuf;

use anyhow::bail;

use crate::cli::{Cli, export};
use crate::diff::CatalogueDiff;
use crate::document::comparison;

/// How a comparison is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum DiffFormat {
    /// For people, on the terminal
    #[default]
    Text,
    /// One JSON object
    Json,
    /// Markdown
    Md,
    /// One page to read, filter and print, without network
    Html,
    /// A workbook, one row a change
    Xlsx,
}

/// Where a comparison goes and as what.
#[derive(Debug, clap::Args)]
pub(super) struct Target {
    /// How to print it; by the ending of --out when absent, else text
    #[arg(long, value_enum)]
    format: Option<DiffFormat>,

    /// File to write to instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Target {
    /// The format asked for.
    pub(super) fn format(&self) -> DiffFormat {
        export::format(self.format, self.out.as_deref())
    }

    /// Writes the comparison. What is for the terminal is not for a file.
    pub(super) fn write(&self, cli: &Cli, difference: &CatalogueDiff, all: bool) -> anyhow::Result<()> {
        let out = self.out.as_deref();
        match self.format() {
            DiffFormat::Text => bail!("--out writes json, md, html or xlsx; add --format, or redirect the text"),
            DiffFormat::Json => export::json(difference, out),
            DiffFormat::Md => export::bytes(
                comparison::markdown(&cli.templates()?, difference, all)?.as_bytes(),
                out,
            ),
            DiffFormat::Html => export::bytes(comparison::html(&cli.templates()?, difference, all)?.as_bytes(), out),
            DiffFormat::Xlsx => export::workbook(|| comparison::xlsx(difference, all), out),
        }
    }

    /// Whether it is the text for the terminal that is asked for.
    pub(super) fn is_text(&self) -> bool {
        self.out.is_none() && self.format() == DiffFormat::Text
    }
}
