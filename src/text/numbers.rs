//! Numbers as Vietnamese prose and tables print them.

use rust_decimal::{Decimal, RoundingStrategy};

/// A whole number with dots between thousands: 1.170.262.800.
pub fn number(value: impl Into<i128>) -> String {
    let value = value.into();
    let digits = value.unsigned_abs().to_string();
    let mut out = String::from(if value < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// A number with dots between thousands and a decimal comma: 1.234,5. Zeros at the end are left out.
pub fn decimal(value: Decimal) -> String {
    printed(&value.normalize().to_string())
}

/// The same with exactly so many decimals, rounded half up: 44,30.
pub fn fixed(value: Decimal, places: u32) -> String {
    let mut rounded = rounded(value, places);
    rounded.rescale(places);
    rounded.set_sign_negative(rounded.is_sign_negative() && !rounded.is_zero());
    printed(&rounded.to_string())
}

/// Half up, as offices round.
fn rounded(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

fn printed(plain: &str) -> String {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let whole = whole.parse::<i128>().map_or_else(|_| whole.to_owned(), number);
    let comma = if part.is_empty() { "" } else { "," };
    format!("{sign}{whole}{comma}{part}")
}

/// A measure with two decimals and a decimal comma: 12,30. For scores, not for money.
pub fn points(value: f32) -> String {
    format!("{value:.2}").replace('.', ",")
}

/// A share in percent with at most two decimals, rounded half up: 94,48%. Of nothing there is none: "–".
pub fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let percent = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole);
    format!("{}%", decimal(rounded(percent, 2)))
}

/// A share that was worked out already: 5,5%. Of nothing there is none: "–".
pub fn percent(share: Option<Decimal>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{}%", decimal(share)))
}

/// A counted number as official prose writes it: 01, 02, 10, 1.733.
pub fn count(value: u64) -> String {
    if value < 10 { format!("0{value}") } else { number(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_the_vietnamese_way() {
        assert_eq!(number(1_170_262_800), "1.170.262.800");
        assert_eq!(number(-1200), "-1.200");
        assert_eq!(decimal(Decimal::new(5571, 2)), "55,71");
        assert_eq!(decimal(Decimal::new(12_345_000, 3)), "12.345");
        assert_eq!(decimal(Decimal::new(-5, 1)), "-0,5");
        assert_eq!(fixed(Decimal::new(44_295, 3), 2), "44,30");
        assert_eq!(fixed(Decimal::new(-25, 2), 3), "-0,250");
        assert_eq!(fixed(Decimal::new(-4, 3), 2), "0,00");
        assert_eq!(fixed(Decimal::new(1_234_567, 1), 0), "123.457");
        assert_eq!(
            (share(1, 800), share(1, 2), share(0, 0)),
            ("0,13%".into(), "50%".into(), "–".into())
        );
        assert_eq!((count(1), count(10)), ("01".to_owned(), "10".to_owned()));
    }
}
