//! Wrong files are explained, hostile ones refused quickly, and neither stops the others.

use std::time::{Duration, Instant};

use crate::support::{Folder, stdout, tthc};

const HEAD: &str =
    "ten: Thử\nngay: 01/07/2026\nlinh_vuc: [{ma: thu, ten: Thử}]\ndanh_ba: [{ten: Ủy ban nhân dân cấp xã}]\n";

const SOUND: &str = "ma: 1.000001
ten: Đăng ký thử
cap_thuc_hien: [Cấp xã]
linh_vuc: Thử
trinh_tu: [{ten: Nộp hồ sơ}]
cach_thuc: [{hinh_thuc: Trực tiếp, thoi_han: 05 ngày làm việc}]
ho_so: [{giay_to: [{ten: Tờ khai, ban_chinh: 1}]}]
doi_tuong: [Công dân Việt Nam]
co_quan_thuc_hien: [Ủy ban nhân dân cấp xã]
ket_qua: [{ten: Giấy phép}]
can_cu_phap_ly: [{so_hieu: 63/2010/NĐ-CP}]
";

const REGISTER: &str = "- {so_hieu: 63/2010/NĐ-CP, loai: Nghị định, trich_yeu: Kiểm soát thủ tục hành chính, co_quan_ban_hanh: Chính phủ}\n";

fn catalogue(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(&[
        ("c/catalogue.yaml", HEAD),
        ("c/van_ban/chung.yaml", REGISTER),
        ("c/thu_tuc/thu/1.000001.yaml", SOUND),
    ]);
    for (path, text) in files {
        folder.write(path, text.as_bytes());
    }
    folder
}

fn findings(folder: &Folder, status: i32) -> Vec<String> {
    let output = tthc(folder.path(), &["check", "--catalogue", "c", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&stdout(&output, status)).unwrap();
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| {
            format!(
                "{}:{}:{} [{}] {}",
                finding["path"].as_str().unwrap(),
                finding["line"],
                finding["column"],
                finding["rule"].as_str().unwrap(),
                finding["message"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn a_sound_catalogue_has_nothing_to_say() {
    assert_eq!(findings(&catalogue(&[]), 0), Vec::<String>::new());
}

#[test]
fn cost_observations_on_nothing_or_without_a_readable_frequency_are_errors() {
    let folder = catalogue(&[
        ("c/chi_phi/1.000009.yaml", "ma: 1.000009\nnguon: thử\ncong_viec: []\n"),
        (
            "c/chi_phi/1.000001.yaml",
            "ma: 1.000001\nnguon: thử\nso_lan_nam: thỉnh thoảng\ncong_viec: []\n",
        ),
    ]);
    let found = findings(&folder, 1);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("c/chi_phi/1.000001.yaml:3:13 [gia-tri]"),
        "{found:?}"
    );
    assert!(
        found[1].starts_with("c/chi_phi/1.000009.yaml:1:5 [tham-chieu]"),
        "{found:?}"
    );
}

#[test]
fn every_mistake_of_a_file_is_named_with_its_line() {
    let folder = catalogue(&[(
        "c/thu_tuc/thu/1.000002.yaml",
        "ma: 1.000002
ten: Đăng ký hai
cap_thuc_hien: Cấp xã
thoi_hann: 5 ngày
linh_vuc: Thử
ten: Lần nữa
ho_so:
  - giay_to:
      - ten: Tờ khai
        ban_chinh: một
tu_khoa:
",
    )]);
    assert_eq!(
        findings(&folder, 1),
        [
            "c/thu_tuc/thu/1.000002.yaml:3:16 [sai-kieu] cần một danh sách, nhưng đây là chữ",
            "c/thu_tuc/thu/1.000002.yaml:4:1 [khoa-la] không có khóa «thoi_hann»",
            "c/thu_tuc/thu/1.000002.yaml:6:1 [khoa-trung] khóa «ten» ghi hai lần, lần đầu ở dòng 2",
            "c/thu_tuc/thu/1.000002.yaml:10:20 [sai-kieu] «một» không phải số nguyên",
            "c/thu_tuc/thu/1.000002.yaml:11:8 [gia-tri-trong] khóa để trống",
        ]
    );
}

/// A file that was emptied by mistake must not vanish from the catalogue.
#[test]
fn a_file_that_says_nothing_is_an_error() {
    for (text, expected) in [
        ("", "1:1 [yaml] tệp trống"),
        ("# chỉ có chú thích\n  # thụt vào\n", "1:1 [yaml] tệp trống"),
        ("---\n", "1:1 [yaml] tệp trống"),
        ("--- # mở đầu\n...\n", "1:1 [yaml] tệp trống"),
        ("...\n", "1:1 [yaml] tệp trống"),
        ("%YAML 1.2\n---\n", "1:1 [yaml] tệp trống"),
        ("  \n\r\n \n", "1:1 [yaml] tệp trống"),
        ("\u{feff}", "1:1 [yaml] tệp trống"),
        ("\u{feff}# chú thích\n", "1:1 [yaml] tệp trống"),
        ("~\n", "1:1 [yaml] tệp trống"),
        ("{}\n", "1:1 [thieu-bo-phan] thiếu mã thủ tục"),
        ("# một\nma: ''\n", "2:5 [thieu-bo-phan] thiếu mã thủ tục"),
    ] {
        for folder in ["thu_tuc/thu", "chi_phi"] {
            let path = format!("c/{folder}/1.000002.yaml");
            let found = findings(&catalogue(&[(&path, text)]), 1);
            assert_eq!(found, [format!("{path}:{expected}")], "{text:?}");
        }
    }
    let path = "c/thu_tuc/thu/1.000002.yaml";
    assert_eq!(
        findings(&catalogue(&[(path, "ten: Đăng ký\n")]), 1),
        [format!("{path}:1:1 [thieu-bo-phan] thiếu mã thủ tục")]
    );
}

#[test]
fn values_references_and_missing_parts_are_named_with_their_line() {
    let text = SOUND
        .replace("1.000001", "1.000003")
        .replace("[Cấp xã]", "[Cấp phường]")
        .replace("linh_vuc: Thử", "linh_vuc: Lạ")
        .replace("Ủy ban nhân dân cấp xã", "Uỷ ban nhân dân cấp xã")
        .replace("63/2010/NĐ-CP", "64/2010/NĐ-CP")
        .replace("05 ngày làm việc", "khi nào xong")
        .replace("doi_tuong: [Công dân Việt Nam]\n", "ngay_cong_bo: 31/02/2026\n");
    let folder = catalogue(&[("c/thu_tuc/thu/1.000003.yaml", &text)]);
    assert_eq!(
        findings(&folder, 1),
        [
            "c/thu_tuc/thu/1.000003.yaml:0:0 [thieu-bo-phan] thiếu «Đối tượng thực hiện» (điểm e khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP)",
            "c/thu_tuc/thu/1.000003.yaml:3:17 [gia-tri-la] không hiểu giá trị «Cấp phường»",
            "c/thu_tuc/thu/1.000003.yaml:4:11 [tham-chieu] lĩnh vực «Lạ» không có trong catalogue.yaml",
            "c/thu_tuc/thu/1.000003.yaml:6:46 [gia-tri-la] không hiểu giá trị «khi nào xong»",
            "c/thu_tuc/thu/1.000003.yaml:8:15 [gia-tri-la] không hiểu giá trị «31/02/2026»",
            "c/thu_tuc/thu/1.000003.yaml:9:21 [tham-chieu] cơ quan «Uỷ ban nhân dân cấp xã» viết khác danh mục",
            "c/thu_tuc/thu/1.000003.yaml:11:18 [tham-chieu] văn bản 64/2010/NĐ-CP không có trong van_ban/",
        ]
    );
}

#[test]
fn wrong_rows_of_the_counts_are_named_with_their_line() {
    let folder = catalogue(&[(
        "c/thong_ke/2025.csv",
        "# thử\nma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon
1.000009,Xã,1,0,0,0,0,0,x
1.000001,Xã,18446744073709551615,0,0,0,0,0,x
1.000001,Xã,18446744073709551615,18446744073709551615,0,0,0,0,x
",
    )]);
    assert_eq!(
        findings(&folder, 1),
        [
            "c/thong_ke/2025.csv:4:1 [thong-ke] 1.000001: số hồ sơ lớn vô lý",
            "c/thong_ke/2025.csv:5:1 [thong-ke] 1.000001: số hồ sơ lớn vô lý",
            "c/thong_ke/2025.csv:3:1 [tham-chieu] thống kê của thủ tục 1.000009 không có trong phiên bản này",
        ]
    );
}

#[test]
fn the_same_code_twice_and_odd_letters_are_found() {
    let folder = catalogue(&[
        ("c/thu_tuc/thu/ban-sao.yaml", SOUND),
        (
            "c/thu_tuc/thu/1.000004.yaml",
            &SOUND
                .replace("1.000001", "1.000004")
                .replace("Tờ khai", "Tơ\u{300} khai\u{200b}"),
        ),
    ]);
    let found = findings(&folder, 1).join("\n");
    assert!(
        found.contains("ban-sao.yaml:1:5 [trung-ma] mã 1.000001 đã dùng ở thu_tuc/thu/1.000001.yaml"),
        "{found}"
    );
    assert!(
        found.contains("1.000004.yaml:7:28 [ky-tu] chữ viết bằng tổ hợp rời"),
        "{found}"
    );
    assert!(found.contains("[ky-tu] ký tự không nhìn thấy U+200B"), "{found}");
}

#[test]
fn the_text_form_shows_the_line_and_the_advice() {
    let folder = catalogue(&[("c/thu_tuc/thu/1.000002.yaml", "ma: 1.000002\nthoi_han: 5 ngày\n")]);
    let output = tthc(folder.path(), &["check", "--catalogue", "c"]);
    insta::assert_snapshot!(stdout(&output, 1), @r"
    Lỗi[khoa-la]: không có khóa «thoi_han»
     --> c/thu_tuc/thu/1.000002.yaml:2:1
      |
    2 | thoi_han: 5 ngày
      | ^^^^^^^^^^^^^^^^
      |
      = ở: thoi_han
      = cách sửa: các khóa dùng được: ma, ten, cap_thuc_hien, loai, phan_loai, nganh_doc, linh_vuc, trang_thai, quyet_dinh_cong_bo, ngay_cong_bo, co_quan_ban_hanh, mo_ta, muc_dich, trinh_tu, cach_thuc, ho_so, so_bo, doi_tuong, co_quan_thuc_hien, co_quan_tham_quyen, co_quan_uy_quyen, co_quan_phoi_hop, dia_chi_tiep_nhan, mot_cua, iso, ket_qua, can_cu_phap_ly, yeu_cau_dieu_kien, tu_khoa, lien_quan, thay_the, hop_nhat_tu

    1 thủ tục: 1 lỗi, 0 điểm cần xem
    ");
}

/// Each hostile file is refused with a message in well under a second, and the sound procedure beside it still loads.
#[test]
fn hostile_files_are_refused_quickly() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]\n";
    let brackets = "[".repeat(200_000);
    let huge = format!("ma: 1.000009\nten: \"{}\"\n", "x".repeat(10_000_000));
    let conflict = "ma: 1.000009\n<<<<<<< HEAD\nten: Một\n=======\nten: Hai\n>>>>>>> nhanh\n";
    let dashes = "- ".repeat(100_000);
    let cases: [(&str, &[u8], &str); 8] = [
        ("alias bomb", bomb.as_bytes(), "dùng neo (&) hoặc tham chiếu (*)"),
        ("brackets", brackets.as_bytes(), "lồng quá"),
        ("dashes", dashes.as_bytes(), "lồng quá"),
        ("10 MB scalar", huge.as_bytes(), "tệp quá lớn"),
        (
            "invalid UTF-8",
            b"ma: 1.000009\nten: \xff\xfe\n",
            "tệp không phải văn bản UTF-8",
        ),
        ("conflict markers", conflict.as_bytes(), "còn dấu xung đột khi trộn git"),
        ("NUL bytes", b"ma: 1.000009\nten: a\0b\n", "ký tự điều khiển"),
        ("two documents", b"ma: 1.000009\n---\nma: 1.000009\n", "nhiều tài liệu"),
    ];
    for (name, bytes, expected) in cases {
        let folder = catalogue(&[]);
        folder.write("c/thu_tuc/thu/1.000009.yaml", bytes);
        let start = Instant::now();
        let found = findings(&folder, 1);
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "{name} took {:?}",
            start.elapsed()
        );
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].contains(expected), "{name}: {found:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_and_folders_named_as_files_are_not_followed() {
    let folder = catalogue(&[("c/thu_tuc/thu/x.yaml/y.txt", "")]);
    std::os::unix::fs::symlink("..", folder.path().join("c/thu_tuc/vong")).unwrap();
    let found = findings(&folder, 1);
    assert_eq!(
        found,
        [
            "c/thu_tuc/thu/x.yaml:0:0 [tep] là thư mục nhưng có tên như tệp",
            "c/thu_tuc/vong:0:0 [tep] là liên kết tượng trưng, không được đọc",
        ]
    );
}

#[test]
fn notepad_files_are_read() {
    let folder = catalogue(&[]);
    let text = format!(
        "\u{feff}{}",
        SOUND.replace("1.000001", "1.000005").replace('\n', "\r\n")
    );
    folder.write("c/thu_tuc/thu/1.000005.yaml", text.as_bytes());
    assert_eq!(findings(&folder, 0), Vec::<String>::new());
}

/// Code hosts show findings beside the lines they speak of: they need each file's path from where the command ran.
#[test]
fn programs_are_told_where_the_files_are_from_here() {
    let folder = catalogue(&[("c/thu_tuc/thu/1.000002.yaml", "ma: 1.000002\nten: 100%,\nso_bo: một\n")]);
    let run = |args: &[&str]| stdout(&tthc(folder.path(), args), 1);
    let check = ["check", "--catalogue", "c", "--format"];
    let github = run(&[&check[..], &["github"]].concat());
    let said = github.lines().find(|line| line.contains("số nguyên")).unwrap();
    assert!(
        said.starts_with("::error file=c/thu_tuc/thu/1.000002.yaml,line=3,col=8::«một» không phải số nguyên"),
        "{said}"
    );
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let gitlab = json(&run(&[&check[..], &["gitlab"]].concat()));
    let entries = gitlab.as_array().unwrap();
    let entry = entries
        .iter()
        .find(|entry| entry["location"]["lines"]["begin"] == 3)
        .unwrap();
    assert_eq!(entry["location"]["path"], "c/thu_tuc/thu/1.000002.yaml");
    assert_eq!(entry["severity"], "blocker");
    let prints = |list: &[serde_json::Value]| -> std::collections::BTreeSet<String> {
        list.iter().map(|entry| entry["fingerprint"].to_string()).collect()
    };
    assert_eq!(prints(entries).len(), entries.len(), "each has its own fingerprint");
    let sarif = json(&run(&[&check[..], &["sarif"]].concat()));
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), entries.len());
    let places = results.iter().map(|result| &result["locations"][0]["physicalLocation"]);
    assert!(
        places
            .clone()
            .all(|place| place["artifactLocation"]["uri"].as_str().unwrap().starts_with("c/"))
    );

    // A line that moves takes its fingerprint along.
    folder.write(
        "c/thu_tuc/thu/1.000002.yaml",
        "# thêm\nma: 1.000002\nten: 100%,\nso_bo: một\n".as_bytes(),
    );
    let moved = json(&run(&[&check[..], &["gitlab"]].concat()));
    assert_eq!(prints(moved.as_array().unwrap()), prints(entries));

    let folder = catalogue(&[]);
    let review = [
        "review",
        "--catalogue",
        "c",
        "--format",
        "gitlab",
        "--as-of",
        "01/07/2026",
    ];
    let found = json(&stdout(&tthc(folder.path(), &review), 0));
    let entries = found.as_array().unwrap();
    assert!(!entries.is_empty());
    assert!(
        entries
            .iter()
            .all(|entry| entry["location"]["path"].as_str().unwrap().starts_with("c/")),
        "{found}"
    );
}
