//! What a comparison comes to, in lines for people.

use std::io::{self, Write};

use rust_decimal::Decimal;

use crate::diff::{CatalogueDiff, Shift, Substance, Total};
use crate::text;

/// The revisions, what was asked for, and what a person has seen already.
pub(super) fn heading(out: &mut dyn Write, difference: &CatalogueDiff) -> io::Result<()> {
    writeln!(out, "So sánh {} với {}", difference.old, difference.new)?;
    for note in difference.selection.notes() {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

/// The totals, each kind of figure on its own line, those that say nothing left out.
pub(super) fn totals(out: &mut dyn Write, difference: &CatalogueDiff, shown: &[Substance]) -> io::Result<()> {
    let total = &difference.totals.all;
    writeln!(
        out,
        "Nội dung thay đổi: nhẹ hơn {}, nặng hơn {}, trung tính {}, cần xem {}",
        number(total.lighter),
        number(total.heavier),
        number(total.neutral),
        number(total.unclear)
    )?;
    for line in lines(total) {
        writeln!(out, "{line}")?;
    }
    let hidden: Vec<String> = Substance::ALL
        .iter()
        .filter(|substance| !shown.contains(substance))
        .filter_map(|substance| {
            let count = count(difference, *substance);
            (count > 0).then(|| format!("{} {} (--show {})", substance.label(), number(count), substance.name()))
        })
        .collect();
    if !hidden.is_empty() {
        writeln!(out, "Không hiện: {}", hidden.join("; "))?;
    }
    Ok(())
}

fn count(difference: &CatalogueDiff, substance: Substance) -> usize {
    let changes = difference.procedures.iter().flat_map(|procedure| &procedure.changes);
    changes.filter(|change| change.substance == substance).count()
}

fn lines(total: &Total) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |label: &str, figures: &[(&str, usize, Vec<String>)]| {
        let told: Vec<String> = figures
            .iter()
            .filter(|(_, count, _)| *count > 0)
            .map(|(verb, count, sums)| match sums.as_slice() {
                [] => format!("{verb} {}", number(*count)),
                sums => format!("{verb} {} ({})", number(*count), sums.join(", ")),
            })
            .collect();
        if !told.is_empty() {
            lines.push(format!("{label}: {}", told.join("; ")));
        }
    };
    let (papers, channels, levels) = (total.papers, total.channels, total.levels);
    say(
        "Giấy tờ",
        &[("bỏ", papers.removed, vec![]), ("thêm", papers.added, vec![])],
    );
    let units = || total.deadlines.by_unit.iter();
    let cut = units().filter_map(|(unit, shift)| amount("−", shift.cut, unit));
    let more = units().filter_map(|(unit, shift)| amount("+", shift.added, unit));
    let (shortened, lengthened) = (total.deadlines.shortened, total.deadlines.lengthened);
    say(
        "Thời hạn",
        &[("giảm", shortened, cut.collect()), ("tăng", lengthened, more.collect())],
    );
    let Shift { cut, added } = total.fees.dong;
    let sum = |sign: &str, value: Decimal| amount(sign, value, "đồng/hồ sơ").into_iter().collect();
    say(
        "Phí, lệ phí",
        &[
            ("giảm", total.fees.lowered, sum("−", cut)),
            ("tăng", total.fees.raised, sum("+", added)),
        ],
    );
    say(
        "Cấp thực hiện",
        &[
            ("chuyển xuống", levels.down, vec![]),
            ("chuyển lên", levels.up, vec![]),
            ("thêm", levels.added, vec![]),
            ("bỏ", levels.removed, vec![]),
        ],
    );
    say(
        "Cách thức thực hiện",
        &[("thêm", channels.added, vec![]), ("bỏ", channels.removed, vec![])],
    );
    lines
}

fn amount(sign: &str, value: Decimal, unit: &str) -> Option<String> {
    (!value.is_zero()).then(|| format!("{sign}{} {unit}", text::decimal(value)))
}

/// A count with dots between thousands.
pub(super) fn number(count: usize) -> String {
    text::number(count as i128)
}
