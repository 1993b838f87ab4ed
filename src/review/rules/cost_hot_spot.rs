//! the dearest procedures of the catalogue.

use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, Threshold, cost};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-52",
    name: "cost-hot-spot",
    version: 1,
    title: "Chi phí tuân thủ thuộc nhóm cao nhất",
    severity: Severity::Low,
    outcome: "sua_doi_bo_sung",
    thresholds: &[Threshold {
        key: "phan_tram",
        title: "Nhóm cao nhất (%)",
        value: 10,
    }],
    grounds: &[Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 28")],
    explanation: "Tìm gì
Chi phí tuân thủ một năm (tthc cost) thuộc nhóm cao nhất của danh mục, theo ngưỡng phan_tram.

Vì sao
Cắt giảm ở nhóm này có lợi nhất.

Nên làm gì
Ưu tiên đưa vào kế hoạch rà soát.

Khi nào không báo
Ít hơn 20 thủ tục tính được chi phí; không có mức thu nhập bình quân; chi phí bằng 0.",
    check,
};

/// Fewer procedures have no dearest tenth.
const PROCEDURES: usize = 20;

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let costs = context.costs();
    let Some((rank, cost)) = costs
        .of_procedure(procedure.identity())
        .filter(|_| costs.len() >= PROCEDURES)
    else {
        return;
    };
    if rank * 100 >= costs.len() * context.threshold(&RULE, "phan_tram") as usize {
        return;
    }
    let share = cost::percent(cost, costs.total()).map_or_else(String::new, |percent| {
        format!(", {}% của danh mục", text::decimal(percent))
    });
    let evidence = vec![
        Evidence::from_elsewhere("Chi phí tuân thủ một năm", format!("{} đồng", text::decimal(cost))),
        Evidence::from_elsewhere("Thứ hạng", format!("{}/{}", rank + 1, costs.len())),
    ];
    report.say(
        "",
        format!(
            "chi phí tuân thủ {} đồng một năm{share}, hạng {}/{}",
            text::decimal(cost),
            rank + 1,
            costs.len()
        ),
        evidence,
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn setup(own: u32, others: usize) -> Setup {
        let income = "tnbq: [{nam: 2025, muc: 50.000 đồng, nguon: thử}]";
        let estimate = "uoc_tinh: [{viec: nop_truc_tiep_xa, gio: '1', nguon: thử}, {viec: don_to_khai, gio: '1', nguon: thử}, {viec: nhan_ket_qua, gio: '1', nguon: thử}]";
        let setup = Setup::default()
            .parameters(income)
            .parameters(estimate)
            .count(2025, own);
        (0..others).fold(setup, |setup, at| {
            let code = format!("2.0000{at:02}");
            let row = format!("{code},Xã,100,0,0,0,0,0,số liệu minh họa");
            setup.other(&code, "{}").figures(2025, "", &row)
        })
    }

    #[test]
    fn the_dearest_tenth_is_found() {
        let found = messages(&RULE, &setup(5000, 25), "{}");
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("chi phí tuân thủ ") && found[0].ends_with(", hạng 1/26"),
            "{found:?}"
        );
    }

    #[test]
    fn the_others_and_small_catalogues_are_left_alone() {
        assert!(messages(&RULE, &setup(10, 25), "{}").is_empty());
        assert!(messages(&RULE, &setup(5000, 5), "{}").is_empty());
    }
}
