//! What was written last by whom, so that they can take it back.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::{Mutex, PoisonError};

use crate::proposal::desk::Undo;

/// Writings that can be taken back, the latest of everybody; older ones stay as they are.
const MOST: usize = 200;
/// Bytes of files as they were that are kept for it.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// Writings that can be taken back.
#[derive(Debug, Default)]
pub(in crate::web) struct Undone {
    kept: Mutex<(u64, VecDeque<Writing>)>,
    /// Keys of this process, from which tickets are made.
    chance: [RandomState; 2],
}

#[derive(Debug)]
struct Writing {
    ticket: String,
    by: String,
    files: Vec<Undo>,
}

impl Writing {
    fn bytes(&self) -> usize {
        let bytes = self.files.iter().filter_map(|file| file.before.as_ref());
        bytes.map(Vec::len).sum()
    }
}

impl Undone {
    /// Keeps what was written by somebody; the ticket it can be taken back with is not guessed.
    pub(in crate::web) fn keep(&self, by: &str, files: Vec<Undo>) -> String {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (number, kept) = &mut *kept;
        *number += 1;
        let half = |chance: &RandomState| format!("{:016x}", chance.hash_one(*number));
        let ticket: String = self.chance.iter().map(half).collect();
        kept.push_back(Writing {
            ticket: ticket.clone(),
            by: by.to_owned(),
            files,
        });
        while kept.len() > MOST || (kept.len() > 1 && kept.iter().map(Writing::bytes).sum::<usize>() > MOST_BYTES) {
            kept.pop_front();
        }
        ticket
    }

    /// Whether the ticket is somebody's, and how many files it is for.
    pub(in crate::web) fn files(&self, ticket: &str, by: Option<&str>) -> Option<usize> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let own = kept.1.iter().find(|writing| writing.is_for(ticket, by));
        own.map(|writing| writing.files.len())
    }

    /// Takes what was written out of the list.
    pub(in crate::web) fn take(&self, ticket: &str, by: Option<&str>) -> Option<Vec<Undo>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.1.iter().position(|writing| writing.is_for(ticket, by))?;
        kept.1.remove(at).map(|writing| writing.files)
    }
}

impl Writing {
    /// Where nobody has to say who they are, the ticket is enough.
    fn is_for(&self, ticket: &str, by: Option<&str>) -> bool {
        self.ticket == ticket && by.is_none_or(|by| by == self.by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::decision::Version;

    fn written(bytes: usize) -> Vec<Undo> {
        vec![Undo {
            path: "2026/1.000001.yaml".to_owned(),
            before: Some(vec![b'x'; bytes]),
            after: Version::of(Some(b"y")),
        }]
    }

    #[test]
    fn only_the_person_who_wrote_takes_it_back_and_only_once() {
        let undone = Undone::default();
        let ticket = undone.keep("An", written(1));
        assert_eq!(undone.files(&ticket, Some("An")), Some(1));
        assert!(undone.take(&ticket, Some("Bình")).is_none());
        assert!(undone.take("", Some("An")).is_none());
        assert!(undone.take(&ticket, Some("An")).is_some());
        assert!(undone.take(&ticket, Some("An")).is_none());
    }

    #[test]
    fn what_is_kept_stays_small() {
        let undone = Undone::default();
        let tickets: Vec<String> = (0..MOST + 5).map(|_| undone.keep("An", written(10))).collect();
        assert!(undone.files(&tickets[4], None).is_none() && undone.files(&tickets[5], None).is_some());
        let large = undone.keep("An", written(MOST_BYTES));
        assert!(undone.files(&tickets[MOST], None).is_none() && undone.files(&large, None).is_some());
    }
}
