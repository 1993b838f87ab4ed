//! The workbook of a catalogue.

use std::fs;
use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};
use tthc::catalogue::procedure::Procedure;

use super::{export, imported, load, shipped};
use crate::support::{Folder, OFFICE, stdout};

type Book = Xlsx<Cursor<Vec<u8>>>;

const SHEETS: [&str; 7] = [
    "Danh mục",
    "Cách thức, thời hạn, phí",
    "Thành phần hồ sơ",
    "Căn cứ pháp lý",
    "Điểm cần xem",
    "Chi phí tuân thủ",
    "Hồ sơ theo năm",
];

fn book(folder: &Folder, revision: &std::path::Path) -> (Book, Vec<u8>) {
    stdout(&export(folder, revision, "xlsx", "bang.xlsx"), 0);
    let bytes = fs::read(folder.path().join("bang.xlsx")).unwrap();
    (Xlsx::new(Cursor::new(bytes.clone())).unwrap(), bytes)
}

/// The rows of a sheet as texts and figures under its headings, which stand in the first row.
fn sheet(book: &mut Book, name: &str) -> Range<Data> {
    book.worksheet_range(name).unwrap()
}

fn cell<'r>(range: &'r Range<Data>, row: &'r [Data], heading: &str) -> &'r Data {
    let headings = range.rows().next().unwrap();
    let at = headings.iter().position(|cell| *cell == *heading);
    &row[at.unwrap_or_else(|| panic!("no column {heading} in {headings:?}"))]
}

#[test]
fn the_first_sheet_is_the_list_of_the_portal_and_is_read_back() {
    let folder = Folder::new(&[]);
    let (mut book, _) = book(&folder, &shipped());
    assert_eq!(book.sheet_names(), SHEETS);
    let range = sheet(&mut book, "Danh mục");
    let rows: Vec<&[Data]> = range.rows().collect();
    let letterhead = rows[0][0].to_string();
    assert!(letterhead.starts_with("CỘNG HÒA") && letterhead.ends_with("DANH SÁCH THỦ TỤC HÀNH CHÍNH"));
    assert_eq!(
        rows[1],
        ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"].map(|text| Data::from(text.to_owned()))
    );
    let (catalogue, back) = (load(&shipped()), imported(&folder, "bang.xlsx"));
    assert_eq!(rows.len(), catalogue.entries().len() + 2);
    assert_eq!(back.entries().len(), catalogue.entries().len());
    for procedure in catalogue.procedures() {
        let other = &back.get(procedure.identity()).unwrap().procedure;
        // The list has five columns, and the other sheets, where a procedure has many rows, add nothing to it.
        let listed = Procedure {
            code: procedure.code.clone(),
            name: procedure.name.clone(),
            published_by: procedure.published_by.clone(),
            executing_agencies: procedure.executing_agencies.clone(),
            field: procedure.field.clone(),
            ..Procedure::default()
        };
        assert_eq!(*other, listed);
    }
}

const PROCEDURE: &str = "ma: '1.000001'
ten: Cấp bản sao
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: Thử
trinh_tu: [{noi_dung: Nộp}]
cach_thuc:
  - {hinh_thuc: Trực tiếp, thoi_han: 05 ngày làm việc, phi_le_phi: [{ten: Lệ phí, muc: 1.008.000 đồng}, {ten: Phí, muc: theo quy định}]}
  - {hinh_thuc: Trực tuyến, thoi_han: 03 ngày làm việc, muc_do: Toàn trình}
ho_so:
  - {truong_hop: Lần đầu, giay_to: [{ten: Tờ khai, ban_chinh: 2, mau: Mẫu 01}], luu_y: Xuất trình căn cước}
doi_tuong: [Công dân Việt Nam]
co_quan_thuc_hien: [Sở Thử]
can_cu_phap_ly:
  - {so_hieu: 01/2015/NĐ-CP, dieu_khoan: Điều 3}
  - {so_hieu: 99/2099/NĐ-CP}
";

const DOCUMENT: &str = "- so_hieu: 01/2015/NĐ-CP
  loai: Nghị định
  trich_yeu: về việc thử
  co_quan_ban_hanh: Chính phủ
  ngay_ban_hanh: 15/11/2015
  ngay_hieu_luc: 01/01/2016
  ngay_het_hieu_luc: 01/07/2026
  thay_the_boi: [02/2026/NĐ-CP]
";

const COUNTS: &str = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon
1.000001,A,10,4,8,1,1,0,minh họa
1.000001,B,30,6,30,0,0,0,minh họa
";

fn made() -> Folder {
    Folder::new(&[
        ("in/catalogue.yaml", OFFICE),
        ("in/thu_tuc/thu/1.000001.yaml", PROCEDURE),
        ("in/van_ban/01.yaml", DOCUMENT),
        ("in/thong_ke/2025.csv", COUNTS),
    ])
}

#[test]
fn figures_are_figures_and_days_are_days() {
    let folder = made();
    let (mut book, _) = book(&folder, &folder.path().join("in"));

    let channels = sheet(&mut book, "Cách thức, thời hạn, phí");
    let rows: Vec<&[Data]> = channels.rows().skip(1).collect();
    assert_eq!(rows.len(), 3, "a row for each fee, and one for a channel without");
    let of = |row, heading| cell(&channels, row, heading);
    assert_eq!(*of(rows[0], "Thời hạn (số)"), Data::Float(5.0));
    assert_eq!(*of(rows[0], "Đơn vị"), Data::String("ngày làm việc".to_owned()));
    assert_eq!(*of(rows[0], "Số tiền (đồng)"), Data::Float(1_008_000.0));
    // What is no amount has no figure.
    assert_eq!(*of(rows[1], "Mức thu"), Data::String("theo quy định".to_owned()));
    assert_eq!(*of(rows[1], "Số tiền (đồng)"), Data::Empty);
    assert_eq!(*of(rows[2], "Mức độ trực tuyến"), Data::String("Toàn trình".to_owned()));

    let papers = sheet(&mut book, "Thành phần hồ sơ");
    let rows: Vec<&[Data]> = papers.rows().skip(1).collect();
    assert_eq!(*cell(&papers, rows[0], "Bản chính"), Data::Float(2.0));
    assert_eq!(
        *cell(&papers, rows[0], "Trường hợp"),
        Data::String("Lần đầu".to_owned())
    );
    assert_eq!(*cell(&papers, rows[1], "Là lưu ý"), Data::String("x".to_owned()));

    let bases = sheet(&mut book, "Căn cứ pháp lý");
    let rows: Vec<&[Data]> = bases.rows().skip(1).collect();
    let state = "Tình trạng ngày 01/07/2026";
    assert_eq!(
        *cell(&bases, rows[0], state),
        Data::String("Hết hiệu lực từ 01/07/2026".to_owned())
    );
    let Data::DateTime(issued) = cell(&bases, rows[0], "Ngày ban hành") else {
        panic!("no day: {:?}", rows[0]);
    };
    assert_eq!(issued.to_ymd_hms_milli(), (2015, 11, 15, 0, 0, 0, 0));
    assert_eq!(
        *cell(&bases, rows[1], state),
        Data::String("Chưa có trong danh mục văn bản".to_owned())
    );

    let dossiers = sheet(&mut book, "Hồ sơ theo năm");
    let rows: Vec<&[Data]> = dossiers.rows().skip(1).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(*cell(&dossiers, rows[0], "Tiếp nhận"), Data::Float(40.0));
    assert_eq!(*cell(&dossiers, rows[0], "Số đơn vị"), Data::Float(2.0));
    assert_eq!(*cell(&dossiers, rows[0], "Quá hạn"), Data::Float(1.0));

    let costs = sheet(&mut book, "Chi phí tuân thủ");
    let rows: Vec<&[Data]> = costs.rows().skip(1).collect();
    assert!(matches!(cell(&costs, rows[0], "Chi phí một năm (đồng)"), Data::Float(cost) if *cost > 0.0));

    let findings = sheet(&mut book, "Điểm cần xem");
    let expired = findings
        .rows()
        .skip(1)
        .find(|row| *cell(&findings, row, "Quy tắc") == *"R-01");
    let expired = expired.expect("the expired basis is a finding");
    assert!(
        cell(&findings, expired, "Bằng chứng")
            .to_string()
            .contains("01/2015/NĐ-CP")
    );
}

#[test]
fn a_document_whose_days_are_not_known_is_not_said_to_be_in_force_for_certain() {
    let folder = made();
    for (said, state) in [
        ("", "Còn hiệu lực (không ghi ngày có hiệu lực)"),
        ("  ngay_hieu_luc: 01/01/2016\n", "Còn hiệu lực"),
        (
            "  ngay_hieu_luc: 01/01/2016\n  ngay_het_hieu_luc: giữa năm 2020\n",
            "Còn hiệu lực (không đọc được ngày)",
        ),
        ("  ngay_het_hieu_luc: 01/01/2020\n", "Hết hiệu lực từ 01/01/2020"),
    ] {
        let document = format!("- so_hieu: 01/2015/NĐ-CP\n  loai: Nghị định\n  trich_yeu: về việc thử\n{said}");
        folder.write("in/van_ban/01.yaml", document.as_bytes());
        let (mut book, _) = book(&folder, &folder.path().join("in"));
        let bases = sheet(&mut book, "Căn cứ pháp lý");
        let row = bases.rows().nth(1).unwrap();
        assert_eq!(*cell(&bases, row, "Tình trạng ngày 01/07/2026"), *state, "{said}");
    }
}

#[test]
fn without_an_hourly_income_there_is_no_sheet_of_costs_and_it_is_told() {
    let folder = made();
    folder.write("in/catalogue.yaml", "ten: Thử\nngay: 01/07/2026\n".as_bytes());
    let output = export(&folder, &folder.path().join("in"), "xlsx", "bang.xlsx");
    stdout(&output, 0);
    assert!(String::from_utf8_lossy(&output.stderr).contains("no sheet of costs"));
    let bytes = fs::read(folder.path().join("bang.xlsx")).unwrap();
    let book: Book = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert!(!book.sheet_names().contains(&"Chi phí tuân thủ".to_owned()));
}

#[test]
fn every_sheet_keeps_its_head_in_sight_filters_and_fits_the_paper() {
    let folder = made();
    let (_, bytes) = book(&folder, &folder.path().join("in"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for number in 1..=SHEETS.len() {
        let mut xml = String::new();
        let mut part = archive.by_name(&format!("xl/worksheets/sheet{number}.xml")).unwrap();
        part.read_to_string(&mut xml).unwrap();
        let name = SHEETS[number - 1];
        for wanted in [
            "state=\"frozen\"",
            "<autoFilter ",
            "orientation=\"landscape\"",
            "customWidth=\"1\"",
            "<oddFooter>",
        ] {
            assert!(xml.contains(wanted), "{name}: no {wanted}");
        }
    }
}
