//! limits in days and in working days side by side.

use crate::catalogue::values::{TimeLimit, Unit};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-28",
    name: "mixed-days",
    version: 1,
    title: "Lẫn ngày và ngày làm việc",
    severity: Severity::Medium,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 3 Điều 8")],
    explanation: "Tìm gì
Các cách thức nộp, hoặc các bước, của một thủ tục ghi thời hạn lẫn «ngày» và «ngày làm việc».

Vì sao
Hai cách tính lệch nhau vài ngày; người dân và cơ quan không cùng một hạn.

Nên làm gì
Thống nhất theo văn bản quy định.

Khi nào không báo
Mọi thời hạn cùng một cách tính; giờ, tháng, trong ngày.",
    check,
};

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let channels = procedure.channels.iter().enumerate().filter_map(|(at, row)| {
        let limit = row.time_limit.as_ref()?;
        Some((format!("cach_thuc[{at}].thoi_han"), limit))
    });
    let steps = procedure.steps.iter().enumerate().filter_map(|(at, step)| {
        let limit = step.time_limit.as_ref()?;
        Some((format!("trinh_tu[{at}].thoi_han"), limit))
    });
    for limits in [channels.collect::<Vec<_>>(), steps.collect()] {
        let of = |wanted: Unit| {
            limits.iter().find(|(_, limit)| {
                limit
                    .value()
                    .and_then(TimeLimit::amount)
                    .is_some_and(|(_, unit)| unit == wanted)
            })
        };
        let (Some((path, calendar)), Some((other, working))) = (of(Unit::Day), of(Unit::WorkingDay)) else {
            continue;
        };
        let evidence = vec![
            Evidence::at(path, "Thời hạn", calendar.text()),
            Evidence::at(other, "Thời hạn", working.text()),
        ];
        let message = format!("lẫn «{}» và «{}»", calendar.text(), working.text());
        report.say(path, message, evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    #[test]
    fn both_ways_of_counting_are_found() {
        let yaml = "cach_thuc: [{hinh_thuc: Trực tiếp, thoi_han: 05 ngày}, {hinh_thuc: Trực tuyến, thoi_han: 05 ngày làm việc}]";
        assert_eq!(
            messages(&RULE, &Setup::default(), yaml),
            ["lẫn «05 ngày» và «05 ngày làm việc»"]
        );
    }

    #[test]
    fn one_way_of_counting_is_fine() {
        for other in ["03 ngày làm việc", "8 giờ làm việc", "1 tháng", "Trong ngày"] {
            let yaml = format!(
                "cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: 05 ngày làm việc}}, {{hinh_thuc: Trực tuyến, thoi_han: {other}}}]"
            );
            assert!(messages(&RULE, &Setup::default(), &yaml).is_empty(), "{other}");
        }
    }
}
