//! `tthc check`

use std::io::Write;

use crate::catalogue::check::check;
use crate::catalogue::lexicon::Lexicon;
use crate::catalogue::lineage::Confirmed;
use crate::catalogue::load::Loaded;
use crate::cli::output::{self, FindingFormat};
use crate::cli::{Cli, Exit};
use crate::diff::approval::Approvals;
use crate::finding::{Finding, Severity};
use crate::proposal::contradictions;
use crate::review::control;
use crate::review::decision::{Assessments, Decisions, Recorded, questionnaire, standing};

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
    let folder = Decisions::folder(cli.revisions().root());
    let (decisions, mut on_decisions) = Decisions::load(&folder);
    let (assessments, on_assessments) = Assessments::load(&folder);
    on_decisions.extend(on_assessments);
    on_decisions.extend(questionnaire::mistakes(&folder));
    let root = cli.revisions().root().to_owned();
    let (confirmed, mut on_lineage) = Confirmed::load(&root);
    let mut findings = Vec::new();
    let mut procedures = 0;
    let mut checked = Vec::new();
    for name in names {
        let Loaded {
            catalogue,
            findings: broken,
        } = cli.load(name)?;
        procedures += catalogue.entries().len();
        let prefix = format!("{}/", catalogue.name());
        let mut on_review = match catalogue.settings().day() {
            Some(day) => control::problems(&catalogue, day, |code| catalogue.get(code).is_some()),
            None => Vec::new(),
        };
        on_review.iter_mut().for_each(|finding| catalogue.locate(finding));
        for mut finding in broken.into_iter().chain(check(&catalogue)).chain(on_review) {
            finding.place.path.insert_str(0, &prefix);
            findings.push(finding);
        }
        let recorded: Vec<&Recorded> = decisions.on(catalogue.name()).collect();
        let mut found: Vec<Finding> = recorded
            .iter()
            .flat_map(|recorded| standing(recorded, &catalogue))
            .collect();
        found.extend(contradictions(&recorded));
        decisions.locate_all(&mut found);
        on_decisions.extend(found);
        on_decisions.extend(assessments.standing(&catalogue));
        on_lineage.extend(confirmed.contradictions(&root, &catalogue));
        checked.push(catalogue.name().to_owned());
    }
    let checked: Vec<&str> = checked.iter().map(String::as_str).collect();
    on_decisions.extend(decisions.astray(&cli.revisions(), &checked));
    on_decisions.sort_by(|a, b| a.place.cmp(&b.place));
    findings.extend(on_decisions.into_iter().map(|mut finding| {
        finding.place.path.insert_str(0, "ra_soat/");
        finding
    }));
    findings.extend(on_lineage);
    findings.extend(Lexicon::load(cli.revisions().root()).1);
    findings.extend(Approvals::load(cli.revisions().root()).1);
    let failed = output::findings(&findings, args.format)?;
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
