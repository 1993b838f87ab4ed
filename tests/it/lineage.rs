//! What records and persons say became of procedures, through the program.

use crate::support::{Folder, stdout, tthc};

const HEAD: &str = "ten: Thử\nngay: 01/07/2026\nlinh_vuc: [{ten: Thử}]\n";

fn procedure(code: &str, name: &str, more: &str) -> String {
    format!(
        "ma: {code}
ten: {name}
cap_thuc_hien: [Cấp xã]
linh_vuc: Thử
trinh_tu:
  - ten: Nộp hồ sơ
    noi_dung: Người yêu cầu nộp hồ sơ tại trung tâm hành chính công và nhận giấy hẹn trả kết quả.
ho_so:
  - giay_to:
      - {{ten: Đơn đề nghị cấp giấy phép thử, ban_chinh: 1}}
      - {{ten: Bản vẽ thiết kế, ban_chinh: 1}}
doi_tuong: [Công dân Việt Nam]
ket_qua: [{{ten: Giấy phép thử nghiệm}}]
co_quan_thuc_hien: [Ủy ban nhân dân cấp xã]
{more}"
    )
}

/// Two revisions: what stands in the older and in the newer one, as code, name and more of the record.
fn revisions(old: &[(&str, &str, &str)], new: &[(&str, &str, &str)]) -> Folder {
    let folder = Folder::new(&[
        ("catalogue/1/catalogue.yaml", HEAD),
        ("catalogue/2/catalogue.yaml", HEAD),
    ]);
    for (revision, procedures) in [("1", old), ("2", new)] {
        for (code, name, more) in procedures {
            let path = format!("catalogue/{revision}/thu_tuc/thu/{}.yaml", &code[..8]);
            folder.write(&path, procedure(code, name, more).as_bytes());
        }
    }
    folder
}

fn diff(folder: &Folder) -> serde_json::Value {
    let output = tthc(folder.path(), &["diff", "1", "2", "--keep-going", "--format", "json"]);
    serde_json::from_str(&stdout(&output, 0)).unwrap()
}

fn of<'d>(diff: &'d serde_json::Value, code: &str) -> &'d serde_json::Value {
    let mut procedures = diff["procedures"].as_array().unwrap().iter();
    procedures.find(|procedure| procedure["code"] == code).unwrap()
}

const NAME: &str = "Cấp giấy phép xây dựng công trình thử nghiệm ngầm";

#[test]
fn a_suffix_and_stray_spaces_do_not_matter_and_a_second_file_of_a_code_is_reported() {
    let folder = revisions(&[("1.000001.H17", NAME, "")], &[("1.000001. H05", NAME, "")]);
    folder.write(
        "catalogue/2/thu_tuc/thu/z.yaml",
        procedure("1.000001", "Một thủ tục khác hẳn", "").as_bytes(),
    );
    let diff = diff(&folder);
    assert_eq!(diff["procedures"].as_array().unwrap().len(), 1, "{diff}");
    assert_eq!(of(&diff, "1.000001")["name"], NAME);
    let check = tthc(folder.path(), &["check", "2", "--format", "json"]);
    assert!(stdout(&check, 1).contains("mã 1.000001 đã dùng ở thu_tuc/thu/1.000001.yaml"));
}

#[test]
fn a_recoded_procedure_is_told_with_its_evidence() {
    let folder = revisions(&[("1.000001", NAME, "")], &[("1.000002", NAME, "")]);
    let diff = diff(&folder);
    let heir = of(&diff, "1.000002");
    assert_eq!(
        (&heir["status"], &heir["replaces"][0]),
        (&"replaced".into(), &"1.000001".into())
    );
    assert_eq!(heir["lineage"]["source"], "guessed");
    let summary = &diff["summary"];
    assert_eq!((&summary["replaced"], &summary["superseded"]), (&1.into(), &1.into()));
    let text = stdout(&tthc(folder.path(), &["lineage"]), 0);
    insta::assert_snapshot!(text, @r"
    Phả hệ từ 1 đến 2

    1.000002  Cấp giấy phép xây dựng công trình thử nghiệm ngầm
              Thay thế 1.000001 (đổi mã; phỏng đoán, độ tin cậy 0,99: cùng tên, cùng 2/2 giấy tờ, cùng
                kết quả, trình tự và điều kiện giống nhau 100%)
              1.000001  Cấp giấy phép xây dựng công trình thử nghiệm ngầm

    1 thủ tục có phả hệ; 0 điểm cần người xác nhận
    ");
}

#[test]
fn what_a_person_said_wins_over_guesses_and_is_remembered() {
    let folder = revisions(
        &[("1.000001", NAME, ""), ("1.000003", "Tách thửa đất", "")],
        &[("1.000002", NAME, ""), ("1.000004", "Hòa giải ở cơ sở", "")],
    );
    let confirm = [
        "lineage",
        "reject",
        "1.000001",
        "--into",
        "1.000002",
        "--by",
        "Trần Văn B",
    ];
    stdout(&tthc(folder.path(), &confirm), 0);
    let rejected = diff(&folder);
    assert_eq!(of(&rejected, "1.000002")["status"], "added");
    assert_eq!(of(&rejected, "1.000001")["status"], "removed");
    assert!(rejected["candidates"].as_array().unwrap().is_empty(), "{rejected}");

    let split = [
        "lineage",
        "confirm",
        "1.000003",
        "--into",
        "1.000002",
        "1.000004",
        "--basis",
        "12/QĐ-UBND",
    ];
    stdout(&tthc(folder.path(), &split), 0);
    let confirmed = diff(&folder);
    for part in ["1.000002", "1.000004"] {
        let part = of(&confirmed, part);
        assert_eq!(
            (&part["status"], &part["replaces"][0]),
            (&"replaced".into(), &"1.000003".into())
        );
        assert_eq!(
            (&part["lineage"]["kind"], &part["lineage"]["source"]),
            (&"split".into(), &"confirmed".into())
        );
        assert!(!part["changes"].as_array().unwrap().is_empty());
    }
    assert_eq!(confirmed["summary"]["superseded"], 1);

    let again = tthc(folder.path(), &["lineage", "confirm", "1.000001", "--into", "1.000002"]);
    stdout(&again, 2);
    assert!(String::from_utf8_lossy(&again.stderr).contains("pha_he.yaml:3 speaks of 1.000001 and 1.000002 already"));
    let check = stdout(&tthc(folder.path(), &["check", "2", "--format", "json"]), 1);
    assert!(!check.contains("pha_he"), "{check}");
}

#[test]
fn one_that_lives_on_may_take_in_another_or_give_rise_to_one() {
    let folder = revisions(
        &[("1.000001", NAME, ""), ("1.000003", "Tách thửa đất", "")],
        &[("1.000001", NAME, ""), ("1.000005", "Hòa giải ở cơ sở", "")],
    );
    for (former, heirs) in [
        ("1.000003", ["1.000001"].as_slice()),
        ("1.000001", &["1.000001", "1.000005"]),
    ] {
        let said = [["lineage", "confirm", former, "--into"].as_slice(), heirs].concat();
        stdout(&tthc(folder.path(), &said), 0);
    }
    let diff = diff(&folder);
    let heir = of(&diff, "1.000001");
    assert_eq!(
        (&heir["status"], &heir["replaces"][0]),
        (&"changed".into(), &"1.000003".into())
    );
    let part = of(&diff, "1.000005");
    assert_eq!(
        (&part["status"], &part["lineage"]["kind"]),
        (&"added".into(), &"split".into())
    );
    let counts: Vec<_> = ["added", "removed", "changed", "replaced", "superseded", "unchanged"]
        .iter()
        .map(|key| diff["summary"][key].as_u64().unwrap())
        .collect();
    assert_eq!(counts, [1, 0, 1, 0, 1, 0]);
}

#[test]
fn what_a_person_and_a_record_say_against_one_another_is_named() {
    let folder = revisions(
        &[("1.000001", NAME, "")],
        &[
            ("1.000002", NAME, "thay_the: [1.000001]\n"),
            ("1.000004", "Hòa giải ở cơ sở", ""),
        ],
    );
    stdout(
        &tthc(folder.path(), &["lineage", "confirm", "1.000001", "--into", "1.000004"]),
        0,
    );
    let diff = diff(&folder);
    assert_eq!(of(&diff, "1.000002")["lineage"]["source"], "record");
    assert_eq!(of(&diff, "1.000004")["status"], "added");
    let check = stdout(&tthc(folder.path(), &["check", "2", "--format", "json"]), 1);
    let findings: serde_json::Value = serde_json::from_str(&check).unwrap();
    let mut findings = findings["findings"].as_array().unwrap().iter();
    let finding = findings.find(|finding| finding["rule"] == "pha-he").unwrap();
    assert_eq!((&finding["path"], &finding["line"]), (&"pha_he.yaml".into(), &3.into()));
    assert_eq!(
        finding["message"],
        "bản ghi 1.000002 nêu thay thế hoặc hợp nhất 1.000001, mục này ghi là 1.000004"
    );
}

#[test]
fn a_mistake_in_the_lineage_has_its_line() {
    let folder = revisions(&[], &[("1.000002", NAME, "")]);
    folder.write(
        "catalogue/pha_he.yaml",
        "- cu: [1.000001]\n  moi: [1.00002]\n  xac_nhan: true\n".as_bytes(),
    );
    let check = stdout(&tthc(folder.path(), &["check", "2", "--format", "json"]), 1);
    assert!(
        check.contains("\"path\": \"pha_he.yaml\"") && check.contains("\"line\": 2"),
        "{check}"
    );
    let refused = tthc(folder.path(), &["lineage", "confirm", "1.000003", "--into", "1.000002"]);
    stdout(&refused, 2);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("1 mistake(s)"));
}
