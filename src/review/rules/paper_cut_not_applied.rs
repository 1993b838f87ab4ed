//! papers an annex strikes from this very procedure.

use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-17",
    name: "paper-cut-not-applied",
    version: 1,
    title: "Chưa áp dụng cắt giảm giấy tờ theo phụ lục",
    severity: Severity::Medium,
    outcome: "cat_giam_ho_so",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị quyết số 66.7/2025/NQ-CP", "Điều 3")
            .from("2026-01-01")
            .until("2027-03-01"),
        Ground::seen("Nghị quyết số 66.7/2025/NQ-CP", "Điều 7")
            .from("2026-01-01")
            .until("2027-03-01"),
    ],
    explanation: "Tìm gì
Mã thủ tục và giấy tờ có trong bảng giay_to_cat_giam (các dòng của phụ lục), nhưng hồ sơ vẫn còn giấy tờ đó.

Vì sao
Từ ngày phụ lục áp dụng, người dân không phải nộp giấy tờ này ở thủ tục này.

Nên làm gì
Bỏ giấy tờ, công bố lại; sửa văn bản quy định trước khi phụ lục hết thời hạn.

Khi nào không báo
Ngoài thời hạn của dòng; hồ sơ đã ghi không phải nộp hoặc chỉ nộp khi không khai thác được; giấy tờ do nước ngoài cấp.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for (row, asked) in context.cuts().still_asked(procedure) {
        let clause = row
            .clause
            .as_ref()
            .map_or(String::new(), |clause| format!("{} ", clause.text()));
        let document = context.catalogue.documents().cite(&row.document);
        let mut evidence = vec![
            asked.evidence(),
            Evidence::from_elsewhere("Cắt giảm tại", format!("{clause}{document}")),
            Evidence::from_elsewhere("Cơ sở dữ liệu thay thế", &row.database),
        ];
        if let Some(provision) = &row.provision {
            evidence.push(Evidence::from_elsewhere("Quy định đã yêu cầu", provision));
        }
        if let Some(until) = &row.until {
            evidence.push(Evidence::from_elsewhere("Áp dụng đến trước ngày", until.text()));
        }
        let message = format!(
            "còn yêu cầu «{}» mà {clause}{document} đã cắt giảm ở thủ tục này",
            wording::short(&asked.paper.name)
        );
        report.say(asked.name_path(), message, evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn setup(dates: &str) -> Setup {
        Setup::default().parameters(&format!(
            "giay_to_cat_giam: [{{ma: 1.000001, giay_to: [giấy chứng nhận đăng ký doanh nghiệp], csdl: CSDL thử, van_ban: 66.7/2025/NQ-CP, dieu_khoan: Phụ lục I{dates}}}]"
        ))
    }

    #[test]
    fn a_paper_of_the_row_is_found() {
        let yaml = "ho_so: [{giay_to: [{ten: Bản sao Giấy chứng nhận đăng ký doanh nghiệp, ban_sao: 1}]}]";
        assert_eq!(
            messages(&RULE, &setup(""), yaml),
            [
                "còn yêu cầu «Bản sao Giấy chứng nhận đăng ký doanh nghiệp» mà Phụ lục I Nghị quyết số 66.7/2025/NQ-CP đã cắt giảm ở thủ tục này"
            ]
        );
        assert!(messages(&RULE, &setup(", tu_ngay: 01/01/2027"), yaml).is_empty());
    }

    #[test]
    fn a_paper_that_is_freed_or_another_is_left_alone() {
        for name in [
            "Giấy chứng nhận đăng ký doanh nghiệp (chỉ nộp khi không có thông tin trong cơ sở dữ liệu)",
            "Điều lệ công ty",
        ] {
            let yaml = format!("ho_so: [{{giay_to: [{{ten: '{name}', ban_sao: 1}}]}}]");
            assert!(messages(&RULE, &setup(""), &yaml).is_empty(), "{name}");
        }
    }
}
