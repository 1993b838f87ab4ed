//! `tthc merge`: families are those of the rule, and a draft loses nothing, hides no conflict and is a procedure.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;

use crate::real;
use crate::support::{Folder, failure, real_data, root, stdout, tthc, tthc_in_columns};
use tthc::catalogue::revision::Revisions;
use tthc::catalogue::{Catalogue, Entry, yaml};
use tthc::review::views::merge::{Merger, families};

const SETTINGS: &str = "ten: Thử
ngay: 01/07/2026
linh_vuc: [{ma: thu, ten: Thử}]
danh_ba: [{ten: Sở Thử}, {ten: Sở Khác}]
";

const ISSUE: &str = "ma: 1.000002
ten: Cấp giấy phép đấu nối
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: Thử
trang_thai: Công khai
quyet_dinh_cong_bo: 1/QĐ-UBND
trinh_tu:
  - {ten: Nộp hồ sơ, noi_dung: Nộp tại Sở., thoi_han: 01 ngày làm việc}
  - {ten: Cấp phép, noi_dung: Sở cấp phép., thoi_han: 09 ngày làm việc}
cach_thuc:
  - hinh_thuc: Trực tiếp
    thoi_han: 10 ngày làm việc
    phi_le_phi: [{ten: Lệ phí, muc: 100.000 đồng, can_cu: 1/2020/TT-BTC}]
  - hinh_thuc: Trực tuyến
    thoi_han: 10 ngày làm việc
    muc_do: Một phần
ho_so:
  - giay_to:
      - {ten: Đơn đề nghị, mau: Mẫu 01, ban_chinh: 1}
      - {ten: Bản vẽ đấu nối, ban_chinh: 2, ban_sao: 1}
      - {ten: Bản sao quyết định giao đất, ban_sao: 1}
      - {ten: Phương án thi công, ban_chinh: 1}
    luu_y: Nộp một lần.
so_bo: 2
doi_tuong: [Công dân Việt Nam, Doanh nghiệp]
co_quan_thuc_hien: [Sở Thử]
ket_qua: [{ten: Giấy phép đấu nối}]
can_cu_phap_ly: [{so_hieu: 1/2020/NĐ-CP}]
yeu_cau_dieu_kien: [{noi_dung: Có đất.}]
lien_quan: [1.000001, 1.000003]
";

const AGAIN: &str = "ma: 1.000001
ten: Cấp lại giấy phép đấu nối
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: Thử
trang_thai: Công khai
quyet_dinh_cong_bo: 2/QĐ-UBND
trinh_tu:
  - {ten: Nộp hồ sơ, noi_dung: Nộp tại Trung tâm., thoi_han: 01 ngày làm việc}
  - {ten: Cấp lại, noi_dung: Sở cấp lại.}
cach_thuc:
  - hinh_thuc: Trực tiếp
    thoi_han: 05 ngày làm việc
    phi_le_phi: [{ten: Lệ phí, muc: 50.000 đồng}, {ten: Phí thẩm định, muc: Miễn phí}]
  - hinh_thuc: Trực tuyến
    thoi_han: 07 ngày
    muc_do: Toàn trình
ho_so:
  - giay_to:
      - {ten: '- Đơn đề nghị (theo mẫu)', mau: Mẫu 02, ban_chinh: 1}
      - {ten: Bản vẽ đấu nối, ban_chinh: 1}
      - {ten: Bản sao Quyết định giao đất., ban_sao: 1}
      - {ten: Phương án thi công, ban_chinh: 1}
      - {ten: Giấy phép cũ, ban_chinh: 1, neu_co: true}
so_bo: 1
doi_tuong: [Doanh nghiệp, Hợp tác xã]
co_quan_thuc_hien: [Sở Thử, Sở Khác]
ket_qua: [{ten: Giấy phép đấu nối, ma_ket_qua: KQ.G01.000001}]
can_cu_phap_ly: [{so_hieu: 1/2020/NĐ-CP}, {so_hieu: 2/2021/NĐ-CP}]
";

const DOCUMENTS: &str =
    "- {so_hieu: 1/2020/NĐ-CP, loai: Nghị định, trich_yeu: Về việc thử, co_quan_ban_hanh: Chính phủ, ngay_ban_hanh: 05/02/2020}
- {so_hieu: 2/2021/NĐ-CP, loai: Nghị định, trich_yeu: Về việc thử, co_quan_ban_hanh: Chính phủ, ngay_ban_hanh: 05/02/2021}
- {so_hieu: 1/2020/TT-BTC, loai: Thông tư, trich_yeu: Về việc thử, co_quan_ban_hanh: Bộ Tài chính, ngay_ban_hanh: 05/02/2020}
";

fn family() -> Folder {
    Folder::new(&[
        ("catalogue/r/catalogue.yaml", SETTINGS),
        ("catalogue/r/van_ban/thu.yaml", DOCUMENTS),
        ("catalogue/r/thu_tuc/thu/1.000002.yaml", ISSUE),
        ("catalogue/r/thu_tuc/thu/1.000001.yaml", AGAIN),
        (
            "catalogue/r/thu_tuc/thu/1.000003.yaml",
            "ma: 1.000003\nten: Thu hồi giấy phép đấu nối\nlinh_vuc: Thử\n",
        ),
    ])
}

fn opened(folder: &std::path::Path) -> Catalogue {
    let revisions = Revisions::new(folder.join("catalogue"));
    revisions.newest().unwrap().load().unwrap().catalogue
}

#[test]
fn a_family_says_what_is_common_and_what_differs() {
    insta::assert_snapshot!(stdout(&tthc_in_columns(family().path(), &["merge"], Some(80)), 0));
}

#[test]
fn families_are_those_that_the_rule_reports() {
    let folder = family();
    let review = stdout(
        &tthc(folder.path(), &["review", "--rule", "R-10", "--format", "json"]),
        0,
    );
    let review: Value = serde_json::from_str(&review).unwrap();
    let findings = review["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1);
    let list: Value = serde_json::from_str(&stdout(&tthc(folder.path(), &["merge", "--format", "json"]), 0)).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&list).unwrap());
    let members = list["families"][0]["members"].as_array().unwrap();
    let codes: Vec<&str> = members.iter().map(|member| member["code"].as_str().unwrap()).collect();
    // Issued before issued again, whatever their codes are.
    assert_eq!(codes, ["1.000002", "1.000001"]);
    assert_eq!(findings[0]["code"], "1.000001");
    assert_eq!(findings[0]["message"], "có thể hợp nhất với thủ tục 1.000002");
}

#[test]
fn the_draft_is_a_procedure_with_every_difference_noted() {
    let folder = family();
    let draft = stdout(&tthc(folder.path(), &["merge", "1.000001", "--format", "yaml"]), 0);
    insta::assert_snapshot!(draft);
    // In the place of the members it is a catalogue without mistakes.
    let path = folder.path().join("catalogue/r/thu_tuc/thu");
    fs::write(path.join("1.000002.yaml"), &draft).unwrap();
    fs::remove_file(path.join("1.000001.yaml")).unwrap();
    let check = stdout(&tthc(folder.path(), &["check", "--format", "json"]), 1);
    // What is wrong in the third procedure is not the draft's.
    let check: Value = serde_json::from_str(&check).unwrap();
    let findings = check["findings"].as_array().unwrap();
    let of_draft = |finding: &&Value| finding["path"].as_str().unwrap().contains("1.000002");
    let errors: Vec<&Value> = findings
        .iter()
        .filter(of_draft)
        .filter(|finding| finding["severity"] == "error")
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn procedures_side_by_side_say_who_says_what() {
    let args = ["merge", "1.001570", "1.001266"];
    insta::assert_snapshot!(stdout(&tthc_in_columns(&root(), &args, Some(80)), 0));
}

fn cells(row: &[Data]) -> Vec<String> {
    row.iter().map(ToString::to_string).collect()
}

#[test]
fn the_workbook_and_the_json_say_the_same() {
    let folder = family();
    let path = folder.path().join("hop-nhat.xlsx");
    let args = ["merge", "1.000001", "--out", path.to_str().unwrap()];
    stdout(&tthc(folder.path(), &args), 0);
    let bytes = fs::read(&path).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Thủ tục", "So sánh"]);
    let sheet = book.worksheet_range("So sánh").unwrap();
    let rows: Vec<Vec<String>> = sheet.rows().map(cells).collect();
    assert_eq!(rows[0][4..6], ["1.000002", "1.000001"]);
    let find = |title: &str, detail: &str| {
        let row = rows.iter().find(|row| row[2] == title && row[3] == detail);
        row.unwrap_or_else(|| panic!("{title} {detail} in {rows:?}"))[4..].to_vec()
    };
    assert_eq!(
        find("Trực tiếp", "Thời hạn giải quyết"),
        [
            "10 ngày làm việc",
            "05 ngày làm việc",
            "khác",
            "05 ngày làm việc",
            "ngắn nhất"
        ]
    );
    assert_eq!(find("Bản vẽ đấu nối", "Bản sao"), ["01", "", "khác", "", "ít bản nhất"]);
    assert_eq!(find("Giấy phép cũ", ""), ["", "có", "khác", "có", "chỉ 1.000001"]);

    let json = stdout(&tthc(folder.path(), &["merge", "1.000001", "--format", "json"]), 0);
    let json: Value = serde_json::from_str(&json).unwrap();
    let sections = json["sections"].as_array().unwrap();
    let labels: BTreeSet<&str> = sections
        .iter()
        .map(|section| section["label"].as_str().unwrap())
        .collect();
    let shown: BTreeSet<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(labels, shown);
    let limits = &sections.iter().find(|section| section["field"] == "cach_thuc").unwrap()["rows"][0]["sides"][0];
    assert_eq!(limits["taken"], "05 ngày làm việc");
    assert_eq!(limits["why"], "shortest");
    assert_eq!(
        limits["values"][0]["said"],
        serde_json::json!([{ "code": "1.000002", "path": "cach_thuc[0].thoi_han" }])
    );
    assert_eq!(json["draft"]["ten"], "Cấp, cấp lại giấy phép đấu nối");
    stdout(&tthc(folder.path(), &args), 0);
    assert_eq!(bytes, fs::read(&path).unwrap(), "the same bytes every time");
}

#[test]
fn what_cannot_be_merged_says_why() {
    let folder = family();
    for (args, says) in [
        (&["merge", "1.000003"] as &[&str], "1.000003 has no family"),
        (&["merge", "1.000001", "1.000001.H29"], "1.000001.H29 is named twice"),
        (&["merge", "1.000001", "9.999999"], "no procedure 9.999999"),
        (&["merge", "--format", "yaml"], "a draft is of one family"),
        (&["merge", "--field", "Vũ trụ"], "no procedure of field"),
    ] {
        let error = failure(&tthc(folder.path(), args));
        assert!(error.contains(says), "{args:?}: {error}");
    }
    assert!(stdout(&tthc(&root(), &["merge", "--field", "Hộ tịch"]), 0).contains("Không có nhóm nào"));
}

/// Keys of a record, those of nested maps too, in whatever entry they stand.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

#[test]
fn no_field_is_lost_whichever_member_fills_it() {
    let full = tthc::catalogue::example::full_procedure();
    let mut empty = tthc::catalogue::procedure::Procedure {
        code: "1.000001".into(),
        name: "Việc khác".to_owned(),
        ..Default::default()
    };
    // An entry of the same name that says nothing else: what the other says of it is taken.
    empty.channels = vec![tthc::catalogue::procedure::ChannelRow {
        channel: full.channels[0].channel.clone(),
        ..Default::default()
    }];
    let folder = Folder::new(&[("catalogue/r/catalogue.yaml", SETTINGS)]);
    for procedure in [&full, &empty] {
        let path = format!("catalogue/r/thu_tuc/thu/{}.yaml", procedure.identity());
        folder.write(&path, yaml::write(procedure).unwrap().as_bytes());
    }
    let catalogue = opened(folder.path());
    let day = catalogue.settings().day().unwrap();
    let mut wanted = BTreeSet::new();
    keys(&serde_json::to_value(&full).unwrap(), &mut wanted);
    for order in [[0, 1], [1, 0]] {
        let entries: Vec<&Entry> = order.iter().map(|at| &catalogue.entries()[*at]).collect();
        let draft = Merger::of(&catalogue, &entries, day).draft().unwrap();
        let mut kept = BTreeSet::new();
        keys(&serde_json::to_value(&draft.procedure).unwrap(), &mut kept);
        let lost: Vec<&String> = wanted.difference(&kept).collect();
        assert_eq!(lost, ["ngay_cong_bo", "quyet_dinh_cong_bo"], "a draft is not announced");
        draft.yaml(&[]).unwrap();
    }
}

#[test]
fn real_records_of_any_kind_make_drafts_that_read_back() {
    let (Some(_), Some(records)) = (real_data("procedures.jsonl.gz"), real::records("procedures.jsonl.gz")) else {
        return;
    };
    let folder = Folder::new(&[("catalogue/r/catalogue.yaml", SETTINGS)]);
    for (at, record) in records.iter().enumerate().step_by(5) {
        let text = yaml::write(&real::procedure(record)).unwrap();
        folder.write(&format!("catalogue/r/thu_tuc/{at}.yaml"), text.as_bytes());
    }
    let catalogue = opened(folder.path());
    let day = catalogue.settings().day().unwrap();
    for three in catalogue.entries().chunks(3) {
        let entries: Vec<&Entry> = three.iter().collect();
        let merger = Merger::of(&catalogue, &entries, day);
        let draft = merger.draft().unwrap();
        let text = draft
            .yaml(&[])
            .unwrap_or_else(|error| panic!("{}: {error}", merger.code(0)));
        assert!(text.starts_with("# DỰ THẢO"));
        let papers = |entry: &Entry| entry.procedure.papers().count();
        let most = entries.iter().map(|entry| papers(entry)).max().unwrap_or(0);
        assert!(draft.procedure.papers().count() >= most.min(1), "{}", merger.code(0));
    }
    assert!(
        families(&catalogue, day, Some(1), |_| true)
            .families
            .iter()
            .all(|family| family.members.len() > 1)
    );
}
