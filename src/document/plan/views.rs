//! What the template of a review plan sees. Changing a name here breaks people's templates: add, do not rename.

use serde::Serialize;

use crate::document::views::Heading;

/// The plan of a year's review, with its annex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanView {
    /// Heading block.
    #[serde(rename = "the_thuc")]
    pub heading: Heading,
    /// Locality the office governs.
    #[serde(rename = "dia_phuong")]
    pub locality: String,
    /// Name of the office.
    #[serde(rename = "co_quan")]
    pub office: String,
    /// Unit that drafts and follows up.
    #[serde(rename = "don_vi_tham_muu")]
    pub secretariat: String,
    /// The body on whose behalf the plan is signed, in capitals; empty where one person issues it.
    #[serde(rename = "tap_the")]
    pub collective: String,
    /// The year.
    #[serde(rename = "nam")]
    pub year: String,
    /// Number of procedures, as prose writes it: `05`.
    #[serde(rename = "so_thu_tuc")]
    pub count: String,
    /// Agencies that review, in dictionary order.
    #[serde(rename = "don_vi_chu_tri")]
    pub reviewers: Vec<String>,
    /// First day; empty when left open.
    #[serde(rename = "bat_dau")]
    pub from: String,
    /// Last day, likewise.
    #[serde(rename = "hoan_thanh")]
    pub until: String,
    /// Why procedures were chosen, with counts: `Căn cứ pháp lý đã hết hiệu lực: 03 thủ tục`.
    #[serde(rename = "tieu_chi")]
    pub rules: Vec<String>,
    /// Rows of the annex.
    #[serde(rename = "thu_tuc")]
    pub rows: Vec<PlanRowView>,
    /// Addressees, one line each.
    #[serde(rename = "noi_nhan")]
    pub addressees: Vec<String>,
    /// What the reader must know of the data.
    #[serde(rename = "luu_y")]
    pub notes: Vec<String>,
    /// Revision that was reviewed.
    #[serde(rename = "phien_ban")]
    pub revision: String,
}

/// One procedure to review. What the record does not say is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanRowView {
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
    /// Who reviews.
    #[serde(rename = "chu_tri")]
    pub chair: String,
    /// Who takes part.
    #[serde(rename = "phoi_hop")]
    pub others: Vec<String>,
    /// First day; empty when left open.
    #[serde(rename = "bat_dau")]
    pub from: String,
    /// Last day, likewise.
    #[serde(rename = "hoan_thanh")]
    pub until: String,
    /// Why it was chosen: titles of the rules that fired.
    #[serde(rename = "can_cu_lua_chon")]
    pub reasons: Vec<String>,
    /// What may come of it.
    #[serde(rename = "san_pham")]
    pub products: Vec<String>,
}
