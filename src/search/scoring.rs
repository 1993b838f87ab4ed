//! What every document earns for the terms of a query: one list of the index a term, its levels turned into shares.
//!
//! Statistics come from the documents that are there, not from deleted ones, so that an index refreshed many times ranks
//! as a new one does.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::analysis::Form;
use super::columns::numbering;
use super::engine::Statistics;
use super::impact;
use super::schema::IndexSchema;

/// Lists remembered, in bytes: the younger half of them, and as much again of older ones. A few hundred queries of all kinds ask
/// for 90 to 100 MB of the lists of 120,000 procedures; what is asked again and again and is more than half would be read again
/// each time.
const REMEMBERED: usize = 384_000_000;
/// What a remembered term takes besides its list, in bytes.
const TERM: usize = 100;
/// Documents scored at a time, as lists are cut: what they earn must fit into the cache next to a core.
pub(super) const BLOCK: usize = 1 << BLOCK_BITS;
const BLOCK_BITS: u32 = 12;
/// Bits of an entry that hold the level.
const LEVEL_BITS: u32 = 2;

/// From so many entries on a block has a place for every document: to pass over empty ones takes less time than to be told
/// where the next one is.
const DENSE: usize = BLOCK / 4;

/// The shares an entry of a list may have, in [`impact::PART`]s.
pub(super) type Shares = [u8; impact::LEVELS];

const _: () = assert!(
    impact::LEVELS <= 1 << LEVEL_BITS && BLOCK_BITS + LEVEL_BITS <= u16::BITS,
    "an entry must fit into its bits"
);

/// Reads the lists of the index.
pub(super) struct Lists {
    segments: Vec<Segment>,
    parts: [Field; 4],
    remembered: Mutex<Remembered>,
    shares: Shares,
    documents: u32,
    alive: u32,
    /// Where these are but some documents of an index elsewhere: how frequent terms are there.
    elsewhere: Option<Arc<Statistics>>,
}

struct Segment {
    range: Range<u32>,
    reader: SegmentReader,
}

/// What the index has of a term.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// In how many documents it stands, deleted ones left out.
    pub(super) frequency: u32,
    list: OnceLock<List>,
}

/// The documents a term stands in, those of all segments numbered through, deleted ones among them.
#[derive(Debug, Default)]
pub(super) struct List {
    /// Where the entries of each block begin, as far as there are any.
    starts: Vec<u32>,
    /// The place of a document in its block, with the level in the last bits.
    entries: Vec<u16>,
    /// Blocks that have no entries there but the share of every document.
    dense: Vec<Option<Box<[u8]>>>,
}

/// The entries of a block.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entries<'a> {
    /// Of each document that has one its place, with the level in the last bits.
    Sparse(&'a [u16]),
    /// Of every place the share, in [`impact::PART`]s.
    Dense(&'a [u8]),
}

/// Terms asked for lately, by form. When the younger ones take too much room they become the older ones, and those before are
/// forgotten.
#[derive(Debug, Default)]
struct Remembered {
    younger: [FxHashMap<Box<str>, Arc<Listed>>; 4],
    older: [FxHashMap<Box<str>, Arc<Listed>>; 4],
    /// What the younger ones take.
    bytes: usize,
}

impl Remembered {
    fn get(&mut self, form: Form, term: &str) -> Option<Arc<Listed>> {
        if let Some(listed) = self.younger[form as usize].get(term) {
            return Some(listed.clone());
        }
        let (term, listed) = self.older[form as usize].remove_entry(term)?;
        self.add(form, term, listed.clone());
        Some(listed)
    }

    fn add(&mut self, form: Form, term: Box<str>, listed: Arc<Listed>) {
        let list = listed.list.get().map_or(0, List::bytes);
        self.grow(TERM + term.len() + list);
        self.younger[form as usize].insert(term, listed);
    }

    /// Makes room for so many bytes more.
    fn grow(&mut self, bytes: usize) {
        self.bytes += bytes;
        if self.bytes > REMEMBERED / 2 {
            self.older = std::mem::take(&mut self.younger);
            self.bytes = bytes;
        }
    }
}

impl List {
    /// Adds a document behind all others, with a level counted from nothing.
    fn push(&mut self, doc: u32, level: u32) {
        while self.starts.len() <= doc as usize / BLOCK {
            self.starts.push(self.entries.len() as u32);
        }
        let place = doc % BLOCK as u32;
        self.entries.push((place << LEVEL_BITS | level) as u16);
    }

    /// Gives the blocks that have many entries a place for every document.
    fn pack(mut self, shares: &Shares) -> Self {
        let (mut starts, mut kept) = (Vec::new(), Vec::new());
        for block in 0..self.starts.len() {
            starts.push(kept.len() as u32);
            match self.block(block) {
                Entries::Sparse(entries) if entries.len() >= DENSE => {
                    let mut packed = vec![0; BLOCK].into_boxed_slice();
                    for &entry in entries {
                        packed[place(entry)] = shares[level(entry)];
                    }
                    self.dense.resize_with(block + 1, || None);
                    self.dense[block] = Some(packed);
                }
                Entries::Sparse(entries) => kept.extend(entries),
                Entries::Dense(_) => {}
            }
        }
        if self.dense.is_empty() {
            return self;
        }
        kept.shrink_to_fit();
        Self {
            starts,
            entries: kept,
            dense: self.dense,
        }
    }

    /// What it takes, in bytes.
    fn bytes(&self) -> usize {
        let packed = self
            .dense
            .iter()
            .map(|block| block.as_ref().map_or(0, |block| block.len()));
        size_of_val(&*self.starts) + size_of_val(&*self.entries) + size_of_val(&*self.dense) + packed.sum::<usize>()
    }

    /// The entries of a block.
    pub(super) fn block(&self, block: usize) -> Entries<'_> {
        if let Some(Some(shares)) = self.dense.get(block) {
            return Entries::Dense(shares);
        }
        let end = self.entries.len();
        let start = |block: usize| self.starts.get(block).map_or(end, |start| *start as usize);
        Entries::Sparse(&self.entries[start(block)..start(block + 1)])
    }

    /// The share a document has.
    fn share(&self, doc: u32, shares: &Shares) -> Option<u8> {
        let wanted = doc as usize % BLOCK;
        match self.block(doc as usize / BLOCK) {
            Entries::Sparse(entries) => {
                let found = entries.binary_search_by_key(&wanted, |entry| place(*entry));
                found.ok().map(|at| shares[level(entries[at])])
            }
            Entries::Dense(packed) => Some(packed[wanted]).filter(|share| *share > 0),
        }
    }
}

/// Places in a block with levels, counted from nothing.
pub(super) fn places(entries: &[u16]) -> impl Iterator<Item = (usize, usize)> {
    entries.iter().map(|entry| (place(*entry), level(*entry)))
}

fn place(entry: u16) -> usize {
    usize::from(entry) >> LEVEL_BITS & (BLOCK - 1)
}

fn level(entry: u16) -> usize {
    usize::from(entry) & ((1 << LEVEL_BITS) - 1)
}

impl Lists {
    pub(super) fn open(schema: &IndexSchema, searcher: &Searcher) -> Self {
        let ranges = numbering(searcher);
        let documents = ranges.last().map_or(0, |range| range.end);
        let segments = searcher.segment_readers().iter().zip(ranges);
        Self {
            parts: Form::ALL.map(|form| schema.part(form)),
            remembered: Mutex::default(),
            segments: segments
                .map(|(reader, range)| Segment {
                    range,
                    reader: reader.clone(),
                })
                .collect(),
            shares: impact::shares(),
            documents,
            alive: searcher.num_docs() as u32,
            elsewhere: None,
        }
    }

    /// Goes on with the frequencies of another index, of which this one holds but some documents.
    pub(super) fn told_by(self, elsewhere: Arc<Statistics>) -> Self {
        Self {
            alive: elsewhere.documents(),
            elsewhere: Some(elsewhere),
            ..self
        }
    }

    /// Documents, deleted ones included.
    pub(super) fn documents(&self) -> u32 {
        self.documents
    }

    /// Where tantivy keeps a document.
    pub(super) fn address(&self, doc: u32) -> DocAddress {
        let segment = self.segments.partition_point(|segment| segment.range.end <= doc);
        DocAddress::new(segment as u32, doc - self.segments[segment].range.start)
    }

    fn part(&self, form: Form) -> Field {
        self.parts[form as usize]
    }

    /// What the index has of a term.
    pub(super) fn listed(&self, form: Form, term: &str) -> tantivy::Result<Arc<Listed>> {
        if let Some(elsewhere) = &self.elsewhere {
            return Ok(Arc::new(Listed {
                frequency: elsewhere.frequency(form, term),
                list: OnceLock::new(),
            }));
        }
        let known = self.remembered().get(form, term);
        if let Some(known) = known {
            return Ok(known);
        }
        let listed = Arc::new(Listed {
            frequency: self.count(form, term)?,
            list: OnceLock::new(),
        });
        self.remembered().add(form, term.into(), listed.clone());
        Ok(listed)
    }

    fn remembered(&self) -> MutexGuard<'_, Remembered> {
        // Nothing is half done in there that a panic elsewhere could have left behind.
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// In how many documents a term stands.
    pub(super) fn frequency(&self, form: Form, term: &str) -> tantivy::Result<u32> {
        Ok(self.listed(form, term)?.frequency)
    }

    fn count(&self, form: Form, term: &str) -> tantivy::Result<u32> {
        let (field, mut count) = (self.part(form), 0);
        let term = Term::from_field_text(field, term);
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(field)?;
            let Some(info) = inverted.get_term_info(&term)? else {
                continue;
            };
            if segment.reader.has_deletes() {
                let mut postings = inverted.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
                while postings.doc() != TERMINATED {
                    count += u32::from(!segment.reader.is_deleted(postings.doc()));
                    postings.advance();
                }
            } else {
                count += info.doc_freq;
            }
        }
        Ok(count)
    }

    /// How much a term of this frequency tells.
    pub(super) fn telling(&self, frequency: u32) -> f32 {
        let (held, all) = (frequency as f32, self.alive as f32);
        (1.0 + (all - held + 0.5) / (held + 0.5)).ln()
    }

    /// The share each level stands for, counted from nothing, in [`impact::PART`]s.
    pub(super) fn shares(&self) -> &Shares {
        &self.shares
    }

    /// The list of a term.
    pub(super) fn list<'a>(&self, form: Form, term: &str, listed: &'a Listed) -> tantivy::Result<&'a List> {
        if let Some(list) = listed.list.get() {
            return Ok(list);
        }
        let list = self.read(form, term, listed.frequency)?;
        Ok(listed.list.get_or_init(|| {
            self.remembered().grow(list.bytes());
            list
        }))
    }

    fn read(&self, form: Form, term: &str, frequency: u32) -> tantivy::Result<List> {
        let field = self.part(form);
        let term = Term::from_field_text(field, term);
        let mut list = List {
            entries: Vec::with_capacity(frequency.min(self.documents) as usize),
            ..List::default()
        };
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(field)?;
            let Some(mut postings) = inverted.read_block_postings(&term, IndexRecordOption::WithFreqs)? else {
                continue;
            };
            loop {
                let (docs, levels) = block(&postings);
                if docs.is_empty() {
                    break;
                }
                for (doc, level) in docs.iter().zip(levels) {
                    let level = level.clamp(&1, &(impact::LEVELS as u32)) - 1;
                    list.push(segment.range.start + doc, level);
                }
                postings.advance();
            }
        }
        Ok(if form == Form::Numbers {
            // Their levels do not matter.
            list
        } else {
            list.pack(&self.shares)
        })
    }

    /// The share of a term a document has.
    pub(super) fn share(&self, form: Form, term: &str, doc: u32) -> tantivy::Result<Option<f32>> {
        let listed = self.listed(form, term)?;
        let share = self.list(form, term, &listed)?.share(doc, &self.shares);
        Ok(share.map(|share| f32::from(share) * impact::PART))
    }

    /// The documents, deleted ones left out, that have one of these terms in a field.
    pub(super) fn holders(&self, field: Field, terms: &[String]) -> tantivy::Result<Vec<u32>> {
        let mut holders = Vec::new();
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(field)?;
            for term in terms {
                let term = Term::from_field_text(field, term);
                let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
                    continue;
                };
                while postings.doc() != TERMINATED {
                    if !segment.reader.is_deleted(postings.doc()) {
                        holders.push(segment.range.start + postings.doc());
                    }
                    postings.advance();
                }
            }
        }
        Ok(holders)
    }

    /// Folded syllables of the index at most one letter away, two letters swapped counting as one.
    pub(super) fn near(&self, word: &str) -> tantivy::Result<Vec<String>> {
        if let Some(elsewhere) = &self.elsewhere {
            return Ok(elsewhere.near(word));
        }
        let field = self.part(Form::Folded);
        let mut found = Vec::new();
        for segment in &self.segments {
            let automaton = FuzzyTermQuery::new(Term::from_field_text(field, word), 1, true).automaton()?;
            let inverted = segment.reader.inverted_index(field)?;
            let mut terms = inverted.terms().search(automaton).into_stream()?;
            while terms.advance() {
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    found.push(term.to_owned());
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Exact syllables of the index that are a folded one without their accents, with their frequencies.
    pub(super) fn spellings(&self, folded: &str, candidates: &[String]) -> tantivy::Result<Vec<(u32, String)>> {
        let mut found = Vec::new();
        for candidate in candidates {
            // Few are words at all.
            let frequency = self.frequency(Form::Exact, candidate)?;
            if frequency > 0 && crate::text::fold(candidate) == folded {
                found.push((frequency, candidate.clone()));
            }
        }
        Ok(found)
    }
}

fn block(postings: &BlockSegmentPostings) -> (&[u32], &[u32]) {
    (postings.docs(), postings.freqs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_by_blocks_of_documents() {
        let mut list = List::default();
        for (doc, level) in [(3, 0), (4, 3), (2 * BLOCK as u32 + 1, 1)] {
            list.push(doc, level);
        }
        let block = |block| match list.block(block) {
            Entries::Sparse(entries) => places(entries).collect::<Vec<_>>(),
            Entries::Dense(_) => panic!("few documents take little room"),
        };
        assert_eq!(block(0), [(3, 0), (4, 3)]);
        assert_eq!(block(1), []);
        assert_eq!(block(2), [(1, 1)]);
        assert_eq!(block(9), []);
        let shares = [10, 20, 30, 40];
        assert_eq!((list.share(4, &shares), list.share(5, &shares)), (Some(40), None));
        assert_eq!(list.share(2 * BLOCK as u32 + 1, &shares), Some(20));
    }

    #[test]
    fn a_packed_list_says_what_it_said() {
        let shares = [10, 20, 30, 40];
        let mut list = List::default();
        let docs: Vec<u32> = (0..9 * BLOCK as u32)
            .filter(|doc| match doc / BLOCK as u32 {
                0 | 3 | 8 => doc % 3 == 0,
                5 => doc % 97 == 0,
                _ => false,
            })
            .collect();
        for &doc in &docs {
            list.push(doc, doc % 4);
        }
        let said = |list: &List| {
            let all = (0..10 * BLOCK as u32).map(|doc| list.share(doc, &shares));
            all.collect::<Vec<_>>()
        };
        let before = said(&list);
        assert_eq!(before.iter().flatten().count(), docs.len());
        let packed = list.pack(&shares);
        assert!(matches!(packed.block(3), Entries::Dense(_)));
        assert!(matches!(packed.block(5), Entries::Sparse(_)));
        assert!(said(&packed) == before);
    }

    #[test]
    fn what_is_asked_for_is_remembered_longest() {
        let mut remembered = Remembered::default();
        let listed = |entries| {
            let list = List {
                entries: vec![0; entries],
                ..List::default()
            };
            Arc::new(Listed {
                frequency: entries as u32,
                list: list.into(),
            })
        };
        let large = REMEMBERED / size_of::<u16>() / 5;
        remembered.add(Form::Folded, "often".into(), listed(1));
        for number in 0..20 {
            assert!(remembered.get(Form::Folded, "often").is_some(), "{number}");
            assert!(remembered.get(Form::Exact, "often").is_none());
            remembered.add(Form::Pairs, number.to_string().into(), listed(large));
        }
        assert!(remembered.get(Form::Pairs, "19").is_some());
        assert!(remembered.get(Form::Pairs, "0").is_none());
        let all = remembered.younger.iter().chain(&remembered.older);
        assert!(all.map(FxHashMap::len).sum::<usize>() < 8);
    }
}
