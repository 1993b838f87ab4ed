//! One segment of the index, written in tantivy's format.
//!
//! tantivy's own writer looks up every term of every record in a table of all terms, which for a catalogue is far larger than
//! the caches of a processor. Words have numbers here already ([`Vocabulary`]): what is written down of a term in a record is
//! one number, and these are sorted when the segment ends. Everything else is left to tantivy's writers of the parts.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::FieldNormsSerializer;
use tantivy::index::SegmentComponent;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::{Field, Value};
use tantivy::store::StoreWriter;
use tantivy::tokenizer::{MAX_TOKEN_LEN, TokenizerManager};
use tantivy::{Index, Segment, SegmentMeta, TantivyDocument};

use super::analysis::Form;
use super::impact::LEVELS;
use super::schema::IndexSchema;
use super::terms::{Terms, Vocabulary, Words};

/// Bits of a posting: of each of two words, of the document, of the frequency counted from nothing.
const WORD_BITS: u32 = 23;
const DOCUMENT_BITS: u32 = 16;
const FREQUENCY_BITS: u32 = 2;
/// Where the words of a posting begin.
const KEY: u32 = DOCUMENT_BITS + FREQUENCY_BITS;
/// Bits sorted by at a time: as many places as the nearest cache has room for.
const DIGIT: u32 = 11;

const _: () = assert!(
    KEY + 2 * WORD_BITS == u64::BITS && LEVELS <= 1 << FREQUENCY_BITS,
    "a posting is one number"
);

/// A record to be indexed.
#[derive(Debug)]
pub(super) struct Record {
    /// Its stored fields, its columns, and the values it is found by as a whole.
    pub(super) document: TantivyDocument,
    /// Its other terms.
    pub(super) terms: Terms,
}

/// How much one segment holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Terms of all documents: each is eight bytes of memory, and as many again while they are sorted.
    pub(super) postings: usize,
    /// Different words.
    pub(super) words: usize,
    /// Documents.
    pub(super) documents: u32,
}

impl Room {
    /// As much as can be written, for so many segments made at a time.
    pub(super) fn shared_by(segments: usize) -> Self {
        Self {
            postings: 24_000_000 / segments.max(1),
            words: 1 << WORD_BITS,
            documents: 1 << DOCUMENT_BITS,
        }
    }
}

/// Postings of one form as they come. They are kept in pieces, because what grows as a whole is copied again and again.
#[derive(Default)]
struct Pile {
    full: Vec<Vec<u64>>,
    last: Vec<u64>,
}

/// Postings in one piece of a pile.
const PIECE: usize = 1 << 16;

impl Pile {
    fn len(&self) -> usize {
        self.full.len() * PIECE + self.last.len()
    }

    fn extend(&mut self, postings: impl Iterator<Item = u64>) {
        for posting in postings {
            if self.last.len() == self.last.capacity() {
                let full = std::mem::replace(&mut self.last, Vec::with_capacity(PIECE));
                self.full.extend((!full.is_empty()).then_some(full));
            }
            self.last.push(posting);
        }
    }

    fn into_postings(self) -> impl Iterator<Item = u64> {
        self.full.into_iter().flatten().chain(self.last)
    }
}

/// Values that are terms as a whole, with their documents in order.
type Whole = FxHashMap<Box<str>, Vec<u32>>;

/// Makes one segment.
pub(super) struct SegmentBuilder<'a> {
    schema: &'a IndexSchema,
    segment: Segment,
    vocabulary: Arc<Vocabulary>,
    room: Room,
    store: StoreWriter,
    columns: FastFieldsWriter,
    exact: Pile,
    folded: Pile,
    pairs: Pile,
    /// By the number of the field; nothing where a field has no such terms.
    whole: Vec<Option<Whole>>,
    documents: u32,
}

impl<'a> SegmentBuilder<'a> {
    /// Begins a segment of an index, whose words are those of a vocabulary.
    pub(super) fn new(
        schema: &'a IndexSchema,
        index: &Index,
        vocabulary: Arc<Vocabulary>,
        room: Room,
    ) -> tantivy::Result<Self> {
        let segment = index.new_segment();
        let settings = index.settings();
        let store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            settings.docstore_compress_dedicated_thread,
        )?;
        let fields = schema.schema.fields();
        let is_whole = |field| !matches!(schema.form(field), Some(Form::Exact | Form::Folded | Form::Pairs));
        Ok(Self {
            schema,
            segment,
            vocabulary,
            room,
            store,
            columns: FastFieldsWriter::from_schema_and_tokenizer_manager(&schema.schema, TokenizerManager::new())?,
            exact: Pile::default(),
            folded: Pile::default(),
            pairs: Pile::default(),
            whole: fields
                .map(|(field, entry)| (entry.is_indexed() && is_whole(field)).then(Whole::default))
                .collect(),
            documents: 0,
        })
    }

    /// Documents so far.
    pub(super) fn documents(&self) -> u32 {
        self.documents
    }

    /// Adds a record; `false` when there is no room left, and then nothing of it was added.
    pub(super) fn add(&mut self, Record { document, terms }: &Record) -> tantivy::Result<bool> {
        let postings = self.exact.len() + self.folded.len() + self.pairs.len();
        let room = &self.room;
        if self.documents >= room.documents
            || self.documents > 0 && postings > room.postings
            || self.vocabulary.words().len() > room.words
        {
            return Ok(false);
        }
        let number = self.documents;
        let one = |&(word, frequency): &(u32, u8)| posting(u64::from(word), number, frequency);
        self.exact.extend(terms.exact.iter().map(one));
        self.folded.extend(terms.folded.iter().map(one));
        self.pairs
            .extend(terms.pairs.iter().map(|&([first, second], frequency)| {
                posting(u64::from(first) << WORD_BITS | u64::from(second), number, frequency)
            }));
        for term in &terms.numbers {
            self.add_whole(self.schema.part(Form::Numbers), term);
        }
        for (field, value) in document.field_values() {
            if let Some(text) = value.as_str() {
                self.add_whole(field, text);
            }
        }
        self.columns.add_document(document)?;
        self.store.store(document, &self.schema.schema)?;
        self.documents += 1;
        Ok(true)
    }

    fn add_whole(&mut self, field: Field, term: &str) {
        let Some(Some(terms)) = self.whole.get_mut(field.field_id() as usize) else {
            return;
        };
        match terms.get_mut(term) {
            Some(documents) if documents.last() == Some(&self.documents) => {}
            Some(documents) => documents.push(self.documents),
            None => {
                terms.insert(term.into(), vec![self.documents]);
            }
        }
    }

    /// Writes everything that is not written yet.
    pub(super) fn finish(self) -> tantivy::Result<SegmentMeta> {
        // No field is scored by its length; the part must be there all the same.
        FieldNormsSerializer::from_write(self.segment.open_write(SegmentComponent::FieldNorms)?)?.close()?;
        let mut index = InvertedIndexSerializer::open(&self.segment)?;
        let words = self.vocabulary.words();
        let order = Order::of(&words);
        for (form, pile) in [
            (Form::Exact, self.exact),
            (Form::Folded, self.folded),
            (Form::Pairs, self.pairs),
        ] {
            let postings = order.sorted(form, pile);
            let mut field = index.new_field(self.schema.part(form), total(&postings), None)?;
            write(&mut field, &postings, |key, term| order.spell(form, &words, key, term))?;
            field.close()?;
        }
        for (field, terms) in (0..).zip(self.whole) {
            if let Some(terms) = terms {
                let field = Field::from_field_id(field);
                let has_frequency = self.schema.form(field).is_some();
                let total = terms.values().map(|documents| documents.len() as u64).sum();
                write_whole(&mut index, (field, total), terms, has_frequency)?;
            }
        }
        index.close()?;
        let mut columns = self.segment.open_write(SegmentComponent::FastFields)?;
        { self.columns }.serialize(&mut columns, None)?;
        columns.terminate()?;
        self.store.close()?;
        Ok(self.segment.with_max_doc(self.documents).meta().clone())
    }
}

fn posting(key: u64, document: u32, frequency: u8) -> u64 {
    key << KEY | u64::from(document) << FREQUENCY_BITS | u64::from(frequency.saturating_sub(1))
}

fn frequency(posting: u64) -> u32 {
    (posting & below(FREQUENCY_BITS)) as u32 + 1
}

fn document(posting: u64) -> u32 {
    (posting >> FREQUENCY_BITS & below(DOCUMENT_BITS)) as u32
}

/// How often terms stand in all documents.
fn total(postings: &[u64]) -> u64 {
    postings.iter().map(|posting| u64::from(frequency(*posting))).sum()
}

/// The order of terms by their bytes.
struct Order {
    /// Numbers of words in order.
    alone: Vec<u32>,
    /// The same for the first word of a pair, which ends with the sign that joins it to the second.
    first: Vec<u32>,
    place_alone: Vec<u32>,
    place_first: Vec<u32>,
}

impl Order {
    fn of(words: &Words) -> Self {
        let mut alone: Vec<u32> = (0..words.len() as u32).collect();
        alone.sort_unstable_by(|a, b| words.word(*a).cmp(words.word(*b)));
        let mut first = alone.clone();
        let joined = |word: &u32| words.word(*word).bytes().chain([b'_']);
        // Nearly in order already, and this sort makes use of it.
        first.sort_by(|a, b| joined(a).cmp(joined(b)));
        Self {
            place_alone: places(&alone),
            place_first: places(&first),
            alone,
            first,
        }
    }

    /// Postings in the order of their terms, those of a term in the order of documents, in which they came. Their words are
    /// places in this order now.
    fn sorted(&self, form: Form, pile: Pile) -> Vec<u64> {
        let all = self.alone.len() as u64;
        let mut postings = Vec::with_capacity(pile.len());
        let most = match form {
            Form::Pairs => {
                let [first, second] = [&self.place_first, &self.place_alone];
                postings.extend(pile.into_postings().map(|posting| {
                    let (one, two) = (posting >> (KEY + WORD_BITS), posting >> KEY & below(WORD_BITS));
                    let place = u64::from(first[one as usize]) * all + u64::from(second[two as usize]);
                    place << KEY | posting & below(KEY)
                }));
                all * all
            }
            _ => {
                postings.extend(pile.into_postings().map(|posting| {
                    let place = self.place_alone[(posting >> KEY) as usize];
                    u64::from(place) << KEY | posting & below(KEY)
                }));
                all
            }
        };
        sort_from(KEY, u64::BITS - most.leading_zeros(), &mut postings);
        postings
    }

    /// Writes the term of a sorted posting.
    fn spell(&self, form: Form, words: &Words, key: u64, term: &mut String) {
        let word = |order: &[u32], place: u64| words.word(order[place as usize]);
        match form {
            Form::Pairs => {
                let all = self.alone.len() as u64;
                term.push_str(word(&self.first, key / all));
                term.push('_');
                term.push_str(word(&self.alone, key % all));
            }
            _ => term.push_str(word(&self.alone, key)),
        }
    }
}

/// The number whose so many last bits are set.
fn below(bits: u32) -> u64 {
    (1 << bits) - 1
}

/// By number the place in an order.
fn places(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, number) in (0..).zip(order) {
        places[*number as usize] = place;
    }
    places
}

/// Sorts numbers by their bits from one on, of which so many are used; those that do not differ there keep their order.
fn sort_from(bit: u32, bits: u32, numbers: &mut Vec<u64>) {
    let mut sorted = vec![0; numbers.len()];
    let rounds = bits.div_ceil(DIGIT).max(1);
    let digit = bits.div_ceil(rounds);
    for round in 0..rounds {
        let at = |number: u64| (number >> (bit + round * digit)) as usize & ((1 << digit) - 1);
        let mut next = vec![0_u32; 1 << digit];
        numbers.iter().for_each(|number| next[at(*number)] += 1);
        let mut before = 0;
        for count in &mut next {
            before += std::mem::replace(count, before);
        }
        for &number in numbers.iter() {
            let place = &mut next[at(number)];
            sorted[*place as usize] = number;
            *place += 1;
        }
        std::mem::swap(numbers, &mut sorted);
    }
}

/// Writes sorted postings.
fn write(field: &mut FieldSerializer<'_>, postings: &[u64], spell: impl Fn(u64, &mut String)) -> tantivy::Result<()> {
    let mut term = String::new();
    for postings in postings.chunk_by(|a, b| a >> KEY == b >> KEY) {
        term.clear();
        spell(postings[0] >> KEY, &mut term);
        if term.len() > MAX_TOKEN_LEN {
            continue;
        }
        field.new_term(term.as_bytes(), postings.len() as u32, true)?;
        for &posting in postings {
            field.write_doc(document(posting), frequency(posting), &[]);
        }
        field.close_term()?;
    }
    Ok(())
}

fn write_whole(
    index: &mut InvertedIndexSerializer,
    (field, total): (Field, u64),
    terms: Whole,
    has_frequency: bool,
) -> tantivy::Result<()> {
    let mut terms: Vec<_> = terms.into_iter().collect();
    terms.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let mut field = index.new_field(field, total, None)?;
    for (term, documents) in terms.iter().filter(|(term, _)| term.len() <= MAX_TOKEN_LEN) {
        field.new_term(term.as_bytes(), documents.len() as u32, has_frequency)?;
        for &document in documents {
            field.write_doc(document, u32::from(has_frequency), &[]);
        }
        field.close_term()?;
    }
    Ok(field.close()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn postings_are_sorted_as_their_terms_are_and_by_document() {
        arbtest::arbtest(|u| {
            let vocabulary = Vocabulary::default();
            let (mut terms, mut pile) = (Vec::new(), Pile::default());
            for document in 0..u.int_in_range(0..=40)? {
                for _ in 0..u.int_in_range(0..=5)? {
                    let mut word = || u.choose(&["a", "an", "an2", "b", "đ", "2", "anh"]).copied();
                    let (first, second) = (word()?, word()?);
                    let frequency = u.int_in_range(1..=LEVELS as u8)?;
                    let [one, two] = [first, second].map(|word| u64::from(vocabulary.number(word)));
                    pile.extend([posting(one << WORD_BITS | two, document, frequency)].into_iter());
                    terms.push((format!("{first}_{second}"), document, u32::from(frequency)));
                }
            }
            let words = vocabulary.words();
            let order = Order::of(&words);
            let postings = order.sorted(Form::Pairs, pile);
            let sorted = postings.iter().map(|&posting| {
                let mut term = String::new();
                order.spell(Form::Pairs, &words, posting >> KEY, &mut term);
                (term, document(posting), frequency(posting))
            });
            terms.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
            assert_eq!(sorted.collect::<Vec<_>>(), terms);
            Ok(())
        });
    }

    #[test]
    fn numbers_of_any_size_are_sorted() {
        arbtest::arbtest(|u| {
            let bits = u.int_in_range(0..=46)?;
            let mut numbers: Vec<u64> = u.arbitrary()?;
            numbers.iter_mut().for_each(|number| *number >>= u64::BITS - KEY - bits);
            let mut sorted = numbers.clone();
            sort_from(KEY, bits, &mut sorted);
            numbers.sort_by_key(|number| number >> KEY);
            assert_eq!(sorted, numbers);
            Ok(())
        });
    }

    #[test]
    fn no_word_holds_the_sign_that_joins_two() {
        let all = (0..=u32::from(char::MAX)).filter_map(char::from_u32);
        for word in all.filter(|c| c.is_alphanumeric()).map(String::from) {
            assert!(!text::fold(&word).contains('_'), "{word:?}");
            assert!(!text::canonical(&word).contains('_'), "{word:?}");
        }
    }
}
