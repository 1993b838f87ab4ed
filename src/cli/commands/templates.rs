//! `tthc templates`

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use serde::Serialize;
use serde_json::Value;

use super::decisions_on;
use crate::catalogue::Catalogue;
use crate::catalogue::files::write_together;
use crate::catalogue::values::Date;
use crate::cli::revisions::Compared;
use crate::cli::{Cli, Exit, day_of, output};
use crate::diff;
use crate::document;
use crate::document::announce::{self, Announcement};
use crate::document::plan::{self, Plan};
use crate::finding::{Finding, Severity};
use crate::proposal::propose;
use crate::review;
use crate::review::decision::questionnaire;
use crate::templates::Templates;

/// Templates of documents: list them, copy them to change their wording, see what they are given
///
/// To change a wording, export the templates, edit the one in question, delete the others, and say --templates DIR. A mistake
/// is told with its line. docs/templates.md explains the elements.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Names of the built-in templates
    List,
    /// Write the built-in templates to a folder
    Export {
        /// Folder to write to; files that are there already are not overwritten
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// What a template is given, as JSON, from the revision in use, its decisions and the revision before it
    Data {
        /// Document: a name that list prints, such as to-trinh or quyet-dinh-cong-bo, or the code of a procedure for its sheet
        #[arg(value_name = "DOCUMENT")]
        document: String,

        /// Procedure, for documents on one; the first one when absent
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    match &args.action {
        Action::List => {
            let mut out = output::out();
            Templates::names().try_for_each(|name| writeln!(out, "{name}"))?;
        }
        Action::Export { folder } => {
            let files: Vec<(PathBuf, &str)> = Templates::built_in()
                .map(|(name, source)| (folder.join(name), source))
                .collect();
            if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
                bail!("{} is there already; choose another folder", path.display());
            }
            write_together(&files).map_err(|(path, source)| {
                anyhow::Error::new(source).context(format!("cannot write {}", path.display()))
            })?;
            let mut out = output::out();
            files
                .iter()
                .try_for_each(|(path, _)| writeln!(out, "Đã ghi {}", path.display()))?;
        }
        Action::Data { document, code } => output::json(&data(cli, document, code.as_deref())?)?,
    }
    Ok(Exit::Fine)
}

/// What the template of a document is given.
fn data(cli: &Cli, document: &str, code: Option<&str>) -> anyhow::Result<Value> {
    let name = document.strip_prefix("documents/").unwrap_or(document);
    let name = name.trim_end_matches(".j2");
    let name = name.strip_suffix(".xml").unwrap_or(name);
    if name == "quyet-dinh-cong-bo" {
        return announcement(cli);
    }
    if matches!(name, "so-sanh.html" | "so-sanh.md" | "so-sanh") {
        let pair = cli.pair(&Compared::default())?;
        let difference = diff::compare_pair(&pair, &cli.confirmed(&pair.new));
        return value(&document::comparison::views::view(&difference, true));
    }
    let catalogue = cli.open(None)?;
    if let Some(entry) = catalogue.get(name) {
        return value(&document::record::view(entry, &catalogue));
    }
    let entry = || match code {
        Some(code) => catalogue
            .get(code)
            .with_context(|| format!("revision {} has no procedure {code}", catalogue.name())),
        None => catalogue.entries().first().context("the revision has no procedure"),
    };
    match name {
        "phieu-thu-tuc" => value(&document::record::view(entry()?, &catalogue)),
        "phieu-ra-soat" => {
            let entry = entry()?;
            let findings = findings(&catalogue, day_of(None, &catalogue)?);
            let form = questionnaire::prefilled(&catalogue, entry, &findings);
            value(&document::form::view(&form, entry, &catalogue))
        }
        "ke-hoach" => {
            let day = day_of(None, &catalogue)?;
            let findings = findings(&catalogue, day);
            let options = plan::Options {
                day,
                year: day.year(),
                from: None,
                until: None,
                top: None,
            };
            value(&Plan::of(&catalogue, &findings, Severity::High, options, |_| true).view())
        }
        name if document::DOSSIER.contains(&name) => {
            let day = day_of(None, &catalogue)?;
            let (decisions, unusable) = decisions_on(cli, None, &catalogue);
            if !unusable.is_empty() {
                bail!("the decisions cannot be proposed; run tthc propose");
            }
            let proposal =
                propose(&catalogue, &decisions, day).context("the decisions cannot be proposed; run tthc propose")?;
            value(&document::dossier::view(&proposal, &catalogue))
        }
        _ => bail!(
            "no document {document:?}; there are {}, {} and the codes of procedures",
            document::DOSSIER.join(", "),
            OTHERS.join(", ")
        ),
    }
}

/// Documents beside those of a proposal.
const OTHERS: [&str; 5] = [
    "quyet-dinh-cong-bo",
    "ke-hoach",
    "phieu-thu-tuc",
    "phieu-ra-soat",
    "so-sanh",
];

fn findings(catalogue: &Catalogue, day: Date) -> Vec<Finding> {
    review::review(catalogue, day, &review::control::active(catalogue)).findings
}

/// Of the two newest revisions, as `tthc diff` without revisions compares them.
fn announcement(cli: &Cli) -> anyhow::Result<Value> {
    let pair = cli.pair(&Compared::default())?;
    let difference = diff::compare_pair(&pair, &cli.confirmed(&pair.new));
    let options = announce::Options {
        form: announce::Form::of(&pair.new),
        numbering: announce::Numbering::default(),
        totals: true,
        all: false,
        day: day_of(None, &pair.new)?,
    };
    value(&Announcement::of(&pair.old, &pair.new, &difference, options, |_| true).view())
}

fn value(view: &impl Serialize) -> anyhow::Result<Value> {
    serde_json::to_value(view).context("cannot write the data as JSON")
}
