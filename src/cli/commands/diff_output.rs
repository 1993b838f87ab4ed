//! A comparison in a format of its own, to standard output or to a file.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::catalogue::files::write_whole;
use crate::cli::{Cli, output};
use crate::diff::CatalogueDiff;
use crate::document::comparison;

/// How a comparison is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum DiffFormat {
    /// For people, on the terminal
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
        let ending = self.out.as_deref().and_then(Path::extension);
        self.format
            .unwrap_or_else(|| match ending.and_then(|ending| ending.to_str()) {
                Some("json") => DiffFormat::Json,
                Some("md") => DiffFormat::Md,
                Some("html" | "htm") => DiffFormat::Html,
                Some("xlsx") => DiffFormat::Xlsx,
                _ => DiffFormat::Text,
            })
    }

    /// Writes the comparison. What is for the terminal is not for a file.
    pub(super) fn write(&self, cli: &Cli, difference: &CatalogueDiff, all: bool) -> anyhow::Result<()> {
        let bytes = match self.format() {
            DiffFormat::Text => bail!("--out writes json, md, html or xlsx; add --format, or redirect the text"),
            DiffFormat::Json if self.out.is_none() => return Ok(output::json(difference)?),
            DiffFormat::Json => serde_json::to_vec_pretty(difference)?,
            DiffFormat::Md => comparison::markdown(&cli.templates()?, difference, all)?.into_bytes(),
            DiffFormat::Html => comparison::html(&cli.templates()?, difference, all)?.into_bytes(),
            DiffFormat::Xlsx if self.out.is_none() && io::stdout().is_terminal() => {
                bail!("a workbook is not for the terminal; add --out FILE.xlsx")
            }
            DiffFormat::Xlsx => comparison::xlsx(difference, all)?,
        };
        match &self.out {
            Some(path) => {
                write_whole(path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
                writeln!(output::out(), "Đã ghi {}", path.display())?;
            }
            None => output::raw().write_all(&bytes)?,
        }
        Ok(())
    }

    /// Whether it is the text for the terminal that is asked for.
    pub(super) fn is_text(&self) -> bool {
        self.out.is_none() && self.format() == DiffFormat::Text
    }
}
