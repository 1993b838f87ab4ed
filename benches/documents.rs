//! What the decision costs to write, as ratios in one run: `cargo bench --bench documents [-- DIR]`.
//!
//! DIR holds a `catalogue/` with decisions, such as `cargo bench --bench province -- --keep DIR` leaves (279 abolitions out of
//! 1,733 procedures); without it the shipped sample is used. Beside it the same words in the same tables and paragraphs are
//! written by python `docxtpl`, and our Word file is converted by LibreOffice, where these are installed (`PYTHON` names the
//! interpreter that has docxtpl). Both sides begin with results in memory and end with the bytes of the file, and make their
//! template ready; docxtpl is given the view that we have to make of the results first, so our time is told with and without.
//! Times are the fastest of many turns: whatever else a machine does only slows both down.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use tthc::catalogue::revision::Revisions;
use tthc::document::{self, Format, dossier};
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
    let views = (0..TURNS).map(|_| {
        let start = Instant::now();
        std::hint::black_box(document::decision_view(&proposal, &base));
        start.elapsed().as_secs_f64()
    });
    let view_of_it = fastest(&views.collect::<Vec<_>>());
    println!("of these the view: {view_of_it:.4} s");
    #[cfg(feature = "pdf")]
    let pdf = time(Format::Pdf);
    time(Format::Html);
    time(Format::Markdown);

    let data = folder.path().join("du-lieu.json");
    let view = dossier::view(&proposal, &base);
    fs::write(&data, serde_json::to_vec(&view).expect("JSON")).expect("a file");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = here.join("benches/support/docxtpl_decision.py");
    let out = Command::new(&python)
        .arg(script)
        .arg(&data)
        .arg(folder.path().join("docxtpl.docx"))
        .arg(folder.path().join("quyet-dinh.docx"))
        .output();
    match out {
        Ok(out) if out.status.success() => {
            let text = String::from_utf8_lossy(&out.stdout);
            let seconds: f64 = text.trim().parse().expect("seconds");
            println!(
                "docxtpl: {seconds:.4} s for the same words, {:.1} × our Word file, {:.1} × without the view (goal 20)",
                seconds / docx,
                seconds / (docx - view_of_it)
            );
        }
        Ok(out) => println!(
            "no docxtpl, or no words in common: {}",
            String::from_utf8_lossy(&out.stderr).lines().last().unwrap_or_default()
        ),
        Err(_) => println!("no {python} here: not compared"),
    }
    #[cfg(feature = "pdf")]
    {
        let start = Instant::now();
        let done = Command::new("soffice")
            .arg(format!(
                "-env:UserInstallation=file://{}",
                folder.path().join("office").display()
            ))
            .args(["--headless", "--convert-to", "pdf", "--outdir"])
            .arg(folder.path().join("word"))
            .arg(folder.path().join("quyet-dinh.docx"))
            .output();
        match done.ok().filter(|done| done.status.success()) {
            Some(_) => {
                let seconds = start.elapsed().as_secs_f64();
                println!("LibreOffice: {seconds:.3} s, {:.1} × our PDF (goal 10)", seconds / pdf);
            }
            None => println!("no LibreOffice here: not compared"),
        }
    }
}
