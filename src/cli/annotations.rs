//! Findings for programs that show them beside the lines of files: code hosts and editors.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use super::output::{Streamed, is_error};
use crate::finding::{Finding, Severity};

/// Where a finding's file is from here, with `/` between folders.
fn path(finding: &Finding, base: &Path) -> String {
    let path = base.join(&finding.place.path);
    let path = path.to_string_lossy().replace('\\', "/");
    path.strip_prefix("./").map_or(path.clone(), str::to_owned)
}

fn whole(finding: &Finding) -> String {
    if finding.advice.is_empty() {
        finding.message.clone()
    } else {
        format!("{} — {}", finding.message, finding.advice)
    }
}

/// A workflow command of GitHub.
///
/// Source: <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>
pub(super) fn github(finding: &Finding, base: &Path) -> String {
    let level = if is_error(finding) { "error" } else { "warning" };
    let escaped = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let file = escaped(&path(finding, base)).replace(':', "%3A").replace(',', "%2C");
    format!(
        "::{level} file={file},line={},col={}::{} [{}]",
        finding.place.line.max(1),
        finding.place.column.max(1),
        escaped(&whole(finding)),
        finding.rule
    )
}

/// An entry of a Code Quality report of GitLab.
///
/// Source: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>
pub(super) fn gitlab(finding: &Finding, base: &Path) -> serde_json::Value {
    let path = path(finding, base);
    // The same finding keeps its fingerprint when lines before it come or go.
    let known = [
        &finding.rule,
        &path,
        finding.code.as_deref().unwrap_or_default(),
        &finding.yaml_path,
        &finding.message,
    ];
    let severity = match finding.severity {
        Severity::Error => "blocker",
        Severity::Critical => "critical",
        Severity::High => "major",
        Severity::Medium => "minor",
        Severity::Low => "info",
    };
    serde_json::json!({
        "description": whole(finding),
        "check_name": finding.rule,
        "fingerprint": blake3::hash(known.join("\u{0}").as_bytes()).to_hex().as_str(),
        "severity": severity,
        "location": { "path": path, "lines": { "begin": finding.place.line.max(1) } },
    })
}

/// A log of SARIF 2.1.0 with one run.
pub(super) fn sarif<F: Borrow<Finding>, I: Iterator<Item = F>>(all: &impl Fn() -> I, base: &Path) -> impl Serialize {
    let rules: BTreeSet<String> = all().map(|finding| finding.borrow().rule.clone()).collect();
    let rules: Vec<serde_json::Value> = rules.iter().map(|rule| serde_json::json!({ "id": rule })).collect();
    Sarif {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [SarifRun {
            tool: serde_json::json!({ "driver": {
                "name": "tthc",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }}),
            column_kind: "unicodeCodePoints",
            results: Streamed(move || all().map(move |finding| sarif_result(finding.borrow(), base))),
        }],
    }
}

/// A log of SARIF 2.1.0 with one run.
#[derive(Serialize)]
#[serde(bound = "S: Serialize")]
struct Sarif<S> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [SarifRun<S>; 1],
}

#[derive(Serialize)]
#[serde(bound = "S: Serialize", rename_all = "camelCase")]
struct SarifRun<S> {
    tool: serde_json::Value,
    column_kind: &'static str,
    results: S,
}

fn sarif_result(finding: &Finding, base: &Path) -> serde_json::Value {
    let level = match finding.severity {
        Severity::Error | Severity::Critical => "error",
        Severity::High | Severity::Medium => "warning",
        Severity::Low => "note",
    };
    serde_json::json!({
        "ruleId": finding.rule,
        "level": level,
        "message": { "text": whole(finding) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": path(finding, base) },
            "region": { "startLine": finding.place.line.max(1), "startColumn": finding.place.column.max(1) },
        }}],
    })
}
