//! Changes made by hand, for the tests of what is worked out from changes.

use rust_decimal::Decimal;

use super::{
    Burden, CatalogueDiff, Change, Kind, ProcedureDiff, Quantity, Selection, Status, Summary, Totals, patterns,
};
use crate::catalogue::fields::field;

/// A change of a whole entry or text of a field.
pub(super) fn change(key: &str, kind: Kind) -> Change {
    let field = field(key).unwrap_or_else(|| panic!("no field {key}"));
    Change {
        burden: Burden::Unclear,
        sentence: format!("{} {kind:?}", field.label),
        ..Change::new(field, kind)
    }
}

/// A change from one text to another.
pub(super) fn reworded(key: &str, old: &str, new: &str) -> Change {
    Change {
        old: Some(old.to_owned()),
        new: Some(new.to_owned()),
        ..change(key, Kind::Changed)
    }
}

/// A change of a part of an entry.
pub(super) fn part(key: &str, part: &'static str, kind: Kind) -> Change {
    Change {
        part: Some(part),
        ..change(key, kind)
    }
}

/// A change of a quantity.
pub(super) fn quantity(key: &str, name: &'static str, old: i64, new: i64, unit: &str) -> Change {
    let (from, to) = (Decimal::from(old), Decimal::from(new));
    let percent = (old != 0).then(|| (to - from) * Decimal::ONE_HUNDRED / from);
    Change {
        old: Some(format!("{old} {unit}")),
        new: Some(format!("{new} {unit}")),
        burden: if new < old { Burden::Lighter } else { Burden::Heavier },
        quantity: Some(Quantity {
            old: from,
            new: to,
            unit: unit.to_owned(),
            percent: percent.map(|percent| percent.round_dp(1)),
        }),
        ..part(key, name, Kind::Changed)
    }
}

/// A procedure with changes.
pub(super) fn procedure(code: &str, changes: Vec<Change>) -> ProcedureDiff {
    ProcedureDiff {
        code: code.to_owned(),
        name: format!("Thủ tục {code}"),
        field: "Thử".to_owned(),
        status: Status::Changed,
        levels: vec!["Cấp xã".to_owned()],
        agency: "Bộ Thử".to_owned(),
        replaces: Vec::new(),
        lineage: None,
        changes,
    }
}

/// A comparison of which these are the differences.
pub(super) fn comparison(procedures: Vec<ProcedureDiff>) -> CatalogueDiff {
    let mut summary = Summary::default();
    procedures.iter().for_each(|procedure| summary.count(procedure));
    CatalogueDiff {
        old: "cũ".to_owned(),
        new: "mới".to_owned(),
        summary,
        totals: Totals::of(&procedures),
        patterns: patterns::of(&procedures),
        candidates: Vec::new(),
        selection: Selection::default(),
        procedures,
    }
}
