//! `tthc show`

use std::io::Write;

use anyhow::Context as _;

use crate::catalogue::Entry;
use crate::catalogue::fields::{self, FIELDS, FieldValue};
use crate::catalogue::procedure::Procedure;
use crate::cli::{Cli, Exit, output};

/// Show one procedure
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Code of the procedure
    code: String,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// The record as JSON
    Json,
    /// The file as it is
    Yaml,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    let entry = catalogue
        .get(&args.code)
        .with_context(|| format!("no procedure {} in {}", args.code, catalogue.name()))?;
    match args.format {
        Format::Text => text(entry)?,
        Format::Json => output::json(&entry.procedure)?,
        Format::Yaml => output::raw().write_all(&catalogue.files().read(&entry.source.path)?)?,
    }
    Ok(Exit::Fine)
}

fn text(entry: &Entry) -> anyhow::Result<()> {
    let mut out = output::lines();
    record(&mut out, &entry.procedure)?;
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
