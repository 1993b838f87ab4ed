//! What a comparison costs, as ratios measured in one run: `cargo bench --bench compare [-- --scale]`.
//!
//! The real records of `../shared/data`, varied to what is published today, are written twice to a temporary folder, and
//! about one in twenty is amended in between. `tthc diff` runs beside `git diff` on the same folders, then between commits
//! that change ten records and 190. With `--scale` 120,000 records are compared with as many. Without the data the bench says
//! so and ends.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "support/made.rs"]
mod made;
#[path = "support/processes.rs"]
mod processes;
#[path = "support/real.rs"]
mod real;
#[path = "support/timing.rs"]
mod timing;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tthc::catalogue::files::Files;
use tthc::catalogue::procedure::Procedure;
use tthc::catalogue::revision::Revision;

use made::{NATION, OnDisk, varied};
use processes::{pairs, run};
use timing::{TODAY, cpu_seconds, median, peak_megabytes};

/// One record in so many is amended: 190 of 4,000.
const AMENDED: usize = 21;
/// How often a process is run.
const ROUNDS: usize = 15;

const TTHC: &str = env!("CARGO_BIN_EXE_tthc");

/// The nth of so many procedures.
fn nth(procedures: &[Procedure], at: usize) -> Procedure {
    varied(&procedures[at % procedures.len()], at, at / procedures.len())
}

/// A procedure as a later revision has it: shorter, with a paper less, and with other words in its steps.
fn amended(mut procedure: Procedure) -> Procedure {
    for channel in &mut procedure.channels {
        let limit = channel
            .time_limit
            .as_ref()
            .map(|limit| limit.text().replace("15", "10"));
        channel.time_limit = limit.map(|limit| limit.as_str().into());
    }
    for case in &mut procedure.dossier {
        case.papers.pop();
    }
    for step in &mut procedure.steps {
        let text = step.text.take().unwrap_or_default();
        step.text = Some(text.replacen("hồ sơ", "hồ sơ điện tử", 2) + "\nKết quả được trả trên Cổng Dịch vụ công.");
    }
    procedure
}

/// The older and the newer revision of so many procedures.
fn two(root: &Path, procedures: &[Procedure], count: usize) -> (OnDisk, OnDisk) {
    let old = (0..count).map(|at| nth(procedures, at));
    let new = (0..count).map(|at| match at % AMENDED {
        0 => amended(nth(procedures, at)),
        _ => nth(procedures, at),
    });
    (
        OnDisk::write(&root.join("old"), old),
        OnDisk::write(&root.join("new"), new),
    )
}

fn path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn folders(old: &OnDisk, new: &OnDisk) {
    let (old, new) = (path(&old.revision()), path(&new.revision()));
    pairs(
        "tthc diff / git diff --no-index --word-diff on the same folders, whole processes",
        1.0,
        || run(TTHC, &["diff", &old, &new]),
        || run("git", &["diff", "--no-index", "--word-diff", &old, &new]),
    );
    pairs(
        "tthc diff --stat / git diff --no-index --stat",
        1.0,
        || run(TTHC, &["diff", &old, &new, "--stat"]),
        || run("git", &["diff", "--no-index", "--stat", &old, &new]),
    );
}

/// Median time of a process.
fn time(arguments: &[&str]) -> f64 {
    let times: Vec<f64> = (0..ROUNDS).filter_map(|_| run(TTHC, arguments)).collect();
    median(&times)
}

/// Commits that amend ten records and then the rest of the 190; the working tree has the last of them.
fn commits(old: &OnDisk, new: &OnDisk) {
    let catalogue = path(&old.catalogue());
    let git = |arguments: &[&str]| run("git", &[&["-C", &*catalogue], arguments].concat());
    let commit = |tag: &str| {
        git(&["add", "-A"]);
        git(&["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", tag]);
        git(&["tag", tag]);
    };
    git(&["init", "-q"]);
    commit("none");
    for (tag, count) in [("ten", 10), ("all", TODAY / AMENDED + 1)] {
        for at in (0..TODAY).step_by(AMENDED).take(count) {
            let file = format!("thu_tuc/{:03}/1.{at:06}.yaml", at % 300);
            fs::copy(new.revision().join(&file), old.revision().join(&file)).expect("both were written");
        }
        commit(tag);
    }
    git(&["gc", "-q"]);
    let diff = |arguments: &[&str]| time(&[&["--catalogue", &*catalogue, "diff"], arguments].concat());
    let [same, ten, all] = ["none", "ten", "all"].map(|tag| diff(&["none", tag]));
    let tree = diff(&["ten"]);
    let started = Instant::now();
    let revision = Revision {
        name: "all".to_owned(),
        files: Files::git(&old.catalogue(), "all", "r").expect("it was just committed"),
    };
    let read = revision.load().expect("it has a head").catalogue.entries().len();
    println!(
        "between commits: nothing changed {:.1} ms, 10 changed {:.1} ms, {} changed {:.1} ms; against the working tree {:.1} ms; reading all {read} of one revision {:.0} ms",
        same * 1e3,
        ten * 1e3,
        TODAY.div_ceil(AMENDED),
        all * 1e3,
        tree * 1e3,
        started.elapsed().as_secs_f64() * 1e3
    );
}

/// Most memory a process ever held, in megabytes, with the time it took. The system forgets it when the process ends, so it is
/// asked all the while.
fn watched(arguments: &[&str]) -> Option<(f64, u64)> {
    let started = Instant::now();
    let mut command = Command::new(TTHC);
    command.args(arguments).stdout(Stdio::null()).stdin(Stdio::null());
    let mut child = command.spawn().ok()?;
    let number = child.id().to_string();
    let mut peak = 0;
    while child.try_wait().ok()?.is_none() {
        peak = peak.max(peak_megabytes(&number));
        std::thread::sleep(Duration::from_millis(2));
    }
    Some((started.elapsed().as_secs_f64(), peak))
}

fn nation(procedures: &[Procedure]) {
    let folder = tempfile::tempdir().expect("there is room");
    let (old, new) = two(folder.path(), procedures, NATION);
    let (old_path, new_path) = (path(&old.revision()), path(&new.revision()));
    let megabytes = (old.bytes + new.bytes) as f64 / 1e6;
    for what in ["once", "again"] {
        if let Some((seconds, peak)) = watched(&["diff", &old_path, &new_path]) {
            println!(
                "{NATION} with {NATION}, {} of them amended, {megabytes:.0} MB, {what}: {seconds:.2} s, peak memory {peak} MB",
                NATION.div_ceil(AMENDED)
            );
        }
    }
    if let Some((seconds, peak)) = watched(&["diff", &old_path, &old_path]) {
        println!("{NATION} with themselves: {seconds:.2} s, peak memory {peak} MB");
    }
}

fn main() {
    let Some(procedures) = real::procedures(real::procedure) else {
        println!("skipped: no real records in {}", real::data().display());
        return;
    };
    let folder = tempfile::tempdir().expect("there is room");
    let (old, new) = two(folder.path(), &procedures, TODAY);
    println!(
        "{TODAY} procedures twice, {:.1} MB, {} of them amended; {:.1} s of processor to make them",
        (old.bytes + new.bytes) as f64 / 1e6,
        TODAY.div_ceil(AMENDED),
        cpu_seconds()
    );
    folders(&old, &new);
    commits(&old, &new);
    if std::env::args().any(|argument| argument == "--scale") {
        nation(&procedures);
    }
}
