//! A change as a lawyer would write it: one Vietnamese sentence, without its full stop.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Kind, Substance};
use crate::catalogue::fields::{Burden, Entry, Field, Measure, Part};
use crate::text;

/// Longest value quoted in a sentence, in characters; longer ones are only said to have changed.
const QUOTED: usize = 90;

/// A field of one text.
pub(super) fn of_text(field: &Field, old: Option<&str>, new: Option<&str>, substance: Substance) -> String {
    match (old, new) {
        (Some(_), Some(_)) if substance != Substance::Content => {
            format!("Sửa cách viết {}", text::lower_first(field.label))
        }
        (Some(old), Some(new)) if short(old) && short(new) => format!("{} đổi từ «{old}» thành «{new}»", field.label),
        (Some(_), Some(_)) => reworded(field.label),
        (None, Some(new)) => format!("Bổ sung {}: {}", text::lower_first(field.label), shortened(new)),
        (Some(old), None) => format!("Bỏ {}: {}", text::lower_first(field.label), shortened(old)),
        (None, None) => String::new(),
    }
}

/// An entry that came or went.
pub(super) fn of_entry(field: &Field, entry: &Entry<'_>, kind: Kind) -> String {
    let verb = if kind == Kind::Removed { "Bỏ" } else { "Thêm" };
    let noun = if entry.remark { "lưu ý" } else { field.noun };
    let remark = entry
        .parts
        .first()
        .filter(|_| entry.remark)
        .map(|part| shortened(&part.value));
    let title = remark.unwrap_or_else(|| shortened(&entry.title));
    match entry.group {
        Some(group) => format!("{verb} {noun}: {title} (trường hợp: {})", shortened(group)),
        None => format!("{verb} {noun}: {title}"),
    }
}

/// An entry whose title was reworded.
pub(super) fn of_renamed(field: &Field, old: &Entry<'_>, new: &Entry<'_>, substance: Substance) -> String {
    if substance == Substance::Content {
        format!(
            "{} «{}» đổi thành «{}»",
            text::capitalise_first(field.noun),
            shortened(&old.title),
            shortened(&new.title)
        )
    } else {
        format!("Sửa cách viết {} «{}»", field.noun, shortened(&new.title))
    }
}

/// A value inside an entry.
pub(super) fn of_part(
    field: &Field,
    entry: &Entry<'_>,
    before: Option<&Part<'_>>,
    after: Option<&Part<'_>>,
    substance: Substance,
) -> String {
    let Some(part) = after.or(before) else {
        return String::new();
    };
    let subject = subject(field, entry, part);
    match (before, after) {
        (Some(_), Some(_)) if substance != Substance::Content => {
            format!("Sửa cách viết {}", text::lower_first(&subject))
        }
        (Some(before), Some(after)) => changed(&subject, before, after),
        (None, Some(after)) => format!("Bổ sung {}: {}", text::lower_first(&subject), shortened(&after.value)),
        (Some(before), None) => format!("Bỏ {}: {}", text::lower_first(&subject), shortened(&before.value)),
        (None, None) => String::new(),
    }
}

/// "Thời hạn giải quyết (trực tiếp)"; "Bản sao của giấy tờ «Tờ khai»".
fn subject(field: &Field, entry: &Entry<'_>, part: &Part<'_>) -> String {
    if entry.remark {
        return match entry.group {
            Some(group) => format!("{} (trường hợp: {})", part.label, shortened(group)),
            None => part.label.to_string(),
        };
    }
    let title = shortened(&entry.title);
    // Entries of a short official list stand in brackets; things with names of their own are quoted.
    if field.burden == Burden::EntriesAreLighter {
        format!("{} ({})", part.label, text::lower_first(&title))
    } else {
        format!("{} của {} «{title}»", part.label, field.noun)
    }
}

/// "Sửa nội dung mô tả"; what is called "Nội dung" itself is not said twice.
fn reworded(subject: &str) -> String {
    let subject = text::lower_first(subject);
    if subject.starts_with("nội dung") {
        format!("Sửa {subject}")
    } else {
        format!("Sửa nội dung {subject}")
    }
}

fn changed(subject: &str, before: &Part<'_>, after: &Part<'_>) -> String {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let (order, share) = match (before.measure, after.measure) {
        (Measure::Time(a), Measure::Time(b)) => {
            let share = match (a.amount(), b.amount()) {
                (Some((a, unit)), Some((b, other))) if unit == other => share(a, b),
                _ => None,
            };
            (b.compare(a), share)
        }
        (Measure::Fee(a), Measure::Fee(b)) => (b.compare(a), a.vnd().zip(b.vnd()).and_then(|(a, b)| share(a, b))),
        (Measure::Count(a), Measure::Count(b)) => (Some(b.cmp(&a)), None),
        _ => (None, None),
    };
    let share = share.map(|share| format!(" ({share})")).unwrap_or_default();
    match order {
        Some(Less) => format!("{subject} giảm từ {} xuống {}{share}", before.value, after.value),
        Some(Greater) => format!("{subject} tăng từ {} lên {}{share}", before.value, after.value),
        Some(Equal) | None if short(&before.value) && short(&after.value) => {
            format!("{subject} đổi từ «{}» thành «{}»", before.value, after.value)
        }
        _ => reworded(subject),
    }
}

/// "−30%": how much of the old value was cut or added, to one decimal.
fn share(old: Decimal, new: Decimal) -> Option<String> {
    if old.is_zero() {
        return None;
    }
    let percent =
        ((new - old) * Decimal::ONE_HUNDRED / old).round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    let sign = if percent.is_sign_negative() { "−" } else { "+" };
    Some(format!("{sign}{}%", text::decimal(percent.abs())))
}

fn short(text: &str) -> bool {
    text.chars().count() <= QUOTED && !text.contains('\n')
}

/// The first line of a text, cut at a word when it is long.
pub(super) fn shortened(text: &str) -> String {
    let line = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches([' ', '.', ';', ',']);
    if line.chars().count() <= QUOTED {
        return line.to_owned();
    }
    let cut: String = line.chars().take(QUOTED).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words} …")
}
