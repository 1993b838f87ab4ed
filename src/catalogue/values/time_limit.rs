//! Time limits for settling a dossier.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::words::number_in_words;
use super::{Channel, Described, ParseValueError};
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
        read(text).ok_or_else(|| ParseValueError::new(text, "thời hạn", Self::EXAMPLES).or_free_text())
    }
}

fn read(text: &str) -> Option<TimeLimit> {
    let original = text::clean(text);
    let original = bare(original.trim());
    let words = text::canonical(original);
    let words = words.trim().trim_end_matches(['.', ';', ' ']);
    if matches!(
        words,
        "không quy định" | "không quy định thời hạn" | "chưa quy định" | "pháp luật không quy định"
    ) {
        return Some(TimeLimit::NotSet);
    }
    same_day(words)
        .or_else(|| within(original, words))
        .or_else(|| cases(text))
}

fn same_day(words: &str) -> Option<TimeLimit> {
    let rest = words
        .strip_prefix("ngay trong ")
        .or_else(|| words.strip_prefix("trong "))?;
    let (working, rest) = match (rest.strip_prefix("ngày làm việc"), rest.strip_prefix("ngày")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return None,
    };
    let rest = rest
        .trim_start_matches(" tiếp nhận hồ sơ")
        .trim_start_matches(" nhận hồ sơ");
    let rest = rest
        .trim_start_matches(" tiếp nhận yêu cầu")
        .trim_start_matches([',', ';', '.', ' ']);
    if rest.is_empty() {
        return Some(TimeLimit::SameDay {
            working,
            cut_off_hour: None,
        });
    }
    let (before, after) = rest.split_once("sau ")?;
    let accepted = [
        "hồ sơ nhận",
        "nhận hồ sơ",
        "tiếp nhận hồ sơ",
        "trường hợp nhận hồ sơ",
        "trường hợp nhận",
        "nhận",
        "nếu nhận hồ sơ",
    ];
    let (hour, after) = after.split_once(" giờ")?;
    let hour: u8 = hour.trim().parse().ok().filter(|hour| *hour < 24)?;
    let figures_after = after
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| !digits.is_empty());
    (accepted.contains(&before.trim()) && after.contains("ngày làm việc tiếp theo") && !figures_after).then_some(
        TimeLimit::SameDay {
            working,
            cut_off_hour: Some(hour),
        },
    )
}

/// One limit that takes up the whole text.
fn within(original: &str, words: &str) -> Option<TimeLimit> {
    let (amount, unit, rest) = leading(words)?;
    let from = start_clause(rest)?.map(|from| as_written(original, &from));
    Some(TimeLimit::Within { amount, unit, from })
}

/// Amount and unit at the head of a canonical text, after the words that only say "at most".
fn leading(words: &str) -> Option<(Decimal, Unit, &str)> {
    let mut words = words.trim_start();
    let fillers = [
        "không quá ",
        "tối đa ",
        "chậm nhất ",
        "là ",
        "trong thời hạn ",
        "trong thời gian ",
        "thời hạn ",
        "trong ",
    ];
    while let Some(rest) = fillers.iter().find_map(|filler| words.strip_prefix(filler)) {
        words = rest.trim_start();
    }
    let (amount, rest) = number(words)?;
    let rest = spelled_out(rest.trim_start(), amount)?.trim_start();
    let (unit, rest) = UNITS.iter().find_map(|(unit, label)| {
        let rest = rest.strip_prefix(label)?;
        (!rest.starts_with(char::is_alphanumeric)).then_some((*unit, rest))
    })?;
    // A limit of nothing says nothing: the portal writes 0 where the record is empty.
    (!amount.is_zero()).then_some((amount, unit, rest))
}

fn number(words: &str) -> Option<(Decimal, &str)> {
    if let Some(rest) = words.strip_prefix('½') {
        return Some((Decimal::new(5, 1), rest));
    }
    let end = words
        .find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')
        .unwrap_or(words.len());
    let (figure, rest) = words.split_at(end);
    let (whole, part) = figure.split_once([',', '.']).unwrap_or((figure, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let fits = !whole.is_empty() && whole.len() <= 4 && digits(whole) && digits(part) && part.len() <= 2;
    if !fits || figure.ends_with([',', '.']) {
        return None;
    }
    let amount: Decimal = if part.is_empty() {
        whole.parse().ok()?
    } else {
        format!("{whole}.{part}").parse().ok()?
    };
    Some((amount.normalize(), rest))
}

/// Passes over "(mười lăm)". Words that contradict the figure make the whole text unreadable.
fn spelled_out(rest: &str, amount: Decimal) -> Option<&str> {
    let Some((spelled, after)) = rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) else {
        return Some(rest);
    };
    (number_in_words(spelled).map(Decimal::from) == Some(amount)).then_some(after)
}

/// What may stand behind a limit without changing it: nothing, the stray unit the portal appends, or what it is counted
/// from. Anything else might be a condition, so the text is not understood.
fn start_clause(rest: &str) -> Option<Option<String>> {
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';'));
    let rest = rest.strip_suffix(". ngày").unwrap_or(rest).trim_end_matches(['.', ' ']);
    if rest.is_empty() || rest == "ngày" {
        return Some(None);
    }
    let counted = rest.starts_with("kể từ ") || rest.starts_with("tính từ ");
    let changes = [
        "trường hợp",
        "đối với",
        "trừ ",
        "không tính",
        "gia hạn",
        "nếu ",
        ". ",
        ";",
        "cụ thể",
        "(",
        "\n",
        " còn ",
    ];
    let figures = rest.contains(|c: char| c.is_ascii_digit());
    (counted && !figures && rest.len() < 300 && !changes.iter().any(|word| rest.contains(word)))
        .then(|| Some(rest.to_owned()))
}

/// The author's words for a phrase of the canonical text, in their capitals and spelling.
fn as_written(original: &str, canonical: &str) -> String {
    let words: Vec<&str> = original.split_whitespace().collect();
    let length = canonical.split_whitespace().count();
    let trim = |phrase: &str| phrase.trim_end_matches(['.', ',', ';', ')', ' ']).to_owned();
    words
        .windows(length.max(1))
        .map(|window| window.join(" "))
        .find(|phrase| trim(&text::canonical(phrase)) == trim(canonical))
        .map_or_else(|| canonical.to_owned(), |phrase| trim(&phrase))
}

/// Several limits, each with its case. Every line must be one, or nothing is understood.
fn cases(text: &str) -> Option<TimeLimit> {
    let clean = join_wrapped(&text::clean(text));
    let clean = clean.trim().trim_end_matches(['.', ';', ' ']);
    let mut lines: Vec<&str> = clean
        .split([';', '\n'])
        .map(bare)
        .filter(|line| !line.is_empty())
        .collect();
    if let [only] = lines.as_slice() {
        lines = only.split(" và ").map(str::trim).collect();
    }
    if lines.len() < 2 {
        return None;
    }
    lines
        .into_iter()
        .map(case)
        .collect::<Option<Vec<_>>>()
        .map(TimeLimit::Cases)
}

/// Undoes the line breaks of a narrow column: a line that goes on in lower case belongs to the one before.
pub(super) fn join_wrapped(text: &str) -> String {
    text.lines().fold(String::new(), |mut joined, line| {
        let goes_on = line.trim_start().starts_with(char::is_lowercase)
            && !line
                .trim_start()
                .chars()
                .nth(1)
                .is_some_and(|second| matches!(second, ')' | '.'));
        if !joined.is_empty() {
            joined.push(if goes_on { ' ' } else { '\n' });
        }
        joined.push_str(line.trim());
        joined
    })
}

/// A line without its bullet or number.
fn bare(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['•', '▪', '*', '+', '-']).trim();
    let mut chars = line.chars();
    match (chars.next(), chars.next()) {
        // "7.5 ngày" is not item 7.
        (Some(mark), Some('.' | ')'))
            if (mark.is_ascii_digit() || mark.is_ascii_lowercase()) && line[2..].starts_with(char::is_whitespace) =>
        {
            line[2..].trim()
        }
        _ => line,
    }
}

/// `20 ngày đối với công trình khác` or `Đối với công trình khác: 20 ngày`.
fn case(line: &str) -> Option<(TimeLimit, String)> {
    let plain = line.trim_end_matches(['.', ',', ' ']);
    let canonical = text::canonical(plain);
    if let Some((amount, unit, rest)) = leading(&canonical) {
        let name = rest.trim_start_matches([',', ' ']).strip_prefix("đối với ")?;
        let from = name.find(" kể từ ").map(|at| name[at + 1..].to_owned());
        let name = name.split(" kể từ ").next()?.trim_end_matches([',', ' ']);
        let from = match from {
            Some(from) => start_clause(&from)?.map(|from| as_written(plain, &from)),
            None => None,
        };
        let name = case_name(plain, name)?;
        return Some((TimeLimit::Within { amount, unit, from }, name));
    }
    let (name, limit) = canonical.split_once(':')?;
    // Any other label could be a stage: "UBND xã: 05 ngày; Phòng LĐTBXH: 07 ngày" make twelve days.
    let names_case = ["đối với ", "trường hợp ", "nếu "]
        .iter()
        .any(|word| name.starts_with(word));
    let names_channel = name.trim().parse::<Channel>().is_ok();
    if !names_case && !names_channel {
        return None;
    }
    let limit = within(plain, limit.trim())?;
    let name = name.trim().strip_prefix("đối với ").unwrap_or(name.trim());
    Some((limit, case_name(plain, name)?))
}

/// The case in the author's own letters; a figure in it could be a second limit.
fn case_name(original: &str, canonical: &str) -> Option<String> {
    let too_much = canonical.is_empty() || canonical.chars().count() > 300;
    let has_limit = UNITS.iter().any(|(_, unit)| {
        canonical
            .match_indices(unit)
            .any(|(at, _)| canonical[..at].trim_end().ends_with(|c: char| c.is_ascii_digit()))
    });
    if too_much || has_limit || canonical.contains([';', ':', '\n']) || canonical.contains(" và ") {
        return None;
    }
    let lower = original.to_lowercase();
    let found = lower.find(canonical).filter(|_| lower.len() == original.len());
    Some(
        found
            .and_then(|at| original.get(at..at + canonical.len()))
            .unwrap_or(canonical)
            .trim()
            .to_owned(),
    )
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
