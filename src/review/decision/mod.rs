//! Decisions of people on procedures, one file each in `ra_soat/<nam>/<ma>.yaml`.
//!
//! A decision remembers a hash of what it judged, field by field, and the versions of the rules it rests on, so it goes
//! stale by itself when either changes, and says in what. Comments, layout and spelling do not make it stale. One file may
//! take one measure on several procedures; each of them is judged by itself then.

mod agreement;
mod amendment;
mod apply;
mod assessment;
mod carry;
mod channels;
mod check;
pub mod lints;
pub mod list;
mod lock;
mod machine;
pub mod questionnaire;
mod stale;
mod step;
mod store;
mod version;

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalogue::lineage::base_code;
use crate::catalogue::observation::ObservedRow;
use crate::catalogue::values::{Clause, Date, Described, DocumentNumber, ParseValueError, ProcedureCode, Written};
use crate::text;

pub use self::agreement::{Agreement, Conflict, FieldTally, Kappa, PairAgreement, Tally, Voice, agreement};
pub use self::amendment::{Amendment, Effect};
pub use self::apply::carry_out;
pub use self::assessment::{Assessments, Pair, REVIEWERS, file_of_assessment};
pub use self::carry::{Carried, Fate, Unit, carry};
pub use self::channels::time_cut;
pub use self::check::{problems, standing};
pub use self::lock::Lock;
pub use self::machine::MACHINE_DRAFT;
pub use self::stale::{Changes, State, judged, rest_on, state};
pub use self::step::{Event, Step};
pub use self::store::{
    Decisions, Member, Membership, RecordError, Recorded, SCHEMA, changed_text, file_of, folder_name, is_assessment,
    record, text_of, write_text,
};
pub use self::version::Version;

/// What was decided on one procedure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Decision {
    /// Procedure.
    #[serde(rename = "ma", skip_serializing_if = "is_blank")]
    #[schemars(
        title = "Mã thủ tục",
        description = "Mã thủ tục được rà soát. Một phương án cho nhiều thủ tục thì ghi nhom và thu_tuc thay cho khóa này."
    )]
    pub code: Written<ProcedureCode>,
    /// What the procedures of a group share, when the decision is one measure on all of them.
    #[serde(rename = "nhom", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Nhóm thủ tục",
        description = "Tên nhóm khi một phương án áp dụng cho nhiều thủ tục; danh sách ghi ở khóa thu_tuc."
    )]
    pub group: Option<String>,
    /// Revision that was reviewed.
    #[serde(rename = "phien_ban")]
    #[schemars(title = "Phiên bản", description = "Phiên bản danh mục đã xem, ví dụ 2026-07-01.")]
    pub revision: String,
    /// Outcome.
    #[serde(rename = "phuong_an")]
    #[schemars(
        title = "Phương án",
        description = "giu_nguyen, bai_bo, thay_the, sua_doi_bo_sung, hop_nhat, phan_cap, uy_quyen, lien_thong, toan_trinh, chuyen_hau_kiem"
    )]
    pub outcome: Written<Outcome>,
    /// Procedure that takes its place, when it is replaced or merged.
    #[serde(rename = "chuyen_sang", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Chuyển sang thủ tục",
        description = "Mã thủ tục thay thế hoặc nhận hợp nhất."
    )]
    pub successor: Option<Written<ProcedureCode>>,
    /// Why.
    #[serde(rename = "ly_do")]
    #[schemars(title = "Lý do", description = "Lý do của phương án; bắt buộc.")]
    pub reason: String,
    /// What changes, for outcomes that keep the procedure.
    #[serde(rename = "sua_doi", skip_serializing_if = "Vec::is_empty")]
    #[schemars(title = "Nội dung sửa đổi", description = "Từng nội dung đơn giản hóa.")]
    pub amendments: Vec<Amendment>,
    /// Documents that must be amended for it.
    #[serde(rename = "kien_nghi", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Kiến nghị thực thi",
        description = "Văn bản, điều khoản phải sửa đổi, bãi bỏ; bắt buộc trừ khi giữ nguyên."
    )]
    pub enactments: Vec<Enactment>,
    /// Procedures that still need the result of an abolished one, accepted one by one.
    #[serde(rename = "chap_nhan_phu_thuoc", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Chấp nhận phụ thuộc",
        description = "Thủ tục còn cần kết quả của thủ tục bị bãi bỏ, được chấp nhận có lý do; ghi bằng tthc decide --accept-dependent."
    )]
    pub accepted_dependents: Vec<AcceptedDependent>,
    /// Rules whose findings it rests on.
    #[serde(rename = "quy_tac", skip_serializing_if = "Vec::is_empty")]
    #[schemars(title = "Quy tắc", description = "Số quy tắc rà soát làm căn cứ, ví dụ R-12.")]
    pub rules: Vec<String>,
    /// Versions of these rules when it was decided, by number; 1 where it is not said.
    #[serde(rename = "phien_ban_quy_tac", skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(
        title = "Phiên bản quy tắc",
        description = "Phiên bản của từng quy tắc khi quyết định, do tthc decide ghi; không ghi là phiên bản 1."
    )]
    pub rule_versions: BTreeMap<String, u32>,
    /// When it is to be done.
    #[serde(rename = "lo_trinh", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Lộ trình", description = "Ví dụ 2026 - 2027.")]
    pub schedule: Option<String>,
    /// How the benefit is worked out; the standard cost model when absent.
    #[serde(rename = "cach_tinh", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Cách tính lợi ích",
        description = "scm (mặc định): mô hình chi phí chuẩn; quy_doi_thoi_gian: số ngày giảm quy ra giờ làm việc."
    )]
    pub method: Option<Written<Method>>,
    /// Cost rows known for the time after it.
    #[serde(rename = "chi_phi_sau", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Chi phí sau đơn giản hóa",
        description = "Dòng chi phí thay cho dòng ước tính."
    )]
    pub cost_after: Vec<ObservedRow>,
    /// Who decided.
    #[serde(rename = "nguoi_quyet_dinh", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Người quyết định", description = "Họ tên, chức vụ.")]
    pub decided_by: Option<String>,
    /// When.
    #[serde(rename = "ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ngày", description = "Ngày quyết định.")]
    pub decided_on: Option<Written<Date>>,
    /// Hash of what was judged, by field.
    #[serde(rename = "da_xem", skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(
        title = "Nội dung đã xem",
        description = "Mã băm của từng trường, do tthc decide ghi."
    )]
    pub judged: BTreeMap<String, String>,
    /// The procedures of a group.
    #[serde(rename = "thu_tuc", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Các thủ tục của nhóm",
        description = "Từng thủ tục mà phương án áp dụng, với nội dung đã xem của riêng nó."
    )]
    pub members: Vec<Member>,
    /// What became of it, oldest first.
    #[serde(rename = "qua_trinh", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Quá trình",
        description = "Các bước đã qua, bước cũ đứng trước; ghi bằng tthc decide --step."
    )]
    pub history: Vec<Event>,
}

impl Decision {
    /// Whether all it does is to work faster than the law demands, for which no normative document has to be amended.
    pub fn only_faster(&self) -> bool {
        !self.amendments.is_empty() && self.amendments.iter().all(|amendment| amendment.time_limit.is_some())
    }

    /// The same words wherever somebody put another case, spacing or tone mark.
    pub fn is_by(&self, person: &str) -> bool {
        let wanted = text::canonical(person);
        self.decided_by
            .as_deref()
            .is_some_and(|by| text::canonical(by) == wanted)
    }
}

fn is_blank<T>(written: &Written<T>) -> bool {
    written.text().trim().is_empty()
}

/// A document that has to be amended for a decision to take effect.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Enactment {
    /// What is to be done to it.
    #[serde(rename = "hanh_dong")]
    #[schemars(title = "Hành động", description = "Sửa đổi; Sửa đổi, bổ sung; Bãi bỏ; Thay thế.")]
    pub action: Written<Action>,
    /// The document, found in `van_ban/`.
    #[serde(rename = "van_ban")]
    #[schemars(title = "Văn bản", description = "Số hiệu văn bản phải sửa.")]
    pub document: Written<DocumentNumber>,
    /// Where in it.
    #[serde(rename = "dieu_khoan", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Điều khoản", description = "Điểm, khoản, điều phải sửa.")]
    pub clause: Option<Written<Clause>>,
}

/// A procedure that may go on asking for a result nobody issues any more, and why.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AcceptedDependent {
    /// The procedure that asks for it.
    #[serde(rename = "ma")]
    #[schemars(
        title = "Mã thủ tục",
        description = "Thủ tục còn yêu cầu giấy tờ là kết quả của thủ tục bị bãi bỏ."
    )]
    pub code: Written<ProcedureCode>,
    /// The papers that were looked at; a paper added later is asked about again. All of them when none is named.
    #[serde(rename = "giay_to", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Giấy tờ",
        description = "Giấy tờ đã xem, đúng như trong thủ tục; bỏ trống là mọi giấy tờ."
    )]
    pub papers: Vec<String>,
    /// Why that is right.
    #[serde(rename = "ly_do")]
    #[schemars(title = "Lý do", description = "Vì sao vẫn bãi bỏ được; bắt buộc.")]
    pub reason: String,
    /// Who accepted it.
    #[serde(rename = "nguoi")]
    #[schemars(title = "Người chấp nhận", description = "Họ tên, chức vụ; bắt buộc.")]
    pub by: String,
    /// When.
    #[serde(rename = "ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ngày", description = "Ngày chấp nhận.")]
    pub on: Option<Written<Date>>,
}

impl AcceptedDependent {
    /// Whether it is about a paper of a procedure.
    pub fn covers(&self, code: &str, paper: &str) -> bool {
        let named = || {
            self.papers
                .iter()
                .any(|named| text::same_but_for_spelling(named, paper))
        };
        base_code(&self.code) == code && (self.papers.is_empty() || named())
    }
}

/// Outcomes of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Keep as it is.
    Keep,
    /// Abolish.
    Abolish,
    /// Replace by another procedure.
    Replace,
    /// Amend.
    Amend,
    /// Merge into another procedure.
    Merge,
    /// Move to a lower level.
    Decentralise,
    /// Authorise another agency.
    Authorise,
    /// Link with other procedures.
    Link,
    /// Put fully online.
    FullyOnline,
    /// Check afterwards instead of before.
    PostCheck,
}

/// Keys as files write them and the official wording.
const OUTCOMES: [(Outcome, &str, &str); 10] = [
    (Outcome::Keep, "giu_nguyen", "Giữ nguyên"),
    (Outcome::Abolish, "bai_bo", "Bãi bỏ thủ tục hành chính"),
    (Outcome::Replace, "thay_the", "Thay thế thủ tục hành chính"),
    (Outcome::Amend, "sua_doi_bo_sung", "Sửa đổi, bổ sung"),
    (Outcome::Merge, "hop_nhat", "Hợp nhất thủ tục hành chính"),
    (Outcome::Decentralise, "phan_cap", "Phân cấp giải quyết"),
    (Outcome::Authorise, "uy_quyen", "Ủy quyền giải quyết"),
    (Outcome::Link, "lien_thong", "Thực hiện liên thông"),
    (
        Outcome::FullyOnline,
        "toan_trinh",
        "Nâng lên dịch vụ công trực tuyến toàn trình",
    ),
    (
        Outcome::PostCheck,
        "chuyen_hau_kiem",
        "Chuyển từ tiền kiểm sang hậu kiểm",
    ),
];

impl Outcome {
    /// Every outcome.
    pub fn all() -> impl Iterator<Item = Self> {
        OUTCOMES.iter().map(|(outcome, ..)| *outcome)
    }

    /// Key as files write it.
    pub fn key(self) -> &'static str {
        OUTCOMES
            .iter()
            .find(|(outcome, ..)| *outcome == self)
            .map_or("", |(_, key, _)| key)
    }

    /// Official wording.
    pub fn label(self) -> &'static str {
        OUTCOMES
            .iter()
            .find(|(outcome, ..)| *outcome == self)
            .map_or("", |(.., label)| label)
    }

    /// Whether the procedure is gone afterwards.
    pub fn ends_procedure(self) -> bool {
        matches!(self, Self::Abolish | Self::Replace | Self::Merge)
    }
}

impl std::str::FromStr for Outcome {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.trim().replace('-', "_").to_lowercase();
        OUTCOMES
            .iter()
            .find(|(_, key, label)| *key == wanted || text::canonical(label) == text::canonical(text))
            .map(|(outcome, ..)| *outcome)
            .ok_or_else(|| ParseValueError::new(text, "một phương án", Self::EXAMPLES))
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl Described for Outcome {
    const TITLE: &'static str = "Phương án";
    const DESCRIPTION: &'static str = "Phương án rà soát.";
    const EXAMPLES: &'static [&'static str] = &[
        "giu_nguyen",
        "bai_bo",
        "thay_the",
        "sua_doi_bo_sung",
        "hop_nhat",
        "phan_cap",
        "uy_quyen",
        "lien_thong",
        "toan_trinh",
        "chuyen_hau_kiem",
    ];
}

/// How the benefit of a decision is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The standard cost model: hours of work, services, fees.
    StandardCost,
    /// Days of processing turned into working hours, as real annexes do for shorter limits.
    ProcessingTime,
}

const METHODS: [(Method, &str); 2] = [
    (Method::StandardCost, "scm"),
    (Method::ProcessingTime, "quy_doi_thoi_gian"),
];

impl std::str::FromStr for Method {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = METHODS.iter().find(|(_, key)| *key == text.trim());
        found
            .map(|(method, _)| *method)
            .ok_or_else(|| ParseValueError::new(text, "một cách tính", Self::EXAMPLES))
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            METHODS
                .iter()
                .find(|(method, _)| method == self)
                .map_or("", |(_, key)| key),
        )
    }
}

impl Described for Method {
    const TITLE: &'static str = "Cách tính lợi ích";
    const DESCRIPTION: &'static str = "Cách tính lợi ích của phương án.";
    const EXAMPLES: &'static [&'static str] = &["scm", "quy_doi_thoi_gian"];
}

/// What is to be done to a legal document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Amend.
    Amend,
    /// Amend and supplement.
    AmendAndSupplement,
    /// Repeal.
    Repeal,
    /// Replace.
    Replace,
}

const ACTIONS: [(Action, &str); 4] = [
    (Action::Amend, "Sửa đổi"),
    (Action::AmendAndSupplement, "Sửa đổi, bổ sung"),
    (Action::Repeal, "Bãi bỏ"),
    (Action::Replace, "Thay thế"),
];

impl std::str::FromStr for Action {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = ACTIONS
            .iter()
            .find(|(_, label)| text::canonical(label) == text::canonical(text));
        found
            .map(|(action, _)| *action)
            .ok_or_else(|| ParseValueError::new(text, "một hành động", Self::EXAMPLES))
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            ACTIONS
                .iter()
                .find(|(action, _)| action == self)
                .map_or("", |(_, label)| label),
        )
    }
}

impl Described for Action {
    const TITLE: &'static str = "Hành động";
    const DESCRIPTION: &'static str = "Việc phải làm với văn bản.";
    const EXAMPLES: &'static [&'static str] = &["Sửa đổi", "Sửa đổi, bổ sung", "Bãi bỏ", "Thay thế"];
}

#[cfg(test)]
pub(crate) mod tests;
