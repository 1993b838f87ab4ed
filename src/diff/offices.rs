//! Offices and places that a reorganisation renamed, from the dated data of `tu_dien/ten_cu.yaml`.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::kinds;
use crate::catalogue::lexicon::{FormerName, Lexicon};
use crate::catalogue::values::{Date, Written};

/// Kinds of former names that are names of offices and places; terms and papers mean something else under another name.
const KINDS: [&str; 2] = ["co_quan", "don_vi_hanh_chinh"];

/// Words of names that say at which level an office stands.
const LEVEL_WORDS: [&str; 8] = ["cấp", "huyện", "quận", "xã", "phường", "trấn", "phòng", "khu"];

/// Former and present names of offices.
#[derive(Debug, Default)]
pub struct Offices {
    /// By the first word of either name.
    pairs: FxHashMap<String, Vec<Pair>>,
}

/// Two names of one office.
#[derive(Debug)]
struct Pair {
    here: Vec<String>,
    there: Vec<String>,
}

impl Offices {
    /// The names that ship with the program.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Offices> = LazyLock::new(|| Offices::of(Lexicon::shipped_former_names(), None));
        &SHIPPED
    }

    /// The names that ship and those of the lexicon below `root`, as far as they had changed by a day.
    pub fn known(root: Option<&Path>, day: Option<Date>) -> Self {
        let mut names = Lexicon::shipped_former_names().to_vec();
        if let Some(root) = root {
            names.extend(Lexicon::former_names_of(root));
        }
        Self::of(&names, day)
    }

    fn of(names: &[FormerName], day: Option<Date>) -> Self {
        let mut offices = Self::default();
        for name in names.iter().filter(|name| is_office(name) && had_changed(name, day)) {
            for former in name.former.iter().map(|name| kinds::words(name)) {
                for present in name.present.iter().map(|name| kinds::words(name)) {
                    if !moves_level(&former, &present) {
                        offices.add(former.clone(), present.clone());
                        offices.add(present, former.clone());
                    }
                }
            }
        }
        // The longest name is the one that is meant.
        for pairs in offices.pairs.values_mut() {
            pairs.sort_by(|a, b| {
                b.here
                    .len()
                    .cmp(&a.here.len())
                    .then_with(|| b.there.len().cmp(&a.there.len()))
            });
        }
        offices
    }

    fn add(&mut self, here: Vec<String>, there: Vec<String>) {
        if let Some(first) = here.first().cloned() {
            self.pairs.entry(first).or_default().push(Pair { here, there });
        }
    }

    /// Whether two texts are word for word the same but for offices that go by another name.
    pub(super) fn same(&self, old: impl Iterator<Item = String>, new: impl Iterator<Item = String>) -> bool {
        let (mut old, mut new) = (Ahead::of(old), Ahead::of(new));
        let mut renamed = false;
        while let (Some(a), Some(b)) = (old.first(), new.first()) {
            let equal = a == b;
            let pairs = self.pairs.get(a).into_iter().flatten();
            let pair = pairs
                .into_iter()
                .find(|pair| old.starts_with(&pair.here) && new.starts_with(&pair.there));
            if let Some(pair) = pair {
                renamed = true;
                old.pass(pair.here.len());
                new.pass(pair.there.len());
            } else if equal {
                old.pass(1);
                new.pass(1);
            } else {
                return false;
            }
        }
        renamed && old.first().is_none() && new.first().is_none()
    }
}

/// Words of a text, read as far as they are looked at.
struct Ahead<I> {
    words: I,
    read: VecDeque<String>,
}

impl<I: Iterator<Item = String>> Ahead<I> {
    fn of(words: I) -> Self {
        Self {
            words,
            read: VecDeque::new(),
        }
    }

    fn read(&mut self, count: usize) {
        let missing = count.saturating_sub(self.read.len());
        self.read.extend(self.words.by_ref().take(missing));
    }

    fn first(&mut self) -> Option<&String> {
        self.read(1);
        self.read.front()
    }

    fn starts_with(&mut self, name: &[String]) -> bool {
        self.read(name.len());
        self.read.len() >= name.len() && name.iter().zip(&self.read).all(|(word, read)| word == read)
    }

    fn pass(&mut self, count: usize) {
        self.read(count);
        self.read.drain(..count.min(self.read.len()));
    }
}

fn is_office(name: &FormerName) -> bool {
    name.kind.as_deref().is_some_and(|kind| KINDS.contains(&kind))
}

fn had_changed(name: &FormerName, day: Option<Date>) -> bool {
    let since = name.since.as_ref().and_then(Written::value);
    match (since, day) {
        (Some(since), Some(day)) => *since <= day,
        _ => true,
    }
}

/// Whether the names say another level: what a district did and a commune does is a change of competence.
fn moves_level(former: &[String], present: &[String]) -> bool {
    let levels = |name: &[String]| -> Vec<String> {
        let words = name.iter().filter(|word| LEVEL_WORDS.contains(&word.as_str()));
        words.cloned().collect()
    };
    !levels(former).is_empty() || !levels(present).is_empty()
}
