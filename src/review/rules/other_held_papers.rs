//! land, vehicle, licence, insurance, criminal-record and health papers still demanded.

use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, papers};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-15",
    name: "other-held-papers",
    version: 1,
    title: "Yêu cầu giấy tờ đất đai, phương tiện, bằng lái, bảo hiểm, lý lịch tư pháp, sức khỏe",
    severity: Severity::High,
    outcome: "cat_giam_ho_so",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị quyết số 66.7/2025/NQ-CP", "Điều 4").from("2026-01-01").until("2027-03-01"),
        Ground::seen("Nghị định số 224/2026/NĐ-CP", "khoản 4 Điều 18").from("2026-07-01"),
    ],
    explanation: "Tìm gì
Hồ sơ đòi giấy chứng nhận quyền sử dụng đất, đăng ký xe, giấy phép lái xe, sổ bảo hiểm, phiếu lý lịch tư pháp, giấy khám sức khỏe (bảng giay_to_co_du_lieu, các nhóm dat_dai, phuong_tien, giay_phep_lai_xe, bao_hiem, ly_lich_tu_phap, suc_khoe).

Vì sao
Thông tin đã có trong cơ sở dữ liệu quốc gia, cơ sở dữ liệu chuyên ngành; cơ quan giải quyết tự khai thác.

Nên làm gì
Bỏ giấy tờ khỏi hồ sơ, ghi rõ cơ sở dữ liệu khai thác.

Khi nào không báo
Chỉ xuất trình; chỉ nhắc đến giấy tờ; bản cũ của giấy tờ là kết quả của thủ tục; giấy tờ do nước ngoài cấp; đã ghi không phải nộp, hoặc chỉ nộp khi không khai thác được.",
    check,
};

/// Families of the table that have no rule of their own.
pub(super) const FAMILIES: [&str; 6] = [
    "dat_dai",
    "phuong_tien",
    "giay_phep_lai_xe",
    "bao_hiem",
    "ly_lich_tu_phap",
    "suc_khoe",
];

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    papers::held(context, procedure, &FAMILIES, report);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages, paper};

    fn setup() -> Setup {
        Setup::default().parameters(
            "giay_to_co_du_lieu: [{nhom: ly_lich_tu_phap, nhan_dien: [phiếu lý lịch tư pháp], loai_tru: [do nước ngoài cấp], csdl: CSDL thử, van_ban: 66.7/2025/NQ-CP, dieu_khoan: Điều 4, tu_ngay: 01/01/2026}]",
        )
    }

    #[test]
    fn a_paper_the_database_holds_is_found() {
        let yaml = "ho_so: [{giay_to: [{ten: Phiếu lý lịch tư pháp số 1, ban_chinh: 1}]}]";
        assert_eq!(
            messages(&RULE, &setup(), yaml),
            ["yêu cầu nộp «Phiếu lý lịch tư pháp số 1», giấy tờ đã có trong CSDL thử"]
        );
    }

    #[test]
    fn a_foreign_paper_the_own_result_or_a_form_is_left_alone() {
        let texts = [
            "ho_so: [{giay_to: [{ten: Phiếu lý lịch tư pháp do nước ngoài cấp, ban_chinh: 1}]}]",
            "{ten: Cấp Phiếu lý lịch tư pháp, ho_so: [{giay_to: [{ten: Tờ khai yêu cầu cấp Phiếu lý lịch tư pháp, ban_chinh: 1}]}]}",
            "ho_so: [{giay_to: [{ten: Phiếu lý lịch tư pháp (trường hợp không khai thác được trên cơ sở dữ liệu)}]}]",
        ];
        left_alone(&RULE, &setup(), &texts, str::to_owned);
    }

    #[test]
    fn a_field_that_issues_the_paper_asks_twice_only_for_a_copy() {
        let setup = Setup::default().parameters(
            "giay_to_co_du_lieu: [{nhom: dat_dai, nhan_dien: [giấy chứng nhận quyền sử dụng đất], loai_tru: [người nước ngoài], linh_vuc_cap: [Thử], csdl: CSDL thử, van_ban: 66.7/2025/NQ-CP, tu_ngay: 01/01/2026}]",
        );
        assert_eq!(
            messages(&RULE, &setup, &paper("Bản sao Giấy chứng nhận quyền sử dụng đất")).len(),
            1
        );
        assert!(messages(&RULE, &setup, &paper("Giấy chứng nhận quyền sử dụng đất")).is_empty());
        // A name that speaks of people the database does not cover frees the whole procedure.
        let foreigners = format!(
            "{{ten: Đăng ký cho người nước ngoài, {}}}",
            paper("Bản sao Giấy chứng nhận quyền sử dụng đất")
        );
        assert!(messages(&RULE, &setup, &foreigners).is_empty());
    }
}
