//! dossiers or papers in several copies.

use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, Threshold, wording};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-20",
    name: "several-sets",
    version: 1,
    title: "Nộp nhiều bộ hồ sơ, nhiều bản chính",
    severity: Severity::Medium,
    outcome: "cat_giam_ho_so",
    thresholds: &[
        Threshold {
            key: "so_bo",
            title: "Số bộ hồ sơ nhiều nhất",
            value: 1,
        },
        Threshold {
            key: "so_ban",
            title: "Số bản nhiều nhất của một giấy tờ",
            value: 1,
        },
    ],
    grounds: &[Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 4 Điều 7")],
    explanation: "Tìm gì
Số bộ hồ sơ lớn hơn ngưỡng so_bo, hoặc số bản chính, bản sao của một giấy tờ lớn hơn ngưỡng so_ban.

Vì sao
Một bộ là đủ; các bản khác cơ quan tự nhân hoặc dùng bản điện tử.

Nên làm gì
Giảm còn 01 bộ hoặc bản điện tử.

Khi nào không báo
Ảnh chân dung; số lượng vô lý (lỗi nhập liệu, hơn 20).",
    check,
};

/// More copies of one paper than anybody asks for: a year or a number typed into the wrong column.
const ABSURD: u32 = 20;

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let (sets, copies) = (context.threshold(&RULE, "so_bo"), context.threshold(&RULE, "so_ban"));
    if let Some(count) = procedure.sets.filter(|count| *count > sets && *count <= ABSURD) {
        let said = text::count(u64::from(count));
        let evidence = vec![Evidence::at("so_bo", "Số bộ hồ sơ", &said)];
        report.say("so_bo", format!("phải nộp {said} bộ hồ sơ"), evidence);
    }
    let several = |count: u32| count > copies && count <= ABSURD;
    for asked in procedure.asked() {
        let kinds = [
            ("ban_chinh", "bản chính", asked.paper.originals),
            ("ban_sao", "bản sao", asked.paper.copies),
        ];
        let Some((key, kind, count)) = kinds.into_iter().find(|(.., count)| several(*count)) else {
            continue;
        };
        if wording::has_one(&asked.words, &["ảnh", "hình", "mẫu vật", "mẫu sản phẩm"]) {
            continue;
        }
        let said = text::count(u64::from(count));
        let evidence = vec![
            asked.evidence(),
            Evidence::at(format!("{}.{key}", asked.path), text::capitalise_first(kind), &said),
        ];
        let message = format!("phải nộp {said} {kind}: «{}»", wording::short(&asked.paper.name));
        report.say(format!("{}.{key}", asked.path), message, evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    #[test]
    fn several_sets_or_originals_are_found() {
        assert_eq!(messages(&RULE, &Setup::default(), "so_bo: 2"), ["phải nộp 02 bộ hồ sơ"]);
        let yaml = "ho_so: [{giay_to: [{ten: Tờ khai, ban_chinh: 3}]}]";
        assert_eq!(
            messages(&RULE, &Setup::default(), yaml),
            ["phải nộp 03 bản chính: «Tờ khai»"]
        );
    }

    #[test]
    fn one_of_each_photographs_and_slips_are_left_alone() {
        let texts = [
            "so_bo: 1",
            "ho_so: [{giay_to: [{ten: Tờ khai, ban_chinh: 1, ban_sao: 1}]}]",
            "ho_so: [{giay_to: [{ten: Ảnh 3x4, ban_chinh: 2}]}]",
            "ho_so: [{giay_to: [{ten: Tờ khai, ban_chinh: 20261}]}]",
        ];
        left_alone(&RULE, &Setup::default(), &texts, str::to_owned);
    }
}
