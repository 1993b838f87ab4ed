//! From what people type to a condition.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::{Amount, Comparison, Condition, Event, FilterError, Phrase, Subject, Term, Unit};
use crate::catalogue::fields::names;
use crate::catalogue::quantity::Quantity;
use crate::text;

/// Most words of a name.
const LONGEST_NAME: usize = 7;

/// Most words, numbers and signs of a condition.
const LONGEST: usize = 1_000;

/// Most brackets and negations inside one another.
const DEEPEST: usize = 60;

/// What happens to things, in English and Vietnamese.
const EVENTS: &[(Event, &[&str])] = &[
    (Event::Added, &["added", "thêm", "add", "new", "bổ sung", "mới"]),
    (
        Event::Removed,
        &[
            "removed",
            "bỏ",
            "remove",
            "dropped",
            "lost",
            "gone",
            "abolished",
            "bãi bỏ",
            "cắt bỏ",
            "mất",
        ],
    ),
    (
        Event::Changed,
        &["changed", "thay đổi", "change", "amended", "đổi", "sửa", "sửa đổi"],
    ),
    (Event::Moved, &["moved", "chuyển", "move"]),
    (
        Event::Raised,
        &[
            "raised",
            "tăng",
            "increased",
            "higher",
            "up",
            "lengthened",
            "longer",
            "kéo dài",
            "nâng",
        ],
    ),
    (
        Event::Lowered,
        &[
            "lowered",
            "giảm",
            "reduced",
            "decreased",
            "cut",
            "down",
            "shortened",
            "shorter",
            "rút ngắn",
            "hạ",
        ],
    ),
    (Event::Replaced, &["replaced", "thay thế", "merged", "hợp nhất"]),
    (Event::Lighter, &["lighter", "nhẹ hơn"]),
    (Event::Heavier, &["heavier", "nặng hơn"]),
    (Event::Neutral, &["neutral", "trung tính"]),
    (Event::Unclear, &["unclear", "cần xem"]),
];

/// Whole procedures, and whatever changed.
const PROCEDURE: &[&str] = &["procedure", "thủ tục", "procedures"];
const ANYTHING: &[&str] = &["anything", "burden", "any", "change", "gánh nặng"];

/// Words that say nothing here.
const FILLERS: &[&str] = &[
    "is", "was", "were", "has", "been", "be", "by", "the", "a", "an", "bi", "duoc", "da",
];

/// Comparisons in signs and words, the longest first.
const COMPARISONS: &[(Comparison, &[&str])] = &[
    (Comparison::AtLeast, &[">=", "≥", "at least", "ít nhất", "từ"]),
    (Comparison::AtMost, &["<=", "≤", "at most", "không quá", "nhiều nhất"]),
    (Comparison::More, &[">", "more than", "over", "trên", "hơn"]),
    (Comparison::Less, &["<", "less than", "under", "dưới"]),
    (Comparison::Exactly, &["=", "exactly", "đúng"]),
];

const UNITS: &[(Unit, &[&str])] = &[
    (Unit::Percent, &["%", "percent", "phần trăm"]),
    (Unit::Named(&["ngày", "ngày làm việc"]), &["days", "day", "ngày"]),
    (
        Unit::Named(&["ngày làm việc"]),
        &["working days", "working day", "ngày làm việc"],
    ),
    (Unit::Named(&["ngày"]), &["calendar days", "calendar day", "ngày lịch"]),
    (Unit::Named(&["giờ", "giờ làm việc"]), &["hours", "hour", "giờ"]),
    (
        Unit::Named(&["giờ làm việc"]),
        &["working hours", "working hour", "giờ làm việc"],
    ),
    (Unit::Named(&["tháng"]), &["months", "month", "tháng"]),
    (Unit::Named(&["năm"]), &["years", "year", "năm"]),
    (Unit::Named(&["đồng"]), &["dong", "vnd", "đ", "đồng"]),
    (Unit::Named(&["bản"]), &["copies", "copy", "bản"]),
    (Unit::Named(&["bộ"]), &["sets", "set", "bộ"]),
];

impl FromStr for Condition {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        let tokens = tokens(text)?;
        if let Some(beyond) = tokens.get(LONGEST) {
            return Err(error(beyond.column, "the condition is too long".to_owned(), Vec::new()));
        }
        let mut parser = Parser {
            tokens,
            at: 0,
            end: text.chars().count() + 1,
            depth: 0,
        };
        let condition = parser.any_of()?;
        match parser.tokens.get(parser.at) {
            None => Ok(condition),
            Some(token) => {
                let problem = format!("{:?} is not expected here", token.typed);
                Err(parser.error(problem, ["and", "or", "the end"].map(str::to_owned)))
            }
        }
    }
}

/// A word, a sign, a number or words in quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    kind: TokenKind,
    /// Folded, when it is a word.
    text: String,
    /// As it was typed.
    typed: String,
    column: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenKind {
    Word,
    Number,
    Quoted,
    Sign,
}

fn tokens(text: &str) -> Result<Vec<Token>, FilterError> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let start = at;
        let c = letters[at];
        if c.is_whitespace() || matches!(c, ',' | ';' | '.' | ':') {
            at += 1;
            continue;
        }
        let kind = if let Some(close) = closing(c) {
            at += 1;
            let from = at;
            while at < letters.len() && letters[at] != close {
                at += 1;
            }
            if at == letters.len() {
                let problem = format!("the quote {c} is not closed");
                return Err(error(start + 1, problem, Vec::new()));
            }
            at += 1;
            tokens.push(token(TokenKind::Quoted, letters[from..at - 1].iter().collect(), start));
            continue;
        } else if c.is_ascii_digit() {
            at = run(&letters, at, |c| c.is_ascii_digit() || matches!(c, '.' | ','));
            TokenKind::Number
        } else if c.is_alphanumeric() || is_mark(c) {
            at = run(&letters, at, |c| {
                c.is_alphanumeric() || is_mark(c) || matches!(c, '_' | '.')
            });
            TokenKind::Word
        } else {
            let two = matches!(
                (c, letters.get(at + 1)),
                ('<' | '>', Some('=')) | ('&', Some('&')) | ('|', Some('|'))
            );
            at += if two { 2 } else { 1 };
            TokenKind::Sign
        };
        let typed: String = letters[start..at].iter().collect();
        let typed = typed.trim_end_matches(['.', ',']).to_owned();
        tokens.push(token(kind, typed, start));
    }
    Ok(tokens)
}

fn token(kind: TokenKind, typed: String, start: usize) -> Token {
    Token {
        kind,
        text: if kind == TokenKind::Word {
            text::fold(&typed)
        } else {
            typed.clone()
        },
        typed,
        column: start + 1,
    }
}

fn run(letters: &[char], from: usize, belongs: impl Fn(char) -> bool) -> usize {
    from + letters[from..].iter().take_while(|c| belongs(**c)).count()
}

/// Marks typed apart from their letter, as some keyboards do.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '"' => '"',
        '\'' => '\'',
        '“' => '”',
        '‘' => '’',
        '«' => '»',
        _ => return None,
    })
}

fn error(column: usize, problem: String, known: Vec<String>) -> FilterError {
    FilterError { column, problem, known }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    /// The column after the last letter.
    end: usize,
    depth: usize,
}

impl Parser {
    fn any_of(&mut self) -> Result<Condition, FilterError> {
        let mut condition = self.all_of()?;
        while self.takes(&["or", "hoặc", "||"]) {
            condition = Condition::Or(Box::new(condition), Box::new(self.all_of()?));
        }
        Ok(condition)
    }

    fn all_of(&mut self) -> Result<Condition, FilterError> {
        let mut condition = self.one()?;
        while self.takes(&["and", "và", "&&"]) {
            condition = Condition::And(Box::new(condition), Box::new(self.one()?));
        }
        Ok(condition)
    }

    fn one(&mut self) -> Result<Condition, FilterError> {
        let opened = self.at;
        let is_negated = self.takes(&["not", "không phải", "!"]);
        if !is_negated && !self.takes(&["("]) {
            return self.term().map(Condition::Is);
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("too many brackets inside one another".to_owned(), []));
        }
        let inner = if is_negated {
            Condition::Not(Box::new(self.one()?))
        } else {
            let inner = self.any_of()?;
            if !self.takes(&[")"]) {
                let column = self.tokens[opened].column;
                return Err(error(column, "this bracket is not closed".to_owned(), Vec::new()));
            }
            inner
        };
        self.depth -= 1;
        Ok(inner)
    }

    /// Subject and event in either order; amount and words behind them.
    fn term(&mut self) -> Result<Term, FilterError> {
        let start = self.at;
        let mut term = Term::default();
        let mut subject = self.subject();
        term.event = self.event();
        if subject.is_none() {
            subject = self.subject();
        }
        let has_subject = subject.is_some();
        term.subject = subject.unwrap_or_default();
        self.skip_fillers();
        term.amount = self.amount()?;
        self.takes(&["containing", "contains", "with", "chứa", "có"]);
        term.words = self.quoted();
        if self.at == start {
            return Err(self.error(self.not_known("a thing that can change"), things()));
        }
        let is_word = |token: &Token| token.kind == TokenKind::Word && !is_joint(self.rest());
        if self.tokens.get(self.at).is_some_and(is_word) {
            let known = if has_subject && term.event.is_none() {
                events()
            } else {
                things()
            };
            let what = if has_subject && term.event.is_none() {
                "something that happens to it"
            } else {
                "expected here"
            };
            return Err(self.error(self.not_known(what), known));
        }
        Ok(term)
    }

    fn not_known(&self, what: &str) -> String {
        match self.tokens.get(self.at) {
            Some(token) => format!("{:?} is not {what}", token.typed),
            None => format!("{what} is missing"),
        }
    }

    fn subject(&mut self) -> Option<Subject> {
        self.longest(LONGEST_NAME, |name| {
            // Signs are no part of a name, though one looked up would not mind them.
            if name.contains(|c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '_' | '.')) {
                return None;
            }
            if is_one_of(name, PROCEDURE) {
                return Some(Subject::Procedure);
            }
            if is_one_of(name, ANYTHING) {
                return Some(Subject::Anything);
            }
            let named = names::named(name);
            (!named.is_empty()).then_some(Subject::Fields(named))
        })
    }

    fn event(&mut self) -> Option<Event> {
        let start = self.at;
        self.skip_fillers();
        let event = self.longest(3, |name| {
            let known = EVENTS.iter().find(|(_, words)| is_one_of(name, words));
            known.map(|(event, _)| *event)
        });
        if event.is_none() {
            self.at = start;
        }
        event
    }

    fn amount(&mut self) -> Result<Option<Amount>, FilterError> {
        let Some(comparison) = self.one_of(COMPARISONS) else {
            return Ok(None);
        };
        let number = self.tokens.get(self.at).filter(|token| token.kind == TokenKind::Number);
        let value: Option<Decimal> = number
            .and_then(|number| number.text.parse::<Quantity>().ok())
            .map(|number| number.0);
        let Some(value) = value else {
            return Err(self.error(
                self.not_known("a number"),
                ["20%", "5 days", "50.000 đồng"].map(str::to_owned),
            ));
        };
        self.at += 1;
        let unit = self.one_of(UNITS);
        let is_word = |token: &Token| token.kind == TokenKind::Word && !is_joint(self.rest());
        if unit.is_none() && self.tokens.get(self.at).is_some_and(is_word) {
            let known = UNITS
                .iter()
                .filter_map(|(_, names)| names.first())
                .map(|name| (*name).to_owned());
            return Err(self.error(self.not_known("a unit"), known.collect::<Vec<_>>()));
        }
        Ok(Some(Amount {
            comparison,
            value,
            unit: unit.unwrap_or(Unit::Own),
        }))
    }

    fn quoted(&mut self) -> Option<Phrase> {
        let token = self
            .tokens
            .get(self.at)
            .filter(|token| token.kind == TokenKind::Quoted)?;
        self.at += 1;
        Some(Phrase::new(&token.text))
    }

    fn one_of<T: Copy>(&mut self, table: &[(T, &[&str])]) -> Option<T> {
        self.longest(3, |name| {
            let known = table.iter().find(|(_, names)| is_one_of(name, names));
            known.map(|(value, _)| *value)
        })
    }

    /// What the longest run of words and signs from here on means, if it means anything; it is behind us then.
    fn longest<T>(&mut self, most: usize, meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
        let words = self.rest().iter().take(most);
        let words = words.take_while(|token| matches!(token.kind, TokenKind::Word | TokenKind::Sign));
        let count = words.count();
        for length in (1..=count).rev() {
            let run: Vec<&str> = self.rest()[..length].iter().map(|token| token.text.as_str()).collect();
            if let Some(found) = meaning(&run.join(" ")) {
                self.at += length;
                return Some(found);
            }
        }
        None
    }

    fn takes(&mut self, names: &[&str]) -> bool {
        self.longest(2, |run| is_one_of(run, names).then_some(())).is_some()
    }

    fn skip_fillers(&mut self) {
        let fillers = self
            .rest()
            .iter()
            .take_while(|token| FILLERS.contains(&token.text.as_str()));
        self.at += fillers.count();
    }

    fn rest(&self) -> &[Token] {
        &self.tokens[self.at..]
    }

    fn error(&self, problem: String, known: impl IntoIterator<Item = String>) -> FilterError {
        let column = self.tokens.get(self.at).map_or(self.end, |token| token.column);
        error(column, problem, known.into_iter().collect())
    }
}

/// Whether the next words join two conditions.
fn is_joint(rest: &[Token]) -> bool {
    rest.first()
        .is_some_and(|token| ["and", "or", "va", "hoac"].contains(&token.text.as_str()))
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| text::fold(known) == name)
}

fn things() -> Vec<String> {
    let everyday = names::everyday().map(|(english, vietnamese)| format!("{english} («{vietnamese}»)"));
    everyday
        .chain(["procedure («thủ tục»)".to_owned(), "anything («gánh nặng»)".to_owned()])
        .collect()
}

fn events() -> Vec<String> {
    let told = |words: &[&str]| match words {
        [english, vietnamese, ..] => Some(format!("{english} («{vietnamese}»)")),
        _ => None,
    };
    EVENTS.iter().filter_map(|(_, words)| told(words)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> FilterError {
        text.parse::<Condition>().expect_err(text)
    }

    #[test]
    fn mistakes_are_told_with_their_column_and_what_is_known() {
        let unknown = error("paper eaten");
        assert_eq!(unknown.column, 7);
        assert!(
            unknown.to_string().contains("\"eaten\" is not something that happens"),
            "{unknown}"
        );
        assert!(unknown.to_string().contains("removed («bỏ»)"), "{unknown}");
        let thing = error("paper removed and hat removed");
        assert_eq!(thing.column, 19);
        assert!(thing.to_string().contains("paper («giấy tờ»)"), "{thing}");
        for (text, column) in [
            ("", 1),
            ("paper removed and", 18),
            ("(paper removed", 1),
            ("paper removed)", 14),
            ("fee raised > x", 14),
            ("fee raised > 5 bananas", 16),
            ("paper removed 'bản sao", 15),
            ("paper removed fee raised", 15),
            ("not", 4),
            ("> 5 and", 8),
        ] {
            assert_eq!(error(text).column, column, "{text:?}: {}", error(text));
        }
    }

    #[test]
    fn and_binds_closer_than_or() {
        let parsed = |text: &str| {
            text.parse::<Condition>()
                .unwrap_or_else(|error| panic!("{text}: {error}"))
        };
        assert_eq!(
            parsed("paper added or fee raised and level changed"),
            parsed("paper added or (fee raised and level changed)")
        );
        assert_ne!(
            parsed("paper added or fee raised and level changed"),
            parsed("(paper added or fee raised) and level changed")
        );
        assert_eq!(
            parsed("not paper added and fee raised"),
            parsed("(not paper added) and fee raised")
        );
        assert_eq!(parsed("Yêu cầu, điều kiện bị bỏ"), parsed("requirement removed"));
    }

    #[test]
    fn any_text_is_parsed_or_refused() {
        arbtest::arbtest(|u| {
            let text: String = u.arbitrary()?;
            let _ = text.parse::<Condition>();
            let words = [
                "not", "(", ")", "and", "or", "paper", "removed", ">", "5", "%", "\"x\"", "'", "days",
            ];
            let length = u.int_in_range(0..=200)?;
            let mut text = String::new();
            for _ in 0..length {
                text.push_str(u.choose(&words)?);
                text.push(' ');
            }
            if let Err(error) = text.parse::<Condition>() {
                assert!(
                    (1..=text.chars().count() + 1).contains(&error.column),
                    "{text}: {error}"
                );
            }
            Ok(())
        });
        assert!("not ".repeat(10_000).parse::<Condition>().is_err());
        assert!("(".repeat(10_000).parse::<Condition>().is_err());
    }
}
