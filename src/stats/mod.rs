//! What offices report: counts of a catalogue with the targets of a plan, and whether figures somebody typed agree.
//!
//! Every share keeps its numerator and denominator; arithmetic is decimal and exact.

pub mod audit;
mod dossiers;
mod inventory;
pub mod plan;
mod share;
mod targets;

use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Status, Written};

pub use self::dossiers::{Dossiers, Partly, Totals, Year};
pub use self::inventory::{Breakdown, Line, NOT_RECORDED, Online};
pub use self::plan::Plan;
pub use self::share::Share;
pub use self::targets::TargetResult;

/// Figures of one revision. Procedures that have expired or were abolished are counted apart and nowhere else.
#[derive(Debug, Clone, Serialize)]
pub struct Stats {
    /// Name of the revision.
    pub revision: String,
    /// Title of the catalogue.
    pub title: String,
    /// What a reader should know of the data.
    pub note: Option<String>,
    /// Procedures in force.
    pub procedures: u64,
    /// Records of procedures that are no longer in force.
    pub ended: u64,
    /// Procedures by level; one that several levels carry out counts at each.
    pub by_level: Breakdown,
    /// Procedures by field.
    pub by_field: Breakdown,
    /// Procedures by agency that handles them; one that several handle counts at each.
    pub by_agency: Breakdown,
    /// Procedures by kind: ordinary, local, linked, internal.
    pub by_kind: Breakdown,
    /// Procedures by who was given the power to regulate them.
    pub by_regulation: Breakdown,
    /// Online services.
    pub online: Online,
    /// Procedures by one-stop office.
    pub one_stop: Breakdown,
    /// Procedures by standard of the quality system.
    pub quality: Breakdown,
    /// Dossiers.
    pub dossiers: Dossiers,
    /// Results of the review, where there are decisions.
    pub simplification: Option<Simplification>,
    /// Targets of a plan.
    pub targets: Vec<TargetResult>,
}

/// What a review decided on one procedure, as far as statistics count it.
#[derive(Debug, Clone, Default)]
pub struct Measure {
    /// The outcome in official words.
    pub outcome: String,
    /// The procedure stays as it is.
    pub keeps: bool,
    /// What changes, each in the words statistics use.
    pub changes: Vec<String>,
}

/// Results of a review.
#[derive(Debug, Clone, Serialize)]
pub struct Simplification {
    /// Procedures with a plan to simplify, of those reviewed.
    pub simplified: Share,
    /// Procedures reviewed by outcome.
    pub by_outcome: Breakdown,
    /// Changes by what they change.
    pub by_change: Breakdown,
}

/// Counts a catalogue. Dossiers are those of `year`, or of the latest year with figures.
pub fn stats(catalogue: &Catalogue, year: Option<u16>, measures: &[Measure]) -> Stats {
    let (living, ended): (Vec<&Procedure>, Vec<&Procedure>) = catalogue.procedures().partition(|p| is_in_force(p));
    let settings = catalogue.settings();
    Stats {
        revision: catalogue.name().to_owned(),
        title: settings.title.clone(),
        note: settings.note.clone(),
        procedures: share::count(living.len()),
        ended: share::count(ended.len()),
        by_level: inventory::by_level(&living),
        by_field: inventory::by_field(&living),
        by_agency: inventory::by_agency(&living),
        by_kind: inventory::by_kind(&living),
        by_regulation: inventory::by_regulation(&living),
        online: inventory::online(&living),
        one_stop: inventory::one_stop(&living),
        quality: inventory::quality(&living),
        dossiers: dossiers::dossiers(catalogue, year),
        simplification: simplification(measures),
        targets: Vec::new(),
    }
}

impl Stats {
    /// The same with the targets of a plan.
    #[must_use]
    pub fn with_targets(mut self, catalogue: &Catalogue, plan: &Plan) -> Self {
        self.targets = targets::evaluate(catalogue, &self, plan);
        self
    }
}

fn is_in_force(procedure: &Procedure) -> bool {
    let status = procedure.status.as_ref().and_then(Written::value);
    !matches!(status, Some(Status::Expired | Status::Abolished))
}

fn simplification(measures: &[Measure]) -> Option<Simplification> {
    if measures.is_empty() {
        return None;
    }
    let all = share::count(measures.len());
    let changed = measures.iter().filter(|measure| !measure.keeps).count();
    let outcomes = measures.iter().map(|measure| measure.outcome.as_str());
    let changes: Vec<&str> = measures
        .iter()
        .flat_map(|measure| &measure.changes)
        .map(String::as_str)
        .collect();
    Some(Simplification {
        simplified: Share::new(share::count(changed), all),
        by_outcome: Breakdown::by_count(all, outcomes),
        by_change: Breakdown::by_count(share::count(changes.len()), changes),
    })
}
