//! Tables for people: CSV and the workbook.

use std::io::Write;
use std::path::Path;

use rayon::prelude::*;

use super::streamed;
use crate::catalogue::{Catalogue, Entry};
use crate::cli::{day_of, export, output};
use crate::document::lists::{self, Views};
use crate::exchange::table::{self, Shortened};
use crate::review::cost::{Compared, CostError, cost};
use crate::review::{self, control};
use crate::text;

/// Writes a procedure a row, and says what a row has no room for.
pub(super) fn csv(catalogue: &Catalogue, path: Option<&Path>) -> anyhow::Result<()> {
    let mut shortened = Vec::new();
    streamed(path, |out, bar| {
        shortened = table::write(catalogue, out, bar)?;
        Ok(())
    })?;
    let told = told(&shortened);
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

/// Which fields say more than a row holds; `None` when there is none.
fn told(shortened: &[Shortened]) -> Option<String> {
    let fields = shortened.iter().map(|field| {
        let count = text::number(i128::try_from(field.procedures).unwrap_or_default());
        format!("{} ({count} thủ tục)", field.label)
    });
    let fields: Vec<String> = fields.collect();
    (!fields.is_empty()).then(|| format!("Một dòng CSV không giữ hết: {}; --to jsonl giữ đủ", fields.join("; ")))
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
