//! the same service, harder for one kind of applicant.

use crate::finding::Place;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::prepared::{applicants_in, limit_in_days, unconditional};
use crate::review::{Context, Report, Rule, Subject, Threshold};
use crate::text;
use rust_decimal::Decimal;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-49",
    name: "unequal-applicants",
    version: 1,
    title: "Cùng dịch vụ, yêu cầu khác nhau theo đối tượng",
    severity: Severity::Low,
    outcome: "sua_doi_bo_sung",
    thresholds: &[
        Threshold { key: "giay_to", title: "Nhiều hơn từ (giấy tờ)", value: 3 },
    ],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 3 Điều 7"),
    ],
    explanation: "Tìm gì
Hai thủ tục cùng lĩnh vực, tên chỉ khác đối tượng (cá nhân, tổ chức, doanh nghiệp), mà một thủ tục có thời hạn dài gấp rưỡi hoặc nhiều giấy tờ bắt buộc hơn từ ngưỡng giay_to.

Vì sao
Nguyên tắc bình đẳng giữa các đối tượng thực hiện thủ tục.

Nên làm gì
Xem có lý do của khác biệt không; không có thì thống nhất theo bên nhẹ hơn.

Khi nào không báo
Tên không nêu đối tượng; khác biệt nhỏ. Chỉ báo ở thủ tục nặng hơn.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(own_at) = context.place_of(procedure.identity()) else {
        return;
    };
    let own_for = applicants_in(&procedure.name);
    if own_for.is_empty() {
        return;
    }
    let own = (unconditional(procedure).count(), limit_in_days(procedure));
    let more = context.threshold(&RULE, "giay_to") as usize;
    for at in context.families().of_service(&procedure.name, &procedure.field) {
        let Some(other) = context.other(*at).filter(|_| *at != own_at) else {
            continue;
        };
        let other_for = applicants_in(&other.name);
        if other_for.is_empty() || other_for == own_for {
            continue;
        }
        let theirs = (other.papers.len(), other.days);
        let mut harder = Vec::new();
        if own.0 >= theirs.0 + more && theirs.0 > 0 {
            harder.push(format!("{} giấy tờ so với {}", own.0, theirs.0));
        }
        if let (Some(own), Some(theirs)) = (own.1, theirs.1)
            && theirs > Decimal::ZERO
            && own * Decimal::TWO >= theirs * Decimal::from(3)
        {
            harder.push(format!(
                "{} ngày so với {}",
                text::decimal(own.round()),
                text::decimal(theirs.round())
            ));
        }
        if harder.is_empty() {
            continue;
        }
        let code = &other.code;
        let evidence = vec![
            Evidence::at("ten", "Tên", &procedure.name),
            Evidence::in_file(Place::file(&*other.path), format!("Thủ tục {code}"), &*other.name),
            Evidence::from_elsewhere("Khác nhau", harder.join("; ")),
        ];
        report.say(
            "ten",
            format!(
                "nặng hơn thủ tục {code} cùng loại cho đối tượng khác: {}",
                harder.join("; ")
            ),
            evidence,
        );
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn record(who: &str, limit: &str) -> String {
        format!(
            "{{ten: Cấp giấy phép khai thác nước cho {who}, cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: {limit}}}]}}"
        )
    }

    #[test]
    fn the_harder_of_two_is_found() {
        let setup = Setup::default().other("2.000001", &record("cá nhân", "10 ngày"));
        assert_eq!(
            messages(&RULE, &setup, &record("doanh nghiệp", "20 ngày")),
            ["nặng hơn thủ tục 2.000001 cùng loại cho đối tượng khác: 20 ngày so với 10"]
        );
    }

    #[test]
    fn the_easier_one_and_small_differences_are_left_alone() {
        let setup = Setup::default().other("2.000001", &record("cá nhân", "10 ngày"));
        for limit in ["10 ngày", "5 ngày", "12 ngày"] {
            assert!(
                messages(&RULE, &setup, &record("doanh nghiệp", limit)).is_empty(),
                "{limit}"
            );
        }
        assert!(messages(&RULE, &setup, "ten: Cấp giấy phép khai thác nước").is_empty());
    }
}
