//! The annex of a real-looking decision with one mistake at a time.

use super::*;

/// The annex of a decision with some lines put in the place of others.
fn found(from: &str, to: &str) -> Vec<String> {
    assert!(ANNEX.contains(from), "{from}");
    let text = ANNEX.replacen(from, to, 1);
    let findings = Draft::new("qd.txt", &text).findings(None).into_iter();
    findings
        .map(|finding| format!("{} {}: {}", finding.rule, finding.place, finding.message))
        .collect()
}

const ANNEX: &str = "Căn cứ Nghị quyết số 66/NQ-CP ngày 26 tháng 3 năm 2025 của Chính phủ;
Điều 1. Thông qua phương án đơn giản hóa 03 thủ tục hành chính thuộc phạm vi chức năng quản lý của Sở Thử.
PHẦN II. NỘI DUNG PHƯƠNG ÁN ĐƠN GIẢN HÓA TTHC
1. Thủ tục: Cấp giấy phép (Mã TTHC 1.000001)
1.1. Nội dung đơn giản hóa
- Giảm thời gian giải quyết từ 05 ngày làm việc xuống còn 03 ngày làm việc. Giảm được 02 ngày
Lý do: thực tế giải quyết thấy có thể rút ngắn được
1.2. Kiến nghị thực thi
- Sửa đổi Điều 9 Nghị định số 10/2020/NĐ-CP.
1.3. Lợi ích phương án đơn giản hóa
- Chi phí tuân thủ TTHC trước khi đơn giản hóa: 32.000.000 đồng/năm (10 hồ sơ/năm).
- Chi phí tuân thủ TTHC sau khi đơn giản hóa: 16.000.000 đồng/năm.
- Chi phí tiết kiệm: 16.000.000 đồng/năm.
- Tỷ lệ cắt giảm chi phí: 50%.
Đối với 02 TTHC: Cấp lại (Mã TTHC 1.000002); Thông báo (Mã TTHC 1.000003)
a) Nội dung đơn giản hóa
- Bãi bỏ thủ tục hành chính.
Lý do: Trong 05 năm liên tục không phát sinh hồ sơ
b) Kiến nghị thực thi
- Bãi bỏ Điều 3 Thông tư số 12/2022/TT-BYT.
c) Lợi ích
- Tỷ lệ cắt giảm chi phí: 100%.
";

#[test]
fn a_sound_draft_has_no_finding() {
    assert_eq!(found("32", "32"), Vec::<String>::new());
}

#[test]
fn one_day_is_not_the_difference_of_five_and_three() {
    assert_eq!(
        found("Giảm được 02 ngày", "Giảm được 01 ngày"),
        ["sai-so-ngay qd.txt:6:77: ghi giảm 1 ngày, nhưng từ 5 xuống 3 là giảm 2"]
    );
}

#[test]
fn a_share_of_time_is_not_one_of_cost() {
    assert_eq!(
        found("chi phí: 50%", "chi phí: 40%"),
        [
            "sai-ty-le qd.txt:14:27: 40% là tỷ lệ cắt giảm thời gian (từ 5 xuống 3 ngày làm việc), không phải chi phí; tỷ lệ chi phí là 50%"
        ]
    );
    assert_eq!(
        found("chi phí: 50%", "chi phí: 45%"),
        ["sai-ty-le qd.txt:14:27: ghi tỷ lệ 45%, nhưng theo chi phí trước và sau là 50%"]
    );
    assert_eq!(
        found("tiết kiệm: 16", "tiết kiệm: 15"),
        ["sai-tiet-kiem qd.txt:13:22: ghi tiết kiệm 15.000.000 đồng, nhưng 32.000.000 − 16.000.000 = 16.000.000"]
    );
}

#[test]
fn every_item_needs_a_reason_and_a_document_that_can_change_it() {
    assert_eq!(
        found("Lý do: thực tế giải quyết thấy có thể rút ngắn được\n", ""),
        ["thieu-ly-do qd.txt:4:1: mục không ghi lý do"]
    );
    // S5 named only the announcing decision, which cannot abolish a procedure.
    assert_eq!(
        found(
            "Điều 3 Thông tư số 12/2022/TT-BYT",
            "thủ tục đã được công bố tại Quyết định số 2310/QĐ-BNNMT"
        ),
        [
            "thieu-van-ban-sua-doi qd.txt:19:1: Kiến nghị thực thi chỉ nêu văn bản không phải quy phạm pháp luật (quyết định công bố, kế hoạch, công văn)"
        ]
    );
    assert_eq!(
        found(
            "- Bãi bỏ Điều 3 Thông tư số 12/2022/TT-BYT.",
            "- Bãi bỏ quy định về thủ tục."
        ),
        ["thieu-van-ban-sua-doi qd.txt:19:1: Kiến nghị thực thi không nêu văn bản phải sửa đổi, bãi bỏ"]
    );
}

#[test]
fn the_first_article_counts_what_the_annex_has() {
    assert_eq!(
        found("hóa 03 thủ tục", "hóa 05 thủ tục"),
        ["sai-so-thu-tuc qd.txt:2:42: Điều 1 ghi 05 thủ tục, phụ lục có 03"]
    );
}

#[test]
fn one_number_of_dossiers_for_everything_was_not_counted() {
    let item = |number: usize, dossiers: usize| {
        format!(
            "{number}. Thủ tục: Cấp giấy (Mã TTHC 1.00000{number})\nLý do: x\nKiến nghị thực thi: 10/2020/NĐ-CP\n(10 ngày = 80 giờ × 40.000) × {dossiers} hồ sơ = 32.000.000\n"
        )
    };
    let said = |dossiers: [usize; 3]| {
        let text: String = (1..)
            .zip(dossiers)
            .map(|(number, dossiers)| item(number, dossiers))
            .collect();
        let findings = Draft::new("qd.txt", &text).findings(None).into_iter();
        findings
            .map(|finding| format!("{}: {}", finding.place, finding.message))
            .collect::<Vec<_>>()
    };
    assert_eq!(said([10, 10, 10]), ["qd.txt:4:31: cả 03 mục đều tính với 10 hồ sơ"]);
    assert_eq!(said([10, 12, 10]), Vec::<String>::new());
}

#[test]
fn less_than_the_cited_programme_asks_for_is_mentioned() {
    let cheaper = "- Chi phí tuân thủ TTHC sau khi đơn giản hóa: 28.800.000 đồng/năm.
- Chi phí tiết kiệm: 3.200.000 đồng/năm.
- Tỷ lệ cắt giảm chi phí: 10%.";
    let usual = "- Chi phí tuân thủ TTHC sau khi đơn giản hóa: 16.000.000 đồng/năm.
- Chi phí tiết kiệm: 16.000.000 đồng/năm.
- Tỷ lệ cắt giảm chi phí: 50%.";
    assert_eq!(
        found(usual, cheaper),
        [
            "duoi-muc-chuong-trinh qd.txt:1:1: dẫn Nghị quyết số 66/NQ-CP nhưng các phương án chỉ cắt giảm 10% chi phí, dưới 30%"
        ]
    );
    assert!(cites_programme("nghị quyết 66/nq-cp") && !cites_programme("số 166/nq-cp"));
}
