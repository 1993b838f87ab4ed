//! What a person said became of procedures: `pha_he.yaml` beside the revisions.
//!
//! Codes change when procedures are announced again, merged or split. What the comparison of two revisions guesses, a
//! person confirms or rejects; both are kept here and win over guesses from then on.

mod store;

use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::files::Files;
use super::load::read_typed;
use super::values::{Date, DocumentNumber, ProcedureCode, Written};
use super::{Catalogue, locate, schema};
use crate::finding::{Finding, Place, Severity};

pub use self::store::{RecordError, record};

/// File of the lineage, beside the revisions.
pub const FILE: &str = "pha_he.yaml";

/// Schema of the file.
pub static SCHEMA: LazyLock<Value> = LazyLock::new(|| schema::of::<Vec<Verdict>>("Phả hệ thủ tục"));

/// Name of the check that speaks of the lineage.
const CHECK: &str = "pha-he";

/// What a person said of some procedures: these became those, or they did not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Verdict {
    /// Codes before.
    #[serde(rename = "cu")]
    #[schemars(
        title = "Mã cũ",
        description = "Mã các thủ tục trước khi thay thế, hợp nhất hoặc tách."
    )]
    former: Vec<Written<ProcedureCode>>,
    /// Codes after.
    #[serde(rename = "moi")]
    #[schemars(
        title = "Mã mới",
        description = "Mã các thủ tục sau đó. Thủ tục vẫn giữ mã thì ghi ở cả cu và moi."
    )]
    heirs: Vec<Written<ProcedureCode>>,
    /// Whether it is so.
    #[serde(rename = "xac_nhan", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Xác nhận",
        description = "true: đúng là như vậy; false: không phải, đừng đoán lại."
    )]
    confirmed: Option<bool>,
    /// Who says so.
    #[serde(rename = "nguoi", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Người xác nhận", description = "Họ tên, chức vụ.")]
    by: Option<String>,
    /// When.
    #[serde(rename = "ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ngày", description = "Ngày xác nhận.")]
    on: Option<Written<Date>>,
    /// The decision that ordered it.
    #[serde(rename = "can_cu", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Căn cứ", description = "Số, ký hiệu quyết định công bố.")]
    basis: Option<Written<DocumentNumber>>,
    /// Remarks.
    #[serde(rename = "ghi_chu", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ghi chú", description = "")]
    note: Option<String>,
}

/// Who says what became of procedures, when, and on what ground.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authority {
    /// Who.
    pub by: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// Number of the decision.
    pub basis: Option<String>,
    /// Remarks.
    pub note: Option<String>,
}

impl Verdict {
    /// That these became those, or did not.
    pub fn new(former: &[String], heirs: &[String], confirmed: bool, authority: Authority) -> Self {
        let codes = |codes: &[String]| codes.iter().map(Written::new).collect();
        Self {
            former: codes(former),
            heirs: codes(heirs),
            confirmed: Some(confirmed),
            by: authority.by,
            on: authority.on.map(|day| Written::new(day.to_string())),
            basis: authority.basis.map(Written::new),
            note: authority.note,
        }
    }

    /// Codes before, seven digits each.
    pub fn formers(&self) -> impl Iterator<Item = String> {
        self.former.iter().map(base_code)
    }

    /// Codes after, likewise.
    pub fn heirs(&self) -> impl Iterator<Item = String> {
        self.heirs.iter().map(base_code)
    }

    /// Every former code with every other code that came of it.
    pub fn pairs(&self) -> impl Iterator<Item = (String, String)> {
        let pairs = self
            .formers()
            .flat_map(|former| self.heirs().map(move |heir| (former.clone(), heir)));
        pairs.filter(|(former, heir)| former != heir)
    }

    /// Whether it says that it is so.
    pub fn confirms(&self) -> bool {
        self.confirmed == Some(true)
    }

    /// Whether it says that it is not so.
    pub fn rejects(&self) -> bool {
        self.confirmed == Some(false)
    }

    /// Who said so, when and on what ground, in Vietnamese; empty when the file does not say.
    pub fn authority(&self) -> String {
        let by = self.by.clone();
        let on = self.on.as_ref().map(|day| format!("ngày {day}"));
        let basis = self.basis.as_ref().map(|number| format!("căn cứ {number}"));
        [by, on, basis].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The seven digits of a code, or its text when it is none.
pub fn base_code(code: &Written<ProcedureCode>) -> String {
    code.value()
        .map_or_else(|| code.text().trim().to_owned(), |code| code.base().to_owned())
}

/// Everything persons said, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Confirmed {
    verdicts: Vec<Verdict>,
}

impl Confirmed {
    /// Nothing was said.
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads the file beside the revisions; without one nothing was said. What is wrong with it comes along.
    pub fn load(root: &Path) -> (Self, Vec<Finding>) {
        let files = Files::Folder(root.to_owned());
        if !root.join(FILE).exists() {
            return (Self::none(), Vec::new());
        }
        let read = files.read(FILE).map_err(|error| {
            let message = format!("không đọc được: {error}");
            vec![Finding::new("tep", Severity::Error, Place::file(FILE), message)]
        });
        let (confirmed, mut findings) = match read.and_then(|bytes| Self::read(&bytes)) {
            Ok(confirmed) => {
                let findings = confirmed.problems();
                (confirmed, findings)
            }
            Err(findings) => (Self::none(), findings),
        };
        findings.iter_mut().for_each(|finding| locate(&files, finding));
        (confirmed, findings)
    }

    /// Reads the text of such a file. One that says nothing is allowed: the first verdict is still to come.
    fn read(bytes: &[u8]) -> Result<Self, Vec<Finding>> {
        if store::says_nothing(bytes) {
            return Ok(Self::none());
        }
        read_typed(bytes, FILE, &SCHEMA).map(|verdicts| Self { verdicts })
    }

    /// Codes of all procedures that something is said of.
    pub fn codes(&self) -> HashSet<String> {
        let of = |verdict: &Verdict| verdict.formers().chain(verdict.heirs()).collect::<Vec<_>>();
        self.verdicts().flat_map(of).collect()
    }

    /// What was said, in the order of the file.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter()
    }

    /// What records of a revision say against it, with the line of the file. The records stand until that is settled.
    pub fn contradictions(&self, root: &Path, catalogue: &Catalogue) -> Vec<Finding> {
        let files = Files::Folder(root.to_owned());
        let mut findings: Vec<Finding> = catalogue
            .procedures()
            .flat_map(|heir| {
                let code = heir.identity();
                let formers = heir.replaces.iter().chain(&heir.merged_from).map(base_code);
                formers.filter_map(move |former| self.contradiction(&former, code))
            })
            .collect();
        findings.iter_mut().for_each(|finding| locate(&files, finding));
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        findings
    }

    /// A record says that `heir` took the place of `former`.
    fn contradiction(&self, former: &str, heir: &str) -> Option<Finding> {
        let speaks = |verdict: &Verdict| {
            let names = |code: &str| verdict.formers().chain(verdict.heirs()).any(|named| named == code);
            let denied = verdict.rejects() && verdict.pairs().any(|(a, b)| a == former && b == heir);
            let others = verdict.confirms() && verdict.formers().any(|code| code == former) && !names(heir);
            denied || others
        };
        let at = self.verdicts.iter().position(speaks)?;
        let said = if self.verdicts[at].rejects() {
            "mục này ghi là không phải".to_owned()
        } else {
            format!(
                "mục này ghi là {}",
                self.verdicts[at].heirs().collect::<Vec<_>>().join(", ")
            )
        };
        let message = format!("bản ghi {heir} nêu thay thế hoặc hợp nhất {former}, {said}");
        let advice = "sửa mục này, hoặc sửa thay_the, hop_nhat_tu của bản ghi; đến lúc đó bản ghi được theo";
        Some(finding(&format!("[{at}].cu"), message, advice))
    }

    /// What is wrong with what was said, as far as the file itself tells.
    fn problems(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (at, verdict) in self.verdicts.iter().enumerate() {
            verdict.problems(&format!("[{at}]"), &mut findings);
            findings.extend(self.said_otherwise_before(at));
        }
        findings
    }

    /// One pair cannot be confirmed and rejected.
    fn said_otherwise_before(&self, at: usize) -> Option<Finding> {
        let verdict = &self.verdicts[at];
        let opposite =
            |earlier: &Verdict| earlier.confirms() && verdict.rejects() || earlier.rejects() && verdict.confirms();
        let (first, (former, heir)) = verdict.pairs().find_map(|pair| {
            let earlier = self.verdicts[..at].iter().enumerate();
            let mut earlier = earlier.filter(|(_, earlier)| opposite(earlier));
            let (first, _) = earlier.find(|(_, earlier)| earlier.pairs().any(|other| other == pair))?;
            Some((first, pair))
        })?;
        let message = format!("{former} thành {heir}: mục thứ {} ghi ngược lại", first + 1);
        Some(finding(&format!("[{at}].xac_nhan"), message, "giữ một trong hai mục"))
    }
}

impl Verdict {
    fn problems(&self, path: &str, findings: &mut Vec<Finding>) {
        for (key, codes) in [("cu", &self.former), ("moi", &self.heirs)] {
            if codes.is_empty() {
                findings.push(finding(path, format!("chưa ghi {key}"), "ghi ít nhất một mã"));
            }
            for (index, code) in codes.iter().enumerate() {
                let at = format!("{path}.{key}[{index}]");
                findings.extend(unread(&at, code));
            }
        }
        if self.confirmed.is_none() {
            findings.push(finding(
                path,
                "chưa ghi xac_nhan".to_owned(),
                "ghi xac_nhan: true hoặc xac_nhan: false",
            ));
        }
        let both = !self.former.is_empty() && !self.heirs.is_empty();
        if both && self.pairs().next().is_none() {
            let message = "mã cũ và mã mới là một".to_owned();
            findings.push(finding(&format!("{path}.moi"), message, "sửa mã, hoặc xóa mục này"));
        }
        findings.extend(self.on.as_ref().and_then(|day| unread(&format!("{path}.ngay"), day)));
        findings.extend(
            self.basis
                .as_ref()
                .and_then(|number| unread(&format!("{path}.can_cu"), number)),
        );
    }
}

fn unread<T: std::str::FromStr<Err = super::values::ParseValueError>>(
    path: &str,
    written: &Written<T>,
) -> Option<Finding> {
    let empty = written.text().trim().is_empty();
    let advice = match written.problem() {
        Some(problem) => problem.to_string(),
        None if empty => "ghi giá trị, hoặc xóa cả dòng".to_owned(),
        None => return None,
    };
    let message = format!("không hiểu giá trị «{}»", written.text());
    Some(finding(path, message, &advice))
}

fn finding(path: &str, message: String, advice: &str) -> Finding {
    Finding::new(CHECK, Severity::Error, Place::file(FILE), message)
        .at_path(path)
        .advice(advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded(text: &str) -> (Confirmed, Vec<Finding>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), text).unwrap();
        Confirmed::load(folder.path())
    }

    fn lines(text: &str) -> Vec<(usize, String)> {
        let findings = loaded(text).1.into_iter();
        findings.map(|finding| (finding.place.line, finding.message)).collect()
    }

    #[test]
    fn what_was_said_is_read() {
        let (confirmed, findings) = loaded(
            "# ghi chú\n- cu: [1.000001.H17, 1.000002]\n  moi: [1.000003]\n  xac_nhan: true\n  nguoi: Nguyễn Văn A\n  ngay: 01/07/2026\n  can_cu: 2304/QĐ-BNNMT\n",
        );
        assert_eq!(findings, []);
        let verdict = confirmed.verdicts().next().unwrap();
        assert!(verdict.confirms());
        let pairs: Vec<_> = verdict.pairs().collect();
        assert_eq!(pairs[0], ("1.000001".to_owned(), "1.000003".to_owned()));
        assert_eq!(
            verdict.authority(),
            "Nguyễn Văn A, ngày 01/07/2026, căn cứ 2304/QĐ-BNNMT"
        );
    }

    #[test]
    fn without_a_file_or_in_an_empty_one_nothing_was_said() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Confirmed::load(folder.path()).1, []);
        assert_eq!(lines("# chưa có\n"), []);
    }

    #[test]
    fn every_mistake_has_its_line() {
        let found = lines(
            "- cu: [1.00001]\n  moi: [1.000002]\n  xac_nhan: true\n- cu: [1.000003]\n  moi: [1.000004]\n- cu: []\n  moi: [1.000004]\n  xac_nhan: false\n- cu: [1.000005]\n  moi: [1.000005]\n  xac_nhan: true\n",
        );
        let found: Vec<_> = found.iter().map(|(line, message)| (*line, message.as_str())).collect();
        assert_eq!(
            found,
            [
                (1, "không hiểu giá trị «1.00001»"),
                (4, "chưa ghi xac_nhan"),
                (6, "chưa ghi cu"),
                (10, "mã cũ và mã mới là một"),
            ]
        );
    }

    #[test]
    fn a_mistake_of_shape_has_its_line_too() {
        let found = lines("- cu: [1.000001]\n  moi: [1.000002]\n  xac_nhan: có\n");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, 3);
    }

    #[test]
    fn one_pair_is_not_confirmed_and_rejected() {
        let found = lines(
            "- {cu: [1.000001], moi: [1.000002], xac_nhan: true}\n- {cu: [1.000001, 1.000009], moi: [1.000002], xac_nhan: false}\n",
        );
        assert_eq!(
            found,
            [(2, "1.000001 thành 1.000002: mục thứ 1 ghi ngược lại".to_owned())]
        );
    }
}
