//! papers that other procedures issue.

use crate::catalogue::procedure::Procedure;
use crate::finding::Place;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Outline, Report, Rule, Subject, wording};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-41",
    name: "chain",
    version: 1,
    title: "Kết quả của thủ tục này là giấy tờ của thủ tục khác",
    severity: Severity::High,
    outcome: "lien_thong",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 3 Điều 27"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Phụ lục I"),
    ],
    explanation: "Tìm gì
Giấy tờ trong hồ sơ là kết quả của một thủ tục do cơ quan khác giải quyết, cho cùng loại đối tượng.

Vì sao
Người dân phải làm hai thủ tục nối nhau; cơ quan có thể nối dữ liệu hoặc giải quyết liên thông.

Nên làm gì
Cân nhắc thực hiện liên thông, hoặc bỏ giấy tờ và lấy từ cơ quan cấp.

Khi nào không báo
Thủ tục cũng cấp, đổi chính giấy đó; cùng cơ quan (quy tắc R-16); giấy tờ đã có cơ sở dữ liệu (các quy tắc R-12 đến R-15); đối tượng khác nhau; tên kết quả quá chung.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(at) = context.place_of(procedure.identity()) else {
        return;
    };
    let mut said = Vec::new();
    for need in context.results().needs(at).iter().filter(|need| !need.own) {
        if context.held().names_one(&need.paper) {
            continue;
        }
        let same_agency = |issuer: &usize| context.results().share_authority(at, *issuer);
        if need.issuers.is_empty() || need.issuers.iter().any(same_agency) {
            continue;
        }
        let issuer = need.issuers.iter().find_map(|at| {
            let other = context.other(*at)?;
            share_applicants(procedure, other).then_some(other)
        });
        let Some(other) = issuer else { continue };
        let code = &*other.code;
        if said.contains(&code) {
            continue;
        }
        said.push(code);
        let path = format!("{}.ten", need.path);
        let evidence = vec![
            Evidence::at(&path, "Giấy tờ", &need.paper),
            Evidence::in_file(
                Place::file(&*other.path),
                format!("Kết quả của thủ tục {code}"),
                &*other.name,
            ),
            Evidence::from_elsewhere("Đường đi", format!("{code} → {}", procedure.identity())),
        ];
        let message = format!(
            "«{}» là kết quả của thủ tục {code}: có thể liên thông",
            wording::short(&need.paper)
        );
        report.say(path, message, evidence);
    }
}

fn share_applicants(procedure: &Procedure, other: &Outline) -> bool {
    let (own, theirs) = (&procedure.applicants, &other.applicants);
    let also_theirs = |applicant: &str| theirs.iter().any(|other| **other == *applicant);
    own.is_empty() || theirs.is_empty() || own.iter().any(|own| also_theirs(&own.text().to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn setup(who: &str) -> Setup {
        Setup::default().other(
            "2.000001",
            &format!("{{ten: Cấp giấy phép môi trường, doi_tuong: [{who}], co_quan_thuc_hien: [Sở Nông nghiệp và Môi trường], ket_qua: [{{ten: Giấy phép môi trường cơ sở}}]}}"),
        )
    }

    const PAPER: &str = "ho_so: [{giay_to: [{ten: Bản sao Giấy phép môi trường cơ sở, ban_sao: 1}]}]";

    #[test]
    fn the_result_of_another_agency_is_found() {
        assert_eq!(
            messages(&RULE, &setup("Công dân Việt Nam"), PAPER),
            ["«Bản sao Giấy phép môi trường cơ sở» là kết quả của thủ tục 2.000001: có thể liên thông"]
        );
    }

    #[test]
    fn other_applicants_the_same_agency_or_the_own_result_are_left_alone() {
        assert!(messages(&RULE, &setup("Doanh nghiệp"), PAPER).is_empty());
        let same = format!("{{co_quan_thuc_hien: [Sở Nông nghiệp và Môi trường], {PAPER}}}");
        assert!(messages(&RULE, &setup("Công dân Việt Nam"), &same).is_empty());
        let own = format!("{{ket_qua: [{{ten: Giấy phép môi trường cơ sở}}], {PAPER}}}");
        assert!(messages(&RULE, &setup("Công dân Việt Nam"), &own).is_empty());
    }
}
