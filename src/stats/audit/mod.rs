//! Do the figures an office reports agree with one another?
//!
//! A clerk types the figures as printed and the relations between them; here every relation is worked out exactly. A share
//! is judged by the decimals it was printed with: rounded half up, cut off, or wrong. What is wrong is said with what it
//! should be and, where digits or denominators suggest it, with what was probably meant.

mod clues;
pub mod figure;
pub mod relation;
pub mod report;
mod say;

use std::collections::HashMap;

use serde::Serialize;

use self::figure::Figure;
use self::relation::{Expression, Relation, Sign};
use self::report::Spot;
pub use self::report::{Report, SCHEMA, Source};
use crate::catalogue::values::Written;
use crate::finding::{Finding, Severity};
use crate::text;

/// Name of the check in findings: figures that do not agree.
const WRONG: &str = "so-lieu-lech";
/// A share cut off instead of rounded.
const TRUNCATED: &str = "lam-tron";
/// Something in the file that cannot be read.
const UNREADABLE: &str = "so-lieu";

/// What was found in a report.
#[derive(Debug, Default, Serialize)]
pub struct Audit {
    /// What is wrong, in the order of the file.
    pub findings: Vec<Finding>,
    /// Every relation and whether it holds.
    pub relations: Vec<Outcome>,
    /// Figures no relation speaks of.
    pub unchecked: Vec<Unchecked>,
}

/// A relation and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The relation with the names of its figures.
    pub relation: String,
    /// The same with the numbers.
    pub numbers: String,
    /// Line it stands on.
    pub line: usize,
    /// Whether it holds.
    pub status: Status,
}

/// Whether a relation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It holds.
    Holds,
    /// The share was cut off after its decimals, not rounded.
    Truncated,
    /// It does not hold.
    Wrong,
    /// It could not be worked out.
    Unknown,
}

/// A figure no relation speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unchecked {
    /// Table.
    pub table: String,
    /// Name.
    pub name: String,
    /// As printed.
    pub printed: String,
    /// Line it stands on.
    pub line: usize,
}

/// A figure where it stands.
#[derive(Debug, Clone, Copy)]
struct Known<'a> {
    table: usize,
    name: &'a str,
    figure: Figure,
}

/// A relation ready to be worked out.
struct Rule<'a> {
    spot: Spot<'a>,
    table: Option<usize>,
    relation: Relation,
}

/// Figures by name.
struct Book<'a> {
    source: &'a Source,
    figures: Vec<Known<'a>>,
    by_name: HashMap<String, Vec<usize>>,
}

/// Why a name stands for no one figure.
enum Missing {
    None,
    Several,
}

impl<'a> Book<'a> {
    /// Which figure a name means: that of the table it names, else of its own table, else the only one there is.
    fn find(&self, name: &str, table: Option<&str>, own: Option<usize>) -> Result<usize, Missing> {
        let found = self.by_name.get(&text::canonical(name)).map_or(&[][..], Vec::as_slice);
        let in_table = |at: usize| {
            let name = &self.source.report.tables[self.figures[at].table].name;
            table.is_none_or(|table| text::canonical(name) == text::canonical(table))
        };
        let mut matching: Vec<usize> = found.iter().copied().filter(|&at| in_table(at)).collect();
        if let (None, Some(own)) = (table, own)
            && let Some(&at) = matching.iter().find(|&&at| self.figures[at].table == own)
        {
            matching = vec![at];
        }
        match matching.as_slice() {
            [] => Err(Missing::None),
            [one] => Ok(*one),
            _ => Err(Missing::Several),
        }
    }

    fn named(&self, at: usize) -> String {
        let known = self.figures[at];
        let twice = self
            .by_name
            .get(&text::canonical(known.name))
            .is_some_and(|all| all.len() > 1);
        if twice {
            format!("{} [{}]", known.name, self.source.report.tables[known.table].name)
        } else {
            known.name.to_owned()
        }
    }

    fn spot(&self, at: usize) -> Spot<'a> {
        Spot::Figure {
            table: self.figures[at].table,
            name: self.figures[at].name,
        }
    }
}

/// Works out every relation of a report.
pub fn audit(source: &Source) -> Audit {
    let mut audit = Audit::default();
    let book = figures(source, &mut audit.findings);
    let rules = rules(&book, &mut audit.findings);
    let mut used = vec![false; book.figures.len()];
    for rule in &rules {
        for at in rule.figures(&book) {
            used[at] = true;
        }
        let status = rule.status(&book, None);
        audit.relations.push(Outcome {
            relation: rule.with_names(&book),
            numbers: rule.with_numbers(&book),
            line: source.line(rule.spot),
            status,
        });
        audit.findings.extend(say::of(&book, &rules, rule, status));
    }
    for (at, _) in used.iter().enumerate().filter(|(_, used)| !**used) {
        let known = book.figures[at];
        audit.unchecked.push(Unchecked {
            table: source.report.tables[known.table].name.clone(),
            name: known.name.to_owned(),
            printed: known.figure.to_string(),
            line: source.line(book.spot(at)),
        });
    }
    audit.findings.sort_by_key(|finding| finding.place.line);
    audit
}

fn figures<'a>(source: &'a Source, findings: &mut Vec<Finding>) -> Book<'a> {
    let mut book = Book {
        source,
        figures: Vec::new(),
        by_name: HashMap::new(),
    };
    for (table, content) in source.report.tables.iter().enumerate() {
        for (name, written) in &content.figures.0 {
            match written.value() {
                Some(figure) => {
                    let known = book.by_name.entry(text::canonical(name)).or_default();
                    known.push(book.figures.len());
                    book.figures.push(Known {
                        table,
                        name,
                        figure: *figure,
                    });
                }
                None => findings.push(unreadable(source, table, name, written)),
            }
        }
    }
    book
}

fn unreadable(source: &Source, table: usize, name: &str, written: &Written<Figure>) -> Finding {
    let why = written
        .problem()
        .map_or_else(|| "để trống".to_owned(), |why| why.to_string());
    let message = format!("{name}: không đọc được «{}»: {why}", written.text());
    source
        .finding(Spot::Figure { table, name }, UNREADABLE, Severity::Error, message)
        .advice("ghi số đúng như in trong báo cáo; không có số thì xóa dòng")
}

fn rules<'a>(book: &Book<'a>, findings: &mut Vec<Finding>) -> Vec<Rule<'a>> {
    let report = &book.source.report;
    let own = report.tables.iter().enumerate().flat_map(|(table, content)| {
        let relations = content.relations.iter().enumerate();
        relations.map(move |(at, text)| (Some(table), at, text))
    });
    let across = report.relations.iter().enumerate().map(|(at, text)| (None, at, text));
    let mut rules = Vec::new();
    for (table, at, written) in own.chain(across) {
        let spot = Spot::Relation { table, at };
        match written
            .parse::<Relation>()
            .and_then(|relation| resolved(book, relation, table))
        {
            Ok(relation) => rules.push(Rule { spot, table, relation }),
            Err(why) => {
                let finding = book
                    .source
                    .finding(spot, UNREADABLE, Severity::Error, format!("«{written}»: {why}"));
                findings.push(
                    finding.advice("viết như «Đã giải quyết = Đúng hạn + Trễ hạn», tên số liệu đúng như ở so_lieu"),
                );
            }
        }
    }
    for (at, written) in report.totals.iter().enumerate() {
        match written
            .parse::<Relation>()
            .and_then(|relation| table_totals(book, &relation))
        {
            Ok(relations) => rules.extend(relations.into_iter().map(|relation| Rule {
                spot: Spot::Total(at),
                table: None,
                relation,
            })),
            Err(why) => {
                let message = format!("«{written}»: {why}");
                let finding = book
                    .source
                    .finding(Spot::Total(at), UNREADABLE, Severity::Error, message);
                findings.push(finding.advice("viết như «Toàn huyện = Cấp huyện + Cấp xã», tên bảng đúng như ở ten"));
            }
        }
    }
    rules
}

/// The relation, when every name in it stands for one figure.
fn resolved(book: &Book<'_>, relation: Relation, own: Option<usize>) -> Result<Relation, String> {
    for (name, table) in relation.names() {
        match book.find(name, table, own) {
            Ok(_) => {}
            Err(Missing::None) => {
                let place = table.map(|table| format!(" trong bảng «{table}»")).unwrap_or_default();
                return Err(format!("không có số liệu «{name}»{place}"));
            }
            Err(Missing::Several) => {
                return Err(format!(
                    "nhiều bảng có số liệu «{name}»; ghi thêm tên bảng: {name} [tên bảng]"
                ));
            }
        }
    }
    Ok(relation)
}

/// A relation of tables as relations of their counts: every count of the left table that any table on the right has.
fn table_totals(book: &Book<'_>, relation: &Relation) -> Result<Vec<Relation>, String> {
    let tables = &book.source.report.tables;
    let find = |expression: &Expression| -> Result<usize, String> {
        let Expression::Name { name, table: None } = expression else {
            return Err("chỉ cộng tên bảng".to_owned());
        };
        let found = tables
            .iter()
            .position(|table| text::canonical(&table.name) == text::canonical(name));
        found.ok_or_else(|| format!("không có bảng «{name}»"))
    };
    let total = find(&relation.left)?;
    let alone = [(false, relation.right.clone())];
    let addends = match &relation.right {
        Expression::Sum(addends) => addends.as_slice(),
        _ => &alone,
    };
    let mut parts = Vec::new();
    for (minus, addend) in addends {
        parts.push((*minus, find(addend)?));
    }
    let mut relations = Vec::new();
    for known in book
        .figures
        .iter()
        .filter(|known| known.table == total && known.figure.is_count())
    {
        let of = |table: usize| Expression::Name {
            name: known.name.to_owned(),
            table: Some(tables[table].name.clone()),
        };
        let has = |table: usize| book.find(known.name, Some(&tables[table].name), None).is_ok();
        match parts.iter().find(|(_, table)| !has(*table)) {
            None => relations.push(Relation {
                left: of(total),
                sign: relation.sign,
                right: Expression::Sum(parts.iter().map(|(minus, table)| (*minus, of(*table))).collect()),
            }),
            // What only the whole counts is no sum of anything.
            Some(_) if !parts.iter().any(|(_, table)| has(*table)) => {}
            Some((_, table)) => {
                return Err(format!("bảng «{}» thiếu số liệu «{}»", tables[*table].name, known.name));
            }
        }
    }
    Ok(relations)
}

/// A figure that is tried in the place of what was printed.
type Instead = Option<(usize, Figure)>;

/// A share and what it is worked out from.
struct Share<'r> {
    at: usize,
    numerator: &'r Expression,
    denominator: &'r Expression,
}

impl Relation {
    fn names(&self) -> Vec<(&str, Option<&str>)> {
        let mut names = self.left.names();
        names.extend(self.right.names());
        names
    }
}

impl Rule<'_> {
    fn figures(&self, book: &Book<'_>) -> Vec<usize> {
        let names = self.relation.names().into_iter();
        let mut found: Vec<usize> = names
            .filter_map(|(name, table)| book.find(name, table, self.table).ok())
            .collect();
        found.dedup();
        found
    }

    fn lookup(&self, book: &Book<'_>, instead: Instead) -> impl Fn(&str, Option<&str>) -> Option<Figure> {
        move |name, table| {
            let at = book.find(name, table, self.table).ok()?;
            Some(match instead {
                Some((other, figure)) if other == at => figure,
                _ => book.figures[at].figure,
            })
        }
    }

    /// The printed share, when the relation says that one is a quotient.
    fn share(&self, book: &Book<'_>) -> Option<Share<'_>> {
        if self.relation.sign != Sign::Equal {
            return None;
        }
        let (name, ratio) = match (&self.relation.left, &self.relation.right) {
            (name @ Expression::Name { .. }, ratio @ Expression::Ratio(..))
            | (ratio @ Expression::Ratio(..), name @ Expression::Name { .. }) => (name, ratio),
            _ => return None,
        };
        let (Expression::Name { name, table }, Expression::Ratio(numerator, denominator)) = (name, ratio) else {
            return None;
        };
        Some(Share {
            at: book.find(name, table.as_deref(), self.table).ok()?,
            numerator,
            denominator,
        })
    }

    fn status(&self, book: &Book<'_>, instead: Instead) -> Status {
        let figure = self.lookup(book, instead);
        let sides = (
            self.relation.left.measure(&figure),
            self.relation.right.measure(&figure),
        );
        let (Some(left), Some(right)) = sides else {
            return Status::Unknown;
        };
        let share = self.share(book).map(|share| match instead {
            Some((other, figure)) if other == share.at => figure,
            _ => book.figures[share.at].figure,
        });
        let quotient = match &self.relation.left {
            Expression::Ratio(..) => left,
            _ => right,
        };
        match share {
            // A quotient of counts is known exactly, and then there is one right way to print it.
            Some(printed) if quotient.tolerance.is_zero() => {
                let exact = printed.in_unit(quotient.value);
                if printed.rounded(exact) == printed.printed {
                    Status::Holds
                } else if printed.truncated(exact) == printed.printed {
                    Status::Truncated
                } else {
                    Status::Wrong
                }
            }
            _ if self.relation.sign.holds(left, right) => Status::Holds,
            _ => Status::Wrong,
        }
    }

    fn with_names(&self, book: &Book<'_>) -> String {
        self.written(&|name, table| match book.find(name, table, self.table) {
            Ok(at) => book.named(at),
            Err(_) => name.to_owned(),
        })
    }

    fn with_numbers(&self, book: &Book<'_>) -> String {
        let figure = self.lookup(book, None);
        self.written(&|name, table| figure(name, table).map_or_else(|| name.to_owned(), |figure| figure.to_string()))
    }

    fn written(&self, show: &impl Fn(&str, Option<&str>) -> String) -> String {
        let Relation { left, sign, right } = &self.relation;
        format!("{} {} {}", left.written(show), sign.symbol(), right.written(show))
    }
}

#[cfg(test)]
mod tests;
