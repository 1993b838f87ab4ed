//! procedures of one thing that could be one.

use crate::finding::Place;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::prepared::Member;
use crate::review::{Context, Report, Rule, Subject, Threshold};

/// See the module.
pub(in crate::review) const RULE: Rule = Rule {
    id: "R-10",
    name: "mergeable-family",
    version: 1,
    title: "Nhóm thủ tục có thể hợp nhất",
    severity: Severity::Medium,
    outcome: "hop_nhat",
    thresholds: &[
        Threshold { key: "giong_nhau", title: "Hồ sơ giống nhau từ (%)", value: 70 },
    ],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 7"),
    ],
    explanation: "Tìm gì
Các thủ tục cùng lĩnh vực, cùng đối tượng công việc, chỉ khác động từ (cấp, cấp lại, đổi, gia hạn, điều chỉnh), hồ sơ giống nhau từ ngưỡng giong_nhau trở lên.

Vì sao
Một thủ tục nhiều trường hợp dễ tìm, dễ sửa hơn nhiều thủ tục gần như nhau.

Nên làm gì
Xem các thủ tục cạnh nhau và dự thảo hợp nhất (tthc merge), gộp thành một thủ tục có nhiều trường hợp.

Khi nào không báo
Hồ sơ khác nhau; hồ sơ chỉ có một giấy tờ; khác lĩnh vực. Chỉ báo một lần ở mã nhỏ nhất của nhóm.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(own_at) = context.place_of(procedure.identity()) else {
        return;
    };
    let members = context.families().of_object(&procedure.name, &procedure.field);
    let Some(own) = members.iter().find(|member| member.at == own_at) else {
        return;
    };
    let least = context.threshold(&RULE, "giong_nhau") as usize;
    let alike: Vec<(&Member, usize)> = own.alike(members, least).collect();
    if alike.is_empty() || alike.iter().any(|(member, _)| member.at < own_at) {
        return;
    }
    let mut evidence = vec![Evidence::at("ten", "Tên", &procedure.name)];
    let mut codes = Vec::new();
    for (member, likeness) in alike {
        let Some(other) = context.other(member.at) else {
            continue;
        };
        let code = &*other.code;
        codes.push(code);
        evidence.push(Evidence::in_file(
            Place::file(&*other.path),
            format!("Thủ tục {code}, hồ sơ giống {likeness}%"),
            &*other.name,
        ));
    }
    report.say(
        "ten",
        format!("có thể hợp nhất với thủ tục {}", codes.join(", ")),
        evidence,
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    const PAPERS: &str = "ho_so: [{giay_to: [{ten: Đơn đề nghị, ban_chinh: 1}, {ten: Bản vẽ, ban_chinh: 1}, {ten: Ảnh hiện trạng, ban_chinh: 1}]}]";

    #[test]
    fn another_verb_with_the_same_papers_is_found_once() {
        let other = format!("{{ten: Gia hạn giấy phép đấu nối, {PAPERS}}}");
        let setup = Setup::default().other("2.000001", &other);
        let own = format!("{{ten: Cấp giấy phép đấu nối, {PAPERS}}}");
        assert_eq!(messages(&RULE, &setup, &own), ["có thể hợp nhất với thủ tục 2.000001"]);
        let before = Setup::default().other("0.000001", &other);
        assert!(messages(&RULE, &before, &own).is_empty());
    }

    #[test]
    fn other_papers_or_another_thing_are_left_alone() {
        for other in [
            "{ten: Gia hạn giấy phép đấu nối, ho_so: [{giay_to: [{ten: Đơn gia hạn, ban_chinh: 1}, {ten: Giấy phép cũ, ban_chinh: 1}]}]}".to_owned(),
            format!("{{ten: Gia hạn giấy phép khai thác, {PAPERS}}}"),
        ] {
            let setup = Setup::default().other("2.000001", &other);
            assert!(messages(&RULE, &setup, &format!("{{ten: Cấp giấy phép đấu nối, {PAPERS}}}")).is_empty());
        }
    }
}
