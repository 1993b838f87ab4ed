//! What a search costs, as ratios measured in one run: `cargo bench --features compare --bench speed [-- --scale]`.
//!
//! The real records of `../shared/data` are written as YAML to a temporary folder and searched beside bare tantivy, SQLite
//! FTS5 (with the feature `compare`), `rg` and `git status` on the same files. With `--scale` 4,000 and 120,000 procedures
//! are made of them, with other places, numbers and words, and indexed. Without the data the bench says so and ends.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "support/made.rs"]
mod made;
#[path = "support/processes.rs"]
mod processes;
#[path = "support/real.rs"]
mod real;
#[path = "support/timing.rs"]
mod timing;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query as BareQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, Searcher, TantivyDocument, Term};

use tthc::catalogue::files::Files;
use tthc::catalogue::procedure::Procedure;
use tthc::search::{Place, Query, Search};
use tthc::text;

use made::{NATION, OnDisk, varied};
use processes::{pairs, run};
use timing::{TODAY, cpu_seconds, peak_megabytes, percentile, ratio};

fn open(on_disk: &OnDisk) -> Search {
    let files = Files::Folder(on_disk.revision());
    Search::open(&files, &on_disk.catalogue(), Some(&on_disk.root.join("index"))).expect("an index can be made")
}

/// The golden queries and the questions, as they are typed.
fn queries() -> Vec<String> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/golden/national.tsv");
    let text = fs::read_to_string(golden).expect("the golden queries are in the repository");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split('\t').nth(1).map(str::to_owned))
        .collect()
}

/// The same terms asked of the same fields by tantivy alone.
struct Bare {
    searcher: Searcher,
    fields: [tantivy::schema::Field; 3],
}

impl Bare {
    fn open(search: &Search) -> Self {
        let Place::Disk(folder) = &search.refreshed().place else {
            panic!("the index is on disk");
        };
        let index = Index::open_in_dir(folder.join("index")).expect("it was just made");
        let schema = index.schema();
        let fields = ["folded", "exact", "pairs"].map(|name| schema.get_field(name).expect("the index has it"));
        Self {
            searcher: index.reader().expect("it can be read").searcher(),
            fields,
        }
    }

    fn query(&self, words: &str) -> BooleanQuery {
        let [folded_field, exact_field, pair_field] = self.fields;
        let syllables: Vec<(String, String)> = text::syllables(words)
            .map(|(_, word)| (text::fold(word), text::canonical(word)))
            .collect();
        let mut terms = Vec::new();
        for (folded, exact) in &syllables {
            terms.push(Term::from_field_text(folded_field, folded));
            if folded != exact {
                terms.push(Term::from_field_text(exact_field, exact));
            }
        }
        for two in syllables.windows(2) {
            terms.push(Term::from_field_text(pair_field, &format!("{}_{}", two[0].0, two[1].0)));
        }
        let clauses = terms.into_iter().map(|term| {
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(query) as Box<dyn BareQuery>)
        });
        BooleanQuery::new(clauses.collect())
    }

    /// The ten best and how many there are; with their stored records when a page is wanted.
    fn find(&self, query: &BooleanQuery, page: bool) -> usize {
        let collectors = (TopDocs::with_limit(10).order_by_score(), Count);
        let (best, count) = self.searcher.search(query, &collectors).expect("it can be searched");
        if page {
            for (_, address) in best {
                let document: TantivyDocument = self.searcher.doc(address).expect("it is stored");
                std::hint::black_box(document);
            }
        }
        count
    }
}

fn ours(search: &Search, words: &str, limit: usize) -> usize {
    let query = Query {
        limit,
        ..Query::words(words)
    };
    search.find(&query).expect("any text can be searched for").total
}

/// Times of all queries asked of one side and then of the other, round after round; the first is not counted. Asked query by
/// query each would find its data thrown out of the processor's caches by the other.
fn in_turn(queries: &[String], mut a: impl FnMut(&str), mut b: impl FnMut(&str)) -> (Vec<f64>, Vec<f64>) {
    let (mut a_times, mut b_times) = (Vec::new(), Vec::new());
    for round in 0..6 {
        let ask = |side: &mut dyn FnMut(&str), times: &mut Vec<f64>| {
            for words in queries {
                let started = Instant::now();
                side(words);
                if round > 0 {
                    times.push(started.elapsed().as_secs_f64());
                }
            }
        };
        ask(&mut a, &mut a_times);
        ask(&mut b, &mut b_times);
    }
    (a_times, b_times)
}

fn against_tantivy(search: &Search, queries: &[String]) {
    let bare = Bare::open(search);
    let ranked = in_turn(
        queries,
        |words| {
            std::hint::black_box(ours(search, words, 0));
        },
        |words| {
            std::hint::black_box(bare.find(&bare.query(words), false));
        },
    );
    ratio(
        "ranking, total and facets / bare tantivy top 10 and count",
        &ranked,
        1.3,
    );
    let page = in_turn(
        queries,
        |words| {
            std::hint::black_box(ours(search, words, 10));
        },
        |words| {
            std::hint::black_box(bare.find(&bare.query(words), true));
        },
    );
    ratio(
        "page of 10 with passages / bare tantivy with stored records",
        &page,
        1.3,
    );
}

#[cfg(feature = "compare")]
fn against_sqlite(search: &Search, queries: &[String], procedures: &[Procedure]) {
    let sqlite = rusqlite::Connection::open_in_memory().expect("SQLite is built in");
    sqlite
        .execute_batch("CREATE VIRTUAL TABLE thu_tuc USING fts5(ma UNINDEXED, noi_dung, tokenize = \"unicode61 remove_diacritics 2\")")
        .expect("FTS5 is built in");
    for procedure in procedures {
        let said: Vec<String> = tthc::catalogue::fields::FIELDS
            .iter()
            .map(|field| text::clean(&(field.get)(procedure).plain()))
            .collect();
        sqlite
            .execute(
                "INSERT INTO thu_tuc VALUES (?1, ?2)",
                (procedure.identity(), said.join("\n")),
            )
            .expect("it takes any text");
    }
    let mut best = sqlite
        .prepare("SELECT ma FROM thu_tuc WHERE thu_tuc MATCH ?1 ORDER BY bm25(thu_tuc) LIMIT 10")
        .expect("the query is sound");
    let (fts5, tthc) = in_turn(
        queries,
        |words| {
            let words: Vec<String> = text::syllables(words).map(|(_, word)| format!("\"{word}\"")).collect();
            let rows = best.query_map([words.join(" OR ")], |row| row.get::<_, String>(0));
            let found: Vec<String> = rows.expect("the words are quoted").flatten().collect();
            std::hint::black_box(found);
        },
        |words| {
            std::hint::black_box(ours(search, words, 0));
        },
    );
    use timing::median;
    let times = median(&fts5) / median(&tthc);
    println!(
        "SQLite FTS5 OR with bm25 / ours: {times:.1} times, medians {:.2} ms and {:.2} ms (goal: 20 times)",
        median(&fts5) * 1e3,
        median(&tthc) * 1e3
    );
}

#[cfg(not(feature = "compare"))]
fn against_sqlite(_: &Search, _: &[String], _: &[Procedure]) {
    println!("SQLite FTS5: not built in; say --features compare");
}

/// Two things measured ten times each before the other, as programs that compare commands do: one by one, each finds what it
/// needs thrown out of the processor's caches by the other. The first of each turn does and is not counted.
fn turns(what: &str, goal: f64, a: impl Fn() -> Option<f64>, b: impl Fn() -> Option<f64>) {
    let (mut a_times, mut b_times) = (Vec::new(), Vec::new());
    for _ in 0..4 {
        for (measure, times) in [(&a as &dyn Fn() -> Option<f64>, &mut a_times), (&b, &mut b_times)] {
            times.extend((0..11).filter_map(|at| measure().filter(|_| at > 0)));
        }
    }
    ratio(what, &(a_times, b_times), goal);
}

fn whole_processes(on_disk: &OnDisk) {
    let tthc = env!("CARGO_BIN_EXE_tthc");
    let (catalogue, index) = (on_disk.catalogue(), on_disk.root.join("index"));
    let (catalogue, index) = (catalogue.to_string_lossy(), index.to_string_lossy());
    let common = ["--catalogue", &catalogue, "--index", &index];
    let ours = |rest: &[&str]| run(tthc, &[&common, rest].concat());
    for words in ["giấy phép", "khai sinh", "hồ sơ"] {
        if run("rg", &["--version"]).is_none() {
            println!("rg: not installed");
            break;
        }
        let what = format!("tthc search \"{words}\" / rg -il \"{words}\", whole processes");
        let (tthc, rg) = (|| ours(&["search", words]), || run("rg", &["-il", words, &catalogue]));
        turns(&format!("{what}, ten of each in turn"), 0.5, tthc, rg);
        pairs(&format!("{what}, one by one"), 0.5, tthc, rg);
    }
    let git = |rest: &[&str]| run("git", &[&["-C", &*catalogue], rest].concat());
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "thu"]);
    std::thread::sleep(Duration::from_secs(1));
    git(&["status", "--porcelain"]);
    pairs(
        "tthc index with nothing changed / git status, whole processes",
        1.0,
        || ours(&["index"]),
        || git(&["status", "--porcelain"]),
    );
    let files = Files::Folder(on_disk.revision());
    let stamps = || {
        let started = Instant::now();
        std::hint::black_box(files.stamped("thu_tuc", ".yaml"));
        Some(started.elapsed().as_secs_f64())
    };
    pairs("asking the files alone / git status", 1.0, stamps, || {
        git(&["status", "--porcelain"])
    });
}

fn cold_index(on_disk: &OnDisk) -> Search {
    let (started, cpu) = (Instant::now(), cpu_seconds());
    let search = open(on_disk);
    let (wall, cpu) = (started.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let megabytes = on_disk.bytes as f64 / 1e6;
    println!(
        "cold index: {} procedures, {megabytes:.1} MB of YAML in {wall:.2} s, {cpu:.2} s of processor: {:.1} MB a second per core (goal: 15)",
        search.refreshed().added,
        megabytes / cpu
    );
    search
}

/// A catalogue of so many procedures.
fn made(procedures: &[Procedure], count: usize, folder: &Path) -> OnDisk {
    let made = (0..count).map(|at| varied(&procedures[at % procedures.len()], at, at / procedures.len()));
    let on_disk = OnDisk::write(folder, made);
    // Files just written are looked at twice; that is not what is measured here.
    std::thread::sleep(Duration::from_millis(2_100));
    on_disk
}

/// A catalogue of so many procedures: index, queries, memory, refresh.
fn at_scale(procedures: &[Procedure], count: usize, queries: &[String]) -> (f64, f64) {
    let folder = tempfile::tempdir().expect("there is room");
    let on_disk = made(procedures, count, folder.path());
    let started = Instant::now();
    let search = cold_index(&on_disk);
    let cold = started.elapsed().as_secs_f64();
    let mut times = Vec::new();
    for round in 0..3 {
        for words in queries {
            let started = Instant::now();
            std::hint::black_box(ours(&search, words, 10));
            if round > 0 {
                times.push(started.elapsed().as_secs_f64());
            }
        }
    }
    let p99 = percentile(&mut times, 0.99);
    println!(
        "{count} procedures: {:.1} µs of index time each; query median {:.2} ms, p99 {:.2} ms; peak memory {} MB",
        cold / count as f64 * 1e6,
        percentile(&mut times, 0.5) * 1e3,
        p99 * 1e3,
        peak_megabytes("self")
    );
    drop(search);
    for at in 0..10 {
        let path = on_disk.catalogue().join(format!("r/thu_tuc/{at:03}"));
        let file = fs::read_dir(path)
            .expect("it was written")
            .flatten()
            .next()
            .expect("it holds files")
            .path();
        let text = fs::read_to_string(&file).expect("it was written") + "# sửa\n";
        fs::write(&file, text).expect("the folder is ours");
    }
    let started = Instant::now();
    let search = open(&on_disk);
    let refresh = started.elapsed().as_secs_f64();
    println!(
        "  refresh after ten changed files: {} added in {refresh:.2} s, {:.3} of the cold time (goal: under 0.1)",
        search.refreshed().added,
        refresh / cold
    );
    (cold / count as f64, p99)
}

fn main() {
    let Some(procedures) = real::procedures(real::procedure) else {
        println!("skipped: no real records in {}", real::data().display());
        return;
    };
    let queries = queries();
    let folder = tempfile::tempdir().expect("there is room");
    let on_disk = OnDisk::write(folder.path(), procedures.iter().cloned());
    std::thread::sleep(Duration::from_millis(2_100));
    let search = cold_index(&on_disk);
    let mut times: Vec<f64> = Vec::new();
    for words in queries.iter().chain(&queries) {
        let started = Instant::now();
        std::hint::black_box(ours(&search, words, 10));
        times.push(started.elapsed().as_secs_f64());
    }
    let (half, most) = (percentile(&mut times, 0.5), percentile(&mut times, 0.99));
    println!(
        "query: median {:.2} ms, p99 {:.2} ms, {:.1} times the median (goal: under 10)",
        half * 1e3,
        most * 1e3,
        most / half
    );
    against_tantivy(&search, &queries);
    against_sqlite(&search, &queries, &procedures);
    whole_processes(&on_disk);
    if std::env::args().any(|argument| argument == "--scale") {
        let (small, small_p99) = at_scale(&procedures, TODAY, &queries);
        let folder = tempfile::tempdir().expect("there is room");
        println!("whole processes once more, on {TODAY} procedures:");
        whole_processes(&made(&procedures, TODAY, folder.path()));
        let (large, large_p99) = at_scale(&procedures, NATION, &queries);
        println!(
            "index time per procedure, {NATION} / {TODAY}: {:.2} (goal: under 1.15)",
            large / small
        );
        println!(
            "query p99, {NATION} / {TODAY}: {:.2} (goal: under 3)",
            large_p99 / small_p99
        );
    }
}
