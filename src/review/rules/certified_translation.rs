//! certified translations.

use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-54",
    name: "certified-translation",
    version: 1,
    title: "Yêu cầu bản dịch phải công chứng, chứng thực",
    severity: Severity::Low,
    outcome: "cat_giam_ho_so",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Phụ lục II"),
    ],
    explanation: "Tìm gì
Giấy tờ phải kèm bản dịch được công chứng, chứng thực, hoặc giấy tờ tiếng Việt phải dịch sang tiếng nước ngoài.

Vì sao
Dịch và chứng thực bản dịch là chi phí lớn của người dân; nhiều trường hợp bản dịch có người dịch chịu trách nhiệm là đủ.

Nên làm gì
Cho nộp bản dịch do người nộp hoặc người dịch cam kết; bỏ yêu cầu dịch giấy tờ tiếng Việt.

Khi nào không báo
Chỉ đòi bản dịch mà không đòi chứng thực; cho chọn bản dịch không chứng thực; chỉ nhắc đến việc dịch trong ghi chú không yêu cầu.",
    check,
};

const CERTIFIED: [&str; 20] = [
    "bản dịch công chứng",
    "bản dịch có công chứng",
    "bản dịch chứng thực",
    "bản dịch có chứng thực",
    "bản dịch được công chứng",
    "bản dịch được chứng thực",
    "bản dịch tiếng việt có chứng thực",
    "bản dịch tiếng việt có công chứng",
    "bản dịch tiếng việt được công chứng",
    "bản dịch tiếng việt được chứng thực",
    "bản dịch công chứng tiếng việt",
    "dịch công chứng",
    "dịch thuật công chứng",
    "dịch ra tiếng việt và công chứng",
    "dịch ra tiếng việt và chứng thực",
    "dịch ra tiếng việt có công chứng",
    "dịch ra tiếng việt có chứng thực",
    "dịch sang tiếng việt và công chứng",
    "dịch sang tiếng việt có công chứng",
    "bản dịch tiếng việt công chứng",
];

const FOREIGN: [&str; 4] = [
    "dịch sang tiếng anh",
    "dịch ra tiếng anh",
    "dịch sang tiếng nước ngoài",
    "dịch ra tiếng nước ngoài",
];

const FREE: [&str; 5] = [
    "không yêu cầu",
    "không cần",
    "không phải",
    "hoặc bản dịch",
    "người dịch cam kết",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for asked in procedure.asked() {
        let phrase = wording::first_of(&asked.words, &CERTIFIED).or_else(|| wording::first_of(&asked.words, &FOREIGN));
        let Some(phrase) = phrase.filter(|_| !wording::has_one(&asked.words, &FREE)) else {
            continue;
        };
        report.say(
            asked.name_path(),
            format!("yêu cầu {phrase}: «{}»", wording::short(&asked.paper.name)),
            asked.evidence_of(phrase),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, found, left_alone, paper};

    #[test]
    fn real_wording_is_found() {
        let texts = [
            "Văn bằng do nước ngoài cấp kèm bản dịch công chứng tiếng Việt",
            "Hộ chiếu và bản dịch được chứng thực",
        ];
        found(&RULE, &Setup::default(), &texts, paper);
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        let texts = [
            "Văn bằng do nước ngoài cấp kèm bản dịch ra tiếng Việt",
            "Tài liệu tiếng nước ngoài kèm bản dịch có công chứng hoặc bản dịch có xác nhận của người dịch",
        ];
        left_alone(&RULE, &Setup::default(), &texts, paper);
    }
}
