//! Comparison of folders and of git revisions.

use crate::support::{Folder, git, root, stdout, tthc, tthc_in_columns};

const HEAD: &str = "ten: Thử\nngay: 01/07/2026\n";

fn procedure(limit: &str, paper: &str) -> String {
    format!(
        "ma: 1.000001
ten: Đăng ký thử
cap_thuc_hien: [Cấp xã]
linh_vuc: Thử
trinh_tu: [{{ten: Nộp hồ sơ}}]
cach_thuc:
  - hinh_thuc: Trực tiếp
    thoi_han: {limit}
ho_so:
  - giay_to:
      - {{ten: {paper}, ban_chinh: 1}}
      - {{ten: Tờ khai}}
"
    )
}

#[test]
fn git_revisions_are_compared_as_folders_are() {
    let folder = Folder::new(&[
        ("catalogue/r/catalogue.yaml", HEAD),
        (
            "catalogue/r/thu_tuc/thu/1.000001.yaml",
            &procedure("10 ngày làm việc", "Bản sao hộ khẩu"),
        ),
    ]);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "một"]);
    folder.write(
        "catalogue/r/thu_tuc/thu/1.000001.yaml",
        procedure("07 ngày làm việc", "Căn cước").as_bytes(),
    );
    let against_work_tree = stdout(&tthc_in_columns(folder.path(), &["diff", "HEAD"], None), 0);
    insta::assert_snapshot!(against_work_tree, @r"
    So sánh HEAD:catalogue/r với r

    == Lĩnh vực Thử ==

    [Sửa đổi, bổ sung] 1.000001 Đăng ký thử
      ↓ Thời hạn giải quyết trực tiếp giảm từ 10 xuống 07 ngày làm việc (−30%)
      ↓ Bỏ giấy tờ: Bản sao hộ khẩu (01 bản chính)
      ↑ Thêm giấy tờ: Căn cước (01 bản chính)

    Mới 0; sửa đổi, bổ sung 1; thay thế 0 (thay 0 thủ tục cũ); bãi bỏ 0; chỉ sửa cách viết 0; không đổi 0
    Nội dung thay đổi: nhẹ hơn 2, nặng hơn 1, trung tính 0, cần xem 0
    Giấy tờ: bỏ 1; thêm 1
    Thời hạn: giảm 1 (−3 ngày làm việc)
    ");
    git(folder.path(), &["commit", "-qam", "hai"]);
    let between_commits = stdout(
        &tthc(
            folder.path(),
            &["diff", "HEAD~1:catalogue/r", "HEAD:catalogue/r", "--exit-code"],
        ),
        1,
    );
    assert!(between_commits.contains("giảm từ 10 xuống 07 ngày làm việc"));
    assert!(
        stdout(
            &tthc_in_columns(folder.path(), &["diff", "HEAD", "--exit-code"], None),
            0
        )
        .contains("không đổi 1")
    );
}

#[test]
fn spelling_and_format_are_not_content() {
    let folder = Folder::new(&[
        ("catalogue/1/catalogue.yaml", HEAD),
        (
            "catalogue/1/thu_tuc/thu/1.000001.yaml",
            &procedure("5 ngày làm việc", "Bản sao sổ hoá đơn"),
        ),
        ("catalogue/2/catalogue.yaml", HEAD),
        (
            "catalogue/2/thu_tuc/thu/1.000001.yaml",
            &procedure("05 ngày làm việc", "Bản sao sổ hóa đơn"),
        ),
    ]);
    let text = stdout(&tthc(folder.path(), &["diff"]), 0);
    assert!(
        text.contains("sửa đổi, bổ sung 0;") && text.contains("chỉ sửa cách viết 1;"),
        "{text}"
    );
    let all = stdout(&tthc(folder.path(), &["diff", "--all"]), 0);
    assert!(
        all.contains("Sửa cách trình bày thời hạn giải quyết trực tiếp"),
        "{all}"
    );
}

#[test]
fn the_shipped_revisions_show_the_real_kinds_of_change() {
    let output = tthc(&root(), &["diff", "2025-06-30", "2026-07-01", "--format", "json"]);
    let diff: serde_json::Value = serde_json::from_str(&stdout(&output, 0)).unwrap();
    for kind in ["added", "removed", "changed", "replaced", "restyled"] {
        assert!(diff["summary"][kind].as_u64().unwrap() > 0, "no {kind}");
    }
    let change = diff["procedures"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|procedure| procedure["changes"].get(0))
        .unwrap();
    for key in ["field", "label", "kind", "old", "new", "burden", "sentence"] {
        assert!(change.get(key).is_some(), "{key} is missing: {change}");
    }
    let sentences: Vec<&str> = diff["procedures"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|procedure| procedure["changes"].as_array().unwrap())
        .filter_map(|change| change["sentence"].as_str())
        .collect();
    assert!(
        sentences
            .iter()
            .any(|sentence| sentence.starts_with("Cấp thực hiện chuyển từ Cấp huyện xuống Cấp xã"))
    );
    assert!(sentences.iter().any(|sentence| sentence.starts_with("Bỏ giấy tờ: ")));
    assert!(sentences.iter().all(|sentence| !sentence.is_empty()));
}

#[test]
fn a_revision_differs_from_itself_in_nothing() {
    let text = stdout(&tthc(&root(), &["diff", "2026-07-01", "2026-07-01", "--exit-code"]), 0);
    assert!(text.contains("Mới 0; sửa đổi, bổ sung 0; thay thế 0"), "{text}");
}

#[test]
fn a_remark_stored_among_the_papers_is_no_paper() {
    let with = |remark: &str| {
        procedure("5 ngày", "Bản sao hộ khẩu").replace("- {ten: Tờ khai}", &format!("- {{ten: \"{remark}\"}}"))
    };
    let folder = Folder::new(&[
        ("catalogue/1/catalogue.yaml", HEAD),
        ("catalogue/1/thu_tuc/thu/1.000001.yaml", &with("Tờ khai")),
        ("catalogue/2/catalogue.yaml", HEAD),
        (
            "catalogue/2/thu_tuc/thu/1.000001.yaml",
            &with("* Lưu ý: không nộp bản sao khi dữ liệu đã có"),
        ),
    ]);
    let text = stdout(&tthc(folder.path(), &["diff"]), 0);
    assert!(
        text.contains("↓ Bỏ giấy tờ: Tờ khai") && text.contains("· Thêm lưu ý: * Lưu ý: không nộp bản sao"),
        "{text}"
    );
    assert!(text.contains("Giấy tờ: bỏ 1"), "{text}");
}
