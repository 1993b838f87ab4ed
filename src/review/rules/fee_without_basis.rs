//! fees no act of the Ministry of Finance or a people's council sets.

use crate::catalogue::procedure::{ChannelRow, FeeRow};
use crate::catalogue::values::{DocumentNumber, Fee, Written};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, bases};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-30",
    name: "fee-without-basis",
    version: 1,
    title: "Thu phí, lệ phí không có căn cứ",
    severity: Severity::High,
    outcome: "giam_phi",
    thresholds: &[],
    grounds: &[
        Ground::unverified("Luật số 97/2015/QH13", ""),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "điểm d khoản 1 Điều 6"),
    ],
    explanation: "Tìm gì
Có mức thu lớn hơn 0 nhưng không có thông tư của Bộ Tài chính hoặc nghị quyết của Hội đồng nhân dân trong căn cứ của khoản thu và của thủ tục.

Vì sao
Phí, lệ phí chỉ được thu theo văn bản của cơ quan có thẩm quyền quy định mức thu.

Nên làm gì
Bổ sung căn cứ thu; không có thì dừng thu.

Khi nào không báo
Miễn phí; mức thu không đọc được; đã có thông tư của Bộ Tài chính, nghị quyết của Hội đồng nhân dân hoặc văn bản quy phạm pháp luật khác về phí, lệ phí trong căn cứ; ghi chú của khoản thu hoặc của cách thức nêu thông tư, nghị quyết đó.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let mut own = procedure.legal_bases.iter();
    if own.any(|basis| sets_fees(context, &basis.number)) {
        return;
    }
    let mut said = Vec::new();
    for (path, channel, fee) in procedure.fees() {
        let payable = fee
            .amount
            .as_ref()
            .and_then(Written::value)
            .is_some_and(Fee::is_payable);
        if !payable || has_own_basis(context, channel, fee) {
            continue;
        }
        let amount = fee.amount.as_ref().map_or("", Written::text);
        let name = fee.name.as_deref().unwrap_or("phí, lệ phí");
        // One fee stands in every channel: it is one question.
        if said.contains(&(amount, name)) {
            continue;
        }
        said.push((amount, name));
        let cited = bases::cited(procedure, context.catalogue);
        let evidence = vec![
            Evidence::at(format!("{path}.muc"), name, amount),
            Evidence::at("can_cu_phap_ly", "Căn cứ pháp lý", cited.join(", ")),
        ];
        let message = format!("thu {amount} ({name}, {}) không có căn cứ", channel.channel.text());
        report.say(format!("{path}.muc"), message, evidence);
    }
}

/// A basis written beside the fee is what the record rests it on, whatever kind of normative act it is. Many records name
/// it in a remark only.
fn has_own_basis(context: &Context<'_>, channel: &ChannelRow, fee: &FeeRow) -> bool {
    let basis = fee.basis.as_ref();
    let normative = basis.and_then(Written::value).is_some_and(DocumentNumber::is_normative);
    let remarks = [&fee.note, &fee.name, &channel.note];
    normative
        || basis.is_some_and(|basis| sets_fees(context, basis))
        || remarks.into_iter().flatten().any(|remark| names_fee_act(remark))
}

/// A circular of the Ministry of Finance, a resolution of a people's council, or another normative act the register knows
/// to be about fees.
fn sets_fees(context: &Context<'_>, number: &Written<DocumentNumber>) -> bool {
    let Some(read) = number.value() else {
        return names_fee_act(number.text());
    };
    let about_fees = || {
        let document = context.catalogue.documents().get(read);
        document.is_some_and(|document| is_about_fees(&document.title))
    };
    read.is_normative() && (read.issuer_symbol().starts_with("BTC") || read.issuer_symbol() == "HĐND" || about_fees())
}

/// "Phí" as a charge; "chi phí" and "kinh phí" are costs and budgets.
fn is_about_fees(title: &str) -> bool {
    let title = text::canonical(title);
    let words: Vec<&str> = text::syllables(&title).map(|(_, word)| word).collect();
    let other = ["chi", "kinh", "học"];
    let charge = |pair: &[&str]| pair[1] == "phí" && !other.contains(&pair[0]);
    words.first() == Some(&"phí") || words.windows(2).any(charge)
}

/// Words that name such an act, however its number is spelled: "198/2016/TT/BTC".
fn names_fee_act(words: &str) -> bool {
    let words = text::canonical(words);
    let of_finance = words.contains("thông tư") && words.contains("bộ tài chính");
    of_finance
        || ["/tt-btc", "/tt/btc", "/nq-hđnd", "nghị quyết của hội đồng nhân dân"]
            .iter()
            .any(|name| words.contains(name))
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

    #[test]
    fn a_basis_spelled_badly_or_named_in_a_remark_is_a_basis() {
        let remark = "{cach_thuc: [{hinh_thuc: Trực tiếp, phi_le_phi: [{muc: 300.000 đồng, ghi_chu: Theo Thông tư số 38/2022/TT-BTC}]}], can_cu_phap_ly: [{so_hieu: 85/2020/NĐ-CP}]}";
        for yaml in [fee("300.000 đồng", "198/2016/TT/BTC"), remark.to_owned()] {
            assert!(messages(&RULE, &Setup::default(), &yaml).is_empty(), "{yaml}");
        }
    }

    #[test]
    fn a_decree_on_fees_is_a_basis_and_one_that_only_sounds_like_it_is_not() {
        let decree = |title: &str| {
            Setup::default().documents(&format!(
                "- {{so_hieu: 114/2016/NĐ-CP, loai: Nghị định, trich_yeu: '{title}'}}"
            ))
        };
        let yaml = fee("400.000 đồng", "114/2016/NĐ-CP");
        assert!(messages(&RULE, &decree("Quy định lệ phí đăng ký nuôi con nuôi"), &yaml).is_empty());
        for title in [
            "Quy định về nuôi con nuôi",
            "Quy định kinh phí bảo đảm công tác nuôi con nuôi",
        ] {
            assert_eq!(messages(&RULE, &decree(title), &yaml).len(), 1, "{title}");
        }
    }
}
