//! conditions nobody can measure.

use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-33",
    name: "unquantified-condition",
    version: 1,
    title: "Yêu cầu, điều kiện không định lượng",
    severity: Severity::Medium,
    outcome: "cat_giam_dkkd",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Phụ lục III"),
    ],
    explanation: "Tìm gì
Điều kiện dùng lời không đo được: «đủ năng lực», «có uy tín», «phù hợp với yêu cầu», «đáp ứng yêu cầu», «có đạo đức tốt».

Vì sao
Không đo được thì mỗi người hiểu một cách, là chỗ để từ chối tùy ý.

Nên làm gì
Thay bằng con số, chứng chỉ, tiêu chí kiểm tra được; không được thì bỏ.

Khi nào không báo
Năng lực hành vi dân sự, năng lực pháp luật; ngay sau đó dẫn điều khoản, tiêu chuẩn, hoặc nêu tiêu chí.",
    check,
};

const VAGUE: [&str; 9] = [
    "đủ năng lực",
    "có uy tín",
    "phù hợp với yêu cầu",
    "đáp ứng yêu cầu",
    "đáp ứng được yêu cầu",
    "đạo đức tốt",
    "phẩm chất tốt",
    "đủ khả năng",
    "tư cách đạo đức",
];

/// What follows says how it is measured, or what is meant is a legal notion.
const MEASURED: [&str; 24] = [
    "ghi trên nhãn",
    "ngưỡng",
    "học sinh",
    "theo quy định của",
    "người có uy tín",
    "chứng nhận đủ năng lực",
    "hành vi",
    "pháp luật",
    "dân sự",
    "quy định tại",
    "theo điều",
    "điều",
    "khoản",
    "sau đây",
    "tiêu chuẩn",
    "quy chuẩn",
    "cụ thể",
    "gồm",
    "tối thiểu",
    "ít nhất",
    "chứng chỉ",
    "nghị định",
    "thông tư",
    "luật",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for (at, condition) in procedure.requirements.iter().enumerate() {
        let found = wording::sentence_with(&condition.text, &VAGUE, |words, before, behind| {
            let measured =
                wording::has_one(words, &MEASURED) || behind.contains(':') || words.chars().any(|c| c.is_ascii_digit());
            !measured && !before.trim_end().ends_with("không")
        });
        let Some((phrase, sentence)) = found else { continue };
        let path = format!("yeu_cau_dieu_kien[{at}].noi_dung");
        let evidence = vec![
            Evidence::at(&path, "Yêu cầu, điều kiện", sentence),
            wording::evidence(phrase),
        ];
        report.say(
            path,
            format!("điều kiện không đo được («{phrase}»): «{}»", wording::short(sentence)),
            evidence,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    fn condition(text: &str) -> String {
        format!("yeu_cau_dieu_kien: [{{noi_dung: '{text}'}}]")
    }

    #[test]
    fn words_nobody_can_measure_are_found() {
        assert_eq!(
            messages(
                &RULE,
                &Setup::default(),
                &condition("Có cơ sở vật chất đáp ứng yêu cầu hoạt động")
            ),
            ["điều kiện không đo được («đáp ứng yêu cầu»): «Có cơ sở vật chất đáp ứng yêu cầu hoạt động»"]
        );
        assert_eq!(
            messages(
                &RULE,
                &Setup::default(),
                &condition("Người đứng đầu có uy tín trong ngành")
            )
            .len(),
            1
        );
    }

    #[test]
    fn legal_notions_and_measured_conditions_are_left_alone() {
        let texts = [
            "Người đăng ký có đủ năng lực hành vi dân sự",
            "Có nhân sự đủ năng lực, ít nhất 03 kỹ sư",
            "Đáp ứng yêu cầu quy định tại Điều 5",
            "Có trụ sở",
        ];
        left_alone(&RULE, &Setup::default(), &texts, condition);
    }
}
