//! What every document earns for a plan: BM25F, that is BM25 over all fields of a record as one.
//!
//! Mentions of a word are added up over the fields, each with the field's weight and length, before they saturate; a word is
//! as rare as it is in whole records. (Scored field by field, "bao lâu" would be a rare and precious word, because names of
//! procedures do not ask questions.) Statistics come from the documents that are there, not from deleted ones, so that an
//! index refreshed many times ranks as a new one does.

use std::ops::Range;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::analysis::Form;
use super::columns::{Columns, numbering};
use super::query::Group;
use super::schema::{IndexSchema, TextField};
use super::weights::Weights;

/// What is needed to score: the fields' lengths, and where segments begin.
pub(super) struct Scoring {
    segments: Vec<Segment>,
    fields: Vec<TextField>,
    numbers: Field,
    documents: u32,
    alive: u32,
}

struct Segment {
    range: Range<u32>,
    reader: SegmentReader,
    /// For each field its lengths.
    lengths: Vec<Lengths>,
}

struct Lengths {
    reader: FieldNormReader,
    /// By length as tantivy stores it: what a mention in so long a field is divided by.
    norms: [f32; 256],
}

/// What documents earned for one group.
pub(super) struct Earned {
    /// Documents with their points.
    pub(super) points: Vec<(u32, f32)>,
    /// What the group is worth to a document that mentions it without end.
    pub(super) worth: f32,
}

impl Scoring {
    pub(super) fn open(
        schema: &IndexSchema,
        searcher: &Searcher,
        columns: &Columns,
        weights: &Weights,
    ) -> tantivy::Result<Self> {
        let ranges = numbering(searcher);
        let mut segments: Vec<Segment> = Vec::new();
        for (reader, range) in searcher.segment_readers().iter().zip(ranges.iter().cloned()) {
            let lengths = schema.texts.iter().map(|field| {
                let reader = reader.get_fieldnorms_reader(field.folded)?;
                Ok(Lengths {
                    reader,
                    norms: [1.0; 256],
                })
            });
            let lengths = lengths.collect::<tantivy::Result<_>>()?;
            segments.push(Segment {
                range,
                reader: reader.clone(),
                lengths,
            });
        }
        let documents = ranges.last().map_or(0, |range| range.end);
        let alive = columns.alive.iter().filter(|alive| **alive).count() as u32;
        let mut scoring = Self {
            segments,
            fields: schema.texts.clone(),
            numbers: schema.numbers,
            documents,
            alive,
        };
        scoring.set_norms(weights.length);
        Ok(scoring)
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

    /// Lengths are compared with the average of the documents that have the field at all.
    fn set_norms(&mut self, length_weight: f32) {
        for field in 0..self.fields.len() {
            let (mut total, mut count) = (0_u64, 0_u64);
            for segment in &self.segments {
                for doc in segment.reader.doc_ids_alive() {
                    let length = segment.lengths[field].reader.fieldnorm(doc);
                    total += u64::from(length);
                    count += u64::from(length > 0);
                }
            }
            let average = if count == 0 { 1.0 } else { total as f32 / count as f32 };
            for segment in &mut self.segments {
                for (id, norm) in (0_u8..=255).zip(&mut segment.lengths[field].norms) {
                    let length = FieldNormReader::id_to_fieldnorm(id) as f32;
                    *norm = 1.0 - length_weight + length_weight * length / average;
                }
            }
        }
    }

    /// What the group is worth to each document that has it.
    pub(super) fn earn(&self, group: &Group, weights: &Weights) -> tantivy::Result<Earned> {
        let mut mentions = self.mentions(group)?;
        let (held, all) = (mentions.len() as f32, self.alive as f32);
        let worth = group.factor * (1.0 + (all - held + 0.5) / (held + 0.5)).ln();
        for (_, mentions) in &mut mentions {
            // A document's number is there or not; words may be there more or less.
            let share = match group.form {
                Form::Numbers => mentions.min(1.0),
                Form::Exact | Form::Folded | Form::Pairs => *mentions / (weights.saturation + *mentions),
            };
            *mentions = worth * share;
        }
        Ok(Earned {
            points: mentions,
            worth,
        })
    }

    /// The documents that have one of these terms in a field.
    pub(super) fn holders(&self, field: Field, terms: &[String]) -> tantivy::Result<Vec<u32>> {
        let mut holders = Vec::new();
        for segment in &self.segments {
            for term in terms {
                segment.walk(field, term, IndexRecordOption::Basic, |doc, _| {
                    holders.push(segment.range.start + doc)
                })?;
            }
        }
        Ok(holders)
    }

    /// In how many documents a syllable stands.
    pub(super) fn frequency(&self, form: Form, term: &str) -> tantivy::Result<usize> {
        let group = Group {
            form,
            terms: vec![(term.to_owned(), 1.0)],
            factor: 1.0,
            counts: false,
        };
        Ok(self.mentions(&group)?.len())
    }

    /// Every term of a form in the index.
    pub(super) fn vocabulary(&self, form: Form, mut visit: impl FnMut(&str)) -> tantivy::Result<()> {
        for segment in &self.segments {
            for part in self.fields.iter().filter_map(|field| field.part(form)) {
                let inverted = segment.reader.inverted_index(part)?;
                let mut terms = inverted.terms().stream()?;
                while terms.advance() {
                    if let Ok(term) = std::str::from_utf8(terms.key()) {
                        visit(term);
                    }
                }
            }
        }
        Ok(())
    }

    /// How much each document mentions the group, with the weights and lengths of fields.
    fn mentions(&self, group: &Group) -> tantivy::Result<Vec<(u32, f32)>> {
        let mut found = Vec::new();
        for segment in &self.segments {
            let mut sums = vec![0.0_f32; segment.range.len()];
            for (term, worth) in &group.terms {
                if group.form == Form::Numbers {
                    segment.walk(self.numbers, term, IndexRecordOption::Basic, |doc, _| {
                        sums[doc as usize] += worth
                    })?;
                    continue;
                }
                for (field, lengths) in self.fields.iter().zip(&segment.lengths) {
                    let Some(part) = field.part(group.form) else { continue };
                    segment.walk(part, term, IndexRecordOption::WithFreqs, |doc, count| {
                        let norm = lengths.norms[usize::from(lengths.reader.fieldnorm_id(doc))];
                        sums[doc as usize] += worth * field.weight * count as f32 / norm;
                    })?;
                }
            }
            let sums = segment.range.clone().zip(sums);
            found.extend(sums.filter(|(_, sum)| *sum > 0.0));
        }
        Ok(found)
    }
}

impl Segment {
    /// Visits the documents that have a term, deleted ones left out.
    fn walk(
        &self,
        field: Field,
        term: &str,
        record: IndexRecordOption,
        mut visit: impl FnMut(u32, u32),
    ) -> tantivy::Result<()> {
        let inverted = self.reader.inverted_index(field)?;
        let Some(mut postings) = inverted.read_postings(&Term::from_field_text(field, term), record)? else {
            return Ok(());
        };
        while postings.doc() != TERMINATED {
            if !self.reader.is_deleted(postings.doc()) {
                visit(postings.doc(), postings.term_freq());
            }
            postings.advance();
        }
        Ok(())
    }
}
