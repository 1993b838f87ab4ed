//! pairs of procedures whose names say the same.

use crate::finding::{Evidence, Finding, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, Threshold};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-09",
    name: "near-duplicate",
    version: 1,
    title: "Thủ tục gần trùng tên",
    severity: Severity::High,
    outcome: "hop_nhat",
    thresholds: &[Threshold {
        key: "giong_nhau",
        title: "Tên giống nhau từ (%)",
        value: 90,
    }],
    grounds: &[Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 5 Điều 7")],
    explanation: "Tìm gì
Hai thủ tục khác mã có tên giống nhau từ 90% trở lên sau khi bỏ chữ chỉ cấp, cùng động từ (cấp, cấp lại, gia hạn …).

Vì sao
Hai bản ghi cho cùng một việc làm người dân lúng túng và làm số liệu sai.

Nên làm gì
So sánh hai thủ tục, hợp nhất hoặc chuẩn hóa tên, bãi bỏ bản ghi thừa.

Khi nào không báo
Khác động từ (cấp và cấp lại); khác đối tượng (tên khác ở phần nội dung).",
    check,
};

/// Label of the fact that names the other one, before its code.
const NAME_OF: &str = "Tên thủ tục ";

/// The code of the other procedure a finding of this rule is about: of a pair only the first is told.
pub(in crate::review) fn other_of(finding: &Finding) -> Option<&str> {
    let mut facts = finding.evidence.iter().filter(|_| finding.rule == RULE.name);
    facts.find_map(|fact| fact.label.strip_prefix(NAME_OF))
}

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for (code, likeness) in context
        .names()
        .nearly_equal(procedure.identity(), context.threshold(&RULE, "giong_nhau"))
    {
        let Some(other) = context.place_of(code).and_then(|at| context.other(at)) else {
            continue;
        };
        let evidence = vec![
            Evidence::at("ten", "Tên", &procedure.name),
            Evidence::from_elsewhere(format!("{NAME_OF}{code}"), &*other.name),
            Evidence::from_elsewhere("Giống nhau", format!("{likeness}%")),
            Evidence::from_elsewhere("Lĩnh vực", format!("{} / {}", procedure.field, other.field)),
        ];
        report.say(
            "ten",
            format!("tên gần trùng với thủ tục {code} «{}» ({likeness}%)", other.name),
            evidence,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn beside(name: &str) -> Setup {
        Setup::default().other_procedure("2.000002", name)
    }

    #[test]
    fn the_same_name_at_another_level_is_found() {
        let yaml = "ten: Cấp Giấy phép bán lẻ rượu trên địa bàn cấp tỉnh";
        let found = messages(&RULE, &beside("Thủ tục cấp Giấy phép bán lẻ rượu"), yaml);
        assert_eq!(
            found,
            ["tên gần trùng với thủ tục 2.000002 «Thủ tục cấp Giấy phép bán lẻ rượu» (100%)"]
        );
    }

    #[test]
    fn another_verb_or_another_object_is_another_procedure() {
        for name in ["Cấp lại Giấy phép bán lẻ rượu", "Cấp Giấy phép bán buôn thuốc lá"] {
            assert!(
                messages(&RULE, &beside(name), "ten: Cấp Giấy phép bán lẻ rượu").is_empty(),
                "{name}"
            );
        }
    }
}
