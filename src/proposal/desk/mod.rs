//! Where decisions are taken: everything that writes a decision's file goes through a [`Desk`], whoever asks for it.
//!
//! Each call checks what is wanted under the lock of the decisions' folder, as `propose` would, and writes all of it or
//! nothing. A file that is no longer what the person saw ([`Subject::expected`]) is never written over, and what was written
//! can be taken back ([`Desk::undo`]) as long as nobody wrote after it.

mod accept;
mod adopt;
mod assess;
mod check;
mod confirm;
mod decide;
mod done;
mod error;
mod file;
mod preview;
mod step;
mod wanted;

use std::path::PathBuf;

pub use self::accept::Acceptance;
pub use self::adopt::Adoption;
pub use self::confirm::Confirmation;
pub use self::done::{Done, Failed, Filed, Reviewers, Undo};
pub use self::error::{DeskError, Why};
pub use self::preview::{Around, Foreseen, Preview};
pub use self::step::Taken;
pub use self::wanted::Wanted;

use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Entry};
use crate::review::decision::{Decision, Decisions, Lock, Version};

/// A procedure something is to be done about, and what its decision's file was like when the person looked at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Code of the procedure.
    pub code: String,
    /// The file as it was seen; `None` writes whatever it is now. It is compared with the file that is to be written.
    pub expected: Option<Version>,
}

impl Subject {
    /// A procedure whose decision's file was seen like that.
    pub fn seen(code: impl Into<String>, expected: Version) -> Self {
        Self {
            code: code.into(),
            expected: Some(expected),
        }
    }
}

impl From<&str> for Subject {
    fn from(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            expected: None,
        }
    }
}

/// A decision's file as it is on the disk.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its path, from the folder of the decisions.
    pub path: String,
    /// What a person who looks at it has seen; to be handed back as [`Subject::expected`].
    pub version: Version,
    /// What it says; `None` when there is no file, or it has mistakes.
    pub decision: Option<Decision>,
}

/// Decisions on one revision, and the folder they are kept in.
#[derive(Debug)]
pub struct Desk<'c> {
    catalogue: &'c Catalogue,
    folder: PathBuf,
    shown: PathBuf,
    unreadable: bool,
}

impl<'c> Desk<'c> {
    /// For a revision and the folder of the decisions ([`Decisions::folder`]).
    pub fn new(catalogue: &'c Catalogue, folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self {
            catalogue,
            shown: folder.clone(),
            folder,
            unreadable: false,
        }
    }

    /// The same, which writes nothing where the catalogue cannot be read as it is now.
    #[must_use]
    pub fn unless(mut self, unreadable: bool) -> Self {
        self.unreadable = unreadable;
        self
    }

    /// The same, with the folder under another name in what is found: `ra_soat` for people who do not see the disk.
    #[must_use]
    pub fn shown_as(mut self, name: impl Into<PathBuf>) -> Self {
        self.shown = name.into();
        self
    }

    /// The file a decision on a procedure would be written to, as it is now. `known` only tells where that is; `on` is the
    /// day of the decision, the revision's own when `None`.
    ///
    /// # Errors
    ///
    /// When there is no such procedure or no day.
    pub fn seen(&self, known: &Decisions, code: &str, on: Option<Date>) -> Result<Seen, DeskError> {
        let decision = Decision {
            code: self.entry(code)?.procedure.identity().into(),
            revision: self.catalogue.name().to_owned(),
            ..Decision::default()
        };
        let recorded = known.of(self.catalogue.name(), decision.code.text());
        let path = match recorded {
            Some(recorded) => recorded.path.clone(),
            None => known.place_for(&self.folder, self.day(on)?.year(), &decision),
        };
        Ok(self.look(&path))
    }

    /// The assessment of a reviewer as it is now. Only the reviewer may be shown it before the others are in
    /// ([`crate::review::decision::Assessments::may_see`]).
    ///
    /// # Errors
    ///
    /// When there is no such procedure or no day.
    pub fn seen_assessment(&self, reviewer: &str, code: &str, on: Option<Date>) -> Result<Seen, DeskError> {
        let code = self.entry(code)?.procedure.identity();
        Ok(self.look(&self.place_of_assessment(self.day(on)?, reviewer, code)))
    }

    fn entry(&self, code: &str) -> Result<&'c Entry, DeskError> {
        self.catalogue.get(code).ok_or_else(|| DeskError::NoProcedure {
            code: code.to_owned(),
            revision: self.catalogue.name().to_owned(),
        })
    }

    /// The procedures, each named once.
    fn entries(&self, on: &[Subject]) -> Result<Vec<&'c Entry>, DeskError> {
        let mut entries: Vec<&Entry> = Vec::with_capacity(on.len());
        let mut known = std::collections::HashSet::with_capacity(on.len());
        for subject in on {
            let entry = self.entry(&subject.code)?;
            if !known.insert(entry.procedure.identity()) {
                return Err(DeskError::Twice {
                    code: subject.code.clone(),
                });
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    /// The day of a decision: the one given, else the revision's own.
    fn day(&self, given: Option<Date>) -> Result<Date, DeskError> {
        given
            .or_else(|| self.catalogue.settings().day())
            .ok_or(DeskError::NoDay)
    }

    /// The day something was done: the one given, else today.
    fn day_done(given: Option<Date>) -> Result<Date, DeskError> {
        given.or_else(Date::today).ok_or(DeskError::NoDay)
    }

    fn lock(&self) -> Result<Lock, DeskError> {
        self.is_there()?;
        Ok(Lock::take(&self.folder)?)
    }

    /// The path of a decision file as people can open it.
    fn shown(&self, path: &str) -> String {
        self.shown.join(path).display().to_string()
    }
}

/// The name of whoever did something.
fn who(by: &str) -> Result<&str, DeskError> {
    Some(by).filter(|by| !by.trim().is_empty()).ok_or(DeskError::Nobody)
}

#[cfg(test)]
mod tests;
