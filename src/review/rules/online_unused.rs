//! online services hardly anybody uses.

use crate::catalogue::values::Channel;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::prepared::Year;
use crate::review::{Context, Report, Rule, Subject, Threshold};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-39",
    name: "online-unused",
    version: 1,
    title: "Dịch vụ trực tuyến ít người dùng",
    severity: Severity::Medium,
    outcome: "toan_trinh",
    thresholds: &[
        Threshold { key: "ty_le", title: "Tỷ lệ trực tuyến thấp nhất (%)", value: 10 },
        Threshold { key: "so_nam", title: "Số năm liền", value: 2 },
    ],
    grounds: &[
        Ground::seen("Nghị định số 224/2026/NĐ-CP", "Điều 15").from("2026-07-01"),
        Ground::known("Nghị định số 42/2022/NĐ-CP", "").from("2022-08-15").until("2026-07-01"),
    ],
    explanation: "Tìm gì
Thủ tục có hình thức trực tuyến nhưng tỷ lệ hồ sơ trực tuyến dưới ngưỡng ty_le trong mỗi năm của so_nam năm đã qua gần nhất.

Vì sao
Có dịch vụ mà không ai dùng thường vì biểu mẫu khó, phải nộp lại bản giấy.

Nên làm gì
Tái cấu trúc quy trình, biểu mẫu điện tử; hỏi người dùng.

Khi nào không báo
Ít hơn 20 hồ sơ một năm; thiếu số liệu năm; năm đang diễn ra; không có hình thức trực tuyến.",
    check,
};

/// Fewer dossiers a year tell nothing of a habit.
const FEW: u64 = 20;

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(at) = procedure
        .channels
        .iter()
        .position(|row| row.channel.value() == Some(&Channel::Online))
    else {
        return;
    };
    let wanted = (context.threshold(&RULE, "so_nam") as usize).max(1);
    let share = u64::from(context.threshold(&RULE, "ty_le"));
    let years = context.complete_years(procedure.identity(), wanted);
    let unused = |year: &Year<'_>| {
        let received = year.sum(|row| row.received);
        received >= FEW && year.sum(|row| row.online) * 100 < received * share
    };
    if years.len() < wanted || !years.iter().all(unused) {
        return;
    }
    let mut evidence = vec![Evidence::at(
        format!("cach_thuc[{at}].hinh_thuc"),
        "Hình thức nộp",
        "Trực tuyến",
    )];
    evidence.extend(years.iter().map(|year| {
        let (online, received) = (year.sum(|row| row.online), year.sum(|row| row.received));
        year.evidence(
            "Hồ sơ trực tuyến",
            format!(
                "{}/{} ({})",
                text::number(online),
                text::number(received),
                text::share(online, received)
            ),
        )
    }));
    let last = &years[0];
    let (online, received) = (last.sum(|row| row.online), last.sum(|row| row.received));
    let message = format!(
        "hồ sơ trực tuyến năm {} chỉ {} ({}/{})",
        last.year,
        text::share(online, received),
        text::number(online),
        text::number(received)
    );
    report.say(format!("cach_thuc[{at}]"), message, evidence);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn years(a: &str, b: &str) -> Setup {
        let row = |figures: &str| format!("1.000001,Xã,{figures},0,0,0,0,số liệu minh họa");
        Setup::default().figures(2024, "", &row(a)).figures(2025, "", &row(b))
    }

    const ONLINE: &str = "cach_thuc: [{hinh_thuc: Trực tuyến}]";

    #[test]
    fn a_service_without_users_is_found() {
        assert_eq!(
            messages(&RULE, &years("1000,20", "1200,60"), ONLINE),
            ["hồ sơ trực tuyến năm 2025 chỉ 5% (60/1.200)"]
        );
    }

    #[test]
    fn one_good_year_few_dossiers_or_no_service_are_left_alone() {
        for (a, b) in [("1000,500", "1200,60"), ("10,0", "10,0")] {
            assert!(messages(&RULE, &years(a, b), ONLINE).is_empty());
        }
        assert!(messages(&RULE, &years("1000,0", "1200,0"), "cach_thuc: [{hinh_thuc: Trực tiếp}]").is_empty());
    }
}
