//! The register of legal documents in `van_ban/`: what exists, since when, until when, and what changed it.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::settings::holds;
use super::values::{Clause, Date, DocumentNumber, LegalKind, ProcedureCode, Written};

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
    /// Procedures whose abolition it provides for.
    #[serde(rename = "bai_bo_thu_tuc", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Bãi bỏ thủ tục",
        description = "Mã các thủ tục mà văn bản này quy định việc bãi bỏ; in vào quyết định công bố."
    )]
    pub abolishes: Vec<Written<ProcedureCode>>,
    /// Documents that change it for a time without repealing it, such as resolutions 66.x of the Government.
    #[serde(rename = "tam_thoi_boi", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Tạm thời được quy định khác bởi",
        description = "Văn bản quy định khác trong một thời hạn mà không bãi bỏ, ví dụ nghị quyết 66.x của Chính phủ."
    )]
    pub overridden_by: Vec<Override>,
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

/// A change for a time: the document stays in force, and what it says of some matters does not apply.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Override {
    /// Document that says otherwise.
    #[serde(rename = "so_hieu")]
    #[schemars(title = "Số, ký hiệu", description = "Văn bản quy định khác, ví dụ 66.7/2025/NQ-CP.")]
    pub number: Written<DocumentNumber>,
    /// Clauses of this document that do not apply; the whole document when absent.
    #[serde(rename = "dieu_khoan", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Điều khoản", description = "Điều khoản không áp dụng của văn bản này.")]
    pub clause: Option<Written<Clause>>,
    /// Procedures it is about; all that rest on the document when absent.
    #[serde(rename = "thu_tuc", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Thủ tục",
        description = "Mã thủ tục được quy định khác; bỏ trống: mọi thủ tục."
    )]
    pub codes: Vec<Written<ProcedureCode>>,
    /// What is otherwise.
    #[serde(rename = "noi_dung", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Nội dung", description = "Điều được quy định khác.")]
    pub text: Option<String>,
    /// First day.
    #[serde(rename = "tu_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Từ ngày", description = "")]
    pub from: Option<Written<Date>>,
    /// First day it no longer holds.
    #[serde(rename = "den_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Đến ngày", description = "Ngày đầu tiên không còn áp dụng.")]
    pub until: Option<Written<Date>>,
}

impl Override {
    /// Whether it concerns a procedure on `day`.
    pub fn concerns(&self, identity: &str, day: Date) -> bool {
        let own = |code: &Written<ProcedureCode>| code.value().is_some_and(|code| code.base() == identity);
        holds(self.from.as_ref(), self.until.as_ref(), day) && (self.codes.is_empty() || self.codes.iter().any(own))
    }
}

/// Documents that are called by their title.
const LAWS: [LegalKind; 3] = [LegalKind::Code, LegalKind::Law, LegalKind::Ordinance];

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

    /// Type and number: "Nghị định số 123/2015/NĐ-CP".
    pub fn citation(&self) -> String {
        let kind = match self.title_with_type() {
            Some(kind) => kind.label(),
            None => self.kind.text(),
        };
        format!("{kind} số {}", self.number.text()).trim_start().to_owned()
    }

    /// As a decision names it: a law by its title too, "Luật Phí và lệ phí số 97/2015/QH13"; others as in
    /// [`Self::citation`].
    pub fn named(&self) -> String {
        let is_law = self.kind.value().is_some_and(|kind| LAWS.contains(kind));
        let (title, number) = (self.title.trim(), self.number.text());
        if !is_law || title.is_empty() {
            self.citation()
        } else if self.title_with_type().is_some() {
            format!("{title} số {number}")
        } else {
            format!("{} {title} số {number}", self.kind.text())
        }
    }

    /// The type a law's title begins with. Registers write "Bộ luật Dân sự" and "Hộ tịch", and "Luật sư" for the law on
    /// lawyers: after its type a title goes on with a capital, or says what it amends.
    fn title_with_type(&self) -> Option<LegalKind> {
        self.kind.value().filter(|kind| LAWS.contains(kind))?;
        LAWS.into_iter().find(|kind| {
            let name = self.title.trim().strip_prefix(kind.label()).map(str::trim_start);
            name.is_some_and(|name| name.starts_with(char::is_uppercase) || name.starts_with("sửa đổi"))
        })
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
        .chain(self.overridden_by.iter().map(|row| ("tam_thoi_boi", &row.number)))
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

    /// How a number is cited, with its type in front: by what the register knows of it, else by its symbol.
    pub fn cite(&self, number: &Written<DocumentNumber>) -> String {
        match number.value() {
            None => number.text().to_owned(),
            Some(read) => self.get(read).map_or_else(|| read.citation(), LegalDocument::citation),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laws_are_called_by_their_title_once() {
        for (kind, title, number, cited, named) in [
            (
                "Luật",
                "Hộ tịch",
                "60/2014/QH13",
                "Luật số 60/2014/QH13",
                "Luật Hộ tịch số 60/2014/QH13",
            ),
            (
                "Luật",
                "Luật Thương mại",
                "36/2005/QH11",
                "Luật số 36/2005/QH11",
                "Luật Thương mại số 36/2005/QH11",
            ),
            (
                "Luật",
                "Luật sư",
                "65/2006/QH11",
                "Luật số 65/2006/QH11",
                "Luật Luật sư số 65/2006/QH11",
            ),
            (
                "Luật",
                "Luật sửa đổi, bổ sung một số điều của Luật Doanh nghiệp",
                "76/2025/QH15",
                "Luật số 76/2025/QH15",
                "Luật sửa đổi, bổ sung một số điều của Luật Doanh nghiệp số 76/2025/QH15",
            ),
            (
                "Bộ luật",
                "Dân sự",
                "91/2015/QH13",
                "Bộ luật số 91/2015/QH13",
                "Bộ luật Dân sự số 91/2015/QH13",
            ),
            (
                "Luật",
                "Bộ luật Lao động",
                "45/2019/QH14",
                "Bộ luật số 45/2019/QH14",
                "Bộ luật Lao động số 45/2019/QH14",
            ),
            (
                "Nghị quyết",
                "Luật và đời sống",
                "1210/2016/UBTVQH13",
                "Nghị quyết số 1210/2016/UBTVQH13",
                "Nghị quyết số 1210/2016/UBTVQH13",
            ),
        ] {
            let document = LegalDocument {
                number: number.into(),
                kind: kind.into(),
                title: title.to_owned(),
                ..LegalDocument::default()
            };
            assert_eq!(
                (document.citation().as_str(), document.named().as_str()),
                (cited, named)
            );
        }
    }
}
