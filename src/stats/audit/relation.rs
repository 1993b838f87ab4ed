//! The relations a clerk writes between figures: `Đã giải quyết = Đúng hạn + Trễ hạn`.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::figure::Figure;

/// Two expressions and how they relate.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Left side.
    pub left: Expression,
    /// How.
    pub sign: Sign,
    /// Right side.
    pub right: Expression,
}

/// How two sides relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `=`
    Equal,
    /// `<=`, `≤`
    AtMost,
    /// `<`
    Less,
    /// `>=`, `≥`
    AtLeast,
    /// `>`
    More,
}

/// The signs as people write them; longer ones first, for `<=` begins like `<`.
const SIGNS: [(&str, Sign); 7] = [
    ("<=", Sign::AtMost),
    (">=", Sign::AtLeast),
    ("≤", Sign::AtMost),
    ("≥", Sign::AtLeast),
    ("=", Sign::Equal),
    ("<", Sign::Less),
    (">", Sign::More),
];

/// One side of a relation.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A figure of a table, by name.
    Name {
        /// Name of the figure.
        name: String,
        /// Name of its table, where it says so: `Tiếp nhận [Cấp huyện]`.
        table: Option<String>,
    },
    /// A number.
    Literal(Figure),
    /// Addends; `true` for those that are taken away.
    Sum(Vec<(bool, Self)>),
    /// A numerator and a denominator.
    Ratio(Box<Self>, Box<Self>),
}

/// A number that may be off by a tolerance: printed numbers are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measured {
    pub(super) value: Decimal,
    pub(super) tolerance: Decimal,
}

impl FromStr for Relation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = text.char_indices().find_map(|(at, _)| {
            let signs = SIGNS.iter();
            let (written, sign) = signs.into_iter().find(|(written, _)| text[at..].starts_with(written))?;
            Some((at, *written, *sign))
        });
        let Some((at, written, sign)) = found else {
            return Err("quan hệ không có dấu =, ≤ hoặc ≥".to_owned());
        };
        let right = &text[at + written.len()..];
        if SIGNS.iter().any(|(sign, _)| right.contains(sign)) {
            return Err("quan hệ có hơn một dấu =, ≤, ≥".to_owned());
        }
        Ok(Self {
            left: expression(&text[..at])?,
            sign,
            right: expression(right)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Plus,
    Minus,
    Slash,
    Open,
    Close,
    Operand(String),
}

/// `+` always adds; `-` and `/` stand in names too and are signs only between spaces. A bracket opens a group where a name
/// would begin; inside a name it is part of it.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let is_space = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_none_or(|c| c.is_whitespace());
    let mut out = Vec::new();
    let (mut operand, mut depth) = (String::new(), 0_usize);
    for (at, &c) in chars.iter().enumerate() {
        let alone = || is_space(at.checked_sub(1)) && is_space(Some(at + 1));
        let sign = match c {
            '+' => Some(Token::Plus),
            '-' | '−' | '–' if alone() => Some(Token::Minus),
            '/' if alone() => Some(Token::Slash),
            '(' if operand.trim().is_empty() => Some(Token::Open),
            ')' if depth == 0 => Some(Token::Close),
            _ => None,
        };
        match sign {
            Some(sign) => {
                push_operand(&mut out, &mut operand);
                out.push(sign);
            }
            None => {
                match c {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                operand.push(c);
            }
        }
    }
    push_operand(&mut out, &mut operand);
    out
}

fn push_operand(out: &mut Vec<Token>, operand: &mut String) {
    let name = std::mem::take(operand);
    if !name.trim().is_empty() {
        out.push(Token::Operand(name.trim().to_owned()));
    }
}

fn expression(text: &str) -> Result<Expression, String> {
    let mut tokens = tokens(text).into_iter().peekable();
    let sum = sum(&mut tokens)?;
    match tokens.next() {
        None => Ok(sum),
        Some(Token::Close) => Err("thừa dấu đóng ngoặc".to_owned()),
        Some(_) => Err("thiếu dấu + hoặc - giữa hai số".to_owned()),
    }
}

type Tokens = std::iter::Peekable<std::vec::IntoIter<Token>>;

fn sum(tokens: &mut Tokens) -> Result<Expression, String> {
    let mut addends = addends(tokens, ratio)?;
    if addends.len() > 1 {
        return Ok(Expression::Sum(addends));
    }
    let (_, only) = addends.remove(0);
    Ok(only)
}

/// One or more terms with the signs between them.
fn addends(
    tokens: &mut Tokens,
    term: fn(&mut Tokens) -> Result<Expression, String>,
) -> Result<Vec<(bool, Expression)>, String> {
    let mut addends = vec![(false, term(tokens)?)];
    while let Some(sign) = tokens.next_if(|token| matches!(token, Token::Plus | Token::Minus)) {
        addends.push((sign == Token::Minus, term(tokens)?));
    }
    Ok(addends)
}

fn ratio(tokens: &mut Tokens) -> Result<Expression, String> {
    let numerator = operand(tokens)?;
    if tokens.next_if_eq(&Token::Slash).is_none() {
        return Ok(numerator);
    }
    let denominator = operand(tokens)?;
    if tokens.peek() == Some(&Token::Slash) {
        return Err("hai dấu chia liền nhau; dùng ngoặc".to_owned());
    }
    Ok(Expression::Ratio(Box::new(numerator), Box::new(denominator)))
}

/// A name, a number, or a bracket with a sum of these; a bracket in a bracket is refused, so nothing nests.
fn operand(tokens: &mut Tokens) -> Result<Expression, String> {
    if tokens.next_if_eq(&Token::Open).is_none() {
        return single(tokens);
    }
    if tokens.peek() == Some(&Token::Open) {
        return Err("ngoặc lồng nhau; chỉ dùng một lớp ngoặc".to_owned());
    }
    let inside = Expression::Sum(addends(tokens, single)?);
    match tokens.next() {
        Some(Token::Close) => Ok(inside),
        _ => Err("thiếu dấu đóng ngoặc".to_owned()),
    }
}

fn single(tokens: &mut Tokens) -> Result<Expression, String> {
    match tokens.next() {
        Some(Token::Operand(text)) => Ok(named(&text)),
        _ => Err("thiếu tên số liệu ở một vế".to_owned()),
    }
}

fn named(text: &str) -> Expression {
    if let Ok(figure) = text.parse() {
        return Expression::Literal(figure);
    }
    let table = text.strip_suffix(']').and_then(|text| text.rsplit_once('['));
    let (name, table) = match table {
        Some((name, table)) => (name, Some(table.trim().to_owned())),
        None => (text, None),
    };
    Expression::Name {
        name: name.trim().to_owned(),
        table,
    }
}

impl Expression {
    /// Every figure it names.
    pub fn names(&self) -> Vec<(&str, Option<&str>)> {
        match self {
            Self::Name { name, table } => vec![(name, table.as_deref())],
            Self::Literal(_) => Vec::new(),
            Self::Sum(addends) => addends.iter().flat_map(|(_, addend)| addend.names()).collect(),
            Self::Ratio(numerator, denominator) => {
                let mut names = numerator.names();
                names.extend(denominator.names());
                names
            }
        }
    }

    /// What it comes to; `None` when it divides by nothing or is beyond what can be counted.
    pub(super) fn measure(&self, figure: &impl Fn(&str, Option<&str>) -> Option<Figure>) -> Option<Measured> {
        match self {
            Self::Name { name, table } => figure(name, table.as_deref()).map(|figure| Measured {
                value: figure.value(),
                tolerance: figure.tolerance(),
            }),
            Self::Literal(figure) => Some(Measured {
                value: figure.value(),
                tolerance: Decimal::ZERO,
            }),
            Self::Sum(addends) => {
                let (mut value, mut tolerance) = (Decimal::ZERO, Decimal::ZERO);
                for (minus, addend) in addends {
                    let addend = addend.measure(figure)?;
                    let signed = if *minus { -addend.value } else { addend.value };
                    value = value.checked_add(signed)?;
                    tolerance = tolerance.checked_add(addend.tolerance)?;
                }
                Some(Measured { value, tolerance })
            }
            Self::Ratio(numerator, denominator) => {
                let (above, below) = (numerator.measure(figure)?, denominator.measure(figure)?);
                let value = above.value.checked_div(below.value)?;
                // The farthest the quotient can be when both are off.
                let highest = (above.value + above.tolerance).checked_div(below.value - below.tolerance)?;
                let lowest = (above.value - above.tolerance).checked_div(below.value + below.tolerance)?;
                let tolerance = if above.tolerance.is_zero() && below.tolerance.is_zero() {
                    Decimal::ZERO
                } else {
                    (highest - value).abs().max((value - lowest).abs())
                };
                Some(Measured { value, tolerance })
            }
        }
    }

    /// The expression with `show` in place of its names: `17.265 + 1.458`.
    pub(super) fn written(&self, show: &impl Fn(&str, Option<&str>) -> String) -> String {
        match self {
            Self::Name { name, table } => show(name, table.as_deref()),
            Self::Literal(figure) => figure.to_string(),
            Self::Sum(addends) => {
                let mut out = String::new();
                for (at, (minus, addend)) in addends.iter().enumerate() {
                    match (at, minus) {
                        (0, _) => {}
                        (_, false) => out.push_str(" + "),
                        (_, true) => out.push_str(" − "),
                    }
                    out.push_str(&addend.written(show));
                }
                out
            }
            Self::Ratio(numerator, denominator) => {
                let part = |side: &Self| match side {
                    Self::Sum(_) => format!("({})", side.written(show)),
                    _ => side.written(show),
                };
                format!("{} / {}", part(numerator), part(denominator))
            }
        }
    }
}

impl Sign {
    /// Whether numbers relate so, as far as their tolerances let one say.
    pub(super) fn holds(self, left: Measured, right: Measured) -> bool {
        let tolerance = left.tolerance + right.tolerance;
        let above = left.value - right.value;
        match self {
            Self::Equal => above.abs() <= tolerance,
            Self::AtMost => above <= tolerance,
            Self::AtLeast => above >= -tolerance,
            Self::Less => above < tolerance || tolerance.is_zero() && above < Decimal::ZERO,
            Self::More => above > -tolerance || tolerance.is_zero() && above > Decimal::ZERO,
        }
    }

    /// As it is printed.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "≤",
            Self::Less => "<",
            Self::AtLeast => "≥",
            Self::More => ">",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let relation: Relation = match text.parse() {
            Ok(relation) => relation,
            Err(error) => return error,
        };
        let name = |name: &str, table: Option<&str>| match table {
            Some(table) => format!("«{name}|{table}»"),
            None => format!("«{name}»"),
        };
        let sides = (relation.left.written(&name), relation.right.written(&name));
        format!("{} {} {}", sides.0, relation.sign.symbol(), sides.1)
    }

    #[test]
    fn relations_are_read_as_clerks_write_them() {
        for (text, expected) in [
            (
                "Đã giải quyết = Đúng hạn + Trễ hạn",
                "«Đã giải quyết» = «Đúng hạn» + «Trễ hạn»",
            ),
            ("a=b+c - d", "«a» = «b» + «c» − «d»"),
            (
                "Tỷ lệ = Đúng hạn / (Đúng hạn + Trễ hạn)",
                "«Tỷ lệ» = «Đúng hạn» / («Đúng hạn» + «Trễ hạn»)",
            ),
            ("a + b = 100%", "«a» + «b» = 100%"),
            ("Của thành phố <= 33.294", "«Của thành phố» ≤ 33.294"),
            (
                "Phí, lệ phí (nếu có) / Hồ sơ giấy/điện tử ≥ 1,5",
                "«Phí, lệ phí (nếu có)» / «Hồ sơ giấy/điện tử» ≥ 1,5",
            ),
            (
                "Tiếp nhận [Toàn huyện] = Tiếp nhận [Cấp xã]",
                "«Tiếp nhận|Toàn huyện» = «Tiếp nhận|Cấp xã»",
            ),
            ("Một cửa - liên thông = x", "«Một cửa» − «liên thông» = «x»"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_relation_says_why() {
        for (text, why) in [
            ("a + b", "quan hệ không có dấu =, ≤ hoặc ≥"),
            ("a = b = c", "quan hệ có hơn một dấu =, ≤, ≥"),
            ("a = ", "thiếu tên số liệu ở một vế"),
            ("a = b +", "thiếu tên số liệu ở một vế"),
            ("a = (b + c", "thiếu dấu đóng ngoặc"),
            ("a = b)", "thừa dấu đóng ngoặc"),
            ("a = ((b))", "ngoặc lồng nhau; chỉ dùng một lớp ngoặc"),
            ("a = b / c / d", "hai dấu chia liền nhau; dùng ngoặc"),
            ("a = (b) c", "thiếu dấu + hoặc - giữa hai số"),
        ] {
            assert_eq!(shown(text), why, "{text}");
        }
    }
}
