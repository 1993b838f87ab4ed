//! Decisions listed, narrowed and exported.

use calamine::Reader;

use super::*;
use crate::support::tthc_in_columns;

#[test]
fn decisions_are_listed_as_people_and_programs_need_them() {
    let folder = catalogue();
    cut(
        &folder,
        &["1.000001"],
        &["--by", "Lê Cường", "--rule", "R-12", "--on", "05/07/2026"],
        0,
    );
    let abolish = [
        "decide",
        "1.000003",
        "--outcome",
        "bai_bo",
        "--reason",
        "không phát sinh",
        "--amend",
        "Bãi bỏ: 01/2020/NĐ-CP",
    ];
    run(&folder, &abolish, 0);
    let codes = |args: &[&str]| {
        let said = run(&folder, &[&["decisions", "--format", "json"], args].concat(), 0);
        let json: serde_json::Value = serde_json::from_str(&said).unwrap();
        let rows = json["decisions"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&[]), ["1.000001", "1.000003"]);
    assert_eq!(codes(&["--outcome", "bai-bo"]), ["1.000003"]);
    assert_eq!(codes(&["--field", "thu"]), ["1.000001"]);
    assert_eq!(codes(&["--by", "le cuong"]), ["1.000001"]);
    assert_eq!(codes(&["--from", "02/07/2026"]), ["1.000001"]);
    assert_eq!(codes(&["--to", "02/07/2026"]), ["1.000003"]);
    assert_eq!(codes(&["--rule", "identity-papers"]), ["1.000001"]);
    assert_eq!(codes(&["--state", "trinh"]), Vec::<String>::new());
    assert_eq!(codes(&["--revision", "2026-07-01"]).len(), 2);
    let csv = run(&folder, &["decisions", "--format", "csv"], 0);
    assert!(csv.starts_with("Mã số TTHC,Tên thủ tục hành chính,"), "{csv}");
    assert_eq!(csv.lines().count(), 3);
    run(&folder, &["decisions", "--agreement", "--out", "qd.xlsx"], 0);
    let mut book = calamine::open_workbook_auto(folder.path().join("qd.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Quyết định", "Mức thống nhất", "Chưa thống nhất"]);
    let sheet = book.worksheet_range("Quyết định").unwrap();
    assert_eq!(sheet.rows().count(), 3);
    assert_eq!(
        sheet.get_value((1, 0)),
        Some(&calamine::Data::String("1.000001".to_owned()))
    );
    assert!(refused(&folder, &["decisions", "--state", "xong"]).contains("no step \"xong\"; one of chon, thong_ke"));
    assert!(refused(&folder, &["decisions", "--rule", "R-99"]).contains("no rule called"));
    let narrow = stdout(&tthc_in_columns(folder.path(), &["decisions"], Some(40)), 0);
    assert!(narrow.lines().all(|line| line.chars().count() <= 40), "{narrow}");
}
