//! One procedure under review, with its words prepared once for all rules.

use std::ops::Deref;

use super::{papers, wording};
use crate::catalogue::procedure::{DossierCase, Paper, Procedure};
use crate::catalogue::values::{ProcedureKind, Written};
use crate::finding::Evidence;
use crate::text;

/// A procedure and the canonical words of what rules look at again and again.
#[derive(Debug)]
pub struct Subject<'a> {
    procedure: &'a Procedure,
    /// Canonical name.
    pub words: String,
    /// Canonical name of its field.
    pub field_words: String,
    /// Canonical names of its results and its own: a paper it issues or changes has to be spoken of and given back.
    pub own_words: String,
    /// Papers of every case.
    pub papers: Vec<Asked<'a>>,
}

/// One paper of the dossier.
#[derive(Debug)]
pub struct Asked<'a> {
    /// YAML path of the row.
    pub path: String,
    /// The case it stands in.
    pub case: &'a DossierCase,
    /// The paper.
    pub paper: &'a Paper,
    /// Its canonical name.
    pub words: String,
    /// The row is a remark, not a paper.
    pub is_remark: bool,
}

impl<'a> Subject<'a> {
    /// Prepares a procedure.
    pub fn new(procedure: &'a Procedure) -> Self {
        let papers = procedure.papers().map(|(path, case, paper)| {
            let words = text::canonical(&paper.name);
            Asked {
                path,
                case,
                paper,
                // "Trường hợp … thì nộp kèm …" without counts asks for a paper in a case; the portal leaves the counts out.
                is_remark: paper.is_remark() && !asks_in_a_case(&words) || papers::is_remark(case, paper, &words),
                words,
            }
        });
        let results = procedure.results.iter().map(|result| result.name.as_str());
        let own: Vec<&str> = results.chain([procedure.name.as_str()]).collect();
        Self {
            procedure,
            words: text::canonical(&procedure.name),
            field_words: text::canonical(&procedure.field),
            own_words: text::canonical(&own.join("; ")),
            papers: papers.collect(),
        }
    }

    /// Papers without remarks.
    pub fn asked(&self) -> impl Iterator<Item = &Asked<'a>> {
        self.papers.iter().filter(|asked| !asked.is_remark)
    }

    /// Whether it is classed as internal to the administration.
    pub fn is_internal(&self) -> bool {
        let kind = self.kind.as_ref().and_then(Written::value);
        matches!(
            kind,
            Some(ProcedureKind::Internal | ProcedureKind::InterconnectedInternal)
        )
    }

    /// Whether the text of a step holds one of some phrases.
    pub fn steps_say(&self, phrases: &[&str]) -> bool {
        let mut texts = self.steps.iter().filter_map(|step| step.text.as_deref());
        texts.any(|text| wording::has_one(&text::canonical(text), phrases))
    }
}

fn asks_in_a_case(words: &str) -> bool {
    let plain = words.trim_start_matches(|c: char| !c.is_alphabetic());
    !words.ends_with(':') && (plain.starts_with("trường hợp") || plain.starts_with("đối với"))
}

impl<'a> Deref for Subject<'a> {
    type Target = &'a Procedure;

    fn deref(&self) -> &Self::Target {
        &self.procedure
    }
}

impl Asked<'_> {
    /// Path of the paper's name.
    pub fn name_path(&self) -> String {
        format!("{}.ten", self.path)
    }

    /// The paper as a fact.
    pub fn evidence(&self) -> Evidence {
        Evidence::at(self.name_path(), "Giấy tờ", &self.paper.name)
    }

    /// The paper and the phrase in it that a rule looks for.
    pub fn evidence_of(&self, phrase: impl Into<String>) -> Vec<Evidence> {
        vec![self.evidence(), wording::evidence(phrase)]
    }
}
