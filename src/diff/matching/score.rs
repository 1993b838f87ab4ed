//! How sure it is that one procedure became another, and what speaks for it.

use super::profile::{Profile, Title, common, dice};
use crate::catalogue::procedure::Procedure;
use crate::text;

/// Titles at least this alike name one paper or one result.
const SAME_TITLE: f64 = 0.72;

/// Texts less alike than this are not worth telling.
const TOLD_TEXT: f64 = 0.3;

/// Numbers of shared legal bases named as evidence.
const NAMED_BASES: usize = 2;

/// What two procedures have in common.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Features {
    /// Likeness of the names, without what stands in brackets.
    pub(super) core: f64,
    /// Likeness of the whole names.
    pub(super) name: f64,
    /// Share of the leading verbs that both have; 1 when neither has any.
    pub(super) verbs: f64,
    /// Papers of both, and of the one that has more.
    pub(super) papers: Option<(usize, usize)>,
    /// Likeness of the likest results.
    pub(super) results: Option<f64>,
    /// Share of the runs of words that both have in steps and conditions.
    pub(super) text: Option<f64>,
    /// Same field.
    pub(super) field: bool,
    /// A level of both.
    pub(super) level: bool,
    /// An agency of both.
    pub(super) agency: bool,
}

impl Features {
    pub(super) fn of(a: &Profile, b: &Profile) -> Self {
        Self {
            core: dice(&a.core, &b.core),
            name: dice(&a.name, &b.name),
            verbs: verbs(a, b),
            papers: both(&a.papers, &b.papers)
                .map(|_| (same_titles(&a.papers, &b.papers), a.papers.len().max(b.papers.len()))),
            results: both(&a.results, &b.results).map(|_| likest(&a.results, &b.results)),
            text: both(&a.sketch, &b.sketch).map(|_| resemblance(&a.sketch, &b.sketch)),
            field: common(&a.field, &b.field) > 0,
            level: common(&a.levels, &b.levels) > 0,
            agency: common(&a.agencies, &b.agencies) > 0,
        }
    }

    /// How much speaks for the two being one, in logits, before it is known who else is in question.
    ///
    /// Fitted by logistic regression on the records of June and July 2026 and of December 2025 and July 2026 with their codes
    /// withheld, on the shipped revisions, on variations of 2,100 real records and on the real families of one name under
    /// many codes; `tests/it/matching.rs` measures the outcome. What is unknown counts about half of what it could, so that
    /// names alone never suffice. Field and legal bases do not count: neighbouring procedures share them as often as
    /// successors do.
    pub(super) fn logit(&self) -> f64 {
        let known = |value: Option<f64>, weight: f64, unknown: f64| value.map_or(unknown, |value| weight * value);
        let flag = |yes: bool, weight: f64| if yes { weight } else { 0.0 };
        -17.0
            + 1.5 * self.core
            + 2.6 * self.core * self.core
            + 3.5 * self.name
            + 1.2 * self.verbs
            + self.verbs * self.core
            + known(self.papers.map(|(same, of)| same as f64 / of as f64), 2.1, 0.6)
            + known(self.results, 4.0, 1.6)
            + known(self.text, 3.1, 1.9)
            + flag(self.level, 0.3)
            + flag(self.agency, 1.0)
    }

    /// What speaks for it, in Vietnamese; `old` and `new` are what the features were taken of.
    pub(super) fn evidence(&self, old: (&Procedure, &Profile), new: (&Procedure, &Profile)) -> Vec<String> {
        let mut evidence = vec![self.about_names(old.0, new.0)];
        evidence.extend(
            self.papers
                .filter(|(same, _)| *same > 0)
                .map(|(same, of)| format!("cùng {same}/{of} giấy tờ")),
        );
        evidence.extend(
            self.results
                .filter(|alike| *alike >= SAME_TITLE)
                .map(|_| "cùng kết quả".to_owned()),
        );
        evidence.extend(
            self.text
                .filter(|alike| *alike >= TOLD_TEXT)
                .map(|alike| format!("trình tự và điều kiện giống nhau {}", percent(alike))),
        );
        evidence.extend(about_bases(old.1, new.1));
        evidence.extend(self.about_place(old.0, new.0));
        evidence
    }

    fn about_names(&self, old: &Procedure, new: &Procedure) -> String {
        if text::same_but_for_spelling(&old.name, &new.name) {
            "cùng tên".to_owned()
        } else if self.name >= 1.0 {
            "tên chỉ khác từ chỉ cấp, thẩm quyền, từ nối".to_owned()
        } else {
            format!("tên giống nhau {}", percent(self.core.max(self.name)))
        }
    }

    /// Where the procedure moved: another level, another field.
    fn about_place(&self, old: &Procedure, new: &Procedure) -> Vec<String> {
        let levels = |procedure: &Procedure| {
            let levels: Vec<&str> = procedure.levels.iter().map(|level| level.text()).collect();
            levels.join(", ")
        };
        let moved = |what: &str, from: &str, to: &str| format!("chuyển {what}từ {from} sang {to}");
        let mut place = Vec::new();
        if !self.level && !old.levels.is_empty() && !new.levels.is_empty() {
            place.push(moved("", &levels(old), &levels(new)));
        }
        if !self.field && !old.field.is_empty() && !new.field.is_empty() {
            place.push(moved("lĩnh vực ", &old.field, &new.field));
        }
        place
    }
}

/// The confidence in a choice: how much speaks for it, and by how much it is ahead of the next best.
///
/// Fitted on the choices made on the same records as [`Features::logit`].
pub(super) fn confidence(logit: f64, rival: f64) -> f64 {
    let ahead = (logit - rival).clamp(-4.0, 8.0);
    let sum = 0.1 + 0.8 * logit + 0.33 * ahead;
    1.0 / (1.0 + (-sum).exp())
}

/// The logit of a rival that does not exist.
pub(super) const NO_RIVAL: f64 = -12.0;

fn percent(share: f64) -> String {
    // Not quite the same must not be called the same.
    let whole = if share < 1.0 {
        (share * 100.0).round().min(99.0)
    } else {
        100.0
    };
    format!("{whole}%")
}

fn about_bases(old: &Profile, new: &Profile) -> Option<String> {
    let mut shared: Vec<&str> = shared_bases(new, old).collect();
    shared.sort_unstable();
    let named = shared.iter().take(NAMED_BASES).copied().collect::<Vec<_>>().join(", ");
    match shared.len() {
        0 => None,
        count if count > NAMED_BASES => Some(format!("cùng {count} căn cứ: {named} …")),
        _ => Some(format!("cùng căn cứ {named}")),
    }
}

fn both<T>(a: &[T], b: &[T]) -> Option<()> {
    (!a.is_empty() && !b.is_empty()).then_some(())
}

fn verbs(a: &Profile, b: &Profile) -> f64 {
    let same = a.verbs.iter().filter(|verb| b.verbs.contains(verb)).count();
    match a.verbs.len() + b.verbs.len() - same {
        0 => 1.0,
        all => same as f64 / all as f64,
    }
}

/// How many titles of two lists name the same thing, each counted once: equal ones first, then the likest.
fn same_titles(a: &[Title], b: &[Title]) -> usize {
    let wholes = |titles: &[Title]| -> Vec<u64> { titles.iter().map(|title| title.whole).collect() };
    let (in_a, in_b) = (wholes(a), wholes(b));
    let equal = common(&in_a, &in_b);
    let left: Vec<&Title> = a
        .iter()
        .filter(|title| in_b.binary_search(&title.whole).is_err())
        .collect();
    let right: Vec<&Title> = b
        .iter()
        .filter(|title| in_a.binary_search(&title.whole).is_err())
        .collect();
    let mut alike: Vec<(f64, usize, usize)> = left
        .iter()
        .enumerate()
        .flat_map(|(at, one)| {
            right
                .iter()
                .enumerate()
                .map(move |(other, two)| (dice(&one.shingles, &two.shingles), at, other))
        })
        .filter(|(likeness, ..)| *likeness >= SAME_TITLE)
        .collect();
    // The two sides may be exchanged: ties are settled by what the titles are, not by whose they are.
    alike.sort_by(|x, y| {
        let ends = |&(_, at, other): &(f64, usize, usize)| {
            let (one, two) = (left[at].whole, right[other].whole);
            (one.min(two), one.max(two))
        };
        y.0.total_cmp(&x.0).then_with(|| ends(x).cmp(&ends(y)))
    });
    let mut taken = (vec![false; left.len()], vec![false; right.len()]);
    let mut count = equal;
    for (_, at, other) in alike {
        if !taken.0[at] && !taken.1[other] {
            (taken.0[at], taken.1[other]) = (true, true);
            count += 1;
        }
    }
    count
}

fn likest(a: &[Title], b: &[Title]) -> f64 {
    a.iter()
        .flat_map(|one| b.iter().map(|two| dice(&one.shingles, &two.shingles)))
        .fold(0.0, f64::max)
}

fn shared_bases<'a>(a: &'a Profile, b: &Profile) -> impl Iterator<Item = &'a str> {
    let keys: Vec<u64> = b.bases.iter().map(|(key, _)| *key).collect();
    a.bases
        .iter()
        .filter(move |(key, _)| keys.binary_search(key).is_ok())
        .map(|(_, number)| number.as_str())
}

/// The share of common members of two sets, told from their smallest ones.
fn resemblance(a: &[u64], b: &[u64]) -> f64 {
    let kept = a.len().min(b.len());
    let mut union: Vec<u64> = a.iter().chain(b).copied().collect();
    union.sort_unstable();
    union.dedup();
    union.truncate(kept.max(1));
    let in_both = union
        .iter()
        .filter(|hash| a.binary_search(hash).is_ok() && b.binary_search(hash).is_ok())
        .count();
    in_both as f64 / union.len() as f64
}
