//! The review form of a procedure (biểu mẫu rà soát) to read, sign and file.

use serde::Serialize;

use super::printable;
use crate::catalogue::{Catalogue, Entry};
use crate::review::decision::questionnaire::{Answer, Contact, Form};

/// What the template of the form sees.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormView {
    /// Code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Revision it was filled in for.
    #[serde(rename = "phien_ban")]
    pub revision: String,
    /// Day of the revision; empty when it has none.
    #[serde(rename = "ngay")]
    pub day: String,
    /// Who filled it in.
    #[serde(rename = "nguoi_dien")]
    pub filled_by: Contact,
    /// Parts of the form.
    #[serde(rename = "phan")]
    pub parts: Vec<FormPart>,
}

/// A part of the form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormPart {
    /// `A`, `B`, `C` or `D`.
    #[serde(rename = "so")]
    pub letter: String,
    /// What it is about.
    #[serde(rename = "ten_phan")]
    pub name: String,
    /// Questions by what they are asked about.
    #[serde(rename = "muc")]
    pub subjects: Vec<FormSubject>,
}

/// Questions about one thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormSubject {
    /// The form, requirement or component; empty for the procedure itself.
    #[serde(rename = "ve")]
    pub about: String,
    /// Questions and answers.
    #[serde(rename = "cau_hoi")]
    pub answers: Vec<Answer>,
}

/// Parts of the form; where the numbers of today's forms are not established, it says so.
const PARTS: [(&str, &str); 4] = [
    ("A", "Đánh giá thủ tục hành chính"),
    ("B", "Đánh giá mẫu đơn, mẫu tờ khai"),
    ("C", "Đánh giá yêu cầu, điều kiện"),
    ("D", "Rà soát từng bộ phận của thủ tục"),
];

/// The view of a form.
pub fn view(form: &Form, entry: &Entry, catalogue: &Catalogue) -> FormView {
    let mut parts: Vec<FormPart> = Vec::new();
    for answer in &form.answers {
        let letter: String = answer.question.chars().take(1).collect();
        if parts.last().is_none_or(|last| last.letter != letter) {
            let name = PARTS
                .iter()
                .find(|(known, _)| *known == letter)
                .map_or("", |(_, name)| name);
            parts.push(FormPart {
                letter,
                name: name.to_owned(),
                subjects: Vec::new(),
            });
        }
        let Some(part) = parts.last_mut() else { continue };
        if part.subjects.last().is_none_or(|last| last.about != answer.about) {
            part.subjects.push(FormSubject {
                about: answer.about.clone(),
                answers: Vec::new(),
            });
        }
        if let Some(subject) = part.subjects.last_mut() {
            subject.answers.push(answer.clone());
        }
    }
    FormView {
        code: entry.procedure.identity().to_owned(),
        name: printable(&entry.procedure.name),
        revision: form.revision.clone(),
        day: catalogue
            .settings()
            .day()
            .map(|day| day.to_string())
            .unwrap_or_default(),
        filled_by: form.filled_by.clone(),
        parts,
    }
}
