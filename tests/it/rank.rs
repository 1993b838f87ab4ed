//! `tthc review --rank`: one order, every point with its evidence, parts that can be switched, files that hold the same.

use std::fs;

use serde_json::Value;

use crate::support::{Folder, failure, root, stdout, tthc, tthc_in_columns};

fn ranked(args: &[&str]) -> String {
    let args: Vec<&str> = ["review", "--rank"].iter().chain(args).copied().collect();
    stdout(&tthc(&root(), &args), 0)
}

fn json(args: &[&str]) -> Value {
    let args: Vec<&str> = args.iter().chain(&["--format", "json"]).copied().collect();
    serde_json::from_str(&ranked(&args)).unwrap()
}

#[test]
fn the_shipped_catalogue_is_ranked_the_same_every_time() {
    let text = ranked(&["--top", "2"]);
    assert_eq!(text, ranked(&["--top", "2"]));
    insta::assert_snapshot!(text);
    let all = json(&[]);
    assert_eq!(all, json(&[]));
    let candidates = all["candidates"].as_array().unwrap();
    let order: Vec<(i64, &str)> = candidates
        .iter()
        .map(|one| (-one["score"].as_i64().unwrap(), one["code"].as_str().unwrap()))
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    for one in candidates {
        let parts = one["parts"].as_array().unwrap();
        let sum: i64 = parts.iter().map(|part| part["points"].as_i64().unwrap()).sum();
        assert_eq!(one["score"], sum);
        for finding in parts.iter().flat_map(|part| part["findings"].as_array().unwrap()) {
            assert!(!finding["path"].as_str().unwrap().is_empty());
            assert!(!finding["message"].as_str().unwrap().is_empty());
        }
    }
}

#[test]
fn every_part_can_be_switched_off_and_weighed() {
    let all = json(&[]);
    for part in all["parts"].as_array().unwrap() {
        let key = part["key"].as_str().unwrap();
        let without = json(&["--without", key]);
        let fires = |value: &Value| value["candidates"].to_string().contains(&format!("\"part\":\"{key}\""));
        assert!(!fires(&without), "{key}");
        let weight = format!("{key}=1");
        let light = json(&["--weight", &weight]);
        let own = light["parts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["key"] == key)
            .unwrap();
        assert_eq!(own["points"].as_i64().unwrap().abs(), 1);
        assert_eq!(own["from"], "asked");
    }
    let text = ranked(&["--without", "khong_ho_so", "--top", "1"]);
    assert!(text.contains("   tắt  khong_ho_so: "), "{text}");
}

#[test]
fn a_field_and_a_top_narrow_what_is_shown() {
    let thirty = json(&["--top", "3"]);
    assert_eq!(thirty["candidates"].as_array().unwrap().len(), 3);
    let all = json(&[]);
    let field = all["candidates"][0]["field"].as_str().unwrap();
    let narrow = json(&["--field", field]);
    for one in narrow["candidates"].as_array().unwrap() {
        assert_eq!(one["field"], field);
    }
    assert_eq!(narrow["candidates"][0]["rank"], 1);
    let errors = failure(&tthc(&root(), &["review", "--rank", "--field", "Vũ trụ"]));
    assert!(errors.contains("fields there are"), "{errors}");
}

#[test]
fn mistakes_say_what_to_write() {
    for (args, says) in [
        (
            &["--without", "gio"] as &[&str],
            "no part called \"gio\"; parts there are: khong_con_can_cu",
        ),
        (&["--weight", "khong_ho_so"], "write it as khong_ho_so=30"),
        (&["--weight", "khong_ho_so=-3"], "is no number of points from 0 to 1000"),
        (&["--format", "sarif"], "--rank prints text, json or xlsx"),
        (&["--out", "x.txt"], "--out writes json or xlsx"),
    ] {
        let args: Vec<&str> = ["review", "--rank"].iter().chain(args).copied().collect();
        let errors = failure(&tthc(&root(), &args));
        assert!(errors.contains(says), "{says}: {errors}");
    }
    let errors = failure(&tthc(&root(), &["review", "--format", "xlsx"]));
    assert!(errors.contains("xlsx is for --rank"), "{errors}");
}

#[test]
fn the_workbook_holds_the_list_the_evidence_and_the_legend() {
    use calamine::{Data, Reader as _};
    let folder = Folder::new(&[]);
    let path = folder.path().join("hang.xlsx");
    ranked(&["--out", path.to_str().unwrap()]);
    let first = fs::read(&path).unwrap();
    ranked(&["--out", path.to_str().unwrap()]);
    assert!(first == fs::read(&path).unwrap(), "the same bytes every time");
    let mut book = calamine::open_workbook_auto(&path).unwrap();
    let mut cells = |sheet: &str| -> Vec<Vec<Data>> {
        book.worksheet_range(sheet)
            .unwrap()
            .rows()
            .map(<[Data]>::to_vec)
            .collect()
    };
    let all = json(&[]);
    let candidates = all["candidates"].as_array().unwrap();
    let list = cells("Xếp hạng");
    let top = list
        .iter()
        .position(|row| row[0] == Data::String("Hạng".to_owned()))
        .unwrap();
    assert_eq!(list.len() - top - 1, candidates.len());
    for (row, one) in list[top + 1..].iter().zip(candidates) {
        assert_eq!(row[1], Data::Float(one["score"].as_f64().unwrap()));
        assert_eq!(row[2], Data::String(one["code"].as_str().unwrap().to_owned()));
    }
    let findings: usize = candidates
        .iter()
        .flat_map(|one| one["parts"].as_array().unwrap())
        .map(|part| part["findings"].as_array().unwrap().len())
        .sum();
    assert_eq!(cells("Bằng chứng").len(), findings + 1);
    assert_eq!(
        cells("Thành phần điểm").len(),
        all["parts"].as_array().unwrap().len() + 1
    );
}

#[test]
fn lines_keep_to_the_width() {
    let text = stdout(
        &tthc_in_columns(&root(), &["review", "--rank", "--top", "5"], Some(80)),
        0,
    );
    let wide = text.lines().filter(|line| line.chars().count() > 80);
    assert_eq!(wide.collect::<Vec<_>>(), Vec::<&str>::new());
}
