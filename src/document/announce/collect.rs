//! From the difference of two revisions to the rows of the lists, and what the records do not say of them.

use std::collections::{BTreeMap, BTreeSet};

use super::bases::{self, Basis};
use super::cells;
use super::{Announcement, Form, LeftOut, List, Options, Row};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{Level, Written};
use crate::catalogue::{Catalogue, Entry};
use crate::diff::{CatalogueDiff, LineageSource, ProcedureDiff, Status};
use crate::document::decision::levels;
use crate::finding::{Finding, Place, Severity};
use crate::text;

/// Name of the findings.
const RULE: &str = "cong-bo";

/// Fields that say something of the record, not of the procedure: a change of these alone amends no component of Điều 8 Nghị
/// định 63/2010/NĐ-CP, so nothing of it is announced.
pub(super) const OF_THE_RECORD: [&str; 15] = [
    "ma",
    "loai",
    "phan_loai",
    "nganh_doc",
    "trang_thai",
    "quyet_dinh_cong_bo",
    "ngay_cong_bo",
    "co_quan_ban_hanh",
    "mo_ta",
    "muc_dich",
    "iso",
    "tu_khoa",
    "lien_quan",
    "thay_the",
    "hop_nhat_tu",
];

/// What is gathered on the way.
struct Collector<'a> {
    old: &'a Catalogue,
    new: &'a Catalogue,
    options: Options,
    abolishing: BTreeMap<&'a str, Vec<Basis>>,
    rows: Vec<Row<'a>>,
    left_out: Vec<LeftOut>,
    /// Findings of the older and of the newer revision.
    old_findings: Vec<Finding>,
    new_findings: Vec<Finding>,
}

pub(super) fn collect<'a>(
    old: &'a Catalogue,
    new: &'a Catalogue,
    diff: &'a CatalogueDiff,
    options: Options,
    wanted: &impl Fn(&Entry) -> bool,
) -> Announcement<'a> {
    let mut collector = Collector {
        old,
        new,
        options,
        abolishing: bases::abolishing(new),
        rows: Vec::new(),
        left_out: Vec::new(),
        old_findings: Vec::new(),
        new_findings: Vec::new(),
    };
    for procedure in &diff.procedures {
        collector.add(procedure, wanted);
    }
    for candidate in &diff.candidates {
        collector.candidate(candidate, wanted);
    }
    let Collector {
        mut rows,
        left_out,
        mut old_findings,
        mut new_findings,
        ..
    } = collector;
    rows.sort_by_cached_key(|row| {
        let procedure = &row.entry.procedure;
        (
            row.list,
            levels(procedure),
            text::collation_key(&procedure.field),
            procedure.identity().to_owned(),
        )
    });
    let mut announcement = Announcement {
        old,
        new,
        options,
        rows,
        left_out,
        findings: Vec::new(),
    };
    if !announcement.rows.is_empty() {
        new_findings.extend(super::grounds::findings(new, options.day));
        new_findings.extend(super::grounds::of_decisions(&announcement));
    }
    let findings = &mut announcement.findings;
    for (catalogue, found) in [(old, &mut old_findings), (new, &mut new_findings)] {
        found.iter_mut().for_each(|finding| catalogue.locate(finding));
        for mut finding in found.drain(..) {
            finding.place.path.insert_str(0, &format!("{}/", catalogue.name()));
            findings.push(finding);
        }
    }
    findings.sort_by(|a, b| (&a.place, &a.code, &a.message).cmp(&(&b.place, &b.code, &b.message)));
    announcement
}

impl<'a> Collector<'a> {
    fn add(&mut self, diff: &'a ProcedureDiff, wanted: &impl Fn(&Entry) -> bool) {
        let guessed = diff
            .lineage
            .as_ref()
            .is_some_and(|lineage| lineage.source == LineageSource::Guessed);
        match diff.status {
            Status::Removed => {
                let Some(before) = self.old.get(&diff.code).filter(|entry| wanted(entry)) else {
                    return;
                };
                self.abolished(before, None, Some(diff));
            }
            Status::Added | Status::Changed | Status::Replaced => {
                let Some(after) = self.new.get(&diff.code) else { return };
                // A guess is no ground for an official list: until somebody says so, one is new and the others are gone.
                let replaced: Vec<&'a Entry> = diff.replaces.iter().filter_map(|code| self.old.get(code)).collect();
                if guessed {
                    self.guess(after, diff);
                    for before in replaced.iter().filter(|entry| wanted(entry)) {
                        self.abolished(before, None, None);
                    }
                }
                let status = match diff.status {
                    Status::Replaced if guessed => Status::Added,
                    status => status,
                };
                if status == Status::Changed && !guessed {
                    for before in replaced.iter().filter(|entry| wanted(entry)) {
                        self.abolished(before, Some(after), None);
                    }
                }
                if wanted(after) {
                    self.living(after, status, replaced, diff);
                }
            }
        }
    }

    /// A procedure of the newer revision.
    fn living(&mut self, after: &'a Entry, status: Status, replaced: Vec<&'a Entry>, diff: &'a ProcedureDiff) {
        let (list, before) = match status {
            Status::Added => (List::New, Vec::new()),
            Status::Replaced => (List::Replaced, replaced),
            Status::Changed | Status::Removed => (List::Amended, self.old.get(&diff.code).into_iter().collect()),
        };
        if list == List::Amended && !self.options.all && !amends(diff) {
            let reason = if diff
                .changes
                .iter()
                .any(|change| change.substance == crate::diff::Substance::Content)
            {
                "chỉ thay đổi thông tin của hồ sơ, không thay đổi bộ phận nào của thủ tục"
            } else {
                "chỉ thay đổi chính tả, định dạng hoặc tên cơ quan"
            };
            return self.leave_out(after, reason);
        }
        if self.is_for_ministries(&after.procedure) {
            return self.leave_out(after, "thủ tục chỉ do cấp bộ thực hiện, do bộ công bố");
        }
        let mut said = Vec::new();
        if list != List::New {
            let found = bases::new_bases(after, &before, self.old, self.new);
            if found.said.is_empty() {
                self.no_basis(after, list, &found.late);
            }
            said = found.said;
        }
        if self.options.form == Form::Province && list != List::Replaced {
            self.incomplete(after);
        }
        self.rows.push(Row {
            list,
            entry: after,
            before,
            successor: None,
            bases: said,
            diff: Some(diff),
        });
    }

    fn abolished(&mut self, before: &'a Entry, successor: Option<&'a Entry>, diff: Option<&'a ProcedureDiff>) {
        if self.is_for_ministries(&before.procedure) {
            return self.leave_out(before, "thủ tục chỉ do cấp bộ thực hiện, do bộ công bố");
        }
        let mut said = self
            .abolishing
            .get(before.procedure.identity())
            .cloned()
            .unwrap_or_default();
        if let Some(after) = successor.filter(|_| said.is_empty()) {
            let mut older = vec![before];
            older.extend(self.old.get(after.procedure.identity()));
            said = bases::new_bases(after, &older, self.old, self.new).said;
        }
        if said.is_empty() {
            let ended = self.ended(&before.procedure);
            let hint = if ended.is_empty() {
                String::new()
            } else {
                format!(" (căn cứ đã hết hiệu lực: {})", ended.join("; "))
            };
            let message = format!(
                "hồ sơ và van_ban/ không ghi văn bản nào quy định việc bãi bỏ thủ tục «{}»{hint}; văn bản để trống",
                before.procedure.name
            );
            let advice = "ghi mã thủ tục vào bai_bo_thu_tuc của văn bản bãi bỏ trong van_ban/ của phiên bản mới";
            self.old_findings
                .push(finding(before, message, "can_cu_phap_ly", advice));
        }
        self.rows.push(Row {
            list: List::Abolished,
            entry: before,
            before: Vec::new(),
            successor,
            bases: said,
            diff,
        });
    }

    /// Legal bases that the newer register says have ended, with what ended them: a hint for a person, not a ground.
    fn ended(&self, procedure: &Procedure) -> Vec<String> {
        let ended = procedure.legal_bases.iter().filter_map(|basis| {
            let document = self.new.documents().get(basis.number.value()?)?;
            let by: Vec<&str> = document.ended_by().map(Written::text).collect();
            (!by.is_empty()).then(|| format!("{} – {}", basis.number.text(), by.join(", ")))
        });
        ended.collect()
    }

    fn is_for_ministries(&self, procedure: &Procedure) -> bool {
        self.options.form == Form::Province && levels(procedure) == [Level::Ministry]
    }

    fn leave_out(&mut self, entry: &Entry, reason: &str) {
        self.left_out.push(LeftOut {
            code: entry.procedure.identity().to_owned(),
            name: entry.procedure.name.clone(),
            reason: reason.to_owned(),
        });
    }

    fn no_basis(&mut self, after: &Entry, list: List, late: &[String]) {
        let what = if list == List::Replaced {
            "thay thế"
        } else {
            "sửa đổi, bổ sung"
        };
        let hint = if late.is_empty() {
            String::new()
        } else {
            format!(
                " (văn bản mới ghi đã áp dụng từ trước phiên bản cũ, hoặc chưa rõ ngày: {})",
                late.join("; ")
            )
        };
        let message = format!(
            "hồ sơ không ghi văn bản nào quy định nội dung {what} thủ tục «{}»{hint}; văn bản để trống",
            after.procedure.name
        );
        let advice = "ghi văn bản vào can_cu_phap_ly của hồ sơ, và ngày hiệu lực của nó trong van_ban/";
        self.new_findings
            .push(finding(after, message, "can_cu_phap_ly", advice));
    }

    /// What the columns of a province need and the record does not have.
    fn incomplete(&mut self, after: &Entry) {
        let procedure = &after.procedure;
        let limits = procedure.channels.iter().any(|channel| channel.time_limit.is_some());
        let fees = procedure.fees().next().is_some();
        let missing = [
            (!limits, "thời hạn giải quyết"),
            (
                procedure.channels.is_empty() && procedure.reception_address.is_none(),
                "địa điểm, cách thức thực hiện",
            ),
            (!fees, "phí, lệ phí"),
            (
                !procedure
                    .legal_bases
                    .iter()
                    .any(|basis| basis.number.value().is_some_and(|number| number.is_normative())),
                "căn cứ pháp lý",
            ),
        ];
        let missing: Vec<&str> = missing.iter().filter(|(is, _)| *is).map(|(_, what)| *what).collect();
        if !missing.is_empty() {
            let message = format!(
                "hồ sơ của thủ tục «{}» không ghi {}; văn bản để trống",
                procedure.name,
                missing.join(", ")
            );
            let place = match missing.as_slice() {
                ["căn cứ pháp lý"] => "can_cu_phap_ly",
                _ => "cach_thuc",
            };
            let advice = "bổ sung hồ sơ rồi lập lại quyết định";
            self.new_findings.push(finding(after, message, place, advice));
        }
    }

    fn guess(&mut self, after: &Entry, diff: &ProcedureDiff) {
        let message = format!(
            "có thể thủ tục «{}» thay thế {}, nhưng chưa ai xác nhận; được coi là mới ban hành và bãi bỏ",
            after.procedure.name,
            diff.replaces.join(", ")
        );
        let advice = "ghi thay_the trong hồ sơ mới, hoặc xác nhận bằng tthc lineage confirm";
        self.new_findings.push(finding(after, message, "ma", advice));
    }

    /// What the comparison itself is not sure of.
    fn candidate(&mut self, candidate: &crate::diff::Candidate, wanted: &impl Fn(&Entry) -> bool) {
        let codes: BTreeSet<&String> = candidate.new.iter().collect();
        let Some(after) = codes
            .into_iter()
            .find_map(|code| self.new.get(code))
            .filter(|entry| wanted(entry))
        else {
            return;
        };
        let message = format!(
            "có thể thủ tục {} đã thành {}, nhưng chưa ai xác nhận; mỗi thủ tục đứng riêng trong danh mục",
            candidate.old.join(", "),
            candidate.new.join(", ")
        );
        let advice = "ghi thay_the hoặc hop_nhat_tu trong hồ sơ mới, hoặc xác nhận bằng tthc lineage confirm";
        self.new_findings.push(finding(after, message, "ma", advice));
    }
}

/// Whether a component of the procedure says something else.
fn amends(diff: &ProcedureDiff) -> bool {
    !diff.replaces.is_empty() || diff.substantive().any(|change| !OF_THE_RECORD.contains(&change.field))
}

pub(super) fn finding(entry: &Entry, message: String, yaml_path: &str, advice: &str) -> Finding {
    let place = Place::file(entry.source.path.clone());
    let mut finding = Finding::new(RULE, Severity::Medium, place, cells::one_line(&message))
        .at_path(yaml_path)
        .advice(advice);
    finding.code = Some(entry.procedure.identity().to_owned());
    finding
}

/// A finding on the settings of a revision.
pub(super) fn of_settings(message: String, yaml_path: String, advice: &str) -> Finding {
    Finding::new(RULE, Severity::Medium, Place::file("catalogue.yaml"), message)
        .at_path(yaml_path)
        .advice(advice)
}
