//! Measures that have to do with one another, and what every set of them saves.

use std::collections::HashMap;

use rayon::prelude::*;

use super::solve::{Choice, Gain, Group};
use super::{Measure, Yardstick};
use crate::review::cost::CostError;

/// Most measures of which every set is worked out: 1.023 sets.
const MOST_TOGETHER: usize = 10;

/// Measures that have to do with one another: of one procedure, and of procedures that could be merged.
#[derive(Debug, Clone)]
pub(super) struct Component {
    pub(super) measures: Vec<Measure>,
    /// Number of the first one among all measures.
    first: usize,
    /// Sets of them and what each saves.
    pub(super) group: Group,
}

impl Component {
    /// A measure by its number among all.
    pub(super) fn measure(&self, number: usize) -> &Measure {
        &self.measures[number - self.first]
    }
}

/// All components, and what was left out of them.
pub(super) struct Made {
    pub(super) components: Vec<Component>,
    pub(super) useless: usize,
    pub(super) shortened: Vec<String>,
}

/// Puts measures together that have to do with one another and works out what they save.
pub(super) fn groups(yardstick: &Yardstick<'_>, measures: Vec<Measure>) -> Result<Made, CostError> {
    let all = measures.len();
    let useful = measures
        .into_par_iter()
        .map(|measure| {
            let gain = yardstick.gain_of(&[&measure])?;
            Ok(gain
                .filter(|gain| gain.iter().any(|gain| *gain > 0))
                .map(|gain| (measure, gain)))
        })
        .collect::<Result<Vec<Option<(Measure, Gain)>>, CostError>>()?;
    let useful: Vec<(Measure, Gain)> = useful.into_iter().flatten().collect();
    let useless = all - useful.len();
    let mut shortened = Vec::new();
    let mut sets: Vec<Vec<Measure>> = Vec::new();
    for connected in connected(useful) {
        let (set, short) = few(connected);
        shortened.extend(short);
        sets.push(set);
    }
    let mut first = 0;
    let numbered: Vec<(usize, Vec<Measure>)> = sets
        .into_iter()
        .map(|set| {
            let own = first;
            first += set.len();
            (own, set)
        })
        .collect();
    let components = numbered
        .into_par_iter()
        .map(|(first, measures)| {
            let group = group(yardstick, first, &measures)?;
            Ok(Component { measures, first, group })
        })
        .collect::<Result<_, CostError>>()?;
    Ok(Made {
        components,
        useless,
        shortened,
    })
}

/// Measures by procedure, procedures that one could be merged into the other together; each in the order of its codes.
fn connected(measures: Vec<(Measure, Gain)>) -> Vec<Vec<(Measure, Gain)>> {
    let mut parents: HashMap<String, String> = HashMap::new();
    fn root(parents: &HashMap<String, String>, code: &str) -> String {
        let mut code = code;
        while let Some(parent) = parents.get(code) {
            code = parent;
        }
        code.to_owned()
    }
    for (measure, _) in &measures {
        if let Some(heir) = &measure.successor {
            let (a, b) = (root(&parents, &measure.code), root(&parents, heir));
            // The lower code stands for both.
            match a.cmp(&b) {
                std::cmp::Ordering::Less => parents.insert(b, a),
                std::cmp::Ordering::Greater => parents.insert(a, b),
                std::cmp::Ordering::Equal => None,
            };
        }
    }
    let mut at: HashMap<String, usize> = HashMap::new();
    let mut sets: Vec<Vec<(Measure, Gain)>> = Vec::new();
    for measure in measures {
        let root = root(&parents, &measure.0.code);
        let place = *at.entry(root).or_insert_with(|| {
            sets.push(Vec::new());
            sets.len() - 1
        });
        sets[place].push(measure);
    }
    sets
}

/// The most useful of too many, and the procedures concerned. What saves most of what it concerns is kept: cost first.
fn few(mut measures: Vec<(Measure, Gain)>) -> (Vec<Measure>, Vec<String>) {
    if measures.len() <= MOST_TOGETHER {
        return (measures.into_iter().map(|(measure, _)| measure).collect(), Vec::new());
    }
    let mut codes: Vec<String> = measures.iter().map(|(measure, _)| measure.code.clone()).collect();
    codes.dedup();
    let mut order: Vec<usize> = (0..measures.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(measures[*at].1));
    let mut kept: Vec<usize> = order.into_iter().take(MOST_TOGETHER).collect();
    // What shortens the time counts as much when that is the target: the best of them stays in.
    let quickest = (0..measures.len()).max_by_key(|at| (measures[*at].1[1], std::cmp::Reverse(*at)));
    if let Some(quickest) = quickest.filter(|at| !kept.contains(at) && measures[*at].1[1] > 0) {
        kept.pop();
        kept.push(quickest);
    }
    let mut number = 0;
    measures.retain(|_| {
        number += 1;
        kept.contains(&(number - 1))
    });
    (measures.into_iter().map(|(measure, _)| measure).collect(), codes)
}

fn group(yardstick: &Yardstick<'_>, first: usize, measures: &[Measure]) -> Result<Group, CostError> {
    let mut choices = Vec::new();
    for set in 1_usize..1 << measures.len() {
        let members: Vec<usize> = (0..measures.len()).filter(|at| set >> at & 1 == 1).collect();
        let chosen: Vec<&Measure> = members.iter().map(|at| &measures[*at]).collect();
        let Some(gain) = yardstick.gain_of(&chosen)? else {
            continue;
        };
        let mut codes: Vec<&str> = chosen.iter().map(|measure| measure.code.as_str()).collect();
        codes.dedup();
        choices.push(Choice {
            members: members.into_iter().map(|at| first + at).collect(),
            touched: codes.len(),
            gain,
        });
    }
    Ok(Group::new(choices))
}
