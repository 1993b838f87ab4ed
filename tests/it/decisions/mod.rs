//! Decisions over their life: steps, two reviewers, staleness, the next revision, groups, review forms, lists.

mod lints;
mod reviewers;

use std::fs;

use calamine::Reader;

use crate::support::{Folder, failure, stdout, tthc, tthc_in_columns};

const HEAD: &str = "ten: Thử
ngay: 01/07/2026
co_quan:
  ten: Ủy ban nhân dân tỉnh Thử
  nguoi_ban_hanh: Chủ tịch Ủy ban nhân dân tỉnh Thử
  ky_hieu: UBND
  dia_danh: Thử
  don_vi_tham_muu: Văn phòng Ủy ban nhân dân tỉnh
  nguoi_ky: {chuc_vu: CHỦ TỊCH, ho_ten: Nguyễn Văn A}
  noi_nhan: [{noi_dung: Như Điều 4}]
  can_cu_quyet_dinh: [{noi_dung: Căn cứ Luật Thử}]
  tham_quyen: [Ủy ban nhân dân tỉnh Thử]
tham_so:
  tnbq: [{nam: 2024, muc: 40.000 đồng, nguon: ví dụ}]
  uoc_tinh:
    - {viec: ban_sao, gio: '1', nguon: ước tính}
    - {viec: don_to_khai, gio: '1', nguon: ước tính}
linh_vuc: [{ma: thu, ten: Thử}, {ma: khac, ten: Khác}]
danh_ba: [{ten: Sở Thử}]
";

const REGISTER: &str = "
- {so_hieu: 01/2020/NĐ-CP, loai: Nghị định, trich_yeu: Về việc thử, co_quan_ban_hanh: Chính phủ, ngay_ban_hanh: 05/02/2020}
";

const COUNTS: &str = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon
1.000001,Tỉnh,10,0,10,0,0,0,số liệu minh họa
1.000002,Tỉnh,20,0,20,0,0,0,số liệu minh họa
1.000003,Tỉnh,30,0,30,0,0,0,số liệu minh họa
";

fn procedure(code: &str, name: &str, field: &str) -> String {
    format!(
        "ma: {code}
ten: '{name}'
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: {field}
muc_dich: Quản lý việc thử
trinh_tu: [{{ten: Nộp hồ sơ}}]
cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: 10 ngày làm việc}}]
ho_so: [{{giay_to: [{{ten: Tờ khai, mau: Mẫu 01, ban_chinh: 1}}, {{ten: Bản sao hộ khẩu, ban_sao: 1}}]}}]
so_bo: 1
doi_tuong: [Công dân Việt Nam]
co_quan_thuc_hien: [Sở Thử]
can_cu_phap_ly: [{{so_hieu: 01/2020/NĐ-CP}}]
yeu_cau_dieu_kien: [{{noi_dung: Có trụ sở.}}]
"
    )
}

fn revision(folder: &Folder, name: &str, procedures: &[(&str, String)]) {
    let head = HEAD.replace("01/07/2026", &name.split('-').rev().collect::<Vec<_>>().join("/"));
    folder.write(&format!("catalogue/{name}/catalogue.yaml"), head.as_bytes());
    folder.write(&format!("catalogue/{name}/van_ban/chung.yaml"), REGISTER.as_bytes());
    folder.write(&format!("catalogue/{name}/thong_ke/2025.csv"), COUNTS.as_bytes());
    for (code, text) in procedures {
        folder.write(&format!("catalogue/{name}/thu_tuc/thu/{code}.yaml"), text.as_bytes());
    }
}

fn catalogue() -> Folder {
    let folder = Folder::new(&[]);
    let three = [
        ("1.000001", procedure("1.000001", "Cấp giấy A", "Thử")),
        ("1.000002", procedure("1.000002", "Đổi thẻ khác hẳn", "Thử")),
        ("1.000003", procedure("1.000003", "Xác nhận việc thứ ba", "Khác")),
    ];
    revision(&folder, "2026-07-01", &three);
    folder
}

fn run(folder: &Folder, args: &[&str], status: i32) -> String {
    stdout(&tthc(folder.path(), args), status)
}

fn refused(folder: &Folder, args: &[&str]) -> String {
    let output = tthc(folder.path(), args);
    String::from_utf8_lossy(&output.stdout).into_owned() + &failure(&output)
}

const CUT: [&str; 8] = [
    "--outcome",
    "sua_doi_bo_sung",
    "--reason",
    "dữ liệu đã có",
    "--drop-paper",
    "Bản sao hộ khẩu",
    "--amend",
    "Sửa đổi: Điều 9 01/2020/NĐ-CP",
];

fn cut(folder: &Folder, codes: &[&str], more: &[&str], status: i32) -> String {
    run(folder, &[&["decide"], codes, &CUT, more].concat(), status)
}

fn read(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join("catalogue/ra_soat").join(path)).unwrap()
}

#[test]
fn a_decision_goes_its_way_step_by_step() {
    let folder = catalogue();
    let step = |args: &[&str]| {
        run(
            &folder,
            &[&["decide", "1.000001", "--by", "Lê C", "--step"], args].concat(),
            0,
        )
    };
    step(&[
        "chon",
        "--on",
        "01/02/2026",
        "--document",
        "9/KH-UBND",
        "--document-date",
        "30/01/2026",
    ]);
    let path = "2026/1.000001.yaml";
    // A person's remark stays where it is.
    let planned = read(&folder, path).replace("qua_trinh:", "# theo kế hoạch năm\nqua_trinh:");
    folder.write(&format!("catalogue/ra_soat/{path}"), planned.as_bytes());
    assert!(run(&folder, &["decisions"], 0).contains("chưa có phương án"));
    // What is only selected keeps nothing else from being proposed.
    cut(&folder, &["1.000002"], &[], 0);
    run(&folder, &["propose", "--out", "ra"], 0);
    let too_early = refused(
        &folder,
        &[
            "decide",
            "1.000001",
            "--by",
            "Lê C",
            "--step",
            "trinh",
            "--on",
            "02/07/2026",
        ],
    );
    assert!(
        too_early.contains("bước Trình chưa ghi số, ký hiệu tờ trình"),
        "{too_early}"
    );
    assert!(
        too_early.contains("chưa qua bước Đề xuất nên chưa thể trình"),
        "{too_early}"
    );
    cut(&folder, &["1.000001"], &["--by", "Lê C"], 0);
    step(&["de_xuat", "--on", "02/07/2026"]);
    let nameless = refused(
        &folder,
        &[
            "decide",
            "1.000001",
            "--by",
            "Lê C",
            "--step",
            "trinh",
            "--on",
            "03/07/2026",
        ],
    );
    assert!(
        nameless.contains("bước Trình chưa ghi số, ký hiệu tờ trình"),
        "{nameless}"
    );
    assert!(
        nameless.contains("nothing was written: 1.000001 cannot take the step trinh yet"),
        "{nameless}"
    );
    step(&[
        "trinh",
        "--on",
        "03/07/2026",
        "--document",
        "12/TTr-STH",
        "--document-date",
        "02/07/2026",
    ]);
    let back = [
        "decide",
        "1.000001",
        "--by",
        "Lê C",
        "--on",
        "04/07/2026",
        "--step",
        "de_xuat",
    ];
    assert!(refused(&folder, &back).contains("trả từ bước Trình về bước Đề xuất mà không ghi lý do"));
    step(&[
        "thong_qua",
        "--on",
        "10/07/2026",
        "--document",
        "99/QĐ-UBND",
        "--document-date",
        "10/07/2026",
    ]);
    assert!(refused(&folder, &back).contains("đã thông qua, không quay lại bước Đề xuất"));
    let not_normative = [
        "decide",
        "1.000001",
        "--by",
        "Lê C",
        "--step",
        "thuc_thi",
        "--on",
        "01/09/2026",
        "--document",
        "100/QĐ-BYT",
        "--document-date",
        "01/09/2026",
    ];
    assert!(refused(&folder, &not_normative).contains("100/QĐ-BYT không phải văn bản quy phạm pháp luật"));
    insta::assert_snapshot!(read(&folder, path).split("qua_trinh:").nth(1).unwrap(), @r"

    - buoc: chon
      ngay: 01/02/2026
      nguoi: Lê C
      van_ban: 9/KH-UBND
      ngay_van_ban: 30/01/2026
    - buoc: ra_soat
      ngay: 01/07/2026
      nguoi: Lê C
    - buoc: de_xuat
      ngay: 02/07/2026
      nguoi: Lê C
    - buoc: trinh
      ngay: 03/07/2026
      nguoi: Lê C
      van_ban: 12/TTr-STH
      ngay_van_ban: 02/07/2026
    - buoc: thong_qua
      ngay: 10/07/2026
      nguoi: Lê C
      van_ban: 99/QĐ-UBND
      ngay_van_ban: 10/07/2026
    ");
    assert!(read(&folder, path).contains("# theo kế hoạch năm\nqua_trinh:"));
    let listed = run(&folder, &["decisions", "--state", "thong_qua"], 0);
    assert!(
        listed.contains("Thông qua từ 10/07/2026, 99/QĐ-UBND ngày 10/07/2026"),
        "{listed}"
    );
    assert!(listed.contains("01 phương án cho 01 thủ tục"), "{listed}");
    let again = [&["decide", "1.000001", "--replace", "--by", "Lê C"], CUT.as_slice()].concat();
    assert!(refused(&folder, &again).contains("was approved already"));
}

/// Of several procedures all take a step or none does.
#[test]
fn a_step_of_several_procedures_is_taken_together() {
    let folder = catalogue();
    cut(&folder, &["1.000001"], &["--by", "Lê C"], 0);
    let before = read(&folder, "2026/1.000001.yaml");
    let step = [
        "decide",
        "1.000001",
        "1.000002",
        "--by",
        "Lê C",
        "--on",
        "02/07/2026",
        "--step",
    ];
    let said = refused(&folder, &[&step[..], &["de_xuat"]].concat());
    assert!(said.contains("no decision on 1.000002 in 2026-07-01"), "{said}");
    assert_eq!(before, read(&folder, "2026/1.000001.yaml"));
    cut(&folder, &["1.000002"], &["--by", "Lê C"], 0);
    run(&folder, &[&step[..], &["de_xuat"]].concat(), 0);
    assert!(
        read(&folder, "2026/1.000002.yaml").ends_with("  - buoc: de_xuat\n    ngay: 02/07/2026\n    nguoi: Lê C\n")
    );
}

#[test]
fn histories_that_cannot_be_are_named_with_their_line() {
    let folder = catalogue();
    cut(&folder, &["1.000001"], &["--by", "Lê C", "--on", "02/07/2026"], 0);
    let text = read(&folder, "2026/1.000001.yaml");
    let history = "  - buoc: thong_qua\n    ngay: 45/13/2026\n    nguoi: Lê C\n    van_ban: 9/QĐ-UBND\n  - buoc: trinh\n    ngay: 01/07/2026\n";
    folder.write(
        "catalogue/ra_soat/2026/1.000001.yaml",
        format!("{text}{history}").as_bytes(),
    );
    let said = run(&folder, &["check"], 1);
    for expected in [
        "không có ngày «45/13/2026»",
        "bước Thông qua chưa ghi ngày của văn bản",
        "chưa qua bước Trình nên chưa thể thông qua",
        "bước Trình ngày 01/07/2026 đứng sau bước ngày 02/07/2026",
        "bước Trình chưa ghi người thực hiện",
        "đã thông qua, không quay lại bước Trình",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}

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
    assert!(refused(&folder, &twice).contains("thủ tục 1.000001 đã có quyết định ở 2026/nhom-bo-ban-sao-ho-khau.yaml"));
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
fn the_review_form_is_filled_in_by_data_and_read_back() {
    let folder = catalogue();
    let vague = procedure("1.000001", "Cấp giấy A", "Thử")
        .replace("Tờ khai, mau", "Giấy tờ khác theo quy định}, {ten: Tờ khai, mau");
    folder.write("catalogue/2026-07-01/thu_tuc/thu/1.000001.yaml", vague.as_bytes());
    let ask = ["decide", "1.000001", "--questionnaire"];
    let said = run(&folder, &ask, 0);
    assert!(said.contains("Điền vào tệp rồi chạy lại lệnh này"), "{said}");
    let path = "2026/phieu/1.000001.yaml";
    let form = read(&folder, path);
    insta::assert_snapshot!(form.split("  - cau: A.6").nth(1).unwrap().split("  - cau: A.8").next().unwrap(), @r"

      hoi: Có xác định rõ cơ quan có trách nhiệm giải quyết không?
      tra_loi: Có
      du_lieu: Sở Thử
      nguon: thu_tuc/thu/1.000001.yaml:11:1 (co_quan_thuc_hien)
    - cau: A.7
      hoi: Có xác định rõ trình tự, cách thức thực hiện không?
      tra_loi: Có
      du_lieu: 01 bước; 01 cách thức nộp
      nguon: thu_tuc/thu/1.000001.yaml:6:1 (trinh_tu)
    ");
    assert!(form.contains("du_lieu: Quản lý việc thử"), "{form}");
    assert!(
        form.contains("du_lieu: \"2025: 10 hồ sơ\"\n    nguon: thong_ke/2025.csv (số liệu minh họa)"),
        "{form}"
    );
    // A finding stands beside the question and does not answer it.
    let vague = form
        .split("cau: D.b.2\n    ve: \"Giấy tờ: Giấy tờ khác theo quy định\"")
        .nth(1)
        .unwrap();
    let vague = vague.split("  - cau").next().unwrap();
    assert!(vague.contains("tra_loi: \"\"\n    du_lieu: \"R-21: "), "{vague}");
    assert!(vague.contains("nguon: tthc review --rule R-21"), "{vague}");
    let said = run(&folder, &ask, 0);
    assert!(said.contains("Chưa trả lời:\n  A.1 Thủ tục được đặt ra"), "{said}");
    let answer = |id: &str, from: &str, to: &str| {
        let form = read(&folder, path);
        let (head, tail) = form.split_once(&format!("cau: {id}\n")).unwrap();
        let form = format!("{head}cau: {id}\n{}", tail.replacen(from, to, 1));
        folder.write(&format!("catalogue/ra_soat/{path}"), form.as_bytes());
    };
    answer("A.2", "tra_loi: \"\"", "tra_loi: Chưa rõ");
    answer("A.3", "tra_loi: \"\"", "tra_loi: Có");
    let said = run(&folder, &ask, 1);
    assert!(said.contains("câu A.2 không trả lời được bằng «Chưa rõ»"), "{said}");
    assert!(said.contains("câu A.3 trả lời «Có» mà không có lý do"), "{said}");
    assert!(said.contains("2026/phieu/1.000001.yaml:"), "{said}");
    answer("A.2", "tra_loi: Chưa rõ", "tra_loi: có");
    answer("A.3", "tra_loi: Có", "tra_loi: Có\n    ly_do: Dùng dữ liệu");
    answer("A.1", "tra_loi: \"\"", "tra_loi: Quản lý");
    answer("A.4", "tra_loi: \"\"", "tra_loi: Không\n    ly_do: Dữ liệu đã có");
    // What is not necessary is abolished; nothing more is asked.
    let said = run(&folder, &ask, 0);
    assert!(
        said.contains("đã trả lời 4/4 câu") && !said.contains("Chưa trả lời"),
        "{said}"
    );
    cut(&folder, &["1.000001"], &[], 0);
    assert!(run(&folder, &["decisions"], 0).contains("phiếu đã trả lời"));
    folder.write(
        &format!("catalogue/ra_soat/{path}"),
        "ma: 1.000001\ncau_hoi:\n  - {can: A.1}\n".as_bytes(),
    );
    assert!(run(&folder, &ask, 1).contains("2026/phieu/1.000001.yaml:3:6"));
    assert!(run(&folder, &["check"], 1).contains("không có khóa «can»"));
}

#[test]
fn decisions_are_listed_as_people_and_programs_need_them() {
    let folder = catalogue();
    cut(
        &folder,
        &["1.000001"],
        &["--by", "Lê Cường", "--rule", "R-12", "--on", "05/07/2026"],
        0,
    );
    let abolish = [
        "decide",
        "1.000003",
        "--outcome",
        "bai_bo",
        "--reason",
        "không phát sinh",
        "--amend",
        "Bãi bỏ: 01/2020/NĐ-CP",
    ];
    run(&folder, &abolish, 0);
    let codes = |args: &[&str]| {
        let said = run(&folder, &[&["decisions", "--format", "json"], args].concat(), 0);
        let json: serde_json::Value = serde_json::from_str(&said).unwrap();
        let rows = json["decisions"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&[]), ["1.000001", "1.000003"]);
    assert_eq!(codes(&["--outcome", "bai-bo"]), ["1.000003"]);
    assert_eq!(codes(&["--field", "thu"]), ["1.000001"]);
    assert_eq!(codes(&["--by", "le cuong"]), ["1.000001"]);
    assert_eq!(codes(&["--from", "02/07/2026"]), ["1.000001"]);
    assert_eq!(codes(&["--to", "02/07/2026"]), ["1.000003"]);
    assert_eq!(codes(&["--rule", "identity-papers"]), ["1.000001"]);
    assert_eq!(codes(&["--state", "trinh"]), Vec::<String>::new());
    assert_eq!(codes(&["--revision", "2026-07-01"]).len(), 2);
    let csv = run(&folder, &["decisions", "--format", "csv"], 0);
    assert!(csv.starts_with("Mã số TTHC,Tên thủ tục hành chính,"), "{csv}");
    assert_eq!(csv.lines().count(), 3);
    run(&folder, &["decisions", "--agreement", "--out", "qd.xlsx"], 0);
    let mut book = calamine::open_workbook_auto(folder.path().join("qd.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Quyết định", "Mức thống nhất", "Chưa thống nhất"]);
    let sheet = book.worksheet_range("Quyết định").unwrap();
    assert_eq!(sheet.rows().count(), 3);
    assert_eq!(
        sheet.get_value((1, 0)),
        Some(&calamine::Data::String("1.000001".to_owned()))
    );
    assert!(refused(&folder, &["decisions", "--state", "xong"]).contains("no step \"xong\"; one of chon, thong_ke"));
    assert!(refused(&folder, &["decisions", "--rule", "R-99"]).contains("no rule called"));
    let narrow = stdout(&tthc_in_columns(folder.path(), &["decisions"], Some(40)), 0);
    assert!(narrow.lines().all(|line| line.chars().count() <= 40), "{narrow}");
}
