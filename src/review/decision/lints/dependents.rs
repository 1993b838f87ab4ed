//! Acceptances of dependents that depend no more.

use std::collections::BTreeMap;

use super::DEPENDENT;
use crate::catalogue::Catalogue;
use crate::catalogue::lineage::base_code;
use crate::finding::{Finding, Place, Severity};
use crate::review::Context;
use crate::review::chains::Chains;
use crate::review::decision::Recorded;

/// Acceptances of procedures that do not need the result of what is abolished: what they were about has changed since.
pub(super) fn no_longer(decided: &[&Recorded], catalogue: &Catalogue) -> Vec<Finding> {
    let mut by_file: BTreeMap<&str, Vec<&Recorded>> = BTreeMap::new();
    for recorded in decided
        .iter()
        .filter(|one| !one.decision.accepted_dependents.is_empty())
    {
        by_file.entry(&recorded.path).or_default().push(recorded);
    }
    let Some(day) = catalogue.settings().day().filter(|_| !by_file.is_empty()) else {
        return Vec::new();
    };
    let context = Context::new(catalogue, day);
    let chains = Chains::of(catalogue, &context);
    let mut found = Vec::new();
    for (path, members) in by_file {
        let codes: Vec<String> = members.iter().map(|one| base_code(&one.decision.code)).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let needed = chains.closure(&codes).dependents;
        let Some(first) = members.first() else { continue };
        for (at, accepted) in first.decision.accepted_dependents.iter().enumerate() {
            let code = base_code(&accepted.code);
            let depends = needed
                .iter()
                .any(|one| one.step == 1 && accepted.covers(&one.node.code, &one.paper));
            if depends || catalogue.get(&code).is_none() {
                continue;
            }
            let message = format!("thủ tục {code} không còn cần kết quả của thủ tục {}", codes.join(", "));
            let mut finding = Finding::new(DEPENDENT, Severity::Medium, Place::file(path), message)
                .at_path(format!("chap_nhan_phu_thuoc[{at}]"))
                .advice("xóa mục chấp nhận này, hoặc sửa tên giấy tờ cho đúng với thủ tục");
            finding.code = Some(base_code(&first.decision.code));
            found.push(finding);
        }
    }
    found
}
