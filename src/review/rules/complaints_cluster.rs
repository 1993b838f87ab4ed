//! procedures people complain about.

use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, Threshold};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-47",
    name: "complaints-cluster",
    version: 1,
    title: "Nhiều phản ánh, kiến nghị",
    severity: Severity::Medium,
    outcome: "sua_doi_bo_sung",
    thresholds: &[Threshold {
        key: "phan_vi",
        title: "Cao hơn phân vị (%)",
        value: 95,
    }],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 3 Điều 27"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 30"),
    ],
    explanation: "Tìm gì
Số phản ánh, kiến nghị trên 1.000 hồ sơ (cột phan_anh) cao hơn phân vị phan_vi của danh mục.

Vì sao
Phản ánh của người dân là một căn cứ chọn thủ tục để rà soát.

Nên làm gì
Đọc nội dung phản ánh, đưa vào kế hoạch rà soát.

Khi nào không báo
Ít hơn 20 thủ tục có số liệu phản ánh; ít hơn 3 phản ánh; năm đang diễn ra.",
    check,
};

/// Fewer procedures with figures make no distribution, fewer complaints no cluster.
const PROCEDURES: usize = 20;
const COMPLAINTS: u64 = 3;

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(year) = context.last_year(procedure.identity()) else {
        return;
    };
    let (complaints, received) = (
        year.sum(|row| row.complaints.unwrap_or(0)),
        year.sum(|row| row.received),
    );
    let percent = context.threshold(&RULE, "phan_vi").min(100);
    let Some((usual, _)) = context
        .figures()
        .complaints_at(percent)
        .filter(|(_, count)| *count >= PROCEDURES)
    else {
        return;
    };
    if complaints < COMPLAINTS || received == 0 || complaints * 1000 / received <= usual {
        return;
    }
    let evidence = vec![
        year.evidence(
            "Phản ánh/hồ sơ",
            format!("{}/{}", text::number(complaints), text::number(received)),
        ),
        Evidence::from_elsewhere(
            format!("{percent}% thủ tục có đến"),
            format!("{usual} phản ánh trên 1.000 hồ sơ"),
        ),
    ];
    let message = format!(
        "{} phản ánh cho {} hồ sơ năm {}",
        text::number(complaints),
        text::number(received),
        year.year
    );
    report.say("", message, evidence);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn setup(own: u32) -> Setup {
        let row = |code: &str, count: u32| format!("{code},Xã,1000,0,0,0,0,0,số liệu minh họa,{count}");
        (0..30).fold(
            Setup::default().figures(2025, ",phan_anh", &row("1.000001", own)),
            |setup, at| setup.figures(2025, ",phan_anh", &row(&format!("2.0000{at:02}"), 1)),
        )
    }

    #[test]
    fn far_more_complaints_than_usual_are_found() {
        assert_eq!(
            messages(&RULE, &setup(9), "{}"),
            ["9 phản ánh cho 1.000 hồ sơ năm 2025"]
        );
        assert!(messages(&RULE, &setup(1), "{}").is_empty());
        assert!(
            messages(
                &RULE,
                &Setup::default().figures(2025, ",phan_anh", "1.000001,Xã,10,0,0,0,0,0,x,9"),
                "{}"
            )
            .is_empty()
        );
    }
}
