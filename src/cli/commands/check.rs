//! `tthc check`

use std::io::Write;

use crate::catalogue::load::Loaded;
use crate::cli::output::{self, FindingFormat};
use crate::cli::{Cli, Exit};
use crate::finding::Severity;
use crate::proposal::health::Health;

/// Say what is wrong with the files of a catalogue
///
/// Reports every problem in every file with its line, also in the decisions on these revisions (those the text has
/// changed under are worth a look), in the lineage and in the lexicon. The exit status is 1 when a problem is an error.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Revisions to check; the newest when absent
    #[arg(value_name = "REVISION")]
    revisions: Vec<String>,

    /// How to print the problems
    #[arg(long, value_enum, default_value = "text")]
    format: FindingFormat,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let names: Vec<Option<&str>> = match args.revisions.as_slice() {
        [] => vec![None],
        names => names.iter().map(|name| Some(name.as_str())).collect(),
    };
    let mut health = Health::new(&cli.revisions());
    let mut procedures = 0;
    for name in names {
        let Loaded { catalogue, findings } = cli.load(name)?;
        procedures += catalogue.entries().len();
        health.look_at(&catalogue, findings);
    }
    let findings = health.findings(&cli.revisions());
    let failed = output::many_findings(|| findings.iter(), args.format, cli.revisions().root())?;
    if args.format == FindingFormat::Text {
        let errors = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count();
        writeln!(
            output::out(),
            "{procedures} thủ tục: {errors} lỗi, {} điểm cần xem",
            findings.len() - errors
        )?;
    }
    Ok(if failed { Exit::Findings } else { Exit::Fine })
}
