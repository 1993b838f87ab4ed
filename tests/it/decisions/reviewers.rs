//! Two persons who look at one procedure without seeing each other.

use super::*;

/// What the first reviewer writes must not be seen before the second one has written too.
#[test]
fn the_second_reviewer_does_not_see_the_first() {
    let folder = catalogue();
    let first = [
        "decide",
        "1.000001",
        "--reviewer",
        "Nguyễn Văn A",
        "--outcome",
        "bai_bo",
        "--reason",
        "bí mật thứ nhất",
    ];
    let first = [&first[..], &["--amend", "Bãi bỏ: Điều 3 01/2020/NĐ-CP"]].concat();
    let said = run(&folder, &first, 0);
    assert!(
        said.contains("ra_soat/2026/danh_gia/nguyen-van-a/1.000001.yaml"),
        "{said}"
    );
    assert!(said.contains("chờ đánh giá của người thứ hai"), "{said}");
    run(
        &folder,
        &["decide", "1.000001", "--reviewer", "Nguyễn Văn A", "--questionnaire"],
        0,
    );
    // A mistake in the file is named, its line is not shown.
    let path = folder
        .path()
        .join("catalogue/ra_soat/2026/danh_gia/nguyen-van-a/1.000003.yaml");
    fs::write(&path, "ma: 1.000003\nphuong_án: bí mật thứ nhất\n").unwrap();
    assert!(run(&folder, &["check"], 1).contains("1.000003.yaml:2:1"));
    for (args, status) in [
        (&["decisions"][..], 1),
        (&["decisions", "--agreement", "--format", "json"][..], 1),
        (&["decisions", "--format", "csv"][..], 1),
        (&["check"][..], 1),
        (&["check", "--format", "json"][..], 1),
        (&["review"][..], 0),
        (&["show", "1.000001"][..], 0),
        (&["log", "1.000001"][..], 0),
        (&["stats"][..], 0),
        (&["decide", "1.000001", "--adopt", "Nguyễn Văn A"][..], 2),
        (&["propose", "--out", "ra"][..], 2),
    ] {
        let output = tthc(folder.path(), args);
        assert_eq!(output.status.code(), Some(status), "{args:?}");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(!said.contains("bai_bo") && !said.contains("Bãi bỏ"), "{args:?}: {said}");
        let seen = said + &String::from_utf8(output.stderr).unwrap();
        assert!(!seen.contains("bí mật"), "{args:?}: {seen}");
    }
    fs::remove_file(path).unwrap();
    assert!(run(&folder, &["decisions"], 0).contains("1 đánh giá chờ người thứ hai"));
    let said = cut(&folder, &["1.000001"], &["--reviewer", "Trần Thị B"], 0);
    assert!(
        said.contains("đã đủ 02 đánh giá, chưa thống nhất ở: Phương án; Bãi bỏ thành phần"),
        "{said}"
    );
    let said = run(&folder, &["decisions", "--agreement"], 0);
    insta::assert_snapshot!(said, @r"

    Mức thống nhất về phương án: Nguyễn Văn A và Trần Thị B
      Tất cả: 0/1 (0%); kappa 0,000 (0/1)
      Thử: 0/1 (0%); kappa 0,000 (0/1)

    Chưa thống nhất
      1.000001 Cấp giấy A: Phương án
        - Nguyễn Văn A: Bãi bỏ thủ tục hành chính. Lý do: bí mật thứ nhất
        - Trần Thị B: Sửa đổi, bổ sung. Lý do: dữ liệu đã có
      1.000001 Cấp giấy A: Bãi bỏ thành phần hồ sơ: “Bản sao hộ khẩu”
        - Nguyễn Văn A: không đề xuất. Lý do: bí mật thứ nhất
        - Trần Thị B: đề xuất. Lý do: dữ liệu đã có
    00 phương án cho 00 thủ tục; 0 phải xem lại; 0 điểm cần sửa; 2 điểm chưa thống nhất
    ");
    // Who has seen the other's does not change the own one.
    let changed = refused(&folder, &[&first[..], &["--replace"]].concat());
    assert!(changed.contains("settle it with --adopt"), "{changed}");
    let said = refused(&folder, &["decide", "1.000001", "--adopt", "Trần Thị B"]);
    assert!(
        said.contains("Nguyễn Văn A: Bãi bỏ thủ tục hành chính. Lý do: bí mật thứ nhất"),
        "{said}"
    );
    run(
        &folder,
        &[
            "decide",
            "1.000001",
            "--adopt",
            "Trần Thị B",
            "--reason",
            "giấy tờ đã có trong dữ liệu",
        ],
        0,
    );
    let decision = read(&folder, "2026/1.000001.yaml");
    assert!(
        decision.contains("nguoi_quyet_dinh: Nguyễn Văn A, Trần Thị B"),
        "{decision}"
    );
    assert!(
        decision.contains("ghi_chu: \"theo đánh giá của Trần Thị B; không thống nhất ở: Phương án"),
        "{decision}"
    );
    assert!(run(&folder, &["decisions", "--conflict"], 0).contains("01 phương án cho 01 thủ tục"));
}

#[test]
fn one_reviewer_does_not_write_over_another() {
    let folder = catalogue();
    cut(&folder, &["1.000001"], &["--reviewer", "Lê A"], 0);
    let first = read(&folder, "2026/danh_gia/le-a/1.000001.yaml");
    let nameless = [&["decide", "1.000001"], &CUT[..], &["--reviewer", " "]].concat();
    assert!(refused(&folder, &nameless).contains("is no name of a reviewer"));
    // Their own one may be written again until the other's is in.
    cut(&folder, &["1.000001"], &["--reviewer", "Lê A", "--replace"], 0);
    // Names that would share a file are told apart.
    cut(&folder, &["1.000001"], &["--reviewer", "Le A"], 0);
    assert_eq!(read(&folder, "2026/danh_gia/le-a/1.000001.yaml"), first);
    assert!(read(&folder, "2026/danh_gia/le-a-2/1.000001.yaml").contains("nguoi_quyet_dinh: Le A"));
}

#[test]
fn agreement_is_counted_by_field_and_overall() {
    let folder = catalogue();
    let keep = ["--outcome", "giu_nguyen", "--reason", "cần thiết"];
    for (reviewer, outcomes) in [("A", [true, false, true]), ("B", [true, true, true])] {
        for (code, cuts) in ["1.000001", "1.000002", "1.000003"].into_iter().zip(outcomes) {
            let what: &[&str] = if cuts { &CUT } else { &keep };
            run(&folder, &[&["decide", code, "--reviewer", reviewer], what].concat(), 0);
        }
    }
    let said = run(&folder, &["decisions", "--agreement", "--format", "json"], 0);
    let json: serde_json::Value = serde_json::from_str(&said).unwrap();
    let pair = &json["agreement"]["pairs"][0];
    // A: 2 cut, 1 keep; B: 3 cut. e = 2·3 + 1·0 = 6; (3·2 − 6) / (9 − 6) = 0.
    assert_eq!(pair["overall"]["agreed"], 2);
    assert_eq!(pair["overall"]["of"], 3);
    assert_eq!(pair["overall"]["kappa"]["numerator"], 0);
    assert_eq!(pair["overall"]["kappa"]["denominator"], 3);
    assert_eq!(pair["by_field"][0]["field"], "Khác");
    assert_eq!(pair["by_field"][0]["tally"]["kappa"]["value"], serde_json::Value::Null);
    let said = run(&folder, &["decisions", "--agreement"], 0);
    assert!(said.contains("Tất cả: 2/3 (66,67%); kappa 0,000 (0/3)"), "{said}");
    assert!(said.contains("Khác: 1/1 (100%); kappa – (0/0)"), "{said}");
}
