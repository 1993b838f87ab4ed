//! Paragraphs of a text whose lines were broken at some width: every sentence in one piece, every character with its place.

use super::figures::{Spot, plain};

/// A paragraph in one spelling and where its characters stand.
pub(super) struct Paragraph {
    /// Lower case, on one line.
    pub(super) plain: String,
    /// As it is written, on one line.
    pub(super) text: String,
    /// For every character its line and column, from 0.
    places: Vec<(usize, usize)>,
}

/// The paragraphs of a text. A blank line ends one, and what begins an entry of a list begins one.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut open = false;
    for (number, line) in text.lines().enumerate() {
        if marks_only(line) {
            open = open && line.trim().chars().all(|c| c == '-') && !line.trim().is_empty();
            if line.trim() == "-" {
                // A dash alone begins an entry whose words stand on the next line.
                paragraphs.push(Paragraph::new());
                open = true;
            }
            continue;
        }
        if !open || begins_entry(line) {
            paragraphs.push(Paragraph::new());
        }
        if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.add(number, line);
        }
        open = true;
    }
    paragraphs.retain(|paragraph| !paragraph.text.is_empty());
    paragraphs
        .iter_mut()
        .for_each(|paragraph| paragraph.plain = plain(&paragraph.text));
    paragraphs
}

impl Paragraph {
    fn new() -> Self {
        Self {
            plain: String::new(),
            text: String::new(),
            places: Vec::new(),
        }
    }

    fn add(&mut self, number: usize, line: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
            self.places.push((number, 0));
        }
        // Marks of emphasis would stand between words that belong together.
        for (column, c) in line.chars().enumerate().filter(|(_, c)| *c != '*') {
            self.text.push(c);
            self.places.push((number, column));
        }
    }

    /// Line and column, from 0, of a spot, and how far it goes on that line.
    pub(super) fn place(&self, spot: Spot) -> (usize, Spot) {
        let (line, start) = self.places.get(spot.start).copied().unwrap_or_default();
        let here = self.places.iter().skip(spot.start).take(spot.length);
        let length = here.take_while(|(other, _)| *other == line).count();
        (line, Spot { start, length })
    }

    /// All of it.
    pub(super) fn whole(&self) -> Spot {
        let lead = self.text.chars().take_while(|c| c.is_whitespace()).count();
        Spot {
            start: lead,
            length: self.text.trim().chars().count(),
        }
    }
}

/// A line with nothing to read.
fn marks_only(line: &str) -> bool {
    line.chars()
        .all(|c| c.is_whitespace() || matches!(c, '*' | '|' | '_' | '#' | '-'))
}

/// `- `, `1.2. `, `a) `, `| `, `Điều 1.`, `Lý do`, `Đối với 02 TTHC`
fn begins_entry(line: &str) -> bool {
    let plain = plain(line);
    let plain = plain.trim_start_matches(['*', '#', '_', ' ', '\t']);
    if plain.starts_with(['-', '+', '|']) {
        return true;
    }
    if ["lý do", "lí do", "kiến nghị thực thi", "phần i"]
        .iter()
        .any(|word| plain.starts_with(word))
    {
        return true;
    }
    let number_after = |word: &str| {
        plain
            .strip_prefix(word)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    number_after("đối với ")
        || number_after("điều ") && plain.chars().nth(6).is_some_and(|c| c == '.')
        || enumerated(plain).is_some()
}

/// What stands behind the number or letter of an entry in a plain line: `1. `, `1.2. `, `iv. `, `a) `.
pub(super) fn enumerated(plain: &str) -> Option<&str> {
    let end = plain.find([' ', '\t', '*'])?;
    let mark = &plain[..end];
    let inner = mark.strip_suffix(['.', ')'])?;
    let number = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit() || c == '.');
    let letters = (1..=2).contains(&inner.chars().count()) && inner.chars().all(char::is_alphabetic);
    let roman = inner.len() <= 4 && !inner.is_empty() && inner.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    (number && inner.len() <= 8 || letters || roman).then(|| plain[end..].trim_start_matches(['*', ' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_lines_are_one_sentence_again() {
        let text = "**3. Thủ tục\nĐổi thẻ**\n\n-\nTỷ lệ cắt giảm\nchi phí: 10%.\n- Chi phí\n\n1.2. Kiến nghị\nĐiều 1.\nĐiều 9 Thông tư\n";
        let read = paragraphs(text);
        let texts: Vec<&str> = read.iter().map(|paragraph| paragraph.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "3. Thủ tục Đổi thẻ",
                "Tỷ lệ cắt giảm chi phí: 10%.",
                "- Chi phí",
                "1.2. Kiến nghị",
                "Điều 1. Điều 9 Thông tư"
            ]
        );
        // "10" stands on the sixth line, behind "chi phí: ".
        let (line, spot) = read[1].place(Spot { start: 24, length: 3 });
        assert_eq!((line, spot), (5, Spot { start: 9, length: 3 }));
    }
}
