//! The words people use beside the official ones: `tu_dien/*.yaml` beside the revisions.
//!
//! A lexicon ships with the program ([`Lexicon::builtin`]); what an office writes in its own `tu_dien/` is added to it.

use std::path::Path;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::files::{Files, is_link};
use super::load::{linked_folder, not_a_file, read_typed};
use super::schema;
use super::values::{Date, Written};
use crate::finding::{Finding, Place, Severity};

/// Folder of the lexicon, beside the revisions.
pub const FOLDER: &str = "tu_dien";

const ABBREVIATIONS: &str = "viet_tat.yaml";
const WORDS: &str = "tu_dan_gian.yaml";
const FORMER_NAMES: &str = "ten_cu.yaml";

/// Schema of a file of abbreviations.
pub static ABBREVIATION_SCHEMA: LazyLock<Value> = LazyLock::new(|| schema::of::<Vec<Abbreviation>>("Từ viết tắt"));
/// Schema of a file of citizens' words.
pub static WORD_SCHEMA: LazyLock<Value> = LazyLock::new(|| schema::of::<Vec<WordGroups>>("Từ dân gian"));
/// Schema of a file of former names.
pub static FORMER_NAME_SCHEMA: LazyLock<Value> = LazyLock::new(|| schema::of::<Vec<FormerName>>("Tên cũ"));

/// What people say and what it officially is.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// Abbreviations.
    pub abbreviations: Vec<Abbreviation>,
    /// Citizens' words by field.
    pub words: Vec<WordGroups>,
    /// Names that changed.
    pub former_names: Vec<FormerName>,
}

/// An abbreviation and what it stands for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Abbreviation {
    /// As it is written; several spellings may share an entry.
    #[serde(rename = "viet_tat")]
    #[schemars(title = "Viết tắt", description = "Các cách viết tắt, ví dụ [GCNQSDĐ, GCN QSDĐ].")]
    pub short: Vec<String>,
    /// What it stands for, the commonest first.
    #[serde(rename = "nghia")]
    #[schemars(title = "Nghĩa", description = "Các nghĩa, nghĩa hay dùng nhất đứng đầu.")]
    pub meanings: Vec<String>,
    /// Meanings told by the words near it.
    #[serde(rename = "theo_ngu_canh", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Theo ngữ cảnh",
        description = "Nghĩa được chọn khi có một trong các từ ở gần."
    )]
    pub in_context: Vec<InContext>,
}

/// A meaning and the words that tell it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InContext {
    /// The meaning.
    #[serde(rename = "nghia")]
    #[schemars(title = "Nghĩa", description = "")]
    pub meaning: String,
    /// Words of which one stands in the query.
    #[serde(rename = "gan")]
    #[schemars(title = "Ở gần", description = "")]
    pub near: Vec<String>,
}

/// Citizens' words of one field of procedures.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WordGroups {
    /// Field; only for people who look for an entry.
    #[serde(rename = "linh_vuc")]
    #[schemars(
        title = "Lĩnh vực",
        description = "Để dễ tìm trong tệp; không ảnh hưởng đến tìm kiếm."
    )]
    pub field: String,
    /// Groups.
    #[serde(rename = "nhom")]
    #[schemars(title = "Nhóm từ", description = "")]
    pub groups: Vec<WordGroup>,
}

/// What people say for one thing, and what it is called.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WordGroup {
    /// What people say.
    #[serde(rename = "noi")]
    #[schemars(
        title = "Người dân nói",
        description = "Cụm từ người dân hay dùng, từ 02 tiếng trở lên."
    )]
    pub said: Vec<String>,
    /// Official terms, the best first.
    #[serde(rename = "goi_la")]
    #[schemars(title = "Gọi đúng là", description = "Từ dùng trong tên thủ tục, sát nhất đứng đầu.")]
    pub official: Vec<String>,
}

/// A name that changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FormerName {
    /// What it was called.
    #[serde(rename = "cu")]
    #[schemars(title = "Tên cũ", description = "")]
    pub former: Vec<String>,
    /// What it is called since.
    #[serde(rename = "moi")]
    #[schemars(title = "Tên mới", description = "")]
    pub present: Vec<String>,
    /// Since when.
    #[serde(rename = "tu_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Từ ngày", description = "Ngày tên mới có hiệu lực.")]
    pub since: Option<Written<Date>>,
    /// Document that changed it.
    #[serde(rename = "can_cu", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Căn cứ", description = "Số, ký hiệu văn bản.")]
    pub basis: Option<String>,
    /// What has the name: an agency, a unit of administration, a term, a paper.
    #[serde(rename = "loai", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Loại", description = "co_quan, don_vi_hanh_chinh, thuat_ngu, giay_to")]
    pub kind: Option<String>,
}

/// The files that ship, made when the program is built.
const SHIPPED_ABBREVIATIONS: &str = include_str!(concat!(env!("OUT_DIR"), "/viet_tat.json"));
const SHIPPED_WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/tu_dan_gian.json"));
const SHIPPED_FORMER_NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/ten_cu.json"));

/// Told when the program is built: working it out takes longer than looking a word up.
const SHIPPED_FINGERPRINT: &str = env!("TTHC_LEXICON");

impl Lexicon {
    /// What tells, without reading them, whether the lexicons are still the same: the one that ships and that below `root`.
    pub fn fingerprint(root: Option<&Path>) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(SHIPPED_FINGERPRINT.as_bytes());
        for (path, stamp) in root
            .map(|root| Files::Folder(root.to_owned()).stamped(FOLDER, ".yaml"))
            .unwrap_or_default()
        {
            hasher.update(format!("{path} {stamp:?}").as_bytes());
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }

    /// The former names of the lexicon that ships with the program, without reading the rest of it, which is far longer.
    pub fn shipped_former_names() -> &'static [FormerName] {
        static NAMES: LazyLock<Vec<FormerName>> = LazyLock::new(|| shipped(SHIPPED_FORMER_NAMES));
        &NAMES
    }

    /// The lexicon that ships with the program.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
            abbreviations: shipped(SHIPPED_ABBREVIATIONS),
            words: shipped(SHIPPED_WORDS),
            former_names: Lexicon::shipped_former_names().to_vec(),
        });
        &BUILTIN
    }

    /// The lexicon of an office: its own `tu_dien/` below `root`, nothing when it has none.
    pub fn load(root: &Path) -> (Self, Vec<Finding>) {
        Self::load_files(root, ".yaml")
    }

    /// The former names of an office's own lexicon below `root`; mistakes in it are for `tthc check` to say.
    pub fn former_names_of(root: &Path) -> Vec<FormerName> {
        Self::load_files(root, FORMER_NAMES).0.former_names
    }

    fn load_files(root: &Path, ending: &str) -> (Self, Vec<Finding>) {
        let mut lexicon = Self::default();
        let mut findings = Vec::new();
        let folder = root.join(FOLDER);
        if !folder.is_dir() {
            return (lexicon, findings);
        }
        if is_link(&folder) {
            findings.push(linked_folder(FOLDER));
            return (lexicon, findings);
        }
        let files = Files::Folder(folder);
        let listed = files.list().into_iter();
        for listed in listed.filter(|listed| listed.path.ends_with(ending)) {
            let path = format!("{FOLDER}/{}", listed.path);
            if let Some(mut finding) = not_a_file(&listed) {
                finding.place.path = path;
                findings.push(finding);
                continue;
            }
            match files.read(&listed.path) {
                Ok(bytes) => findings.extend(lexicon.read(&path, &bytes).err().into_iter().flatten()),
                Err(error) => findings.push(Finding::new(
                    "tep",
                    Severity::Error,
                    Place::file(&path),
                    format!("không đọc được: {error}"),
                )),
            }
        }
        (lexicon, findings)
    }

    /// Adds what a file says; which kind of file it is its name tells.
    fn read(&mut self, path: &str, bytes: &[u8]) -> Result<(), Vec<Finding>> {
        if path.ends_with(ABBREVIATIONS) {
            self.abbreviations
                .extend(read_typed::<Vec<_>>(bytes, path, &ABBREVIATION_SCHEMA)?);
        } else if path.ends_with(WORDS) {
            self.words.extend(read_typed::<Vec<_>>(bytes, path, &WORD_SCHEMA)?);
        } else if path.ends_with(FORMER_NAMES) {
            self.former_names
                .extend(read_typed::<Vec<_>>(bytes, path, &FORMER_NAME_SCHEMA)?);
        } else {
            let message = "tệp không được đọc";
            let advice = format!("đặt tên tệp kết thúc bằng {ABBREVIATIONS}, {WORDS} hoặc {FORMER_NAMES}");
            return Err(vec![
                Finding::new("tep", Severity::Error, Place::file(path), message).advice(advice),
            ]);
        }
        Ok(())
    }
}

/// What a file that ships says.
fn shipped<T: DeserializeOwned + Default>(json: &str) -> T {
    // A test holds it to what is read from the file people write.
    serde_json::from_str(json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_lexicon_reads_whole() {
        let (lexicon, findings) = Lexicon::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue"));
        assert!(findings.is_empty(), "{findings:?}");
        let builtin = Lexicon::builtin();
        assert_eq!(lexicon.abbreviations, builtin.abbreviations);
        assert_eq!(lexicon.words, builtin.words);
        assert_eq!(lexicon.former_names, builtin.former_names);
        let groups = |lexicon: &Lexicon| lexicon.words.iter().map(|words| words.groups.len()).sum::<usize>();
        assert!(builtin.abbreviations.len() >= 130 && groups(builtin) >= 150);
        let dated = |name: &FormerName| name.since.as_ref().and_then(Written::value).is_some();
        assert!(builtin.former_names.iter().all(dated));
    }

    #[test]
    fn a_mistake_in_a_lexicon_has_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FOLDER);
        std::fs::create_dir(&path).unwrap();
        std::fs::write(
            path.join("viet_tat.yaml"),
            "- viet_tat: [ABC]\n  nghia: [a b c]\n  sai: 1\n",
        )
        .unwrap();
        std::fs::write(path.join("khac.yaml"), "- a\n").unwrap();
        let (lexicon, findings) = Lexicon::load(folder.path());
        assert!(lexicon.abbreviations.is_empty());
        let lines: Vec<usize> = findings.iter().map(|finding| finding.place.line).collect();
        assert_eq!(lines, [0, 3], "{findings:?}");
    }
}
