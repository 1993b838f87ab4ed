//! Compliance cost (chi phí tuân thủ) by the standard cost model, in exact arithmetic.
//!
//! ```text
//! one performance = Σ rows ( hours × hourly income + services + fees )      each row rounded half up to the đồng
//! one year        = one performance × times a year × number of subjects
//! ```
//!
//! The rows are those of form 03/SCM-KSTT. What nobody has measured is estimated from the record with the defaults of
//! `catalogue.yaml`, and says so.

mod estimate;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use thiserror::Error;

use crate::catalogue::Catalogue;
use crate::catalogue::observation::{Observations, ObservedRow};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::quantity::{self, Quantity};
use crate::catalogue::values::{Currency, Date, Money, TimeLimit, Written};
use crate::catalogue::volume;
use crate::text;

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
    /// Times a year one subject performs it.
    #[serde(serialize_with = "quantity::number")]
    pub times_a_year: Decimal,
    /// Subjects a year.
    pub subjects: u64,
    /// Where the number of subjects comes from.
    pub subjects_source: String,
    /// Đồng a year.
    #[serde(serialize_with = "quantity::number")]
    pub per_year: Decimal,
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

/// One row of work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CostRow {
    /// Group of the official table.
    pub group: Group,
    /// The work: a paper, handing in, a fee …
    pub work: String,
    /// How it is done.
    pub activity: String,
    /// Hours.
    #[serde(serialize_with = "quantity::number")]
    pub hours: Decimal,
    /// Đồng for services.
    #[serde(serialize_with = "quantity::number")]
    pub services: Decimal,
    /// Đồng for fees and other outlays.
    #[serde(serialize_with = "quantity::number")]
    pub fees: Decimal,
    /// Đồng in all, rounded half up.
    #[serde(serialize_with = "quantity::number")]
    pub per_case: Decimal,
    /// Where the figures come from.
    pub source: String,
    /// Nobody measured or asked: the figures are defaults.
    pub estimated: bool,
    /// Where the row stands in the procedure's file; empty when it does not.
    pub yaml_path: String,
}

/// Groups of the official table, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Preparing the dossier.
    Prepare,
    /// Handing it in.
    Submit,
    /// Paying fees.
    Pay,
    /// Serving an inspection.
    Inspection,
    /// Other work.
    Other,
    /// Receiving the result.
    Receive,
}

impl Group {
    /// Every group, in the order of the table.
    pub const ALL: [Self; 6] = [
        Self::Prepare,
        Self::Submit,
        Self::Pay,
        Self::Inspection,
        Self::Other,
        Self::Receive,
    ];

    /// Official label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Prepare => "Chuẩn bị hồ sơ",
            Self::Submit => "Nộp hồ sơ",
            Self::Pay => "Nộp phí, lệ phí, chi phí khác",
            Self::Inspection => "Chuẩn bị, phục vụ việc kiểm tra, đánh giá của cơ quan có thẩm quyền",
            Self::Other => "Công việc khác",
            Self::Receive => "Nhận kết quả",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "chuan_bi" => Self::Prepare,
            "nop" => Self::Submit,
            "phi" => Self::Pay,
            "kiem_tra" => Self::Inspection,
            "khac" => Self::Other,
            "nhan_ket_qua" => Self::Receive,
            _ => return None,
        })
    }
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
pub fn cost(
    catalogue: &Catalogue,
    procedure: &Procedure,
    overrides: &[ObservedRow],
    day: Date,
) -> Result<Cost, CostError> {
    let income = income_on(catalogue, day)?;
    let code = procedure.identity();
    let observed = catalogue.observations(code);
    let mut notes = Vec::new();
    let mut rows = estimate::rows(catalogue, procedure, &mut notes);
    if let Some(observed) = observed {
        observe(&mut rows, code, &observed.rows, &observed.source)?;
    }
    observe(&mut rows, code, overrides, "phương án rà soát")?;
    let too_large = || CostError::TooLarge(code.to_owned());
    for row in &mut rows {
        row.per_case = row_cost(row, income.amount).ok_or_else(too_large)?;
    }
    rows.sort_by_key(|row| row.group);
    if rows.iter().any(|row| row.estimated) {
        notes.push("có dòng ước tính theo mức mặc định của catalogue.yaml, chưa khảo sát".to_owned());
    }
    let (subjects, subjects_source) = subjects(catalogue, code, observed);
    let times = observed
        .and_then(|observed| observed.times_a_year.as_ref())
        .and_then(Written::value);
    let times_a_year = times.map_or(Decimal::ONE, |quantity| quantity.0);
    let per_case: Decimal = rows.iter().map(|row| row.per_case).sum();
    let per_year = amount([per_case, times_a_year, Decimal::from(subjects)])
        .filter(|_| subjects <= volume::MOST)
        .ok_or_else(too_large)?;
    Ok(Cost {
        code: code.to_owned(),
        rows,
        per_case,
        times_a_year,
        subjects,
        subjects_source,
        per_year,
        income,
        notes,
    })
}

fn row_cost(row: &CostRow, hourly_income: Decimal) -> Option<Decimal> {
    let work = row.hours.checked_mul(hourly_income)?;
    let all = work.checked_add(row.services)?.checked_add(row.fees)?;
    amount([all, Decimal::ONE, Decimal::ONE])
}

fn income_on(catalogue: &Catalogue, day: Date) -> Result<Income, CostError> {
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
fn observe(rows: &mut Vec<CostRow>, code: &str, given: &[ObservedRow], source: &str) -> Result<(), CostError> {
    for observed in given {
        let group = Group::from_key(&observed.group).ok_or_else(|| CostError::UnknownGroup {
            code: code.to_owned(),
            group: observed.group.clone(),
            work: observed.work.clone(),
        })?;
        let wanted = text::canonical(&observed.work);
        let place = rows
            .iter()
            .position(|row| row.group == group && text::canonical(&row.work) == wanted);
        if observed.dropped {
            let at = place.ok_or_else(|| CostError::NoSuchRow {
                code: code.to_owned(),
                work: observed.work.clone(),
            })?;
            rows.remove(at);
            continue;
        }
        let known = place.map(|at| &rows[at]);
        let row = CostRow {
            group,
            work: observed.work.clone(),
            activity: known.map(|row| row.activity.clone()).unwrap_or_default(),
            // A figure that was not asked about stays as it was estimated.
            hours: figure(code, observed, observed.hours.as_ref(), |quantity: &Quantity| {
                Some(quantity.0)
            })?
            .or(known.map(|row| row.hours))
            .unwrap_or_default(),
            services: figure(code, observed, observed.services.as_ref(), vnd)?
                .or(known.map(|row| row.services))
                .unwrap_or_default(),
            fees: figure(code, observed, observed.fees.as_ref(), vnd)?
                .or(known.map(|row| row.fees))
                .unwrap_or_default(),
            per_case: Decimal::ZERO,
            source: source.to_owned(),
            estimated: false,
            yaml_path: known.map(|row| row.yaml_path.clone()).unwrap_or_default(),
        };
        match place {
            Some(at) => rows[at] = row,
            None => rows.push(row),
        }
    }
    Ok(())
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

fn subjects(catalogue: &Catalogue, code: &str, observed: Option<&Observations>) -> (u64, String) {
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

/// A note that must be printed with every figure of [`by_processing_time`].
pub const BY_PROCESSING_TIME_NOTE: &str = "Tính theo phương pháp quy đổi thời gian giải quyết: số ngày × 8 giờ × mức thu \
    nhập bình quân 01 giờ × số hồ sơ; không phải mô hình chi phí chuẩn (SCM).";

/// The simplified method seen in real annexes: days of processing × 8 hours × hourly income × dossiers.
///
/// `None` for limits that are not counted in days or hours, or of a length that is a typing mistake.
pub fn by_processing_time(limit: &TimeLimit, hourly_income: Decimal, dossiers: u64) -> Option<Decimal> {
    amount([limit.working_hours()?, hourly_income, Decimal::from(dossiers)])
}

#[cfg(test)]
mod tests;
