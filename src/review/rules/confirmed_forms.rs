//! forms that others must confirm first.

use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-23",
    name: "confirmed-forms",
    version: 1,
    title: "Đơn, tờ khai phải xin xác nhận trước khi nộp",
    severity: Severity::Medium,
    outcome: "don_gian_mau",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Phụ lục II"),
    ],
    explanation: "Tìm gì
Đơn, tờ khai, bản khai, lý lịch phải «có xác nhận của» Ủy ban nhân dân, công an, nơi làm việc, nhà trường … trước khi nộp.

Vì sao
Mỗi xác nhận là một lần đi lại; thông tin thường đã có trong cơ sở dữ liệu hoặc người khai tự chịu trách nhiệm.

Nên làm gì
Bỏ xác nhận; cơ quan giải quyết tự kiểm tra.

Khi nào không báo
Xác nhận là việc của chính thủ tục; ghi không cần xác nhận; giấy tờ không phải đơn, tờ khai; xác nhận của chính cơ quan giải quyết.",
    check,
};

const FORMS: [&str; 12] = [
    "đơn",
    "tờ khai",
    "bản khai",
    "giấy đề nghị",
    "sơ yếu lý lịch",
    "lý lịch",
    "bản kê khai",
    "phiếu đăng ký",
    "phiếu khai",
    "bản cam kết",
    "giấy cam kết",
    "bản tự khai",
];

const CONFIRMED: [&str; 7] = [
    "có xác nhận của",
    "được xác nhận của",
    "có sự xác nhận của",
    "có xác nhận bởi",
    "có dấu xác nhận của",
    "phải xác nhận của",
    "xác nhận của",
];

/// Who confirms.
const CONFIRMERS: [&str; 20] = [
    "ủy ban nhân dân",
    "ubnd",
    "công an",
    "chính quyền",
    "cơ quan",
    "thủ trưởng",
    "đơn vị",
    "nơi",
    "nhà trường",
    "trường",
    "tổ dân phố",
    "trưởng thôn",
    "địa phương",
    "người sử dụng lao động",
    "cơ sở",
    "trạm y tế",
    "sở",
    "phòng",
    "hội",
    "hiệu trưởng",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for asked in procedure.asked() {
        let parts = wording::sentences(&asked.words).flat_map(|part| part.split("(2)"));
        let Some((phrase, who)) = parts.filter(|part| is_form(part)).find_map(confirmation) else {
            continue;
        };
        let message = format!(
            "phải xin xác nhận trước khi nộp: «{}»",
            wording::short(&asked.paper.name)
        );
        report.say(asked.name_path(), message, asked.evidence_of(format!("{phrase} {who}")));
    }
}

/// Whether a part of a name begins with a form, behind its number and the like.
fn is_form(part: &str) -> bool {
    let words = part.trim_start_matches(|c: char| !c.is_alphabetic());
    let words = ["bản chính ", "bản gốc ", "mẫu "]
        .iter()
        .fold(words, |words, start| words.trim_start_matches(start));
    FORMS
        .iter()
        .any(|form| words.strip_prefix(form).is_some_and(|rest| rest.starts_with(' ')))
}

/// The words that ask for a confirmation, and who gives it. "Đơn đề nghị xác nhận của …" is the form of a confirmation.
fn confirmation(words: &str) -> Option<(&'static str, &'static str)> {
    CONFIRMED.iter().find_map(|phrase| {
        let at = wording::words_at(words, phrase).next()?;
        let before = words[..at].trim_end();
        let is_own = [
            "đề nghị",
            "xin",
            "yêu cầu",
            "không cần",
            "không phải",
            "giấy",
            "văn bản",
            "không có",
            "hoặc",
            "không yêu cầu",
            "phiếu",
        ]
        .iter()
        .any(|word| before.ends_with(word));
        let behind = words[at + phrase.len()..].trim_start();
        let who = CONFIRMERS.iter().find(|who| {
            behind
                .strip_prefix(**who)
                .is_some_and(|rest| rest.is_empty() || !rest.starts_with(char::is_alphanumeric))
        })?;
        (!is_own).then_some((*phrase, *who))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, found, left_alone, paper};

    #[test]
    fn real_wording_is_found() {
        let texts = [
            "Đơn đề nghị hỗ trợ có xác nhận của Ủy ban nhân dân cấp xã nơi cư trú",
            "Sơ yếu lý lịch có xác nhận của cơ quan, tổ chức nơi làm việc",
            "1. Bản khai cá nhân (xác nhận của nhà trường)",
        ];
        found(&RULE, &Setup::default(), &texts, paper);
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        let texts = [
            "Đơn đề nghị xác nhận của cơ quan thuế",
            "Văn bản xác nhận của ngân hàng về vốn pháp định",
            "Tờ khai đăng ký (không cần xác nhận của công an)",
            "Đơn đề nghị cấp giấy xác nhận nơi cư trú",
        ];
        left_alone(&RULE, &Setup::default(), &texts, paper);
    }
}
