//! Where CPSV-AP carries each field of a procedure, and each part of its entries: the one table export, import, the check and
//! the documentation go by.

use self::Place::{Concept, Entry, Labelled, Nowhere, Text};
use super::terms::{property, short};
use crate::catalogue::fields::field;

/// One field, or one part of its entries.
#[derive(Debug)]
pub struct Row {
    /// Key of the field.
    pub field: &'static str,
    /// Key of the part; empty for the field itself.
    pub part: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Properties from the procedure to a typed value beside the text.
    pub typed: &'static [&'static [&'static str]],
}

/// Where a value stands, as properties from the procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A resource for each entry.
    Entry(&'static [&'static str]),
    /// The text itself.
    Text(&'static [&'static str]),
    /// The text behind its label, "Thời hạn giải quyết: 05 ngày làm việc", among the descriptions of its resource.
    Labelled(&'static [&'static str]),
    /// A `skos:Concept` whose `skos:prefLabel` is the text.
    Concept(&'static [&'static str]),
    /// Nowhere: the profile has no class and no property for it; the reason, in Vietnamese.
    Nowhere(&'static str),
}

impl Place {
    /// The properties; none where it stands nowhere.
    pub fn path(self) -> &'static [&'static str] {
        match self {
            Self::Entry(path) | Self::Text(path) | Self::Labelled(path) | Self::Concept(path) => path,
            Self::Nowhere(_) => &[],
        }
    }

    /// The properties for people: `cv:hasChannel / dct:type`.
    pub fn shown(self) -> String {
        shown(self.path())
    }
}

/// Properties for people: `cv:hasChannel / dct:type`.
pub fn shown(path: &[&str]) -> String {
    path.iter()
        .map(|property| short(property))
        .collect::<Vec<_>>()
        .join(" / ")
}

/// The descriptions of a procedure.
pub(super) const OF_SERVICE: &[&str] = &[property::DESCRIPTION];
/// The descriptions of a step, and of the rule that stands for the announcing decision.
pub(super) const OF_RULE: &[&str] = &[property::FOLLOWS, property::DESCRIPTION];
/// The descriptions of a channel.
pub(super) const OF_CHANNEL: &[&str] = &[property::HAS_CHANNEL, property::DESCRIPTION];
/// The descriptions of a fee.
pub(super) const OF_COST: &[&str] = &[property::HAS_COST, property::DESCRIPTION];
/// The descriptions of a paper.
pub(super) const OF_EVIDENCE: &[&str] = &[property::HAS_INPUT, property::DESCRIPTION];
/// The descriptions of a result.
pub(super) const OF_OUTPUT: &[&str] = &[property::PRODUCES, property::DESCRIPTION];
/// The descriptions of a legal basis.
pub(super) const OF_LAW: &[&str] = &[property::HAS_LEGAL_RESOURCE, property::DESCRIPTION];

const AGENT_NAME: &[&str] = &[property::HAS_PARTICIPATION, property::HAS_PARTICIPANT, property::TITLE];
const CLASSIFIED: &[&str] = &[property::IS_CLASSIFIED_BY];

const fn row(field: &'static str, part: &'static str, place: Place) -> Row {
    let typed = &[];
    Row {
        field,
        part,
        place,
        typed,
    }
}

const fn and(row: Row, typed: &'static [&'static [&'static str]]) -> Row {
    Row { typed, ..row }
}

/// Every field and part, in the order of the record.
pub static MAP: &[Row] = &[
    row("ma", "", Text(&[property::IDENTIFIER])),
    row("ten", "", Text(&[property::TITLE])),
    row("cap_thuc_hien", "", Concept(CLASSIFIED)),
    row("loai", "", Concept(CLASSIFIED)),
    row("phan_loai", "", Concept(CLASSIFIED)),
    row("nganh_doc", "", Concept(CLASSIFIED)),
    row("linh_vuc", "", Concept(&[property::THEMATIC_AREA])),
    row("trang_thai", "", Concept(&[property::STATUS])),
    and(
        row("quyet_dinh_cong_bo", "", Labelled(OF_RULE)),
        &[&[property::FOLLOWS, property::IMPLEMENTS, property::ID_LOCAL]],
    ),
    and(
        row("ngay_cong_bo", "", Labelled(OF_RULE)),
        &[&[property::FOLLOWS, property::IMPLEMENTS, property::DATE_DOCUMENT]],
    ),
    row("co_quan_ban_hanh", "", Text(AGENT_NAME)),
    row("mo_ta", "", Text(OF_SERVICE)),
    row("muc_dich", "", Labelled(OF_SERVICE)),
    row("trinh_tu", "", Entry(&[property::FOLLOWS])),
    row("trinh_tu", "ten", Text(&[property::FOLLOWS, property::TITLE])),
    row("trinh_tu", "noi_dung", Text(OF_RULE)),
    row("trinh_tu", "co_quan", Labelled(OF_RULE)),
    row("trinh_tu", "thoi_han", Labelled(OF_RULE)),
    row("cach_thuc", "", Entry(&[property::HAS_CHANNEL])),
    row(
        "cach_thuc",
        "hinh_thuc",
        Concept(&[property::HAS_CHANNEL, property::KIND]),
    ),
    and(
        row("cach_thuc", "thoi_han", Labelled(OF_CHANNEL)),
        &[&[property::HAS_CHANNEL, property::PROCESSING_TIME]],
    ),
    row("cach_thuc", "phi_le_phi", Entry(&[property::HAS_COST])),
    row("cach_thuc", "phi_le_phi.ten", Labelled(OF_COST)),
    and(
        row("cach_thuc", "phi_le_phi.muc", Labelled(OF_COST)),
        &[
            &[property::HAS_COST, property::HAS_VALUE],
            &[property::HAS_COST, property::CURRENCY],
        ],
    ),
    row("cach_thuc", "phi_le_phi.can_cu", Labelled(OF_COST)),
    row("cach_thuc", "phi_le_phi.ghi_chu", Labelled(OF_COST)),
    row("cach_thuc", "muc_do", Labelled(OF_CHANNEL)),
    row("cach_thuc", "muc_do_cu", Labelled(OF_CHANNEL)),
    row("cach_thuc", "ly_do_mot_phan", Labelled(OF_CHANNEL)),
    row("cach_thuc", "mo_ta", Text(OF_CHANNEL)),
    row("ho_so", "", Entry(&[property::HOLDS_REQUIREMENT])),
    row(
        "ho_so",
        "truong_hop",
        Text(&[property::HOLDS_REQUIREMENT, property::TITLE]),
    ),
    row("ho_so", "giay_to", Entry(&[property::HAS_INPUT])),
    row(
        "ho_so",
        "luu_y",
        Text(&[property::HOLDS_REQUIREMENT, property::FULFILS, property::DESCRIPTION]),
    ),
    row("ho_so", "giay_to.ten", Text(&[property::HAS_INPUT, property::TITLE])),
    row(
        "ho_so",
        "giay_to.mau",
        Text(&[property::HAS_INPUT, property::PAGE, property::TITLE]),
    ),
    row("ho_so", "giay_to.ban_chinh", Labelled(OF_EVIDENCE)),
    row("ho_so", "giay_to.ban_sao", Labelled(OF_EVIDENCE)),
    row("ho_so", "giay_to.neu_co", Labelled(OF_EVIDENCE)),
    row("ho_so", "giay_to.ghi_chu", Labelled(OF_EVIDENCE)),
    row("so_bo", "", Labelled(OF_SERVICE)),
    row("doi_tuong", "", Concept(&[property::AUDIENCE])),
    row(
        "co_quan_thuc_hien",
        "",
        Text(&[property::HAS_COMPETENT_AUTHORITY, property::PREF_LABEL]),
    ),
    row("co_quan_tham_quyen", "", Text(AGENT_NAME)),
    row("co_quan_uy_quyen", "", Text(AGENT_NAME)),
    row("co_quan_phoi_hop", "", Text(AGENT_NAME)),
    row(
        "dia_chi_tiep_nhan",
        "",
        Text(&[
            property::HAS_PARTICIPATION,
            property::HAS_PARTICIPANT,
            property::ADDRESS,
            property::FULL_ADDRESS,
        ]),
    ),
    row("mot_cua", "", Concept(CLASSIFIED)),
    row("iso", "", Concept(CLASSIFIED)),
    row("ket_qua", "", Entry(&[property::PRODUCES])),
    row("ket_qua", "ten", Text(&[property::PRODUCES, property::TITLE])),
    row("ket_qua", "ma_ket_qua", Concept(&[property::PRODUCES, property::KIND])),
    row("ket_qua", "thoi_han_hieu_luc", Labelled(OF_OUTPUT)),
    row("can_cu_phap_ly", "", Entry(&[property::HAS_LEGAL_RESOURCE])),
    row(
        "can_cu_phap_ly",
        "so_hieu",
        Text(&[property::HAS_LEGAL_RESOURCE, property::RELATION, property::ID_LOCAL]),
    ),
    row("can_cu_phap_ly", "dieu_khoan", Labelled(OF_LAW)),
    row("yeu_cau_dieu_kien", "", Entry(&[property::HOLDS_REQUIREMENT])),
    row(
        "yeu_cau_dieu_kien",
        "noi_dung",
        Text(&[property::HOLDS_REQUIREMENT, property::TITLE]),
    ),
    and(
        row(
            "yeu_cau_dieu_kien",
            "can_cu",
            Text(&[property::HOLDS_REQUIREMENT, property::FULFILS, property::DESCRIPTION]),
        ),
        &[&[
            property::HOLDS_REQUIREMENT,
            property::FULFILS,
            property::IMPLEMENTS,
            property::ID_LOCAL,
        ]],
    ),
    row("tu_khoa", "", Text(&[property::KEYWORD])),
    row(
        "lien_quan",
        "",
        Text(&[property::RELATED_SERVICE, property::IDENTIFIER]),
    ),
    row(
        "thay_the",
        "",
        Nowhere("CPSV-AP không có quan hệ thay thế giữa hai dịch vụ"),
    ),
    row(
        "hop_nhat_tu",
        "",
        Nowhere("CPSV-AP không có quan hệ hợp nhất giữa các dịch vụ"),
    ),
];

impl Row {
    /// Vietnamese label of the field or part.
    pub fn label(&self) -> &'static str {
        let Some(field) = field(self.field) else {
            return self.field;
        };
        let part = field.parts.iter().find(|part| part.key == self.part);
        part.map_or(field.label, |part| part.label)
    }

    fn begins(&self) -> String {
        format!("{}: ", self.label())
    }
}

/// The rows whose texts are the descriptions of one resource.
fn on(path: &'static [&'static str]) -> impl Iterator<Item = &'static Row> {
    MAP.iter().filter(move |row| row.place.path() == path)
}

/// The description that says a part: behind its label, unless it is the resource's own text and cannot be taken for another.
pub(super) fn line(path: &'static [&'static str], field: &str, part: &str, text: &str) -> String {
    let Some(row) = on(path).find(|row| row.field == field && row.part == part) else {
        return text.to_owned();
    };
    let own = matches!(row.place, Text(_));
    match own && !on(path).any(|row| text.starts_with(&row.begins())) {
        true => text.to_owned(),
        false => format!("{}{text}", row.begins()),
    }
}

/// The field and part a description says, with its text; `None` for one without a label.
pub(super) fn said<'t>(path: &'static [&'static str], line: &'t str) -> Option<(&'static Row, &'t str)> {
    on(path).find_map(|row| Some((row, line.strip_prefix(&row.begins())?)))
}

/// The field that stands at a property of the procedure; empty when none does.
pub(super) fn field_of(property: &str) -> &'static str {
    let leads = |row: &&Row| row.place.path().first() == Some(&property);
    let whole = |row: &&Row| row.place.path() == [property];
    let row = MAP.iter().find(whole).or_else(|| MAP.iter().find(leads));
    row.map_or("", |row| row.field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::fields::FIELDS;

    #[test]
    fn every_field_and_part_has_its_row_in_order() {
        let wanted: Vec<(&str, &str)> = FIELDS
            .iter()
            .flat_map(|field| {
                let parts = field.parts.iter().map(|part| part.key);
                std::iter::once("").chain(parts).map(|part| (field.key, part))
            })
            .collect();
        let rows: Vec<(&str, &str)> = MAP.iter().map(|row| (row.field, row.part)).collect();
        assert_eq!(rows, wanted);
    }

    #[test]
    fn what_is_said_behind_a_label_comes_back() {
        for (path, field, part, text) in [
            (OF_CHANNEL, "cach_thuc", "thoi_han", "05 ngày làm việc"),
            (OF_CHANNEL, "cach_thuc", "mo_ta", "Nộp tại Trung tâm"),
            (OF_CHANNEL, "cach_thuc", "mo_ta", "Thời hạn giải quyết: xem ở dưới"),
            (OF_CHANNEL, "cach_thuc", "muc_do_cu", " Mức độ 3\n"),
            (OF_SERVICE, "mo_ta", "", "Mục tiêu: quản lý"),
        ] {
            let line = line(path, field, part, text);
            match said(path, &line) {
                Some((row, back)) => assert_eq!((row.field, row.part, back), (field, part, text)),
                None => assert_eq!(line, text),
            }
        }
    }

    #[test]
    fn no_two_labels_of_one_resource_are_alike() {
        for row in MAP {
            let same = on(row.place.path()).filter(|other| {
                matches!(other.place, Labelled(_)) && matches!(row.place, Labelled(_)) && other.label() == row.label()
            });
            if matches!(row.place, Labelled(_)) {
                assert_eq!(same.count(), 1, "{} {}", row.field, row.part);
            }
        }
    }
}
