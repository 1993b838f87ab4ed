//! Blocks one below another, page after page.

use super::super::layout::{self, Look};
use super::super::{Block, Change, Role, Run, Section, words};
use super::font::{BASELINE, Style};
use super::lines::{self, Line, Setting, Strip};
use super::points;
use super::sides::{centred, plain};
use super::table::Laid;
use super::tags::{Kind, Place, Tags};

/// Thickness of lines below words, in points.
pub(super) const RULE: f32 = 0.75;

/// Something on a page; places are in points from its upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Words {
        x: f32,
        /// Of the line the letters stand on.
        y: f32,
        size: f32,
        strip: Strip,
        /// What they are part of; nothing for page numbers and repeated heads.
        place: Option<Place>,
    },
    Line {
        from: (f32, f32),
        to: (f32, f32),
        thickness: f32,
    },
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) landscape: bool,
    pub(super) marks: Vec<Mark>,
}

/// A line of words whose top is at `top`.
pub(super) fn words_at(line: &Line, x: f32, top: f32, size: f32, place: Option<Place>, marks: &mut Vec<Mark>) {
    let y = top + size * BASELINE;
    for strip in &line.strips {
        let mut under = |at: f32| {
            marks.push(Mark::Line {
                from: (x + strip.x, at),
                to: (x + strip.x + strip.width, at),
                thickness: RULE,
            });
        };
        match strip.change {
            Change::None => {}
            Change::Inserted => under(y + size * 0.12),
            Change::Deleted => under(y - size * 0.25),
        }
        marks.push(Mark::Words {
            x: x + strip.x,
            y,
            size,
            strip: strip.clone(),
            place,
        });
    }
}

/// A block ready to be put on pages.
struct Piece {
    what: What,
    before: f32,
    after: f32,
    with_next: bool,
}

enum What {
    Lines {
        lines: Vec<Line>,
        size: f32,
        height: f32,
        place: Place,
    },
    /// What stands together; its marks are placed from its own upper left corner.
    Whole {
        height: f32,
        marks: Vec<Mark>,
    },
    Table(Laid),
}

/// The pages of a document.
#[derive(Default)]
pub(super) struct Flow {
    pub(super) pages: Vec<Page>,
    pub(super) tags: Tags,
    /// Where the next block begins.
    y: f32,
    /// Number of the page, counted from where numbers begin.
    number: usize,
}

impl Flow {
    pub(super) fn section(&mut self, section: &Section) {
        if section.anew {
            self.number = 0;
        }
        let width = points(layout::text_width(section.landscape));
        let pieces: Vec<Piece> = section.blocks.iter().map(|block| self.piece(block, width)).collect();
        self.begin_page(section.landscape);
        for at in 0..pieces.len() {
            self.put(&pieces, at);
        }
    }

    fn begin_page(&mut self, landscape: bool) {
        self.number += 1;
        let mut page = Page {
            landscape,
            marks: Vec::new(),
        };
        if self.number > 1 {
            let (width, height) = layout::PAPER;
            let whole = points(if landscape { height } else { width });
            let size = f32::from(layout::PAGE_NUMBER_SIZE);
            let number = lines::set(
                &[plain(&self.number.to_string())],
                &centred(Style::default(), size, whole),
            );
            for line in &number {
                words_at(
                    line,
                    0.0,
                    points(layout::PAGE_NUMBER_FROM_TOP),
                    size,
                    None,
                    &mut page.marks,
                );
            }
        }
        self.pages.push(page);
        self.y = points(layout::MARGINS[0]);
    }

    fn landscape(&self) -> bool {
        self.pages.last().is_some_and(|page| page.landscape)
    }

    fn bottom(&self) -> f32 {
        let (width, height) = layout::PAPER;
        points(if self.landscape() { width } else { height }) - points(layout::MARGINS[2])
    }

    fn is_at_top(&self) -> bool {
        self.y <= points(layout::MARGINS[0]) + 0.01
    }

    fn page_height(&self) -> f32 {
        self.bottom() - points(layout::MARGINS[0])
    }

    fn left() -> f32 {
        points(layout::MARGINS[3])
    }

    fn put(&mut self, pieces: &[Piece], at: usize) {
        let piece = &pieces[at];
        let least = least(&pieces[at..], self.page_height());
        let before = if self.is_at_top() { 0.0 } else { piece.before };
        // What stands above was put where there is room for both.
        let settled = at > 0 && pieces[at - 1].with_next;
        if !settled && !self.is_at_top() && self.y + before + least > self.bottom() {
            self.begin_page(self.landscape());
        } else {
            self.y += before;
        }
        match &piece.what {
            What::Lines {
                lines,
                size,
                height,
                place,
            } => self.put_lines(lines, *size, *height, *place),
            What::Whole { height, marks } => {
                let (left, top) = (Self::left(), self.y);
                if let Some(page) = self.pages.last_mut() {
                    page.marks.extend(marks.iter().map(|mark| mark.moved(left, top)));
                }
                self.y += height;
            }
            What::Table(table) => self.put_table(table),
        }
        self.y += piece.after;
    }

    /// No line stands alone at the foot or at the head of a page.
    fn put_lines(&mut self, lines: &[Line], size: f32, height: f32, place: Place) {
        let mut rest = lines;
        while !rest.is_empty() {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines of a page")]
            let room = ((self.bottom() - self.y + 0.01) / height).max(0.0) as usize;
            let mut now = rest.len().min(room);
            if now < rest.len() && rest.len() - now == 1 && now > 2 {
                now -= 1;
            }
            if now == 0 && self.is_at_top() {
                now = 1;
            }
            for line in &rest[..now] {
                let (left, y) = (Self::left(), self.y);
                if let Some(page) = self.pages.last_mut() {
                    words_at(line, left, y, size, Some(place), &mut page.marks);
                }
                self.y += height;
            }
            rest = &rest[now..];
            if !rest.is_empty() {
                self.begin_page(self.landscape());
            }
        }
    }

    fn put_table(&mut self, table: &Laid) {
        self.put_head(table, false);
        // Where the table begins was settled before.
        let mut headings_fill = true;
        for (number, band) in table.bands.iter().enumerate() {
            let room = self.bottom() - self.y;
            let page = self.page_height() - table.head_height();
            let together = table.height_with_next(number);
            let wanted = together.min(page - 0.01);
            // A row that fits no page together with its headings begins below them rather than leave them alone.
            let below_headings = headings_fill;
            headings_fill = band.group && (below_headings || together > page);
            if wanted > room && band.height() <= page && !below_headings {
                self.begin_page(self.landscape());
                self.put_head(table, true);
            }
            self.put_band(table, band.clone());
        }
    }

    /// A row that is higher than a page goes on on the next one.
    fn put_band(&mut self, table: &Laid, mut band: super::table::Band) {
        while band.height() > self.bottom() - self.y + 0.01 {
            match band.split(self.bottom() - self.y) {
                Some((now, rest)) => {
                    self.draw_band(&now, false);
                    band = rest;
                }
                None if self.is_at_top() => break,
                None => {}
            }
            self.begin_page(self.landscape());
            self.put_head(table, true);
        }
        self.draw_band(&band, false);
    }

    fn put_head(&mut self, table: &Laid, repeated: bool) {
        for band in &table.head {
            self.draw_band(band, repeated);
        }
    }

    fn draw_band(&mut self, band: &super::table::Band, repeated: bool) {
        let (left, y) = (Self::left(), self.y);
        if let Some(page) = self.pages.last_mut() {
            band.draw(left, y, repeated, &mut page.marks);
        }
        self.y += band.height();
    }

    fn piece(&mut self, block: &Block, width: f32) -> Piece {
        match block {
            Block::Heading(heading) => whole(self.heading(heading, width), 0.0, 0.0, false),
            Block::Paragraph(role, runs) => self.paragraph(*role, runs, width),
            Block::Rule(length) => {
                let length = points(*length);
                let start = (width - length) / 2.0;
                let line = Mark::Line {
                    from: (start, 2.0),
                    to: (start + length, 2.0),
                    thickness: RULE,
                };
                whole((5.0, vec![line]), 0.0, 0.0, true)
            }
            Block::Table(table) => Piece {
                what: What::Table(Laid::of(table, width, &mut self.tags)),
                before: 6.0,
                after: 12.0,
                with_next: false,
            },
            Block::Closing(closing) => whole(self.closing(closing, width), 14.0, 0.0, false),
        }
    }

    fn paragraph(&mut self, role: Role, runs: &[Run], width: f32) -> Piece {
        let look = layout::look(role);
        let size = f32::from(look.size);
        let dash = (role == Role::Dash).then(|| plain("- "));
        let runs: Vec<Run> = dash.into_iter().chain(runs.iter().cloned()).collect();
        let kind = match look.outline {
            0 => Kind::Paragraph,
            level => Kind::Heading(level, words(&runs)),
        };
        Piece {
            what: What::Lines {
                lines: lines::set(&runs, &setting(look, width)),
                size,
                height: size * layout::SINGLE * f32::from(layout::LINE_SPACING) / 100.0,
                place: self.tags.add(kind, None),
            },
            before: f32::from(look.before),
            after: f32::from(look.after),
            with_next: look.with_next,
        }
    }
}

/// Least room the first of some pieces needs to begin on a page, with those it must not be parted from.
fn least(pieces: &[Piece], page: f32) -> f32 {
    let mut height = 0.0;
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 {
            height += piece.before;
        }
        let own = match &piece.what {
            #[expect(clippy::cast_precision_loss, reason = "lines of a paragraph")]
            What::Lines { lines, height, .. } => {
                let needed = if piece.with_next || lines.len() <= 3 {
                    lines.len()
                } else {
                    2
                };
                needed as f32 * height
            }
            What::Whole { height, .. } => *height,
            // A heading begins a page with as much of its table as has room there.
            What::Table(table) => table.least(page).min(page - height),
        };
        height += own;
        if !piece.with_next {
            break;
        }
        height += piece.after;
    }
    // What does not fit on any page cannot be kept together.
    if height > page { 0.0 } else { height }
}

fn whole((height, marks): (f32, Vec<Mark>), before: f32, after: f32, with_next: bool) -> Piece {
    Piece {
        what: What::Whole { height, marks },
        before,
        after,
        with_next,
    }
}

fn setting(look: &Look, width: f32) -> Setting {
    Setting {
        style: Style {
            bold: look.bold,
            italic: look.italic,
        },
        size: f32::from(look.size),
        align: look.align,
        width,
        first_line: f32::from(look.first_line) / 100.0 * 72.0 / 25.4,
    }
}

impl Mark {
    fn moved(&self, right: f32, down: f32) -> Self {
        let by = |(x, y): (f32, f32)| (x + right, y + down);
        match self.clone() {
            Self::Words {
                x,
                y,
                size,
                strip,
                place,
            } => Self::Words {
                x: x + right,
                y: y + down,
                size,
                strip,
                place,
            },
            Self::Line { from, to, thickness } => Self::Line {
                from: by(from),
                to: by(to),
                thickness,
            },
        }
    }
}
