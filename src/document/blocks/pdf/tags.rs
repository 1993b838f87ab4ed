//! What the words on the pages are, for programs that read them aloud or take them out again.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagTree};

/// What a part of a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    /// A heading with its level and its words.
    Heading(u16, String),
    Table,
    Row,
    /// A cell of a table's head with the columns and rows it takes.
    HeadCell(u16, u16),
    Cell(u16, u16),
}

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(usize);

struct Part {
    kind: Kind,
    children: Vec<Child>,
}

enum Child {
    Part(Place),
    Words(Identifier),
}

/// The parts of a document in the order they are read.
#[derive(Default)]
pub(super) struct Tags {
    parts: Vec<Part>,
    top: Vec<Place>,
}

impl Tags {
    pub(super) fn add(&mut self, kind: Kind, parent: Option<Place>) -> Place {
        let place = Place(self.parts.len());
        self.parts.push(Part {
            kind,
            children: Vec::new(),
        });
        match parent {
            Some(parent) => self.parts[parent.0].children.push(Child::Part(place)),
            None => self.top.push(place),
        }
        place
    }

    pub(super) fn words(&mut self, place: Place, words: Identifier) {
        self.parts[place.0].children.push(Child::Words(words));
    }

    pub(super) fn finish(mut self) -> TagTree {
        let top = std::mem::take(&mut self.top);
        let nodes: Vec<Node> = top.into_iter().map(|place| self.node(place).into()).collect();
        TagTree::from(nodes)
    }

    fn node(&mut self, place: Place) -> TagGroup {
        let part = &mut self.parts[place.0];
        let children = std::mem::take(&mut part.children);
        let mut group = TagGroup::new(tag(&part.kind));
        for child in children {
            match child {
                Child::Part(place) => group.push(self.node(place)),
                Child::Words(words) => group.push(words),
            }
        }
        group
    }
}

fn tag(kind: &Kind) -> krilla::tagging::TagKind {
    let span = |columns: u16| NonZeroU32::new(columns.into()).filter(|columns| columns.get() > 1);
    match kind {
        Kind::Paragraph => Tag::P.into(),
        Kind::Heading(level, words) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(words.clone())).into()
        }
        Kind::Table => Tag::Table.into(),
        Kind::Row => Tag::TR.into(),
        Kind::HeadCell(columns, rows) => Tag::TH(TableHeaderScope::Column)
            .with_col_span(span(*columns))
            .with_row_span(span(*rows))
            .into(),
        Kind::Cell(columns, rows) => Tag::TD.with_col_span(span(*columns)).with_row_span(span(*rows)).into(),
    }
}
