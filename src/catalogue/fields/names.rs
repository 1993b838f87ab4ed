//! What people call the fields and their parts, and what of them is counted by name.

use super::{FIELDS, Field, PartLabel};
use crate::text;

/// Words people use besides the keys and labels, by the key of the field and of the part.
const ALIASES: &[(&str, &str, &[&str])] = &[
    ("ma", "", &["code"]),
    ("ten", "", &["name", "title", "tên"]),
    ("cap_thuc_hien", "", &["level", "levels", "cấp"]),
    ("linh_vuc", "", &["field"]),
    ("quyet_dinh_cong_bo", "", &["decision"]),
    ("mo_ta", "", &["description"]),
    ("trinh_tu", "", &["step", "steps", "bước", "trình tự"]),
    ("trinh_tu", "thoi_han", &["step time"]),
    ("cach_thuc", "", &["channel", "channels", "cách thức", "cách nộp"]),
    (
        "cach_thuc",
        "thoi_han",
        &["deadline", "deadlines", "time limit", "thời hạn"],
    ),
    ("cach_thuc", "phi_le_phi", &["fee", "fees", "phí", "lệ phí"]),
    ("cach_thuc", "muc_do", &["online level", "mức độ"]),
    (
        "ho_so",
        "",
        &["paper", "papers", "document", "documents", "hồ sơ", "thành phần hồ sơ"],
    ),
    ("ho_so", "giay_to.ban_chinh", &["original", "originals"]),
    ("ho_so", "giay_to.ban_sao", &["copy", "copies"]),
    ("ho_so", "giay_to.mau", &["form", "forms", "mẫu đơn", "tờ khai"]),
    ("so_bo", "", &["set", "sets", "số bộ"]),
    ("doi_tuong", "", &["applicant", "applicants", "đối tượng"]),
    ("co_quan_thuc_hien", "", &["agency", "agencies", "cơ quan"]),
    ("co_quan_tham_quyen", "", &["agency", "agencies", "cơ quan"]),
    ("co_quan_uy_quyen", "", &["agency", "agencies", "cơ quan"]),
    ("co_quan_phoi_hop", "", &["agency", "agencies", "cơ quan"]),
    ("dia_chi_tiep_nhan", "", &["address", "địa chỉ"]),
    ("ket_qua", "", &["result", "results"]),
    (
        "can_cu_phap_ly",
        "",
        &["legal basis", "legal bases", "basis", "law", "căn cứ"],
    ),
    (
        "yeu_cau_dieu_kien",
        "",
        &[
            "requirement",
            "requirements",
            "condition",
            "conditions",
            "yêu cầu",
            "điều kiện",
        ],
    ),
    ("tu_khoa", "", &["keyword", "keywords"]),
];

/// A field, or one part of its entries.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// The field.
    pub field: &'static Field,
    /// The part, when not the field as a whole.
    pub part: Option<&'static PartLabel>,
}

/// What changes of a field or part are counted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Levels of government.
    Levels,
    /// Ways of handing in.
    Channels,
    /// Papers of the dossier.
    Papers,
    /// The time limit of the whole procedure.
    Deadline,
    /// What is to be paid.
    Fee,
    /// Nothing by itself.
    Nothing,
}

/// Everything that goes by a name: a YAML key, a label or noun in Vietnamese or English, with or without accents.
pub fn named(name: &str) -> Vec<Named> {
    let wanted = spoken(name);
    all()
        .filter(|(_, known)| spoken(known) == wanted)
        .fold(Vec::new(), |mut found: Vec<Named>, (named, _)| {
            if !found.iter().any(|other| other.is(&named)) {
                found.push(named);
            }
            found
        })
}

/// Folded words without the signs between them; those of keys stay.
fn spoken(name: &str) -> String {
    let folded = text::fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The name to offer for each field and part that has one in everyday words, in the order of the record.
pub fn everyday() -> impl Iterator<Item = (&'static str, &'static str)> {
    ALIASES.iter().filter_map(|(field, part, words)| {
        let field = super::field(field)?;
        let vietnamese = match *part {
            "" => field.noun,
            part => label_of(field, part)?.label,
        };
        Some((*words.first()?, vietnamese))
    })
}

/// What changes of a field, or of a part of its entries, are counted as.
pub fn counted(field: &str, part: Option<&str>) -> Counted {
    match (field, part) {
        ("cap_thuc_hien", None) => Counted::Levels,
        ("cach_thuc", None) => Counted::Channels,
        ("ho_so", None) => Counted::Papers,
        ("cach_thuc", Some("thoi_han")) => Counted::Deadline,
        ("cach_thuc", Some("phi_le_phi" | "phi_le_phi.muc")) => Counted::Fee,
        _ => Counted::Nothing,
    }
}

fn all() -> impl Iterator<Item = (Named, &'static str)> {
    let fields = FIELDS.iter().flat_map(|field| {
        let named = Named { field, part: None };
        let own = [field.key, field.label, field.label_en, field.noun].map(|name| (named, name));
        let parts = field.parts.iter().flat_map(move |part| {
            let named = Named {
                field,
                part: Some(part),
            };
            [part.key, part.label].map(|name| (named, name))
        });
        own.into_iter().chain(parts)
    });
    let aliases = ALIASES.iter().flat_map(|(field, part, words)| {
        let field = super::field(field);
        let named = field.map(|field| Named {
            field,
            part: label_of(field, part),
        });
        named
            .into_iter()
            .flat_map(|named| words.iter().map(move |word| (named, *word)))
    });
    // Everyday words come first: "hồ sơ" is the dossier before it is anything else.
    aliases.chain(fields)
}

fn label_of(field: &'static Field, part: &str) -> Option<&'static PartLabel> {
    field.parts.iter().find(|known| known.key == part)
}

impl Named {
    fn is(&self, other: &Self) -> bool {
        self.path() == other.path()
    }

    /// Key of the field and key of the part.
    pub fn path(&self) -> (&'static str, Option<&'static str>) {
        (self.field.key, self.part.map(|part| part.key))
    }

    /// Whether a change of a field, or of a part of it, is one of what is named: a part includes those below it.
    pub fn covers(&self, field: &str, part: Option<&str>) -> bool {
        self.field.key == field
            && match (self.part, part) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(own), Some(part)) => part
                    .strip_prefix(own.key)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alias_is_of_something_there_is() {
        for (field, part, words) in ALIASES {
            let found = super::super::field(field).unwrap_or_else(|| panic!("no field {field}"));
            assert!(part.is_empty() || label_of(found, part).is_some(), "{field}.{part}");
            assert!(!words.is_empty(), "{field}.{part}");
        }
    }

    #[test]
    fn one_thing_goes_by_many_names() {
        let keys = |name: &str| {
            named(name)
                .iter()
                .map(|named| {
                    let part = named.part.map(|part| part.key).unwrap_or_default();
                    format!("{} {part}", named.field.key)
                })
                .collect::<Vec<_>>()
        };
        for name in ["paper", "ho_so", "Thành phần hồ sơ", "giấy tờ", "giay to", "Dossier"] {
            assert!(keys(name).contains(&"ho_so ".to_owned()), "{name}");
        }
        for name in ["deadline", "thời hạn", "Thời hạn giải quyết", "thoi_han"] {
            assert!(keys(name).contains(&"cach_thuc thoi_han".to_owned()), "{name}");
        }
        assert_eq!(keys("agency").len(), 4);
        assert!(keys("nothing of ours").is_empty());
    }

    #[test]
    fn a_part_covers_what_is_below_it() {
        let fee = named("fee")[0];
        assert!(fee.covers("cach_thuc", Some("phi_le_phi.muc")) && fee.covers("cach_thuc", Some("phi_le_phi")));
        assert!(!fee.covers("cach_thuc", None) && !fee.covers("cach_thuc", Some("thoi_han")));
        assert!(named("channel")[0].covers("cach_thuc", Some("thoi_han")));
    }

    #[test]
    fn what_is_counted_is_in_the_list() {
        for (field, part) in [
            ("cap_thuc_hien", None),
            ("cach_thuc", None),
            ("ho_so", None),
            ("cach_thuc", Some("thoi_han")),
            ("cach_thuc", Some("phi_le_phi.muc")),
        ] {
            let found = super::super::field(field).unwrap();
            assert!(part.is_none_or(|part| label_of(found, part).is_some()));
            assert_ne!(counted(field, part), Counted::Nothing);
        }
    }
}
