//! A document as blocks: what stands in it, whatever it is written as.
//!
//! ```text
//! view ──template──> text with elements ──read──> Document ──┬─> html
//!                                                            ├─> markdown
//!                                                            ├─> docx
//!                                                            └─> pdf
//! ```
//!
//! A template says which words stand in which block; how Nghị định 30/2020/NĐ-CP lays a block out stands in [`layout`] and
//! nowhere else; a writer turns blocks into one format.

pub(super) mod docx;
pub(super) mod html;
mod layout;
pub(super) mod markdown;
pub(super) mod pack;
#[cfg(feature = "pdf")]
pub(super) mod pdf;
mod read;
#[cfg(test)]
mod tests;
mod tree;
#[cfg(test)]
pub(super) mod word;

use std::sync::Arc;

use crate::catalogue::printed::Printed;
use crate::catalogue::values::Date;

pub(super) use self::layout::Role;
pub(super) use self::read::read;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    /// Title in the properties of a file.
    pub(super) title: String,
    /// The day it was made for, in the properties of a file.
    pub(super) day: Option<Date>,
    pub(super) sections: Vec<Section>,
    /// What proof-reading has to say, in the order of its places.
    pub(super) remarks: Vec<Remark>,
    /// What a Word file carries beside its words, so that edits of it can be read back.
    pub(super) printed: Option<Printed>,
}

/// Something to look at again, at a place of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remark {
    /// Section and block, from 0.
    pub(super) at: (usize, usize),
    pub(super) text: String,
}

impl Document {
    /// What is remarked on a block.
    fn remarks_at(&self, section: usize, block: usize) -> impl Iterator<Item = &Remark> {
        let first = self.remarks.partition_point(|remark| remark.at < (section, block));
        self.remarks[first..]
            .iter()
            .take_while(move |remark| remark.at == (section, block))
    }
}

/// Pages that are alike and numbered together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Section {
    /// Pages are numbered from one again, as those of an annex are; else the numbers of the section before go on.
    pub(super) anew: bool,
    /// The paper lies on its side.
    pub(super) landscape: bool,
    pub(super) blocks: Vec<Block>,
}

/// What stands in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// Issuing body, national title, number, place and date.
    Heading(Heading),
    /// A paragraph of any kind.
    Paragraph(Role, Vec<Run>),
    /// A short line in the middle, of a length in millimetres.
    Rule(u16),
    Table(Table),
    /// Addressees and signature.
    Closing(Closing),
}

/// The block at the head of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Heading {
    /// Body above the issuing one.
    pub(super) superior: Vec<String>,
    /// Issuing body.
    pub(super) office: Vec<String>,
    /// Number and symbol; empty for a form.
    pub(super) number: String,
    /// What a letter is about, below the number.
    pub(super) about: String,
    /// Place and date; empty for a form.
    pub(super) place_and_date: String,
}

/// Words that look alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) change: Change,
    /// A new line begins before the words.
    pub(super) on_new_line: bool,
    /// The value the words are, where people may edit it in a Word file and bring it back.
    pub(super) control: Option<Arc<Control>>,
}

/// A value of a record in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Control {
    /// Where it stands in the record's file.
    pub(super) path: String,
    /// What people call it.
    pub(super) label: String,
    /// Whether it may not be changed.
    pub(super) fixed: bool,
}

/// Whether words are new, or go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Change {
    #[default]
    None,
    Inserted,
    Deleted,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    /// Rows repeated on every page.
    pub(super) head: Vec<Row>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    /// Share of the width, in percent.
    pub(super) percent: u16,
    pub(super) align: Align,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    /// A heading of the rows below it.
    pub(super) group: bool,
    pub(super) cells: Vec<Cell>,
    /// The entry of a record the row is, as [`Run::control`] for values.
    pub(super) control: Option<Arc<Control>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cell {
    /// How many columns it takes.
    pub(super) span: u16,
    /// How many rows it takes; the rows below have no cell there.
    pub(super) rows: u16,
    pub(super) text: Vec<Run>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Closing {
    /// Lines of "Nơi nhận".
    pub(super) addressees: Vec<String>,
    /// Lines above the signature: authority and position, in capitals.
    pub(super) position: Vec<String>,
    pub(super) signer: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Align {
    #[default]
    Justified,
    Left,
    Centre,
    Right,
}

/// Names of the elements that stand on their own in a document.
#[cfg(test)]
pub(super) fn elements() -> impl Iterator<Item = &'static str> {
    let others = ["van-ban", "dau", "bang", "cuoi", "phu-luc", "trang-ngang"];
    layout::LOOKS.iter().map(|look| look.element).chain(others)
}

/// The words of some runs, new lines as such.
pub(super) fn words(runs: &[Run]) -> String {
    let mut words = String::new();
    for run in runs {
        if run.on_new_line {
            words.push('\n');
        }
        words.push_str(&run.text);
    }
    words
}

/// Where the cells of rows stand, one row after another.
pub(super) struct Spans {
    /// For each column how many more rows a cell from above takes.
    taken: Vec<u16>,
    /// For each column how many columns that cell takes.
    width: Vec<u16>,
}

impl Spans {
    pub(super) fn of(table: &Table) -> Self {
        Self {
            taken: vec![0; table.columns.len()],
            width: vec![1; table.columns.len()],
        }
    }

    /// The cells of the next row with the column each begins in; none where a cell from above goes on.
    pub(super) fn next<'a>(&mut self, row: &'a Row) -> Vec<(usize, Option<&'a Cell>)> {
        let mut placed = Vec::new();
        let mut cells = row.cells.iter();
        let mut column = 0;
        while column < self.taken.len() {
            if self.taken[column] > 0 {
                self.taken[column] -= 1;
                placed.push((column, None));
                column += usize::from(self.width[column]);
                continue;
            }
            let Some(cell) = cells.next() else { break };
            self.taken[column] = cell.rows - 1;
            self.width[column] = cell.span;
            placed.push((column, Some(cell)));
            column += usize::from(cell.span);
        }
        placed
    }

    /// How many columns the cell from above takes that goes on in a column.
    pub(super) fn width(&self, column: usize) -> u16 {
        self.width[column]
    }

    /// Whether all cells from above have ended.
    pub(super) fn is_done(&self) -> bool {
        self.taken.iter().all(|rows| *rows == 0)
    }
}
