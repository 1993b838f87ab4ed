//! What the data answer by themselves, and what they put beside the other questions.

use super::{Answer, Form, NO, Question, Scope, Subject, YES, asked};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::Written;
use crate::catalogue::{Catalogue, Entry};
use crate::finding::{Finding, Place, Severity};
use crate::review;
use crate::text;

/// Question whether a part of the procedure is reasonable.
const REASONABLE: &str = "D.b.2";

/// What data say: an answer where they hold one, and the fact with where it stands.
#[derive(Default)]
struct Fact {
    answer: &'static str,
    data: String,
    source: String,
}

/// The form of a procedure with everything that is known already. `findings` are those of the review of its revision.
pub fn prefilled(catalogue: &Catalogue, entry: &Entry, findings: &[Finding]) -> Form {
    let own: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.code.as_deref() == Some(entry.procedure.identity()))
        .collect();
    let answers = asked(&entry.procedure).into_iter().map(|(question, subject)| {
        let mut facts = Vec::new();
        facts.extend(fact(question, subject.as_ref(), catalogue, entry));
        facts.extend(found(question, subject.as_ref(), &own));
        let join = |part: fn(&Fact) -> &String| {
            let mut parts: Vec<&str> = facts
                .iter()
                .map(|fact| part(fact).as_str())
                .filter(|part| !part.is_empty())
                .collect();
            parts.dedup();
            Some(parts.join("; ")).filter(|joined| !joined.is_empty())
        };
        Answer {
            question: question.id.to_owned(),
            about: subject.map_or_else(String::new, |subject| subject.name),
            text: question.text.to_owned(),
            answer: facts
                .iter()
                .map(|fact| fact.answer)
                .find(|answer| !answer.is_empty())
                .unwrap_or_default()
                .to_owned(),
            data: join(|fact| &fact.data),
            source: join(|fact| &fact.source),
            ..Answer::default()
        }
    });
    Form {
        code: Written::new(entry.procedure.identity()),
        revision: catalogue.name().to_owned(),
        answers: answers.collect(),
        ..Form::default()
    }
}

/// Findings of rules that bear on a question. They never answer it.
fn found(question: &Question, subject: Option<&Subject>, findings: &[&Finding]) -> Vec<Fact> {
    let concerns = |finding: &&&Finding| {
        let id = review::rule(&finding.rule).map(|rule| rule.id);
        let Some(subject) = subject else {
            return id.is_some_and(|id| question.rules.contains(&id));
        };
        let here = begins_with(&finding.yaml_path, &subject.path);
        // Whether a part is reasonable is asked of every finding about it.
        let bears = question.id == REASONABLE || id.is_some_and(|id| question.rules.contains(&id));
        bears && (here || question.scope == Scope::Agency)
    };
    let fact = |finding: &&Finding| {
        let id = review::rule(&finding.rule).map_or(finding.rule.as_str(), |rule| rule.id);
        Fact {
            answer: "",
            data: format!("{id}: {}", finding.message),
            source: format!("tthc review --rule {id}"),
        }
    };
    findings.iter().filter(concerns).map(fact).collect()
}

/// Whether a path stands in another: `ho_so[0].giay_to[1].ten` in `ho_so[0].giay_to[1]`, and not in `ho_so[0].giay_to[12]`.
fn begins_with(path: &str, above: &str) -> bool {
    path.strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What the record and the figures say to a question.
fn fact(question: &Question, subject: Option<&Subject>, catalogue: &Catalogue, entry: &Entry) -> Option<Fact> {
    let procedure = &entry.procedure;
    let at = |path: &str| place(catalogue, entry, path);
    let said = |answer: &'static str, data: String, path: &str| {
        Some(Fact {
            answer,
            data,
            source: at(path),
        })
    };
    let yes_if = |yes: bool| if yes { YES } else { NO };
    match question.id {
        "A.1" => said("", procedure.purpose.clone()?, "muc_dich"),
        "A.2" => volumes(catalogue, procedure),
        "A.6" => {
            let agencies = procedure.executing_agencies.join("; ");
            said(yes_if(!agencies.is_empty()), agencies, "co_quan_thuc_hien")
        }
        "A.7" => {
            let (steps, channels) = (procedure.steps.len(), procedure.channels.len());
            let data = format!(
                "{} bước; {} cách thức nộp",
                text::count(steps as u64),
                text::count(channels as u64)
            );
            said(yes_if(steps > 0 && channels > 0), data, "trinh_tu")
        }
        "A.8" => {
            let papers = procedure.papers().filter(|(.., paper)| !paper.is_remark()).count();
            let sets = procedure
                .sets
                .map_or_else(String::new, |sets| format!("; {} bộ", text::count(sets.into())));
            said("", format!("{} giấy tờ{sets}", text::count(papers as u64)), "ho_so")
        }
        "A.9" => {
            let known = |row: &&crate::catalogue::procedure::ChannelRow| {
                row.time_limit
                    .as_ref()
                    .and_then(Written::value)
                    .is_some_and(|limit| limit.approximate_days().is_some())
            };
            let all = procedure.channels.iter().filter(known).count() == procedure.channels.len();
            said(
                yes_if(all && !procedure.channels.is_empty()),
                limits(procedure),
                "cach_thuc",
            )
        }
        "A.10" => {
            let valid: Vec<String> = procedure
                .results
                .iter()
                .filter_map(|result| Some(format!("{}: {}", result.name, result.validity.as_ref()?)))
                .collect();
            if valid.is_empty() {
                said("", "bản ghi không ghi thời hạn hiệu lực".to_owned(), "ket_qua")
            } else {
                said(YES, valid.join("; "), "ket_qua")
            }
        }
        "A.11" if !procedure.related.is_empty() => {
            let codes: Vec<&str> = procedure.related.iter().map(Written::text).collect();
            said("", format!("thủ tục liên quan: {}", codes.join(", ")), "lien_quan")
        }
        "A.13" | "A.14" => {
            let bases: Vec<&str> = procedure.legal_bases.iter().map(|basis| basis.number.text()).collect();
            (!bases.is_empty())
                .then(|| bases.join("; "))
                .and_then(|bases| said("", bases, "can_cu_phap_ly"))
        }
        "A.16" => {
            let fees: Vec<String> = procedure
                .fees()
                .map(|(_, channel, fee)| {
                    let name = fee.name.as_deref().unwrap_or("phí, lệ phí");
                    let amount = fee.amount.as_ref().map_or("chưa ghi mức", Written::text);
                    format!("{name} {amount} ({})", text::lower_first(channel.channel.text()))
                })
                .collect();
            if fees.is_empty() {
                said(NO, "bản ghi không có phí, lệ phí".to_owned(), "cach_thuc")
            } else {
                said(YES, fees.join("; "), "cach_thuc")
            }
        }
        "D.a" => subject.and_then(|subject| said("", component(subject, procedure)?, &subject.path)),
        _ => None,
    }
}

fn limits(procedure: &Procedure) -> String {
    let each = procedure.channels.iter().map(|row| {
        let limit = row.time_limit.as_ref().map_or("chưa ghi", Written::text);
        format!("{}: {limit}", row.channel.text())
    });
    each.collect::<Vec<_>>().join("; ")
}

/// What a component says, where it can be said in a line.
fn component(subject: &Subject, procedure: &Procedure) -> Option<String> {
    Some(match subject.name.as_str() {
        "Tên thủ tục" => procedure.name.clone(),
        "Trình tự thực hiện" => format!("{} bước", text::count(procedure.steps.len() as u64)),
        "Cách thức thực hiện" => {
            let channels: Vec<&str> = procedure.channels.iter().map(|row| row.channel.text()).collect();
            channels.join("; ")
        }
        "Số lượng hồ sơ" => format!("{} bộ", text::count(procedure.sets?.into())),
        "Thời hạn giải quyết" => limits(procedure),
        "Đối tượng thực hiện" => {
            let applicants: Vec<&str> = procedure.applicants.iter().map(Written::text).collect();
            applicants.join("; ")
        }
        "Cơ quan giải quyết" => procedure.executing_agencies.join("; "),
        "Kết quả thực hiện" => {
            let results: Vec<&str> = procedure.results.iter().map(|result| result.name.as_str()).collect();
            results.join("; ")
        }
        _ => {
            let (.., paper) = procedure.papers().find(|(path, ..)| *path == subject.path)?;
            format!(
                "bản chính {}, bản sao {}{}",
                paper.originals,
                paper.copies,
                if paper.if_any { ", nếu có" } else { "" }
            )
        }
    })
    .filter(|said| !said.is_empty())
}

fn volumes(catalogue: &Catalogue, procedure: &Procedure) -> Option<Fact> {
    let years = catalogue.volumes().of(procedure.identity());
    let last = years.last()?;
    let each: Vec<String> = years
        .iter()
        .map(|year| format!("{}: {} hồ sơ", year.year, text::number(i128::from(year.received))))
        .collect();
    Some(Fact {
        answer: "",
        data: each.join("; "),
        source: format!("thong_ke/{}.csv ({})", last.year, last.source),
    })
}

/// File and line of a part of the record.
fn place(catalogue: &Catalogue, entry: &Entry, path: &str) -> String {
    let mut finding = Finding::new("phieu", Severity::Low, Place::file(&entry.source.path), "").at_path(path);
    catalogue.locate(&mut finding);
    format!("{} ({path})", finding.place)
}
