//! The program and the library as a whole: one test binary.

mod architecture;
mod catalogue;
mod check;
mod cli;
mod diff;
mod proposal;
mod reference;
mod support;
mod values;
