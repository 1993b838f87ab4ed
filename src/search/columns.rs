//! What is read document by document: facet values, filters, and the order of codes and names.
//!
//! Documents of all segments are numbered through. A column is read where it is asked: a search in a fresh process looks at
//! the documents it found and no others. Where that was done for many, all are read at once and held.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use tantivy::Searcher;
use tantivy::columnar::{Column, StrColumn};

use super::name_table::{Mark, NameTable};
use super::schema::IndexSchema;
use super::verbs::Verb;
use crate::text;

/// Name of the facet that says how far the online service goes.
pub(super) const ONLINE: &str = "online";
/// Name of the facet that says what is done: issue, issue again, renew …
pub(super) const VERB: &str = "verb";

/// Values of every document.
pub(super) struct Columns {
    /// Values people filter by.
    pub(super) facets: Vec<Facet>,
    segments: Vec<Segment>,
    searcher: Searcher,
    name: String,
    by_name: OnceLock<Vec<u32>>,
    names: OnceLock<NameTable>,
    names_asked: Asked,
    verbs: OnceLock<Vec<Option<Verb>>>,
}

/// How many documents a column was asked for.
#[derive(Default)]
struct Asked(AtomicUsize);

impl Asked {
    /// Whether reading all at once is worth it, now that so many more are asked for: never for a first query, which may be
    /// the only one of its process.
    fn enough(&self, more: usize, all: u32) -> bool {
        self.0.fetch_add(more, Ordering::Relaxed) + more > all as usize
    }
}

/// The plain columns of one segment.
struct Segment {
    range: Range<u32>,
    longest_days: Column<u64>,
    free: Column<bool>,
    in_force: Column<bool>,
    order: Column<u64>,
    name_syllables: Column<u64>,
}

/// A facet: its values, and which of them each document has. A value has a number; spellings of one value, and one value in
/// two segments, have several.
pub(super) struct Facet {
    /// Name in results.
    pub(super) name: &'static str,
    parts: Vec<Part>,
    /// How many numbers there are.
    pub(super) numbers: usize,
    asked: Asked,
    held: OnceLock<Held>,
    labels: OnceLock<Labels>,
}

/// What one segment has of a facet.
struct Part {
    range: Range<u32>,
    column: Option<StrColumn>,
    /// Number of its first value.
    first: u32,
}

/// The values of all documents. Many documents have the same ones: each set of them stands here once.
#[derive(Default)]
struct Held {
    /// By document its set.
    set_of: Vec<u32>,
    /// The numbers of each set.
    sets: Vec<Box<[u32]>>,
}

impl Held {
    fn numbers(&self, doc: u32) -> &[u32] {
        &self.sets[self.set_of[doc as usize] as usize]
    }

    /// How many documents have each number.
    fn count(&self, docs: impl Iterator<Item = u32>, counts: &mut [usize]) {
        let mut with = vec![0; self.sets.len()];
        docs.for_each(|doc| with[self.set_of[doc as usize] as usize] += 1);
        for (set, with) in self.sets.iter().zip(with).filter(|(_, with)| *with > 0) {
            set.iter().for_each(|number| counts[*number as usize] += with);
        }
    }
}

impl Facet {
    /// Calls with the number of every value a document has.
    pub(super) fn each(&self, doc: u32, mut each: impl FnMut(u32)) {
        match self.held.get() {
            Some(held) => held.numbers(doc).iter().copied().for_each(each),
            None => self.read(doc, &mut each),
        }
    }

    /// How many of some documents have each number.
    pub(super) fn count(&self, docs: impl Iterator<Item = u32>) -> Vec<usize> {
        let mut counts = vec![0; self.numbers];
        match self.held.get() {
            Some(held) => held.count(docs, &mut counts),
            None => docs.for_each(|doc| self.read(doc, &mut |number| counts[number as usize] += 1)),
        }
        counts
    }

    fn read(&self, doc: u32, each: &mut impl FnMut(u32)) {
        let at = self.parts.partition_point(|part| part.range.end <= doc);
        if let Some(part) = self.parts.get(at)
            && let Some(column) = &part.column
        {
            column
                .term_ords(doc - part.range.start)
                .for_each(|ord| each(part.first + ord as u32));
        }
    }

    /// Makes ready for so many documents.
    pub(super) fn prepare(&self, documents: usize) {
        let all = self.parts.last().map_or(0, |part| part.range.end);
        if self.held.get().is_none() && self.asked.enough(documents, all) {
            self.held.get_or_init(|| self.hold(all));
        }
    }

    fn hold(&self, all: u32) -> Held {
        let (mut held, mut known) = (Held::default(), FxHashMap::<Box<[u32]>, u32>::default());
        let mut numbers = Vec::new();
        for doc in 0..all {
            numbers.clear();
            self.read(doc, &mut |number| numbers.push(number));
            let set = known.get(numbers.as_slice()).copied().unwrap_or_else(|| {
                let set = held.sets.len() as u32;
                held.sets.push(numbers.as_slice().into());
                known.insert(numbers.as_slice().into(), set);
                set
            });
            held.set_of.push(set);
        }
        held
    }

    /// What each number stands for, read once.
    fn labels(&self) -> tantivy::Result<&Labels> {
        if let Some(labels) = self.labels.get() {
            return Ok(labels);
        }
        let (mut all, mut ends) = (String::new(), Vec::new());
        for column in self.parts.iter().filter_map(|part| part.column.as_ref()) {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                match simdutf8::basic::from_utf8(terms.key()) {
                    Ok(value) => all.push_str(value),
                    Err(_) => all.push_str(&String::from_utf8_lossy(terms.key())),
                }
                ends.push(all.len());
            }
        }
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let all = starts.zip(&ends).map(|(start, end)| &all[start..*end]);
        Ok(self.labels.get_or_init(|| Labels::of(all)))
    }

    /// Every value as it is written, by number.
    pub(super) fn values(&self) -> tantivy::Result<impl Iterator<Item = &str>> {
        Ok(self.labels()?.values.iter().map(|value| &**value))
    }

    /// Counted values, spellings of one value together under the most frequent one, most first.
    pub(super) fn counted(&self, counts: &[usize]) -> tantivy::Result<Vec<(Arc<str>, usize)>> {
        Ok(self.labels()?.counted(counts))
    }
}

/// What the numbers of a facet stand for.
pub(super) struct Labels {
    /// By number.
    values: Vec<Arc<str>>,
    /// By number: spellings of one value are one group.
    groups: Vec<u32>,
    /// By group the number of its first value.
    firsts: Vec<u32>,
    /// How often values were counted.
    asked: AtomicUsize,
    /// A fresh process sorts the few values it found and does without.
    places: OnceLock<Places>,
}

/// Groups in Vietnamese order.
struct Places {
    of_group: Vec<u32>,
    groups: Vec<u32>,
}

/// A value, whatever its spelling.
#[derive(Clone, Copy, Default)]
struct Spelt {
    count: u32,
    /// The number of the most frequent spelling, and how often that is.
    number: u32,
    most: u32,
}

impl Spelt {
    fn add(&mut self, number: u32, count: u32, values: &[Arc<str>]) {
        self.count += count;
        let earlier = || values[number as usize] < values[self.number as usize];
        if count > self.most || count == self.most && earlier() {
            (self.most, self.number) = (count, number);
        }
    }
}

impl Labels {
    /// Of values as columns keep them, in the order of their numbers.
    pub(super) fn of<'a>(all: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut values, mut groups, mut firsts) = (Vec::new(), Vec::new(), Vec::new());
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        for (number, kept) in (0..).zip(all) {
            let (canonical, value) = kept.split_once('\t').unwrap_or((kept, kept));
            let group = *known.entry(canonical).or_insert_with(|| {
                firsts.push(number);
                firsts.len() as u32 - 1
            });
            groups.push(group);
            values.push(value.into());
        }
        Self {
            values,
            groups,
            firsts,
            asked: AtomicUsize::new(0),
            places: OnceLock::new(),
        }
    }

    /// Counted values, spellings of one value together under the most frequent one, most first.
    pub(super) fn counted(&self, counts: &[usize]) -> Vec<(Arc<str>, usize)> {
        let mut together: Vec<Spelt> = vec![Spelt::default(); self.firsts.len()];
        let mut found: Vec<u32> = Vec::new();
        for (number, &count) in (0..).zip(counts).filter(|(_, count)| **count > 0) {
            let group = self.groups[number as usize];
            let spelt = &mut together[group as usize];
            if spelt.count == 0 {
                found.push(group);
            }
            spelt.add(number, count as u32, &self.values);
        }
        let count = |group: u32| together[group as usize].count;
        match self.places() {
            Some(places) => {
                // One number a group sorts faster than what it is made of: most first, then by place.
                let key = |group: &u32| {
                    u64::from(u32::MAX - count(*group)) << 32 | u64::from(places.of_group[*group as usize])
                };
                let mut keys: Vec<u64> = found.iter().map(key).collect();
                keys.sort_unstable();
                let groups = keys.into_iter().map(|key| places.groups[key as u32 as usize]);
                found = groups.collect();
            }
            None => found.sort_by_cached_key(|group| (Reverse(count(*group)), self.collation_key(*group))),
        }
        let shown = found.into_iter().map(|group| {
            let spelt = together[group as usize];
            (self.values[spelt.number as usize].clone(), spelt.count as usize)
        });
        shown.collect()
    }

    /// The places of all groups, once they are worth having.
    fn places(&self) -> Option<&Places> {
        let worth_it = || self.asked.fetch_add(1, Ordering::Relaxed) > 0;
        if self.places.get().is_none() && worth_it() {
            let mut groups: Vec<u32> = (0..self.firsts.len() as u32).collect();
            groups.sort_by_cached_key(|group| self.collation_key(*group));
            let mut of_group = vec![0; groups.len()];
            for (place, group) in (0..).zip(&groups) {
                of_group[*group as usize] = place;
            }
            self.places.get_or_init(|| Places { of_group, groups });
        }
        self.places.get()
    }

    fn collation_key(&self, group: u32) -> (Vec<u32>, Vec<u8>) {
        text::collation_key(&self.values[self.firsts[group as usize] as usize])
    }
}

/// A value as the columns keep it: with its canonical spelling before it, which tells whether two are one.
pub(super) fn kept(value: &str) -> String {
    format!("{}\t{value}", text::canonical(value))
}

/// Whether two values as [`kept`] made them are one, whatever their spelling.
pub(super) fn are_one(a: &str, b: &str) -> bool {
    canonical(a) == canonical(b)
}

/// Whether there is nothing in what [`kept`] made.
pub(super) fn is_empty(kept: &str) -> bool {
    shown(kept).trim().is_empty()
}

fn canonical(kept: &str) -> &str {
    kept.split_once('\t').map_or(kept, |(canonical, _)| canonical)
}

/// The value of what [`kept`] made.
pub(super) fn shown(kept: &str) -> &str {
    kept.split_once('\t').map_or(kept, |(_, value)| value)
}

impl Columns {
    pub(super) fn open(schema: &IndexSchema, searcher: &Searcher) -> tantivy::Result<Self> {
        let name_of = |field| schema.schema.get_field_name(field);
        let named = schema.facets.iter().map(|facet| (facet.name, facet.field));
        let named = named.chain([(ONLINE, schema.online), (VERB, schema.verb)]);
        let facets = named
            .map(|(name, field)| facet(searcher, name, name_of(field)))
            .collect::<Result<_, _>>()?;
        let mut segments = Vec::new();
        for (segment, range) in searcher.segment_readers().iter().zip(numbering(searcher)) {
            let columns = segment.fast_fields();
            segments.push(Segment {
                range,
                longest_days: columns.u64(name_of(schema.longest_days))?,
                free: columns.bool(name_of(schema.free))?,
                in_force: columns.bool(name_of(schema.in_force))?,
                order: columns.u64(name_of(schema.order))?,
                name_syllables: columns.u64(name_of(schema.name_syllables))?,
            });
        }
        Ok(Self {
            facets,
            segments,
            searcher: searcher.clone(),
            name: name_of(schema.name).to_owned(),
            by_name: OnceLock::new(),
            names: OnceLock::new(),
            names_asked: Asked::default(),
            verbs: OnceLock::new(),
        })
    }

    /// The segment of a document, and its place there.
    fn place(&self, doc: u32) -> Option<(&Segment, u32)> {
        let at = self.segments.partition_point(|segment| segment.range.end <= doc);
        self.segments
            .get(at)
            .map(|segment| (segment, doc - segment.range.start))
    }

    /// Longest time limit in days, where one can be promised.
    pub(super) fn longest_days(&self, doc: u32) -> Option<u64> {
        self.place(doc)
            .and_then(|(segment, doc)| segment.longest_days.first(doc))
    }

    /// Whether nothing has to be paid.
    pub(super) fn is_free(&self, doc: u32) -> bool {
        self.place(doc)
            .and_then(|(segment, doc)| segment.free.first(doc))
            .unwrap_or(false)
    }

    /// Whether the procedure is in force.
    pub(super) fn is_in_force(&self, doc: u32) -> bool {
        self.place(doc)
            .and_then(|(segment, doc)| segment.in_force.first(doc))
            .unwrap_or(true)
    }

    /// What sorts documents by code.
    pub(super) fn order(&self, doc: u32) -> u64 {
        self.place(doc)
            .and_then(|(segment, doc)| segment.order.first(doc))
            .unwrap_or(u64::MAX)
    }

    /// All names, once those of many documents were asked for; now those of so many more.
    pub(super) fn names(&self, documents: usize, unasked: impl Fn(u64) -> Mark) -> Option<&NameTable> {
        let all = self.segments.last().map_or(0, |segment| segment.range.end);
        if self.names.get().is_none() && self.names_asked.enough(documents, all) {
            let names = (0..all).map(|doc| self.name_syllables(doc));
            self.names.get_or_init(|| NameTable::of(names, unasked));
        }
        self.names.get()
    }

    /// Every syllable of a document's name.
    pub(super) fn name_syllables(&self, doc: u32) -> impl Iterator<Item = u64> {
        let place = self.place(doc).into_iter();
        place.flat_map(|(segment, doc)| segment.name_syllables.values_for_doc(doc))
    }

    /// The verb each number of the facet [`VERB`] stands for.
    pub(super) fn verbs(&self) -> tantivy::Result<&[Option<Verb>]> {
        if let Some(verbs) = self.verbs.get() {
            return Ok(verbs);
        }
        let verb = |label: &str| Verb::ALL.into_iter().find(|verb| verb.label() == label);
        let verbs = match self.facet(VERB) {
            Some(facet) => facet.values()?.map(verb).collect(),
            None => Vec::new(),
        };
        Ok(self.verbs.get_or_init(|| verbs))
    }

    /// A facet by its name.
    pub(super) fn facet(&self, name: &str) -> Option<&Facet> {
        self.facets.iter().find(|facet| facet.name == name)
    }

    /// The values of a facet in Vietnamese order, one spelling each.
    pub(super) fn values(&self, name: &str) -> tantivy::Result<Vec<String>> {
        let Some(facet) = self.facet(name) else {
            return Ok(Vec::new());
        };
        let counted = facet.counted(&vec![1; facet.numbers])?;
        let mut values: Vec<String> = counted.into_iter().map(|(value, _)| value.to_string()).collect();
        values.sort_by_cached_key(|value| text::collation_key(value));
        Ok(values)
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
            .get_or_init(|| ranks(names.len(), |doc| (&names[doc], self.order(doc as u32)))))
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
    let (mut parts, mut first) = (Vec::new(), 0);
    for (segment, range) in searcher.segment_readers().iter().zip(numbering(searcher)) {
        let column = segment.fast_fields().str(field)?;
        let terms = column.as_ref().map_or(0, |column| column.num_terms());
        parts.push(Part { range, column, first });
        first += terms as u32;
    }
    Ok(Facet {
        name,
        parts,
        numbers: first as usize,
        asked: Asked::default(),
        held: OnceLock::new(),
        labels: OnceLock::new(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_the_same_order_in_a_fresh_process_and_later() {
        let values = ["Đất đai", "Y tế", "đất đai", "Ấp", "An ninh"].map(kept);
        let labels = Labels::of(values.iter().map(String::as_str));
        let counts = [2, 3, 1, 1, 1];
        let first = labels.counted(&counts);
        let shown: Vec<(&str, usize)> = first.iter().map(|(value, count)| (&**value, *count)).collect();
        assert_eq!(shown, [("Đất đai", 3), ("Y tế", 3), ("An ninh", 1), ("Ấp", 1)]);
        assert!(labels.places.get().is_none());
        assert_eq!(labels.counted(&counts), first);
        assert!(labels.places.get().is_some());
    }
}
