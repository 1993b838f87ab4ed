//! What cannot be seen, made visible.

use std::fmt;

/// Control characters and marks that turn the direction of writing: they can be in no page or sheet, and a reader who
/// compares texts must not be misled by what cannot be seen.
pub fn is_hidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// A character by its number: `⟨U+000B⟩`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visible(pub char);

impl fmt::Display for Visible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "⟨U+{:04X}⟩", u32::from(self.0))
    }
}

/// A text in which every character can be seen; line ends are `\n`.
pub fn printable(value: &str) -> String {
    if !value.contains(is_hidden) {
        return value.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    for c in value.replace("\r\n", "\n").chars() {
        if is_hidden(c) {
            out.push_str(&Visible(c).to_string());
        } else {
            out.push(c);
        }
    }
    out
}
