//! Results to the terminal. Nothing is decided here.

mod annotations;
mod commands;
mod exit;
mod export;
mod output;
mod pager;
mod progress;
mod revisions;
mod wrap;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use rayon::ThreadPoolBuilder;

use crate::catalogue::lineage::{self, Confirmed};
use crate::catalogue::load::Loaded;
use crate::catalogue::revision::{Revision, Revisions};
use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Frame};
use crate::finding::Finding;
use crate::search::{Search, SearchError};
use crate::templates::Templates;

pub use self::exit::Exit;
use self::progress::Bar;
use self::revisions::Broken;

/// Most files named in one warning.
const MOST_NAMED: usize = 5;

/// Find, compare, review and simplify Vietnamese administrative procedures
///
/// The catalogue is a folder of YAML files; a revision of it is a folder that holds catalogue.yaml, a zip archive of such a
/// folder, or a git revision.
/// What legal staff read is Vietnamese; help and errors are English.
#[derive(Debug, Parser)]
#[command(name = "tthc", version, max_term_width = 100)]
struct Call<C: Subcommand> {
    /// Folder that holds the revisions, or one revision
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "TTHC_CATALOGUE",
        default_value = "catalogue"
    )]
    catalogue: PathBuf,

    /// Revision to use: a folder, a folder's name, a zip archive, or a git revision; the newest folder when absent
    #[arg(long, global = true, value_name = "REVISION")]
    revision: Option<String>,

    /// Folder with templates that override the built-in ones by name
    #[arg(long, global = true, value_name = "DIR", env = "TTHC_TEMPLATES")]
    templates: Option<PathBuf>,

    /// Folder for the search index; the user's cache when absent
    #[arg(long, global = true, value_name = "DIR", env = "TTHC_INDEX")]
    index: Option<PathBuf>,

    #[command(subcommand)]
    command: C,
}

/// A call of any command.
type Cli = Call<commands::Command>;

impl Cli {
    /// What arguments say, when they call one of the few commands that are over so soon that describing all the others takes
    /// a twentieth of their time. Whatever is wrong is left to be said by the whole.
    fn quick(arguments: &[OsString]) -> Option<Self> {
        if !arguments
            .iter()
            .any(|argument| argument == "search" || argument == "index")
        {
            return None;
        }
        let call = Call::<commands::Quick>::try_parse_from(arguments).ok()?;
        Some(Self {
            catalogue: call.catalogue,
            revision: call.revision,
            templates: call.templates,
            index: call.index,
            command: call.command.into(),
        })
    }
}

/// Runs the program on the process's arguments.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = Cli::quick(&arguments).unwrap_or_else(|| Cli::parse_from(arguments));
    match commands::run(&cli) {
        Ok(exit) => exit.into(),
        Err(error) if is_broken_pipe(&error) => Exit::Fine.into(),
        Err(error) => {
            output::complain(&error, hint(&error).as_deref());
            Exit::Failed.into()
        }
    }
}

/// The reader of a pipe may stop early: `tthc search … | head`.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}

fn hint(error: &anyhow::Error) -> Option<String> {
    for cause in error.chain() {
        if let Some(SearchError::NoSuchValue { known, .. }) = cause.downcast_ref() {
            return Some(format!("values there are: {}", known.join("; ")));
        }
    }
    plain_hint(error).map(str::to_owned)
}

fn plain_hint(error: &anyhow::Error) -> Option<&'static str> {
    use crate::catalogue::revision::RevisionError;
    use crate::proposal::ProposalError;
    use crate::review::cost::CostError;
    use crate::web::ServeError;
    for cause in error.chain() {
        if let Some(RevisionError::NoRevision { .. } | RevisionError::NotFound { .. }) = cause.downcast_ref() {
            return Some("name the folder with --catalogue DIR, or run tthc where catalogue/ is");
        }
        if let Some(ServeError::NotLoopback(_)) = cause.downcast_ref() {
            return Some(
                "name the users with --users FILE (tthc user add), or listen on 127.0.0.1 and reach it through a tunnel",
            );
        }
        if let Some(RevisionError::NoneBefore { .. }) = cause.downcast_ref() {
            return Some("name two revisions: tthc diff OLD NEW");
        }
        if cause.is::<Broken>() {
            return Some(
                "correct the files (tthc check REVISION says how), or compare the sound ones with --keep-going",
            );
        }
        if cause
            .downcast_ref::<ProposalError>()
            .is_some_and(|error| matches!(error, ProposalError::Nothing(_)))
        {
            return Some("record decisions first: tthc decide CODE --outcome bai_bo --reason … --amend …");
        }
        if cause
            .downcast_ref::<CostError>()
            .is_some_and(|error| matches!(error, CostError::NoIncome(_)))
        {
            return Some("add the year's hourly income with its source to tham_so.tnbq of catalogue.yaml");
        }
    }
    None
}

impl Cli {
    fn revisions(&self) -> Revisions {
        Revisions::new(&self.catalogue)
    }

    fn find(&self, name: Option<&str>) -> anyhow::Result<Revision> {
        let revisions = self.revisions();
        Ok(match name.or(self.revision.as_deref()) {
            Some(name) => revisions.find(name)?,
            None => revisions.newest()?,
        })
    }

    fn load(&self, name: Option<&str>) -> anyhow::Result<Loaded> {
        load(self.find(name)?)
    }

    /// The revision's catalogue. Files that could not be read are mentioned and left out.
    fn open(&self, name: Option<&str>) -> anyhow::Result<Catalogue> {
        open(self.find(name)?)
    }

    /// What persons said became of procedures. Mistakes in it, and what the newer records say against it, are mentioned.
    fn confirmed(&self, newer: &Catalogue) -> Confirmed {
        let revisions = self.revisions();
        let (confirmed, findings) = Confirmed::load(revisions.root());
        let problems = findings.len() + confirmed.contradictions(revisions.root(), newer).len();
        if problems > 0 {
            output::warn(&format!(
                "{}: {problems} problem(s); run `tthc check` to see them",
                lineage::FILE
            ));
        }
        confirmed
    }

    /// The search index of a revision, made or refreshed; only files that changed are read.
    fn search(&self, name: Option<&str>) -> anyhow::Result<Search> {
        Ok(self.search_and(&self.find(name)?, |_| ())?.0)
    }

    /// The same, and what it answers: in no more time where nothing changed.
    fn search_and<T: Send>(
        &self,
        revision: &Revision,
        ask: impl Fn(&Search) -> T + Sync,
    ) -> anyhow::Result<(Search, T)> {
        let revisions = self.revisions();
        work_along();
        let (search, answer) = Search::open_and(&revision.files, revisions.root(), self.index.as_deref(), ask)
            .with_context(|| format!("cannot search revision {}", revision.name))?;
        let refreshed = search.refreshed();
        if !refreshed.unreadable.is_empty() {
            output::warn(&format!(
                "{}: {} file(s) could not be read and are not found: {}; run `tthc check` to see why",
                revision.name,
                refreshed.unreadable.len(),
                some_of(&refreshed.unreadable)
            ));
        }
        if refreshed.behind {
            output::warn("another process is refreshing the index; this answer is from its last state");
        }
        Ok((search, answer))
    }

    fn templates(&self) -> anyhow::Result<Templates> {
        Ok(Templates::load(self.templates.as_deref())?)
    }
}

/// Makes this thread one of those that share the work: it would only wait for them, and a search is over in little more
/// time than it takes to start another.
fn work_along() {
    // Where others share the work already, they go on.
    let _ = ThreadPoolBuilder::new().use_current_thread().build_global();
}

fn load(revision: Revision) -> anyhow::Result<Loaded> {
    let name = revision.name.clone();
    let loaded = Catalogue::load(revision, &Bar::new());
    loaded.with_context(|| format!("cannot load revision {name}"))
}

/// The catalogue of a revision. Files that could not be read are mentioned and left out.
fn open(revision: Revision) -> anyhow::Result<Catalogue> {
    let Loaded { catalogue, findings } = load(revision)?;
    mention(&catalogue, &findings);
    Ok(catalogue)
}

/// Says that files could not be read, when some could not.
fn mention(frame: &Frame, findings: &[Finding]) {
    if !findings.is_empty() {
        output::warn(&format!(
            "{}: {} problem(s) in files that could not be read as they are; run `tthc check` to see them",
            frame.name(),
            findings.len()
        ));
    }
}

/// The first of a list, and how many more there are.
fn some_of(list: &[String]) -> String {
    let named = list.iter().take(MOST_NAMED).map(String::as_str);
    let named = named.collect::<Vec<_>>().join(", ");
    match list.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// A day as people write it.
fn day_from(text: &str) -> anyhow::Result<Date> {
    text.parse()
        .map_err(|_| anyhow::anyhow!("{text:?} is not a day; write 01/07/2026 or 2026-07-01"))
}

/// The day to judge by: the one given, else the revision's own date, so that the same files give the same answer on any day.
fn day_of(given: Option<&str>, catalogue: &Frame) -> anyhow::Result<Date> {
    match given {
        Some(text) => day_from(text),
        None => catalogue
            .settings()
            .day()
            .context("catalogue.yaml has no usable date (ngay); give one with --as-of"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_quickly_is_what_all_commands_together_read() {
        for (line, is_quick) in [
            ("tthc search khai sinh --level xã --limit 3 --format json", true),
            ("tthc --catalogue c --index i search --online -- --free", true),
            ("tthc search --online=any --revision r --templates t", true),
            ("tthc index --catalogue c", true),
            ("tthc search --no-such-option", false),
            ("tthc search --as-of 01/07/2026 --revision r", false),
            ("tthc index more", false),
            ("tthc show search", false),
            ("tthc --catalogue search check", false),
            ("tthc search --help", false),
        ] {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let quick = Cli::quick(&arguments);
            assert_eq!(quick.is_some(), is_quick, "{line}");
            if let Some(quick) = quick {
                let whole = Cli::try_parse_from(&arguments).unwrap();
                assert_eq!(format!("{quick:?}"), format!("{whole:?}"), "{line}");
            }
        }
    }
}
