//! From what a template wrote to blocks.
//!
//! A template writes elements; words of data are escaped before they get here, so an element is always the template's own.

use std::sync::Arc;

use super::layout::{self, LOOKS};
use super::tree::{Element, Mistake, Node, tree};
use super::{
    Align, Block, Cell, Change, Closing, Column, Control, Date, Document, Heading, Role, Row, Run, Section, Spans,
    Table,
};

/// Reads a document.
///
/// # Errors
///
/// When an element is not closed, is unknown, or stands where it cannot.
pub(in crate::document) fn read(source: &str) -> Result<Document, Mistake> {
    let root = tree(source)?;
    if root.name != "van-ban" {
        let message = format!("<{}> where the document begins; expected <van-ban>", root.name);
        return Err(Mistake::new(root.at, message));
    }
    root.only(&["ten", "ngay"])?;
    let mut document = Document {
        remarks: Vec::new(),
        printed: None,
        title: root.attribute("ten").unwrap_or_default().to_owned(),
        day: day(&root)?,
        sections: Vec::new(),
    };
    // Whether the last section is one of blocks that stand in no part of their own.
    let mut open = false;
    for element in root.elements()? {
        match element.name {
            "phu-luc" => {
                open = false;
                element.only(&["kho"])?;
                let landscape = landscape(element)?;
                document.sections.push(Section {
                    anew: true,
                    landscape,
                    blocks: blocks(element)?,
                });
            }
            "trang-ngang" => {
                open = false;
                element.only(&[])?;
                document.sections.push(Section {
                    anew: document.sections.is_empty(),
                    landscape: true,
                    blocks: blocks(element)?,
                });
            }
            _ => {
                if !std::mem::replace(&mut open, true) {
                    document.sections.push(Section {
                        anew: document.sections.is_empty(),
                        ..Section::default()
                    });
                }
                if let Some(section) = document.sections.last_mut() {
                    add_block(element, &mut section.blocks)?;
                }
            }
        }
    }
    document.sections.retain(|section| !section.blocks.is_empty());
    Ok(document)
}

fn day(root: &Element<'_>) -> Result<Option<Date>, Mistake> {
    let Some(text) = root.attribute("ngay").filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let day = text
        .parse()
        .map_err(|_| Mistake::new(root.at, format!("ngay={text:?}; expected a day like 01/07/2026")))?;
    Ok(Some(day))
}

fn landscape(element: &Element<'_>) -> Result<bool, Mistake> {
    match element.attribute("kho") {
        None | Some("doc") => Ok(false),
        Some("ngang") => Ok(true),
        Some(other) => Err(Mistake::new(
            element.at,
            format!("kho={other:?}; expected doc or ngang"),
        )),
    }
}

fn blocks(parent: &Element<'_>) -> Result<Vec<Block>, Mistake> {
    let mut blocks = Vec::new();
    for element in parent.elements()? {
        add_block(element, &mut blocks)?;
    }
    Ok(blocks)
}

fn add_block(element: &Element<'_>, blocks: &mut Vec<Block>) -> Result<(), Mistake> {
    match element.name {
        "dau" => blocks.push(Block::Heading(heading(element)?)),
        "bang" => {
            let table = table(element)?;
            // A head above nothing says nothing, and a table without any row is no table of Word's.
            if !table.rows.is_empty() {
                blocks.push(Block::Table(table));
            }
        }
        "cuoi" => blocks.push(Block::Closing(closing(element)?)),
        "dieu" => blocks.push(article(element)?),
        name => {
            let look = LOOKS.iter().find(|look| look.element == name);
            let look = look.ok_or_else(|| unknown(element, "a block"))?;
            element.only(&[])?;
            let runs = runs(element)?;
            // Below a subject that has its line what it belongs to needs none.
            let ruled = match look.role {
                Role::Subject => true,
                Role::AnnexReference => !matches!(blocks.last(), Some(Block::Rule(_))),
                _ => false,
            };
            let rule = ruled.then(|| layout::rule_below(&super::words(&runs), look.size, layout::text_width(false)));
            blocks.push(Block::Paragraph(look.role, runs));
            blocks.extend(rule.map(Block::Rule));
        }
    }
    Ok(())
}

/// "Điều 2. Tổ chức thực hiện": the number and the heading are bold, the text is not.
fn article(element: &Element<'_>) -> Result<Block, Mistake> {
    element.only(&["so", "ten"])?;
    let number = element
        .attribute("so")
        .ok_or_else(|| Mistake::new(element.at, "<dieu> without so=\"…\", the number of the article"))?;
    let name = element
        .attribute("ten")
        .map(|name| format!(" {name}"))
        .unwrap_or_default();
    let text = runs(element)?;
    let (role, space) = if text.is_empty() {
        (Role::ArticleHeading, "")
    } else {
        (Role::Article, " ")
    };
    let mut all = vec![Run {
        text: format!("Điều {number}.{name}{space}"),
        bold: true,
        ..Run::default()
    }];
    all.extend(text);
    Ok(Block::Paragraph(role, all))
}

fn heading(element: &Element<'_>) -> Result<Heading, Mistake> {
    element.only(&[])?;
    let mut heading = Heading::default();
    for child in element.elements()? {
        child.only(&[])?;
        let words = super::words(&runs(child)?);
        match child.name {
            "chu-quan" => heading.superior.push(words),
            "co-quan" => heading.office.push(words),
            "so" => heading.number = words,
            "ve-viec" => heading.about = words,
            "noi-ngay" => heading.place_and_date = words,
            _ => return Err(expected(child, "chu-quan, co-quan, so, ve-viec, noi-ngay")),
        }
    }
    Ok(heading)
}

fn closing(element: &Element<'_>) -> Result<Closing, Mistake> {
    element.only(&[])?;
    let mut closing = Closing::default();
    for child in element.elements()? {
        child.only(&[])?;
        let words = super::words(&runs(child)?);
        match child.name {
            "noi-nhan" => closing.addressees.push(words),
            "chuc-vu" => closing.position.push(words),
            "nguoi-ky" => closing.signer = words,
            _ => return Err(expected(child, "noi-nhan, chuc-vu, nguoi-ky")),
        }
    }
    Ok(closing)
}

fn table(element: &Element<'_>) -> Result<Table, Mistake> {
    element.only(&[])?;
    let mut table = Table::default();
    for child in element.elements()? {
        match child.name {
            "cot" => table.columns.push(column(child)?),
            "tieu-de" => {
                child.only(&[])?;
                table.head.push(row(child, false)?);
            }
            "hang" => {
                child.only(CONTROL)?;
                let control = child.attribute("duong-dan").map(|_| control(child)).transpose()?;
                table.rows.push(Row {
                    control,
                    ..row(child, false)?
                });
            }
            "nhom" => {
                child.only(&[])?;
                table.rows.push(row(child, true)?);
            }
            _ => return Err(expected(child, "cot, tieu-de, nhom, hang")),
        }
    }
    if table.columns.is_empty() {
        return Err(Mistake::new(
            element.at,
            "<bang> without columns; expected <cot rong=\"…\"/> for each",
        ));
    }
    let share: u32 = table.columns.iter().map(|column| u32::from(column.percent)).sum();
    if share != 100 {
        let message = format!("the columns of this <bang> are {share} percent wide; expected 100");
        return Err(Mistake::new(element.at, message));
    }
    fits(element, &table)?;
    Ok(table)
}

/// Every row must fill the columns: a Word file with other rows is a broken one.
fn fits(element: &Element<'_>, table: &Table) -> Result<(), Mistake> {
    let mut rows_of = element.children.iter().filter_map(|child| match child {
        Node::Element(child) if child.name != "cot" => Some(child),
        _ => None,
    });
    let columns = table.columns.len();
    for part in [&table.head, &table.rows] {
        let mut spans = Spans::of(table);
        for row in part {
            let at = rows_of.next().map_or(element.at, |row| row.at);
            let placed = spans.next(row);
            let own = placed.iter().filter(|(_, cell)| cell.is_some()).count();
            let end = placed.last().map_or(0, |(column, cell)| {
                column + usize::from(cell.map_or_else(|| spans.width(*column), |cell| cell.span))
            });
            if end != columns || own != row.cells.len() {
                let many = if end < columns { "few" } else { "many" };
                let message = format!("a row with too {many} cells for the {columns} columns of its <bang>");
                return Err(Mistake::new(at, message));
            }
        }
        if !spans.is_done() {
            return Err(Mistake::new(
                element.at,
                "a cell of this <bang> takes more rows than there are",
            ));
        }
    }
    Ok(())
}

fn column(element: &Element<'_>) -> Result<Column, Mistake> {
    element.only(&["rong", "can"])?;
    let width = element.attribute("rong").and_then(|width| width.parse().ok());
    let percent = width
        .filter(|percent| (1..=100).contains(percent))
        .ok_or_else(|| Mistake::new(element.at, "<cot> without rong=\"…\", its width from 1 to 100 percent"))?;
    let align = match element.attribute("can") {
        None | Some("trai") => Align::Left,
        Some("giua") => Align::Centre,
        Some("phai") => Align::Right,
        Some(other) => {
            let message = format!("can={other:?}; expected trai, giua or phai");
            return Err(Mistake::new(element.at, message));
        }
    };
    Ok(Column { percent, align })
}

fn row(element: &Element<'_>, group: bool) -> Result<Row, Mistake> {
    let mut cells = Vec::new();
    for child in element.elements()? {
        if child.name != "o" {
            return Err(expected(child, "o"));
        }
        child.only(&["gop", "gop-hang"])?;
        let number = |name: &str| match child.attribute(name) {
            None => Ok(1),
            Some(text) => text
                .parse()
                .ok()
                .filter(|number| *number > 0)
                .ok_or_else(|| Mistake::new(child.at, format!("{name}={text:?}; expected a number of cells"))),
        };
        cells.push(Cell {
            span: number("gop")?,
            rows: number("gop-hang")?,
            text: runs(child)?,
        });
    }
    Ok(Row {
        group,
        cells,
        control: None,
    })
}

/// What says which value of a record words are.
const CONTROL: &[&str] = &["duong-dan", "nhan", "khoa"];

fn control(element: &Element<'_>) -> Result<Arc<Control>, Mistake> {
    let path = element.attribute("duong-dan").filter(|path| !path.is_empty());
    let path = path.ok_or_else(|| {
        let message = format!(
            "<{}> without duong-dan=\"…\", the place of the value in its file",
            element.name
        );
        Mistake::new(element.at, message)
    })?;
    Ok(Arc::new(Control {
        path: path.to_owned(),
        label: element.attribute("nhan").unwrap_or_default().to_owned(),
        fixed: element.attribute("khoa").is_some_and(|fixed| !fixed.is_empty()),
    }))
}

/// The words of an element.
fn runs(element: &Element<'_>) -> Result<Vec<Run>, Mistake> {
    let mut writer = Words::default();
    writer.add(element, &Run::default())?;
    Ok(writer.runs)
}

/// The element of a value.
const VALUE: &str = "gia-tri";

/// Collects words; white space of the template is one space, and none at the ends.
#[derive(Default)]
struct Words {
    runs: Vec<Run>,
    /// White space that stands behind the last words, and whether it is one that comes or goes.
    space: Option<Change>,
    new_line: bool,
}

impl Words {
    fn add(&mut self, element: &Element<'_>, look: &Run) -> Result<(), Mistake> {
        for node in &element.children {
            let child = match node {
                Node::Text(text, _) => {
                    self.text(text, look);
                    continue;
                }
                Node::Element(child) => child,
            };
            child.only(if child.name == VALUE { CONTROL } else { &[] })?;
            let mut look = look.clone();
            match child.name {
                VALUE => {
                    self.value(child, &look)?;
                    continue;
                }
                "b" => look.bold = true,
                "i" => look.italic = true,
                "them" => look.change = Change::Inserted,
                "bo" => look.change = Change::Deleted,
                "xuong-dong" => {
                    self.new_line = !self.runs.is_empty();
                    self.space = None;
                    continue;
                }
                _ => return Err(expected(child, "words, b, i, them, bo, gia-tri, xuong-dong")),
            }
            self.add(child, &look)?;
        }
        Ok(())
    }

    /// A value keeps its lines, and is there even when it says nothing yet.
    fn value(&mut self, element: &Element<'_>, look: &Run) -> Result<(), Mistake> {
        let look = Run {
            control: Some(control(element)?),
            ..look.clone()
        };
        // A space before a value is not part of it.
        if self.space.take().is_some() && !self.new_line {
            match self.runs.last_mut() {
                Some(last) if last.control.is_none() => last.text.push(' '),
                Some(_) => self.runs.push(Run {
                    text: " ".to_owned(),
                    ..Run::default()
                }),
                None => {}
            }
        }
        let before = self.runs.len();
        for node in &element.children {
            match node {
                Node::Text(text, _) => {
                    for (number, line) in text.lines().enumerate() {
                        self.new_line |= number > 0 && self.runs.len() > before;
                        self.space = None;
                        self.text(line.trim_ascii(), &look);
                    }
                }
                Node::Element(child) => return Err(expected(child, "words")),
            }
        }
        let on_new_line = std::mem::take(&mut self.new_line);
        if self.runs.len() == before {
            self.runs.push(Run { on_new_line, ..look });
        }
        self.space = None;
        Ok(())
    }

    fn text(&mut self, text: &str, look: &Run) {
        let blank = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
        let (begins_blank, ends_blank) = (blank(text.as_bytes().first()), blank(text.as_bytes().last()));
        let started = !self.runs.is_empty() && !self.new_line;
        let inner = text.trim_ascii();
        let blank_here = |is_blank: bool| is_blank.then_some(look.change);
        if inner.is_empty() {
            self.space = self.space.or(blank_here(begins_blank && started));
            return;
        }
        let space = self.space.or(blank_here(begins_blank)).filter(|_| started);
        self.space = blank_here(ends_blank);
        let apart = space.is_some_and(|change| !self.space_stands_alone(change, look));
        let on_new_line = std::mem::take(&mut self.new_line);
        let alike = |run: &Run| {
            (run.bold, run.italic, run.change, &run.control) == (look.bold, look.italic, look.change, &look.control)
        };
        let words = match self.runs.last_mut().filter(|last| !on_new_line && alike(last)) {
            Some(last) => &mut last.text,
            None => {
                self.runs.push(Run {
                    on_new_line,
                    ..look.clone()
                });
                match self.runs.last_mut() {
                    Some(run) => &mut run.text,
                    None => return,
                }
            }
        };
        words.reserve(inner.len() + 1);
        if apart {
            words.push(' ');
        }
        push_single_spaced(words, inner);
    }
}

impl Words {
    /// A space between words of which some come or go is neither's: "hạn: 20→14 ngày" must be well spaced whatever becomes
    /// of the change.
    fn space_stands_alone(&mut self, change: Change, look: &Run) -> bool {
        match self.runs.last_mut() {
            Some(last) if last.change == look.change || look.change == change => false,
            Some(last) if last.change == change => {
                last.text.push(' ');
                true
            }
            _ => {
                self.runs.push(Run {
                    text: " ".to_owned(),
                    change,
                    ..Run::default()
                });
                true
            }
        }
    }
}

/// Adds words with one space between them, whatever white space there is.
fn push_single_spaced(out: &mut String, words: &str) {
    if words.bytes().all(|byte| byte >= b' ') && memchr::memmem::find(words.as_bytes(), b"  ").is_none() {
        out.push_str(words);
        return;
    }
    for (at, part) in words.split_ascii_whitespace().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(part);
    }
}

fn expected(element: &Element<'_>, what: &str) -> Mistake {
    Mistake::new(
        element.at,
        format!("<{}> cannot stand here; expected {what}", element.name),
    )
}

fn unknown(element: &Element<'_>, what: &str) -> Mistake {
    let mut known: Vec<&str> = LOOKS.iter().map(|look| look.element).collect();
    known.extend(["dau", "bang", "cuoi", "phu-luc", "trang-ngang"]);
    known.sort_unstable();
    expected(element, &format!("{what}: {}", known.join(", ")))
}
