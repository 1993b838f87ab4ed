//! dossiers with more papers than others of their kind.

use crate::catalogue::procedure::Paper;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::prepared::unconditional;
use crate::review::{Context, Report, Rule, Subject, Threshold, wording};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-22",
    name: "many-papers",
    version: 1,
    title: "Hồ sơ nhiều giấy tờ",
    severity: Severity::Medium,
    outcome: "cat_giam_ho_so",
    thresholds: &[
        Threshold { key: "so_giay_to", title: "Số giấy tờ bắt buộc nhiều nhất", value: 10 },
        Threshold { key: "nhom", title: "Số thủ tục ít nhất của nhóm để so sánh", value: 8 },
    ],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 28"),
    ],
    explanation: "Tìm gì
Số giấy tờ bắt buộc của một trường hợp lớn hơn ngưỡng so_giay_to, hoặc vượt hẳn các thủ tục cùng lĩnh vực, cùng động từ (phân vị 75 cộng 1,5 lần khoảng tứ phân vị, ít nhất nhom thủ tục).

Vì sao
Hồ sơ dài là chi phí của người dân và là chỗ dễ bị trả lại.

Nên làm gì
Xem từng giấy tờ: có cần không, cơ quan đã có chưa, có gộp vào tờ khai được không.

Khi nào không báo
Giấy tờ «nếu có», chỉ cho một trường hợp; hồ sơ có chỗ chỉ cần một trong nhiều giấy tờ; lưu ý; ít hơn 6 giấy tờ.",
    check,
};

/// Fewer papers than these are not many, whatever the others ask for.
const FEW: usize = 6;

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let papers: Vec<&Paper> = unconditional(procedure).collect();
    let count = papers.len();
    if count < FEW {
        return;
    }
    // Rows of which one is enough cannot be told from rows that are all asked for.
    let choice = |words: &str| wording::has_one(words, &["một trong", "một trong các", "một trong những", "hoặc bản"]);
    if procedure.papers.iter().any(|asked| choice(&asked.words)) {
        return;
    }
    let most = context.threshold(&RULE, "so_giay_to") as usize;
    let kind = context.peers().kind(procedure);
    let kind = kind.filter(|kind| kind.len() >= context.threshold(&RULE, "nhom") as usize);
    let fence = kind.map(|kind| {
        let (low, high) = (kind.papers_at(25), kind.papers_at(75));
        high + (high - low) * 3 / 2
    });
    if count <= most && fence.is_none_or(|fence| count <= fence) {
        return;
    }
    let names: Vec<String> = papers.iter().map(|paper| wording::short(&paper.name)).collect();
    let mut evidence = vec![Evidence::at("ho_so", "Giấy tờ bắt buộc", names.join("; "))];
    if let Some(kind) = kind {
        evidence.push(Evidence::from_elsewhere(
            format!("{} thủ tục cùng lĩnh vực, cùng động từ", kind.len()),
            format!("một nửa có đến {} giấy tờ", kind.papers_at(50)),
        ));
    }
    report.say(
        "ho_so",
        format!("hồ sơ có {} giấy tờ bắt buộc", text::count(count as u64)),
        evidence,
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn dossier(count: usize, more: &str) -> String {
        let papers: Vec<String> = (0..count)
            .map(|at| format!("{{ten: Giấy tờ thứ {at}, ban_chinh: 1}}"))
            .collect();
        format!("ho_so: [{{giay_to: [{}{more}]}}]", papers.join(", "))
    }

    #[test]
    fn more_than_ten_are_many() {
        let found = messages(&RULE, &Setup::default(), &dossier(11, ""));
        assert_eq!(found, ["hồ sơ có 11 giấy tờ bắt buộc"]);
        assert!(messages(&RULE, &Setup::default(), &dossier(10, "")).is_empty());
        let optional = ", {ten: Trường hợp ủy quyền thì nộp giấy ủy quyền, ban_chinh: 1}, {ten: Hợp đồng, neu_co: true, ban_chinh: 1}";
        assert!(messages(&RULE, &Setup::default(), &dossier(10, optional)).is_empty());
    }

    #[test]
    fn fewer_are_many_where_others_ask_for_less() {
        let others = (0..8).fold(Setup::default(), |setup, at| {
            let yaml = format!("{{ten: Cấp giấy phép khác {at}, {}}}", dossier(2, ""));
            setup.other(&format!("2.00000{at}"), &yaml)
        });
        assert_eq!(
            messages(&RULE, &others, &dossier(7, "")),
            ["hồ sơ có 07 giấy tờ bắt buộc"]
        );
        assert!(messages(&RULE, &others, &dossier(5, "")).is_empty());
    }
}
