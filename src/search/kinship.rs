//! Procedures alike: near duplicates, and siblings that differ in verb, level or case.

use std::collections::HashMap;

use serde::Serialize;

use super::analysis::{self, Form, Syllable};
use super::verbs::{self, Verb};
use super::{Hit, Query, Search, SearchError, ranking};

/// Most procedures compared with one.
const COMPARED: usize = 200;
/// From this likeness of names on two procedures may be one.
const DUPLICATE: f32 = 0.93;
/// Below this likeness of what the names speak of procedures are not akin.
const LEAST: f32 = 0.45;

/// A procedure like another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Similar {
    /// The procedure.
    #[serde(flatten)]
    pub hit: Hit,
    /// How alike the names are, from 0 to 1: the share of their words, each weighed by how much it tells.
    pub likeness: f32,
    /// How they are akin.
    pub kinship: Kinship,
}

/// How two procedures are akin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kinship {
    /// Names that say the same with the same verb: perhaps one procedure published twice, or for two levels.
    NearDuplicate,
    /// The same subject with another verb: issue, issue again, renew.
    OtherVerb,
    /// A subject near by.
    Near,
}

impl Kinship {
    /// What legal staff call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::NearDuplicate => "gần như trùng tên",
            Self::OtherVerb => "cùng nội dung, khác loại việc",
            Self::Near => "nội dung gần nhau",
        }
    }
}

/// A name taken apart.
struct Name {
    /// Folded syllables that are no verbs, with how often they stand there.
    subject: HashMap<String, f32>,
    whole: HashMap<String, f32>,
    verbs: Vec<Verb>,
}

/// Procedures like the one with this code, the nearest first; nothing when there is no such procedure.
pub(super) fn similar(search: &Search, code: &str, limit: usize) -> Result<Vec<Similar>, SearchError> {
    let own = search.find(&Query {
        limit: 1,
        ..Query::words(code)
    })?;
    // A code that is none of a procedure is words to the search.
    let Some(own) = own.hits.into_iter().next().filter(|own| own.code == code) else {
        return Ok(Vec::new());
    };
    let query = Query {
        limit: COMPARED,
        ..Query::words(&own.name)
    };
    let near = ranking::ranked(search, &query)?;
    let name = Name::of(&own.name);
    // Names are enough to tell who is akin; the others are never shown.
    let mut akin = Vec::new();
    for (doc, head) in near
        .heads(search)?
        .into_iter()
        .filter(|(_, head)| head.code != own.code)
    {
        let other = Name::of(&head.name);
        let subject = likeness(search, &name.subject, &other.subject)?;
        let whole = likeness(search, &name.whole, &other.whole)?;
        let kinship = match (subject >= DUPLICATE, name.verbs == other.verbs) {
            (true, true) => Kinship::NearDuplicate,
            (true, false) => Kinship::OtherVerb,
            (false, _) if subject >= LEAST => Kinship::Near,
            (false, _) => continue,
        };
        akin.push((doc, kinship, (whole * 1000.0).round() / 1000.0));
    }
    akin.sort_by(|(_, a, alike), (_, b, other)| a.cmp(b).then_with(|| other.total_cmp(alike)));
    akin.truncate(limit);
    let docs: Vec<u32> = akin.iter().map(|(doc, ..)| *doc).collect();
    let hits = ranking::hits(search, &query, &near, &docs)?;
    let found = hits
        .into_iter()
        .zip(akin)
        .map(|(hit, (_, kinship, likeness))| Similar { hit, likeness, kinship });
    Ok(found.collect())
}

impl Name {
    fn of(name: &str) -> Self {
        let syllables = analysis::syllables(name);
        let verbs = verbs::of_name(name);
        let subject = verbs::without(&syllables);
        Self {
            subject: counted(&subject),
            whole: counted(&syllables.iter().collect::<Vec<_>>()),
            verbs,
        }
    }
}

fn counted(syllables: &[&Syllable]) -> HashMap<String, f32> {
    let mut counts = HashMap::new();
    for syllable in syllables {
        *counts.entry(syllable.folded.clone()).or_default() += 1.0;
    }
    counts
}

/// The weighed share of words two names have in common (weighted Jaccard).
fn likeness(search: &Search, a: &HashMap<String, f32>, b: &HashMap<String, f32>) -> tantivy::Result<f32> {
    let (mut common, mut all) = (0.0, 0.0);
    let words: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for word in words {
        let telling = search.lists.telling(search.lists.frequency(Form::Folded, word)?);
        let (a, b) = (a.get(word).copied().unwrap_or(0.0), b.get(word).copied().unwrap_or(0.0));
        common += telling * a.min(b);
        all += telling * a.max(b);
    }
    Ok(if all > 0.0 { common / all } else { 0.0 })
}
