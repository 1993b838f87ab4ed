//! A Word file as a reader of it sees it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;

/// What a Word file says.
#[derive(Debug, Default)]
pub(in crate::document) struct Word {
    /// Paragraphs with words, in order, those of tables too.
    pub(in crate::document) paragraphs: Vec<String>,
    pub(in crate::document) tables: Vec<Table>,
}

/// A table of it.
#[derive(Debug, Default)]
pub(in crate::document) struct Table {
    /// Widths of its columns.
    pub(in crate::document) columns: usize,
    /// Whether it has lines: others only set words side by side.
    pub(in crate::document) lined: bool,
    pub(in crate::document) rows: Vec<Row>,
}

/// A row of it.
#[derive(Debug, Default)]
pub(in crate::document) struct Row {
    /// Repeated on every page.
    pub(in crate::document) head: bool,
    /// Not split between pages.
    pub(in crate::document) whole: bool,
    /// How many columns its cells take.
    pub(in crate::document) taken: usize,
    pub(in crate::document) cells: Vec<String>,
}

impl Word {
    /// Reads a file; panics when it is no Word file, or one of its parts is no XML.
    pub(in crate::document) fn of(bytes: &[u8]) -> Self {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for at in 0..zip.len() {
            let mut part = zip.by_index(at).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            parts.insert(part.name().unwrap().into_owned(), text);
        }
        parts.iter().for_each(|(name, text)| is_xml(name, text));
        Self::read(&parts["word/document.xml"])
    }

    fn read(xml: &str) -> Self {
        let mut word = Self::default();
        let mut reader = Reader::from_str(xml);
        let (mut paragraph, mut cell) = (String::new(), Vec::new());
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => return word,
                Event::Start(start) | Event::Empty(start) => {
                    let name = start.name().as_ref().to_owned();
                    match name.as_str() {
                        "w:tbl" => word.tables.push(Table::default()),
                        "w:tc" => cell.clear(),
                        "w:br" => paragraph.push('\n'),
                        _ => {}
                    }
                    let Some(table) = word.tables.last_mut() else { continue };
                    match name.as_str() {
                        "w:gridCol" => table.columns += 1,
                        "w:tblBorders" => table.lined = true,
                        "w:tr" => table.rows.push(Row::default()),
                        _ => {}
                    }
                    let Some(row) = table.rows.last_mut() else { continue };
                    match name.as_str() {
                        "w:tblHeader" => row.head = true,
                        "w:cantSplit" => row.whole = true,
                        "w:tc" => row.taken += 1,
                        "w:gridSpan" => {
                            let span = start.attributes().next().unwrap().unwrap();
                            row.taken += span.value.parse::<usize>().unwrap() - 1;
                        }
                        _ => {}
                    }
                }
                Event::End(end) => match end.name().as_ref() {
                    "w:p" => {
                        let said = std::mem::take(&mut paragraph);
                        if !said.is_empty() {
                            cell.push(said.clone());
                            word.paragraphs.push(said);
                        }
                    }
                    "w:tc" => {
                        let row = word.tables.last_mut().unwrap().rows.last_mut().unwrap();
                        row.cells.push(std::mem::take(&mut cell).join("\n"));
                    }
                    "w:tbl" => cell.clear(),
                    _ => {}
                },
                Event::Text(text) => paragraph.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let whole = format!("&{};", &*reference.xml10_content());
                    paragraph.push_str(&quick_xml::escape::unescape(&whole).unwrap());
                }
                _ => {}
            }
        }
    }

    /// Tables with lines.
    pub(in crate::document) fn lists(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(|table| table.lined)
    }

    /// What every Word file must be, however much or little stands in it.
    pub(in crate::document) fn is_sound(&self, what: &str) {
        for table in &self.tables {
            assert!(!table.rows.is_empty(), "{what}: a table without rows");
            for row in &table.rows {
                assert!(row.whole, "{what}: a row that may be split: {:?}", row.cells);
                assert_eq!(row.taken, table.columns, "{what}: {:?}", row.cells);
            }
        }
        for table in self.lists() {
            assert!(
                table.rows.iter().any(|row| !row.head),
                "{what}: a table of a head alone"
            );
            let heads = table.rows.iter().take_while(|row| row.head).count();
            assert!(
                table.rows[heads..].iter().all(|row| !row.head),
                "{what}: a head in the middle"
            );
        }
        for paragraph in &self.paragraphs {
            assert!(
                !paragraph.contains(" 0 thủ tục") && !paragraph.contains(" 00 thủ tục"),
                "{what}: {paragraph}"
            );
        }
    }
}

/// Text without its references to characters.
pub(in crate::document) fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).unwrap().into_owned()
}

/// Fails when a part is not well-formed, or has a character no XML can hold.
fn is_xml(name: &str, text: &str) {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) => {
                start.attributes().for_each(|attribute| drop(attribute.unwrap()));
            }
            _ => {}
        }
    }
    let bad = |c: char| c < ' ' && !matches!(c, '\n' | '\t' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
    assert!(!text.contains(bad), "{name}: a character no XML can hold");
}
