//! Model to findings: rules, compliance cost, recorded decisions.
//!
//! A finding of a rule is a question for a person, never a conclusion. Adding a rule touches its own file and two lines of
//! `rules/mod.rs`.

mod bases;
pub mod chains;
pub mod control;
pub mod cost;
pub mod decision;
mod former;
mod outline;
mod papers;
pub mod pile;
mod prepared;
pub mod rank;
pub mod rules;
mod subject;
mod survey;
pub mod views;
mod wording;

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Frame};
use crate::finding::{Evidence, Finding, Ground, Severity};
use crate::progress::Silent;

use self::former::{EndedAgency, FormerOffice};
pub use self::outline::Outline;
use self::papers::{Cuts, HeldPapers};
use self::prepared::{Citations, Costs, Families, Figures, Names, Peers, Results, Year};
pub use self::rules::RULES;
pub use self::subject::Subject;
pub use self::survey::{Survey, survey};

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Number in the list of screening rules: `R-01`.
    pub id: &'static str,
    /// Name: `expired-basis`.
    pub name: &'static str,
    /// Raised when the rule begins to say something else of the same text: a decision that rests on its finding is then
    /// looked at again.
    pub version: u32,
    /// Vietnamese title.
    pub title: &'static str,
    /// How urgent its findings are.
    pub severity: Severity,
    /// Suggested outcome, a key of a decision's `phuong_an` or a kind of amendment.
    pub outcome: &'static str,
    /// Values an office may tune in `catalogue.yaml`.
    pub thresholds: &'static [Threshold],
    /// Legal grounds, each with its certainty and the time it applies. A rule none of whose grounds applies on a day does not
    /// run.
    pub grounds: &'static [Ground],
    /// Vietnamese manual page with its four headings.
    pub explanation: &'static str,
    /// Looks at one procedure.
    pub check: fn(&Context<'_>, &Subject<'_>, &mut Report),
}

/// A value of a rule that an office may tune.
#[derive(Debug, Clone, Copy)]
pub struct Threshold {
    /// Key in `ra_soat.nguong`.
    pub key: &'static str,
    /// Vietnamese explanation.
    pub title: &'static str,
    /// Value when the office says nothing.
    pub value: u32,
}

/// What a review found.
#[derive(Debug, Default)]
pub struct Review {
    /// Findings, most urgent first, then by rule and code.
    pub findings: Vec<Finding>,
    /// Findings that somebody answers for until a day (`ra_soat.tam_chap_nhan`), and which are not said.
    pub accepted: usize,
}

/// What a rule may look at beside the procedure.
#[derive(Debug)]
pub struct Context<'a> {
    /// The revision under review, without its procedures.
    pub catalogue: &'a Frame,
    /// The day whose law applies.
    pub day: Date,
    others: Vec<Outline>,
    names: OnceLock<Names>,
    held: OnceLock<HeldPapers<'a>>,
    cuts: OnceLock<Cuts<'a>>,
    citations: OnceLock<Citations>,
    results: OnceLock<Arc<Results>>,
    peers: OnceLock<Peers>,
    families: OnceLock<Families>,
    costs: OnceLock<Costs>,
    former_offices: OnceLock<Vec<FormerOffice>>,
    ended_districts: OnceLock<Vec<EndedAgency<'a>>>,
    figures: OnceLock<Figures>,
}

/// What one rule says about one procedure.
#[derive(Debug, Default)]
pub struct Report {
    said: Vec<Said>,
}

#[derive(Debug)]
struct Said {
    yaml_path: String,
    message: String,
    evidence: Vec<Evidence>,
}

impl Report {
    /// Says something about the place at `yaml_path`, with the facts it rests on.
    pub fn say(&mut self, yaml_path: impl Into<String>, message: impl Into<String>, evidence: Vec<Evidence>) {
        self.said.push(Said {
            yaml_path: yaml_path.into(),
            message: message.into(),
            evidence,
        });
    }
}

impl<'a> Context<'a> {
    /// What rules may look at in a catalogue that is in memory.
    pub fn new(catalogue: &'a Catalogue, day: Date) -> Self {
        let entries = catalogue.entries().par_iter();
        let others = entries.map(|entry| Outline::of(catalogue, day, entry)).collect();
        Self::of(catalogue, day, others)
    }

    /// The same with the outlines of its procedures, by code. Nothing more is prepared before a rule asks for it.
    fn of(catalogue: &'a Frame, day: Date, others: Vec<Outline>) -> Self {
        Self {
            catalogue,
            day,
            others,
            names: OnceLock::new(),
            held: OnceLock::new(),
            cuts: OnceLock::new(),
            citations: OnceLock::new(),
            results: OnceLock::new(),
            peers: OnceLock::new(),
            families: OnceLock::new(),
            costs: OnceLock::new(),
            former_offices: OnceLock::new(),
            ended_districts: OnceLock::new(),
            figures: OnceLock::new(),
        }
    }

    /// A rule's threshold on the day.
    pub fn threshold(&self, rule: &Rule, key: &str) -> u32 {
        control::threshold(self.catalogue, self.day, rule, key)
    }

    /// Where the procedure with an identity stands among all, by code.
    fn place_of(&self, identity: &str) -> Option<usize> {
        self.others.binary_search_by(|other| (*other.code).cmp(identity)).ok()
    }

    /// The procedure at a place.
    fn other(&self, at: usize) -> Option<&Outline> {
        self.others.get(at)
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(&self.others))
    }

    fn held(&self) -> &HeldPapers<'a> {
        self.held
            .get_or_init(|| HeldPapers::on(&self.catalogue.settings().parameters, self.day))
    }

    fn cuts(&self) -> &Cuts<'a> {
        self.cuts
            .get_or_init(|| Cuts::on(&self.catalogue.settings().parameters, self.day))
    }

    fn citations(&self) -> &Citations {
        self.citations.get_or_init(|| Citations::of(self.catalogue))
    }

    /// The same catalogue with results that were matched with papers before: to follow its links, not for rules.
    fn linked(catalogue: &'a Frame, day: Date, results: Arc<Results>) -> Self {
        let context = Self::of(catalogue, day, Vec::new());
        Self {
            results: OnceLock::from(results),
            ..context
        }
    }

    fn results(&self) -> &Results {
        self.shared_results()
    }

    fn shared_results(&self) -> &Arc<Results> {
        self.results
            .get_or_init(|| Arc::new(Results::of(&self.others, self.held())))
    }

    fn peers(&self) -> &Peers {
        self.peers.get_or_init(|| Peers::of(&self.others))
    }

    fn families(&self) -> &Families {
        self.families.get_or_init(|| Families::of(&self.others))
    }

    fn costs(&self) -> &Costs {
        self.costs.get_or_init(|| Costs::of(&self.others))
    }

    fn figures(&self) -> &Figures {
        self.figures.get_or_init(|| Figures::of(self.catalogue, self.day))
    }

    /// The latest years of a procedure's statistics that are over, newest first, without gaps; at most so many.
    fn complete_years(&self, code: &str, wanted: usize) -> Vec<Year<'a>> {
        prepared::complete_years(self.catalogue, self.day, code, wanted)
    }

    /// The latest year of a procedure's statistics that is over.
    fn last_year(&self, code: &str) -> Option<Year<'a>> {
        self.complete_years(code, 1).pop()
    }

    /// Former names of offices: those that ship, and those of the office's own lexicon.
    fn former_offices(&self) -> &[FormerOffice] {
        self.former_offices
            .get_or_init(|| former::offices(self.catalogue, self.day))
    }

    /// Agencies of the register that ended with the district level.
    fn ended_districts(&self) -> &[EndedAgency<'a>] {
        self.ended_districts
            .get_or_init(|| former::ended_districts(&self.catalogue.settings().agencies, self.day))
    }
}

/// Applies rules to every procedure of a revision as the law stood on `day`. What is wrong with the settings of the review
/// comes among the findings.
pub fn review(catalogue: &Catalogue, day: Date, rules: &[&Rule]) -> Review {
    let Context { others, .. } = Context::new(catalogue, day);
    let Ok(Survey { findings, accepted, .. }) = survey(catalogue, others, day, rules, &Silent);
    Review {
        findings: findings.iter().collect(),
        accepted,
    }
}

impl Rule {
    /// Whether one of its grounds applies on a day written as `2026-07-01`.
    pub fn applies(&self, day: &str) -> bool {
        self.grounds.iter().any(|ground| ground.holds(day))
    }
}

/// The rule with this name or number, in any case.
pub fn rule(name: &str) -> Option<&'static Rule> {
    let wanted = name.trim();
    RULES
        .iter()
        .copied()
        .find(|rule| rule.name.eq_ignore_ascii_case(wanted) || rule.id.eq_ignore_ascii_case(wanted))
}
