//! A procedure a row.

use std::fs;

use tthc::catalogue::fields::FIELDS;
use tthc::text;

use super::{export, imported, load, otherwise, shipped};
use crate::support::{Folder, OFFICE, stdout};

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let row = |record: Result<::csv::StringRecord, _>| record.unwrap().iter().map(str::to_owned).collect();
    reader.records().map(row).collect()
}

#[test]
fn a_row_gives_back_what_it_holds_and_the_rest_is_told() {
    let folder = Folder::new(&[]);
    let said = stdout(&export(&folder, &shipped(), "csv", "bang.csv"), 0);
    let (catalogue, back) = (load(&shipped()), imported(&folder, "bang.csv"));
    let otherwise = otherwise(&catalogue, &back);
    // What the command says of each field is what the import of the file really comes to.
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for field in FIELDS {
        let told = format!("{} (", field.label);
        match otherwise.get(field.label) {
            Some(codes) => assert!(
                said.contains(&format!("{told}{} thủ tục)", codes.len())),
                "{}: {codes:?}\n{said}",
                field.key
            ),
            None => assert!(!said.contains(&told), "{}\n{said}", field.key),
        }
    }
    // Whatever is one value comes back whole.
    for key in [
        "ten",
        "linh_vuc",
        "trang_thai",
        "so_bo",
        "ngay_cong_bo",
        "cap_thuc_hien",
        "co_quan_thuc_hien",
    ] {
        let label = tthc::catalogue::fields::field(key).unwrap().label;
        assert!(!otherwise.contains_key(label), "{label}: {:?}", otherwise[label]);
    }
}

#[test]
fn the_file_is_one_that_excel_and_the_standard_know() {
    let folder = Folder::new(&[]);
    stdout(&export(&folder, &shipped(), "csv", "bang.csv"), 0);
    let bytes = fs::read(folder.path().join("bang.csv")).unwrap();
    let table = bytes.strip_prefix(b"\xef\xbb\xbf").expect("a mark of UTF-8");
    assert!(table.ends_with(b"\"\r\n"));
    let rows = rows(table);
    assert_eq!(rows.len(), load(&shipped()).entries().len() + 1);
    let headings: Vec<&str> = rows[0].iter().map(String::as_str).collect();
    let at = |label: &str| headings.iter().position(|heading| *heading == label);
    // The official names, in the order of the record.
    let places: Option<Vec<usize>> = FIELDS.iter().map(|field| at(field.label)).collect();
    assert!(places.unwrap().is_sorted(), "{headings:?}");
    assert!(at("Thời hạn giải quyết").is_some() && at("Phí, lệ phí").is_some());
}

const DANGEROUS: &str = "ma: '1.000001'
ten: =HYPERLINK(\"http://x.example\")
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: Thử
mo_ta: '+84 24 3333'
trinh_tu: [{noi_dung: '- Nộp hồ sơ; @chờ'}]
cach_thuc:
  - {hinh_thuc: Trực tiếp, thoi_han: 05 ngày làm việc, phi_le_phi: [{ten: Lệ phí, muc: 8.000 đồng, ghi_chu: một bản}, {ten: Phí, muc: 2.000 đồng}]}
  - {hinh_thuc: Trực tuyến, thoi_han: 03 ngày làm việc, muc_do: Toàn trình}
  - {hinh_thuc: Dịch vụ bưu chính}
ho_so: [{giay_to: [{ten: '=Tờ khai'}, {ten: 'Bản vẽ, sơ đồ'}]}]
doi_tuong: ['Cán bộ, công chức, viên chức', Công dân Việt Nam]
co_quan_thuc_hien: ['Sở Văn hóa, Thể thao và Du lịch', Sở Thử]
tu_khoa: [\"'=1\"]
";

#[test]
fn no_cell_can_be_a_formula_and_every_text_comes_back() {
    let folder = Folder::new(&[
        ("in/catalogue.yaml", OFFICE),
        ("in/thu_tuc/thu/1.000001.yaml", DANGEROUS),
    ]);
    let said = stdout(&export(&folder, &folder.path().join("in"), "csv", "bang.csv"), 0);
    assert!(!said.contains("không giữ hết"), "{said}");
    let bytes = fs::read(folder.path().join("bang.csv")).unwrap();
    for cell in rows(&bytes[3..]).concat() {
        assert!(cell.starts_with('\'') || !text::looks_like_formula(&cell), "{cell}");
    }
    let (catalogue, back) = (load(&folder.path().join("in")), imported(&folder, "bang.csv"));
    assert_eq!(
        catalogue.get("1.000001").unwrap().procedure,
        back.get("1.000001").unwrap().procedure
    );
}

#[test]
fn a_text_that_is_too_long_for_excel_is_told_and_comes_back() {
    let with = |letters: usize| format!("{DANGEROUS}muc_dich: {}\n", "ộ".repeat(letters));
    let folder = Folder::new(&[("in/catalogue.yaml", OFFICE)]);
    let longest = tthc::exchange::table::MOST_LETTERS;
    for (letters, is_told) in [(longest, false), (longest + 1, true)] {
        folder.write("in/thu_tuc/thu/1.000001.yaml", with(letters).as_bytes());
        let said = stdout(&export(&folder, &folder.path().join("in"), "csv", "bang.csv"), 0);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(
            said.contains("32.767") && said.contains("Mục tiêu (1 thủ tục)"),
            is_told,
            "{said}"
        );
    }
    let back = imported(&folder, "bang.csv");
    assert_eq!(
        load(&folder.path().join("in")).get("1.000001").unwrap().procedure,
        back.get("1.000001").unwrap().procedure
    );
}

#[test]
fn what_is_piped_is_the_table_alone() {
    let folder = Folder::new(&[]);
    let catalogue = shipped();
    let output = crate::support::tthc(
        folder.path(),
        &["export", "--catalogue", &catalogue.to_string_lossy(), "--to", "csv"],
    );
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(rows(&output.stdout[3..]).len(), load(&catalogue).entries().len() + 1);
    assert!(String::from_utf8_lossy(&output.stderr).contains("không giữ hết"));
}
