//! Costs side by side: each procedure as it is and as it would be, added up by field and over all.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Cost, ProcessingTime, Saving};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::quantity;
use crate::text;

/// One procedure by both methods, before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Field.
    pub field: String,
    /// A decision changes it.
    pub changed: bool,
    /// Cost as it is.
    pub before: Cost,
    /// Cost as it would be; `None` when nothing has to be done any more.
    pub after: Option<Cost>,
    /// Processing time as it is; `None` when the record has no limit that can be turned into hours.
    pub time_before: Option<ProcessingTime>,
    /// Processing time as it would be.
    pub time_after: Option<ProcessingTime>,
}

impl Compared {
    /// A procedure nothing is decided on.
    pub fn unchanged(procedure: &Procedure, cost: Cost) -> Self {
        let time = ProcessingTime::of(procedure, &cost);
        Self {
            changed: false,
            after: Some(cost.clone()),
            time_after: time.clone(),
            time_before: time,
            ..Self::named(procedure, cost)
        }
    }

    /// A procedure that becomes `after`, or is gone; `heir` is who serves its people then. The costs are theirs.
    pub fn changed(
        procedure: &Procedure,
        after: Option<&Procedure>,
        heir: Option<&Procedure>,
        before: Cost,
        cost_after: Option<Cost>,
    ) -> Self {
        let time_before = ProcessingTime::of(procedure, &before);
        let time_after = match (after, heir) {
            (Some(after), _) => ProcessingTime::after(procedure, after, &before),
            (None, Some(heir)) => ProcessingTime::after(procedure, heir, &before),
            (None, None) => None,
        };
        Self {
            changed: true,
            after: cost_after,
            time_before,
            time_after,
            ..Self::named(procedure, before)
        }
    }

    fn named(procedure: &Procedure, before: Cost) -> Self {
        Self {
            code: procedure.identity().to_owned(),
            name: procedure.name.clone(),
            field: procedure.field.clone(),
            changed: false,
            before,
            after: None,
            time_before: None,
            time_after: None,
        }
    }

    /// Its figures in a year.
    pub fn figures(&self) -> Figures {
        let zero = Decimal::ZERO;
        let after = |figure: fn(&Cost) -> Decimal| self.after.as_ref().map_or(zero, figure);
        let time = |time: &Option<ProcessingTime>| time.as_ref().map_or(zero, |time| time.per_year);
        let hours = |time: &Option<ProcessingTime>| time.as_ref().map_or(zero, |time| time.hours);
        // Somebody slow before is somebody slow after: the range of the saving is that of like against like.
        let ends = [
            self.before.per_year_low - after(|cost| cost.per_year_low),
            self.before.per_year_high - after(|cost| cost.per_year_high),
        ];
        Figures {
            procedures: 1,
            changed: usize::from(self.changed),
            cost: Saving::between(self.before.per_year, after(|cost| cost.per_year)),
            before_range: Span {
                low: self.before.per_year_low,
                high: self.before.per_year_high,
            },
            after_range: Span {
                low: after(|cost| cost.per_year_low),
                high: after(|cost| cost.per_year_high),
            },
            saved_range: Span {
                low: ends[0].min(ends[1]),
                high: ends[0].max(ends[1]),
            },
            by_time: Saving::between(time(&self.time_before), time(&self.time_after)),
            hours: Saving::between(hours(&self.time_before), hours(&self.time_after)),
            without_time: usize::from(self.time_before.is_none()),
        }
    }
}

/// Yearly figures of one or many procedures by both methods.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// How many procedures.
    pub procedures: usize,
    /// How many of them a decision changes.
    pub changed: usize,
    /// By the standard cost model.
    pub cost: Saving,
    /// The same before, with the low and the high figures of defaults.
    pub before_range: Span,
    /// After.
    pub after_range: Span,
    /// What is saved.
    pub saved_range: Span,
    /// By conversion of processing time.
    pub by_time: Saving,
    /// Time limits in working hours, each procedure counted once.
    pub hours: Saving,
    /// Procedures without a limit that can be turned into hours; they are not in the two figures above.
    pub without_time: usize,
}

impl Figures {
    /// Nothing.
    pub fn none() -> Self {
        let nothing = Saving::between(Decimal::ZERO, Decimal::ZERO);
        Self {
            procedures: 0,
            changed: 0,
            cost: nothing,
            before_range: Span::default(),
            after_range: Span::default(),
            saved_range: Span::default(),
            by_time: nothing,
            hours: nothing,
            without_time: 0,
        }
    }

    fn plus(&self, other: &Self) -> Self {
        let both = |a: &Saving, b: &Saving| Saving::between(a.before + b.before, a.after + b.after);
        Self {
            procedures: self.procedures + other.procedures,
            changed: self.changed + other.changed,
            cost: both(&self.cost, &other.cost),
            before_range: self.before_range.plus(other.before_range),
            after_range: self.after_range.plus(other.after_range),
            saved_range: self.saved_range.plus(other.saved_range),
            by_time: both(&self.by_time, &other.by_time),
            hours: both(&self.hours, &other.hours),
            without_time: self.without_time + other.without_time,
        }
    }
}

/// From the low to the high figure of what is a default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Span {
    /// Low.
    #[serde(serialize_with = "quantity::number")]
    pub low: Decimal,
    /// High.
    #[serde(serialize_with = "quantity::number")]
    pub high: Decimal,
}

impl Span {
    fn plus(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }
}

/// Figures of a catalogue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// By field, in Vietnamese order.
    pub by_field: Vec<(String, Figures)>,
    /// Over all.
    pub total: Figures,
}

/// Adds up procedures.
pub fn summary(compared: &[Compared]) -> Summary {
    let mut fields: BTreeMap<&str, Figures> = BTreeMap::new();
    let mut total = Figures::none();
    for one in compared {
        let figures = one.figures();
        total = total.plus(&figures);
        let field = fields.entry(&one.field).or_insert_with(Figures::none);
        *field = field.plus(&figures);
    }
    let mut by_field: Vec<(String, Figures)> = fields.into_iter().map(|(name, sum)| (name.to_owned(), sum)).collect();
    by_field.sort_by(|a, b| text::compare(&a.0, &b.0));
    Summary { by_field, total }
}
