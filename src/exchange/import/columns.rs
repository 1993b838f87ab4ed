//! What columns and labels are called, and which field they are.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::catalogue::fields::{FIELDS, field};
use crate::text;

/// Longest name of a column, in bytes.
const LONGEST: usize = 200;

/// Where a value goes: a field, or a part of the channels when a table gives it a column of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// The field with this key.
    Field(&'static str),
    /// A part of every channel: its key, as in `cach_thuc[].thoi_han`.
    Channel(&'static str),
    /// A counter of rows, which says nothing.
    Counter,
}

/// Names beside the key and the labels of [`FIELDS`], as exports of the portals, decisions and data sets have them.
const OTHERS: &[(Target, &[&str])] = &[
    (
        Target::Field("ma"),
        &[
            "mã số",
            "mã tthc",
            "mã số tthc",
            "mã thủ tục hành chính",
            "mã số thủ tục",
            "mã số thủ tục hành chính",
            "số hồ sơ tthc",
            "mã tthc gốc",
            "mã hồ sơ tthc",
            "mã",
        ],
    ),
    (
        Target::Field("ten"),
        &[
            "tên",
            "tên tthc",
            "tên thủ tục hành chính",
            "thủ tục hành chính",
            "tên thủ tục hành chính (tthc)",
            "name",
        ],
    ),
    (
        Target::Field("cap_thuc_hien"),
        &["cấp", "cấp giải quyết", "cấp thực hiện tthc", "level"],
    ),
    (Target::Field("loai"), &["loại tthc", "loại thủ tục hành chính"]),
    (
        Target::Field("linh_vuc"),
        &["lĩnh vực tthc", "lĩnh vực thủ tục hành chính", "field"],
    ),
    (Target::Field("trang_thai"), &["trạng thái", "status", "state"]),
    (
        Target::Field("quyet_dinh_cong_bo"),
        &[
            "số quyết định",
            "qđ công bố",
            "số qđ công bố",
            "số quyết định công bố",
            "decision no",
        ],
    ),
    (
        Target::Field("ngay_cong_bo"),
        &["ngày công bố", "ngày quyết định", "ngày qđ công bố"],
    ),
    (
        Target::Field("co_quan_ban_hanh"),
        &[
            "cơ quan ban hành",
            "cơ quan công bố",
            "đơn vị ban hành",
            "promulgating",
            "agency promulgating",
        ],
    ),
    (
        Target::Field("co_quan_thuc_hien"),
        &[
            "cơ quan giải quyết",
            "cơ quan thực hiện tthc",
            "executing",
            "agency executing",
        ],
    ),
    (
        Target::Field("co_quan_tham_quyen"),
        &["cơ quan có thẩm quyền quyết định", "agency authority"],
    ),
    (
        Target::Field("co_quan_uy_quyen"),
        &["cơ quan hoặc người có thẩm quyền được ủy quyền", "agency authorized"],
    ),
    (Target::Field("co_quan_phoi_hop"), &["agency coordinating"]),
    (
        Target::Field("dia_chi_tiep_nhan"),
        &[
            "địa chỉ tiếp nhận hs",
            "địa chỉ tiếp nhận",
            "địa điểm thực hiện",
            "nơi tiếp nhận",
            "address",
        ],
    ),
    (Target::Field("trinh_tu"), &["trình tự", "các bước thực hiện", "steps"]),
    (Target::Field("cach_thuc"), &["cách thức"]),
    (
        Target::Field("ho_so"),
        &["hồ sơ", "thành phần, số lượng hồ sơ", "giấy tờ"],
    ),
    (Target::Field("so_bo"), &["số bộ hồ sơ", "số bộ", "dossier sets"]),
    (
        Target::Field("doi_tuong"),
        &["đối tượng", "đối tượng thực hiện tthc", "applicant"],
    ),
    (Target::Field("ket_qua"), &["kết quả", "kết quả giải quyết"]),
    (
        Target::Field("can_cu_phap_ly"),
        &["căn cứ", "căn cứ pháp lý của tthc", "legal basis codes"],
    ),
    (
        Target::Field("yeu_cau_dieu_kien"),
        &[
            "yêu cầu, điều kiện thực hiện",
            "yêu cầu điều kiện thực hiện tthc",
            "requirements",
        ],
    ),
    (Target::Field("tu_khoa"), &["keywords"]),
    (Target::Field("mo_ta"), &["mô tả thủ tục"]),
    (
        Target::Field("lien_quan"),
        &["tthc liên quan", "thủ tục hành chính liên quan", "related"],
    ),
    (Target::Channel("hinh_thuc"), &["hình thức nộp", "hình thức"]),
    (
        Target::Channel("thoi_han"),
        &["thời hạn giải quyết", "thời gian giải quyết", "thời hạn"],
    ),
    (
        Target::Channel("phi_le_phi"),
        &["phí, lệ phí", "mức phí, lệ phí", "phí, lệ phí (nếu có)", "lệ phí"],
    ),
    (
        Target::Channel("muc_do"),
        &["mức độ trực tuyến", "mức độ dịch vụ công", "mức độ dvc"],
    ),
    (Target::Counter, &["stt", "tt", "số tt", "số thứ tự", "no"]),
];

/// What a heading or label stands for; capitals, accents, spacing and signs do not matter.
pub(super) fn target(name: &str) -> Option<Target> {
    static KNOWN: LazyLock<HashMap<String, Target>> = LazyLock::new(|| {
        let others = OTHERS
            .iter()
            .flat_map(|(target, names)| names.iter().map(|name| (spoken(name), *target)));
        let own = FIELDS.iter().flat_map(|field| {
            let names = [field.key, field.label, field.label_en];
            names.map(|name| (spoken(name), Target::Field(field.key)))
        });
        // The catalogue's own names come last and win.
        others.chain(own).collect()
    });
    // No name is longer; a long text is not one.
    if name.len() > LONGEST {
        return None;
    }
    KNOWN.get(&spoken(name)).copied()
}

/// Official label of a target.
pub(super) fn label(target: Target) -> &'static str {
    let part = |key| {
        let mut parts = field("cach_thuc")?.parts.iter();
        parts.find(|part| part.key == key).map(|part| part.label)
    };
    match target {
        Target::Field(key) => field(key).map_or(key, |field| field.label),
        Target::Channel(key) => part(key).unwrap_or(key),
        Target::Counter => "Số thứ tự",
    }
}

/// Folded words without signs between them.
fn spoken(name: &str) -> String {
    let folded = text::fold(name);
    let words = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_known_however_it_is_typed() {
        for (name, key) in [
            ("Mã TTHC", "ma"),
            ("MÃ  SỐ", "ma"),
            ("ten tthc", "ten"),
            ("QĐ Công bố", "quyet_dinh_cong_bo"),
            ("Cơ quan công khai", "co_quan_ban_hanh"),
            ("Cơ quan ban hành:", "co_quan_ban_hanh"),
            ("Đối tượng", "doi_tuong"),
            ("Tình trạng", "trang_thai"),
            ("Yêu cầu, điều kiện thực hiện", "yeu_cau_dieu_kien"),
            ("co_quan_thuc_hien", "co_quan_thuc_hien"),
        ] {
            assert_eq!(target(name), Some(Target::Field(key)), "{name}");
        }
        assert_eq!(target("Thời hạn giải quyết"), Some(Target::Channel("thoi_han")));
        assert_eq!(target("STT"), Some(Target::Counter));
        assert_eq!(target("Người soạn"), None);
        assert_eq!(target("–"), None);
    }

    #[test]
    fn no_name_stands_for_two_things() {
        let mut seen = std::collections::HashMap::new();
        for (target, names) in OTHERS {
            for name in *names {
                assert_eq!(*seen.entry(spoken(name)).or_insert(target), target, "{name}");
            }
            if let Target::Field(key) = target {
                assert!(FIELDS.iter().any(|field| field.key == *key), "{key}");
            }
        }
    }
}
