//! procedures nobody has used for years, where the figures are complete.

use crate::catalogue::values::{Date, Written};
use crate::catalogue::volume::YearCount;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::prepared::Year;
use crate::review::{Context, Report, Rule, Subject};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-05",
    name: "no-dossiers",
    version: 1,
    title: "Không phát sinh hồ sơ nhiều năm liên tục",
    severity: Severity::High,
    outcome: "bai_bo",
    thresholds: &[],
    grounds: &[Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 28")],
    explanation: "Tìm gì
Số hồ sơ tiếp nhận bằng 0 trong tất cả các năm gần nhất, ít nhất bằng số năm quy định ở tham số so_nam_khong_ho_so.

Vì sao
Thủ tục không ai thực hiện có thể không còn cần thiết; các phương án đã thông qua thường lấy đây làm lý do.

Nên làm gì
Xác minh với đơn vị giải quyết, rồi đề xuất hoặc kiến nghị bãi bỏ.

Khi nào không báo
Thiếu số liệu của năm nào đó; các năm có số liệu không liền nhau; năm đang diễn ra chưa đủ số liệu; thủ tục công bố sau năm đầu của chuỗi năm; tên thuộc danh sách hiếm theo bản chất.",
    check,
};

/// Years without a dossier when the catalogue does not say how many.
const IDLE_YEARS: u16 = 3;

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let parameters = &context.catalogue.settings().parameters;
    let wanted = usize::from(parameters.idle_years.unwrap_or(IDLE_YEARS).max(1));
    let years = context.catalogue.volumes().of(procedure.identity());
    let known = context.catalogue.volumes().years().count();
    let idle = idle_years(&years, context.day);
    // A year of the statistics without a row for the procedure is a gap in the data, not a zero.
    if idle.len() < wanted || years.len() != known {
        return;
    }
    let first = idle.last().map_or(0, |year| year.year);
    if is_new_in(procedure, first) || is_rare(context, procedure) {
        return;
    }
    let evidence = idle
        .iter()
        .rev()
        .map(|year| evidence(context, procedure, year))
        .collect();
    let last = idle.first().map_or(first, |year| year.year);
    report.say(
        "",
        format!(
            "không phát sinh hồ sơ trong {} năm liên tục ({first} - {last})",
            text::count(idle.len() as u64)
        ),
        evidence,
    );
}

/// The latest complete years without a dossier, newest first, one right after the other. The year under way does not
/// count as one of them, but a dossier in it ends the run.
fn idle_years(years: &[YearCount], day: Date) -> Vec<&YearCount> {
    let is_complete = |year: &YearCount| i32::from(year.year) < i32::from(day.year());
    let mut idle: Vec<&YearCount> = Vec::new();
    for year in years.iter().rev() {
        let follows = idle.last().is_none_or(|later| later.year == year.year + 1);
        if year.received > 0 || !follows {
            break;
        }
        if is_complete(year) {
            idle.push(year);
        }
    }
    idle
}

/// Whether the name says that it is seldom used by its nature.
pub(super) fn is_rare(context: &Context<'_>, procedure: &Subject<'_>) -> bool {
    let rare = &context.catalogue.settings().parameters.rare_by_nature;
    rare.iter()
        .any(|phrase| procedure.words.contains(&text::canonical(phrase)))
}

/// Whether it was announced in a year or later: before that nobody could hand anything in.
pub(super) fn is_new_in(procedure: &Subject<'_>, year: u16) -> bool {
    let announced = procedure.announced_on.as_ref().and_then(Written::value);
    announced.is_some_and(|date| i32::from(date.year()) >= i32::from(year))
}

/// The dossiers of a year as a fact, at its line of the statistics.
pub(super) fn evidence(context: &Context<'_>, procedure: &Subject<'_>, count: &YearCount) -> Evidence {
    let mut years = context.catalogue.volumes().rows_of(procedure.identity());
    let rows = years.find(|(year, _)| *year == count.year).map(|(_, rows)| rows);
    let year = Year {
        year: count.year,
        rows: rows.unwrap_or_default(),
    };
    year.evidence("Hồ sơ", count.received.to_string())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, counts, messages};

    #[test]
    fn three_empty_years_are_found() {
        assert_eq!(
            messages(&RULE, &counts([0, 0, 0]), "{}"),
            ["không phát sinh hồ sơ trong 03 năm liên tục (2023 - 2025)"]
        );
    }

    #[test]
    fn one_dossier_in_the_span_is_enough() {
        assert!(messages(&RULE, &counts([0, 1, 0]), "{}").is_empty());
    }

    #[test]
    fn a_new_procedure_and_a_rare_one_are_left_alone() {
        assert!(messages(&RULE, &counts([0, 0, 0]), "ngay_cong_bo: 01/06/2024").is_empty());
        let setup = counts([0, 0, 0]).parameters("hiem_theo_ban_chat: [con nuôi nước ngoài]");
        assert!(messages(&RULE, &setup, "ten: Đăng ký nhận con nuôi nước ngoài").is_empty());
    }

    #[test]
    fn a_gap_in_the_figures_is_not_a_zero() {
        let setup = counts([0, 0, 0]).other_count(2022, 5);
        assert!(messages(&RULE, &setup, "{}").is_empty());
    }

    #[test]
    fn years_that_do_not_follow_each_other_prove_nothing() {
        let setup = [2021, 2023, 2025]
            .into_iter()
            .fold(Setup::default(), |setup, year| setup.count(year, 0));
        assert!(messages(&RULE, &setup, "{}").is_empty());
    }

    #[test]
    fn the_year_under_way_is_not_yet_an_empty_year_but_its_dossiers_count() {
        assert!(messages(&RULE, &counts([1, 0, 0]).count(2026, 0), "{}").is_empty());
        assert!(messages(&RULE, &counts([0, 0, 0]).count(2026, 1), "{}").is_empty());
        assert_eq!(
            messages(&RULE, &counts([0, 0, 0]).count(2026, 0), "{}"),
            ["không phát sinh hồ sơ trong 03 năm liên tục (2023 - 2025)"]
        );
    }
}
