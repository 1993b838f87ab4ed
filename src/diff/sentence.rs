//! A change as a lawyer would write it: one Vietnamese sentence, without its full stop.

use rust_decimal::Decimal;

use super::parts::of_measures;
use super::{Kind, Substance, burden};
use crate::catalogue::fields::{Burden, Entry, Field, Measure, Part};
use crate::text;

/// Longest value quoted in a sentence, in characters; longer ones are only said to have changed.
const QUOTED: usize = 90;

/// A field of one text.
pub(super) fn of_text(field: &Field, old: Option<&str>, new: Option<&str>, substance: Substance) -> String {
    match (old, new) {
        (Some(_), Some(_)) if substance != Substance::Content => restyled(field.label, substance),
        (Some(old), Some(new)) if is_short(old) && is_short(new) => {
            format!("{} đổi từ «{old}» thành «{new}»", field.label)
        }
        (Some(_), Some(_)) => reworded(field.label),
        (None, Some(new)) => format!("Bổ sung {}: {}", text::lower_first(field.label), shortened(new)),
        (Some(old), None) => format!("Bỏ {}: {}", text::lower_first(field.label), shortened(old)),
        (None, None) => String::new(),
    }
}

/// An entry that came or went.
pub(super) fn of_entry(field: &Field, entry: &Entry<'_>, kind: Kind) -> String {
    let verb = if kind == Kind::Removed { "Bỏ" } else { "Thêm" };
    let noun = noun(field, entry);
    let title = shortened(if entry.remark {
        entry.remark_text()
    } else {
        &entry.title
    });
    let (numbers, case) = (numbers(entry), entry.group.map(shortened));
    let more = match case {
        Some(case) => format!(" (trường hợp: {case})"),
        None => String::new(),
    };
    format!("{verb} {noun}: {title}{numbers}{more}")
}

/// What an entry is called.
fn noun<'a>(field: &'a Field, entry: &Entry<'_>) -> &'a str {
    if entry.remark { "lưu ý" } else { field.noun }
}

/// How many originals and copies: " (01 bản chính, 01 bản sao)".
fn numbers(entry: &Entry<'_>) -> String {
    let counted = entry
        .parts
        .iter()
        .filter(|part| matches!(part.measure, Measure::Count(_) | Measure::Copies(_)))
        .map(|part| format!("{} {}", part.value, text::lower_first(&part.label)));
    let counted: Vec<String> = counted.collect();
    if counted.is_empty() {
        String::new()
    } else {
        format!(" ({})", counted.join(", "))
    }
}

/// An entry whose title was reworded; with the number of entries of the older list, and the place in the newer one.
pub(super) fn of_renamed(
    field: &Field,
    (old, old_count): (&Entry<'_>, usize),
    (new, at, new_count): (&Entry<'_>, usize, usize),
    substance: Substance,
) -> String {
    let noun = noun(field, new);
    let alone = old_count == 1 && new_count == 1;
    let long = !is_short(&old.title) || !is_short(&new.title);
    // The only entry of a field is the field; of several long ones the number tells which.
    let subject = match (long, alone) {
        (true, true) => field.label.to_owned(),
        (true, false) if field.ordered => format!("{} thứ {}", noun, at + 1),
        _ => format!("{} «{}»", noun, shortened(&new.title)),
    };
    match substance {
        Substance::Content if long => reworded(&subject),
        Substance::Content => format!(
            "{} «{}» đổi thành «{}»",
            text::capitalise_first(noun),
            shortened(&old.title),
            shortened(&new.title)
        ),
        _ => restyled(&subject, substance),
    }
}

/// Entries that gave way to others.
pub(super) fn of_exchange(field: &Field, gone: &[&Entry<'_>], come: &[&Entry<'_>], substance: Substance) -> String {
    if substance != Substance::Content {
        return restyled(field.label, substance);
    }
    let names = |entries: &[&Entry<'_>]| {
        let names = entries.iter().map(|entry| shortened(&entry.title));
        names.collect::<Vec<_>>().join(", ")
    };
    let toward = match burden::moved_down(gone, come) {
        Some(true) => "xuống",
        Some(false) => "lên",
        None => "thành",
    };
    format!("{} chuyển từ {} {toward} {}", field.label, names(gone), names(come))
}

/// An entry that stands in another case now.
pub(super) fn of_moved_case(field: &Field, entry: &Entry<'_>, from: &str, to: &str) -> String {
    let case = |name: &str| {
        if name.is_empty() {
            "không nêu trường hợp".to_owned()
        } else {
            format!("trường hợp «{}»", shortened(name))
        }
    };
    let noun = text::capitalise_first(field.noun);
    format!(
        "{noun} «{}» chuyển từ {} sang {}",
        shortened(&entry.title),
        case(from),
        case(to)
    )
}

/// An entry that stands elsewhere in the order.
pub(super) fn of_moved(field: &Field, entry: &Entry<'_>, from: usize, to: usize) -> String {
    let noun = text::capitalise_first(field.noun);
    let title = shortened(&entry.title);
    format!("{noun} «{title}» chuyển từ thứ {} sang thứ {}", from + 1, to + 1)
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
        (Some(_), Some(_)) if substance != Substance::Content => restyled(&subject, substance),
        (Some(before), Some(after)) => changed(&subject, before, after),
        (None, Some(after)) => format!("Bổ sung {}: {}", text::lower_first(&subject), shortened(&after.value)),
        (Some(before), None) => format!("Bỏ {}: {}", text::lower_first(&subject), shortened(&before.value)),
        (None, None) => String::new(),
    }
}

/// "Thời hạn giải quyết trực tuyến"; "Bản sao của giấy tờ «Tờ khai»".
fn subject(field: &Field, entry: &Entry<'_>, part: &Part<'_>) -> String {
    if entry.remark {
        return match entry.group {
            Some(group) => format!("{} (trường hợp: {})", part.label, shortened(group)),
            None => part.label.to_string(),
        };
    }
    let title = shortened(&entry.title);
    // Entries of a short official list are adverbs; things with names of their own are quoted.
    if field.burden == Burden::EntriesAreLighter {
        let title = text::lower_first(&title);
        let by = if title.starts_with("dịch vụ") { "qua " } else { "" };
        format!("{} {by}{title}", shortened(&part.label))
    } else {
        format!("{} của {} «{title}»", shortened(&part.label), field.noun)
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

/// What looks otherwise and says the same.
fn restyled(subject: &str, substance: Substance) -> String {
    let subject = text::lower_first(subject);
    match substance {
        Substance::Office => format!("Cập nhật tên cơ quan, địa danh trong {subject}"),
        Substance::Format => format!("Sửa cách trình bày {subject}"),
        Substance::Spelling | Substance::Content => format!("Sửa cách viết {subject}"),
    }
}

fn changed(subject: &str, before: &Part<'_>, after: &Part<'_>) -> String {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let order = match (before.measure, after.measure) {
        (Measure::Time(a), Measure::Time(b)) => b.compare(a),
        (Measure::Fee(a), Measure::Fee(b)) => b.compare(a),
        (Measure::Count(a), Measure::Count(b)) | (Measure::Copies(a), Measure::Copies(b)) => Some(b.cmp(&a)),
        _ => None,
    };
    let quantity = of_measures(before.measure, after.measure);
    let share = match quantity.and_then(|quantity| quantity.percent) {
        Some(percent) if !matches!(after.measure, Measure::Count(_) | Measure::Copies(_)) => share(percent),
        _ => String::new(),
    };
    let (from, to) = without_shared_unit(&before.value, &after.value);
    match order {
        Some(Less) => format!("{subject} giảm từ {from} xuống {to}{share}"),
        Some(Greater) => format!("{subject} tăng từ {from} lên {to}{share}"),
        Some(Equal) | None if is_short(&before.value) && is_short(&after.value) => {
            format!("{subject} đổi từ «{}» thành «{}»", before.value, after.value)
        }
        _ => reworded(subject),
    }
}

/// "10" and "07 ngày làm việc": the unit both share is said once.
fn without_shared_unit<'a>(old: &'a str, new: &'a str) -> (&'a str, &'a str) {
    let halves = |text: &'a str| text.trim().split_once(' ');
    match (halves(old), halves(new)) {
        (Some((number, unit)), Some((_, other)))
            if unit == other && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) =>
        {
            (number, new)
        }
        _ => (old, new),
    }
}

/// " (−30%)": how much of the old value was cut or added.
fn share(percent: Decimal) -> String {
    let sign = if percent.is_sign_negative() { "−" } else { "+" };
    format!(" ({sign}{}%)", text::decimal(percent.abs()))
}

/// Whether a value is quoted whole.
pub(super) fn is_short(text: &str) -> bool {
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
