//! certified copies without another choice.

use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-18",
    name: "certified-copies",
    version: 1,
    title: "Bắt buộc bản sao chứng thực",
    severity: Severity::Medium,
    outcome: "cat_giam_ho_so",
    thresholds: &[],
    grounds: &[
        Ground::known("Nghị định số 23/2015/NĐ-CP", "Điều 6"),
    ],
    explanation: "Tìm gì
Giấy tờ phải nộp bản sao có chứng thực, công chứng mà không cho cách khác.

Vì sao
Cơ quan tiếp nhận không được đòi bản sao chứng thực khi có thể nhận bản sao kèm xuất trình bản chính để đối chiếu; chứng thực tốn thời gian, chi phí của người dân.

Nên làm gì
Cho nộp bản sao kèm bản chính để đối chiếu, hoặc bản điện tử, dữ liệu.

Khi nào không báo
Cho chọn bản chính, bản sao từ sổ gốc, bản sao điện tử, bản chụp kèm đối chiếu; giấy tờ do nước ngoài cấp phải hợp pháp hóa; chứng thực chữ ký, bản dịch; chỉ khi nộp qua bưu chính, trực tuyến.",
    check,
};

const DEMANDS: [&str; 14] = [
    "bản sao có chứng thực",
    "bản sao có công chứng",
    "bản sao chứng thực",
    "bản sao công chứng",
    "bản sao được chứng thực",
    "bản sao được công chứng",
    "bản sao đã chứng thực",
    "bản sao đã công chứng",
    "bản sao hợp lệ có chứng thực",
    "sao y công chứng",
    "sao có công chứng",
    "sao có chứng thực",
    "sao công chứng",
    "sao y chứng thực",
];

/// Words that give another choice, or say that the paper is not an ordinary one.
const CHOICES: [&str; 24] = [
    "đối chiếu",
    "sổ gốc",
    "bản sao điện tử",
    "bản điện tử",
    "bản sao kèm",
    "bản chụp",
    "hoặc bản sao",
    "hoặc bản gốc",
    "hoặc bản chính",
    "bản chính hoặc",
    "bản gốc hoặc",
    "bản chính, bản sao",
    "hoặc xuất trình",
    "nước ngoài",
    "lãnh sự",
    "bản dịch",
    "bưu chính",
    "bưu điện",
    "trực tuyến",
    "điện tử",
    "không yêu cầu",
    "xác nhận của",
    "hoặc sao y",
    "tải lên",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for asked in procedure.asked() {
        let words = &asked.words;
        let Some(phrase) = wording::first_of(words, &DEMANDS) else {
            continue;
        };
        let around = [
            asked.case.case.as_deref(),
            asked.case.note.as_deref(),
            asked.paper.note.as_deref(),
        ];
        let around = text::canonical(&around.into_iter().flatten().collect::<Vec<_>>().join("; "));
        if has_choice(words) || has_choice(&around) {
            continue;
        }
        report.say(
            asked.name_path(),
            format!("bắt buộc {phrase}: «{}»", wording::short(&asked.paper.name)),
            asked.evidence_of(phrase),
        );
    }
}

fn has_choice(words: &str) -> bool {
    // A row that begins with "hoặc" is the second half of a choice.
    if words
        .trim_start_matches(|c: char| !c.is_alphabetic())
        .starts_with("hoặc")
    {
        return true;
    }
    wording::has_one(words, &CHOICES)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, found, left_alone, paper};

    #[test]
    fn real_wording_is_found() {
        let texts = [
            "Bản sao có chứng thực Quyết định thành lập",
            "Văn bằng tốt nghiệp (bản sao công chứng)",
            "Bản sao chứng thực chứng chỉ hành nghề của người phụ trách",
        ];
        found(&RULE, &Setup::default(), &texts, paper);
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        let texts = [
            "Bản sao có chứng thực hoặc bản sao kèm bản chính để đối chiếu Quyết định thành lập",
            "Bản sao điện tử có chứng thực từ bản chính",
            "Bản sao có chứng thực giấy phép do cơ quan có thẩm quyền của nước ngoài cấp",
            "Bản chính hoặc bản sao có chứng thực giấy ủy quyền",
            "Bản sao Quyết định thành lập",
            "hoặc 01 bản sao có chứng thực)",
        ];
        left_alone(&RULE, &Setup::default(), &texts, paper);
    }
}
