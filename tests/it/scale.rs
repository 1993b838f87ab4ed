//! Reviews of catalogues that are not held in memory: the same findings, whoever holds the procedures.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use tthc::catalogue::Catalogue;
use tthc::catalogue::procedure::Procedure;
use tthc::catalogue::revision::{Revision, Revisions};
use tthc::catalogue::stock::{Changed, Opening, Stocked};
use tthc::catalogue::values::Date;
use tthc::finding::Finding;
use tthc::progress::{Progress, Silent, Stage};
use tthc::review::{self, Outline, RULES, Survey, survey};

use crate::support::{Folder, root};

const DAY: (i16, i8, i8) = (2026, 7, 1);

fn day() -> Date {
    Date::new(DAY.0, DAY.1, DAY.2).unwrap()
}

fn revision(root: &Path, name: &str) -> Revision {
    Revisions::new(root).find(name).unwrap()
}

/// Reads a revision holding so many bytes, and reviews it.
fn streamed(revision: Revision, held: usize, progress: &dyn Progress) -> Result<Survey, Changed> {
    let opening = Opening::of(revision).unwrap().holding(held);
    let frame = opening.frame().clone();
    let Stocked { stock, gathered, .. } = opening.read(progress, |entry| Outline::of(&frame, day(), entry));
    survey(&stock, gathered, day(), RULES, progress)
}

/// The shipped procedures several times over, with other codes and names now and then.
fn many(copies: usize) -> Folder {
    let folder = Folder::new(&[]);
    let shipped = root().join("catalogue/2026-07-01");
    for part in ["catalogue.yaml", "van_ban", "thong_ke"] {
        copy(&shipped.join(part), &folder, &format!("catalogue/r/{part}"));
    }
    let catalogue = revision(&root().join("catalogue"), "2026-07-01")
        .load()
        .unwrap()
        .catalogue;
    for copy in 0..copies {
        for (at, procedure) in catalogue.procedures().enumerate() {
            let mut procedure: Procedure = procedure.clone();
            let code = format!("{}.{:06}", copy % 3, copy * 1000 + at);
            procedure.code = code.as_str().into();
            if copy % 2 == 1 {
                procedure.name += " tại nơi khác";
            }
            let text = tthc::catalogue::yaml::write(&procedure).unwrap();
            folder.write(
                &format!("catalogue/r/thu_tuc/{}/{code}.yaml", copy % 7),
                text.as_bytes(),
            );
        }
    }
    folder
}

fn copy(from: &Path, folder: &Folder, to: &str) {
    if from.is_file() {
        folder.write(to, &fs::read(from).unwrap());
        return;
    }
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(
            &entry.path(),
            folder,
            &format!("{to}/{}", entry.file_name().to_string_lossy()),
        );
    }
}

/// Order in which people read findings.
fn sorted(findings: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| {
        let order = RULES.iter().position(|rule| rule.name == finding.rule);
        (finding.severity, order, finding.code.clone(), finding.place.clone())
    });
    sorted
}

#[test]
fn findings_are_the_same_whether_procedures_are_held_or_read_again() {
    let made = many(3);
    for (folder, name) in [
        (root().join("catalogue"), "2026-07-01"),
        (made.path().join("catalogue"), "r"),
    ] {
        let catalogue: Catalogue = revision(&folder, name).load().unwrap().catalogue;
        let held = review::review(&catalogue, day(), RULES);
        assert!(!held.findings.is_empty());
        assert_eq!(held.findings.iter().collect::<Vec<_>>(), sorted(&held.findings));
        for bytes in [0, 200_000] {
            let streamed = streamed(revision(&folder, name), bytes, &Silent).unwrap();
            assert_eq!(streamed.findings.len(), held.findings.len());
            assert_eq!(streamed.accepted, held.accepted);
            assert!(
                streamed.findings.iter().eq(held.findings.iter().cloned()),
                "{name}, {bytes} bytes held"
            );
            assert_eq!(streamed.procedures.len(), catalogue.entries().len());
        }
    }
}

#[test]
fn a_file_that_changes_meanwhile_is_named() {
    let made = many(1);
    let opening = Opening::of(revision(&made.path().join("catalogue"), "r"))
        .unwrap()
        .holding(0);
    let frame = opening.frame().clone();
    let Stocked { stock, gathered, .. } = opening.read(&Silent, |entry| Outline::of(&frame, day(), entry));
    let path = gathered[0].path.to_string();
    let file = made.path().join("catalogue/r").join(&path);
    fs::write(&file, fs::read_to_string(&file).unwrap() + "# khác\n").unwrap();
    let error = survey(&stock, gathered, day(), RULES, &Silent).unwrap_err();
    assert_eq!(error, Changed { path });
}

/// Writes down what it is told.
#[derive(Default)]
struct Told(Mutex<Vec<(Stage, usize, usize)>>);

impl Progress for Told {
    fn begin(&self, stage: Stage, steps: usize) {
        self.0.lock().unwrap().push((stage, steps, 0));
    }

    fn advance(&self, steps: usize) {
        self.0.lock().unwrap().last_mut().unwrap().2 += steps;
    }
}

#[test]
fn every_file_and_every_procedure_is_counted() {
    let made = many(2);
    let told = Told::default();
    let survey = streamed(revision(&made.path().join("catalogue"), "r"), 0, &told).unwrap();
    let all = survey.procedures.len();
    assert_eq!(
        *told.0.lock().unwrap(),
        [
            (Stage::Reading, all, all),
            (Stage::Preparing, 0, 0),
            (Stage::Reviewing, all, all)
        ]
    );
}
