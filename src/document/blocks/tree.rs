//! The elements a template wrote, each closed; what they mean is `read.rs`'s to say.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Something a template wrote that is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct Mistake {
    /// Byte of the text where it is.
    pub(in crate::document) at: usize,
    /// What is wrong and what was expected.
    pub(in crate::document) message: String,
}

impl Mistake {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
        }
    }
}

/// An element.
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
    /// Byte of the text where it begins.
    pub(super) at: usize,
}

/// What stands in an element.
pub(super) enum Node {
    Element(Element),
    /// Words, and the byte where they begin.
    Text(String, usize),
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A mistyped attribute would be passed over in silence.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Mistake> {
        let Some((name, _)) = self.attributes.iter().find(|(name, _)| !known.contains(&name.as_str())) else {
            return Ok(());
        };
        let expected = match known {
            [] => "no attribute".to_owned(),
            known => known.join(" or "),
        };
        let message = format!("<{}> with {name}=…; expected {expected}", self.name);
        Err(Mistake::new(self.at, message))
    }

    /// The elements of an element that has no words of its own.
    pub(super) fn elements(&self) -> Result<Vec<&Self>, Mistake> {
        let mut elements = Vec::new();
        for node in &self.children {
            match node {
                Node::Element(element) => elements.push(element),
                Node::Text(text, _) if text.trim().is_empty() => {}
                Node::Text(text, at) => {
                    let words: String = text.trim().chars().take(40).collect();
                    let at = at + (text.len() - text.trim_start().len());
                    let message = format!(
                        "{words:?} stands in <{}>; words belong into a block like <doan>",
                        self.name
                    );
                    return Err(Mistake::new(at, message));
                }
            }
        }
        Ok(elements)
    }
}

/// The elements of a text, checked for nothing but that each is closed.
pub(super) fn tree(source: &str) -> Result<Element, Mistake> {
    let mut reader = Reader::from_str(source);
    let mut open: Vec<Element> = Vec::new();
    loop {
        let at = position(&reader);
        let event = reader.read_event().map_err(|error| {
            let near = usize::try_from(reader.error_position()).unwrap_or(at);
            Mistake::new(near, error.to_string())
        })?;
        let done = match event {
            Event::Start(start) => {
                open.push(element(&start, at)?);
                None
            }
            Event::Empty(start) => Some(element(&start, at)?),
            Event::End(_) => open.pop(),
            Event::Text(text) => {
                add_text(&mut open, &text.xml10_content(), at)?;
                None
            }
            Event::CData(text) => {
                add_text(&mut open, &text.xml10_content(), at)?;
                None
            }
            Event::GeneralRef(reference) => {
                let whole = format!("&{};", reference.xml10_content());
                let read = quick_xml::escape::unescape(&whole);
                let read = read.map_err(|error| Mistake::new(at, format!("{whole}: {error}; write & as &amp;")))?;
                add_text(&mut open, &read, at)?;
                None
            }
            Event::Eof => {
                let message = match open.last() {
                    Some(element) => format!("<{}> is not closed", element.name),
                    None => "nothing stands in the document; expected <van-ban>".to_owned(),
                };
                return Err(Mistake::new(open.last().map_or(at, |element| element.at), message));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => None,
            Event::DocType(_) => return Err(Mistake::new(at, "a DOCTYPE; expected <van-ban>")),
        };
        let Some(element) = done else { continue };
        match open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => return Ok(element),
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or_default()
}

fn add_text(open: &mut [Element], text: &str, at: usize) -> Result<(), Mistake> {
    match open.last_mut() {
        Some(parent) => {
            if let Some(Node::Text(before, _)) = parent.children.last_mut() {
                before.push_str(text);
            } else {
                parent.children.push(Node::Text(text.to_owned(), at));
            }
            Ok(())
        }
        None if text.trim().is_empty() => Ok(()),
        None => Err(Mistake::new(at, "words before the document; expected <van-ban>")),
    }
}

fn element(start: &BytesStart<'_>, at: usize) -> Result<Element, Mistake> {
    let name = start.name().as_ref().to_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| Mistake::new(at, format!("<{name}>: {error}")))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| Mistake::new(at, format!("<{name}>: {error}")))?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element {
        name,
        attributes,
        children: Vec::new(),
        at,
    })
}
