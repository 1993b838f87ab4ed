//! Tables: heights of rows, and what stands where in them.

use super::super::{Align, Row, Spans, Table, layout};
use super::flow::{Mark, words_at};
use super::font::Style;
use super::lines::{self, Line, Setting};
use super::tags::{Kind, Place, Tags};

/// Room around the words of a cell, in points: at the sides, above and below.
const SIDES: f32 = 4.0;
const ABOVE: f32 = 2.0;

const SIZE: f32 = layout::TABLE_SIZE as f32;
const LINE_HEIGHT: f32 = SIZE * layout::SINGLE;

/// Thickness of the lines of a table, in points.
const THICKNESS: f32 = 0.5;

/// Rows that stay on one page: those a cell holds together.
#[derive(Debug, Clone)]
pub(super) struct Band {
    rows: Vec<LaidRow>,
    /// A heading of the rows below it.
    pub(super) group: bool,
}

#[derive(Debug, Clone)]
struct LaidRow {
    height: f32,
    cells: Vec<LaidCell>,
}

#[derive(Debug, Clone)]
struct LaidCell {
    x: f32,
    width: f32,
    rows: usize,
    lines: Vec<Line>,
    place: Place,
    middle: bool,
}

/// A table ready to be put on pages.
#[derive(Debug, Clone)]
pub(super) struct Laid {
    pub(super) head: Vec<Band>,
    pub(super) bands: Vec<Band>,
}

impl Laid {
    pub(super) fn of(table: &Table, width: f32, tags: &mut Tags) -> Self {
        let place = tags.add(Kind::Table, None);
        let mut edges = vec![0.0];
        for column in &table.columns {
            edges.push(edges.last().copied().unwrap_or_default() + width * f32::from(column.percent) / 100.0);
        }
        let mut bands = |rows: &[Row], is_head: bool| {
            let mut spans = Spans::of(table);
            let mut bands: Vec<Band> = Vec::new();
            let mut together = false;
            for row in rows {
                let laid = laid_row(table, row, is_head, &edges, &mut spans, (tags, place));
                match bands.last_mut().filter(|_| together) {
                    Some(band) => band.rows.push(laid),
                    None => bands.push(Band {
                        rows: vec![laid],
                        group: row.group,
                    }),
                }
                together = !spans.is_done();
            }
            bands.iter_mut().for_each(Band::settle);
            bands
        };
        Self {
            head: bands(&table.head, true),
            bands: bands(&table.rows, false),
        }
    }

    pub(super) fn head_height(&self) -> f32 {
        self.head.iter().map(Band::height).sum()
    }

    /// Height of a band; headings of rows stand with the first of these.
    pub(super) fn height_with_next(&self, band: usize) -> f32 {
        let mut height = 0.0;
        for band in &self.bands[band..] {
            height += band.height();
            if !band.group {
                break;
            }
        }
        height
    }

    /// What has to stand on the page the table begins on.
    pub(super) fn least(&self, page: f32) -> f32 {
        (self.head_height() + self.height_with_next(0)).min(page)
    }
}

fn laid_row(
    table: &Table,
    row: &Row,
    is_head: bool,
    edges: &[f32],
    spans: &mut Spans,
    (tags, place): (&mut Tags, Place),
) -> LaidRow {
    let row_place = tags.add(Kind::Row, Some(place));
    let mut cells = Vec::new();
    for (column, cell) in spans.next(row) {
        let Some(cell) = cell else { continue };
        let width = edges[column + usize::from(cell.span)] - edges[column];
        let setting = Setting {
            style: Style {
                bold: is_head || row.group,
                italic: false,
            },
            size: SIZE,
            align: match is_head {
                true => Align::Centre,
                false if cell.span > 1 => Align::Left,
                false => table.columns[column].align,
            },
            width: width - 2.0 * SIDES,
            first_line: 0.0,
        };
        let kind = if is_head { Kind::HeadCell } else { Kind::Cell };
        cells.push(LaidCell {
            x: edges[column],
            width,
            rows: usize::from(cell.rows),
            lines: lines::set(&cell.text, &setting),
            place: tags.add(kind(cell.span, cell.rows), Some(row_place)),
            middle: is_head,
        });
    }
    LaidRow { height: 0.0, cells }
}

fn height_of(lines: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "lines of a cell")]
    let lines = lines.max(1) as f32;
    lines * LINE_HEIGHT + 2.0 * ABOVE
}

impl Band {
    /// Gives each row the height of its tallest cell; a cell of several rows makes the last of them taller.
    fn settle(&mut self) {
        for row in &mut self.rows {
            let single = row.cells.iter().filter(|cell| cell.rows == 1);
            row.height = single
                .map(|cell| height_of(cell.lines.len()))
                .fold(height_of(1), f32::max);
        }
        for at in 0..self.rows.len() {
            let tall: Vec<(usize, f32)> = self.rows[at]
                .cells
                .iter()
                .filter(|cell| cell.rows > 1)
                .map(|cell| (cell.rows, height_of(cell.lines.len())))
                .collect();
            for (rows, wanted) in tall {
                let end = (at + rows).min(self.rows.len());
                let there: f32 = self.rows[at..end].iter().map(|row| row.height).sum();
                self.rows[end - 1].height += (wanted - there).max(0.0);
            }
        }
    }

    pub(super) fn height(&self) -> f32 {
        self.rows.iter().map(|row| row.height).sum()
    }

    /// The band in two, the first of them no higher than `room`; `None` when not even a line fits or it is no single row.
    pub(super) fn split(&self, room: f32) -> Option<(Self, Self)> {
        let [row] = self.rows.as_slice() else { return None };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines of a page")]
        let fit = ((room - 2.0 * ABOVE) / LINE_HEIGHT).max(0.0) as usize;
        if fit == 0 {
            return None;
        }
        let part = |of: &dyn Fn(&[Line]) -> Vec<Line>| {
            let cells = row.cells.iter().map(|cell| LaidCell {
                lines: of(&cell.lines),
                ..cell.clone()
            });
            let mut band = Self {
                rows: vec![LaidRow {
                    height: 0.0,
                    cells: cells.collect(),
                }],
                group: self.group,
            };
            band.settle();
            band
        };
        Some((
            part(&|lines| lines.iter().take(fit).cloned().collect()),
            part(&|lines| lines.iter().skip(fit).cloned().collect()),
        ))
    }

    /// Puts the band on a page; words of a head that is repeated are no part of the text.
    pub(super) fn draw(&self, left: f32, top: f32, repeated: bool, marks: &mut Vec<Mark>) {
        let mut y = top;
        for (at, row) in self.rows.iter().enumerate() {
            for cell in &row.cells {
                let end = (at + cell.rows).min(self.rows.len());
                let height: f32 = self.rows[at..end].iter().map(|row| row.height).sum();
                let x = left + cell.x;
                let (right, bottom) = (x + cell.width, y + height);
                for (from, to) in [
                    ((x, y), (right, y)),
                    ((x, bottom), (right, bottom)),
                    ((x, y), (x, bottom)),
                    ((right, y), (right, bottom)),
                ] {
                    marks.push(Mark::Line {
                        from,
                        to,
                        thickness: THICKNESS,
                    });
                }
                let free = height - height_of(cell.lines.len());
                let mut line_top = y + ABOVE + if cell.middle { free / 2.0 } else { 0.0 };
                for line in &cell.lines {
                    let place = (!repeated).then_some(cell.place);
                    words_at(line, x + SIDES, line_top, SIZE, place, marks);
                    line_top += LINE_HEIGHT;
                }
            }
            y += row.height;
        }
    }
}
