//! What fits into a cell, and how high it makes its row.

use std::borrow::Cow;

use crate::text;

/// Excel refuses a cell with more, counted in UTF-16 units; the note that something was cut needs some of it.
const MOST_IN_CELL: usize = 32_000;

/// The text as far as a cell holds it, and that it goes on.
pub(super) fn fitting(text: &str) -> Cow<'_, str> {
    let mut units = 0;
    let cut = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > MOST_IN_CELL
    });
    match cut {
        None => Cow::Borrowed(text),
        Some((at, _)) => {
            let left = i128::try_from(text[at..].chars().count()).unwrap_or(i128::MAX);
            let left = text::number(left);
            Cow::Owned(format!("{} … (còn {left} ký tự, xem bản HTML)", &text[..at]))
        }
    }
}

/// Lines of a text wrapped at words; a word wider than the column is broken.
pub(super) fn wrapped(text: &str, width: usize) -> usize {
    let wrap = |line: &str| {
        let (mut lines, mut filled) = (1, 0);
        for word in line.split(' ') {
            let length = word.chars().count();
            if filled > 0 && filled + 1 + length > width {
                lines += 1;
                filled = 0;
            }
            filled += usize::from(filled > 0) + length;
            lines += filled.saturating_sub(1) / width;
            filled = if filled > width {
                (filled - 1) % width + 1
            } else {
                filled
            };
        }
        lines
    };
    text.split('\n').map(wrap).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_beyond_a_cell_is_cut_and_says_so() {
        assert_eq!(fitting("ngắn"), "ngắn");
        // Each of these takes two of Excel's units.
        let long = "🙂".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.encode_utf16().count() < 32_767);
        assert!(cut.ends_with(" … (còn 4.000 ký tự, xem bản HTML)"), "{cut}");
    }

    #[test]
    fn rows_are_as_high_as_their_text() {
        for (text, lines) in [("", 1), ("a bc", 1), ("ab cde f", 2), ("abcdefghijk", 3), ("a\n\nb", 3)] {
            assert_eq!(wrapped(text, 5), lines, "{text}");
        }
    }
}
