//! Text with some of its words marked, as parts: a template marks them, and data is never HTML.

use serde::Serialize;

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct Stretch {
    text: String,
    marked: bool,
}

/// The text cut at byte ranges, which are marked. Ranges that are not between characters, or not in order, mark nothing.
pub(in crate::web) fn marked(text: &str, ranges: &[(usize, usize)]) -> Vec<Stretch> {
    let mut parts = Vec::new();
    let mut add = |text: &str, marked: bool| {
        if !text.is_empty() {
            let text = text.replace('\n', " ");
            parts.push(Stretch { text, marked });
        }
    };
    let mut done = 0;
    for &(start, end) in ranges {
        if let (Some(before), Some(word)) = (text.get(done..start), text.get(start..end)) {
            add(before, false);
            add(word, true);
            done = end;
        }
    }
    add(text.get(done..).unwrap_or_default(), false);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_whatever_the_ranges() {
        let text = "đăng ký <b>khai sinh</b>";
        let all = |ranges: &[(usize, usize)]| -> String {
            marked(text, ranges).iter().map(|part| part.text.as_str()).collect()
        };
        for ranges in [
            &[][..],
            &[(0, 6)],
            &[(0, 6), (7, 10)],
            &[(7, 10), (0, 6)],
            &[(1, 3)],
            &[(5, 999)],
            &[(9, 3)],
        ] {
            assert_eq!(all(ranges), text, "{ranges:?}");
        }
        let parts = marked("khai sinh lại", &[(0, 9)]);
        let expected = [("khai sinh", true), (" lại", false)];
        let said: Vec<(&str, bool)> = parts.iter().map(|part| (part.text.as_str(), part.marked)).collect();
        assert_eq!(said, expected);
    }
}
