//! Candidates to abolish, in one order that anybody can check: a score made of named parts, each with its evidence.
//!
//! A place in the list is a suggestion where to look first, never a conclusion. What is missing from the data counts for
//! nothing: without statistics nobody knows that there were no dossiers.

mod own;
mod parts;
mod subset;

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use thiserror::Error;

use super::{Context, RULES, Rule, control, review};
use crate::catalogue::document::Register;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, locate_all};
use crate::finding::{Finding, Severity};

use self::own::{Own, mirrored};
use self::parts::SAID_ALREADY;
pub use self::parts::{PARTS, Part};

/// What a person asked for in place of the usual weights.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Parts that do not count.
    pub without: Vec<String>,
    /// Weights of parts.
    pub weights: Vec<(String, u32)>,
}

/// A name that is no part.
#[derive(Debug, Error)]
#[error("no part called {0:?}; parts there are: {1}")]
pub struct NoSuchPart(String, String);

/// The candidates and what their scores are made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Ranking {
    /// Every part, with its weight in this list.
    pub parts: Vec<Weighed>,
    /// Procedures that at least one part speaks for, the highest score first, equal ones by code.
    pub candidates: Vec<Candidate>,
    /// How many procedures were looked at.
    pub procedures: usize,
    /// Of how many of them each kind of data is missing.
    pub missing: BTreeMap<&'static str, usize>,
    /// What is wrong with the settings of the review.
    pub problems: Vec<Finding>,
}

/// A part and what it weighs in one list.
#[derive(Debug, Clone, Serialize)]
pub struct Weighed {
    /// Name, for options and settings.
    pub key: &'static str,
    /// Vietnamese title.
    pub title: &'static str,
    /// What it looks at, and what it never takes for evidence.
    pub meaning: &'static str,
    /// Points for a procedure it fires on; negative where it speaks against abolition.
    pub points: i64,
    /// Who said the weight.
    pub from: Origin,
    /// Rules whose findings are its evidence.
    pub rules: &'static [&'static str],
    /// Those of them that `ra_soat.tat` switches off.
    pub rules_off: Vec<&'static str>,
}

/// Who said what a part weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The program.
    Default,
    /// `ra_soat.xep_hang` of the catalogue.
    Settings,
    /// The person who asked.
    Asked,
}

impl Origin {
    /// In Vietnamese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Default => "mặc định",
            Self::Settings => "catalogue.yaml",
            Self::Asked => "dòng lệnh",
        }
    }
}

/// One procedure of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Place in the list, from 1; of a field it is the place among all.
    pub rank: usize,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Field.
    pub field: String,
    /// Sum of the points.
    pub score: i64,
    /// The parts that fired, in the order of the legend.
    pub parts: Vec<Scored>,
    /// Data that are missing and were not taken for evidence.
    pub missing: Vec<&'static str>,
}

/// A part that fired on a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scored {
    /// The part.
    pub part: &'static str,
    /// Its points.
    pub points: i64,
    /// What it rests on: fields and figures with their places, and the legal grounds where there are any.
    pub findings: Vec<Finding>,
}

/// Ranks the procedures of a revision as the law stood on `day`.
///
/// # Errors
///
/// When somebody asks for a part that there is not.
pub fn rank(catalogue: &Catalogue, day: Date, wishes: &Wishes) -> Result<Ranking, NoSuchPart> {
    let parts = weighed(catalogue, day, wishes)?;
    let rules: Vec<&Rule> = control::active(catalogue)
        .into_iter()
        .filter(|rule| {
            parts
                .iter()
                .any(|part| part.points != 0 && part.rules.contains(&rule.id))
        })
        .collect();
    let found = review(catalogue, day, &rules).findings;
    let (found, problems): (Vec<Finding>, Vec<Finding>) = found.into_iter().partition(|finding| finding.code.is_some());
    let context = Context::new(catalogue, day);
    let mut own = Own::of(catalogue, &context).findings(&parts);
    own.extend(mirrored(catalogue, &found));
    locate_all(catalogue.files(), &mut own);
    let mut by_part = sorted(&parts, found, own);
    let mut missing: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut candidates = Vec::new();
    for entry in catalogue.entries() {
        let procedure = &entry.procedure;
        let gaps = gaps(&context, procedure);
        for gap in &gaps {
            *missing.entry(gap).or_default() += 1;
        }
        let scored = parts.iter().filter_map(|part| {
            let key = (procedure.identity().to_owned(), part.key);
            let findings = by_part.remove(&key).filter(|_| part.points != 0)?;
            Some(Scored {
                part: part.key,
                points: part.points,
                findings,
            })
        });
        let mut scored: Vec<Scored> = scored.collect();
        let (first, second) = SAID_ALREADY;
        if scored.iter().any(|part| part.part == first) {
            scored.retain(|part| part.part != second);
        }
        if scored.iter().any(|part| part.points > 0) {
            candidates.push(Candidate {
                rank: 0,
                code: procedure.identity().to_owned(),
                name: procedure.name.clone(),
                field: procedure.field.clone(),
                score: scored.iter().map(|part| part.points).sum(),
                parts: scored,
                missing: gaps,
            });
        }
    }
    candidates.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.code.cmp(&b.code)));
    for (at, candidate) in (1..).zip(&mut candidates) {
        candidate.rank = at;
    }
    Ok(Ranking {
        parts,
        candidates,
        procedures: catalogue.entries().len(),
        missing,
        problems,
    })
}

/// What each part weighs: what was asked for, else what the catalogue says on the day, else its own.
fn weighed(catalogue: &Catalogue, day: Date, wishes: &Wishes) -> Result<Vec<Weighed>, NoSuchPart> {
    let named = wishes.weights.iter().map(|(name, _)| name).chain(&wishes.without);
    for name in named {
        if part(name).is_none() {
            let known: Vec<&str> = PARTS.iter().map(|part| part.key).collect();
            return Err(NoSuchPart(name.clone(), known.join(", ")));
        }
    }
    let is = |name: &str, wanted: &Part| part(name).is_some_and(|part| part.key == wanted.key);
    let active = control::active(catalogue);
    let weighed = PARTS.iter().map(|part| {
        let mut rows = catalogue.settings().review.ranking.iter();
        let told = rows.rfind(|row| is(&row.part, part) && row.holds(day));
        let asked = wishes.weights.iter().rfind(|(name, _)| is(name, part));
        let (weight, from) = if wishes.without.iter().any(|name| is(name, part)) {
            (0, Origin::Asked)
        } else if let Some((_, weight)) = asked {
            (*weight, Origin::Asked)
        } else if let Some(row) = told {
            (row.weight, Origin::Settings)
        } else {
            (part.weight, Origin::Default)
        };
        let off = |number: &&&str| !active.iter().any(|rule| rule.id == **number);
        Weighed {
            key: part.key,
            title: part.title,
            meaning: part.meaning,
            points: if part.against {
                -i64::from(weight)
            } else {
                i64::from(weight)
            },
            from,
            rules: part.rules,
            rules_off: part.rules.iter().filter(off).copied().collect(),
        }
    });
    Ok(weighed.collect())
}

/// The part of a name.
pub(super) fn part(name: &str) -> Option<&'static Part> {
    let wanted = name.trim().replace('-', "_").to_lowercase();
    PARTS.iter().find(|part| part.key == wanted)
}

/// Findings by procedure and part.
fn sorted(
    parts: &[Weighed],
    of_rules: Vec<Finding>,
    own: Vec<Finding>,
) -> HashMap<(String, &'static str), Vec<Finding>> {
    let mut sorted: HashMap<(String, &'static str), Vec<Finding>> = HashMap::new();
    let part_of: HashMap<&str, &'static str> = RULES
        .iter()
        .filter_map(|rule| {
            let part = parts.iter().find(|part| part.rules.contains(&rule.id))?;
            Some((rule.name, part.key))
        })
        .chain(PARTS.iter().map(|part| (part.key, part.key)))
        .collect();
    for finding in of_rules.into_iter().chain(own) {
        let part = part_of.get(finding.rule.as_str()).copied();
        if let Some((code, part)) = finding.code.clone().zip(part) {
            sorted.entry((code, part)).or_default().push(finding);
        }
    }
    for findings in sorted.values_mut() {
        findings.sort_by(|a, b| (a.severity, &a.place, &a.message).cmp(&(b.severity, &b.place, &b.message)));
    }
    sorted
}

/// Data of a procedure that are missing, so that what they could show is not known.
fn gaps(context: &Context<'_>, procedure: &Procedure) -> Vec<&'static str> {
    let documents = context.catalogue.documents();
    let checks = [
        (
            "số liệu hồ sơ của năm đã qua",
            context.last_year(procedure.identity()).is_none(),
        ),
        ("căn cứ pháp lý", procedure.legal_bases.is_empty()),
        (
            "văn bản của căn cứ trong van_ban/",
            has_unknown_basis(procedure, documents),
        ),
        ("kết quả", procedure.results.is_empty()),
        ("đối tượng thực hiện", procedure.applicants.is_empty()),
    ];
    checks
        .into_iter()
        .filter(|(_, is_missing)| *is_missing)
        .map(|(name, _)| name)
        .collect()
}

fn has_unknown_basis(procedure: &Procedure, documents: &Register) -> bool {
    procedure.legal_bases.iter().any(|basis| match basis.number.value() {
        Some(number) => number.is_normative() && documents.get(number).is_none(),
        None => true,
    })
}

/// A finding of a part that no rule makes.
fn finding(part: &Part, path: &str, code: &str, yaml_path: &str, message: String) -> Finding {
    Finding {
        code: Some(code.to_owned()),
        yaml_path: yaml_path.to_owned(),
        ..Finding::new(part.key, Severity::Low, crate::finding::Place::file(path), message)
    }
}

#[cfg(test)]
mod tests;
