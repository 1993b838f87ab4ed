//! What the template of an announcing decision sees. Changing a name here breaks people's templates: add, do not rename.

use serde::Serialize;

use super::{Form, List};
use crate::document::views::{Heading, LevelGroup};

/// The decision that announces a list of procedures, with its annex.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnnouncementView {
    /// Heading block.
    #[serde(rename = "the_thuc")]
    pub heading: Heading,
    /// Locality the office governs: `Thành phố Hồ Chí Minh`; the office itself where it governs none.
    #[serde(rename = "dia_phuong")]
    pub locality: String,
    /// Name of the office.
    #[serde(rename = "co_quan")]
    pub office: String,
    /// Unit that drafts and follows up.
    #[serde(rename = "don_vi_tham_muu")]
    pub secretariat: String,
    /// Whose columns the lists have: `tinh` or `bo`.
    #[serde(rename = "bieu_mau")]
    pub form: Form,
    /// Legal grounds, one line each, without the mark at the end.
    #[serde(rename = "can_cu")]
    pub preamble: Vec<String>,
    /// The only field of all procedures; empty when there are several.
    #[serde(rename = "linh_vuc")]
    pub field: String,
    /// The only department that carries all of them out; empty when there are several, or others too.
    #[serde(rename = "so_nganh")]
    pub department: String,
    /// Number of procedures, as prose writes it: `05`.
    #[serde(rename = "so_thu_tuc")]
    pub count: String,
    /// Lists that have procedures, in the official order.
    #[serde(rename = "danh_muc")]
    pub lists: Vec<ListView>,
    /// What each procedure that stays or comes consists of, in the order of the lists; empty in a province's form.
    #[serde(rename = "noi_dung")]
    pub contents: Vec<ContentsView>,
    /// Totals by level; empty when not asked for.
    #[serde(rename = "tong_hop")]
    pub totals: Vec<TotalView>,
    /// Bodies that carry it out.
    #[serde(rename = "don_vi_thuc_hien")]
    pub charged: String,
    /// Whether procedures leave the list, so that their forms must be closed.
    #[serde(rename = "co_bai_bo")]
    pub closes: bool,
    /// The office's own decisions that announced what now changes: `số 2511/QĐ-UBND ngày 01 tháng 8 năm 2024`.
    #[serde(rename = "quyet_dinh_cu")]
    pub amended: Vec<String>,
    /// Heads of the bodies that carry it out.
    #[serde(rename = "thu_truong")]
    pub heads: Vec<String>,
    /// Addressees, one line each.
    #[serde(rename = "noi_nhan")]
    pub addressees: Vec<String>,
    /// How many rows have "…" in place of a document the records do not name: `03`; empty when none.
    #[serde(rename = "con_trong")]
    pub gaps: String,
    /// What the reader must know of the data.
    #[serde(rename = "luu_y")]
    pub notes: Vec<String>,
    /// Revisions that were compared.
    #[serde(rename = "phien_ban_cu")]
    pub old: String,
    /// The newer one.
    #[serde(rename = "phien_ban_moi")]
    pub new: String,
}

/// One list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListView {
    /// Which: `moi`, `sua_doi`, `thay_the`, `bai_bo`.
    #[serde(rename = "loai")]
    pub list: List,
    /// Number of its procedures, as prose writes it.
    #[serde(rename = "so")]
    pub count: String,
    /// Its procedures by level and field.
    #[serde(rename = "nhom")]
    pub levels: Vec<LevelGroup<RowView>>,
}

/// One procedure of a list. What the record does not say is an empty list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowView {
    /// Running number.
    #[serde(rename = "stt")]
    pub number: usize,
    /// Code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Field.
    #[serde(rename = "linh_vuc")]
    pub field: String,
    /// Agencies that carry it out.
    #[serde(rename = "co_quan")]
    pub agencies: Vec<String>,
    /// Time limit, by channel where they differ.
    #[serde(rename = "thoi_han")]
    pub time_limit: Vec<String>,
    /// Where and how it is carried out.
    #[serde(rename = "dia_diem")]
    pub place: Vec<String>,
    /// Fees and charges, by channel where they differ.
    #[serde(rename = "phi")]
    pub fees: Vec<String>,
    /// All its legal bases.
    #[serde(rename = "can_cu")]
    pub legal_bases: Vec<String>,
    /// Documents that brought the change about; empty when the records do not say.
    #[serde(rename = "van_ban")]
    pub reasons: Vec<String>,
    /// The same without titles, for a narrow column.
    #[serde(rename = "van_ban_ngan")]
    pub short_reasons: Vec<String>,
    /// Procedures it takes the place of.
    #[serde(rename = "thay_the")]
    pub replaced: Vec<NamedView>,
    /// Procedures of the older revision it took in and lived on itself.
    #[serde(rename = "tiep_nhan")]
    pub taken_in: Vec<NamedView>,
    /// The procedure that took it in; absent when none did.
    #[serde(rename = "vao")]
    pub successor: Option<NamedView>,
    /// Decision that announced it: `Quyết định số 163/QĐ-BTP`; empty when the record does not say.
    #[serde(rename = "cong_bo")]
    pub announced_by: String,
}

/// A procedure that a row names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedView {
    /// Code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
}

/// What a procedure consists of, in the eleven parts of a ministry's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentsView {
    /// Code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Whether some of it differs from what was announced before.
    #[serde(rename = "co_sua_doi")]
    pub changed: bool,
    /// Its parts.
    #[serde(rename = "phan")]
    pub parts: Vec<ContentsPart>,
}

/// One part: `Trình tự thực hiện`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentsPart {
    /// Running number.
    #[serde(rename = "stt")]
    pub number: usize,
    /// Label.
    #[serde(rename = "nhan")]
    pub label: String,
    /// What the record says, line by line; nothing where it is silent.
    #[serde(rename = "dong")]
    pub lines: Vec<LineView>,
}

/// A line of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineView {
    /// Its words.
    #[serde(rename = "chu")]
    pub words: String,
    /// Whether the older revision has no such line in this part.
    #[serde(rename = "sua_doi")]
    pub changed: bool,
}

/// Number of procedures of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TotalView {
    /// `cấp tỉnh, cấp xã`.
    #[serde(rename = "cap")]
    pub level: String,
    /// How many, as prose writes it.
    #[serde(rename = "so")]
    pub count: String,
}
