//! results without a code.

use crate::catalogue::procedure::ProcedureResult;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-35",
    name: "result-without-code",
    version: 1,
    title: "Kết quả chưa có mã",
    severity: Severity::Low,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[Ground::seen("Công điện số 220/CĐ-TTg", "")],
    explanation: "Tìm gì
Kết quả thực hiện không có mã kết quả.

Vì sao
Mã kết quả là khóa để các cơ quan dùng lại dữ liệu, không đòi người dân nộp lại.

Nên làm gì
Bổ sung mã kết quả theo danh mục đã công bố.

Khi nào không báo
Kết quả là văn bản từ chối, thông báo; thủ tục đã có một kết quả có mã.",
    check,
};

const NO_RESULTS: [&str; 10] = [
    "từ chối",
    "thông báo",
    "công văn",
    "văn bản trả lời",
    "không có",
    "không",
    "trả lời",
    "nêu rõ lý do",
    "văn bản không",
    "tin nhắn",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    if procedure.results.iter().any(|result| result.code.is_some()) {
        return;
    }
    let uncoded = |result: &&ProcedureResult| {
        let name = text::canonical(&result.name);
        // Some records carry the code at the end of the name: "… Mã: 000.00.00.G04-KQ0251".
        !wording::has_one(&name, &NO_RESULTS) && !name.contains("mã:")
    };
    let first = procedure.results.iter().position(|result| uncoded(&result));
    let Some(first) = first else { return };
    let result = &procedure.results[first];
    let path = format!("ket_qua[{first}]");
    let evidence = vec![
        Evidence::at(format!("{path}.ten"), "Kết quả", &result.name),
        Evidence::at(format!("{path}.ma_ket_qua"), "Mã kết quả", "(không có)"),
    ];
    report.say(
        path,
        format!("kết quả «{}» chưa có mã", wording::short(&result.name)),
        evidence,
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    #[test]
    fn a_result_without_a_code_is_found() {
        assert_eq!(
            messages(&RULE, &Setup::default(), "ket_qua: [{ten: Giấy phép thử}]"),
            ["kết quả «Giấy phép thử» chưa có mã"]
        );
    }

    #[test]
    fn a_coded_result_or_a_refusal_is_left_alone() {
        let texts = [
            "ket_qua: [{ten: Giấy phép thử, ma_ket_qua: KQ.G12.001017}]",
            "ket_qua: [{ten: Văn bản từ chối}]",
            "ket_qua: [{ten: 'Quyết định giao tuyến dẫn tàuMã: 000.00.00.G04-KQ0251'}]",
            "ket_qua: [{ten: Giấy phép thử, ma_ket_qua: KQ.G12.001017}, {ten: Bản sao giấy phép}]",
        ];
        left_alone(&RULE, &Setup::default(), &texts, str::to_owned);
    }
}
