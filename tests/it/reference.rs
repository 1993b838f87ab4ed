//! What the help and the lists say, as snapshots: a change of wording is seen in the diff.

use crate::support::{failure, root, stdout, tthc};

#[test]
fn the_list_of_rules() {
    insta::assert_snapshot!(stdout(&tthc(&root(), &["rules"]), 0), @r"
    R-01  Nghiêm trọng  Căn cứ pháp lý đã hết hiệu lực  (expired-basis)
    R-02  Nghiêm trọng  Chỉ căn cứ văn bản không phải quy phạm pháp luật  (non-normative-basis)
    R-03  Cao           Căn cứ đang được quy định khác trong một thời hạn  (overridden-basis)
    R-04  Cao           Căn cứ pháp lý sắp hết hiệu lực  (basis-expires-soon)
    R-05  Cao           Không phát sinh hồ sơ nhiều năm liên tục  (no-dossiers)
    R-06  Trung bình    Rất ít hồ sơ  (few-dossiers)
    R-07  Cao           Còn cấp huyện sau khi kết thúc cấp huyện  (former-district)
    R-08  Trung bình    Còn tên cơ quan cũ  (former-agency)
    R-09  Cao           Thủ tục gần trùng tên  (near-duplicate)
    R-10  Trung bình    Nhóm thủ tục có thể hợp nhất  (mergeable-family)
    R-12  Cao           Yêu cầu giấy tờ về nhân thân, cư trú  (identity-papers)
    R-13  Cao           Yêu cầu giấy tờ hộ tịch  (civil-status-papers)
    R-14  Cao           Yêu cầu giấy chứng nhận đăng ký doanh nghiệp, hộ kinh doanh  (business-papers)
    R-15  Cao           Yêu cầu giấy tờ đất đai, phương tiện, bằng lái, bảo hiểm, lý lịch tư pháp, sức
      khỏe  (other-held-papers)
    R-16  Cao           Yêu cầu giấy tờ do chính cơ quan giải quyết cấp  (own-papers)
    R-17  Trung bình    Chưa áp dụng cắt giảm giấy tờ theo phụ lục  (paper-cut-not-applied)
    R-18  Trung bình    Bắt buộc bản sao chứng thực  (certified-copies)
    R-19  Thấp          Yêu cầu hợp pháp hóa lãnh sự không nêu miễn trừ  (consular-legalisation)
    R-20  Trung bình    Nộp nhiều bộ hồ sơ, nhiều bản chính  (several-sets)
    R-21  Cao           Giấy tờ không nêu rõ tên  (vague-papers)
    R-22  Trung bình    Hồ sơ nhiều giấy tờ  (many-papers)
    R-23  Trung bình    Đơn, tờ khai phải xin xác nhận trước khi nộp  (confirmed-forms)
    R-24  Cao           Không có thời hạn giải quyết  (no-deadline)
    R-25  Trung bình    Bước thực hiện không ghi cơ quan hoặc thời gian  (step-without-actor)
    R-26  Cao           Thời hạn giải quyết dài  (long-deadline)
    R-27  Cao           Thời hạn dài hơn thời gian thực tế  (slack)
    R-28  Trung bình    Lẫn ngày và ngày làm việc  (mixed-days)
    R-29  Trung bình    Tổng thời gian các bước khác thời hạn  (steps-sum)
    R-30  Cao           Thu phí, lệ phí không có căn cứ  (fee-without-basis)
    R-31  Trung bình    Phí, lệ phí không nêu mức  (unclear-fee)
    R-32  Cao           Yêu cầu, điều kiện không có căn cứ  (condition-without-basis)
    R-33  Trung bình    Yêu cầu, điều kiện không định lượng  (unquantified-condition)
    R-34  Trung bình    Chưa đính kèm mẫu đơn, tờ khai  (form-missing)
    R-35  Thấp          Kết quả chưa có mã  (result-without-code)
    R-36  Trung bình    Thiếu bộ phận của thủ tục  (component-missing)
    R-37  Cao           Không có hình thức nộp trực tuyến  (no-online-channel)
    R-38  Trung bình    Trực tuyến một phần không nêu lý do  (partial-without-reason)
    R-39  Trung bình    Dịch vụ trực tuyến ít người dùng  (online-unused)
    R-40  Trung bình    Đòi bản gốc hoặc phải có mặt  (presence-demanded)
    R-41  Cao           Kết quả của thủ tục này là giấy tờ của thủ tục khác  (chain)
    R-42  Thấp          Thủ tục đòi kết quả của nhau  (cycle)
    R-43  Trung bình    Tỷ lệ quá hạn cao  (high-overdue)
    R-44  Trung bình    Yêu cầu bổ sung hồ sơ nhiều lần  (repeated-supplements)
    R-45  Trung bình    Từ chối, rút hồ sơ nhiều  (many-refusals)
    R-46  Trung bình    Hầu như không từ chối hồ sơ nào  (always-approved)
    R-47  Trung bình    Nhiều phản ánh, kiến nghị  (complaints-cluster)
    R-48  Trung bình    Có thể phân cấp  (level-too-high)
    R-49  Thấp          Cùng dịch vụ, yêu cầu khác nhau theo đối tượng  (unequal-applicants)
    R-50  Trung bình    Công bố trước khi căn cứ thay đổi  (stale-announcement)
    R-51  Trung bình    Thủ tục của địa phương không có luật giao  (local-without-delegation)
    R-52  Thấp          Chi phí tuân thủ thuộc nhóm cao nhất  (cost-hot-spot)
    R-53  Trung bình    Thủ tục nội bộ lẫn trong danh mục  (internal-mixed-in)
    R-54  Thấp          Yêu cầu bản dịch phải công chứng, chứng thực  (certified-translation)
    R-55  Cao           Số hiệu căn cứ pháp lý viết sai  (wrong-number)
    R-56  Nghiêm trọng  Không còn căn cứ pháp lý nào có hiệu lực  (no-living-basis)
    R-57  Thấp          Có căn cứ không phải văn bản quy phạm pháp luật  (powerless-basis)
    ");
}

#[test]
fn one_rule_explained() {
    insta::assert_snapshot!(stdout(&tthc(&root(), &["rules", "r-24"]), 0), @r"
    R-24 Không có thời hạn giải quyết (no-deadline)
    Mức độ: Cao. Phương án gợi ý: sua_doi_bo_sung. Phiên bản quy tắc: 1.

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
        "decisions",
        "propose",
        "schema",
        "import",
        "export",
        "index",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {command}")), "{command} is not in the help");
        let own = stdout(&tthc(&root(), &[command, "--help"]), 0);
        assert!(own.contains("Usage: tthc"), "{own}");
    }
}

#[test]
fn what_every_document_is_given_can_be_seen() {
    for (arguments, key) in [
        (&["quyet-dinh"][..], "/noi_dung/0/ten"),
        (&["documents/chi-phi.xml.j2"], "/chi_phi/0/bang/0/ten"),
        (&["quyet-dinh-cong-bo"], "/danh_muc/0/nhom/0/linh_vuc/0/thu_tuc/0/ten"),
        (&["ke-hoach"], "/thu_tuc/0/can_cu_lua_chon/0"),
        (&["phieu-thu-tuc", "1.001193"], "/ten"),
        (&["1.001193"], "/ten"),
        (&["phieu-ra-soat"], "/phan/0/muc/0/cau_hoi/0/hoi"),
        (&["so-sanh"], "/cu"),
    ] {
        let all = [&["templates", "data"], arguments].concat();
        let said: serde_json::Value = serde_json::from_str(&stdout(&tthc(&root(), &all), 0)).unwrap();
        let value = said.pointer(key).and_then(serde_json::Value::as_str);
        assert!(value.is_some_and(|value| !value.is_empty()), "{arguments:?}: {key}");
    }
    for (arguments, says) in [
        (&["khong-co"][..], "no document \"khong-co\"; there are quyet-dinh, "),
        (&["phieu-ra-soat", "9.999999"], "has no procedure 9.999999"),
    ] {
        let all = [&["templates", "data"], arguments].concat();
        let error = failure(&tthc(&root(), &all));
        assert!(error.contains(says), "{error}");
    }
}
