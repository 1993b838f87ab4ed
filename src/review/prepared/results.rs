//! Results that are papers elsewhere: what each procedure needs of which other one.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::asked_for::{is_optional, only_speaks_of_it};
use crate::catalogue::procedure::Procedure;
use crate::review::Outline;
use crate::review::papers::{self, HeldPapers};
use crate::review::wording;
use crate::text;

/// Beginnings of results that are documents to hand in elsewhere; answers and notices are none.
pub(super) const DOCUMENTS: [&str; 9] = [
    "giấy",
    "chứng chỉ",
    "thẻ",
    "quyết định",
    "bằng",
    "phù hiệu",
    "trích lục",
    "phiếu",
    "sổ",
];

/// Results that the table of held papers is about, or that every office issues, by how they begin.
const COMMON: [&str; 9] = [
    // Issued here for other countries, asked for here of theirs.
    "giấy chứng nhận lưu hành tự do",
    "giấy biên nhận",
    "giấy tiếp nhận",
    "giấy hẹn",
    "phiếu tiếp nhận",
    "phiếu hẹn",
    "giấy xác nhận",
    "quyết định của",
    "quyết định về việc",
];

/// Words that say another country issued it.
const FOREIGN: [&str; 6] = [
    "nước ngoài",
    "nước xuất khẩu",
    "nước sản xuất",
    "nước sở tại",
    "nhập khẩu",
    "quốc tế",
];

/// Syllables that name a kind of document or of act, not what it is about.
const KINDS: [&str; 50] = [
    "đánh", "giá", "chất", "lượng", "giấy", "chứng", "nhận", "phép", "đăng", "ký", "kiểm", "định", "quyết", "phê",
    "duyệt", "giải", "tranh", "chấp", "thuận", "thành", "lập", "hoạt", "động", "và", "về", "việc", "dự", "án", "của",
    "cấp", "chỉ", "thẻ", "phiếu", "sổ", "bằng", "xác", "công", "hành", "nghề", "kết", "quả", "thông", "báo", "văn",
    "thay", "đổi", "bổ", "sung", "phương", "tiện",
];

/// Other countries whose vehicles and people have papers from there.
const OF_OTHER_COUNTRIES: [&str; 7] = [
    "của lào",
    "của campuchia",
    "của trung quốc",
    "của thái lan",
    "của nước ngoài",
    "tàu nước ngoài",
    "tàu thuyền nước ngoài",
];

/// Fewest syllables beyond those of kinds.
const CONTENT: usize = 2;

/// Fewest syllables of a result that tells one thing from another.
const SYLLABLES: usize = 5;

/// The results of a catalogue by name.
#[derive(Debug)]
pub(in crate::review) struct Results {
    needs: Vec<Vec<Need>>,
    cycles: HashMap<usize, Vec<usize>>,
    /// Whether a dossier of another procedure speaks of a result of each procedure, asked for or not.
    spoken_of: Vec<bool>,
    /// Authorities of each procedure, by number, ascending.
    authorities: Vec<Vec<u32>>,
}

#[derive(Debug)]
struct Name {
    words: Vec<String>,
    /// Procedures that issue it, by their place among the entries.
    issuers: Vec<usize>,
}

/// A paper of a procedure that is the result of others.
#[derive(Debug)]
pub(in crate::review) struct Need {
    /// YAML path of the paper.
    pub(in crate::review) path: String,
    /// Name of the paper.
    pub(in crate::review) paper: String,
    /// The result it is, in one spelling.
    pub(in crate::review) result: String,
    /// Procedures that issue it, by their place among the entries, the procedure itself left out.
    pub(in crate::review) issuers: Vec<usize>,
    /// The procedure issues or changes the same itself.
    pub(in crate::review) own: bool,
    /// It is among the results of the procedure itself.
    pub(in crate::review) issued_here: bool,
    /// The dossier is complete without it: "nếu có", or one of several papers.
    pub(in crate::review) optional: bool,
    /// A copy is asked for.
    pub(in crate::review) copy: bool,
}

impl Results {
    pub(in crate::review) fn of(procedures: &[Outline], held: &HeldPapers<'_>) -> Self {
        let names = names(procedures);
        let mut by_start: HashMap<[&str; 3], Vec<usize>> = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            if let [a, b, c, ..] = name.words.as_slice() {
                by_start.entry([a, b, c]).or_default().push(at);
            }
        }
        let mut spoken_of = vec![false; procedures.len()];
        let needs: Vec<Vec<Need>> = procedures
            .iter()
            .enumerate()
            .map(|(at, procedure)| needs(procedure, at, &names, &by_start, held, &mut spoken_of))
            .collect();
        let cycles = cycles(&needs);
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let authorities = procedures.iter().map(|procedure| {
            let mut own: Vec<u32> = procedure
                .authorities
                .iter()
                .map(|authority| {
                    let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                    *numbers.entry(authority).or_insert(next)
                })
                .collect();
            own.sort_unstable();
            own
        });
        Self {
            authorities: authorities.collect(),
            needs,
            cycles,
            spoken_of,
        }
    }

    /// What the procedure at a place needs of others.
    pub(in crate::review) fn needs(&self, at: usize) -> &[Need] {
        self.needs.get(at).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a dossier of another procedure speaks of a result of the procedure at a place, asked for or not.
    pub(in crate::review) fn is_spoken_of(&self, at: usize) -> bool {
        self.spoken_of.get(at).copied().unwrap_or_default()
    }

    /// Whether one authority settles both of two procedures.
    pub(in crate::review) fn share_authority(&self, a: usize, b: usize) -> bool {
        let of = |at: usize| self.authorities.get(at).map(Vec::as_slice).unwrap_or_default();
        of(a).iter().any(|authority| of(b).binary_search(authority).is_ok())
    }

    /// The procedures a cycle leads through, from its first one on, if the procedure is the first of one.
    pub(in crate::review) fn cycle(&self, at: usize) -> Option<&[usize]> {
        self.cycles.get(&at).map(Vec::as_slice)
    }
}

fn names(procedures: &[Outline]) -> Vec<Name> {
    let mut by_words: HashMap<Vec<String>, BTreeSet<usize>> = HashMap::new();
    for (at, procedure) in procedures.iter().enumerate() {
        for result in &procedure.results {
            if let Some(words) = name_of(result) {
                by_words.entry(words).or_default().insert(at);
            }
        }
    }
    let mut names: Vec<Name> = by_words
        .into_iter()
        .map(|(words, issuers)| Name {
            words,
            issuers: issuers.into_iter().collect(),
        })
        .collect();
    names.sort_by(|a, b| a.words.cmp(&b.words));
    names
}

/// The syllables of a result that is a document of its own; `None` for answers, and for names that could be anything.
pub(in crate::review) fn name_of(result: &str) -> Option<Vec<String>> {
    let words = text::canonical(result);
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = [
        " hoặc ",
        "(",
        ";",
        ":",
        ",",
        ".",
        " theo mẫu",
        " cho ",
        " kèm ",
        "/",
        "\n",
        " được ",
    ]
    .iter()
    .filter_map(|sign| words.find(sign))
    .min()
    .unwrap_or(words.len());
    let words = &words[..end];
    let is_document = DOCUMENTS.iter().any(|start| words.starts_with(start));
    let common = COMMON.iter().any(|start| words.starts_with(start));
    let syllables: Vec<String> = text::syllables(words).map(|(_, word)| word.to_owned()).collect();
    let content = syllables.iter().filter(|word| !KINDS.contains(&word.as_str())).count();
    (is_document && !common && syllables.len() >= SYLLABLES && content >= CONTENT).then_some(syllables)
}

/// Whether a paper's name can hold the name of a result at all.
pub(in crate::review) fn may_name_a_result(words: &str) -> bool {
    DOCUMENTS.iter().any(|start| {
        let first = start.split(' ').next().unwrap_or(start);
        words.contains(first)
    })
}

fn needs(
    procedure: &Outline,
    own_at: usize,
    names: &[Name],
    by_start: &HashMap<[&str; 3], Vec<usize>>,
    held: &HeldPapers<'_>,
    spoken_of: &mut [bool],
) -> Vec<Need> {
    let own_words = plain(&procedure.own_words());
    let mut needs = Vec::new();
    let abroad = wording::has_one(&text::canonical(&procedure.name), &OF_OTHER_COUNTRIES);
    for (asked, is_freed) in procedure.asked() {
        let syllables: Vec<(usize, &str)> = text::syllables(&asked.words)
            .map(|(range, word)| (range.start, word))
            .collect();
        let Some((start, name)) = longest(&syllables, names, by_start) else {
            continue;
        };
        for issuer in name.issuers.iter().filter(|at| **at != own_at) {
            if let Some(spoken_of) = spoken_of.get_mut(*issuer) {
                *spoken_of = true;
            }
        }
        let before = &asked.words[..start];
        // What a database holds is the matter of other rules; what other countries issue no procedure here issues.
        let foreign = wording::has_one(&asked.words[start..], &FOREIGN);
        if foreign
            || abroad
            || is_freed
            || held.names_one(&asked.words)
            || !papers::is_asked_after(before)
            || only_speaks_of_it(&asked.words, start)
        {
            continue;
        }
        let phrase = name.words.join(" ");
        let is_own = name.issuers.contains(&own_at) || own_words.contains(&phrase);
        let issuers: Vec<usize> = name.issuers.iter().copied().filter(|at| *at != own_at).collect();
        needs.push(Need {
            path: asked.path.clone(),
            paper: asked.paper.name.clone(),
            result: phrase,
            issuers,
            own: is_own,
            issued_here: name.issuers.contains(&own_at),
            optional: is_optional(&asked, start),
            copy: papers::is_copy_after(before),
        });
    }
    needs
}

fn plain(words: &str) -> String {
    text::syllables(words)
        .map(|(_, word)| word)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The longest result named in a paper, and where.
fn longest<'n>(
    syllables: &[(usize, &str)],
    names: &'n [Name],
    by_start: &HashMap<[&str; 3], Vec<usize>>,
) -> Option<(usize, &'n Name)> {
    let found = syllables.windows(3).enumerate().flat_map(|(first, three)| {
        let key = [three[0].1, three[1].1, three[2].1];
        let candidates = by_start.get(&key).map(Vec::as_slice).unwrap_or_default();
        candidates.iter().filter_map(move |at| {
            let name = &names[*at];
            let here = syllables.get(first..first + name.words.len())?;
            let same = here.iter().zip(&name.words).all(|((_, word), own)| word == own);
            same.then_some((three[0].0, name))
        })
    });
    // The first one of the longest: a paper that goes on to another is about the first.
    found.min_by_key(|(at, name)| (std::cmp::Reverse(name.words.len()), *at))
}

/// The authorities that settle a procedure, in one spelling: those that decide, else those that carry out.
pub(in crate::review) fn authorities(procedure: &Procedure) -> BTreeSet<String> {
    let deciding = &procedure.deciding_agencies;
    let list = if deciding.is_empty() {
        &procedure.executing_agencies
    } else {
        deciding
    };
    list.iter().map(|agency| text::canonical(agency)).collect()
}

/// Cycles of procedures that cannot do without each other's results, each under its first procedure.
fn cycles(needs: &[Vec<Need>]) -> HashMap<usize, Vec<usize>> {
    let next = |at: usize| {
        let needs = needs.get(at).into_iter().flatten();
        needs
            .filter(|need| !need.own && !need.optional)
            .flat_map(|need| need.issuers.iter().copied())
    };
    let mut cycles = HashMap::new();
    for component in components(needs.len(), &next) {
        if component.len() > 1 {
            let first = component.iter().copied().min().unwrap_or_default();
            cycles.insert(first, way_round(first, &component, &next));
        }
    }
    cycles
}

/// The shortest way from a procedure back to itself inside its component.
fn way_round<I: Iterator<Item = usize>>(
    first: usize,
    component: &BTreeSet<usize>,
    next: &impl Fn(usize) -> I,
) -> Vec<usize> {
    let mut from: HashMap<usize, usize> = HashMap::new();
    let mut queue = std::collections::VecDeque::from([first]);
    while let Some(at) = queue.pop_front() {
        for to in next(at).filter(|to| component.contains(to)) {
            if to == first {
                let mut way = vec![at];
                while let Some(before) = from.get(way.last().unwrap_or(&first)) {
                    way.push(*before);
                }
                way.reverse();
                return way;
            }
            if let Entry::Vacant(place) = from.entry(to) {
                place.insert(at);
                queue.push_back(to);
            }
        }
    }
    vec![first]
}

/// Strongly connected components, after Tarjan, without recursion.
fn components<I: Iterator<Item = usize>>(count: usize, next: &impl Fn(usize) -> I) -> Vec<BTreeSet<usize>> {
    const NEW: usize = usize::MAX;
    let (mut order, mut low) = (vec![NEW; count], vec![NEW; count]);
    let mut on_stack = vec![false; count];
    let (mut stack, mut counter, mut found) = (Vec::new(), 0, Vec::new());
    for root in 0..count {
        if order[root] != NEW {
            continue;
        }
        let mut work: Vec<(usize, Vec<usize>)> = vec![(root, next(root).collect())];
        while let Some((at, rest)) = work.last_mut() {
            let at = *at;
            if order[at] == NEW {
                (order[at], low[at], on_stack[at]) = (counter, counter, true);
                counter += 1;
                stack.push(at);
            }
            match rest.pop() {
                Some(to) if order[to] == NEW => work.push((to, next(to).collect())),
                Some(to) if on_stack[to] => low[at] = low[at].min(order[to]),
                Some(_) => {}
                None => {
                    work.pop();
                    if let Some((parent, _)) = work.last() {
                        low[*parent] = low[*parent].min(low[at]);
                    }
                    if low[at] == order[at] {
                        let mut component = BTreeSet::new();
                        while let Some(member) = stack.pop() {
                            on_stack[member] = false;
                            component.insert(member);
                            if member == at {
                                break;
                            }
                        }
                        found.push(component);
                    }
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_of_a_graph_are_found_without_recursion() {
        let edges = [vec![1], vec![2], vec![0, 3], vec![4], vec![]];
        let next = |at: usize| edges[at].clone().into_iter();
        let found = components(5, &next);
        assert!(
            found.contains(&BTreeSet::from([0, 1, 2])) && found.len() == 3,
            "{found:?}"
        );
        assert_eq!(way_round(0, &BTreeSet::from([0, 1, 2]), &next), [0, 1, 2]);
        let long = 100_000;
        let chain = |at: usize| (at + 1 < long).then_some(at + 1).into_iter();
        assert_eq!(components(long, &chain).len(), long);
    }

    #[test]
    fn only_documents_with_a_name_of_their_own_are_results() {
        for (result, words) in [
            ("Giấy phép bán lẻ rượu.", Some("giấy phép bán lẻ rượu")),
            (
                "Giấy chứng nhận đủ điều kiện kinh doanh dược (Mẫu 05)",
                Some("giấy chứng nhận đủ điều kiện kinh doanh dược"),
            ),
            ("Giấy chứng nhận", None),
            ("Giấy chứng nhận đăng ký kiểm định", None),
            ("Quyết định phê duyệt dự án", None),
            ("Văn bản trả lời của Sở Công Thương", None),
            ("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", None),
        ] {
            assert_eq!(
                name_of(result).map(|words| words.join(" ")).as_deref(),
                words,
                "{result}"
            );
        }
    }
}
