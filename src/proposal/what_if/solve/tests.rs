//! Small problems against trying everything; the bound where there is no room for states.

use super::*;

const NONE: States = States {
    sure: 0,
    many: 0,
    only_ties: 0,
};

/// Goes through every subset of the measures.
fn brute(groups: &[Group], need: Gain) -> Option<(usize, usize, Vec<usize>)> {
    let mut plans: Vec<(usize, Vec<usize>, Gain)> = vec![(0, Vec::new(), [0, 0])];
    for group in groups {
        let longer = plans.iter().flat_map(|(touched, members, gain)| {
            group.choices.iter().map(move |choice| {
                let members = [members.as_slice(), &choice.members].concat();
                (touched + choice.touched, members, plus(*gain, choice.gain))
            })
        });
        let longer: Vec<_> = longer.collect();
        plans.extend(longer);
    }
    let enough = |gain: &Gain| gain[0] >= need[0] && gain[1] >= need[1];
    let best = plans.into_iter().filter(|(.., gain)| enough(gain)).min_by(|a, b| {
        let size = |plan: &(usize, Vec<usize>, Gain)| (plan.1.len(), plan.0);
        size(a).cmp(&size(b)).then_with(|| order(&a.1, &b.1))
    });
    best.map(|(touched, members, _)| (members.len(), touched, members))
}

/// Up to so many measures in groups of up to three, each set with savings of its own; some choices are impossible,
/// some save less than nothing.
fn random(u: &mut arbtest::arbitrary::Unstructured<'_>, most: usize) -> arbtest::arbitrary::Result<Vec<Group>> {
    let mut groups = Vec::new();
    let mut measure = 0;
    let count = u.int_in_range(0..=most)?;
    while measure < count {
        let size = u.int_in_range(1..=3)?.min(count - measure);
        let mut choices = Vec::new();
        for set in 1_usize..1 << size {
            if set.count_ones() > 1 && u.ratio(1, 5)? {
                continue;
            }
            choices.push(Choice {
                members: (0..size)
                    .filter(|at| set >> at & 1 == 1)
                    .map(|at| measure + at)
                    .collect(),
                touched: 1,
                gain: [u.int_in_range(-2..=12)?, u.int_in_range(-2..=12)?],
            });
        }
        measure += size;
        groups.push(Group { choices });
    }
    Ok(groups)
}

/// A target, none, or one that is met already and must stay so.
fn need(u: &mut arbtest::arbitrary::Unstructured<'_>) -> arbtest::arbitrary::Result<i64> {
    Ok(match u.int_in_range(0..=5)? {
        0 => NO_NEED,
        1 => u.int_in_range(-6..=0)?,
        _ => u.int_in_range(1..=40)?,
    })
}

#[test]
fn small_problems_are_solved_as_by_trying_everything() {
    arbtest::arbtest(|u| {
        let raw = random(u, 12)?;
        let need = [need(u)?, need(u)?];
        let expected = if need.iter().all(|need| *need <= 0) {
            Some((0, 0, Vec::new()))
        } else {
            brute(&raw, need)
        };
        let groups: Vec<Group> = raw.iter().map(|group| Group::new(group.choices.clone())).collect();
        let plan = solve(&groups, need, STATES);
        let found = plan.as_ref().ok().map(|plan| {
            let problem = Problem { groups: &groups, need };
            let (measures, touched) = problem.size(&plan.picks);
            let members = problem.chosen(&plan.picks).flat_map(|choice| choice.members.clone());
            (measures, touched, members.collect::<Vec<_>>())
        });
        assert_eq!(found, expected, "{need:?} {raw:?}");
        if let Ok(plan) = plan {
            assert!(plan.best);
        }
        Ok(())
    });
}

#[test]
fn without_room_for_states_the_plan_is_enough_and_the_bound_holds() {
    arbtest::arbtest(|u| {
        let raw = random(u, 12)?;
        let need = [u.int_in_range(1..=40)?, need(u)?];
        let groups: Vec<Group> = raw.iter().map(|group| Group::new(group.choices.clone())).collect();
        let Ok(plan) = solve(&groups, need, NONE) else {
            return Ok(());
        };
        let problem = Problem { groups: &groups, need };
        assert!(problem.enough(problem.gain(&plan.picks)) && !plan.best);
        let (least, ..) = brute(&raw, need).unwrap();
        assert!(
            plan.at_least <= least && least <= problem.size(&plan.picks).0,
            "{need:?} {raw:?}"
        );
        Ok(())
    });
}

#[test]
fn a_measure_that_needs_another_is_not_counted_alone() {
    // Together 10, alone nothing; the other group gives 9 with one measure.
    let pair = |members: &[usize], gain| Choice {
        members: members.to_vec(),
        touched: 1,
        gain: [gain, 0],
    };
    let groups = [
        Group::new(vec![pair(&[0], 0), pair(&[1], 0), pair(&[0, 1], 10)]),
        Group::new(vec![pair(&[2], 9)]),
    ];
    let picks = |need| solve(&groups, [need, NO_NEED], STATES).map(|plan| plan.picks);
    assert_eq!(picks(9), Ok(vec![None, Some(0)]));
    assert_eq!(picks(10), Ok(vec![Some(0), None]));
    assert_eq!(picks(19), Ok(vec![Some(0), Some(0)]));
    assert_eq!(picks(20), Err(NoPlan::Impossible));
}
