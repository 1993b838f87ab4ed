//! `tthc export`

mod cpsv;
mod sheets;

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::catalogue::Catalogue;
use crate::catalogue::files::write_streamed;
use crate::cli::output::{self, PlainFormat};
use crate::cli::progress::Bar;
use crate::cli::{Cli, Exit};
use crate::exchange::lines;
use crate::exchange::opensearch::{self, Client, Layout};
use crate::site;

/// Hand a revision to other programs
///
/// `jsonl` is everything a record says, a procedure a line; `tthc import` reads it back.
///
/// `csv` is a procedure a row under the official names of the fields (RFC 4180, UTF-8 with a mark for Excel); a text that
/// could be taken for a formula has an apostrophe in front. `tthc import` reads it back; each row is tried, and the fields of
/// which it holds less than the record are told.
///
/// `xlsx` is a workbook: the list as the national portal prints it, which `tthc import` reads back, and a sheet each for
/// channels with time limits and fees, papers by case, legal bases with their state, what the review finds, compliance costs,
/// and dossiers a year.
///
/// `opensearch` writes a folder for OpenSearch or Elasticsearch: how the indexes are made, documents for `_bulk` with the
/// analysis done, and a manifest. With --push URL it is loaded too: into a new index, counted, every document compared, and only
/// then given the alias, so that whoever searches sees all of it or what was there before. `tthc search --engine URL` asks it.
/// The variable TTHC_ENGINE_AUTHORIZATION holds the header that says who asks, TTHC_ENGINE_CA a file of certificates.
///
/// `cpsv-ap` is the European Union's vocabulary for public services, version 3.2, as Turtle (.ttl) or JSON-LD (.jsonld); `tthc
/// import` reads both back. It is held against the SHACL shapes the vocabulary publishes: what they ask for and the catalogue
/// does not say is told, and the exit status is then 1. So is what the vocabulary has no place for, and what would not come
/// back word for word. docs/cpsv-ap.md says where each field stands.
///
/// `site` writes a folder of pages to hand out, on a USB stick or on any web server: index.html opens from the folder and finds
/// procedures as `tthc search` does, without accents and by everyday words too. The folder is complete or not there. A site that
/// stood there is replaced; a folder with anything else in it is left alone. --templates DIR changes the words of the pages.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What for
    #[arg(long = "to", value_enum)]
    target: Target,

    /// Where to: a file, or for `opensearch` and `site` a folder; standard output where that is one file
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// For `opensearch`: load it into this engine, http://host:9200/alias
    #[arg(long, value_name = "URL")]
    push: Option<String>,

    /// For `opensearch`: parts the documents are spread over
    #[arg(long, value_name = "COUNT", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1024))]
    shards: u32,

    /// For `opensearch`: copies of each part besides the first
    #[arg(long, value_name = "COUNT", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=64))]
    replicas: u32,

    /// For `cpsv-ap`: what the IRIs begin with; urn:tthc: when absent
    #[arg(long, value_name = "IRI")]
    base_iri: Option<String>,

    /// For `cpsv-ap`: how to print what was found
    #[arg(long, value_enum, default_value = "text")]
    format: PlainFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Target {
    /// JSON Lines
    Jsonl,
    /// A table, one procedure a row
    Csv,
    /// A workbook: the portal's list and a sheet for each view of a reviewer
    Xlsx,
    /// A folder for OpenSearch or Elasticsearch
    Opensearch,
    /// Public services as RDF (CPSV-AP 3.2), for portals and tools of other states
    CpsvAp,
    /// A folder of pages that search without a server
    Site,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    if args.push.is_some() && args.target != Target::Opensearch {
        bail!("--push is for --to opensearch");
    }
    if args.base_iri.is_some() && args.target != Target::CpsvAp {
        bail!("--base-iri is for --to cpsv-ap");
    }
    let catalogue = cli.open(None)?;
    match args.target {
        Target::Jsonl => streamed(args.out.as_deref(), |out, bar| lines::write(&catalogue, out, bar))?,
        Target::Csv => sheets::csv(&catalogue, args.out.as_deref())?,
        Target::Xlsx => sheets::xlsx(&catalogue, args.out.as_deref())?,
        Target::Opensearch => to_engine(&catalogue, args)?,
        Target::CpsvAp => return cpsv::run(&catalogue, args),
        Target::Site => to_site(cli, &catalogue, args.out.as_deref())?,
    }
    Ok(Exit::Fine)
}

/// Writes piece by piece to a file, whole or not at all, or to standard output.
fn streamed(path: Option<&Path>, write: impl FnOnce(&mut dyn Write, &Bar) -> io::Result<()>) -> anyhow::Result<()> {
    let bar = Bar::new();
    match path {
        Some(path) => {
            write_streamed(path, |out| write(out, &bar)).with_context(|| format!("cannot write {}", path.display()))?
        }
        None => {
            let mut out = BufWriter::new(output::raw());
            write(&mut out, &bar)?;
            out.flush()?;
        }
    }
    bar.end();
    Ok(())
}

fn to_engine(catalogue: &Catalogue, args: &Args) -> anyhow::Result<()> {
    // Told before a minute was spent on writing.
    let client = args.push.as_deref().map(|url| Client::new(url, opensearch::ALIAS));
    let client = client.transpose()?;
    let kept = match &args.out {
        Some(_) => None,
        None if client.is_some() => Some(tempfile::tempdir().context("there is no room for temporary files")?),
        None => bail!("name a folder with --out, or an engine with --push"),
    };
    let folder = match (&args.out, &kept) {
        (Some(folder), _) => folder.as_path(),
        (None, Some(kept)) => kept.path(),
        (None, None) => return Ok(()),
    };
    let layout = Layout {
        alias: client
            .as_ref()
            .map_or(opensearch::ALIAS, |client| client.alias())
            .to_owned(),
        shards: args.shards,
        replicas: args.replicas,
    };
    let bar = Bar::new();
    let exported = opensearch::write(catalogue, &layout, folder, &bar)?;
    let pushed = client
        .map(|client| opensearch::push(folder, &client, &bar))
        .transpose()?;
    bar.end();
    let mut out = output::lines();
    if let Some(folder) = &args.out {
        let (documents, files) = (exported.documents, exported.files.len());
        let folder = folder.display();
        writeln!(out, "{documents} documents in {files} file(s) for _bulk in {folder}")?;
    }
    if let Some(pushed) = pushed {
        let was_there = if pushed.was_there { ", which it had already" } else { "" };
        let (documents, index) = (pushed.documents, pushed.index);
        writeln!(out, "{documents} documents counted and compared in {index}{was_there}")?;
        for left in pushed.left {
            writeln!(out, "nobody asks {left} any more; remove it when you like")?;
        }
    }
    Ok(())
}

fn to_site(cli: &Cli, catalogue: &Catalogue, folder: Option<&Path>) -> anyhow::Result<()> {
    let folder = folder.context("name a folder with --out")?;
    let revisions = cli.revisions();
    let made = site::site(&cli.templates()?, catalogue, Some(revisions.root()))?;
    let written = made.write(folder)?;
    writeln!(
        output::lines(),
        "{} procedures in {} files ({:.1} MB) in {}; open {}",
        written.procedures,
        written.files,
        written.bytes as f64 / 1e6,
        folder.display(),
        folder.join("index.html").display()
    )?;
    Ok(())
}
