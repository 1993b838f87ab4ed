//! The examples for code hosts, run as they stand: a merge request with a file that has a mistake, and one with a new revision.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{Folder, copy, git, git_command, root};

fn example(name: &str) -> Value {
    let text = fs::read_to_string(root().join("docs/ci").join(name)).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// A repository with our catalogue, a commit that spoils a file and changes another behind it, and the commit before.
fn repository() -> (Folder, String) {
    let folder = Folder::new(&[]);
    copy(&root().join("catalogue"), &folder.path().join("catalogue"));
    git(folder.path(), &["init", "-q"]);
    commit(&folder);
    let base = git_command(folder.path()).args(["rev-parse", "HEAD"]).output().unwrap();
    change(&folder, "1.001193", "\nso_bo: 1\n", "\nso_bo: hai bộ\n");
    change(&folder, "1.000894", "\nso_bo: 1\n", "\nso_bo: 2\n");
    commit(&folder);
    (folder, String::from_utf8(base.stdout).unwrap().trim().to_owned())
}

fn commit(folder: &Folder) {
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "công bố"]);
}

fn change(folder: &Folder, code: &str, from: &str, to: &str) {
    let path = folder
        .path()
        .join(format!("catalogue/2026-07-01/thu_tuc/ho-tich/{code}.yaml"));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{code}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
}

/// Runs a step as a host does; `None` where there is no bash.
fn step(folder: &Path, script: &str, variables: &[(&str, &str)]) -> Option<Output> {
    let program = Path::new(env!("CARGO_BIN_EXE_tthc")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let run = Command::new("bash")
        .args(["-e", "-c", script])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", program.display()))
        .envs(variables.iter().copied())
        .output();
    if run.is_err() {
        eprintln!("skipped: no bash");
    }
    run.ok()
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// What the first step tells of a comparison with a commit; `None` where there is no bash.
fn summary(folder: &Folder, base: &str) -> Option<String> {
    let variables = [("BASE", base), ("GITHUB_STEP_SUMMARY", "summary.md")];
    let diff = step(folder.path(), &steps_of_github()[0], &variables)?;
    assert!(diff.status.success(), "{}", said(&diff));
    Some(fs::read_to_string(folder.path().join("summary.md")).unwrap())
}

/// The scripts of the steps behind the one that installs the program.
fn steps_of_github() -> Vec<String> {
    let steps = example("github.yml")["jobs"]["check"]["steps"].clone();
    let scripts = steps.as_array().unwrap().iter().skip(2);
    scripts.map(|step| step["run"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn github_is_told_what_changed_and_what_is_wrong() {
    let (folder, base) = repository();
    let steps = steps_of_github();
    assert_eq!(steps.len(), 2);
    let Some(summary) = summary(&folder, &base) else { return };
    assert!(
        summary.contains("1.000894") && !summary.contains("1.001193"),
        "{summary}"
    );
    let check = step(folder.path(), &steps[1], &[]).unwrap();
    assert_eq!(check.status.code(), Some(1), "{}", said(&check));
    let line = "::error file=catalogue/2026-07-01/thu_tuc/ho-tich/1.001193.yaml,line=";
    assert!(said(&check).contains(line), "{}", said(&check));
}

#[test]
fn gitlab_is_told_what_changed_and_what_is_wrong() {
    let (folder, base) = repository();
    let lines = example("gitlab.yml")["catalogue"]["script"].clone();
    let lines = lines
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap().to_owned());
    let script = lines.collect::<Vec<_>>().join("\n");
    let variables = [("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.as_str())];
    let Some(run) = step(folder.path(), &script, &variables) else {
        return;
    };
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    let page = fs::read_to_string(folder.path().join("thay-doi.html")).unwrap();
    assert!(page.contains("1.000894"));
    let report = fs::read(folder.path().join("gl-code-quality-report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(
        report[0]["location"]["path"],
        "catalogue/2026-07-01/thu_tuc/ho-tich/1.001193.yaml"
    );
}

#[test]
fn a_new_revision_is_compared_with_the_one_before_it() {
    let (folder, _) = repository();
    change(&folder, "1.001193", "\nso_bo: hai bộ\n", "\nso_bo: 1\n");
    commit(&folder);
    let newer = folder.path().join("catalogue/2026-10-01");
    copy(&folder.path().join("catalogue/2026-07-01"), &newer);
    let path = newer.join("thu_tuc/ho-tich/1.001193.yaml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\nso_bo: 1\n", "\nso_bo: 2\n", 1)).unwrap();
    let Some(summary) = summary(&folder, "HEAD") else {
        return;
    };
    assert!(
        summary.contains("1.001193") && !summary.contains("1.000894"),
        "{summary}"
    );
}
