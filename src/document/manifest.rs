//! The manifest beside a proposal: where every sentence and figure comes from.

use serde_json::{Map, Value, json};

use super::trace::Trace;
use crate::finding::Finding;
use crate::proposal::{Item, Proposal};

/// The manifest as JSON text. `documents` are the files beside it: name and content.
pub(super) fn of(
    proposal: &Proposal,
    documents: &[(String, Vec<u8>)],
    traces: &[Trace],
    remarks: &[Finding],
) -> String {
    let documents: Map<String, Value> = documents
        .iter()
        .map(|(name, bytes)| (name.clone(), digest(bytes).into()))
        .collect();
    let totals = proposal.totals();
    let manifest = json!({
        "base": proposal.base,
        "day": proposal.day.iso(),
        "summary": proposal.diff.summary,
        "kept": proposal.kept.len(),
        "kept_decisions": proposal.kept.iter().map(|recorded| &recorded.path).collect::<Vec<_>>(),
        "totals": { "abolished": totals.abolished, "simplified": totals.simplified, "saving": totals.saving },
        "documents": documents,
        "fields": traces,
        "remarks": remarks.iter().map(remark).collect::<Vec<_>>(),
        "items": proposal.items.iter().map(item).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}

/// The documents a manifest names, with the digest each was written with; none when it is not a manifest of ours.
pub(super) fn documents(manifest: &str) -> Vec<(String, String)> {
    let manifest: Value = serde_json::from_str(manifest).unwrap_or_default();
    let documents = manifest["documents"].as_object();
    let named = documents.into_iter().flatten();
    named
        .filter_map(|(name, digest)| Some((name.clone(), digest.as_str()?.to_owned())))
        .collect()
}

/// BLAKE3 digest of a document.
pub(super) fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Something to look at again: in a document its place there, in a record the file and the YAML path.
pub(super) fn remark(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule,
        "severity": finding.severity,
        "code": finding.code,
        "document": finding.place.path,
        "place": finding.yaml_path,
        "message": finding.message,
        "advice": finding.advice,
        "evidence": finding.evidence,
    })
}

fn item(item: &Item) -> Value {
    let decision = &item.recorded.decision;
    json!({
        "code": item.before.identity(),
        "procedure_file": item.source,
        "decision_file": item.recorded.path,
        "group": decision.group,
        "revision_judged": decision.revision,
        "judged": decision.judged,
        "decided_by": decision.decided_by,
        "decided_on": decision.decided_on,
        "reason": decision.reason,
        "outcome": item.outcome.key(),
        "rules": decision.rules,
        "rule_versions": decision.rule_versions,
        "contents": item.effects.iter().map(|(effect, own)| json!({
            "sentence": effect.wording,
            "reason": own.as_ref().unwrap_or(&decision.reason),
            "yaml_paths": effect.paths,
        })).collect::<Vec<_>>(),
        "changes": item.changes,
        "enactments": item.enactments.iter().map(|enacted| json!({
            "document": enacted.enactment.document.text(),
            "clause": enacted.enactment.clause.as_ref().map(ToString::to_string),
            "own_power": enacted.own_power,
        })).collect::<Vec<_>>(),
        "cost_before": item.cost_before,
        "cost_after": item.cost_after,
        "saving": item.saving,
        "method": decision.method.as_ref().map_or("scm", |method| method.text()),
    })
}
