//! What the form says a procedure is to become, and the amendments of a decision that say the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::values::Written;
use crate::review::decision::Amendment;
use crate::web::visit::Parameters;

/// The fields for what changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct Changes {
    pub(in crate::web) drop_papers: BTreeSet<String>,
    /// The paper that comes in the place of each.
    pub(in crate::web) replaced: BTreeMap<String, String>,
    pub(in crate::web) drop_requirements: BTreeSet<String>,
    /// New time limits by channel; that of all channels under nothing.
    pub(in crate::web) limits: BTreeMap<String, String>,
    /// New amounts by the fee's name and channel; nothing stands for any of them.
    pub(in crate::web) fees: BTreeMap<(String, String), String>,
    pub(in crate::web) sets: String,
    pub(in crate::web) open_channel: String,
    pub(in crate::web) online_level: String,
    pub(in crate::web) levels: Vec<String>,
    pub(in crate::web) agencies: Vec<String>,
    pub(in crate::web) authorised: Vec<String>,
    pub(in crate::web) linked: Vec<String>,
    pub(in crate::web) name: String,
}

impl Changes {
    /// What somebody sent.
    pub(super) fn sent(form: &Parameters) -> Self {
        let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
        let set = |name: &str| form.all(name).into_iter().collect();
        let lines = |name: &str| {
            let lines = form.get(name).unwrap_or_default().lines().map(str::trim);
            lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
        };
        let replaced = form.numbered("replacement");
        let limits = form.numbered("limit");
        let fees = form.numbered("fee");
        let codes = text("linked");
        let codes = codes.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
        Self {
            drop_papers: set("drop-paper"),
            replaced: replaced
                .map(|(at, by)| (text(&format!("paper-{at}")), by.to_owned()))
                .collect(),
            drop_requirements: set("drop-requirement"),
            limits: limits
                .map(|(at, limit)| (text(&format!("limit-channel-{at}")), limit.to_owned()))
                .collect(),
            fees: fees
                .map(|(at, fee)| {
                    let of = (text(&format!("fee-name-{at}")), text(&format!("fee-channel-{at}")));
                    (of, fee.to_owned())
                })
                .collect(),
            sets: text("sets"),
            open_channel: text("open-channel"),
            online_level: text("online-level"),
            levels: form.all("level"),
            agencies: lines("agencies"),
            authorised: lines("authorised"),
            linked: codes.filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            name: text("name"),
        }
    }

    /// What amendments say, as far as the form has room for it; and those it has no room for.
    pub(super) fn of(amendments: &[Amendment]) -> (Self, Vec<&Amendment>) {
        let mut changes = Self::default();
        let left = amendments.iter().filter(|amendment| !changes.take(amendment)).collect();
        (changes, left)
    }

    /// Takes an amendment into the fields it belongs to. It stays out where its place is taken, and where the form would
    /// not give it back as it is.
    fn take(&mut self, amendment: &Amendment) -> bool {
        let mut alone = Self::default();
        alone.put(amendment);
        let bare = Amendment {
            reason: None,
            ..amendment.clone()
        };
        let mut all = self.clone();
        all.put(amendment);
        let fits = alone.bare() == [bare] && all.bare().len() == self.bare().len() + 1;
        if fits {
            *self = all;
        }
        fits
    }

    fn put(&mut self, amendment: &Amendment) {
        let channel = || text_of(amendment.channel.as_ref());
        self.drop_papers.extend(amendment.drop_paper.clone());
        if let Some(paper) = &amendment.replace_paper {
            let by = amendment.replacement.clone().unwrap_or_default();
            self.replaced.insert(paper.clone(), by);
        }
        self.drop_requirements.extend(amendment.drop_requirement.clone());
        if let Some(limit) = &amendment.time_limit {
            self.limits.insert(channel(), limit.text().to_owned());
        }
        if let Some(fee) = &amendment.fee {
            let name = amendment.fee_name.clone().unwrap_or_default();
            self.fees.insert((name, channel()), fee.text().to_owned());
        }
        if let Some(sets) = amendment.sets {
            self.sets = sets.to_string();
        }
        if let Some(channel) = &amendment.open_channel {
            self.open_channel = channel.text().to_owned();
            self.online_level = text_of(amendment.online_level.as_ref());
        }
        self.levels
            .extend(amendment.levels.iter().map(|level| level.text().to_owned()));
        self.agencies.extend(amendment.agencies.iter().cloned());
        self.authorised.extend(amendment.authorised.iter().cloned());
        self.linked
            .extend(amendment.linked.iter().map(|code| code.text().to_owned()));
        if let Some(name) = &amendment.name {
            self.name.clone_from(name);
        }
    }

    /// The key of the label that says what cannot be: nothing that was typed is passed over.
    pub(super) fn mistake(&self) -> Option<&'static str> {
        if !self.sets.is_empty() && self.sets.parse::<u32>().is_err() {
            return Some("decide_sets_number");
        }
        if self.open_channel.is_empty() && !self.online_level.is_empty() {
            return Some("decide_online_alone");
        }
        let both = self.replaced.keys().any(|paper| self.drop_papers.contains(paper));
        both.then_some("decide_paper_both")
    }

    /// The amendments, in the order of an earlier decision as far as it has them. The reason it gives for one of them
    /// stays with it, and so does what the form has no room for.
    pub(super) fn amendments(&self, earlier: &[Amendment]) -> Vec<Amendment> {
        let mut known: Vec<(usize, Amendment)> = Vec::new();
        let same = |bare: &Amendment, other: &Amendment| {
            Amendment {
                reason: None,
                ..other.clone()
            } == *bare
        };
        for bare in self.bare() {
            let at = earlier.iter().position(|other| same(&bare, other));
            let whole = at.and_then(|at| earlier.get(at)).cloned();
            known.push((at.unwrap_or(earlier.len()), whole.unwrap_or(bare)));
        }
        let (_, left) = Self::of(earlier);
        for amendment in left {
            let at = earlier.iter().position(|other| std::ptr::eq(other, amendment));
            known.push((at.unwrap_or(earlier.len()), amendment.clone()));
        }
        known.sort_by_key(|(at, _)| *at);
        known.into_iter().map(|(_, amendment)| amendment).collect()
    }

    /// The amendments without their reasons.
    fn bare(&self) -> Vec<Amendment> {
        let dropped = self.drop_papers.iter().map(|name| Amendment {
            drop_paper: Some(name.clone()),
            ..Amendment::default()
        });
        let replaced = self.replaced.iter().map(|(name, by)| Amendment {
            replace_paper: Some(name.clone()),
            replacement: some(by),
            ..Amendment::default()
        });
        let eased = self.drop_requirements.iter().map(|name| Amendment {
            drop_requirement: Some(name.clone()),
            ..Amendment::default()
        });
        let limits = self.limits.iter().map(|(channel, limit)| Amendment {
            time_limit: Some(Written::new(limit.as_str())),
            channel: some(channel).map(Written::new),
            ..Amendment::default()
        });
        let fees = self.fees.iter().map(|((name, channel), fee)| Amendment {
            fee: Some(Written::new(fee.as_str())),
            fee_name: some(name),
            channel: some(channel).map(Written::new),
            ..Amendment::default()
        });
        let several = dropped.chain(replaced).chain(eased).chain(limits).chain(fees);
        several.chain(self.singles().into_iter().flatten()).collect()
    }

    /// Changes that are there once at most.
    fn singles(&self) -> [Option<Amendment>; 5] {
        let sets = self.sets.parse().ok().map(|sets| Amendment {
            sets: Some(sets),
            ..Amendment::default()
        });
        let channel = some(&self.open_channel).map(|channel| Amendment {
            open_channel: Some(Written::new(channel)),
            online_level: some(&self.online_level).map(Written::new),
            ..Amendment::default()
        });
        let competence = Amendment {
            levels: self.levels.iter().map(|level| Written::new(level.as_str())).collect(),
            agencies: self.agencies.clone(),
            authorised: self.authorised.clone(),
            ..Amendment::default()
        };
        let linked = Amendment {
            linked: self.linked.iter().map(|code| Written::new(code.as_str())).collect(),
            ..Amendment::default()
        };
        let name = some(&self.name).map(|name| Amendment {
            name: Some(name),
            ..Amendment::default()
        });
        let said = |amendment: Amendment| Some(amendment).filter(|amendment| *amendment != Amendment::default());
        [sets, channel, said(competence), said(linked), name]
    }
}

fn text_of<T>(written: Option<&Written<T>>) -> String {
    written.map_or_else(String::new, |written| written.text().to_owned())
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}
