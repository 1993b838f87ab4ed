//! Measures that have to do with one another, and what every set of them saves.

use std::collections::HashMap;

use rayon::prelude::*;

use super::solve::{Choice, Gain, Group};
use super::{Measure, Yardstick};
use crate::review::cost::CostError;

/// Most measures of which every set is worked out, where their savings do not simply add up: 255 sets.
const MOST_TOGETHER: usize = 8;

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
    let mut sets: Vec<Vec<(Measure, Gain)>> = Vec::new();
    for connected in connected(useful) {
        let connected = in_order(connected);
        let (set, short) = few(yardstick, connected);
        shortened.extend(short);
        sets.push(set);
    }
    let mut first = 0;
    let numbered: Vec<(usize, Vec<(Measure, Gain)>)> = sets
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
            let measures = measures.into_iter().map(|(measure, _)| measure).collect();
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

/// Of one procedure what saves more comes first, and what ends the procedure last.
fn in_order(mut measures: Vec<(Measure, Gain)>) -> Vec<(Measure, Gain)> {
    let key = |(measure, gain): &(Measure, Gain)| {
        let ends = measure.outcome.ends_procedure();
        (measure.code.clone(), ends, gain.map(std::cmp::Reverse))
    };
    measures.sort_by_cached_key(key);
    measures
}

/// Whether the savings of the measures simply add up: each takes a paper of its own out of the only case there is, or
/// shortens the time, which costs nothing; what ends the procedure stands alone.
fn add_up(yardstick: &Yardstick<'_>, measures: &[(Measure, Gain)]) -> bool {
    let Some((first, _)) = measures.first() else {
        return true;
    };
    let entry = yardstick.base.get(&first.code);
    let one_case = entry.is_some_and(|entry| entry.procedure.dossier.len() == 1);
    one_case
        && measures.iter().all(|(measure, _)| {
            let simple = measure.amendment.as_ref().map_or_else(
                || measure.outcome.ends_procedure() && measure.successor.is_none(),
                |amendment| amendment.drop_paper.is_some() || amendment.time_limit.is_some(),
            );
            simple && measure.code == first.code && measure.cost_after.is_empty()
        })
}

/// The most useful of too many, and the procedures concerned.
fn few(yardstick: &Yardstick<'_>, mut measures: Vec<(Measure, Gain)>) -> (Vec<(Measure, Gain)>, Vec<String>) {
    if measures.len() <= MOST_TOGETHER || add_up(yardstick, &measures) {
        return (measures, Vec::new());
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
    (measures, codes)
}

fn group(yardstick: &Yardstick<'_>, first: usize, measures: &[(Measure, Gain)]) -> Result<Group, CostError> {
    if add_up(yardstick, measures) {
        return Ok(Group::new(sums(first, measures)));
    }
    every_set(yardstick, first, measures)
}

/// Sets of measures whose savings add up. Of all sets with as many papers the one with the dearest papers saves most, and
/// those stand first: no other set is ever better.
fn sums(first: usize, measures: &[(Measure, Gain)]) -> Vec<Choice> {
    let number = |wanted: fn(&Measure) -> bool| {
        let numbered = measures.iter().enumerate();
        let wanted = numbered.filter(move |(_, (measure, _))| wanted(measure));
        wanted.map(|(at, _)| at).collect::<Vec<usize>>()
    };
    let papers = number(|measure| {
        measure
            .amendment
            .as_ref()
            .is_some_and(|amendment| amendment.drop_paper.is_some())
    });
    let limits = number(|measure| {
        measure
            .amendment
            .as_ref()
            .is_some_and(|amendment| amendment.time_limit.is_some())
    });
    let ends = number(|measure| measure.amendment.is_none());
    let set = |members: &[usize]| {
        let mut members = members.to_vec();
        members.sort_unstable();
        let gains = members.iter().map(|at| measures[*at].1);
        let gain = gains.fold([0_i64; 2], |a, b| {
            [a[0].saturating_add(b[0]), a[1].saturating_add(b[1])]
        });
        Choice {
            members: members.into_iter().map(|at| first + at).collect(),
            touched: 1,
            gain,
        }
    };
    let mut choices: Vec<Choice> = ends.iter().map(|end| set(&[*end])).collect();
    for count in 0..=papers.len() {
        choices.push(set(&papers[..count]));
        // One new limit is one measure: a second one would be the same.
        choices.extend(limits.iter().map(|limit| set(&[&papers[..count], &[*limit]].concat())));
    }
    choices.retain(|choice| !choice.members.is_empty());
    choices
}

fn every_set(yardstick: &Yardstick<'_>, first: usize, measures: &[(Measure, Gain)]) -> Result<Group, CostError> {
    let mut choices = Vec::new();
    for set in 1_usize..1 << measures.len() {
        let members: Vec<usize> = (0..measures.len()).filter(|at| set >> at & 1 == 1).collect();
        let chosen: Vec<&Measure> = members.iter().map(|at| &measures[*at].0).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::values::Date;
    use crate::finding::{Finding, Place, Severity};
    use crate::review::decision::tests::{Fixture, LICENCE};

    #[test]
    fn savings_that_add_up_are_those_of_every_set() {
        // Eight papers of four kinds, two of them alike in what they cost, an observation on one, a limit, an abolition.
        let papers: String = (0..6)
            .map(|at| format!("      - {{ten: Bản sao giấy tờ số {at}, ban_sao: {}}}\n", 1 + at % 3))
            .collect();
        let licence = LICENCE
            .replace("so_bo: 2\n", "")
            .replace("      - {ten: Bản sao căn cước, ban_sao: 1}\n", &papers);
        let observed =
            "ma: 1.000001\nnguon: khảo sát\ncong_viec: [{nhom: chuan_bi, viec: Báo cáo thuyết minh, gio: '3'}]\n";
        let fixture = Fixture::with(&[
            ("thu_tuc/a/1.000001.yaml", &licence),
            ("chi_phi/1.000001.yaml", observed),
        ]);
        let yardstick = Yardstick {
            base: &fixture.catalogue,
            day: Date::new(2026, 7, 1).unwrap(),
            by_dossiers: false,
        };
        let ask = |rule: &str, path: &str| {
            let mut finding = Finding::new(rule, Severity::High, Place::file("x"), "câu hỏi").at_path(path);
            finding.code = Some("1.000001".to_owned());
            finding
        };
        let mut findings: Vec<Finding> = (1..8)
            .map(|at| ask("own-papers", &format!("ho_so[0].giay_to[{at}]")))
            .collect();
        findings.extend([ask("long-deadline", "cach_thuc[0].thoi_han"), ask("no-dossiers", "")]);
        let measures = super::super::measures::measures(&fixture.catalogue, &findings, yardstick.day);
        assert_eq!(measures.len(), 9);
        let gains = measures.into_iter().map(|measure| {
            let gain = yardstick.gain_of(&[&measure]).unwrap().unwrap();
            (measure, gain)
        });
        let measures = in_order(gains.collect());
        assert!(add_up(&yardstick, &measures));
        let quick = group(&yardstick, 5, &measures).unwrap();
        let slow = every_set(&yardstick, 5, &measures).unwrap();
        assert_eq!(quick.choices, slow.choices);
        // Abolishing saves more than all of it with one measure; without it papers and the limit are taken one by one.
        assert_eq!(quick.choices.len(), 3);
        let amending = &measures[..measures.len() - 1];
        let quick = group(&yardstick, 5, amending).unwrap();
        assert_eq!(quick.choices, every_set(&yardstick, 5, amending).unwrap().choices);
        assert_eq!(quick.choices.len(), 15);
    }
}
