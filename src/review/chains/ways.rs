//! Ways through the links: the longest chains, the cycles, and the results most procedures wait for.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Chains, Need, Node};

/// Procedures one after the other, each needing the result of the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// How many procedures one goes through.
    pub length: usize,
    /// From the first to the last but one.
    pub procedures: Vec<Node>,
    /// The paper between each and the next of these.
    pub papers: Vec<String>,
    /// Where the way may end, by code.
    pub ends: Vec<End>,
}

/// The last procedure of a chain: no other needs its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct End {
    /// The procedure.
    #[serde(flatten)]
    pub node: Node,
    /// The paper it needs of the one before.
    pub paper: String,
}

impl Chain {
    /// Dossiers of its ends in the last complete year, as far as the statistics say; `None` when they say none.
    pub fn dossiers(&self) -> Option<u64> {
        let counted = self.ends.iter().filter_map(|end| end.node.dossiers);
        counted.map(|dossiers| dossiers.received).reduce(|a, b| a + b)
    }
}

/// Procedures that need each other's results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cycle {
    /// From the one with the lowest code on; the last needs the result of the first.
    pub procedures: Vec<Node>,
}

/// A procedure whose result others need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hub {
    /// The procedure.
    #[serde(flatten)]
    pub node: Node,
    /// Codes of those that need its result, and do not change it.
    pub needed_by: Vec<String>,
    /// Their dossiers in the last complete year, as far as the statistics say.
    pub dossiers_of_those: u64,
    /// For how many of them the statistics say it.
    pub counted: usize,
}

/// A link of a chain: where it comes from, and the paper.
type Back = (usize, usize);

impl Chains<'_> {
    /// For each procedure whose result no other needs, the longest chain that ends in it; chains that differ in the end alone
    /// are one. The longest come first, of equal ones those whose ends have the most dossiers, then by code.
    pub fn chains(&self) -> Vec<Chain> {
        let backward = self.without_rounds();
        let mut best: Vec<(usize, Option<Back>)> = vec![(1, None); backward.len()];
        for at in in_order(&backward) {
            for &(from, nth) in &backward[at] {
                let length = best[from].0 + 1;
                // The first of the longest: sources stand by code.
                if length > best[at].0 {
                    best[at] = (length, Some((from, nth)));
                }
            }
        }
        let goes_on: BTreeSet<usize> = backward.iter().flatten().map(|(from, _)| *from).collect();
        let mut ends: BTreeMap<usize, Vec<End>> = BTreeMap::new();
        for (end, (_, back)) in best.iter().enumerate().filter(|(end, _)| !goes_on.contains(end)) {
            let Some(((from, nth), node)) = back.zip(self.node(end)) else {
                continue;
            };
            let paper = self.needs(end).get(nth).map(|need| need.paper.clone());
            ends.entry(from).or_default().push(End {
                node,
                paper: paper.unwrap_or_default(),
            });
        }
        let mut chains: Vec<Chain> = ends
            .into_iter()
            .map(|(last, ends)| self.chain(last, ends, &best))
            .collect();
        let codes = |chain: &Chain| {
            chain
                .procedures
                .iter()
                .map(|node| node.code.clone())
                .collect::<Vec<_>>()
        };
        chains.sort_by_cached_key(|chain| {
            use std::cmp::Reverse;
            (
                Reverse(chain.length),
                Reverse(chain.dossiers()),
                Reverse(chain.ends.len()),
                codes(chain),
            )
        });
        chains
    }

    /// Cycles, by the code of their first procedure.
    pub fn cycles(&self) -> Vec<Cycle> {
        let results = self.context.results();
        let cycles = (0..self.needed_by.len()).filter_map(|at| results.cycle(at));
        cycles
            .map(|cycle| Cycle {
                procedures: cycle.iter().filter_map(|at| self.node(*at)).collect(),
            })
            .collect()
    }

    /// Procedures whose results others need, those that most need first, then by code.
    pub fn hubs(&self) -> Vec<Hub> {
        let mut needed_by: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for at in 0..self.needed_by.len() {
            for need in self.needs(at).iter().filter(|need| is_step(need)) {
                for from in self.sources(need) {
                    needed_by.entry(from).or_default().insert(at);
                }
            }
        }
        let mut hubs: Vec<Hub> = needed_by
            .into_iter()
            .filter_map(|(at, by)| {
                let nodes: Vec<Node> = by.into_iter().filter_map(|by| self.node(by)).collect();
                let counted: Vec<u64> = nodes
                    .iter()
                    .filter_map(|node| node.dossiers)
                    .map(|dossiers| dossiers.received)
                    .collect();
                Some(Hub {
                    node: self.node(at)?,
                    dossiers_of_those: counted.iter().sum(),
                    counted: counted.len(),
                    needed_by: nodes.into_iter().map(|node| node.code).collect(),
                })
            })
            .collect();
        hubs.sort_by(|a, b| {
            let key = |hub: &Hub| (hub.needed_by.len(), hub.dossiers_of_those);
            key(b).cmp(&key(a)).then_with(|| a.node.code.cmp(&b.node.code))
        });
        hubs
    }

    /// For each procedure, where the results it needs come from, without the links that would lead round: each cycle is
    /// opened at the link that closes it when it is walked from its lowest code.
    fn without_rounds(&self) -> Vec<Vec<Back>> {
        let count = self.needed_by.len();
        let mut backward: Vec<Vec<Back>> = (0..count)
            .map(|at| {
                let needs = self.needs(at).iter().enumerate().filter(|(_, need)| is_step(need));
                let mut from: Vec<Back> = needs
                    .flat_map(|(nth, need)| self.sources(need).into_iter().map(move |from| (from, nth)))
                    .collect();
                from.sort_unstable();
                from.dedup_by_key(|(from, _)| *from);
                from
            })
            .collect();
        let mut seen = vec![Seen::New; count];
        for root in 0..count {
            if seen[root] != Seen::New {
                continue;
            }
            seen[root] = Seen::Open;
            let mut work = vec![(root, 0)];
            while let Some((at, next)) = work.last_mut() {
                match backward[*at].get(*next).map(|(from, _)| *from) {
                    Some(from) if seen[from] == Seen::Open => {
                        backward[*at].remove(*next);
                    }
                    Some(from) => {
                        *next += 1;
                        if seen[from] == Seen::New {
                            seen[from] = Seen::Open;
                            work.push((from, 0));
                        }
                    }
                    None => {
                        seen[*at] = Seen::Done;
                        work.pop();
                    }
                }
            }
        }
        backward
    }

    fn chain(&self, last: usize, ends: Vec<End>, best: &[(usize, Option<Back>)]) -> Chain {
        let (mut places, mut papers) = (vec![last], Vec::new());
        let mut at = last;
        while let Some((from, nth)) = best[at].1 {
            papers.extend(self.needs(at).get(nth).map(|need| need.paper.clone()));
            places.push(from);
            at = from;
        }
        papers.reverse();
        Chain {
            length: places.len() + 1,
            procedures: places.into_iter().rev().filter_map(|at| self.node(at)).collect(),
            papers,
            ends,
        }
    }
}

/// Places in an order in which everything stands behind what it needs.
fn in_order(backward: &[Vec<Back>]) -> Vec<usize> {
    let mut forward: Vec<Vec<usize>> = vec![Vec::new(); backward.len()];
    let mut waiting: Vec<usize> = backward.iter().map(Vec::len).collect();
    for (at, from) in backward.iter().enumerate() {
        for (from, _) in from {
            forward[*from].push(at);
        }
    }
    let mut order: Vec<usize> = (0..backward.len()).filter(|at| waiting[*at] == 0).collect();
    let mut done = 0;
    while let Some(&at) = order.get(done) {
        done += 1;
        for &next in &forward[at] {
            waiting[next] -= 1;
            if waiting[next] == 0 {
                order.push(next);
            }
        }
    }
    order
}

/// Whether people have to go through the other procedure first: not to change what they have, and not where another paper
/// does as well.
fn is_step(need: &Need) -> bool {
    !need.own && !need.optional
}

/// How far a walk has come with a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    New,
    Open,
    Done,
}
