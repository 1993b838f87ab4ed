//! procedures hardly anybody uses.

use super::no_dossiers::{evidence, is_new_in, is_rare};
use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, Threshold};
use crate::text;
use rust_decimal::Decimal;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-06",
    name: "few-dossiers",
    version: 1,
    title: "Rất ít hồ sơ",
    severity: Severity::Medium,
    outcome: "hop_nhat",
    thresholds: &[
        Threshold { key: "ho_so_nam", title: "Số hồ sơ trung bình một năm", value: 5 },
        Threshold { key: "so_nam", title: "Số năm ít nhất có số liệu", value: 2 },
    ],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 4 Điều 7"),
    ],
    explanation: "Tìm gì
Số hồ sơ trung bình một năm của các năm đã qua (ít nhất so_nam năm) nhỏ hơn ngưỡng ho_so_nam nhưng lớn hơn 0.

Vì sao
Duy trì một thủ tục có chi phí cho cả cơ quan và người tìm hiểu; ít hồ sơ thì nên gộp, phân cấp hoặc chuyển hậu kiểm.

Nên làm gì
Hỏi đơn vị giải quyết vì sao ít; cân nhắc hợp nhất với thủ tục gần nhất.

Khi nào không báo
Thiếu số liệu của năm nào đó; năm đang diễn ra; thủ tục công bố sau năm đầu của chuỗi năm; tên thuộc danh sách hiếm theo bản chất; không có hồ sơ nào (quy tắc R-05).",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let volumes = context.catalogue.volumes();
    let complete = |year: u16| i32::from(year) < i32::from(context.day.year());
    let years: Vec<_> = volumes
        .of(procedure.identity())
        .into_iter()
        .filter(|count| complete(count.year))
        .collect();
    let known = volumes.years().filter(|year| complete(*year)).count();
    let wanted = context.threshold(&RULE, "so_nam") as usize;
    if years.len() < wanted.max(1) || years.len() != known || is_rare(context, procedure) {
        return;
    }
    if is_new_in(procedure, years[0].year) {
        return;
    }
    let total: u64 = years.iter().map(|year| year.received).sum();
    let least = u64::from(context.threshold(&RULE, "ho_so_nam")) * years.len() as u64;
    if total == 0 || total >= least {
        return;
    }
    let evidence = years.iter().map(|year| evidence(context, procedure, year)).collect();
    let average = Decimal::from(total) / Decimal::from(years.len());
    let message = format!(
        "trung bình {} hồ sơ một năm trong {} năm",
        text::decimal(average.round_dp(1)),
        text::count(years.len() as u64)
    );
    report.say("", message, evidence);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{counts, messages};

    #[test]
    fn a_few_dossiers_a_year_are_found() {
        assert_eq!(
            messages(&RULE, &counts([2, 0, 5]), "{}"),
            ["trung bình 2,3 hồ sơ một năm trong 03 năm"]
        );
    }

    #[test]
    fn none_enough_new_or_rare_by_nature_is_left_alone() {
        for counted in [[0, 0, 0], [5, 5, 5]] {
            assert!(messages(&RULE, &counts(counted), "{}").is_empty());
        }
        assert!(messages(&RULE, &counts([1, 1, 1]), "ngay_cong_bo: 01/06/2024").is_empty());
        let rare = counts([1, 1, 1]).parameters("hiem_theo_ban_chat: [thảm họa]");
        assert!(messages(&RULE, &rare, "ten: Hỗ trợ sau thảm họa").is_empty());
        assert!(messages(&RULE, &counts([1, 1, 1]).other_count(2022, 9), "{}").is_empty());
    }
}
