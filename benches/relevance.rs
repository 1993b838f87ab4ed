//! How well real questions find the procedure that answers them: `cargo bench --bench relevance`.
//!
//! Asks the questions of `../shared/data` on its 2,133 real records, with and without accents, and prints MRR@10 and
//! recall@10. Without that data it says so and ends.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::Instant;

use flate2::read::GzDecoder;
use serde_json::Value;

use tthc::catalogue::procedure::{
    ChannelRow, DossierCase, LegalBasis, Paper, Procedure, ProcedureResult, Requirement, Step,
};
use tthc::catalogue::revision::Revisions;
use tthc::catalogue::{Catalogue, Entry, Source};
use tthc::search::{Query, Search};
use tthc::text;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data")
}

fn records(name: &str) -> Option<Vec<Value>> {
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

fn procedure(record: &Value) -> Procedure {
    let channels = list(record, "channels").map(|channel| ChannelRow {
        channel: string(channel, "channel").unwrap_or_default().as_str().into(),
        time_limit: string(channel, "deadline").map(|limit| limit.as_str().into()),
        note: string(channel, "description"),
        ..ChannelRow::default()
    });
    let papers = list(record, "dossier").filter_map(|paper| string(paper, "name"));
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

fn catalogue(folder: &Path) -> Option<Catalogue> {
    std::fs::write(folder.join("catalogue.yaml"), "ten: Thật\n").expect("the data is as its README says");
    let empty = Revisions::new(folder)
        .newest()
        .expect("the data is as its README says")
        .load()
        .expect("the data is as its README says")
        .catalogue;
    let mut seen = HashSet::new();
    let entries = records("procedures.jsonl.gz")?;
    let entries = entries
        .iter()
        .map(procedure)
        .filter(|p| seen.insert(p.identity().to_owned()));
    let entries = entries.map(|procedure| Entry {
        source: Source {
            path: procedure.identity().to_owned(),
            digest: blake3::hash(procedure.name.as_bytes()),
        },
        procedure,
    });
    Some(empty.with_procedures("real", entries.collect()))
}

#[derive(Default)]
struct Measure {
    questions: usize,
    reciprocal: f64,
    recalled: usize,
}

impl Measure {
    fn add(&mut self, place: Option<usize>) {
        self.questions += 1;
        self.recalled += usize::from(place.is_some());
        self.reciprocal += place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
    }

    fn mrr(&self) -> f64 {
        self.reciprocal / self.questions.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.recalled as f64 / self.questions.max(1) as f64
    }
}

fn main() {
    let folder = tempfile::tempdir().expect("the data is as its README says");
    let (Some(catalogue), Some(questions)) = (catalogue(folder.path()), records("questions.jsonl.gz")) else {
        println!("skipped: no real data in {}", data().display());
        return;
    };
    let start = Instant::now();
    let search = Search::in_memory(&catalogue).expect("the data is as its README says");
    println!("indexed {} in {:?}", catalogue.entries().len(), start.elapsed());
    let mut measures: BTreeMap<&str, Measure> = BTreeMap::new();
    let (start, mut asked) = (Instant::now(), 0);
    let answerable = questions.iter().filter(|question| {
        catalogue
            .get(question["code"].as_str().expect("the data is as its README says"))
            .is_some()
    });
    for question in answerable {
        let words = question["question"].as_str().expect("the data is as its README says");
        for (way, words) in [
            ("with accents", words.to_owned()),
            ("without accents", text::fold(words)),
        ] {
            let results = search
                .find(&Query {
                    limit: 10,
                    ..Query::words(&words)
                })
                .expect("the data is as its README says");
            asked += 1;
            let place = results
                .hits
                .iter()
                .position(|hit| hit.code == question["code"].as_str().expect("the data is as its README says"));
            measures.entry(way).or_default().add(place);
        }
    }
    println!("{asked} queries in {:?}", start.elapsed());
    for (way, measure) in &measures {
        println!(
            "{way:16} n {:4} MRR@10 {:.3} recall@10 {:.3}",
            measure.questions,
            measure.mrr(),
            measure.recall()
        );
    }
}
