//! Money and fees.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::time_limit::join_wrapped;
use super::words::number_in_words;
use super::{Described, ParseValueError};
use crate::text;

/// A currency that fees are set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Currency {
    /// Đồng.
    Vnd,
    /// United States dollar.
    Usd,
}

/// An exact amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Amount, in whole units of the currency; dollars may have cents.
    pub amount: Decimal,
    /// Currency.
    pub currency: Currency,
}

/// What one pays: nothing, an amount, an amount for each of something, or several amounts by case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fee {
    /// Free of charge.
    Free,
    /// An amount, for each of what `per` names.
    Amount {
        /// How much.
        money: Money,
        /// For each what: `bản sao`.
        per: Option<String>,
    },
    /// Several amounts, each with the case it applies to.
    Cases(Vec<(String, Self)>),
}

impl Money {
    /// An amount in đồng.
    pub fn vnd(amount: impl Into<Decimal>) -> Self {
        Self {
            amount: amount.into(),
            currency: Currency::Vnd,
        }
    }
}

impl Fee {
    /// Whether something has to be paid.
    pub fn is_payable(&self) -> bool {
        match self {
            Self::Free => false,
            Self::Amount { money, .. } => !money.amount.is_zero(),
            Self::Cases(cases) => cases.iter().any(|(_, fee)| fee.is_payable()),
        }
    }

    /// The single amount in đồng; `None` for several cases or another currency.
    pub fn vnd(&self) -> Option<Decimal> {
        match self {
            Self::Free => Some(Decimal::ZERO),
            Self::Amount {
                money:
                    Money {
                        amount,
                        currency: Currency::Vnd,
                    },
                ..
            } => Some(*amount),
            _ => None,
        }
    }

    /// Which fee is higher; `None` when they are not for the same thing or not in one currency.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (a, b) if a == b => Some(Ordering::Equal),
            (Self::Free, b) if b.is_payable() => Some(Ordering::Less),
            (a, Self::Free) if a.is_payable() => Some(Ordering::Greater),
            (Self::Amount { money: a, per: per_a }, Self::Amount { money: b, per: per_b })
                if a.currency == b.currency && per_a == per_b =>
            {
                Some(a.amount.cmp(&b.amount))
            }
            _ => None,
        }
    }
}

impl FromStr for Money {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match money(&text::canonical(text)) {
            Some((money, rest)) if rest.trim_matches(['.', ' ']).is_empty() => Ok(money),
            _ => Err(ParseValueError::new(text, "một số tiền", Self::EXAMPLES)),
        }
    }
}

impl FromStr for Fee {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text).ok_or_else(|| ParseValueError::new(text, "mức thu", Self::EXAMPLES).or_free_text())
    }
}

fn read(text: &str) -> Option<Fee> {
    if let Some(fee) = single(bare(text)) {
        return Some(fee);
    }
    let text = join_wrapped(text);
    let lines: Vec<&str> = text
        .split(['\n', ';'])
        .map(bare)
        .filter(|line| !line.is_empty())
        .collect();
    match lines.as_slice() {
        [] => None,
        [one] => single(one).or_else(|| case(one).map(|case| Fee::Cases(vec![case]))),
        several => several
            .iter()
            .map(|line| case(line))
            .collect::<Option<Vec<_>>>()
            .map(Fee::Cases),
    }
}

/// A line without its bullet and the word "Phí :" the old portal puts in front.
fn bare(line: &str) -> &str {
    let mut line = line.trim().trim_start_matches(['•', '▪', '*', '+', '-']).trim();
    for word in ["Phí :", "Lệ phí :", "phí :", "lệ phí :"] {
        line = line.strip_prefix(word).map_or(line, str::trim);
    }
    line
}

fn single(text: &str) -> Option<Fee> {
    let words = text::canonical(text);
    let words = words.trim_end_matches('.').trim();
    if matches!(
        words,
        "miễn phí"
            | "không"
            | "không có"
            | "không thu"
            | "không thu phí"
            | "không có lệ phí"
            | "không đồng"
            | "miễn"
            | "miễn lệ phí"
            | "0"
            | "không mất phí"
    ) {
        return Some(Fee::Free);
    }
    let (money, rest) = money(words)?;
    let rest = without_source(rest.trim())?;
    let per = match rest.strip_prefix('/') {
        Some(per) => Some(unit_of(text, per)?),
        None if rest.is_empty() => None,
        None => return None,
    };
    if money.amount.is_zero() {
        return Some(Fee::Free);
    }
    // No fee below 1.000 đồng exists: such figures are thousands with the zeros left out, or misprints.
    if money.currency == Currency::Vnd && money.amount < Decimal::ONE_THOUSAND {
        return None;
    }
    Some(Fee::Amount { money, per })
}

/// Cuts off "(theo Thông tư …)": the source is not part of the fee. `None` when it speaks of money itself.
fn without_source(rest: &str) -> Option<&str> {
    match rest.find("(theo ") {
        Some(at) if rest.ends_with(')') => (!holds_money(&rest[at..])).then(|| rest[..at].trim_end()),
        _ => Some(rest),
    }
}

/// Whether an amount stands anywhere in a canonical text.
fn holds_money(words: &str) -> bool {
    words
        .match_indices(|c: char| c.is_ascii_digit())
        .any(|(at, _)| !words[..at].ends_with(char::is_alphanumeric) && money(&words[at..]).is_some())
}

/// What the amount is for, in the author's capitals. A further figure in it would be another fee.
fn unit_of(original: &str, per: &str) -> Option<String> {
    let per = per
        .trim()
        .trim_start_matches("1 ")
        .trim_start_matches("01 ")
        .trim_end_matches('.')
        .trim();
    if per.is_empty() || per.chars().count() > 120 || per.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let clean = text::clean(original);
    let at = clean.to_lowercase().find(per);
    Some(
        at.and_then(|at| clean.get(at..at + per.len()))
            .unwrap_or(per)
            .to_owned(),
    )
}

/// `label: fee`.
fn case(line: &str) -> Option<(String, Fee)> {
    let (label, fee) = line.rsplit_once(':')?;
    let label = without_number(label.trim());
    if label.is_empty() || label.chars().count() > 200 || label.contains(['\n', ';', ':']) {
        return None;
    }
    if holds_money(&text::canonical(label)) {
        return None;
    }
    Some((label.to_owned(), single(fee.trim())?))
}

/// A label without the number of its line; "50 trang đầu" keeps its own.
fn without_number(label: &str) -> &str {
    match label.split_once(['.', ')']) {
        Some((number, rest))
            if number.len() <= 2 && rest.starts_with(' ') && number.bytes().all(|b| b.is_ascii_digit()) =>
        {
            rest.trim_start()
        }
        _ => label,
    }
}

/// An amount and its currency at the head of a canonical text, and what follows.
fn money(words: &str) -> Option<(Money, &str)> {
    let end = words
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .unwrap_or(words.len());
    let (figure, rest) = words.split_at(end);
    let rest = rest.trim_start();
    // "300.000 (ba trăm nghìn) đồng"
    let (spelled, rest) = match rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((spelled, after)) if spelled.chars().all(|c| c.is_alphabetic() || c == ' ') => {
            (Some(spelled), after.trim_start())
        }
        _ => (None, rest),
    };
    let currencies = [
        ("việt nam đồng", Currency::Vnd),
        ("đồng", Currency::Vnd),
        ("vnđ", Currency::Vnd),
        ("vnd", Currency::Vnd),
        ("đ", Currency::Vnd),
        ("usd", Currency::Usd),
    ];
    let (rest, currency) = currencies.iter().find_map(|(word, currency)| {
        let after = rest.strip_prefix(word)?;
        (!after.starts_with(char::is_alphanumeric)).then_some((after, *currency))
    })?;
    let amount = amount(figure.trim_end_matches(['.', ',']), currency)?;
    // Words that contradict the figure leave nobody knowing the amount.
    if let Some(spelled) = spelled
        && number_in_words(spelled).map(Decimal::from) != Some(amount)
    {
        return None;
    }
    Some((Money { amount, currency }, rest))
}

/// Digits of the budget of a state. More are a typing mistake, which nobody can reckon with.
const MOST_DIGITS: usize = 15;

/// Groups of three after a dot or comma are thousands; a shorter last group is a fraction, of dollars only.
fn amount(figure: &str, currency: Currency) -> Option<Decimal> {
    let digits = figure.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || digits > MOST_DIGITS || (figure.contains('.') && figure.contains(',')) {
        return None;
    }
    let mut groups = figure.split(['.', ',']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let thousands = first.len() <= 3 && !first.is_empty() && rest.iter().all(|group| group.len() == 3);
    match rest.as_slice() {
        [] => first.parse().ok(),
        _ if thousands => format!("{first}{}", rest.concat()).parse().ok(),
        [fraction] if currency == Currency::Usd && fraction.len() <= 2 => format!("{first}.{fraction}")
            .parse::<Decimal>()
            .ok()
            .map(|amount| amount.normalize()),
        _ => None,
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let currency = match self.currency {
            Currency::Vnd => "đồng",
            Currency::Usd => "USD",
        };
        write!(f, "{} {currency}", text::decimal(self.amount))
    }
}

impl fmt::Display for Fee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Free => f.write_str("Miễn phí"),
            Self::Amount { money, per: None } => write!(f, "{money}"),
            Self::Amount { money, per: Some(per) } => write!(f, "{money}/{per}"),
            Self::Cases(cases) => {
                for (at, (label, fee)) in cases.iter().enumerate() {
                    write!(f, "{}{label}: {fee}", if at > 0 { "; " } else { "" })?;
                }
                Ok(())
            }
        }
    }
}

impl Described for Money {
    const TITLE: &'static str = "Số tiền";
    const DESCRIPTION: &'static str = "Số tiền, dấu chấm giữa các nhóm nghìn.";
    const EXAMPLES: &'static [&'static str] = &["53.977 đồng"];
}

impl Described for Fee {
    const TITLE: &'static str = "Mức thu";
    const DESCRIPTION: &'static str = "Mức phí, lệ phí ghi như trên giấy.";
    const EXAMPLES: &'static [&'static str] = &["8.000 đồng/bản sao", "Miễn phí", "10 USD"];
}

#[cfg(test)]
mod tests {
    use super::super::assert_round_trip;
    use super::*;

    #[test]
    fn real_fees_are_read_and_printed_in_one_way() {
        for (text, printed) in [
            ("Miễn phí", "Miễn phí"),
            ("Phí : 0 Đồng", "Miễn phí"),
            ("Phí : Không Đồng", "Miễn phí"),
            ("0", "Miễn phí"),
            ("100,000 VNĐ", "100.000 đồng"),
            ("1,025,000 Việt Nam Đồng", "1.025.000 đồng"),
            ("15.000 VND", "15.000 đồng"),
            ("10 USD", "10 USD"),
            ("Lệ phí : 1.5 USD", "1,5 USD"),
            ("8.000 đồng/bản sao", "8.000 đồng/bản sao"),
            ("50.000 đồng/1 giấy phép", "50.000 đồng/giấy phép"),
            ("300.000 (ba trăm nghìn) đồng/chứng chỉ", "300.000 đồng/chứng chỉ"),
            ("650.000 đồng/thẻ (theo Thông tư số 33/2018/TT-BTC)", "650.000 đồng/thẻ"),
            (
                "Nhà ở riêng lẻ: 50.000 đồng/1 giấy phép\nCông trình khác nhà ở: 100.000 đồng/1 giấy phép.",
                "Nhà ở riêng lẻ: 50.000 đồng/giấy phép; Công trình khác nhà ở: 100.000 đồng/giấy phép",
            ),
        ] {
            let fee: Fee = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(fee.to_string(), printed);
            assert_round_trip::<Fee>(text);
        }
    }

    #[test]
    fn what_would_be_a_guess_is_not_understood() {
        for text in [
            "8000",
            "50 VNĐ",
            "Văn bản quy định lệ phí",
            "5% giá thiết kế",
            "Có",
            "Lệ phí :  Đồng",
            "1.5 đồng",
            "150.000/giấy đăng ký",
            "500.000 đồng, riêng hộ nghèo được giảm",
            "100.00.000 đồng",
            "9999999999999999999999999999 đồng",
            "1.000.000.000.000.000 đồng",
            "300.000 (ba triệu) đồng/chứng chỉ",
            "50.000 Đồng (50.000 đồng/hồ sơ. Riêng năng khiếu: 120.000 đồng/hồ sơ)",
            "",
        ] {
            assert!(text.parse::<Fee>().is_err(), "{text}");
        }
    }

    #[test]
    fn labels_keep_their_numbers() {
        let fee = |text: &str| text.parse::<Fee>().unwrap().to_string();
        assert_eq!(fee("50 trang đầu: 2.000 đồng/trang"), "50 trang đầu: 2.000 đồng/trang");
        assert_eq!(
            fee("1. Cấp mới: 50.000 đồng\n2. Cấp lại: 30.000 đồng"),
            "Cấp mới: 50.000 đồng; Cấp lại: 30.000 đồng"
        );
    }

    #[test]
    fn fees_are_compared_only_when_they_are_for_the_same_thing() {
        let fee = |text: &str| text.parse::<Fee>().unwrap();
        assert_eq!(fee("Miễn phí").compare(&fee("8.000 đồng")), Some(Ordering::Less));
        assert_eq!(
            fee("8.000 đồng/bản").compare(&fee("4.000 đồng/bản")),
            Some(Ordering::Greater)
        );
        assert_eq!(fee("8.000 đồng/bản").compare(&fee("8.000 đồng/trang")), None);
        assert_eq!(fee("10 USD").compare(&fee("8.000 đồng")), None);
    }
}
