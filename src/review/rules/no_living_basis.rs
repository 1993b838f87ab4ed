//! procedures none of whose legal bases is in force.

use crate::catalogue::document::Force;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, bases};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-56",
    name: "no-living-basis",
    version: 1,
    title: "Không còn căn cứ pháp lý nào có hiệu lực",
    severity: Severity::Critical,
    outcome: "bai_bo",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 8"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Điều 28"),
    ],
    explanation: "Tìm gì
Mọi văn bản quy phạm pháp luật trong căn cứ đều đã hết hiệu lực vào ngày rà soát theo van_ban/.

Vì sao
Thủ tục không còn văn bản nào quy định thì không được tiếp tục yêu cầu thực hiện.

Nên làm gì
Đề xuất bãi bỏ, hoặc bổ sung văn bản đang quy định thủ tục rồi công bố lại.

Khi nào không báo
Còn một căn cứ có hiệu lực; một căn cứ chưa có trong van_ban/ hoặc không đọc được; chỉ có căn cứ không phải quy phạm (quy tắc R-02).",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let documents = context.catalogue.documents();
    let mut evidence = Vec::new();
    let mut ended = 0;
    for (at, basis) in procedure.legal_bases.iter().enumerate() {
        let Some(number) = basis.number.value() else { return };
        let path = bases::path(at);
        if !number.is_normative() {
            evidence.push(Evidence::at(
                path,
                "Không phải văn bản quy phạm pháp luật",
                documents.cite(&basis.number),
            ));
            continue;
        }
        let Some(document) = documents.get(number) else { return };
        let Force::Expired(since) = document.force_on(context.day) else {
            return;
        };
        let successors = bases::successors(document, context.catalogue);
        let by = if successors.is_empty() {
            String::new()
        } else {
            format!(", {successors}")
        };
        ended += 1;
        evidence.push(Evidence::at(
            path,
            format!("Hết hiệu lực từ {since}{by}"),
            document.citation(),
        ));
    }
    if ended > 0 {
        let message = format!("{} căn cứ đều đã hết hiệu lực", text::count(ended));
        report.say("can_cu_phap_ly", message, evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    fn setup() -> Setup {
        Setup::default().documents(
            "- {so_hieu: 01/2020/TT-BTP, loai: Thông tư, ngay_het_hieu_luc: 01/01/2026, thay_the_boi: [02/2026/TT-BTP]}\n\
             - {so_hieu: 02/2026/TT-BTP, loai: Thông tư, ngay_hieu_luc: 01/01/2026}",
        )
    }

    #[test]
    fn bases_that_all_ended_are_found() {
        let yaml = "can_cu_phap_ly: [{so_hieu: 01/2020/TT-BTP}, {so_hieu: 461/QĐ-BTP}]";
        assert_eq!(messages(&RULE, &setup(), yaml), ["01 căn cứ đều đã hết hiệu lực"]);
    }

    #[test]
    fn a_living_or_an_unknown_basis_is_enough() {
        let texts = ["02/2026/TT-BTP", "60/2014/QH13", "Luật Hộ tịch"];
        left_alone(&RULE, &setup(), &texts, |other| {
            format!("can_cu_phap_ly: [{{so_hieu: 01/2020/TT-BTP}}, {{so_hieu: {other}}}]")
        });
        assert!(messages(&RULE, &setup(), "can_cu_phap_ly: [{so_hieu: 461/QĐ-BTP}]").is_empty());
    }
}
