//! Word files of the portal: paragraphs and tables, without what was deleted.

use std::mem;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::detail::{self, Block};
use super::{Contents, archive, edited};

/// Largest text of a Word file, in bytes of XML; the longest record makes 1 MB.
const MOST_XML: u64 = 64 * 1024 * 1024;

/// Elements in one another; Word writes some twenty.
const DEEPEST: usize = 256;

/// What holds text that is not in the document: deleted or moved away, or a second form of something that was read.
const LEFT_OUT: [&str; 4] = ["w:del", "w:moveFrom", "mc:Fallback", "w:txbxContent"];

/// Reads the detail export in a Word file, or the sheet of a procedure that was edited.
pub(super) fn read(bytes: &[u8], shown: &str) -> Result<Contents, String> {
    let mut archive = archive::open(bytes)?;
    let xml = archive::part(&mut archive, "word/document.xml", MOST_XML)?.unwrap_or_default();
    let xml = String::from_utf8(xml).map_err(|_| "word/document.xml is not UTF-8".to_owned())?;
    match edited::read(&mut archive, &xml, shown)? {
        Some(sheet) => Ok(sheet),
        None => detail::read(blocks(&xml)?, shown),
    }
}

#[derive(Default)]
struct Table {
    rows: Vec<Vec<String>>,
    number: usize,
}

/// The paragraphs and tables of a document. A table in a cell becomes lines of it.
fn blocks(xml: &str) -> Result<Vec<Block>, String> {
    let mut reader = Reader::from_str(xml);
    let mut blocks = Vec::new();
    let mut tables: Vec<Table> = Vec::new();
    let (mut paragraph, mut number, mut depth, mut skipped, mut in_text) = (String::new(), 0, 0_usize, 0_usize, false);
    loop {
        let event = reader
            .read_event()
            .map_err(|error| format!("word/document.xml is damaged ({error})"))?;
        match event {
            Event::Eof => return Ok(blocks),
            Event::DocType(_) => return Err("word/document.xml has a DOCTYPE, which no Word file has".to_owned()),
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err("word/document.xml nests too deeply".to_owned());
                }
                let name = start.name();
                let name = name.as_ref();
                if skipped > 0 || LEFT_OUT.contains(&name) {
                    skipped += 1;
                    continue;
                }
                match name {
                    "w:t" => in_text = true,
                    "w:tbl" => tables.push(Table {
                        number,
                        ..Table::default()
                    }),
                    "w:tr" => tables
                        .last_mut()
                        .into_iter()
                        .for_each(|table| table.rows.push(Vec::new())),
                    "w:tc" => tables
                        .last_mut()
                        .and_then(|table| table.rows.last_mut())
                        .into_iter()
                        .for_each(|row| row.push(String::new())),
                    _ => {}
                }
            }
            Event::Empty(empty) if skipped == 0 => match empty.name().as_ref() {
                "w:br" | "w:cr" => paragraph.push('\n'),
                "w:tab" => paragraph.push('\t'),
                "w:noBreakHyphen" => paragraph.push('-'),
                "w:p" => number += 1,
                _ => {}
            },
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                if skipped > 0 {
                    skipped -= 1;
                    continue;
                }
                match end.name().as_ref() {
                    "w:t" => in_text = false,
                    "w:p" => {
                        number += 1;
                        add(mem::take(&mut paragraph), number, &mut tables, &mut blocks);
                    }
                    "w:tbl" => {
                        let Some(table) = tables.pop() else { continue };
                        match tables.is_empty() {
                            true => blocks.push(Block::Table(table.number + 1, table.rows)),
                            false => {
                                let lines: Vec<String> = table.rows.iter().map(|row| row.join(" | ")).collect();
                                add(lines.join("\n"), number, &mut tables, &mut blocks);
                            }
                        }
                    }
                    _ => {}
                }
            }
            Event::Text(text) if in_text && skipped == 0 => paragraph.push_str(&text.xml10_content()),
            Event::CData(text) if in_text && skipped == 0 => paragraph.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if in_text && skipped == 0 => {
                let whole = format!("&{};", &*reference.xml10_content());
                paragraph.push_str(&quick_xml::escape::unescape(&whole).map_err(|error| format!("{whole}: {error}"))?);
            }
            _ => {}
        }
    }
}

fn add(text: String, number: usize, tables: &mut [Table], blocks: &mut Vec<Block>) {
    let cell = tables
        .last_mut()
        .and_then(|table| table.rows.last_mut())
        .and_then(|row| row.last_mut());
    match cell {
        Some(cell) => {
            if !cell.is_empty() && !text.trim().is_empty() {
                cell.push('\n');
            }
            cell.push_str(&text);
        }
        None if !text.trim().is_empty() => blocks.push(Block::Text(number, text)),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_deleted_is_not_read_and_what_was_added_is() {
        let xml = "<w:document><w:body><w:p><w:r><w:t>Mã thủ tục: </w:t></w:r><w:del><w:r><w:t>cũ</w:t></w:r></w:del>\
            <w:ins><w:r><w:t>A &amp; B</w:t><w:br/><w:t>C</w:t></w:r></w:ins></w:p><w:p/>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>trong</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc>\
            <w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>";
        assert_eq!(
            blocks(xml).unwrap(),
            [
                Block::Text(1, "Mã thủ tục: A & B\nC".to_owned()),
                Block::Table(3, vec![vec!["a\nb\ntrong".to_owned(), String::new()]]),
            ]
        );
    }

    #[test]
    fn a_hostile_document_is_refused() {
        let deep = format!("<w:p>{}", "<w:r>".repeat(DEEPEST + 1));
        assert!(blocks(&deep).unwrap_err().contains("too deeply"));
        assert!(
            blocks("<!DOCTYPE x [<!ENTITY a 'b'>]><w:p/>")
                .unwrap_err()
                .contains("DOCTYPE")
        );
        assert!(blocks("<w:p><w:t>&khong-co;</w:t></w:p>").is_err());
    }
}
