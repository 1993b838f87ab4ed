//! What stands side by side at the head and at the end of a document.

use super::super::layout;
use super::super::{Align, Closing, Heading, Run};
use super::flow::{Flow, Mark, RULE, words_at};
use super::font::Style;
use super::lines::{self, Setting};
use super::points;
use super::tags::{Kind, Tags};

impl Flow {
    pub(super) fn heading(&mut self, heading: &Heading, width: f32) -> (f32, Vec<Mark>) {
        let first = width * f32::from(layout::OFFICE_SHARE) / 100.0;
        let bold = Style {
            bold: true,
            italic: false,
        };
        let light = Style::default();
        let italic = Style {
            bold: false,
            italic: true,
        };
        let mut office = Column::new(0.0, first);
        let size = f32::from(layout::OFFICE_SIZE);
        heading
            .superior
            .iter()
            .for_each(|line| office.centred(line, light, size, &mut self.tags));
        heading
            .office
            .iter()
            .for_each(|line| office.centred(line, bold, size, &mut self.tags));
        let words = heading.office.join("\n");
        office.rule(layout::rule_below(
            &words,
            layout::OFFICE_SIZE,
            layout::text_width(false),
        ));
        let mut nation = Column::new(first, width - first);
        nation.centred(layout::NATION, bold, f32::from(layout::NATION_SIZE), &mut self.tags);
        nation.centred(layout::MOTTO, bold, f32::from(layout::MOTTO_SIZE), &mut self.tags);
        nation.rule(layout::MOTTO_LINE);
        let level = office.y.max(nation.y) + 6.0;
        (office.y, nation.y) = (level, level);
        let size = f32::from(layout::NUMBER_SIZE);
        if !heading.number.is_empty() {
            office.centred(&heading.number, light, size, &mut self.tags);
        }
        if !heading.about.is_empty() {
            office.y += 6.0;
            office.centred(&heading.about, light, f32::from(layout::ABOUT_SIZE), &mut self.tags);
        }
        if !heading.place_and_date.is_empty() {
            nation.centred(&heading.place_and_date, italic, size, &mut self.tags);
        }
        side_by_side(office, nation)
    }

    pub(super) fn closing(&mut self, closing: &Closing, width: f32) -> (f32, Vec<Mark>) {
        let half = width / 2.0;
        let mut left = Column::new(0.0, half);
        let label = Style {
            bold: true,
            italic: true,
        };
        if !closing.addressees.is_empty() {
            left.add(
                "Nơi nhận:",
                label,
                f32::from(layout::ADDRESSEES_LABEL_SIZE),
                Align::Left,
                &mut self.tags,
            );
        }
        for line in &closing.addressees {
            let size = f32::from(layout::ADDRESSEES_SIZE);
            left.add(
                &format!("- {line}"),
                Style::default(),
                size,
                Align::Left,
                &mut self.tags,
            );
        }
        let mut right = Column::new(half, half);
        let (size, bold) = (
            f32::from(layout::SIGNATURE_SIZE),
            Style {
                bold: true,
                italic: false,
            },
        );
        closing
            .position
            .iter()
            .for_each(|line| right.centred(line, bold, size, &mut self.tags));
        right.y += f32::from(layout::SIGNATURE_ROOM);
        if !closing.signer.is_empty() {
            right.centred(&closing.signer, bold, size, &mut self.tags);
        }
        side_by_side(left, right)
    }
}

fn side_by_side(left: Column, right: Column) -> (f32, Vec<Mark>) {
    let mut marks = left.marks;
    marks.extend(right.marks);
    (left.y.max(right.y), marks)
}

pub(super) fn centred(style: Style, size: f32, width: f32) -> Setting {
    Setting {
        style,
        size,
        align: Align::Centre,
        width,
        first_line: 0.0,
    }
}

pub(super) fn plain(words: &str) -> Run {
    Run {
        text: words.to_owned(),
        ..Run::default()
    }
}

/// Lines one below another in part of the width.
struct Column {
    x: f32,
    width: f32,
    y: f32,
    marks: Vec<Mark>,
}

impl Column {
    fn new(x: f32, width: f32) -> Self {
        Self {
            x,
            width,
            y: 0.0,
            marks: Vec::new(),
        }
    }

    fn centred(&mut self, words: &str, style: Style, size: f32, tags: &mut Tags) {
        self.add(words, style, size, Align::Centre, tags);
    }

    fn add(&mut self, words: &str, style: Style, size: f32, align: Align, tags: &mut Tags) {
        let place = tags.add(Kind::Paragraph, None);
        let setting = Setting {
            align,
            ..centred(style, size, self.width)
        };
        for line in lines::set(&[plain(words)], &setting) {
            words_at(&line, self.x, self.y, size, Some(place), &mut self.marks);
            self.y += size * layout::SINGLE;
        }
    }

    /// A line of a length in millimetres in the middle.
    fn rule(&mut self, length: u16) {
        let length = points(length);
        let start = self.x + (self.width - length) / 2.0;
        self.marks.push(Mark::Line {
            from: (start, self.y + 2.0),
            to: (start + length, self.y + 2.0),
            thickness: RULE,
        });
        self.y += 5.0;
    }
}
