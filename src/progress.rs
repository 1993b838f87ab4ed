//! How far long work has come, told by who does it to whoever shows it.

/// A part of long work, in steps that can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Files of a revision are read; a step is a file.
    Reading,
    /// What procedures are compared with is made ready.
    Preparing,
    /// Rules look at procedures; a step is a procedure.
    Reviewing,
    /// Results are written; a step is a finding.
    Writing,
}

/// Who is told. Called from any thread.
pub trait Progress: Sync {
    /// A stage begins, with so many steps; 0 when nobody knows how many. The stage before has ended.
    fn begin(&self, stage: Stage, steps: usize);

    /// So many more steps of the stage are done.
    fn advance(&self, steps: usize);
}

/// Nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Stage, _: usize) {}

    fn advance(&self, _: usize) {}
}
