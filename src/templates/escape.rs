//! How data is kept from being read as what a template writes.

use std::fmt::{self, Write};

use crate::text;

/// Bytes that are written otherwise, and those that begin a character that may be.
const LOOKED_AT: [bool; 256] = {
    let mut looked_at = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        looked_at[byte] = matches!(
            byte as u8,
            b'&' | b'<' | b'>' | b'"' | b'\'' | 0..=8 | 11..=31 | 0x7f | 0xc2 | 0xe2 | 0xef..
        );
        byte += 1;
    }
    looked_at
};

/// Keeps data from being read as elements. What no XML can hold is made visible, as in every document.
pub(super) fn xml(out: &mut impl Write, words: &str) -> fmt::Result {
    let mut plain = 0;
    let looked_at = words
        .bytes()
        .enumerate()
        .filter(|(_, byte)| LOOKED_AT[usize::from(*byte)]);
    for (at, byte) in looked_at {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => {
                let c = words.get(at..).and_then(|rest| rest.chars().next());
                if let Some(c) = c.filter(|c| text::is_hidden(*c)) {
                    out.write_str(&words[plain..at])?;
                    write!(out, "{}", text::Visible(c))?;
                    plain = at + c.len_utf8();
                }
                continue;
            }
        };
        out.write_str(&words[plain..at])?;
        out.write_str(escaped)?;
        plain = at + 1;
    }
    out.write_str(&words[plain..])
}

/// Keeps data from being read as Markdown: a name with `|` or `*` in it stays that name, and stays on its line.
pub(crate) fn markdown(value: &str) -> String {
    // At the head of a line these would begin a list, or draw a line.
    let digits = value.chars().take_while(char::is_ascii_digit).count();
    let mut rest = value.chars().skip(digits);
    let (first, next) = (rest.next(), rest.next());
    let begins = match first {
        Some('-' | '+' | '=') => digits == 0,
        Some('.' | ')') => digits > 0,
        _ => false,
    };
    if begins && next.is_none_or(|next| next.is_whitespace() || Some(next) == first) {
        return format!("{}\\{}", &value[..digits], markdown_inline(&value[digits..]));
    }
    markdown_inline(value)
}

/// The same for words that do not stand at the head of a line.
pub(crate) fn markdown_inline(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\n' | '\r' | '\t' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_stays_data_in_markdown() {
        for (data, printed) in [
            ("a|b *c*\nd", r"a\|b \*c\* d"),
            ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
            ("# tên", r"\# tên"),
            ("- tên", r"\- tên"),
            ("---", r"\---"),
            ("1 $ và 2 $", r"1 \$ và 2 \$"),
            ("12. tên", r"12\. tên"),
            ("2.000286", "2.000286"),
            ("hóa - lý (1)", "hóa - lý (1)"),
        ] {
            assert_eq!(markdown(data), printed);
        }
    }

    #[test]
    fn data_stays_data_among_elements() {
        for (data, written) in [
            ("<w:p>&\"#let x", "&lt;w:p&gt;&amp;&quot;#let x"),
            ("63/2010/NĐ-CP ‘a’ “b” 'c'", "63/2010/NĐ-CP ‘a’ “b” &#39;c&#39;"),
            (
                "a\u{b}b\u{fffe}c\u{202e}d\u{85}",
                "a⟨U+000B⟩b⟨U+FFFE⟩c⟨U+202E⟩d⟨U+0085⟩",
            ),
            ("]]> \n\t €", "]]&gt; \n\t €"),
            ("\u{1f600}\u{1ffff}", "\u{1f600}⟨U+1FFFF⟩"),
            ("", ""),
        ] {
            let mut out = String::new();
            xml(&mut out, data).unwrap();
            assert_eq!(out, written);
        }
    }
}
