//! Which of several values is the more favourable to people.

use std::cmp::Ordering;

use crate::catalogue::fields::Measure;
use crate::catalogue::values::{TimeLimit, Unit};

/// Why a draft takes one value of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// There is only one.
    Only,
    /// The shortest time.
    Shortest,
    /// The lowest fee.
    Lowest,
    /// The fewest originals and copies.
    Fewest,
    /// The furthest online service, or another place on a scale.
    Furthest,
    /// A relief that one of them gives.
    Relief,
    /// Put together from all.
    Composed,
    /// None: the draft is not announced.
    Unannounced,
    /// It belongs to another value that is taken: the basis of a fee to the fee.
    Beside,
    /// Words of the first one, for a person to choose.
    Words,
    /// They cannot be compared: the first one, for a person to decide.
    First,
}

impl Why {
    /// Vietnamese words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Only => "",
            Self::Shortest => "ngắn nhất",
            Self::Lowest => "mức thấp nhất",
            Self::Fewest => "ít bản nhất",
            Self::Furthest => "mức thuận lợi nhất",
            Self::Relief => "có lợi hơn cho người nộp",
            Self::Composed => "ghép từ tên các thủ tục",
            Self::Unannounced => "dự thảo chưa công bố nên không lấy",
            Self::Beside => "đi cùng giá trị đã lấy",
            Self::Words => "theo thủ tục đứng trước",
            Self::First => "không so sánh được, theo thủ tục đứng trước",
        }
    }

    /// Key for other programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Only => "only",
            Self::Shortest => "shortest",
            Self::Lowest => "lowest",
            Self::Fewest => "fewest",
            Self::Furthest => "furthest",
            Self::Relief => "relief",
            Self::Composed => "composed",
            Self::Unannounced => "unannounced",
            Self::Beside => "beside",
            Self::Words => "words",
            Self::First => "first",
        }
    }
}

/// The lightest of some quantities and why it is that; the first one when they cannot be compared.
pub(super) fn lightest(measures: &[Measure<'_>]) -> (usize, Why) {
    if measures.len() < 2 {
        return (0, Why::Only);
    }
    if measures.iter().all(|measure| matches!(measure, Measure::None)) {
        return (0, Why::Words);
    }
    let is_lightest = |at: &usize| {
        let mut others = measures.iter();
        others.all(|other| matches!(compare(&measures[*at], other), Some(Ordering::Less | Ordering::Equal)))
    };
    let Some(at) = (0..measures.len()).find(is_lightest) else {
        return (0, Why::First);
    };
    let why = match measures[at] {
        Measure::Time(_) => Why::Shortest,
        Measure::Fee(_) => Why::Lowest,
        Measure::Count(_) | Measure::Copies(_) => Why::Fewest,
        Measure::Step(_) => Why::Furthest,
        Measure::Relief => Why::Relief,
        Measure::None => Why::First,
    };
    (at, why)
}

/// Whether two quantities are one, or which is less; `None` when that cannot be told.
pub(super) fn compare(a: &Measure<'_>, b: &Measure<'_>) -> Option<Ordering> {
    match (a, b) {
        (Measure::Time(a), Measure::Time(b)) => a.compare(b).or_else(|| surely(a, b)),
        (Measure::Fee(a), Measure::Fee(b)) => a.compare(b),
        (Measure::Count(a), Measure::Count(b)) | (Measure::Copies(a), Measure::Copies(b)) => Some(a.cmp(b)),
        (Measure::Step(a), Measure::Step(b)) => Some(a.cmp(b)),
        (Measure::Relief, Measure::Relief) => Some(Ordering::Equal),
        _ => None,
    }
}

/// So many days are never longer than as many working days.
fn surely(a: &TimeLimit, b: &TimeLimit) -> Option<Ordering> {
    let plain = |limit: &TimeLimit| match limit {
        TimeLimit::Within {
            amount,
            unit,
            from: None,
        } => Some((*amount, *unit)),
        _ => None,
    };
    let ((a, unit_a), (b, unit_b)) = (plain(a)?, plain(b)?);
    match (unit_a, unit_b) {
        (Unit::Day, Unit::WorkingDay) if a <= b => Some(Ordering::Less),
        (Unit::WorkingDay, Unit::Day) if b <= a => Some(Ordering::Greater),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::values::Fee;

    #[test]
    fn the_lightest_is_taken_where_it_can_be_told() {
        let time = |text: &str| text.parse::<TimeLimit>().unwrap();
        let (five, three, days) = (time("05 ngày làm việc"), time("03 ngày làm việc"), time("04 ngày"));
        let times = |times: &[&TimeLimit]| {
            let measures: Vec<Measure<'_>> = times.iter().map(|time| Measure::Time(time)).collect();
            lightest(&measures)
        };
        assert_eq!(times(&[&five, &three]), (1, Why::Shortest));
        assert_eq!(times(&[&five, &three, &days]), (0, Why::First));
        assert_eq!(
            times(&[&five, &days]),
            (1, Why::Shortest),
            "4 days end before 5 working days"
        );
        assert_eq!(times(&[&five]), (0, Why::Only));
        let (free, paid): (Fee, Fee) = ("Miễn phí".parse().unwrap(), "8.000 đồng".parse().unwrap());
        assert_eq!(lightest(&[Measure::Fee(&paid), Measure::Fee(&free)]), (1, Why::Lowest));
        assert_eq!(lightest(&[Measure::None, Measure::None]), (0, Why::Words));
        assert_eq!(lightest(&[Measure::Step(1), Measure::Step(0)]), (1, Why::Furthest));
    }
}
