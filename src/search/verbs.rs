//! What a procedure does: issue, issue again, renew, revoke … as its name says and as a query asks.
//!
//! "Cấp lại" and "cấp đổi" share their words with "cấp", and procedures of one family differ in nothing else; so the verbs
//! are read as what they are. (Families after the practice of naming procedures; one name may have several.)

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::analysis::{self, Syllable};

/// A family of verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Verb {
    Issue,
    Reissue,
    Exchange,
    Extend,
    Amend,
    Revoke,
    End,
    Suspend,
    Resume,
    Erase,
    Recognise,
    Register,
    Confirm,
    Certify,
    Appraise,
    Approve,
    Announce,
    Notify,
    Support,
    Transfer,
}

impl Verb {
    /// Every family.
    pub(super) const ALL: [Self; 20] = [
        Self::Issue,
        Self::Reissue,
        Self::Exchange,
        Self::Extend,
        Self::Amend,
        Self::Revoke,
        Self::End,
        Self::Suspend,
        Self::Resume,
        Self::Erase,
        Self::Recognise,
        Self::Register,
        Self::Confirm,
        Self::Certify,
        Self::Appraise,
        Self::Approve,
        Self::Announce,
        Self::Notify,
        Self::Support,
        Self::Transfer,
    ];

    /// What legal staff call it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Issue => "Cấp",
            Self::Reissue => "Cấp lại",
            Self::Exchange => "Cấp đổi",
            Self::Extend => "Gia hạn",
            Self::Amend => "Sửa đổi, bổ sung, điều chỉnh",
            Self::Revoke => "Thu hồi, hủy bỏ",
            Self::End => "Chấm dứt, giải thể",
            Self::Suspend => "Tạm ngừng, tạm dừng",
            Self::Resume => "Hoạt động trở lại",
            Self::Erase => "Xóa đăng ký",
            Self::Recognise => "Công nhận",
            Self::Register => "Đăng ký",
            Self::Confirm => "Xác nhận",
            Self::Certify => "Chứng thực",
            Self::Appraise => "Thẩm định",
            Self::Approve => "Phê duyệt, chấp thuận",
            Self::Announce => "Công bố",
            Self::Notify => "Thông báo, khai báo",
            Self::Support => "Hỗ trợ, trợ cấp",
            Self::Transfer => "Chuyển, chuyển nhượng",
        }
    }

    /// Whether it changes or ends what another procedure gave: of two procedures alike the plain one is meant unless such a
    /// verb was typed.
    pub(super) fn is_derived(self) -> bool {
        matches!(
            self,
            Self::Reissue
                | Self::Exchange
                | Self::Extend
                | Self::Amend
                | Self::Revoke
                | Self::End
                | Self::Suspend
                | Self::Resume
                | Self::Erase
        )
    }

    /// How it is said.
    pub(super) fn phrases(self) -> &'static [&'static str] {
        match self {
            Self::Issue => &["cấp", "cấp mới", "cấp lần đầu", "cấp phép"],
            Self::Reissue => &["cấp lại", "đăng ký lại", "công nhận lại", "làm lại"],
            Self::Exchange => &["cấp đổi", "đổi", "thay thế", "chuyển đổi"],
            Self::Extend => &["gia hạn", "kéo dài", "duy trì hiệu lực", "gia hạn thời gian"],
            Self::Amend => &[
                "sửa đổi",
                "bổ sung",
                "điều chỉnh",
                "thay đổi",
                "cập nhật",
                "sửa đổi bổ sung",
                "đính chính",
                "cải chính",
                "đăng ký thay đổi",
                "cấp sửa đổi",
                "cấp điều chỉnh",
                "cấp bổ sung",
            ],
            Self::Revoke => &["thu hồi", "hủy bỏ", "hủy", "tước", "rút"],
            Self::End => &["chấm dứt", "giải thể", "đóng cửa", "kết thúc", "chấm dứt hoạt động"],
            Self::Suspend => &["tạm ngừng", "tạm dừng", "đình chỉ", "tạm đình chỉ", "tạm ngưng"],
            Self::Resume => &["hoạt động trở lại", "tiếp tục hoạt động", "khôi phục", "phục hồi"],
            Self::Erase => &["xóa", "xóa đăng ký", "xoá"],
            Self::Recognise => &["công nhận", "ghi nhận"],
            Self::Register => &["đăng ký"],
            Self::Confirm => &["xác nhận", "xác định"],
            Self::Certify => &["chứng thực", "công chứng", "chứng nhận"],
            Self::Appraise => &["thẩm định", "thẩm tra", "kiểm tra", "kiểm định", "đánh giá"],
            Self::Approve => &["phê duyệt", "chấp thuận", "cho phép", "thông qua", "quyết định"],
            Self::Announce => &["công bố", "tự công bố"],
            Self::Notify => &["thông báo", "khai báo", "báo cáo"],
            Self::Support => &["hỗ trợ", "trợ cấp", "giải quyết chế độ", "hưởng", "chi trả"],
            Self::Transfer => &["chuyển", "chuyển nhượng", "di chuyển", "tiếp nhận"],
        }
    }
}

/// Words that may stand between the verbs of one name.
pub(super) const BETWEEN: &[&str] = &["và", "hoặc", "thủ tục", "việc", "đề nghị"];
/// What "cấp" is before words that begin so: a level, not a verb. With accents and without.
pub(super) const LEVELS: &[(&str, &str)] = &[
    ("xã", "xa"),
    ("tỉnh", "tinh"),
    ("huyện", "huyen"),
    ("bộ", "bo"),
    ("trung", "trung"),
    ("cơ", "co"),
    ("quốc", "quoc"),
];

struct Phrase {
    syllables: Vec<String>,
    verb: Option<Verb>,
}

/// The phrases by their first syllables, with accents or without; the longest first.
fn phrases(accented: bool) -> &'static FxHashMap<String, Vec<Phrase>> {
    static PHRASES: [OnceLock<FxHashMap<String, Vec<Phrase>>>; 2] = [OnceLock::new(), OnceLock::new()];
    PHRASES[usize::from(accented)].get_or_init(|| {
        let phrase = |text: &str, verb| {
            let syllables = analysis::syllables(text).into_iter();
            let spelling = |syllable: Syllable| if accented { syllable.exact } else { syllable.folded };
            Phrase {
                syllables: syllables.map(spelling).collect(),
                verb,
            }
        };
        let verbs = Verb::ALL
            .into_iter()
            .flat_map(|verb| verb.phrases().iter().map(move |text| phrase(text, Some(verb))));
        let between = BETWEEN.iter().map(|text| phrase(text, None));
        let mut all: Vec<Phrase> = verbs.chain(between).collect();
        // The longest first: "cấp lại" is not "cấp".
        all.sort_by_key(|phrase| std::cmp::Reverse(phrase.syllables.len()));
        let mut phrases: FxHashMap<String, Vec<Phrase>> = FxHashMap::default();
        for phrase in all {
            phrases.entry(phrase.syllables[0].clone()).or_default().push(phrase);
        }
        phrases
    })
}

/// The phrase that begins a text. Text without accents agrees with any.
fn phrase_at(syllables: &[Syllable], accented: bool) -> Option<&'static Phrase> {
    let spelling = |at: usize| {
        let syllable = syllables.get(at)?;
        Some(if accented { &*syllable.exact } else { &*syllable.folded })
    };
    phrases(accented).get(spelling(0)?)?.iter().find(|phrase| {
        let mut wanted = (0..).zip(&phrase.syllables);
        wanted.all(|(at, wanted)| spelling(at) == Some(wanted.as_str()))
    })
}

/// The verbs a name begins with; where it begins with none, the first it has.
pub(super) fn of_name(name: &str) -> Vec<Verb> {
    let syllables = analysis::syllables(name);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < syllables.len() {
        match phrase_at(&syllables[at..], true) {
            Some(phrase) => {
                found.extend(phrase.verb);
                at += phrase.syllables.len();
            }
            None if found.is_empty() => at += 1,
            None => break,
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The syllables of a name without the verbs it begins with.
pub(super) fn without(syllables: &[Syllable]) -> Vec<&Syllable> {
    let mut at = 0;
    while let Some(phrase) = phrase_at(&syllables[at..], true) {
        at += phrase.syllables.len();
    }
    // A name that is nothing but verbs speaks of what they say.
    let rest = if at < syllables.len() {
        &syllables[at..]
    } else {
        syllables
    };
    rest.iter().collect()
}

/// The verbs of a query, wherever they stand.
pub(super) fn of_query(syllables: &[Syllable]) -> Vec<Verb> {
    let accented = syllables.iter().any(Syllable::is_accented);
    let is_level = |at: usize| {
        syllables.get(at).is_some_and(|next| {
            LEVELS.iter().any(|(exact, folded)| {
                if accented {
                    next.exact == *exact
                } else {
                    next.folded == *folded
                }
            })
        })
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < syllables.len() {
        match phrase_at(&syllables[at..], accented) {
            Some(phrase) => {
                let level = phrase.verb == Some(Verb::Issue) && phrase.syllables.len() == 1 && is_level(at + 1);
                found.extend(phrase.verb.filter(|_| !level));
                at += phrase.syllables.len();
            }
            None => at += 1,
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_does_at_its_beginning() {
        for (name, verbs) in [
            ("Cấp lại giấy phép xây dựng", vec![Verb::Reissue]),
            (
                "Thủ tục cấp, cấp lại và gia hạn giấy phép",
                vec![Verb::Issue, Verb::Reissue, Verb::Extend],
            ),
            ("Cấp giấy chứng nhận đăng ký đổi tên", vec![Verb::Issue]),
            ("Đăng ký khai sinh", vec![Verb::Register]),
            ("Người có công được hưởng trợ cấp", vec![Verb::Support]),
            ("Tặng kỷ niệm chương", vec![]),
        ] {
            assert_eq!(of_name(name), verbs, "{name}");
        }
    }

    #[test]
    fn a_level_is_no_verb() {
        let verbs = |words: &str| of_query(&analysis::syllables(words));
        assert_eq!(verbs("thủ tục cấp xã về đất đai"), []);
        assert_eq!(verbs("cap lai giay phep lai xe"), [Verb::Reissue]);
        assert_eq!(verbs("GPLX cấp đổi"), [Verb::Exchange]);
    }
}
