//! What a person may have meant by words that are not in the index.

use std::collections::HashMap;

use super::analysis::{Form, Syllable};
use super::scoring::Scoring;
use crate::text;

/// Shortest word with a letter wrong that is worth a guess, in letters.
const SHORTEST: usize = 3;
/// From this length on two letters may be wrong.
const LONG: usize = 7;

/// Replaces the unknown syllables of a query by the nearest ones of the index; `None` when there are none near.
///
/// Of syllables equally near the one that forms known pairs with its neighbours is taken, then the more frequent one.
pub(super) fn suggestion(
    scoring: &Scoring,
    typed: &str,
    syllables: &[Syllable],
    unknown: &[usize],
) -> tantivy::Result<Option<String>> {
    let mut candidates = nearest(scoring, syllables, unknown)?;
    let accented = syllables.iter().any(Syllable::is_accented);
    let (mut out, mut end, mut changed) = (String::new(), 0, false);
    let typed = text::clean(typed);
    for &at in unknown {
        let syllable = &syllables[at];
        let Some(found) = candidates.remove(&at).filter(|found| !found.is_empty()) else {
            continue;
        };
        let best = best(scoring, syllables, at, found)?;
        let word = if accented { accented_form(scoring, &best)? } else { best };
        out.push_str(&typed[end..syllable.range.start]);
        out.push_str(&word);
        end = syllable.range.end;
        changed = true;
    }
    out.push_str(&typed[end..]);
    Ok(changed.then_some(out))
}

/// For each unknown syllable the words of the index at the smallest distance.
fn nearest(
    scoring: &Scoring,
    syllables: &[Syllable],
    unknown: &[usize],
) -> tantivy::Result<HashMap<usize, Vec<String>>> {
    let mut found: HashMap<usize, (usize, Vec<String>)> = HashMap::new();
    scoring.vocabulary(Form::Folded, |word| {
        for &at in unknown {
            let wanted = &syllables[at].folded;
            let length = wanted.chars().count();
            if length < SHORTEST || word.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let most = if length >= LONG { 2 } else { 1 };
            let Some(distance) = distance(wanted, word, most) else {
                continue;
            };
            let (least, words) = found.entry(at).or_insert((distance, Vec::new()));
            if distance < *least {
                (*least, *words) = (distance, Vec::new());
            }
            if distance == *least && !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
    })?;
    Ok(found.into_iter().map(|(at, (_, words))| (at, words)).collect())
}

fn best(scoring: &Scoring, syllables: &[Syllable], at: usize, words: Vec<String>) -> tantivy::Result<String> {
    let neighbour = |at: Option<usize>| {
        at.and_then(|at| syllables.get(at))
            .map(|syllable| syllable.folded.as_str())
    };
    let (before, after) = (neighbour(at.checked_sub(1)), neighbour(Some(at + 1)));
    let mut ranked = Vec::new();
    for word in words {
        let mut pairs = 0;
        let with_neighbours = [
            before.map(|before| format!("{before}_{word}")),
            after.map(|after| format!("{word}_{after}")),
        ];
        for pair in with_neighbours.into_iter().flatten() {
            pairs += scoring.frequency(Form::Pairs, &pair)?;
        }
        ranked.push((pairs, scoring.frequency(Form::Folded, &word)?, word));
    }
    ranked.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(&b.2)));
    Ok(ranked.into_iter().next().map(|(_, _, word)| word).unwrap_or_default())
}

/// The most frequent accented spelling of a folded syllable.
fn accented_form(scoring: &Scoring, folded: &str) -> tantivy::Result<String> {
    let mut spellings: Vec<String> = Vec::new();
    scoring.vocabulary(Form::Exact, |word| {
        if text::fold(word) == folded {
            spellings.push(word.to_owned());
        }
    })?;
    spellings.sort();
    spellings.dedup();
    let mut best = (0, folded.to_owned());
    for spelling in spellings {
        let frequency = scoring.frequency(Form::Exact, &spelling)?;
        if frequency > best.0 {
            best = (frequency, spelling);
        }
    }
    Ok(best.1)
}

/// How many letters must be changed, added, left out or swapped with their neighbour, when it is not more than `most`.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (last[j - 1] + change).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before_last[j - 2] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_swapped_letters_once() {
        assert_eq!(distance("sihn", "sinh", 1), Some(1));
        assert_eq!(distance("khia", "khai", 1), Some(1));
        assert_eq!(distance("sinh", "sinh", 1), Some(0));
        assert_eq!(distance("sin", "sinh", 1), Some(1));
        assert_eq!(distance("kinh", "sanh", 1), None);
        assert_eq!(distance("kinh", "sanh", 2), Some(2));
        assert_eq!(distance("", "ab", 1), None);
    }
}
