//! The real records of `../shared/data`.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;

use tthc::catalogue::procedure::{
    ChannelRow, DossierCase, FeeRow, LegalBasis, Paper, Procedure, ProcedureResult, Requirement, Step,
};

pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data")
}

pub(crate) fn records(name: &str) -> Option<Vec<Value>> {
    let file = File::open(data().join(name)).ok()?;
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    Some(
        lines
            .map(|line| {
                serde_json::from_str(&line.expect("the data is as its README says"))
                    .expect("the data is as its README says")
            })
            .collect(),
    )
}

fn string(record: &Value, key: &str) -> Option<String> {
    record[key]
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn list<'a>(record: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    record[key].as_array().into_iter().flatten()
}

pub(crate) fn procedure(record: &Value) -> Procedure {
    let channels = list(record, "channels").map(|channel| ChannelRow {
        channel: string(channel, "channel").unwrap_or_default().as_str().into(),
        time_limit: string(channel, "deadline").map(|limit| limit.as_str().into()),
        fees: list(channel, "fees")
            .map(|fee| FeeRow {
                name: string(fee, "note"),
                amount: string(fee, "amount").map(|amount| amount.as_str().into()),
                ..FeeRow::default()
            })
            .collect(),
        note: string(channel, "description"),
        ..ChannelRow::default()
    });
    let papers = list(record, "dossier").filter_map(|paper| string(paper, "name"));
    let papers = papers.chain(string(record, "dossier_text"));
    let applicants = string(record, "applicant").unwrap_or_default();
    let results = list(record, "results").filter_map(|result| string(result, "name"));
    let levels = string(record, "level").unwrap_or_default();
    Procedure {
        code: string(record, "base_code")
            .expect("the data is as its README says")
            .as_str()
            .into(),
        name: string(record, "name").expect("the data is as its README says"),
        levels: levels
            .split(", ")
            .filter(|level| !level.is_empty())
            .map(Into::into)
            .collect(),
        field: string(record, "field").unwrap_or_default(),
        description: string(record, "description"),
        announced_by: string(record, "decision_no").map(|number| number.as_str().into()),
        steps: string(record, "steps")
            .map(|text| Step {
                text: Some(text),
                ..Step::default()
            })
            .into_iter()
            .collect(),
        channels: channels.collect(),
        dossier: vec![DossierCase {
            papers: papers
                .map(|name| Paper {
                    name,
                    ..Paper::default()
                })
                .collect(),
            ..DossierCase::default()
        }],
        applicants: applicants
            .split(", ")
            .filter(|applicant| !applicant.is_empty())
            .map(Into::into)
            .collect(),
        published_by: string(record, "agency_promulgating"),
        deciding_agencies: string(record, "agency_authority").into_iter().collect(),
        authorised_agencies: string(record, "agency_authorized").into_iter().collect(),
        coordinating_agencies: string(record, "agency_coordinating").into_iter().collect(),
        reception_address: string(record, "address"),
        executing_agencies: string(record, "agency_executing").into_iter().collect(),
        results: results
            .map(|name| ProcedureResult {
                name,
                ..ProcedureResult::default()
            })
            .collect(),
        legal_bases: list(record, "legal_basis_codes")
            .filter_map(Value::as_str)
            .map(|number| LegalBasis {
                number: number.into(),
                clause: None,
            })
            .collect(),
        requirements: string(record, "requirements")
            .map(|text| Requirement { text, basis: None })
            .into_iter()
            .collect(),
        keywords: string(record, "keywords").into_iter().collect(),
        ..Procedure::default()
    }
}

/// The real procedures as `read` makes them of the records, each code once.
pub(crate) fn procedures(read: fn(&Value) -> Procedure) -> Option<Vec<Procedure>> {
    let mut seen = HashSet::new();
    let records = records("procedures.jsonl.gz")?;
    let procedures = records.iter().map(read);
    Some(procedures.filter(|p| seen.insert(p.identity().to_owned())).collect())
}
