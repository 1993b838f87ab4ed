//! How far a decision has come, and that it still holds.

use std::io::Write;

use anyhow::{Context as _, bail};

use super::{Asked, refuse};
use crate::catalogue::values::Described;
use crate::cli::{Exit, output};
use crate::proposal::desk::{Confirmation, DeskError, Taken};
use crate::review::decision::Step;

/// Adds a step to every decision on the procedures.
pub(super) fn add(asked: &Asked<'_>, step: &str) -> anyhow::Result<Exit> {
    let args = asked.args;
    let step: Step = step
        .parse()
        .ok()
        .filter(|step: &Step| step.moves())
        .with_context(|| format!("no step {step:?}; one of {}", Step::EXAMPLES[..12].join(", ")))?;
    let taken = Taken {
        step,
        on: Some(asked.day_done()?),
        by: args.by.clone(),
        document: args.document.clone(),
        document_date: args.document_date.clone(),
        note: args.note.clone(),
    };
    let done = match asked.desk.step(&taken, &asked.subjects()) {
        Ok(done) => done,
        Err(error @ DeskError::Undecided { .. }) => {
            bail!("{error}; record one with --outcome, or begin with --step chon")
        }
        Err(error) => return refuse(error),
    };
    let mut out = output::out();
    for file in done.files {
        let path = file.file.display();
        match file.begun {
            true => writeln!(out, "Đã ghi {path}")?,
            false => writeln!(out, "Đã ghi bước {} vào {path}", step.label())?,
        }
    }
    Ok(Exit::Fine)
}

/// Says of each decision that it still holds, after what it rests on changed.
pub(super) fn confirm(asked: &Asked<'_>) -> anyhow::Result<Exit> {
    let confirmation = Confirmation {
        by: asked.who()?.to_owned(),
        on: Some(asked.day_done()?),
        note: asked.args.note.clone(),
        reviewer: asked.args.reviewer.clone(),
    };
    let done = match asked.desk.confirm(&confirmation, &asked.subjects()) {
        Ok(done) => done,
        Err(error @ DeskError::Undecided { .. }) => {
            bail!("{error}; `tthc decisions --carry OLD NEW` takes over those on an older revision")
        }
        Err(error) => return refuse(error),
    };
    let mut out = output::lines();
    for code in &done.unchanged {
        writeln!(out, "{code}: không có gì thay đổi, quyết định vẫn đúng")?;
    }
    for file in &done.files {
        for (code, changes) in &file.reread {
            writeln!(out, "{code}: đã xem lại, quyết định vẫn đúng; {}", changes.sentence())?;
        }
        writeln!(out, "Đã ghi {}", file.file.display())?;
    }
    Ok(Exit::Fine)
}
