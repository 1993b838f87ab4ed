//! What the help and the lists say, as snapshots: a change of wording is seen in the diff.

use crate::support::{root, stdout, tthc};

#[test]
fn the_list_of_rules() {
    insta::assert_snapshot!(stdout(&tthc(&root(), &["rules"]), 0), @r"
    R-01  Nghiêm trọng  Căn cứ pháp lý đã hết hiệu lực  (expired-basis)
    R-02  Nghiêm trọng  Chỉ căn cứ văn bản không phải quy phạm pháp luật  (non-normative-basis)
    R-05  Cao           Không phát sinh hồ sơ nhiều năm liên tục  (no-dossiers)
    R-07  Cao           Còn cấp huyện sau khi kết thúc cấp huyện  (former-district)
    R-09  Cao           Thủ tục gần trùng tên  (near-duplicate)
    R-12  Cao           Yêu cầu giấy tờ về nhân thân, cư trú  (identity-papers)
    R-13  Cao           Yêu cầu giấy tờ hộ tịch  (civil-status-papers)
    R-14  Cao           Yêu cầu giấy chứng nhận đăng ký doanh nghiệp, hộ kinh doanh  (business-papers)
    R-21  Cao           Giấy tờ không nêu rõ tên  (vague-papers)
    R-24  Cao           Không có thời hạn giải quyết  (no-deadline)
    R-30  Cao           Thu phí, lệ phí không có căn cứ  (fee-without-basis)
    R-36  Trung bình    Thiếu bộ phận của thủ tục  (component-missing)
    ");
}

#[test]
fn one_rule_explained() {
    insta::assert_snapshot!(stdout(&tthc(&root(), &["rules", "r-24"]), 0), @r"
    R-24 Không có thời hạn giải quyết (no-deadline)
    Mức độ: Cao. Phương án gợi ý: sua_doi_bo_sung.

    Tìm gì
    Một cách thức nộp không ghi thời hạn, ghi «Không quy định», hoặc ghi điều không phải thời hạn.

    Vì sao
    Thời hạn giải quyết là bộ phận bắt buộc của thủ tục.

    Nên làm gì
    Bổ sung thời hạn theo văn bản quy định; văn bản chưa quy định thì kiến nghị bổ sung.

    Khi nào không báo
    Trả kết quả ngay trong ngày là có thời hạn; thời hạn theo từng trường hợp là có thời hạn; thủ tục
      chỉ khai, thông báo mà cơ quan không phải trả kết quả.

    Căn cứ
    - điểm đ khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP (đã đối chiếu văn bản)
    ");
}

#[test]
fn every_command_has_help() {
    let help = stdout(&tthc(&root(), &["--help"]), 0);
    for command in [
        "search",
        "show",
        "diff",
        "lineage",
        "diff-driver",
        "log",
        "textconv",
        "check",
        "review",
        "rules",
        "cost",
        "stats",
        "audit",
        "decide",
        "propose",
        "schema",
        "index",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {command}")), "{command} is not in the help");
        let own = stdout(&tthc(&root(), &[command, "--help"]), 0);
        assert!(own.contains("Usage: tthc"), "{own}");
    }
}
