//! What people typed, taken apart into clauses. Never a query language: any string can be searched for.
//!
//! A clause stands for one thing that was typed, a syllable or a phrase that means something else, and holds the choices of
//! what may have been meant. A document has as much of the clause as of its best choice.

mod clauses;
mod levels;
mod stops;

use std::ops::Range;

pub(super) use self::levels::LEVEL_WORDS;
use super::analysis::{self, Form, Syllable};
use super::lexicon::{Found, Origin, Phrases};
use super::numbers::{self, Kind};
use super::scoring::Lists;
use super::spelling::{self, Guess, Place};
use super::verbs::{self, Verb};
use super::weights::Tuning;
use crate::text;

/// Most syllables of a query that are looked at.
const MOST_SYLLABLES: usize = 64;
/// Longest query looked at, in characters: a page of text.
const MOST_CHARACTERS: usize = 4_000;

/// What to look for.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Clauses; a document earns what each gives.
    pub(super) clauses: Vec<Clause>,
    /// Codes that may be meant.
    pub(super) codes: Vec<String>,
    /// Everything that was typed as one term.
    pub(super) whole: String,
    /// The text the places of syllables point into.
    pub(super) typed: String,
    /// The syllables as they were typed.
    pub(super) syllables: Vec<Syllable>,
    /// Syllables that were repaired, by place, with their spelling.
    pub(super) repaired: Vec<(usize, String)>,
    /// Verbs that were asked for.
    pub(super) verbs: Vec<Verb>,
    /// Levels that were asked for.
    pub(super) levels: Vec<&'static str>,
}

/// One thing that was typed.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    /// Place in the typed text.
    pub(super) range: Range<usize>,
    /// What may be meant, what was typed first.
    pub(super) choices: Vec<Choice>,
    /// Whether a document should have it to be found at all.
    pub(super) counts: bool,
    /// How many words were typed for it.
    pub(super) said: usize,
}

/// One reading of a clause.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    /// How it came about.
    pub(super) reading: Reading,
    /// The words, as one would type them.
    pub(super) words: String,
    /// Its terms; a document earns the sum.
    pub(super) terms: Vec<Wanted>,
    /// What it is worth beside what was typed.
    pub(super) weight: f32,
}

/// How a reading came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As typed.
    Typed,
    /// A misspelt word, repaired.
    Repaired,
    /// From the lexicon.
    Lexicon(Origin),
}

/// A term with what it is worth.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) form: Form,
    pub(super) term: String,
    pub(super) factor: f32,
}

/// A syllable of the query with everything known of it.
struct Word {
    syllable: Syllable,
    guesses: Vec<Guess>,
    /// What it is worth: less for the words of questions.
    factor: f32,
    counts: bool,
    /// Whether it is searched as a word at all; the parts of a code are not.
    searched: bool,
}

/// What a plan is made with.
pub(super) struct Planner<'a> {
    pub(super) tuning: &'a Tuning,
    pub(super) phrases: &'a Phrases,
    pub(super) known: &'a Lists,
}

impl Planner<'_> {
    /// Takes apart what was typed.
    pub(super) fn plan(&self, typed: &str) -> tantivy::Result<Plan> {
        let typed: String = text::clean(typed).chars().take(MOST_CHARACTERS).collect();
        let mut plan = Plan {
            whole: analysis::whole(&typed),
            ..Plan::default()
        };
        let mut taken = Taken::default();
        if self.tuning.mechanisms.numbers {
            plan.take_numbers(&typed, self.tuning, &mut taken);
            plan.take_codes(&typed, &mut taken);
        }
        let mut syllables = analysis::syllables(&typed);
        syllables.truncate(MOST_SYLLABLES);
        let found = self.phrases.find(&syllables, &self.tuning.mechanisms);
        let words = self.words(&typed, &syllables, &taken, &found.0)?;
        for (at, word) in words.iter().enumerate() {
            if let Some(guess) = word.guesses.first().filter(|_| word.searched) {
                plan.repaired.push((at, self.spelt(guess, &syllables)?));
            }
        }
        let read: Vec<Syllable> = words.iter().map(Word::read).collect();
        let found = if read == syllables {
            found
        } else {
            self.phrases.find(&read, &self.tuning.mechanisms)
        };
        self.add_words(&mut plan, &words, found);
        plan.verbs = if self.tuning.mechanisms.verbs {
            self.verbs(&plan, &read)
        } else {
            Vec::new()
        };
        plan.levels = if self.tuning.mechanisms.levels {
            levels::of(&read)
        } else {
            Vec::new()
        };
        plan.typed = typed;
        plan.syllables = syllables;
        Ok(plan)
    }

    fn words(
        &self,
        typed: &str,
        syllables: &[Syllable],
        taken: &Taken,
        phrases: &[Found],
    ) -> tantivy::Result<Vec<Word>> {
        let mechanisms = &self.tuning.mechanisms;
        let stops = if mechanisms.stop_words {
            stops::of(syllables)
        } else {
            vec![0; syllables.len()]
        };
        let only_stops = stops.iter().all(|stop| *stop > 0);
        let in_phrase = |at: usize| {
            phrases
                .iter()
                .any(|found| (found.start..found.start + found.length).contains(&at))
        };
        let mut words: Vec<Word> = Vec::new();
        for (at, syllable) in syllables.iter().enumerate() {
            let inside = |ranges: &[Range<usize>]| ranges.iter().any(|range| range.contains(&syllable.range.start));
            // The parts of a document's number ("2010", "nd") say little; the number has a clause of its own.
            let minor = (stops[at] > 0 && !only_stops) || inside(&taken.documents);
            let searched = !inside(&taken.codes);
            let folded = |at: Option<usize>| at.and_then(|at| syllables.get(at)).map(|near| near.folded.as_str());
            let place = Place {
                before: folded(at.checked_sub(1).filter(|_| !syllable.after_break)),
                after: folded(Some(at + 1)),
            };
            let written = typed.get(syllable.range.clone()).unwrap_or_default();
            let guesses = if searched && !minor && mechanisms.spelling && !in_phrase(at) && !is_abbreviation(written) {
                spelling::guesses(&syllable.exact, &syllable.folded, &place, self.known, mechanisms.typing)?
            } else {
                Vec::new()
            };
            words.push(Word {
                syllable: syllable.clone(),
                guesses,
                factor: match (minor, stops[at]) {
                    (false, _) => 1.0,
                    (true, stops::DOUBTFUL) => self.tuning.doubtful_stop_word,
                    (true, _) => self.tuning.stop_word,
                },
                counts: !minor,
                searched,
            });
        }
        Ok(words)
    }

    /// A guess as it should be written in this query.
    fn spelt(&self, guess: &Guess, typed: &[Syllable]) -> tantivy::Result<String> {
        if let Some(exact) = &guess.exact {
            return Ok(exact.clone());
        }
        if !typed.iter().any(Syllable::is_accented) {
            return Ok(guess.syllables.join(" "));
        }
        let spelt: tantivy::Result<Vec<String>> = guess
            .syllables
            .iter()
            .map(|folded| spelling::accented(folded, self.known))
            .collect();
        Ok(spelt?.join(" "))
    }

    /// The verbs that were typed, and those of what was meant.
    fn verbs(&self, plan: &Plan, read: &[Syllable]) -> Vec<Verb> {
        let mut found = verbs::of_query(read);
        for clause in &plan.clauses {
            let meanings = clause.choices.iter().filter(|choice| {
                choice.reading == Reading::Lexicon(Origin::CitizenWord) && choice.words.split(' ').count() <= 3
            });
            for choice in meanings.take(1) {
                found.extend(verbs::of_query(&analysis::syllables(&choice.words)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Word {
    /// The syllable as it was meant.
    fn read(&self) -> Syllable {
        match self.guesses.first() {
            Some(guess) if guess.syllables.len() == 1 => Syllable {
                exact: guess.exact.clone().unwrap_or_else(|| guess.syllables[0].clone()),
                folded: guess.syllables[0].clone(),
                ..self.syllable.clone()
            },
            _ => self.syllable.clone(),
        }
    }
}

impl Plan {
    fn take_numbers(&mut self, typed: &str, tuning: &Tuning, taken: &mut Taken) {
        for number in numbers::find(typed) {
            match number.kind {
                Kind::Code => {
                    taken.codes.push(number.range.clone());
                    self.codes.extend(number.terms.iter().cloned());
                }
                Kind::Document => taken.documents.push(number.range.clone()),
            }
            // Each term is rarer than the next: a document that has the first is the one that was meant.
            let choices = (0..).zip(number.terms).map(|(place, term)| Choice {
                reading: Reading::Typed,
                words: typed[number.range.clone()].to_owned(),
                terms: vec![Wanted {
                    form: Form::Numbers,
                    term,
                    factor: tuning.number,
                }],
                weight: 0.5_f32.powi(place),
            });
            self.clauses.push(Clause {
                range: number.range.clone(),
                choices: choices.collect(),
                counts: true,
                said: 1,
            });
        }
    }

    /// Codes typed carelessly. What has the dot of a code is not searched as words as well.
    fn take_codes(&mut self, typed: &str, taken: &mut Taken) {
        for (start, piece) in pieces(typed) {
            if taken
                .all()
                .any(|range| range.contains(&start) || (start..start + piece.len()).contains(&range.start))
            {
                continue;
            }
            let codes = numbers::meant_codes(piece);
            if codes.len() > 1 && piece.contains(['.', ',']) {
                taken.codes.push(start..start + piece.len());
            }
            self.codes.extend(codes);
        }
    }

    /// What was typed with its repairs, when there are any.
    pub(super) fn suggestion(&self) -> Option<String> {
        let (mut out, mut end) = (String::new(), 0);
        for (at, spelling) in &self.repaired {
            let range = &self.syllables.get(*at)?.range;
            out.push_str(&self.typed[end..range.start]);
            out.push_str(spelling);
            end = range.end;
        }
        out.push_str(&self.typed[end..]);
        (!self.repaired.is_empty()).then_some(out)
    }
}

/// Parts of the query that are codes and numbers.
#[derive(Default)]
struct Taken {
    codes: Vec<Range<usize>>,
    documents: Vec<Range<usize>>,
}

impl Taken {
    fn all(&self) -> impl Iterator<Item = &Range<usize>> {
        self.codes.iter().chain(&self.documents)
    }
}

/// Whether a word is written as abbreviations are: capitals only, or without a vowel. No spelling is wrong there.
fn is_abbreviation(written: &str) -> bool {
    let capitals = written.chars().filter(|c| c.is_uppercase()).count();
    let letters = written.chars().filter(|c| c.is_alphabetic()).count();
    let mut folded = String::new();
    text::fold_word(written, &mut folded);
    capitals > 1 && capitals == letters || !folded.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// The pieces between white space, with where they start.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace()
        .map(|piece| (piece.as_ptr() as usize - text.as_ptr() as usize, piece))
}
