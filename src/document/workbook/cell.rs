//! What stands in a cell of a workbook.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::fit::wrapped;
use crate::catalogue::values::Date;
use crate::document::printable;

/// What stands in a cell.
pub(in crate::document) enum Cell {
    Empty,
    Number(f64),
    /// A number with decimals: hours, times a year.
    Fraction(f64),
    /// A share of one, shown as a percentage.
    Percent(f64),
    Text(String),
    /// Text that looks like a number and is none.
    Code(String),
    /// A day, to sort and to filter by.
    Date(Date),
    /// Text on a ground that says how to take it.
    Tinted(String, Tint),
    /// Text with the words that went or came.
    Marked(Vec<Piece>),
    /// A heading inside a table, or the figures of its last line.
    Strong(String),
    /// A formula and what it comes to, for programs that do not work it out.
    Formula(String, Value),
}

/// What a formula comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::document) enum Value {
    Number(Decimal),
    Fraction(Decimal),
    /// A share of one, shown as a percentage; a dash when the whole is nothing.
    Percent(Option<Decimal>),
    /// A number of the last line.
    Total(Decimal),
}

/// How a cell is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Tint {
    /// Lighter, met.
    Good,
    /// Heavier, not met.
    Bad,
    /// Neither.
    Neutral,
    /// For a person to look at.
    Open,
}

/// A cell of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Mark {
    None,
    /// For some only.
    Partial,
    /// For all.
    Full,
}

/// A run of text in one ink.
pub(in crate::document) struct Piece {
    pub(in crate::document) ink: Ink,
    pub(in crate::document) text: String,
}

/// What became of a run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Ink {
    Same,
    Removed,
    Added,
}

/// A count.
pub(in crate::document) fn number(count: impl ToPrimitive) -> Cell {
    // No count of ours is beyond what a float holds exactly.
    Cell::Number(count.to_f64().unwrap_or_default())
}

/// A text, or nothing.
pub(in crate::document) fn text_cell(value: &str) -> Cell {
    if value.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(printable(value))
    }
}

impl Cell {
    /// On how many lines it stands in a column of so many characters.
    pub(super) fn lines(&self, width: f64) -> usize {
        // The width counts figures; letters of this font are narrower.
        let width = (width * 1.2).to_usize().unwrap_or(1);
        match self {
            Self::Text(text) | Self::Code(text) | Self::Tinted(text, _) | Self::Strong(text) => wrapped(text, width),
            Self::Marked(runs) => wrapped(&runs.iter().map(|run| run.text.as_str()).collect::<String>(), width),
            Self::Empty
            | Self::Date(_)
            | Self::Number(_)
            | Self::Fraction(_)
            | Self::Percent(_)
            | Self::Formula(..) => 1,
        }
    }
}
