//! A revision too large to be held in memory: each procedure is read when somebody looks at it.

use std::convert::Infallible;

use rayon::prelude::*;
use thiserror::Error;

use super::files::Listed;
use super::load::{Assembly, LoadError, ReadFile, Role, read_file, read_listed, require_head};
use super::revision::Revision;
use super::{Catalogue, Entry, Frame, Source};
use crate::finding::Finding;
use crate::progress::{Progress, Stage};

/// Bytes of YAML whose procedures stay in memory after the first reading, unless told otherwise: a province's 2,000 are
/// read once.
const HELD: usize = 64 * 1024 * 1024;

/// Files that are in memory at a time beside those.
const BLOCK: usize = 1024;

/// Procedures that can be looked at one by one, in the order of their codes.
pub trait Procedures: Sync {
    /// Why one cannot be looked at.
    type Error: Send;

    /// What the revision says beside them.
    fn frame(&self) -> &Frame;

    /// How many there are.
    fn count(&self) -> usize;

    /// Shows the one at a place, from 0.
    ///
    /// # Errors
    ///
    /// When it cannot be had.
    fn look<T>(&self, at: usize, look: impl FnOnce(&Entry) -> T) -> Result<T, Self::Error>;
}

/// A procedure's file says something else than when it was read first.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{path} was changed while the revision was read; run the command again")]
pub struct Changed {
    /// The file, relative to the revision.
    pub path: String,
}

/// A revision of which only the frame has been read.
#[derive(Debug)]
pub struct Opening {
    frame: Frame,
    procedures: Vec<Listed>,
    findings: Vec<Finding>,
    held: usize,
}

/// A revision whose procedures are read again when they are looked at, but for the first ones, which are held.
#[derive(Debug)]
pub struct Stock {
    frame: Frame,
    shelf: Vec<Shelved>,
}

/// What the first reading of all procedures brought.
#[derive(Debug)]
pub struct Stocked<T> {
    /// The procedures, by code.
    pub stock: Stock,
    /// What was gathered of each, in the same order.
    pub gathered: Vec<T>,
    /// One finding for each mistake in a file that could not be read.
    pub findings: Vec<Finding>,
}

#[derive(Debug)]
enum Shelved {
    Held(Box<Entry>),
    OnDisk(Source),
}

impl Opening {
    /// Reads everything but the procedures.
    ///
    /// # Errors
    ///
    /// When there is no `catalogue.yaml` to read.
    pub fn of(revision: Revision) -> Result<Self, LoadError> {
        require_head(&revision)?;
        let Revision { name, files } = revision;
        let is_procedure = |listed: &Listed| Role::of(&listed.path) == Some(Role::Procedure);
        let (procedures, others): (Vec<Listed>, Vec<Listed>) = files.list().into_iter().partition(is_procedure);
        let others = others.into_par_iter().map(|listed| read_listed(&files, listed));
        let read: Vec<ReadFile> = others.collect();
        let mut assembly = Assembly::new(name, files);
        for file in read {
            assembly.add(file);
        }
        let (frame, findings, _) = assembly.finish();
        Ok(Self {
            frame,
            procedures,
            findings,
            held: HELD,
        })
    }

    /// With so many bytes of YAML whose procedures stay in memory after the first reading.
    #[must_use]
    pub fn holding(self, bytes: usize) -> Self {
        Self { held: bytes, ..self }
    }

    /// What was read.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Reads every procedure once, using all cores, and lets it go after something was gathered of it.
    pub fn read<T: Send>(self, progress: &dyn Progress, gather: impl Fn(&Entry) -> T + Sync) -> Stocked<T> {
        let Self {
            frame,
            procedures,
            mut findings,
            held,
        } = self;
        let files = frame.files();
        let mut assembly = Assembly::new(frame.name().to_owned(), files.clone());
        let mut all: Vec<(String, Shelved, T)> = Vec::with_capacity(procedures.len());
        let mut room = held;
        progress.begin(Stage::Reading, procedures.len());
        for block in procedures.chunks(BLOCK) {
            let read: Vec<ReadFile> = block
                .par_iter()
                .map(|listed| {
                    let read = read_listed(files, listed.clone());
                    progress.advance(1);
                    read
                })
                .collect();
            // Which file holds a code is told in the order of the files.
            let entries = read.into_iter().filter_map(|file| {
                let size = file.size;
                Some((assembly.add(file)?, size))
            });
            let entries: Vec<(Entry, usize)> = entries.collect();
            let gathered: Vec<T> = entries.par_iter().map(|(entry, _)| gather(entry)).collect();
            for ((entry, size), gathered) in entries.into_iter().zip(gathered) {
                let code = entry.procedure.identity().to_owned();
                let shelved = match room.checked_sub(size) {
                    Some(rest) => {
                        room = rest;
                        Shelved::Held(Box::new(entry))
                    }
                    None => Shelved::OnDisk(entry.source),
                };
                all.push((code, shelved, gathered));
            }
        }
        all.sort_by(|a, b| a.0.cmp(&b.0));
        findings.extend(assembly.finish().1);
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        let (shelf, gathered) = all
            .into_iter()
            .map(|(_, shelved, gathered)| (shelved, gathered))
            .unzip();
        Stocked {
            stock: Stock { frame, shelf },
            gathered,
            findings,
        }
    }
}

impl Procedures for Stock {
    type Error = Changed;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn count(&self) -> usize {
        self.shelf.len()
    }

    fn look<T>(&self, at: usize, look: impl FnOnce(&Entry) -> T) -> Result<T, Changed> {
        let source = match &self.shelf[at] {
            Shelved::Held(entry) => return Ok(look(entry)),
            Shelved::OnDisk(source) => source,
        };
        let read = read_file(self.frame.files(), source.path.clone());
        let same = read.digest == source.digest;
        match read.into_entry().0.filter(|_| same) {
            Some(entry) => Ok(look(&entry)),
            None => Err(Changed {
                path: source.path.clone(),
            }),
        }
    }
}

impl Procedures for Catalogue {
    type Error = Infallible;

    fn frame(&self) -> &Frame {
        self
    }

    fn count(&self) -> usize {
        self.entries().len()
    }

    fn look<T>(&self, at: usize, look: impl FnOnce(&Entry) -> T) -> Result<T, Infallible> {
        Ok(look(&self.entries()[at]))
    }
}
