//! Words, neighbours and phrases of a query as clauses.

use std::collections::{HashMap, HashSet};

use super::{Choice, Clause, Plan, Planner, Reading, Wanted, Word};
use crate::search::analysis::{self, Form};
use crate::search::lexicon::{Found, Origin};
use crate::text;

/// Most meanings of one phrase that are looked for.
const MOST_MEANINGS: usize = 3;

impl Planner<'_> {
    pub(super) fn add_words(&self, plan: &mut Plan, words: &[Word], (phrases, overlapping): (Vec<Found>, Vec<Found>)) {
        let mut starts: HashMap<usize, &Found> = phrases.iter().map(|found| (found.start, found)).collect();
        let (mut at, mut seen) = (0, HashSet::new());
        while at < words.len() {
            let found = starts
                .remove(&at)
                .filter(|found| words[at..at + found.length].iter().all(|word| word.searched));
            let length = found.map_or(1, |found| found.length);
            if let Some(found) = found {
                plan.clauses.push(self.phrase_clause(words, found));
            } else if words[at].searched && seen.insert(words[at].syllable.folded.clone()) {
                plan.clauses.push(self.word_clause(&words[at]));
            }
            at += length;
            if at < words.len() && self.tuning.mechanisms.pairs {
                let first_of_phrase = starts.contains_key(&at);
                plan.clauses
                    .extend(self.pair_clause(words, at - 1, found.is_none() && !first_of_phrase));
            }
        }
        // What a phrase means that shares words with a longer one counts, but is not asked of a document.
        for found in overlapping {
            let mut clause = self.phrase_clause(words, &found);
            clause.choices.remove(0);
            for choice in &mut clause.choices {
                choice.weight *= self.tuning.overlapping;
            }
            clause.counts = false;
            plan.clauses.push(clause);
        }
    }

    fn word_clause(&self, word: &Word) -> Clause {
        let mut choices = vec![Choice {
            reading: Reading::Typed,
            words: word.syllable.exact.clone(),
            terms: self.syllable_terms(&word.syllable.folded, Some(&word.syllable.exact), word.factor),
            weight: 1.0,
        }];
        for guess in &word.guesses {
            let mut terms = Vec::new();
            for folded in &guess.syllables {
                terms.extend(self.syllable_terms(folded, guess.exact.as_deref(), word.factor));
            }
            if let [first, second] = guess.syllables.as_slice() {
                terms.extend(self.pair_term(first, second, word.factor));
            }
            choices.push(Choice {
                reading: Reading::Repaired,
                words: guess.exact.clone().unwrap_or_else(|| guess.syllables.join(" ")),
                terms,
                weight: if guess.exact.is_some() { 1.0 } else { self.tuning.repair },
            });
        }
        Clause {
            range: word.syllable.range.clone(),
            choices,
            counts: word.counts,
            said: 1,
        }
    }

    /// The clause of two neighbours, `before` and the word behind it, with what either may have been.
    fn pair_clause(&self, words: &[Word], before: usize, guess: bool) -> Option<Clause> {
        let (first, second) = (&words[before], &words[before + 1]);
        if second.syllable.after_break || !first.searched || !second.searched {
            return None;
        }
        let factor = first.factor.min(second.factor);
        let mut choices = Vec::new();
        let typed = [(first.syllable.folded.as_str(), 1.0)];
        let firsts = typed
            .into_iter()
            .chain(first.others(self.tuning.repair).filter(|_| guess));
        for (a, a_weight) in firsts {
            let typed = [(second.syllable.folded.as_str(), 1.0)];
            for (b, b_weight) in typed
                .into_iter()
                .chain(second.others(self.tuning.repair).filter(|_| guess))
            {
                choices.push(Choice {
                    reading: if a_weight * b_weight < 1.0 {
                        Reading::Repaired
                    } else {
                        Reading::Typed
                    },
                    words: format!("{a} {b}"),
                    terms: self.pair_term(a, b, factor).into_iter().collect(),
                    weight: a_weight * b_weight,
                });
            }
        }
        Some(Clause {
            range: first.syllable.range.start..second.syllable.range.end,
            choices,
            counts: false,
            said: 0,
        })
    }

    /// The clause of a phrase: as typed, or one of its meanings.
    fn phrase_clause(&self, words: &[Word], found: &Found) -> Clause {
        let here = &words[found.start..found.start + found.length];
        let before = found
            .start
            .checked_sub(1)
            .map(|at| &words[at])
            .filter(|_| !here[0].syllable.after_break);
        let after = words
            .get(found.start + found.length)
            .filter(|word| !word.syllable.after_break);
        let factor = here.iter().map(|word| word.factor).fold(0.0, f32::max);
        let mut typed = Vec::new();
        for (at, word) in here.iter().enumerate() {
            typed.extend(self.syllable_terms(&word.syllable.folded, Some(&word.syllable.exact), word.factor));
            if let Some(next) = here.get(at + 1) {
                typed.extend(self.pair_term(
                    &word.syllable.folded,
                    &next.syllable.folded,
                    word.factor.min(next.factor),
                ));
            }
        }
        let mut choices = vec![Choice {
            reading: Reading::Typed,
            words: here
                .iter()
                .map(|word| word.syllable.exact.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            terms: typed,
            weight: 1.0,
        }];
        for (place, (origin, meaning)) in found.meanings.iter().take(MOST_MEANINGS).enumerate() {
            let weight = match origin {
                Origin::Abbreviation => self.tuning.abbreviation,
                Origin::CitizenWord => self.tuning.citizen_word,
                Origin::FormerName => self.tuning.former_name,
            };
            // A long official term must not drown what else was typed.
            let (typed, meant) = (found.said as f32, text::syllables(meaning).count().max(1) as f32);
            let bounded = if *origin == Origin::Abbreviation {
                1.0
            } else {
                (self.tuning.longest_meaning * typed / meant).min(1.0)
            };
            choices.push(Choice {
                reading: Reading::Lexicon(*origin),
                words: meaning.clone(),
                terms: self.meaning_terms(meaning, before, after, factor),
                weight: weight * bounded * 0.95_f32.powi(place as i32),
            });
        }
        Clause {
            range: here[0].syllable.range.start..here[found.length - 1].syllable.range.end,
            choices,
            counts: here.iter().any(|word| word.counts),
            said: found.said,
        }
    }

    /// The terms of a meaning, with the pairs it makes with the words around the phrase.
    fn meaning_terms(&self, meaning: &str, before: Option<&Word>, after: Option<&Word>, factor: f32) -> Vec<Wanted> {
        let syllables = analysis::syllables(meaning);
        let mut terms = Vec::new();
        for (at, syllable) in syllables.iter().enumerate() {
            terms.extend(self.syllable_terms(&syllable.folded, Some(&syllable.exact), factor));
            if let Some(next) = syllables.get(at + 1) {
                terms.extend(self.pair_term(&syllable.folded, &next.folded, factor));
            }
        }
        if let (Some(before), Some(first)) = (before.filter(|word| word.searched), syllables.first()) {
            terms.extend(self.pair_term(&before.syllable.folded, &first.folded, factor.min(before.factor)));
        }
        if let (Some(last), Some(after)) = (syllables.last(), after.filter(|word| word.searched)) {
            terms.extend(self.pair_term(&last.folded, &after.syllable.folded, factor.min(after.factor)));
        }
        terms
    }

    fn syllable_terms(&self, folded: &str, exact: Option<&str>, factor: f32) -> Vec<Wanted> {
        let exact = exact.filter(|exact| *exact != folded && self.tuning.mechanisms.accents);
        let mut terms = vec![Wanted {
            form: Form::Folded,
            term: folded.to_owned(),
            factor: factor * if exact.is_some() { self.tuning.folded } else { 1.0 },
        }];
        terms.extend(exact.map(|exact| Wanted {
            form: Form::Exact,
            term: exact.to_owned(),
            factor: factor * self.tuning.exact,
        }));
        terms
    }

    fn pair_term(&self, first: &str, second: &str, factor: f32) -> Option<Wanted> {
        self.tuning.mechanisms.pairs.then(|| Wanted {
            form: Form::Pairs,
            term: analysis::pair(first, second),
            factor: factor * self.tuning.pairs,
        })
    }
}

impl Word {
    /// What else it may be, of one syllable.
    fn others(&self, repair: f32) -> impl Iterator<Item = (&str, f32)> {
        self.guesses
            .iter()
            .filter(|guess| guess.syllables.len() == 1)
            .map(move |guess| {
                (
                    guess.syllables[0].as_str(),
                    if guess.exact.is_some() { 0.999 } else { repair },
                )
            })
    }
}
