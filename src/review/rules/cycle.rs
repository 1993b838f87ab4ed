//! procedures that need each other's results.

use crate::finding::Place;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-42",
    name: "cycle",
    version: 1,
    title: "Thủ tục đòi kết quả của nhau",
    severity: Severity::Low,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 5 Điều 7")],
    explanation: "Tìm gì
Đi theo giấy tờ đến thủ tục cấp giấy tờ đó, qua một hay nhiều thủ tục, lại về thủ tục ban đầu.

Vì sao
Không ai có thể làm thủ tục nào trước.

Nên làm gì
Bỏ giấy tờ ở một thủ tục của vòng.

Khi nào không báo
Thủ tục cấp lại, đổi giấy do chính nó cấp; chỉ nhắc đến giấy tờ. Chỉ báo ở mã nhỏ nhất của vòng.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(at) = context.place_of(procedure.identity()) else {
        return;
    };
    let Some(cycle) = context.results().cycle(at) else {
        return;
    };
    let others: Vec<_> = cycle.iter().filter_map(|at| context.other(*at)).collect();
    let evidence = others
        .iter()
        .map(|other| {
            let place = Place::file(&*other.path);
            Evidence::in_file(place, format!("Thủ tục {}", other.code), &*other.name)
        })
        .collect();
    let mut codes: Vec<&str> = others.iter().map(|other| &*other.code).collect();
    codes.extend(codes.first().copied());
    report.say(
        "ho_so",
        format!("vòng giấy tờ: {}", codes.join(" cần kết quả của ")),
        evidence,
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    #[test]
    fn two_procedures_that_need_each_other_are_found_once() {
        let other = "{ten: Chấp thuận vị trí, ket_qua: [{ten: Quyết định chấp thuận vị trí trạm}], ho_so: [{giay_to: [{ten: Giấy phép xây dựng trạm mới, ban_sao: 1}]}]}";
        let own = "{ket_qua: [{ten: Giấy phép xây dựng trạm mới}], ho_so: [{giay_to: [{ten: Quyết định chấp thuận vị trí trạm, ban_sao: 1}]}]}";
        assert_eq!(
            messages(&RULE, &Setup::default().other("2.000001", other), own),
            ["vòng giấy tờ: 1.000001 cần kết quả của 2.000001 cần kết quả của 1.000001"]
        );
        assert!(messages(&RULE, &Setup::default().other("0.000001", other), own).is_empty());
        let one_way = "{ten: Chấp thuận vị trí, ket_qua: [{ten: Quyết định chấp thuận vị trí trạm}]}";
        assert!(messages(&RULE, &Setup::default().other("2.000001", one_way), own).is_empty());
    }
}
