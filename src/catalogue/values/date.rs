//! Days of the calendar.

use std::fmt;
use std::str::FromStr;

use jiff::civil;

use super::{Described, ParseValueError};
use crate::text;

/// A day: `20/11/2025`, `2025-11-20`, `ngày 20 tháng 11 năm 2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The day of a year, month and day; `None` when there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The day it is in Việt Nam; `None` when the clock shows none.
    pub fn today() -> Option<Self> {
        Self::there(jiff::Timestamp::now())
    }

    /// The day it was in Việt Nam so many seconds after the beginning of 1970 UTC.
    pub fn at(seconds: i64) -> Option<Self> {
        Self::there(jiff::Timestamp::from_second(seconds).ok()?)
    }

    fn there(utc: jiff::Timestamp) -> Option<Self> {
        let there = utc.checked_add(jiff::SignedDuration::from_hours(7)).ok()?;
        Some(Self(there.to_zoned(jiff::tz::TimeZone::UTC).date()))
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Month, from 1.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Days from this day to a later one; negative when that is earlier.
    pub fn days_until(self, later: Self) -> i64 {
        // Two dates are always some days apart: only other units could fail.
        self.0.until(later.0).map_or(0, |span| i64::from(span.get_days()))
    }

    /// Day of the month, from 1.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// In words, with the leading zeros of Nghị định 30/2020/NĐ-CP: "ngày 08 tháng 6 năm 2010".
    pub fn long(self) -> String {
        let month = if self.month() < 3 {
            format!("0{}", self.month())
        } else {
            self.month().to_string()
        };
        format!("ngày {:02} tháng {month} năm {}", self.day(), self.year())
    }

    /// As data files and file names write it: `2025-11-20`.
    pub fn iso(self) -> String {
        self.0.to_string()
    }
}

impl FromStr for Date {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = text::canonical(text);
        let numbers: Vec<&str> = plain
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .collect();
        let rest: String = plain
            .chars()
            .filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
            .collect();
        let (year, month, day) = match (numbers.as_slice(), rest.as_str()) {
            ([day, month, year], "//" | ".." | "--" | "ngàythángnăm") if year.len() == 4 => (year, month, day),
            ([year, month, day], "--") if year.len() == 4 => (year, month, day),
            _ => return Err(ParseValueError::new(text, "ngày/tháng/năm", Self::EXAMPLES)),
        };
        let parsed = (year.parse(), month.parse(), day.parse());
        let (Ok(year), Ok(month), Ok(day)) = parsed else {
            return Err(ParseValueError::new(text, "ngày/tháng/năm", Self::EXAMPLES));
        };
        Self::new(year, month, day).ok_or_else(|| ParseValueError::new(text, "một ngày có trong lịch", Self::EXAMPLES))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}/{:04}", self.day(), self.month(), self.year())
    }
}

impl Described for Date {
    const TITLE: &'static str = "Ngày";
    const DESCRIPTION: &'static str = "Ngày/tháng/năm.";
    const EXAMPLES: &'static [&'static str] = &["20/11/2025"];
}

#[cfg(test)]
mod tests {
    use super::super::assert_round_trip;
    use super::*;

    #[test]
    fn one_day_has_several_spellings() {
        for text in [
            "20/11/2025",
            "2025-11-20",
            "ngày 20 tháng 11 năm 2025",
            "20-11-2025",
            "Ngày 20 tháng 11 năm 2025",
        ] {
            assert_eq!(
                text.parse::<Date>().unwrap(),
                Date::new(2025, 11, 20).unwrap(),
                "{text}"
            );
            assert_round_trip::<Date>(text);
        }
    }

    #[test]
    fn a_moment_is_of_the_day_it_was_in_viet_nam() {
        let day = |seconds| Date::at(seconds).unwrap().to_string();
        assert_eq!(day(1_768_496_399), "15/01/2026");
        assert_eq!(day(1_768_496_400), "16/01/2026");
    }

    #[test]
    fn days_that_cannot_be_are_refused() {
        for text in [
            "30/02/2025",
            "31/04/2026",
            "08/6/20210",
            "11/2025",
            "hôm nay",
            "",
            "1/13/2025",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn long_form_has_the_official_zeros() {
        assert_eq!(Date::new(2010, 6, 8).unwrap().long(), "ngày 08 tháng 6 năm 2010");
        assert_eq!(Date::new(2026, 1, 5).unwrap().long(), "ngày 05 tháng 01 năm 2026");
    }
}
