//! procedures settled higher up than where the dossiers come from.

use crate::catalogue::values::{Level, Written};
use crate::catalogue::volume::Volume;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::prepared::unconditional;
use crate::review::{Context, Report, Rule, Subject, Threshold};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-48",
    name: "level-too-high",
    version: 1,
    title: "Có thể phân cấp",
    severity: Severity::Medium,
    outcome: "phan_cap",
    thresholds: &[
        Threshold { key: "don_vi", title: "Số xã, phường ít nhất", value: 10 },
    ],
    grounds: &[
        Ground::seen("Quyết định số 1015/QĐ-TTg", ""),
        Ground::seen("Nghị quyết số 66.18/2026/NQ-CP", "").from("2026-07-01").until("2027-03-01"),
    ],
    explanation: "Tìm gì
Thủ tục của cấp bộ, cấp tỉnh mà hồ sơ của năm đã qua gần nhất đến từ ít nhất don_vi xã, phường, đặc khu, và hồ sơ đơn giản (ít giấy tờ, không kiểm tra thực tế).

Vì sao
Giải quyết ở nơi gần dân bớt đi lại; số liệu cho thấy việc phát sinh ở xã.

Nên làm gì
Cân nhắc phân cấp, ủy quyền cho cấp xã.

Khi nào không báo
Không có số liệu theo xã; đã có cấp xã thực hiện; hồ sơ nhiều giấy tờ hoặc phải kiểm tra thực tế.",
    check,
};

/// More papers than these are no simple matter.
const PAPERS: usize = 4;

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let levels: Vec<&Level> = procedure.levels.iter().filter_map(Written::value).collect();
    let high = levels
        .iter()
        .any(|level| matches!(level, Level::Ministry | Level::Province));
    if !high || levels.contains(&&Level::Commune) || unconditional(procedure).count() > PAPERS {
        return;
    }
    let Some(year) = context.last_year(procedure.identity()) else {
        return;
    };
    if procedure.steps_say(&["thực tế", "thực địa", "hiện trường", "hội đồng"]) {
        return;
    }
    let is_commune = |row: &&Volume| {
        let unit = text::canonical(&row.unit);
        ["xã ", "phường ", "đặc khu "]
            .iter()
            .any(|start| unit.starts_with(start))
            && row.received > 0
    };
    let from_communes = year.rows.iter().filter(is_commune).map(|row| row.received);
    let (communes, from_them) = from_communes.fold((0, 0), |(count, sum), received| (count + 1, sum + received));
    let all = year.sum(|row| row.received);
    if communes < context.threshold(&RULE, "don_vi") as usize || from_them * 100 < all * 80 {
        return;
    }
    let names: Vec<&str> = procedure.levels.iter().map(Written::text).collect();
    let evidence = vec![
        Evidence::at("cap_thuc_hien", "Cấp thực hiện", names.join(", ")),
        year.evidence(
            "Hồ sơ từ cấp xã",
            format!("{}/{} ở {communes} đơn vị", text::number(from_them), text::number(all)),
        ),
    ];
    let message = format!(
        "giải quyết ở {} mà {} hồ sơ năm {} đến từ {communes} xã, phường",
        text::lower_first(&names.join(", ")),
        text::share(from_them, all),
        year.year
    );
    report.say("cap_thuc_hien", message, evidence);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn communes(count: usize) -> Setup {
        (0..count).fold(Setup::default(), |setup, at| {
            setup.figures(2025, "", &format!("1.000001,Phường {at},50,0,0,0,0,0,số liệu minh họa"))
        })
    }

    #[test]
    fn dossiers_from_everywhere_are_found() {
        assert_eq!(
            messages(&RULE, &communes(12), "cap_thuc_hien: [Cấp tỉnh]"),
            ["giải quyết ở cấp tỉnh mà 100% hồ sơ năm 2025 đến từ 12 xã, phường"]
        );
    }

    #[test]
    fn a_few_communes_the_commune_itself_or_an_inspection_are_left_alone() {
        assert!(messages(&RULE, &communes(4), "cap_thuc_hien: [Cấp tỉnh]").is_empty());
        assert!(messages(&RULE, &communes(12), "cap_thuc_hien: [Cấp tỉnh, Cấp xã]").is_empty());
        let inspected = "{cap_thuc_hien: [Cấp tỉnh], trinh_tu: [{ten: Kiểm tra, noi_dung: Kiểm tra thực tế}]}";
        assert!(messages(&RULE, &communes(12), inspected).is_empty());
    }
}
