//! How long a plan for a province takes, and how good it is known to be: `cargo bench --bench what_if`.
//!
//! Two thousand procedures: the real records of `../shared/data` where they are, else the shipped sample over and over. The
//! numbers of dossiers are made up. So that there is enough to choose from, every limit of 15 days and more counts as long,
//! and every copy and every certified copy as one a database holds; the targets are parts of the most that can be reached.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "support/made.rs"]
#[expect(dead_code, reason = "only part of it is needed here")]
mod made;
#[path = "support/real.rs"]
mod real;
#[path = "support/whole.rs"]
mod whole;

use std::fs;
use std::path::Path;
use std::time::Instant;

use rust_decimal::Decimal;
use tthc::catalogue::Catalogue;
use tthc::catalogue::files::Files;
use tthc::catalogue::procedure::Procedure;
use tthc::catalogue::revision::Revision;
use tthc::finding::{Finding, Place, Severity};
use tthc::proposal::what_if::{Aim, Quality, Question, Target, WhatIf, what_if};
use tthc::review::{self, RULES};

/// A province's catalogue.
const PROCEDURES: usize = 2_000;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let (kind, procedures) = match real::procedures(whole::procedure) {
        Some(real) => ("real records", real),
        None => (
            "the shipped sample",
            load(&root.join("catalogue/2026-07-01")).procedures().cloned().collect(),
        ),
    };
    write(root, folder.path(), &procedures);
    let catalogue = load(folder.path());
    let day = catalogue.settings().day().expect("the catalogue has a day");
    let mut findings = review::review(&catalogue, day, RULES).findings;
    let found = findings.len();
    findings.extend(catalogue.procedures().flat_map(questions));
    println!(
        "{} procedures of {kind}, {found} findings of the review and {} made up",
        catalogue.entries().len(),
        findings.len() - found
    );

    let ask = |targets: Vec<Target>| {
        let question = Question {
            targets,
            ..Question::default()
        };
        let start = Instant::now();
        let plan = what_if(&catalogue, &findings, &[], &question, day).expect("the catalogue has an income");
        (plan, start.elapsed().as_secs_f64())
    };
    let target = |aim, percent| Target { aim, percent };
    let all = Decimal::ONE_HUNDRED;
    let (most, seconds) = ask(vec![target(Aim::Cost, all), target(Aim::Time, all)]);
    say("all there is", &most, seconds);
    let reach = |at: usize, percent: i64| {
        let most = most.results[at].most_percent().unwrap_or_default();
        (most * Decimal::from(percent) / all)
            .round_dp(2)
            .max(Decimal::new(1, 2))
    };
    for percent in [30, 60, 90] {
        let (cost, time) = (
            target(Aim::Cost, reach(0, percent)),
            target(Aim::Time, reach(1, percent)),
        );
        for targets in [vec![cost], vec![time], vec![cost, time]] {
            let name: Vec<String> = targets.iter().map(ToString::to_string).collect();
            let (plan, seconds) = ask(targets);
            say(&format!("{percent}% of it: {}", name.join(" ")), &plan, seconds);
        }
    }
}

fn say(what: &str, plan: &WhatIf, seconds: f64) {
    let quality = match plan.quality {
        Quality::Best => "proved best".to_owned(),
        Quality::AtLeast(least) => format!("no plan has fewer than {least}"),
        Quality::OutOfReach => "out of reach".to_owned(),
        Quality::NotFound => "not found".to_owned(),
    };
    println!(
        "{what}: {} of {} measures on {} procedures, {quality}; {seconds:.2} s; {} procedures with more measures than are combined",
        plan.picked.len(),
        plan.considered,
        plan.touched,
        plan.shortened.len()
    );
}

fn load(folder: &Path) -> Catalogue {
    let revision = Revision {
        name: "thu".to_owned(),
        files: Files::Folder(folder.to_owned()),
    };
    revision.load().expect("the catalogue is sound").catalogue
}

fn write(root: &Path, folder: &Path, procedures: &[Procedure]) {
    let ours = "the folder is ours";
    let settings = root.join("catalogue/2026-07-01/catalogue.yaml");
    fs::copy(settings, folder.join("catalogue.yaml")).expect(ours);
    for part in ["thu_tuc/a", "thong_ke"] {
        fs::create_dir_all(folder.join(part)).expect(ours);
    }
    let mut counts = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon\n".to_owned();
    for number in 0..PROCEDURES {
        let model = &procedures[number % procedures.len()];
        let procedure = made::varied(model, 1_000_000 + number, number / procedures.len());
        let text = tthc::catalogue::yaml::write(&procedure).expect("a procedure can be written");
        let code = procedure.identity();
        fs::write(folder.join(format!("thu_tuc/a/{code}.yaml")), text).expect(ours);
        // Few procedures have most of the dossiers, as everywhere.
        let received = 60_000 / (1 + number * 7919 % PROCEDURES);
        counts += &format!("{code},Tỉnh,{received},0,0,0,0,0,số liệu minh họa\n");
    }
    fs::write(folder.join("thong_ke/2025.csv"), counts).expect(ours);
}

/// What a review would ask of a procedure.
fn questions(procedure: &Procedure) -> Vec<Finding> {
    let ask = |rule: &str, yaml_path: String| {
        let place = Place::file(procedure.identity());
        let mut finding = Finding::new(rule, Severity::High, place, rule).at_path(yaml_path);
        finding.code = Some(procedure.identity().to_owned());
        finding
    };
    let long = Decimal::from(15);
    let days = procedure
        .channels
        .iter()
        .filter_map(|row| row.time_limit.as_ref()?.value()?.approximate_days());
    let slow = days.max().is_some_and(|days| days >= long);
    let copies = procedure
        .papers()
        .filter(|(.., paper)| paper.name.to_lowercase().contains("bản sao"));
    let papers = copies.map(|(path, ..)| ask("own-papers", path));
    papers
        .chain(slow.then(|| ask("long-deadline", "cach_thuc[0].thoi_han".to_owned())))
        .collect()
}
