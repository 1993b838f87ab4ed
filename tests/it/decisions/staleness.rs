//! What a decision rests on changes: it goes stale, is confirmed, or is carried to the next revision.

use super::*;

#[test]
fn a_stale_decision_is_confirmed_without_typing_it_again() {
    let folder = catalogue();
    cut(&folder, &["1.000001"], &["--by", "Lê C", "--rule", "R-12"], 0);
    let before = read(&folder, "2026/1.000001.yaml");
    let changed = procedure("1.000001", "Cấp giấy A", "Thử").replace("10 ngày", "08 ngày");
    folder.write("catalogue/2026-07-01/thu_tuc/thu/1.000001.yaml", changed.as_bytes());
    let stale = "thủ tục đã thay đổi sau khi xem, ở: Cách thức thực hiện";
    assert!(run(&folder, &["decisions", "--stale"], 0).contains(&format!("Phải xem lại: {stale}")));
    assert!(run(&folder, &["check"], 0).contains(stale));
    assert!(refused(&folder, &["propose", "--out", "ra"]).contains(stale));
    let confirm = ["decide", "1.000001", "--confirm", "--by", "Lê C", "--on", "20/07/2026"];
    assert!(run(&folder, &confirm, 0).contains("đã xem lại, quyết định vẫn đúng"));
    let after = read(&folder, "2026/1.000001.yaml");
    let same = |text: &str| text.split("da_xem:").next().unwrap().to_owned();
    assert_eq!(same(&before), same(&after));
    assert!(
        after.contains(&format!(
            "  - buoc: xem_lai\n    ngay: 20/07/2026\n    nguoi: Lê C\n    ghi_chu: \"{stale}\"\n"
        )),
        "{after}"
    );
    run(&folder, &["propose", "--out", "ra"], 0);
    assert!(run(&folder, &confirm, 0).contains("không có gì thay đổi"));
    // What does not fit the new text is not confirmed.
    let gone = changed.replace("Bản sao hộ khẩu", "Bản sao hộ chiếu");
    folder.write("catalogue/2026-07-01/thu_tuc/thu/1.000001.yaml", gone.as_bytes());
    assert!(refused(&folder, &confirm).contains("hồ sơ không có giấy tờ «Bản sao hộ khẩu»"));
    assert_eq!(after, read(&folder, "2026/1.000001.yaml"));
}

#[test]
fn a_decision_goes_stale_with_the_rule_it_rests_on() {
    let folder = catalogue();
    cut(&folder, &["1.000001"], &["--by", "Lê C", "--rule", "R-12"], 0);
    let text = read(&folder, "2026/1.000001.yaml");
    let (head, rest) = text.split_once("  R-12: ").unwrap();
    let older = format!("{head}  R-12: 0{}", &rest[1..]);
    folder.write("catalogue/ra_soat/2026/1.000001.yaml", older.as_bytes());
    let stale = "quy tắc làm căn cứ đã thay đổi: R-12 (phiên bản 0, nay là ";
    assert!(run(&folder, &["decisions", "--stale"], 0).contains(stale));
    assert!(run(&folder, &["check"], 0).contains(stale));
    assert!(refused(&folder, &["propose", "--out", "ra"]).contains(stale));
    run(
        &folder,
        &["decide", "1.000001", "--confirm", "--by", "Lê C", "--on", "20/07/2026"],
        0,
    );
    run(&folder, &["propose", "--out", "ra"], 0);
}

#[test]
fn decisions_are_carried_where_nothing_they_rest_on_changed() {
    let folder = catalogue();
    for code in ["1.000001", "1.000002", "1.000003"] {
        cut(&folder, &[code], &["--by", "Lê C"], 0);
    }
    let renumbered = procedure("1.000009", "Xác nhận việc thứ ba", "Khác") + "thay_the: [1.000003]\n";
    let next = [
        ("1.000001", procedure("1.000001", "Cấp giấy A", "Thử")),
        (
            "1.000002",
            procedure("1.000002", "Đổi thẻ khác hẳn", "Thử").replace("10 ngày", "07 ngày"),
        ),
        ("1.000009", renumbered),
    ];
    revision(&folder, "2026-10-01", &next);
    let counts = COUNTS.replace("1.000003", "1.000009");
    folder.write("catalogue/2026-10-01/thong_ke/2025.csv", counts.as_bytes());
    let carry = ["decisions", "--carry", "2026-07-01", "2026-10-01", "--by", "Lê C"];
    let dry = run(&folder, &[&carry[..], &["--dry-run"]].concat(), 0);
    assert!(dry.contains("02 chuyển tiếp, 1 phải xem lại"), "{dry}");
    assert!(dry.contains("Chưa ghi gì"), "{dry}");
    let said = run(&folder, &carry, 0);
    assert!(
        said.contains("phải xem lại (1.000002): thủ tục đã thay đổi sau khi xem, ở: Cách thức thực hiện"),
        "{said}"
    );
    assert!(said.contains("chuyển tiếp, mã mới 1.000009"), "{said}");
    assert_eq!(said.matches("Đã ghi ").count(), 2, "{said}");
    // The older revision keeps its own decisions.
    run(&folder, &["--revision", "2026-07-01", "propose", "--out", "cu"], 0);
    run(&folder, &["--revision", "2026-10-01", "propose", "--out", "moi"], 0);
    let manifest = fs::read_to_string(folder.path().join("moi/manifest.json")).unwrap();
    assert!(
        manifest.contains("1.000009") && !manifest.contains("\"code\": \"1.000003\""),
        "{manifest}"
    );
    run(&folder, &["check", "2026-07-01", "2026-10-01"], 0);
    let again = run(&folder, &carry, 0);
    assert!(
        again.contains("00 chuyển tiếp, 1 phải xem lại, 2 đã có quyết định mới"),
        "{again}"
    );
    // A new decision on the newer revision goes beside the older one of the same year.
    let said = cut(&folder, &["1.000002"], &["--by", "Lê C"], 0);
    assert!(said.contains("ra_soat/2026/1.000002@2026-10-01.yaml"), "{said}");
}
