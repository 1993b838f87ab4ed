//! What a dossier costs to write, as ratios in one run: `cargo bench --bench documents [-- DIR]`.
//!
//! DIR holds a `catalogue/` with decisions, such as `cargo bench --bench province -- --keep DIR` leaves (279 abolitions out of
//! 1,733 procedures); without it the shipped sample is used. Beside it the same words in the same tables and paragraphs, six
//! documents, are written by python `docxtpl`, and our Word file of the decision is converted by LibreOffice, where these are
//! installed (`PYTHON` names the interpreter that has docxtpl). Both sides begin with results in memory and end with the bytes
//! of the files, and make their templates ready; docxtpl is given the views that we have to make of the results first, and is
//! not asked to proof-read or to trace anything: what that costs us is told beside.
//! Times are the fastest of many turns: whatever else a machine does only slows both down.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use tthc::catalogue::revision::Revisions;
use tthc::document::{self, Format, Mistakes, dossier};
use tthc::proposal::propose;
use tthc::review::decision::Decisions;
use tthc::templates::Templates;

const TURNS: usize = 21;

fn fastest(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let root = named.map_or_else(|| here.to_owned(), PathBuf::from).join("catalogue");
    let revisions = Revisions::new(&root);
    let newest = revisions.newest().expect("a revision");
    let base = newest.load().expect("a revision that can be read").catalogue;
    let day = base.settings().day().expect("the catalogue has a day");
    let (decisions, _) = Decisions::load(&Decisions::folder(&root));
    let proposal = propose(&base, &decisions, day).expect("decisions that can be proposed");
    println!("{} procedures, {} items", base.entries().len(), proposal.items.len());

    let folder = tempfile::tempdir().expect("a temporary folder");
    let time = |format: Format| {
        let mut times = Vec::new();
        let mut bytes = Vec::new();
        for _ in 0..TURNS {
            let start = Instant::now();
            let templates = Templates::load(None).expect("the built-in templates");
            bytes = document::decision(&templates, &proposal, &base, format).expect("a decision");
            times.push(start.elapsed().as_secs_f64());
        }
        let path = folder.path().join(format!("quyet-dinh.{}", format.ending()));
        fs::write(path, &bytes).expect("a file");
        println!(
            "{}: {:.4} s, {} KB",
            format.ending(),
            fastest(&times),
            bytes.len() / 1024
        );
        fastest(&times)
    };
    let docx = time(Format::Docx);
    #[cfg(feature = "pdf")]
    let pdf = time(Format::Pdf);
    time(Format::Html);
    time(Format::Markdown);

    let ours = folder.path().join("ours");
    fs::create_dir(&ours).expect("a folder");
    let templates = Templates::load(None).expect("the built-in templates");
    let dossier = of_turns(|| document::drafts(&templates, &proposal, &base, &[Format::Docx]).expect("a dossier"));
    let mut size = 0;
    for (name, bytes) in document::drafts(&templates, &proposal, &base, &[Format::Docx]).expect("a dossier") {
        size += bytes.len();
        fs::write(ours.join(name), &bytes).expect("a file");
    }
    let view = of_turns(|| dossier::view(&proposal, &base));
    let whole = of_turns(|| {
        document::dossier(&templates, &proposal, &base, &[Format::Docx], Mistakes::Mark).expect("a dossier")
    });
    println!(
        "the dossier: {dossier:.4} s, {} KB; of these the view: {view:.4} s; proof-read and traced: {whole:.4} s",
        size / 1024
    );
    match docxtpl(folder.path(), &ours, &dossier::view(&proposal, &base)) {
        Ok(seconds) => {
            let theirs: f64 = seconds.iter().map(|(_, seconds)| seconds).sum();
            println!(
                "docxtpl: {theirs:.4} s for the same words, {:.1} × our dossier (goal 20)",
                theirs / dossier
            );
            for (name, seconds) in seconds.iter().filter(|(name, _)| name == "quyet-dinh") {
                println!(
                    "of these {name}: {seconds:.4} s, {:.1} × our Word file of it alone",
                    seconds / docx
                );
            }
        }
        Err(why) => println!("not compared with docxtpl: {why}"),
    }
    #[cfg(feature = "pdf")]
    match libre_office(folder.path()) {
        Some(seconds) => println!("LibreOffice: {seconds:.3} s, {:.1} × our PDF (goal 10)", seconds / pdf),
        None => println!("no LibreOffice here: not compared"),
    }
}

/// The seconds of the fastest turn.
fn of_turns<T>(work: impl Fn() -> T) -> f64 {
    let times = (0..TURNS).map(|_| {
        let start = Instant::now();
        std::hint::black_box(work());
        start.elapsed().as_secs_f64()
    });
    fastest(&times.collect::<Vec<_>>())
}

/// The seconds docxtpl takes for each document, after its words were found to be those of `ours`.
fn docxtpl(folder: &Path, ours: &Path, view: &impl serde::Serialize) -> Result<Vec<(String, f64)>, String> {
    let data = folder.join("du-lieu.json");
    let theirs = folder.join("theirs");
    fs::create_dir(&theirs).map_err(|error| error.to_string())?;
    fs::write(&data, serde_json::to_vec(view).expect("JSON")).map_err(|error| error.to_string())?;
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/support/docxtpl_dossier.py");
    let out = Command::new(&python)
        .arg(script)
        .args([&data, &theirs, ours])
        .output()
        .map_err(|_| format!("no {python} here"))?;
    if !out.status.success() {
        let said = String::from_utf8_lossy(&out.stderr);
        return Err(said.lines().last().unwrap_or("it failed").to_owned());
    }
    let said = String::from_utf8_lossy(&out.stdout);
    let seconds = said.lines().filter_map(|line| {
        let (name, seconds) = line.split_once(' ')?;
        Some((name.to_owned(), seconds.parse().ok()?))
    });
    Ok(seconds.collect())
}

/// The seconds LibreOffice takes to convert our Word file of the decision.
#[cfg(feature = "pdf")]
fn libre_office(folder: &Path) -> Option<f64> {
    let start = Instant::now();
    let done = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            folder.join("office").display()
        ))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.join("word"))
        .arg(folder.join("quyet-dinh.docx"))
        .output();
    done.ok().filter(|done| done.status.success())?;
    Some(start.elapsed().as_secs_f64())
}
