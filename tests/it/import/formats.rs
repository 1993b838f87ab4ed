//! Every kind of file an office has.

use std::io::Write;

use serde_json::{Value, json};

use super::made::{Part, detail, import, list, told, whole, written};
use crate::support::{Folder, failure, stdout, tthc};

fn record(folder: &Folder, path: &str) -> Value {
    let shown = stdout(
        &tthc(folder.path(), &["--catalogue", "out", "show", path, "--format", "json"]),
        0,
    );
    serde_json::from_str::<Value>(&shown).unwrap()
}

#[test]
fn lists_of_the_portal_are_joined_by_code() {
    let folder = Folder::new(&[]);
    let one = list(&[
        [
            "1.000001",
            "Cấp giấy phép mẫu",
            "Bộ Mẫu",
            "Chủ tịch Ủy ban nhân dân cấp tỉnh\nSở Mẫu",
            "Đất mẫu",
        ],
        ["1.000002", "Cấp lại giấy phép mẫu", "Bộ Mẫu", "Sở Mẫu", "Đất mẫu"],
    ]);
    let two = list(&[
        ["1.000002.000.00.00.H17", "Cấp lại giấy phép", "Bộ Mẫu", "", "Đất mẫu"],
        ["1.000003", "Thu hồi giấy phép mẫu", "Bộ Mẫu", "Sở Mẫu", "Nước mẫu"],
    ]);
    folder.write("mot.xlsx", &one);
    folder.write("hai.xlsx", &two);
    let plan = import(&folder, &["mot.xlsx", "hai.xlsx"], &[], 1);
    assert_eq!(plan["summary"]["procedures"]["new"], 3);
    assert_eq!(
        told(&plan, "nhap-hai-nguon"),
        ["hai.xlsx!Danh sách TTHC:3:1 hai tệp ghi khác nhau: Tên thủ tục; giữ giá trị của tệp nêu trước"]
    );
    assert_eq!(told(&plan, "nhap-dong").len(), 2, "the letterheads");
    insta::assert_snapshot!(written(&folder, "thu_tuc/dat-mau/1.000001.yaml"), @r#"
    ma: "1.000001"
    ten: Cấp giấy phép mẫu
    linh_vuc: Đất mẫu
    co_quan_ban_hanh: Bộ Mẫu
    co_quan_thuc_hien:
      - Chủ tịch Ủy ban nhân dân cấp tỉnh
      - Sở Mẫu
    "#);
    // What a person must finish is named with its row.
    let missing = told(&plan, "nhap-thieu");
    assert!(
        missing
            .iter()
            .any(|line| line.starts_with("mot.xlsx!Danh sách TTHC:3:1 thiếu «Trình tự thực hiện»")),
        "{missing:?}"
    );
}

#[test]
fn the_file_that_was_imported_is_recorded() {
    let folder = Folder::new(&[]);
    folder.write(
        "a.jsonl",
        (whole("1.000001", "Một") + "\n" + &whole("1.000002", "Hai")).as_bytes(),
    );
    import(&folder, &["a.jsonl"], &[], 0);
    let source: Value = serde_json::from_str(written(&folder, "nhap/nguon.jsonl").trim()).unwrap();
    let bytes = std::fs::read(folder.path().join("a.jsonl")).unwrap();
    let sum = std::process::Command::new("sha256sum")
        .arg(folder.path().join("a.jsonl"))
        .output();
    if let Ok(sum) = sum {
        let sum = String::from_utf8(sum.stdout).unwrap();
        assert_eq!(source["sha256"], sum.split(' ').next().unwrap());
    }
    assert_eq!(source["file"], "a.jsonl");
    assert_eq!(source["imported"], "2026-07-01");
    assert_eq!(
        (source["bytes"].as_u64(), source["records"].as_u64()),
        (Some(bytes.len() as u64), Some(2))
    );
}

#[test]
fn what_is_whole_is_a_catalogue_that_check_accepts() {
    let folder = Folder::new(&[]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writeln!(packed, "{}\n{}", whole("1.000001", "Một"), whole("1.000002", "Hai")).unwrap();
    folder.write("a.jsonl.gz", &packed.finish().unwrap());
    let plan = import(&folder, &["a.jsonl.gz"], &[], 0);
    assert_eq!(plan["sources"][0]["format"], "json-lines");
    let check = stdout(&tthc(folder.path(), &["--catalogue", "out", "check"]), 0);
    assert!(check.ends_with("2 thủ tục: 0 lỗi, 0 điểm cần xem\n"), "{check}");
}

#[test]
fn the_detail_export_arrives_whole() {
    let folder = Folder::new(&[]);
    let file = detail(&[
        Part::Line("Mã thủ tục: 1.000001"),
        Part::Line("Số quyết định: Quyết định số 12/QĐ-BTP"),
        Part::Line("Tên thủ tục: Cấp giấy phép mẫu"),
        Part::Line("Cấp thực hiện: Cấp Tỉnh, Cấp Xã"),
        Part::Line("Loại thủ tục: TTHC được luật giao quy định chi tiết"),
        Part::Line("Lĩnh vực: Hộ tịch"),
        Part::Line("Trình tự thực hiện:"),
        Part::Line("Bước 1: Nộp hồ sơ & chờ."),
        Part::Line("Kết quả: có phiếu hẹn."),
        Part::Line("Bước 2: Nhận kết quả."),
        Part::Line("Cách thức thực hiện:"),
        Part::Table(&[
            &["Hình thức nộp", "Thời hạn giải quyết", "Phí, lệ phí", "Mô tả"],
            &[
                "Trực tiếp",
                "05 Ngày làm việc",
                "Phí : 200.000 Đồng (mức phí thẩm định)\nLệ phí : 0 Đồng",
                "Tại Sở",
            ],
            &["Trực tuyến", "05 Ngày làm việc", "", ""],
        ]),
        Part::Line("Thành phần hồ sơ:"),
        Part::Line("Cấp lần đầu"),
        Part::Table(&[
            &["Tên giấy tờ", "Mẫu đơn, tờ khai", "Số lượng"],
            &["Đơn đề nghị", "Mau01.docx", "Bản chính: 1\nBản sao: 0"],
            &["Bản vẽ", "", "Bản chính: 0\nBản sao: 2"],
        ]),
        Part::Line("Cấp lại"),
        Part::Table(&[
            &["Tên giấy tờ", "Mẫu đơn, tờ khai", "Số lượng"],
            &["Đơn đề nghị", "", "Bản chính: 1"],
        ]),
        Part::Line("Đối tượng thực hiện: Công dân Việt Nam, Cán bộ, công chức, viên chức"),
        Part::Line("Cơ quan thực hiện: Sở Tư pháp, Ủy ban nhân dân cấp xã"),
        Part::Line("Cơ quan có thẩm quyền: Không có thông tin"),
        Part::Line("Kết quả thực hiện: Giấy phép mẫu"),
        Part::Line("Căn cứ pháp lý:"),
        Part::Table(&[
            &["Số ký hiệu", "Trích yếu", "Ngày ban hành", "Cơ quan ban hành"],
            &[
                "63/2010/\nNĐ-CP",
                "Nghị định số 63/2010/NĐ-CP về kiểm soát thủ tục hành chính",
                "08-06-2010",
                "Chính phủ",
            ],
        ]),
        Part::Line("Yêu cầu, điều kiện thực hiện: Đủ 18 tuổi"),
        Part::Line("Từ khóa: Không có thông tin"),
        Part::Line("Mô tả: Không có thông tin"),
    ]);
    folder.write("ChiTietTTHC_1.000001.doc", &file);
    let plan = import(&folder, &["ChiTietTTHC_1.000001.doc"], &[], 0);
    assert_eq!(plan["sources"][0]["format"], "word");
    insta::assert_snapshot!(written(&folder, "thu_tuc/ho-tich/1.000001.yaml"), @r#"
    ma: "1.000001"
    ten: Cấp giấy phép mẫu
    cap_thuc_hien:
      - Cấp Tỉnh
      - Cấp Xã
    loai: TTHC được luật giao quy định chi tiết
    linh_vuc: Hộ tịch
    quyet_dinh_cong_bo: Quyết định số 12/QĐ-BTP
    trinh_tu:
      - noi_dung: |-
          Bước 1: Nộp hồ sơ & chờ.
          Kết quả: có phiếu hẹn.
      - noi_dung: "Bước 2: Nhận kết quả."
    cach_thuc:
      - hinh_thuc: Trực tiếp
        thoi_han: 05 Ngày làm việc
        phi_le_phi:
          - ten: Phí
            muc: 200.000 Đồng
            ghi_chu: mức phí thẩm định
          - ten: Lệ phí
            muc: 0 Đồng
        mo_ta: Tại Sở
      - hinh_thuc: Trực tuyến
        thoi_han: 05 Ngày làm việc
    ho_so:
      - truong_hop: Cấp lần đầu
        giay_to:
          - ten: Đơn đề nghị
            mau: Mau01.docx
            ban_chinh: 1
          - ten: Bản vẽ
            ban_sao: 2
      - truong_hop: Cấp lại
        giay_to:
          - ten: Đơn đề nghị
            ban_chinh: 1
    doi_tuong:
      - Công dân Việt Nam
      - Cán bộ, công chức, viên chức
    co_quan_thuc_hien:
      - Sở Tư pháp
      - Ủy ban nhân dân cấp xã
    ket_qua:
      - ten: Giấy phép mẫu
    can_cu_phap_ly:
      - so_hieu: 63/2010/NĐ-CP
    yeu_cau_dieu_kien:
      - noi_dung: Đủ 18 tuổi
    "#);
    insta::assert_snapshot!(written(&folder, "van_ban/nhap.yaml"), @r"
    - so_hieu: 63/2010/NĐ-CP
      loai: Nghị định
      trich_yeu: về kiểm soát thủ tục hành chính
      co_quan_ban_hanh: Chính phủ
      ngay_ban_hanh: 08-06-2010
      can_kiem_tra: true
    ");
    let check = stdout(&tthc(folder.path(), &["--catalogue", "out", "check"]), 0);
    assert!(check.contains("1 thủ tục: 0 lỗi"), "{check}");
}

#[test]
fn a_file_under_another_code_is_told() {
    let folder = Folder::new(&[]);
    let file = detail(&[Part::Line("Mã thủ tục: 1.000002"), Part::Line("Tên thủ tục: Khác")]);
    folder.write("ChiTietTTHC_1.000001.doc", &file);
    let plan = import(&folder, &["ChiTietTTHC_1.000001.doc"], &[], 1);
    assert!(
        told(&plan, "nhap-ma")[0].ends_with("tên tệp ghi mã 1.000001, nội dung ghi mã 1.000002; nhập theo nội dung")
    );
}

#[test]
fn columns_stand_in_any_order_under_official_names() {
    let folder = Folder::new(&[(
        "a.csv",
        "\u{feff}LĨNH VỰC;Ten TTHC;Người soạn;Mã số TTHC;Thời hạn giải quyết;Hình thức nộp;Phí, lệ phí (nếu có)\n\
         Đất mẫu;Một;A;1.000001;05 ngày làm việc;Trực tiếp, Trực tuyến;Phí: 50.000 đồng\n",
    )]);
    let plan = import(&folder, &["a.csv"], &[], 1);
    assert_eq!(
        told(&plan, "nhap-cot"),
        ["a.csv:1:3 cột «Người soạn» không phải trường của danh mục, không nhập (1 dòng có giá trị)"]
    );
    let text = written(&folder, "thu_tuc/dat-mau/1.000001.yaml");
    insta::assert_snapshot!(text, @r#"
    ma: "1.000001"
    ten: Một
    linh_vuc: Đất mẫu
    cach_thuc:
      - hinh_thuc: Trực tiếp
        thoi_han: 05 ngày làm việc
        phi_le_phi:
          - ten: Phí
            muc: 50.000 đồng
      - hinh_thuc: Trực tuyến
        thoi_han: 05 ngày làm việc
        phi_le_phi:
          - ten: Phí
            muc: 50.000 đồng
    "#);
}

#[test]
fn old_charsets_are_converted_and_told() {
    let tcvn3 = b"M\xb7 s\xe8;T\xaan;L\xdcnh v\xf9c\n1.000001;C\xcap gi\xcay ph\xd0p;H\xe9 t\xdech\n".to_vec();
    let vni: Vec<u8> = "Maõ soá;Teân;Lónh vöïc\n1.000001;Caáp giaáy pheùp;Hoä tòch\n"
        .chars()
        .map(|c| c as u8)
        .collect();
    let decomposed = "Mã số;Tên;Lĩnh vực\n1.000001;Cấp giấy phép;Hộ ti\u{323}ch\n"
        .as_bytes()
        .to_vec();
    for (bytes, says) in [(tcvn3, "TCVN3"), (vni, "VNI-Windows"), (decomposed, "NFD")] {
        let folder = Folder::new(&[]);
        folder.write("cu.csv", &bytes);
        let plan = import(&folder, &["cu.csv"], &[], 1);
        let text = written(&folder, "thu_tuc/ho-tich/1.000001.yaml");
        assert_eq!(
            text, "ma: \"1.000001\"\nten: Cấp giấy phép\nlinh_vuc: Hộ tịch\n",
            "{says}"
        );
        let repairs = told(&plan, "nhap-bang-ma");
        assert!(repairs.iter().any(|line| line.contains(says)), "{repairs:?}");
    }
}

#[test]
fn a_workbook_with_merged_cells_numbers_and_notes_is_read_or_told() {
    use rust_xlsxwriter::{Format, Workbook};
    let folder = Folder::new(&[]);
    let mut book = Workbook::new();
    let plain = Format::new();
    let sheet = book.add_worksheet().set_name("TTHC").unwrap();
    sheet
        .merge_range(0, 0, 0, 3, "DANH MỤC (số liệu minh họa)", &plain)
        .unwrap();
    sheet
        .write_row(1, 0, ["TT", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Cơ quan thực hiện"])
        .unwrap();
    sheet.write_row(2, 0, ["1", "1.000001", "Một"]).unwrap();
    // One field over three rows; one procedure over two, with an agency in each.
    sheet.merge_range(2, 3, 4, 3, "Hộ tịch", &plain).unwrap();
    sheet.write_row(2, 4, ["Sở Mẫu"]).unwrap();
    sheet.merge_range(3, 1, 4, 1, "1.000002", &plain).unwrap();
    sheet.merge_range(3, 2, 4, 2, "Hai", &plain).unwrap();
    sheet.write(3, 4, "Sở Mẫu").unwrap();
    sheet.write(4, 4, "Ủy ban nhân dân cấp xã").unwrap();
    // A code that Excel took for a number, and a note.
    sheet.write(5, 1, 1.00488).unwrap();
    sheet.write_row(5, 2, ["Ba", "Đất đai"]).unwrap();
    sheet
        .merge_range(6, 0, 6, 4, "Ghi chú: số liệu minh họa", &plain)
        .unwrap();
    sheet.write_row(7, 1, ["1.000001", "Một", "Hộ tịch", "Sở Mẫu"]).unwrap();
    let other = book.add_worksheet().set_name("Ghi chú").unwrap();
    other.write(0, 0, "Không phải bảng").unwrap();
    folder.write("a.xlsx", &book.save_to_buffer().unwrap());
    let plan = import(&folder, &["a.xlsx"], &[], 1);
    assert_eq!(plan["summary"]["procedures"]["new"], 3);
    let two = record(&folder, "1.000002");
    assert_eq!(
        two["co_quan_thuc_hien"],
        json!(["Sở Mẫu", "Ủy ban nhân dân cấp xã"]),
        "{two}"
    );
    assert_eq!(two["linh_vuc"], "Hộ tịch");
    let mut told: Vec<String> = ["nhap-ma", "nhap-dong", "nhap-trung", "nhap-trang"]
        .iter()
        .flat_map(|rule| told(&plan, rule))
        .collect();
    told.sort();
    insta::assert_snapshot!(told.join("\n"), @r"
    a.xlsx!Ghi chú:0:0 trang tính không có dòng tiêu đề với cột mã thủ tục, không nhập
    a.xlsx!TTHC:1:1 dòng đầu bảng, không phải thủ tục: DANH MỤC (số liệu minh họa)
    a.xlsx!TTHC:6:2 mã trong bảng tính là số 1.00488, mất số 0 ở cuối; đã đọc là 1.004880
    a.xlsx!TTHC:7:1 dòng tiêu đề nhóm hoặc ghi chú, không phải thủ tục: Ghi chú: số liệu minh họa
    a.xlsx!TTHC:8:2 mã 1.000001 có hai lần trong tệp, nội dung như nhau; giữ một
    ");
}

#[test]
fn a_record_of_the_portals_interface_is_read() {
    let folder = Folder::new(&[]);
    let native = json!({"records": [{"detail": {
        "code": "1.000001", "name": "Cấp giấy phép mẫu", "formalityType": "ASSIGNED_REGULATION", "type": "STANDARD", "state": "UPDATED",
        "isMinistry": false, "isProvince": true, "isWard": true, "isOtherAgency": false, "isVertical": false,
        "categoriesDetails": [{"id": "x", "name": "Hộ tịch", "code": "G15"}],
        "executionSteps": [{"name": "", "description": "Nộp.\tNhận."}],
        "executionMethods": [
            {"submissionMethod": "DIRECT", "processingTime": 5, "processingTimeUnit": "WORKING_DAY", "description": "",
             "fees": [{"type": "SERVICE_FEE", "value": 8000, "currencyId": "", "attachment": null, "description": ""}]},
            {"submissionMethod": "ONLINE", "processingTime": 1, "processingTimeUnit": "OTHER", "description": "Theo mô tả", "fees": []}],
        "executionCases": [{"name": "", "profileComponents": [
            {"profileComponentId": "y", "name": "Tờ khai", "originalQty": 1, "copyQty": 0, "required": false, "code": "KQ1", "attachments": [{"fileName": "mau.docx"}]}]}],
        "subjectTypesDetails": [{"name": "Công dân Việt Nam"}],
        "departmentsExecuting": [{"name": "Sở Tư pháp"}], "unitGroupsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "resultsDetails": [{"name": "Giấy phép", "code": "KQ.G15.000031"}],
        "legalBasisesDetails": [{"name": "Luật 25/2008/QH12 - Bảo hiểm y tế", "code": "25/2008/QH12"}],
        "departmentPromulgateName": "Bộ Tư pháp", "requirementsAndConditions": "", "keywords": "",
        "procedureProposal": {"proposalNumber": "163/QĐ-BTP", "decisionDate": 1768496400000_i64},
        "returningMethods": ["POST"],
    }}]});
    folder.write("api.json", native.to_string().as_bytes());
    let plan = import(&folder, &["api.json"], &[], 0);
    assert_eq!(
        told(&plan, "nhap-cot").len(),
        2,
        "codes of papers, ways of returning: {:?}",
        told(&plan, "nhap-cot")
    );
    insta::assert_snapshot!(written(&folder, "thu_tuc/ho-tich/1.000001.yaml"), @r#"
    ma: "1.000001"
    ten: Cấp giấy phép mẫu
    cap_thuc_hien:
      - Cấp tỉnh
      - Cấp xã
    loai: TTHC được luật giao quy định chi tiết
    phan_loai: TTHC thông thường
    linh_vuc: Hộ tịch
    trang_thai: Sửa đổi, bổ sung
    quyet_dinh_cong_bo: 163/QĐ-BTP
    ngay_cong_bo: 16/01/2026
    co_quan_ban_hanh: Bộ Tư pháp
    trinh_tu:
      - noi_dung: Nộp. Nhận.
    cach_thuc:
      - hinh_thuc: Trực tiếp
        thoi_han: 5 ngày làm việc
        phi_le_phi:
          - ten: Lệ phí
            muc: 8.000 đồng
      - hinh_thuc: Trực tuyến
        thoi_han: 1 OTHER
        mo_ta: Theo mô tả
    ho_so:
      - giay_to:
          - ten: Tờ khai
            mau: mau.docx
            ban_chinh: 1
    doi_tuong:
      - Công dân Việt Nam
    co_quan_thuc_hien:
      - Sở Tư pháp
      - Ủy ban nhân dân cấp xã
    ket_qua:
      - ten: Giấy phép
        ma_ket_qua: KQ.G15.000031
    can_cu_phap_ly:
      - so_hieu: 25/2008/QH12
    "#);
}

#[test]
fn a_file_that_is_not_read_is_refused_and_nothing_is_written() {
    let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    old.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
    let folder = Folder::new(&[("a.jsonl", &whole("1.000001", "Một"))]);
    folder.write("ChiTiet.doc", &old);
    let error = failure(&tthc(
        folder.path(),
        &["import", "a.jsonl", "ChiTiet.doc", "--out", "out"],
    ));
    assert_eq!(
        error,
        "error: ChiTiet.doc: it is a Word file of the old binary form (.doc); open it in Word and choose Save As, Word Document \
         (*.docx), or run: soffice --headless --convert-to docx FILE\n"
    );
    assert!(!folder.path().join("out").exists());
}
