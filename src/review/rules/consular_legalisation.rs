//! consular legalisation without a word on exemptions.

use crate::finding::{Ground, Severity};
use crate::review::subject::Asked;
use crate::review::{Context, Report, Rule, Subject, wording};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-19",
    name: "consular-legalisation",
    version: 1,
    title: "Yêu cầu hợp pháp hóa lãnh sự không nêu miễn trừ",
    severity: Severity::Low,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[Ground::unverified("Nghị định số 111/2011/NĐ-CP", "")],
    explanation: "Tìm gì
Giấy tờ phải hợp pháp hóa lãnh sự mà không nêu trường hợp được miễn.

Vì sao
Giấy tờ của nhiều nước được miễn theo điều ước quốc tế; không nêu thì người dân vẫn phải đi làm.

Nên làm gì
Thêm «trừ trường hợp được miễn theo điều ước quốc tế mà Việt Nam là thành viên» hoặc dẫn quy định về miễn.

Khi nào không báo
Đã nêu miễn, trừ trường hợp, điều ước quốc tế, có đi có lại; thủ tục chính là hợp pháp hóa lãnh sự.",
    check,
};

const EXEMPTIONS: [&str; 14] = [
    "miễn",
    "trừ trường hợp",
    "trừ khi",
    "điều ước",
    "có đi có lại",
    "không phải hợp pháp hóa",
    "không cần hợp pháp hóa",
    "nếu pháp luật",
    "theo quy định của pháp luật việt nam",
    "theo quy định của pháp luật",
    "theo quy định",
    "nếu thuộc diện",
    "trừ các trường hợp",
    "hiệp định",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    const PHRASE: &str = "hợp pháp hóa lãnh sự";
    if wording::contains_words(&procedure.words, PHRASE) {
        return;
    }
    // An exemption said once in the dossier is said for all of it.
    let freed = || {
        procedure.papers.iter().any(|asked| {
            let words = [asked.case.note.as_deref(), asked.paper.note.as_deref()];
            let words = text::canonical(&words.into_iter().flatten().collect::<Vec<_>>().join("; "));
            wording::contains_words(&asked.words, PHRASE) && wording::has_one(&asked.words, &EXEMPTIONS)
                || wording::contains_words(&words, PHRASE) && wording::has_one(&words, &EXEMPTIONS)
        })
    };
    let demands = || {
        procedure
            .asked()
            .filter(|asked| wording::contains_words(&asked.words, PHRASE))
    };
    let Some(first) = demands().next().filter(|_| !freed()) else {
        return;
    };
    let evidence = demands().map(Asked::evidence).collect();
    let message = format!(
        "yêu cầu {PHRASE} không nêu trường hợp được miễn: «{}»",
        wording::short(&first.paper.name)
    );
    report.say(first.name_path(), message, evidence);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, found, left_alone, paper};

    #[test]
    fn real_wording_is_found() {
        let texts = [
            "Bản sao văn bằng do cơ sở đào tạo nước ngoài cấp phải được hợp pháp hóa lãnh sự",
            "Giấy ủy quyền của chủ sở hữu đã được hợp pháp hóa lãnh sự",
        ];
        found(&RULE, &Setup::default(), &texts, paper);
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        let texts = [
            "Bản sao văn bằng do nước ngoài cấp phải được hợp pháp hóa lãnh sự, trừ trường hợp được miễn theo điều ước quốc tế",
            "Bản sao văn bằng do nước ngoài cấp được dịch ra tiếng Việt",
        ];
        left_alone(&RULE, &Setup::default(), &texts, paper);
    }
}
