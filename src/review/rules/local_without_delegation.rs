//! local procedures no law delegated.

use crate::catalogue::values::{ProcedureKind, Written};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, bases};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-51",
    name: "local-without-delegation",
    version: 1,
    title: "Thủ tục của địa phương không có luật giao",
    severity: Severity::Medium,
    outcome: "bai_bo",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 8"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 3 Điều 8"),
    ],
    explanation: "Tìm gì
Thủ tục đặc thù, hoặc thủ tục mà mọi căn cứ quy phạm đều do Hội đồng nhân dân, Ủy ban nhân dân ban hành, nhưng không dẫn luật, nghị quyết của Quốc hội giao địa phương quy định.

Vì sao
Địa phương chỉ được quy định thủ tục hành chính khi được luật, nghị quyết của Quốc hội giao.

Nên làm gì
Bổ sung điều khoản giao quy định; không có thì bãi bỏ.

Khi nào không báo
Có luật, bộ luật, pháp lệnh, nghị quyết của Quốc hội hoặc Ủy ban Thường vụ Quốc hội trong căn cứ; chưa ghi căn cứ; có số hiệu không đọc được.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let numbers: Option<Vec<_>> = procedure.legal_bases.iter().map(|basis| basis.number.value()).collect();
    let Some(numbers) = numbers.filter(|numbers| !numbers.is_empty()) else {
        return;
    };
    if numbers.iter().any(|number| number.is_of_national_assembly()) {
        return;
    }
    let specific = procedure.kind.as_ref().and_then(Written::value) == Some(&ProcedureKind::Specific);
    let normative: Vec<_> = numbers.iter().filter(|number| number.is_normative()).collect();
    let is_local = |symbol: &str| symbol.ends_with("HĐND") || symbol.ends_with("UBND");
    let local = !normative.is_empty() && normative.iter().all(|number| is_local(number.issuer_symbol()));
    if !specific && !local {
        return;
    }
    let cited = bases::cited(procedure, context.catalogue);
    let mut evidence = bases::evidence(&cited);
    if let Some(kind) = &procedure.kind {
        evidence.push(Evidence::at("phan_loai", "Phân loại", kind.text()));
    }
    let message = format!("căn cứ {} không có luật giao địa phương quy định", cited.join(", "));
    report.say("can_cu_phap_ly", message, evidence);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    #[test]
    fn local_acts_alone_are_found() {
        assert_eq!(
            messages(
                &RULE,
                &Setup::default(),
                "can_cu_phap_ly: [{so_hieu: 28/2026/QĐ-UBND}, {so_hieu: 77/2025/NQ-HĐND}]"
            ),
            [
                "căn cứ Quyết định số 28/2026/QĐ-UBND, Nghị quyết số 77/2025/NQ-HĐND không có luật giao địa phương quy định"
            ]
        );
        let specific =
            "{phan_loai: TTHC đặc thù, can_cu_phap_ly: [{so_hieu: 28/2026/QĐ-UBND}, {so_hieu: 63/2010/NĐ-CP}]}";
        assert_eq!(messages(&RULE, &Setup::default(), specific).len(), 1);
    }

    #[test]
    fn a_law_among_them_or_a_decree_of_a_common_procedure_is_enough() {
        let texts = [
            "{so_hieu: 28/2026/QĐ-UBND}, {so_hieu: 72/2025/QH15}",
            "{so_hieu: 28/2026/QĐ-UBND}, {so_hieu: 63/2010/NĐ-CP}",
        ];
        left_alone(&RULE, &Setup::default(), &texts, |bases| {
            format!("can_cu_phap_ly: [{bases}]")
        });
    }
}
