//! forms that are named and not attached.

use crate::finding::{Evidence, Ground, Severity};
use crate::review::subject::Asked;
use crate::review::{Context, Report, Rule, Subject, wording};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-34",
    name: "form-missing",
    version: 1,
    title: "Chưa đính kèm mẫu đơn, tờ khai",
    severity: Severity::Medium,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 2 Điều 8"),
    ],
    explanation: "Tìm gì
Hồ sơ có đơn, tờ khai theo mẫu nhưng không ghi số mẫu và không đính kèm mẫu.

Vì sao
Mẫu đơn, mẫu tờ khai là bộ phận của thủ tục; không có mẫu thì người dân không biết khai gì.

Nên làm gì
Đính kèm mẫu hoặc ghi số mẫu, văn bản ban hành (khóa mau).

Khi nào không báo
Tên, ghi chú đã nêu số mẫu, phụ lục, văn bản ban hành mẫu; mẫu điện tử trên cổng; đơn tự viết (không nói «theo mẫu»); bản sao đơn cũ.",
    check,
};

const FORMS: [&str; 9] = [
    "đơn",
    "tờ khai",
    "giấy đề nghị",
    "bản khai",
    "phiếu đăng ký",
    "phiếu đề nghị",
    "bản kê khai",
    "văn bản đề nghị",
    "hồ sơ đề nghị",
];

/// Words that say a form is prescribed.
const PRESCRIBED: [&str; 5] = ["theo mẫu", "theo biểu mẫu", "mẫu quy định", "đúng mẫu", "mẫu do"];

/// Words that say which form, or that it stands on a page.
const NAMED: [&str; 17] = [
    "mẫu số",
    "biểu mẫu số",
    "mẫu đơn số",
    "phụ lục",
    "ban hành kèm theo",
    "ban hành theo",
    "thông tư",
    "nghị định",
    "quyết định",
    "điện tử",
    "trực tuyến",
    "cổng",
    "tại điều",
    "mẫu tk",
    "biểu số",
    "khoản",
    "luật",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let missing = |asked: &&Asked<'_>| {
        let words = asked.words.trim_start_matches(|c: char| !c.is_alphabetic());
        let words = words.trim_start_matches("bản chính ");
        let note = text::canonical(asked.paper.note.as_deref().unwrap_or_default());
        asked.paper.form.is_none()
            && FORMS.iter().any(|form| words.starts_with(form))
            && wording::has_one(words, &PRESCRIBED)
            && ![words, note.as_str()]
                .into_iter()
                .any(|words| wording::has_one(words, &NAMED) || names_a_form(words))
    };
    for asked in procedure.asked().filter(missing) {
        let evidence = vec![
            asked.evidence(),
            Evidence::at(format!("{}.mau", asked.path), "Mẫu", "(không có)"),
        ];
        let message = format!(
            "nói «theo mẫu» mà không nêu, không đính kèm mẫu: «{}»",
            wording::short(&asked.paper.name)
        );
        report.say(asked.name_path(), message, evidence);
    }
}

/// "mẫu NA5", "mẫu 01/ĐK": a code with a figure behind the word.
fn names_a_form(words: &str) -> bool {
    wording::words_at(words, "mẫu").any(|at| {
        let behind = words[at + "mẫu".len()..].trim_start();
        let code = behind.split([' ', ',', ')', ';']).next().unwrap_or_default();
        code.chars().any(|c| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, found, left_alone, messages, paper};

    #[test]
    fn real_wording_is_found() {
        let texts = [
            "Đơn đề nghị cấp giấy phép theo mẫu",
            "Tờ khai đăng ký (theo mẫu quy định)",
            "- Bản chính Đơn đề nghị theo mẫu quy định",
        ];
        found(&RULE, &Setup::default(), &texts, paper);
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        let texts = [
            "Đơn đề nghị theo Mẫu số 01 ban hành kèm theo Thông tư 01/2020/TT-BTP",
            "Tờ khai theo mẫu NA5",
            "Đơn đề nghị cấp giấy phép",
            "Biên bản họp theo mẫu",
            "Tờ khai theo mẫu tại Phụ lục II",
        ];
        left_alone(&RULE, &Setup::default(), &texts, paper);
    }

    #[test]
    fn an_attached_form_is_there() {
        let yaml = "ho_so: [{giay_to: [{ten: Đơn đề nghị theo mẫu, mau: Mẫu số 01, ban_chinh: 1}]}]";
        assert!(messages(&RULE, &Setup::default(), yaml).is_empty());
    }
}
