//! Sentences of the decision that follow a formula: citations, who is asked to do what, where figures come from.

use std::collections::BTreeSet;

use super::views::EnactmentView;
use crate::catalogue::Catalogue;
use crate::catalogue::document::LegalDocument;
use crate::catalogue::values::Written;
use crate::proposal::{Enacted, Item, Proposal};
use crate::review::cost::Cost;
use crate::review::decision::Outcome;
use crate::text;

/// How figures that nobody counted are marked in their source.
const INVENTED: &str = "minh họa";

/// One line with a capital letter and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}.", text::capitalise_first(one_line.trim_end_matches(['.', ';'])))
}

/// What the office has no power to change is worded as a proposal to the body that has.
pub(super) fn enactment(enacted: &Enacted, base: &Catalogue) -> EnactmentView {
    let enactment = &enacted.enactment;
    let written = enactment.document.text();
    let known = enactment
        .document
        .value()
        .and_then(|number| base.documents().get(number));
    // The register and the values know the official capitals: "khoản 2 Điều 9".
    let clause = enactment.clause.as_ref().map(|clause| {
        let clause = clause
            .value()
            .map_or_else(|| clause.text().to_owned(), ToString::to_string);
        format!("{clause} ")
    });
    let clause = clause.unwrap_or_default();
    let action = enactment
        .action
        .value()
        .map_or_else(|| enactment.action.text().to_owned(), ToString::to_string);
    let full = known.map_or_else(|| written.to_owned(), full_citation);
    let sentence = if enacted.own_power {
        format!("{action} {clause}{full}.")
    } else {
        let issuer = known.map_or("cơ quan có thẩm quyền", |document| document.issuer.as_str());
        format!("Kiến nghị {issuer} {} {clause}{full}.", text::lower_first(&action))
    };
    let short = known.map_or_else(|| written.to_owned(), LegalDocument::named);
    EnactmentView {
        sentence,
        document: format!("{}{short}", text::capitalise_first(&clause)),
        own_power: enacted.own_power,
    }
}

/// Type, number, date, issuer and title. A date that still has to be verified is not printed as if it were certain.
pub(super) fn full_citation(document: &LegalDocument) -> String {
    dated_citation(document, true)
}

/// As [`full_citation`], with the title or, where a table has little room, without.
pub(super) fn dated_citation(document: &LegalDocument, with_title: bool) -> String {
    let short = document.named();
    let named = short != document.citation();
    let date = document
        .issued
        .as_ref()
        .and_then(Written::value)
        .filter(|_| !document.to_verify);
    let mut citation = date.map_or_else(|| short.clone(), |date| format!("{short} {}", date.long()));
    if !named {
        citation += &format!(" của {}", document.issuer);
        if with_title && !document.title.is_empty() {
            citation += &format!(" {}", text::lower_first(&document.title));
        }
    }
    if document.to_verify {
        citation += " (cần đối chiếu văn bản)";
    }
    citation
}

/// An abolished procedure is also taken off the list that announced it; empty for others.
pub(super) fn announcement(item: &Item, base: &Catalogue) -> String {
    let procedure = &item.before;
    let Some(number) = procedure
        .announced_by
        .as_ref()
        .filter(|_| item.outcome == Outcome::Abolish)
    else {
        return String::new();
    };
    let date = procedure.announced_on.as_ref().and_then(Written::value);
    let date = date.map(|date| format!(" {}", date.long())).unwrap_or_default();
    let what = format!(
        "bãi bỏ thủ tục hành chính đã được công bố tại Quyết định số {}{date}",
        number.text()
    );
    match &procedure.published_by {
        Some(publisher) if !base.settings().office.may_change(publisher) => {
            format!("Kiến nghị {publisher} công bố {what}.")
        }
        _ => format!("Công bố {what}."),
    }
}

/// What the reader must know of one item's figures: how many people, who counted them, what was assumed.
pub(super) fn item_notes(item: &Item) -> Vec<String> {
    let before = &item.cost_before;
    let mut notes = vec![format!(
        "Số đối tượng tuân thủ: {}/năm, mỗi đối tượng {} lần/năm; {}.",
        text::number(before.subjects),
        text::decimal(before.times_a_year),
        before.subjects_source
    )];
    if let Some(note) = item.method_note {
        notes.push(note.to_owned());
        return notes;
    }
    let costs = || [Some(before), item.cost_after.as_ref()].into_iter().flatten();
    if costs().any(estimated) {
        notes.push("Chi phí có phần ước tính, chưa khảo sát.".to_owned());
    }
    if costs()
        .flat_map(|cost| &cost.rows)
        .any(|row| row.source.contains(INVENTED))
    {
        notes.push("Chi phí có phần là số liệu minh họa.".to_owned());
    }
    // The cost model's own word on estimates names a file; the sentence above says it to the reader of a decision.
    let special: BTreeSet<&String> = costs()
        .flat_map(|cost| &cost.notes)
        .filter(|note| !note.contains("catalogue.yaml"))
        .collect();
    notes.extend(special.into_iter().map(|note| sentence(note)));
    notes
}

fn estimated(cost: &Cost) -> bool {
    cost.rows.iter().any(|row| row.estimated)
}

/// Where the figures of the whole proposal come from, and what in them is assumed or invented.
pub(super) fn notes(proposal: &Proposal, base: &Catalogue) -> Vec<String> {
    let costs = || {
        let items = proposal.items.iter();
        items
            .flat_map(|item| [Some(&item.cost_before), item.cost_after.as_ref()])
            .flatten()
    };
    let mut notes = Vec::new();
    if let Some(income) = costs().next().map(|cost| &cost.income) {
        let verify = if income.to_verify {
            "; cần đối chiếu nguồn trước khi trình"
        } else {
            ""
        };
        notes.push(format!(
            "Chi phí tính theo mô hình chi phí chuẩn (SCM) với mức thu nhập bình quân 01 giờ làm việc năm {} là {} đồng ({}{verify}).",
            income.year,
            text::decimal(income.amount),
            income.source
        ));
    }
    if costs().any(estimated) {
        notes.push("Số giờ và chi phí chưa khảo sát được lấy theo mức ước tính của danh mục; đơn vị rà soát thay bằng số liệu khảo sát nếu có.".to_owned());
    }
    let invented = |cost: &Cost| {
        cost.subjects_source.contains(INVENTED) || cost.rows.iter().any(|row| row.source.contains(INVENTED))
    };
    if costs().any(invented) {
        notes.push(
            "Văn bản có số liệu minh họa, không phải số liệu chính thức; phải thay bằng số liệu thật trước khi trình."
                .to_owned(),
        );
    }
    notes.extend(base.settings().note.as_deref().map(sentence));
    notes
}
