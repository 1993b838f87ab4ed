//! business-registration papers still demanded.

use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, papers};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-14",
    name: "business-papers",
    version: 1,
    title: "Yêu cầu giấy chứng nhận đăng ký doanh nghiệp, hộ kinh doanh",
    severity: Severity::High,
    outcome: "cat_giam_ho_so",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị quyết số 66.7/2025/NQ-CP", "khoản 5 Điều 4"),
    ],
    explanation: "Tìm gì
Hồ sơ đòi giấy chứng nhận đăng ký doanh nghiệp, hộ kinh doanh, hợp tác xã hoặc quyết định thành lập (nhóm dang_ky_kinh_doanh).

Vì sao
Thông tin đã có trong Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp.

Nên làm gì
Bỏ giấy tờ khỏi hồ sơ, thay bằng khai thác cơ sở dữ liệu.

Khi nào không báo
Chỉ xuất trình; chỉ nhắc đến số, nội dung của giấy; quyết định thu hồi giấy; bản gốc của giấy chứng nhận là kết quả của thủ tục; doanh nghiệp nước ngoài; đã ghi không phải nộp, hoặc chỉ nộp khi không khai thác được.",
    check,
};

/// Families of the table that it looks for.
pub(super) const FAMILIES: [&str; 1] = ["dang_ky_kinh_doanh"];

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    papers::held(context, procedure, &FAMILIES, report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, found, left_alone, messages, uncounted};

    fn setup() -> Setup {
        Setup::default().parameters(
            "giay_to_co_du_lieu: [{nhom: dang_ky_kinh_doanh, nhan_dien: [giấy chứng nhận đăng ký doanh nghiệp], loai_tru: [nước ngoài], csdl: CSDL thử, van_ban: 66.7/2025/NQ-CP, \
             dieu_khoan: Điều 4, tu_ngay: 01/01/2026, den_ngay: 01/03/2027}]",
        )
    }

    #[test]
    fn a_paper_the_database_holds_is_found() {
        assert_eq!(
            messages(
                &RULE,
                &setup(),
                "ho_so: [{giay_to: [{ten: Bản sao Giấy chứng nhận đăng ký doanh nghiệp, ban_sao: 1}]}]"
            ),
            ["yêu cầu nộp «Bản sao Giấy chứng nhận đăng ký doanh nghiệp», giấy tờ đã có trong CSDL thử"]
        );
    }

    #[test]
    fn real_wording_that_demands_it_is_found() {
        let texts = [
            "Quyết định thành lập hoặc Giấy chứng nhận đăng ký doanh nghiệp (bản sao có chứng thực)",
            "Bản sao kèm xuất trình bản chính để đối chiếu Giấy chứng nhận đăng ký doanh nghiệp",
            "Danh sách thành viên góp vốn và giấy tờ kèm theo: ++ Bản sao giấy chứng nhận đăng ký doanh nghiệp; ++ Điều lệ công ty",
        ];
        found(&RULE, &setup(), &texts, uncounted);
    }

    #[test]
    fn real_wording_that_only_speaks_of_it_is_left_alone() {
        let texts = [
            "Danh sách cổ đông là tổ chức: tên, địa chỉ, số Giấy phép thành lập hoặc số Giấy chứng nhận đăng ký doanh nghiệp",
            "Bản sao quyết định thu hồi giấy chứng nhận đăng ký doanh nghiệp",
            "Bản sao giấy chứng nhận đăng ký doanh nghiệp (trường hợp chưa được tích hợp, kết nối dữ liệu quốc gia)",
            "Giấy chứng nhận đăng ký doanh nghiệp hoặc thông tin khai thác từ Cơ sở dữ liệu quốc gia",
        ];
        left_alone(&RULE, &setup(), &texts, uncounted);
    }

    #[test]
    fn a_paper_only_shown_or_excepted_is_left_alone() {
        let texts = [
            "ho_so: [{truong_hop: Giấy tờ xuất trình, giay_to: [{ten: Bản sao Giấy chứng nhận đăng ký doanh nghiệp}]}]",
            "ho_so: [{giay_to: [{ten: Bản sao Giấy chứng nhận đăng ký doanh nghiệp, ghi_chu: Không phải nộp khi tra cứu được trên cơ sở dữ liệu}]}]",
            "{ho_so: [{giay_to: [{ten: Bản sao Giấy chứng nhận đăng ký doanh nghiệp}]}], doi_tuong: [Người nước ngoài]}",
            "ho_so: [{giay_to: [{ten: Giấy chứng nhận đăng ký doanh nghiệp của thương nhân nước ngoài}]}]",
            "ho_so: [{giay_to: [{ten: Giấy đề nghị cấp lại Giấy chứng nhận đăng ký doanh nghiệp}]}]",
        ];
        left_alone(&RULE, &setup(), &texts, str::to_owned);
    }

    #[test]
    fn the_paper_the_procedure_itself_issues_is_left_alone() {
        let yaml = "{ten: Cấp lại Giấy chứng nhận đăng ký doanh nghiệp, ho_so: [{giay_to: [{ten: Bản gốc Giấy chứng nhận đăng ký doanh nghiệp}]}]}";
        assert!(messages(&RULE, &setup(), yaml).is_empty());
    }
}
