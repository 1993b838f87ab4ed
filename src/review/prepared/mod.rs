//! What rules compare a procedure with: prepared once a review, in one pass over the catalogue each, and indexed, so that no
//! rule looks at all pairs but those within a family of same names.
//!
//! They are made when a rule first asks, which may be on any thread of the pool: none may itself wait for the pool.

mod asked_for;
mod citations;
mod costs;
mod families;
mod figures;
mod names;
mod peers;
mod results;

pub(super) use self::citations::Citations;
pub(super) use self::costs::Costs;
pub(super) use self::families::{Families, Member, applicants_in, plain_paper, rank};
pub(super) use self::figures::{Figures, Year, complete_years, last_complete_year};
pub(super) use self::names::{Names, verb_and_object};
pub(super) use self::peers::{Peers, asked_of_all, limit_in_days, unconditional};
pub(super) use self::results::{Need, Results, authorities, may_name_a_result, name_of as document_name};
