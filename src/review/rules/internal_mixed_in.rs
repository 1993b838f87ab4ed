//! procedures between offices among those of the public.

use crate::catalogue::values::{Applicant, Written};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-53",
    name: "internal-mixed-in",
    version: 1,
    title: "Thủ tục nội bộ lẫn trong danh mục",
    severity: Severity::Medium,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "điểm a khoản 2 Điều 1"),
        Ground::seen("Quyết định số 1085/QĐ-TTg", ""),
    ],
    explanation: "Tìm gì
Đối tượng thực hiện chỉ gồm cán bộ, công chức, viên chức, hoặc tên thủ tục cho thấy người nộp là cơ quan nhà nước, mà không phân loại là thủ tục nội bộ.

Vì sao
Thủ tục giữa cơ quan nhà nước theo quy định riêng; để lẫn làm sai số liệu thủ tục của người dân.

Nên làm gì
Chuyển sang danh mục thủ tục nội bộ.

Khi nào không báo
Có đối tượng khác; chế độ, giấy tờ của cá nhân cán bộ, công chức (trợ cấp, chứng chỉ, thẻ); đã phân loại nội bộ.",
    check,
};

/// What officials ask for as persons.
const PERSONAL: [&str; 16] = [
    "trợ cấp",
    "chế độ",
    "chứng chỉ",
    "thẻ",
    "hưởng",
    "giấy phép",
    "hộ chiếu",
    "thi ",
    "tuyển",
    "bổ nhiệm",
    "miễn nhiệm",
    "công nhận",
    "cấp lại",
    "nâng",
    "xét",
    "giám định",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    if procedure.is_internal() {
        return;
    }
    let applicants = &procedure.applicants;
    let official = |applicant: &Written<Applicant>| applicant.value() == Some(&Applicant::Official);
    let only_officials = !applicants.is_empty() && applicants.iter().all(official);
    if !only_officials || PERSONAL.iter().any(|word| procedure.words.contains(word)) {
        return;
    }
    let names: Vec<&str> = applicants.iter().map(Written::text).collect();
    let evidence = vec![
        Evidence::at("doi_tuong", "Đối tượng thực hiện", names.join(", ")),
        Evidence::at("ten", "Tên", &procedure.name),
    ];
    report.say(
        "doi_tuong",
        format!(
            "đối tượng chỉ gồm {}, chưa phân loại nội bộ",
            text::lower_first(&names.join(", "))
        ),
        evidence,
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    #[test]
    fn a_procedure_for_officials_alone_is_found() {
        let yaml = "{ten: Thẩm định đề án vị trí việc làm, doi_tuong: ['Cán bộ, công chức, viên chức']}";
        assert_eq!(
            messages(&RULE, &Setup::default(), yaml),
            ["đối tượng chỉ gồm cán bộ, công chức, viên chức, chưa phân loại nội bộ"]
        );
    }

    #[test]
    fn persons_others_and_internal_ones_are_left_alone() {
        let texts = [
            "{ten: Thẩm định đề án, doi_tuong: ['Cán bộ, công chức, viên chức', Doanh nghiệp]}",
            "{ten: Hưởng trợ cấp một lần, doi_tuong: ['Cán bộ, công chức, viên chức']}",
            "{ten: Thẩm định đề án, phan_loai: TTHC nội bộ, doi_tuong: ['Cán bộ, công chức, viên chức']}",
        ];
        left_alone(&RULE, &Setup::default(), &texts, str::to_owned);
    }
}
