//! Words to lines.

use super::super::{Align, Change, Run};
use super::font::Style;

/// Part of a line in one look, where it stands and how far each letter goes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Strip {
    /// From the left edge of the line, in points.
    pub(super) x: f32,
    pub(super) style: Style,
    pub(super) change: Change,
    pub(super) text: String,
    /// What is added to the width of every space, in points.
    pub(super) stretch: f32,
    pub(super) width: f32,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Line {
    pub(super) strips: Vec<Strip>,
}

/// How words are set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) style: Style,
    /// Points.
    pub(super) size: f32,
    pub(super) align: Align,
    /// Width of the room, and how far in the first line begins, in points.
    pub(super) width: f32,
    pub(super) first_line: f32,
}

/// What stands between two spaces; its parts may look different.
#[derive(Debug, Clone, Default)]
struct Word {
    parts: Vec<Part>,
    width: f32,
    /// A line ends before it.
    on_new_line: bool,
}

#[derive(Debug, Clone)]
struct Part {
    style: Style,
    change: Change,
    text: String,
}

/// The lines of some words; one empty line of none.
pub(super) fn set(runs: &[Run], setting: &Setting) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    let mut used = setting.first_line;
    for word in words_of(runs, setting) {
        for word in narrow(word, setting) {
            let space = setting.style.face().width(" ", setting.size);
            let wanted = if words.is_empty() {
                word.width
            } else {
                word.width + space
            };
            let full = !words.is_empty() && used + wanted > setting.width + 0.01;
            if full || word.on_new_line {
                lines.push(line(&words, setting, lines.is_empty(), !word.on_new_line));
                words.clear();
                used = 0.0;
            }
            used += if words.is_empty() {
                word.width
            } else {
                word.width + space
            };
            words.push(word);
        }
    }
    lines.push(line(&words, setting, lines.is_empty(), false));
    lines
}

fn words_of(runs: &[Run], setting: &Setting) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for run in runs {
        let style = setting.style.within(run);
        for (number, text) in run.text.split(' ').enumerate() {
            let new = number > 0 || run.on_new_line || !open;
            if text.is_empty() && !(number == 0 && run.on_new_line) {
                // A space at the end of a run: what follows is another word.
                open = number == 0 && open;
                continue;
            }
            if new {
                words.push(Word {
                    on_new_line: number == 0 && run.on_new_line,
                    ..Word::default()
                });
            }
            if let Some(word) = words.last_mut() {
                word.width += style.face().width(text, setting.size);
                word.parts.push(Part {
                    style,
                    change: run.change,
                    text: text.to_owned(),
                });
            }
            open = true;
        }
    }
    words
}

/// A word that is wider than the room, cut into pieces that are not.
fn narrow(word: Word, setting: &Setting) -> Vec<Word> {
    if word.width <= setting.width {
        return vec![word];
    }
    let mut pieces = vec![Word {
        on_new_line: word.on_new_line,
        ..Word::default()
    }];
    for part in word.parts {
        for c in part.text.chars() {
            let width = part.style.face().letter(c).width * setting.size;
            if pieces
                .last()
                .is_some_and(|piece| piece.width > 0.0 && piece.width + width > setting.width)
            {
                pieces.push(Word::default());
            }
            let Some(piece) = pieces.last_mut() else { continue };
            piece.width += width;
            match piece
                .parts
                .last_mut()
                .filter(|last| (last.style, last.change) == (part.style, part.change))
            {
                Some(last) => last.text.push(c),
                None => piece.parts.push(Part {
                    text: c.to_string(),
                    ..part.clone()
                }),
            }
        }
    }
    pieces
}

fn line(words: &[Word], setting: &Setting, first: bool, fill: bool) -> Line {
    let space = setting.style.face().width(" ", setting.size);
    let indent = if first { setting.first_line } else { 0.0 };
    #[expect(clippy::cast_precision_loss, reason = "words of a line")]
    let gaps = words.len().saturating_sub(1) as f32;
    let natural = words.iter().map(|word| word.width).sum::<f32>() + gaps * space;
    let left = setting.width - indent - natural;
    let (start, stretch) = match setting.align {
        Align::Justified if fill && gaps > 0.0 => (indent, left / gaps),
        Align::Justified | Align::Left => (indent, 0.0),
        Align::Centre => (indent + left / 2.0, 0.0),
        Align::Right => (indent + left, 0.0),
    };
    let mut strips: Vec<Strip> = Vec::new();
    let mut x = start;
    for (number, word) in words.iter().enumerate() {
        if number > 0 {
            // The space belongs to the words before it.
            if let Some(last) = strips.last_mut() {
                last.text.push(' ');
                let width = last.style.face().width(" ", setting.size) + stretch;
                last.width += width;
                x += width;
            }
        }
        for part in &word.parts {
            let width = part.style.face().width(&part.text, setting.size);
            match strips
                .last_mut()
                .filter(|last| (last.style, last.change) == (part.style, part.change))
            {
                Some(last) => {
                    last.text.push_str(&part.text);
                    last.width += width;
                }
                None => strips.push(Strip {
                    x,
                    style: part.style,
                    change: part.change,
                    text: part.text.clone(),
                    stretch,
                    width,
                }),
            }
            x += width;
        }
    }
    Line { strips }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Run {
        Run {
            text: text.to_owned(),
            ..Run::default()
        }
    }

    fn setting(align: Align, width: f32) -> Setting {
        Setting {
            style: Style::default(),
            size: 14.0,
            align,
            width,
            first_line: 20.0,
        }
    }

    fn text(line: &Line) -> String {
        line.strips.iter().map(|strip| strip.text.as_str()).collect()
    }

    #[test]
    fn lines_fill_the_room_and_no_more() {
        let words = "Thông qua phương án đơn giản hóa thủ tục hành chính ".repeat(20);
        let lines = set(&[run(words.trim())], &setting(Align::Justified, 300.0));
        assert!(lines.len() > 15);
        let said: Vec<String> = lines.iter().map(text).collect();
        assert_eq!(said.join(" "), words.trim());
        for (number, line) in lines.iter().enumerate() {
            let last = line.strips.last().unwrap();
            let end = last.x + last.width;
            if number + 1 < lines.len() {
                assert!((end - 300.0).abs() < 0.1, "{number}: {end}");
            } else {
                assert!(end <= 300.0);
            }
        }
        assert_eq!((lines[0].strips[0].x, lines[1].strips[0].x), (20.0, 0.0));
    }

    #[test]
    fn looks_change_inside_words_and_a_new_line_is_one() {
        let bold = |text: &str| Run {
            bold: true,
            ..run(text)
        };
        let new = Run {
            on_new_line: true,
            ..run("sau")
        };
        let lines = set(
            &[run("một "), bold("hai"), run(".ba bốn "), new],
            &setting(Align::Left, 300.0),
        );
        assert_eq!(lines.iter().map(text).collect::<Vec<_>>(), ["một hai.ba bốn", "sau"]);
        let looks: Vec<(bool, &str)> = lines[0]
            .strips
            .iter()
            .map(|s| (s.style.bold, s.text.as_str()))
            .collect();
        assert_eq!(looks, [(false, "một "), (true, "hai"), (false, ".ba bốn")]);
    }

    #[test]
    fn a_word_wider_than_the_room_is_cut() {
        let lines = set(&[run(&"x".repeat(100))], &setting(Align::Left, 60.0));
        assert!(lines.len() > 9, "{}", lines.len());
        let widest = lines.iter().map(|line| line.strips[0].width).fold(0.0, f32::max);
        assert!(widest <= 60.0, "{widest}");
        assert_eq!(set(&[], &setting(Align::Left, 60.0)), [Line::default()]);
    }
}
