//! Importing again: the last import, this one, and what people have written since.

use std::fs;

use serde_json::Value;

use super::made::{change, changes, everything, import, told, whole, written};
use crate::support::{Folder, copy, failure, root, stdout, tthc};

const PATH: &str = "thu_tuc/linh-vuc-mau/1.000001.yaml";

/// A folder in which a procedure was imported.
fn imported() -> Folder {
    let folder = Folder::new(&[("a.jsonl", &whole("1.000001", "Cấp giấy phép mẫu"))]);
    import(&folder, &["a.jsonl"], &[], 0);
    folder
}

/// The source says something else from now on.
fn source(folder: &Folder, change: &[(&str, &str)]) {
    let text = change
        .iter()
        .fold(whole("1.000001", "Cấp giấy phép mẫu"), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        });
    folder.write("a.jsonl", text.as_bytes());
}

/// A person edits the procedure.
fn edit(folder: &Folder, change: &[(&str, &str)]) {
    let text = change.iter().fold(written(folder, PATH), |text, (from, to)| {
        assert!(text.contains(from), "{from} in {text}");
        text.replace(from, to)
    });
    folder.write(&format!("out/{PATH}"), text.as_bytes());
}

#[test]
fn the_same_files_again_change_nothing() {
    let folder = imported();
    let before = written(&folder, PATH);
    let plan = import(&folder, &["a.jsonl"], &["--apply"], 0);
    assert_eq!(plan["summary"]["procedures"]["same"], 1);
    assert_eq!(plan["files"], Value::Array(Vec::new()));
    assert_eq!(written(&folder, PATH), before);
}

#[test]
fn what_only_the_source_changed_is_shown_and_taken_over_when_asked_for() {
    let folder = imported();
    edit(
        &folder,
        &[(
            "ten: Cấp giấy phép mẫu\n",
            "# soạn ngày 02/07\nten: Cấp giấy phép mẫu\n",
        )],
    );
    source(
        &folder,
        &[("5 ngày làm việc", "3 ngày làm việc"), ("1/QĐ-UBND", "2/QĐ-UBND")],
    );
    let before = written(&folder, PATH);
    for _ in 0..2 {
        // Shown until somebody takes it over.
        let plan = import(&folder, &["a.jsonl"], &[], 0);
        assert_eq!(
            changes(&plan),
            [
                change("quyet_dinh_cong_bo", "proposed"),
                change("cach_thuc", "proposed")
            ]
        );
        assert_eq!(written(&folder, PATH), before);
    }
    let plan = import(&folder, &["a.jsonl"], &["--apply"], 0);
    assert_eq!(
        changes(&plan),
        [change("quyet_dinh_cong_bo", "applied"), change("cach_thuc", "applied")]
    );
    let after = written(&folder, PATH);
    assert_eq!(
        after,
        before
            .replace("5 ngày làm việc", "3 ngày làm việc")
            .replace("1/QĐ-UBND", "2/QĐ-UBND")
    );
    assert!(after.contains("# soạn ngày 02/07"));
    let plan = import(&folder, &["a.jsonl"], &[], 0);
    assert_eq!(plan["summary"]["procedures"]["same"], 1);
}

#[test]
fn an_edit_stays_and_where_both_changed_a_person_decides() {
    let folder = imported();
    edit(
        &folder,
        &[("Cấp giấy phép mẫu", "Cấp giấy phép mẫu (sửa)"), ("Sở Mẫu", "Sở Khác")],
    );
    source(&folder, &[("Sở Mẫu", "Sở Nguồn")]);
    let before = written(&folder, PATH);
    let plan = import(&folder, &["a.jsonl"], &["--apply"], 1);
    assert_eq!(
        changes(&plan),
        [change("ten", "edited"), change("co_quan_thuc_hien", "conflict")]
    );
    assert_eq!(written(&folder, PATH), before);
    assert_eq!(
        told(&plan, "nhap-xung-dot"),
        [
            "a.jsonl:1:10 «Cơ quan thực hiện» đã được sửa trong thu_tuc/linh-vuc-mau/1.000001.yaml và nguồn cũng khác; giữ bản đã sửa: \
          «Sở Khác»; nguồn ghi «Sở Nguồn»"
        ]
    );
    // Once the file says what the source does, there is nothing left to decide.
    edit(&folder, &[("Sở Khác", "Sở Nguồn")]);
    let plan = import(&folder, &["a.jsonl"], &[], 0);
    assert_eq!(changes(&plan), [change("ten", "edited")]);
}

#[test]
fn what_a_person_keeps_is_asked_again_when_the_source_changes_again() {
    let folder = imported();
    edit(&folder, &[("Sở Mẫu", "Sở Khác")]);
    source(&folder, &[("Sở Mẫu", "Sở Nguồn")]);
    // A look decides nothing, and without the word it is asked each time.
    for (options, kept, status) in [
        (&["--dry-run", "--keep"][..], "edited", 0),
        (&[], "conflict", 1),
        (&["--keep"], "edited", 0),
        (&[], "edited", 0),
    ] {
        let plan = import(&folder, &["a.jsonl"], options, status);
        assert_eq!(changes(&plan), [change("co_quan_thuc_hien", kept)], "{options:?}");
    }
    source(&folder, &[("Sở Mẫu", "Sở Nguồn Mới")]);
    let plan = import(&folder, &["a.jsonl"], &["--apply"], 1);
    assert_eq!(changes(&plan), [change("co_quan_thuc_hien", "conflict")]);
    assert!(written(&folder, PATH).contains("Sở Khác"));
}

#[test]
fn a_remark_at_a_value_is_an_edit() {
    let folder = imported();
    edit(
        &folder,
        &[(
            "quyet_dinh_cong_bo: 1/QĐ-UBND",
            "quyet_dinh_cong_bo: 1/QĐ-UBND # đã đối chiếu",
        )],
    );
    source(&folder, &[("1/QĐ-UBND", "2/QĐ-UBND")]);
    let before = written(&folder, PATH);
    let plan = import(&folder, &["a.jsonl"], &["--apply"], 1);
    assert_eq!(changes(&plan), [change("quyet_dinh_cong_bo", "conflict")]);
    assert_eq!(written(&folder, PATH), before);
}

#[test]
fn a_file_that_knows_less_takes_nothing_away() {
    let folder = imported();
    folder.write(
        "b.csv",
        "Mã số;Tên;Từ khóa\n1.000001;Cấp giấy phép mẫu;giấy phép\n".as_bytes(),
    );
    let plan = import(&folder, &["b.csv"], &["--apply"], 0);
    assert_eq!(changes(&plan), [change("tu_khoa", "applied")]);
    assert!(written(&folder, PATH).ends_with("tu_khoa:\n  - giấy phép\n"));
    // What the first file said is still known: its change is no conflict.
    source(&folder, &[("Sở Mẫu", "Sở Nguồn")]);
    let plan = import(&folder, &["a.jsonl"], &[], 0);
    assert_eq!(changes(&plan), [change("co_quan_thuc_hien", "proposed")]);
}

#[test]
fn a_procedure_somebody_deleted_stays_away() {
    let folder = imported();
    fs::remove_file(folder.path().join("out").join(PATH)).unwrap();
    let plan = import(&folder, &["a.jsonl"], &["--apply"], 0);
    assert_eq!(plan["procedures"][0]["fate"], "deleted");
    assert!(!folder.path().join("out").join(PATH).exists());
}

#[test]
fn a_procedure_that_was_moved_is_found_by_its_code() {
    let folder = imported();
    let out = folder.path().join("out");
    fs::create_dir_all(out.join("thu_tuc/khac")).unwrap();
    fs::rename(out.join(PATH), out.join("thu_tuc/khac/1.000001.yaml")).unwrap();
    source(&folder, &[("1/QĐ-UBND", "2/QĐ-UBND")]);
    let plan = import(&folder, &["a.jsonl"], &["--apply"], 0);
    assert_eq!(plan["files"], serde_json::json!(["thu_tuc/khac/1.000001.yaml"]));
}

#[test]
fn a_file_that_cannot_be_read_is_not_written_over() {
    let folder = imported();
    folder.write(&format!("out/{PATH}"), b"ma: [1.000001\n");
    let plan = import(&folder, &["a.jsonl"], &["--apply"], 1);
    assert_eq!(plan["procedures"][0]["fate"], "refused");
    assert!(told(&plan, "nhap-ghi")[0].contains("không ghi đè"));
    assert_eq!(written(&folder, PATH), "ma: [1.000001\n");
}

#[test]
fn a_dry_run_says_everything_and_writes_nothing() {
    let folder = Folder::new(&[("a.jsonl", &whole("1.000001", "Một"))]);
    let plan = import(&folder, &["a.jsonl"], &["--dry-run"], 0);
    assert_eq!(plan["written"], false);
    assert_eq!(plan["files"][2], "thu_tuc/linh-vuc-mau/1.000001.yaml");
    assert!(!folder.path().join("out").exists());
    let folder = imported();
    source(&folder, &[("1/QĐ-UBND", "2/QĐ-UBND")]);
    let before = everything(&folder.path().join("out"));
    let plan = import(&folder, &["a.jsonl"], &["--dry-run", "--apply"], 0);
    assert_eq!(changes(&plan), [change("quyet_dinh_cong_bo", "applied")]);
    assert_eq!(everything(&folder.path().join("out")), before);
}

#[test]
fn an_import_that_was_broken_off_goes_on_where_it_stopped() {
    let folder = Folder::new(&[(
        "a.jsonl",
        &format!("{}\n{}", whole("1.000001", "Một"), whole("1.000002", "Hai")),
    )]);
    import(&folder, &["a.jsonl"], &[], 0);
    let whole = everything(&folder.path().join("out"));
    // As it is when the power goes after the first procedure: the head is there, the memory is not.
    fs::remove_dir_all(folder.path().join("out/nhap")).unwrap();
    fs::remove_file(folder.path().join("out/thu_tuc/linh-vuc-mau/1.000002.yaml")).unwrap();
    let plan = import(&folder, &["a.jsonl"], &[], 0);
    assert_eq!(
        (
            &plan["summary"]["procedures"]["new"],
            &plan["summary"]["procedures"]["same"]
        ),
        (&1.into(), &1.into())
    );
    assert_eq!(everything(&folder.path().join("out")), whole);
}

#[test]
fn new_fields_and_agencies_are_added_to_the_head_in_place() {
    let folder = imported();
    let head = written(&folder, "catalogue.yaml").replace("linh_vuc:", "# danh sách lĩnh vực\nlinh_vuc:");
    folder.write("out/catalogue.yaml", head.as_bytes());
    folder.write(
        "a.jsonl",
        whole("1.000002", "Hai")
            .replace("Lĩnh vực mẫu", "Lĩnh vực mới")
            .replace("Sở Mẫu", "Sở Mới")
            .as_bytes(),
    );
    let plan = import(&folder, &["a.jsonl"], &[], 0);
    assert_eq!(
        plan["files"],
        serde_json::json!(["catalogue.yaml", "thu_tuc/linh-vuc-moi/1.000002.yaml"])
    );
    let after = written(&folder, "catalogue.yaml");
    let added = after
        .replace("  - ma: linh-vuc-moi\n    ten: Lĩnh vực mới\n", "")
        .replace("  - ten: Sở Mới\n", "");
    assert_eq!(added, head);
    stdout(&tthc(folder.path(), &["--catalogue", "out", "check"]), 0);
}

#[test]
fn without_its_memory_every_difference_is_shown() {
    let folder = imported();
    folder.write("out/nhap/gia_tri.jsonl.gz", b"\x1f\x8bhong");
    let error = failure(&tthc(folder.path(), &["import", "a.jsonl", "--out", "out"]));
    assert!(
        error.contains("cannot read out/nhap/gia_tri.jsonl.gz; put it back from a backup"),
        "{error}"
    );
    fs::remove_file(folder.path().join("out/nhap/gia_tri.jsonl.gz")).unwrap();
    source(&folder, &[("1/QĐ-UBND", "2/QĐ-UBND")]);
    let plan = import(&folder, &["a.jsonl"], &["--apply"], 1);
    assert_eq!(changes(&plan), [change("quyet_dinh_cong_bo", "conflict")]);
}

#[test]
fn changes_are_printed_as_words_that_went_and_came() {
    let folder = imported();
    edit(&folder, &[("Sở Mẫu", "Sở Khác")]);
    source(
        &folder,
        &[("5 ngày làm việc", "3 ngày làm việc"), ("Sở Mẫu", "Sở Nguồn")],
    );
    let text = stdout(
        &tthc(
            folder.path(),
            &["import", "a.jsonl", "--out", "out", "--dry-run", "--date", "01/07/2026"],
        ),
        1,
    );
    // The sum says what the bytes are, which the words of this test decide.
    let (before, sum) = text.split_once("SHA-256 ").unwrap();
    let text = format!("{before}SHA-256 {}", &sum[12..]);
    insta::assert_snapshot!(text, @r"
    a.jsonl: JSON, 1 bản ghi (SHA-256 …)
    1 thủ tục: 1 nguồn khác bản đang có

    1 trường chỉ nguồn thay đổi, thêm --apply để nhận
      1.000001 Cấp giấy phép mẫu (thu_tuc/linh-vuc-mau/1.000001.yaml)
        Cách thức thực hiện: Trực tiếp; [-5 -]{+3 +}ngày làm việc; 8.000 đồng; Lệ phí

    1 trường cả hai đều sửa, giữ bản của người dùng
      1.000001 Cấp giấy phép mẫu (thu_tuc/linh-vuc-mau/1.000001.yaml)
        Cơ quan thực hiện: Sở [-Khác-]{+Nguồn+}

    Cao [nhap-xung-dot], 1 chỗ:
      «Cơ quan thực hiện» đã được sửa trong thu_tuc/linh-vuc-mau/1.000001.yaml và nguồn cũng khác; giữ
        bản đã sửa: «Sở Khác»; nguồn ghi «Sở Nguồn»: a.jsonl:1:10
        → chọn một giá trị, ghi vào tệp; nhập lại với --keep để giữ bản đã sửa và không hỏi lại

    Chạy thử, không ghi gì; sẽ ghi 1 tệp vào out
    ");
}

/// Somebody saves a file after the import looked at it: theirs stays, and nothing else is written.
#[test]
fn what_is_edited_while_an_import_looks_is_never_written_over() {
    use tthc::exchange::import;
    use tthc::progress::Silent;

    let folder = imported();
    source(&folder, &[("5 ngày làm việc", "3 ngày làm việc")]);
    let day = "02/07/2026".parse().unwrap();
    let out = folder.path().join("out");
    let read = import::read(&[folder.path().join("a.jsonl")], day, &Silent).unwrap();
    let choice = import::Choice {
        apply: true,
        ..import::Choice::default()
    };
    let plan = import::plan(read, &out, choice, day, &Silent).unwrap();
    assert_eq!(plan.files().collect::<Vec<_>>(), [PATH]);
    edit(&folder, &[("5 ngày làm việc", "4 ngày làm việc")]);
    let before = (written(&folder, PATH), fs::read(out.join("nhap/nguon.jsonl")).unwrap());
    let refused = plan.write(&Silent).unwrap_err().to_string();
    assert!(
        refused.ends_with("was changed while the import looked at it, and nothing was written; import again"),
        "{refused}"
    );
    assert_eq!(
        (written(&folder, PATH), fs::read(out.join("nhap/nguon.jsonl")).unwrap()),
        before
    );
    // Looked at again, it is a conflict for a person.
    let plan = import(&folder, &["a.jsonl"], &["--apply"], 1);
    assert_eq!(changes(&plan), [change("cach_thuc", "conflict")]);
}

/// A file that is a link is not written through, as everywhere in a catalogue.
#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let folder = imported();
    source(&folder, &[("5 ngày làm việc", "3 ngày làm việc")]);
    let (file, other) = (folder.path().join("out").join(PATH), folder.path().join("khac.yaml"));
    fs::rename(&file, &other).unwrap();
    std::os::unix::fs::symlink(&other, &file).unwrap();
    let before = fs::read(&other).unwrap();
    let failed = tthc(folder.path(), &["import", "a.jsonl", "--out", "out", "--apply"]);
    assert_ne!(failed.status.code(), Some(0));
    assert_eq!(fs::read(&other).unwrap(), before);
}

/// A row has no room for the copies of each paper or the clause of a basis; coming back it takes nothing away.
#[test]
fn our_own_rows_that_nobody_edited_say_nothing_new() {
    let folder = Folder::new(&[]);
    copy(&root().join("catalogue/2026-07-01"), &folder.path().join("out"));
    for name in ["a.csv", "a.xlsx"] {
        let to = name.split_once('.').unwrap().1;
        let export = ["--revision", "out", "export", "--to", to, "--out", name];
        stdout(&tthc(folder.path(), &export), 0);
        let plan = import(&folder, &[name], &["--apply"], 0);
        assert_eq!(plan["summary"]["procedures"]["same"], 97, "{name}: {}", plan["summary"]);
        assert!(
            plan["procedures"]
                .as_array()
                .unwrap()
                .iter()
                .all(|one| one["changes"] == Value::Array(Vec::new())),
            "{name}"
        );
    }
    // What somebody edits is a change of its field, and of no other.
    let text = std::fs::read_to_string(folder.path().join("a.csv")).unwrap();
    assert!(text.contains("Thủ tục đăng ký khai sinh"));
    folder.write(
        "a.csv",
        text.replacen("Thủ tục đăng ký khai sinh", "Đăng ký khai sinh", 1)
            .as_bytes(),
    );
    let plan = import(&folder, &["a.csv"], &[], 0);
    let changed: Vec<&Value> = plan["procedures"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|one| one["changes"].as_array().unwrap())
        .map(|change| &change["field"])
        .collect();
    assert_eq!(changed, ["ten"]);
}

#[test]
fn a_text_in_a_block_of_lines_comes_back_as_it_is() {
    let folder = Folder::new(&[]);
    copy(&root().join("catalogue/2026-07-01"), &folder.path().join("out"));
    let path = folder.path().join("out/thu_tuc/ho-tich/1.001193.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let line = text.lines().find(|line| line.starts_with("mo_ta: ")).unwrap();
    std::fs::write(&path, text.replacen(line, "mo_ta: |\n  Một\n  hai", 1)).unwrap();
    let export = ["--revision", "out", "export", "--to", "jsonl", "--out", "a.jsonl"];
    stdout(&tthc(folder.path(), &export), 0);
    let plan = import(&folder, &["a.jsonl"], &[], 0);
    assert_eq!(plan["summary"]["procedures"]["same"], 97, "{}", plan["summary"]);
}

#[test]
fn a_file_without_a_procedure_makes_no_revision() {
    let folder = Folder::new(&[]);
    folder.write("a.csv", "Mã số,Tên\n".as_bytes());
    stdout(&tthc(folder.path(), &["import", "a.csv", "--out", "moi"]), 0);
    assert!(!folder.path().join("moi").exists());
}
