//! Mistakes of form that real decisions were printed with (Nghị định 30/2020/NĐ-CP, Phụ lục I, II): dates that are none,
//! numbers of documents with a sign missing or too much, capitals, two ways to place a tone mark.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Match, Regex};

use super::figures::Spot;
use super::paragraph::Paragraph;
use crate::catalogue::document::Register;
use crate::catalogue::values::{Date, DocumentNumber, Written};
use crate::finding::Severity;
use crate::text::{self, TextProblemKind};

/// No day of the calendar.
const DATE: &str = "ngay-khong-co";
/// A number of a document that cannot be one.
const NUMBER: &str = "so-hieu-sai";
/// A citation with another date than the register has.
const DATE_OF_DOCUMENT: &str = "sai-ngay-van-ban";
/// A zero in front of a day or month that is missing or too much.
const ZERO: &str = "so-0-o-dau";
/// Small letters for capitals, or the other way round.
const CAPITALS: &str = "viet-hoa";
/// One syllable with its tone mark in two places.
const TONE: &str = "hai-cach-dat-dau";
/// Characters that look right and are not.
const CHARACTER: &str = "ky-tu-la";

/// Whether a check is one of form.
pub fn is_of_form(check: &str) -> bool {
    [DATE, NUMBER, DATE_OF_DOCUMENT, ZERO, CAPITALS, TONE, CHARACTER].contains(&check)
}

/// A mistake and where it stands.
pub(super) struct Wrong {
    pub(super) check: &'static str,
    pub(super) severity: Severity,
    /// Number of the paragraph, from 0.
    pub(super) at: usize,
    pub(super) spot: Spot,
    pub(super) message: String,
    pub(super) advice: &'static str,
}

/// Everything wrong with the form of some paragraphs.
pub(super) fn form(paragraphs: &[Paragraph], register: Option<&Register>) -> Vec<Wrong> {
    let mut found = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let mut reader = Reader {
            at,
            text: &paragraph.text,
            found: &mut found,
        };
        reader.characters();
        reader.dates();
        reader.numbers();
        reader.capitals();
        if let Some(register) = register {
            reader.dates_of_documents(register);
        }
    }
    tone_marks(paragraphs, &mut found);
    found
}

/// A pattern that is written here and therefore read.
macro_rules! pattern {
    ($name:ident, $text:literal) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($text).ok());
    };
}

pattern!(SHORT_DATE, r"(?:^|[^\d/])(\d{1,2})/(\d{1,2})/(\d{4,})(?:[^\d/]|$)");
pattern!(LONG_DATE, r"ngày (\d{1,2}) tháng (\d{1,2})(?: năm (\d{4,}))?");
pattern!(
    NO_SLASH,
    r"(?:^|[^\d/.])(\d+(?:QĐ|NĐ|NQ|TT|TTr|KH|CT|BC|TB|CV)/\p{Lu}[\p{Lu}\d-]*)"
);
pattern!(NO_SESSION, r"(\d+/\d{4}/QH)(?:[^\d\p{L}]|$)");
pattern!(
    SPACE_IN_SYMBOL,
    r"((?:\d+(?:/\d+)?)?/\p{Lu}\p{L}*(?:- | - | -)\p{Lu}{2,})"
);
pattern!(
    DATED_NUMBER,
    r"(\d+(?:/\d{4})?/\p{Lu}[\p{L}\d]*(?:-\p{L}+)*),? (?:ngày (\d{1,2}/\d{1,2}/\d{4})|(ngày \d{1,2} tháng \d{1,2} năm \d{4}))"
);
pattern!(
    LOWER_KIND,
    r"(?:^|[\s(;,])((?:nghị định|thông tư|nghị quyết|quyết định|thông tư liên tịch) số) \d"
);
pattern!(LOWER_ARTICLE, r"(?:khoản \d+|điểm \p{Ll}|tại|theo) (điều \d+)");
pattern!(UPPER_CLAUSE, r"\p{Ll},? ((?:Khoản|Điểm) (?:\p{Ll}|\d+))\b");
pattern!(
    COMMITTEE,
    r"Uỷ ban Nhân dân|Ủy ban Nhân dân|ủy ban Nhân dân|Ủy Ban Nhân Dân|Ủy Ban nhân dân"
);

fn captures<'t>(pattern: &'static LazyLock<Option<Regex>>, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
    pattern.iter().flat_map(move |pattern| pattern.captures_iter(text))
}

/// One paragraph that is looked through.
struct Reader<'a, 'b> {
    at: usize,
    text: &'a str,
    found: &'b mut Vec<Wrong>,
}

impl<'a> Reader<'a, '_> {
    fn say(
        &mut self,
        (check, severity): (&'static str, Severity),
        (start, end): (usize, usize),
        message: String,
        advice: &'static str,
    ) {
        let spot = Spot {
            start: self.text[..start].chars().count(),
            length: self.text[start..end].chars().count(),
        };
        self.found.push(Wrong {
            check,
            severity,
            at: self.at,
            spot,
            message,
            advice,
        });
    }

    fn characters(&mut self) {
        // Wide blanks stand for what is filled in by hand.
        let problems = text::problems(self.text).into_iter();
        for problem in problems.filter(|problem| !matches!(problem.kind, TextProblemKind::OddSpace(_))) {
            let end = problem.offset + self.text[problem.offset..].chars().next().map_or(0, char::len_utf8);
            let from = (CHARACTER, Severity::Medium);
            self.say(from, (problem.offset, end), problem.message(), problem.fix());
        }
    }

    fn dates(&mut self) {
        let text = self.text;
        for found in captures(&SHORT_DATE, text) {
            if day(&found[1], &found[2], &found[3]).is_none() {
                let first = found.get(1).map_or(0, |day| day.start());
                self.no_day((first, found.get(3).map_or(first, |year| year.end())));
            }
        }
        for found in captures(&LONG_DATE, text) {
            let whole = around(&found, 0);
            // Without a year it is no mistake of the day: 29/02 has to be possible.
            let year = found.get(3).map_or("2024", |year| year.as_str());
            if day(&found[1], &found[2], year).is_none() {
                self.no_day(whole);
                continue;
            }
            let month = found[2].trim_start_matches('0');
            let right_month = if matches!(month, "1" | "2") {
                format!("0{month}")
            } else {
                month.to_owned()
            };
            if found[1].len() == 1 || found[2] != *right_month {
                let message = format!(
                    "“ngày {} tháng {}” phải ghi là “ngày {:0>2} tháng {right_month}”",
                    &found[1], &found[2], &found[1]
                );
                let advice = "thêm số 0 trước ngày dưới 10 và trước tháng 1, tháng 2; các tháng khác không thêm";
                self.say((ZERO, Severity::Medium), whole, message, advice);
            }
        }
    }

    fn no_day(&mut self, range: (usize, usize)) {
        let message = format!("“{}” không phải một ngày có trong lịch", &self.text[range.0..range.1]);
        self.say((DATE, Severity::Error), range, message, "ghi lại ngày theo văn bản gốc");
    }

    fn numbers(&mut self) {
        let patterns = [
            (
                &NO_SLASH,
                "thiếu dấu gạch chéo giữa số và ký hiệu",
                "ghi dạng 2609/QĐ-UBND",
            ),
            (&NO_SESSION, "thiếu khóa của Quốc hội", "ghi dạng 72/2025/QH15"),
            (
                &SPACE_IN_SYMBOL,
                "có dấu cách thừa quanh dấu gạch nối",
                "ghi liền, dạng /NĐ-CP",
            ),
        ];
        let text = self.text;
        for (pattern, what, advice) in patterns {
            for found in captures(pattern, text) {
                let range = around(&found, 1);
                let message = format!("số, ký hiệu “{}” {what}", &text[range.0..range.1]);
                self.say((NUMBER, Severity::Error), range, message, advice);
            }
        }
    }

    /// The date a citation gives against the one the register knows.
    fn dates_of_documents(&mut self, register: &Register) {
        let text = self.text;
        for found in captures(&DATED_NUMBER, text) {
            let day = found.get(2).or(found.get(3)).map_or("", |day| day.as_str());
            let (Ok(number), Ok(given)) = (found[1].parse::<DocumentNumber>(), day.parse::<Date>()) else {
                continue;
            };
            let known = register.get(&number).filter(|document| !document.to_verify);
            let issued = known.and_then(|document| document.issued.as_ref().and_then(Written::value).copied());
            if let Some(issued) = issued.filter(|issued| *issued != given) {
                let message = format!(
                    "ghi {} ngày {given}, sổ văn bản ghi ngày ban hành là {issued}",
                    &found[1]
                );
                let advice = "đối chiếu với văn bản, sửa ngày ở đây hoặc trong van_ban/";
                self.say((DATE_OF_DOCUMENT, Severity::Error), around(&found, 0), message, advice);
            }
        }
    }

    fn capitals(&mut self) {
        let text = self.text;
        for found in captures(&COMMITTEE, text) {
            self.capital(around(&found, 0), "Ủy ban nhân dân");
        }
        for found in captures(&LOWER_KIND, text) {
            self.capital(around(&found, 1), &text::capitalise_first(&found[1]));
        }
        for found in captures(&LOWER_ARTICLE, text) {
            self.capital(around(&found, 1), &text::capitalise_first(&found[1]));
        }
        for found in captures(&UPPER_CLAUSE, text) {
            self.capital(around(&found, 1), &text::lower_first(&found[1]));
        }
    }

    fn capital(&mut self, range: (usize, usize), right: &str) {
        let message = format!("“{}” phải viết là “{right}”", &self.text[range.0..range.1]);
        let advice = "viết hoa theo Phụ lục II Nghị định số 30/2020/NĐ-CP";
        self.say((CAPITALS, Severity::Medium), range, message, advice);
    }
}

fn around(found: &Captures<'_>, group: usize) -> (usize, usize) {
    found
        .get(group)
        .map_or((0, 0), |part: Match<'_>| (part.start(), part.end()))
}

fn day(day: &str, month: &str, year: &str) -> Option<Date> {
    let (day, month, year) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
    Date::new(year, month, day)
}

/// Where a spelling of a syllable stands: paragraph and spot.
type Spots = Vec<(usize, Spot)>;

/// Syllables spelled with their tone mark in two places, at the places of the rarer spelling.
fn tone_marks(paragraphs: &[Paragraph], found: &mut Vec<Wrong>) {
    // The one spelling of a syllable → its spellings → where they stand.
    let mut syllables: BTreeMap<String, BTreeMap<String, Spots>> = BTreeMap::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let (mut seen, mut start) = (0, 0);
        for (range, word) in text::syllables(&paragraph.text) {
            if !may_differ(word) {
                continue;
            }
            start += paragraph.text[seen..range.start].chars().count();
            seen = range.start;
            let lower = text::clean(word).to_lowercase();
            let spot = Spot {
                start,
                length: word.chars().count(),
            };
            let spellings = syllables.entry(text::canonical(&lower)).or_default();
            spellings.entry(lower).or_default().push((at, spot));
        }
    }
    for spellings in syllables.into_values() {
        let mut spellings: Vec<(String, Spots)> = spellings.into_iter().collect();
        spellings.sort_by_key(|(_, spots)| std::cmp::Reverse(spots.len()));
        let mut spellings = spellings.into_iter();
        let Some((usual, usual_spots)) = spellings.next() else {
            continue;
        };
        for (other, spots) in spellings {
            let count = |spots: &Spots| text::number(spots.len() as i128);
            let message = format!(
                "“{other}” ({} chỗ) và “{usual}” ({} chỗ) trong cùng văn bản: một chữ đặt dấu hai cách",
                count(&spots),
                count(&usual_spots)
            );
            found.extend(spots.into_iter().map(|(at, spot)| Wrong {
                check: TONE,
                severity: Severity::Medium,
                at,
                spot,
                message: message.clone(),
                advice: "thống nhất một cách đặt dấu trong cả văn bản",
            }));
        }
    }
}

/// Whether the tone mark of a syllable has two places: at the end of open oa, oe and uy.
fn may_differ(word: &str) -> bool {
    if word.is_ascii() {
        return false;
    }
    let folded = text::fold(word);
    ["oa", "oe", "uy"].iter().any(|end| folded.ends_with(end))
}

#[cfg(test)]
mod tests;
