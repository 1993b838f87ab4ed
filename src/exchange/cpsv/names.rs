//! IRIs of what is exported: stable, below one base, percent-encoded.

use std::fmt::Write as _;

use oxrdf::{IriParseError, NamedNode};
use thiserror::Error;

/// Base of the IRIs when nobody names one: names that stay the same and promise no page.
pub const USUAL_BASE: &str = "urn:tthc:";

/// What the IRIs of an export begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

/// Why a text is no base for IRIs.
#[derive(Debug, Error)]
pub enum BaseError {
    /// It is not an absolute IRI.
    #[error("{text:?} is no absolute IRI; give one such as https://example.org/tthc/")]
    NotAbsolute {
        /// What was given.
        text: String,
        /// Why.
        source: IriParseError,
    },
    /// A path cannot be put behind it.
    #[error("{text:?} has a query or a fragment; give an IRI that ends with / or #, such as https://example.org/tthc/")]
    NoRoom {
        /// What was given.
        text: String,
    },
}

impl Base {
    /// Reads a base; a `/` is put behind it where nothing divides it from what follows.
    ///
    /// # Errors
    ///
    /// When it is no absolute IRI, or nothing can stand behind it.
    pub fn new(text: &str) -> Result<Self, BaseError> {
        let text = text.trim().to_owned();
        if let Err(source) = NamedNode::new(text.as_str()) {
            return Err(BaseError::NotAbsolute { text, source });
        }
        let inside = text.strip_suffix('#').unwrap_or(&text);
        if inside.contains(['?', '#']) {
            return Err(BaseError::NoRoom { text });
        }
        Ok(Self(match text.ends_with(['/', '#', ':']) {
            true => text,
            false => text + "/",
        }))
    }

    /// `<base>a/b/c`, each part percent-encoded.
    pub(super) fn iri(&self, parts: &[&str]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| encoded(part)).collect();
        format!("{}{}", self.0, parts.join("/"))
    }
}

impl Default for Base {
    fn default() -> Self {
        Self(USUAL_BASE.to_owned())
    }
}

/// Everything but the letters, digits and marks that RFC 3986 leaves alone is written as the bytes of UTF-8.
fn encoded(part: &str) -> String {
    let mut iri = String::with_capacity(part.len());
    for byte in part.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => iri.push(char::from(byte)),
            // Writing to a string does not fail.
            _ => drop(write!(iri, "%{byte:02X}")),
        }
    }
    iri
}

/// The last part of an IRI, as it was before it was encoded.
pub(super) fn last_part(iri: &str) -> String {
    let last = iri.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(iri);
    let mut bytes = Vec::with_capacity(last.len());
    let mut rest = last.as_bytes();
    while let [first, others @ ..] = rest {
        let code = others.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            None => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| last.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_their_encoding() {
        let base = Base::default();
        for name in [
            "1.004222",
            "163/QĐ-BTP",
            "Ủy ban nhân dân cấp xã",
            "100% «a»",
            "a#b?c",
            "%zz",
            "%",
        ] {
            let iri = base.iri(&["x", name]);
            assert!(NamedNode::new(iri.as_str()).is_ok(), "{iri}");
            assert_eq!(last_part(&iri), name);
        }
        assert_eq!(
            base.iri(&["van-ban", "163/QĐ-BTP"]),
            "urn:tthc:van-ban/163%2FQ%C4%90-BTP"
        );
    }

    #[test]
    fn a_base_is_an_absolute_iri_with_room_behind_it() {
        let iri = |base: &str| Base::new(base).unwrap().iri(&["a"]);
        assert_eq!(iri("https://example.org/tthc"), "https://example.org/tthc/a");
        assert_eq!(iri("https://example.org/tthc#"), "https://example.org/tthc#a");
        assert_eq!(iri("urn:x:"), "urn:x:a");
        for wrong in [
            "",
            "tthc/",
            "https://example.org/ a",
            "https://example.org/?a=",
            "https://example.org/#a/",
        ] {
            assert!(Base::new(wrong).is_err(), "{wrong}");
        }
    }
}
