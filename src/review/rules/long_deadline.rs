//! time limits longer than others of their kind.

use crate::catalogue::values::{TimeLimit, Written};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::prepared::limit_in_days;
use crate::review::{Context, Report, Rule, Subject, Threshold};
use crate::text;
use rust_decimal::Decimal;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-26",
    name: "long-deadline",
    version: 1,
    title: "Thời hạn giải quyết dài",
    severity: Severity::High,
    outcome: "giam_thoi_gian",
    thresholds: &[
        Threshold { key: "phan_tram", title: "Dài hơn phân vị 75 của nhóm từ (%)", value: 150 },
        Threshold { key: "nhom", title: "Số thủ tục ít nhất của nhóm để so sánh", value: 8 },
        Threshold { key: "ngay_lam_viec", title: "Thời hạn tại bàn giấy dài nhất (ngày làm việc)", value: 30 },
    ],
    grounds: &[
        Ground::seen("Nghị quyết số 66/NQ-CP", "").from("2025-03-26").until("2027-01-01"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 4 Điều 7"),
    ],
    explanation: "Tìm gì
Thời hạn dài hơn ngưỡng phan_tram so với phân vị 75 của các thủ tục cùng lĩnh vực, cùng động từ; hoặc hơn ngưỡng ngay_lam_viec mà không có kiểm tra thực tế, lấy ý kiến, hội đồng.

Vì sao
Thời hạn dài là chi phí chờ đợi; chương trình cắt giảm đặt mục tiêu giảm thời gian giải quyết.

Nên làm gì
So với thủ tục tương tự và thời gian thực tế; đề xuất rút ngắn.

Khi nào không báo
Nhóm ít hơn nhom thủ tục; thời hạn không đọc được; thời hạn đến 15 ngày.",
    check,
};

/// Calendar days of a limit nobody calls long, whatever the others take.
const SHORT: i64 = 21;

/// Work outside the office that takes its time.
const OUTSIDE: [&str; 16] = [
    "thực tế",
    "thực địa",
    "hiện trường",
    "hội đồng",
    "lấy ý kiến",
    "đoàn kiểm tra",
    "đoàn thẩm định",
    "thẩm định tại",
    "kiểm tra tại",
    "khảo sát",
    "niêm yết",
    "xác minh",
    "thẩm tra",
    "tham vấn",
    "thủ tướng",
    "chính phủ",
];

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(days) = limit_in_days(procedure).filter(|days| *days > Decimal::from(SHORT)) else {
        return;
    };
    let longest = procedure.channels.iter().enumerate().find(|(_, row)| {
        let limit = row.time_limit.as_ref().and_then(Written::value);
        limit.and_then(TimeLimit::approximate_days) == Some(days)
    });
    let Some((at, row)) = longest else { return };
    let written = row.time_limit.as_ref().map_or("", Written::text);
    let path = format!("cach_thuc[{at}].thoi_han");
    let mut evidence = vec![Evidence::at(&path, "Thời hạn giải quyết", written)];
    let kind = context
        .peers()
        .kind(procedure)
        .and_then(|kind| Some((kind.days_at(75)?, kind.days_at(50)?.0)));
    let least = context.threshold(&RULE, "nhom") as usize;
    if let Some(((high, count), half)) = kind.filter(|((_, count), _)| *count >= least) {
        let fence = high * Decimal::from(context.threshold(&RULE, "phan_tram")) / Decimal::ONE_HUNDRED;
        evidence.push(Evidence::from_elsewhere(
            format!("{count} thủ tục cùng lĩnh vực, cùng động từ"),
            format!(
                "một nửa đến {} ngày, ba phần tư đến {} ngày",
                text::decimal(half.round()),
                text::decimal(high.round())
            ),
        ));
        if days > fence {
            let message = format!("thời hạn {written}, dài hơn hẳn thủ tục cùng loại");
            report.say(path, message, evidence);
            return;
        }
    }
    let working = Decimal::from(context.threshold(&RULE, "ngay_lam_viec")) * Decimal::new(14, 1);
    if days > working && !procedure.steps_say(&OUTSIDE) {
        let message = format!("thời hạn {written} mà trình tự không có kiểm tra thực tế, lấy ý kiến");
        report.say(path, message, evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn limit(limit: &str) -> String {
        format!("cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: {limit}}}]")
    }

    #[test]
    fn a_limit_far_beyond_its_kind_is_found() {
        let others = (0..8).fold(Setup::default(), |setup, at| {
            setup.other(
                &format!("2.00000{at}"),
                &format!("{{ten: Cấp giấy phép khác {at}, {}}}", limit("10 ngày làm việc")),
            )
        });
        assert_eq!(
            messages(&RULE, &others, &limit("25 ngày làm việc")),
            ["thời hạn 25 ngày làm việc, dài hơn hẳn thủ tục cùng loại"]
        );
        assert!(messages(&RULE, &others, &limit("14 ngày làm việc")).is_empty());
    }

    #[test]
    fn a_month_and_a_half_at_the_desk_is_long() {
        let found = messages(&RULE, &Setup::default(), &limit("45 ngày làm việc"));
        assert_eq!(
            found,
            ["thời hạn 45 ngày làm việc mà trình tự không có kiểm tra thực tế, lấy ý kiến"]
        );
        let inspected = format!(
            "{{{}, trinh_tu: [{{ten: Kiểm tra, noi_dung: Đoàn kiểm tra tại cơ sở}}]}}",
            limit("45 ngày làm việc")
        );
        assert!(messages(&RULE, &Setup::default(), &inspected).is_empty());
    }
}
