//! One mistake of form at a time, and the right spelling beside it.

use super::super::paragraph::paragraphs;
use super::*;
use crate::review::decision::tests::Fixture;

fn found(text: &str) -> Vec<String> {
    let fixture = Fixture::new();
    let paragraphs = paragraphs(text);
    let wrong = form(&paragraphs, Some(fixture.catalogue.documents()));
    let shown = wrong.into_iter().map(|wrong| {
        let words = paragraphs[wrong.at].text.chars();
        let words: String = words.skip(wrong.spot.start).take(wrong.spot.length).collect();
        format!("{} «{words}»", wrong.check)
    });
    shown.collect()
}

#[test]
fn what_is_well_written_is_left_alone() {
    for text in [
        "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ về kiểm soát thủ tục hành chính;",
        "Số: 15/QĐ-UBND; số        /QĐ-UBND; Kế hoạch số 48/KH-UBND ngày 11/02/2025",
        "khoản 2 Điều 9 Luật số 72/2025/QH15; điểm đ khoản 1 Điều 4",
        "Khoản 2 Điều 9 được sửa đổi. Điểm a bị bãi bỏ.",
        "từ 01/01/2026 đến 29/02/2028, ngày 29 tháng 02, mức 1/3, tỷ lệ 12/5/7",
        "Ủy ban nhân dân tỉnh; xây dựng quy hoạch, hòa giải, thủy sản",
        "ngày 20 tháng 11 năm 2025; ngày 05 tháng 01 năm 2026; ngày 31 tháng 12",
        "Quyết định này; theo quyết định của Bộ trưởng; nghị định của Chính phủ",
        "VP - KSTT; 214/2025/NĐ-CP – Điều 3; Sở Tài chính/UBND - Phòng A",
    ] {
        assert_eq!(found(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn days_that_cannot_be_are_named() {
    assert_eq!(found("Kế hoạch ngày 08/6/20210 của"), ["ngay-khong-co «08/6/20210»"]);
    assert_eq!(found("từ 31/4/2026"), ["ngay-khong-co «31/4/2026»"]);
    assert_eq!(
        found("ngày 30 tháng 02 năm 2025"),
        ["ngay-khong-co «ngày 30 tháng 02 năm 2025»"]
    );
}

#[test]
fn numbers_of_documents_that_cannot_be_are_named() {
    assert_eq!(found("Quyết định số 2609QĐ/UBND ngày"), ["so-hieu-sai «2609QĐ/UBND»"]);
    assert_eq!(found("Luật số 72/2025/QH;"), ["so-hieu-sai «72/2025/QH»"]);
    assert_eq!(
        found("Nghị định số 63/2010/NĐ- CP của"),
        ["so-hieu-sai «63/2010/NĐ- CP»"]
    );
    assert_eq!(found("số 15/QĐ -UBND"), ["so-hieu-sai «15/QĐ -UBND»"]);
}

#[test]
fn a_citation_has_the_date_of_the_register() {
    let text = "Nghị định số 10/2020/NĐ-CP ngày 06 tháng 02 năm 2020 của Chính phủ";
    assert_eq!(
        found(text),
        ["sai-ngay-van-ban «10/2020/NĐ-CP ngày 06 tháng 02 năm 2020»"]
    );
    assert_eq!(found(&text.replace("06 tháng", "05 tháng")), [] as [&str; 0]);
    assert_eq!(found("10/2020/NĐ-CP ngày 05/02/2020"), [] as [&str; 0]);
    // Nobody can say what the date of a document is that was not compared.
    assert_eq!(
        found("Thông tư số 12/2022/TT-BYT ngày 01 tháng 3 năm 2022"),
        [] as [&str; 0]
    );
}

#[test]
fn zeros_stand_before_days_below_ten_and_the_first_two_months() {
    for (written, words) in [
        ("ngày 8 tháng 6 năm 2010", "ngày 8 tháng 6 năm 2010"),
        ("ngày 08 tháng 06 năm 2010", "ngày 08 tháng 06 năm 2010"),
        ("ngày 15 tháng 1", "ngày 15 tháng 1"),
    ] {
        assert_eq!(found(written), [format!("so-0-o-dau «{words}»")]);
    }
}

#[test]
fn capitals_are_those_of_the_decree() {
    assert_eq!(found("Uỷ ban Nhân dân tỉnh"), ["viet-hoa «Uỷ ban Nhân dân»"]);
    assert_eq!(found("theo nghị định số 63/2010/NĐ-CP"), ["viet-hoa «nghị định số»"]);
    assert_eq!(
        found("tại Khoản 2 Điều 9, khoản 3 điều 4"),
        ["viet-hoa «điều 4»", "viet-hoa «Khoản 2»"]
    );
}

#[test]
fn one_syllable_has_its_mark_in_one_place() {
    let text = "Đơn giản hóa\n\nđơn giản hoá, hóa đơn\n\nthuỷ sản, Quý, quy, khỏe";
    assert_eq!(found(text), ["hai-cach-dat-dau «hoá»"]);
    // The rarer spelling is the one to change, capitals or not.
    assert_eq!(found("HOÀ, hòa, Hòa"), ["hai-cach-dat-dau «HOÀ»"]);
}

#[test]
fn characters_that_only_look_right_are_named() {
    assert_eq!(found("Ðơn đề nghị\u{200b}"), ["ky-tu-la «Ð»", "ky-tu-la «\u{200b}»"]);
}
