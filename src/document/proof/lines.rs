//! What stands in a document, line by line, each with a name for its place that a reader finds in the printed text.

use crate::document::blocks::{Block, Document, Role, Row, Table, words};

/// A paragraph, or a cell of a table.
pub(super) struct Line {
    /// Section and block it stands in.
    pub(super) at: (usize, usize),
    /// What the paragraph is; nothing for cells and other blocks.
    pub(super) role: Option<Role>,
    /// Its words, on one line.
    pub(super) text: String,
    /// "Phụ lục, PHẦN II, mục 3, 3.1"
    pub(super) place: String,
    /// It stands in an annex, which quotes the catalogue; what stands before is the office's own.
    pub(super) annexed: bool,
}

/// The lines of a document, in order.
pub(super) fn lines(document: &Document) -> Vec<Line> {
    let mut reader = Reader::default();
    for (section, content) in document.sections.iter().enumerate() {
        for (block, content) in content.blocks.iter().enumerate() {
            reader.block((section, block), content);
        }
    }
    reader.lines
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    /// Where the reader is, from the widest part to the narrowest: annex, part, heading, item, heading in it.
    path: [String; 5],
    grounds: usize,
}

/// Levels of [`Reader::path`].
const ANNEX: usize = 0;
const PART: usize = 1;
const HEADING: usize = 2;
const ITEM: usize = 3;
const SUBITEM: usize = 4;

impl Reader {
    fn block(&mut self, at: (usize, usize), block: &Block) {
        match block {
            Block::Heading(heading) => {
                let words = [&heading.number, &heading.about, &heading.place_and_date];
                for text in words.into_iter().filter(|text| !text.is_empty()) {
                    self.add(at, None, text, "phần đầu văn bản".to_owned());
                }
            }
            Block::Paragraph(role, runs) => self.paragraph(at, *role, &words(runs)),
            Block::Rule(_) => {}
            Block::Table(table) => self.table(at, table),
            Block::Closing(closing) => {
                for text in closing.position.iter().chain([&closing.signer]) {
                    self.add(at, None, text, "phần ký".to_owned());
                }
                for text in &closing.addressees {
                    self.add(at, None, text, "nơi nhận".to_owned());
                }
            }
        }
    }

    fn paragraph(&mut self, at: (usize, usize), role: Role, text: &str) {
        let level = match role {
            Role::AnnexLabel => Some(ANNEX),
            Role::Part => Some(PART),
            Role::Heading => Some(HEADING),
            Role::Item | Role::Article | Role::ArticleHeading => Some(ITEM),
            Role::Subitem | Role::Clause => Some(SUBITEM),
            _ => None,
        };
        if let Some(level) = level {
            self.path[level..].iter_mut().for_each(String::clear);
            self.path[level] = named(role, text);
        }
        self.grounds += usize::from(role == Role::Ground);
        let place = match role {
            Role::Ground => format!("căn cứ thứ {}", self.grounds),
            Role::Kind | Role::Subject | Role::Authority | Role::Addressed | Role::Resolve => {
                "phần đầu văn bản".to_owned()
            }
            _ => self.place(),
        };
        self.add(at, Some(role), text, place);
    }

    fn table(&mut self, at: (usize, usize), table: &Table) {
        let place = self.place();
        let mut add = |row: &Row, name: String| {
            let place = [place.as_str(), &name]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>();
            let place = place.join(", ");
            for cell in &row.cells {
                self.add(at, None, &words(&cell.text), place.clone());
            }
        };
        for row in &table.head {
            add(row, "đầu bảng".to_owned());
        }
        for (number, row) in table.rows.iter().enumerate() {
            let first = row.cells.first().map(|cell| words(&cell.text)).unwrap_or_default();
            let numbered = first.chars().all(|c| c.is_ascii_digit()) && !first.is_empty();
            add(
                row,
                if numbered {
                    format!("dòng {first} của bảng")
                } else {
                    format!("hàng thứ {} của bảng", number + 1)
                },
            );
        }
    }

    fn place(&self) -> String {
        let parts: Vec<&str> = self
            .path
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        if parts.is_empty() {
            "phần nội dung".to_owned()
        } else {
            parts.join(", ")
        }
    }

    fn add(&mut self, at: (usize, usize), role: Option<Role>, text: &str, place: String) {
        self.lines.push(Line {
            at,
            role,
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            place,
            annexed: !self.path[ANNEX].is_empty(),
        });
    }
}

/// What a reader calls a part of a document.
fn named(role: Role, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mark = text.split(' ').next().unwrap_or_default().trim_end_matches(['.', ')']);
    let numbered = mark.chars().all(|c| c.is_ascii_digit() || c == '.') && !mark.is_empty();
    match role {
        Role::Article | Role::ArticleHeading => text.split('.').next().unwrap_or_default().to_owned(),
        Role::Clause if numbered => format!("khoản {mark}"),
        Role::Clause => String::new(),
        Role::AnnexLabel => crate::text::capitalise_first(&text.to_lowercase()),
        Role::Part => text.split(['.', ':']).next().unwrap_or_default().to_owned(),
        Role::Item if numbered => format!("mục {mark}"),
        Role::Heading if numbered => format!("mục {mark}"),
        Role::Heading | Role::Subitem if mark.chars().count() <= 5 && text.contains(['.', ')']) => mark.to_owned(),
        _ => crate::document::proof::shortened(&text, 40),
    }
}
