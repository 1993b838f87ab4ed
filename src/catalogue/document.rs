//! The register of legal documents in `van_ban/`: what exists, since when, until when, and what changed it.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{Date, DocumentNumber, LegalKind, Written};

/// One legal document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LegalDocument {
    /// Number and symbol.
    #[serde(rename = "so_hieu")]
    #[schemars(title = "Số, ký hiệu", description = "Số, ký hiệu văn bản, ví dụ 123/2015/NĐ-CP.")]
    pub number: Written<DocumentNumber>,
    /// Type.
    #[serde(rename = "loai")]
    #[schemars(title = "Loại văn bản", description = "Luật, Nghị định, Thông tư …")]
    pub kind: Written<LegalKind>,
    /// Title without the type and number.
    #[serde(rename = "trich_yeu")]
    #[schemars(title = "Trích yếu", description = "Tên gọi hoặc trích yếu nội dung văn bản.")]
    pub title: String,
    /// Issuing body.
    #[serde(rename = "co_quan_ban_hanh")]
    #[schemars(title = "Cơ quan ban hành", description = "Cơ quan, người ban hành văn bản.")]
    pub issuer: String,
    /// Date of issue.
    #[serde(rename = "ngay_ban_hanh", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ngày ban hành", description = "Ngày ban hành, ví dụ 15/11/2015.")]
    pub issued: Option<Written<Date>>,
    /// First day in force.
    #[serde(rename = "ngay_hieu_luc", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ngày có hiệu lực", description = "Ngày đầu tiên văn bản có hiệu lực.")]
    pub in_force: Option<Written<Date>>,
    /// First day no longer in force.
    #[serde(rename = "ngay_het_hieu_luc", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Ngày hết hiệu lực",
        description = "Ngày đầu tiên văn bản không còn hiệu lực; còn hiệu lực thì bỏ khóa này."
    )]
    pub expires: Option<Written<Date>>,
    /// Documents that amended it.
    #[serde(rename = "sua_doi_boi", skip_serializing_if = "Vec::is_empty")]
    #[schemars(title = "Được sửa đổi bởi", description = "Số hiệu các văn bản sửa đổi, bổ sung.")]
    pub amended_by: Vec<Written<DocumentNumber>>,
    /// Documents that replaced it.
    #[serde(rename = "thay_the_boi", skip_serializing_if = "Vec::is_empty")]
    #[schemars(title = "Được thay thế bởi", description = "Số hiệu các văn bản thay thế.")]
    pub replaced_by: Vec<Written<DocumentNumber>>,
    /// Documents that abolished it.
    #[serde(rename = "bai_bo_boi", skip_serializing_if = "Vec::is_empty")]
    #[schemars(title = "Bị bãi bỏ bởi", description = "Số hiệu các văn bản bãi bỏ.")]
    pub abolished_by: Vec<Written<DocumentNumber>>,
    /// A date or status is not certain: it must not be printed as official.
    #[serde(rename = "can_kiem_tra", skip_serializing_if = "std::ops::Not::not")]
    #[schemars(
        title = "Cần kiểm tra",
        description = "Ghi true khi chưa chắc ngày hoặc tình trạng hiệu lực."
    )]
    pub to_verify: bool,
    /// Remarks.
    #[serde(rename = "ghi_chu", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ghi chú", description = "Ghi chú về văn bản.")]
    pub note: Option<String>,
}

/// Whether a document is in force on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// In force.
    InForce,
    /// Issued, not yet in force.
    NotYet,
    /// No longer in force since this day.
    Expired(Date),
}

impl LegalDocument {
    /// Whether it is in force on `day`. A document without dates counts as in force.
    pub fn force_on(&self, day: Date) -> Force {
        let date = |written: &Option<Written<Date>>| written.as_ref().and_then(Written::value).copied();
        match (date(&self.in_force), date(&self.expires)) {
            (_, Some(expires)) if expires <= day => Force::Expired(expires),
            (Some(in_force), _) if in_force > day => Force::NotYet,
            _ => Force::InForce,
        }
    }

    /// Type, number and title as one cites it: "Nghị định số 123/2015/NĐ-CP".
    pub fn citation(&self) -> String {
        format!("{} số {}", self.kind.text(), self.number.text())
    }

    /// Documents that ended it, replacing ones first.
    pub fn ended_by(&self) -> impl Iterator<Item = &Written<DocumentNumber>> {
        self.replaced_by.iter().chain(&self.abolished_by)
    }

    /// Every other document it names.
    pub fn mentions(&self) -> impl Iterator<Item = (&'static str, &Written<DocumentNumber>)> {
        [
            ("sua_doi_boi", &self.amended_by),
            ("thay_the_boi", &self.replaced_by),
            ("bai_bo_boi", &self.abolished_by),
        ]
        .into_iter()
        .flat_map(|(key, list)| list.iter().map(move |number| (key, number)))
    }
}

/// All documents of a revision by number.
#[derive(Debug, Clone, Default)]
pub struct Register {
    documents: Vec<LegalDocument>,
    by_key: HashMap<String, usize>,
}

impl Register {
    /// Adds a document. Returns `false`, and keeps the first one, when its number is there already.
    pub fn add(&mut self, document: LegalDocument) -> bool {
        let key = key(&document.number);
        if self.by_key.contains_key(&key) {
            return false;
        }
        self.by_key.insert(key, self.documents.len());
        self.documents.push(document);
        true
    }

    /// The document with this number, however the number is spelled.
    pub fn get(&self, number: &DocumentNumber) -> Option<&LegalDocument> {
        self.by_key.get(&number.key()).map(|&at| &self.documents[at])
    }

    /// The document with this number as text.
    pub fn find(&self, number: &str) -> Option<&LegalDocument> {
        self.get(number.parse().ok().as_ref()?)
    }

    /// Every document, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &LegalDocument> {
        self.documents.iter()
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }
}

fn key(number: &Written<DocumentNumber>) -> String {
    number
        .value()
        .map_or_else(|| crate::text::canonical(number.text()), DocumentNumber::key)
}
