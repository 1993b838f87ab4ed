//! Does a decision still stand, and can it be carried out?

use super::{Action, Decision, Enactment, Outcome, Recorded, State, carry_out, state};
use crate::catalogue::Catalogue;
use crate::catalogue::document::Force;
use crate::catalogue::values::{Described, DocumentNumber, Written};
use crate::finding::{Finding, Place, Severity};
use crate::review;

/// Key of what a decision judged, where a stale one is marked.
const JUDGED: &str = "da_xem";

/// Everything that keeps a decision from being proposed, with its place in the decision's file. What holds for a whole
/// group is said with its first procedure.
pub fn problems(recorded: &Recorded, catalogue: &Catalogue) -> Vec<Finding> {
    let mut report = Report {
        recorded,
        findings: Vec::new(),
    };
    let decision = &recorded.decision;
    if recorded.is_first() {
        for problem in decision.history_problems() {
            report.add(&format!("qua_trinh{}", problem.path), problem.message, problem.advice);
        }
    }
    if decision.is_planned() {
        if state(decision, catalogue) == State::NoProcedure {
            report.no_procedure(catalogue);
        }
        return report.findings;
    }
    let Some(outcome) = decision.outcome.value().copied() else {
        let known: Vec<_> = Outcome::all().map(Outcome::key).collect();
        let message = format!("không có phương án «{}»", decision.outcome.text());
        report.add("phuong_an", message, format!("ghi phuong_an: {}", known.join(", ")));
        return report.findings;
    };
    match state(decision, catalogue) {
        State::Current => {}
        State::Stale(_) if decision.judged.is_empty() => report.add(
            &recorded.own_path(""),
            "không ghi nội dung đã xem nên không biết thủ tục có thay đổi hay chưa".to_owned(),
            "ghi quyết định bằng tthc decide",
        ),
        State::Stale(changes) => report.add(
            &recorded.own_path(JUDGED),
            changes.sentence(),
            "xem lại thủ tục; quyết định vẫn đúng thì tthc decide … --confirm, nếu không thì tthc decide … --replace",
        ),
        State::NoProcedure => {
            report.no_procedure(catalogue);
            return report.findings;
        }
    }
    if recorded.is_first() {
        of_the_file(&mut report, outcome, decision, catalogue);
    }
    successor(&mut report, outcome, decision, catalogue);
    if !outcome.ends_procedure() && outcome != Outcome::Keep {
        amendments(&mut report, outcome, decision, catalogue);
    }
    report.findings
}

/// What is so whichever procedure of a group is looked at.
fn of_the_file(report: &mut Report<'_>, outcome: Outcome, decision: &Decision, catalogue: &Catalogue) {
    if decision.reason.trim().is_empty() {
        report.add("", "quyết định không có lý do".to_owned(), "ghi khóa ly_do");
    }
    if decision.is_machine_draft() {
        report.add(
            "ly_do",
            "dự thảo do máy đề xuất, chưa có người xem xét".to_owned(),
            "xem lại từng nội dung, rồi ghi lý do và người quyết định của mình thay cho lời của máy",
        );
    }
    rules(report, decision);
    if let Some(problem) = decision.method.as_ref().and_then(Written::problem) {
        let message = format!("không có cách tính «{}»", problem.text());
        report.add("cach_tinh", message, problem.to_string());
    }
    if let Some(problem) = decision.decided_on.as_ref().and_then(Written::problem) {
        let message = format!("không có ngày «{}»", problem.text());
        report.add("ngay", message, problem.to_string());
    }
    if outcome != Outcome::Keep {
        enactments(report, decision, catalogue);
    }
    dependents(report, outcome, decision, catalogue);
    if outcome.ends_procedure() || outcome == Outcome::Keep {
        ending(report, outcome, decision);
    }
}

/// What is worth saying about a decision while nothing is being proposed. What is wrong with it is an error; that the text
/// has changed since is only worth a look, and what no longer fits the new text needs no saying then.
pub fn standing(recorded: &Recorded, catalogue: &Catalogue) -> Vec<Finding> {
    let mut findings = problems(recorded, catalogue);
    let judged = recorded.own_path(JUDGED);
    if let Some(stale) = findings.iter_mut().find(|finding| finding.yaml_path == judged) {
        stale.severity = Severity::Medium;
        findings.retain(|finding| !finding.yaml_path.starts_with("sua_doi["));
    }
    findings
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
        finding.code = Some(self.recorded.decision.code.text().to_owned()).filter(|code| !code.is_empty());
        self.findings.push(finding);
    }

    fn no_procedure(&mut self, catalogue: &Catalogue) {
        let (name, code) = (catalogue.name(), self.recorded.decision.code.text());
        let message = format!("phiên bản {name} không có thủ tục «{code}»");
        self.add(&self.recorded.own_path("ma"), message, "sửa mã hoặc xóa quyết định");
    }
}

fn rules(report: &mut Report<'_>, decision: &Decision) {
    for (at, name) in decision.rules.iter().enumerate() {
        if review::rule(name).is_none() {
            let message = format!("không có quy tắc «{name}»");
            report.add(&format!("quy_tac[{at}]"), message, "xem danh sách bằng tthc rules");
        }
    }
}

/// Acceptances must say what, why and who; without that they accept nothing.
fn dependents(report: &mut Report<'_>, outcome: Outcome, decision: &Decision, catalogue: &Catalogue) {
    let list = &decision.accepted_dependents;
    if !list.is_empty() && !outcome.ends_procedure() {
        let message = format!("phương án {outcome} không làm mất kết quả nào, nên không có gì để chấp nhận");
        report.add("chap_nhan_phu_thuoc", message, "bỏ khóa chap_nhan_phu_thuoc");
    }
    for (at, accepted) in list.iter().enumerate() {
        let path = format!("chap_nhan_phu_thuoc[{at}]");
        if catalogue.get(accepted.code.text()).is_none() {
            let message = format!("phiên bản này không có thủ tục «{}»", accepted.code.text());
            report.add(&format!("{path}.ma"), message, "sửa mã thủ tục hoặc xóa mục này");
        }
        for (key, text) in [("ly_do", &accepted.reason), ("nguoi", &accepted.by)] {
            if text.trim().is_empty() {
                let message = format!("chấp nhận phụ thuộc mà không ghi {key}, nên không áp dụng");
                report.add(&path, message, format!("ghi khóa {key}"));
            }
        }
        if let Some(problem) = accepted.on.as_ref().and_then(Written::problem) {
            let message = format!("không có ngày «{}»", problem.text());
            report.add(&format!("{path}.ngay"), message, problem.to_string());
        }
    }
}

fn enactments(report: &mut Report<'_>, decision: &Decision, catalogue: &Catalogue) {
    if decision.enactments.is_empty() {
        let advice = "ghi khóa kien_nghi với hanh_dong, van_ban, dieu_khoan";
        report.add("", "không nêu văn bản phải sửa đổi, bãi bỏ".to_owned(), advice);
        return;
    }
    // An announcing decision cannot abolish or change a procedure.
    let normative = |enactment: &Enactment| enactment.document.value().is_some_and(DocumentNumber::is_normative);
    if !decision.only_faster() && !decision.enactments.iter().any(normative) {
        report.add(
            "kien_nghi",
            "chỉ nêu văn bản không phải quy phạm pháp luật (quyết định công bố, kế hoạch, công văn)".to_owned(),
            "nêu điều khoản của văn bản quy phạm pháp luật quy định thủ tục",
        );
    }
    for (at, enactment) in decision.enactments.iter().enumerate() {
        document(report, &format!("kien_nghi[{at}]"), enactment, catalogue);
    }
}

fn document(report: &mut Report<'_>, path: &str, enactment: &Enactment, catalogue: &Catalogue) {
    if enactment.action.value().is_none() {
        let message = format!("không có hành động «{}»", enactment.action.text());
        let advice = format!("ghi hanh_dong: {}", <Action as Described>::EXAMPLES.join(" | "));
        report.add(&format!("{path}.hanh_dong"), message, advice);
    }
    let number = enactment.document.text();
    let path = format!("{path}.van_ban");
    let Some(known) = enactment
        .document
        .value()
        .and_then(|number| catalogue.documents().get(number))
    else {
        let message = format!("văn bản «{number}» không có trong van_ban/");
        report.add(&path, message, "sửa số hiệu, hoặc thêm văn bản vào van_ban/");
        return;
    };
    if let Some(Force::Expired(since)) = catalogue.settings().day().map(|day| known.force_on(day)) {
        let documents = catalogue.documents();
        let by: Vec<String> = known.ended_by().map(|number| documents.cite(number)).collect();
        let by = if by.is_empty() {
            String::new()
        } else {
            format!(" ({})", by.join(", "))
        };
        let message = format!("{} đã hết hiệu lực từ {since}{by}", known.citation());
        report.add(&path, message, "nêu văn bản đang có hiệu lực");
    }
}

fn successor(report: &mut Report<'_>, outcome: Outcome, decision: &Decision, catalogue: &Catalogue) {
    let takes_over = matches!(outcome, Outcome::Merge | Outcome::Replace);
    let named = decision.successor.as_ref();
    match named.map(|code| catalogue.get(code.text())) {
        Some(_) if !takes_over => {
            let message = format!("phương án {outcome} không chuyển sang thủ tục khác");
            report.add(
                "chuyen_sang",
                message,
                "bỏ khóa chuyen_sang, hoặc ghi phuong_an: thay_the, hop_nhat",
            );
        }
        Some(Some(entry))
            if catalogue
                .get(decision.code.text())
                .is_some_and(|own| std::ptr::eq(own, entry)) =>
        {
            report.add(
                "chuyen_sang",
                "thủ tục chuyển sang chính nó".to_owned(),
                "ghi mã thủ tục khác",
            );
        }
        None | Some(None) if takes_over => report.add(
            "chuyen_sang",
            "không nêu thủ tục thay thế, nhận hợp nhất có trong phiên bản này".to_owned(),
            "ghi khóa chuyen_sang: mã thủ tục; thủ tục mới thì thêm vào danh mục trước",
        ),
        _ => {}
    }
}

/// Outcomes after which the procedure is gone or stays as it is have nothing to amend.
fn ending(report: &mut Report<'_>, outcome: Outcome, decision: &Decision) {
    if !decision.amendments.is_empty() {
        let message = format!("phương án {outcome} không đi cùng nội dung sửa đổi");
        report.add("sua_doi", message, "bỏ khóa sua_doi hoặc đổi phuong_an");
    }
}

fn amendments(report: &mut Report<'_>, outcome: Outcome, decision: &Decision, catalogue: &Catalogue) {
    if decision.amendments.is_empty() {
        let message = format!("phương án {outcome} phải nêu nội dung sửa đổi");
        report.add(
            "phuong_an",
            message,
            "ghi khóa sua_doi: bo_giay_to, thoi_han, muc_phi …",
        );
        return;
    }
    let Some(entry) = catalogue.get(decision.code.text()) else {
        return;
    };
    let (_, effects) = carry_out(&decision.amendments, &entry.procedure);
    for (at, effect) in effects.into_iter().enumerate() {
        if let Err(why) = effect {
            report.add(&format!("sua_doi[{at}]"), why, "sửa mục này cho khớp với thủ tục");
        }
        let linked = decision.amendments[at].linked.iter();
        for code in linked.filter(|code| catalogue.get(code.text()).is_none()) {
            let message = format!("phiên bản này không có thủ tục «{}»", code.text());
            report.add(&format!("sua_doi[{at}].lien_thong_voi"), message, "sửa mã thủ tục");
        }
    }
}
