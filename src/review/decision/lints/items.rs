//! Where the items of the annex to a decision begin and end.

use super::figures::count_before;
use super::paragraph::{Paragraph, enumerated};

/// One item: its first paragraph and the paragraph behind its last, from 0.
pub(super) struct Item {
    pub(super) first: usize,
    pub(super) end: usize,
    /// How many procedures share it.
    pub(super) procedures: u64,
}

/// The items of the annex: behind its second part, or its heading, where it has these.
pub(super) fn items(paragraphs: &[Paragraph]) -> Vec<Item> {
    let heading = |word: &str| {
        paragraphs.iter().rposition(|paragraph| {
            let plain = paragraph.plain.trim_start_matches(['#', ' ']);
            plain.starts_with(word) && plain.chars().count() < 200
        })
    };
    let from = heading("phần ii").or_else(|| heading("phụ lục")).map_or(0, |at| at + 1);
    let mut items: Vec<Item> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate().skip(from) {
        let Some(head) = heads_item(&paragraph.plain) else {
            if paragraph.plain.contains("tổng hợp lợi ích")
                && let Some(last) = items.last_mut()
            {
                last.end = last.end.min(at);
            }
            continue;
        };
        if let Some(before) = items.last_mut() {
            before.end = before.end.min(at);
        }
        match head {
            // The heading of a group whose members follow as items of their own.
            Head::Group(_) if paragraph.plain.contains("(mục ") => {}
            Head::Group(count) => items.push(Item::new(at, paragraphs.len(), count)),
            Head::One => items.push(Item::new(at, paragraphs.len(), 1)),
        }
    }
    items
}

impl Item {
    fn new(first: usize, end: usize, procedures: u64) -> Self {
        Self { first, end, procedures }
    }
}

/// "1.3. Lợi ích phương án đơn giản hóa"
pub(super) fn heads_benefit(plain: &str) -> bool {
    enumerated(plain).unwrap_or(plain).starts_with("lợi ích")
}

/// What begins an item.
enum Head {
    /// One procedure.
    One,
    /// So many procedures with one measure.
    Group(u64),
}

/// Whether a plain paragraph begins an item.
fn heads_item(plain: &str) -> Option<Head> {
    let plain = plain.trim_start_matches(['#', ' ', '\t']);
    let rest = enumerated(plain);
    if let Some(shared) = rest.unwrap_or(plain).strip_prefix("đối với ") {
        let (count, spot) = count_before(shared, "tthc").or_else(|| count_before(shared, "thủ tục"))?;
        return (spot.start == 0 && count > 0).then_some(Head::Group(count));
    }
    let coded = |rest: &str| rest.contains("mã tthc") || rest.contains("mã số tthc") || rest.contains("mã thủ tục");
    let named = |rest: &str| rest.starts_with("thủ tục") || rest.starts_with("tên thủ tục");
    // "1.1. Thủ tục …" is inside of an item as a rule; with a code it is one.
    let single = |plain: &str| {
        !plain
            .split(' ')
            .next()
            .unwrap_or_default()
            .trim_end_matches('.')
            .contains('.')
    };
    let numbered = plain.starts_with(|c: char| c.is_ascii_digit());
    match rest {
        // "B. Thủ tục hành chính cấp xã" is the heading of a part.
        Some(rest) => (coded(rest) || named(rest) && single(plain) && numbered).then_some(Head::One),
        None => (plain.starts_with("thủ tục:") && coded(plain)).then_some(Head::One),
    }
}
