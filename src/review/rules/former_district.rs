//! records that still name the district level after it ended.

use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::Level;
use crate::finding::{Certainty, Evidence, Ground, Severity};
use crate::review::papers::contains_words;
use crate::review::{Context, Report, Rule};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-07",
    name: "former-district",
    title: "Còn cấp huyện sau khi kết thúc cấp huyện",
    severity: Severity::High,
    outcome: "phan_cap",
    grounds: &[
        Ground { document: "72/2025/QH15", clause: "", certainty: Certainty::Seen },
    ],
    explanation: "Tìm gì
Cấp thực hiện, cơ quan, người thực hiện bước hoặc nơi tiếp nhận còn ghi cấp huyện, Ủy ban nhân dân huyện, phòng chuyên môn cấp huyện.

Vì sao
Cấp huyện kết thúc hoạt động; thẩm quyền đã chuyển cho cấp tỉnh hoặc cấp xã.

Nên làm gì
Chuyển thẩm quyền theo nghị định phân định thẩm quyền, bãi bỏ bản ghi cũ.

Khi nào không báo
Ngày rà soát trước ngày kết thúc cấp huyện; chữ «huyện» chỉ nằm trong tên văn bản, ghi chú hồ sơ hoặc giấy tờ cũ.",
    check,
};

/// Offices of the former level. "Quận" alone would also be a surname; an office is named with its body.
const OFFICES: [&str; 12] = [
    "cấp huyện",
    "ủy ban nhân dân huyện",
    "ủy ban nhân dân quận",
    "ủy ban nhân dân thị xã",
    "ubnd huyện",
    "ubnd cấp huyện",
    "ubnd quận",
    "công an huyện",
    "phòng giáo dục và đào tạo",
    "phòng tư pháp",
    "phòng tài nguyên và môi trường",
    "quận, huyện",
];

fn check(context: &Context<'_>, procedure: &Procedure, report: &mut Report) {
    let Some(end) = &context.catalogue.settings().parameters.district_ended else {
        return;
    };
    let Some(ended) = end.date.value().filter(|date| **date <= context.day) else {
        return;
    };
    let ground = Evidence::from_elsewhere("Kết thúc cấp huyện", format!("{ended}, {}", end.basis.text()));
    for (index, level) in procedure.levels.iter().enumerate() {
        if level.value() == Some(&Level::District) {
            let path = format!("cap_thuc_hien[{index}]");
            let evidence = vec![Evidence::at(&path, "Cấp thực hiện", level.text()), ground.clone()];
            report.say(
                path,
                format!("cấp thực hiện còn ghi «{}» sau ngày {ended}", level.text()),
                evidence,
            );
        }
    }
    for (path, label, words) in offices(procedure) {
        let canonical = text::canonical(words);
        if OFFICES
            .iter()
            .any(|office| contains_words(&canonical, &text::canonical(office)))
        {
            let evidence = vec![Evidence::at(&path, label, words), ground.clone()];
            report.say(
                path,
                format!("{} còn ghi «{words}» sau ngày {ended}", text::lower_first(label)),
                evidence,
            );
        }
    }
}

/// Where offices act: lists of agencies, actors of steps, where dossiers are handed in.
fn offices(procedure: &Procedure) -> Vec<(String, &'static str, &str)> {
    let lists = [
        ("co_quan_thuc_hien", "Cơ quan thực hiện", &procedure.executing_agencies),
        (
            "co_quan_tham_quyen",
            "Cơ quan có thẩm quyền",
            &procedure.deciding_agencies,
        ),
        (
            "co_quan_uy_quyen",
            "Cơ quan được ủy quyền",
            &procedure.authorised_agencies,
        ),
        ("co_quan_phoi_hop", "Cơ quan phối hợp", &procedure.coordinating_agencies),
    ];
    let mut found = Vec::new();
    for (key, label, names) in lists {
        found.extend(
            names
                .iter()
                .enumerate()
                .map(|(at, name)| (format!("{key}[{at}]"), label, name.as_str())),
        );
    }
    let actors = procedure.steps.iter().enumerate();
    found.extend(actors.filter_map(|(at, step)| {
        step.actor
            .as_deref()
            .map(|actor| (format!("trinh_tu[{at}].co_quan"), "Người thực hiện bước", actor))
    }));
    found.extend(
        procedure
            .reception_address
            .as_deref()
            .map(|address| ("dia_chi_tiep_nhan".to_owned(), "Địa chỉ tiếp nhận", address)),
    );
    found
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn setup() -> Setup {
        Setup::default().parameters("ket_thuc_cap_huyen: {ngay: 01/07/2025, can_cu: 72/2025/QH15}")
    }

    #[test]
    fn the_level_and_its_offices_are_found() {
        assert_eq!(
            messages(&RULE, &setup(), "cap_thuc_hien: [Cấp huyện, Cấp xã]"),
            ["cấp thực hiện còn ghi «Cấp huyện» sau ngày 01/07/2025"]
        );
        for yaml in [
            "co_quan_thuc_hien: [Ủy ban nhân dân cấp huyện]",
            "co_quan_phoi_hop: [Phòng Tư pháp cấp huyện]",
            "trinh_tu: [{ten: Thẩm định, co_quan: UBND huyện}]",
            "dia_chi_tiep_nhan: Bộ phận Một cửa của Uỷ ban nhân dân quận",
        ] {
            assert_eq!(messages(&RULE, &setup(), yaml).len(), 1, "{yaml}");
        }
    }

    #[test]
    fn the_word_elsewhere_is_left_alone() {
        for yaml in [
            "ho_so: [{luu_y: Giấy phép do cấp huyện cấp trước ngày 01/7/2025 vẫn dùng được}]",
            "co_quan_thuc_hien: [Ủy ban nhân dân cấp xã]",
            "ten: Xác nhận địa giới huyện",
        ] {
            assert!(messages(&RULE, &setup(), yaml).is_empty(), "{yaml}");
        }
    }

    #[test]
    fn before_the_end_of_the_level_nothing_is_said() {
        let setup = Setup::default().parameters("ket_thuc_cap_huyen: {ngay: 01/07/2027, can_cu: 72/2025/QH15}");
        assert!(messages(&RULE, &setup, "cap_thuc_hien: [Cấp huyện]").is_empty());
    }
}
