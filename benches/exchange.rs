//! What comes in and goes out, as whole processes: `cargo bench --bench exchange`.
//!
//! The real records of `../shared/data` are imported, imported again, and exported in every form; beside them the national list.
//! Without them the shipped catalogue is exported. Each line has seconds, seconds of all cores, the most memory, and what was
//! read or written.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "support/peak.rs"]
mod peak;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use peak::measured;

const PROGRAM: &str = env!("CARGO_BIN_EXE_tthc");

/// Forms of an export, with the name of what is written.
const EXPORTS: [(&str, &str); 7] = [
    ("jsonl", "ra.jsonl"),
    ("csv", "ra.csv"),
    ("xlsx", "ra.xlsx"),
    ("cpsv-ap", "ra.ttl"),
    ("cpsv-ap", "ra.jsonld"),
    ("site", "trang"),
    ("opensearch", "goi"),
];

fn main() -> ExitCode {
    if let Some(done) = peak::measure() {
        return done;
    }
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogue = import(here, folder.path()).unwrap_or_else(|| here.join("catalogue"));
    for (target, name) in EXPORTS {
        let out = folder.path().join(name);
        let arguments = [
            "--catalogue",
            &shown(&catalogue),
            "export",
            "--to",
            target,
            "--out",
            &shown(&out),
        ];
        print(
            &format!("export --to {target} --out {name}"),
            &arguments,
            folder.path(),
            &out,
        );
    }
    ExitCode::SUCCESS
}

/// Imports the real records; nothing where they are not present.
fn import(here: &Path, folder: &Path) -> Option<PathBuf> {
    let data = here.join("../shared/data");
    let root = folder.join("catalogue");
    for (what, name, revision) in [
        ("records", "procedures.jsonl.gz", "2026-07-01"),
        ("the same records again", "procedures.jsonl.gz", "2026-07-01"),
        ("the national list", "national-list.jsonl.gz", "2026-01-01"),
    ] {
        let file = data.join(name);
        if !file.is_file() {
            println!("skipped: {} is not here", file.display());
            return None;
        }
        let out = root.join(revision);
        let arguments = ["import", &shown(&file), "--out", &shown(&out)];
        print(&format!("import, {what}"), &arguments, folder, &out);
    }
    Some(root)
}

fn print(what: &str, arguments: &[&str], folder: &Path, written: &Path) {
    match measured(PROGRAM, arguments, &folder.join("said.txt")) {
        Ok(taken) => {
            let size = walkdir::WalkDir::new(written).into_iter().flatten();
            let files: Vec<u64> = size
                .filter_map(|entry| entry.metadata().ok())
                .filter(std::fs::Metadata::is_file)
                .map(|metadata| metadata.len())
                .collect();
            println!(
                "{what}: {:.2} s, processor {:.2} s, {} MB; {} file(s), {:.1} MB",
                taken.seconds,
                taken.processor,
                taken.megabytes,
                files.len(),
                files.iter().sum::<u64>() as f64 / 1e6
            );
        }
        Err(why) => println!("{what}: {}", why.trim()),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
