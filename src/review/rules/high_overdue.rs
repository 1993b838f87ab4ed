//! many dossiers settled late.

use crate::catalogue::volume::Volume;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, Threshold};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-43",
    name: "high-overdue",
    version: 1,
    title: "Tỷ lệ quá hạn cao",
    severity: Severity::Medium,
    outcome: "giam_thoi_gian",
    thresholds: &[
        Threshold { key: "ty_le", title: "Tỷ lệ quá hạn cao nhất (%)", value: 5 },
        Threshold { key: "ho_so", title: "Số hồ sơ đã giải quyết ít nhất", value: 20 },
    ],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Điều 20"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Điều 35"),
    ],
    explanation: "Tìm gì
Tỷ lệ hồ sơ giải quyết quá hạn của năm đã qua gần nhất lớn hơn ngưỡng ty_le; hoặc gấp đôi tỷ lệ chung của đơn vị và trên 1%.

Vì sao
Quá hạn thường vì thời hạn không thực tế, khâu phối hợp chậm hoặc thiếu người.

Nên làm gì
Tìm khâu chậm; sửa thời hạn, phân cấp hoặc bố trí nhân lực.

Khi nào không báo
Ít hơn ho_so hồ sơ đã giải quyết; thiếu số liệu; năm đang diễn ra.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(year) = context.last_year(procedure.identity()) else {
        return;
    };
    let (late, settled) = (year.sum(|row| row.late), year.sum(Volume::settled));
    if settled < u64::from(context.threshold(&RULE, "ho_so")) || late == 0 {
        return;
    }
    let high = late * 100 > settled * u64::from(context.threshold(&RULE, "ty_le"));
    let beside_unit = year.rows.iter().find(|row| {
        let (unit_late, unit_settled) = context.figures().unit(&row.unit);
        let (late, settled) = (row.late, row.settled());
        late * 100 > settled
            && settled >= u64::from(context.threshold(&RULE, "ho_so"))
            && late * unit_settled > 2 * unit_late * settled
    });
    if !high && beside_unit.is_none() {
        return;
    }
    let mut evidence = vec![year.evidence(
        "Quá hạn/đã giải quyết",
        format!("{}/{}", text::number(late), text::number(settled)),
    )];
    if let Some(row) = beside_unit {
        let (late, settled) = context.figures().unit(&row.unit);
        evidence.push(Evidence::from_elsewhere(
            format!("Chung của {}", row.unit),
            text::share(late, settled),
        ));
    }
    let message = format!(
        "quá hạn {} hồ sơ năm {} ({}/{})",
        text::share(late, settled),
        year.year,
        text::number(late),
        text::number(settled)
    );
    report.say("", message, evidence);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn settled(early: u32, late: u32) -> Setup {
        let row = format!("1.000001,Xã,1000,0,{early},0,{late},0,số liệu minh họa");
        let other = "9.999999,Xã,100000,0,99900,0,100,0,số liệu minh họa";
        Setup::default().figures(2025, "", &row).figures(2025, "", other)
    }

    #[test]
    fn many_late_dossiers_are_found() {
        assert_eq!(
            messages(&RULE, &settled(900, 100), "{}"),
            ["quá hạn 10% hồ sơ năm 2025 (100/1.000)"]
        );
        assert_eq!(
            messages(&RULE, &settled(980, 20), "{}"),
            ["quá hạn 2% hồ sơ năm 2025 (20/1.000)"]
        );
    }

    #[test]
    fn a_few_late_ones_or_few_at_all_are_left_alone() {
        for (early, late) in [(995, 5), (5, 5), (1000, 0)] {
            assert!(messages(&RULE, &settled(early, late), "{}").is_empty(), "{late}");
        }
    }
}
