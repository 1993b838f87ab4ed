//! Cases worked out by hand, to the đồng. Hourly income 53.977 đồng, the defaults of the tests beside.

use super::tests::{cost_of, cost_with, record};
use super::*;
use crate::catalogue::values::Written;

fn money(cost: &Cost) -> [String; 4] {
    [cost.per_case, cost.per_case_low, cost.per_case_high, cost.per_year].map(|amount| amount.normalize().to_string())
}

/// 0,5 h × 53.977 = 26.988,5 → 26.989 for the form; 0,25 h = 13.494,25, with 2.000 for the copy 15.494; 1 h = 53.977 to
/// hand in; 0,5 h = 26.989 to collect. 123.449 without fees.
const WITHOUT_FEES: i64 = 26_989 + 15_494 + 53_977 + 26_989;

#[test]
fn a_fee_for_each_copy_is_paid_as_often_as_copies_are_taken() {
    let fee = record("    phi_le_phi: [{ten: Phí chứng thực, muc: 8.000 đồng/bản sao}]");
    let once = cost_with(&fee, "", &[]);
    assert_eq!(once.per_case, Decimal::from(WITHOUT_FEES + 8_000));
    assert!(
        once.notes.iter().any(|note| note.contains("thu theo bản sao")),
        "{:?}",
        once.notes
    );
    // Three copies: 24.000. 10 dossiers a year: (123.449 + 24.000) × 10.
    let three = "ma: 1.000001\nnguon: khảo sát\ncong_viec: [{nhom: phi, viec: Phí chứng thực, so_luong: 3}]\n";
    let cost = cost_with(&fee, three, &[]);
    assert_eq!(money(&cost)[0], "147449");
    assert_eq!(money(&cost)[3], "1474490");
    let row = cost.rows.iter().find(|row| row.group == Group::Pay).unwrap();
    assert_eq!((row.units, row.fees), (Decimal::from(3), Decimal::from(24_000)));
    assert_eq!(row.fees_from.origin, Origin::Record);
}

#[test]
fn of_several_cases_the_fee_in_the_middle_counts_and_the_ends_are_kept() {
    // 200.000, 400.000, 600.000, 1.200.000: of two in the middle the lower one.
    for fees in [
        record(
            "    phi_le_phi:
      - {ten: Phí thẩm định đối với tổ chức ở thành phố, muc: 1.200.000 đồng}
      - {ten: Phí thẩm định đối với hộ kinh doanh ở thành phố, muc: 400.000 đồng}
      - {ten: Phí thẩm định đối với tổ chức ở nơi khác, muc: 600.000 đồng}
      - {ten: Phí thẩm định đối với hộ kinh doanh ở nơi khác, muc: 200.000 đồng}",
        ),
        record(
            "    phi_le_phi: [{ten: Phí thẩm định, muc: 'Tổ chức ở thành phố: 1.200.000 đồng; Hộ ở thành phố: 400.000 đồng; \
             Tổ chức ở nơi khác: 600.000 đồng; Hộ ở nơi khác: 200.000 đồng'}]",
        ),
    ] {
        let cost = cost_with(&fees, "", &[]);
        let pay: Vec<&CostRow> = cost.rows.iter().filter(|row| row.group == Group::Pay).collect();
        let [row] = pay.as_slice() else { panic!("{pay:?}") };
        let fees = [row.fees, row.fees_low, row.fees_high].map(|fee| fee.normalize().to_string());
        assert_eq!(fees, ["400000", "200000", "1200000"]);
        // The defaults of these tests have no range: only the fee makes one.
        assert_eq!(money(&cost), ["523449", "323449", "1323449", "5234490"]);
    }
    // Two different fees are both paid.
    let both =
        record("    phi_le_phi: [{ten: Phí thẩm định, muc: 400.000 đồng}, {ten: Lệ phí cấp phép, muc: 200.000 đồng}]");
    assert_eq!(money(&cost_with(&both, "", &[]))[0], "723449");
}

#[test]
fn a_licence_for_five_years_is_a_fifth_of_a_licence_a_year() {
    // (123.449 + 100.000) × 0,2 × 1.234 = 223.449 × 246,8 = 55.147.213,2 → 55.147.213.
    let observed = "ma: 1.000001\nnguon: khảo sát\nso_lan_nam: '0,2'\nso_doi_tuong: 1234\n";
    let cost = cost_of(&super::tests::catalogue(observed), &[]);
    assert_eq!(cost.per_case, Decimal::from(WITHOUT_FEES + 100_000));
    assert_eq!(cost.per_year, Decimal::from(55_147_213));
    assert_eq!(
        (cost.times_source.as_str(), cost.subjects_source.as_str()),
        ("khảo sát", "khảo sát")
    );
}

#[test]
fn every_row_is_rounded_half_up_before_rows_are_added() {
    // 0,5 h × 53.977 = 26.988,5: up. Three such rows are 3 × 26.989 = 80.967, where the sum rounded once would be 80.966.
    let observed = "ma: 1.000001
nguon: khảo sát
so_doi_tuong: 1
cong_viec:
  - {nhom: chuan_bi, viec: Đơn đề nghị, khong_phai_lam: true}
  - {nhom: chuan_bi, viec: Bản sao giấy tờ, khong_phai_lam: true}
  - {nhom: nop, viec: Trực tiếp, khong_phai_lam: true}
  - {nhom: phi, viec: Phí thẩm định, khong_phai_lam: true}
  - {nhom: nhan_ket_qua, viec: Giấy phép, khong_phai_lam: true}
  - {nhom: khac, viec: A, gio: '0,5'}
  - {nhom: khac, viec: B, gio: '0,5'}
  - {nhom: khac, viec: C, gio: '0,5'}
";
    assert_eq!(money(&cost_of(&super::tests::catalogue(observed), &[])), ["80967"; 4]);
}

#[test]
fn without_dossiers_nothing_is_spent_and_nothing_is_divided() {
    let cost = cost_with(&record(""), "", &["thong_ke"]);
    assert_eq!((cost.subjects, cost.per_year), (0, Decimal::ZERO));
    assert_eq!(cost.subjects_source, "không có số liệu hồ sơ");
    assert!(cost.per_case > Decimal::ZERO);
    assert_eq!(saving(&cost, None).percent, None);
}

#[test]
fn copies_are_paid_for_each_set() {
    // Two copies for each of three sets: 13.494,25 + 6 × 2.000 = 25.494,25 → 25.494 instead of 15.494.
    let sets = record("").replace("{ten: Bản sao giấy tờ}", "{ten: Bản sao giấy tờ, ban_sao: 2}") + "so_bo: 3\n";
    assert_eq!(cost_with(&sets, "", &[]).per_case, Decimal::from(WITHOUT_FEES + 10_000));
}

#[test]
fn the_range_is_that_of_the_defaults_and_measuring_closes_it() {
    let observed =
        "ma: 1.000001\nnguon: khảo sát\nso_doi_tuong: 10\ncong_viec: [{nhom: nop, viec: Trực tiếp, gio: '1,5'}]\n";
    let ranged = |observed: &str| {
        let head = super::tests::HEAD.replace(
            "{viec: nop_truc_tiep_xa, gio: '1',",
            "{viec: nop_truc_tiep_xa, gio: '1', gio_thap: '0,5', gio_cao: '4',",
        );
        super::tests::cost_in(&head, &record(""), observed)
    };
    // 1 h by default, from 0,5 h (26.989) to 4 h (215.908).
    let cost = ranged("");
    assert_eq!(money(&cost)[..3], ["123449", "96461", "285380"].map(str::to_owned));
    let submit = cost.rows.iter().find(|row| row.group == Group::Submit).unwrap();
    assert_eq!(submit.hours_from.origin, Origin::Default);
    assert!(submit.hours_from.source.contains("nop_truc_tiep_xa"), "{submit:?}");
    // Measured: 1,5 h × 53.977 = 80.965,5 → 80.966, and no range any more.
    let cost = ranged(observed);
    assert_eq!(money(&cost)[..3], ["150438", "150438", "150438"].map(str::to_owned));
    let submit = cost.rows.iter().find(|row| row.group == Group::Submit).unwrap();
    assert_eq!((submit.hours_from.origin, submit.estimated), (Origin::Measured, false));
}

#[test]
fn a_figure_of_a_decision_says_so() {
    let row = ObservedRow {
        group: "nop".to_owned(),
        work: "Trực tiếp".to_owned(),
        hours: Some(Written::new("0,25")),
        ..ObservedRow::default()
    };
    let cost = cost_of(&super::tests::catalogue(""), &[row]);
    let submit = cost.rows.iter().find(|row| row.group == Group::Submit).unwrap();
    let origins = [submit.hours_from.origin, submit.services_from.origin];
    assert_eq!(origins, [Origin::Decision, Origin::Default]);
}
