//! The review form of a procedure: filled in from the data as far as they answer, the rest by a person, kept beside the
//! decision in `ra_soat/<nam>/phieu/<ma>.yaml`.
//!
//! Data answer what is a fact of the record. Where a question asks for a judgement they only stand beside it: a finding of a
//! rule is a question for a person, never an answer.

mod prefill;
mod questions;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::questions::{
    Answers, NECESSARY, NO, NOT_APPLICABLE, QUESTIONS, Question, REQUIREMENT_NECESSARY, Scope, YES, question,
};
use super::store::{ASSESSMENTS, QUESTIONNAIRES, folder_name, is_in, leads_away};
use crate::catalogue::files::Files;
use crate::catalogue::lineage::base_code;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{ProcedureCode, Written};
use crate::catalogue::{load, locate_all, schema, yaml};
use crate::finding::{Finding, Place, Severity};
use crate::text;

pub use self::prefill::prefilled;

/// Schema of a form.
pub static SCHEMA: LazyLock<Value> = LazyLock::new(|| schema::of::<Form>("Phiếu rà soát, đánh giá một thủ tục"));

/// What a form begins with. The question numbers A to C are those of the decree as published in 2010; whether the forms of
/// today number them alike was not established.
const HEAD: &str = "\
# Phiếu rà soát, đánh giá thủ tục hành chính: câu hỏi rút gọn theo Phụ lục I (A), II (B), III (C) Nghị định 63/2010/NĐ-CP;
# phần D theo từng bộ phận của thủ tục (biểu mẫu 02/RS-KSTT; cần đối chiếu với biểu mẫu đang dùng).
# Trả lời ở tra_loi: Có, Không, Không áp dụng, hoặc như câu hỏi ghi; giải thích ở ly_do, phương án ở de_xuat, văn bản phải
# sửa ở van_ban. tra_loi ghi sẵn là do dữ liệu ở nguon trả lời: đọc lại rồi giữ hoặc sửa. du_lieu là điều cần xem khi trả lời.
";

/// The form of one procedure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Form {
    /// Procedure.
    #[serde(rename = "ma")]
    #[schemars(title = "Mã thủ tục", description = "Mã thủ tục được rà soát.")]
    pub code: Written<ProcedureCode>,
    /// Revision that is reviewed.
    #[serde(rename = "phien_ban")]
    #[schemars(title = "Phiên bản", description = "Phiên bản danh mục được rà soát.")]
    pub revision: String,
    /// Who fills it in.
    #[serde(rename = "nguoi_dien")]
    #[schemars(title = "Người điền", description = "Thông tin liên hệ của người điền phiếu.")]
    pub filled_by: Contact,
    /// Answers.
    #[serde(rename = "cau_hoi")]
    #[schemars(title = "Câu hỏi", description = "Từng câu hỏi và câu trả lời.")]
    pub answers: Vec<Answer>,
}

/// How to reach who filled in a form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// Name.
    #[serde(rename = "ho_ten")]
    #[schemars(title = "Họ tên", description = "Họ và tên.")]
    pub name: String,
    /// Position.
    #[serde(rename = "chuc_vu")]
    #[schemars(title = "Chức vụ", description = "Chức vụ, đơn vị.")]
    pub position: String,
    /// Telephone.
    #[serde(rename = "dien_thoai")]
    #[schemars(title = "Điện thoại", description = "Số điện thoại.")]
    pub telephone: String,
    /// Electronic mail.
    #[serde(rename = "thu_dien_tu")]
    #[schemars(title = "Thư điện tử", description = "Địa chỉ thư điện tử.")]
    pub mail: String,
}

/// A question and its answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Answer {
    /// Number of the question.
    #[serde(rename = "cau")]
    #[schemars(title = "Câu", description = "Số của câu hỏi, ví dụ A.9.")]
    pub question: String,
    /// What it is asked about; empty for the procedure itself.
    #[serde(rename = "ve", skip_serializing_if = "String::is_empty")]
    #[schemars(
        title = "Về",
        description = "Mẫu đơn, yêu cầu, bộ phận được hỏi; bỏ trống là cả thủ tục."
    )]
    pub about: String,
    /// Its words; what they say in the file does not matter.
    #[serde(rename = "hoi")]
    #[schemars(title = "Câu hỏi", description = "Lời câu hỏi.")]
    pub text: String,
    /// The answer.
    #[serde(rename = "tra_loi")]
    #[schemars(
        title = "Trả lời",
        description = "Có, Không, Không áp dụng, hoặc một trong các câu trả lời mà câu hỏi nêu."
    )]
    pub answer: String,
    /// Why.
    #[serde(rename = "ly_do", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Lý do", description = "Giải thích câu trả lời.")]
    pub reason: Option<String>,
    /// What to do.
    #[serde(rename = "de_xuat", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Đề xuất", description = "Nội dung phương án.")]
    pub proposal: Option<String>,
    /// Document to amend.
    #[serde(rename = "van_ban", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Văn bản", description = "Văn bản, điều khoản phải sửa.")]
    pub document: Option<String>,
    /// What the data say of it.
    #[serde(rename = "du_lieu", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Dữ liệu",
        description = "Điều mà bản ghi và các phát hiện cho biết, do tthc ghi."
    )]
    pub data: Option<String>,
    /// Where that comes from.
    #[serde(rename = "nguon", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Nguồn",
        description = "Dữ liệu hoặc câu trả lời điền sẵn lấy từ đâu, do tthc ghi."
    )]
    pub source: Option<String>,
}

/// Something a question is asked about, and where it stands in the record.
struct Subject {
    scope: Scope,
    name: String,
    path: String,
}

/// Every question with what it is asked about, in the order of the form.
fn asked(procedure: &Procedure) -> Vec<(&'static Question, Option<Subject>)> {
    let mut asked: Vec<(&Question, Option<Subject>)> = QUESTIONS
        .iter()
        .filter(|question| question.scope == Scope::Procedure)
        .map(|question| (question, None))
        .collect();
    for subject in subjects(procedure) {
        let concerned = QUESTIONS.iter().filter(|question| match subject.scope {
            Scope::Paper | Scope::Agency => {
                matches!(question.scope, Scope::Component) || question.scope == subject.scope
            }
            scope => question.scope == scope,
        });
        for question in concerned {
            let Subject { scope, name, path } = &subject;
            let (scope, name, path) = (*scope, name.clone(), path.clone());
            asked.push((question, Some(Subject { scope, name, path })));
        }
    }
    asked
}

/// Forms, requirements and components of a procedure.
fn subjects(procedure: &Procedure) -> Vec<Subject> {
    let subject = |scope, name: String, path: String| Subject { scope, name, path };
    let mut subjects: Vec<Subject> = Vec::new();
    let mut add = |new: Subject| {
        if !subjects
            .iter()
            .any(|known| known.name == new.name && known.scope == new.scope)
        {
            subjects.push(new);
        }
    };
    for (path, _, paper) in procedure.papers() {
        if let Some(form) = &paper.form {
            add(subject(Scope::Form, format!("{} ({form})", paper.name), path));
        }
    }
    for (at, requirement) in procedure.requirements.iter().enumerate() {
        add(subject(
            Scope::Requirement,
            requirement.text.clone(),
            format!("yeu_cau_dieu_kien[{at}]"),
        ));
    }
    for (name, path) in [
        ("Tên thủ tục", "ten"),
        ("Trình tự thực hiện", "trinh_tu"),
        ("Cách thức thực hiện", "cach_thuc"),
    ] {
        add(subject(Scope::Component, name.to_owned(), path.to_owned()));
    }
    for (path, _, paper) in procedure.papers().filter(|(.., paper)| !paper.is_remark()) {
        add(subject(Scope::Paper, format!("Giấy tờ: {}", paper.name), path));
    }
    for (name, path) in [
        ("Số lượng hồ sơ", "so_bo"),
        ("Thời hạn giải quyết", "cach_thuc"),
        ("Đối tượng thực hiện", "doi_tuong"),
    ] {
        add(subject(Scope::Component, name.to_owned(), path.to_owned()));
    }
    add(subject(
        Scope::Agency,
        "Cơ quan giải quyết".to_owned(),
        "co_quan_thuc_hien".to_owned(),
    ));
    for (name, path) in [
        ("Phí, lệ phí", "cach_thuc"),
        ("Mẫu đơn, tờ khai", "ho_so"),
        ("Yêu cầu, điều kiện", "yeu_cau_dieu_kien"),
        ("Kết quả thực hiện", "ket_qua"),
    ] {
        add(subject(Scope::Component, name.to_owned(), path.to_owned()));
    }
    subjects
}

/// Where a form is kept, from the folder of the decisions; a reviewer's own among the assessments.
pub fn file_of(year: i16, code: &str, reviewer: Option<&str>) -> String {
    match reviewer {
        Some(reviewer) => format!(
            "{year}/{ASSESSMENTS}/{}/{QUESTIONNAIRES}/{code}.yaml",
            text::slug(reviewer)
        ),
        None => format!("{year}/{QUESTIONNAIRES}/{code}.yaml"),
    }
}

/// A form as the text of its file.
///
/// # Errors
///
/// When it cannot be put into YAML.
pub fn written(form: &Form, path: &str) -> Result<String, yaml::YamlError> {
    let up = "../".repeat(path.matches('/').count() + 1);
    Ok(format!(
        "# yaml-language-server: $schema={up}schema/phieu.json\n{HEAD}{}",
        yaml::write(form)?
    ))
}

/// A form as it was read, with what is wrong in it and what is not answered.
#[derive(Debug)]
pub struct Reading {
    /// The form.
    pub form: Form,
    /// Mistakes, with their lines.
    pub findings: Vec<Finding>,
    /// Questions that still have to be answered: number, what about, words.
    pub unanswered: Vec<(String, String, &'static str)>,
    /// How many have to be answered in all.
    pub asked: usize,
}

/// Reads back the form of a procedure in a revision.
///
/// # Errors
///
/// With every mistake, when it does not have the shape of a form.
pub fn read(folder: &Path, path: &str, revision: &str, procedure: &Procedure) -> Result<Reading, Vec<Finding>> {
    let files = Files::Folder(folder.to_owned());
    let located = |mut findings: Vec<Finding>| {
        locate_all(&files, &mut findings);
        findings
    };
    let bytes = files.read(path).map_err(|error| {
        let message = format!("không đọc được: {error}");
        vec![Finding::new("phieu", Severity::Error, Place::file(path), message)]
    })?;
    let form: Form = load::read_typed(&bytes, path, &SCHEMA).map_err(located)?;
    let mut findings = Vec::new();
    if base_code(&form.code) != procedure.identity() {
        findings.push(wrong(
            path,
            "ma",
            format!("phiếu của thủ tục «{}»", form.code.text()),
            "sửa mã hoặc chuyển tệp",
        ));
    }
    if folder_name(&form.revision) != folder_name(revision) {
        let message = format!("phiếu điền cho phiên bản «{}», không phải {revision}", form.revision);
        let advice = "đổi tên tệp cũ rồi chạy lại để có phiếu mới, hoặc xem lại từng câu rồi sửa phien_ban";
        findings.push(wrong(path, "phien_ban", message, advice));
    }
    let asked = due(&form, procedure);
    let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (at, answer) in form.answers.iter().enumerate() {
        let place = |key: &str| format!("cau_hoi[{at}].{key}");
        let Some(question) = question(&answer.question) else {
            let message = format!("không có câu hỏi «{}»", answer.question);
            findings.push(wrong(path, &place("cau"), message, "giữ số câu như tthc ghi"));
            continue;
        };
        if let Some(first) = seen.insert((question.id, answer.about.trim()), at) {
            let message = format!("câu {} đã có ở mục thứ {}", question.id, first + 1);
            findings.push(wrong(path, &place("cau"), message, "giữ một trong hai mục"));
        }
        findings.extend(
            answer
                .problem(question)
                .map(|(key, message, advice)| wrong(path, &place(key), message, &advice)),
        );
    }
    let unanswered = asked
        .iter()
        .filter(|(question, about)| {
            form.answer(question.id, about)
                .is_none_or(|answer| answer.answer.trim().is_empty())
        })
        .map(|(question, about)| (question.id.to_owned(), about.clone(), question.text));
    Ok(Reading {
        unanswered: unanswered.collect(),
        asked: asked.len(),
        findings: located(findings),
        form,
    })
}

fn wrong(path: &str, at: &str, message: String, advice: &str) -> Finding {
    let finding = Finding::new("phieu", Severity::Error, Place::file(path), message);
    finding.at_path(at).advice(advice)
}

/// Questions that have to be answered, after the answers that end a part of the form.
fn due(form: &Form, procedure: &Procedure) -> Vec<(&'static Question, String)> {
    let says = |id: &str, about: &str, wanted: &str| {
        form.answer(id, about)
            .is_some_and(|answer| text::canonical(&answer.answer) == text::canonical(wanted))
    };
    let unnecessary = says(NECESSARY, "", NO);
    let all = asked(procedure).into_iter().map(|(question, subject)| {
        let about = subject.map_or_else(String::new, |subject| subject.name);
        (question, about)
    });
    let is_due = |(question, about): &(&Question, String)| match question.scope {
        Scope::Procedure => !unnecessary || matches!(question.id, "A.1" | "A.2" | "A.3" | NECESSARY),
        _ if unnecessary => false,
        Scope::Requirement => {
            matches!(question.id, "C.1" | "C.2" | "C.3" | "C.4" | REQUIREMENT_NECESSARY)
                || !says(REQUIREMENT_NECESSARY, about, NO)
        }
        Scope::Form if question.id.starts_with("B.3.") => says("B.3", about, YES),
        _ => true,
    };
    all.filter(is_due).collect()
}

impl Form {
    fn answer(&self, id: &str, about: &str) -> Option<&Answer> {
        let same = |answer: &&Answer| answer.question.trim() == id && text::same_but_for_spelling(&answer.about, about);
        self.answers.iter().find(same)
    }
}

impl Answer {
    /// What is wrong with it: key, message, advice.
    fn problem(&self, question: &Question) -> Option<(&'static str, String, String)> {
        let given = self.answer.trim();
        if given.is_empty() {
            return None;
        }
        let same = |known: &str| text::canonical(known) == text::canonical(given);
        if let Answers::OneOf(known) = question.answers
            && !known.iter().any(|known| same(known))
            && !same(NOT_APPLICABLE)
        {
            let known = known
                .iter()
                .chain([&NOT_APPLICABLE])
                .copied()
                .collect::<Vec<_>>()
                .join(", ");
            let message = format!("câu {} không trả lời được bằng «{given}»", question.id);
            return Some((
                "tra_loi",
                message,
                format!("ghi một trong: {known}; giải thích ở ly_do"),
            ));
        }
        let explained = self.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty()) || self.source.is_some();
        let must = question.to_explain.is_some_and(same) && !explained;
        must.then(|| {
            let message = format!("câu {} trả lời «{given}» mà không có lý do", question.id);
            ("tra_loi", message, "ghi khóa ly_do".to_owned())
        })
    }
}

/// Forms beside a set of revisions: how many questions each one answers, by revision and code. Those of single reviewers are
/// theirs.
pub fn kept(folder: &Path) -> BTreeMap<(String, String), usize> {
    let (read, _) = forms(folder);
    read.into_iter()
        .map(|(_, form)| {
            let answered = form.answers.iter().filter(|answer| !answer.answer.trim().is_empty());
            let key = (folder_name(&form.revision).to_owned(), base_code(&form.code));
            (key, answered.count())
        })
        .collect()
}

/// Mistakes in the forms, with their lines.
pub fn mistakes(folder: &Path) -> Vec<Finding> {
    forms(folder).1
}

fn forms(folder: &Path) -> (Vec<(String, Form)>, Vec<Finding>) {
    let meant = |path: &str| is_in(path, QUESTIONNAIRES) && !is_in(path, ASSESSMENTS);
    match leads_away(folder) {
        true => Default::default(),
        false => load::records_in(&Files::Folder(folder.to_owned()), &SCHEMA, meant),
    }
}
