//! fees without an amount.

use crate::catalogue::values::Written;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-31",
    name: "unclear-fee",
    version: 1,
    title: "Phí, lệ phí không nêu mức",
    severity: Severity::Medium,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 2 Điều 13")],
    explanation: "Tìm gì
Khoản thu chỉ ghi «theo quy định» hoặc dẫn văn bản mà không có mức thu nào.

Vì sao
Người dân phải biết phải nộp bao nhiêu; mức thu là nội dung phải công khai.

Nên làm gì
Ghi mức thu, hoặc bảng mức thu theo từng trường hợp.

Khi nào không báo
Có số tiền hoặc tỷ lệ ở mức, tên hoặc ghi chú; miễn phí; chưa ghi khoản thu nào.",
    check,
};

const REFERS: [&str; 14] = [
    "theo quy định",
    "theo thông tư",
    "theo nghị quyết",
    "theo biểu",
    "quy định tại",
    "hội đồng nhân dân",
    "tùy",
    "theo mức",
    "theo nghị định",
    "theo quyết định",
    "thực hiện theo",
    "theo hướng dẫn",
    "do địa phương",
    "thỏa thuận",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let mut said = Vec::new();
    for (path, channel, fee) in procedure.fees() {
        let amount = fee.amount.as_ref();
        if amount.and_then(Written::value).is_some() {
            continue;
        }
        let own = [
            amount.map(Written::text),
            fee.name.as_deref(),
            fee.note.as_deref(),
            channel.note.as_deref(),
        ];
        let words = text::canonical(&own.into_iter().flatten().collect::<Vec<_>>().join("; "));
        let Some(phrase) = wording::first_of(&words, &REFERS).filter(|_| !states_an_amount(&words)) else {
            continue;
        };
        // The channels of one procedure say the same: once is enough.
        let text = amount
            .map(Written::text)
            .or(fee.note.as_deref())
            .or(fee.name.as_deref())
            .unwrap_or_default();
        if said.contains(&text) {
            continue;
        }
        said.push(text);
        let key = if amount.is_some() { format!("{path}.muc") } else { path };
        let evidence = vec![Evidence::at(&key, "Mức thu", text), wording::evidence(phrase)];
        report.say(
            key,
            format!("khoản thu không nêu mức: «{}»", wording::short(text)),
            evidence,
        );
    }
}

/// Whether a sum or a rate is written: "50.000", "0,1%", "miễn".
fn states_an_amount(words: &str) -> bool {
    let money = ["đồng", "vnđ", "đ/", "vnd", "usd", "%"].iter().any(|unit| {
        words.match_indices(unit).any(|(at, _)| {
            let before = words[..at].trim_end();
            before.ends_with(|c: char| c.is_ascii_digit()) || before.ends_with("triệu") || before.ends_with("nghìn")
        })
    });
    let thousands = text::syllables(words).any(|(_, word)| word.ends_with("000"));
    money
        || thousands
        || wording::has_one(
            words,
            &["miễn phí", "không thu", "miễn lệ phí", "không phải nộp", "miễn"],
        )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    fn fee(yaml: &str) -> String {
        format!("cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: 05 ngày, phi_le_phi: [{{{yaml}}}]}}]")
    }

    #[test]
    fn a_fee_without_an_amount_is_found() {
        assert_eq!(
            messages(
                &RULE,
                &Setup::default(),
                &fee("ten: Phí, muc: Theo quy định của Bộ Tài chính")
            ),
            ["khoản thu không nêu mức: «Theo quy định của Bộ Tài chính»"]
        );
        let note = fee("ten: Lệ phí, ghi_chu: Theo nghị quyết của Hội đồng nhân dân cấp tỉnh");
        assert_eq!(messages(&RULE, &Setup::default(), &note).len(), 1);
    }

    #[test]
    fn a_sum_anywhere_or_no_fee_is_clear() {
        let texts = [
            "muc: 50.000 đồng",
            "muc: Miễn phí",
            "muc: 'Theo quy định: 0,1% giá trị, tối thiểu 100.000 đồng'",
            "ten: Phí thẩm định, ghi_chu: Theo Thông tư 38/2022/TT-BTC mức 2.000.000 đồng/hồ sơ",
        ];
        left_alone(&RULE, &Setup::default(), &texts, fee);
    }
}
