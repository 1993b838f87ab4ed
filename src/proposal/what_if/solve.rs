//! The fewest measures that save enough.
//!
//! Measures that have to do with one another stand in one group, whose choices are whole sets of them with what each set
//! really saves; of every group at most one choice is taken. That leaves a knapsack to be covered by groups, in one or two
//! dimensions:
//!
//! 1. A Lagrangian bound says how many measures there must be at least, and what a measure must save to be worth taking.
//! 2. Taking what is worth it, putting right what is missing and dropping what is too much gives a plan.
//! 3. All plans no worse than that one are gone through group by group; a state that saves no more than another with no
//!    more measures, or that the bound rules out, is dropped. When the states stay within [`STATES`] the plan found is
//!    the best; else the one of step 2 stands, with the bound beside it.
//!
//! Better is: fewer measures, then fewer procedures touched, then procedures and measures that come first in order.

use std::cmp::Ordering;

/// Dimensions: đồng and time.
pub(super) type Gain = [i64; 2];

/// The need of a dimension nobody set a target for: it may even get worse.
pub(super) const NO_NEED: i64 = i64::MIN;

/// Measures up to which step 3 always goes through to its end.
pub(super) const SURE: usize = 20;

/// Most states kept in step 3: for up to [`SURE`] measures there are no more than this; for more measures few enough to
/// answer in seconds, and fewer still where the bound says already that no plan has fewer measures.
#[derive(Debug, Clone, Copy)]
pub(super) struct States {
    sure: usize,
    many: usize,
    only_ties: usize,
}

pub(super) const STATES: States = States {
    sure: 1 << (SURE + 2),
    many: 800_000,
    only_ties: 150_000,
};

/// Room for rounding in comparisons with the bound.
const EPSILON: f64 = 1e-6;

/// Times a search for a multiplier halves and more.
const HALVINGS: usize = 48;

/// A set of measures of one group, and what it saves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// Measures by number, ascending.
    pub(super) members: Vec<usize>,
    /// Procedures it changes.
    pub(super) touched: usize,
    /// What it saves; less than nothing where it makes things dearer.
    pub(super) gain: Gain,
}

/// Choices of which one at most is taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub(super) choices: Vec<Choice>,
}

/// A plan: the choice of each group, and how good it is known to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) picks: Vec<Option<usize>>,
    /// No plan has fewer measures.
    pub(super) at_least: usize,
    /// No plan is better in any respect.
    pub(super) best: bool,
}

impl Group {
    /// Leaves out choices that no best plan has, and puts the others in order.
    pub(super) fn new(mut choices: Vec<Choice>) -> Self {
        choices.sort_by(|a, b| order(&a.members, &b.members));
        let covers = |b: &Choice, a: &Choice| b.gain[0] >= a.gain[0] && b.gain[1] >= a.gain[1];
        let kept: Vec<Choice> = choices
            .iter()
            .enumerate()
            .filter(|(at, a)| {
                a.gain.iter().any(|gain| *gain > 0)
                    && !choices.iter().enumerate().any(|(other, b)| {
                        let size = (b.members.len(), b.touched).cmp(&(a.members.len(), a.touched));
                        covers(b, a) && (size == Ordering::Less || size == Ordering::Equal && other < *at)
                    })
            })
            .map(|(_, choice)| choice.clone())
            .collect();
        Self { choices: kept }
    }

    /// How many measures there are.
    fn measures(&self) -> usize {
        let members = self.choices.iter().flat_map(|choice| &choice.members);
        members.collect::<std::collections::HashSet<_>>().len()
    }
}

/// Lists in order of their first difference; of two that begin alike the longer one comes first, because what the other
/// goes on with comes later.
pub(super) fn order(a: &[usize], b: &[usize]) -> Ordering {
    let differs = a.iter().zip(b).find(|(a, b)| a != b);
    differs.map_or_else(|| b.len().cmp(&a.len()), |(a, b)| a.cmp(b))
}

/// Why there is no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoPlan {
    /// Nothing saves enough.
    Impossible,
    /// None was found, and not all could be gone through.
    NotFound,
}

/// The best plan that saves at least `need`.
pub(super) fn solve(groups: &[Group], need: Gain, states: States) -> Result<Plan, NoPlan> {
    if need.iter().all(|need| *need <= 0) {
        return Ok(Plan {
            picks: vec![None; groups.len()],
            at_least: 0,
            best: true,
        });
    }
    let problem = Problem { groups, need };
    if problem.most_of_all().iter().zip(need).any(|(most, need)| *most < need) {
        return Err(NoPlan::Impossible);
    }
    let (price, bound) = problem.prices();
    let found = problem.plan(price);
    let limit = found.as_ref().map_or_else(
        || {
            groups
                .iter()
                .filter_map(|group| group.choices.iter().map(|choice| choice.members.len()).max())
                .sum()
        },
        |picks| problem.size(picks).0,
    );
    let measures: usize = groups.iter().map(Group::measures).sum();
    let most_states = match &found {
        _ if measures <= SURE => states.sure,
        Some(_) if whole(bound) >= limit => states.only_ties,
        _ => states.many,
    };
    match problem.exact(price, limit, most_states) {
        Search::Best(picks) => Ok(Plan {
            at_least: problem.size(&picks).0,
            picks,
            best: true,
        }),
        Search::None => Err(NoPlan::Impossible),
        Search::TooLarge => found.ok_or(NoPlan::NotFound).map(|picks| Plan {
            at_least: whole(bound).clamp(1, limit),
            picks,
            best: false,
        }),
    }
}

/// What can be saved at most in a dimension, whatever it takes.
pub(super) fn most(groups: &[Group], dimension: usize) -> i64 {
    let best = |group: &Group| group.choices.iter().map(|choice| choice.gain[dimension]).max();
    groups
        .iter()
        .fold(0, |sum: i64, group| sum.saturating_add(best(group).unwrap_or(0).max(0)))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of measures, from nothing to as many as there are"
)]
fn whole(bound: f64) -> usize {
    (bound - EPSILON).ceil().max(0.0) as usize
}

enum Search {
    Best(Vec<Option<usize>>),
    None,
    TooLarge,
}

struct Problem<'a> {
    groups: &'a [Group],
    need: Gain,
}

/// What a measure is worth for the share of each need it saves.
type Price = [f64; 2];

impl Problem<'_> {
    fn most_of_all(&self) -> Gain {
        [most(self.groups, 0), most(self.groups, 1)]
    }

    /// The part of the need a gain covers; nothing where nothing is needed.
    #[expect(clippy::cast_precision_loss, reason = "compared with room for rounding")]
    fn share(&self, gain: Gain, dimension: usize) -> f64 {
        if self.need[dimension] <= 0 {
            return 0.0;
        }
        gain[dimension] as f64 / self.need[dimension] as f64
    }

    /// Measures a choice takes, less what its savings are worth.
    #[expect(clippy::cast_precision_loss, reason = "few measures")]
    fn reduced(&self, choice: &Choice, price: Price) -> f64 {
        choice.members.len() as f64 - price[0] * self.share(choice.gain, 0) - price[1] * self.share(choice.gain, 1)
    }

    /// The least a group can come to.
    fn least(&self, group: &Group, price: Price) -> f64 {
        let reduced = group.choices.iter().map(|choice| self.reduced(choice, price));
        reduced.fold(0.0, f64::min)
    }

    /// No plan has fewer measures than this, whatever the prices.
    fn bound(&self, price: Price) -> f64 {
        let needed: f64 = (0..2).filter(|at| self.need[*at] > 0).map(|at| price[at]).sum();
        needed + self.groups.iter().map(|group| self.least(group, price)).sum::<f64>()
    }

    /// The prices with the highest bound. The bound is concave in each price, so a search that closes in from both sides
    /// finds its top; prices are tried by their logarithm because nobody knows how large they are.
    fn prices(&self) -> (Price, f64) {
        let along = |bound_at: &dyn Fn(f64) -> f64| {
            let (mut low, mut high) = (-3.0, 22.0);
            for _ in 0..HALVINGS {
                let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
                if bound_at(f64::exp(a)) < bound_at(f64::exp(b)) {
                    low = a;
                } else {
                    high = b;
                }
            }
            let inside = f64::exp(f64::midpoint(low, high));
            let at = if bound_at(0.0) >= bound_at(inside) { 0.0 } else { inside };
            (at, bound_at(at))
        };
        let [cost, time] = self.need.map(|need| need > 0);
        match (cost, time) {
            (true, true) => {
                let inner = |first: f64| along(&|second| self.bound([first, second]));
                let (first, _) = along(&|first| inner(first).1);
                let (second, bound) = inner(first);
                ([first, second], bound)
            }
            (true, false) => {
                let (price, bound) = along(&|price| self.bound([price, 0.0]));
                ([price, 0.0], bound)
            }
            _ => {
                let (price, bound) = along(&|price| self.bound([0.0, price]));
                ([0.0, price], bound)
            }
        }
    }

    fn gain(&self, picks: &[Option<usize>]) -> Gain {
        let mut sum = [0_i64; 2];
        for choice in self.chosen(picks) {
            sum = plus(sum, choice.gain);
        }
        sum
    }

    fn chosen<'b>(&'b self, picks: &'b [Option<usize>]) -> impl Iterator<Item = &'b Choice> {
        let picked = |(group, pick): (&'b Group, &Option<usize>)| pick.map(|at| &group.choices[at]);
        self.groups.iter().zip(picks).filter_map(picked)
    }

    /// Measures and procedures touched.
    fn size(&self, picks: &[Option<usize>]) -> (usize, usize) {
        self.chosen(picks)
            .fold((0, 0), |(n, m), choice| (n + choice.members.len(), m + choice.touched))
    }

    fn enough(&self, gain: Gain) -> bool {
        gain.iter().zip(self.need).all(|(gain, need)| *gain >= need)
    }

    /// A good plan: from several prices around the best ones, the one with the fewest measures.
    fn plan(&self, price: Price) -> Option<Vec<Option<usize>>> {
        let scales = [0.0, 0.5, 0.8, 0.9, 0.95, 1.0, 1.02, 1.05, 1.1, 1.25, 1.6, 2.5];
        let plans = scales
            .iter()
            .filter_map(|scale| self.plan_at(price.map(|price| price * scale)));
        plans.min_by_key(|picks| self.size(picks))
    }

    fn plan_at(&self, price: Price) -> Option<Vec<Option<usize>>> {
        let worth = |group: &Group| {
            let reduced = |at: usize| self.reduced(&group.choices[at], price);
            let best = (0..group.choices.len()).min_by(|a, b| reduced(*a).total_cmp(&reduced(*b)))?;
            (reduced(best) < -EPSILON).then_some(best)
        };
        let mut picks: Vec<Option<usize>> = self.groups.iter().map(worth).collect();
        while !self.enough(self.gain(&picks)) {
            let (group, choice) = self.most_useful(&picks)?;
            picks[group] = Some(choice);
        }
        while let Some((group, choice)) = self.spared(&picks) {
            picks[group] = choice;
        }
        Some(picks)
    }

    /// The change that covers most of what is missing for each measure it adds.
    #[expect(clippy::cast_precision_loss, reason = "few measures")]
    fn most_useful(&self, picks: &[Option<usize>]) -> Option<(usize, usize)> {
        let gain = self.gain(picks);
        let covered = |gain: Gain| {
            let missing = gain.iter().zip(self.need).map(|(gain, need)| {
                let whole = need.checked_abs().unwrap_or(i64::MAX).max(1) as f64;
                need.saturating_sub(*gain).max(0) as f64 / whole
            });
            -missing.sum::<f64>()
        };
        let now = covered(gain);
        let mut best: Option<(f64, usize, usize)> = None;
        for (at, (group, pick)) in self.groups.iter().zip(picks).enumerate() {
            let (old, size) = pick.map_or(([0, 0], 0), |pick| {
                (group.choices[pick].gain, group.choices[pick].members.len())
            });
            let rest = minus(gain, old);
            for (number, choice) in group.choices.iter().enumerate() {
                let more = covered(plus(rest, choice.gain)) - now;
                let added = choice.members.len() as f64 - size as f64;
                let useful = if added > 0.0 { more / added } else { more * 1e6 };
                if more > 1e-15 && best.is_none_or(|(known, ..)| useful > known) {
                    best = Some((useful, at, number));
                }
            }
        }
        best.map(|(_, group, choice)| (group, choice))
    }

    /// A group that can do with fewer measures.
    fn spared(&self, picks: &[Option<usize>]) -> Option<(usize, Option<usize>)> {
        let gain = self.gain(picks);
        let mut best: Option<(usize, usize, Option<usize>)> = None;
        for (at, (group, pick)) in self.groups.iter().zip(picks).enumerate() {
            let Some(own) = pick.map(|pick| &group.choices[pick]) else {
                continue;
            };
            let rest = minus(gain, own.gain);
            let smaller = (0..group.choices.len()).map(Some).chain([None]);
            for choice in smaller {
                let (other, size) = choice.map_or(([0, 0], 0), |choice| {
                    (group.choices[choice].gain, group.choices[choice].members.len())
                });
                let saved = own.members.len().saturating_sub(size);
                if saved > 0 && self.enough(plus(rest, other)) && best.is_none_or(|(known, ..)| saved > known) {
                    best = Some((saved, at, choice));
                }
            }
        }
        best.map(|(_, group, choice)| (group, choice))
    }

    /// The best plan with at most `limit` measures, when going through all of them takes no more than `most_states`.
    fn exact(&self, price: Price, limit: usize, most_states: usize) -> Search {
        let Some(layers) = self.layers(price, limit, most_states) else {
            return Search::TooLarge;
        };
        let Some(best) = layers.first().and_then(|whole| {
            let whole = whole.iter().filter(|state| self.enough(state.gain));
            whole.min_by_key(|state| (state.measures, state.touched))
        }) else {
            return Search::None;
        };
        let mut left = (best.measures, best.touched);
        let mut need = self.need;
        let mut picks = Vec::with_capacity(self.groups.len());
        for (group, rest) in self.groups.iter().zip(&layers[1..]) {
            let can_follow = |measures: usize, touched: usize, need: Gain| {
                rest.iter().any(|state| {
                    (state.measures, state.touched) == (measures, touched)
                        && state.gain.iter().zip(need).all(|(gain, need)| *gain >= need)
                })
            };
            // Choices stand in order, and doing nothing comes after all of them.
            let pick = group.choices.iter().position(|choice| {
                let measures = left.0.checked_sub(choice.members.len());
                let touched = left.1.checked_sub(choice.touched);
                measures
                    .zip(touched)
                    .is_some_and(|(measures, touched)| can_follow(measures, touched, minus(need, choice.gain)))
            });
            if let Some(choice) = pick.map(|pick| &group.choices[pick]) {
                left = (left.0 - choice.members.len(), left.1 - choice.touched);
                need = minus(need, choice.gain);
            }
            picks.push(pick);
        }
        Search::Best(picks)
    }

    /// For every group what it and those behind it can come to; the last layer is that of no group.
    fn layers(&self, price: Price, limit: usize, most_states: usize) -> Option<Vec<Vec<State>>> {
        let before = self.before(price);
        let mut layers = vec![vec![State::default()]];
        let mut states = 1;
        for (at, group) in self.groups.iter().enumerate().rev() {
            let behind = layers.last()?;
            let mut next = Vec::with_capacity(behind.len() * 2);
            for state in behind {
                let skipped = std::iter::once(*state);
                let taken = group.choices.iter().map(|choice| state.with(choice));
                next.extend(
                    skipped
                        .chain(taken)
                        .filter(|state| self.can_be(state, price, limit, &before[at])),
                );
            }
            let kept = undominated(next);
            states += kept.len();
            if states > most_states {
                return None;
            }
            layers.push(kept);
        }
        layers.reverse();
        Some(layers)
    }

    /// For every group what those in front of it can save at most, and come to at least.
    fn before(&self, price: Price) -> Vec<(Gain, f64)> {
        let mut sums = Vec::with_capacity(self.groups.len());
        let (mut most, mut least) = ([0_i64; 2], 0.0);
        for group in self.groups {
            sums.push((most, least));
            let best = |dimension: usize| group.choices.iter().map(|choice| choice.gain[dimension]).max();
            most = plus(most, [best(0).unwrap_or(0).max(0), best(1).unwrap_or(0).max(0)]);
            least += self.least(group, price);
        }
        sums
    }

    /// Whether a plan with at most `limit` measures can end like this.
    #[expect(clippy::cast_precision_loss, reason = "few measures")]
    fn can_be(&self, state: &State, price: Price, limit: usize, before: &(Gain, f64)) -> bool {
        if state.measures > limit || !self.enough(plus(state.gain, before.0)) {
            return false;
        }
        let mut bound = state.measures as f64 + before.1;
        for (at, price) in price.iter().enumerate() {
            if self.need[at] > 0 {
                bound += price * (1.0 - self.share(state.gain, at));
            }
        }
        bound <= limit as f64 + EPSILON
    }
}

/// What the last groups come to.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    measures: usize,
    touched: usize,
    gain: Gain,
}

impl State {
    fn with(&self, choice: &Choice) -> Self {
        Self {
            measures: self.measures + choice.members.len(),
            touched: self.touched + choice.touched,
            gain: plus(self.gain, choice.gain),
        }
    }
}

/// Drops what saves no more than another state that is smaller or as small. Nothing is lost by it: the same measures in
/// front of the other state make a plan that is no worse.
fn undominated(mut states: Vec<State>) -> Vec<State> {
    states.sort_by(|a, b| {
        let key = |state: &State| (state.measures, state.touched);
        key(a).cmp(&key(b)).then_with(|| b.gain.cmp(&a.gain))
    });
    // The most time saved by states so far with at least so much cost saved.
    let mut stairs: std::collections::BTreeMap<i64, i64> = std::collections::BTreeMap::new();
    states.retain(|state| {
        let [cost, time] = state.gain;
        if stairs.range(cost..).next().is_some_and(|(_, most)| *most >= time) {
            return false;
        }
        let lower: Vec<i64> = stairs
            .range(..=cost)
            .rev()
            .take_while(|(_, most)| **most <= time)
            .map(|(cost, _)| *cost)
            .collect();
        for cost in lower {
            stairs.remove(&cost);
        }
        stairs.insert(cost, time);
        true
    });
    states
}

fn plus(a: Gain, b: Gain) -> Gain {
    [a[0].saturating_add(b[0]), a[1].saturating_add(b[1])]
}

fn minus(a: Gain, b: Gain) -> Gain {
    [a[0].saturating_sub(b[0]), a[1].saturating_sub(b[1])]
}

#[cfg(test)]
mod tests;
