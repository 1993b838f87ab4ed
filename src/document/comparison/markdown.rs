//! Marked text that Markdown reads as marked: `~~old~~ **new**`.
//!
//! Markdown takes `**` for a mark only where it touches a word on the inside and no word on the outside, or stops on both
//! sides. Runs of text are cut so that this holds whatever the text is.

use super::passages::{Passage, Run};
use super::views::ComparisonView;

/// Stands between a mark and a letter that would keep Markdown from seeing the mark; templates write `<!-- -->`.
const BOUNDARY: &str = "ranh";

/// Prepares every text of a view.
pub(super) fn prepare(view: &mut ComparisonView) {
    for pattern in &mut view.patterns {
        pattern.passages = lines(&pattern.passages);
    }
    let procedures = view.fields.iter_mut().flat_map(|field| &mut field.procedures);
    for change in procedures.flat_map(|procedure| &mut procedure.changes) {
        change.passages = lines(&change.passages);
        for detail in &mut change.details {
            detail.passages = lines(&detail.passages);
        }
    }
}

/// One empty line between paragraphs and one line break at the end: what a template leaves out leaves its lines behind.
pub(super) fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines() {
        if !(empty && line.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
        empty = line.is_empty();
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// One passage a line, none of them empty; folded stretches are only named.
fn lines(passages: &[Passage]) -> Vec<Passage> {
    let mut out = Vec::new();
    for passage in passages {
        if !passage.folded.is_empty() {
            out.push(Passage {
                folded: passage.folded.clone(),
                runs: Vec::new(),
            });
            continue;
        }
        let mut line = Vec::new();
        for run in &passage.runs {
            for (at, part) in run.text.split('\n').enumerate() {
                if at > 0 {
                    out.extend(finished(std::mem::take(&mut line)));
                }
                push(&mut line, run.mark, part);
            }
        }
        out.extend(finished(line));
    }
    out
}

/// Spaces at the ends of a mark stand outside it.
fn push(line: &mut Vec<Run>, mark: &'static str, text: &str) {
    let inner = text.trim();
    if mark.is_empty() || inner.is_empty() {
        plain(line, text);
        return;
    }
    let start = text.len() - text.trim_start().len();
    plain(line, &text[..start]);
    line.push(Run {
        mark,
        text: inner.to_owned(),
    });
    plain(line, &text[start + inner.len()..]);
}

fn plain(line: &mut Vec<Run>, text: &str) {
    match line.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.mark.is_empty() => last.text.push_str(text),
        _ => line.push(Run {
            mark: "",
            text: text.to_owned(),
        }),
    }
}

fn finished(mut line: Vec<Run>) -> Option<Passage> {
    // Spaces at the head of a line would make it code.
    if let Some(first) = line.first_mut().filter(|first| first.mark.is_empty()) {
        first.text = first.text.trim_start().to_owned();
    }
    line.retain(|run| !run.text.is_empty());
    let mut runs: Vec<Run> = Vec::with_capacity(line.len());
    for run in line {
        if let Some(last) = runs.last()
            && !touches(last, &run)
        {
            runs.push(Run {
                mark: BOUNDARY,
                text: String::new(),
            });
        }
        runs.push(run);
    }
    (!runs.is_empty()).then_some(Passage {
        folded: String::new(),
        runs,
    })
}

/// Whether Markdown sees the marks where two runs meet.
fn touches(before: &Run, after: &Run) -> bool {
    let is_stop = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let (Some(last), Some(first)) = (before.text.chars().next_back(), after.text.chars().next()) else {
        return true;
    };
    match (before.mark.is_empty(), after.mark.is_empty()) {
        // The sign of one mark is a stop to the other.
        (true, true) | (false, false) => true,
        (true, false) => !is_stop(first) || !last.is_alphanumeric(),
        (false, true) => !is_stop(last) || !first.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(runs: &[(&'static str, &str)]) -> String {
        let runs = runs
            .iter()
            .map(|(mark, text)| Run {
                mark,
                text: (*text).to_owned(),
            })
            .collect();
        let passages = lines(&[Passage {
            folded: String::new(),
            runs,
        }]);
        let line = |passage: &Passage| -> String {
            let runs = passage.runs.iter().map(|run| match run.mark {
                "bo" => format!("~~{}~~", run.text),
                "them" => format!("**{}**", run.text),
                BOUNDARY => "|".to_owned(),
                _ => run.text.clone(),
            });
            runs.collect()
        };
        passages.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn marks_touch_words_on_the_inside_only() {
        assert_eq!(
            drawn(&[("", "nộp "), ("bo", "huyện "), ("them", "xã "), ("", "ngay")]),
            "nộp ~~huyện~~ **xã** ngay"
        );
        assert_eq!(drawn(&[("", "a/"), ("bo", "b/"), ("", "c")]), "a/~~b/~~|c");
        assert_eq!(drawn(&[("", "a"), ("them", "(b)"), ("", " c")]), "a|**(b)** c");
    }

    #[test]
    fn a_line_is_a_line_and_never_code() {
        assert_eq!(
            drawn(&[("", "    một\n\n\thai "), ("them", "\nba\n  bốn")]),
            "một\nhai \n**ba**\n**bốn**"
        );
    }
}
