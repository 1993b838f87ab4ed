//! procedures whose every legal basis is a non-normative act.

use crate::finding::{Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, bases};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-02",
    name: "non-normative-basis",
    version: 1,
    title: "Chỉ căn cứ văn bản không phải quy phạm pháp luật",
    severity: Severity::Critical,
    outcome: "bai_bo",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 8"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 6 Điều 18"),
    ],
    explanation: "Tìm gì
Mọi căn cứ pháp lý đều là quyết định công bố, công văn, kế hoạch hoặc văn bản không mang năm trong số hiệu.

Vì sao
Chỉ văn bản quy phạm pháp luật được quy định thủ tục hành chính.

Nên làm gì
Bổ sung văn bản quy phạm pháp luật làm căn cứ; nếu không có thì bãi bỏ.

Khi nào không báo
Có ít nhất một văn bản quy phạm pháp luật; chưa ghi căn cứ nào; số hiệu không đọc được.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let powerless = procedure
        .legal_bases
        .iter()
        .all(|basis| basis.number.value().is_some_and(|number| !number.is_normative()));
    if procedure.legal_bases.is_empty() || !powerless {
        return;
    }
    let cited = bases::cited(procedure, context.catalogue);
    let message = format!(
        "căn cứ chỉ gồm {}, không có văn bản quy phạm pháp luật",
        cited.join(", ")
    );
    report.say("can_cu_phap_ly", message, bases::evidence(&cited));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    #[test]
    fn announcing_decisions_alone_are_no_basis() {
        let yaml = "can_cu_phap_ly: [{so_hieu: 461/QĐ-BXD}, {so_hieu: 49/KH-UBND}]";
        assert_eq!(
            messages(&RULE, &Setup::default(), yaml),
            ["căn cứ chỉ gồm Quyết định số 461/QĐ-BXD, Kế hoạch số 49/KH-UBND, không có văn bản quy phạm pháp luật"]
        );
    }

    #[test]
    fn one_decree_among_them_is_enough() {
        let yaml = "can_cu_phap_ly: [{so_hieu: 461/QĐ-BXD}, {so_hieu: 158/2024/NĐ-CP}]";
        assert!(messages(&RULE, &Setup::default(), yaml).is_empty());
    }

    #[test]
    fn no_basis_or_an_unreadable_one_is_another_question() {
        assert!(messages(&RULE, &Setup::default(), "{}").is_empty());
        assert!(messages(&RULE, &Setup::default(), "can_cu_phap_ly: [{so_hieu: Luật Đất đai}]").is_empty());
    }
}
