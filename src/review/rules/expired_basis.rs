//! legal bases that are no longer in force.

use crate::catalogue::document::Force;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, bases};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-01",
    name: "expired-basis",
    version: 1,
    title: "Căn cứ pháp lý đã hết hiệu lực",
    severity: Severity::Critical,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 8"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Điều 14, 15"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Điều 28"),
    ],
    explanation: "Tìm gì
Văn bản trong căn cứ pháp lý đã hết hiệu lực vào ngày rà soát theo danh mục van_ban/.

Vì sao
Thủ tục chỉ được thực hiện khi có văn bản quy phạm pháp luật còn hiệu lực quy định.

Nên làm gì
Sửa căn cứ theo văn bản thay thế và công bố lại; không còn căn cứ nào thì đề xuất bãi bỏ.

Khi nào không báo
Văn bản chỉ bị sửa đổi, bổ sung; văn bản hết hiệu lực sau ngày rà soát; văn bản chưa có trong van_ban/.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for (at, _, document) in bases::known(procedure, context.catalogue) {
        let Force::Expired(since) = document.force_on(context.day) else {
            continue;
        };
        let successors = bases::successors(document, context.catalogue);
        let by = if successors.is_empty() {
            String::new()
        } else {
            format!(", thay thế hoặc bãi bỏ bởi {successors}")
        };
        let path = bases::path(at);
        let mut evidence = vec![
            Evidence::at(&path, "Căn cứ pháp lý", document.citation()),
            Evidence::from_elsewhere("Hết hiệu lực từ ngày", since.to_string()),
        ];
        evidence.extend(bases::caveat(document));
        report.say(
            path,
            format!("{} hết hiệu lực từ ngày {since}{by}", document.citation()),
            evidence,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    const BASIS: &str = "can_cu_phap_ly: [{so_hieu: 01/2020/TT-BTP}]";

    #[test]
    fn a_basis_replaced_before_the_day_is_found() {
        let setup = Setup::default().documents(
            "- {so_hieu: 01/2020/TT-BTP, loai: Thông tư, ngay_het_hieu_luc: 01/01/2026, thay_the_boi: [02/2026/TT-BTP]}",
        );
        assert_eq!(
            messages(&RULE, &setup, BASIS),
            [
                "Thông tư số 01/2020/TT-BTP hết hiệu lực từ ngày 01/01/2026, thay thế hoặc bãi bỏ bởi Thông tư số 02/2026/TT-BTP"
            ]
        );
    }

    #[test]
    fn a_basis_only_amended_or_expiring_later_is_left_alone() {
        for document in ["sua_doi_boi: [02/2026/TT-BTP]", "ngay_het_hieu_luc: 01/01/2027"] {
            let setup =
                Setup::default().documents(&format!("- {{so_hieu: 01/2020/TT-BTP, loai: Thông tư, {document}}}"));
            assert!(messages(&RULE, &setup, BASIS).is_empty(), "{document}");
        }
    }
}
