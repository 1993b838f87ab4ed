//! What stands in a Word file: its paragraphs, which values are in their controls and which words are beside them.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::catalogue::printed::{self, Around};

/// Elements in one another; Word writes some twenty.
const DEEPEST: usize = 256;

/// Most paragraphs and most controls of a document; the longest record has 3,000.
const MOST: usize = 100_000;

/// Changes nobody has accepted or rejected.
const TRACKED: [&str; 6] = ["w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:cellIns", "w:cellDel"];

/// A paragraph.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Table, row and cell it stands in, each from 0 in the whole file, its table, its row.
    pub(super) cell: Option<(usize, usize, usize)>,
    /// Values, in their order.
    pub(super) controls: Vec<Control>,
    /// Words that are in no control.
    pub(super) words: String,
}

impl Paragraph {
    /// The words beside its values as they are compared.
    pub(super) fn said(&self) -> String {
        let around = Around {
            tags: Vec::new(),
            words: self.words.clone(),
        };
        around.said()
    }
}

/// A value in its control.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Control {
    pub(super) tag: String,
    /// Empty where Word shows what to click on.
    pub(super) text: String,
}

/// The paragraphs of a document; why it cannot be read.
pub(super) fn paragraphs(xml: &str) -> Result<Vec<Paragraph>, String> {
    let mut reader = Reader::from_str(xml);
    let mut state = State::default();
    loop {
        let event = reader
            .read_event()
            .map_err(|error| format!("word/document.xml is damaged ({error})"))?;
        match event {
            Event::Eof => return Ok(state.paragraphs),
            Event::DocType(_) => return Err("word/document.xml has a DOCTYPE, which no Word file has".to_owned()),
            Event::Start(start) => state.start(&start, false)?,
            Event::Empty(start) => state.start(&start, true)?,
            Event::End(_) => state.end(),
            Event::Text(text) => state.text(&text.xml10_content()),
            Event::CData(text) => state.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let whole = format!("&{};", &*reference.xml10_content());
                state.text(&quick_xml::escape::unescape(&whole).map_err(|error| format!("{whole}: {error}"))?);
            }
            _ => {}
        }
    }
}

/// The words of each comment on a document; why they cannot be read.
pub(super) fn comments(xml: &str) -> Result<Vec<String>, String> {
    let all = paragraphs(xml)?;
    let said = all.iter().map(Paragraph::said);
    Ok(said.filter(|words| !words.is_empty()).collect())
}

/// The words of the element that carries what was printed; `None` when the part is another one.
pub(super) fn carried(xml: &str) -> Result<Option<String>, String> {
    let mut reader = Reader::from_str(xml);
    let mut words: Option<String> = None;
    loop {
        let damaged = |error: &dyn std::fmt::Display| format!("what was printed is damaged in it ({error})");
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Eof => return Ok(words),
            Event::DocType(_) => return Ok(None),
            Event::Start(start) | Event::Empty(start) if words.is_none() => {
                let own = attribute(&start, "xmlns").as_deref() == Some(printed::NAMESPACE);
                if !own || start.name().as_ref() != printed::ELEMENT {
                    return Ok(None);
                }
                words = Some(String::new());
            }
            Event::Text(text) => words.iter_mut().for_each(|words| words.push_str(&text.xml10_content())),
            Event::GeneralRef(reference) => {
                let whole = format!("&{};", &*reference.xml10_content());
                let character = quick_xml::escape::unescape(&whole).map_err(|error| damaged(&error))?;
                words.iter_mut().for_each(|words| words.push_str(&character));
            }
            _ => {}
        }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// A content control that is open.
#[derive(Debug, Default)]
struct Open {
    /// How deep it stands.
    depth: usize,
    /// Around rows, not words.
    of_rows: bool,
    tag: String,
    /// What it shows is what to click on.
    empty: bool,
    /// Paragraph and control where its words go.
    place: Option<(usize, usize)>,
}

#[derive(Debug, Default)]
struct State {
    paragraphs: Vec<Paragraph>,
    names: Vec<String>,
    controls: Vec<Open>,
    /// Table, row and cell, for each table in another.
    tables: Vec<(usize, usize, usize)>,
    all_tables: usize,
    /// Paragraphs and controls so far.
    counted: usize,
    /// Depth of a second form of something that was read.
    skipped: Option<usize>,
    in_text: bool,
    in_paragraph: bool,
}

impl State {
    fn start(&mut self, start: &BytesStart<'_>, empty: bool) -> Result<(), String> {
        let name = start.name();
        let name = name.as_ref();
        if TRACKED.contains(&name) {
            return Err("it has tracked changes; accept or reject them first (Review, Accept All Changes), save it, and import \
                        it again"
                .to_owned());
        }
        if self.names.len() >= DEEPEST {
            return Err("word/document.xml nests too deeply".to_owned());
        }
        if matches!(name, "w:sdt" | "w:p") {
            self.counted += 1;
            if self.counted > MOST {
                return Err(format!("it has more than {MOST} paragraphs and content controls"));
            }
        }
        self.begin(name, start);
        self.names.push(name.to_owned());
        if empty {
            self.end();
        }
        Ok(())
    }

    fn begin(&mut self, name: &str, start: &BytesStart<'_>) {
        if self.skipped.is_some() {
            return;
        }
        let in_properties = self.names.last().is_some_and(|parent| parent == "w:sdtPr");
        match name {
            "mc:Fallback" => self.skipped = Some(self.names.len()),
            "w:t" => self.in_text = true,
            "w:br" | "w:cr" => self.add("\n"),
            "w:tab" if self.in_paragraph && !self.names.iter().rev().take(2).any(|name| name == "w:tabs") => {
                self.add("\t")
            }
            "w:noBreakHyphen" => self.add("-"),
            "w:p" => {
                self.in_paragraph = true;
                // A control of several paragraphs has their words one below another.
                self.add_in_control("\n");
                self.paragraphs.push(Paragraph {
                    cell: self.tables.last().copied(),
                    ..Paragraph::default()
                });
            }
            "w:tbl" => {
                self.tables.push((self.all_tables, usize::MAX, usize::MAX));
                self.all_tables += 1;
            }
            "w:tr" => self.tables.iter_mut().next_back().into_iter().for_each(|table| {
                *table = (table.0, table.1.wrapping_add(1), usize::MAX);
            }),
            "w:tc" => {
                let tables = self.tables.iter_mut().next_back();
                tables.into_iter().for_each(|table| table.2 = table.2.wrapping_add(1));
            }
            "w:sdt" => {
                let rows = self.controls.last().is_some_and(|outer| outer.of_rows)
                    && self.names.last().is_some_and(|parent| parent == "w:sdtContent");
                let of_rows = rows || self.names.last().is_some_and(|parent| parent == "w:tbl");
                self.controls.push(Open {
                    depth: self.names.len(),
                    of_rows,
                    ..Open::default()
                });
            }
            "w:tag" if in_properties => {
                let tag = attribute(start, "w:val").unwrap_or_default();
                self.controls
                    .iter_mut()
                    .next_back()
                    .into_iter()
                    .for_each(|open| open.tag.clone_from(&tag));
            }
            "w:showingPlcHdr" if in_properties => {
                let shown = !matches!(attribute(start, "w:val").as_deref(), Some("0" | "false" | "off"));
                self.controls
                    .iter_mut()
                    .next_back()
                    .into_iter()
                    .for_each(|open| open.empty = shown);
            }
            _ => {}
        }
    }

    fn end(&mut self) {
        let Some(name) = self.names.pop() else { return };
        if let Some(depth) = self.skipped {
            if depth == self.names.len() {
                self.skipped = None;
            }
            return;
        }
        match name.as_str() {
            "w:t" => self.in_text = false,
            "w:p" => self.in_paragraph = false,
            "w:tbl" => drop(self.tables.pop()),
            "w:sdtContent" => self.place(),
            "w:sdt" if self.controls.last().is_some_and(|open| open.depth == self.names.len()) => {
                self.controls.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, words: &str) {
        if self.in_text && self.skipped.is_none() {
            self.add(words);
        }
    }

    fn add(&mut self, words: &str) {
        if self.add_in_control(words) {
            return;
        }
        if let Some(last) = self.paragraphs.last_mut().filter(|_| self.in_paragraph) {
            last.words.push_str(words);
        }
    }

    /// Adds words to the innermost control that is a value; whether there is one.
    fn add_in_control(&mut self, words: &str) -> bool {
        let is_value = |open: &&mut Open| !open.of_rows && !open.tag.is_empty();
        let Some(open) = self.controls.iter_mut().rev().find(is_value) else {
            return false;
        };
        // A paragraph that begins where no words were is the first of its control.
        if open.place.is_none() && !self.in_paragraph {
            return true;
        }
        let (paragraph, control) = match open.place {
            Some(place) => place,
            None => {
                let Some(at) = self.paragraphs.len().checked_sub(1) else {
                    return true;
                };
                let controls = &mut self.paragraphs[at].controls;
                controls.push(Control {
                    tag: open.tag.clone(),
                    text: String::new(),
                });
                *open.place.insert((at, controls.len() - 1))
            }
        };
        if !open.empty {
            self.paragraphs[paragraph].controls[control].text.push_str(words);
        }
        true
    }

    /// A control without any words is there too.
    fn place(&mut self) {
        let nothing_yet = self
            .controls
            .last()
            .is_some_and(|open| !open.of_rows && !open.tag.is_empty() && open.place.is_none());
        if nothing_yet {
            self.in_paragraph = true;
            self.add_in_control("");
            self.in_paragraph = self.names.iter().any(|name| name == "w:p");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn control(tag: &str, words: &str) -> String {
        format!("<w:sdt><w:sdtPr><w:tag w:val=\"{tag}\"/></w:sdtPr><w:sdtContent>{words}</w:sdtContent></w:sdt>")
    }

    #[test]
    fn words_are_in_their_control_or_beside_it_however_runs_are_split() {
        let runs = "<w:r w:rsidR=\"1\"><w:t xml:space=\"preserve\">Sở </w:t></w:r><w:proofErr w:type=\"spellStart\"/>\
                    <w:bookmarkStart w:id=\"0\"/><w:r><w:t>Mẫu &amp; A</w:t><w:br/><w:t>B</w:t></w:r>";
        let row = format!(
            "<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr>",
            control("b", "")
        );
        let xml = format!(
            "<w:body><w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>Tên: </w:t></w:r>{}<w:r><w:t>.</w:t></w:r></w:p>\
             <w:tbl>{}</w:tbl></w:body>",
            control("a", runs),
            control("row", &row),
        );
        let found = paragraphs(&xml).unwrap();
        let one = |tag: &str, text: &str| Control {
            tag: tag.to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(
            found,
            [
                Paragraph {
                    cell: None,
                    controls: vec![one("a", "Sở Mẫu & A\nB")],
                    words: "Tên: .".to_owned(),
                },
                Paragraph {
                    cell: Some((0, 0, 0)),
                    controls: Vec::new(),
                    words: "1".to_owned(),
                },
                Paragraph {
                    cell: Some((0, 0, 1)),
                    controls: vec![one("b", "")],
                    words: String::new(),
                },
            ]
        );
    }

    #[test]
    fn a_control_around_paragraphs_has_their_words_one_below_another() {
        let two = "<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>";
        let found = paragraphs(&format!("<w:body>{}</w:body>", control("x", two))).unwrap();
        assert_eq!(found[0].controls[0].text.trim(), "a\nb");
        assert!(found.iter().all(|paragraph| paragraph.words.is_empty()));
    }

    #[test]
    fn what_asks_to_be_filled_in_is_empty() {
        let asks = "<w:p><w:sdt><w:sdtPr><w:tag w:val=\"a\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click</w:t></w:r>\
                    </w:sdtContent></w:sdt></w:p>";
        assert_eq!(paragraphs(asks).unwrap()[0].controls[0].text, "");
    }

    #[test]
    fn what_is_not_settled_or_hostile_is_refused() {
        assert!(
            paragraphs("<w:p><w:ins><w:r/></w:ins></w:p>")
                .unwrap_err()
                .contains("accept or reject")
        );
        assert!(paragraphs(&"<w:r>".repeat(300)).unwrap_err().contains("too deeply"));
        assert!(
            paragraphs(&"<w:p/>".repeat(MOST + 1))
                .unwrap_err()
                .contains("more than")
        );
        assert!(paragraphs("<!DOCTYPE a><w:p/>").unwrap_err().contains("DOCTYPE"));
        assert_eq!(carried("<a xmlns=\"urn:b\">x</a>"), Ok(None));
        let own = format!("<phieu xmlns=\"{}\">a&amp;b</phieu>", printed::NAMESPACE);
        assert_eq!(carried(&own), Ok(Some("a&b".to_owned())));
    }
}
