use super::cells;
use super::collect::OF_THE_RECORD;
use crate::catalogue::fields::FIELDS;
use crate::catalogue::load::read_procedure;
use crate::catalogue::procedure::Procedure;

fn procedure(text: &str) -> Procedure {
    read_procedure(format!("ma: 1.000001\nten: A\n{text}").as_bytes()).unwrap()
}

#[test]
fn what_is_said_of_the_record_is_said_in_fields_there_are() {
    for key in OF_THE_RECORD {
        assert!(FIELDS.iter().any(|field| field.key == key), "{key}");
    }
}

#[test]
fn what_all_channels_say_is_said_once() {
    let alike = procedure(
        "cach_thuc:
  - {hinh_thuc: Trực tiếp, thoi_han: 05 ngày, phi_le_phi: [{ten: 'Phí, lệ phí', muc: Không}]}
  - {hinh_thuc: Trực tuyến, thoi_han: 05 ngày, phi_le_phi: [{ten: 'Phí, lệ phí', muc: Không}]}
",
    );
    assert_eq!(cells::time_limit(&alike).lines, ["05 ngày"]);
    assert_eq!(cells::fees(&alike).lines, ["Không"]);
    assert_eq!(
        cells::time_limit(&alike).paths,
        ["cach_thuc[0].thoi_han", "cach_thuc[1].thoi_han"]
    );
}

#[test]
fn what_channels_say_differently_is_said_of_each() {
    let apart = procedure(
        "dia_chi_tiep_nhan: Trung tâm
cach_thuc:
  - {hinh_thuc: Trực tiếp, thoi_han: 05 ngày, mo_ta: Tính từ ngày thụ lý., phi_le_phi: [{ten: Lệ phí, muc: 8.000 đồng, ghi_chu: Một lần.}]}
  - {hinh_thuc: Trực tuyến, muc_do: Toàn trình, thoi_han: 03 ngày}
",
    );
    assert_eq!(
        cells::time_limit(&apart).lines,
        ["Trực tiếp: 05 ngày; Tính từ ngày thụ lý.", "Trực tuyến: 03 ngày"]
    );
    assert_eq!(cells::fees(&apart).lines, ["Trực tiếp: lệ phí: 8.000 đồng (một lần)"]);
    assert_eq!(
        cells::place(&apart).lines,
        ["Trung tâm", "Trực tiếp; Trực tuyến (toàn trình)"]
    );
}

#[test]
fn an_empty_record_says_nothing() {
    let empty = procedure("");
    assert_eq!(cells::time_limit(&empty), cells::Cell::default());
    assert_eq!(cells::fees(&empty), cells::Cell::default());
    assert_eq!(cells::place(&empty), cells::Cell::default());
    assert_eq!(cells::agencies(&empty), cells::Cell::default());
}

#[test]
fn every_field_of_the_views_is_explained() {
    let page = include_str!("../../../docs/templates.md");
    for source in [include_str!("views.rs"), include_str!("../plan/views.rs")] {
        let keys = source
            .split("rename = \"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let keys: Vec<&str> = keys.collect();
        assert!(keys.len() > 20);
        for key in keys {
            assert!(
                page.contains(&format!("| `{key}` |")),
                "no field {key} in docs/templates.md"
            );
        }
    }
}
