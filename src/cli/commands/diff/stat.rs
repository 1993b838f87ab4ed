//! `tthc diff --stat`: one line for each status, field and agency.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::figures::{heading, number, totals};
use super::{Args, print};
use crate::cli::{pager, wrap};
use crate::diff::{CatalogueDiff, Total};
use crate::text;

/// Longest bar.
const LONGEST_BAR: usize = 24;

/// Columns to write in where nobody says how many there are.
const USUAL_WIDTH: usize = 100;

pub(super) fn print(difference: &CatalogueDiff, args: &Args) -> anyhow::Result<()> {
    let mut out = pager::lines(!args.no_pager);
    heading(&mut out, difference)?;
    let paint = print::Paint::new();
    let mut table = Table::new(&paint);
    table.title("Tình trạng");
    let summary = &difference.summary;
    for (label, count, sign) in [
        ("Mới", summary.added, '+'),
        ("Sửa đổi, bổ sung", summary.changed, '~'),
        ("Thay thế", summary.replaced, '~'),
        ("Bãi bỏ", summary.removed, '-'),
        ("Chỉ sửa cách viết", summary.restyled, '·'),
        ("Không đổi", summary.unchanged, ' '),
    ] {
        if count > 0 {
            table.row(label, count, &[(sign, count)]);
        }
    }
    for (title, by) in [
        ("Lĩnh vực", &difference.totals.by_field),
        ("Cơ quan", &difference.totals.by_agency),
    ] {
        table.title(title);
        for (name, total) in in_order(by) {
            let name = if name.is_empty() { "(không ghi)" } else { name };
            let marks = [
                ('-', total.lighter),
                ('+', total.heavier),
                ('?', total.unclear),
                ('·', total.neutral),
            ];
            table.row(name, differing(total), &marks);
        }
    }
    table.write(&mut out)?;
    writeln!(out, "\nVạch: - nhẹ hơn, + nặng hơn, ? cần xem, · trung tính")?;
    totals(&mut out, difference, &args.substances())?;
    Ok(())
}

/// Procedures that differ in what is counted.
fn differing(total: &Total) -> usize {
    total.added + total.removed + total.changed + total.replaced
}

fn in_order(by: &BTreeMap<String, Total>) -> Vec<(&str, &Total)> {
    let mut rows: Vec<(&str, &Total)> = by.iter().map(|(name, total)| (name.as_str(), total)).collect();
    rows.retain(|(_, total)| differing(total) > 0);
    rows.sort_by_key(|(name, _)| text::collation_key(name));
    rows
}

/// Names, counts and bars below one another.
struct Table<'a> {
    rows: Vec<Row>,
    paint: &'a print::Paint,
}

enum Row {
    Title(String),
    Line {
        name: String,
        count: usize,
        marks: Vec<(char, usize)>,
    },
}

impl<'a> Table<'a> {
    fn new(paint: &'a print::Paint) -> Self {
        Self {
            rows: Vec::new(),
            paint,
        }
    }

    fn title(&mut self, title: &str) {
        self.rows.push(Row::Title(title.to_owned()));
    }

    fn row(&mut self, name: &str, count: usize, marks: &[(char, usize)]) {
        self.rows.push(Row::Line {
            name: name.to_owned(),
            count,
            marks: marks.to_vec(),
        });
    }

    /// Names too long for their column stand on a line of their own above their figures.
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let width = wrap::width().unwrap_or(USUAL_WIDTH);
        let lines = || {
            self.rows.iter().filter_map(|row| match row {
                Row::Line { name, count, marks } => Some((name, *count, marks)),
                Row::Title(_) => None,
            })
        };
        let digits = lines().map(|(_, count, _)| number(count).len()).max().unwrap_or(1);
        let bar = LONGEST_BAR.min(width / 4);
        let room = width.saturating_sub(digits + bar + 6).max(8);
        let names = lines()
            .map(|(name, ..)| wrap::columns(name))
            .filter(|columns| *columns <= room);
        let column = names.max().unwrap_or(8);
        let mut most = 0;
        for (at, row) in self.rows.iter().enumerate() {
            match row {
                Row::Title(title) => {
                    most = self.most_below(at);
                    writeln!(out, "\n{}", self.paint.bold(title))?;
                }
                Row::Line { name, count, marks } => {
                    let figures = format!("{:>digits$}  {}", number(*count), self.bar(marks, most, bar));
                    let figures = figures.trim_end();
                    if wrap::columns(name) > column {
                        writeln!(out, "  {name}\n  {:column$}  {figures}", "")?;
                    } else {
                        let pad = column - wrap::columns(name);
                        writeln!(out, "  {name}{:pad$}  {figures}", "")?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The most marks of a line below a title: statuses count procedures, fields and agencies changes.
    fn most_below(&self, title: usize) -> usize {
        let lines = self.rows[title + 1..].iter().map_while(|row| match row {
            Row::Line { marks, .. } => Some(marks.iter().map(|(_, count)| count).sum()),
            Row::Title(_) => None,
        });
        lines.max().unwrap_or(0)
    }

    /// Marks in the proportions of their counts; what is there at all shows.
    fn bar(&self, marks: &[(char, usize)], most: usize, length: usize) -> String {
        let scaled = |count: usize| match count {
            0 => 0,
            count if most <= length => count,
            count => (count * length / most).max(1),
        };
        marks
            .iter()
            .filter(|(sign, count)| *count > 0 && *sign != ' ')
            .map(|(sign, count)| self.paint.mark(*sign, &sign.to_string().repeat(scaled(*count))))
            .collect()
    }
}
