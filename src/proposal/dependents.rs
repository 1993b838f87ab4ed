//! What would be left asking for results that nobody issues any more.
//!
//! The search runs on the revision as the decisions leave it, with the procedures that are to go still in their places: what
//! they issue is known there, and papers that decisions drop or put in are as they would be.

use std::collections::HashMap;

use super::apply::Draft;
use crate::catalogue::lineage::base_code;
use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Entry};
use crate::finding::{Evidence, Finding, Place, Severity};
use crate::review::Context;
use crate::review::chains::{Chains, Closure, Dependent, Linked, quoted};
use crate::review::decision::Recorded;
use crate::text;

/// Every paper that stays without a source and that nobody accepted, at the decision that ends its source. These keep the
/// decisions from being proposed together.
///
/// The decisions must fit their procedures; others are passed over.
pub fn open_dependents(base: &Catalogue, recorded: &[&Recorded], day: Date) -> Vec<Finding> {
    let drafts: Vec<Draft> = recorded
        .iter()
        .filter_map(|recorded| Draft::of(base, recorded))
        .collect();
    of_drafts(base, &drafts, day)
}

/// The same for drafts.
pub(super) fn of_drafts(base: &Catalogue, drafts: &[Draft], day: Date) -> Vec<Finding> {
    if drafts.iter().all(|draft| draft.after().is_some()) {
        return Vec::new();
    }
    let changed = amended(base, drafts);
    let catalogue = changed.as_ref().unwrap_or(base);
    let context = Context::new(catalogue, day);
    let chains = Chains::of(catalogue, &context);
    let gone = gone(drafts);
    let mut codes: Vec<&str> = gone.keys().copied().collect();
    codes.sort_unstable();
    let closure = chains.closure(&codes);
    open(&chains, &closure, &gone)
}

/// The same on links that were found before, which is quick. A paper that a decision puts in the place of another is not
/// looked at, nor is a new name.
pub(super) fn likely_dependents(base: &Catalogue, recorded: &[&Recorded], day: Date, linked: &Linked) -> Vec<Finding> {
    let ends = |recorded: &Recorded| {
        let outcome = recorded.decision.outcome.value();
        outcome.is_some_and(|outcome| outcome.ends_procedure())
    };
    let (ending, others): (Vec<&Recorded>, Vec<&Recorded>) = recorded.iter().partition(|recorded| ends(recorded));
    let drafts: Vec<Draft> = ending.into_iter().filter_map(|one| Draft::of(base, one)).collect();
    let context = linked.context(base, day);
    let chains = Chains::of(base, &context);
    let gone = gone(&drafts);
    let mut codes: Vec<&str> = gone.keys().copied().collect();
    codes.sort_unstable();
    let mut closure = chains.closure(&codes);
    let amended: HashMap<String, Draft> = others
        .into_iter()
        .map(|one| (base_code(&one.decision.code), one))
        .filter(|(code, _)| closure.dependents.iter().any(|dependent| dependent.node.code == *code))
        .filter_map(|(code, one)| Some((code, Draft::of(base, one)?)))
        .collect();
    let asks_still = |dependent: &Dependent| {
        let after = amended.get(&dependent.node.code).and_then(Draft::after);
        after.is_none_or(|after| after.papers().any(|(.., paper)| paper.name == dependent.paper))
    };
    closure.dependents.retain(asks_still);
    open(&chains, &closure, &gone)
}

/// The procedures that drafts end.
fn gone(drafts: &[Draft]) -> HashMap<&str, &Draft> {
    drafts
        .iter()
        .filter(|draft| draft.after().is_none())
        .map(|draft| (draft.identity(), draft))
        .collect()
}

/// What is left without a source in the first step, and not settled.
fn open(chains: &Chains<'_>, closure: &Closure, gone: &HashMap<&str, &Draft>) -> Vec<Finding> {
    let open = closure.cut_off().filter(|dependent| dependent.step == 1);
    let mut findings: Vec<Finding> = open
        .filter_map(|dependent| {
            let from = dependent.results_of.iter();
            let sources: Vec<&Draft> = from.filter_map(|code| gone.get(code.as_str()).copied()).collect();
            let settled = |draft: &&Draft| {
                let heir = draft.heir();
                heir.is_some_and(|heir| !gone.contains_key(heir.as_str()) && chains.speaks_of(&heir, &dependent.result))
                    || draft.accepts(dependent)
            };
            let first = sources.first().filter(|_| !sources.iter().any(settled))?;
            Some(refusal(first, &sources, dependent, closure))
        })
        .collect();
    findings.sort_by(|a, b| (&a.place, &a.code, &a.message).cmp(&(&b.place, &b.code, &b.message)));
    findings
}

/// The base revision with what the decisions change in place; `None` where they only end procedures.
fn amended(base: &Catalogue, drafts: &[Draft]) -> Option<Catalogue> {
    let after: HashMap<&str, _> = drafts
        .iter()
        .filter_map(|draft| Some((draft.identity(), draft.after()?)))
        .collect();
    if after.is_empty() {
        return None;
    }
    let entries = base.entries().iter().map(|entry| {
        let procedure = after.get(entry.procedure.identity()).copied();
        Entry {
            procedure: procedure.unwrap_or(&entry.procedure).clone(),
            source: entry.source.clone(),
        }
    });
    Some(base.with_procedures(base.name(), entries.collect()))
}

fn refusal(first: &Draft, sources: &[&Draft], dependent: &Dependent, closure: &Closure) -> Finding {
    let recorded = first.recorded();
    let (code, paper) = (&dependent.node.code, quoted(&dependent.paper));
    let codes: Vec<&str> = sources.iter().map(|draft| draft.identity()).collect();
    let message = format!(
        "thủ tục {code} «{}» còn cần kết quả của thủ tục {}: {paper}",
        dependent.node.name,
        codes.join(", ")
    );
    let advice = format!(
        "chọn một: (1) bãi bỏ cả {code}; (2) bỏ hoặc thay giấy tờ này ở {code} (sua_doi: bo_giay_to, thay_giay_to); (3) chuyển \
         sang thủ tục còn cấp kết quả này (chuyen_sang); (4) chấp nhận có lý do: tthc decide {} --accept-dependent {code} \
         --because \"…\" --by \"…\"",
        first.identity()
    );
    let mut finding = Finding::new("phu-thuoc", Severity::Error, Place::file(&recorded.path), message)
        .at_path(recorded.own_path("ma"))
        .advice(advice);
    finding.code = Some(first.identity().to_owned());
    finding.evidence = evidence(dependent, closure);
    finding
}

fn evidence(dependent: &Dependent, closure: &Closure) -> Vec<Evidence> {
    let code = &dependent.node.code;
    let place = dependent.place.clone();
    let mut evidence = vec![Evidence {
        yaml_path: dependent.yaml_path.clone(),
        ..Evidence::in_file(place, format!("Giấy tờ của thủ tục {code}"), &dependent.paper)
    }];
    if let Some(dossiers) = dependent.node.dossiers {
        let label = format!("Hồ sơ năm {} của thủ tục {code}", dossiers.year);
        let received = text::number(i128::from(dossiers.received));
        evidence.push(Evidence::from_elsewhere(label, received));
    }
    let behind: Vec<&str> = closure
        .cut_off()
        .filter(|other| other.step > 1 && other.results_of.contains(code))
        .map(|other| other.node.code.as_str())
        .collect();
    if !behind.is_empty() {
        let label = format!("Cần kết quả của thủ tục {code}");
        evidence.push(Evidence::from_elsewhere(label, behind.join(", ")));
    }
    evidence
}
