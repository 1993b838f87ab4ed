//! `tthc` as git's own diff, run by a real git.

use crate::support::{Folder, git_command};

const FILE: &str = "catalogue/2026-07-01/thu_tuc/thu/1.000001.yaml";

fn procedure(limit: &str) -> String {
    format!(
        "ma: 1.000001\nten: Đăng ký thử\nlinh_vuc: Thử\ncach_thuc:\n  - hinh_thuc: Trực tiếp\n    thoi_han: {limit}\n"
    )
}

fn git(folder: &Folder, args: &[&str]) -> String {
    let program = env!("CARGO_BIN_EXE_tthc");
    let output = git_command(folder.path())
        .args(["-c", &format!("diff.tthc.command={program} diff-driver")])
        .args(["-c", &format!("diff.tthc.textconv={program} textconv")])
        .args(args)
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "git {args:?}: {out}{err}");
    out.into_owned()
}

fn repository() -> Folder {
    let folder = Folder::new(&[
        (".gitattributes", "catalogue/**/thu_tuc/**/*.yaml diff=tthc\n"),
        (FILE, &procedure("10 ngày làm việc")),
        (
            "catalogue/2026-07-01/thu_tuc/thu/1.000002.yaml",
            "ma: 1.000002\nten: Sẽ bị bãi bỏ\n",
        ),
        (
            "catalogue/2026-07-01/thu_tuc/thu/1.000003.yaml",
            "ma: 1.000003\nten: Một\nmo_ta: giữ nguyên cả đoạn này\n",
        ),
    ]);
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "một"]);
    folder
}

#[test]
fn git_shows_changes_as_sentences() {
    let folder = repository();
    folder.write(FILE, procedure("07 ngày làm việc").as_bytes());
    folder.write(
        "catalogue/2026-07-01/thu_tuc/thu/1.000009.yaml",
        "ma: 1.000009\nten: Mới\n".as_bytes(),
    );
    std::fs::remove_file(folder.path().join("catalogue/2026-07-01/thu_tuc/thu/1.000002.yaml")).unwrap();
    let third = folder.path().join("catalogue/2026-07-01/thu_tuc/thu/1.000003.yaml");
    std::fs::rename(third, folder.path().join("catalogue/2026-07-01/thu_tuc/thu/khac.yaml")).unwrap();
    folder.write(
        "catalogue/2026-07-01/thu_tuc/thu/khac.yaml",
        "ma: 1.000003\nten: Hai\nmo_ta: giữ nguyên cả đoạn này\n".as_bytes(),
    );
    git(&folder, &["add", "-A"]);
    insta::assert_snapshot!(git(&folder, &["diff", "--cached", "-M20%"]), @r"
    == catalogue/2026-07-01/thu_tuc/thu/1.000001.yaml ==
    [Sửa đổi, bổ sung] 1.000001 Đăng ký thử
      ↓ Thời hạn giải quyết trực tiếp giảm từ 10 xuống 07 ngày làm việc (−30%)

    == catalogue/2026-07-01/thu_tuc/thu/1.000002.yaml ==
    [Bãi bỏ] 1.000002 Sẽ bị bãi bỏ

    == catalogue/2026-07-01/thu_tuc/thu/1.000009.yaml ==
    [Mới] 1.000009 Mới

    == catalogue/2026-07-01/thu_tuc/thu/1.000003.yaml → catalogue/2026-07-01/thu_tuc/thu/khac.yaml ==
    [Sửa đổi, bổ sung] 1.000003 Hai
      · Tên thủ tục đổi từ «Một» thành «Hai»
    ");
}

#[test]
fn a_broken_file_is_compared_as_text_and_git_goes_on() {
    let folder = repository();
    folder.write(FILE, procedure("07 ngày làm việc\nma: [").as_bytes());
    folder.write(
        "catalogue/2026-07-01/thu_tuc/thu/1.000002.yaml",
        "ma: 1.000002\nten: Còn\n".as_bytes(),
    );
    insta::assert_snapshot!(git(&folder, &["diff"]), @r"
    == catalogue/2026-07-01/thu_tuc/thu/1.000001.yaml ==
    (bản mới không đọc được như một thủ tục, lỗi ở dòng 7; so sánh từng từ)
      …
      cach_thuc:
        - hinh_thuc: Trực tiếp
          thoi_han: [-10 -]{+07 +}ngày làm việc
      {+ma: [+}


    == catalogue/2026-07-01/thu_tuc/thu/1.000002.yaml ==
    [Sửa đổi, bổ sung] 1.000002 Còn
      · Tên thủ tục đổi từ «Sẽ bị bãi bỏ» thành «Còn»
    ");
}

#[test]
fn only_the_layout_of_a_file_is_no_change_of_the_procedure() {
    let folder = repository();
    folder.write(
        FILE,
        format!("# ghi chú\n{}", procedure("'10 ngày làm việc'")).as_bytes(),
    );
    let text = git(&folder, &["diff"]);
    assert!(text.contains("nội dung thủ tục không đổi"), "{text}");
}

#[test]
fn histories_show_labels_in_place_of_yaml() {
    let folder = repository();
    folder.write(FILE, procedure("07 ngày làm việc").as_bytes());
    git(&folder, &["commit", "-qam", "hai"]);
    let text = git(&folder, &["log", "-p", "-1", "--format=%s"]);
    assert!(text.contains("-      Thời hạn giải quyết: 10 ngày làm việc"), "{text}");
    assert!(text.contains("+      Thời hạn giải quyết: 07 ngày làm việc"), "{text}");
}

#[test]
fn an_unmerged_file_is_named() {
    let folder = repository();
    git(&folder, &["checkout", "-qb", "khac"]);
    folder.write(FILE, procedure("05 ngày làm việc").as_bytes());
    git(&folder, &["commit", "-qam", "hai"]);
    git(&folder, &["checkout", "-q", "-"]);
    folder.write(FILE, procedure("07 ngày làm việc").as_bytes());
    git(&folder, &["commit", "-qam", "ba"]);
    let merge = git_command(folder.path())
        .args(["merge", "-q", "khac"])
        .output()
        .unwrap();
    assert!(!merge.status.success());
    let text = git(&folder, &["diff", "--ours"]);
    assert!(text.contains("xung đột"), "{text}");
}
