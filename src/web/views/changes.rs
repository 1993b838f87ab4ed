//! What the template sees of the part of the form that says how a procedure changes: every part as it is, and what it is to
//! become.

use serde::Serialize;

use super::decide::{ChoiceView, options};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Channel, Described, Level, OnlineLevel, Written};
use crate::web::decide::Changes;

/// The fields, as far as the procedure has what they are about.
#[derive(Serialize)]
pub(super) struct ChangesView {
    papers: Vec<PaperView>,
    requirements: Vec<ChoiceView>,
    limits: Vec<LimitView>,
    fees: Vec<FeeView>,
    sets: String,
    sets_now: String,
    open_channels: Vec<ChoiceView>,
    online_levels: Vec<ChoiceView>,
    levels: Vec<ChoiceView>,
    levels_now: String,
    agencies: String,
    agencies_now: String,
    authorised: String,
    authorised_now: String,
    linked: String,
    linked_now: String,
    name: String,
}

#[derive(Serialize)]
struct PaperView {
    name: String,
    dropped: bool,
    by: String,
}

/// The time limit of a channel; of all where it has no name.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct LimitView {
    channel: String,
    now: String,
    new: String,
}

/// A fee; on all channels where none is named.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct FeeView {
    name: String,
    channel: String,
    now: String,
    new: String,
}

/// The fields filled in so.
pub(super) fn view(procedure: &Procedure, changes: &Changes) -> ChangesView {
    ChangesView {
        papers: papers(procedure, changes),
        requirements: requirements(procedure, changes),
        limits: limits(procedure, changes),
        fees: fees(procedure, changes),
        sets: changes.sets.clone(),
        sets_now: procedure.sets.map_or_else(String::new, |sets| sets.to_string()),
        open_channels: options(&Channel::EXAMPLES[1..], &[&changes.open_channel]),
        online_levels: options(&OnlineLevel::EXAMPLES[..2], &[&changes.online_level]),
        levels: levels(changes),
        levels_now: joined(procedure.levels.iter().map(Written::text)),
        agencies: changes.agencies.join("\n"),
        agencies_now: procedure.executing_agencies.join("; "),
        authorised: changes.authorised.join("\n"),
        authorised_now: procedure.authorised_agencies.join("; "),
        linked: changes.linked.join(", "),
        linked_now: joined(procedure.related.iter().map(Written::text)),
        name: changes.name.clone(),
    }
}

/// Levels there are today; the district ended on 01/07/2025.
fn levels(changes: &Changes) -> Vec<ChoiceView> {
    let today = Level::EXAMPLES.iter().copied();
    let today: Vec<&str> = today.filter(|level| *level != Level::District.label()).collect();
    let chosen: Vec<&str> = changes.levels.iter().map(String::as_str).collect();
    options(&today, &chosen)
}

/// Papers of all cases, each once, and those a decision names that the procedure does not ask for.
fn papers(procedure: &Procedure, changes: &Changes) -> Vec<PaperView> {
    let own = procedure.papers().map(|(.., paper)| paper.name.as_str());
    let named = changes.drop_papers.iter().chain(changes.replaced.keys());
    each_once(own.chain(named.map(String::as_str)))
        .into_iter()
        .map(|name| PaperView {
            name: name.to_owned(),
            dropped: changes.drop_papers.contains(name),
            by: changes.replaced.get(name).cloned().unwrap_or_default(),
        })
        .collect()
}

fn requirements(procedure: &Procedure, changes: &Changes) -> Vec<ChoiceView> {
    let own: Vec<&str> = procedure.requirements.iter().map(|one| one.text.trim()).collect();
    let dropped: Vec<&str> = changes.drop_requirements.iter().map(String::as_str).collect();
    options(&each_once(own.into_iter()), &dropped)
}

/// One row for all channels, one for each channel, and those a decision names otherwise.
fn limits(procedure: &Procedure, changes: &Changes) -> Vec<LimitView> {
    let limit = |row: &crate::catalogue::procedure::ChannelRow| {
        let limit = row.time_limit.as_ref();
        limit.map_or("", |limit| limit.text()).to_owned()
    };
    let own = procedure.channels.iter().map(|row| row.channel.text());
    let channels = each_once(own.chain(changes.limits.keys().map(String::as_str)));
    // One channel needs no row of its own beside that of all, unless a decision names it.
    let alone = procedure.channels.len() == 1;
    let row = |channel: &str| {
        let rows = procedure.channels.iter();
        let rows: Vec<String> = rows
            .filter(|row| channel.is_empty() || row.channel.text() == channel)
            .map(limit)
            .collect();
        LimitView {
            channel: channel.to_owned(),
            now: joined(rows.iter().map(String::as_str)),
            new: changes.limits.get(channel).cloned().unwrap_or_default(),
        }
    };
    let each = channels.into_iter().map(row);
    let each = each.filter(|row| !alone || !row.new.is_empty());
    std::iter::once(row("")).chain(each).collect()
}

/// Each fee on all channels, on one where its amounts differ, and those a decision names otherwise.
fn fees(procedure: &Procedure, changes: &Changes) -> Vec<FeeView> {
    let all: Vec<(&str, &str, &str)> = procedure
        .fees()
        .map(|(_, row, fee)| {
            let amount = fee.amount.as_ref().map_or("", |amount| amount.text());
            (fee.name.as_deref().unwrap_or_default(), row.channel.text(), amount)
        })
        .collect();
    let mut wanted: Vec<(&str, &str)> = Vec::new();
    for name in each_once_or_nothing(all.iter().map(|(name, ..)| *name)) {
        wanted.push((name, ""));
        let own = || all.iter().filter(|(known, ..)| *known == name);
        if each_once(own().map(|(.., amount)| *amount)).len() > 1 {
            wanted.extend(
                each_once(own().map(|(_, channel, _)| *channel))
                    .into_iter()
                    .map(|channel| (name, channel)),
            );
        }
    }
    let named = changes
        .fees
        .keys()
        .map(|(name, channel)| (name.as_str(), channel.as_str()));
    for key in named {
        if !wanted.contains(&key) {
            wanted.push(key);
        }
    }
    wanted
        .into_iter()
        .map(|(name, channel)| {
            let of_it = all
                .iter()
                .filter(|(known, on, _)| *known == name && (channel.is_empty() || *on == channel));
            FeeView {
                name: name.to_owned(),
                channel: channel.to_owned(),
                now: joined(of_it.map(|(.., amount)| *amount)),
                new: changes
                    .fees
                    .get(&(name.to_owned(), channel.to_owned()))
                    .cloned()
                    .unwrap_or_default(),
            }
        })
        .collect()
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    each_once(texts).join("; ")
}

/// In their order, without empty ones.
fn each_once<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    each_once_or_nothing(texts.filter(|text| !text.is_empty()))
}

fn each_once_or_nothing<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut known: Vec<&str> = Vec::new();
    for text in texts {
        if !known.contains(&text) {
            known.push(text);
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    fn procedure(value: serde_json::Value) -> Procedure {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn rows_are_for_what_differs_and_for_what_a_decision_names() {
        let procedure = procedure(serde_json::json!({
            "ma": "1.000001", "ten": "Cấp thẻ", "cap_thuc_hien": ["Cấp xã"], "linh_vuc": "Hộ tịch",
            "cach_thuc": [
                {"hinh_thuc": "Trực tiếp", "thoi_han": "05 ngày", "phi_le_phi": [{"muc": "10.000 đồng"}, {"ten": "Phí", "muc": "1.000 đồng"}]},
                {"hinh_thuc": "Trực tuyến", "thoi_han": "05 ngày", "phi_le_phi": [{"muc": "10.000 đồng"}, {"ten": "Phí", "muc": "500 đồng"}]},
            ],
        }));
        let mut changes = Changes::default();
        changes.limits.insert("Bưu chính".to_owned(), "03 ngày".to_owned());
        changes
            .fees
            .insert(("Khác".to_owned(), String::new()), "1 đồng".to_owned());
        let limit = |channel: &str, now: &str, new: &str| LimitView {
            channel: channel.to_owned(),
            now: now.to_owned(),
            new: new.to_owned(),
        };
        assert_eq!(
            limits(&procedure, &changes),
            [
                limit("", "05 ngày", ""),
                limit("Trực tiếp", "05 ngày", ""),
                limit("Trực tuyến", "05 ngày", ""),
                limit("Bưu chính", "", "03 ngày"),
            ]
        );
        let fee = |name: &str, channel: &str, now: &str, new: &str| FeeView {
            name: name.to_owned(),
            channel: channel.to_owned(),
            now: now.to_owned(),
            new: new.to_owned(),
        };
        assert_eq!(
            fees(&procedure, &changes),
            [
                fee("", "", "10.000 đồng", ""),
                fee("Phí", "", "1.000 đồng; 500 đồng", ""),
                fee("Phí", "Trực tiếp", "1.000 đồng", ""),
                fee("Phí", "Trực tuyến", "500 đồng", ""),
                fee("Khác", "", "", "1 đồng"),
            ]
        );
    }

    #[test]
    fn what_a_decision_says_in_its_own_spelling_can_be_chosen() {
        let procedure = procedure(serde_json::json!({"ma": "1.000001", "ten": "Cấp thẻ", "linh_vuc": "Hộ tịch"}));
        let changes = Changes {
            levels: vec!["xã".to_owned()],
            drop_papers: ["Giấy đã bỏ".to_owned()].into(),
            ..Changes::default()
        };
        let view = serde_json::to_value(view(&procedure, &changes)).unwrap();
        assert_eq!(view["papers"][0]["name"], "Giấy đã bỏ");
        let levels = view["levels"].as_array().unwrap();
        assert!(levels.iter().all(|level| level["value"] != "Cấp huyện"), "{levels:?}");
        assert_eq!(levels.last().unwrap()["chosen"], true);
        assert_eq!(view["fees"].as_array().unwrap().len(), 0);
    }
}
