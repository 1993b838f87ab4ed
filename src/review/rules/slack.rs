//! limits far beyond the time really taken.

use crate::catalogue::values::Unit;
use crate::catalogue::volume::Volume;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, Threshold};
use crate::text;
use rust_decimal::Decimal;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-27",
    name: "slack",
    version: 1,
    title: "Thời hạn dài hơn thời gian thực tế",
    severity: Severity::High,
    outcome: "giam_thoi_gian",
    thresholds: &[
        Threshold { key: "phan_tram", title: "Trung vị không quá (% thời hạn)", value: 60 },
        Threshold { key: "ho_so", title: "Số hồ sơ đã giải quyết ít nhất", value: 30 },
    ],
    grounds: &[
        Ground::seen("Nghị quyết số 66/NQ-CP", "").from("2025-03-26").until("2027-01-01"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 4 Điều 7"),
    ],
    explanation: "Tìm gì
Thời gian giải quyết trung vị của năm đã qua gần nhất (cột ngay_trung_vi) không quá ngưỡng phan_tram của thời hạn, với ít nhất ho_so hồ sơ đã giải quyết.

Vì sao
Cơ quan đã làm nhanh hơn thời hạn; thời hạn có thể rút mà không thêm việc.

Nên làm gì
Rút thời hạn xuống số ngày mà chín phần mười hồ sơ đã đạt (cột ngay_p90).

Khi nào không báo
Không có cột thời gian thực tế; ít hồ sơ; thời hạn không tính bằng ngày; trong ngày.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let limits = procedure
        .channels
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row.time_limit.as_ref()?)));
    let days = limits.filter_map(|(at, limit)| match limit.value()?.amount()? {
        (amount, unit @ (Unit::Day | Unit::WorkingDay)) => Some((at, amount, unit)),
        _ => None,
    });
    let Some((at, limit, unit)) = days.max_by_key(|(_, amount, _)| *amount) else {
        return;
    };
    let Some(year) = context.last_year(procedure.identity()) else {
        return;
    };
    let measured = year.rows.iter().filter(|row| row.median_days.is_some());
    // The unit that takes longest says what can be promised everywhere.
    let Some(row) = measured.max_by_key(|row| row.median_days) else {
        return;
    };
    let median = Decimal::from(row.median_days.unwrap_or_default());
    let percent = Decimal::from(context.threshold(&RULE, "phan_tram"));
    let enough = year.sum(Volume::settled) >= u64::from(context.threshold(&RULE, "ho_so"));
    if !enough || median * Decimal::ONE_HUNDRED > limit * percent {
        return;
    }
    let ninth = year.rows.iter().filter_map(|row| row.days_of_nine_in_ten).max();
    let mut evidence = vec![
        Evidence::at(
            format!("cach_thuc[{at}].thoi_han"),
            "Thời hạn giải quyết",
            format!("{} {}", text::decimal(limit), unit.label()),
        ),
        year.evidence(
            "Thời gian thực tế, trung vị",
            format!(
                "{} {}, {} hồ sơ",
                text::decimal(median),
                unit.label(),
                text::number(year.sum(Volume::settled))
            ),
        ),
    ];
    let mut message = format!(
        "một nửa hồ sơ năm {} xong trong {} {}, thời hạn {} {}",
        year.year,
        text::decimal(median),
        unit.label(),
        text::decimal(limit),
        unit.label()
    );
    if let Some(ninth) = ninth {
        evidence.push(year.evidence("Thời gian thực tế, 9/10 hồ sơ", format!("{ninth} {}", unit.label())));
        message += &format!("; chín phần mười trong {ninth} {}", unit.label());
    }
    report.say(format!("cach_thuc[{at}].thoi_han"), message, evidence);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn measured(median: &str) -> Setup {
        let row = format!("1.000001,Xã,100,0,40,60,0,0,số liệu minh họa,{median}");
        Setup::default().figures(2025, ",ngay_trung_vi,ngay_p90", &row)
    }

    const LIMIT: &str = "cach_thuc: [{hinh_thuc: Trực tiếp, thoi_han: 10 ngày làm việc}]";

    #[test]
    fn a_limit_nobody_needs_is_found() {
        assert_eq!(
            messages(&RULE, &measured("4,7"), LIMIT),
            [
                "một nửa hồ sơ năm 2025 xong trong 4 ngày làm việc, thời hạn 10 ngày làm việc; chín phần mười trong 7 ngày làm việc"
            ]
        );
    }

    #[test]
    fn a_limit_that_is_needed_or_not_measured_is_left_alone() {
        for median in ["8,10", ","] {
            assert!(messages(&RULE, &measured(median), LIMIT).is_empty(), "{median}");
        }
    }
}
