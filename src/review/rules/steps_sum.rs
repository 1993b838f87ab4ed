//! steps that take longer or shorter than the whole.

use crate::catalogue::values::{TimeLimit, Written};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject};
use crate::text;
use rust_decimal::Decimal;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-29",
    name: "steps-sum",
    version: 1,
    title: "Tổng thời gian các bước khác thời hạn",
    severity: Severity::Medium,
    outcome: "giam_thoi_gian",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 2 Điều 8"),
    ],
    explanation: "Tìm gì
Tổng thời gian ghi ở các bước lớn hơn thời hạn giải quyết dài nhất; hoặc nhỏ hơn khi bước nào của cơ quan cũng ghi thời gian.

Vì sao
Quy trình nội bộ và thời hạn công bố mâu thuẫn: hoặc chắc chắn quá hạn, hoặc còn thời gian có thể cắt.

Nên làm gì
Sửa quy trình nội bộ hoặc rút ngắn thời hạn.

Khi nào không báo
Đơn vị thời gian khác nhau; ít hơn hai bước ghi thời gian; các bước làm đồng thời.",
    check,
};

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let amount = |limit: &Option<Written<TimeLimit>>| limit.as_ref()?.value()?.amount();
    let whole = procedure
        .channels
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, amount(&row.time_limit)?)));
    let Some((at, (total, unit))) = whole.max_by_key(|(_, (amount, _))| *amount) else {
        return;
    };
    let timed: Vec<(usize, Decimal)> = procedure
        .steps
        .iter()
        .enumerate()
        .filter_map(|(at, step)| Some((at, amount(&step.time_limit).filter(|(_, own)| *own == unit)?.0)))
        .collect();
    let same_unit = procedure
        .steps
        .iter()
        .filter_map(|step| amount(&step.time_limit))
        .all(|(_, own)| own == unit);
    let sum: Decimal = timed.iter().map(|(_, amount)| *amount).sum();
    let every_step = procedure.steps.iter().skip(1).all(|step| step.time_limit.is_some());
    let parallel = || procedure.steps_say(&["đồng thời", "song song", "cùng lúc"]);
    if timed.len() < 2 || !same_unit || sum == total || (sum < total && !every_step) || parallel() {
        return;
    }
    let mut evidence = vec![Evidence::at(
        format!("cach_thuc[{at}].thoi_han"),
        "Thời hạn giải quyết",
        format!("{} {}", text::decimal(total), unit.label()),
    )];
    evidence.extend(timed.iter().map(|(at, amount)| {
        let path = format!("trinh_tu[{at}].thoi_han");
        Evidence::at(
            path,
            format!("Bước {}", at + 1),
            format!("{} {}", text::decimal(*amount), unit.label()),
        )
    }));
    let message = format!(
        "các bước cộng lại {} {}, thời hạn {} {}",
        text::decimal(sum),
        unit.label(),
        text::decimal(total),
        unit.label()
    );
    report.say(format!("trinh_tu[{}].thoi_han", timed[0].0), message, evidence);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn steps(a: &str, b: &str) -> String {
        format!(
            "{{cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: 05 ngày làm việc}}], trinh_tu: [{{ten: Nộp}}, {{ten: Thẩm định, thoi_han: {a}}}, {{ten: Ký, thoi_han: {b}}}]}}"
        )
    }

    #[test]
    fn a_sum_beyond_or_below_the_limit_is_found() {
        assert_eq!(
            messages(&RULE, &Setup::default(), &steps("04 ngày làm việc", "02 ngày làm việc")),
            ["các bước cộng lại 6 ngày làm việc, thời hạn 5 ngày làm việc"]
        );
        let below = messages(&RULE, &Setup::default(), &steps("02 ngày làm việc", "01 ngày làm việc"));
        assert_eq!(below, ["các bước cộng lại 3 ngày làm việc, thời hạn 5 ngày làm việc"]);
    }

    #[test]
    fn the_same_sum_or_other_units_are_left_alone() {
        for (a, b) in [
            ("03 ngày làm việc", "02 ngày làm việc"),
            ("8 giờ làm việc", "09 ngày làm việc"),
        ] {
            assert!(messages(&RULE, &Setup::default(), &steps(a, b)).is_empty(), "{a} {b}");
        }
    }
}
