//! The simplified method of real annexes: days of processing turned into working hours and money.
//!
//! It says what waiting would cost if waiting were work; the standard cost model does not count it. Both are worked out,
//! and a note goes with every figure of this one.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Cost, amount};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::quantity;
use crate::catalogue::values::{Channel, TimeLimit, Written};

/// A note that must be printed with every figure of [`by_processing_time`].
pub const BY_PROCESSING_TIME_NOTE: &str = "Tính theo phương pháp quy đổi thời gian giải quyết: số ngày × 8 giờ × mức thu \
    nhập bình quân 01 giờ × số hồ sơ; không phải mô hình chi phí chuẩn (SCM).";

/// Days of processing × 8 hours × hourly income × dossiers.
///
/// `None` for limits that are not counted in days or hours, or of a length that is a typing mistake.
pub fn by_processing_time(limit: &TimeLimit, hourly_income: Decimal, dossiers: u64) -> Option<Decimal> {
    amount([limit.working_hours()?, hourly_income, Decimal::from(dossiers)])
}

/// What the time limit of one procedure comes to in a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProcessingTime {
    /// The limit as the record writes it, of the first channel that has one in figures.
    pub limit: String,
    /// The same in working hours.
    #[serde(serialize_with = "quantity::number")]
    pub hours: Decimal,
    /// Đồng a year.
    #[serde(serialize_with = "quantity::number")]
    pub per_year: Decimal,
}

impl ProcessingTime {
    /// The limit of `procedure` for the people `cost` counts; `None` when it has none that can be turned into hours.
    pub fn of(procedure: &Procedure, cost: &Cost) -> Option<Self> {
        let (_, limit) = usual_limit(procedure)?;
        Self::with(limit, cost)
    }

    /// The limit that takes the place of the one [`Self::of`] took of `before`: the same channel's, when it still has one.
    pub fn after(before: &Procedure, after: &Procedure, cost: &Cost) -> Option<Self> {
        let (channel, _) = usual_limit(before)?;
        let same = after.channels.iter().find(|row| row.channel.value() == channel);
        let limit = same
            .and_then(|row| row.time_limit.as_ref())
            .filter(|limit| has_hours(limit));
        Self::with(limit.or_else(|| Some(usual_limit(after)?.1))?, cost)
    }

    fn with(limit: &Written<TimeLimit>, cost: &Cost) -> Option<Self> {
        let value = limit.value()?;
        Some(Self {
            limit: limit.text().to_owned(),
            hours: value.working_hours()?,
            per_year: by_processing_time(value, cost.income.amount, cost.subjects)?,
        })
    }
}

fn has_hours(limit: &Written<TimeLimit>) -> bool {
    limit.value().and_then(TimeLimit::working_hours).is_some()
}

/// The first channel with a limit that can be turned into hours.
fn usual_limit(procedure: &Procedure) -> Option<(Option<&Channel>, &Written<TimeLimit>)> {
    procedure.channels.iter().find_map(|row| {
        let limit = row.time_limit.as_ref().filter(|limit| has_hours(limit))?;
        Some((row.channel.value(), limit))
    })
}
