//! One measure on several procedures.

use super::*;

#[test]
fn one_measure_on_several_procedures_is_one_file() {
    let folder = catalogue();
    let several = [&["decide", "1.000001", "1.000002", "1.000003"], &CUT[..]].concat();
    assert!(refused(&folder, &several).contains("only with --group TITLE"));
    let title = ["--group", "Bỏ bản sao hộ khẩu", "--by", "Lê C"];
    cut(&folder, &["1.000001", "1.000002", "1.000003"], &title, 0);
    let path = "2026/nhom-bo-ban-sao-ho-khau.yaml";
    assert_eq!(read(&folder, path).matches("  - ma: ").count(), 3);
    let said = run(&folder, &["propose", "--out", "ra"], 0);
    assert!(
        said.contains("Áp dụng 3 quyết định (1 phương án cho 3 thủ tục)"),
        "{said}"
    );
    let document = fs::read_to_string(folder.path().join("ra/quyet-dinh.md")).unwrap();
    assert!(
        document.contains("#### Đối với 02 TTHC có chung phương án “Bỏ bản sao hộ khẩu” (mục 2, 3; cả phụ lục có 03 thủ tục của phương án này)"),
        "{document}"
    );
    assert!(
        document.contains("**3.1. Nội dung đơn giản hóa; 3.2. Kiến nghị thực thi:** Như mục 2."),
        "{document}"
    );
    assert!(document.contains("Số phương án đơn giản hóa: 01"), "{document}");
    assert!(run(&folder, &["decisions"], 0).contains("01 phương án cho 03 thủ tục"));
    // Each goes stale by itself, and is confirmed by itself.
    let changed = procedure("1.000002", "Đổi thẻ khác hẳn", "Thử").replace("so_bo: 1", "so_bo: 2");
    folder.write("catalogue/2026-07-01/thu_tuc/thu/1.000002.yaml", changed.as_bytes());
    let said = run(&folder, &["decisions", "--stale"], 0);
    assert!(said.contains("1.000002") && !said.contains("1.000001"), "{said}");
    run(
        &folder,
        &["decide", "1.000002", "--confirm", "--by", "Lê C", "--on", "20/07/2026"],
        0,
    );
    run(&folder, &["propose", "--out", "ra"], 0);
    // One procedure cannot have two decisions.
    let twice = [&["decide", "1.000001"], &CUT[..]].concat();
    assert!(
        refused(&folder, &twice)
            .contains("thủ tục 1.000001 đã có quyết định ở catalogue/ra_soat/2026/nhom-bo-ban-sao-ho-khau.yaml")
    );
    let wrong = read(&folder, path).replace("nhom: Bỏ", "nhom: 05 thủ tục bỏ");
    folder.write(&format!("catalogue/ra_soat/{path}"), wrong.as_bytes());
    assert!(run(&folder, &["decisions"], 1).contains("ghi 05 thủ tục, nhóm có 03"));
}

#[test]
fn groups_that_say_nothing_or_too_much_are_named() {
    let folder = catalogue();
    folder.write(
        "catalogue/ra_soat/2026/nhom-a.yaml",
        "nhom: A\nphien_ban: 2026-07-01\n".as_bytes(),
    );
    let both = "ma: 1.000001\nphien_ban: 2026-07-01\nthu_tuc: [{ma: 1.000002}]\n";
    folder.write("catalogue/ra_soat/2026/nhom-b.yaml", both.as_bytes());
    let said = run(&folder, &["check"], 1);
    assert!(
        said.contains("nhom-a.yaml:1:7") && said.contains("nhóm không có thủ tục nào"),
        "{said}"
    );
    assert!(
        said.contains("nhom-b.yaml:3:1") && said.contains("ghi cả ma và thu_tuc"),
        "{said}"
    );
}

#[test]
fn a_group_is_confirmed_in_one_step_and_refusals_name_paths_that_open() {
    let folder = catalogue();
    let codes = ["1.000001", "1.000002", "1.000003"];
    cut(&folder, &codes, &["--group", "Bỏ bản sao hộ khẩu", "--by", "Lê C"], 0);
    for (code, name) in codes
        .iter()
        .zip(["Cấp giấy A", "Đổi thẻ khác hẳn", "Xác nhận việc thứ ba"])
    {
        let changed = procedure(code, name, "Thử").replace("so_bo: 1", "so_bo: 2");
        folder.write(
            &format!("catalogue/2026-07-01/thu_tuc/thu/{code}.yaml"),
            changed.as_bytes(),
        );
    }
    let confirm = ["--confirm", "--by", "Lê C", "--on", "20/07/2026"];
    let said = run(&folder, &[&["decide"], &codes[..], &confirm[..]].concat(), 0);
    assert_eq!(said.matches("đã xem lại, quyết định vẫn đúng").count(), 3, "{said}");
    assert_eq!(said.matches("Đã ghi").count(), 1, "{said}");
    let written = read(&folder, "2026/nhom-bo-ban-sao-ho-khau.yaml");
    // The third one was of another field before: two things changed, each is told once.
    assert_eq!(written.matches("buoc: xem_lai").count(), 2, "{written}");
    assert!(run(&folder, &["decisions", "--stale"], 0).contains("0 phải xem lại"));
    let gone = procedure(codes[1], "Đổi thẻ khác hẳn", "Thử").replace(", {ten: Bản sao hộ khẩu, ban_sao: 1}", "");
    folder.write("catalogue/2026-07-01/thu_tuc/thu/1.000002.yaml", gone.as_bytes());
    let refusal = refused(&folder, &[&["decide"], &codes[1..2], &confirm[..]].concat());
    assert!(
        refusal.contains("catalogue/ra_soat/2026/nhom-bo-ban-sao-ho-khau.yaml"),
        "{refusal}"
    );
}
