//! Procedures counted by what their records say.

use std::borrow::Cow;
use std::collections::HashMap;
use std::str::FromStr;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::share::{Share, count};
use crate::catalogue::procedure::{ChannelRow, Procedure};
use crate::catalogue::values::{
    Channel, FormerOnlineLevel, Level, OneStop, OnlineLevel, ParseValueError, ProcedureKind, RegulationKind, Written,
};
use crate::text;

/// What is counted where a record says nothing.
pub const NOT_RECORDED: &str = "(chưa ghi)";

/// An online channel whose record does not say how far it goes.
const LEVEL_NOT_RECORDED: &str = "Trực tuyến, chưa ghi mức độ";
/// No online channel.
const NOT_ONLINE: &str = "Không có hình thức trực tuyến";

/// Counts by name, each of the same whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breakdown {
    /// The whole.
    pub whole: u64,
    /// Counts in the order to show.
    pub lines: Vec<Line>,
}

/// A name and how often it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Name.
    pub name: String,
    /// Count.
    pub count: u64,
}

/// Online services on both scales; the former one is never turned into the present one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Online {
    /// Scale of Nghị định 42/2022/NĐ-CP and 224/2026/NĐ-CP.
    pub levels: Breakdown,
    /// Levels 1 to 4 of Nghị định 43/2011/NĐ-CP, of the procedures that record one.
    pub former_levels: Breakdown,
}

impl Breakdown {
    /// Counts names, the most frequent first.
    pub fn by_count<'a>(whole: u64, names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut lines = counted(names);
        lines.sort_by_cached_key(|line| {
            let unknown = line.name == NOT_RECORDED;
            (unknown, std::cmp::Reverse(line.count), text::collation_key(&line.name))
        });
        Self { whole, lines }
    }

    /// Counts names in an official order, the others after those.
    fn in_order<'a>(whole: u64, order: &[&str], names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut lines = counted(names);
        lines.sort_by_cached_key(|line| {
            let place = order
                .iter()
                .position(|known| *known == line.name)
                .unwrap_or(order.len());
            (place, line.name == NOT_RECORDED, text::collation_key(&line.name))
        });
        Self { whole, lines }
    }

    /// The share of a line.
    pub fn share(&self, line: &Line) -> Share {
        Share::new(line.count, self.whole)
    }
}

/// `{"Cấp xã": {"part": 40, "whole": 97, "percent": 41.24}}`.
impl Serialize for Breakdown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.lines.len()))?;
        for line in &self.lines {
            map.serialize_entry(&line.name, &self.share(line))?;
        }
        map.end()
    }
}

fn counted<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<Line> {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let line = |(name, count): (&str, u64)| Line {
        name: name.to_owned(),
        count,
    };
    counts.into_iter().map(line).collect()
}

/// The official word for a value, or the text of one that could not be read.
fn word<T: Copy + FromStr<Err = ParseValueError>>(
    written: Option<&Written<T>>,
    label: impl Fn(T) -> &'static str,
) -> &str {
    match written {
        None => NOT_RECORDED,
        Some(written) => match written.value() {
            Some(value) => label(*value),
            None => or_unknown(written.text()),
        },
    }
}

fn or_unknown(text: &str) -> &str {
    if text.trim().is_empty() {
        NOT_RECORDED
    } else {
        text.trim()
    }
}

/// Several names of one procedure, each once; one that says nothing is counted too.
fn each_once<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut once: Vec<&str> = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    if once.is_empty() {
        once.push(NOT_RECORDED);
    }
    once
}

pub(super) fn by_level(procedures: &[&Procedure]) -> Breakdown {
    let order: Vec<&str> = Level::ALL.iter().map(|level| level.label()).collect();
    let names = procedures
        .iter()
        .flat_map(|p| each_once(p.levels.iter().map(|level| word(Some(level), Level::label))));
    Breakdown::in_order(count(procedures.len()), &order, names)
}

pub(super) fn by_field(procedures: &[&Procedure]) -> Breakdown {
    let names = procedures.iter().map(|p| or_unknown(&p.field));
    Breakdown::by_count(count(procedures.len()), names)
}

pub(super) fn by_agency(procedures: &[&Procedure]) -> Breakdown {
    let names = procedures
        .iter()
        .flat_map(|p| each_once(p.executing_agencies.iter().map(|agency| or_unknown(agency))));
    Breakdown::by_count(count(procedures.len()), names)
}

pub(super) fn by_kind(procedures: &[&Procedure]) -> Breakdown {
    let order: Vec<&str> = ProcedureKind::ALL.iter().map(|kind| kind.label()).collect();
    let names = procedures.iter().map(|p| word(p.kind.as_ref(), ProcedureKind::label));
    Breakdown::in_order(count(procedures.len()), &order, names)
}

pub(super) fn by_regulation(procedures: &[&Procedure]) -> Breakdown {
    let order: Vec<&str> = RegulationKind::ALL.iter().map(|kind| kind.label()).collect();
    let names = procedures
        .iter()
        .map(|p| word(p.regulation.as_ref(), RegulationKind::label));
    Breakdown::in_order(count(procedures.len()), &order, names)
}

pub(super) fn one_stop(procedures: &[&Procedure]) -> Breakdown {
    let order: Vec<&str> = OneStop::ALL.iter().map(|one| one.label()).collect();
    let names = procedures.iter().map(|p| word(p.one_stop.as_ref(), OneStop::label));
    Breakdown::in_order(count(procedures.len()), &order, names)
}

pub(super) fn quality(procedures: &[&Procedure]) -> Breakdown {
    let names = procedures
        .iter()
        .map(|p| p.quality_standard.as_deref().map_or(NOT_RECORDED, or_unknown));
    Breakdown::by_count(count(procedures.len()), names)
}

/// The online channels of a procedure.
pub(super) fn online_channels(procedure: &Procedure) -> impl Iterator<Item = &ChannelRow> {
    let rows = procedure.channels.iter();
    rows.filter(|row| row.channel.value() == Some(&Channel::Online))
}

/// The farthest an online service of the procedure goes, on the present scale.
pub(super) fn online_level(procedure: &Procedure) -> Option<OnlineLevel> {
    let levels = online_channels(procedure).filter_map(|row| row.online_level.as_ref()?.value().copied());
    levels.min()
}

/// The same on the former scale.
pub(super) fn former_online_level(procedure: &Procedure) -> Option<FormerOnlineLevel> {
    let levels = online_channels(procedure).filter_map(|row| row.former_online_level.as_ref()?.value().copied());
    levels.max()
}

pub(super) fn online(procedures: &[&Procedure]) -> Online {
    let mut order: Vec<&str> = OnlineLevel::ALL.iter().map(|level| level.label()).collect();
    order.extend([LEVEL_NOT_RECORDED, NOT_ONLINE, NOT_RECORDED]);
    let level = |p: &Procedure| -> &'static str {
        if p.channels.is_empty() {
            return NOT_RECORDED;
        }
        match online_level(p) {
            Some(level) => level.label(),
            None if online_channels(p).next().is_some() => LEVEL_NOT_RECORDED,
            None => NOT_ONLINE,
        }
    };
    let former_order: Vec<&str> = FormerOnlineLevel::ALL.iter().rev().map(|level| level.label()).collect();
    let former = procedures
        .iter()
        .filter_map(|p| former_online_level(p))
        .map(FormerOnlineLevel::label);
    let whole = count(procedures.len());
    Online {
        levels: Breakdown::in_order(whole, &order, procedures.iter().map(|p| level(p))),
        former_levels: Breakdown::in_order(whole, &former_order, former),
    }
}

/// Whether what a record says of a standard names the one that is asked for: "TCVN ISO 9001:2015" names "ISO 9001:2015".
pub(super) fn names_standard(recorded: &str, wanted: &str) -> bool {
    let plain = |text: &str| -> Cow<'_, str> { Cow::Owned(text::canonical(text).replace(' ', "")) };
    plain(recorded).contains(plain(wanted).as_ref())
}
