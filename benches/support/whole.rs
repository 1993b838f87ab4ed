//! The real records with everything the review looks at: counts and forms of papers, cases, codes of results, kinds.

use serde_json::Value;

use tthc::catalogue::procedure::{DossierCase, Paper, Procedure, ProcedureResult};

use crate::real;

/// A record as a whole. Copies a crawler read out of another column ("20261") are left out.
pub(crate) fn procedure(record: &Value) -> Procedure {
    let mut procedure = real::procedure(record);
    procedure.regulation = text(record, "type").map(|kind| kind.as_str().into());
    procedure.sets = record["dossier_sets"]
        .as_u64()
        .and_then(|sets| u32::try_from(sets).ok());
    procedure.results = list(record, "results")
        .filter_map(|result| {
            Some(ProcedureResult {
                name: text(result, "name")?,
                code: text(result, "code").map(|code| code.as_str().into()),
                ..ProcedureResult::default()
            })
        })
        .collect();
    let mut cases: Vec<DossierCase> = Vec::new();
    for row in list(record, "dossier") {
        let Some(name) = text(row, "name") else { continue };
        let case = text(row, "group");
        if cases.last().is_none_or(|last| last.case != case) {
            cases.push(DossierCase {
                case,
                ..DossierCase::default()
            });
        }
        let count = |key: &str| {
            row[key]
                .as_u64()
                .and_then(|count| u32::try_from(count).ok())
                .unwrap_or(0)
        };
        let attached = text(row, "form_files").or_else(|| {
            let forms = row["form_files"].as_array().filter(|forms| !forms.is_empty())?;
            Some(format!("{} tệp", forms.len()))
        });
        let form = attached.or_else(|| (row["has_form_file"] == true).then(|| "có tệp".to_owned()));
        if let Some(last) = cases.last_mut() {
            last.papers.push(Paper {
                name,
                form,
                originals: count("originals"),
                copies: count("copies"),
                ..Paper::default()
            });
        }
    }
    if let Some(name) = text(record, "dossier_text") {
        cases.push(DossierCase {
            papers: vec![Paper {
                name,
                ..Paper::default()
            }],
            ..DossierCase::default()
        });
    }
    procedure.dossier = cases;
    procedure
}

fn text(record: &Value, key: &str) -> Option<String> {
    let text = record[key].as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn list<'a>(record: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    record[key].as_array().into_iter().flatten()
}
