//! Which way a change moves the burden of those who must comply. The rules, in order:
//!
//! | change | lighter | heavier |
//! | --- | --- | --- |
//! | spelling, format, the name of an office; a remark | neither | |
//! | time limit, fee, number of originals, copies or sets | less | more |
//! | fee where there was none, and the reverse | dropped | payable |
//! | copies asked for in the place of originals | the originals less | neither for the copies |
//! | paper, requirement | dropped | new |
//! | paper "if any" | now only if any | now always |
//! | channel | new | dropped |
//! | how far the online service goes | further | less far |
//! | level of government | further down, nearer to people | further up |
//! | name, description, legal bases, key words | neither | |
//! | anything else, and quantities that cannot be compared | a person must judge | |

use std::cmp::Ordering::{Equal, Greater, Less};

use super::{Burden, Kind};
use crate::catalogue::fields::{self, Entry, Field, Measure};
use crate::catalogue::values::Level;

/// Of an entry that came or went.
pub(super) fn of_entry(field: &Field, entry: &Entry<'_>, kind: Kind) -> Burden {
    let more = kind == Kind::Added;
    match field.burden {
        _ if entry.remark => Burden::Neutral,
        fields::Burden::Neutral => Burden::Neutral,
        fields::Burden::Unclear | fields::Burden::LowerIsLighter => Burden::Unclear,
        fields::Burden::EntriesAreHeavier => toward(more),
        fields::Burden::EntriesAreLighter => toward(!more),
    }
}

/// Of another wording, or of another place.
pub(super) fn of_wording(field: &Field) -> Burden {
    match field.burden {
        fields::Burden::Neutral => Burden::Neutral,
        _ => Burden::Unclear,
    }
}

/// Of a value that changed, came or went.
pub(super) fn of_value(field: &Field, before: Option<Measure<'_>>, after: Option<Measure<'_>>) -> Burden {
    let order = match (before, after) {
        (Some(Measure::Time(a)), Some(Measure::Time(b))) => b.compare(a),
        (Some(Measure::Fee(a)), Some(Measure::Fee(b))) => b.compare(a),
        (Some(Measure::Count(a)), Some(Measure::Count(b))) | (Some(Measure::Copies(a)), Some(Measure::Copies(b))) => {
            Some(b.cmp(&a))
        }
        (Some(Measure::Step(a)), Some(Measure::Step(b))) => Some(b.cmp(&a)),
        (None, Some(Measure::Count(_) | Measure::Copies(_))) | (Some(Measure::Relief), None) => Some(Greater),
        (Some(Measure::Count(_) | Measure::Copies(_)), None) | (None, Some(Measure::Relief)) => Some(Less),
        (None, Some(Measure::Fee(fee))) => Some(if fee.is_payable() { Greater } else { Equal }),
        (Some(Measure::Fee(fee)), None) => Some(if fee.is_payable() { Less } else { Equal }),
        _ => None,
    };
    match order {
        Some(Less) => Burden::Lighter,
        Some(Greater) => Burden::Heavier,
        Some(Equal) => Burden::Neutral,
        None => of_wording(field),
    }
}

/// Of entries that gave way to others.
pub(super) fn of_exchange(field: &Field, gone: &[&Entry<'_>], come: &[&Entry<'_>]) -> Burden {
    if field.burden != fields::Burden::LowerIsLighter {
        return of_wording(field);
    }
    match moved_down(gone, come) {
        Some(down) => toward(!down),
        None => Burden::Unclear,
    }
}

/// Whether all that came stand below all that went; `None` when neither that nor the reverse is so.
pub(super) fn moved_down(gone: &[&Entry<'_>], come: &[&Entry<'_>]) -> Option<bool> {
    let levels = |entries: &[&Entry<'_>]| -> Option<Vec<Level>> {
        let level = |entry: &&Entry<'_>| entry.identity().parse().ok().filter(|level| *level != Level::Other);
        entries.iter().map(level).collect()
    };
    let (gone, come) = (levels(gone)?, levels(come)?);
    if come.iter().min()? > gone.iter().max()? {
        Some(true)
    } else if come.iter().max()? < gone.iter().min()? {
        Some(false)
    } else {
        None
    }
}

fn toward(heavier: bool) -> Burden {
    if heavier { Burden::Heavier } else { Burden::Lighter }
}
