//! dossiers sent back again and again.

use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, Threshold};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-44",
    name: "repeated-supplements",
    version: 1,
    title: "Yêu cầu bổ sung hồ sơ nhiều lần",
    severity: Severity::Medium,
    outcome: "sua_doi_bo_sung",
    thresholds: &[
        Threshold { key: "binh_quan", title: "Số lần bổ sung bình quân một hồ sơ nhiều nhất", value: 1 },
    ],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 4 Điều 20"),
    ],
    explanation: "Tìm gì
Số lần yêu cầu bổ sung (cột bo_sung) nhiều hơn số hồ sơ tiếp nhận, hoặc có hồ sơ bị bổ sung quá hai lần (cột bo_sung_qua_hai).

Vì sao
Không được yêu cầu bổ sung quá hai lần một vụ việc; bổ sung nhiều là dấu hiệu hồ sơ, mẫu đơn không rõ.

Nên làm gì
Làm rõ thành phần hồ sơ, mẫu đơn; nhắc nhở nơi tiếp nhận.

Khi nào không báo
Không có hai cột này; năm đang diễn ra.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(year) = context.last_year(procedure.identity()) else {
        return;
    };
    let received = year.sum(|row| row.received);
    let supplements = year.sum(|row| row.supplements.unwrap_or(0));
    let often = year.sum(|row| row.supplemented_often.unwrap_or(0));
    let most = u64::from(context.threshold(&RULE, "binh_quan"));
    let message = if often > 0 {
        format!(
            "{} hồ sơ năm {} bị yêu cầu bổ sung quá hai lần",
            text::number(often),
            year.year
        )
    } else if received > 0 && supplements > received * most {
        format!(
            "{} lần yêu cầu bổ sung cho {} hồ sơ năm {}",
            text::number(supplements),
            text::number(received),
            year.year
        )
    } else {
        return;
    };
    let evidence = vec![
        year.evidence(
            "Lần bổ sung/hồ sơ tiếp nhận",
            format!("{}/{}", text::number(supplements), text::number(received)),
        ),
        year.evidence("Hồ sơ bổ sung quá hai lần", text::number(often)),
    ];
    report.say("", message, evidence);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn supplements(figures: &str) -> Setup {
        let row = format!("1.000001,Xã,100,0,90,10,0,0,số liệu minh họa,{figures}");
        Setup::default().figures(2025, ",bo_sung,bo_sung_qua_hai", &row)
    }

    #[test]
    fn more_supplements_than_dossiers_are_found() {
        assert_eq!(
            messages(&RULE, &supplements("140,0"), "{}"),
            ["140 lần yêu cầu bổ sung cho 100 hồ sơ năm 2025"]
        );
        assert_eq!(
            messages(&RULE, &supplements("40,2"), "{}"),
            ["2 hồ sơ năm 2025 bị yêu cầu bổ sung quá hai lần"]
        );
    }

    #[test]
    fn a_few_or_uncounted_ones_are_left_alone() {
        for figures in ["40,0", ","] {
            assert!(messages(&RULE, &supplements(figures), "{}").is_empty(), "{figures}");
        }
    }
}
