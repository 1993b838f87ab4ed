//! Who became whom: what is guessed, measured on real records whose codes are withheld.
//!
//! The floors are what was measured; they may only rise.

use std::collections::{BTreeMap, BTreeSet};

use crate::real;
use tthc::catalogue::lineage::Confirmed;
use tthc::catalogue::procedure::{DossierCase, LegalBasis, Paper, Procedure};
use tthc::catalogue::revision::Revisions;
use tthc::catalogue::{Catalogue, Entry, Source};
use tthc::diff::{self, CatalogueDiff};
use tthc::text;

use crate::support::{Folder, real_data, real_records, root};

/// A fixed sequence, so that every run measures the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

fn catalogue(name: &str, procedures: &[Procedure]) -> Catalogue {
    let folder = Folder::new(&[("catalogue/r/catalogue.yaml", "ten: Thử\nngay: 01/07/2026\n")]);
    let revisions = Revisions::new(folder.path().join("catalogue"));
    let empty = revisions.newest().unwrap().load().unwrap().catalogue;
    let entries = procedures.iter().map(|procedure| Entry {
        procedure: procedure.clone(),
        source: Source {
            path: format!("thu_tuc/{}.yaml", procedure.identity()),
            digest: blake3::hash(format!("{procedure:?}").as_bytes()),
        },
    });
    empty.with_procedures(name, entries.collect())
}

fn compare(old: &[Procedure], new: &[Procedure]) -> CatalogueDiff {
    diff::compare(&catalogue("cũ", old), &catalogue("mới", new), &Confirmed::none())
}

/// The same procedure under another code, one that no real procedure has.
fn recoded(procedure: &Procedure) -> Procedure {
    Procedure {
        code: other_code(procedure).as_str().into(),
        ..procedure.clone()
    }
}

fn other_code(procedure: &Procedure) -> String {
    let (kind, number) = procedure.identity().split_at(1);
    format!("{}{number}", 9 - kind.parse::<u8>().unwrap())
}

/// Links as (older, newer) codes.
type Links = BTreeSet<(String, String)>;

fn asserted(diff: &CatalogueDiff) -> Links {
    let links = diff.procedures.iter().flat_map(|procedure| {
        let from = procedure.lineage.iter().flat_map(|lineage| &lineage.from);
        from.map(|former| (former.code.clone(), procedure.code.clone()))
    });
    links.collect()
}

fn suggested(diff: &CatalogueDiff) -> Links {
    let links = diff.candidates.iter().flat_map(|candidate| {
        let new = |old: &String| {
            candidate
                .new
                .iter()
                .map(move |new| (old.clone(), new.clone()))
                .collect::<Vec<_>>()
        };
        candidate.old.iter().flat_map(new)
    });
    links.collect()
}

struct Measured {
    precision: f64,
    recall: f64,
    with_candidates: f64,
}

fn measure(what: &str, diff: &CatalogueDiff, truth: &Links) -> Measured {
    let said = asserted(diff);
    let right = said.intersection(truth).count();
    let found = truth
        .intersection(&said.union(&suggested(diff)).cloned().collect())
        .count();
    let share = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    let measured = Measured {
        precision: share(right, said.len()),
        recall: share(right, truth.len()),
        with_candidates: share(found, truth.len()),
    };
    eprintln!(
        "{what}: {} asserted of {} links, precision {:.3}, recall {:.3}, with {} candidates {:.3}",
        said.len(),
        truth.len(),
        measured.precision,
        measured.recall,
        diff.candidates.len(),
        measured.with_candidates
    );
    if std::env::var_os("SHOW").is_some() {
        for wrong in said.difference(truth) {
            let procedure = diff.procedures.iter().find(|procedure| procedure.code == wrong.1);
            eprintln!("  wrong {wrong:?} {:?}", procedure.map(|p| (&p.name, &p.lineage)));
        }
        for missed in truth.difference(&said) {
            eprintln!(
                "  missed {missed:?}{}",
                if suggested(diff).contains(missed) {
                    " (candidate)"
                } else {
                    ""
                }
            );
        }
    }
    measured
}

/// Each procedure of either revision is counted once.
fn assert_all_counted(diff: &CatalogueDiff, old: usize, new: usize) {
    let summary = diff.summary;
    let both = summary.changed + summary.restyled + summary.unchanged;
    assert_eq!(both + summary.added + summary.replaced, new);
    assert_eq!(both + summary.removed + summary.superseded, old);
}

/// What is said must not depend on which revision is called old.
fn assert_mirrored(old: &[Procedure], new: &[Procedure]) -> CatalogueDiff {
    let (forward, backward) = (compare(old, new), compare(new, old));
    assert_all_counted(&forward, old.len(), new.len());
    assert_all_counted(&backward, new.len(), old.len());
    let turned = |links: Links| -> Links { links.into_iter().map(|(old, new)| (new, old)).collect() };
    assert_eq!(asserted(&forward), turned(asserted(&backward)));
    assert_eq!(suggested(&forward), turned(suggested(&backward)));
    forward
}

/// Real records at two dates: of five one stays, two are recoded, one is gone, one is new.
#[test]
fn real_procedures_whose_codes_are_withheld_are_found() {
    for (file, least) in [("2026-06_2026-07", 0.9), ("2025-12_2026-07", 0.8)] {
        let Some(rows) = real_records(&format!("revisions/{file}.jsonl.gz")) else {
            return;
        };
        let mut chance = Chance(88_172_645_463_325_252);
        let (mut old, mut new, mut truth) = (Vec::new(), Vec::new(), Links::new());
        for row in &rows {
            let (before, after) = (real::procedure(&row["old"]), real::procedure(&row["new"]));
            match chance.below(5) {
                0 => {
                    old.push(before);
                    new.push(after);
                }
                1 => old.push(before),
                2 => new.push(recoded(&after)),
                _ => {
                    truth.insert((before.identity().to_owned(), other_code(&after)));
                    old.push(before);
                    new.push(recoded(&after));
                }
            }
        }
        let measured = measure(file, &assert_mirrored(&old, &new), &truth);
        assert!(measured.precision >= 0.97 && measured.recall >= least, "{file}");
    }
}

/// A renamed, moved, shortened procedure, as announcing decisions make it.
fn varied(procedure: &Procedure, chance: &mut Chance) -> Procedure {
    let mut varied = recoded(procedure);
    if chance.percent(60) {
        let mut words: Vec<&str> = varied.name.split(' ').collect();
        let at = chance.below(words.len());
        match chance.below(5) {
            0 => words.insert(0, "Thủ tục"),
            1 => words.truncate((words.len() * 4 / 5).max(3)),
            2 => words.push("(thực hiện tại cấp xã)"),
            3 => words[at] = "mới",
            _ => words.insert(at, "theo quy định"),
        }
        varied.name = words.join(" ");
    }
    if chance.percent(50) {
        varied.levels = vec![["Cấp tỉnh", "Cấp xã", "Cấp bộ"][chance.below(3)].into()];
        varied.executing_agencies = vec!["Ủy ban nhân dân cấp xã".to_owned()];
        varied.deciding_agencies = Vec::new();
    }
    if chance.percent(20) {
        varied.field = "Lĩnh vực khác".to_owned();
    }
    let papers = &mut varied.dossier[0].papers;
    for _ in 0..chance.below(3) {
        if papers.len() > 1 {
            papers.remove(chance.below(papers.len()));
        }
    }
    if chance.percent(30) {
        papers.push(Paper {
            name: "Giấy tờ mới theo quy định".to_owned(),
            ..Paper::default()
        });
    }
    let new_law = chance.percent(50);
    for basis in &mut varied.legal_bases {
        if new_law && chance.percent(60) {
            *basis = LegalBasis {
                number: format!("{}/2026/NĐ-CP", chance.below(400) + 1).as_str().into(),
                clause: None,
            };
        }
    }
    for step in varied.steps.iter_mut().filter_map(|step| step.text.as_mut()) {
        let kept: Vec<&str> = step.split(". ").filter(|_| chance.percent(75)).collect();
        *step = kept.join(". ");
    }
    varied
}

/// One that does what several did.
fn merged(members: &[&Procedure], chance: &mut Chance) -> Procedure {
    let mut whole = varied(members[0], chance);
    let verbs: Vec<&str> = members.iter().filter_map(|member| verb(&member.name)).collect();
    let object = verb(&members[0].name).map_or(members[0].name.as_str(), |verb| {
        members[0].name[verb.len()..].trim_start()
    });
    let mut verbs = verbs.join(", ").to_lowercase();
    if members
        .iter()
        .all(|member| text::canonical(&member.name) == text::canonical(&members[0].name))
    {
        verbs = verb(&members[0].name).unwrap_or_default().to_owned();
    }
    whole.name = text::capitalise_first(format!("{verbs} {object}").trim());
    for member in &members[1..] {
        let papers = member.dossier[0]
            .papers
            .iter()
            .filter(|paper| !whole.dossier[0].papers.contains(paper));
        let papers: Vec<Paper> = papers.cloned().collect();
        whole.dossier[0].papers.extend(papers);
        whole.results.extend(member.results.iter().cloned());
        whole.steps.extend(member.steps.iter().cloned());
        whole.levels.extend(member.levels.iter().cloned());
    }
    whole
}

fn verb(name: &str) -> Option<&str> {
    let verbs = ["Cấp lại", "Cấp đổi", "Gia hạn", "Cấp"];
    verbs
        .iter()
        .find(|verb| {
            name.get(..verb.len())
                .is_some_and(|start| start.to_lowercase() == verb.to_lowercase())
        })
        .map(|verb| &name[..verb.len()])
}

/// Real procedures that offices do merge: one object with several verbs, or one name at several levels of one field.
fn families(all: &[Procedure]) -> Vec<Vec<&Procedure>> {
    let mut by_object: BTreeMap<(String, String), Vec<&Procedure>> = BTreeMap::new();
    for procedure in all {
        let object = verb(&procedure.name).map_or(procedure.name.as_str(), |verb| &procedure.name[verb.len()..]);
        let key = (text::canonical(&procedure.field), text::canonical(object));
        by_object.entry(key).or_default().push(procedure);
    }
    let mut families: Vec<Vec<&Procedure>> = by_object.into_values().filter(|family| family.len() > 1).collect();
    families.iter_mut().for_each(|family| family.truncate(3));
    families
}

/// 2,100 real procedures: some recoded and changed, some merged, some split, some gone, some new, half as they were.
#[test]
fn recoded_merged_and_split_procedures_are_found_among_real_ones() {
    let Some(all) = real::procedures(real::procedure) else {
        eprintln!("skipped: the real procedures are not here");
        return;
    };
    let mut chance = Chance(2_463_534_242);
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let (mut recodings, mut mergers, mut splits) = (Links::new(), Links::new(), Links::new());
    let mut used = BTreeSet::new();
    for family in families(&all) {
        let whole = merged(&family, &mut chance);
        let members = family.iter().map(|member| (*member).clone());
        match chance.below(4) {
            0 => {
                mergers.extend(
                    family
                        .iter()
                        .map(|member| (member.identity().to_owned(), whole.identity().to_owned())),
                );
                old.extend(members);
                new.push(whole);
            }
            1 => {
                splits.extend(
                    family
                        .iter()
                        .map(|member| (whole.identity().to_owned(), member.identity().to_owned())),
                );
                new.extend(members);
                old.push(whole);
            }
            _ => continue,
        }
        used.extend(family.iter().map(|member| member.identity()));
    }
    for procedure in all.iter().filter(|procedure| !used.contains(procedure.identity())) {
        match chance.below(8) {
            0 => {
                recodings.insert((procedure.identity().to_owned(), other_code(procedure)));
                old.push(procedure.clone());
                new.push(varied(procedure, &mut chance));
            }
            1 => old.push(procedure.clone()),
            2 => new.push(procedure.clone()),
            _ => {
                old.push(procedure.clone());
                new.push(procedure.clone());
            }
        }
    }
    let diff = assert_mirrored(&old, &new);
    let truth: Links = recodings.iter().chain(&mergers).chain(&splits).cloned().collect();
    let all = measure("all", &diff, &truth);
    let said = asserted(&diff);
    for (what, truth) in [("recoded", &recodings), ("merged", &mergers), ("split", &splits)] {
        let found = truth.intersection(&said).count();
        eprintln!("  {what}: {found} of {} links", truth.len());
    }
    assert!(all.precision >= 0.95 && all.recall >= 0.7);
}

/// The real families of one name under many codes, which stand beside one another: half of each called gone, half new.
/// Texts that are equal in everything are taken for one procedure recoded, and nothing in them could tell.
#[test]
fn procedures_of_one_name_are_not_simply_taken_for_one() {
    let Some(all) = real::procedures(real::procedure) else {
        return;
    };
    let mut by_name: BTreeMap<String, Vec<&Procedure>> = BTreeMap::new();
    for procedure in &all {
        by_name
            .entry(text::canonical(&procedure.name))
            .or_default()
            .push(procedure);
    }
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for family in by_name.values().filter(|family| family.len() > 1) {
        for (at, procedure) in family.iter().enumerate() {
            let side = if at % 2 == 0 { &mut old } else { &mut new };
            side.push((*procedure).clone());
        }
    }
    let diff = assert_mirrored(&old, &new);
    measure("one name, other codes", &diff, &Links::new());
    assert!(
        asserted(&diff).len() * 4 <= old.len(),
        "{} of {}",
        asserted(&diff).len(),
        old.len()
    );
}

/// The national list has names, agencies and fields only. None of it became another part of it.
#[test]
fn names_alone_assert_nothing() {
    let Some(rows) = real_records("national-list.jsonl.gz") else {
        return;
    };
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for (at, row) in rows.iter().enumerate() {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let procedure = Procedure {
            code: text("code").as_str().into(),
            name: text("name"),
            field: text("field"),
            executing_agencies: vec![text("executing")],
            ..Procedure::default()
        };
        if seen.insert(procedure.identity().to_owned()) {
            let side = if at % 2 == 0 { &mut old } else { &mut new };
            side.push(procedure);
        }
    }
    let start = std::time::Instant::now();
    let diff = compare(&old, &new);
    eprintln!("{} and {} unmatched: {:?}", old.len(), new.len(), start.elapsed());
    measure("names alone", &diff, &Links::new());
    assert_eq!(asserted(&diff), Links::new());
}

fn without_own_word(mut procedure: Procedure) -> Procedure {
    procedure.replaces = Vec::new();
    procedure.merged_from = Vec::new();
    procedure
}

/// The shipped records say what they replace. Without that word the guesses must not say anything else.
#[test]
fn what_the_shipped_records_say_is_guessed_without_them() {
    let revisions = Revisions::new(root().join("catalogue"));
    let load = |name: &str| revisions.find(name).unwrap().load().unwrap().catalogue;
    let (old, new) = (load("2025-06-30"), load("2026-07-01"));
    let truth = asserted(&diff::compare(&old, &new, &Confirmed::none()));
    assert!(truth.len() >= 9);
    let silent: Vec<Procedure> = new.procedures().cloned().map(without_own_word).collect();
    let old: Vec<Procedure> = old.procedures().cloned().collect();
    let measured = measure("shipped", &assert_mirrored(&old, &silent), &truth);
    assert!(measured.precision >= 1.0);
    assert!(measured.recall >= 0.4 && measured.with_candidates >= 0.6);
}

/// An office's own four versions of one field's procedures, half of the codes withheld.
#[test]
fn an_office_that_recodes_its_land_procedures_is_followed() {
    let Some(path) = real_data("revisions/land_office_dongnai_versions.json") else {
        return;
    };
    let versions: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let version = |name: &str| -> Vec<Procedure> {
        let rows = versions[name]["procedures"].as_array().unwrap();
        rows.iter().map(land_procedure).collect()
    };
    let (old, new) = (version("f3621e4"), version("b94e3a3"));
    // One code was misprinted at first: 1.1.012756.
    let mut truth = Links::from([("1.1.012756".to_owned(), "1.012756".to_owned())]);
    let known: BTreeSet<&str> = old.iter().map(Procedure::identity).collect();
    let mut at = 0;
    let new: Vec<Procedure> = new
        .iter()
        .map(|procedure| {
            at += usize::from(known.contains(procedure.identity()));
            if at % 2 == 0 || !known.contains(procedure.identity()) {
                return procedure.clone();
            }
            truth.insert((procedure.identity().to_owned(), other_code(procedure)));
            recoded(procedure)
        })
        .collect();
    let measured = measure("land office", &assert_mirrored(&old, &new), &truth);
    assert!(measured.precision >= 0.95 && measured.with_candidates >= 0.7);
}

fn land_procedure(row: &serde_json::Value) -> Procedure {
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let mut procedure = full_of_nothing(&text("id"), &text("name"));
    procedure.levels = vec![format!("Cấp {}", text("level").to_lowercase()).as_str().into()];
    procedure.field = "Đất đai".to_owned();
    procedure.executing_agencies = vec![text("agency")];
    let papers = row["requiredDocs"].as_array().unwrap().iter();
    procedure.dossier[0].papers = papers
        .filter_map(|paper| paper.as_str().or_else(|| paper["name"].as_str()))
        .map(|name| Paper {
            name: name.to_owned(),
            ..Paper::default()
        })
        .collect();
    procedure
}

fn full_of_nothing(code: &str, name: &str) -> Procedure {
    Procedure {
        code: code.into(),
        name: name.to_owned(),
        dossier: vec![DossierCase::default()],
        ..Procedure::default()
    }
}
