//! What templates see. Changing a name here breaks people's templates: add, do not rename.
//!
//! Everything is computed and printed the Vietnamese way already; a template only says where it stands.

use serde::Serialize;

use crate::templates::Prepared;

/// The decision that approves a proposal, with its annex.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecisionView {
    /// Heading block.
    #[serde(rename = "the_thuc")]
    pub heading: Heading,
    /// Locality the office governs: `Thành phố Hồ Chí Minh`.
    #[serde(rename = "dia_phuong")]
    pub locality: String,
    /// How headings within an item are numbered: `so` (1.1.), `chu` (a) or `cat_giam` (a. Nội dung cắt giảm; b. Lý do …).
    #[serde(rename = "kieu_danh_so")]
    pub numbering: &'static str,
    /// Unit that drafts and follows up.
    #[serde(rename = "don_vi_tham_muu")]
    pub secretariat: String,
    /// Legal grounds, one line each, without the mark at the end.
    #[serde(rename = "can_cu")]
    pub preamble: Vec<String>,
    /// Number of procedures, as prose writes it: `05`.
    #[serde(rename = "so_thu_tuc")]
    pub count: String,
    /// Number of measures, where some are taken on several procedures at once; empty when every procedure has its own.
    #[serde(rename = "so_phuong_an")]
    pub measures: String,
    /// Of these, abolished.
    #[serde(rename = "so_bai_bo")]
    pub abolished: String,
    /// Of these, simplified.
    #[serde(rename = "so_don_gian_hoa")]
    pub simplified: String,
    /// Decisions to keep a procedure as it is.
    #[serde(rename = "so_giu_nguyen")]
    pub kept: String,
    /// What becomes of how many: `bãi bỏ 01 thủ tục; sửa đổi, bổ sung 03 thủ tục`; empty when all fare alike.
    #[serde(rename = "co_cau")]
    pub breakdown: String,
    /// Whether something needs another body's power.
    #[serde(rename = "co_kien_nghi")]
    pub needs_others: bool,
    /// Whether something is within the office's own power.
    #[serde(rename = "co_tham_quyen")]
    pub has_own: bool,
    /// Whether a time limit is shortened.
    #[serde(rename = "co_giam_thoi_gian")]
    pub cuts_time: bool,
    /// Bodies that carry it out.
    #[serde(rename = "don_vi_thuc_hien")]
    pub charged: String,
    /// Their heads.
    #[serde(rename = "thu_truong")]
    pub heads: Vec<String>,
    /// Ministries the result is reported to; may be empty.
    #[serde(rename = "noi_bao_cao")]
    pub reported_to: String,
    /// Addressees, one line each.
    #[serde(rename = "noi_nhan")]
    pub addressees: Vec<String>,
    /// Part I of the annex.
    #[serde(rename = "danh_muc")]
    pub list: Vec<LevelGroup<Prepared>>,
    /// Part II of the annex: the rows of part I, which are [`ItemView`]s.
    #[serde(rename = "noi_dung")]
    pub rows: Vec<Prepared>,
    /// The same rows.
    #[serde(skip)]
    pub items: Vec<ItemView>,
    /// Totals.
    #[serde(rename = "tong")]
    pub total: Benefit,
    /// What the reader must know of the figures.
    #[serde(rename = "luu_y")]
    pub notes: Vec<String>,
    /// Revision the proposal was derived from.
    #[serde(rename = "phien_ban")]
    pub revision: String,
}

/// Heading block, number, place, date and signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Lines of the issuing body, in capitals.
    #[serde(rename = "co_quan")]
    pub office: Vec<String>,
    /// Symbol of the document: `QĐ-UBND`.
    #[serde(rename = "ky_hieu")]
    pub symbol: String,
    /// Place.
    #[serde(rename = "dia_danh")]
    pub place: String,
    /// Year of the draft.
    #[serde(rename = "nam")]
    pub year: String,
    /// Day whose law and figures it rests on: `01/07/2026`.
    #[serde(rename = "ngay")]
    pub day: String,
    /// Who decides, as in the text.
    #[serde(rename = "nguoi_ban_hanh")]
    pub issuer: String,
    /// Authority line of the signature; empty when the chairman signs.
    #[serde(rename = "quyen_han")]
    pub authority: String,
    /// Position of the signer.
    #[serde(rename = "chuc_vu")]
    pub position: String,
    /// Name of the signer.
    #[serde(rename = "ho_ten")]
    pub signer: String,
}

/// Procedures of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelGroup<R> {
    /// `cấp tỉnh, cấp xã`.
    #[serde(rename = "cap")]
    pub level: String,
    /// By field.
    #[serde(rename = "linh_vuc")]
    pub fields: Vec<FieldGroup<R>>,
}

impl<R> LevelGroup<R> {
    /// Rows, each with its level and its field, as they stand one below another.
    pub(super) fn of(rows: impl Iterator<Item = (String, String, R)>) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for (level, field, row) in rows {
            if groups.last().is_none_or(|group| group.level != level) {
                groups.push(Self {
                    level,
                    fields: Vec::new(),
                });
            }
            let Some(group) = groups.last_mut() else { continue };
            if group.fields.last().is_none_or(|known| known.name != field) {
                group.fields.push(FieldGroup {
                    name: field,
                    rows: Vec::new(),
                });
            }
            if let Some(field) = group.fields.last_mut() {
                field.rows.push(row);
            }
        }
        groups
    }
}

/// Procedures of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldGroup<R> {
    /// Name of the field.
    #[serde(rename = "ten")]
    pub name: String,
    /// Rows.
    #[serde(rename = "thu_tuc")]
    pub rows: Vec<R>,
}

/// One procedure of the proposal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemView {
    /// Running number over the whole annex.
    #[serde(rename = "stt")]
    pub number: usize,
    /// Code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Level.
    #[serde(rename = "cap")]
    pub level: String,
    /// Field.
    #[serde(rename = "linh_vuc")]
    pub field: String,
    /// What is proposed.
    #[serde(rename = "noi_dung")]
    pub contents: Vec<ContentView>,
    /// What has to be done to which document.
    #[serde(rename = "kien_nghi")]
    pub enactments: Vec<EnactmentView>,
    /// What has to be done to the list that announced the procedure; empty when nothing.
    #[serde(rename = "cong_bo")]
    pub announcement: String,
    /// What it saves.
    #[serde(rename = "loi_ich")]
    pub benefit: Benefit,
    /// What it saves in time; empty when no limit changes.
    #[serde(rename = "thoi_gian")]
    pub time: Vec<String>,
    /// What the reader must know of these figures.
    #[serde(rename = "ghi_chu")]
    pub notes: Vec<String>,
    /// When; empty when not said.
    #[serde(rename = "lo_trinh")]
    pub schedule: String,
    /// The measure it shares with other procedures of its section; absent for a measure of its own.
    #[serde(rename = "nhom")]
    pub group: Option<GroupView>,
}

/// One measure on several procedures, as one of them sees it. Those of a section stand together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupView {
    /// What they share.
    #[serde(rename = "ten")]
    pub title: String,
    /// How many of them stand in this section, as prose writes it: `03`.
    #[serde(rename = "so_thu_tuc")]
    pub count: String,
    /// How many there are in the whole annex.
    #[serde(rename = "tong_so")]
    pub total: String,
    /// Their running numbers: `3, 4, 5`.
    #[serde(rename = "cac_stt")]
    pub numbers: String,
    /// Running number of the first of them.
    #[serde(rename = "stt_dau")]
    pub first_number: usize,
    /// Whether this is the first of them in the section.
    #[serde(rename = "dau")]
    pub first: bool,
    /// Whether this is the last of them in the section.
    #[serde(rename = "cuoi")]
    pub last: bool,
    /// Whether what is proposed reads the same for all of them.
    #[serde(rename = "noi_dung_chung")]
    pub alike: bool,
}

/// One proposed change and its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentView {
    /// In official wording.
    #[serde(rename = "noi_dung")]
    pub text: String,
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// One document to amend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnactmentView {
    /// The whole sentence, with "Kiến nghị …" where the office has no power.
    #[serde(rename = "cau")]
    pub sentence: String,
    /// Document alone, for the list.
    #[serde(rename = "van_ban")]
    pub document: String,
    /// Whether the office can do it itself.
    #[serde(rename = "thuoc_tham_quyen")]
    pub own_power: bool,
}

/// Costs and saving, printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Benefit {
    /// Đồng a year before.
    #[serde(rename = "truoc")]
    pub before: String,
    /// Đồng a year after.
    #[serde(rename = "sau")]
    pub after: String,
    /// Đồng a year saved.
    #[serde(rename = "tiet_kiem")]
    pub saved: String,
    /// Share saved: `55,71%`, or `–` where nothing was spent before.
    #[serde(rename = "ty_le")]
    pub percent: String,
}
