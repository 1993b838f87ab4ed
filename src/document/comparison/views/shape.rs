//! What the templates are given: its names are a contract with the templates of offices.

use serde::Serialize;

use crate::diff::{Burden, Kind, Status, Substance};
use crate::document::comparison::passages::Passage;

/// A comparison of two revisions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparisonView {
    /// Name of the older revision.
    #[serde(rename = "cu")]
    pub old: String,
    /// Name of the newer revision.
    #[serde(rename = "moi")]
    pub new: String,
    /// What of the comparison was asked for, and what a person has accepted already.
    #[serde(rename = "chi_xem")]
    pub notes: Vec<String>,
    /// Whether changes of spelling, format and office names are shown from the start.
    #[serde(rename = "hien_tat_ca")]
    pub all: bool,
    /// How many procedures fared how.
    #[serde(rename = "tinh_hinh")]
    pub summary: Vec<Figure>,
    /// How many changes of content move the burden which way.
    #[serde(rename = "ganh_nang")]
    pub burdens: Vec<Choice<Burden>>,
    /// Headings of the tables of totals, without the first.
    #[serde(rename = "cot")]
    pub columns: Vec<&'static str>,
    /// Totals of all.
    #[serde(rename = "tong")]
    pub totals: Vec<String>,
    /// Totals by field of the catalogue.
    #[serde(rename = "theo_linh_vuc")]
    pub by_field: Vec<TotalView>,
    /// Totals by agency.
    #[serde(rename = "theo_co_quan")]
    pub by_agency: Vec<TotalView>,
    /// Changes that many procedures share.
    #[serde(rename = "chung")]
    pub patterns: Vec<PatternView>,
    /// What may have become of procedures that are gone.
    #[serde(rename = "co_the_la")]
    pub candidates: Vec<CandidateView>,
    /// Procedures that differ, by field.
    #[serde(rename = "linh_vuc")]
    pub fields: Vec<FieldView>,
    /// Parts of the record that changed.
    #[serde(rename = "cac_phan")]
    pub parts: Vec<Choice<&'static str>>,
    /// Kinds of change.
    #[serde(rename = "cac_loai")]
    pub kinds: Vec<Choice<Kind>>,
    /// Kinds of substance.
    #[serde(rename = "cac_tinh_chat")]
    pub substances: Vec<Choice<Substance>>,
    /// What happens to procedures.
    #[serde(rename = "cac_tinh_trang")]
    pub statuses: Vec<Choice<Status>>,
}

/// A count with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Name.
    #[serde(rename = "ten")]
    pub name: &'static str,
    /// Count, printed.
    #[serde(rename = "so")]
    pub count: String,
}

/// A value to filter by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice<T> {
    /// The value as the page's own attributes write it.
    #[serde(rename = "ma")]
    pub value: T,
    /// A sign for it; may be empty.
    #[serde(rename = "dau")]
    pub sign: &'static str,
    /// Its name.
    #[serde(rename = "ten")]
    pub name: &'static str,
    /// How many changes have it, printed.
    #[serde(rename = "so")]
    pub count: String,
}

/// A row of a table of totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TotalView {
    /// Name of the field or agency.
    #[serde(rename = "ten")]
    pub name: String,
    /// Place of its procedures on the page; empty where they are not together.
    #[serde(rename = "id")]
    pub id: String,
    /// Figures, as many as there are columns.
    #[serde(rename = "o")]
    pub cells: Vec<String>,
}

/// Which way a change goes and what it is, for a reader and for the page's filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Nature {
    /// Key of the field of the record; `thu_tuc` when the procedure as a whole is meant.
    #[serde(rename = "truong")]
    pub field: &'static str,
    /// Label of what changed.
    #[serde(rename = "phan")]
    pub label: String,
    /// What was done.
    #[serde(rename = "loai")]
    pub kind: Kind,
    /// The same in Vietnamese.
    #[serde(rename = "ten_loai")]
    pub kind_name: &'static str,
    /// Direction of burden; `none` where there is none to speak of.
    #[serde(rename = "huong")]
    pub burden: Option<Burden>,
    /// The direction in words; empty where there is none.
    #[serde(rename = "ten_huong")]
    pub burden_name: &'static str,
    /// The direction as a sign.
    #[serde(rename = "dau")]
    pub sign: &'static str,
    /// Whether it matters in law.
    #[serde(rename = "tinh_chat")]
    pub substance: Substance,
    /// The same in Vietnamese.
    #[serde(rename = "ten_tinh_chat")]
    pub substance_name: &'static str,
    /// Whether it is shown without asking.
    #[serde(rename = "la_noi_dung")]
    pub is_content: bool,
}

/// A change that many procedures share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PatternView {
    /// Running number.
    #[serde(rename = "stt")]
    pub number: usize,
    /// What it is.
    #[serde(flatten)]
    pub nature: Nature,
    /// The sentence.
    #[serde(rename = "cau")]
    pub sentence: String,
    /// In how many procedures, printed.
    #[serde(rename = "so")]
    pub count: String,
    /// The words that changed, where the sentence does not quote them.
    #[serde(rename = "doan")]
    pub passages: Vec<Passage>,
    /// Where.
    #[serde(rename = "thu_tuc")]
    pub procedures: Vec<LinkView>,
}

/// A procedure to go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// Code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name; empty when the page does not show the procedure.
    #[serde(rename = "ten")]
    pub name: String,
    /// Its place on the page; empty when it is not there.
    #[serde(rename = "id")]
    pub id: String,
}

/// What may have become of procedures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CandidateView {
    /// What.
    #[serde(rename = "loai")]
    pub kind: &'static str,
    /// Older codes.
    #[serde(rename = "cu")]
    pub old: Vec<LinkView>,
    /// Newer codes.
    #[serde(rename = "moi")]
    pub new: Vec<LinkView>,
    /// How sure: `87%`.
    #[serde(rename = "do_tin_cay")]
    pub confidence: String,
    /// What speaks for it.
    #[serde(rename = "can_cu")]
    pub evidence: Vec<String>,
}

/// Procedures of one field that differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldView {
    /// Its place on the page.
    pub id: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// How many procedures, printed.
    #[serde(rename = "so")]
    pub count: String,
    /// Whether one of them has something to show without asking.
    #[serde(rename = "co_noi_dung")]
    pub has_content: bool,
    /// The procedures, by code.
    #[serde(rename = "thu_tuc")]
    pub procedures: Vec<ProcedureView>,
}

/// One procedure that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProcedureView {
    /// Its place on the page.
    pub id: String,
    /// Code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// What happened.
    #[serde(rename = "tinh_trang")]
    pub status: Status,
    /// The same in Vietnamese.
    #[serde(rename = "ten_tinh_trang")]
    pub status_name: &'static str,
    /// Levels and agency, on one line.
    #[serde(rename = "noi_thuc_hien")]
    pub place: String,
    /// Codes it takes the place of.
    #[serde(rename = "thay_the")]
    pub replaces: Vec<String>,
    /// How that is known; empty when it replaces nothing.
    #[serde(rename = "nguon_goc")]
    pub lineage: String,
    /// What speaks for it.
    #[serde(rename = "can_cu")]
    pub evidence: Vec<String>,
    /// Whether there is something to show without asking.
    #[serde(rename = "co_noi_dung")]
    pub has_content: bool,
    /// How many changes are not of content, printed; empty when none.
    #[serde(rename = "so_khac")]
    pub others: String,
    /// Its changes. A procedure that came or went as a whole is one.
    #[serde(rename = "thay_doi")]
    pub changes: Vec<ChangeView>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeView {
    /// Its place on the page.
    pub id: String,
    /// What it is.
    #[serde(flatten)]
    pub nature: Nature,
    /// The sentence.
    #[serde(rename = "cau")]
    pub sentence: String,
    /// Number of the pattern it is part of; 0 for none.
    #[serde(rename = "chung")]
    pub pattern: usize,
    /// In how many procedures that is, printed.
    #[serde(rename = "chung_so")]
    pub pattern_count: String,
    /// Values inside an entry that came or went.
    #[serde(rename = "chi_tiet")]
    pub details: Vec<DetailView>,
    /// The words that changed, where neither the sentence nor the pattern shows them.
    #[serde(rename = "doan")]
    pub passages: Vec<Passage>,
}

/// A value inside an entry that came or went.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DetailView {
    /// Label.
    #[serde(rename = "nhan")]
    pub label: String,
    /// The value.
    #[serde(rename = "doan")]
    pub passages: Vec<Passage>,
}
