//! conditions no law or decree sets.

use crate::catalogue::procedure::Requirement;
use crate::catalogue::values::{Applicant, LegalKind, Written};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-32",
    name: "condition-without-basis",
    version: 1,
    title: "Yêu cầu, điều kiện không có căn cứ",
    severity: Severity::High,
    outcome: "cat_giam_dkkd",
    thresholds: &[],
    grounds: &[
        Ground::known("Luật số 61/2020/QH14", "Điều 7"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 3 Điều 8"),
    ],
    explanation: "Tìm gì
Ở thủ tục của doanh nghiệp, hợp tác xã: yêu cầu, điều kiện không ghi căn cứ và trong lời cũng không dẫn văn bản nào; hoặc chỉ dựa trên thông tư.

Vì sao
Điều kiện đầu tư kinh doanh chỉ được quy định tại luật, pháp lệnh, nghị định, điều ước; điều kiện không căn cứ phải bỏ.

Nên làm gì
Ghi điều khoản quy định điều kiện; không có thì đề xuất bãi bỏ.

Khi nào không báo
Ghi «Không»; lời của điều kiện dẫn luật, nghị định, điều khoản; thủ tục không của doanh nghiệp; lời chỉ nói về cách nộp, thời hạn, trường hợp áp dụng.",
    check,
};

/// Words that lead a reader to a provision.
const CITED: [&str; 15] = [
    "luật",
    "nghị định",
    "thông tư",
    "điều",
    "khoản",
    "pháp lệnh",
    "nghị quyết",
    "quyết định",
    "điều ước",
    "hiệp định",
    "quy chuẩn",
    "phụ lục",
    "công ước",
    "theo quy định của pháp luật",
    "bộ luật",
];

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let enterprise = |applicant: &Written<Applicant>| {
        matches!(
            applicant.value(),
            Some(Applicant::Enterprise | Applicant::ForeignEnterprise | Applicant::Cooperative)
        )
    };
    if !procedure.applicants.iter().any(enterprise) {
        return;
    }
    let bare = procedure.requirements.iter().enumerate().filter(|(_, condition)| {
        condition
            .basis
            .as_ref()
            .is_none_or(|basis| basis.text().trim().is_empty())
            && is_bare(&condition.text)
    });
    let bare: Vec<(usize, &Requirement)> = bare.collect();
    if let Some((first, condition)) = bare.first() {
        let evidence = bare
            .iter()
            .map(|(at, condition)| {
                Evidence::at(
                    format!("yeu_cau_dieu_kien[{at}].noi_dung"),
                    "Yêu cầu, điều kiện",
                    &condition.text,
                )
            })
            .collect();
        let message = format!(
            "yêu cầu, điều kiện không ghi căn cứ: «{}»",
            wording::short(&condition.text)
        );
        report.say(format!("yeu_cau_dieu_kien[{first}]"), message, evidence);
    }
    for (at, condition) in procedure.requirements.iter().enumerate() {
        let Some(basis) = condition.basis.as_ref().and_then(Written::value) else {
            continue;
        };
        if basis.document.kind() == Some(LegalKind::Circular) {
            let path = format!("yeu_cau_dieu_kien[{at}].can_cu");
            let cited = context
                .catalogue
                .documents()
                .cite(&Written::new(basis.document.to_string()));
            let evidence = vec![
                Evidence::at(
                    format!("yeu_cau_dieu_kien[{at}].noi_dung"),
                    "Yêu cầu, điều kiện",
                    &condition.text,
                ),
                Evidence::at(&path, "Căn cứ", &cited),
            ];
            report.say(
                path,
                format!("điều kiện của doanh nghiệp chỉ dựa trên {cited}"),
                evidence,
            );
        }
    }
}

/// Beginnings of notes that are no conditions.
const NOTES: [&str; 13] = [
    "đối với các trưởng",
    "giấy chứng nhận",
    "trong thời hạn",
    "chậm nhất",
    "thời gian",
    "thời hạn",
    "người làm đơn",
    "mọi vướng mắc",
    "hồ sơ",
    "trường hợp",
    "khi ",
    "không có thông tin",
    "căn cứ",
];

/// Words that set a condition.
const DEMANDS: [&str; 11] = [
    "phải có",
    "phải là",
    "phải đáp ứng",
    "phải bảo đảm",
    "phải đảm bảo",
    "phải phù hợp",
    "có ít nhất",
    "tối thiểu",
    "có đủ",
    "không còn nợ",
    "không được",
];

fn is_bare(text: &str) -> bool {
    let words = text::canonical(text);
    let plain = words.trim_matches(|c: char| !c.is_alphanumeric());
    let syllables = text::syllables(plain).count();
    // Notes on when and how to hand in stand in the same field.
    let plain = plain.trim_start_matches(|c: char| !c.is_alphabetic());
    let note = NOTES.iter().any(|start| plain.starts_with(start));
    !note
        && wording::has_one(plain, &DEMANDS)
        && syllables >= 4
        && !plain.starts_with("không có yêu cầu")
        && !wording::has_one(plain, &CITED)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    fn condition(yaml: &str) -> String {
        format!("{{doi_tuong: [Doanh nghiệp], yeu_cau_dieu_kien: [{{{yaml}}}]}}")
    }

    #[test]
    fn a_condition_nobody_sets_is_found() {
        assert_eq!(
            messages(
                &RULE,
                &Setup::default(),
                &condition("noi_dung: Có trụ sở và có ít nhất 03 nhân viên")
            ),
            ["yêu cầu, điều kiện không ghi căn cứ: «Có trụ sở và có ít nhất 03 nhân viên»"]
        );
        let circular = condition("noi_dung: Có kho riêng, can_cu: Điều 5 Thông tư số 01/2020/TT-BTP");
        assert_eq!(
            messages(&RULE, &Setup::default(), &circular),
            ["điều kiện của doanh nghiệp chỉ dựa trên Thông tư số 01/2020/TT-BTP"]
        );
    }

    #[test]
    fn none_a_cited_or_a_founded_condition_is_left_alone() {
        let texts = [
            "noi_dung: Không có",
            "noi_dung: Đáp ứng điều kiện tại Điều 9 Luật Thú y",
            "noi_dung: Có kho riêng, can_cu: Điều 5 Nghị định số 158/2024/NĐ-CP",
        ];
        left_alone(&RULE, &Setup::default(), &texts, condition);
    }
}
