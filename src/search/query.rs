//! What people typed, taken apart into clauses. Never a query language: any string can be searched for.
//!
//! A clause stands for one thing that was typed, a syllable or a phrase that means something else, and holds the choices of
//! what may have been meant. A document has as much of the clause as of its best choice.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::analysis::{self, Form, Syllable};
use super::lexicon::{Found, Origin, Phrases};
use super::numbers::{self, Kind};
use super::scoring::Lists;
use super::spelling::{self, Guess, Place};
use super::verbs::{self, Verb};
use super::weights::{STOP_WORDS, Tuning};
use crate::text;

/// Most syllables of a query that are looked at.
const MOST_SYLLABLES: usize = 64;
/// Longest query looked at, in characters: a page of text.
const MOST_CHARACTERS: usize = 4_000;
/// Most meanings of one phrase that are looked for.
const MOST_MEANINGS: usize = 3;

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
            levels(&read)
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
            stop_words(syllables)
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
                    (true, DOUBTFUL) => self.tuning.doubtful_stop_word,
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

    fn add_words(&self, plan: &mut Plan, words: &[Word], (phrases, overlapping): (Vec<Found>, Vec<Found>)) {
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

/// Words that name a level, and the level as the records write it.
const LEVEL_WORDS: &[(&str, &str)] = &[
    ("cấp xã", "Cấp xã"),
    ("ubnd xã", "Cấp xã"),
    ("ubnd phường", "Cấp xã"),
    ("ủy ban nhân dân xã", "Cấp xã"),
    ("ủy ban nhân dân cấp xã", "Cấp xã"),
    ("xã phường", "Cấp xã"),
    ("ở xã", "Cấp xã"),
    ("ở phường", "Cấp xã"),
    ("tại xã", "Cấp xã"),
    ("tại phường", "Cấp xã"),
    ("cấp huyện", "Cấp huyện"),
    ("ubnd huyện", "Cấp huyện"),
    ("ubnd quận", "Cấp huyện"),
    ("cấp tỉnh", "Cấp tỉnh"),
    ("ubnd tỉnh", "Cấp tỉnh"),
    ("ủy ban nhân dân tỉnh", "Cấp tỉnh"),
    ("ở tỉnh", "Cấp tỉnh"),
    ("cấp bộ", "Cấp bộ"),
    ("cấp trung ương", "Cấp bộ"),
    ("ở trung ương", "Cấp bộ"),
];

/// The levels a query names.
fn levels(read: &[Syllable]) -> Vec<&'static str> {
    let accented = read.iter().any(Syllable::is_accented);
    let spelling = |syllable: &Syllable| {
        if accented {
            syllable.exact.clone()
        } else {
            syllable.folded.clone()
        }
    };
    let typed: String = read
        .iter()
        .map(|syllable| format!(" {}", spelling(syllable)))
        .collect::<String>()
        + " ";
    let mut found = Vec::new();
    for (exact, folded, level) in level_words() {
        let words = if accented { exact } else { folded };
        if typed.contains(words) && !found.contains(level) {
            found.push(*level);
        }
    }
    found
}

/// The words that name a level, with and without accents, between spaces.
fn level_words() -> &'static [(String, String, &'static str)] {
    static WORDS: OnceLock<Vec<(String, String, &str)>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let spaced = |words: String| format!(" {words} ");
        let words = LEVEL_WORDS.iter();
        words
            .map(|(words, level)| (spaced(text::canonical(words)), spaced(text::fold(words)), *level))
            .collect()
    })
}

/// A syllable that may be a stop word: without its accents it may be another.
const DOUBTFUL: u8 = 1;
/// A syllable of a stop word.
const SURE: u8 = 2;

/// Which syllables belong to stop words. Where the query has accents they must agree: "thu" is not "thủ".
fn stop_words(syllables: &[Syllable]) -> Vec<u8> {
    let accented = syllables.iter().any(Syllable::is_accented);
    let typed: Vec<&str> = syllables
        .iter()
        .map(|syllable| {
            if accented {
                syllable.exact.as_str()
            } else {
                syllable.folded.as_str()
            }
        })
        .collect();
    let mut stops = vec![0; typed.len()];
    let phrases = stop_phrases(accented);
    for start in 0..typed.len() {
        for phrase in phrases.get(typed[start]).into_iter().flatten() {
            let here = start..start + phrase.syllables.len();
            if typed.get(here.clone()).is_some_and(|typed| *typed == phrase.syllables) {
                for stop in &mut stops[here] {
                    *stop = phrase.certainty.max(*stop);
                }
            }
        }
    }
    stops
}

/// A stop word cut into syllables.
struct StopPhrase {
    syllables: Vec<String>,
    certainty: u8,
}

/// The stop words by their first syllables, with accents or without.
fn stop_phrases(accented: bool) -> &'static FxHashMap<String, Vec<StopPhrase>> {
    static PHRASES: [OnceLock<FxHashMap<String, Vec<StopPhrase>>>; 2] = [OnceLock::new(), OnceLock::new()];
    PHRASES[usize::from(accented)].get_or_init(|| {
        let mut phrases: FxHashMap<String, Vec<StopPhrase>> = FxHashMap::default();
        for phrase in STOP_WORDS {
            let cut = analysis::syllables(phrase).into_iter();
            let (exact, folded): (Vec<String>, Vec<String>) =
                cut.map(|syllable| (syllable.exact, syllable.folded)).unzip();
            let doubtful = !accented && exact.len() == 1 && exact != folded;
            let syllables = if accented { exact } else { folded };
            phrases.entry(syllables[0].clone()).or_default().push(StopPhrase {
                syllables,
                certainty: if doubtful { DOUBTFUL } else { SURE },
            });
        }
        phrases
    })
}
