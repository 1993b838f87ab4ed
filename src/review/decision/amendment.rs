//! One change to a procedure, as a decision writes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{apply, channels};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Channel, Fee, Level, OnlineLevel, ProcedureCode, TimeLimit, Written};

/// One change. Exactly one of the first keys says what changes; the others belong to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Amendment {
    /// Drops a paper from every case.
    #[serde(rename = "bo_giay_to", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Bỏ giấy tờ",
        description = "Tên giấy tờ bỏ khỏi hồ sơ, đúng như trong thủ tục."
    )]
    pub drop_paper: Option<String>,
    /// Puts another paper in its place.
    #[serde(rename = "thay_giay_to", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Thay giấy tờ",
        description = "Tên giấy tờ được thay; ghi giấy tờ mới ở khóa bang."
    )]
    pub replace_paper: Option<String>,
    /// The paper that comes in its place.
    #[serde(rename = "bang", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Bằng", description = "Tên giấy tờ mới.")]
    pub replacement: Option<String>,
    /// New time limit.
    #[serde(rename = "thoi_han", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Thời hạn mới", description = "Ví dụ 07 ngày làm việc.")]
    pub time_limit: Option<Written<TimeLimit>>,
    /// New amount of a fee.
    #[serde(rename = "muc_phi", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Mức phí mới", description = "Ví dụ 250.000 đồng.")]
    pub fee: Option<Written<Fee>>,
    /// The fee meant, when there are several.
    #[serde(rename = "ten_phi", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Tên phí", description = "Tên khoản phí; bỏ trống nếu chỉ có một.")]
    pub fee_name: Option<String>,
    /// Drops a requirement.
    #[serde(rename = "bo_yeu_cau", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Bỏ yêu cầu, điều kiện",
        description = "Nội dung yêu cầu, đúng như trong thủ tục."
    )]
    pub drop_requirement: Option<String>,
    /// New number of sets.
    #[serde(rename = "so_bo", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Số bộ hồ sơ mới", description = "Ví dụ 1.")]
    pub sets: Option<u32>,
    /// A channel to open, or the online channel to raise.
    #[serde(rename = "mo_hinh_thuc", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Mở hình thức nộp", description = "Trực tuyến hoặc Dịch vụ bưu chính.")]
    pub open_channel: Option<Written<Channel>>,
    /// How far the online service goes.
    #[serde(rename = "muc_do", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Mức độ trực tuyến", description = "Toàn trình hoặc Một phần.")]
    pub online_level: Option<Written<OnlineLevel>>,
    /// New levels.
    #[serde(rename = "cap_thuc_hien", skip_serializing_if = "Vec::is_empty")]
    #[schemars(title = "Cấp thực hiện mới", description = "Danh sách cấp thực hiện sau sửa đổi.")]
    pub levels: Vec<Written<Level>>,
    /// New agencies, with the new levels.
    #[serde(rename = "co_quan_thuc_hien", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Cơ quan thực hiện mới",
        description = "Danh sách cơ quan thực hiện sau sửa đổi."
    )]
    pub agencies: Vec<String>,
    /// New authorised agencies.
    #[serde(rename = "co_quan_uy_quyen", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Cơ quan được ủy quyền mới",
        description = "Danh sách cơ quan được ủy quyền giải quyết sau sửa đổi."
    )]
    pub authorised: Vec<String>,
    /// Procedures it is carried out together with.
    #[serde(rename = "lien_thong_voi", skip_serializing_if = "Vec::is_empty")]
    #[schemars(title = "Liên thông với", description = "Mã các thủ tục cùng thực hiện liên thông.")]
    pub linked: Vec<Written<ProcedureCode>>,
    /// New name.
    #[serde(rename = "ten", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Tên mới", description = "Tên thủ tục sau sửa đổi.")]
    pub name: Option<String>,
    /// The channel meant by a time limit or a fee; all when absent.
    #[serde(rename = "hinh_thuc", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Hình thức nộp",
        description = "Chỉ áp dụng cho hình thức này; bỏ trống là mọi hình thức."
    )]
    pub channel: Option<Written<Channel>>,
    /// Why, where it differs from the decision's reason.
    #[serde(rename = "ly_do", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Lý do", description = "Lý do riêng của nội dung này.")]
    pub reason: Option<String>,
}

/// What an amendment did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// In official wording: `Bãi bỏ thành phần hồ sơ: “…”`.
    pub wording: String,
    /// YAML paths it touched.
    pub paths: Vec<String>,
}

/// What an amendment can be, and the keys that belong to it. The first one that is there decides. Between
/// them, what statistics call it.
const KINDS: [(&str, &str, &[&str]); 12] = [
    ("bo_giay_to", "Bãi bỏ thành phần hồ sơ", &[]),
    ("thay_giay_to", "Thay thành phần hồ sơ", &["bang"]),
    ("thoi_han", "Thay đổi thời hạn giải quyết", &["hinh_thuc"]),
    ("muc_phi", "Thay đổi mức phí, lệ phí", &["ten_phi", "hinh_thuc"]),
    ("bo_yeu_cau", "Bãi bỏ yêu cầu, điều kiện", &[]),
    ("so_bo", "Thay đổi số bộ hồ sơ", &[]),
    (
        "mo_hinh_thuc",
        "Mở thêm hình thức nộp, nâng mức độ trực tuyến",
        &["muc_do"],
    ),
    (
        "cap_thuc_hien",
        "Chuyển cấp thực hiện",
        &["co_quan_thuc_hien", "co_quan_uy_quyen"],
    ),
    ("co_quan_thuc_hien", "Chuyển cơ quan thực hiện", &["co_quan_uy_quyen"]),
    ("co_quan_uy_quyen", "Ủy quyền giải quyết", &[]),
    ("lien_thong_voi", "Thực hiện liên thông", &[]),
    ("ten", "Đổi tên thủ tục", &[]),
];

impl Amendment {
    /// Carries the change out.
    ///
    /// # Errors
    ///
    /// In Vietnamese, when it does not fit the procedure; nothing is changed then.
    pub fn apply(&self, procedure: &mut Procedure) -> Result<Effect, String> {
        self.check_keys()?;
        if let Some(name) = &self.drop_paper {
            apply::drop_paper(procedure, name)
        } else if let Some(name) = &self.replace_paper {
            apply::replace_paper(procedure, name, self.replacement.as_deref())
        } else if let Some(limit) = &self.time_limit {
            channels::set_time_limit(self, procedure, limit)
        } else if let Some(fee) = &self.fee {
            channels::set_fee(self, procedure, fee)
        } else if let Some(requirement) = &self.drop_requirement {
            apply::drop_requirement(procedure, requirement)
        } else if let Some(sets) = self.sets {
            apply::set_sets(procedure, sets)
        } else if let Some(channel) = &self.open_channel {
            channels::open_channel(procedure, channel, self.online_level.as_ref())
        } else if let Some(name) = &self.name {
            apply::rename(procedure, name)
        } else if !self.linked.is_empty() {
            apply::link(procedure, &self.linked)
        } else {
            apply::move_competence(self, procedure)
        }
    }

    /// What it changes, in the words of statistics; `None` when it does not say.
    pub fn kind_label(&self) -> Option<&'static str> {
        let keys = self.keys();
        let kind = KINDS.iter().find(|(kind, ..)| keys.contains(kind));
        kind.map(|(_, label, _)| *label)
    }

    /// Keys that say something, without the reason.
    fn keys(&self) -> Vec<&'static str> {
        let given = [
            ("bo_giay_to", self.drop_paper.is_some()),
            ("thay_giay_to", self.replace_paper.is_some()),
            ("bang", self.replacement.is_some()),
            ("thoi_han", self.time_limit.is_some()),
            ("muc_phi", self.fee.is_some()),
            ("ten_phi", self.fee_name.is_some()),
            ("bo_yeu_cau", self.drop_requirement.is_some()),
            ("so_bo", self.sets.is_some()),
            ("mo_hinh_thuc", self.open_channel.is_some()),
            ("muc_do", self.online_level.is_some()),
            ("cap_thuc_hien", !self.levels.is_empty()),
            ("co_quan_thuc_hien", !self.agencies.is_empty()),
            ("co_quan_uy_quyen", !self.authorised.is_empty()),
            ("lien_thong_voi", !self.linked.is_empty()),
            ("ten", self.name.is_some()),
            ("hinh_thuc", self.channel.is_some()),
        ];
        given
            .into_iter()
            .filter(|(_, given)| *given)
            .map(|(key, _)| key)
            .collect()
    }

    /// A key that would be passed over is a mistake: its author meant something by it.
    fn check_keys(&self) -> Result<(), String> {
        let keys = self.keys();
        let Some((kind, _, companions)) = KINDS.iter().find(|(kind, ..)| keys.contains(kind)) else {
            let kinds = KINDS.map(|(kind, ..)| kind).join(", ");
            return Err(format!("mục sửa đổi không ghi việc phải làm; ghi một trong: {kinds}"));
        };
        match keys.iter().find(|key| *key != kind && !companions.contains(key)) {
            Some(stray) => Err(format!(
                "khóa «{stray}» không đi cùng «{kind}»: mỗi mục sửa đổi chỉ ghi một việc"
            )),
            None => Ok(()),
        }
    }
}
