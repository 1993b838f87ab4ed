//! Lines for people, broken between words at the width of the terminal.

use std::io::{self, IsTerminal, Write};

use unicode_width::UnicodeWidthStr;

/// Columns to write in: `COLUMNS` where it is set, else those of the terminal; `None` in a pipe or a file.
pub(super) fn width() -> Option<usize> {
    let set = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || {
        let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
        io::stdout().is_terminal().then_some(usize::from(width.0))
    };
    set.filter(|width| *width > 0).or_else(terminal)
}

/// Passes text on line by line, long lines broken as [`wrapped`] breaks them.
pub(super) struct Wrapping<W: Write> {
    inner: W,
    width: Option<usize>,
    line: Vec<u8>,
}

impl<W: Write> Wrapping<W> {
    /// Breaks at `width`; `None` passes everything on as it is.
    pub(super) fn new(inner: W, width: Option<usize>) -> Self {
        Self {
            inner,
            width,
            line: Vec::new(),
        }
    }
}

impl<W: Write> Write for Wrapping<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(width) = self.width else {
            return self.inner.write(bytes);
        };
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if self.line.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                let text = String::from_utf8_lossy(&line);
                self.inner.write_all(wrapped(&text, width).as_bytes())?;
            }
        }
        Ok(bytes.len())
    }

    /// A line that is not finished waits for its end.
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: Write> Drop for Wrapping<W> {
    fn drop(&mut self) {
        // Nobody is left to tell that the last line could not be written.
        let _ = self.inner.write_all(&self.line);
    }
}

/// The line broken at spaces so that no part is wider than `width`, as far as its words allow. The parts that follow stand
/// below the words of the first: after its indentation and its mark, or a little further in when it has no mark.
pub(super) fn wrapped(line: &str, width: usize) -> String {
    if columns(line) <= width {
        return line.to_owned();
    }
    let hang = hang(line).min(width / 2);
    let mut out = String::with_capacity(line.len() + line.len() / 8);
    let mut column = 0;
    let mut style = "";
    let mut is_indented = false;
    for word in line.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', '\n', '\r']);
        if is_indented && !bare.is_empty() && column + columns(bare) > width {
            out.truncate(out.trim_end_matches(' ').len());
            // A colour must not run over the indentation.
            let reset = if style.is_empty() { "" } else { RESET };
            out.push_str(&format!("{reset}\n{}{style}", " ".repeat(hang)));
            column = hang;
        }
        out.push_str(word);
        column += columns(word);
        is_indented |= !bare.is_empty();
        for (sequence, _) in split_styles(word) {
            style = if sequence == RESET { "" } else { sequence };
        }
    }
    out
}

const RESET: &str = "\u{1b}[0m";

/// Where the following parts of a line begin.
fn hang(line: &str) -> usize {
    let text = line.trim_start_matches(' ');
    let indentation = line.len() - text.len();
    let (first, _) = text.split_once(' ').unwrap_or((text, ""));
    let number = first
        .strip_suffix('.')
        .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let mark = number || first.chars().count() == 1 && !first.chars().all(char::is_alphanumeric);
    indentation + if mark { columns(first) + 1 } else { 2 }
}

pub(super) fn columns(text: &str) -> usize {
    let mut text = text.trim_end_matches(['\n', '\r']);
    let mut columns = 0;
    while let Some((sequence, rest)) = split_styles(text).next() {
        let at = text.len() - rest.len() - sequence.len();
        columns += text[..at].width();
        text = rest;
    }
    columns + text.width()
}

/// Each escape sequence that sets a style, with the text after it.
fn split_styles(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find("\u{1b}[")?;
        let end = start + rest[start..].find('m')? + 1;
        let sequence = &rest[start..end];
        rest = &rest[end..];
        Some((sequence, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_below_their_first_word() {
        for (line, expected) in [
            ("Mã thủ tục: 1.001193\n", "Mã thủ tục: 1.001193\n"),
            (
                "Tên thủ tục: Đăng ký khai sinh\n",
                "Tên thủ tục: Đăng ký\n  khai sinh\n",
            ),
            (
                "  - Tờ khai theo mẫu quy định\n",
                "  - Tờ khai theo mẫu\n    quy định\n",
            ),
            (
                "  12. Nộp hồ sơ tại nơi cư trú",
                "  12. Nộp hồ sơ tại\n      nơi cư trú",
            ),
            ("  ~         9 đồng  Tờ khai", "  ~         9 đồng\n    Tờ khai"),
            (
                "      Ghi chú: hai bản  có dấu",
                "      Ghi chú: hai\n        bản  có dấu",
            ),
            (
                "một_từ_dài_hơn_cả_dòng_hai_mươi_cột x",
                "một_từ_dài_hơn_cả_dòng_hai_mươi_cột\n  x",
            ),
            ("\n", "\n"),
            (&" ".repeat(30), &" ".repeat(30)),
        ] {
            assert_eq!(wrapped(line, 20), expected);
        }
    }

    #[test]
    fn colours_take_no_room_and_do_not_run_over_the_indentation() {
        let line = "  · \u{1b}[31;9mhọ tên người\u{1b}[0m cha mẹ và con";
        assert_eq!(wrapped(line, 40), line);
        assert_eq!(
            wrapped(line, 12),
            "  · \u{1b}[31;9mhọ tên\u{1b}[0m\n    \u{1b}[31;9mngười\u{1b}[0m\n    cha mẹ\n    và con"
        );
    }

    #[test]
    fn nothing_is_lost_and_no_part_is_too_wide() {
        arbtest::arbtest(|u| {
            let words = [
                "a",
                "thủ tục",
                "1.",
                "-",
                "  ",
                "hồ sơ đăng ký",
                "\u{1b}[1mđậm\u{1b}[0m",
                "e\u{301}",
            ];
            let mut line = String::new();
            for _ in 0..u.int_in_range(0..=30)? {
                line.push_str(words[u.choose_index(words.len())?]);
                line.push(' ');
            }
            let width = u.int_in_range(12..=60)?;
            let broken = wrapped(&line, width);
            let plain = |text: &str| text.replace("\u{1b}[1m", "").replace(RESET, "");
            let words = |text: &str| plain(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(words(&broken), words(&line));
            for part in broken.lines() {
                assert!(columns(part.trim_end()) <= width, "{part:?} in {broken:?}");
            }
            Ok(())
        });
    }

    #[test]
    fn without_a_width_bytes_pass_as_they_are() {
        let long = "Tên thủ tục: Đăng ký khai sinh\n".repeat(9);
        let mut out = Vec::new();
        Wrapping::new(&mut out, None).write_all(long.as_bytes()).unwrap();
        assert_eq!(out, long.as_bytes());
        let mut out = Vec::new();
        let mut wrapping = Wrapping::new(&mut out, Some(20));
        for byte in "Tên thủ tục: Đăng ký khai sinh\nhết".bytes() {
            wrapping.write_all(&[byte]).unwrap();
        }
        drop(wrapping);
        assert_eq!(out, "Tên thủ tục: Đăng ký\n  khai sinh\nhết".as_bytes());
    }
}
