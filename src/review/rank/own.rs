//! Parts that look at the catalogue themselves, where no rule says it already.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::parts::{DEAR, NEEDED, SUBSET, UNUSED};
use super::subset::Subsets;
use super::{Part, Weighed, finding, part};
use crate::catalogue::{Catalogue, Entry};
use crate::finding::{Evidence, Finding, Ground, Place};
use crate::review::Context;
use crate::review::chains::{Chains, quoted};
use crate::review::cost::cost;
use crate::review::prepared::Year;
use crate::review::rules::other_of;
use crate::text;

/// Fewer procedures have no dearest tenth.
const PROCEDURES: usize = 20;

/// Dependents named in a warning.
const NAMED: usize = 5;

/// How a part looks.
type Look<'s, 'c> = fn(&'s Own<'c>, &Part) -> Vec<Finding>;

/// What these parts look at.
pub(super) struct Own<'c> {
    catalogue: &'c Catalogue,
    context: &'c Context<'c>,
}

impl<'c> Own<'c> {
    pub(super) fn of(catalogue: &'c Catalogue, context: &'c Context<'c>) -> Self {
        Self { catalogue, context }
    }

    /// What every part that counts says, in no particular order.
    pub(super) fn findings(&self, parts: &[Weighed]) -> Vec<Finding> {
        let counts = |key: &str| parts.iter().any(|part| part.key == key && part.points != 0);
        let each: [(&str, Look<'_, 'c>); 4] = [
            (SUBSET, Self::subsets),
            (UNUSED, Self::unused),
            (DEAR, Self::dear),
            (NEEDED, Self::needed),
        ];
        let counting = each.into_iter().filter(|(key, _)| counts(key));
        counting
            .filter_map(|(key, look)| Some(look(self, part(key)?)))
            .flatten()
            .collect()
    }

    fn entry(&self, at: usize) -> Option<&'c Entry> {
        self.catalogue.entries().get(at)
    }

    fn subsets(&self, part: &Part) -> Vec<Finding> {
        let subsets = Subsets::of(self.catalogue);
        let pairs = subsets.pairs().into_iter();
        pairs
            .filter_map(|pair| {
                let (own, other) = (self.entry(pair.inner)?, self.entry(pair.outer)?);
                let (code, name) = (other.procedure.identity(), &other.procedure.name);
                let how = if pair.equal {
                    "giống hệt"
                } else {
                    "nằm gọn trong"
                };
                let message = format!("giấy tờ, đối tượng và kết quả {how} thủ tục {code} «{name}»");
                let mut said = finding(part, &own.source.path, own.procedure.identity(), "ho_so", message);
                let papers: BTreeSet<&str> = own.procedure.papers().map(|(.., paper)| paper.name.as_str()).collect();
                let papers: Vec<&str> = papers.into_iter().collect();
                said.evidence = vec![
                    Evidence::at("ho_so", "Giấy tờ đều có ở thủ tục kia", papers.join("; ")),
                    Evidence::at("ket_qua", "Kết quả", pair.results),
                    Evidence::in_file(Place::file(&other.source.path), format!("Thủ tục {code}"), name),
                ];
                said.grounds = vec![Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 5 Điều 7")];
                Some(said)
            })
            .collect()
    }

    fn unused(&self, part: &Part) -> Vec<Finding> {
        let chains = Chains::of(self.catalogue, self.context);
        let entries = self.catalogue.entries().iter().enumerate();
        entries
            .filter_map(|(at, entry)| {
                let result = chains.unused_result(at)?;
                let message = format!("không thủ tục nào trong danh mục yêu cầu {}", quoted(result));
                let own = &entry.procedure;
                let mut said = finding(part, &entry.source.path, own.identity(), "ket_qua", message);
                said.evidence = vec![Evidence::at("ket_qua", "Kết quả", result)];
                Some(said)
            })
            .collect()
    }

    fn needed(&self, part: &Part) -> Vec<Finding> {
        let chains = Chains::of(self.catalogue, self.context);
        let entries = self.catalogue.entries().iter().enumerate();
        entries
            .filter_map(|(at, entry)| {
                let dependents = chains.cut_off_by(at);
                if dependents.is_empty() {
                    return None;
                }
                let code = entry.procedure.identity();
                let message = format!(
                    "{} thủ tục sẽ mất nguồn giấy tờ (tthc chain {code})",
                    text::count(dependents.len() as u64)
                );
                let mut said = finding(part, &entry.source.path, code, "ket_qua", message);
                let named = dependents.iter().take(NAMED).filter_map(|(by, paper)| {
                    let other = self.entry(*by)?;
                    let label = format!("Thủ tục {} cần", other.procedure.identity());
                    Some(Evidence::in_file(Place::file(&other.source.path), label, *paper))
                });
                said.evidence = named.collect();
                Some(said)
            })
            .collect()
    }

    /// Procedures whose cost of one case, shared out over the dossiers of a year, is among the highest.
    fn dear(&self, part: &Part) -> Vec<Finding> {
        let mut known: Vec<(usize, Decimal, u64, Year<'c>)> = self
            .catalogue
            .entries()
            .par_iter()
            .enumerate()
            .filter_map(|(at, entry)| {
                let year = self.context.last_year(entry.procedure.identity())?;
                let received = year.sum(|row| row.received);
                let cost = cost(self.catalogue, &entry.procedure, &[], self.context.day).ok()?;
                (received > 0 && cost.per_case > Decimal::ZERO).then_some((at, cost.per_case, received, year))
            })
            .collect();
        if known.len() < PROCEDURES {
            return Vec::new();
        }
        known.sort_by(|a, b| {
            // a/x > b/y without dividing: no rounding can change the order.
            let of = |per_case: Decimal, other: u64| per_case.checked_mul(Decimal::from(other)).unwrap_or(Decimal::MAX);
            of(b.1, a.2).cmp(&of(a.1, b.2)).then(a.0.cmp(&b.0))
        });
        let count = known.len();
        let dearest = known.into_iter().take(count / 10).enumerate();
        dearest
            .filter_map(|(place, (at, per_case, received, year))| {
                let entry = self.entry(at)?;
                let received = text::number(i128::from(received));
                let message = format!(
                    "{} đồng một lần, {received} hồ sơ năm {}: hạng {}/{count}",
                    text::decimal(per_case),
                    year.year,
                    place + 1
                );
                let mut said = finding(part, &entry.source.path, entry.procedure.identity(), "", message);
                said.evidence = vec![
                    Evidence::from_elsewhere(
                        "Chi phí một lần (tthc cost)",
                        format!("{} đồng", text::decimal(per_case)),
                    ),
                    year.evidence("Hồ sơ tiếp nhận", received),
                ];
                Some(said)
            })
            .collect()
    }
}

/// The same question asked of the other one of each pair of names: a rule tells it of the first alone.
pub(super) fn mirrored(catalogue: &Catalogue, found: &[Finding]) -> Vec<Finding> {
    let of = |code: Option<&str>| code.and_then(|code| catalogue.get(code));
    let each = found.iter().filter_map(|finding| {
        let other = of(other_of(finding))?;
        let own = &of(finding.code.as_deref())?.procedure;
        let (code, name) = (own.identity(), &own.name);
        let message = format!("tên gần trùng với thủ tục {code} «{name}»");
        let said = Finding::new(
            &finding.rule,
            finding.severity,
            Place::file(&other.source.path),
            message,
        );
        Some(Finding {
            code: Some(other.procedure.identity().to_owned()),
            evidence: vec![
                Evidence::at("ten", "Tên", &other.procedure.name),
                Evidence::in_file(finding.place.clone(), format!("Tên thủ tục {code}"), name),
            ],
            grounds: finding.grounds.clone(),
            outcome: finding.outcome.clone(),
            yaml_path: "ten".to_owned(),
            ..said
        })
    });
    each.collect()
}
