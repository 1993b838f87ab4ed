//! procedures everybody passes.

use crate::catalogue::volume::Volume;
use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, Threshold};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-46",
    name: "always-approved",
    version: 1,
    title: "Hầu như không từ chối hồ sơ nào",
    severity: Severity::Medium,
    outcome: "chuyen_hau_kiem",
    thresholds: &[
        Threshold { key: "ty_le", title: "Tỷ lệ không bị từ chối (%)", value: 99 },
        Threshold { key: "ho_so", title: "Số hồ sơ đã giải quyết ít nhất trong ba năm", value: 100 },
    ],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Phụ lục I"),
        Ground::seen("Nghị quyết số 66.18/2026/NQ-CP", "điểm a khoản 1 Điều 5").from("2026-07-01").until("2027-03-01"),
    ],
    explanation: "Tìm gì
Trong ba năm đã qua, ít nhất ho_so hồ sơ đã giải quyết và tỷ lệ không bị từ chối từ ngưỡng ty_le trở lên, ở thủ tục cấp phép, chấp thuận, xác nhận.

Vì sao
Không loại ai thì việc xem xét trước có thể thay bằng thông báo, đăng ký, hậu kiểm.

Nên làm gì
Cân nhắc chuyển tiền kiểm sang hậu kiểm.

Khi nào không báo
Thủ tục đăng ký, khai báo, cấp bản sao vốn không xét duyệt; thiếu số liệu của năm; năm đang diễn ra.",
    check,
};

/// Beginnings of names of procedures in which something is judged.
const JUDGED: [&str; 10] = [
    "cấp giấy phép",
    "cấp phép",
    "cấp giấy chứng nhận đủ điều kiện",
    "cấp chứng chỉ",
    "chấp thuận",
    "phê duyệt",
    "thẩm định",
    "công nhận",
    "cho phép",
    "cấp lại giấy phép",
];

const YEARS: usize = 3;

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let name = procedure.words.trim_start_matches("thủ tục ");
    if !JUDGED.iter().any(|start| name.starts_with(start)) {
        return;
    }
    let years = context.complete_years(procedure.identity(), YEARS);
    let refused: u64 = years.iter().map(|year| year.sum(|row| row.refused)).sum();
    let settled: u64 = years.iter().map(|year| year.sum(Volume::settled)).sum();
    let all = refused + settled;
    let few = years.len() < YEARS || settled < u64::from(context.threshold(&RULE, "ho_so"));
    if few || settled * 100 < all * u64::from(context.threshold(&RULE, "ty_le")) {
        return;
    }
    let evidence = years
        .iter()
        .map(|year| {
            let (refused, settled) = (year.sum(|row| row.refused), year.sum(Volume::settled));
            year.evidence(
                "Từ chối/đã giải quyết",
                format!("{}/{}", text::number(refused), text::number(settled)),
            )
        })
        .collect();
    let message = format!(
        "ba năm chỉ từ chối {} trên {} hồ sơ",
        text::number(refused),
        text::number(all)
    );
    report.say("", message, evidence);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn three_years(refused: u32) -> Setup {
        (2023..2026).fold(Setup::default(), |setup, year| {
            let row = format!("1.000001,Xã,200,0,150,50,0,{refused},số liệu minh họa");
            setup.figures(year, "", &row)
        })
    }

    #[test]
    fn a_licence_nobody_is_refused_is_found() {
        assert_eq!(
            messages(&RULE, &three_years(1), "{}"),
            ["ba năm chỉ từ chối 3 trên 603 hồ sơ"]
        );
    }

    #[test]
    fn refusals_or_mere_registration_are_left_alone() {
        assert!(messages(&RULE, &three_years(20), "{}").is_empty());
        assert!(messages(&RULE, &three_years(0), "ten: Đăng ký khai sinh").is_empty());
    }
}
