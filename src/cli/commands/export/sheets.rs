//! Tables for people: CSV and the workbook.

use std::io::Write;
use std::path::Path;

use rayon::prelude::*;

use super::streamed;
use crate::catalogue::{Catalogue, Entry};
use crate::cli::{day_of, export, output};
use crate::document::lists::{self, Views};
use crate::exchange::table::{self, Remark, Remarks};
use crate::review::cost::{Compared, CostError, cost};
use crate::review::{self, control};
use crate::text;

/// Writes a procedure a row, and says what a row has no room for.
pub(super) fn csv(catalogue: &Catalogue, path: Option<&Path>) -> anyhow::Result<()> {
    let mut remarks = Remarks::default();
    streamed(path, |out, bar| {
        remarks = table::write(catalogue, out, bar)?;
        Ok(())
    })?;
    let told = told(&remarks);
    match path {
        Some(path) => {
            let mut out = output::lines();
            writeln!(out, "Đã ghi {}", path.display())?;
            told.iter().try_for_each(|told| writeln!(out, "{told}"))?;
        }
        None => told.iter().for_each(|told| output::warn(told)),
    }
    Ok(())
}

/// Which fields say more than a row holds, and which have texts that Excel does not open.
fn told(remarks: &Remarks) -> Vec<String> {
    let mut told = Vec::new();
    if !remarks.shortened.is_empty() {
        let fields = listed(&remarks.shortened);
        told.push(format!("Một dòng CSV không giữ hết: {fields}; --to jsonl giữ đủ"));
    }
    if !remarks.too_long.is_empty() {
        let (fields, most) = (listed(&remarks.too_long), count(table::MOST_LETTERS));
        told.push(format!(
            "Có ô dài quá {most} ký tự, Excel không mở đúng: {fields}; tthc import vẫn đọc đủ"
        ));
    }
    told
}

fn listed(remarks: &[Remark]) -> String {
    let fields = remarks
        .iter()
        .map(|remark| format!("{} ({} thủ tục)", remark.label, count(remark.procedures)));
    fields.collect::<Vec<_>>().join("; ")
}

fn count(count: usize) -> String {
    text::number(i128::try_from(count).unwrap_or_default())
}

/// Makes the workbook, with what the review finds and what it costs on the day of the revision.
pub(super) fn xlsx(catalogue: &Catalogue, path: Option<&Path>) -> anyhow::Result<()> {
    let day = day_of(None, catalogue)?;
    let findings = review::review(catalogue, day, &control::active(catalogue)).findings;
    let each = |entry: &Entry| {
        let procedure = &entry.procedure;
        cost(catalogue, procedure, &[], day).map(|cost| Compared::unchanged(procedure, cost))
    };
    let costs: Result<Vec<_>, _> = catalogue.entries().par_iter().map(each).collect();
    let costs = match costs {
        Ok(costs) => costs,
        Err(error @ CostError::NoIncome(_)) => {
            output::warn(&format!("no sheet of costs: {error}"));
            Vec::new()
        }
        Err(error) => return Err(error.into()),
    };
    let views = Views {
        catalogue,
        day,
        findings: &findings,
        costs: &costs,
    };
    export::workbook(|| lists::xlsx(&views), path)
}
