//! single legal bases of a kind that cannot create a procedure.

use crate::catalogue::values::{DocumentNumber, LegalKind};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, bases};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-57",
    name: "powerless-basis",
    version: 1,
    title: "Có căn cứ không phải văn bản quy phạm pháp luật",
    severity: Severity::Low,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 8")],
    explanation: "Tìm gì
Trong các căn cứ có quyết định công bố, công văn, kế hoạch, chỉ thị, thông báo bên cạnh văn bản quy phạm pháp luật.

Vì sao
Văn bản đó không thể quy định thủ tục; để lẫn trong căn cứ làm người đọc tưởng là có.

Nên làm gì
Bỏ khỏi căn cứ pháp lý; quyết định công bố ghi ở đúng mục của nó.

Khi nào không báo
Mọi căn cứ đều là loại này (quy tắc R-02); nghị quyết của Chính phủ; số hiệu không đọc được.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let normative = |number: &DocumentNumber| number.is_normative();
    let mut numbers = procedure.legal_bases.iter().filter_map(|basis| basis.number.value());
    if !numbers.any(normative) {
        return;
    }
    for (at, basis) in procedure.legal_bases.iter().enumerate() {
        let Some(number) = basis.number.value() else { continue };
        if number.is_normative() || !cannot_create(number) {
            continue;
        }
        let path = bases::path(at);
        let cited = context.catalogue.documents().cite(&basis.number);
        let message = format!("{cited} không phải văn bản quy phạm pháp luật");
        report.say(&path, message, vec![Evidence::at(&path, "Căn cứ pháp lý", cited)]);
    }
}

/// A decree or circular without its year is a slip, not another kind of document. Before 1997 normative documents had no
/// year in their numbers, and acts of those years are cited to this day: only who announces is told for certain.
fn cannot_create(number: &DocumentNumber) -> bool {
    match number.kind() {
        Some(LegalKind::Plan | LegalKind::Letter | LegalKind::Directive) => true,
        Some(LegalKind::Decision) => number.issuer_symbol() != "TTg" && number.issuer_symbol() != "HĐBT",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn said(number: &str) -> Vec<String> {
        let yaml = format!("can_cu_phap_ly: [{{so_hieu: 63/2010/NĐ-CP}}, {{so_hieu: {number}}}]");
        messages(&RULE, &Setup::default(), &yaml)
    }

    #[test]
    fn announcing_decisions_among_the_bases_are_found() {
        assert_eq!(
            said("2267/QĐ-BXD"),
            ["Quyết định số 2267/QĐ-BXD không phải văn bản quy phạm pháp luật"]
        );
        assert_eq!(said("49/KH-UBND").len(), 1);
    }

    #[test]
    fn normative_documents_and_what_may_be_one_are_left_alone() {
        for number in ["28/2026/QĐ-UBND", "66/NQ-CP", "123/NĐ-CP", "78/QĐ-TTg", "58-NQ/TW"] {
            assert!(said(number).is_empty(), "{number}");
        }
        assert!(messages(&RULE, &Setup::default(), "can_cu_phap_ly: [{so_hieu: 2267/QĐ-BXD}]").is_empty());
    }
}
