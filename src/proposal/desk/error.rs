//! Why nothing was written.

use std::fmt;
use std::path::PathBuf;

use thiserror::Error;

use crate::finding::Finding;
use crate::review::cost::CostError;
use crate::review::decision::{Conflict, REVIEWERS, RecordError, Step};

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum DeskError {
    /// Findings stand against it.
    #[error("{why}")]
    Refused {
        /// What they keep from being done.
        why: Why,
        /// The findings.
        findings: Vec<Finding>,
    },
    /// There is a decision already, and it was not to be replaced.
    #[error("{} exists already", path.display())]
    Exists {
        /// Its file.
        path: PathBuf,
    },
    /// It was approved and stays as it is.
    #[error("{path} was approved already and stays as it is")]
    Approved {
        /// Its file, from the folder of the decisions.
        path: String,
    },
    /// It has to say who does it, and does not.
    #[error("it says nobody's name")]
    Nobody,
    /// It has to say why.
    #[error("it says no reason")]
    NoReason,
    /// Nothing was decided on the procedure yet.
    #[error("no decision on {code} in {revision}")]
    Undecided {
        /// Code of the procedure.
        code: String,
        /// The revision.
        revision: String,
    },
    /// The revision has no such procedure.
    #[error("no procedure {code} in {revision}")]
    NoProcedure {
        /// Code that was asked for.
        code: String,
        /// The revision.
        revision: String,
    },
    /// A procedure is named twice.
    #[error("procedure {code} is named twice")]
    Twice {
        /// Its code.
        code: String,
    },
    /// Several procedures, or none, where one decision is on one procedure or on a group with a title.
    #[error("several procedures are one decision only as a group with a title")]
    NoGroup,
    /// A group's title says nothing.
    #[error("{0:?} is no title of a group")]
    NoTitle(String),
    /// The catalogue is not there any more, or cannot be read as it is now.
    #[error("nothing was written: the catalogue in {} is gone or cannot be read now", path.display())]
    Gone {
        /// Where the revision was.
        path: PathBuf,
    },
    /// The decision's file cannot be read.
    #[error("{} has mistakes", path.display())]
    Mistakes {
        /// The file.
        path: PathBuf,
    },
    /// The file is not what the person saw.
    #[error("{} was changed meanwhile", path.display())]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
        /// Who took the last step in it, as far as it says.
        by: Option<String>,
        /// When.
        on: Option<String>,
        /// What it says now; `None` when it is gone.
        now: Option<String>,
    },
    /// Nothing loses its result, because the procedure does not end.
    #[error("the decision on {code} does not end it, so nothing loses its result")]
    NotEnding {
        /// Code of the procedure.
        code: String,
    },
    /// The procedure does not need the result of the one that ends.
    #[error("{code} asks for no paper that is a result of {of}")]
    NoNeed {
        /// Code of the procedure.
        code: String,
        /// Code of the one that ends.
        of: String,
    },
    /// Enough assessments are in; each reviewer may have seen the other's by now.
    #[error("{code} has {REVIEWERS} assessments, and each reviewer may have seen the other's by now")]
    Settled {
        /// Code of the procedure.
        code: String,
    },
    /// An assessment is adopted, and shown, when the others are in.
    #[error("{code} has {have} of {REVIEWERS} assessments; it is adopted, and its content shown, when both are in")]
    Waiting {
        /// Code of the procedure.
        code: String,
        /// Assessments there are.
        have: usize,
    },
    /// The reviewer has not assessed the procedure.
    #[error("no assessment of {code} by {reviewer:?}; there are those of {}", there.join(", "))]
    NoAssessment {
        /// Code of the procedure.
        code: String,
        /// The reviewer.
        reviewer: String,
        /// Those who have.
        there: Vec<String>,
    },
    /// The reviewers do not agree, and nothing says why one of them is followed.
    #[error("the reviewers do not agree")]
    Disagree(Vec<Conflict>),
    /// Neither the person nor the revision nor the clock says a day.
    #[error("there is no day to decide on")]
    NoDay,
    /// A cost could not be worked out.
    #[error("cannot work out the compliance cost")]
    Cost(#[from] CostError),
    /// The file could not be written.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// What findings keep from being done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// A decision that `propose` would refuse.
    Proposal,
    /// An assessment that is not complete.
    Assessment,
    /// A step that cannot be taken yet.
    Step {
        /// Code of the procedure.
        code: String,
        /// The step.
        step: Step,
    },
    /// A decision that does not fit the text any more cannot be confirmed.
    Text,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proposal => f.write_str("propose would refuse the decision"),
            Self::Assessment => f.write_str("the assessment is not complete"),
            Self::Step { code, step } => write!(f, "{code} cannot take the step {step} yet"),
            Self::Text => f.write_str("the decision does not fit the text any more"),
        }
    }
}
