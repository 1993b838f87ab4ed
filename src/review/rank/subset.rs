//! Procedures that ask for, serve and issue no more than another one of the same authority.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::catalogue::Catalogue;
use crate::catalogue::procedure::Procedure;
use crate::review::Subject;
use crate::review::chains::change;
use crate::review::prepared::{authorities, document_name};
use crate::text;

/// Fewest papers that tell one dossier from another.
const PAPERS: usize = 2;

/// A procedure inside another one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Place of the one that says no more.
    pub(super) inner: usize,
    /// Place of the other.
    pub(super) outer: usize,
    /// Each is inside the other.
    pub(super) equal: bool,
    /// The results they share.
    pub(super) results: String,
}

/// What is compared of a procedure. Nothing is compared of one whose record leaves any of it out.
#[derive(Debug)]
struct Content {
    papers: BTreeSet<u32>,
    applicants: BTreeSet<String>,
    results: BTreeSet<String>,
    /// The verb, of a procedure that changes or ends what people have: to lose a document and to get a first one are two
    /// occasions, whatever papers they ask for.
    change: Option<&'static str>,
}

/// What can be compared, by result and authority.
#[derive(Debug)]
pub(super) struct Subsets {
    contents: BTreeMap<usize, Content>,
    by_result: BTreeMap<(String, String), Vec<usize>>,
}

impl Subsets {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut subsets = Self {
            contents: BTreeMap::new(),
            by_result: BTreeMap::new(),
        };
        for (at, procedure) in catalogue.procedures().enumerate() {
            let Some(content) = content(procedure, &mut numbers) else {
                continue;
            };
            // A procedure inside another one issues nothing that the other does not: the first result is enough to meet it.
            for result in &content.results {
                for authority in authorities(procedure) {
                    subsets
                        .by_result
                        .entry((result.clone(), authority))
                        .or_default()
                        .push(at);
                }
            }
            subsets.contents.insert(at, content);
        }
        subsets
    }

    /// Every pair, by the place of the inner and the outer one.
    pub(super) fn pairs(&self) -> Vec<Pair> {
        let mut met: BTreeSet<(usize, usize)> = BTreeSet::new();
        for together in self.by_result.values() {
            for &inner in together {
                for &outer in together {
                    if inner != outer && self.is_inside(inner, outer) {
                        met.insert((inner, outer));
                    }
                }
            }
        }
        let pairs = met.iter().map(|&(inner, outer)| Pair {
            inner,
            outer,
            equal: met.contains(&(outer, inner)),
            results: self.contents.get(&inner).map_or_else(String::new, |content| {
                content.results.iter().cloned().collect::<Vec<_>>().join("; ")
            }),
        });
        pairs.collect()
    }

    fn is_inside(&self, inner: usize, outer: usize) -> bool {
        let of = |at: usize| self.contents.get(&at);
        of(inner).zip(of(outer)).is_some_and(|(inner, outer)| {
            inner.change == outer.change
                && inner.papers.len() <= outer.papers.len()
                && inner.papers.is_subset(&outer.papers)
                && inner.results.is_subset(&outer.results)
                && inner.applicants.is_subset(&outer.applicants)
        })
    }
}

fn content(procedure: &Procedure, numbers: &mut HashMap<String, u32>) -> Option<Content> {
    // A result without a name of its own could be anything.
    let results = procedure.results.iter().map(|result| document_name(&result.name));
    let results: BTreeSet<String> = results
        .map(|words| words.map(|words| words.join(" ")))
        .collect::<Option<_>>()?;
    let subject = Subject::new(procedure);
    let papers = subject.asked().map(|asked| {
        let words: Vec<&str> = text::syllables(&asked.words).map(|(_, word)| word).collect();
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(words.join(" ")).or_insert(next)
    });
    let papers: BTreeSet<u32> = papers.collect();
    let applicants = procedure.applicants.iter();
    let applicants: BTreeSet<String> = applicants.map(|applicant| text::canonical(applicant.text())).collect();
    let is_known = !results.is_empty() && papers.len() >= PAPERS && !applicants.is_empty();
    is_known.then_some(Content {
        papers,
        applicants,
        results,
        change: change(procedure),
    })
}
