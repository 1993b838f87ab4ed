//! What offices report: counts of a catalogue with the targets of a plan, and whether figures somebody typed agree.
//!
//! Every share keeps its numerator and denominator; arithmetic is decimal and exact.

pub mod audit;
