//! The legal grounds a decision of announcement names: the office's own lines, and the announcing decisions of ministries.

use std::collections::BTreeMap;

use super::collect::{finding, of_settings};
use super::{Announcement, Form, List, Row, UNSAID};
use crate::catalogue::values::{Date, DocumentNumber, Written};
use crate::catalogue::{Catalogue, Entry};
use crate::document::wording::full_citation;
use crate::finding::Finding;
use crate::text;

/// How the line begins that says who proposed the decision; it stands last.
const PROPOSED_BY: &str = "Theo đề nghị";

/// Lines without the mark at the end.
pub(super) fn lines(announcement: &Announcement<'_>) -> Vec<String> {
    let office = &announcement.new.settings().office;
    let mut lines = crate::document::decision::lines(&office.announcement_preamble, announcement.options.day);
    let place = lines
        .iter()
        .position(|line| line.starts_with(PROPOSED_BY))
        .unwrap_or(lines.len());
    lines.splice(place..place, ministries(announcement));
    lines
}

/// Lines the office has not yet vouched for, and a list that is not there.
pub(super) fn findings(catalogue: &Catalogue, day: Date) -> Vec<Finding> {
    let preamble = &catalogue.settings().office.announcement_preamble;
    if preamble.is_empty() {
        let message = "chưa ghi căn cứ của quyết định công bố; phần căn cứ chỉ có quyết định của các bộ".to_owned();
        let advice = "ghi các dòng căn cứ vào can_cu_cong_bo của co_quan trong catalogue.yaml";
        return vec![of_settings(message, "co_quan".to_owned(), advice)];
    }
    let unsure = preamble
        .iter()
        .enumerate()
        .filter(|(_, line)| line.to_verify && line.holds(day));
    unsure
        .map(|(at, line)| {
            let message = format!("căn cứ chưa đối chiếu nên không in: {}", line.text);
            let advice = "đối chiếu văn bản; đúng thì bỏ can_kiem_tra, không còn đúng thì ghi den_ngay";
            of_settings(message, format!("co_quan.can_cu_cong_bo[{at}].can_kiem_tra"), advice)
        })
        .collect()
}

/// The decisions that announced what is new in the records, each once; a province rests its own on them.
fn ministries(announcement: &Announcement<'_>) -> Vec<String> {
    let mut found = BTreeMap::new();
    if announcement.options.form == Form::Ministry {
        return Vec::new();
    }
    for row in &announcement.rows {
        let Some((number, written)) = announced_anew(row, announcement.new) else {
            continue;
        };
        found.entry(number.key()).or_insert_with(|| {
            let document = announcement.new.documents().get(number);
            let issuer = document.map(|document| document.issuer.as_str());
            let issuer = issuer.or(row.entry.procedure.published_by.as_deref()).unwrap_or(UNSAID);
            let line = match document {
                Some(document) => format!("Căn cứ {}", full_citation(document)),
                None => unregistered(row.entry, written, issuer),
            };
            (text::collation_key(issuer), line)
        });
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by(|(a, (issuer_a, _)), (b, (issuer_b, _))| (issuer_a, a).cmp(&(issuer_b, b)));
    found.into_iter().map(|(_, (_, line))| line).collect()
}

/// What a record says of a decision that the register does not have: its title is not known.
fn unregistered(entry: &Entry, number: &Written<DocumentNumber>, issuer: &str) -> String {
    let date = entry.procedure.announced_on.as_ref().and_then(Written::value);
    let date = date.map_or_else(|| format!("ngày {UNSAID}"), |date| date.long());
    format!("Căn cứ Quyết định số {} {date} của {issuer} về {UNSAID}", number.text())
}

/// The number of the decision that announced a record, when the older records had another and it is not the office's own.
fn announced_anew<'a>(row: &Row<'a>, new: &Catalogue) -> Option<(&'a DocumentNumber, &'a Written<DocumentNumber>)> {
    if row.list == List::Abolished {
        return None;
    }
    let written = row.entry.procedure.announced_by.as_ref()?;
    let number = written.value()?;
    let known = row.before.iter().any(|before| {
        let before = before.procedure.announced_by.as_ref().and_then(Written::value);
        before.is_some_and(|before| before.key() == number.key())
    });
    (!known && number.issuer_symbol() != new.settings().office.symbol).then_some((number, written))
}

/// Findings on ministries' decisions that the register does not have, or does not vouch for.
pub(super) fn of_decisions(announcement: &Announcement<'_>) -> Vec<Finding> {
    let mut found = BTreeMap::new();
    if announcement.options.form == Form::Ministry {
        return Vec::new();
    }
    for row in &announcement.rows {
        let Some((number, written)) = announced_anew(row, announcement.new) else {
            continue;
        };
        let document = announcement.new.documents().get(number);
        let message = match document {
            None => format!(
                "Quyết định số {} chưa có trong van_ban/; dòng căn cứ thiếu trích yếu",
                written.text()
            ),
            Some(document) if document.to_verify => {
                format!(
                    "Quyết định số {} chưa đối chiếu; dòng căn cứ ghi “cần đối chiếu văn bản”",
                    written.text()
                )
            }
            Some(_) => continue,
        };
        found.entry(number.key()).or_insert_with(|| {
            let advice = "ghi văn bản với trích yếu, ngày ban hành và người ban hành vào van_ban/; đã đối chiếu thì bỏ can_kiem_tra";
            finding(row.entry, message, "quyet_dinh_cong_bo", advice)
        });
    }
    found.into_values().collect()
}

/// Decisions of the office itself that announced procedures which are now amended, replaced or abolished.
pub(super) fn amended(announcement: &Announcement<'_>) -> Vec<String> {
    let office = &announcement.new.settings().office;
    let mut found = BTreeMap::new();
    for row in &announcement.rows {
        let older: &[&Entry] = if row.list == List::Abolished {
            &[row.entry]
        } else {
            &row.before
        };
        for procedure in older.iter().map(|entry| &entry.procedure) {
            let own = procedure
                .published_by
                .as_deref()
                .is_none_or(|publisher| office.may_change(publisher));
            let Some(number) = procedure.announced_by.as_ref().and_then(Written::value) else {
                continue;
            };
            if own && number.issuer_symbol() == office.symbol {
                let date = procedure
                    .announced_on
                    .as_ref()
                    .and_then(Written::value)
                    .map(|date| date.long());
                let date = date.map(|date| format!(" {date}")).unwrap_or_default();
                found
                    .entry(number.key())
                    .or_insert_with(|| format!("số {number}{date}"));
            }
        }
    }
    found.into_values().collect()
}
