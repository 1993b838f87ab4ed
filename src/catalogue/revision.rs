//! What a revision is, by whatever name it goes: a folder, a date under `catalogue/`, a zip archive, a git revision.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::Catalogue;
use super::files::{Files, FilesError, Stamp, path_in_work_tree};
use super::load::{LoadError, Loaded, PROCEDURES};
use super::pair;
use super::settings::Settings;
use super::values::Date;
use super::yaml;
use crate::progress::Silent;

/// File that makes a folder a revision.
pub const HEAD: &str = "catalogue.yaml";

/// Where revisions live and how to find them by name.
#[derive(Debug, Clone)]
pub struct Revisions {
    root: PathBuf,
}

/// A revision that was found, not yet read.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Name to show: `2026-07-01`, `HEAD~3:catalogue/2026-07-01`.
    pub name: String,
    /// Its files.
    pub files: Files,
}

/// Why a revision was not found.
#[derive(Debug, Error)]
pub enum RevisionError {
    /// There is no revision at all.
    #[error("no revision in {root} (a revision is a folder that holds {HEAD})")]
    NoRevision {
        /// Folder that was searched.
        root: String,
    },
    /// Nothing by that name.
    #[error(
        "no revision called {name:?}: not a folder or a zip archive of one that holds {HEAD}, and not a git revision ({reason})"
    )]
    NotFound {
        /// Name that was asked for.
        name: String,
        /// Why git did not know it.
        reason: String,
    },
    /// No revision is as old as that.
    #[error("no revision in {root} is dated {day} or before (key `ngay` of {HEAD})")]
    NoneBy {
        /// Day that was asked for.
        day: String,
        /// Folder that was searched.
        root: String,
    },
    /// Nothing to compare a revision with.
    #[error(
        "there is no revision before {name}: no older folder beside it, and no other state of it in the last commit"
    )]
    NoneBefore {
        /// Name of the revision.
        name: String,
    },
    /// The files could not be had.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The files could not be read.
    #[error(transparent)]
    Load(#[from] LoadError),
}

impl Revisions {
    /// Revisions below `root`; `root` may itself be a revision.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        // "." has neither a name nor a parent.
        let named = root.file_name().is_some();
        let root = if named {
            root
        } else {
            root.canonicalize().unwrap_or(root)
        };
        Self { root }
    }

    /// The folder that holds the revisions (and `ra_soat/` beside them).
    pub fn root(&self) -> &Path {
        if self.root.join(HEAD).is_file() || is_archive(&self.root) {
            let parent = self.root.parent().unwrap_or(&self.root);
            if parent.as_os_str().is_empty() {
                Path::new(".")
            } else {
                parent
            }
        } else {
            &self.root
        }
    }

    /// The folder-revisions below the root, oldest first by name.
    pub fn folders(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.root()) else {
            return Vec::new();
        };
        let mut folders: Vec<_> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.join(HEAD).is_file())
            .collect();
        folders.sort();
        folders
    }

    /// Every file and every link of every folder-revision, of the folders `beside` them, and directly below the root, each with
    /// its stamp: what is no longer the same as before was changed by somebody.
    pub fn stamped(&self, beside: &[&str]) -> Vec<(String, Stamp)> {
        let root = self.root();
        let mut stamped = Vec::new();
        let beside = beside.iter().map(|name| root.join(name));
        for folder in self.folders().into_iter().chain(beside) {
            let name = name_of(&folder);
            let files = Files::Folder(folder).watched().into_iter();
            stamped.extend(files.map(|(path, stamp)| (format!("{name}{path}"), stamp)));
        }
        stamped.extend(Files::Folder(root.to_owned()).stamped_here());
        stamped.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        stamped
    }

    /// Those of some codes for which no folder-revision has a file. Only names of files are looked at.
    pub fn without_procedure<'c>(&self, codes: impl Iterator<Item = &'c String>) -> Vec<&'c str> {
        let mut named = HashSet::new();
        for folder in self.folders() {
            let files = Files::Folder(folder).stamped(PROCEDURES, ".yaml").into_iter();
            named
                .extend(files.filter_map(|(path, _)| Some(path.rsplit('/').next()?.strip_suffix(".yaml")?.to_owned())));
        }
        codes
            .map(String::as_str)
            .filter(|code| !named.contains(*code))
            .collect()
    }

    /// The revision to use when none is named: the root itself if it is one, else the newest below it.
    ///
    /// # Errors
    ///
    /// When there is none, or the root is an archive that cannot be used.
    pub fn newest(&self) -> Result<Revision, RevisionError> {
        if is_archive(&self.root) {
            return archive_revision(&self.root);
        }
        let folder = if self.root.join(HEAD).is_file() {
            Some(self.root.clone())
        } else {
            self.folders().pop()
        };
        folder.map(folder_revision).ok_or_else(|| RevisionError::NoRevision {
            root: self.root.display().to_string(),
        })
    }

    /// The last folder-revision whose date is not after a day.
    ///
    /// # Errors
    ///
    /// When all are later, or none says its date.
    pub fn as_of(&self, day: Date) -> Result<Revision, RevisionError> {
        let dated = self.folders().into_iter().filter_map(|folder| {
            let date = date_of(&folder)?;
            (date <= day).then_some((date, folder))
        });
        dated
            .max()
            .map(|(_, folder)| folder_revision(folder))
            .ok_or_else(|| RevisionError::NoneBy {
                day: day.to_string(),
                root: self.root().display().to_string(),
            })
    }

    /// What a revision is compared with when nobody says it: what was published before.
    ///
    /// For a folder with changes that are not committed, that is the folder as the last commit has it; otherwise the folder
    /// before it, by name, in the same place.
    ///
    /// # Errors
    ///
    /// When there is neither.
    pub fn before(&self, newer: &Revision) -> Result<Revision, RevisionError> {
        if let Files::Folder(folder) = &newer.files {
            if let Some(committed) = committed(folder, &newer.files) {
                return Ok(committed);
            }
            let same = |other: &PathBuf| other.canonicalize().ok() == folder.canonicalize().ok();
            let older = self.folders().into_iter().take_while(|other| !same(other)).last();
            if let Some(older) = older.filter(|_| self.folders().iter().any(same)) {
                return Ok(folder_revision(older));
            }
        }
        Err(RevisionError::NoneBefore {
            name: newer.name.clone(),
        })
    }

    /// The revision called `name`: a path of a folder or of a zip archive, either below the root, `REV:path`, or a git
    /// revision, which stands for the newest revision as that commit had it.
    ///
    /// # Errors
    ///
    /// When nothing goes by that name, or an archive does that cannot be used.
    pub fn find(&self, name: &str) -> Result<Revision, RevisionError> {
        for place in [PathBuf::from(name), self.root().join(name)] {
            if place.join(HEAD).is_file() {
                return Ok(folder_revision(place));
            }
            if is_archive(&place) {
                return archive_revision(&place);
            }
        }
        let not_found = |error: FilesError| RevisionError::NotFound {
            name: name.to_owned(),
            reason: error.to_string(),
        };
        if let Some((revision, path)) = name.split_once(':') {
            let files = Files::git(self.root(), revision, path.trim_matches('/')).map_err(not_found)?;
            return Ok(Revision {
                name: name.to_owned(),
                files,
            });
        }
        let (folder, files) = self.newest_in_commit(name).map_err(not_found)?;
        Ok(Revision {
            name: format!("{name}:{folder}"),
            files,
        })
    }

    /// The states of a revision's folder that were committed, oldest first, by names that [`Revisions::find`] knows.
    ///
    /// # Errors
    ///
    /// When the folder is in no git repository, or its history cannot be read.
    pub fn committed(&self, revision: &Revision) -> Result<Vec<String>, FilesError> {
        let folder = revision.files.on_disk();
        let path = folder.and_then(path_in_work_tree).ok_or_else(|| FilesError::Git {
            what: revision.name.clone(),
            reason: "no folder of a git repository".to_owned(),
        })?;
        let commits = Files::git_commits(self.root(), &path)?.into_iter();
        Ok(commits
            .map(|commit| format!("{}:{path}", &commit[..commit.len().min(10)]))
            .collect())
    }

    /// The newest revision folder of a commit, wherever in the tree it stands.
    fn newest_in_commit(&self, revision: &str) -> Result<(String, Files), FilesError> {
        let newest = Files::git_folders(self.root(), revision, HEAD)?.into_iter().max();
        match newest {
            Some(folder) => Files::git(self.root(), revision, &folder).map(|files| (folder, files)),
            None => Err(FilesError::Git {
                what: revision.to_owned(),
                reason: format!("no folder in it holds {HEAD}"),
            }),
        }
    }
}

impl Revision {
    /// Reads the revision.
    ///
    /// # Errors
    ///
    /// When its files cannot be listed or `catalogue.yaml` cannot be read at all.
    pub fn load(self) -> Result<Loaded, LoadError> {
        Catalogue::load(self, &Silent)
    }
}

/// The date a revision's head says.
fn date_of(folder: &Path) -> Option<Date> {
    let bytes = Files::Folder(folder.to_owned()).read(HEAD).ok()?;
    let settings: Settings = yaml::read(yaml::text(&bytes).ok()?).ok()?;
    settings.day()
}

/// The folder as the last commit has it, when that is there and differs from what the folder holds now.
fn committed(folder: &Path, now: &Files) -> Option<Revision> {
    let path = path_in_work_tree(folder)?;
    let files = Files::git(folder, "HEAD", &path).ok()?;
    pair::differ(&files, now).then(|| Revision {
        name: format!("HEAD:{path}"),
        files,
    })
}

fn is_archive(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
        && path.is_file()
}

fn archive_revision(path: &Path) -> Result<Revision, RevisionError> {
    Ok(Revision {
        name: name_of(path),
        files: Files::zip(path, HEAD)?,
    })
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn folder_revision(folder: PathBuf) -> Revision {
    Revision {
        name: name_of(&folder),
        files: Files::Folder(folder),
    }
}
