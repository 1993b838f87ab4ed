//! A figure as a report prints it: a count, an amount, or a share with its decimals.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::catalogue::quantity::Quantity;
use crate::catalogue::values::{Described, ParseValueError};
use crate::text;

/// Digits before and after the decimal comma beyond which nothing is a figure of a report. Within them no sum, quotient or
/// percentage of figures leaves what a decimal holds.
const MOST_DIGITS: (u32, u32) = (15, 8);

/// A printed number. How many decimals it was printed with says how far it can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The number as printed: 94,48 for 94,48%.
    pub printed: Decimal,
    /// Decimals it was printed with.
    pub places: u32,
    /// Printed with a percent sign.
    pub percent: bool,
}

impl FromStr for Figure {
    type Err = ParseValueError;

    /// As Vietnamese reports write numbers: dots between thousands, a decimal comma. In a percentage a single dot is the
    /// decimal sign too: nobody prints shares of thousands of percent, and many print 99.997 %.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseValueError::new(text, "một số", Self::EXAMPLES);
        let trimmed = text.trim();
        let percent = trimmed.ends_with('%');
        let mut body = trimmed.trim_end_matches('%').trim().to_owned();
        if let Some((_, part)) = body.split_once('.')
            && !body.contains(',')
            && !part.contains('.')
            && (percent || part.len() != 3)
        {
            body = body.replace('.', ",");
        }
        let places = body.split_once(',').map_or(0, |(_, part)| part.len());
        let number: Quantity = body.parse().map_err(|_| error())?;
        let places = u32::try_from(places).map_err(|_| error())?;
        let largest = Decimal::from(10_u64.pow(MOST_DIGITS.0));
        if number.0 >= largest || places > MOST_DIGITS.1 {
            return Err(error());
        }
        Ok(Self {
            printed: number.0,
            places,
            percent,
        })
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.show(self.printed))
    }
}

impl Described for Figure {
    const TITLE: &'static str = "Số liệu";
    const DESCRIPTION: &'static str = "Số đúng như in trong báo cáo: 33.294; 94,48%.";
    const EXAMPLES: &'static [&'static str] = &["33.294", "94,48%", "1,5"];
}

impl Figure {
    /// What the number is worth: 94,48% is 0,9448.
    pub fn value(&self) -> Decimal {
        if self.percent {
            self.printed / Decimal::ONE_HUNDRED
        } else {
            self.printed
        }
    }

    /// Half of the last printed place, in what the number is worth: so far the true number may be away. A whole number that
    /// is no share was counted and is exact.
    pub fn tolerance(&self) -> Decimal {
        match (self.percent, self.places) {
            (false, 0) => Decimal::ZERO,
            (percent, places) => Decimal::new(5, places + 1 + if percent { 2 } else { 0 }),
        }
    }

    /// Whether it was counted.
    pub fn is_count(&self) -> bool {
        !self.percent && self.places == 0
    }

    /// A number worth `value` in the unit of this figure.
    pub fn in_unit(&self, value: Decimal) -> Decimal {
        if self.percent {
            value * Decimal::ONE_HUNDRED
        } else {
            value
        }
    }

    /// A number of this figure's unit, printed as this figure was.
    pub fn show(&self, printed: Decimal) -> String {
        self.show_with(printed, self.places)
    }

    /// The same with so many decimals.
    pub fn show_with(&self, printed: Decimal, places: u32) -> String {
        format!(
            "{}{}",
            text::fixed(printed, places),
            if self.percent { "%" } else { "" }
        )
    }

    /// A number of this figure's unit rounded half up to its decimals.
    pub fn rounded(&self, exact: Decimal) -> Decimal {
        exact.round_dp_with_strategy(self.places, RoundingStrategy::MidpointAwayFromZero)
    }

    /// The same cut off after its decimals.
    pub fn truncated(&self, exact: Decimal) -> Decimal {
        exact.trunc_with_scale(self.places)
    }

    /// The figures somebody may have meant who swapped two neighbouring digits.
    pub fn swaps(&self) -> Vec<Self> {
        let mut scaled = self.printed;
        scaled.rescale(self.places);
        let digits: Vec<u8> = scaled.mantissa().to_string().into_bytes();
        let swapped = |at: usize| {
            let mut digits = digits.clone();
            digits.swap(at, at + 1);
            let mantissa: i64 = String::from_utf8(digits).ok()?.parse().ok()?;
            Some(Self {
                printed: Decimal::new(mantissa, self.places),
                ..*self
            })
        };
        (0..digits.len().saturating_sub(1))
            .filter(|&at| digits[at] != digits[at + 1] && !(at == 0 && digits[1] == b'0'))
            .filter_map(swapped)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_numbers_are_read_with_their_decimals() {
        for (text, printed, places, percent) in [
            ("33.294", "33294", 0, false),
            ("5.330.464", "5330464", 0, false),
            ("94,48%", "94.48", 2, true),
            ("99.997 %", "99.997", 3, true),
            ("0.0021%", "0.0021", 4, true),
            ("58,60 %", "58.6", 2, true),
            ("100%", "100", 0, true),
            ("1,5", "1.5", 1, false),
        ] {
            let figure: Figure = text.parse().unwrap();
            let expected = (printed.parse().unwrap(), places, percent);
            assert_eq!((figure.printed, figure.places, figure.percent), expected, "{text}");
        }
        assert_eq!("58,60 %".parse::<Figure>().unwrap().to_string(), "58,60%");
        for odd in ["", "%", "hai", "-1", "1,2,3", "1.000.000.000.000.000", "0,123456789"] {
            assert!(odd.parse::<Figure>().is_err(), "{odd}");
        }
    }

    #[test]
    fn neighbouring_digits_are_swapped() {
        let swaps = |text: &str| -> Vec<String> {
            let figure: Figure = text.parse().unwrap();
            figure.swaps().iter().map(ToString::to_string).collect()
        };
        assert_eq!(swaps("1.223"), ["2.123", "1.232"]);
        assert_eq!(swaps("45,36%"), ["54,36%", "43,56%", "45,63%"]);
        assert!(swaps("10").is_empty() && swaps("7").is_empty());
    }
}
