//! papers nobody can know from their names.

use crate::catalogue::procedure::Procedure;
use crate::finding::{Certainty, Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-21",
    name: "vague-papers",
    title: "Giấy tờ không nêu rõ tên",
    severity: Severity::High,
    outcome: "cat_giam_ho_so",
    grounds: &[
        Ground { document: "63/2010/NĐ-CP", clause: "khoản 3 Điều 8", certainty: Certainty::Seen },
        Ground { document: "63/2010/NĐ-CP", clause: "khoản 6 Điều 18", certainty: Certainty::Seen },
    ],
    explanation: "Tìm gì
Tên giấy tờ là «giấy tờ khác», «tài liệu liên quan», «văn bản về tư cách pháp lý», «giấy tờ có giá trị tương đương» mà không kể tên.

Vì sao
Thành phần hồ sơ phải được quy định rõ; chỗ mơ hồ là chỗ phát sinh đòi hỏi ngoài quy định.

Nên làm gì
Bỏ giấy tờ, hoặc kể tên từng giấy tờ.

Khi nào không báo
Sau cụm từ đó có danh sách kể tên (dấu hai chấm, «gồm»); «giấy tờ có giá trị tương đương» đi kèm giấy tờ đã nêu tên cụ thể ở trước bằng chữ «hoặc».",
    check,
};

const PHRASES: [&str; 14] = [
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
    "văn bản khác",
    "giấy tờ có giá trị tương đương",
    "các văn bản có liên quan",
];

fn check(_: &Context<'_>, procedure: &Procedure, report: &mut Report) {
    for (path, _, paper) in procedure.papers() {
        let Some(phrase) = vague(&paper.name) else { continue };
        let path = format!("{path}.ten");
        let message = format!("giấy tờ không nêu rõ tên: «{}»", paper.name);
        report.say(
            &path,
            message,
            vec![
                Evidence::at(&path, "Giấy tờ", &paper.name),
                Evidence::from_elsewhere("Cụm từ", phrase),
            ],
        );
    }
}

/// The vague phrase of a name, unless a list of names follows or names stand before it.
fn vague(name: &str) -> Option<&'static str> {
    let words = text::canonical(name);
    let (at, phrase) = PHRASES
        .iter()
        .find_map(|phrase| words.find(&text::canonical(phrase)).map(|at| (at, *phrase)))?;
    let (before, after) = (words[..at].trim_end(), &words[at + phrase.len()..]);
    let listed =
        after.contains(':') || after.contains(" gồm ") || after.contains("sau đây") || after.contains("cụ thể là");
    let alternative = before.ends_with("hoặc") || before.ends_with("hoặc các");
    let proves_something = after.trim_start().starts_with("chứng minh ") || after.contains(" để chứng minh ");
    (!listed && !alternative && !proves_something).then_some(phrase)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn paper(name: &str) -> String {
        format!("ho_so: [{{giay_to: [{{ten: '{name}'}}]}}]")
    }

    #[test]
    fn real_vague_wording_is_found() {
        for name in [
            "Giấy tờ khác có liên quan theo quy định",
            "Các tài liệu liên quan (nếu có)",
            "Văn bản về tư cách pháp lý của tổ chức",
            "Đơn đề nghị và các tài liệu liên quan khác",
        ] {
            assert_eq!(messages(&RULE, &Setup::default(), &paper(name)).len(), 1, "{name}");
        }
    }

    #[test]
    fn a_closed_list_or_a_named_alternative_is_clear() {
        for name in [
            "Giấy tờ khác gồm: hợp đồng thuê, biên bản bàn giao",
            "Hộ chiếu hoặc giấy tờ có giá trị tương đương",
            "Tài liệu khác chứng minh quyền sở hữu nhà",
            "Tờ khai đăng ký",
        ] {
            assert!(messages(&RULE, &Setup::default(), &paper(name)).is_empty(), "{name}");
        }
    }
}
