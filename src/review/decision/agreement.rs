//! How far two reviewers agree, and on what they do not.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::store::folder_name;
use super::{Amendment, Assessments, Decision, Outcome, Pair, Recorded};
use crate::catalogue::Catalogue;
use crate::catalogue::lineage::base_code;
use crate::catalogue::quantity;
use crate::catalogue::values::Written;
use crate::text;

/// What two or more reviewers said of the same procedures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Every two persons who looked at the same procedures.
    pub pairs: Vec<PairAgreement>,
    /// What they do not agree on, by code.
    pub conflicts: Vec<Conflict>,
    /// Procedures that only one person has looked at; nothing is said of these assessments.
    pub waiting: usize,
}

impl Agreement {
    /// Whether two reviewers of a procedure see something differently. Conflicts are in the order of their codes.
    pub fn has_conflict_on(&self, code: &str) -> bool {
        let found = self
            .conflicts
            .binary_search_by(|conflict| conflict.code.as_str().cmp(code));
        found.is_ok()
    }
}

/// How far two persons agree on the outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairAgreement {
    /// The two, by name.
    pub reviewers: [String; 2],
    /// Over all procedures both looked at.
    pub overall: Tally,
    /// By field, in the order of the alphabet.
    pub by_field: Vec<FieldTally>,
}

/// One field of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldTally {
    /// The field.
    pub field: String,
    /// Its procedures.
    pub tally: Tally,
}

/// Procedures two persons judged, and how many alike.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tally {
    /// Judged alike.
    pub agreed: u64,
    /// Judged by both.
    pub of: u64,
    /// Share judged alike, in percent.
    #[serde(serialize_with = "quantity::optional_number")]
    pub percent: Option<Decimal>,
    /// Agreement beyond chance.
    pub kappa: Kappa,
}

/// Cohen's kappa as a fraction of whole numbers: of `n` procedures judged alike `a` times, with `e` the sum over all
/// outcomes of how often one chose it times how often the other did, it is `(n·a − e) / (n² − e)`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Kappa {
    /// `n·a − e`.
    pub numerator: i128,
    /// `n² − e`; zero when both always chose one and the same outcome, or judged nothing.
    pub denominator: i128,
    /// Their ratio; `None` where it is not defined.
    #[serde(serialize_with = "quantity::optional_number")]
    pub value: Option<Decimal>,
}

/// One thing two reviewers see differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Procedure.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its field.
    pub field: String,
    /// On what: "Phương án", "Bãi bỏ thành phần hồ sơ: “…”", "Thời hạn giải quyết".
    pub measure: String,
    /// Who says what.
    pub voices: [Voice; 2],
}

/// What one reviewer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Voice {
    /// Who.
    pub reviewer: String,
    /// What.
    pub says: String,
    /// Why.
    pub reason: String,
    /// File, from the folder of the decisions.
    pub path: String,
}

/// What is said where a reviewer has no such measure.
const NOTHING: &str = "không đề xuất";

/// How far the reviewers of a revision agree. Assessments without a second one are only counted.
pub fn agreement(assessments: &Assessments, catalogue: &Catalogue) -> Agreement {
    let on = |pair: &Pair<'_>| folder_name(&pair.first.decision.revision) == folder_name(catalogue.name());
    let pairs: Vec<Pair<'_>> = assessments.pairs().into_iter().filter(on).collect();
    let field = |pair: &Pair<'_>| {
        let entry = catalogue.get(&base_code(&pair.first.decision.code));
        entry.map_or_else(String::new, |entry| entry.procedure.field.clone())
    };
    let mut persons: BTreeMap<[String; 2], Vec<&Pair<'_>>> = BTreeMap::new();
    for pair in &pairs {
        let of = [by(&pair.first.decision), by(&pair.second.decision)];
        persons.entry(of).or_default().push(pair);
    }
    let by_person = persons.into_iter().map(|(reviewers, pairs)| {
        let mut fields: BTreeMap<_, Vec<&Pair<'_>>> = BTreeMap::new();
        for pair in &pairs {
            let name = field(pair);
            fields.entry((text::collation_key(&name), name)).or_default().push(pair);
        }
        PairAgreement {
            reviewers,
            overall: tally(&pairs),
            by_field: fields
                .into_iter()
                .map(|((_, field), pairs)| FieldTally {
                    field,
                    tally: tally(&pairs),
                })
                .collect(),
        }
    });
    Agreement {
        pairs: by_person.collect(),
        conflicts: pairs.iter().flat_map(|pair| conflicts(pair, catalogue)).collect(),
        waiting: assessments.waiting(catalogue.name()),
    }
}

fn by(decision: &Decision) -> String {
    decision.decided_by.clone().unwrap_or_default()
}

fn tally(pairs: &[&Pair<'_>]) -> Tally {
    let choices: Vec<(String, String)> = pairs
        .iter()
        .map(|pair| (choice(&pair.first.decision), choice(&pair.second.decision)))
        .collect();
    Tally::of(&choices)
}

/// The outcome as it is compared: a key, or the text where it is none.
fn choice(decision: &Decision) -> String {
    let key = decision.outcome.value().map(|outcome| outcome.key().to_owned());
    key.unwrap_or_else(|| text::canonical(decision.outcome.text()))
}

impl Tally {
    /// Of what two persons chose, thing by thing.
    pub fn of(choices: &[(String, String)]) -> Self {
        let of = choices.len();
        let agreed = choices.iter().filter(|(one, other)| one == other).count();
        let mut chosen: BTreeMap<&str, (i128, i128)> = BTreeMap::new();
        for (one, other) in choices {
            chosen.entry(one).or_default().0 += 1;
            chosen.entry(other).or_default().1 += 1;
        }
        let by_chance: i128 = chosen.values().map(|(one, other)| one * other).sum();
        let n = i128::try_from(of).unwrap_or(i128::MAX);
        let alike = i128::try_from(agreed).unwrap_or(i128::MAX);
        let (numerator, denominator) = (n * alike - by_chance, n * n - by_chance);
        let ratio = |part: i128, whole: i128| {
            Decimal::from_i128_with_scale(part, 0).checked_div(Decimal::from_i128_with_scale(whole, 0))
        };
        Self {
            agreed: agreed as u64,
            of: of as u64,
            percent: ratio(alike * 100, n).map(|percent| percent.round_dp(2)),
            kappa: Kappa {
                numerator,
                denominator,
                value: ratio(numerator, denominator).map(|kappa| kappa.round_dp(3)),
            },
        }
    }
}

/// What two reviewers of one procedure see differently.
fn conflicts(pair: &Pair<'_>, catalogue: &Catalogue) -> Vec<Conflict> {
    let (first, second) = (measures(&pair.first.decision), measures(&pair.second.decision));
    let code = base_code(&pair.first.decision.code);
    let entry = catalogue.get(&code);
    let name = entry.map_or_else(String::new, |entry| entry.procedure.name.clone());
    let field = entry.map_or_else(String::new, |entry| entry.procedure.field.clone());
    let mut keys: Vec<&String> = first.iter().map(|measure| &measure.key).collect();
    keys.extend(
        second
            .iter()
            .map(|measure| &measure.key)
            .filter(|key| !first.iter().any(|other| other.key == **key)),
    );
    let differing = keys.into_iter().filter_map(|key| {
        let find = |list: &[Measure]| list.iter().find(|measure| measure.key == *key).cloned();
        let (one, other) = (find(&first), find(&second));
        let says = |measure: &Option<Measure>| measure.as_ref().map(|measure| text::canonical(&measure.value));
        if says(&one) == says(&other) {
            return None;
        }
        let label = one.as_ref().or(other.as_ref()).map(|measure| measure.label.clone())?;
        let voice = |recorded: &Recorded, measure: Option<Measure>| Voice {
            reviewer: by(&recorded.decision),
            says: measure
                .as_ref()
                .map_or_else(|| NOTHING.to_owned(), |measure| measure.value.clone()),
            reason: measure.map_or_else(|| recorded.decision.reason.clone(), |measure| measure.reason),
            path: recorded.path.clone(),
        };
        Some(Conflict {
            code: code.clone(),
            name: name.clone(),
            field: field.clone(),
            measure: label,
            voices: [voice(pair.first, one), voice(pair.second, other)],
        })
    });
    differing.collect()
}

/// One thing a reviewer proposes: what is compared with the other's of the same key.
#[derive(Debug, Clone)]
struct Measure {
    key: String,
    label: String,
    value: String,
    reason: String,
}

fn measures(decision: &Decision) -> Vec<Measure> {
    let outcome = decision.outcome.value().copied();
    let mut measures = vec![Measure {
        key: "phuong_an".to_owned(),
        label: "Phương án".to_owned(),
        value: outcome.map_or_else(
            || decision.outcome.text().to_owned(),
            |outcome: Outcome| outcome.label().to_owned(),
        ),
        reason: decision.reason.clone(),
    }];
    if let Some(successor) = &decision.successor {
        measures.push(Measure {
            key: "chuyen_sang".to_owned(),
            label: "Chuyển sang thủ tục".to_owned(),
            value: base_code(successor),
            reason: decision.reason.clone(),
        });
    }
    measures.extend(decision.amendments.iter().map(|amendment| {
        let (label, value) = said(amendment);
        Measure {
            key: text::canonical(&label),
            label,
            value,
            reason: amendment.reason.clone().unwrap_or_else(|| decision.reason.clone()),
        }
    }));
    measures
}

/// What an amendment is about, and what it makes of it.
fn said(amendment: &Amendment) -> (String, String) {
    let proposed = || "đề xuất".to_owned();
    let channel = amendment.channel.as_ref();
    let channel = channel.map_or_else(String::new, |channel| format!(" ({})", channel.text()));
    let list = |texts: Vec<&str>| texts.join("; ");
    if let Some(paper) = &amendment.drop_paper {
        (format!("Bãi bỏ thành phần hồ sơ: “{paper}”"), proposed())
    } else if let Some(paper) = &amendment.replace_paper {
        let by = amendment.replacement.clone().unwrap_or_default();
        (format!("Thay thành phần hồ sơ: “{paper}”"), by)
    } else if let Some(limit) = &amendment.time_limit {
        (format!("Thời hạn giải quyết{channel}"), limit.text().to_owned())
    } else if let Some(fee) = &amendment.fee {
        let name = amendment
            .fee_name
            .as_deref()
            .map_or_else(String::new, |name| format!(" “{name}”"));
        (format!("Mức phí, lệ phí{name}{channel}"), fee.text().to_owned())
    } else if let Some(requirement) = &amendment.drop_requirement {
        (format!("Bãi bỏ yêu cầu, điều kiện: “{requirement}”"), proposed())
    } else if let Some(sets) = amendment.sets {
        ("Số bộ hồ sơ".to_owned(), text::count(sets.into()))
    } else if let Some(open) = &amendment.open_channel {
        let level = amendment.online_level.as_ref().map_or("mở", Written::text);
        (format!("Hình thức nộp: {}", open.text()), level.to_owned())
    } else if let Some(name) = &amendment.name {
        ("Tên thủ tục".to_owned(), name.clone())
    } else if !amendment.linked.is_empty() {
        let mut codes: Vec<String> = amendment.linked.iter().map(base_code).collect();
        codes.sort();
        ("Thực hiện liên thông với".to_owned(), codes.join("; "))
    } else if !amendment.levels.is_empty() {
        let levels = list(amendment.levels.iter().map(Written::text).collect());
        ("Cấp thực hiện".to_owned(), levels)
    } else {
        let agencies = amendment.agencies.iter().chain(&amendment.authorised);
        (
            "Cơ quan thực hiện, được ủy quyền".to_owned(),
            list(agencies.map(String::as_str).collect()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(table: &[(&str, &str, usize)]) -> Vec<(String, String)> {
        let rows = table
            .iter()
            .flat_map(|(one, other, times)| vec![((*one).to_owned(), (*other).to_owned()); *times]);
        rows.collect()
    }

    #[test]
    fn kappa_of_the_textbook() {
        // po = 0,7; pe = 0,5; kappa = 0,4.
        let tally = Tally::of(&choices(&[
            ("có", "có", 20),
            ("có", "không", 5),
            ("không", "có", 10),
            ("không", "không", 15),
        ]));
        assert_eq!((tally.agreed, tally.of), (35, 50));
        assert_eq!(tally.percent, Some(Decimal::from(70)));
        assert_eq!((tally.kappa.numerator, tally.kappa.denominator), (500, 1250));
        assert_eq!(tally.kappa.value, Some(Decimal::new(4, 1)));
    }

    #[test]
    fn kappa_below_and_beyond_chance() {
        let apart = Tally::of(&choices(&[("a", "b", 1), ("b", "a", 1)]));
        assert_eq!(apart.kappa.value, Some(Decimal::from(-1)));
        let alike = Tally::of(&choices(&[("a", "a", 3), ("b", "b", 4)]));
        assert_eq!(alike.kappa.value, Some(Decimal::ONE));
    }

    #[test]
    fn kappa_that_is_not_defined() {
        let one_outcome = Tally::of(&choices(&[("a", "a", 5)]));
        assert_eq!(
            (one_outcome.percent, one_outcome.kappa.value),
            (Some(Decimal::from(100)), None)
        );
        assert_eq!(one_outcome.kappa.denominator, 0);
        let nothing = Tally::of(&[]);
        assert_eq!((nothing.percent, nothing.kappa.value), (None, None));
    }
}
