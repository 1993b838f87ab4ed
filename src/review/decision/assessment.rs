//! What single reviewers think of a procedure before anything is decided on it.
//!
//! Each person writes to files of their own, `ra_soat/<nam>/danh_gia/<nguoi>/<ma>.yaml`, so that two of them never change
//! one file. Nothing of an assessment is said until both are in: neither outcome nor reason nor measures. The files
//! themselves are plain text that anybody can open; this keeps people from looking by accident, not by intent.

use std::collections::BTreeMap;
use std::path::Path;

use super::store::{ASSESSMENTS, QUESTIONNAIRES, folder_name, is_in, leads_away};
use super::{Decision, Recorded, SCHEMA, standing};
use crate::catalogue::files::Files;
use crate::catalogue::lineage::base_code;
use crate::catalogue::{Catalogue, load, locate, locate_all};
use crate::finding::{Finding, Place, Severity};
use crate::text;

/// How many persons look at a procedure independently of one another.
pub const REVIEWERS: usize = 2;

/// Persons of nearly the same name for whom there are folders.
const MOST_NAMESAKES: usize = 99;

/// All assessments beside a set of revisions.
#[derive(Debug)]
pub struct Assessments {
    files: Files,
    list: Vec<Recorded>,
    /// Places in the list by revision and code, one of each reviewer.
    procedures: BTreeMap<(String, String), Vec<usize>>,
}

/// Two assessments of one procedure in one revision, by the names of their reviewers.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The first by name.
    pub first: &'a Recorded,
    /// The second.
    pub second: &'a Recorded,
}

impl Assessments {
    /// Reads every assessment below the folder of the decisions. What is wrong with a file is named with its line, which is
    /// not quoted: it could tell the other reviewer what is in there.
    pub fn load(folder: &Path) -> (Self, Vec<Finding>) {
        let files = Files::Folder(folder.to_owned());
        let meant = |path: &str| is_in(path, ASSESSMENTS) && !is_in(path, QUESTIONNAIRES);
        // That the folder is a link is said with the decisions.
        let (read, mut findings) = match leads_away(folder) {
            true => Default::default(),
            false => load::records_in::<Decision>(&files, &SCHEMA, meant),
        };
        let mut list: Vec<Recorded> = Vec::with_capacity(read.len());
        for (path, decision) in read {
            let nameless = decision.decided_by.as_deref().unwrap_or_default().trim().is_empty();
            if nameless || decision.code.text().trim().is_empty() {
                let mut finding = Finding::new(
                    "danh-gia",
                    Severity::Error,
                    Place::file(&path),
                    "đánh giá không ghi thủ tục hoặc người đánh giá",
                )
                .advice("ghi khóa ma và nguoi_quyet_dinh");
                locate(&files, &mut finding);
                findings.push(finding);
            } else {
                list.push(Recorded::new(path, decision));
            }
        }
        for finding in &mut findings {
            finding.excerpt = None;
        }
        list.sort_by_cached_key(|recorded| (name(recorded), recorded.path.clone()));
        let mut procedures: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, recorded) in list.iter().enumerate() {
            let known = procedures.entry(key(recorded)).or_default();
            if !known.iter().any(|other| name(&list[*other]) == name(recorded)) {
                known.push(at);
            }
        }
        let read = Self {
            files,
            list,
            procedures,
        };
        (read, findings)
    }

    /// Every assessment, by reviewer.
    pub fn iter(&self) -> impl Iterator<Item = &Recorded> {
        self.list.iter()
    }

    /// Assessments of one procedure of a revision, by reviewer, one of each.
    pub fn of(&self, revision: &str, code: &str) -> Vec<&Recorded> {
        let places = self
            .procedures
            .get(&(folder_name(revision).to_owned(), code.to_owned()));
        places.into_iter().flatten().map(|at| &self.list[*at]).collect()
    }

    /// Whether enough persons have looked at it for their assessments to be shown.
    pub fn are_in(&self, revision: &str, code: &str) -> bool {
        self.of(revision, code).len() >= REVIEWERS
    }

    /// Whether a person may see what another thinks of a procedure, be it the assessment or the review form: their own
    /// always, that of others when enough persons have looked at it. Nobody in particular is `None`.
    ///
    /// Whatever shows an assessment asks here.
    pub fn may_see(&self, viewer: Option<&str>, author: &str, revision: &str, code: &str) -> bool {
        let own = viewer.is_some_and(|viewer| {
            let viewer = text::canonical(viewer);
            !viewer.is_empty() && viewer == text::canonical(author)
        });
        own || self.are_in(revision, code)
    }

    /// The assessments of one procedure that a person may see.
    pub fn shown_to(&self, viewer: Option<&str>, revision: &str, code: &str) -> Vec<&Recorded> {
        let mut of = self.of(revision, code);
        of.retain(|recorded| {
            let author = recorded.decision.decided_by.as_deref().unwrap_or_default();
            self.may_see(viewer, author, revision, code)
        });
        of
    }

    /// Every two assessments of one procedure by different persons, by revision and code.
    pub fn pairs(&self) -> Vec<Pair<'_>> {
        let mut pairs = Vec::new();
        for places in self.procedures.values() {
            for (nth, first) in places.iter().enumerate() {
                pairs.extend(places[nth + 1..].iter().map(|second| Pair {
                    first: &self.list[*first],
                    second: &self.list[*second],
                }));
            }
        }
        pairs
    }

    /// How many procedures of a revision one person has looked at and nobody else yet.
    pub fn waiting(&self, revision: &str) -> usize {
        let on = self
            .procedures
            .iter()
            .filter(|((of, _), _)| of == folder_name(revision));
        on.filter(|(_, places)| places.len() < REVIEWERS).count()
    }

    /// What is wrong with the assessments of a revision that are shown; of the others nothing is said.
    pub fn standing(&self, catalogue: &Catalogue) -> Vec<Finding> {
        let on = |recorded: &&Recorded| {
            let (revision, code) = key(recorded);
            let author = recorded.decision.decided_by.as_deref().unwrap_or_default();
            revision == folder_name(catalogue.name()) && self.may_see(None, author, &revision, &code)
        };
        let mut findings: Vec<Finding> = self
            .list
            .iter()
            .filter(on)
            .flat_map(|recorded| standing(recorded, catalogue))
            .collect();
        locate_all(&self.files, &mut findings);
        findings
    }
}

/// Revision and code.
fn key(recorded: &Recorded) -> (String, String) {
    let decision = &recorded.decision;
    (folder_name(&decision.revision).to_owned(), base_code(&decision.code))
}

/// The reviewer's name as it is compared.
fn name(recorded: &Recorded) -> String {
    text::canonical(recorded.decision.decided_by.as_deref().unwrap_or_default())
}

/// Where a person's assessment is recorded, from the folder of the decisions; `is_of_others` says whose file a path is.
/// Persons whose names differ only in marks (Hùng, Hưng) write to folders of their own.
pub fn file_of_assessment(year: i16, reviewer: &str, code: &str, is_of_others: impl Fn(&str) -> bool) -> String {
    let folder = text::slug(reviewer);
    let plain = format!("{year}/{ASSESSMENTS}/{folder}/{code}.yaml");
    let further = (2..=MOST_NAMESAKES).map(|nth| format!("{year}/{ASSESSMENTS}/{folder}-{nth}/{code}.yaml"));
    let mut places = std::iter::once(plain.clone()).chain(further);
    places.find(|path| !is_of_others(path)).unwrap_or(plain)
}
