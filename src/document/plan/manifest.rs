//! The manifest beside a plan: which findings chose which procedure.

use serde_json::{Map, Value, json};

use super::{Item, Plan};
use crate::document::manifest::{digest, remark};
use crate::finding::Finding;

/// The manifest as JSON text. `documents` are the files beside it: name and content.
pub(super) fn of(plan: &Plan<'_>, documents: &[(String, Vec<u8>)], remarks: &[Finding]) -> String {
    let documents: Map<String, Value> = documents
        .iter()
        .map(|(name, bytes)| (name.clone(), digest(bytes).into()))
        .collect();
    let manifest = json!({
        "revision": plan.catalogue.name(),
        "day": plan.options.day.iso(),
        "year": plan.options.year,
        "procedures": plan.items.len(),
        "beyond": plan.beyond,
        "documents": documents,
        "remarks": remarks.iter().map(remark).collect::<Vec<_>>(),
        "rows": plan.items.iter().map(|item| row(plan, item)).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}

fn row(plan: &Plan<'_>, item: &Item<'_>) -> Value {
    let findings = item.findings.iter().map(|finding| {
        json!({
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.message,
            "line": finding.place.line,
            "yaml_path": finding.yaml_path,
        })
    });
    json!({
        "code": item.entry.procedure.identity(),
        "name": item.entry.procedure.name,
        "file": format!("{}/{}", plan.catalogue.name(), item.entry.source.path),
        "rules": item.rules.iter().map(|rule| json!({ "id": rule.id, "version": rule.version, "outcome": rule.outcome })).collect::<Vec<_>>(),
        "dossiers": item.dossiers.map(|(year, received)| json!({ "year": year, "received": received })),
        "findings": findings.collect::<Vec<_>>(),
    })
}
