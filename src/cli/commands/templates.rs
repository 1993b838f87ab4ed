//! `tthc templates`

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use super::decisions_on;
use crate::catalogue::files::write_together;
use crate::cli::{Cli, Exit, day_of, output};
use crate::document;
use crate::proposal::propose;
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
    /// What a template is given, as JSON: for documents of a proposal, from the recorded decisions
    Data {
        /// Document: quyet-dinh, to-trinh, bao-cao, or the code of a procedure for its sheet
        #[arg(value_name = "DOCUMENT")]
        document: String,
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
        Action::Data { document } => {
            let catalogue = cli.open(None)?;
            if let Some(entry) = catalogue.get(document) {
                output::json(&document::record::view(entry, &catalogue))?;
                return Ok(Exit::Fine);
            }
            if !document::DOSSIER.contains(&document.as_str()) {
                bail!(
                    "no document {document:?}; there are {} and the codes of procedures",
                    document::DOSSIER.join(", ")
                );
            }
            let day = day_of(None, &catalogue)?;
            let (decisions, unusable) = decisions_on(cli, None, &catalogue);
            if !unusable.is_empty() {
                bail!("the decisions cannot be proposed; run tthc propose");
            }
            let proposal =
                propose(&catalogue, &decisions, day).context("the decisions cannot be proposed; run tthc propose")?;
            output::json(&document::dossier::view(&proposal, &catalogue))?;
        }
    }
    Ok(Exit::Fine)
}
