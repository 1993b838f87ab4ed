//! Whether two texts say something else, name a reorganised office otherwise, or only look different.

use super::Substance;
use super::offices::Offices;
use crate::text;

/// What a text says when it says that there is nothing to say.
const NOTHING: &[&str] = &[
    "không",
    "không có",
    "không quy định",
    "không yêu cầu",
    "không có yêu cầu",
    "không có thông tin",
    "chưa có thông tin",
    "không có yêu cầu điều kiện",
];

/// How far two texts differ. The answer is the same the other way round.
pub(super) fn substance(old: &str, new: &str, offices: &Offices) -> Substance {
    if text::same_but_for_spelling(old, new) {
        return Substance::Spelling;
    }
    let (old, new) = (words(old), words(new));
    if old == new || is_nothing(&old) && is_nothing(&new) {
        Substance::Format
    } else if offices.same(&old, &new) {
        Substance::Office
    } else {
        Substance::Content
    }
}

/// Whether a text says no more than that there is nothing.
pub(super) fn says_nothing(text: &str) -> bool {
    is_nothing(&words(text))
}

fn is_nothing(words: &[String]) -> bool {
    words.is_empty() || NOTHING.iter().any(|nothing| nothing.split(' ').eq(words.iter()))
}

/// The words of a text in one spelling, without the marks of lists and with numbers written one way.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let canonical = text::canonical(line);
        let mut rest = without_marker(&canonical);
        while let Some(start) = rest.find(char::is_alphanumeric) {
            rest = &rest[start..];
            let end = text::end_of_word(rest);
            found.push(plain_number(&rest[..end]));
            rest = &rest[end..];
        }
    }
    found
}

/// `05` is 5, `01/02/2026` is 1/2/2026, `1.000.000` is 1000000.
fn plain_number(word: &str) -> String {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.to_owned();
    }
    let groups: Vec<&str> = word.split('.').collect();
    let grouped = groups.len() > 1
        && (1..=3).contains(&groups[0].len())
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_digit()))
        && groups[1..].iter().all(|group| group.len() == 3);
    let word = if grouped { groups.concat() } else { word.to_owned() };
    let parts = word.split('/').map(|part| {
        let bare = part.trim_start_matches('0');
        if bare.starts_with(|c: char| c.is_ascii_digit()) {
            bare
        } else {
            &part[part.len() - bare.len() - usize::from(bare.len() < part.len())..]
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// A line without what numbers it: "- ", "1. ", "a) ", "Bước 1: ", also one after another.
fn without_marker(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some(next) = after_marker(rest) {
        rest = next.trim_start();
    }
    rest
}

fn after_marker(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['-', '+', '*', '•', '·', '▪', '◦', '●', '>', '✓']) {
        return Some(rest);
    }
    if let Some(rest) = line.strip_prefix("bước ") {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        return (digits > 0)
            .then(|| rest[digits..].strip_prefix([':', '.', ')', ' ']))
            .flatten();
    }
    let label = line.strip_prefix('(').unwrap_or(line);
    let digits = label.bytes().take_while(u8::is_ascii_digit).count();
    let length = match digits {
        0 => label.chars().next().filter(|c| c.is_alphabetic())?.len_utf8(),
        1 | 2 => digits,
        _ => return None,
    };
    let rest = label[length..].strip_prefix(['.', ')', '/'])?;
    // "1.5" and "1/2020" are numbers, "a.b" is a word.
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(old: &str, new: &str) -> Substance {
        let there = substance(old, new, Offices::shipped());
        assert_eq!(there, substance(new, old, Offices::shipped()), "{old} / {new}");
        there
    }

    #[test]
    fn spelling_and_typing_are_not_content() {
        for (old, new) in [
            ("Hoá đơn", "Hóa đơn"),
            ("Nộp hồ sơ.", "Nộp  hồ sơ;"),
            ("ủy ban", "Ủy ban"),
        ] {
            assert_eq!(of(old, new), Substance::Spelling, "{old} / {new}");
        }
    }

    #[test]
    fn list_marks_and_number_formats_are_not_content() {
        for (old, new) in [
            (
                "- Bước 1: Nộp hồ sơ\n- Bước 2: Nhận kết quả",
                "1. + Bước 1: Nộp hồ sơ\n\n2. Nhận kết quả",
            ),
            ("a) Nộp hồ sơ", "- Nộp hồ sơ"),
            ("trong 05 ngày", "trong 5 ngày"),
            ("từ ngày 01/07/2026", "từ ngày 1/7/2026"),
            ("nộp 1.000.000 đồng", "nộp 1000000 đồng"),
            ("Không", "Không có"),
        ] {
            assert_eq!(of(old, new), Substance::Format, "{old} / {new}");
        }
    }

    #[test]
    fn another_number_or_word_is_content() {
        for (old, new) in [
            ("khoản 1, 2 Điều 3", "khoản 12 Điều 3"),
            ("trong 5 ngày", "trong 50 ngày"),
            ("trong 0 ngày", "trong 00,5 ngày"),
            ("nộp 1,500 m", "nộp 1.500 m"),
            ("Bộ Y tế tiếp nhận", "Bộ Nội vụ tiếp nhận"),
            ("Không quá 3 ngày", "Không"),
        ] {
            assert_eq!(of(old, new), Substance::Content, "{old} / {new}");
        }
    }

    #[test]
    fn an_office_under_its_new_name_is_the_same_office() {
        for (old, new) in [
            (
                "Bộ Tài nguyên và Môi trường cấp phép",
                "Bộ Nông nghiệp và Môi trường cấp phép",
            ),
            (
                "Nộp tại Sở Kế hoạch và Đầu tư hoặc Sở Giao thông vận tải",
                "Nộp tại Sở Tài chính hoặc Sở Xây dựng",
            ),
            ("UBND tỉnh Bình Dương", "UBND Thành phố Hồ Chí Minh"),
        ] {
            assert_eq!(of(old, new), Substance::Office, "{old} / {new}");
        }
        // The level moved with it: that is another competence, not another name.
        let (old, new) = ("Ủy ban nhân dân cấp huyện", "Ủy ban nhân dân cấp xã");
        assert_eq!(of(old, new), Substance::Content);
    }

    #[test]
    fn any_text_is_compared() {
        arbtest::arbtest(|u| {
            let (old, new): (String, String) = u.arbitrary()?;
            of(&old, &new);
            assert_eq!(of(&old, &old), Substance::Spelling);
            Ok(())
        });
    }
}
