//! What stands of a procedure in the second part of a ministry's annex: the eleven parts in the order of real decisions.
//! Lines that the older revision does not have are told apart, for print in italics.

use std::collections::HashSet;

use super::cells::{self, one_line};
use super::views::{ContentsPart, ContentsView, LineView};
use super::{Announcement, List, Row};
use crate::catalogue::procedure::{DossierCase, Paper, Procedure, Step};
use crate::catalogue::{Catalogue, Entry};
use crate::text;

/// Labels of the parts, in order.
const LABELS: [&str; 11] = [
    "Trình tự thực hiện",
    "Cách thức thực hiện",
    "Thành phần, số lượng hồ sơ",
    "Thời hạn giải quyết",
    "Đối tượng thực hiện thủ tục hành chính",
    "Cơ quan thực hiện thủ tục hành chính",
    "Kết quả thực hiện thủ tục hành chính",
    "Phí, lệ phí",
    "Tên mẫu đơn, mẫu tờ khai",
    "Yêu cầu, điều kiện thực hiện thủ tục hành chính",
    "Căn cứ pháp lý của thủ tục hành chính",
];

/// What an announced procedure says, part by part; nothing of one that goes.
pub(super) fn of(announcement: &Announcement<'_>, row: &Row<'_>) -> Option<ContentsView> {
    let procedure = &row.entry.procedure;
    // What is new is new as a whole.
    let before = match row.list {
        List::Abolished => return None,
        List::New => None,
        List::Amended | List::Replaced => row.before.first().map(|entry| parts(entry, announcement.old)),
    };
    let now = parts(row.entry, announcement.new);
    let parts = LABELS.iter().zip(now).enumerate().map(|(at, (label, lines))| {
        let known: Option<HashSet<String>> = before
            .as_ref()
            .map(|before| before[at].iter().map(|line| text::canonical(line)).collect());
        let line = |words: String| LineView {
            changed: known
                .as_ref()
                .is_some_and(|known| !known.contains(&text::canonical(&words))),
            words,
        };
        ContentsPart {
            number: at + 1,
            label: (*label).to_owned(),
            lines: lines.into_iter().map(line).collect(),
        }
    });
    let parts: Vec<ContentsPart> = parts.collect();
    Some(ContentsView {
        code: procedure.identity().to_owned(),
        name: one_line(&procedure.name),
        changed: parts.iter().flat_map(|part| &part.lines).any(|line| line.changed),
        parts,
    })
}

/// The lines of each part, in the order of [`LABELS`].
fn parts(entry: &Entry, catalogue: &Catalogue) -> [Vec<String>; 11] {
    let procedure = &entry.procedure;
    [
        procedure.steps.iter().map(step).collect(),
        cells::place(procedure).lines,
        papers(procedure),
        cells::time_limit(procedure).lines,
        procedure.applicants.iter().map(|one| one_line(one.text())).collect(),
        cells::agencies(procedure).lines,
        procedure.results.iter().map(|result| one_line(&result.name)).collect(),
        cells::fees(procedure).lines,
        forms(procedure),
        procedure.requirements.iter().map(|one| one_line(&one.text)).collect(),
        cells::legal_bases(procedure, catalogue).lines,
    ]
}

/// "Nộp hồ sơ: Tổ chức nộp 01 bộ hồ sơ …"
fn step(step: &Step) -> String {
    let who = step.actor.as_ref().map(|actor| format!(" ({})", one_line(actor)));
    let name = step.name.as_deref().map(one_line).unwrap_or_default();
    let head = format!("{name}{}", who.unwrap_or_default());
    match step.text.as_deref().map(one_line) {
        Some(words) if head.is_empty() => words,
        Some(words) => format!("{head}: {words}"),
        None => head,
    }
}

fn papers(procedure: &Procedure) -> Vec<String> {
    let mut lines: Vec<String> = procedure.dossier.iter().flat_map(case).collect();
    if let Some(sets) = procedure.sets {
        lines.push(format!("Số lượng hồ sơ: {} bộ", text::count(sets.into())));
    }
    lines
}

fn case(case: &DossierCase) -> Vec<String> {
    let name = case.case.as_deref().map(one_line).filter(|name| !name.is_empty());
    let heading = name.map(|name| format!("{}:", name.trim_end_matches(':')));
    let note = case
        .note
        .as_deref()
        .map(|note| format!("Lưu ý: {}", text::lower_first(&one_line(note))));
    heading
        .into_iter()
        .chain(case.papers.iter().map(paper))
        .chain(note)
        .collect()
}

/// "Tờ khai theo mẫu (01 bản chính)"
fn paper(paper: &Paper) -> String {
    let count = |number: u32, kind: &str| (number > 0).then(|| format!("{} {kind}", text::count(number.into())));
    let remark = paper.note.as_deref().map(one_line);
    let form = paper.form.as_deref().map(|form| format!("theo {}", one_line(form)));
    let said: Vec<String> = [
        count(paper.originals, "bản chính"),
        count(paper.copies, "bản sao"),
        form,
        paper.if_any.then(|| "nếu có".to_owned()),
        remark,
    ]
    .into_iter()
    .flatten()
    .collect();
    let name = one_line(&paper.name);
    if said.is_empty() {
        name
    } else {
        format!("{name} ({})", said.join("; "))
    }
}

/// The forms the papers name, each once.
fn forms(procedure: &Procedure) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    for (_, _, paper) in procedure.papers() {
        let Some(form) = paper.form.as_deref().map(one_line) else {
            continue;
        };
        let line = format!("{form} – {}", one_line(&paper.name));
        if !forms.contains(&line) {
            forms.push(line);
        }
    }
    forms
}
