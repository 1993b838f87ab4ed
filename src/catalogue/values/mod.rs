//! Typed values that people write as they write them on paper.
//!
//! Each type reads such a text ([`FromStr`](std::str::FromStr)) and prints the one canonical form ([`Display`](std::fmt::Display)); what it
//! prints it reads back unchanged. [`Written`] keeps the author's own text beside the value, so that nothing is rewritten
//! and nothing unreadable is lost.

mod choice;
mod clause;
mod code;
mod date;
mod document_number;
mod fee;
mod legal_ref;
mod result_code;
mod time_limit;
mod words;
mod written;

pub use self::choice::{
    Applicant, Channel, FormerOnlineLevel, LegalKind, Level, Numbering, OneStop, OnlineLevel, ProcedureKind,
    RegulationKind, Status, parse_levels,
};
pub use self::clause::Clause;
pub use self::code::ProcedureCode;
pub use self::date::Date;
pub use self::document_number::DocumentNumber;
pub use self::fee::{Currency, Fee, Money};
pub use self::legal_ref::LegalRef;
pub use self::result_code::ResultCode;
pub use self::time_limit::{TimeLimit, Unit};
pub use self::written::{Described, ParseValueError, Written};

#[cfg(test)]
/// Every value printed must be read back unchanged; every text understood must print to something understood the same.
fn assert_round_trip<T>(text: &str)
where
    T: std::str::FromStr<Err = ParseValueError> + std::fmt::Display + PartialEq + std::fmt::Debug,
{
    let value = text.parse::<T>().unwrap_or_else(|error| panic!("{text:?}: {error}"));
    let printed = value.to_string();
    assert_eq!(
        printed.parse::<T>().as_ref(),
        Ok(&value),
        "{text:?} printed as {printed:?}"
    );
}
