//! What is wrong with the files of revisions and with what stands beside them: decisions, assessments, review forms, lineage,
//! the office's lexicon, approvals. `tthc check` and the page on mistakes say the same.

use std::path::PathBuf;

use super::contradictions;
use crate::catalogue::Catalogue;
use crate::catalogue::check::check;
use crate::catalogue::lexicon::Lexicon;
use crate::catalogue::lineage::Confirmed;
use crate::catalogue::revision::Revisions;
use crate::diff::approval::Approvals;
use crate::finding::Finding;
use crate::review::control;
use crate::review::decision::{Assessments, Decisions, Recorded, questionnaire, standing};

/// What is wrong, as revisions are looked at one after the other: none has to be kept.
#[derive(Debug)]
pub struct Health {
    root: PathBuf,
    decisions: Decisions,
    assessments: Assessments,
    confirmed: Confirmed,
    on_revisions: Vec<Finding>,
    on_decisions: Vec<Finding>,
    on_lineage: Vec<Finding>,
    checked: Vec<String>,
}

impl Health {
    /// Reads what stands beside the revisions.
    pub fn new(revisions: &Revisions) -> Self {
        let root = revisions.root().to_owned();
        let folder = Decisions::folder(&root);
        let (decisions, mut on_decisions) = Decisions::load(&folder);
        let (assessments, on_assessments) = Assessments::load(&folder);
        on_decisions.extend(on_assessments);
        on_decisions.extend(questionnaire::mistakes(&folder));
        let (confirmed, on_lineage) = Confirmed::load(&root);
        Self {
            root,
            decisions,
            assessments,
            confirmed,
            on_revisions: Vec::new(),
            on_decisions,
            on_lineage,
            checked: Vec::new(),
        }
    }

    /// Looks at a revision; `broken` is what was found when it was read.
    pub fn look_at(&mut self, catalogue: &Catalogue, broken: impl IntoIterator<Item = Finding>) {
        let prefix = format!("{}/", catalogue.name());
        let mut on_review = match catalogue.settings().day() {
            Some(day) => control::problems(catalogue, day, |code| catalogue.get(code).is_some()),
            None => Vec::new(),
        };
        on_review.iter_mut().for_each(|finding| catalogue.locate(finding));
        for mut finding in broken.into_iter().chain(check(catalogue)).chain(on_review) {
            finding.place.path.insert_str(0, &prefix);
            self.on_revisions.push(finding);
        }
        let recorded: Vec<&Recorded> = self.decisions.on(catalogue.name()).collect();
        let mut found: Vec<Finding> = recorded
            .iter()
            .flat_map(|recorded| standing(recorded, catalogue))
            .collect();
        found.extend(contradictions(&recorded));
        self.decisions.locate_all(&mut found);
        self.on_decisions.extend(found);
        self.on_decisions.extend(self.assessments.standing(catalogue));
        let on_lineage = self.confirmed.contradictions(&self.root, catalogue);
        self.on_lineage.extend(on_lineage);
        self.checked.push(catalogue.name().to_owned());
    }

    /// Everything that was found: first of the revisions in the order in which they were looked at, then of what stands
    /// beside them. Paths are from the folder that holds the revisions.
    pub fn findings(mut self, revisions: &Revisions) -> Vec<Finding> {
        let checked: Vec<&str> = self.checked.iter().map(String::as_str).collect();
        self.on_decisions.extend(self.decisions.astray(revisions, &checked));
        self.on_decisions.sort_by(|a, b| a.place.cmp(&b.place));
        let mut findings = self.on_revisions;
        findings.extend(self.on_decisions.into_iter().map(|mut finding| {
            finding.place.path.insert_str(0, "ra_soat/");
            finding
        }));
        findings.extend(self.on_lineage);
        findings.extend(Lexicon::load(&self.root).1);
        findings.extend(Approvals::load(&self.root).1);
        findings
    }
}
