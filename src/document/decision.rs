//! The decision that approves a proposal: from results to what its templates see.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::agencies::Agencies;
use super::views::{Benefit, ContentView, DecisionView, GroupView, Heading, ItemView, LevelGroup};
use super::wording;
use crate::catalogue::Catalogue;
use crate::catalogue::lineage::base_code;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::settings::{Dated, Office};
use crate::catalogue::values::{Date, Level, Numbering, Written};
use crate::proposal::{Item, Proposal};
use crate::review::chains::bare;
use crate::review::cost::Saving;
use crate::review::decision::Outcome;
use crate::templates::Prepared;
use crate::text;

/// The view of a proposal.
pub(super) fn view(proposal: &Proposal, base: &Catalogue) -> DecisionView {
    let office = &base.settings().office;
    let mut sorted: Vec<&Item> = proposal.items.iter().collect();
    sorted.sort_by_cached_key(|item| {
        (
            levels(&item.before),
            text::collation_key(&item.before.field),
            // Procedures that share a measure stand where the first of them would.
            first_of_group(item, &proposal.items),
            item.before.identity().to_owned(),
        )
    });
    let mut items: Vec<ItemView> = sorted
        .par_iter()
        .enumerate()
        .map(|(at, item)| item_view(at + 1, item, base))
        .collect();
    grouped(&sorted, &mut items);
    let rows: Vec<Prepared> = items.par_iter().map(Prepared::of).collect();
    let totals = proposal.totals();
    let enacted = || proposal.items.iter().flat_map(|item| &item.enactments);
    let agencies = Agencies::of(proposal, base);
    DecisionView {
        heading: heading(office, proposal.day),
        locality: locality(office),
        numbering: numbering(office),
        secretariat: office.secretariat.clone(),
        preamble: lines(&office.preamble, proposal.day),
        count: count(proposal.items.len()),
        measures: if proposal.measures() < proposal.items.len() {
            count(proposal.measures())
        } else {
            String::new()
        },
        abolished: count(totals.abolished),
        simplified: count(totals.simplified),
        kept: count(proposal.kept.len()),
        breakdown: breakdown(proposal),
        needs_others: enacted().any(|enacted| !enacted.own_power),
        has_own: enacted().any(|enacted| enacted.own_power),
        cuts_time: proposal
            .items
            .iter()
            .any(|item| item.after.is_some() && item.time.is_some()),
        charged: agencies.charged(),
        heads: agencies.heads(),
        reported_to: agencies.reported_to.join(", "),
        addressees: agencies.addressees(office, proposal.day),
        list: LevelGroup::of(
            items
                .iter()
                .zip(&rows)
                .map(|(item, row)| (item.level.clone(), item.field.clone(), row.clone())),
        ),
        rows,
        total: benefit(&totals.saving),
        notes: wording::notes(proposal, base),
        revision: proposal.base.clone(),
        items,
    }
}

pub(super) fn count(number: usize) -> String {
    text::count(u64::try_from(number).unwrap_or(u64::MAX))
}

/// "bãi bỏ 01 thủ tục; sửa đổi, bổ sung 03 thủ tục"; empty when all fare alike.
fn breakdown(proposal: &Proposal) -> String {
    let outcomes: BTreeSet<Outcome> = proposal.items.iter().map(|item| item.outcome).collect();
    if outcomes.len() < 2 {
        return String::new();
    }
    let parts = outcomes.iter().map(|outcome| {
        let items = proposal.items.iter().filter(|item| item.outcome == *outcome).count();
        let verb = text::lower_first(outcome.label().trim_end_matches(" thủ tục hành chính"));
        format!("{verb} {} thủ tục", count(items))
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// Name of the office in capitals, as it stands over two lines.
pub(super) fn office_lines(office: &Office) -> Vec<String> {
    let name = office.name.to_uppercase();
    match name.strip_prefix("ỦY BAN NHÂN DÂN ") {
        Some(locality) => vec!["ỦY BAN NHÂN DÂN".to_owned(), locality.to_owned()],
        None => vec![name],
    }
}

pub(super) fn heading(office: &Office, day: Date) -> Heading {
    Heading {
        office: office_lines(office),
        symbol: format!("QĐ-{}", office.symbol),
        place: office.place.clone(),
        year: day.year().to_string(),
        day: day.to_string(),
        issuer: office.issuer.clone(),
        authority: office.signer.authority.clone().unwrap_or_default(),
        position: office.signer.position.clone(),
        signer: office.signer.name.clone(),
    }
}

/// The name templates know the office's style by.
fn numbering(office: &Office) -> &'static str {
    match office.numbering.as_ref().and_then(Written::value) {
        None | Some(Numbering::Numbers) => "so",
        Some(Numbering::Letters) => "chu",
        Some(Numbering::Cuts) => "cat_giam",
    }
}

pub(super) fn locality(office: &Office) -> String {
    office
        .name
        .strip_prefix("Ủy ban nhân dân ")
        .unwrap_or(&office.name)
        .to_owned()
}

pub(super) fn lines(dated: &[Dated], day: Date) -> Vec<String> {
    dated
        .iter()
        .filter(|line| line.holds(day) && !line.to_verify)
        .map(|line| line.text.trim_end_matches([';', '.']).to_owned())
        .collect()
}

/// The levels a procedure is carried out at, from the top: annexes group by them.
pub(super) fn levels(procedure: &Procedure) -> Vec<Level> {
    let levels: BTreeSet<Level> = procedure.levels.iter().filter_map(Written::value).copied().collect();
    if levels.is_empty() {
        vec![Level::Other]
    } else {
        levels.into_iter().collect()
    }
}

pub(super) fn level_names(procedure: &Procedure) -> String {
    levels(procedure)
        .into_iter()
        .map(|level| text::lower_first(level.label()))
        .collect::<Vec<_>>()
        .join(", ")
}

fn item_view(number: usize, item: &Item, base: &Catalogue) -> ItemView {
    let decision = &item.recorded.decision;
    ItemView {
        number,
        code: item.before.identity().to_owned(),
        name: item.before.name.clone(),
        level: level_names(&item.before),
        field: item.before.field.clone(),
        contents: contents(item, base),
        enactments: item
            .enactments
            .iter()
            .map(|enacted| wording::enactment(enacted, base))
            .collect(),
        announcement: wording::announcement(item, base),
        benefit: benefit(&item.saving),
        time: time(item),
        notes: wording::item_notes(item),
        schedule: decision.schedule.clone().unwrap_or_default(),
        group: None,
    }
}

/// The first code, within the section, of those an item shares its measure with; its own when it shares none.
fn first_of_group(item: &Item, items: &[Item]) -> String {
    if item.recorded.member.is_none() {
        return item.before.identity().to_owned();
    }
    let in_section = |other: &&Item| {
        share_measure(item, other)
            && levels(&other.before) == levels(&item.before)
            && other.before.field == item.before.field
    };
    let codes = items.iter().filter(in_section).map(|other| other.before.identity());
    codes.min().unwrap_or(item.before.identity()).to_owned()
}

fn share_measure(one: &Item, other: &Item) -> bool {
    one.recorded.member.is_some() && one.recorded.path == other.recorded.path
}

/// Says of each procedure of a group with which others of its section it stands together.
fn grouped(sorted: &[&Item], items: &mut [ItemView]) {
    let mut at = 0;
    while at < sorted.len() {
        let together = |other: &usize| {
            share_measure(sorted[at], sorted[*other])
                && items[*other].level == items[at].level
                && items[*other].field == items[at].field
        };
        let end = (at + 1..sorted.len())
            .take_while(together)
            .last()
            .map_or(at + 1, |last| last + 1);
        if sorted[at].recorded.member.is_some() {
            let total = sorted.iter().filter(|other| share_measure(sorted[at], other)).count();
            let numbers: Vec<String> = items[at..end].iter().map(|item| item.number.to_string()).collect();
            let alike = items[at..end].iter().all(|item| item.contents == items[at].contents);
            for (place, item) in items[at..end].iter_mut().enumerate() {
                item.group = Some(GroupView {
                    title: sorted[at].recorded.decision.group.clone().unwrap_or_default(),
                    count: count(numbers.len()),
                    total: count(total),
                    numbers: numbers.join(", "),
                    first_number: at + 1,
                    first: place == 0,
                    last: at + place + 1 == end,
                    alike,
                });
            }
        }
        at = end;
    }
}

fn contents(item: &Item, base: &Catalogue) -> Vec<ContentView> {
    let reason = wording::sentence(&item.recorded.decision.reason);
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
        let mut contents = vec![ContentView { text, reason }];
        contents.extend(accepted(item, base));
        return contents;
    }
    let effects = item.effects.iter().map(|(effect, own)| ContentView {
        text: effect.wording.clone(),
        reason: own.as_deref().map_or_else(|| reason.clone(), wording::sentence),
    });
    effects.collect()
}

/// What goes on asking for the result of a procedure that is gone, and why that was accepted.
fn accepted(item: &Item, base: &Catalogue) -> impl Iterator<Item = ContentView> {
    let list = item.recorded.decision.accepted_dependents.iter();
    list.map(|one| {
        let code = base_code(&one.code);
        let name = base.get(&code).map_or("", |entry| entry.procedure.name.as_str());
        let papers: Vec<String> = one.papers.iter().map(|paper| format!("“{}”", bare(paper))).collect();
        let papers = if papers.is_empty() {
            "kết quả này".to_owned()
        } else {
            papers.join(", ")
        };
        ContentView {
            text: format!("Chấp nhận để thủ tục “{name}” (mã TTHC {code}) còn yêu cầu {papers}"),
            reason: wording::sentence(&one.reason),
        }
    })
}

pub(super) fn benefit(saving: &Saving) -> Benefit {
    Benefit {
        before: text::decimal(saving.before),
        after: text::decimal(saving.after),
        saved: text::decimal(saving.saved),
        percent: text::percent(saving.percent),
    }
}

fn time(item: &Item) -> Vec<String> {
    let Some(cut) = &item.time else { return Vec::new() };
    vec![
        format!("Thời gian giải quyết trước khi đơn giản hóa: {}", cut.before),
        format!("Thời gian giải quyết sau khi đơn giản hóa: {}", cut.after),
        format!("Thời gian tiết kiệm: {}", cut.saved),
        format!("Tỷ lệ cắt giảm thời gian: {}", text::percent(cut.percent)),
    ]
}
