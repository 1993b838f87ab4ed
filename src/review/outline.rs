//! What the review keeps of every procedure while it looks at another: little, so that a nation's fit into memory.

use rust_decimal::Decimal;

use super::cost::cost;
use super::papers;
use super::prepared::{authorities, limit_in_days, may_name_a_result, plain_paper, unconditional};
use super::subject::{Asked, Subject};
use crate::catalogue::procedure::{DossierCase, Paper};
use crate::catalogue::values::Date;
use crate::catalogue::{Entry, Frame};
use crate::text;

/// A procedure as others are compared with it.
#[derive(Debug)]
pub struct Outline {
    /// Its code, as [`crate::catalogue::procedure::Procedure::identity`] says it.
    pub code: Box<str>,
    /// Path of its file.
    pub path: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// Its field.
    pub field: Box<str>,
    /// Who may use it, as written, in small letters.
    pub(super) applicants: Box<[Box<str>]>,
    /// The authorities that settle it, in one spelling, in order.
    pub(super) authorities: Box<[Box<str>]>,
    /// Names of its results.
    pub(super) results: Box<[Box<str>]>,
    /// Papers that everyone hands in, in one spelling.
    pub(super) papers: Box<[Box<str>]>,
    /// Its longest time limit in calendar days.
    pub(super) days: Option<Decimal>,
    /// What following it costs a year, in đồng, where that can be worked out and is not nothing.
    pub(super) cost: Option<Decimal>,
    /// Cases with the papers that may be results of other procedures.
    cases: Box<[Case]>,
}

/// A case of a dossier without the papers nobody issues.
#[derive(Debug)]
struct Case {
    number: usize,
    case: DossierCase,
    /// Where its papers stand in the whole case, and whether something says that they need not be handed in.
    places: Box<[(usize, bool)]>,
}

impl Outline {
    /// What is kept of a procedure that is reviewed by the law of a day.
    pub fn of(frame: &Frame, day: Date, entry: &Entry) -> Self {
        let procedure = &entry.procedure;
        let subject = Subject::new(procedure);
        let names = |names: &mut dyn Iterator<Item = String>| names.map(String::into_boxed_str).collect();
        let cost = cost(frame, procedure, &[], day).ok().map(|cost| cost.per_year);
        Self {
            code: procedure.identity().into(),
            path: entry.source.path.as_str().into(),
            name: procedure.name.as_str().into(),
            field: procedure.field.as_str().into(),
            applicants: names(&mut procedure.applicants.iter().map(|who| who.text().to_lowercase())),
            authorities: names(&mut authorities(procedure).into_iter()),
            results: names(&mut procedure.results.iter().map(|result| result.name.clone())),
            papers: names(&mut unconditional(procedure).map(|paper| plain_paper(&paper.name))),
            days: limit_in_days(procedure),
            cost: cost.filter(|cost| *cost > Decimal::ZERO),
            cases: cases(&subject).into(),
        }
    }

    /// Canonical names of its results and its own, as [`Subject::own_words`].
    pub(super) fn own_words(&self) -> String {
        let own: Vec<&str> = self.results.iter().chain([&self.name]).map(|name| &**name).collect();
        text::canonical(&own.join("; "))
    }

    /// Papers that may be results of other procedures, each with whether it need not be handed in.
    pub(super) fn asked(&self) -> impl Iterator<Item = (Asked<'_>, bool)> {
        self.cases.iter().flat_map(|Case { number, case, places }| {
            case.papers.iter().zip(places).map(move |(paper, (place, is_freed))| {
                let asked = Asked {
                    path: format!("ho_so[{number}].giay_to[{place}]"),
                    case,
                    paper,
                    words: text::canonical(&paper.name),
                    is_remark: false,
                };
                (asked, *is_freed)
            })
        })
    }
}

fn cases(subject: &Subject<'_>) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut asked = subject.asked().peekable();
    if asked.peek().is_none() {
        return cases;
    }
    for (number, case) in subject.dossier.iter().enumerate() {
        let mut places = Vec::new();
        let mut kept = Vec::new();
        for (place, paper) in case.papers.iter().enumerate() {
            let Some(asked) = asked.next_if(|asked| std::ptr::eq(asked.paper, paper)) else {
                continue;
            };
            if may_name_a_result(&asked.words) {
                places.push((place, papers::is_freed(subject, asked)));
                kept.push(Paper {
                    name: paper.name.clone(),
                    if_any: paper.if_any,
                    ..Paper::default()
                });
            }
        }
        if !kept.is_empty() {
            cases.push(Case {
                number,
                case: DossierCase {
                    case: case.case.clone(),
                    papers: kept,
                    note: None,
                },
                places: places.into(),
            });
        }
    }
    cases
}
