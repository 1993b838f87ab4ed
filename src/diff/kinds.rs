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

/// Words of the longest of these.
const LONGEST_NOTHING: usize = 6;

/// Most words of a thing in an enumeration whose order says nothing; what is longer tells a story.
const LONGEST_THING: usize = 11;

/// How far two texts differ. The answer is the same the other way round.
pub(super) fn substance(old: &str, new: &str, offices: &Offices) -> Substance {
    if text::same_but_for_spelling(old, new) {
        return Substance::Spelling;
    }
    // Long texts that differ do so early: each is read only as far as the answer needs.
    let same = word_by_word(old).eq(word_by_word(new));
    if same || says_nothing(old) && says_nothing(new) || same_things(old, new) {
        Substance::Format
    } else if offices.same(word_by_word(old), word_by_word(new)) {
        Substance::Office
    } else {
        Substance::Content
    }
}

/// Whether a text says no more than that there is nothing.
pub(super) fn says_nothing(text: &str) -> bool {
    let words: Vec<String> = word_by_word(text).take(LONGEST_NOTHING + 1).collect();
    words.is_empty() || NOTHING.iter().any(|nothing| nothing.split(' ').eq(words.iter()))
}

/// The words of a text in one spelling, without the marks of lists and with numbers written one way.
pub(super) fn words(text: &str) -> Vec<String> {
    word_by_word(text).collect()
}

/// [`words`], line by line as they are asked for.
fn word_by_word(text: &str) -> impl Iterator<Item = String> {
    text.lines().flat_map(words_of_line)
}

fn words_of_line(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let canonical = text::canonical(line);
    let mut at = 0;
    while let Some(start) = canonical[at..].find(char::is_alphanumeric) {
        let start = at + start;
        at = match list_mark(&canonical, start) {
            Some(end) => end,
            None => {
                let end = start + text::end_of_word(&canonical[start..]);
                found.push(plain_number(&canonical[start..end]));
                end
            }
        };
    }
    found
}

/// Where what numbers an entry of a list ends, if it stands here: "1. ", "a) " after the end of a sentence or a dash, and
/// "Bước 1:" anywhere.
fn list_mark(line: &str, start: usize) -> Option<usize> {
    let number = |at: usize| line[at..].bytes().take_while(u8::is_ascii_digit).count();
    let closed = |end: usize| line[end..].starts_with([':', '.', ')', '/']);
    if let Some(rest) = line[start..].strip_prefix("bước ") {
        let at = line.len() - rest.len();
        let end = at + number(at);
        return (end > at && closed(end)).then_some(end);
    }
    let begins = line[..start]
        .trim_end()
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric() && c != ',');
    let end = match number(start) {
        0 => start + line[start..].chars().next()?.len_utf8(),
        digits @ (1 | 2) => start + digits,
        _ => return None,
    };
    // "1.5" and "1/2020" are numbers, "a.b" is a word.
    let alone = || !line[end + 1..].starts_with(char::is_alphanumeric);
    (begins && closed(end) && alone()).then_some(end)
}

/// Whether a text enumerates the same things in another order: "Công an cấp tỉnh, Cục Chính sách".
fn same_things(old: &str, new: &str) -> bool {
    // The first long thing says that it is none.
    let things = |text: &str| {
        let things = text
            .split([',', ';', '\n'])
            .map(words)
            .filter(|thing| !thing.is_empty());
        let short = things.map(|thing| (thing.len() <= LONGEST_THING).then_some(thing));
        let mut things = short.collect::<Option<Vec<_>>>()?;
        things.sort_unstable();
        Some(things)
    };
    things(old).is_some_and(|old| old.len() > 1 && things(new).as_ref() == Some(&old))
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
            (
                "Về cấp chứng chỉ - Bước 1: Nộp",
                "1. **Về cấp chứng chỉ**\n\n   - Bước 1: Nộp",
            ),
            ("Công an cấp tỉnh, Cục Chính sách", "Cục Chính sách, Công an cấp tỉnh"),
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
            ("quy định tại khoản 1. Bộ", "quy định tại khoản 2. Bộ"),
            ("điểm a) khoản 1", "điểm b) khoản 1"),
            (
                "A nộp hồ sơ cho Sở theo quy định của pháp luật, B nhận",
                "B nhận, A nộp hồ sơ cho Sở theo quy định của pháp luật",
            ),
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
