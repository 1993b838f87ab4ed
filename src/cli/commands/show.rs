//! `tthc show`

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use anyhow::Context as _;

use crate::catalogue::Entry;
use crate::catalogue::fields::{self, FIELDS, FieldValue};
use crate::catalogue::procedure::Procedure;
use crate::cli::{Cli, Exit, export, output};
use crate::document;

/// Show one procedure
///
/// As a Word file every value stands in a content control that carries its place in the YAML file: edit it in Word, and
/// `tthc import FILE.docx --out REVISION` shows exactly the edits.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Code of the procedure
    code: String,

    /// How to print it
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write to this file; without --format its ending says the format
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// The record as JSON
    Json,
    /// The file as it is
    Yaml,
    /// A page to read and print
    Html,
    /// Markdown
    Md,
    /// A Word file
    Docx,
    /// A PDF file
    #[cfg(feature = "pdf")]
    Pdf,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    let entry = catalogue
        .get(&args.code)
        .with_context(|| format!("no procedure {} in {}", args.code, catalogue.name()))?;
    let out = args.out.as_deref();
    let sheet = |format| {
        let sheet = document::record(&cli.templates()?, entry, &catalogue, format)?;
        export::bytes(&sheet, out)
    };
    match export::format(args.format, out) {
        Format::Text => match out {
            None => text(&mut output::lines(), entry)?,
            Some(_) => {
                let mut bytes = Vec::new();
                text(&mut bytes, entry)?;
                export::bytes(&bytes, out)?;
            }
        },
        Format::Json => export::json(&entry.procedure, out)?,
        Format::Yaml => export::bytes(&catalogue.files().read(&entry.source.path)?, out)?,
        Format::Html => sheet(document::Format::Html)?,
        Format::Md => sheet(document::Format::Markdown)?,
        Format::Docx if out.is_none() && std::io::stdout().is_terminal() => {
            anyhow::bail!("a Word file is not for the terminal; add --out FILE.docx")
        }
        Format::Docx => sheet(document::Format::Docx)?,
        #[cfg(feature = "pdf")]
        Format::Pdf => sheet(document::Format::Pdf)?,
    }
    Ok(Exit::Fine)
}

fn text(out: &mut impl Write, entry: &Entry) -> anyhow::Result<()> {
    record(out, &entry.procedure)?;
    writeln!(out, "\n({})", entry.source.path)?;
    Ok(())
}

/// Every field of a procedure with its official label.
pub(super) fn record(out: &mut impl Write, procedure: &Procedure) -> anyhow::Result<()> {
    for field in FIELDS {
        let value = (field.get)(procedure);
        if let FieldValue::Entries(entries) = &value {
            writeln!(out, "{}:", field.label)?;
            print_entries(out, entries, field.ordered)?;
        } else if let Some(text) = value.text() {
            writeln!(out, "{}: {text}", field.label)?;
        }
    }
    Ok(())
}

fn print_entries(out: &mut impl Write, entries: &[fields::Entry<'_>], numbered: bool) -> anyhow::Result<()> {
    let mut group = None;
    for (at, entry) in entries.iter().enumerate() {
        if entry.group != group {
            group = entry.group;
            writeln!(out, "  {}", group.unwrap_or("Trường hợp khác"))?;
        }
        let mark = if numbered {
            format!("{}.", at + 1)
        } else {
            "-".to_owned()
        };
        writeln!(out, "  {mark} {}", entry.title)?;
        for part in &entry.parts {
            writeln!(
                out,
                "      {}: {}",
                part.label,
                part.value.trim().replace('\n', "\n      ")
            )?;
        }
    }
    Ok(())
}
