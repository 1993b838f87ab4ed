//! A share: a part of a whole, never without both.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::catalogue::quantity;
use crate::text;

/// Decimals of a printed percentage.
const PLACES: u32 = 2;

/// A part of a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Numerator.
    pub part: u64,
    /// Denominator.
    pub whole: u64,
}

impl Share {
    /// So many of so many.
    pub fn new(part: u64, whole: u64) -> Self {
        Self { part, whole }
    }

    /// Percent with two decimals, rounded half up; `None` of nothing.
    pub fn percent(self) -> Option<Decimal> {
        let exact = (Decimal::from(self.part) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(self.whole))?;
        Some(exact.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero))
    }

    /// `55,67%`; a dash of nothing.
    pub fn percent_text(self) -> String {
        self.percent().map_or_else(
            || "–".to_owned(),
            |percent| format!("{}%", text::fixed(percent, PLACES)),
        )
    }

    /// `54/97`.
    pub fn fraction(self) -> String {
        format!("{}/{}", text::number(self.part), text::number(self.whole))
    }
}

/// `55,67% (54/97)`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.percent_text(), self.fraction())
    }
}

/// `{"part": 54, "whole": 97, "percent": 55.67}`.
impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Percent(Option<Decimal>);
        impl Serialize for Percent {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                quantity::optional_number(&self.0, serializer)
            }
        }
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("part", &self.part)?;
        map.serialize_entry("whole", &self.whole)?;
        map.serialize_entry("percent", &Percent(self.percent()))?;
        map.end()
    }
}

/// A length as a count.
pub(super) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_printed_with_both_numbers() {
        for (part, whole, printed) in [
            (54, 97, "55,67% (54/97)"),
            (1, 8, "12,50% (1/8)"),
            (7_149, 5_220_139, "0,14% (7.149/5.220.139)"),
            (0, 0, "– (0/0)"),
            (1_733, 1_733, "100,00% (1.733/1.733)"),
        ] {
            assert_eq!(Share::new(part, whole).to_string(), printed);
        }
        let json = serde_json::to_string(&Share::new(1, 3)).unwrap();
        assert_eq!(json, r#"{"part":1,"whole":3,"percent":33.33}"#);
    }
}
