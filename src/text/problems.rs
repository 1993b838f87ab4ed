//! Characters that should not stand in a catalogue.

use super::letters::{is_combining, is_invisible, is_odd_space, look_alike};

/// A character that should not stand in a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextProblem {
    /// Byte offset in the text.
    pub offset: usize,
    /// What is wrong.
    pub kind: TextProblemKind,
}

/// What is wrong with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextProblemKind {
    /// A letter written in pieces (decomposed Unicode).
    Decomposed,
    /// A letter of another alphabet that looks like a Vietnamese one.
    LookAlike(char),
    /// An invisible or private-use character.
    Invisible(char),
    /// A space that is not the ordinary one, or a tab.
    OddSpace(char),
}

impl TextProblem {
    /// What is wrong, in Vietnamese.
    pub fn message(&self) -> String {
        match self.kind {
            TextProblemKind::Decomposed => "chữ viết bằng tổ hợp rời (NFD), tìm kiếm sẽ không thấy".to_owned(),
            TextProblemKind::LookAlike(c) => format!(
                "chữ «{c}» (U+{:04X}) trông giống Đ nhưng không phải chữ Việt",
                u32::from(c)
            ),
            TextProblemKind::Invisible(c) => format!("ký tự không nhìn thấy U+{:04X}", u32::from(c)),
            TextProblemKind::OddSpace('\t') => "phím Tab trong nội dung".to_owned(),
            TextProblemKind::OddSpace(c) => format!("khoảng trắng lạ U+{:04X}", u32::from(c)),
        }
    }

    /// How to put it right, in Vietnamese.
    pub fn fix(&self) -> &'static str {
        match self.kind {
            TextProblemKind::Decomposed => "gõ lại chữ này bằng Unicode dựng sẵn (NFC)",
            TextProblemKind::LookAlike(_) => "gõ lại bằng chữ Đ, đ tiếng Việt",
            TextProblemKind::Invisible(_) => "xóa ký tự này",
            TextProblemKind::OddSpace(_) => "thay bằng dấu cách thường",
        }
    }
}

/// Characters that should not stand in a catalogue, in order.
pub fn problems(text: &str) -> Vec<TextProblem> {
    text.char_indices()
        .filter_map(|(offset, c)| {
            let kind = match c {
                _ if is_combining(c) => TextProblemKind::Decomposed,
                _ if look_alike(c).is_some() => TextProblemKind::LookAlike(c),
                _ if is_invisible(c) => TextProblemKind::Invisible(c),
                '\t' => TextProblemKind::OddSpace(c),
                _ if is_odd_space(c) => TextProblemKind::OddSpace(c),
                _ => return None,
            };
            Some(TextProblem { offset, kind })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_characters_are_named_with_their_place() {
        let found = problems("a\u{a0}b\u{d0}\u{200b}");
        assert_eq!(
            found.iter().map(|problem| problem.offset).collect::<Vec<_>>(),
            [1, 4, 6]
        );
    }
}
