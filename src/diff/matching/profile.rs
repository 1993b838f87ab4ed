//! What tells a procedure from others: its name, papers, results, legal bases and text, as sets that compare quickly.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{DocumentNumber, Written};
use crate::text;

/// Syllables read of a name. The longest real one has more than 200; what stands behind says little.
const NAME_SYLLABLES: usize = 120;

/// Syllables read of a paper or a result.
const TITLE_SYLLABLES: usize = 60;

/// Syllables read of steps and conditions together.
const TEXT_SYLLABLES: usize = 4_000;

/// Hashes kept of the text: the smallest ones are a fair sample, and the same one on both sides.
const SKETCH: usize = 128;

/// Papers looked at; notes stored as rows make dossiers of hundreds.
pub(super) const MOST_PAPERS: usize = 40;

/// Words that hold a name together or say at which level and by whom: two names that differ in nothing else say the same.
const SAYS_LITTLE: [&str; 42] = [
    "ban",
    "bộ",
    "bị",
    "các",
    "cho",
    "có",
    "cấp",
    "của",
    "do",
    "dân",
    "hoặc",
    "huyện",
    "khi",
    "là",
    "những",
    "này",
    "quy",
    "quyền",
    "theo",
    "thuộc",
    "thẩm",
    "thủ",
    "thực",
    "hiện",
    "trong",
    "trường",
    "tại",
    "tỉnh",
    "tịch",
    "tục",
    "từ",
    "ủy",
    "và",
    "vào",
    "về",
    "với",
    "việc",
    "xã",
    "đó",
    "được",
    "đối",
    "định",
];

/// Leading verbs, the longer ones first: the same object with another verb is another procedure.
const VERBS: [&str; 34] = [
    "cấp giấy phép điều chỉnh",
    "cấp sửa đổi, bổ sung",
    "đăng ký thay đổi",
    "sửa đổi, bổ sung",
    "đăng ký lại",
    "xác định lại",
    "cấp lần đầu",
    "cấp bản sao",
    "cấp điều chỉnh",
    "chấp thuận",
    "chấm dứt",
    "tạm ngừng",
    "tạm dừng",
    "công nhận",
    "điều chỉnh",
    "phê duyệt",
    "thẩm định",
    "thông báo",
    "chỉnh sửa",
    "đính chính",
    "xác nhận",
    "cấp mới",
    "cấp lại",
    "cấp đổi",
    "gia hạn",
    "mở khóa",
    "thu hồi",
    "đăng ký",
    "bổ sung",
    "khóa",
    "hủy",
    "xóa",
    "đổi",
    "cấp",
];

/// Verbs that say the same as another.
const SAME_VERB: [(&str, &str); 4] = [
    ("cấp lần đầu", "cấp"),
    ("cấp mới", "cấp"),
    ("tạm dừng", "tạm ngừng"),
    ("sửa đổi, bổ sung", "điều chỉnh"),
];

/// A set of hashes, sorted.
pub(super) type Set = Vec<u64>;

/// A procedure, or several taken as one, ready to be compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    /// Syllables of the name and pairs of neighbours.
    pub(super) name: Set,
    /// The same without what stands in brackets: long lists of cases there would drown what the name is about.
    pub(super) core: Set,
    /// The verbs the name begins with.
    pub(super) verbs: Vec<&'static str>,
    /// Papers of every case, each once.
    pub(super) papers: Vec<Title>,
    /// Results.
    pub(super) results: Vec<Title>,
    /// Legal bases by the key of their number.
    pub(super) bases: Vec<(u64, String)>,
    /// A sample of the steps and conditions.
    pub(super) sketch: Set,
    /// Field.
    pub(super) field: Set,
    /// Levels.
    pub(super) levels: Set,
    /// Agencies that handle it or decide.
    pub(super) agencies: Set,
}

/// A short text that stands for a thing: a paper, a result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Title {
    /// The whole in one spelling.
    pub(super) whole: u64,
    /// Its syllables and pairs of neighbours.
    pub(super) shingles: Set,
}

impl Profile {
    pub(super) fn of(procedure: &Procedure) -> Self {
        let mut profile = Self::of_name(&procedure.name);
        profile.papers = titles(procedure.papers().map(|(_, _, paper)| paper.name.as_str()));
        profile.results = titles(procedure.results.iter().map(|result| result.name.as_str()));
        profile.bases = bases(procedure);
        profile.sketch = sketch(procedure);
        profile.field = set([hash(text::canonical(&procedure.field))]);
        profile.levels = set(procedure.levels.iter().map(|level| {
            level
                .value()
                .map_or_else(|| hash(level.text()), |level| hash(level.label()))
        }));
        let agencies = procedure.executing_agencies.iter().chain(&procedure.deciding_agencies);
        profile.agencies = set(agencies.map(|agency| hash(text::canonical(agency))));
        profile
    }

    /// Only what the name tells: enough to see whether the rest is worth reading.
    pub(super) fn of_name(name: &str) -> Self {
        let canonical = text::canonical(name);
        Self {
            name: name_shingles(&canonical),
            core: name_shingles(&text::without_brackets(&canonical)),
            verbs: verbs(&canonical),
            ..Self::default()
        }
    }

    /// Several as one: what a merged procedure is to be compared with.
    pub(super) fn together(members: &[&Self]) -> Self {
        fn united<T: Ord + Clone>(lists: impl Iterator<Item = Vec<T>>) -> Vec<T> {
            let mut all: Vec<T> = lists.flatten().collect();
            all.sort();
            all.dedup();
            all
        }
        let all = || members.iter();
        let mut sketch = united(all().map(|member| member.sketch.clone()));
        sketch.truncate(SKETCH);
        Self {
            name: united(all().map(|member| member.name.clone())),
            core: united(all().map(|member| member.core.clone())),
            verbs: united(all().map(|member| member.verbs.clone())),
            papers: united(all().map(|member| member.papers.clone())),
            results: united(all().map(|member| member.results.clone())),
            bases: united(all().map(|member| member.bases.clone())),
            sketch,
            field: united(all().map(|member| member.field.clone())),
            levels: united(all().map(|member| member.levels.clone())),
            agencies: united(all().map(|member| member.agencies.clone())),
        }
    }
}

/// How many two sets have in common.
pub(super) fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut at, mut other, mut count) = (0, 0, 0);
    while at < a.len() && other < b.len() {
        match a[at].cmp(&b[other]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => other += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                at += 1;
                other += 1;
            }
        }
    }
    count
}

/// Twice the common part over both: 1 for equal sets, 0 when either is empty.
pub(super) fn dice(a: &[u64], b: &[u64]) -> f64 {
    match a.len() + b.len() {
        0 => 0.0,
        all => 2.0 * common(a, b) as f64 / all as f64,
    }
}

/// The same on every machine and in every run, so that what is guessed is too.
pub(super) fn hash(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

fn set(hashes: impl IntoIterator<Item = u64>) -> Set {
    let mut set: Set = hashes.into_iter().collect();
    set.sort_unstable();
    set.dedup();
    set
}

fn name_shingles(canonical: &str) -> Set {
    let words: Vec<&str> = text::syllables(canonical)
        .map(|(_, word)| word)
        .filter(|word| !SAYS_LITTLE.contains(word))
        .take(NAME_SYLLABLES)
        .collect();
    set(words.chunks(1).chain(words.windows(2)).map(hash))
}

fn titles<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Title> {
    let mut titles: Vec<Title> = texts.filter_map(title).take(MOST_PAPERS).collect();
    titles.sort();
    titles.dedup();
    titles
}

fn title(written: &str) -> Option<Title> {
    let canonical = text::canonical(written);
    let words: Vec<&str> = text::syllables(&canonical)
        .map(|(_, word)| word)
        .take(TITLE_SYLLABLES)
        .collect();
    (!words.is_empty()).then(|| Title {
        whole: hash(&words),
        shingles: set(words.chunks(1).chain(words.windows(2)).map(hash)),
    })
}

fn bases(procedure: &Procedure) -> Vec<(u64, String)> {
    let mut bases: Vec<(u64, String)> = procedure
        .legal_bases
        .iter()
        .map(|basis| (hash(key_of(&basis.number)), short_number(&basis.number)))
        .collect();
    bases.sort();
    bases.dedup_by_key(|(key, _)| *key);
    bases
}

fn key_of(number: &Written<DocumentNumber>) -> String {
    number
        .value()
        .map_or_else(|| text::fold(number.text()), DocumentNumber::key)
}

fn short_number(number: &Written<DocumentNumber>) -> String {
    number
        .value()
        .map_or_else(|| number.text().trim().to_owned(), ToString::to_string)
}

/// The smallest hashes of runs of four syllables.
fn sketch(procedure: &Procedure) -> Set {
    let steps = procedure
        .steps
        .iter()
        .flat_map(|step| step.name.iter().chain(&step.text));
    let texts = steps.chain(procedure.requirements.iter().map(|requirement| &requirement.text));
    let mut runs: Set = Vec::new();
    let mut left = TEXT_SYLLABLES;
    for written in texts {
        let canonical = text::canonical(written);
        let words: Vec<&str> = text::syllables(&canonical).map(|(_, word)| word).take(left).collect();
        left -= words.len();
        runs.extend(words.windows(4).map(hash));
    }
    runs.sort_unstable();
    runs.dedup();
    runs.truncate(SKETCH);
    runs
}

/// The verbs a name begins with: "Cấp, cấp lại, gia hạn Giấy phép …" has three.
fn verbs(canonical: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut rest = canonical.trim_start_matches("thủ tục").trim_start();
    while let Some((verb, behind)) = leading_verb(rest) {
        let same = SAME_VERB.iter().find(|(other, _)| *other == verb);
        found.push(same.map_or(verb, |(_, plain)| *plain));
        rest = behind
            .trim_start_matches([' ', ',', ';', '/'])
            .trim_start_matches("hoặc ")
            .trim_start_matches("và ")
            .trim_start();
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn leading_verb(text: &str) -> Option<(&'static str, &str)> {
    VERBS.iter().find_map(|verb| {
        let behind = text.strip_prefix(*verb)?;
        behind
            .chars()
            .next()
            .is_none_or(|next| !next.is_alphanumeric())
            .then_some((*verb, behind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leading_verb_of_a_name_is_seen() {
        let verbs = |name: &str| verbs(&text::canonical(name));
        assert_eq!(verbs("Cấp, cấp lại, gia hạn Giấy phép"), ["cấp", "cấp lại", "gia hạn"]);
        assert_eq!(verbs("Thủ tục cấp lần đầu và cấp Giấy chứng nhận"), ["cấp"]);
        assert_eq!(verbs("Cấp đổi giấy phép môi trường"), ["cấp đổi"]);
        assert!(verbs("Hòa giải tranh chấp đất đai").is_empty());
    }

    #[test]
    fn levels_make_no_difference_to_a_name() {
        let name = |name: &str| Profile::of_name(name).name;
        let district = name("Giải quyết tranh chấp đất đai thuộc thẩm quyền của Chủ tịch Ủy ban nhân dân cấp huyện");
        let commune = name("Giải quyết tranh chấp đất đai thuộc thẩm quyền của Chủ tịch Ủy ban nhân dân cấp xã");
        assert_eq!(district, commune);
        assert!(dice(&district, &name("Hòa giải tranh chấp đất đai")) < 0.7);
    }
}
