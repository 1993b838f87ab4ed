//! The two revisions of a comparison, by the names people give or leave out.

use std::fmt;

use anyhow::Context as _;

use super::{Cli, output};
use crate::catalogue::lineage::Confirmed;
use crate::catalogue::pair::Pair;
use crate::finding::Finding;

/// Which revisions to compare
#[derive(Debug, Default, clap::Args)]
pub(super) struct Compared {
    /// Older revision: a folder, a folder's name, a zip archive of one, a git revision, REV:path
    pub(super) old: Option<String>,

    /// Newer revision, likewise; a folder of a git repository is its working tree
    pub(super) new: Option<String>,

    /// Compare what is sound when files of a revision are broken, and name what was left out
    #[arg(long)]
    pub(super) keep_going: bool,
}

/// Revisions with files that cannot be read as they are.
#[derive(Debug)]
pub(super) struct Broken(Vec<String>);

impl std::error::Error for Broken {}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl Cli {
    /// Two revisions to compare. Without the newer one it is that of `--revision` or the newest; without the older one it
    /// is what was published before that.
    pub(super) fn pair(&self, compared: &Compared) -> anyhow::Result<Pair> {
        let new = self.find(compared.new.as_deref())?;
        let old = match compared.old.as_deref() {
            Some(name) => self.revisions().find(name)?,
            None => self.revisions().before(&new)?,
        };
        let names = format!("cannot compare {} with {}", old.name, new.name);
        let (confirmed, _) = Confirmed::load(self.revisions().root());
        let pair = Pair::load(old, new, &confirmed).context(names)?;
        let broken: Vec<String> = [(&pair.old, &pair.old_findings), (&pair.new, &pair.new_findings)]
            .into_iter()
            .filter_map(|(catalogue, findings)| left_out(catalogue.name(), findings))
            .collect();
        if broken.is_empty() {
            return Ok(pair);
        }
        if !compared.keep_going {
            return Err(Broken(broken).into());
        }
        broken
            .iter()
            .for_each(|broken| output::warn(&format!("left out: {broken}")));
        Ok(pair)
    }
}

/// What cannot be read of a revision, each mistake with its place; `None` when there is none.
fn left_out(revision: &str, findings: &[Finding]) -> Option<String> {
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| format!("  {}: {}", finding.place, finding.message))
        .collect();
    let mut files: Vec<&str> = findings.iter().map(|finding| finding.place.path.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    (!lines.is_empty()).then(|| {
        format!(
            "revision {revision}: {} file(s) with mistakes\n{}",
            files.len(),
            lines.join("\n")
        )
    })
}
