//! What every document earns for the terms of a query: one list of the index a term, its levels turned into shares.
//!
//! Statistics come from the documents that are there, not from deleted ones, so that an index refreshed many times ranks
//! as a new one does.

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::FxHashMap;
use tantivy::postings::{BlockSegmentPostings, Postings};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::analysis::Form;
use super::columns::numbering;
use super::impact;
use super::schema::IndexSchema;

/// Reads the lists of the index.
pub(super) struct Lists {
    segments: Vec<Segment>,
    parts: [Field; 4],
    shares: [f32; impact::LEVELS + 1],
    documents: u32,
    alive: u32,
}

struct Segment {
    range: Range<u32>,
    reader: SegmentReader,
}

impl Lists {
    pub(super) fn open(schema: &IndexSchema, searcher: &Searcher) -> Self {
        let ranges = numbering(searcher);
        let documents = ranges.last().map_or(0, |range| range.end);
        let segments = searcher.segment_readers().iter().zip(ranges);
        Self {
            parts: Form::ALL.map(|form| schema.part(form)),
            segments: segments
                .map(|(reader, range)| Segment {
                    range,
                    reader: reader.clone(),
                })
                .collect(),
            shares: impact::shares(),
            documents,
            alive: searcher.num_docs() as u32,
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

    /// In how many documents a term stands.
    pub(super) fn frequency(&self, form: Form, term: &str) -> tantivy::Result<u32> {
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

    /// The documents of each segment, numbered through.
    pub(super) fn segments(&self) -> impl ExactSizeIterator<Item = &Range<u32>> {
        self.segments.iter().map(|segment| &segment.range)
    }

    /// Visits the documents of a segment that have a term, by their place in it, with the share of it they have. Deleted
    /// ones may be among them.
    pub(super) fn visit(
        &self,
        segment: usize,
        form: Form,
        term: &str,
        mut visit: impl FnMut(usize, f32),
    ) -> tantivy::Result<()> {
        let field = self.part(form);
        let term = Term::from_field_text(field, term);
        let inverted = self.segments[segment].reader.inverted_index(field)?;
        let Some(mut postings) = inverted.read_block_postings(&term, IndexRecordOption::WithFreqs)? else {
            return Ok(());
        };
        loop {
            let (docs, levels) = block(&postings);
            if docs.is_empty() {
                return Ok(());
            }
            for (doc, level) in docs.iter().zip(levels) {
                let level = (*level as usize).min(impact::LEVELS);
                visit(*doc as usize, self.shares[level]);
            }
            postings.advance();
        }
    }

    /// The share of a term a document has.
    pub(super) fn share(&self, form: Form, term: &str, doc: u32) -> tantivy::Result<Option<f32>> {
        let field = self.part(form);
        let address = self.address(doc);
        let segment = &self.segments[address.segment_ord as usize];
        let inverted = segment.reader.inverted_index(field)?;
        let term = Term::from_field_text(field, term);
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else {
            return Ok(None);
        };
        let has = postings.doc() <= address.doc_id && postings.seek(address.doc_id) == address.doc_id;
        let level = (postings.term_freq() as usize).min(impact::LEVELS);
        Ok(has.then(|| self.shares[level]))
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
        for candidate in candidates
            .iter()
            .filter(|candidate| crate::text::fold(candidate) == folded)
        {
            let frequency = self.frequency(Form::Exact, candidate)?;
            if frequency > 0 {
                found.push((frequency, candidate.clone()));
            }
        }
        Ok(found)
    }
}

fn block(postings: &BlockSegmentPostings) -> (&[u32], &[u32]) {
    (postings.docs(), postings.freqs())
}

/// Frequencies looked up once a query.
pub(super) struct Frequencies<'a> {
    lists: &'a Lists,
    known: RefCell<FxHashMap<(Form, String), u32>>,
}

impl<'a> Frequencies<'a> {
    pub(super) fn new(lists: &'a Lists) -> Self {
        Self {
            lists,
            known: RefCell::default(),
        }
    }

    pub(super) fn of(&self, form: Form, term: &str) -> tantivy::Result<u32> {
        let key = (form, term.to_owned());
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(*known);
        }
        let frequency = self.lists.frequency(form, term)?;
        self.known.borrow_mut().insert(key, frequency);
        Ok(frequency)
    }

    pub(super) fn lists(&self) -> &'a Lists {
        self.lists
    }
}
