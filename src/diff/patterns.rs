//! One change in many procedures is one thing to look at: a ministry renamed in 800 of them.
//!
//! Two kinds of change are one: the same change of the same field, and the same words put in the place of the same words
//! inside longer texts, whichever they are. A change belongs to one pattern at most, the one that more procedures share.

mod edits;

use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::prelude::*;
use serde::Serialize;

use self::edits::Edit;
use super::{Burden, Change, Kind, ProcedureDiff, Substance};

/// From so many procedures on, the same change is a pattern.
const FEWEST: usize = 3;

/// Letters of the identity of a pattern.
const ID_LENGTH: usize = 12;

/// A change that many procedures share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pattern {
    /// What it is known by in every comparison: made of what changed, not of where.
    pub id: String,
    /// YAML key of the field; of the field most often meant, for words inside texts.
    pub field: &'static str,
    /// Vietnamese label of what changed.
    pub label: String,
    /// What was done.
    pub kind: Kind,
    /// Before; the words that went, for words inside texts.
    pub old: Option<String>,
    /// After; the words that came.
    pub new: Option<String>,
    /// Which way the burden moves; unclear when its changes do not agree.
    pub burden: Burden,
    /// Whether it matters in law.
    pub substance: Substance,
    /// The change as a lawyer would write it.
    pub sentence: String,
    /// The procedures that share it, by code.
    pub codes: Vec<String>,
    /// What makes a change one of this pattern.
    #[serde(rename = "same")]
    pub key: Key,
    /// Its changes: position of the procedure in the comparison, position of the change in the procedure.
    #[serde(skip)]
    pub members: Vec<(usize, usize)>,
}

/// What changes must have in common to be one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Key {
    /// Everything: field, values and sentence.
    Whole {
        /// YAML key of the field.
        field: String,
        /// Key below the entry.
        #[serde(skip_serializing_if = "Option::is_none")]
        part: Option<String>,
        /// Before.
        old: Option<String>,
        /// After.
        new: Option<String>,
        /// The change in words: it names the entry it is about.
        sentence: String,
    },
    /// The words replaced inside the text, and nothing else in it.
    Words {
        /// Words that went, in canonical spelling.
        old: String,
        /// Words that came.
        new: String,
        /// The words before and after, where the replaced ones are too few to say what they are about.
        #[serde(skip_serializing_if = "Option::is_none")]
        between: Option<(String, String)>,
        /// Whether it matters in law.
        substance: Substance,
    },
}

/// The patterns of a comparison, most frequent first.
pub(super) fn of(procedures: &[ProcedureDiff]) -> Vec<Pattern> {
    let changes: Vec<Member<'_>> = members(procedures).collect();
    let edits: Vec<Option<Edit>> = changes.par_iter().map(|member| Edit::of(member.change)).collect();
    let (mut whole, mut words): (Groups, Groups) = (HashMap::new(), HashMap::new());
    let keys: Vec<Key> = changes.iter().map(|member| Key::whole(member.change)).collect();
    for (at, edit) in edits.iter().enumerate() {
        whole.entry(&keys[at]).or_default().add(at, &changes);
        if let Some(edit) = edit {
            words.entry(&edit.key).or_default().add(at, &changes);
        }
    }
    for (at, edit) in edits.iter().enumerate() {
        let Some(edit) = edit else { continue };
        let alone = whole.get(&keys[at]).map_or(0, |group| group.procedures);
        let inside = words.get(&edit.key).map_or(0, |group| group.procedures);
        let loser = if inside > alone {
            whole.get_mut(&keys[at])
        } else {
            words.get_mut(&edit.key)
        };
        loser.into_iter().for_each(|group| group.lost.push(at));
    }
    let mut patterns = Vec::new();
    for (key, group) in whole.into_iter().chain(words) {
        let kept = group.kept();
        let found: Vec<&Member<'_>> = kept.iter().map(|&at| &changes[at]).collect();
        let around: Vec<&Edit> = kept.iter().filter_map(|&at| edits[at].as_ref()).collect();
        patterns.extend(Pattern::new(key, &found, &around));
    }
    patterns.sort_by_cached_key(|pattern| {
        let first = pattern.members.first().copied();
        (Reverse(pattern.codes.len()), first, pattern.sentence.clone())
    });
    patterns
}

type Groups<'a> = HashMap<&'a Key, Group>;

/// A change and where it stands.
struct Member<'a> {
    at: (usize, usize),
    code: &'a str,
    change: &'a Change,
}

fn members(procedures: &[ProcedureDiff]) -> impl Iterator<Item = Member<'_>> {
    procedures.iter().enumerate().flat_map(|(procedure, diff)| {
        diff.changes.iter().enumerate().map(move |(at, change)| Member {
            at: (procedure, at),
            code: &diff.code,
            change,
        })
    })
}

/// Changes with one key, in order.
#[derive(Default)]
struct Group {
    changes: Vec<usize>,
    procedures: usize,
    /// Those that belong to a greater pattern.
    lost: Vec<usize>,
}

impl Group {
    fn add(&mut self, at: usize, changes: &[Member<'_>]) {
        let another = |last: &usize| changes[*last].at.0 != changes[at].at.0;
        self.procedures += usize::from(self.changes.last().is_none_or(another));
        self.changes.push(at);
    }

    fn kept(&self) -> Vec<usize> {
        let stays = |at: &&usize| self.lost.binary_search(at).is_err();
        self.changes.iter().filter(stays).copied().collect()
    }
}

impl Key {
    /// Every key a change goes by.
    pub(super) fn of(change: &Change) -> Vec<Self> {
        let words = Edit::of(change).map(|edit| edit.key);
        std::iter::once(Self::whole(change)).chain(words).collect()
    }

    fn whole(change: &Change) -> Self {
        Self::Whole {
            field: change.field.to_owned(),
            part: change.part.map(str::to_owned),
            old: change.old.clone(),
            new: change.new.clone(),
            sentence: change.sentence.clone(),
        }
    }

    /// The name of the pattern: the same in every comparison, on every machine.
    pub fn id(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut say = |part: &str| {
            // The length before each part keeps "a" + "bc" apart from "ab" + "c".
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        };
        match self {
            Self::Whole {
                field,
                part,
                old,
                new,
                sentence,
            } => {
                let told =
                    |value: &Option<String>| value.as_ref().map_or_else(String::new, |value| format!("={value}"));
                ["whole", field, &told(part), &told(old), &told(new), sentence]
                    .into_iter()
                    .for_each(&mut say);
            }
            Self::Words {
                old,
                new,
                between,
                substance,
            } => {
                let (before, after) = between.clone().unwrap_or_default();
                ["words", old, new, &before, &after, substance.name()]
                    .into_iter()
                    .for_each(&mut say);
            }
        }
        hasher.finalize().to_hex()[..ID_LENGTH].to_owned()
    }
}

impl Pattern {
    /// The pattern of changes with one key, when enough procedures share it.
    fn new(key: &Key, members: &[&Member<'_>], edits: &[&Edit]) -> Option<Self> {
        let mut codes: Vec<String> = members.iter().map(|member| member.code.to_owned()).collect();
        codes.dedup();
        let change = members.first()?.change;
        if codes.len() < FEWEST {
            return None;
        }
        let one_burden = members.iter().all(|member| member.change.burden == change.burden);
        let mut pattern = Self {
            id: key.id(),
            field: change.field,
            label: change.label.clone(),
            kind: change.kind,
            old: change.old.clone(),
            new: change.new.clone(),
            burden: if one_burden { change.burden } else { Burden::Unclear },
            substance: change.substance,
            sentence: change.sentence.clone(),
            codes,
            key: key.clone(),
            members: members.iter().map(|member| member.at).collect(),
        };
        if matches!(key, Key::Words { .. }) {
            pattern.tell_words(members, edits);
        }
        Some(pattern)
    }

    fn tell_words(&mut self, members: &[&Member<'_>], edits: &[&Edit]) {
        let (old, new) = Edit::as_shown(edits);
        let labels = most_frequent(
            members
                .iter()
                .map(|member| (member.change.field, member.change.label.as_str())),
        );
        if let Some((field, _)) = labels.first() {
            self.field = field;
        }
        let mut names: Vec<&str> = Vec::new();
        for (_, label) in &labels {
            if !names.contains(label) {
                names.push(label);
            }
        }
        self.label = match names.as_slice() {
            [one] => (*one).to_owned(),
            [one, two] => format!("{one}, {two}"),
            [one, two, rest @ ..] => format!("{one}, {two} và {} mục khác", rest.len()),
            [] => String::new(),
        };
        self.sentence = match (old.as_str(), new.as_str()) {
            ("", new) => format!("Thêm cụm từ «{new}»"),
            (old, "") => format!("Bỏ cụm từ «{old}»"),
            (old, new) => format!("Thay cụm từ «{old}» bằng «{new}»"),
        };
        self.old = Some(old).filter(|old| !old.is_empty());
        self.new = Some(new).filter(|new| !new.is_empty());
    }
}

/// What occurs, the most frequent first.
fn most_frequent<'a>(items: impl Iterator<Item = (&'static str, &'a str)>) -> Vec<(&'static str, &'a str)> {
    let mut counts: Vec<((&str, &str), usize)> = Vec::new();
    for item in items {
        match counts.iter_mut().find(|(known, _)| *known == item) {
            Some((_, count)) => *count += 1,
            None => counts.push((item, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts.into_iter().map(|(item, _)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::super::example::{change, procedure, quantity, reworded};
    use super::*;

    fn each(changes: impl IntoIterator<Item = Vec<Change>>) -> Vec<Pattern> {
        let procedures: Vec<_> = changes
            .into_iter()
            .enumerate()
            .map(|(at, changes)| procedure(&format!("1.00000{at}"), changes))
            .collect();
        of(&procedures)
    }

    #[test]
    fn the_same_change_of_a_field_is_one() {
        let one = || reworded("cap_thuc_hien", "Cấp huyện", "Cấp xã");
        let patterns = each([vec![one()], vec![one(), one()], vec![one()]]);
        assert_eq!(patterns.len(), 1);
        assert_eq!(patterns[0].codes, ["1.000000", "1.000001", "1.000002"]);
        assert_eq!(patterns[0].members, [(0, 0), (1, 0), (1, 1), (2, 0)]);
        assert!(matches!(patterns[0].key, Key::Whole { .. }));
        assert!(each([vec![one()], vec![one(), one()]]).is_empty(), "two are not many");
    }

    #[test]
    fn the_same_words_inside_different_texts_are_one() {
        let renamed = |field: &str, text: &str| {
            let old = text.replace('*', "Bộ Tài nguyên và Môi trường");
            reworded(field, &old, &text.replace('*', "Bộ Nông nghiệp và Môi trường"))
        };
        let patterns = each([
            vec![renamed("trinh_tu", "Nộp hồ sơ tại *.")],
            vec![renamed("trinh_tu", "* xem xét, gửi lại * trong 5 ngày")],
            vec![renamed("mo_ta", "Do * cấp")],
            vec![reworded("mo_ta", "Do Bộ Y tế cấp", "Do Bộ Nội vụ cấp")],
        ]);
        assert_eq!(patterns.len(), 1);
        let pattern = &patterns[0];
        assert_eq!(
            pattern.sentence,
            "Thay cụm từ «Bộ Tài nguyên và Môi trường» bằng «Bộ Nông nghiệp và Môi trường»"
        );
        assert_eq!(pattern.codes.len(), 3);
        assert_eq!(pattern.field, "trinh_tu");
        assert_eq!(pattern.label, "Trình tự thực hiện, Mô tả");
    }

    #[test]
    fn a_text_with_another_edit_is_not_of_the_pattern() {
        let texts = ["Sở A nhận", "Sở A trả", "Sở A giữ"];
        let mut changes: Vec<Vec<Change>> = texts
            .iter()
            .map(|text| vec![reworded("mo_ta", text, &text.replace("Sở A", "Phòng Bê Xê"))])
            .collect();
        assert_eq!(each(changes.clone()).len(), 1);
        changes[2] = vec![reworded("mo_ta", "Sở A giữ 5 bản", "Phòng Bê Xê giữ 7 bản")];
        assert!(each(changes).is_empty());
    }

    #[test]
    fn a_few_words_are_the_same_only_between_the_same_words() {
        let text = |old: &str, new: &str| vec![reworded("mo_ta", old, new)];
        let patterns = each([
            text("nộp 5 bản ở xã", "nộp 7 bản ở xã"),
            text("chờ 5 ngày", "chờ 7 ngày"),
            text("có 5 người", "có 7 người"),
        ]);
        assert!(patterns.is_empty(), "{patterns:?}");
        let patterns = each([
            text("UBND cấp huyện nhận", "UBND cấp xã nhận"),
            text("nộp tại cấp huyện nhận hồ sơ", "nộp tại cấp xã nhận hồ sơ"),
            text("do cấp huyện nhận", "do cấp xã nhận"),
        ]);
        assert_eq!(patterns.len(), 1);
        assert_eq!(patterns[0].sentence, "Thay cụm từ «cấp huyện nhận» bằng «cấp xã nhận»");
    }

    #[test]
    fn a_change_belongs_to_the_pattern_that_more_procedures_share() {
        let text = |old: &str| reworded("mo_ta", old, &old.replace("Bộ Công Thương", "Bộ Tài chính"));
        let mut changes = vec![vec![text("Bộ Công Thương cấp")]; 3];
        let patterns = each(changes.clone());
        assert_eq!(patterns.len(), 1);
        assert!(matches!(patterns[0].key, Key::Whole { .. }));
        changes.push(vec![text("Bộ Công Thương thu hồi")]);
        let patterns = each(changes);
        assert_eq!(patterns.len(), 1);
        assert_eq!(patterns[0].codes.len(), 4);
        assert!(matches!(patterns[0].key, Key::Words { .. }));
    }

    #[test]
    fn quantities_are_patterns_as_they_are() {
        let cut = |old: i64| vec![quantity("cach_thuc", "thoi_han", old, 7, "ngày")];
        assert!(each([cut(10), cut(9), cut(8)]).is_empty());
        assert_eq!(each([cut(10), cut(10), cut(10)]).len(), 1);
    }

    #[test]
    fn the_identity_does_not_depend_on_the_comparison() {
        let mut other = change("ho_so", Kind::Removed);
        other.old = Some("Sổ hộ khẩu".to_owned());
        let few = each(vec![vec![other.clone()]; 3]);
        let many = each(vec![vec![change("mo_ta", Kind::Added), other]; 5]);
        assert_eq!(few[0].id.len(), ID_LENGTH);
        assert!(many.iter().any(|pattern| pattern.id == few[0].id));
        assert_ne!(many[0].id, many[1].id);
    }

    #[test]
    fn any_texts_can_be_grouped() {
        arbtest::arbtest(|u| {
            let words = ["a", "b", "Bộ", "5", ".", "\n", "đ", "  "];
            let mut text = || -> arbtest::arbitrary::Result<String> {
                let length = u.int_in_range(0..=8)?;
                (0..length)
                    .map(|_| u.choose(&words).map(|word| format!("{word} ")))
                    .collect()
            };
            let mut changes = Vec::new();
            for _ in 0..6 {
                changes.push(vec![reworded("mo_ta", &text()?, &text()?)]);
            }
            for pattern in each(changes) {
                assert!(pattern.codes.len() >= FEWEST && pattern.codes.is_sorted());
            }
            Ok(())
        });
    }
}
