//! The worked example and the printed cases of DOMAIN 4.4, to the đồng.

use std::fs;

use rust_decimal::Decimal;

use super::*;
use crate::catalogue::Catalogue;
use crate::catalogue::files::Files;
use crate::catalogue::revision::Revision;

pub(super) const HEAD: &str = "
ten: Thử
ngay: 01/07/2026
tham_so:
  tnbq:
    - {nam: 2024, muc: 53.977 đồng, nguon: 114.000.000 đồng / 12 / 22 / 8}
  uoc_tinh:
    - {viec: don_to_khai, gio: '0,5', nguon: ước tính}
    - {viec: ban_sao, gio: '0,25', chi_phi: 2.000 đồng, nguon: ước tính}
    - {viec: nop_truc_tiep_xa, gio: '1', nguon: ước tính}
    - {viec: nhan_ket_qua, gio: '0,5', nguon: ước tính}
";

const PROCEDURE: &str = "
ma: 1.000001
ten: Cấp giấy phép
cap_thuc_hien: [Cấp xã]
linh_vuc: Thử
trinh_tu: [{ten: Nộp hồ sơ}]
cach_thuc:
  - hinh_thuc: Trực tiếp
    phi_le_phi: [{ten: Phí thẩm định, muc: 100.000 đồng}]
ho_so:
  - giay_to:
      - {ten: Đơn đề nghị, mau: Mẫu số 01}
      - {ten: Bản sao giấy tờ}
      - {ten: Bản sao khác, neu_co: true}
ket_qua: [{ten: Giấy phép}]
";

/// The record of these tests with other lines for its channel.
pub(super) fn record(channel: &str) -> String {
    PROCEDURE.replace("    phi_le_phi: [{ten: Phí thẩm định, muc: 100.000 đồng}]", channel)
}

fn load(head: &str, procedure: &str, observations: &str, missing: &[&str]) -> Catalogue {
    let folder = tempfile::tempdir().unwrap();
    let counts = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon\n\
                  1.000001,Xã,10,0,10,0,0,0,số liệu minh họa\n";
    for (path, text) in [
        ("catalogue.yaml", head),
        ("thu_tuc/thu/1.000001.yaml", procedure),
        ("thong_ke/2025.csv", counts),
        ("chi_phi/1.000001.yaml", observations),
    ] {
        if text.is_empty() || missing.iter().any(|missing| path.starts_with(missing)) {
            continue;
        }
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let loaded = Revision {
        name: "thu".to_owned(),
        files: Files::Folder(folder.path().to_owned()),
    }
    .load()
    .unwrap();
    assert_eq!(loaded.findings, []);
    loaded.catalogue
}

pub(super) fn catalogue(observations: &str) -> Catalogue {
    load(HEAD, PROCEDURE, observations, &[])
}

pub(super) fn cost_of(catalogue: &Catalogue, overrides: &[ObservedRow]) -> Cost {
    let procedure = &catalogue.get("1.000001").unwrap().procedure;
    cost(catalogue, procedure, overrides, Date::new(2026, 7, 1).unwrap()).unwrap()
}

/// The cost of another record; what `missing` names is not there.
pub(super) fn cost_with(procedure: &str, observations: &str, missing: &[&str]) -> Cost {
    cost_of(&load(HEAD, procedure, observations, missing), &[])
}

pub(super) fn cost_in(head: &str, procedure: &str, observations: &str) -> Cost {
    cost_of(&load(head, procedure, observations, &[]), &[])
}

/// The table of DOMAIN 4.4; the rows of the record itself are dropped so that only the example counts.
fn observations(rows: &[(&str, &str, &str, &str, &str)]) -> String {
    let mut text = "ma: 1.000001\nnguon: ví dụ\nso_doi_tuong: 1200\ncong_viec:\n".to_owned();
    for (group, work) in [
        ("chuan_bi", "Đơn đề nghị"),
        ("chuan_bi", "Bản sao giấy tờ"),
        ("nop", "Trực tiếp"),
        ("phi", "Phí thẩm định"),
        ("nhan_ket_qua", "Giấy phép"),
    ] {
        text += &format!("  - {{nhom: {group}, viec: {work}, khong_phai_lam: true}}\n");
    }
    for (group, work, hours, services, fees) in rows {
        text += &format!(
            "  - {{nhom: {group}, viec: {work}, gio: '{hours}', dich_vu: {services} đồng, phi: {fees} đồng}}\n"
        );
    }
    text
}

#[test]
fn the_worked_example_is_right_to_the_dong() {
    let before = observations(&[
        ("chuan_bi", "Đơn", "1", "0", "0"),
        ("chuan_bi", "CCCD", "1,5", "4.000", "0"),
        ("chuan_bi", "ĐKDN", "1,5", "6.000", "0"),
        ("chuan_bi", "Báo cáo", "8", "20.000", "0"),
        ("nop", "Nộp", "3", "30.000", "0"),
        ("phi", "Phí", "0", "0", "500.000"),
        ("kiem_tra", "Kiểm tra", "4", "0", "0"),
        ("nhan_ket_qua", "Nhận", "2,5", "30.000", "0"),
    ]);
    let after = observations(&[
        ("chuan_bi", "Đơn", "0,5", "0", "0"),
        ("chuan_bi", "Báo cáo", "4", "0", "0"),
        ("nop", "Nộp", "0,5", "0", "0"),
        ("phi", "Phí", "0", "0", "250.000"),
        ("kiem_tra", "Kiểm tra", "4", "0", "0"),
        ("nhan_ket_qua", "Nhận", "0,25", "26.000", "0"),
    ]);
    let (before, after) = (cost_of(&catalogue(&before), &[]), cost_of(&catalogue(&after), &[]));
    let rows: Vec<_> = before.rows.iter().map(|row| row.per_case.to_string()).collect();
    assert_eq!(
        rows,
        [
            "53977", "84966", "86966", "451816", "191931", "500000", "215908", "164943"
        ]
    );
    assert_eq!(
        (before.per_case, before.per_year),
        (Decimal::from(1_750_507), Decimal::from(2_100_608_400_u64))
    );
    assert_eq!(
        (after.per_case, after.per_year),
        (Decimal::from(775_288), Decimal::from(930_345_600))
    );
    let saving = saving(&before, Some(&after));
    assert_eq!(
        (saving.saved, saving.percent),
        (Decimal::from(1_170_262_800), Some(Decimal::new(5571, 2)))
    );
}

#[test]
fn the_printed_cases_of_dong_nai_are_right() {
    let income = Decimal::from(40_000);
    let before = by_processing_time(&"10 ngày".parse().unwrap(), income, 10).unwrap();
    let after = by_processing_time(&"09 ngày".parse().unwrap(), income, 10).unwrap();
    let saving = Saving::between(before, after);
    assert_eq!((before, after), (Decimal::from(32_000_000), Decimal::from(28_800_000)));
    assert_eq!(
        (saving.saved, saving.percent),
        (Decimal::from(3_200_000), Some(Decimal::TEN))
    );

    let abolished = Saving::between(Decimal::from(18_509_608), Decimal::ZERO);
    assert_eq!(
        (abolished.saved, abolished.percent),
        (Decimal::from(18_509_608), Some(Decimal::ONE_HUNDRED))
    );
    assert_eq!(Saving::between(Decimal::ZERO, Decimal::ZERO).percent, None);
}

#[test]
fn rows_are_estimated_from_the_record() {
    let cost = cost_of(&catalogue(""), &[]);
    let rows: Vec<_> = cost
        .rows
        .iter()
        .map(|row| format!("{} {} {}", row.group.label(), row.work, row.per_case))
        .collect();
    assert_eq!(
        rows,
        [
            "Chuẩn bị hồ sơ Đơn đề nghị 26989",
            "Chuẩn bị hồ sơ Bản sao giấy tờ 15494",
            "Nộp hồ sơ Trực tiếp 53977",
            "Nộp phí, lệ phí, chi phí khác Phí thẩm định 100000",
            "Nhận kết quả Giấy phép 26989",
        ]
    );
    assert_eq!((cost.subjects, cost.per_year), (10, cost.per_case * Decimal::TEN));
}

#[test]
fn a_figure_that_cannot_be_read_is_an_error_and_not_a_zero() {
    let catalogue = catalogue("");
    let row = ObservedRow {
        group: "nop".to_owned(),
        work: "Nộp".to_owned(),
        hours: Some("vài".into()),
        ..ObservedRow::default()
    };
    let procedure = &catalogue.get("1.000001").unwrap().procedure;
    let error = cost(&catalogue, procedure, &[row], Date::new(2026, 7, 1).unwrap()).unwrap_err();
    assert!(error.to_string().contains("vài"), "{error}");
}

#[test]
fn absurd_figures_are_an_error_and_not_a_crash() {
    let zeros = "9".repeat(27);
    for observations in [
        "so_doi_tuong: 18446744073709551615".to_owned(),
        format!("so_lan_nam: '{zeros}'"),
        format!("cong_viec: [{{nhom: nop, viec: Nộp, gio: '{zeros}'}}]"),
        "so_doi_tuong: 1000000000\nso_lan_nam: '1000000'".to_owned(),
    ] {
        let catalogue = catalogue(&format!("ma: 1.000001\nnguon: ví dụ\n{observations}\n"));
        let procedure = &catalogue.get("1.000001").unwrap().procedure;
        let error = cost(&catalogue, procedure, &[], Date::new(2026, 7, 1).unwrap()).unwrap_err();
        assert_eq!(error, CostError::TooLarge("1.000001".to_owned()), "{observations}");
    }
}

#[test]
fn rows_add_up_in_any_order() {
    let catalogue = catalogue("");
    arbtest::arbtest(|u| {
        let mut rows = Vec::new();
        for at in 0..u.int_in_range(0..=6)? {
            let quarter_hours: u32 = u.int_in_range(0..=80)?;
            rows.push(ObservedRow {
                group: ["chuan_bi", "nop", "khac"][u.choose_index(3)?].to_owned(),
                work: format!("việc {at}"),
                hours: Some(
                    crate::text::decimal(Decimal::new(i64::from(quarter_hours) * 25, 2))
                        .as_str()
                        .into(),
                ),
                services: Some(format!("{} đồng", u.int_in_range(0..=900_000)?).as_str().into()),
                ..ObservedRow::default()
            });
        }
        let forward = cost_of(&catalogue, &rows);
        rows.reverse();
        let backward = cost_of(&catalogue, &rows);
        assert_eq!(forward.per_case, backward.per_case);
        assert_eq!(forward.per_case, forward.rows.iter().map(|row| row.per_case).sum());
        let fewer = cost_of(&catalogue, rows.get(1..).unwrap_or_default());
        assert!(fewer.per_case <= forward.per_case);
        Ok(())
    });
}
