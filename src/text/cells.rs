//! Texts in the cells of spreadsheets.

use std::borrow::Cow;

/// What a formula begins with. Spreadsheets pass over tabs and line ends, and take wide signs for narrow ones.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet that opens a CSV file, or whoever edits the cell, may take the text for a formula. Quotation marks
/// in front are those of [`guarded`].
pub fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// The text for a cell of a CSV file, where it cannot be taken for a formula: with an apostrophe in front if need be.
/// [`unguarded`] gives it back.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if looks_like_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that was [`guarded`].
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_a_formula_is_guarded_and_comes_back() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("- Nộp hồ sơ", "'- Nộp hồ sơ"),
            ("＝cmd", "'＝cmd"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("'Một'", "'Một'"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded(cell), text);
        }
    }
}
