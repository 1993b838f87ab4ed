//! The plan of a year's review, made from what the review finds.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::support::{failure, root, stdout, tthc};

struct Made {
    text: String,
    manifest: Value,
    said: String,
}

fn plan(args: &[&str]) -> Made {
    let out = tempfile::tempdir().unwrap();
    let mut all = vec!["plan", "--out", out.path().to_str().unwrap(), "--format", "md"];
    all.extend(args);
    let said = stdout(&tthc(&root(), &all), 0);
    let read = |name: &str| fs::read_to_string(out.path().join(name)).unwrap();
    Made {
        text: read("ke-hoach.md"),
        manifest: serde_json::from_str(&read("manifest-ke-hoach.json")).unwrap(),
        said,
    }
}

#[test]
fn procedures_are_those_that_urgent_findings_name_and_the_rules_are_the_ground() {
    let review = tthc(&root(), &["review", "--format", "json"]);
    let review: Value = serde_json::from_str(&stdout(&review, 0)).unwrap();
    let urgent = |finding: &&Value| matches!(finding["severity"].as_str(), Some("critical" | "high"));
    let findings = review["findings"].as_array().unwrap().iter().filter(urgent);
    let named: BTreeSet<&str> = findings.filter_map(|finding| finding["code"].as_str()).collect();
    let made = plan(&[]);
    let rows = made.manifest["rows"].as_array().unwrap();
    let planned: BTreeSet<&str> = rows.iter().filter_map(|row| row["code"].as_str()).collect();
    assert_eq!(planned, named);
    for row in rows {
        let code = row["code"].as_str().unwrap();
        let line = made
            .text
            .lines()
            .find(|line| line.contains(&format!("({code})")))
            .unwrap();
        for rule in row["rules"].as_array().unwrap() {
            assert!(line.contains(&format!("({})", rule["id"].as_str().unwrap())), "{line}");
        }
        assert!(!row["findings"].as_array().unwrap().is_empty(), "{code}");
        assert!(
            root().join("catalogue").join(row["file"].as_str().unwrap()).is_file(),
            "{code}"
        );
    }
}

#[test]
fn the_most_urgent_come_first_and_the_limit_says_how_many_are_beyond() {
    let (whole, some) = (plan(&[]), plan(&["--top", "5"]));
    let codes = |made: &Made| -> Vec<String> {
        let rows = made.manifest["rows"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(codes(&some), codes(&whole)[..5]);
    let beyond = codes(&whole).len() - 5;
    assert!(
        some.said
            .contains(&format!("Ngoài giới hạn --top: {beyond} thủ tục khác")),
        "{}",
        some.said
    );
    let first = |made: &Made| made.manifest["rows"][0]["findings"][0]["severity"].clone();
    assert_eq!(first(&whole), "critical");
}

#[test]
fn the_text_of_one_field() {
    let made = plan(&[
        "--field",
        "Hộ tịch",
        "--from",
        "01/03/2027",
        "--until",
        "30/06/2027",
        "--year",
        "2027",
        "--severity",
        "medium",
    ]);
    insta::assert_snapshot!(made.text);
}

#[test]
fn what_cannot_be_planned_is_refused() {
    let errors = failure(&tthc(&root(), &["plan", "--out", "ra", "--field", "Không có"]));
    assert!(errors.contains("no procedure of field"), "{errors}");
    let errors = failure(&tthc(
        &root(),
        &["plan", "--out", "ra", "--from", "02/03/2027", "--until", "01/03/2027"],
    ));
    assert!(errors.contains("is after --until"), "{errors}");
    assert!(!root().join("ra").exists());
}
