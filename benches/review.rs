//! What the review says of the real records, rule by rule, for a person to judge.
//!
//!     cargo bench --bench review                       hits of every rule
//!     cargo bench --bench review -- R-12 --sample 30   with thirty of its findings, always the same
//!     cargo bench --bench review -- --scale            a nation's 120,000 procedures: time and memory
//!
//! The records are judged with the register and the parameters of the shipped sample, and with the rows of Annex I of
//! Resolution 66.7/2025/NQ-CP; they have no dossier counts.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use tthc::catalogue::Catalogue;
use tthc::catalogue::procedure::Procedure;
use tthc::catalogue::revision::{Revision, Revisions};
use tthc::catalogue::stock::{Opening, Stocked};
use tthc::finding::Finding;
use tthc::progress::Silent;
use tthc::review::{self, Outline, RULES};

#[path = "support/made.rs"]
mod made;
#[path = "support/real.rs"]
mod real;
#[path = "support/whole.rs"]
mod whole;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let Some(procedures) = real::procedures(whole::procedure) else {
        println!("no real records in {}", real::data().display());
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    if arguments.iter().any(|argument| argument == "--scale") {
        scale(folder.path(), &procedures);
        return;
    }
    let sample = arguments.iter().position(|argument| argument == "--sample");
    let sample = sample.and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(0);
    let wanted: Vec<&String> = arguments.iter().filter(|argument| argument.starts_with("R-")).collect();
    let catalogue = load(folder.path(), procedures.into_iter());
    let day = catalogue.day("2026-07-01".parse().expect("a day"));
    let findings = review::review(&catalogue, day, RULES).findings;
    println!("{} procedures, {} findings", catalogue.entries().len(), findings.len());
    let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &findings {
        by_rule.entry(finding.rule.as_str()).or_default().push(finding);
    }
    for rule in RULES {
        let found = by_rule.get(rule.name).map(Vec::as_slice).unwrap_or_default();
        println!("{} {:>6}  {} ({})", rule.id, found.len(), rule.title, rule.name);
        if wanted.is_empty() || wanted.iter().any(|wanted| *wanted == rule.id) {
            sampled(found, sample);
        }
    }
}

/// Findings in an order that has nothing to do with their content, and is the same every time.
fn sampled(found: &[&Finding], count: usize) {
    let mut found = found.to_vec();
    found.sort_by_key(|finding| {
        let key = format!("{:?}{}{}", finding.code, finding.yaml_path, finding.message);
        *blake3::hash(key.as_bytes()).as_bytes()
    });
    for finding in found.into_iter().take(count) {
        println!(
            "  - {} {}",
            finding.code.as_deref().unwrap_or_default(),
            finding.message
        );
        for fact in &finding.evidence {
            let text: String = fact.text.chars().take(700).collect();
            println!("      {}: {}", fact.label, text.replace('\n', " / "));
        }
    }
}

fn load(root: &Path, procedures: impl Iterator<Item = Procedure>) -> Catalogue {
    let loaded = written(root, procedures).load().expect("the revision was just written");
    for finding in loaded.findings.iter().take(5) {
        println!("not read: {} {}", finding.place, finding.message);
    }
    loaded.catalogue
}

fn written(root: &Path, procedures: impl Iterator<Item = Procedure>) -> Revision {
    let made = made::OnDisk::write(root, procedures);
    let (shipped, revision) = (
        Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue/2026-07-01"),
        made.revision(),
    );
    let head = fs::read_to_string(shipped.join("catalogue.yaml")).expect("the sample ships");
    fs::write(revision.join("catalogue.yaml"), with_cuts(&head)).expect("the folder is ours");
    fs::create_dir_all(revision.join("van_ban")).expect("the folder is ours");
    for entry in fs::read_dir(shipped.join("van_ban")).expect("the sample ships") {
        let path = entry.expect("the sample ships").path();
        let name = path.file_name().expect("a file has a name");
        fs::copy(&path, revision.join("van_ban").join(name)).expect("the folder is ours");
    }
    println!("{} MB of YAML", made.bytes / 1_000_000);
    Revisions::new(made.catalogue())
        .find("r")
        .expect("the revision was just written")
}

/// The sample's settings with the rows of the annex in place of its own.
fn with_cuts(head: &str) -> String {
    let Some((before, rest)) = head.split_once("  giay_to_cat_giam:\n") else {
        return head.to_owned();
    };
    let after = rest.split_once("ra_soat:\n").map_or("", |(_, after)| after);
    let mut text = format!("{before}  giay_to_cat_giam:\n");
    let path = real::data().join("once-only-nq66.7.csv");
    let rows = csv::Reader::from_path(path)
        .into_iter()
        .flat_map(csv::Reader::into_records);
    for row in rows.flatten() {
        let cell = |at: usize| row.get(at).unwrap_or_default().replace('\'', "’");
        let papers: Vec<String> = cell(3)
            .split([',', ';', '/'])
            .map(|paper| paper.split('(').next().unwrap_or_default().trim().to_owned())
            .filter(|paper| paper.split_whitespace().count() >= 2 && paper.split_whitespace().count() <= 9)
            .map(|paper| format!("'{paper}'"))
            .collect();
        let (code, database) = (cell(1), cell(4));
        if !papers.is_empty() {
            text += &format!(
                "    - {{ma: '{}', giay_to: [{}], csdl: '{database}', quy_dinh: '{} {}', van_ban: 66.7/2025/NQ-CP, dieu_khoan: Phụ lục I, tu_ngay: 01/01/2026, den_ngay: 01/03/2027}}\n",
                code.trim(),
                papers.join(", "),
                cell(7),
                cell(6)
            );
        }
    }
    text + "ra_soat:\n" + after
}

fn scale(root: &Path, procedures: &[Procedure]) {
    let count = procedures.len();
    let many = (0..made::NATION).map(|at| made::varied(&procedures[at % count], at, at / count));
    let revision = written(root, many);
    let started = Instant::now();
    let opening = Opening::of(revision).expect("the revision was just written");
    let frame = opening.frame().clone();
    let day = frame.day("2026-07-01".parse().expect("a day"));
    let Stocked { stock, gathered, .. } = opening.read(&Silent, |entry| Outline::of(&frame, day, entry));
    println!("read in {:.1} s; {}", started.elapsed().as_secs_f64(), memory());
    let survey = review::survey(&stock, gathered, day, RULES, &Silent).expect("nobody changes the files");
    println!(
        "{} procedures, {} findings in {:.1} s; {}",
        survey.procedures.len(),
        survey.findings.len(),
        started.elapsed().as_secs_f64(),
        memory()
    );
}

/// Memory in use and its peak, as the kernel counts it.
fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |key: &str| {
        let line = status.lines().find(|line| line.starts_with(key));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        kilobytes.map_or_else(|| "?".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1024))
    };
    format!("{} in use, peak {}", of("VmRSS:"), of("VmHWM:"))
}
