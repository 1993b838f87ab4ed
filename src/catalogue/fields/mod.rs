//! The one list of a procedure's fields.
//!
//! Index, diff, pages, tables, exports, the JSON Schema and the completeness checks walk [`FIELDS`]; none of
//! them names a field. Adding a field touches `procedure.rs` and this list (and `example.rs`, which will not
//! compile without it).

pub mod names;
mod read;

use std::borrow::Cow;

use self::read::{
    channels, code_list, dossier, legal_bases, requirements, results, steps, text_list, text_of, written, written_list,
};
use super::procedure::Procedure;
use super::values::{Fee, ParseValueError, TimeLimit};
use crate::text;

/// One field of a procedure: what it is called and how every part of the tool treats it.
#[derive(Debug)]
pub struct Field {
    /// YAML key.
    pub key: &'static str,
    /// Official Vietnamese label.
    pub label: &'static str,
    /// English label, for the English side of the web pages.
    pub label_en: &'static str,
    /// One Vietnamese sentence for the person who fills the field in.
    pub description: &'static str,
    /// Whether the law demands it.
    pub required: Required,
    /// How the search index treats it.
    pub indexing: Indexing,
    /// What one entry is called, in a Vietnamese sentence ("giấy tờ"); the label itself for plain text.
    pub noun: &'static str,
    /// What more or less of it means for the people who must follow the procedure.
    pub burden: Burden,
    /// Whether the order of its entries says something.
    pub ordered: bool,
    /// What its entries must be found in.
    pub refers_to: Reference,
    /// Keys inside one entry.
    pub parts: &'static [PartLabel],
    /// Reads the field.
    pub get: fn(&Procedure) -> FieldValue<'_>,
}

/// The name of a key inside an entry of a field.
#[derive(Debug, Clone, Copy)]
pub struct PartLabel {
    /// Key below the entry; `phi_le_phi.muc` for the nested list of fees.
    pub key: &'static str,
    /// Vietnamese label.
    pub label: &'static str,
    /// One Vietnamese sentence for the person who fills it in.
    pub description: &'static str,
    /// What its value must be found in.
    pub refers_to: Reference,
}

/// What a text must be found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// Nothing.
    None,
    /// The fields of `catalogue.yaml`.
    Fields,
    /// The agencies of `catalogue.yaml`.
    Agencies,
    /// The register of legal documents.
    Documents,
    /// The procedures of the same revision.
    Procedures,
}

/// Whether a procedure may do without a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// Mandatory component, with its place in Điều 8 NĐ 63/2010/NĐ-CP or in the national record.
    Always(&'static str),
    /// Component when it exists (điểm h khoản 2 Điều 8); its absence is worth a second look.
    WhenItExists(&'static str),
    /// Optional.
    No,
}

/// How the search index treats a field. Weights are relative; the search module tunes them as a whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Indexing {
    /// Not searched.
    No,
    /// The code: found exactly.
    Code,
    /// Full text with a weight.
    Text(f32),
    /// Full text with a weight, and a facet people filter by, under the name it has in results.
    Facet(&'static str, f32),
}

/// Which way more or less of a field moves the burden of compliance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Burden {
    /// No effect by itself.
    Neutral,
    /// Each entry costs people effort: papers, requirements, steps.
    EntriesAreHeavier,
    /// Each entry gives people a choice: channels, reception points.
    EntriesAreLighter,
    /// Entries are levels of government: what is done further down is nearer to people.
    LowerIsLighter,
    /// Effect that a person must judge.
    Unclear,
}

/// What a procedure says in one field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue<'a> {
    /// Nothing.
    Absent,
    /// One text.
    Text(Cow<'a, str>),
    /// One value.
    Typed(Typed<'a>),
    /// One text that could not be read as the value it should be.
    Unread(Cow<'a, str>, ParseValueError),
    /// A list of entries.
    Entries(Vec<Entry<'a>>),
}

/// One value of a kind that has several spellings.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed<'a> {
    /// As the author wrote it.
    pub text: Cow<'a, str>,
    /// What is the same however it is written.
    pub identity: String,
    /// The value as a quantity, when it is one.
    pub measure: Measure<'a>,
}

/// One entry of a list field.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// Where it stands: `ho_so[0].giay_to[2]`.
    pub path: String,
    /// What makes it the same entry in another revision, where that is not its title ([`Entry::identity`]).
    pub known_identity: Option<String>,
    /// The case or group it stands in.
    pub group: Option<&'a str>,
    /// The words a person would call it by.
    pub title: Cow<'a, str>,
    /// A remark beside the entries, not one of them: it is neither counted nor a burden by itself.
    pub remark: bool,
    /// Why its title could not be read as the value it should be.
    pub problem: Option<ParseValueError>,
    /// What it says beyond its title.
    pub parts: Vec<Part<'a>>,
}

/// One value inside an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'a> {
    /// Where it stands: `cach_thuc[0].phi_le_phi[1].muc`.
    pub path: String,
    /// Key below the entry, as in [`PartLabel::key`].
    pub key: &'static str,
    /// Vietnamese label; for a fee it carries the fee's name.
    pub label: Cow<'a, str>,
    /// The value as the author wrote it.
    pub value: Cow<'a, str>,
    /// The value as a quantity, when it is one.
    pub measure: Measure<'a>,
    /// Why it could not be read as the value it should be.
    pub problem: Option<ParseValueError>,
}

/// A quantity by which two values of a part can be compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure<'a> {
    /// Not a quantity.
    None,
    /// A time limit: less is lighter.
    Time(&'a TimeLimit),
    /// A fee: less is lighter.
    Fee(&'a Fee),
    /// A number of originals or sets: less is lighter.
    Count(u32),
    /// A number of plain copies: less is lighter, but for originals that were asked for before.
    Copies(u32),
    /// A place on an official scale, the lightest first.
    Step(u8),
    /// Something that is said or not, and makes it lighter when it is.
    Relief,
}

impl FieldValue<'_> {
    /// Whether the procedure says nothing in this field.
    pub fn is_absent(&self) -> bool {
        match self {
            Self::Entries(entries) => entries.is_empty(),
            _ => self.text().is_none_or(|text| text.trim().is_empty()),
        }
    }

    /// The text of a field that holds one, not a list.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Typed(Typed { text, .. }) | Self::Unread(text, _) => Some(text),
            Self::Absent | Self::Entries(_) => None,
        }
    }

    /// Everything said in the field as one text, one line an entry: what the index and tables read.
    pub fn plain(&self) -> String {
        match self {
            Self::Entries(entries) => entries.iter().map(Entry::plain).collect::<Vec<_>>().join("\n"),
            _ => self.text().unwrap_or_default().to_owned(),
        }
    }
}

impl Entry<'_> {
    /// What a remark says: its own words, or those beside its title.
    pub fn remark_text(&self) -> &str {
        self.parts.first().map_or(&self.title, |part| &part.value)
    }

    /// What makes it the same entry in another revision: the official word for it, or its title in canonical spelling.
    pub fn identity(&self) -> Cow<'_, str> {
        match &self.known_identity {
            Some(identity) => Cow::Borrowed(identity),
            None => Cow::Owned(text::canonical(&self.title)),
        }
    }

    /// The title and the parts as one line.
    pub fn plain(&self) -> String {
        let mut line = if self.remark && !self.parts.is_empty() {
            String::new()
        } else {
            self.title.to_string()
        };
        for part in &self.parts {
            if !line.is_empty() {
                line.push_str("; ");
            }
            line.push_str(&part.label);
            line.push_str(": ");
            line.push_str(&part.value);
        }
        line
    }
}

/// The field with this YAML key.
pub fn field(key: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.key == key)
}

/// Every field, in the order of the record.
pub static FIELDS: &[Field] = &[
    Field {
        key: "ma",
        label: "Mã thủ tục",
        label_en: "Code",
        description: "Mã số thủ tục trên Cơ sở dữ liệu quốc gia, ví dụ 1.004222.",
        required: Required::Always("mã số trên Cơ sở dữ liệu quốc gia về thủ tục hành chính"),
        indexing: Indexing::Code,
        noun: "mã thủ tục",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| written(Some(&p.code), |code| code.base().to_owned()),
    },
    Field {
        key: "ten",
        label: "Tên thủ tục",
        label_en: "Name",
        description: "Tên thủ tục theo quyết định công bố.",
        required: Required::Always("điểm a khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP"),
        indexing: Indexing::Text(8.0),
        noun: "tên thủ tục",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| text_of(Some(&p.name)),
    },
    Field {
        key: "cap_thuc_hien",
        label: "Cấp thực hiện",
        label_en: "Level",
        description: "Các cấp thực hiện thủ tục: Cấp bộ, Cấp tỉnh, Cấp huyện (đến hết 30/6/2025), Cấp xã, Cơ quan khác.",
        required: Required::Always("trường bắt buộc của Cơ sở dữ liệu quốc gia về thủ tục hành chính"),
        indexing: Indexing::Facet("level", 1.0),
        noun: "cấp thực hiện",
        burden: Burden::LowerIsLighter,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| written_list("cap_thuc_hien", &p.levels),
    },
    Field {
        key: "loai",
        label: "Loại thủ tục",
        label_en: "Kind of regulation",
        description: "Thủ tục được luật giao hay không được luật giao cho địa phương quy định.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "loại thủ tục",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| written(p.regulation.as_ref(), ToString::to_string),
    },
    Field {
        key: "phan_loai",
        label: "Phân loại",
        label_en: "Type",
        description: "TTHC thông thường, đặc thù, liên thông, nội bộ hoặc nội bộ liên thông.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "phân loại",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| written(p.kind.as_ref(), ToString::to_string),
    },
    Field {
        key: "nganh_doc",
        label: "Ngành dọc",
        label_en: "Vertical sector",
        description: "Ghi true khi thủ tục do cơ quan ngành dọc thực hiện.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "ngành dọc",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| {
            if p.vertical_sector {
                FieldValue::Text(Cow::Borrowed("Ngành dọc"))
            } else {
                FieldValue::Absent
            }
        },
    },
    Field {
        key: "linh_vuc",
        label: "Lĩnh vực",
        label_en: "Field",
        description: "Lĩnh vực của thủ tục, một tên có trong catalogue.yaml.",
        required: Required::Always("trường bắt buộc của Cơ sở dữ liệu quốc gia về thủ tục hành chính"),
        indexing: Indexing::Facet("field", 2.0),
        noun: "lĩnh vực",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::Fields,
        parts: &[],
        get: |p| text_of(Some(&p.field)),
    },
    Field {
        key: "trang_thai",
        label: "Tình trạng",
        label_en: "Status",
        description: "Công khai; Sửa đổi, bổ sung; Hết hiệu lực; Bãi bỏ; Không công khai.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "tình trạng",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| written(p.status.as_ref(), ToString::to_string),
    },
    Field {
        key: "quyet_dinh_cong_bo",
        label: "Quyết định công bố",
        label_en: "Announcing decision",
        description: "Số, ký hiệu quyết định công bố thủ tục, ví dụ 163/QĐ-BTP.",
        required: Required::No,
        indexing: Indexing::Text(1.0),
        noun: "quyết định công bố",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| written(p.announced_by.as_ref(), |number| number.key()),
    },
    Field {
        key: "ngay_cong_bo",
        label: "Ngày công bố",
        label_en: "Announced on",
        description: "Ngày của quyết định công bố, ví dụ 21/01/2026.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "ngày công bố",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| written(p.announced_on.as_ref(), ToString::to_string),
    },
    Field {
        key: "co_quan_ban_hanh",
        label: "Cơ quan công khai",
        label_en: "Published by",
        description: "Cơ quan công bố, công khai thủ tục.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "cơ quan công khai",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| text_of(p.published_by.as_ref()),
    },
    Field {
        key: "mo_ta",
        label: "Mô tả",
        label_en: "Description",
        description: "Mô tả ngắn thủ tục.",
        required: Required::No,
        indexing: Indexing::Text(1.0),
        noun: "mô tả",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| text_of(p.description.as_ref()),
    },
    Field {
        key: "muc_dich",
        label: "Mục tiêu",
        label_en: "Purpose",
        description: "Mục tiêu quản lý mà thủ tục nhằm đạt được.",
        required: Required::No,
        indexing: Indexing::Text(0.5),
        noun: "mục tiêu",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| text_of(p.purpose.as_ref()),
    },
    Field {
        key: "trinh_tu",
        label: "Trình tự thực hiện",
        label_en: "Steps",
        description: "Các bước thực hiện của người làm thủ tục và của cơ quan, theo thứ tự.",
        required: Required::Always("điểm b khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP"),
        indexing: Indexing::Text(0.7),
        noun: "bước thực hiện",
        burden: Burden::Unclear,
        ordered: true,
        refers_to: Reference::None,
        parts: &[
            part("ten", "Tên bước", "Tên ngắn của bước."),
            part("noi_dung", "Nội dung", "Việc phải làm ở bước này."),
            part("co_quan", "Người thực hiện", "Cơ quan hoặc người thực hiện bước này."),
            part("thoi_han", "Thời gian", "Thời gian của bước, ví dụ 01 ngày làm việc."),
        ],
        get: steps,
    },
    Field {
        key: "cach_thuc",
        label: "Cách thức thực hiện",
        label_en: "Channels",
        description: "Các cách nộp hồ sơ; thời hạn giải quyết và phí, lệ phí ghi theo từng cách nộp.",
        required: Required::Always("điểm c khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP"),
        indexing: Indexing::Text(0.7),
        noun: "cách thức thực hiện",
        burden: Burden::EntriesAreLighter,
        ordered: false,
        refers_to: Reference::None,
        parts: &[
            part(
                "hinh_thuc",
                "Hình thức nộp",
                "Trực tiếp, Trực tuyến hoặc Dịch vụ bưu chính.",
            ),
            part(
                "thoi_han",
                "Thời hạn giải quyết",
                "Ghi như trên giấy, ví dụ 05 ngày làm việc.",
            ),
            part("phi_le_phi", "Phí, lệ phí", "Các khoản phí, lệ phí của cách nộp này."),
            part("phi_le_phi.ten", "Tên phí, lệ phí", "Tên khoản phí hoặc lệ phí."),
            part(
                "phi_le_phi.muc",
                "Mức thu",
                "Ghi như trên giấy, ví dụ 8.000 đồng/bản sao, Miễn phí.",
            ),
            part(
                "phi_le_phi.can_cu",
                "Căn cứ thu",
                "Số, ký hiệu văn bản quy định mức thu.",
            )
            .in_register(),
            part("phi_le_phi.ghi_chu", "Ghi chú", "Ghi chú về khoản thu."),
            part(
                "muc_do",
                "Mức độ trực tuyến",
                "Toàn trình, Một phần hoặc Cung cấp thông tin.",
            ),
            part(
                "muc_do_cu",
                "Mức độ trực tuyến trước đây",
                "Mức độ 1, 2, 3 hoặc 4 theo Nghị định số 43/2011/NĐ-CP; không suy ra từ mức độ mới.",
            ),
            part(
                "ly_do_mot_phan",
                "Lý do một phần",
                "Lý do chỉ thực hiện trực tuyến một phần.",
            ),
            part("mo_ta", "Mô tả", "Mô tả thêm về cách nộp."),
        ],
        get: channels,
    },
    Field {
        key: "ho_so",
        label: "Thành phần hồ sơ",
        label_en: "Dossier",
        description: "Giấy tờ phải nộp, xuất trình, theo từng trường hợp.",
        required: Required::Always("điểm d khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP"),
        indexing: Indexing::Text(0.8),
        noun: "giấy tờ",
        burden: Burden::EntriesAreHeavier,
        ordered: false,
        refers_to: Reference::None,
        parts: &[
            part("truong_hop", "Trường hợp", "Tên trường hợp hoặc nhóm giấy tờ."),
            part("giay_to", "Giấy tờ", "Các giấy tờ của trường hợp này."),
            part("luu_y", "Lưu ý", "Lưu ý không phải là giấy tờ."),
            part("giay_to.ten", "Tên giấy tờ", "Tên giấy tờ phải nộp hoặc xuất trình."),
            part(
                "giay_to.mau",
                "Mẫu đơn, tờ khai",
                "Mẫu của giấy tờ và văn bản ban hành mẫu.",
            ),
            part("giay_to.ban_chinh", "Bản chính", "Số bản chính."),
            part("giay_to.ban_sao", "Bản sao", "Số bản sao."),
            part(
                "giay_to.neu_co",
                "Nếu có",
                "Ghi true khi chỉ phải nộp trong trường hợp có giấy tờ đó.",
            ),
            part("giay_to.ghi_chu", "Ghi chú", "Ghi chú về giấy tờ."),
        ],
        get: dossier,
    },
    Field {
        key: "so_bo",
        label: "Số lượng hồ sơ",
        label_en: "Sets",
        description: "Số bộ hồ sơ phải nộp.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "số bộ hồ sơ",
        burden: Burden::EntriesAreHeavier,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| {
            p.sets.map_or(FieldValue::Absent, |sets| {
                FieldValue::Typed(Typed {
                    text: Cow::Owned(format!("{} bộ", text::count(sets.into()))),
                    identity: sets.to_string(),
                    measure: Measure::Count(sets),
                })
            })
        },
    },
    Field {
        key: "doi_tuong",
        label: "Đối tượng thực hiện",
        label_en: "Applicants",
        description: "Ai thực hiện thủ tục: Công dân Việt Nam, Doanh nghiệp …",
        required: Required::Always("điểm e khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP"),
        indexing: Indexing::Text(0.5),
        noun: "đối tượng thực hiện",
        burden: Burden::Unclear,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| written_list("doi_tuong", &p.applicants),
    },
    Field {
        key: "co_quan_thuc_hien",
        label: "Cơ quan thực hiện",
        label_en: "Executing agencies",
        description: "Cơ quan giải quyết thủ tục, tên có trong danh bạ của catalogue.yaml.",
        required: Required::Always("điểm g khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP"),
        indexing: Indexing::Facet("agency", 1.0),
        noun: "cơ quan thực hiện",
        burden: Burden::Unclear,
        ordered: false,
        refers_to: Reference::Agencies,
        parts: &[],
        get: |p| text_list("co_quan_thuc_hien", &p.executing_agencies),
    },
    Field {
        key: "co_quan_tham_quyen",
        label: "Cơ quan có thẩm quyền",
        label_en: "Deciding agencies",
        description: "Cơ quan có thẩm quyền quyết định.",
        required: Required::No,
        indexing: Indexing::Text(0.5),
        noun: "cơ quan có thẩm quyền",
        burden: Burden::Unclear,
        ordered: false,
        refers_to: Reference::Agencies,
        parts: &[],
        get: |p| text_list("co_quan_tham_quyen", &p.deciding_agencies),
    },
    Field {
        key: "co_quan_uy_quyen",
        label: "Cơ quan được ủy quyền",
        label_en: "Authorised agencies",
        description: "Cơ quan được ủy quyền, phân cấp giải quyết.",
        required: Required::No,
        indexing: Indexing::Text(0.5),
        noun: "cơ quan được ủy quyền",
        burden: Burden::Unclear,
        ordered: false,
        refers_to: Reference::Agencies,
        parts: &[],
        get: |p| text_list("co_quan_uy_quyen", &p.authorised_agencies),
    },
    Field {
        key: "co_quan_phoi_hop",
        label: "Cơ quan phối hợp",
        label_en: "Coordinating agencies",
        description: "Cơ quan phối hợp giải quyết.",
        required: Required::No,
        indexing: Indexing::Text(0.3),
        noun: "cơ quan phối hợp",
        burden: Burden::Unclear,
        ordered: false,
        refers_to: Reference::Agencies,
        parts: &[],
        get: |p| text_list("co_quan_phoi_hop", &p.coordinating_agencies),
    },
    Field {
        key: "dia_chi_tiep_nhan",
        label: "Địa chỉ tiếp nhận hồ sơ",
        label_en: "Reception",
        description: "Nơi tiếp nhận hồ sơ.",
        required: Required::No,
        indexing: Indexing::Text(0.3),
        noun: "địa chỉ tiếp nhận hồ sơ",
        burden: Burden::Unclear,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| text_of(p.reception_address.as_ref()),
    },
    Field {
        key: "mot_cua",
        label: "Cơ chế một cửa",
        label_en: "One-stop office",
        description: "Một cửa, Một cửa liên thông hoặc Không qua một cửa.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "cơ chế một cửa",
        burden: Burden::Unclear,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| written(p.one_stop.as_ref(), ToString::to_string),
    },
    Field {
        key: "iso",
        label: "Hệ thống quản lý chất lượng",
        label_en: "Quality standard",
        description: "Tiêu chuẩn áp dụng khi giải quyết thủ tục, ví dụ TCVN ISO 9001:2015; ghi Không khi không áp dụng.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "hệ thống quản lý chất lượng",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| text_of(p.quality_standard.as_ref()),
    },
    Field {
        key: "ket_qua",
        label: "Kết quả thực hiện",
        label_en: "Results",
        description: "Giấy tờ hoặc quyết định người làm thủ tục nhận được.",
        required: Required::WhenItExists("điểm h khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP"),
        indexing: Indexing::Text(2.0),
        noun: "kết quả",
        burden: Burden::Unclear,
        ordered: false,
        refers_to: Reference::None,
        parts: &[
            part("ten", "Tên kết quả", "Tên giấy tờ, quyết định là kết quả."),
            part(
                "ma_ket_qua",
                "Mã kết quả",
                "Mã kết quả trên Cơ sở dữ liệu quốc gia, ví dụ KQ.G15.000021.",
            ),
            part(
                "thoi_han_hieu_luc",
                "Thời hạn hiệu lực",
                "Thời hạn có giá trị của kết quả.",
            ),
        ],
        get: results,
    },
    Field {
        key: "can_cu_phap_ly",
        label: "Căn cứ pháp lý",
        label_en: "Legal bases",
        description: "Văn bản quy phạm pháp luật quy định thủ tục; số hiệu phải có trong van_ban/.",
        required: Required::WhenItExists("khoản 1 Điều 8 Nghị định số 63/2010/NĐ-CP"),
        indexing: Indexing::Text(1.0),
        noun: "căn cứ pháp lý",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::Documents,
        parts: &[
            part("so_hieu", "Số hiệu", "Số, ký hiệu văn bản, ví dụ 123/2015/NĐ-CP."),
            part("dieu_khoan", "Điều khoản", "Điểm, khoản, điều làm căn cứ."),
        ],
        get: legal_bases,
    },
    Field {
        key: "yeu_cau_dieu_kien",
        label: "Yêu cầu, điều kiện",
        label_en: "Requirements",
        description: "Yêu cầu, điều kiện để được giải quyết và điều khoản quy định.",
        required: Required::No,
        indexing: Indexing::Text(0.7),
        noun: "yêu cầu, điều kiện",
        burden: Burden::EntriesAreHeavier,
        ordered: false,
        refers_to: Reference::None,
        parts: &[
            part("noi_dung", "Nội dung", "Nội dung yêu cầu, điều kiện."),
            part("can_cu", "Căn cứ", "Điều khoản quy định yêu cầu, điều kiện.").in_register(),
        ],
        get: requirements,
    },
    Field {
        key: "tu_khoa",
        label: "Từ khóa",
        label_en: "Key words",
        description: "Từ người dân thường dùng khi tìm thủ tục.",
        required: Required::No,
        indexing: Indexing::Text(5.0),
        noun: "từ khóa",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| text_list("tu_khoa", &p.keywords),
    },
    Field {
        key: "lien_quan",
        label: "Thủ tục liên quan",
        label_en: "Related procedures",
        description: "Mã các thủ tục liên quan.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "thủ tục liên quan",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::Procedures,
        parts: &[],
        get: |p| code_list("lien_quan", &p.related),
    },
    Field {
        key: "thay_the",
        label: "Thay thế thủ tục",
        label_en: "Replaces",
        description: "Mã các thủ tục trước đây được thủ tục này thay thế.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "thủ tục được thay thế",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| code_list("thay_the", &p.replaces),
    },
    Field {
        key: "hop_nhat_tu",
        label: "Hợp nhất từ",
        label_en: "Merged from",
        description: "Mã các thủ tục trước đây được hợp nhất vào thủ tục này.",
        required: Required::No,
        indexing: Indexing::No,
        noun: "thủ tục được hợp nhất",
        burden: Burden::Neutral,
        ordered: false,
        refers_to: Reference::None,
        parts: &[],
        get: |p| code_list("hop_nhat_tu", &p.merged_from),
    },
];

const fn part(key: &'static str, label: &'static str, description: &'static str) -> PartLabel {
    PartLabel {
        key,
        label,
        description,
        refers_to: Reference::None,
    }
}

impl PartLabel {
    const fn in_register(self) -> Self {
        Self {
            refers_to: Reference::Documents,
            ..self
        }
    }
}
