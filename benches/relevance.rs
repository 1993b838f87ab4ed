//! How well queries find the procedure that is meant: `cargo bench --bench relevance [-- --mechanisms]`.
//!
//! Golden queries in five styles stand in `golden/`: key words of staff, citizens' words, words without accents, slips of
//! typing, and a detail in place of the name. Those of `shipped.tsv` are asked on the shipped catalogue; those of the
//! `national*.tsv` files and the questions of `../shared/data` on its real records, where they are present. For each style
//! the bench prints P@1, recall@10, MRR@10 and nDCG@10; with `--mechanisms` also what is lost when each is switched off.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "support/golden.rs"]
mod golden;
#[path = "support/real.rs"]
mod real;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use tthc::catalogue::revision::Revisions;
use tthc::catalogue::{Catalogue, Entry, Source};
use tthc::search::{Mechanisms, Query, Search, Tuning};
use tthc::text;

use golden::{Golden, golden};

/// How well the queries of one style are answered.
#[derive(Default, Clone)]
struct Measure {
    queries: usize,
    first: usize,
    recalled: f64,
    reciprocal: f64,
    gain: f64,
}

impl Measure {
    fn add(&mut self, codes: &[String], hits: &[String]) {
        let relevant: Vec<bool> = hits.iter().map(|hit| codes.contains(hit)).collect();
        let discount = |place: usize| 1.0 / ((place + 2) as f64).log2();
        self.queries += 1;
        self.first += usize::from(relevant.first() == Some(&true));
        self.reciprocal += relevant
            .iter()
            .position(|&relevant| relevant)
            .map_or(0.0, |place| 1.0 / (place + 1) as f64);
        let found = relevant.iter().filter(|&&relevant| relevant).count();
        self.recalled += found as f64 / codes.len().min(10) as f64;
        let gain: f64 = (0..relevant.len()).filter(|&place| relevant[place]).map(discount).sum();
        let ideal: f64 = (0..codes.len().min(10)).map(discount).sum();
        self.gain += gain / ideal;
    }

    fn mrr(&self) -> f64 {
        self.reciprocal / self.queries.max(1) as f64
    }

    fn print(&self, style: &str) {
        let share = |sum: f64| sum / self.queries.max(1) as f64;
        println!(
            "  {style:10} n {:4}  P@1 {:.3}  recall@10 {:.3}  MRR@10 {:.3}  nDCG@10 {:.3}",
            self.queries,
            share(self.first as f64),
            share(self.recalled),
            self.mrr(),
            share(self.gain)
        );
    }
}

/// The questions of the real data, each with its accents and without.
fn questions(catalogue: &Catalogue) -> Vec<Golden> {
    let mut golden = Vec::new();
    for question in real::records("questions.jsonl.gz").unwrap_or_default() {
        let (Some(words), Some(code)) = (question["question"].as_str(), question["code"].as_str()) else {
            continue;
        };
        if catalogue.get(code).is_none() {
            continue;
        }
        for (style, words) in [("question", words.to_owned()), ("unaccented", text::fold(words))] {
            golden.push(Golden {
                style: style.to_owned(),
                words,
                codes: vec![code.to_owned()],
            });
        }
    }
    golden
}

/// The real procedures as a catalogue; nothing where they are not present.
fn national(folder: &Path) -> Option<Catalogue> {
    std::fs::write(folder.join("catalogue.yaml"), "ten: Thật\n").expect("the data is as its README says");
    let empty = Revisions::new(folder)
        .newest()
        .expect("the data is as its README says")
        .load()
        .expect("the data is as its README says")
        .catalogue;
    let entries = real::procedures(real::procedure)?.into_iter();
    let entries = entries.map(|procedure| Entry {
        source: Source {
            path: procedure.identity().to_owned(),
            digest: blake3::hash(procedure.name.as_bytes()),
        },
        procedure,
    });
    Some(empty.with_procedures("real", entries.collect()))
}

fn hits(search: &Search, words: &str) -> Vec<String> {
    let query = Query {
        limit: 10,
        ..Query::words(words)
    };
    let results = search.find(&query).expect("any text can be searched for");
    results.hits.into_iter().map(|hit| hit.code).collect()
}

fn measure(search: &Search, golden: &[Golden]) -> BTreeMap<String, Measure> {
    let mut measures: BTreeMap<String, Measure> = BTreeMap::new();
    for Golden { style, words, codes } in golden {
        let hits = hits(search, words);
        for style in [style.as_str(), "~all"] {
            measures.entry(style.to_owned()).or_default().add(codes, &hits);
        }
    }
    measures
}

/// Switches a mechanism off.
type Switch = fn(&mut Mechanisms);

/// Every mechanism with the tuning that has it switched off.
fn without() -> Vec<(&'static str, Tuning)> {
    let all: [(&str, Switch); 13] = [
        ("accents", |m| m.accents = false),
        ("pairs", |m| m.pairs = false),
        ("abbreviations", |m| m.abbreviations = false),
        ("citizen words", |m| m.citizen_words = false),
        ("loose phrases", |m| m.loose_phrases = false),
        ("former names", |m| m.former_names = false),
        ("spelling", |m| m.spelling = false),
        ("typing", |m| m.typing = false),
        ("stop words", |m| m.stop_words = false),
        ("numbers", |m| m.numbers = false),
        ("names", |m| m.names = false),
        ("verbs", |m| m.verbs = false),
        ("levels", |m| m.levels = false),
    ];
    let off = |switch: Switch| {
        let mut tuning = Tuning::default();
        switch(&mut tuning.mechanisms);
        tuning
    };
    let mut without: Vec<(&str, Tuning)> = all.into_iter().map(|(name, switch)| (name, off(switch))).collect();
    // What a plain index of folded syllables and pairs reaches.
    let mut plain = Tuning::default();
    all.iter()
        .filter(|(name, _)| *name != "pairs")
        .for_each(|(_, switch)| switch(&mut plain.mechanisms));
    without.push(("all but pairs", plain));
    without
}

fn report(name: &str, search: &mut Search, golden: &[Golden], mechanisms: bool) {
    search.set_tuning(Tuning::default());
    let started = Instant::now();
    let measures = measure(search, golden);
    let each = started.elapsed() / u32::try_from(golden.len().max(1)).unwrap_or(1);
    println!("{name}: {} queries, {each:?} each", golden.len());
    for (style, measure) in &measures {
        measure.print(style);
    }
    if !mechanisms {
        return;
    }
    println!("  MRR@10 lost without each mechanism:");
    for (name, tuning) in without() {
        search.set_tuning(tuning);
        let lost: Vec<String> = self::measure(search, golden)
            .iter()
            .map(|(style, without)| format!("{style} {:+.3}", without.mrr() - measures[style].mrr()))
            .collect();
        println!("    {name:14} {}", lost.join("  "));
    }
}

fn main() {
    let mechanisms = std::env::args().any(|argument| argument == "--mechanisms");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let queries = folder.join("benches/golden");
    let shipped = Revisions::new(folder.join("catalogue"))
        .find("2026-07-01")
        .and_then(|revision| Ok(revision.load()?.catalogue))
        .expect("the shipped catalogue loads");
    let mut search = Search::tuned(&shipped, Tuning::default()).expect("an index in memory can be made");
    report(
        "shipped",
        &mut search,
        &golden(&queries.join("shipped.tsv")),
        mechanisms,
    );
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let Some(national) = national(temporary.path()) else {
        println!("skipped: no real records in {}", real::data().display());
        return;
    };
    let started = Instant::now();
    let mut search = Search::tuned(&national, Tuning::default()).expect("an index in memory can be made");
    println!(
        "indexed {} real records in {:?}",
        national.entries().len(),
        started.elapsed()
    );
    for set in ["national", "national-held-out"] {
        let golden = golden(&queries.join(format!("{set}.tsv")));
        report(set, &mut search, &golden, mechanisms);
    }
    report("questions", &mut search, &questions(&national), mechanisms);
}
