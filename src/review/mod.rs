//! Model to findings: rules, compliance cost, recorded decisions.
//!
//! A finding of a rule is a question for a person, never a conclusion. Adding a rule touches its own file and two lines of
//! `rules/mod.rs`.

pub mod cost;
pub mod decision;
mod names;
mod papers;
pub mod rules;

use rayon::prelude::*;

use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Entry};
use crate::finding::{Evidence, Finding, Ground, Place, Severity};

use self::names::Names;
use self::papers::HeldPapers;
pub use self::rules::RULES;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Number in the list of screening rules: `R-01`.
    pub id: &'static str,
    /// Name: `expired-basis`.
    pub name: &'static str,
    /// Vietnamese title.
    pub title: &'static str,
    /// How urgent its findings are.
    pub severity: Severity,
    /// Suggested outcome, a key of a decision's `phuong_an` or a kind of amendment.
    pub outcome: &'static str,
    /// Legal grounds, each with its certainty.
    pub grounds: &'static [Ground],
    /// Vietnamese manual page with its four headings.
    pub explanation: &'static str,
    /// Looks at one procedure.
    pub check: fn(&Context<'_>, &Procedure, &mut Report),
}

/// What a rule may look at beside the procedure.
#[derive(Debug)]
pub struct Context<'a> {
    /// The revision under review.
    pub catalogue: &'a Catalogue,
    /// The day whose law applies.
    pub day: Date,
    names: Names,
    held: HeldPapers<'a>,
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
    /// Prepares what rules share.
    pub fn new(catalogue: &'a Catalogue, day: Date) -> Self {
        Self {
            catalogue,
            day,
            names: Names::of(catalogue),
            held: HeldPapers::on(&catalogue.settings().parameters, day),
        }
    }
}

/// Applies rules to every procedure of a revision as the law stood on `day`; most urgent first, then by code.
pub fn review(catalogue: &Catalogue, day: Date, rules: &[&Rule]) -> Vec<Finding> {
    let context = Context::new(catalogue, day);
    let mut findings: Vec<Finding> = catalogue
        .entries()
        .par_iter()
        .flat_map_iter(|entry| rules.iter().flat_map(|rule| apply(rule, &context, entry)))
        .collect();
    findings.par_iter_mut().for_each(|finding| catalogue.locate(finding));
    let order = |finding: &Finding| RULES.iter().position(|rule| rule.name == finding.rule);
    findings.sort_by(|a, b| (a.severity, order(a), &a.code, &a.place).cmp(&(b.severity, order(b), &b.code, &b.place)));
    findings
}

fn apply(rule: &Rule, context: &Context<'_>, entry: &Entry) -> Vec<Finding> {
    let mut report = Report::default();
    (rule.check)(context, &entry.procedure, &mut report);
    report
        .said
        .into_iter()
        .map(|said| Finding {
            code: Some(entry.procedure.identity().to_owned()),
            yaml_path: said.yaml_path,
            evidence: said.evidence,
            outcome: rule.outcome.to_owned(),
            grounds: rule.grounds.to_vec(),
            ..Finding::new(rule.name, rule.severity, Place::file(&entry.source.path), said.message)
        })
        .collect()
}

/// The rule with this name or number, in any case.
pub fn rule(name: &str) -> Option<&'static Rule> {
    let wanted = name.trim();
    RULES
        .iter()
        .copied()
        .find(|rule| rule.name.eq_ignore_ascii_case(wanted) || rule.id.eq_ignore_ascii_case(wanted))
}
