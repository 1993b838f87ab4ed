//! Names of procedures compared by their syllable trigrams, fast enough for a whole nation's catalogue.

use std::collections::{BTreeSet, HashMap};

use crate::catalogue::Catalogue;
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
    by_gram: HashMap<String, Vec<usize>>,
    by_code: HashMap<String, usize>,
}

#[derive(Debug)]
struct Name {
    code: String,
    verb: &'static str,
    grams: BTreeSet<String>,
    /// The same without what stands in brackets: long lists of cases there would drown what the name is about.
    core: BTreeSet<String>,
}

impl Name {
    /// Likeness in hundredths: the lower one of the whole names and of their cores.
    fn likeness(&self, other: &Self) -> u32 {
        dice(&self.grams, &other.grams).min(dice(&self.core, &other.core))
    }
}

fn dice(a: &BTreeSet<String>, b: &BTreeSet<String>) -> u32 {
    let common = a.intersection(b).count();
    u32::try_from(200 * common / (a.len() + b.len()).max(1)).unwrap_or(0)
}

impl Names {
    pub(in crate::review) fn of(catalogue: &Catalogue) -> Self {
        let mut all = Self {
            names: Vec::new(),
            by_gram: HashMap::new(),
            by_code: HashMap::new(),
        };
        for procedure in catalogue.procedures() {
            let (verb, object) = verb_and_object(&procedure.name);
            let grams = grams(&object);
            let at = all.names.len();
            for gram in &grams {
                all.by_gram.entry(gram.clone()).or_default().push(at);
            }
            all.by_code.insert(procedure.identity().to_owned(), at);
            let core = self::grams(&verb_and_object(&text::without_brackets(&procedure.name)).1);
            all.names.push(Name {
                code: procedure.identity().to_owned(),
                verb,
                grams,
                core,
            });
        }
        all
    }

    /// Codes of later procedures whose name says the same with the same verb, with the likeness in hundredths.
    pub(in crate::review) fn nearly_equal(&self, code: &str, least: u32) -> Vec<(&str, u32)> {
        let Some(&at) = self.by_code.get(code) else {
            return Vec::new();
        };
        let name = &self.names[at];
        let mut others: BTreeSet<usize> = BTreeSet::new();
        for gram in &name.grams {
            others.extend(
                self.by_gram
                    .get(gram)
                    .into_iter()
                    .flatten()
                    .filter(|&&other| other > at),
            );
        }
        let mut found: Vec<(&str, u32)> = others
            .into_iter()
            .filter(|other| self.names[*other].verb == name.verb)
            .map(|other| (self.names[other].code.as_str(), name.likeness(&self.names[other])))
            .filter(|(_, likeness)| *likeness >= least)
            .collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        found
    }
}

/// The verb family a name begins with and the rest, without levels.
pub(super) fn verb_and_object(name: &str) -> (&'static str, String) {
    let mut words = text::canonical(name);
    for phrase in SET_ASIDE {
        words = words.replace(&text::canonical(phrase), " ");
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
