//! Compliance-cost observations in `chi_phi/<ma>.yaml`: what work on a procedure really takes.
//!
//! The cost model estimates every row from the record itself; a row written here, measured or asked, wins over the
//! estimate of the same work.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quantity::Quantity;
use super::values::{Money, ProcedureCode, Written};
use crate::text;

/// Observations on one procedure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Observations {
    /// Procedure.
    #[serde(rename = "ma")]
    #[schemars(title = "Mã thủ tục", description = "")]
    pub code: Written<ProcedureCode>,
    /// Where the figures come from.
    #[serde(rename = "nguon")]
    #[schemars(
        title = "Nguồn",
        description = "Nguồn số liệu; số liệu giả định phải ghi «số liệu minh họa»."
    )]
    pub source: String,
    /// Times a year one subject performs the procedure.
    #[serde(rename = "so_lan_nam", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Số lần thực hiện/01 năm",
        description = "Ví dụ 1; giấy phép 05 năm ghi 0,2."
    )]
    pub times_a_year: Option<Written<Quantity>>,
    /// Subjects a year; absent: the dossiers received, averaged over the years with figures.
    #[serde(rename = "so_doi_tuong", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Số đối tượng tuân thủ/01 năm", description = "")]
    pub subjects: Option<u64>,
    /// Rows.
    #[serde(rename = "cong_viec")]
    #[schemars(title = "Công việc", description = "")]
    pub rows: Vec<ObservedRow>,
}

/// One row of work.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ObservedRow {
    /// Group of the official table.
    #[serde(rename = "nhom")]
    #[schemars(title = "Nhóm", description = "chuan_bi, nop, phi, kiem_tra, khac, nhan_ket_qua")]
    pub group: String,
    /// The work: the name of the paper, the channel, the fee …
    #[serde(rename = "viec")]
    #[schemars(title = "Công việc", description = "Tên giấy tờ, hình thức nộp, tên khoản phí …")]
    pub work: String,
    /// Hours.
    #[serde(rename = "gio", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Giờ", description = "")]
    pub hours: Option<Written<Quantity>>,
    /// Paid services.
    #[serde(rename = "dich_vu", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Thuê tư vấn, dịch vụ", description = "")]
    pub services: Option<Written<Money>>,
    /// Fees and other outlays.
    #[serde(rename = "phi", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Phí, lệ phí, chi phí khác", description = "")]
    pub fees: Option<Written<Money>>,
    /// How many units a fee is paid for, when it is set for each of something; one when absent.
    #[serde(rename = "so_luong", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Số đơn vị tính phí",
        description = "Số bản, số trang, số chỗ … của một lần thực hiện; dùng khi mức thu tính theo đơn vị."
    )]
    pub units: Option<Written<Quantity>>,
    /// The work is not needed.
    #[serde(rename = "khong_phai_lam", skip_serializing_if = "std::ops::Not::not")]
    #[schemars(title = "Không phải làm", description = "")]
    pub dropped: bool,
}

impl ObservedRow {
    /// Whether the row is about this work of this group, however the work is spelled.
    pub fn is_on(&self, group: &str, work: &str) -> bool {
        self.group == group && text::canonical(&self.work) == text::canonical(work)
    }
}
