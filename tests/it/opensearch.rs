//! A search engine of others with our documents, on loopback. Skipped where there is none.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tthc::catalogue::Catalogue;
use tthc::catalogue::revision::Revisions;
use tthc::exchange::opensearch::{self, Client, Layout, PushError, Pushed};
use tthc::progress::Silent;
use tthc::search::engine::{Engine, Transport};
use tthc::search::{Online, Query, Results, Search, SearchError, Sort};

use crate::golden::{self, Golden};
use crate::real;
use crate::support::{Folder, root, stdout, tthc};

/// A server that lives as long as this.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    /// Starts one; nothing, with a message, where the program is not there.
    fn start() -> Option<Self> {
        let program = std::env::var_os("TTHC_OSMEM").map_or_else(|| "osmem-server".into(), PathBuf::from);
        let started = Command::new(&program)
            .args(["-addr", "127.0.0.1:0", "-no-ja", "-no-stdin-watch", "-parent-pid"])
            .arg(std::process::id().to_string())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut process) = started else {
            eprintln!("skipped: no {} here", program.display());
            return None;
        };
        let mut line = String::new();
        let said = process.stdout.as_mut().unwrap();
        BufReader::new(said).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        let url = said["url"].as_str().unwrap().trim_end_matches('/').to_owned();
        Some(Self { process, url })
    }

    fn client(&self) -> Client {
        Client::new(&self.url, opensearch::ALIAS).unwrap()
    }

    fn push(&self, catalogue: &Catalogue) -> Result<Pushed, PushError> {
        let folder = tempfile::tempdir().unwrap();
        opensearch::write(catalogue, &layout(), folder.path(), &Silent).unwrap();
        opensearch::push(folder.path(), &self.client(), &Silent)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn layout() -> Layout {
    Layout {
        alias: opensearch::ALIAS.to_owned(),
        // Statistics of one part would show.
        shards: 3,
        replicas: 0,
    }
}

fn newest(folder: &Path) -> Catalogue {
    let newest = Revisions::new(folder).newest().unwrap();
    newest.load().unwrap().catalogue
}

fn shipped() -> Catalogue {
    newest(&root().join("catalogue"))
}

fn golden(names: &[&str]) -> Vec<Golden> {
    let folder = root().join("benches/golden");
    names
        .iter()
        .flat_map(|name| golden::golden(&folder.join(name)))
        .collect()
}

fn reciprocal(results: &Results, codes: &[String]) -> f64 {
    let hits = results.hits.iter().take(10);
    let place = hits.enumerate().find(|(_, hit)| codes.contains(&hit.code));
    place.map_or(0.0, |(place, _)| 1.0 / (place + 1) as f64)
}

/// Asks golden queries here and there. Returns how many answers are the same to the letter, of how many, and how far the
/// mean reciprocal rank differs.
fn compared(here: &Search, there: &Engine<'_>, golden: &[Golden]) -> (usize, usize, f64) {
    let (mut same, mut difference) = (0, 0.0);
    for question in golden {
        let query = Query {
            limit: 10,
            ..Query::words(&question.words)
        };
        let (own, its) = (here.find(&query).unwrap(), there.find(&query).unwrap());
        difference += reciprocal(&its, &question.codes) - reciprocal(&own, &question.codes);
        if own == its {
            same += 1;
        } else {
            eprintln!("{} «{}»: {}", question.style, question.words, differing(&own, &its));
        }
    }
    (same, golden.len(), difference / golden.len() as f64)
}

/// Where two answers differ.
fn differing(own: &Results, its: &Results) -> String {
    let (own, its) = (serde_json::to_value(own).unwrap(), serde_json::to_value(its).unwrap());
    let keys = own.as_object().unwrap().keys();
    let keys: Vec<&String> = keys.filter(|key| own[*key] != its[*key]).collect();
    let first = keys.first().map_or(&Value::Null, |key| &own[*key]);
    let other = keys.first().map_or(&Value::Null, |key| &its[*key]);
    let short = |value: &Value| value.to_string().chars().take(300).collect::<String>();
    format!("{keys:?}\n  {}\n  {}", short(first), short(other))
}

#[test]
fn an_engine_answers_as_our_own_index_does() {
    let Some(server) = Server::start() else { return };
    let catalogue = shipped();
    let pushed = server.push(&catalogue).unwrap();
    assert_eq!(pushed.documents, catalogue.entries().len());
    let here = Search::in_memory(&catalogue).unwrap();
    let client = server.client();
    let there = Engine::open(&client, opensearch::ALIAS, None).unwrap();
    let (same, all, difference) = compared(&here, &there, &golden(&["shipped.tsv"]));
    eprintln!("{same} of {all} answers are the same; MRR@10 differs by {difference:.4}");
    assert!(difference.abs() <= 0.02, "{difference}");
    assert!(same * 100 >= all * 98, "{same} of {all}");
}

#[test]
fn filters_orders_and_pages_are_the_same() {
    let Some(server) = Server::start() else { return };
    let catalogue = shipped();
    server.push(&catalogue).unwrap();
    let here = Search::in_memory(&catalogue).unwrap();
    let client = server.client();
    let there = Engine::open(&client, opensearch::ALIAS, None).unwrap();
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let all = Query::default();
    let words = Query::words("cấp giấy phép");
    let queries = [
        all.clone(),
        Query {
            offset: 20,
            limit: 5,
            ..all.clone()
        },
        Query {
            sort: Sort::Name,
            ..all.clone()
        },
        Query {
            sort: Sort::Name,
            offset: 7,
            limit: 9,
            ..words.clone()
        },
        Query {
            sort: Sort::Code,
            ..words.clone()
        },
        Query {
            sort: Sort::Code,
            ..Query::words("giấy phép zzzzzz thủy tinh")
        },
        Query {
            levels: texts(&["xã"]),
            ..words.clone()
        },
        Query {
            levels: texts(&["xã", "Cấp tỉnh"]),
            fields: texts(&["ho tich"]),
            ..all.clone()
        },
        Query {
            agencies: texts(&["Ủy ban nhân dân cấp xã"]),
            ..Query::words("dang ky")
        },
        Query {
            verbs: texts(&["Cấp lại"]),
            ..all.clone()
        },
        Query {
            online: Some(Online::Any),
            free: true,
            ..all.clone()
        },
        Query {
            max_days: Some(5),
            in_force: true,
            ..words.clone()
        },
        Query {
            offset: 3,
            limit: 4,
            explain: true,
            ..words
        },
        Query::words("1.001193"),
        Query::words("nghị định 123/2015"),
        Query::words("khai sihn"),
        Query::words("zzzzzz"),
        Query::words("?!"),
        Query {
            levels: texts(&["Cấp huyện"]),
            ..all
        },
    ];
    for query in queries {
        let (own, its) = (here.find(&query).unwrap(), there.find(&query).unwrap());
        assert!(own == its, "{query:?}: {}", differing(&own, &its));
    }
    let nowhere = Query {
        fields: texts(&["ho tchi"]),
        ..Query::default()
    };
    let (own, its) = (here.find(&nowhere).unwrap_err(), there.find(&nowhere).unwrap_err());
    assert_eq!(own.to_string(), its.to_string());
    let (SearchError::NoSuchValue { known: own, .. }, SearchError::NoSuchValue { known: its, .. }) = (own, its) else {
        panic!("a value nobody has is named");
    };
    assert_eq!(own, its);
    let deep = Query {
        offset: 9_999,
        limit: 20,
        ..Query::words("cấp")
    };
    assert!(there.find(&deep).is_err());
}

/// Real records as a catalogue.
fn records() -> Option<(Folder, Catalogue)> {
    let Some(all) = real::procedures(real::procedure) else {
        eprintln!("skipped: no real records in {}", real::data().display());
        return None;
    };
    let folder = Folder::new(&[("r/catalogue.yaml", "ten: Thật\nngay: 01/07/2026\n")]);
    for procedure in &all {
        let text = tthc::catalogue::yaml::write(procedure).unwrap();
        folder.write(&format!("r/thu_tuc/thu/{}.yaml", procedure.identity()), text.as_bytes());
    }
    let catalogue = newest(folder.path());
    Some((folder, catalogue))
}

#[test]
fn real_records_are_found_as_in_our_own_index() {
    let Some(server) = Server::start() else { return };
    let Some((_folder, catalogue)) = records() else { return };
    server.push(&catalogue).unwrap();
    let here = Search::in_memory(&catalogue).unwrap();
    let client = server.client();
    let there = Engine::open(&client, opensearch::ALIAS, None).unwrap();
    let names = std::fs::read_dir(root().join("benches/golden")).unwrap();
    let names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("national") && name.ends_with(".tsv"))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    // Each takes seconds without optimization.
    let golden = golden(&names).into_iter().step_by(25).collect::<Vec<_>>();
    let (same, all, difference) = compared(&here, &there, &golden);
    eprintln!("{same} of {all} answers are the same; MRR@10 differs by {difference:.4}");
    assert!(difference.abs() <= 0.02, "{difference}");
    assert!(same * 100 >= all * 95, "{same} of {all}");
}

fn written(catalogue: &Catalogue) -> (tempfile::TempDir, opensearch::Exported) {
    let folder = tempfile::tempdir().unwrap();
    let exported = opensearch::write(catalogue, &layout(), folder.path(), &Silent).unwrap();
    (folder, exported)
}

fn small(names: &[(&str, &str)]) -> (Folder, Catalogue) {
    let folder = Folder::new(&[("r/catalogue.yaml", "ten: Thử\nngay: 01/07/2026\n")]);
    for (code, name) in names {
        folder.write(
            &format!("r/thu_tuc/thu/{code}.yaml"),
            format!("ma: {code}\nten: {name}\nlinh_vuc: Thử\ncap_thuc_hien: [Cấp xã]\n").as_bytes(),
        );
    }
    let catalogue = newest(folder.path());
    (folder, catalogue)
}

/// Something done to the server behind the client's back.
fn meddle(server: &Server, path: &str, body: &Value) -> Value {
    server.client().ask(path, Some(body)).unwrap()
}

#[test]
fn a_push_shows_all_of_a_catalogue_or_nothing() {
    let Some(server) = Server::start() else { return };
    let client = server.client();
    let codes = |words: &str| {
        let engine = Engine::open(&client, opensearch::ALIAS, None).unwrap();
        let results = engine.find(&Query::words(words)).unwrap();
        results.hits.into_iter().map(|hit| hit.code).collect::<Vec<_>>()
    };
    let (_kept, first) = small(&[("1.000001", "Đăng ký khai sinh"), ("1.000002", "Đăng ký kết hôn")]);
    let pushed = server.push(&first).unwrap();
    assert!(!pushed.was_there && pushed.left.is_empty(), "{pushed:?}");
    assert_eq!(codes("khai sinh"), ["1.000001"]);

    let again = server.push(&first).unwrap();
    assert!(again.was_there, "{again:?}");

    // What an interrupted push left is no obstacle.
    let (_kept, second) = small(&[("1.000001", "Đăng ký khai tử"), ("1.000003", "Đăng ký kết hôn")]);
    let (folder, exported) = written(&second);
    meddle(&server, &format!("{}/_doc/x", exported.index), &json!({ "name": "x" }));
    let pushed = opensearch::push(folder.path(), &client, &Silent).unwrap();
    assert_eq!(pushed.left, [again.index]);
    assert_eq!(codes("khai tu"), ["1.000001"]);
    assert_eq!(codes("ket hon"), ["1.000003"]);

    // A file somebody changed is not loaded, and everybody goes on with what was there.
    let (_kept, third) = small(&[("1.000004", "Đăng ký giám hộ")]);
    let (folder, exported) = written(&third);
    let file = folder.path().join(&exported.files[0].name);
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("giám hộ", "giám hô")).unwrap();
    let error = opensearch::push(folder.path(), &client, &Silent).unwrap_err();
    assert!(matches!(error, PushError::Files(_)), "{error}");
    assert!(error.to_string().contains(&exported.files[0].name), "{error}");
    assert_eq!(codes("ket hon"), ["1.000003"]);

    // Neither is an index whose documents are others than those sent.
    let (folder, exported) = written(&second);
    let id = "thu_tuc%2Fthu%2F1.000003.yaml";
    let mut document = client.ask(&format!("{}/_doc/{id}", exported.index), None).unwrap()["_source"].take();
    document["name"] = json!(["Khác"]);
    meddle(
        &server,
        &format!("{}/_doc/{id}?refresh=true", exported.index),
        &document,
    );
    let error = opensearch::push(folder.path(), &client, &Silent).unwrap_err();
    assert!(matches!(error, PushError::Differs { .. }), "{error}");
    assert!(error.to_string().contains("1.000003"), "{error}");
    meddle(
        &server,
        &format!("{}/_doc/more?refresh=true", exported.index),
        &document,
    );
    let error = opensearch::push(folder.path(), &client, &Silent).unwrap_err();
    assert!(error.to_string().contains("3 documents instead of 2"), "{error}");
}

#[test]
fn what_is_not_ours_is_not_asked() {
    let Some(server) = Server::start() else { return };
    let client = server.client();
    let error = |client: &Client| Engine::open(client, client.alias(), None).err().unwrap();
    let chain = |error: SearchError| {
        let mut said = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            said.push_str(&format!(": {error}"));
            cause = error.source();
        }
        said
    };
    assert!(chain(error(&client)).contains("404"), "{}", chain(error(&client)));
    meddle(&server, "khac/_doc/1?refresh=true", &json!({ "name": "x" }));
    let other = Client::new(&format!("{}/khac", server.url), opensearch::ALIAS).unwrap();
    assert!(matches!(error(&other), SearchError::Foreign(_)));
    let (_kept, catalogue) = small(&[("1.000001", "Đăng ký khai sinh")]);
    let (folder, _) = written(&catalogue);
    let refused = opensearch::push(folder.path(), &other, &Silent).unwrap_err();
    assert!(matches!(refused, PushError::NoAlias { .. }), "{refused}");
    let nobody = Client::new("http://127.0.0.1:1", opensearch::ALIAS).unwrap();
    assert!(
        chain(error(&nobody)).contains("does not answer"),
        "{}",
        chain(error(&nobody))
    );
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let (_kept, catalogue) = small(&[("1.000001", "Đăng ký khai sinh")]);
    let folder = Folder::new(&[("quan-trong.txt", "x")]);
    let error = opensearch::write(&catalogue, &layout(), folder.path(), &Silent).unwrap_err();
    assert!(error.to_string().contains("no export"), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let named = Layout {
        alias: "Thủ tục".to_owned(),
        ..layout()
    };
    let error = opensearch::write(&catalogue, &named, &folder.path().join("x"), &Silent).unwrap_err();
    assert!(error.to_string().contains("lower case"), "{error}");
    assert!(!folder.path().join("x").exists());
}

#[test]
fn the_same_catalogue_gives_the_same_files() {
    let catalogue = shipped();
    let (one, first) = written(&catalogue);
    let (other, second) = written(&catalogue);
    assert_eq!(first, second);
    let read = |folder: &Path| {
        let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| {
                (
                    entry.file_name().into_string().unwrap(),
                    std::fs::read(entry.path()).unwrap(),
                )
            })
            .collect();
        files.sort();
        files
    };
    assert!(read(one.path()) == read(other.path()));
    // Every line for `_bulk` is JSON, action and document in turn.
    for file in &first.files {
        let text = std::fs::read_to_string(one.path().join(&file.name)).unwrap();
        assert_eq!(text.lines().count(), 2 * file.documents);
        assert!(text.ends_with('\n'));
        for line in text.lines() {
            serde_json::from_str::<Value>(line).unwrap();
        }
    }
}

#[test]
fn the_command_line_asks_an_engine_the_same_way() {
    let Some(server) = Server::start() else { return };
    server.push(&shipped()).unwrap();
    let root = root();
    let index = tempfile::tempdir().unwrap();
    let index = index.path().to_str().unwrap();
    for words in ["khai sinh", "giay doc than", "cap lai giay phep"] {
        let usual = ["--index", index, "search", words, "--format", "json"];
        let own = stdout(&tthc(&root, &usual), 0);
        let its = stdout(
            &tthc(&root, &["search", words, "--format", "json", "--engine", &server.url]),
            0,
        );
        assert_eq!(own, its, "{words}");
    }
    let output = tthc(&root, &["search", "x", "--engine", "http://127.0.0.1:1"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("does not answer"), "{said}");
}
