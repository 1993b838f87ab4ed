//! Searching from outside: any words, an index that takes care of itself, and what people see.

mod index;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use serde_json::Value;
use tthc::catalogue::revision::Revisions;
use tthc::search::{Query, Search, Sort};

use crate::support::{Folder, root, start, stdout, tthc};

const NAMES: [(&str, &str); 6] = [
    ("1.000001", "Đăng ký khai sinh"),
    ("1.000002", "Đăng ký kết hôn"),
    ("1.000003", "Cấp giấy phép xây dựng nhà ở riêng lẻ"),
    ("1.000004", "Cấp lại giấy phép xây dựng nhà ở riêng lẻ"),
    ("1.000005", "Công bố hóa chất nguy hiểm"),
    ("1.000006", "Ân xá, đặc xá"),
];

/// A catalogue of a few procedures, with the folder for its index beside it.
fn small() -> Folder {
    let folder = Folder::new(&[("c/catalogue.yaml", "ten: Thử\nngay: 01/07/2026\n")]);
    for (code, name) in NAMES {
        folder.write(&path_of(code), procedure(code, name).as_bytes());
    }
    folder
}

fn path_of(code: &str) -> String {
    format!("c/thu_tuc/thu/{code}.yaml")
}

fn procedure(code: &str, name: &str) -> String {
    format!(
        "ma: {code}\nten: {name}\nlinh_vuc: Thử\ncap_thuc_hien: [Cấp xã]\nco_quan_thuc_hien: [Sở Thử]\n\
         trinh_tu: [{{ten: Nộp hồ sơ, noi_dung: Nộp tại Trung tâm Phục vụ hành chính công}}]\n"
    )
}

/// Runs `tthc` on a small catalogue, its index in the folder `index`.
fn run(folder: &Folder, args: &[&str]) -> Output {
    tthc(folder.path(), &with_places(args))
}

fn with_places<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [&["--catalogue", "c", "--index", "index"], args].concat()
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&stdout(output, 0)).unwrap()
}

fn codes(results: &Value) -> Vec<String> {
    let hits = results["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["code"].as_str().unwrap().to_owned()).collect()
}

fn warnings(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The one folder that holds the index.
fn index_folder(folder: &Folder) -> PathBuf {
    let mut versions = fs::read_dir(folder.path().join("index/tthc-search")).unwrap();
    versions.next().unwrap().unwrap().path()
}

fn shipped() -> Search {
    let files = Revisions::new(root().join("catalogue")).newest().unwrap().files;
    let catalogue = root().join("catalogue");
    // In memory: /dev/null is no folder.
    Search::open(&files, &catalogue, Some(Path::new("/dev/null/x"))).unwrap()
}

/// Takes the right to change the index, as a process does that refreshes it.
fn hold(folder: &Folder) -> File {
    let path = index_folder(folder).join("lock");
    let lock = File::options().write(true).open(path).unwrap();
    lock.lock().unwrap();
    lock
}

/// Texts of 10 KB that no one would call a query.
fn hostile() -> Vec<(&'static str, String)> {
    let long = |part: &str| part.repeat(10_000_usize.div_ceil(part.len()));
    let control: String = (1..0x20).chain(0x7f..0xa0).filter_map(char::from_u32).collect();
    vec![
        ("nothing", String::new()),
        ("blanks", long(" \t\n\u{a0}\u{3000}")),
        ("punctuation", long("!@#$%^&*()_+-=[]{};:,.<>/?|~`\\'\"")),
        ("open quotes", long("\"")),
        ("Vietnamese quotes", long("“khai sinh” «kết hôn» ")),
        ("operators", long("+khai -sinh AND OR NOT a:(^ [x TO y] ")),
        ("control characters", long(&control)),
        ("invisible characters", long("\u{200b}\u{feff}\u{2060}\u{ad}\u{202e}")),
        ("emoji", long("👨‍👩‍👧‍👦🇻🇳🏳️‍🌈")),
        ("decomposed", long("đa\u{306}\u{301}ng ky\u{301} kha\u{309}i sinh ")),
        ("stray marks", long("\u{301}\u{323}\u{309}")),
        ("other scripts", long("出生登録 출생신고 تسجيل регистрация καταχώριση ")),
        ("one word without end", long("đ")),
        ("one number without end", long("1")),
        ("numbers of documents", long("123/2015/NĐ-CP ")),
        ("numbers cut off", long("1.0048/20/N")),
        ("many repairs", long("dăng kyz khaj sinnh ")),
        (
            "many words of the catalogue",
            long("cấp lại giấy phép xây dựng ubnd sổ đỏ "),
        ),
        ("digits of other scripts", long("١٢٣٤ １２３４ ")),
        ("the last characters there are", long("\u{10ffff}\u{fffd}\u{e000}")),
    ]
}

#[test]
fn any_text_is_a_legal_query() {
    let search = shipped();
    let whole = Query {
        explain: true,
        ..Query::default()
    };
    for (what, words) in hostile() {
        let started = Instant::now();
        let results = search
            .find(&Query {
                words: words.clone(),
                ..whole.clone()
            })
            .unwrap();
        // A sanity check on a busy machine and in a debug build.
        assert!(
            started.elapsed() < Duration::from_secs(8),
            "{what}: {:?}",
            started.elapsed()
        );
        assert!(results.query == words, "{what}");
        assert!(results.hits.len() <= results.total, "{what}");
    }
}

#[test]
fn any_text_can_be_typed_on_the_command_line() {
    let folder = small();
    for (at, (what, words)) in hostile().into_iter().enumerate() {
        if at % 4 == 0 {
            let text = run(&folder, &["search", "--explain", "--", &words]);
            assert!(stdout(&text, 0).contains("thủ tục"), "{what}");
        } else {
            let output = run(&folder, &["search", "--format", "json", "--", &words]);
            let results = json(&output);
            assert!(results["query"] == words, "{what}");
            assert_eq!(warnings(&output), "", "{what}");
        }
    }
}

/// Searches the shipped catalogue; its index is made once for all tests of this file.
fn on_shipped(args: &[&str]) -> Output {
    static INDEX: LazyLock<PathBuf> = LazyLock::new(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("index"));
    tthc(&root(), &[&["--index", INDEX.to_str().unwrap()], args].concat())
}

fn names(results: &Value) -> Vec<String> {
    let hits = results["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_answer_keeps_the_json_contract() {
    let results = json(&on_shipped(&["search", "lam giay khai sinh", "--format", "json"]));
    let keys: Vec<&String> = results.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["query", "total", "hits", "facets", "suggestion", "dropped"]);
    let facets: Vec<&String> = results["facets"].as_object().unwrap().keys().collect();
    assert_eq!(facets, ["agency", "field", "level", "online", "verb"]);
    let hit = results["hits"][0].as_object().unwrap();
    for key in [
        "code",
        "name",
        "field",
        "levels",
        "score",
        "snippet",
        "path",
        "highlights",
        "name_highlights",
    ] {
        assert!(hit.contains_key(key), "{key} is missing");
    }
    assert_eq!(results["query"], "lam giay khai sinh");
    assert_eq!(results["hits"][0]["code"], "1.001193");
    assert!(
        root()
            .join("catalogue/2026-07-01")
            .join(hit["path"].as_str().unwrap())
            .is_file()
    );

    let results = json(&on_shipped(&["search", "khai sinhh", "--format", "json"]));
    assert_eq!(results["suggestion"], "khai sinh");
}

#[test]
fn a_word_no_procedure_has_is_said_to_be_dropped() {
    let args = ["search", "khai sinh xyzzyq"];
    let results = json(&on_shipped(&[&args as &[_], &["--format", "json"]].concat()));
    assert_eq!(results["dropped"], serde_json::json!(["xyzzyq"]));
    assert_eq!(results["hits"][0]["code"], "1.001193");
    let said = stdout(&on_shipped(&args), 0);
    assert!(
        said.starts_with("Không có thủ tục nào đủ các từ; kết quả không có: “xyzzyq”\n"),
        "{said}"
    );
    let said = stdout(&on_shipped(&["search", "xyzzyq"]), 0);
    assert_eq!(said, "Không tìm thấy: “xyzzyq”\n0 thủ tục\n");
}

#[test]
fn the_rows_of_the_table_are_the_hits() {
    let args = ["search", "giấy phép", "--limit", "50", "--format"];
    let results = json(&on_shipped(&[&args as &[_], &["json"]].concat()));
    let table = stdout(&on_shipped(&[&args as &[_], &["csv"]].concat()), 0);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(
        reader.headers().unwrap().iter().collect::<Vec<_>>(),
        ["ma", "ten", "linh_vuc", "cap_thuc_hien", "doan_trich", "tep"]
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let hits = results["hits"].as_array().unwrap();
    assert_eq!(rows.len(), hits.len());
    for (row, hit) in rows.iter().zip(hits) {
        let of = |key: &str| hit[key].as_str().unwrap();
        assert_eq!(
            [&row[0], &row[1], &row[2], &row[4], &row[5]],
            [of("code"), of("name"), of("field"), of("snippet"), of("path")]
        );
    }
}

#[test]
fn names_are_in_vietnamese_order() {
    let folder = Folder::new(&[("c/catalogue.yaml", "ten: Thử\nngay: 01/07/2026\n")]);
    let order = [
        "An", "Án", "Ăn", "Ân", "Bà", "Da", "Đa", "Em", "Ê", "O", "Ô", "Ơ", "U", "Ư", "Ý",
    ];
    for (at, name) in order.iter().rev().enumerate() {
        let code = format!("1.0000{at:02}");
        folder.write(&path_of(&code), procedure(&code, name).as_bytes());
    }
    let args = ["search", "--sort", "name", "--limit", "100", "--format", "json"];
    assert_eq!(names(&json(&run(&folder, &args))), order);

    let shipped = names(&json(&on_shipped(&args)));
    let mut sorted = shipped.clone();
    sorted.sort_by_key(|name| tthc::text::collation_key(name));
    assert_eq!(shipped, sorted);
}

#[test]
fn a_value_that_is_not_there_is_refused_with_those_that_are() {
    for (option, known) in [
        ("--level", "Cấp xã"),
        ("--field", "Hộ tịch"),
        ("--agency", "Bộ"),
        ("--verb", "Cấp lại"),
    ] {
        // Half of it is known, so that the hint can name what is near.
        let value = format!("{known} xyzzyq");
        let output = on_shipped(&["search", option, &value]);
        assert_eq!(output.status.code(), Some(2), "{option}");
        let said = warnings(&output);
        let (error, hint) = said.split_once('\n').unwrap();
        assert!(error.starts_with("error: no ") && error.contains(&value), "{said}");
        assert!(
            hint.starts_with("hint: values there are: ") && hint.contains(known),
            "{said}"
        );
        assert_eq!(output.stdout, b"");
    }
    let output = on_shipped(&["search", "--online=nửa vời"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(warnings(&output).contains("toàn trình"));
}

#[test]
fn the_day_decides_which_revision_answers() {
    let folder = Folder::new(&[
        ("c/2025/catalogue.yaml", "ten: Cũ\nngay: 30/06/2025\n"),
        ("c/2026/catalogue.yaml", "ten: Mới\nngay: 01/07/2026\n"),
        ("c/2025/thu_tuc/a/1.000001.yaml", &procedure("1.000001", "Việc cũ")),
        ("c/2026/thu_tuc/a/1.000001.yaml", &procedure("1.000001", "Việc mới")),
    ]);
    let args = |day| with_places(&["search", "--as-of", day, "--format", "json"]);
    let days = [
        ("30/06/2025", "Việc cũ"),
        ("2026-06-30", "Việc cũ"),
        ("2026-07-01", "Việc mới"),
        ("01/01/2030", "Việc mới"),
    ];
    // Both revisions in one index folder, one after the other and at once.
    for (day, name) in days {
        assert_eq!(names(&json(&tthc(folder.path(), &args(day)))), [name]);
    }
    let running: Vec<_> = days
        .iter()
        .map(|(day, name)| (start(folder.path(), &args(day)), name))
        .collect();
    for (process, name) in running {
        assert_eq!(names(&json(&process.wait_with_output().unwrap())), [*name]);
    }
    // Who holds the index may be at the other one.
    let lock = hold(&folder);
    for (day, name) in [days[0], days[3]] {
        assert_eq!(names(&json(&tthc(folder.path(), &args(day)))), [name]);
    }
    lock.unlock().unwrap();
    for day in ["29/06/2025", "hôm qua", "31/02/2026"] {
        let output = run(&folder, &["search", "--as-of", day]);
        assert_eq!(output.status.code(), Some(2), "{day}");
        assert!(warnings(&output).starts_with("error: "), "{day}");
    }
}

#[test]
fn siblings_are_listed_with_what_differs() {
    let folder = small();
    let list = json(&run(&folder, &["similar", "1.000003", "--format", "json"]));
    let similar = list["similar"].as_array().unwrap();
    let other = similar.iter().find(|similar| similar["code"] == "1.000004").unwrap();
    assert_eq!(other["differs"], serde_json::json!(["Tên thủ tục"]), "{other}");
    let said = stdout(&run(&folder, &["similar", "1.000003"]), 0);
    assert!(
        said.contains("1.000004  Cấp lại giấy phép xây dựng nhà ở riêng lẻ\n"),
        "{said}"
    );
    assert!(said.contains("Khác ở: Tên thủ tục\n"), "{said}");
    let alone = stdout(&run(&folder, &["similar", "1.000006"]), 0);
    assert!(alone.ends_with("Không có thủ tục nào gần giống\n"), "{alone}");
    assert_eq!(run(&folder, &["similar", "9.999999"]).status.code(), Some(2));
}

/// Words of the shipped catalogue, as they stand in names and passages.
fn words_of(search: &Search) -> Vec<String> {
    let everything = Query {
        limit: usize::MAX,
        ..Query::default()
    };
    let hits = search.find(&everything).unwrap().hits;
    let names = hits.iter().flat_map(|hit| hit.name.split_whitespace());
    let mut words: Vec<String> = names.map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

#[test]
fn what_is_shown_agrees_with_the_text_and_with_the_score() {
    let search = shipped();
    let words = words_of(&search);
    let typed = |u: &mut arbtest::arbitrary::Unstructured<'_>| -> arbtest::arbitrary::Result<String> {
        let mut typed = Vec::new();
        for _ in 0..u.int_in_range(1..=5)? {
            let word = u.choose(&words)?;
            typed.push(match u.int_in_range(0..=3)? {
                0 => tthc::text::fold(word),
                1 => word.to_uppercase(),
                _ => word.clone(),
            });
        }
        Ok(typed.join(" "))
    };
    arbtest::arbtest(|u| {
        let words = typed(u)?;
        let query = Query {
            explain: true,
            limit: 5,
            ..Query::words(words.as_str())
        };
        for hit in search.find(&query).unwrap().hits {
            for (text, highlights) in [(&hit.snippet, &hit.highlights), (&hit.name, &hit.name_highlights)] {
                let syllables: Vec<_> = tthc::text::syllables(text).map(|(range, _)| range).collect();
                let mut end = 0;
                for &(from, to) in highlights {
                    assert!(end <= from && from < to, "{words}: {highlights:?} in {text}");
                    assert!(text.get(from..to).is_some(), "{words}: {from}..{to} in {text}");
                    assert!(
                        syllables.iter().any(|range| range.start == from)
                            && syllables.iter().any(|range| range.end == to),
                        "{words}: {} in {text}",
                        &text[from..to]
                    );
                    end = to;
                }
            }
            let points: f32 = hit.explanation.iter().map(|points| points.score).sum();
            // Each part is rounded to a thousandth, and parts smaller than that are not told.
            let rounding = 0.001 * (hit.explanation.len() as f32 + 4.0) + hit.score.abs() * 1e-5;
            assert!(
                (points - hit.score).abs() <= rounding,
                "{words}: {} has {}, explained are {points}: {:#?}",
                hit.code,
                hit.score,
                hit.explanation
            );
        }
        Ok(())
    })
    .budget_ms(1_000);
}

#[test]
fn pages_give_every_hit_once() {
    let search = shipped();
    for (words, sort) in [
        ("", Sort::Relevance),
        ("cấp giấy", Sort::Relevance),
        ("cấp giấy", Sort::Name),
        ("dang ky", Sort::Code),
    ] {
        let page = |offset: usize, limit: usize| {
            let query = Query {
                offset,
                limit,
                sort,
                ..Query::words(words)
            };
            let results = search.find(&query).unwrap();
            let hits = results.hits.into_iter().map(|hit| hit.code);
            (results.total, hits.collect::<Vec<_>>())
        };
        let (total, whole) = page(0, usize::MAX);
        assert_eq!(whole.len(), total);
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), total, "{words}");
        for size in [7, 40] {
            let pages: Vec<String> = (0..=total)
                .step_by(size)
                .flat_map(|offset| page(offset, size).1)
                .collect();
            assert_eq!(pages, whole, "{words} by {size}");
        }
        assert_eq!(page(total, 10), (total, Vec::new()));
        assert_eq!(page(usize::MAX, usize::MAX), (total, Vec::new()));
        assert_eq!(page(0, 0), (total, Vec::new()));
    }
}
