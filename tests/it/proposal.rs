//! Decisions, refusals and the documents made of them.

use tthc::catalogue::revision::Revisions;
use tthc::document::{self, Format};
use tthc::proposal::propose;
use tthc::review::decision::Decisions;
use tthc::templates::Templates;

use crate::support::{Folder, OFFICE, failure, stdout, tthc};

const REGISTER: &str = "
- {so_hieu: 01/2020/NĐ-CP, loai: Nghị định, trich_yeu: Về việc thử, co_quan_ban_hanh: Chính phủ, ngay_ban_hanh: 05/02/2020}
- {so_hieu: 09/2021/QĐ-UBND, loai: Quyết định, trich_yeu: Quy định thử, co_quan_ban_hanh: Ủy ban nhân dân tỉnh Thử}
- {so_hieu: 163/QĐ-BTP, loai: Quyết định, trich_yeu: Công bố, co_quan_ban_hanh: Bộ trưởng Bộ Tư pháp}
";

fn procedure(code: &str, name: &str) -> String {
    format!(
        "ma: {code}
ten: '{name}'
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: Thử
trinh_tu: [{{ten: Nộp hồ sơ}}]
cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: 10 ngày làm việc}}]
ho_so: [{{giay_to: [{{ten: Tờ khai}}, {{ten: Bản sao hộ khẩu}}]}}]
doi_tuong: [Công dân Việt Nam]
co_quan_thuc_hien: [Sở Thử]
"
    )
}

fn catalogue() -> Folder {
    let counts = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon
1.000001,Tỉnh,10,0,10,0,0,0,số liệu minh họa
1.000002,Tỉnh,0,0,0,0,0,0,số liệu minh họa
";
    Folder::new(&[
        ("catalogue/r/catalogue.yaml", OFFICE),
        ("catalogue/r/van_ban/chung.yaml", REGISTER),
        ("catalogue/r/thong_ke/2025.csv", counts),
        (
            "catalogue/r/thu_tuc/thu/1.000001.yaml",
            &procedure("1.000001", "Cấp giấy <b>*A*</b> | B"),
        ),
        (
            "catalogue/r/thu_tuc/thu/1.000002.yaml",
            &procedure("1.000002", "Cấp giấy khác hẳn"),
        ),
    ])
}

fn decide(folder: &Folder, args: &[&str], status: i32) -> String {
    let mut all = vec!["decide"];
    all.extend(args);
    stdout(&tthc(folder.path(), &all), status)
}

fn decided() -> Folder {
    let folder = catalogue();
    decide(
        &folder,
        &[
            "1.000001",
            "--outcome",
            "sua_doi_bo_sung",
            "--reason",
            "đã có dữ liệu",
            "--drop-paper",
            "Bản sao hộ khẩu",
            "--deadline",
            "07 ngày làm việc",
            "--amend",
            "Bãi bỏ: khoản 2 Điều 9 01/2020/NĐ-CP",
            "--amend",
            "Sửa đổi: 09/2021/QĐ-UBND",
            "--rule",
            "R-12",
        ],
        0,
    );
    decide(
        &folder,
        &[
            "1.000002",
            "--outcome",
            "bai_bo",
            "--reason",
            "không phát sinh hồ sơ",
            "--amend",
            "Bãi bỏ: Điều 3 01/2020/NĐ-CP",
        ],
        0,
    );
    folder
}

fn document(folder: &Folder, format: Format) -> String {
    let revisions = Revisions::new(folder.path().join("catalogue"));
    let base = revisions.newest().unwrap().load().unwrap().catalogue;
    let (decisions, broken) = Decisions::load(&Decisions::folder(revisions.root()));
    assert_eq!(broken, []);
    let proposal = propose(&base, &decisions, base.settings().day().unwrap()).unwrap();
    let bytes = document::decision(&Templates::load(None).unwrap(), &proposal, &base, format).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn figures_and_powers_are_derived() {
    let text = document(&decided(), Format::Markdown);
    let part = text.split("## PHẦN II.").nth(1).unwrap();
    insta::assert_snapshot!(part, @r"
     NỘI DUNG PHƯƠNG ÁN ĐƠN GIẢN HÓA THỦ TỤC HÀNH CHÍNH

    ### A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH

    ### I. LĨNH VỰC THỬ

    #### 1. Thủ tục: Cấp giấy \<b\>\*A\*\</b\> \| B (Mã TTHC 1.000001)

    **1.1. Nội dung đơn giản hóa**

    - Bãi bỏ thành phần hồ sơ: “Bản sao hộ khẩu”.
    - Giảm thời gian giải quyết từ 10 ngày làm việc xuống còn 07 ngày làm việc.

    Lý do: Đã có dữ liệu.

    **1.2. Kiến nghị thực thi**

    - Kiến nghị Chính phủ bãi bỏ khoản 2 Điều 9 Nghị định số 01/2020/NĐ-CP ngày 05 tháng 02 năm 2020 của Chính phủ về việc thử.
    - Sửa đổi Quyết định số 09/2021/QĐ-UBND của Ủy ban nhân dân tỉnh Thử quy định thử.

    **1.3. Lợi ích phương án đơn giản hóa**

    - Chi phí tuân thủ TTHC trước khi đơn giản hóa: 800.000 đồng/năm.
    - Chi phí tuân thủ TTHC sau khi đơn giản hóa: 400.000 đồng/năm.
    - Chi phí tiết kiệm: 400.000 đồng/năm.
    - Tỷ lệ cắt giảm chi phí: 50%.
    - Thời gian giải quyết trước khi đơn giản hóa: 10 ngày làm việc.
    - Thời gian giải quyết sau khi đơn giản hóa: 07 ngày làm việc.
    - Thời gian tiết kiệm: 03 ngày làm việc.
    - Tỷ lệ cắt giảm thời gian: 30%.

    *Ghi chú: Số đối tượng tuân thủ: 10/năm, mỗi đối tượng 1 lần/năm; bình quân hồ sơ tiếp nhận 2025 (số liệu minh họa). Chi phí có phần ước tính, chưa khảo sát.*

    #### 2. Thủ tục: Cấp giấy khác hẳn (Mã TTHC 1.000002)

    **2.1. Nội dung đơn giản hóa**

    - Bãi bỏ thủ tục hành chính.

    Lý do: Không phát sinh hồ sơ.

    **2.2. Kiến nghị thực thi**

    - Kiến nghị Chính phủ bãi bỏ Điều 3 Nghị định số 01/2020/NĐ-CP ngày 05 tháng 02 năm 2020 của Chính phủ về việc thử.

    **2.3. Lợi ích phương án đơn giản hóa**

    - Chi phí tuân thủ TTHC trước khi đơn giản hóa: 0 đồng/năm.
    - Chi phí tuân thủ TTHC sau khi đơn giản hóa: 0 đồng/năm.
    - Chi phí tiết kiệm: 0 đồng/năm.
    - Tỷ lệ cắt giảm chi phí: –.
    - Thời gian giải quyết trước khi đơn giản hóa: 10 ngày làm việc.
    - Thời gian giải quyết sau khi đơn giản hóa: 0 ngày làm việc.
    - Thời gian tiết kiệm: 10 ngày làm việc.
    - Tỷ lệ cắt giảm thời gian: 100%.

    *Ghi chú: Số đối tượng tuân thủ: 0/năm, mỗi đối tượng 1 lần/năm; bình quân hồ sơ tiếp nhận 2025 (số liệu minh họa). Chi phí có phần ước tính, chưa khảo sát.*

    ## TỔNG HỢP LỢI ÍCH CỦA PHƯƠNG ÁN

    - Số thủ tục hành chính có phương án đơn giản hóa: 02 (bãi bỏ 01 thủ tục; sửa đổi, bổ sung 01 thủ tục).
    - Tổng chi phí tuân thủ TTHC trước khi đơn giản hóa: 800.000 đồng/năm.
    - Tổng chi phí tuân thủ TTHC sau khi đơn giản hóa: 400.000 đồng/năm.
    - Tổng chi phí tiết kiệm: 400.000 đồng/năm.
    - Tỷ lệ cắt giảm chi phí: 50%.

    *Ghi chú (danh mục phiên bản r):*

    - Chi phí tính theo mô hình chi phí chuẩn (SCM) với mức thu nhập bình quân 01 giờ làm việc năm 2024 là 40.000 đồng (ví dụ).
    - Số giờ và chi phí chưa khảo sát được lấy theo mức ước tính của danh mục; đơn vị rà soát thay bằng số liệu khảo sát nếu có.
    - Văn bản có số liệu minh họa, không phải số liệu chính thức; phải thay bằng số liệu thật trước khi trình.
    ");
}

#[test]
fn data_is_escaped_in_html() {
    let page = document(&decided(), Format::Html);
    assert!(
        page.contains("Cấp giấy &lt;b&gt;*A*&lt;&#x2f;b&gt; | B")
            || page.contains("Cấp giấy &lt;b&gt;*A*&lt;/b&gt; | B"),
        "{page}"
    );
    assert!(!page.contains("<b>*A*"));
}

#[test]
fn a_decision_on_a_changed_text_is_stale_and_refused() {
    let folder = decided();
    let path = "catalogue/r/thu_tuc/thu/1.000001.yaml";
    folder.write(
        path,
        procedure("1.000001", "Cấp giấy <b>*A*</b> | B")
            .replace("Tờ khai", "Tơ\u{300} khai # chú thích")
            .as_bytes(),
    );
    folder.write(
        path,
        format!(
            "# chỉ thêm chú thích\n{}",
            procedure("1.000001", "Cấp giấy <b>*A*</b> | B")
        )
        .as_bytes(),
    );
    stdout(&tthc(folder.path(), &["propose", "--out", "ra"]), 0);
    folder.write(
        path,
        procedure("1.000001", "Cấp giấy <b>*A*</b> | B")
            .replace("10 ngày", "12 ngày")
            .as_bytes(),
    );
    let checked: serde_json::Value =
        serde_json::from_str(&stdout(&tthc(folder.path(), &["check", "--format", "json"]), 0)).unwrap();
    let stale = checked["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["rule"] == "quyet-dinh")
        .map(|finding| (&finding["severity"], &finding["path"]))
        .collect::<Vec<_>>();
    assert_eq!(stale, [(&"medium".into(), &"ra_soat/2026/1.000001.yaml".into())]);
    let output = tthc(folder.path(), &["propose", "--out", "ra-hai"]);
    let said = stdout(&output, 2);
    assert!(
        said.contains("thủ tục đã thay đổi sau khi xem, ở: Cách thức thực hiện"),
        "{said}"
    );
    assert!(!folder.path().join("ra-hai").exists());
}

/// What keeps a decision from being proposed is said by `check` too, and no proposal leaves the decision out in silence.
#[test]
fn decisions_that_cannot_be_used_are_named_by_check_and_refused() {
    let decision = "catalogue/ra_soat/2026/1.000002.yaml";
    let recorded = std::fs::read_to_string(decided().path().join(decision)).unwrap();
    let day = recorded.lines().find(|line| line.starts_with("ngay: ")).unwrap();
    for (text, line, message) in [
        (String::new(), 1, "tệp trống"),
        (
            recorded.replace("phien_ban: r", "phien_ban: q"),
            3,
            "không có phiên bản «q»",
        ),
        (
            recorded.replace("phien_ban: r\n", ""),
            2,
            "quyết định không ghi phiên bản đã xem",
        ),
        (
            recorded.replace(day, "ngay: 45/13/2026"),
            1 + recorded.lines().position(|line| line == day).unwrap(),
            "không có ngày «45/13/2026»",
        ),
    ] {
        let folder = decided();
        folder.write(decision, text.as_bytes());
        let output = tthc(folder.path(), &["check", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&stdout(&output, 1)).unwrap();
        let found: Vec<_> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["path"] == "ra_soat/2026/1.000002.yaml")
            .collect();
        assert_eq!(found.len(), 1, "{message}: {found:?}");
        assert_eq!(found[0]["message"], message);
        assert_eq!(found[0]["line"], line, "{message}");
        assert_eq!(found[0]["severity"], "error");
        assert!(!found[0]["advice"].as_str().unwrap().is_empty());
        let output = tthc(folder.path(), &["propose", "--out", "ra"]);
        let said = stdout(&output, 2);
        assert!(
            said.contains(message) && said.contains(&format!("2026/1.000002.yaml:{line}:")),
            "{said}"
        );
        assert!(!folder.path().join("ra").exists());
    }
}

#[test]
fn incomplete_decisions_are_refused_by_name() {
    let folder = catalogue();
    let said = decide(
        &folder,
        &["1.000001", "--outcome", "bai_bo", "--reason", " ", "--draft"],
        1,
    );
    assert!(
        said.contains("quyết định không có lý do") && said.contains("không nêu văn bản phải sửa đổi, bãi bỏ"),
        "{said}"
    );
    let said = decide(
        &folder,
        &[
            "1.000002",
            "--outcome",
            "bai_bo",
            "--reason",
            "x",
            "--amend",
            "Bãi bỏ: 163/QĐ-BTP",
            "--draft",
        ],
        1,
    );
    assert!(said.contains("chỉ nêu văn bản không phải quy phạm pháp luật"), "{said}");
    let output = tthc(folder.path(), &["propose", "--out", "ra"]);
    let said = stdout(&output, 2);
    for file in ["2026/1.000001.yaml", "2026/1.000002.yaml"] {
        assert!(said.contains(file), "{file} is not named: {said}");
    }
    assert!(String::from_utf8_lossy(&output.stderr).contains("nothing was written"));
}

#[test]
fn amendments_that_do_not_fit_are_refused() {
    let folder = catalogue();
    for (args, expected) in [
        (
            ["--drop-paper", "Giấy khai sinh"],
            "hồ sơ không có giấy tờ «Giấy khai sinh»",
        ),
        (
            ["--deadline", "15 ngày làm việc"],
            "thời hạn mới 15 ngày làm việc không ngắn hơn 10 ngày làm việc",
        ),
        (["--deadline", "sớm"], "không hiểu thời hạn mới «sớm»"),
    ] {
        let mut all = vec![
            "1.000001",
            "--outcome",
            "sua_doi_bo_sung",
            "--reason",
            "x",
            "--amend",
            "Sửa đổi: 01/2020/NĐ-CP",
        ];
        all.extend(args);
        let said = decide(&folder, &all, 2);
        assert!(said.contains(expected), "{said}");
        assert!(!folder.path().join("catalogue/ra_soat").exists());
    }
}

#[test]
fn a_second_decision_does_not_overwrite_the_first() {
    let folder = decided();
    let output = tthc(
        folder.path(),
        &["decide", "1.000002", "--outcome", "giu_nguyen", "--reason", "x"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("use --replace"));
}

/// What contradicts a recorded decision is not written either, so the corrected command is the same without --replace.
#[test]
fn a_decision_that_would_be_refused_is_not_written() {
    let folder = decided();
    let merge = [
        "1.000001",
        "--outcome",
        "hop_nhat",
        "--successor",
        "1.000002",
        "--reason",
        "trùng",
        "--replace",
        "--amend",
        "Bãi bỏ: 01/2020/NĐ-CP",
    ];
    let path = folder.path().join("catalogue/ra_soat/2026/1.000001.yaml");
    let before = std::fs::read(&path).unwrap();
    let said = decide(&folder, &merge, 2);
    assert!(
        said.contains("thủ tục 1.000002 cũng bị bãi bỏ, thay thế hoặc hợp nhất ở catalogue/ra_soat/2026/1.000002.yaml"),
        "{said}"
    );
    assert!(before == std::fs::read(&path).unwrap());
    let mut draft = merge.to_vec();
    draft.push("--draft");
    decide(&folder, &draft, 1);
    decide(&folder, &merge, 2);
    // The other way round it is the recorded decision that no longer holds.
    std::fs::remove_file(folder.path().join("catalogue/ra_soat/2026/1.000002.yaml")).unwrap();
    decide(&folder, &merge, 0);
    let abolish = [
        "1.000002",
        "--outcome",
        "bai_bo",
        "--reason",
        "x",
        "--amend",
        "Bãi bỏ: 01/2020/NĐ-CP",
    ];
    let said = decide(&folder, &abolish, 2);
    assert!(said.contains("thủ tục 1.000002 cũng bị bãi bỏ"), "{said}");
    decide(&folder, &["1.000002", "--outcome", "giu_nguyen", "--reason", "cần"], 0);
}

#[test]
fn templates_on_disk_override_the_built_in_ones() {
    let folder = decided();
    folder.write(
        "mau/documents/quyet-dinh.xml.j2",
        "<van-ban><doan>Có {{ so_thu_tuc }} thủ tục</doan></van-ban>".as_bytes(),
    );
    stdout(
        &tthc(
            folder.path(),
            &["--templates", "mau", "propose", "--out", "ra", "--format", "md"],
        ),
        0,
    );
    assert_eq!(
        std::fs::read_to_string(folder.path().join("ra/quyet-dinh.md")).unwrap(),
        "Có 02 thủ tục\n"
    );
    for (template, said) in [
        (
            "<van-ban>\n{{ so_thu_tucc }}</van-ban>",
            &["line 2: undefined value: ", "so_thu_tucc"][..],
        ),
        (
            "<van-ban>\n<doan>một</doan>\n<doann>Có {{ so_thu_tuc }} thủ tục</doann>\n</van-ban>",
            &[
                "line 3: <doann> cannot stand here; expected a block: ",
                "wrote: <doann>Có 02 thủ tục</doann>",
            ],
        ),
    ] {
        folder.write("mau/documents/quyet-dinh.xml.j2", template.as_bytes());
        let output = tthc(
            folder.path(),
            &["--templates", "mau", "propose", "--out", "ra2", "--format", "docx"],
        );
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains("documents/quyet-dinh.xml.j2"), "{error}");
        said.iter()
            .for_each(|words| assert!(error.contains(words), "{words}: {error}"));
        assert!(!folder.path().join("ra2").exists());
    }
}

/// A template of the office with a number typed by hand, and a legal ground with a date of its own.
#[test]
fn a_document_with_a_mistake_is_not_written_unless_as_a_draft() {
    let folder = decided();
    stdout(&tthc(folder.path(), &["templates", "export", "mau"]), 0);
    let path = folder.path().join("mau/documents/quyet-dinh.xml.j2");
    let template = std::fs::read_to_string(&path).unwrap();
    let typed = template.replace(
        "<dieu so=\"1\">Thông qua phương án đơn giản hóa {{ so_thu_tuc }}",
        "<can-cu>Căn cứ Nghị định số 01/2020/NĐ- CP ngày 06 tháng 02 năm 2020.</can-cu>\
         <dieu so=\"1\">Thông qua phương án đơn giản hóa 279",
    );
    assert_ne!(typed, template);
    std::fs::write(&path, typed).unwrap();
    let propose = |more: &[&str]| {
        let args = [
            &["propose", "--templates", "mau", "--out", "ra", "--format", "html,md"],
            more,
        ]
        .concat();
        tthc(folder.path(), &args)
    };
    let refused = propose(&[]);
    let said = stdout(&refused, 2);
    for expected in [
        "Lỗi[sai-so-thu-tuc]: Điều 1 ghi 279 thủ tục, phụ lục có 02",
        "= tệp: quyet-dinh",
        "= ở: Điều 1",
        "Lỗi[so-hieu-sai]: số, ký hiệu “01/2020/NĐ- CP” có dấu cách thừa",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert!(failure(&refused).contains("proof-reading found 2 mistake(s)"));
    assert!(!folder.path().join("ra").exists());

    stdout(&propose(&["--draft"]), 0);
    let read = |name: &str| std::fs::read_to_string(folder.path().join("ra").join(name)).unwrap();
    let remark = "Lỗi: Điều 1 ghi 279 thủ tục, phụ lục có 02";
    assert!(read("quyet-dinh.md").contains(&format!("> **Cần xem lại.** {remark}")));
    assert!(read("quyet-dinh.html").contains(&format!("<aside class=\"xem-lai\"><b>Cần xem lại.</b> {remark}")));
    let manifest: serde_json::Value = serde_json::from_str(&read("manifest.json")).unwrap();
    let remarks = manifest["remarks"].as_array().unwrap();
    assert!(remarks.iter().any(|remark| remark["rule"] == "sai-so-thu-tuc"
        && remark["document"] == "quyet-dinh"
        && remark["place"] == "Điều 1"));
}
