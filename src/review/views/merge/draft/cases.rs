//! The dossier of the draft: what all ask for stands in one case, what only some ask for in theirs, so that nobody hands in
//! more than before.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::super::{Place, Section};
use super::{Made, Maker, listed};
use crate::text;

/// Papers that everybody hands in.
const COMMON: &str = "Giấy tờ chung cho mọi trường hợp";

/// A case of the draft.
#[derive(Default)]
struct Case {
    papers: Vec<Made>,
    notes: Vec<String>,
}

impl Maker<'_, '_> {
    pub(super) fn cases(&self, section: &Section) -> Made {
        let labels = Labels::of(self, section);
        // Cases in the order in which they come up, that of all first.
        let mut cases: Vec<(Option<String>, Case)> = vec![(None, Case::default())];
        let case_of = |cases: &mut Vec<(Option<String>, Case)>, label: Option<String>| -> usize {
            let known = cases.iter().position(|(known, _)| *known == label);
            known.unwrap_or_else(|| {
                cases.push((label, Case::default()));
                cases.len() - 1
            })
        };
        for row in &section.rows {
            let is_note = row.places.iter().all(|place| !place.path.contains(".giay_to"));
            if is_note {
                for value in row.sides.iter().flat_map(|side| &side.values) {
                    let said = |place: &&Place| value.said.iter().any(|(member, _)| *member == place.member);
                    let places: Vec<Place> = row.places.iter().filter(said).cloned().collect();
                    let at = case_of(&mut cases, labels.label(&places));
                    cases[at].1.notes.push(value.text.clone());
                }
            } else {
                let at = case_of(&mut cases, labels.label(&row.places));
                let mut made = self.entry(row);
                // In whose case it stands says who asks for it.
                made.notes.retain(|note| !note.text.starts_with("Chỉ có ở "));
                cases[at].1.papers.push(made);
            }
        }
        cases.retain(|(_, case)| !case.papers.is_empty() || !case.notes.is_empty());
        let alone = cases.len() == 1;
        let cases = cases.into_iter().map(|(label, case)| {
            let label = label.or_else(|| (!alone).then(|| COMMON.to_owned()));
            case.made(label)
        });
        listed(cases.collect())
    }
}

impl Case {
    fn made(self, label: Option<String>) -> Made {
        let mut case = Map::new();
        if let Some(label) = label {
            case.insert("truong_hop".to_owned(), Json::String(label));
        }
        let papers = listed(self.papers);
        case.insert("giay_to".to_owned(), papers.value);
        if !self.notes.is_empty() {
            case.insert("luu_y".to_owned(), Json::String(self.notes.join("\n")));
        }
        Made {
            value: Json::Object(case),
            notes: papers.notes.into_iter().map(|note| note.below("giay_to")).collect(),
        }
    }
}

/// What the cases of the draft are called.
struct Labels {
    /// What each member is called.
    members: Vec<String>,
    /// Cases of each member, canonical, with their names.
    groups: Vec<BTreeMap<String, String>>,
}

impl Labels {
    fn of(maker: &Maker<'_, '_>, section: &Section) -> Self {
        let mut groups = vec![BTreeMap::new(); maker.merger.members.len()];
        for place in section.rows.iter().flat_map(|row| &row.places) {
            let name = place.group.clone().unwrap_or_default();
            groups[place.member].insert(text::canonical(&name), name);
        }
        Self {
            members: maker.merger.case_names(),
            groups,
        }
    }

    /// The case of what stands in some cases of some members; `None` for what everybody hands in.
    fn label(&self, places: &[Place]) -> Option<String> {
        let mut own: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for place in places {
            let group = text::canonical(place.group.as_deref().unwrap_or_default());
            own.entry(place.member).or_default().insert(group);
        }
        let is_whole = |member: usize, cases: &BTreeSet<String>| cases.len() == self.groups[member].len();
        if own.len() == self.members.len() {
            if own.iter().all(|(member, cases)| is_whole(*member, cases)) {
                return None;
            }
            // A case that all of them have keeps its name.
            let mut each = own.values();
            let first = each.next().filter(|cases| cases.len() == 1);
            if let Some(only) = first
                .filter(|first| each.all(|cases| cases == *first))
                .and_then(BTreeSet::first)
            {
                return self.groups[0].get(only).cloned();
            }
        }
        let names = own.iter().flat_map(|(member, cases)| {
            let name = &self.members[*member];
            if is_whole(*member, cases) {
                return vec![name.clone()];
            }
            let cases = cases.iter().filter_map(|case| self.groups[*member].get(case));
            cases
                .map(|case| match case.trim().trim_end_matches(':') {
                    "" => name.clone(),
                    case => format!("{name} – {case}"),
                })
                .collect()
        });
        Some(names.collect::<Vec<_>>().join("; "))
    }
}
