//! That a procedure may go on asking for a result nobody issues any more.

use std::io::Write;

use anyhow::{Context as _, bail};

use super::{Asked, refuse};
use crate::cli::{Exit, output};
use crate::proposal::desk::{Acceptance, DeskError, Subject};

pub(super) fn run(asked: &Asked<'_>) -> anyhow::Result<Exit> {
    let code = asked.only("--accept-dependent")?.procedure.identity();
    let reason = asked.args.because.as_deref().filter(|reason| !reason.trim().is_empty());
    let acceptance = Acceptance {
        dependents: asked.args.accept_dependents.clone(),
        reason: reason.context("say why with --because TEXT")?.to_owned(),
        by: asked.who()?.to_owned(),
        on: Some(asked.day_done()?),
    };
    match asked.desk.accept(&acceptance, &Subject::from(code)) {
        Ok(done) => {
            for file in &done.files {
                writeln!(output::out(), "Đã ghi {}", file.file.display())?;
            }
            Ok(Exit::Fine)
        }
        Err(error @ DeskError::Undecided { .. }) => bail!("{error}; record the abolition first with --outcome"),
        Err(error) => refuse(error),
    }
}
