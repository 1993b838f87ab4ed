//! many dossiers refused or withdrawn.

use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, Threshold};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-45",
    name: "many-refusals",
    version: 1,
    title: "Từ chối, rút hồ sơ nhiều",
    severity: Severity::Medium,
    outcome: "sua_doi_bo_sung",
    thresholds: &[
        Threshold {
            key: "ty_le",
            title: "Tỷ lệ từ chối, rút cao nhất (%)",
            value: 20,
        },
        Threshold {
            key: "ho_so",
            title: "Số hồ sơ tiếp nhận ít nhất",
            value: 20,
        },
    ],
    grounds: &[Ground::seen("Nghị định số 63/2010/NĐ-CP", "Phụ lục I")],
    explanation: "Tìm gì
Hồ sơ bị từ chối, rút nhiều hơn ngưỡng ty_le số tiếp nhận của năm đã qua gần nhất.

Vì sao
Nhiều người không đạt là điều kiện không rõ, hoặc thủ tục không đạt mục tiêu.

Nên làm gì
Làm rõ điều kiện, hướng dẫn trước khi nộp; cân nhắc chuyển hậu kiểm.

Khi nào không báo
Ít hơn ho_so hồ sơ tiếp nhận; năm đang diễn ra.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(year) = context.last_year(procedure.identity()) else {
        return;
    };
    let (refused, received) = (year.sum(|row| row.refused), year.sum(|row| row.received));
    let few = received < u64::from(context.threshold(&RULE, "ho_so"));
    if few || refused * 100 <= received * u64::from(context.threshold(&RULE, "ty_le")) {
        return;
    }
    let figures = format!("{}/{}", text::number(refused), text::number(received));
    let message = format!(
        "từ chối, rút {} hồ sơ năm {} ({figures})",
        text::share(refused, received),
        year.year
    );
    report.say("", message, vec![year.evidence("Từ chối, rút/tiếp nhận", figures)]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn refused(received: u32, refused: u32) -> Setup {
        let row = format!("1.000001,Xã,{received},0,0,0,0,{refused},số liệu minh họa");
        Setup::default().figures(2025, "", &row)
    }

    #[test]
    fn many_refusals_are_found() {
        assert_eq!(
            messages(&RULE, &refused(200, 50), "{}"),
            ["từ chối, rút 25% hồ sơ năm 2025 (50/200)"]
        );
    }

    #[test]
    fn a_fifth_or_few_dossiers_are_left_alone() {
        for (received, count) in [(200, 40), (10, 9)] {
            assert!(messages(&RULE, &refused(received, count), "{}").is_empty(), "{count}");
        }
    }
}
