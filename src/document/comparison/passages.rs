//! Long texts for the eye: the words that changed, each line by itself, and long unchanged stretches folded.

use serde::Serialize;

use crate::diff::words::{self, Mark, Span};
use crate::document::printable;
use crate::text;

/// Unchanged text longer than this is folded, in characters: about four lines of a page.
const LONG: usize = 400;

/// So much of a folded stretch stays in sight on each side of what changed.
const CONTEXT: usize = 120;

/// From so many unchanged lines on, those between two changes are folded.
const MANY_LINES: usize = 3;

/// So much of a text that only one revision has stays in sight, in characters and in lines.
const FIRST: (usize, usize) = (900, 12);

/// Two texts that share less than one in so many characters are shown one after the other, not mixed.
const UNLIKE: usize = 5;

/// A line of a text, or a stretch that is folded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// What stands in the place of a folded stretch: `… (12 dòng không đổi) …`; empty when the passage is in sight.
    #[serde(rename = "gap")]
    pub folded: String,
    /// Its text.
    #[serde(rename = "vet")]
    pub runs: Vec<Run>,
}

/// A run of text that fared alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// `bo` for text that went, `them` for text that came; empty for text in both.
    #[serde(rename = "dau")]
    pub mark: &'static str,
    /// The text.
    #[serde(rename = "chu")]
    pub text: String,
}

/// Two texts as one, with what went and what came.
pub(in crate::document) fn between(old: &str, new: &str) -> Vec<Passage> {
    let (old, new) = (printable(old.trim()), printable(new.trim()));
    let spans = aligned(without_spaces(tidied(words::mark(&old, &new))));
    let shared: usize = spans
        .iter()
        .filter(|span| span.mark == Mark::Same)
        .map(|span| span.text.len())
        .sum();
    if shared * UNLIKE < old.len().max(new.len()) {
        return replaced(&old, &new);
    }
    fold(rows(&spans))
}

/// Two texts as one, whole and in one piece.
pub(super) fn runs(old: &str, new: &str) -> Vec<Run> {
    tidied(words::mark(&printable(old), &printable(new)))
        .iter()
        .map(|span| run(name(span.mark), &span.text))
        .collect()
}

/// A text that only one of the revisions has.
pub(super) fn alone(value: &str, mark: Mark) -> Vec<Passage> {
    one_sided(&printable(value.trim()), name(mark))
}

fn name(mark: Mark) -> &'static str {
    match mark {
        Mark::Same => "",
        Mark::Removed => "bo",
        Mark::Added => "them",
    }
}

fn run(mark: &'static str, text: &str) -> Run {
    Run {
        mark,
        text: text.to_owned(),
    }
}

fn shown(runs: Vec<Run>) -> Passage {
    Passage {
        folded: String::new(),
        runs,
    }
}

/// Marks are as short as whole words allow: what a text that went shares with the one that came, at its head or at its
/// end, stays outside.
fn tidied(spans: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        let before = out.pop_if(|before| span.mark == Mark::Added && before.mark == Mark::Removed);
        let Some(before) = before else {
            append(&mut out, span.mark, &span.text);
            continue;
        };
        let head = common_head(&before.text, &span.text);
        let (old, new) = (&before.text[head..], &span.text[head..]);
        let tail = common_tail(old, new);
        append(&mut out, Mark::Same, &before.text[..head]);
        append(&mut out, Mark::Removed, &old[..old.len() - tail]);
        append(&mut out, Mark::Added, &new[..new.len() - tail]);
        append(&mut out, Mark::Same, &new[new.len() - tail..]);
    }
    out
}

/// Whole lines that went or came begin at the head of a line where they can: of "một\ndòng [hai\ndòng ]ba" and
/// "một\n[dòng hai\n]dòng ba", which mean the same, the second can be read.
fn aligned(mut spans: Vec<Span>) -> Vec<Span> {
    for at in 1..spans.len().saturating_sub(1) {
        let [before, span, after] = &mut spans[at - 1..=at + 1] else {
            continue;
        };
        if before.mark != Mark::Same || span.mark == Mark::Same || after.mark != Mark::Same {
            continue;
        }
        if span.text.starts_with('\n') && after.text.starts_with('\n') {
            before.text.push('\n');
            span.text = format!("{}\n", &span.text[1..]);
            after.text.remove(0);
        } else if let Some(length) = back_to_line(&before.text, &span.text) {
            let moved = before.text.split_off(before.text.len() - length);
            span.text.truncate(span.text.len() - length);
            span.text.insert_str(0, &moved);
            after.text.insert_str(0, &moved);
        }
    }
    spans.retain(|span| !span.text.is_empty());
    spans
}

/// How far a run must move back to begin at the head of a line, when what it moves over is what it ends in.
fn back_to_line(before: &str, span: &str) -> Option<usize> {
    let head = before.rfind('\n')? + 1;
    let length = before.len() - head;
    (length > 0 && span.contains('\n') && span.len() > length && span.ends_with(&before[head..])).then_some(length)
}

/// Spaces and line breaks that came or went are no news: the newer ones stand, unmarked.
fn without_spaces(spans: Vec<Span>) -> Vec<Span> {
    let mut out = Vec::with_capacity(spans.len());
    let mut spans = spans.into_iter().peekable();
    while let Some(span) = spans.next() {
        let counterpart = spans.next_if(|next| span.mark == Mark::Removed && next.mark == Mark::Added);
        match counterpart {
            Some(new) if new.text.split_whitespace().eq(span.text.split_whitespace()) => {
                append(&mut out, Mark::Same, &new.text);
            }
            Some(new) => {
                append(&mut out, Mark::Removed, &span.text);
                append(&mut out, Mark::Added, &new.text);
            }
            None if span.text.trim().is_empty() && span.mark == Mark::Removed => {}
            None if span.text.trim().is_empty() => append(&mut out, Mark::Same, &span.text),
            None => append(&mut out, span.mark, &span.text),
        }
    }
    out
}

fn append(spans: &mut Vec<Span>, mark: Mark, text: &str) {
    match spans.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.mark == mark => last.text.push_str(text),
        _ => spans.push(Span {
            mark,
            text: text.to_owned(),
        }),
    }
}

/// Length in bytes of the whole words that two texts begin with.
fn common_head(a: &str, b: &str) -> usize {
    let same: usize = a
        .chars()
        .zip(b.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    let ends_word = |text: &str, at: usize| !text[at..].starts_with(is_of_word) || !text[..at].ends_with(is_of_word);
    let ends = a[..same].char_indices().map(|(at, c)| at + c.len_utf8());
    ends.rev().find(|&at| ends_word(a, at) && ends_word(b, at)).unwrap_or(0)
}

/// Length in bytes of the whole words that two texts end in.
fn common_tail(a: &str, b: &str) -> usize {
    let same: usize = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    let begins_word = |text: &str, at: usize| {
        !text[..text.len() - at].ends_with(is_of_word) || !text[text.len() - at..].starts_with(is_of_word)
    };
    let start = a.len() - same;
    let lengths = a[start..].char_indices().map(|(at, _)| same - at);
    lengths
        .into_iter()
        .find(|&at| begins_word(a, at) && begins_word(b, at))
        .unwrap_or(0)
}

/// Letters and figures, and the marks that stand above and below them.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

/// Texts with little in common: mixed word by word they could not be read.
fn replaced(old: &str, new: &str) -> Vec<Passage> {
    let brief = |text: &str| text.chars().count() <= FIRST.0 && text.lines().count() <= FIRST.1;
    if brief(old) && brief(new) {
        return vec![shown(vec![run("bo", old), run("them", new)])];
    }
    let mut passages = one_sided(old, "bo");
    passages.extend(one_sided(new, "them"));
    passages
}

fn one_sided(text: &str, mark: &'static str) -> Vec<Passage> {
    let end = text
        .char_indices()
        .enumerate()
        .scan(0, |lines, (chars, (at, c))| {
            *lines += usize::from(c == '\n');
            (chars < FIRST.0 && *lines < FIRST.1).then_some(at + c.len_utf8())
        })
        .last()
        .unwrap_or(0);
    let whole = |part: &str| vec![run(mark, part)];
    // A rest of a few words is not worth a click.
    if text.len() - end < CONTEXT {
        return vec![shown(whole(text))];
    }
    let end = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    let (first, rest) = text.split_at(end);
    let rest = rest.trim_start_matches(' ');
    vec![
        shown(whole(first)),
        Passage {
            folded: format!("… ({} nữa) …", measure(rest)),
            runs: whole(rest.trim_start_matches('\n')),
        },
    ]
}

/// The lines of a text. What went and what came at one place stays on one line.
fn rows(spans: &[Span]) -> Vec<Vec<Run>> {
    let mut rows = Vec::new();
    let mut row: Vec<Run> = Vec::new();
    for (at, span) in spans.iter().enumerate() {
        let counterpart = span.mark == Mark::Removed && spans.get(at + 1).is_some_and(|next| next.mark == Mark::Added);
        match span.text.strip_suffix('\n') {
            _ if span.mark == Mark::Same => {
                let mut lines = span.text.split('\n');
                row.extend(lines.next().filter(|line| !line.is_empty()).map(|line| run("", line)));
                for line in lines {
                    rows.push(std::mem::take(&mut row));
                    row.extend((!line.is_empty()).then(|| run("", line)));
                }
            }
            Some(line) if !counterpart => {
                row.push(run(name(span.mark), line));
                rows.push(std::mem::take(&mut row));
            }
            _ => row.push(run(name(span.mark), &span.text)),
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows
}

fn is_unchanged(row: &[Run]) -> bool {
    row.iter().all(|run| run.mark.is_empty())
}

/// Rows with the unchanged stretches between changes folded where they are long.
fn fold(rows: Vec<Vec<Run>>) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        if !is_unchanged(&row) {
            passages.extend(within(row));
            continue;
        }
        let mut quiet = vec![row];
        while let Some(row) = rows.next_if(|row| is_unchanged(row)) {
            quiet.push(row);
        }
        passages.extend(fold_lines(quiet, !passages.is_empty(), rows.peek().is_some()));
    }
    passages
}

/// Unchanged lines: the one next to a change stays in sight.
fn fold_lines(mut lines: Vec<Vec<Run>>, after_change: bool, before_change: bool) -> Vec<Passage> {
    let length = |lines: &[Vec<Run>]| -> usize { lines.iter().flatten().map(|run| run.text.chars().count()).sum() };
    let (head, tail) = (usize::from(after_change), usize::from(before_change));
    if lines.len() < head + tail + MANY_LINES && length(&lines) <= LONG {
        return lines.into_iter().map(shown).collect();
    }
    // A line can be a page long: it is folded like the others then.
    let head = head.min(usize::from(length(&lines[..1]) <= LONG));
    let last = lines.len() - 1;
    let tail = tail.min(usize::from(last >= head && length(&lines[last..]) <= LONG));
    let after = lines.split_off(lines.len() - tail);
    let middle = lines.split_off(head);
    let text: Vec<String> = middle
        .iter()
        .map(|row| row.iter().map(|run| run.text.as_str()).collect())
        .collect();
    let mut passages: Vec<Passage> = lines.into_iter().map(shown).collect();
    if !text.is_empty() {
        passages.push(unchanged(&text.join("\n")));
    }
    passages.extend(after.into_iter().map(shown));
    passages
}

/// A line with a change in it, cut where it says nothing new for long.
fn within(row: Vec<Run>) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut line: Vec<Run> = Vec::new();
    let last = row.len() - 1;
    for (at, piece) in row.into_iter().enumerate() {
        if !piece.mark.is_empty() || piece.text.chars().count() <= LONG {
            line.push(piece);
            continue;
        }
        let head = if at == 0 { 0 } else { head_end(&piece.text) };
        let tail = if at == last {
            piece.text.len()
        } else {
            tail_start(&piece.text)
        };
        if head > 0 {
            line.push(run("", piece.text[..head].trim_end()));
        }
        if !line.is_empty() {
            passages.push(shown(std::mem::take(&mut line)));
        }
        passages.push(unchanged(piece.text[head..tail].trim()));
        if tail < piece.text.len() {
            line.push(run("", piece.text[tail..].trim_start()));
        }
    }
    if !line.is_empty() {
        passages.push(shown(line));
    }
    passages
}

/// Where the first words of a long stretch end.
fn head_end(text: &str) -> usize {
    let limit = text.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| at);
    text[..limit].rfind(' ').unwrap_or(limit)
}

/// Where its last words begin.
fn tail_start(text: &str) -> usize {
    let limit = text.char_indices().rev().nth(CONTEXT).map_or(0, |(at, _)| at);
    text[limit..].find(' ').map_or(limit, |at| limit + at)
}

fn unchanged(text: &str) -> Passage {
    Passage {
        folded: format!("… ({} không đổi) …", measure(text)),
        runs: vec![run("", text)],
    }
}

/// "12 dòng"; "350 chữ" for what stands on one line.
fn measure(value: &str) -> String {
    let count = |number: usize| text::number(i128::try_from(number).unwrap_or(i128::MAX));
    match value.trim_matches('\n').lines().count() {
        0 | 1 => format!("{} chữ", count(value.split_whitespace().count())),
        lines => format!("{} dòng", count(lines)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `-went-`, `+came+`, `[folded]`, a line each.
    fn drawn(passages: &[Passage]) -> String {
        let line = |passage: &Passage| {
            let runs: String = passage
                .runs
                .iter()
                .map(|run| match run.mark {
                    "bo" => format!("-{}-", run.text),
                    "them" => format!("+{}+", run.text),
                    _ => run.text.clone(),
                })
                .collect();
            if passage.folded.is_empty() {
                runs
            } else {
                format!("[{}]", passage.folded)
            }
        };
        passages.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn text_of(passages: &[Passage], without: &str) -> String {
        let line = |passage: &Passage| -> String {
            let runs = passage.runs.iter().filter(|run| run.mark != without);
            runs.map(|run| run.text.as_str()).collect()
        };
        passages.iter().map(line).collect()
    }

    #[test]
    fn marks_end_at_the_word() {
        assert_eq!(
            drawn(&between(
                "Nộp tại huyện, trong 5/2025/NĐ",
                "Nộp tại xã, trong 6/2025/NĐ"
            )),
            "Nộp tại -huyện-+xã+, trong -5-+6+/2025/NĐ"
        );
        assert_eq!(
            drawn(&between(
                "Bộ Công Thương; hộ kinh doanh quy mô nhỏ do huyện cấp",
                "Bộ Công Thương do tỉnh cấp"
            )),
            "Bộ Công Thương-; hộ kinh doanh quy mô nhỏ- do -huyện-+tỉnh+ cấp"
        );
    }

    #[test]
    fn lines_that_came_or_went_stand_alone() {
        assert_eq!(
            drawn(&between(
                "dòng một ở đây\ndòng hai\ndòng ba ở đây",
                "dòng một ở đây\ndòng ba ở đây\ndòng bốn"
            )),
            "dòng một ở đây\n-dòng hai-\ndòng ba ở đây+\ndòng bốn+"
        );
    }

    #[test]
    fn spaces_are_not_marked() {
        assert_eq!(
            drawn(&between("một  hai\nba bốn năm sáu", "một hai\n\tba\nbốn năm bảy")),
            "một hai\n\tba\nbốn năm -sáu-+bảy+"
        );
    }

    #[test]
    fn unchanged_lines_are_folded_and_their_neighbours_kept() {
        let lines = |last: &str| {
            let mut lines: Vec<String> = (1..=15).map(|line| format!("dòng số {line}")).collect();
            lines.push(format!("nộp ở {last}"));
            lines.insert(0, format!("gửi {last}"));
            lines.join("\n")
        };
        assert_eq!(
            drawn(&between(&lines("huyện"), &lines("xã"))),
            "gửi -huyện-+xã+\ndòng số 1\n[… (13 dòng không đổi) …]\ndòng số 15\nnộp ở -huyện-+xã+"
        );
    }

    #[test]
    fn a_line_as_long_as_a_page_is_folded_inside() {
        let long = "người nộp hồ sơ ".repeat(500);
        let drawn = drawn(&between(&format!("{long} huyện {long}"), &format!("{long} xã {long}")));
        assert!(drawn.starts_with("[… ("), "{drawn}");
        assert!(drawn.contains("chữ không đổi) …]\n"), "{drawn}");
        assert!(drawn.contains("-huyện-+xã+") && drawn.chars().count() < 500, "{drawn}");
    }

    #[test]
    fn texts_with_nothing_in_common_are_not_mixed() {
        assert_eq!(
            drawn(&between("Nộp trực tiếp tại trụ sở", "Gửi bản điện tử qua Cổng")),
            "-Nộp trực tiếp tại trụ sở-+Gửi bản điện tử qua Cổng+"
        );
    }

    #[test]
    fn nothing_is_lost() {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        arbtest::arbtest(|u| {
            let words = ["Nộp ", "hồ sơ ", "xã", "\n", ", ", "huyện/", "a b c d e f g h i\n\n"];
            let mut text = || -> arbtest::arbitrary::Result<String> {
                let count = u.int_in_range(0..=400)?;
                (0..count).map(|_| Ok(*u.choose(&words)?)).collect()
            };
            let (old, new) = (text()?, text()?);
            let passages = between(&old, &new);
            assert_eq!(squeezed(&text_of(&passages, "them")), squeezed(&old));
            assert_eq!(squeezed(&text_of(&passages, "bo")), squeezed(&new));
            assert_eq!(squeezed(&text_of(&alone(&old, Mark::Removed), "them")), squeezed(&old));
            Ok(())
        });
    }

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(
            printable("a\u{0}b\r\nc\u{202e}d\u{ffff}"),
            "a⟨U+0000⟩b\nc⟨U+202E⟩d⟨U+FFFF⟩"
        );
    }
}
