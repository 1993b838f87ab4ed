//! Words marked inside long texts: the only file that knows the `similar` crate.
//!
//! The work is bounded by the size of the texts alone, not by a clock: the same texts are always marked the same way.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::text;

/// Words of both sides up to which the shortest answer is searched for at once.
const AT_ONCE: usize = 4_000;
/// Steps that may be spent on all parts of a text together; what is left then is shown as replaced.
const MOST_STEPS: usize = 40_000_000;
/// Neighbouring words that, being unique in both texts, hold them together.
const ANCHOR_WORDS: [usize; 2] = [3, 1];
/// From so many changed words on both sides a single word between them is no help to the reader.
const MANY_AROUND: usize = 5;
/// Syllables of a text that its likeness to another is judged by.
const JUDGED_BY: usize = 200;

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
    let (old_words, new_words) = (Words::of(old), Words::of(new));
    let mut known = FxHashMap::default();
    let (left, right) = (old_words.numbered(old, &mut known), new_words.numbered(new, &mut known));
    let mut alignment = Alignment {
        old: &left,
        new: &right,
        runs: Vec::new(),
        steps: MOST_STEPS,
    };
    alignment.align(0..left.len(), 0..right.len());
    let runs = readable(alignment.runs, old, &old_words);
    let mut spans = Spans {
        list: Vec::new(),
        gaps: (&old[..old_words.start_of(0)], &new[..new_words.start_of(0)]),
    };
    for run in &runs {
        if run.same {
            for (a, b) in run.old.clone().zip(run.new.clone()) {
                spans.same(old_words.word(old, a), old_words.gap(old, a), new_words.gap(new, b));
            }
        } else {
            spans.replaced(old_words.run(old, &run.old), new_words.run(new, &run.new));
        }
    }
    spans.into_list()
}

/// The spans of a text being written.
struct Spans<'t> {
    list: Vec<Span>,
    /// What stands behind the last word in either text, not yet written.
    gaps: (&'t str, &'t str),
}

impl<'t> Spans<'t> {
    fn push(&mut self, mark: Mark, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.list.last_mut() {
            Some(last) if last.mark == mark => last.text.push_str(text),
            _ => self.list.push(Span {
                mark,
                text: text.to_owned(),
            }),
        }
    }

    /// A word both have, with what stands behind it in either.
    fn same(&mut self, word: &str, old_gap: &'t str, new_gap: &'t str) {
        self.replaced("", "");
        self.push(Mark::Same, word);
        self.gaps = (old_gap, new_gap);
    }

    /// Words of the one that gave way to words of the other, each with the gap behind it.
    fn replaced(&mut self, old: &str, new: &str) {
        let (old_gap, new_gap) = std::mem::take(&mut self.gaps);
        if old_gap == new_gap {
            self.push(Mark::Same, old_gap);
            self.push(Mark::Removed, old);
            self.push(Mark::Added, new);
            return;
        }
        // Where words only went, the gap behind the last of them may be the one that stayed.
        let (removed, added) = ([old_gap, old].concat(), [new_gap, new].concat());
        let stayed = match (old.is_empty(), new.is_empty()) {
            (false, true) if old.ends_with(new_gap) => new_gap,
            (true, false) if new.ends_with(old_gap) => old_gap,
            _ => "",
        };
        self.push(Mark::Removed, &removed[..removed.len() - stayed.len()]);
        self.push(Mark::Added, &added[..added.len() - stayed.len()]);
        self.push(Mark::Same, stayed);
    }

    fn into_list(mut self) -> Vec<Span> {
        self.replaced("", "");
        self.list
    }
}

/// Where the words of a text stand; a sign is a word of its own.
struct Words {
    words: Vec<Range<usize>>,
    length: usize,
}

impl Words {
    fn of(text: &str) -> Self {
        let (mut words, mut at) = (Vec::new(), 0);
        while let Some(start) = text[at..].find(|c: char| !c.is_whitespace()).map(|start| at + start) {
            let first = text[start..].chars().next().map_or(1, char::len_utf8);
            let end = start + text::end_of_word(&text[start..]).max(first);
            words.push(start..end);
            at = end;
        }
        Self {
            words,
            length: text.len(),
        }
    }

    /// The same number for the same word.
    fn numbered<'t>(&self, text: &'t str, known: &mut FxHashMap<&'t str, u32>) -> Vec<u32> {
        let number = |word: &Range<usize>| {
            let next = known.len() as u32;
            *known.entry(&text[word.clone()]).or_insert(next)
        };
        self.words.iter().map(number).collect()
    }

    fn start_of(&self, at: usize) -> usize {
        self.words.get(at).map_or(self.length, |word| word.start)
    }

    fn word<'t>(&self, text: &'t str, at: usize) -> &'t str {
        &text[self.words[at].clone()]
    }

    fn gap<'t>(&self, text: &'t str, at: usize) -> &'t str {
        &text[self.words[at].end..self.start_of(at + 1)]
    }

    /// Words with what stands behind each.
    fn run<'t>(&self, text: &'t str, run: &Range<usize>) -> &'t str {
        &text[self.start_of(run.start)..self.start_of(run.end)]
    }
}

/// Words that are the same, or that gave way to others.
struct Run {
    old: Range<usize>,
    new: Range<usize>,
    same: bool,
}

/// Two texts being aligned word by word.
struct Alignment<'a> {
    old: &'a [u32],
    new: &'a [u32],
    runs: Vec<Run>,
    steps: usize,
}

impl Alignment<'_> {
    fn align(&mut self, old: Range<usize>, new: Range<usize>) {
        let (a, b) = (&self.old[old.clone()], &self.new[new.clone()]);
        let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let rest = a.len().min(b.len()) - head;
        let tail = (a.iter().rev().zip(b.iter().rev()).take(rest))
            .take_while(|(a, b)| a == b)
            .count();
        self.push(old.start..old.start + head, new.start..new.start + head, true);
        self.align_middle(old.start + head..old.end - tail, new.start + head..new.end - tail);
        self.push(old.end - tail..old.end, new.end - tail..new.end, true);
    }

    fn align_middle(&mut self, old: Range<usize>, new: Range<usize>) {
        let size = old.len() + new.len();
        if old.is_empty() || new.is_empty() {
            self.push(old, new, false);
        } else if size <= AT_ONCE {
            self.at_once(old, new);
        } else {
            let anchors = ANCHOR_WORDS.iter().map(|&words| self.anchors(&old, &new, words));
            match anchors.into_iter().find(|anchors| !anchors.is_empty()) {
                Some(anchors) => self.between(&anchors, old, new),
                None => self.push(old, new, false),
            }
        }
    }

    /// The shortest answer, when there are steps left for it.
    fn at_once(&mut self, old: Range<usize>, new: Range<usize>) {
        let size = old.len() + new.len();
        let Some(left) = self.steps.checked_sub(size * size / 4) else {
            return self.push(old, new, false);
        };
        self.steps = left;
        let ops = capture_diff_slices(Algorithm::Myers, &self.old[old.clone()], &self.new[new.clone()]);
        for op in ops {
            let (_, from, to) = op.as_tag_tuple();
            let shift = |range: Range<usize>, by: usize| range.start + by..range.end + by;
            self.push(
                shift(from, old.start),
                shift(to, new.start),
                matches!(op, DiffOp::Equal { .. }),
            );
        }
    }

    /// What stands between the anchors, part by part.
    fn between(&mut self, anchors: &[(usize, usize)], old: Range<usize>, new: Range<usize>) {
        let (mut from, mut to) = (old.start, new.start);
        for &(a, b) in anchors {
            if a >= from && b >= to {
                self.align(from..a, to..b);
                self.push(a..a + 1, b..b + 1, true);
                (from, to) = (a + 1, b + 1);
            }
        }
        self.align(from..old.end, to..new.end);
    }

    /// Places where so many words stand that are unique in both parts, in an order that both have.
    fn anchors(&self, old: &Range<usize>, new: &Range<usize>, words: usize) -> Vec<(usize, usize)> {
        let mut seen: FxHashMap<&[u32], (Option<usize>, Option<usize>)> = FxHashMap::default();
        let twice = usize::MAX;
        let note = |slot: &mut Option<usize>, at: usize| *slot = Some(slot.map_or(at, |_| twice));
        for (at, run) in self.old[old.clone()].windows(words).enumerate() {
            note(&mut seen.entry(run).or_default().0, old.start + at);
        }
        for (at, run) in self.new[new.clone()].windows(words).enumerate() {
            note(&mut seen.entry(run).or_default().1, new.start + at);
        }
        let unique = seen.into_values().filter_map(|(a, b)| Some((a?, b?)));
        let mut pairs: Vec<(usize, usize)> = unique.filter(|&(a, b)| a != twice && b != twice).collect();
        pairs.sort_unstable();
        increasing(&pairs)
    }

    fn push(&mut self, old: Range<usize>, new: Range<usize>, same: bool) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if last.same == same => {
                last.old.end = old.end;
                last.new.end = new.end;
            }
            _ => self.runs.push(Run { old, new, same }),
        }
    }
}

/// A longest run of pairs, sorted by their first, whose second increases as well.
pub(super) fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair with the smallest second that ends a run so long, and for each pair the one before.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::with_capacity(pairs.len()));
    for (at, &(_, second)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < second);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        run.push(pairs[at]);
        next = before[at];
    }
    run.reverse();
    run
}

/// Runs without the stutter of single words that happen to be the same between others that are not.
fn readable(runs: Vec<Run>, old: &str, words: &Words) -> Vec<Run> {
    let is_scrap = |run: &Run| {
        let said = run
            .old
            .clone()
            .filter(|&at| words.word(old, at).starts_with(char::is_alphanumeric));
        run.same && said.count() <= 1
    };
    let mut kept: Vec<Run> = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let scrap = at > 0 && at + 1 < runs.len() && is_scrap(run);
        let both = |run: &Run| !run.old.is_empty() && !run.new.is_empty();
        let words = |run: &Run| run.old.len() + run.new.len();
        let absorbed = scrap
            && both(&runs[at - 1])
            && both(&runs[at + 1])
            && words(&runs[at - 1]) + words(&runs[at + 1]) >= MANY_AROUND;
        let same = run.same && !absorbed;
        match kept.last_mut() {
            Some(last) if last.same == same => {
                last.old.end = run.old.end;
                last.new.end = run.new.end;
            }
            _ => kept.push(Run {
                old: run.old.clone(),
                new: run.new.clone(),
                same,
            }),
        }
    }
    kept
}

/// What a text says, for telling how alike it is to others: its syllables and pairs of neighbours, accents apart.
pub struct Shingles(Vec<u64>);

impl Shingles {
    /// Of the first 200 syllables.
    pub fn of(text: &str) -> Self {
        let folded = text::fold(text);
        let words: Vec<&str> = text::syllables(&folded).map(|(_, word)| word).take(JUDGED_BY).collect();
        let number = |words: &[&str]| {
            let mut hasher = FxHasher::default();
            words.hash(&mut hasher);
            hasher.finish()
        };
        let mut shingles: Vec<u64> = words.chunks(1).chain(words.windows(2)).map(number).collect();
        shingles.sort_unstable();
        Self(shingles)
    }

    /// How alike two texts are, from 0 to 1: the share of shingles they have in common.
    pub fn likeness(&self, other: &Self) -> f64 {
        let (mut a, mut b) = (self.0.as_slice(), other.0.as_slice());
        if a.is_empty() || b.is_empty() {
            return 0.0;
        }
        let whole = a.len() + b.len();
        let mut common = 0;
        while let (Some(first), Some(second)) = (a.first(), b.first()) {
            common += usize::from(first == second);
            a = &a[usize::from(first <= second)..];
            b = &b[usize::from(second <= first)..];
        }
        2.0 * f64::from(common as u32) / whole as f64
    }
}

/// How alike two short texts are, from 0 to 1.
pub fn likeness(a: &str, b: &str) -> f64 {
    Shingles::of(a).likeness(&Shingles::of(b))
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
                (Mark::Removed, "huyện"),
                (Mark::Added, "xã"),
                (Mark::Same, ".")
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

    #[test]
    fn a_scrap_between_changes_is_not_left_standing() {
        let spans = mark("nộp tại phòng và sở", "nộp ở bộ và cục");
        let marked: Vec<_> = spans.iter().map(|span| (span.mark, span.text.as_str())).collect();
        assert_eq!(
            marked,
            [
                (Mark::Same, "nộp "),
                (Mark::Removed, "tại phòng và sở"),
                (Mark::Added, "ở bộ và cục")
            ]
        );
    }

    #[test]
    fn long_texts_are_marked_between_what_holds_them_together() {
        let line = |number: usize| format!("Dòng thứ {number} nói về việc {}.\n", number * 7);
        let old: String = (0..4_000).map(line).collect();
        let new: String = (0..4_000).filter(|number| number % 1_000 != 5).map(line).collect();
        let spans = mark(&old, &new);
        assert_eq!(joined(&spans, Mark::Added), old);
        assert_eq!(joined(&spans, Mark::Removed), new);
        let removed: usize = spans
            .iter()
            .filter(|span| span.mark == Mark::Removed)
            .map(|span| span.text.len())
            .sum();
        assert_eq!(removed, old.len() - new.len());
    }
}
