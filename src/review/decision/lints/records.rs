//! The records of decisions. What keeps one from being proposed (no reason, no document to amend …) the check of decisions
//! says; here stands what can be proposed and would be printed wrong.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::dependents;
use super::figures::{Cut, amount, count_before, plain, saved_time};
use super::{ALIKE, COUNT, DAYS, PLACEHOLDER, PROGRAMME, PROGRAMME_PERCENT, SHARE, cites_programme};
use crate::catalogue::Catalogue;
use crate::catalogue::lineage::base_code;
use crate::catalogue::procedure::ChannelRow;
use crate::finding::{Evidence, Finding, Place, Severity};
use crate::review::decision::{Outcome, Recorded, carry_out};
use crate::text;

/// Mistakes in the decisions on a revision. Those about figures of the revision have the path of its files.
pub fn records(recorded: &[&Recorded], catalogue: &Catalogue) -> Vec<Finding> {
    let decided: Vec<&Recorded> = recorded
        .iter()
        .copied()
        .filter(|recorded| !recorded.decision.is_planned())
        .collect();
    let mut found: Vec<Finding> = decided
        .iter()
        .flat_map(|recorded| of_one(recorded, catalogue))
        .collect();
    found.extend(placeholder(&decided, catalogue));
    found.extend(dependents::no_longer(&decided, catalogue));
    found
}

fn of_one(recorded: &Recorded, catalogue: &Catalogue) -> Vec<Finding> {
    let decision = &recorded.decision;
    let mut found = Vec::new();
    let mut say = |check: &str, severity: Severity, path: &str, message: String, advice: &str| {
        let mut finding = Finding::new(check, severity, Place::file(&recorded.path), message).at_path(path);
        finding.code = Some(base_code(&decision.code));
        found.push(finding.advice(advice));
    };
    let cuts = shortened(recorded, catalogue);
    let own = decision.amendments.iter().enumerate().filter_map(|(at, amendment)| {
        let reason = amendment.reason.as_deref()?;
        Some((format!("sua_doi[{at}].ly_do"), reason))
    });
    for (path, reason) in own.chain([("ly_do".to_owned(), decision.reason.as_str())]) {
        let reason = plain(reason);
        let Some(most) = cuts.first() else { break };
        if let Some((saved, unit, _)) = saved_time(&reason)
            && most.unit.starts_with(unit)
            && !cuts.iter().any(|cut| cut.from - cut.to == saved)
        {
            let message = format!("lý do {}", most.against(saved, unit));
            say(DAYS, Severity::Error, &path, message, "sửa số ngày trong lý do");
        }
        let share = amount(&reason, "cắt giảm chi phí", "%").map(|(share, _)| share);
        if let Some(share) = share.filter(|share| cuts.iter().any(|cut| cut.percent() == Some(*share))) {
            let message = format!(
                "{}% là tỷ lệ cắt giảm thời gian, không phải chi phí",
                text::decimal(share)
            );
            let advice = "ghi đúng tên tỷ lệ; tỷ lệ chi phí do tthc propose tính";
            say(SHARE, Severity::High, &path, message, advice);
        }
        let programme = cites_programme(&reason);
        if let Some(percent) = most
            .percent()
            .filter(|percent| programme && *percent < Decimal::from(PROGRAMME_PERCENT))
        {
            let message = format!(
                "dẫn Nghị quyết số 66/NQ-CP nhưng chỉ cắt giảm {}% thời gian, dưới {PROGRAMME_PERCENT}%",
                text::decimal(percent)
            );
            let advice = "cắt giảm thêm, hoặc bỏ viện dẫn chương trình";
            say(PROGRAMME, Severity::Medium, &path, message, advice);
        }
    }
    if let Some(member) = recorded.member.filter(|member| member.index == 0) {
        let of = member.of as u64;
        let title = decision.group.as_deref().unwrap_or_default();
        for (path, text) in [("nhom", title), ("ly_do", decision.reason.as_str())] {
            let plain = plain(text);
            let said = count_before(&plain, "thủ tục").or_else(|| count_before(&plain, "tthc"));
            if let Some((said, _)) = said.filter(|(said, _)| *said != of) {
                let message = format!("ghi {} thủ tục, nhóm có {}", text::count(said), text::count(of));
                say(
                    COUNT,
                    Severity::Error,
                    path,
                    message,
                    "sửa số thủ tục, hoặc sửa danh sách thu_tuc",
                );
            }
        }
    }
    found
}

/// The cuts of time limits that a decision makes, one of each channel, the largest share first.
fn shortened(recorded: &Recorded, catalogue: &Catalogue) -> Vec<Cut> {
    let decision = &recorded.decision;
    let Some(entry) = catalogue.get(&base_code(&decision.code)) else {
        return Vec::new();
    };
    let (after, _) = carry_out(&decision.amendments, &entry.procedure);
    let amount = |row: &ChannelRow| row.time_limit.as_ref()?.value()?.amount();
    let pairs = entry.procedure.channels.iter().zip(&after.channels);
    let mut cuts: Vec<Cut> = pairs
        .filter_map(|(before, after)| {
            let ((from, unit), (to, unit_after)) = (amount(before)?, amount(after)?);
            let unit = Some(unit.label()).filter(|_| unit == unit_after && to < from)?;
            Some(Cut { from, to, unit })
        })
        .collect();
    cuts.sort_by_key(|cut| std::cmp::Reverse(cut.percent()));
    cuts
}

/// The same number of dossiers for every procedure that something is decided on was not counted.
fn placeholder(decided: &[&Recorded], catalogue: &Catalogue) -> Option<Finding> {
    let codes: BTreeSet<String> = decided
        .iter()
        .filter(|recorded| {
            recorded
                .decision
                .outcome
                .value()
                .is_some_and(|outcome| *outcome != Outcome::Keep)
        })
        .map(|recorded| base_code(&recorded.decision.code))
        .collect();
    let year = catalogue.volumes().years().next_back()?;
    let mut received: BTreeMap<&str, (u64, usize)> = BTreeMap::new();
    for (_, row) in catalogue.volumes().rows().filter(|(of, _)| *of == year) {
        if codes.contains(&row.code) {
            let sum = received.entry(&row.code).or_insert((0, row.line));
            sum.0 += row.received;
        }
    }
    let different: BTreeSet<u64> = received.values().map(|(received, _)| *received).collect();
    let (count, _) = *received.values().next()?;
    if received.len() < ALIKE || different.len() != 1 || count == 0 {
        return None;
    }
    let line = received.values().map(|(_, line)| *line).min()?;
    let place = Place {
        path: format!("../{}/thong_ke/{year}.csv", catalogue.name()),
        line,
        column: 1,
    };
    let message = format!(
        "cả {} thủ tục có phương án đều có {} hồ sơ năm {year}",
        text::count(received.len() as u64),
        text::number(i128::from(count))
    );
    let mut finding =
        Finding::new(PLACEHOLDER, Severity::High, place, message).advice("thay bằng số hồ sơ tiếp nhận thật");
    let named = received.keys().map(|code| Evidence::from_elsewhere("thủ tục", *code));
    finding.evidence = named.collect();
    Some(finding)
}
