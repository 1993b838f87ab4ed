//! Procedures about one thing: the same object with another verb, or for another kind of applicant.

use std::collections::{BTreeSet, HashMap};

use super::names::verb_and_object;
use crate::review::Outline;
use crate::text;

/// Words that say who applies.
const APPLICANTS: [&str; 12] = [
    "cá nhân",
    "tổ chức",
    "hộ gia đình",
    "hộ kinh doanh",
    "doanh nghiệp",
    "công dân",
    "hợp tác xã",
    "cộng đồng dân cư",
    "đơn vị",
    "pháp nhân",
    "thương nhân",
    "nhà đầu tư",
];

/// Verbs of one life: issued, issued again, changed, prolonged.
const VERBS: [&str; 12] = [
    "",
    "cấp",
    "cấp lại",
    "cấp đổi",
    "đổi",
    "gia hạn",
    "điều chỉnh",
    "sửa đổi, bổ sung",
    "cấp sửa đổi, bổ sung",
    "cấp điều chỉnh",
    "bổ sung",
    "đăng ký thay đổi",
];

/// Families of the catalogue, by what they are about.
#[derive(Debug)]
pub(in crate::review) struct Families {
    by_object: HashMap<(String, String), Vec<Member>>,
    by_service: HashMap<(String, String), Vec<usize>>,
}

/// A procedure of a family.
#[derive(Debug)]
pub(in crate::review) struct Member {
    /// Place among the entries of the catalogue.
    pub(in crate::review) at: usize,
    /// Its verb.
    pub(in crate::review) verb: &'static str,
    /// Its papers, in one spelling.
    pub(in crate::review) papers: BTreeSet<String>,
}

impl Families {
    pub(in crate::review) fn of(procedures: &[Outline]) -> Self {
        let mut places: HashMap<(String, String), Vec<(usize, &'static str)>> = HashMap::new();
        let mut by_service: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (at, procedure) in procedures.iter().enumerate() {
            let (verb, object) = verb_and_object(&procedure.name);
            let field = text::canonical(&procedure.field);
            let service = format!("{verb} {}", without_applicants(&object));
            by_service.entry((field.clone(), service)).or_default().push(at);
            if VERBS.contains(&verb) {
                places.entry((field, object)).or_default().push((at, verb));
            }
        }
        places.retain(|_, members| members.len() > 1);
        let member = |(at, verb): (usize, &'static str)| Member {
            at,
            verb,
            papers: procedures[at].papers.iter().map(|paper| (**paper).to_owned()).collect(),
        };
        let by_object = places
            .into_iter()
            .map(|(key, members)| (key, members.into_iter().map(member).collect()))
            .collect();
        by_service.retain(|_, members| members.len() > 1);
        Self { by_object, by_service }
    }

    /// Procedures about the same object, by code; the procedure itself among them.
    pub(in crate::review) fn of_object(&self, name: &str, field: &str) -> &[Member] {
        let key = (text::canonical(field), verb_and_object(name).1);
        self.by_object.get(&key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Groups of procedures that could be one: those about one object whose papers are alike to `least` hundredths, directly or
    /// through another of the group; by their first member.
    pub(in crate::review) fn mergeable(&self, least: usize) -> Vec<Group> {
        let mut groups: Vec<Group> = self
            .by_object
            .values()
            .flat_map(|members| grouped(members, least))
            .collect();
        groups.sort_by_key(|group| group.members.iter().min().copied());
        groups
    }

    /// Procedures that do the same for other applicants, by code; the procedure itself among them.
    pub(in crate::review) fn of_service(&self, name: &str, field: &str) -> &[usize] {
        let (verb, object) = verb_and_object(name);
        let key = (
            text::canonical(field),
            format!("{verb} {}", without_applicants(&object)),
        );
        self.by_service.get(&key).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Member {
    /// Share of papers both have, in hundredths. One paper alone tells nothing.
    fn likeness(&self, other: &Self) -> usize {
        let common = self.papers.intersection(&other.papers).count();
        let all = self.papers.union(&other.papers).count();
        if common < 2 { 0 } else { 100 * common / all }
    }

    /// Members with another verb whose papers are alike to `least` hundredths, with how much they are.
    pub(in crate::review) fn alike<'a>(
        &'a self,
        members: &'a [Self],
        least: usize,
    ) -> impl Iterator<Item = (&'a Self, usize)> {
        let others = members.iter().filter(|member| member.verb != self.verb);
        let likeness = others.map(|member| (member, self.likeness(member)));
        likeness.filter(move |(_, likeness)| *likeness >= least)
    }
}

/// Procedures that could be one.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::review) struct Group {
    /// Their places among the entries of the catalogue, in the order of a thing's life: issued, issued again, changed.
    pub(in crate::review) members: Vec<usize>,
    /// How much the papers of those that are alike have in common, in hundredths: the least and the most.
    pub(in crate::review) likeness: (usize, usize),
}

/// Members of one object, joined while one is alike to one of the group.
fn grouped(members: &[Member], least: usize) -> Vec<Group> {
    let mut open: Vec<&Member> = members.iter().collect();
    let mut groups = Vec::new();
    while let Some(first) = open.pop() {
        let (mut group, mut seen, mut likeness) = (vec![first], 0, Vec::new());
        while let Some(member) = group.get(seen).copied() {
            seen += 1;
            for (other, percent) in member.alike(members, least) {
                likeness.push(percent);
                if let Some(at) = open.iter().position(|one| one.at == other.at) {
                    group.push(open.swap_remove(at));
                }
            }
        }
        if let (Some(lowest), Some(highest)) = (likeness.iter().min(), likeness.iter().max()) {
            group.sort_by_key(|member| (rank(member.verb), member.at));
            groups.push(Group {
                members: group.into_iter().map(|member| member.at).collect(),
                likeness: (*lowest, *highest),
            });
        }
    }
    groups
}

/// When in the life of a thing a verb comes.
pub(in crate::review) fn rank(verb: &str) -> usize {
    VERBS.iter().position(|known| *known == verb).unwrap_or(VERBS.len())
}

/// The kinds of applicants a name speaks of.
pub(in crate::review) fn applicants_in(name: &str) -> BTreeSet<&'static str> {
    let name = text::canonical(name);
    APPLICANTS.into_iter().filter(|word| name.contains(word)).collect()
}

fn without_applicants(object: &str) -> String {
    let mut words = object.to_owned();
    for applicant in APPLICANTS {
        words = words.replace(applicant, " ");
    }
    let words: Vec<&str> = text::syllables(&words)
        .map(|(_, word)| word)
        .filter(|word| !["là", "và", "hoặc", "các", "đối", "với", "của", "cho"].contains(word))
        .collect();
    words.join(" ")
}

/// A paper's name without what differs between records that mean the same.
pub(in crate::review) fn plain_paper(name: &str) -> String {
    let words = text::canonical(&text::without_brackets(name));
    let words: Vec<&str> = text::syllables(&words).map(|(_, word)| word).take(12).collect();
    words.join(" ")
}
