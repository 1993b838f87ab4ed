//! Proof-reading: what is made is read once more before it is handed out, as a careful clerk would.
//!
//! Figures and counts are held against one another by the lints that also read drafts typed by people; form is held against
//! Nghị định 30/2020/NĐ-CP. A mistake in the office's own words stops a document; what the catalogue is quoted with is
//! remarked at its place.

mod lines;
#[cfg(test)]
mod tests;
mod whole;

use std::collections::BTreeMap;

use self::lines::{Line, lines};
use super::blocks::{Document, Remark};
use super::{DECISION, DocumentError, Mistakes};
use crate::catalogue::Catalogue;
use crate::finding::{Evidence, Finding, Place, Severity};
use crate::proposal::Proposal;
use crate::review::decision::lints;
use crate::text;

/// So many places of one mistake are named.
const PLACES: usize = 5;

/// A mistake of form.
struct Wrong {
    check: &'static str,
    /// It stops a document when it stands in the office's own words.
    grave: bool,
    message: String,
    advice: &'static str,
}

impl Wrong {
    fn grave(check: &'static str, message: String, advice: &'static str) -> Self {
        Self {
            check,
            grave: true,
            message,
            advice,
        }
    }

    fn light(check: &'static str, message: String, advice: &'static str) -> Self {
        Self {
            grave: false,
            ..Self::grave(check, message, advice)
        }
    }
}

/// What the decisions of a proposal would be printed wrong with.
pub(super) fn records(proposal: &Proposal, base: &Catalogue) -> Vec<Finding> {
    let items = proposal.items.iter().map(|item| &item.recorded);
    let mut recorded: Vec<_> = items.chain(&proposal.kept).collect();
    // Procedures of a group share one record.
    recorded.dedup_by_key(|recorded| &recorded.path);
    lints::records(&recorded, base)
}

/// Reads a document and writes the remarks into it; tells what was found. `name` is what its files are called.
pub(super) fn read(name: &str, document: &mut Document, base: &Catalogue) -> Vec<Finding> {
    let (found, remarks) = findings(name, document, base);
    document.remarks = remarks;
    found
}

/// Adds what was found in one document to what was found in those before it.
pub(super) fn add(found: &mut Vec<Finding>, own: Vec<Finding>) {
    for finding in own {
        let known = found
            .iter_mut()
            .find(|known| known.rule == finding.rule && known.message == finding.message);
        match known {
            Some(known) => known.evidence.push(Evidence::from_elsewhere(
                format!("cũng ở {}", finding.place.path),
                finding.yaml_path,
            )),
            None => found.push(finding),
        }
    }
}

/// Reads a document that stands alone.
///
/// # Errors
///
/// As [`settled`].
pub(super) fn read_alone(
    name: &str,
    document: &mut Document,
    base: &Catalogue,
    mistakes: Mistakes,
) -> Result<Vec<Finding>, DocumentError> {
    let mut found = Vec::new();
    add(&mut found, read(name, document, base));
    settled(found, mistakes)
}

/// What was found, the gravest first.
///
/// # Errors
///
/// When it stops the document.
pub(super) fn settled(mut found: Vec<Finding>, mistakes: Mistakes) -> Result<Vec<Finding>, DocumentError> {
    found.sort_by_key(|finding| finding.severity);
    let stops = found.iter().any(|finding| finding.severity == Severity::Error);
    if stops && mistakes == Mistakes::Stop {
        return Err(DocumentError::Mistakes(found));
    }
    Ok(found)
}

fn findings(name: &str, document: &Document, base: &Catalogue) -> (Vec<Finding>, Vec<Remark>) {
    let lines = lines(document);
    let whole = whole::whole(document, &lines).into_iter();
    let mut found: Vec<(usize, Finding)> = whole.map(|(at, wrong)| (at, finding(wrong))).collect();
    // Other documents show the items of the decision from other sides.
    found.extend(text(&lines, name == DECISION, base));
    for (at, finding) in &mut found {
        // What an annex quotes from the catalogue was written elsewhere; figures are always ours.
        if finding.severity == Severity::Error && lines[*at].annexed && lints::is_of_form(&finding.rule) {
            finding.severity = Severity::High;
        }
    }
    let remarks = remarks(&lines, &found);
    (folded(name, &lines, found), remarks)
}

fn finding(wrong: Wrong) -> Finding {
    let severity = if wrong.grave { Severity::Error } else { Severity::Medium };
    Finding::new(wrong.check, severity, Place::default(), wrong.message).advice(wrong.advice)
}

/// What stands in single lines, as drafts typed by people are read.
fn text(lines: &[Line], is_decision: bool, base: &Catalogue) -> Vec<(usize, Finding)> {
    // One paragraph a line, a blank line behind each: the lints speak of lines from 1.
    let text = lines
        .iter()
        .map(|line| line.text.as_str())
        .collect::<Vec<_>>()
        .join("\n\n");
    let found = lints::text(&text, is_decision, base.documents()).into_iter();
    let placed = found.map(|finding| (finding.place.line.saturating_sub(1) / 2, finding));
    placed.filter(|(at, _)| *at < lines.len()).collect()
}

fn remarks(lines: &[Line], found: &[(usize, Finding)]) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = found
        .iter()
        .map(|(at, finding)| Remark {
            at: lines[*at].at,
            text: format!("{}{}: {}.", row(&lines[*at]), finding.severity.label(), said(finding)),
        })
        .collect();
    remarks.sort_by(|a, b| (a.at, &a.text).cmp(&(b.at, &b.text)));
    remarks.dedup();
    remarks
}

/// A remark on a table says on which row of it.
fn row(line: &Line) -> String {
    let in_table = line.role.is_none() && line.place.ends_with("bảng");
    let row = line.place.rsplit(", ").next().filter(|_| in_table);
    row.map_or_else(String::new, |row| format!("{}: ", text::capitalise_first(row)))
}

fn said(finding: &Finding) -> String {
    let advice = if finding.advice.is_empty() {
        String::new()
    } else {
        format!("; {}", finding.advice)
    };
    format!("{}{advice}", finding.message)
}

/// One finding for one mistake, however often it is made: with its first places.
fn folded(name: &str, lines: &[Line], found: Vec<(usize, Finding)>) -> Vec<Finding> {
    let mut by_mistake: BTreeMap<(Severity, String, String), (Finding, Vec<usize>)> = BTreeMap::new();
    for (at, finding) in found {
        let key = (finding.severity, finding.rule.clone(), finding.message.clone());
        by_mistake
            .entry(key)
            .or_insert_with(|| (finding, Vec::new()))
            .1
            .push(at);
    }
    let all = by_mistake.into_values().map(|(finding, mut places)| {
        places.sort_unstable();
        places.dedup_by_key(|at| &lines[*at].place);
        let first = places.first().map_or(0, |at| *at);
        let mut finding = Finding {
            place: Place::file(name),
            yaml_path: lines[first].place.clone(),
            excerpt: None,
            ..finding
        };
        finding
            .evidence
            .push(Evidence::from_elsewhere("đoạn", shortened(&lines[first].text, 120)));
        let others = places.iter().skip(1).take(PLACES - 1);
        let mut others: Vec<String> = others.map(|at| lines[*at].place.clone()).collect();
        if places.len() > PLACES {
            others.push(format!("và {} chỗ khác", places.len() - PLACES));
        }
        if !others.is_empty() {
            finding
                .evidence
                .push(Evidence::from_elsewhere("cũng ở", others.join("; ")));
        }
        finding
    });
    all.collect()
}

/// The beginning of a text, whole words of it.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let end: String = text.chars().take(most).collect();
    let whole = end.rsplit_once(' ').map_or(end.as_str(), |(whole, _)| whole);
    format!("{} …", whole.trim_end_matches([',', ';']))
}
