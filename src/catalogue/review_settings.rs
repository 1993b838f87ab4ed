//! What `catalogue.yaml` tells the review: rules switched off, thresholds, findings accepted for a time, and the rows of an
//! annex that strike papers from single procedures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::settings::holds;
use super::values::{Clause, Date, DocumentNumber, ProcedureCode, Written};

/// Settings of the review.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewSettings {
    /// Rules that do not run unless asked for by name.
    #[serde(rename = "tat", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Quy tắc tắt",
        description = "Quy tắc không chạy, trừ khi gọi đích danh bằng --rule."
    )]
    pub off: Vec<RuleOff>,
    /// Thresholds in place of the rules' own.
    #[serde(rename = "nguong", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Ngưỡng",
        description = "Ngưỡng thay cho ngưỡng mặc định của quy tắc, có ngày và nguồn."
    )]
    pub thresholds: Vec<ThresholdRow>,
    /// Findings accepted for a time.
    #[serde(rename = "tam_chap_nhan", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Tạm chấp nhận",
        description = "Điểm đã biết, không báo lại cho đến hết hạn; hết hạn thì chính dòng này được báo."
    )]
    pub baseline: Vec<Accepted>,
    /// Weights of the parts of the ranking in place of their own.
    #[serde(rename = "xep_hang", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Xếp hạng",
        description = "Điểm của từng thành phần khi xếp hạng thủ tục để xem xét bãi bỏ (tthc review --rank), có ngày và nguồn."
    )]
    pub ranking: Vec<WeightRow>,
}

/// A rule that is switched off.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RuleOff {
    /// Name or number of the rule.
    #[serde(rename = "quy_tac")]
    #[schemars(title = "Quy tắc", description = "Số hoặc tên quy tắc, ví dụ R-35.")]
    pub rule: String,
    /// Why.
    #[serde(rename = "ly_do")]
    #[schemars(title = "Lý do", description = "")]
    pub reason: String,
}

/// A threshold of a rule, for a time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ThresholdRow {
    /// Name or number of the rule.
    #[serde(rename = "quy_tac")]
    #[schemars(title = "Quy tắc", description = "Số hoặc tên quy tắc, ví dụ R-22.")]
    pub rule: String,
    /// Which threshold; `tthc rules R-22` lists them.
    #[serde(rename = "ten")]
    #[schemars(title = "Tên ngưỡng", description = "Xem bằng lệnh tthc rules và số quy tắc.")]
    pub name: String,
    /// Value.
    #[serde(rename = "gia_tri")]
    #[schemars(title = "Giá trị", description = "Số nguyên.")]
    pub value: u32,
    /// First day.
    #[serde(rename = "tu_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Từ ngày", description = "")]
    pub from: Option<Written<Date>>,
    /// First day it no longer holds.
    #[serde(rename = "den_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Đến ngày", description = "Ngày đầu tiên không còn áp dụng.")]
    pub until: Option<Written<Date>>,
    /// Where it comes from.
    #[serde(rename = "nguon", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Nguồn", description = "Văn bản, chỉ đạo là nguồn của ngưỡng.")]
    pub source: Option<String>,
}

/// The weight of a part of the ranking, for a time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WeightRow {
    /// Name of the part; `tthc review --rank` lists them.
    #[serde(rename = "phan")]
    #[schemars(
        title = "Thành phần",
        description = "Ví dụ khong_ho_so; xem bằng tthc review --rank."
    )]
    pub part: String,
    /// Points; none switches the part off.
    #[serde(rename = "diem")]
    #[schemars(title = "Điểm", description = "Số nguyên không âm; 0 là tắt.")]
    pub weight: u32,
    /// First day.
    #[serde(rename = "tu_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Từ ngày", description = "")]
    pub from: Option<Written<Date>>,
    /// First day it no longer holds.
    #[serde(rename = "den_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Đến ngày", description = "Ngày đầu tiên không còn áp dụng.")]
    pub until: Option<Written<Date>>,
    /// Where it comes from.
    #[serde(rename = "nguon", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Nguồn", description = "Kế hoạch, chỉ đạo là nguồn của điểm.")]
    pub source: Option<String>,
}

/// Findings that a person answers for until a day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Accepted {
    /// Name or number of the rule.
    #[serde(rename = "quy_tac")]
    #[schemars(title = "Quy tắc", description = "Số hoặc tên quy tắc, ví dụ R-12.")]
    pub rule: String,
    /// Procedures; all when absent.
    #[serde(rename = "ma", skip_serializing_if = "Vec::is_empty")]
    #[schemars(title = "Mã thủ tục", description = "Bỏ trống: mọi thủ tục.")]
    pub codes: Vec<Written<ProcedureCode>>,
    /// Only findings whose message holds these words.
    #[serde(rename = "cum_tu", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Cụm từ", description = "Chỉ những điểm có cụm từ này, ví dụ tên giấy tờ.")]
    pub phrase: Option<String>,
    /// Why.
    #[serde(rename = "ly_do")]
    #[schemars(title = "Lý do", description = "")]
    pub reason: String,
    /// Who answers for it.
    #[serde(rename = "nguoi_phu_trach")]
    #[schemars(title = "Người phụ trách", description = "Người, đơn vị chịu trách nhiệm xử lý.")]
    pub owner: String,
    /// First day it is reported again.
    #[serde(rename = "den_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Đến ngày", description = "Ngày đầu tiên báo lại.")]
    pub until: Option<Written<Date>>,
}

/// One row of an annex: a paper that need not be handed in for one procedure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PaperCut {
    /// Procedure.
    #[serde(rename = "ma")]
    #[schemars(title = "Mã thủ tục", description = "")]
    pub code: Written<ProcedureCode>,
    /// Phrases that name the paper in the dossier.
    #[serde(rename = "giay_to")]
    #[schemars(title = "Giấy tờ", description = "Cụm từ trong tên giấy tờ được cắt giảm.")]
    pub papers: Vec<String>,
    /// Database that replaces it.
    #[serde(rename = "csdl")]
    #[schemars(title = "Cơ sở dữ liệu", description = "")]
    pub database: String,
    /// Provision that asked for the paper.
    #[serde(rename = "quy_dinh", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Quy định bị thay",
        description = "Điều khoản và văn bản đã yêu cầu giấy tờ."
    )]
    pub provision: Option<String>,
    /// Document whose annex holds the row.
    #[serde(rename = "van_ban")]
    #[schemars(title = "Văn bản", description = "")]
    pub document: Written<DocumentNumber>,
    /// Place in it.
    #[serde(rename = "dieu_khoan", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Điều khoản", description = "Ví dụ Phụ lục I.")]
    pub clause: Option<Written<Clause>>,
    /// First day.
    #[serde(rename = "tu_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Từ ngày", description = "")]
    pub from: Option<Written<Date>>,
    /// First day it no longer holds.
    #[serde(rename = "den_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Đến ngày", description = "Ngày đầu tiên không còn áp dụng.")]
    pub until: Option<Written<Date>>,
}

impl ReviewSettings {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.off.is_empty() && self.thresholds.is_empty() && self.baseline.is_empty() && self.ranking.is_empty()
    }
}

impl ThresholdRow {
    /// Whether it holds on `day`.
    pub fn holds(&self, day: Date) -> bool {
        holds(self.from.as_ref(), self.until.as_ref(), day)
    }
}

impl WeightRow {
    /// Whether it holds on `day`.
    pub fn holds(&self, day: Date) -> bool {
        holds(self.from.as_ref(), self.until.as_ref(), day)
    }
}

impl PaperCut {
    /// Whether it holds on `day`.
    pub fn holds(&self, day: Date) -> bool {
        holds(self.from.as_ref(), self.until.as_ref(), day)
    }
}
