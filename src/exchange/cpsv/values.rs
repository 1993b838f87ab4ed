//! Typed values beside the author's text: durations and amounts.

use rust_decimal::Decimal;

use super::terms::authority;
use crate::catalogue::values::{Currency, Fee, Money, TimeLimit, Unit};

/// An `xsd:duration` for a time limit that is one span. ISO 8601 has no working day: as CPSV-AP asks for the estimated time,
/// a working day counts 1,4 calendar days, rounded up; the author's text stands beside it. Of several cases it is the longest.
pub(super) fn duration(limit: &TimeLimit) -> Option<String> {
    if let TimeLimit::SameDay { .. } = limit {
        return Some("P1D".to_owned());
    }
    let (amount, unit) = limit.amount()?;
    if amount <= Decimal::ZERO {
        return None;
    }
    let calendar = |days: Decimal| days.checked_mul(Decimal::new(14, 1)).map(|days| days.ceil());
    match unit {
        Unit::Hour => Some(format!("PT{}H", amount.ceil())),
        Unit::WorkingHour if amount <= Decimal::from(8) => Some(format!("PT{}H", amount.ceil())),
        Unit::WorkingHour => days(calendar(amount / Decimal::from(8))?),
        Unit::Day => days(amount),
        Unit::WorkingDay => days(calendar(amount)?),
        Unit::Month if amount.fract().is_zero() => Some(format!("P{}M", amount.normalize())),
        Unit::Month => days(amount.checked_mul(Decimal::from(30))?),
        Unit::Year if amount.fract().is_zero() => Some(format!("P{}Y", amount.normalize())),
        Unit::Year => Some(format!(
            "P{}M",
            amount.checked_mul(Decimal::from(12))?.ceil().normalize()
        )),
    }
}

fn days(amount: Decimal) -> Option<String> {
    let whole = amount.trunc();
    let hours = (amount.fract() * Decimal::from(24)).ceil();
    Some(match (whole.is_zero(), hours.is_zero()) {
        (_, true) => format!("P{}D", whole.normalize()),
        (true, false) => format!("PT{}H", hours.normalize()),
        (false, false) => format!("P{}DT{}H", whole.normalize(), hours.normalize()),
    })
}

/// The amount of a fee that is one amount, with the authority table's member for its currency.
pub(super) fn amount(fee: &Fee) -> Option<(String, &'static str)> {
    match fee {
        Fee::Free => Some(("0".to_owned(), authority::DONG)),
        Fee::Amount { money, .. } => Some((money.amount.normalize().to_string(), currency(money))),
        Fee::Cases(_) => None,
    }
}

fn currency(money: &Money) -> &'static str {
    match money.currency {
        Currency::Vnd => authority::DONG,
        Currency::Usd => authority::DOLLAR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_has_the_duration_it_is_estimated_at() {
        for (text, wanted) in [
            ("05 ngày làm việc", "P7D"),
            ("03 ngày", "P3D"),
            ("01 tháng", "P1M"),
            ("02 năm", "P2Y"),
            ("04 giờ làm việc", "PT4H"),
            ("Trong ngày làm việc", "P1D"),
        ] {
            let limit: TimeLimit = text.parse().unwrap();
            assert_eq!(duration(&limit).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn a_fee_of_one_amount_has_a_value_and_a_currency() {
        let of = |text: &str| amount(&text.parse::<Fee>().unwrap());
        assert_eq!(of("8.000 đồng/bản sao"), Some(("8000".to_owned(), authority::DONG)));
        assert_eq!(of("Miễn phí"), Some(("0".to_owned(), authority::DONG)));
        assert_eq!(of("Hộ gia đình: 50.000 đồng\nTổ chức: 100.000 đồng"), None);
    }
}
