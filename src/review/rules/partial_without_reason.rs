//! partly online services without a reason.

use crate::catalogue::values::OnlineLevel;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-38",
    name: "partial-without-reason",
    version: 1,
    title: "Trực tuyến một phần không nêu lý do",
    severity: Severity::Medium,
    outcome: "toan_trinh",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 224/2026/NĐ-CP", "Điều 14").from("2026-07-01"),
    ],
    explanation: "Tìm gì
Hình thức trực tuyến ghi mức độ «Một phần» mà không có lý do (khóa ly_do_mot_phan).

Vì sao
Từ 01/7/2026 dịch vụ một phần phải công khai lý do: luật yêu cầu có mặt, phải kiểm tra tại chỗ, sự cố kỹ thuật hoặc vướng mắc kỹ thuật khác.

Nên làm gì
Nâng lên toàn trình, hoặc công khai lý do.

Khi nào không báo
Trước ngày quy định có hiệu lực; mức độ chưa ghi; toàn trình.",
    check,
};

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for (at, row) in procedure.channels.iter().enumerate() {
        let Some(level) = row
            .online_level
            .as_ref()
            .filter(|level| level.value() == Some(&OnlineLevel::Partial))
        else {
            continue;
        };
        if row
            .partial_reason
            .as_deref()
            .is_some_and(|reason| !reason.trim().is_empty())
        {
            continue;
        }
        let path = format!("cach_thuc[{at}].muc_do");
        let evidence = vec![
            Evidence::at(&path, "Mức độ trực tuyến", level.text()),
            Evidence::at(
                format!("cach_thuc[{at}].ly_do_mot_phan"),
                "Lý do một phần",
                "(không ghi)",
            ),
        ];
        report.say(path, "dịch vụ công trực tuyến một phần không nêu lý do", evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    #[test]
    fn a_partial_service_without_a_reason_is_found() {
        let yaml = "cach_thuc: [{hinh_thuc: Trực tuyến, muc_do: Một phần}]";
        assert_eq!(
            messages(&RULE, &Setup::default(), yaml),
            ["dịch vụ công trực tuyến một phần không nêu lý do"]
        );
    }

    #[test]
    fn a_reason_or_the_whole_way_is_fine() {
        let texts = [
            "muc_do: Một phần, ly_do_mot_phan: Phải có mặt theo Luật Hộ tịch",
            "muc_do: Toàn trình",
            "thoi_han: 05 ngày",
        ];
        left_alone(&RULE, &Setup::default(), &texts, |row| {
            format!("cach_thuc: [{{hinh_thuc: Trực tuyến, {row}}}]")
        });
    }
}
