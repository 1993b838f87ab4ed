//! Decisions taken over from one revision to the next.
//!
//! A decision goes on where nothing it rests on changed; everywhere else it says what changed and waits for a person. The
//! older revision keeps its own: what is carried is written beside it.

use std::collections::BTreeMap;
use std::path::Path;

use super::stale::{Changes, changes, judged};
use super::store::{file_beside, folder_name};
use super::{Decision, Decisions, Event, Member, Recorded, Step};
use crate::catalogue::Catalogue;
use crate::catalogue::lineage::{Confirmed, base_code};
use crate::catalogue::values::{Date, Written};

/// Fields that a new code changes by itself.
const RENUMBERED: [&str; 3] = ["ma", "thay_the", "hop_nhat_tu"];

/// What becomes of a decision on one procedure.
#[derive(Debug, Clone)]
pub struct Carried {
    /// File of the decision, from the folder of the decisions.
    pub path: String,
    /// Code in the older revision.
    pub code: String,
    /// Name there.
    pub name: String,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It goes on, for the procedure of this code.
    Goes(String),
    /// The procedure of this code has to be looked at again.
    Reread(String, Changes),
    /// There is a decision on the newer revision already, in this file.
    Decided(String),
    /// The procedure is not in the newer revision.
    Gone,
    /// The procedure was split, or merged into others: these.
    Several(Vec<String>),
    /// The decision was closed, or nothing was decided yet.
    NotOpen,
}

/// A decision to write for the newer revision.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its file, from the folder of the decisions.
    pub path: String,
    /// The decision.
    pub decision: Decision,
}

/// What becomes of every decision on `old` in `new`, by code, and the decisions that go on. `confirmed` is what persons
/// said became of procedures.
pub fn carry(
    folder: &Path,
    decisions: &Decisions,
    (old, new): (&Catalogue, &Catalogue),
    confirmed: &Confirmed,
    (by, on): (&str, Date),
) -> (Vec<Carried>, Vec<Unit>) {
    let heirs = heirs(old, new, confirmed);
    let decided: BTreeMap<String, &str> = decisions
        .on(new.name())
        .map(|recorded| (base_code(&recorded.decision.code), recorded.path.as_str()))
        .collect();
    let mut all = Vec::new();
    let mut going: BTreeMap<&str, Vec<(&Recorded, String)>> = BTreeMap::new();
    for recorded in decisions.on(old.name()) {
        let code = base_code(&recorded.decision.code);
        let fate = fate(recorded, &code, &decided, (old, new), &heirs);
        if let Fate::Goes(heir) = &fate {
            going.entry(&recorded.path).or_default().push((recorded, heir.clone()));
        }
        let name = old
            .get(&code)
            .map_or_else(String::new, |entry| entry.procedure.name.clone());
        all.push(Carried {
            path: recorded.path.clone(),
            code,
            name,
            fate,
        });
    }
    let units = going
        .into_iter()
        .filter_map(|(path, members)| unit(folder, path, &members, new, (by, on)));
    let units = units.collect();
    (all, units)
}

fn fate(
    recorded: &Recorded,
    code: &str,
    decided: &BTreeMap<String, &str>,
    (old, new): (&Catalogue, &Catalogue),
    heirs: &BTreeMap<String, Vec<String>>,
) -> Fate {
    let decision = &recorded.decision;
    if decision.is_planned() || decision.step() == Step::Close {
        return Fate::NotOpen;
    }
    let heir = match heirs.get(code).map(Vec::as_slice) {
        _ if new.get(code).is_some() => code.to_owned(),
        Some([heir]) => heir.clone(),
        Some(several) if several.len() > 1 => return Fate::Several(several.to_vec()),
        _ => return Fate::Gone,
    };
    if let Some(path) = decided.get(&heir) {
        return Fate::Decided((*path).to_owned());
    }
    let Some(entry) = new.get(&heir) else { return Fate::Gone };
    let renumbered = heir != code;
    // A decision that was stale before the change of revision does not become sound by it.
    let mut changed = changes(decision, &entry.procedure, |field| {
        !renumbered || !RENUMBERED.contains(&field)
    });
    if let Some(successor) = decision.successor.as_ref().map(base_code)
        && new.get(&successor).is_none()
        && old.get(&successor).is_some()
    {
        changed.rules.push(format!("thủ tục nhận {successor} không còn"));
    }
    if changed.is_empty() {
        Fate::Goes(heir)
    } else {
        Fate::Reread(heir, changed)
    }
}

/// What each procedure of the older revision became: by the newer records, then by what persons confirmed.
fn heirs(old: &Catalogue, new: &Catalogue, confirmed: &Confirmed) -> BTreeMap<String, Vec<String>> {
    let mut heirs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut say = |former: String, heir: String| {
        if old.get(&former).is_none() || new.get(&heir).is_none() {
            return;
        }
        let known = heirs.entry(former).or_default();
        if !known.contains(&heir) {
            known.push(heir);
        }
    };
    for procedure in new.procedures() {
        for former in procedure.replaces.iter().chain(&procedure.merged_from) {
            say(base_code(former), procedure.identity().to_owned());
        }
    }
    for verdict in confirmed.verdicts().filter(|verdict| verdict.confirms()) {
        for (former, heir) in verdict.pairs() {
            say(former, heir);
        }
    }
    heirs
}

fn unit(
    folder: &Path,
    path: &str,
    going: &[(&Recorded, String)],
    new: &Catalogue,
    (by, on): (&str, Date),
) -> Option<Unit> {
    let mut decision = Decisions::read(folder, path)?;
    let fresh = |code: &str| new.get(code).map(|entry| judged(&entry.procedure)).unwrap_or_default();
    let revision = folder_name(&decision.revision).to_owned();
    let mut note = format!("từ quyết định về phiên bản {revision} ({path})");
    if decision.members.is_empty() {
        let (recorded, heir) = going.first()?;
        let code = base_code(&recorded.decision.code);
        if *heir != code {
            note += &format!(", mã cũ {code}");
        }
        decision.code = Written::new(heir.as_str());
        decision.judged = fresh(heir);
    } else {
        let member = |(_, heir): &(&Recorded, String)| Member {
            code: Written::new(heir.as_str()),
            judged: fresh(heir),
        };
        let left = decision.members.len() - going.len();
        if left > 0 {
            note += &format!("; {left} thủ tục của nhóm phải xem lại");
        }
        decision.members = going.iter().map(member).collect();
    }
    new.name().clone_into(&mut decision.revision);
    decision.history.push(Event {
        step: Step::Carry.key().into(),
        on: Some(Written::new(on.to_string())),
        by: Some(by.to_owned()),
        note: Some(note),
        ..Event::default()
    });
    let name = match decision.members.is_empty() {
        true => format!("{}.yaml", base_code(&decision.code)),
        false => path.rsplit('/').next().unwrap_or(path).to_owned(),
    };
    let name = format!("{}/{name}", on.year());
    let path = if folder.join(&name).exists() {
        file_beside(&name, new.name())
    } else {
        name
    };
    Some(Unit { path, decision })
}
