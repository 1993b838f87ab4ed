//! Segments of many records: read and counted side by side, written down one by one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use tantivy::{Index, SegmentMeta};

use super::document::DocumentMaker;
use super::place::not_usable;
use super::schema::IndexSchema;
use super::segment::{Record, Room, SegmentBuilder};
use super::terms::Vocabulary;
use super::weights::IndexTuning;

/// Below this number of records one segment at a time is quicker than several.
const MANY: usize = 300;
/// Most segments made at a time.
const MOST_AT_ONCE: usize = 8;

/// What an index is made with.
#[derive(Clone, Copy)]
pub(super) struct Maker<'a> {
    pub(super) schema: &'a IndexSchema,
    pub(super) tuning: &'a IndexTuning,
    room: fn(usize) -> Room,
}

/// What became of some items.
pub(super) struct Built<M> {
    /// The segments of their records.
    pub(super) segments: Vec<SegmentMeta>,
    /// What was made of each.
    pub(super) made: Vec<M>,
}

/// What became of an item.
enum Outcome<'i, T, M> {
    Made(M),
    /// There was nothing to make of it.
    Nothing,
    /// The segment had no room left.
    Left(&'i T),
}

impl<'a> Maker<'a> {
    pub(super) fn new(schema: &'a IndexSchema, tuning: &'a IndexTuning) -> Self {
        Self {
            schema,
            tuning,
            room: Room::shared_by,
        }
    }

    /// Makes records of items and writes them into new segments of an index, to be added to it. `make` says what was made of
    /// an item besides its record; an item there is not room for is made again for the next segment.
    pub(super) fn build<T: Sync, M: Send>(
        self,
        index: &Index,
        items: &[T],
        make: impl Fn(&mut DocumentMaker<'_>, &T) -> Option<(M, Option<Record>)> + Sync,
    ) -> tantivy::Result<Built<M>> {
        // Reading is more work than writing down, and each segment learns all words anew.
        let at_once = if items.len() < MANY {
            1
        } else {
            (rayon::current_num_threads() / 2).clamp(1, MOST_AT_ONCE)
        };
        let room = (self.room)(at_once);
        let parts = items.par_chunks(items.len().div_ceil(at_once).max(1));
        let built = parts.map(|items| self.build_part(index, items, room, &make));
        let mut all = Built {
            segments: Vec::new(),
            made: Vec::with_capacity(items.len()),
        };
        for built in built.collect::<tantivy::Result<Vec<_>>>()? {
            all.segments.extend(built.segments);
            all.made.extend(built.made);
        }
        Ok(all)
    }

    /// Makes one segment after another.
    fn build_part<'i, T: Sync, M: Send>(
        self,
        index: &Index,
        items: &'i [T],
        room: Room,
        make: &(impl Fn(&mut DocumentMaker<'_>, &T) -> Option<(M, Option<Record>)> + Sync),
    ) -> tantivy::Result<Built<M>> {
        let (mut segments, mut made) = (Vec::new(), Vec::with_capacity(items.len()));
        let mut waiting: Vec<&'i T> = items.iter().collect();
        while !waiting.is_empty() {
            let vocabulary = Arc::<Vocabulary>::default();
            let builder = Mutex::new(SegmentBuilder::new(self.schema, index, vocabulary.clone(), room)?);
            let full = AtomicBool::new(false);
            let one = |maker: &mut DocumentMaker<'_>, &item: &&'i T| {
                if full.load(Ordering::Relaxed) {
                    return Ok(Outcome::Left(item));
                }
                let Some((made, record)) = make(maker, item) else {
                    return Ok(Outcome::Nothing);
                };
                if let Some(record) = record {
                    let mut builder = builder.lock().unwrap_or_else(PoisonError::into_inner);
                    if !builder.add(&record)? {
                        full.store(true, Ordering::Relaxed);
                        return Ok(Outcome::Left(item));
                    }
                }
                Ok(Outcome::Made(made))
            };
            let outcomes: Vec<Outcome<'i, T, M>> = waiting
                .par_iter()
                .map_init(|| DocumentMaker::new(self.schema, self.tuning, vocabulary.clone()), one)
                .collect::<tantivy::Result<_>>()?;
            let mut left = Vec::new();
            for outcome in outcomes {
                match outcome {
                    Outcome::Made(one) => made.push(one),
                    Outcome::Nothing => {}
                    Outcome::Left(item) => left.push(item),
                }
            }
            let builder = builder.into_inner().unwrap_or_else(PoisonError::into_inner);
            if builder.documents() > 0 {
                segments.push(builder.finish()?);
            } else if !left.is_empty() {
                return Err(not_usable("a record has more words than an index can hold"));
            }
            waiting = left;
        }
        Ok(Built { segments, made })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::procedure::Procedure;

    fn procedures(count: usize) -> Vec<Procedure> {
        let named = |number| Procedure {
            name: format!("Cấp giấy phép số {number}"),
            ..Procedure::default()
        };
        (0..count).map(named).collect()
    }

    fn built(room: fn(usize) -> Room) -> tantivy::Result<Built<String>> {
        let (schema, tuning) = (IndexSchema::new(), IndexTuning::default());
        let maker = Maker {
            room,
            ..Maker::new(&schema, &tuning)
        };
        let index = Index::create_in_ram(schema.schema.clone());
        maker.build(&index, &procedures(50), |maker, procedure| {
            Some((procedure.name.clone(), Some(maker.record(procedure, &procedure.name))))
        })
    }

    #[test]
    fn records_there_is_no_room_for_go_into_the_next_segment() {
        let few_documents = |at_once| Room {
            documents: 20,
            ..Room::shared_by(at_once)
        };
        let no_postings = |at_once| Room {
            postings: 0,
            ..Room::shared_by(at_once)
        };
        for (built, segments) in [
            (built(few_documents), 3),
            (built(no_postings), 50),
            (built(Room::shared_by), 1),
        ] {
            let built = built.unwrap();
            assert_eq!(built.segments.len(), segments);
            let documents: u32 = built.segments.iter().map(SegmentMeta::num_docs).sum();
            assert_eq!(documents, 50);
            let mut made = built.made;
            made.sort();
            made.dedup();
            assert_eq!(made.len(), 50);
        }
    }

    #[test]
    fn words_fill_a_segment_and_one_record_that_does_not_fit_is_an_error() {
        let few = |at_once| Room {
            words: 30,
            ..Room::shared_by(at_once)
        };
        let built_of_few = built(few).unwrap();
        assert!(built_of_few.segments.len() > 1);
        let documents: u32 = built_of_few.segments.iter().map(SegmentMeta::num_docs).sum();
        assert_eq!(documents, 50);
        let none = |at_once| Room {
            words: 2,
            ..Room::shared_by(at_once)
        };
        assert!(built(none).is_err());
    }
}
