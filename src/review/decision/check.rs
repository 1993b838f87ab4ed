//! Does a decision still stand, and can it be carried out?

use super::{Decision, Outcome, Recorded, judged};
use crate::catalogue::Catalogue;
use crate::catalogue::fields::FIELDS;
use crate::catalogue::values::Written;
use crate::finding::{Finding, Place, Severity};
use crate::review;

/// Whether the text a decision judged is still the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is.
    Current,
    /// It changed in these fields (Vietnamese labels).
    Stale(Vec<&'static str>),
    /// The procedure is not in the revision.
    NoProcedure,
}

/// Whether the text a decision judged is still the text of the revision.
pub fn state(decision: &Decision, catalogue: &Catalogue) -> State {
    let code = decision.code.value().map_or(decision.code.text(), |code| code.base());
    let Some(entry) = catalogue.get(code) else {
        return State::NoProcedure;
    };
    let now = judged(&entry.procedure);
    let changed: Vec<&'static str> = FIELDS
        .iter()
        .filter(|field| now.get(field.key) != decision.judged.get(field.key))
        .map(|field| field.label)
        .collect();
    if changed.is_empty() {
        State::Current
    } else {
        State::Stale(changed)
    }
}

/// Everything that keeps a decision from being proposed, with its place in the decision's file.
pub fn problems(recorded: &Recorded, catalogue: &Catalogue) -> Vec<Finding> {
    let mut report = Report {
        recorded,
        findings: Vec::new(),
    };
    let decision = &recorded.decision;
    let Some(outcome) = decision.outcome.value().copied() else {
        let advice = decision
            .outcome
            .problem()
            .map_or_else(|| "ghi phuong_an".to_owned(), |problem| problem.to_string());
        report.add(
            "phuong_an",
            format!("không có phương án «{}»", decision.outcome.text()),
            advice,
        );
        return report.findings;
    };
    match state(decision, catalogue) {
        State::Current => {}
        State::Stale(fields) => report.add(
            "da_xem",
            format!("thủ tục đã thay đổi sau khi xem, ở: {}", fields.join(", ")),
            "xem lại thủ tục rồi ghi lại quyết định: tthc decide … --replace",
        ),
        State::NoProcedure => {
            report.add(
                "ma",
                format!(
                    "phiên bản {} không có thủ tục {}",
                    catalogue.name(),
                    decision.code.text()
                ),
                "sửa mã hoặc xóa quyết định",
            );
            return report.findings;
        }
    }
    if decision.reason.trim().is_empty() {
        report.add("", "quyết định không có lý do".to_owned(), "ghi khóa ly_do");
    }
    for (at, name) in decision
        .rules
        .iter()
        .enumerate()
        .filter(|(_, name)| review::rule(name).is_none())
    {
        report.add(
            &format!("quy_tac[{at}]"),
            format!("không có quy tắc «{name}»"),
            "xem danh sách bằng tthc rules",
        );
    }
    if outcome != Outcome::Keep {
        enactments(&mut report, decision, catalogue);
    }
    changes(&mut report, outcome, decision, catalogue);
    report.findings
}

struct Report<'a> {
    recorded: &'a Recorded,
    findings: Vec<Finding>,
}

impl Report<'_> {
    fn add(&mut self, yaml_path: &str, message: String, advice: impl Into<String>) {
        let mut finding = Finding::new("quyet-dinh", Severity::Error, Place::file(&self.recorded.path), message)
            .at_path(yaml_path)
            .advice(advice);
        finding.code = Some(self.recorded.decision.code.text().to_owned());
        self.findings.push(finding);
    }
}

/// An announcing decision cannot abolish a procedure: only a normative document can be amended to that end.
fn enactments(report: &mut Report<'_>, decision: &Decision, catalogue: &Catalogue) {
    if decision.enactments.is_empty() {
        report.add(
            "",
            "không nêu văn bản phải sửa đổi, bãi bỏ".to_owned(),
            "ghi khóa kien_nghi với hanh_dong, van_ban, dieu_khoan",
        );
        return;
    }
    let normative = |written: &Written<_>| {
        written
            .value()
            .is_some_and(crate::catalogue::values::DocumentNumber::is_normative)
    };
    if !decision
        .enactments
        .iter()
        .any(|enactment| normative(&enactment.document))
    {
        report.add(
            "kien_nghi",
            "chỉ nêu văn bản không phải quy phạm pháp luật".to_owned(),
            "nêu văn bản quy phạm pháp luật quy định thủ tục",
        );
    }
    for (at, enactment) in decision.enactments.iter().enumerate() {
        if let Some(problem) = enactment.action.problem() {
            report.add(
                &format!("kien_nghi[{at}].hanh_dong"),
                format!("không có hành động «{}»", enactment.action.text()),
                problem.to_string(),
            );
        }
        let known = enactment
            .document
            .value()
            .is_some_and(|number| catalogue.documents().get(number).is_some());
        if !known {
            let message = format!("văn bản {} không có trong van_ban/", enactment.document.text());
            report.add(
                &format!("kien_nghi[{at}].van_ban"),
                message,
                "sửa số hiệu, hoặc thêm văn bản vào van_ban/",
            );
        }
    }
}

fn changes(report: &mut Report<'_>, outcome: Outcome, decision: &Decision, catalogue: &Catalogue) {
    let code = decision.code.text();
    if outcome.ends_procedure() || outcome == Outcome::Keep {
        if !decision.amendments.is_empty() {
            report.add(
                "sua_doi",
                format!("phương án {outcome} không đi cùng nội dung sửa đổi"),
                "bỏ khóa sua_doi hoặc đổi phuong_an",
            );
        }
        if matches!(outcome, Outcome::Merge | Outcome::Replace) {
            let known = decision
                .successor
                .as_ref()
                .is_some_and(|code| catalogue.get(code.text()).is_some());
            if !known {
                report.add(
                    "chuyen_sang",
                    "không nêu thủ tục thay thế, nhận hợp nhất có trong phiên bản này".to_owned(),
                    "ghi khóa chuyen_sang: mã thủ tục",
                );
            }
        }
        return;
    }
    if decision.amendments.is_empty() {
        let message = format!("phương án {outcome} phải nêu nội dung sửa đổi");
        report.add(
            "phuong_an",
            message,
            "ghi khóa sua_doi: bo_giay_to, thoi_han, muc_phi …",
        );
        return;
    }
    let Some(entry) = catalogue.get(code) else { return };
    let mut procedure = entry.procedure.clone();
    for (at, amendment) in decision.amendments.iter().enumerate() {
        if let Err(why) = amendment.apply(&mut procedure) {
            report.add(&format!("sua_doi[{at}]"), why, "sửa mục này cho khớp với thủ tục");
        }
    }
}
