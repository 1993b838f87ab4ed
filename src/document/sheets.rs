//! What stands beside the decision: each change side by side and in the text itself, and how the costs were worked out.

use serde::Serialize;

use super::comparison::{Passage, between};
use super::printable;
use super::wording;
use crate::proposal::Item;
use crate::review::cost::Cost;
use crate::review::decision::Effect;
use crate::text;

/// One procedure, change by change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedView {
    /// Running number.
    #[serde(rename = "stt")]
    pub number: usize,
    /// Code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Its changes.
    #[serde(rename = "thay_doi")]
    pub changes: Vec<ChangeView>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeView {
    /// Official label of the field.
    #[serde(rename = "nhan")]
    pub label: String,
    /// As it is; empty for what is new.
    #[serde(rename = "hien_hanh")]
    pub old: String,
    /// As it would be; empty for what goes.
    #[serde(rename = "de_xuat")]
    pub new: String,
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
    /// Both as one text, with what goes and what comes.
    #[serde(rename = "doan")]
    pub passages: Vec<Passage>,
}

/// The costs of one procedure before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CostsView {
    /// Running number.
    #[serde(rename = "stt")]
    pub number: usize,
    /// Code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Tables: as it is and as it would be; one where nothing has to be done any more.
    #[serde(rename = "bang")]
    pub tables: Vec<CostView>,
    /// Đồng a year before, after and saved, and the share.
    #[serde(rename = "loi_ich")]
    pub benefit: super::views::Benefit,
}

/// One table of form 03/SCM-KSTT.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CostView {
    /// `Hiện tại` or `Sau đơn giản hóa`.
    #[serde(rename = "ten")]
    pub name: String,
    /// Rows by group of work.
    #[serde(rename = "nhom")]
    pub groups: Vec<WorkGroup>,
    /// Đồng an hour.
    #[serde(rename = "tnbq")]
    pub income: String,
    /// Times a year.
    #[serde(rename = "so_lan")]
    pub times: String,
    /// Subjects a year.
    #[serde(rename = "so_doi_tuong")]
    pub subjects: String,
    /// Đồng for one performance.
    #[serde(rename = "mot_lan")]
    pub per_case: String,
    /// Đồng a year.
    #[serde(rename = "mot_nam")]
    pub per_year: String,
}

/// Work of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkGroup {
    /// Its number in the form.
    #[serde(rename = "so")]
    pub number: usize,
    /// Official label.
    #[serde(rename = "ten")]
    pub name: String,
    /// Rows.
    #[serde(rename = "viec")]
    pub rows: Vec<WorkView>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkView {
    /// The work.
    #[serde(rename = "viec")]
    pub work: String,
    /// How it is done.
    #[serde(rename = "cach")]
    pub activity: String,
    /// Hours.
    #[serde(rename = "gio")]
    pub hours: String,
    /// Đồng for services.
    #[serde(rename = "dich_vu")]
    pub services: String,
    /// Đồng for fees.
    #[serde(rename = "phi")]
    pub fees: String,
    /// Đồng in all.
    #[serde(rename = "chi_phi")]
    pub cost: String,
    /// Where the figures come from.
    #[serde(rename = "ghi_chu")]
    pub source: String,
}

/// The changes of procedures in the order of the annex.
pub(super) fn changes(items: &[&Item]) -> Vec<ChangedView> {
    let views = items.iter().enumerate().map(|(at, item)| ChangedView {
        number: at + 1,
        code: item.before.identity().to_owned(),
        name: item.before.name.clone(),
        changes: changes_of(item),
    });
    views.collect()
}

/// Their costs.
pub(super) fn costs(items: &[&Item]) -> Vec<CostsView> {
    let views = items.iter().enumerate().map(|(at, item)| {
        let after = item.cost_after.as_ref().map(|cost| table("Sau đơn giản hóa", cost));
        CostsView {
            number: at + 1,
            code: item.before.identity().to_owned(),
            name: item.before.name.clone(),
            tables: std::iter::once(table("Hiện tại", &item.cost_before))
                .chain(after)
                .collect(),
            benefit: super::decision::benefit(&item.saving),
        }
    });
    views.collect()
}

fn changes_of(item: &Item) -> Vec<ChangeView> {
    let reason = wording::sentence(&item.recorded.decision.reason);
    if item.after.is_none() {
        return vec![ChangeView {
            label: "Toàn bộ thủ tục".to_owned(),
            old: "Đang thực hiện".to_owned(),
            new: item.outcome.label().to_owned(),
            passages: between("", item.outcome.label()),
            reason,
        }];
    }
    let mut views: Vec<ChangeView> = Vec::new();
    for change in &item.changes {
        let touches = |(effect, _): &&(Effect, Option<String>)| {
            let mut paths = effect.paths.iter();
            paths.any(|path| is_within(&change.old_path, path) || is_within(&change.new_path, path))
        };
        let own = item.effects.iter().find(touches).and_then(|(_, own)| own.as_deref());
        let (old, new) = (
            change.old.as_deref().unwrap_or_default(),
            change.new.as_deref().unwrap_or_default(),
        );
        let view = ChangeView {
            label: change.label.clone(),
            old: printable(old),
            new: printable(new),
            reason: own.map_or_else(|| reason.clone(), wording::sentence),
            passages: between(old, new),
        };
        // The same change of several channels is one.
        if !views.contains(&view) {
            views.push(view);
        }
    }
    views
}

/// Whether a YAML path is another one or below it: `giay_to[10]` is not within `giay_to[1]`.
fn is_within(path: &str, other: &str) -> bool {
    let below = path.strip_prefix(other);
    below.is_some_and(|rest| !other.is_empty() && (rest.is_empty() || rest.starts_with(['.', '['])))
}

fn table(name: &str, cost: &Cost) -> CostView {
    let mut groups: Vec<WorkGroup> = Vec::new();
    for row in &cost.rows {
        let label = row.group.label();
        if groups.last().is_none_or(|last| last.name != label) {
            groups.push(WorkGroup {
                number: row.group as usize + 1,
                name: label.to_owned(),
                rows: Vec::new(),
            });
        }
        let from = row.provenance();
        let source = from
            .iter()
            .map(|(figure, from)| format!("{figure}: {}", from.origin.label()));
        if let Some(group) = groups.last_mut() {
            group.rows.push(WorkView {
                work: printable(&row.work),
                activity: row.activity.clone(),
                hours: text::decimal(row.hours),
                services: text::decimal(row.services),
                fees: text::decimal(row.fees),
                cost: text::decimal(row.per_case),
                source: source.collect::<Vec<_>>().join("; "),
            });
        }
    }
    CostView {
        name: name.to_owned(),
        groups,
        income: text::decimal(cost.income.amount),
        times: text::decimal(cost.times_a_year),
        subjects: text::number(cost.subjects),
        per_case: text::decimal(cost.per_case),
        per_year: text::decimal(cost.per_year),
    }
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn a_path_is_within_what_it_is_part_of() {
        for (path, other, within) in [
            ("ho_so[0].giay_to[1]", "ho_so[0].giay_to[1]", true),
            ("ho_so[0].giay_to[1].ten", "ho_so[0].giay_to[1]", true),
            ("ho_so[0].giay_to[10]", "ho_so[0].giay_to[1]", false),
            ("so_bo", "", false),
        ] {
            assert_eq!(is_within(path, other), within, "{path} {other}");
        }
    }
}
