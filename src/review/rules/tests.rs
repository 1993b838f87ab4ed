//! What the tests of the rules share, and tests over the list itself.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::RULES;
use crate::catalogue::Catalogue;
use crate::catalogue::files::Files;
use crate::catalogue::revision::Revision;
use crate::catalogue::values::{Date, LegalRef};
use crate::review::{Review, Rule, review};

/// The code of the procedure under test.
const CODE: &str = "1.000001";

/// What surrounds the one procedure a rule is tried on.
#[derive(Debug, Default)]
pub(crate) struct Setup {
    head: String,
    parameters: String,
    documents: String,
    counts: Vec<(u16, String)>,
    others: Vec<(String, String)>,
    columns: String,
}

impl Setup {
    /// Adds a line to `tham_so`.
    pub(crate) fn parameters(mut self, yaml: &str) -> Self {
        self.parameters += &format!("  {yaml}\n");
        self
    }

    /// Adds a line to `catalogue.yaml`.
    pub(crate) fn head(mut self, yaml: &str) -> Self {
        self.head += &format!("{yaml}\n");
        self
    }

    /// Sets the register of legal documents.
    pub(crate) fn documents(mut self, yaml: &str) -> Self {
        self.documents = yaml.to_owned();
        self
    }

    /// Dossiers of the procedure in a year.
    pub(crate) fn count(self, year: u16, received: u32) -> Self {
        self.row(year, CODE, received)
    }

    /// Dossiers of another procedure in a year.
    pub(crate) fn other_count(self, year: u16, received: u32) -> Self {
        self.row(year, "9.999999", received)
    }

    fn row(mut self, year: u16, code: &str, received: u32) -> Self {
        self.counts
            .push((year, format!("{code},Xã,{received},0,0,0,0,0,số liệu minh họa")));
        self
    }

    /// Another procedure of the same revision.
    pub(crate) fn other_procedure(self, code: &str, name: &str) -> Self {
        self.other(code, &format!("ten: {name}"))
    }

    /// Another procedure with the given keys put over those of a complete one.
    pub(crate) fn other(mut self, code: &str, yaml: &str) -> Self {
        self.others.push((code.to_owned(), procedure(code, yaml)));
        self
    }

    /// A row of the statistics of the procedure, with columns of its own.
    pub(crate) fn figures(mut self, year: u16, columns: &str, row: &str) -> Self {
        self.columns = columns.to_owned();
        self.counts.push((year, row.to_owned()));
        self
    }

    fn write(&self, folder: &Path, yaml: &str) {
        let write = |path: &str, text: &str| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "catalogue.yaml",
            &format!(
                "ten: Thử\nngay: 01/07/2026\n{}tham_so:\n  so_nam_khong_ho_so: 3\n{}",
                self.head, self.parameters
            ),
        );
        write(&format!("thu_tuc/thu/{CODE}.yaml"), &procedure(CODE, yaml));
        for (code, yaml) in &self.others {
            write(&format!("thu_tuc/thu/{code}.yaml"), yaml);
        }
        if !self.documents.is_empty() {
            write("van_ban/thu.yaml", &self.documents);
        }
        for (year, _) in &self.counts {
            let rows: Vec<&str> = self
                .counts
                .iter()
                .filter(|(other, _)| other == year)
                .map(|(_, row)| row.as_str())
                .collect();
            let head = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon";
            write(
                &format!("thong_ke/{year}.csv"),
                &format!("{head}{}\n{}\n", self.columns, rows.join("\n")),
            );
        }
    }
}

/// A complete procedure with the given keys put over its own.
fn procedure(code: &str, yaml: &str) -> String {
    let own = [
        ("ma", code),
        ("ten", "Cấp giấy phép thử"),
        ("cap_thuc_hien", "[Cấp xã]"),
        ("linh_vuc", "Thử"),
        ("trinh_tu", "[{ten: Nộp hồ sơ, noi_dung: Nộp hồ sơ tại cấp xã.}]"),
        ("cach_thuc", "[{hinh_thuc: Trực tiếp, thoi_han: 05 ngày làm việc}]"),
        ("ho_so", "[{giay_to: [{ten: Đơn đề nghị}]}]"),
        ("doi_tuong", "[Công dân Việt Nam]"),
        ("co_quan_thuc_hien", "[Ủy ban nhân dân cấp xã]"),
    ];
    let given = yaml
        .trim()
        .strip_prefix('{')
        .and_then(|inner| inner.strip_suffix('}'))
        .unwrap_or(yaml);
    let is_given = |key: &str| given.starts_with(&format!("{key}:")) || given.contains(&format!(", {key}:"));
    let mut keys: Vec<String> = own
        .iter()
        .filter(|(key, _)| !is_given(key))
        .map(|(key, value)| format!("{key}: {value}"))
        .collect();
    if !given.is_empty() {
        keys.push(given.to_owned());
    }
    format!("{{{}}}\n", keys.join(", "))
}

/// What one rule, running alone, says about a procedure with these keys.
pub(crate) fn messages(rule: &Rule, setup: &Setup, yaml: &str) -> Vec<String> {
    let found = reviewed(rule, setup, yaml).findings.into_iter();
    found
        .filter(|finding| finding.code.as_deref() == Some(CODE))
        .map(|finding| finding.message)
        .collect()
}

/// Every text makes a rule, running alone, say one thing of the procedure that has it.
#[track_caller]
pub(crate) fn found(rule: &Rule, setup: &Setup, texts: &[&str], yaml: impl Fn(&str) -> String) {
    for text in texts {
        assert_eq!(messages(rule, setup, &yaml(text)).len(), 1, "{text}");
    }
}

/// No text makes a rule, running alone, say anything of the procedure that has it.
#[track_caller]
pub(crate) fn left_alone(rule: &Rule, setup: &Setup, texts: &[&str], yaml: impl Fn(&str) -> String) {
    for text in texts {
        assert!(messages(rule, setup, &yaml(text)).is_empty(), "{text}");
    }
}

/// Dossiers of the procedure in the last three complete years.
pub(crate) fn counts(per_year: [u32; 3]) -> Setup {
    (2023..)
        .zip(per_year)
        .fold(Setup::default(), |setup, (year, count)| setup.count(year, count))
}

/// A dossier of one paper, of which the original is asked for.
pub(crate) fn paper(name: &str) -> String {
    format!("ho_so: [{{giay_to: [{{ten: '{name}', ban_chinh: 1}}]}}]")
}

/// A dossier of one paper without counts, as the portal leaves them out.
pub(crate) fn uncounted(name: &str) -> String {
    format!("ho_so: [{{giay_to: [{{ten: '{name}'}}]}}]")
}

/// What one rule, running alone, makes of a revision with a procedure of these keys.
pub(crate) fn reviewed(rule: &Rule, setup: &Setup, yaml: &str) -> Review {
    with_revision(setup, yaml, |catalogue, day| review(catalogue, day, &[rule]))
}

/// Looks at a revision with a procedure of no particular keys, on its day.
pub(crate) fn with_catalogue<T>(setup: &Setup, look: impl FnOnce(&Catalogue, Date) -> T) -> T {
    with_revision(setup, "{}", look)
}

fn with_revision<T>(setup: &Setup, yaml: &str, look: impl FnOnce(&Catalogue, Date) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    setup.write(folder.path(), yaml);
    let loaded = Revision {
        name: "thu".to_owned(),
        files: Files::Folder(folder.path().to_owned()),
    }
    .load()
    .unwrap();
    assert_eq!(loaded.findings, [], "{yaml}");
    look(&loaded.catalogue, Date::new(2026, 7, 1).unwrap())
}

#[test]
fn every_file_is_a_listed_rule_of_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/review/rules");
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().replace('_', "-"))
        .filter(|name| name != "mod" && name != "tests")
        .collect();
    files.sort();
    let mut names: Vec<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    names.sort();
    assert_eq!(files, names);
}

#[test]
fn every_rule_explains_itself_and_names_its_ground() {
    let ids: HashSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len());
    for rule in RULES {
        for heading in [
            "Tìm gì\n",
            "\n\nVì sao\n",
            "\n\nNên làm gì\n",
            "\n\nKhi nào không báo\n",
        ] {
            assert!(rule.explanation.contains(heading), "{} lacks {heading:?}", rule.name);
        }
        assert!(!rule.grounds.is_empty(), "{} has no ground", rule.name);
        for ground in rule.grounds {
            let cited = ground.document.parse::<LegalRef>().unwrap();
            assert_eq!(cited.to_string(), ground.document, "{}", rule.name);
            assert!(
                cited.kind.is_some(),
                "{} names {} without its type",
                rule.name,
                ground.document
            );
        }
        assert!(rule.id.starts_with("R-") && rule.id.len() == 4, "{}", rule.id);
    }
}
