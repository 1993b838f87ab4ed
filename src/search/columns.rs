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

/// Name of the facet that says how far the online service goes.
pub(super) const ONLINE: &str = "online";
/// Name of the facet that says what is done: issue, issue again, renew …
pub(super) const VERB: &str = "verb";

/// Values of every document.
pub(super) struct Columns {
    /// Values people filter by.
    pub(super) facets: Vec<Facet>,
    /// Longest time limit in days.
    pub(super) longest_days: Vec<Option<u64>>,
    /// Whether nothing has to be paid.
    pub(super) free: Vec<bool>,
    /// Whether the procedure is in force.
    pub(super) in_force: Vec<bool>,
    /// The code as a number.
    order: Vec<u64>,
    searcher: Searcher,
    name: String,
    by_name: OnceLock<Vec<u32>>,
}

/// A facet: its values, and which of them each document has.
pub(super) struct Facet {
    /// Name in results.
    pub(super) name: &'static str,
    /// Values as they are written; spellings of one value stand apart.
    pub(super) values: Vec<String>,
    canonical: Vec<String>,
    starts: Vec<u32>,
    held: Vec<u32>,
}

impl Facet {
    /// The numbers of the values a document has.
    pub(super) fn of(&self, doc: u32) -> &[u32] {
        let doc = doc as usize;
        &self.held[self.starts[doc] as usize..self.starts[doc + 1] as usize]
    }

    /// Counted values, spellings of one value together under the most frequent one, most first.
    pub(super) fn counted(&self, counts: &[usize]) -> Vec<(String, usize)> {
        let mut together: HashMap<&str, (usize, usize, &str)> = HashMap::new();
        let held = self.values.iter().zip(&self.canonical).zip(counts);
        for ((value, canonical), &count) in held.filter(|(_, count)| **count > 0) {
            let entry = together.entry(canonical).or_insert((0, 0, value));
            entry.0 += count;
            if (count, std::cmp::Reverse(value.as_str())) > (entry.1, std::cmp::Reverse(entry.2)) {
                (entry.1, entry.2) = (count, value);
            }
        }
        let mut values: Vec<(String, usize)> = together
            .into_values()
            .map(|(count, _, value)| (value.to_owned(), count))
            .collect();
        values.sort_by_cached_key(|(value, count)| {
            (std::cmp::Reverse(*count), text::collation_key(value), value.clone())
        });
        values
    }
}

/// A value as the columns keep it: with its canonical spelling before it, which tells whether two are one.
pub(super) fn kept(value: &str) -> String {
    format!("{}\t{value}", text::canonical(value))
}

impl Columns {
    pub(super) fn open(schema: &IndexSchema, searcher: &Searcher) -> tantivy::Result<Self> {
        let field_name = |field| schema.schema.get_field_name(field).to_owned();
        let named = schema.facets.iter().map(|facet| (facet.name, facet.field));
        let named = named.chain([(ONLINE, schema.online), (VERB, schema.verb)]);
        let facets = named
            .map(|(name, field)| facet(searcher, name, &field_name(field)))
            .collect::<Result<_, _>>()?;
        let (days, free_name) = (field_name(schema.longest_days), field_name(schema.free));
        let (order_name, force_name) = (field_name(schema.order), field_name(schema.in_force));
        let (mut longest_days, mut free) = (Vec::new(), Vec::new());
        let (mut order, mut in_force) = (Vec::new(), Vec::new());
        for segment in searcher.segment_readers() {
            let days = segment.fast_fields().u64(&days)?;
            let is_free = segment.fast_fields().bool(&free_name)?;
            let is_in_force = segment.fast_fields().bool(&force_name)?;
            let codes = segment.fast_fields().u64(&order_name)?;
            for doc in 0..segment.max_doc() {
                longest_days.push(days.first(doc));
                free.push(is_free.first(doc).unwrap_or(false));
                in_force.push(is_in_force.first(doc).unwrap_or(true));
                order.push(codes.first(doc).unwrap_or(u64::MAX));
            }
        }
        Ok(Self {
            facets,
            longest_days,
            free,
            in_force,
            order,
            searcher: searcher.clone(),
            name: field_name(schema.name),
            by_name: OnceLock::new(),
        })
    }

    /// The values a document has of a facet.
    pub(super) fn values_of(&self, facet: &str, doc: u32) -> Vec<&str> {
        let facet = self.facets.iter().find(|known| known.name == facet);
        facet.map_or_else(Vec::new, |facet| {
            facet
                .of(doc)
                .iter()
                .map(|value| facet.values[*value as usize].as_str())
                .collect()
        })
    }

    /// The values of a facet in Vietnamese order, one spelling each.
    pub(super) fn values(&self, facet: &str) -> Vec<String> {
        let Some(facet) = self.facets.iter().find(|known| known.name == facet) else {
            return Vec::new();
        };
        let mut counts = vec![0; facet.values.len()];
        for value in &facet.held {
            counts[*value as usize] += 1;
        }
        let mut values: Vec<String> = facet.counted(&counts).into_iter().map(|(value, _)| value).collect();
        values.sort_by(|a, b| text::compare(a, b));
        values
    }

    /// What sorts documents by code.
    pub(super) fn order(&self) -> &[u64] {
        &self.order
    }

    /// Place of every document when they are sorted by name, as a Vietnamese dictionary does.
    pub(super) fn by_name(&self) -> tantivy::Result<&[u32]> {
        if let Some(ranks) = self.by_name.get() {
            return Ok(ranks);
        }
        let names: Vec<_> = strings(&self.searcher, &self.name)?
            .iter()
            .map(|name| text::collation_key(name))
            .collect();
        Ok(self
            .by_name
            .get_or_init(|| ranks(names.len(), |doc| (&names[doc], self.order[doc]))))
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
    let (mut values, mut numbers): (Vec<String>, HashMap<String, u32>) = (Vec::new(), HashMap::new());
    let (mut starts, mut held) = (vec![0], Vec::new());
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields().str(field)?;
        let known = column.as_ref().map_or_else(|| Ok(Vec::new()), dictionary)?;
        let mut number = |value: String| {
            *numbers.entry(value.clone()).or_insert_with(|| {
                values.push(value);
                values.len() as u32 - 1
            })
        };
        let known: Vec<u32> = known.into_iter().map(&mut number).collect();
        for doc in 0..segment.max_doc() {
            if let Some(column) = &column {
                held.extend(column.term_ords(doc).map(|ord| known[ord as usize]));
            }
            starts.push(held.len() as u32);
        }
    }
    let (canonical, values) = values
        .iter()
        .map(|value| value.split_once('\t').unwrap_or((value, value)))
        .map(|(canonical, value)| (canonical.to_owned(), value.to_owned()))
        .unzip();
    Ok(Facet {
        name,
        values,
        canonical,
        starts,
        held,
    })
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
