//! Words marked inside long texts: the only file that knows the `similar` crate.

use std::ops::Range;
use std::time::Duration;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use crate::text;

/// Beyond this the marking stops searching for the shortest answer and shows a coarser one.
const PATIENCE: Duration = Duration::from_millis(200);

/// Texts with more words than this are compared by lines instead.
const MOST_WORDS: usize = 20_000;

/// A run of text and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// What happened.
    pub mark: Mark,
    /// The text, as its author wrote it.
    pub text: String,
}

/// What happened to a run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// In both.
    Same,
    /// Only in the older text.
    Removed,
    /// Only in the newer text.
    Added,
}

/// The two texts as one, with the words that went and came. Joining what is not `Added` gives the old text, joining what is
/// not `Removed` the new one.
pub fn mark(old: &str, new: &str) -> Vec<Span> {
    let (old_words, new_words) = (pieces(old), pieces(new));
    let (old_words, new_words) = if old_words.len() + new_words.len() > MOST_WORDS {
        (lines(old), lines(new))
    } else {
        (old_words, new_words)
    };
    let text_of = |text: &'_ str, pieces: &[Range<usize>]| -> Vec<String> {
        pieces.iter().map(|piece| text[piece.clone()].to_owned()).collect()
    };
    let (left, right) = (text_of(old, &old_words), text_of(new, &new_words));
    let deadline = std::time::Instant::now().checked_add(PATIENCE);
    let mut spans: Vec<Span> = Vec::new();
    for op in capture_diff_slices_deadline(Algorithm::Myers, &left, &right, deadline) {
        let (removed, added) = match op {
            DiffOp::Equal { old_index, len, .. } => {
                push(&mut spans, Mark::Same, &left[old_index..old_index + len]);
                continue;
            }
            DiffOp::Delete { old_index, old_len, .. } => (&left[old_index..old_index + old_len], &right[..0]),
            DiffOp::Insert { new_index, new_len, .. } => (&left[..0], &right[new_index..new_index + new_len]),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => (
                &left[old_index..old_index + old_len],
                &right[new_index..new_index + new_len],
            ),
        };
        push(&mut spans, Mark::Removed, removed);
        push(&mut spans, Mark::Added, added);
    }
    spans
}

fn push(spans: &mut Vec<Span>, mark: Mark, pieces: &[String]) {
    if pieces.is_empty() {
        return;
    }
    match spans.last_mut() {
        Some(last) if last.mark == mark => last.text.extend(pieces.iter().map(String::as_str)),
        _ => spans.push(Span {
            mark,
            text: pieces.concat(),
        }),
    }
}

/// Words with the space behind them; whatever stands between two words goes with the first.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let starts: Vec<usize> = text::syllables(text).map(|(range, _)| range.start).collect();
    cut(text, starts)
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    cut(text, starts)
}

fn cut(text: &str, mut starts: Vec<usize>) -> Vec<Range<usize>> {
    if starts.first() != Some(&0) && !text.is_empty() {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| start..end)
        .filter(|range| !range.is_empty())
        .collect()
}

/// How alike two short texts are, from 0 to 1: the share of neighbouring syllables they have in common, accents apart.
pub fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (shingles(a), shingles(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let mut rest = b.clone();
    let common = a.iter().filter(|shingle| {
        rest.iter()
            .position(|other| other == *shingle)
            .map(|at| rest.swap_remove(at))
            .is_some()
    });
    let common = common.count();
    2.0 * common as f64 / (a.len() + b.len()) as f64
}

/// Single syllables and pairs of neighbours of the first 200.
fn shingles(text: &str) -> Vec<String> {
    let folded = text::fold(text);
    let words: Vec<&str> = text::syllables(&folded).map(|(_, word)| word).take(200).collect();
    let singles = words.iter().map(|word| (*word).to_owned());
    singles.chain(words.windows(2).map(|pair| pair.join(" "))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(spans: &[Span], without: Mark) -> String {
        spans
            .iter()
            .filter(|span| span.mark != without)
            .map(|span| span.text.as_str())
            .collect()
    }

    #[test]
    fn words_that_changed_are_marked() {
        let spans = mark("Nộp tại Ủy ban nhân dân cấp huyện.", "Nộp tại Ủy ban nhân dân cấp xã.");
        let marked: Vec<_> = spans.iter().map(|span| (span.mark, span.text.as_str())).collect();
        assert_eq!(
            marked,
            [
                (Mark::Same, "Nộp tại Ủy ban nhân dân cấp "),
                (Mark::Removed, "huyện."),
                (Mark::Added, "xã.")
            ]
        );
    }

    #[test]
    fn both_texts_can_be_put_together_again() {
        arbtest::arbtest(|u| {
            let (old, new): (String, String) = u.arbitrary()?;
            let spans = mark(&old, &new);
            assert_eq!(joined(&spans, Mark::Added), old);
            assert_eq!(joined(&spans, Mark::Removed), new);
            Ok(())
        });
    }

    #[test]
    fn reworded_papers_are_alike_and_other_papers_are_not() {
        assert!(likeness("Tờ khai đăng ký khai sinh", "Tờ khai đăng ký khai sinh theo mẫu") > 0.72);
        assert!(likeness("Bản sao căn cước công dân", "Giấy chứng sinh") < 0.3);
        assert!((likeness("a b", "a b") - 1.0).abs() < f64::EPSILON);
    }
}
