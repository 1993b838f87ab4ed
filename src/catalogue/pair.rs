//! Two revisions to be compared: of each only what the other does not have with the same bytes.
//!
//! Files with the same bytes are not parsed, wherever they stand, and are let go as soon as they were compared: what two
//! revisions take is in proportion to what differs. The procedures in such files are known by their codes alone.
//!
//! The code is read off the beginning of a file that had to be read to be compared. Of a file that had not (git knows without
//! reading) it is the name of the file; only a file that is not named like a code is read for it. That the names are right is
//! for `tthc check` to say.

use std::cmp::Ordering;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::files::{Bytes, Files, Listed, ListedKind, Same, Sameness};
use super::lineage::Confirmed;
use super::load::{Content, Holders, LoadError, Loaded, ReadFile, Role};
use super::load::{assemble, read_file, read_listed, read_procedure, require_head};
use super::procedure::Procedure;
use super::revision::Revision;
use super::{Catalogue, Entry, file_code, identity};
use crate::finding::Finding;

/// Two revisions without what is the same in both.
///
/// The procedures, cost observations and dossier counts whose files are the same in both revisions are in neither of the
/// catalogues; the settings and the register of documents are whole, because they say what the rest means. A record that
/// differs is there in full, on both sides.
#[derive(Debug)]
pub struct Pair {
    /// What the older revision has of its own.
    pub old: Catalogue,
    /// What the newer revision has of its own.
    pub new: Catalogue,
    /// Mistakes in the files of the older revision that were looked at, and codes that several of its files have.
    pub old_findings: Vec<Finding>,
    /// Likewise of the newer revision.
    pub new_findings: Vec<Finding>,
    unchanged: FxHashSet<String>,
}

/// The files of a revision, by what they are for.
struct Side<'a> {
    files: &'a Files,
    /// Paths of the procedures, sorted.
    procedures: Vec<String>,
    others: Vec<Listed>,
}

/// The procedures of two revisions, told apart by position in their lists.
#[derive(Default)]
struct Matched {
    kept: Vec<Kept>,
    /// The same path, other bytes.
    changed: Vec<(usize, usize)>,
    old_only: Vec<usize>,
    new_only: Vec<usize>,
}

/// A procedure that is the same in both revisions.
struct Kept {
    old: usize,
    new: usize,
    code: String,
}

/// What the files of the two revisions hold that must be looked at.
#[derive(Default)]
struct Read {
    old: Vec<ReadFile>,
    new: Vec<ReadFile>,
}

impl Pair {
    /// Reads of two revisions what differs, using all cores, and the procedures that a person said something of: one that is
    /// the same in both may have taken in another.
    ///
    /// # Errors
    ///
    /// When one of them has no `catalogue.yaml` to read.
    pub fn load(old: Revision, new: Revision, confirmed: &Confirmed) -> Result<Self, LoadError> {
        let named = confirmed.codes();
        require_head(&old)?;
        require_head(&new)?;
        let sameness = Sameness::of(&old.files, &new.files);
        let sides = rayon::join(|| Side::of(&old.files), || Side::of(&new.files));
        let mut matched = Matched::of(&sameness, &sides);
        let read = read(&sameness, &sides, &mut matched);
        let (mut old_loaded, old_holders) = assemble(old.name, old.files.clone(), read.old);
        let (mut new_loaded, new_holders) = assemble(new.name, new.files.clone(), read.new);
        let mut unchanged = FxHashSet::default();
        for Kept { old, new, code } in matched.kept {
            let in_old = holds(&old_holders, &code, &sides.0.procedures[old]);
            let in_new = holds(&new_holders, &code, &sides.1.procedures[new]);
            if in_old && in_new && !named.contains(&code) {
                unchanged.insert(code);
                continue;
            }
            // Where only one holds it, another file of the other revision has the same code and comes first, so the procedure
            // is not the same after all.
            if in_old {
                add(&mut old_loaded, &sides.0, old, &code);
            }
            if in_new {
                add(&mut new_loaded, &sides.1, new, &code);
            }
        }
        Ok(Self {
            old: old_loaded.catalogue,
            new: new_loaded.catalogue,
            old_findings: old_loaded.findings,
            new_findings: new_loaded.findings,
            unchanged,
        })
    }

    /// How many procedures are the same in both revisions and so in neither catalogue.
    pub fn unchanged(&self) -> usize {
        self.unchanged.len()
    }

    /// Whether the procedure with this code is the same in both revisions; a suffix and stray spaces do not matter.
    pub fn is_unchanged(&self, code: &str) -> bool {
        self.unchanged.contains(&identity(code))
    }
}

/// Whether a file of a catalogue differs between two revisions, is only in one of them, or cannot be read.
pub(super) fn differ(old: &Files, new: &Files) -> bool {
    let paths = |files: &Files| -> Vec<String> {
        let listed = files.list().into_iter();
        let ours = listed.filter(|listed| listed.kind == ListedKind::File && Role::of(&listed.path).is_some());
        ours.map(|listed| listed.path).collect()
    };
    let (old_paths, new_paths) = rayon::join(|| paths(old), || paths(new));
    let sameness = Sameness::of(old, new);
    old_paths != new_paths || new_paths.par_iter().any(|path| matches!(sameness.at(path), Same::No))
}

impl<'a> Side<'a> {
    fn of(files: &'a Files) -> Self {
        let (mut procedures, mut others) = (Vec::new(), Vec::new());
        for listed in files.list() {
            match (listed.kind, Role::of(&listed.path)) {
                (ListedKind::File, Some(Role::Procedure)) => procedures.push(listed.path),
                (ListedKind::File, None) => {}
                _ => others.push(listed),
            }
        }
        Self {
            files,
            procedures,
            others,
        }
    }

    fn read(&self, at: usize) -> ReadFile {
        read_file(self.files, self.procedures[at].clone())
    }
}

impl Matched {
    fn of(sameness: &Sameness<'_>, (old, new): &(Side<'_>, Side<'_>)) -> Self {
        let mut matched = Self::default();
        let both = matched.by_path(&old.procedures, &new.procedures);
        let compared: Vec<Compared> = both
            .par_iter()
            .map(|&(at, _)| Compared::of(sameness, old.files, &old.procedures[at]))
            .collect();
        for ((old, new), compared) in both.into_iter().zip(compared) {
            match compared {
                Compared::Differs => matched.changed.push((old, new)),
                Compared::Same(code) => matched.kept.push(Kept { old, new, code }),
                Compared::Unreadable => {}
            }
        }
        matched.by_content(sameness, old, new);
        matched
    }

    /// Sorts out what is only in one of the revisions; returns what has the same path in both.
    fn by_path(&mut self, old: &[String], new: &[String]) -> Vec<(usize, usize)> {
        let mut both = Vec::with_capacity(old.len().min(new.len()));
        let (mut o, mut n) = (0, 0);
        while let (Some(before), Some(after)) = (old.get(o), new.get(n)) {
            let order = before.cmp(after);
            match order {
                Ordering::Less => self.old_only.push(o),
                Ordering::Greater => self.new_only.push(n),
                Ordering::Equal => both.push((o, n)),
            }
            o += usize::from(order.is_le());
            n += usize::from(order.is_ge());
        }
        self.old_only.extend(o..old.len());
        self.new_only.extend(n..new.len());
        both
    }

    /// Finds files that moved to another path: each is the same procedure.
    fn by_content(&mut self, sameness: &Sameness<'_>, old: &Side<'_>, new: &Side<'_>) {
        if self.old_only.is_empty() || self.new_only.is_empty() {
            return;
        }
        let contents = |side: &Side<'_>, only: &[usize]| -> Vec<Option<Bytes>> {
            let content = |&at: &usize| sameness.content(side.files, &side.procedures[at]).ok();
            only.par_iter().map(content).collect()
        };
        let mut places: FxHashMap<Bytes, Vec<usize>> = FxHashMap::default();
        let in_new = contents(new, &self.new_only);
        for (&at, content) in self.new_only.iter().zip(in_new).rev() {
            if let Some(content) = content {
                places.entry(content).or_default().push(at);
            }
        }
        let in_old = contents(old, &self.old_only);
        let mut moved = FxHashSet::default();
        let (mut stayed, kept) = (Vec::new(), &mut self.kept);
        for (&before, content) in self.old_only.iter().zip(in_old) {
            let after = content.and_then(|content| places.get_mut(&content)?.pop());
            let code = after.and_then(|at| moved_code(new.files, &new.procedures[at]));
            match (after, code) {
                (Some(after), Some(code)) => {
                    moved.insert(after);
                    kept.push(Kept {
                        old: before,
                        new: after,
                        code,
                    });
                }
                _ => stayed.push(before),
            }
        }
        self.old_only = stayed;
        self.new_only.retain(|at| !moved.contains(at));
    }
}

impl Matched {
    /// Reads the files whose codes others have too: their names may be wrong, and then nothing is there twice.
    fn settle(&mut self, new: &Side<'_>, read: &Read) {
        let mut twice: FxHashSet<String> = FxHashSet::default();
        for read in [&read.old, &read.new] {
            let procedures = read.iter().filter_map(|file| match &file.content {
                Content::Procedure(procedure) => Some(procedure.identity()),
                _ => None,
            });
            let mut seen: FxHashSet<&str> = procedures.collect();
            let again = self.kept.iter().filter(|kept| !seen.insert(&kept.code));
            twice.extend(again.map(|kept| kept.code.clone()));
        }
        if twice.is_empty() {
            return;
        }
        self.kept.retain_mut(|kept| {
            if !twice.contains(&kept.code) {
                return true;
            }
            let code = code_read(new.files, &new.procedures[kept.new]);
            code.map(|code| kept.code = code).is_some()
        });
    }
}

/// What two files at one path turned out to be.
enum Compared {
    Differs,
    /// The same procedure, with its code.
    Same(String),
    /// The same, and no procedure; why not, `tthc check` says.
    Unreadable,
}

impl Compared {
    fn of(sameness: &Sameness<'_>, old: &Files, path: &str) -> Self {
        let code = match sameness.at(path) {
            Same::No => return Self::Differs,
            Same::Unread => unread_code(old, path),
            Same::Read(bytes) => file_code::said(&bytes).or_else(|| read_procedure(&bytes).as_ref().map(code_of)),
        };
        code.map_or(Self::Unreadable, Self::Same)
    }
}

/// The code of a file that was not read: that of its name, else the one it holds.
fn unread_code(files: &Files, path: &str) -> Option<String> {
    file_code::named(path).or_else(|| code_read(files, path))
}

/// The code of a file that moved, as it says: the name of a file tells less once somebody gave it another place.
fn moved_code(files: &Files, path: &str) -> Option<String> {
    let bytes = files.read(path).ok()?;
    file_code::said(&bytes).or_else(|| read_procedure(&bytes).as_ref().map(code_of))
}

fn code_read(files: &Files, path: &str) -> Option<String> {
    read_procedure(&files.read(path).ok()?).as_ref().map(code_of)
}

fn code_of(procedure: &Procedure) -> String {
    procedure.identity().to_owned()
}

fn holds(holders: &Holders, code: &str, path: &str) -> bool {
    holders.get(code).is_some_and(|holder| holder == path)
}

/// Reads what differs. A procedure that says the same in other bytes (a comment, another order of keys) is kept from then on
/// and let go: of revisions that differ so in every file not all can be in memory.
fn read(sameness: &Sameness<'_>, (old, new): &(Side<'_>, Side<'_>), matched: &mut Matched) -> Read {
    let mut read = Read {
        old: read_others(sameness, old),
        new: read_others(sameness, new),
    };
    let changed: Vec<Result<Kept, Box<[ReadFile; 2]>>> = matched
        .changed
        .par_iter()
        .map(|&(before, after)| says_the_same(old.read(before), new.read(after), (before, after)))
        .collect();
    for outcome in changed {
        match outcome {
            Ok(kept) => matched.kept.push(kept),
            Err(both) => {
                let [before, after] = *both;
                read.old.push(before);
                read.new.push(after);
            }
        }
    }
    read.old.par_extend(matched.old_only.par_iter().map(|&at| old.read(at)));
    read.new.par_extend(matched.new_only.par_iter().map(|&at| new.read(at)));
    matched.settle(new, &read);
    for kept in &matched.kept {
        let unread = |side: &Side<'_>, at: usize| ReadFile::unread(side.procedures[at].clone(), kept.code.clone());
        read.old.push(unread(old, kept.old));
        read.new.push(unread(new, kept.new));
    }
    // Of several files with one code the first by path counts, read or not.
    read.old.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    read.new.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    read
}

fn says_the_same(before: ReadFile, after: ReadFile, at: (usize, usize)) -> Result<Kept, Box<[ReadFile; 2]>> {
    match (&before.content, &after.content) {
        (Content::Procedure(one), Content::Procedure(other)) if one == other => Ok(Kept {
            old: at.0,
            new: at.1,
            code: one.identity().to_owned(),
        }),
        _ => Err(Box::new([before, after])),
    }
}

/// Everything but the procedures. Observations and counts that are the same are left out as procedures are.
fn read_others(sameness: &Sameness<'_>, side: &Side<'_>) -> Vec<ReadFile> {
    let same = |listed: &Listed| {
        let role = Role::of(&listed.path);
        listed.kind == ListedKind::File
            && matches!(role, Some(Role::Observations | Role::Counts))
            && !matches!(sameness.at(&listed.path), Same::No)
    };
    let others = side.others.par_iter().filter(|listed| !same(listed));
    others.map(|listed| read_listed(side.files, listed.clone())).collect()
}

/// Puts a procedure that was left out back into its catalogue.
fn add(loaded: &mut Loaded, side: &Side<'_>, at: usize, code: &str) {
    let (entry, findings) = side.read(at).into_entry();
    loaded.findings.extend(findings);
    let entry: Option<Entry> = entry.filter(|entry| entry.procedure.identity() == code);
    loaded.catalogue.add(entry.into_iter().collect());
}
