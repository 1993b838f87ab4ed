//! A small language to ask for changes: `paper removed`, `fee raised > 20%`, `thời hạn giảm và không phải lệ phí tăng`.
//!
//! A condition names something (a field or a part of it, by key, label or everyday word), what happened to it, by how much,
//! and words in it in quotes; each but one may be left out. Accents do not matter. Conditions are joined with `and`, `or`,
//! `not` and brackets.

mod parse;

use rust_decimal::Decimal;
use thiserror::Error;

use super::totals::Direction;
use super::{Burden, Change, Kind, ProcedureDiff, Status};
use crate::catalogue::fields::names::Named;
use crate::catalogue::values::Level;
use crate::text;

/// Which changes are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A condition on the change.
    pub condition: Option<Condition>,
    /// Words in the old or the new text, all of them.
    pub texts: Vec<Phrase>,
    /// Fields of the catalogue, or parts of their names: any of them.
    pub fields: Vec<Phrase>,
    /// Agencies, likewise.
    pub agencies: Vec<Phrase>,
    /// Levels: any of them.
    pub levels: Vec<Level>,
}

/// Words that stand one after another, whatever their accents, capitals and punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// As it was asked for.
    given: String,
    /// Folded, with a space at each end.
    words: String,
}

/// Why a condition was not understood.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("column {column}: {problem}{}", known_list(.known))]
pub struct FilterError {
    /// Where, in characters from 1.
    pub column: usize,
    /// What is the matter.
    pub problem: String,
    /// What could have stood there.
    pub known: Vec<String>,
}

fn known_list(known: &[String]) -> String {
    if known.is_empty() {
        String::new()
    } else {
        format!("; known: {}", known.join(", "))
    }
}

/// A condition on a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Both.
    And(Box<Self>, Box<Self>),
    /// One of them.
    Or(Box<Self>, Box<Self>),
    /// Not this.
    Not(Box<Self>),
    /// One thing.
    Is(Term),
}

/// Something, what happened to it, by how much, and words in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Term {
    subject: Subject,
    event: Option<Event>,
    amount: Option<Amount>,
    words: Option<Phrase>,
}

#[derive(Debug, Clone, Default)]
enum Subject {
    #[default]
    Anything,
    Procedure,
    Fields(Vec<Named>),
}

impl PartialEq for Subject {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Fields(a), Self::Fields(b)) => a.iter().map(Named::path).eq(b.iter().map(Named::path)),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    Added,
    Removed,
    Changed,
    Moved,
    Raised,
    Lowered,
    Replaced,
    Lighter,
    Heavier,
    Neutral,
    Unclear,
}

/// By how much.
#[derive(Debug, Clone, PartialEq)]
struct Amount {
    comparison: Comparison,
    value: Decimal,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    More,
    AtLeast,
    Less,
    AtMost,
    Exactly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Whatever the change is counted in.
    Own,
    Percent,
    /// One of these.
    Named(&'static [&'static str]),
}

impl Filter {
    /// Whether everything is asked for.
    pub fn is_empty(&self) -> bool {
        self.condition.is_none()
            && self.texts.is_empty()
            && self.fields.is_empty()
            && self.agencies.is_empty()
            && self.levels.is_empty()
    }

    /// Whether a change of a procedure is asked for; `None` is a procedure that came or went as a whole.
    pub fn keeps(&self, procedure: &ProcedureDiff, change: Option<&Change>) -> bool {
        let any =
            |phrases: &[Phrase], text: &str| phrases.is_empty() || phrases.iter().any(|phrase| phrase.is_in(text));
        let in_levels = || {
            let level = |text: &String| text.parse::<Level>().is_ok_and(|level| self.levels.contains(&level));
            self.levels.is_empty() || procedure.levels.iter().any(level)
        };
        any(&self.fields, &procedure.field)
            && any(&self.agencies, &procedure.agency)
            && in_levels()
            && self.texts.iter().all(|phrase| match change {
                Some(change) => phrase.is_in_change(change, None),
                None => phrase.is_in(&procedure.name),
            })
            && self
                .condition
                .as_ref()
                .is_none_or(|condition| condition.holds(procedure, change))
    }
}

impl Phrase {
    /// The words of a text.
    pub fn new(text: &str) -> Self {
        Self {
            given: text.trim().to_owned(),
            words: padded(text),
        }
    }

    /// As it was asked for.
    pub fn given(&self) -> &str {
        &self.given
    }

    /// Whether a text has these words one after another.
    pub fn is_in(&self, text: &str) -> bool {
        padded(text).contains(&self.words)
    }

    /// What is gone is looked for in the old text, what came in the new one.
    fn is_in_change(&self, change: &Change, event: Option<Event>) -> bool {
        let (old, new) = match event {
            Some(Event::Removed) => (&change.old, &None),
            Some(Event::Added) => (&None, &change.new),
            _ => (&change.old, &change.new),
        };
        [old, new].into_iter().flatten().any(|text| self.is_in(text))
    }
}

/// The folded words with one space before and after each.
fn padded(text: &str) -> String {
    let folded = text::fold(text);
    let mut padded = String::with_capacity(folded.len() + 2);
    padded.push(' ');
    for (_, word) in text::syllables(&folded) {
        padded.push_str(word);
        padded.push(' ');
    }
    padded
}

impl Condition {
    fn holds(&self, procedure: &ProcedureDiff, change: Option<&Change>) -> bool {
        match self {
            Self::And(a, b) => a.holds(procedure, change) && b.holds(procedure, change),
            Self::Or(a, b) => a.holds(procedure, change) || b.holds(procedure, change),
            Self::Not(inner) => !inner.holds(procedure, change),
            Self::Is(term) => term.holds(procedure, change),
        }
    }
}

impl Term {
    fn holds(&self, procedure: &ProcedureDiff, change: Option<&Change>) -> bool {
        match (&self.subject, change) {
            (Subject::Procedure, _) => self.holds_for_procedure(procedure),
            (Subject::Anything, Some(change)) => self.holds_for_change(None, change),
            (Subject::Fields(named), Some(change)) => {
                named.iter().any(|named| self.holds_for_change(Some(named), change))
            }
            (Subject::Anything | Subject::Fields(_), None) => false,
        }
    }

    fn holds_for_procedure(&self, procedure: &ProcedureDiff) -> bool {
        let happened = match self.event {
            None => true,
            Some(Event::Added) => procedure.status == Status::Added,
            Some(Event::Removed) => procedure.status == Status::Removed,
            Some(Event::Changed) => procedure.status == Status::Changed,
            Some(Event::Replaced) => procedure.status == Status::Replaced,
            Some(_) => false,
        };
        happened && self.words.as_ref().is_none_or(|words| words.is_in(&procedure.name))
    }

    fn holds_for_change(&self, named: Option<&Named>, change: &Change) -> bool {
        named.is_none_or(|named| named.covers(change.field, change.part))
            && self.event.is_none_or(|event| event.happened(named, change))
            && self.amount.as_ref().is_none_or(|amount| amount.fits(change))
            && self
                .words
                .as_ref()
                .is_none_or(|words| words.is_in_change(change, self.event))
    }
}

impl Event {
    fn happened(self, named: Option<&Named>, change: &Change) -> bool {
        // Of "paper removed", the paper went, not a note on it: that is a paper changed.
        let of_a_part = named.is_some_and(|named| named.part.is_none()) && change.part.is_some();
        match self {
            Self::Added => change.kind == Kind::Added && !of_a_part,
            Self::Removed => change.kind == Kind::Removed && !of_a_part,
            Self::Changed => matches!(change.kind, Kind::Changed | Kind::Moved) || of_a_part,
            Self::Moved => change.kind == Kind::Moved,
            Self::Raised => change.direction() == Some(Direction::Up),
            Self::Lowered => change.direction() == Some(Direction::Down),
            Self::Lighter => change.burden == Burden::Lighter,
            Self::Heavier => change.burden == Burden::Heavier,
            Self::Neutral => change.burden == Burden::Neutral,
            Self::Unclear => change.burden == Burden::Unclear,
            Self::Replaced => false,
        }
    }
}

impl Amount {
    fn fits(&self, change: &Change) -> bool {
        let Some(quantity) = &change.quantity else {
            return false;
        };
        let by = match self.unit {
            Unit::Percent => match quantity.percent {
                Some(percent) => percent.abs(),
                // From nothing to something is more than any share of it.
                None => return matches!(self.comparison, Comparison::More | Comparison::AtLeast),
            },
            Unit::Named(units) if !units.contains(&quantity.unit.as_str()) => return false,
            Unit::Own | Unit::Named(_) => match quantity.new.checked_sub(quantity.old) {
                Some(by) => by.abs(),
                None => return false,
            },
        };
        match self.comparison {
            Comparison::More => by > self.value,
            Comparison::AtLeast => by >= self.value,
            Comparison::Less => by < self.value,
            Comparison::AtMost => by <= self.value,
            Comparison::Exactly => by == self.value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{change, part, procedure, quantity, reworded};
    use super::*;

    fn keeps(condition: &str, change: &Change) -> bool {
        let filter = Filter {
            condition: Some(
                condition
                    .parse()
                    .unwrap_or_else(|error| panic!("{condition:?}: {error}")),
            ),
            ..Filter::default()
        };
        filter.keeps(&procedure("1", Vec::new()), Some(change))
    }

    #[test]
    fn papers_that_went_are_found_by_their_words() {
        let paper = Change {
            old: Some("Bản sao chứng thực Giấy khai sinh".to_owned()),
            ..change("ho_so", Kind::Removed)
        };
        for condition in [
            "paper removed",
            "removed paper",
            "giấy tờ bị bỏ",
            "giay to bi bo",
            "bỏ giấy tờ",
            "ho_so removed",
            "paper removed \"bản sao chứng thực\"",
            "paper removed containing 'BAN SAO  chung thuc'",
            "not paper added",
            "(fee raised or paper removed) and not heavier",
            "giấy tờ bị bỏ và không phải phí tăng",
        ] {
            assert!(keeps(condition, &paper), "{condition}");
        }
        for condition in [
            "paper added",
            "fee removed",
            "paper removed 'chứng'  and 'thực giấy tờ'",
            "paper removed 'bản'",
        ] {
            assert_eq!(keeps(condition, &paper), condition.ends_with("'bản'"), "{condition}");
        }
        let note = part("ho_so", "giay_to.ghi_chu", Kind::Removed);
        assert!(!keeps("paper removed", &note) && keeps("paper changed", &note));
    }

    #[test]
    fn quantities_are_compared_in_their_unit_and_in_per_cent() {
        let fee = quantity("cach_thuc", "phi_le_phi.muc", 50_000, 65_000, "đồng");
        for (condition, expected) in [
            ("fee raised", true),
            ("fee raised > 20%", true),
            ("phí tăng trên 20 %", true),
            ("fee raised by more than 30 percent", false),
            ("fee raised >= 30%", true),
            ("fee raised >= 15.000 đồng", true),
            ("fee raised > 15000", false),
            ("fee raised > 1 day", false),
            ("fee lowered", false),
            ("tăng lệ phí", true),
            ("fee > 5%", true),
        ] {
            assert_eq!(keeps(condition, &fee), expected, "{condition}");
        }
        let from_nothing = quantity("cach_thuc", "phi_le_phi.muc", 0, 65_000, "đồng");
        assert!(keeps("fee raised > 1000%", &from_nothing) && !keeps("fee raised < 20%", &from_nothing));
        let deadline = quantity("cach_thuc", "thoi_han", 15, 10, "ngày làm việc");
        for (condition, expected) in [
            ("deadline shortened", true),
            ("deadline shortened >= 5 days", true),
            ("deadline shortened >= 5 working days", true),
            ("deadline shortened >= 5 calendar days", false),
            ("thời hạn giảm ít nhất 5 ngày làm việc", true),
            ("thời hạn giải quyết rút ngắn > 5 ngày", false),
            ("deadline lengthened", false),
            ("burden lighter", true),
            ("nhẹ hơn", true),
            ("channel changed", true),
        ] {
            assert_eq!(keeps(condition, &deadline), expected, "{condition}");
        }
        assert!(!keeps(
            "level changed > 5",
            &reworded("cap_thuc_hien", "Cấp huyện", "Cấp xã")
        ));
    }

    #[test]
    fn procedures_are_asked_for_by_what_became_of_them() {
        let new = ProcedureDiff {
            status: Status::Added,
            ..procedure("1", Vec::new())
        };
        let filter = |condition: &str| Filter {
            condition: condition.parse().ok(),
            ..Filter::default()
        };
        assert!(filter("procedure added").keeps(&new, None));
        assert!(filter("thủ tục mới").keeps(&new, None));
        assert!(!filter("procedure removed").keeps(&new, None));
        assert!(!filter("paper removed").keeps(&new, None));
    }

    #[test]
    fn procedures_are_narrowed_by_field_agency_and_level() {
        let kept = |filter: &Filter| filter.keeps(&procedure("1", Vec::new()), Some(&change("mo_ta", Kind::Added)));
        let phrase = |text: &str| vec![Phrase::new(text)];
        assert!(kept(&Filter {
            fields: phrase("thu"),
            ..Filter::default()
        }));
        assert!(!kept(&Filter {
            fields: phrase("th"),
            ..Filter::default()
        }));
        assert!(kept(&Filter {
            agencies: phrase("bộ thử"),
            ..Filter::default()
        }));
        assert!(kept(&Filter {
            levels: vec![Level::Commune],
            ..Filter::default()
        }));
        assert!(!kept(&Filter {
            levels: vec![Level::Province],
            ..Filter::default()
        }));
    }
}
