//! identity and residence papers still demanded.

use crate::catalogue::procedure::Procedure;
use crate::finding::{Certainty, Ground, Severity};
use crate::review::{Context, Report, Rule, papers};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-12",
    name: "identity-papers",
    title: "Yêu cầu giấy tờ về nhân thân, cư trú",
    severity: Severity::High,
    outcome: "cat_giam_ho_so",
    grounds: &[
        Ground { document: "66.7/2025/NQ-CP", clause: "khoản 1 Điều 4", certainty: Certainty::Seen },
        Ground { document: "26/2023/QH15", clause: "", certainty: Certainty::Known },
        Ground { document: "224/2026/NĐ-CP", clause: "khoản 4 Điều 18", certainty: Certainty::Seen },
    ],
    explanation: "Tìm gì
Hồ sơ đòi căn cước, chứng minh nhân dân, sổ hộ khẩu, sổ tạm trú hoặc giấy xác nhận cư trú (bảng giay_to_co_du_lieu, nhóm can_cuoc).

Vì sao
Thông tin đã có trong Cơ sở dữ liệu quốc gia về dân cư; cơ quan phải tự khai thác.

Nên làm gì
Bỏ giấy tờ khỏi hồ sơ, ghi rõ cơ quan khai thác dữ liệu.

Khi nào không báo
Chỉ xuất trình; người nước ngoài hoặc người không có trong cơ sở dữ liệu; đã ghi không phải nộp khi khai thác được.",
    check,
};

fn check(context: &Context<'_>, procedure: &Procedure, report: &mut Report) {
    papers::held(context, procedure, "can_cuoc", report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn setup() -> Setup {
        Setup::default().parameters(
            "giay_to_co_du_lieu: [{nhom: can_cuoc, nhan_dien: [căn cước công dân], loai_tru: [người nước ngoài], csdl: CSDL thử, van_ban: 66.7/2025/NQ-CP, \
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
    fn a_paper_only_shown_or_excepted_is_left_alone() {
        for yaml in [
            "ho_so: [{truong_hop: Giấy tờ xuất trình, giay_to: [{ten: Bản sao Căn cước công dân}]}]",
            "ho_so: [{giay_to: [{ten: Bản sao Căn cước công dân, ghi_chu: Không phải nộp khi tra cứu được trên cơ sở dữ liệu}]}]",
            "{ho_so: [{giay_to: [{ten: Bản sao Căn cước công dân}]}], doi_tuong: [Người nước ngoài]}",
            "ho_so: [{giay_to: [{ten: Bản sao hộ chiếu hoặc căn cước công dân của người nước ngoài}]}]",
        ] {
            assert!(messages(&RULE, &setup(), yaml).is_empty(), "{yaml}");
        }
    }
}
