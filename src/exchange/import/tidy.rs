//! Texts as they may stand in a catalogue. Whatever is repaired is counted and told.

use super::legacy::Charset;
use super::remark;
use crate::finding::{Finding, Place, Severity};
pub(super) use crate::text::one_line;
use crate::text::{self, TextProblemKind};

/// Repairs of the texts of one file.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    charset: Option<Charset>,
    tallies: [Tally; KINDS.len()],
}

#[derive(Debug, Default)]
struct Tally {
    texts: usize,
    first: Option<Place>,
}

/// What is repaired, in the order of `Repairs::tallies`.
const KINDS: [&str; 6] = [
    "viết bằng bảng mã cũ, đã chuyển sang Unicode",
    "có chữ viết bằng tổ hợp rời (NFD), đã chuyển sang Unicode dựng sẵn (NFC)",
    "có chữ trông giống Đ (Ð, Ɖ), đã thay bằng Đ, đ",
    "có ký tự không nhìn thấy, đã bỏ",
    "có khoảng trắng lạ hoặc phím Tab, đã thay bằng dấu cách",
    "có ký tự điều khiển, đã bỏ",
];

const LEGACY: usize = 0;
const CONTROL: usize = 5;

impl Repairs {
    /// For a file with these texts, which say how it is encoded.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        Self {
            charset: Charset::of(texts),
            ..Self::default()
        }
    }

    /// A text of several lines: letters composed, no odd characters, no spaces at the ends of lines.
    pub(super) fn lines(&mut self, text: &str, place: &Place) -> String {
        let mut text = std::borrow::Cow::Borrowed(text);
        if let Some(converted) = self.charset.and_then(|charset| charset.converted(&text)) {
            self.count(LEGACY, place);
            text = converted.into();
        }
        if text.contains(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
            // All of them end a line.
            let ends = ["\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"];
            text = ends
                .iter()
                .fold(text.into_owned(), |text, end| text.replace(end, "\n"))
                .into();
        }
        let mut seen = [false; KINDS.len()];
        for problem in text::problems(&text) {
            seen[kind(problem.kind)] = true;
        }
        seen[CONTROL] = text.chars().any(is_control);
        for (kind, _) in seen.iter().enumerate().filter(|(_, seen)| **seen) {
            self.count(kind, place);
        }
        let text = text.replace('\t', " ");
        let text = text::clean(&text).replace(is_control, "");
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n").trim_matches('\n').trim_end().to_owned()
    }

    /// The same for a text that belongs on one line.
    #[cfg(test)]
    pub(super) fn line(&mut self, text: &str, place: &Place) -> String {
        one_line(&self.lines(text, place))
    }

    fn count(&mut self, kind: usize, place: &Place) {
        let tally = &mut self.tallies[kind];
        tally.texts += 1;
        tally.first.get_or_insert_with(|| place.clone());
    }

    /// What was repaired, one finding a kind.
    pub(super) fn findings(self, shown: &str) -> Vec<Finding> {
        let all = self.tallies.into_iter().zip(KINDS).enumerate();
        let told = all
            .filter(|(_, (tally, _))| tally.texts > 0)
            .map(|(kind, (tally, what))| {
                let charset = match self.charset {
                    Some(charset) if kind == LEGACY => format!(" ({charset})"),
                    _ => String::new(),
                };
                let texts = text::number(i128::try_from(tally.texts).unwrap_or_default());
                let message = format!("{texts} giá trị {what}{charset}");
                let place = tally.first.unwrap_or_else(|| Place::file(shown));
                let severity = if kind == LEGACY {
                    Severity::Medium
                } else {
                    Severity::Low
                };
                remark("nhap-bang-ma", severity, place, message)
                    .advice("nơi đầu tiên ghi bên cạnh; xem lại vài giá trị")
            });
        told.collect()
    }
}

fn kind(kind: TextProblemKind) -> usize {
    match kind {
        TextProblemKind::Decomposed => 1,
        TextProblemKind::LookAlike(_) => 2,
        TextProblemKind::Invisible(_) => 3,
        TextProblemKind::OddSpace(_) => 4,
    }
}

/// YAML takes no control characters; `U+FFFD` and non-characters say that something was lost before.
fn is_control(c: char) -> bool {
    c != '\n' && c != '\t' && text::is_hidden(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_repaired_is_told_with_its_place() {
        let mut repairs = Repairs::default();
        let place = |line| Place {
            path: "a.csv".to_owned(),
            line,
            column: 2,
        };
        assert_eq!(
            repairs.lines("Ho\u{302}\u{323} tịch\r\n\ta \u{b}b\u{1}", &place(3)),
            "Hộ tịch\n a\nb"
        );
        assert_eq!(repairs.line(" Hộ\n tịch ", &place(4)), "Hộ tịch");
        repairs.lines("a\u{301}", &place(5));
        let found: Vec<String> = repairs
            .findings("a.csv")
            .iter()
            .map(|finding| format!("{}: {}", finding.place, finding.message))
            .collect();
        assert_eq!(
            found,
            [
                "a.csv:3:2: 2 giá trị có chữ viết bằng tổ hợp rời (NFD), đã chuyển sang Unicode dựng sẵn (NFC)",
                "a.csv:3:2: 1 giá trị có khoảng trắng lạ hoặc phím Tab, đã thay bằng dấu cách",
                "a.csv:3:2: 1 giá trị có ký tự điều khiển, đã bỏ",
            ]
        );
    }

    #[test]
    fn an_old_charset_is_told() {
        let texts = ["Céng hßa x· héi", "Hé tÞch"];
        let mut repairs = Repairs::of(texts.into_iter());
        let place = Place::file("cu.csv");
        assert_eq!(repairs.lines("Hé tÞch", &place), "Hộ tịch");
        assert_eq!(
            repairs.findings("cu.csv")[0].message,
            "1 giá trị viết bằng bảng mã cũ, đã chuyển sang Unicode (TCVN3 (ABC, phông .VnTime))"
        );
    }
}
