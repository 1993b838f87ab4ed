//! civil-status papers still demanded.

use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, papers};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-13",
    name: "civil-status-papers",
    version: 1,
    title: "Yêu cầu giấy tờ hộ tịch",
    severity: Severity::High,
    outcome: "cat_giam_ho_so",
    thresholds: &[],
    grounds: &[Ground::seen("Nghị quyết số 66.7/2025/NQ-CP", "khoản 2 Điều 4")],
    explanation: "Tìm gì
Hồ sơ đòi giấy khai sinh, giấy chứng nhận kết hôn, trích lục hộ tịch, giấy xác nhận tình trạng hôn nhân (nhóm ho_tich).

Vì sao
Thông tin đã có trong Cơ sở dữ liệu hộ tịch điện tử.

Nên làm gì
Bỏ giấy tờ khỏi hồ sơ, thay bằng khai thác cơ sở dữ liệu.

Khi nào không báo
Chỉ xuất trình; chỉ nhắc đến giấy tờ; bản cũ của giấy tờ là kết quả của thủ tục; giấy tờ do nước ngoài cấp; đã ghi không phải nộp, hoặc chỉ nộp khi không khai thác được.",
    check,
};

/// Families of the table that it looks for.
pub(super) const FAMILIES: [&str; 1] = ["ho_tich"];

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    papers::held(context, procedure, &FAMILIES, report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, found, left_alone, messages, uncounted};

    fn setup() -> Setup {
        Setup::default().parameters(
            "giay_to_co_du_lieu: [{nhom: ho_tich, nhan_dien: [giấy khai sinh, giấy chứng tử, giấy chứng nhận kết hôn], loai_tru: [do nước ngoài cấp, chưa được cấp mã số định danh cá nhân], csdl: CSDL thử, van_ban: 66.7/2025/NQ-CP, \
             dieu_khoan: Điều 4, tu_ngay: 01/01/2026, den_ngay: 01/03/2027}]",
        )
    }

    #[test]
    fn a_paper_the_database_holds_is_found() {
        assert_eq!(
            messages(
                &RULE,
                &setup(),
                "ho_so: [{giay_to: [{ten: Bản sao Giấy khai sinh, ban_sao: 1}]}]"
            ),
            ["yêu cầu nộp «Bản sao Giấy khai sinh», giấy tờ đã có trong CSDL thử"]
        );
    }

    #[test]
    fn real_wording_that_demands_it_is_found() {
        let texts = [
            "Bản sao giấy chứng tử hoặc trích lục khai tử hoặc bản sao quyết định của Tòa án",
            "Văn bản xác nhận tình trạng hôn nhân: trường hợp là cặp vợ chồng thì có Giấy chứng nhận kết hôn",
            "Một trong các giấy tờ: hộ chiếu hoặc giấy khai sinh",
        ];
        found(&RULE, &setup(), &texts, uncounted);
    }

    #[test]
    fn real_wording_that_only_speaks_of_it_is_left_alone() {
        let texts = [
            "Bản sao Giấy khai sinh; cơ quan thực hiện khai thác Cơ sở dữ liệu hộ tịch và không yêu cầu người đề nghị nộp",
            "Bản sao giấy khai sinh hoặc trích lục giấy khai sinh đối với người chưa được cấp mã số định danh cá nhân",
            "Trường hợp không có bản sao giấy khai sinh thì nộp giấy chứng sinh",
            "Giấy chứng nhận kết hôn (nếu không khai thác được từ cơ sở dữ liệu)",
        ];
        left_alone(&RULE, &setup(), &texts, uncounted);
    }

    #[test]
    fn a_paper_only_shown_or_excepted_is_left_alone() {
        let texts = [
            "ho_so: [{truong_hop: Giấy tờ xuất trình, giay_to: [{ten: Bản sao Giấy khai sinh}]}]",
            "ho_so: [{giay_to: [{ten: Bản sao Giấy khai sinh, ghi_chu: Không phải nộp khi tra cứu được trên cơ sở dữ liệu}]}]",
            "{ho_so: [{giay_to: [{ten: Bản sao Giấy khai sinh}]}], doi_tuong: [Người nước ngoài]}",
            "ho_so: [{giay_to: [{ten: Giấy khai sinh do nước ngoài cấp}]}]",
        ];
        left_alone(&RULE, &setup(), &texts, str::to_owned);
    }

    #[test]
    fn the_paper_the_procedure_itself_issues_is_left_alone() {
        let texts = [
            "Giấy khai sinh đã cấp trước đây",
            "Mẫu điện tử yêu cầu cấp bản sao Giấy khai sinh",
        ];
        left_alone(&RULE, &setup(), &texts, |name| {
            format!("{{ten: Cấp bản sao Giấy khai sinh, ho_so: [{{giay_to: [{{ten: {name}}}]}}]}}")
        });
    }

    #[test]
    fn a_copy_of_it_is_data_the_office_has() {
        let yaml = "{ten: Đăng ký lại khai sinh, ho_so: [{giay_to: [{ten: Bản sao Giấy khai sinh}]}], ket_qua: [{ten: Giấy khai sinh}]}";
        assert_eq!(messages(&RULE, &setup(), yaml).len(), 1);
    }
}
