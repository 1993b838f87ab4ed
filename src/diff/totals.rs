//! What the changes of a comparison come to.
//!
//! A deadline or a fee written for several channels of a procedure is one: cut from ten to seven days in all three ways of
//! handing in, it is three days, not nine.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Burden, Change, Kind, ProcedureDiff};
use crate::catalogue::fields::names::{Counted, counted};
use crate::catalogue::quantity;
use crate::catalogue::values::{Level, parse_levels};
use crate::text;

/// The unit of fees.
const MONEY: &str = "đồng";

/// Totals of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// All changes of content.
    pub all: Total,
    /// By field of the catalogue.
    pub by_field: BTreeMap<String, Total>,
    /// By agency that published the record.
    pub by_agency: BTreeMap<String, Total>,
}

/// What some changes of content come to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Total {
    /// Procedures with a change of content.
    pub procedures: usize,
    /// Procedures that are new and replace none.
    pub added: usize,
    /// Procedures that are gone and replaced by none.
    pub removed: usize,
    /// Procedures in both revisions with a change of content.
    pub changed: usize,
    /// Procedures that take the place of others.
    pub replaced: usize,
    /// Changes that make compliance lighter.
    pub lighter: usize,
    /// Heavier.
    pub heavier: usize,
    /// Neither.
    pub neutral: usize,
    /// That a person must judge.
    pub unclear: usize,
    /// Papers that came and went.
    pub papers: Turnover,
    /// Ways of handing in that came and went.
    pub channels: Turnover,
    /// Deadlines that changed.
    pub deadlines: Deadlines,
    /// Fees that changed.
    pub fees: Fees,
    /// Levels that changed.
    pub levels: Levels,
}

/// How many came and how many went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Turnover {
    /// Came.
    pub added: usize,
    /// Went.
    pub removed: usize,
}

/// Deadlines that changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Deadlines {
    /// Shorter than before.
    pub shortened: usize,
    /// Longer than before.
    pub lengthened: usize,
    /// By how much, where it can be told, by unit: working days are not added to calendar days.
    pub by_unit: BTreeMap<String, Shift>,
}

/// Fees that changed, for one dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Fees {
    /// Lower than before.
    pub lowered: usize,
    /// Higher than before.
    pub raised: usize,
    /// By how many đồng, where it can be told.
    pub dong: Shift,
}

/// By how much quantities changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Shift {
    /// Sum of what was taken away.
    #[serde(serialize_with = "quantity::number")]
    pub cut: Decimal,
    /// Sum of what was added.
    #[serde(serialize_with = "quantity::number")]
    pub added: Decimal,
}

/// Levels that changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Levels {
    /// Moved nearer to people: from the province to the commune.
    pub down: usize,
    /// Moved away from them.
    pub up: usize,
    /// Came beside the others.
    pub added: usize,
    /// Went, the others stay.
    pub removed: usize,
}

impl Totals {
    /// What these differences come to.
    pub fn of(procedures: &[ProcedureDiff]) -> Self {
        let mut totals = Self::default();
        for procedure in procedures {
            let by_field = totals.by_field.entry(procedure.field.clone()).or_default();
            let by_agency = totals.by_agency.entry(procedure.agency.clone()).or_default();
            for total in [&mut totals.all, by_field, by_agency] {
                total.add(procedure);
            }
        }
        totals
    }
}

impl Total {
    fn add(&mut self, procedure: &ProcedureDiff) {
        use super::Status::{Added, Changed, Removed, Replaced};
        let has_content = procedure.substantive().next().is_some();
        self.procedures += usize::from(has_content);
        match procedure.status {
            Added => self.added += 1,
            Removed => self.removed += 1,
            Replaced => self.replaced += 1,
            Changed => self.changed += usize::from(has_content),
        }
        let mut counted = BTreeSet::new();
        for change in procedure.substantive() {
            self.add_burden(change.burden);
            self.add_change(change, &mut counted);
        }
    }

    fn add_burden(&mut self, burden: Burden) {
        let count = match burden {
            Burden::Lighter => &mut self.lighter,
            Burden::Heavier => &mut self.heavier,
            Burden::Neutral => &mut self.neutral,
            Burden::Unclear => &mut self.unclear,
        };
        *count += 1;
    }

    /// `seen` holds the deadlines and fees of the procedure that are counted already.
    fn add_change<'a>(&mut self, change: &'a Change, seen: &mut BTreeSet<Said<'a>>) {
        match counted(change.field, change.part) {
            // A remark among the papers is no paper, and weighs nothing.
            Counted::Papers if change.burden != Burden::Neutral => self.papers.add(change.kind),
            Counted::Channels => self.channels.add(change.kind),
            Counted::Levels => self.levels.add(change),
            Counted::Deadline if seen.insert(Said::by(change)) => self.deadlines.add(change),
            Counted::Fee if seen.insert(Said::by(change)) => self.fees.add(change),
            _ => {}
        }
    }
}

/// What two changes of different channels have in common when they are one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Said<'a> {
    label: &'a str,
    old: Option<String>,
    new: Option<String>,
}

impl<'a> Said<'a> {
    fn by(change: &'a Change) -> Self {
        let value = |value: &Option<String>| value.as_deref().map(text::canonical);
        Self {
            label: &change.label,
            old: value(&change.old),
            new: value(&change.new),
        }
    }
}

impl Turnover {
    fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Added => self.added += 1,
            Kind::Removed => self.removed += 1,
            Kind::Changed | Kind::Moved => {}
        }
    }
}

impl Deadlines {
    fn add(&mut self, change: &Change) {
        match change.direction() {
            Some(Direction::Down) => self.shortened += 1,
            Some(Direction::Up) => self.lengthened += 1,
            None => return,
        }
        if let Some(quantity) = &change.quantity {
            let shift = self.by_unit.entry(quantity.unit.clone()).or_default();
            shift.add(quantity.old, quantity.new);
        }
    }
}

impl Fees {
    fn add(&mut self, change: &Change) {
        match change.direction() {
            Some(Direction::Down) => self.lowered += 1,
            Some(Direction::Up) => self.raised += 1,
            None => return,
        }
        if let Some(quantity) = change.quantity.as_ref().filter(|quantity| quantity.unit == MONEY) {
            self.dong.add(quantity.old, quantity.new);
        }
    }
}

impl Shift {
    fn add(&mut self, old: Decimal, new: Decimal) {
        // Figures no office would write are no reason to stop: the sum stays what it was.
        let sum = |total: Decimal, part: Decimal| total.checked_add(part).unwrap_or(total);
        if new < old {
            self.cut = sum(self.cut, old - new);
        } else {
            self.added = sum(self.added, new - old);
        }
    }
}

impl Levels {
    /// What moved is told by the highest level of each side: "Cấp tỉnh, Cấp huyện" to "Cấp xã" is down.
    fn add(&mut self, change: &Change) {
        let highest = |value: &Option<String>| -> Option<Level> {
            let levels = parse_levels(value.as_deref()?)?;
            levels.into_iter().filter(|level| *level != Level::Other).min()
        };
        match (change.kind, highest(&change.old), highest(&change.new)) {
            (Kind::Added, ..) => self.added += 1,
            (Kind::Removed, ..) => self.removed += 1,
            (_, Some(old), Some(new)) if new > old => self.down += 1,
            (_, Some(old), Some(new)) if new < old => self.up += 1,
            _ => {}
        }
    }
}

/// Which way a quantity moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Less than before.
    Down,
    /// More than before.
    Up,
}

impl Change {
    /// Which way the quantity moved that changed; told by the burden where there are no numbers to compare, since more
    /// days, đồng or copies is what makes it heavier.
    pub fn direction(&self) -> Option<Direction> {
        use std::cmp::Ordering::{Equal, Greater, Less};
        match &self.quantity {
            Some(quantity) => match quantity.new.cmp(&quantity.old) {
                Less => Some(Direction::Down),
                Greater => Some(Direction::Up),
                Equal => None,
            },
            None => match self.burden {
                _ if self.part.is_none() => None,
                Burden::Lighter => Some(Direction::Down),
                Burden::Heavier => Some(Direction::Up),
                Burden::Neutral | Burden::Unclear => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{change, part, procedure, quantity};
    use super::*;

    #[test]
    fn papers_and_channels_that_came_and_went_are_counted() {
        let mut remark = change("ho_so", Kind::Removed);
        remark.burden = Burden::Neutral;
        let totals = Totals::of(&[procedure(
            "1",
            vec![
                change("ho_so", Kind::Removed),
                change("ho_so", Kind::Removed),
                change("ho_so", Kind::Added),
                remark,
                part("ho_so", "giay_to.ghi_chu", Kind::Removed),
                change("cach_thuc", Kind::Added),
            ],
        )]);
        assert_eq!(totals.all.papers, Turnover { added: 1, removed: 2 });
        assert_eq!(totals.all.channels, Turnover { added: 1, removed: 0 });
        assert_eq!((totals.all.changed, totals.all.procedures), (1, 1));
    }

    #[test]
    fn a_deadline_written_for_every_channel_is_one() {
        let cut = quantity("cach_thuc", "thoi_han", 10, 7, "ngày làm việc");
        let other = quantity("cach_thuc", "thoi_han", 30, 45, "ngày");
        let step = quantity("trinh_tu", "thoi_han", 5, 1, "ngày");
        let totals = Totals::of(&[
            procedure("1", vec![cut.clone(), cut.clone(), other, step]),
            procedure("2", vec![cut]),
        ]);
        let deadlines = &totals.all.deadlines;
        assert_eq!((deadlines.shortened, deadlines.lengthened), (2, 1));
        assert_eq!(deadlines.by_unit["ngày làm việc"].cut, Decimal::from(6));
        assert_eq!(deadlines.by_unit["ngày"].added, Decimal::from(15));
    }

    #[test]
    fn fees_are_summed_in_dong_for_one_dossier() {
        let raised = quantity("cach_thuc", "phi_le_phi.muc", 50_000, 80_000, "đồng");
        let mut lowered = part("cach_thuc", "phi_le_phi.muc", Kind::Changed);
        lowered.burden = Burden::Lighter;
        let totals = Totals::of(&[procedure("1", vec![raised, lowered])]);
        assert_eq!((totals.all.fees.raised, totals.all.fees.lowered), (1, 1));
        assert_eq!(totals.all.fees.dong.added, Decimal::from(30_000));
        assert_eq!(totals.all.fees.dong.cut, Decimal::ZERO);
    }

    #[test]
    fn levels_move_down_to_people_and_up_from_them() {
        let moved = |old: &str, new: &str| Change {
            old: Some(old.to_owned()),
            new: Some(new.to_owned()),
            ..change("cap_thuc_hien", Kind::Changed)
        };
        let totals = Totals::of(&[procedure(
            "1",
            vec![
                moved("Cấp huyện", "Cấp xã"),
                moved("Cấp tỉnh, Cấp huyện", "Cấp xã"),
                moved("Cấp tỉnh", "Cấp Bộ"),
                moved("Cấp lạ", "Cấp xã"),
                change("cap_thuc_hien", Kind::Added),
            ],
        )]);
        let expected = Levels {
            down: 2,
            up: 1,
            added: 1,
            removed: 0,
        };
        assert_eq!(totals.all.levels, expected);
    }

    #[test]
    fn absurd_sums_do_not_stop_it() {
        let huge = |at: i64| {
            let mut change = quantity("cach_thuc", "phi_le_phi.muc", 0, at, "đồng");
            if let Some(quantity) = &mut change.quantity {
                quantity.new = Decimal::MAX - Decimal::from(at);
            }
            change.new = Some(at.to_string());
            change
        };
        let totals = Totals::of(&[procedure("1", vec![huge(1), huge(2)])]);
        assert_eq!(totals.all.fees.raised, 2);
    }
}
