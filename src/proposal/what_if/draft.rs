//! Measures as decisions: to work them out, and to be kept as drafts for a person.

use super::{Measure, WhatIf};
use crate::catalogue::Catalogue;
use crate::catalogue::values::{Date, Written};
use crate::review::decision::{Decision, MACHINE_DRAFT, Recorded, carry_out, file_of, judged, rest_on};
use crate::review::rule;

/// One decision a procedure; `None` when measures contradict one another or do not fit the record.
pub(super) fn decisions(base: &Catalogue, measures: &[&Measure]) -> Option<Vec<Recorded>> {
    let mut codes: Vec<&str> = measures.iter().map(|measure| measure.code.as_str()).collect();
    codes.dedup();
    let ended = |code: &str| {
        let ends = |measure: &&&Measure| measure.code == code && measure.outcome.ends_procedure();
        measures.iter().any(|measure| ends(&measure))
    };
    codes
        .into_iter()
        .map(|code| {
            let own: Vec<&Measure> = measures
                .iter()
                .copied()
                .filter(|measure| measure.code == code)
                .collect();
            let decision = Measure::decision(&own)?;
            let heir = decision.successor.as_ref().map(Written::text);
            let (_, effects) = carry_out(&decision.amendments, &base.get(code)?.procedure);
            let fits = effects.iter().all(Result::is_ok) && !heir.is_some_and(ended);
            fits.then(|| Recorded::new("", decision))
        })
        .collect()
}

/// The plan as draft decisions, one a procedure, each saying that a program proposes it. Without a document to amend and
/// with that reason `propose` refuses them: a person has to make each their own.
pub fn drafts(base: &Catalogue, plan: &WhatIf, day: Date) -> Vec<Recorded> {
    let measures: Vec<&Measure> = plan.picked.iter().map(|picked| &picked.measure).collect();
    let mut drafts = decisions(base, &measures).unwrap_or_default();
    for recorded in &mut drafts {
        let code = recorded.decision.code.text().to_owned();
        let own: Vec<&Measure> = measures
            .iter()
            .copied()
            .filter(|measure| measure.code == code)
            .collect();
        complete(&mut recorded.decision, base, &own);
        recorded.path = file_of(day.year(), &recorded.decision);
    }
    drafts
}

fn complete(decision: &mut Decision, base: &Catalogue, measures: &[&Measure]) {
    decision.revision = base.name().to_owned();
    let reasons: Vec<String> = measures.iter().map(|measure| measure.reason()).collect();
    decision.reason = format!("{MACHINE_DRAFT} {}", reasons.join(" "));
    for measure in measures {
        for finding in &measure.findings {
            let Some(rule) = rule(&finding.rule) else { continue };
            if !decision.rules.iter().any(|known| known == rule.id) {
                decision.rules.push(rule.id.to_owned());
            }
        }
    }
    decision.rule_versions = rest_on(&decision.rules);
    if let Some(entry) = base.get(decision.code.text()) {
        decision.judged = judged(&entry.procedure);
    }
}

impl Measure {
    /// What is to be done, what it rests on, and what was assumed, in Vietnamese.
    fn reason(&self) -> String {
        let said: Vec<&str> = self.findings.iter().map(|finding| finding.message.as_str()).collect();
        let assumed = if self.assumed.is_empty() {
            String::new()
        } else {
            format!(" (giả định: {})", self.assumed)
        };
        format!("{}: {}{assumed}.", self.wording, said.join("; "))
    }
}
