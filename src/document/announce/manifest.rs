//! The manifest beside the decision: where every row comes from, and what the records do not say.

use serde_json::{Map, Value, json};

use super::{Announcement, List, Row, cells};
use crate::document::manifest::{digest, remark};
use crate::finding::Finding;

/// The manifest as JSON text. `documents` are the files beside it: name and content.
pub(super) fn of(announcement: &Announcement<'_>, documents: &[(String, Vec<u8>)], remarks: &[Finding]) -> String {
    let documents: Map<String, Value> = documents
        .iter()
        .map(|(name, bytes)| (name.clone(), digest(bytes).into()))
        .collect();
    let counts: Map<String, Value> = List::ALL
        .into_iter()
        .map(|list| (key(list), announcement.count(list).into()))
        .collect();
    let manifest = json!({
        "old": announcement.old.name(),
        "new": announcement.new.name(),
        "day": announcement.options.day.iso(),
        "form": announcement.options.form,
        "counts": counts,
        "documents": documents,
        "rows": announcement.rows.iter().map(|row| self::row(announcement, row)).collect::<Vec<_>>(),
        "left_out": announcement.left_out,
        "findings": announcement.findings,
        "remarks": remarks.iter().map(remark).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}

fn key(list: List) -> String {
    serde_json::to_value(list)
        .ok()
        .and_then(|key| key.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn row(announcement: &Announcement<'_>, row: &Row<'_>) -> Value {
    let procedure = &row.entry.procedure;
    let catalogue = match row.list {
        List::Abolished => announcement.old,
        _ => announcement.new,
    };
    let paths = |cell: cells::Cell| cell.paths;
    let before = |entry: &&crate::catalogue::Entry| {
        json!({
            "code": entry.procedure.identity(),
            "file": file(announcement.old.name(), &entry.source.path),
        })
    };
    json!({
        "list": row.list,
        "code": procedure.identity(),
        "name": procedure.name,
        "file": file(catalogue.name(), &row.entry.source.path),
        "before": row.before.iter().map(before).collect::<Vec<_>>(),
        "successor": row.successor.map(|entry| entry.procedure.identity()),
        "yaml_paths": {
            "ma": ["ma"],
            "ten": ["ten"],
            "linh_vuc": ["linh_vuc"],
            "cap": (0..procedure.levels.len()).map(|at| format!("cap_thuc_hien[{at}]")).collect::<Vec<_>>(),
            "co_quan": paths(cells::agencies(procedure)),
            "thoi_han": paths(cells::time_limit(procedure)),
            "dia_diem": paths(cells::place(procedure)),
            "phi": paths(cells::fees(procedure)),
            "can_cu": paths(cells::legal_bases(procedure, catalogue)),
            "cong_bo": procedure.announced_by.iter().map(|_| "quyet_dinh_cong_bo").collect::<Vec<_>>(),
        },
        "bases": row.bases.iter().map(|basis| json!({
            "document": basis.number.text(),
            "file": file(&basis.revision, &basis.file),
            "yaml_path": basis.yaml_path,
        })).collect::<Vec<_>>(),
        "status": row.diff.map(|diff| diff.status),
        "lineage": row.diff.and_then(|diff| diff.lineage.as_ref()),
        "changes": row.diff.map(|diff| diff.changes.as_slice()).unwrap_or_default(),
    })
}

fn file(revision: &str, path: &str) -> String {
    format!("{revision}/{path}")
}
