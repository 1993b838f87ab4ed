//! What is read document by document: facet values, filters, and the order of codes and names.
//!
//! Documents of all segments are numbered through. The columns are small (a few bytes a procedure) and are read once,
//! when the index is opened.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use tantivy::Searcher;
use tantivy::columnar::StrColumn;

use super::schema::IndexSchema;
use crate::text;

/// Values of every document.
pub(super) struct Columns {
    /// Values people filter by, by the facet's name.
    pub(super) facets: Vec<Facet>,
    /// Longest time limit in days.
    pub(super) longest_days: Vec<Option<u64>>,
    /// Whether nothing has to be paid.
    pub(super) free: Vec<bool>,
    /// Documents that are not deleted.
    pub(super) alive: Vec<bool>,
    searcher: Searcher,
    identity: String,
    name: String,
    by_code: OnceLock<Vec<u32>>,
    by_name: OnceLock<Vec<u32>>,
}

/// A facet: its values, and which of them each document has.
pub(super) struct Facet {
    /// Name in results.
    pub(super) name: &'static str,
    /// Values as they are shown; spellings of one value are one.
    pub(super) values: Vec<String>,
    starts: Vec<u32>,
    held: Vec<u32>,
}

impl Facet {
    /// The numbers of the values a document has.
    pub(super) fn of(&self, doc: u32) -> &[u32] {
        let doc = doc as usize;
        &self.held[self.starts[doc] as usize..self.starts[doc + 1] as usize]
    }
}

impl Columns {
    pub(super) fn open(schema: &IndexSchema, searcher: &Searcher) -> tantivy::Result<Self> {
        let field_name = |field| schema.schema.get_field_name(field).to_owned();
        let named = schema.facets.iter().map(|facet| (facet.name, facet.field));
        let named = named.chain([(super::ONLINE, schema.online)]);
        let facets = named
            .map(|(name, field)| facet(searcher, name, &field_name(field)))
            .collect::<Result<_, _>>()?;
        let (days, free_name) = (field_name(schema.longest_days), field_name(schema.free));
        let (mut longest_days, mut free, mut alive) = (Vec::new(), Vec::new(), Vec::new());
        for segment in searcher.segment_readers() {
            let days = segment.fast_fields().u64(&days)?;
            let is_free = segment.fast_fields().bool(&free_name)?;
            for doc in 0..segment.max_doc() {
                longest_days.push(days.first(doc));
                free.push(is_free.first(doc).unwrap_or(false));
                alive.push(!segment.is_deleted(doc));
            }
        }
        Ok(Self {
            facets,
            longest_days,
            free,
            alive,
            searcher: searcher.clone(),
            identity: field_name(schema.identity),
            name: field_name(schema.name),
            by_code: OnceLock::new(),
            by_name: OnceLock::new(),
        })
    }

    /// The values of a facet in Vietnamese order.
    pub(super) fn values(&self, facet: &str) -> Vec<String> {
        let facet = self.facets.iter().find(|known| known.name == facet);
        let mut values: Vec<String> = facet.map_or_else(Vec::new, |facet| facet.values.clone());
        values.retain(|value| !value.is_empty());
        values.sort_by(|a, b| text::compare(a, b));
        values
    }

    /// Place of every document when they are sorted by code.
    pub(super) fn by_code(&self) -> tantivy::Result<&[u32]> {
        if let Some(ranks) = self.by_code.get() {
            return Ok(ranks);
        }
        let codes = strings(&self.searcher, &self.identity)?;
        Ok(self
            .by_code
            .get_or_init(|| ranks(codes.len(), |doc| codes[doc].as_str())))
    }

    /// Place of every document when they are sorted by name, as a Vietnamese dictionary does.
    pub(super) fn by_name(&self) -> tantivy::Result<&[u32]> {
        if let Some(ranks) = self.by_name.get() {
            return Ok(ranks);
        }
        let codes = self.by_code()?;
        let names: Vec<_> = strings(&self.searcher, &self.name)?
            .iter()
            .map(|name| text::collation_key(name))
            .collect();
        Ok(self
            .by_name
            .get_or_init(|| ranks(names.len(), |doc| (&names[doc], codes[doc]))))
    }
}

/// For each document its place in the order of keys.
fn ranks<K: Ord>(count: usize, key: impl Fn(usize) -> K) -> Vec<u32> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_cached_key(|&doc| key(doc));
    let mut ranks = vec![0; count];
    for (rank, doc) in (0..).zip(order) {
        ranks[doc] = rank;
    }
    ranks
}

/// The first value of a text column for every document.
fn strings(searcher: &Searcher, field: &str) -> tantivy::Result<Vec<String>> {
    let mut all = Vec::new();
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields().str(field)?;
        let known = column.as_ref().map_or_else(|| Ok(Vec::new()), dictionary)?;
        for doc in 0..segment.max_doc() {
            let first = column.as_ref().and_then(|column| column.term_ords(doc).next());
            all.push(first.map_or_else(String::new, |ord| known[ord as usize].clone()));
        }
    }
    Ok(all)
}

fn dictionary(column: &StrColumn) -> tantivy::Result<Vec<String>> {
    let (mut values, mut value) = (Vec::new(), String::new());
    for ord in 0..column.num_terms() as u64 {
        value.clear();
        column.ord_to_str(ord, &mut value)?;
        values.push(value.clone());
    }
    Ok(values)
}

fn facet(searcher: &Searcher, name: &'static str, field: &str) -> tantivy::Result<Facet> {
    let mut spellings = Spellings::default();
    let (mut starts, mut held) = (vec![0], Vec::new());
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields().str(field)?;
        let known = column.as_ref().map_or_else(|| Ok(Vec::new()), dictionary)?;
        let numbers: Vec<u32> = known.iter().map(|value| spellings.number(value)).collect();
        for doc in 0..segment.max_doc() {
            if let Some(column) = &column {
                for ord in column.term_ords(doc) {
                    let ord = ord as usize;
                    held.push(numbers[ord]);
                    if !segment.is_deleted(doc) {
                        spellings.count(numbers[ord], &known[ord]);
                    }
                }
            }
            starts.push(held.len() as u32);
        }
    }
    Ok(Facet {
        name,
        values: spellings.shown(),
        starts,
        held,
    })
}

/// Values told apart by canonical spelling and shown in their most frequent one.
#[derive(Default)]
struct Spellings {
    numbers: HashMap<String, u32>,
    counts: Vec<HashMap<String, usize>>,
}

impl Spellings {
    fn number(&mut self, value: &str) -> u32 {
        let next = self.counts.len() as u32;
        let number = *self.numbers.entry(text::canonical(value)).or_insert(next);
        if number == next {
            self.counts.push(HashMap::new());
        }
        number
    }

    fn count(&mut self, number: u32, spelling: &str) {
        *self.counts[number as usize].entry(spelling.to_owned()).or_default() += 1;
    }

    fn shown(self) -> Vec<String> {
        let most_frequent = |counts: HashMap<String, usize>| {
            counts
                .into_iter()
                .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
                .map(|(spelling, _)| spelling)
        };
        self.counts
            .into_iter()
            .map(|counts| most_frequent(counts).unwrap_or_default())
            .collect()
    }
}

/// The documents of each segment, numbered through.
pub(super) fn numbering(searcher: &Searcher) -> Vec<Range<u32>> {
    let mut start = 0;
    let segments = searcher.segment_readers().iter();
    segments
        .map(|segment| {
            let range = start..start + segment.max_doc();
            start = range.end;
            range
        })
        .collect()
}
