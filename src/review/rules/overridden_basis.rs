//! legal bases that another document overrides for a time.

use crate::catalogue::document::Override;
use crate::catalogue::procedure::LegalBasis;
use crate::catalogue::values::{Clause, DocumentNumber, Written};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, bases};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-03",
    name: "overridden-basis",
    version: 1,
    title: "Căn cứ đang được quy định khác trong một thời hạn",
    severity: Severity::High,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị quyết số 206/2025/QH15", ""),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Điều 28"),
    ],
    explanation: "Tìm gì
Văn bản trong căn cứ pháp lý có nội dung đang thực hiện theo văn bản khác trong một thời hạn (khóa tam_thoi_boi trong van_ban/), ví dụ các nghị quyết 66.x của Chính phủ.

Vì sao
Trong thời hạn đó hồ sơ, thời hạn, thẩm quyền phải theo văn bản quy định khác; hết thời hạn thì quay về quy định cũ nếu chưa sửa.

Nên làm gì
Rà lại từng bộ phận theo văn bản quy định khác, công bố lại; theo dõi ngày hết thời hạn.

Khi nào không báo
Ngày rà soát ngoài thời hạn; văn bản quy định khác chỉ nêu thủ tục khác; căn cứ dẫn điều khoản không bị ảnh hưởng; văn bản quy định khác đã có trong căn cứ của thủ tục.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let documents = context.catalogue.documents();
    let own: Vec<String> = procedure
        .legal_bases
        .iter()
        .filter_map(|basis| basis.number.value())
        .map(DocumentNumber::key)
        .collect();
    for (at, basis, document) in bases::known(procedure, context.catalogue) {
        for row in &document.overridden_by {
            let known = row.number.value().is_some_and(|number| own.contains(&number.key()));
            if known || !row.concerns(procedure.identity(), context.day) || elsewhere(basis, row) {
                continue;
            }
            let path = bases::path(at);
            let until = row.until.as_ref().map_or("khi có quy định mới", |until| until.text());
            let clause = row
                .clause
                .as_ref()
                .map_or(String::new(), |clause| format!("{} ", clause.text()));
            let by = documents.cite(&row.number);
            let mut evidence = vec![
                Evidence::at(&path, "Căn cứ pháp lý", document.citation()),
                Evidence::from_elsewhere("Quy định khác tại", &by),
                Evidence::from_elsewhere("Đến ngày", until),
            ];
            if let Some(text) = &row.text {
                evidence.push(Evidence::from_elsewhere("Nội dung", text));
            }
            let message = format!("{clause}{} đang thực hiện theo {by} đến {until}", document.citation());
            report.say(path, message, evidence);
        }
    }
}

/// Whether the basis names a clause and the override another one.
fn elsewhere(basis: &LegalBasis, row: &Override) -> bool {
    let value = |clause: &Option<Written<Clause>>| clause.as_ref().and_then(Written::value).cloned();
    match (value(&basis.clause), value(&row.clause)) {
        (Some(own), Some(other)) => own != other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn setup(row: &str) -> Setup {
        Setup::default().documents(&format!(
            "- {{so_hieu: 113/2017/NĐ-CP, loai: Nghị định, tam_thoi_boi: [{{so_hieu: 66.7/2025/NQ-CP, {row}}}]}}\n- {{so_hieu: 66.7/2025/NQ-CP, loai: Nghị quyết}}"
        ))
    }

    const BASIS: &str = "can_cu_phap_ly: [{so_hieu: 113/2017/NĐ-CP}]";

    #[test]
    fn a_basis_overridden_on_the_day_is_found() {
        let row = "dieu_khoan: khoản 1 Điều 10, tu_ngay: 01/01/2026, den_ngay: 01/03/2027";
        assert_eq!(
            messages(&RULE, &setup(row), BASIS),
            [
                "khoản 1 Điều 10 Nghị định số 113/2017/NĐ-CP đang thực hiện theo Nghị quyết số 66.7/2025/NQ-CP đến 01/03/2027"
            ]
        );
    }

    #[test]
    fn another_time_procedure_or_clause_is_left_alone() {
        for row in ["tu_ngay: 01/01/2027", "den_ngay: 01/07/2026", "thu_tuc: [2.000431]"] {
            assert!(messages(&RULE, &setup(row), BASIS).is_empty(), "{row}");
        }
        let other = "can_cu_phap_ly: [{so_hieu: 113/2017/NĐ-CP, dieu_khoan: Điều 9}]";
        assert!(messages(&RULE, &setup("dieu_khoan: Điều 10"), other).is_empty());
        let followed = "can_cu_phap_ly: [{so_hieu: 113/2017/NĐ-CP}, {so_hieu: 66.7/2025/NQ-CP}]";
        assert!(messages(&RULE, &setup("tu_ngay: 01/01/2026"), followed).is_empty());
    }
}
