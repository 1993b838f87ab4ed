//! `tthc stats` on a small catalogue whose figures are invented (số liệu minh họa).

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::support::{Folder, failure, root, stdout, tthc, tthc_in_columns};

/// A procedure: code, level, field, and further lines of its record.
fn procedure(code: &str, level: &str, field: &str, more: &str) -> String {
    format!(
        "ma: \"{code}\"\nten: Thủ tục {code}\ncap_thuc_hien: [{level}]\nlinh_vuc: {field}\nco_quan_thuc_hien: [Sở A]\n{more}"
    )
}

fn catalogue() -> Folder {
    let folder = Folder::new(&[(
        "c/2026-07-01/catalogue.yaml",
        "ten: Danh mục thử\nngay: 01/07/2026\nlinh_vuc:\n  - {ma: x, ten: X}\n",
    )]);
    let online = |level: &str| format!("cach_thuc:\n  - hinh_thuc: Trực tuyến\n    {level}\n");
    let direct = "cach_thuc:\n  - hinh_thuc: Trực tiếp\n";
    let iso = "mot_cua: Một cửa\niso: TCVN ISO 9001:2015\n";
    for (code, level, field, more) in [
        (
            "1.000001",
            "Cấp tỉnh",
            "Hộ tịch",
            format!("{}{iso}phan_loai: TTHC thông thường\n", online("muc_do: Toàn trình")),
        ),
        (
            "1.000002",
            "Cấp tỉnh",
            "Hộ tịch",
            format!("{}{iso}", online("muc_do: Một phần")),
        ),
        (
            "1.000003",
            "Cấp xã",
            "Đất đai",
            format!("{}{iso}", online("muc_do_cu: Mức độ 4")),
        ),
        (
            "1.000004",
            "Cấp xã",
            "Đất đai",
            format!("{direct}mot_cua: Không qua một cửa\niso: Không\n"),
        ),
        ("1.000005", "Cấp tỉnh, Cấp xã", "Đất đai", format!("{direct}{iso}")),
        ("1.000006", "Cấp xã", "Đất đai", "trang_thai: Bãi bỏ\n".to_owned()),
    ] {
        folder.write(
            &format!("c/2026-07-01/thu_tuc/x/{code}.yaml"),
            procedure(code, level, field, &more).as_bytes(),
        );
    }
    let head = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon";
    folder.write(
        "c/2026-07-01/thong_ke/2024.csv",
        format!("{head}\n1.000001,A,100,10,40,50,10,0,số liệu minh họa\n").as_bytes(),
    );
    folder.write(
        "c/2026-07-01/thong_ke/2025.csv",
        format!(
            "{head},ky_truoc,dang_trong_han,dang_qua_han,xin_loi,so_hoa\n\
             1.000001,A,1000,600,500,390,8,2,số liệu minh họa,0,98,2,10,900\n\
             1.000003,B,500,100,200,295,5,0,số liệu minh họa,,,,4,\n"
        )
        .as_bytes(),
    );
    for (code, outcome, more) in [
        (
            "1.000001",
            "sua_doi_bo_sung",
            "sua_doi:\n  - thoi_han: 03 ngày làm việc\n  - bo_giay_to: Bản sao\n",
        ),
        ("1.000002", "giu_nguyen", ""),
        ("1.000004", "bai_bo", ""),
    ] {
        let text = format!("ma: \"{code}\"\nphien_ban: \"2026-07-01\"\nphuong_an: {outcome}\nly_do: Thử\n{more}");
        folder.write(&format!("c/ra_soat/2026/{code}.yaml"), text.as_bytes());
    }
    folder
}

fn plan() -> String {
    root()
        .join("tests/figures/chi-tieu-hue-2019.yaml")
        .to_string_lossy()
        .into_owned()
}

fn json(folder: &Folder, more: &[&str]) -> serde_json::Value {
    let args = [&["stats", "--catalogue", "c", "--format", "json"], more].concat();
    serde_json::from_str(&stdout(&tthc(folder.path(), &args), 0)).unwrap()
}

#[test]
fn every_figure_stands_with_numerator_and_denominator() {
    let output = tthc(catalogue().path(), &["stats", "--catalogue", "c"]);
    insta::assert_snapshot!(stdout(&output, 0), @r"
    Thống kê 2026-07-01: Danh mục thử

    Thủ tục hành chính
      Thủ tục có hiệu lực                       5
      Bãi bỏ, hết hiệu lực (không tính ở dưới)  1

    Cấp thực hiện (một thủ tục có thể tính ở nhiều dòng)
      Cấp tỉnh  3/5  60,00%
      Cấp xã    3/5  60,00%

    Lĩnh vực
      Đất đai  3/5  60,00%
      Hộ tịch  2/5  40,00%

    Cơ quan thực hiện (một thủ tục có thể tính ở nhiều dòng)
      Sở A  5/5  100,00%

    Phân loại
      TTHC thông thường  1/5  20,00%
      (chưa ghi)         4/5  80,00%

    Loại thủ tục
      (chưa ghi)  5/5  100,00%

    Dịch vụ công trực tuyến
      Toàn trình                     1/5  20,00%
      Một phần                       1/5  20,00%
      Trực tuyến, chưa ghi mức độ    1/5  20,00%
      Không có hình thức trực tuyến  2/5  40,00%

    Dịch vụ công trực tuyến theo mức độ trước đây (chỉ thủ tục có ghi mức độ 1 đến 4)
      Mức độ 4  1/5  20,00%

    Cơ chế một cửa
      Một cửa            4/5  80,00%
      Không qua một cửa  1/5  20,00%

    Hệ thống quản lý chất lượng
      TCVN ISO 9001:2015  4/5  80,00%
      Không               1/5  20,00%

    Hồ sơ năm 2025 (số liệu minh họa)
      Tiếp nhận                                 1.500
      Kỳ trước chuyển sang                          0
      Nộp trực tuyến                        700/1.500  46,67%
      Đã giải quyết                             1.398
      Trước hạn                             700/1.398  50,07%
      Đúng hạn                              685/1.398  49,00%
      Trước hạn và đúng hạn               1.385/1.398  99,07%
      Quá hạn                                13/1.398   0,93%
      Từ chối, rút                                  2
      Đang giải quyết trong hạn                98/100  98,00%  (1/2 dòng thống kê có số này)
      Đang giải quyết quá hạn                   2/100   2,00%  (1/2 dòng thống kê có số này)
      Quá hạn trên đã và đang giải quyết       10/998   1,00%  (1/2 dòng thống kê có số này)
      Văn bản xin lỗi trên hồ sơ quá hạn        14/15  93,33%
      Số hóa trên hồ sơ tiếp nhận           900/1.000  90,00%  (1/2 dòng thống kê có số này)

    Kết quả rà soát
      Có phương án trên số thủ tục đã rà soát  2/3  66,67%
      Bãi bỏ thủ tục hành chính                1/3  33,33%
      Giữ nguyên                               1/3  33,33%
      Sửa đổi, bổ sung                         1/3  33,33%

    Nội dung đơn giản hóa
      Bãi bỏ thành phần hồ sơ       1/2  50,00%
      Thay đổi thời hạn giải quyết  1/2  50,00%
    ");
}

#[test]
fn the_targets_of_the_plan_of_2019_are_met_or_not_or_without_figures() {
    let folder = catalogue();
    let text = stdout(
        &tthc(folder.path(), &["stats", "--catalogue", "c", "--targets", &plan()]),
        0,
    );
    insta::assert_snapshot!(text[text.find("Chỉ tiêu").unwrap()..].trim(), @r"
    Chỉ tiêu: Kế hoạch kiểm soát thủ tục hành chính tỉnh Thừa Thiên Huế năm 2019
      - Thủ tục áp dụng hệ thống quản lý chất lượng ISO 9001:2015: ≥ 100%; 80,00% (4/5); chưa đạt
      - Thủ tục cấp tỉnh qua một cửa: ≥ 100%; 100,00% (3/3); đạt
      - Thủ tục cấp huyện qua một cửa: ≥ 100%; chưa có số liệu; không có gì thuộc diện tính
      - Thủ tục cấp xã qua một cửa: ≥ 100%; 66,67% (2/3); chưa đạt
      - Trực tuyến mức độ 3 trở lên: ≥ 50%; 60,00% (3/5); đạt; tính Mức độ 3, Mức độ 4, Một phần, Toàn
        trình
      - Trực tuyến mức độ 4: ≥ 20%; 40,00% (2/5); đạt; tính Mức độ 4, Toàn trình; trong số đạt «Trực
        tuyến mức độ 3 trở lên»: 66,67% (2/3)
      - Mức độ hài lòng: > 80%; chưa có số liệu
    ");
    let report = json(&folder, &["--targets", &plan()]);
    let targets: Vec<_> = report["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|target| {
            for key in ["name", "value", "target", "met"] {
                assert!(target.get(key).is_some(), "{key} is missing: {target}");
            }
            (
                target["part"].as_u64(),
                target["whole"].as_u64(),
                target["met"].as_bool(),
            )
        })
        .collect();
    assert_eq!(
        targets,
        [
            (Some(4), Some(5), Some(false)),
            (Some(3), Some(3), Some(true)),
            (None, None, None),
            (Some(2), Some(3), Some(false)),
            (Some(3), Some(5), Some(true)),
            (Some(2), Some(5), Some(true)),
            (None, None, None),
        ]
    );
}

#[test]
fn what_records_do_not_say_leaves_a_target_open() {
    let folder = catalogue();
    folder.write("plan.yaml", "chi_tieu:\n  - ten: Mức độ 4\n    chi_so: truc_tuyen\n    gia_tri: [Mức độ 4]\n    muc: 50%\n  - ten: Ít\n    chi_so: truc_tuyen\n    gia_tri: [Mức độ 4]\n    muc: ≥ 20%\n  - ten: Nhiều\n    chi_so: truc_tuyen\n    gia_tri: [Mức độ 4]\n    muc: 80%\n  - ten: Đúng hạn\n    chi_so: dung_han\n    muc: trên 99%\n  - ten: Đúng hạn Đất đai\n    chi_so: dung_han\n    linh_vuc: [Đất đai]\n    muc: trên 99%\n  - ten: Số hóa\n    chi_so: so_hoa\n    muc: 80%\n  - ten: Rà soát\n    chi_so: don_gian_hoa\n    muc: 20%\n".as_bytes());
    let report = json(&folder, &["--targets", "plan.yaml"]);
    let said: Vec<String> = report["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|target| {
            format!(
                "{} {}/{} {} ({})",
                target["name"].as_str().unwrap(),
                target["part"],
                target["whole"],
                target["met"],
                target["note"].as_str().unwrap()
            )
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"), @r"
    Mức độ 4 1/5 null (tính Mức độ 4; 2 thủ tục chưa ghi)
    Ít 1/5 true (tính Mức độ 4; 2 thủ tục chưa ghi)
    Nhiều 1/5 false (tính Mức độ 4; 2 thủ tục chưa ghi)
    Đúng hạn 1385/1398 true (hồ sơ năm 2025; số liệu minh họa)
    Đúng hạn Đất đai 495/500 false (hồ sơ năm 2025; số liệu minh họa)
    Số hóa null/null null ()
    Rà soát 2/3 true ()
    ");
}

#[test]
fn a_plan_with_mistakes_names_each_with_its_line() {
    let folder = catalogue();
    folder.write("plan.yaml", "chi_tieu:\n  - ten: A\n    chi_so: isso\n    muc: cao\n  - ten: B\n    chi_so: truc_tuyen\n    gia_tri: [Mức độ 5]\n    trong_do: C\n    muc: 1%\n".as_bytes());
    let errors = failure(&tthc(
        folder.path(),
        &["stats", "--catalogue", "c", "--targets", "plan.yaml"],
    ));
    for said in [
        "plan.yaml:3:13: không có chỉ số «isso»",
        "plan.yaml:4:10: không đọc được «cao»",
        "plan.yaml:7:15: chỉ số này không có giá trị «Mức độ 5»",
        "plan.yaml:8:15: không có chỉ tiêu «C» đứng trước",
    ] {
        assert!(errors.contains(said), "{said}\n{errors}");
    }
    let errors = failure(&tthc(folder.path(), &["stats", "--catalogue", "c", "--year", "1999"]));
    assert!(errors.contains("years there are: 2024, 2025"), "{errors}");
}

#[test]
fn json_keeps_its_contract() {
    let report = json(&catalogue(), &[]);
    assert_eq!(
        report["by_level"]["Cấp tỉnh"],
        serde_json::json!({"part": 3, "whole": 5, "percent": 60})
    );
    assert_eq!(report["by_field"]["Đất đai"]["part"], 3);
    assert_eq!(report["online"]["levels"]["Toàn trình"]["part"], 1);
    assert_eq!(report["online"]["former_levels"]["Mức độ 4"]["part"], 1);
    assert_eq!(report["dossiers"]["received"], 1500);
    assert_eq!(report["dossiers"]["digitised"]["whole"], 1000);
    assert_eq!(report["targets"], serde_json::json!([]));
    let before = json(&catalogue(), &["--year", "2024"]);
    assert_eq!(
        before["dossiers"]["late"],
        serde_json::json!({"part": 10, "whole": 100, "percent": 10})
    );
    assert_eq!(before["dossiers"]["digitised"], serde_json::Value::Null);
}

#[test]
fn numbers_are_numbers_in_the_workbook() {
    let folder = catalogue();
    let args = ["stats", "--catalogue", "c", "--targets", &plan(), "--out", "so.xlsx"];
    assert_eq!(stdout(&tthc(folder.path(), &args), 0), "Đã ghi so.xlsx\n");
    let bytes = std::fs::read(folder.path().join("so.xlsx")).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["Tổng hợp", "Chỉ tiêu", "Hồ sơ theo lĩnh vực", "Hồ sơ theo năm"]
    );
    let sheet = book.worksheet_range("Tổng hợp").unwrap();
    let line = |name: &str| {
        sheet
            .rows()
            .find(|row| row[1] == Data::String(name.to_owned()))
            .unwrap()
            .to_vec()
    };
    let late = line("Quá hạn");
    assert_eq!(
        late[2..5],
        [Data::Float(13.0), Data::Float(1398.0), Data::Float(13.0 / 1398.0)]
    );
    let sheet = book.worksheet_range("Chỉ tiêu").unwrap();
    let verdicts: Vec<String> = sheet.rows().skip(1).map(|row| row[6].to_string()).collect();
    assert_eq!(
        verdicts,
        [
            "Chưa đạt",
            "Đạt",
            "Chưa có số liệu",
            "Chưa đạt",
            "Đạt",
            "Đạt",
            "Chưa có số liệu"
        ]
    );
    stdout(&tthc(folder.path(), &args), 0);
    assert!(
        bytes == std::fs::read(folder.path().join("so.xlsx")).unwrap(),
        "two runs differ"
    );
}

#[test]
fn rows_for_a_spreadsheet_have_plain_numbers() {
    let text = stdout(
        &tthc(
            catalogue().path(),
            &["stats", "--catalogue", "c", "--targets", &plan(), "--format", "csv"],
        ),
        0,
    );
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("nhom,chi_tieu,tu_so,mau_so,ty_le,ghi_chu"));
    assert!(
        text.contains("\nHồ sơ năm 2025,Nộp trực tuyến,700,1500,\"46,67%\",số liệu minh họa\n"),
        "{text}"
    );
    assert!(
        text.contains("\nChỉ tiêu,Mức độ hài lòng,,,,\"> 80%, chưa có số liệu\"\n"),
        "{text}"
    );
}

#[test]
fn charts_are_pictures_with_their_numbers_on_them() {
    let folder = catalogue();
    let tricky = procedure("1.000007", "Cấp xã", "\"<Lĩnh vực> & \\\"khác\\\"\"", "");
    folder.write("c/2026-07-01/thu_tuc/x/1.000007.yaml", tricky.as_bytes());
    let args = [
        "stats",
        "--catalogue",
        "c",
        "--targets",
        &plan(),
        "--charts",
        "hinh",
        "--out",
        "so.json",
    ];
    let said = stdout(&tthc(folder.path(), &args), 0);
    assert_eq!(said.lines().count(), 9, "{said}");
    for line in said.lines().skip(1) {
        let path = line.strip_prefix("Đã ghi ").unwrap();
        let picture = std::fs::read_to_string(folder.path().join(path)).unwrap();
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"), "{path}");
        let numbers = picture.matches("<text").count();
        assert!(numbers > 3, "{path}: {picture}");
    }
    let fields = std::fs::read_to_string(folder.path().join("hinh/linh-vuc.svg")).unwrap();
    assert!(fields.contains("&lt;Lĩnh vực&gt; &amp; &quot;khác&quot;"), "{fields}");
    assert!(fields.contains(">3 (50,00%)<"), "{fields}");
    let dossiers = std::fs::read_to_string(folder.path().join("hinh/ho-so.svg")).unwrap();
    assert!(
        dossiers.contains(">1.398; quá hạn 0,93%<") && dossiers.contains("số liệu minh họa"),
        "{dossiers}"
    );
}

#[test]
fn figures_fit_a_narrow_terminal() {
    let output = tthc_in_columns(&root(), &["stats", "--targets", &plan()], Some(40));
    for line in stdout(&output, 0).lines() {
        assert!(line.chars().count() <= 40, "{line}");
    }
}

#[test]
fn a_catalogue_without_figures_says_so() {
    let folder = Folder::new(&[("c/catalogue.yaml", "ten: Trống\nngay: 01/07/2026\n")]);
    let text = stdout(
        &tthc(folder.path(), &["stats", "--catalogue", "c", "--targets", &plan()]),
        0,
    );
    assert!(text.contains("Hồ sơ: chưa có số liệu"), "{text}");
    assert!(
        text.contains("Thủ tục cấp xã qua một cửa: ≥ 100%; chưa có số liệu; không có gì thuộc diện tính"),
        "{text}"
    );
}
