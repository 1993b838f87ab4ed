//! legal bases that will soon expire.

use crate::catalogue::values::Written;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, Threshold, bases};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-04",
    name: "basis-expires-soon",
    version: 1,
    title: "Căn cứ pháp lý sắp hết hiệu lực",
    severity: Severity::High,
    outcome: "sua_doi_bo_sung",
    thresholds: &[
        Threshold { key: "so_ngay", title: "Báo trước (ngày)", value: 180 },
    ],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 2 Điều 28"),
    ],
    explanation: "Tìm gì
Văn bản trong căn cứ pháp lý còn hiệu lực vào ngày rà soát nhưng hết hiệu lực, hoặc hết thời hạn quy định khác, trong số ngày ở ngưỡng so_ngay.

Vì sao
Văn bản thay thế phải được ban hành và thủ tục được công bố lại trước ngày đó.

Nên làm gì
Đưa vào kế hoạch rà soát; theo dõi văn bản thay thế.

Khi nào không báo
Văn bản đã hết hiệu lực (quy tắc R-01); chưa biết ngày hết hiệu lực.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let within = i64::from(context.threshold(&RULE, "so_ngay"));
    for (at, _, document) in bases::known(procedure, context.catalogue) {
        let Some(expires) = document.expires.as_ref().and_then(Written::value) else {
            continue;
        };
        let days = context.day.days_until(*expires);
        if days <= 0 || days > within {
            continue;
        }
        let path = bases::path(at);
        let mut evidence = vec![
            Evidence::at(&path, "Căn cứ pháp lý", document.citation()),
            Evidence::from_elsewhere("Hết hiệu lực từ ngày", expires.to_string()),
        ];
        let by = bases::successors(document, context.catalogue);
        if !by.is_empty() {
            evidence.push(Evidence::from_elsewhere("Thay thế, bãi bỏ bởi", by));
        }
        evidence.extend(bases::caveat(document));
        let message = format!(
            "{} hết hiệu lực từ ngày {expires}, còn {days} ngày",
            document.citation()
        );
        report.say(path, message, evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    #[test]
    fn a_basis_that_ends_within_the_days_is_found() {
        let expiring = |day: &str| {
            Setup::default().documents(&format!(
                "- {{so_hieu: 66.7/2025/NQ-CP, loai: Nghị quyết, ngay_het_hieu_luc: {day}}}"
            ))
        };
        let yaml = "can_cu_phap_ly: [{so_hieu: 66.7/2025/NQ-CP}]";
        assert_eq!(
            messages(&RULE, &expiring("01/12/2026"), yaml),
            ["Nghị quyết số 66.7/2025/NQ-CP hết hiệu lực từ ngày 01/12/2026, còn 153 ngày"]
        );
        for day in ["01/03/2027", "01/07/2026", "01/01/2026"] {
            assert!(messages(&RULE, &expiring(day), yaml).is_empty(), "{day}");
        }
        let longer = expiring("01/03/2027").head("ra_soat: {nguong: [{quy_tac: R-04, ten: so_ngay, gia_tri: 365}]}");
        assert_eq!(messages(&RULE, &longer, yaml).len(), 1);
    }
}
