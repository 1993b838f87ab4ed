//! Shared changes that a person has looked at and accepted, one acceptance a file in `thay_doi_da_duyet/` beside the
//! revisions.
//!
//! An acceptance is of a change and of the procedures it was seen in, not of a comparison: the same change counts as
//! reviewed in every later comparison, but in a procedure that was not there it is shown again.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use super::{CatalogueDiff, Change, Key, Pattern, Reviewed, Substance};
use crate::catalogue::files::{Files, is_link, write_below};
use crate::catalogue::values::{Date, Written};
use crate::catalogue::{fields, load, locate, schema, yaml};
use crate::finding::{Finding, Place, Severity};

/// Folder of the acceptances, beside the revisions.
const FOLDER: &str = "thay_doi_da_duyet";

/// Schema of an acceptance.
static SCHEMA: LazyLock<Value> = LazyLock::new(|| schema::of::<Approval>("Duyệt một thay đổi chung"));

/// An acceptance of a change in many procedures.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Approval {
    /// The change in words; part of what is accepted when a field is named.
    #[serde(rename = "cau")]
    #[schemars(
        title = "Nội dung thay đổi",
        description = "Câu nêu thay đổi, do tthc diff --accept ghi."
    )]
    pub sentence: String,
    /// Field; any, when words inside texts are meant.
    #[serde(rename = "truong", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Trường",
        description = "Khóa của trường; không ghi khi là cụm từ ở bất kỳ trường nào."
    )]
    pub field: Option<String>,
    /// Key below the entry.
    #[serde(rename = "phan", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Phần", description = "Khóa bên trong một mục của trường.")]
    pub part: Option<String>,
    /// Before.
    #[serde(rename = "cu", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Cũ", description = "Giá trị cũ hoặc cụm từ cũ.")]
    pub old: Option<String>,
    /// After.
    #[serde(rename = "moi", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Mới", description = "Giá trị mới hoặc cụm từ mới.")]
    pub new: Option<String>,
    /// The word before the words.
    #[serde(rename = "truoc", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Từ đứng trước", description = "Từ đứng ngay trước cụm từ.")]
    pub before: Option<String>,
    /// The word after them.
    #[serde(rename = "sau", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Từ đứng sau", description = "Từ đứng ngay sau cụm từ.")]
    pub after: Option<String>,
    /// What kind of change the words are.
    #[serde(rename = "tinh_chat", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Tính chất", description = "content, office, format hoặc spelling.")]
    pub substance: Option<String>,
    /// The procedures it was seen in.
    #[serde(rename = "thu_tuc")]
    #[schemars(title = "Thủ tục", description = "Mã các thủ tục đã xem thay đổi này.")]
    pub codes: Vec<String>,
    /// Who accepted it.
    #[serde(rename = "nguoi_duyet")]
    #[schemars(title = "Người duyệt", description = "Họ tên, chức vụ; bắt buộc.")]
    pub approved_by: String,
    /// When.
    #[serde(rename = "ngay")]
    #[schemars(title = "Ngày duyệt", description = "Ví dụ 28/11/2026.")]
    pub approved_on: Written<Date>,
    /// Anything to remember.
    #[serde(rename = "ghi_chu", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ghi chú", description = "")]
    pub note: Option<String>,
}

/// All acceptances beside a set of revisions.
#[derive(Debug, Default)]
pub struct Approvals {
    /// The procedures each change was seen in, by the identity of its pattern.
    seen: HashMap<String, BTreeSet<String>>,
}

/// Why an acceptance was not written.
#[derive(Debug, Error)]
pub enum ApprovalError {
    /// It could not be put into YAML.
    #[error("cannot write the acceptance as YAML: {0}")]
    Yaml(String),
    /// The file could not be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Approvals {
    /// Reads every acceptance beside the revisions; without the folder there is none. What a file that cannot be read or is
    /// not complete accepts is accepted by nobody.
    pub fn load(root: &Path) -> (Self, Vec<Finding>) {
        let folder = root.join(FOLDER);
        if is_link(&folder) {
            return (Self::default(), vec![load::linked_folder(FOLDER)]);
        }
        let files = Files::Folder(folder);
        let mut approvals = Self::default();
        let (read, mut findings) = load::records::<Approval>(&files, &SCHEMA);
        for (path, approval) in read {
            let mut problems = approval.findings(&path);
            problems.iter_mut().for_each(|problem| locate(&files, problem));
            if problems.is_empty() {
                approvals.add(&approval);
            }
            findings.append(&mut problems);
        }
        for finding in &mut findings {
            finding.place.path.insert_str(0, &format!("{FOLDER}/"));
        }
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        (approvals, findings)
    }

    fn add(&mut self, approval: &Approval) {
        let seen = self.seen.entry(approval.key().id()).or_default();
        seen.extend(approval.codes.iter().cloned());
    }

    /// The pattern that a change of a procedure was accepted as part of.
    fn of(&self, code: &str, change: &Change) -> Option<String> {
        let accepted = |id: &String| self.seen.get(id).is_some_and(|codes| codes.contains(code));
        Key::of(change).iter().map(Key::id).find(accepted)
    }
}

/// Records that a person accepted a pattern in its procedures, and returns the file's path. Earlier acceptances of the same
/// change, by whomever, stay.
///
/// # Errors
///
/// When the file cannot be written.
pub fn record(root: &Path, approval: &Approval) -> Result<PathBuf, ApprovalError> {
    let id = approval.key().id();
    let names = std::iter::once(format!("{id}.yaml")).chain((2..).map(|at| format!("{id}-{at}.yaml")));
    let mut paths = names.map(|name| format!("{FOLDER}/{name}"));
    let below = paths.find(|path| !root.join(path).exists()).unwrap_or_default();
    let path = root.join(&below);
    let text = yaml::write(approval).map_err(|error| ApprovalError::Yaml(error.message))?;
    write_below(root, &[(below, text)]).map_err(|(_, source)| ApprovalError::Write {
        path: path.clone(),
        source,
    })?;
    Ok(path)
}

impl Approval {
    /// The acceptance of a pattern by a person on a day.
    pub fn new(pattern: &Pattern, by: &str, on: Date) -> Self {
        let mut approval = Self {
            sentence: pattern.sentence.clone(),
            codes: pattern.codes.clone(),
            approved_by: by.to_owned(),
            approved_on: Written::new(on.to_string()),
            ..Self::default()
        };
        match pattern.key.clone() {
            Key::Whole {
                field,
                part,
                old,
                new,
                sentence,
            } => {
                approval.field = Some(field);
                (approval.part, approval.old, approval.new) = (part, old, new);
                approval.sentence = sentence;
            }
            Key::Words {
                old,
                new,
                between,
                substance,
            } => {
                (approval.old, approval.new) = (Some(old), Some(new));
                (approval.before, approval.after) = between.unzip();
                approval.substance = Some(substance.name().to_owned());
            }
        }
        approval
    }

    /// What is missing of it, for people to put right.
    fn findings(&self, path: &str) -> Vec<Finding> {
        let finding = |(key, message)| {
            Finding::new("duyet-thay-doi", Severity::Error, Place::file(path), message)
                .at_path(key)
                .advice("sửa tệp, hoặc xóa tệp rồi duyệt lại bằng tthc diff --accept")
        };
        self.problems().map(finding).collect()
    }

    fn key(&self) -> Key {
        match &self.field {
            Some(field) => Key::Whole {
                field: field.clone(),
                part: self.part.clone(),
                old: self.old.clone(),
                new: self.new.clone(),
                sentence: self.sentence.clone(),
            },
            None => Key::Words {
                old: self.old.clone().unwrap_or_default(),
                new: self.new.clone().unwrap_or_default(),
                between: self.before.clone().zip(self.after.clone()),
                substance: self.substance().unwrap_or(Substance::Content),
            },
        }
    }

    fn substance(&self) -> Option<Substance> {
        let name = self.substance.as_deref()?;
        Substance::ALL
            .iter()
            .copied()
            .find(|substance| substance.name() == name)
    }

    /// What keeps it from being an acceptance, by the key it stands at.
    fn problems(&self) -> impl Iterator<Item = (&'static str, String)> {
        let field = self.field.as_deref().filter(|key| fields::field(key).is_none());
        let no_substance = self.field.is_none() && self.substance().is_none();
        let checks = [
            ("truong", field.map(|key| format!("không có trường {key}"))),
            (
                "tinh_chat",
                no_substance.then(|| "cần ghi content, office, format hoặc spelling".to_owned()),
            ),
            (
                "thu_tuc",
                self.codes.is_empty().then(|| "không ghi thủ tục nào".to_owned()),
            ),
            (
                "nguoi_duyet",
                self.approved_by
                    .trim()
                    .is_empty()
                    .then(|| "không ghi người duyệt".to_owned()),
            ),
            ("ngay", self.approved_on.problem().map(|problem| problem.to_string())),
        ];
        checks.into_iter().filter_map(|(key, problem)| Some((key, problem?)))
    }
}

impl CatalogueDiff {
    /// Leaves out the changes that a person has accepted, and says how many there were.
    pub fn hide_reviewed(&mut self, approvals: &Approvals) {
        if approvals.seen.is_empty() {
            return;
        }
        let mut patterns = HashSet::new();
        let mut hidden: HashSet<(String, usize)> = HashSet::new();
        let mut reviewed = Reviewed::default();
        for procedure in &self.procedures {
            let before = reviewed.changes;
            for (at, change) in procedure.changes.iter().enumerate() {
                if let Some(id) = approvals.of(&procedure.code, change) {
                    patterns.insert(id);
                    hidden.insert((procedure.code.clone(), at));
                    reviewed.changes += 1;
                }
            }
            reviewed.procedures += usize::from(reviewed.changes > before);
        }
        if hidden.is_empty() {
            return;
        }
        reviewed.patterns = patterns.len();
        self.select_at(|procedure, at| at.is_none_or(|at| !hidden.contains(&(procedure.code.clone(), at))));
        self.selection.reviewed = reviewed;
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{comparison, procedure, reworded};
    use super::super::{Kind, example};
    use super::*;
    use crate::catalogue::files::write_whole;

    fn renamed(at: usize) -> Vec<Change> {
        let old = format!("Bộ Kế hoạch và Đầu tư cấp giấy {at}");
        vec![reworded(
            "mo_ta",
            &old,
            &old.replace("Kế hoạch và Đầu tư", "Tài chính quốc gia"),
        )]
    }

    fn of(changes: impl IntoIterator<Item = Vec<Change>>) -> CatalogueDiff {
        let procedures = changes.into_iter().enumerate();
        comparison(
            procedures
                .map(|(at, changes)| procedure(&format!("1.00000{at}"), changes))
                .collect(),
        )
    }

    fn day() -> Date {
        Date::new(2026, 11, 28).unwrap()
    }

    #[test]
    fn what_was_accepted_is_not_shown_again_but_in_other_procedures() {
        let folder = tempfile::tempdir().unwrap();
        let seen = of((0..3).map(renamed));
        let path = record(folder.path(), &Approval::new(&seen.patterns[0], "Nguyễn Văn A", day())).unwrap();
        assert!(path.ends_with(format!("thay_doi_da_duyet/{}.yaml", seen.patterns[0].id)));
        let (approvals, findings) = Approvals::load(folder.path());
        assert_eq!(findings, []);
        let mut again = of((0..4).map(renamed));
        again.hide_reviewed(&approvals);
        let left: Vec<&str> = again
            .procedures
            .iter()
            .map(|procedure| procedure.code.as_str())
            .collect();
        assert_eq!(left, ["1.000003"]);
        let reviewed = again.selection.reviewed;
        assert_eq!((reviewed.patterns, reviewed.procedures, reviewed.changes), (1, 3, 3));
        assert_eq!(again.summary.changed, 1);
    }

    #[test]
    fn values_are_accepted_as_they_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let paper = Change {
            old: Some("Sổ hộ khẩu: «bản gốc»\nhoặc #khác".to_owned()),
            ..example::change("ho_so", Kind::Removed)
        };
        let mut diff = of(vec![vec![paper]; 3]);
        let approval = Approval::new(&diff.patterns[0], "A", day());
        record(folder.path(), &approval).unwrap();
        assert!(
            record(folder.path(), &approval)
                .unwrap()
                .ends_with(format!("thay_doi_da_duyet/{}-2.yaml", diff.patterns[0].id))
        );
        diff.hide_reviewed(&Approvals::load(folder.path()).0);
        assert!(diff.procedures.is_empty() && diff.patterns.is_empty());
    }

    #[test]
    fn mistakes_in_files_are_findings_with_their_line() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(FOLDER).join(name);
            write_whole(&path, text.as_bytes()).unwrap();
        };
        write(
            "a.yaml",
            "cau: X\ntruong: khong_co\nthu_tuc: ['1']\nnguoi_duyet: A\nngay: 28/11/2026\n",
        );
        write("b.yaml", "cau: X\ncu: a\nla: 1\n");
        write(
            "c.yaml",
            "cau: X\ncu: a\nmoi: b\ntinh_chat: content\nthu_tuc: []\nnguoi_duyet: ''\nngay: mai\n",
        );
        let (approvals, findings) = Approvals::load(folder.path());
        assert!(approvals.seen.is_empty());
        let places: Vec<String> = findings.iter().map(|finding| finding.place.to_string()).collect();
        assert_eq!(
            places,
            [
                "thay_doi_da_duyet/a.yaml:2:9",
                "thay_doi_da_duyet/b.yaml:3:1",
                "thay_doi_da_duyet/c.yaml:5:1",
                "thay_doi_da_duyet/c.yaml:6:14",
                "thay_doi_da_duyet/c.yaml:7:7"
            ]
        );
    }
}
