//! identity and residence papers still demanded.

use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, papers};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-12",
    name: "identity-papers",
    version: 1,
    title: "Yêu cầu giấy tờ về nhân thân, cư trú",
    severity: Severity::High,
    outcome: "cat_giam_ho_so",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị quyết số 66.7/2025/NQ-CP", "khoản 1 Điều 4"),
        Ground::known("Luật số 26/2023/QH15", ""),
        Ground::seen("Nghị định số 224/2026/NĐ-CP", "khoản 4 Điều 18"),
    ],
    explanation: "Tìm gì
Hồ sơ đòi căn cước, chứng minh nhân dân, sổ hộ khẩu, sổ tạm trú hoặc giấy xác nhận cư trú (bảng giay_to_co_du_lieu, nhóm can_cuoc).

Vì sao
Thông tin đã có trong Cơ sở dữ liệu quốc gia về dân cư; cơ quan phải tự khai thác.

Nên làm gì
Bỏ giấy tờ khỏi hồ sơ, ghi rõ cơ quan khai thác dữ liệu.

Khi nào không báo
Chỉ xuất trình; chỉ nhắc đến giấy tờ (số, ngày cấp, cỡ ảnh); bản cũ của giấy tờ là kết quả của thủ tục; người nước ngoài hoặc người không có trong cơ sở dữ liệu; đã ghi không phải nộp khi khai thác được, hoặc chỉ nộp khi không khai thác được.",
    check,
};

/// Families of the table that it looks for.
pub(super) const FAMILIES: [&str; 1] = ["can_cuoc"];

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    papers::held(context, procedure, &FAMILIES, report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, found, left_alone, messages, uncounted};

    fn setup() -> Setup {
        Setup::default().parameters(
            "giay_to_co_du_lieu: [{nhom: can_cuoc, nhan_dien: [căn cước công dân, chứng minh nhân dân], loai_tru: [người nước ngoài], csdl: CSDL thử, van_ban: 66.7/2025/NQ-CP, \
             dieu_khoan: Điều 4, tu_ngay: 01/01/2026, den_ngay: 01/03/2027}]",
        )
    }

    #[test]
    fn a_paper_the_database_holds_is_found() {
        assert_eq!(
            messages(
                &RULE,
                &setup(),
                "ho_so: [{giay_to: [{ten: Bản sao Căn cước công dân, ban_sao: 1}]}]"
            ),
            ["yêu cầu nộp «Bản sao Căn cước công dân», giấy tờ đã có trong CSDL thử"]
        );
    }

    #[test]
    fn real_wording_that_demands_it_is_found() {
        let texts = [
            "Chứng minh nhân dân/Căn cước công dân",
            "Giấy thông hành biên giới hoặc thẻ căn cước công dân",
            "Trường hợp chưa có tài khoản định danh điện tử thì kèm theo bản sao thẻ căn cước công dân",
            "Quyết định bổ nhiệm kèm giấy chứng minh nhân dân hoặc thẻ căn cước công dân hoặc hộ chiếu còn thời hạn của người đó",
            "Bản sao thẻ căn cước công dân hoặc hộ chiếu; phiếu lý lịch tư pháp hoặc giấy tờ tương đương của người nước ngoài",
            "Bản sao căn cước công dân (đối với người Việt Nam) hoặc hộ chiếu (đối với người nước ngoài)",
        ];
        found(&RULE, &setup(), &texts, uncounted);
    }

    #[test]
    fn real_wording_that_only_speaks_of_it_is_left_alone() {
        let texts = [
            "Danh sách cổ đông gồm: họ tên, số chứng minh nhân dân hoặc căn cước công dân, ngày cấp, nơi cấp",
            "02 ảnh màu cỡ 3x4, kiểu chứng minh nhân dân, chụp trong 06 tháng",
            "- Xuất trình thẻ căn cước công dân để kiểm tra đúng người",
            "Phiếu thu nhận thông tin căn cước công dân",
            "Người tiếp nhận hồ sơ thực hiện khai thác thông tin nếu đã có số định danh cá nhân, thẻ căn cước công dân",
            "Bản sao thẻ căn cước công dân trong trường hợp việc kết nối bị gián đoạn",
        ];
        left_alone(&RULE, &setup(), &texts, uncounted);
    }

    #[test]
    fn a_paper_only_shown_or_excepted_is_left_alone() {
        let texts = [
            "ho_so: [{truong_hop: Giấy tờ xuất trình, giay_to: [{ten: Bản sao Căn cước công dân}]}]",
            "ho_so: [{giay_to: [{ten: Bản sao Căn cước công dân, ghi_chu: Không phải nộp khi tra cứu được trên cơ sở dữ liệu}]}]",
            "{ho_so: [{giay_to: [{ten: Bản sao Căn cước công dân}]}], doi_tuong: [Người nước ngoài]}",
            "ho_so: [{giay_to: [{ten: Bản sao Căn cước công dân}], luu_y: Không phải nộp căn cước công dân khi dữ liệu đã có}]",
            "ho_so: [{giay_to: [{ten: Bản sao hộ chiếu hoặc căn cước công dân của người nước ngoài}]}]",
        ];
        left_alone(&RULE, &setup(), &texts, str::to_owned);
    }

    #[test]
    fn the_paper_the_procedure_itself_issues_is_left_alone() {
        let yaml = "{ten: Cấp lại thẻ căn cước công dân, ho_so: [{giay_to: [{ten: Thẻ căn cước công dân cũ}]}]}";
        assert!(messages(&RULE, &setup(), yaml).is_empty());
    }

    #[test]
    fn a_remark_about_another_paper_frees_nothing() {
        let yaml =
            "ho_so: [{giay_to: [{ten: Bản sao Căn cước công dân}], luu_y: Không phải nộp phiếu lý lịch tư pháp}]";
        assert_eq!(messages(&RULE, &setup(), yaml).len(), 1);
    }

    #[test]
    fn an_exemption_holds_for_its_own_time_only() {
        let later = "giay_to_co_du_lieu: [{nhom: can_cuoc, nhan_dien: [căn cước công dân], csdl: CSDL thử, van_ban: 66.7/2025/NQ-CP, tu_ngay: 01/08/2026}]";
        let yaml = "ho_so: [{giay_to: [{ten: Bản sao Căn cước công dân}]}]";
        assert!(messages(&RULE, &Setup::default().parameters(later), yaml).is_empty());
    }
}
