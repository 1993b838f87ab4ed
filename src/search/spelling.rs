//! Words the index does not have, and what a person may have meant by them: from the catalogue's own vocabulary.

use std::collections::HashSet;

use super::analysis::{self, Form};
use super::scoring::Lists;
use super::typing;
use crate::text;

/// Shortest word with a letter wrong that is worth a guess, in letters.
const SHORTEST: usize = 3;
/// Longest word that is looked at, in letters: none of the language is half as long, and each letter is tried beside the others.
const LONGEST: usize = 40;
/// Most guesses kept for one word.
const MOST_GUESSES: usize = 3;
/// A word as rare as this may be a slip of a more frequent one.
const RARE: u32 = 2;

/// Beginnings of syllables that are confused in speech and so in writing.
pub(super) const CONFUSED: &[(&str, &str)] = &[
    ("s", "x"),
    ("tr", "ch"),
    ("d", "gi"),
    ("r", "d"),
    ("r", "gi"),
    ("l", "n"),
    ("ng", "ngh"),
    ("g", "gh"),
    ("c", "k"),
    ("ph", "f"),
    ("qu", "w"),
    ("v", "d"),
];

/// A guess at what was meant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Guess {
    /// Folded syllables; more than one when the word was two typed without a space.
    pub(super) syllables: Vec<String>,
    /// The spelling with accents, when what was typed tells it.
    pub(super) exact: Option<String>,
}

/// The place of a word in a query.
pub(super) struct Place<'a> {
    /// Folded syllable before it.
    pub(super) before: Option<&'a str>,
    /// Folded syllable behind it.
    pub(super) after: Option<&'a str>,
}

/// What may have been meant by a word; nothing when the word is in order or nothing is near.
pub(super) fn guesses(
    word: &str,
    folded: &str,
    place: &Place<'_>,
    known: &Lists,
    use_typing: bool,
) -> tantivy::Result<Vec<Guess>> {
    let letters = folded.chars().count();
    if letters > LONGEST {
        return Ok(Vec::new());
    }
    let frequency = known.frequency(Form::Folded, folded)?;
    if use_typing && let Some(meant) = residue(word, frequency, known)? {
        return Ok(vec![meant]);
    }
    if letters < SHORTEST || folded.contains(|c: char| c.is_ascii_digit() || !c.is_ascii()) {
        return Ok(Vec::new());
    }
    if frequency == 0 {
        let mut guesses = nearest(folded, place, known)?;
        if guesses.is_empty() {
            guesses.extend(split(folded, known)?);
        }
        return Ok(guesses);
    }
    let in_place = with_neighbours(folded, place, known)?;
    if in_place > 0 {
        return Ok(Vec::new());
    }
    // A word of the vocabulary that goes with neither of its neighbours, where another word goes with them well.
    let doubtful = if frequency <= RARE {
        nearest(folded, place, known)?
    } else {
        Vec::new()
    };
    let mut guesses = Vec::new();
    for candidate in confusions(folded).chain(doubtful.into_iter().flat_map(|guess| guess.syllables)) {
        if with_neighbours(&candidate, place, known)? >= 3 {
            guesses.push(Guess {
                syllables: vec![candidate],
                exact: None,
            });
        }
    }
    guesses.truncate(1);
    Ok(guesses)
}

/// What an input method left behind, when the index knows what was meant and not what stands there.
fn residue(word: &str, frequency: u32, known: &Lists) -> tantivy::Result<Option<Guess>> {
    if frequency > RARE {
        return Ok(None);
    }
    let Some(exact) = typing::decode(word) else {
        return Ok(None);
    };
    let folded = text::fold(&exact);
    Ok((known.frequency(Form::Folded, &folded)? > frequency).then_some(Guess {
        syllables: vec![folded],
        exact: Some(exact),
    }))
}

/// In how many documents a syllable stands beside the neighbours it has here.
fn with_neighbours(word: &str, place: &Place<'_>, known: &Lists) -> tantivy::Result<u32> {
    let mut found = 0;
    if let Some(before) = place.before {
        found += known.frequency(Form::Pairs, &analysis::pair(before, word))?;
    }
    if let Some(after) = place.after {
        found += known.frequency(Form::Pairs, &analysis::pair(word, after))?;
    }
    Ok(found)
}

/// Words of the index one slip away, those first that go with the neighbours.
fn nearest(folded: &str, place: &Place<'_>, known: &Lists) -> tantivy::Result<Vec<Guess>> {
    let mut candidates: HashSet<String> = known.near(folded)?.into_iter().collect();
    candidates.extend(confusions(folded));
    candidates.remove(folded);
    let mut ranked = Vec::new();
    for candidate in candidates {
        let frequency = known.frequency(Form::Folded, &candidate)?;
        if frequency == 0 || candidate.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        ranked.push((with_neighbours(&candidate, place, known)?, frequency, candidate));
    }
    ranked.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(&b.2)));
    // Beside one that goes with the neighbours those that do not are no guesses.
    let fitting = ranked.first().is_some_and(|best| best.0 > 0);
    let guesses = ranked.into_iter().filter(|guess| !fitting || guess.0 > 0);
    Ok(guesses
        .take(MOST_GUESSES)
        .map(|(_, _, candidate)| Guess {
            syllables: vec![candidate],
            exact: None,
        })
        .collect())
}

/// The same syllable with a beginning it is confused with.
fn confusions(folded: &str) -> impl Iterator<Item = String> {
    let both = CONFUSED.iter().flat_map(|&(a, b)| [(a, b), (b, a)]);
    let made: Vec<String> = both
        .filter_map(|(typed, meant)| {
            let rest = folded.strip_prefix(typed)?;
            let vowel = rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y']);
            vowel.then(|| format!("{meant}{rest}"))
        })
        .collect();
    made.into_iter()
}

/// Two words typed without the space between them.
fn split(folded: &str, known: &Lists) -> tantivy::Result<Option<Guess>> {
    let mut best: Option<(u32, Guess)> = None;
    for at in 2..folded.len().saturating_sub(1) {
        let (first, second) = folded.split_at(at);
        let together = known.frequency(Form::Pairs, &analysis::pair(first, second))?;
        if together > best.as_ref().map_or(0, |best| best.0) {
            best = Some((
                together,
                Guess {
                    syllables: vec![first.to_owned(), second.to_owned()],
                    exact: None,
                },
            ));
        }
    }
    Ok(best.map(|(_, guess)| guess))
}

/// The most frequent accented spelling of a folded syllable; the folded one when none is known.
pub(super) fn accented(folded: &str, known: &Lists) -> tantivy::Result<String> {
    let candidates = known.spellings(folded, &text::accented_forms(folded))?;
    let best = candidates
        .into_iter()
        .max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
    Ok(best.map_or_else(|| folded.to_owned(), |(_, spelling)| spelling))
}
