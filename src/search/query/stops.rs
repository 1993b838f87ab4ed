//! Words of a query that only ask.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::search::analysis::{self, Syllable};
use crate::search::weights::STOP_WORDS;

/// A syllable that may be a stop word: without its accents it may be another.
pub(super) const DOUBTFUL: u8 = 1;
/// A syllable of a stop word.
const SURE: u8 = 2;

/// Which syllables belong to stop words. Where the query has accents they must agree: "thu" is not "thủ".
pub(super) fn of(syllables: &[Syllable]) -> Vec<u8> {
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
