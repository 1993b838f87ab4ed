//! fees no act of the Ministry of Finance or a people's council sets.

use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{DocumentNumber, Fee, Written};
use crate::finding::{Certainty, Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-30",
    name: "fee-without-basis",
    title: "Thu phí, lệ phí không có căn cứ",
    severity: Severity::High,
    outcome: "giam_phi",
    grounds: &[
        Ground { document: "97/2015/QH13", clause: "", certainty: Certainty::Unverified },
        Ground { document: "63/2010/NĐ-CP", clause: "điểm d khoản 1 Điều 6", certainty: Certainty::Seen },
    ],
    explanation: "Tìm gì
Có mức thu lớn hơn 0 nhưng không có thông tư của Bộ Tài chính hoặc nghị quyết của Hội đồng nhân dân trong căn cứ của khoản thu và của thủ tục.

Vì sao
Phí, lệ phí chỉ được thu theo văn bản của cơ quan có thẩm quyền quy định mức thu.

Nên làm gì
Bổ sung căn cứ thu; không có thì dừng thu.

Khi nào không báo
Miễn phí; mức thu không đọc được; đã có thông tư của Bộ Tài chính, nghị quyết của Hội đồng nhân dân hoặc nghị định quy định mức thu.",
    check,
};

fn check(_: &Context<'_>, procedure: &Procedure, report: &mut Report) {
    let bases = || procedure.legal_bases.iter().filter_map(|basis| basis.number.value());
    if bases().any(sets_fees) {
        return;
    }
    for (path, channel, fee) in procedure.fees() {
        let payable = fee
            .amount
            .as_ref()
            .and_then(Written::value)
            .is_some_and(Fee::is_payable);
        // A basis written beside the fee is what the record rests it on, whatever kind of act it is.
        if !payable
            || fee
                .basis
                .as_ref()
                .and_then(Written::value)
                .is_some_and(|basis| sets_fees(basis) || basis.is_normative())
        {
            continue;
        }
        let amount = fee.amount.as_ref().map_or("", Written::text);
        let name = fee.name.as_deref().unwrap_or("phí, lệ phí");
        let numbers: Vec<String> = bases().map(ToString::to_string).collect();
        let evidence = vec![
            Evidence::at(format!("{path}.muc"), name, amount),
            Evidence::at("can_cu_phap_ly", "Căn cứ pháp lý", numbers.join(", ")),
        ];
        let message = format!("thu {amount} ({name}, {}) không có căn cứ", channel.channel.text());
        report.say(format!("{path}.muc"), message, evidence);
    }
}

fn sets_fees(number: &DocumentNumber) -> bool {
    number.is_normative() && (number.issuer_symbol().starts_with("BTC") || number.issuer_symbol() == "HĐND")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn fee(amount: &str, basis: &str) -> String {
        format!(
            "{{cach_thuc: [{{hinh_thuc: Trực tiếp, phi_le_phi: [{{ten: Phí thẩm định, muc: '{amount}'}}]}}], can_cu_phap_ly: [{{so_hieu: {basis}}}]}}"
        )
    }

    #[test]
    fn a_fee_under_a_decree_alone_is_found() {
        assert_eq!(
            messages(&RULE, &Setup::default(), &fee("300.000 đồng", "85/2020/NĐ-CP")),
            ["thu 300.000 đồng (Phí thẩm định, Trực tiếp) không có căn cứ"]
        );
    }

    #[test]
    fn a_circular_of_finance_a_council_or_no_fee_is_fine() {
        for yaml in [
            fee("300.000 đồng", "38/2022/TT-BTC"),
            fee("600.000 đồng", "56/2021/NQ-HĐND"),
            fee("Miễn phí", "85/2020/NĐ-CP"),
            fee("theo quy định", "85/2020/NĐ-CP"),
        ] {
            assert!(messages(&RULE, &Setup::default(), &yaml).is_empty(), "{yaml}");
        }
    }
}
