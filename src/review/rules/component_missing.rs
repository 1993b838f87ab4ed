//! components of Điều 8 that are missing or say nothing.

use crate::catalogue::fields::{FIELDS, FieldValue, Required};
use crate::catalogue::procedure::Step;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-36",
    name: "component-missing",
    version: 1,
    title: "Thiếu bộ phận của thủ tục",
    severity: Severity::Medium,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 2 Điều 8"),
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "Điều 15"),
    ],
    explanation: "Tìm gì
Một bộ phận theo Điều 8 để trống, chỉ ghi «Theo quy định», hồ sơ chỉ có lưu ý mà không có giấy tờ nào, không ghi kết quả, hoặc bước thực hiện chỉ có tên mà không có nội dung.

Vì sao
Thủ tục chỉ được công bố khi đủ các bộ phận.

Nên làm gì
Bổ sung trước khi công bố.

Khi nào không báo
Bộ phận không bắt buộc (phí, yêu cầu, mẫu đơn) để trống; kết quả chưa có mã.",
    check,
};

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for field in FIELDS {
        let (Required::Always(ground) | Required::WhenItExists(ground)) = field.required else {
            continue;
        };
        let value = (field.get)(procedure);
        let what = if value.is_absent() {
            "để trống"
        } else if says_nothing(&value) {
            "chỉ ghi chung chung"
        } else if !has_entry(&value) {
            "chỉ có lưu ý"
        } else {
            continue;
        };
        let said = if value.is_absent() {
            "(trống)".to_owned()
        } else {
            value.plain()
        };
        let evidence = vec![
            Evidence::at(field.key, field.label, said),
            Evidence::from_elsewhere("Quy định tại", ground),
        ];
        report.say(
            if value.is_absent() { "" } else { field.key },
            format!("«{}» {what}", field.label),
            evidence,
        );
    }
    steps_without_text(procedure, report);
}

/// Steps that have a name and do not say what happens. Steps of nothing but empty words are the field's matter.
fn steps_without_text(procedure: &Subject<'_>, report: &mut Report) {
    let bare = |step: &Step| step.name.is_some() && step.text.as_deref().is_none_or(is_placeholder);
    let steps: Vec<(usize, &Step)> = procedure
        .steps
        .iter()
        .enumerate()
        .filter(|(_, step)| bare(step))
        .collect();
    let Some((first, _)) = steps.first() else { return };
    let evidence = steps
        .iter()
        .map(|(at, step)| {
            let name = step.name.as_deref().unwrap_or_default();
            Evidence::at(format!("trinh_tu[{at}]"), "Bước", name)
        })
        .collect();
    let count = text::count(steps.len() as u64);
    report.say(
        format!("trinh_tu[{first}]"),
        format!("«Trình tự thực hiện» có {count} bước không ghi nội dung"),
        evidence,
    );
}

/// Words that stand in the place of content.
fn says_nothing(value: &FieldValue<'_>) -> bool {
    is_placeholder(&value.plain())
}

fn is_placeholder(text: &str) -> bool {
    let words = text::canonical(text);
    matches!(
        words.trim_matches(|c: char| !c.is_alphanumeric()),
        "" | "theo quy định"
            | "theo quy định của pháp luật"
            | "theo quy định hiện hành"
            | "thực hiện theo quy định"
            | "không quy định cụ thể"
            | "không có thông tin"
    )
}

fn has_entry(value: &FieldValue<'_>) -> bool {
    match value {
        FieldValue::Entries(entries) => entries.iter().any(|entry| !entry.remark),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    #[test]
    fn a_missing_result_is_found() {
        let found = messages(&RULE, &Setup::default(), "can_cu_phap_ly: [{so_hieu: 63/2010/NĐ-CP}]");
        assert_eq!(found, ["«Kết quả thực hiện» để trống"]);
    }

    #[test]
    fn empty_words_and_notes_are_no_content() {
        let complete = "can_cu_phap_ly: [{so_hieu: 63/2010/NĐ-CP}], ket_qua: [{ten: Giấy phép}]";
        let found = messages(
            &RULE,
            &Setup::default(),
            &format!("{{{complete}, trinh_tu: [{{noi_dung: Theo quy định.}}]}}"),
        );
        assert_eq!(found, ["«Trình tự thực hiện» chỉ ghi chung chung"]);
        let found = messages(
            &RULE,
            &Setup::default(),
            &format!("{{{complete}, ho_so: [{{luu_y: Không phải nộp}}]}}"),
        );
        assert_eq!(found, ["«Thành phần hồ sơ» chỉ có lưu ý"]);
    }

    #[test]
    fn a_result_without_a_code_and_no_fee_are_complete() {
        let yaml = "{can_cu_phap_ly: [{so_hieu: 63/2010/NĐ-CP}], ket_qua: [{ten: Giấy phép}]}";
        assert!(messages(&RULE, &Setup::default(), yaml).is_empty());
    }

    #[test]
    fn a_step_that_says_only_its_name_is_found() {
        let complete = "can_cu_phap_ly: [{so_hieu: 63/2010/NĐ-CP}], ket_qua: [{ten: Giấy phép}]";
        let steps = "trinh_tu: [{ten: Nộp hồ sơ, noi_dung: Nộp tại cấp xã.}, {ten: Thẩm định}, {ten: Trả kết quả, noi_dung: Theo quy định}]";
        let found = messages(&RULE, &Setup::default(), &format!("{{{complete}, {steps}}}"));
        assert_eq!(found, ["«Trình tự thực hiện» có 02 bước không ghi nội dung"]);
    }
}
