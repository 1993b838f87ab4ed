//! What templates see of a finding.

use serde::Serialize;

use crate::document::plan::product;
use crate::finding::{Certainty, Finding, Severity};

/// A finding of the review.
#[derive(Debug, Serialize)]
pub(in crate::web) struct FindingView {
    severity: Severity,
    severity_name: &'static str,
    rule: String,
    message: String,
    outcome: String,
    evidence: Vec<(String, String)>,
    grounds: Vec<(String, bool)>,
    pub(super) place: String,
}

/// The view of a finding.
pub(in crate::web) fn view(finding: &Finding) -> FindingView {
    FindingView {
        severity: finding.severity,
        severity_name: finding.severity.label(),
        rule: finding.rule.clone(),
        message: finding.message.clone(),
        outcome: if finding.outcome.is_empty() {
            String::new()
        } else {
            product(&finding.outcome).to_owned()
        },
        evidence: finding
            .evidence
            .iter()
            .map(|evidence| (evidence.label.clone(), evidence.text.clone()))
            .collect(),
        grounds: finding
            .grounds
            .iter()
            .map(|ground| (ground.to_string(), ground.certainty == Certainty::Unverified))
            .collect(),
        place: finding.yaml_path.clone(),
    }
}

/// What keeps something from being done, or has to be looked at again.
#[derive(Debug, Serialize)]
pub(super) struct RemarkView {
    severity: Severity,
    severity_name: &'static str,
    place: String,
    code: String,
    message: String,
    advice: String,
}

/// The view of it.
pub(super) fn remark(finding: &Finding) -> RemarkView {
    let place = match (finding.place.path.as_str(), finding.yaml_path.as_str()) {
        (path, "") => path.to_owned(),
        ("", inside) => inside.to_owned(),
        (path, inside) => format!("{path}, {inside}"),
    };
    RemarkView {
        severity: finding.severity,
        severity_name: finding.severity.label(),
        place,
        code: finding.code.clone().unwrap_or_default(),
        message: finding.message.clone(),
        advice: finding.advice.clone(),
    }
}
