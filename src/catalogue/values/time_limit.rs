//! Time limits for settling a dossier.

mod read;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

pub(super) use self::read::join_wrapped;
use super::{Described, ParseValueError};
use crate::text;

/// How long an agency may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeLimit {
    /// A number of units: `05 ngày làm việc`, possibly counted from something stated.
    Within {
        /// How many.
        amount: Decimal,
        /// Of what.
        unit: Unit,
        /// What it is counted from: `kể từ ngày nhận đủ hồ sơ hợp lệ`.
        from: Option<String>,
    },
    /// The same day.
    SameDay {
        /// A working day is meant.
        working: bool,
        /// Dossiers received after this hour are settled on the next working day.
        cut_off_hour: Option<u8>,
    },
    /// The record says that none is set.
    NotSet,
    /// Different limits for different cases.
    Cases(Vec<(Self, String)>),
}

/// Units of time limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Hour.
    Hour,
    /// Working hour, an eighth of a working day.
    WorkingHour,
    /// Calendar day.
    Day,
    /// Working day.
    WorkingDay,
    /// Month.
    Month,
    /// Year.
    Year,
}

/// Longest words first: "ngày làm việc" begins with "ngày".
const UNITS: [(Unit, &str); 6] = [
    (Unit::WorkingDay, "ngày làm việc"),
    (Unit::WorkingHour, "giờ làm việc"),
    (Unit::Day, "ngày"),
    (Unit::Hour, "giờ"),
    (Unit::Month, "tháng"),
    (Unit::Year, "năm"),
];

impl Unit {
    /// Vietnamese name.
    pub fn label(self) -> &'static str {
        UNITS
            .iter()
            .find(|(unit, _)| *unit == self)
            .map_or("", |(_, label)| label)
    }
}

impl TimeLimit {
    /// A plain number of units.
    pub fn within(amount: impl Into<Decimal>, unit: Unit) -> Self {
        Self::Within {
            amount: amount.into(),
            unit,
            from: None,
        }
    }

    /// Amount and unit of a plain limit; of several cases, the longest one when they share a unit.
    pub fn amount(&self) -> Option<(Decimal, Unit)> {
        match self {
            Self::Within { amount, unit, .. } => Some((*amount, *unit)),
            Self::Cases(cases) => {
                let amounts: Option<Vec<_>> = cases.iter().map(|(limit, _)| limit.amount()).collect();
                let amounts = amounts?;
                let unit = amounts.first()?.1;
                let longest = amounts.iter().map(|(amount, _)| *amount).max()?;
                amounts
                    .iter()
                    .all(|(_, other)| *other == unit)
                    .then_some((longest, unit))
            }
            _ => None,
        }
    }

    /// Length in calendar days for sorting and filtering only: a working day counts 1,4 days, a month 30.
    pub fn approximate_days(&self) -> Option<Decimal> {
        if matches!(self, Self::SameDay { .. }) {
            return Some(Decimal::ZERO);
        }
        let (amount, unit) = self.amount()?;
        let factor = match unit {
            Unit::Hour => Decimal::ONE / Decimal::from(24),
            Unit::WorkingHour => Decimal::new(14, 1) / Decimal::from(8),
            Unit::Day => Decimal::ONE,
            Unit::WorkingDay => Decimal::new(14, 1),
            Unit::Month => Decimal::from(30),
            Unit::Year => Decimal::from(365),
        };
        Some(amount * factor)
    }

    /// Working hours by the convention of real annexes: a day, working or calendar, is 8 hours. `None` for units that
    /// the convention does not cover.
    pub fn working_hours(&self) -> Option<Decimal> {
        let (amount, unit) = self.amount()?;
        match unit {
            Unit::Hour | Unit::WorkingHour => Some(amount),
            Unit::Day | Unit::WorkingDay => Some(amount * Decimal::from(8)),
            Unit::Month | Unit::Year => None,
        }
    }

    /// Which limit is longer; `None` when the units do not allow to tell.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (a, b) if a == b => Some(Ordering::Equal),
            (Self::SameDay { .. }, Self::SameDay { .. }) => Some(Ordering::Equal),
            (Self::SameDay { .. }, Self::Within { amount, unit, .. }) => same_day_against(*amount, *unit),
            (Self::Within { amount, unit, .. }, Self::SameDay { .. }) => {
                same_day_against(*amount, *unit).map(Ordering::reverse)
            }
            (
                Self::Within {
                    amount: a,
                    unit: unit_a,
                    from: from_a,
                },
                Self::Within {
                    amount: b,
                    unit: unit_b,
                    from: from_b,
                },
            ) => {
                if starts_elsewhere(from_a.as_deref()) != starts_elsewhere(from_b.as_deref()) {
                    return None;
                }
                let (a, unit_a) = in_larger_unit(*a, *unit_a);
                let (b, unit_b) = in_larger_unit(*b, *unit_b);
                (unit_a == unit_b).then(|| a.cmp(&b))
            }
            (Self::Cases(a), Self::Cases(b)) if a.len() == b.len() => {
                let same_cases = a
                    .iter()
                    .zip(b)
                    .all(|((_, a), (_, b))| text::same_but_for_spelling(a, b));
                let orders: Option<Vec<_>> = a.iter().zip(b).map(|((a, _), (b, _))| a.compare(b)).collect();
                let orders = orders.filter(|_| same_cases)?;
                let first = *orders
                    .iter()
                    .find(|order| **order != Ordering::Equal)
                    .unwrap_or(&Ordering::Equal);
                orders
                    .iter()
                    .all(|order| *order == first || *order == Ordering::Equal)
                    .then_some(first)
            }
            _ => None,
        }
    }
}

/// What a limit is counted from, unless that is the receipt of the dossier: there every limit starts that says nothing.
fn starts_elsewhere(from: Option<&str>) -> Option<String> {
    let from = text::canonical(from?);
    let words: Vec<&str> = from.split_whitespace().skip(2).take(8).collect();
    let event = match words.as_slice() {
        ["ngày" | "khi" | "lúc", event @ ..] | ["thời", "điểm", event @ ..] => event,
        event => event,
    };
    let received = matches!(event, ["nhận" | "nộp", ..] | ["tiếp", "nhận", ..])
        && event
            .windows(2)
            .any(|pair| pair[0] == "hồ" && pair[1].trim_end_matches([',', '.']) == "sơ");
    (!received).then_some(from)
}

fn same_day_against(amount: Decimal, unit: Unit) -> Option<Ordering> {
    match unit {
        Unit::Hour | Unit::WorkingHour => None,
        _ if amount > Decimal::ONE || matches!(unit, Unit::Month | Unit::Year) => Some(Ordering::Less),
        _ => None,
    }
}

/// Eight working hours are a working day and twelve months a year; nothing else converts exactly.
fn in_larger_unit(amount: Decimal, unit: Unit) -> (Decimal, Unit) {
    match unit {
        Unit::WorkingHour => (amount / Decimal::from(8), Unit::WorkingDay),
        Unit::Month => (amount / Decimal::from(12), Unit::Year),
        _ => (amount, unit),
    }
}

impl FromStr for TimeLimit {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read::limit(text).ok_or_else(|| ParseValueError::new(text, "thời hạn", Self::EXAMPLES).or_free_text())
    }
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within { amount, unit, from } => {
                let zero = if amount.is_integer() && *amount < Decimal::TEN {
                    "0"
                } else {
                    ""
                };
                write!(f, "{zero}{} {}", text::decimal(*amount).replace('.', ""), unit.label())?;
                from.as_ref().map_or(Ok(()), |from| write!(f, " {from}"))
            }
            Self::SameDay { working, cut_off_hour } => {
                write!(f, "Ngay trong ngày{}", if *working { " làm việc" } else { "" })?;
                match cut_off_hour {
                    Some(hour) => write!(
                        f,
                        "; hồ sơ nhận sau {hour} giờ trả kết quả trong ngày làm việc tiếp theo"
                    ),
                    None => Ok(()),
                }
            }
            Self::NotSet => f.write_str("Không quy định"),
            Self::Cases(cases) => {
                for (at, (limit, case)) in cases.iter().enumerate() {
                    let separator = if at > 0 { "; " } else { "" };
                    match limit {
                        Self::Within {
                            amount,
                            unit,
                            from: Some(from),
                        } => {
                            let plain = Self::Within {
                                amount: *amount,
                                unit: *unit,
                                from: None,
                            };
                            write!(f, "{separator}{plain} đối với {case} {from}")?;
                        }
                        _ => write!(f, "{separator}{limit} đối với {case}")?,
                    }
                }
                Ok(())
            }
        }
    }
}

impl Described for TimeLimit {
    const TITLE: &'static str = "Thời hạn";
    const DESCRIPTION: &'static str = "Thời hạn ghi như trên giấy.";
    const EXAMPLES: &'static [&'static str] = &["05 ngày làm việc", "Ngay trong ngày làm việc", "15 ngày"];
}

#[cfg(test)]
mod tests {
    use super::super::assert_round_trip;
    use super::*;

    fn limit(text: &str) -> TimeLimit {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn real_limits_are_read_and_printed_in_one_way() {
        for (text, printed) in [
            ("5 Ngày làm việc", "05 ngày làm việc"),
            ("05 ngày làm việc.", "05 ngày làm việc"),
            ("30 Ngày", "30 ngày"),
            ("7.5 ngày làm việc", "7,5 ngày làm việc"),
            ("½ ngày", "0,5 ngày"),
            ("1 Giờ", "01 giờ"),
            ("12 Tháng", "12 tháng"),
            ("Không quá 20 ngày làm việc. ngày", "20 ngày làm việc"),
            ("Không quá 03 ngày làm việc ngày", "03 ngày làm việc"),
            ("15 (mười lăm) ngày làm việc", "15 ngày làm việc"),
            (
                "20 (hai mươi) ngày, kể từ ngày nhận khi đủ hồ sơ hợp lệ.",
                "20 ngày kể từ ngày nhận khi đủ hồ sơ hợp lệ",
            ),
            (
                "Không quá 07 ngày kể từ ngày nhận đủ hồ sơ hợp lệ.  ngày",
                "07 ngày kể từ ngày nhận đủ hồ sơ hợp lệ",
            ),
            ("Ngay trong ngày làm việc", "Ngay trong ngày làm việc"),
            ("Trong ngày làm việc", "Ngay trong ngày làm việc"),
            ("Không quy định", "Không quy định"),
            (
                "20 ngày đối với công trình khác nhà ở và 15 ngày đối với nhà ở riêng lẻ kể từ ngày nhận\nđủ hồ sơ hợp lệ.",
                "20 ngày đối với công trình khác nhà ở; 15 ngày đối với nhà ở riêng lẻ kể từ ngày nhận đủ hồ sơ hợp lệ",
            ),
            (
                "• Không quá 40 ngày đối với công trình cấp I, cấp đặc biệt\n• Không quá 30 ngày đối với công trình cấp II, cấp III",
                "40 ngày đối với công trình cấp I, cấp đặc biệt; 30 ngày đối với công trình cấp II, cấp III",
            ),
        ] {
            assert_eq!(limit(text).to_string(), printed, "{text}");
            assert_round_trip::<TimeLimit>(text);
        }
    }

    #[test]
    fn what_would_be_a_guess_is_not_understood() {
        for text in [
            "1",
            "48",
            "5 OTHER",
            "Theo mô tả ngày",
            "0 ngày",
            "15 (hai mươi) ngày",
            "Chưa có thông tin",
            "",
            "Không quá 10 ngày làm việc. Đối với các xã miền núi thì thời gian được tăng thêm không quá 10 ngày làm việc",
            "Không quá 03 ngày làm việc (không tính thời gian xác định nghĩa vụ tài chính) ngày",
            "25 ngày làm việc kể từ ngày nhận đủ hồ sơ; nộp trực tuyến còn 22 ngày",
            "03 ngày làm việc, trường hợp phải xác minh không quá 23 ngày",
            "UBND phường, xã: 05 ngày làm việc trong đó 02 ngày niêm yết",
            "1. UBND phường, xã: 05 ngày làm việc\n2. Phòng LĐTBXH quận, huyện: 07 ngày làm việc",
            "Thời gian thẩm định: 15 ngày làm việc; Thời gian phê duyệt: 05 ngày làm việc",
        ] {
            assert!(
                text.parse::<TimeLimit>().is_err(),
                "{text} was read as {:?}",
                text.parse::<TimeLimit>()
            );
        }
    }

    #[test]
    fn limits_are_compared_only_in_one_unit() {
        assert_eq!(limit("5 ngày").compare(&limit("07 ngày")), Some(Ordering::Less));
        assert_eq!(
            limit("08 giờ làm việc").compare(&limit("01 ngày làm việc")),
            Some(Ordering::Equal)
        );
        assert_eq!(limit("5 ngày").compare(&limit("5 ngày làm việc")), None);
        assert_eq!(
            limit("Ngay trong ngày").compare(&limit("02 ngày làm việc")),
            Some(Ordering::Less)
        );
    }

    #[test]
    fn limits_that_start_from_different_events_are_not_compared() {
        let compare = |a: &str, b: &str| limit(a).compare(&limit(b));
        let received = "05 ngày kể từ ngày nhận đủ hồ sơ hợp lệ";
        assert_eq!(compare("10 ngày", received), Some(Ordering::Greater));
        assert_eq!(
            compare("10 ngày kể từ khi tiếp nhận hồ sơ", received),
            Some(Ordering::Greater)
        );
        assert_eq!(compare("10 ngày", "05 ngày kể từ ngày kết thúc kiểm tra"), None);
    }

    #[test]
    fn a_fraction_is_not_the_number_of_an_item() {
        assert_eq!(
            limit("7.5 ngày đối với nhà ở; 3 ngày đối với công trình khác").to_string(),
            "7,5 ngày đối với nhà ở; 03 ngày đối với công trình khác"
        );
    }

    #[test]
    fn what_a_limit_is_counted_from_keeps_the_authors_words() {
        assert_eq!(
            limit("05 ngày kể từ ngày Bộ Công an phát hiện vi phạm.").to_string(),
            "05 ngày kể từ ngày Bộ Công an phát hiện vi phạm"
        );
    }

    #[test]
    fn any_amount_and_unit_is_printed_and_read_back() {
        arbtest::arbtest(|u| {
            let amount = Decimal::new(u.int_in_range(1..=999_999)?, 2).normalize();
            let unit = UNITS[u.choose_index(UNITS.len())?].0;
            let value = TimeLimit::within(amount, unit);
            assert_eq!(value.to_string().parse(), Ok(value));
            Ok(())
        });
    }

    #[test]
    fn no_text_makes_the_reader_fail() {
        arbtest::arbtest(|u| {
            let text: String = u.arbitrary()?;
            if let Ok(value) = text.parse::<TimeLimit>() {
                assert_eq!(value.to_string().parse().as_ref(), Ok(&value), "{text:?}");
            }
            Ok(())
        });
    }
}
