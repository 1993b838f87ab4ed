//! PDF files, by the structure Word and LibreOffice save with them: paragraphs, tables, rows, cells. The only place that
//! knows `hayro_syntax`. A file without that structure is refused: places of letters on a page are no table.

mod fonts;

use std::collections::HashMap;

use hayro_syntax::Pdf;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro_syntax::page::Page;

use self::fonts::Font;
use super::Contents;
use super::detail::{self, Block};

/// Largest file, in bytes: the export of one procedure has 160 KB.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// Largest packed stream of a page or font table, in bytes; it may unpack to a thousand times that.
const MOST_STREAM: usize = 512 * 1024;

/// Most pages.
const MOST_PAGES: usize = 500;

/// Most text, in bytes.
const MOST_TEXT: usize = 16 * 1024 * 1024;

/// Elements of the structure in one another, and all of them.
const DEEPEST: usize = 64;
const MOST_ELEMENTS: usize = 200_000;

/// Reads the detail export in a PDF file.
pub(super) fn read(bytes: &[u8], shown: &str) -> Result<Contents, String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!(
            "it has {} MB, more than the {} MB of a PDF file that are read",
            bytes.len() / 1_048_576,
            MOST_BYTES / 1_048_576
        ));
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| "it is damaged or locked with a password".to_owned())?;
    let texts = Texts::of(&pdf)?;
    let untagged = || {
        "it has no structure of paragraphs and tables (a scan, or saved without tags); export the procedure as \
         ChiTietTTHC_….doc, or save the Word file as PDF again with Options, Document structure tags"
            .to_owned()
    };
    let root: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).ok_or_else(untagged)?;
    let tree: Dict<'_> = root.get("StructTreeRoot").ok_or_else(untagged)?;
    let mut walk = Walk {
        texts: &texts,
        blocks: Vec::new(),
        tables: Vec::new(),
        seen: 0,
        number: 0,
    };
    walk.kids(&tree, None, 0)?;
    if walk.blocks.is_empty() {
        return Err(untagged());
    }
    detail::read(walk.blocks, shown)
}

/// Text by page (number of its object) and marked content.
struct Texts(HashMap<(u32, i32), String>);

impl Texts {
    fn of(pdf: &Pdf) -> Result<Self, String> {
        let pages = pdf.pages();
        if pages.len() > MOST_PAGES {
            return Err(format!(
                "it has {} pages, more than the {MOST_PAGES} that are read",
                pages.len()
            ));
        }
        let mut texts = Self(HashMap::new());
        let mut size = 0;
        for page in pages.iter() {
            texts.page(page, &mut size)?;
        }
        Ok(texts)
    }

    fn page(&mut self, page: &Page<'_>, size: &mut usize) -> Result<(), String> {
        let Some(id) = page.raw().obj_id() else { return Ok(()) };
        let page_number = id.obj_number;
        let packed: usize = contents(page).iter().map(|stream| stream.raw_data().len()).sum();
        if packed > MOST_STREAM {
            return Err(format!(
                "a page has {} KB, more than the {} KB of text that are read",
                packed / 1024,
                MOST_STREAM / 1024
            ));
        }
        let mut fonts: HashMap<Vec<u8>, Font> = HashMap::new();
        let mut font: Option<Vec<u8>> = None;
        // Marked content in marked content; only the innermost that has a number counts.
        let mut marks: Vec<Option<i32>> = Vec::new();
        let mut operations = page.typed_operations();
        while let Some(operation) = operations.next() {
            let mut show = |bytes: &[u8]| -> Result<(), String> {
                let mark = marks.iter().rev().find_map(|mark| *mark);
                let (Some(mark), Some(font)) = (mark, font.as_ref().and_then(|name| fonts.get(name))) else {
                    return Ok(());
                };
                let text = self.0.entry((page_number, mark)).or_default();
                let before = text.len();
                font.decode(bytes, text);
                *size += text.len() - before;
                if *size > MOST_TEXT {
                    Err("it has more text than the 16 MB that are read".to_owned())
                } else {
                    Ok(())
                }
            };
            match operation {
                TypedInstruction::BeginMarkedContent(_) => marks.push(None),
                TypedInstruction::BeginMarkedContentWithProperties(begin) => marks.push(match begin.1 {
                    Object::Dict(properties) => properties.get::<i32>("MCID"),
                    _ => None,
                }),
                TypedInstruction::EndMarkedContent(_) => {
                    marks.pop();
                }
                TypedInstruction::TextFont(set) => {
                    let name = set.0.as_ref().to_vec();
                    if !fonts.contains_key(&name) {
                        let dict = page.resources().get_font(set.0);
                        fonts.insert(name.clone(), dict.map(|dict| Font::of(&dict)).unwrap_or_default());
                    }
                    font = Some(name);
                }
                TypedInstruction::ShowText(text) => show(text.0.as_bytes())?,
                TypedInstruction::NextLineAndShowText(text) => show(text.0.as_bytes())?,
                TypedInstruction::ShowTextWithParameters(text) => show(text.2.as_bytes())?,
                TypedInstruction::ShowTexts(texts) => {
                    for one in texts.0.iter::<Object<'_>>() {
                        if let Object::String(text) = one {
                            show(text.as_bytes())?;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The streams a page is drawn by.
fn contents<'p>(page: &Page<'p>) -> Vec<Stream<'p>> {
    let raw = page.raw();
    match raw.get::<Stream<'_>>("Contents") {
        Some(stream) => vec![stream],
        None => raw
            .get::<Array<'_>>("Contents")
            .map(|all| all.iter::<Stream<'_>>().collect())
            .unwrap_or_default(),
    }
}

/// The bytes of a stream, unless it could fill the memory.
fn unpacked(stream: &Stream<'_>) -> Option<Vec<u8>> {
    if stream.raw_data().len() > MOST_STREAM {
        return None;
    }
    stream.decoded().ok().map(std::borrow::Cow::into_owned)
}

/// A walk over the structure.
struct Walk<'t> {
    texts: &'t Texts,
    blocks: Vec<Block>,
    /// Tables that are open, one in another.
    tables: Vec<Vec<Vec<String>>>,
    seen: usize,
    number: usize,
}

impl Walk<'_> {
    fn kids(&mut self, element: &Dict<'_>, page: Option<u32>, depth: usize) -> Result<(), String> {
        self.seen += 1;
        if depth > DEEPEST || self.seen > MOST_ELEMENTS {
            return Err("its structure is endless or far larger than that of an export".to_owned());
        }
        let page = element.get_ref("Pg").map(|page| page.obj_number).or(page);
        for kid in kids(element) {
            match kid {
                Object::Dict(kid) => self.element(&kid, page, depth)?,
                other => self.mark(&other, page),
            }
        }
        Ok(())
    }

    fn element(&mut self, element: &Dict<'_>, page: Option<u32>, depth: usize) -> Result<(), String> {
        let kind = element.get::<hayro_syntax::object::Name<'_>>("S");
        let kind = kind.as_ref().map(|kind| kind.as_str()).unwrap_or_default();
        match kind {
            "Table" => {
                self.tables.push(Vec::new());
                self.kids(element, page, depth + 1)?;
                let rows = self.tables.pop().unwrap_or_default();
                if self.tables.is_empty() {
                    self.number += 1;
                    self.blocks.push(Block::Table(self.number, rows));
                } else {
                    let lines: Vec<String> = rows.iter().map(|row| row.join(" | ")).collect();
                    self.line(&lines.join("\n"));
                }
            }
            "TR" => {
                self.tables
                    .last_mut()
                    .into_iter()
                    .for_each(|table| table.push(Vec::new()));
                self.kids(element, page, depth + 1)?;
                self.join_row(element);
            }
            "TH" | "TD" => {
                self.tables
                    .last_mut()
                    .and_then(|table| table.last_mut())
                    .into_iter()
                    .for_each(|row| row.push(String::new()));
                self.kids(element, page, depth + 1)?;
            }
            "P" | "H" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" | "LBody" | "Lbl" | "Caption" | "Title" => {
                let mut text = String::new();
                self.text(element, page, depth + 1, &mut text)?;
                self.line(text.trim());
            }
            _ => {
                // Content that is marked by the element itself, not by one in it.
                if element.contains_key("MCID") {
                    self.mark(&Object::Dict(element.clone()), page);
                } else {
                    self.kids(element, page, depth + 1)?;
                }
            }
        }
        Ok(())
    }

    /// Where a row goes on behind the end of a page, Word puts its head behind other cells: the cells are joined to those
    /// of the row before.
    fn join_row(&mut self, element: &Dict<'_>) {
        let cells = kids(element).into_iter().filter_map(Object::into_dict);
        let heads: Vec<usize> = cells
            .enumerate()
            .filter(|(_, cell)| is_head(cell))
            .map(|(at, _)| at)
            .collect();
        let ([head], Some(table)) = (heads.as_slice(), self.tables.last_mut()) else {
            return;
        };
        if *head == 0 {
            return;
        }
        let Some(mut row) = table.pop() else { return };
        if let Some(before) = row.get_mut(..=*head) {
            before.rotate_right(1);
        }
        match table.last_mut() {
            Some(before) => {
                for (cell, more) in before.iter_mut().zip(row).filter(|(_, more)| !more.is_empty()) {
                    // A word that is broken goes on; see the numbers of documents.
                    cell.push(if cell.ends_with(['-', '/']) { '\n' } else { ' ' });
                    cell.push_str(&more);
                }
            }
            None => table.push(row),
        }
    }

    /// Everything written in an element, in order.
    fn text(&mut self, element: &Dict<'_>, page: Option<u32>, depth: usize, out: &mut String) -> Result<(), String> {
        self.seen += 1;
        if depth > DEEPEST || self.seen > MOST_ELEMENTS {
            return Err("its structure is endless or far larger than that of an export".to_owned());
        }
        let page = element.get_ref("Pg").map(|page| page.obj_number).or(page);
        for kid in kids(element) {
            match &kid {
                Object::Dict(dict) if !dict.contains_key("MCID") => self.text(dict, page, depth + 1, out)?,
                _ => out.push_str(self.marked(&kid, page)),
            }
        }
        Ok(())
    }

    fn mark(&mut self, kid: &Object<'_>, page: Option<u32>) {
        let text = self.marked(kid, page).trim().to_owned();
        self.line(&text);
    }

    /// The text of marked content: its number, or a record of number and page.
    fn marked(&self, kid: &Object<'_>, page: Option<u32>) -> &str {
        let found = match kid {
            Object::Number(number) => page.zip(Some(number.as_i64())),
            Object::Dict(dict) => {
                let own = dict.get_ref("Pg").map(|page| page.obj_number);
                own.or(page).zip(dict.get::<i32>("MCID").map(i64::from))
            }
            _ => None,
        };
        let text = found.and_then(|(page, mark)| self.texts.0.get(&(page, i32::try_from(mark).ok()?)));
        text.map_or("", String::as_str)
    }

    /// A paragraph, of the cell that is open or of the document.
    fn line(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self
            .tables
            .last_mut()
            .and_then(|table| table.last_mut())
            .and_then(|row| row.last_mut())
        {
            Some(cell) => {
                if !cell.is_empty() {
                    cell.push('\n');
                }
                cell.push_str(text);
            }
            None => {
                self.number += 1;
                self.blocks.push(Block::Text(self.number, text.to_owned()));
            }
        }
    }
}

fn is_head(cell: &Dict<'_>) -> bool {
    cell.get::<hayro_syntax::object::Name<'_>>("S")
        .is_some_and(|kind| kind.as_str() == "TH")
}

/// What stands in an element: one thing or several.
fn kids<'a>(element: &Dict<'a>) -> Vec<Object<'a>> {
    match element.get::<Object<'_>>("K") {
        Some(Object::Array(list)) => list.iter::<Object<'_>>().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}
