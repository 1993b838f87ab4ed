//! A value together with the text it was read from.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Why a text is not a value of some type. The message is Vietnamese and shows how to write it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("cần ghi {expected}{}", hint(.examples))]
pub struct ParseValueError {
    text: String,
    expected: &'static str,
    examples: &'static [&'static str],
    free_text: bool,
}

fn hint(examples: &[&str]) -> String {
    if examples.is_empty() {
        String::new()
    } else {
        format!(", ví dụ: {}", examples.join("; "))
    }
}

impl ParseValueError {
    /// `text` is not `expected` ("một ngày"), which is written like `examples`.
    pub fn new(text: &str, expected: &'static str, examples: &'static [&'static str]) -> Self {
        Self {
            text: text.to_owned(),
            expected,
            examples,
            free_text: false,
        }
    }

    /// The place may also hold free text, so what cannot be read is worth a look, not a mistake.
    #[must_use]
    pub fn or_free_text(self) -> Self {
        Self {
            free_text: true,
            ..self
        }
    }

    /// The text that could not be read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether free text may stand in that place.
    pub fn is_free_text(&self) -> bool {
        self.free_text
    }
}

/// What an editor shows for a type.
pub trait Described {
    /// Vietnamese title.
    const TITLE: &'static str;
    /// Vietnamese description.
    const DESCRIPTION: &'static str;
    /// Texts as people write them.
    const EXAMPLES: &'static [&'static str];
    /// Regular expression of acceptable texts, where one can say it.
    const PATTERN: Option<&'static str> = None;
}

/// The author's text, and the value it means where it could be read.
#[derive(Debug, Clone)]
pub struct Written<T> {
    text: String,
    value: Option<T>,
}

impl<T> Written<T> {
    /// The text as the author wrote it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The value, where the text could be read.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }
}

impl<T: FromStr<Err = ParseValueError>> Written<T> {
    /// Reads a text and keeps it.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            value: text.parse().ok(),
            text,
        }
    }

    /// Why the text could not be read; `None` when it could, or when there is no text.
    pub fn problem(&self) -> Option<ParseValueError> {
        if self.value.is_some() || self.text.trim().is_empty() {
            None
        } else {
            self.text.parse::<T>().err()
        }
    }
}

impl<T: FromStr<Err = ParseValueError>> From<&str> for Written<T> {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<T> Default for Written<T> {
    fn default() -> Self {
        Self {
            text: String::new(),
            value: None,
        }
    }
}

impl<T> PartialEq for Written<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Written<T> {}

impl<T> fmt::Display for Written<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> Serialize for Written<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T: FromStr<Err = ParseValueError>> Deserialize<'de> for Written<T> {
    // As a string: the YAML reader then hands over 1.001193 as it is written, not as a number.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl<T: Described> JsonSchema for Written<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed(T::TITLE)
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({
            "title": T::TITLE,
            "description": T::DESCRIPTION,
            "type": "string",
            "examples": T::EXAMPLES,
        });
        if let Some(pattern) = T::PATTERN {
            schema.insert("pattern".to_owned(), pattern.into());
        }
        schema
    }
}
