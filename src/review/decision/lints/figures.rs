//! Figures in sentences of decisions: limits that are cut, what is said to be saved, shares, amounts of money.

use rust_decimal::Decimal;

use crate::text;

/// Units of limits, the longer before what they begin with.
const UNITS: [&str; 5] = ["ngày làm việc", "giờ làm việc", "ngày", "giờ", "tháng"];

/// What is said of time before the figure: by how much it is cut.
const SAVED: [&str; 6] = [
    "giảm được",
    "rút ngắn được",
    "thời gian tiết kiệm",
    "tiết kiệm được",
    "cắt giảm được",
    "rút ngắn",
];

/// A figure and where it stands in its line, in characters from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) start: usize,
    pub(super) length: usize,
}

/// A limit cut from one length to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) from: Decimal,
    pub(super) to: Decimal,
    pub(super) unit: &'static str,
}

impl Cut {
    /// Share of the limit that is cut, in percent with two decimals.
    pub(super) fn percent(&self) -> Option<Decimal> {
        let share = ((self.from - self.to) * Decimal::ONE_HUNDRED).checked_div(self.from)?;
        Some(share.round_dp(2))
    }
}

/// A line as it is looked through: one spelling, lower case, as many characters as it has.
pub(super) fn plain(line: &str) -> String {
    text::clean(line)
        .chars()
        .map(|c| c.to_lowercase().next().unwrap_or(c))
        .collect()
}

/// The cut a plain line speaks of: "từ 05 ngày làm việc xuống còn 03 ngày làm việc".
pub(super) fn cut(line: &str) -> Option<Cut> {
    let (at, to_part) = ["xuống còn", "xuống", "còn lại", "→"]
        .iter()
        .find_map(|word| line.split_once(word))?;
    let from_part = at.rsplit_once("từ ").map_or(at, |(_, from)| from);
    let (from, unit, _) = length(from_part)?;
    let (to, unit_after, _) = length(to_part)?;
    // "từ 05 ngày làm việc xuống còn 03 ngày" means the same days.
    let same = unit == unit_after || unit.starts_with(unit_after);
    (same && to < from).then_some(Cut { from, to, unit })
}

/// What a plain line says is saved of time: "giảm được 01 ngày".
pub(super) fn saved_time(line: &str) -> Option<(Decimal, &'static str, Spot)> {
    SAVED.iter().find_map(|phrase| {
        let at = line.find(phrase)?;
        let after = &line[at + phrase.len()..];
        // The figure belongs to the phrase only when nothing but a few words stand between.
        let first = after.find(|c: char| c.is_ascii_digit())?;
        let (amount, unit, end) = length(after)?;
        let (_, digits) = number(&after[first..])?;
        let other = after[first + digits..end].contains(|c: char| c.is_ascii_digit());
        if other || first > 30 || after[..first].contains("từ") {
            return None;
        }
        let start = line[..at].chars().count();
        let length = line[at..at + phrase.len() + end].chars().count();
        Some((amount, unit, Spot { start, length }))
    })
}

/// The first length of time in a plain text, and the byte behind it.
fn length(text: &str) -> Option<(Decimal, &'static str, usize)> {
    let mut from = 0;
    while let Some(at) = text[from..].find(|c: char| c.is_ascii_digit()) {
        let start = from + at;
        let (number, end) = number(&text[start..])?;
        let end = start + end;
        let behind = text[end..].trim_start();
        if let Some(unit) = UNITS.iter().find(|unit| behind.starts_with(**unit)) {
            let gap = text[end..].len() - behind.len();
            return Some((number, unit, end + gap + unit.len()));
        }
        from = end;
    }
    None
}

/// A number as it is written here, and the byte behind it: `32.000.000`, `9,5`.
pub(super) fn number(text: &str) -> Option<(Decimal, usize)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .unwrap_or(text.len());
    let written = text[..end].trim_end_matches(['.', ',']);
    let value = written.replace('.', "").replace(',', ".");
    Some((value.parse().ok()?, written.len()))
}

/// The amount a plain line gives for something: behind `phrase` and a colon, before `unit`.
pub(super) fn amount(line: &str, phrase: &str, unit: &str) -> Option<(Decimal, Spot)> {
    let at = line.find(phrase)?;
    let rest = &line[at + phrase.len()..];
    let digit = rest.find(|c: char| c.is_ascii_digit())?;
    let (value, end) = number(&rest[digit..])?;
    let behind = rest[digit + end..].trim_start();
    if !behind.starts_with(unit) {
        return None;
    }
    let start = line[..at + phrase.len() + digit].chars().count();
    Some((value, Spot { start, length: end }))
}

/// A count before a word: "10 hồ sơ", "05 thủ tục".
pub(super) fn count_before(line: &str, word: &str) -> Option<(u64, Spot)> {
    let mut from = 0;
    while let Some(at) = line[from..].find(word) {
        let at = from + at;
        let before = line[..at].trim_end();
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let written = &before[before.len() - digits..];
        if let Ok(count) = written.replace('.', "").parse() {
            let start = line[..before.len() - digits].chars().count();
            return Some((count, Spot { start, length: digits }));
        }
        from = at + word.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_and_savings_are_read_as_they_are_written() {
        let line =
            plain("- Giảm thời gian giải quyết từ 05 ngày làm việc xuống còn 03 ngày làm việc. Giảm được 01 ngày");
        let cut = cut(&line).unwrap();
        assert_eq!((cut.from, cut.to, cut.unit), (5.into(), 3.into(), "ngày làm việc"));
        assert_eq!(cut.percent(), Some(Decimal::from(40)));
        let (saved, unit, spot) = saved_time(&line).unwrap();
        assert_eq!((saved, unit), (Decimal::ONE, "ngày"));
        assert_eq!(
            line.chars().skip(spot.start).take(spot.length).collect::<String>(),
            "giảm được 01 ngày"
        );
        assert_eq!(saved_time(&plain("Rút ngắn thời gian từ 10 ngày xuống 8 ngày")), None);
        assert_eq!(saved_time(&plain("tiết kiệm được 20% thời gian, 2 ngày")), None);
    }

    #[test]
    fn amounts_and_counts() {
        let line = plain("Chi phí tuân thủ TTHC trước khi đơn giản hóa: 32.000.000 đồng/năm.");
        assert_eq!(
            amount(&line, "trước khi đơn giản hóa", "đồng").unwrap().0,
            Decimal::from(32_000_000)
        );
        let line = plain("(10 ngày = 80 giờ × 40.000) × 10 hồ sơ = 32.000.000");
        assert_eq!(count_before(&line, "hồ sơ").unwrap().0, 10);
        assert_eq!(count_before("nhiều hồ sơ", "hồ sơ"), None);
    }
}
