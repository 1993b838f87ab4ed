//! The only door to YAML: text to typed values, typed values to text, and a tree that knows its lines.
//!
//! A sound file is read once, straight into its type. Only a file that does not read is walked a second time,
//! as a [`Node`] tree, to name every mistake in it with its line. Anchors, aliases, tags and several documents in
//! one file are refused: a catalogue does not need them, and they are how a small file becomes a huge one.

mod edit;
mod tree;
mod within;

use std::str;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_yaml as yaml;

pub use self::edit::{edited, keeps_remarks, remarked};
pub use self::tree::{Key, Kind, Node, Position, parse};

/// Largest file read, in bytes. The longest real record is under 300 KB.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Deepest nesting read; a procedure needs 7.
pub const MAX_DEPTH: usize = 32;

/// Why a text is not a YAML file of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// Line from 1; 0 when the whole file is meant.
    pub line: usize,
    /// Column in characters from 1; 0 when the whole file is meant.
    pub column: usize,
    /// What is wrong, in Vietnamese.
    pub message: String,
    /// How to put it right, in Vietnamese.
    pub advice: String,
}

impl YamlError {
    fn at(line: usize, column: usize, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            line,
            column,
            message: message.into(),
            advice: advice.into(),
        }
    }
}

/// Checks what can be checked before parsing: size, encoding, control characters, merge-conflict markers.
///
/// A byte-order mark written by Windows Notepad is accepted and cut off.
///
/// # Errors
///
/// When the file is not fit to be parsed.
pub fn text(bytes: &[u8]) -> Result<&str, YamlError> {
    if bytes.len() > MAX_BYTES {
        let message = format!(
            "tệp lớn {} MB, quá giới hạn {} MB",
            bytes.len() / 1_048_576,
            MAX_BYTES / 1_048_576
        );
        return Err(YamlError::at(
            0,
            0,
            message,
            "tách nội dung hoặc bỏ phần dán nhầm vào tệp",
        ));
    }
    let text = simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let (line, column) = position_of(bytes, error.valid_up_to());
        YamlError::at(
            line,
            column,
            "tệp không phải văn bản UTF-8",
            "lưu lại tệp với bảng mã UTF-8 (Unicode)",
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if is_plainly_sound(text.as_bytes()) {
        return Ok(text);
    }
    for (number, line) in text.lines().enumerate() {
        if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") || line == "=======" {
            return Err(YamlError::at(
                number + 1,
                1,
                "còn dấu xung đột khi trộn git",
                "chọn một trong hai nội dung rồi xóa các dòng <<<<<<<, =======, >>>>>>>",
            ));
        }
        if let Some(at) = line.find(|c: char| c.is_control() && c != '\t' && c != '\u{85}') {
            let column = line[..at].chars().count() + 1;
            return Err(YamlError::at(
                number + 1,
                column,
                "có ký tự điều khiển không nhìn thấy",
                "xóa ký tự đó",
            ));
        }
    }
    Ok(text)
}

/// Whether a look at the bytes is enough to see that a text has neither control characters nor conflict markers, as nearly
/// every file: looking at characters takes as long as a third of the parsing.
fn is_plainly_sound(bytes: &[u8]) -> bool {
    // Beside the control characters of ASCII there are those that begin with C2, as § and the hard space do.
    let is_odd = |byte: u8| byte < b' ' && byte != b'\n' && byte != b'\t' || byte == 0x7f;
    let c1 = || memchr::memchr_iter(0xc2, bytes).any(|at| bytes.get(at + 1).is_some_and(|next| *next < 0xa0));
    let marker = || {
        let lines = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1);
        let mut starts = std::iter::once(0).chain(lines);
        starts.any(|at| matches!(bytes.get(at..at + 7), Some(b"<<<<<<<" | b">>>>>>>" | b"=======")))
    };
    // Every byte is looked at, so that many are at once.
    !bytes.iter().fold(false, |odd, byte| odd | is_odd(*byte)) && !c1() && !marker()
}

fn position_of(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = &bytes[..offset];
    let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    (line, String::from_utf8_lossy(&before[start..]).chars().count() + 1)
}

/// Reads a typed value. The error names only the first mistake; [`parse`] and the shape check find all of them.
///
/// # Errors
///
/// When the text is not YAML or does not have the shape of `T`.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    // The reader takes an absent document for an empty record; a file that was emptied must not vanish like that.
    if text.lines().all(says_nothing) {
        return Err(empty());
    }
    let options = yaml::options! {
        budget: yaml::budget! {
            max_depth: MAX_DEPTH,
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
        },
        strict_booleans: true,
        with_snippet: false,
        reject_unsupported_tags: true,
    };
    yaml::from_str_with_options(text, options).map_err(|error| {
        let (line, column) = error.location().map_or((0, 0), |at| {
            (
                usize::try_from(at.line()).unwrap_or(0),
                usize::try_from(at.column()).unwrap_or(0),
            )
        });
        YamlError::at(
            line,
            column,
            format!("không đọc được: {error}"),
            "xem lại dòng này theo lược đồ (tthc schema)",
        )
    })
}

/// White space, a comment, a directive, or a mark that only begins or ends a document.
fn says_nothing(line: &str) -> bool {
    let line = ["---", "..."]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .unwrap_or(line);
    let line = line.trim();
    line.is_empty() || line.starts_with(['#', '%'])
}

fn empty() -> YamlError {
    YamlError::at(1, 1, "tệp trống", "ghi nội dung hoặc xóa tệp")
}

/// Writes a value in the style of the shipped files: block lists, `|` blocks for long text, quotes where needed.
///
/// # Errors
///
/// When the value cannot be represented in YAML.
pub fn write<T: Serialize>(value: &T) -> Result<String, YamlError> {
    let options = yaml::ser_options! { compact_list_indent: false, folded_wrap_chars: 100_000 };
    yaml::to_string_with_options(value, options)
        .map_err(|error| YamlError::at(0, 0, format!("không ghi được YAML: {error}"), ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_must_not_stand_in_a_file_is_seen_wherever_it_stands() {
        for odd in [
            "\0",
            "\u{1f}",
            "\ra",
            "\u{7f}",
            "\u{80}",
            "\u{9f}",
            "\n=======\n",
            "\n<<<<<<< a\n",
            "\n>>>>>>> b",
        ] {
            for (before, after) in [("", "\nten: a"), ("ma: ố", "b"), ("ma: §", "")] {
                let file = format!("{before}{odd}{after}");
                assert!(text(file.as_bytes()).is_err(), "{file:?}");
            }
        }
        for sound in ["ma: §\u{a0}\t\u{85}\r\nten: ừ\n======\n", "ma: ======="] {
            assert_eq!(text(sound.as_bytes()).as_deref(), Ok(sound));
        }
    }
}
