//! What is said of a relation that does not hold: the numbers, what they should be, where they stand.

use rust_decimal::Decimal;

use super::figure::Figure;
use super::relation::{Expression, Relation, Sign};
use super::{Book, Rule, Share, Status, TRUNCATED, UNREADABLE, WRONG, clues};
use crate::finding::{Evidence, Finding, Severity};
use crate::text;

/// What is to be said of a relation that does not hold.
pub(super) fn of(book: &Book<'_>, rules: &[Rule<'_>], rule: &Rule<'_>, status: Status) -> Option<Finding> {
    let spot = match rule.share(book) {
        Some(share) => book.spot(share.at),
        None => match rule.figures(book).first() {
            Some(&at) if matches!(rule.relation.left, Expression::Name { .. }) => book.spot(at),
            _ => rule.spot,
        },
    };
    let (severity, check) = match status {
        Status::Holds => return None,
        Status::Truncated => (Severity::Medium, TRUNCATED),
        Status::Wrong => (Severity::Error, WRONG),
        Status::Unknown => (Severity::Error, UNREADABLE),
    };
    let message = match status {
        Status::Unknown => format!(
            "«{}» không tính được: mẫu số bằng 0 hoặc số quá lớn",
            rule.with_names(book)
        ),
        _ => match rule.share(book) {
            Some(share) => share_message(book, rule, &share, status)?,
            None => sum_message(book, rule)?,
        },
    };
    let mut finding = book.source.finding(spot, check, severity, message);
    for at in rule.figures(book) {
        let known = book.figures[at];
        let line = book.source.line(book.spot(at));
        let text = format!("{}: {}", book.named(at), known.figure);
        finding
            .evidence
            .push(Evidence::from_elsewhere(format!("dòng {line}"), text));
    }
    let line = book.source.line(rule.spot);
    finding.evidence.push(Evidence::from_elsewhere(
        format!("quan hệ, dòng {line}"),
        rule.with_names(book),
    ));
    if status == Status::Wrong {
        let clues = clues::clues(book, rules, rule);
        finding
            .evidence
            .extend(clues.into_iter().map(|clue| Evidence::from_elsewhere("gợi ý", clue)));
    }
    let advice = match status {
        Status::Truncated => "làm tròn theo quy tắc (từ 5 trở lên tăng một đơn vị), hoặc ghi rõ cách làm tròn",
        _ => "đối chiếu với số liệu gốc rồi sửa số sai",
    };
    Some(finding.advice(advice))
}

/// Decimals a share is worked out with beside the printed one, so that one sees which way it was rounded.
const MORE_PLACES: u32 = 2;

fn share_message(book: &Book<'_>, rule: &Rule<'_>, share: &Share<'_>, status: Status) -> Option<String> {
    let printed = book.figures[share.at].figure;
    let figure = rule.lookup(book, None);
    let quotient = Expression::Ratio(Box::new(share.numerator.clone()), Box::new(share.denominator.clone()));
    let exact = printed.in_unit(quotient.measure(&figure)?.value);
    let numbers = quotient.written(&|name, table| figure(name, table).map_or_else(String::new, |f| f.to_string()));
    let places = if status == Status::Truncated {
        printed.places
    } else {
        printed.places.max(2)
    };
    let right = printed.show_with(exact, places);
    let close = printed.show_with(
        exact.trunc_with_scale(printed.places + MORE_PLACES),
        printed.places + MORE_PLACES,
    );
    let name = book.named(share.at);
    Some(match status {
        Status::Truncated => {
            format!("{name} ghi {printed} là cắt bỏ phần lẻ; {numbers} = {close}…, làm tròn là {right}")
        }
        _ => format!("{name} ghi {printed}, nhưng {numbers} = {right}"),
    })
}

fn sum_message(book: &Book<'_>, rule: &Rule<'_>) -> Option<String> {
    let figure = rule.lookup(book, None);
    let Relation { left, sign, right } = &rule.relation;
    let name = |name: &str, table: Option<&str>| match book.find(name, table, rule.table) {
        Ok(at) => book.named(at),
        Err(_) => name.to_owned(),
    };
    let numbers = |name: &str, table: Option<&str>| figure(name, table).map_or_else(String::new, |f| f.to_string());
    let (a, b) = (left.measure(&figure)?, right.measure(&figure)?);
    let percent = is_percent(left, &figure) || is_percent(right, &figure);
    let shown = |value: Decimal| {
        let value = if percent { value * Decimal::ONE_HUNDRED } else { value };
        format!("{}{}", text::decimal(value.normalize()), if percent { "%" } else { "" })
    };
    let side = |side: &Expression, value: Decimal| match side {
        Expression::Name { .. } => format!("{} ghi {}", side.written(&name), shown(value)),
        Expression::Literal(figure) => figure.to_string(),
        _ => format!(
            "{} = {} = {}",
            side.written(&name),
            side.written(&numbers),
            shown(value)
        ),
    };
    let apart = shown((a.value - b.value).abs());
    Some(match sign {
        Sign::Equal => format!("{}, nhưng {} (lệch {apart})", side(left, a.value), side(right, b.value)),
        _ => format!(
            "{}, phải {} {} (lệch {apart})",
            side(left, a.value),
            sign.symbol(),
            side(right, b.value)
        ),
    })
}

fn is_percent(side: &Expression, figure: &impl Fn(&str, Option<&str>) -> Option<Figure>) -> bool {
    match side {
        Expression::Ratio(..) => false,
        Expression::Literal(figure) => figure.percent,
        Expression::Sum(addends) => addends.iter().any(|(_, addend)| is_percent(addend, figure)),
        Expression::Name { name, table } => figure(name, table.as_deref()).is_some_and(|figure| figure.percent),
    }
}
