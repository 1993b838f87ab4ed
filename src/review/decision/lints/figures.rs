//! Figures in sentences of decisions: limits that are cut, what is said to be saved, shares, amounts of money.

use rust_decimal::Decimal;

use crate::text;

/// Units of limits, the longer before what they begin with.
pub(super) const UNITS: [&str; 5] = ["ngày làm việc", "giờ làm việc", "ngày", "giờ", "tháng"];

/// What is said before the time that is saved, and how many bytes may stand between them.
const SAVED: [(&str, usize); 7] = [
    ("giảm được", 30),
    ("rút ngắn được", 30),
    ("tiết kiệm được", 30),
    ("thời gian tiết kiệm", 30),
    ("tthc tiết kiệm", 30),
    ("rút ngắn", 1),
    ("giảm", 1),
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
        cut_percent(self.from, self.to)
    }

    /// What is wrong with a time that is said to be saved and is not that of the cut.
    pub(super) fn against(&self, saved: Decimal, unit: &str) -> String {
        format!(
            "ghi giảm {} {unit}, nhưng từ {} xuống {} là giảm {}",
            text::decimal(saved),
            text::decimal(self.from),
            text::decimal(self.to),
            text::decimal(self.from - self.to)
        )
    }
}

/// Share by which something becomes less, in percent with two decimals; `None` of nothing.
pub(super) fn cut_percent(before: Decimal, after: Decimal) -> Option<Decimal> {
    let share = ((before - after) * Decimal::ONE_HUNDRED).checked_div(before)?;
    Some(share.round_dp(2))
}

/// A text as it is looked through: one spelling, lower case, as many characters as it has.
pub(super) fn plain(text: &str) -> String {
    let lower: String = text.chars().map(|c| c.to_lowercase().next().unwrap_or(c)).collect();
    lower.replace("hoá", "hóa").replace("tỉ lệ", "tỷ lệ")
}

/// The cut a plain text speaks of: "từ 05 ngày làm việc xuống còn 03 ngày làm việc".
pub(super) fn cut(text: &str) -> Option<Cut> {
    let from = text.find("từ ").map(|at| at + "từ ".len())?;
    let rest = &text[from..];
    let (before, after) = ["xuống còn", "xuống", " còn ", "→"]
        .iter()
        .find_map(|word| rest.split_once(word))?;
    between(before, after)
}

/// The cut between what is read first in two texts.
pub(super) fn between(before: &str, after: &str) -> Option<Cut> {
    let (from, unit, _) = length(before)?;
    let (to, unit_after, _) = length(after)?;
    // "từ 05 ngày làm việc xuống còn 03 ngày" means the same days.
    let same = unit == unit_after || unit.starts_with(unit_after);
    (same && to < from).then_some(Cut { from, to, unit })
}

/// What a plain text says is saved of time: "giảm được 01 ngày".
pub(super) fn saved_time(text: &str) -> Option<(Decimal, &'static str, Spot)> {
    SAVED.iter().find_map(|(phrase, room)| {
        let mut places = text.match_indices(phrase).map(|(at, _)| at);
        places.find_map(|at| saved_behind(text, at, phrase.len(), *room))
    })
}

/// The time behind a phrase, when nothing but a few words stand between.
fn saved_behind(text: &str, at: usize, phrase: usize, room: usize) -> Option<(Decimal, &'static str, Spot)> {
    let after = &text[at + phrase..];
    let first = after.find(|c: char| c.is_ascii_digit())?;
    let (amount, unit, end) = length(after)?;
    let (_, digits) = number(&after[first..])?;
    if first > room || after[..first].contains("từ") || first + digits > end {
        return None;
    }
    if after[first + digits..end].contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let start = text[..at].chars().count();
    let length = text[at..at + phrase + end].chars().count();
    Some((amount, unit, Spot { start, length }))
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

/// A number as it is written here, and the byte behind it: `32.000.000`, `9,5`, also `0.5`.
pub(super) fn number(text: &str) -> Option<(Decimal, usize)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .unwrap_or(text.len());
    let written = text[..end].trim_end_matches(['.', ',']);
    let mut groups = written.split('.').skip(1);
    let thousands = groups.all(|group| group.split(',').next().is_some_and(|digits| digits.len() == 3));
    let value = if thousands {
        written.replace('.', "").replace(',', ".")
    } else {
        written.to_owned()
    };
    Some((value.parse().ok()?, written.len()))
}

/// The figure a plain text gives for something: behind `phrase`, before `unit`. Where it is worked out, the result.
pub(super) fn amount(text: &str, phrase: &str, unit: &str) -> Option<(Decimal, Spot)> {
    let mut from = text.find(phrase)? + phrase.len();
    let mut found = None;
    while let Some(at) = text[from..].find(|c: char| c.is_ascii_digit()) {
        let start = from + at;
        let (value, length) = number(&text[start..])?;
        from = start + length;
        // "40.000 đồng/giờ" is what something was worked out with.
        let behind = text[from..].trim_start();
        if behind.starts_with(unit) && !behind.starts_with("đồng/giờ") {
            let start = text[..start].chars().count();
            found = Some((value, Spot { start, length }));
        }
    }
    found
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
        assert_eq!(
            saved_time(&plain("hóa: Giảm 0.5 ngày làm việc so với")).unwrap().0,
            Decimal::new(5, 1)
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
        let line =
            plain("trước khi đơn giản hoá: (10 ngày = 80 giờ x 40.000 đồng/giờ) x10 hồ sơ/năm = 32.000.000 đồng/năm.");
        assert_eq!(
            amount(&line, "trước khi đơn giản hóa", "đồng").unwrap().0,
            Decimal::from(32_000_000)
        );
        assert_eq!(number("0.5 ngày"), Some((Decimal::new(5, 1), 3)));
        let line = plain("(10 ngày = 80 giờ × 40.000) × 10 hồ sơ = 32.000.000");
        assert_eq!(count_before(&line, "hồ sơ").unwrap().0, 10);
        assert_eq!(count_before("nhiều hồ sơ", "hồ sơ"), None);
    }
}
