//! The life of one procedure over revisions.

use crate::support::{Folder, git, stdout, tthc, tthc_in_columns};

fn revisions() -> Folder {
    let folder = Folder::new(&[]);
    let procedure = |code: &str, limit: &str, rest: &str| {
        format!(
            "ma: {code}\nten: Đăng ký thử\nlinh_vuc: Thử\n{rest}cach_thuc:\n  - hinh_thuc: Trực tiếp\n    thoi_han: {limit}\n"
        )
    };
    let first = "quyet_dinh_cong_bo: 10/QĐ-BTP\nngay_cong_bo: 05/01/2024\n";
    let second = "quyet_dinh_cong_bo: 20/QĐ-BTP\nngay_cong_bo: 06/02/2026\nthay_the: [1.000001]\n";
    // The names of the folders are in another order than their dates.
    for (name, day, code, text) in [
        ("c", "01/01/2024", "1.000001", procedure("1.000001", "10 ngày", first)),
        ("b", "01/01/2025", "1.000001", procedure("1.000001", "08 ngày", first)),
        ("a", "01/01/2026", "1.000009", procedure("1.000009", "05 ngày", second)),
    ] {
        folder.write(
            &format!("catalogue/{name}/catalogue.yaml"),
            format!("ten: Thử\nngay: {day}\n").as_bytes(),
        );
        folder.write(&format!("catalogue/{name}/thu_tuc/thu/{code}.yaml"), text.as_bytes());
    }
    folder.write(
        "catalogue/a/van_ban/qd.yaml",
        "- {so_hieu: 20/QĐ-BTP, loai: Quyết định, trich_yeu: Công bố thủ tục thử, co_quan_ban_hanh: Bộ Tư pháp}\n"
            .as_bytes(),
    );
    folder
}

#[test]
fn a_procedure_is_followed_under_every_code() {
    let folder = revisions();
    let text = stdout(&tthc_in_columns(folder.path(), &["log", "1.000009"], None), 0);
    insta::assert_snapshot!(text, @r"
    1.000009 Đăng ký thử

    c (01/01/2024) [Đã có] 1.000001
      Theo Quyết định số 10/QĐ-BTP ngày 05/01/2024

    b (01/01/2025) [Sửa đổi, bổ sung] 1.000001
      ↓ Thời hạn giải quyết trực tiếp giảm từ 10 xuống 08 ngày (−20%)

    a (01/01/2026) [Thay thế] 1.000009 (thay 1.000001)
      Theo Quyết định số 20/QĐ-BTP ngày 06/02/2026 «Công bố thủ tục thử»
      · Mã thủ tục đổi từ «1.000001» thành «1.000009»
      · Quyết định công bố đổi từ «10/QĐ-BTP» thành «20/QĐ-BTP»
      · Ngày công bố đổi từ «05/01/2024» thành «06/02/2026»
      ↓ Thời hạn giải quyết trực tiếp giảm từ 08 xuống 05 ngày (−37,5%)
      · Thêm thủ tục được thay thế: 1.000001

    Không có quyết định công bố nào giải thích:
      - b 1.000001: 1 thay đổi nội dung, vẫn ghi Quyết định số 10/QĐ-BTP ngày 05/01/2024
    ");
    let by_old_code = stdout(&tthc_in_columns(folder.path(), &["log", "1.000001"], None), 0);
    assert_eq!(
        by_old_code.lines().skip(1).collect::<Vec<_>>(),
        text.lines().skip(1).collect::<Vec<_>>()
    );
}

#[test]
fn its_life_is_data_for_programs() {
    let folder = revisions();
    let json = stdout(&tthc(folder.path(), &["log", "1.000009", "--format", "json"]), 0);
    let history: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(history["unexplained"], 1);
    let events = history["events"].as_array().unwrap();
    assert_eq!(events.len(), 3);
    assert_eq!(events[1]["explained"], false);
    assert_eq!(events[2]["decision"]["title"], "Công bố thủ tục thử");
    assert_eq!(events[2]["replaces"][0], "1.000001");
}

#[test]
fn the_revisions_can_be_named() {
    let folder = revisions();
    let text = stdout(&tthc(folder.path(), &["log", "1.000001", "c", "b"]), 0);
    assert!(
        text.contains("[Sửa đổi, bổ sung] 1.000001") && !text.contains("1.000009"),
        "{text}"
    );
    let none = tthc(folder.path(), &["log", "9.999999"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("no procedure 9.999999"));
}

#[test]
fn commits_are_revisions_too() {
    let folder = Folder::new(&[("catalogue/r/catalogue.yaml", "ten: Thử\nngay: 01/01/2026\n")]);
    let write = |limit: &str| {
        let text = format!(
            "ma: 1.000001\nten: Đăng ký thử\nlinh_vuc: Thử\ncach_thuc:\n  - hinh_thuc: Trực tiếp\n    thoi_han: {limit}\n"
        );
        folder.write("catalogue/r/thu_tuc/thu/1.000001.yaml", text.as_bytes());
    };
    write("10 ngày");
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "một"]);
    folder.write("khac.txt", b"khong lien quan");
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "việc khác"]);
    write("08 ngày");
    git(folder.path(), &["commit", "-qam", "hai"]);
    write("05 ngày");
    let text = stdout(&tthc(folder.path(), &["log", "1.000001", "--git"]), 0);
    assert_eq!(text.matches("[Sửa đổi, bổ sung]").count(), 2, "{text}");
    assert!(
        text.contains("giảm từ 10 xuống 08 ngày") && text.contains("giảm từ 08 xuống 05 ngày"),
        "{text}"
    );
}
