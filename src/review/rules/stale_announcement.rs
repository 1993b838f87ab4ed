//! procedures announced before their legal bases changed.

use crate::catalogue::values::{Date, Written};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, bases};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-50",
    name: "stale-announcement",
    version: 1,
    title: "Công bố trước khi căn cứ thay đổi",
    severity: Severity::Medium,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Điều 15"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Điều 24"),
    ],
    explanation: "Tìm gì
Ngày của quyết định công bố sớm hơn ngày ban hành của một căn cứ pháp lý, hoặc căn cứ đã được sửa đổi, thay thế bởi văn bản có hiệu lực sau ngày công bố (theo van_ban/).

Vì sao
Văn bản thay đổi thì thủ tục phải được công bố lại trong thời hạn quy định.

Nên làm gì
Đối chiếu nội dung với văn bản mới rồi công bố lại.

Khi nào không báo
Không biết ngày công bố; văn bản sửa đổi chưa có hiệu lực vào ngày rà soát; văn bản chưa có trong van_ban/.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some((path, announced)) = announced(procedure) else {
        return;
    };
    let documents = context.catalogue.documents();
    let date = |date: &Option<Written<Date>>| date.as_ref().and_then(Written::value).copied();
    for (at, _, document) in bases::known(procedure, context.catalogue) {
        let changed = document.amended_by.iter().chain(document.ended_by());
        let changed = changed.filter_map(|number| documents.get(number.value()?));
        // A basis issued after the announcement was written in without announcing again.
        let newer = std::iter::once(document).chain(changed).find_map(|newer| {
            let since = date(&newer.in_force).or(date(&newer.issued))?;
            let issued = date(&newer.issued).unwrap_or(since);
            (issued > announced && since <= context.day).then_some((newer, since))
        });
        let Some((newer, since)) = newer else { continue };
        let message = format!(
            "công bố ngày {announced}, trước khi {} có hiệu lực ({since})",
            newer.citation()
        );
        let evidence = vec![
            Evidence::at(path, "Công bố", announced.to_string()),
            Evidence::at(bases::path(at), "Căn cứ pháp lý", document.citation()),
            Evidence::from_elsewhere("Có hiệu lực từ ngày", format!("{since}, {}", newer.citation())),
        ];
        report.say(path, message, evidence);
        return;
    }
}

/// The day of announcement: its own field, else the date written behind the number of the decision.
fn announced(procedure: &Subject<'_>) -> Option<(&'static str, Date)> {
    let own = procedure.announced_on.as_ref().and_then(Written::value);
    if let Some(date) = own {
        return Some(("ngay_cong_bo", *date));
    }
    let text = text::canonical(procedure.announced_by.as_ref()?.text());
    let (_, behind) = text.split_once("ngày")?;
    let date = behind.split_whitespace().find(|word| word.contains('/'))?;
    Some((
        "quyet_dinh_cong_bo",
        date.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    fn setup() -> Setup {
        Setup::default().documents(
            "- {so_hieu: 01/2020/TT-BTP, loai: Thông tư, ngay_ban_hanh: 01/02/2020, sua_doi_boi: [05/2026/TT-BTP]}\n\
             - {so_hieu: 05/2026/TT-BTP, loai: Thông tư, ngay_ban_hanh: 10/03/2026, ngay_hieu_luc: 01/05/2026}",
        )
    }

    #[test]
    fn an_amendment_after_the_announcement_is_found() {
        let expected = ["công bố ngày 15/12/2025, trước khi Thông tư số 05/2026/TT-BTP có hiệu lực (01/05/2026)"];
        for announced in [
            "ngay_cong_bo: 15/12/2025",
            "quyet_dinh_cong_bo: 3303/QĐ-BTP ngày 15/12/2025",
        ] {
            let yaml = format!("{{{announced}, can_cu_phap_ly: [{{so_hieu: 01/2020/TT-BTP}}]}}");
            assert_eq!(messages(&RULE, &setup(), &yaml), expected, "{announced}");
        }
    }

    #[test]
    fn a_later_announcement_or_none_is_left_alone() {
        let texts = ["ngay_cong_bo: 20/03/2026", "quyet_dinh_cong_bo: 3303/QĐ-BTP"];
        left_alone(&RULE, &setup(), &texts, |announced| {
            format!("{{{announced}, can_cu_phap_ly: [{{so_hieu: 01/2020/TT-BTP}}]}}")
        });
    }
}
