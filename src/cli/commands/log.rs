//! `tthc log`

use std::io::{self, Write};
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::diff::print::{Paint, long_text};
use crate::catalogue::Catalogue;
use crate::catalogue::lineage::Confirmed;
use crate::cli::output::{self, PlainFormat};
use crate::cli::{Cli, Exit, pager};
use crate::diff::history::{Decision, Event, History, Timeline};
use crate::diff::{Status, Substance};

/// Show one procedure's changes over all revisions
///
/// Follows it back to the procedures it replaces and forward to those that replace it, and names the decision that announced
/// each change; changes under a decision that announced an earlier text already are listed as explained by none.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Code of the procedure, in any revision
    code: String,

    /// Revisions to follow it over, oldest first, such as v1 v2 HEAD; every folder when absent
    #[arg(value_name = "REVISION")]
    revisions: Vec<String>,

    /// Over the states of the newest revision's folder that were committed in git, and what it holds now
    #[arg(long, conflicts_with = "revisions")]
    git: bool,

    /// Every kind of change, also of spelling, format and names of offices
    #[arg(long)]
    all: bool,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: PlainFormat,

    /// Do not use a pager
    #[arg(long)]
    no_pager: bool,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let revisions = if args.git {
        committed(cli)?
    } else {
        open(cli, &args.revisions)?
    };
    let names = || {
        revisions
            .iter()
            .map(|catalogue| catalogue.name())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let confirmed = match revisions.last() {
        Some(newest) => cli.confirmed(newest),
        None => Confirmed::none(),
    };
    let names = names();
    let found = Timeline::of(revisions, &confirmed)
        .history(&args.code)
        .with_context(|| format!("no procedure {} in {}", args.code, names))?;
    match args.format {
        PlainFormat::Json => output::json(&found)?,
        PlainFormat::Text => print(&found, args)?,
    }
    Ok(Exit::Fine)
}

/// The revisions named; without names every folder, by the date it gives, then by name.
fn open(cli: &Cli, names: &[String]) -> anyhow::Result<Vec<Arc<Catalogue>>> {
    if !names.is_empty() {
        return names.iter().map(|name| Ok(Arc::new(cli.open(Some(name))?))).collect();
    }
    let folders = cli.revisions().folders();
    let names = folders.iter().filter_map(|folder| folder.to_str());
    let opened = names.map(|name| Ok(Arc::new(cli.open(Some(name))?)));
    let mut revisions: Vec<Arc<Catalogue>> = opened.collect::<anyhow::Result<_>>()?;
    if revisions.is_empty() {
        bail!("there is no revision in {}", cli.revisions().root().display());
    }
    revisions.sort_by_cached_key(|revision| (revision.settings().day(), revision.name().to_owned()));
    Ok(revisions)
}

/// The newest revision as each commit left it, and as it is.
fn committed(cli: &Cli) -> anyhow::Result<Vec<Arc<Catalogue>>> {
    let newest = cli.find(None)?;
    let names = cli.revisions().committed(&newest)?;
    let opened = names.iter().map(|name| Ok(Arc::new(cli.open(Some(name))?)));
    let mut revisions: Vec<Arc<Catalogue>> = opened.collect::<anyhow::Result<_>>()?;
    revisions.push(Arc::new(cli.open(None)?));
    Ok(revisions)
}

fn print(history: &History, args: &Args) -> anyhow::Result<()> {
    let mut out = pager::lines(!args.no_pager);
    let paint = Paint::new();
    writeln!(out, "{} {}", paint.bold(&history.code), history.name)?;
    let mut name = history.name.as_str();
    for event in &history.events {
        // A name is said again only where it is another.
        let renamed = if event.name == name { "" } else { event.name.as_str() };
        name = &event.name;
        print_event(&mut out, &paint, event, renamed, args.all)?;
    }
    if history.unexplained > 0 {
        writeln!(out, "\nKhông có quyết định công bố nào giải thích:")?;
        for event in history.events.iter().filter(|event| event.unexplained() > 0) {
            writeln!(out, "  - {} {}: {}", event.revision, event.code, unexplained(event))?;
        }
    }
    Ok(())
}

fn unexplained(event: &Event) -> String {
    let what = match event.status {
        Some(Status::Removed) => "bãi bỏ".to_owned(),
        Some(Status::Added) => "ban hành mới".to_owned(),
        _ => format!("{} thay đổi nội dung", event.unexplained()),
    };
    match &event.decision {
        Some(decision) => format!("{what}, vẫn ghi {}", named(decision)),
        None => format!("{what}, không ghi quyết định"),
    }
}

fn print_event(out: &mut dyn Write, paint: &Paint, event: &Event, name: &str, all: bool) -> io::Result<()> {
    let date = match &event.date {
        Some(date) => format!(" ({date})"),
        None => String::new(),
    };
    let status = event
        .status
        .map_or_else(|| "[Đã có]".to_owned(), |status| paint.status(status));
    let replaces = match event.replaces.as_slice() {
        [] => String::new(),
        codes => format!(" (thay {})", codes.join(", ")),
    };
    let revision = paint.bold(&event.revision);
    let line = format!("\n{revision}{date} {status} {} {name}", event.code);
    writeln!(out, "{}{replaces}", line.trim_end())?;
    if let Some(decision) = event.decision.as_ref().filter(|_| event.explained) {
        writeln!(out, "  Theo {}", named(decision))?;
    }
    let shown = |substance: Substance| all || substance == Substance::Content;
    for change in event.changes.iter().filter(|change| shown(change.substance)) {
        writeln!(out, "  {} {}", paint.burden(change.burden), change.sentence)?;
        if let Some(text) = long_text(change, output::colour()) {
            writeln!(out, "      {}", text.replace('\n', "\n      "))?;
        }
    }
    let hidden = event.changes.iter().filter(|change| !shown(change.substance)).count();
    if hidden > 0 {
        writeln!(out, "{}", paint.dim(&format!("  ({hidden} thay đổi cách viết)")))?;
    }
    Ok(())
}

fn named(decision: &Decision) -> String {
    let mut text = format!("Quyết định số {}", decision.number);
    if let Some(date) = &decision.date {
        text.push_str(&format!(" ngày {date}"));
    }
    if let Some(title) = &decision.title {
        text.push_str(&format!(" «{title}»"));
    }
    text
}
