//! How far reviewers agree, for people.

use std::io::{self, Write};

use crate::document::decisions::kappa;
use crate::review::decision::{Agreement, Conflict, Tally};
use crate::text;

pub(super) fn print(out: &mut impl Write, agreement: &Agreement) -> io::Result<()> {
    if agreement.pairs.is_empty() {
        writeln!(out, "\nChưa có thủ tục nào đủ hai người đánh giá")?;
    }
    for pair in &agreement.pairs {
        writeln!(
            out,
            "\nMức thống nhất về phương án: {} và {}",
            pair.reviewers[0], pair.reviewers[1]
        )?;
        writeln!(out, "  Tất cả: {}", tally(&pair.overall))?;
        for field in &pair.by_field {
            writeln!(out, "  {}: {}", field.field, tally(&field.tally))?;
        }
    }
    if !agreement.conflicts.is_empty() {
        writeln!(out, "\nChưa thống nhất")?;
    }
    for each in &agreement.conflicts {
        conflict(out, each)?;
    }
    Ok(())
}

/// One thing two reviewers see differently, who said what and why.
pub(in crate::cli::commands) fn conflict(out: &mut impl Write, conflict: &Conflict) -> io::Result<()> {
    writeln!(out, "  {} {}: {}", conflict.code, conflict.name, conflict.measure)?;
    for voice in &conflict.voices {
        writeln!(out, "    - {}: {}. Lý do: {}", voice.reviewer, voice.says, voice.reason)?;
    }
    Ok(())
}

/// `8/10 (80%); kappa 0,615 (32/52)`
fn tally(tally: &Tally) -> String {
    let percent = text::percent(tally.percent);
    format!(
        "{}/{} ({percent}); kappa {} ({}/{})",
        tally.agreed,
        tally.of,
        kappa(tally),
        tally.kappa.numerator,
        tally.kappa.denominator
    )
}
