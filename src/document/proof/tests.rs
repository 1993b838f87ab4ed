//! Documents with one mistake each.

use super::*;
use crate::document::blocks;
use crate::review::decision::tests::Fixture;

/// What is found in a document whose template gave this.
fn found(elements: &str) -> Vec<String> {
    let text = format!("<van-ban ten=\"Thử\">{elements}</van-ban>");
    let mut document = blocks::read(&text).unwrap_or_else(|mistake| panic!("{}", mistake.message));
    let fixture = Fixture::new();
    let mut found = Vec::new();
    add(&mut found, read("thu", &mut document, &fixture.catalogue));
    let marked = document.remarks.len();
    assert_eq!(marked == 0, found.is_empty(), "what is found stands in the document");
    let lines = found.iter().map(|finding| {
        let at = &finding.yaml_path;
        format!("{:?} {} · {at} · {}", finding.severity, finding.rule, finding.message)
    });
    lines.collect()
}

const SIGNED: &str = "<dieu so=\"4\">Thi hành Quyết định này./.</dieu>\
    <cuoi><noi-nhan>Như trên;</noi-nhan><chuc-vu>CHỦ TỊCH</chuc-vu><nguoi-ky>Nguyễn Văn A</nguoi-ky></cuoi>";

#[test]
fn a_sound_document_has_no_remark() {
    let text = format!(
        "<can-cu>Căn cứ Luật A;</can-cu><can-cu>Theo đề nghị của B.</can-cu>\
         <dieu so=\"1\">Ban hành kèm theo.</dieu><khoan>1. Giao:</khoan><diem>a) Sở A;</diem><diem>b) Sở B.</diem>{SIGNED}\
         <phu-luc><so-phu-luc>PHỤ LỤC</so-phu-luc><doan>Nội dung</doan></phu-luc>"
    );
    assert_eq!(found(&text), [] as [&str; 0]);
}

#[test]
fn grounds_end_in_semicolons_and_the_last_in_a_full_stop() {
    let text = format!(
        "<can-cu>Căn cứ Luật A.</can-cu><can-cu>Căn cứ Luật B;;</can-cu><can-cu>Theo đề nghị của C;</can-cu>{SIGNED}"
    );
    let mark = "căn cứ này phải kết thúc bằng một dấu chấm";
    assert_eq!(
        found(&text),
        [
            format!("Medium dau-cuoi-can-cu · căn cứ thứ 3 · {mark}"),
            format!("Medium dau-cuoi-can-cu · căn cứ thứ 1 · {mark} phẩy"),
        ]
    );
}

#[test]
fn what_is_signed_ends() {
    let text = SIGNED.replace("./.", ".");
    assert_eq!(
        found(&text),
        ["Medium thieu-dau-het · Điều 4 · hết nội dung văn bản mà không có dấu “./.”"]
    );
    // A line on what goes with it may stand below the end.
    let text = SIGNED.replace("<cuoi>", "<doan>(Hồ sơ kèm theo)</doan><cuoi>");
    assert_eq!(found(&text), [] as [&str; 0]);
}

#[test]
fn points_go_by_the_vietnamese_alphabet() {
    let text = format!(
        "<dieu so=\"1\" ten=\"A\"/><khoan>1. Giao:</khoan><diem>a) A;</diem><diem>b) B;</diem><diem>c) C;</diem>\
         <diem>d) D;</diem><gach>kèm theo;</gach><diem>e) E.</diem><khoan>2. Giao:</khoan><diem>a) A.</diem>{SIGNED}"
    );
    assert_eq!(
        found(&text),
        ["Error thu-tu-diem · Điều 1, khoản 1 · điểm e) đứng ở chỗ của điểm đ)"]
    );
    assert_eq!(found(&text.replace("e) E.", "đ) Đ.")), [] as [&str; 0]);
}

#[test]
fn annexes_are_pointed_to_and_numbered() {
    let annexes =
        "<phu-luc><so-phu-luc>PHỤ LỤC 1</so-phu-luc></phu-luc><phu-luc><so-phu-luc>PHỤ LỤC II</so-phu-luc></phu-luc>";
    let text = format!("<dieu so=\"1\">Ban hành.</dieu>{SIGNED}{annexes}");
    assert_eq!(
        found(&text),
        [
            "Error phu-luc · Phụ lục 1 · văn bản có phụ lục mà nội dung không dẫn đến phụ lục",
            "Medium phu-luc · Phụ lục 1 · “PHỤ LỤC 1”: văn bản có từ hai phụ lục trở lên thì đánh số La Mã",
        ]
    );
}

#[test]
fn the_chairman_does_not_sign_for_the_committee() {
    let text = format!(
        "<tham-quyen>CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THỬ</tham-quyen>{}",
        SIGNED.replace("<chuc-vu>CHỦ", "<chuc-vu>TM. ỦY BAN NHÂN DÂN</chuc-vu><chuc-vu>CHỦ")
    );
    assert_eq!(
        found(&text),
        ["Error ky-thay-mat · phần ký · quyết định của Chủ tịch Ủy ban nhân dân không ký thay mặt (TM.)"]
    );
}

#[test]
fn the_offices_own_words_stop_a_document_and_quoted_ones_do_not() {
    let text = format!(
        "<dieu so=\"1\">Bãi bỏ Nghị định số 63/2010/NĐ- CP (kèm theo).</dieu>{SIGNED}\
         <phu-luc><so-phu-luc>PHỤ LỤC</so-phu-luc><phan>PHẦN I. DANH MỤC</phan><bang><cot rong=\"50\"/><cot rong=\"50\"/>\
         <hang><o>1</o><o>số 63/2010/NĐ- CP</o></hang><hang><o>2</o><o>số 64/2010/NĐ- CP</o></hang></bang></phu-luc>"
    );
    assert_eq!(
        found(&text),
        [
            "Error so-hieu-sai · Điều 1 · số, ký hiệu “63/2010/NĐ- CP” có dấu cách thừa quanh dấu gạch nối",
            "High so-hieu-sai · Phụ lục, PHẦN I, dòng 2 của bảng · số, ký hiệu “64/2010/NĐ- CP” có dấu cách thừa quanh dấu gạch nối",
        ]
    );
}

#[test]
fn mistakes_stop_unless_they_are_to_be_marked() {
    let finding = |severity| Finding::new("thu", severity, Place::default(), String::new());
    let mistakes = vec![finding(Severity::Medium), finding(Severity::Error)];
    let stopped = settled(mistakes.clone(), Mistakes::Stop).unwrap_err();
    assert!(matches!(stopped, DocumentError::Mistakes(all) if all[0].severity == Severity::Error && all.len() == 2));
    assert_eq!(settled(mistakes, Mistakes::Mark).unwrap().len(), 2);
    assert_eq!(settled(vec![finding(Severity::High)], Mistakes::Stop).unwrap().len(), 1);
}
