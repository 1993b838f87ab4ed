//! How time limits are written.

use rust_decimal::Decimal;

use super::{TimeLimit, UNITS, Unit};
use crate::catalogue::values::Channel;
use crate::catalogue::values::words::number_in_words;
use crate::text;

pub(super) fn limit(text: &str) -> Option<TimeLimit> {
    let original = text::clean(text);
    let original = bare(original.trim());
    let words = text::canonical(original);
    let words = words.trim().trim_end_matches(['.', ';', ' ']);
    if matches!(
        words,
        "không quy định" | "không quy định thời hạn" | "chưa quy định" | "pháp luật không quy định"
    ) {
        return Some(TimeLimit::NotSet);
    }
    same_day(words)
        .or_else(|| within(original, words))
        .or_else(|| cases(text))
}

fn same_day(words: &str) -> Option<TimeLimit> {
    let rest = words
        .strip_prefix("ngay trong ")
        .or_else(|| words.strip_prefix("trong "))?;
    let (working, rest) = match (rest.strip_prefix("ngày làm việc"), rest.strip_prefix("ngày")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return None,
    };
    let rest = rest
        .trim_start_matches(" tiếp nhận hồ sơ")
        .trim_start_matches(" nhận hồ sơ");
    let rest = rest
        .trim_start_matches(" tiếp nhận yêu cầu")
        .trim_start_matches([',', ';', '.', ' ']);
    if rest.is_empty() {
        return Some(TimeLimit::SameDay {
            working,
            cut_off_hour: None,
        });
    }
    let (before, after) = rest.split_once("sau ")?;
    let accepted = [
        "hồ sơ nhận",
        "nhận hồ sơ",
        "tiếp nhận hồ sơ",
        "trường hợp nhận hồ sơ",
        "trường hợp nhận",
        "nhận",
        "nếu nhận hồ sơ",
    ];
    let (hour, after) = after.split_once(" giờ")?;
    let hour: u8 = hour.trim().parse().ok().filter(|hour| *hour < 24)?;
    let figures_after = after
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| !digits.is_empty());
    (accepted.contains(&before.trim()) && after.contains("ngày làm việc tiếp theo") && !figures_after).then_some(
        TimeLimit::SameDay {
            working,
            cut_off_hour: Some(hour),
        },
    )
}

/// One limit that takes up the whole text.
fn within(original: &str, words: &str) -> Option<TimeLimit> {
    let (amount, unit, rest) = leading(words)?;
    let from = start_clause(rest)?.map(|from| as_written(original, &from));
    Some(TimeLimit::Within { amount, unit, from })
}

/// Amount and unit at the head of a canonical text, after the words that only say "at most".
fn leading(words: &str) -> Option<(Decimal, Unit, &str)> {
    let mut words = words.trim_start();
    let fillers = [
        "không quá ",
        "tối đa ",
        "chậm nhất ",
        "là ",
        "trong thời hạn ",
        "trong thời gian ",
        "thời hạn ",
        "trong ",
    ];
    while let Some(rest) = fillers.iter().find_map(|filler| words.strip_prefix(filler)) {
        words = rest.trim_start();
    }
    let (amount, rest) = number(words)?;
    let rest = spelled_out(rest.trim_start(), amount)?.trim_start();
    let (unit, rest) = UNITS.iter().find_map(|(unit, label)| {
        let rest = rest.strip_prefix(label)?;
        (!rest.starts_with(char::is_alphanumeric)).then_some((*unit, rest))
    })?;
    // A limit of nothing says nothing: the portal writes 0 where the record is empty.
    (!amount.is_zero()).then_some((amount, unit, rest))
}

fn number(words: &str) -> Option<(Decimal, &str)> {
    if let Some(rest) = words.strip_prefix('½') {
        return Some((Decimal::new(5, 1), rest));
    }
    let end = words
        .find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')
        .unwrap_or(words.len());
    let (figure, rest) = words.split_at(end);
    let (whole, part) = figure.split_once([',', '.']).unwrap_or((figure, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let fits = !whole.is_empty() && whole.len() <= 4 && digits(whole) && digits(part) && part.len() <= 2;
    if !fits || figure.ends_with([',', '.']) {
        return None;
    }
    let amount: Decimal = if part.is_empty() {
        whole.parse().ok()?
    } else {
        format!("{whole}.{part}").parse().ok()?
    };
    Some((amount.normalize(), rest))
}

/// Passes over "(mười lăm)". Words that contradict the figure make the whole text unreadable.
fn spelled_out(rest: &str, amount: Decimal) -> Option<&str> {
    let Some((spelled, after)) = rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) else {
        return Some(rest);
    };
    (number_in_words(spelled).map(Decimal::from) == Some(amount)).then_some(after)
}

/// What may stand behind a limit without changing it: nothing, the stray unit the portal appends, or what it is counted
/// from. Anything else might be a condition, so the text is not understood.
fn start_clause(rest: &str) -> Option<Option<String>> {
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';'));
    let rest = rest.strip_suffix(". ngày").unwrap_or(rest).trim_end_matches(['.', ' ']);
    if rest.is_empty() || rest == "ngày" {
        return Some(None);
    }
    let counted = rest.starts_with("kể từ ") || rest.starts_with("tính từ ");
    let changes = [
        "trường hợp",
        "đối với",
        "trừ ",
        "không tính",
        "gia hạn",
        "nếu ",
        ". ",
        ";",
        "cụ thể",
        "(",
        "\n",
        " còn ",
    ];
    let figures = rest.contains(|c: char| c.is_ascii_digit());
    (counted && !figures && rest.len() < 300 && !changes.iter().any(|word| rest.contains(word)))
        .then(|| Some(rest.to_owned()))
}

/// The author's words for a phrase of the canonical text, in their capitals and spelling.
fn as_written(original: &str, canonical: &str) -> String {
    let words: Vec<&str> = original.split_whitespace().collect();
    let length = canonical.split_whitespace().count();
    let trim = |phrase: &str| phrase.trim_end_matches(['.', ',', ';', ')', ' ']).to_owned();
    words
        .windows(length.max(1))
        .map(|window| window.join(" "))
        .find(|phrase| trim(&text::canonical(phrase)) == trim(canonical))
        .map_or_else(|| canonical.to_owned(), |phrase| trim(&phrase))
}

/// Several limits, each with its case. Every line must be one, or nothing is understood.
fn cases(text: &str) -> Option<TimeLimit> {
    let clean = join_wrapped(&text::clean(text));
    let clean = clean.trim().trim_end_matches(['.', ';', ' ']);
    let mut lines: Vec<&str> = clean
        .split([';', '\n'])
        .map(bare)
        .filter(|line| !line.is_empty())
        .collect();
    if let [only] = lines.as_slice() {
        lines = only.split(" và ").map(str::trim).collect();
    }
    if lines.len() < 2 {
        return None;
    }
    lines
        .into_iter()
        .map(case)
        .collect::<Option<Vec<_>>>()
        .map(TimeLimit::Cases)
}

/// Undoes the line breaks of a narrow column: a line that goes on in lower case belongs to the one before.
pub(in crate::catalogue::values) fn join_wrapped(text: &str) -> String {
    text.lines().fold(String::new(), |mut joined, line| {
        let goes_on = line.trim_start().starts_with(char::is_lowercase)
            && !line
                .trim_start()
                .chars()
                .nth(1)
                .is_some_and(|second| matches!(second, ')' | '.'));
        if !joined.is_empty() {
            joined.push(if goes_on { ' ' } else { '\n' });
        }
        joined.push_str(line.trim());
        joined
    })
}

/// A line without its bullet or number.
fn bare(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['•', '▪', '*', '+', '-']).trim();
    let mut chars = line.chars();
    match (chars.next(), chars.next()) {
        // "7.5 ngày" is not item 7.
        (Some(mark), Some('.' | ')'))
            if (mark.is_ascii_digit() || mark.is_ascii_lowercase()) && line[2..].starts_with(char::is_whitespace) =>
        {
            line[2..].trim()
        }
        _ => line,
    }
}

/// `20 ngày đối với công trình khác` or `Đối với công trình khác: 20 ngày`.
fn case(line: &str) -> Option<(TimeLimit, String)> {
    let plain = line.trim_end_matches(['.', ',', ' ']);
    let canonical = text::canonical(plain);
    if let Some((amount, unit, rest)) = leading(&canonical) {
        let name = rest.trim_start_matches([',', ' ']).strip_prefix("đối với ")?;
        let from = name.find(" kể từ ").map(|at| name[at + 1..].to_owned());
        let name = name.split(" kể từ ").next()?.trim_end_matches([',', ' ']);
        let from = match from {
            Some(from) => start_clause(&from)?.map(|from| as_written(plain, &from)),
            None => None,
        };
        let name = case_name(plain, name)?;
        return Some((TimeLimit::Within { amount, unit, from }, name));
    }
    let (name, limit) = canonical.split_once(':')?;
    // Any other label could be a stage: "UBND xã: 05 ngày; Phòng LĐTBXH: 07 ngày" make twelve days.
    let names_case = ["đối với ", "trường hợp ", "nếu "]
        .iter()
        .any(|word| name.starts_with(word));
    let names_channel = name.trim().parse::<Channel>().is_ok();
    if !names_case && !names_channel {
        return None;
    }
    let limit = within(plain, limit.trim())?;
    let name = name.trim().strip_prefix("đối với ").unwrap_or(name.trim());
    Some((limit, case_name(plain, name)?))
}

/// The case in the author's own letters; a figure in it could be a second limit.
fn case_name(original: &str, canonical: &str) -> Option<String> {
    let too_much = canonical.is_empty() || canonical.chars().count() > 300;
    let has_limit = UNITS.iter().any(|(_, unit)| {
        canonical
            .match_indices(unit)
            .any(|(at, _)| canonical[..at].trim_end().ends_with(|c: char| c.is_ascii_digit()))
    });
    if too_much || has_limit || canonical.contains([';', ':', '\n']) || canonical.contains(" và ") {
        return None;
    }
    let lower = original.to_lowercase();
    let found = lower.find(canonical).filter(|_| lower.len() == original.len());
    Some(
        found
            .and_then(|at| original.get(at..at + canonical.len()))
            .unwrap_or(canonical)
            .trim()
            .to_owned(),
    )
}
