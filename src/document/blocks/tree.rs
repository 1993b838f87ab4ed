//! The elements a template wrote, each closed; what they mean is `read.rs`'s to say.

use std::borrow::Cow;

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

/// An element. What can be is borrowed from the text: a decision has tens of thousands of them.
pub(super) struct Element<'s> {
    pub(super) name: &'s str,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node<'s>>,
    /// Byte of the text where it begins.
    pub(super) at: usize,
}

/// What stands in an element.
pub(super) enum Node<'s> {
    Element(Element<'s>),
    /// Words, and the byte where they begin.
    Text(Cow<'s, str>, usize),
}

impl Element<'_> {
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
        let mut elements = Vec::with_capacity(self.children.len());
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

/// Elements in one another; a document needs seven. A loop that closes nothing must not exhaust the stack.
const DEEPEST: usize = 64;

/// The elements of a text, checked for nothing but that each is closed.
pub(super) fn tree(source: &str) -> Result<Element<'_>, Mistake> {
    let mut reader = Reader::from_str(source);
    let mut open: Vec<Element<'_>> = Vec::new();
    loop {
        let at = position(&reader);
        let event = reader.read_event().map_err(|error| {
            let near = usize::try_from(reader.error_position()).unwrap_or(at);
            Mistake::new(near, error.to_string())
        })?;
        let done = match event {
            Event::Start(start) => {
                let element = element(source, &start, at)?;
                if open.len() >= DEEPEST {
                    let message = format!("<{}> stands in {DEEPEST} elements; expected fewer", element.name);
                    return Err(Mistake::new(at, message));
                }
                open.push(element);
                None
            }
            Event::Empty(start) => Some(element(source, &start, at)?),
            Event::End(_) => open.pop(),
            Event::Text(text) => {
                add_text(&mut open, text.xml10_content(), at)?;
                None
            }
            Event::CData(text) => {
                add_text(&mut open, text.xml10_content(), at)?;
                None
            }
            Event::GeneralRef(reference) => {
                add_text(&mut open, character(&reference.xml10_content(), at)?, at)?;
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

/// What `&name;` stands for.
fn character(name: &str, at: usize) -> Result<Cow<'static, str>, Mistake> {
    if let Some(known) = quick_xml::escape::resolve_predefined_entity(name) {
        return Ok(Cow::Borrowed(known));
    }
    let whole = format!("&{name};");
    match quick_xml::escape::unescape(&whole) {
        Ok(read) => Ok(Cow::Owned(read.into_owned())),
        Err(error) => Err(Mistake::new(at, format!("{whole}: {error}; write & as &amp;"))),
    }
}

fn add_text<'s>(open: &mut [Element<'s>], text: Cow<'s, str>, at: usize) -> Result<(), Mistake> {
    match open.last_mut() {
        Some(parent) => {
            if let Some(Node::Text(before, _)) = parent.children.last_mut() {
                before.to_mut().push_str(&text);
            } else {
                parent.children.push(Node::Text(text, at));
            }
            Ok(())
        }
        None if text.trim().is_empty() => Ok(()),
        None => Err(Mistake::new(at, "words before the document; expected <van-ban>")),
    }
}

fn element<'s>(source: &'s str, start: &BytesStart<'_>, at: usize) -> Result<Element<'s>, Mistake> {
    // The element begins at its "<".
    let written = start.name();
    let name = source.get(at + 1..at + 1 + written.as_ref().len()).unwrap_or_default();
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
