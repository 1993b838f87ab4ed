//! `tthc what-if`: targets as people write them, plans that can be kept, decisions of persons that stay.

use std::fs;

use serde_json::Value;

use crate::support::{failure, root, stdout, tthc, tthc_in_columns};

#[test]
fn a_target_that_is_none_says_what_to_write() {
    for (target, says) in [
        ("abc", "\"abc\" is not a target; write cost=-30% or time=-30%"),
        ("money=-30%", "no target of that name"),
        ("cost=-0%", "\"cost=-0%\" does not cut anything"),
        ("cost=-200%", "cuts more than there is"),
        ("-0 %", "\"-0 %\" is not a target"),
    ] {
        let output = tthc(&root(), &["what-if", "--target", target]);
        assert_eq!(output.status.code(), Some(2), "{target}");
        assert!(failure(&output).contains(says), "{target}: {}", failure(&output));
    }
    let twice = tthc(&root(), &["what-if", "--target", "cost=-1%", "--target", "cost=-2%"]);
    assert!(failure(&twice).contains("two targets for one aim: cost=-1% and cost=-2%"));
    let field = tthc(&root(), &["what-if", "--target", "cost=-1%", "--field", "Vũ trụ"]);
    assert!(failure(&field).contains("\"Vũ trụ\"") && failure(&field).contains("Hộ tịch"));
    let rule = tthc(&root(), &["what-if", "--target", "cost=-1%", "--rule", "R-99"]);
    assert!(failure(&rule).contains("no rule called \"R-99\""));
}

const REACHED: [&str; 5] = ["what-if", "--target", "cost=-1%", "--field", "Hộ tịch"];

#[test]
fn a_plan_says_for_each_measure_what_it_saves_and_what_it_rests_on() {
    let text = stdout(&tthc(&root(), &REACHED), 0);
    for part in [
        "đạt, giảm ",
        "cách tối ưu, đã chứng minh",
        "\n1. 1.005461 ",
        "mục tiêu)",
        "  Vì: R-13 ",
        "  Bằng chứng: Giấy tờ: ",
        "  Căn cứ: khoản 2 Điều 4 Nghị quyết số 66.7/2025/NQ-CP",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let narrow = stdout(&tthc_in_columns(&root(), &REACHED, Some(40)), 0);
    for line in narrow.lines().filter(|line| !line.contains("thu_tuc/")) {
        assert!(line.chars().count() <= 40, "{line}");
    }
    let json = [&REACHED as &[_], &["--format", "json"]].concat();
    let json: Value = serde_json::from_str(&stdout(&tthc(&root(), &json), 0)).unwrap();
    let measures = json["measures"].as_array().unwrap();
    let saved: i64 = measures.iter().map(|one| one["saves"]["cost"].as_i64().unwrap()).sum();
    assert_eq!(json["targets"][0]["planned"], saved);
    assert_eq!(json["quality"]["at_least"].as_u64(), Some(measures.len() as u64));
    assert!(
        measures
            .iter()
            .all(|one| !one["findings"].as_array().unwrap().is_empty())
    );
    assert_eq!(text, stdout(&tthc(&root(), &REACHED), 0), "the same answer every time");
}

#[test]
fn drafts_are_kept_and_decisions_of_persons_stay() {
    let folder = tempfile::tempdir().unwrap();
    let save = folder.path().join("nhap");
    let draft = save.join("2026/1.005461.yaml");
    let args = [&REACHED as &[_], &["--save", save.to_str().unwrap()]].concat();
    assert!(stdout(&tthc(&root(), &args), 0).contains("Đã ghi 1 dự thảo vào "));
    let text = fs::read_to_string(&draft).unwrap();
    assert!(
        text.contains("[Dự thảo do máy đề xuất, chưa có người xem xét]"),
        "{text}"
    );
    assert!(
        text.contains("bo_giay_to: ") && text.contains("R-13") && !text.contains("nguoi_quyet_dinh"),
        "{text}"
    );

    // propose takes no machine's word.
    let out = folder.path().join("ra");
    let decisions = save.to_str().unwrap();
    let proposal = tthc(
        &root(),
        &["propose", "--decisions", decisions, "--out", out.to_str().unwrap()],
    );
    assert_eq!(proposal.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&proposal.stdout).contains("dự thảo do máy đề xuất"));

    // A draft gives way to the next plan.
    fs::write(&draft, text.replace("R-13", "R-12")).unwrap();
    stdout(&tthc(&root(), &args), 0);
    assert_eq!(fs::read_to_string(&draft).unwrap(), text);

    // What a person wrote does not.
    let own = text.replace("[Dự thảo do máy đề xuất, chưa có người xem xét]", "Đã xem:");
    fs::write(&draft, &own).unwrap();
    let output = tthc(&root(), &args);
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("stay as they are: 1.005461"),
        "{output:?}"
    );
    assert_eq!(fs::read_to_string(&draft).unwrap(), own);
    // A file nobody can read may be a person's too.
    fs::write(&draft, "ma: [").unwrap();
    stdout(&tthc(&root(), &args), 0);
    assert_eq!(fs::read_to_string(&draft).unwrap(), "ma: [");
}

#[test]
fn the_workbook_has_a_row_for_each_measure() {
    use calamine::{Data, Reader as _};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("phuong-an.xlsx");
    let args = [&REACHED as &[_], &["--out", path.to_str().unwrap()]].concat();
    stdout(&tthc(&root(), &args), 0);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let range = book.worksheet_range("Biện pháp").unwrap();
    let last = range.rows().next_back().unwrap();
    assert_eq!(last[1], Data::String("1.005461".to_owned()));
}
