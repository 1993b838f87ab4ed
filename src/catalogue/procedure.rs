//! The record of one administrative procedure, as it stands in `thu_tuc/<linh-vuc>/<ma>.yaml`.
//!
//! It holds every component of Điều 8 Nghị định 63/2010/NĐ-CP (as amended by Nghị định 92/2017/NĐ-CP) and
//! every field of the national record. What a field is called, whether it is mandatory and how it is indexed
//! is said once, in [`super::fields::FIELDS`]; here stand only the shapes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{
    Applicant, Channel, Clause, Date, DocumentNumber, Fee, FormerOnlineLevel, LegalRef, Level, OneStop, OnlineLevel,
    ProcedureCode, ProcedureKind, RegulationKind, ResultCode, Status, TimeLimit, Written,
};
use crate::text;

/// One administrative procedure. The names of the YAML keys are the official labels in ASCII.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Procedure {
    /// Code; the seven digits identify the procedure, a suffix only says who publishes it.
    #[serde(rename = "ma")]
    pub code: Written<ProcedureCode>,
    /// Official name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Levels of government that carry it out.
    #[serde(rename = "cap_thuc_hien", skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Written<Level>>,
    /// Who was given the power to regulate it (`formalityType` of the national record).
    #[serde(rename = "loai", skip_serializing_if = "Option::is_none")]
    pub regulation: Option<Written<RegulationKind>>,
    /// Ordinary, local, linked or internal (`type` of the national record).
    #[serde(rename = "phan_loai", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Written<ProcedureKind>>,
    /// Carried out by a vertical sector (tax, customs, social insurance …).
    #[serde(rename = "nganh_doc", skip_serializing_if = "is_false")]
    pub vertical_sector: bool,
    /// Field, a name listed in `catalogue.yaml`.
    #[serde(rename = "linh_vuc")]
    pub field: String,
    /// State of the record.
    #[serde(rename = "trang_thai", skip_serializing_if = "Option::is_none")]
    pub status: Option<Written<Status>>,
    /// Number of the decision that announced it.
    #[serde(rename = "quyet_dinh_cong_bo", skip_serializing_if = "Option::is_none")]
    pub announced_by: Option<Written<DocumentNumber>>,
    /// Date of that decision.
    #[serde(rename = "ngay_cong_bo", skip_serializing_if = "Option::is_none")]
    pub announced_on: Option<Written<Date>>,
    /// Agency that published the record.
    #[serde(rename = "co_quan_ban_hanh", skip_serializing_if = "Option::is_none")]
    pub published_by: Option<String>,
    /// Short description.
    #[serde(rename = "mo_ta", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What the procedure is meant to achieve (question I.1 of the review form).
    #[serde(rename = "muc_dich", skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Steps, in order.
    #[serde(rename = "trinh_tu", skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Channels; time limit and fees belong to each channel, not to the procedure.
    #[serde(rename = "cach_thuc", skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelRow>,
    /// Papers, grouped by case.
    #[serde(rename = "ho_so", skip_serializing_if = "Vec::is_empty")]
    pub dossier: Vec<DossierCase>,
    /// Number of sets of the dossier.
    #[serde(rename = "so_bo", skip_serializing_if = "Option::is_none")]
    pub sets: Option<u32>,
    /// Who may use the procedure.
    #[serde(rename = "doi_tuong", skip_serializing_if = "Vec::is_empty")]
    pub applicants: Vec<Written<Applicant>>,
    /// Agencies that handle it.
    #[serde(rename = "co_quan_thuc_hien", skip_serializing_if = "Vec::is_empty")]
    pub executing_agencies: Vec<String>,
    /// Agencies that decide.
    #[serde(rename = "co_quan_tham_quyen", skip_serializing_if = "Vec::is_empty")]
    pub deciding_agencies: Vec<String>,
    /// Agencies authorised to decide.
    #[serde(rename = "co_quan_uy_quyen", skip_serializing_if = "Vec::is_empty")]
    pub authorised_agencies: Vec<String>,
    /// Agencies that take part.
    #[serde(rename = "co_quan_phoi_hop", skip_serializing_if = "Vec::is_empty")]
    pub coordinating_agencies: Vec<String>,
    /// Where dossiers are handed in.
    #[serde(rename = "dia_chi_tiep_nhan", skip_serializing_if = "Option::is_none")]
    pub reception_address: Option<String>,
    /// Whether it is received at a one-stop office.
    #[serde(rename = "mot_cua", skip_serializing_if = "Option::is_none")]
    pub one_stop: Option<Written<OneStop>>,
    /// Standard of the quality system its handling is part of.
    #[serde(rename = "iso", skip_serializing_if = "Option::is_none")]
    pub quality_standard: Option<String>,
    /// Results.
    #[serde(rename = "ket_qua", skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<ProcedureResult>,
    /// Legal bases.
    #[serde(rename = "can_cu_phap_ly", skip_serializing_if = "Vec::is_empty")]
    pub legal_bases: Vec<LegalBasis>,
    /// Requirements and conditions.
    #[serde(rename = "yeu_cau_dieu_kien", skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Requirement>,
    /// Words citizens use.
    #[serde(rename = "tu_khoa", skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Related procedures.
    #[serde(rename = "lien_quan", skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Written<ProcedureCode>>,
    /// Former procedures this one replaces.
    #[serde(rename = "thay_the", skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<Written<ProcedureCode>>,
    /// Former procedures merged into this one.
    #[serde(rename = "hop_nhat_tu", skip_serializing_if = "Vec::is_empty")]
    pub merged_from: Vec<Written<ProcedureCode>>,
}

/// One step of the applicant or of an agency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Step {
    /// Short name.
    #[serde(rename = "ten", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What happens.
    #[serde(rename = "noi_dung", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who acts.
    #[serde(rename = "co_quan", skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Time of this step.
    #[serde(rename = "thoi_han", skip_serializing_if = "Option::is_none")]
    pub time_limit: Option<Written<TimeLimit>>,
}

/// One way of handing in, with its own time limit and fees.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChannelRow {
    /// In person, online or by post.
    #[serde(rename = "hinh_thuc")]
    pub channel: Written<Channel>,
    /// Time limit for the agency to decide.
    #[serde(rename = "thoi_han", skip_serializing_if = "Option::is_none")]
    pub time_limit: Option<Written<TimeLimit>>,
    /// Fees and charges.
    #[serde(rename = "phi_le_phi", skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeRow>,
    /// How far the online service goes (only for the online channel).
    #[serde(rename = "muc_do", skip_serializing_if = "Option::is_none")]
    pub online_level: Option<Written<OnlineLevel>>,
    /// Level of the online service on the scale of Nghị định 43/2011/NĐ-CP, as it was recorded.
    #[serde(rename = "muc_do_cu", skip_serializing_if = "Option::is_none")]
    pub former_online_level: Option<Written<FormerOnlineLevel>>,
    /// Published reason why the service is only partly online (Điều 14 NĐ 224/2026/NĐ-CP).
    #[serde(rename = "ly_do_mot_phan", skip_serializing_if = "Option::is_none")]
    pub partial_reason: Option<String>,
    /// Remarks.
    #[serde(rename = "mo_ta", skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One fee of one channel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FeeRow {
    /// Name of the fee.
    #[serde(rename = "ten", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Amount, as written.
    #[serde(rename = "muc", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Written<Fee>>,
    /// Document that sets it.
    #[serde(rename = "can_cu", skip_serializing_if = "Option::is_none")]
    pub basis: Option<Written<DocumentNumber>>,
    /// Remarks.
    #[serde(rename = "ghi_chu", skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The papers of one case ("trường hợp").
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DossierCase {
    /// Name of the case; absent when there is only one.
    #[serde(rename = "truong_hop", skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Papers to hand in or show.
    #[serde(rename = "giay_to", skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Paper>,
    /// A note that is not a paper; the portal stores such notes as rows with no copies.
    #[serde(rename = "luu_y", skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One paper of the dossier.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Paper {
    /// Name of the paper.
    #[serde(rename = "ten")]
    pub name: String,
    /// Its form, if one is prescribed.
    #[serde(rename = "mau", skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Originals.
    #[serde(rename = "ban_chinh", skip_serializing_if = "is_zero")]
    pub originals: u32,
    /// Copies.
    #[serde(rename = "ban_sao", skip_serializing_if = "is_zero")]
    pub copies: u32,
    /// Needed only where it applies.
    #[serde(rename = "neu_co", skip_serializing_if = "is_false")]
    pub if_any: bool,
    /// Remarks.
    #[serde(rename = "ghi_chu", skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What the applicant gets.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProcedureResult {
    /// Name of the result.
    #[serde(rename = "ten")]
    pub name: String,
    /// Code of the result, the key for reusing data.
    #[serde(rename = "ma_ket_qua", skip_serializing_if = "Option::is_none")]
    pub code: Option<Written<ResultCode>>,
    /// How long the result is valid.
    #[serde(rename = "thoi_han_hieu_luc", skip_serializing_if = "Option::is_none")]
    pub validity: Option<String>,
}

/// One legal basis.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LegalBasis {
    /// Number of the document, found in `van_ban/`.
    #[serde(rename = "so_hieu")]
    pub number: Written<DocumentNumber>,
    /// Clause of the document.
    #[serde(rename = "dieu_khoan", skip_serializing_if = "Option::is_none")]
    pub clause: Option<Written<Clause>>,
}

/// One requirement or condition.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Requirement {
    /// What is required.
    #[serde(rename = "noi_dung")]
    pub text: String,
    /// Provision that sets it.
    #[serde(rename = "can_cu", skip_serializing_if = "Option::is_none")]
    pub basis: Option<Written<LegalRef>>,
}

impl Paper {
    /// Whether the row is no paper but a remark, as the portal stores them among the papers: nothing is asked for, and it
    /// begins like a remark or introduces the rows behind it.
    pub fn is_remark(&self) -> bool {
        const BEGINNINGS: [&str; 8] = [
            "lưu ý",
            "ghi chú",
            "chú ý",
            "trường hợp",
            "đối với",
            "thành phần hồ sơ",
            "số lượng hồ sơ",
            "người tiếp nhận",
        ];
        let nothing_asked = self.originals == 0 && self.copies == 0 && self.form.is_none() && self.note.is_none();
        if !nothing_asked || self.if_any {
            return false;
        }
        let name = self.name.trim_end();
        if name.ends_with(':') {
            return true;
        }
        // Nearly all end with a letter, and the longest beginning is far shorter than a name.
        if !name.ends_with(char::is_alphanumeric) && text::canonical(name).ends_with(':') {
            return true;
        }
        let words = name.trim_start_matches(|c: char| !c.is_alphabetic());
        let end = words.char_indices().nth(64).map_or(words.len(), |(at, _)| at);
        let words = text::canonical(&words[..end]);
        BEGINNINGS.iter().any(|beginning| words.starts_with(beginning))
    }
}

impl Procedure {
    /// The seven digits that identify the procedure, or the text of a code that could not be read.
    pub fn identity(&self) -> &str {
        self.code.value().map_or_else(|| self.code.text(), ProcedureCode::base)
    }

    /// Every paper with its YAML path and the case it stands in.
    pub fn papers(&self) -> impl Iterator<Item = (String, &DossierCase, &Paper)> {
        self.dossier.iter().enumerate().flat_map(|(case_no, case)| {
            case.papers
                .iter()
                .enumerate()
                .map(move |(paper_no, paper)| (format!("ho_so[{case_no}].giay_to[{paper_no}]"), case, paper))
        })
    }

    /// Every fee with its YAML path and the channel it belongs to.
    pub fn fees(&self) -> impl Iterator<Item = (String, &ChannelRow, &FeeRow)> {
        self.channels.iter().enumerate().flat_map(|(channel_no, channel)| {
            channel
                .fees
                .iter()
                .enumerate()
                .map(move |(fee_no, fee)| (format!("cach_thuc[{channel_no}].phi_le_phi[{fee_no}]"), channel, fee))
        })
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_zero(value: &u32) -> bool {
    *value == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_told_by_its_beginning_or_its_end() {
        let is_remark = |name: &str| {
            let paper = Paper {
                name: name.to_owned(),
                ..Paper::default()
            };
            paper.is_remark()
        };
        for name in [
            "* Lưu ý: nộp bản sao",
            "1.2) GHI CHÚ",
            "– Tru\u{31b}o\u{31b}\u{300}ng hợp ủy quyền",
            "Số lượng hồ sơ 01 bộ",
            "Hồ sơ gồm:",
            "Hồ sơ gồm: \u{200b}",
        ] {
            assert!(is_remark(name), "{name:?}");
        }
        let long = format!("Đơn đề nghị {} lưu ý", "rất dài ".repeat(20));
        for name in ["Đơn đề nghị", "", "…", "Giấy: bản sao", "Bản lưu ý kiến", &long] {
            assert!(!is_remark(name), "{name:?}");
        }
    }
}
