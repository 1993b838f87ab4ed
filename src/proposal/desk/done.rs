//! What was done.

use std::path::PathBuf;

use super::DeskError;
use crate::finding::Finding;
use crate::review::decision::{Changes, Version};

/// What was written.
#[derive(Debug, Default)]
pub struct Done {
    /// Every file, in the order of what was asked.
    pub files: Vec<Filed>,
    /// Procedures whose decision rests on nothing that changed, so that there was nothing to confirm.
    pub unchanged: Vec<String>,
    /// What takes it back, one for each file; see [`super::Desk::undo`].
    pub undo: Vec<Undo>,
}

/// A file that was written.
#[derive(Debug, Clone)]
pub struct Filed {
    /// Its path, from the folder of the decisions.
    pub path: String,
    /// The file.
    pub file: PathBuf,
    /// Procedures of those asked about that it is on.
    pub codes: Vec<String>,
    /// It was not there before.
    pub begun: bool,
    /// What a person who looks at it now sees.
    pub version: Version,
    /// What `propose` would refuse, written all the same because it is a draft.
    pub findings: Vec<Finding>,
    /// What would still need the results of the procedures it ends. Other decisions may settle it.
    pub dependents: Vec<Finding>,
    /// For an assessment, how it stands with that of the other reviewer.
    pub reviewers: Option<Reviewers>,
    /// For a confirmation, what had changed, by code.
    pub reread: Vec<(String, Changes)>,
}

/// How an assessment stands with that of the other reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reviewers {
    /// The other one is not in yet.
    Waiting,
    /// Both are in and say the same.
    Agree,
    /// Both are in; what they do not agree on.
    Differ(Vec<String>),
}

/// A file as it was before it was written, and what it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// The file, from the folder of the decisions.
    pub path: String,
    /// Its bytes before; `None` when it was not there.
    pub before: Option<Vec<u8>>,
    /// What was written.
    pub after: Version,
}

/// A procedure of many that nothing could be decided on.
#[derive(Debug)]
pub struct Failed {
    /// Code that was asked for.
    pub code: String,
    /// Why.
    pub error: DeskError,
}
