//! steps that do not say who acts or how long.

use crate::catalogue::procedure::Step;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-25",
    name: "step-without-actor",
    version: 1,
    title: "Bước thực hiện không ghi cơ quan hoặc thời gian",
    severity: Severity::Medium,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 2 Điều 8"),
    ],
    explanation: "Tìm gì
Trình tự chia thành nhiều bước mà một bước không ghi người thực hiện trong khi bước khác có ghi; hoặc bước của cơ quan không ghi thời gian trong khi bước khác của cơ quan có ghi.

Vì sao
Không biết ai phải làm trong bao lâu thì không kiểm tra được việc đúng hạn.

Nên làm gì
Bổ sung cơ quan, thời gian của từng bước.

Khi nào không báo
Trình tự chỉ có một bước, hoặc không bước nào ghi; bước của người nộp hồ sơ; chưa có thời hạn chung (quy tắc R-24).",
    check,
};

/// Words of an actor who is the applicant.
const APPLICANTS: [&str; 12] = [
    "cá nhân",
    "tổ chức",
    "công dân",
    "người yêu cầu",
    "người nộp",
    "người dân",
    "doanh nghiệp",
    "hộ kinh doanh",
    "hộ gia đình",
    "người đề nghị",
    "chủ đầu tư",
    "hợp tác xã",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let steps = &procedure.steps;
    let has_limit = procedure.channels.iter().any(|row| row.time_limit.is_some());
    if steps.len() < 2 || !has_limit {
        return;
    }
    let by_office = |step: &&Step| {
        let actor = step.actor.as_deref().map(text::canonical);
        actor.is_some_and(|actor| !APPLICANTS.iter().any(|word| actor.starts_with(word)))
    };
    let some_actor = steps.iter().any(|step| step.actor.is_some());
    let timed = steps
        .iter()
        .filter(by_office)
        .filter(|step| step.time_limit.is_some())
        .count();
    let no_actor = |step: &Step| step.actor.is_none() && some_actor;
    let no_time =
        |step: &Step| by_office(&step) && step.time_limit.is_none() && timed > 0 && !hands_out(&name_of(step));
    say(report, steps, "co_quan", "người thực hiện", no_actor);
    say(report, steps, "thoi_han", "thời gian", no_time);
}

/// One question for all the steps that lack the same.
fn say(report: &mut Report, steps: &[Step], key: &str, what: &str, lacks: impl Fn(&Step) -> bool) {
    let lacking: Vec<(usize, &Step)> = steps.iter().enumerate().filter(|(_, step)| lacks(step)).collect();
    let Some((first, _)) = lacking.first() else { return };
    let evidence = lacking
        .iter()
        .map(|(at, step)| {
            Evidence::at(
                format!("trinh_tu[{at}].{key}"),
                format!("Bước {}", at + 1),
                name_of(step),
            )
        })
        .collect();
    let names: Vec<String> = lacking
        .iter()
        .map(|(at, step)| format!("{} «{}»", at + 1, name_of(step)))
        .collect();
    report.say(
        format!("trinh_tu[{first}]"),
        format!("bước {} không ghi {what}", names.join(", ")),
        evidence,
    );
}

fn name_of(step: &Step) -> String {
    wording::short(step.name.as_deref().or(step.text.as_deref()).unwrap_or_default())
}

/// Receiving and handing out take no time of their own.
fn hands_out(name: &str) -> bool {
    let name = text::canonical(name);
    name.contains("trả kết quả") || name.contains("tiếp nhận")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    #[test]
    fn a_step_without_actor_or_time_is_found() {
        let yaml = "trinh_tu: [{ten: Nộp hồ sơ, co_quan: Cá nhân}, {ten: Thẩm định, co_quan: Sở Xây dựng, thoi_han: 05 ngày}, {ten: Lấy ý kiến, co_quan: Sở Công Thương}, {ten: Ký}]";
        assert_eq!(
            messages(&RULE, &Setup::default(), yaml),
            [
                "bước 3 «Lấy ý kiến» không ghi thời gian",
                "bước 4 «Ký» không ghi người thực hiện"
            ]
        );
    }

    #[test]
    fn steps_that_say_all_or_nothing_are_left_alone() {
        let texts = [
            "trinh_tu: [{ten: Nộp hồ sơ}, {ten: Thẩm định}]",
            "trinh_tu: [{ten: Nộp hồ sơ, co_quan: Cá nhân}, {ten: Trả kết quả, co_quan: Sở Xây dựng}]",
            "trinh_tu: [{ten: Nộp hồ sơ, co_quan: Cá nhân}]",
        ];
        left_alone(&RULE, &Setup::default(), &texts, str::to_owned);
    }
}
