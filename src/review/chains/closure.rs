//! What hangs on procedures that are to be abolished.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;

use super::{Chains, Need, Node, issues_first};
use crate::finding::Place;

/// Everything that needs the result of some procedures, by the number of steps to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Closure {
    /// The procedures that are to go.
    pub of: Vec<Node>,
    /// What needs their results, directly or through others.
    pub dependents: Vec<Dependent>,
}

/// A procedure that needs a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dependent {
    /// The procedure.
    #[serde(flatten)]
    pub node: Node,
    /// The paper as its dossier names it.
    pub paper: String,
    /// The result it is, in one spelling.
    pub result: String,
    /// YAML path of the paper's name.
    pub yaml_path: String,
    /// File, line and column of it.
    #[serde(flatten)]
    pub place: Place,
    /// The procedures on the way that issue it and are to go, or cannot be done any more.
    pub results_of: Vec<String>,
    /// Steps from what is to go: 1 where its own result is needed.
    pub step: usize,
    /// Whether the paper can still be had.
    pub standing: Standing,
    /// Who else issues it.
    pub other_sources: Vec<String>,
}

/// What becomes of a paper when its source goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody issues it any more.
    CutOff,
    /// Others issue it too.
    HasSource,
    /// The dossier is complete without it.
    Optional,
}

impl Standing {
    /// In Vietnamese.
    pub fn label(self) -> &'static str {
        match self {
            Self::CutOff => "mất nguồn",
            Self::HasSource => "còn nguồn",
            Self::Optional => "không bắt buộc",
        }
    }
}

impl Closure {
    /// Those that could not be done any more.
    pub fn cut_off(&self) -> impl Iterator<Item = &Dependent> {
        let cut = |dependent: &&Dependent| dependent.standing == Standing::CutOff;
        self.dependents.iter().filter(cut)
    }
}

/// Where a need was met: steps to it, and whether its paper can still be had.
#[derive(Debug, Clone, Copy)]
struct Met {
    step: usize,
    standing: Standing,
}

impl Chains<'_> {
    /// What needs the results of these procedures. Through a procedure that can still be done nothing else is lost, so the
    /// search goes on only from those that are cut off.
    pub fn closure(&self, codes: &[&str]) -> Closure {
        let gone: BTreeSet<usize> = codes.iter().filter_map(|code| self.place_of(code)).collect();
        let mut lost: BTreeMap<usize, usize> = gone.iter().map(|at| (*at, 0)).collect();
        let mut met: BTreeMap<(usize, usize), Met> = BTreeMap::new();
        let mut queue: VecDeque<usize> = gone.iter().copied().collect();
        while let Some(at) = queue.pop_front() {
            let step = lost.get(&at).copied().unwrap_or_default() + 1;
            for &(by, nth) in &self.needed_by[at] {
                let Some(need) = self.needs(by).get(nth).filter(|_| !gone.contains(&by)) else {
                    continue;
                };
                let standing = self.standing(by, need, &lost);
                let first = met.entry((by, nth)).or_insert(Met { step, standing });
                first.standing = standing;
                if standing == Standing::CutOff && !lost.contains_key(&by) {
                    lost.insert(by, step);
                    queue.push_back(by);
                }
            }
        }
        // What was looked at early may have lost its other sources since.
        for ((by, nth), met) in &mut met {
            if let Some(need) = self.needs(*by).get(*nth) {
                met.standing = self.standing(*by, need, &lost);
            }
        }
        Closure {
            of: gone.iter().filter_map(|at| self.node(*at)).collect(),
            dependents: self.dependents(&met, &lost),
        }
    }

    /// The procedures that could not be done any more without the one at a place, by its own result alone, each with the paper
    /// it would lose.
    pub(in crate::review) fn cut_off_by(&self, at: usize) -> Vec<(usize, &str)> {
        let alone = BTreeMap::from([(at, 0)]);
        let mut cut: Vec<(usize, &str)> = Vec::new();
        for (by, nth) in self.needed_by.get(at).into_iter().flatten() {
            let need = self.needs(*by).get(*nth);
            let lost = need.filter(|need| self.standing(*by, need, &alone) == Standing::CutOff);
            if let Some(need) = lost.filter(|_| cut.last().is_none_or(|(last, _)| last != by)) {
                cut.push((*by, &need.paper));
            }
        }
        cut
    }

    fn standing(&self, by: usize, need: &Need, lost: &BTreeMap<usize, usize>) -> Standing {
        if need.optional {
            Standing::Optional
        } else if self.issues_itself(by, need) || self.has_source(need, lost) {
            Standing::HasSource
        } else {
            Standing::CutOff
        }
    }

    /// Whether people get the paper first from the very procedure that asks for it: it is handed back to be renewed.
    fn issues_itself(&self, by: usize, need: &Need) -> bool {
        need.issued_here && self.entry(by).is_some_and(|entry| issues_first(&entry.procedure))
    }

    fn has_source(&self, need: &Need, lost: &BTreeMap<usize, usize>) -> bool {
        let mut left = need.issuers.iter().filter(|at| !lost.contains_key(at));
        let first = |at: &usize| self.entry(*at).is_some_and(|entry| issues_first(&entry.procedure));
        // Without one that issues it first, those that change it have to do, as before.
        let none_first = || !need.issuers.iter().any(first);
        left.clone().any(first) || left.next().is_some() && none_first()
    }

    fn dependents(&self, met: &BTreeMap<(usize, usize), Met>, lost: &BTreeMap<usize, usize>) -> Vec<Dependent> {
        let needs: Vec<(usize, &Need, Met)> = met
            .iter()
            .filter_map(|((by, nth), met)| Some((*by, self.needs(*by).get(*nth)?, *met)))
            .collect();
        let places = self.places(needs.iter().map(|(by, need, _)| (*by, *need)));
        let mut dependents: Vec<Dependent> = needs
            .into_iter()
            .zip(places)
            .filter_map(|((by, need, met), place)| self.dependent(by, need, met, place, lost))
            .collect();
        dependents.sort_by(|a, b| {
            let key = |one: &Dependent| (one.step, one.standing);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.node.code.cmp(&b.node.code))
                .then_with(|| a.place.cmp(&b.place))
        });
        dependents
    }

    fn dependent(
        &self,
        by: usize,
        need: &Need,
        met: Met,
        place: Place,
        lost: &BTreeMap<usize, usize>,
    ) -> Option<Dependent> {
        let codes = |places: Vec<usize>| {
            places
                .into_iter()
                .map(|at| self.code(at).to_owned())
                .collect::<Vec<_>>()
        };
        let mut others: Vec<usize> = self
            .sources(need)
            .into_iter()
            .filter(|at| !lost.contains_key(at))
            .collect();
        if met.standing == Standing::CutOff {
            others.clear();
        }
        if self.issues_itself(by, need) {
            others.push(by);
        }
        let before_it = |at: &usize| lost.get(at).is_some_and(|step| *step < met.step);
        Some(Dependent {
            node: self.node(by)?,
            paper: need.paper.clone(),
            result: need.result.clone(),
            yaml_path: format!("{}.ten", need.path),
            place,
            results_of: codes(need.issuers.iter().copied().filter(before_it).collect()),
            step: met.step,
            standing: met.standing,
            other_sources: codes(others),
        })
    }
}
