//! Model to findings: rules, compliance cost, recorded decisions.

pub mod cost;
