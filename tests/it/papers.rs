//! `tthc papers`: the matrix says what the rules say, with places and dossiers that can be checked.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;

use crate::real;
use crate::support::{Folder, failure, real_data, root, stdout, tthc, tthc_in_columns};

fn json_of(args: &[&str]) -> Value {
    let args = [&["papers", "--format", "json"], args].concat();
    serde_json::from_str(&stdout(&tthc(&root(), &args), 0)).unwrap()
}

/// The procedures of a paper, and all places in them.
fn procedures(paper: &Value) -> impl Iterator<Item = &Value> {
    paper["procedures"].as_array().unwrap().iter()
}

fn places(matrix: &Value) -> BTreeSet<(String, String)> {
    let papers = matrix["papers"].as_array().unwrap().iter();
    let asking = papers.flat_map(procedures);
    asking
        .flat_map(|asking| {
            let code = asking["code"].as_str().unwrap();
            let places = asking["places"].as_array().unwrap().iter();
            places.map(move |place| (code.to_owned(), place["yaml_path"].as_str().unwrap().to_owned()))
        })
        .collect()
}

#[test]
fn papers_that_databases_hold_are_told_with_clause_place_and_dossiers() {
    insta::assert_snapshot!(stdout(
        &tthc_in_columns(&root(), &["papers", "--paper", "khai sinh"], Some(80)),
        0
    ));
}

#[test]
fn the_json_of_a_paper_keeps_its_shape() {
    let matrix = json_of(&["--paper", "khám sức khỏe", "--field", "Đường bộ"]);
    insta::assert_snapshot!(serde_json::to_string_pretty(&matrix).unwrap());
}

#[test]
fn the_matrix_and_the_rules_decide_alike() {
    let rules = ["R-12", "R-13", "R-14", "R-15", "R-17"];
    let args: Vec<&str> = ["review", "--format", "json"]
        .into_iter()
        .chain(rules.iter().flat_map(|rule| ["--rule", rule]))
        .collect();
    let review: Value = serde_json::from_str(&stdout(&tthc(&root(), &args), 0)).unwrap();
    let mut found = BTreeSet::new();
    for finding in review["findings"].as_array().unwrap() {
        let code = finding["code"].as_str().unwrap();
        found.insert((code.to_owned(), finding["yaml_path"].as_str().unwrap().to_owned()));
        // The same paper in another case is told as a further place of one finding.
        for fact in finding["evidence"].as_array().unwrap() {
            if fact["label"] == "Cũng ở" {
                found.insert((code.to_owned(), fact["text"].as_str().unwrap().to_owned()));
            }
        }
    }
    assert!(found.len() > 10, "{found:?}");
    assert_eq!(places(&json_of(&[])), found);
}

#[test]
fn figures_add_up_and_lines_are_those_of_the_files() {
    let matrix = json_of(&[]);
    let mut all = BTreeSet::new();
    for paper in matrix["papers"].as_array().unwrap() {
        let counts: Vec<Option<u64>> = procedures(paper).map(|asking| asking["dossiers"].as_u64()).collect();
        let sum: u64 = counts.iter().flatten().sum();
        let known = counts.iter().flatten().count();
        assert_eq!(
            paper["dossiers"]["dossiers"].as_u64(),
            (known > 0).then_some(sum),
            "{}",
            paper["name"]
        );
        assert_eq!(paper["dossiers"]["counted"], known);
        assert_eq!(paper["dossiers"]["uncounted"], counts.len() - known);
        for asking in procedures(paper) {
            all.insert((asking["code"].as_str().unwrap(), asking["dossiers"].as_u64()));
            for place in asking["places"].as_array().unwrap() {
                let path = root()
                    .join("catalogue/2026-07-01")
                    .join(place["path"].as_str().unwrap());
                let text = fs::read_to_string(path).unwrap();
                let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
                let start: String = place["paper"].as_str().unwrap().chars().take(10).collect();
                assert!(text.lines().nth(line - 1).unwrap().contains(&start), "{place}");
            }
        }
    }
    assert_eq!(matrix["total"]["procedures"], all.len());
    let sum: u64 = all.iter().filter_map(|(_, dossiers)| *dossiers).sum();
    assert_eq!(matrix["total"]["dossiers"]["dossiers"], sum);
    assert_eq!(matrix["sources"], serde_json::json!(["số liệu minh họa"]));
}

#[test]
fn the_workbook_holds_the_same_matrix() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("giay-to.xlsx");
    let args = ["papers", "--out", path.to_str().unwrap()];
    stdout(&tthc(&root(), &args), 0);
    let bytes = fs::read(&path).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["Giấy tờ", "Ma trận", "Chi tiết", "Chưa có trong bảng"]
    );
    let matrix = json_of(&[]);

    let marks = book.worksheet_range("Ma trận").unwrap();
    let text = |data: &Data| data.to_string();
    let head: Vec<String> = marks.rows().next().unwrap().iter().map(text).collect();
    let asked: Vec<&Value> = matrix["papers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|paper| paper["places"] != 0)
        .collect();
    let names: Vec<&str> = asked.iter().map(|paper| paper["name"].as_str().unwrap()).collect();
    assert_eq!(head[4..], names);
    for row in marks.rows().skip(1) {
        let code = text(&row[0]);
        for (at, paper) in asked.iter().enumerate() {
            let asking = procedures(paper).find(|asking| asking["code"] == code.as_str());
            let mark = match asking.map(|asking| asking["always"].as_bool().unwrap()) {
                Some(true) => "●",
                Some(false) => "○",
                None => "",
            };
            assert_eq!(text(&row[4 + at]), mark, "{code} {}", paper["name"]);
        }
    }
    assert_eq!(
        marks.rows().count() - 1,
        usize::try_from(matrix["total"]["procedures"].as_u64().unwrap()).unwrap()
    );

    let list = book.worksheet_range("Chi tiết").unwrap();
    let places: u64 = asked.iter().map(|paper| paper["places"].as_u64().unwrap()).sum();
    assert_eq!(u64::try_from(list.rows().count() - 1).unwrap(), places);
    stdout(&tthc(&root(), &args), 0);
    assert_eq!(bytes, fs::read(&path).unwrap(), "the same bytes every time");
}

#[test]
fn a_day_and_words_narrow_it_and_mistakes_name_what_there_is() {
    let later = stdout(&tthc(&root(), &["papers", "--as-of", "01/03/2027"]), 0);
    assert!(later.contains("không có dòng nào áp dụng ngày 01/03/2027"), "{later}");
    let health = json_of(&["--database", "y te"]);
    let names: Vec<&Value> = health["papers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|paper| &paper["name"])
        .collect();
    assert_eq!(names, ["Giấy khám sức khỏe"]);
    let field = json_of(&["--field", "Hộ tịch"]);
    assert!(
        places(&field)
            .iter()
            .all(|(code, _)| ["2.000522", "1.005461"].contains(&code.as_str()))
    );
    for (args, says) in [
        (["papers", "--database", "vũ trụ"], "Cơ sở dữ liệu quốc gia về dân cư"),
        (["papers", "--paper", "phi thuyền"], "Giấy khai sinh"),
        (["papers", "--field", "Vũ trụ"], "Hộ tịch"),
        (["papers", "--as-of", "hôm nay"], "is not a day"),
    ] {
        let error = failure(&tthc(&root(), &args));
        assert!(error.contains(says), "{args:?}: {error}");
    }
}

const SETTINGS: &str = "ten: Thử
ngay: 01/07/2026
tham_so:
  giay_to_co_du_lieu:
    - nhom: ho_tich
      giay_to: [{ten: Giấy khai sinh, nhan_dien: [giấy khai sinh, trích lục khai sinh]}]
      csdl: CSDL thử
      van_ban: 1/2026/NQ-CP
      dieu_khoan: Điều 4
linh_vuc: [{ma: thu, ten: Thử}]
";

#[test]
fn nobody_counted_is_a_dash_and_a_document_no_rule_knows_has_to_be_compared() {
    let one = "ma: 1.000001\nten: Một\nlinh_vuc: Thử\nho_so:\n  - giay_to:\n      - {ten: Trích lục khai sinh, ban_sao: 1}\n      - {ten: Giấy ra viện, ban_sao: 1}\n";
    let two = "ma: 1.000002\nten: Hai\nlinh_vuc: Thử\nho_so:\n  - giay_to:\n      - {ten: Bản sao giấy khai sinh, ban_sao: 1, neu_co: true}\n      - {ten: Bản sao giấy ra viện, ban_sao: 1}\n";
    let counts =
        "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon\n1.000001,Thử,7,0,0,7,0,0,ví dụ\n";
    let folder = Folder::new(&[
        ("catalogue/r/catalogue.yaml", SETTINGS),
        ("catalogue/r/thu_tuc/thu/1.000001.yaml", one),
        ("catalogue/r/thu_tuc/thu/1.000002.yaml", two),
    ]);
    let text = stdout(&tthc(folder.path(), &["papers"]), 0);
    assert!(
        text.contains("Miễn nộp: Điều 4 Nghị quyết số 1/2026/NQ-CP (cần đối chiếu)"),
        "{text}"
    );
    assert!(text.contains("   – hồ sơ/năm (2 thủ tục chưa có số liệu)\n"), "{text}");
    assert!(
        text.contains("  - Giấy ra viện: 2 thủ tục; – hồ sơ/năm (2 thủ tục chưa có số liệu)"),
        "{text}"
    );
    folder.write("catalogue/r/thong_ke/2025.csv", counts.as_bytes());
    let text = stdout(&tthc(folder.path(), &["papers"]), 0);
    assert!(
        text.contains("   7 hồ sơ/năm trên 1 thủ tục có số liệu, 1 thủ tục chưa có số liệu\n"),
        "{text}"
    );
    assert!(
        text.contains("1.000002 Hai (Thử; – hồ sơ/năm; có thể không phải mọi hồ sơ)"),
        "{text}"
    );
}

#[test]
fn real_records_are_put_into_the_matrix() {
    let (Some(_), Some(records)) = (real_data("procedures.jsonl.gz"), real::records("procedures.jsonl.gz")) else {
        return;
    };
    let folder = Folder::new(&[]);
    let settings = fs::read_to_string(root().join("catalogue/2026-07-01/catalogue.yaml")).unwrap();
    folder.write("catalogue/r/catalogue.yaml", settings.as_bytes());
    for (at, record) in records.iter().enumerate().step_by(7) {
        let yaml = tthc::catalogue::yaml::write(&real::procedure(record)).unwrap();
        folder.write(&format!("catalogue/r/thu_tuc/{at}.yaml"), yaml.as_bytes());
    }
    let json = stdout(&tthc(folder.path(), &["papers", "--format", "json"]), 0);
    let matrix: Value = serde_json::from_str(&json).unwrap();
    let asked = matrix["papers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|paper| paper["places"] != 0);
    assert!(asked.count() > 4, "{}", matrix["total"]);
    let dossiers = &matrix["total"]["dossiers"];
    assert!(dossiers["dossiers"].is_null() && dossiers["uncounted"] == matrix["total"]["procedures"]);
}
