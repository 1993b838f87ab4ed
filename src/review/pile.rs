//! Findings by the million, packed. They are read one after another, in the order in which people read them.

use std::collections::BTreeMap;

use lz4_flex::block;
use serde::{Deserialize, Serialize};

use super::{RULES, Rule};
use crate::finding::{Evidence, Excerpt, Finding, Ground, Place, Severity};

/// Most findings that show their line. More than these nobody reads on a screen, and their lines would fill the memory; file,
/// line and column stay.
pub(super) const MOST_EXCERPTS: usize = 50_000;

/// Bytes of findings that are packed together.
const BLOCK: usize = 128 * 1024;

/// Findings, most urgent first, then by rule, code and place.
#[derive(Debug, Default)]
pub struct Pile {
    heaps: BTreeMap<(Severity, Option<usize>), Heap>,
    len: usize,
}

/// Findings that stand side by side.
#[derive(Debug)]
enum Heap {
    /// What is wrong with the settings.
    Said(Vec<Finding>),
    /// What one rule says.
    Of(RuleHeap),
}

#[derive(Debug)]
struct RuleHeap {
    rule: &'static Rule,
    grounds: Vec<Ground>,
    packed: Vec<PackedBlock>,
    /// The last ones, not packed yet.
    open: Vec<u8>,
    len: usize,
}

#[derive(Debug)]
struct PackedBlock {
    size: usize,
    bytes: Box<[u8]>,
}

/// The findings about one procedure, ready to be put on a pile.
#[derive(Debug)]
pub(super) struct Packed {
    /// By the rule's place in [`RULES`], with how many there are.
    rows: Vec<(usize, usize, Vec<u8>)>,
}

/// A finding without what all findings of its rule have in common.
#[derive(Serialize, Deserialize)]
struct Row<'a> {
    code: Option<&'a str>,
    place: At<'a>,
    yaml_path: &'a str,
    message: &'a str,
    #[serde(borrow)]
    evidence: Vec<Fact<'a>>,
    excerpt: Option<(&'a str, usize, usize)>,
}

#[derive(Serialize, Deserialize)]
struct Fact<'a> {
    label: &'a str,
    text: &'a str,
    yaml_path: &'a str,
    #[serde(borrow)]
    place: Option<At<'a>>,
}

/// Path, line and column.
type At<'a> = (&'a str, usize, usize);

impl Packed {
    pub(super) fn of(mut findings: Vec<Finding>) -> Self {
        let order = |finding: &Finding| RULES.iter().position(|rule| rule.name == finding.rule);
        findings.sort_by_cached_key(|finding| (order(finding), finding.place.clone()));
        let mut rows: Vec<(usize, usize, Vec<u8>)> = Vec::new();
        for finding in &findings {
            let Some(rule) = order(finding) else { continue };
            if rows.last().is_none_or(|(last, ..)| *last != rule) {
                rows.push((rule, 0, Vec::new()));
            }
            if let Some((_, count, bytes)) = rows.last_mut() {
                *count += 1;
                *bytes =
                    postcard::to_extend(&Row::of(finding), std::mem::take(bytes)).expect("bytes can be added to bytes");
            }
        }
        Self { rows }
    }
}

impl Pile {
    /// An empty pile for what some rules say.
    pub(super) fn new<'r>(rules: impl Iterator<Item = (&'r Rule, Vec<Ground>)>) -> Self {
        let mut heaps = BTreeMap::new();
        for (rule, grounds) in rules {
            let listed = RULES.iter().position(|own| own.name == rule.name);
            if let Some(at) = listed {
                let heap = RuleHeap {
                    rule: RULES[at],
                    grounds,
                    packed: Vec::new(),
                    open: Vec::new(),
                    len: 0,
                };
                heaps.insert((RULES[at].severity, Some(at)), Heap::Of(heap));
            }
        }
        Self { heaps, len: 0 }
    }

    /// Adds what was found about a procedure; procedures come in the order of their codes.
    pub(super) fn put(&mut self, found: Packed) {
        for (at, count, bytes) in found.rows {
            if let Some(Heap::Of(heap)) = self.heaps.get_mut(&(RULES[at].severity, Some(at))) {
                heap.put(count, &bytes);
                self.len += count;
            }
        }
    }

    /// Adds findings that are no rule's.
    pub(super) fn say(&mut self, mut findings: Vec<Finding>) {
        self.len += findings.len();
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        for finding in findings {
            let heap = self
                .heaps
                .entry((finding.severity, None))
                .or_insert_with(|| Heap::Said(Vec::new()));
            if let Heap::Said(said) = heap {
                said.push(finding);
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many there are of each severity and rule.
    pub fn counts(&self) -> impl Iterator<Item = (Severity, usize)> {
        self.heaps.iter().map(|((severity, _), heap)| match heap {
            Heap::Said(said) => (*severity, said.len()),
            Heap::Of(heap) => (*severity, heap.len),
        })
    }

    /// All of them in order; each is made when it is asked for. Of more than 50,000 none shows its line.
    pub fn iter(&self) -> impl Iterator<Item = Finding> {
        let shown = self.len <= MOST_EXCERPTS;
        let all = self
            .heaps
            .values()
            .flat_map(|heap| -> Box<dyn Iterator<Item = Finding>> {
                match heap {
                    Heap::Said(said) => Box::new(said.iter().cloned()),
                    Heap::Of(heap) => Box::new(heap.iter()),
                }
            });
        all.map(move |finding| Finding {
            excerpt: finding.excerpt.filter(|_| shown),
            ..finding
        })
    }
}

impl RuleHeap {
    fn put(&mut self, count: usize, bytes: &[u8]) {
        self.len += count;
        self.open.extend_from_slice(bytes);
        if self.open.len() >= BLOCK {
            self.packed.push(PackedBlock::of(&self.open));
            self.open.clear();
        }
    }

    fn iter(&self) -> impl Iterator<Item = Finding> {
        let packed = self.packed.iter().flat_map(|packed| self.unpacked(&packed.bytes()));
        packed.chain(self.unpacked(&self.open))
    }

    fn unpacked(&self, mut bytes: &[u8]) -> Vec<Finding> {
        let mut findings = Vec::new();
        while !bytes.is_empty() {
            let (row, rest): (Row<'_>, _) = postcard::take_from_bytes(bytes).expect("it was packed here");
            findings.push(row.finding(self.rule, &self.grounds));
            bytes = rest;
        }
        findings
    }
}

impl PackedBlock {
    fn of(bytes: &[u8]) -> Self {
        let mut packed = vec![0; block::get_maximum_output_size(bytes.len())];
        let size = block::compress_into(bytes, &mut packed).expect("there is room for the worst case");
        Self {
            size: bytes.len(),
            bytes: packed[..size].into(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.size];
        block::decompress_into(&self.bytes, &mut bytes).expect("it was packed here");
        bytes
    }
}

impl<'a> Row<'a> {
    fn of(finding: &'a Finding) -> Self {
        let at = |place: &'a Place| (place.path.as_str(), place.line, place.column);
        let facts = finding.evidence.iter().map(|fact| Fact {
            label: &fact.label,
            text: &fact.text,
            yaml_path: &fact.yaml_path,
            place: fact.place.as_ref().map(at),
        });
        let excerpt = finding.excerpt.as_ref();
        Self {
            code: finding.code.as_deref(),
            place: at(&finding.place),
            yaml_path: &finding.yaml_path,
            message: &finding.message,
            evidence: facts.collect(),
            excerpt: excerpt.map(|excerpt| (excerpt.text.as_str(), excerpt.start, excerpt.length)),
        }
    }

    fn finding(self, rule: &Rule, grounds: &[Ground]) -> Finding {
        let place = |(path, line, column): At<'_>| Place {
            path: path.to_owned(),
            line,
            column,
        };
        let facts = self.evidence.into_iter().map(|fact| Evidence {
            label: fact.label.to_owned(),
            text: fact.text.to_owned(),
            yaml_path: fact.yaml_path.to_owned(),
            place: fact.place.map(place),
        });
        Finding {
            code: self.code.map(str::to_owned),
            yaml_path: self.yaml_path.to_owned(),
            evidence: facts.collect(),
            outcome: rule.outcome.to_owned(),
            grounds: grounds.to_vec(),
            excerpt: self.excerpt.map(|(text, start, length)| Excerpt {
                text: text.to_owned(),
                start,
                length,
            }),
            ..Finding::new(rule.name, rule.severity, place(self.place), self.message)
        }
    }
}
