//! A number as people write it in Vietnamese: `1,5`; `0,2`; `1.200`.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serializer;

use super::values::{Described, ParseValueError};

/// A number that is not money: hours, times a year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(pub Decimal);

impl FromStr for Quantity {
    type Err = ParseValueError;

    /// A comma is the decimal sign. Dots group thousands when three digits follow each; a single dot followed by one,
    /// two or more than three digits is read as a decimal sign too, as spreadsheets write it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        let grouped = trimmed
            .split('.')
            .skip(1)
            .all(|group| group.split(',').next().is_some_and(|digits| digits.len() == 3));
        let plain = if trimmed.contains(',') || grouped {
            trimmed.replace('.', "").replace(',', ".")
        } else {
            trimmed.to_owned()
        };
        let digits_only =
            plain.chars().all(|c| c.is_ascii_digit() || c == '.') && plain.starts_with(|c: char| c.is_ascii_digit());
        match plain.parse::<Decimal>() {
            Ok(number) if digits_only => Ok(Self(number.normalize())),
            _ => Err(ParseValueError::new(text, "một số", &["1,5", "8"])),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::text::decimal(self.0))
    }
}

impl Described for Quantity {
    const TITLE: &'static str = "Số";
    const DESCRIPTION: &'static str = "Số, dấu phẩy là dấu thập phân, ví dụ 1,5.";
    const EXAMPLES: &'static [&'static str] = &["1,5", "8", "0,2"];
    const PATTERN: Option<&'static str> = Some(r"^\d+([.,]\d+)*$");
}

/// Amounts of money are whole and go out as whole numbers; hours and percentages have few decimals and go out as
/// the nearest fraction.
///
/// # Errors
///
/// When the serializer fails.
pub fn number<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    match value.to_i64().filter(|_| value.is_integer()) {
        Some(whole) => serializer.serialize_i64(whole),
        None => serializer.serialize_f64(value.to_f64().unwrap_or(f64::NAN)),
    }
}

/// The same of a number that may be missing.
///
/// # Errors
///
/// When the serializer fails.
pub fn optional_number<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, serializer),
        None => serializer.serialize_none(),
    }
}
