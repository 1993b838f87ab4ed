//! papers nobody can know from their names.

use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-21",
    name: "vague-papers",
    version: 1,
    title: "Giấy tờ không nêu rõ tên",
    severity: Severity::High,
    outcome: "cat_giam_ho_so",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 3 Điều 8"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 6 Điều 18"),
    ],
    explanation: "Tìm gì
Tên giấy tờ là «giấy tờ khác», «tài liệu liên quan», «văn bản về tư cách pháp lý», «giấy tờ có giá trị tương đương» mà không kể tên.

Vì sao
Thành phần hồ sơ phải được quy định rõ; chỗ mơ hồ là chỗ phát sinh đòi hỏi ngoài quy định.

Nên làm gì
Bỏ giấy tờ, hoặc kể tên từng giấy tờ.

Khi nào không báo
Sau cụm từ đó có danh sách kể tên (dấu hai chấm, «gồm»), có dẫn điểm, khoản, điều quy định, hoặc nói rõ giấy tờ phải chứng minh, thể hiện điều gì; «giấy tờ có giá trị tương đương» đi kèm giấy tờ đã nêu tên cụ thể ở trước bằng chữ «hoặc»; dòng đó là lưu ý, không phải giấy tờ.",
    check,
};

const PHRASES: [&str; 15] = [
    "giấy tờ khác",
    "các giấy tờ khác",
    "tài liệu khác",
    "các tài liệu liên quan",
    "tài liệu liên quan",
    "tài liệu có liên quan",
    "giấy tờ liên quan",
    "giấy tờ có liên quan",
    "các tài liệu chứng minh khác",
    "văn bản về tư cách pháp lý",
    "hồ sơ khác",
    "văn bản khác có liên quan",
    "văn bản khác liên quan",
    "giấy tờ có giá trị tương đương",
    "các văn bản có liên quan",
];

/// Words after the phrase that say what the paper is, by its content or by the provision that lists it.
const SAID: [&str; 14] = [
    "sau đây",
    "cụ thể là",
    "chứng minh",
    "thể hiện",
    "có thông tin",
    "xác định",
    "quy định tại điểm",
    "quy định tại các điểm",
    "quy định tại khoản",
    "quy định tại các khoản",
    "quy định tại điều",
    "quy định tại các điều",
    "quy định tại mục",
    "quy định tại phụ lục",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for asked in procedure.asked() {
        let Some(phrase) = vague(&asked.words) else {
            continue;
        };
        let message = format!("giấy tờ không nêu rõ tên: «{}»", wording::short(&asked.paper.name));
        report.say(asked.name_path(), message, asked.evidence_of(phrase));
    }
}

/// A vague phrase of a name, unless a list of names follows or names stand before it.
fn vague(words: &str) -> Option<&'static str> {
    PHRASES.iter().copied().find(|phrase| {
        words
            .match_indices(phrase)
            .any(|(at, _)| !is_said(&words[..at], &words[at + phrase.len()..]))
    })
}

fn is_said(before: &str, after: &str) -> bool {
    let clause = after.split(';').next().unwrap_or_default();
    let listed = after.contains(':') || after.contains(" gồm ");
    let before = before.trim_end().trim_end_matches("bản sao").trim_end();
    let alternative = ["hoặc", "hoặc các", "hoặc những", "hoặc loại"]
        .iter()
        .any(|word| before.ends_with(word));
    listed || alternative || wording::has_one(clause, &SAID)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, found, left_alone, uncounted};

    #[test]
    fn real_vague_wording_is_found() {
        let texts = [
            "Giấy tờ khác có liên quan theo quy định",
            "Các tài liệu liên quan (nếu có)",
            "Văn bản về tư cách pháp lý của tổ chức",
            "Đơn đề nghị và các tài liệu liên quan khác",
            "Các tài liệu khác theo quy định của pháp luật",
            "Báo cáo thẩm tra và các văn bản khác có liên quan",
            "Hợp đồng hoặc giấy tờ khác; báo cáo và các hồ sơ, tài liệu có liên quan",
        ];
        found(&RULE, &Setup::default(), &texts, uncounted);
    }

    #[test]
    fn the_phrases_are_canonical() {
        for phrase in super::PHRASES.iter().chain(&super::SAID) {
            assert_eq!(*phrase, crate::text::canonical(phrase));
        }
    }

    #[test]
    fn a_closed_list_or_a_named_alternative_is_clear() {
        let texts = [
            "Giấy tờ khác gồm: hợp đồng thuê, biên bản bàn giao",
            "Hộ chiếu hoặc giấy tờ có giá trị tương đương",
            "Tài liệu khác chứng minh quyền sở hữu nhà",
            "Bản sao giấy tờ về quyền sử dụng đất hoặc bản sao tài liệu khác xác định quyền sử dụng địa điểm",
            "Giấy tờ khác của cơ sở khám bệnh có thể hiện thời gian vào viện",
            "Tài liệu liên quan đến nội dung điều chỉnh quy định tại các điểm b và c khoản 1 Điều 32",
            "Hợp đồng ủy thác hoặc các hình thức văn bản khác phù hợp với quy định của pháp luật",
            "Báo cáo lập theo các nghị định và các văn bản khác của Chính phủ",
            "Khi giấy tờ khác đã có trong cơ sở dữ liệu thì cơ quan giải quyết tự khai thác",
            "Tờ khai đăng ký",
        ];
        left_alone(&RULE, &Setup::default(), &texts, uncounted);
    }
}
