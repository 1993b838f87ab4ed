//! originals to hand in and presence in person.

use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-40",
    name: "presence-demanded",
    version: 1,
    title: "Đòi bản gốc hoặc phải có mặt",
    severity: Severity::Medium,
    outcome: "toan_trinh",
    thresholds: &[],
    grounds: &[
        Ground::seen("Công điện số 220/CĐ-TTg", "mục I.2"),
    ],
    explanation: "Tìm gì
Hồ sơ đòi nộp bản gốc giấy tờ, hoặc trình tự, điều kiện bắt người dân có mặt, đến ký trực tiếp.

Vì sao
Bản gốc và việc có mặt chặn nộp trực tuyến toàn trình và nộp không phụ thuộc địa giới.

Nên làm gì
Cho nộp bản sao, bản điện tử, ký số; chỉ giữ khi luật yêu cầu có mặt.

Khi nào không báo
Bản gốc để đối chiếu, xuất trình; giấy tờ thu hồi, đổi do chính thủ tục cấp; văn bản tự lập của người nộp (đơn, báo cáo, biên bản); thủ tục ghi lý do phải có mặt.",
    check,
};

const PRESENCE: [&str; 10] = [
    "phải có mặt",
    "cùng có mặt",
    "có mặt để ký",
    "trực tiếp đến ký",
    "đến ký trực tiếp",
    "phải trực tiếp đến",
    "phải đến trực tiếp",
    "trực tiếp có mặt",
    "ký trước mặt",
    "có mặt tại trụ sở",
];

/// People who have to be there and are no applicants.
const OTHERS: [&str; 8] = [
    "đoàn",
    "thành viên",
    "hội đồng",
    "cán bộ",
    "công chức",
    "giám định viên",
    "đại biểu",
    "chuyên gia",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    if procedure.channels.iter().any(|row| row.partial_reason.is_some()) {
        return;
    }
    for asked in procedure.asked() {
        if original_demanded(&asked.words, &procedure.own_words) {
            report.say(
                asked.name_path(),
                format!("đòi nộp bản gốc: «{}»", wording::short(&asked.paper.name)),
                vec![asked.evidence()],
            );
        }
    }
    // The law on civil status has both appear; that is no matter of the office.
    if wording::has_one(&procedure.words, &["kết hôn", "nhận cha, mẹ, con"]) {
        return;
    }
    let texts = procedure.steps.iter().enumerate().filter_map(|(at, step)| {
        step.text
            .as_deref()
            .map(|text| (format!("trinh_tu[{at}].noi_dung"), "Trình tự", text))
    });
    let conditions = procedure.requirements.iter().enumerate();
    let conditions = conditions.map(|(at, condition)| {
        (
            format!("yeu_cau_dieu_kien[{at}].noi_dung"),
            "Yêu cầu, điều kiện",
            condition.text.as_str(),
        )
    });
    for (path, label, text) in texts.chain(conditions) {
        let found = wording::sentence_with(text, &PRESENCE, |words, before, _| {
            !wording::has_one(before, &OTHERS) && !wording::has_one(words, &["không", "nếu", "trừ"])
        });
        if let Some((phrase, sentence)) = found {
            let evidence = vec![Evidence::at(&path, label, sentence), wording::evidence(phrase)];
            report.say(
                path,
                format!("bắt buộc có mặt: «{}»", wording::short(sentence)),
                evidence,
            );
        }
    }
}

/// Whether the original of a paper somebody else issued is to be handed in.
fn original_demanded(words: &str, own: &str) -> bool {
    const SHOWN: [&str; 14] = [
        "đối chiếu",
        "xuất trình",
        "bản sao",
        "so sánh",
        "hoặc",
        "bản chụp",
        "kiểm tra",
        "sổ gốc",
        "không",
        "cấp lại",
        "thu hồi",
        "bị hỏng",
        "đã được cấp",
        "đã cấp",
    ];
    let Some(at) = wording::words_at(words, "bản gốc").next() else {
        return false;
    };
    let paper = words[at + "bản gốc".len()..].trim_start();
    let issued = [
        "giấy",
        "quyết định",
        "chứng chỉ",
        "văn bằng",
        "bằng",
        "sổ",
        "thẻ",
        "hợp đồng",
        "phiếu",
    ];
    let named_before = issued
        .iter()
        .find_map(|word| words[..at].trim_start().starts_with(word).then_some(&words[..at]));
    let named_behind = issued.iter().any(|word| paper.starts_with(word)).then_some(paper);
    let Some(paper) = named_behind.or(named_before) else {
        return false;
    };
    let first: Vec<&str> = paper.split_whitespace().take(4).collect();
    let own_paper = own.contains(first.join(" ").trim_matches(|c: char| !c.is_alphanumeric()));
    !wording::has_one(words, &SHOWN) && !own_paper
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, found, left_alone, messages, paper};

    #[test]
    fn real_wording_is_found() {
        let texts = [
            "Bản gốc Giấy chứng nhận xuất xứ hàng hóa",
            "Giấy chứng nhận góp vốn (bản gốc)",
        ];
        found(&RULE, &Setup::default(), &texts, paper);
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        let texts = [
            "Bản sao kèm bản gốc Giấy chứng nhận để đối chiếu",
            "Bản gốc đơn đề nghị",
            "Bản gốc Giấy phép thử",
            "Bản sao Giấy chứng nhận",
        ];
        left_alone(&RULE, &Setup::default(), &texts, paper);
    }

    #[test]
    fn presence_in_a_step_is_found() {
        let step = |text: &str| format!("trinh_tu: [{{ten: Nhận, noi_dung: '{text}'}}]");
        let found = messages(
            &RULE,
            &Setup::default(),
            &step("Công chức ghi sổ. Hai bên nam, nữ phải có mặt để ký vào sổ."),
        );
        assert_eq!(found, ["bắt buộc có mặt: «Hai bên nam, nữ phải có mặt để ký vào sổ»"]);
        let texts = ["Đoàn kiểm tra phải có mặt đúng giờ", "Người nộp không phải có mặt"];
        left_alone(&RULE, &Setup::default(), &texts, step);
    }
}
