//! A province's work on its whole catalogue, command by command: time and memory of each as a whole process.
//!
//!     cargo bench --bench province                  1,733 procedures, 279 of them to be abolished, in 12 fields
//!     cargo bench --bench province -- --keep DIR    the same, and the catalogue stays in DIR
//!
//! The procedures have the structure of the real records of `../shared/data`, or of the shipped sample where these are not;
//! places, numbers and words are varied, and counts of dossiers and decisions are invented and say so. Abolished are
//! procedures whose results no other one asks for, so that nothing hangs on them.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tthc::catalogue::Catalogue;
use tthc::catalogue::procedure::Procedure;
use tthc::catalogue::revision::Revisions;
use tthc::catalogue::values::Written;
use tthc::review::Context;
use tthc::review::chains::Chains;
use tthc::review::decision::{Decision, Enactment, Outcome, judged, record};
use tthc::text;

#[path = "support/made.rs"]
#[expect(dead_code, reason = "only part of it is needed here")]
mod made;
#[path = "support/peak.rs"]
mod peak;
#[path = "support/real.rs"]
mod real;
#[path = "support/whole.rs"]
mod whole;

const PROCEDURES: usize = 1733;
const ABOLISHED: usize = 279;
const FIELDS: usize = 12;

/// What invented figures say of themselves.
const INVENTED: &str = "số liệu minh họa";

/// The document the invented decisions want amended: one of the sample's register that is in force.
const DOCUMENT: &str = "63/2010/NĐ-CP";

fn main() -> ExitCode {
    if let Some(exit) = peak::measure() {
        return exit;
    }
    let mut arguments = std::env::args().skip_while(|argument| argument != "--keep").skip(1);
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    let root = arguments
        .next()
        .map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue");
    let catalogue = load(&shipped, "2026-07-01");
    let (of, models) = match real::procedures(whole::procedure) {
        Some(real) => ("real records", real),
        None => ("the shipped sample", catalogue.procedures().cloned().collect()),
    };
    let made = write(&root, &shipped, &models);
    let abolished = decide(&made);
    println!(
        "{PROCEDURES} procedures in {} fields, after {of}; {} to be abolished in {FIELDS} fields",
        fields(&made).len(),
        abolished.len()
    );
    let folder = made.root.join("catalogue").display().to_string();
    let out = made.root.join("de-an").display().to_string();
    let hub = hub(&made);
    let commands: &[(&str, &[&str])] = &[
        ("review", &["review", "--format", "json"]),
        ("review --rank", &["review", "--rank", "--format", "json"]),
        ("chain (all)", &["chain", "--format", "json"]),
        ("chain CODE (closure)", &["chain", &hub, "--format", "json"]),
        ("cost", &["cost", "--format", "json"]),
        ("cost, before and after", &["cost", "--after", "--format", "json"]),
        ("propose", &["propose", "--out", &out, "--format", "html,md"]),
    ];
    let mut failed = false;
    println!("{:<28}{:>9}{:>12}{:>10}", "", "seconds", "processor", "peak MB");
    for (what, command) in commands {
        let arguments = [&["--catalogue", folder.as_str()], *command].concat();
        match peak::measured(env!("CARGO_BIN_EXE_tthc"), &arguments, &made.root.join("said")) {
            Ok(taken) => println!(
                "{what:<28}{:>9.2}{:>12.2}{:>10}",
                taken.seconds, taken.processor, taken.megabytes
            ),
            Err(error) => {
                println!("{what:<28} failed: {error}");
                failed = true;
            }
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The made catalogue.
struct Made {
    root: PathBuf,
    catalogue: Catalogue,
}

fn load(root: &Path, name: &str) -> Catalogue {
    let revision = Revisions::new(root).find(name).expect("the revision is there");
    revision.load().expect("the revision is there").catalogue
}

/// The procedures, with the settings and the register of the sample and two years of invented counts.
fn write(root: &Path, shipped: &Path, models: &[Procedure]) -> Made {
    let count = models.len();
    let procedures: Vec<Procedure> = (0..PROCEDURES)
        .map(|at| made::varied(&models[at % count], at + 1, at / count))
        .collect();
    let revision = made::OnDisk::write(root, procedures.iter().cloned()).revision();
    let sample = shipped.join("2026-07-01");
    fs::copy(sample.join("catalogue.yaml"), revision.join("catalogue.yaml")).expect("the sample ships");
    fs::create_dir_all(revision.join("van_ban")).expect("the folder is ours");
    for file in fs::read_dir(sample.join("van_ban"))
        .expect("the sample ships")
        .flatten()
    {
        fs::copy(file.path(), revision.join("van_ban").join(file.file_name())).expect("the folder is ours");
    }
    fs::create_dir_all(revision.join("thong_ke")).expect("the folder is ours");
    for year in [2024, 2025] {
        let mut rows = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon\n".to_owned();
        for (at, procedure) in procedures.iter().enumerate() {
            let received = at * 37 % 900;
            let (online, late) = (received / 2, received / 100);
            let before = (received - late) / 3;
            let (on_time, code) = (received - late - before, procedure.identity());
            rows += &format!("{code},Toàn tỉnh,{received},{online},{before},{on_time},{late},0,{INVENTED}\n");
        }
        fs::write(revision.join(format!("thong_ke/{year}.csv")), rows).expect("the folder is ours");
    }
    // As the files say it: that is what decisions are on.
    let catalogue = load(&root.join("catalogue"), "r");
    Made {
        root: root.to_owned(),
        catalogue,
    }
}

fn fields(made: &Made) -> BTreeMap<&str, Vec<&Procedure>> {
    let mut fields: BTreeMap<&str, Vec<&Procedure>> = BTreeMap::new();
    for procedure in made.catalogue.procedures() {
        fields.entry(procedure.field.as_str()).or_default().push(procedure);
    }
    fields
}

/// Records that procedures are to be abolished, as many in each of the largest fields, and returns their codes.
fn decide(made: &Made) -> Vec<String> {
    let papers: Vec<String> = made
        .catalogue
        .procedures()
        .flat_map(|procedure| procedure.papers().map(|(.., paper)| text::canonical(&paper.name)))
        .collect();
    let mut asked: BTreeMap<String, bool> = BTreeMap::new();
    let mut free: Vec<Vec<&Procedure>> = fields(made)
        .into_values()
        .map(|of_field| {
            let free = of_field.into_iter().filter(|procedure| {
                let names = procedure.results.iter().map(|result| text::canonical(&result.name));
                !names.flat_map(|name| beginning(&name)).any(|start| {
                    *asked
                        .entry(start)
                        .or_insert_with_key(|start| papers.iter().any(|paper| paper.contains(start)))
                })
            });
            free.collect::<Vec<_>>()
        })
        .collect();
    free.sort_by_key(|of_field| std::cmp::Reverse(of_field.len()));
    free.truncate(FIELDS);
    let mut chosen: Vec<&Procedure> = Vec::new();
    let mut round = 0;
    while chosen.len() < ABOLISHED && free.iter().any(|of_field| of_field.len() > round) {
        let next = free.iter().filter_map(|of_field| of_field.get(round).copied());
        chosen.extend(next.take(ABOLISHED - chosen.len()));
        round += 1;
    }
    let folder = made.root.join("catalogue/ra_soat");
    for procedure in &chosen {
        let decision = Decision {
            code: procedure.identity().into(),
            revision: "r".to_owned(),
            outcome: Written::new(Outcome::Abolish.key()),
            reason: format!("Không còn cần thiết cho quản lý ({INVENTED})"),
            enactments: vec![Enactment {
                action: "Sửa đổi, bổ sung".into(),
                document: DOCUMENT.into(),
                clause: None,
            }],
            decided_by: Some(format!("Tổ rà soát ({INVENTED})")),
            decided_on: Some("15/07/2026".into()),
            judged: judged(procedure),
            ..Decision::default()
        };
        let path = format!("2026/{}.yaml", procedure.identity());
        record(&folder, &path, &decision, true).expect("the folder is ours");
    }
    let fields: BTreeSet<&str> = chosen.iter().map(|procedure| procedure.field.as_str()).collect();
    assert_eq!(
        (chosen.len(), fields.len()),
        (ABOLISHED, FIELDS),
        "too few procedures nothing hangs on"
    );
    chosen.iter().map(|procedure| procedure.identity().to_owned()).collect()
}

/// The procedure whose result most others need.
fn hub(made: &Made) -> String {
    let day = made.catalogue.day("2026-07-01".parse().expect("a day"));
    let context = Context::new(&made.catalogue, day);
    let hubs = Chains::of(&made.catalogue, &context).hubs();
    hubs.into_iter()
        .next()
        .expect("some need the results of others")
        .node
        .code
}

/// The first five syllables of a result: what a paper that means it says too.
fn beginning(name: &str) -> Option<String> {
    let end = text::syllables(name).nth(4)?.0.end;
    let start = text::syllables(name).next()?.0.start;
    name.get(start..end).map(str::to_owned)
}
