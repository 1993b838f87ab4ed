//! What one change of a text put in the place of what.

use super::Key;
use crate::catalogue::fields::names::{Counted, counted};
use crate::diff::words::{Mark, Span, mark};
use crate::diff::{Change, Kind};
use crate::text;

/// Longest pair of texts, in bytes, in which the same words are looked for. Longer ones are read by a person anyway.
const LONGEST: usize = 100_000;
/// Most words of a replacement that is looked for.
const MOST_WORDS: usize = 30;
/// Most words around a replacement that are shown with it when all texts agree in them.
const MOST_AROUND: usize = 6;

/// The one replacement that a change of a text consists of.
pub(super) struct Edit {
    pub(super) key: Key,
    /// Words that went, as they are written, with the words around them.
    old: String,
    new: String,
    before: Vec<String>,
    after: Vec<String>,
}

impl Edit {
    /// `None` when more than one replacement was made, or when it is no change of words: a quantity says more as itself.
    pub(super) fn of(change: &Change) -> Option<Self> {
        let (old, new) = (change.old.as_deref()?, change.new.as_deref()?);
        // What is counted by name weighs more than a text with the same words in it, and stays by itself.
        let is_text = change.quantity.is_none() && counted(change.field, change.part) == Counted::Nothing;
        if change.kind != Kind::Changed || !is_text || old.len() + new.len() > LONGEST {
            return None;
        }
        let spans = mark(old, new);
        let mut edits = replacements(&spans);
        let first = edits.next()?;
        let (old, new) = (plain(&first.old), plain(&first.new));
        let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).count();
        let same = |other: Replacement| plain(&other.old) == old && plain(&other.new) == new;
        if old == new || words(&old) + words(&new) > MOST_WORDS || !edits.all(same) {
            return None;
        }
        // "5" for "7", or "xã" for "huyện", means nothing without the words beside it.
        let few = words(&old).min(words(&new)) < 2 || old.chars().chain(new.chars()).any(|c| c.is_ascii_digit());
        let next = |words: Option<&String>| words.map(|word| text::canonical(word)).unwrap_or_default();
        Some(Self {
            key: Key::Words {
                between: few.then(|| (next(first.before.last()), next(first.after.first()))),
                old,
                new,
                substance: change.substance,
            },
            old: tidy(&first.old),
            new: tidy(&first.new),
            before: first.before,
            after: first.after,
        })
    }

    /// The replacement with the words around it in which all texts agree.
    pub(super) fn as_shown(edits: &[&Self]) -> (String, String) {
        let Some(first) = edits.first() else {
            return Default::default();
        };
        let agreed = |words: &dyn Fn(&Self, usize) -> Option<String>| -> Vec<String> {
            let at = |at: usize| {
                let word = words(first, at)?;
                // "Cấp" at the beginning of a text is "cấp" inside another.
                let same =
                    |edit: &&Self| words(edit, at).is_some_and(|other| text::same_but_for_spelling(&other, &word));
                edits.iter().all(same).then_some(word)
            };
            (0..MOST_AROUND).map_while(at).collect()
        };
        let few = matches!(first.key, Key::Words { between: Some(_), .. });
        let mut before = agreed(&|edit, at| edit.before.iter().rev().nth(at).cloned());
        before.truncate(reach_of_the_name(&before, few));
        before.reverse();
        let mut after = agreed(&|edit, at| edit.after.get(at).cloned());
        // Words of names have two syllables, the second without a capital.
        let reach = reach_of_the_name(&after, false);
        after.truncate(if reach > 0 { reach + 1 } else { usize::from(few) });
        let joined = |middle: &str| {
            let words = before.iter().map(String::as_str).chain([middle]);
            let words = words.chain(after.iter().map(String::as_str));
            words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        };
        (joined(&first.old), joined(&first.new))
    }
}

/// How many of the words beside a replacement, nearest first, belong to the name it stands in: those up to the last one with a
/// capital, where no two words without stand between, as in "Bộ … và Môi trường". A replacement of few words takes more: it
/// says too little without.
fn reach_of_the_name(words: &[String], few: bool) -> usize {
    let widest_gap = if few { MOST_AROUND } else { 1 };
    let mut reach = 0;
    for (at, word) in words.iter().enumerate() {
        if at - reach > widest_gap {
            break;
        }
        if word.starts_with(char::is_uppercase) {
            reach = at + 1;
        }
    }
    reach.max(usize::from(few))
}

/// Words that went and the words that came in their place.
struct Replacement {
    old: String,
    new: String,
    /// The words of the same sentence before and after, the nearest last and first.
    before: Vec<String>,
    after: Vec<String>,
}

fn replacements(spans: &[Span]) -> impl Iterator<Item = Replacement> {
    let is_same = |at: usize| spans.get(at).is_some_and(|span| span.mark == Mark::Same);
    let starts = (0..spans.len()).filter(move |&at| !is_same(at) && (at == 0 || is_same(at - 1)));
    starts.filter_map(move |start| {
        let run = spans[start..].iter().take_while(|span| span.mark != Mark::Same);
        let (mut old, mut new, mut length) = (String::new(), String::new(), 0);
        for span in run {
            length += 1;
            match span.mark {
                Mark::Removed => old.push_str(&span.text),
                Mark::Added => new.push_str(&span.text),
                Mark::Same => {}
            }
        }
        let text_at = |at: Option<usize>| at.and_then(|at| spans.get(at)).map_or("", |span| span.text.as_str());
        let replacement = Replacement {
            before: last_words(text_at(start.checked_sub(1))),
            after: first_words(text_at(Some(start + length)), &old),
            old,
            new,
        };
        // A change of punctuation alone is none of words.
        (plain(&replacement.old) != plain(&replacement.new)).then_some(replacement)
    })
}

/// The last words of a text, back to the last sign between them.
fn last_words(text: &str) -> Vec<String> {
    let clause = text.rsplit(is_sign).next().unwrap_or_default();
    let mut words: Vec<String> = clause
        .split_whitespace()
        .rev()
        .take(MOST_AROUND)
        .map(str::to_owned)
        .collect();
    words.reverse();
    words
}

/// The first words of a text up to a sign, if the words before it do not end with one.
fn first_words(text: &str, before: &str) -> Vec<String> {
    if before.trim_end_matches(' ').ends_with(is_sign) {
        return Vec::new();
    }
    let clause = text.split(is_sign).next().unwrap_or_default();
    clause.split_whitespace().take(MOST_AROUND).map(str::to_owned).collect()
}

fn is_sign(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ';' | ':' | '(' | ')' | '\n' | '"' | '“' | '”' | '«' | '»'
    )
}

/// One spelling of a run of words: what stands around and between them does not matter.
fn plain(run: &str) -> String {
    let canonical = text::canonical(run);
    text::syllables(&canonical)
        .map(|(_, word)| word)
        .collect::<Vec<_>>()
        .join(" ")
}

fn tidy(run: &str) -> String {
    let trimmed = run.trim_matches(|c: char| c.is_whitespace() || is_sign(c));
    trimmed.split_whitespace().collect::<Vec<_>>().join(" ")
}
