//! Who may use whom. The table is DESIGN's; a module without a row fails.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::root;

const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("finding", &[]),
    ("progress", &[]),
    ("templates", &["text"]),
    ("catalogue", &["text", "finding", "progress"]),
    ("search", &["catalogue", "text"]),
    ("diff", &["catalogue", "finding", "text"]),
    ("review", &["catalogue", "finding", "progress", "text"]),
    ("stats", &["catalogue", "finding", "text"]),
    ("proposal", &["catalogue", "diff", "finding", "review", "text"]),
    (
        "document",
        &[
            "catalogue",
            "diff",
            "finding",
            "proposal",
            "review",
            "stats",
            "templates",
            "text",
        ],
    ),
    // Pages for a folder: sheets, the lists of the search, templates. It is none of the documents, and needs no server.
    ("site", &["catalogue", "document", "search", "templates", "text"]),
    // What comes in is compared with what is there by the catalogue's own values; nothing of diff or document is needed.
    // What goes out to a search engine is what our own index is made of.
    ("exchange", &["catalogue", "finding", "progress", "search", "text"]),
    (
        "web",
        &[
            "catalogue",
            "diff",
            "document",
            "finding",
            "progress",
            "proposal",
            "review",
            "search",
            "stats",
            "templates",
            "text",
        ],
    ),
    (
        "cli",
        &[
            "catalogue",
            "diff",
            "document",
            "exchange",
            "finding",
            "progress",
            "proposal",
            "review",
            "search",
            "site",
            "stats",
            "templates",
            "text",
            "web",
        ],
    ),
];

/// Outside crates and the one place that may name each.
const DOORS: &[(&str, &[&str])] = &[
    ("serde_yaml", &["catalogue/"]),
    ("gix", &["catalogue/files/"]),
    // Revisions are read from archives; a Word file is one, and a workbook.
    (
        "zip",
        &["catalogue/files/", "document/blocks/", "exchange/import/archive.rs"],
    ),
    ("tantivy", &["search/"]),
    ("similar", &["diff/words.rs"]),
    ("minijinja", &["templates"]),
    ("clap", &["cli/"]),
    ("regex", &["review/decision/lints/form.rs"]),
    (
        "quick_xml",
        &[
            "document/blocks/",
            "exchange/import/edited/file.rs",
            "exchange/import/word.rs",
        ],
    ),
    ("rust_xlsxwriter", &["document/workbook"]),
    ("annotate_snippets", &["cli/output.rs"]),
    ("anyhow", &["cli/"]),
    ("indicatif", &["cli/progress.rs"]),
    ("lz4_flex", &["review/pile.rs"]),
    ("axum", &["web/"]),
    ("flate2", &["web/", "exchange/import/"]),
    ("calamine", &["exchange/import/sheet.rs"]),
    ("hayro_syntax", &["exchange/import/pdf"]),
    ("sha2", &["exchange/import/source.rs"]),
    ("oxrdf", &["exchange/cpsv/"]),
    ("oxttl", &["exchange/cpsv/"]),
    ("oxjsonld", &["exchange/cpsv/parse.rs"]),
    ("form_urlencoded", &["web/"]),
    ("ureq", &["exchange/opensearch/client.rs"]),
    ("hyper", &["web/"]),
    ("hyper_util", &["web/"]),
    ("http_body_util", &["web/"]),
    ("argon2", &["web/people/"]),
    ("getrandom", &["web/people/"]),
    ("rpassword", &["cli/commands/user.rs"]),
    ("tokio", &["web/"]),
    ("rustix", &["catalogue/files/", "web/threads.rs"]),
    ("terminal_size", &["cli/wrap.rs"]),
    ("unicode_width", &["cli/wrap.rs"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// Source lines without comments and without the tests at the end of a file.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let body = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    body.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn modules_use_only_what_the_table_allows() {
    let src = root().join("src");
    let mut wrong = Vec::new();
    for path in sources(&src) {
        let relative = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let module = relative.split(['/', '.']).next().unwrap();
        if matches!(relative.as_str(), "lib.rs" | "main.rs") {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{relative}: module {module} has no row in the table"));
            continue;
        };
        for used in code(&path).split("crate::").skip(1) {
            let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let known = MAY_USE.iter().any(|(name, _)| *name == used);
            if known && used != module && !allowed.contains(&used.as_str()) {
                wrong.push(format!("src/{relative} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn outside_crates_stay_behind_their_doors() {
    let src = root().join("src");
    let mut wrong = Vec::new();
    for path in sources(&src) {
        let relative = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let code = code(&path);
        for (name, doors) in DOORS {
            let named = code.contains(&format!("use {name}::"))
                || code.contains(&format!(" {name}::"))
                || code.contains(&format!("({name}::"));
            if named && !doors.iter().any(|door| relative.starts_with(door)) {
                wrong.push(format!(
                    "src/{relative} names {name}, which belongs to {}",
                    doors.join(", ")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
