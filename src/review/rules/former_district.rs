//! records that still name the district level after it ended.

use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::Level;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::former::{self, EndedAgency};
use crate::review::wording::{contains_words, has_one};
use crate::review::{Context, Report, Rule, Subject};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-07",
    name: "former-district",
    version: 1,
    title: "Còn cấp huyện sau khi kết thúc cấp huyện",
    severity: Severity::High,
    outcome: "phan_cap",
    thresholds: &[],
    grounds: &[
        Ground::seen("Luật số 72/2025/QH15", ""),
    ],
    explanation: "Tìm gì
Cấp thực hiện, cơ quan, người thực hiện bước hoặc nơi tiếp nhận còn ghi cấp huyện, Ủy ban nhân dân huyện, phòng chuyên môn cấp huyện.

Vì sao
Cấp huyện kết thúc hoạt động; thẩm quyền đã chuyển cho cấp tỉnh hoặc cấp xã.

Nên làm gì
Chuyển thẩm quyền theo nghị định phân định thẩm quyền, bãi bỏ bản ghi cũ.

Khi nào không báo
Ngày rà soát trước ngày kết thúc cấp huyện; chữ «huyện» chỉ nằm trong tên văn bản, tên riêng (bệnh viện, trường học), ghi chú hồ sơ hoặc giấy tờ cũ.",
    check,
};

/// Offices of the former level. "Quận" alone would also be a surname; an office is named with its body.
const OFFICES: [&str; 20] = [
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
    "phòng lao động - thương binh và xã hội",
    "phòng tài chính - kế hoạch",
    "phòng kinh tế và hạ tầng",
    "phòng quản lý đô thị",
    "công an quận",
    "bảo hiểm xã hội huyện",
    "chi cục thuế huyện",
    "chi cục thuế quận",
    "quận, huyện",
];

/// Last words of houses that keep the name of a former district.
const HOUSES: [&str; 4] = ["viện", "trường", "đường", "chợ"];

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let Some(end) = &context.catalogue.settings().parameters.district_ended else {
        return;
    };
    let Some(ended) = end.date.value().filter(|date| **date <= context.day) else {
        return;
    };
    let ended_agencies = context.ended_districts();
    let ground = || {
        let basis = context.catalogue.documents().cite(&end.basis);
        Evidence::from_elsewhere("Kết thúc cấp huyện", format!("{ended}, {basis}"))
    };
    for (index, level) in procedure.levels.iter().enumerate() {
        if level.value() == Some(&Level::District) {
            let path = format!("cap_thuc_hien[{index}]");
            let evidence = vec![Evidence::at(&path, "Cấp thực hiện", level.text()), ground()];
            report.say(
                path,
                format!("cấp thực hiện còn ghi «{}» sau ngày {ended}", level.text()),
                evidence,
            );
        }
    }
    for (path, label, words) in offices(procedure) {
        let Some(office) = former_office(words, ended_agencies) else {
            continue;
        };
        let mut evidence = vec![Evidence::at(&path, label, words), ground()];
        let successor = office.and_then(|agency| agency.successor);
        evidence.extend(successor.map(|successor| Evidence::from_elsewhere("Thay bằng", successor)));
        report.say(
            path,
            format!("{} còn ghi «{words}» sau ngày {ended}", text::lower_first(label)),
            evidence,
        );
    }
    if let Some((address, place)) = procedure
        .reception_address
        .as_deref()
        .filter(|address| former_office(address, ended_agencies).is_none())
        .and_then(|address| Some((address, district_in(address)?)))
    {
        let path = "dia_chi_tiep_nhan";
        let evidence = vec![Evidence::at(path, "Địa chỉ tiếp nhận", address), ground()];
        report.say(
            path,
            format!("địa chỉ tiếp nhận còn ghi «{place}» sau ngày {ended}"),
            evidence,
        );
    }
}

/// Whether words name an office of the former level: by the usual names, or by the register of agencies, which knows who
/// took over.
fn former_office<'e, 'a>(words: &str, ended: &'e [EndedAgency<'a>]) -> Option<Option<&'e EndedAgency<'a>>> {
    let canonical = text::canonical(words);
    let registered = ended.iter().find(|agency| contains_words(&canonical, &agency.name));
    let usual = || has_one(&canonical, &OFFICES);
    (registered.is_some() || usual()).then_some(registered)
}

/// A district named in an address: "quận Hải Châu", "huyện Bình Chánh", "Quận 1".
fn district_in(address: &str) -> Option<String> {
    let words: Vec<&str> = text::syllables(address).map(|(_, word)| word).collect();
    let is_name = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let at = words
        .windows(2)
        .position(|pair| ["quận", "huyện"].contains(&text::canonical(pair[0]).as_str()) && is_name(pair[1]))?;
    // After "Bệnh viện", "Trung tâm" and the like the district is part of the name of a house.
    let of_a_house = words[..at]
        .iter()
        .rev()
        .take(4)
        .any(|word| HOUSES.contains(&text::canonical(word).as_str()));
    let name: Vec<&str> = words[at + 1..]
        .iter()
        .take(3)
        .copied()
        .take_while(|word| is_name(word))
        .collect();
    (!of_a_house).then(|| format!("{} {}", words[at], name.join(" ")))
}

/// Where offices act: lists of agencies, where dossiers are handed in, actors of steps.
fn offices(procedure: &Procedure) -> impl Iterator<Item = (String, &'static str, &str)> {
    let steps = procedure.steps.iter().enumerate();
    let actors = steps.filter_map(|(at, step)| former::actor_of(at, step));
    former::named_in(procedure).into_iter().chain(actors)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, found, left_alone, messages};

    fn setup() -> Setup {
        Setup::default().parameters("ket_thuc_cap_huyen: {ngay: 01/07/2025, can_cu: 72/2025/QH15}")
    }

    #[test]
    fn the_level_and_its_offices_are_found() {
        assert_eq!(
            messages(&RULE, &setup(), "cap_thuc_hien: [Cấp huyện, Cấp xã]"),
            ["cấp thực hiện còn ghi «Cấp huyện» sau ngày 01/07/2025"]
        );
        let texts = [
            "co_quan_thuc_hien: [Ủy ban nhân dân cấp huyện]",
            "co_quan_phoi_hop: [Phòng Tư pháp cấp huyện]",
            "trinh_tu: [{ten: Thẩm định, co_quan: UBND huyện}]",
            "dia_chi_tiep_nhan: Bộ phận Một cửa của Uỷ ban nhân dân quận",
        ];
        found(&RULE, &setup(), &texts, str::to_owned);
    }

    #[test]
    fn a_district_in_an_address_is_found() {
        assert_eq!(
            messages(
                &RULE,
                &setup(),
                "dia_chi_tiep_nhan: 'Số 03 Lý Tự Trọng, quận Hải Châu, thành phố Đà Nẵng'"
            ),
            ["địa chỉ tiếp nhận còn ghi «quận Hải Châu» sau ngày 01/07/2025"]
        );
    }

    #[test]
    fn an_office_the_register_says_has_ended_is_found() {
        let agencies = "danh_ba: [{ten: Phòng Y tế, cap: Cấp huyện, den_ngay: 01/07/2025, thay_bang: Sở Y tế}]";
        let yaml = "co_quan_thuc_hien: [Phòng Y tế]";
        assert_eq!(messages(&RULE, &setup().head(agencies), yaml).len(), 1);
        assert!(messages(&RULE, &setup(), yaml).is_empty());
    }

    #[test]
    fn the_names_of_offices_are_canonical() {
        for office in super::OFFICES.iter().chain(&super::HOUSES) {
            assert_eq!(*office, crate::text::canonical(office));
        }
    }

    #[test]
    fn the_word_elsewhere_is_left_alone() {
        let texts = [
            "ho_so: [{luu_y: Giấy phép do cấp huyện cấp trước ngày 01/7/2025 vẫn dùng được}]",
            "co_quan_thuc_hien: [Ủy ban nhân dân cấp xã]",
            "ten: Xác nhận địa giới huyện",
            "co_quan_phoi_hop: [Bệnh viện đa khoa huyện Bình Chánh]",
            "dia_chi_tiep_nhan: 'Bệnh viện quận Bình Tân, phường An Lạc'",
            "can_cu_phap_ly: [{so_hieu: 01/2020/QĐ-UBND}], trinh_tu: [{ten: Nộp, noi_dung: Theo Quyết định phân cấp cho Ủy ban nhân dân cấp huyện}]",
        ];
        left_alone(&RULE, &setup(), &texts, str::to_owned);
    }

    #[test]
    fn before_the_end_of_the_level_nothing_is_said() {
        let setup = Setup::default().parameters("ket_thuc_cap_huyen: {ngay: 01/07/2027, can_cu: 72/2025/QH15}");
        assert!(messages(&RULE, &setup, "cap_thuc_hien: [Cấp huyện]").is_empty());
    }
}
