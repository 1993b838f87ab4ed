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
