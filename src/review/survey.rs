//! Rules applied to procedures that are looked at one by one: only what was found stays.

use rayon::prelude::*;

use super::control::{self, Baseline};
use super::pile::{MOST_EXCERPTS, Packed, Pile};
use super::{Context, Outline, Report, Rule, Said, Subject};
use crate::catalogue::stock::Procedures;
use crate::catalogue::values::Date;
use crate::catalogue::{Entry, identity};
use crate::finding::{Evidence, Finding, Ground, Place};
use crate::progress::{Progress, Stage};

/// Procedures that are reviewed before what was found is put away.
const BLOCK: usize = 1024;

/// What a review found in procedures that are not all in memory.
#[derive(Debug)]
pub struct Survey {
    /// Findings, most urgent first, then by rule and code.
    pub findings: Pile,
    /// Findings that somebody answers for until a day (`ra_soat.tam_chap_nhan`), and which are not said.
    pub accepted: usize,
    /// The procedures, by code.
    pub procedures: Vec<Outline>,
}

impl Survey {
    /// The procedure with a code, as findings name it.
    pub fn procedure(&self, code: &str) -> Option<&Outline> {
        let at = self
            .procedures
            .binary_search_by(|procedure| (*procedure.code).cmp(code));
        self.procedures.get(at.ok()?)
    }
}

/// Applies rules to procedures as the law stood on `day`; `outlines` are theirs, in the same order. What is wrong with the
/// settings of the review comes among the findings.
///
/// # Errors
///
/// When a procedure cannot be looked at.
pub fn survey<P: Procedures>(
    procedures: &P,
    outlines: Vec<Outline>,
    day: Date,
    rules: &[&Rule],
    progress: &dyn Progress,
) -> Result<Survey, P::Error> {
    let frame = procedures.frame();
    let context = Context::of(frame, day, outlines);
    let baseline = Baseline::on(frame, day);
    let iso = day.iso();
    let examiner = Examiner {
        context: &context,
        rules: rules
            .iter()
            .copied()
            .filter(|rule| rule.applies(&iso))
            .map(|rule| (rule, rule.grounds_on(&iso)))
            .collect(),
    };
    // One rule asks for what it needs by itself; many need it all.
    if examiner.rules.len() > 1 {
        progress.begin(Stage::Preparing, 0);
        context.prepare();
    }
    let mut findings = Pile::new(examiner.rules.iter().map(|(rule, grounds)| (*rule, grounds.clone())));
    let mut accepted = 0;
    let places: Vec<usize> = (0..procedures.count()).collect();
    progress.begin(Stage::Reviewing, places.len());
    for block in places.chunks(BLOCK) {
        let shown = findings.len() <= MOST_EXCERPTS;
        let found: Vec<Result<(Packed, usize), P::Error>> = block
            .par_iter()
            .map(|&at| {
                let found = procedures.look(at, |entry| {
                    let mut found = examiner.examine(entry);
                    let all = found.len();
                    found.retain(|finding| !baseline.accepts(finding));
                    let accepted = all - found.len();
                    if !found.is_empty() {
                        frame.locate_in(&entry.source.path, &mut found, shown);
                    }
                    (Packed::of(found), accepted)
                });
                progress.advance(1);
                found
            })
            .collect();
        for found in found {
            let (packed, of_these) = found?;
            accepted += of_these;
            findings.put(packed);
        }
    }
    let known = |code: &str| context.place_of(&identity(code)).is_some();
    let mut problems = control::problems(frame, day, known);
    problems.iter_mut().for_each(|problem| frame.locate(problem));
    findings.say(problems);
    Ok(Survey {
        findings,
        accepted,
        procedures: context.others,
    })
}

/// Rules with the grounds they have on the day.
struct Examiner<'a, 'c> {
    context: &'a Context<'c>,
    rules: Vec<(&'a Rule, Vec<Ground>)>,
}

impl Examiner<'_, '_> {
    /// What the rules say about a procedure, in their order.
    fn examine(&self, entry: &Entry) -> Vec<Finding> {
        let subject = Subject::new(&entry.procedure);
        let rules = self.rules.iter();
        rules
            .flat_map(|(rule, grounds)| self.apply(rule, grounds, &subject, entry))
            .collect()
    }

    fn apply(&self, rule: &Rule, grounds: &[Ground], subject: &Subject<'_>, entry: &Entry) -> Vec<Finding> {
        let mut report = Report::default();
        (rule.check)(self.context, subject, &mut report);
        // The same words in several cases of one dossier are one question, with the further places beside it.
        let mut said: Vec<Said> = Vec::new();
        for next in report.said {
            match said.iter_mut().find(|before| before.message == next.message) {
                Some(before) => before
                    .evidence
                    .push(Evidence::at(&next.yaml_path, "Cũng ở", next.yaml_path.clone())),
                None => said.push(next),
            }
        }
        said.into_iter()
            .map(|said| Finding {
                code: Some(subject.identity().to_owned()),
                yaml_path: said.yaml_path,
                evidence: said.evidence,
                outcome: rule.outcome.to_owned(),
                grounds: grounds.to_vec(),
                ..Finding::new(rule.name, rule.severity, Place::file(&entry.source.path), said.message)
            })
            .collect()
    }
}

impl Rule {
    /// Its grounds that apply on a day written as `2026-07-01`.
    fn grounds_on(&self, day: &str) -> Vec<Ground> {
        let grounds = self.grounds.iter().copied();
        grounds.filter(|ground| ground.holds(day)).collect()
    }
}

impl Context<'_> {
    /// Makes ready what takes long, on all cores. Not to be called from a rule: rules wait for one another there.
    fn prepare(&self) {
        self.held();
        rayon::scope(|scope| {
            scope.spawn(|_| {
                self.names();
            });
            scope.spawn(|_| {
                self.results();
            });
            scope.spawn(|_| {
                self.families();
            });
            scope.spawn(|_| {
                self.peers();
            });
            scope.spawn(|_| {
                self.costs();
            });
        });
    }
}
