//! Chains: the result of one procedure is a paper of another.
//!
//! What is a link is decided once, where results are matched with papers; the rules on chains and cycles read the same links.
//! Here they are followed: the longest ways through the catalogue, the ways round, and what hangs on a procedure that is to
//! be abolished.

mod closure;
mod ways;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::prepared::{Need, Results, document_name};
use super::{Context, wording};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Entry, locate_all};
use crate::finding::{Finding, Place, Severity};
use crate::text;

pub use self::closure::{Closure, Dependent, Standing};
pub use self::ways::{Chain, Cycle, End, Hub};

/// Beginnings of names of procedures that change a document somebody has already, or end it: nobody gets a first one there.
const CHANGES: [&str; 30] = [
    "cấp lại",
    "cấp đổi",
    "cấp sửa đổi",
    "cấp điều chỉnh",
    "cấp gia hạn",
    "cấp bổ sung",
    "cấp bản sao",
    "đổi",
    "gia hạn",
    "sửa đổi",
    "điều chỉnh",
    "bổ sung",
    "thay đổi",
    "chuyển đổi",
    "chuyển nhượng",
    "cập nhật",
    "hiệu đính",
    "đính chính",
    "thu hồi",
    "chấm dứt",
    "tạm ngừng",
    "tạm dừng",
    "đăng ký lại",
    "đăng ký thay đổi",
    "xóa",
    "hủy",
    "xác định lại",
    "trả lại",
    "nộp lại",
    "sáp nhập",
];

/// Words before the verb of a name.
const BEFORE_VERB: [&str; 5] = ["thủ tục", "đề nghị", "thông báo", "về việc", "thực hiện"];

/// The links of a catalogue.
#[derive(Debug)]
pub struct Chains<'c> {
    catalogue: &'c Catalogue,
    context: &'c Context<'c>,
    /// What needs the result of each procedure: place of the procedure and of the need among its needs.
    needed_by: Vec<Vec<(usize, usize)>>,
}

/// A procedure in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Field.
    pub field: String,
    /// Dossiers of the last complete year; `None` when the statistics do not say.
    pub dossiers: Option<Dossiers>,
}

/// Dossiers of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Dossiers {
    /// The year.
    pub year: u16,
    /// Received in it.
    pub received: u64,
}

/// One link: a paper of a procedure is the result of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The procedure that asks for the paper.
    pub needs: Node,
    /// The paper as the dossier names it.
    pub paper: String,
    /// YAML path of the paper's name.
    pub yaml_path: String,
    /// File, line and column of it.
    #[serde(flatten)]
    pub place: Place,
    /// The procedures that issue it first, or all that issue it when none is known to.
    pub from: Vec<Node>,
    /// The dossier is complete without it.
    pub optional: bool,
    /// The procedure itself issues, changes or ends the same document.
    pub changes_it: bool,
}

/// What was found to be linked in a catalogue, kept to be followed again: matching all results with all papers takes by far
/// longer than following them.
#[derive(Debug, Clone)]
pub struct Linked(Arc<Results>);

impl Linked {
    /// Matches the results of a catalogue with its papers.
    pub fn of(catalogue: &Catalogue, day: Date) -> Self {
        Self::in_context(&Context::new(catalogue, day))
    }

    /// The same of a context that was made for rules.
    pub fn in_context(context: &Context<'_>) -> Self {
        Self(Arc::clone(context.shared_results()))
    }

    /// What rules may look at, as far as links need it. The catalogue must be the one that was linked.
    pub fn context<'a>(&self, catalogue: &'a Catalogue, day: Date) -> Context<'a> {
        Context::linked(catalogue, day, Arc::clone(&self.0))
    }
}

impl<'c> Chains<'c> {
    /// The links of a catalogue, whose context this is.
    pub fn of(catalogue: &'c Catalogue, context: &'c Context<'c>) -> Self {
        let count = catalogue.entries().len();
        let mut needed_by: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count];
        for at in 0..count {
            for (nth, need) in context.results().needs(at).iter().enumerate() {
                for issuer in &need.issuers {
                    if let Some(list) = needed_by.get_mut(*issuer) {
                        list.push((at, nth));
                    }
                }
            }
        }
        Self {
            catalogue,
            context,
            needed_by,
        }
    }

    /// Links into a procedure: the results of others it needs, in the order of its dossier.
    pub fn needs_of(&self, code: &str) -> Vec<Link> {
        let at = self.place_of(code);
        self.located(
            at.into_iter()
                .flat_map(|at| self.needs(at).iter().map(move |need| (at, need))),
        )
    }

    /// Every link, by the code of the procedure that needs the result.
    pub fn links(&self) -> Vec<Link> {
        let places = 0..self.needed_by.len();
        self.located(places.flat_map(|at| self.needs(at).iter().map(move |need| (at, need))))
    }

    /// How many links there are, and how many procedures they join.
    pub fn counts(&self) -> (usize, usize) {
        let mut joined = BTreeSet::new();
        let mut links = 0;
        for at in 0..self.needed_by.len() {
            for need in self.needs(at).iter().filter(|need| !need.issuers.is_empty()) {
                links += 1;
                joined.insert(at);
                joined.extend(self.sources(need));
            }
        }
        (links, joined.len())
    }

    /// Whether the name or a result of a procedure speaks of a result, given in one spelling.
    pub fn speaks_of(&self, code: &str, result: &str) -> bool {
        let Some(entry) = self.catalogue.get(code) else {
            return false;
        };
        let results = entry.procedure.results.iter().map(|result| result.name.as_str());
        let own: Vec<&str> = results.chain([entry.procedure.name.as_str()]).collect();
        let words = text::canonical(&own.join("; "));
        let words: Vec<&str> = text::syllables(&words).map(|(_, word)| word).collect();
        wording::contains_words(&words.join(" "), result)
    }

    /// The result of the procedure at a place, where it is a document with a name of its own that no dossier of another one
    /// speaks of, and no database holds.
    pub(in crate::review) fn unused_result(&self, at: usize) -> Option<&'c str> {
        let procedure = &self.entry(at)?.procedure;
        let held = |name: &str| self.context.held().names_one(name);
        let mut results = procedure.results.iter().map(|result| result.name.as_str());
        let is_known = !self.context.results().is_spoken_of(at)
            && results.clone().all(|name| document_name(name).is_some() && !held(name));
        results.next().filter(|_| is_known)
    }

    fn located<'n>(&self, links: impl Iterator<Item = (usize, &'n Need)>) -> Vec<Link> {
        let links: Vec<(usize, &Need)> = links.filter(|(_, need)| !need.issuers.is_empty()).collect();
        let places = self.places(links.iter().copied());
        links
            .into_iter()
            .zip(places)
            .filter_map(|((at, need), place)| {
                Some(Link {
                    needs: self.node(at)?,
                    paper: need.paper.clone(),
                    yaml_path: format!("{}.ten", need.path),
                    place,
                    from: self.sources(need).into_iter().filter_map(|at| self.node(at)).collect(),
                    optional: need.optional,
                    changes_it: need.own,
                })
            })
            .collect()
    }

    /// Where the papers of needs stand; each file is read once.
    fn places<'n>(&self, needs: impl Iterator<Item = (usize, &'n Need)>) -> Vec<Place> {
        let finding = |(at, need): (usize, &Need)| {
            let file = self.entry(at).map_or("", |entry| entry.source.path.as_str());
            Finding::new("", Severity::Low, Place::file(file), "").at_path(format!("{}.ten", need.path))
        };
        let mut findings: Vec<Finding> = needs.map(finding).collect();
        locate_all(self.catalogue.files(), &mut findings);
        findings.into_iter().map(|finding| finding.place).collect()
    }

    fn needs(&self, at: usize) -> &'c [Need] {
        self.context.results().needs(at)
    }

    fn place_of(&self, code: &str) -> Option<usize> {
        let identity = self.catalogue.get(code)?.procedure.identity();
        let entries = self.catalogue.entries();
        entries
            .binary_search_by(|entry| entry.procedure.identity().cmp(identity))
            .ok()
    }

    fn entry(&self, at: usize) -> Option<&'c Entry> {
        self.catalogue.entries().get(at)
    }

    fn code(&self, at: usize) -> &'c str {
        self.entry(at).map_or("", |entry| entry.procedure.identity())
    }

    /// A procedure as lists show it.
    fn node(&self, at: usize) -> Option<Node> {
        let procedure = &self.entry(at)?.procedure;
        let year = self.context.last_year(procedure.identity());
        Some(Node {
            code: procedure.identity().to_owned(),
            name: procedure.name.clone(),
            field: procedure.field.clone(),
            dossiers: year.map(|year| Dossiers {
                year: year.year,
                received: year.sum(|row| row.received),
            }),
        })
    }

    /// Where people get a paper for the first time. A catalogue that only has the procedures that change it leaves them.
    fn sources(&self, need: &Need) -> Vec<usize> {
        let first = |at: &usize| self.entry(*at).is_some_and(|entry| issues_first(&entry.procedure));
        let firsts: Vec<usize> = need.issuers.iter().copied().filter(first).collect();
        if firsts.is_empty() {
            need.issuers.clone()
        } else {
            firsts
        }
    }
}

/// A paper in quotation marks, without what its list puts around it, short enough for a line.
pub fn quoted(paper: &str) -> String {
    format!("«{}»", wording::short(bare(paper)))
}

/// A paper without the dashes and stops of its list.
pub fn bare(paper: &str) -> &str {
    paper.trim_matches(|c: char| c.is_whitespace() || "-+*•;,.".contains(c))
}

/// Whether people get its result there who have none yet.
fn issues_first(procedure: &Procedure) -> bool {
    change(procedure).is_none()
}

/// The verb of a procedure that changes or ends a document people have already.
pub(in crate::review) fn change(procedure: &Procedure) -> Option<&'static str> {
    let name = text::canonical(&procedure.name);
    let mut name = name.as_str();
    while let Some(rest) = BEFORE_VERB.iter().find_map(|word| name.strip_prefix(word)) {
        name = rest.trim_start();
    }
    let is_whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let is_verb = |verb: &&str| name.strip_prefix(*verb).is_some_and(is_whole);
    CHANGES.into_iter().find(is_verb)
}

#[cfg(test)]
mod tests;
