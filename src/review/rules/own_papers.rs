//! papers the same agency issued.

use crate::finding::Place;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::prepared::authorities;
use crate::review::{Context, Report, Rule, Subject, wording};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-16",
    name: "own-papers",
    version: 1,
    title: "Yêu cầu giấy tờ do chính cơ quan giải quyết cấp",
    severity: Severity::High,
    outcome: "cat_giam_ho_so",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 224/2026/NĐ-CP", "khoản 4 Điều 18").from("2026-07-01"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 28"),
    ],
    explanation: "Tìm gì
Giấy tờ trong hồ sơ là kết quả của một thủ tục do chính cơ quan này giải quyết; hoặc bản sao của giấy do chính thủ tục này cấp.

Vì sao
Cơ quan đã có dữ liệu về giấy tờ mình cấp.

Nên làm gì
Bỏ giấy tờ khỏi hồ sơ, tra cứu trong hồ sơ lưu hoặc hệ thống thông tin giải quyết thủ tục.

Khi nào không báo
Bản chính của giấy phải nộp lại khi cấp lại, đổi, thu hồi; tên kết quả quá chung; chỉ xuất trình, chỉ nhắc đến; không biết cơ quan giải quyết.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(at) = context.place_of(procedure.identity()) else {
        return;
    };
    let own = authorities(procedure);
    if own.is_empty() {
        return;
    }
    for need in context.results().needs(at) {
        let path = format!("{}.ten", need.path);
        let issuer = need
            .issuers
            .iter()
            .find(|issuer| context.results().share_authority(at, **issuer));
        let issuer = issuer.and_then(|issuer| context.other(*issuer));
        let mut evidence = vec![Evidence::at(&path, "Giấy tờ", &need.paper)];
        let from = match issuer {
            // What is handed back to be changed is no proof that is asked for twice.
            _ if need.own && !need.copy => continue,
            _ if need.own => "chính thủ tục này cấp".to_owned(),
            Some(other) => {
                let code = &other.code;
                let place = Place::file(&*other.path);
                evidence.push(Evidence::in_file(
                    place,
                    format!("Kết quả của thủ tục {code}"),
                    &*other.name,
                ));
                format!("thủ tục {code} của cùng cơ quan cấp")
            }
            None => continue,
        };
        evidence.push(Evidence::from_elsewhere(
            "Cơ quan giải quyết",
            own.iter().next().map_or("", String::as_str),
        ));
        report.say(
            path,
            format!("yêu cầu nộp «{}», giấy tờ do {from}", wording::short(&need.paper)),
            evidence,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    const ISSUER: &str = "{ten: Cấp giấy phép bán lẻ rượu, co_quan_thuc_hien: [Ủy ban nhân dân cấp xã], ket_qua: [{ten: Giấy phép bán lẻ rượu}]}";

    #[test]
    fn the_result_of_another_procedure_of_the_agency_is_found() {
        let setup = Setup::default().other("2.000001", ISSUER);
        let yaml = "ho_so: [{giay_to: [{ten: Bản sao Giấy phép bán lẻ rượu đã được cấp, ban_sao: 1}]}]";
        assert_eq!(
            messages(&RULE, &setup, yaml),
            [
                "yêu cầu nộp «Bản sao Giấy phép bán lẻ rượu đã được cấp», giấy tờ do thủ tục 2.000001 của cùng cơ quan cấp"
            ]
        );
        let elsewhere = format!("{{co_quan_thuc_hien: [Sở Công Thương], {yaml}}}");
        assert!(messages(&RULE, &setup, &elsewhere).is_empty());
    }

    #[test]
    fn of_its_own_result_only_a_copy_is_asked_twice() {
        let own = |paper: &str| {
            format!(
                "{{ten: Cấp lại Giấy phép bán lẻ rượu, ket_qua: [{{ten: Giấy phép bán lẻ rượu}}], ho_so: [{{giay_to: [{{ten: {paper}, ban_chinh: 1}}]}}]}}"
            )
        };
        assert_eq!(
            messages(&RULE, &Setup::default(), &own("Bản sao Giấy phép bán lẻ rượu")).len(),
            1
        );
        let texts = [
            "Bản gốc Giấy phép bán lẻ rượu",
            "Đơn đề nghị cấp lại Giấy phép bán lẻ rượu",
        ];
        left_alone(&RULE, &Setup::default(), &texts, own);
    }
}
