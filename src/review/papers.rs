//! Papers a database already holds: one table for all rules, kept in `catalogue.yaml` with the clause that frees people
//! from handing each in.

use super::{Context, Report};
use crate::catalogue::procedure::{DossierCase, Paper, Procedure};
use crate::catalogue::settings::HeldPaper;
use crate::catalogue::values::{Applicant, Written};
use crate::finding::Evidence;
use crate::text;

/// Says which papers of a family are still demanded.
pub(super) fn held(context: &Context<'_>, procedure: &Procedure, family: &str, report: &mut Report) {
    if only_foreigners(procedure) {
        return;
    }
    let rows = &context.catalogue.settings().parameters.held_papers;
    let rows: Vec<&HeldPaper> = rows
        .iter()
        .filter(|row| row.family == family && row.holds(context.day))
        .collect();
    for (path, case, paper) in procedure.papers() {
        let Some(row) = rows.iter().find(|row| demands(row, case, paper)) else {
            continue;
        };
        let clause = row
            .clause
            .as_ref()
            .map(|clause| format!("{} ", clause.text()))
            .unwrap_or_default();
        let message = format!("yêu cầu nộp «{}», giấy tờ đã có trong {}", paper.name, row.database);
        let evidence = vec![
            Evidence::at(format!("{path}.ten"), "Giấy tờ", &paper.name),
            Evidence::from_elsewhere("Cơ sở dữ liệu", &row.database),
            Evidence::from_elsewhere("Căn cứ miễn nộp", format!("{clause}{}", row.document.text())),
        ];
        report.say(format!("{path}.ten"), message, evidence);
    }
}

/// A paper that is only shown, or that stands in the text to say it need not be handed in, is not demanded.
fn demands(row: &HeldPaper, case: &DossierCase, paper: &Paper) -> bool {
    let name = text::canonical(&paper.name);
    let around = [paper.note.as_deref(), case.case.as_deref()]
        .into_iter()
        .flatten()
        .map(text::canonical)
        .collect::<Vec<_>>()
        .join(" ");
    let says = |words: &str, phrase: &str| contains_words(words, &text::canonical(phrase));
    let named = row.phrases.iter().any(|phrase| says(&name, phrase));
    let excepted = row
        .exceptions
        .iter()
        .any(|phrase| says(&name, phrase) || says(&around, phrase));
    let freed = [
        "không phải nộp",
        "không phải xuất trình",
        "không yêu cầu nộp",
        "khai thác được",
        "tra cứu được",
    ]
    .iter()
    .any(|phrase| says(&name, phrase) || says(&around, phrase));
    let shown = says(&around, "xuất trình") || name.starts_with("xuất trình");
    // A form to ask for the paper, or to change it, is not the paper.
    let form = [
        "đơn ",
        "giấy đề nghị",
        "tờ khai",
        "phiếu ",
        "thông báo ",
        "văn bản đề nghị",
        "văn bản yêu cầu",
        "công văn ",
    ];
    let asks_for_it = form.iter().any(|word| name.starts_with(&text::canonical(word)));
    named && !excepted && !freed && !shown && !asks_for_it
}

/// Whether a canonical text holds a phrase as whole words.
pub(super) fn contains_words(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        !phrase.is_empty() && !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn only_foreigners(procedure: &Procedure) -> bool {
    let foreign = |applicant: &Written<Applicant>| {
        matches!(
            applicant.value(),
            Some(Applicant::Foreigner | Applicant::ForeignOrganisation | Applicant::Overseas)
        )
    };
    !procedure.applicants.is_empty() && procedure.applicants.iter().all(foreign)
}
