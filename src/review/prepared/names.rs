//! Names of procedures compared by their syllable trigrams, fast enough for a whole nation's catalogue.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::review::Outline;
use crate::text;

/// Words that say at which level or that it is a procedure at all, not what it is about.
const SET_ASIDE: [&str; 13] = [
    "thủ tục",
    "thực hiện tại",
    "cấp tỉnh",
    "cấp huyện",
    "cấp xã",
    "cấp bộ",
    "cấp trung ương",
    "trên địa bàn",
    "thuộc thẩm quyền",
    "của ủy ban nhân dân",
    "đối với trường hợp",
    "theo quy định",
    "tại ủy ban nhân dân",
];

/// The same as names are compared.
static PHRASES: LazyLock<Vec<String>> = LazyLock::new(|| SET_ASIDE.into_iter().map(text::canonical).collect());

/// Leading verbs, longest first: the same object with another verb is another procedure.
const VERBS: [&str; 26] = [
    "cấp lại",
    "cấp đổi",
    "cấp sửa đổi, bổ sung",
    "cấp điều chỉnh",
    "cấp bản sao",
    "cấp",
    "đổi",
    "gia hạn",
    "sửa đổi, bổ sung",
    "điều chỉnh",
    "thu hồi",
    "chấm dứt",
    "tạm ngừng",
    "công nhận",
    "đăng ký lại",
    "đăng ký thay đổi",
    "đăng ký",
    "xác nhận",
    "thẩm định",
    "phê duyệt",
    "chấp thuận",
    "thông báo",
    "xóa",
    "hủy",
    "bổ sung",
    "xác định lại",
];

/// The names of a revision, ready to be compared.
#[derive(Debug)]
pub(in crate::review) struct Names {
    names: Vec<Name>,
    /// Places of the names that hold each gram, ascending.
    by_gram: Vec<Vec<u32>>,
    by_code: HashMap<Box<str>, u32>,
}

#[derive(Debug)]
struct Name {
    code: Box<str>,
    /// "Lần đầu" or "lần hai": a first and a second time are two procedures.
    round: Option<&'static str>,
    verb: &'static str,
    /// Numbers of its grams, ascending.
    grams: Vec<u32>,
    /// The same without what stands in brackets: long lists of cases there would drown what the name is about.
    core: Vec<u32>,
}

impl Name {
    /// Likeness in hundredths: the lower one of the whole names and of their cores.
    fn likeness(&self, other: &Self) -> u32 {
        dice(&self.grams, &other.grams).min(dice(&self.core, &other.core))
    }
}

/// Twice the common ones of two ascending lists, in hundredths of all.
fn dice(a: &[u32], b: &[u32]) -> u32 {
    let (mut at, mut common) = (0, 0);
    for gram in a {
        while b.get(at).is_some_and(|other| other < gram) {
            at += 1;
        }
        common += usize::from(b.get(at) == Some(gram));
    }
    u32::try_from(200 * common / (a.len() + b.len()).max(1)).unwrap_or(0)
}

/// Gives every gram a number.
#[derive(Debug, Default)]
struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn of(&mut self, grams: BTreeSet<String>) -> Vec<u32> {
        let mut numbers: Vec<u32> = grams.into_iter().map(|gram| self.number(gram)).collect();
        numbers.sort_unstable();
        numbers
    }

    fn number(&mut self, gram: String) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(gram).or_insert(next)
    }
}

impl Names {
    pub(in crate::review) fn of(procedures: &[Outline]) -> Self {
        let mut numbers = Numbers::default();
        let mut all = Self {
            names: Vec::new(),
            by_gram: Vec::new(),
            by_code: HashMap::new(),
        };
        for (procedure, at) in procedures.iter().zip(0..) {
            let (verb, object) = verb_and_object(&procedure.name);
            let round = ["lần đầu", "lần hai", "lần thứ hai"]
                .into_iter()
                .find(|round| object.contains(round));
            let grams = numbers.of(grams(&object));
            let core = numbers.of(self::grams(
                &verb_and_object(&text::without_brackets(&procedure.name)).1,
            ));
            all.by_gram.resize(numbers.0.len(), Vec::new());
            for gram in &grams {
                if let Some(holders) = all.by_gram.get_mut(*gram as usize) {
                    holders.push(at);
                }
            }
            all.by_code.insert(procedure.code.clone(), at);
            all.names.push(Name {
                code: procedure.code.clone(),
                round,
                verb,
                grams,
                core,
            });
        }
        all
    }

    /// Codes of later procedures whose name says the same with the same verb, with the likeness in hundredths.
    ///
    /// Two names alike to `least` share so many grams that one of the rarest few of either is among them: only the holders of
    /// those are looked at.
    pub(in crate::review) fn nearly_equal(&self, code: &str, least: u32) -> Vec<(&str, u32)> {
        let Some(&at) = self.by_code.get(code) else {
            return Vec::new();
        };
        let name = &self.names[at as usize];
        let holders = |gram: u32| self.by_gram.get(gram as usize).map(Vec::as_slice).unwrap_or_default();
        let mut rarest: Vec<&[u32]> = name.grams.iter().map(|gram| holders(*gram)).collect();
        rarest.sort_by_key(|holders| holders.len());
        let least_percent = least.clamp(1, 100) as usize;
        // Common grams c of sizes a and b: 2c/(a+b) ≥ t asks c ≥ a·t/(2−t), whatever b is.
        let shared = (name.grams.len() * least_percent).div_ceil(200 - least_percent);
        rarest.truncate(name.grams.len() + 1 - shared.min(name.grams.len()));
        let mut others: BTreeSet<u32> = BTreeSet::new();
        for holders in rarest {
            let later = holders.partition_point(|other| *other <= at);
            others.extend(&holders[later..]);
        }
        let mut found: Vec<(&str, u32)> = others
            .into_iter()
            .map(|other| &self.names[other as usize])
            .filter(|other| other.verb == name.verb && other.round == name.round)
            .map(|other| (&*other.code, name.likeness(other)))
            .filter(|(_, likeness)| *likeness >= least)
            .collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        found
    }
}

/// The verb family a name begins with and the rest, without levels.
pub(in crate::review) fn verb_and_object(name: &str) -> (&'static str, String) {
    let mut words = text::canonical(name);
    for phrase in &*PHRASES {
        if words.contains(phrase.as_str()) {
            words = words.replace(phrase.as_str(), " ");
        }
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let verb = VERBS.iter().find(|verb| {
        words
            .strip_prefix(**verb)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']))
    });
    match verb {
        Some(verb) => (verb, words[verb.len()..].trim_start_matches([',', ' ']).to_owned()),
        None => ("", words),
    }
}

/// Runs of three syllables, with the ends marked, so that short names have some too.
fn grams(object: &str) -> BTreeSet<String> {
    let mut words = vec!["^"];
    words.extend(text::syllables(object).map(|(_, word)| word));
    words.push("$");
    words.windows(3).map(|three| three.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_set_aside_and_verbs_told_apart() {
        assert_eq!(
            verb_and_object("Thủ tục cấp lại Giấy phép xây dựng (cấp huyện)").0,
            "cấp lại"
        );
        assert_eq!(verb_and_object("Cấp Giấy phép xây dựng").0, "cấp");
        assert_eq!(
            verb_and_object("Cấp giấy phép xây dựng cấp tỉnh").1,
            verb_and_object("Thủ tục cấp giấy phép xây dựng").1
        );
    }
}
