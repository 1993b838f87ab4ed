//! Compliance cost (chi phí tuân thủ) by the standard cost model, in exact arithmetic.
//!
//! ```text
//! one performance = Σ rows ( hours × hourly income + services + fees )      each row rounded half up to the đồng
//! one year        = one performance × times a year × number of subjects
//! ```
//!
//! The rows are those of form 03/SCM-KSTT. What nobody has measured is estimated from the record with the defaults of
//! `catalogue.yaml`, and says so: every figure knows where it comes from, and a default has a low and a high one beside it.

mod estimate;
mod row;
mod summary;
mod time;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use thiserror::Error;

use crate::catalogue::Frame;
use crate::catalogue::observation::{Observations, ObservedRow};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::quantity::{self, Quantity};
use crate::catalogue::values::{Currency, Date, Money, Written};
use crate::catalogue::volume;

pub use self::row::{CostRow, Group, Origin, Provenance};
pub use self::summary::{Compared, Figures, Span, Summary, summary};
pub use self::time::{BY_PROCESSING_TIME_NOTE, ProcessingTime, by_processing_time};

/// What the law on procedures costs those who follow one of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cost {
    /// Code of the procedure.
    pub code: String,
    /// Rows of the table.
    pub rows: Vec<CostRow>,
    /// Đồng for one performance.
    #[serde(serialize_with = "quantity::number")]
    pub per_case: Decimal,
    /// The same with the low figures of everything that is a default.
    #[serde(serialize_with = "quantity::number")]
    pub per_case_low: Decimal,
    /// The same with the high figures.
    #[serde(serialize_with = "quantity::number")]
    pub per_case_high: Decimal,
    /// Times a year one subject performs it.
    #[serde(serialize_with = "quantity::number")]
    pub times_a_year: Decimal,
    /// Where that comes from.
    pub times_source: String,
    /// Subjects a year.
    pub subjects: u64,
    /// Where the number of subjects comes from.
    pub subjects_source: String,
    /// Đồng a year.
    #[serde(serialize_with = "quantity::number")]
    pub per_year: Decimal,
    /// The same with the low figures.
    #[serde(serialize_with = "quantity::number")]
    pub per_year_low: Decimal,
    /// The same with the high figures.
    #[serde(serialize_with = "quantity::number")]
    pub per_year_high: Decimal,
    /// Hourly income used.
    pub income: Income,
    /// What the reader must know: estimates, fees that could not be read.
    pub notes: Vec<String>,
}

/// The hourly income a cost was worked out with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Income {
    /// Đồng an hour.
    #[serde(serialize_with = "quantity::number")]
    pub amount: Decimal,
    /// Year the figure describes.
    pub year: u16,
    /// Source, printed with the figures.
    pub source: String,
    /// The source has not been compared yet.
    pub to_verify: bool,
}

/// Why a cost could not be worked out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CostError {
    /// `catalogue.yaml` has no hourly income for the day.
    #[error("catalogue.yaml has no usable tham_so.tnbq for {0}")]
    NoIncome(Date),
    /// A row of observations belongs to no group of the table.
    #[error("{code}: unknown group {group:?} of cost row {work:?}")]
    UnknownGroup {
        /// Procedure.
        code: String,
        /// What was written.
        group: String,
        /// The row.
        work: String,
    },
    /// A row that is said not to be needed does not exist.
    #[error("{code}: no cost row {work:?} to leave out (khong_phai_lam)")]
    NoSuchRow {
        /// Procedure.
        code: String,
        /// The row.
        work: String,
    },
    /// The figures of a procedure give more money than there is.
    #[error(
        "{0}: a figure behind the cost is far too large; check the fees, hours, times and subjects of the procedure"
    )]
    TooLarge(String),
    /// A figure of the observations cannot be read.
    #[error("{code}: cannot read {text:?} in cost row {work:?}")]
    Unreadable {
        /// Procedure.
        code: String,
        /// What was written.
        text: String,
        /// The row.
        work: String,
    },
}

/// More đồng than any cost can be. Sums and shares of such amounts still fit into a [`Decimal`], which panics otherwise.
const MOST: u64 = 1_000_000_000_000_000_000;

/// The product rounded to the đồng; `None` when a typing mistake of many zeros makes it absurd.
pub(crate) fn amount(factors: [Decimal; 3]) -> Option<Decimal> {
    let product = factors.into_iter().try_fold(Decimal::ONE, Decimal::checked_mul)?;
    (product <= Decimal::from(MOST)).then(|| whole(product))
}

/// The cost of one procedure on a day. `overrides` are rows known from elsewhere, such as a decision's figures for the
/// time after it; they win over the revision's own observations, and those over estimates.
///
/// # Errors
///
/// When there is no hourly income for the day, or a given figure cannot be read.
pub fn cost(catalogue: &Frame, procedure: &Procedure, overrides: &[ObservedRow], day: Date) -> Result<Cost, CostError> {
    let income = income_on(catalogue, day)?;
    let code = procedure.identity();
    let observed = catalogue.observations(code);
    let mut notes = Vec::new();
    let mut rows = estimate::rows(catalogue, procedure, day, &mut notes);
    if let Some(observed) = observed {
        observe(
            &mut rows,
            code,
            &observed.rows,
            &Provenance::new(Origin::Measured, &observed.source),
        )?;
    }
    observe(
        &mut rows,
        code,
        overrides,
        &Provenance::new(Origin::Decision, "phương án rà soát"),
    )?;
    let too_large = || CostError::TooLarge(code.to_owned());
    for row in &mut rows {
        price(row, income.amount).ok_or_else(too_large)?;
    }
    rows.sort_by_key(|row| row.group);
    if rows.iter().any(|row| row.estimated) {
        notes.push("có dòng ước tính theo mức mặc định của catalogue.yaml, chưa khảo sát".to_owned());
    }
    let (subjects, subjects_source) = subjects(catalogue, code, observed);
    let times = observed.and_then(|observed| Some((observed.times_a_year.as_ref()?.value()?.0, &observed.source)));
    let (times_a_year, times_source) = times.map_or_else(
        || (Decimal::ONE, "mặc định 01 lần".to_owned()),
        |(times, source)| (times, source.clone()),
    );
    let a_year = |per_case: Decimal| {
        amount([per_case, times_a_year, Decimal::from(subjects)])
            .filter(|_| subjects <= volume::MOST)
            .ok_or_else(too_large)
    };
    let sum = |figure: fn(&CostRow) -> Decimal| rows.iter().map(figure).sum::<Decimal>();
    let per_case = sum(|row| row.per_case);
    let (per_case_low, per_case_high) = (sum(|row| row.per_case_low), sum(|row| row.per_case_high));
    Ok(Cost {
        code: code.to_owned(),
        per_case,
        per_case_low,
        per_case_high,
        times_a_year,
        times_source,
        subjects,
        subjects_source,
        per_year: a_year(per_case)?,
        per_year_low: a_year(per_case_low)?,
        per_year_high: a_year(per_case_high)?,
        rows,
        income,
        notes,
    })
}

impl Cost {
    /// The same work done by other people: those of `who`, as often as they did what it was instead.
    ///
    /// # Errors
    ///
    /// When the figures give more money than there is.
    pub fn for_people_of(self, who: &Self) -> Result<Self, CostError> {
        let a_year = |per_case: Decimal| {
            amount([per_case, who.times_a_year, Decimal::from(who.subjects)])
                .ok_or_else(|| CostError::TooLarge(who.code.clone()))
        };
        Ok(Self {
            per_year: a_year(self.per_case)?,
            per_year_low: a_year(self.per_case_low)?,
            per_year_high: a_year(self.per_case_high)?,
            times_a_year: who.times_a_year,
            times_source: who.times_source.clone(),
            subjects: who.subjects,
            subjects_source: who.subjects_source.clone(),
            ..self
        })
    }
}

/// Works out what a row costs with its figures, its low ones and its high ones.
fn price(row: &mut CostRow, hourly_income: Decimal) -> Option<()> {
    let services = row.services;
    let of = |hours: Decimal, fees: Decimal| {
        let work = hours.checked_mul(hourly_income)?;
        let all = work.checked_add(services)?.checked_add(fees)?;
        amount([all, Decimal::ONE, Decimal::ONE])
    };
    row.per_case = of(row.hours, row.fees)?;
    row.per_case_low = of(row.hours_low, row.fees_low)?;
    row.per_case_high = of(row.hours_high, row.fees_high)?;
    Some(())
}

fn income_on(catalogue: &Frame, day: Date) -> Result<Income, CostError> {
    let row = catalogue
        .settings()
        .parameters
        .hourly_income_on(day)
        .ok_or(CostError::NoIncome(day))?;
    match row.amount.value() {
        Some(Money {
            amount,
            currency: Currency::Vnd,
        }) => Ok(Income {
            amount: *amount,
            year: row.year,
            source: row.source.clone(),
            to_verify: row.to_verify,
        }),
        _ => Err(CostError::NoIncome(day)),
    }
}

/// Rounds half up to the đồng.
fn whole(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
}

/// Puts given rows in the place of estimated ones of the same group and work, or beside them.
fn observe(rows: &mut Vec<CostRow>, code: &str, given: &[ObservedRow], from: &Provenance) -> Result<(), CostError> {
    for observed in given {
        let group = Group::from_key(&observed.group).ok_or_else(|| CostError::UnknownGroup {
            code: code.to_owned(),
            group: observed.group.clone(),
            work: observed.work.clone(),
        })?;
        let place = rows.iter().position(|row| row.is_on(group, &observed.work));
        if observed.dropped {
            let at = place.ok_or_else(|| CostError::NoSuchRow {
                code: code.to_owned(),
                work: observed.work.clone(),
            })?;
            rows.remove(at);
            continue;
        }
        let known = place.map_or_else(
            || CostRow::new(group, &observed.work, "", String::new()),
            |at| rows[at].clone(),
        );
        let row = observed_row(code, observed, known, from)?;
        match place {
            Some(at) => rows[at] = row,
            None => rows.push(row),
        }
    }
    Ok(())
}

/// A figure that was not asked about stays as it was estimated, and says so.
fn observed_row(code: &str, observed: &ObservedRow, known: CostRow, from: &Provenance) -> Result<CostRow, CostError> {
    let quantity = |quantity: &Quantity| Some(quantity.0);
    let mut row = CostRow {
        work: observed.work.clone(),
        source: from.source.clone(),
        estimated: false,
        ..known
    };
    if let Some(hours) = figure(code, observed, observed.hours.as_ref(), quantity)? {
        (row.hours, row.hours_low, row.hours_high) = (hours, hours, hours);
        row.hours_from = from.clone();
    }
    if let Some(services) = figure(code, observed, observed.services.as_ref(), vnd)? {
        row.services = services;
        row.services_from = from.clone();
        row.units = Decimal::ONE;
    }
    if let Some(fees) = figure(code, observed, observed.fees.as_ref(), vnd)? {
        (row.fees, row.fees_low, row.fees_high) = (fees, fees, fees);
        row.fees_from = from.clone();
    }
    if let Some(units) = figure(code, observed, observed.units.as_ref(), quantity)? {
        let times = |fees: Decimal| {
            fees.checked_mul(units)
                .ok_or_else(|| CostError::TooLarge(code.to_owned()))
        };
        (row.fees, row.fees_low, row.fees_high) = (times(row.fees)?, times(row.fees_low)?, times(row.fees_high)?);
        row.units = units;
    }
    Ok(row)
}

fn vnd(money: &Money) -> Option<Decimal> {
    (money.currency == Currency::Vnd).then_some(money.amount)
}

fn figure<T>(
    code: &str,
    row: &ObservedRow,
    written: Option<&Written<T>>,
    amount: impl Fn(&T) -> Option<Decimal>,
) -> Result<Option<Decimal>, CostError> {
    let Some(written) = written else {
        return Ok(None);
    };
    let read = written.value().and_then(amount).map(Some);
    read.ok_or_else(|| CostError::Unreadable {
        code: code.to_owned(),
        text: written.text().to_owned(),
        work: row.work.clone(),
    })
}

fn subjects(catalogue: &Frame, code: &str, observed: Option<&Observations>) -> (u64, String) {
    if let Some((count, source)) =
        observed.and_then(|observed| observed.subjects.map(|count| (count, &observed.source)))
    {
        return (count, source.clone());
    }
    let years = catalogue.volumes().of(code);
    let (Some(first), Some(last)) = (years.first(), years.last()) else {
        return (0, "không có số liệu hồ sơ".to_owned());
    };
    let total: u64 = years.iter().map(|year| year.received).sum();
    let count = u64::try_from(years.len()).unwrap_or(1);
    let mean = (total + count / 2) / count;
    let span = if first.year == last.year {
        first.year.to_string()
    } else {
        format!("{} - {}", first.year, last.year)
    };
    (mean, format!("bình quân hồ sơ tiếp nhận {span} ({})", first.source))
}

/// What a change of a procedure saves in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Saving {
    /// Đồng a year before.
    #[serde(serialize_with = "quantity::number")]
    pub before: Decimal,
    /// Đồng a year after.
    #[serde(serialize_with = "quantity::number")]
    pub after: Decimal,
    /// Difference.
    #[serde(serialize_with = "quantity::number")]
    pub saved: Decimal,
    /// Share of the cost before, in percent with two decimals; `None` when there was no cost.
    #[serde(serialize_with = "quantity::optional_number")]
    pub percent: Option<Decimal>,
}

impl Saving {
    /// The saving between two yearly costs.
    pub fn between(before: Decimal, after: Decimal) -> Self {
        let saved = before - after;
        Self {
            before,
            after,
            saved,
            percent: percent(saved, before),
        }
    }
}

/// `part` of `whole` in percent, rounded half up to two decimals; `None` when `whole` is zero.
pub fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let share = (part * Decimal::ONE_HUNDRED).checked_div(whole)?;
    Some(
        share
            .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
            .normalize(),
    )
}

/// The saving of a change; an abolished procedure costs nothing afterwards.
pub fn saving(before: &Cost, after: Option<&Cost>) -> Saving {
    Saving::between(before.per_year, after.map_or(Decimal::ZERO, |after| after.per_year))
}

#[cfg(test)]
mod golden;
#[cfg(test)]
mod tests;
