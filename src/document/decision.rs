//! The decision that approves a proposal: from results to what its templates see.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::views::{Benefit, ContentView, DecisionView, EnactmentView, FieldGroup, Heading, ItemView, LevelGroup};
use crate::catalogue::Catalogue;
use crate::catalogue::document::LegalDocument;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::settings::{Dated, Office};
use crate::catalogue::values::{Date, Level, Written};
use crate::proposal::{Enacted, Item, Proposal};
use crate::review::cost::Saving;
use crate::review::decision::Outcome;
use crate::text;

/// The view of a proposal.
pub(super) fn view(proposal: &Proposal, base: &Catalogue) -> DecisionView {
    let office = &base.settings().office;
    let mut items: Vec<&Item> = proposal.items.iter().collect();
    items.sort_by_key(|item| {
        (
            level(&item.before),
            text::collation_key(&item.before.field),
            item.before.identity().to_owned(),
        )
    });
    let items: Vec<ItemView> = items
        .iter()
        .enumerate()
        .map(|(at, item)| item_view(at + 1, item, base))
        .collect();
    let totals = proposal.totals();
    let enacted = || proposal.items.iter().flat_map(|item| &item.enactments);
    let number = |count: usize| text::count(u64::try_from(count).unwrap_or(u64::MAX));
    DecisionView {
        heading: heading(office, proposal.day),
        locality: locality(office),
        secretariat: office.secretariat.clone(),
        preamble: lines(&office.preamble, proposal.day),
        count: number(proposal.items.len()),
        abolished: number(totals.abolished),
        simplified: number(totals.simplified),
        needs_others: enacted().any(|enacted| !enacted.own_power),
        has_own: enacted().any(|enacted| enacted.own_power),
        addressees: lines(&office.addressees, proposal.day),
        list: groups(&items),
        total: benefit(&totals.saving),
        notes: notes(proposal, base),
        revision: proposal.base.clone(),
        items,
    }
}

fn heading(office: &Office, day: Date) -> Heading {
    let name = office.name.to_uppercase();
    let lines = match name.strip_prefix("ỦY BAN NHÂN DÂN ") {
        Some(locality) => vec!["ỦY BAN NHÂN DÂN".to_owned(), locality.to_owned()],
        None => vec![name],
    };
    Heading {
        office: lines,
        symbol: format!("QĐ-{}", office.symbol),
        place: office.place.clone(),
        year: day.year().to_string(),
        issuer: office.issuer.clone(),
        authority: office.signer.authority.clone().unwrap_or_default(),
        position: office.signer.position.clone(),
        signer: office.signer.name.clone(),
    }
}

fn locality(office: &Office) -> String {
    office
        .name
        .strip_prefix("Ủy ban nhân dân ")
        .unwrap_or(&office.name)
        .to_owned()
}

fn lines(dated: &[Dated], day: Date) -> Vec<String> {
    dated
        .iter()
        .filter(|line| line.holds(day))
        .map(|line| line.text.trim_end_matches([';', '.']).to_owned())
        .collect()
}

/// The highest level a procedure is carried out at: annexes group by it.
fn level(procedure: &Procedure) -> Level {
    procedure
        .levels
        .iter()
        .filter_map(Written::value)
        .min()
        .copied()
        .unwrap_or(Level::Other)
}

fn item_view(number: usize, item: &Item, base: &Catalogue) -> ItemView {
    let decision = &item.recorded.decision;
    ItemView {
        number,
        code: item.before.identity().to_owned(),
        name: item.before.name.clone(),
        level: text::lower_first(level(&item.before).label()),
        field: item.before.field.clone(),
        contents: contents(item, base),
        enactments: item.enactments.iter().map(|enacted| enactment(enacted, base)).collect(),
        benefit: benefit(&item.saving),
        time: time(item),
        schedule: decision.schedule.clone().unwrap_or_default(),
    }
}

fn contents(item: &Item, base: &Catalogue) -> Vec<ContentView> {
    let reason = sentence(&item.recorded.decision.reason);
    if item.effects.is_empty() {
        let successor = item
            .recorded
            .decision
            .successor
            .as_ref()
            .and_then(|code| base.get(code.text()));
        let text = match (item.outcome, successor) {
            (Outcome::Merge, Some(entry)) => {
                format!(
                    "Hợp nhất vào thủ tục “{}” (mã TTHC {})",
                    entry.procedure.name,
                    entry.procedure.identity()
                )
            }
            (Outcome::Replace, Some(entry)) => {
                format!(
                    "Thay thế bằng thủ tục “{}” (mã TTHC {})",
                    entry.procedure.name,
                    entry.procedure.identity()
                )
            }
            _ => item.outcome.label().to_owned(),
        };
        return vec![ContentView { text, reason }];
    }
    let effects = item.effects.iter().map(|(effect, own)| ContentView {
        text: effect.wording.clone(),
        reason: own.as_deref().map_or_else(|| reason.clone(), sentence),
    });
    effects.collect()
}

fn sentence(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}.", text::capitalise_first(one_line.trim_end_matches(['.', ';'])))
}

/// What the office has no power to change is worded as a proposal to the body that has.
fn enactment(enacted: &Enacted, base: &Catalogue) -> EnactmentView {
    let enactment = &enacted.enactment;
    let number = enactment.document.value();
    let known = number.and_then(|number| base.documents().get(number));
    let citation = known.map_or_else(|| enactment.document.text().to_owned(), |document| document.citation());
    let clause = enactment
        .clause
        .as_ref()
        .map(|clause| format!("{} ", clause.text()))
        .unwrap_or_default();
    let action = enactment.action.text();
    let full = known.map_or_else(|| citation.clone(), full_citation);
    let sentence = if enacted.own_power {
        format!("{} {clause}{full}.", text::capitalise_first(action))
    } else {
        let issuer = known.map_or("cơ quan có thẩm quyền", |document| document.issuer.as_str());
        format!("Kiến nghị {issuer} {} {clause}{full}.", text::lower_first(action))
    };
    EnactmentView {
        sentence,
        document: format!("{}{citation}", text::capitalise_first(&clause)),
        own_power: enacted.own_power,
    }
}

/// Type, number, date, issuer and title. A date that still has to be verified is not printed as if it were certain.
fn full_citation(document: &LegalDocument) -> String {
    let mut citation = document.citation();
    if let Some(date) = document
        .issued
        .as_ref()
        .and_then(Written::value)
        .filter(|_| !document.to_verify)
    {
        citation += &format!(" {}", date.long());
    }
    citation += &format!(" của {}", document.issuer);
    if !document.title.is_empty() {
        citation += &format!(" {}", text::lower_first(&document.title));
    }
    if document.to_verify {
        format!("{citation} (cần đối chiếu văn bản)")
    } else {
        citation
    }
}

fn benefit(saving: &Saving) -> Benefit {
    Benefit {
        before: text::decimal(saving.before),
        after: text::decimal(saving.after),
        saved: text::decimal(saving.saved),
        percent: percent(saving.percent),
    }
}

fn percent(share: Option<Decimal>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{}%", text::decimal(share)))
}

fn time(item: &Item) -> Vec<String> {
    let Some(cut) = &item.time else { return Vec::new() };
    vec![
        format!("Thời gian giải quyết trước khi đơn giản hóa: {}", cut.before),
        format!("Thời gian giải quyết sau khi đơn giản hóa: {}", cut.after),
        format!("Thời gian tiết kiệm: {}", cut.saved),
        format!("Tỷ lệ cắt giảm thời gian: {}", percent(cut.percent)),
    ]
}

fn groups(items: &[ItemView]) -> Vec<LevelGroup> {
    let mut groups: Vec<LevelGroup> = Vec::new();
    for item in items {
        if groups.last().is_none_or(|group| group.level != item.level) {
            groups.push(LevelGroup {
                level: item.level.clone(),
                fields: Vec::new(),
            });
        }
        let Some(group) = groups.last_mut() else { continue };
        if group.fields.last().is_none_or(|field| field.name != item.field) {
            group.fields.push(FieldGroup {
                name: item.field.clone(),
                rows: Vec::new(),
            });
        }
        if let Some(field) = group.fields.last_mut() {
            field.rows.push(item.clone());
        }
    }
    groups
}

/// Where the figures come from, and what in them is assumed or invented.
fn notes(proposal: &Proposal, base: &Catalogue) -> Vec<String> {
    let costs = || {
        proposal
            .items
            .iter()
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
    let sources: BTreeSet<&str> = costs().map(|cost| cost.subjects_source.as_str()).collect();
    notes.push(format!(
        "Số lượng đối tượng tuân thủ: {}.",
        sources.into_iter().collect::<Vec<_>>().join("; ")
    ));
    if costs().any(|cost| cost.rows.iter().any(|row| row.estimated)) {
        notes.push("Số giờ và chi phí chưa khảo sát được lấy theo mức ước tính của danh mục; đơn vị rà soát thay bằng số liệu khảo sát nếu có.".to_owned());
    }
    notes.extend(base.settings().note.clone());
    notes
}
