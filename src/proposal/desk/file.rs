//! Files as they are and as they are to be.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Desk, DeskError, Done, Filed, Seen, Subject, Undo};
use crate::catalogue::files::{FilesError, remove_whole, write_below};
use crate::catalogue::lineage::base_code;
use crate::catalogue::revision::HEAD;
use crate::catalogue::values::Written;
use crate::catalogue::yaml;
use crate::review::decision::{
    Assessments, Decision, Decisions, RecordError, Version, changed_text, is_assessment, text_of,
};

/// A decision's file and its bytes; nothing but `None` when there is none.
pub(super) struct Current {
    pub(super) path: String,
    pub(super) bytes: Option<Vec<u8>>,
}

/// A file that is to be written.
pub(super) struct Plan {
    pub(super) current: Current,
    pub(super) codes: Vec<String>,
    pub(super) decision: Decision,
    pub(super) text: String,
}

impl Current {
    pub(super) fn version(&self) -> Version {
        Version::of(self.bytes.as_deref())
    }
}

impl Plan {
    /// A decision in the place of what the file says now. Where there is one, it is changed in place.
    pub(super) fn of(
        desk: &Desk<'_>,
        current: Current,
        codes: Vec<String>,
        decision: Decision,
    ) -> Result<Self, DeskError> {
        let text = match &current.bytes {
            Some(bytes) => changed_text(&desk.file(&current.path), bytes, |old| old.clone_from(&decision))?,
            None => text_of(&current.path, &decision)?,
        };
        Ok(Self {
            current,
            codes,
            decision,
            text,
        })
    }

    /// What is to be said of the file when it is written.
    pub(super) fn filed(&self, desk: &Desk<'_>) -> Filed {
        Filed {
            path: self.current.path.clone(),
            file: desk.file(&self.current.path),
            codes: self.codes.clone(),
            begun: self.current.bytes.is_none(),
            version: Version::of(Some(self.text.as_bytes())),
            findings: Vec::new(),
            dependents: Vec::new(),
            reviewers: None,
            reread: Vec::new(),
        }
    }
}

impl Desk<'_> {
    pub(super) fn file(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// The file as it is now.
    pub(super) fn current(&self, path: &str) -> Result<Current, DeskError> {
        let bytes = match Decisions::bytes(&self.folder, path) {
            Ok(bytes) if bytes.len() <= yaml::MAX_BYTES => Some(bytes),
            Err(FilesError::Read { source, .. }) if source.kind() == ErrorKind::NotFound => None,
            Ok(_) | Err(_) => return Err(DeskError::Mistakes { path: self.file(path) }),
        };
        Ok(Current {
            path: path.to_owned(),
            bytes,
        })
    }

    /// The same for one that people may have seen; it must be what they saw.
    pub(super) fn expected<'s>(
        &self,
        path: &str,
        subjects: impl IntoIterator<Item = &'s Subject>,
    ) -> Result<Current, DeskError> {
        let current = self.current(path)?;
        let version = current.version();
        let mut seen = subjects.into_iter().filter_map(|subject| subject.expected);
        match seen.any(|seen| seen != version) {
            true => Err(self.changed(&current)),
            false => Ok(current),
        }
    }

    /// What a file says; `None` when there is none.
    pub(super) fn decision(&self, current: &Current) -> Result<Option<Decision>, DeskError> {
        let Some(bytes) = &current.bytes else { return Ok(None) };
        read(bytes).map(Some).ok_or_else(|| DeskError::Mistakes {
            path: self.file(&current.path),
        })
    }

    pub(super) fn look(&self, path: &str) -> Seen {
        let current = self.current(path).unwrap_or(Current {
            path: path.to_owned(),
            bytes: None,
        });
        Seen {
            version: current.version(),
            decision: current.bytes.as_deref().and_then(read),
            path: current.path,
        }
    }

    fn changed(&self, current: &Current) -> DeskError {
        let decision = current.bytes.as_deref().and_then(read).unwrap_or_default();
        let last = decision.history.last();
        let by = last.and_then(|event| event.by.clone()).or(decision.decided_by);
        let on = last.and_then(|event| event.on.clone()).or(decision.decided_on);
        DeskError::ChangedMeanwhile {
            path: self.file(&current.path),
            by,
            on: on.as_ref().map(Written::text).map(str::to_owned),
            now: current
                .bytes
                .as_deref()
                .map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
        }
    }

    /// Writes all files or none. Who holds the lock has checked them; somebody with an editor may have saved one since.
    pub(super) fn write(&self, plans: &[&Plan]) -> Result<Vec<Undo>, DeskError> {
        for plan in plans {
            let now = self.current(&plan.current.path)?;
            if now.bytes != plan.current.bytes {
                return Err(self.changed(&now));
            }
        }
        let files: Vec<(&str, &str)> = plans
            .iter()
            .map(|plan| (plan.current.path.as_str(), plan.text.as_str()))
            .collect();
        write_below(&self.folder, &files).map_err(|(path, source)| RecordError::Write { path, source })?;
        let undo = plans.iter().map(|plan| Undo {
            path: plan.current.path.clone(),
            before: plan.current.bytes.clone(),
            after: Version::of(Some(plan.text.as_bytes())),
        });
        Ok(undo.collect())
    }

    /// Writes plans, with what is to be said of each.
    pub(super) fn finish(&self, plans: &[Plan], files: Vec<Filed>) -> Result<Done, DeskError> {
        let undo = self.write(&plans.iter().collect::<Vec<_>>())?;
        Ok(Done {
            files,
            undo,
            ..Done::default()
        })
    }

    /// Takes back what was written: each file gets the bytes it had before, or goes when it was new. What is returned takes
    /// this back in turn.
    ///
    /// # Errors
    ///
    /// When a file is no longer what was written then, or is an assessment that the other reviewer may have seen by now;
    /// nothing is taken back then.
    pub fn undo(&self, undo: &[Undo]) -> Result<Vec<Undo>, DeskError> {
        let _lock = self.lock()?;
        let mut again = Vec::with_capacity(undo.len());
        for one in undo {
            let current = self.current(&one.path)?;
            if current.version() != one.after {
                return Err(self.changed(&current));
            }
            self.is_unseen(&current)?;
            again.push(Undo {
                path: one.path.clone(),
                before: current.bytes,
                after: Version::of(one.before.as_deref()),
            });
        }
        let (kept, gone): (Vec<&Undo>, Vec<&Undo>) = undo.iter().partition(|one| one.before.is_some());
        let kept: Vec<(&str, &[u8])> = kept
            .into_iter()
            .filter_map(|one| Some((one.path.as_str(), one.before.as_deref()?)))
            .collect();
        write_below(&self.folder, &kept).map_err(|(path, source)| RecordError::Write { path, source })?;
        for one in gone {
            // Taken back twice, a file that was new is not there any more.
            let path = self.file(&one.path);
            if path.exists() {
                remove_whole(&path).map_err(|source| RecordError::Write { path, source })?;
            }
        }
        Ok(again)
    }

    /// An assessment stays when the other reviewer may have seen it.
    fn is_unseen(&self, current: &Current) -> Result<(), DeskError> {
        if !is_assessment(&current.path) {
            return Ok(());
        }
        let Some(decision) = self.decision(current)? else {
            return Ok(());
        };
        let code = base_code(&decision.code);
        let (assessments, _) = Assessments::load(&self.folder);
        match assessments.are_in(&decision.revision, &code) {
            true => Err(DeskError::Settled { code }),
            false => Ok(()),
        }
    }

    /// That the catalogue is still what people saw: what is written beside one that is gone is lost, and on one that cannot be
    /// read any more nobody knows what was decided.
    pub(super) fn is_there(&self) -> Result<(), DeskError> {
        let files = self.catalogue.files();
        let place = files.on_disk();
        let gone = place.is_some_and(|place| !place.exists() || place.is_dir() && files.read(HEAD).is_err());
        match gone || self.unreadable {
            true => Err(DeskError::Gone {
                path: place.unwrap_or(Path::new(HEAD)).to_owned(),
            }),
            false => Ok(()),
        }
    }

    pub(super) fn known(&self) -> Decisions {
        Decisions::load(&self.folder).0
    }
}

fn read(bytes: &[u8]) -> Option<Decision> {
    yaml::text(bytes).and_then(yaml::read).ok()
}
