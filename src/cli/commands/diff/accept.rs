//! Accepting shared changes, each as one.

use std::io::Write;

use anyhow::{Context as _, bail};

use super::{Args, narrow};
use crate::catalogue::values::Date;
use crate::cli::{Cli, Exit, day_from, output};
use crate::diff::CatalogueDiff;
use crate::diff::approval::{self, Approval};
use crate::text;

pub(super) fn accept(cli: &Cli, args: &Args, difference: &CatalogueDiff) -> anyhow::Result<Exit> {
    let Some(by) = args.by.as_deref().filter(|by| !by.trim().is_empty()) else {
        bail!("say who accepts it: --by \"Nguyễn Văn A, Phó trưởng phòng\"")
    };
    let on = match &args.on {
        Some(day) => day_from(day)?,
        None => Date::today().context("the clock of this machine shows no usable date; give one with --on")?,
    };
    let substances = args.substances();
    let positions: Vec<usize> = args
        .accept
        .iter()
        .map(|name| narrow::position(difference, name, &substances))
        .collect::<anyhow::Result<_>>()?;
    let mut out = output::lines();
    for at in positions {
        let pattern = &difference.patterns[at];
        let approval = Approval {
            note: args.note.clone(),
            ..Approval::new(pattern, by, on)
        };
        let path = approval::record(cli.revisions().root(), &approval)?;
        writeln!(
            out,
            "Đã duyệt trong {} thủ tục: {}",
            text::number(pattern.codes.len() as i128),
            pattern.sentence
        )?;
        writeln!(out, "Đã ghi {}", path.display())?;
    }
    Ok(Exit::Fine)
}
